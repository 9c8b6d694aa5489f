"""The form in which people write rulebooks, spelled out as the model takes it.

A file is shorter than the model in five ways, each of which any rulebook may use:

* `source` names one of the `sources`; `same_document_as` makes a source another place of one that stands above it.
* `sources_from` names a file beside it, a *shelf*: sources and lists of countries that several rulebooks share.
* A table is `[durations]` with `rows`, one line for each entry: what stands beside `rows` holds for every row that does
  not say otherwise.  A row without figures (`not_published`, `not_paid`, `removed`) takes only scope, source and kind.
* A table of one entry is that entry.
* A list of words is one text, `"SMS SMT"`; the words of `countries` are codes, or names of lists.

Examples:
    >>> page = {"id": "P", "document": "Rates", "publisher": "A", "locator": "p. 1", "url": "rates.pdf",
    ...         "read_on": "2026-01-31", "confidence": "HIGH"}
    >>> rows = [{"scope": {"receiving_groups": "g1"}, "rate_eur_per_month": 600}]
    >>> table = {"source": "P", "rows": rows}
    >>> form = spelled_out({"sources": [page], "monthly_rates": table}, lists=("monthly_rates",))
    >>> entry = form.data["monthly_rates"][0]
    >>> entry["scope"], entry["source"].locator
    ({'receiving_groups': 'g1'}, 'p. 1')
    >>> form.written["monthly_rates", 0].row
    ('monthly_rates', 'rows', 0)
"""

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from pydantic import ValidationError

from erasmus_grants.basics.countries import COUNTRY_NAMES, unknown_country
from erasmus_grants.basics.errors import did_you_mean, quoted, stands_twice
from erasmus_grants.basics.problems import Place, problems_in, step_text
from erasmus_grants.basics.scope import SPACES_ALONE, has_commas
from erasmus_grants.basics.sources import Source
from erasmus_grants.rulebook.parsing import Data

Placed: TypeAlias = tuple[Place, str]
"""Where in a file a problem is, and its sentence."""


class Written(NamedTuple):
    """Where an entry is written.

    Attributes:
        row: Its own place.
        shared: The place of what it shares with other rows.
        from_shared: The fields that it has from there.
    """

    row: Place
    shared: Place = ()
    from_shared: frozenset[str] = frozenset()


_Entry: TypeAlias = tuple[Data, Written]
"""An entry, and where it is written."""

_INHERITED_WITHOUT_FIGURES: Final = frozenset({"scope", "source", "kind", "document", "purpose"})
SAYS_NO_FIGURE: Final = frozenset({"not_published", "not_paid", "removed"})
SAME_DOCUMENT: Final = ("document", "publisher", "url", "read_on", "confidence")
_MOST_ENTRIES: Final = 1000
_MOST_ROWS: Final = 500
_MOST_VALUES: Final = 100_000
_LETTERS_OF_A_VALUE: Final = 50
_MOST_COUNTRIES: Final = 1000
_MOST_HINTS: Final = 20
_LONGEST_CODE: Final = 3
_TWO_SOURCES: Final = (
    "a file that sources_from names has a source with this id, and not the same one; rename it in one of them"
)
_ROWS: Final = {"bands": "band", "tiers": "tier", "instalments": "instalment", "rows": "row"}


class FormError(ValueError):
    """A file that does not have the form of a rulebook.

    Attributes:
        problems: Where each problem is in the file, and its sentence.
    """

    def __init__(self, *problems: Placed) -> None:
        super().__init__("; ".join(sentence for _, sentence in problems))
        self.problems = problems


class Shelf(NamedTuple):
    """What several rulebooks share.

    Attributes:
        sources: Each source by its id.
        countries: Each list of countries by its name.
    """

    sources: Mapping[str, Source] = MappingProxyType({})
    countries: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def beside(self, other: "Shelf") -> "Shelf":
        """Return what two shelves hold together.

        Raises:
            FormError: Both have a source or a list of one name, and it is not the same.

        Examples:
            >>> both = Shelf(countries={"north": ("DK",)}).beside(Shelf(countries={"south": ("MT",)}))
            >>> sorted(both.countries)
            ['north', 'south']
        """
        _refuse_two_of_one_name("a source", self.sources, other.sources)
        _refuse_two_of_one_name("a list of countries", self.countries, other.countries)
        return Shelf({**self.sources, **other.sources}, {**self.countries, **other.countries})


def _refuse_two_of_one_name(what: str, ours: Mapping[str, object], theirs: Mapping[str, object]) -> None:
    for name, meant in ours.items():
        if theirs.get(name, meant) != meant:
            sentence = f"two of these files have {what} {quoted(name)}, and not the same one; rename it in one of them"
            raise FormError((("sources_from",), sentence))


NOTHING_SHARED: Final = Shelf()
"""What a rulebook has that names no other file."""


class SpelledOut(NamedTuple):
    """A file spelled out.

    Attributes:
        data: What the model takes: tables are lists of entries, and sources are whole.
        written: For each entry, by its table and number, where it is written.
        sources: Its own sources, and those that it cites from a shelf.
        problems: What is wrong with its sources; another source stands in place of each wrong one, so that the rest
            can be looked at too.
    """

    data: dict[str, object]
    written: Mapping[Place, Written]
    sources: tuple[Source, ...] = ()
    problems: tuple[Placed, ...] = ()


def shelf_of(data: Mapping[str, Data]) -> Shelf:
    """Return the sources and lists of countries that a file holds for several rulebooks.

    Raises:
        FormError: It holds anything else, or a source or a list is not sound.
    """
    others = data.keys() - {"sources", "countries"}
    if others:
        raise FormError(*(((name,), "a file of sources has sources and countries alone") for name in sorted(others)))
    read, problems = _sources(_rows(data.get("sources")), Shelf())
    if problems:
        raise FormError(*problems)
    sources = {source.id: source for source in read}
    listed = data.get("countries", {})
    if not isinstance(listed, dict):
        raise FormError((("countries",), "this is a table of lists, each with its name"))
    countries: dict[str, tuple[str, ...]] = {}
    for name, words in listed.items():
        countries[name] = _listed(name, words, countries)
    return Shelf(sources, countries)


def _listed(name: str, words: Data, above: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the codes of a list of countries, which may name lists above it."""
    place = ("countries", name)
    if name in COUNTRY_NAMES:
        raise FormError((place, f"this is the code of {COUNTRY_NAMES[name]}, so it is no name of a list"))
    codes = tuple(map(str, _codes(words, above, place)))
    unknown = next((code for code in codes if code not in COUNTRY_NAMES), None)
    if unknown is not None:
        raise FormError((place, str(unknown_country(unknown))))
    return codes


def spelled_out(
    data: Mapping[str, Data], *, lists: Collection[str], shelf: Shelf = NOTHING_SHARED, further: Iterable[Source] = ()
) -> SpelledOut:
    """Return the data of a rulebook as the model takes it.

    Args:
        data: The file, as a parser has read it.
        lists: The tables of the model that are lists of entries.
        shelf: What the file that `sources_from` names holds.
        further: More sources that may be cited, those of a base.

    Raises:
        FormError: A list of countries is not there, or rows are no rows.
    """
    own, problems = _sources(_rows(data.get("sources")), shelf)
    known = {source.id: source for source in (*further, *shelf.sources.values(), *own)}
    citing = _Citing(known)
    written: dict[Place, Written] = {}
    spelled: dict[str, object] = {}
    for name, value in data.items():
        if name in lists:
            entries = _entries_written(name, _rows(value) if name == "sources" and isinstance(value, str) else value)
            written |= {(name, number): place for number, (_, place) in enumerate(entries)}
            listed = [_with_countries(entry, shelf, place.row) for entry, place in entries]
            spelled[name] = [citing.whole(entry, (name, number)) for number, entry in enumerate(listed)]
        elif name not in {"sources", "sources_from"}:
            spelled[name] = citing.whole(value, (name,))
    problems += placed_as_written(citing.problems, written)
    listed_already = {source.id for source in own}
    from_shelf = [
        source for key, source in shelf.sources.items() if key in citing.cited and source.id not in listed_already
    ]
    sources = (*own, *from_shelf, *citing.unknown.values())
    if not data.keys().isdisjoint({"sources", "sources_from"}):
        spelled["sources"] = sources
    return SpelledOut(spelled, written, sources, tuple(problems))


class _Citing:
    """Puts whole sources in place of their ids.

    Attributes:
        cited: The ids that were met.
        unknown: What stands in place of each source that is not there.
        problems: A sentence for each id that no source has.
    """

    def __init__(self, known: Mapping[str, Source]) -> None:
        self.cited: set[str] = set()
        self.unknown: dict[str, Source] = {}
        self.problems: list[Placed] = []
        self._known = known

    def whole(self, value: Data, place: Place) -> object:
        """Return a value with sources in place of their ids."""
        match value:
            case dict():
                return {name: self.whole(item, (*place, name)) for name, item in value.items()}
            case list():
                return [self.whole(item, (*place, number)) for number, item in enumerate(value)]
            case str() if _names_source(place[-1]):
                return self._source(value, place)
            case _:
                return value

    def _source(self, name: str, place: Place) -> Source:
        self.cited.add(name)
        if name in self._known:
            return self._known[name]
        hint = _hint(name, self._known, told=len(self.problems))
        self.problems.append((place, f"there is no source {quoted(name)} among the sources{hint}"))
        return self.unknown.setdefault(name, _stand_in(f"UNKNOWN-{len(self.unknown) + 1}"))


def _names_source(name: str | int) -> bool:
    return isinstance(name, str) and (name == "source" or name.endswith("_source"))


def _hint(word: str, known: Collection[str], *, told: int) -> str:
    """Return the nearest known word, unless so many problems were told that looking for it would take long."""
    return did_you_mean(word, known) if told < _MOST_HINTS else ""


# --- sources ----------------------------------------------------------------------------------------------------------


def _rows(value: Data) -> list[Data]:
    """Return the rows of a list of sources, which may be written as one, or as rows that share something."""
    if value is None:
        return []
    if isinstance(value, str):
        return _words(value, ("sources",))
    return [entry for entry, _ in _entries_written("sources", value)]


def _words(text: str, place: Place) -> list[Data]:
    """Return the words of a text."""
    if has_commas(text):
        raise FormError((place, SPACES_ALONE))
    return [*text.split()]


def _stand_in(source_id: object) -> Source:
    """Return what stands in place of a source that cannot be read, until its problems are told."""
    usual = {"document": "?", "publisher": "?", "locator": "?", "url": "?", "read_on": date.min, "confidence": "MED"}
    try:
        return Source.model_validate({**usual, "id": source_id})
    except ValidationError:
        return Source.model_validate({**usual, "id": "UNREADABLE"})


def _sources(rows: Sequence[Data], shelf: Shelf) -> tuple[tuple[Source, ...], list[Placed]]:
    """Return sources, each of which is a table or names one of a shelf, and what is wrong with them."""
    sources: dict[str, Source] = {}
    shelf_sources = dict(shelf.sources)
    problems: list[Placed] = []
    for number, row in enumerate(rows):
        found: Iterable[Placed] = ()
        try:
            source = _source(row, ChainMap(sources, shelf_sources), shelf_sources, told=len(problems))
        except ValidationError as error:
            found = problems_in(error, Source)
        except FormError as error:
            found = error.problems
        else:
            if source.id in sources:
                found = [(("id",), stands_twice(source.id))]
            elif shelf_sources.get(source.id, source) != source:
                found = [(("id",), _TWO_SOURCES)]
            sources[source.id] = source
        if found:
            source = _stand_in(row.get("id") if isinstance(row, dict) else row)
            sources.setdefault(source.id, source)
        problems += [(("sources", number, *place), sentence) for place, sentence in found]
    return tuple(sources.values()), problems


def _source(row: Data, known: Mapping[str, Source], shelf_sources: Mapping[str, Source], *, told: int) -> Source:
    if isinstance(row, str):
        if row not in shelf_sources:
            raise FormError(((), f"no source is called {quoted(row)}{_hint(row, shelf_sources, told=told)}"))
        return shelf_sources[row]
    if not isinstance(row, dict):
        raise FormError(((), "this is a table of fields, or the id of a source"))
    if "same_document_as" not in row:
        return Source.model_validate(row)
    other = str(row["same_document_as"])
    if other not in known:
        hint = _hint(other, known, told=told)
        raise FormError((("same_document_as",), f"no source above is called {quoted(other)}{hint}"))
    document = {name: getattr(known[other], name) for name in SAME_DOCUMENT}
    own = {name: value for name, value in row.items() if name != "same_document_as"}
    return Source.model_validate({**document, **own})


# --- entries ----------------------------------------------------------------------------------------------------------


def _entries_written(name: str, value: Data) -> list[_Entry]:
    """Return the entries of a table, and where each is written."""
    if isinstance(value, dict):
        return _with_rows(value, (name,))
    if not isinstance(value, list):
        raise FormError(((name,), "this is a list of entries"))
    entries: list[_Entry] = []
    for number, item in enumerate(value):
        entries += _with_rows(item, (name, number))
        if len(entries) > _MOST_ENTRIES:
            raise FormError(((name,), f"these are more than {_MOST_ENTRIES} entries"))
    return entries


def _with_rows(value: Data, place: Place) -> list[_Entry]:
    """Return an entry, or its rows with what they share."""
    if not isinstance(value, dict) or "rows" not in value:
        return [(value, Written(place))]
    shared = {name: item for name, item in value.items() if name != "rows"}
    listed = value["rows"]
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    if not isinstance(listed, list) or len(rows) < len(listed):
        raise FormError(((*place, "rows"), "this is a list of rows, each a table of fields"))
    if len(rows) > _MOST_ROWS or len(rows) * _size(shared) > _MOST_VALUES:
        raise FormError(((*place, "rows"), "these are too many rows"))
    if not isinstance(shared.get("scope", {}), dict):
        raise FormError(((*place, "scope"), "this is a table of fields"))
    if shared and not rows:
        raise FormError(((*place, "rows"), "there is no row that could share what stands beside them"))
    return [_row(shared, row, place, number) for number, row in enumerate(rows)]


def _row(shared: dict[str, Data], row: dict[str, Data], place: Place, number: int) -> _Entry:
    """Return a row with what it shares with the others."""
    if not SAYS_NO_FIGURE.isdisjoint(row):
        shared = {name: value for name, value in shared.items() if name in _INHERITED_WITHOUT_FIGURES}
    whole = {**shared, **row}
    wide, narrow = shared.get("scope"), row.get("scope")
    if isinstance(wide, dict) and isinstance(narrow, dict):
        whole["scope"] = {**wide, **narrow}
    return whole, Written((*place, "rows", number), place, frozenset(shared.keys() - row.keys()))


def _size(value: Data) -> int:
    """Return how many values there are in a value, itself included; long text counts as several."""
    match value:
        case dict():
            return 1 + sum(map(_size, value.values()))
        case list():
            return 1 + sum(map(_size, value))
        case str():
            return 1 + len(value) // _LETTERS_OF_A_VALUE
        case _:
            return 1


# --- countries --------------------------------------------------------------------------------------------------------


def _with_countries(entry: Data, shelf: Shelf, place: Place) -> Data:
    """Return an entry with the codes of its countries in place of names of lists."""
    if not isinstance(entry, dict) or "countries" not in entry:
        return entry
    return {**entry, "countries": _codes(entry["countries"], shelf.countries, (*place, "countries"))}


def _codes(words: Data, lists: Mapping[str, tuple[str, ...]], place: Place) -> list[Data]:
    """Return codes in place of words that are codes, in capital letters, or names of lists."""
    listed = _words(words, place) if isinstance(words, str) else words
    if not isinstance(listed, list):
        raise FormError((place, "these are codes of countries, or names of lists"))
    codes: list[Data] = []
    for word in listed:
        if isinstance(word, str) and word in lists:
            codes += lists[word]
        elif isinstance(word, str) and word.islower() and len(word) > _LONGEST_CODE:
            hint = did_you_mean(word, lists)
            raise FormError((place, f"there is no list of countries {quoted(word)}{hint}"))
        else:
            codes.append(word)
        if len(codes) > _MOST_COUNTRIES:
            raise FormError((place, f"these are more than {_MOST_COUNTRIES} countries"))
    return codes


def placed_as_written(problems: Iterable[Placed], written: Mapping[Place, Written]) -> list[Placed]:
    """Return problems of spelled-out data where they are written; of what rows share, a problem is told once."""
    return list(dict.fromkeys((_place_written(place, written), sentence) for place, sentence in problems))


def _place_written(place: Place, written: Mapping[Place, Written]) -> Place:
    """Return where something of the spelled-out data is written: in the row of its entry, or in what rows share."""
    entry = written.get(place[:2])
    if entry is None:
        return place
    further = place[2:]
    return (*(entry.shared if further and further[0] in entry.from_shared else entry.row), *further)


def place_in_words(place: Place) -> str:
    """Return a place in a file, with entries and their rows counted from one.

    Examples:
        >>> place_in_words(("daily_rates", 0, "tiers", 1, "share"))
        'daily_rates, entry 1, tier 2, share'
        >>> place_in_words(("daily_rates", "rows", 4, "rate_eur_per_day"))
        'daily_rates, row 5, rate_eur_per_day'
    """
    words: list[str] = []
    for step in place:
        if isinstance(step, str) or not words:
            words.append(step_text(step))
        elif words[-1] in _ROWS:
            words[-1] = f"{_ROWS[words[-1]]} {step + 1}"
        else:
            words.append(f"{'entry' if len(words) == 1 else 'number'} {step + 1}")
    return ", ".join(words)
