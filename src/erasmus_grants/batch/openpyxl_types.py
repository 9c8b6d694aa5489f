"""What is used of openpyxl, which has no types of its own.

Examples:
    >>> book = new_book()
    >>> cell = styled(book.create_sheet("grants"), "=1+1")
    >>> cell.data_type
    's'
"""

from collections.abc import Generator, Sequence
from datetime import datetime
from importlib import import_module
from typing import BinaryIO, Protocol


class Cell(Protocol):
    """A cell of a sheet."""

    value: object
    data_type: str
    number_format: str
    quotePrefix: bool  # noqa: N815 - its name there


class Sheet(Protocol):
    """A sheet."""

    title: str
    freeze_panes: str

    def reset_dimensions(self) -> None:
        """Forget how large the file says that it is."""
        ...

    def iter_rows(self) -> Generator[Sequence[Cell], None, None]:
        """Yield the rows as they are read."""
        ...

    def append(self, row: Sequence[object]) -> None:
        """Write a row."""
        ...

    def close(self) -> None:
        """End the sheet."""
        ...


class Book(Protocol):
    """A file of sheets."""

    worksheets: list[Sheet]
    epoch: datetime

    def create_sheet(self, title: str) -> Sheet:
        """Return a new sheet."""
        ...

    def save(self, file: BinaryIO) -> None:
        """Write the file."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


_OPENPYXL = import_module("openpyxl")
_CELLS = import_module("openpyxl.cell")


def opened(path: str, *, with_values: bool) -> Book:
    """Return a file that is read row by row; of a formula the value that was saved with it, or the formula."""
    made: Book = _OPENPYXL.load_workbook(path, read_only=True, data_only=with_values)
    return made


def new_book() -> Book:
    """Return a file that is written row by row."""
    made: Book = _OPENPYXL.Workbook(write_only=True)
    return made


def styled(sheet: Sheet, value: object, number_format: str = "") -> Cell:
    """Return a cell that is shown as a number of this form, or is text whatever it looks like."""
    made: Cell = _CELLS.WriteOnlyCell(sheet, value)
    if number_format:
        made.number_format = number_format
    else:
        made.data_type = "s"
        made.quotePrefix = True
    return made
