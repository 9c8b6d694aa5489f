"""Cities in place of kilometres: what the options mean, and what is told of the estimate.

Examples:
    >>> dict(Cities("Chambéry", "Rom").options)
    {'from_city': 'Chambéry', 'to_city': 'Rom'}
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from erasmus_grants.basics.errors import InputFileError, how_to_install

if TYPE_CHECKING:
    from erasmus_grants.places import DistanceEstimate

FROM_CITY: Final = "--from-city"
"""The option of the city where a journey starts."""

TO_CITY: Final = "--to-city"
"""The option of the city where it ends."""

ESTIMATE_IN_A_FILE: Final = (
    "# distance_km is an estimate between two cities: put the kilometres of the Commission's distance calculator here\n"
)
"""What stands in a file that was written with an estimate."""


class Cities(NamedTuple):
    """The cities that options state.

    Attributes:
        start: Where the journey starts; None: it is not stated.
        end: Where it ends.
    """

    start: str | None
    end: str | None

    @property
    def options(self) -> Mapping[str, str]:
        """The cities by the name of their options, as a command line states them."""
        named = {"from_city": self.start, "to_city": self.end}
        return {name: city for name, city in named.items() if city is not None}


def estimate_of(cities: Cities, known: Mapping[str, object]) -> "DistanceEstimate | None":
    """Return the distance between the cities that options state; None: they state none.

    Args:
        cities: The cities.
        known: The fields of the mobility that are known.

    Raises:
        InputFileError: One city is missing, kilometres are stated too, or the extra is not installed.
        UnknownPlaceError: There is no such city.
        AmbiguousPlaceError: There are several.
        UnknownCountryError: A country that is known has no such code.
    """
    if cities.start is None and cities.end is None:
        return None
    if cities.start is None or cities.end is None:
        raise InputFileError(FROM_CITY, (f"a distance is between two cities: state {FROM_CITY} and {TO_CITY}",))
    if known.get("distance_km") is not None:
        sentence = f"kilometres are stated already, and win over an estimate: leave out {FROM_CITY} and {TO_CITY}"
        raise InputFileError("--km", (sentence,))
    from erasmus_grants.places import distance_between

    countries = (_text(known.get("sending_country")), _text(known.get("receiving_country")))
    try:
        _refuse_both((cities.start, cities.end), countries)
        return distance_between(cities.start, cities.end, start_country=countries[0], end_country=countries[1])
    except ModuleNotFoundError as error:
        sentence = f"distances between cities need {error.name}: {how_to_install('cli', 'places')}"
        raise InputFileError(FROM_CITY, (sentence,)) from None


def _refuse_both(cities: Iterable[str], countries: Iterable[str | None]) -> None:
    """Refuse two cities of which neither is found; of one, an error of its own says so.

    Raises:
        InputFileError: There is neither.
    """
    from erasmus_grants.places import place_called
    from erasmus_grants.places.refusals import AmbiguousPlaceError, UnknownPlaceError

    problems: list[str] = []
    for city, country in zip(cities, countries, strict=True):
        try:
            place_called(city, country=country)
        except (AmbiguousPlaceError, UnknownPlaceError) as error:
            problems.append(str(error))
    if len(problems) > 1:
        raise InputFileError(f"{FROM_CITY} and {TO_CITY}", tuple(problems))


def told(estimate: "DistanceEstimate") -> Iterator[str]:
    """Yield the lines that say what an estimate is, and what wins over it."""
    yield f"note: {estimate.distance_km} km is an estimate: {estimate.from_place} to {estimate.to_place}"
    yield f"note: points and formula: {estimate.source}"
    yield (
        "note: the official kilometres of the Commission's distance calculator win: state them with --km in place of "
        "the cities"
    )


def edge_warning(estimate: "DistanceEstimate") -> Iterator[str]:
    """Yield the line that warns of an edge between two bands, if one is near."""
    from erasmus_grants.places.edges import edge_told

    if estimate.near_edge is not None:
        yield f"warning: {edge_told(estimate.distance_km, estimate.near_edge)}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)
