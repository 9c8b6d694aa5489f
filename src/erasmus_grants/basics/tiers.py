"""Days of a stay that are paid alike.

Examples:
    >>> first, then = Tier(from_day=1, to_day=14), Tier(from_day=15, to_day=None)
    >>> days_in(first, 20), days_in(then, 20), days_in(then, 9)
    (14, 6, 0)
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import overload

from pydantic import BaseModel, Field

from erasmus_grants.basics.algebra import Condition, Whole, higher_of, lower_of
from erasmus_grants.basics.decimals import Share
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.money import rounded, share_of_rate
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import Rounding


class Tier(Model):
    """Days of a stay, from one to another."""

    from_day: int = Field(ge=1, description="first day of the tier; the stay starts with day 1")
    to_day: int | None = Field(default=None, ge=1, description="last day of the tier; omitted: open")
    source: Source | None = Field(default=None, description="where it is printed, if not with the table")


class DayTier(Tier):
    """Days of a stay that are paid a share of the daily rate."""

    share: Share = Field(description="part of the daily rate, 0 to 1")

    def rate_eur(self, full_rate_eur: Decimal, rounding: Rounding | None) -> Decimal:
        """Return what a day of the tier is paid [EUR].

        Args:
            full_rate_eur: The full rate [EUR].
            rounding: How a reduced rate is rounded; None: to the cent, half up.
        """
        if self.share == 1:
            return full_rate_eur
        return rounded(share_of_rate(full_rate_eur, self.share), rounding or Rounding.HALF_UP_TO_CENT)

    def ends_eur(self, full_rate_eur: Decimal, roundings: Iterable[Rounding | None]) -> tuple[Decimal, Decimal]:
        """Return between what a day of the tier is paid, if a reduced rate is rounded in one of some ways [EUR]."""
        each = [self.rate_eur(full_rate_eur, rounding) for rounding in roundings]
        return min(each), max(each)


@overload
def days_in(tier: Tier, days: int) -> int: ...
@overload
def days_in(tier: Tier, days: Whole) -> Whole: ...
def days_in(tier: Tier, days: Whole) -> Whole:
    """Return how many days of a stay lie in a tier."""
    last = capped(days, tier.to_day)
    return last if tier.from_day == 1 else higher_of(last - (tier.from_day - 1), 0)


@overload
def ends_in(tier: Tier, days: int) -> bool: ...
@overload
def ends_in(tier: Tier, days: Whole) -> Condition: ...
def ends_in(tier: Tier, days: Whole) -> Condition:
    """Return whether the last day of a stay lies in a tier."""
    from_first = days >= tier.from_day
    return from_first if tier.to_day is None else from_first & (days <= tier.to_day)


@overload
def capped(days: int, cap: int | None) -> int: ...
@overload
def capped(days: Whole, cap: int | None) -> Whole: ...
def capped(days: Whole, cap: int | None) -> Whole:
    """Return days, at most so many; None is no limit."""
    return days if cap is None else lower_of(days, cap)


def days_of_tier(tier: Tier) -> str:
    """Return the days of a tier in words."""
    return f"from day {tier.from_day}" + ("" if tier.to_day is None else f" to {tier.to_day}")


def shares_by_days(tiers: Iterable[DayTier], cap: int | None = None) -> dict[str, Decimal]:
    """Return the share of each tier, with a name that tells its days.

    Args:
        tiers: The tiers, in order.
        cap: The last day that is funded; None: no further limit [days].

    Examples:
        >>> tiers = DayTier(from_day=1, to_day=14, share=1), DayTier(from_day=15, share="0.7")
        >>> list(shares_by_days(tiers)), list(shares_by_days(tiers, 20))[1:], len(shares_by_days(tiers, 14))
        (['the share from day 1 to 14', 'the share from day 15'], ['the share from day 15 to 20'], 1)
    """
    shares: dict[str, Decimal] = {}
    for tier in tiers:
        if cap is None or tier.from_day <= cap:
            last = cap if tier.to_day is None else capped(tier.to_day, cap)
            shares[f"the share {days_of_tier(tier.model_copy(update={'to_day': last}))}"] = tier.share
    return shares


def check_tiers(model: type[BaseModel], tiers: Sequence[Tier], *, first_day: int | None = 1) -> None:
    """Check that tiers follow each other without gap or overlap.

    Args:
        model: The model that holds them.
        tiers: The tiers, in order.
        first_day: The day on which the first one starts; None: any.

    Raises:
        ValidationError: They do not.
    """
    if first_day is not None and tiers[0].from_day != first_day:
        sentence = f"the first tier starts with day {first_day}, and this one with day {tiers[0].from_day}"
        raise invalid(model, ("tiers", sentence, tiers[0].from_day))
    for tier in tiers:
        if tier.to_day is not None and tier.to_day < tier.from_day:
            sentence = f"the tier that starts with day {tier.from_day} ends with day {tier.to_day}"
            raise invalid(model, ("tiers", sentence, tier.to_day))
    for tier, following in pairwise(tiers):
        if tier.to_day is None or following.from_day != tier.to_day + 1:
            end = "is open" if tier.to_day is None else f"ends with day {tier.to_day}"
            sentence = (
                f"one tier {end}, and the next starts with day {following.from_day}: there is a gap or an overlap"
            )
            raise invalid(model, ("tiers", sentence, following.from_day))


@cache
def whole_stay() -> tuple[DayTier]:
    """Return the tier of a table that pays every day in full."""
    return (DayTier(from_day=1, share=Decimal(1)),)
