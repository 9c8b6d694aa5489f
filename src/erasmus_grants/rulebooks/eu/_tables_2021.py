"""Tables that several calls of 2021 to 2025 share: first those of both actions, then KA131, then KA171."""

from decimal import Decimal
from typing import Final

from erasmus_grants.lengths import Length
from erasmus_grants.rulebooks.eu._scopes_2021 import (
    ALL_BUT_INVITED,
    DOWN_FROM_1_2024,
    DOWN_FROM_2,
    FIVE_DAYS,
    INCOMING,
    INVITED,
    LONG_NEARBY,
    LONG_NEARBY_FROM_ISLANDS,
    LONG_NEARBY_FROM_MAINLAND,
    LONG_STAYS_OF_STUDENTS,
    LONG_STUDIES_NEARBY,
    LONG_TRAINEESHIPS_NEARBY,
    NEARBY,
    OF_STAFF,
    OF_STUDENTS,
    OUTGOING,
    PROGRAMME,
    REGIONS_13_14,
    SHORT_NEARBY_FEWER_OPPORTUNITIES,
    SHORT_NEARBY_OTHERS,
    SHORT_NEARBY_OTHERS_FROM_ISLANDS,
    SHORT_NEARBY_OTHERS_FROM_MAINLAND,
    SHORT_STAYS_OF_STUDENTS,
    SIXTY_DAYS,
    STAFF,
    STAFF_ACTIVITIES,
    STUDENT_ACTIVITIES,
    STUDENTS,
    STUDENTS_AND_GRADUATES,
    STUDENTS_TO_THIRD_COUNTRIES,
    THIRD,
    UP_TO_1_2024,
    UP_TO_2_2024,
    WITHIN_1_2024,
    WITHIN_2_2024,
    WITHIN_3,
)
from erasmus_grants.rulebooks.eu._sources_2021 import (
    AGREEMENT_YEARS,
    BELOW_MINIMUM,
    CONFERENCES,
    CONFERENCES_KA171,
    CYCLE,
    ELIGIBLE_COUNTRIES,
    FEWER_OPPORTUNITIES_LONG,
    FEWER_OPPORTUNITIES_SHORT,
    GRADUATES,
    GREEN_TOP_UP,
    GUIDE,
    HOW_IT_WORKS,
    INVITED_STAFF,
    KA171_SHORT_STAYS,
    KA171_STAYS,
    LEARNING_AGREEMENT,
    LONG_STAYS,
    NOT_CONFIRMED,
    PAPERS,
    PAYMENTS,
    PROGRAMME_COUNTRIES,
    REDUCED_2021,
    REDUCED_2024,
    REDUCED_KA171_2024,
    SHORT_STAYS,
    STAFF_2021,
    STAFF_REGIONS_2021,
    STAFF_STAYS,
    STUDENTS_2024,
    TEACHING,
    TEACHING_KA171,
    TRAINEESHIP,
    TRAVEL_2021_FROM_500_KM,
    TRAVEL_DAYS,
    TRAVEL_DAYS_WITHOUT_SUPPORT,
    TRAVEL_KA171_2025_FROM_3000_KM,
    TRAVEL_OF_STUDENTS_2024,
)
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose
from erasmus_grants.rules.bip import PerDayTier
from erasmus_grants.rules.call_years import AgreementYears
from erasmus_grants.rules.countries import CountryFlow
from erasmus_grants.rules.cycle import CycleLimit
from erasmus_grants.rules.daily_rates import DayTier
from erasmus_grants.rules.distance_bands import DistanceBand
from erasmus_grants.rules.documents import DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.payment_split import PaymentBounds
from erasmus_grants.rules.rate_ranges import RateRange
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpNotPublished, TopUpTier
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.vocabulary import (
    ActivityType,
    BelowMinimum,
    Document,
    DocumentStage,
    Funding,
    LengthUnit,
    LineKind,
    ParticipantRole,
    Purpose,
    Signatory,
)

# --- Travel support: distance one way, amount for both ways

_TO_99_KM_2021: Final = DistanceBand(from_km=10, below_km=100, standard_eur=Decimal(23))
_TO_499_KM_2021: Final = DistanceBand(from_km=100, below_km=500, standard_eur=Decimal(180), green_eur=Decimal(210))
_FROM_500_KM_2021: Final = DistanceBand(from_km=500, below_km=2000, standard_eur=Decimal(275), green_eur=Decimal(320))
_FROM_2000_KM_2021: Final = DistanceBand(from_km=2000, below_km=3000, standard_eur=Decimal(360), green_eur=Decimal(410))
_FROM_3000_KM_2021: Final = DistanceBand(from_km=3000, below_km=4000, standard_eur=Decimal(530), green_eur=Decimal(610))
_FROM_4000_KM_2021: Final = DistanceBand(from_km=4000, below_km=8000, standard_eur=Decimal(820))
_FROM_8000_KM_2021: Final = DistanceBand(from_km=8000, standard_eur=Decimal(1500))

BANDS_2022: Final = (
    _TO_99_KM_2021,
    _TO_499_KM_2021,
    _FROM_500_KM_2021,
    _FROM_2000_KM_2021,
    _FROM_3000_KM_2021,
    _FROM_4000_KM_2021,
    _FROM_8000_KM_2021,
)
"""Travel support of calls 2022 and 2023, all from the page of the table."""

BANDS_2021: Final = (
    _TO_99_KM_2021,
    _TO_499_KM_2021,
    _FROM_500_KM_2021.model_copy(update={"source": TRAVEL_2021_FROM_500_KM}),
    _FROM_2000_KM_2021.model_copy(update={"source": TRAVEL_2021_FROM_500_KM}),
    _FROM_3000_KM_2021.model_copy(update={"source": TRAVEL_2021_FROM_500_KM}),
    _FROM_4000_KM_2021.model_copy(update={"source": TRAVEL_2021_FROM_500_KM}),
    _FROM_8000_KM_2021.model_copy(update={"source": TRAVEL_2021_FROM_500_KM}),
)
"""The same amounts in call 2021, for which the surer page could be read to 499 km."""

_FROM_3000_KM_2024: Final = DistanceBand(from_km=3000, below_km=4000, standard_eur=Decimal(580), green_eur=Decimal(785))
_FROM_4000_KM_2024: Final = DistanceBand(
    from_km=4000, below_km=8000, standard_eur=Decimal(1188), green_eur=Decimal(1188)
)
_FROM_8000_KM_2024: Final = DistanceBand(from_km=8000, standard_eur=Decimal(1735), green_eur=Decimal(1735))
_TO_2999_KM_2024: Final = (
    DistanceBand(from_km=10, below_km=100, standard_eur=Decimal(28), green_eur=Decimal(56)),
    DistanceBand(from_km=100, below_km=500, standard_eur=Decimal(211), green_eur=Decimal(285)),
    DistanceBand(from_km=500, below_km=2000, standard_eur=Decimal(309), green_eur=Decimal(417)),
    DistanceBand(from_km=2000, below_km=3000, standard_eur=Decimal(395), green_eur=Decimal(535)),
)

BANDS_2024: Final = (*_TO_2999_KM_2024, _FROM_3000_KM_2024, _FROM_4000_KM_2024, _FROM_8000_KM_2024)
"""Travel support of calls 2024 and 2025."""

BANDS_KA171_2025: Final = (
    *_TO_2999_KM_2024,
    _FROM_3000_KM_2024.model_copy(update={"source": TRAVEL_KA171_2025_FROM_3000_KM}),
    _FROM_4000_KM_2024.model_copy(update={"source": TRAVEL_KA171_2025_FROM_3000_KM}),
    _FROM_8000_KM_2024.model_copy(update={"source": TRAVEL_KA171_2025_FROM_3000_KM}),
)
"""The same amounts in KA171, call 2025, for which the page could be read to 2999 km."""

# --- Individual support

FULL_TO_DAY_14_2021: Final = (
    DayTier(from_day=1, to_day=14, share=Decimal(1)),
    DayTier(from_day=15, to_day=60, share=Decimal("0.7"), source=REDUCED_2021),
)
"""Staff days: the full rate to day 14, 70 % to day 60."""

FULL_TO_DAY_14_2024: Final = (
    DayTier(from_day=1, to_day=14, share=Decimal(1)),
    DayTier(from_day=15, to_day=60, share=Decimal("0.7"), source=REDUCED_2024),
)
FULL_TO_DAY_14_KA171_2024: Final = (
    DayTier(from_day=1, to_day=14, share=Decimal(1)),
    DayTier(from_day=15, to_day=60, share=Decimal("0.7"), source=REDUCED_KA171_2024),
)

SHORT_STAY_TIERS_2024: Final = (
    PerDayTier(from_day=1, to_day=14, rate_eur_per_day=Decimal(79)),
    PerDayTier(from_day=15, to_day=30, rate_eur_per_day=Decimal(56)),
)
"""Short-term students, calls 2024 and 2025."""

_FEWER_OPPORTUNITIES_SHORT: Final = OnceTopUp(
    scope=SHORT_STAYS_OF_STUDENTS,
    kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
    tiers=(
        TopUpTier(from_day=5, to_day=14, amount_eur=Decimal(100)),
        TopUpTier(from_day=15, to_day=30, amount_eur=Decimal(150)),
    ),
    source=FEWER_OPPORTUNITIES_SHORT,
)

# --- What both actions have in common

CYCLE_LIMITS: Final = (CycleLimit(scope=OF_STUDENTS, maximum_months=12, source=CYCLE),)

PAYMENT_SPLITS: Final = (
    NotPublished(
        not_published="the grant agreement lets the institution choose; supply it in a rulebook that is based on this one.",
        source=PAYMENTS,
    ),
)
PAYMENT_BOUNDS: Final = (
    PaymentBounds(
        minimum_pre_financing_share=Decimal("0.7"),
        maximum_pre_financing_share=Decimal(1),
        balance_within_days=45,
        source=PAYMENTS,
    ),
)
YEARS_OF_AGREEMENTS: Final = AgreementYears(years_after_call=3, source=AGREEMENT_YEARS)
SETTLEMENT: Final = SettlementRule(below_minimum=BelowMinimum.FORFEIT, source=BELOW_MINIMUM)

DOCUMENTS: Final = (
    DocumentRule(
        document=Document.GRANT_AGREEMENT,
        stage=DocumentStage.BEFORE_DEPARTURE,
        signed_by=(Signatory.PARTICIPANT, Signatory.SENDING_ORGANISATION),
        source=PAPERS,
    ),
    DocumentRule(
        document=Document.LEARNING_AGREEMENT,
        stage=DocumentStage.BEFORE_DEPARTURE,
        signed_by=(Signatory.PARTICIPANT, Signatory.SENDING_ORGANISATION, Signatory.RECEIVING_ORGANISATION),
        source=LEARNING_AGREEMENT,
    ),
    DocumentRule(
        document=Document.CERTIFICATE_OF_ATTENDANCE,
        stage=DocumentStage.DURING_STAY,
        signed_by=(Signatory.RECEIVING_ORGANISATION,),
        source=PAPERS,
    ),
    DocumentRule(document=Document.PARTICIPANT_REPORT, stage=DocumentStage.AFTER_STAY, source=PAPERS),
)

TRAVEL_DAYS_OF_STAFF: Final = TravelDays(scope=OF_STAFF, funded_travel_days=2, green_travel_days=6, source=TRAVEL_DAYS)
TRAVEL_DAYS_WITH_SUPPORT: Final = (
    TRAVEL_DAYS_OF_STAFF,
    TravelDays(scope=OF_STUDENTS, funded_travel_days=0, most_travel_days=2, green_travel_days=6, source=TRAVEL_DAYS),
)
"""Where students receive travel support too; their travel days are funded when they are asked for."""

_OUTGOING_STUDIES: Final = Scope(activities=(ActivityType.SMS,), directions=OUTGOING)
_OUTGOING_TRAINEESHIPS: Final = Scope(activities=(ActivityType.SMT,), directions=OUTGOING)
_INCOMING_TEACHING: Final = Scope(activities=(ActivityType.STA,), directions=INCOMING)
_60_DAYS_360: Final = Length(value=60, unit=LengthUnit.DAYS_360)
_360_DAYS_360: Final = Length(value=360, unit=LengthUnit.DAYS_360)
_THIRTY_DAYS: Final = Length(value=30, unit=LengthUnit.CALENDAR_DAYS)

# --- KA131

ACTIVITIES_KA131: Final = (
    ActivityRule(scope=_OUTGOING_STUDIES, roles=STUDENTS, source=LONG_STAYS),
    ActivityRule(scope=_OUTGOING_TRAINEESHIPS, roles=STUDENTS_AND_GRADUATES, source=GRADUATES),
    ActivityRule(scope=Scope(activities=STAFF_ACTIVITIES, directions=OUTGOING), roles=STAFF, source=STAFF_STAYS),
    ActivityRule(scope=_INCOMING_TEACHING, roles=INVITED, source=INVITED_STAFF),
    ActivityRule(
        scope=Scope(activities=(*STUDENT_ACTIVITIES, ActivityType.STT), directions=INCOMING),
        funding=Funding.NOT_FUNDED,
        why="the sending institution's project pays its own participants.",
        roles=(*STUDENTS_AND_GRADUATES, *STAFF),
        source=HOW_IT_WORKS,
    ),
)
EXCLUDED_PURPOSES_KA131: Final = (ExcludedPurpose(scope=OF_STAFF, purpose=Purpose.CONFERENCE, source=CONFERENCES),)
SHORT_TERM_KA131: Final = ShortTermRule(
    activities=STUDENT_ACTIVITIES,
    roles=STUDENTS_AND_GRADUATES,
    roles_without_virtual_component=(ParticipantRole.DOCTORAL_CANDIDATE,),
    minimum_days=5,
    maximum_days=30,
    source=SHORT_STAYS,
)
DURATIONS_KA131: Final = (
    DurationLimit(scope=LONG_STAYS_OF_STUDENTS, minimum=_60_DAYS_360, maximum=_360_DAYS_360, source=LONG_STAYS),
    DurationLimit(scope=SHORT_STAYS_OF_STUDENTS, minimum=FIVE_DAYS, maximum=_THIRTY_DAYS, source=SHORT_STAYS),
    DurationLimit(
        scope=Scope(activities=STAFF_ACTIVITIES, directions=OUTGOING, receiving_groups=PROGRAMME),
        minimum=Length(value=2, unit=LengthUnit.CALENDAR_DAYS),
        maximum=SIXTY_DAYS,
        source=STAFF_STAYS,
    ),
    DurationLimit(
        scope=Scope(activities=STAFF_ACTIVITIES, directions=OUTGOING, receiving_groups=(*THIRD, *REGIONS_13_14)),
        minimum=FIVE_DAYS,
        maximum=SIXTY_DAYS,
        source=STAFF_STAYS,
    ),
    DurationLimit(
        scope=_INCOMING_TEACHING,
        minimum=Length(value=1, unit=LengthUnit.CALENDAR_DAYS),
        maximum=SIXTY_DAYS,
        source=INVITED_STAFF,
    ),
)
TEACHING_HOURS_KA131: Final = (
    TeachingHours(
        scope=Scope(activities=(ActivityType.STA,), roles=STAFF),
        hours_per_week=8,
        hours_per_week_combined=4,
        source=TEACHING,
    ),
)
TRAVEL_DAYS_KA131_2021: Final = (
    TRAVEL_DAYS_OF_STAFF,
    TravelDays(
        scope=STUDENTS_TO_THIRD_COUNTRIES,
        funded_travel_days=0,
        most_travel_days=2,
        green_travel_days=6,
        source=TRAVEL_DAYS,
    ),
    TravelDays(
        scope=SHORT_NEARBY_FEWER_OPPORTUNITIES,
        funded_travel_days=0,
        most_travel_days=2,
        green_travel_days=6,
        source=TRAVEL_DAYS,
    ),
    TravelDays(
        scope=LONG_NEARBY_FROM_ISLANDS,
        funded_travel_days=0,
        most_travel_days=2,
        green_travel_days=6,
        source=TRAVEL_DAYS,
    ),
    TravelDays(
        scope=LONG_NEARBY_FROM_MAINLAND,
        funded_travel_days=0,
        green_travel_days=4,
        source=TRAVEL_DAYS_WITHOUT_SUPPORT,
    ),
    TravelDays(
        scope=SHORT_NEARBY_OTHERS_FROM_MAINLAND,
        funded_travel_days=0,
        green_travel_days=4,
        source=TRAVEL_DAYS_WITHOUT_SUPPORT,
    ),
)
"""Calls 2021 to 2023: up to 6 days with travel support, up to 4 without, the latter with green travel alone."""

STAFF_RANGES_2021: Final = (
    RateRange(scope=Scope(receiving_groups=("group-1",)), maximum_eur=Decimal(180), source=STAFF_2021),
    RateRange(scope=Scope(receiving_groups=("group-2",)), maximum_eur=Decimal(160), source=STAFF_2021),
    RateRange(scope=Scope(receiving_groups=("group-3",)), maximum_eur=Decimal(140), source=STAFF_2021),
    RateRange(scope=Scope(receiving_groups=("region-13",)), maximum_eur=Decimal(160), source=STAFF_REGIONS_2021),
    RateRange(scope=Scope(receiving_groups=("region-14",)), maximum_eur=Decimal(180), source=STAFF_REGIONS_2021),
)
"""Calls 2021 to 2023."""

TRAVEL_OF_OTHERS_FROM_ISLANDS: Final = NotPublished(
    scope=SHORT_NEARBY_OTHERS_FROM_ISLANDS,
    not_published="whether all short-term students who are sent from Cyprus, Iceland or Malta receive travel support is "
    "not confirmed; supply it in a rulebook that is based on this one.",
    source=NOT_CONFIRMED,
)
"""Calls 2021 to 2023: one page names all students of these countries, another only those with fewer opportunities."""

LONG_TRAVEL_UNDECIDED: Final = NotPublished(
    scope=LONG_NEARBY,
    not_published="travel support of long-term students is decided country by country; "
    "supply it in a rulebook that is based on this one.",
    source=TRAVEL_OF_STUDENTS_2024,
)
SHORT_TRAVEL_UNDECIDED: Final = NotPublished(
    scope=SHORT_NEARBY_OTHERS,
    not_published="the agency or the institution decides on travel support of other short-term students; "
    "supply it in a rulebook that is based on this one.",
    source=TRAVEL_OF_STUDENTS_2024,
)
"""Calls 2024 and 2025."""

_SIMILAR: Final = (
    "the rate between countries of similar living costs has no confirmed bounds from call 2023 on; "
    "supply it in a rulebook that is based on this one."
)
SIMILAR_LIVING_COSTS_2024: Final = (
    NotPublished(scope=WITHIN_1_2024, not_published=_SIMILAR, source=STUDENTS_2024),
    NotPublished(scope=WITHIN_2_2024, not_published=_SIMILAR, source=STUDENTS_2024),
    NotPublished(scope=WITHIN_3, not_published=_SIMILAR, source=STUDENTS_2024),
)
STUDENT_RANGES_2024: Final = (
    RateRange(scope=UP_TO_1_2024, maximum_eur=Decimal(674), source=STUDENTS_2024),
    RateRange(scope=UP_TO_2_2024, maximum_eur=Decimal(674), source=STUDENTS_2024),
    RateRange(scope=DOWN_FROM_1_2024, minimum_eur=Decimal(225), source=STUDENTS_2024),
    RateRange(scope=DOWN_FROM_2, minimum_eur=Decimal(225), source=STUDENTS_2024),
)
"""Long-term students nearby, calls 2024 and 2025."""

TOP_UPS_KA131: Final = (
    _FEWER_OPPORTUNITIES_SHORT,
    MonthlyTopUp(
        scope=LONG_STAYS_OF_STUDENTS,
        kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
        rate_eur_per_month=Decimal(250),
        source=FEWER_OPPORTUNITIES_LONG,
    ),
    MonthlyTopUp(
        scope=LONG_TRAINEESHIPS_NEARBY,
        kind=LineKind.TOP_UP_TRAINEESHIP,
        rate_eur_per_month=Decimal(150),
        source=TRAINEESHIP,
    ),
    TopUpNotPublished(
        scope=LONG_STUDIES_NEARBY,
        kind=LineKind.TOP_UP_TRAINEESHIP,
        not_published="whether studies with a traineeship in them have the top-up, and for which days, is not confirmed; "
        "supply it in a rulebook that is based on this one.",
        blocking=True,
        source=TRAINEESHIP,
    ),
)
GREEN_TOP_UPS_2021: Final = (
    OnceTopUp(
        scope=LONG_NEARBY_FROM_MAINLAND,
        kind=LineKind.TOP_UP_GREEN_TRAVEL,
        tiers=(TopUpTier(from_day=1, amount_eur=Decimal(50)),),
        source=GREEN_TOP_UP,
    ),
    OnceTopUp(
        scope=SHORT_NEARBY_OTHERS_FROM_MAINLAND,
        kind=LineKind.TOP_UP_GREEN_TRAVEL,
        tiers=(TopUpTier(from_day=1, amount_eur=Decimal(50)),),
        source=GREEN_TOP_UP,
    ),
)
"""Calls 2021 to 2023, in place of travel support."""

FLOWS_KA131: Final = (
    CountryFlow(
        scope=Scope(directions=OUTGOING, sending_groups=PROGRAMME, receiving_groups=(*NEARBY, *THIRD)),
        source=PROGRAMME_COUNTRIES,
    ),
    CountryFlow(scope=Scope(directions=INCOMING, receiving_groups=PROGRAMME), source=PROGRAMME_COUNTRIES),
)

COMMON_SOURCES: Final = (
    GUIDE,
    *(PROGRAMME_COUNTRIES, ELIGIBLE_COUNTRIES, TRAVEL_DAYS, FEWER_OPPORTUNITIES_SHORT),
    *(CYCLE, PAYMENTS, BELOW_MINIMUM, PAPERS, LEARNING_AGREEMENT, AGREEMENT_YEARS),
)
COMMON_SOURCES_KA131: Final = (
    *COMMON_SOURCES,
    *(LONG_STAYS, SHORT_STAYS, GRADUATES, STAFF_STAYS, INVITED_STAFF, HOW_IT_WORKS, CONFERENCES, TEACHING),
    *(FEWER_OPPORTUNITIES_LONG, TRAINEESHIP),
)
"""The sources of the tables that every rulebook of KA131 has."""

# --- KA171

_NOT_BLENDED: Final = Scope(activities=STUDENT_ACTIVITIES, blended_intensive_programme=False)
ACTIVITIES_KA171: Final = (
    ActivityRule(scope=_NOT_BLENDED, roles=STUDENTS, source=KA171_STAYS),
    ActivityRule(
        scope=Scope(activities=(ActivityType.STA,), roles=ALL_BUT_INVITED, blended_intensive_programme=False),
        roles=STAFF,
        source=KA171_STAYS,
    ),
    ActivityRule(
        scope=Scope(activities=(ActivityType.STA,), roles=INVITED, blended_intensive_programme=False),
        funding=Funding.NOT_PUBLISHED,
        why="whether staff of enterprises are invited in KA171, and for how long, is not confirmed; "
        "supply it in a rulebook that is based on this one.",
        roles=INVITED,
        source=NOT_CONFIRMED,
    ),
    ActivityRule(
        scope=Scope(activities=(ActivityType.STT,), blended_intensive_programme=False), roles=STAFF, source=KA171_STAYS
    ),
)
EXCLUDED_PURPOSES_KA171: Final = (
    ExcludedPurpose(scope=OF_STAFF, purpose=Purpose.CONFERENCE, source=CONFERENCES_KA171),
)
SHORT_TERM_KA171: Final = ShortTermRule(
    activities=STUDENT_ACTIVITIES,
    roles=STUDENTS,
    roles_without_virtual_component=(ParticipantRole.DOCTORAL_CANDIDATE,),
    minimum_days=5,
    maximum_days=30,
    source=KA171_SHORT_STAYS,
)
DURATIONS_KA171: Final = (
    DurationLimit(scope=LONG_STAYS_OF_STUDENTS, minimum=_60_DAYS_360, maximum=_360_DAYS_360, source=KA171_STAYS),
    DurationLimit(scope=SHORT_STAYS_OF_STUDENTS, minimum=FIVE_DAYS, maximum=_THIRTY_DAYS, source=KA171_SHORT_STAYS),
    DurationLimit(
        scope=Scope(activities=STAFF_ACTIVITIES, roles=STAFF), minimum=FIVE_DAYS, maximum=SIXTY_DAYS, source=KA171_STAYS
    ),
)
TEACHING_HOURS_KA171: Final = (
    TeachingHours(
        scope=Scope(activities=(ActivityType.STA,), roles=STAFF),
        hours_per_week=8,
        hours_per_week_combined=4,
        source=TEACHING_KA171,
    ),
)
TOP_UPS_KA171: Final = (
    _FEWER_OPPORTUNITIES_SHORT,
    TopUpNotPublished(
        scope=LONG_STAYS_OF_STUDENTS,
        kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
        not_published="the monthly amount for participants with fewer opportunities is printed for KA131 and not "
        "confirmed for KA171; supply it in a rulebook that is based on this one.",
        blocking=True,
        source=NOT_CONFIRMED,
    ),
    TopUpNotPublished(
        scope=LONG_STAYS_OF_STUDENTS,
        kind=LineKind.TOP_UP_TRAINEESHIP,
        not_published="whether traineeships have a top-up in KA171 is not confirmed; "
        "supply it in a rulebook that is based on this one.",
        blocking=True,
        source=NOT_CONFIRMED,
    ),
)
FLOWS_KA171: Final = (
    CountryFlow(
        scope=Scope(directions=OUTGOING, sending_groups=PROGRAMME, receiving_groups=THIRD), source=PROGRAMME_COUNTRIES
    ),
    CountryFlow(
        scope=Scope(directions=INCOMING, sending_groups=THIRD, receiving_groups=PROGRAMME), source=PROGRAMME_COUNTRIES
    ),
)
COMMON_SOURCES_KA171: Final = (
    *COMMON_SOURCES,
    *(KA171_STAYS, KA171_SHORT_STAYS, CONFERENCES_KA171, TEACHING_KA171, NOT_CONFIRMED),
)
"""The sources of the tables that every rulebook of KA171 has."""
