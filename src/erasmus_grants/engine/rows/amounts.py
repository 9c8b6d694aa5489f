"""What the mobilities of a frame are granted, in whole cents.

For each table a ladder over its entries picks the figures of a row, and the formulas with which one mobility is
computed compute with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple, TypeVar, assert_never

from erasmus_grants.basics.algebra import (
    Condition,
    Whole,
    any_of,
    case,
    if_else,
    is_word,
    lower_of,
    not_,
    once,
)
from erasmus_grants.basics.money import ZERO_EUR, rounded_part, to_cents
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.tiers import DayTier, Tier, capped, days_in, ends_in
from erasmus_grants.basics.travel_table import DistanceBand, DistanceBands, NotPaid
from erasmus_grants.basics.vocabulary import FindingCode, Rounding, TopUpKind, TravelMode
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rulebook.tables import RANGE_TABLES, RATE_TABLES
from erasmus_grants.rules.daily_rates import DailyRate, days_counted, ends_of_tier, is_unknown, rate_of_tier
from erasmus_grants.rules.distance_bands import ends, is_between_printed_bounds
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.rate_ranges import DailyRateRange, RateRange, rates_of_tier, tiers_of
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


class Open(NamedTuple):
    """A component that is not known yet in some rows.

    Attributes:
        where: In which.
        lowest: Its lowest amount there, in cents; 0 where none is printed.
        highest: Its highest amount there, in cents; 0 where none is printed.
        has_lowest: Where a lowest amount is printed.
        has_highest: Where a highest amount is printed.
    """

    where: Condition
    lowest: Whole = 0
    highest: Whole = 0
    has_lowest: Condition = False
    has_highest: Condition = False


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


class Amounts(NamedTuple):
    """What the rows would be granted if they are eligible, and all of it is known.

    Attributes:
        travel_support: In cents.
        individual_support: In cents.
        top_ups: In cents.
        lowest: The lowest total, in cents, where something is not known; what has no printed lowest amount is nothing.
        highest: The highest total, in cents; what has no printed highest amount is nothing.
        no_lowest: Where no printed amount bounds the total from below.
        no_highest: Where no printed amount bounds it from above.
        open_travel: Travel support that is not known.
        open_support: Individual support that is not known.
        open_days: Where it is not known how many travel days are funded.
        funded_days: Days on site that individual support pays for [days].
        band: The number of the travel band, counted from 1 through all tables of the rulebook; 0: none.
        rate: The number of the rate, counted from 1 through the daily, monthly and short-stay rates; 0: none.
        top_up_rows: For each top-up whether it is paid.
        cited: What the lines cite.
    """

    travel_support: Whole
    individual_support: Whole
    top_ups: Whole
    lowest: Whole
    highest: Whole
    no_lowest: Condition
    no_highest: Condition
    open_travel: Open
    open_support: Open
    open_days: Condition
    funded_days: Whole
    band: Whole
    rate: Whole
    top_up_rows: tuple[tuple[str, Condition], ...]
    cited: tuple[Cited, ...]


def amounts(rows: RulebookOverRows) -> Amounts:
    """Return what the rows would be granted, and note what stands against it.

    Args:
        rows: The rulebook over the rows.
    """
    travel, band, open_travel, travel_cited = _travel(rows)
    support, funded_days, rate, open_support, support_cited = _individual(rows)
    top_ups, paid, open_top_ups, top_up_cited = _top_ups(rows)
    open_days = _lacks_travel_days(rows)
    travel, support, top_ups = once(travel, "travel"), once(support, "individual"), once(top_ups, "top_ups")
    parts = [
        (case([(rows.lacks_tables, 0)], travel), open_travel),
        (support, open_support),
        (top_ups, Open(where=False)),
    ]
    lowest = sum(case([(one.where, one.lowest)], known) for known, one in parts)
    endless = open_top_ups | open_days
    if any(one.where is not False for _, one in parts) or endless is not False:
        lowest = once(lowest, "lowest")
    unbounded = any_of(one.where & not_(one.has_lowest) for _, one in parts) | endless
    return Amounts(
        travel_support=travel,
        individual_support=support,
        top_ups=top_ups,
        lowest=lowest,
        highest=sum(case([(one.where, one.highest)], known) for known, one in parts),
        no_lowest=unbounded if unbounded is False else unbounded & not_(lowest >= 1),
        no_highest=any_of(one.where & not_(one.has_highest) for _, one in parts) | endless,
        open_travel=open_travel,
        open_support=open_support,
        open_days=open_days,
        funded_days=once(funded_days, "funded_days"),
        band=once(band, "band"),
        rate=once(rate, "rate"),
        top_up_rows=tuple(paid),
        cited=(*travel_cited, *support_cited, *top_up_cited),
    )


def bands_of(tables: Iterable[DistanceBands | NotPublished | NotPaid]) -> list[DistanceBand]:
    """Return every band of the tables of a rulebook, in the order of their numbers."""
    return [band for table in tables if isinstance(table, DistanceBands) for band in table.bands]


# --- travel support ---------------------------------------------------------------------------------------------------


def _travel(rows: RulebookOverRows) -> tuple[Whole, Whole, Open, list[Cited]]:
    distance = rows.mobilities.distance_km
    green = is_word(rows.mobilities.travel_mode, TravelMode.GREEN)
    paid: list[tuple[Condition, Whole]] = []
    numbers: list[tuple[Condition, Whole]] = []
    cited: list[Cited] = []
    first = 1
    tables = rows.rulebook.travel_support
    lacking = once(rows.funded & rows.lacks_country(tables), "lacks_travel")
    unknown, anywhere = lacking, list[tuple[Condition, DistanceBands]]()
    undecided: list[tuple[Condition, Whole]] = []
    for table in tables:
        where = once(rows.applies(table, tables) & rows.funded & not_(lacking), "travel_table")
        if not isinstance(table, DistanceBands):
            unpaid = isinstance(table, NotPaid)
            rows.note(FindingCode.TRAVEL_SUPPORT_NOT_PAID if unpaid else FindingCode.RATE_NOT_PUBLISHED, where)
            unknown = unknown if unpaid else unknown | where
            continue
        if where is False:
            first += len(table.bands)
            continue
        rows.note(FindingCode.DISTANCE_MISSING, where & not_(distance.stated))
        anywhere.append((where & not_(distance.stated), table))
        measured = where & distance.stated
        cents = _of_band(rows, table, [_cents_of_band(band, green) for band in table.bands])
        unprinted = any_of(_in_band(rows, table, band) for band in table.bands if band.standard_eur is None)
        if table.not_decided is not None:
            paying = measured & rows.at_least_km(table.bands[0].from_km)
            rows.note(FindingCode.RATE_NOT_PUBLISHED, where & not_(distance.stated) | paying)
            undecided.append((paying & not_(unprinted), cents))
        else:
            # a table of all rows that are funded: if none has a zero grant, the others are granted nothing in any case
            always = where is rows.funded and rows.mobilities.zero_grant is False
            paid.append((always or where, cents))
        unknown = unknown | measured & unprinted
        if rows.explained:
            citing = _travel_findings(rows, table, measured, green)
            if table.not_decided is None:
                numbers.append((measured, _of_band(rows, table, range(first, first + len(table.bands)))))
                cited += citing
            else:
                cited += citing[:1]  # of the line below the first band, the only one that is certain
        else:
            rows.note(FindingCode.RATE_NOT_PUBLISHED, measured & unprinted)
        first += len(table.bands)
    return case(paid, 0), case(numbers, 0), _of_any_distance(anywhere, undecided, unknown, green), cited


def _of_any_distance(
    tables: Sequence[tuple[Condition, DistanceBands]],
    undecided: Sequence[tuple[Condition, Whole]],
    unknown: Condition,
    green: Condition,
) -> Open:
    """Return the travel support that is not known.

    Args:
        tables: The tables that rows without a distance have.
        undecided: For rows with one, what they have if somebody decides so, in cents.
        unknown: Where nobody has printed any.
        green: Where the main means of transport is a green one.
    """
    bounded: list[tuple[Condition, Whole, Whole]] = [(where, 0, cents) for where, cents in undecided]
    unbounded = unknown
    for where, table in tables:
        (least, most), (least_green, most_green) = (ends(table, green=is_green) for is_green in (False, True))
        if least is None or most is None or least_green is None or most_green is None:
            unbounded = unbounded | where
        else:
            lowest = case([(green, to_cents(least_green))], to_cents(least))
            bounded.append((where, lowest, case([(green, to_cents(most_green))], to_cents(most))))
    known = any_of(where for where, *_ in bounded)
    return Open(
        where=once(unbounded | known, "open_travel"),
        lowest=case([(where, lowest) for where, lowest, _ in bounded], 0),
        highest=case([(where, highest) for where, _, highest in bounded], 0),
        has_lowest=known,
        has_highest=known,
    )


def _of_band(rows: RulebookOverRows, table: DistanceBands, values: Sequence[Whole]) -> Whole:
    """Return the value of the band in which a distance lies, and 0 below the first one."""
    ladder = [(rows.at_least_km(band.from_km), value) for band, value in zip(table.bands, values, strict=True)]
    return case(reversed(ladder), 0)


def _in_band(rows: RulebookOverRows, table: DistanceBands, band: DistanceBand) -> Condition:
    within = rows.at_least_km(band.from_km)
    following = [other for other in table.bands if other.from_km > band.from_km]
    return within & not_(rows.at_least_km(following[0].from_km)) if following else within


def _cents_of_band(band: DistanceBand, green: Condition) -> Whole:
    """Return the amount of a band; where none is published a finding says so, and 0 is not paid."""
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


def _individual(rows: RulebookOverRows) -> tuple[Whole, Whole, Whole, Open, list[Cited]]:
    rated: list[tuple[RateEntry, Condition, int]] = []
    answered: list[Condition] = []
    unpublished: list[Condition] = []
    number, lacking = 0, _lacks_rate(rows)
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
                rated.append((entry, where, number))
    unrated = once(rows.funded & not_(any_of(answered)) & not_(lacking), "unrated")
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
    amount = case([(part.where, part.cents) for part in parts], 0)
    funded = case([(part.where, part.funded_days) for part in parts], 0)
    rate = case([(where, number) for _, where, number in rated], 0) if rows.explained else 0
    within = _within_ranges(rows, unrated | any_of(unpublished), travel_days)
    unknown = _either((within, *(part.unknown for part in parts)))
    unknown = unknown._replace(where=once(unknown.where | lacking | rows.lacks_tables, "open_support"))
    return amount, funded, rate, unknown, [one for part in parts for one in part.cited]


def _either(parts: Iterable[Open]) -> Open:
    """Return what is not known by any of these; no row is in two of them."""
    some = [part for part in parts if part.where is not False]
    return Open(
        where=any_of(part.where for part in some),
        lowest=case([(part.where, part.lowest) for part in some], 0),
        highest=case([(part.where, part.highest) for part in some], 0),
        has_lowest=any_of(part.has_lowest for part in some),
        has_highest=any_of(part.has_highest for part in some),
    )


def _lacks_rate(rows: RulebookOverRows) -> Condition:
    """Return where a country that is not stated decides what the days of a stay are paid."""
    book = rows.rulebook
    lacking: Condition = False
    for term, name in RATE_TABLES.items():
        ranges = getattr(book, RANGE_TABLES[term]) if term in RANGE_TABLES else ()
        entries = (*getattr(book, name), *ranges)
        lacking = lacking | rows.of_term(term) & rows.lacks_country(entries)
    return once(rows.funded & lacking, "lacks_rate")


def _lacks_travel_days(rows: RulebookOverRows) -> Condition:
    """Return where a country that is not stated decides how many travel days are funded."""
    table, asked = rows.rulebook.travel_days, rows.mobilities.travel_days
    usual = rows.lacks_country(entry for entry in table if entry.funded_travel_days)
    lacking = if_else(asked.stated, (asked.value >= 1) & rows.lacks_country(table), usual)
    return once(rows.funded & lacking, "lacks_travel_days")


def _within_ranges(rows: RulebookOverRows, where: Condition, travel_days: Whole) -> Open:
    """Return the individual support of rows without a rate, between the ends of their ranges."""
    if where is False:
        return Open(where=False)
    ends: dict[bool, list[tuple[Condition, Whole]]] = {False: [], True: []}
    known: dict[bool, Condition] = {False: False, True: False}
    for term, name in RANGE_TABLES.items():
        ranges: tuple[RateRange, ...] = getattr(rows.rulebook, name)
        here = once(where & rows.of_term(term), "within_range")
        entries = [(bounds, here & rows.covers(bounds.scope)) for bounds in ranges]
        for highest, group in product((False, True), _of_one_shape(entries, _shape_of_range)):
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
    for tier, quantity in zip(tiers, _days_in_tiers(tiers, stay.net_days), strict=True):
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
    known = rated & not_(_lacks_travel_days(rows))
    rows.note(FindingCode.TRAVEL_DAYS_CAPPED, known & asked.stated & not_(limit >= asked.value))
    return once(case([(asked.stated, lower_of(asked.value, limit))], usual), "travel_days")


def _bounds(tiers: Iterable[Tier]) -> tuple[tuple[int, int | None], ...]:
    return tuple((tier.from_day, tier.to_day) for tier in tiers)


def _shape_of_daily(entry: DailyRate) -> object:
    return _bounds(entry.tiers), entry.counting, tuple(is_unknown(tier, entry) for tier in entry.tiers)


def _days_in_tiers(tiers: Iterable[Tier], days: Whole) -> list[Whole]:
    """Return how many days of a stay lie in each tier."""
    return [once(days_in(tier, days), "days_in_tier") for tier in tiers]


def _daily(rows: RulebookOverRows, group: list[tuple[DailyRate, Condition]], travel_days: Whole) -> Support:
    model, where = group[0][0], any_of(where for _, where in group)
    days = days_counted(rows.mobilities.paid_stay, model)
    fundable = _capped(days, [(rate.funded_days_cap, where) for rate, where in group])
    quantities = _days_in_tiers(model.tiers, fundable)
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
    return Support(where, amount, funded, cited)


# --- top-ups ----------------------------------------------------------------------------------------------------------


def _top_ups(rows: RulebookOverRows) -> tuple[Whole, list[tuple[str, Condition]], Condition, list[Cited]]:
    total: Whole = 0
    paid: list[tuple[str, Condition]] = []
    cited: list[Cited] = []
    stay, paid_stay, top_ups = rows.mobilities.stay, rows.mobilities.paid_stay, rows.rulebook.top_ups
    lacking = {kind: _lacks_top_up(rows, kind) for kind in dict.fromkeys(entry.kind for entry in top_ups)}
    unknown = any_of(lacking.values())
    for place, entry in enumerate(top_ups):
        alike = [other for other in top_ups if other.kind is entry.kind]
        where = rows.applies(entry, alike) & rows.funded & is_due(entry.kind, rows.mobilities)
        where = where & not_(lacking[entry.kind])
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
                days = capped(paid_stay.net_days_360, entry.funded_days_cap)
                cents = rounded_part(days * to_cents(entry.rate_eur_per_month), DAYS_OF_MONTH, entry.rounding)
                total = total + case([(where, cents)], 0)
                reached = where
                cited.append(Cited(entry.source.id, where))
            case TopUpNotPublished():
                rows.note(FindingCode.RATE_NOT_PUBLISHED if entry.blocking else unpaid_code(entry.kind), where)
                unknown = unknown | where if entry.blocking else unknown
                continue
            case _:  # pragma: no cover
                assert_never(entry)
        paid.append((f"top_ups[{place}]", reached))
    return total, paid, unknown, cited


def _lacks_top_up(rows: RulebookOverRows, kind: TopUpKind) -> Condition:
    """Return where a country that is not stated decides what a top-up comes to."""
    entries = [entry for entry in rows.rulebook.top_ups if entry.kind is kind]
    return once(rows.funded & is_due(kind, rows.mobilities) & rows.lacks_country(entries), "lacks_top_up")
