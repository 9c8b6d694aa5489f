"""Which entries of a rulebook apply to a mobility, prepared once for each kind of mobility.

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> entries = EntryIndex(toy_rulebook()).of(toy_mobility())
    >>> entries.term.value, entries.travel_days.funded_travel_days
    ('staff', 2)
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar, assert_never

from erasmus_grants.basics.scope import (
    AnyEntry,
    Entry,
    NotPublished,
    Scope,
    ScopeKey,
    answers,
    applicable,
    askings_of,
    countries_needed,
    entries_asking,
)
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.travel_table import DistanceBands, NotPaid
from erasmus_grants.basics.vocabulary import Direction, FindingCode, Funding, Phrase, Term, TopUpKind, TravelMode
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.lines import RequiredDocument, RuleResult
from erasmus_grants.records.mobility import Mobility, PaidDays, Traits
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.tables import RANGE_TABLES, RATE_TABLES
from erasmus_grants.rules.abroad import Abroad
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose, restriction_findings
from erasmus_grants.rules.countries import ClosedFlow, CountryFlow, groups_by_country
from erasmus_grants.rules.cycle_flows import CycleFlowEntry
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.documents import ApplicationDeadline, required_documents
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.payment_split import PaymentBounds, PaymentSplit
from erasmus_grants.rules.rate_ranges import RateRange, range_finding
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.short_term import term_of
from erasmus_grants.rules.study_cycle import CycleLimit
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUp
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.rules.zero_grants import ZeroGrant

_MOST_KEPT: Final = 10_000

AnyKey = TypeVar("AnyKey")
AnyPart = TypeVar("AnyPart")

Journey = tuple[Decimal | None, TravelMode]
"""All that travel support may depend on: the distance [km] and the main means of transport."""

RateEntry = DailyRate | MonthlyRate | ShortStayRate
"""An entry that pays for the days of a stay."""


class OpenRate(NamedTuple):
    """In place of a rate for the days of a stay: it is not known.

    Attributes:
        bounds: The range in which it lies; None: there is none.
        table: The table in which it is missing.
        scope: The mobilities for which it is missing.
        source: Where it is printed that the stay is funded, and without a rate.
        findings: What there is to say about it, if nothing else does.
    """

    bounds: RateRange | None
    table: str
    scope: Scope
    source: Source
    findings: tuple[Finding, ...] = ()


class CountryDecides(NamedTuple):
    """In place of an entry of a table: which one applies depends on a country that is not stated.

    Attributes:
        source: Where the first entry is printed that depends on it.
        kind: The kind of top-up, if it is one.
    """

    source: Source
    kind: TopUpKind | None = None


class OpenTravelDays(NamedTuple):
    """In place of funded travel days: a country that is not stated decides how many there are.

    Attributes:
        source: Where the first entry is printed that depends on it.
        also_usual: Whether some are funded although none are asked for.
    """

    source: Source
    also_usual: bool


class Agreed(NamedTuple):
    """All that the agreements of a rulebook say of a mobility may depend on.

    Attributes:
        traits: The traits of the mobility.
        partner: Its partner, as it is spelled; None: it is not stated.
        in_period: The ids of the agreements whose period holds the stay.
    """

    traits: Traits
    partner: str | None
    in_period: tuple[str, ...]


class ApplicableEntries(NamedTuple):
    """The entries of a rulebook that apply to mobilities of one kind.

    Attributes:
        key: What such a mobility is, as far as scopes ask.
        findings: What is known of every mobility of this kind.
        split: The split between payments, or the finding that none is published; None: nothing is paid.
        standing: What was found already, under all that it may depend on.
        journeys: What was computed already for journeys, in the same way.
        outcomes: What was computed already for days, in the same way.
    """

    key: ScopeKey
    activity: ActivityRule | CountryDecides | None
    findings: tuple[Finding, ...]
    excluded_purposes: tuple[ExcludedPurpose, ...]
    duration: DurationLimit | None
    cycle: CycleLimit | None
    teaching: TeachingHours | None
    travel: DistanceBands | NotPublished | NotPaid | CountryDecides | None
    travel_days: TravelDays | OpenTravelDays
    individual_support: RateEntry | OpenRate | CountryDecides | None
    top_ups: tuple[TopUp | CountryDecides, ...]
    deadline: ApplicationDeadline | None
    split: PaymentSplit | Finding | None
    bounds: PaymentBounds | None
    zero_grant: ZeroGrant | None
    flows: tuple[CountryFlow, ...]
    closed_flows: tuple[ClosedFlow, ...]
    abroad: Abroad | None
    cycle_flow: CycleFlowEntry | None
    documents: tuple[RequiredDocument, ...]
    standing: dict[Traits | Agreed, tuple[Finding, ...]]
    journeys: dict[Journey, RuleResult]
    outcomes: dict[PaidDays, RuleResult]

    @property
    def term(self) -> Term:
        """How the stay is classified."""
        return self.key.term


class EntryIndex:
    """The entries of a rulebook by kind of mobility, each kind looked up when it is first asked for.

    Kinds and parts of grants are kept up to a number, and all are forgotten then, so memory does not grow with the
    list.

    Attributes:
        groups: The country groups of each country.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self.groups = groups_by_country(rulebook.country_groups)
        self._by_traits: dict[tuple[Traits, Term], ApplicableEntries] = {}
        self._by_scope: dict[tuple[ScopeKey, bool], ApplicableEntries] = {}
        self._kept = 0

    def of(self, mobility: Mobility) -> ApplicableEntries:
        """Return the entries that apply to a mobility."""
        return self.of_kind(Traits.of(mobility), term_of(mobility, self._rulebook.short_term))

    def of_kind(self, traits: Traits, term: Term) -> ApplicableEntries:
        """Return the entries that apply to a kind of mobility.

        A country that is not stated is the home of the rulebook on its own side.
        """
        entries = self._by_traits.get((traits, term))
        if entries is None:
            entries = self._of_scope(traits, term)
            self._make_room()
            self._by_traits[traits, term] = entries
        return entries

    def _of_scope(self, traits: Traits, term: Term) -> ApplicableEntries:
        """Return the entries that apply to all kinds that are alike in the eyes of the scopes of entries."""
        key = ScopeKey(
            traits.activity,
            traits.direction,
            traits.role,
            term,
            traits.blended_intensive_programme,
            traits.fewer_opportunities,
            _groups_of(self.sending_country(traits), self.groups),
            _groups_of(self.receiving_country(traits), self.groups),
        )
        kind = key, traits.zero_grant
        entries = self._by_scope.get(kind)
        if entries is None:
            entries = _prepared(self._rulebook, key, paid=not traits.zero_grant)
            self._make_room()
            self._by_scope[kind] = entries
        return entries

    def keep(self, kept: dict[AnyKey, AnyPart], key: AnyKey, part: AnyPart) -> AnyPart:
        """Keep a part of a grant in one of the tables of its entries, and return it."""
        self._make_room()
        kept[key] = part
        return part

    def _make_room(self) -> None:
        """Count what will be kept, and forget all of it when it is much; a thread goes on with what it holds."""
        if self._kept >= _MOST_KEPT:
            self._by_traits, self._by_scope, self._kept = {}, {}, 0
        self._kept += 1

    def sending_country(self, traits: Traits) -> str | None:
        """Return the sending country: as it is stated, or else the home of the rulebook if it is on that side."""
        return traits.sending_country or self._home_of(traits, Direction.OUTGOING)

    def receiving_country(self, traits: Traits) -> str | None:
        """Return the receiving country, in the same way."""
        return traits.receiving_country or self._home_of(traits, Direction.INCOMING)

    def _home_of(self, traits: Traits, direction: Direction) -> str | None:
        """Return the home of the rulebook if a mobility is of a direction."""
        home = self._rulebook.home
        return None if home is None or traits.direction is not direction else home.country


def _prepared(book: Rulebook, key: ScopeKey, *, paid: bool) -> ApplicableEntries:
    """Return the entries that apply; if nothing is paid, without those that say how much."""
    which_activity = _country_decides(book.activities, key)
    activity = _only(book.activities, key) if which_activity is None else which_activity
    funded = paid and isinstance(activity, ActivityRule) and activity.funding is Funding.FUNDED
    restrictions = restriction_findings(applicable(book.restrictions, key))
    missing = _missing_countries(book, key, funded=funded)
    support, unrated = _rate_of_stay(book, key, activity) if paid else (None, ())
    return ApplicableEntries(
        key=key,
        activity=activity,
        findings=(*restrictions, *missing, *unrated),
        excluded_purposes=applicable(book.excluded_purposes, key),
        duration=_only(book.durations, key),
        cycle=_only(book.cycle_limits, key),
        teaching=_only(book.teaching_hours, key),
        travel=(_country_decides(book.travel_support, key) or _only(book.travel_support, key)) if funded else None,
        travel_days=_travel_days(book, key) if funded else _none_funded(book),
        individual_support=support,
        top_ups=tuple(_top_ups(book, key)) if funded else (),
        deadline=_only(book.deadlines, key),
        split=_split(book, key) if paid else None,
        bounds=_only(book.payment_bounds, key),
        zero_grant=_only(book.zero_grants, key),
        flows=tuple(flow for flow in book.flows if flow.scope.covers_but_for_countries(key)),
        closed_flows=applicable(book.closed_flows, key),
        abroad=_only(book.abroad, key),
        cycle_flow=_only(book.cycle_flows, key),
        documents=required_documents(applicable(book.documents, key)),
        standing={},
        journeys={},
        outcomes={},
    )


def _rate_of_stay(
    book: Rulebook, key: ScopeKey, activity: ActivityRule | CountryDecides | None
) -> tuple[RateEntry | OpenRate | CountryDecides | None, tuple[Finding, ...]]:
    """Return what pays for the days of a stay, and what is known of it for every mobility of the kind."""
    if isinstance(activity, CountryDecides):
        return activity, ()
    if activity is None or activity.funding is Funding.NOT_FUNDED:
        return None, ()
    if activity.funding is Funding.NOT_PUBLISHED:
        return OpenRate(None, "activities", activity.scope, activity.source), ()
    decides = _country_decides((*_rates(book, key.term), *_ranges(book, key.term)), key)
    return _rate(book, key, activity) if decides is None else (decides, ())


def _rate(book: Rulebook, key: ScopeKey, activity: ActivityRule) -> tuple[RateEntry | OpenRate, tuple[Finding, ...]]:
    """Return the rate of a stay, or between what it lies."""
    table, rate, bounds = RATE_TABLES[key.term], _only(_rates(book, key.term), key), _only(_ranges(book, key.term), key)
    if rate is None:
        found = _unrated(activity, book, key, bounds)
        return OpenRate(bounds, table, _scope_of(key) if bounds is None else bounds.scope, found.source), (found,)
    if isinstance(rate, NotPublished):
        found = Finding.of(FindingCode.RATE_NOT_PUBLISHED, rate.source, why=rate.not_published)
        return OpenRate(bounds, table, rate.scope if bounds is None else bounds.scope, rate.source, (found,)), ()
    return rate, ()


def _scope_of(key: ScopeKey) -> Scope:
    """Return the scope of mobilities of one kind, for which a table has no entry at all."""
    return Scope(
        activities=(key.activity,),
        directions=(key.direction,),
        roles=(key.role,),
        terms=(key.term,),
        sending_groups=key.sending_groups or None,
        receiving_groups=key.receiving_groups or None,
    )


def _travel_days(book: Rulebook, key: ScopeKey) -> TravelDays | OpenTravelDays:
    """Return the travel days that are funded; a rulebook that says nothing of them funds none."""
    decides = _country_decides(book.travel_days, key)
    if decides is None:
        return _only(book.travel_days, key) or _none_funded(book)
    usual = tuple(entry for entry in book.travel_days if entry.funded_travel_days)
    return OpenTravelDays(decides.source, also_usual=bool(countries_needed(usual, key)))


def _none_funded(book: Rulebook) -> TravelDays:
    return TravelDays(funded_travel_days=0, source=book.sources[0])


def _country_decides(entries: tuple[Entry, ...], key: ScopeKey, kind: TopUpKind | None = None) -> CountryDecides | None:
    """Return in place of an entry that a country which is not stated decides which one applies, if it does."""
    fields = countries_needed(entries, key)
    return CountryDecides(_asking(entries, key, fields[0]).source, kind) if fields else None


def _only(entries: Iterable[AnyEntry], key: ScopeKey) -> AnyEntry | None:
    """Return the one entry that applies, or None; of two, one says `not_published` and the other has the figures."""
    return next(iter(answers(applicable(entries, key))), None)


def _split(book: Rulebook, key: ScopeKey) -> PaymentSplit | Finding:
    """Return the split between payments that applies, or the finding that none is published."""
    code, split = FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED, _only(book.payment_splits, key)
    match split:
        case PaymentSplit():
            return split
        case NotPublished():
            return Finding.of(code, split.source, why=split.not_published)
        case None:
            return Finding.of(code, book.sources[0], why=Phrase.NO_SPLIT_FOR_MOBILITY)
        case _:  # pragma: no cover
            assert_never(split)


def _top_ups(book: Rulebook, key: ScopeKey) -> Iterator[TopUp | CountryDecides]:
    """Yield the top-ups that apply: of each kind the one with figures, if there is one."""
    found = applicable(book.top_ups, key)
    open_kinds: set[TopUpKind] = set()
    for kind in TopUpKind:
        decides = _country_decides(tuple(top_up for top_up in book.top_ups if top_up.kind is kind), key, kind)
        if decides is not None:
            open_kinds.add(kind)
            yield decides
    answering = [answers(top_up for top_up in found if top_up.kind is kind) for kind in TopUpKind]
    for top_up in found:
        if top_up.kind not in open_kinds and any(top_up in answer for answer in answering):
            yield top_up


def _rates(book: Rulebook, term: Term) -> tuple[RateEntry | NotPublished, ...]:
    """Return the table that pays for the days of a stay."""
    rates: tuple[RateEntry | NotPublished, ...] = getattr(book, RATE_TABLES[term])
    return rates


def _ranges(book: Rulebook, term: Term) -> tuple[RateRange, ...]:
    """Return the table of ranges within which the rate for the days of a stay is set."""
    ranges: tuple[RateRange, ...] = getattr(book, RANGE_TABLES[term]) if term in RANGE_TABLES else ()
    return ranges


def _missing_countries(book: Rulebook, key: ScopeKey, *, funded: bool) -> tuple[Finding, ...]:
    """Return a finding for each country that is not stated and on which some entry depends."""
    askings = [asking for asking in askings_of(type(book)) if asking.of(key.term, funded=funded)]
    entries = tuple(entry for asking in askings for entry in entries_asking(book, asking))
    return tuple(
        Finding.of(FindingCode.COUNTRY_MISSING, _asking(entries, key, field).source, field=field)
        for field in countries_needed(entries, key)
    )


def _asking(entries: tuple[Entry, ...], key: ScopeKey, field: str) -> Entry:
    """Return the first entry that depends on a country."""
    groups = "sending_groups" if field == "sending_country" else "receiving_groups"
    return next(
        entry for entry in entries if entry.scope.covers_but_for_countries(key) and getattr(entry.scope, groups)
    )


def _unrated(activity: ActivityRule, book: Rulebook, key: ScopeKey, bounds: RateRange | None) -> Finding:
    """Return the finding that a rulebook funds an activity and has no rate for it: never a silent zero."""
    if bounds is not None:
        return range_finding(bounds, term=key.term)
    why = Phrase.NO_RATE_FOR_KIND if key.term.value == key.role.value else Phrase.NO_RATE_FOR_TERM
    sending, receiving = (key.sending_groups, key.receiving_groups) if book.country_groups else (None, None)
    return Finding.of(
        FindingCode.RATE_NOT_PUBLISHED,
        activity.source,
        why=why,
        unnamed=f"{key.activity}, {key.direction}, {key.role}",
        term=key.term,
        sending_side=_side(sending, Phrase.SENDING_IN_GROUPS, Phrase.SENDING_IN_NO_GROUP),
        sending_groups=", ".join(sending or ()),
        receiving_side=_side(receiving, Phrase.RECEIVING_IN_GROUPS, Phrase.RECEIVING_IN_NO_GROUP),
        receiving_groups=", ".join(receiving or ()),
    )


def _side(groups: tuple[str, ...] | None, in_groups: Phrase, in_none: Phrase) -> str:
    """Return the phrase for the groups of a country; an empty text where the country does not matter."""
    if groups is None:
        return ""
    return in_groups if groups else in_none


def _groups_of(country: str | None, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the groups of a country: none if it is in none, None where the country is not stated and it matters."""
    if not groups:
        return ()
    return None if country is None else groups.get(country, ())
