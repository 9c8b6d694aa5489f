"""To which mobilities an entry of a table applies.

Examples:
    >>> staff = Scope(activities=("STA", "STT"))
    >>> outgoing_students = Scope(activities=("SMS",), directions=("outgoing",))
    >>> staff.overlaps(outgoing_students), staff.overlaps(Scope(directions=("outgoing",)))
    (False, True)
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import Enum, auto
from functools import cache
from types import MappingProxyType
from typing import Annotated, NamedTuple, Protocol, TypeVar, assert_never, overload

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.algebra import AnyWord, Condition, is_one_of, not_
from erasmus_grants.basics.countries import Country
from erasmus_grants.basics.errors import stands_twice, word_that_stands_twice
from erasmus_grants.basics.field_types import (
    AnyEnum,
    AnyItem,
    Choice,
    collection_as_tuple,
    in_enum_order,
    list_as_tuple,
)
from erasmus_grants.basics.model import Model, PlainModel
from erasmus_grants.basics.sources import SENTENCE, Key, Source, Words
from erasmus_grants.basics.vocabulary import ActivityType, Direction, ParticipantRole, Term

SPACES_ALONE = "words are separated by spaces alone, without commas"
"""What is said of a text of words that has commas."""


def has_commas(text: str) -> bool:
    """Return whether somebody separated the words of a text with commas or semicolons, which no word has.

    Examples:
        >>> has_commas("SMS, SMT"), has_commas("SMS SMT")
        (True, False)
    """
    return "," in text or ";" in text


def _words_as_tuple(value: object) -> object:
    """Return any collection, or the words of a text, as the tuple that a strict model takes."""
    if isinstance(value, str) and not isinstance(value, Enum):
        if has_commas(value):
            raise PydanticCustomError("words", SPACES_ALONE)
        return tuple(value.split())
    return collection_as_tuple(value)


AnyWords = TypeVar("AnyWords", bound=tuple[str, ...])


def _each_once(words: AnyWords) -> AnyWords:
    """Return words, none of which stands twice: the second one is nearly always another word that was meant."""
    twice = word_that_stands_twice(words)
    if twice is not None:
        raise PydanticCustomError("twice", "{message}", {"message": stands_twice(twice)})
    return words


def _in_alphabetical_order(members: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(members))


WrittenMembers = Annotated[
    tuple[Choice[AnyEnum], ...],
    BeforeValidator(_words_as_tuple),
    AfterValidator(_each_once),
    AfterValidator(in_enum_order),
]
"""Words of a closed list in a rulebook, where one text may hold them, each of them once."""

WrittenCountries = Annotated[tuple[Country, ...], BeforeValidator(_words_as_tuple)]
"""Countries in a rulebook, by their codes; one text may hold several."""

WrittenRegions = Annotated[WrittenCountries, AfterValidator(_each_once)]
"""Regions in a rulebook, by their codes, each of them once; one text may hold several."""

SomeMembers = Annotated[
    tuple[Choice[AnyEnum], ...],
    Field(min_length=1),
    BeforeValidator(_words_as_tuple),
    AfterValidator(_each_once),
    AfterValidator(in_enum_order),
]
"""At least one word of a closed list."""

Groups = Annotated[
    tuple[Key, ...],
    Field(min_length=1),
    BeforeValidator(_words_as_tuple),
    AfterValidator(_each_once),
    AfterValidator(_in_alphabetical_order),
]
"""At least one country group, by its id; one text may hold several, each of them once."""


Restriction = tuple[str, ...] | bool | None
"""What a scope says of one dimension; None does not restrict it."""

CountriesOfGroups = Mapping[str, tuple[str, ...]]
"""The countries of each country group, by its id."""


class ScopeKey(NamedTuple):
    """What a mobility is, as far as a scope asks.

    Attributes:
        sending_groups: Groups of the sending country; empty in no group, None where the country is not stated.
        receiving_groups: The same of the receiving country.
    """

    activity: ActivityType
    direction: Direction
    role: ParticipantRole
    term: Term
    blended_intensive_programme: bool
    fewer_opportunities: bool
    sending_groups: tuple[str, ...] | None
    receiving_groups: tuple[str, ...] | None


class RowsKey(NamedTuple):
    """The same of the mobilities of a frame, but for their countries."""

    activity: AnyWord
    direction: AnyWord
    role: AnyWord
    term: AnyWord
    blended_intensive_programme: Condition
    fewer_opportunities: Condition


class Scope(PlainModel):
    """The mobilities to which an entry applies; what is omitted does not restrict it."""

    activities: SomeMembers[ActivityType] | None = Field(default=None, description="activity types")
    directions: SomeMembers[Direction] | None = Field(default=None, description="directions")
    roles: SomeMembers[ParticipantRole] | None = Field(default=None, description="participants")
    terms: SomeMembers[Term] | None = Field(default=None, description="short-term, long-term, staff")
    blended_intensive_programme: bool | None = Field(default=None, description="in such a programme, or in none")
    fewer_opportunities: bool | None = Field(default=None, description="participants with, or without")
    sending_groups: Groups | None = Field(default=None, description="country groups of the sending organisation")
    receiving_groups: Groups | None = Field(default=None, description="country groups of the receiving organisation")

    def covers(self, key: ScopeKey) -> bool:
        """Return whether a mobility is within the scope."""
        return self.covers_but_for_countries(key) and (
            _some_within(key.sending_groups, self.sending_groups)
            and _some_within(key.receiving_groups, self.receiving_groups)
        )

    @overload
    def covers_but_for_countries(self, key: ScopeKey) -> bool: ...
    @overload
    def covers_but_for_countries(self, key: RowsKey) -> Condition: ...
    def covers_but_for_countries(self, key: ScopeKey | RowsKey) -> Condition:
        """Return whether a mobility is within the scope, whatever its countries."""
        return (
            is_one_of(key.activity, self.activities)
            & is_one_of(key.direction, self.directions)
            & is_one_of(key.role, self.roles)
            & is_one_of(key.term, self.terms)
            & _agrees(key.blended_intensive_programme, self.blended_intensive_programme)
            & _agrees(key.fewer_opportunities, self.fewer_opportunities)
        )

    def overlaps(self, other: "Scope", members: CountriesOfGroups = MappingProxyType({})) -> bool:
        """Return whether some mobility is within both scopes.

        Args:
            other: The other scope.
            members: The countries of each group; a group that is not in it shares no country with another.
        """
        return all(
            _meet(_named(name, ours, members), _named(name, getattr(other, name), members)) for name, ours in self
        )


def scope_in_words(scope: Scope) -> str:
    """Return a scope as JSON spells it."""
    stated = scope.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(stated, ensure_ascii=False) if stated else "all mobilities"


def _agrees(given: Condition, wanted: bool | None) -> Condition:  # noqa: FBT001 - what a scope says
    return True if wanted is None else given if wanted else not_(given)


def _some_within(values: tuple[str, ...] | None, allowed: tuple[str, ...] | None) -> bool:
    return allowed is None or not set(values or ()).isdisjoint(allowed)


def _named(dimension: str, restriction: Restriction, members: CountriesOfGroups) -> Restriction:
    """Return what a scope says of a dimension, with countries in place of their groups."""
    if isinstance(restriction, tuple) and dimension in {"sending_groups", "receiving_groups"}:
        return tuple(country for group in restriction for country in members.get(group, (group,)))
    return restriction


def _meet(ours: Restriction, theirs: Restriction) -> bool:
    """Return whether two restrictions of one dimension let something through together."""
    if ours is None or theirs is None:
        return True
    if isinstance(ours, tuple) and isinstance(theirs, tuple):
        return not set(ours).isdisjoint(theirs)
    return ours == theirs


class Scoped(Protocol):
    """Anything with a scope."""

    @property
    def scope(self) -> Scope:
        """The mobilities to which it applies."""
        ...

    @property
    def gives_way(self) -> bool:
        """Whether it applies only where no other does."""
        ...


AnyEntry = TypeVar("AnyEntry", bound=Scoped)


def applicable(entries: Iterable[AnyEntry], key: ScopeKey) -> tuple[AnyEntry, ...]:
    """Return the entries of a table that apply to a mobility."""
    return tuple(entry for entry in entries if entry.scope.covers(key))


def answers(entries: Iterable[AnyEntry]) -> tuple[AnyEntry, ...]:
    """Return entries of one kind without those that give way, if others are there."""
    found = tuple(entries)
    decided = tuple(entry for entry in found if not entry.gives_way)
    return decided or found


def countries_needed(entries: Iterable[Scoped], key: ScopeKey) -> tuple[str, ...]:
    """Return the country fields that would decide between entries and are not stated."""
    if key.sending_groups is not None and key.receiving_groups is not None:
        return ()
    scopes = [
        scope
        for scope in (entry.scope for entry in entries)
        if scope.covers_but_for_countries(key)
        and (key.sending_groups is None or _some_within(key.sending_groups, scope.sending_groups))
        and (key.receiving_groups is None or _some_within(key.receiving_groups, scope.receiving_groups))
    ]
    sending = key.sending_groups is None and any(scope.sending_groups for scope in scopes)
    receiving = key.receiving_groups is None and any(scope.receiving_groups for scope in scopes)
    return ("sending_country",) * sending + ("receiving_country",) * receiving


@cache
def all_mobilities() -> Scope:
    """Return the scope that restricts nothing."""
    return Scope()


class Entry(Model):
    """An entry of a table of a rulebook: to whom it applies, and where it is printed."""

    scope: Scope = Field(
        default_factory=all_mobilities, description="the mobilities to which it applies; omitted means all"
    )
    source: Source = Field(description="where it is printed")

    @property
    def figures(self) -> Mapping[str, Decimal]:
        """The amounts and shares that it fixes, each with a name, a rate first; empty: it fixes none."""
        return {}

    @property
    def gives_way(self) -> bool:
        """Whether it applies only where no other entry of its table and kind does."""
        return False


Entries = Annotated[tuple[AnyItem, ...], Field(max_length=500), BeforeValidator(list_as_tuple)]
"""The entries of a table; any two of them are compared, so there is an end to their number."""


class Applying(Enum):
    """How many entries of a table may apply to one mobility; the value is the field by which several are told apart."""

    ONE = ""
    ONE_OF_EACH_KIND = "kind"
    ONE_OF_EACH_DOCUMENT = "document"
    ONE_OF_EACH_PURPOSE = "purpose"
    ANY_NUMBER = "any"


class CountryAsked(Enum):
    """For which mobilities a table asks for a country that is not stated and that would decide between its entries."""

    ALWAYS = auto()
    IF_FUNDED = auto()
    NEVER = auto()


class Asking(NamedTuple):
    """Which mobilities are asked for a country that is not stated.

    Attributes:
        country: Whether all of them are, or those that are funded.
        term: Their term; None: any.
    """

    country: CountryAsked
    term: Term | None

    def of(self, term: Term, *, funded: bool) -> bool:
        """Return whether a mobility is one of these."""
        match self.country:
            case CountryAsked.ALWAYS:
                return self.term in {None, term}
            case CountryAsked.IF_FUNDED:
                return funded and self.term in {None, term}
            case CountryAsked.NEVER:
                return False
            case _:  # pragma: no cover
                assert_never(self.country)


class TableUse(NamedTuple):
    """How a table of a rulebook is used; it stands in the annotation of its field.

    Attributes:
        applying: How many of its entries may apply to one mobility.
        country: For which mobilities it asks for a country that is not stated.
        term: The term of the mobilities whose days it pays, or bounds the pay of; None: it does not depend on one.
        ranges: The table of the ranges within which its rates lie; empty: there is none.
    """

    applying: Applying
    country: CountryAsked
    term: Term | None = None
    ranges: str = ""

    @property
    def asking(self) -> Asking:
        """Which mobilities it asks for a country."""
        return Asking(self.country, self.term)


@cache
def tables_of(book: type[Model]) -> Mapping[str, TableUse]:
    """Return how each table of a kind of rulebook is used, by its name, in the order of its fields."""
    said = ((name, item) for name, field in book.model_fields.items() for item in field.metadata)
    return MappingProxyType({name: use for name, use in said if isinstance(use, TableUse)})


@cache
def askings_of(book: type[Model]) -> tuple[Asking, ...]:
    """Return the ways in which tables ask for a country: first those that always do, then those for one term."""
    askings = dict.fromkeys(use.asking for use in tables_of(book).values())
    return tuple(sorted(askings, key=lambda asking: (asking.country.value, asking.term is None)))


def entries_asking(book: Model, asking: Asking) -> Iterator[Entry]:
    """Yield the entries of those tables of a rulebook that ask the same mobilities for a country."""
    for name, use in tables_of(type(book)).items():
        if use.asking == asking:
            yield from getattr(book, name)


class NotPublished(Entry):
    """In place of figures: the programme foresees them, and nobody has printed them.

    It applies only where no other entry of its table and kind does: a figure answers it.
    """

    not_published: Annotated[Words, SENTENCE] = Field(description="why there is no figure, and who knows it")

    @property
    def gives_way(self) -> bool:
        """It does: a figure answers it."""
        return True


def published_or_not(value: object) -> str:
    """Return the tag of an entry that holds figures, or says that none are published."""
    if isinstance(value, Mapping):
        return "not_published" if "not_published" in value else "published"
    return "not_published" if isinstance(value, NotPublished) else "published"
