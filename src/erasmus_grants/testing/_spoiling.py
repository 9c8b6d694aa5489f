"""Changes that leave a mobility without a grant: what is just beyond the limits of a rulebook, and what lacks a field.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> {"months_used": 24, "one_cycle_programme": True} in ways_to_spoil(toy_rulebook())
    True
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from erasmus_grants.basics.vocabulary import ActivityType, Direction, HostKind, ParticipantRole, Purpose, StudyCycle
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.testing._numbers import LONGEST_STAY_DAYS

Fields = Mapping[str, object]
"""Fields of a mobility; one that is a function is made of the mobility."""

_USUAL_MONTHS = 12
_LONG_AGO = date(1990, 1, 1)
_COUNTRIES = ("FR", "DE", "SN", "CH", "AD")


def ways_to_spoil(rulebook: Rulebook) -> tuple[Fields, ...]:
    """Return changes each of which a rulebook may refuse, or which leave open what it asks for.

    Args:
        rulebook: The rulebook; stays, months, dates and purposes are just beyond its own limits.
    """
    return (
        *_other_lengths(rulebook),
        *_months_used(rulebook),
        *_other_dates(rulebook),
        *_purposes_at_hosts(rulebook),
        *_missing_or_other(),
    )


def _other_lengths(rulebook: Rulebook) -> Iterator[Fields]:
    """Yield stays that are a day too short or too long for each limit, and a day and more than a year."""
    shortest = {limit.minimum.fewest_days - 1 for limit in rulebook.durations}
    longest = {limit.maximum.most_days + 1 for limit in rulebook.durations}
    for days in sorted({1, LONGEST_STAY_DAYS} | shortest | longest):
        if days > 0:
            yield {"end_date": _last_day_of(days), "interruption_days": 0}


def _last_day_of(days: int) -> Callable[[Mobility], date]:
    return lambda mobility: mobility.start_date + timedelta(days=days - 1)


def _months_used(rulebook: Rulebook) -> Iterator[Fields]:
    """Yield all the months of a study cycle, in a one-cycle programme and in another one."""
    limits = rulebook.cycle_limits
    usual = {limit.maximum_months for limit in limits} or {_USUAL_MONTHS}
    longer = {limit.maximum_months_one_cycle for limit in limits if limit.maximum_months_one_cycle is not None}
    yield from ({"months_used": months} for months in sorted(usual))
    yield from ({"months_used": months, "one_cycle_programme": True} for months in sorted(usual | longer))


def _other_dates(rulebook: Rulebook) -> Iterator[Fields]:
    """Yield twenty days that end before all agreements, and twenty days of long ago."""
    first = min((agreement.start_date for agreement in rulebook.agreements), default=_LONG_AGO)
    for start in sorted({_LONG_AGO, first - timedelta(days=20)}):
        yield {"start_date": start, "end_date": start + timedelta(days=19), "interruption_days": 0}


def _purposes_at_hosts(rulebook: Rulebook) -> Iterator[Fields]:
    """Yield each purpose that is excluded, with a host at which it is."""
    for entry in rulebook.excluded_purposes:
        host = None if entry.hosts is None else entry.hosts[0]
        yield {"purpose": entry.purpose, "receiving_organisation": host}


def _there(mobility: Mobility) -> str | None:
    return mobility.receiving_country


def _here(mobility: Mobility) -> str | None:
    return mobility.sending_country


def _all_but_a_day(mobility: Mobility) -> int:
    return mobility.net_days - 1


def _missing_or_other() -> tuple[Fields, ...]:
    """Return changes of one thing that leave something out, or say something else of it."""
    return (
        {"teaching_hours": 0},
        {"teaching_hours": None},
        {"distance_km": None},
        {"sending_country": None},
        {"receiving_country": None},
        {"receiving_country": _here},
        {"residence_country": _there},
        {"virtual_component": False, "blended_intensive_programme": False},
        {"teaching_contract": False},
        *({"study_cycle": cycle} for cycle in (None, *StudyCycle)),
        {"combined": True},
        {"partner": "Nowhere at all"},
        *({"purpose": purpose} for purpose in Purpose),
        *({"receiving_organisation": host} for host in HostKind),
        *({"role": role} for role in ParticipantRole),
        *({"direction": direction} for direction in Direction),
        *({"fewer_opportunities": fewer} for fewer in (False, True)),
        {"zero_grant": True},
        {"zero_grant": True, "fewer_opportunities": True},
        {"zero_grant_days": _all_but_a_day},
        {"activity": ActivityType.SMT, "combined": False},
        {"activity": ActivityType.STT, "combined": False},
        *({"receiving_country": country} for country in _COUNTRIES),
        *({"sending_country": country} for country in _COUNTRIES),
    )
