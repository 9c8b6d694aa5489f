"""The grant over the kilometres of the journey.

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> picture = plot_grant_by_distance(toy_mobility(), toy_rulebook())
    >>> picture.axes[0].get_xlabel()
    'distance, one way [km]'
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import TravelMode
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.plots.answers import answer_told, mobility_told
from erasmus_grants.plots.extra import Figure
from erasmus_grants.plots.pictures import GREEN, STANDARD, empty_picture, finished
from erasmus_grants.plots.steps import Steps, draw_totals, draw_where_no_amount
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebooks.loading import AnyRulebook

_LEAST_KM: Final = 1000
_MOST_TICKS: Final = 20
_STROKES: Final = ((TravelMode.STANDARD, STANDARD), (TravelMode.GREEN, GREEN))


def plot_grant_by_distance(mobility: Mobility, rulebook: AnyRulebook, *, language: Language = ENGLISH) -> Figure:
    """Return a picture of the grant over the distance: a step at the edge of each band.

    Standard and green travel have a line each where they are not always paid alike.  What is not eligible or not yet
    known is hatched, as in `plot_grant_by_length`.

    Args:
        mobility: The mobility as planned, with or without its distance.
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        language: The tables of the language that the reader reads.

    Raises:
        UnknownRulebookError: No rulebook has this id.
        RulebookFileError: The file cannot be read, or its rulebook is not sound.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> picture = plot_grant_by_distance(toy_mobility(), toy_rulebook())
        >>> [text.get_text() for text in picture.legends[0].get_texts()][:2]
        ['standard travel', 'green travel']
    """
    check_language(language)
    calculator, labels = GrantCalculator(rulebook), language.labels
    grant, planned_km = calculator.calculate(mobility), mobility.distance_km
    edges = _edges(calculator.travel_bands(mobility), planned_km or Decimal(0))
    of_mode = {mode: _steps(calculator, mobility, edges, mode) for mode, _ in _STROKES}
    title = f"{labels.grant_by_distance}\n{mobility_told(mobility, language)}"
    picture, (panel,) = empty_picture(title)
    for mode, stroke in _STROKES:
        steps = of_mode[mode]
        if mode is TravelMode.STANDARD or _answers(steps) != _answers(of_mode[TravelMode.STANDARD]):
            name = labels.travel_by.format(travel_mode=language.words([mode]))
            draw_totals(panel, steps, labels, name=name, stroke=stroke)
            draw_where_no_amount(panel, steps, labels)
    if planned_km is not None:
        length = labels.kilometres.format(distance_km=f"{planned_km:f}")
        panel.mark(float(planned_km), name=labels.planned.format(what=f"{length}, {answer_told(grant, language)}"))
    panel.numbers("x", labels.distance_one_way)
    panel.numbers("y", labels.grant_eur)
    panel.reach(edges[0], edges[-1], _apart(edges))
    return finished(picture, " ".join(grant.report(language).notes))


def _edges(bands: DistanceBands | None, planned_km: Decimal) -> tuple[int, ...]:
    """Return where each step starts, from nothing on, and where the picture ends [km]."""
    starts = [] if bands is None else [band.from_km for band in bands.bands]
    last = max(_LEAST_KM, int(planned_km), *starts)
    return (*sorted({0, *starts}), last + last // 4)


def _steps(calculator: GrantCalculator, mobility: Mobility, edges: Sequence[int], mode: TravelMode) -> Steps:
    """Return the grant in each band, by one way of travelling."""
    journeys = ({"distance_km": Decimal(start), "travel_mode": mode} for start in edges[:-1])
    return Steps(edges, [calculator.calculate(mobility.model_copy(update=journey)) for journey in journeys])


def _answers(steps: Steps) -> list[object]:
    """Return what a reader sees of each grant."""
    return [grant and (grant.status, grant.minimum_total_eur, grant.maximum_total_eur) for grant in steps.grants]


def _apart(edges: Sequence[int]) -> list[int]:
    """Return the edges whose numbers have room side by side [km].

    Examples:
        >>> _apart((0, 10, 100, 1000, 1250))
        [0, 100, 1000, 1250]
    """
    shown = [edges[0]]
    for edge in edges[1:]:
        if edge - shown[-1] >= edges[-1] // _MOST_TICKS:
            shown.append(edge)
    return shown
