"""The grant over the distance: a step at each printed edge."""

import pytest

from erasmus_grants import Mobility
from erasmus_grants.plots import plot_grant_by_distance
from erasmus_grants.testing import toy_mobility, toy_rulebook
from tests.unit.plots.drawn import areas, heights, legend, stretches
from tests.unit.plots.test_by_length import COPENHAGEN, DAKAR

WEEK = COPENHAGEN.model_copy(update={"end_date": "2025-03-08"})


def test_dakar_goes_up_at_each_edge_of_the_page() -> None:
    picture = plot_grant_by_distance(DAKAR, "usmb-icm-2023")
    drawn = heights(picture.axes[0], "standard travel")
    # 1260 for the days, and 0, 180, 275, 360, 530, 820, 1500 for the journey
    expected = {0: 1260, 100: 1440, 500: 1535, 2000: 1620, 3000: 1790, 4000: 2080, 8000: 2760}
    assert {edge: high for edge, (_, high) in drawn.items()} == expected
    assert picture.axes[0].get_xlim() == (0, 10000)
    assert legend(picture) == ["standard travel", "planned: 4070 km, 2080.00 EUR"]  # the page prints no green amounts


def test_green_travel_has_a_line_of_its_own_where_it_is_paid_otherwise() -> None:
    (axes,) = plot_grant_by_distance(WEEK, "na-de-ka131-2024").axes
    # 5 days and 2 travel days at 180 are 1260; the journey is 309 or 417 from 500 km on, and 1188 for both from 4000 on
    assert {name: heights(axes, name)[500][1] for name in areas(axes)} == {
        "standard travel": 1569,
        "green travel": 1677,
    }
    assert {name: heights(axes, name)[4000][1] for name in areas(axes)} == {
        "standard travel": 2448,
        "green travel": 2448,
    }
    looks = {(line.get_edgecolor(), str(line.get_linestyle())) for line in areas(axes).values()}
    assert len({colour for colour, _ in looks}) == len({style for _, style in looks}) == 2


def test_bounds_are_hatched_for_each_way_of_travelling() -> None:
    week = WEEK.model_copy(update={"receiving_country": "ES"})
    picture = plot_grant_by_distance(week, "eu-ka131-2026")
    standard, green = (f"{mode} travel, not yet known, from lowest to highest total" for mode in ("standard", "green"))
    drawn = areas(picture.axes[0])
    assert set(drawn) == {standard, green}  # and no line without a total
    assert drawn[standard].get_hatch() != drawn[green].get_hatch()
    low, high = heights(picture.axes[0], standard)[500]
    greener_low, greener_high = heights(picture.axes[0], green)[500]
    assert (greener_low - low, greener_high - high) == (108, 108)  # 417 - 309
    assert high > low > 309


@pytest.mark.parametrize("km", [None, "12000"])
def test_the_picture_goes_beyond_the_last_edge_and_the_planned_distance(km: str | None) -> None:
    picture = plot_grant_by_distance(DAKAR.model_copy(update={"distance_km": km}), "usmb-icm-2023")
    assert picture.axes[0].get_xlim() == (0, 10000 if km is None else 15000)
    assert len(picture.axes[0].lines) == (km is not None)


def test_without_travel_support_there_is_one_step() -> None:
    book = toy_rulebook().model_copy(update={"travel_support": ()})
    picture = plot_grant_by_distance(toy_mobility(), book)
    # 5 days and 2 travel days at 100
    assert heights(picture.axes[0], "standard travel") == {0: (0, 700)}
    assert picture.axes[0].get_xlim() == (0, 1250)


def test_what_is_not_eligible_is_hatched_from_end_to_end() -> None:
    short = Mobility.model_validate(DAKAR.model_dump() | {"end_date": "2022-03-08"})
    picture = plot_grant_by_distance(short, "usmb-icm-2023")
    assert stretches(picture.axes[0], "not eligible") == [(0, 10000)]
    assert areas(picture.axes[0]) == {}
    assert legend(picture) == ["not eligible", "planned: 4070 km, not eligible"]


def test_title_and_axes_say_what_is_shown() -> None:
    picture = plot_grant_by_distance(toy_mobility(), toy_rulebook())
    assert picture.get_suptitle() == "Grant by distance\nSTA outgoing"
    assert picture.axes[0].get_xlabel() == "distance, one way [km]"
    assert picture.axes[0].get_ylabel() == "grant [EUR]"
