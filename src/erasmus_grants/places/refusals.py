"""The errors of names of places: there is none, or there are several.

Examples:
    >>> print(UnknownPlaceError("Triesdorf"))
    no place in the gazetteer is called 'Triesdorf'; write the nearest town, or coordinates as 45.57, 5.92
    >>> print(UnknownPlaceError("Rome", country="DE", elsewhere=("IT", "US")))
    no place in DE is called 'Rome'; there is one in IT, US: write it as Rome, IT
"""

from erasmus_grants.basics.errors import PUBLIC_ERRORS, ErasmusGrantsError, quoted
from erasmus_grants.places.records import Place

_MOST_TOLD = 6
_MOST_PROPOSED = 2


class UnknownPlaceError(ErasmusGrantsError, LookupError):
    """The gazetteer has no place of this name, or none in the country.

    Attributes:
        given: The name that was asked for.
        country: The country in which it was looked for; None: in all.
        elsewhere: The countries in which there is one.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, given: str, *, country: str | None = None, elsewhere: tuple[str, ...] = ()) -> None:
        self.given = given
        self.country = country
        self.elsewhere = elsewhere
        how = "write the nearest town, or coordinates as 45.57, 5.92"
        if elsewhere:
            how = f"there is one in {_listed(elsewhere)}: write it as {_plain(given)}, {elsewhere[0]}"
        super().__init__(f"no place in {country or 'the gazetteer'} is called {quoted(given)}; {how}")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_unknown_place, (self.given, self.country, self.elsewhere)


def _rebuild_unknown_place(given: str, country: str | None, elsewhere: tuple[str, ...]) -> UnknownPlaceError:
    return UnknownPlaceError(given, country=country, elsewhere=elsewhere)


class AmbiguousPlaceError(ErasmusGrantsError, LookupError):
    """Several places have this name, and nothing says which one is meant.

    Attributes:
        given: The name that was asked for.
        candidates: The places, the most likely first.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, given: str, candidates: tuple[Place, ...]) -> None:
        self.given = given
        self.candidates = candidates
        countries = tuple(dict.fromkeys(place.country or "" for place in candidates))
        proposed = " or ".join(f"{_plain(given)}, {country}" for country in countries[:_MOST_PROPOSED])
        where = f"in {_listed(countries)}; write it as {proposed}"
        if len(countries) == 1:
            told = "; ".join(map(str, candidates[:_MOST_TOLD]))
            where = f"several in {countries[0]}: {told}; write its full name, or its coordinates"
        super().__init__(f"{_plain(given)}: {where}")

    def __reduce__(self) -> tuple[object, ...]:
        return AmbiguousPlaceError, (self.given, self.candidates)


def _plain(given: str) -> str:
    """Return what was written, without quotation marks."""
    return quoted(given)[1:-1]


def _listed(countries: tuple[str, ...]) -> str:
    """Return the first countries of several."""
    more = len(countries) - _MOST_TOLD
    return ", ".join(countries[:_MOST_TOLD]) + (f" and {more} more" if more > 0 else "")
