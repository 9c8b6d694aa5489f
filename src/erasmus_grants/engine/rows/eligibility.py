"""What is found about the mobilities of a frame besides their amounts.

Each rule judges rows by the formula with which it judges one mobility; here is where its entries apply, and which code
a row has that it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from erasmus_grants.basics.algebra import (
    Condition,
    Text,
    Whole,
    any_of,
    if_else,
    is_one_of,
    is_stated,
    is_word,
    not_,
    once,
)
from erasmus_grants.basics.days_in_a_row import days_in_a_row_are_too_few, days_in_a_row_are_uncertain
from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.month_counts import counts_disagree
from erasmus_grants.basics.periods import has_months_before
from erasmus_grants.basics.scope import Asking, CountryAsked, askings_of, entries_asking
from erasmus_grants.basics.vocabulary import STUDENT_ACTIVITIES, Direction, FindingCode, Funding
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rules.abroad import OTHER_COUNTRIES, is_at_home
from erasmus_grants.rules.activities import (
    code_of_exclusion,
    is_excluded,
    is_other_host,
    is_unlisted_purpose,
    lacks_teaching_contract,
)
from erasmus_grants.rules.agreements import Agreement, is_elsewhere, is_not_marked_open, rows_about
from erasmus_grants.rules.call_years import is_outside
from erasmus_grants.rules.countries import (
    CountryFlow,
    Ways,
    closed_sides,
    contradicts_home,
    groups_allowed,
    unconfirmed,
)
from erasmus_grants.rules.cycle_flows import CycleFlowNotPublished, is_of_other_cycle, lacks_cycle
from erasmus_grants.rules.duration import DurationLimit, is_too_long, is_too_short, is_whole_term, minimums
from erasmus_grants.rules.short_term import needs_virtual_component
from erasmus_grants.rules.study_cycle import is_exceeded, is_in_one_cycle, is_unconfirmed
from erasmus_grants.rules.teaching import teaching_hours_are_too_few
from erasmus_grants.rules.zero_grants import asks_for_zero_grant, is_unprinted, reasons_against


def note_findings(rows: RulebookOverRows, partner: Whole) -> None:
    """Note everything that does not depend on an amount.

    Args:
        rows: The rulebook over the rows.
        partner: The number of the partner in the rulebook, counted from 1; 0 for one that it does not know.
    """
    _activities(rows)
    _purposes(rows)
    for restriction in rows.rulebook.restrictions:
        rows.note(FindingCode.MOBILITY_RESTRICTION_POSSIBLE, rows.covers(restriction.scope))
    _missing_countries(rows)
    rows.note(FindingCode.DEPARTS_FROM_PROGRAMME, rows.rulebook.departs_from_programme is not None)
    rows.note(FindingCode.PROVISIONAL_FIGURES, rows.rulebook.provisional_because is not None)
    _home(rows)
    _flows(rows)
    _closed_flows(rows)
    _abroad(rows)
    _cycle_flows(rows)
    _call_years(rows)
    _agreements(rows, partner)
    _durations(rows)
    _virtual_part(rows)
    _cycle(rows)
    _teaching(rows)
    _zero_grants(rows)
    for deadline in rows.rulebook.deadlines:
        has_date = has_months_before(rows.mobilities.start_date, deadline.months_before_start)
        rows.note(FindingCode.APPLICATION_DEADLINE, rows.covers(deadline.scope) & has_date)


def _activities(rows: RulebookOverRows) -> None:
    row, rules = rows.mobilities, rows.rulebook.activities
    covered = any_of(rows.covers(rule.scope) for rule in rules)
    rows.note(FindingCode.ACTIVITY_NOT_COVERED, not_(covered) & not_(rows.lacks_activity))
    for rule in rules:
        where = rows.covers(rule.scope)
        if rule.funding is Funding.NOT_FUNDED:
            rows.note(FindingCode.ACTIVITY_NOT_FUNDED, where)
        if rule.funding is Funding.NOT_PUBLISHED:
            rows.note(FindingCode.RATE_NOT_PUBLISHED, where & not_(row.zero_grant))
        rows.note(FindingCode.ROLE_NOT_ELIGIBLE, where & not_(is_one_of(row.role, rule.roles)))
        without = lacks_teaching_contract(row.activity, row.role, row.teaching_contract, rule)
        rows.note(FindingCode.TEACHING_CONTRACT_MISSING, where & without)
        other_host = is_other_host(row.receiving_organisation, rule)
        rows.note(FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE, where & other_host)
        rows.note(FindingCode.COMBINATION_NOT_ELIGIBLE, where & row.combined & bool(rule.not_combined))


def _purposes(rows: RulebookOverRows) -> None:
    purpose, host, combined = rows.mobilities.purpose, rows.mobilities.receiving_organisation, rows.mobilities.combined
    excluded: list[Condition] = []
    for entry in rows.rulebook.excluded_purposes:
        where = rows.covers(entry.scope) & is_excluded(purpose, host, entry)
        rows.note(code_of_exclusion(entry), where)
        excluded.append(where)
    allowed = not_(any_of(excluded))
    for rule in rows.rulebook.activities:
        unlisted = is_unlisted_purpose(purpose, combined, rule)
        rows.note(FindingCode.PURPOSE_NOT_LISTED, rows.covers(rule.scope) & unlisted & allowed)


def _missing_countries(rows: RulebookOverRows) -> None:
    """Note where a country is not stated on which some entry depends."""
    for one in askings_of(type(rows.rulebook)):
        where = _asked(rows, one)
        if where is not False:
            missing = where & rows.lacks_country(entries_asking(rows.rulebook, one))
            rows.note(FindingCode.COUNTRY_MISSING, once(missing, "missing_country"))


def _asked(rows: RulebookOverRows, asking: Asking) -> Condition:
    """Return in which rows a table asks for a country that is not stated."""
    of_term = True if asking.term is None else rows.of_term(asking.term)
    match asking.country:
        case CountryAsked.ALWAYS:
            return of_term
        case CountryAsked.IF_FUNDED:
            return rows.funded & of_term
        case CountryAsked.NEVER:
            return False
        case _:  # pragma: no cover
            assert_never(asking.country)


def _home(rows: RulebookOverRows) -> None:
    home, row = rows.rulebook.home, rows.mobilities
    if home is None:
        return
    for direction, ours, theirs in (
        (Direction.OUTGOING, row.sending_country, row.receiving_country),
        (Direction.INCOMING, row.receiving_country, row.sending_country),
    ):
        for given, at_home in ((ours, True), (theirs, False)):
            wrong = contradicts_home(given, home, should_be_home=at_home)
            rows.note(FindingCode.COUNTRY_DISAGREES, is_word(row.direction, direction) & wrong)


def _flows(rows: RulebookOverRows) -> None:
    sides = {"sending_country": rows.sending, "receiving_country": rows.receiving}
    ways = [(once(rows.covers_but_for_countries(flow.scope), "flow"), flow) for flow in rows.rulebook.flows]

    def allows(flow: CountryFlow, field: str) -> Condition:
        return sides[field].stated_within(groups_allowed(flow, field))

    stated = {field: side.given.stated for field, side in sides.items()}
    left: Ways = ()
    refused: Condition = False
    for side in closed_sides(ways, stated, allows):
        rows.note(FindingCode.COUNTRY_DISAGREES, side.closed)
        left, refused = side.left, refused | side.closed
    for is_open, _ in unconfirmed(left):
        rows.note(FindingCode.ELIGIBILITY_NOT_PUBLISHED, is_open & not_(refused))


def _closed_flows(rows: RulebookOverRows) -> None:
    for entry in rows.rulebook.closed_flows:
        rows.note(FindingCode.COUNTRY_DISAGREES, rows.covers(entry.scope))


def _abroad(rows: RulebookOverRows) -> None:
    receiving = rows.receiving
    for rule in rows.rulebook.abroad:
        for field, alike in OTHER_COUNTRIES.items():
            other: Text = getattr(rows.mobilities, field)
            implied = receiving.by_home & is_at_home(receiving.home, other, alike)
            stays = is_at_home(receiving.given, other, alike) | implied
            rows.note(FindingCode.NOT_ABROAD, rows.covers(rule.scope) & stays)


def _cycle_flows(rows: RulebookOverRows) -> None:
    row, rules = rows.mobilities, rows.rulebook.cycle_flows
    for rule in rules:
        where, unconfirmed = rows.applies(rule, rules), isinstance(rule, CycleFlowNotPublished)
        code = FindingCode.ELIGIBILITY_NOT_PUBLISHED if unconfirmed else FindingCode.STUDY_CYCLE_NOT_ELIGIBLE
        cycle, role, one_cycle = row.study_cycle, row.role, row.one_cycle_programme
        rows.note(code, where & is_of_other_cycle(cycle, role, rule, one_cycle=one_cycle))
        rows.note(FindingCode.STUDY_CYCLE_MISSING, where & lacks_cycle(cycle, role, rule, one_cycle=one_cycle))


def _call_years(rows: RulebookOverRows) -> None:
    years, row = rows.rulebook.agreement_years, rows.mobilities
    if years is not None and rows.explained:
        outside = is_outside(row.start_date, row.end_date, call_years=rows.rulebook.call_years, rule=years)
        rows.note(FindingCode.OUTSIDE_CALL_YEARS, outside)


def _agreements(rows: RulebookOverRows, partner: Whole) -> None:
    agreements, row = rows.rulebook.agreements, rows.mobilities
    if not agreements:
        return
    in_period = [once(entry.covers(row.start_date, row.end_date), "period") for entry in agreements]
    inside = once(any_of(in_period), "in_agreement")
    rows.note(FindingCode.OUTSIDE_AGREEMENT_PERIOD, not_(inside))
    named = is_stated(row.partner)
    codes = [known.code for known in rows.rulebook.partners]
    numbers = [[number for number, code in enumerate(codes, 1) if code in entry.partners] for entry in agreements]
    listed = [where & is_one_of(partner, theirs) for where, theirs in zip(in_period, numbers, strict=True)]
    with_partner = any_of(listed)
    rows.note(FindingCode.PARTNER_NOT_IN_AGREEMENT, named & inside & not_(with_partner))
    if rows.explained:
        _partner_countries(rows, partner, named & with_partner)
        matching = [if_else(named, ours, where) for where, ours in zip(in_period, listed, strict=True)]
        _flow_rows(rows, list(zip(matching, agreements, strict=True)))


def _partner_countries(rows: RulebookOverRows, partner: Whole, where: Condition) -> None:
    by_country: dict[str, list[int]] = {}
    for number, known in enumerate(rows.rulebook.partners, 1):
        if known.country is not None:
            by_country.setdefault(known.country, []).append(number)
    outgoing, row = is_word(rows.mobilities.direction, Direction.OUTGOING), rows.mobilities
    for country, numbers in by_country.items():
        there, here = is_elsewhere(row.receiving_country, country), is_elsewhere(row.sending_country, country)
        elsewhere = if_else(outgoing, there, here)
        rows.note(FindingCode.PARTNER_COUNTRY_DISAGREES, where & is_one_of(partner, numbers) & elsewhere)


def _flow_rows(rows: RulebookOverRows, matching: Sequence[tuple[Condition, Agreement]]) -> None:
    about = rows_about(matching, rows.mobilities.activity, rows.mobilities.direction)
    rows.note(FindingCode.FLOW_NOT_MARKED_OPEN, is_not_marked_open(matching, about))
    conditional = any_of(where for where, _, flow in about if flow.security_condition)
    rows.note(FindingCode.SECURITY_CONDITION, conditional)


def _durations(rows: RulebookOverRows) -> None:
    stay, limits, shortest = rows.mobilities.stay, rows.rulebook.durations, _shortest(rows)
    in_a_row = [(minimum, where) for limit, minimum, where in shortest if limit.minimum_is_consecutive]
    for minimum, where in _rows_by_length(in_a_row):
        rows.note(FindingCode.DURATION_TOO_SHORT, where & days_in_a_row_are_too_few(stay, minimum))
        if rows.explained:
            rows.note(FindingCode.CONSECUTIVE_DAYS_NOT_CHECKED, where & days_in_a_row_are_uncertain(stay, minimum))
    for minimum, where in _rows_by_length([(minimum, where) for _, minimum, where in shortest]):
        rows.note(FindingCode.DURATION_TOO_SHORT, where & is_too_short(stay, minimum))
        if rows.explained:
            rows.note(FindingCode.MONTH_COUNT_DISAGREES, where & counts_disagree(stay, minimum, longest=False))
    for maximum, where in _rows_by_length([(limit.maximum, rows.covers(limit.scope)) for limit in limits]):
        rows.note(FindingCode.DURATION_TOO_LONG, where & is_too_long(stay, maximum))
        if rows.explained:
            rows.note(FindingCode.MONTH_COUNT_DISAGREES, where & counts_disagree(stay, maximum, longest=True))


def _shortest(rows: RulebookOverRows) -> list[tuple[DurationLimit, Length, Condition]]:
    """Return each shortest stay with the limit that has it, and the rows to which it applies."""
    return [
        (limit, minimum, rows.covers(limit.scope) & applies)
        for limit in rows.rulebook.durations
        for applies, minimum in minimums(limit, rows.mobilities.academic_term)
    ]


def _rows_by_length(lengths: Sequence[tuple[Length, Condition]]) -> Iterator[tuple[Length, Condition]]:
    """Yield each length once, with all rows to which it applies."""
    rows: dict[Length, Condition] = {}
    for length, where in lengths:
        rows[length] = rows.get(length, False) | where
    yield from ((length, where) for length, where in rows.items() if where is not False)


def _virtual_part(rows: RulebookOverRows) -> None:
    row, rule = rows.mobilities, rows.rulebook.short_term
    if rule is not None and is_one_of(row.activity, STUDENT_ACTIVITIES) is not False:
        whole_term = any_of(
            rows.covers(limit.scope) & is_whole_term(row.stay, limit, row.academic_term)
            for limit in rows.rulebook.durations
        )
        needed = needs_virtual_component(row, row.stay.net_days, rule=rule, whole_term=whole_term)
        rows.note(FindingCode.VIRTUAL_COMPONENT_MISSING, needed)


def _cycle(rows: RulebookOverRows) -> None:
    row = rows.mobilities
    for limit in rows.rulebook.cycle_limits:
        where = rows.covers(limit.scope)
        if where is not False:
            one_cycle = is_in_one_cycle(row.one_cycle_programme, row.role)
            exceeded = is_exceeded(row.months_used, row.stay.net_days_360, limit, one_cycle=one_cycle)
            rows.note(FindingCode.MONTHS_PER_CYCLE_EXCEEDED, where & exceeded)
            open_ = is_unconfirmed(row.months_used, row.stay.net_days_360, limit, one_cycle=one_cycle)
            rows.note(FindingCode.ELIGIBILITY_NOT_PUBLISHED, where & open_)


def _teaching(rows: RulebookOverRows) -> None:
    row, hours = rows.mobilities, rows.mobilities.teaching_hours
    for rule in rows.rulebook.teaching_hours:
        where = rows.covers(rule.scope)
        if where is not False:
            rows.note(FindingCode.TEACHING_HOURS_MISSING, where & not_(is_stated(hours)))
            too_few = teaching_hours_are_too_few(hours, row.stay.net_days, combined=row.combined, rule=rule)
            rows.note(FindingCode.TEACHING_HOURS_TOO_FEW, where & too_few)


def _zero_grants(rows: RulebookOverRows) -> None:
    row, rules = rows.mobilities, rows.rulebook.zero_grants
    asked = once(asks_for_zero_grant(row), "zero_grant")
    if asked is False:
        return
    rows.note(FindingCode.ZERO_GRANT_NOT_PUBLISHED, asked & not_(any_of(rows.covers(rule.scope) for rule in rules)))
    limits = rows.rulebook.durations if rules else ()
    shortest = _rows_by_length([(limit.minimum, rows.covers(limit.scope)) for limit in limits])  # no part is a term
    too_few = once(any_of(where & is_too_short(row.paid_stay, minimum) for minimum, where in shortest), "too_few")
    for rule in rules:
        against = [where for where, _ in reasons_against(row, rule, too_few_are_funded=too_few)]
        for where in against:
            rows.note(FindingCode.ZERO_GRANT_NOT_ELIGIBLE, rows.covers(rule.scope) & where)
        unprinted = rows.covers(rule.scope) & is_unprinted(row, rule) & not_(any_of(against))
        rows.note(FindingCode.ZERO_GRANT_NOT_PUBLISHED, unprinted)
