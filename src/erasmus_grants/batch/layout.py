"""Where a list stands in its file: the row of its headings, and what is above and directly below it.

An office writes a title above its headings, and an export says below them how each column is to be filled.  The
headings are the row, among the first ones, in which most cells name a field.

Examples:
    >>> rows = [(1, ["Mobilities 2024"]), (3, ["Activity type", "Start date", "End date"]), (4, ["STA", "", ""])]
    >>> headings_among(rows).row
    3
    >>> says_how_to_fill(["*;", "* DICT", "YES/NO", "* DD-MM-YYYY", ""]), says_how_to_fill(["STA", "no", "2024-03-07"])
    (True, False)
    >>> is_total(["", "Summe:", "", "12.345,00 €"]), is_total(["Summe", "STA", "2024-03-07"])
    (True, False)
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType, NoneType
from typing import NamedTuple, TypedDict

from erasmus_grants.basics.errors import InputFileError, check_kind, check_whole, quoted
from erasmus_grants.batch.cells import BrokenCell, is_empty, text_of
from erasmus_grants.batch.days import DAY_ZERO
from erasmus_grants.batch.left_out import LeftOut
from erasmus_grants.batch.numbers import is_number
from erasmus_grants.batch.recognition import ColumnOfList, recognised
from erasmus_grants.batch.words import Meaning, field_called, means_total
from erasmus_grants.records.fields import KINDS, Kind

ROWS_LOOKED_AT = 30
"""Headings are looked for among so many rows."""

ROW_NUMBER = "row_number"
"""The column that numbers rows in the sheets that are added to a list, the first one of each."""

_HOW_TO_FILL = re.compile(
    r"\*?[;:]?\s*(?:DICT|YES/NO|Y/N|(?:[DJTGR]{1,2}[-/. ]M{1,2}[-/. ][YJARL]{2,4})|[YJAR]{4}-M{2}-[DJTG]{2}"
    r"|(?P<month_first>M{1,2}[-/. ]D{1,2}[-/. ]Y{2,4})|mandatory|optional|required|obligatory|text|number|date)?[;*]?",
    re.IGNORECASE,
).fullmatch

_ADDS_UP = "it adds up other rows"
_NAMES_AGAIN = "it has the headings of the columns again"
_FEWEST_HEADINGS = 3
_COLUMNS_THAT_DECIDE = 2
_UNIT = r"(?:[^\W\d_]+\.?|[^\w\s.,'\u2019+-])"
_AMOUNT = re.compile(
    rf"(?P<unit>{_UNIT}\s*)?(?P<number>[-+]?[0-9](?:.*[0-9])?)(?(unit)|(?:\s*{_UNIT})?)"
).fullmatch  # a unit is a word or a sign, before a number or behind it


class HowToRead(TypedDict, total=False):
    """What a caller may say of a list, where it is not to be found out."""

    columns: Mapping[str, str]
    """The field that a column holds, by the name of the column; names that are known in the languages of the programme
    need not be here."""
    set_fields: Mapping[str, str]
    """Fields that have one value in all rows, and no column."""
    sheet: str | None
    """The sheet of a workbook that has the list; None: the one whose headings name most fields, and a hidden
    sheet only if no other is a list."""
    heading_row: int | None
    """The row of the headings, counted from 1 in the whole sheet or file; None: the one that looks like it."""
    encoding: str | None
    """How a file of text is encoded; None: UTF-8, or what its first bytes say, or else as Windows encodes it."""


class Options(NamedTuple):
    """What a caller says of a list; see `HowToRead`."""

    columns: Mapping[str, str] = MappingProxyType({})
    set_fields: Mapping[str, str] = MappingProxyType({})
    sheet: str | None = None
    heading_row: int | None = None
    encoding: str | None = None


USUAL = Options()
"""Nothing is said, and all is found out."""


def check_how(options: Options, name: str) -> None:
    """Refuse what a caller says of a list in values of another kind; not all callers are typed.

    Args:
        options: What the caller says.
        name: The list.

    Raises:
        InputFileError: There is no row of the number that the headings are to have.
        TypeError: A value is of another kind.
    """
    check_kind(options.columns, Mapping, "columns is a mapping from names of columns to fields, not {}")
    check_kind(options.set_fields, Mapping, "set_fields is a mapping from fields to values, not {}")
    check_kind(options.sheet, (str, NoneType), "the name of a sheet is text, not {}")
    check_kind(options.encoding, (str, NoneType), "the name of an encoding is text, as 'cp1250', not {}")
    check_whole(options.heading_row, "the row of the headings is a whole number from 1, not {}")
    if options.heading_row is not None and options.heading_row < 1:
        raise InputFileError(name, (f"the row of the headings is counted from 1, and is not {options.heading_row}",))


class Layout(NamedTuple):
    """How a file was read.

    Attributes:
        where: Where the names of the columns stand; empty where nothing but them can be the names.
        separator: What stands between two cells of text; a comma where nothing does.
        encoding: How its text is encoded; empty where that is given.
        day_zero: What days are counted from, where they are numbers.
        known: What the columns mean that are read, where the format itself says so; None: their names say it.
        left_out: The records that are no rows.
        how_to_fill: What a row below the headings says of how to fill each column; empty: there is none.
    """

    where: str = ""
    separator: str = ","
    encoding: str = ""
    day_zero: date = DAY_ZERO
    known: Mapping[str, Meaning] | None = None
    left_out: tuple[LeftOut, ...] = ()
    how_to_fill: tuple[str, ...] = ()


class Headings(NamedTuple):
    """A row that may be the headings.

    Attributes:
        named: How many of its cells name a field.
        row: Its number, from 1; 0 if there is no row.
    """

    named: int
    row: int


def headings_among(rows: Iterable[tuple[int, Sequence[object]]], renamed: Collection[str] = ()) -> Headings:
    """Return the row in which most cells name a field: the first of them, or the first row at all if none names one.

    Args:
        rows: The rows with their numbers, empty ones left out.
        renamed: Headings that the caller says are fields.
    """
    best = Headings(0, 0)
    for number, cells in rows:
        named = sum(_names_a_field(cell, renamed) for cell in cells)
        if named > best.named or not best.row:
            best = Headings(named, number)
    return best


def are_headings(cells: Sequence[object], renamed: Collection[str] = ()) -> bool:
    """Return whether a row has the headings of columns: three of its cells name a field, and half of them at least.

    Args:
        cells: The row.
        renamed: Headings that the caller says are fields.

    Examples:
        >>> are_headings(["Activity", "Start date", "End date", "Remarks"]), are_headings(["STA", "SN", "Distance"])
        (True, False)
    """
    named = sum(_names_a_field(cell, renamed) for cell in cells)
    return named >= _FEWEST_HEADINGS and named * 2 >= sum(not is_empty(cell) for cell in cells)


def says_how_to_fill(cells: Sequence[object]) -> bool:
    """Return whether a row below headings says what is mandatory, and how it is to be written, and is no mobility."""
    filled = [text_of(cell).strip() for cell in cells if not is_empty(cell)]
    return bool(filled) and all(map(_HOW_TO_FILL, filled))


def asks_for_month_first(text: str) -> bool:
    """Return whether a cell of a row that says how to fill asks for days whose month comes first.

    Examples:
        >>> asks_for_month_first("* MM/DD/YYYY"), asks_for_month_first("* DD-MM-YYYY")
        (True, False)
    """
    found = _HOW_TO_FILL(text)
    return found is not None and found["month_first"] is not None


class RowsApart:
    """Tells which rows below the headings are no mobilities, and keeps what they say."""

    def __init__(
        self, file: str, unit: str, names: Sequence[str], places: Sequence[int], columns: Mapping[str, str]
    ) -> None:
        """Learn what the columns hold.

        Args:
            file: What the file is called.
            unit: What it calls its rows.
            names: The columns.
            places: Where each of them stands in a row.
            columns: The field that a column holds, where the caller says so.
        """
        self._file, self._unit = file, unit
        self._columns = dict(zip(places, recognised(names, columns), strict=True))
        self._never_summed = sorted(place for place, column in self._columns.items() if _is_never_summed(column))
        self._renamed = columns.keys()
        self._is_first = True
        self._how_to_fill: tuple[str, ...] = ()
        self._left_out: Counter[str] = Counter()

    def mobilities_among(self, rows: Sequence[Sequence[object]], numbers: Sequence[int]) -> Sequence[int]:
        """Return the places of the rows that are mobilities, and no empty ones either.

        Args:
            rows: The next rows.
            numbers: Which rows of the file they are.

        Raises:
            InputFileError: A row has headings of its own for the rows below it.
        """
        if self._are_mobilities(rows) and not (self._is_first and says_how_to_fill(rows[0])):
            self._is_first = False
            return range(len(rows))
        kept: list[int] = []
        for place, row in enumerate(rows):
            if not all(map(is_empty, row)) and not self.takes(row):
                self._check_no_headings(row, numbers[place])
                kept.append(place)
        return kept

    def _are_mobilities(self, rows: Sequence[Sequence[object]]) -> bool:
        """Return whether it is seen at once that no row is empty, adds up others, or has headings.

        Two columns say so that have a value in each row: the first may be what a sum is called.
        """
        shortest, filled = min(map(len, rows)), 0
        for place in self._never_summed:
            cells = {row[place] for row in rows} if place < shortest else {None}
            if not any(map(is_empty, cells)):
                if any(_names_a_field(cell, self._renamed) for cell in cells):
                    return False
                filled += 1
                if filled == _COLUMNS_THAT_DECIDE:
                    return True
        return False

    def takes(self, cells: Sequence[object]) -> bool:
        """Return whether a row is no mobility.

        Args:
            cells: The next row that is not empty.
        """
        is_first, self._is_first = self._is_first, False
        if is_first and says_how_to_fill(cells):
            self._how_to_fill = tuple(text_of(cells[at]).strip() if at < len(cells) else "" for at in self._columns)
            return True
        why = _ADDS_UP if is_total(cells, self._never_summed) else _NAMES_AGAIN if self._are_ours(cells) else None
        self._left_out.update(() if why is None else (why,))
        return why is not None

    def _are_ours(self, cells: Sequence[object]) -> bool:
        """Return whether a row has the headings of the list once more."""
        return are_headings(cells, self._renamed) and all(
            self._is_heading(place, cell) for place, cell in enumerate(cells) if not is_empty(cell)
        )

    def _is_heading(self, place: int, cell: object) -> bool:
        """Return whether a cell is the heading of the column in which it stands, in the same words or in others."""
        column, text = self._columns.get(place), text_of(cell).strip()
        return column is not None and (text == column.column.strip() or field_called(text) == column.field is not None)

    def _check_no_headings(self, cells: Sequence[object], number: int) -> None:
        """Refuse a row of other headings: the rows below it would be read by those above.

        Raises:
            InputFileError: It is one.
        """
        if are_headings(cells, self._renamed):
            filled = ((place, cell) for place, cell in enumerate(cells) if not is_empty(cell))
            other = next(text_of(cell) for place, cell in filled if not self._is_heading(place, cell))
            sentence = f"{self._unit} {number} has other headings than those above, as {quoted(other)}"
            raise InputFileError(self._file, (f"{sentence}; put the rows below it into a list of their own",))

    def told_in(self, layout: Layout) -> Layout:
        """Return how a file was read, with what these rows say."""
        ours = (LeftOut(sentence=why, records=records) for why, records in self._left_out.items())
        return layout._replace(left_out=(*layout.left_out, *ours), how_to_fill=self._how_to_fill)


def _is_never_summed(column: ColumnOfList) -> bool:
    """Return whether a column holds what only a single mobility has: a day, or a word; how often yes is, has a sum."""
    return column.word is None and KINDS.get(column.field or "") in {Kind.DAY, Kind.WORD}


def is_total(cells: Sequence[object], never_summed: Collection[int] = ()) -> bool:
    """Return whether a row adds up others: its first filled cell is called a total, and all else in it are numbers.

    A number may have a unit or a currency.

    Args:
        cells: The row.
        never_summed: The places in which no sum has a value, except for what it is called.
    """
    called: object = None
    for place, cell in enumerate(cells):
        if is_empty(cell):
            continue
        if called is None:
            called = cell
        elif place in never_summed or not _is_amount(cell):
            return False
    return isinstance(called, str) and means_total(called)  # asked last, because it takes most time


def _is_amount(cell: object) -> bool:
    """Return whether a cell is a number, or was one, had its formula been computed."""
    if isinstance(cell, BrokenCell):
        return True
    if isinstance(cell, str):
        found = _AMOUNT(cell.strip())
        return found is not None and is_number(found["number"])
    return isinstance(cell, int | float | Decimal)


def _names_a_field(cell: object, renamed: Collection[str]) -> bool:
    return isinstance(cell, str) and (cell in renamed or field_called(cell) is not None)
