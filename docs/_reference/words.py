"""What to do about a finding, and what a word means that has no docstring."""

from collections.abc import Mapping
from typing import Final

from erasmus_grants.basics.vocabulary import FindingCode

WHAT_TO_DO: Final[Mapping[FindingCode, str]] = {
    FindingCode.DURATION_TOO_SHORT: "Agree on a longer stay, at least to the day that the sentence names. "
    "Travel days do not help: they never count towards the minimum.",
    FindingCode.DURATION_TOO_LONG: "Agree on a shorter stay, to the day that the sentence names at most.",
    FindingCode.MONTHS_PER_CYCLE_EXCEEDED: "Shorten the stay until the days fit, or check `months_used`: "
    "months of another study cycle do not count.",
    FindingCode.TEACHING_HOURS_TOO_FEW: "Plan at least the hours named. "
    "If training is combined with the teaching, set `combined`: the weekly minimum is then lower.",
    FindingCode.TEACHING_HOURS_MISSING: "State `teaching_hours`, the hours over the whole stay.",
    FindingCode.VIRTUAL_COMPONENT_MISSING: "If there is a virtual part, set `virtual_component`. "
    "If there is none, the stay has to be a long one.",
    FindingCode.CONFERENCE_NOT_ELIGIBLE: "Nothing can be done within the programme: conferences need another budget.",
    FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE: "Choose a host of the kinds named.",
    FindingCode.ROLE_NOT_ELIGIBLE: "Check `role`, or choose an activity that is open to this participant.",
    FindingCode.TEACHING_CONTRACT_MISSING: "If the doctoral candidate has a teaching contract, "
    "set `teaching_contract`. Otherwise the candidate travels as a student.",
    FindingCode.ACTIVITY_NOT_COVERED: "Use a rulebook that covers this mobility; the sentence lists what this one has.",
    FindingCode.ACTIVITY_NOT_FUNDED: "Ask whoever the sentence names: the activity is possible, "
    "and another budget pays for it.",
    FindingCode.COUNTRY_DISAGREES: "Correct the country or the direction. "
    "Direction is seen from the institution of the rulebook.",
    FindingCode.OUTSIDE_AGREEMENT_PERIOD: "Move the stay into one of the periods named. "
    "Both dates have to lie in the same agreement.",
    FindingCode.PARTNER_NOT_IN_AGREEMENT: "Check the spelling of the partner, or use dates of an agreement "
    "that lists it; the sentence says which ones do.",
    FindingCode.DISTANCE_MISSING: "Take the one-way distance from the Commission's distance calculator "
    "and state it as `distance_km`.",
    FindingCode.COUNTRY_MISSING: "State the country that the sentence names.",
    FindingCode.RATE_NOT_PUBLISHED: "Ask the international office, or put the figure into a rulebook of your own "
    "once you have it in print. The library does not guess one.",
    FindingCode.FUNDED_DAYS_CAPPED: "Tell the participant that the days above the limit are unpaid.",
    FindingCode.TRAVEL_DAYS_CAPPED: "Tell the participant how many travel days are paid.",
    FindingCode.GREEN_AMOUNT_NOT_PUBLISHED: "Ask the international office whether there is an amount for green travel; "
    "the grant counts none.",
    FindingCode.TOP_UP_AMOUNT_NOT_PUBLISHED: "Ask the international office for the amount; the grant counts none.",
    FindingCode.FLOW_NOT_MARKED_OPEN: "Ask the international office whether this flow is open. "
    "The table of flows can be read in part only, so this never refuses.",
    FindingCode.BELOW_FIRST_DISTANCE_BAND: "Check the distance. If it is right, the journey is not paid; "
    "the line stands at 0.00.",
    FindingCode.DISTANCE_BETWEEN_PRINTED_BOUNDS: "Check the distance: "
    "the page prints whole kilometres, and this one lies between two of them.",
    FindingCode.SECURITY_CONDITION: "Have the security situation confirmed before anything is signed.",
    FindingCode.MOBILITY_RESTRICTION_POSSIBLE: "Ask whether the place is restricted; the page does not say which are.",
    FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED: "The total stands; only its payments are unknown. "
    "Give the calculator a `PaymentSplit` ([how](../how-to/add-a-payment-split.md)).",
    FindingCode.MONTH_COUNT_DISAGREES: "Nothing, unless an auditor asks: "
    "the calendar decides ([why](../explanation/days-and-months.md)).",
    FindingCode.APPLICATION_DEADLINE: "Check that the application came in time; the library does not know when it did.",
    FindingCode.PARTNER_COUNTRY_DISAGREES: "Correct the country or the partner. "
    "Where the partner's country was inferred from its name, the rulebook may be wrong: look at its confidence.",
    FindingCode.PURPOSE_NOT_LISTED: "Check that the purpose belongs to the activity; a printed list may have gaps.",
    FindingCode.STAY_DID_NOT_TAKE_PLACE: "Recover what was paid, or set `force_majeure` if it was accepted as such.",
    FindingCode.STAY_BELOW_MINIMUM: "Read what the sentence says is due. "
    "Set `force_majeure` if it was accepted as such: the days attended are then paid in any case.",
    FindingCode.STAY_LONGER_THAN_AGREED: "Nothing: a longer stay is paid only if the grant agreement was amended, "
    "which is a new calculation.",
    FindingCode.SHORTFALL_TOLERATED: "Nothing: the grant is paid as agreed.",
    FindingCode.ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD: "Check whether the agreement was prolonged; "
    "the settlement is computed all the same.",
    FindingCode.PURPOSE_NOT_ELIGIBLE: "Nothing can be done under this rulebook: the page excludes the purpose.",
    FindingCode.PAID_AMOUNT_NOT_STATED: "State `paid_eur` in the attendance, 0.00 if nothing was paid, "
    "so that nothing is paid twice.",
    FindingCode.ATTENDANCE_APART_FROM_AGREED_DATES: "Check the dates of the certificate: "
    "they share no day with the agreed stay. The settlement counts its days all the same.",
    FindingCode.COMBINATION_NOT_ELIGIBLE: "Agree on one of the two activities, and leave `combined` out.",
    FindingCode.PAYMENT_OUTSIDE_BOUNDS: "Change the payment split of the rulebook until the shares fit. "
    "The total stands, and the payments are as the split says.",
    FindingCode.TRAVEL_COST_NOT_STATED: "Ask for the tickets and state `travel_cost_eur` in the attendance; "
    "until then the journey counts 0.00.",
    FindingCode.OUTSIDE_CALL_YEARS: "Check the dates, and the call year of the grant agreement: "
    "another call may have other rates. The grant stands as it is, for an agreement may have been prolonged.",
    FindingCode.TRAVEL_SUPPORT_NOT_PAID: "Tell the participant. It is a decision, and the sentence says whose; "
    "no figure is missing.",
    FindingCode.DEPARTS_FROM_PROGRAMME: "Check that another budget pays the difference: "
    "the rulebook changes amounts that the programme fixes, and says why.",
    FindingCode.INVALID_INPUT: "Correct the fields that are named; `explain_row` says what is allowed in each. "
    "The other rows of the list were computed.",
}
"""What an officer or a programmer does about each finding."""

OF_SETTLEMENT: Final = frozenset(
    {
        FindingCode.STAY_DID_NOT_TAKE_PLACE,
        FindingCode.STAY_BELOW_MINIMUM,
        FindingCode.STAY_LONGER_THAN_AGREED,
        FindingCode.SHORTFALL_TOLERATED,
        FindingCode.ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD,
        FindingCode.PAID_AMOUNT_NOT_STATED,
        FindingCode.ATTENDANCE_APART_FROM_AGREED_DATES,
        FindingCode.TRAVEL_COST_NOT_STATED,
    }
)
"""Findings that only a settlement gives."""

OF_LISTS: Final = frozenset({FindingCode.INVALID_INPUT})
"""Findings that only a list of mobilities gives."""

MEANINGS: Final[Mapping[str, str]] = {
    "Direction.incoming": "to the institution of the rulebook",
    "Direction.outgoing": "from the institution of the rulebook",
    "ParticipantRole.student": "enrolled in any cycle; the usual role for SMS and SMT",
    "ParticipantRole.doctoral_candidate": "third cycle; mobile as a student, or with a teaching contract as staff",
    "ParticipantRole.recent_graduate": "graduated after being selected; for traineeships",
    "ParticipantRole.staff": "employed by the sending organisation; the usual role for STA and STT",
    "Purpose.teaching": "giving courses",
    "Purpose.observation": "job shadowing",
    "Purpose.internship": "working at the host for a time",
    "Purpose.structured_course": "a course with a programme",
    "Purpose.language_training": "a targeted language course",
    "Purpose.conference": "taking part in a conference",
    "HostKind.higher_education": "a higher-education institution",
    "HostKind.other": "any other organisation",
    "TravelMode.standard": "any other means, such as flying",
    "LineBasis.participant": "the person: the quantity is 1",
    "LineBasis.days_on_site": "days at the receiving organisation, at the full rate",
    "LineBasis.days_on_site_reduced": "days at the receiving organisation, at a reduced rate",
    "LineBasis.travel_days": "funded days of travel",
    "LineBasis.days_of_month_rate": "days of months that have thirty days each; the rate pays for thirty of them",
    "LineKind.travel_support": "the journey, there and back",
    "LineKind.individual_support": "living costs at the receiving organisation and on travel days",
    "LineKind.top_up_fewer_opportunities": "top-up for a participant with fewer opportunities",
    "LineKind.top_up_traineeship": "top-up for a traineeship",
    "LineKind.top_up_green_travel": "top-up for green travel",
    "TopUpKind.top_up_fewer_opportunities": "for a participant with fewer opportunities",
    "TopUpKind.top_up_traineeship": "for a traineeship, or studies with one in them",
    "TopUpKind.top_up_green_travel": "for a journey by green means",
    "PaymentKind.pre_financing": "paid before the stay was proved; often called an advance",
    "PaymentKind.balance": "paid after the stay was proved; often called the remainder",
    "PaymentTrigger.before_departure": "once the grant agreement is signed",
    "PaymentTrigger.on_arrival": "when the participant has arrived",
    "PaymentTrigger.after_report": "when the papers of the conditions have come",
    "Document.grant_agreement": "contract on days and amount, signed before departure",
    "Document.certificate_of_attendance": "the host's statement of the days attended, travel days excluded",
    "Document.participant_report": "the on-line survey of the Commission after the stay",
    "Document.cv": "curriculum vitae",
    "Document.motivation_letter": "letter of motivation",
    "Document.bank_details": "bank details of the participant's own account",
    "Document.disability_certificate": "in France, of the MDPH",
    "DocumentStage.application": "with the application",
    "DocumentStage.before_departure": "before the journey starts",
    "DocumentStage.during_stay": "at the receiving organisation",
    "DocumentStage.after_stay": "after the return",
    "Signatory.participant": "who travels",
    "Signatory.sending_organisation": "where the participant comes from",
    "Signatory.receiving_organisation": "where the participant goes",
    "Signatory.component": "faculty, institute or department of origin",
    "Signatory.vice_president": "of the institution, for international relations",
    "Funding.funded": "the rulebook pays for it",
    "LivingCosts.higher": "the receiving country is dearer than the sending one",
    "LivingCosts.similar": "the receiving country is about as dear as the sending one",
    "LivingCosts.lower": "the receiving country is cheaper than the sending one",
    "LengthUnit.calendar_days": "days of the calendar, both ends counted",
    "LengthUnit.calendar_months": "months of the calendar, from a day to the day before the same day",
    "Rounding.half_up_to_cent": "to the nearest cent; half a cent goes up",
    "Rounding.half_up_to_euro": "to the nearest whole euro; fifty cents go up",
    "Rounding.down_to_euro": "to the whole euro below; the cents are dropped",
    "DayCounting.calendar_days": "every day of the stay, weekends too",
    "RulebookStatus.verified": "the institution's own page prints the amounts; what it leaves open cites another page",
    "RulebookStatus.provisional": "the institution's own page prints no amounts; they are those of its call",
    "Confidence.HIGH": "an official body or the institution itself prints it, or several independent pages agree",
    "Confidence.MED": "one good copy, or a safe reading",
    "Severity.blocking": "the mobility is not eligible; there is no grant",
    "Severity.warning": "the grant stands, and somebody should look",
    "Severity.info": "the grant stands, and this is worth knowing",
}
"""What members mean that have no docstring of their own."""

TERMS: Final = (
    ("call year", "`call_years`", "year of the call under which the grant agreement was made; it decides the rate"),
    ("mobility, mobility activity", "`Mobility`", "one stay of one participant"),
    ("blended intensive programme (BIP)", "`blended_intensive_programme`", "a virtual part and a short physical one"),
    ("sending organisation", "`sending_country`", "where the participant comes from"),
    (
        "receiving organisation",
        "`receiving_country`, `receiving_organisation`",
        ("where the participant goes; `receiving_organisation` is its kind"),
    ),
    (
        "individual support",
        "`individual_support`",
        ("daily or monthly contribution to living costs; pages also say scholarship, subsistence"),
    ),
    ("travel support", "`travel_support`", "contribution to the journey, by distance; pages also say travel package"),
    ("distance band", "`DistanceBand`", "distances that have the same travel support"),
    ("travel days", "`funded_travel_days`", "days of travel that individual support pays for"),
    ("top-up", "`top_up_...`", "an amount on top of individual support; pages also say supplement, bonus"),
    ("participant with fewer opportunities", "`fewer_opportunities`", "yes or no; the reason is never asked"),
    ("green travel", "`TravelMode.GREEN`", "low-emission means for the main part of the journey"),
    ("pre-financing", "`pre_financing`", "what is paid first; pages also say advance"),
    ("balance", "`balance`", "what is paid last; pages also say remainder"),
    ("interruption", "`interruption_days`", "days inside the stay that do not count"),
    ("force majeure", "`force_majeure`", "an event beyond control, accepted as such"),
    ("component", "`component_authorisation`", "faculty, institute or department of a French university"),
    ("DAAE", "in the note of `component_authorisation`", "a form of the university; its page does not explain it"),
    (
        "ICM, MIC, TRIM, IRM",
        "`action` KA107 and KA171",
        ("International Credit Mobility, in English, in French, and as machine translations spell it"),
    ),
    ("SMP", "`ActivityType.SMT`", "the older name of a student traineeship"),
    ("ATS", "`ActivityType.STA`", "what a machine translation made of STA"),
    ("TWU", "`ActivityType.STT`", "what a machine translation made of STT"),
    ("period of academics", "`ActivityType.STT`", "what a machine translation made of training (*formation*)"),
)
"""The guide's terms, what they are called in code, and what they mean."""
