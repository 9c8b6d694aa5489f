"""Rows below the headings of a list that are no mobilities: how to fill, sums, and headings that stand again.

Examples:
    >>> is_total(["", "Summe:", "", "12.345,00 €"]), is_total(["Summe", "STA", "2024-03-07"])
    (True, False)
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch.cells import BrokenCell, is_empty, text_of
from erasmus_grants.batch.headings import are_headings, fields_named, names_a_field, says_how_to_fill
from erasmus_grants.batch.layout import Layout
from erasmus_grants.batch.left_out import LeftOut
from erasmus_grants.batch.numbers import is_number
from erasmus_grants.batch.recognition import ColumnOfList, recognised
from erasmus_grants.batch.words import field_called, means_total
from erasmus_grants.records.fields import KINDS, Kind

_ADDS_UP = "it adds up other rows"
_NAMES_AGAIN = "it has the headings of the columns again"
_COLUMNS_THAT_DECIDE = 2
_HEADINGS_THAT_DECIDE = 2
_UNIT = r"(?:[^\W\d_]+\.?|[^\w\s.,'\u2019+-])"
_AMOUNT = re.compile(
    rf"(?P<unit>{_UNIT}\s*)?(?P<number>[-+]?[0-9](?:.*[0-9])?)(?:[.,]-{{1,2}})?(?(unit)|(?:\s*{_UNIT})?)"
).fullmatch  # a unit is a word or a sign, before a number or behind it; a dash is there for no cents
_OPEN = ENGLISH.labels.amount_open
"""What a sum is called that is not known, in a sheet of grants of our own."""


class RowsApart:
    """Tells which rows below the headings are no mobilities, and keeps what they say."""

    def __init__(
        self, file: str, unit: str, names: Sequence[str], places: Sequence[int], columns: Mapping[str, str]
    ) -> None:
        """Learn what the columns hold.

        Args:
            file: What the file is called.
            unit: What it calls its rows.
            names: The columns.
            places: Where each of them stands in a row.
            columns: The field that a column holds, where the caller says so.
        """
        self._file, self._unit = file, unit
        self._columns = dict(zip(places, recognised(names, columns), strict=True))
        self._never_summed = sorted(place for place, column in self._columns.items() if _is_never_summed(column))
        self._counted = sorted(place for place, column in self._columns.items() if _is_counted(column))
        self._renamed = columns
        self._is_first = True
        self._how_to_fill: tuple[str, ...] = ()
        self._left_out: Counter[str] = Counter()

    def mobilities_among(self, rows: Sequence[Sequence[object]], numbers: Sequence[int]) -> Sequence[int]:
        """Return the places of the rows that are mobilities, and no empty ones either.

        Args:
            rows: The next rows.
            numbers: Which rows of the file they are.

        Raises:
            InputFileError: A row has headings of its own for the rows below it.
        """
        with_headings = self._name_a_field(rows)
        are_mobilities = not with_headings and self._are_mobilities(rows)
        if are_mobilities and not (self._is_first and says_how_to_fill(rows[0])):
            self._is_first = False
            return range(len(rows))
        kept: list[int] = []
        for place, row in enumerate(rows):
            if not all(map(is_empty, row)) and not self.takes(row, with_headings=with_headings):
                if with_headings:
                    self._check_no_headings(row, numbers[place])
                kept.append(place)
        return kept

    def _name_a_field(self, rows: Sequence[Sequence[object]]) -> bool:
        """Return whether a cell in a column of days, words or numbers is called like a field, as headings are."""
        words = [place for place in self._never_summed if place not in self._counted]
        if any(names_a_field(cell, self._renamed) for cell in _cells_in(rows, words)):
            return True
        return any(fields_named(cell, self._renamed) for cell in _cells_in(rows, self._counted))

    def _are_mobilities(self, rows: Sequence[Sequence[object]]) -> bool:
        """Return whether it is seen at once that no row is empty, or adds up others.

        Two columns say so that have a value in each row: the first may be what a sum is called.
        """
        shortest, filled = min(map(len, rows)), 0
        for place in self._never_summed:
            cells = {row[place] for row in rows} if place < shortest else {None}
            if not any(map(is_empty, cells)):
                filled += 1
                if filled == _COLUMNS_THAT_DECIDE:
                    return True
        return False

    def takes(self, cells: Sequence[object], *, with_headings: bool = True) -> bool:
        """Return whether a row is no mobility.

        Args:
            cells: The next row that is not empty.
            with_headings: Whether it may have the headings again.
        """
        is_first, self._is_first = self._is_first, False
        if is_first and says_how_to_fill(cells):
            self._how_to_fill = tuple(text_of(cells[at]).strip() if at < len(cells) else "" for at in self._columns)
            return True
        if is_total(cells, self._never_summed):
            self._left_out[_ADDS_UP] += 1
            return True
        if with_headings and are_headings(cells, self._renamed) and not any(self._others(cells)):
            self._left_out[_NAMES_AGAIN] += 1
            return True
        return False

    def _others(self, cells: Sequence[object]) -> Iterator[str]:
        """Yield the headings in a row that are not those of the columns in which they stand, whatever their words."""
        for place, cell in enumerate(cells):
            column, text = self._columns.get(place), text_of(cell).strip()
            if not is_empty(cell) and (column is None or (text != column.column.strip() and not _means(text, column))):
                yield text

    def _astray(self, cells: Sequence[object]) -> list[str]:
        """Return the headings of other fields in columns of days and numbers, if they show that a row has headings.

        Two of them do, and so does one where no day and no number of the row has a digit.
        """
        texts = {place: text_of(cells[place]) for place in self._counted if place < len(cells)}
        found = [text for place, text in texts.items() if self._names_another(text, self._columns[place])]
        has_digits = any(map(str.isdigit, "".join(texts.values())))
        return [] if has_digits and len(found) < _HEADINGS_THAT_DECIDE else found

    def _names_another(self, text: str, column: ColumnOfList) -> bool:
        """Return whether a text is the heading of another field than that of its column."""
        fields = fields_named(text, self._renamed)
        return bool(fields) and column.field not in fields

    def _check_no_headings(self, cells: Sequence[object], number: int) -> None:
        """Refuse a row of other headings: the rows below it would be read by those above.

        Raises:
            InputFileError: It is one.
        """
        other = next(self._others(cells) if are_headings(cells, self._renamed) else iter(self._astray(cells)), None)
        if other is not None:
            sentence = f"{self._unit} {number} has other headings than those above, as {quoted(other)}"
            raise InputFileError(self._file, (f"{sentence}; put the rows below it into a list of their own",))

    def told_in(self, layout: Layout) -> Layout:
        """Return how a file was read, with what these rows say."""
        ours = (LeftOut(sentence=why, records=records) for why, records in self._left_out.items())
        return layout._replace(left_out=(*layout.left_out, *ours), how_to_fill=self._how_to_fill)


def _means(heading: str, column: ColumnOfList) -> bool:
    """Return whether a heading names the field that a column holds."""
    return column.field is not None and field_called(heading) == column.field


def _is_counted(column: ColumnOfList) -> bool:
    """Return whether a column holds days or numbers, among which a word is none of its values."""
    return KINDS.get(column.field or "") in {Kind.DAY, Kind.WHOLE_NUMBER, Kind.NUMBER}


def _cells_in(rows: Sequence[Sequence[object]], places: Iterable[int]) -> Iterator[object]:
    """Yield the cells in some places of rows, those that are alike once in each place."""
    for place in places:
        yield from {row[place] for row in rows if place < len(row)}


def _is_never_summed(column: ColumnOfList) -> bool:
    """Return whether a column holds what only a single mobility has: a day, or a word; how often yes is, has a sum."""
    return column.word is None and KINDS.get(column.field or "") in {Kind.DAY, Kind.WORD}


def is_total(cells: Sequence[object], never_summed: Collection[int] = ()) -> bool:
    """Return whether a row adds up others: its first filled cell is called a total, and all else in it are numbers.

    A number may have a unit or a currency, and a sum of our own may be open.

    Args:
        cells: The row.
        never_summed: The places in which no sum has a value, except for what it is called.
    """
    called: object = None
    for place, cell in enumerate(cells):
        if is_empty(cell):
            continue
        if called is None:
            called = cell
        elif place in never_summed or not _is_amount(cell):
            return False
    return isinstance(called, str) and means_total(called)  # asked last, because it takes most time


def _is_amount(cell: object) -> bool:
    """Return whether a cell is a number, or was one, had its formula been computed."""
    if isinstance(cell, BrokenCell):
        return True
    if isinstance(cell, str):
        found = _AMOUNT(cell.strip())
        return cell == _OPEN or (found is not None and is_number(found["number"]))
    return isinstance(cell, int | float | Decimal)
