"""One sheet: text that is never a formula, numbers and days that are always shown, and no more than there is room for."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.cells import BrokenCell
from erasmus_grants.batch.xlsx import sheet_parts
from erasmus_grants.batch.xlsx.sheet_looks import Look, Looks
from erasmus_grants.batch.xlsx.sheet_parts import Formula, SheetLayout, SheetPart, Styles, column_letters
from erasmus_grants.batch.xlsx.workbooks import opened

USUAL = SheetLayout()


def sheet_of(
    rows: Sequence[Sequence[tuple[object, Look]]], layout: SheetLayout = USUAL, filtered: int = 0
) -> Worksheet:
    """Return a sheet with rows, as another program reads it."""
    file = BytesIO()
    with opened(None, "out.xlsx") as workbook:
        sheet = workbook.add_sheet("grants", layout)
        for number, row in enumerate(rows, 1):
            sheet.append(row)
            if number == filtered:
                sheet.end_filter()
        workbook.save(file, first_seen=sheet)
    return openpyxl.load_workbook(file).worksheets[0]


def cell_of(value: object, look: Look = Look.NUMBER) -> Cell:
    cell = sheet_of([[(value, look)]], SheetLayout(has_heading=False))["A1"]
    assert isinstance(cell, Cell)
    return cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "#N/A", "=", '=HYPERLINK("http://example.org")'])
@pytest.mark.parametrize("look", [Look.NUMBER, Look.TEXT, Look.THEIR_HEADING])
def test_text_is_never_a_formula(text: str, look: Look) -> None:
    cell = cell_of(text, look)
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_other_text_gets_no_sign_of_it() -> None:
    assert (cell_of("'=1").value, cell_of("'=1").quotePrefix) == ("'=1", False)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (True, True),
        (12, 12),
        (4070.0, 4070),
        (499.7, 499.7),
        (1e300, 1e300),
        (123456789012345, 123456789012345),
        (1234567890123456, "1234567890123456"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (Decimal("1.50"), 1.5),
        (Decimal("NaN"), "NaN"),
        (10**20, "100000000000000000000"),
        (10**400, str(10**400)),
        (Decimal("123456789012345678.25"), "123456789012345678.25"),
        (date(2022, 3, 7), datetime(2022, 3, 7)),  # noqa: DTZ001
        (date(1900, 1, 1), datetime(1900, 1, 1)),  # noqa: DTZ001
        (date(1900, 2, 28), datetime(1900, 2, 28)),  # noqa: DTZ001
        (date(1900, 3, 1), datetime(1900, 3, 1)),  # noqa: DTZ001
        (datetime(2022, 3, 7), datetime(2022, 3, 7)),  # noqa: DTZ001
        (datetime(2022, 3, 7, 8, 30), datetime(2022, 3, 7, 8, 30)),  # noqa: DTZ001
        (datetime(2022, 3, 7, tzinfo=UTC), "2022-03-07 00:00:00+00:00"),
        (date(1022, 3, 7), "1022-03-07"),
        (datetime(1022, 3, 7), "1022-03-07"),  # noqa: DTZ001
        (time(8, 30), "08:30:00"),
        (["a"], '["a"]'),
        (b"", ""),
        (BrokenCell("#N/A"), "#N/A"),
        ("a\x00b\x0bc\uffff\n", "a\\u0000b\\u000bc\\uffff\n"),
        ("a\r\nb\rc", "a\nb\nc"),
        (" a ", " a "),
        ('<a> & "b"', '<a> & "b"'),
    ],
)
def test_a_value_is_what_it_was_if_a_sheet_can_hold_it(cell: object, value: object) -> None:
    assert cell_of(cell).value == value


def test_nothing_is_no_cell() -> None:
    row = sheet_of([[(None, Look.NUMBER), ("", Look.TEXT), ("x", Look.TEXT), (None, Look.TOTAL)]])[1]
    assert [(cell.value, cell.has_style) for cell in row] == [(None, False), (None, False), ("x", True), (None, True)]


def test_text_that_looks_like_an_escape_is_marked_as_text() -> None:
    waiting, part = BytesIO(), BytesIO()
    sheet = SheetPart(waiting, "out.xlsx", "grants", SheetLayout(), Styles(Looks(1, 11), date(1899, 12, 30)))
    sheet.append([("_x0041_ _x41_", Look.TEXT)])
    sheet.write_to(part, sheet_parts.MAIN)
    assert b"<t>_x005F_x0041_ _x41_</t>" in part.getvalue()
    assert b"tabSelected" not in part.getvalue(), "no sheet is seen first unless somebody says so"


def test_days_are_counted_from_where_the_workbook_counts_them() -> None:
    sheet, part = SheetPart(BytesIO(), "o", "s", SheetLayout(), Styles(Looks(1, 11), date(1904, 1, 1))), BytesIO()
    sheet.append([(date(1904, 1, 3), Look.TEXT), (date(2022, 3, 7), Look.TEXT), (date(1903, 1, 1), Look.TEXT)])
    sheet.write_to(part, sheet_parts.MAIN)
    # 118 years of 365 days, 30 leap days from 1904 to 2020, and 31 + 28 + 6 days
    for expected in (b"<v>2</v>", b"<v>43165</v>", b"<t>1903-01-01</t>"):
        assert expected in part.getvalue()


def test_a_formula_has_its_value_too(tmp_path: Path) -> None:
    with (tmp_path / "out.xlsx").open("wb") as file, opened(None, "out.xlsx") as workbook:
        sheet = workbook.add_sheet("grants", SheetLayout(has_heading=False))
        sheet.extend([[(Formula("SUM(B1:B2)", Decimal("2080.00")), Look.TOTAL_EUROS)]])
        workbook.save(file, first_seen=sheet)
    for with_values, value in ((False, "=SUM(B1:B2)"), (True, 2080)):
        assert openpyxl.load_workbook(file.name, data_only=with_values).worksheets[0]["A1"].value == value


# --- widths -----------------------------------------------------------------------------------------------------------


def width(rows: Sequence[tuple[object, Look]], layout: SheetLayout = USUAL) -> float:
    """Return how many characters a column has room for, without what is left free on its right."""
    return sheet_of([[row] for row in rows], layout).column_dimensions["A"].width - 2


@pytest.mark.parametrize(
    ("rows", "wide"),
    [
        ([("x", Look.TEXT)], 4),
        ([("Dakar", Look.TEXT), ("Saint-Louis", Look.TEXT)], 11),
        ([("x" * 99, Look.TEXT)], 40),
        ([(["x" * 99], Look.NUMBER)], 40),
        ([("first line\nsecond", Look.TEXT)], 10),
        ([("DISTANCE_MISSING", Look.TEXT)], 20),  # capitals are wider
        ([("status", Look.OUR_HEADING)], 8),  # two more, for the button of the filter
        ([("x" * 99, Look.THEIR_HEADING)], 60),
        ([(date(2022, 3, 7), Look.TEXT)], 10),
        ([(datetime(2022, 3, 7, 8), Look.TEXT)], 19),  # noqa: DTZ001
        ([(True, Look.TEXT)], 5),  # some programs say FALSE
        ([(Decimal("1234567.80"), Look.EUROS)], 12),  # 1,234,567.80
        ([(Formula("A1", Decimal(1234567)), Look.TOTAL_EUROS)], 12),
        ([(4070.0, Look.NUMBER)], 4),
        ([(123456789012345, Look.NUMBER)], 15),
        ([(1234567890123.0, Look.NUMBER)], 13),
        ([("ABCDEFGHIJK", Look.TEXT)], 13),  # 11, and 2 for eight of them
        ([("x" * 99, Look.LOOSE), ("x" * 99, Look.TITLE), ("x" * 99, Look.CAPTION)], 4),
    ],
)
def test_a_column_is_as_wide_as_what_it_shows(rows: Sequence[tuple[object, Look]], wide: int) -> None:
    assert width(rows) == wide


def test_no_bound_cuts_off_a_number_or_a_day() -> None:
    narrow = SheetLayout(widest={0: 5})
    assert width([("x" * 99, Look.TEXT)], narrow) == 5
    assert width([("x" * 99, Look.TEXT), (date(2022, 3, 7), Look.TEXT)], narrow) == 10
    assert width([(Decimal("1234567.80"), Look.EUROS)], narrow) == 12
    assert width([(date(2022, 3, 7), Look.TEXT), ("x" * 10, Look.TEXT)], narrow) == 10


# --- layout -----------------------------------------------------------------------------------------------------------

ROWS = [[(f"{row}{column}", Look.TEXT) for column in "abc"] for row in range(4)]


@pytest.mark.parametrize(("kept", "corner"), [(0, "A2"), (2, "C2")])
def test_a_heading_stays_in_sight_and_filters_the_rows_that_are_to_be(kept: int, corner: str) -> None:
    sheet = sheet_of(ROWS, SheetLayout(kept_columns=kept), filtered=3)
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (corner, "A1:C3", "$1:$1")
    assert sheet.print_title_cols == ("$A:$B" if kept else None)
    assert sheet.sheet_properties.tabColor.rgb == "FF2F75B5"
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_sheet_without_heading_is_a_page() -> None:
    sheet = sheet_of(ROWS, SheetLayout(has_heading=False, colour=""))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (None, None, None)
    assert (sheet.sheet_properties.tabColor, sheet.sheet_properties.pageSetUpPr.fitToPage) == (None, True)


def test_a_title_is_higher_than_a_row() -> None:
    sheet = sheet_of([[("Grants", Look.TITLE)], [("x", Look.TEXT)]], SheetLayout(has_heading=False))
    assert (sheet.row_dimensions[1].height, sheet.row_dimensions[2].height) == (24, None)


def test_a_sheet_without_a_row_is_a_sheet() -> None:
    assert list(sheet_of([], SheetLayout(has_heading=False)).values) == []


def test_columns_are_called_as_spreadsheets_call_them() -> None:
    letters = [column_letters(place) for place in range(16_384)]
    assert letters[:3] == ["A", "B", "C"]
    assert letters[25:28] == ["Z", "AA", "AB"]
    assert letters[701:703] == ["ZZ", "AAA"]
    assert letters[-1] == "XFD"
    assert len(set(letters)) == 16_384


def test_what_a_sheet_has_no_room_for_is_not_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cell_of("x" * 32_767).value == "x" * 32_767
    with pytest.raises(
        InputFileError, match=r"out\.xlsx: cell A1: it has 32768 characters, and a cell of XLSX has room for 32767$"
    ):
        cell_of("x" * 32_768)
    long = [[("reference", Look.THEIR_HEADING)], [("7", Look.TEXT)], [("8", Look.TEXT), ("x" * 40_000, Look.TEXT)]]
    with pytest.raises(InputFileError, match=r"out\.xlsx: cell B3: it has 40000 characters"):  # below no heading
        sheet_of(long)
    monkeypatch.setattr(sheet_parts, "MOST_ROWS", 3)
    with pytest.raises(InputFileError, match=r"out\.xlsx: a sheet of XLSX has room for 3 rows, and there are more"):
        sheet_of(ROWS)


def test_a_sheet_has_no_column_behind_xfd(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_parts, "MOST_COLUMNS", 3)
    heading = [(f"column {number}", Look.THEIR_HEADING) for number in range(3)]
    assert sheet_of([heading]).max_column == 3
    sentence = r"out\.xlsx: a sheet of XLSX has room for 3 columns, and there are more$"
    for rows in ([[*heading, heading[0]]], [heading, [*heading, ("", Look.NUMBER)]]):
        with pytest.raises(InputFileError, match=sentence):
            sheet_of(rows)


LONG = ("x" * 40_000, Look.TEXT)


@pytest.mark.parametrize(
    ("rows", "has_heading", "where"),
    [
        ([[LONG]], True, "cell A1"),
        ([["reference"], [LONG]], True, "row 1, column 'reference'"),
        ([["reference", 2030], ["7"], ["8", LONG]], True, "row 2, column '2030'"),
        ([["reference"], ["7", LONG]], True, "cell B2"),
        ([["reference"], [LONG]], False, "cell A2"),
    ],
)
def test_a_text_that_is_too_long_is_told_by_its_row_and_column_below_a_heading(
    rows: Sequence[Sequence[object]], has_heading: bool, where: str
) -> None:
    cells = [[cell if cell is LONG else (cell, Look.TEXT) for cell in row] for row in rows]
    with pytest.raises(InputFileError) as caught:
        sheet_of(cells, SheetLayout(has_heading=has_heading))  # type: ignore[arg-type]
    assert str(caught.value).startswith(f"out.xlsx: {where}: it has 40000 characters")


def test_a_sheet_may_be_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_parts, "MOST_ROWS", len(ROWS))
    assert sheet_of(ROWS).max_row == len(ROWS)


@pytest.mark.parametrize(("size", "rows", "title"), [(11, 15, 24), (16, 22, 35)])
def test_rows_are_as_high_as_letters_need(size: float, rows: int, title: int) -> None:
    part, layout = BytesIO(), SheetLayout(has_heading=False)
    sheet = SheetPart(BytesIO(), "out.xlsx", "grants", layout, Styles(Looks(1, size), date(1899, 12, 30)))
    sheet.append([("Grants", Look.TITLE)])
    sheet.write_to(part, sheet_parts.MAIN)
    assert f'defaultRowHeight="{rows}"' in part.getvalue().decode()
    assert f'ht="{title}"' in part.getvalue().decode()


# --- the part ---------------------------------------------------------------------------------------------------------

PAGE = (
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
)


def part_of(sheet: SheetPart, *, selected: bool) -> str:
    """Return what stands in the element of a sheet."""
    part = BytesIO()
    sheet.write_to(part, "urn:main", selected=selected)
    head, _, rest = part.getvalue().decode().partition('<worksheet xmlns="urn:main">')
    assert head == '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return rest.removesuffix("</worksheet>")


@pytest.mark.parametrize(
    ("kept", "selected", "view"),
    [
        (0, True, ' tabSelected="1"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'),
        (1, False, '><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'),
    ],
)
def test_a_sheet_with_a_heading_is_written_as_the_standard_has_it(kept: int, selected: bool, view: str) -> None:
    sheet = SheetPart(BytesIO(), "o", "s", SheetLayout(kept_columns=kept), Styles(Looks(1, 11), date(1899, 12, 30)))
    sheet.append([("a", Look.THEIR_HEADING), ("b", Look.OUR_HEADING)])
    sheet.append([("x", Look.TEXT), (2, Look.NUMBER), (True, Look.NUMBER)])
    sheet.end_filter()
    sheet.append([("", Look.TOTAL), (None, Look.TEXT)])
    pane, corner = ("bottomRight", "B2") if kept else ("bottomLeft", "A2")
    # each look has two numbers, from 1: the eleventh after the first is that of their headings
    assert part_of(sheet, selected=selected) == (
        '<sheetPr><tabColor rgb="FF2F75B5"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"{view}'
        f'<selection pane="{pane}" activeCell="{corner}" sqref="{corner}"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/>'
        '<cols><col min="1" max="1" width="6" customWidth="1"/><col min="2" max="2" width="6" customWidth="1"/>'
        '<col min="3" max="3" width="7" customWidth="1"/></cols><sheetData>'
        '<row r="1"><c r="A1" s="23" t="inlineStr"><is><t>a</t></is></c>'
        '<c r="B1" s="25" t="inlineStr"><is><t>b</t></is></c></row>'
        '<row r="2"><c r="A2" s="3" t="inlineStr"><is><t>x</t></is></c><c r="B2" s="1"><v>2</v></c>'
        '<c r="C2" s="9" t="b"><v>1</v></c></row><row r="3"><c r="A3" s="35"/></row></sheetData>'
        f'<autoFilter ref="A1:C2"/>{PAGE}'
        '<ignoredErrors><ignoredError sqref="A1:C3" numberStoredAsText="1"/></ignoredErrors>'
    )


def test_a_sheet_without_anything_is_written_as_the_standard_has_it() -> None:
    layout = SheetLayout(has_heading=False, colour="")
    sheet = SheetPart(BytesIO(), "o", "s", layout, Styles(Looks(1, 11), date(1899, 12, 30)))
    assert part_of(sheet, selected=False) == (
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><sheetData></sheetData>{PAGE}'
        '<ignoredErrors><ignoredError sqref="A1" numberStoredAsText="1"/></ignoredErrors>'
    )


def test_text_has_the_look_of_text_and_keeps_its_blanks() -> None:
    layout = SheetLayout(has_heading=False)
    sheet = SheetPart(BytesIO(), "o", "s", layout, Styles(Looks(1, 11), date(1899, 12, 30)))
    sheet.append([("=1", Look.TEXT), ("x", Look.NUMBER), (" x", Look.TEXT), ("=1", Look.NUMBER)])
    # text that looks like a formula has the number behind that of text, which is the third
    assert (
        '<c r="A1" s="4" t="inlineStr"><is><t>=1</t></is></c><c r="B1" s="3" t="inlineStr"><is><t>x</t></is></c>'
        '<c r="C1" s="3" t="inlineStr"><is><t xml:space="preserve"> x</t></is></c>'
        '<c r="D1" s="4" t="inlineStr"><is><t>=1</t></is></c>'
    ) in part_of(sheet, selected=False)


def test_what_filters_and_printers_look_up_is_named_as_spreadsheets_name_it() -> None:
    for kept, title in ((0, "s!$1:$1"), (2, "s!$A:$B,s!$1:$1")):
        sheet = SheetPart(BytesIO(), "o", "s", SheetLayout(kept_columns=kept), Styles(Looks(1, 11), date(1899, 12, 30)))
        for row in ROWS:
            sheet.append(row)
        sheet.end_filter()
        assert (sheet.filtered_area(), sheet.repeated_area("s")) == ("$A$1:$C$4", title)
