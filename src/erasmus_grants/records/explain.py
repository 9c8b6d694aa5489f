"""Grants and settlements in words: reports and records.  Nothing is computed here.

Everything is first a `Report`: a title, tables and notes of plain text, which `erasmus_grants.report.rendering` turns
into text, Markdown or HTML.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant_report(toy_calculator().calculate(toy_mobility())).title
    'Grant of 900.00 EUR'
"""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from erasmus_grants.basics.countries import country_name
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import LineBasis
from erasmus_grants.records.findings import Finding, why
from erasmus_grants.records.lines import GrantLine, Payment, RequiredDocument
from erasmus_grants.report.rendering import (
    Report,
    Table,
    as_html,
    as_markdown,
    as_text,
    filled,
    number_columns,
    text_columns,
)

if TYPE_CHECKING:
    from erasmus_grants.records.grant import GrantBreakdown, Settlement, SettlementLine
    from erasmus_grants.records.mobility import Mobility

_SETTLEMENT_COLUMNS = (
    *text_columns("line"),
    *number_columns("rate EUR", "agreed", "agreed EUR", "due", "due EUR"),
    *text_columns("why", "source"),
)
_LINE_COLUMNS = (
    *text_columns("line"),
    *number_columns("quantity"),
    *text_columns(""),
    *number_columns("rate EUR", "EUR"),
    *text_columns("why", "source"),
)


class Explained(Model):
    """Something that can say in words what it is."""

    @abstractmethod
    def report(self) -> Report:
        """Return title, tables and notes, from which every rendering is made."""

    def to_text(self) -> str:
        """Return it as plain text, for a terminal or a letter."""
        return as_text(self.report())

    def to_markdown(self) -> str:
        """Return it as Markdown."""
        return as_markdown(self.report())

    def _repr_html_(self) -> str:
        """Return it as HTML, which notebooks show."""
        return as_html(self.report())


def grant_report(grant: "GrantBreakdown") -> Report:
    """Return what there is to say about a grant."""
    title = f"Grant of {grant.total_eur} EUR" if grant.eligible else "Not eligible: no grant"
    rows = [_cells(line_record(line)) for line in grant.lines]
    if rows:
        rows.append(("total", "", "", "", str(grant.total_eur), "", ""))
    tables = (
        Table("Mobility", text_columns("", ""), tuple(_mobility_rows(grant.mobility))),
        Table("Lines", _LINE_COLUMNS, tuple(rows)),
        _payments_table(grant.payments),
        _findings_table(grant.findings),
        _documents_table(grant.documents),
        sources_table(
            item.source for items in (grant.lines, grant.payments, grant.findings, grant.documents) for item in items
        ),
    )
    return Report(title, filled(tables), (_made_by(grant),))


def settlement_report(settlement: "Settlement") -> Report:
    """Return what there is to say about a settlement."""
    title = f"Settlement: {settlement.entitled_eur} EUR due, of {settlement.agreed_eur} EUR agreed"
    amounts = (
        ("agreed", settlement.agreed_eur),
        ("due", settlement.entitled_eur),
        ("reduction", settlement.reduction_eur),
        ("paid before", settlement.paid_eur),
        ("balance to pay", settlement.balance_eur),
        ("to pay back", settlement.recovery_eur),
        ("payable now", settlement.payable_now_eur),
    )
    rows = [_settlement_cells(settlement_record(line)) for line in settlement.lines]
    if rows:
        rows.append(("total", "", "", str(settlement.agreed_eur), "", str(settlement.entitled_eur), "", ""))
    tables = (
        Table("Attendance", text_columns("", ""), tuple(_attendance_rows(settlement))),
        Table("Lines", _SETTLEMENT_COLUMNS, tuple(rows)),
        Table(
            "Amounts",
            (*text_columns(""), *number_columns("EUR")),
            tuple((name, str(amount)) for name, amount in amounts),
        ),
        _findings_table(settlement.findings),
        sources_table(
            [settlement.source, *(item.source for items in (settlement.lines, settlement.findings) for item in items)]
        ),
    )
    return Report(title, filled(tables), (_made_by(settlement),))


def findings_report(findings: Sequence[Finding], *, eligible: bool) -> Report:
    """Return what was found about a mobility."""
    tables = (_findings_table(findings), sources_table(finding.source for finding in findings))
    notes = () if findings else ("Nothing was found.",)
    return Report("Eligible" if eligible else "Not eligible", filled(tables), notes)


def line_record(line: GrantLine) -> dict[str, object]:
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


def finding_record(finding: Finding) -> dict[str, object]:
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


def settlement_record(line: "SettlementLine") -> dict[str, object]:
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


def _cells(record: Mapping[str, object]) -> tuple[str, ...]:
    per_month = " a month" if record["rate_days"] != 1 else ""
    return (
        _line_name(record),
        str(record["quantity"]),
        ENGLISH.bases[LineBasis(str(record["basis"]))],
        f"{record['rate_eur']}{per_month}",
        str(record["amount_eur"]),
        str(record["why"]),
        str(record["source_id"]),
    )


def _settlement_cells(record: Mapping[str, object]) -> tuple[str, ...]:
    per_month = " a month" if record["rate_days"] != 1 else ""
    return (
        f"{_line_name(record)}, {ENGLISH.bases[LineBasis(str(record['basis']))]}",
        f"{record['rate_eur']}{per_month}",
        str(record["agreed_quantity"]),
        str(record["agreed_eur"]),
        str(record["entitled_quantity"]),
        str(record["entitled_eur"]),
        str(record["why"]),
        str(record["source_id"]),
    )


def _line_name(record: Mapping[str, object]) -> str:
    names = {kind.value: name for kind, name in ENGLISH.lines.items()}
    return names[str(record["kind"])]


def _mobility_rows(mobility: "Mobility") -> Iterable[tuple[str, str]]:
    activity = f"{mobility.activity} {mobility.direction}{', combined' if mobility.combined else ''}"
    programme = ", blended intensive programme" if mobility.blended_intensive_programme else ""
    yield "activity", f"{activity}, {words([mobility.role])}{programme}"
    for side, country in (("from", mobility.sending_country), ("to", mobility.receiving_country)):
        if country is not None:
            yield side, country_name(country)
    if mobility.partner is not None:
        yield "partner", mobility.partner
    yield "stay", f"{mobility.start_date} to {mobility.end_date}{_interrupted(mobility.interruption_days)}"
    if mobility.distance_km is not None:
        yield "distance", f"{mobility.distance_km:f} km one way, {mobility.travel_mode} travel"
    if mobility.reference is not None:
        yield "reference", mobility.reference


def _attendance_rows(settlement: "Settlement") -> Iterable[tuple[str, str]]:
    attendance = settlement.attendance
    if settlement.reference is not None:
        yield "reference", settlement.reference
    if attendance.start_date is None:
        yield "attended", "no stay took place"
    else:
        away = _interrupted(attendance.interruption_days)
        yield "attended", f"{attendance.start_date} to {attendance.end_date}{away}"
    if attendance.force_majeure:
        yield "force majeure", "yes"
    if settlement.missing_documents:
        yield "missing papers", words(settlement.missing_documents)


def _interrupted(days: int) -> str:
    return f", less {days} days of interruption" if days else ""


def _payments_table(payments: Iterable[Payment]) -> Table:
    rows = tuple(
        (words([payment.kind]), str(payment.amount_eur), words([payment.trigger]), words(payment.conditions))
        for payment in payments
    )
    columns = (*text_columns("payment"), *number_columns("EUR"), *text_columns("when", "needs"))
    return Table("Payments", columns, rows)


def _findings_table(findings: Iterable[Finding]) -> Table:
    rows = tuple((finding.severity, finding.code, finding.message, finding.source.id) for finding in findings)
    return Table("Findings", text_columns("severity", "code", "what was found", "source"), rows)


def _documents_table(documents: Iterable[RequiredDocument]) -> Table:
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
    return Table("Papers", text_columns("when", "paper", "signed by", "note", "source"), rows)


def sources_table(sources: Iterable[Source], *, notes: bool = False) -> Table:
    """Return the sources, each once, with how they were read if asked for."""
    unique = {source.id: source for source in sources}
    rows = tuple(
        (source.id, source.confidence, f"{source.cite()} {source.note}".rstrip() if notes else source.cite())
        for source in unique.values()
    )
    return Table("Sources", text_columns("source", "confidence", "where it is printed"), rows)


def _made_by(result: "GrantBreakdown | Settlement") -> str:
    fingerprint = result.rulebook_fingerprint[:12]
    base = f", based on {result.rulebook_based_on}" if result.rulebook_based_on is not None else ""
    return f"Rulebook {result.rulebook_id} ({fingerprint}){base}, erasmus_grants {result.library_version}."


def words(members: Iterable[str]) -> str:
    """Return words of closed lists as they are written in prose."""
    return ENGLISH.words(members)
