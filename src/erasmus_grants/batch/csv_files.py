r"""CSV, with commas, semicolons, tabs or what a first line declares, as spreadsheets and programs write it.

What is written is safe to open: a text that a spreadsheet would take for a formula gets an apostrophe in front of it.

Examples:
    >>> separator_of("activity;direction;start_date;end_date")
    ';'
    >>> [escape_formula(cell) for cell in ("=1+1", "@SUM(A1)", "-5", "-1.234,5", "-", "Dakar")]
    ["'=1+1", "'@SUM(A1)", '-5', '-1.234,5', '-', 'Dakar']
"""

import csv
import re
from codecs import lookup
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from io import TextIOWrapper
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch.cells import each_text_once, holds_texts_alone, is_empty, text_of
from erasmus_grants.batch.headings import ROWS_LOOKED_AT, headings_among
from erasmus_grants.batch.layout import USUAL, Layout, Options
from erasmus_grants.batch.numbers import is_number
from erasmus_grants.batch.row_lengths import RowLengths
from erasmus_grants.batch.rows_apart import RowsApart
from erasmus_grants.batch.tables import LINE, Added, Chunk, Header
from erasmus_grants.batch.text_files import UTF_8, encoding_of, lines

_SEPARATORS = (",", ";", "\t")
_DECLARED = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE).fullmatch
_QUOTED = re.compile(r'"[^"]*"?').sub
_FIRST_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_END_OF_LINE = "\r\n"
_ENDS_OF_LINES = re.compile("\r\n|\r|\n").findall
_NOTHING = "-"


class CsvSource:
    """A CSV file that is open for reading."""

    def __init__(self, file: BinaryIO, name: str, size: int, encoding: str = UTF_8, options: Options = USUAL) -> None:
        """Read the header.

        Args:
            file: The file.
            name: What it is called.
            size: How long it is [bytes].
            encoding: How it is encoded.
            options: What the caller says of it.

        Raises:
            InputFileError: There is no header, or none that can be read.
        """
        text = lines(file, name, encoding)
        first = list(islice(text, ROWS_LOOKED_AT if options.heading_row is None else options.heading_row))
        if not any(line.strip() for line in first):
            raise InputFileError(name, ("it is empty: the first line names the columns",))
        separator, line = _headings(first, options)
        self.size = size
        self._layout = Layout(f"line {line}", separator, encoding)
        self._file = file
        self._name = name
        self._reader = csv.reader(chain(first, text), delimiter=separator, strict=True)
        headings = self._row_of(line)
        if all(map(is_empty, headings)):
            raise InputFileError(name, (f"line {line} is not there, or is empty, and names no columns",))
        self._header = Header.of(headings, name)
        self._lengths = RowLengths(name, len(headings), separator)
        self.names = self._header.names
        self._apart = RowsApart(name, LINE, self.names, self._header.places, options.columns)

    @property
    def layout(self) -> Layout:
        """How the file was read, and which of the rows that were read are none."""
        return self._apart.told_in(self._layout)

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield at most so many rows at a time.

        Lines without any cell are none, and neither is one that says how to fill, or that adds up others.

        Raises:
            InputFileError: A row cannot be read, or has a cell too many.
        """
        while block := self._next(rows):
            kept = self._apart.mobilities_among(block.rows, block.numbers)
            if kept:
                numbers = [block.numbers[place] for place in kept]
                rows_kept = [block.rows[place] for place in kept]
                cells = self._header.rows(rows_kept, LINE, numbers)
                self._lengths.check(rows_kept, numbers)
                yield Chunk(cells, self._file.tell(), unit=LINE, numbers=numbers)

    def _next(self, count: int) -> "_Block | None":
        """Return the next rows of the file; None at its end."""
        before = self._reader.line_num
        with self._naming_the_line():
            rows = list(islice(self._reader, count))
        if not rows:
            return None
        lines = range(before + 1, self._reader.line_num + 1)
        return _Block(rows, lines if len(lines) == len(rows) else _first_lines(rows, before + 1))

    def _row_of(self, line: int) -> list[str]:
        """Return the row that ends with a line, or goes beyond it."""
        with self._naming_the_line():
            return next((row for row in self._reader if self._reader.line_num >= line), list[str]())

    @contextmanager
    def _naming_the_line(self) -> Generator[None, None, None]:
        """Say of a row that cannot be read where it ends."""
        try:
            yield
        except csv.Error as error:
            raise InputFileError(self._name, (f"line {self._reader.line_num} cannot be read: {error}",)) from None


class _Block(NamedTuple):
    """Some rows as they stand in the file.

    Attributes:
        rows: Their cells.
        numbers: The first line of each.
    """

    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]


def _first_lines(rows: Iterable[Iterable[str]], line: int) -> list[int]:
    """Return the first line of each of some rows, of which the cells of some have several lines.

    Args:
        rows: The rows.
        line: The first line of the first one.
    """
    taken = (1 + sum(len(_ENDS_OF_LINES(cell)) for cell in row) for row in rows)
    return list(accumulate(taken, initial=line))[:-1]


@contextmanager
def reading(path: Path, name: str, options: Options = USUAL) -> Generator[CsvSource, None, None]:
    """Open a CSV file."""
    encoding = options.encoding or encoding_of(path, name)
    try:
        lookup(encoding)
    except LookupError:
        raise InputFileError("--encoding", (f"there is no encoding {quoted(encoding)}",)) from None
    with path.open("rb") as file:
        yield CsvSource(file, name, path.stat().st_size, encoding, options)


def _headings(first: Sequence[str], options: Options) -> tuple[str, int]:
    """Return the separator of a file, and the line of its headings.

    Args:
        first: The first lines of the file; those up to the headings, if the caller says where these are.
        options: What the caller says of it.
    """
    declared = _DECLARED(first[0].strip())
    start = 1 if declared else 0
    filled = [line for line in first[start:] if line.strip()]
    if options.heading_row is not None:
        return declared[1] if declared else separator_of(first[-1]), options.heading_row
    usual = separator_of(filled[0]) if filled else ","
    found = {
        one: headings_among(_numbered(first, one, start), options.columns)
        for one in ((declared[1],) if declared else dict.fromkeys((usual, *_SEPARATORS)))
    }
    separator = max(found, key=lambda one: found[one].named)
    return separator, found[separator].row


def _numbered(first: Sequence[str], separator: str, start: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first lines with the number of their last line, as far as they can be read."""
    reader = csv.reader(first, delimiter=separator, strict=True)
    try:
        for row in reader:
            if reader.line_num > start and not all(map(is_empty, row)):
                yield reader.line_num, row
    except csv.Error:
        return


def separator_of(header: str) -> str:
    r"""Return what stands between the cells of a header, those in quotes left aside.

    Examples:
        >>> separator_of('"Name, first";"Name, last"'), separator_of("activity\tdirection")
        (';', '\t')
    """
    return max(_SEPARATORS, key=_QUOTED("", header).count)


class CsvWriter:
    """A CSV file that is being written, in the spelling of a separator: with semicolons go decimal commas."""

    def __init__(self, file: BinaryIO, names: Sequence[str], separator: str) -> None:
        self._text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        self._separator = separator
        self._needs_quotes = re.compile(f'[{separator}"\r\n]').search
        firsts = (f"\n{first}" for first in _FIRST_OF_A_FORMULA if first != "\n")  # which stands between two cells
        self._needs_care = (separator, '"', "\r", *firsts)
        # as most texts are: no formula, because of the first letter, and certainly one cell
        self._is_plain = re.compile(f'[\\w(][^{separator}"\r\n]*').fullmatch
        self._decimal_mark = decimal_mark_of(separator)
        if separator not in _SEPARATORS:  # it is not found out, and has to be declared
            self._text.write(f"sep={separator}{_END_OF_LINE}")
        self._write([map(self._cell, names)])

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows, and what is added to them."""
        theirs = map(self._own, zip(*chunk.rows, strict=True))
        self._write(zip(*theirs, *map(self._added, added.columns), strict=True))

    def close(self) -> None:
        """Leave the file to whoever opened it."""
        self._text.detach()

    def _write(self, rows: Iterable[Iterable[str]]) -> None:
        """Write some rows whose cells are in quotes where they have to be."""
        self._text.write(_END_OF_LINE.join((*map(self._separator.join, rows), "")))

    def _own(self, column: Sequence[object]) -> Sequence[str]:
        """Return a column of the caller as text: as it is where no cell of it needs care, as is seen at one look."""
        if holds_texts_alone(column):
            together = "\n".join(("", *column))
            if together.count("\n") == len(column) and not any(one in together for one in self._needs_care):
                return column
        return each_text_once(column, self._cell)

    def _added(self, column: Sequence[object]) -> list[str]:
        """Return a column that is added as text; its values are of one type, so that those that are equal are alike."""
        texts = {value: self._added_cell(value) for value in set(column)}
        return [texts[value] for value in column]

    def _added_cell(self, value: object) -> str:
        return str(value).replace(".", self._decimal_mark) if isinstance(value, Decimal) else self._cell(value)

    def _cell(self, value: object) -> str:
        """Return a cell as it is written: in quotes where the text could be taken for more than one cell."""
        if type(value) is str and self._is_plain(value):
            return value
        text = escape_formula(value)
        doubled = text.replace('"', '""')
        return f'"{doubled}"' if self._needs_quotes(text) else text


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
    """Return a cell as text that a spreadsheet does not compute; numbers and a dash alone stay what they are."""
    text = text_of(cell)
    if not isinstance(cell, str) or not text.startswith(_FIRST_OF_A_FORMULA) or text == _NOTHING or is_number(text):
        return text
    return f"'{text}"
