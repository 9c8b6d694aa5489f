"""KA171, International Credit Mobility, call 2023: the rules and amounts of the programme.

Source:
    https://erasmus-plus.ec.europa.eu/fr/programme-guide/part-b/key-action-1/mobility-projects-for-higher-education-students-and-staff
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.eu._groups_2021 import LIVING_COSTS_2021, PROGRAMME_GROUP, THIRD_COUNTRIES
from erasmus_grants.rulebooks.eu._scopes_2021 import INCOMING, OUTGOING
from erasmus_grants.rulebooks.eu._sources_2021 import (
    GROUPS_2021,
    INCOMING_STAFF_2023,
    NOT_CONFIRMED,
    OUTGOING_STAFF_2023,
    REDUCED_2021,
    TRAVEL_2023,
)
from erasmus_grants.rulebooks.eu._tables_2021 import (
    ACTIVITIES_KA171,
    BANDS_2022,
    COMMON_SOURCES_KA171,
    CYCLE_LIMITS,
    DOCUMENTS,
    DURATIONS_KA171,
    EXCLUDED_PURPOSES_KA171,
    FLOWS_KA171,
    FULL_TO_DAY_14_2021,
    PAYMENT_BOUNDS,
    PAYMENT_SPLITS,
    SETTLEMENT,
    SHORT_TERM_KA171,
    TEACHING_HOURS_KA171,
    TOP_UPS_KA171,
    TRAVEL_DAYS_WITH_SUPPORT,
    YEARS_OF_AGREEMENTS,
)
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.vocabulary import RulebookStatus

RULEBOOK: Final = Rulebook(
    id="eu-ka171-2023",
    title="KA171, International Credit Mobility, call 2023",
    institution="Erasmus+ programme",
    action="KA171",
    call_years=(2023,),
    agreement_years=YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *COMMON_SOURCES_KA171,
        *(GROUPS_2021, TRAVEL_2023, OUTGOING_STAFF_2023, INCOMING_STAFF_2023, REDUCED_2021),
    ),
    activities=ACTIVITIES_KA171,
    excluded_purposes=EXCLUDED_PURPOSES_KA171,
    short_term=SHORT_TERM_KA171,
    durations=DURATIONS_KA171,
    cycle_limits=CYCLE_LIMITS,
    teaching_hours=TEACHING_HOURS_KA171,
    travel_support=(DistanceBands(bands=BANDS_2022, source=TRAVEL_2023),),
    travel_days=TRAVEL_DAYS_WITH_SUPPORT,
    daily_rates=(
        DailyRate(
            scope=Scope(directions=OUTGOING),
            rate_eur_per_day=Decimal(180),
            tiers=FULL_TO_DAY_14_2021,
            source=OUTGOING_STAFF_2023,
        ),
        DailyRate(
            scope=Scope(directions=INCOMING, receiving_groups=("group-3",)),
            rate_eur_per_day=Decimal(140),
            tiers=FULL_TO_DAY_14_2021,
            source=INCOMING_STAFF_2023,
        ),
        NotPublished(
            scope=Scope(directions=INCOMING, receiving_groups=("group-1", "group-2")),
            not_published="the daily rates of staff who come to countries of groups 1 and 2 are not confirmed for any call of KA171; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
    ),
    monthly_rates=(
        NotPublished(
            scope=Scope(directions=OUTGOING),
            not_published="the monthly rate of outgoing students is not confirmed for call 2023; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
        NotPublished(
            scope=Scope(directions=INCOMING, receiving_groups=("group-1", "group-2", "group-3")),
            not_published="the monthly rates of incoming students are not confirmed for call 2023; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
    ),
    short_stay_rates=(
        NotPublished(
            not_published="the amounts of a day of short-term students are not confirmed for call 2023; "
            "supply it in a rulebook that is based on this one.",
            source=NOT_CONFIRMED,
        ),
    ),
    top_ups=TOP_UPS_KA171,
    payment_splits=PAYMENT_SPLITS,
    payment_bounds=PAYMENT_BOUNDS,
    settlement=SETTLEMENT,
    flows=FLOWS_KA171,
    country_groups=(PROGRAMME_GROUP, *LIVING_COSTS_2021, THIRD_COUNTRIES),
    documents=DOCUMENTS,
    notes=(
        Note(text="The groups are those of KA131 in the same call.", source=GROUPS_2021),
        Note(
            text="All participants receive travel support. Some pages of call 2022 still print 20 EUR for 10 to 99 km, the "
            "amount of calls before 2021.",
            source=TRAVEL_2023,
        ),
    ),
)
