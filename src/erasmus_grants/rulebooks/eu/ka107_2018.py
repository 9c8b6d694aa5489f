"""KA107, International Credit Mobility: the rules and rates of call 2018.

What is paid to incoming participants is confirmed for France, Ireland, Poland, Spain and the United Kingdom only.

Source:
    Programme Guide 2018, by way of the University of Warsaw:
    http://bwz.uw.edu.pl/zasady-finansowania-w-projekcie-ka107-2018/
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.eu import _common_2014 as common
from erasmus_grants.rulebooks.eu import _sources_2014 as pages
from erasmus_grants.rulebooks.eu import _tables_2014 as tables
from erasmus_grants.rulebooks.eu._countries import PROGRAMME_TO_2018
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose
from erasmus_grants.rules.countries import CountryFlow, CountryGroup
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUpNotPublished
from erasmus_grants.scope import NotPublished
from erasmus_grants.vocabulary import LineKind, Purpose, RulebookStatus

TIERS: Final = tables.FULL_TO_DAY_14_2018

RULEBOOK: Final = Rulebook(
    id="eu-ka107-2018",
    title="KA107, International Credit Mobility, call 2018",
    institution="Erasmus+ programme",
    action="KA107",
    call_years=(2018,),
    agreement_years=common.YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *(pages.OUTGOING_2018, pages.REDUCED_2018, pages.RATES_ARE_FIXED, pages.NO_TOP_UP_2018),
        *(pages.FRANCE_2018, pages.IRELAND_2018, pages.POLAND_2018, pages.SPAIN_2018, pages.UNITED_KINGDOM),
        *(pages.TRAVEL_KA107_2018, pages.TRAVEL_10_KM_KA107),
        *(pages.TRAINEESHIPS_2018, pages.KA107_READ, pages.LENGTHS_KA107_READ, pages.EU_INVITED_STAFF),
        *(pages.EU_COMBINED_NOT_CONFIRMED, pages.CONFERENCES_2018, pages.GROUPS_2018, pages.THIRD_COUNTRIES),
        *common.COMMON_SOURCES,
    ),
    activities=(
        ActivityRule(scope=common.STUDIES_AND_TRAINEESHIPS, roles=common.STUDENTS, source=pages.TRAINEESHIPS_2018),
        ActivityRule(scope=common.TEACHING_OUT, roles=common.STAFF, source=pages.KA107_READ),
        ActivityRule(scope=common.TEACHING_IN, roles=common.STAFF_AND_INVITED, source=pages.KA107_READ),
        ActivityRule(scope=common.TRAINING, roles=common.STAFF, source=pages.KA107_READ),
    ),
    excluded_purposes=(
        ExcludedPurpose(scope=common.ALL_STAFF, purpose=Purpose.CONFERENCE, source=pages.CONFERENCES_2018),
    ),
    durations=(
        common.STAFF_FROM_5_DAYS,
        common.INVITED_STAFF_FROM_1_DAY,
        DurationLimit(
            scope=common.STUDIES,
            minimum=common.THREE_MONTHS,
            minimum_of_academic_term=common.TWO_MONTHS,
            maximum=common.TWELVE_MONTHS,
            source=pages.LENGTHS_KA107_READ,
        ),
        DurationLimit(
            scope=common.TRAINEESHIPS,
            minimum=common.TWO_MONTHS,
            maximum=common.TWELVE_MONTHS,
            source=pages.LENGTHS_KA107_READ,
        ),
    ),
    cycle_limits=common.TWELVE_MONTHS_PER_CYCLE,
    teaching_hours=(
        TeachingHours(
            scope=common.TEACHING_STAFF,
            hours_per_week=8,
            hours_per_week_combined=8,
            combined_source=pages.EU_COMBINED_NOT_CONFIRMED,
            source=pages.EU_STAFF,
        ),
    ),
    travel_support=(DistanceBands(bands=tables.BANDS_KA107_FROM_2018, source=pages.TRAVEL_KA107_2018),),
    travel_days=common.TWO_TRAVEL_DAYS_OF_STAFF,
    daily_rates=(
        DailyRate(scope=common.STAFF_OUT, rate_eur_per_day=Decimal(180), tiers=TIERS, source=pages.OUTGOING_2018),
        DailyRate(scope=common.STAFF_TO_FRANCE, rate_eur_per_day=Decimal(160), tiers=TIERS, source=pages.FRANCE_2018),
        DailyRate(scope=common.STAFF_TO_IRELAND, rate_eur_per_day=Decimal(180), tiers=TIERS, source=pages.IRELAND_2018),
        DailyRate(scope=common.STAFF_TO_POLAND, rate_eur_per_day=Decimal(140), tiers=TIERS, source=pages.POLAND_2018),
        DailyRate(scope=common.STAFF_TO_SPAIN, rate_eur_per_day=Decimal(160), tiers=TIERS, source=pages.SPAIN_2018),
        DailyRate(scope=common.STAFF_TO_UK, rate_eur_per_day=Decimal(180), tiers=TIERS, source=pages.UNITED_KINGDOM),
        NotPublished(
            scope=common.STAFF_TO_OTHERS, not_published=common.RATE_OF_RECEIVING_COUNTRY, source=pages.GROUPS_2018
        ),
    ),
    monthly_rates=(
        MonthlyRate(scope=common.STUDENTS_OUT, rate_eur_per_month=Decimal(700), source=pages.OUTGOING_2018),
        MonthlyRate(scope=common.STUDENTS_TO_FRANCE, rate_eur_per_month=Decimal(850), source=pages.FRANCE_2018),
        MonthlyRate(scope=common.STUDENTS_TO_IRELAND, rate_eur_per_month=Decimal(900), source=pages.IRELAND_2018),
        MonthlyRate(scope=common.STUDENTS_TO_POLAND, rate_eur_per_month=Decimal(800), source=pages.POLAND_2018),
        MonthlyRate(scope=common.STUDENTS_TO_SPAIN, rate_eur_per_month=Decimal(850), source=pages.SPAIN_2018),
        MonthlyRate(scope=common.STUDENTS_TO_UK, rate_eur_per_month=Decimal(900), source=pages.UNITED_KINGDOM),
        NotPublished(
            scope=common.STUDENTS_TO_OTHERS, not_published=common.RATE_OF_RECEIVING_COUNTRY, source=pages.GROUPS_2018
        ),
    ),
    top_ups=(
        TopUpNotPublished(
            kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
            not_published=common.NO_TOP_UP,
            blocking=True,
            source=pages.NO_TOP_UP_2018,
        ),
    ),
    payment_splits=common.SPLIT_OF_THE_INSTITUTION,
    payment_bounds=common.BOUNDS_OF_PAYMENTS,
    settlement=common.NOTHING_BELOW_MINIMUM,
    flows=(
        CountryFlow(scope=common.TO_THIRD_COUNTRIES, source=pages.THIRD_COUNTRIES),
        CountryFlow(scope=common.FROM_THIRD_COUNTRIES, source=pages.THIRD_COUNTRIES),
    ),
    country_groups=(
        CountryGroup(id="programme-countries", countries=PROGRAMME_TO_2018, source=pages.GROUPS_2018),
        CountryGroup(id="third-countries", countries=tables.THIRD_COUNTRIES_IN_2018, source=pages.THIRD_COUNTRIES),
        CountryGroup(id="france", countries=("FR",), source=pages.FRANCE_2018),
        CountryGroup(id="ireland", countries=("IE",), source=pages.IRELAND_2018),
        CountryGroup(id="poland", countries=("PL",), source=pages.POLAND_2018),
        CountryGroup(id="spain", countries=("ES",), source=pages.SPAIN_2018),
        CountryGroup(id="united-kingdom", countries=("GB",), source=pages.UNITED_KINGDOM),
        CountryGroup(
            id="other-programme-countries",
            countries=tables.ALL_BUT_ES_FR_GB_IE_PL_RS,
            source=pages.GROUPS_2018,
        ),
    ),
    documents=common.PAPERS,
    notes=(
        Note(
            text="The rates are those of the programme: no institution may change them.", source=pages.RATES_ARE_FIXED
        ),
    ),
)
