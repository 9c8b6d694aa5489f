"""What one entry of a rulebook allows, and another one in its place does not.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> hours = toy_rulebook().teaching_hours[0]
    >>> [*wider(hours, hours.model_copy(update={"hours_per_week": 6}))]
    [Wider(fixed='the fewest hours of teaching in a week are 8', here='6')]
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.vocabulary import Funding, TravelMode
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose
from erasmus_grants.rules.cycle_flows import CycleFlow, CycleFlowNotPublished, certain_cycles
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.study_cycle import CycleLimit
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.travel_days import TravelDays, travel_days_limit

_Limit: TypeAlias = Length | int

_MOST_TRAVEL_DAYS: Final[Mapping[TravelMode, str]] = {
    TravelMode.STANDARD: "the most travel days are",
    TravelMode.GREEN: "the most travel days with green travel are",
}


class Wider(NamedTuple):
    """What an entry limits, and another one in its place less.

    Attributes:
        fixed: The limit, the beginning of a sentence.
        here: What the other one has in its place.
    """

    fixed: str
    here: str


def wider(theirs: Entry, ours: Entry) -> Iterator[Wider]:
    """Yield each limit of an entry that another one of its table widens.

    Args:
        theirs: The entry of the base.
        ours: The entry of what is based on it, for some of the same mobilities.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> staff, students, _ = toy_rulebook().durations
        >>> [found.fixed for found in wider(staff, students)]
        []
    """
    match theirs, ours:
        case ActivityRule(), ActivityRule():
            yield from _of_activity(theirs, ours)
        case ExcludedPurpose(), ExcludedPurpose():
            yield from _of_purpose(theirs, ours)
        case CycleFlow(), CycleFlow() | CycleFlowNotPublished():
            yield from _others("the study cycles are", theirs.cycles, certain_cycles(ours))
        case DurationLimit(), DurationLimit():
            yield from _of_duration(theirs, ours)
        case CycleLimit(), CycleLimit():
            yield from _more("the most months of a study cycle are", theirs.maximum_months, ours.maximum_months)
            in_one = (one.maximum_months_one_cycle or one.maximum_months for one in (theirs, ours))
            yield from _more("the most months of a one-cycle programme are", *in_one)
        case TeachingHours(), TeachingHours():
            yield from _less("the fewest hours of teaching in a week are", theirs.hours_per_week, ours.hours_per_week)
            combined = (one.hours_per_week_combined for one in (theirs, ours))
            yield from _less("the fewest hours of teaching with training are", *combined)
        case TravelDays(), TravelDays():
            for mode, what in _MOST_TRAVEL_DAYS.items():
                yield from _more(what, travel_days_limit(mode, theirs), travel_days_limit(mode, ours))
        case _:  # which only says for whom it holds, or that nobody published it
            return


def _of_activity(theirs: ActivityRule, ours: ActivityRule) -> Iterator[Wider]:
    if theirs.funding is Funding.NOT_FUNDED and ours.funding is not Funding.NOT_FUNDED:
        yield Wider("it is not funded", ours.funding)
    yield from _others("the participants are", theirs.roles, ours.roles)
    yield from _others("the hosts are", theirs.hosts, ours.hosts)
    yield from _others("the purposes are", theirs.purposes, ours.purposes)
    if theirs.not_combined and not ours.not_combined:
        yield Wider("it is not combined", "may be")


def _of_purpose(theirs: ExcludedPurpose, ours: ExcludedPurpose) -> Iterator[Wider]:
    if ours.hosts is not None and (theirs.hosts is None or not set(theirs.hosts) <= set(ours.hosts)):
        where = "any host" if theirs.hosts is None else ", ".join(theirs.hosts)
        yield Wider(f"{theirs.purpose} is not eligible at {where}", f"only at {', '.join(ours.hosts)}")


def _of_duration(theirs: DurationLimit, ours: DurationLimit) -> Iterator[Wider]:
    yield from _less("the shortest stay is", theirs.minimum, ours.minimum)
    of_term = (one.minimum_of_academic_term or one.minimum for one in (theirs, ours))
    yield from _less("the shortest stay of an academic term is", *of_term)
    yield from _more("the longest stay is", theirs.maximum, ours.maximum)
    if theirs.minimum_is_consecutive and not ours.minimum_is_consecutive:
        yield Wider("the days of the shortest stay are in a row", "need not be")


def _more(what: str, theirs: _Limit, ours: _Limit) -> Iterator[Wider]:
    if _is_more(ours, theirs):
        yield Wider(f"{what} {_spelled(theirs)}", _spelled(ours))


def _less(what: str, theirs: _Limit, ours: _Limit) -> Iterator[Wider]:
    if _is_more(theirs, ours):
        yield Wider(f"{what} {_spelled(theirs)}", _spelled(ours))


def _others(what: str, theirs: tuple[StrEnum, ...] | None, ours: tuple[StrEnum, ...] | None) -> Iterator[Wider]:
    """Yield whether others are allowed than an entry lists; None lists none, and allows all."""
    if theirs is not None and (ours is None or not set(ours) <= set(theirs)):
        yield Wider(f"{what} {', '.join(theirs)}", "any" if ours is None else ", ".join(ours))


def _is_more(one: _Limit, other: _Limit) -> bool:
    if isinstance(one, Length) and isinstance(other, Length):
        return one.is_longer_than(other)
    return isinstance(one, int) and isinstance(other, int) and one > other


def _spelled(limit: _Limit) -> str:
    return limit.spelled if isinstance(limit, Length) else str(limit)
