"""What a rulebook is made of: one table for each rule, and whose they are.

It says nothing of how tables go together; whatever looks at a whole rulebook takes these.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> isinstance(toy_rulebook(), RulebookTables)
    True
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, get_origin

from pydantic import Field

from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.home import HomeCountry
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.scope import Applying, CountryAsked, Entries, TableUse, tables_of
from erasmus_grants.basics.sources import REMARK, SENTENCE, Source, Words
from erasmus_grants.basics.travel_table import DistanceBandsEntry
from erasmus_grants.basics.vocabulary import RulebookStatus, Term
from erasmus_grants.rules.abroad import Abroad
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose, MobilityRestriction
from erasmus_grants.rules.agreements import Agreement, Partner
from erasmus_grants.rules.call_years import AgreementYears
from erasmus_grants.rules.countries import ClosedFlow, CountryFlow, CountryGroup
from erasmus_grants.rules.cycle_flows import CycleFlowEntry
from erasmus_grants.rules.daily_rates import DailyRateEntry
from erasmus_grants.rules.documents import ApplicationDeadline, DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRateEntry
from erasmus_grants.rules.payment_split import PaymentBounds, PaymentSplitEntry
from erasmus_grants.rules.rate_ranges import DailyRateRange, RateRange
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_stay_rates import ShortStayRateEntry
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.study_cycle import CycleLimit
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUp
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.rules.zero_grants import ZeroGrant

RulebookId = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Lower-case words, digits and hyphens."""

YEAR_IN_ID: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
"""A year in the id of a rulebook."""

CallYear = Annotated[int, Field(ge=1000, le=9999)]
"""The call year of a grant agreement."""

_ONE = TableUse(Applying.ONE, CountryAsked.ALWAYS)
_ONE_IF_FUNDED = TableUse(Applying.ONE, CountryAsked.IF_FUNDED)
_RANGE_OF_STAFF = TableUse(Applying.ONE, CountryAsked.IF_FUNDED, Term.STAFF)
_RATE_OF_STAFF = _RANGE_OF_STAFF._replace(ranges="daily_rate_ranges")
_RANGE_OF_LONG_TERM = TableUse(Applying.ONE, CountryAsked.IF_FUNDED, Term.LONG_TERM_PHYSICAL)
_RATE_OF_LONG_TERM = _RANGE_OF_LONG_TERM._replace(ranges="monthly_rate_ranges")
_RATE_OF_SHORT_TERM = TableUse(Applying.ONE, CountryAsked.IF_FUNDED, Term.SHORT_TERM_PHYSICAL)


class Base(Model):
    """The rulebook that another one adapts."""

    id: RulebookId = Field(description="its id")
    fingerprint: str = Field(pattern=r"^[0-9a-f]{64}$", description="sha256 of what it computes with")


class Note(Model):
    """Something printed that no rule needs and a reader should know."""

    text: Annotated[Words, REMARK] = Field(description="what is printed, in our words")
    source: Source = Field(description="where it is printed")


class RulebookTables(Model):
    """What a rulebook says, before anything was checked of it as a whole."""

    id: RulebookId = Field(description="lower-case words, digits and hyphens")
    title: Annotated[Words, REMARK] = Field(description="what a person calls it")
    based_on: Annotated[Base | None, REMARK] = Field(
        default=None, description="the rulebook that it adapts; omitted: none"
    )
    departs_from_programme: Annotated[Words | None, SENTENCE] = Field(
        default=None, description="why it pays or allows other than its base fixes; omitted: it does not"
    )
    provisional_because: Annotated[Words | None, SENTENCE] = Field(
        default=None, description="why every grant warns that its figures may change; omitted: none does"
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
    daily_rates: Annotated[Entries[DailyRateEntry], _RATE_OF_STAFF] = Field(
        default=(), description="individual support of staff"
    )
    daily_rate_ranges: Annotated[Entries[DailyRateRange], _RANGE_OF_STAFF] = Field(
        default=(), description="bounds of the daily rates of staff"
    )
    monthly_rates: Annotated[Entries[MonthlyRateEntry], _RATE_OF_LONG_TERM] = Field(
        default=(), description="of long-term students"
    )
    monthly_rate_ranges: Annotated[Entries[RateRange], _RANGE_OF_LONG_TERM] = Field(
        default=(), description="bounds of the monthly rates"
    )
    short_stay_rates: Annotated[Entries[ShortStayRateEntry], _RATE_OF_SHORT_TERM] = Field(
        default=(), description="of short-term students"
    )
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
    closed_flows: Annotated[Entries[ClosedFlow], TableUse(Applying.ANY_NUMBER, CountryAsked.NEVER)] = Field(
        default=(), description="between which groups nobody goes; none: wherever a flow is open"
    )
    abroad: Annotated[Entries[Abroad], _ONE] = Field(
        default=(), description="who has to go abroad; none: it is not checked"
    )
    cycle_flows: Annotated[Entries[CycleFlowEntry], _ONE] = Field(
        default=(), description="students of which study cycles may go; none: it is not checked"
    )
    zero_grants: Annotated[Entries[ZeroGrant], TableUse(Applying.ONE, CountryAsked.NEVER)] = Field(
        default=(), description="who may take part without money of the programme"
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

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions of the programme, one by one: a rulebook may be of `KA107 and KA171`."""
        return tuple(self.action.split(" and "))


NAMES_OF_ENTRIES: Final = ("id", "code", "kind", "document", "purpose", "text")
"""The fields that name an entry, if it has them: entries of one table and scope are told apart by these."""

LIST_TABLES: Final = tuple(
    name for name, field in RulebookTables.model_fields.items() if get_origin(field.annotation) is tuple
)
"""The fields of a rulebook that are lists."""

RANGE_TABLES: Final[Mapping[Term, str]] = MappingProxyType(
    {use.term: use.ranges for use in tables_of(RulebookTables).values() if use.term is not None and use.ranges}
)
"""The table of ranges within which the rate for the days of a stay is set, by the term; a term may have none."""

RATE_TABLES: Final[Mapping[Term, str]] = MappingProxyType(
    {
        use.term: name
        for name, use in tables_of(RulebookTables).items()
        if use.term is not None and name not in RANGE_TABLES.values()
    }
)
"""The table that pays for the days of a stay, by the term."""
