"""Is a value that is known beforehand judged as a column of it is?

A rule of frames takes whatever its row holds.  Here a whole row is known, so that nothing is left to compute, and then
a row is of columns but for a few fields.
"""

import inspect
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from erasmus_grants import Mobility
from erasmus_grants.basics.algebra import (
    Comparable,
    Condition,
    Quantity,
    Steps,
    Text,
    Whole,
    Word,
    as_expr,
)
from erasmus_grants.basics.money import from_cents
from erasmus_grants.basics.periods import CalendarDay
from erasmus_grants.engine.rows.amounts import amounts
from erasmus_grants.engine.rows.eligibility import note_findings
from erasmus_grants.engine.rows.granted import granted_by
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.engine.rows.stays import Day, with_stays
from erasmus_grants.frames.amount_units import UNKNOWN
from erasmus_grants.frames.facts import facts_of
from erasmus_grants.frames.fields import Reader, _disagreements
from erasmus_grants.frames.outputs import bounds_of, eligible_of, status_of
from erasmus_grants.frames.partners import partner_numbers
from erasmus_grants.records.fields import FIELDS
from erasmus_grants.records.mobility import MobilityColumns
from tests.frames.backends import polars_frame
from tests.frames.rows import calculator, drawn_rows, expected, nothing, unknown
from tests.rulebooks_of_every_kind import OF_EVERY_KIND

ROWS_OF_EACH = 40


def word(value: StrEnum | None) -> Word:
    return Word({} if value is None else {one: one is value for one in type(value)}, stated=value is not None)


def text(value: str | None) -> Text:
    return Text(stated=value is not None, text=value or "")


def quantity(value: Decimal | int | None) -> Quantity:
    number = float(value) if isinstance(value, Decimal) else value
    return Quantity(stated=value is not None, value=0 if number is None else number)


KNOWN_AS: Mapping[object, Callable[[Any], Any]] = {
    Word: word,
    Text: text,
    Quantity[Comparable]: quantity,
    Quantity[Whole]: quantity,
    CalendarDay: Day.of,
    Comparable: lambda value: float(value) if isinstance(value, Decimal) else value,
    Whole: int,
    Condition: bool,
}
"""How a value is known, by what a row holds of its field."""


def known_row(mobility: Mobility) -> MobilityColumns:
    """Return a row in which every field is known."""
    values = {
        name: KNOWN_AS[kind](getattr(mobility, name))
        for name, kind in inspect.get_annotations(MobilityColumns).items()
        if name not in {"stay", "paid_stay"}
    }
    return with_stays(values)


def mobility_of(row: Mapping[str, Any]) -> Mobility:
    return Mobility.model_validate({field: value for field, value in row.items() if value is not None})


def judged(row: MobilityColumns, rulebook: str) -> dict[str, Any]:
    """Return what the rules of frames say of a row that is known, as `expected` says it."""
    book = calculator(rulebook).rulebook
    rows = RulebookOverRows(book, row)
    note_findings(rows, partner_numbers(book, row.partner, None))
    grant = granted_by(rows, amounts(rows), readable_here=True, where=True)
    sums = grant.amounts
    assert all(isinstance(where, bool) for where in rows.found.values())
    total = sums.travel_support + sums.individual_support + sums.top_ups
    least, most = bounds_of([grant], total, grant.granted | grant.not_eligible)
    answer = {
        "status": status_of([grant]),
        "eligible": {1: True, 0: False, UNKNOWN: None}[eligible_of([grant])],
        "minimum_total_eur": None if least == UNKNOWN else from_cents(least),
        "maximum_total_eur": None if most == UNKNOWN else from_cents(most),
        "finding_codes": {code.value for code, where in rows.found.items() if where},
    }
    if not grant.granted:
        return (nothing() if grant.not_eligible else unknown()) | answer
    before = None if grant.unpublished else from_cents(grant.pre_financing)
    return answer | {
        "funded_days": sums.funded_days,
        "travel_support_eur": from_cents(sums.travel_support),
        "individual_support_eur": from_cents(sums.individual_support),
        "top_ups_eur": from_cents(sums.top_ups),
        "total_eur": from_cents(total),
        "pre_financing_eur": before,
        "balance_eur": None if before is None else from_cents(total) - before,
        "source_ids": {cited.source_id for cited in sums.cited if cited.where},
    }


@pytest.mark.parametrize("rulebook", OF_EVERY_KIND)
def test_a_row_that_is_known_is_granted_what_its_mobility_is(rulebook: str) -> None:
    rows = drawn_rows(rulebook, ROWS_OF_EACH, seed=13)
    said = [judged(known_row(mobility_of(row)), rulebook) for row in rows]
    assert said == [expected(row, calculator(rulebook)) for row in rows]


# --- some fields are known, and the others are columns ------------------------------------------------------------------


KNOWN: Mapping[str, tuple[Any, ...]] = {
    "distance_km": (None, 99.5, 499.7, 742.0),
    "teaching_hours": (None, 0.0, 8.0, 12.8),
    "months_used": (None, 2.0, 310 / 30, 10.5, 12.0),
    "interruption_days": (0, 3, 40),
    "one_cycle_programme": (None, True),
    "zero_grant": (None, True),
    "zero_grant_days": (0, 2, 40),
    "travel_days": (None, 1, 7),
    "sending_country": (None, "FR", "DE"),
    "receiving_country": (None, "FR", "SN"),
    "residence_country": (None, "FR", "SN"),
    "partner": (None, "Université Cheikh Anta Diop", "Nowhere"),
    "start_date": (date(2023, 1, 2),),
}
"""Fields of which one value is tried after another, in all rows."""


def known_field(field: str, value: Any) -> dict[str, Any]:
    match field:
        case "start_date":
            return {"start_date": Day.of(value)}
        case "sending_country" | "receiving_country" | "residence_country" | "partner":
            return {field: text(value)}
        case "distance_km" | "teaching_hours" | "travel_days":
            return {field: quantity(value)}
        case "one_cycle_programme" | "zero_grant":
            return {field: bool(value)}
        case _:
            return {field: value or 0}


def said_of(frame: pl.DataFrame, rulebook: str, known: Mapping[str, Any]) -> pl.DataFrame:
    """Return every finding and amount of rows of which some fields are known."""
    steps, given = Steps(nw), nw.from_native(frame)
    names = {field: field for field in FIELDS if field in frame.columns}
    row = with_stays(vars(Reader(facts_of(given, names), steps).mobilities()) | known)
    book = calculator(rulebook).rulebook
    rows = RulebookOverRows(book, row)
    note_findings(rows, partner_numbers(book, row.partner, None))
    sums = amounts(rows)
    found: dict[str, Any] = {code.value: where for code, where in rows.found.items()}
    found |= dict(_disagreements(row))
    found |= {"travel": sums.travel_support, "support": sums.individual_support, "top_ups": sums.top_ups}
    found |= {"lowest": sums.lowest, "highest": sums.highest}
    found |= {"no_lowest": sums.no_lowest, "no_highest": sums.no_highest}
    literals = {name: as_expr(value, nw) for name, value in found.items()}
    return nw.to_native(steps.apply(given).with_columns(**literals).select(*literals))


@pytest.mark.newest_only
@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in KNOWN.items() for value in values])
def test_a_field_that_is_known_is_judged_as_a_column_of_it(field: str, value: Any) -> None:
    rulebook = "usmb-icm-2023"  # which has every rule that compares numbers
    rows = [row | {field: value} for row in drawn_rows(rulebook, 100, seed=17)]
    frame = polars_frame(rows)
    by_column = said_of(frame, rulebook, {})
    by_value = said_of(frame, rulebook, known_field(field, value))
    for name in {*by_column.columns, *by_value.columns}:
        one, other = (
            [0] * len(rows) if name not in said.columns else [int(item) for item in said[name]]
            for said in (by_column, by_value)
        )
        assert one == other, name


def test_an_interruption_that_is_known_is_as_wrong_as_one_in_a_column() -> None:
    mobility = mobility_of(drawn_rows("usmb-icm-2023", 1)[0])
    row = known_row(mobility)
    for days, wrong in ((0, False), (mobility.net_days - 1, False), (10_000, True)):
        assert (
            dict(_disagreements(MobilityColumns(vars(row) | {"interruption_days": days}))).get(
                "interruption_days", False
            )
            is wrong
        )
