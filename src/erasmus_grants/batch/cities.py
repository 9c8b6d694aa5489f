"""The kilometres of rows that state cities in their place.

Kilometres that a row states win: only rows without any get an estimate.

Examples:
    >>> distances = Distances()
    >>> distances.of("Chambéry", "Rom", "FR", "IT").estimate.to_place.name
    'Rome'
    >>> distances.of("Chambéry", "Valencia", None, None).problem  # doctest: +ELLIPSIS
    'Valencia: in VE, ES, ...; write it as Valencia, VE or Valencia, ES'
    >>> distances.of("Chambéry", "none", "FR", "IT").problem
    "'none' may say that there is no place; a town that is called so is written with its country, as Rome, IT"
    >>> distances.of(None, "Rom", None, None).problem
    'the city where the journey starts is not stated; it may be set for all rows: --set from_city=CITY'
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from erasmus_grants.basics.errors import UnknownCountryError, quoted
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.batch.cells import ReadColumn, Value
from erasmus_grants.batch.words import folded, is_in_doubt, is_yes
from erasmus_grants.places import DistanceEstimate, beside_edges, distance_between
from erasmus_grants.places.edges import edge_told
from erasmus_grants.places.refusals import AmbiguousPlaceError, UnknownPlaceError

FROM_CITY, TO_CITY = "from_city", "to_city"
CITIES: Final = (FROM_CITY, TO_CITY)
"""What a column may hold in place of kilometres: a city, or its coordinates."""

ESTIMATE_TYPES: Final[Mapping[str, str]] = {
    "distance_is_estimate": "bool",
    "estimated_distance_km": "kilometres",
    "from_place": "string",
    "to_place": "string",
    "distance_note": "string",
}
"""The columns that say what is estimated, with their types."""

ESTIMATE_MEANINGS: Final[Mapping[str, str]] = {
    "distance_is_estimate": "whether the grant is computed with an estimate of the distance",
    "estimated_distance_km": "the estimate, one way; null: there is none [km]",
    "from_place": "where the journey starts in the gazetteer",
    "to_place": "where it ends there",
    "distance_note": "which edge of a band is near, or why a distance that is needed could not be estimated",
}
"""What each of these columns holds."""


_MOST_JOURNEYS: Final = 10_000

_SAY_NOTHING: Final = (
    *("none", "nil", "null", "nan", "blank", "same", "see", "above", "home", "here", "there", "university"),  # en
    *("rien", "aucun", "aucune", "néant", "même", "voir", "ici", "hier", "ville"),  # fr; "hier" also de
    *("keine", "keiner", "nichts", "leer", "gleich", "siehe", "oben", "dort", "daheim", "zuhause", "ort"),  # de
    *("nada", "ninguno", "ninguna", "mismo", "misma", "ver", "arriba", "casa", "ciudad"),  # es; some also it, pt
    *("niente", "nessuno", "nessuna", "stesso", "stessa", "vedi", "città"),  # it
    *("nenhum", "nenhuma", "mesmo", "mesma", "cidade"),  # pt
    *("brak", "żaden", "żadne", "dom", "miasto"),  # pl
    *("yok", "boş", "ayni", "ev"),  # tr
    *("geen", "ingen", "inget", "samma", "samme", "sama"),  # nl, sv, da and no, fi and et
    *("žádné", "žádný", "doma", "nema", "nėra", "idem", "id"),  # cs, sk, hr, lt; Latin
)
"""What people write in a column of cities where they name none, or the same one; many are names of places, too."""


class Journey(NamedTuple):
    """A journey between two cities of a row without kilometres.

    Attributes:
        estimate: The distance; None: it could not be estimated.
        problem: Why not; empty: it could.
    """

    estimate: DistanceEstimate | None
    problem: str = ""


class RowDistance(NamedTuple):
    """What is told of the distance of a row.

    Attributes:
        estimate: The estimate that the row was computed with; None: it states its kilometres, or has none.
        is_near_edge: Whether the official distance may be in another band.
        note: Which edge is near, or why a distance that is needed could not be estimated; empty: nothing is to be told.
    """

    estimate: DistanceEstimate | None = None
    is_near_edge: bool = False
    note: str = ""

    def cells(self) -> tuple[object, ...]:
        """Return the cells of the row in the columns of `ESTIMATE_TYPES`."""
        if self.estimate is None:
            return False, None, None, None, self.note
        places = str(self.estimate.from_place), str(self.estimate.to_place)
        return True, self.estimate.distance_km, *places, self.note


NOTHING_TOLD: Final = RowDistance()
"""The row states its kilometres, or does not need any."""


class Distances:
    """Estimates distances, the same journey once, as long as there are not too many others."""

    def __init__(self) -> None:
        self._journey = lru_cache(maxsize=_MOST_JOURNEYS)(_journey)

    def of(self, start: Value, end: Value, sending: Value, receiving: Value) -> Journey | None:
        """Return what is known of the journey between two cities; None: no city is stated.

        Args:
            start: The city where it starts.
            end: The city where it ends.
            sending: The country of the first city, if its name does not say it.
            receiving: The country of the second.
        """
        if start is None and end is None:
            return None
        if start is None or end is None:
            name, verb = (FROM_CITY, "starts") if start is None else (TO_CITY, "ends")
            how = f"it may be set for all rows: --set {name}=CITY"
            return Journey(None, f"the city where the journey {verb} is not stated; {how}")
        return self._journey(str(start), str(end), _text(sending), _text(receiving))


def unstated(distance: ReadColumn) -> Iterator[bool]:
    """Yield whether each row leaves its kilometres open; what cannot be read is stated, and not replaced."""
    return (value is None and row not in distance.problems for row, value in enumerate(distance.values))


def estimated(distance: ReadColumn, journeys: Iterable[Journey | None]) -> tuple[ReadColumn, list[Journey | None]]:
    """Return the kilometres of rows, estimated where none are stated, and the journeys of those rows alone.

    Args:
        distance: The kilometres that rows state.
        journeys: What is known of the journey of each row.
    """
    values: list[Value] = []
    needed: list[Journey | None] = []
    for stated, lacks, journey in zip(distance.values, unstated(distance), journeys, strict=True):
        here = journey if lacks else None
        needed.append(here)
        values.append(stated if here is None or here.estimate is None else float(here.estimate.distance_km))
    return ReadColumn(values, distance.problems), needed


def told(journey: Journey, bands: DistanceBands | None, *, is_needed: bool) -> RowDistance:
    """Return what is told of the distance of a row.

    Args:
        journey: The journey.
        bands: The travel table of the row; None: none holds.
        is_needed: Whether the grant depends on a distance that is not known.
    """
    if journey.estimate is None:
        return RowDistance(note=journey.problem) if is_needed else NOTHING_TOLD
    estimate = journey.estimate if bands is None else beside_edges(journey.estimate, bands)
    edge = estimate.near_edge
    note = "" if edge is None else edge_told(estimate.distance_km, edge)
    return RowDistance(estimate, edge is not None, note)


def columns_told(distances: Iterable[RowDistance]) -> dict[str, Sequence[object]]:
    """Return the columns of `ESTIMATE_TYPES` over some rows."""
    columns = zip(*(distance.cells() for distance in distances), strict=True)
    return dict(zip(ESTIMATE_TYPES, columns, strict=False))


def _journey(start: str, end: str, sending: str | None, receiving: str | None) -> Journey:
    if doubted := next(filter(is_in_doubt, (start, end)), None):
        return Journey(None, f"{quoted(doubted)} is in doubt: it has a question mark")
    if word := next(filter(_says_no_place, (start, end)), None):
        how = "a town that is called so is written with its country, as Rome, IT"
        return Journey(None, f"{quoted(word)} may say that there is no place; {how}")
    try:
        return Journey(distance_between(start, end, start_country=sending, end_country=receiving))
    except (AmbiguousPlaceError, ModuleNotFoundError, UnknownCountryError, UnknownPlaceError) as error:
        return Journey(None, str(error))


def _says_no_place(text: str) -> bool:
    """Return whether a text is a word that says nothing of a city, or that says yes or no."""
    return folded(text) in _no_places() or is_yes(text) is not None


@cache
def _no_places() -> frozenset[str]:
    return frozenset(map(folded, _SAY_NOTHING))


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
