"""What is used of openpyxl, which has no types of its own.

Examples:
    >>> opened("nowhere.xlsx", with_values=True)
    Traceback (most recent call last):
    ...
    FileNotFoundError: [Errno 2] No such file or directory: 'nowhere.xlsx'
"""

from collections.abc import Generator, Sequence
from datetime import datetime
from importlib import import_module
from typing import Protocol


class Cell(Protocol):
    """A cell of a sheet."""

    value: object
    data_type: str
    number_format: str


class Sheet(Protocol):
    """A sheet."""

    title: str
    sheet_state: str

    def reset_dimensions(self) -> None:
        """Forget how large the file says that it is."""
        ...

    def iter_rows(self) -> Generator[Sequence[Cell], None, None]:
        """Yield the rows as they are read."""
        ...


class Book(Protocol):
    """A file of sheets."""

    worksheets: list[Sheet]
    epoch: datetime

    def close(self) -> None:
        """Close the file."""
        ...


_OPENPYXL = import_module("openpyxl")


def opened(path: str, *, with_values: bool) -> Book:
    """Return a file that is read row by row; of a formula the value that was saved with it, or the formula."""
    made: Book = _OPENPYXL.load_workbook(path, read_only=True, data_only=with_values)
    return made
