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

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import chain, combinations
from typing import Final

from erasmus_grants.basics.scope import CountriesOfGroups, Restriction, Scope
from erasmus_grants.basics.vocabulary import ActivityType, Direction, Funding, ParticipantRole, Term
from erasmus_grants.rulebook.tables import RulebookTables
from erasmus_grants.rules.countries import members_of

Part = Mapping[str, frozenset[object]]
"""Mobilities: for each dimension of a scope the values that they have, every combination of them."""

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
_MOST_COUNTRIES: Final = 3


class Domain:
    """The mobilities that a rulebook can meet.

    A student's stay is short-term or long-term, and one in a blended intensive programme is short-term; nobody else's
    is.  Where the institution has a home, outgoing mobilities are sent from there, or from one of its regions, and
    incoming ones received there.

    Hundreds of scopes are compared, each with each.  So a part is one number inside, with a bit for each value of each
    dimension, and one more above those of a dimension, which is not set: a sum sets it where the dimension has values.
    """

    def __init__(self, groups: CountriesOfGroups, home: str | None, regions: Collection[str] = ()) -> None:
        """Prepare the sets.

        Args:
            groups: The countries of each country group.
            home: The country of the institution; None: any.
            regions: Regions of this country that have codes of their own.

        Examples:
            >>> sent_from = Scope(directions="outgoing", sending_groups="isles")
            >>> [Domain({"isles": ("PT-20",)}, "PT", those).overlap(sent_from, Scope()) for those in ((), ("PT-20",))]
            [False, True]
        """
        self._groups = groups
        at_home = () if home is None else (home, *regions)
        everywhere = tuple(dict.fromkeys((ELSEWHERE, *at_home, *chain.from_iterable(groups.values()))))
        self._values: dict[str, dict[object, int]] = {}
        self._masks: dict[str, int] = {}
        place = self._above = 0
        for name, values in (*_WORDS.items(), *((side, everywhere) for side in _COUNTRIES)):
            self._values[name] = {value: 1 << place + number for number, value in enumerate(values)}
            self._masks[name] = (1 << place + len(values)) - (1 << place)
            place += len(values) + 1
            self._above |= 1 << place - 1
        self._everything = sum(self._masks.values())
        self._bits = self._values | {side: self._with_groups(side) for side in _COUNTRIES}
        self._possible = tuple(self._possible_parts(at_home))
        self._parts: dict[int, tuple[Scope, tuple[int, ...]]] = {}

    def _with_groups(self, side: str) -> dict[object, int]:
        """Return the bits of countries and of country groups."""
        countries = self._values[side]
        bits = dict(countries)
        for name, members in self._groups.items():
            bits[name] = sum(map(countries.__getitem__, set(members)))
        return bits

    def knows(self, scope: Scope) -> bool:
        """Return whether all country groups that a scope names are there.

        Examples:
            >>> Domain({"nordic": ("DK", "SE")}, home=None).knows(Scope(receiving_groups="nordic baltic"))
            False
        """
        return {*(scope.sending_groups or ()), *(scope.receiving_groups or ())} <= self._groups.keys()

    def overlap(self, one: Scope, other: Scope) -> bool:
        """Return whether some mobility is within both scopes."""
        return self._some_meet(self._of(one), self._of(other))

    def overlapping(self, scopes: Sequence[Scope]) -> Iterator[tuple[int, int]]:
        """Yield the numbers of every two scopes that overlap.

        Examples:
            >>> list(Domain({}, home=None).overlapping([Scope(terms="staff"), Scope(roles="student"), Scope()]))
            [(0, 1), (0, 2), (1, 2)]
        """
        parts = [self._of(scope) for scope in scopes]
        wholes = [_together(those) for those in parts]
        for one, other in combinations(range(len(parts)), 2):
            if self._is_some(wholes[one] & wholes[other]) and self._some_meet(parts[one], parts[other]):
                yield one, other

    def shared_countries(self, one: Scope, other: Scope) -> str:
        """Return in words which countries let two scopes overlap that name other groups; empty: they name none.

        Examples:
            >>> domain = Domain({"nordic": ("DK", "SE"), "small": ("DK", "MT")}, home=None)
            >>> domain.shared_countries(Scope(receiving_groups="nordic"), Scope(receiving_groups="small"))
            'DK is in nordic and small'
        """
        both = [ours & theirs for ours in self._of(one) for theirs in self._of(other)]
        common = _together(part for part in both if self._is_some(part))
        told: list[str] = []
        for side in _COUNTRIES if common else ():
            ours, theirs = getattr(one, side) or (), getattr(other, side) or ()
            if ours and theirs and set(ours).isdisjoint(theirs):
                told.append(self._shared_in_words(self._named(side, common), (*ours, *theirs)))
        return "; ".join(told)

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
        return self._with(part for scope in scopes for part in self._of(scope))

    def without(self, scopes: Iterable[Scope]) -> "Domain":
        """Return the mobilities of this domain that are within none of some scopes.

        Examples:
            >>> received = Domain({}, home="PL").without([Scope(directions="outgoing")])
            >>> received.overlap(Scope(), Scope(directions="outgoing"))
            False
        """
        return self._with(self._left(Scope(), scopes))

    def beside(self, other: "Domain") -> "Domain":
        """Return the mobilities of this domain, and of another one of the same groups and home.

        Examples:
            >>> sent, received = Scope(directions="outgoing"), Scope(directions="incoming")
            >>> whole = Domain({}, home=None)
            >>> whole.within([sent]).beside(whole.within([received])).is_covered(Scope(), [sent])
            False
        """
        return self._with((*self._possible, *other._possible))  # noqa: SLF001 - of its own kind

    def _with(self, possible: Iterable[int]) -> "Domain":
        """Return a domain of the same groups and home that has other mobilities."""
        other = copy(self)
        other._possible = tuple(possible)  # noqa: SLF001 - of its own kind
        other._parts = {}  # noqa: SLF001
        return other

    def mobilities(self, scope: Scope) -> frozenset[int]:
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
            both = [one & other for one in common for other in self._of(scope)]
            common = tuple(part for part in both if self._is_some(part))
        return self._named("sending_groups", _together(common))

    def uncovered(self, scope: Scope, others: Iterable[Scope]) -> tuple[Part, ...]:
        """Return the mobilities of a scope that are in none of the others; empty: there are none."""
        left = self._left(scope, others)
        return tuple({name: self._named(name, part) for name in self._values} for part in left)

    def is_covered(self, scope: Scope, others: Iterable[Scope]) -> bool:
        """Return whether every mobility of a scope is in one of the others.

        Examples:
            >>> outgoing, incoming = Scope(directions="outgoing"), Scope(directions="incoming")
            >>> Domain({}, home=None).is_covered(Scope(terms="staff"), [outgoing, incoming])
            True
        """
        return not self._left(scope, others)

    def is_taken(self, scope: Scope, others: Iterable[Scope]) -> bool:
        """Return whether others, one after the other, take every mobility of a scope away.

        Each of the others is looked at once for each part, and passed over where it would leave several pieces.  So
        the time does not explode with their number, and what they cover only in such pieces is not said to be taken.

        Examples:
            >>> domain = Domain({"low": ("NL", "BE"), "be": ("BE",), "nl": ("NL",)}, home=None)
            >>> low, one, other = (Scope(receiving_groups=name) for name in ("low", "be", "nl"))
            >>> domain.is_taken(low, [one, other]), domain.is_taken(low, [one])
            (True, False)
        """
        theirs = [part for other in others for part in self._of(other)]
        return all(self._part_is_taken(part, theirs) for part in self._of(scope))

    def _part_is_taken(self, part: int, theirs: Iterable[int]) -> bool:
        for other in theirs:
            left = tuple(self._without(part, other))
            if not left:
                return True
            part = left[0] if len(left) == 1 else part
        return False

    def _left(self, scope: Scope, others: Iterable[Scope]) -> tuple[int, ...]:
        left = self._of(scope)
        for other in others:
            for theirs in self._of(other):
                left = tuple(rest for part in left for rest in self._without(part, theirs))
        return left

    def _without(self, part: int, other: int) -> Iterator[int]:
        """Yield what is left of some mobilities without others, in parts that do not overlap."""
        if not self._is_some(part & other):
            yield part
            return
        for mask in self._masks.values():
            outside = part & mask & ~other
            if outside:
                yield part & ~mask | outside
            part &= other | ~mask

    def _is_some(self, part: int) -> bool:
        """Return whether a part has mobilities: each dimension has values."""
        return (part + self._everything) & self._above == self._above

    def _some_meet(self, ours: Iterable[int], theirs: Collection[int]) -> bool:
        return any(self._is_some(one & other) for one in ours for other in theirs)

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

    def _shared_in_words(self, countries: frozenset[object], groups: Iterable[str]) -> str:
        """Return in which groups countries are that several groups share; of many countries only some are named."""
        listed = sorted(map(_word, countries))
        more = len(listed) - _MOST_COUNTRIES
        named = ", ".join(listed[:_MOST_COUNTRIES]) + (f" and {more} more" if more > 0 else "")
        sharing = (group for group in groups if not countries.isdisjoint(self._groups.get(group, (group,))))
        return f"{named} {'is' if len(listed) == 1 else 'are'} in {' and '.join(sharing)}"

    def _of(self, scope: Scope) -> tuple[int, ...]:
        """Return the mobilities of a scope that are possible."""
        known = self._parts.get(id(scope))  # the scope is kept beside them, so no other one has its number
        if known is None:
            stated = self._everything
            for name, mask in self._masks.items():
                value: Restriction = getattr(scope, name)
                if value is not None:
                    stated &= ~mask | self._stated(name, value)
            parts = tuple(part for possible in self._possible if self._is_some(part := stated & possible))
            known = self._parts[id(scope)] = (scope, parts)
        return known[1]

    def _stated(self, dimension: str, value: Restriction) -> int:
        """Return the values of a dimension that a scope lets through; a group that is not there is a country."""
        bits = self._bits[dimension]
        stated = 0
        for one in value if isinstance(value, tuple) else (value,):
            stated |= bits.get(one, 0)
        return stated

    def _named(self, dimension: str, part: int) -> frozenset[object]:
        """Return the values of a dimension in a part."""
        return frozenset(value for value, bit in self._values[dimension].items() if part & bit)

    def _possible_parts(self, home: Collection[str]) -> Iterator[int]:
        students = self._stated("activities", tuple(_STUDENTS))
        blended = self._values["blended_intensive_programme"][True]
        of_students = self._everything & (~self._masks["activities"] | students)
        terms = {term: ~self._masks["terms"] | bit for term, bit in self._values["terms"].items()}
        kinds = (
            self._everything & ~students & terms[Term.STAFF],
            of_students & terms[Term.SHORT_TERM_PHYSICAL],
            of_students & terms[Term.LONG_TERM_PHYSICAL] & ~blended,
        )
        for kind in kinds:
            if not home:
                yield kind
                continue
            for direction, side in zip((Direction.OUTGOING, Direction.INCOMING), _COUNTRIES, strict=True):
                there = ~self._masks["directions"] | self._values["directions"][direction]
                yield kind & there & (~self._masks[side] | sum(map(self._values[side].__getitem__, home)))


def domain_of(rulebook: RulebookTables) -> Domain:
    """Return the mobilities that a rulebook can meet."""
    home, members = rulebook.home, members_of(rulebook.country_groups)
    return Domain(members, None) if home is None else Domain(members, home.country, home.regions)


def funded_of(rulebook: RulebookTables, domain: Domain, term: Term) -> Domain:
    """Return the mobilities of a term that a rulebook can meet and funds."""
    funded = [rule.scope for rule in rulebook.activities if rule.funding is Funding.FUNDED]
    return domain.within(funded).within([Scope(terms=(term,))])


def _together(parts: Iterable[int]) -> int:
    """Return a part that has all values of several."""
    whole = 0
    for part in parts:
        whole |= part
    return whole


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value) or "elsewhere"
