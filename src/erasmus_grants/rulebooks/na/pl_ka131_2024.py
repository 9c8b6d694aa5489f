"""KA131, call 2024, from Poland: the rates that the Polish National Agency fixes within the ranges of the programme.

Poland is in group 3 in this call.  What is not set here, such as rates towards third countries, is that of the
programme; the daily rates of staff and the travel support of long-term students to Regions 13 and 14 are not
confirmed here either.

Source:
    https://erasmusplus.uni.opole.pl/en/?p=6568
    https://pans.wloclawek.pl/erasmus-nabor-2024-2025/
    https://erasmus.ukw.edu.pl/cms/stawki-stypendiow-praktyki
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebooks.eu._scopes_2021 import (
    LONG,
    OF_STAFF,
    PROGRAMME,
    REGIONS_13_14,
    SHORT_NEARBY_FEWER_OPPORTUNITIES,
    STUDENT_ACTIVITIES,
    STUDENTS_TO_THIRD_COUNTRIES,
)
from erasmus_grants.rulebooks.eu._sources_2021 import (
    POLISH_STAFF_2024,
    POLISH_STUDENTS_2024,
    POLISH_TRAVEL_2024,
    TRAVEL_2024,
)
from erasmus_grants.rulebooks.eu._tables_2021 import BANDS_2024, FULL_TO_DAY_14_2024, SHORT_TRAVEL_UNDECIDED
from erasmus_grants.rulebooks.eu.ka131_2024 import RATE_TO_THIRD_COUNTRIES
from erasmus_grants.rulebooks.eu.ka131_2024 import RULEBOOK as EU
from erasmus_grants.rules.countries import HomeCountry
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.vocabulary import Rounding

RULEBOOK: Final = EU.adapt(
    id="na-pl-ka131-2024",
    title="KA131, call 2024, rates of the Polish National Agency",
    source=POLISH_STAFF_2024,
    sources=(POLISH_STUDENTS_2024, POLISH_TRAVEL_2024),
    institution="FRSE, National Agency of Poland, as Polish universities print its rates",
    home=HomeCountry(country="PL", source=POLISH_STAFF_2024),
    travel_support=(
        DistanceBands(scope=OF_STAFF, bands=BANDS_2024, source=POLISH_STAFF_2024),
        DistanceBands(scope=STUDENTS_TO_THIRD_COUNTRIES, bands=BANDS_2024, source=TRAVEL_2024),
        DistanceBands(
            scope=Scope(activities=STUDENT_ACTIVITIES, terms=LONG, receiving_groups=PROGRAMME),
            bands=BANDS_2024,
            source=POLISH_TRAVEL_2024,
        ),
        NotPublished(
            scope=Scope(activities=STUDENT_ACTIVITIES, terms=LONG, receiving_groups=REGIONS_13_14),
            not_published="that travel support of long-term students is paid towards Regions 13 and 14 too is not confirmed; "
            "supply it in a rulebook that is based on this one.",
            source=POLISH_TRAVEL_2024,
        ),
        DistanceBands(scope=SHORT_NEARBY_FEWER_OPPORTUNITIES, bands=BANDS_2024, source=TRAVEL_2024),
        SHORT_TRAVEL_UNDECIDED,
    ),
    daily_rates=(
        *EU.daily_rates,
        DailyRate(
            scope=Scope(receiving_groups=("group-1",)),
            rate_eur_per_day=Decimal(190),
            tiers=FULL_TO_DAY_14_2024,
            reduced_rate_rounding=Rounding.DOWN_TO_EURO,
            source=POLISH_STAFF_2024,
        ),
        DailyRate(
            scope=Scope(receiving_groups=("group-2",)),
            rate_eur_per_day=Decimal(170),
            tiers=FULL_TO_DAY_14_2024,
            reduced_rate_rounding=Rounding.DOWN_TO_EURO,
            source=POLISH_STAFF_2024,
        ),
        DailyRate(
            scope=Scope(receiving_groups=("group-3",)),
            rate_eur_per_day=Decimal(148),
            tiers=FULL_TO_DAY_14_2024,
            reduced_rate_rounding=Rounding.DOWN_TO_EURO,
            source=POLISH_STAFF_2024,
        ),
    ),
    monthly_rates=(
        RATE_TO_THIRD_COUNTRIES,
        MonthlyRate(
            scope=Scope(sending_groups=("group-3",), receiving_groups=("group-1", "region-13", "region-14")),
            rate_eur_per_month=Decimal(670),
            source=POLISH_STUDENTS_2024,
        ),
        MonthlyRate(
            scope=Scope(sending_groups=("group-3",), receiving_groups=("group-2",)),
            rate_eur_per_month=Decimal(670),
            source=POLISH_STUDENTS_2024,
        ),
        MonthlyRate(
            scope=Scope(sending_groups=("group-3",), receiving_groups=("group-3",)),
            rate_eur_per_month=Decimal(600),
            source=POLISH_STUDENTS_2024,
        ),
    ),
)
