"""Université Savoie Mont Blanc: International Credit Mobility, agreements 2019, 2020, 2022 and 2023 (facts U1 to U19).

Source:
    https://www.univ-smb.fr/en/international/cooperation-internationale/erasmus/
"""

from datetime import date
from decimal import Decimal
from typing import Final

from erasmus_grants.lengths import Length
from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.universities._pages import (
    EU_CYCLE,
    PARTNERS_OF_ERASMUS_PAGE,
    PARTNERS_OF_ICM_PAGE,
    U13,
    U14,
    U16,
    USMB_ERASMUS,
    V10,
)
from erasmus_grants.rulebooks.universities._partners import USMB_PARTNERS
from erasmus_grants.rulebooks.universities._payments import ALL_ON_ARRIVAL, THREE_QUARTERS_BEFORE
from erasmus_grants.rulebooks.universities._rates import BANDS_FROM_100_KM, STAFF, STUDENTS, TRAINING
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose
from erasmus_grants.rules.agreements import Agreement, Flow
from erasmus_grants.rules.countries import HomeCountry
from erasmus_grants.rules.cycle import CycleLimit
from erasmus_grants.rules.daily_rates import DailyRate, DayTier
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.documents import DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.payment_split import PaymentSplit
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
    Document,
    DocumentStage,
    Funding,
    LengthUnit,
    LineKind,
    ParticipantRole,
    Purpose,
    RulebookStatus,
    Signatory,
    Term,
)

U1: Final = USMB_ERASMUS.at("U1", "International Mobility Credits, SMS")
U2: Final = USMB_ERASMUS.at("U2", "International Mobility Credits, SMP")
U4: Final = USMB_ERASMUS.at(
    "U4",
    "International Mobility Credits, STA",
    note="The hours of a further, incomplete week follow an agreement clause: a fifth of a week's for each day (MED).",
)
U5: Final = USMB_ERASMUS.at("U5", "International Mobility Credits, STT")
U6: Final = USMB_ERASMUS.at("U6", "International Mobility Credits, combined mobility of staff")
U7: Final = USMB_ERASMUS.at("U7", "International Mobility Credits, doctoral students")
U8: Final = USMB_ERASMUS.at("U8", "International Mobility Credits, note on conferences")
U9: Final = USMB_ERASMUS.at("U9", "International Mobility Credits, agreements and partner universities")
U10: Final = USMB_ERASMUS.at("U10", "International Mobility Credits, agreement 2023, security situation")
U11: Final = USMB_ERASMUS.at("U11", "International Mobility Credits, package of 5 days on site and 2 travel days")
U14_OUTGOING: Final = USMB_ERASMUS.at(
    "U14-OUTGOING", "International Mobility Credits, budget: outgoing student mobility is financed by regional grants"
)
U15: Final = USMB_ERASMUS.at("U15", "International Mobility Credits, payment of grants to USMB staff")
U17: Final = USMB_ERASMUS.at("U17", "International Mobility Credits, calls for applications")
U18: Final = USMB_ERASMUS.at("U18", "International Mobility Credits, documents before, during and after")
U19: Final = USMB_ERASMUS.at("U19", "International Mobility Credits, programme priorities")

STUDENT_ACTIVITIES: Final = (ActivityType.SMS, ActivityType.SMT)
STAFF_ACTIVITIES: Final = (ActivityType.STA, ActivityType.STT)
OUTGOING: Final = (Direction.OUTGOING,)
INCOMING: Final = (Direction.INCOMING,)
FLOWS: Final = (
    Flow(activity=ActivityType.SMS, direction=Direction.INCOMING),
    Flow(activity=ActivityType.STA, direction=Direction.INCOMING),
    Flow(activity=ActivityType.STA, direction=Direction.OUTGOING),
    Flow(activity=ActivityType.STT, direction=Direction.INCOMING),
    Flow(activity=ActivityType.STT, direction=Direction.OUTGOING),
)
TWO_MONTHS: Final = Length(value=2, unit=LengthUnit.CALENDAR_MONTHS)
TWELVE_MONTHS: Final = Length(value=12, unit=LengthUnit.CALENDAR_MONTHS)

RULEBOOK: Final = Rulebook(
    id="usmb-icm-2023",
    title="Savoie Mont Blanc, International Credit Mobility, agreements 2019 to 2023",
    institution="Université Savoie Mont Blanc",
    home=HomeCountry(country="FR", source=USMB_ERASMUS),
    action="KA107 and KA171",
    call_years=(2019, 2020, 2022, 2023),
    status=RulebookStatus.VERIFIED,
    sources=(
        USMB_ERASMUS,
        *(U1, U2, U4, U5, U6, U7, U8, U9, U10, U11, U13, U14, U14_OUTGOING, U15, U16, U17, U18, U19),
        V10,
        PARTNERS_OF_ERASMUS_PAGE,
        PARTNERS_OF_ICM_PAGE,
        EU_CYCLE,
    ),
    activities=(
        ActivityRule(
            scope=Scope(activities=(ActivityType.SMS,), directions=INCOMING),
            roles=STUDENTS,
            source=U1,
        ),
        ActivityRule(
            scope=Scope(activities=(ActivityType.SMT,), directions=INCOMING),
            roles=STUDENTS,
            source=U2,
        ),
        ActivityRule(
            scope=Scope(activities=STUDENT_ACTIVITIES, directions=OUTGOING),
            funding=Funding.NOT_FUNDED,
            why="regional grants pay for outgoing students.",
            roles=STUDENTS,
            source=U14_OUTGOING,
        ),
        ActivityRule(
            scope=Scope(activities=(ActivityType.STA,)),
            roles=STAFF,
            purposes=(Purpose.TEACHING,),
            source=U4,
        ),
        ActivityRule(
            scope=Scope(activities=(ActivityType.STT,)),
            roles=STAFF,
            purposes=TRAINING,
            source=U5,
        ),
    ),
    excluded_purposes=(ExcludedPurpose(purpose=Purpose.CONFERENCE, source=U8),),
    short_term=ShortTermRule(
        activities=(ActivityType.SMS,),
        roles=STUDENTS,
        roles_without_virtual_component=(ParticipantRole.DOCTORAL_CANDIDATE,),
        minimum_days=5,
        maximum_days=30,
        source=U7,
    ),
    durations=(
        DurationLimit(
            scope=Scope(activities=(ActivityType.STA,)),
            minimum=Length(value=5, unit=LengthUnit.CALENDAR_DAYS),
            maximum=TWO_MONTHS,
            source=U4,
        ),
        DurationLimit(
            scope=Scope(activities=(ActivityType.STT,)),
            minimum=Length(value=5, unit=LengthUnit.CALENDAR_DAYS),
            maximum=TWO_MONTHS,
            source=U5,
        ),
        DurationLimit(
            scope=Scope(activities=STUDENT_ACTIVITIES, terms=(Term.SHORT_TERM_PHYSICAL,)),
            minimum=Length(value=5, unit=LengthUnit.CALENDAR_DAYS),
            maximum=Length(value=30, unit=LengthUnit.CALENDAR_DAYS),
            source=U1,
        ),
        DurationLimit(
            scope=Scope(activities=(ActivityType.SMS,), terms=(Term.LONG_TERM_PHYSICAL,)),
            minimum=TWO_MONTHS,
            maximum=TWELVE_MONTHS,
            source=U1,
        ),
        DurationLimit(
            scope=Scope(activities=(ActivityType.SMT,), terms=(Term.LONG_TERM_PHYSICAL,)),
            minimum=TWO_MONTHS,
            maximum=TWELVE_MONTHS,
            source=U2,
        ),
    ),
    cycle_limits=(CycleLimit(scope=Scope(activities=STUDENT_ACTIVITIES), maximum_months=12, source=EU_CYCLE),),
    teaching_hours=(
        TeachingHours(
            scope=Scope(activities=(ActivityType.STA,), roles=STAFF),
            hours_per_week=8,
            hours_per_week_combined=4,
            combined_source=U6,
            source=U4,
        ),
    ),
    travel_support=(DistanceBands(bands=BANDS_FROM_100_KM, source=U13),),
    travel_days=(
        TravelDays(scope=Scope(activities=STAFF_ACTIVITIES), funded_travel_days=2, source=U11),
        TravelDays(scope=Scope(activities=STUDENT_ACTIVITIES), funded_travel_days=0, source=U14),
    ),
    daily_rates=(
        DailyRate(
            scope=Scope(activities=STAFF_ACTIVITIES, directions=OUTGOING),
            rate_eur_per_day=Decimal("180.00"),
            tiers=(DayTier(from_day=1, share=Decimal(1)),),
            funded_days_cap=5,
            cap_source=U11,
            source=U14,
        ),
        DailyRate(
            scope=Scope(activities=STAFF_ACTIVITIES, directions=INCOMING),
            rate_eur_per_day=Decimal("160.00"),
            tiers=(DayTier(from_day=1, share=Decimal(1)),),
            funded_days_cap=5,
            cap_source=U11,
            source=U14,
        ),
    ),
    monthly_rates=(
        MonthlyRate(
            scope=Scope(activities=STUDENT_ACTIVITIES, directions=INCOMING),
            rate_eur_per_month=Decimal("850.00"),
            source=U14,
        ),
    ),
    short_stay_rates=(
        NotPublished(
            scope=Scope(activities=STUDENT_ACTIVITIES, directions=INCOMING),
            not_published="the page prints a monthly amount for students and none per day; ask the international office.",
            source=U14,
        ),
    ),
    top_ups=(
        TopUpNotPublished(
            kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
            not_published="additional funding is announced without an amount; ask the international office.",
            source=U19,
        ),
    ),
    payment_splits=(
        PaymentSplit(
            scope=Scope(activities=STAFF_ACTIVITIES, directions=OUTGOING),
            instalments=THREE_QUARTERS_BEFORE,
            source=U15,
        ),
        PaymentSplit(
            scope=Scope(directions=INCOMING),
            instalments=ALL_ON_ARRIVAL,
            source=U16,
        ),
    ),
    settlement=SettlementRule(below_minimum=BelowMinimum.PRORATE, source=V10),
    partners=USMB_PARTNERS,
    agreements=(
        Agreement(
            id="2019",
            start_date=date(2019, 8, 1),
            end_date=date(2022, 7, 31),
            partners=("2iE", "UGB", "UCAD"),
            flows=FLOWS,
            source=U9,
        ),
        Agreement(
            id="2020",
            start_date=date(2020, 8, 1),
            end_date=date(2023, 7, 31),
            partners=("2iE", "KAGAWA", "OKAYAMA", "TOKYO", "HYOGO", "WASEDA"),
            flows=FLOWS,
            source=U9,
        ),
        Agreement(
            id="2022",
            start_date=date(2022, 8, 1),
            end_date=date(2025, 7, 31),
            partners=(
                *("2iE", "UCAD", "UQTR", "LAVAL", "SHERBROOKE", "UNCU", "UNLP", "UFV", "UFT", "UROSARIO", "UDEM"),
                *("UPI", "UNJ", "NUOL", "UM", "UKM", "KAU", "SUMDU"),
            ),
            flows=FLOWS,
            note="GEMINAE partners: 2iE, UQTR, Sherbrooke, UNCU, UNLP, UFV, UFT, UROSARIO, UDEM.",
            source=U9,
        ),
        Agreement(
            id="2023",
            start_date=date(2023, 8, 1),
            end_date=date(2026, 7, 31),
            partners=("KAGAWA", "OKAYAMA", "TOKYO", "HYOGO", "WASEDA", "CHNU"),
            flows=(
                Flow(activity=ActivityType.SMS, direction=Direction.INCOMING),
                Flow(activity=ActivityType.STA, direction=Direction.INCOMING),
                Flow(activity=ActivityType.STA, direction=Direction.OUTGOING, security_condition=True, source=U10),
                Flow(activity=ActivityType.STT, direction=Direction.INCOMING, security_condition=True, source=U10),
                Flow(activity=ActivityType.STT, direction=Direction.OUTGOING),
            ),
            note="UNITA associate partner: CHNU.",
            source=U9,
        ),
    ),
    documents=(
        DocumentRule(
            document=Document.LEARNING_AGREEMENT,
            stage=DocumentStage.BEFORE_DEPARTURE,
            signed_by=(Signatory.PARTICIPANT, Signatory.SENDING_ORGANISATION, Signatory.RECEIVING_ORGANISATION),
            note="Agreement for learning, teaching, training or both, signed by three parties",
            source=U18,
        ),
        DocumentRule(
            scope=Scope(activities=STAFF_ACTIVITIES, directions=OUTGOING),
            document=Document.COMPONENT_AUTHORISATION,
            stage=DocumentStage.BEFORE_DEPARTURE,
            signed_by=(Signatory.COMPONENT,),
            note="Travel authorisation form of the component, besides the DAAE",
            source=U18,
        ),
        DocumentRule(
            document=Document.GRANT_AGREEMENT,
            stage=DocumentStage.BEFORE_DEPARTURE,
            signed_by=(Signatory.PARTICIPANT, Signatory.VICE_PRESIDENT),
            note="Names the days and the amount; the participant signs by hand before departure",
            source=U18,
        ),
        DocumentRule(
            document=Document.CERTIFICATE_OF_ATTENDANCE,
            stage=DocumentStage.DURING_STAY,
            signed_by=(Signatory.RECEIVING_ORGANISATION,),
            note="At the end of the stay, without travel days",
            source=U18,
        ),
        DocumentRule(
            document=Document.PARTICIPANT_REPORT,
            stage=DocumentStage.AFTER_STAY,
            note="On line, after an invitation of the Commission",
            source=U18,
        ),
    ),
    notes=(
        Note(
            text="Two calls a year. January/February: first semester of the following academic year. "
            "September/October: second semester of the running one. Staff of partners may apply at any time.",
            source=U17,
        ),
        Note(
            text="Priorities: inclusion and green travel, with additional funding whose amounts are not printed.",
            source=U19,
        ),
    ),
)
