"""What is open in a grant that is not yet known, in the order in which it matters.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant = toy_calculator().calculate(toy_mobility(distance_km=None, teaching_hours=None))
    >>> [question.field for question in grant.questions]
    ['teaching_hours', 'distance_km']
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from erasmus_grants.basics.money import ZERO_EUR, to_cents
from erasmus_grants.basics.scope import NotPublished, Scope
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import (
    Answerer,
    Decided,
    FindingCode,
    LineBasis,
    LineKind,
    ParticipantRole,
    StudyCycle,
)
from erasmus_grants.engine.applicable_entries import ApplicableEntries, CountryDecides, OpenRate, OpenTravelDays
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.lines import OpenLine
from erasmus_grants.records.mobility import Mobility, PaidDays, is_cycle_of_another_role
from erasmus_grants.records.questions import (
    Question,
    cell_question,
    field_question,
    rounding_question,
    whether_eligible,
)
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks.search import is_official
from erasmus_grants.rules.cycle_flows import CycleFlowNotPublished
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import band_of
from erasmus_grants.rules.top_ups import TopUpNotPublished, is_due

_DECIDED: Final = {
    LineKind.TRAVEL_SUPPORT: Decided.TRAVEL_SUPPORT,
    LineKind.INDIVIDUAL_SUPPORT: Decided.INDIVIDUAL_SUPPORT,
}
_UNBOUNDED_CENTS: Final = 10**18
"""More than any amount [cents]."""


def open_questions(
    book: Rulebook,
    entries: ApplicableEntries,
    mobility: Mobility,
    findings: tuple[Finding, ...],
    open_lines: tuple[OpenLine, ...],
) -> tuple[Question, ...]:
    """Return what is open: first what decides whether a mobility is eligible, then what moves the total most.

    Args:
        book: The rulebook.
        entries: Its entries that apply.
        mobility: The mobility.
        findings: What was found about it.
        open_lines: The lines that are not known.
    """
    answered_by = (Answerer.AGENCY, Answerer.INSTITUTION) if is_official(book.id) else (Answerer.INSTITUTION,)
    whether = _whether(entries, findings, answered_by)
    asked = [*_fields(entries, mobility, findings), *whether, *_cells(entries, mobility, open_lines, answered_by)]
    asked += _zero_grants(entries, mobility, findings, answered_by)
    if len(asked) > 1:
        widths = _widths(open_lines)
        asked.sort(key=lambda question: _rank(question, widths))
    return tuple(asked)


def _rank(question: Question, widths: Mapping[Decided, int]) -> tuple[bool, int]:
    return Decided.ELIGIBILITY not in question.decides, -max(widths.get(one, 0) for one in question.decides)


def _widths(open_lines: Iterable[OpenLine]) -> Mapping[Decided, int]:
    """Return by how much components can differ [cents]; what nothing bounds differs by more than anything."""
    widths: dict[Decided, int] = {}
    for line in open_lines:
        decided, most_eur = _DECIDED.get(line.kind, Decided.TOP_UPS), line.maximum_eur
        width = _UNBOUNDED_CENTS if most_eur is None else to_cents(most_eur) - to_cents(line.minimum_eur or ZERO_EUR)
        widths[decided] = min(widths.get(decided, 0) + width, _UNBOUNDED_CENTS)
    return widths


def _fields(entries: ApplicableEntries, mobility: Mobility, findings: Iterable[Finding]) -> Iterator[Question]:
    for finding in findings:
        match finding.code:
            case FindingCode.DISTANCE_MISSING:
                yield field_question("distance_km", (Decided.TRAVEL_SUPPORT,))
            case FindingCode.TEACHING_HOURS_MISSING:
                yield field_question("teaching_hours", (Decided.ELIGIBILITY,))
            case FindingCode.STUDY_CYCLE_MISSING:
                yield from _of_cycle(mobility)
            case FindingCode.COUNTRY_MISSING:
                yield field_question(dict(finding.details)["field"], (Decided.ELIGIBILITY, *_by_country(entries)))
            case _:
                pass


def _of_cycle(mobility: Mobility) -> Iterator[Question]:
    """Yield the question for a study cycle, with those that go with the role; a student may be a doctoral candidate."""
    choices = tuple(cycle.value for cycle in StudyCycle if not is_cycle_of_another_role(cycle, mobility.role))
    yield _one_of("study_cycle", choices)
    if mobility.role is ParticipantRole.STUDENT:
        yield _one_of("role", (ParticipantRole.DOCTORAL_CANDIDATE.value,))


def _one_of(field: str, choices: tuple[str, ...]) -> Question:
    """Return the question for a field that decides whether a mobility is eligible, with some of its answers alone."""
    return field_question(field, (Decided.ELIGIBILITY,)).model_copy(update={"choices": choices})


def _whether(
    entries: ApplicableEntries, findings: Iterable[Finding], answered_by: tuple[Answerer, ...]
) -> Iterator[Question]:
    """Yield the entries that say that nobody confirms whether their mobilities are eligible."""
    for finding in findings:
        if finding.code is FindingCode.ELIGIBILITY_NOT_PUBLISHED:
            found = dict(finding.details)["why"], finding.source
            table, scope = next(one[:2] for one in _unconfirmed(entries) if one[2:] == found)
            yield whether_eligible(table, scope, answered_by=answered_by, source=finding.source)


def _unconfirmed(entries: ApplicableEntries) -> Iterator[tuple[str, Scope, str | None, Source]]:
    """Yield table, scope, sentence and source of what may be unconfirmed, the flows of the very mobility first."""
    for flow in sorted(entries.flows, key=lambda flow: not flow.scope.covers(entries.key)):
        yield "flows", flow.scope, flow.not_published, flow.source
    if isinstance(entries.cycle_flow, CycleFlowNotPublished):
        yield "cycle_flows", entries.cycle_flow.scope, entries.cycle_flow.not_published, entries.cycle_flow.source
    limits = () if entries.cycle is None else (entries.cycle,)
    yield from (("cycle_limits", limit.scope, limit.one_cycle_not_published, limit.source) for limit in limits)


def _by_country(entries: ApplicableEntries) -> Iterator[Decided]:
    """Yield what depends on a country that is not stated."""
    if isinstance(entries.travel, CountryDecides) or isinstance(entries.activity, CountryDecides):
        yield Decided.TRAVEL_SUPPORT
    if isinstance(entries.individual_support, CountryDecides) or isinstance(entries.travel_days, OpenTravelDays):
        yield Decided.INDIVIDUAL_SUPPORT
    if any(isinstance(top_up, CountryDecides) for top_up in entries.top_ups):
        yield Decided.TOP_UPS


def _cells(
    entries: ApplicableEntries, mobility: Mobility, open_lines: Iterable[OpenLine], answered_by: tuple[Answerer, ...]
) -> Iterator[Question]:
    """Yield the cells of the rulebook that have no figure."""
    travel, rate = entries.travel, entries.individual_support
    if isinstance(travel, NotPublished) or (isinstance(travel, DistanceBands) and _is_open(travel, mobility)):
        yield cell_question(
            "travel_support", travel.scope, Decided.TRAVEL_SUPPORT, answered_by=answered_by, source=travel.source
        )
    if isinstance(rate, OpenRate):
        ends_eur = (None, None) if rate.bounds is None else (rate.bounds.minimum_eur, rate.bounds.maximum_eur)
        yield cell_question(
            rate.table,
            rate.scope,
            Decided.INDIVIDUAL_SUPPORT,
            answered_by=answered_by,
            source=rate.source if rate.bounds is None else rate.bounds.source,
            ends_eur=ends_eur,
        )
    reduced = [line for line in open_lines if line.basis is LineBasis.DAYS_ON_SITE_REDUCED]
    if isinstance(rate, DailyRate) and reduced:  # there is a rate, so it is only not known how its share is rounded
        yield rounding_question(rate.scope, answered_by=answered_by, source=reduced[0].source)
    days = PaidDays.of(mobility, mobility.stay)
    for top_up in entries.top_ups:
        if isinstance(top_up, TopUpNotPublished) and top_up.blocking and is_due(top_up.kind, days):
            yield cell_question("top_ups", top_up.scope, Decided.TOP_UPS, answered_by=answered_by, source=top_up.source)


def _zero_grants(
    entries: ApplicableEntries, mobility: Mobility, findings: Iterable[Finding], answered_by: tuple[Answerer, ...]
) -> Iterator[Question]:
    """Yield whether such a mobility may have a zero grant, if the rulebook does not say so."""
    for finding in findings:
        if finding.code is FindingCode.ZERO_GRANT_NOT_PUBLISHED:
            scope = Scope(
                activities=(mobility.activity,),
                directions=(mobility.direction,),
                roles=(mobility.role,),
                fewer_opportunities=(entries.zero_grant is not None and mobility.fewer_opportunities) or None,
            )
            yield whether_eligible("zero_grants", scope, answered_by=answered_by, source=finding.source)


def _is_open(bands: DistanceBands, mobility: Mobility) -> bool:
    """Return whether the band of a distance has no amount, or somebody decides whether it is paid."""
    if mobility.distance_km is None:
        return bands.not_decided is not None
    band = band_of(mobility.distance_km, bands)
    return band is not None and (band.standard_eur is None or bands.not_decided is not None)
