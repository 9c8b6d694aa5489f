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
from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.errors import FrameError
from erasmus_grants.frames import calculate_frame
from erasmus_grants.frames.trace import MOST_BANDS, MOST_RATES
from erasmus_grants.testing import toy_rulebook
from erasmus_grants.testing.strategies import any_mobilities, rulebooks
from tests.frames.backends import of_pandas_arrow, pandas_arrow_frame, pandas_frame, polars_frame
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
    monkeypatch.setattr("erasmus_grants.frames.amount_units.find_spec", lambda _: None)
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


# --- figures that answer what is not published -------------------------------------------------------------------------

NOT_PUBLISHED: dict[str, Any] = {"not_published": "ask the office.", "source": toy_rulebook().sources[0]}
NEAR, FAR = {"receiving_groups": ["near"]}, {"receiving_groups": ["far"]}
BANDS: list[dict[str, Any]] = [
    {"from_km": 0, "below_km": 500, "standard_eur": 90},
    {"from_km": 500, "standard_eur": 210},
]
BACK_ENDS: tuple[tuple[Any, Any], ...] = (
    (polars_frame, lambda frame: frame.rows(named=True)),
    (pandas_arrow_frame, of_pandas_arrow),
)  # fmt: skip


def grouped_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows towards a near country, a far one, one in no group, one in both, and nowhere."""
    return [row | {"receiving_country": country} for country in ("CH", "JP", "BR", "IT", None) for row in rows]


def policy(**tables: Any) -> Rulebook:
    """Return an overlay of a base that publishes nothing of these tables, in which its sentences stay."""
    source = toy_rulebook().sources[0]
    groups = [{"id": "near", "countries": ["CH", "IT"], "source": source}]
    groups.append({"id": "far", "countries": ["JP", "IT"], "source": source})
    base = toy_with(country_groups=groups, **{name: [NOT_PUBLISHED] for name in tables})
    given = {name: [entry | {"source": source} for entry in entries] for name, entries in tables.items()}
    book = base.adapt(id="ours", title="Ours", source=source.at("POLICY", "page 2"), **given)
    assert all(len(getattr(book, name)) == len(entries) + 1 for name, entries in given.items())
    return book


def same_everywhere(rows: list[dict[str, Any]], book: Rulebook, **options: Any) -> list[dict[str, Any]]:
    for frame, read in BACK_ENDS:
        said = read(calculate_frame(frame(rows), book, explain="text", **options))
        assert difference(rows, said, book) == ""
    amounts = calculate_frame(polars_frame(rows), book, explain="none")
    assert amounts["total_eur"].to_list() == [row["total_eur"] for row in said]
    return list(said)


@pytest.mark.parametrize("near_first", [True, False])
@pytest.mark.parametrize("activity", ["STA", "SMS"])
def test_figures_of_an_overlay_answer_what_its_base_does_not_publish(activity: str, near_first: bool) -> None:
    tiers = [{"from_day": 1, "share": 1}]
    book = policy(
        travel_support=[{"scope": NEAR | {"fewer_opportunities": True}, "bands": BANDS}],
        daily_rates=[{"scope": NEAR, "rate_eur_per_day": 120, "tiers": tiers}],
        monthly_rates=[{"scope": NEAR, "rate_eur_per_month": 456}],
        short_stay_rates=[{"scope": NEAR | {"fewer_opportunities": True}, "tiers": [{"from_day": 1, "rate_eur_per_day": 31}]}],
    )  # fmt: skip
    if not near_first:
        turned = {name: getattr(book, name)[::-1] for name in ("travel_support", "daily_rates", "monthly_rates")}
        book = book.model_copy(update=turned)
    rows = grouped_rows(
        [
            row
            for fewer in (True, False)
            for blended in (True, False)
            for row in toy_rows(
                [2, 20, 70], activity=activity, fewer_opportunities=fewer, blended_intensive_programme=blended
            )
        ]
    )
    said = same_everywhere(rows, book)
    paid = {row["receiving_country"] for row, one in zip(rows, said, strict=True) if one["eligible"]}
    assert paid == {"CH", "IT"}  # Italy is in both groups, and no other entry speaks of it


UNPAID: dict[str, Any] = {"not_paid": "the board decided it."}


@pytest.mark.parametrize("stated", [True, False])
@pytest.mark.parametrize("mode", ["standard", "green"])
def test_travel_that_is_not_paid_is_no_line_and_needs_no_distance(mode: str, stated: bool) -> None:
    book = policy(travel_support=[UNPAID | {"scope": NEAR}])
    rows = grouped_rows(toy_rows([5, 20], travel_mode=mode, distance_km=742.0 if stated else None))
    said = same_everywhere(rows, book)
    codes = {
        row["receiving_country"]: set(one["finding_codes"].split(", ")) for row, one in zip(rows, said, strict=True)
    }
    assert "TRAVEL_SUPPORT_NOT_PAID" in codes["CH"] & codes["IT"]
    assert "RATE_NOT_PUBLISHED" in codes["JP"] & codes["BR"]
    assert all("DISTANCE_MISSING" not in found for found in codes.values())
    assert [one["eligible"] for one in said[:2]] == [True, True]


@pytest.mark.parametrize("reverse", [False, True])
def test_travel_by_bands_not_paid_and_not_published_stand_side_by_side(reverse: bool) -> None:
    source = toy_rulebook().sources[0]
    entries = [
        NOT_PUBLISHED,
        UNPAID | {"scope": {"directions": ["incoming"]}, "source": source},
        {"scope": {"directions": ["outgoing"], "fewer_opportunities": True}, "bands": BANDS, "source": source},
    ]
    book = toy_with(travel_support=entries[::-1] if reverse else entries)
    rows = [
        row
        for direction in ("outgoing", "incoming")
        for fewer in (True, False)
        for km in (None, 0.0, 499.5, 742.0)
        for row in toy_rows([5], direction=direction, fewer_opportunities=fewer, distance_km=km)
    ]
    said = same_everywhere(rows, book)
    assert [one["travel_support_eur"] for one in said[1:4]] == [Decimal(90), Decimal(90), Decimal(210)]
    assert [one["eligible"] for one in said[4:8]] == [False] * 4
    assert [one["eligible"] for one in said[8:]] == [True] * 8


def test_a_rulebook_that_departs_from_the_programme_says_so_of_every_row() -> None:
    source = toy_rulebook().sources[0]
    rates = [{"rate_eur_per_month": 310, "source": source}]
    book = toy_with().adapt(
        id="ours",
        title="Ours",
        source=source.at("POLICY", "page 2"),
        monthly_rates=rates,
        departs_from_programme="the board decided it.",
    )
    rows = [*toy_rows([1, 5, 70]), *toy_rows([5, 70, 140], activity="SMS")]  # eligible ones, and others
    said = same_everywhere([*rows, rows[0] | {"activity": "STX"}], book)
    departs = ["DEPARTS_FROM_PROGRAMME" in one["finding_codes"].split(", ") for one in said]
    assert departs == [True] * 6 + [False]  # what cannot be read is nobody's mobility
    assert any(one["eligible"] for one in said)
    assert not all(one["eligible"] for one in said[:6])


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("blocking", [False, True])
def test_a_top_up_without_an_amount_gives_way_to_one_of_its_kind_with_an_amount(blocking: bool, reverse: bool) -> None:
    source = toy_rulebook().sources[0]
    nothing = {"not_published": "ask the office.", "blocking": blocking, "source": source}
    top_ups: list[dict[str, Any]] = [
        nothing | {"kind": "top_up_fewer_opportunities"},
        {"kind": "top_up_fewer_opportunities", "rate_eur_per_month": "61.37", "source": source}
        | {"scope": {"directions": ["outgoing"]}},
        nothing | {"kind": "top_up_green_travel", "scope": {"directions": ["outgoing"]}},
        {"kind": "top_up_green_travel", "tiers": [{"from_day": 60, "to_day": 99, "amount_eur": 50}], "source": source}
        | {"scope": {"terms": ["long_term_physical"]}},
        nothing | {"kind": "top_up_traineeship"},
    ]
    book = toy_with(top_ups=top_ups[::-1] if reverse else top_ups)
    rows = [
        row
        for activity in ("SMS", "SMT", "STA")
        for direction in ("outgoing", "incoming")
        for mode in ("green", "standard")
        for fewer in (True, False)
        for row in toy_rows(
            [5, 70, 120], activity=activity, direction=direction, travel_mode=mode, fewer_opportunities=fewer
        )
    ]
    for row in rows:
        row["teaching_hours"] = 400.0 if row["activity"] == "STA" else None
    said = same_everywhere(rows, book)
    codes = {code for one in said for code in one["finding_codes"].split(", ")}
    assert "RATE_NOT_PUBLISHED" in codes if blocking else "TOP_UP_AMOUNT_NOT_PUBLISHED" in codes
    outgoing = next(
        one
        for row, one in zip(rows, said, strict=True)
        if (row["activity"], row["direction"], row["travel_mode"], row["fewer_opportunities"])
        == ("SMS", "outgoing", "green", True)
        and one["eligible"]
    )
    # 4 March to 12 May 2030, 70 days, are 69 of thirty-day months: 69 / 30 * 61.37 = 141.151, and 50 for the journey
    assert outgoing["top_ups_eur"] == Decimal("191.15")


def test_a_last_tier_of_short_stays_may_have_no_end() -> None:
    source = toy_rulebook().sources[0]
    tiers = [{"from_day": 1, "to_day": 14, "rate_eur_per_day": 70}, {"from_day": 15, "rate_eur_per_day": 50}]
    book = toy_with(short_stay_rates=[{"tiers": tiers, "source": source}], travel_days=[])
    rows = toy_rows([5, 14, 15, 30], activity="SMS", blended_intensive_programme=True, travel_days=None)
    said = calculate_frame(polars_frame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""
    # 5 x 70; 14 x 70; 14 x 70 + 50; 14 x 70 + 16 x 50
    assert [str(eur) for eur in said["individual_support_eur"]] == ["350.00", "980.00", "1030.00", "1780.00"]
