"""What one entry of a rulebook allows, and another one in its place does not.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> hours = toy_rulebook().teaching_hours[0]
    >>> [*wider(hours, hours.model_copy(update={"hours_per_week": 6}))]
    [Wider(fixed='the fewest hours of teaching in a week are 8', here='6')]
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.vocabulary import TravelMode
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.study_cycle import CycleLimit
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.travel_days import TravelDays, travel_days_limit

_Limit: TypeAlias = Length | int


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
        case TravelDays(), TravelDays():
            usual, green = TravelMode.STANDARD, TravelMode.GREEN
            yield from _more("the most travel days are", *_of_both(usual, theirs, ours))
            yield from _more("the most travel days with green travel are", *_of_both(green, theirs, ours))
        case DurationLimit(), DurationLimit():
            yield from _less("the shortest stay is", theirs.minimum, ours.minimum)
            terms = (one.minimum_of_academic_term or one.minimum for one in (theirs, ours))
            yield from _less("the shortest stay of an academic term is", *terms)
            yield from _more("the longest stay is", theirs.maximum, ours.maximum)
        case CycleLimit(), CycleLimit():
            yield from _more("the most months of a study cycle are", theirs.maximum_months, ours.maximum_months)
            in_one = (one.maximum_months_one_cycle or one.maximum_months for one in (theirs, ours))
            yield from _more("the most months of a one-cycle programme are", *in_one)
        case TeachingHours(), TeachingHours():
            yield from _less("the fewest hours of teaching in a week are", theirs.hours_per_week, ours.hours_per_week)
            combined = (one.hours_per_week_combined for one in (theirs, ours))
            yield from _less("the fewest hours of teaching with training are", *combined)
        case _:
            return


def _of_both(mode: TravelMode, theirs: TravelDays, ours: TravelDays) -> tuple[int, int]:
    return travel_days_limit(mode, theirs), travel_days_limit(mode, ours)


def _more(what: str, theirs: _Limit, ours: _Limit) -> Iterator[Wider]:
    if _is_more(ours, theirs):
        yield Wider(f"{what} {_spelled(theirs)}", _spelled(ours))


def _less(what: str, theirs: _Limit, ours: _Limit) -> Iterator[Wider]:
    if _is_more(theirs, ours):
        yield Wider(f"{what} {_spelled(theirs)}", _spelled(ours))


def _is_more(one: _Limit, other: _Limit) -> bool:
    if isinstance(one, Length) and isinstance(other, Length):
        return one.is_longer_than(other)
    return isinstance(one, int) and isinstance(other, int) and one > other


def _spelled(limit: _Limit) -> str:
    return limit.spelled if isinstance(limit, Length) else str(limit)
