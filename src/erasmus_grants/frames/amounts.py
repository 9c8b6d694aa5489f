"""What the mobilities of a frame are granted, in whole cents.

Each function is the rule of the same name for one mobility, generated from the same table: a ladder over its entries
picks the figures of a row, and one formula computes with them.

Examples:
    >>> rounded(72, 30, Rounding.HALF_UP_TO_CENT), rounded(814_67, 1, Rounding.HALF_UP_TO_EURO)
    (2, 81500)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar, assert_never

from erasmus_grants.basics.money import to_cents
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.tiers import Tier
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    FindingCode,
    Rounding,
    Term,
    TopUpKind,
    TravelMode,
)
from erasmus_grants.frames.algebra import (
    Number,
    Truth,
    all_of,
    any_of,
    at_least,
    at_most,
    both,
    choose,
    either,
    half_up,
    opposite,
)
from erasmus_grants.frames.rule_rows import Sheet
from erasmus_grants.rules.daily_rates import DailyRate, rate_of_tier
from erasmus_grants.rules.distance_bands import DistanceBand, DistanceBands, NotPaid
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpNotPublished, unpaid_code

DAYS_OF_RATE = 30
"""The days that a monthly rate pays for [days]."""

AnyEntry = TypeVar("AnyEntry")
AnyShape = TypeVar("AnyShape")

RateEntry = DailyRate | MonthlyRate | ShortStayRate
"""An entry that pays for the days of a stay."""


class Cited(NamedTuple):
    """A source that is cited by a line in some rows."""

    source_id: str
    where: Truth


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

    travel_support: Number
    individual_support: Number
    top_ups: Number
    funded_days: Number
    band: Number
    rate: Number
    top_up_rows: tuple[tuple[str, Truth], ...]
    cited: tuple[Cited, ...]


def amounts(sheet: Sheet, missing_country: Truth) -> Amounts:
    """Return what the rows would be granted, and note what stands against it.

    Args:
        sheet: The rulebook over the rows.
        missing_country: Where a country is missing on which an entry depends.
    """
    travel, band, travel_cited = _travel(sheet)
    support, funded_days, rate, support_cited = _individual(sheet, missing_country)
    top_ups, paid, top_up_cited = _top_ups(sheet)
    return Amounts(
        travel_support=sheet.keep(travel, "travel"),
        individual_support=sheet.keep(support, "individual"),
        top_ups=sheet.keep(top_ups, "top_ups"),
        funded_days=sheet.keep(funded_days, "funded_days"),
        band=band,
        rate=rate,
        top_up_rows=tuple(paid),
        cited=(*travel_cited, *support_cited, *top_up_cited),
    )


def bands_of(tables: Iterable[DistanceBands | NotPublished | NotPaid]) -> list[DistanceBand]:
    """Return every band of the tables of a rulebook, in the order of their numbers."""
    return [band for table in tables if isinstance(table, DistanceBands) for band in table.bands]


# --- travel support ---------------------------------------------------------------------------------------------------


def _travel(sheet: Sheet) -> tuple[Number, Number, list[Cited]]:
    distance = sheet.row.distance_km
    green = sheet.row.travel_mode.is_(TravelMode.GREEN)
    paid: list[tuple[Truth, Number]] = []
    numbers: list[tuple[Truth, Number]] = []
    cited: list[Cited] = []
    first = 1
    for table in sheet.book.travel_support:
        where = sheet.keep(both(sheet.answers(table, sheet.book.travel_support), sheet.funded), "travel_table")
        if not isinstance(table, DistanceBands):
            unpaid = isinstance(table, NotPaid)
            sheet.find(FindingCode.TRAVEL_SUPPORT_NOT_PAID if unpaid else FindingCode.RATE_NOT_PUBLISHED, where)
            continue
        if where is False:
            first += len(table.bands)
            continue
        sheet.find(FindingCode.DISTANCE_MISSING, both(where, opposite(distance.stated)))
        measured = both(where, distance.stated)
        always = where is sheet.funded  # whoever is not funded is not eligible, and gets nothing anyway
        paid.append((always or where, _of_band(sheet, table, [_cents_of_band(band, green) for band in table.bands])))
        if sheet.explained:
            numbers.append((measured, _of_band(sheet, table, range(first, first + len(table.bands)))))
            cited += _travel_findings(sheet, table, measured, green)
        else:
            unknown = any_of(_in_band(sheet, table, band) for band in table.bands if band.standard_eur is None)
            sheet.find(FindingCode.RATE_NOT_PUBLISHED, both(measured, unknown))
        first += len(table.bands)
    return choose(paid, 0), choose(numbers, 0), cited


def _of_band(sheet: Sheet, table: DistanceBands, values: Sequence[Number]) -> Number:
    """Return the value of the band in which a distance lies, and 0 below the first one."""
    ladder = [(_starts(sheet, band), value) for band, value in zip(table.bands, values, strict=True)]
    return choose(reversed(ladder), 0)


def _starts(sheet: Sheet, band: DistanceBand) -> Truth:
    """Return whether a distance reaches a band; one that is not stated is 0."""
    return sheet.at_least_km(band.from_km)


def _in_band(sheet: Sheet, table: DistanceBands, band: DistanceBand) -> Truth:
    following = [other for other in table.bands if other.from_km > band.from_km]
    within = _starts(sheet, band)
    return both(within, opposite(_starts(sheet, following[0]))) if following else within


def _cents_of_band(band: DistanceBand, green: Truth) -> Number:
    if band.standard_eur is None:
        return 0
    standard = to_cents(band.standard_eur)
    return standard if band.green_eur is None else choose([(green, to_cents(band.green_eur))], standard)


def _travel_findings(sheet: Sheet, table: DistanceBands, measured: Truth, green: Truth) -> list[Cited]:
    """Note what is worth knowing about a distance, and return what its line cites."""
    distance = sheet.row.distance_km.value
    below_first = both(measured, opposite(_starts(sheet, table.bands[0])))
    sheet.find(FindingCode.BELOW_FIRST_DISTANCE_BAND, below_first)
    first = table.bands[0]
    cited = [Cited((first.source or table.source).id, below_first)]
    for band in table.bands:
        within = both(measured, _in_band(sheet, table, band))
        if band.standard_eur is None:
            sheet.find(FindingCode.RATE_NOT_PUBLISHED, within)
            continue
        cited.append(Cited((band.source or table.source).id, within))
        if band.green_eur is None:
            sheet.find(FindingCode.GREEN_AMOUNT_NOT_PUBLISHED, both(within, green))
        if band.below_km is not None:
            between = both(within, distance > band.below_km - 1)
            sheet.find(FindingCode.DISTANCE_BETWEEN_PRINTED_BOUNDS, between)
    return cited


# --- individual support -----------------------------------------------------------------------------------------------


def _individual(sheet: Sheet, missing_country: Truth) -> tuple[Number, Number, Number, list[Cited]]:
    book = sheet.book
    rows: list[tuple[RateEntry, Truth, int]] = []
    answered: list[Truth] = []
    tables = (
        (Term.STAFF, book.daily_rates),
        (Term.LONG_TERM_PHYSICAL, book.monthly_rates),
        (Term.SHORT_TERM_PHYSICAL, book.short_stay_rates),
    )
    number = 0
    for term, table in tables:
        for entry in table:
            number += 1
            where = sheet.keep(all_of(sheet.answers(entry, table), sheet.funded, sheet.terms[term]), f"rate_{number}")
            answered.append(where)
            if isinstance(entry, NotPublished):
                sheet.find(FindingCode.RATE_NOT_PUBLISHED, where)
            elif where is not False:
                rows.append((entry, where, number))
    unrated = all_of(sheet.funded, opposite(any_of(answered)), opposite(missing_country))
    sheet.find(FindingCode.RATE_NOT_PUBLISHED, unrated)
    travel_days = _travel_days(sheet, any_of(where for _, where, _ in rows))
    daily = [(entry, where) for entry, where, _ in rows if isinstance(entry, DailyRate)]
    monthly = [(entry, where) for entry, where, _ in rows if isinstance(entry, MonthlyRate)]
    short = [(entry, where) for entry, where, _ in rows if isinstance(entry, ShortStayRate)]
    parts = [
        *(_daily(sheet, group, travel_days) for group in _alike(daily, _shape_of_daily)),
        *(_monthly(sheet, group, travel_days) for group in _alike(monthly, lambda entry: entry.rounding)),
        *(_short(sheet, group, travel_days) for group in _alike(short, lambda entry: _bounds(entry.tiers))),
    ]
    amount = choose([(where, cents) for where, cents, _, _ in parts], 0)
    funded = choose([(where, days) for where, _, days, _ in parts], 0)
    rate = choose([(where, number) for _, where, number in rows], 0) if sheet.explained else 0
    return amount, funded, rate, [one for *_, cited in parts for one in cited]


def _alike(
    entries: Iterable[tuple[AnyEntry, Truth]], shape: Callable[[AnyEntry], AnyShape]
) -> list[list[tuple[AnyEntry, Truth]]]:
    """Return entries in groups for which one formula does: they differ in figures only."""
    groups: dict[AnyShape, list[tuple[AnyEntry, Truth]]] = {}
    for entry, where in entries:
        groups.setdefault(shape(entry), []).append((entry, where))
    return list(groups.values())


def _travel_days(sheet: Sheet, rated: Truth) -> Number:
    """Return the funded travel days, and note where fewer are than were asked for."""
    asked, green = sheet.row.travel_days, sheet.row.travel_mode.is_(TravelMode.GREEN)
    usual: list[tuple[Truth, Number]] = []
    limits: list[tuple[Truth, Number]] = []
    for rule in sheet.book.travel_days:
        where = sheet.covers(rule.scope)
        most = rule.funded_travel_days if rule.most_travel_days is None else rule.most_travel_days
        if rule.green_travel_days is not None:
            usual.append((both(where, green), min(rule.funded_travel_days, rule.green_travel_days)))
            limits.append((both(where, green), rule.green_travel_days))
        usual.append((where, min(rule.funded_travel_days, most)))
        limits.append((where, most))
    unasked = choose(usual, 0)
    if asked.stated is False:
        return sheet.keep(unasked, "travel_days")
    limit = sheet.keep(choose(limits, 0), "most_travel_days")
    sheet.find(FindingCode.TRAVEL_DAYS_CAPPED, all_of(rated, asked.stated, opposite(limit >= asked.value)))
    return sheet.keep(choose([(asked.stated, at_most(asked.value, limit))], unasked), "travel_days")


def _bounds(tiers: Iterable[Tier]) -> tuple[tuple[int, int | None], ...]:
    return tuple((tier.from_day, tier.to_day) for tier in tiers)


def _shape_of_daily(entry: DailyRate) -> object:
    return _bounds(entry.tiers), entry.counting


def _days_in(sheet: Sheet, tiers: Iterable[tuple[int, int | None]], days: Number) -> list[Number]:
    """Return how many days of a stay lie in each tier; the first one starts with day 1."""
    quantities: list[Number] = []
    for from_day, to_day in tiers:
        last = days if to_day is None else at_most(days, to_day)
        quantities.append(sheet.keep(last if from_day == 1 else at_least(last - (from_day - 1), 0), "days_in_tier"))
    return quantities


def _daily(
    sheet: Sheet, group: list[tuple[DailyRate, Truth]], travel_days: Number
) -> tuple[Truth, Number, Number, list[Cited]]:
    model, where = group[0][0], any_of(where for _, where in group)
    days = sheet.stays.counted_by(model)
    fundable = _capped(sheet, days, [(rate.funded_days_cap, where) for rate, where in group])
    quantities = _days_in(sheet, _bounds(model.tiers), fundable)
    funded = sheet.keep(sum(quantities), "funded")
    full = sheet.keep(choose([(where, to_cents(rate.rate_eur_per_day)) for rate, where in group], 0), "full_rate")
    amount = travel_days * full
    cited = [Cited(rate.source.id, where) for rate, where in group]
    for place, quantity in enumerate(quantities):
        tiers = [(rate, rate.tiers[place], where) for rate, where in group]
        if all(tier.share == 1 for _, tier, _ in tiers):
            amount += quantity * full
        else:
            amount += quantity * choose([(where, to_cents(rate_of_tier(tier, rate))) for rate, tier, where in tiers], 0)
        reached = True if place == 0 else quantity >= 1
        cited += [Cited((tier.source or rate.source).id, both(where, reached)) for rate, tier, where in tiers]
    if funded is not days:
        sheet.find(FindingCode.FUNDED_DAYS_CAPPED, both(where, opposite(funded >= days)))
    return where, amount, funded, cited


def _capped(sheet: Sheet, days: Number, caps: list[tuple[int | None, Truth]]) -> Number:
    """Return the days that are funded; outside of the rows of a group it makes no difference which."""
    different = dict.fromkeys(cap for cap, _ in caps)
    if len(different) == 1:
        (cap,) = different
        return days if cap is None else sheet.keep(at_most(days, cap), "capped")
    most = [(where, at_most(days, cap)) for cap, where in caps if cap is not None]
    return sheet.keep(choose(most, days), "capped")


def _monthly(
    sheet: Sheet, group: list[tuple[MonthlyRate, Truth]], travel_days: Number
) -> tuple[Truth, Number, Number, list[Cited]]:
    rounding, where = group[0][0].rounding, any_of(where for _, where in group)
    days = sheet.stays.net_days_360
    funded = _capped(sheet, days, [(rate.funded_days_cap, where) for rate, where in group])
    rate = sheet.keep(choose([(where, to_cents(rate.rate_eur_per_month)) for rate, where in group], 0), "month_rate")
    amount = rounded(funded * rate, DAYS_OF_RATE, rounding) + rounded(travel_days * rate, DAYS_OF_RATE, rounding)
    if funded is not days:
        sheet.find(FindingCode.FUNDED_DAYS_CAPPED, both(where, opposite(funded >= days)))
    return where, amount, funded, [Cited(rate.source.id, where) for rate, where in group]


def _short(
    sheet: Sheet, group: list[tuple[ShortStayRate, Truth]], travel_days: Number
) -> tuple[Truth, Number, Number, list[Cited]]:
    model, where = group[0][0], any_of(where for _, where in group)
    days = sheet.stays.net_days
    quantities = _days_in(sheet, _bounds(model.tiers), days)
    funded = sheet.keep(sum(quantities), "funded")
    amount: Number = 0
    cited: list[Cited] = []
    for place, quantity in enumerate(quantities):
        tiers = [(rate, rate.tiers[place], where) for rate, where in group]
        cents = choose([(where, to_cents(tier.rate_eur_per_day)) for _, tier, where in tiers], 0)
        amount += (quantity + travel_days if place == 0 else quantity) * cents
        reached = quantity >= 1
        cited += [Cited((tier.source or rate.source).id, both(where, reached)) for rate, tier, where in tiers]
    last = model.tiers[-1].to_day
    if last is not None:
        sheet.find(FindingCode.FUNDED_DAYS_CAPPED, both(where, days > last))
    return where, amount, funded, cited


def rounded(cents: Number, parts: int, rounding: Rounding) -> Number:
    """Return a part of some cents, rounded as an entry says."""
    match rounding:
        case Rounding.HALF_UP_TO_CENT:
            return half_up(cents, parts)
        case Rounding.HALF_UP_TO_EURO:
            return (cents * 2 + 100 * parts) // (200 * parts) * 100
        case Rounding.DOWN_TO_EURO:
            return cents // (100 * parts) * 100
        case _:  # pragma: no cover
            assert_never(rounding)


# --- top-ups ----------------------------------------------------------------------------------------------------------


def _top_ups(sheet: Sheet) -> tuple[Number, list[tuple[str, Truth]], list[Cited]]:
    total: Number = 0
    paid: list[tuple[str, Truth]] = []
    cited: list[Cited] = []
    for place, entry in enumerate(sheet.book.top_ups):
        alike = [other for other in sheet.book.top_ups if other.kind is entry.kind]
        where = all_of(sheet.answers(entry, alike), sheet.funded, _is_due(sheet, entry.kind))
        if where is False:
            continue
        where = sheet.keep(where, "top_up")
        match entry:
            case OnceTopUp():
                tiers = [(_is_in(sheet, tier), tier) for tier in entry.tiers]
                total += choose([(both(where, within), to_cents(tier.amount_eur)) for within, tier in tiers], 0)
                reached = both(where, any_of(within for within, _ in tiers))
                sheet.find(unpaid_code(entry.kind), both(where, opposite(reached)))
                cited += [Cited((tier.source or entry.source).id, both(where, within)) for within, tier in tiers]
            case MonthlyTopUp():
                days = at_most(sheet.stays.net_days_360, entry.funded_days_cap or sheet.stays.net_days_360)
                cents = rounded(days * to_cents(entry.rate_eur_per_month), DAYS_OF_RATE, entry.rounding)
                total += choose([(where, cents)], 0)
                reached = where
                cited.append(Cited(entry.source.id, where))
            case TopUpNotPublished():
                sheet.find(FindingCode.RATE_NOT_PUBLISHED if entry.blocking else unpaid_code(entry.kind), where)
                continue
            case _:  # pragma: no cover
                assert_never(entry)
        paid.append((f"top_ups[{place}]", reached))
    return total, paid, cited


def _is_due(sheet: Sheet, kind: TopUpKind) -> Truth:
    row = sheet.row
    match kind:
        case TopUpKind.TOP_UP_FEWER_OPPORTUNITIES:
            return row.fewer_opportunities
        case TopUpKind.TOP_UP_TRAINEESHIP:
            combined = both(row.activity.is_(ActivityType.SMS), row.combined)
            return either(row.activity.is_(ActivityType.SMT), combined)
        case TopUpKind.TOP_UP_GREEN_TRAVEL:
            return row.travel_mode.is_(TravelMode.GREEN)
        case _:  # pragma: no cover
            assert_never(kind)


def _is_in(sheet: Sheet, tier: Tier) -> Truth:
    """Return whether a stay ends in a tier."""
    days = sheet.stays.net_days
    from_first: Truth = days >= tier.from_day
    return from_first if tier.to_day is None else both(from_first, days <= tier.to_day)
