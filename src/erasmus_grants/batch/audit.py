r"""A list with amounts of somebody else, checked row by row against ours.

Examples:
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "export.csv"
    ...     count = path.write_text(
    ...         "Activity type;Receiving country;Start date;End date;Distance;Teaching hours;direction;Total grant\n"
    ...         "STA;SN;07/03/2022;11/03/2022;4070;8;outgoing;2080,00\n"
    ...         "STA;SN;07/03/2022;11/03/2022;4070;8;outgoing;1720,00\n"
    ...     )
    ...     audit = audit_file(path, "usmb-icm-2023")
    >>> audit.rows, audit.agreeing, [(row.row, row.causes[0]) for row in audit.differing]
    (2, 1, [(2, 'travel days paid: 0; due: 2')])
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from os import fspath
from pathlib import Path
from typing import Unpack

from pydantic import Field

from erasmus_grants.basics.errors import InputFileError, did_you_mean, quoted, shortened
from erasmus_grants.basics.field_types import Many
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.money import Money, from_cents, read_money, rounded
from erasmus_grants.basics.vocabulary import DifferenceCause, Rounding
from erasmus_grants.batch.calculators import Calculators
from erasmus_grants.batch.cells import read_cell, text_of
from erasmus_grants.batch.grants import Grants
from erasmus_grants.batch.layout import HowToRead, Options
from erasmus_grants.batch.left_out import LEFT_OUT, LeftOut, left_out_table
from erasmus_grants.batch.list_files import ListFile, opened
from erasmus_grants.batch.numbers import as_shown, marks_in, the_mark_of
from erasmus_grants.batch.recognition import ColumnOfList, How
from erasmus_grants.batch.repeats import (
    MOST_REPEATS,
    REPEATED_ROWS,
    REPEATS,
    RepeatingRow,
    Repeats,
    notes_on_repeats,
    repeats_table,
)
from erasmus_grants.batch.row_places import WHERE, RowPlace, rows_told
from erasmus_grants.batch.run import grants_of, unreadable_cells
from erasmus_grants.batch.summary import UnreadableCell, counted, unreadable_table
from erasmus_grants.batch.tables import Chunk
from erasmus_grants.batch.words import amount_called
from erasmus_grants.engine.audit import StatedAmounts, explain_difference
from erasmus_grants.frames.rulebooks import Rulebooks, as_rulebooks
from erasmus_grants.records.fields import Kind
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.tables import range_told
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report, Table, filled, number_columns, text_columns
from erasmus_grants.rulebook.model import Rulebook

_CURRENCY = r"\(?(?:€|EUR(?:OS?)?)\)?"
_WITH_CURRENCY = re.compile(
    rf"\s*(?:{_CURRENCY}(?![^\W\d_])\s*)?(?P<amount>.*?)(?:\s*(?<![^\W\d_]){_CURRENCY})?\s*", re.IGNORECASE | re.DOTALL
).fullmatch
_NO_CENTS = re.compile("(?<=[0-9])([.,])(?:-{1,2}|[\u2013\u2014])$").sub
"""What stands for no cents, as in 1.569,-"""

MOST_TOLD = 1_000
"""So many rows that differ are told, and so many that are not yet known; all are counted."""


class DifferingRow(Model):
    """A row whose amounts are not ours, or of which ours are not yet known."""

    row: int = Field(ge=1, description="the row, counted without the heading, empty ones and those left out")
    where: str = Field(default="", description=WHERE)
    reference: str = Field(default="", description="the reference of the row; empty: it has none")
    theirs_eur: Money | None = Field(description="their total; null: not stated [EUR]")
    ours_eur: Money | None = Field(description="our total; null: not yet known [EUR]")
    minimum_eur: Money | None = Field(default=None, description="our lowest total; null: nothing bounds it [EUR]")
    maximum_eur: Money | None = Field(default=None, description="our highest total; null: nothing bounds it [EUR]")
    causes: Many[str] = Field(description="what explains it, in sentences: each would, or together")


class CauseCount(Model):
    """How many rows differ for one kind of cause, and by how much."""

    what: str = Field(description="the kind of cause, a word of `DifferenceCause`")
    rows: int = Field(ge=1, description="rows of which it is the first")
    too_much_eur: Money = Field(description="what they pay more in these rows [EUR]")
    too_little_eur: Money = Field(description="what they pay less in these rows [EUR]")


class ListAudit(HasReport):
    """A list with amounts of somebody else, checked against ours."""

    rows: int = Field(ge=0, description="rows, empty ones left out")
    agreeing: int = Field(ge=0, description="rows whose amounts are ours")
    unreadable: int = Field(ge=0, description="rows that cannot be read")
    without_amount: int = Field(default=0, ge=0, description="rows that state no amount")
    unreadable_cells: Many[UnreadableCell] = Field(
        default=(), description="what cannot be read, up to a thousand cells"
    )
    amounts: Many[ColumnOfList] = Field(
        default=(), description="the columns that are compared, with the amount of each"
    )
    left_out: Many[LeftOut] = Field(default=(), description=LEFT_OUT)
    repeated_rows: int = Field(default=0, ge=0, description=REPEATED_ROWS)
    repeats: Many[RepeatingRow] = Field(default=(), max_length=MOST_REPEATS, description=REPEATS)
    counts: Many[CauseCount] = Field(description="the causes, the most frequent first; not known is one")
    differing: Many[DifferingRow] = Field(description="the rows that differ, up to a thousand")
    not_known: Many[DifferingRow] = Field(
        default=(), description="the rows whose grant is not yet known and may be theirs, up to a thousand"
    )

    @property
    def rows_that_differ(self) -> int:
        """How many rows have amounts that are not ours."""
        return sum(one.rows for one in self.counts if one.what != DifferenceCause.NOT_KNOWN)

    @property
    def rows_not_known(self) -> int:
        """How many rows have amounts that may be right, because our grant is not yet known."""
        return sum(one.rows for one in self.counts if one.what == DifferenceCause.NOT_KNOWN)

    def _report(self, language: Language) -> Report:
        labels = language.labels
        counts = [
            (language.words([one.what]), str(one.rows), str(one.too_much_eur), str(one.too_little_eur))
            for one in self.counts
            if one.what != DifferenceCause.NOT_KNOWN
        ]
        numbers = number_columns(labels.rows_of, labels.too_much_eur, labels.too_little_eur)
        title = labels.audited.format(
            differing=self.rows_that_differ,
            rows=self.rows,
            open=self.rows_not_known,
            uncompared=self.unreadable + self.without_amount,
        )
        tables = (
            Table(labels.by_cause, (*text_columns(labels.cause), *numbers), tuple(counts)),
            _rows_table(labels.rows_that_differ, self.differing, labels),
            _rows_table(labels.rows_not_known, self.not_known, labels),
            unreadable_table(labels.unreadable, self.unreadable_cells, labels),
            self._compared(language),
            left_out_table(self.left_out, labels),
            repeats_table(self.repeats, labels),
        )
        without = counted(self.without_amount, labels.one_row, labels.many_rows)
        notes = (labels.no_amount_note.format(rows=without),) if self.without_amount else ()
        return Report(title, filled(tables), (*notes, *notes_on_repeats(self.rows, labels)))

    def _compared(self, language: Language) -> Table:
        """Return which column was compared as which amount."""
        labels = language.labels
        rows = [(shortened(one.column), one.told(language), language.words([one.how])) for one in self.amounts]
        heads = text_columns(labels.column, labels.amount, labels.how_known)
        return Table(labels.amounts_compared, heads, tuple(rows))


def _rows_table(title: str, rows: Sequence[DifferingRow], labels: Labels) -> Table:
    """Return both amounts of rows, and what explains them."""
    row_head, row_texts = rows_told(((one.row, one.where) for one in rows), labels)
    told = (
        (
            row,
            shortened(one.reference),
            "" if one.theirs_eur is None else str(one.theirs_eur),
            range_told(one.minimum_eur, one.maximum_eur, labels) or labels.amount_open,
            " / ".join(one.causes),
        )
        for row, one in zip(row_texts, rows, strict=True)
    )
    heads = (*text_columns(row_head, labels.reference), *number_columns(labels.theirs, labels.ours))
    return Table(title, (*heads, *text_columns(labels.perhaps_because)), tuple(told))


def audit_file(source: str | Path, rulebooks: Rulebooks = (), **how: Unpack[HowToRead]) -> ListAudit:
    """Return where the amounts of a list are not ours, and what explains it.

    Args:
        source: A file of mobilities with amounts: CSV, Parquet, XLSX, JSON lines or XML.
        rulebooks: As for `calculate_file`.
        **how: As for `calculate_file`; `columns` may also name an amount: `total_eur`, `travel_support_eur`,
            `individual_support_eur` or `top_ups_eur`.

    Raises:
        UnknownRulebookError: No rulebook has an id.
        InputFileError: The file cannot be read, has not the columns that are needed, or has no column of amounts.
    """
    source, books, options = fspath(source), as_rulebooks(rulebooks), Options(**how)
    with opened(source, options) as given:
        amounts = _amounts_of(given)
        stated = {one.column for one in amounts}
        fields = {column: field for column, field in given.stated.items() if column not in stated}
        columns = [_Amounts(one.field or "", one.column, given.names.index(one.column)) for one in amounts]
        found = _Found(books)
        grants = grants_of(given, books, fields)
        for chunk in given.chunks():
            for column in columns:
                column.learn(chunk.rows)
        for chunk in given.chunks():
            found.add(grants, chunk, columns)
    return found.audit(amounts, given.layout.left_out, grants.repeats)


def _amounts_of(given: ListFile) -> tuple[ColumnOfList, ...]:
    """Return the columns of amounts; what the caller says comes before what is known.

    Raises:
        InputFileError: There is none, or none of a name, or the caller names two of one amount.
    """
    columns = given.stated
    stated = {name: amount for name, amount in columns.items() if amount in StatedAmounts.model_fields}
    if problems := tuple(_problems_of_amounts(stated, given.names)):
        raise InputFileError(given.name, problems)
    found = [ColumnOfList(column=name, field=amount, how=How.STATED) for name, amount in stated.items()]
    for name in given.names:
        amount = None if name in columns else amount_called(name)
        if amount is not None and amount not in stated.values():
            found.append(ColumnOfList(column=name, field=amount, how=How.NAMED if name == amount else How.KNOWN))
    if not found:
        raise InputFileError(given.name, ("no column is known as an amount; name one: --columns Grant=total_eur",))
    return tuple(sorted(found, key=lambda one: given.names.index(one.column)))


def _problems_of_amounts(stated: Mapping[str, str], names: Sequence[str]) -> Iterator[str]:
    """Yield why columns that the caller names cannot be compared: one is not there, or an amount has two."""
    first: dict[str, str] = {}
    for name, amount in stated.items():
        other = first.setdefault(amount, name)
        if name not in names:
            yield f"there is no column {quoted(name)}{did_you_mean(name, names)}"
        elif other != name:
            yield f"{amount} is both in the column {quoted(other)} and in {quoted(name)}"


class _Amounts:
    """A column of amounts.

    Attributes:
        name: Which amount it is.
        column: What it is called.
        place: Where it stands in a row.
    """

    def __init__(self, name: str, column: str, place: int) -> None:
        self.name = name
        self.column = column
        self.place = place
        self._marks: set[str] = set()

    def learn(self, rows: Sequence[Sequence[object]]) -> None:
        """Learn which mark goes before decimals."""
        cells = {cell for row in rows if isinstance(cell := row[self.place], str)}
        self._marks |= marks_in(map(_without_currency, cells))

    def read(self, row: Sequence[object]) -> Decimal | None:
        """Return the amount of a row in whole cents; None if it has none.

        A number is rounded: many a spreadsheet computes it without.  Text was typed, and is not.

        Raises:
            ValueError: It cannot be read, or is no amount.
        """
        cell = row[self.place]
        plain = _plain(cell)
        try:
            value = read_cell(plain, Kind.NUMBER, the_mark_of(self._marks))
        except ValueError as error:  # which quotes what was read, and not what stands there
            raise ValueError(str(error).replace(quoted(text_of(plain)), quoted(text_of(cell).strip()), 1)) from None
        if not isinstance(value, float):
            return None
        shown = Decimal(as_shown(value))
        return read_money(shown if isinstance(cell, str) else _in_cents(shown))


def _plain(cell: object) -> object:
    """Return an amount without its currency, and without more digits than a float has."""
    if isinstance(cell, str):
        return _without_currency(cell)
    return _in_cents(cell) if isinstance(cell, Decimal) else cell


def _in_cents(amount_eur: Decimal) -> Decimal:
    return rounded(amount_eur, Rounding.HALF_UP_TO_CENT)


def _without_currency(cell: str) -> str:
    """Return an amount without its currency before or behind it, and with cents.

    Examples:
        >>> _without_currency("1.569,- Euro"), _without_currency("EUR 820.00"), _without_currency("820 zł")
        ('1.569,00', '820.00', '820 zł')
    """
    found = _WITH_CURRENCY(cell)
    return _NO_CENTS(r"\g<1>00", found["amount"] if found else cell)


def _read(
    columns: Sequence[_Amounts], row: Sequence[object]
) -> tuple[StatedAmounts | None, list[tuple[_Amounts, str]]]:
    """Return the amounts of a row, None if it states none, and what cannot be read or disagrees."""
    amounts: dict[str, Decimal] = {}
    wrong: list[tuple[_Amounts, str]] = []
    for column in columns:
        try:
            amount = column.read(row)
        except ValueError as error:
            wrong.append((column, str(error)))
            continue
        if amount is not None and amounts.setdefault(column.name, amount) != amount:
            which = f"--columns {quoted(f'{column.column}={column.name}')}"
            wrong.append((column, f"another column of this amount has {amounts[column.name]}; say which: {which}"))
    return StatedAmounts(**amounts) if amounts else None, wrong


class _Found:
    """Counts the rows of an audit."""

    def __init__(self, rulebooks: Iterable[Rulebook]) -> None:
        self._calculators = Calculators(rulebooks)
        self._rows = self._agreeing = self._unreadable = self._without_amount = 0
        self._causes: Counter[str] = Counter()
        self._more: Counter[str] = Counter()
        self._less: Counter[str] = Counter()
        self._differing: list[DifferingRow] = []
        self._not_known: list[DifferingRow] = []
        self._cells: list[UnreadableCell] = []

    def add(self, grants: Grants, chunk: Chunk, columns: Sequence[_Amounts]) -> None:
        """Compare some rows."""
        computed = grants.of(chunk.rows, with_texts=False)
        grants.repeats.add(chunk)
        for place, (row, trace, name) in enumerate(zip(chunk.rows, computed.trace, computed.rulebooks, strict=True)):
            self._rows += 1
            at = RowPlace(self._rows, chunk.where(place))
            theirs, wrong = _read(columns, row)
            if wrong or trace < 0:
                self._unreadable += 1
                self._tell(grants, at, row, wrong)
            elif theirs is None:
                self._without_amount += 1
            else:
                self._compare(computed.mobility(place), at, grants.reference(row), str(name), theirs)

    def _tell(self, grants: Grants, at: RowPlace, row: Sequence[object], wrong: Sequence[tuple[_Amounts, str]]) -> None:
        """Keep what cannot be read in a row, until enough is kept."""
        if len(self._cells) >= MOST_TOLD:
            return
        self._cells += unreadable_cells(grants, at, row, grants.unreadable(row))
        self._cells += (
            UnreadableCell(
                row=at.number,
                where=at.where,
                reference=grants.reference(row),
                column=column.column,
                field=column.name,
                value=text_of(row[column.place]),
                sentence=sentence,
            )
            for column, sentence in wrong
        )
        del self._cells[MOST_TOLD:]

    def _compare(self, mobility: Mobility, at: RowPlace, reference: str, name: str, theirs: StatedAmounts) -> None:
        calculator = self._calculators.of(name)
        found = explain_difference(calculator.calculate(mobility), theirs, calculator.rulebook)
        if found.agrees:
            self._agreeing += 1
            return
        what, cents = found.causes[0].what.value, found.difference_cents or 0
        self._causes[what] += 1
        (self._more if cents > 0 else self._less)[what] += abs(cents)
        told = self._not_known if what == DifferenceCause.NOT_KNOWN else self._differing
        if len(told) < MOST_TOLD:
            one = DifferingRow(
                row=at.number,
                where=at.where,
                reference=reference,
                theirs_eur=theirs.total_eur,
                ours_eur=found.ours.total_eur,
                minimum_eur=found.ours.minimum_total_eur,
                maximum_eur=found.ours.maximum_total_eur,
                causes=tuple(cause.in_language() for cause in found.causes),
            )
            told.append(one)

    def audit(self, amounts: tuple[ColumnOfList, ...], left_out: tuple[LeftOut, ...], repeats: Repeats) -> ListAudit:
        """Return what was found.

        Args:
            amounts: The columns that were compared.
            left_out: The records of the file that are no rows.
            repeats: The rows that repeat an earlier one.
        """
        counts = tuple(
            CauseCount(
                what=what,
                rows=rows,
                too_much_eur=from_cents(self._more[what]),
                too_little_eur=from_cents(self._less[what]),
            )
            for what, rows in self._causes.most_common()
        )
        return ListAudit(
            rows=self._rows,
            agreeing=self._agreeing,
            unreadable=self._unreadable,
            without_amount=self._without_amount,
            unreadable_cells=tuple(self._cells),
            amounts=amounts,
            left_out=left_out,
            repeated_rows=repeats.rows,
            repeats=tuple(repeats.told),
            counts=counts,
            differing=tuple(self._differing),
            not_known=tuple(self._not_known),
        )
