"""Whether the tables of a rulebook fit together.

Each table checks itself when it is built; here is what only the whole rulebook can tell.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> list(problems_of(toy_rulebook()))
    []
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, assert_never

from erasmus_grants.errors import did_you_mean
from erasmus_grants.model import Model, is_collection
from erasmus_grants.provenance import Source
from erasmus_grants.rules.agreements import partners_by_name
from erasmus_grants.rules.countries import members_of
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.rate_ranges import RateRange, is_within, range_in_words
from erasmus_grants.scope import Applying, CountriesOfGroups, CountryAsked, Entry, TableUse, tables_of
from erasmus_grants.vocabulary import RulebookStatus

if TYPE_CHECKING:
    from erasmus_grants.rulebook import Rulebook

Problem = tuple[str, str, object]
"""The table, a sentence, and what was given."""

_OF_THE_BASE = (
    *("based_on", "action", "call_years", "agreement_years"),
    *("daily_rate_ranges", "monthly_rate_ranges", "payment_bounds"),
)
"""What an overlay has from its base: its call, and the bounds within which its own figures lie."""


def problems_of(rulebook: "Rulebook") -> Iterator[Problem]:
    """Yield whatever does not go together in a rulebook."""
    members = members_of(rulebook.country_groups)
    yield from _overlaps(rulebook, members)
    yield from _outside_range(rulebook, members)
    yield from _sources(rulebook)
    yield from _groups(rulebook)
    yield from _partners(rulebook)
    yield from _unique("call_years", map(str, rulebook.call_years))
    if rulebook.agreement_years is not None and not rulebook.call_years:
        yield "agreement_years", "years are counted from the call, and the rulebook has no call_years", None
    yield from _unique("sources", (source.id for source in rulebook.sources))
    yield from _unique("country_groups", (group.id for group in rulebook.country_groups))
    yield from _unique("agreements", (agreement.id for agreement in rulebook.agreements))
    yield from _unique("partners", (partner.code for partner in rulebook.partners))


def overlay_problems(base: "Rulebook", tables: Mapping[str, object], known: Collection[str]) -> Iterator[Problem]:
    """Yield whatever an overlay names that it may not change, or that no rulebook has."""
    if tables.get("id") == base.id:
        yield "id", "a rulebook that is based on another has an id of its own", base.id
    if tables.get("status") == RulebookStatus.VERIFIED and base.status is not RulebookStatus.VERIFIED:
        yield "status", f"a rulebook is not verified while the one that it is based on is {base.status}", "verified"
    for name in tables:
        if name in _OF_THE_BASE:
            yield name, "a rulebook that is based on another has this from it, and cannot change it", None
        elif name not in known:
            yield name, f"there is no field of this name{did_you_mean(name, known)}", None


def regrouped(base: "Rulebook", overlay: "Rulebook") -> Iterator[Problem]:
    """Yield each country group of a base that an overlay has otherwise, or no more; it may add some of its own."""
    ours = members_of(overlay.country_groups)
    for group in base.country_groups:
        if set(ours.get(group.id, ())) != set(group.countries):
            sentence = (
                f"group {group.id} is not as in {base.id}: rates and ranges depend on it, so keep it, and add another"
            )
            yield "country_groups", sentence, group.id


def _overlaps(rulebook: "Rulebook", members: CountriesOfGroups) -> Iterator[Problem]:
    tables = _of_which_one_applies(rulebook)
    for name, entries in tables:
        for one, other in combinations(entries, 2):
            if one.scope.overlaps(other.scope, members):
                sentence = (
                    f"two entries apply to the same mobility: {_scope_in_words(one)} and {_scope_in_words(other)}; "
                    "narrow the scope of one"
                )
                yield name, sentence, None


def _of_which_one_applies(rulebook: "Rulebook") -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Yield the entries of which one at most applies to a mobility, with the name of their table."""
    for applying in Applying:
        for name, use in tables_of(type(rulebook)).items():
            if use.applying is applying:
                yield from ((name, entries) for entries in _alike(getattr(rulebook, name), applying))


def _alike(table: tuple[Entry, ...], applying: Applying) -> Iterable[tuple[Entry, ...]]:
    """Return the entries of a table that are not told apart by a field: all of them, or those of each kind."""
    match applying:
        case Applying.ONE:
            return (table,)
        case Applying.ANY_NUMBER:
            return ()
        case Applying.ONE_OF_EACH_KIND | Applying.ONE_OF_EACH_DOCUMENT | Applying.ONE_OF_EACH_PURPOSE:
            kinds = [getattr(entry, applying.value) for entry in table]
            return [
                tuple(entry for entry, its in zip(table, kinds, strict=True) if its is kind)
                for kind in dict.fromkeys(kinds)
            ]
        case _:  # pragma: no cover
            assert_never(applying)


def _outside_range(rulebook: "Rulebook", members: CountriesOfGroups) -> Iterator[Problem]:
    for daily in rulebook.daily_rates:
        if isinstance(daily, DailyRate):
            rate, ranges = daily.rate_eur_per_day, rulebook.daily_rate_ranges
            yield from _outside("daily_rates", daily, rate, ranges, members)
    for monthly in rulebook.monthly_rates:
        if isinstance(monthly, MonthlyRate):
            rate, ranges = monthly.rate_eur_per_month, rulebook.monthly_rate_ranges
            yield from _outside("monthly_rates", monthly, rate, ranges, members)


def _outside(
    table: str, entry: Entry, rate_eur: Decimal, ranges: Iterable[RateRange], members: CountriesOfGroups
) -> Iterator[Problem]:
    for bounds in ranges:
        if entry.scope.overlaps(bounds.scope, members) and not is_within(rate_eur, bounds):
            sentence = (
                f"{rate_eur} EUR lies outside of the range of {range_in_words(bounds)} that is printed for "
                f"{_scope_in_words(bounds)} ({bounds.source.id}); the rate is for {_scope_in_words(entry)}"
            )
            yield table, sentence, str(rate_eur)


def _scope_in_words(entry: Entry) -> str:
    stated = entry.scope.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(stated, ensure_ascii=False) if stated else "all mobilities"


def _sources(rulebook: "Rulebook") -> Iterator[Problem]:
    known = set(rulebook.sources)
    for name, used in used_sources(rulebook):
        if used not in known:
            sentence = f"the source {used.id!r} of an entry is not among the sources of the rulebook"
            yield name, sentence, used.id


def used_sources(model: Model, table: str = "") -> Iterator[tuple[str, Source]]:
    """Yield the table and source of everything below a model."""
    for name, value in vars(model).items():
        for item in value if is_collection(value) else (value,):
            if isinstance(item, Source):
                if name != "sources":
                    yield table or name, item
            elif isinstance(item, Model):
                yield from used_sources(item, table or name)


def _groups(rulebook: "Rulebook") -> Iterator[Problem]:
    known = {group.id for group in rulebook.country_groups}
    tables = tables_of(type(rulebook)).items()
    for name, _ in sorted(tables, key=lambda table: _told_late(table[1])):
        entries: tuple[Entry, ...] = getattr(rulebook, name)
        for entry in entries:
            for group in (*(entry.scope.sending_groups or ()), *(entry.scope.receiving_groups or ())):
                if group not in known:
                    yield name, f"there is no country group {group!r}", group
    for listed in rulebook.country_groups:
        yield from _unique("country_groups", (f"{country} in {listed.id}" for country in listed.countries))


def _told_late(use: TableUse) -> tuple[bool, bool]:
    """Return how late the problems of a table are told: after those of tables of which one entry applies."""
    return use.applying is not Applying.ONE, use.country is CountryAsked.NEVER


def _partners(rulebook: "Rulebook") -> Iterator[Problem]:
    known = {partner.code for partner in rulebook.partners}
    for agreement in rulebook.agreements:
        for code in agreement.partners:
            if code not in known:
                yield "agreements", f"agreement {agreement.id} names {code!r}, which is not among the partners", code
    names = partners_by_name(rulebook.partners)
    for partner in rulebook.partners:
        for name in partners_by_name((partner,)):
            if names[name] is not partner:
                yield "partners", f"{partner.code} and {names[name].code} share the name {name!r}", name


def _unique(table: str, keys: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield table, f"{key!r} stands twice", key
        seen.add(key)
