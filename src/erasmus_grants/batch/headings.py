"""The headings of a list: the row, among the first ones, in which most cells name a field.

An office writes a title above its headings, and an export says below them how each column is to be filled.

Examples:
    >>> rows = [(1, ["Mobilities 2024"]), (3, ["Activity type", "Start date", "End date"]), (4, ["STA", "", ""])]
    >>> headings_among(rows).row
    3
    >>> says_how_to_fill(["*;", "* DICT", "YES/NO", "* DD-MM-YYYY", ""]), says_how_to_fill(["STA", "no", "2024-03-07"])
    (True, False)
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from erasmus_grants.batch.cells import is_empty, text_of
from erasmus_grants.batch.words import field_called, fields_perhaps_called, flag_called, is_how_to_fill, is_yes

ROWS_LOOKED_AT = 30
"""Headings are looked for among so many rows."""


_AS_A_DAY = re.compile(
    r"\*?[;:]?\s*(?:(?:[DJTGR]{1,2}[-/. ]M{1,2}[-/. ][YJARL]{2,4})|[YJAR]{4}-M{2}-[DJTG]{2}"
    r"|(?P<month_first>M{1,2}[-/. ]D{1,2}[-/. ]Y{2,4}))[;*]?",
    re.IGNORECASE,
).fullmatch
"""How a day is to be written."""

_FEWEST_HEADINGS = 3


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
        named = sum(names_a_field(cell, renamed) for cell in cells)
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
    named = sum(names_a_field(cell, renamed) for cell in cells)
    return named >= _FEWEST_HEADINGS and named * 2 >= sum(not is_empty(cell) for cell in cells)


def says_how_to_fill(cells: Sequence[object]) -> bool:
    """Return whether a row below headings says what is mandatory, and how it is to be written, and is no mobility."""
    filled = [text_of(cell).strip() for cell in cells if not is_empty(cell)]
    return bool(filled) and all(is_how_to_fill(text) or _AS_A_DAY(text) for text in filled)


def asks_for_month_first(text: str) -> bool:
    """Return whether a cell of a row that says how to fill asks for days whose month comes first.

    Examples:
        >>> asks_for_month_first("* MM/DD/YYYY"), asks_for_month_first("* DD-MM-YYYY")
        (True, False)
    """
    found = _AS_A_DAY(text)
    return found is not None and found["month_first"] is not None


def names_a_field(cell: object, renamed: Collection[str] = ()) -> bool:
    """Return whether a cell is the heading of a field, in some language or in the words of the caller."""
    return isinstance(cell, str) and (cell in renamed or field_called(cell) is not None)


def fields_named(cell: object, renamed: Mapping[str, str]) -> Collection[str]:
    """Return the fields of which a cell may be the heading; none if it is a number, a day, or yes or no.

    Args:
        cell: The cell.
        renamed: The field of each heading that the caller says is one.

    Examples:
        >>> fields_named("Teaching hours", {}), fields_named("bis", {}), fields_named("no", {})
        (('teaching_hours',), ('end_date',), ())
    """
    if not isinstance(cell, str):
        return ()
    if cell in renamed:
        return (renamed[cell],)
    if cell[:1].isdigit() or is_yes(cell) is not None:  # as most cells of days and numbers are
        return ()
    if field := field_called(cell):
        return (field,)
    flag = flag_called(cell)
    return fields_perhaps_called(cell) if flag is None else (flag.field,)
