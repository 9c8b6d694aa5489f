"""Whether the tables of a rulebook fit together.

Each table checks itself when it is built; here is what only the whole rulebook can tell.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> list(problems_of(toy_rulebook()))
    []
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import assert_never

from pydantic import BaseModel

from erasmus_grants.basics.errors import did_you_mean
from erasmus_grants.basics.field_types import is_collection
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.problems import Place, models_in
from erasmus_grants.basics.scope import Applying, CountryAsked, Entry, Scope, TableUse, scope_in_words, tables_of
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import LivingCosts, Term
from erasmus_grants.rulebook.domain import Domain, domain_of, funded_of
from erasmus_grants.rulebook.tables import RANGE_TABLES, RATE_TABLES, RulebookTables
from erasmus_grants.rules.agreements import partners_by_name
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.rate_ranges import RateRange, is_far_enough, is_within, range_in_words
from erasmus_grants.rules.short_term import ShortTermRule

Problem = tuple[str | Place, str, object]
"""The table, or a place in it, a sentence, and what was given."""

Entries = Sequence[tuple[int, Entry]]
"""Entries of a table with their numbers in it."""

NO_MOBILITY = "no mobility of this rulebook is within"


def problems_of(rulebook: RulebookTables) -> Iterator[Problem]:
    """Yield whatever does not go together in a rulebook."""
    domain = domain_of(rulebook)
    yield from _overlaps(rulebook, domain)
    yield from _outside_range(rulebook, domain)
    yield from _too_close(rulebook, domain)
    yield from _short_stays(rulebook, domain)
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


def _overlaps(rulebook: RulebookTables, domain: Domain) -> Iterator[Problem]:
    for name, entries in _of_which_one_applies(rulebook):
        for first, second in domain.overlapping([entry.scope for _, entry in entries]):
            (_, one), (number, other) = entries[first], entries[second]
            if one.gives_way is other.gives_way:  # otherwise the figure answers
                shared = domain.shared_countries(one.scope, other.scope)
                how = f"{shared}: correct country_groups, or narrow one scope" if shared else "narrow the scope of one"
                sentence = (
                    f"two entries apply to the same mobility: {scope_in_words(one.scope)} ({one.source.id}) and "
                    f"{scope_in_words(other.scope)} ({other.source.id}); {how}"
                )
                yield (name, number), sentence, None


def _of_which_one_applies(rulebook: RulebookTables) -> Iterator[tuple[str, Entries]]:
    """Yield the entries of which one at most applies to a mobility, with the name of their table."""
    for applying in Applying:
        for name, use in tables_of(type(rulebook)).items():
            if use.applying is applying:
                yield from ((name, entries) for entries in alike(getattr(rulebook, name), applying))


def alike(table: Iterable[Entry], applying: Applying) -> Iterable[Entries]:
    """Return the numbered entries of a table that are not told apart by a field: all of them, or those of each kind."""
    numbered = list(enumerate(table))
    match applying:
        case Applying.ONE:
            return (numbered,)
        case Applying.ANY_NUMBER:
            return ()
        case Applying.ONE_OF_EACH_KIND | Applying.ONE_OF_EACH_DOCUMENT | Applying.ONE_OF_EACH_PURPOSE:
            kinds = [getattr(entry, applying.value) for _, entry in numbered]
            return [
                [entry for entry, its in zip(numbered, kinds, strict=True) if its is kind]
                for kind in dict.fromkeys(kinds)
            ]
        case _:  # pragma: no cover
            assert_never(applying)


def _outside_range(rulebook: RulebookTables, domain: Domain) -> Iterator[Problem]:
    for term, ranges in RANGE_TABLES.items():
        funded, table = funded_of(rulebook, domain, term), RATE_TABLES[term]
        entries: tuple[Entry, ...] = getattr(rulebook, table)
        for number, entry in enumerate(entries):
            if entry.figures:
                rate = next(iter(entry.figures.values()))
                yield from _outside((table, number), entry, rate, getattr(rulebook, ranges), funded)


def _outside(
    place: Place, entry: Entry, rate_eur: Decimal, ranges: Iterable[RateRange], domain: Domain
) -> Iterator[Problem]:
    for bounds in ranges:
        if not is_within(rate_eur, bounds) and domain.overlap(entry.scope, bounds.scope):
            sentence = (
                f"{rate_eur} EUR lies outside of the range of {range_in_words(bounds)} that is printed for "
                f"{scope_in_words(bounds.scope)} ({bounds.source.id}); the rate is for {scope_in_words(entry.scope)}"
            )
            yield place, sentence, str(rate_eur)


def _too_close(rulebook: RulebookTables, domain: Domain) -> Iterator[Problem]:
    """Yield each monthly rate that is too close to the nearest one towards countries of similar living costs."""
    funded = funded_of(rulebook, domain, Term.LONG_TERM_PHYSICAL)
    rates = [(number, rate) for number, rate in enumerate(rulebook.monthly_rates) if isinstance(rate, MonthlyRate)]
    similar = _similar_rates(rulebook, funded)
    for bounds in rulebook.monthly_rate_ranges:
        if bounds.least_difference_eur is None:
            continue
        nearest = max if bounds.living_costs is LivingCosts.HIGHER else min
        for number, rate in rates:
            senders = funded.sending_countries(rate.scope, bounds.scope)
            others = [nearest(similar[country]) for country in senders if country in similar]
            rate_eur = rate.rate_eur_per_month
            if others and not is_far_enough(rate_eur, bounds, similar_eur=nearest(others)):
                sentence = (
                    f"{rate_eur} EUR towards {bounds.living_costs} living costs is less than "
                    f"{bounds.least_difference_eur} EUR from the {nearest(others)} EUR towards similar ones "
                    f"({bounds.source.id})"
                )
                yield ("monthly_rates", number), sentence, str(rate_eur)


def _short_stays(rulebook: RulebookTables, domain: Domain) -> Iterator[Problem]:
    """Yield each limit of short stays that is not the one of a stay that is short outside of blended programmes."""
    rule = rulebook.short_term
    if rule is None or not rule.activities:
        return
    by_length = Scope(activities=rule.activities, terms=(Term.SHORT_TERM_PHYSICAL,), blended_intensive_programme=False)
    for number, limit in enumerate(rulebook.durations):
        if domain.overlap(limit.scope, by_length):
            for sentence, given in _unlike(limit, rule):
                yield ("durations", number), f"{sentence} calendar_days ({rule.source.id})", given


def _unlike(limit: DurationLimit, rule: ShortTermRule) -> Iterator[tuple[str, int]]:
    """Yield what a limit says otherwise of short stays; one that asks for longer stays may do so."""
    shortest, longest = limit.minimum, limit.maximum
    if shortest.most_days < rule.minimum_days:
        sentence = f"the shortest short stay is {shortest.spelled} here, and in short_term it is {rule.minimum_days}"
        yield sentence, shortest.value
    of_short_stays = limit.scope.terms == (Term.SHORT_TERM_PHYSICAL,)
    if of_short_stays and (longest.fewest_days > rule.maximum_days or longest.most_days < rule.maximum_days):
        sentence = f"the longest short stay is {longest.spelled} here, and in short_term it is {rule.maximum_days}"
        yield sentence, longest.value


def _similar_rates(rulebook: RulebookTables, domain: Domain) -> Mapping[object, tuple[Decimal, Decimal]]:
    """Return for each sending country the lowest and the highest rate towards countries of similar living costs."""
    similar: dict[object, tuple[Decimal, Decimal]] = {}
    for bounds in rulebook.monthly_rate_ranges:
        if bounds.living_costs is LivingCosts.SIMILAR:
            for rate in rulebook.monthly_rates:
                if isinstance(rate, MonthlyRate):
                    rate_eur = rate.rate_eur_per_month
                    for country in domain.sending_countries(rate.scope, bounds.scope):
                        lowest, highest = similar.get(country, (rate_eur, rate_eur))
                        similar[country] = min(lowest, rate_eur), max(highest, rate_eur)
    return similar


def _sources(rulebook: RulebookTables) -> Iterator[Problem]:
    known = set(rulebook.sources)
    same = set(map(id, rulebook.sources))  # most are the very objects, and need not be compared
    for name, used in used_sources(rulebook):
        if id(used) not in same and used not in known:
            sentence = f"the source {used.id!r} of an entry is not among the sources of the rulebook"
            yield name, sentence, used.id


def used_sources(model: Model) -> Iterator[tuple[str, Source]]:
    """Yield the table and source of everything below a model."""
    for name in _with_sources(type(model)):
        if name != "sources":
            for source in _sources_in(getattr(model, name)):
                yield name, source


def _sources_in(value: object) -> Sequence[Source]:
    if isinstance(value, Source):
        return (value,)
    if is_collection(value):
        return [source for item in value for source in _sources_in(item)]
    if isinstance(value, Model):
        return [source for name in _with_sources(type(value)) for source in _sources_in(getattr(value, name))]
    return ()


@cache
def _with_sources(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a model below which there may be a source."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if any(issubclass(found, Source) or _with_sources(found) for found in models_in(field.annotation))
    )


def _groups(rulebook: RulebookTables) -> Iterator[Problem]:
    known = {group.id for group in rulebook.country_groups}
    tables = tables_of(type(rulebook)).items()
    for name, _ in sorted(tables, key=lambda table: _told_late(table[1])):
        entries: tuple[Entry, ...] = getattr(rulebook, name)
        for number, entry in enumerate(entries):
            for group in (*(entry.scope.sending_groups or ()), *(entry.scope.receiving_groups or ())):
                if group not in known:
                    sentence = f"there is no country group {group!r}{did_you_mean(group, known)}"
                    yield (name, number), sentence, group
    for listed in rulebook.country_groups:
        if len(set(listed.countries)) < len(listed.countries):
            yield from _unique("country_groups", (f"{country} in {listed.id}" for country in listed.countries))


def _told_late(use: TableUse) -> tuple[bool, bool]:
    """Return how late the problems of a table are told: after those of tables of which one entry applies."""
    return use.applying is not Applying.ONE, use.country is CountryAsked.NEVER


def _partners(rulebook: RulebookTables) -> Iterator[Problem]:
    known = {partner.code for partner in rulebook.partners}
    for agreement in rulebook.agreements:
        for code in agreement.partners:
            if code not in known:
                hint = did_you_mean(code, known)
                sentence = f"agreement {agreement.id} names {code!r}, which is not among the partners{hint}"
                yield "agreements", sentence, code
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
