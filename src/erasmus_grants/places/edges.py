"""Is an edge between two bands so near that the official distance may be beyond it?

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> bands = toy_rulebook().travel_support[0]
    >>> near = near_edge(Decimal(975), bands)
    >>> near.edge_km, near_edge(Decimal(960), bands)
    (1000, None)
    >>> print(edge_told(Decimal(975), near))
    975 km is within 3 % of 1000 km, where another band begins: below it 200.00 EUR (250.00 EUR for green travel),
    from there on 500.00 EUR
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.travel_table import DistanceBand, DistanceBands
from erasmus_grants.places.records import NearEdge

MARGIN_PERCENT: Final = 3
"""How near an edge is near, in per cent of its kilometres: ten times what published distances differ from ours."""

_WHOLE = 100


def near_edge(distance_km: Decimal, bands: DistanceBands) -> NearEdge | None:
    """Return the edge of a table that a distance is near to, the nearest if there are two; None: there is none.

    Args:
        distance_km: The distance [km].
        bands: The table, whose first band starts at an edge too unless it starts at 0.
    """
    near = [edge for edge in _edges(bands) if _away(edge, distance_km) <= _margin_km(edge)]
    return min(near, key=lambda edge: _away(edge, distance_km), default=None)


def _edges(bands: DistanceBands) -> Iterator[NearEdge]:
    """Yield the edge at which each band starts."""
    for below, above in pairwise((None, *bands.bands)):
        if above is not None and above.from_km:
            yield NearEdge(edge_km=above.from_km, below=below, above=above)


def _away(edge: NearEdge, distance_km: Decimal) -> Decimal:
    return EXACT.abs(EXACT.subtract(distance_km, edge.edge_km))


def _margin_km(edge: NearEdge) -> Decimal:
    return EXACT.divide(edge.edge_km * MARGIN_PERCENT, _WHOLE)


def edge_told(distance_km: Decimal, edge: NearEdge) -> str:
    """Return the sentence that warns of an edge, with the amounts on both of its sides.

    Args:
        distance_km: The distance that is near to it [km].
        edge: The edge.
    """
    below, above = _amounts(edge.below), _amounts(edge.above)
    return (
        f"{distance_km} km is within {MARGIN_PERCENT} % of {edge.edge_km} km, where another band begins: "
        f"below it {below}, from there on {above}"
    )


def _amounts(band: DistanceBand | None) -> str:
    """Return what is paid in a band; None: the journey is shorter than the first."""
    if band is None:
        return "nothing is paid"
    if band.standard_eur is None:
        return "the amount is not published"
    green = "" if band.green_eur is None else f" ({_money(band.green_eur)} for green travel)"
    return f"{_money(band.standard_eur)}{green}"


def _money(amount_eur: Decimal) -> str:
    return f"{amount_eur:.2f} EUR"
