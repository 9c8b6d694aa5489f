"""Workbooks of the caller: every part of them stays, whatever program made them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.xlsx.sheet_looks import Look
from erasmus_grants.batch.xlsx.sheet_parts import SheetLayout
from erasmus_grants.batch.xlsx.workbooks import Workbook, opened

BOOK, RELATIONS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
STYLES, FIRST, SECOND = "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHANGED = {BOOK, RELATIONS, TYPES, STYLES, FIRST}
Parts = dict[str, bytes]


def parts_of(file: Path | BytesIO) -> Parts:
    with ZipFile(file) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def theirs(folder: Path, change: Callable[[Parts], object] = lambda _: None) -> Path:
    """Return a workbook with two sheets, a chart, a comment, a formula that was computed, and whatever is changed."""
    book, path = openpyxl.Workbook(), folder / "list.xlsx"
    mobilities, sums = book.worksheets[0], book.create_sheet("Grants")
    mobilities.sheet_view.tabSelected = True
    mobilities.append(["activity", "days"])
    mobilities.append(["STA", "=2+3"])
    mobilities["A1"].comment = Comment("whose?", "somebody")
    mobilities.column_dimensions["A"].width = 33
    sums.append([1])
    chart = BarChart()
    chart.add_data(Reference(sums, min_col=1, min_row=1))
    sums.add_chart(chart, "C3")
    book.save(path)
    content = parts_of(path)
    content[FIRST] = content[FIRST].replace(b"<f>2+3</f><v />", b"<f>2+3</f><v>5</v>")
    assert b"<v>5</v>" in content[FIRST]
    change(content)
    with ZipFile(path, "w") as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    return path


def replaced(part: str, *pairs: tuple[str, str]) -> Callable[[Parts], None]:
    """Return what changes a part."""

    def change(content: Parts) -> None:
        for pattern, new in pairs:
            text, count = re.subn(pattern, new, content[part].decode())
            assert count, pattern
            content[part] = text.encode()

    return change


def with_grants(path: Path | None, fill: Callable[[Workbook], object] = lambda _: None) -> BytesIO:
    """Return a workbook to which a sheet was added."""
    file = BytesIO()
    with opened(path, "out.xlsx") as workbook:
        sheet = workbook.add_sheet("grants", SheetLayout())
        sheet.append([("total_eur", Look.OUR_HEADING)])
        sheet.append([(date(2022, 3, 7), Look.TEXT)])
        sheet.end_filter()
        fill(workbook)
        workbook.save(file, first_seen=sheet)
    return file


def test_every_part_of_the_caller_stays(tmp_path: Path) -> None:
    path = theirs(tmp_path)
    before, after = parts_of(path), parts_of(with_grants(path))
    assert any("chart" in name for name in before)
    assert any("comment" in name for name in before)
    assert {name for name in before if after[name] != before[name]} == CHANGED
    assert after.keys() - before.keys() == {"xl/worksheets/sheet3.xml"}
    assert after[FIRST] == before[FIRST].replace(b'tabSelected="1"', b'tabSelected="0"')
    assert list(after)[: len(before)] == list(before)


def test_other_programs_read_both(tmp_path: Path) -> None:
    file = with_grants(theirs(tmp_path))
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Sheet", "Grants", "grants 2"]
    assert book.active is book["grants 2"]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [False, None, True]
    assert book["Sheet"].column_dimensions["A"].width == 33
    assert book["Sheet"]["A1"].comment.text == "whose?"
    assert book["Sheet"]["B2"].value == "=2+3"
    assert openpyxl.load_workbook(file, data_only=True)["Sheet"]["B2"].value == 5
    assert len(book["Grants"]._charts) == 1
    assert book["grants 2"].auto_filter.ref == "A1:A2"
    assert book["grants 2"]["A2"].value.date() == date(2022, 3, 7)


def test_a_result_gets_more_sheets_of_the_same_names(tmp_path: Path) -> None:
    path = tmp_path / "again.xlsx"
    path.write_bytes(with_grants(theirs(tmp_path)).getvalue())
    book = openpyxl.load_workbook(with_grants(path))
    assert book.sheetnames == ["Sheet", "Grants", "grants 2", "grants 3"]
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [False, None, False, True]
    assert book.active is book["grants 3"]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    assert with_grants(None).getvalue() == with_grants(None).getvalue()
    path = theirs(tmp_path)
    assert with_grants(path).getvalue() == with_grants(path).getvalue()


def test_a_new_workbook_has_only_the_sheets_that_are_added() -> None:
    book = openpyxl.load_workbook(with_grants(None))
    assert (book.sheetnames, book.active is book["grants"]) == (["grants"], True)


def test_a_new_workbook_is_written_as_the_standard_has_it() -> None:
    parts = {name: data.decode() for name, data in parts_of(with_grants(None)).items()}
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    package, format_ = "http://schemas.openxmlformats.org/package/2006", "application/vnd.openxmlformats"
    main, sheets = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        f"{format_}-officedocument.spreadsheetml",
    )
    assert parts["_rels/.rels"] == (
        f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    assert parts[TYPES] == (
        f'{head}<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="{format_}-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheets}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{sheets}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheets}.worksheet+xml"/></Types>'
    )
    assert parts[RELATIONS] == (
        f'{head}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
    )
    assert parts[BOOK] == (
        f'{head}<workbook xmlns="{main}" xmlns:r="{OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews>'
        '<sheets><sheet name="grants" sheetId="1" r:id="rId2"/></sheets><definedNames>'
        '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">\'grants\'!$A$1:$A$2</definedName>'
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">\'grants\'!$1:$1</definedName>'
        "</definedNames></workbook>"
    )


def test_a_sheet_may_be_left_out_again(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        lines = workbook.add_sheet("lines", SheetLayout())
        summary = workbook.add_sheet("summary", SheetLayout(has_heading=False))
        lines.append([("x", Look.TEXT)])
        summary.append([("y", Look.TEXT)])
        workbook.leave_out(lines)

    for path, before in ((None, []), (theirs(tmp_path), ["Sheet", "Grants"])):
        file = with_grants(path, fill)
        book = openpyxl.load_workbook(file)
        assert book.sheetnames == [*before, "grants 2" if before else "grants", "summary"]
        assert book["summary"]["A1"].value == "y"
        content = parts_of(file)
        named = set(re.findall(r'PartName="/(xl/worksheets/[^"]+)"', content[TYPES].decode()))
        assert named == {name for name in content if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)}


def as_another_program(content: Parts) -> None:
    """Name elements with a prefix, as some programs do, and call the parts otherwise."""
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    for name in (BOOK, STYLES, FIRST, SECOND):
        text = re.sub(rb"<(/?)(?![?!/])(?!\w+:)", rb"<\1x:", content[name])
        content[name] = text.replace(b'xmlns="' + main, b'xmlns:x="' + main)
    content["book/list.xml"] = content.pop(BOOK)
    content["book/_rels/list.xml.rels"] = re.sub(b'Target="(?!/)', b'Target="../xl/', content.pop(RELATIONS))
    content["_rels/.rels"] = content["_rels/.rels"].replace(b"xl/workbook.xml", b"/book/list.xml")
    content[TYPES] = content[TYPES].replace(b"/xl/workbook.xml", b"/book/list.xml")


@pytest.mark.parametrize(
    "change",
    [
        as_another_program,
        replaced(BOOK, ("<bookViews>.*</bookViews>", "")),
        replaced(BOOK, ("<bookViews>.*</bookViews>", "<bookViews/>")),
        replaced(
            BOOK,
            ("<definedNames */>", '<definedNames><definedName name="rate">Grants!$A$1</definedName></definedNames>'),
        ),
        replaced(BOOK, ("<definedNames */>", "")),
        replaced(BOOK, (' xmlns:r="[^"]*"', ""), (' r:id="', f' xmlns:q="{OFFICE}" q:id="')),
        replaced(FIRST, ('tabSelected="1"', 'tabSelected="true"')),
        replaced(FIRST, ("<sheetViews>.*</sheetViews>", "")),
        replaced(RELATIONS, ('Target="/xl/worksheets/', 'Target="worksheets/'), ('Id="rId1"', 'Id="first"')),
    ],
)
def test_programs_write_workbooks_in_many_ways(tmp_path: Path, change: Callable[[Parts], None]) -> None:
    def both(content: Parts) -> None:
        change(content)
        for name, data in content.items():
            if name.endswith("workbook.xml") and b'Id="first"' in content.get(RELATIONS, b""):
                content[name] = data.replace(b'"rId1"', b'"first"')

    book = openpyxl.load_workbook(with_grants(theirs(tmp_path, both)))
    assert book.sheetnames == ["Sheet", "Grants", "grants 2"]
    assert book.active is book["grants 2"]
    assert not book["Sheet"].sheet_view.tabSelected
    assert book["Sheet"]["A2"].value == "STA"
    assert book["grants 2"].print_title_rows == "$1:$1"


@pytest.mark.parametrize("yes", ["1", "true"])
def test_days_are_written_as_the_workbook_counts_them(tmp_path: Path, yes: str) -> None:
    path = theirs(tmp_path, replaced(BOOK, ("<workbookPr */>", f'<workbookPr date1904="{yes}"/>')))
    book = openpyxl.load_workbook(with_grants(path))
    assert book.epoch.year == 1904
    assert book["grants 2"]["A2"].value.date() == date(2022, 3, 7)


def test_a_workbook_without_styles_gets_some(tmp_path: Path) -> None:
    def unstyled(content: Parts) -> None:
        del content[STYLES]
        replaced(RELATIONS, (r"<Relationship [^>]*/styles\"[^>]*>", ""))(content)
        replaced(TYPES, (r'<Override PartName="/xl/styles.xml"[^>]*>', ""))(content)
        replaced(FIRST, (r' s="\d+"', ""))(content) if b' s="' in content[FIRST] else None

    file = with_grants(theirs(tmp_path, unstyled))
    assert STYLES in parts_of(file)
    assert openpyxl.load_workbook(file)["grants 2"]["A2"].number_format == "yyyy\\-mm\\-dd"


def test_the_order_in_which_formulas_are_computed_is_found_anew(tmp_path: Path) -> None:
    def chained(content: Parts) -> None:
        content["xl/calcChain.xml"] = b"<calcChain/>"
        relation = f'<Relationship Type="{OFFICE}/calcChain" Target="calcChain.xml" Id="rId99"/></Relationships>'
        replaced(RELATIONS, ("</Relationships>", relation))(content)
        replaced(TYPES, ("</Types>", '<Override PartName="/xl/calcChain.xml" ContentType="x/y"/></Types>'))(content)

    def lost(content: Parts) -> None:
        chained(content)
        del content["xl/calcChain.xml"]

    for change in (chained, lost):
        after = parts_of(with_grants(theirs(tmp_path, change)))
        assert "xl/calcChain.xml" not in after
        assert not any(b"calcChain" in data for data in after.values())


def without(name: str) -> Callable[[Parts], object]:
    return lambda content: content.pop(name)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (without("_rels/.rels"), "There is no item named '_rels/.rels' in the archive"),
        (without(RELATIONS), "There is no item named"),
        (replaced("_rels/.rels", ('/officeDocument"', '/nothing"')), "it has no workbook"),
        (replaced(STYLES, ("</styleSheet>", "")), "no element found"),
    ],
)
def test_a_workbook_that_is_made_in_no_such_way_is_refused(
    tmp_path: Path, change: Callable[[Parts], object], reason: str
) -> None:
    path = theirs(tmp_path, change)
    with pytest.raises(InputFileError, match=reason) as caught, opened(path, "out.xlsx"):
        pass
    assert str(caught.value).startswith(f"{path}: no sheets can be added to it: ")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"no archive")
    with pytest.raises(InputFileError, match="no sheets can be added to it: File is not a zip file"), opened(path, "o"):
        pass


def names(parts: Mapping[str, bytes]) -> list[str]:
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def test_a_part_takes_no_name_that_is_taken(tmp_path: Path) -> None:
    def odd(content: Parts) -> None:
        content["xl/worksheets/Sheet3.xml"] = b"<nobody/>"

    assert names(parts_of(with_grants(theirs(tmp_path, odd))))[-1] == "xl/worksheets/sheet4.xml"


def test_a_new_sheet_has_the_next_number_and_the_namespace_of_the_workbook(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    change = replaced(BOOK, ('sheetId="2"', 'sheetId="7"'), ('xmlns="http://schemas[^"]*/main"', f'xmlns="{strict}"'))
    parts = parts_of(with_grants(theirs(tmp_path, change)))
    assert 'name="grants 2" sheetId="8"' in parts[BOOK].decode()
    assert f'<worksheet xmlns="{strict}">' in parts["xl/worksheets/sheet3.xml"].decode()


def test_a_text_that_is_too_long_is_told_with_the_name_of_the_new_file() -> None:
    with opened(None, "out.xlsx") as workbook, pytest.raises(InputFileError, match=r"^out\.xlsx: cell A1: "):
        workbook.add_sheet("grants", SheetLayout(has_heading=False)).append([("x" * 40_000, Look.TEXT)])


def test_the_id_of_a_relation_has_the_prefix_of_the_workbook(tmp_path: Path) -> None:
    prefixes = f' xmlns:mc="urn:mc" xmlns:r="urn:r" xmlns:rel="{OFFICE}"'
    change = replaced(BOOK, (' xmlns:r="[^"]*"', prefixes), (' r:id="', ' rel:id="'))
    book = parts_of(with_grants(theirs(tmp_path, change)))[BOOK].decode()
    assert re.findall(r'<sheet name="grants 2" sheetId="3" (\S+:id)=', book) == ["rel:id"]
    assert 'xmlns:r="urn:r"' in book


def test_another_window_shows_what_it_showed(tmp_path: Path) -> None:
    second = '<workbookView activeTab="1"/></bookViews>'
    book = parts_of(with_grants(theirs(tmp_path, replaced(BOOK, ("</bookViews>", second)))))[BOOK].decode()
    assert re.findall(r'activeTab="(\d)"', book) == ["2", "1"]


def test_areas_are_named_behind_a_sheet_without_a_heading() -> None:
    file = BytesIO()
    with opened(None, "out.xlsx") as workbook:
        page = workbook.add_sheet("page", SheetLayout(has_heading=False))
        sheet = workbook.add_sheet("grants", SheetLayout())
        sheet.append([("total_eur", Look.OUR_HEADING)])
        sheet.end_filter()
        workbook.save(file, first_seen=page)
    book = openpyxl.load_workbook(file)
    assert (book["page"].print_title_rows, book["grants"].print_title_rows) == (None, "$1:$1")
