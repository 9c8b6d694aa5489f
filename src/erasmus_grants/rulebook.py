"""A rulebook: one table for each rule, and nothing but data.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy = toy_rulebook()
    >>> Rulebook.model_validate_json(toy.model_dump_json()) == toy
    True
    >>> len(fingerprint(toy))
    64
"""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import combinations
from os import PathLike, fspath
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from erasmus_grants.errors import RulebookFileError
from erasmus_grants.explain import Explained
from erasmus_grants.listing import rulebook_report
from erasmus_grants.model import Choice, Many, Model, in_words, is_collection, problem
from erasmus_grants.provenance import Source, Words
from erasmus_grants.reading import UnreadableError, read_data, with_sources
from erasmus_grants.rendering import Report
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose, MobilityRestriction
from erasmus_grants.rules.agreements import Agreement, Partner, partners_by_name
from erasmus_grants.rules.bip import ShortStayRateEntry
from erasmus_grants.rules.countries import CountryGroup, HomeCountry
from erasmus_grants.rules.cycle import CycleLimit
from erasmus_grants.rules.daily_rates import DailyRateEntry
from erasmus_grants.rules.distance_bands import DistanceBandsEntry
from erasmus_grants.rules.documents import ApplicationDeadline, DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRateEntry
from erasmus_grants.rules.payment_split import PaymentSplitEntry
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUp
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.scope import Entry
from erasmus_grants.vocabulary import RulebookStatus

RulebookId = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Lower-case words, digits and hyphens."""

CallYear = Annotated[int, Field(ge=1000, le=9999)]
"""The call year of a grant agreement."""

_SCOPED_TABLES = (
    "activities",
    "durations",
    "cycle_limits",
    "teaching_hours",
    "travel_support",
    "travel_days",
    "daily_rates",
    "monthly_rates",
    "short_stay_rates",
    "payment_splits",
    "deadlines",
)
"""Tables of which one entry at most applies to a mobility."""


class Note(Model):
    """Something printed that no rule needs and a reader should know."""

    text: Words = Field(description="what is printed, in our words")
    source: Source = Field(description="where it is printed")


class Rulebook(Explained):
    """The rules and figures of one institution or programme, for its call years."""

    id: RulebookId = Field(description="lower-case words, digits and hyphens")
    title: Words = Field(description="what a person calls it")
    institution: Words = Field(description="whose rules they are")
    home: HomeCountry | None = Field(default=None, description="country of the institution; omitted: any")
    action: Words = Field(description="action of the programme, such as KA171")
    call_years: Many[CallYear] = Field(description="call years of the grant agreements; empty: not printed")
    status: Choice[RulebookStatus] = Field(description="how far the figures were checked")
    sources: Many[Source] = Field(min_length=1, description="every source that an entry names; the main one first")
    activities: Many[ActivityRule] = Field(min_length=1, description="what is covered, and for whom")
    excluded_purposes: Many[ExcludedPurpose] = Field(default=(), description="what is never eligible")
    short_term: ShortTermRule | None = Field(default=None, description="which student stays are short-term")
    durations: Many[DurationLimit] = Field(default=(), description="shortest and longest stay")
    cycle_limits: Many[CycleLimit] = Field(default=(), description="months within a study cycle")
    teaching_hours: Many[TeachingHours] = Field(default=(), description="hours of teaching that are needed")
    travel_support: Many[DistanceBandsEntry] = Field(default=(), description="travel support by distance")
    travel_days: Many[TravelDays] = Field(default=(), description="funded travel days")
    daily_rates: Many[DailyRateEntry] = Field(default=(), description="individual support of staff")
    monthly_rates: Many[MonthlyRateEntry] = Field(default=(), description="of long-term students")
    short_stay_rates: Many[ShortStayRateEntry] = Field(default=(), description="of short-term students")
    top_ups: Many[TopUp] = Field(default=(), description="top-ups")
    payment_splits: Many[PaymentSplitEntry] = Field(default=(), description="payments")
    settlement: SettlementRule = Field(description="how a grant is settled after the stay")
    country_groups: Many[CountryGroup] = Field(default=(), description="groups that scopes name")
    partners: Many[Partner] = Field(default=(), description="partners that agreements name")
    agreements: Many[Agreement] = Field(default=(), description="agreements; none: dates are not checked")
    documents: Many[DocumentRule] = Field(default=(), description="papers")
    deadlines: Many[ApplicationDeadline] = Field(default=(), description="when to apply")
    restrictions: Many[MobilityRestriction] = Field(default=(), description="warnings about places")
    notes: Many[Note] = Field(default=(), description="what else is printed")

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        problems = (
            *_overlaps(self),
            *_sources(self),
            *_groups(self),
            *_partners(self),
            *_unique("call_years", map(str, self.call_years)),
            *_unique("sources", (source.id for source in self.sources)),
            *_unique("country_groups", (group.id for group in self.country_groups)),
            *_unique("agreements", (agreement.id for agreement in self.agreements)),
            *_unique("partners", (partner.code for partner in self.partners)),
        )
        if problems:
            raise problem(Rulebook, *problems)
        return self

    def report(self) -> Report:
        """Return title, tables and notes, from which every rendering is made."""
        return rulebook_report(self, fingerprint=fingerprint(self))


def fingerprint(rulebook: Rulebook) -> str:
    """Return the sha256 of a rulebook's canonical JSON: what is stated, with sorted keys.

    What is left at its default is not part of it, so a field that a later version of the library adds does not make
    rulebooks look changed.
    """
    data = rulebook.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def load_rulebook(path: str | PathLike[str]) -> Rulebook:
    """Return the rulebook that a TOML or JSON file holds.

    In a file, a `source` may be the id of one of the `sources` of the rulebook instead of a whole source.

    Args:
        path: The file; `.json` is read as JSON, `.toml` as TOML, and anything else as what it looks like.

    Raises:
        RulebookFileError: The file cannot be read or parsed, or its rulebook is not sound; each problem is a sentence.
    """
    name = fspath(path)
    try:
        return Rulebook.model_validate_json(json.dumps(with_sources(read_data(name))))
    except UnreadableError as error:
        raise RulebookFileError(name, error.problems) from None
    except ValidationError as error:
        raise RulebookFileError(name, _once(in_words(error, Rulebook))) from None


def _once(problems: tuple[str, ...]) -> tuple[str, ...]:
    """Return problems without those of a source that is told already where the source stands."""
    if not any(problem.startswith("sources.") for problem in problems):
        return problems
    return tuple(problem for problem in problems if ".source." not in problem.partition(": ")[0])


def _overlaps(rulebook: Rulebook) -> Iterator[tuple[str, str, object]]:
    tables: list[tuple[str, tuple[Entry, ...]]] = [(name, getattr(rulebook, name)) for name in _SCOPED_TABLES]
    tables += [
        ("top_ups", tuple(top_up for top_up in rulebook.top_ups if top_up.kind is kind))
        for kind in {top_up.kind: None for top_up in rulebook.top_ups}
    ]
    tables += [
        ("documents", tuple(rule for rule in rulebook.documents if rule.document is paper))
        for paper in {rule.document: None for rule in rulebook.documents}
    ]
    tables += [
        ("excluded_purposes", tuple(entry for entry in rulebook.excluded_purposes if entry.purpose is purpose))
        for purpose in {entry.purpose: None for entry in rulebook.excluded_purposes}
    ]
    for name, entries in tables:
        for one, other in combinations(entries, 2):
            if one.scope.overlaps(other.scope):
                sentence = (
                    f"two entries apply to the same mobility: {_scope_in_words(one)} and {_scope_in_words(other)}; "
                    "narrow the scope of one"
                )
                yield name, sentence, None


def _scope_in_words(entry: Entry) -> str:
    stated = entry.scope.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(stated, ensure_ascii=False) if stated else "all mobilities"


def _sources(rulebook: Rulebook) -> Iterator[tuple[str, str, object]]:
    known = set(rulebook.sources)
    for name, used in _used_sources(rulebook):
        if used not in known:
            sentence = f"the source {used.id!r} of an entry is not among the sources of the rulebook"
            yield name, sentence, used.id


def _used_sources(model: Model, table: str = "") -> Iterator[tuple[str, Source]]:
    """Yield the table and source of everything below a model."""
    for name, value in model:
        for item in value if is_collection(value) else (value,):
            if isinstance(item, Source):
                if name != "sources":
                    yield table or name, item
            elif isinstance(item, Model):
                yield from _used_sources(item, table or name)


def _groups(rulebook: Rulebook) -> Iterator[tuple[str, str, object]]:
    known = {group.id for group in rulebook.country_groups}
    for name in (*_SCOPED_TABLES, "excluded_purposes", "top_ups", "documents", "restrictions"):
        entries: tuple[Entry, ...] = getattr(rulebook, name)
        for entry in entries:
            for group in (*(entry.scope.sending_groups or ()), *(entry.scope.receiving_groups or ())):
                if group not in known:
                    yield name, f"there is no country group {group!r}", group
    countries = [country for group in rulebook.country_groups for country in group.countries]
    yield from _unique("country_groups", countries)


def _partners(rulebook: Rulebook) -> Iterator[tuple[str, str, object]]:
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


def _unique(table: str, keys: Iterable[str]) -> Iterator[tuple[str, str, object]]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield table, f"{key!r} stands twice", key
        seen.add(key)
