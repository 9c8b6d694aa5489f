"""How many travel days are funded.

A travel day is paid like a first day on site, and makes no stay longer.

Source:
    Beneficiary Module, "Individual support": up to 2 days, up to 6 with green travel from call 2021:
    https://wikis.ec.europa.eu/x/UINTC

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> funded_travel_days(None, mode=TravelMode.STANDARD, rule=toy_rulebook().travel_days[0])
    (2, ())
"""

from typing import overload

from pydantic import Field

from erasmus_grants.basics.algebra import AnyWord, Whole, case, is_word, lower_of
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.vocabulary import FindingCode, TravelMode
from erasmus_grants.records.findings import Finding


class TravelDays(Entry):
    """The travel days that are funded."""

    funded_travel_days: int = Field(ge=0, le=60, description="what is funded unless less is asked for [days]")
    most_travel_days: int | None = Field(
        default=None, ge=0, le=60, description="limit when asked for; omitted: the same [days]"
    )
    green_travel_days: int | None = Field(
        default=None, ge=0, le=60, description="limit when asked for with green travel; omitted: the same [days]"
    )


def funded_travel_days(asked: int | None, *, mode: TravelMode, rule: TravelDays) -> tuple[int, tuple[Finding, ...]]:
    """Return the travel days that are funded, and whether fewer than were asked for.

    Args:
        asked: Travel days asked for [days]; None asks for what is usual.
        mode: How most of the journey is made.
        rule: The entry of the rulebook that applies.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rule = toy_rulebook().travel_days[0]
        >>> funded_travel_days(6, mode=TravelMode.GREEN, rule=rule)[0]
        6
        >>> funded_travel_days(6, mode=TravelMode.STANDARD, rule=rule)[1][0].message
        '6 travel days were asked for; 2 are funded.'
    """
    limit = travel_days_limit(mode, rule)
    if asked is None:
        return usual_travel_days(mode, rule), ()
    if asked <= limit:
        return asked, ()
    return limit, (Finding.of(FindingCode.TRAVEL_DAYS_CAPPED, rule.source, asked=asked, funded=limit),)


@overload
def usual_travel_days(mode: TravelMode, rule: TravelDays) -> int: ...
@overload
def usual_travel_days(mode: AnyWord, rule: TravelDays) -> Whole: ...
def usual_travel_days(mode: AnyWord, rule: TravelDays) -> Whole:
    """Return the travel days that are funded where none are asked for.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> usual_travel_days(TravelMode.GREEN, toy_rulebook().travel_days[0])
        2
    """
    return lower_of(rule.funded_travel_days, travel_days_limit(mode, rule))


@overload
def travel_days_limit(mode: TravelMode, rule: TravelDays) -> int: ...
@overload
def travel_days_limit(mode: AnyWord, rule: TravelDays) -> Whole: ...
def travel_days_limit(mode: AnyWord, rule: TravelDays) -> Whole:
    """Return the most travel days that are funded.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> travel_days_limit(TravelMode.GREEN, toy_rulebook().travel_days[0])
        6
    """
    most = rule.funded_travel_days if rule.most_travel_days is None else rule.most_travel_days
    green = most if rule.green_travel_days is None else rule.green_travel_days
    return case([(is_word(mode, TravelMode.GREEN), green)], most)
