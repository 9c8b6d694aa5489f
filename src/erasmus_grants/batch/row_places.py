"""Which row of a list one is, and how that is told.

Examples:
    >>> from erasmus_grants.basics.english import ENGLISH
    >>> rows_told([RowPlace(1, "line 3"), RowPlace(2, "line 5")], ENGLISH.labels)
    ('line', ['3', '5'])
    >>> rows_told([RowPlace(1, ""), RowPlace(2, "")], ENGLISH.labels)
    ('row', ['1', '2'])
"""

from collections.abc import Iterable
from typing import NamedTuple

from erasmus_grants.basics.labels import Labels
from erasmus_grants.batch.tables import LINE

WHERE = "where it stands: its line in the file, or its row on the sheet; empty: the format has no numbers"
"""What the field of this name is of a row."""


class RowPlace(NamedTuple):
    """Which row of a list one is.

    Attributes:
        number: Its number among the rows that are computed, from 1.
        where: Where it stands in the file; an empty text where the file does not number its rows.
    """

    number: int
    where: str


def rows_told(rows: Iterable[tuple[int, str]], labels: Labels) -> tuple[str, list[str]]:
    """Return what a column of rows is called, and its texts: their numbers in the file, if it numbers them.

    Args:
        rows: The number of each row, and where it stands.
        labels: What columns are called.
    """
    listed = list(rows)
    numbers = [where.rpartition(" ")[2] or str(row) for row, where in listed]
    return labels.line_of_file if any(where.startswith(LINE) for _, where in listed) else labels.row, numbers
