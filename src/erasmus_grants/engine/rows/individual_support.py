"""What the days of the mobilities of a frame are paid, in whole cents.

For each table a ladder over its entries picks the figures of a row, and the formulas with which one mobility is
computed compute with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case, not_, once
from erasmus_grants.basics.money import rounded_part, to_cents
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.tiers import DayTier, Tier, capped
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.engine.rows.days import days_in_tiers, funded_travel_days, of_one_shape
from erasmus_grants.engine.rows.parts import Cited, Open, either
from erasmus_grants.engine.rows.rate_ranges import within_ranges
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rulebook.tables import RANGE_TABLES, RATE_TABLES
from erasmus_grants.rules.daily_rates import DailyRate, days_counted, ends_of_tier, is_unknown, rate_of_tier
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.short_stay_rates import ShortStayRate

RateEntry = DailyRate | MonthlyRate | ShortStayRate
"""An entry that pays for the days of a stay."""


class Support(NamedTuple):
    """Individual support by some rates.

    Attributes:
        where: The rows that have one of them.
        cents: What is paid there, where all of it is known.
        funded_days: Days on site that are paid for [days].
        cited: What the lines cite.
        unknown: Where days are paid and it is not known what.
    """

    where: Condition
    cents: Whole
    funded_days: Whole
    cited: list[Cited]
    unknown: Open = Open(where=False)


class IndividualSupport(NamedTuple):
    """The individual support of the rows.

    Attributes:
        cents: What is paid where all of it is known.
        funded_days: Days on site that are paid for [days].
        rate: The number of the rate, counted from 1 through the daily, monthly and short-stay rates; 0: none.
        unknown: What is not known.
        cited: What the lines cite.
    """

    cents: Whole
    funded_days: Whole
    rate: Whole
    unknown: Open
    cited: list[Cited]


class _Rated(NamedTuple):
    """A rate, its number, and the rows that have it."""

    entry: RateEntry
    where: Condition
    number: int


def individual_support_of(rows: RulebookOverRows) -> IndividualSupport:
    """Return what the days of the rows are paid, and note what stands against it.

    Args:
        rows: The rulebook over the rows.
    """
    lacking = _lacks_rate(rows)
    rated, unanswered = _rates(rows, lacking)
    travel_days = funded_travel_days(rows, any_of(one.where for one in rated))
    parts = _by_shape(rows, rated, travel_days)
    unknown = either((within_ranges(rows, unanswered, travel_days), *(part.unknown for part in parts)))
    return IndividualSupport(
        cents=case([(part.where, part.cents) for part in parts], 0),
        funded_days=case([(part.where, part.funded_days) for part in parts], 0),
        rate=case([(one.where, one.number) for one in rated], 0) if rows.explained else 0,
        unknown=unknown._replace(where=once(unknown.where | lacking | rows.lacks_tables, "open_support")),
        cited=[one for part in parts for one in part.cited],
    )


def _rates(rows: RulebookOverRows, lacking: Condition) -> tuple[list[_Rated], Condition]:
    """Return the rates that some rows have, and where no rate is published."""
    rated: list[_Rated] = []
    answered: list[Condition] = []
    unpublished: list[Condition] = []
    number = 0
    for term, name in RATE_TABLES.items():
        table: tuple[RateEntry | NotPublished, ...] = getattr(rows.rulebook, name)
        for entry in table:
            number += 1
            where = rows.applies(entry, table) & rows.funded & rows.of_term(term) & not_(lacking)
            where = once(where, f"rate_{number}")
            answered.append(where)
            if isinstance(entry, NotPublished):
                rows.note(FindingCode.RATE_NOT_PUBLISHED, where)
                unpublished.append(where)
            elif where is not False:
                rated.append(_Rated(entry, where, number))
    unrated = once(rows.funded & not_(any_of(answered)) & not_(lacking), "unrated")
    rows.note(FindingCode.RATE_NOT_PUBLISHED, unrated)
    return rated, unrated | any_of(unpublished)


def _by_shape(rows: RulebookOverRows, rated: Iterable[_Rated], travel_days: Whole) -> list[Support]:
    """Return what is paid by the rates of each shape."""
    daily = [(one.entry, one.where) for one in rated if isinstance(one.entry, DailyRate)]
    monthly = [(one.entry, one.where) for one in rated if isinstance(one.entry, MonthlyRate)]
    short = [(one.entry, one.where) for one in rated if isinstance(one.entry, ShortStayRate)]
    return [
        *(_daily(rows, group, travel_days) for group in of_one_shape(daily, _shape_of_daily)),
        *(_monthly(rows, group, travel_days) for group in of_one_shape(monthly, lambda entry: entry.rounding)),
        *(_short(rows, group, travel_days) for group in of_one_shape(short, lambda entry: _bounds(entry.tiers))),
    ]


def _lacks_rate(rows: RulebookOverRows) -> Condition:
    """Return where a country that is not stated decides what the days of a stay are paid."""
    book = rows.rulebook
    lacking: Condition = False
    for term, name in RATE_TABLES.items():
        ranges = getattr(book, RANGE_TABLES[term]) if term in RANGE_TABLES else ()
        entries = (*getattr(book, name), *ranges)
        lacking = lacking | rows.of_term(term) & rows.lacks_country(entries)
    return once(rows.funded & lacking, "lacks_rate")


def _bounds(tiers: Iterable[Tier]) -> tuple[tuple[int, int | None], ...]:
    return tuple((tier.from_day, tier.to_day) for tier in tiers)


def _shape_of_daily(entry: DailyRate) -> object:
    return _bounds(entry.tiers), entry.counting, tuple(is_unknown(tier, entry) for tier in entry.tiers)


def _daily(rows: RulebookOverRows, group: list[tuple[DailyRate, Condition]], travel_days: Whole) -> Support:
    model, where = group[0][0], any_of(where for _, where in group)
    days = days_counted(rows.mobilities.paid_stay, model)
    fundable = _capped(days, [(rate.funded_days_cap, where) for rate, where in group])
    quantities = days_in_tiers(model.tiers, fundable)
    funded = once(sum(quantities), "funded")
    full = once(case([(where, to_cents(rate.rate_eur_per_day)) for rate, where in group], 0), "full_rate")
    amount = travel_days * full
    cited = [Cited(rate.source.id, where) for rate, where in group]
    unknown: list[tuple[Whole, list[tuple[DailyRate, DayTier, Condition]]]] = []
    for place, quantity in enumerate(quantities):
        tiers = [(rate, rate.tiers[place], where) for rate, where in group]
        if is_unknown(model.tiers[place], model):
            unknown.append((quantity, tiers))
            continue
        if all(tier.share == 1 for _, tier, _ in tiers):
            amount = amount + quantity * full
        else:
            cents = [(where, to_cents(rate_of_tier(tier, rate))) for rate, tier, where in tiers]
            amount = amount + quantity * case(cents, 0)
        reached = True if place == 0 else quantity >= 1
        cited += [Cited((tier.source or rate.source).id, where & reached) for rate, tier, where in tiers]
    if funded is not days:  # without a limit they are the same column, and no row can be capped
        rows.note(FindingCode.FUNDED_DAYS_CAPPED, where & not_(funded >= days))
    if not unknown:
        return Support(where, amount, funded, cited)
    return Support(where, amount, funded, cited, _of_unknown_tiers(rows, amount, unknown))


def _of_unknown_tiers(
    rows: RulebookOverRows, certain: Whole, of_tiers: list[tuple[Whole, list[tuple[DailyRate, DayTier, Condition]]]]
) -> Open:
    """Return the support of stays that reach a tier whose rounding nobody prints: what is certain, and the tier."""
    reached: Condition = False
    lowest = highest = certain
    for quantity, tiers in of_tiers:
        reached = reached | any_of(where for _, _, where in tiers) & (quantity >= 1)
        ends = [(where, ends_of_tier(tier, rate)) for rate, tier, where in tiers]
        lowest = lowest + quantity * case([(where, to_cents(least)) for where, (least, _) in ends], 0)
        highest = highest + quantity * case([(where, to_cents(most)) for where, (_, most) in ends], 0)
    reached = once(reached, "unknown_rounding")
    rows.note(FindingCode.RATE_NOT_PUBLISHED, reached)
    return Open(reached, lowest, highest, has_lowest=reached, has_highest=reached)


def _capped(days: Whole, caps: list[tuple[int | None, Condition]]) -> Whole:
    """Return the days that are funded; outside of the rows of a group it makes no difference which."""
    different = dict.fromkeys(cap for cap, _ in caps)
    if len(different) == 1:
        return once(capped(days, caps[0][0]), "capped")
    return once(case([(where, capped(days, cap)) for cap, where in caps if cap is not None], days), "capped")


def _monthly(rows: RulebookOverRows, group: list[tuple[MonthlyRate, Condition]], travel_days: Whole) -> Support:
    rounding, where = group[0][0].rounding, any_of(where for _, where in group)
    days = rows.mobilities.paid_stay.net_days_360
    funded = _capped(days, [(rate.funded_days_cap, where) for rate, where in group])
    rate = once(case([(where, to_cents(rate.rate_eur_per_month)) for rate, where in group], 0), "month_rate")
    amount = rounded_part(funded * rate, DAYS_OF_MONTH, rounding)
    amount = amount + rounded_part(travel_days * rate, DAYS_OF_MONTH, rounding)
    if funded is not days:  # without a limit they are the same column, and no row can be capped
        rows.note(FindingCode.FUNDED_DAYS_CAPPED, where & not_(funded >= days))
    return Support(where, amount, funded, [Cited(rate.source.id, where) for rate, where in group])


def _short(rows: RulebookOverRows, group: list[tuple[ShortStayRate, Condition]], travel_days: Whole) -> Support:
    model, where = group[0][0], any_of(where for _, where in group)
    days = rows.mobilities.paid_stay.net_days
    quantities = days_in_tiers(model.tiers, days)
    funded = once(sum(quantities), "funded")
    amount: Whole = 0
    cited: list[Cited] = []
    for place, quantity in enumerate(quantities):
        tiers = [(rate, rate.tiers[place], where) for rate, where in group]
        cents = case([(where, to_cents(tier.rate_eur_per_day)) for _, tier, where in tiers], 0)
        amount = amount + (quantity + travel_days if place == 0 else quantity) * cents
        reached = quantity >= 1
        cited += [Cited((tier.source or rate.source).id, where & reached) for rate, tier, where in tiers]
    last = model.tiers[-1].to_day
    if last is not None:
        rows.note(FindingCode.FUNDED_DAYS_CAPPED, where & (days > last))
    return Support(where, amount, funded, cited)
