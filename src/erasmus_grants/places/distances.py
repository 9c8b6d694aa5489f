"""The distance between two places, as an estimate that says what it is.

Examples:
    >>> estimate = distance_between("Madrid", "Rome")
    >>> estimate.distance_km, estimate.to_place.country
    (Decimal('1365.28'), 'IT')
"""

from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.places.edges import near_edge
from erasmus_grants.places.gazetteer import gazetteer_told
from erasmus_grants.places.great_circle import formula_told, kilometres
from erasmus_grants.places.lookup import place_called
from erasmus_grants.places.records import DistanceEstimate, Place


def distance_between(
    start: Place | str,
    end: Place | str,
    *,
    start_country: str | None = None,
    end_country: str | None = None,
    bands: DistanceBands | None = None,
) -> DistanceEstimate:
    """Return an estimate of the distance between two places; the Commission's distance calculator has the official one.

    The first name waits for the gazetteer, which takes seconds; the others do not.

    Args:
        start: A place; its name, as `Rome` or `Rome, IT`; or its coordinates, as `41.89, 12.51`.
        end: The other place.
        start_country: In which country the first place is, if its name does not say it.
        end_country: In which country the second one is.
        bands: The travel table; if it is given, the estimate says which of its edges is near.

    Raises:
        UnknownPlaceError: The gazetteer has no such place.
        AmbiguousPlaceError: Several places have the name.
        UnknownCountryError: A country has no such code.
        ModuleNotFoundError: The extra `places` is not installed.
    """
    first = start if isinstance(start, Place) else place_called(start, country=start_country)
    last = end if isinstance(end, Place) else place_called(end, country=end_country)
    distance_km = kilometres((first.latitude, first.longitude), (last.latitude, last.longitude))
    return DistanceEstimate(
        distance_km=distance_km,
        from_place=first,
        to_place=last,
        source=_source(first, last),
        near_edge=None if bands is None else near_edge(distance_km, bands),
    )


def beside_edges(estimate: DistanceEstimate, bands: DistanceBands) -> DistanceEstimate:
    """Return an estimate that says which edge of a travel table is near.

    Args:
        estimate: The estimate.
        bands: The table.
    """
    return estimate.model_copy(update={"near_edge": near_edge(estimate.distance_km, bands)})


def _source(*places: Place) -> str:
    """Return where the points and the formula are from."""
    points = gazetteer_told() if any(place.name for place in places) else "points as given"
    return f"{points}; {formula_told()}"
