"""The sheet that says what a list comes to: the tables of its summary, what codes say, and what columns mean.

Examples:
    >>> is_number("4160.00"), is_number("3340.00 to 4840.00"), is_number("007")
    (True, False, False)
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.batch.xlsx.sheet_looks import Look
from erasmus_grants.batch.xlsx.sheet_parts import SheetPart
from erasmus_grants.report.rendering import Column, Report, Table, text_columns

_LABELS: Final = ENGLISH.labels
_NUMBER: Final = re.compile(r"(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{2})?").fullmatch
_EMPTY: Final = "empty"  # what null is in a sheet
_OF_COUNTS: Final = frozenset({"", _LABELS.rows_of, _LABELS.row, _LABELS.line_of_file, _LABELS.row_repeated})


def is_number(text: str) -> bool:
    """Return whether a text is a number as a summary writes it: a count, or an amount."""
    return _NUMBER(text) is not None


def write_summary(
    sheet: SheetPart, report: Report, examples: Mapping[str, str], meanings: Mapping[str, str], notes: Sequence[str]
) -> None:
    """Write the sheet.

    Args:
        sheet: The sheet, which is empty.
        report: The summary.
        examples: What each code says, in the first row that has it.
        meanings: What each column means.
        notes: What else is to be said.
    """
    rows = tuple((name, meaning.replace("`", "").replace("null", _EMPTY)) for name, meaning in meanings.items())
    columns = Table(_LABELS.columns_of, text_columns(_LABELS.column, _LABELS.meaning), rows)
    sheet.append([(report.title, Look.TITLE)])
    for note in (*notes, *report.notes):
        sheet.append([(note, Look.LOOSE)])
    for table in (*(_with_sentences(table, examples) for table in report.tables), columns):
        sheet.append([])
        sheet.append([(table.title, Look.CAPTION)])
        if any(table.head):
            sheet.append(list(_heads(table.columns)))
        for row in table.rows:
            sheet.append(list(_cells(table.columns, row)))


def _with_sentences(table: Table, examples: Mapping[str, str]) -> Table:
    """Return a table of codes with what each says, and any other table as it is."""
    if table.head != (_LABELS.code, _LABELS.rows_of) or not examples:
        return table
    rows = tuple((*row, examples.get(row[0], "")) for row in table.rows)
    return Table(table.title, (*table.columns, Column(_LABELS.for_example)), rows)


def _heads(columns: Iterable[Column]) -> Iterator[tuple[str, Look]]:
    for place, column in enumerate(columns):
        of_numbers = column.numeric or (place and column.title in _OF_COUNTS)
        yield column.title, Look.NUMBER_HEADING if of_numbers else Look.OUR_HEADING


def _cells(columns: Sequence[Column], row: Sequence[str]) -> Iterator[tuple[object, Look]]:
    """Yield the cells of a row; text of its last column runs over what is empty beside it."""
    for place, (column, text) in enumerate(zip(columns, row, strict=True), 1):
        if is_number(text) and (column.numeric or column.title in _OF_COUNTS):
            yield Decimal(text), Look.EUROS if column.numeric else Look.LEFT if place == 1 else Look.NUMBER
        elif column.numeric:
            yield text, Look.RIGHT
        else:
            yield text, Look.LOOSE if place == len(columns) else Look.TEXT
