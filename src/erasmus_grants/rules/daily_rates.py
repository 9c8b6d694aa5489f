"""Individual support of staff, per day.

Each tier of days has its share of the daily rate: the full rate to the 14th day of activity and 70 % from the 15th to
the 60th, unless a page says otherwise.  A university may fund fewer days than are spent.  Where nobody prints whether a
share of the rate is rounded to whole euros, the days of the tier are not known, but for shares that are whole euros.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, funding rules, "Individual support":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> outcome = individual_support(16, travel_days=2, rate=toy_rulebook().daily_rates[0])
    >>> [(line.quantity, str(line.rate_eur), str(line.amount_eur)) for line in outcome.lines]
    [(14, '100.00', '1400.00'), (2, '70.00', '140.00'), (2, '100.00', '200.00')]
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Self, overload

from pydantic import Discriminator, Field, Tag, model_validator

from erasmus_grants.basics.algebra import Whole
from erasmus_grants.basics.decimals import plain
from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.money import Rate, is_whole_cents, share_of_rate
from erasmus_grants.basics.periods import AnyStay, Stay
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.reduced_rates import RoundingNotPublished, check_rounding, roundings_of
from erasmus_grants.basics.scope import Entry, NotPublished, published_or_not
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.tiers import DayTier, capped, check_tiers, days_in, shares_by_days
from erasmus_grants.basics.vocabulary import DayCounting, FindingCode, LineBasis, LineKind, ReasonCode, Rounding
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import GrantLine, OpenLine, RuleResult, grant_line, no_rate, open_line


class DailyRate(Entry):
    """What staff receive for a day."""

    rate_eur_per_day: Rate = Field(description="full rate of a day [EUR]")
    tiers: Many[DayTier] = Field(min_length=1, description="shares by day of the stay, from day 1, without gap")
    funded_days_cap: int | None = Field(default=None, ge=1, description="most days on site that are funded [days]")
    cap_source: Source | None = Field(default=None, description="where the cap is printed, if not with the rate")
    reduced_rate_rounding: Choice[Rounding] | None = Field(
        default=None, description="how reduced rates are rounded; omitted: they are whole cents"
    )
    rounding_not_published: RoundingNotPublished = None
    counting: Choice[DayCounting] = Field(default=DayCounting.CALENDAR_DAYS, description="which days on site are paid")

    @model_validator(mode="after")
    def _tiers_are_sound(self) -> Self:
        check_tiers(DailyRate, self.tiers)
        check_rounding(DailyRate, self.reduced_rate_rounding, self.rounding_not_published)
        for tier in self.tiers:
            rate = share_of_rate(self.rate_eur_per_day, tier.share)
            is_said = self.reduced_rate_rounding is not None or self.rounding_not_published is not None
            if not is_said and not is_whole_cents(rate):
                sentence = f"{plain(tier.share)} of {self.rate_eur_per_day} EUR is {plain(rate)}, not whole cents"
                raise invalid(DailyRate, ("tiers", sentence, plain(tier.share)))
        return self

    @property
    def figures(self) -> Mapping[str, Decimal]:
        """The rate, and the share of each tier."""
        return {"the rate of a day": self.rate_eur_per_day, **shares_by_days(self.tiers)}


DailyRateEntry = Annotated[
    Annotated[DailyRate, Tag("published")] | Annotated[NotPublished, Tag("not_published")],
    Discriminator(published_or_not),
]
"""A daily rate, or the statement that none is published."""


def individual_support(days: int, *, travel_days: int, rate: DailyRate | NotPublished) -> RuleResult:
    """Return the individual support of a member of staff.

    Args:
        days: Days on site as the rate counts them, interruptions taken off [days]; see `days_counted`.
        travel_days: Funded travel days [days].
        rate: The entry of the rulebook that applies.

    Returns:
        A line for each tier that the stay reaches and one for the travel days, and whether days go unfunded;
        or a line that is not known, and the finding that no rate, or no rounding of it, is published.

    Source:
        Programme Guide, Part B, funding rules, "Individual support"; the entry used is in `line.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> individual_support(5, travel_days=0, rate=toy_rulebook().daily_rates[0]).lines[0].amount_eur
        Decimal('500.00')
    """
    if isinstance(rate, NotPublished):
        return no_rate(rate, LineKind.INDIVIDUAL_SUPPORT, LineBasis.DAYS_ON_SITE, quantity=days)
    fundable = capped(days, rate.funded_days_cap)
    on_site = tuple(_on_site(fundable, days, rate))
    certain = tuple(line for line in on_site if isinstance(line, GrantLine))
    unknown = tuple(line for line in on_site if isinstance(line, OpenLine))
    travel = grant_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.TRAVEL_DAYS,
        quantity=travel_days,
        rate_eur=rate.rate_eur_per_day,
        reasons=(Reason.of(ReasonCode.FUNDED_TRAVEL_DAYS, days=travel_days),),
        source=rate.source,
    )
    why = rate.rounding_not_published or ""
    findings = [Finding.of(FindingCode.RATE_NOT_PUBLISHED, line.source, why=why) for line in unknown]
    funded = sum(line.quantity for line in on_site)
    if funded == days:
        return RuleResult((*certain, travel), tuple(findings), unknown)
    maximum = min(rate.funded_days_cap or days, rate.tiers[-1].to_day or days)
    unfunded = Finding.of(
        FindingCode.FUNDED_DAYS_CAPPED, rate.cap_source or rate.source, funded=funded, days=days, maximum=maximum
    )
    return RuleResult((*certain, travel), (*findings, unfunded), unknown)


@overload
def days_counted(stay: Stay, rate: DailyRate | NotPublished) -> int: ...
@overload
def days_counted(stay: AnyStay, rate: DailyRate | NotPublished) -> Whole: ...
def days_counted(stay: AnyStay, rate: DailyRate | NotPublished) -> Whole:
    """Return the days of a stay that a rate pays for: calendar days, or Mondays to Fridays.

    Examples:
        >>> from datetime import date
        >>> from erasmus_grants.basics.periods import stay
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rate = toy_rulebook().daily_rates[0]
        >>> fortnight = stay(date(2030, 3, 4), date(2030, 3, 17))
        >>> days_counted(fortnight, rate), days_counted(fortnight, rate.model_copy(update={"counting": "weekdays"}))
        (14, 10)
    """
    if isinstance(rate, NotPublished) or rate.counting is DayCounting.CALENDAR_DAYS:
        return stay.net_days
    return stay.net_weekdays


def _on_site(fundable: int, days: int, rate: DailyRate) -> Iterator[GrantLine | OpenLine]:
    further: tuple[Reason, ...] = ()
    if fundable < days:
        further = (Reason.of(ReasonCode.FUNDED_DAYS_CAP, maximum=fundable, days=days),)
    if rate.counting is DayCounting.WEEKDAYS:
        further += (Reason.of(ReasonCode.WEEKDAYS_COUNTED),)
    for tier in rate.tiers:
        quantity = days_in(tier, fundable)
        if not quantity and tier.from_day > 1:
            return
        yield _of_tier(quantity, tier, rate, further)


def _of_tier(quantity: int, tier: DayTier, rate: DailyRate, further: tuple[Reason, ...]) -> GrantLine | OpenLine:
    kind, source = LineKind.INDIVIDUAL_SUPPORT, tier.source or rate.source
    basis = LineBasis.DAYS_ON_SITE if tier.share == 1 else LineBasis.DAYS_ON_SITE_REDUCED
    reasons = (_full(quantity),) if tier.share == 1 else _reduced(quantity, tier, rate)
    reasons = (*reasons, *further)
    if is_unknown(tier, rate):
        ends = ends_of_tier(tier, rate)
        reasons = (*reasons, Reason.of(ReasonCode.ROUNDING_NOT_KNOWN))
        return open_line(kind, basis, quantity=quantity, rates_eur=ends, reasons=reasons, source=source)
    paid = rate_of_tier(tier, rate)
    return grant_line(kind, basis, quantity=quantity, rate_eur=paid, reasons=reasons, source=source)


def is_unknown(tier: DayTier, rate: DailyRate) -> bool:
    """Return whether it is not known what a day of a tier is paid, because nobody prints how it is rounded.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rate = toy_rulebook().daily_rates[0].model_copy(update={"rounding_not_published": "ask the agency."})
        >>> [is_unknown(tier, rate) for tier in rate.tiers]  # 70 % of 100 EUR are whole euros
        [False, False]
        >>> is_unknown(rate.tiers[1], rate.model_copy(update={"rate_eur_per_day": Decimal(148)}))  # 103.60, or 104
        True
    """
    if rate.rounding_not_published is None:  # as of most rates, so it is asked first
        return False
    least, most = ends_of_tier(tier, rate)
    return least < most


def ends_of_tier(tier: DayTier, rate: DailyRate) -> tuple[Decimal, Decimal]:
    """Return between what a day of a tier is paid [EUR]; it is the same if it is known how the rate is rounded.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> known = toy_rulebook().daily_rates[0].model_copy(update={"rate_eur_per_day": Decimal(148)})
        >>> unknown = known.model_copy(update={"rounding_not_published": "ask the agency."})
        >>> [[str(end) for end in ends_of_tier(rate.tiers[1], rate)] for rate in (known, unknown)]
        [['103.60', '103.60'], ['103.00', '104.00']]
    """
    roundings = roundings_of(rate.reduced_rate_rounding, rate.rounding_not_published)
    return tier.ends_eur(rate.rate_eur_per_day, roundings)


def rate_of_tier(tier: DayTier, rate: DailyRate) -> Decimal:
    """Return what a day of a tier is paid [EUR]: its share of the rate, rounded as the entry says, or to the cent.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rate = toy_rulebook().daily_rates[0]
        >>> [str(rate_of_tier(tier, rate)) for tier in rate.tiers]
        ['100.00', '70.00']
    """
    return tier.rate_eur(rate.rate_eur_per_day, rate.reduced_rate_rounding)


def _full(days: int) -> Reason:
    return Reason.of(ReasonCode.FULL_RATE_DAYS, days=days)


def _reduced(days: int, tier: DayTier, rate: DailyRate) -> tuple[Reason, ...]:
    reason = Reason.of(
        ReasonCode.REDUCED_RATE_DAYS,
        from_day=tier.from_day,
        to_day=tier.from_day + days - 1,
        share=tier.share,
        full_rate_eur=str(rate.rate_eur_per_day),
    )
    exact = share_of_rate(rate.rate_eur_per_day, tier.share)
    if rate.rounding_not_published is not None or exact == rate_of_tier(tier, rate):
        return (reason,)
    return reason, Reason.of(ReasonCode.REDUCED_RATE_ROUNDED, exact_eur=plain(exact))
