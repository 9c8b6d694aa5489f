"""The mobilities that a rulebook can meet, as sets of which each scope is a part.

Two scopes overlap where some mobility is in both, and a scope may leave a part of another one uncovered.  Both are
exact: they look at every combination of words and of countries, without trying each of them.

Examples:
    >>> domain = Domain({"nordic": ("DK", "SE"), "all": ("DK", "SE", "PL")}, home=None)
    >>> nordic, everywhere = Scope(receiving_groups=("nordic",)), Scope(receiving_groups=("all",))
    >>> domain.overlap(nordic, everywhere)
    True
    >>> [sorted(part["receiving_groups"]) for part in domain.uncovered(everywhere, [nordic])]
    [['PL'], ['PL'], ['PL']]
    >>> at_home = Domain({"nordic": ("DK", "SE"), "all": ("DK", "SE", "PL")}, home="PL")
    >>> at_home.overlap(Scope(directions="outgoing", sending_groups="nordic"), Scope(directions="outgoing"))
    False
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from erasmus_grants.basics.scope import CountriesOfGroups, Restriction, Scope
from erasmus_grants.basics.vocabulary import ActivityType, Direction, ParticipantRole, Term

Part = Mapping[str, frozenset[object]]
"""Mobilities: for each dimension of a scope the values that they have, every combination of them."""

ELSEWHERE: Final = ""
"""Any country that is in no group, and one that is not stated."""

_STUDENTS: Final = frozenset(word for word in ActivityType if word.is_for_students)
_BOTH: Final = frozenset((True, False))
_WORDS: Final[Part] = {
    "activities": frozenset(ActivityType),
    "directions": frozenset(Direction),
    "roles": frozenset(ParticipantRole),
    "terms": frozenset(Term),
    "blended_intensive_programme": _BOTH,
    "fewer_opportunities": _BOTH,
}
_COUNTRIES: Final = ("sending_groups", "receiving_groups")


class Domain:
    """The mobilities that a rulebook can meet.

    A student's stay is short-term or long-term, and one in a blended intensive programme is short-term; nobody else's
    is.  Where the institution has a home, outgoing mobilities are sent from there and incoming ones received there.
    """

    def __init__(self, groups: CountriesOfGroups, home: str | None, *, within: Sequence[Sequence[Scope]] = ()) -> None:
        """Prepare the sets.

        Args:
            groups: The countries of each country group.
            home: The country of the institution; None: any.
            within: For each of these, the mobilities are within one of its scopes.
        """
        self._home = home
        self._within = within
        self._groups = groups
        self._everywhere = frozenset((ELSEWHERE, *(home,) * (home is not None), *_countries(groups)))
        self._possible = tuple(self._possible_parts(home))
        self._parts: dict[Scope, tuple[Part, ...]] = {}
        for scopes in within:
            self._possible = tuple(part for scope in scopes for part in self._of(scope))
            self._parts.clear()

    def knows(self, scope: Scope) -> bool:
        """Return whether all country groups that a scope names are there.

        Examples:
            >>> Domain({"nordic": ("DK", "SE")}, home=None).knows(Scope(receiving_groups="nordic baltic"))
            False
        """
        return {*(scope.sending_groups or ()), *(scope.receiving_groups or ())} <= self._groups.keys()

    def overlap(self, one: Scope, other: Scope) -> bool:
        """Return whether some mobility is within both scopes."""
        return any(_meet(ours, theirs) for ours in self._of(one) for theirs in self._of(other))

    def within(self, scopes: Iterable[Scope]) -> "Domain":
        """Return the mobilities of this domain that are within one of some scopes.

        Examples:
            >>> sent = Domain({}, home="PL").within([Scope(directions="outgoing")])
            >>> sent.overlap(Scope(), Scope(directions="incoming"))
            False
            >>> nordic, both = Scope(receiving_groups="nordic"), Domain({"nordic": ("DK", "SE")}, home="DK")
            >>> staff = both.within([Scope(directions="outgoing")]).within([Scope(activities="STA STT")])
            >>> [sorted(part["receiving_groups"]) for part in staff.uncovered(nordic, [])]
            [['DK', 'SE']]
        """
        return Domain(self._groups, self._home, within=(*self._within, tuple(scopes)))

    def mobilities(self, scope: Scope) -> frozenset[tuple[tuple[str, frozenset[object]], ...]]:
        """Return the mobilities of a scope in a form that is equal for scopes that say the same otherwise.

        Examples:
            >>> domain = Domain({}, home=None)
            >>> domain.mobilities(Scope(terms="staff")) == domain.mobilities(Scope(activities="STA STT"))
            True
        """
        return frozenset(tuple(part.items()) for part in self._of(scope))

    def sending_countries(self, *scopes: Scope) -> frozenset[object]:
        """Return the countries from which some mobility within all of some scopes is sent."""
        common: tuple[Part, ...] = self._possible
        for scope in scopes:
            common = tuple(
                part for one in common for other in self._of(scope) if all((part := _common(one, other)).values())
            )
        return frozenset(country for part in common for country in part["sending_groups"])

    def uncovered(self, scope: Scope, others: Iterable[Scope]) -> tuple[Part, ...]:
        """Return the mobilities of a scope that are in none of the others; empty: there are none."""
        left = self._of(scope)
        for other in others:
            for theirs in self._of(other):
                left = tuple(rest for part in left for rest in _without(part, theirs))
        return left

    def in_words(self, part: Part) -> str:
        """Return some mobilities in the words of a scope; what is not restricted is left out."""
        said = [
            f"{name} {' '.join(sorted(map(_word, values)))}"
            for name, values in part.items()
            if name not in _COUNTRIES and values != _WORDS[name]
        ]
        for name, side in zip(_COUNTRIES, ("from", "to"), strict=True):
            countries = part[name]
            if countries != self._everywhere:
                said.append(f"{side} {self._country_words(countries)}")
        return ", ".join(said) or "all mobilities"

    def _country_words(self, countries: frozenset[object]) -> str:
        groups = [name for name, members in self._groups.items() if frozenset[object](members) == countries]
        return groups[0] if groups else " ".join(sorted(map(_word, countries)))

    def _of(self, scope: Scope) -> tuple[Part, ...]:
        """Return the mobilities of a scope that are possible."""
        if scope not in self._parts:
            stated: Part = {name: self._named(name, value) for name, value in scope}
            parts = (_common(stated, possible) for possible in self._possible)
            self._parts[scope] = tuple(part for part in parts if all(part.values()))
        return self._parts[scope]

    def _named(self, dimension: str, value: Restriction) -> frozenset[object]:
        """Return the values of a dimension that a scope lets through."""
        if dimension in _COUNTRIES:
            if not isinstance(value, tuple):
                return self._everywhere
            return frozenset(country for group in value for country in self._groups.get(group, (group,)))
        if value is None:
            return _WORDS[dimension]
        return frozenset(value) if isinstance(value, tuple) else frozenset((value,))

    def _possible_parts(self, home: str | None) -> Iterable[Part]:
        anywhere = dict.fromkeys(_COUNTRIES, self._everywhere)
        staff = {
            **_WORDS,
            **anywhere,
            "activities": _WORDS["activities"] - _STUDENTS,
            "terms": frozenset((Term.STAFF,)),
        }
        students = {**_WORDS, **anywhere, "activities": _STUDENTS}
        kinds: tuple[Part, ...] = (
            staff,
            {**students, "terms": frozenset((Term.SHORT_TERM_PHYSICAL,))},
            {
                **students,
                "terms": frozenset((Term.LONG_TERM_PHYSICAL,)),
                "blended_intensive_programme": frozenset((False,)),
            },
        )
        if home is None:
            return kinds
        at_home = frozenset((home,))
        return [
            {**kind, "directions": frozenset((direction,)), side: at_home}
            for kind in kinds
            for direction, side in zip((Direction.OUTGOING, Direction.INCOMING), _COUNTRIES, strict=True)
        ]


def _countries(groups: CountriesOfGroups) -> Iterable[str]:
    return (country for members in groups.values() for country in members)


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value) or "elsewhere"


def _meet(one: Part, other: Part) -> bool:
    return not any(values.isdisjoint(other[name]) for name, values in one.items())


def _common(one: Part, other: Part) -> Part:
    return {name: values & other[name] for name, values in one.items()}


def _without(part: Part, other: Part) -> Iterable[Part]:
    """Yield what is left of some mobilities without others, in parts that do not overlap."""
    if not _meet(part, other):
        yield part
        return
    inside = dict(part)
    for name, values in part.items():
        outside = values - other[name]
        if outside:
            yield {**inside, name: outside}
        inside[name] = values & other[name]
