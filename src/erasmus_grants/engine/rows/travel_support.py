"""The travel support of the mobilities of a frame, by distance bands, in whole cents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case, is_word, not_, once
from erasmus_grants.basics.money import to_cents
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.travel_table import DistanceBand, DistanceBands, NotPaid
from erasmus_grants.basics.vocabulary import FindingCode, TravelMode
from erasmus_grants.engine.rows.parts import Cited, Open
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rules.distance_bands import ends, is_between_printed_bounds


def bands_of(tables: Iterable[DistanceBands | NotPublished | NotPaid]) -> list[DistanceBand]:
    """Return every band of the tables of a rulebook, in the order of their numbers."""
    return [band for table in tables if isinstance(table, DistanceBands) for band in table.bands]


class TravelSupport(NamedTuple):
    """The travel support of the rows.

    Attributes:
        cents: What is paid where all of it is known.
        band: The number of the band, counted from 1 through all tables of the rulebook; 0: none.
        unknown: What is not known.
        cited: What the lines cite.
    """

    cents: Whole
    band: Whole
    unknown: Open
    cited: list[Cited]


class _OfTable(NamedTuple):
    """What a table of bands pays.

    Attributes:
        table: The table.
        where: The rows that have it.
        measured: Those of them whose distance is stated.
        cents: What their band pays; 0 where no amount is printed.
        unprinted: Where none is.
        paying: Where it pays if somebody decides so; nowhere if nobody has to.
        band: The number of the band.
        cited: What the lines cite.
    """

    table: DistanceBands
    where: Condition
    measured: Condition
    cents: Whole
    unprinted: Condition
    paying: Condition
    band: Whole
    cited: list[Cited]


def travel_support_of(rows: RulebookOverRows) -> TravelSupport:
    """Return the travel support of the rows, and note what stands against it.

    Args:
        rows: The rulebook over the rows.
    """
    tables = rows.rulebook.travel_support
    unknown = lacking = once(rows.funded & rows.lacks_country(tables), "lacks_travel")
    green = is_word(rows.mobilities.travel_mode, TravelMode.GREEN)
    parts: list[_OfTable] = []
    first = 1
    for table in tables:
        where = once(rows.applies(table, tables) & rows.funded & not_(lacking), "travel_table")
        if not isinstance(table, DistanceBands):
            unpaid = isinstance(table, NotPaid)
            rows.note(FindingCode.TRAVEL_SUPPORT_NOT_PAID if unpaid else FindingCode.RATE_NOT_PUBLISHED, where)
            unknown = unknown if unpaid else unknown | where
            continue
        if where is not False:
            parts.append(_of_table(rows, table, where, green, first))
        first += len(table.bands)
    decided = [part for part in parts if part.table.not_decided is None]
    return TravelSupport(
        cents=case([(_paid_where(rows, part.where), part.cents) for part in decided], 0),
        band=case([(part.measured, part.band) for part in decided], 0) if rows.explained else 0,
        unknown=_of_any_distance(rows, parts, unknown | any_of(part.unprinted for part in parts), green),
        cited=[one for part in parts for one in part.cited],
    )


def _of_table(rows: RulebookOverRows, table: DistanceBands, where: Condition, green: Condition, first: int) -> _OfTable:
    """Return what a table pays, whose first band has this number."""
    distance = rows.mobilities.distance_km
    missing, measured = where & not_(distance.stated), where & distance.stated
    rows.note(FindingCode.DISTANCE_MISSING, missing)
    cents = _of_band(rows, table, [_cents_of_band(band, green) for band in table.bands])
    unprinted = measured & any_of(_in_band(rows, table, band) for band in table.bands if band.standard_eur is None)
    paying: Condition = False
    if table.not_decided is not None:
        paying = measured & rows.at_least_km(table.bands[0].from_km)
        rows.note(FindingCode.RATE_NOT_PUBLISHED, missing | paying)
    if not rows.explained:
        rows.note(FindingCode.RATE_NOT_PUBLISHED, unprinted)
        return _OfTable(table, where, measured, cents, unprinted, paying, 0, [])
    cited = _travel_findings(rows, table, measured, green)
    if table.not_decided is not None:
        del cited[1:]  # the line below the first band is the only one that is certain
    band = _of_band(rows, table, range(first, first + len(table.bands)))
    return _OfTable(table, where, measured, cents, unprinted, paying, band, cited)


def _paid_where(rows: RulebookOverRows, where: Condition) -> Condition:
    """Return where a table pays: everywhere if all rows that are funded have it, as others are granted nothing."""
    return (where is rows.funded and rows.mobilities.zero_grant is False) or where


def _of_any_distance(rows: RulebookOverRows, parts: Sequence[_OfTable], unknown: Condition, green: Condition) -> Open:
    """Return the travel support that is not known.

    Args:
        rows: The rulebook over the rows.
        parts: What its tables pay.
        unknown: Where nobody has printed any.
        green: Where the main means of transport is a green one.
    """
    stated = rows.mobilities.distance_km.stated
    bounded: list[tuple[Condition, Whole, Whole]] = [
        (part.paying & not_(part.unprinted), 0, part.cents) for part in parts if part.table.not_decided is not None
    ]
    unbounded = unknown
    for part in parts:
        where = part.where & not_(stated)
        (least, most), (least_green, most_green) = (ends(part.table, green=is_green) for is_green in (False, True))
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
