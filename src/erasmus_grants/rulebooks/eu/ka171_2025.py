"""KA171, International Credit Mobility, call 2025: the rules and amounts of the programme.

Source:
    https://erasmus-plus.ec.europa.eu/fr/programme-guide/part-b/key-action-1/mobility-projects-for-higher-education-students-and-staff
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.eu._groups_2021 import (
    LIVING_COSTS_2025,
    PROGRAMME_GROUP,
    RUSSIA,
    THIRD_COUNTRIES_BUT_RUSSIA,
)
from erasmus_grants.rulebooks.eu._scopes_2021 import (
    INCOMING,
    OUTGOING,
    PROGRAMME,
    STAFF_ACTIVITIES,
    STUDENT_ACTIVITIES,
    THIRD,
)
from erasmus_grants.rulebooks.eu._sources_2021 import (
    GROUPS_2025,
    INCOMING_STUDENTS_GROUP_1,
    NOT_CONFIRMED,
    OUTGOING_STUDENTS_2025,
    RUSSIA_2025,
    SHORT_KA171_2025,
    TRAVEL_KA171_2025,
    TRAVEL_KA171_2025_FROM_3000_KM,
    TRAVEL_OF_STUDENTS_2024,
)
from erasmus_grants.rulebooks.eu._tables_2021 import (
    ACTIVITIES_KA171,
    BANDS_KA171_2025,
    COMMON_SOURCES_KA171,
    CYCLE_LIMITS,
    DOCUMENTS,
    DURATIONS_KA171,
    EXCLUDED_PURPOSES_KA171,
    PAYMENT_BOUNDS,
    PAYMENT_SPLITS,
    SETTLEMENT,
    SHORT_STAY_TIERS_2024,
    SHORT_TERM_KA171,
    TEACHING_HOURS_KA171,
    TOP_UPS_KA171,
    TRAVEL_DAYS_WITH_SUPPORT,
    YEARS_OF_AGREEMENTS,
)
from erasmus_grants.rules.bip import ShortStayRate
from erasmus_grants.rules.countries import CountryFlow
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.vocabulary import RulebookStatus

RULEBOOK: Final = Rulebook(
    id="eu-ka171-2025",
    title="KA171, International Credit Mobility, call 2025",
    institution="Erasmus+ programme",
    action="KA171",
    call_years=(2025,),
    agreement_years=YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *COMMON_SOURCES_KA171,
        *(GROUPS_2025, RUSSIA_2025, TRAVEL_KA171_2025, TRAVEL_KA171_2025_FROM_3000_KM, TRAVEL_OF_STUDENTS_2024),
        *(OUTGOING_STUDENTS_2025, INCOMING_STUDENTS_GROUP_1, SHORT_KA171_2025),
    ),
    activities=ACTIVITIES_KA171,
    excluded_purposes=EXCLUDED_PURPOSES_KA171,
    short_term=SHORT_TERM_KA171,
    durations=DURATIONS_KA171,
    cycle_limits=CYCLE_LIMITS,
    teaching_hours=TEACHING_HOURS_KA171,
    travel_support=(DistanceBands(bands=BANDS_KA171_2025, source=TRAVEL_KA171_2025),),
    travel_days=TRAVEL_DAYS_WITH_SUPPORT,
    daily_rates=(
        NotPublished(
            scope=Scope(directions=OUTGOING),
            not_published="the daily rate of outgoing staff is not confirmed for call 2025; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
        NotPublished(
            scope=Scope(directions=INCOMING, receiving_groups=("group-1", "group-2", "group-3")),
            not_published="the daily rates of incoming staff are not confirmed for call 2025; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
    ),
    monthly_rates=(
        MonthlyRate(
            scope=Scope(directions=OUTGOING),
            rate_eur_per_month=Decimal(700),
            source=OUTGOING_STUDENTS_2025,
        ),
        MonthlyRate(
            scope=Scope(directions=INCOMING, receiving_groups=("group-1",)),
            rate_eur_per_month=Decimal(900),
            source=INCOMING_STUDENTS_GROUP_1,
        ),
        NotPublished(
            scope=Scope(directions=INCOMING, receiving_groups=("group-2",)),
            not_published="the monthly rate of students who come to countries of group 2 is not confirmed for any call of KA171; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
        NotPublished(
            scope=Scope(directions=INCOMING, receiving_groups=("group-3",)),
            not_published="the monthly rate of students who come to countries of group 3 is not confirmed for call 2025; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
    ),
    short_stay_rates=(ShortStayRate(tiers=SHORT_STAY_TIERS_2024, source=SHORT_KA171_2025),),
    top_ups=TOP_UPS_KA171,
    payment_splits=PAYMENT_SPLITS,
    payment_bounds=PAYMENT_BOUNDS,
    settlement=SETTLEMENT,
    flows=(
        CountryFlow(
            scope=Scope(directions=OUTGOING, sending_groups=PROGRAMME, receiving_groups=THIRD), source=RUSSIA_2025
        ),
        CountryFlow(
            scope=Scope(
                activities=STUDENT_ACTIVITIES,
                directions=INCOMING,
                sending_groups=(*THIRD, "russia"),
                receiving_groups=PROGRAMME,
            ),
            source=RUSSIA_2025,
        ),
        CountryFlow(
            scope=Scope(
                activities=STAFF_ACTIVITIES, directions=INCOMING, sending_groups=THIRD, receiving_groups=PROGRAMME
            ),
            source=RUSSIA_2025,
        ),
    ),
    country_groups=(PROGRAMME_GROUP, *LIVING_COSTS_2025, THIRD_COUNTRIES_BUT_RUSSIA, RUSSIA),
    documents=DOCUMENTS,
    notes=(
        Note(text="The groups are those of KA131 in the same call.", source=GROUPS_2025),
        Note(text="All participants receive travel support.", source=TRAVEL_OF_STUDENTS_2024),
        Note(text="With Russia only incoming student mobility is possible in this call.", source=RUSSIA_2025),
    ),
)
