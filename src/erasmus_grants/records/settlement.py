"""What is due after the stay, against what was agreed and paid, with its report and its records.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> calculator = toy_calculator()
    >>> settlement = calculator.settle(calculator.calculate(toy_mobility()), Attendance())
    >>> settlement.entitled_eur == sum(line.entitled_eur for line in settlement.lines)
    True
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Self

from pydantic import Field, model_validator

from erasmus_grants.basics.field_types import Choice, Count, Many, with_nulls
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model, PlainModel
from erasmus_grants.basics.money import Money, line_amount, to_cents
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import Document, LineBasis, LineKind, ReasonCode, Rounding
from erasmus_grants.records.findings import Finding, Reason, why
from erasmus_grants.records.grant import SchemaVersion
from erasmus_grants.records.lines import RateDays
from erasmus_grants.records.mobility import Attendance
from erasmus_grants.records.tables import (
    findings_table,
    line_told,
    made_by,
    period_told,
    rate_told,
    rulebook_told,
)
from erasmus_grants.report.has_report import HasReport, sources_table
from erasmus_grants.report.rendering import Report, Table, filled, number_columns, text_columns

PROOF = (Document.CERTIFICATE_OF_ATTENDANCE, Document.PARTICIPANT_REPORT)
"""The papers without which nothing more is paid."""

_LOWER_AMOUNTS = (
    ReasonCode.LOWER_OF_AGREED_AND_ACTUAL_COST,
    ReasonCode.ACTUAL_COST_NOT_STATED,
    ReasonCode.LOWER_TOP_UP_OF_DAYS_ATTENDED,
)
"""Why less is due than the rate of a line comes to."""


class SettlementLine(Model):
    """A line of the grant as agreed and as it is due after the stay."""

    kind: Choice[LineKind] = Field(description="what the line pays for")
    basis: Choice[LineBasis] = Field(description="what the quantity counts")
    rate_eur: Money = Field(description="the rate, as agreed [EUR]")
    rate_days: RateDays = Field(description="the days that the rate pays for: 1, or 30 for a monthly rate")
    rounding: Choice[Rounding] = Field(default=Rounding.HALF_UP_TO_CENT, description="how the amounts were rounded")
    agreed_quantity: Count = Field(ge=0, description="how many were agreed")
    agreed_eur: Money = Field(description="what was agreed [EUR]")
    entitled_quantity: Count = Field(ge=0, description="how many are due")
    entitled_eur: Money = Field(description="what is due [EUR]")
    reasons: Many[Reason] = Field(description="why")
    source: Source = Field(description="where the rate is printed")

    @model_validator(mode="after")
    def _amounts_follow(self) -> Self:
        if self.entitled_quantity > self.agreed_quantity:
            sentence = f"no more are due than were agreed, {self.agreed_quantity}"
            raise invalid(SettlementLine, ("entitled_quantity", sentence, self.entitled_quantity))
        agreed_eur, most_eur = (self._amount_of(one) for one in (self.agreed_quantity, self.entitled_quantity))
        if self.agreed_eur != agreed_eur:
            sentence = f"the amount of a line is quantity x rate / rate_days, here {agreed_eur}"
            raise invalid(SettlementLine, ("agreed_eur", sentence, str(self.agreed_eur)))
        is_lower = any(reason.code in _LOWER_AMOUNTS for reason in self.reasons)
        if self.entitled_eur > most_eur or (self.entitled_eur < most_eur and not is_lower):
            at_most = "at most " if is_lower else ""
            sentence = f"what is due is quantity x rate / rate_days, here {at_most}{most_eur}"
            raise invalid(SettlementLine, ("entitled_eur", sentence, str(self.entitled_eur)))
        return self

    def _amount_of(self, quantity: int) -> Decimal:
        """Return what so many come to at the rate of the line [EUR]."""
        return line_amount(quantity=quantity, rate_eur=self.rate_eur, rate_days=self.rate_days, rounding=self.rounding)


class Settlement(HasReport, PlainModel):
    """What is due after the stay, against what was agreed and paid."""

    rulebook_id: str = Field(description="id of the rulebook")
    rulebook_fingerprint: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="sha256 of what the rulebook computes with"
    )
    rulebook_based_on: str | None = Field(default=None, description="id of the rulebook that it adapts, if any")
    library_version: str = Field(description="version of erasmus_grants")
    schema_version: SchemaVersion = Field(description="version of this JSON")
    reference: str | None = Field(description="the caller's own id")
    attendance: Attendance = Field(description="what was attended, received and paid")
    agreed_eur: Money = Field(description="the grant as agreed [EUR]")
    entitled_eur: Money = Field(description="what is due for the days attended [EUR]")
    reduction_eur: Money = Field(description="agreed less entitled [EUR]")
    paid_eur: Money = Field(description="what was paid before [EUR]")
    balance_eur: Money = Field(description="what is still to be paid [EUR]")
    recovery_eur: Money = Field(description="what is to be paid back [EUR]")
    payable_now_eur: Money = Field(description="the balance, or 0.00 while a paper is missing [EUR]")
    missing_documents: Many[Choice[Document]] = Field(description="papers without which nothing is paid")
    lines: Many[SettlementLine] = Field(description="the lines, agreed and due side by side")
    findings: Many[Finding] = Field(description="everything that was found")
    source: Source = Field(description="where the rule of settlement is printed")

    @model_validator(mode="before")
    @classmethod
    def _of_an_encoder_without_nulls(cls, data: object) -> object:
        return with_nulls(data, "reference")

    @model_validator(mode="after")
    def _agrees_with_the_attendance(self) -> Self:
        missing = missing_papers(self.attendance)
        if set(self.missing_documents) != set(missing):
            sentence = "the papers that are missing are those that the attendance does not name, here " + (
                " and ".join(missing) or "none"
            )
            raise invalid(Settlement, ("missing_documents", sentence, list(self.missing_documents)))
        stated = self.attendance.paid_eur
        if stated is not None and self.paid_eur != stated:
            sentence = f"what was paid is what the attendance states, {stated}"
            raise invalid(Settlement, ("paid_eur", sentence, str(self.paid_eur)))
        return self

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        agreed, entitled, paid = map(to_cents, (self.agreed_eur, self.entitled_eur, self.paid_eur))
        expected = {
            "agreed_eur": sum([to_cents(line.agreed_eur) for line in self.lines]),
            "entitled_eur": sum([to_cents(line.entitled_eur) for line in self.lines]),
            "reduction_eur": agreed - entitled,
            "balance_eur": max(0, entitled - paid),
            "recovery_eur": max(0, paid - entitled),
            "payable_now_eur": 0 if self.missing_documents else max(0, entitled - paid),
        }
        wrong = [name for name, cents in expected.items() if to_cents(getattr(self, name)) != cents]
        if wrong:
            sentence = "this amount does not follow from the lines and from what was paid"
            raise invalid(Settlement, *[(name, sentence, str(getattr(self, name))) for name in wrong])
        return self

    def _report(self, language: Language) -> Report:
        labels = language.labels
        title = labels.settlement.format(entitled_eur=self.entitled_eur, agreed_eur=self.agreed_eur)
        amounts = tuple((name, str(amount)) for name, amount in self._amounts(language))
        tables = (
            Table(labels.attendance, text_columns("", ""), tuple(self._attendance_rows(language))),
            self._lines_table(language),
            Table(labels.amounts, (*text_columns(""), *number_columns(labels.eur)), amounts),
            findings_table(self.findings, language),
            sources_table(self._sources(), language),
        )
        rulebook = rulebook_told(self.rulebook_id, self.rulebook_fingerprint)
        note = made_by(rulebook, self.rulebook_based_on, self.library_version, language)
        return Report(title, filled(tables), (note,))

    def to_records(self) -> list[dict[str, object]]:
        """Return a plain dict for each line, as `GrantBreakdown.to_records` does."""
        about = {"reference": self.reference, "rulebook_id": self.rulebook_id}
        return [about | _line_record(line) for line in self.lines]

    def _amounts(self, language: Language) -> Iterator[tuple[str, Decimal]]:
        labels = language.labels
        yield labels.agreed, self.agreed_eur
        yield labels.due, self.entitled_eur
        yield labels.reduction, self.reduction_eur
        yield labels.paid_before, self.paid_eur
        yield labels.balance, self.balance_eur
        yield labels.recovery, self.recovery_eur
        yield labels.payable_now, self.payable_now_eur

    def _attendance_rows(self, language: Language) -> Iterator[tuple[str, str]]:
        labels = language.labels
        if self.reference is not None:
            yield labels.reference, self.reference
        yield labels.attended, _attended(self.attendance, language)
        if self.attendance.force_majeure:
            yield labels.force_majeure, labels.yes
        if self.missing_documents:
            yield labels.missing_papers, language.words(self.missing_documents)

    def _lines_table(self, language: Language) -> Table:
        labels = language.labels
        numbers = number_columns(labels.rate_eur, labels.agreed, labels.agreed_eur, labels.due, labels.due_eur)
        columns = (*text_columns(labels.line), *numbers, *text_columns(labels.why, labels.source))
        rows = [_line_cells(line, language) for line in self.lines]
        if rows:
            rows.append((labels.total, "", "", str(self.agreed_eur), "", str(self.entitled_eur), "", ""))
        return Table(labels.lines, columns, tuple(rows))

    def _sources(self) -> Iterator[Source]:
        yield self.source
        for items in (self.lines, self.findings):
            yield from (item.source for item in items)


def missing_papers(attendance: Attendance) -> tuple[Document, ...]:
    """Return the papers that have not arrived and without which nothing more is paid."""
    return tuple([paper for paper in PROOF if paper not in attendance.documents])


def _attended(attendance: Attendance, language: Language) -> str:
    start, end, away = attendance.start_date, attendance.end_date, attendance.interruption_days
    if start is None or end is None:
        return language.labels.no_stay
    return period_told(start, end, language, interruption_days=away)


def _line_cells(line: SettlementLine, language: Language) -> tuple[str, ...]:
    return (
        line_told(line.kind, line.basis, language),
        rate_told(str(line.rate_eur), line.rate_days, language.labels),
        str(line.agreed_quantity),
        str(line.agreed_eur),
        str(line.entitled_quantity),
        str(line.entitled_eur),
        why(line.reasons, language),
        line.source.id,
    )


def _line_record(line: SettlementLine) -> dict[str, object]:
    """Return a line of a settlement as a plain dict."""
    return {
        "kind": line.kind.value,
        "basis": line.basis.value,
        "rate_eur": line.rate_eur,
        "rate_days": line.rate_days,
        "agreed_quantity": line.agreed_quantity,
        "agreed_eur": line.agreed_eur,
        "entitled_quantity": line.entitled_quantity,
        "entitled_eur": line.entitled_eur,
        "why": why(line.reasons),
        "source_id": line.source.id,
        "source": line.source.cite(),
    }
