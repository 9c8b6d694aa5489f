"""KA131, mobility in higher education, call 2025: the rules and amounts of the programme.

Source:
    https://erasmus-plus.ec.europa.eu/fr/programme-guide/part-b/key-action-1/mobility-projects-for-higher-education-students-and-staff
"""

from typing import Final

from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.eu._groups_2021 import (
    LIVING_COSTS_2025,
    PROGRAMME_GROUP,
    REGIONS_13_14_2025,
    THIRD_COUNTRIES,
)
from erasmus_grants.rulebooks.eu._scopes_2021 import (
    OF_STAFF,
    SHORT_NEARBY_FEWER_OPPORTUNITIES,
    SHORT_STAYS_OF_STUDENTS,
    STUDENTS_TO_THIRD_COUNTRIES,
    THIRD,
)
from erasmus_grants.rulebooks.eu._sources_2021 import (
    GROUPS_2025,
    NOT_CONFIRMED,
    REGIONS_2025,
    SHORT_2025,
    STUDENTS_2024,
    TRAINEESHIP,
    TRAVEL_2025,
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
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.vocabulary import RulebookStatus

RULEBOOK: Final = Rulebook(
    id="eu-ka131-2025",
    title="KA131, mobility in higher education, call 2025",
    institution="Erasmus+ programme",
    action="KA131",
    call_years=(2025,),
    agreement_years=YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *COMMON_SOURCES_KA131,
        *(GROUPS_2025, REGIONS_2025, TRAVEL_2025, TRAVEL_OF_STUDENTS_2024, STUDENTS_2024, SHORT_2025),
        NOT_CONFIRMED,
    ),
    activities=ACTIVITIES_KA131,
    excluded_purposes=EXCLUDED_PURPOSES_KA131,
    short_term=SHORT_TERM_KA131,
    durations=DURATIONS_KA131,
    cycle_limits=CYCLE_LIMITS,
    teaching_hours=TEACHING_HOURS_KA131,
    travel_support=(
        DistanceBands(scope=OF_STAFF, bands=BANDS_2024, source=TRAVEL_2025),
        DistanceBands(scope=STUDENTS_TO_THIRD_COUNTRIES, bands=BANDS_2024, source=TRAVEL_2025),
        DistanceBands(scope=SHORT_NEARBY_FEWER_OPPORTUNITIES, bands=BANDS_2024, source=TRAVEL_2025),
        SHORT_TRAVEL_UNDECIDED,
        LONG_TRAVEL_UNDECIDED,
    ),
    travel_days=TRAVEL_DAYS_WITH_SUPPORT,
    daily_rates=(
        NotPublished(
            scope=OF_STAFF,
            not_published="the daily rates of staff are not confirmed for call 2025; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
    ),
    monthly_rates=(
        NotPublished(
            scope=Scope(receiving_groups=THIRD),
            not_published="the rate towards third countries is not confirmed for call 2025; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
        *SIMILAR_LIVING_COSTS_2024,
    ),
    monthly_rate_ranges=STUDENT_RANGES_2024,
    short_stay_rates=(ShortStayRate(scope=SHORT_STAYS_OF_STUDENTS, tiers=SHORT_STAY_TIERS_2024, source=SHORT_2025),),
    top_ups=TOP_UPS_KA131,
    payment_splits=PAYMENT_SPLITS,
    payment_bounds=PAYMENT_BOUNDS,
    settlement=SETTLEMENT,
    flows=FLOWS_KA131,
    country_groups=(PROGRAMME_GROUP, *LIVING_COSTS_2025, *REGIONS_13_14_2025, THIRD_COUNTRIES),
    documents=DOCUMENTS,
    notes=(
        Note(
            text="Green travel has amounts of its own in every band; the 50 EUR of earlier calls are left only where an "
            "agency pays long-term students no travel support.",
            source=TRAVEL_OF_STUDENTS_2024,
        ),
        Note(text="The top-up for traineeships is not paid with the rate towards third countries.", source=TRAINEESHIP),
    ),
)
