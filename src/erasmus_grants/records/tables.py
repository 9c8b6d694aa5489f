"""What the reports of grants, settlements and comparisons have in common: how a line, a stay or a finding is told.

Examples:
    >>> period_told("2030-03-04", "2030-03-08", ENGLISH, interruption_days=1)
    '2030-03-04 to 2030-03-08, less 1 day of interruption'
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.vocabulary import GrantStatus, LineBasis, LineKind
from erasmus_grants.records.findings import Finding, answer_of
from erasmus_grants.records.lines import GrantLine, OpenLine, RateDays
from erasmus_grants.report.has_report import sources_table
from erasmus_grants.report.rendering import Report, Table, filled, text_columns

_LENGTH_OF_A_FINGERPRINT = 12


def rate_told(rate_eur: str, rate_days: RateDays, labels: Labels) -> str:
    """Return a rate with what it is paid for, if that is not a day or once."""
    return rate_eur if rate_days == 1 else labels.per_month.format(rate_eur=rate_eur)


def range_told(least: Decimal | str | None, most: Decimal | str | None, labels: Labels) -> str:
    """Return between what an amount lies, as far as that is known; an empty text where nothing bounds it."""
    if least is None:
        return "" if most is None else labels.at_most.format(amount=most)
    if most is None:
        return labels.at_least.format(amount=least)
    return str(least) if least == most else labels.period.format(start=least, end=most)


def rate_and_amount_told(line: GrantLine | OpenLine, labels: Labels) -> tuple[str, str]:
    """Return rate and amount of a line, and of one that is open their ends."""
    if isinstance(line, GrantLine):
        return rate_told(str(line.rate_eur), line.rate_days, labels), str(line.amount_eur)
    rates = range_told(line.minimum_rate_eur, line.maximum_rate_eur, labels)
    amounts = range_told(line.minimum_eur, line.maximum_eur, labels)
    return rate_told(rates, line.rate_days, labels) if rates else labels.amount_open, amounts or labels.amount_open


def line_told(kind: LineKind, basis: LineBasis, language: Language) -> str:
    """Return what a line is called, with what its quantity counts."""
    return f"{language.lines[kind]}, {language.bases[basis]}"


def period_told(start: date | str, end: date | str, language: Language, *, interruption_days: int) -> str:
    """Return from when to when a stay is, and by how much it is interrupted."""
    labels = language.labels
    away = language.say(labels.interrupted, [("days", str(interruption_days))]) if interruption_days else ""
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


def findings_report(findings: tuple[Finding, ...], language: Language = ENGLISH) -> Report:
    """Return what was found about a mobility."""
    labels = language.labels
    titles = {
        GrantStatus.GRANTED: labels.eligible,
        GrantStatus.NOT_ELIGIBLE: labels.not_eligible,
        GrantStatus.UNDETERMINED: labels.answer_open if answer_of(findings).eligible else labels.eligibility_open,
    }
    tables = (findings_table(findings, language), sources_table((finding.source for finding in findings), language))
    notes = () if findings else (labels.nothing_found,)
    return Report(titles[answer_of(findings).status], filled(tables), notes)


def rulebook_told(rulebook_id: str, fingerprint: str, base: str = "") -> str:
    """Return a rulebook with the beginning of its fingerprint.

    Args:
        rulebook_id: Its id.
        fingerprint: Its fingerprint.
        base: What it is based on, as `base_told` says it; empty: it is not told here.
    """
    return f"{rulebook_id} ({fingerprint[:_LENGTH_OF_A_FINGERPRINT]}{base})"


def base_told(based_on: str | None, language: Language) -> str:
    """Return after a rulebook what it is based on; empty: on none."""
    return "" if based_on is None else language.labels.based_on.format(base=based_on)


def made_by(rulebook: str, based_on: str | None, version: str, language: Language) -> str:
    """Return the note that says what computed a result.

    Args:
        rulebook: The rulebook, as it is told.
        based_on: The rulebook that it adapts, if any.
        version: The version of this library.
        language: The tables of the language.
    """
    return language.labels.made_by.format(rulebook=rulebook, based_on=base_told(based_on, language), version=version)
