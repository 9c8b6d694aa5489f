"""What a whole file comes to: how many rows, how many grants, why not the others, and how much in all.

Examples:
    >>> tally = Tally()
    >>> answers = ["granted", "undetermined"]
    >>> tally.add(answers, trace=[0, 1 << 15], rulebooks=["toy", "toy"])
    >>> bounds = {"minimum_total_eur": [208000, 90000], "maximum_total_eur": [208000, 110000]}
    >>> paid = {"total_eur": [208000, None], "pre_financing_eur": [176500, None], "balance_eur": [31500, None]}
    >>> tally.add_amounts(answers, {**bounds, **paid})
    >>> print(tally.summary([]).to_text())  # doctest: +ELLIPSIS
    1 granted, 1 not yet known: 2080.00 EUR
    <BLANKLINE>
    Rows
    <BLANKLINE>
    rows           2
    granted        1
    not eligible   0
    not yet known  1
    <BLANKLINE>
    Why rows have no grant
    code              rows
    DISTANCE_MISSING  1
    <BLANKLINE>
    Amounts
                                               EUR
    total                                  2080.00
    pre-financing                          1765.00
    balance                                 315.00
    with what is not yet known  2980.00 to 3180.00
    <BLANKLINE>
    erasmus_grants ...
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Self, TypeVar

from pydantic import Field, model_validator

from erasmus_grants.basics.errors import shortened
from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.money import ZERO_EUR, Money, from_cents, to_cents
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.version import __version__
from erasmus_grants.basics.vocabulary import FindingCode, GrantStatus, Severity
from erasmus_grants.batch.called_off import MOST_CALLED_OFF, CalledOff, CalledOffRow, called_off_table
from erasmus_grants.batch.cities import RowDistance
from erasmus_grants.batch.left_out import LEFT_OUT, LeftOut, left_out_table
from erasmus_grants.batch.repeats import (
    MOST_REPEATS,
    REPEATED_ROWS,
    REPEATS,
    RepeatingRow,
    Repeats,
    notes_on_repeats,
    repeats_table,
)
from erasmus_grants.batch.row_places import WHERE, rows_told
from erasmus_grants.frames.amount_units import BOUNDS
from erasmus_grants.frames.outputs import UNREADABLE
from erasmus_grants.frames.trace import codes_in, wrong_fields
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.records.tables import range_told, rulebook_told
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report, Table, filled, number_columns, text_columns
from erasmus_grants.rulebook.model import Rulebook, fingerprint

AnyName = TypeVar("AnyName", bound=str)

MOST_UNREADABLE = 100
"""So many of the cells that cannot be read are told."""

_TOGETHER = ((Severity.REFUSING, Severity.UNKNOWN), (Severity.WARNING,), (Severity.INFO,))


class FindingCount(Model):
    """How many rows have a finding."""

    code: Choice[FindingCode] = Field(description="the finding; INVALID_INPUT where a row cannot be read")
    severity: Choice[Severity] = Field(description="what it does: `refusing`, `unknown`, `warning` or `info`")
    rows: int = Field(ge=1, description="rows that have it; a row may have several")


class FieldCount(Model):
    """How many rows have something about one field."""

    field: str = Field(description="the field, or rulebook")
    rows: int = Field(ge=1, description="rows in which it cannot be read, does not go with the others, or is missing")


class UnreadableCell(Model):
    """What cannot be read in a row."""

    row: int = Field(ge=1, description="the row, counted without the heading, empty ones and those left out")
    where: str = Field(default="", description=WHERE)
    reference: str = Field(default="", description="the reference of the row; empty: it has none")
    column: str = Field(default="", description="the column that is read as the field; empty: the list has none")
    field: str = Field(description="the field, rulebook, or the amount that an audit compares")
    value: str = Field(description="what stands there")
    sentence: str = Field(description="what is wrong with it")


def unreadable_table(title: str, cells: Sequence[UnreadableCell], labels: Labels) -> Table:
    """Return where something cannot be read; references, and columns, if some say more than the rest.

    Args:
        title: The title of the table.
        cells: What cannot be read.
        labels: What the columns of the table are called.
    """
    with_references = any(cell.reference for cell in cells)
    with_columns = any(cell.column not in {"", cell.field} for cell in cells)
    parts = (
        rows_told(((cell.row, cell.where) for cell in cells), labels),
        (labels.reference, [shortened(cell.reference) for cell in cells if with_references]),
        (labels.column, [shortened(cell.column) for cell in cells if with_columns]),
        (labels.field, [cell.field for cell in cells]),
        (labels.value, [shortened(cell.value) for cell in cells]),
        (labels.what_is_wrong, [cell.sentence for cell in cells]),
    )
    told = [(head, texts) for head, texts in parts if texts]
    rows = zip(*(texts for _, texts in told), strict=True)
    return Table(title, text_columns(*(head for head, _ in told)), tuple(rows))


class DistanceCount(Model):
    """Why rows have no distance that they need, although they state a city."""

    sentence: str = Field(description="why it could not be estimated")
    rows: int = Field(ge=1, description="rows that wait for it")


class RulebookCount(Model):
    """A rulebook, and how many rows it computed."""

    id: str = Field(description="id of the rulebook")
    fingerprint: str = Field(pattern=r"^[0-9a-f]{64}$", description="sha256 of what the rulebook computes with")
    rows: int = Field(ge=0, description="rows that were computed by it")


class BatchSummary(HasReport):
    """What a whole file of mobilities comes to."""

    rows: int = Field(ge=0, description="rows, empty ones left out")
    granted: int = Field(ge=0, description="rows with a grant")
    not_eligible: int = Field(ge=0, description="rows that are refused")
    undetermined: int = Field(ge=0, description="rows of which something is not known yet")
    unreadable: int = Field(ge=0, description="rows that cannot be read")
    left_out: Many[LeftOut] = Field(default=(), description=LEFT_OUT)
    hidden_rows: int = Field(
        default=0,
        ge=0,
        description="rows hidden on their sheet, by hand or by a filter, and computed as others",
    )
    repeated_rows: int = Field(default=0, ge=0, description=REPEATED_ROWS)
    repeats: Many[RepeatingRow] = Field(default=(), max_length=MOST_REPEATS, description=REPEATS)
    called_off_rows: int = Field(
        default=0,
        ge=0,
        description="rows that a column which is not read says are called off; they are computed as others",
    )
    called_off: Many[CalledOffRow] = Field(
        default=(), max_length=MOST_CALLED_OFF, description="the first hundred of these rows"
    )
    findings: Many[FindingCount] = Field(
        description="what was found: first why rows have no grant, then warnings, then remarks; the most frequent first"
    )
    unreadable_fields: Many[FieldCount] = Field(description="what cannot be read, the most frequent first")
    unreadable_cells: Many[UnreadableCell] = Field(
        default=(), max_length=MOST_UNREADABLE, description="the first of what cannot be read"
    )
    estimated_distances: int = Field(default=0, ge=0, description="rows whose distance is an estimate between cities")
    near_edges: int = Field(
        default=0, ge=0, description="rows of these whose official distance may be in another band of the travel table"
    )
    estimate_sources: Many[str] = Field(
        default=(), description="where the points and the formula of the estimates are from, with their versions"
    )
    without_distance: Many[DistanceCount] = Field(
        default=(), description="why distances that are needed could not be estimated, the most frequent first"
    )
    total_eur: Money | None = Field(
        description="the sum of all grants; null: there is none, and some row is not yet known or unreadable [EUR]"
    )
    minimum_total_eur: Money | None = Field(
        description="the lowest sum with the rows that are not yet known; null: no printed figure bounds it [EUR]"
    )
    maximum_total_eur: Money | None = Field(
        description="the highest sum with the rows that are not yet known; null: no printed figure bounds it [EUR]"
    )
    pre_financing_eur: Money | None = Field(
        description="what is paid before, of grants whose split is published; "
        "null: there is none, and some row is not yet known, unreadable or without a split [EUR]"
    )
    balance_eur: Money | None = Field(
        description="what is paid after, of grants whose split is published; null: as for pre_financing_eur [EUR]"
    )
    without_split: int = Field(ge=0, description="grants for which no split between payments is published")
    without_split_eur: Money = Field(description="the sum of those grants [EUR]")
    rulebooks: Many[RulebookCount] = Field(description="what computed the rows that can be read")
    library_version: str = Field(description="version of erasmus_grants")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.granted + self.not_eligible + self.undetermined + self.unreadable != self.rows:
            raise invalid(BatchSummary, ("rows", "each row has one answer, or cannot be read", self.rows))
        parts = (self.pre_financing_eur, self.balance_eur, self.without_split_eur)
        if sum(to_cents(part or ZERO_EUR) for part in parts) != to_cents(self.total_eur or ZERO_EUR):
            raise invalid(BatchSummary, ("total_eur", "the total is the sum of its parts", str(self.total_eur)))
        return self

    def _report(self, language: Language) -> Report:
        labels = language.labels
        titles = (labels.why_not_granted, labels.warnings, labels.remarks)
        tables = (
            Table(labels.rows, text_columns("", ""), _cells(self._counts(labels))),
            left_out_table(self.left_out, labels),
            repeats_table(self.repeats, labels),
            called_off_table(self.called_off, labels),
            *(
                Table(title, text_columns(labels.code, labels.rows_of), _cells(self._codes(severities)))
                for title, severities in zip(titles, _TOGETHER, strict=True)
            ),
            Table(labels.unreadable, text_columns(labels.field, labels.rows_of), _cells(self._fields())),
            unreadable_table(labels.unreadable_rows, self.unreadable_cells, labels),
            Table(labels.distances, text_columns("", ""), _cells(self._distances(labels))),
            Table(labels.no_distance, text_columns(labels.what_is_wrong, labels.rows_of), _cells(self._no_distance())),
            Table(labels.amounts, (*text_columns(""), *number_columns(labels.eur)), _cells(self._amounts(labels))),
        )
        title = labels.summary.format(answers=", ".join(self._answers(labels)), amount=self._amount(labels))
        return Report(title, filled(tables), tuple(self._notes(labels)))

    def _amount(self, labels: Labels) -> str:
        """Return the sum of all grants or, if there is none, what the rows may come to that are not yet known."""
        known = "" if self.total_eur is None else str(self.total_eur)
        told = known or (self._range(labels) if self.undetermined else "")
        return f"{told} EUR" if told else labels.amount_open

    def _range(self, labels: Labels) -> str:
        return range_told(self.minimum_total_eur, self.maximum_total_eur, labels)

    def _answers(self, labels: Labels) -> Iterator[str]:
        """Yield how many rows have each answer; only grants are told where there is none."""
        yield f"{self.granted} {labels.is_granted}"
        others = (
            (self.not_eligible, labels.is_not_eligible),
            (self.undetermined, labels.is_undetermined),
            (self.unreadable, labels.to_correct),
        )
        yield from (f"{count} {answer}" for count, answer in others if count)

    def _counts(self, labels: Labels) -> Iterator[tuple[str, int]]:
        yield labels.rows_of, self.rows
        yield labels.is_granted, self.granted
        yield labels.is_not_eligible, self.not_eligible
        yield labels.is_undetermined, self.undetermined
        if self.unreadable:
            yield labels.is_unreadable, self.unreadable
        if self.hidden_rows:
            yield labels.hidden_rows, self.hidden_rows
        if self.repeated_rows:
            yield labels.repeated_rows, self.repeated_rows
        if self.called_off_rows:
            yield labels.called_off_rows, self.called_off_rows

    def _codes(self, severities: Sequence[Severity]) -> Iterator[tuple[str, int]]:
        """Yield the findings of rows that can be read; what cannot be read is told by field, and by row."""
        for count in self.findings:
            if count.severity in severities and count.code is not FindingCode.INVALID_INPUT:
                yield count.code, count.rows

    def _fields(self) -> Iterator[tuple[str, int]]:
        yield from ((count.field, count.rows) for count in self.unreadable_fields)

    def _distances(self, labels: Labels) -> Iterator[tuple[str, int]]:
        if self.estimated_distances:
            yield labels.distances_estimated, self.estimated_distances
        if self.near_edges:
            yield labels.distances_near_edges, self.near_edges

    def _no_distance(self) -> Iterator[tuple[str, int]]:
        yield from ((count.sentence, count.rows) for count in self.without_distance)

    def _amounts(self, labels: Labels) -> Iterator[tuple[str, Decimal | str]]:
        sums = (
            (labels.total, self.total_eur),
            (labels.pre_financing, self.pre_financing_eur),
            (labels.balance_of_all, self.balance_eur),
        )
        yield from ((name, amount) for name, amount in sums if amount is not None)
        if self.without_split:
            yield labels.no_split, self.without_split_eur
        if self.undetermined:
            yield labels.sum_of_all, self._range(labels) or labels.amount_open

    def _notes(self, labels: Labels) -> Iterator[str]:
        yield from notes_on_repeats(self.rows, labels)
        yield from (labels.distances_note.format(source=source) for source in self.estimate_sources)
        if self.without_split:
            yield labels.no_split_note.format(grants=counted(self.without_split, labels.one_grant, labels.many_grants))
        counts = [(book, counted(book.rows, labels.one_row, labels.many_rows)) for book in self.rulebooks]
        told = [f"{rulebook_told(book.id, book.fingerprint)}: {rows}" for book, rows in counts]
        books = "".join(labels.of_summary.format(rulebook=rulebook) for rulebook in told)
        yield labels.summary_made_by.format(rulebooks=books, version=self.library_version)


class Tally:
    """Counts rows and adds up amounts, some thousand rows at a time, in whole cents.

    Attributes:
        left_out: The records of the file that are no rows.
        hidden_rows: How many of its rows are hidden on their sheet.
        repeats: The rows that repeat an earlier one.
        called_off: The rows that say that they are called off.
    """

    def __init__(self) -> None:
        self.left_out: tuple[LeftOut, ...] = ()
        self.hidden_rows = 0
        self.repeats = Repeats()
        self.called_off = CalledOff(())
        self._rows: Counter[str] = Counter()
        self._codes: Counter[FindingCode] = Counter()
        self._fields: Counter[str] = Counter()
        self._books: Counter[str] = Counter()
        self._cents: Counter[str] = Counter()
        self._unreadable: list[UnreadableCell] = []
        self._without_distance: Counter[str] = Counter()
        self._estimate_sources = set[str]()

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return sum(self._rows[answer] for answer in (*GrantStatus, UNREADABLE))

    def add_unreadable(self, cells: Iterable[UnreadableCell]) -> bool:
        """Keep what cannot be read in a row, and return whether there is room for more."""
        self._unreadable.extend(cells)
        del self._unreadable[MOST_UNREADABLE:]
        return len(self._unreadable) < MOST_UNREADABLE

    def add(self, status: Sequence[str], trace: Sequence[int], rulebooks: Sequence[object]) -> None:
        """Count rows.

        Args:
            status: The answer of each, or `unreadable`.
            trace: The trace of each.
            rulebooks: The id of the rulebook of each.
        """
        self._rows.update(status)
        for one, rows in Counter(trace).items():
            self._codes.update(dict.fromkeys(codes_in(one), rows))
            self._fields.update(dict.fromkeys(wrong_fields(one), rows) if one < 0 else {})
        self._books.update(str(book) for one, book in zip(trace, rulebooks, strict=True) if one >= 0)

    def add_distances(self, distances: Iterable[RowDistance]) -> None:
        """Count rows whose distance is estimated, and those of which one is needed and cannot be.

        Args:
            distances: What is told of the distance of each row.
        """
        for distance in distances:
            if distance.estimate is not None:
                self._rows["estimated"] += 1
                self._estimate_sources.add(distance.estimate.source)
                self._rows["near an edge"] += distance.is_near_edge
            elif distance.note:
                self._without_distance[distance.note] += 1

    def add_amounts(self, status: Sequence[str], amounts: Mapping[str, Sequence[int | None]]) -> None:
        """Add up amounts.

        Args:
            status: The answer of each row, or `unreadable`.
            amounts: Each column of amounts [cents]; None where an amount is not known.
        """
        for name in BOUNDS:
            self._cents[name] += _sum(amounts[name])
            unknown = (answer for answer, cents in zip(status, amounts[name], strict=True) if cents is None)
            self._rows[name] += sum(answer != UNREADABLE for answer in unknown)
        totals, before, after = (amounts[name] for name in ("total_eur", "pre_financing_eur", "balance_eur"))
        self._cents["total"] += _sum(totals)
        self._cents["pre-financing"] += _sum(before)
        self._cents["balance"] += _sum(after)
        of_rows = zip(status, totals, before, after, strict=True)
        for answer, *cents in (row for row in of_rows if None in row):
            if answer == GrantStatus.GRANTED:
                total, paid_before, paid_after = (one or 0 for one in cents)
                self._rows["without split"] += 1
                self._cents["without split"] += total
                self._cents["pre-financing"] -= paid_before
                self._cents["balance"] -= paid_after

    def _bound(self, name: str, *, unless_nothing: bool = False) -> Decimal | None:
        """Return a bound of the sum; None: some row has no such bound.

        Args:
            name: The column of the bound.
            unless_nothing: Whether the rows that have one bound the sum even so, if they come to more than nothing.
        """
        cents = self._cents[name]
        return None if self._rows[name] and not (unless_nothing and cents) else from_cents(cents)

    def summary(self, rulebooks: Iterable[Rulebook]) -> BatchSummary:
        """Return what was counted.

        Args:
            rulebooks: The rulebooks that rows may have been computed by.
        """
        granted, without_split = self._rows[GrantStatus.GRANTED], self._rows["without split"]
        may_be_paid = self.rows - self._rows[GrantStatus.NOT_ELIGIBLE]
        is_open, is_split_open = may_be_paid and not granted, may_be_paid and granted == without_split
        books = [
            RulebookCount(id=book.id, fingerprint=fingerprint(book), rows=self._books[book.id]) for book in rulebooks
        ]
        return BatchSummary(
            rows=self.rows,
            granted=granted,
            not_eligible=self._rows[GrantStatus.NOT_ELIGIBLE],
            undetermined=self._rows[GrantStatus.UNDETERMINED],
            unreadable=self._rows[UNREADABLE],
            left_out=self.left_out,
            hidden_rows=self.hidden_rows,
            repeated_rows=self.repeats.rows,
            repeats=tuple(self.repeats.told),
            called_off_rows=self.called_off.rows,
            called_off=tuple(self.called_off.told),
            findings=tuple(
                FindingCount(code=code, severity=severity, rows=rows)
                for severities in _TOGETHER
                for code, rows in _frequent(self._codes)
                if (severity := SEVERITIES[code]) in severities
            ),
            unreadable_fields=tuple(FieldCount(field=field, rows=rows) for field, rows in _frequent(self._fields)),
            unreadable_cells=tuple(self._unreadable),
            estimated_distances=self._rows["estimated"],
            near_edges=self._rows["near an edge"],
            estimate_sources=tuple(sorted(self._estimate_sources)),
            without_distance=tuple(
                DistanceCount(sentence=sentence, rows=rows) for sentence, rows in _frequent(self._without_distance)
            ),
            total_eur=None if is_open else from_cents(self._cents["total"]),
            minimum_total_eur=self._bound("minimum_total_eur", unless_nothing=True),
            maximum_total_eur=self._bound("maximum_total_eur"),
            pre_financing_eur=None if is_split_open else from_cents(self._cents["pre-financing"]),
            balance_eur=None if is_split_open else from_cents(self._cents["balance"]),
            without_split=without_split,
            without_split_eur=from_cents(self._cents["without split"]),
            rulebooks=tuple(books),
            library_version=__version__,
        )

    def named(self) -> list[str]:
        """Return the ids of the rulebooks that computed rows, in order."""
        return sorted(self._books)


def _sum(cents: Iterable[int | None]) -> int:
    """Return what amounts come to that are known."""
    return sum(filter(None, cents))


def _frequent(counter: Counter[AnyName]) -> list[tuple[AnyName, int]]:
    """Return what was counted, the most frequent first, and in the order of the alphabet."""
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))


def _cells(counts: Iterable[tuple[str, int | Decimal | str]]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, str(count)) for name, count in counts)


def counted(count: int, one: str, many: str) -> str:
    """Return a number of something in words.

    Examples:
        >>> counted(1, "{count} row", "{count} rows"), counted(2, "{count} row", "{count} rows")
        ('1 row', '2 rows')
    """
    return (one if count == 1 else many).format(count=count)
