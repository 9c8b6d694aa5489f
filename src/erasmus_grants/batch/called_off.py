"""Rows of which a column that is not read says that the mobility does not take place.

They are computed as any other row: a status may be an old one, and nobody has said what to do with it.  Somebody has
to look at them.

Examples:
    >>> from erasmus_grants.batch.recognition import recognised
    >>> called_off = CalledOff(recognised(["reference", "Status"], {}))
    >>> called_off.add(Chunk([["A1", "approved"], ["A2", "Cancelled"]], unit="line", numbers=[2, 3]))
    >>> [(one.where, one.reference, one.value) for one in called_off.told]
    [('line 3', 'A2', 'Cancelled')]
"""

from collections.abc import Sequence
from typing import Final

from pydantic import Field

from erasmus_grants.basics.errors import shortened
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.model import Model
from erasmus_grants.batch.cells import text_of
from erasmus_grants.batch.recognition import ColumnOfList
from erasmus_grants.batch.row_places import WHERE, rows_told
from erasmus_grants.batch.tables import Chunk
from erasmus_grants.batch.words import is_called_off, names_status
from erasmus_grants.report.rendering import Table, text_columns

MOST_CALLED_OFF: Final = 100
"""So many of the rows that say that they are called off are told; all are counted."""


class CalledOffRow(Model):
    """A row that says, in a column that is not read, that its mobility does not take place."""

    row: int = Field(ge=1, description="the row, counted without the heading, empty ones and those left out")
    where: str = Field(description=WHERE)
    reference: str = Field(description="the reference of the row; empty: it has none")
    column: str = Field(description="the column that says so")
    value: str = Field(description="what stands there")


class CalledOff:
    """Finds the rows of a list that say that they are called off.

    Attributes:
        rows: How many do.
        told: The first of them.
    """

    def __init__(self, columns: Sequence[ColumnOfList]) -> None:
        """Prepare to look.

        Args:
            columns: What the columns of a row hold, in their order.
        """
        self.rows = 0
        self.told: list[CalledOffRow] = []
        unread = ((place, one.column) for place, one in enumerate(columns) if one.field is None)
        self._status = {place: name for place, name in unread if names_status(name)}
        self._reference = next((place for place, one in enumerate(columns) if one.field == "reference"), None)
        self._added = 0

    def add(self, chunk: Chunk) -> None:
        """Look at some rows.

        Args:
            chunk: The next rows.
        """
        before, self._added = self._added, self._added + len(chunk.rows)
        if not self._status:
            return
        for number, row in enumerate(chunk.rows):
            said = next(((name, text_of(row[at])) for at, name in self._status.items() if _says_so(row[at])), None)
            if said is None:
                continue
            self.rows += 1
            if len(self.told) < MOST_CALLED_OFF:
                reference = "" if self._reference is None else text_of(row[self._reference])
                place = before + number + 1
                column, value = said
                one = CalledOffRow(
                    row=place, where=chunk.where(number), reference=reference, column=column, value=value
                )
                self.told.append(one)


def _says_so(cell: object) -> bool:
    return isinstance(cell, str) and is_called_off(cell)


def called_off_table(rows: Sequence[CalledOffRow], labels: Labels) -> Table:
    """Return which rows say that they are called off, as a table that is empty if none does.

    Args:
        rows: The rows.
        labels: What the table and its columns are called.
    """
    head, numbers = rows_told(((one.row, one.where) for one in rows), labels)
    heads = text_columns(head, labels.reference, labels.column, labels.value)
    cells = [(shortened(one.reference), shortened(one.column), shortened(one.value)) for one in rows]
    return Table(labels.called_off, heads, tuple((number, *told) for number, told in zip(numbers, cells, strict=True)))
