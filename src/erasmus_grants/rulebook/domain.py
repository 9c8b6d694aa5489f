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

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Sized
from copy import copy
from functools import reduce
from itertools import chain, combinations
from operator import and_, or_
from typing import Final, TypeAlias

from erasmus_grants.basics.scope import CountriesOfGroups, Restriction, Scope
from erasmus_grants.basics.vocabulary import ActivityType, Direction, ParticipantRole, Term

Part = Mapping[str, frozenset[object]]
"""Mobilities: for each dimension of a scope the values that they have, every combination of them."""

_Bits: TypeAlias = tuple[int, ...]
"""The same, with a bit of a number for each value, since hundreds of scopes are compared, each with each."""

ELSEWHERE: Final = ""
"""Any country that is in no group, and one that is not stated."""

_STUDENTS: Final = frozenset(word for word in ActivityType if word.is_for_students)
_WORDS: Final[Mapping[str, tuple[object, ...]]] = {
    "activities": tuple(ActivityType),
    "directions": tuple(Direction),
    "roles": tuple(ParticipantRole),
    "terms": tuple(Term),
    "blended_intensive_programme": (True, False),
    "fewer_opportunities": (True, False),
}
_COUNTRIES: Final = ("sending_groups", "receiving_groups")
_DIMENSIONS: Final = (*_WORDS, *_COUNTRIES)


class Domain:
    """The mobilities that a rulebook can meet.

    A student's stay is short-term or long-term, and one in a blended intensive programme is short-term; nobody else's
    is.  Where the institution has a home, outgoing mobilities are sent from there and incoming ones received there.
    """

    def __init__(self, groups: CountriesOfGroups, home: str | None) -> None:
        """Prepare the sets.

        Args:
            groups: The countries of each country group.
            home: The country of the institution; None: any.
        """
        self._groups = groups
        everywhere = dict.fromkeys((ELSEWHERE, *(home,) * (home is not None), *chain.from_iterable(groups.values())))
        self._values = {**_WORDS, **dict.fromkeys(_COUNTRIES, tuple(everywhere))}
        self._bits = {name: _bit_of_each(values) for name, values in _WORDS.items()}
        countries: dict[object, int] = {**_bit_of_each(everywhere)}
        countries |= {name: sum(map(countries.__getitem__, set(members))) for name, members in groups.items()}
        self._bits |= dict.fromkeys(_COUNTRIES, countries)
        self._everything = {name: _all_of(values) for name, values in self._values.items()}
        self._possible = tuple(self._possible_parts(home))
        self._parts: dict[int, tuple[Scope, tuple[_Bits, ...]]] = {}

    def knows(self, scope: Scope) -> bool:
        """Return whether all country groups that a scope names are there.

        Examples:
            >>> Domain({"nordic": ("DK", "SE")}, home=None).knows(Scope(receiving_groups="nordic baltic"))
            False
        """
        return {*(scope.sending_groups or ()), *(scope.receiving_groups or ())} <= self._groups.keys()

    def overlap(self, one: Scope, other: Scope) -> bool:
        """Return whether some mobility is within both scopes."""
        return _some_meet(self._of(one), self._of(other))

    def overlapping(self, scopes: Sequence[Scope]) -> Iterator[tuple[int, int]]:
        """Yield the numbers of every two scopes that overlap.

        Examples:
            >>> list(Domain({}, home=None).overlapping([Scope(terms="staff"), Scope(roles="student"), Scope()]))
            [(0, 1), (0, 2), (1, 2)]
        """
        parts = [self._of(scope) for scope in scopes]
        wholes = [tuple(reduce(or_, values) for values in zip(*those, strict=True)) for those in parts]
        for one, other in combinations(range(len(parts)), 2):
            if _meet(wholes[one], wholes[other]) and _some_meet(parts[one], parts[other]):
                yield one, other

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
        narrower = copy(self)
        narrower._possible = tuple(part for scope in scopes for part in self._of(scope))  # noqa: SLF001 - of its own kind
        narrower._parts = {}  # noqa: SLF001
        return narrower

    def mobilities(self, scope: Scope) -> frozenset[tuple[int, ...]]:
        """Return the mobilities of a scope in a form that is equal for scopes that say the same otherwise.

        Examples:
            >>> domain = Domain({}, home=None)
            >>> domain.mobilities(Scope(terms="staff")) == domain.mobilities(Scope(activities="STA STT"))
            True
        """
        return frozenset(self._of(scope))

    def sending_countries(self, *scopes: Scope) -> frozenset[object]:
        """Return the countries from which some mobility within all of some scopes is sent."""
        common = self._possible
        for scope in scopes:
            common = tuple(part for one in common for other in self._of(scope) if all(part := _common(one, other)))
        place = _DIMENSIONS.index("sending_groups")
        senders = 0
        for part in common:
            senders |= part[place]
        return self._named("sending_groups", senders)

    def uncovered(self, scope: Scope, others: Iterable[Scope]) -> tuple[Part, ...]:
        """Return the mobilities of a scope that are in none of the others; empty: there are none."""
        left = self._left(scope, others)
        return tuple(
            {name: self._named(name, bits) for name, bits in zip(_DIMENSIONS, part, strict=True)} for part in left
        )

    def is_covered(self, scope: Scope, others: Iterable[Scope]) -> bool:
        """Return whether every mobility of a scope is in one of the others.

        Examples:
            >>> outgoing, incoming = Scope(directions="outgoing"), Scope(directions="incoming")
            >>> Domain({}, home=None).is_covered(Scope(terms="staff"), [outgoing, incoming])
            True
        """
        return not self._left(scope, others)

    def _left(self, scope: Scope, others: Iterable[Scope]) -> tuple[_Bits, ...]:
        left = self._of(scope)
        for other in others:
            for theirs in self._of(other):
                left = tuple(rest for part in left for rest in _without(part, theirs))
        return left

    def in_words(self, part: Part) -> str:
        """Return some mobilities in the words of a scope; what is not restricted is left out."""
        said = [
            f"{name} {' '.join(sorted(map(_word, part[name])))}"
            for name, every in _WORDS.items()
            if len(part[name]) < len(every)
        ]
        for name, side in zip(_COUNTRIES, ("from", "to"), strict=True):
            if len(part[name]) < len(self._values[name]):
                said.append(f"{side} {self._country_words(part[name])}")
        return ", ".join(said) or "all mobilities"

    def _country_words(self, countries: frozenset[object]) -> str:
        groups = [name for name, members in self._groups.items() if frozenset[object](members) == countries]
        return groups[0] if groups else " ".join(sorted(map(_word, countries)))

    def _of(self, scope: Scope) -> tuple[_Bits, ...]:
        """Return the mobilities of a scope that are possible."""
        known = self._parts.get(id(scope))  # the scope is kept beside them, so no other one has its number
        if known is None:
            stated = [
                every if (value := getattr(scope, name)) is None else self._stated(name, value)
                for name, every in self._everything.items()
            ]
            parts = tuple(part for possible in self._possible if all(part := _common(stated, possible)))
            known = self._parts[id(scope)] = (scope, parts)
        return known[1]

    def _stated(self, dimension: str, value: Restriction) -> int:
        """Return the values of a dimension that a scope lets through; a group that is not there is a country."""
        bits = self._bits[dimension]
        stated = 0
        for one in value if isinstance(value, tuple) else (value,):
            stated |= bits.get(one, 0)
        return stated

    def _named(self, dimension: str, bits: int) -> frozenset[object]:
        """Return the values whose bits are set."""
        return frozenset(value for place, value in enumerate(self._values[dimension]) if bits >> place & 1)

    def _possible_parts(self, home: str | None) -> Iterator[_Bits]:
        everything = self._everything
        students = self._stated("activities", tuple(_STUDENTS))
        kinds = (
            {"activities": everything["activities"] & ~students, "terms": self._stated("terms", (Term.STAFF,))},
            {"activities": students, "terms": self._stated("terms", (Term.SHORT_TERM_PHYSICAL,))},
            {
                "activities": students,
                "terms": self._stated("terms", (Term.LONG_TERM_PHYSICAL,)),
                "blended_intensive_programme": self._stated("blended_intensive_programme", value=False),
            },
        )
        for kind in kinds:
            if home is None:
                yield tuple((everything | kind).values())
                continue
            for direction, side in zip((Direction.OUTGOING, Direction.INCOMING), _COUNTRIES, strict=True):
                at_home = {
                    "directions": self._stated("directions", (direction,)),
                    side: 1 << self._values[side].index(home),
                }
                yield tuple((everything | kind | at_home).values())


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value) or "elsewhere"


def _bit_of_each(values: Iterable[object]) -> dict[object, int]:
    return {value: 1 << place for place, value in enumerate(values)}


def _all_of(values: Sized) -> int:
    return (1 << len(values)) - 1


def _meet(one: _Bits, other: _Bits) -> bool:
    return all(map(and_, one, other))


def _some_meet(ours: Iterable[_Bits], theirs: Collection[_Bits]) -> bool:
    return any(_meet(one, other) for one in ours for other in theirs)


def _common(one: Iterable[int], other: _Bits) -> _Bits:
    return tuple(map(and_, one, other))


def _without(part: _Bits, other: _Bits) -> Iterator[_Bits]:
    """Yield what is left of some mobilities without others, in parts that do not overlap."""
    if not _meet(part, other):
        yield part
        return
    inside = [*part]
    for place, (values, theirs) in enumerate(zip(part, other, strict=True)):
        outside = values & ~theirs
        if outside:
            yield (*inside[:place], outside, *inside[place + 1 :])
        inside[place] = values & theirs
