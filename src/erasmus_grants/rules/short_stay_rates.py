"""Individual support of short-term students, per day: blended intensive programmes and other short stays.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, funding rules, "Short-term physical mobility":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> outcome = individual_support(20, rate=toy_rulebook().short_stay_rates[0])
    >>> [(line.quantity, str(line.rate_eur)) for line in outcome.lines]
    [(14, '20.00'), (6, '15.00')]
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from erasmus_grants.basics.field_types import Many
from erasmus_grants.basics.money import Rate
from erasmus_grants.basics.scope import Entry, NotPublished, published_or_not
from erasmus_grants.basics.tiers import Tier, check_tiers, days_in, days_of_tier
from erasmus_grants.basics.vocabulary import FindingCode, LineBasis, LineKind, ReasonCode
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import GrantLine, RuleResult, grant_line, no_rate


class PerDayTier(Tier):
    """Days of a short stay that are paid alike."""

    rate_eur_per_day: Rate = Field(description="amount of a day [EUR]")


class ShortStayRate(Entry):
    """What a short-term student receives for each day."""

    tiers: Many[PerDayTier] = Field(min_length=1, description="amounts by day of the stay, from day 1, no gap")

    @model_validator(mode="after")
    def _tiers_are_sound(self) -> Self:
        check_tiers(ShortStayRate, self.tiers)
        return self

    @property
    def figures(self) -> Mapping[str, Decimal]:
        """The amount of a day in each tier."""
        return {f"a day {days_of_tier(tier)}": tier.rate_eur_per_day for tier in self.tiers}


ShortStayRateEntry = Annotated[
    Annotated[ShortStayRate, Tag("published")] | Annotated[NotPublished, Tag("not_published")],
    Discriminator(published_or_not),
]
"""A rate of short stays, or the statement that none is published."""


def individual_support(days: int, *, rate: ShortStayRate | NotPublished, travel_days: int = 0) -> RuleResult:
    """Return the individual support of a short-term student.

    Args:
        days: Calendar days on site, interruptions taken off [days, 1 or more].
        rate: The entry of the rulebook that applies.
        travel_days: Funded travel days, paid as a first day on site [days].

    Returns:
        A line for each tier that the stay reaches, one for travel days if there are any, and whether days go unfunded;
        or a line that is not known, and the finding that no rate is published.

    Source:
        Programme Guide, Part B, funding rules, "Short-term physical mobility"; the entry used is in `line.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> individual_support(5, rate=toy_rulebook().short_stay_rates[0]).lines[0].amount_eur
        Decimal('100.00')
    """
    if isinstance(rate, NotPublished):
        return no_rate(rate, LineKind.INDIVIDUAL_SUPPORT, LineBasis.DAYS_ON_SITE, quantity=days)
    last = rate.tiers[-1].to_day or days
    lines = (*_lines(days, rate), *_travel(travel_days, rate))
    if days <= last:
        return RuleResult(lines)
    capped = Finding.of(FindingCode.FUNDED_DAYS_CAPPED, rate.source, funded=last, days=days, maximum=last)
    return RuleResult(lines, (capped,))


def _lines(days: int, rate: ShortStayRate) -> Iterator[GrantLine]:
    for tier in rate.tiers:
        quantity = days_in(tier, days)
        if not quantity:
            return
        to_day = tier.from_day + quantity - 1
        yield grant_line(
            LineKind.INDIVIDUAL_SUPPORT,
            LineBasis.DAYS_ON_SITE if tier.from_day == 1 else LineBasis.DAYS_ON_SITE_REDUCED,
            quantity=quantity,
            rate_eur=tier.rate_eur_per_day,
            reasons=(Reason.of(ReasonCode.DAYS_IN_TIER, from_day=tier.from_day, to_day=to_day, days=days),),
            source=tier.source or rate.source,
        )


def _travel(days: int, rate: ShortStayRate) -> Iterator[GrantLine]:
    if days:
        yield grant_line(
            LineKind.INDIVIDUAL_SUPPORT,
            LineBasis.TRAVEL_DAYS,
            quantity=days,
            rate_eur=rate.tiers[0].rate_eur_per_day,
            reasons=(Reason.of(ReasonCode.FUNDED_TRAVEL_DAYS, days=days),),
            source=rate.tiers[0].source or rate.source,
        )
