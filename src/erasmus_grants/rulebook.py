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
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import Annotated, Self

from pydantic import Field, model_validator

from erasmus_grants.differences import Differences, differences
from erasmus_grants.explain import Explained
from erasmus_grants.listing import rulebook_report
from erasmus_grants.model import MOST_PROBLEMS, Choice, Many, Model, is_collection, is_mapping, problem
from erasmus_grants.provenance import Source, Words
from erasmus_grants.rendering import Report
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose, MobilityRestriction
from erasmus_grants.rules.agreements import Agreement, Partner
from erasmus_grants.rules.bip import ShortStayRateEntry
from erasmus_grants.rules.call_years import AgreementYears
from erasmus_grants.rules.countries import CountryFlow, CountryGroup, HomeCountry
from erasmus_grants.rules.cycle import CycleLimit
from erasmus_grants.rules.daily_rates import DailyRateEntry
from erasmus_grants.rules.distance_bands import DistanceBandsEntry
from erasmus_grants.rules.documents import ApplicationDeadline, DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRateEntry
from erasmus_grants.rules.payment_split import PaymentBounds, PaymentSplitEntry
from erasmus_grants.rules.rate_ranges import RateRange
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUp
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.scope import Applying, CountryAsked, Entries, TableUse
from erasmus_grants.soundness import overlay_problems, problems_of, regrouped, used_sources
from erasmus_grants.vocabulary import RulebookStatus

RulebookId = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Lower-case words, digits and hyphens."""

CallYear = Annotated[int, Field(ge=1000, le=9999)]
"""The call year of a grant agreement."""


_ONE = TableUse(Applying.ONE, CountryAsked.ALWAYS)
_ONE_IF_FUNDED = TableUse(Applying.ONE, CountryAsked.IF_FUNDED)
_ONE_OF_STAFF = TableUse(Applying.ONE, CountryAsked.IF_STAFF_IS_FUNDED)
_ONE_OF_LONG_TERM = TableUse(Applying.ONE, CountryAsked.IF_LONG_TERM_IS_FUNDED)


class Base(Model):
    """The rulebook that another one adapts."""

    id: RulebookId = Field(description="its id")
    fingerprint: str = Field(pattern=r"^[0-9a-f]{64}$", description="sha256 of its canonical JSON")


class Note(Model):
    """Something printed that no rule needs and a reader should know."""

    text: Words = Field(description="what is printed, in our words")
    source: Source = Field(description="where it is printed")


class Rulebook(Explained):
    """The rules and figures of one institution or programme, for its call years."""

    id: RulebookId = Field(description="lower-case words, digits and hyphens")
    title: Words = Field(description="what a person calls it")
    based_on: Base | None = Field(default=None, description="the rulebook that it adapts; omitted: none")
    institution: Words = Field(description="whose rules they are")
    home: HomeCountry | None = Field(default=None, description="country of the institution; omitted: any")
    action: Words = Field(description="action of the programme, such as KA171")
    call_years: Many[CallYear] = Field(description="call years of the grant agreements; empty: not printed")
    agreement_years: AgreementYears | None = Field(
        default=None, description="in which years agreements of the call run; omitted: not checked"
    )
    status: Choice[RulebookStatus] = Field(description="how far the figures were checked")
    sources: Many[Source] = Field(min_length=1, description="every source that an entry names; the main one first")
    activities: Annotated[Entries[ActivityRule], _ONE] = Field(
        min_length=1, description="what is covered, and for whom"
    )
    excluded_purposes: Annotated[
        Entries[ExcludedPurpose], TableUse(Applying.ONE_OF_EACH_PURPOSE, CountryAsked.ALWAYS)
    ] = Field(default=(), description="what is never eligible")
    short_term: ShortTermRule | None = Field(default=None, description="which student stays are short-term")
    durations: Annotated[Entries[DurationLimit], _ONE] = Field(default=(), description="shortest and longest stay")
    cycle_limits: Annotated[Entries[CycleLimit], _ONE] = Field(default=(), description="months within a study cycle")
    teaching_hours: Annotated[Entries[TeachingHours], _ONE] = Field(
        default=(), description="hours of teaching that are needed"
    )
    travel_support: Annotated[Entries[DistanceBandsEntry], _ONE_IF_FUNDED] = Field(
        default=(), description="travel support by distance"
    )
    travel_days: Annotated[Entries[TravelDays], _ONE_IF_FUNDED] = Field(default=(), description="funded travel days")
    daily_rates: Annotated[Entries[DailyRateEntry], _ONE_OF_STAFF] = Field(
        default=(), description="individual support of staff"
    )
    daily_rate_ranges: Annotated[Entries[RateRange], _ONE_OF_STAFF] = Field(
        default=(), description="bounds of the daily rates of staff"
    )
    monthly_rates: Annotated[Entries[MonthlyRateEntry], _ONE_OF_LONG_TERM] = Field(
        default=(), description="of long-term students"
    )
    monthly_rate_ranges: Annotated[Entries[RateRange], _ONE_OF_LONG_TERM] = Field(
        default=(), description="bounds of the monthly rates"
    )
    short_stay_rates: Annotated[
        Entries[ShortStayRateEntry], TableUse(Applying.ONE, CountryAsked.IF_SHORT_TERM_IS_FUNDED)
    ] = Field(default=(), description="of short-term students")
    top_ups: Annotated[Entries[TopUp], TableUse(Applying.ONE_OF_EACH_KIND, CountryAsked.IF_FUNDED)] = Field(
        default=(), description="top-ups"
    )
    payment_splits: Annotated[Entries[PaymentSplitEntry], _ONE] = Field(default=(), description="payments")
    payment_bounds: Annotated[Entries[PaymentBounds], _ONE] = Field(
        default=(), description="what the agreement says of payments"
    )
    settlement: SettlementRule = Field(description="how a grant is settled after the stay")
    flows: Annotated[Entries[CountryFlow], TableUse(Applying.ANY_NUMBER, CountryAsked.NEVER)] = Field(
        default=(), description="between which groups; none: countries are not checked"
    )
    country_groups: Many[CountryGroup] = Field(default=(), description="groups that scopes name")
    partners: Many[Partner] = Field(default=(), description="partners that agreements name")
    agreements: Many[Agreement] = Field(default=(), description="agreements; none: dates are not checked")
    documents: Annotated[Entries[DocumentRule], TableUse(Applying.ONE_OF_EACH_DOCUMENT, CountryAsked.ALWAYS)] = Field(
        default=(), description="papers"
    )
    deadlines: Annotated[Entries[ApplicationDeadline], _ONE] = Field(default=(), description="when to apply")
    restrictions: Annotated[Entries[MobilityRestriction], TableUse(Applying.ANY_NUMBER, CountryAsked.ALWAYS)] = Field(
        default=(), description="warnings about places"
    )
    notes: Many[Note] = Field(default=(), description="what else is printed")

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        problems = tuple(islice(problems_of(self), MOST_PROBLEMS + 1))
        if problems:
            raise problem(Rulebook, *problems)
        return self

    def adapt(self, *, id: str, title: str, source: Source | Mapping[str, object], **tables: object) -> Self:  # noqa: A002
        """Return a rulebook of an institution's own, based on this one, which stays as it is.

        Each table that is given stands in place of the whole table of this rulebook; every other table is kept.  The
        new rulebook names this one, and its fingerprint covers both.  It keeps the call of this one, its ranges, its
        bounds of payments and its country groups, to which it may add some.

        Args:
            id: Lower-case words, digits and hyphens.
            title: What a person calls it.
            source: The paper or page in which the institution prints its policy.
            tables: Tables of a rulebook, by name; `institution` is the publisher of the source if it is not given, and
                `status` provisional.  Further `sources` are added to those of this rulebook.

        Raises:
            ValidationError: There is no such table, an overlay may not change it, or the new rulebook is not sound:
                a rate lies outside the range that this rulebook prints, for example.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook, toy_source
            >>> policy = toy_source().at("POLICY", "travel days")
            >>> one_day = {"funded_travel_days": 1, "source": policy}
            >>> ours = toy_rulebook().adapt(id="ours", title="Ours", source=policy, travel_days=[one_day])
            >>> ours.based_on.id, ours.travel_days[0].funded_travel_days, len(ours.daily_rates)
            ('toy', 1, 1)
        """
        wrong = tuple(overlay_problems(self, {**tables, "id": id}, Rulebook.model_fields))
        if wrong:
            raise problem(Rulebook, *wrong)
        further = tables.pop("sources", ())
        if not is_collection(further):
            raise problem(Rulebook, ("sources", "this is a list of sources", further))
        own = tuple(Source.model_validate(one) for one in (source, *further))
        base = Base(id=self.id, fingerprint=fingerprint(self))
        stated = {name: getattr(self, name) for name in self.model_fields_set - tables.keys()}
        usual = {"status": RulebookStatus.PROVISIONAL, "institution": own[0].publisher}
        changes = {**usual, **tables, "id": id, "title": title, "based_on": base}
        cited = {*_cited_ids(stated | tables), *(listed.id for listed in own)}
        kept = [listed for listed in self.sources if listed.id in cited and listed not in own]
        overlay = self.model_copy(update={**changes, "sources": (*dict.fromkeys(own), *kept)})
        wrong = tuple(regrouped(self, overlay))
        if wrong:
            raise problem(Rulebook, *wrong)
        return overlay

    def diff(self, other: "Rulebook") -> Differences:
        """Return what differs in another rulebook, entry by entry; it can be printed as every result can.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook
            >>> toy_rulebook().diff(toy_rulebook()).changes
            ()
        """
        return differences(self, other)

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


def _cited_ids(value: object) -> Iterator[str]:
    """Yield the ids of the sources that tables cite, whether they are built already or not."""
    if isinstance(value, Source):
        yield value.id
    elif isinstance(value, Model):
        yield from (source.id for _, source in used_sources(value))
    elif is_mapping(value):
        name = value.get("id")
        if "locator" in value and isinstance(name, str):
            yield name
        for field, item in value.items():
            if field != "sources":
                yield from _cited_ids(item)
    elif is_collection(value):
        for item in value:
            yield from _cited_ids(item)
