"""What stands against the mobilities of a frame, and what is worth knowing about them.

Each function is the rule of the same name for one mobility, read from the same table: it notes for which rows a finding
is found.  `GrantCalculator.check` says it in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import assert_never

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.scope import Asking, CountryAsked, Scope, askings_of, entries_asking
from erasmus_grants.basics.vocabulary import (
    Direction,
    FindingCode,
    Funding,
    LengthUnit,
    ParticipantRole,
    Purpose,
)
from erasmus_grants.frames.algebra import (
    Number,
    Truth,
    all_of,
    any_of,
    at_least,
    at_most,
    both,
    choose,
    chosen,
    differ,
    either,
    equal,
    is_just,
    is_one_of,
    opposite,
    remainder,
)
from erasmus_grants.frames.calendar import has_months_before, place_in_calendar
from erasmus_grants.frames.rule_rows import Sheet, Side
from erasmus_grants.rules.agreements import Agreement
from erasmus_grants.rules.countries import CountryFlow
from erasmus_grants.rules.duration import SHORTEST_MONTH_DAYS
from erasmus_grants.rules.teaching import DAYS_OF_WEEK, TEACHING_DAYS_OF_WEEK


def find_all(sheet: Sheet, partner: Number) -> Truth:
    """Note everything that does not depend on an amount.

    Args:
        sheet: The rulebook over the rows.
        partner: The number of the partner in the rulebook, counted from 1; 0 for one that it does not know.

    Returns:
        Whether a country is missing on which an entry depends.
    """
    _activities(sheet)
    _purposes(sheet)
    for restriction in sheet.book.restrictions:
        sheet.find(FindingCode.MOBILITY_RESTRICTION_POSSIBLE, sheet.covers(restriction.scope))
    missing = _missing_countries(sheet)
    sheet.find(FindingCode.DEPARTS_FROM_PROGRAMME, sheet.book.departs_from_programme is not None)
    _home(sheet)
    _flows(sheet)
    _call_years(sheet)
    _agreements(sheet, partner)
    _durations(sheet)
    _virtual_part(sheet)
    _cycle(sheet)
    _teaching(sheet)
    for deadline in sheet.book.deadlines:
        has_date = has_months_before(sheet.row.start, deadline.months_before_start)
        sheet.find(FindingCode.APPLICATION_DEADLINE, both(sheet.covers(deadline.scope), has_date))
    return missing


def _activities(sheet: Sheet) -> None:
    row, rules = sheet.row, sheet.book.activities
    sheet.find(FindingCode.ACTIVITY_NOT_COVERED, opposite(any_of(sheet.covers(rule.scope) for rule in rules)))
    for rule in rules:
        where = sheet.covers(rule.scope)
        if rule.funding is Funding.NOT_FUNDED:
            sheet.find(FindingCode.ACTIVITY_NOT_FUNDED, where)
        if rule.funding is Funding.NOT_PUBLISHED:
            sheet.find(FindingCode.RATE_NOT_PUBLISHED, where)
        sheet.find(FindingCode.ROLE_NOT_ELIGIBLE, both(where, opposite(row.role.within(rule.roles))))
        if ParticipantRole.DOCTORAL_CANDIDATE in rule.roles:
            doctoral_staff = both(row.role.is_(ParticipantRole.DOCTORAL_CANDIDATE), row.for_staff)
            without = both(doctoral_staff, opposite(row.teaching_contract))
            sheet.find(FindingCode.TEACHING_CONTRACT_MISSING, both(where, without))
        if rule.hosts is not None:
            other = both(row.receiving_organisation.stated, opposite(row.receiving_organisation.within(rule.hosts)))
            sheet.find(FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE, both(where, other))
        if rule.not_combined:
            sheet.find(FindingCode.COMBINATION_NOT_ELIGIBLE, both(where, row.combined))


def _purposes(sheet: Sheet) -> None:
    purpose = sheet.row.purpose
    excluded: list[Truth] = []
    for entry in sheet.book.excluded_purposes:
        where = both(sheet.covers(entry.scope), purpose.is_(entry.purpose))
        conference = entry.purpose is Purpose.CONFERENCE
        code = FindingCode.CONFERENCE_NOT_ELIGIBLE if conference else FindingCode.PURPOSE_NOT_ELIGIBLE
        sheet.find(code, where)
        excluded.append(where)
    fine = both(opposite(any_of(excluded)), opposite(sheet.row.combined))
    for rule in sheet.book.activities:
        if rule.purposes is not None:
            unlisted = both(purpose.stated, opposite(purpose.within(rule.purposes)))
            sheet.find(FindingCode.PURPOSE_NOT_LISTED, all_of(sheet.covers(rule.scope), unlisted, fine))


def _missing_countries(sheet: Sheet) -> Truth:
    """Note where a country is not stated on which some entry depends."""
    asking: list[tuple[Scope, Truth]] = []
    for one in askings_of(type(sheet.book)):
        where = _asked(sheet, one)
        asking += [(scope, where) for scope in dict.fromkeys(entry.scope for entry in entries_asking(sheet.book, one))]
    sending, receiving = sheet.sending, sheet.receiving
    lacks_sending = any_of(
        all_of(where, sheet.covers_but_for_countries(scope), _open_or_within(receiving, scope.receiving_groups))
        for scope, where in asking
        if scope.sending_groups and where is not False
    )
    lacks_receiving = any_of(
        all_of(where, sheet.covers_but_for_countries(scope), _open_or_within(sending, scope.sending_groups))
        for scope, where in asking
        if scope.receiving_groups and where is not False
    )
    missing = either(both(opposite(sending.stated), lacks_sending), both(opposite(receiving.stated), lacks_receiving))
    missing = sheet.keep(missing, "missing_country")
    sheet.find(FindingCode.COUNTRY_MISSING, missing)
    return missing


def _asked(sheet: Sheet, asking: Asking) -> Truth:
    """Return in which rows a table asks for a country that is not stated."""
    of_term = True if asking.term is None else sheet.terms[asking.term]
    match asking.country:
        case CountryAsked.ALWAYS:
            return of_term
        case CountryAsked.IF_FUNDED:
            return both(sheet.funded, of_term)
        case CountryAsked.NEVER:
            return False
        case _:  # pragma: no cover
            assert_never(asking.country)


def _open_or_within(side: Side, groups: tuple[str, ...] | None) -> Truth:
    return either(opposite(side.stated), side.within(groups))


def _home(sheet: Sheet) -> None:
    if sheet.book.home is None:
        return
    home = (sheet.book.home.country,)
    for direction, ours, theirs in (
        (Direction.OUTGOING, sheet.row.sending_country, sheet.row.receiving_country),
        (Direction.INCOMING, sheet.row.receiving_country, sheet.row.sending_country),
    ):
        wrong = either(both(ours.stated, opposite(ours.within(home))), theirs.within(home))
        sheet.find(FindingCode.COUNTRY_DISAGREES, both(sheet.row.direction.is_(direction), wrong))


def _flows(sheet: Sheet) -> None:
    """Note which countries contradict all flows: first the sending one, then the receiving one among what is left."""

    def some(flows: Iterable[tuple[Truth, CountryFlow]], *, sending: bool, receiving: bool) -> Truth:
        return any_of(
            all_of(
                where,
                sheet.sending.stated_within(flow.scope.sending_groups) if sending else True,
                sheet.receiving.stated_within(flow.scope.receiving_groups) if receiving else True,
            )
            for where, flow in flows
        )

    if not sheet.book.flows:
        return
    flows = [(sheet.keep(sheet.covers_but_for_countries(flow.scope), "flow"), flow) for flow in sheet.book.flows]
    checked = some(flows, sending=False, receiving=False)
    sent, received = sheet.sending.given.stated, sheet.receiving.given.stated
    closed = all_of(checked, sent, opposite(some(flows, sending=True, receiving=False)))
    narrowed = both(sent, opposite(closed))
    left = chosen(
        narrowed,
        some(flows, sending=True, receiving=True),
        some(flows, sending=False, receiving=True),
    )
    sheet.find(FindingCode.COUNTRY_DISAGREES, either(closed, all_of(checked, received, opposite(left))))


def _call_years(sheet: Sheet) -> None:
    book, row = sheet.book, sheet.row
    if book.agreement_years is not None and sheet.explained:
        first, last = min(book.call_years), max(book.call_years) + book.agreement_years.years_after_call
        sheet.find(FindingCode.OUTSIDE_CALL_YEARS, either(row.start.year < first, row.end.year > last))


def _agreements(sheet: Sheet, partner: Number) -> None:
    agreements, row = sheet.book.agreements, sheet.row
    if not agreements:
        return
    codes = [known.code for known in sheet.book.partners]
    in_period = [
        sheet.keep(
            both(
                row.start.place >= place_in_calendar(entry.start_date),
                row.end.place <= place_in_calendar(entry.end_date),
            ),
            "period",
        )
        for entry in agreements
    ]
    inside = sheet.keep(any_of(in_period), "in_agreement")
    sheet.find(FindingCode.OUTSIDE_AGREEMENT_PERIOD, opposite(inside))
    named = row.partner.stated
    numbers = [[number for number, code in enumerate(codes, 1) if code in entry.partners] for entry in agreements]
    listed = [both(where, is_one_of(partner, theirs)) for where, theirs in zip(in_period, numbers, strict=True)]
    with_partner = any_of(listed)
    sheet.find(FindingCode.PARTNER_NOT_IN_AGREEMENT, all_of(named, inside, opposite(with_partner)))
    if sheet.explained:
        _partner_countries(sheet, partner, all_of(named, with_partner))
        matching = [chosen(named, ours, where) for where, ours in zip(in_period, listed, strict=True)]
        _flow_rows(sheet, agreements, matching)


def _partner_countries(sheet: Sheet, partner: Number, where: Truth) -> None:
    by_country: dict[str, list[int]] = {}
    for number, known in enumerate(sheet.book.partners, 1):
        if known.country is not None:
            by_country.setdefault(known.country, []).append(number)
    outgoing, row = sheet.row.direction.is_(Direction.OUTGOING), sheet.row
    for country, numbers in by_country.items():
        there, here = row.receiving_country, row.sending_country
        other = chosen(
            outgoing,
            both(there.stated, opposite(there.within((country,)))),
            both(here.stated, opposite(here.within((country,)))),
        )
        sheet.find(FindingCode.PARTNER_COUNTRY_DISAGREES, all_of(where, is_one_of(partner, numbers), other))


def _flow_rows(sheet: Sheet, agreements: tuple[Agreement, ...], matching: Sequence[Truth]) -> None:
    row = sheet.row
    rows = [
        (where, flow, both(row.activity.is_(flow.activity), row.direction.is_(flow.direction)))
        for where, entry in zip(matching, agreements, strict=True)
        for flow in entry.flows
    ]
    listed = any_of(where for where, entry in zip(matching, agreements, strict=True) if entry.flows)
    is_open = any_of(both(where, same) for where, flow, same in rows if flow.marked_open is not False)
    sheet.find(FindingCode.FLOW_NOT_MARKED_OPEN, both(listed, opposite(is_open)))
    conditional = any_of(both(where, same) for where, flow, same in rows if flow.security_condition)
    sheet.find(FindingCode.SECURITY_CONDITION, conditional)


def _durations(sheet: Sheet) -> None:
    minimums: dict[Length, Truth] = {}
    maximums: dict[Length, Truth] = {}
    for limit in sheet.book.durations:
        where, term = sheet.covers(limit.scope), sheet.row.academic_term
        usual = where
        if limit.minimum_of_academic_term is not None:
            shorter = limit.minimum_of_academic_term
            minimums[shorter] = either(minimums.get(shorter, False), both(where, term))
            usual = both(where, opposite(term))
        minimums[limit.minimum] = either(minimums.get(limit.minimum, False), usual)
        maximums[limit.maximum] = either(maximums.get(limit.maximum, False), where)
    for minimum, where in ((minimum, where) for minimum, where in minimums.items() if where is not False):
        short = sheet.keep(opposite(sheet.stays.reaches(minimum)), "short")
        sheet.find(FindingCode.DURATION_TOO_SHORT, both(where, short))
        if minimum.unit is LengthUnit.CALENDAR_MONTHS and sheet.explained:
            enough = sheet.stays.net_days_360 >= minimum.value * DAYS_OF_MONTH
            sheet.find(FindingCode.MONTH_COUNT_DISAGREES, both(where, opposite(differ(short, enough))))
    for maximum, where in ((maximum, where) for maximum, where in maximums.items() if where is not False):
        long = sheet.keep(sheet.stays.exceeds(maximum), "long")
        sheet.find(FindingCode.DURATION_TOO_LONG, both(where, long))
        if maximum.unit is LengthUnit.CALENDAR_MONTHS and sheet.explained:
            possible = sheet.stays.net_days > maximum.value * SHORTEST_MONTH_DAYS
            too_much = sheet.stays.net_days_360 > maximum.value * DAYS_OF_MONTH
            sheet.find(FindingCode.MONTH_COUNT_DISAGREES, all_of(where, possible, differ(long, too_much)))


def _virtual_part(sheet: Sheet) -> None:
    rule = sheet.book.short_term
    if rule is not None and sheet.row.for_students is not False:
        possible = both(sheet.row.activity.within(rule.activities), sheet.row.role.within(rule.roles))
        days = sheet.stays.net_days
        so_long = both(days >= rule.minimum_days, days <= rule.maximum_days)
        sheet.find(FindingCode.VIRTUAL_COMPONENT_MISSING, all_of(possible, so_long, sheet.lacks_virtual_component))


def _cycle(sheet: Sheet) -> None:
    for limit in (limit for limit in sheet.book.cycle_limits if sheet.covers(limit.scope) is not False):
        most = limit.maximum_months * DAYS_OF_MONTH
        left = most - sheet.stays.net_days_360
        used = sheet.row.months_used
        more: Truth = left < 0
        if not is_just(used, 0):  # who has used none exceeds them by this stay alone
            left_months = sheet.keep(sheet.quotient(left, DAYS_OF_MONTH), "left_months")
            rounded_up = both(equal(used, left_months), is_one_of(left, _printed_above(most)))
            more = either(used > left_months, rounded_up)
        sheet.find(FindingCode.MONTHS_PER_CYCLE_EXCEEDED, both(sheet.covers(limit.scope), more))


def _printed_above(most_days: int) -> list[int]:
    """Return the numbers of days whose thirtieth, as a float, prints as more than it is: that much is too much."""
    return [
        days
        for days in range(most_days + 1)
        if EXACT.multiply(Decimal(repr(days / DAYS_OF_MONTH)), DAYS_OF_MONTH) > days
    ]


def _teaching(sheet: Sheet) -> None:
    hours, combined = sheet.row.teaching_hours, sheet.row.combined
    rules = [rule for rule in sheet.book.teaching_hours if sheet.covers(rule.scope) is not False]
    if not rules:
        return
    days = at_least(sheet.stays.net_days, DAYS_OF_WEEK)
    further = at_most(remainder(days, DAYS_OF_WEEK), TEACHING_DAYS_OF_WEEK)
    fifths = sheet.keep(days // DAYS_OF_WEEK * TEACHING_DAYS_OF_WEEK + further, "fifths")
    for rule in rules:
        where = sheet.covers(rule.scope)
        sheet.find(FindingCode.TEACHING_HOURS_MISSING, both(where, opposite(hours.stated)))
        per_week = choose([(combined, rule.hours_per_week_combined)], rule.hours_per_week)
        minimum = fifths * per_week
        if hours.stated is not False:
            too_few = hours.value < sheet.quotient(minimum, TEACHING_DAYS_OF_WEEK)
            sheet.find(FindingCode.TEACHING_HOURS_TOO_FEW, all_of(where, hours.stated, too_few))
