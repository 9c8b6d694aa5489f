"""XLSX: the first sheet as people make it, formulas that are not computed, and text that is none."""

import gc
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.cells import BrokenCell, read_cell, text_of
from erasmus_grants.batch.layout import Options
from erasmus_grants.batch.xlsx import openpyxl_types, xlsx_files
from erasmus_grants.batch.xlsx.xlsx_files import reading
from erasmus_grants.records.fields import Kind


def saved(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    path = folder / "list.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.create_sheet("another").append(["not", "read"])
    book.save(path)
    return path


def changed(path: Path, old: str, new: str, name: str = "xl/worksheets/sheet1.xml") -> None:
    """Change the XML of a part, of the first sheet if no other is named."""
    with zipfile.ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    assert old.encode() in content[name]
    content[name] = content[name].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for part, data in content.items():
            parts.writestr(part, data)


def rows(path: Path) -> list[list[object]]:
    with reading(path, "f") as source:
        return [list(row) for chunk in source.chunks(2) for row in chunk.rows]


def test_the_header_is_the_first_row_that_is_not_empty(tmp_path: Path) -> None:
    path = saved(tmp_path, [[], [None, ""], ["a", "b"], [1, "x"], [], [], [None, ""], [2.5, True], [], [3]])
    with reading(path, "f") as source:
        assert source.names == ("a", "b")
        assert [chunk.rows for chunk in source.chunks(2)] == [[[1, "x"]], [[2.5, True]], [[3, None]]]


@pytest.mark.parametrize("cell", [1, "=1+1"])
def test_a_file_that_is_not_read_to_its_end_is_closed(tmp_path: Path, cell: object) -> None:
    with reading(saved(tmp_path, [["a"], [cell], [2], [3]]), "f") as source:
        assert source.names == ("a",)
    held: list[object] = [source]
    held.append(held)
    del source, held
    gc.collect()  # warns of each file that is still open, and a warning is an error


def test_dates_are_datetimes_and_times_are_not_lost(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a"], [date(2022, 3, 7)], [datetime(2022, 3, 7, 8)], [time(8)]])  # noqa: DTZ001
    assert rows(path) == [[datetime(2022, 3, 7)], [datetime(2022, 3, 7, 8)], [time(8)]]  # noqa: DTZ001


def test_a_size_that_the_file_says_wrongly_is_not_believed(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], [1, 2], [3, 4]])
    changed(path, 'ref="A1:B3"', 'ref="A1"')
    assert rows(path) == [[1, 2], [3, 4]]


def test_a_cell_without_a_column_is_told_by_its_row(tmp_path: Path) -> None:
    path = saved(tmp_path, [[], ["a"], [1], [2], [3, "total"]])
    with pytest.raises(InputFileError, match="f: row 5 has a cell 'total' in column 2, which has no name"):
        rows(path)


def test_an_error_of_a_spreadsheet_is_a_broken_cell(tmp_path: Path) -> None:
    ((cell,),) = rows(saved(tmp_path, [["a"], ["#N/A"]]))
    assert isinstance(cell, BrokenCell)
    assert cell == "#N/A"


def test_a_formula_without_a_saved_value_is_a_broken_cell(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], ["=1+1", 2]])
    ((formula, number),) = rows(path)
    assert isinstance(formula, BrokenCell)
    assert (formula, number) == ("=1+1", 2)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('<c r="A2"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A2" t="str"><f>B2</f><v>STA</v></c>', "STA"),
        ('<c r="A2" t="str"><f>B2</f><v></v></c>', None),
        ('<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A2"><f t="array" ref="A2">SUM(B2:B9)</f><v /></c>', "="),
        ('<c r="A2">\n  <f t="array" ref="A2">SUM(B2:B9)</f>\n  <v />\n</c>', "="),
    ],
)
def test_of_a_formula_the_saved_value_counts(tmp_path: Path, written: str, value: object) -> None:
    path = saved(tmp_path, [["a", "b"], ["=1+1", 2]])
    changed(path, '<c r="A2"><f>1+1</f><v /></c>', written)
    ((cell, _),) = rows(path)
    assert cell == value
    assert isinstance(cell, BrokenCell) == (value in {"#DIV/0!", "="})


def test_values_and_formulas_are_read_only_where_a_value_may_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, really_open = [], openpyxl_types.opened

    def counted(path: str, *, with_values: bool) -> Any:
        opened.append(with_values)
        return really_open(path, with_values=with_values)

    monkeypatch.setattr(openpyxl_types, "opened", counted)
    path = saved(tmp_path, [["a", "b"], ["=1+1", 2]])
    rows(path)
    changed(path, '<c r="A2"><f>1+1</f><v /></c>', '<c r="A2"><f>1+1</f><v>2</v></c>')
    rows(path)
    assert opened == [True, False, True]


def test_a_date_beyond_the_calendar_is_a_broken_cell_and_no_warning(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a"], [date(2022, 3, 7)]])
    changed(path, "<v>44627</v>", "<v>99999999</v>")
    ((cell,),) = rows(path)
    assert isinstance(cell, BrokenCell)


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_xlsx_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match="f: it is not an XLSX file that can be read, or is"), reading(path, "f"):
        pass


def test_a_sheet_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a"], [1], [2]])
    changed(path, "</sheetData>", "</sheetDat")
    with pytest.raises(InputFileError, match="it is not an XLSX file that can be read"):
        rows(path)


@pytest.mark.parametrize("count", [2, 100])  # among the rows that are looked at for headings, and behind them
def test_the_name_of_a_list_that_breaks_off_is_told(tmp_path: Path, count: int) -> None:
    path = saved(tmp_path, [["a"], *[[number] for number in range(count)]])
    changed(path, "</sheetData>", "</sheetDat")
    with pytest.raises(InputFileError) as caught:
        rows(path)
    assert str(caught.value).startswith("f: it is not an XLSX file that can be read")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (Options(sheet="list"), "it has no sheet 'list'; there are 'Sheet', 'another'"),
        (Options(heading_row=9), "row 9 of the sheet 'Sheet' is empty, and names no columns"),
        (Options(sheet="another", heading_row=2), "row 2 of the sheet 'another' is empty, and names no columns"),
    ],
)
def test_where_no_list_is_is_told_with_the_name_of_the_file(tmp_path: Path, options: Options, sentence: str) -> None:
    path = saved(tmp_path, [["a"], [1]])
    with pytest.raises(InputFileError) as caught, reading(path, "f", options):
        pass
    assert str(caught.value) == f"f: {sentence}"


THREE = ["activity", "start_date", "end_date"]
FIVE = [*THREE, "distance_km", "receiving_country"]


@pytest.mark.parametrize(
    ("first", "second", "options", "where"),
    [
        ([["a"], [1]], [["von", "bis"]], Options(columns={"von": "start_date", "bis": "end_date"}), "row 1 of the sheet 'second'"),
        ([THREE], [FIVE], Options(), "row 1 of the sheet 'first'"),
        ([THREE[:2]], [FIVE], Options(), "row 1 of the sheet 'second'"),
        ([], [["a"], [1]], Options(), "row 1 of the sheet 'second'"),
        ([["a"], [1]], [[], ["b"]], Options(), "row 1 of the sheet 'first'"),
    ],
    ids=["renamed", "three names", "two names", "nothing", "no names"],
)  # fmt: skip
def test_which_sheet_is_the_list(
    tmp_path: Path, first: list[list[object]], second: list[list[object]], options: Options, where: str
) -> None:
    """The second one is hidden, and is one only where no sheet that is seen has three names of fields."""
    path, book = tmp_path / "list.xlsx", openpyxl.Workbook()
    book.worksheets[0].title = "first"
    book.create_sheet("second").sheet_state = "hidden"
    for sheet, content in zip(book.worksheets, (first, second), strict=True):
        for number, row in enumerate(content, 1):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place, value)
    book.save(path)
    with reading(path, "f", options) as source:
        assert source.layout.where == where


def test_a_sheet_is_one_of_ours_by_its_headings_alone(tmp_path: Path) -> None:
    path, book = tmp_path / "list.xlsx", openpyxl.Workbook()
    for title, content in (
        ("theirs", [THREE, ["STA", "row_number", None]]),
        ("ours", [["row_number", *THREE], [1, "STA", None, None]]),
    ):
        for row in content:
            (book[title] if title in book.sheetnames else book.create_sheet(title)).append(row)
    for row in (FIVE, ["STA"]):
        book.worksheets[0].append(row)
    book.save(path)
    with reading(path, "f") as source:
        assert [(one.sentence, one.records) for one in source.layout.left_out] == [
            ("it is on the sheet 'theirs', which is read if --sheet names it", 1)
        ]


@pytest.mark.parametrize("content", [[], [[], [None, ""]]])
def test_an_empty_sheet_is_refused(tmp_path: Path, content: list[list[object]]) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    for row in content:
        book.worksheets[0].append(row)
    book.save(path)
    with pytest.raises(InputFileError, match="f: its sheet 'Sheet' is empty: a row names the columns"):
        rows(path)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY a{level} "{(f"&a{level - 1};" if level else "&a;") * 10}">' for level in range(9))
)
"""A word of 24 letters that becomes one of 24 billion."""


@pytest.mark.parametrize(
    ("declared", "used"), [(ENTITIES, "&a8;"), ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "&a;")]
)
def test_what_xml_would_fetch_or_multiply_is_refused(tmp_path: Path, declared: str, used: str) -> None:
    path = saved(tmp_path, [["a"], ["word"]])
    changed(path, "<worksheet", f"{declared}<worksheet")
    changed(path, "word", used)
    with pytest.raises(InputFileError, match=r"(input amplification|undefined entity)"):
        rows(path)


def test_a_part_that_was_packed_a_thousand_times_shorter_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, [["a"], [1]])
    changed(path, "<sheetData>", " " * 1_000_000 + "<sheetData>")
    assert rows(path) == [[1]], "a megabyte is read, however it was packed"
    monkeypatch.setattr(xlsx_files, "MOST_BYTES_UNASKED", 100_000)
    with pytest.raises(InputFileError, match=r"its part .xl/worksheets/sheet1\.xml. is far larger than a list can be"):
        rows(path)


def test_a_workbook_with_more_looks_than_excel_reads_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, [["a"], [1]])
    looks = "".join(f'<xf numFmtId="{number * 7919 % 10_007}"/>' for number in range(4_000))
    changed(path, "</cellXfs>", f"{looks}</cellXfs>", "xl/styles.xml")
    assert rows(path) == [[1]], "a hundred kilobytes are read"
    monkeypatch.setattr(xlsx_files, "MOST_BYTES_OF_STYLES", 50_000)
    with pytest.raises(InputFileError, match=r"its part .xl/styles\.xml. is far larger than a list can be"):
        rows(path)


def test_a_workbook_without_a_sheet_of_cells_is_refused(tmp_path: Path) -> None:
    whole, path = saved(tmp_path, [["a"], [1]]), tmp_path / "less.xlsx"
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(path, "w") as less:
        for name in given.namelist():
            if not name.startswith("xl/worksheets/"):
                less.writestr(name, given.read(name))
    with pytest.raises(InputFileError, match="f: it has no sheet of cells"):
        rows(path)


@pytest.mark.parametrize(
    ("stored", "number"),
    [
        ("7.9999999999999991", 8.0),  # 2.4 + 2.8 + 2.8 in doubles
        ("99.99999999999999", 100.0),
        ("0.30000000000000004", 0.3),
        ("2.33333333333333", 2.33333333333333),  # fifteen digits
        ("900.1", 900.1),
    ],
)
def test_a_number_has_the_digits_that_a_spreadsheet_shows(tmp_path: Path, stored: str, number: float) -> None:
    path = saved(tmp_path, [["a"], [1.5]])
    changed(path, "<v>1.5</v>", f"<v>{stored}</v>")
    assert rows(path) == [[number]]


def test_characters_that_xml_does_not_have_are_read(tmp_path: Path) -> None:
    written = ["Start_x000D_\ndate", "_x005F_x000D_", "_x0041_", "_x1f600_", "x_x_"]
    path = saved(tmp_path, [["activity", "b", "c", "d", "e"], written])
    assert rows(path) == [["Start\r\ndate", "_x000D_", "_x0041_", "_x1f600_", "x_x_"]]


def test_text_that_was_computed_and_is_empty_is_no_missing_value(tmp_path: Path) -> None:
    """Also where values and formulas are both read, because another formula was saved without its value."""
    path = saved(tmp_path, [["a", "b"], ["=1+1", "=2+2"]])
    changed(path, '<c r="A2"><f>1+1</f><v /></c>', '<c r="A2" t="str"><f>B2</f><v></v></c>')
    ((text, number),) = rows(path)
    assert text is None
    assert (number, isinstance(number, BrokenCell)) == ("=2+2", True)


def test_headings_are_looked_for_among_thirty_rows(tmp_path: Path) -> None:
    for above, row in ((29, 30), (30, 1)):
        path = saved(tmp_path, [*[[number] for number in range(above)], FIVE])
        with reading(path, "f") as source:
            assert source.layout.where == f"row {row} of the sheet 'Sheet'"


def test_a_part_is_too_long_only_beyond_what_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, [["a"], *[[number] for number in range(50)]])
    with zipfile.ZipFile(path) as parts:
        infos = parts.infolist()
    longest = max(info.file_size for info in infos)
    (styles,) = (info.file_size for info in infos if info.filename.endswith("styles.xml"))
    monkeypatch.setattr(xlsx_files, "MOST_BYTES_UNASKED", 100)
    assert len(rows(path)) == 50, "a list is packed ten to fifty times shorter"
    monkeypatch.setattr(xlsx_files, "MOST_TIMES_PACKED", max(info.file_size / info.compress_size for info in infos))
    assert len(rows(path)) == 50
    monkeypatch.setattr(xlsx_files, "MOST_TIMES_PACKED", 0)
    monkeypatch.setattr(xlsx_files, "MOST_BYTES_UNASKED", longest)
    monkeypatch.setattr(xlsx_files, "MOST_BYTES_OF_STYLES", styles)
    assert len(rows(path)) == 50
    for bound, most in (("MOST_BYTES_UNASKED", longest - 1), ("MOST_BYTES_OF_STYLES", styles - 1)):
        with monkeypatch.context() as less:
            less.setattr(xlsx_files, bound, most)
            with pytest.raises(InputFileError, match="is far larger than a list can be"):
                rows(path)


@pytest.mark.parametrize(
    ("number_format", "sentence"),
    [
        ("mmm-yy", "'2025-02-01' is shown without its day, which may never have been typed; show whole dates"),
        ("d-mmm", "'2025-02-01' is shown without its year, which may never have been typed; show whole dates"),
    ],
)
def test_a_date_cell_is_a_day_only_if_it_shows_one(tmp_path: Path, number_format: str, sentence: str) -> None:
    """Whoever types 02/2025 into Excel gets 1 February, and sees Feb-25."""
    path, book = tmp_path / "list.xlsx", openpyxl.Workbook()
    for row in (["a"], [date(2025, 2, 1)], [datetime(2025, 2, 1, 8)], [date(2025, 2, 1)]):  # noqa: DTZ001
        book.worksheets[0].append(row)
    for number in (2, 3):
        book.worksheets[0].cell(number, 1).number_format = number_format
    book.save(path)
    (part,), (part_of_a_moment,), (whole,) = rows(path)
    assert read_cell(whole, Kind.DAY) == date(2025, 2, 1)
    assert (text_of(part), read_cell(part, Kind.TEXT)) == ("2025-02-01", "2025-02-01"), "as text it is what it was"
    assert text_of(part_of_a_moment) == "2025-02-01 08:00:00"
    with pytest.raises(ValueError, match=sentence):
        read_cell(part, Kind.DAY)


def test_a_date_in_words_of_iso_is_a_day_only_if_it_shows_one(tmp_path: Path) -> None:
    path, book = tmp_path / "list.xlsx", openpyxl.Workbook()
    for value in ("a", 1.5, date(2025, 2, 1)):
        book.worksheets[0].append([value])
    book.worksheets[0]["A2"].number_format = "mmm-yy"
    book.save(path)
    changed(path, 't="n"><v>1.5</v>', 't="d"><v>2025-02-01</v>')
    (part,), (whole,) = rows(path)
    assert read_cell(whole, Kind.DAY) == date(2025, 2, 1)
    with pytest.raises(ValueError, match="'2025-02-01' is shown without its day"):
        read_cell(part, Kind.DAY)
