"""Rulebooks of institutions: caps, weekdays, whole euros, bounds of payments; and rulebooks that nobody wrote."""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from erasmus_grants import Rulebook, get_rulebook, load_rulebook
from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.errors import FrameError
from erasmus_grants.frames import calculate_frame
from erasmus_grants.frames.trace import MOST_BANDS, MOST_RATES, band_in, rate_in
from erasmus_grants.testing import toy_rulebook
from erasmus_grants.testing.strategies import any_mobilities, rulebooks
from tests.frames.backends import of_pandas, of_pandas_arrow, pandas_arrow_frame, pandas_frame, polars_frame
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
    assert (said["status"] == "granted").sum() >= least


@pytest.mark.newest_only
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


@pytest.mark.parametrize(
    ("made", "read"),
    [
        (polars_frame, lambda frame: frame.rows(named=True)),
        (pandas_frame, of_pandas),
        (pandas_arrow_frame, of_pandas_arrow),
    ],
)
def test_days_that_have_to_be_consecutive_are_looked_at(made: Any, read: Any) -> None:
    limit = {"minimum": "5 calendar_days", "maximum": "60 calendar_days", "minimum_is_consecutive": True}
    book = toy_with(durations=[limit | {"source": toy_rulebook().sources[0]}])
    rows = [row | {"interruption_days": away} for away in (0, 1, 2) for row in toy_rows([4, 5, 6, 9, 10, 14, 15])]
    said = read(calculate_frame(made(rows), book, explain="text"))
    assert difference(rows, said, book) == ""
    code = "CONSECUTIVE_DAYS_NOT_CHECKED"
    unchecked = [place for place, one in enumerate(said) if code in one["finding_codes"]]
    # less 1 they have 3 4 5 8 9 13 14 days, of which 5 and 8 are uncertain; less 2: 2 3 4 7 8 12 13, of which 7, 8, 12
    assert unchecked == [7 + 2, 7 + 3, 14 + 3, 14 + 4, 14 + 5]
    short = [place for place, one in enumerate(said) if "DURATION_TOO_SHORT" in one["finding_codes"]]
    assert short == [0, 7, 7 + 1, 7 + 2, 14, 14 + 1, 14 + 2]  # 5 days are too few too, if they are interrupted


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook", ["usmb-icm-2023", "eu-ka131-2024", "eu-ka107-2018", "na-de-ka131-2023"])
def test_zero_grants_for_the_whole_stay_and_for_some_days_are_computed_alike(rulebook: str) -> None:
    book = get_rulebook(rulebook)
    source = book.sources[0]
    entries = [
        {"partial": True, "scope": {"roles": "student staff"}, "source": source},
        {"scope": {"roles": "recent_graduate invited_staff"}, "source": source},
    ]
    changed = book.model_copy(update={"zero_grants": entries})
    rows = drawn_rows(rulebook, 3500, seed=23, broken=0.02)
    said = calculate_frame(polars_frame(rows), changed, explain="text")
    assert difference(rows, said.rows(named=True), changed) == ""
    found = {code for text in said["finding_codes"] for code in text.split(", ")}
    assert {"ZERO_GRANT", "ZERO_GRANT_NOT_ELIGIBLE", "ZERO_GRANT_NOT_PUBLISHED"} <= found
    whole = said.filter(pl.col("finding_codes").str.contains(r"ZERO_GRANT(,|$)") & (pl.col("status") == "granted"))
    assert whole.height > 5
    assert set(whole["total_eur"]) == set(whole["balance_eur"]) == {Decimal("0.00")}
    for made, read in ((pandas_frame, of_pandas), (pandas_arrow_frame, of_pandas_arrow)):
        few = rows[:400]
        assert difference(few, read(calculate_frame(made(few), changed, explain="text")), changed) == ""


@pytest.mark.parametrize("explain", ["none", "text"])
def test_a_column_of_zero_grants_alone_pays_nothing(explain: Any) -> None:
    rows = [row | {"zero_grant": True, "distance_km": None} for row in toy_rows([1, 2, 5, 20])]
    said = calculate_frame(polars_frame(rows), toy_with(), explain=explain)
    assert said["status"].to_list() == ["not_eligible", "granted", "granted", "granted"]
    assert said["total_eur"].to_list() == [Decimal("0.00")] * 4


def test_months_of_the_calendar_disagree_with_months_of_thirty_days_about_the_same_stays() -> None:
    limit = {"minimum": "2 calendar_months", "maximum": "3 calendar_months", "source": toy_rulebook().sources[0]}
    book = toy_with(durations=[limit])
    rows = [
        row
        for first in range(date(2030, 11, 2).toordinal(), date(2031, 9, 1).toordinal(), 3)
        for row in toy_rows([*range(57, 63), *range(88, 94)], start_date=date.fromordinal(first))
    ]
    said = calculate_frame(polars_frame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""
    stays = {
        (row["start_date"], row["end_date"])
        for row, codes in zip(rows, said["finding_codes"], strict=True)
        if "MONTH_COUNT_DISAGREES" in codes
    }
    # 1 January to 28 February are two months of the calendar, and 58 days of thirty-day months; 31 May to 30 August are
    # three, and 91 days; 1 July to 31 August are two, and 60 days
    assert {(date(2031, 1, 1), date(2031, 2, 28)), (date(2031, 5, 31), date(2031, 8, 30))} <= stays
    assert (date(2031, 7, 1), date(2031, 8, 31)) not in stays


def test_purposes_that_are_excluded_are_refused_by_their_own_codes() -> None:
    source = toy_rulebook().sources[0]
    purposes = ("conference", "language_training")
    excluded = [{"purpose": one, "scope": {"activities": ["STT"]}, "source": source} for one in purposes]
    book = toy_with(excluded_purposes=excluded)
    rows = [row | {"purpose": one} for one in (*purposes, "observation", None) for row in toy_rows([5], activity="STT")]
    said = same_everywhere(rows, book)
    codes = [
        set(one["finding_codes"].split(", ")) & {"CONFERENCE_NOT_ELIGIBLE", "PURPOSE_NOT_ELIGIBLE"} for one in said
    ]
    assert codes == [{"CONFERENCE_NOT_ELIGIBLE"}, {"PURPOSE_NOT_ELIGIBLE"}, set(), set()]


def test_a_purpose_that_is_excluded_at_some_hosts_is_allowed_at_others() -> None:
    excluded = {"purpose": "language_training", "hosts": ["other"], "source": toy_rulebook().sources[0]}
    book = toy_with(excluded_purposes=[excluded])
    (row,) = toy_rows([5], activity="STT")
    rows = [
        row | {"purpose": purpose, "receiving_organisation": host}
        for purpose in ("language_training", "observation")
        for host in ("other", "higher_education", None)
    ]
    said = same_everywhere(rows, book)
    assert ["PURPOSE_NOT_ELIGIBLE" in one["finding_codes"] for one in said] == [True, *[False] * 5]


def test_a_zero_grant_does_not_wait_for_whether_an_activity_is_funded() -> None:
    source = toy_rulebook().sources[0]
    activities = [{"scope": STAFF, "roles": ["staff"], "funding": "not_published", "why": "ask.", "source": source}]
    book = toy_with(activities=activities, zero_grants=[{"source": source}])
    rows = [row | {"zero_grant": zero} for zero in (True, False) for row in toy_rows([5, 20])]
    said = same_everywhere(rows, book)
    assert [one["status"] for one in said] == ["granted"] * 2 + ["undetermined"] * 2


def test_a_rate_and_its_tiers_are_cited_each_with_its_own_page() -> None:
    source = toy_rulebook().sources[0]
    first, second, unpaid = (source.at(name, f"page {name}") for name in ("FIRST", "SECOND", "UNPAID"))
    tiers = [
        {"from_day": 1, "to_day": 4, "share": 1, "source": first},
        {"from_day": 5, "to_day": 9, "share": "0.5", "source": second},
    ]
    daily = [{"rate_eur_per_day": "101.00", "tiers": tiers, "source": source}]
    undecided = [{"bands": BANDS, "not_decided": "the agency decides it.", "source": unpaid}]
    book = toy_with(daily_rates=daily, travel_support=undecided, sources=[source, first, second, unpaid])
    rows = [row | {"distance_km": km} for km in (0.0, 742.0) for row in toy_rows([2, 4, 5, 9])]
    said = same_everywhere(rows, book)
    paid = toy_with(
        daily_rates=daily, travel_support=[UNPAID | {"source": unpaid}], sources=[source, first, second, unpaid]
    )
    said = same_everywhere(rows, paid)
    # 2 and 4 days are in the first tier, 5 and 9 reach the second
    assert [one["source_ids"] for one in said[:4]] == ["TOY, FIRST"] * 2 + ["TOY, FIRST, SECOND"] * 2


def test_bands_are_numbered_through_tables_of_which_no_row_has_any() -> None:
    source = toy_rulebook().sources[0]
    scopes = [
        {"directions": ["incoming"]},
        *({"directions": ["outgoing"], "activities": [one]} for one in ("STT", "STA")),
    ]
    book = toy_with(travel_support=[{"scope": scope, "bands": BANDS, "source": source} for scope in scopes])
    rows = [row | {"distance_km": km} for km in (499.5, 742.0) for row in toy_rows([5])]
    alone = calculate_frame(polars_frame(rows), book)["trace"].to_list()
    beside = calculate_frame(polars_frame([*rows, rows[0] | {"direction": "incoming"}]), book)["trace"].to_list()
    assert [band_in(trace) for trace in alone] == [5, 6]  # after two bands of what comes in, and two of training
    assert [band_in(trace) for trace in beside] == [5, 6, 1]


def test_the_band_and_the_rates_that_are_paid_are_told_in_words_and_in_the_trace() -> None:
    students = {"activity": "SMS", "fewer_opportunities": True}
    rows = [
        *toy_rows([5], distance_km=742.0),
        *toy_rows([5], distance_km=1000.0),
        *toy_rows([120], distance_km=50.0, **students),
        *toy_rows([20], distance_km=9.0, blended_intensive_programme=True, **students),
        *toy_rows([1], distance_km=742.0),  # too short
    ]
    said = calculate_frame(polars_frame(rows), toy_with(), explain="text")
    assert said["status"].to_list() == [*["granted"] * 4, "not_eligible"]
    assert said.select("travel_band", "rate_ids").rows() == [
        ("100 <= km < 1000", "daily_rates[0]"),
        ("1000 <= km", "daily_rates[0]"),
        ("10 <= km < 100", "monthly_rates[0], top_ups[1]"),
        ("", "short_stay_rates[0], top_ups[0]"),
        ("", ""),
    ]
    assert [(band_in(trace), rate_in(trace)) for trace in said["trace"].to_list()] == [
        *((2, 1), (3, 1), (1, 2), (0, 3), (0, 0)),
    ]


@pytest.mark.parametrize(("role", "paid"), [("staff", [(210, 2), (0, 0)]), ("student", [(0, 0), (210, 2)])])
def test_what_is_for_a_role_is_for_the_usual_one_of_an_activity_alone(role: str, paid: list[tuple[int, int]]) -> None:
    travel = [{"scope": {"roles": [role]}, "bands": BANDS, "source": toy_rulebook().sources[0]}]
    rows = [*toy_rows([5], distance_km=742.0), *toy_rows([120], activity="SMS", distance_km=742.0)]
    said = calculate_frame(polars_frame(rows), toy_with(travel_support=travel))
    assert said["status"].to_list() == ["granted", "granted"]
    assert [(eur, band_in(trace)) for eur, trace in said.select("travel_support_eur", "trace").rows()] == paid


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
    assert calculate_frame(polars_frame(toy_rows([5])), book, explain="none")["status"].to_list() == ["granted"]


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
    said = calculate_frame(polars_frame(toy_rows([5])), book)
    # 500 for the journey of 4070 km; no rate for the days of staff, and so no upper bound
    assert said.select("status", "total_eur", "minimum_total_eur", "maximum_total_eur").rows() == [
        ("undetermined", None, Decimal("500.00"), None)
    ]
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


@pytest.mark.parametrize("book", ["usmb-icm-2023", "eu-ka131-2022"])
def test_bounds_are_the_same_without_reasons(book: str) -> None:
    names = ("status", "eligible", "minimum_total_eur", "maximum_total_eur")
    drawn = drawn_rows(book, 700, seed=12)
    lacking: tuple[dict[str, Any], ...] = ({}, {"distance_km": None}, {"receiving_country": None, "partner": None})
    frame = polars_frame([row | nothing for row in drawn for nothing in lacking])
    with_text = calculate_frame(frame, book, explain="text").select(names)
    assert with_text.filter(status="undetermined").height > 100
    assert calculate_frame(frame, book, explain="none").select(names).equals(with_text)


def test_bounds_of_a_row_without_a_distance_are_told_without_reasons() -> None:
    frame = polars_frame([DAKAR | {"distance_km": None}])
    for explain in ("none", "trace", "text"):
        said = calculate_frame(frame, "usmb-icm-2023", explain=explain).row(0, named=True)
        # 5 + 2 days at 180, and for the journey from nothing, below 100 km, to 1500, from 8000 km on
        assert (said["status"], said["eligible"], said["total_eur"]) == ("undetermined", True, None)
        assert (said["minimum_total_eur"], said["maximum_total_eur"]) == (Decimal("1260.00"), Decimal("2760.00"))


def test_pandas_without_pyarrow_has_decimals_of_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erasmus_grants.frames.backends.find_spec", lambda _: None)
    lille = {"activity": "STT", "direction": "outgoing", "distance_km": 742.0}
    rows = [
        lille | {"start_date": date(2023, 3, 6), "end_date": date(2023, 3, 10)},
        lille | {"start_date": None, "end_date": None},
    ]
    said = calculate_frame(pandas_frame(rows), "lille-ka171-2022")
    # 275 for 742 km, 5 days and 2 travel days at 180; no split is printed; and a row that cannot be read
    assert said["total_eur"].tolist() == [Decimal("1535.00"), None]
    assert [str(value) for value in said["pre_financing_eur"]] == ["None", "None"]
    assert said["total_eur"].dtype == object
    assert isinstance(said, pd.DataFrame)
    assert "pyarrow" in sys.modules


def test_types_of_pandas_do_not_depend_on_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        DAKAR,
        DAKAR | {"end_date": DAKAR["start_date"]},
        DAKAR | {"distance_km": None},
        DAKAR | {"teaching_hours": None},
    ]
    wrong = DAKAR | {"travel_mode": "by train"}
    lists = [rows[:1], rows[1:2], rows[2:3], rows[3:], [wrong], [*rows, wrong]]
    lists = [[row | {"travel_mode": row.get("travel_mode", "standard")} for row in listed] for listed in lists]
    for money, with_pyarrow in (("decimal", True), ("cents", True), ("decimal", False)):
        if not with_pyarrow:
            monkeypatch.setattr("erasmus_grants.frames.backends.find_spec", lambda _: None)
        frames = [calculate_frame(pandas_frame(listed), "usmb-icm-2023", money=money) for listed in lists]  # type: ignore[arg-type]
        assert [list(frame["status"]) for frame in frames[:-1]] == [
            *(["granted"], ["not_eligible"], ["undetermined"], ["undetermined"], ["unreadable"])
        ]
        (types,) = {tuple(map(str, frame.dtypes)) for frame in frames}
        by_name = dict(zip(frames[0].columns, types, strict=True))
        assert (by_name["eligible"], by_name["funded_days"]) == ("boolean", "Int64")
        amount = "Int64" if money == "cents" else "decimal128(18, 2)[pyarrow]" if with_pyarrow else "object"
        assert {kind for name, kind in by_name.items() if name.endswith("_eur")} == {amount}


@pytest.mark.parametrize("money", ["decimal", "cents"])
def test_rows_of_pandas_are_chosen_by_whether_they_are_eligible(money: Any) -> None:
    rows = [
        DAKAR,
        DAKAR | {"end_date": DAKAR["start_date"]},
        DAKAR | {"teaching_hours": None},
        DAKAR | {"start_date": None},
    ]
    said = calculate_frame(pandas_frame(rows), "usmb-icm-2023", money=money)
    assert said["eligible"].isna().tolist() == [False, False, True, True]
    chosen = said[said["eligible"]]
    assert (chosen["status"].tolist(), chosen.index.tolist()) == (["granted"], [7])  # the first row of such a frame
    # what is known adds up: 2080.00 and nothing
    assert said["total_eur"].sum() == (208_000 if money == "cents" else Decimal("2080.00"))


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
    countries: dict[str, set[str | None]] = {status: set() for status in ("granted", "undetermined", "not_eligible")}
    for row, one in zip(rows, said, strict=True):
        countries[one["status"]].add(row["receiving_country"])
    assert countries["granted"] == {"CH", "IT"}  # Italy is in both groups, and no other entry speaks of it
    assert {"JP", "BR", None} <= countries["undetermined"]
    bounds = {
        (row["receiving_country"], (row["end_date"] - row["start_date"]).days + 1): (
            one["minimum_total_eur"],
            one["maximum_total_eur"],
        )
        for row, one in zip(rows, said, strict=True)
        if row["fewer_opportunities"] and not row["blended_intensive_programme"]
    }
    if activity == "STA":
        # 20 days and 2 for the journey at 120, and 210 for 4070 km; elsewhere nothing is printed
        assert bounds["CH", 20] == (Decimal("2850.00"), Decimal("2850.00"))
        assert bounds["JP", 20] == bounds["BR", 20] == (None, None)
    else:
        # 69 days of 30 a month: 1048.80 at 456, the top-up of 138.00 at 60, and 210; elsewhere the top-up is certain
        assert bounds["CH", 70] == (Decimal("1396.80"), Decimal("1396.80"))
        assert bounds["JP", 70] == bounds["BR", 70] == (Decimal("138.00"), None)


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
    assert [one["status"] for one in said] == [
        *["granted"] * 2,
        *["undetermined"] * 4,
        *["granted"] * 2,
        *["undetermined"] * 2,
    ]
    # 5 days at 100, or 14 days at 100 and 6 at 70; 2 days of the journey at 100, since nobody asked for more
    nearer, longer = Decimal(700), Decimal(2020)
    assert [one["total_eur"] for one in said[:2]] == [nearer, longer]
    bounds = [(one["eligible"], one["minimum_total_eur"], one["maximum_total_eur"]) for one in said[2:4]]
    assert bounds == [(True, nearer, None), (True, longer, None)]
    bounds = [(one["eligible"], one["minimum_total_eur"], one["maximum_total_eur"]) for one in said[8:]]
    assert bounds == [(None, 0, None)] * 2  # some country may not be eligible


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
    assert [one["status"] for one in said] == [
        *("undetermined", "granted", "granted", "granted"),
        *["undetermined"] * 4,
        *["granted"] * 8,
    ]
    # 5 days and 2 for the journey at 100, and for an unknown distance the lowest and the highest band, 90 and 210
    bounds = [(one["eligible"], one["minimum_total_eur"], one["maximum_total_eur"]) for one in said]
    assert bounds[0] == (True, Decimal(790), Decimal(910))
    assert bounds[4:8] == [(True, Decimal(700), None)] * 4
    assert bounds[8:] == [(True, Decimal(700), Decimal(700))] * 8


def test_travel_support_that_is_not_decided_lies_between_nothing_and_its_band() -> None:
    source = toy_rulebook().sources[0]
    gap = [{"from_km": 0, "below_km": 10, "not_published": "ask."}, {"from_km": 10, "standard_eur": 90}]
    undecided: dict[str, object] = {"not_decided": "the agency decides it.", "source": source}
    tables = [
        {"scope": {"directions": ["outgoing"]}, "bands": BANDS, **undecided},
        {"scope": {"directions": ["incoming"]}, "bands": gap, **undecided},
    ]
    rows = [
        row
        for direction in ("outgoing", "incoming")
        for km in (None, 0.0, 499.5, 742.0)
        for row in toy_rows([5], direction=direction, distance_km=km)
    ]
    said = same_everywhere(rows, toy_with(travel_support=tables))
    assert [one["travel_support_eur"] for one in said[1:4]] == [None] * 3
    # 5 days and 2 for the journey at 100; the bands of 90 and 210 for the journey, or nothing
    bounds = [(one["minimum_total_eur"], one["maximum_total_eur"]) for one in said]
    assert bounds == [
        *((Decimal(700), Decimal(910)), (Decimal(700), Decimal(790)), (Decimal(700), Decimal(790))),
        *((Decimal(700), Decimal(910)), (Decimal(700), None), (Decimal(700), None)),
        *((Decimal(700), Decimal(790)), (Decimal(700), Decimal(790))),
    ]


def test_a_rulebook_that_departs_from_the_programme_says_so_of_every_row() -> None:
    source = toy_rulebook().sources[0]
    rates = [{"rate_eur_per_month": 310, "source": source}]
    book = toy_with().adapt(
        id="ours",
        title="Ours",
        source=source.at("POLICY", "page 2"),
        monthly_rates=rates,
        departs_from_programme="the board decided it.",
        provisional_because="it may decide otherwise.",
    )
    rows = [*toy_rows([1, 5, 70]), *toy_rows([5, 70, 140], activity="SMS")]  # eligible ones, and others
    said = same_everywhere([*rows, rows[0] | {"activity": "STX"}], book)
    departs = ["DEPARTS_FROM_PROGRAMME" in one["finding_codes"].split(", ") for one in said]
    assert departs == ["PROVISIONAL_FIGURES" in one["finding_codes"].split(", ") for one in said]
    assert departs == [True] * 6 + [False]  # what cannot be read is nobody's mobility
    # for staff a day is too short and 70 days are too long; for students 5 days are too short
    assert [one["status"] for one in said] == [
        *("not_eligible", "granted", "not_eligible", "not_eligible", "granted", "granted", "unreadable"),
    ]


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
        and one["status"] == "granted"
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


# --- a country that is not stated decides about one thing only ---------------------------------------------------------

EVERY_DAY = [{"from_day": 1, "share": 1}]
LONG = {"terms": ["long_term_physical"]}
MONTHLY_TOP_UP = {"kind": "top_up_fewer_opportunities"}
STAFF = {"activities": ["STA", "STT"]}

BY_COUNTRY: dict[str, dict[str, Any]] = {
    "travel support": {
        "travel_support": [(NEAR, {"bands": BANDS}), (FAR, {"bands": [{"from_km": 0, "standard_eur": 400}]})],
    },
    "the rates": {
        "daily_rates": [
            (NEAR, {"rate_eur_per_day": 120, "tiers": EVERY_DAY}),
            (FAR, {"rate_eur_per_day": 90, "tiers": EVERY_DAY}),
        ],
        "monthly_rates": [(NEAR, {"rate_eur_per_month": 450}), (FAR, {"rate_eur_per_month": 330})],
    },
    "the travel days": {
        "travel_days": [(NEAR, {"funded_travel_days": 0}), (FAR, {"funded_travel_days": 4})],
    },
    "a top-up": {
        "top_ups": [
            (NEAR | LONG, MONTHLY_TOP_UP | {"rate_eur_per_month": 60}),
            (FAR | LONG, MONTHLY_TOP_UP | {"rate_eur_per_month": 90}),
        ],
    },
    "the activity": {
        "activities": [
            (NEAR | STAFF, {"roles": ["staff"]}),
            (FAR | STAFF, {"roles": ["staff"], "funding": "not_funded", "why": "nobody pays."}),
            ({"activities": ["SMS", "SMT"]}, {"roles": ["student"]}),
        ],
    },
}
"""Tables whose entries tell a near country from a far one."""


def toy_by_country(decided: str, side: str) -> Rulebook:
    """Return a toy rulebook in which a country on one side decides about one thing."""
    source = toy_rulebook().sources[0]
    groups = [{"id": name, "countries": [code], "source": source} for name, code in (("near", "CH"), ("far", "JP"))]
    tables = {
        name: [
            entry
            | {"source": source}
            | {"scope": {side if key == "receiving_groups" else key: value for key, value in scope.items()}}
            for scope, entry in entries
        ]
        for name, entries in BY_COUNTRY[decided].items()
    }
    return toy_with(country_groups=groups, **tables)


NOBODY_KNOWS: tuple[Any, ...] = ("undetermined", None, "0.00", None)
"""It may yet be refused, and what it is otherwise has no upper bound."""


def certain(total: str) -> tuple[Any, ...]:
    return "granted", True, total, total


REFUSED: tuple[Any, ...] = ("not_eligible", False, "0.00", "0.00")
TOLD_BY_COUNTRY: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    # for 742 km 200; teaching, 5 days and 2 for the journey at 100; studies, 69 days of 30 a month, 690 at 300 and a
    # top-up of 138 at 60: 900 and 1028, but for what the country decides: a near one, a far one, and one that is unknown
    "travel support": (
        (certain("910.00"), certain("1100.00"), NOBODY_KNOWS),  # 210 or 400
        (certain("1038.00"), certain("1228.00"), NOBODY_KNOWS),
    ),
    "the rates": (
        (certain("1040.00"), certain("830.00"), NOBODY_KNOWS),  # 7 x 120 or 7 x 90
        (certain("1373.00"), certain("1097.00"), NOBODY_KNOWS),  # 69 / 30 x 450 = 1035, or x 330 = 759
    ),
    "the travel days": (
        (certain("700.00"), certain("1100.00"), NOBODY_KNOWS),  # none or 4 at 100
        (certain("1028.00"), certain("1068.00"), NOBODY_KNOWS),  # none or 4 / 30 x 300
    ),
    "a top-up": (
        (certain("900.00"), certain("900.00"), certain("900.00")),  # it is for students alone
        (certain("1028.00"), certain("1097.00"), NOBODY_KNOWS),  # 69 / 30 x 60 = 138, or x 90 = 207
    ),
    "the activity": (
        (certain("900.00"), REFUSED, ("undetermined", None, None, None)),  # no part of it is certain
        (certain("1028.00"), certain("1028.00"), certain("1028.00")),  # of students a country decides nothing
    ),
}


@pytest.mark.parametrize(
    ("direction", "side"),
    [("outgoing", "receiving_groups"), ("incoming", "sending_groups")],
    ids=["outgoing", "incoming"],
)
@pytest.mark.parametrize("decided", BY_COUNTRY)
def test_a_country_that_is_not_stated_leaves_open_what_it_decides(decided: str, direction: str, side: str) -> None:
    book, field = toy_by_country(decided, side), side.replace("groups", "country")
    shared = {"direction": direction, "distance_km": 742.0, "fewer_opportunities": True, "receiving_country": None}
    rows = [
        row | {field: country}
        for activity, days in (("STA", 5), ("SMS", 70))
        for country in ("CH", "JP", None)
        for row in toy_rows([days], activity=activity, **shared)
    ]
    said = same_everywhere(rows, book)
    names = ("status", "eligible", "minimum_total_eur", "maximum_total_eur")
    told = [tuple(str(one[name]) if isinstance(one[name], Decimal) else one[name] for name in names) for one in said]
    assert told == [answer for answers in TOLD_BY_COUNTRY[decided] for answer in answers]
    assert difference(rows, of_pandas(calculate_frame(pandas_frame(rows), book, explain="text")), book) == ""
    without = calculate_frame(polars_frame(rows), book, explain="none").select(names)
    assert without.rows() == [tuple(one[name] for name in names) for one in said]


def test_a_range_without_shares_bounds_the_travel_days_alone() -> None:
    """Nobody prints which share later days have: of 2 travel days and 5 days there, 2 x 80 are certain to be paid."""
    source = toy_rulebook().sources[0]
    book = toy_with(daily_rates=[], daily_rate_ranges=[{"minimum_eur": 80, "maximum_eur": 180, "source": source}])
    rows = toy_rows([1, 5, 20, 60], activity="STT", distance_km=10)
    said = calculate_frame(polars_frame(rows), book, explain="text").rows(named=True)
    assert difference(rows, list(said), book) == ""
    assert said[1]["minimum_total_eur"] == Decimal("180.00")  # 20 for the journey
    assert said[1]["maximum_total_eur"] == Decimal("1280.00")  # 20 + 7 x 180
