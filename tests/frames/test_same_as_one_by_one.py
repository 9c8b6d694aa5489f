"""Does a frame say of each row what one calculation says of it, on every back end?"""

import shutil
import warnings
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erasmus_grants import Mobility, get_rulebook, known_rulebooks
from erasmus_grants.frames import calculate_frame
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.testing.strategies import ineligible_mobilities, mobilities
from tests.exhaustive.domain import OWN_RATES, with_own_rates
from tests.frames.backends import BACK_ENDS, BackEnd, polars_frame
from tests.frames.rows import Row, calculator, difference, drawn_rows
from tests.rulebooks_of_every_kind import OF_EVERY_KIND

BROKEN = 0.05
DIFFERENT = ("usmb-icm-2023", "eu-ka131-2024", "eu-ka107-2018", "lille-ka171-2022")
"""Rulebooks that use every kind of table between them."""

QUICK = [
    back_end
    for back_end in BACK_ENDS
    if back_end.name in {"pandas", "pandas-arrow", "pyarrow", "pyarrow-batch", "dask"}
]
PLANNED = [back_end for back_end in BACK_ENDS if back_end.name in {"duckdb", "ibis"}]
SLOW = [back_end for back_end in BACK_ENDS if back_end.slow]


def assert_same(back_end: BackEnd, rows: list[Row], rulebook: str) -> None:
    frame = calculate_frame(back_end.made(rows), rulebook, explain="text")
    assert difference(rows, back_end.read(frame), rulebook) == ""


def test_every_back_end_is_tried() -> None:
    tried = {back_end.name for back_end in (*QUICK, *PLANNED, *SLOW)} | {"polars", "polars-lazy"}
    assert tried == {back_end.name for back_end in BACK_ENDS}


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook", known_rulebooks())
def test_polars_says_the_same_of_every_rulebook(rulebook: str) -> None:
    rows = drawn_rows(rulebook, 250, broken=BROKEN)
    said = calculate_frame(polars_frame(rows), rulebook, explain="text")
    assert difference(rows, said.rows(named=True), rulebook) == ""


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook", OF_EVERY_KIND)
def test_a_lazy_frame_of_polars_says_the_same(rulebook: str) -> None:
    rows = drawn_rows(rulebook, 400, seed=1, broken=BROKEN)
    said = calculate_frame(polars_frame(rows).lazy(), rulebook, explain="text").collect()
    assert difference(rows, said.rows(named=True), rulebook) == ""


@pytest.mark.parametrize("rulebook", DIFFERENT)
@pytest.mark.parametrize("back_end", QUICK, ids=lambda back_end: back_end.name)
def test_frames_whose_rows_are_in_memory_say_the_same(back_end: BackEnd, rulebook: str) -> None:
    assert_same(back_end, drawn_rows(rulebook, 300, broken=BROKEN), rulebook)


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook", DIFFERENT[:2])
@pytest.mark.parametrize("back_end", PLANNED, ids=lambda back_end: back_end.name)
def test_databases_say_the_same(back_end: BackEnd, rulebook: str) -> None:
    assert_same(back_end, drawn_rows(rulebook, 1000, broken=BROKEN), rulebook)


UNSTATED: tuple[Row, ...] = (
    *({"distance_km": None, "travel_mode": mode} for mode in (None, "standard", "green")),
    *({"receiving_country": None, "partner": None, "travel_days": days} for days in (None, 0, 1, 2)),
    {"sending_country": None, "travel_days": 1},
    {"sending_country": None, "receiving_country": None, "partner": None, "distance_km": None},
)
"""What rows do not state on which travel support, travel days and the rates of a stay depend."""


@pytest.mark.parametrize(
    "rulebook", [*DIFFERENT, "eu-ka131-2022", "eu-ka171-2024", "na-de-ka131-2024", "na-es-ka131-2025"]
)
def test_what_rows_do_not_state_leaves_the_same_open(rulebook: str) -> None:
    rows = [row | nothing for row in drawn_rows(rulebook, 80, seed=17) for nothing in UNSTATED]
    said = calculate_frame(polars_frame(rows), rulebook, explain="text")
    assert difference(rows, said.rows(named=True), rulebook) == ""
    assert said["status"].value_counts(parallel=False).filter(status="undetermined")["count"].item() > 50
    without = calculate_frame(polars_frame(rows), rulebook, explain="none")
    assert without.equals(said.select(without.columns))


@pytest.mark.slow_back_end
@pytest.mark.parametrize("rulebook", DIFFERENT)
@pytest.mark.parametrize("back_end", SLOW, ids=lambda back_end: back_end.name)
def test_engines_of_many_machines_say_the_same(back_end: BackEnd, rulebook: str) -> None:
    if back_end.name == "pyspark" and shutil.which("java") is None:
        pytest.skip("PySpark needs Java 17, and there is no java")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of the engines' own start
        assert_same(back_end, drawn_rows(rulebook, 1000, broken=BROKEN), rulebook)


@pytest.mark.newest_only
@pytest.mark.parametrize("part", range(4))
def test_forty_thousand_rows_of_which_one_in_twenty_is_broken(part: int) -> None:
    rulebook = DIFFERENT[part]
    rows = drawn_rows(rulebook, 10_000, seed=7, broken=BROKEN)
    said = calculate_frame(polars_frame(rows), rulebook, explain="text")
    assert difference(rows, said.rows(named=True), rulebook) == ""
    unreadable = said["finding_codes"].str.starts_with("INVALID_INPUT").sum()
    assert 0.04 < unreadable / len(rows) < 0.06
    assert said["eligible"].sum() > 1_000


def as_row(mobility: Mobility) -> Row:
    fields = mobility.model_dump()
    row: Row = {name: value.value if hasattr(value, "value") else value for name, value in fields.items()}
    for name in ("distance_km", "teaching_hours", "months_used"):
        row[name] = None if row[name] is None else float(row[name])
    return row


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook", [name for name in OF_EVERY_KIND if name.startswith(tuple(OWN_RATES))])
def test_rates_of_an_institution_within_the_ranges_are_paid(rulebook: str) -> None:
    book, _ = with_own_rates(rulebook)
    rows = drawn_rows(rulebook, 400, seed=3)
    said = calculate_frame(polars_frame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""
    assert said["eligible"].sum() > 20


@pytest.mark.newest_only
@given(data=st.data(), rulebook=st.sampled_from([name for name in OF_EVERY_KIND if "ka103" not in name]))
@settings(max_examples=30, deadline=None)
def test_mobilities_around_the_edges_of_a_rulebook(data: st.DataObject, rulebook: str) -> None:
    book = get_rulebook(rulebook)
    drawn = data.draw(st.lists(mobilities(book), min_size=1, max_size=12))
    drawn += [case.mobility for case in data.draw(st.lists(ineligible_mobilities(book), max_size=6))]
    rows = [as_row(mobility) for mobility in drawn]
    said = calculate_frame(polars_frame(rows), rulebook, explain="text")
    assert difference(rows, said.rows(named=True), rulebook) == ""


def test_a_changed_table_changes_both() -> None:
    book = get_rulebook("usmb-icm-2023")
    dearer = [rate.model_copy(update={"rate_eur_per_day": "191.00"}) for rate in book.daily_rates]
    changed = book.model_copy(update={"daily_rates": dearer})
    rows = drawn_rows("usmb-icm-2023", 200)
    said = calculate_frame(polars_frame(rows), changed, explain="text").rows(named=True)
    assert difference(rows, said, changed) == ""
    assert difference(rows, said, "usmb-icm-2023") != ""
    assert calculator("usmb-icm-2023").rulebook != changed


@pytest.mark.parametrize("rulebook", ["eu-ka131-2024", "eu-ka171-2025", "na-tr-ka131-2024"])
def test_a_reduced_rate_that_may_be_rounded_leaves_the_same_open(rulebook: str) -> None:
    """Of 148 EUR 70 % are no whole euros, and of 150 EUR they are: one table has both, and days that are capped."""
    book = get_rulebook(rulebook)
    unsaid = {"reduced_rate_rounding": None, "rounding_not_published": "ask the agency."}
    odd, even = (unsaid | {"rate_eur_per_day": Decimal(eur)} for eur in (148, 150))
    rates = [
        rate.model_copy(update=(even if number % 3 == 1 else odd | {"funded_days_cap": 40}))
        for number, rate in enumerate(rate for rate in book.daily_rates if isinstance(rate, DailyRate))
    ]
    others = [rate for rate in book.daily_rates if not isinstance(rate, DailyRate)]
    open_book = book.model_copy(update={"daily_rates": (*rates, *others)})
    first = date(2025, 3, 3)
    ways = [("outgoing", "TR", "DE"), ("outgoing", "FR", "SN"), ("outgoing", "FR", "JP"), ("outgoing", "PL", "ES")]
    ways += [
        ("outgoing", "TR", "ES"),
        ("incoming", "KZ", "PL"),
        ("incoming", "JP", "FR"),
        ("incoming", None, "FR"),
        ("outgoing", "TR", None),
    ]
    rows: list[Row] = [
        {
            "activity": "STT",
            "role": "staff" if direction == "outgoing" or "171" in rulebook else "invited_staff",
            "direction": direction,
            "sending_country": sending,
            "receiving_country": receiving,
            "start_date": first,
            "end_date": first + timedelta(days=days - 1),
            "distance_km": distance_km,
            "travel_days": travel_days,
        }
        for direction, sending, receiving in ways
        for days in (5, 14, 15, 40, 41, 60, 61)
        for distance_km in (None, 1000.0)
        for travel_days in (None, 1)
    ]
    said = calculate_frame(polars_frame(rows), open_book, explain="text")
    assert difference(rows, said.rows(named=True), open_book) == ""
    reduced = said.filter(pl.col("finding_codes").str.contains("RATE_NOT_PUBLISHED"), status="undetermined")
    assert len(reduced) > 10
    without = calculate_frame(polars_frame(rows), open_book, explain="none")
    assert without["maximum_total_eur"].to_list() == said["maximum_total_eur"].to_list()
