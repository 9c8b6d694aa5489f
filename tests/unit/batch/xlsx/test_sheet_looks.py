"""Looks that a workbook gets beside its own, which it keeps."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from erasmus_grants.batch.xlsx.sheet_looks import EMPTY_STYLES, Look, add_looks, number_of
from erasmus_grants.batch.xlsx.xml_parts import children, parsed, root_of, written

STYLES = "xl/styles.xml"


def book_with_looks(change: dict[str, str] | None = None) -> tuple[openpyxl.Workbook, int]:
    """Return a workbook of somebody, in Arial 9, with our looks in its styles, and the number of the first."""
    theirs, file = openpyxl.Workbook(), BytesIO()
    theirs._named_styles["Normal"].font = Font(name="Arial", sz=9)  # type: ignore[attr-defined]
    theirs.worksheets[0]["A1"].number_format = "0.000"
    theirs.worksheets[0]["A1"].fill = PatternFill("solid", fgColor="FF123456")
    theirs.save(file)
    with ZipFile(file) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    for old, new in (change or {}).items():
        assert old in content[STYLES].decode()
        content[STYLES] = content[STYLES].decode().replace(old, new).encode()
    styles = parsed(content[STYLES])
    first = add_looks(styles).first
    content[STYLES] = written(styles)
    sheet = "xl/worksheets/sheet1.xml"
    cells = "".join(f'<c r="B{look + 1}" s="{number_of(first, look)}"><v>1</v></c>' for look in Look)
    content[sheet] = content[sheet].replace(b"</row>", f"{cells}</row>".encode())
    with ZipFile(file := BytesIO(), "w") as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    return openpyxl.load_workbook(file), first


def test_the_looks_of_the_caller_stay() -> None:
    book, first = book_with_looks()
    cell = book.worksheets[0]["A1"]
    assert (cell.number_format, cell.fill.fgColor.rgb) == ("0.000", "FF123456")
    assert first == 2  # that of every cell, and that of A1


@pytest.mark.parametrize(
    ("look", "form"),
    [
        (Look.NUMBER, "General"),
        (Look.TEXT, "General"),
        (Look.DAY, "yyyy\\-mm\\-dd"),
        (Look.MOMENT, "yyyy\\-mm\\-dd hh:mm:ss"),
        (Look.TRUTH, '"yes";"yes";"no"'),
        (Look.EUROS, "#,##0.00"),
        (Look.TOTAL_EUROS, "#,##0.00"),
    ],
)
def test_each_look_shows_numbers_in_its_form(look: Look, form: str) -> None:
    book, _ = book_with_looks()
    assert book.worksheets[0].cell(look + 1, 2).number_format == form


def test_our_looks_are_in_the_font_of_the_workbook() -> None:
    sheet = book_with_looks()[0].worksheets[0]
    fonts = {look: sheet.cell(look + 1, 2).font for look in Look}
    assert {font.name for font in fonts.values()} == {"Arial"}
    assert {look for look, font in fonts.items() if font.b} == {
        *(Look.TITLE, Look.CAPTION, Look.THEIR_HEADING, Look.OUR_HEADING, Look.NUMBER_HEADING),
        *(Look.TOTAL, Look.TOTAL_EUROS),
    }
    assert {look: font.sz for look, font in fonts.items() if font.sz != 9} == {Look.TITLE: 12}


def test_a_look_and_the_next_one_differ_by_quotes_alone() -> None:
    styles = parsed(EMPTY_STYLES.encode())
    first = add_looks(styles).first
    (place,) = children(root_of(styles), "cellXfs")
    xfs = children(place)
    assert place.getAttribute("count") == str(len(xfs)) == str(first + 2 * len(Look))
    for look in Look:
        plain, quoted = xfs[number_of(first, look)], xfs[number_of(first, look) + 1]
        assert (plain.getAttribute("quotePrefix"), quoted.getAttribute("quotePrefix")) == ("", "1")
        quoted.removeAttribute("quotePrefix")
        assert plain.toxml() == quoted.toxml()


@pytest.mark.parametrize("lists", [("fonts", "fills", "borders", "cellStyleXfs"), ("cellXfs", "cellStyles"), ()])
def test_a_list_that_a_workbook_does_not_have_is_made(lists: tuple[str, ...]) -> None:
    styles = parsed(EMPTY_STYLES.encode())
    root = root_of(styles)
    for name in lists:
        root.removeChild(children(root, name)[0])
    add_looks(styles)
    names = [one.localName for one in children(root)]
    expected = ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles"]
    assert [name for name in names if name in {"numFmts", "fonts", "fills", "borders", "cellXfs"}] == [
        name for name in expected if name not in {"cellStyleXfs", "cellStyles"}
    ]
    patterns = [one.getAttribute("patternType") for one in root.getElementsByTagName("patternFill")]
    assert patterns[:3] == ["none", "gray125", "solid"]
    assert {one.localName for one in children(children(root, "fills")[0])} == {"fill"}


def test_the_parts_of_a_font_stand_in_their_order() -> None:
    plain = '<font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    styles = parsed(EMPTY_STYLES.replace(plain, '<font><i/><color rgb="FF000000"/><name val="A"/></font>').encode())
    add_looks(styles)
    fonts = [[one.localName for one in children(font)] for font in styles.getElementsByTagName("font")]
    assert ["b", "i", "sz", "color", "name"] in fonts


def test_a_form_of_numbers_takes_no_number_that_is_taken() -> None:
    book, _ = book_with_looks({'numFmtId="164"': 'numFmtId="900"'})
    sheet = book.worksheets[0]
    assert sheet["A1"].number_format == "0.000"
    assert sheet.cell(Look.DAY + 1, 2).number_format == "yyyy\\-mm\\-dd"


@pytest.mark.parametrize(("font", "size"), [('<sz val="9.5"/>', 9.5), ('<sz val="large"/>', 11), ("", 11)])
def test_letters_are_as_large_as_those_of_the_workbook(font: str, size: float) -> None:
    styles = parsed(EMPTY_STYLES.replace('<sz val="11"/>', font).encode())
    assert add_looks(styles).font_size == size
    sizes = {one.getAttribute("val") for one in styles.getElementsByTagName("sz")}
    assert {f"{size:g}", f"{size + 3:g}"} <= sizes


HEADINGS = {Look.THEIR_HEADING, Look.OUR_HEADING, Look.NUMBER_HEADING}
TOTALS = {Look.TOTAL, Look.TOTAL_EUROS}


def test_colours_and_lines_tell_headings_answers_and_totals() -> None:
    sheet = book_with_looks()[0].worksheets[0]
    cells = {look: sheet.cell(look + 1, 2) for look in Look}
    assert {look: cell.fill.fgColor.rgb for look, cell in cells.items() if cell.fill.patternType} == {
        Look.THEIR_HEADING: "FFEDEDED",
        Look.OUR_HEADING: "FFDDEBF7",
        Look.NUMBER_HEADING: "FFDDEBF7",
        Look.REFUSED: "FFFCE4D6",
        Look.OPEN: "FFFFF2CC",
        Look.WRONG: "FFF8CBAD",
    }
    for look, cell in cells.items():
        sides = {side: getattr(cell.border, side) for side in ("left", "right", "top", "bottom", "diagonal")}
        drawn = {side: (line.style, line.color.rgb) for side, line in sides.items() if line.style}
        side = "bottom" if look in HEADINGS else "top" if look in TOTALS else None
        assert drawn == ({side: ("thin", "FF7F7F7F")} if side else {}), look


def test_text_stands_on_the_left_with_room_before_it_and_all_at_the_top() -> None:
    sheet = book_with_looks()[0].worksheets[0]
    alignments = {look: sheet.cell(look + 1, 2).alignment for look in Look}
    assert {alignment.vertical for alignment in alignments.values()} == {"top"}
    right = {Look.RIGHT, Look.NUMBER_HEADING, Look.TOTAL_EUROS}
    for look, alignment in alignments.items():
        left = look not in right | {Look.NUMBER, Look.EUROS}
        wanted = ("left", 1) if left else ("right", 0) if look in right else (None, 0)
        assert (alignment.horizontal, alignment.indent) == wanted, look


def test_each_part_of_a_look_is_called_as_the_standard_calls_it() -> None:
    styles = parsed(EMPTY_STYLES.encode())
    add_looks(styles)
    root = root_of(styles)
    for name, parts in {"fills": {"fill"}, "borders": {"border"}, "fonts": {"font"}, "cellXfs": {"xf"}}.items():
        assert {one.localName for one in children(children(root, name)[0])} == parts
    for border in styles.getElementsByTagName("border"):
        assert [one.localName for one in children(border)] == ["left", "right", "top", "bottom", "diagonal"]
    assert {one.getAttribute("val") for one in styles.getElementsByTagName("b")} == {"1"}
    assert {one.getAttribute("xfId") for one in children(children(root, "cellXfs")[0])} == {"0"}
    assert [one.getAttribute("numFmtId") for one in styles.getElementsByTagName("numFmt")] == ["164", "165", "166"]


TWO_FONTS = EMPTY_STYLES.replace("</font></fonts>", '</font><font><sz val="20"/></font></fonts>')


@pytest.mark.parametrize(
    ("styles", "size"),
    [
        (TWO_FONTS, 11),
        (TWO_FONTS.replace('<cellStyleXfs count="1"><xf numFmtId="0" fontId="0"', '<cellStyleXfs><xf fontId="1"'), 20),
        (TWO_FONTS.replace('<cellStyleXfs count="1"><xf numFmtId="0" fontId="0"', "<cellStyleXfs><xf"), 11),
        (TWO_FONTS.replace("cellStyleXfs", "ours"), 11),
        (TWO_FONTS.replace('<cellStyleXfs count="1"><xf numFmtId="0" fontId="0"', '<cellStyleXfs><xf fontId="2"'), 11),
    ],
)
def test_the_usual_font_is_the_one_that_is_named_or_the_first(styles: str, size: float) -> None:
    assert add_looks(parsed(styles.encode())).font_size == size


def test_a_look_says_that_it_counts_and_a_colour_has_one_behind_it() -> None:
    styles = parsed(EMPTY_STYLES.encode())
    first = add_looks(styles).first
    xfs = children(children(root_of(styles), "cellXfs")[0])[first:]
    parts = ("NumberFormat", "Font", "Fill", "Border", "Alignment")
    assert {tuple(xf.getAttribute(f"apply{part}") for part in parts) for xf in xfs} == {("1",) * 5}
    fill = styles.getElementsByTagName("fill")[2]  # behind the two that every workbook has
    assert fill.toxml() == (
        '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/><bgColor indexed="64"/></patternFill></fill>'
    )
