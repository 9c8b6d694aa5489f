"""The kinds of mobility that a rulebook may fund, with the lengths and countries at which it may say something else."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.vocabulary import ActivityType, Direction, Funding, LengthUnit, ParticipantRole, StudyCycle
from erasmus_grants.records.mobility import is_cycle_of_another_role
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.countries import groups_by_country
from erasmus_grants.rules.cycle_flows import STATING_ROLES, certain_cycles
from erasmus_grants.testing._numbers import EDGE_DAYS

Fields = Mapping[str, object]
Candidate = tuple[Fields, tuple[int, ...], tuple[str | None, ...], tuple[str | None, ...]]
"""Fields of a kind of mobility, its lengths [days], and the countries that it may be from and to."""

_PAID_BY_DAYS = ("daily_rates", "daily_rate_ranges", "monthly_rates", "short_stay_rates", "top_ups")


def candidates(rulebook: Rulebook) -> list[Candidate]:
    """Return every kind of mobility that a funded activity may be, with lengths and countries to try."""
    sides = _sides(rulebook)
    lengths_of = {activity: _lengths(rulebook, activity) for activity in ActivityType}
    candidates: list[Candidate] = []
    for activity, direction, role in product(ActivityType, Direction, ParticipantRole):
        for blended, virtual in ((False, False), (False, True), (True, True)):
            if virtual and not activity.is_for_students:
                continue
            scopes = [
                rule.scope for rule in rulebook.activities if rule.funding is Funding.FUNDED and role in rule.roles
            ]
            if not any(_may_cover(scope, activity, direction, role, blended=blended) for scope in scopes):
                continue
            fields = {
                **_fields_of(activity, direction, role),
                "blended_intensive_programme": blended,
                "virtual_component": virtual,
            }
            options = product((False, True), _cycles(rulebook, role), sides[direction])
            for fewer, cycle, (senders, receivers) in options:
                candidates += [
                    ({**fields, "fewer_opportunities": fewer, "study_cycle": cycle}, lengths, senders, receivers)
                    for lengths in lengths_of[activity]
                ]
    return candidates


def not_funded(rulebook: Rulebook, activity: ActivityType, direction: Direction, role: ParticipantRole) -> Candidate:
    """Return a mobility of an activity, direction and role that no entry funds."""
    senders, receivers = _sides(rulebook)[direction][0]
    return _fields_of(activity, direction, role), _lengths(rulebook, activity)[0], senders, receivers


def _fields_of(activity: ActivityType, direction: Direction, role: ParticipantRole) -> Fields:
    """Return the fields of an activity, a direction and a role; doctoral candidates teach under a contract."""
    return {
        "activity": activity,
        "direction": direction,
        "role": role,
        "teaching_contract": role is ParticipantRole.DOCTORAL_CANDIDATE and not activity.is_for_students,
        "blended_intensive_programme": False,
        "virtual_component": False,
    }


def _cycles(rulebook: Rulebook, role: ParticipantRole) -> tuple[StudyCycle | None, ...]:
    """Return a study cycle of each kind that a rulebook tells apart, if a participant states any."""
    fitting = [cycle for cycle in StudyCycle if not is_cycle_of_another_role(cycle, role)]
    if role not in STATING_ROLES or not rulebook.cycle_flows:
        return (None,)
    alike = {
        tuple(cycle in certain_cycles(flow) for flow in rulebook.cycle_flows): cycle for cycle in reversed(fitting)
    }
    return tuple(sorted(alike.values(), key=list(StudyCycle).index))


def countries_among(senders: Sequence[str | None], receivers: Sequence[str | None]) -> Fields:
    """Return a sending and a receiving country, which are two if there are two."""
    sending = senders[0]
    return {
        "sending_country": sending,
        "receiving_country": next((country for country in receivers if country != sending), receivers[0]),
    }


def _may_cover(
    scope: Scope, activity: ActivityType, direction: Direction, role: ParticipantRole, *, blended: bool
) -> bool:
    return (
        activity in (scope.activities or ActivityType)
        and direction in (scope.directions or Direction)
        and role in (scope.roles or ParticipantRole)
        and scope.blended_intensive_programme in {None, blended}
    )


def _lengths(rulebook: Rulebook, activity: ActivityType) -> list[tuple[int, ...]]:
    """Return lengths at and around the edges of each limit, tier and cap that may apply to an activity."""
    limits = [limit for limit in rulebook.durations if activity in (limit.scope.activities or (activity,))]
    tiers = sorted({1, *_last_days_paid_alike(rulebook), *EDGE_DAYS})
    found: list[tuple[int, ...]] = []
    for limit in limits:
        least, most = _in_days(limit.minimum), _in_days(limit.maximum)
        inside = {least, least + 1, least + 2, (least + most) // 2, most - 1, most}
        found.append(tuple(sorted({days for days in (*inside, *tiers) if least <= days <= most}) or (least,)))
    return found or [tuple(tiers)]


def _last_days_paid_alike(rulebook: Rulebook) -> Iterator[int]:
    """Yield the last day of each tier and the last one that is funded, and the day after."""
    for name in _PAID_BY_DAYS:
        for entry in getattr(rulebook, name):
            ends = {day for tier in getattr(entry, "tiers", ()) for day in (tier.from_day - 1, tier.to_day) if day}
            cap = getattr(entry, "funded_days_cap", None)
            if cap is not None:
                ends |= {cap, _in_days(Length(value=cap, unit=LengthUnit.DAYS_360))}
            yield from (day + more for day in ends for more in (0, 1))


def _in_days(length: Length) -> int:
    """Return about how many calendar days a length is; eligibility is asked of the rulebook itself."""
    if length.unit is LengthUnit.CALENDAR_MONTHS:
        return length.value * 30 + 1
    return length.value if length.unit is LengthUnit.CALENDAR_DAYS else length.value + (length.value // 60)


def _sides(rulebook: Rulebook) -> Mapping[Direction, list[tuple[tuple[str | None, ...], tuple[str | None, ...]]]]:
    """Return, for each direction, pairs of interchangeable sending and receiving countries."""
    abroad: list[tuple[str | None, ...]] = [(None,)]
    by_groups: dict[tuple[str, ...], list[str]] = {}
    for country, groups in groups_by_country(rulebook.country_groups).items():
        by_groups.setdefault(groups, []).append(country)
    alike = [tuple(countries) for countries in by_groups.values()]
    home = rulebook.home
    if home is None:
        pairs = list(product(alike or abroad, alike or abroad))
        return dict.fromkeys(Direction, pairs)
    ours = [(country,) for country in home.countries]
    others = [tuple(country for country in countries if country not in home.countries) for countries in alike]
    elsewhere = [countries for countries in others if countries] or abroad
    return {
        Direction.OUTGOING: list(product(ours, elsewhere)),
        Direction.INCOMING: list(product(elsewhere, ours)),
    }
