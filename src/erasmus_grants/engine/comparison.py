"""The same mobility under several rulebooks, or otherwise planned, side by side.

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> greener = {"with green travel": {"travel_mode": "green"}}
    >>> comparison = compare(toy_mobility(), [toy_rulebook()], what_if=greener)
    >>> [(case.name, str(case.grant.total_eur)) for case in comparison.cases]
    [('toy', '900.00'), ('toy, with green travel', '950.00')]
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pydantic import Field

from erasmus_grants.basics.errors import check_kind
from erasmus_grants.basics.field_types import Many
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.money import signed_eur, to_cents
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.sources import Source
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.argument_checks import check_mobility
from erasmus_grants.records.findings import why
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.parts import PARTS, amounts_by_part, bounds_by_part
from erasmus_grants.records.tables import (
    base_told,
    finding_told,
    line_told,
    range_told,
    rate_and_amount_told,
    rulebook_told,
)
from erasmus_grants.report.has_report import HasReport, named_sources_table
from erasmus_grants.report.rendering import Report, Table, filled, number_columns, text_columns
from erasmus_grants.rulebooks.loading import AnyRulebook, all_rulebooks

_A_CASE = "as {{'by train': {{'travel_mode': 'green'}}}}"
"""What a case looks like, in a sentence that says so."""


class Case(Model):
    """One of the grants that are compared."""

    name: str = Field(description="the rulebook, and what is otherwise than planned")
    grant: GrantBreakdown = Field(description="the grant")


class Comparison(HasReport):
    """Grants side by side, each with everything that a single grant says."""

    cases: Many[Case] = Field(min_length=1, description="what is compared, the first being what others differ from")

    def _report(self, language: Language) -> Report:
        named = _source_names(self.cases)
        tables = (
            _grants_table(self.cases, language),
            _lines_table(self.cases, named, language),
            _findings_table(self.cases, named, language),
            named_sources_table({name: source for source, name in named.items()}, language),
        )
        grants = [case.grant for case in self.cases]
        books = [
            rulebook_told(one.rulebook_id, one.rulebook_fingerprint, base_told(one.rulebook_based_on, language))
            for one in grants
        ]
        note = language.labels.made_by_all.format(rulebooks=", ".join(dict.fromkeys(books)))
        return Report(language.labels.side_by_side, filled(tables), (note,))

    def to_records(self) -> list[dict[str, object]]:
        """Return a plain dict for each grant, all with the same keys; amounts are exact [EUR]."""
        return [{"case": case.name} | _record(case.grant) for case in self.cases]


def compare(
    mobility: Mobility,
    rulebooks: Iterable[AnyRulebook] | AnyRulebook,
    *,
    what_if: Mapping[str, Mapping[str, object]] | None = None,
) -> Comparison:
    """Return the grants of a mobility under several rulebooks, as planned and as it might be.

    Args:
        mobility: The mobility as planned.
        rulebooks: Rulebooks, ids of rulebooks that come with the library, or TOML or JSON files.
        what_if: Fields of the mobility that are otherwise, by what such a case is called.

    Returns:
        For each rulebook the mobility as planned, and then each case of `what_if`.

    Raises:
        UnknownRulebookError: No rulebook has one of the ids.
        RulebookFileError: A file cannot be read, or its rulebook is not sound.
        ValidationError: The mobility would not be sound with the fields of a case, or there is no rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> record = compare(toy_mobility(), toy_rulebook()).to_records()[0]
        >>> record["case"], record["total_eur"]
        ('toy', Decimal('900.00'))
    """
    check_mobility(mobility)
    variants = [("", mobility), *_changed(mobility, {} if what_if is None else what_if)]
    books, cases = all_rulebooks(rulebooks), list[Case]()
    if not books:
        raise invalid(Comparison, ("rulebooks", "there is nothing to compare: give at least one rulebook", rulebooks))
    for book in books:
        calculator = GrantCalculator(book)
        for name, variant in variants:
            title = ", ".join(part for part in (calculator.rulebook.id, name) if part)
            cases.append(Case(name=title, grant=calculator.calculate(variant)))
    return Comparison(cases=tuple(cases))


def _changed(mobility: Mobility, what_if: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, Mobility]]:
    """Yield the name of each case, and the mobility as it would be.

    Raises:
        TypeError: A case is no mapping with a name; not all callers are typed.
        ValidationError: A mobility would not be sound.
    """
    check_kind(what_if, Mapping, f"what_if is a mapping from names to changes, {_A_CASE}, not {{}}")
    for name, changes in what_if.items():
        check_kind(name, str, f"a case of what_if is named by text, {_A_CASE}, not by {{}}")
        check_kind(changes, Mapping, f"a case of what_if is a mapping, {_A_CASE}, not {{}}")
        yield name, mobility.model_copy(update=changes)


def _grants_table(cases: tuple[Case, ...], language: Language) -> Table:
    labels = language.labels
    amounts = (labels.travel_eur, labels.individual_eur, labels.top_ups_eur, labels.total_eur, labels.to_the_first_eur)
    columns = (*text_columns(labels.case, labels.answer), *number_columns(*amounts))
    first = cases[0].grant.total_eur
    return Table(labels.grants, columns, tuple(_summary(case, first, language) for case in cases))


def _summary(case: Case, first_eur: Decimal | None, language: Language) -> tuple[str, ...]:
    """Return what a case comes to, and how much more or less than the first one, if both are known."""
    grant, labels = case.grant, language.labels
    parts = (range_told(*bounds, labels) or labels.amount_open for bounds in bounds_by_part(grant).values())
    total = range_told(grant.minimum_total_eur, grant.maximum_total_eur, labels) or labels.amount_open
    more = ""
    if first_eur is not None and grant.total_eur is not None:
        more = signed_eur(to_cents(grant.total_eur) - to_cents(first_eur))
    return case.name, language.words([grant.status]), *parts, total, more


def _lines_table(cases: Iterable[Case], named: Mapping[Source, str], language: Language) -> Table:
    labels = language.labels
    numbers = number_columns(labels.quantity, labels.rate_eur, labels.eur)
    columns = (*text_columns(labels.case, labels.line), *numbers, *text_columns(labels.why, labels.source))
    return Table(labels.lines, columns, tuple(row for case in cases for row in _lines(case, named, language)))


def _lines(case: Case, named: Mapping[Source, str], language: Language) -> Iterator[tuple[str, ...]]:
    """Yield a row for each line; the first one names the case."""
    first, labels = case.name, language.labels
    for line in case.grant.all_lines:
        name, reasons = line_told(line.kind, line.basis, language), why(line.reasons, language)
        rate, amount = rate_and_amount_told(line, labels)
        yield first, name, str(line.quantity), rate, amount, reasons, named[line.source]
        first = ""


def _findings_table(cases: Iterable[Case], named: Mapping[Source, str], language: Language) -> Table:
    """Return each finding once, with the cases that have it."""
    labels = language.labels
    columns = text_columns(labels.case, labels.severity, labels.code, labels.what_was_found, labels.source)
    rows: dict[tuple[str, ...], list[str]] = {}
    for case in cases:
        for finding in case.grant.findings:
            row = (*finding_told(finding, language), named[finding.source])
            rows.setdefault(row, []).append(case.name)
    return Table(labels.findings, columns, tuple(("; ".join(names), *row) for row, names in rows.items()))


def _source_names(cases: Iterable[Case]) -> dict[Source, str]:
    """Return what each source is called: its id, numbered where another rulebook has one of the same id."""
    names: dict[Source, str] = {}
    for source in (source for case in cases for source in _sources(case.grant)):
        if source not in names:
            number = 1 + sum(other.id == source.id for other in names)
            names[source] = source.id if number == 1 else f"{source.id} #{number}"
    return names


def _sources(grant: GrantBreakdown) -> Iterator[Source]:
    yield from (line.source for line in grant.all_lines)
    yield from (finding.source for finding in grant.findings)


def _record(grant: GrantBreakdown) -> dict[str, object]:
    paid = amounts_by_part(grant)
    return {
        "rulebook_id": grant.rulebook_id,
        "reference": grant.mobility.reference,
        "status": grant.status.value,
        "eligible": grant.eligible,
        **{part: paid.get(part) for part in PARTS},
        "total_eur": grant.total_eur,
        "minimum_total_eur": grant.minimum_total_eur,
        "maximum_total_eur": grant.maximum_total_eur,
        "findings": ", ".join(finding.code for finding in grant.findings),
    }
