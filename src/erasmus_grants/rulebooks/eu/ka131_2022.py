"""KA131, mobility in higher education, call 2022: the rules and amounts of the programme.

Source:
    https://erasmus-plus.ec.europa.eu/fr/programme-guide/part-b/key-action-1/mobility-projects-for-higher-education-students-and-staff
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.eu._groups_2021 import (
    ISLANDS_AND_MAINLAND_2022,
    LIVING_COSTS_2021,
    PROGRAMME_GROUP,
    REGIONS_13_14_2021,
    THIRD_COUNTRIES,
)
from erasmus_grants.rulebooks.eu._scopes_2021 import (
    DOWN_FROM_1_2021,
    DOWN_FROM_2,
    LONG_NEARBY_FROM_ISLANDS,
    OF_STAFF,
    SHORT_NEARBY_FEWER_OPPORTUNITIES,
    SHORT_STAYS_OF_STUDENTS,
    STUDENTS_TO_THIRD_COUNTRIES,
    THIRD,
    UP_TO_1_2021,
    UP_TO_2_2021,
    WITHIN_1_2021,
    WITHIN_2_2021,
    WITHIN_3,
)
from erasmus_grants.rulebooks.eu._sources_2021 import (
    GREEN_TOP_UP,
    GROUPS_2021,
    ISLANDS_2022,
    NOT_CONFIRMED,
    REDUCED_2021,
    SHORT_2022,
    SHORT_2022_FROM_DAY_15,
    STAFF_2021,
    STAFF_REGIONS_2021,
    STAFF_THIRD_COUNTRIES_2021,
    STUDENTS_2022,
    STUDENTS_THIRD_COUNTRIES_2022,
    TRAINEESHIP,
    TRAVEL_2022,
    TRAVEL_DAYS_WITHOUT_SUPPORT,
)
from erasmus_grants.rulebooks.eu._tables_2021 import (
    ACTIVITIES_KA131,
    BANDS_2022,
    COMMON_SOURCES_KA131,
    CYCLE_LIMITS,
    DOCUMENTS,
    DURATIONS_KA131,
    EXCLUDED_PURPOSES_KA131,
    FLOWS_KA131,
    FULL_TO_DAY_14_2021,
    GREEN_TOP_UPS_2021,
    PAYMENT_BOUNDS,
    PAYMENT_SPLITS,
    SETTLEMENT,
    SHORT_TERM_KA131,
    STAFF_RANGES_2021,
    TEACHING_HOURS_KA131,
    TOP_UPS_KA131,
    TRAVEL_DAYS_KA131_2021,
    TRAVEL_OF_OTHERS_FROM_ISLANDS,
    YEARS_OF_AGREEMENTS,
)
from erasmus_grants.rules.bip import PerDayTier, ShortStayRate
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.rate_ranges import RateRange
from erasmus_grants.scope import Scope
from erasmus_grants.vocabulary import RulebookStatus

RULEBOOK: Final = Rulebook(
    id="eu-ka131-2022",
    title="KA131, mobility in higher education, call 2022",
    institution="Erasmus+ programme",
    action="KA131",
    call_years=(2022,),
    agreement_years=YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *COMMON_SOURCES_KA131,
        *(GROUPS_2021, ISLANDS_2022, TRAVEL_2022),
        *(GREEN_TOP_UP, TRAVEL_DAYS_WITHOUT_SUPPORT, STAFF_2021, STAFF_REGIONS_2021, REDUCED_2021, NOT_CONFIRMED),
        *(STAFF_THIRD_COUNTRIES_2021, STUDENTS_2022, STUDENTS_THIRD_COUNTRIES_2022),
        *(SHORT_2022, SHORT_2022_FROM_DAY_15),
    ),
    activities=ACTIVITIES_KA131,
    excluded_purposes=EXCLUDED_PURPOSES_KA131,
    short_term=SHORT_TERM_KA131,
    durations=DURATIONS_KA131,
    cycle_limits=CYCLE_LIMITS,
    teaching_hours=TEACHING_HOURS_KA131,
    travel_support=(
        DistanceBands(scope=OF_STAFF, bands=BANDS_2022, source=TRAVEL_2022),
        DistanceBands(scope=STUDENTS_TO_THIRD_COUNTRIES, bands=BANDS_2022, source=TRAVEL_2022),
        DistanceBands(scope=SHORT_NEARBY_FEWER_OPPORTUNITIES, bands=BANDS_2022, source=TRAVEL_2022),
        DistanceBands(scope=LONG_NEARBY_FROM_ISLANDS, bands=BANDS_2022, source=TRAVEL_2022),
        TRAVEL_OF_OTHERS_FROM_ISLANDS,
    ),
    travel_days=TRAVEL_DAYS_KA131_2021,
    daily_rates=(
        DailyRate(
            scope=Scope(receiving_groups=THIRD),
            rate_eur_per_day=Decimal(180),
            tiers=FULL_TO_DAY_14_2021,
            source=STAFF_THIRD_COUNTRIES_2021,
        ),
    ),
    daily_rate_ranges=STAFF_RANGES_2021,
    monthly_rates=(
        MonthlyRate(
            scope=Scope(receiving_groups=THIRD), rate_eur_per_month=Decimal(700), source=STUDENTS_THIRD_COUNTRIES_2022
        ),
    ),
    monthly_rate_ranges=(
        RateRange(scope=UP_TO_1_2021, minimum_eur=Decimal(310), maximum_eur=Decimal(600), source=STUDENTS_2022),
        RateRange(scope=UP_TO_2_2021, minimum_eur=Decimal(310), maximum_eur=Decimal(600), source=STUDENTS_2022),
        RateRange(scope=WITHIN_1_2021, minimum_eur=Decimal(260), maximum_eur=Decimal(540), source=STUDENTS_2022),
        RateRange(scope=WITHIN_2_2021, minimum_eur=Decimal(260), maximum_eur=Decimal(540), source=STUDENTS_2022),
        RateRange(scope=WITHIN_3, minimum_eur=Decimal(260), maximum_eur=Decimal(540), source=STUDENTS_2022),
        RateRange(scope=DOWN_FROM_1_2021, minimum_eur=Decimal(200), maximum_eur=Decimal(490), source=STUDENTS_2022),
        RateRange(scope=DOWN_FROM_2, minimum_eur=Decimal(200), maximum_eur=Decimal(490), source=STUDENTS_2022),
    ),
    short_stay_rates=(
        ShortStayRate(
            scope=SHORT_STAYS_OF_STUDENTS,
            tiers=(
                PerDayTier(from_day=1, to_day=14, rate_eur_per_day=Decimal(70)),
                PerDayTier(from_day=15, to_day=30, rate_eur_per_day=Decimal(50), source=SHORT_2022_FROM_DAY_15),
            ),
            source=SHORT_2022,
        ),
    ),
    top_ups=(*TOP_UPS_KA131, *GREEN_TOP_UPS_2021),
    payment_splits=PAYMENT_SPLITS,
    payment_bounds=PAYMENT_BOUNDS,
    settlement=SETTLEMENT,
    flows=FLOWS_KA131,
    country_groups=(
        PROGRAMME_GROUP,
        *LIVING_COSTS_2021,
        *REGIONS_13_14_2021,
        *ISLANDS_AND_MAINLAND_2022,
        THIRD_COUNTRIES,
    ),
    documents=DOCUMENTS,
    notes=(
        Note(
            text="Long-term students receive travel support only towards third countries, or if sent from Cyprus, Iceland or "
            "Malta; short-term students also with fewer opportunities. Others have 50 EUR once for green travel. Those "
            "of outermost regions, who receive it too, are not in this rulebook.",
            source=ISLANDS_2022,
        ),
        Note(text="The top-up for traineeships is not paid with the rate towards third countries.", source=TRAINEESHIP),
    ),
)
