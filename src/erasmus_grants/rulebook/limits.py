"""What one entry or rule of a rulebook allows, and another one in its place does not.

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
from erasmus_grants.basics.vocabulary import BelowMinimum, Funding, TravelMode
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose
from erasmus_grants.rules.cycle_flows import CycleFlow, CycleFlowNotPublished, certain_cycles
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_term import ShortTermRule
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


def wider_short_stays(theirs: ShortTermRule, ours: ShortTermRule) -> Iterator[Wider]:
    """Yield what makes more stays short ones, or lets them do without a virtual component.

    Args:
        theirs: The rule of the base.
        ours: The rule in its place.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rule = toy_rulebook().short_term
        >>> list(wider_short_stays(rule, rule.model_copy(update={"minimum_days": 3})))
        [Wider(fixed='the shortest short stay is 5', here='3')]
    """
    yield from _others("the activities are", theirs.activities, ours.activities)
    yield from _others("the participants are", theirs.roles, ours.roles)
    exempt = ((one.roles_without_virtual_component or ()) for one in (theirs, ours))
    yield from _others("those who need no virtual component are", *exempt)
    if ours.post_docs_without_virtual_component and not theirs.post_docs_without_virtual_component:
        yield Wider("post-docs need a virtual component", "need none")
    yield from _less("the shortest short stay is", theirs.minimum_days, ours.minimum_days)
    yield from _more("the longest short stay is", theirs.maximum_days, ours.maximum_days)


def wider_settlement(theirs: SettlementRule, ours: SettlementRule) -> Iterator[Wider]:
    """Yield what is paid after the stay that another rule does not pay.

    Whoever adapts a base without a tolerance sets one.

    Args:
        theirs: The rule of the base.
        ours: The rule in its place.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rule = toy_rulebook().settlement.model_copy(update={"below_minimum": "forfeit"})
        >>> list(wider_settlement(rule, rule.model_copy(update={"below_minimum": "prorate"})))
        [Wider(fixed='the pay of a stay below the minimum is forfeit', here='prorate')]
    """
    if theirs.below_minimum is BelowMinimum.FORFEIT and ours.below_minimum is not BelowMinimum.FORFEIT:
        yield Wider(f"the pay of a stay below the minimum is {theirs.below_minimum}", ours.below_minimum.value)
    if theirs.tolerance_days and ours.tolerance_days:
        yield from _more("the most days that are tolerated are", theirs.tolerance_days, ours.tolerance_days)
        yield from _others("the stays of which days are tolerated are", theirs.tolerance_terms, ours.tolerance_terms)


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
