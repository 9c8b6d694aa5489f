"""A rulebook may be written in any mixture of short forms, and is the same."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from erasmus_grants import Rulebook, get_rulebook, known_rulebooks
from erasmus_grants.basics.sources import Source
from erasmus_grants.rulebook.export import file_data
from erasmus_grants.rulebook.from_data import rulebook_of
from erasmus_grants.rulebook.short_forms import Shelf
from erasmus_grants.rulebook.tables import LIST_TABLES
from tests.strategies import rulebooks

Entry = dict[str, Any]

OF_A_DOCUMENT = ("document", "publisher", "url", "read_on", "confidence")
WITHOUT_FIGURES = {"not_published", "not_paid"}
TAKEN_WITHOUT_FIGURES = {"scope", "source", "kind", "document", "purpose"}
SPREAD = tuple(name for name in LIST_TABLES if name not in {"sources", "call_years"})


def any_rulebooks() -> SearchStrategy[Rulebook]:
    """Return the toys with other tables, and all that come with the library."""
    return rulebooks() | st.sampled_from(known_rulebooks()).map(get_rulebook)


def written(value: object, random: Random) -> Any:
    """Return lists of words as one text, and lengths in words, here and there."""
    if isinstance(value, dict):
        if value.keys() == {"value", "unit"} and random.random() < 0.5:
            return f"{value['value']} {value['unit']}"
        return {
            name: " ".join(item) if _is_scope(name, item) and random.random() < 0.5 else written(item, random)
            for name, item in value.items()
        }
    return [written(item, random) for item in value] if isinstance(value, list) else value


def _is_scope(name: str, item: object) -> bool:
    words = {"activities", "directions", "roles", "terms", "sending_groups", "receiving_groups"}
    return name in words and isinstance(item, list) and all(isinstance(word, str) for word in item)


def table(entries: list[Entry], random: Random) -> Any:
    """Return the entries of a table as a list, as rows, or as the one entry that it is."""
    if len(entries) == 1 and random.random() < 0.3:
        return entries[0]
    if random.random() < 0.3:
        return with_rows(entries, random)
    cuts = sorted({0, len(entries), *(random.randrange(len(entries) + 1) for _ in range(random.randrange(3)))})
    listed: list[Any] = []
    for start, end in pairwise(cuts):
        part = entries[start:end]
        listed += [with_rows(part, random)] if random.random() < 0.6 else part
    return listed


def with_rows(entries: Sequence[Entry], random: Random) -> Entry:
    """Return entries as rows, which share some of what they all have."""
    rows = deepcopy(list(entries))
    shared: Entry = {}
    for name in sorted({name for row in rows for name in row} - WITHOUT_FIGURES - {"scope"}):
        takers = [row for row in rows if name in TAKEN_WITHOUT_FIGURES or WITHOUT_FIGURES.isdisjoint(row)]
        if takers and all(name in row for row in takers) and random.random() < 0.7:
            shared[name] = random.choice(takers)[name]
            for row in takers:
                if row[name] == shared[name] and random.random() < 0.9:
                    del row[name]
    scope = shared_scope(rows, random)
    return {**shared, **({"scope": scope} if scope else {}), "rows": rows}


def shared_scope(rows: Sequence[Entry], random: Random) -> Entry:
    """Take from the scopes of rows what they may share, and return it."""
    scope: Entry = {}
    for name in sorted({name for row in rows for name in row.get("scope", {})}):
        if all(name in row.get("scope", {}) for row in rows) and random.random() < 0.7:
            scope[name] = random.choice(rows)["scope"][name]
            for row in rows:
                if row["scope"][name] == scope[name]:
                    del row["scope"][name]
    for row in rows:
        if row.get("scope") == {} and random.random() < 0.7:
            del row["scope"]
    return scope


def short_form(rulebook: Rulebook, random: Random) -> tuple[dict[str, Any], Shelf]:
    """Return a rulebook as somebody may write it, and what stands on a shelf beside it."""
    data: dict[str, Any] = dict(file_data(rulebook))
    lists = with_lists_of_countries(data.get("country_groups", []), random)
    for name in SPREAD:
        if name in data:
            data[name] = written(table(data[name], random), random)
    for name in ("short_term", "agreement_years"):
        if name in data:
            data[name] = written(data[name], random)
    sources: list[Any] = data["sources"]
    on_the_shelf = {one["id"]: Source.model_validate(one) for one in sources if random.random() < 0.3}
    data["sources"] = [
        one["id"] if one["id"] in on_the_shelf else in_its_document(one, sources[:place], random)
        for place, one in enumerate(sources)
    ]
    if all(isinstance(one, str) for one in data["sources"]) and random.random() < 0.5:
        data["sources"] = " ".join(data["sources"])
    data["sources_from"] = random.choice(["shelf.toml", ["shelf.toml"]])
    return data, Shelf(on_the_shelf, lists)


def in_its_document(one: Entry, above: Sequence[Entry], random: Random) -> Entry:
    for other in above:
        if random.random() < 0.5:
            own = {name: value for name, value in one.items() if name not in OF_A_DOCUMENT or value != other[name]}
            return {**own, "same_document_as": other["id"]}
    return one


def with_lists_of_countries(groups: list[Entry], random: Random) -> Mapping[str, tuple[str, ...]]:
    """Put names of lists, or one text, in place of some countries of groups."""
    lists: dict[str, tuple[str, ...]] = {}
    for group in groups:
        codes = group["countries"]
        if random.random() < 0.5:
            start, end = sorted(random.randrange(len(codes) + 1) for _ in range(2))
            name = f"list-{group['id'].lower()}"
            lists[name] = tuple(codes[start:end])
            group["countries"] = [*codes[:start], name, *codes[end:]]
        if random.random() < 0.5:
            group["countries"] = " ".join(group["countries"])
    return lists


@pytest.mark.newest_only
@given(rulebook=any_rulebooks(), random=st.randoms(use_true_random=False))
def test_a_rulebook_in_any_mixture_of_short_forms_is_the_same(rulebook: Rulebook, random: Random) -> None:
    data, shelf = short_form(rulebook, random)
    before = deepcopy(data)
    assert rulebook_of(data, base=get_rulebook, shelf=lambda _: shelf) == rulebook
    assert data == before
