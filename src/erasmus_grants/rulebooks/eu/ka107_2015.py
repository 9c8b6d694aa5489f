"""KA107, International Credit Mobility: the rules and rates of call 2015.

The first call of the action.  Staff rates of incoming participants are those of calls 2016 and 2017, read for this one.

Source:
    Erasmus+ UK National Agency, overview of June 2015:
    https://www.slideshare.net/ErasmusPlusUK/23062015-he-ka107-icm-overview
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebook import Rulebook
from erasmus_grants.rulebooks.eu import _common_2014 as common
from erasmus_grants.rulebooks.eu import _sources_2014 as pages
from erasmus_grants.rulebooks.eu import _tables_2014 as tables
from erasmus_grants.rulebooks.eu._countries import PROGRAMME_TO_2018
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose, MobilityRestriction
from erasmus_grants.rules.countries import CountryFlow, CountryGroup
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUpNotPublished
from erasmus_grants.scope import NotPublished
from erasmus_grants.vocabulary import Funding, LineKind, Purpose, RulebookStatus

TIERS: Final = tables.FULL_TO_DAY_14_2015

RULEBOOK: Final = Rulebook(
    id="eu-ka107-2015",
    title="KA107, International Credit Mobility, call 2015",
    institution="Erasmus+ programme",
    action="KA107",
    call_years=(2015,),
    agreement_years=common.YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *(pages.OUTGOING_2015, pages.REDUCED_2015, pages.NO_TOP_UP_2015),
        *(pages.FRANCE_READ, pages.GERMANY_READ, pages.SPAIN_READ, pages.GROUPS_KA107_2015),
        *(pages.TRAVEL_KA107_2015, pages.TRAVEL_8000_KM_2015),
        *(pages.KA107_2015, pages.LENGTHS_KA107_READ, pages.EU_COMBINED_NOT_CONFIRMED, pages.CONFERENCES_READ),
        *(pages.THIRD_COUNTRIES, pages.RESTRICTIONS_2015),
        *common.COMMON_SOURCES,
    ),
    activities=(
        ActivityRule(
            scope=common.STUDIES,
            roles=common.STUDENTS,
            not_combined=common.NO_TRAINEESHIPS,
            source=pages.KA107_2015,
        ),
        ActivityRule(
            scope=common.TRAINEESHIPS,
            funding=Funding.NOT_FUNDED,
            why=common.NO_TRAINEESHIPS,
            roles=common.STUDENTS,
            source=pages.KA107_2015,
        ),
        ActivityRule(scope=common.TEACHING_AND_TRAINING, roles=common.STAFF, source=pages.KA107_2015),
    ),
    excluded_purposes=(
        ExcludedPurpose(scope=common.ALL_STAFF, purpose=Purpose.CONFERENCE, source=pages.CONFERENCES_READ),
    ),
    durations=(
        common.STAFF_FROM_5_DAYS,
        DurationLimit(
            scope=common.STUDIES,
            minimum=common.THREE_MONTHS,
            minimum_of_academic_term=common.TWO_MONTHS,
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
    travel_support=(DistanceBands(bands=tables.BANDS_KA107_2015, source=pages.TRAVEL_KA107_2015),),
    travel_days=common.TWO_TRAVEL_DAYS_OF_STAFF,
    daily_rates=(
        DailyRate(scope=common.STAFF_OUT, rate_eur_per_day=Decimal(160), tiers=TIERS, source=pages.OUTGOING_2015),
        DailyRate(scope=common.STAFF_TO_FRANCE, rate_eur_per_day=Decimal(140), tiers=TIERS, source=pages.FRANCE_READ),
        DailyRate(scope=common.STAFF_TO_GERMANY, rate_eur_per_day=Decimal(120), tiers=TIERS, source=pages.GERMANY_READ),
        DailyRate(scope=common.STAFF_TO_SPAIN, rate_eur_per_day=Decimal(120), tiers=TIERS, source=pages.SPAIN_READ),
        NotPublished(
            scope=common.STAFF_TO_OTHERS,
            not_published=common.RATE_OF_RECEIVING_COUNTRY,
            source=pages.GROUPS_KA107_2015,
        ),
    ),
    monthly_rates=(
        MonthlyRate(scope=common.STUDIES_OUT, rate_eur_per_month=Decimal(650), source=pages.OUTGOING_2015),
        MonthlyRate(scope=common.STUDIES_IN_GROUP_1, rate_eur_per_month=Decimal(850), source=pages.GROUPS_KA107_2015),
        MonthlyRate(scope=common.STUDIES_IN_GROUP_2, rate_eur_per_month=Decimal(800), source=pages.GROUPS_KA107_2015),
        MonthlyRate(scope=common.STUDIES_IN_GROUP_3, rate_eur_per_month=Decimal(750), source=pages.GROUPS_KA107_2015),
    ),
    top_ups=(
        TopUpNotPublished(
            kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
            not_published=common.NO_TOP_UP,
            blocking=True,
            source=pages.NO_TOP_UP_2015,
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
        CountryGroup(id="programme-countries", countries=PROGRAMME_TO_2018, source=pages.GROUPS_KA107_2015),
        CountryGroup(id="third-countries", countries=tables.THIRD_COUNTRIES_TO_2017, source=pages.THIRD_COUNTRIES),
        CountryGroup(id="group-1", countries=tables.STUDENT_GROUP_1, source=pages.GROUPS_KA107_2015),
        CountryGroup(id="group-2", countries=tables.STUDENT_GROUP_2, source=pages.GROUPS_KA107_2015),
        CountryGroup(id="group-3", countries=tables.STUDENT_GROUP_3, source=pages.GROUPS_KA107_2015),
        CountryGroup(id="france", countries=("FR",), source=pages.FRANCE_READ),
        CountryGroup(id="germany", countries=("DE",), source=pages.GERMANY_READ),
        CountryGroup(id="spain", countries=("ES",), source=pages.SPAIN_READ),
        CountryGroup(id="other-programme-countries", countries=tables.ALL_BUT_DE_ES_FR, source=pages.GROUPS_KA107_2015),
    ),
    documents=common.PAPERS,
    restrictions=(
        MobilityRestriction(
            scope=common.STUDENTS_SENT_OUT,
            why="partner countries of the Development Cooperation Instrument receive no bachelor and master students, "
            "only doctoral candidates and staff.",
            source=pages.RESTRICTIONS_2015,
        ),
    ),
)
