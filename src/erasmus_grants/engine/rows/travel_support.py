"""The travel support of the mobilities of a frame, by distance bands, in whole cents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def travel_support_of(rows: RulebookOverRows) -> tuple[Whole, Whole, Open, list[Cited]]:
    """Return the travel support of the rows, and note what stands against it."""
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
