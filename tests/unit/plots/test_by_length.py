"""The grant over the length of the stay: what is drawn is what hand arithmetic gives."""

import pytest

from erasmus_grants import Mobility
from erasmus_grants.plots import plot_grant_by_length
from erasmus_grants.testing import toy_mobility, toy_rulebook
from tests.unit.plots.drawn import areas, caption, heights, legend, stretches

DAKAR = Mobility(
    activity="STA",
    direction="outgoing",
    sending_country="FR",
    receiving_country="SN",
    start_date="2022-03-07",
    end_date="2022-03-11",
    distance_km=4070,
    teaching_hours=8,
)
COPENHAGEN = Mobility(
    activity="STT",
    direction="outgoing",
    sending_country="DE",
    receiving_country="DK",
    start_date="2025-03-04",
    end_date="2025-03-19",
    distance_km=1500,
)


def test_dakar_is_eight_hundred_and_twenty_for_the_journey_and_the_days_upon_it() -> None:
    (axes,) = plot_grant_by_length(DAKAR, "usmb-icm-2023", days=range(4, 10)).axes
    # 820; 820 + 5 x 180 + 2 x 180 = 2080, and no more for the sixth and seventh day, of which five are funded
    assert heights(axes, "travel support") == dict.fromkeys((4.5, 5.5, 6.5), (0, 820))
    assert heights(axes, "individual support") == dict.fromkeys((4.5, 5.5, 6.5), (820, 2080))
    assert set(areas(axes)) == {"travel support", "individual support"}


def test_lengths_that_are_not_eligible_are_hatched_and_never_drawn_as_nothing() -> None:
    picture = plot_grant_by_length(DAKAR, "usmb-icm-2023", days=range(4, 10))
    assert stretches(picture.axes[0], "not eligible") == [(3.5, 4.5), (7.5, 9.5)]
    assert legend(picture).count("not eligible") == 1
    assert all(one.get_hatch() for one in picture.axes[0].patches if one.get_label() == "not eligible")


def test_a_day_of_another_tier_is_a_lower_step() -> None:
    (axes,) = plot_grant_by_length(COPENHAGEN, "na-de-ka131-2024").axes
    drawn = heights(axes, "individual support")
    # 309 + (14 + 2 travel days) x 180 = 3189; a day from the 15th on is 0.7 x 180 = 126; 16 days: 3441
    assert [drawn[edge][1] for edge in (12.5, 13.5, 14.5, 15.5)] == [3009, 3189, 3315, 3441]
    assert stretches(axes, "not eligible") == [(0.5, 1.5)]


def test_top_ups_stand_upon_the_rest() -> None:
    stay = Mobility(
        activity="SMS",
        direction="outgoing",
        start_date="2024-05-20",
        end_date="2024-06-03",
        blended_intensive_programme=True,
        distance_km="499.7",
        fewer_opportunities=True,
    )
    (axes,) = plot_grant_by_length(stay, "usmb-bip-2024", days=range(14, 16)).axes
    # 211 + 14 x 79 = 1317, one more day 56, and once 100 up to 14 days and 150 from 15 days on
    assert heights(axes, "individual support") == {13.5: (211, 1317), 14.5: (211, 1373)}
    assert heights(axes, "top-ups") == {13.5: (1317, 1417), 14.5: (1373, 1523)}


def test_what_is_not_yet_known_is_hatched_from_the_lowest_to_the_highest_total() -> None:
    picture = plot_grant_by_length(DAKAR.model_copy(update={"distance_km": None}), "usmb-icm-2023", days=range(5, 7))
    name = "not yet known, from lowest to highest total"
    # the bands go from 0 (below 100 km) to 1500, and the days are 1260
    assert heights(picture.axes[0], name) == {4.5: (1260, 2760), 5.5: (1260, 2760)}
    assert set(areas(picture.axes[0])) == {name}
    assert areas(picture.axes[0])[name].get_hatch()
    assert "planned: 5 calendar days, 1260.00 to 2760.00 EUR" in legend(picture)


def test_what_has_no_highest_total_is_a_stretch() -> None:
    anywhere = COPENHAGEN.model_copy(update={"receiving_country": None})
    picture = plot_grant_by_length(anywhere, "eu-ka131-2024", days=range(5, 8))
    assert stretches(picture.axes[0], "not yet known, without a highest total") == [(4.5, 7.5)]
    assert areas(picture.axes[0]) == {}


def test_lengths_that_another_field_rules_out_are_left_blank() -> None:
    picture = plot_grant_by_length(toy_mobility(interruption_days=2), toy_rulebook(), days=range(1, 6))
    (axes,) = picture.axes
    # of one or two days nothing would be left
    drawn = [edge for name in areas(axes) for edge in heights(axes, name)]
    refused = [end for stretch in stretches(axes, "not eligible") for end in stretch]
    assert min([*drawn, *refused]) == 2.5


def test_the_planned_stay_is_marked_with_its_answer() -> None:
    picture = plot_grant_by_length(DAKAR, "usmb-icm-2023")
    (mark,) = picture.axes[0].lines
    assert list(mark.get_xdata()) == [5, 5]
    assert mark.get_label() == "planned: 5 calendar days, 2080.00 EUR"
    assert plot_grant_by_length(DAKAR, "usmb-icm-2023", days=range(6, 9)).axes[0].lines[:] == []


@pytest.mark.parametrize(("mobility", "last"), [(DAKAR, 30), (COPENHAGEN, 32)])
def test_twice_the_planned_length_and_thirty_days_at_least_are_shown(mobility: Mobility, last: int) -> None:
    book = "usmb-icm-2023" if mobility is DAKAR else "na-de-ka131-2024"
    assert plot_grant_by_length(mobility, book).axes[0].get_xlim() == (0.5, last + 0.5)


def test_title_axes_and_caption_say_what_is_shown() -> None:
    picture = plot_grant_by_length(DAKAR, "usmb-icm-2023")
    assert picture.get_suptitle() == "Grant by length of the stay\nSTA outgoing, France to Senegal"
    assert picture.axes[0].get_xlabel() == "length of the stay [calendar days]"
    assert picture.axes[0].get_ylabel() == "grant [EUR]"
    assert picture.axes[0].get_ylim()[0] == 0
    assert caption(picture).startswith("Rulebook usmb-icm-2023 (c4a52e5096f3), erasmus_grants ")


@pytest.mark.parametrize("days", [range(0), range(5), range(1, 10, 2), range(5, 1, -1)])
def test_lengths_are_a_range_without_gaps(days: range) -> None:
    with pytest.raises(ValueError, match=r"days are a range of whole lengths from 1 on, as range\(1, 61\), not range"):
        plot_grant_by_length(DAKAR, "usmb-icm-2023", days=days)
