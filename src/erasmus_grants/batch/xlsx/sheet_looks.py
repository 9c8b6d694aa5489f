"""How cells of a sheet look, and how a workbook comes to know it: fonts, fills and forms of numbers beside its own.

Examples:
    >>> from xml.dom.minidom import parseString
    >>> styles = parseString(EMPTY_STYLES)
    >>> looks = add_looks(styles)
    >>> looks, number_of(looks.first, Look.DAY)
    (Looks(first=1, font_size=11.0), 5)
    >>> len(styles.getElementsByTagName("xf")) == 2 + 2 * len(Look)
    True
"""

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Final, NamedTuple
from xml.dom.minidom import Document, Element

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.batch.xlsx.xml_parts import added, child_of, children, copied, count_anew, numbers_in, root_of

EMPTY_STYLES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
"""What a workbook without looks of its own says."""

_ORDER: Final = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"),
    *("colors", "extLst"),
)
_ORDER_OF_A_FONT: Final = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name"),
    *("family", "charset", "scheme"),
)
_USUAL_SIZE: Final = 11
_MORE: Final = 3
_SIZE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?").fullmatch
_FIRST_FORM_OF_OUR_OWN: Final = 164
_WITH_CENTS: Final = "#,##0.00"
_KNOWN_FORMS: Final = {"": 0, _WITH_CENTS: 4}  # which every spreadsheet knows by these numbers


class Look(IntEnum):
    """How a cell looks; text has a little room before it, so that it does not touch the number on its left."""

    NUMBER = 0
    TEXT = 1
    DAY = 2
    MOMENT = 3
    TRUTH = 4
    EUROS = 5
    LEFT = 6
    RIGHT = 7
    LOOSE = 8
    TITLE = 9
    CAPTION = 10
    THEIR_HEADING = 11
    OUR_HEADING = 12
    NUMBER_HEADING = 13
    REFUSED = 14
    OPEN = 15
    WRONG = 16
    TOTAL = 17
    TOTAL_EUROS = 18


class _Form(NamedTuple):
    """What a look consists of.

    Attributes:
        number: How a number is shown; empty: as it is.
        side: On which side it stands; empty: text on the left, and numbers on the right.
        bold: Whether letters are thick.
        large: Whether they are larger than elsewhere.
        fill: The colour behind them.
        line: On which side of the cell a line is.
    """

    number: str = ""
    side: str = ""
    bold: bool = False
    large: bool = False
    fill: str = ""
    line: str = ""


_TRUE_OR_FALSE: Final = f'"{ENGLISH.labels.yes}";"{ENGLISH.labels.yes}";"{ENGLISH.labels.no}"'
_TEXT: Final = _Form(side="left")
_HEADING: Final = _Form(side="left", bold=True, fill="FFDDEBF7", line="bottom")
_TOTAL: Final = _Form(side="left", bold=True, line="top")
_FORMS: Final = {
    Look.NUMBER: _Form(),
    Look.TEXT: _TEXT,
    Look.DAY: _TEXT._replace(number="yyyy\\-mm\\-dd"),
    Look.MOMENT: _TEXT._replace(number="yyyy\\-mm\\-dd hh:mm:ss"),
    Look.TRUTH: _TEXT._replace(number=_TRUE_OR_FALSE),
    Look.EUROS: _Form(number=_WITH_CENTS),
    Look.LEFT: _TEXT,
    Look.RIGHT: _Form(side="right"),
    Look.LOOSE: _TEXT,
    Look.TITLE: _TEXT._replace(bold=True, large=True),
    Look.CAPTION: _TEXT._replace(bold=True),
    Look.THEIR_HEADING: _HEADING._replace(fill="FFEDEDED"),
    Look.OUR_HEADING: _HEADING,
    Look.NUMBER_HEADING: _HEADING._replace(side="right"),
    Look.REFUSED: _TEXT._replace(fill="FFFCE4D6"),
    Look.OPEN: _TEXT._replace(fill="FFFFF2CC"),
    Look.WRONG: _TEXT._replace(fill="FFF8CBAD"),
    Look.TOTAL: _TOTAL,
    Look.TOTAL_EUROS: _TOTAL._replace(number=_WITH_CENTS, side="right"),
}


def number_of(first: int, look: Look) -> int:
    """Return by which number a cell names its look; the next one is for text that looks like a formula.

    Args:
        first: The number of the first look, as `add_looks` returned it.
        look: The look.
    """
    return first + 2 * look


class Looks(NamedTuple):
    """What a workbook says of looks.

    Attributes:
        first: The number of the first of ours.
        font_size: How large letters are [points].
    """

    first: int
    font_size: float


def add_looks(styles: Document) -> Looks:
    """Add the looks to those of a workbook, in its own font.

    Args:
        styles: The part of the workbook that has its styles.
    """
    root = root_of(styles)
    places = {name: child_of(root, name, _ORDER) for name in ("numFmts", "fonts", "fills", "borders", "cellXfs")}
    font = _usual_font(root, places["fonts"])
    font_size = _size_of(font)
    fonts = {(form.bold, form.large): 0 for form in _FORMS.values()}
    for bold, large in fonts:
        fonts[bold, large] = _add_font(places["fonts"], font, bold=bold, size=font_size + large * _MORE)
    fills = {fill: _add_fill(places["fills"], fill) for fill in _used(form.fill for form in _FORMS.values())}
    lines = {line: _add_border(places["borders"], line) for line in _used(form.line for form in _FORMS.values())}
    forms = {one: _add_number(places["numFmts"], one) for one in _used(form.number for form in _FORMS.values())}
    first = len(children(places["cellXfs"]))
    for look in Look:
        form = _FORMS[look]
        for quoted in (False, True):
            ids = {
                "numFmtId": forms[form.number],
                "fontId": fonts[form.bold, form.large],
                "fillId": fills[form.fill],
                "borderId": lines[form.line],
            }
            _add_xf(places["cellXfs"], ids, form, quoted=quoted)
    for place in places.values():
        count_anew(place)
    return Looks(first, font_size)


def _used(values: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(values))


def _usual_font(root: Element, fonts: Element) -> Element | None:
    """Return the font of the workbook, by whose digits widths are counted."""
    named = next((xf for place in children(root, "cellStyleXfs") for xf in children(place)), None)
    number = 0 if named is None else next(iter(numbers_in([named], "fontId")), 0)
    known = children(fonts)
    return known[number] if number < len(known) else None


def _size_of(font: Element | None) -> float:
    sizes = [] if font is None else [one.getAttribute("val") for one in children(font, "sz")]
    return next((float(size) for size in sizes if _SIZE(size)), _USUAL_SIZE)


def _add_font(fonts: Element, usual: Element | None, *, bold: bool, size: float) -> int:
    font = added(fonts, "font")
    for one in () if usual is None else children(usual):
        font.appendChild(copied(one))
    if bold:
        child_of(font, "b", _ORDER_OF_A_FONT).setAttribute("val", "1")
    child_of(font, "sz", _ORDER_OF_A_FONT).setAttribute("val", f"{size:g}")
    return len(children(fonts)) - 1


def _add_fill(fills: Element, colour: str) -> int:
    """Add a fill, or return that of nothing, which is the first of every workbook."""
    if not children(fills):
        for pattern in ("none", "gray125"):
            added(added(fills, "fill"), "patternFill", patternType=pattern)
    if not colour:
        return 0
    pattern_fill = added(added(fills, "fill"), "patternFill", patternType="solid")
    added(pattern_fill, "fgColor", rgb=colour)
    added(pattern_fill, "bgColor", indexed="64")
    return len(children(fills)) - 1


def _add_border(borders: Element, line: str) -> int:
    border = added(borders, "border")
    for side in ("left", "right", "top", "bottom", "diagonal"):
        edge = added(border, side, **({"style": "thin"} if side == line else {}))
        if side == line:
            added(edge, "color", rgb="FF7F7F7F")
    return len(children(borders)) - 1


def _add_number(forms: Element, form: str) -> int:
    if form in _KNOWN_FORMS:
        return _KNOWN_FORMS[form]
    number = max([_FIRST_FORM_OF_OUR_OWN - 1, *numbers_in(children(forms), "numFmtId")]) + 1
    added(forms, "numFmt", numFmtId=str(number), formatCode=form)
    return number


def _add_xf(place: Element, ids: dict[str, int], form: _Form, *, quoted: bool) -> None:
    applied = {f"apply{part}": "1" for part in ("NumberFormat", "Font", "Fill", "Border", "Alignment")}
    names = {name: str(number) for name, number in ids.items()}
    xf = added(place, "xf", **names, xfId="0", **applied, **({"quotePrefix": "1"} if quoted else {}))
    side = {"left": {"horizontal": "left", "indent": "1"}, "right": {"horizontal": "right"}}.get(form.side, {})
    added(xf, "alignment", **side, vertical="top")
