"""University of Lille: KA171 International Credit Mobility (facts L1 to L8).

The page prints no amounts; they are those of its call for France, each with the page that prints it.

Source:
    https://international.univ-lille.fr/en/international-cooperation/key-action-171-icm
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.lengths import Length
from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.universities._pages import (
    EU_BELOW_MINIMUM,
    EU_CYCLE,
    EU_KA171_OUTGOING,
    EU_REDUCED_2021,
    EU_TEACHING,
    EU_TRAVEL_DAYS,
    LILLE_KA171,
    U13,
    U14,
)
from erasmus_grants.rulebooks.universities._rates import (
    BANDS_FROM_100_KM,
    FULL_TO_DAY_14_2021,
    STAFF,
    STUDENTS,
    TRAINING,
)
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose, MobilityRestriction
from erasmus_grants.rules.countries import HomeCountry
from erasmus_grants.rules.cycle import CycleLimit
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUpNotPublished
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.vocabulary import (
    ActivityType,
    BelowMinimum,
    Direction,
    LengthUnit,
    LineKind,
    ParticipantRole,
    Purpose,
    RulebookStatus,
    Term,
)

L1: Final = LILLE_KA171.at(
    "L1",
    "Types of mobility, student mobility for studies",
    note="A whole academic term replaces the three months, never the two months of the programme.",
)
L2: Final = LILLE_KA171.at("L2", "Types of mobility, student mobility for traineeships")
L3: Final = LILLE_KA171.at("L3", "Types of mobility, combined mobility of students")
L4: Final = LILLE_KA171.at("L4", "Types of mobility, monthly grant and travel contribution of students")
L5: Final = LILLE_KA171.at("L5", "Types of mobility, restrictions")
L6: Final = LILLE_KA171.at("L6", "Types of mobility, staff")
L7: Final = LILLE_KA171.at("L7", "Types of mobility, hybrid format")
L8: Final = LILLE_KA171.at("L8", "Types of mobility, lump sum and travel contribution of staff")

STUDENT_ACTIVITIES: Final = (ActivityType.SMS, ActivityType.SMT)
STAFF_ACTIVITIES: Final = (ActivityType.STA, ActivityType.STT)
OUTGOING: Final = (Direction.OUTGOING,)
INCOMING: Final = (Direction.INCOMING,)
TWO_MONTHS: Final = Length(value=2, unit=LengthUnit.CALENDAR_MONTHS)
TWELVE_MONTHS: Final = Length(value=12, unit=LengthUnit.CALENDAR_MONTHS)
FIVE_DAYS: Final = Length(value=5, unit=LengthUnit.CALENDAR_DAYS)

RULEBOOK: Final = Rulebook(
    id="lille-ka171-2022",
    title="Lille, International Credit Mobility, call 2022",
    institution="University of Lille",
    home=HomeCountry(country="FR", source=LILLE_KA171),
    action="KA171",
    call_years=(2022,),
    status=RulebookStatus.PROVISIONAL,
    sources=(
        LILLE_KA171,
        *(L1, L2, L3, L4, L5, L6, L7, L8, U13, U14),
        EU_KA171_OUTGOING,
        EU_REDUCED_2021,
        EU_TEACHING,
        EU_TRAVEL_DAYS,
        EU_CYCLE,
        EU_BELOW_MINIMUM,
    ),
    activities=(
        ActivityRule(scope=Scope(activities=(ActivityType.SMS,)), roles=STUDENTS, source=L1),
        ActivityRule(scope=Scope(activities=(ActivityType.SMT,)), roles=STUDENTS, source=L2),
        ActivityRule(
            scope=Scope(activities=(ActivityType.STA,)),
            roles=STAFF,
            purposes=(Purpose.TEACHING,),
            source=L6,
        ),
        ActivityRule(
            scope=Scope(activities=(ActivityType.STT,)),
            roles=STAFF,
            purposes=TRAINING,
            source=L6,
        ),
    ),
    excluded_purposes=(
        ExcludedPurpose(scope=Scope(activities=STAFF_ACTIVITIES), purpose=Purpose.CONFERENCE, source=EU_TEACHING),
    ),
    short_term=ShortTermRule(
        activities=STUDENT_ACTIVITIES,
        roles=STUDENTS,
        roles_without_virtual_component=(ParticipantRole.DOCTORAL_CANDIDATE,),
        minimum_days=5,
        maximum_days=30,
        source=L7,
    ),
    durations=(
        DurationLimit(
            scope=Scope(activities=(ActivityType.SMS,), terms=(Term.LONG_TERM_PHYSICAL,)),
            minimum=Length(value=3, unit=LengthUnit.CALENDAR_MONTHS),
            minimum_of_academic_term=TWO_MONTHS,
            maximum=TWELVE_MONTHS,
            source=L1,
        ),
        DurationLimit(
            scope=Scope(activities=(ActivityType.SMT,), terms=(Term.LONG_TERM_PHYSICAL,)),
            minimum=TWO_MONTHS,
            maximum=TWELVE_MONTHS,
            source=L2,
        ),
        DurationLimit(
            scope=Scope(activities=STUDENT_ACTIVITIES, terms=(Term.SHORT_TERM_PHYSICAL,)),
            minimum=FIVE_DAYS,
            maximum=Length(value=30, unit=LengthUnit.CALENDAR_DAYS),
            source=L7,
        ),
        DurationLimit(scope=Scope(activities=STAFF_ACTIVITIES), minimum=FIVE_DAYS, maximum=TWO_MONTHS, source=L6),
    ),
    cycle_limits=(CycleLimit(scope=Scope(activities=STUDENT_ACTIVITIES), maximum_months=12, source=EU_CYCLE),),
    teaching_hours=(
        TeachingHours(
            scope=Scope(activities=(ActivityType.STA,), roles=STAFF),
            hours_per_week=8,
            hours_per_week_combined=4,
            source=EU_TEACHING,
        ),
    ),
    travel_support=(DistanceBands(bands=BANDS_FROM_100_KM, source=U13),),
    travel_days=(
        TravelDays(scope=Scope(activities=STAFF_ACTIVITIES), funded_travel_days=2, source=EU_TRAVEL_DAYS),
        TravelDays(scope=Scope(activities=STUDENT_ACTIVITIES), funded_travel_days=0, source=L4),
    ),
    daily_rates=(
        DailyRate(
            scope=Scope(activities=STAFF_ACTIVITIES, directions=OUTGOING),
            rate_eur_per_day=Decimal("180.00"),
            tiers=FULL_TO_DAY_14_2021,
            source=U14,
        ),
        DailyRate(
            scope=Scope(activities=STAFF_ACTIVITIES, directions=INCOMING),
            rate_eur_per_day=Decimal("160.00"),
            tiers=FULL_TO_DAY_14_2021,
            source=U14,
        ),
    ),
    monthly_rates=(
        MonthlyRate(
            scope=Scope(activities=STUDENT_ACTIVITIES, directions=INCOMING),
            rate_eur_per_month=Decimal("850.00"),
            source=U14,
        ),
        MonthlyRate(
            scope=Scope(activities=STUDENT_ACTIVITIES, directions=OUTGOING),
            rate_eur_per_month=Decimal("700.00"),
            source=EU_KA171_OUTGOING,
        ),
    ),
    short_stay_rates=(
        NotPublished(
            scope=Scope(activities=STUDENT_ACTIVITIES),
            not_published="the page names a monthly grant of students and no daily amount; ask the international office.",
            source=L4,
        ),
    ),
    top_ups=(
        TopUpNotPublished(
            kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
            not_published="the page prints none; ask the international office.",
            source=L4,
        ),
    ),
    payment_splits=(NotPublished(not_published="the page says nothing of payments.", source=LILLE_KA171),),
    settlement=SettlementRule(below_minimum=BelowMinimum.FORFEIT, source=EU_BELOW_MINIMUM),
    restrictions=(
        MobilityRestriction(
            why="the page warns of restrictions for certain regions and countries and lists none; "
            "ask the international office.",
            source=L5,
        ),
    ),
    notes=(
        Note(text="Combined mobility: studies with a traineeship in them, in both directions.", source=L3),
        Note(text="Staff: a lump sum, and money towards the journey.", source=L8),
    ),
)
