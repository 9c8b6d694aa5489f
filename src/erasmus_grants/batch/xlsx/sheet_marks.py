"""What a sheet of a workbook says of its rows and cells beside what is in them: which are merged, and which are hidden.

Examples:
    >>> from io import BytesIO
    >>> row, cells = b'<row r="3" hidden="1">', b'<mergeCell ref="B2:B3"/><mergeCell ref="A1:H1"/>'
    >>> marks_in(BytesIO(b"<sheetData>" + row + b"</row></sheetData>" + cells + b"</worksheet>"))
    SheetMarks(merged=(Merged(column=1, first=2, last=3),), hidden=frozenset({3}))
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZipFile

from erasmus_grants.batch.xlsx.merged_cells import Merged
from erasmus_grants.batch.xlsx.relations import parts_of_sheets

_BLOCK = 1024 * 1024
_LONGEST_TAG = 4096
_MOST_COLUMNS_OF_A_LIST = 1_000
_MARK = re.compile(
    rb"""<(?:[^\s<>/:]+:)?(?:"""
    rb"""mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})["']"""
    rb"""|row((?=\s)[^<>]*?\shidden\s*=\s*["'](?:1|true)["'][^<>]*))"""
)
_NUMBER_OF_ROW = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""").search


class SheetMarks(NamedTuple):
    """What a sheet says of its rows and cells.

    Attributes:
        merged: The cells that are merged over several rows.
        hidden: The rows that are hidden, by hand or by a filter, counted from 1.
    """

    merged: tuple[Merged, ...] = ()
    hidden: frozenset[int] = frozenset()


def marks_in(part: IO[bytes]) -> SheetMarks:
    """Return what a part of a workbook says of its rows and cells that is a sheet in UTF-8.

    Merged cells far on the right, where no list has a column, are left out: a million short rows would become long.
    """
    merged: list[Merged] = []
    hidden: set[int] = set()
    rest = b""
    while block := part.read(_BLOCK):
        text = rest + block
        end = text.rfind(b"<")
        for letters, first, last, row in _MARK.findall(text[:end]):
            if row:
                number = _NUMBER_OF_ROW(row)
                hidden.update(() if number is None else (int(number[1]),))
            elif first != last and (place := _place_of(letters)) < _MOST_COLUMNS_OF_A_LIST:
                merged.append(Merged(place, int(first), int(last)))
        rest = text[max(end, 0) :][:_LONGEST_TAG]
    return SheetMarks(tuple(merged), frozenset(hidden))


def _place_of(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1


def marks_on_sheets(path: Path, titles: Iterable[str]) -> list[SheetMarks]:
    """Return for each sheet what it says of its rows and cells.

    Args:
        path: The workbook.
        titles: What the sheets are called.
    """
    with ZipFile(path) as parts:
        paths = parts_of_sheets(parts)
        return [_marks_in_part(parts, paths[title]) if title in paths else SheetMarks() for title in titles]


def _marks_in_part(parts: ZipFile, path: str) -> SheetMarks:
    with parts.open(path) as part:
        return marks_in(part)
