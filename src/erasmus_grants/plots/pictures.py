# pyright: reportUnknownMemberType=false
# matplotlib leaves the types of its keyword arguments open
"""Pictures of matplotlib: the only module that calls it.

The colours are those of Okabe and Ito, which people with any kind of colour vision tell apart; those of one stack
differ in grey too, and what is no certain amount is hatched.  Nothing is kept between pictures, so any thread can draw.

Examples:
    >>> picture, (panel,) = empty_picture("Grant by distance")
    >>> panel.bars([0, 1], [20, 30], name="travel support", fill=TRAVEL)
    >>> [float(bar.get_width()) for bar in picture.axes[0].patches]
    [20.0, 30.0]
"""

from collections.abc import Sequence
from io import BytesIO
from textwrap import fill as wrapped
from typing import Final, Literal, NamedTuple, TypedDict

from erasmus_grants.plots.extra import Axes, Figure, MaxNLocator, StrMethodFormatter
from erasmus_grants.report.rendering import printable

Along = Literal["x", "y"]
"""One of the two axes."""

_INK: Final = "#262626"
_PAPER: Final = "white"
_GREY: Final = "#d9d9d9"
_HATCHED: Final = "#8c8c8c"
_WIDTH_INCHES, _HEIGHT_INCHES, _DOTS_PER_INCH, _POINTS_OF_INCH = 6, 5, 120, 72
_TITLE_POINTS, _CAPTION_POINTS, _LINE_POINTS, _ENTRY_POINTS = 11, 7, 10, 12
_LONGEST_CAPTION, _LONGEST_NAME, _MOST_TICKS = 100, 26, 5
_HALF: Final = 1 / 2
_BAR: Final = 2 / 3
_ROOM: Final = 4 / 5
_MARGIN: Final = 1 / 100


class _Look(TypedDict):
    """How matplotlib is told the look of an area."""

    facecolor: str
    hatch: str | None
    edgecolor: str
    linewidth: float


class Fill(NamedTuple):
    """How an area looks.

    Attributes:
        colour: Its colour.
        hatch: Its hatching, as matplotlib writes it, if it is no certain amount.
        edge: The colour of its edge and of its hatching.
    """

    colour: str
    hatch: str = ""
    edge: str = _INK


class Stroke(NamedTuple):
    """How a line looks, and the area of what it may be where that is not yet known.

    Attributes:
        colour: Its colour.
        style: How it is broken.
        hatch: The hatching of the area.
    """

    colour: str
    style: str
    hatch: str

    @property
    def fill(self) -> Fill:
        """How the area looks, through which another one is seen."""
        return Fill("none", self.hatch, self.colour)


TRAVEL: Final = Fill("#0072b2")
INDIVIDUAL: Final = Fill("#e69f00")
TOP_UPS: Final = Fill("#f0e442")
GRANTED: Final = Fill("#0072b2")
LOWEST: Final = Fill(_GREY)
BETWEEN: Final = Fill(_PAPER, "////", _HATCHED)
UNBOUNDED: Final = Fill(_PAPER, "...", _HATCHED)
NOT_ELIGIBLE: Final = Fill("#ededed", "xx", _HATCHED)
UNREADABLE: Final = Fill(_PAPER, "++", _HATCHED)
STANDARD: Final = Stroke("#0072b2", "solid", "///")
GREEN: Final = Stroke("#d55e00", "dashed", "\\\\\\")


class Picture(Figure):
    """A figure of matplotlib that a notebook shows whether or not pyplot is set up in it."""

    def _repr_png_(self) -> tuple[bytes, dict[str, str]]:
        """Return the picture as PNG, which notebooks show and keep in what they export, with a text in its place."""
        written = BytesIO()
        self.savefig(written, format="png")
        explained = [text.get_text() for legend in self.legends for text in legend.get_texts()]
        return written.getvalue(), {"alt": "; ".join([*self.get_suptitle().splitlines(), *explained])}


class Panel:
    """A part of a picture, with two axes."""

    def __init__(self, axes: Axes) -> None:
        """Prepare a panel.

        Args:
            axes: What is drawn in.
        """
        self._axes = axes
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_axisbelow(True)
        axes.tick_params(labelsize="small")

    def bars(
        self,
        places: Sequence[int],
        lengths: Sequence[float],
        *,
        name: str,
        fill: Fill,
        starts: Sequence[float] | None = None,
    ) -> None:
        """Draw bars to the right.

        Args:
            places: The row of each bar.
            lengths: How long each bar is.
            name: What they are called.
            fill: How they look.
            starts: Where each bar starts; None: at nothing.
        """
        lefts = [0] * len(places) if starts is None else starts
        self._axes.barh(places, lengths, _BAR, left=lefts, label=name, **_look(fill))

    def filled_steps(
        self, edges: Sequence[float], below: Sequence[float], above: Sequence[float], *, name: str, fill: Fill
    ) -> None:
        """Draw an area of steps; where a number is NaN, nothing.

        Args:
            edges: Where each step starts, and where the last one ends.
            below: The lower end of each step.
            above: The upper end of each step.
            name: What it is called.
            fill: How it looks.
        """
        self._axes.stairs(above, edges, baseline=below, fill=True, label=name, **_look(fill))

    def step_line(self, edges: Sequence[float], heights: Sequence[float], *, name: str, stroke: Stroke) -> None:
        """Draw a line of steps; where a height is NaN, nothing."""
        colour, style, _ = stroke
        self._axes.stairs(heights, edges, baseline=None, label=name, color=colour, linestyle=style, linewidth=2)

    def stretch(self, start: float, end: float, *, along: Along, name: str, fill: Fill) -> None:
        """Draw that there is no amount over a stretch of an axis, however large amounts are."""
        if along == "x":
            self._axes.axvspan(start, end, label=name, **_look(fill))
        else:
            self._axes.axhspan(start, end, label=name, **_look(fill))

    def row_without_amount(self, row: int, *, name: str, fill: Fill) -> None:
        """Draw that there is no amount in place of a bar."""
        self.stretch(row - _BAR / 2, row + _BAR / 2, along="y", name=name, fill=fill)

    def mark(self, place: float, *, name: str) -> None:
        """Draw a line through a place of the horizontal axis."""
        self._axes.axvline(place, color=_INK, linestyle=":", label=name)

    def say_beside(self, row: int, end: float, said: str) -> None:
        """Say something at the right of a bar, which ends somewhere."""
        paper = {"facecolor": _PAPER, "edgecolor": "none", "pad": 1}
        self._axes.annotate(said, (end, row), (4, 0), textcoords="offset points", va="center", size="small", bbox=paper)

    def name_rows(self, names: Sequence[str]) -> None:
        """Say what each row is, from top to bottom."""
        self._axes.set_yticks(
            range(len(names)), [wrapped(printable(name), _LONGEST_NAME) for name in names], parse_math=False
        )
        self._axes.set_ylim(len(names) - _HALF, -_HALF)

    def reach(self, start: float, end: float, ticks: Sequence[float] | None = None) -> None:
        """Say from where to where the horizontal axis goes, and what stands below it if not what is usual."""
        self._axes.set_xlim(start, end)
        self._axes.set_ylim(bottom=0)
        if ticks is not None:
            self._axes.set_xticks(ticks)

    def leave_room(self) -> None:
        """Have the horizontal axis begin at nothing, also if no bar does, and leave room for words beside the bars."""
        self._axes.margins(x=_ROOM)
        _, end = self._axes.get_xlim()
        self._axes.set_xlim(0, max(end, 1))

    def numbers(self, along: Along, title: str) -> None:
        """Have an axis count in whole numbers, and say of what, with its unit."""
        axis = self._axes.xaxis if along == "x" else self._axes.yaxis
        axis.set_major_locator(MaxNLocator(_MOST_TICKS, integer=True))
        axis.set_major_formatter(StrMethodFormatter("{x:.0f}"))
        axis.set_label_text(title)
        self._axes.grid(axis=along, color=_GREY)


def empty_picture(
    title: str, *, panels: int = 1, height_inches: int = _HEIGHT_INCHES
) -> tuple[Picture, tuple[Panel, ...]]:
    """Return a picture with a title, and panels side by side.

    Args:
        title: What is shown, in one or two lines.
        panels: How many panels there are, the first of them the widest; they share what is written at the left.
        height_inches: The height [inches].
    """
    size = (_WIDTH_INCHES, height_inches)
    picture = Picture(figsize=size, dpi=_DOTS_PER_INCH, facecolor=_PAPER, layout="constrained")
    picture.suptitle(title, fontsize=_TITLE_POINTS, x=_MARGIN, ha="left")
    widths = (2, *[1] * (panels - 1))
    axes = picture.subplots(1, panels, sharey=True, squeeze=False, width_ratios=widths)
    return picture, tuple(map(Panel, axes.flat))


def finished(picture: Picture, caption: str) -> Figure:
    """Return a picture that explains every area and line once, below its panels, and says below what computed it.

    Args:
        picture: The picture.
        caption: What computed it.
    """
    lines = wrapped(caption, _LONGEST_CAPTION).splitlines()
    picture.text(_MARGIN, _MARGIN, "\n".join(lines), fontsize=_CAPTION_POINTS, va="bottom", parse_math=False)
    handles = {
        name: handle for axes in picture.axes for handle, name in zip(*axes.get_legend_handles_labels(), strict=True)
    }
    point = 1 / (_POINTS_OF_INCH * picture.get_figheight())
    below = (len(lines) + 1) * _LINE_POINTS * point
    left = (0, below)
    picture.legend(
        handles.values(), handles.keys(), loc="lower left", bbox_to_anchor=left, fontsize="small", frameon=False
    )
    below += (len(handles) + 1) * _ENTRY_POINTS * point
    picture.set_layout_engine("constrained", rect=(0, below, 1, 1 - below))
    return picture


def _look(fill: Fill) -> _Look:
    return {"facecolor": fill.colour, "hatch": fill.hatch or None, "edgecolor": fill.edge, "linewidth": _HALF}
