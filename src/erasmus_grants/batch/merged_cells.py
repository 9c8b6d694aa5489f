"""Cells of a sheet that are merged: what the first of them says holds for the rows below it too.

A file keeps the value of merged cells in the first of them alone.  People see it in each row, so each row has it.

Examples:
    >>> from io import BytesIO
    >>> part = BytesIO(b'<mergeCells><mergeCell ref="B2:B3"/><mergeCell ref="A1:H1"/></mergeCells>')
    >>> merged = list(merged_in(part))
    >>> merged
    [Merged(column=1, first=2, last=3)]
    >>> list(spread(iter([["Reference", "Green travel"], [1, "yes"], [2, None], [3, None]]), merged))
    [['Reference', 'Green travel'], [1, 'yes'], [2, 'yes'], [3, None]]
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZipFile

from erasmus_grants.batch.cells import is_empty
from erasmus_grants.batch.relations import parts_of_sheets

_BLOCK = 1024 * 1024
_LONGEST_TAG = 4096
_MOST_COLUMNS_OF_A_LIST = 1_000
_MERGED = re.compile(
    rb"""<(?:[^\s<>/:]+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})["']"""
)


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


def merged_in(part: IO[bytes]) -> Iterator[Merged]:
    """Yield the cells that are merged over several rows, in a part of a workbook that is a sheet in UTF-8.

    Those far on the right, where no list has a column, are left out: a million short rows would become long.
    """
    rest = b""
    while block := part.read(_BLOCK):
        text = rest + block
        end = text.rfind(b"<")
        for letters, first, last in _MERGED.findall(text[:end]):
            place = _place_of(letters)
            if first != last and place < _MOST_COLUMNS_OF_A_LIST:
                yield Merged(place, int(first), int(last))
        rest = text[max(end, 0) :][:_LONGEST_TAG]


def _place_of(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def merged_on_sheets(path: Path, titles: Iterable[str]) -> list[Sequence[Merged]]:
    """Return for each sheet the cells that are merged over several rows.

    Args:
        path: The workbook.
        titles: What the sheets are called.
    """
    with ZipFile(path) as parts:
        paths = parts_of_sheets(parts)
        return [_merged_in_part(parts, paths[title]) if title in paths else () for title in titles]


def _merged_in_part(parts: ZipFile, path: str) -> Sequence[Merged]:
    with parts.open(path) as part:
        return tuple(merged_in(part))


def spread(rows: Iterator[Sequence[object]], merged: Sequence[Merged]) -> Iterator[Sequence[object]]:
    """Yield rows in which merged cells say what the first of them says; a row without any other value stays empty.

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
        if held and not all(map(is_empty, row)):
            spread_out += [None] * (max(one.column for one in held) + 1 - len(row))
            for one, value in held.items():
                spread_out[one.column] = value
        held |= {one: row[one.column] for one in begun.get(number, ()) if one.column < len(row)}
        yield spread_out
