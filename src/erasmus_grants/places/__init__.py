"""Distances between cities, estimated where an office has no official kilometres (extra `places`).

An estimate names both points and where they are from, and warns near the edge of a band.
The kilometres of the Commission's distance calculator win.

Examples:
    >>> estimate = distance_between("Madrid", "Rome")
    >>> estimate.distance_km, estimate.from_place.country, estimate.to_place.country
    (Decimal('1365.28'), 'ES', 'IT')
"""

from erasmus_grants.places.distances import beside_edges, distance_between
from erasmus_grants.places.lookup import place_called
from erasmus_grants.places.records import DistanceEstimate, NearEdge, Place

__all__ = ["DistanceEstimate", "NearEdge", "Place", "beside_edges", "distance_between", "place_called"]
