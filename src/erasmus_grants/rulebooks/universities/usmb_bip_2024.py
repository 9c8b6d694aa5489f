"""Université Savoie Mont Blanc: Blended Intensive Programmes, sessions of 2024 (facts B1 to B10).

The year in the name is that of the printed sessions; the call year of their grant agreement is not printed.

Source:
    https://www.univ-smb.fr/en/international/cooperation-internationale/erasmus/
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.lengths import Length
from erasmus_grants.rulebook import Note, Rulebook
from erasmus_grants.rulebooks.universities._pages import (
    EU_BELOW_MINIMUM,
    EU_CYCLE,
    EU_FEWER_OPPORTUNITIES_2024,
    EU_TRAVEL_2024,
    USMB_ERASMUS,
)
from erasmus_grants.rulebooks.universities._rates import BANDS_2024, STAFF, STUDENTS
from erasmus_grants.rules.activities import ActivityRule
from erasmus_grants.rules.bip import PerDayTier, ShortStayRate
from erasmus_grants.rules.countries import HomeCountry
from erasmus_grants.rules.cycle import CycleLimit
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.documents import ApplicationDeadline, DocumentRule
from erasmus_grants.rules.duration import DurationLimit
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.top_ups import OnceTopUp, TopUpNotPublished, TopUpTier
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
    RulebookStatus,
    Signatory,
)

B1: Final = USMB_ERASMUS.at("B1", "Blended Intensive Programme, what it combines")
B2: Final = USMB_ERASMUS.at(
    "B2", "Blended Intensive Programme, lump-sum payments, 5 to 14 days", note="Transport and living expenses together."
)
B2_B3: Final = USMB_ERASMUS.at(
    "B2-B3", "Blended Intensive Programme, lump-sum payments, 5 to 14 days and up to 30 days"
)
B3: Final = USMB_ERASMUS.at("B3", "Blended Intensive Programme, lump-sum payments, beyond 14 days")
B4: Final = USMB_ERASMUS.at("B4", "Blended Intensive Programme, green mobility top-up and inclusion top-up")
B5: Final = USMB_ERASMUS.at("B5", "Blended Intensive Programme, ECTS credits")
B6: Final = USMB_ERASMUS.at("B6", "Blended Intensive Programme, application and selection")
B7: Final = USMB_ERASMUS.at("B7", "Blended Intensive Programme, documents of the application")
B8: Final = USMB_ERASMUS.at("B8", "Blended Intensive Programme, before, during and after the mobility")
B9: Final = USMB_ERASMUS.at(
    "B9",
    "Blended Intensive Programme, sessions for students and for staff; selection",
    note="That participants who are hosted are paid by their own institution is how the programme works, and is not "
    "printed here.",
)
B10: Final = USMB_ERASMUS.at("B10", "Blended Intensive Programme, sessions with their dates")

STUDENT_ACTIVITIES: Final = (ActivityType.SMS,)
STAFF_ACTIVITIES: Final = (ActivityType.STA, ActivityType.STT)
OUTGOING_STUDENTS: Final = Scope(
    activities=STUDENT_ACTIVITIES, directions=(Direction.OUTGOING,), blended_intensive_programme=True
)

RULEBOOK: Final = Rulebook(
    id="usmb-bip-2024",
    title="Savoie Mont Blanc, Blended Intensive Programmes of 2024",
    institution="Université Savoie Mont Blanc",
    home=HomeCountry(country="FR", source=USMB_ERASMUS),
    action="KA131",
    call_years=(),
    status=RulebookStatus.VERIFIED,
    sources=(
        USMB_ERASMUS,
        *(B1, B2, B2_B3, B3, B4, B5, B6, B7, B8, B9, B10),
        EU_FEWER_OPPORTUNITIES_2024,
        EU_TRAVEL_2024,
        EU_CYCLE,
        EU_BELOW_MINIMUM,
    ),
    activities=(
        ActivityRule(scope=OUTGOING_STUDENTS, roles=STUDENTS, source=B9),
        ActivityRule(
            scope=Scope(
                activities=STUDENT_ACTIVITIES, directions=(Direction.INCOMING,), blended_intensive_programme=True
            ),
            funding=Funding.NOT_FUNDED,
            why="the sending institution pays its own participants.",
            roles=STUDENTS,
            source=B9,
        ),
        ActivityRule(
            scope=Scope(
                activities=STAFF_ACTIVITIES, directions=(Direction.OUTGOING,), blended_intensive_programme=True
            ),
            funding=Funding.NOT_PUBLISHED,
            why="some programmes are for staff, and the page prints the amount of students only.",
            roles=STAFF,
            source=B9,
        ),
        ActivityRule(
            scope=Scope(
                activities=STAFF_ACTIVITIES, directions=(Direction.INCOMING,), blended_intensive_programme=True
            ),
            funding=Funding.NOT_FUNDED,
            why="the sending institution pays its own participants.",
            roles=STAFF,
            source=B9,
        ),
    ),
    short_term=ShortTermRule(roles=STUDENTS, minimum_days=5, maximum_days=30, source=B3),
    durations=(
        DurationLimit(
            scope=Scope(activities=STUDENT_ACTIVITIES, blended_intensive_programme=True),
            minimum=Length(value=5, unit=LengthUnit.CALENDAR_DAYS),
            maximum=Length(value=30, unit=LengthUnit.CALENDAR_DAYS),
            source=B2_B3,
        ),
    ),
    cycle_limits=(CycleLimit(scope=Scope(activities=STUDENT_ACTIVITIES), maximum_months=12, source=EU_CYCLE),),
    travel_support=(
        DistanceBands(
            scope=Scope(
                activities=STUDENT_ACTIVITIES,
                directions=(Direction.OUTGOING,),
                blended_intensive_programme=True,
                fewer_opportunities=True,
            ),
            bands=BANDS_2024,
            source=EU_TRAVEL_2024,
        ),
    ),
    travel_days=(TravelDays(funded_travel_days=0, source=B2),),
    short_stay_rates=(
        ShortStayRate(
            scope=OUTGOING_STUDENTS,
            tiers=(
                PerDayTier(from_day=1, to_day=14, rate_eur_per_day=Decimal("79.00")),
                PerDayTier(from_day=15, to_day=30, rate_eur_per_day=Decimal("56.00"), source=B3),
            ),
            source=B2,
        ),
    ),
    top_ups=(
        OnceTopUp(
            scope=OUTGOING_STUDENTS,
            kind=LineKind.TOP_UP_FEWER_OPPORTUNITIES,
            tiers=(
                TopUpTier(from_day=5, to_day=14, amount_eur=Decimal("100.00")),
                TopUpTier(from_day=15, to_day=30, amount_eur=Decimal("150.00")),
            ),
            source=EU_FEWER_OPPORTUNITIES_2024,
        ),
        TopUpNotPublished(
            scope=Scope(
                activities=STUDENT_ACTIVITIES,
                directions=(Direction.OUTGOING,),
                blended_intensive_programme=True,
                fewer_opportunities=False,
            ),
            kind=LineKind.TOP_UP_GREEN_TRAVEL,
            not_published="a travel package is announced for it; ask the international office.",
            source=B4,
        ),
    ),
    payment_splits=(
        NotPublished(
            not_published="the page says that the balance follows the participant report, and prints no shares.",
            source=B8,
        ),
    ),
    settlement=SettlementRule(below_minimum=BelowMinimum.FORFEIT, source=EU_BELOW_MINIMUM),
    documents=(
        DocumentRule(document=Document.CV, stage=DocumentStage.APPLICATION, note="Typed, in French", source=B7),
        DocumentRule(
            document=Document.MOTIVATION_LETTER,
            stage=DocumentStage.APPLICATION,
            signed_by=(Signatory.PARTICIPANT,),
            note="In French, dated and signed",
            source=B7,
        ),
        DocumentRule(
            document=Document.BANK_DETAILS,
            stage=DocumentStage.APPLICATION,
            note="Of a French account in the applicant's name",
            source=B7,
        ),
        DocumentRule(
            document=Document.CROUS_AWARD_NOTICE,
            stage=DocumentStage.APPLICATION,
            applies_if="Only of holders of a grant on social criteria",
            note="The final notice",
            source=B7,
        ),
        DocumentRule(
            document=Document.DISABILITY_CERTIFICATE,
            stage=DocumentStage.APPLICATION,
            applies_if="Only of applicants with a disability",
            note="Of the MDPH",
            source=B7,
        ),
        DocumentRule(
            document=Document.LEARNING_AGREEMENT,
            stage=DocumentStage.BEFORE_DEPARTURE,
            signed_by=(Signatory.PARTICIPANT, Signatory.SENDING_ORGANISATION, Signatory.RECEIVING_ORGANISATION),
            note="Signed by three parties",
            source=B8,
        ),
        DocumentRule(
            document=Document.CERTIFICATE_OF_ATTENDANCE,
            stage=DocumentStage.DURING_STAY,
            signed_by=(Signatory.RECEIVING_ORGANISATION,),
            note="With the dates of the physical part, without travel days",
            source=B8,
        ),
        DocumentRule(
            document=Document.PARTICIPANT_REPORT,
            stage=DocumentStage.AFTER_STAY,
            note="Without it the balance is not paid",
            source=B8,
        ),
    ),
    deadlines=(
        ApplicationDeadline(
            scope=Scope(directions=(Direction.OUTGOING,), blended_intensive_programme=True),
            months_before_start=2,
            source=B6,
        ),
    ),
    notes=(
        Note(text="On-line learning comes with a physical part of five days.", source=B1),
        Note(text="Whoever validates the programme receives ECTS credits.", source=B5),
        Note(
            text="A session is for students, for students and staff, or for staff alone. The component selects, and a "
            "commission (CORI) decides afterwards: until then an amount is an estimate.",
            source=B9,
        ),
        Note(
            text="Sessions printed for 2024, among them: Brescia 1-5 May (doctoral candidates), Guarda 20-31 May, "
            "Timisoara 10-15 July, Brasov 13-21 September (staff only); hosted: 15-18 April (four days, below the "
            "minimum), GraSPA 16-23 July.",
            source=B10,
        ),
    ),
)
