"""How a list spells its numbers and days, which a single cell does not always show.

A column is looked through as a whole: `12,5` in one row decides that `4.070` in another is 4070, and 03/13/2022 in one
row shows that 03/07/2022 in another is no 3 July.

Examples:
    >>> columns = {"distance_km": 0, "start_date": 1}
    >>> spelling_of([Chunk([["4.070", "07/03/2022"]]), Chunk([["12,5", ""]])], columns).decimal_marks
    {'distance_km': ','}
    >>> spelling_of([Chunk([["12.5", "03/13/2022"]], unit="line", numbers=[7])], columns)
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.FrameError: start_date: '03/13/2022' in line 7 has its month first, and so may others; write \
2022-03-13
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from erasmus_grants.basics.errors import FrameError, quoted
from erasmus_grants.batch.cells import texts_in
from erasmus_grants.batch.days import DAY_ZERO, day_with_month_first
from erasmus_grants.batch.headings import asks_for_month_first
from erasmus_grants.batch.numbers import marks_in, the_mark_of
from erasmus_grants.batch.recognition import ColumnOfList
from erasmus_grants.batch.tables import Chunk, by_column
from erasmus_grants.batch.turned_days import DayOrder
from erasmus_grants.records.fields import KINDS, Kind

_NUMBERS = frozenset({Kind.WHOLE_NUMBER, Kind.NUMBER})


class Spelling(NamedTuple):
    """How a list spells its numbers and days.

    Attributes:
        decimal_marks: For each field the mark that its column has before decimals, if its numbers decide one.
        day_zero: What the file counts days from, where it counts them.
    """

    decimal_marks: Mapping[str, str] = MappingProxyType({})
    day_zero: date = DAY_ZERO


def spelling_of(chunks: Iterable[Chunk], places: Mapping[str, int], day_zero: date = DAY_ZERO) -> Spelling:
    """Return how a list spells its numbers and days.

    Args:
        chunks: All rows, some at a time.
        places: Where each field stands in a row.
        day_zero: What the file counts days from, where it counts them.

    Raises:
        FrameError: A column has days whose month comes first, or may have been taken for the day.
    """
    numbers = {field: place for field, place in places.items() if KINDS.get(field) in _NUMBERS}
    days = {field: place for field, place in places.items() if KINDS.get(field) is Kind.DAY}
    marks: dict[str, set[str]] = {field: set() for field in numbers}
    orders = {field: DayOrder() for field in days}
    before, problems = 0, dict[str, str]()
    for chunk in chunks:
        columns = by_column(chunk.rows, max(places.values(), default=0) + 1)
        for field, place in numbers.items():
            marks[field] |= marks_in(_texts(columns[place]))
        for field in days.keys() - problems.keys():
            cells, where = columns[days[field]], partial(_where, chunk, before)
            orders[field].learn(cells, where)
            if any(map(day_with_month_first, _texts(cells))):
                problems[field] = _months_first(cells, where)
        before += len(chunk.rows)
    told = [f"{field}: {problem}" for field in days if (problem := problems.get(field) or orders[field].problem)]
    if told:
        raise FrameError(*told)
    decided = {field: mark for field, found in marks.items() if (mark := the_mark_of(found)) is not None}
    return Spelling(decided, day_zero)


def check_how_to_fill(columns: Iterable[ColumnOfList], how_to_fill: Iterable[str]) -> None:
    """Raise if the row that says how to fill the columns asks for days whose month comes first.

    Args:
        columns: What the columns hold.
        how_to_fill: What the row says of each of them; empty: there is no such row.

    Raises:
        FrameError: It does.
    """
    problems = [
        f"{column.field}: {_perhaps_others(f'{quoted(says)} below the headings', 'YYYY-MM-DD')}"
        for column, says in zip(columns, how_to_fill, strict=False)
        if KINDS.get(column.field or "") is Kind.DAY and asks_for_month_first(says)
    ]
    if problems:
        raise FrameError(*problems)


def _texts(cells: Sequence[object]) -> set[str]:
    return set(map(str.strip, texts_in(cells)))


def _where(chunk: Chunk, before: int, at: int) -> str:
    """Return where a row stands.

    Args:
        chunk: The rows among which it is.
        before: How many rows stand before them.
        at: Its place among them.
    """
    return chunk.where(at) or f"row {before + at + 1}"


def _months_first(cells: Sequence[object], where: Callable[[int], str]) -> str:
    """Return what is said of the first day whose month comes first."""
    at, text, day = next(
        (at, cell.strip(), day)
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and (day := day_with_month_first(cell.strip()))
    )
    return _perhaps_others(f"{quoted(text)} in {where(at)}", str(day))


def _perhaps_others(which: str, written: str) -> str:
    return f"{which} has its month first, and so may others; write {written}"
