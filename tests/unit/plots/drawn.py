"""What stands in a picture, read back from it."""

from collections.abc import Sequence
from math import isnan

from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle, StepPatch


def legend(picture: Figure) -> list[str]:
    return [text.get_text() for text in picture.legends[0].get_texts()]


def texts(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def caption(picture: Figure) -> str:
    return picture.texts[-1].get_text()  # the title is the first text


def areas(axes: Axes) -> dict[str, StepPatch]:
    """Return the areas and lines of steps by their names."""
    return {str(patch.get_label()): patch for patch in axes.patches if isinstance(patch, StepPatch)}


def heights(axes: Axes, name: str) -> dict[float, tuple[float, float]]:
    """Return lower and upper end of each step of an area by its left edge; steps that are not drawn are left out."""
    values, edges, baseline = areas(axes)[name].get_data()
    below = [0.0] * len(values) if baseline is None else list(baseline)
    steps = zip(edges[:-1], below, values, strict=True)
    return {float(edge): (float(low), float(high)) for edge, low, high in steps if not isnan(high)}


def stretches(axes: Axes, name: str) -> list[tuple[float, float]]:
    """Return from where to where stretches of the horizontal axis go."""
    found = [one for one in axes.patches if isinstance(one, Rectangle) and one.get_label() == name]
    return [(float(one.get_x()), float(one.get_x() + one.get_width())) for one in found]


def bars(axes: Axes, name: str) -> dict[int, tuple[float, float]]:
    """Return start and end of each bar of a name, by its row."""
    found: dict[int, tuple[float, float]] = {}
    for container in axes.containers:
        if isinstance(container, BarContainer) and container.get_label() == name:
            for bar in container.patches:
                row = round(bar.get_y() + bar.get_height() / 2)
                found[row] = (float(bar.get_x()), float(bar.get_x() + bar.get_width()))
    return found


def rows(axes: Axes) -> Sequence[str]:
    return [label.get_text() for label in axes.get_yticklabels()]
