"""Rows of a list that repeat an earlier one: they have its reference or, without one, the same in all cells.

They are computed as any other row, because two students may have the same stay, and one student two.  Somebody has to
look at them.

Examples:
    >>> rows = [["A1", "STA"], ["A2", "STA"], ["A1", "STT"]]
    >>> repeats = Repeats(reference=0)
    >>> repeats.learn(rows)
    >>> repeats.add(Chunk(rows, unit="line", numbers=[2, 3, 4]))
    >>> for one in repeats.told:
    ...     print(one.where, "repeats", one.first_where, one.reference)
    line 4 repeats line 2 A1
"""

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from pydantic import Field

from erasmus_grants.basics.errors import shortened
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.model import Model
from erasmus_grants.batch.cells import holds_texts_alone, read_column
from erasmus_grants.batch.row_places import WHERE, RowPlace, rows_told
from erasmus_grants.batch.tables import Chunk
from erasmus_grants.records.fields import Kind
from erasmus_grants.report.rendering import Table, text_columns

MOST_COMPARED: Final = 200_000
"""So many rows are compared with one another, the first ones: what is kept of each takes memory."""

MOST_REPEATS: Final = 100
"""So many of the rows that repeat an earlier one are told; all are counted."""

REPEATED_ROWS: Final = "rows that repeat an earlier one, among the first 200,000; they are computed as others"
"""What the field of this name is in each result."""

REPEATS: Final = "the first hundred of the rows that repeat an earlier one"
"""What the field of this name is in each result."""

_BETWEEN_CELLS: Final = "\x1f"

_Key: TypeAlias = "str | tuple[str]"
"""What a row is compared by: its reference or, in a tuple, all its cells."""


class RepeatingRow(Model):
    """A row that repeats an earlier one."""

    row: int = Field(ge=1, description="the row, counted without the heading, empty ones and those left out")
    where: str = Field(description=WHERE)
    reference: str = Field(description="the reference of both; empty: they have none, and are alike in all cells")
    first_row: int = Field(ge=1, description="the first row that it repeats")
    first_where: str = Field(description=WHERE)


class Repeats:
    """Finds the rows of a list that repeat an earlier one, in two readings of it.

    The first reading keeps a hash of each row, by which a row may be alike to another.  Only these are kept as they are
    in the second, and compared, so what is found depends on no hash.

    Attributes:
        rows: How many rows repeat an earlier one.
        told: The first of them.
    """

    def __init__(self, reference: int | None = None) -> None:
        """Prepare to compare.

        Args:
            reference: Where the reference stands in a row; None: the list has no column of references.
        """
        self.rows = 0
        self.told: list[RepeatingRow] = []
        self._reference = reference
        self._hashes = set[int]()
        self._twice = set[int]()
        self._learned = self._added = 0
        self._first: dict[_Key, RowPlace] = {}

    def learn(self, rows: Sequence[Sequence[object]]) -> None:
        """Learn which rows may be there twice.

        Args:
            rows: The next rows, in the first reading.
        """
        for one in map(hash, self._keys(rows[: max(0, MOST_COMPARED - self._learned)])):
            (self._twice if one in self._hashes else self._hashes).add(one)
        self._learned += len(rows)

    def add(self, chunk: Chunk) -> None:
        """Find the rows that repeat an earlier one.

        Args:
            chunk: The next rows, in the second reading.
        """
        self._hashes.clear()  # which the first reading alone needs
        before, self._added = self._added, self._added + len(chunk.rows)
        if not self._twice:
            return
        for place, key in enumerate(self._keys(chunk.rows[: max(0, MOST_COMPARED - before)])):
            if hash(key) in self._twice:
                at = RowPlace(before + place + 1, chunk.where(place))
                first = self._first.setdefault(key, at)
                if first is not at:
                    self._keep(key, at, first)

    def _keep(self, key: _Key, at: RowPlace, first: RowPlace) -> None:
        self.rows += 1
        if len(self.told) < MOST_REPEATS:
            one = RepeatingRow(
                row=at.number,
                where=at.where,
                reference=key if isinstance(key, str) else "",
                first_row=first.number,
                first_where=first.where,
            )
            self.told.append(one)

    def _keys(self, rows: Sequence[Sequence[object]]) -> Iterator[_Key]:
        """Yield what each row is compared by; a reference is what is read as one, so a dash is none."""
        if self._reference is None:
            yield from map(_all_cells, rows)
            return
        references = read_column([row[self._reference] for row in rows], Kind.TEXT).values
        for row, reference in zip(rows, references, strict=True):
            yield _all_cells(row) if reference is None else str(reference).strip()


def _all_cells(row: Sequence[object]) -> tuple[str]:
    """Return all cells of a row as one text; numbers and texts that look alike are not."""
    return (_BETWEEN_CELLS.join(row) if holds_texts_alone(row) else repr(tuple(row)),)


def repeats_table(repeats: Sequence[RepeatingRow], labels: Labels) -> Table:
    """Return which rows repeat which, as a table that is empty if none does.

    Args:
        repeats: The rows.
        labels: What the table and its columns are called.
    """
    head, rows = rows_told(((one.row, one.where) for one in repeats), labels)
    _, first = rows_told(((one.first_row, one.first_where) for one in repeats), labels)
    same = [
        labels.same_reference.format(reference=shortened(one.reference)) if one.reference else labels.same_cells
        for one in repeats
    ]
    heads = text_columns(head, labels.row_repeated, labels.what_is_the_same)
    return Table(labels.repeats, heads, tuple(zip(rows, first, same, strict=True)))


def notes_on_repeats(rows: int, labels: Labels) -> tuple[str, ...]:
    """Return a note if not all rows were compared.

    Args:
        rows: How many rows the list has.
        labels: What is said.

    Examples:
        >>> from erasmus_grants.basics.english import ENGLISH
        >>> notes_on_repeats(MOST_COMPARED, ENGLISH.labels), len(notes_on_repeats(MOST_COMPARED + 1, ENGLISH.labels))
        ((), 1)
    """
    return (labels.not_all_compared.format(rows=MOST_COMPARED),) if rows > MOST_COMPARED else ()
