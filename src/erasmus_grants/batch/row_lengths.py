"""Rows of CSV that are longer than the headings, even if nothing stands in the cells behind them.

An unquoted decimal comma makes a cell more, and moves all that follow one place to the right.  Where the last column is
empty, so is the cell behind it.  Rows that all end with the same separators have no cell too many; but where the
separator is a comma, a number with a comma in each row looks just the same.

Examples:
    >>> RowLengths("list.csv", 2, ";").check([["STA", "8", ""], ["STT", "7", ""]], [2, 3])
    >>> RowLengths("list.csv", 2, ",").check([["8", "5", ""]], [2])
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.InputFileError: list.csv: line 2 has 3 cells, and the headings have 2, so some may stand in \
the wrong column; write what has ',' in it in quotation marks, and if all rows end with ',', end the headings so too
"""

from collections.abc import Sequence

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch.tables import LINE

_DECIMAL_COMMA = ","


class RowLengths:
    """Compares the lengths of the rows of a file."""

    def __init__(self, file: str, headings: int, separator: str) -> None:
        """Begin without a row.

        Args:
            file: What the file is called.
            headings: How many cells the row of the headings has.
            separator: What stands between two cells.
        """
        self._file, self._headings, self._separator = file, headings, separator
        self._lengths: set[int] = set()
        self._longer = ""

    def check(self, rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> None:
        """Refuse rows that are longer than the headings, unless all rows of the file are so by the same cells.

        Args:
            rows: The next rows.
            numbers: Which lines of the file they are.

        Raises:
            InputFileError: A row has a cell too many.
        """
        lengths = set(map(len, rows))
        self._lengths |= lengths
        if not self._longer and max(lengths) > self._headings:
            place = next(place for place, row in enumerate(rows) if len(row) > self._headings)
            self._longer = f"{LINE} {numbers[place]} has {len(rows[place])} cells"
        if self._longer and (self._separator == _DECIMAL_COMMA or len(self._lengths) > 1):
            raise InputFileError(self._file, (self._problem(),))

    def _problem(self) -> str:
        separator = quoted(self._separator)
        return (
            f"{self._longer}, and the headings have {self._headings}, so some may stand in the wrong column; "
            f"write what has {separator} in it in quotation marks, "
            f"and if all rows end with {separator}, end the headings so too"
        )
