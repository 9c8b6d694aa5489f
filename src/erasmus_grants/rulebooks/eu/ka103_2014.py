"""KA103, mobility between programme countries: the rules and ranges of call 2014.

The programme prints ranges of staff rates, and the amounts of students are national: an institution puts its own into a
rulebook that is based on this one.

Source:
    Annex IV of the grant agreement, rates of unit costs, by way of a copy:
    https://docest.com/doc/425664/key-action-1-learning-mobility
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.eu import _common_2014 as common
from erasmus_grants.rulebooks.eu import _sources_2014 as pages
from erasmus_grants.rulebooks.eu import _tables_2014 as tables
from erasmus_grants.rulebooks.eu._countries import PROGRAMME_TO_2018
from erasmus_grants.rules.activities import ActivityRule
from erasmus_grants.rules.countries import CountryFlow, CountryGroup
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.rate_ranges import RateRange
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUpNotPublished
from erasmus_grants.scope import NotPublished
from erasmus_grants.vocabulary import Funding, LineKind, RulebookStatus

RULEBOOK: Final = Rulebook(
    id="eu-ka103-2014",
    title="KA103, mobility between programme countries, call 2014",
    institution="Erasmus+ programme",
    action="KA103",
    call_years=(2014,),
    agreement_years=common.YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *(pages.STAFF_RANGES_2014, pages.STAFF_GROUPS_2014, pages.STUDENT_GROUPS_READ),
        *(pages.KA103_READ, pages.LENGTHS_KA103_READ, pages.TRAVEL_KA103_2014, pages.EU_COMBINED_NOT_CONFIRMED),
        *(pages.NATIONAL_AMOUNTS, pages.NO_TOP_UP_2014, pages.EU_FULL_TO_DAY_14, pages.OUTERMOST_REGIONS),
        *common.COMMON_SOURCES,
    ),
    activities=(
        ActivityRule(scope=common.STUDIES_AND_TRAINEESHIPS_OUT, roles=common.STUDENTS, source=pages.KA103_READ),
        ActivityRule(scope=common.TEACHING_AND_TRAINING_OUT, roles=common.STAFF, source=pages.KA103_READ),
        ActivityRule(
            scope=common.STUDIES_AND_TRAINEESHIPS_IN,
            funding=Funding.NOT_FUNDED,
            why=common.SENDER_PAYS,
            roles=common.STUDENTS,
            source=pages.KA103_READ,
        ),
        ActivityRule(
            scope=common.TEACHING_AND_TRAINING_IN,
            funding=Funding.NOT_FUNDED,
            why=common.SENDER_PAYS,
            roles=common.STAFF,
            source=pages.KA103_READ,
        ),
    ),
    durations=(
        common.STAFF_FROM_2_DAYS,
        DurationLimit(
            scope=common.STUDIES,
            minimum=common.THREE_MONTHS,
            minimum_of_academic_term=common.TWO_MONTHS,
            maximum=common.TWELVE_MONTHS,
            source=pages.LENGTHS_KA103_READ,
        ),
        DurationLimit(
            scope=common.TRAINEESHIPS,
            minimum=common.TWO_MONTHS,
            maximum=common.TWELVE_MONTHS,
            source=pages.LENGTHS_KA103_READ,
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
    travel_support=(
        DistanceBands(scope=common.ALL_STAFF, bands=tables.BANDS_KA103_TO_2016, source=pages.TRAVEL_KA103_2014),
    ),
    travel_days=common.TWO_TRAVEL_DAYS_OF_STAFF,
    daily_rate_ranges=(
        RateRange(
            scope=common.STAFF_IN_GROUP_A,
            minimum_eur=Decimal(80),
            maximum_eur=Decimal(160),
            source=pages.STAFF_RANGES_2014,
        ),
        RateRange(
            scope=common.STAFF_IN_GROUP_B,
            minimum_eur=Decimal(70),
            maximum_eur=Decimal(140),
            source=pages.STAFF_RANGES_2014,
        ),
        RateRange(
            scope=common.STAFF_IN_GROUP_C,
            minimum_eur=Decimal(60),
            maximum_eur=Decimal(120),
            source=pages.STAFF_RANGES_2014,
        ),
        RateRange(
            scope=common.STAFF_IN_GROUP_D,
            minimum_eur=Decimal(50),
            maximum_eur=Decimal(100),
            source=pages.STAFF_RANGES_2014,
        ),
    ),
    monthly_rates=(
        NotPublished(scope=common.STUDENTS_OUT, not_published=common.NATIONAL_AMOUNTS, source=pages.NATIONAL_AMOUNTS),
    ),
    top_ups=(
        TopUpNotPublished(
            scope=common.TRAINEES,
            kind=LineKind.TOP_UP_TRAINEESHIP,
            not_published=common.NO_TOP_UP,
            blocking=True,
            source=pages.NO_TOP_UP_2014,
        ),
        TopUpNotPublished(
            kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
            not_published=common.NO_TOP_UP,
            blocking=True,
            source=pages.NO_TOP_UP_2014,
        ),
    ),
    payment_splits=common.SPLIT_OF_THE_INSTITUTION,
    payment_bounds=common.BOUNDS_OF_PAYMENTS,
    settlement=common.NOTHING_BELOW_MINIMUM,
    flows=(CountryFlow(scope=common.OUT_BETWEEN_PROGRAMME_COUNTRIES, source=pages.STAFF_GROUPS_2014),),
    country_groups=(
        CountryGroup(id="programme-countries", countries=PROGRAMME_TO_2018, source=pages.STAFF_GROUPS_2014),
        CountryGroup(id="group-a", countries=tables.STAFF_GROUP_A, source=pages.STAFF_GROUPS_2014),
        CountryGroup(id="group-b", countries=tables.STAFF_GROUP_B, source=pages.STAFF_GROUPS_2014),
        CountryGroup(id="group-c", countries=tables.STAFF_GROUP_C, source=pages.STAFF_GROUPS_2014),
        CountryGroup(id="group-d", countries=tables.STAFF_GROUP_D, source=pages.STAFF_GROUPS_2014),
        CountryGroup(id="group-1", countries=tables.STUDENT_GROUP_1, source=pages.STUDENT_GROUPS_READ),
        CountryGroup(id="group-2", countries=tables.STUDENT_GROUP_2, source=pages.STUDENT_GROUPS_READ),
        CountryGroup(id="group-3", countries=tables.STUDENT_GROUP_3, source=pages.STUDENT_GROUPS_READ),
    ),
    documents=common.PAPERS,
    notes=(
        Note(text=common.TIERS_OF_STAFF, source=pages.EU_FULL_TO_DAY_14),
        Note(text=common.STUDENTS_OF_OUTERMOST_REGIONS, source=pages.OUTERMOST_REGIONS),
    ),
)
