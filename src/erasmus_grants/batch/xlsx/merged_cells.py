"""Cells of a sheet that are merged: what the first of them says holds for the rows below it too.

A file keeps the value of merged cells in the first of them alone.  People see it in each row, so each row has it.

Examples:
    >>> rows = [["Reference", "Green travel"], [1, "yes"], [2, None], [3, None]]
    >>> list(spread(iter(rows), [Merged(column=1, first=2, last=3)]))
    [['Reference', 'Green travel'], [1, 'yes'], [2, 'yes'], [3, None]]
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from erasmus_grants.batch.cells import is_empty
from erasmus_grants.batch.rows_apart import is_total


class Merged(NamedTuple):
    """Cells of one column that are merged.

    Attributes:
        column: Its place in a row, from 0.
        first: The row that has the value, from 1.
        last: The last row for which it holds.
    """

    column: int
    first: int
    last: int


def spread(rows: Iterator[Sequence[object]], merged: Sequence[Merged]) -> Iterator[Sequence[object]]:
    """Yield rows in which merged cells say what the first of them says.

    A row without any other value stays empty, and one that adds up others stays a sum.

    Args:
        rows: All rows of a sheet, from the first one.
        merged: The cells.
    """
    if not merged:
        yield from rows
        return
    begun: dict[int, list[Merged]] = {}
    for one in merged:
        begun.setdefault(one.first, []).append(one)
    held: dict[Merged, object] = {}
    for number, row in enumerate(rows, 1):
        held = {one: value for one, value in held.items() if number <= one.last}
        spread_out = list(row)
        if held and not all(map(is_empty, row)) and not is_total(row):
            spread_out += [None] * (max(one.column for one in held) + 1 - len(row))
            for one, value in held.items():
                spread_out[one.column] = value
        held |= {one: row[one.column] for one in begun.get(number, ()) if one.column < len(row)}
        yield spread_out
