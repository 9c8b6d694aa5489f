"""Entries that all rulebooks of calls 2014 to 2020 share, and the scopes that their tables name."""

from decimal import Decimal
from typing import Final

from erasmus_grants.lengths import Length
from erasmus_grants.rulebooks.eu._sources_2014 import (
    AGREEMENT_YEARS,
    EU_AGREEMENT,
    EU_BELOW_MINIMUM,
    EU_CERTIFICATE,
    EU_CYCLE,
    EU_INVITED_STAFF,
    EU_PAYMENT_SPLIT,
    EU_STAFF,
    EU_TRAVEL_DAYS,
)
from erasmus_grants.rules.call_years import AgreementYears
from erasmus_grants.rules.cycle import CycleLimit
from erasmus_grants.rules.documents import DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.payment_split import PaymentBounds
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.scope import NotPublished, Scope
from erasmus_grants.vocabulary import (
    ActivityType,
    BelowMinimum,
    Direction,
    Document,
    DocumentStage,
    LengthUnit,
    ParticipantRole,
    Signatory,
)

STUDENT_ACTIVITIES: Final = (ActivityType.SMS, ActivityType.SMT)
STAFF_ACTIVITIES: Final = (ActivityType.STA, ActivityType.STT)
STUDENTS: Final = (ParticipantRole.STUDENT, ParticipantRole.DOCTORAL_CANDIDATE)
STAFF: Final = (ParticipantRole.STAFF, ParticipantRole.DOCTORAL_CANDIDATE)
INVITED: Final = (ParticipantRole.INVITED_STAFF,)
STAFF_AND_INVITED: Final = (*STAFF, *INVITED)
NOT_INVITED: Final = (*STUDENTS, ParticipantRole.RECENT_GRADUATE, ParticipantRole.STAFF)
IN: Final = (Direction.INCOMING,)
OUT: Final = (Direction.OUTGOING,)

# Activities; none of these calls knows blended intensive programmes.
STUDIES: Final = Scope(activities=(ActivityType.SMS,), blended_intensive_programme=False)
TRAINEESHIPS: Final = Scope(activities=(ActivityType.SMT,), blended_intensive_programme=False)
STUDIES_AND_TRAINEESHIPS: Final = Scope(activities=STUDENT_ACTIVITIES, blended_intensive_programme=False)
TEACHING_AND_TRAINING: Final = Scope(activities=STAFF_ACTIVITIES, blended_intensive_programme=False)
TEACHING_OUT: Final = Scope(activities=(ActivityType.STA,), directions=OUT, blended_intensive_programme=False)
TEACHING_IN: Final = Scope(activities=(ActivityType.STA,), directions=IN, blended_intensive_programme=False)
TRAINING: Final = Scope(activities=(ActivityType.STT,), blended_intensive_programme=False)
TRAINING_OUT: Final = Scope(activities=(ActivityType.STT,), directions=OUT, blended_intensive_programme=False)
TRAINING_IN: Final = Scope(activities=(ActivityType.STT,), directions=IN, blended_intensive_programme=False)

STUDIES_AND_TRAINEESHIPS_OUT: Final = Scope(
    activities=STUDENT_ACTIVITIES, directions=OUT, blended_intensive_programme=False
)
STUDIES_AND_TRAINEESHIPS_IN: Final = Scope(
    activities=STUDENT_ACTIVITIES, directions=IN, blended_intensive_programme=False
)
TEACHING_AND_TRAINING_OUT: Final = Scope(activities=STAFF_ACTIVITIES, directions=OUT, blended_intensive_programme=False)
TEACHING_AND_TRAINING_IN: Final = Scope(activities=STAFF_ACTIVITIES, directions=IN, blended_intensive_programme=False)
INVITED_TEACHING_IN: Final = Scope(
    activities=(ActivityType.STA,), directions=IN, roles=INVITED, blended_intensive_programme=False
)
OTHER_TEACHING_IN: Final = Scope(
    activities=(ActivityType.STA,), directions=IN, roles=NOT_INVITED, blended_intensive_programme=False
)

# Participants.
ALL_STAFF: Final = Scope(activities=STAFF_ACTIVITIES)
ALL_STUDENTS: Final = Scope(activities=STUDENT_ACTIVITIES)
TEACHING_STAFF: Final = Scope(activities=(ActivityType.STA,), roles=STAFF)
INVITED_TEACHING_STAFF: Final = Scope(activities=(ActivityType.STA,), roles=INVITED)
STAFF_BUT_INVITED: Final = Scope(activities=STAFF_ACTIVITIES, roles=NOT_INVITED)

STUDENTS_SENT_OUT: Final = Scope(activities=(ActivityType.SMS,), directions=OUT, roles=(ParticipantRole.STUDENT,))

# Flows of KA107.
TO_THIRD_COUNTRIES: Final = Scope(
    directions=OUT, sending_groups=("programme-countries",), receiving_groups=("third-countries",)
)
FROM_THIRD_COUNTRIES: Final = Scope(
    directions=IN, sending_groups=("third-countries",), receiving_groups=("programme-countries",)
)

# Rates of KA107: one amount for all that go out, others by the country that receives.
STAFF_OUT: Final = Scope(activities=STAFF_ACTIVITIES, directions=OUT)
STAFF_TO_FRANCE: Final = Scope(activities=STAFF_ACTIVITIES, directions=IN, receiving_groups=("france",))
STAFF_TO_GERMANY: Final = Scope(activities=STAFF_ACTIVITIES, directions=IN, receiving_groups=("germany",))
STAFF_TO_IRELAND: Final = Scope(activities=STAFF_ACTIVITIES, directions=IN, receiving_groups=("ireland",))
STAFF_TO_POLAND: Final = Scope(activities=STAFF_ACTIVITIES, directions=IN, receiving_groups=("poland",))
STAFF_TO_SERBIA: Final = Scope(activities=STAFF_ACTIVITIES, directions=IN, receiving_groups=("serbia",))
STAFF_TO_SPAIN: Final = Scope(activities=STAFF_ACTIVITIES, directions=IN, receiving_groups=("spain",))
STAFF_TO_UK: Final = Scope(activities=STAFF_ACTIVITIES, directions=IN, receiving_groups=("united-kingdom",))
STAFF_TO_OTHERS: Final = Scope(
    activities=STAFF_ACTIVITIES, directions=IN, receiving_groups=("other-programme-countries",)
)
STUDENTS_OUT: Final = Scope(activities=STUDENT_ACTIVITIES, directions=OUT)
STUDENTS_TO_FRANCE: Final = Scope(activities=STUDENT_ACTIVITIES, directions=IN, receiving_groups=("france",))
STUDENTS_TO_IRELAND: Final = Scope(activities=STUDENT_ACTIVITIES, directions=IN, receiving_groups=("ireland",))
STUDENTS_TO_POLAND: Final = Scope(activities=STUDENT_ACTIVITIES, directions=IN, receiving_groups=("poland",))
STUDENTS_TO_SERBIA: Final = Scope(activities=STUDENT_ACTIVITIES, directions=IN, receiving_groups=("serbia",))
STUDENTS_TO_SPAIN: Final = Scope(activities=STUDENT_ACTIVITIES, directions=IN, receiving_groups=("spain",))
STUDENTS_TO_UK: Final = Scope(activities=STUDENT_ACTIVITIES, directions=IN, receiving_groups=("united-kingdom",))
STUDENTS_TO_OTHERS: Final = Scope(
    activities=STUDENT_ACTIVITIES, directions=IN, receiving_groups=("other-programme-countries",)
)

STUDIES_OUT: Final = Scope(activities=(ActivityType.SMS,), directions=OUT)
STUDIES_IN_GROUP_1: Final = Scope(activities=(ActivityType.SMS,), directions=IN, receiving_groups=("group-1",))
STUDIES_IN_GROUP_2: Final = Scope(activities=(ActivityType.SMS,), directions=IN, receiving_groups=("group-2",))
STUDIES_IN_GROUP_3: Final = Scope(activities=(ActivityType.SMS,), directions=IN, receiving_groups=("group-3",))

# Between programme countries, for KA103: ranges by the group that receives.
BETWEEN_PROGRAMME_COUNTRIES: Final = Scope(
    sending_groups=("programme-countries",), receiving_groups=("programme-countries",)
)
OUT_BETWEEN_PROGRAMME_COUNTRIES: Final = Scope(
    directions=OUT, sending_groups=("programme-countries",), receiving_groups=("programme-countries",)
)
STAFF_IN_GROUP_A: Final = Scope(activities=STAFF_ACTIVITIES, receiving_groups=("group-a",))
STAFF_IN_GROUP_B: Final = Scope(activities=STAFF_ACTIVITIES, receiving_groups=("group-b",))
STAFF_IN_GROUP_C: Final = Scope(activities=STAFF_ACTIVITIES, receiving_groups=("group-c",))
STAFF_IN_GROUP_D: Final = Scope(activities=STAFF_ACTIVITIES, receiving_groups=("group-d",))
STAFF_IN_GROUP_1: Final = Scope(activities=STAFF_ACTIVITIES, receiving_groups=("group-1",))
STAFF_IN_GROUP_2: Final = Scope(activities=STAFF_ACTIVITIES, receiving_groups=("group-2",))
STAFF_IN_GROUP_3: Final = Scope(activities=STAFF_ACTIVITIES, receiving_groups=("group-3",))
STUDIES_FROM_FRANCE_IN_GROUP_1: Final = Scope(
    activities=(ActivityType.SMS,), directions=OUT, sending_groups=("france",), receiving_groups=("group-1",)
)
STUDIES_FROM_FRANCE_IN_GROUPS_2_3: Final = Scope(
    activities=(ActivityType.SMS,), directions=OUT, sending_groups=("france",), receiving_groups=("group-2", "group-3")
)
STUDIES_FROM_OTHERS: Final = Scope(
    activities=(ActivityType.SMS,), directions=OUT, sending_groups=("other-programme-countries",)
)
TRAINEES: Final = Scope(activities=(ActivityType.SMT,))
TRAINEES_OUT: Final = Scope(activities=(ActivityType.SMT,), directions=OUT)

SENDER_PAYS: Final = "the sending institution's project pays its own participants."
NATIONAL_AMOUNTS: Final = (
    "the amounts are national, set by each National Agency; supply it in a rulebook that is based on this one."
)
TIERS_OF_STAFF: Final = "Staff have the full daily rate to day 14 and 70 % of it from day 15 to day 60."
STUDENTS_OF_OUTERMOST_REGIONS: Final = (
    "Students sent by outermost programme countries and regions receive travel support too; "
    "this rulebook does not know them, and no other student receives any."
)
NO_TRAINEESHIPS: Final = "traineeships are eligible from call 2018 on."
RATE_OF_RECEIVING_COUNTRY: Final = "no page that was read prints the rate of this receiving country; supply it in a rulebook that is based on this one."

NO_TOP_UP: Final = "no page that was read prints an amount; supply it in a rulebook that is based on this one."

ONE_DAY: Final = Length(value=1, unit=LengthUnit.CALENDAR_DAYS)
TWO_DAYS: Final = Length(value=2, unit=LengthUnit.CALENDAR_DAYS)
FIVE_DAYS: Final = Length(value=5, unit=LengthUnit.CALENDAR_DAYS)
SIXTY_DAYS: Final = Length(value=60, unit=LengthUnit.CALENDAR_DAYS)
TWO_MONTHS: Final = Length(value=60, unit=LengthUnit.DAYS_360)
THREE_MONTHS: Final = Length(value=90, unit=LengthUnit.DAYS_360)
TWELVE_MONTHS: Final = Length(value=360, unit=LengthUnit.DAYS_360)

STAFF_FROM_2_DAYS: Final = DurationLimit(scope=STAFF_BUT_INVITED, minimum=TWO_DAYS, maximum=SIXTY_DAYS, source=EU_STAFF)
STAFF_FROM_5_DAYS: Final = DurationLimit(
    scope=STAFF_BUT_INVITED, minimum=FIVE_DAYS, maximum=SIXTY_DAYS, source=EU_STAFF
)
INVITED_STAFF_FROM_1_DAY: Final = DurationLimit(
    scope=INVITED_TEACHING_STAFF, minimum=ONE_DAY, maximum=SIXTY_DAYS, source=EU_INVITED_STAFF
)

TWELVE_MONTHS_PER_CYCLE: Final = (CycleLimit(scope=ALL_STUDENTS, maximum_months=12, source=EU_CYCLE),)

TWO_TRAVEL_DAYS_OF_STAFF: Final = (
    TravelDays(scope=ALL_STAFF, funded_travel_days=2, source=EU_TRAVEL_DAYS),
    TravelDays(scope=ALL_STUDENTS, funded_travel_days=0, source=EU_TRAVEL_DAYS),
)

SPLIT_OF_THE_INSTITUTION: Final = (
    NotPublished(
        not_published="the grant agreement lets the institution choose; "
        "supply it in a rulebook that is based on this one.",
        source=EU_PAYMENT_SPLIT,
    ),
)

BOUNDS_OF_PAYMENTS: Final = (
    PaymentBounds(
        minimum_pre_financing_share=Decimal("0.7"),
        maximum_pre_financing_share=Decimal(1),
        balance_within_days=45,
        source=EU_PAYMENT_SPLIT,
    ),
)

YEARS_OF_AGREEMENTS: Final = AgreementYears(years_after_call=3, source=AGREEMENT_YEARS)

NOTHING_BELOW_MINIMUM: Final = SettlementRule(below_minimum=BelowMinimum.FORFEIT, source=EU_BELOW_MINIMUM)

PAPERS: Final = (
    DocumentRule(
        document=Document.GRANT_AGREEMENT,
        stage=DocumentStage.BEFORE_DEPARTURE,
        signed_by=(Signatory.PARTICIPANT,),
        source=EU_AGREEMENT,
    ),
    DocumentRule(
        document=Document.LEARNING_AGREEMENT,
        stage=DocumentStage.BEFORE_DEPARTURE,
        signed_by=(Signatory.PARTICIPANT, Signatory.SENDING_ORGANISATION, Signatory.RECEIVING_ORGANISATION),
        source=EU_AGREEMENT,
    ),
    DocumentRule(
        document=Document.CERTIFICATE_OF_ATTENDANCE,
        stage=DocumentStage.DURING_STAY,
        signed_by=(Signatory.RECEIVING_ORGANISATION,),
        source=EU_CERTIFICATE,
    ),
    DocumentRule(
        document=Document.PARTICIPANT_REPORT,
        stage=DocumentStage.AFTER_STAY,
        note="The survey is the request for the balance",
        source=EU_AGREEMENT,
    ),
)

COMMON_SOURCES: Final = (
    *(EU_STAFF, EU_CYCLE, EU_TRAVEL_DAYS, EU_PAYMENT_SPLIT, EU_BELOW_MINIMUM),
    *(EU_AGREEMENT, EU_CERTIFICATE, AGREEMENT_YEARS),
)
"""The sources of what is common to all these calls; EU_INVITED_STAFF comes with call 2018."""
