"""What differs between two rulebooks, entry by entry: what they say, and not where it is printed.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy = toy_rulebook()
    >>> rates = [toy.monthly_rates[0].model_copy(update={"rate_eur_per_month": 310})]
    >>> dearer = toy.model_copy(update={"monthly_rates": rates})
    >>> [(change.table, change.field, change.ours, change.theirs) for change in toy.diff(dearer).changes]
    [('monthly_rates', 'rate_eur_per_month', '300.00', '310.00')]
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, count

from pydantic import Field

from erasmus_grants.basics.errors import quoted
from erasmus_grants.basics.field_types import Many
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report, Table, text_columns
from erasmus_grants.rulebook.fingerprints import Computed, computed
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rulebook.report import in_words, name_in_words
from erasmus_grants.rulebook.tables import NAMES_OF_ENTRIES, RulebookTables

_NAMED_APART = {"id", "title", "institution", "sources", "based_on"}
_NAMES_OF_ROWS = (("from_km",), ("from_day",), ("kind",), ("activity", "direction"))

_Facts = dict[str, str]


class Difference(Model):
    """One thing that two rulebooks say differently."""

    table: str = Field(description="table of the rulebook; 'rulebook' for what stands outside of tables")
    entry: str = Field(description="which entry: to whom it applies, and its name if it has one")
    field: str = Field(description="which field of the entry; empty: the whole entry is in one of the two only")
    ours: str | None = Field(description="what the first one says; null: it has no such entry or field")
    theirs: str | None = Field(description="what the second one says; null: it has no such entry or field")


class Differences(HasReport):
    """What differs between two rulebooks: nothing but perhaps the order, if `changes` is empty."""

    ours: str = Field(description="id of the first rulebook")
    theirs: str = Field(description="id of the second rulebook")
    changes: Many[Difference] = Field(description="what differs, in the order of the tables")
    order_alone_differs: bool = Field(
        default=False, description="whether nothing but the order differs, which makes another fingerprint"
    )

    def _report(self, language: Language) -> Report:
        """Return the report; names and words of the files stand as the files spell them, in every language."""
        labels = language.labels
        rows = tuple(
            (name_in_words(change.table), change.entry, change.field, change.ours or "", change.theirs or "")
            for change in self.changes
        )
        ours, theirs = self._names()
        columns = text_columns(labels.table, labels.entry, labels.field, ours, theirs)
        tables = (Table(labels.differences, columns, rows),) if rows else ()
        same = labels.they_differ_in_order if self.order_alone_differs else labels.they_say_the_same
        notes = () if rows else (same,)
        return Report(labels.two.format(ours=ours, theirs=theirs), tables, notes)

    def _names(self) -> tuple[str, str]:
        """Return what the two are called: their ids, numbered if they are the same, as of two versions of a file."""
        if self.ours != self.theirs:
            return self.ours, self.theirs
        return f"{self.ours} (1)", f"{self.theirs} (2)"

    def to_records(self) -> list[dict[str, str | None]]:
        """Return a plain dict for each difference."""
        about = {"ours_id": self.ours, "theirs_id": self.theirs}
        return [about | change.model_dump() for change in self.changes]


def differences(ours: RulebookTables, theirs: RulebookTables) -> Differences:
    """Return what differs between two rulebooks, apart from their names and sources."""
    changes: list[Difference] = []
    our_tables, their_tables = _tables(ours), _tables(theirs)
    for table in ("rulebook", *type(ours).model_fields):
        our_entries, their_entries = our_tables.get(table, {}), their_tables.get(table, {})
        for entry in dict.fromkeys([*our_entries, *their_entries]):
            changes += _changes(table, entry, our_entries.get(entry), their_entries.get(entry))
    order_alone = not changes and _but_for_their_ids(ours) != _but_for_their_ids(theirs)
    return Differences(ours=ours.id, theirs=theirs.id, changes=tuple(changes), order_alone_differs=order_alone)


def _but_for_their_ids(rulebook: RulebookTables) -> Computed:
    """Return what the fingerprint covers of a rulebook, as if rulebooks had no ids."""
    covered = computed(rulebook)
    return {name: item for name, item in covered.items() if name != "id"} if isinstance(covered, dict) else covered


def _changes(table: str, entry: str, ours: _Facts | None, theirs: _Facts | None) -> Iterator[Difference]:
    if ours is None or theirs is None:
        yield Difference(table=table, entry=entry, field="", ours=_whole(ours), theirs=_whole(theirs))
        return
    for field in dict.fromkeys([*ours, *theirs]):
        one, other = ours.get(field), theirs.get(field)
        if one != other and not _is_source(field):
            yield Difference(table=table, entry=entry, field=field, ours=one, theirs=other)


def _is_source(field: str) -> bool:
    """Return whether a field, perhaps one of a row within an entry, says only where something is printed."""
    name = field.rpartition(": ")[2]
    return name == "source" or name.endswith("_source")


def _whole(facts: _Facts | None) -> str | None:
    return None if facts is None else "; ".join(f"{field} {text}" for field, text in facts.items())


def _tables(rulebook: RulebookTables) -> dict[str, dict[str, _Facts]]:
    """Return the facts of each entry of each table."""
    data: dict[str, Data] = rulebook.model_dump(mode="json", exclude_defaults=True, exclude=_NAMED_APART)
    tables: dict[str, dict[str, _Facts]] = {}
    about: _Facts = {}
    for name, value in data.items():
        entries = [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]
        if entries:
            tables[name] = _by_name(entries)
        elif value:
            about[name] = in_words(value)
    return {"rulebook": {"": about}, **tables}


def _by_name(entries: Sequence[dict[str, Data]]) -> dict[str, _Facts]:
    """Return the facts of each entry by what it is called; entries of one name are numbered."""
    named: dict[str, _Facts] = {}
    for entry in entries:
        facts = {key: value for key, value in entry.items() if key != "scope"}
        named[_numbered(_name(entry), named)] = dict(_facts(facts))
    return named


def _numbered(name: str, taken: Collection[str]) -> str:
    """Return a name, or the first numbered one that is not taken."""
    numbered = (f"{name} #{number}" for number in count(2))
    return next(free for free in chain([name], numbered) if free not in taken)


def _name(entry: Mapping[str, Data]) -> str:
    name = next((in_words(entry[key]) for key in NAMES_OF_ENTRIES if key in entry), "")
    scope = entry.get("scope")
    applies = in_words(scope) if scope else "" if name else "all mobilities"
    return ": ".join(part for part in (name, applies) if part)


def _facts(value: Mapping[str, Data], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and text of each field, those of rows within an entry after the row."""
    for name, item in value.items():
        rows = [row for row in item if isinstance(row, dict)] if isinstance(item, list) else []
        labels: list[str] = []
        for row in rows:
            labels.append(_numbered(f"{above}{name} {_row_name(row)}", labels))
            yield from _facts(row, f"{labels[-1]}: ")
        if not rows:
            yield f"{above}{name}", _words_apart(item)


def _words_apart(value: Data) -> str:
    """Return a value in words; of a list, a text that has a comma itself is quoted."""
    if not isinstance(value, list):
        return in_words(value)
    return ", ".join(quoted(item) if isinstance(item, str) and ", " in item else in_words(item) for item in value)


def _row_name(row: Mapping[str, Data]) -> str:
    keys = next((keys for keys in _NAMES_OF_ROWS if row.keys() >= {*keys}), ())
    return ", ".join(f"{key} {in_words(row[key])}" for key in keys)
