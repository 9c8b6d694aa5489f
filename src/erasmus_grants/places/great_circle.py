"""The distance of two points on a sphere, as the package `haversine` computes it.

The sphere has a radius of 6371 km: so the example of the Programme Guide comes out to the metre.

Examples:
    >>> kilometres((40.4165, -3.70256), (41.89193, 12.51133))
    Decimal('1365.28')
"""

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Final

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.places.extra import module, version_of

RADIUS_KM: Final = 6371
"""The radius of the sphere [km]."""

_HUNDREDTH = Decimal("0.01")

Point = tuple[float, float]
"""Northern latitude and eastern longitude [degrees]."""


def kilometres(start: Point, end: Point) -> Decimal:
    """Return the length of the shortest way between two points on the surface, in kilometres with two decimals.

    Args:
        start: One point.
        end: The other one.

    Raises:
        ModuleNotFoundError: The extra `places` is not installed.
    """
    return EXACT.quantize(EXACT.create_decimal_from_float(_angle()(start, end, unit="rad") * RADIUS_KM), _HUNDREDTH)


def formula_told() -> str:
    """Return in words how distances are computed."""
    return f"great circle on a sphere of {RADIUS_KM} km, haversine {version_of('haversine')}"


@cache
def _angle() -> Callable[..., float]:
    found: Callable[..., float] = module("haversine").haversine
    return found
