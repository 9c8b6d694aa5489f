"""How later days of staff are paid otherwise than by the rulebook that another one is based on.

Where a base has a rate, the rate, its shares and its rounding are fixed.  Where it has a range alone, the rate is free
within the range, and the shares of it are not, nor how the range rounds a reduced rate.

Examples:
    >>> from erasmus_grants.rulebook.domain import domain_of
    >>> from erasmus_grants.testing import toy_rulebook
    >>> list(later_days(toy_rulebook(), toy_rulebook(), domain_of(toy_rulebook())))
    []
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from erasmus_grants.basics.decimals import plain
from erasmus_grants.basics.money import share_of_rate
from erasmus_grants.basics.tiers import DayTier, days_of_tier, shares_by_days
from erasmus_grants.basics.vocabulary import Rounding
from erasmus_grants.rulebook.checks import Problem
from erasmus_grants.rulebook.departure_sentences import fixed_otherwise, or_nothing
from erasmus_grants.rulebook.domain import Domain
from erasmus_grants.rulebook.tables import RulebookTables
from erasmus_grants.rules.daily_rates import DailyRate, ends_of_tier, is_unknown, rate_of_tier
from erasmus_grants.rules.rate_ranges import DailyRateRange

_SAY_ROUNDING: Final = "write reduced_rate_rounding, or rounding_not_published if it is not known here either"


def later_days(base: RulebookTables, overlay: RulebookTables, domain: Domain) -> Iterator[Problem]:
    """Yield each daily rate that pays later days otherwise than the range or the rate of a base says.

    Args:
        base: The rulebook that the other one is based on.
        overlay: The other one.
        domain: The mobilities that it can meet.
    """
    for place, rate in enumerate(overlay.daily_rates):
        if isinstance(rate, DailyRate) and rate not in base.daily_rates:
            for theirs in _bounding(base, rate, domain):
                for fixed, here in islice(_paid_otherwise(rate, theirs), 1):
                    sentence = fixed_otherwise(fixed, base.id, theirs.source, f"{here} here")
                    yield ("daily_rates", place), sentence, None
                for paid in islice(_rounded_unsaid(rate, theirs), 1):
                    yield ("daily_rates", place), f"{base.id} does not say {paid}; {_SAY_ROUNDING}", None


def _bounding(base: RulebookTables, rate: DailyRate, domain: Domain) -> Iterator[DailyRateRange | DailyRate]:
    """Yield the ranges of a base that say how a rate is paid later, and its rates where no range leaves them free."""
    for bounds in base.daily_rate_ranges:
        if bounds.tiers and domain.overlap(rate.scope, bounds.scope):
            yield bounds
    ranges = [bounds.scope for bounds in base.daily_rate_ranges]
    ours = domain.within([rate.scope])
    for fixed in base.daily_rates:
        if isinstance(fixed, DailyRate) and not ours.is_covered(fixed.scope, ranges):
            yield fixed


def _paid_otherwise(rate: DailyRate, theirs: DailyRateRange | DailyRate) -> Iterator[tuple[str, str]]:
    """Yield what a base says of later days, and what a rate has in its place."""
    if isinstance(theirs, DailyRate):  # whose shares are compared as every other figure is
        yield from _rounded_otherwise_than_a_rate(rate, theirs)
        return
    fixed, ours = (shares_by_days(tiers, rate.funded_days_cap) for tiers in (theirs.tiers, rate.tiers))
    for days in {**fixed, **ours}:
        if ours.get(days) != fixed.get(days):
            yield f"{days} is {or_nothing(fixed.get(days))}", or_nothing(ours.get(days))
    for tier in rate.tiers:
        if not is_unknown(tier, rate):
            yield from _rounded_otherwise(tier, rate, theirs.reduced_rate_rounding or rate.reduced_rate_rounding)


def _rounded_otherwise_than_a_rate(rate: DailyRate, theirs: DailyRate) -> Iterator[tuple[str, str]]:
    """Yield how a base rounds what it pays of its rate, if it says so, and what is paid in its place."""
    if theirs.rounding_not_published is None:
        for tier in rate.tiers:
            yield from _rounded_otherwise(tier, rate, theirs.reduced_rate_rounding or Rounding.HALF_UP_TO_CENT)


def _rounded_otherwise(tier: DayTier, rate: DailyRate, rounding: Rounding | None) -> Iterator[tuple[str, str]]:
    """Yield what a reduced rate is after the rounding of a base, and what it is here, if that is another amount."""
    rounded, paid = tier.rate_eur(rate.rate_eur_per_day, rounding), rate_of_tier(tier, rate)
    is_open = is_unknown(tier, rate)
    if is_open or rounded != paid:
        here = " to ".join(map(str, ends_of_tier(tier, rate))) if is_open else str(paid)
        yield f"the reduced rate {days_of_tier(tier)} is rounded ({rounding}), to {rounded},", here


def _rounded_unsaid(rate: DailyRate, theirs: DailyRateRange | DailyRate) -> Iterator[str]:
    """Yield each reduced rate of which neither a base nor the rate says whether it is paid in whole euros."""
    is_said = rate.reduced_rate_rounding is not None or rate.rounding_not_published is not None
    for tier in rate.tiers if theirs.rounding_not_published is not None and not is_said else ():
        least, most = tier.ends_eur(rate.rate_eur_per_day, Rounding)
        if least != most:
            paid = plain(share_of_rate(rate.rate_eur_per_day, tier.share))
            yield f"whether the reduced rate {days_of_tier(tier)}, {paid} EUR, is rounded"
