"""The toy rulebook: data only, as a real one."""

from datetime import date
from decimal import Decimal
from typing import Final

from erasmus_grants.lengths import Length
from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rules.activities import ActivityRule, ExcludedPurpose
from erasmus_grants.rules.agreements import Agreement, Partner
from erasmus_grants.rules.bip import PerDayTier, ShortStayRate
from erasmus_grants.rules.countries import HomeCountry
from erasmus_grants.rules.cycle import CycleLimit
from erasmus_grants.rules.daily_rates import DailyRate, DayTier
from erasmus_grants.rules.distance_bands import DistanceBand, DistanceBands
from erasmus_grants.rules.documents import DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.payment_split import Instalment, PaymentSplit
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpTier
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.scope import Scope
from erasmus_grants.testing import toy_source
from erasmus_grants.vocabulary import (
    ActivityType,
    BelowMinimum,
    Document,
    DocumentStage,
    LengthUnit,
    ParticipantRole,
    PaymentKind,
    PaymentTrigger,
    Purpose,
    RulebookStatus,
    Signatory,
    Term,
    TopUpKind,
)

TOY: Final = toy_source()
STUDENTS: Final = (ActivityType.SMS, ActivityType.SMT)
STAFF: Final = (ActivityType.STA, ActivityType.STT)
LONG: Final = (Term.LONG_TERM_PHYSICAL,)
SHORT: Final = (Term.SHORT_TERM_PHYSICAL,)

RULEBOOK: Final = Rulebook(
    id="toy",
    title="Toy rulebook",
    institution="Toy university",
    home=HomeCountry(country="FR", source=TOY),
    action="TOY",
    call_years=(2030,),
    status=RulebookStatus.PROVISIONAL,
    sources=(TOY,),
    activities=(
        ActivityRule(
            scope=Scope(activities=STAFF),
            roles=(ParticipantRole.STAFF, ParticipantRole.DOCTORAL_CANDIDATE),
            source=TOY,
        ),
        ActivityRule(
            scope=Scope(activities=STUDENTS),
            roles=(ParticipantRole.STUDENT, ParticipantRole.DOCTORAL_CANDIDATE, ParticipantRole.RECENT_GRADUATE),
            source=TOY,
        ),
    ),
    excluded_purposes=(ExcludedPurpose(purpose=Purpose.CONFERENCE, source=TOY),),
    short_term=ShortTermRule(
        activities=(ActivityType.SMS,),
        roles=(ParticipantRole.STUDENT, ParticipantRole.DOCTORAL_CANDIDATE),
        roles_without_virtual_component=(ParticipantRole.DOCTORAL_CANDIDATE,),
        minimum_days=5,
        maximum_days=30,
        source=TOY,
    ),
    durations=(
        DurationLimit(
            scope=Scope(activities=STAFF),
            minimum=Length(value=2, unit=LengthUnit.CALENDAR_DAYS),
            maximum=Length(value=60, unit=LengthUnit.CALENDAR_DAYS),
            source=TOY,
        ),
        DurationLimit(
            scope=Scope(activities=STUDENTS, terms=SHORT),
            minimum=Length(value=5, unit=LengthUnit.CALENDAR_DAYS),
            maximum=Length(value=30, unit=LengthUnit.CALENDAR_DAYS),
            source=TOY,
        ),
        DurationLimit(
            scope=Scope(activities=STUDENTS, terms=LONG),
            minimum=Length(value=60, unit=LengthUnit.DAYS_360),
            maximum=Length(value=360, unit=LengthUnit.DAYS_360),
            source=TOY,
        ),
    ),
    cycle_limits=(CycleLimit(scope=Scope(activities=STUDENTS), maximum_months=12, source=TOY),),
    teaching_hours=(
        TeachingHours(
            scope=Scope(activities=(ActivityType.STA,)), hours_per_week=8, hours_per_week_combined=4, source=TOY
        ),
    ),
    travel_support=(
        DistanceBands(
            bands=(
                DistanceBand(from_km=10, below_km=100, standard_eur=Decimal(20), green_eur=Decimal(30)),
                DistanceBand(from_km=100, below_km=1000, standard_eur=Decimal(200), green_eur=Decimal(250)),
                DistanceBand(from_km=1000, standard_eur=Decimal(500)),
            ),
            source=TOY,
        ),
    ),
    travel_days=(
        TravelDays(scope=Scope(activities=STAFF), funded_travel_days=2, green_travel_days=6, source=TOY),
        TravelDays(scope=Scope(activities=STUDENTS), funded_travel_days=0, source=TOY),
    ),
    daily_rates=(
        DailyRate(
            rate_eur_per_day=Decimal(100),
            tiers=(
                DayTier(from_day=1, to_day=14, share=Decimal(1)),
                DayTier(from_day=15, to_day=60, share=Decimal("0.7")),
            ),
            source=TOY,
        ),
    ),
    monthly_rates=(MonthlyRate(rate_eur_per_month=Decimal(300), source=TOY),),
    short_stay_rates=(
        ShortStayRate(
            tiers=(
                PerDayTier(from_day=1, to_day=14, rate_eur_per_day=Decimal(20)),
                PerDayTier(from_day=15, to_day=30, rate_eur_per_day=Decimal(15)),
            ),
            source=TOY,
        ),
    ),
    top_ups=(
        OnceTopUp(
            scope=Scope(terms=SHORT),
            kind=TopUpKind.TOP_UP_FEWER_OPPORTUNITIES,
            tiers=(
                TopUpTier(from_day=5, to_day=14, amount_eur=Decimal(50)),
                TopUpTier(from_day=15, to_day=30, amount_eur=Decimal(75)),
            ),
            source=TOY,
        ),
        MonthlyTopUp(
            scope=Scope(terms=LONG),
            kind=TopUpKind.TOP_UP_FEWER_OPPORTUNITIES,
            rate_eur_per_month=Decimal(60),
            source=TOY,
        ),
        MonthlyTopUp(
            scope=Scope(terms=LONG),
            kind=TopUpKind.TOP_UP_TRAINEESHIP,
            rate_eur_per_month=Decimal(30),
            source=TOY,
        ),
    ),
    payment_splits=(
        PaymentSplit(
            instalments=(
                Instalment(
                    kind=PaymentKind.PRE_FINANCING,
                    trigger=PaymentTrigger.BEFORE_DEPARTURE,
                    travel_share=Decimal(1),
                    individual_share=Decimal("0.8"),
                ),
                Instalment(
                    kind=PaymentKind.BALANCE,
                    trigger=PaymentTrigger.AFTER_REPORT,
                    travel_share=Decimal(0),
                    individual_share=Decimal("0.2"),
                    conditions=(Document.CERTIFICATE_OF_ATTENDANCE, Document.PARTICIPANT_REPORT),
                ),
            ),
            source=TOY,
        ),
    ),
    settlement=SettlementRule(below_minimum=BelowMinimum.FORFEIT, tolerance_days=5, source=TOY),
    partners=(Partner(code="TOY-U", names=("Toy University", "Université du Jouet"), country="SN", source=TOY),),
    agreements=(
        Agreement(
            id="2030",
            start_date=date(2030, 1, 1),
            end_date=date(2032, 12, 31),
            partners=("TOY-U",),
            source=TOY,
        ),
    ),
    documents=(
        DocumentRule(
            document=Document.CERTIFICATE_OF_ATTENDANCE,
            stage=DocumentStage.DURING_STAY,
            signed_by=(Signatory.RECEIVING_ORGANISATION,),
            source=TOY,
        ),
        DocumentRule(document=Document.PARTICIPANT_REPORT, stage=DocumentStage.AFTER_STAY, source=TOY),
    ),
    notes=(Note(text="Every figure is invented.", source=TOY),),
)
