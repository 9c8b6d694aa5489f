"""How long a stay may be.

Lengths are measured in calendar days, in calendar months, or in days of thirty-day months, as the page says; travel
days are never counted, interruptions are taken off.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, "Duration of mobility":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> duration_findings(toy_mobility(), toy_rulebook().durations[0])
    ()
"""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from erasmus_grants.basics.lengths import Length, counted, exceeds, last_day, reaches
from erasmus_grants.basics.model import problem
from erasmus_grants.basics.periods import DAYS_OF_MONTH, Stay
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import FindingCode, LengthUnit
from erasmus_grants.records.findings import Finding, found
from erasmus_grants.records.mobility import Mobility

SHORTEST_MONTH_DAYS = 28
"""No calendar month has fewer days [days]."""


class DurationLimit(Entry):
    """The shortest and the longest stay."""

    minimum: Length = Field(description="shortest stay")
    maximum: Length = Field(description="longest stay")
    minimum_of_academic_term: Length | None = Field(
        default=None, description="shortest stay that covers a whole academic term; omitted means the same"
    )

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.minimum.unit is self.maximum.unit and self.minimum.value > self.maximum.value:
            sentence = f"the longest stay is not shorter than the shortest, {self.minimum.value}"
            raise problem(DurationLimit, ("maximum", sentence, self.maximum.value))
        return self


def duration_findings(mobility: Mobility, limit: DurationLimit) -> tuple[Finding, ...]:
    """Return what stands against the length of the stay.

    Args:
        mobility: The mobility.
        limit: The entry of the rulebook that applies.

    Source:
        Programme Guide, Part B, Key Action 1, higher education, "Duration of mobility"; the entry used is in
        `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> one_day = toy_mobility(end_date="2030-03-04")
        >>> duration_findings(one_day, toy_rulebook().durations[0])[0].message
        'The stay counts 1 calendar day; at least 2 calendar days are required (to 2030-03-05).'
    """
    stay, minimum = mobility.stay, minimum_for(mobility, limit)
    return (*_too_short(stay, minimum, limit.source), *_too_long(stay, limit.maximum, limit.source))


def minimum_for(mobility: Mobility, limit: DurationLimit) -> Length:
    """Return the shortest stay that is allowed for a mobility.

    Source:
        The entry of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> minimum_for(toy_mobility(), toy_rulebook().durations[0]).value
        2
    """
    if mobility.academic_term and limit.minimum_of_academic_term is not None:
        return limit.minimum_of_academic_term
    return limit.minimum


def _too_short(stay: Stay, minimum: Length, source: Source) -> Iterator[Finding]:
    short = not reaches(stay, minimum)
    if short:
        length, unit = counted(stay, minimum)
        yield found(
            FindingCode.DURATION_TOO_SHORT,
            source,
            length=length,
            unit=unit,
            minimum=minimum.value,
            minimum_unit=minimum.unit,
            minimum_end=last_day(stay, minimum),
        )
    if minimum.unit is LengthUnit.CALENDAR_MONTHS and short is (stay.net_days_360 >= minimum.value * DAYS_OF_MONTH):
        yield _disagreement(stay, minimum, "minimum", source)


def _too_long(stay: Stay, maximum: Length, source: Source) -> Iterator[Finding]:
    in_months = maximum.unit is LengthUnit.CALENDAR_MONTHS
    if in_months and stay.net_days <= maximum.value * SHORTEST_MONTH_DAYS:
        return  # so short a stay is within the limit however months are counted
    long = exceeds(stay, maximum)
    if long:
        length, unit = counted(stay, maximum)
        yield found(
            FindingCode.DURATION_TOO_LONG,
            source,
            length=length,
            unit=unit,
            maximum=maximum.value,
            maximum_unit=maximum.unit,
            maximum_end=last_day(stay, maximum),
        )
    if in_months and long is not (stay.net_days_360 > maximum.value * DAYS_OF_MONTH):
        yield _disagreement(stay, maximum, "maximum", source)


def _disagreement(stay: Stay, length: Length, bound: str, source: Source) -> Finding:
    return found(
        FindingCode.MONTH_COUNT_DISAGREES,
        source,
        months=length.value,
        bound=bound,
        calendar_end=last_day(stay, length),
        days_360=stay.net_days_360,
        bound_days_360=length.value * DAYS_OF_MONTH,
    )
