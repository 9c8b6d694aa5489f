"""What is true of every rulebook that is based on another, whatever it changes."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from erasmus_grants import Attendance, GrantBreakdown, GrantCalculator, GrantStatus, Mobility, Rulebook, load_rulebook
from erasmus_grants.basics.scope import Entry
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.testing import any_mobilities, attendances, toy_source
from tests.strategies import fundable_mobilities, rulebooks, tables

POLICY = toy_source().at("POLICY", "decision of the board")
NAMED = {"id", "title", "based_on", "departs_from_programme", "sources", "status", "institution"}
ANY = st.one_of(fundable_mobilities(), any_mobilities())

TABLE_OF_LINES: Mapping[str, frozenset[str]] = {
    "travel_support": frozenset({"travel_support"}),
    "travel_days": frozenset({"travel_days"}),
    "daily_rates": frozenset({"days_on_site", "days_on_site_reduced", "travel_days"}),
    "monthly_rates": frozenset({"days_of_month_rate", "travel_days"}),
    "short_stay_rates": frozenset({"days_on_site", "days_on_site_reduced", "travel_days"}),
    "top_ups": frozenset({"top_up"}),
    "payment_splits": frozenset(),
    "settlement": frozenset(),
}
"""What the lines pay for that follow from a table."""


def adapted(base: Rulebook, changed: Mapping[str, object], *, name: str = "ours") -> Rulebook:
    """Return a rulebook with whole tables in place of those of its base, which says that it departs from it."""
    departs = {"departs_from_programme": "the board decided it."} if changed else {}
    given = with_removals(base, changed)
    return base.adapt(id=name, title="Ours", source=POLICY, replace=atomic_write(changed), **given, **departs)


def with_removals(base: Rulebook, changed: Mapping[str, object]) -> dict[str, object]:
    """Return tables in which it is said of each entry of the base that it is gone, if none is in its very place."""
    given = dict(changed)
    for name in atomic_write(changed):
        entries = changed[name]
        assert isinstance(entries, tuple)
        places = [(entry.scope, getattr(entry, "kind", None)) for entry in entries]
        gone = [entry for entry in getattr(base, name) if (entry.scope, getattr(entry, "kind", None)) not in places]
        given[name] = [*entries, *map(removal, gone)]
    return given


def removal(entry: Entry) -> dict[str, object]:
    """Return what takes an entry away."""
    kind = getattr(entry, "kind", None)
    return {"scope": entry.scope, "removed": True} | ({} if kind is None else {"kind": kind})


def atomic_write(changed: Mapping[str, object]) -> list[str]:
    return [name for name, table in changed.items() if isinstance(table, tuple | list)]


def overlays() -> st.SearchStrategy[Mapping[str, object]]:
    """Return tables that an overlay may state; bounds of payments are those of its base."""
    return tables().map(lambda drawn: {name: table for name, table in drawn.items() if name != "payment_bounds"})


def granted(rulebook: Rulebook, mobility: Mobility) -> GrantBreakdown:
    return GrantCalculator(rulebook).calculate(mobility)


def pays_for(line: Mapping[str, object]) -> str:
    """Return what a line pays for: its kind, but for individual support what its quantity counts."""
    kind = str(line["kind"])
    if kind.startswith("top_up"):
        return "top_up"
    return kind if kind == "travel_support" else str(line["basis"])


def lines_but_for(grant: GrantBreakdown, kinds: frozenset[str]) -> list[dict[str, object]]:
    lines = [line.model_dump() for line in grant.lines]
    return [line for line in lines if pays_for(line) not in kinds]


@pytest.mark.newest_only
@given(rulebooks(), ANY, st.data())
def test_an_overlay_that_changes_nothing_changes_no_amount(
    base: Rulebook, mobility: Mobility, data: st.DataObject
) -> None:
    theirs, ours = granted(base, mobility), granted(adapted(base, {}), mobility)
    assert (ours.lines, ours.total_eur, ours.payments) == (theirs.lines, theirs.total_eur, theirs.payments)
    assert (ours.status, ours.open_lines) == (theirs.status, theirs.open_lines)
    assert (ours.minimum_total_eur, ours.maximum_total_eur) == (theirs.minimum_total_eur, theirs.maximum_total_eur)
    assert [finding.message for finding in ours.findings] == [finding.message for finding in theirs.findings]
    assert (theirs.rulebook_based_on, ours.rulebook_based_on) == (None, "toy")
    assume(theirs.status is not GrantStatus.UNDETERMINED)
    attendance = data.draw(attendances(theirs))
    settled = [
        GrantCalculator(base).settle(theirs, attendance),
        GrantCalculator(adapted(base, {})).settle(ours, attendance),
    ]
    assert settled[0].lines == settled[1].lines
    assert settled[0].balance_eur == settled[1].balance_eur


@given(rulebooks(), st.data())
def test_repeating_the_tables_of_the_base_changes_nothing(base: Rulebook, data: st.DataObject) -> None:
    names = data.draw(st.sets(st.sampled_from(sorted(TABLE_OF_LINES))))
    tables_again = {name: getattr(base, name) for name in names}
    repeated = base.adapt(id="ours", title="Ours", source=POLICY, **tables_again)
    assert repeated == adapted(base, {})
    assert fingerprint(repeated) == fingerprint(adapted(base, {}))


@given(rulebooks(), overlays(), fundable_mobilities())
def test_a_changed_table_changes_only_its_own_lines(
    base: Rulebook, changed: Mapping[str, object], mobility: Mobility
) -> None:
    ours, theirs = granted(adapted(base, changed), mobility), granted(base, mobility)
    assert ours.status is theirs.status is GrantStatus.GRANTED
    kinds = frozenset[str]().union(*(TABLE_OF_LINES[name] for name in changed))
    assert lines_but_for(ours, kinds) == lines_but_for(theirs, kinds)
    assert ours.documents == theirs.documents
    if not changed.keys() - {"payment_splits", "settlement"}:
        assert (ours.lines, ours.total_eur) == (theirs.lines, theirs.total_eur)
    if not kinds and "payment_splits" not in changed:
        assert ours.payments == theirs.payments


@given(rulebooks(), overlays())
def test_a_base_is_untouched_and_every_other_table_is_its_own(base: Rulebook, changed: Mapping[str, object]) -> None:
    before, print_before = base.model_dump_json(), fingerprint(base)
    ours = adapted(base, changed)
    assert (base.model_dump_json(), fingerprint(base)) == (before, print_before)
    for name in Rulebook.model_fields.keys() - NAMED:
        table, expected = getattr(ours, name), changed.get(name, getattr(base, name))
        assert (
            sorted(map(repr, table)) == sorted(map(repr, expected))
            if name in atomic_write(changed)
            else table == expected
        )
    assert ours.based_on is not None
    assert (ours.based_on.id, ours.based_on.fingerprint) == (base.id, print_before)


@pytest.mark.newest_only
@given(rulebooks(), overlays(), rulebooks(), overlays())
def test_fingerprints_differ_exactly_where_content_does(
    one_base: Rulebook, one: Mapping[str, object], other_base: Rulebook, other: Mapping[str, object]
) -> None:
    ours, theirs = (
        adapted(base, changed).model_copy(update={"based_on": None})
        for base, changed in ((one_base, one), (other_base, other))
    )
    assert (fingerprint(ours) == fingerprint(theirs)) is (ours == theirs)
    assert fingerprint(ours) not in {fingerprint(one_base), fingerprint(other_base)}


@pytest.mark.newest_only
@given(rulebooks(), overlays(), fundable_mobilities())
def test_an_overlay_comes_back_the_same_from_json(
    base: Rulebook, changed: Mapping[str, object], mobility: Mobility
) -> None:
    ours = adapted(base, changed)
    for text in (ours.model_dump_json(), ours.model_dump_json(exclude_defaults=True)):
        again = Rulebook.model_validate_json(text)
        assert again == ours
        assert fingerprint(again) == fingerprint(ours)
        assert granted(again, mobility).model_dump_json() == granted(ours, mobility).model_dump_json()


@pytest.mark.newest_only
@given(rulebooks(), overlays())
def test_a_file_of_what_differs_is_what_adapt_makes_of_it(base: Rulebook, changed: Mapping[str, object]) -> None:
    ours = adapted(base, changed)
    data = json.loads(ours.model_dump_json(include={"id", "title", "sources", "departs_from_programme", *changed}))
    data = {name: value for name, value in data.items() if value is not None} | {"replace": atomic_write(changed)}
    for name, table in with_removals(base, changed).items():
        gone = [entry for entry in table if isinstance(entry, dict)] if isinstance(table, list) else []
        if gone:
            data[name] = [*data.get(name, ()), *json.loads(TypeAdapter(list[object]).dump_json(gone))]
    with TemporaryDirectory() as folder:
        base_file, file = Path(folder, "base.json"), Path(folder, "ours.json")
        base_file.write_text(base.model_dump_json(), encoding="utf-8")
        file.write_text(json.dumps(data | {"based_on": "base.json"}), encoding="utf-8")
        assert load_rulebook(file) == ours


@pytest.mark.newest_only
@given(rulebooks(), overlays(), overlays(), fundable_mobilities())
def test_an_overlay_of_an_overlay_has_the_last_word_of_each(
    base: Rulebook, first: Mapping[str, object], then: Mapping[str, object], mobility: Mobility
) -> None:
    middle = adapted(base, first)
    top = adapted(middle, then, name="top")
    at_once = adapted(base, {**first, **then})
    ours, theirs = granted(top, mobility), granted(at_once, mobility)
    assert (ours.lines, ours.payments) == (theirs.lines, theirs.payments)
    assert ours.rulebook_based_on == "ours"


@given(rulebooks(), overlays(), fundable_mobilities())
def test_an_overlay_never_settles_the_grants_of_its_base_as_its_own(
    base: Rulebook, changed: Mapping[str, object], mobility: Mobility
) -> None:
    grant = granted(adapted(base, changed), mobility)
    assume(grant.lines)
    settlement = GrantCalculator(adapted(base, changed)).settle(grant, Attendance())
    assert settlement.rulebook_fingerprint == grant.rulebook_fingerprint != fingerprint(base)
    assert settlement.rulebook_based_on == grant.rulebook_based_on == base.id
