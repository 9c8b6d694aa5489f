"""Rulebooks of institutions: caps, weekdays, whole euros, bounds of payments; and rulebooks that nobody wrote."""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from erasmus_grants import Rulebook, get_rulebook, load_rulebook
from erasmus_grants.countries import COUNTRIES
from erasmus_grants.errors import FrameError
from erasmus_grants.frames import calculate_frame
from erasmus_grants.frames.trace import MOST_BANDS, MOST_RATES
from erasmus_grants.testing import toy_rulebook
from erasmus_grants.testing.strategies import any_mobilities, rulebooks
from tests.frames.backends import pandas_frame, polars_frame
from tests.frames.rows import difference, drawn_rows
from tests.frames.test_input import DAKAR
from tests.frames.test_same_as_one_by_one import as_row

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


@pytest.mark.parametrize(
    ("file", "like", "least"),
    [
        ("example-overlay.toml", "eu-ka131-2024", 50),
        ("example-university.toml", "usmb-icm-2023", 30),
        ("example-call-year.toml", "eu-ka171-2025", 0),
    ],
)
def test_the_policies_of_the_documentation_are_computed_alike(file: str, like: str, least: int) -> None:
    book = load_rulebook(HOW_TO / file)
    rows = drawn_rows(like, 1500, seed=5, broken=0.02)
    for row in rows:  # whatever its home, some rows go out from it
        if row["sending_country"] == "FR" and book.home is not None:
            row["sending_country"] = book.home.country
    said = calculate_frame(polars_frame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""
    assert said["eligible"].sum() >= least


@given(book=rulebooks(), mobilities=st.lists(any_mobilities(), min_size=1, max_size=15))
@settings(deadline=None)
def test_rulebooks_that_nobody_wrote_are_computed_alike(book: Rulebook, mobilities: list[Any]) -> None:
    rows = [as_row(mobility) for mobility in mobilities]
    try:
        said = calculate_frame(polars_frame(rows), book, explain="text")
    except FrameError as error:  # of a share of payments with very many places
        assert "too fine for frames" in str(error)  # noqa: PT017
        reject()
    assert difference(rows, said.rows(named=True), book) == ""


def toy_with(**tables: Any) -> Rulebook:
    return toy_rulebook().model_copy(update={"agreements": (), **tables})


def toy_rows(days: list[int], **fields: Any) -> list[dict[str, Any]]:
    row = DAKAR | {"start_date": date(2030, 3, 4), "teaching_hours": 40.0, "sending_country": None} | fields
    if row["activity"] == "SMS":
        row["teaching_hours"] = None
    first = row["start_date"].toordinal()
    return [row | {"end_date": date.fromordinal(first + number - 1)} for number in days]


@pytest.mark.parametrize("rounding", ["half_up_to_cent", "half_up_to_euro", "down_to_euro"])
def test_months_are_capped_and_rounded_as_a_policy_says(rounding: str) -> None:
    source = toy_rulebook().sources[0]
    monthly = [
        {"rate_eur_per_month": "333.33", "rounding": rounding, "funded_days_cap": 100, "source": source}
        | {"scope": {"directions": ["outgoing"]}},
        {"rate_eur_per_month": "555.55", "rounding": rounding, "source": source, "scope": {"directions": ["incoming"]}},
    ]
    top_ups = [
        {"kind": "top_up_fewer_opportunities", "rate_eur_per_month": "77.77", "rounding": rounding, "source": source}
        | {"funded_days_cap": 95, "scope": {"terms": ["long_term_physical"]}}
    ]
    travel = [{"funded_travel_days": 1, "source": source}]
    book = toy_with(monthly_rates=monthly, top_ups=top_ups, travel_days=travel)
    rows = [
        row
        for direction in ("outgoing", "incoming")
        for row in toy_rows(
            [60, 90, 99, 100, 101, 140], activity="SMS", direction=direction, fewer_opportunities=True, travel_days=None
        )
    ]
    said = calculate_frame(polars_frame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""
    assert {"FUNDED_DAYS_CAPPED", ""} <= set(said["finding_codes"].to_list())


def test_weekdays_and_a_last_tier_are_counted_as_a_policy_says() -> None:
    source = toy_rulebook().sources[0]
    tiers = [{"from_day": 1, "to_day": 4, "share": 1}, {"from_day": 5, "to_day": 9, "share": "0.5"}]
    daily = [{"rate_eur_per_day": "101.00", "tiers": tiers, "counting": "weekdays", "source": source}]
    book = toy_with(daily_rates=daily)
    rows = toy_rows(list(range(1, 30)))
    said = calculate_frame(polars_frame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""
    # 2030-03-04 is a Monday: 8 days have 6 weekdays, 4 at 101 and 2 at 50.50, and 2 travel days at 101
    assert said["individual_support_eur"].to_list()[7] == Decimal("707.00")


def test_a_rate_that_is_never_capped() -> None:
    source = toy_rulebook().sources[0]
    book = toy_with(daily_rates=[{"rate_eur_per_day": 90, "tiers": [{"from_day": 1, "share": 1}], "source": source}])
    rows = toy_rows([2, 14, 15, 60], fewer_opportunities=True, travel_mode="green")
    said = calculate_frame(polars_frame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""


@pytest.mark.parametrize("bounds", [("0.9", 1), (0, "0.5"), ("0.8444", "0.8445"), (0, 1)])
def test_payments_outside_of_the_bounds_are_found(bounds: tuple[Any, Any]) -> None:
    least, most = bounds
    entry = {"minimum_pre_financing_share": least, "maximum_pre_financing_share": most, "balance_within_days": 45}
    book = toy_with(payment_bounds=[entry | {"source": toy_rulebook().sources[0]}])
    rows = toy_rows([2, 5, 9, 20, 33])
    said = calculate_frame(polars_frame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""


def test_a_partner_whose_country_nobody_knows_agrees_with_any() -> None:
    book = get_rulebook("usmb-icm-2023")
    partners = [partner.model_copy(update={"country": None}) for partner in book.partners[:3]] + list(book.partners[3:])
    changed = book.model_copy(update={"partners": partners})
    rows = drawn_rows("usmb-icm-2023", 600, seed=9)
    said = calculate_frame(polars_frame(rows), changed, explain="text")
    assert difference(rows, said.rows(named=True), changed) == ""


def test_what_a_trace_cannot_number_is_refused() -> None:
    source = toy_rulebook().sources[0]
    bands = [{"from_km": place, "below_km": place + 1, "standard_eur": 1} for place in range(MOST_BANDS)]
    many = [{"bands": [*bands, {"from_km": MOST_BANDS, "standard_eur": 2}], "source": source}]
    book = toy_with(travel_support=many)
    with pytest.raises(
        FrameError, match=f"toy has {MOST_BANDS + 1} travel bands and [0-9]+ rates, too many for a trace"
    ):
        calculate_frame(polars_frame(toy_rows([5])), book)
    assert calculate_frame(polars_frame(toy_rows([5])), book, explain="none")["eligible"].to_list() == [True]


def test_rates_that_a_trace_cannot_number_are_refused() -> None:
    source, (rate, *_) = toy_rulebook().sources[0], toy_rulebook().monthly_rates
    names = [f"group-{place}" for place in range(16)]
    groups = [
        {"id": name, "countries": (code,), "source": source} for name, code in zip(names, COUNTRIES, strict=False)
    ]
    scopes = [{"sending_groups": (one,), "receiving_groups": (other,)} for one in names for other in names]
    rates = [rate.model_copy(update={"scope": scope}) for scope in scopes]
    assert len(rates) == MOST_RATES + 1
    book = toy_with(country_groups=groups, monthly_rates=rates[:MOST_RATES], daily_rates=(), short_stay_rates=())
    assert calculate_frame(polars_frame(toy_rows([5])), book)["eligible"].to_list() == [False]
    book = book.model_copy(update={"monthly_rates": rates})
    with pytest.raises(FrameError, match=f"toy has [0-9]+ travel bands and {MOST_RATES + 1} rates, too many"):
        calculate_frame(polars_frame(toy_rows([5])), book)


def test_amounts_only_are_the_same_amounts() -> None:
    rows = drawn_rows("usmb-icm-2023", 2000, seed=11, broken=0.05)
    whole = calculate_frame(polars_frame(rows), "usmb-icm-2023")
    only = calculate_frame(polars_frame(rows), "usmb-icm-2023", explain="none")
    assert only.equals(whole.select(only.columns))
    listed = get_rulebook("eu-ka131-2022")
    rows = drawn_rows("eu-ka131-2022", 2000, seed=11, broken=0.05)
    assert calculate_frame(polars_frame(rows), listed, explain="none").equals(
        calculate_frame(polars_frame(rows), listed).drop("trace")
    )


def test_pandas_without_pyarrow_has_decimals_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erasmus_grants.frames.money.find_spec", lambda _: None)
    lille = {"activity": "STT", "direction": "outgoing", "distance_km": 742.0}
    rows = [
        lille | {"start_date": date(2023, 3, 6), "end_date": date(2023, 3, 10)},
        lille | {"start_date": None, "end_date": None},
    ]
    said = calculate_frame(pandas_frame(rows), "lille-ka171-2022")
    assert said["total_eur"].tolist() == [Decimal("1535.00"), Decimal("0.00")]
    assert [value if isinstance(value, Decimal) else None for value in said["pre_financing_eur"]] == [
        None,
        Decimal("0.00"),
    ]
    assert said["total_eur"].dtype == object
    assert isinstance(said, pd.DataFrame)
    assert "pyarrow" in sys.modules
