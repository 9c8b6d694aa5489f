"""Rulebooks that are based on others: entries are added, take the place of others, or are taken away.

An entry with the scope of an entry of the base, and of the same kind, takes its place.  One that the base answers with
`not_published`, or not at all, is added.  Nothing else of the base changes, and nothing is lost by silence.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> both = merged(toy_rulebook(), {"monthly_rates": [{"rate_eur_per_month": 310}]}, replace=())
    >>> both.tables["monthly_rates"], both.origins["monthly_rates"]
    ([{'rate_eur_per_month': 310}], [0])
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pydantic import ValidationError

from erasmus_grants.basics.field_types import is_collection, is_mapping
from erasmus_grants.basics.problems import Place
from erasmus_grants.basics.scope import Applying, Entry, Scope, scope_in_words, tables_of
from erasmus_grants.rulebook.checks import NO_MOBILITY, Problem
from erasmus_grants.rulebook.domain import Domain
from erasmus_grants.rulebook.tables import NAMES_OF_ENTRIES, RulebookTables
from erasmus_grants.rules.countries import members_of

REMOVED: Final = "removed"
"""What an entry says that takes one of the base away."""

_OF_A_REMOVAL: Final = frozenset({*NAMES_OF_ENTRIES, REMOVED, "scope", "source"})
_MOST_PARTS: Final = 2

_Key = tuple[object, ...]


class Merged(NamedTuple):
    """The tables of a base and of what is based on it, together.

    Attributes:
        tables: Each table that changes.
        origins: For each entry of such a table its number in the overlay; None: it is the base's.
        problems: What cannot be merged.
        domain: The mobilities that the tables can meet together.
    """

    tables: dict[str, object]
    origins: dict[str, list[int | None]]
    problems: list[Problem]
    domain: Domain

    def place_in_overlay(self, place: Place) -> Place:
        """Return a place with the number that an entry has in the overlay; of the base's the table alone."""
        match place:
            case (str(table), int(number), *rest) if number < len(self.origins.get(table, ())):
                origin = self.origins[table][number]
                return (table,) if origin is None else (table, origin, *rest)
            case _:
                return place


def merged(base: RulebookTables, tables: Mapping[str, object], *, replace: Collection[str]) -> Merged:
    """Return the tables of a base with those of an overlay merged into them.

    Args:
        base: The rulebook.
        tables: The tables of the overlay, whose entries may be models or plain tables of fields.
        replace: The tables that stand in place of the whole table of the base.
    """
    domain = _domain(base, tables)
    result = Merged({}, {}, [], domain)
    for name, value in tables.items():
        theirs: object = getattr(base, name, None)
        if not is_collection(theirs) or not is_collection(value):
            result.tables[name] = value
            continue
        merging = _Merging(base, name, theirs, domain)
        for number, entry in enumerate(value):
            merging.add(number, entry)
        if name in replace:
            merging.drop_what_is_left()
        merging.problems += _overlapping(base, name, merging, domain)
        if name in replace:
            merging.problems += _forgotten(base, name, [*value], theirs, domain)
        result.tables[name] = merging.entries
        result.origins[name] = merging.origins
        result.problems.extend(merging.problems)
    unknown = [name for name in replace if name not in tables]
    result.problems.extend(
        (("replace",), f"there is no table {name} in the file to replace it", name) for name in unknown
    )
    return result


class _Merging:
    """One table of a base, into which entries are merged one after the other."""

    def __init__(self, base: RulebookTables, table: str, theirs: Iterable[object], domain: Domain) -> None:
        use = tables_of(type(base)).get(table)
        self._domain = domain
        self._all_apply = use is not None and use.applying is Applying.ANY_NUMBER
        self.entries: list[object] = [*theirs]
        self.origins: list[int | None] = [None] * len(self.entries)
        self.problems: list[Problem] = []
        self._base_id = base.id
        self._table = table
        self._keys: list[_Key | None] = [_key(entry, domain) for entry in self.entries]

    def add(self, number: int, entry: object) -> None:
        """Merge an entry of the overlay."""
        if is_mapping(entry) and entry.get(REMOVED, True) is not True:
            sentence = "this is true; leave it out of an entry that is not removed"
            self.problems.append(((self._table, number, REMOVED), sentence, entry[REMOVED]))
            return
        key = _key(entry, self._domain)
        same = [place for place, theirs in enumerate(self._keys) if theirs == key and self.origins[place] is None]
        if key is not None and not key[0] and self._domain.knows(_scope(entry)):
            sentence = f"{NO_MOBILITY} {scope_in_words(_scope(entry))}"
            self.problems.append(((self._table, number), sentence, None))
        elif key is not None and _is_removal(entry):
            self._remove(number, entry, same)
        elif key is not None and same and not (self._all_apply and self.entries[same[0]] != entry):
            self.entries[same[0]], self.origins[same[0]] = entry, number
            self._drop(same[1:])  # a figure beside the sentence that it answers
        else:
            self.entries.append(entry)
            self.origins.append(number)
            self._keys.append(key)

    def drop_what_is_left(self) -> None:
        """Leave only the entries of the overlay, in its order."""
        numbered = ((number, place) for place, number in enumerate(self.origins) if number is not None)
        own = [place for _, place in sorted(numbered)]
        self.entries = [self.entries[place] for place in own]
        self._keys = [self._keys[place] for place in own]
        self.origins = [self.origins[place] for place in own]

    def added(self) -> Iterator[tuple[object, int, Scope]]:
        """Yield each entry of the overlay, its number there, and its scope."""
        for entry, number, key in zip(self.entries, self.origins, self._keys, strict=True):
            if number is not None and key is not None:
                yield entry, number, _scope(entry)

    def kept(self) -> list[Entry]:
        """Return the entries of the base that stay and have figures."""
        theirs = [entry for entry, number in zip(self.entries, self.origins, strict=True) if number is None]
        return [entry for entry in theirs if isinstance(entry, Entry) and not entry.gives_way]

    def _remove(self, number: int, entry: object, same: Sequence[int]) -> None:
        if not same:
            scope = scope_in_words(_scope(entry))
            told = [name for name in ("scope", *NAMES_OF_ENTRIES) if any(_field(one, name) for one in self.entries)]
            named = f": name it by exactly its {' and its '.join(told)}" if told else ""
            sentence = f"{self._base_id} has no entry for {scope} that could be removed{named}"
            self.problems.append(((self._table, number), sentence, None))
        figures = [name for name in map(str, entry) if name not in _OF_A_REMOVAL] if is_mapping(entry) else []
        if figures:
            sentence = f"an entry that is removed has a scope and a kind, and no {', '.join(figures)}"
            self.problems.append(((self._table, number), sentence, None))
        self._drop(same)

    def _drop(self, places: Sequence[int]) -> None:
        for place in reversed(places):
            del self.entries[place], self.origins[place], self._keys[place]


def _key(entry: object, domain: Domain) -> _Key | None:
    """Return what tells an entry from others of its table: its mobilities and its names; None: it cannot be told."""
    try:
        return (domain.mobilities(_scope(entry)), *(_field(entry, name) for name in NAMES_OF_ENTRIES))
    except ValidationError:
        return None  # it is told where the entry itself is read


def _domain(base: RulebookTables, tables: Mapping[str, object]) -> Domain:
    """Return the mobilities that a rulebook can meet which adds these tables."""
    groups: dict[str, tuple[str, ...]] = dict(members_of(base.country_groups))
    added = tables.get("country_groups")
    for group in added if is_collection(added) else ():
        countries = tuple(_words(_field(group, "countries")))
        if countries:
            groups.setdefault(str(_field(group, "id")), countries)
    at_home = tables.get("home", base.home)
    home, regions = _field(at_home, "country"), _field(at_home, "regions")
    return Domain(groups, home if isinstance(home, str) else None, tuple(_words(regions)))


def _words(value: object) -> Iterator[str]:
    """Yield the words of a text or a list; of anything else, which is told where it is read, none."""
    words = value.split() if isinstance(value, str) else value
    yield from map(str, words) if is_collection(words) else ()


def _scope(entry: object) -> Scope:
    scope = _field(entry, "scope")
    return scope if isinstance(scope, Scope) else Scope.model_validate({} if scope is None else scope)


def _field(entry: object, name: str) -> object:
    """Return a field of an entry, which is a model or a plain table; None: it has none."""
    value = entry.get(name) if is_mapping(entry) else getattr(entry, name, None)
    return str(value) if isinstance(value, str) else value


def _is_removal(entry: object) -> bool:
    return is_mapping(entry) and entry.get(REMOVED) is True


def _overlapping(base: RulebookTables, table: str, merging: "_Merging", domain: Domain) -> Iterator[Problem]:
    """Yield each added entry that applies to mobilities of an entry of the base, which stays and has figures too."""
    use = tables_of(type(base)).get(table)
    if use is None or use.applying is Applying.ANY_NUMBER:
        return
    field = use.applying.value
    for entry, number, scope in merging.added():
        theirs = [other for other in merging.kept() if not field or _field(entry, field) == _field(other, field)]
        gives_way = any(_field(entry, name) is not None for name in ("not_published", "not_decided"))
        if gives_way and not domain.is_covered(scope, [other.scope for other in theirs]):
            continue  # it speaks of those for which the base has no figure
        for other in theirs:
            if domain.overlap(scope, other.scope):
                shared = domain.shared_countries(scope, other.scope)
                sentence = (
                    f"it applies to mobilities of an entry of {base.id}: {scope_in_words(scope)} and "
                    f"{scope_in_words(other.scope)} ({other.source.id}); {f'{shared}; ' if shared else ''}"
                    "give it that scope to take its place, or narrow it"
                )
                yield (table, number), sentence, None


def _forgotten(
    base: RulebookTables, table: str, ours: Sequence[object], theirs: Iterable[object], domain: Domain
) -> Iterator[Problem]:
    """Yield each entry of a base for which a table that stands in its place has nothing."""
    for entry in theirs:
        if not isinstance(entry, Entry):
            continue
        names = [_field(entry, name) for name in NAMES_OF_ENTRIES]
        alike = [one for one in ours if (key := _key(one, domain)) is not None and [*key[1:]] == names]
        left = domain.uncovered(entry.scope, [_scope(one) for one in alike])
        if left:
            whole = domain.uncovered(entry.scope, ()) == left
            parts = [domain.in_words(part) for part in left[:_MOST_PARTS]]
            lost = scope_in_words(entry.scope) if whole else "; ".join(dict.fromkeys(parts))
            sentence = (
                f"it stands in place of the whole table, and has nothing for {lost}, for which {base.id} has an entry "
                f"({entry.source.id}); add one, or say removed = true"
            )
            yield (table,), sentence, None
