"""What comes out: the itemised grant, with its report and its records.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant = toy_calculator().calculate(toy_mobility())
    >>> grant.total_eur == sum(line.amount_eur for line in grant.lines)
    True
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Many, invalid
from erasmus_grants.basics.money import Money, to_cents
from erasmus_grants.basics.sources import Source
from erasmus_grants.records.findings import Finding, why
from erasmus_grants.records.lines import GrantLine, Payment, RequiredDocument
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.tables import findings_table, made_by, period_told, rate_told, rulebook_told
from erasmus_grants.report.has_report import HasReport, sources_table
from erasmus_grants.report.rendering import Report, Table, filled, number_columns, text_columns

SchemaVersion = Literal["1"]
"""The version of the JSON that grants and settlements are written in."""

SCHEMA_VERSION: SchemaVersion = "1"


class GrantBreakdown(HasReport):
    """The grant of one mobility: every line with its reason and source, or why it is not eligible."""

    rulebook_id: str = Field(description="id of the rulebook")
    rulebook_fingerprint: str = Field(
        pattern=r"^[0-9a-f]{64}$", description="sha256 of what the rulebook computes with"
    )
    rulebook_based_on: str | None = Field(default=None, description="id of the rulebook that it adapts, if any")
    library_version: str = Field(description="version of erasmus_grants")
    schema_version: SchemaVersion = Field(description="version of this JSON")
    mobility: Mobility = Field(description="what was calculated")
    eligible: bool = Field(description="whether no finding is blocking")
    findings: Many[Finding] = Field(description="everything that was found, in the order of the rules")
    lines: Many[GrantLine] = Field(description="the components of the grant; none if not eligible")
    total_eur: Money = Field(description="the sum of the lines [EUR]")
    payments: Many[Payment] = Field(description="the sum of the lines, by payment; none if no split is published")
    documents: Many[RequiredDocument] = Field(description="the papers that the mobility needs")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.eligible is any(finding.is_blocking for finding in self.findings):
            raise invalid(GrantBreakdown, ("eligible", "eligible means that no finding is blocking", self.eligible))
        if not self.eligible and (self.lines or self.payments):
            raise invalid(GrantBreakdown, ("lines", "a mobility that is not eligible has no lines and payments", None))
        total = sum([to_cents(line.amount_eur) for line in self.lines])
        if to_cents(self.total_eur) != total:
            raise invalid(GrantBreakdown, ("total_eur", "the total is the sum of the lines", str(self.total_eur)))
        if self.payments and sum([to_cents(payment.amount_eur) for payment in self.payments]) != total:
            raise invalid(GrantBreakdown, ("payments", "the payments add up to the total", str(self.total_eur)))
        return self

    def report(self, language: Language = ENGLISH) -> Report:
        """Return title, tables and notes, from which every rendering is made."""
        labels = language.labels
        title = labels.grant.format(total_eur=self.total_eur) if self.eligible else labels.no_grant
        tables = (
            Table(labels.mobility, text_columns("", ""), tuple(_mobility_rows(self.mobility, language))),
            _lines_table(self.lines, self.total_eur, language),
            _payments_table(self.payments, language),
            findings_table(self.findings, language),
            _papers_table(self.documents, language),
            sources_table(self._sources(), language),
        )
        rulebook = rulebook_told(self.rulebook_id, self.rulebook_fingerprint)
        note = made_by(rulebook, self.rulebook_based_on, self.library_version, language)
        return Report(title, filled(tables), (note,))

    def to_records(self) -> list[dict[str, object]]:
        """Return a plain dict for each line, or for each finding if the mobility is not eligible.

        All have the same keys, so `pandas.DataFrame(grant.to_records())` is a table.
        """
        about = {"reference": self.mobility.reference, "rulebook_id": self.rulebook_id, "eligible": self.eligible}
        if self.eligible:
            return [about | _line_record(line) for line in self.lines]
        return [about | _finding_record(finding) for finding in self.findings]

    def _sources(self) -> Iterator[Source]:
        for items in (self.lines, self.payments, self.findings, self.documents):
            yield from (item.source for item in items)


def _mobility_rows(mobility: Mobility, language: Language) -> Iterator[tuple[str, str]]:
    labels = language.labels
    yield labels.activity, _activity_told(mobility, language)
    for side, country in ((labels.sent_from, mobility.sending_country), (labels.sent_to, mobility.receiving_country)):
        if country is not None:
            yield side, language.countries[country]
    if mobility.partner is not None:
        yield labels.partner, mobility.partner
    away = mobility.interruption_days
    yield labels.stay, period_told(mobility.start_date, mobility.end_date, language, interruption_days=away)
    if mobility.distance_km is not None:
        mode = language.words([mobility.travel_mode])
        yield labels.distance, labels.distance_told.format(distance_km=f"{mobility.distance_km:f}", travel_mode=mode)
    if mobility.reference is not None:
        yield labels.reference, mobility.reference


def _activity_told(mobility: Mobility, language: Language) -> str:
    labels = language.labels
    return labels.activity_told.format(
        activity=mobility.activity,
        direction=language.words([mobility.direction]),
        combined=labels.combined if mobility.combined else "",
        role=language.words([mobility.role]),
        blended=labels.blended if mobility.blended_intensive_programme else "",
    )


def _lines_table(lines: Iterable[GrantLine], total_eur: Decimal, language: Language) -> Table:
    labels = language.labels
    columns = (
        *text_columns(labels.line),
        *number_columns(labels.quantity),
        *text_columns(""),
        *number_columns(labels.rate_eur, labels.eur),
        *text_columns(labels.why, labels.source),
    )
    rows = [_line_cells(line, language) for line in lines]
    if rows:
        rows.append((labels.total, "", "", "", str(total_eur), "", ""))
    return Table(labels.lines, columns, tuple(rows))


def _line_cells(line: GrantLine, language: Language) -> tuple[str, ...]:
    return (
        language.lines[line.kind],
        str(line.quantity),
        language.bases[line.basis],
        rate_told(line.rate_eur, line.rate_days, language),
        str(line.amount_eur),
        why(line.reasons, language),
        line.source.id,
    )


def _payments_table(payments: Iterable[Payment], language: Language) -> Table:
    labels, words = language.labels, language.words
    columns = (*text_columns(labels.payment), *number_columns(labels.eur), *text_columns(labels.when, labels.needs))
    rows = tuple(
        (words([payment.kind]), str(payment.amount_eur), words([payment.trigger]), words(payment.conditions))
        for payment in payments
    )
    return Table(labels.payments, columns, rows)


def _papers_table(documents: Iterable[RequiredDocument], language: Language) -> Table:
    labels, words = language.labels, language.words
    columns = text_columns(labels.when, labels.paper, labels.signed_by, labels.note, labels.source)
    rows = tuple(
        (
            words([paper.stage]),
            words([paper.document]),
            words(paper.signed_by),
            ". ".join(text for text in (paper.applies_if, paper.note) if text),
            paper.source.id,
        )
        for paper in documents
    )
    return Table(labels.papers, columns, rows)


def _line_record(line: GrantLine) -> dict[str, object]:
    """Return a line as a plain dict."""
    return {
        "kind": line.kind.value,
        "basis": line.basis.value,
        "quantity": line.quantity,
        "rate_eur": line.rate_eur,
        "rate_days": line.rate_days,
        "amount_eur": line.amount_eur,
        "why": why(line.reasons),
        "source_id": line.source.id,
        "source": line.source.cite(),
    }


def _finding_record(finding: Finding) -> dict[str, object]:
    """Return a finding as a plain dict with the keys of a line."""
    return {
        "kind": finding.code.value,
        "basis": finding.severity.value,
        "quantity": 0,
        "rate_eur": Decimal("0.00"),
        "rate_days": 1,
        "amount_eur": Decimal("0.00"),
        "why": finding.message,
        "source_id": finding.source.id,
        "source": finding.source.cite(),
    }
