"""CSV, with commas or semicolons, as spreadsheets and programs write it.

What is written is safe to open: a text that a spreadsheet would take for a formula gets an apostrophe in front of it.

Examples:
    >>> separator_of("activity;direction;start_date;end_date")
    ';'
    >>> [escape_formula(cell) for cell in ("=1+1", "@SUM(A1)", "-5", "-5,5", "Dakar")]
    ["'=1+1", "'@SUM(A1)", '-5', '-5,5', 'Dakar']
"""

import csv
import re
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.cells import is_empty, text_of
from erasmus_grants.batch.days import DAY_ZERO
from erasmus_grants.batch.tables import Added, Chunk, Header, in_chunks
from erasmus_grants.batch.text_files import lines

_SEPARATORS = (",", ";")
_QUOTED = re.compile(r'"[^"]*"?').sub
_FIRST_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?").fullmatch


class CsvSource:
    """A CSV file that is open for reading."""

    day_zero = DAY_ZERO

    def __init__(self, file: BinaryIO, name: str, size: int) -> None:
        """Read the header.

        Args:
            file: The file.
            name: What it is called.
            size: How long it is [bytes].

        Raises:
            InputFileError: There is no header, or none that can be read.
        """
        text = lines(file, name)
        first = next((line for line in text if line.strip()), "")
        if not first:
            raise InputFileError(name, ("it is empty: the first line names the columns",))
        self.separator = separator_of(first)
        self.size = size
        self._file = file
        self._name = name
        self._reader = csv.reader(chain([first], text), delimiter=self.separator, strict=True)
        self._header = Header.of(next(self._rows()), name)
        self.names = self._header.names

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield so many rows at a time; lines without any cell are none."""
        filled = (self._header.row(row, self._line()) for row in self._rows() if not all(map(is_empty, row)))
        for chunk in in_chunks(filled, rows):
            yield Chunk(chunk, self._file.tell())

    def _rows(self) -> Iterator[list[str]]:
        try:
            yield from self._reader
        except csv.Error as error:
            raise InputFileError(self._name, (f"{self._line()} cannot be read: {error}",)) from None

    def _line(self) -> str:
        return f"line {self._reader.line_num}"


@contextmanager
def reading(path: Path, name: str) -> Generator[CsvSource, None, None]:
    """Open a CSV file."""
    with path.open("rb") as file:
        yield CsvSource(file, name, path.stat().st_size)


def separator_of(header: str) -> str:
    """Return what stands between the cells of a header, those in quotes left aside.

    Examples:
        >>> separator_of('"Name, first";"Name, last"')
        ';'
    """
    return max(_SEPARATORS, key=_QUOTED("", header).count)


class CsvWriter:
    """A CSV file that is being written, in the spelling of a separator: with semicolons go decimal commas."""

    def __init__(self, file: BinaryIO, names: Sequence[str], separator: str) -> None:
        self._text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._text, delimiter=separator)
        self._decimal_mark = decimal_mark_of(separator)
        self._writer.writerow(map(escape_formula, names))

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows, and what is added to them."""
        for row, more in zip(chunk.rows, added.rows(), strict=True):
            self._writer.writerow([*map(escape_formula, row), *map(self._added, more)])

    def close(self) -> None:
        """Leave the file to whoever opened it."""
        self._text.detach()

    def _added(self, value: object) -> str:
        return str(value).replace(".", self._decimal_mark) if isinstance(value, Decimal) else escape_formula(value)


@contextmanager
def writing(file: BinaryIO, names: Sequence[str], separator: str) -> Generator[CsvWriter, None, None]:
    """Write a CSV file."""
    writer = CsvWriter(file, names, separator)
    try:
        yield writer
    finally:
        writer.close()


def decimal_mark_of(separator: str) -> str:
    """Return what goes between a number and its decimals, where cells are separated by this."""
    return "," if separator == ";" else "."


def escape_formula(cell: object) -> str:
    """Return a cell as text that a spreadsheet does not compute; numbers stay what they are."""
    text = text_of(cell)
    if isinstance(cell, str) and text.startswith(_FIRST_OF_A_FORMULA) and not _PLAIN_NUMBER(text):
        return f"'{text}"
    return text
