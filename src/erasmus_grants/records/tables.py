"""What the reports of grants, settlements and comparisons have in common: how a line, a stay or a finding is told.

Examples:
    >>> period_told("2030-03-04", "2030-03-08", ENGLISH, interruption_days=1)
    '2030-03-04 to 2030-03-08, less 1 days of interruption'
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.vocabulary import LineBasis, LineKind
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.lines import RateDays
from erasmus_grants.report.has_report import sources_table
from erasmus_grants.report.rendering import Report, Table, filled, text_columns

_LENGTH_OF_A_FINGERPRINT = 12


def rate_told(rate_eur: Decimal, rate_days: RateDays, language: Language) -> str:
    """Return a rate with what it is paid for, if that is not a day or once."""
    return str(rate_eur) if rate_days == 1 else language.labels.per_month.format(rate_eur=rate_eur)


def line_told(kind: LineKind, basis: LineBasis, language: Language) -> str:
    """Return what a line is called, with what its quantity counts."""
    return f"{language.lines[kind]}, {language.bases[basis]}"


def period_told(start: date | str, end: date | str, language: Language, *, interruption_days: int) -> str:
    """Return from when to when a stay is, and by how much it is interrupted."""
    labels = language.labels
    away = labels.interrupted.format(days=interruption_days) if interruption_days else ""
    return f"{labels.period.format(start=start, end=end)}{away}"


def finding_told(finding: Finding, language: Language) -> tuple[str, str, str]:
    """Return severity, code and sentence of a finding."""
    return language.words([finding.severity]), finding.code, finding.in_language(language)


def findings_table(findings: Iterable[Finding], language: Language) -> Table:
    """Return what was found, with its sources."""
    labels = language.labels
    rows = tuple((*finding_told(finding, language), finding.source.id) for finding in findings)
    return Table(
        labels.findings, text_columns(labels.severity, labels.code, labels.what_was_found, labels.source), rows
    )


def findings_report(findings: tuple[Finding, ...], language: Language = ENGLISH, *, eligible: bool) -> Report:
    """Return what was found about a mobility."""
    labels = language.labels
    tables = (findings_table(findings, language), sources_table((finding.source for finding in findings), language))
    notes = () if findings else (labels.nothing_found,)
    return Report(labels.eligible if eligible else labels.not_eligible, filled(tables), notes)


def rulebook_told(rulebook_id: str, fingerprint: str) -> str:
    """Return a rulebook with the beginning of its fingerprint."""
    return f"{rulebook_id} ({fingerprint[:_LENGTH_OF_A_FINGERPRINT]})"


def made_by(rulebook: str, based_on: str | None, version: str, language: Language) -> str:
    """Return the note that says what computed a result.

    Args:
        rulebook: The rulebook, as it is told.
        based_on: The rulebook that it adapts, if any.
        version: The version of this library.
        language: The tables of the language.
    """
    labels = language.labels
    base = "" if based_on is None else labels.based_on.format(base=based_on)
    return labels.made_by.format(rulebook=rulebook, based_on=base, version=version)
