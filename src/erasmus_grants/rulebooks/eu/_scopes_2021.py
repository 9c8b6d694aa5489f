"""Of whom the rules of calls 2021 to 2025 speak: activities, participants, lengths, and flows between country groups.

*Nearby* are the programme countries and Regions 13 and 14, towards which the programme has ranges; towards third
countries it has fixed rates.
"""

from typing import Final

from erasmus_grants.lengths import Length
from erasmus_grants.scope import Scope
from erasmus_grants.vocabulary import ActivityType, Direction, LengthUnit, ParticipantRole, Term

STUDENT_ACTIVITIES: Final = (ActivityType.SMS, ActivityType.SMT)
STAFF_ACTIVITIES: Final = (ActivityType.STA, ActivityType.STT)
OUTGOING: Final = (Direction.OUTGOING,)
INCOMING: Final = (Direction.INCOMING,)
LONG: Final = (Term.LONG_TERM_PHYSICAL,)
SHORT: Final = (Term.SHORT_TERM_PHYSICAL,)

STUDENTS: Final = (ParticipantRole.STUDENT, ParticipantRole.DOCTORAL_CANDIDATE)
STUDENTS_AND_GRADUATES: Final = (*STUDENTS, ParticipantRole.RECENT_GRADUATE)
STAFF: Final = (ParticipantRole.STAFF, ParticipantRole.DOCTORAL_CANDIDATE)
INVITED: Final = (ParticipantRole.INVITED_STAFF,)
ALL_BUT_INVITED: Final = (*STUDENTS_AND_GRADUATES, ParticipantRole.STAFF)

FIVE_DAYS: Final = Length(value=5, unit=LengthUnit.CALENDAR_DAYS)
SIXTY_DAYS: Final = Length(value=60, unit=LengthUnit.CALENDAR_DAYS)

PROGRAMME: Final = ("programme-countries",)
THIRD: Final = ("third-countries",)
REGIONS_13_14: Final = ("region-13", "region-14")
NEARBY: Final = (*PROGRAMME, *REGIONS_13_14)

OF_STAFF: Final = Scope(activities=STAFF_ACTIVITIES)
OF_STUDENTS: Final = Scope(activities=STUDENT_ACTIVITIES)
LONG_STAYS_OF_STUDENTS: Final = Scope(activities=STUDENT_ACTIVITIES, terms=LONG)
SHORT_STAYS_OF_STUDENTS: Final = Scope(activities=STUDENT_ACTIVITIES, terms=SHORT)

# --- Students, by where they go
STUDENTS_TO_THIRD_COUNTRIES: Final = Scope(activities=STUDENT_ACTIVITIES, receiving_groups=THIRD)
STUDENTS_NEARBY: Final = Scope(activities=STUDENT_ACTIVITIES, receiving_groups=NEARBY)
LONG_NEARBY: Final = Scope(activities=STUDENT_ACTIVITIES, terms=LONG, receiving_groups=NEARBY)
LONG_TRAINEESHIPS_NEARBY: Final = Scope(activities=(ActivityType.SMT,), terms=LONG, receiving_groups=NEARBY)
LONG_STUDIES_NEARBY: Final = Scope(activities=(ActivityType.SMS,), terms=LONG, receiving_groups=NEARBY)
LONG_NEARBY_FROM_ISLANDS: Final = Scope(
    activities=STUDENT_ACTIVITIES, terms=LONG, sending_groups=("islands",), receiving_groups=NEARBY
)
LONG_NEARBY_FROM_MAINLAND: Final = Scope(
    activities=STUDENT_ACTIVITIES, terms=LONG, sending_groups=("mainland",), receiving_groups=NEARBY
)
SHORT_NEARBY_FEWER_OPPORTUNITIES: Final = Scope(
    activities=STUDENT_ACTIVITIES, terms=SHORT, fewer_opportunities=True, receiving_groups=NEARBY
)
SHORT_NEARBY_OTHERS: Final = Scope(
    activities=STUDENT_ACTIVITIES, terms=SHORT, fewer_opportunities=False, receiving_groups=NEARBY
)
SHORT_NEARBY_OTHERS_FROM_ISLANDS: Final = Scope(
    activities=STUDENT_ACTIVITIES,
    terms=SHORT,
    fewer_opportunities=False,
    sending_groups=("islands",),
    receiving_groups=NEARBY,
)
SHORT_NEARBY_OTHERS_FROM_MAINLAND: Final = Scope(
    activities=STUDENT_ACTIVITIES,
    terms=SHORT,
    fewer_opportunities=False,
    sending_groups=("mainland",),
    receiving_groups=NEARBY,
)

# --- Long-term students, by living costs: calls 2021 to 2023, in which Region 14 is as group 1 and Region 13 as group 2
UP_TO_1_2021: Final = Scope(sending_groups=("group-2", "group-3"), receiving_groups=("group-1", "region-14"))
UP_TO_2_2021: Final = Scope(sending_groups=("group-3",), receiving_groups=("group-2", "region-13"))
WITHIN_1_2021: Final = Scope(sending_groups=("group-1",), receiving_groups=("group-1", "region-14"))
WITHIN_2_2021: Final = Scope(sending_groups=("group-2",), receiving_groups=("group-2", "region-13"))
DOWN_FROM_1_2021: Final = Scope(sending_groups=("group-1",), receiving_groups=("group-2", "region-13", "group-3"))

# --- The same from call 2024 on, in which both regions are as group 1
UP_TO_1_2024: Final = Scope(sending_groups=("group-2", "group-3"), receiving_groups=("group-1", *REGIONS_13_14))
UP_TO_2_2024: Final = Scope(sending_groups=("group-3",), receiving_groups=("group-2",))
WITHIN_1_2024: Final = Scope(sending_groups=("group-1",), receiving_groups=("group-1", *REGIONS_13_14))
WITHIN_2_2024: Final = Scope(sending_groups=("group-2",), receiving_groups=("group-2",))
DOWN_FROM_1_2024: Final = Scope(sending_groups=("group-1",), receiving_groups=("group-2", "group-3"))

# --- The same in all calls
WITHIN_3: Final = Scope(sending_groups=("group-3",), receiving_groups=("group-3",))
DOWN_FROM_2: Final = Scope(sending_groups=("group-2",), receiving_groups=("group-3",))
