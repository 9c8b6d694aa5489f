"""A rulebook: one table for each rule, and nothing but data.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy = toy_rulebook()
    >>> Rulebook.model_validate_json(toy.model_dump_json()) == toy
    True
    >>> len(fingerprint(toy))
    64
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Annotated, Final, Self, get_origin

from pydantic import Field, ValidationError, model_validator

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import (
    MOST_PROBLEMS,
    Choice,
    Many,
    Model,
    is_collection,
    is_mapping,
    problem,
    problems_in,
)
from erasmus_grants.basics.scope import Applying, CountryAsked, Entries, TableUse
from erasmus_grants.basics.sources import REMARK, SENTENCE, Source, Words
from erasmus_grants.basics.vocabulary import RulebookStatus
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report
from erasmus_grants.rulebook.checks import Problem, domain_of, overlay_problems, problems_of, regrouped, used_sources
from erasmus_grants.rulebook.differences import Differences, differences
from erasmus_grants.rulebook.fingerprints import fingerprint_of
from erasmus_grants.rulebook.overlays import Merged, merged, overlay_departures
from erasmus_grants.rulebook.report import NOT_TOLD, rulebook_report
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose, MobilityRestriction
from erasmus_grants.rules.agreements import Agreement, Partner
from erasmus_grants.rules.call_years import AgreementYears
from erasmus_grants.rules.countries import CountryFlow, CountryGroup, HomeCountry
from erasmus_grants.rules.daily_rates import DailyRateEntry
from erasmus_grants.rules.distance_bands import DistanceBandsEntry
from erasmus_grants.rules.documents import ApplicationDeadline, DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRateEntry
from erasmus_grants.rules.payment_split import PaymentBounds, PaymentSplitEntry
from erasmus_grants.rules.rate_ranges import RateRange
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_stay_rates import ShortStayRateEntry
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.study_cycle import CycleLimit
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUp
from erasmus_grants.rules.travel_days import TravelDays

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
    fingerprint: str = Field(pattern=r"^[0-9a-f]{64}$", description="sha256 of what it computes with")


class Note(Model):
    """Something printed that no rule needs and a reader should know."""

    text: Annotated[Words, REMARK] = Field(description="what is printed, in our words")
    source: Source = Field(description="where it is printed")


class Rulebook(HasReport):
    """The rules and figures of one institution or programme, for its call years."""

    id: RulebookId = Field(description="lower-case words, digits and hyphens")
    title: Annotated[Words, REMARK] = Field(description="what a person calls it")
    based_on: Annotated[Base | None, REMARK] = Field(
        default=None, description="the rulebook that it adapts; omitted: none"
    )
    departs_from_programme: Annotated[Words | None, SENTENCE] = Field(
        default=None, description="why it pays other amounts than its base fixes; omitted: it does not"
    )
    institution: Annotated[Words, REMARK] = Field(description="whose rules they are")
    home: HomeCountry | None = Field(default=None, description="country of the institution; omitted: any")
    action: Words = Field(description="action of the programme, such as KA171")
    call_years: Many[CallYear] = Field(description="call years of the grant agreements; empty: not printed")
    agreement_years: AgreementYears | None = Field(
        default=None, description="in which years agreements of the call run; omitted: not checked"
    )
    status: Annotated[Choice[RulebookStatus], REMARK] = Field(description="how far the figures were checked")
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
    notes: Annotated[Many[Note], REMARK] = Field(default=(), description="what else is printed")

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        problems = tuple(islice(problems_of(self), MOST_PROBLEMS + 1))
        if problems:
            raise problem(Rulebook, *problems)
        return self

    def adapt(
        self,
        *,
        id: str,  # noqa: A002
        title: str,
        source: Source | Mapping[str, object],
        replace: Collection[str] = (),
        **tables: object,
    ) -> Self:
        """Return a rulebook of an institution's own, based on this one, which stays as it is.

        An entry of a table takes the place of the entry of this rulebook that has the same scope, and the same kind or
        id if it has one.  Any other entry is added: it answers what this rulebook says is `not_published`, or has no
        entry for.  An entry with `removed=True` takes the one of its scope away.  Nothing else changes.

        The new rulebook names this one.  It keeps the call of this one, its ranges, its bounds of payments and its
        country groups, to which it may add some.

        Args:
            id: Lower-case words, digits and hyphens.
            title: What a person calls it.
            source: The paper or page in which the institution prints its policy.
            replace: Names of tables that stand in place of the whole table of this rulebook.
            tables: Tables of a rulebook, by name; `institution` is the publisher of the source if it is not given, and
                `status` provisional.  Further `sources` are added to those of this rulebook.  Amounts that this
                rulebook fixes can be changed only with `departs_from_programme`, a sentence that says why.

        Raises:
            ValidationError: There is no such table, an overlay may not change it, or the new rulebook is not sound:
                a rate lies outside the range that this rulebook prints, for example.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook, toy_source
            >>> policy = toy_source().at("POLICY", "travel days")
            >>> one_day = {"scope": {"activities": "STA STT"}, "funded_travel_days": 1, "source": policy}
            >>> ours = toy_rulebook().adapt(id="ours", title="Ours", source=policy, travel_days=[one_day])
            >>> ours.based_on.id, ours.travel_days[0].funded_travel_days, len(ours.daily_rates)
            ('toy', 1, 1)
        """
        wrong = tuple(overlay_problems(self, {**tables, "id": id}, Rulebook.model_fields))
        if wrong:
            raise problem(Rulebook, *wrong)
        tables = {name: value for name, value in tables.items() if value is not None}
        further = tables.pop("sources", ())
        if not is_collection(further):
            raise problem(Rulebook, ("sources", "this is a list of sources", further))
        own = tuple(Source.model_validate(one) for one in (source, *further))
        both = merged(self, tables, replace=replace)
        if both.problems:
            raise problem(Rulebook, *both.problems)
        base = Base(id=self.id, fingerprint=fingerprint(self))
        stated = {name: getattr(self, name) for name in self.model_fields_set - tables.keys()}
        usual = {"status": RulebookStatus.PROVISIONAL, "institution": own[0].publisher}
        changes = {**usual, **both.tables, "id": id, "title": title, "based_on": base}
        cited = {*_cited_ids(stated | both.tables), *(listed.id for listed in own)}
        kept = [listed for listed in self.sources if listed.id in cited and listed not in own]
        try:
            overlay = type(self).model_validate({**stated, **changes, "sources": (*dict.fromkeys(own), *kept)})
        except ValidationError as error:
            raise _in_the_overlay(error, both) from None
        wrong = tuple(_departures(self, overlay, explained="departs_from_programme" in tables))
        if wrong:
            raise _in_the_overlay(problem(Rulebook, *wrong), both)
        return overlay

    def check_against(self, base: "Rulebook") -> None:
        """Refuse this rulebook if it is based on another one, and pays otherwise what that one fixes without a reason.

        Raises:
            ValidationError: It has other figures or other country groups, and no `departs_from_programme` of its own.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook
            >>> toy_rulebook().check_against(toy_rulebook())
        """
        reasons = {None, base.departs_from_programme}
        wrong = tuple(_departures(base, self, explained=self.departs_from_programme not in reasons))
        if wrong:
            raise problem(Rulebook, *wrong)

    def diff(self, other: "Rulebook") -> Differences:
        """Return what differs in another rulebook, entry by entry; it can be printed as every result can.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook
            >>> toy_rulebook().diff(toy_rulebook()).changes
            ()
        """
        return differences(self, other)

    def report(self, language: Language = ENGLISH) -> Report:
        """Return title, tables and notes, from which every rendering is made.

        Args:
            language: The tables of the language; names and words of the file stand as the file spells them.
        """
        data = self.model_dump(mode="json", exclude_defaults=True, exclude=NOT_TOLD)
        return rulebook_report(self.title, data, self.sources, language, fingerprint=fingerprint(self))


LIST_TABLES: Final = tuple(
    name for name, field in Rulebook.model_fields.items() if get_origin(field.annotation) is tuple
)
"""The fields of a rulebook that are lists."""


def fingerprint(rulebook: Rulebook) -> str:
    """Return what tells whether two rulebooks compute the same: the sha256 of their figures, scopes and names.

    Sources, titles and sentences are not part of it.
    """
    return fingerprint_of(rulebook)


def _departures(base: Rulebook, overlay: Rulebook, *, explained: bool) -> Iterator[Problem]:
    yield from regrouped(base, overlay)
    if not explained:
        yield from overlay_departures(base, overlay, domain_of(overlay))


def _in_the_overlay(error: ValidationError, both: Merged) -> ValidationError:
    """Return an error whose places count the entries of the overlay, and not those of the merged tables."""
    told = problems_in(error, Rulebook, most=MOST_PROBLEMS - 1)  # and a last one that counts the rest
    return problem(Rulebook, *((both.place_in_overlay(place), sentence, None) for place, sentence in told))


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
