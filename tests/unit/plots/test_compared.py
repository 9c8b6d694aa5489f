"""Grants of a comparison: a bar for each case."""

from decimal import Decimal

from matplotlib.patches import Rectangle

from erasmus_grants import compare
from erasmus_grants.plots import plot_comparison
from erasmus_grants.testing import toy_mobility, toy_rulebook
from tests.unit.plots.drawn import bars, caption, legend, rows, texts
from tests.unit.plots.test_by_length import COPENHAGEN, DAKAR

WHAT_IF = {
    "farther": {"distance_km": 8000},
    "nearer": {"distance_km": 99},
    "two days": {"end_date": "2022-03-08"},
    "anywhere": {"distance_km": None},
}


def test_each_case_is_stacked_by_kind_of_line_and_says_how_far_it_is_from_the_first() -> None:
    picture = plot_comparison(compare(DAKAR, "usmb-icm-2023", what_if=WHAT_IF))
    (axes,) = picture.axes
    assert [name.replace("\n", " ") for name in rows(axes)] == [
        "usmb-icm-2023",
        *(f"usmb-icm-2023, {name}" for name in WHAT_IF),
    ]
    # 820 + 1260, 1500 + 1260, and 0 + 1260, which differ by 680 and 820
    assert bars(axes, "travel support") == {0: (0, 820), 1: (0, 1500), 2: (0, 0)}
    assert bars(axes, "individual support") == {0: (820, 2080), 1: (1500, 2760), 2: (0, 1260)}
    assert bars(axes, "not yet known, from lowest to highest total") == {4: (1260, 2760)}
    assert texts(axes) == [
        "2080.00 EUR",
        "2760.00 EUR (+680.00)",
        "1260.00 EUR (-820.00)",
        "not eligible",
        "1260.00 to 2760.00 EUR",
    ]
    assert legend(picture) == [
        "not eligible",
        "travel support",
        "individual support",
        "not yet known, from lowest to highest total",
    ]


def test_the_first_case_is_on_top_and_nothing_is_left_of_nothing() -> None:
    (axes,) = plot_comparison(compare(DAKAR, "usmb-icm-2023", what_if=WHAT_IF)).axes
    assert axes.get_ylim() == (4.5, -0.5)
    assert axes.get_xlim()[0] == 0
    assert axes.get_xlim()[1] > 2760
    assert axes.get_xlabel() == "grant [EUR]"


def test_the_axis_begins_at_nothing_where_no_bar_does() -> None:
    madrid = COPENHAGEN.model_copy(update={"receiving_country": "ES", "distance_km": Decimal(1000)})
    (axes,) = plot_comparison(compare(madrid, ["eu-ka131-2024", "eu-ka131-2023", "na-de-ka131-2024"])).axes
    assert axes.get_xlim()[0] == 0


def test_where_nothing_is_paid_the_axis_begins_at_nothing_too() -> None:
    (axes,) = plot_comparison(compare(DAKAR, ["na-de-ka131-2023", "na-de-ka131-2024"])).axes
    assert (axes.get_xlim(), texts(axes)[:1]) == ((0, 1), ["not eligible"])


def test_a_case_that_is_not_eligible_is_hatched_from_end_to_end() -> None:
    (axes,) = plot_comparison(compare(DAKAR, "usmb-icm-2023", what_if=WHAT_IF)).axes
    (span,) = [patch for patch in axes.patches if patch.get_label() == "not eligible"]
    assert span.get_hatch()
    assert isinstance(span, Rectangle)
    assert 2.5 < span.get_y() < 3 < span.get_y() + span.get_height() < 3.5
    assert (span.get_x(), span.get_width()) == (0, 1)  # of the axis, however far it goes


def test_a_case_without_a_highest_total_says_so() -> None:
    anywhere = COPENHAGEN.model_copy(update={"receiving_country": None})
    picture = plot_comparison(compare(anywhere, ["eu-ka131-2024", "na-de-ka131-2024"]))
    assert "not yet known, without a highest total" in legend(picture)
    assert not any(line.startswith("0.00") for line in texts(picture.axes[0]))


def test_the_caption_names_each_rulebook() -> None:
    picture = plot_comparison(compare(DAKAR, ["usmb-icm-2023", "usmb-icm-2018"]))
    assert caption(picture).replace("\n", " ").startswith("Rulebooks usmb-icm-2023 (c4a52e5096f3), usmb-icm-2018 (")


def test_names_of_cases_are_text_and_nothing_else() -> None:
    names = {"costs $1, not $x^$": {}, "two\nlines\x1b": {}}
    picture = plot_comparison(compare(toy_mobility(), toy_rulebook(), what_if=names))
    shown, _ = picture._repr_png_()  # type: ignore[attr-defined]
    assert shown.startswith(b"\x89PNG")
    assert rows(picture.axes[0])[1] == "toy, costs $1, not $x^$"
    assert "\\u001b" in rows(picture.axes[0])[2]
