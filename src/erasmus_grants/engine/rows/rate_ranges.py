"""Between which amounts individual support lies where a range is printed, and no rate, in whole cents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case, once
from erasmus_grants.basics.money import ZERO_EUR, rounded_part, to_cents
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.vocabulary import Rounding
from erasmus_grants.engine.rows.days import days_in_tiers, of_one_shape
from erasmus_grants.engine.rows.parts import Open
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rulebook.tables import RANGE_TABLES
from erasmus_grants.rules.rate_ranges import DailyRateRange, RateRange, rates_of_tier, tiers_of


def within_ranges(rows: RulebookOverRows, where: Condition, travel_days: Whole) -> Open:
    """Return the individual support of rows without a rate, between the ends of their ranges."""
    if where is False:
        return Open(where=False)
    ends: dict[bool, list[tuple[Condition, Whole]]] = {False: [], True: []}
    known: dict[bool, Condition] = {False: False, True: False}
    for term, name in RANGE_TABLES.items():
        ranges: tuple[RateRange, ...] = getattr(rows.rulebook, name)
        here = once(where & rows.of_term(term), "within_range")
        entries = [(bounds, here & rows.covers(bounds.scope)) for bounds in ranges]
        for highest, group in product((False, True), of_one_shape(entries, _shape_of_range)):
            printed = [(bounds, there) for bounds, there in group if _end(bounds, highest=highest) is not None]
            if printed and here is not False:
                there, cents = _at_an_end(rows, printed, travel_days, highest=highest)
                ends[highest].append((there, cents))
                known[highest] = known[highest] | (there if highest or _has_shares(printed[0][0]) else False)
    return Open(where, case(ends[False], 0), case(ends[True], 0), known[False], known[True])


def _at_an_end(
    rows: RulebookOverRows, group: Sequence[tuple[RateRange, Condition]], travel_days: Whole, *, highest: bool
) -> tuple[Condition, Whole]:
    """Return where the ranges of a group apply, and what a stay is paid at the lowest or the highest rate."""
    where, model, stay = any_of(there for _, there in group), group[0][0], rows.mobilities.paid_stay
    cents = [(there, to_cents(_end(bounds, highest=highest) or ZERO_EUR)) for bounds, there in group]
    full = once(case(cents, 0), "end_of_range")
    if not isinstance(model, DailyRateRange):
        on_site = rounded_part(stay.net_days_360 * full, DAYS_OF_MONTH, Rounding.HALF_UP_TO_CENT)
        return where, on_site + rounded_part(travel_days * full, DAYS_OF_MONTH, Rounding.HALF_UP_TO_CENT)
    amount = travel_days * full
    tiers = tiers_of(model)
    if not highest and not _has_shares(model):
        return where, amount  # nobody prints what the days there are paid at least
    for tier, quantity in zip(tiers, days_in_tiers(tiers, stay.net_days), strict=True):
        of_tier = [
            (rates_of_tier(bounds, tier)[highest], there)
            for bounds, there in group
            if isinstance(bounds, DailyRateRange)
        ]
        amount = amount + quantity * case([(there, to_cents(rate or ZERO_EUR)) for rate, there in of_tier], 0)
    return where, amount


def _end(bounds: RateRange, *, highest: bool) -> Decimal | None:
    return bounds.maximum_eur if highest else bounds.minimum_eur


def _has_shares(bounds: RateRange) -> bool:
    """Return whether it is printed which share of the rate each day has."""
    return not isinstance(bounds, DailyRateRange) or bool(bounds.tiers)


def _shape_of_range(bounds: RateRange) -> object:
    if not isinstance(bounds, DailyRateRange):
        return None
    return _has_shares(bounds), tuple((tier.from_day, tier.to_day, tier.share) for tier in tiers_of(bounds))
