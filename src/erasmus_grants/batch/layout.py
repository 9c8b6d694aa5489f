"""How a list is read: what a caller may say of it, and what was found out.

Examples:
    >>> Options(sheet="2024").heading_row is None, Layout("line 3").separator
    (True, ',')
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType, NoneType
from typing import NamedTuple, TypedDict

from erasmus_grants.basics.errors import InputFileError, check_kind, check_whole
from erasmus_grants.batch.days import DAY_ZERO
from erasmus_grants.batch.left_out import LeftOut
from erasmus_grants.batch.words import Meaning

ROW_NUMBER = "row_number"
"""The column that numbers rows in the sheets that are added to a list, the first one of each."""


class HowToRead(TypedDict, total=False):
    """What a caller may say of a list, where it is not to be found out."""

    columns: Mapping[str, str]
    """The field that a column holds, by the name of the column; names that are known in the languages of the programme
    need not be here."""
    set_fields: Mapping[str, str]
    """Fields that have one value in all rows, and no column."""
    sheet: str | None
    """The sheet of a workbook that has the list; None: the one whose headings name most fields, and a hidden
    sheet only if no other is a list, one without rows only if no list has some."""
    heading_row: int | None
    """The row of the headings, counted from 1 in the whole sheet or file; None: the one that looks like it."""
    encoding: str | None
    """How a file of text is encoded; None: UTF-8, or what its first bytes say, or else as Windows encodes it."""


class Options(NamedTuple):
    """What a caller says of a list; see `HowToRead`."""

    columns: Mapping[str, str] = MappingProxyType({})
    set_fields: Mapping[str, str] = MappingProxyType({})
    sheet: str | None = None
    heading_row: int | None = None
    encoding: str | None = None


USUAL = Options()
"""Nothing is said, and all is found out."""


def check_how(options: Options, name: str) -> None:
    """Refuse what a caller says of a list in values of another kind; not all callers are typed.

    Args:
        options: What the caller says.
        name: The list.

    Raises:
        InputFileError: There is no row of the number that the headings are to have.
        TypeError: A value is of another kind.
    """
    check_kind(options.columns, Mapping, "columns is a mapping from names of columns to fields, not {}")
    check_kind(options.set_fields, Mapping, "set_fields is a mapping from fields to values, not {}")
    check_kind(options.sheet, (str, NoneType), "the name of a sheet is text, not {}")
    check_kind(options.encoding, (str, NoneType), "the name of an encoding is text, as 'cp1250', not {}")
    check_whole(options.heading_row, "the row of the headings is a whole number from 1, not {}")
    if options.heading_row is not None and options.heading_row < 1:
        raise InputFileError(name, (f"the row of the headings is counted from 1, and is not {options.heading_row}",))


class Layout(NamedTuple):
    """How a file was read.

    Attributes:
        where: Where the names of the columns stand; empty where nothing but them can be the names.
        separator: What stands between two cells of text; a comma where nothing does.
        encoding: How its text is encoded; empty where that is given.
        day_zero: What days are counted from, where they are numbers.
        known: What the columns mean that are read, where the format itself says so; None: their names say it.
        left_out: The records that are no rows.
        hidden_rows: How many of the rows that were read are hidden on their sheet.
        how_to_fill: What a row below the headings says of how to fill each column; empty: there is none.
    """

    where: str = ""
    separator: str = ","
    encoding: str = ""
    day_zero: date = DAY_ZERO
    known: Mapping[str, Meaning] | None = None
    left_out: tuple[LeftOut, ...] = ()
    hidden_rows: int = 0
    how_to_fill: tuple[str, ...] = ()
