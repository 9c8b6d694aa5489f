"""How many hours of teaching a stay needs.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education: a teaching activity has at least 8 hours of
    teaching in a week or any shorter stay; agreement clauses add a fifth of that for each day of a further,
    incomplete week, up to a full week's: https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> hours_required(5, hours_per_week=8), hours_required(10, hours_per_week=8)
    (Decimal('8'), Decimal('12.8'))
"""

from decimal import Decimal
from typing import overload

from pydantic import Field

from erasmus_grants.basics.algebra import (
    Comparable,
    Condition,
    Quantity,
    Whole,
    case,
    higher_of,
    is_below_part,
    is_stated,
    lower_of,
    number,
    once,
    remainder,
)
from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility

DAYS_OF_WEEK = 7
"""Days of a week [days]."""

TEACHING_DAYS_OF_WEEK = 5
"""Days of a further week after which it needs the hours of a whole one [days]."""


class TeachingHours(Entry):
    """The hours of teaching that a week needs."""

    hours_per_week: int = Field(ge=0, le=168, description="in a week or any shorter stay [h]")
    hours_per_week_combined: int = Field(ge=0, le=168, description="the same when combined with training [h]")
    combined_source: Source | None = Field(default=None, description="where that is printed, if not with the rest")


def hours_required(days: int, *, hours_per_week: int) -> Decimal:
    """Return the hours of teaching that so many days need.

    Args:
        days: Calendar days of the stay, interruptions taken off [days].
        hours_per_week: Hours of a full week [h].

    Returns:
        Hours, exact to the tenth [h].

    Source:
        Programme Guide, Part B, "Teaching periods"; agreement clause on incomplete weeks.

    Examples:
        >>> [str(hours_required(days, hours_per_week=8)) for days in (1, 7, 8, 12, 13, 14, 15)]
        ['8', '8', '9.6', '16', '16', '16', '17.6']
    """
    fifths = _fifths_required(days, hours_per_week=hours_per_week)
    return EXACT.divide(Decimal(fifths), Decimal(TEACHING_DAYS_OF_WEEK))


@overload
def _fifths_required(days: int, *, hours_per_week: int) -> int: ...
@overload
def _fifths_required(days: Whole, *, hours_per_week: Whole) -> Whole: ...
def _fifths_required(days: Whole, *, hours_per_week: Whole) -> Whole:
    """Return five times the hours that so many days need, which is whole.

    A week needs five fifths of its hours, and each further day one more, at most five.
    """
    counted = higher_of(days, DAYS_OF_WEEK)
    further = lower_of(remainder(counted, DAYS_OF_WEEK), TEACHING_DAYS_OF_WEEK)
    return once(counted // DAYS_OF_WEEK * TEACHING_DAYS_OF_WEEK + further, "fifths") * hours_per_week


def teaching_hours_are_too_few(
    hours: Quantity[Comparable] | Decimal | None, days: Whole, *, combined: Condition, rule: TeachingHours
) -> Condition:
    """Return whether hours of teaching are stated and too few.

    Args:
        hours: The hours that are planned [h].
        days: Calendar days of the stay, interruptions taken off [days].
        combined: Whether teaching is combined with training.
        rule: The entry of the rulebook that applies.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> teaching_hours_are_too_few(Decimal(7), 5, combined=False, rule=toy_rulebook().teaching_hours[0])
        True
    """
    fifths = _fifths_required(days, hours_per_week=_hours_per_week(combined, rule))
    return is_stated(hours) & is_below_part(number(hours), fifths, TEACHING_DAYS_OF_WEEK)


def teaching_findings(mobility: Mobility, rule: TeachingHours) -> tuple[Finding, ...]:
    """Return whether hours of teaching are missing or too few.

    Source:
        Programme Guide, Part B, "Teaching periods"; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> rule = toy_rulebook().teaching_hours[0]
        >>> [found.message for found in teaching_findings(toy_mobility(teaching_hours=6), rule)]
        ['6 hours of teaching are planned; 8 are required for 5 days.']
    """
    days, hours = mobility.net_days, mobility.teaching_hours
    if hours is not None and not teaching_hours_are_too_few(hours, days, combined=mobility.combined, rule=rule):
        return ()
    source = (rule.combined_source if mobility.combined else None) or rule.source
    minimum = hours_required(days, hours_per_week=_hours_per_week(mobility.combined, rule))
    if hours is None:
        return (Finding.of(FindingCode.TEACHING_HOURS_MISSING, source, minimum=minimum, days=days),)
    return (Finding.of(FindingCode.TEACHING_HOURS_TOO_FEW, source, hours=hours, minimum=minimum, days=days),)


@overload
def _hours_per_week(combined: bool, rule: TeachingHours) -> int: ...  # noqa: FBT001 - one condition of two
@overload
def _hours_per_week(combined: Condition, rule: TeachingHours) -> Whole: ...
def _hours_per_week(combined: Condition, rule: TeachingHours) -> Whole:
    return case([(combined, rule.hours_per_week_combined)], rule.hours_per_week)
