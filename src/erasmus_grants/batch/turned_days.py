"""Days of a column of which a spreadsheet may have taken the day for the month.

A spreadsheet with the month first opens a list with the day first: it makes 9 January of 01/09/2025, and leaves
15/09/2025, which has no month 15, as text.  So the texts of the column have days above 12 alone, and its date cells
have none.

Examples:
    >>> column = DayOrder()
    >>> column.learn([date(2025, 1, 9), "15/09/2025"], "row {}".format)
    >>> print(column.problem)
    '15/09/2025' in row 1 has its day first, and every date cell of the column has a day up to 12, as 2025-01-09 in row
    0: a spreadsheet may have taken its day for its month; write all days of the column anew
    >>> column.learn([date(2025, 1, 13)], "row {}".format)
    >>> column.problem
    ''
"""

from collections.abc import Callable, Sequence
from datetime import date

from erasmus_grants.basics.errors import quoted
from erasmus_grants.batch.cells import text_of, texts_in
from erasmus_grants.batch.days import MONTHS, may_have_month_first, shows_day_first


class DayOrder:
    """Learns from the cells of a column of days whether some of them may have been turned round."""

    def __init__(self) -> None:
        self._is_certain = False
        self._text = ""
        self._turned = ""

    def learn(self, cells: Sequence[object], where: Callable[[int], str]) -> None:
        """Look at some cells.

        Args:
            cells: The next cells of the column.
            where: Tells where the row of a cell stands, by its place among these cells.
        """
        if self._is_certain:
            return
        texts = {text: text.strip() for text in texts_in(cells)}
        days = {cell for cell in cells if isinstance(cell, date)} if len(texts) < len(cells) else set[date]()
        self._is_certain = any(map(may_have_month_first, texts.values())) or any(day.day > MONTHS for day in days)
        proofs = {text for text, bare in texts.items() if shows_day_first(bare)}
        turned = {day for day in days if day.day != day.month}
        self._text = self._text or _first(cells, proofs, where)
        self._turned = self._turned or _first(cells, turned, where)

    @property
    def problem(self) -> str:
        """Why no day of the column is certain; an empty text: they are."""
        if self._is_certain or not self._text or not self._turned:
            return ""
        return (
            f"{self._text} has its day first, and every date cell of the column has a day up to {MONTHS}, "
            f"as {self._turned}: a spreadsheet may have taken its day for its month; "
            "write all days of the column anew"
        )


def _first(cells: Sequence[object], those: "set[str] | set[date]", where: Callable[[int], str]) -> str:
    """Return the first of some cells, and where it stands; an empty text if there are none.

    Args:
        cells: The cells.
        those: Which of them.
        where: Tells where the row of a cell stands.
    """
    if not those:
        return ""
    at, cell = next((at, cell) for at, cell in enumerate(cells) if isinstance(cell, str | date) and cell in those)
    told = quoted(cell.strip()) if isinstance(cell, str) else text_of(cell)
    return f"{told} in {where(at)}"
