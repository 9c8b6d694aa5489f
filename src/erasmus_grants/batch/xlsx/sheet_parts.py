"""One sheet of a workbook, written row by row: its rows wait in a file, since the widths of columns stand before them.

Text is written as text, whatever it looks like: the only formulas are those of `Formula`, with their values.

Examples:
    >>> from io import BytesIO
    >>> styles, part = Styles(Looks(first=1, font_size=11), date(1899, 12, 30)), BytesIO()
    >>> sheet = SheetPart(BytesIO(), "grants.xlsx", "grants", SheetLayout(), styles)
    >>> sheet.append([("=1+1", Look.TEXT), (date(2022, 3, 7), Look.TEXT)])
    >>> sheet.write_to(part, MAIN)
    >>> print(part.getvalue().decode().partition("<sheetData>")[2].partition("</sheetData>")[0])
    <row r="1"><c r="A1" s="4" t="inlineStr"><is><t>=1+1</t></is></c><c r="B1" s="5"><v>44627</v></c></row>
"""

import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from types import MappingProxyType
from typing import IO, Final, NamedTuple

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch.cells import text_of
from erasmus_grants.batch.days import DAY_ZERO
from erasmus_grants.batch.tables import MOST_COLUMNS
from erasmus_grants.batch.xlsx.sheet_looks import Look, Looks, number_of

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
"""The namespace of sheets."""

MOST_ROWS: Final = 1_048_576
"""A sheet has room for so many rows, its header among them."""

LONGEST_TEXT: Final = 32_767
"""A cell has room for so much text [characters]."""

_MOST_DIGITS: Final = 15
_NOT_IN_XML: Final = re.compile("\r\n?|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_IN_XML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_FIRST_OF_A_FORMULA: Final = frozenset("=+-@#")
_AFTER_THE_DAY_OF_NO_CALENDAR: Final = DAY_ZERO + timedelta(days=61)  # spreadsheets have a 29 February 1900
_SECONDS_OF_A_DAY: Final = 24 * 60 * 60
_WIDTH_OF_A_DAY: Final = len("2022-03-07")
_WIDTH_OF_A_MOMENT: Final = len("2022-03-07 08:30:00")
_WIDTH_OF_TRUTH: Final = len("FALSE")
_BESIDE_TEXT: Final = 2
_BESIDE_A_HEADING: Final = 2  # its letters are bold, and the button of the filter stands on it
_WIDEST: Final = 40
_WIDEST_HEADING: Final = 60
_NARROWEST: Final = 4
_TEXTS_KEPT: Final = 1024  # most columns have few texts, many times
_USUAL_SIZE: Final = 11  # of letters [points]
_USUAL_HEIGHT: Final = 15  # of a row with such letters [points]
_USUAL_HEIGHT_OF_A_TITLE: Final = 24
_LESS_THAN_A_CAPITAL: Final = 4  # capitals are wider than digits, by one part in so many

_HEADINGS: Final = frozenset({Look.THEIR_HEADING, Look.OUR_HEADING, Look.NUMBER_HEADING})
_OF_EUROS: Final = frozenset({Look.EUROS, Look.TOTAL_EUROS})
_RUNNING_OVER: Final = frozenset({Look.LOOSE, Look.TITLE, Look.CAPTION})
_SHOWN_WHEN_EMPTY: Final = frozenset({Look.TOTAL, *_HEADINGS})


class _TooLongError(Exception):
    """A text for which a cell has no room."""


class Formula(NamedTuple):
    """A formula, and the value that it has now.

    Attributes:
        text: The formula, without `=`.
        value: Its value.
    """

    text: str
    value: Decimal


class SheetLayout(NamedTuple):
    """How a sheet is laid out.

    Attributes:
        has_heading: Whether the first row names the columns: it stays in sight, filters rows, and is on each page.
        kept_columns: How many columns stay in sight.
        widest: How wide columns are at most, by their place, where that is not what it usually is [characters].
        colour: The colour of its tab.
    """

    has_heading: bool = True
    kept_columns: int = 0
    widest: Mapping[int, int] = MappingProxyType({})
    colour: str = "FF2F75B5"


class Styles(NamedTuple):
    """What a workbook says of looks and days.

    Attributes:
        looks: What it says of looks.
        day_zero: What it counts days from.
    """

    looks: Looks
    day_zero: date


class _Written(NamedTuple):
    """A cell as it is written.

    Attributes:
        content: What stands in it, from where its attributes end.
        look: The number of its look.
        shown: How many characters it shows.
        is_text: Whether it may be cut off; a number that is cut off is not shown at all.
    """

    content: str
    look: int
    shown: int
    is_text: bool = False


class SheetPart:
    """A sheet that is being written."""

    def __init__(self, waiting: IO[bytes], file: str, title: str, layout: SheetLayout, styles: Styles) -> None:
        """Begin a sheet.

        Args:
            waiting: An empty file, in which rows wait until all are there.
            file: What the workbook is called.
            title: What the sheet is called.
            layout: How it is laid out.
            styles: What the workbook says of looks and days.
        """
        self.title = title
        self.rows = 0
        self.filtered_rows = 0
        self.has_heading = layout.has_heading
        self._layout = layout
        self._numbers = {look: number_of(styles.looks.first, look) for look in Look}
        self._day_zero = styles.day_zero
        self._times_usual = styles.looks.font_size / _USUAL_SIZE
        self._file = file
        self._waiting = waiting
        self._widths: list[int] = []
        self._letters: list[str] = []
        self._names: list[object] = []
        self._known_text = lru_cache(_TEXTS_KEPT)(self._text)

    def append(self, cells: Iterable[tuple[object, Look]]) -> None:
        """Write a row.

        Args:
            cells: The value and the look of each cell.

        Raises:
            InputFileError: The sheet has no room for it, or a cell has none for its text.
        """
        written: list[str] = []
        height = ""
        for place, (value, look) in enumerate(self._begun(cells)):
            if place == len(self._letters):
                self._add_column()
            if value is None or value == "":
                if look in _SHOWN_WHEN_EMPTY:
                    written.append(f'<c r="{self._letters[place]}{self.rows}" s="{self._numbers[look]}"/>')
                continue
            if look is Look.TITLE:
                height = f' ht="{round(self._times_usual * _USUAL_HEIGHT_OF_A_TITLE)}" customHeight="1"'
            try:
                cell = self._known_text(value, look) if type(value) is str else self._cell(value, look)
            except _TooLongError as error:
                raise InputFileError(self._file, (f"{self._where(place)}: {error}",)) from None
            written.append(f'<c r="{self._letters[place]}{self.rows}" s="{cell.look}"{cell.content}</c>')
            if cell.shown > self._widths[place] and look not in _RUNNING_OVER:
                self._widths[place] = min(cell.shown, self._widest(place, look)) if cell.is_text else cell.shown
        self._waiting.write(f'<row r="{self.rows}"{height}>{"".join(written)}</row>'.encode())

    def _begun(self, cells: Iterable[tuple[object, Look]]) -> Iterable[tuple[object, Look]]:
        """Begin a row, and return its cells; those of a heading are remembered."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise InputFileError(self._file, (f"a sheet of XLSX has room for {MOST_ROWS} rows, and there are more",))
        if self.rows > 1 or not self.has_heading:
            return cells
        heading = list(cells)
        self._names = [value for value, _ in heading]
        return heading

    def _add_column(self) -> None:
        """Make room for cells behind those of all rows before."""
        if len(self._letters) == MOST_COLUMNS:
            sentence = f"a sheet of XLSX has room for {MOST_COLUMNS} columns, and there are more"
            raise InputFileError(self._file, (sentence,))
        self._letters.append(column_letters(len(self._letters)))
        self._widths.append(0)

    def _where(self, place: int) -> str:
        """Return where a cell of the last row stands, as the list has it if it is below a heading."""
        if self.rows > 1 and place < len(self._names):
            return f"row {self.rows - 1}, column {quoted(str(self._names[place]))}"
        return f"cell {self._letters[place]}{self.rows}"

    def extend(self, rows: Iterable[Iterable[tuple[object, Look]]]) -> None:
        """Write rows."""
        for row in rows:
            self.append(row)

    def end_filter(self) -> None:
        """Let the rows so far be those that the filter shows or hides, and no later ones."""
        self.filtered_rows = self.rows

    @property
    def size(self) -> int:
        """How large it is so far [bytes]."""
        return self._waiting.tell()

    def filtered_area(self) -> str:
        """Return the cells that the filter shows or hides, as spreadsheets name them."""
        return f"$A$1:${self._letters[-1]}${self.filtered_rows}"

    def repeated_area(self, title: str) -> str:
        """Return what is on each page: the heading, and the columns that stay in sight."""
        columns = self._layout.kept_columns
        before = f"{title}!$A:${self._letters[columns - 1]}," if columns else ""
        return f"{before}{title}!$1:$1"

    def write_to(self, part: IO[bytes], namespace: str, *, selected: bool = False) -> None:
        """Write the sheet as it stands in the workbook.

        Args:
            part: Where it is written.
            namespace: The namespace of the workbook.
            selected: Whether it is the one that is seen first.
        """
        part.write(f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">'.encode())
        colour = self._layout.colour
        tab = f'<tabColor rgb="{colour}"/>' if colour else ""
        fit = "" if self.has_heading else '<pageSetUpPr fitToPage="1"/>'
        part.write(f"<sheetPr>{tab}{fit}</sheetPr>{self._view(selected=selected)}".encode())
        height = round(self._times_usual * _USUAL_HEIGHT)
        part.write(f'<sheetFormatPr defaultRowHeight="{height}"/>{self._columns()}<sheetData>'.encode())
        self._waiting.seek(0)
        shutil.copyfileobj(self._waiting, part)
        part.write(f"</sheetData>{self._end()}</worksheet>".encode())

    def _view(self, *, selected: bool) -> str:
        view = '<sheetView workbookViewId="0" tabSelected="1"' if selected else '<sheetView workbookViewId="0"'
        columns = self._layout.kept_columns
        if not self._layout.has_heading:
            return f"<sheetViews>{view}/></sheetViews>"
        split = f' xSplit="{columns}"' if columns else ""
        pane = "bottomRight" if columns else "bottomLeft"
        corner = f"{column_letters(columns)}2"
        return (
            f'<sheetViews>{view}><pane{split} ySplit="1" topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'
            f'<selection pane="{pane}" activeCell="{corner}" sqref="{corner}"/></sheetView></sheetViews>'
        )

    def _columns(self) -> str:
        columns = [
            f'<col min="{number}" max="{number}" width="{max(width, _NARROWEST) + _BESIDE_TEXT}" customWidth="1"/>'
            for number, width in enumerate(self._widths, 1)
        ]
        return f"<cols>{''.join(columns)}</cols>" if columns else ""

    def _end(self) -> str:
        area = f"A1:{self._letters[-1]}{self.rows}" if self._letters else "A1"
        chosen = f"A1:{self._letters[-1]}{self.filtered_rows}" if self.filtered_rows else ""
        return "".join(
            (
                f'<autoFilter ref="{chosen}"/>' if chosen else "",
                '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>',
                '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
                f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>',
            )
        )

    def _cell(self, value: object, look: Look) -> _Written:
        """Return what stands in a cell; what a sheet cannot hold as it is becomes text."""
        written: _Written | None = None
        match value:
            case bool():
                written = _Written(f' t="b"><v>{int(value)}</v>', self._numbers[Look.TRUTH], _WIDTH_OF_TRUTH)
            case Formula():
                content = f"><f>{value.text}</f><v>{value.value}</v>"
                written = _Written(content, self._numbers[look], len(f"{value.value:,.2f}"))
            case float() if isfinite(value):
                number = str(int(value)) if value.is_integer() and len(repr(value)) <= _MOST_DIGITS else repr(value)
                written = _Written(f"><v>{number}</v>", self._numbers[look], len(number))
            case int() | Decimal() if len(str(value)) <= _MOST_DIGITS and isfinite(value):
                shown = len(f"{value:,.2f}") if look in _OF_EUROS else len(str(value))
                written = _Written(f"><v>{value}</v>", self._numbers[look], shown)
            case date():
                written = self._moment(value)
            case _:
                pass
        return self._text(text_of(value), look) if written is None else written

    def _moment(self, value: date) -> _Written | None:
        """Return a day, or a time of a day, as spreadsheets count it; None: their calendar does not have it."""
        day = value.date() if isinstance(value, datetime) else value
        days = (day - self._day_zero).days - (self._day_zero < day < _AFTER_THE_DAY_OF_NO_CALENDAR)
        if days < 1 or (isinstance(value, datetime) and value.tzinfo is not None):
            return None
        if not isinstance(value, datetime) or value.time() == time():
            return _Written(f"><v>{days}</v>", self._numbers[Look.DAY], _WIDTH_OF_A_DAY)
        seconds = (value - datetime.combine(value, time())).total_seconds()
        moment = days + seconds / _SECONDS_OF_A_DAY
        return _Written(f"><v>{moment!r}</v>", self._numbers[Look.MOMENT], _WIDTH_OF_A_MOMENT)

    def _text(self, text: str, look: Look) -> _Written:
        """Return text; one that would become a formula when somebody edits it stays text even then."""
        if len(text) > LONGEST_TEXT:
            raise _TooLongError(f"it has {len(text)} characters, and a cell of XLSX has room for {LONGEST_TEXT}")
        text = _NOT_IN_XML.sub(_shown, text)
        number = self._numbers[Look.TEXT if look is Look.NUMBER else look] + (text[:1] in _FIRST_OF_A_FORMULA)
        shown = max(map(len, text.split("\n"))) + (_BESIDE_A_HEADING if look in _HEADINGS else 0)
        shown += shown // _LESS_THAN_A_CAPITAL if text.isupper() else 0
        space = "" if text == text.strip() else ' xml:space="preserve"'
        escaped = _LIKE_AN_ESCAPE.sub("_x005F_", text.translate(_IN_XML))
        return _Written(f' t="inlineStr"><is><t{space}>{escaped}</t></is>', number, shown, is_text=True)

    def _widest(self, place: int, look: Look) -> int:
        return _WIDEST_HEADING if look in _HEADINGS else self._layout.widest.get(place, _WIDEST)


def _shown(found: re.Match[str]) -> str:
    """Return what XML has no letter for, so that one sees it; a line ends in one way only."""
    return "\n" if found[0] in {"\r", "\r\n"} else f"\\u{ord(found[0]):04x}"


def column_letters(place: int) -> str:
    """Return how spreadsheets call a column.

    Args:
        place: Its place, counted from 0.

    Examples:
        >>> column_letters(0), column_letters(25), column_letters(26), column_letters(16_383)
        ('A', 'Z', 'AA', 'XFD')
    """
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
