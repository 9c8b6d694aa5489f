"""What the modules of each format have in common: named columns, rows a few thousand at a time, and what is added.

Examples:
    >>> header = Header.of(["activity", "direction", ""], "list.csv")
    >>> header.names, header.rows([["STA", "outgoing", "", ""], ["STT"]], "line", [2, 3])
    (('activity', 'direction'), [['STA', 'outgoing'], ['STT', '']])
    >>> header.rows([["STA", "outgoing", "", "by train"]], "line", [3])
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.InputFileError: list.csv: line 3 has a cell 'by train' in column 4, which has no name
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch.cells import is_empty, text_of
from erasmus_grants.batch.layout import Layout

if TYPE_CHECKING:
    from erasmus_grants.batch.pyarrow_types import Array

AnyRow = TypeVar("AnyRow")

LINE = "line"
"""What a file of text calls its rows."""

MOST_COLUMNS = 16_384
"""No file has more columns; a sheet has room for so many."""


class Chunk(NamedTuple):
    """Some rows of a file.

    Attributes:
        rows: The cells of each row.
        done: How much of the file has been read, in the unit of `RowSource.size`.
        columns: The same rows as Parquet keeps them, if they come from there.
        objects: The same rows as they stand in JSON lines, if they come from there.
        unit: What the file calls its rows, where it numbers them: its lines, or the rows of a sheet.
        numbers: The number of each row in the file, the first one of a row of several lines.
    """

    rows: Sequence[Sequence[object]]
    done: int = 0
    columns: "Sequence[Array] | None" = None
    objects: Sequence[Mapping[str, object]] | None = None
    unit: str = ""
    numbers: Sequence[int] = ()

    def where(self, place: int) -> str:
        """Return where a row stands in the file; an empty text where the file does not number its rows.

        Examples:
            >>> Chunk([["STA"]], unit="line", numbers=[7]).where(0), Chunk([["STA"]]).where(0)
            ('line 7', '')
        """
        return f"{self.unit} {self.numbers[place]}" if self.unit else ""


class RowSource(Protocol):
    """A file that is open for reading."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns."""
        ...

    @property
    def layout(self) -> Layout:
        """How the file was read."""
        ...

    @property
    def size(self) -> int | None:
        """How much there is to read, if that is known."""
        ...

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield so many rows at a time."""
        ...


class Detail(IntEnum):
    """How much is said of a row besides its columns."""

    CELLS = 0
    SENTENCES = 1
    LINES = 2


class Explained(NamedTuple):
    """What is said of a row besides its columns.

    Attributes:
        reference: Its reference; empty: it has none.
        cells: Its cells: days and numbers as they were read, and what is no field, or cannot be read, as it stands.
        sentences: Code and sentence of each finding.
        lines: The lines of its grant, as its records.
    """

    reference: str
    cells: Sequence[object]
    sentences: Sequence[tuple[str, str]] = ()
    lines: Sequence[Mapping[str, object]] = ()


def _unexplained(_detail: Detail) -> Iterator[Explained]:
    """Yield nothing."""
    return iter(())


class Added(NamedTuple):
    """The columns that are added to some rows.

    Attributes:
        names: What they are called.
        columns: Their values; amounts are decimals with two places.
        explained: Yields what else is said of each row, computed only if it is asked for.
    """

    names: tuple[str, ...]
    columns: tuple[Sequence[object], ...]
    explained: Callable[[Detail], Iterator[Explained]] = _unexplained

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield what is added to each row."""
        return zip(*self.columns, strict=True)


class Writer(Protocol):
    """A file that is being written."""

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows, and what is added to them."""
        ...


class Header(NamedTuple):
    """The columns of a file that has cells in rows; those without a name are left out, and have to be empty.

    Attributes:
        file: The file.
        names: The columns that have a name.
        places: Where each stands in a row.
    """

    file: str
    names: tuple[str, ...]
    places: tuple[int, ...]

    @classmethod
    def of(cls, cells: Sequence[object], file: str) -> "Header":
        """Return the header that a row of cells is.

        Raises:
            InputFileError: Two columns have one name, or there are too many.
        """
        places = tuple(place for place, cell in enumerate(cells) if not is_empty(cell))
        return cls(file, distinct([text_of(cells[place]) for place in places], file), places)

    def rows(
        self, rows: Sequence[Sequence[object]], unit: str, numbers: Sequence[int], filler: object = ""
    ) -> Sequence[Sequence[object]]:
        """Return the cells of rows under their names; a row that is too short is filled up.

        Args:
            rows: The rows as they stand in the file.
            unit: What the file calls its rows.
            numbers: Which of them they are.
            filler: What stands in cells that a row does not have.

        Raises:
            InputFileError: A cell stands where no column has a name.
        """
        nameless = sorted(set(range(max(map(len, rows)))).difference(self.places))
        for cells, number in zip(rows, numbers, strict=True) if nameless else ():
            for place in takewhile(len(cells).__gt__, nameless):
                if not is_empty(cells[place]):
                    where = f"{unit} {number} has a cell {quoted(text_of(cells[place]))} in column {place + 1}"
                    raise InputFileError(self.file, (f"{where}, which has no name",))
        if not nameless and set(map(len, rows)) == {len(self.places)}:
            return rows
        return [[cells[place] if place < len(cells) else filler for place in self.places] for cells in rows]


def distinct(names: Sequence[str], file: str) -> tuple[str, ...]:
    """Return the names of columns, if each is there once.

    Raises:
        InputFileError: Two columns have one name, or there are too many.
    """
    if len(names) > MOST_COLUMNS:
        raise InputFileError(file, (f"it has {len(names)} columns; at most {MOST_COLUMNS} are read",))
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise InputFileError(file, tuple(f"two columns are called {quoted(name)}" for name in twice))
    return tuple(names)


def by_column(rows: Sequence[Sequence[object]], width: int) -> Sequence[Sequence[object]]:
    """Return the cells of each column.

    Args:
        rows: The cells of each row.
        width: How many columns there are, also where there is no row.

    Examples:
        >>> by_column([["STA", "8"], ["STT", ""]], 2), by_column([], 2)
        ([('STA', 'STT'), ('8', '')], [(), ()])
    """
    return list(zip(*rows, strict=True)) if rows else [()] * width


def in_chunks(rows: Iterator[AnyRow], count: int) -> Iterator[list[AnyRow]]:
    """Yield rows a number at a time.

    Examples:
        >>> [len(chunk) for chunk in in_chunks(iter([[1], [2], [3]]), 2)]
        [2, 1]
    """
    chunk: list[AnyRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == count:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
