"""KA131, mobility in higher education, call 2024: the rules and amounts of the programme.

Source:
    https://erasmus-plus.ec.europa.eu/fr/programme-guide/part-b/key-action-1/mobility-projects-for-higher-education-students-and-staff
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.eu._groups_2021 import (
    LIVING_COSTS_2024,
    OUTERMOST,
    PROGRAMME_GROUP,
    REGIONS_13_14_2024,
    THIRD_COUNTRIES,
)
from erasmus_grants.rulebooks.eu._scopes_2021 import (
    NEARBY,
    OF_STAFF,
    OUTGOING,
    REGIONS_13_14,
    SHORT_NEARBY_FEWER_OPPORTUNITIES,
    SHORT_STAYS_OF_STUDENTS,
    STUDENTS_TO_THIRD_COUNTRIES,
    THIRD,
)
from erasmus_grants.rulebooks.eu._sources_2021 import (
    GROUPS_2024,
    NOT_CONFIRMED,
    OUTERMOST_2024,
    REDUCED_2024,
    REGIONS_2024,
    SHORT_2024,
    STAFF_2024,
    STAFF_THIRD_COUNTRIES_2024,
    STUDENTS_2024,
    STUDENTS_THIRD_COUNTRIES_2024,
    TRAINEESHIP,
    TRAVEL_2024,
    TRAVEL_OF_STUDENTS_2024,
)
from erasmus_grants.rulebooks.eu._tables_2021 import (
    ACTIVITIES_KA131,
    BANDS_2024,
    COMMON_SOURCES_KA131,
    CYCLE_LIMITS,
    DOCUMENTS,
    DURATIONS_KA131,
    EXCLUDED_PURPOSES_KA131,
    FLOWS_KA131,
    FULL_TO_DAY_14_2024,
    LONG_TRAVEL_UNDECIDED,
    PAYMENT_BOUNDS,
    PAYMENT_SPLITS,
    SETTLEMENT,
    SHORT_STAY_TIERS_2024,
    SHORT_TERM_KA131,
    SHORT_TRAVEL_UNDECIDED,
    SIMILAR_LIVING_COSTS_2024,
    STUDENT_RANGES_2024,
    TEACHING_HOURS_KA131,
    TOP_UPS_KA131,
    TRAVEL_DAYS_WITH_SUPPORT,
    YEARS_OF_AGREEMENTS,
)
from erasmus_grants.rules.bip import ShortStayRate
from erasmus_grants.rules.countries import CountryFlow
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.rate_ranges import RateRange
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.vocabulary import RulebookStatus

RATE_TO_THIRD_COUNTRIES: Final = MonthlyRate(
    scope=Scope(receiving_groups=THIRD), rate_eur_per_month=Decimal(700), source=STUDENTS_THIRD_COUNTRIES_2024
)

RULEBOOK: Final = Rulebook(
    id="eu-ka131-2024",
    title="KA131, mobility in higher education, call 2024",
    institution="Erasmus+ programme",
    action="KA131",
    call_years=(2024,),
    agreement_years=YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *COMMON_SOURCES_KA131,
        *(GROUPS_2024, REGIONS_2024, TRAVEL_2024, TRAVEL_OF_STUDENTS_2024, STAFF_2024, REDUCED_2024),
        *(STAFF_THIRD_COUNTRIES_2024, STUDENTS_2024, STUDENTS_THIRD_COUNTRIES_2024, OUTERMOST_2024, SHORT_2024),
        NOT_CONFIRMED,
    ),
    activities=ACTIVITIES_KA131,
    excluded_purposes=EXCLUDED_PURPOSES_KA131,
    short_term=SHORT_TERM_KA131,
    durations=DURATIONS_KA131,
    cycle_limits=CYCLE_LIMITS,
    teaching_hours=TEACHING_HOURS_KA131,
    travel_support=(
        DistanceBands(scope=OF_STAFF, bands=BANDS_2024, source=TRAVEL_2024),
        DistanceBands(scope=STUDENTS_TO_THIRD_COUNTRIES, bands=BANDS_2024, source=TRAVEL_2024),
        DistanceBands(scope=SHORT_NEARBY_FEWER_OPPORTUNITIES, bands=BANDS_2024, source=TRAVEL_2024),
        SHORT_TRAVEL_UNDECIDED,
        LONG_TRAVEL_UNDECIDED,
    ),
    travel_days=TRAVEL_DAYS_WITH_SUPPORT,
    daily_rates=(
        DailyRate(
            scope=Scope(receiving_groups=THIRD),
            rate_eur_per_day=Decimal(190),
            tiers=FULL_TO_DAY_14_2024,
            source=STAFF_THIRD_COUNTRIES_2024,
        ),
        NotPublished(
            scope=Scope(receiving_groups=REGIONS_13_14),
            not_published="the group of Regions 13 and 14 is not confirmed for staff from call 2024 on; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
    ),
    daily_rate_ranges=(
        RateRange(scope=Scope(receiving_groups=("group-1",)), maximum_eur=Decimal(190), source=STAFF_2024),
        RateRange(scope=Scope(receiving_groups=("group-2",)), maximum_eur=Decimal(170), source=STAFF_2024),
        RateRange(scope=Scope(receiving_groups=("group-3",)), maximum_eur=Decimal(148), source=STAFF_2024),
    ),
    monthly_rates=(
        RATE_TO_THIRD_COUNTRIES,
        MonthlyRate(
            scope=Scope(sending_groups=("outermost-regions",), receiving_groups=NEARBY),
            rate_eur_per_month=Decimal(786),
            source=OUTERMOST_2024,
        ),
        *SIMILAR_LIVING_COSTS_2024,
    ),
    monthly_rate_ranges=STUDENT_RANGES_2024,
    short_stay_rates=(ShortStayRate(scope=SHORT_STAYS_OF_STUDENTS, tiers=SHORT_STAY_TIERS_2024, source=SHORT_2024),),
    top_ups=TOP_UPS_KA131,
    payment_splits=PAYMENT_SPLITS,
    payment_bounds=PAYMENT_BOUNDS,
    settlement=SETTLEMENT,
    flows=(
        *FLOWS_KA131,
        CountryFlow(
            scope=Scope(directions=OUTGOING, sending_groups=("outermost-regions",), receiving_groups=(*NEARBY, *THIRD)),
            source=OUTERMOST_2024,
        ),
    ),
    country_groups=(PROGRAMME_GROUP, *LIVING_COSTS_2024, *REGIONS_13_14_2024, OUTERMOST, THIRD_COUNTRIES),
    documents=DOCUMENTS,
    notes=(
        Note(
            text="Eleven countries are in another group than before: Austria, Belgium, France, Germany, Italy and the "
            "Netherlands in group 1, Czechia, Estonia, Latvia, Slovakia and Slovenia in group 2.",
            source=GROUPS_2024,
        ),
        Note(
            text="Green travel has amounts of its own in every band; the 50 EUR of earlier calls are left only where an "
            "agency pays long-term students no travel support.",
            source=TRAVEL_OF_STUDENTS_2024,
        ),
        Note(text="The top-up for traineeships is not paid with the rate towards third countries.", source=TRAINEESHIP),
    ),
)
