"""Which place a name means; several are never taken for one.

A name with a country means a place in that country, and so does a name alone if the country is known.  Otherwise, and
among several in one country, it means a place that is alone, or that has at least ten times the inhabitants of every
other.  Names that a place has beside its own count less: against a place whose own name it is, a hundred times the
inhabitants are needed (*Vienne* is not taken for Vienna, because a town in France is called so), and in one country a
place whose own name it is need only be larger than those that are also called so (*Saint-Étienne*).

Examples:
    >>> [place_called(text).name for text in ("Rom", "Lodz", "Valencia, ES")]
    ['Rome', 'Łódź', 'Valencia']
    >>> place_called("Valencia")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.AmbiguousPlaceError: Valencia: in VE, ES, ...; write it as Valencia, VE or Valencia, ES
"""

import re
from collections.abc import Iterable
from typing import Final

from pydantic import ValidationError

from erasmus_grants.basics.countries import COUNTRY_NAMES, country_name, nearest_country
from erasmus_grants.places.gazetteer import Entry, entries_called, may_lie_in
from erasmus_grants.places.records import Place
from erasmus_grants.places.refusals import AmbiguousPlaceError, UnknownPlaceError
from erasmus_grants.places.spelling import folded

TIMES_LARGER: Final = 10
"""How many times the inhabitants of every other place one has to have, to be meant by their name."""

_CODE_LETTERS = 2
_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)
_ONE_NUMBER = re.compile(r"\s*-?\d+,\d+\s*", re.ASCII)
"""A number with a decimal comma, which is not two whole ones."""


def place_called(text: str, *, country: str | None = None) -> Place:
    """Return the place that a text means.

    Args:
        text: A name in any language, as `Rome`; with a country, as `Rome, IT`; or coordinates, as `41.89, 12.51`.
        country: The country in which a name without one is looked for, and coordinates have to be; None: in all.

    Raises:
        UnknownPlaceError: The gazetteer has no such place, or the earth no such coordinates, or they are far from the
            country.
        AmbiguousPlaceError: It has several.
        UnknownCountryError: The country has no such code.
        ModuleNotFoundError: The extra `places` is not installed.
    """
    point = _point(text)
    if point is not None:
        if country is not None and not may_lie_in(country, point.latitude, point.longitude):
            raise UnknownPlaceError(text, country=country)
        return point
    name, written = _name_and_country(text)
    within = written or country
    if within is not None:
        country_name(within)
    found = _most_likely_first(entries_called(name))
    entries = [entry for entry in found if within is None or entry.is_in(within)]
    if not entries:
        elsewhere = tuple(dict.fromkeys(entry.country for entry in found))
        raise UnknownPlaceError(name, country=within, elsewhere=elsewhere)
    if not _is_meant(name, entries[0], entries[1:]):
        raise AmbiguousPlaceError(name, tuple(map(_place, entries)))
    return _place(entries[0])


def _point(text: str) -> Place | None:
    """Return the point of coordinates; None: the text has none."""
    match = _COORDINATES.fullmatch(text)
    if match is None or _ONE_NUMBER.fullmatch(text):
        return None
    try:
        return Place(latitude=float(match[1]), longitude=float(match[2]))
    except ValidationError:
        raise UnknownPlaceError(text) from None


def _name_and_country(text: str) -> tuple[str, str | None]:
    """Return a name and the country that is written behind it, by its code or its English name."""
    name, _, last = text.rpartition(",")
    word = last.strip()
    code = nearest_country(word) if len(word) == _CODE_LETTERS or "-" in word else None
    code = code or _BY_NAME.get(folded(word))
    return (name.strip(), code) if name.strip() and code else (text.strip(), None)


_BY_NAME = {folded(name): code for code, name in COUNTRY_NAMES.items()}


def _most_likely_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (-entry.population, entry.country, entry.name))


def _is_meant(name: str, entry: Entry, others: Iterable[Entry]) -> bool:
    """Return whether a name means this place and none of the others."""
    return all(entry.population >= _times_larger(name, entry, other) * max(1, other.population) for other in others)


def _times_larger(name: str, entry: Entry, other: Entry) -> int:
    """Return how many times the inhabitants of another place one must have to be meant by a name."""
    match _is_own(name, entry), _is_own(name, other):
        case False, True:
            return TIMES_LARGER * TIMES_LARGER
        case True, False if entry.country == other.country:
            return 1
        case _:
            return TIMES_LARGER


def _is_own(name: str, entry: Entry) -> bool:
    return folded(entry.name) == folded(name)


def _place(entry: Entry) -> Place:
    return Place(name=entry.name, country=entry.country, latitude=entry.latitude, longitude=entry.longitude)
