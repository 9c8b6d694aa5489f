"""KA103, mobility between programme countries: the rules and ranges of call 2018.

From this call on there is one set of three groups for staff and students.  The programme prints ranges of staff rates,
and the amounts of students are national.

Source:
    University of Economics Varna, 2018/19:
    https://international.ue-varna.bg/bg/96/
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
    id="eu-ka103-2018",
    title="KA103, mobility between programme countries, call 2018",
    institution="Erasmus+ programme",
    action="KA103",
    call_years=(2018,),
    agreement_years=common.YEARS_OF_AGREEMENTS,
    status=RulebookStatus.PROVISIONAL,
    sources=(
        *(pages.STAFF_RANGES_2018, pages.GROUPS_2018, pages.EU_INVITED_STAFF),
        *(pages.KA103_READ, pages.LENGTHS_KA103_READ, pages.TRAVEL_KA103_2018, pages.EU_COMBINED_NOT_CONFIRMED),
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
            scope=common.TRAINING_IN,
            funding=Funding.NOT_FUNDED,
            why=common.SENDER_PAYS,
            roles=common.STAFF,
            source=pages.KA103_READ,
        ),
        ActivityRule(
            scope=common.OTHER_TEACHING_IN,
            funding=Funding.NOT_FUNDED,
            why=common.SENDER_PAYS,
            roles=common.STAFF,
            source=pages.KA103_READ,
        ),
        ActivityRule(scope=common.INVITED_TEACHING_IN, roles=common.INVITED, source=pages.EU_INVITED_STAFF),
    ),
    durations=(
        common.STAFF_FROM_2_DAYS,
        common.INVITED_STAFF_FROM_1_DAY,
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
        DistanceBands(scope=common.ALL_STAFF, bands=tables.BANDS_KA103_FROM_2018, source=pages.TRAVEL_KA103_2018),
    ),
    travel_days=common.TWO_TRAVEL_DAYS_OF_STAFF,
    daily_rate_ranges=(
        RateRange(
            scope=common.STAFF_IN_GROUP_1,
            minimum_eur=Decimal(80),
            maximum_eur=Decimal(180),
            source=pages.STAFF_RANGES_2018,
        ),
        RateRange(
            scope=common.STAFF_IN_GROUP_2,
            minimum_eur=Decimal(70),
            maximum_eur=Decimal(160),
            source=pages.STAFF_RANGES_2018,
        ),
        RateRange(
            scope=common.STAFF_IN_GROUP_3,
            minimum_eur=Decimal(60),
            maximum_eur=Decimal(140),
            source=pages.STAFF_RANGES_2018,
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
    flows=(CountryFlow(scope=common.BETWEEN_PROGRAMME_COUNTRIES, source=pages.GROUPS_2018),),
    country_groups=(
        CountryGroup(id="programme-countries", countries=PROGRAMME_TO_2018, source=pages.GROUPS_2018),
        CountryGroup(id="group-1", countries=tables.GROUP_1_FROM_2018, source=pages.GROUPS_2018),
        CountryGroup(id="group-2", countries=tables.GROUP_2_FROM_2018, source=pages.GROUPS_2018),
        CountryGroup(id="group-3", countries=tables.GROUP_3_IN_2018, source=pages.GROUPS_2018),
    ),
    documents=common.PAPERS,
    notes=(
        Note(text=common.TIERS_OF_STAFF, source=pages.EU_FULL_TO_DAY_14),
        Note(text=common.STUDENTS_OF_OUTERMOST_REGIONS, source=pages.OUTERMOST_REGIONS),
    ),
)
