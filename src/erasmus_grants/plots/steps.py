"""Grants side by side along an axis: over the length of a stay, or over the kilometres of a journey.

Examples:
    >>> from erasmus_grants.basics.english import ENGLISH
    >>> from erasmus_grants.plots.pictures import empty_picture
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> picture, (panel,) = empty_picture("Grant by distance")
    >>> draw_stack(panel, Steps((0, 100), [toy_calculator().calculate(toy_mobility())]), ENGLISH)
    >>> [area.get_data().values.tolist() for area in picture.axes[0].patches]  # 200.00 + 700.00
    [[200.0], [900.0]]
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.money import total_eur
from erasmus_grants.plots.answers import amounts_by_kind, bounds_of, is_granted, kinds_told, without_amount
from erasmus_grants.plots.pictures import BETWEEN, Fill, Panel, Stroke
from erasmus_grants.records.grant import GrantBreakdown

_NOTHING: Final = float("nan")


class Steps(NamedTuple):
    """Grants side by side along an axis.

    Attributes:
        edges: Where each step starts, and where the last one ends.
        grants: The grant of each step; None: there is no such mobility.
    """

    edges: Sequence[float]
    grants: Sequence[GrantBreakdown | None]


def draw_stack(panel: Panel, steps: Steps, language: Language) -> None:
    """Draw the lines of each grant, one kind upon the other; nothing where the total is not certain."""
    amounts = [amounts_by_kind(grant) if grant and is_granted(grant) else None for grant in steps.grants]
    below: list[float] = [0] * len(amounts)
    for kind, (name, fill) in enumerate(kinds_told(language)):
        if any(one and one[kind] for one in amounts):
            above = [float(total_eur(one[: kind + 1])) if one else _NOTHING for one in amounts]
            panel.filled_steps(steps.edges, below, above, name=name, fill=fill)
            below = above


def draw_totals(panel: Panel, steps: Steps, labels: Labels, *, name: str, stroke: Stroke) -> None:
    """Draw the total of each grant as a line, and the bounds of each that is not yet known."""
    totals = [
        float(total_eur(amounts_by_kind(grant))) if grant and is_granted(grant) else _NOTHING for grant in steps.grants
    ]
    if any(grant and is_granted(grant) for grant in steps.grants):
        panel.step_line(steps.edges, totals, name=name, stroke=stroke)
    draw_bounds(panel, steps, name=f"{name}, {labels.between_bounds}", fill=stroke.fill)


def draw_bounds(panel: Panel, steps: Steps, *, name: str, fill: Fill = BETWEEN) -> None:
    """Draw the bounds of each grant that is not yet known."""
    bounds = [bounds_of(grant) if grant else None for grant in steps.grants]
    if any(bounds):
        below, above = ([float(one[end]) if one else _NOTHING for one in bounds] for end in (0, 1))
        panel.filled_steps(steps.edges, below, above, name=name, fill=fill)


def draw_where_no_amount(panel: Panel, steps: Steps, labels: Labels) -> None:
    """Draw where a grant is not eligible, or has no highest total."""
    for start, end, (name, fill) in _stretches(steps, labels):
        panel.stretch(start, end, along="x", name=name, fill=fill)


def _stretches(steps: Steps, labels: Labels) -> Iterator[tuple[float, float, tuple[str, Fill]]]:
    """Yield from where to where there is no amount, and how that is shown."""
    shown = [without_amount(grant, labels) if grant else None for grant in steps.grants]
    for how, run in groupby(range(len(shown)), shown.__getitem__):
        places = list(run)
        if how is not None:
            yield steps.edges[places[0]], steps.edges[places[-1] + 1], how
