"""How a frame is computed is planned once for all frames that are alike, and anew for one that is not."""

from datetime import date
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
import pytest

from erasmus_grants import Rulebook, get_rulebook
from erasmus_grants.frames import calculate_frame, plans
from erasmus_grants.frames.facts import facts_of

BOOK = "usmb-icm-2023"
DAKAR: dict[str, Any] = {
    "activity": "STA",
    "direction": "outgoing",
    "partner": "UCAD",
    "start_date": date(2022, 3, 7),
    "end_date": date(2022, 3, 11),
    "distance_km": 4070.0,
    "teaching_hours": 8.0,
}


@pytest.fixture(autouse=True)
def no_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_plans", {})


def totals(*changes: dict[str, Any], rulebook: str | Rulebook = BOOK, **options: Any) -> list[Decimal | None]:
    frame = pl.DataFrame([DAKAR | change for change in changes])
    return calculate_frame(frame, rulebook, **options)["total_eur"].to_list()


def number() -> int:
    return len(plans._plans)


def test_frames_that_are_alike_have_one_plan_and_each_its_own_amounts() -> None:
    assert totals({}) == [Decimal("2080.00")]
    # from 8000 km on the journey is paid 1500 EUR and not 820; five days on site and two of travel are 7 x 180 = 1260
    assert totals({"distance_km": 8000.0}, {}) == [Decimal("2760.00"), Decimal("2080.00")]
    assert number() == 1


@pytest.mark.parametrize(
    ("change", "total"),
    [
        ({"partner": "Nobody"}, "0.00"),  # which has no agreement
        ({"partner": "ucad"}, "2080.00"),  # the same partner in another spelling
        ({"direction": "incoming"}, "1940.00"),  # 7 x 160 + 820
        ({"interruption_days": 1}, "0.00"),  # a column more; four days are too few
    ],
)
def test_a_frame_that_differs_in_what_a_plan_is_made_of_is_planned_anew(change: dict[str, Any], total: str) -> None:
    assert totals({}) == [Decimal("2080.00")]
    assert totals(change) == [Decimal(total)]
    assert totals({}) == [Decimal("2080.00")]
    assert number() == 2


def test_a_word_that_no_frame_had_before_is_seen() -> None:
    assert totals({}, {}) == [Decimal("2080.00")] * 2
    assert totals({}, {"activity": "STX"}) == [Decimal("2080.00"), None]
    assert totals({}, {"activity": None}) == [Decimal("2080.00"), None]
    assert totals({"teaching_hours": None}, {})[1] == Decimal("2080.00")


def test_what_is_added_and_the_units_of_amounts_do_not_mix() -> None:
    totals({})
    frame = pl.DataFrame([DAKAR])
    assert calculate_frame(frame, BOOK, money="cents")["total_eur"].to_list() == [208_000]
    assert "trace" not in calculate_frame(frame, BOOK, explain="none").columns
    assert calculate_frame(frame, BOOK, explain="text")["travel_band"].to_list() == ["4000 <= km < 8000"]


def test_a_changed_rulebook_of_the_same_name_is_planned_anew() -> None:
    first = get_rulebook(BOOK)
    rates = [rate.model_copy(update={"rate_eur_per_day": Decimal(181)}) for rate in first.daily_rates]
    second = first.model_copy(update={"daily_rates": tuple(rates)})
    assert totals({}, rulebook=first) == [Decimal("2080.00")]
    assert totals({}, rulebook=second) == [Decimal("2087.00")]  # a euro more for each of seven days
    assert (totals({}, rulebook=first), number()) == ([Decimal("2080.00")], 2)


def test_plans_are_let_go_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_MOST_PLANS", 2)
    books = [get_rulebook(BOOK).model_copy() for _ in range(3)]  # equal, and not the same
    assert [totals({}, rulebook=book) for book in books] == [[Decimal("2080.00")]] * 3
    assert number() == 1


def test_of_a_column_that_names_rulebooks_nothing_is_settled() -> None:
    frame = nw.from_native(pl.DataFrame({"rulebook": [BOOK]}))
    assert facts_of(frame, {"rulebook": "rulebook"}).settled == frozenset()
