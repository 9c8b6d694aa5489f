"""What is true of every picture: it can be shown anywhere, is seen by everybody, and leaves nothing behind."""

import runpy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from erasmus_grants import compare
from erasmus_grants.plots import extra, plot_comparison, plot_grant_by_distance, plot_grant_by_length, plot_list
from erasmus_grants.plots.pictures import GRANTED, GREEN, INDIVIDUAL, LOWEST, STANDARD, TOP_UPS, TRAVEL
from tests.unit.plots.test_by_length import COPENHAGEN, DAKAR
from tests.unit.plots.test_compared import WHAT_IF
from tests.unit.plots.test_lists import GRANTS


def pictures() -> list[Figure]:
    return [
        plot_grant_by_length(DAKAR, "usmb-icm-2023"),
        plot_grant_by_distance(COPENHAGEN, "na-de-ka131-2024"),
        plot_comparison(compare(DAKAR, ["usmb-icm-2023", "usmb-icm-2018"], what_if=WHAT_IF)),
        plot_list(GRANTS, "usmb-icm-2023"),
    ]


def brightness(colour: str) -> float:
    """Return how bright a colour is, as WCAG 2 computes it."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@pytest.mark.parametrize("stack", [(TRAVEL, INDIVIDUAL, TOP_UPS), (GRANTED, LOWEST)])
def test_what_stands_upon_each_other_differs_in_grey(stack: tuple[tuple[str, ...], ...]) -> None:
    for one, other in combinations(stack, 2):
        dark, light = sorted((brightness(one[0]), brightness(other[0])))
        assert (light + 0.05) / (dark + 0.05) >= 1.6


def test_lines_differ_by_more_than_their_colour() -> None:
    assert STANDARD.style != GREEN.style
    assert STANDARD.hatch != GREEN.hatch


def test_nothing_overlaps_the_caption_or_the_legend() -> None:
    for picture in pictures():
        canvas = FigureCanvasAgg(picture)
        canvas.draw()
        renderer = canvas.get_renderer()
        caption, legend = (one.get_window_extent(renderer) for one in (picture.texts[-1], picture.legends[0]))
        assert caption.y1 <= legend.y0
        for axes in picture.axes:
            box = axes.get_tightbbox(renderer)
            assert box is not None
            assert legend.y1 <= box.y0
            assert picture.bbox.x0 <= box.x0 <= box.x1 <= picture.bbox.x1


def test_a_notebook_gets_a_small_opaque_picture() -> None:
    for picture in pictures():
        shown, _ = picture._repr_png_()  # type: ignore[attr-defined]
        assert shown.startswith(b"\x89PNG")
        assert len(shown) < 100_000
        assert to_rgb(picture.get_facecolor()) == (1, 1, 1)


def test_who_cannot_see_a_picture_is_told_what_it_shows() -> None:
    _, metadata = plot_grant_by_length(DAKAR, "usmb-icm-2023")._repr_png_()  # type: ignore[attr-defined]
    assert metadata == {
        "alt": "Grant by length of the stay; STA outgoing, France to Senegal; travel support; individual support; "
        "not eligible; planned: 5 calendar days, 2080.00 EUR"
    }


@pytest.mark.newest_only
def test_pictures_are_drawn_in_threads_and_leave_no_state() -> None:
    script = (
        "import sys\n"
        "from erasmus_grants.plots import plot_grant_by_length\n"
        "from erasmus_grants.testing import toy_mobility, toy_rulebook\n"
        "plot_grant_by_length(toy_mobility(), toy_rulebook())._repr_png_()\n"
        "print('matplotlib.pyplot' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: plot_grant_by_length(DAKAR, "usmb-icm-2023")._repr_png_()[0], range(8)))  # type: ignore[attr-defined]
    assert len(set(drawn)) == 1


INSTALL = "in the folder of the project, .venv/bin/pip install '.[plots]'"


@pytest.mark.parametrize(("missing", "package"), [("matplotlib.axes", "matplotlib"), ("narwhals", "narwhals")])
def test_without_the_extra_an_error_says_how_to_install_it(
    missing: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ModuleNotFoundError) as raised:
        runpy.run_path(extra.__file__)
    assert str(raised.value) == f"plots need {package}: {INSTALL}"
    assert raised.value.name == package


def test_the_error_is_the_first_thing_that_an_import_meets() -> None:
    script = "import sys; sys.modules['matplotlib'] = None; import erasmus_grants.plots"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.endswith(f"ModuleNotFoundError: plots need matplotlib: {INSTALL}\n")
