"""What a whole file comes to: how many rows, how many grants, why not the others, and how much in all.

Examples:
    >>> tally = Tally()
    >>> tally.add([True, False], trace=[0, 1 << 15], rulebooks=["toy", "toy"])
    >>> tally.add_amounts([208000, 0], [176500, 0], [31500, 0])
    >>> print(tally.summary([]).to_text())  # doctest: +ELLIPSIS
    Grants of 1 of 2 mobilities: 2080.00 EUR
    <BLANKLINE>
    Rows
    <BLANKLINE>
    rows          2
    eligible      1
    not eligible  1
    <BLANKLINE>
    Why rows are not eligible
    code              rows
    DISTANCE_MISSING  1
    <BLANKLINE>
    Amounts
                        EUR
    total           2080.00
    pre-financing   1765.00
    balance          315.00
    <BLANKLINE>
    erasmus_grants ...
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Self, TypeVar

from pydantic import Field, model_validator

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Choice, Many, Model, invalid
from erasmus_grants.basics.money import Money, from_cents, to_cents
from erasmus_grants.basics.version import __version__
from erasmus_grants.basics.vocabulary import FindingCode, Severity
from erasmus_grants.frames.trace import codes_in, wrong_fields
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.records.tables import rulebook_told
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report, Table, filled, number_columns, text_columns
from erasmus_grants.rulebook.model import Rulebook, fingerprint

AnyName = TypeVar("AnyName", bound=str)


class FindingCount(Model):
    """How many rows are not eligible for one reason."""

    code: Choice[FindingCode] = Field(description="the finding; INVALID_INPUT where a row cannot be read")
    rows: int = Field(ge=1, description="rows that have it; a row may have several")


class FieldCount(Model):
    """How many rows cannot be read for one field."""

    field: str = Field(description="the field, or rulebook")
    rows: int = Field(ge=1, description="rows in which it cannot be read, or does not go with the others")


class RulebookCount(Model):
    """A rulebook, and how many rows it computed."""

    id: str = Field(description="id of the rulebook")
    fingerprint: str = Field(pattern=r"^[0-9a-f]{64}$", description="sha256 of what the rulebook computes with")
    rows: int = Field(ge=0, description="rows that were computed by it")


class BatchSummary(HasReport):
    """What a whole file of mobilities comes to."""

    rows: int = Field(ge=0, description="rows, empty ones left out")
    eligible: int = Field(ge=0, description="rows with a grant")
    not_eligible: int = Field(ge=0, description="rows without one; those that cannot be read are among them")
    unreadable: int = Field(ge=0, description="rows that cannot be read")
    findings: Many[FindingCount] = Field(description="why rows are not eligible, the most frequent first")
    unreadable_fields: Many[FieldCount] = Field(description="what cannot be read, the most frequent first")
    total_eur: Money = Field(description="the sum of all grants [EUR]")
    pre_financing_eur: Money = Field(description="what is paid before, of grants whose split is published [EUR]")
    balance_eur: Money = Field(description="what is paid after, of grants whose split is published [EUR]")
    without_split: int = Field(ge=0, description="grants for which no split between payments is published")
    without_split_eur: Money = Field(description="the sum of those grants [EUR]")
    rulebooks: Many[RulebookCount] = Field(description="what computed the rows that can be read")
    library_version: str = Field(description="version of erasmus_grants")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.eligible + self.not_eligible != self.rows:
            raise invalid(BatchSummary, ("rows", "each row is eligible, or is not", self.rows))
        parts = (self.pre_financing_eur, self.balance_eur, self.without_split_eur)
        if sum(map(to_cents, parts)) != to_cents(self.total_eur):
            raise invalid(BatchSummary, ("total_eur", "the total is the sum of its parts", str(self.total_eur)))
        return self

    def report(self, language: Language = ENGLISH) -> Report:
        """Return title, tables and notes, from which every rendering is made."""
        labels = language.labels
        tables = (
            Table(labels.rows, text_columns("", ""), _cells(self._counts(labels))),
            Table(labels.why_not_eligible, text_columns(labels.code, labels.rows_of), _cells(self._codes())),
            Table(labels.unreadable, text_columns(labels.field, labels.rows_of), _cells(self._fields())),
            Table(labels.amounts, (*text_columns(""), *number_columns(labels.eur)), _cells(self._amounts(labels))),
        )
        rows = _counted(self.rows, labels.one_mobility, labels.many_mobilities)
        title = labels.summary.format(eligible=self.eligible, mobilities=rows, total_eur=self.total_eur)
        return Report(title, filled(tables), tuple(self._notes(labels)))

    def _counts(self, labels: Labels) -> Iterator[tuple[str, int]]:
        yield labels.rows_of, self.rows
        yield labels.is_eligible, self.eligible
        yield labels.is_not_eligible, self.not_eligible
        if self.unreadable:
            yield labels.of_these_unreadable, self.unreadable

    def _codes(self) -> Iterator[tuple[str, int]]:
        yield from ((count.code, count.rows) for count in self.findings)

    def _fields(self) -> Iterator[tuple[str, int]]:
        yield from ((count.field, count.rows) for count in self.unreadable_fields)

    def _amounts(self, labels: Labels) -> Iterator[tuple[str, Decimal]]:
        yield labels.total, self.total_eur
        yield labels.pre_financing, self.pre_financing_eur
        yield labels.balance_of_all, self.balance_eur
        if self.without_split:
            yield labels.no_split, self.without_split_eur

    def _notes(self, labels: Labels) -> Iterator[str]:
        if self.without_split:
            yield labels.no_split_note.format(grants=_counted(self.without_split, labels.one_grant, labels.many_grants))
        counts = [(book, _counted(book.rows, labels.one_row, labels.many_rows)) for book in self.rulebooks]
        told = [f"{rulebook_told(book.id, book.fingerprint)}: {rows}" for book, rows in counts]
        books = "".join(labels.of_summary.format(rulebook=rulebook) for rulebook in told)
        yield labels.summary_made_by.format(rulebooks=books, version=self.library_version)


class Tally:
    """Counts rows and adds up amounts, some thousand rows at a time, in whole cents."""

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()
        self._codes: Counter[FindingCode] = Counter()
        self._fields: Counter[str] = Counter()
        self._books: Counter[str] = Counter()
        self._cents: Counter[str] = Counter()

    def add(self, eligible: Sequence[object], trace: Sequence[int], rulebooks: Sequence[object]) -> None:
        """Count rows.

        Args:
            eligible: Which rows are.
            trace: The trace of each.
            rulebooks: The id of the rulebook of each.
        """
        for is_eligible, one, book in zip(eligible, trace, rulebooks, strict=True):
            self._rows["eligible" if is_eligible else "not eligible"] += 1
            if not is_eligible:
                self._codes.update(code for code in codes_in(one) if SEVERITIES[code] is Severity.BLOCKING)
            if one < 0:
                self._fields.update(wrong_fields(one))
            else:
                self._books[str(book)] += 1

    def add_amounts(
        self,
        total: Sequence[int | None],
        pre_financing: Sequence[int | None],
        balance: Sequence[int | None],
    ) -> None:
        """Add up amounts [cents]; None where no split between payments is published."""
        for whole, before, after in zip(total, pre_financing, balance, strict=True):
            cents = whole or 0
            self._cents["total"] += cents
            if before is None or after is None:
                self._rows["without split"] += 1
                self._cents["without split"] += cents
            else:
                self._cents["pre-financing"] += before
                self._cents["balance"] += after

    def summary(self, rulebooks: Iterable[Rulebook]) -> BatchSummary:
        """Return what was counted.

        Args:
            rulebooks: The rulebooks that rows may have been computed by.
        """
        books = [
            RulebookCount(id=book.id, fingerprint=fingerprint(book), rows=self._books[book.id]) for book in rulebooks
        ]
        return BatchSummary(
            rows=self._rows["eligible"] + self._rows["not eligible"],
            eligible=self._rows["eligible"],
            not_eligible=self._rows["not eligible"],
            unreadable=self._codes[FindingCode.INVALID_INPUT],
            findings=tuple(FindingCount(code=code, rows=rows) for code, rows in _frequent(self._codes)),
            unreadable_fields=tuple(FieldCount(field=field, rows=rows) for field, rows in _frequent(self._fields)),
            total_eur=from_cents(self._cents["total"]),
            pre_financing_eur=from_cents(self._cents["pre-financing"]),
            balance_eur=from_cents(self._cents["balance"]),
            without_split=self._rows["without split"],
            without_split_eur=from_cents(self._cents["without split"]),
            rulebooks=tuple(books),
            library_version=__version__,
        )

    def named(self) -> list[str]:
        """Return the ids of the rulebooks that computed rows, in order."""
        return sorted(self._books)


def _frequent(counter: Counter[AnyName]) -> list[tuple[AnyName, int]]:
    """Return what was counted, the most frequent first, and in the order of the alphabet."""
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))


def _cells(counts: Iterable[tuple[str, int | Decimal]]) -> tuple[tuple[str, ...], ...]:
    return tuple((name, str(count)) for name, count in counts)


def _counted(count: int, one: str, many: str) -> str:
    return (one if count == 1 else many).format(count=count)
