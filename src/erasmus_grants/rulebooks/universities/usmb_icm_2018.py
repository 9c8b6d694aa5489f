"""Université Savoie Mont Blanc: International Credit Mobility for staff, agreements 2018 and 2019 (facts V1 to V14).

Source:
    https://www.univ-smb.fr/en/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/
"""

from datetime import date
from decimal import Decimal
from typing import Final

from erasmus_grants.lengths import Length
from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.universities._pages import (
    EU_REDUCED_2018,
    PARTNERS_OF_ERASMUS_PAGE,
    PARTNERS_OF_ICM_PAGE,
    U16,
    USMB_ICM_STAFF,
    V10,
)
from erasmus_grants.rulebooks.universities._partners import USMB_PARTNERS
from erasmus_grants.rulebooks.universities._payments import ALL_ON_ARRIVAL, THREE_QUARTERS_BEFORE
from erasmus_grants.rulebooks.universities._rates import BANDS_FROM_100_KM, FULL_TO_DAY_14_2018, STAFF, TRAINING
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose
from erasmus_grants.rules.agreements import Agreement, Flow
from erasmus_grants.rules.countries import HomeCountry
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.documents import DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.payment_split import PaymentSplit
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import TopUpNotPublished
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.scope import Scope
from erasmus_grants.vocabulary import (
    ActivityType,
    BelowMinimum,
    Direction,
    Document,
    DocumentStage,
    HostKind,
    LengthUnit,
    LineKind,
    ParticipantRole,
    Purpose,
    RulebookStatus,
    Signatory,
)

V1: Final = USMB_ICM_STAFF.at(
    "V1",
    "Table of mobilities, teaching mobility for USMB teachers",
    note="The hours of a further, incomplete week follow an agreement clause: a fifth of a week's for each day (MED).",
)
V2: Final = USMB_ICM_STAFF.at(
    "V2", "Table of mobilities, training mobility", note="The table's 60 days win over the 2 months printed above it."
)
V3: Final = USMB_ICM_STAFF.at("V3", "Incoming and outgoing training activity, note on conferences")
V4: Final = USMB_ICM_STAFF.at("V4", "Conventions 2018 and 2019, flows and partner universities")
V5: Final = USMB_ICM_STAFF.at("V5", "Table of mobilities, teaching mobility for guest staff")
V6: Final = USMB_ICM_STAFF.at("V6", "Incoming and outgoing training activity, eligible organisations")
V7: Final = USMB_ICM_STAFF.at("V7", "Incoming and outgoing training activity, combined mobility")
V8: Final = USMB_ICM_STAFF.at(
    "V8", "Individual support, 5 days minimum and 2 travel days", note="No cap of funded days is printed."
)
V9: Final = USMB_ICM_STAFF.at("V9", "Terms of payment of scholarships to USMB staff")
V11: Final = USMB_ICM_STAFF.at(
    "V11",
    "Travel package, travel distances",
    note="The distance is that of the outward journey, the amount is for both. Nothing is printed below 100 km.",
)
V12: Final = USMB_ICM_STAFF.at("V12", "Validation by the home component, co-financing")
V13: Final = USMB_ICM_STAFF.at("V13", "Documents before, during and after the mobility")
V14: Final = USMB_ICM_STAFF.at("V14", "Control and audit")

OUTGOING: Final = (Direction.OUTGOING,)
INCOMING: Final = (Direction.INCOMING,)
FIVE_DAYS: Final = Length(value=5, unit=LengthUnit.CALENDAR_DAYS)
SIXTY_DAYS: Final = Length(value=60, unit=LengthUnit.CALENDAR_DAYS)

RULEBOOK: Final = Rulebook(
    id="usmb-icm-2018",
    title="Savoie Mont Blanc, International Credit Mobility for staff, agreements 2018 and 2019",
    institution="Université Savoie Mont Blanc",
    home=HomeCountry(country="FR", source=USMB_ICM_STAFF),
    action="KA107",
    call_years=(2018, 2019),
    status=RulebookStatus.VERIFIED,
    sources=(
        USMB_ICM_STAFF,
        V1,
        V2,
        V3,
        V4,
        V5,
        V6,
        V7,
        V8,
        V9,
        V10,
        V11,
        V12,
        V13,
        V14,
        U16,
        PARTNERS_OF_ERASMUS_PAGE,
        PARTNERS_OF_ICM_PAGE,
        EU_REDUCED_2018,
    ),
    activities=(
        ActivityRule(
            scope=Scope(activities=(ActivityType.STA,)),
            roles=(*STAFF, ParticipantRole.INVITED_STAFF),
            purposes=(Purpose.TEACHING,),
            source=V1,
        ),
        ActivityRule(
            scope=Scope(activities=(ActivityType.STT,), directions=INCOMING),
            roles=STAFF,
            purposes=TRAINING,
            source=V6,
        ),
        ActivityRule(
            scope=Scope(activities=(ActivityType.STT,), directions=OUTGOING),
            roles=STAFF,
            hosts=(HostKind.HIGHER_EDUCATION,),
            purposes=TRAINING,
            source=V6,
        ),
    ),
    excluded_purposes=(ExcludedPurpose(purpose=Purpose.CONFERENCE, source=V3),),
    durations=(
        DurationLimit(
            scope=Scope(activities=(ActivityType.STA,), roles=(ParticipantRole.INVITED_STAFF,)),
            minimum=FIVE_DAYS,
            maximum=SIXTY_DAYS,
            source=V5,
        ),
        DurationLimit(
            scope=Scope(activities=(ActivityType.STA,), roles=STAFF), minimum=FIVE_DAYS, maximum=SIXTY_DAYS, source=V1
        ),
        DurationLimit(scope=Scope(activities=(ActivityType.STT,)), minimum=FIVE_DAYS, maximum=SIXTY_DAYS, source=V2),
    ),
    teaching_hours=(
        TeachingHours(
            scope=Scope(activities=(ActivityType.STA,), roles=STAFF),
            hours_per_week=8,
            hours_per_week_combined=4,
            combined_source=V7,
            source=V1,
        ),
    ),
    travel_support=(DistanceBands(bands=BANDS_FROM_100_KM, source=V11),),
    travel_days=(TravelDays(funded_travel_days=2, source=V8),),
    daily_rates=(
        DailyRate(
            scope=Scope(directions=OUTGOING),
            rate_eur_per_day=Decimal("180.00"),
            tiers=FULL_TO_DAY_14_2018,
            source=V8,
        ),
        DailyRate(
            scope=Scope(directions=INCOMING),
            rate_eur_per_day=Decimal("160.00"),
            tiers=FULL_TO_DAY_14_2018,
            source=V8,
        ),
    ),
    top_ups=(
        TopUpNotPublished(
            kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
            not_published="the page prints none; ask the international office.",
            source=V8,
        ),
    ),
    payment_splits=(
        PaymentSplit(
            scope=Scope(directions=OUTGOING),
            instalments=THREE_QUARTERS_BEFORE,
            source=V9,
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
            id="2018",
            start_date=date(2018, 6, 1),
            end_date=date(2020, 7, 31),
            partners=(
                *("UNCU", "UNSJ", "2iE", "IRKUTSK", "NOVOSIBIRSK", "TUSUR"),
                *("DONNU", "KAU", "SUMDU", "TSNUK", "HCMUS", "TDTU"),
            ),
            flows=(
                Flow(activity=ActivityType.STA, direction=Direction.INCOMING, marked_open=True),
                Flow(activity=ActivityType.STA, direction=Direction.OUTGOING, marked_open=True),
                Flow(activity=ActivityType.STT, direction=Direction.INCOMING, marked_open=True),
                Flow(activity=ActivityType.STT, direction=Direction.OUTGOING, marked_open=True),
            ),
            source=V4,
        ),
        Agreement(
            id="2019",
            start_date=date(2019, 8, 1),
            end_date=date(2022, 7, 31),
            partners=("2iE", "UGB", "UCAD"),
            flows=(
                Flow(activity=ActivityType.STA, direction=Direction.INCOMING, marked_open=False),
                Flow(activity=ActivityType.STA, direction=Direction.OUTGOING, marked_open=True),
                Flow(activity=ActivityType.STT, direction=Direction.INCOMING, marked_open=False),
                Flow(activity=ActivityType.STT, direction=Direction.OUTGOING, marked_open=True),
            ),
            source=V4,
        ),
    ),
    documents=(
        DocumentRule(
            scope=Scope(activities=(ActivityType.STA,)),
            document=Document.LEARNING_AGREEMENT,
            stage=DocumentStage.BEFORE_DEPARTURE,
            signed_by=(Signatory.PARTICIPANT, Signatory.SENDING_ORGANISATION, Signatory.RECEIVING_ORGANISATION),
            note="Teaching agreement, signed by three parties",
            source=V13,
        ),
        DocumentRule(
            document=Document.GRANT_AGREEMENT,
            stage=DocumentStage.BEFORE_DEPARTURE,
            signed_by=(Signatory.PARTICIPANT, Signatory.VICE_PRESIDENT),
            note="Mobility agreement; names the days and the amount",
            source=V13,
        ),
        DocumentRule(
            scope=Scope(directions=OUTGOING),
            document=Document.COMPONENT_AUTHORISATION,
            stage=DocumentStage.BEFORE_DEPARTURE,
            signed_by=(Signatory.COMPONENT,),
            note="The page asks for the validation of the home component and names no form",
            source=V12,
        ),
        DocumentRule(
            document=Document.CERTIFICATE_OF_ATTENDANCE,
            stage=DocumentStage.DURING_STAY,
            signed_by=(Signatory.RECEIVING_ORGANISATION,),
            note="Signed on the spot, without travel days",
            source=V13,
        ),
        DocumentRule(
            document=Document.PARTICIPANT_REPORT,
            stage=DocumentStage.AFTER_STAY,
            note="On line, by a link of the Commission",
            source=V13,
        ),
    ),
    notes=(
        Note(text="The home component validates a mobility, and may add money of its own.", source=V12),
        Note(
            text="Mobilities are subject to control or audit by the Commission or the Erasmus+ France agency.",
            source=V14,
        ),
    ),
)
