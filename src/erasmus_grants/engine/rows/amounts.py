"""What the mobilities of a frame are granted, in whole cents.

For each table a ladder over its entries picks the figures of a row, and the formulas with which one mobility is
computed compute with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar, assert_never

from erasmus_grants.basics.algebra import (
    Condition,
    Whole,
    any_of,
    case,
    is_word,
    lower_of,
    not_,
    once,
)
from erasmus_grants.basics.money import rounded_part, to_cents
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.tiers import Tier, capped, days_in, ends_in
from erasmus_grants.basics.vocabulary import FindingCode, TravelMode
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rulebook.tables import RATE_TABLES
from erasmus_grants.rules.daily_rates import DailyRate, days_counted, rate_of_tier
from erasmus_grants.rules.distance_bands import (
    DistanceBand,
    DistanceBands,
    NotPaid,
    is_between_printed_bounds,
)
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpNotPublished, is_due, unpaid_code
from erasmus_grants.rules.travel_days import travel_days_limit, usual_travel_days

AnyEntry = TypeVar("AnyEntry")
AnyShape = TypeVar("AnyShape")

RateEntry = DailyRate | MonthlyRate | ShortStayRate
"""An entry that pays for the days of a stay."""


class Cited(NamedTuple):
    """A source that is cited by a line in some rows."""

    source_id: str
    where: Condition


class Amounts(NamedTuple):
    """What the rows would be granted if they are eligible.

    Attributes:
        travel_support: In cents.
        individual_support: In cents.
        top_ups: In cents.
        funded_days: Days on site that individual support pays for [days].
        band: The number of the travel band, counted from 1 through all tables of the rulebook; 0: none.
        rate: The number of the rate, counted from 1 through the daily, monthly and short-stay rates; 0: none.
        top_up_rows: For each top-up whether it is paid.
        cited: What the lines cite.
    """

    travel_support: Whole
    individual_support: Whole
    top_ups: Whole
    funded_days: Whole
    band: Whole
    rate: Whole
    top_up_rows: tuple[tuple[str, Condition], ...]
    cited: tuple[Cited, ...]


def amounts(rows: RulebookOverRows, missing_country: Condition) -> Amounts:
    """Return what the rows would be granted, and note what stands against it.

    Args:
        rows: The rulebook over the rows.
        missing_country: Where a country is missing on which an entry depends.
    """
    travel, band, travel_cited = _travel(rows)
    support, funded_days, rate, support_cited = _individual(rows, missing_country)
    top_ups, paid, top_up_cited = _top_ups(rows)
    return Amounts(
        travel_support=once(travel, "travel"),
        individual_support=once(support, "individual"),
        top_ups=once(top_ups, "top_ups"),
        funded_days=once(funded_days, "funded_days"),
        band=band,
        rate=rate,
        top_up_rows=tuple(paid),
        cited=(*travel_cited, *support_cited, *top_up_cited),
    )


def bands_of(tables: Iterable[DistanceBands | NotPublished | NotPaid]) -> list[DistanceBand]:
    """Return every band of the tables of a rulebook, in the order of their numbers."""
    return [band for table in tables if isinstance(table, DistanceBands) for band in table.bands]


# --- travel support ---------------------------------------------------------------------------------------------------


def _travel(rows: RulebookOverRows) -> tuple[Whole, Whole, list[Cited]]:
    distance = rows.mobilities.distance_km
    green = is_word(rows.mobilities.travel_mode, TravelMode.GREEN)
    paid: list[tuple[Condition, Whole]] = []
    numbers: list[tuple[Condition, Whole]] = []
    cited: list[Cited] = []
    first = 1
    tables = rows.rulebook.travel_support
    for table in tables:
        where = once(rows.applies(table, tables) & rows.funded, "travel_table")
        if not isinstance(table, DistanceBands):
            unpaid = isinstance(table, NotPaid)
            rows.note(FindingCode.TRAVEL_SUPPORT_NOT_PAID if unpaid else FindingCode.RATE_NOT_PUBLISHED, where)
            continue
        if where is False:
            first += len(table.bands)
            continue
        rows.note(FindingCode.DISTANCE_MISSING, where & not_(distance.stated))
        measured = where & distance.stated
        always = where is rows.funded  # a table of all rows that are funded; the others are granted nothing in any case
        paid.append((always or where, _of_band(rows, table, [_cents_of_band(band, green) for band in table.bands])))
        if rows.explained:
            numbers.append((measured, _of_band(rows, table, range(first, first + len(table.bands)))))
            cited += _travel_findings(rows, table, measured, green)
        else:
            unknown = any_of(_in_band(rows, table, band) for band in table.bands if band.standard_eur is None)
            rows.note(FindingCode.RATE_NOT_PUBLISHED, measured & unknown)
        first += len(table.bands)
    return case(paid, 0), case(numbers, 0), cited


def _of_band(rows: RulebookOverRows, table: DistanceBands, values: Sequence[Whole]) -> Whole:
    """Return the value of the band in which a distance lies, and 0 below the first one."""
    ladder = [(rows.at_least_km(band.from_km), value) for band, value in zip(table.bands, values, strict=True)]
    return case(reversed(ladder), 0)


def _in_band(rows: RulebookOverRows, table: DistanceBands, band: DistanceBand) -> Condition:
    within = rows.at_least_km(band.from_km)
    following = [other for other in table.bands if other.from_km > band.from_km]
    return within & not_(rows.at_least_km(following[0].from_km)) if following else within


def _cents_of_band(band: DistanceBand, green: Condition) -> Whole:
    """Return the amount of a band; where none is published a finding refuses the row, so that 0 is not paid."""
    if band.standard_eur is None:
        return 0
    standard = to_cents(band.standard_eur)
    return standard if band.green_eur is None else case([(green, to_cents(band.green_eur))], standard)


def _travel_findings(
    rows: RulebookOverRows, table: DistanceBands, measured: Condition, green: Condition
) -> list[Cited]:
    """Note what is worth knowing about a distance, and return what its line cites."""
    first = table.bands[0]
    below_first = measured & not_(rows.at_least_km(first.from_km))
    rows.note(FindingCode.BELOW_FIRST_DISTANCE_BAND, below_first)
    cited = [Cited((first.source or table.source).id, below_first)]
    for band in table.bands:
        within = measured & _in_band(rows, table, band)
        if band.standard_eur is None:
            rows.note(FindingCode.RATE_NOT_PUBLISHED, within)
            continue
        cited.append(Cited((band.source or table.source).id, within))
        if band.green_eur is None:
            rows.note(FindingCode.GREEN_AMOUNT_NOT_PUBLISHED, within & green)
        between = within & is_between_printed_bounds(rows.mobilities.distance_km, band)
        rows.note(FindingCode.DISTANCE_BETWEEN_PRINTED_BOUNDS, between)
    return cited


# --- individual support -----------------------------------------------------------------------------------------------


def _individual(rows: RulebookOverRows, missing_country: Condition) -> tuple[Whole, Whole, Whole, list[Cited]]:
    rated: list[tuple[RateEntry, Condition, int]] = []
    answered: list[Condition] = []
    number = 0
    for term, name in RATE_TABLES.items():
        table: tuple[RateEntry | NotPublished, ...] = getattr(rows.rulebook, name)
        for entry in table:
            number += 1
            where = once(rows.applies(entry, table) & rows.funded & rows.of_term(term), f"rate_{number}")
            answered.append(where)
            if isinstance(entry, NotPublished):
                rows.note(FindingCode.RATE_NOT_PUBLISHED, where)
            elif where is not False:
                rated.append((entry, where, number))
    unrated = rows.funded & not_(any_of(answered)) & not_(missing_country)
    rows.note(FindingCode.RATE_NOT_PUBLISHED, unrated)
    travel_days = _travel_days(rows, any_of(where for _, where, _ in rated))
    daily = [(entry, where) for entry, where, _ in rated if isinstance(entry, DailyRate)]
    monthly = [(entry, where) for entry, where, _ in rated if isinstance(entry, MonthlyRate)]
    short = [(entry, where) for entry, where, _ in rated if isinstance(entry, ShortStayRate)]
    parts = [
        *(_daily(rows, group, travel_days) for group in _of_one_shape(daily, _shape_of_daily)),
        *(_monthly(rows, group, travel_days) for group in _of_one_shape(monthly, lambda entry: entry.rounding)),
        *(_short(rows, group, travel_days) for group in _of_one_shape(short, lambda entry: _bounds(entry.tiers))),
    ]
    amount = case([(where, cents) for where, cents, _, _ in parts], 0)
    funded = case([(where, days) for where, _, days, _ in parts], 0)
    rate = case([(where, number) for _, where, number in rated], 0) if rows.explained else 0
    return amount, funded, rate, [one for *_, cited in parts for one in cited]


def _of_one_shape(
    entries: Iterable[tuple[AnyEntry, Condition]], shape: Callable[[AnyEntry], AnyShape]
) -> list[list[tuple[AnyEntry, Condition]]]:
    """Return entries in groups for which one formula does: they differ in figures only."""
    groups: dict[AnyShape, list[tuple[AnyEntry, Condition]]] = {}
    for entry, where in entries:
        groups.setdefault(shape(entry), []).append((entry, where))
    return list(groups.values())


def _travel_days(rows: RulebookOverRows, rated: Condition) -> Whole:
    """Return the funded travel days, and note where fewer are than were asked for."""
    asked, mode, rules = rows.mobilities.travel_days, rows.mobilities.travel_mode, rows.rulebook.travel_days
    usual = case([(rows.covers(rule.scope), usual_travel_days(mode, rule)) for rule in rules], 0)
    if asked.stated is False:
        return once(usual, "travel_days")
    limits = [(rows.covers(rule.scope), travel_days_limit(mode, rule)) for rule in rules]
    limit = once(case(limits, 0), "most_travel_days")
    rows.note(FindingCode.TRAVEL_DAYS_CAPPED, rated & asked.stated & not_(limit >= asked.value))
    return once(case([(asked.stated, lower_of(asked.value, limit))], usual), "travel_days")


def _bounds(tiers: Iterable[Tier]) -> tuple[tuple[int, int | None], ...]:
    return tuple((tier.from_day, tier.to_day) for tier in tiers)


def _shape_of_daily(entry: DailyRate) -> object:
    return _bounds(entry.tiers), entry.counting


def _days_in_tiers(tiers: Iterable[Tier], days: Whole) -> list[Whole]:
    """Return how many days of a stay lie in each tier."""
    return [once(days_in(tier, days), "days_in_tier") for tier in tiers]


def _daily(
    rows: RulebookOverRows, group: list[tuple[DailyRate, Condition]], travel_days: Whole
) -> tuple[Condition, Whole, Whole, list[Cited]]:
    model, where = group[0][0], any_of(where for _, where in group)
    days = days_counted(rows.mobilities.stay, model)
    fundable = _capped(days, [(rate.funded_days_cap, where) for rate, where in group])
    quantities = _days_in_tiers(model.tiers, fundable)
    funded = once(sum(quantities), "funded")
    full = once(case([(where, to_cents(rate.rate_eur_per_day)) for rate, where in group], 0), "full_rate")
    amount = travel_days * full
    cited = [Cited(rate.source.id, where) for rate, where in group]
    for place, quantity in enumerate(quantities):
        tiers = [(rate, rate.tiers[place], where) for rate, where in group]
        if all(tier.share == 1 for _, tier, _ in tiers):
            amount = amount + quantity * full
        else:
            cents = [(where, to_cents(rate_of_tier(tier, rate))) for rate, tier, where in tiers]
            amount = amount + quantity * case(cents, 0)
        reached = True if place == 0 else quantity >= 1
        cited += [Cited((tier.source or rate.source).id, where & reached) for rate, tier, where in tiers]
    if funded is not days:  # without a limit they are the same column, and no row can be capped
        rows.note(FindingCode.FUNDED_DAYS_CAPPED, where & not_(funded >= days))
    return where, amount, funded, cited


def _capped(days: Whole, caps: list[tuple[int | None, Condition]]) -> Whole:
    """Return the days that are funded; outside of the rows of a group it makes no difference which."""
    different = dict.fromkeys(cap for cap, _ in caps)
    if len(different) == 1:
        return once(capped(days, caps[0][0]), "capped")
    return once(case([(where, capped(days, cap)) for cap, where in caps if cap is not None], days), "capped")


def _monthly(
    rows: RulebookOverRows, group: list[tuple[MonthlyRate, Condition]], travel_days: Whole
) -> tuple[Condition, Whole, Whole, list[Cited]]:
    rounding, where = group[0][0].rounding, any_of(where for _, where in group)
    days = rows.mobilities.stay.net_days_360
    funded = _capped(days, [(rate.funded_days_cap, where) for rate, where in group])
    rate = once(case([(where, to_cents(rate.rate_eur_per_month)) for rate, where in group], 0), "month_rate")
    amount = rounded_part(funded * rate, DAYS_OF_MONTH, rounding)
    amount = amount + rounded_part(travel_days * rate, DAYS_OF_MONTH, rounding)
    if funded is not days:  # without a limit they are the same column, and no row can be capped
        rows.note(FindingCode.FUNDED_DAYS_CAPPED, where & not_(funded >= days))
    return where, amount, funded, [Cited(rate.source.id, where) for rate, where in group]


def _short(
    rows: RulebookOverRows, group: list[tuple[ShortStayRate, Condition]], travel_days: Whole
) -> tuple[Condition, Whole, Whole, list[Cited]]:
    model, where = group[0][0], any_of(where for _, where in group)
    days = rows.mobilities.stay.net_days
    quantities = _days_in_tiers(model.tiers, days)
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
    return where, amount, funded, cited


# --- top-ups ----------------------------------------------------------------------------------------------------------


def _top_ups(rows: RulebookOverRows) -> tuple[Whole, list[tuple[str, Condition]], list[Cited]]:
    total: Whole = 0
    paid: list[tuple[str, Condition]] = []
    cited: list[Cited] = []
    stay, top_ups = rows.mobilities.stay, rows.rulebook.top_ups
    for place, entry in enumerate(top_ups):
        alike = [other for other in top_ups if other.kind is entry.kind]
        where = rows.applies(entry, alike) & rows.funded & is_due(entry.kind, rows.mobilities)
        if where is False:
            continue
        where = once(where, "top_up")
        match entry:
            case OnceTopUp():
                tiers = [(where & ends_in(tier, stay.net_days), tier) for tier in entry.tiers]
                total = total + case([(reached, to_cents(tier.amount_eur)) for reached, tier in tiers], 0)
                reached = any_of(reached for reached, _ in tiers)
                rows.note(unpaid_code(entry.kind), where & not_(reached))
                cited += [Cited((tier.source or entry.source).id, reached) for reached, tier in tiers]
            case MonthlyTopUp():
                days = capped(stay.net_days_360, entry.funded_days_cap)
                cents = rounded_part(days * to_cents(entry.rate_eur_per_month), DAYS_OF_MONTH, entry.rounding)
                total = total + case([(where, cents)], 0)
                reached = where
                cited.append(Cited(entry.source.id, where))
            case TopUpNotPublished():
                rows.note(FindingCode.RATE_NOT_PUBLISHED if entry.blocking else unpaid_code(entry.kind), where)
                continue
            case _:  # pragma: no cover
                assert_never(entry)
        paid.append((f"top_ups[{place}]", reached))
    return total, paid, cited
