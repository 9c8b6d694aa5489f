"""What to do about a finding, and the meaning of each word without a docstring."""

from collections.abc import Mapping
from typing import Final

from erasmus_grants.basics.vocabulary import FindingCode

WHAT_TO_DO: Final[Mapping[FindingCode, str]] = {
    FindingCode.DURATION_TOO_SHORT: "Agree on a longer stay, at least to the day that the sentence names. "
    "Travel days do not count towards the minimum. Where days have to be in a row, an interrupted stay needs one more.",
    FindingCode.DURATION_TOO_LONG: "Agree on a shorter stay, at most to the day that the sentence names.",
    FindingCode.MONTHS_PER_CYCLE_EXCEEDED: "Shorten the stay until the days fit, or check `months_used`: "
    "months of another study cycle do not count. Studies that lead to a degree of the second cycle in one go, such as "
    "medicine, have `one_cycle_programme`: the rulebook may then allow more.",
    FindingCode.TEACHING_HOURS_TOO_FEW: "Plan at least the hours that the sentence names. "
    "If training is combined with the teaching, set `combined`: the weekly minimum is then lower.",
    FindingCode.TEACHING_HOURS_MISSING: "State `teaching_hours`, the hours over the whole stay. "
    "Until then it is not known whether the mobility is eligible.",
    FindingCode.VIRTUAL_COMPONENT_MISSING: "If there is a virtual part, set `virtual_component`, "
    "and if the stay is a whole academic term of studies, `academic_term`. "
    "If there is none, the stay has to be long-term. A post-doc states `study_cycle`, third.",
    FindingCode.CONFERENCE_NOT_ELIGIBLE: "The programme does not pay for conferences: use another budget.",
    FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE: "Choose a host of a kind that the sentence names.",
    FindingCode.ROLE_NOT_ELIGIBLE: "Check `role`, or choose an activity that is open to this participant.",
    FindingCode.TEACHING_CONTRACT_MISSING: "If the doctoral candidate has a teaching contract, "
    "set `teaching_contract`. Otherwise the candidate travels as a student.",
    FindingCode.ACTIVITY_NOT_COVERED: "Use a rulebook that covers this mobility; "
    "the sentence lists what this one covers.",
    FindingCode.ACTIVITY_NOT_FUNDED: "The activity is possible, but it is paid from another budget. "
    "Ask the institution or office that the sentence names.",
    FindingCode.COUNTRY_DISAGREES: "Correct the country or the direction. "
    "The direction is seen from the institution of the rulebook.",
    FindingCode.OUTSIDE_AGREEMENT_PERIOD: "Move the stay into one of the periods that the sentence names. "
    "Both dates have to be in the same agreement.",
    FindingCode.PARTNER_NOT_IN_AGREEMENT: "Check the spelling of the partner, or use dates of an agreement "
    "that lists it; the sentence names these agreements.",
    FindingCode.DISTANCE_MISSING: "Take the one-way distance from the Commission's distance calculator "
    "and state it as `distance_km`. Until then the travel support lies between the lowest and the highest band.",
    FindingCode.COUNTRY_MISSING: "State the country that the sentence names. "
    "Until then whatever depends on it is open, and so is whether the mobility is eligible.",
    FindingCode.RATE_NOT_PUBLISHED: "Ask your National Agency, or decide the rate if it is yours to set. "
    "If you have the figure in print, "
    "write it into a rulebook of your own. The library does not guess a rate; "
    "where a range is printed, the grant has its bounds.",
    FindingCode.FUNDED_DAYS_CAPPED: "Tell the participant that the days above the limit are not paid.",
    FindingCode.TRAVEL_DAYS_CAPPED: "Tell the participant how many travel days are paid.",
    FindingCode.GREEN_AMOUNT_NOT_PUBLISHED: "Ask the international office whether there is an amount for green travel; "
    "the grant does not include one.",
    FindingCode.TOP_UP_AMOUNT_NOT_PUBLISHED: "Ask the international office for the amount; "
    "the grant does not include it.",
    FindingCode.FLOW_NOT_MARKED_OPEN: "Ask the international office whether this flow is open. "
    "Only a part of the table of flows could be read, so this is a warning and no refusal.",
    FindingCode.BELOW_FIRST_DISTANCE_BAND: "Check the distance. If it is right, the journey is not paid; "
    "its line has 0.00.",
    FindingCode.DISTANCE_BETWEEN_PRINTED_BOUNDS: "Check the distance: "
    "the page prints whole kilometres, and this distance is between two bands.",
    FindingCode.SECURITY_CONDITION: "Have the security situation confirmed before anything is signed.",
    FindingCode.MOBILITY_RESTRICTION_POSSIBLE: "Ask whether the place is restricted; "
    "the page does not list the restricted places.",
    FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED: "The total is valid; only the payments are unknown. "
    "Give the calculator a `PaymentSplit` ([how](../how-to/add-a-payment-split.md)).",
    FindingCode.MONTH_COUNT_DISAGREES: "Nothing has to be done: "
    "the limit decides as it is stated, in months of the calendar or in days of thirty-day months "
    "([why](../explanation/days-and-months.md)).",
    FindingCode.APPLICATION_DEADLINE: "Check that the application arrived in time; the library does not know its date.",
    FindingCode.PARTNER_COUNTRY_DISAGREES: "Correct the country or the partner. "
    "If the partner's country was inferred from its name, the rulebook may be wrong: check its confidence.",
    FindingCode.PURPOSE_NOT_LISTED: "Check that the purpose belongs to the activity; a printed list may be incomplete.",
    FindingCode.STAY_DID_NOT_TAKE_PLACE: "Recover what was paid, or set `force_majeure` if force majeure was accepted. "
    "If the sentence names the certificate of attendance, look up its dates first, and state them.",
    FindingCode.STAY_BELOW_MINIMUM: "The sentence says what is due. "
    "Set `force_majeure` if force majeure was accepted: the days attended are then paid in any case.",
    FindingCode.STAY_LONGER_THAN_AGREED: "Nothing has to be done: "
    "a longer stay is paid only if the grant agreement was amended. "
    "In that case calculate the amended mobility, settle that grant, and state `paid_eur`.",
    FindingCode.SHORTFALL_TOLERATED: "Nothing has to be done: the grant is paid as agreed.",
    FindingCode.ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD: "Check whether the agreement was prolonged; "
    "the settlement is computed in any case.",
    FindingCode.PURPOSE_NOT_ELIGIBLE: "The page excludes this purpose, so this rulebook cannot pay it.",
    FindingCode.PAID_AMOUNT_NOT_STATED: "State `paid_eur` in the attendance, 0.00 if nothing was paid. "
    "Otherwise an amount may be paid twice.",
    FindingCode.ATTENDANCE_APART_FROM_AGREED_DATES: "Check the dates of the certificate: "
    "they share no day with the agreed stay. The settlement counts the attended days in any case.",
    FindingCode.COMBINATION_NOT_ELIGIBLE: "Agree on one of the two activities, and leave `combined` out.",
    FindingCode.PAYMENT_OUTSIDE_BOUNDS: "Change the shares of the payment split in the rulebook. "
    "The total is valid, and the payments follow the split as it is.",
    FindingCode.TRAVEL_COST_NOT_STATED: "Ask for the tickets and state `travel_cost_eur` in the attendance; "
    "until then 0.00 is due for the journey.",
    FindingCode.OUTSIDE_CALL_YEARS: "Check the dates, and the call year of the grant agreement: "
    "another call may have other rates. The grant is computed, because the agreement may have been prolonged.",
    FindingCode.TRAVEL_SUPPORT_NOT_PAID: "Tell the participant. The sentence says who decided this; "
    "no figure is missing.",
    FindingCode.PROVISIONAL_FIGURES: "Compare the rates with the page of your National Agency. "
    "A rulebook of your own takes the place of this one.",
    FindingCode.DEPARTS_FROM_PROGRAMME: "Check that another budget pays the difference: "
    "the rulebook changes amounts or limits of the programme, and the sentence says why.",
    FindingCode.NOT_ABROAD: "Choose a host in another country, or check the three countries: "
    "`residence_country` is where the participant lives during the studies or the employment, "
    "and a territory counts as the country that it belongs to.",
    FindingCode.STUDY_CYCLE_NOT_ELIGIBLE: "Choose a host in another country: "
    "towards this one only students of the study cycles that the sentence names go. Check `study_cycle` and `role`: "
    "who is in the third cycle has the role `doctoral_candidate`, and a one-cycle programme is below it.",
    FindingCode.STUDY_CYCLE_MISSING: "State `study_cycle`; a doctoral candidate has the role `doctoral_candidate`. "
    "Until then it is not known whether the mobility is eligible.",
    FindingCode.ELIGIBILITY_NOT_PUBLISHED: "Ask the National Agency whether the mobility is possible, and write the "
    "answer into a rulebook of your own. Until then it is not known whether the mobility is eligible.",
    FindingCode.ZERO_GRANT: "Nothing has to be done: the participant has all rights and duties, "
    "and no money of the programme. Other grants may pay for the stay.",
    FindingCode.ZERO_GRANT_NOT_ELIGIBLE: "The sentence says why. "
    "Fund the stay, or as many days of it as the shortest stay has, or leave `zero_grant` and `zero_grant_days` out.",
    FindingCode.ZERO_GRANT_NOT_PUBLISHED: "Look up whether the programme has zero grants for such mobilities, "
    "and write it into the rulebook, in `zero_grants`. Until then it is not known whether the mobility is eligible.",
    FindingCode.CONSECUTIVE_DAYS_NOT_CHECKED: "Check on which days the stay is, or was, interrupted: "
    "so many days in a row as the sentence names have to be without interruption. The library does not know the days.",
    FindingCode.PAID_MORE_THAN_AGREED: "Check `paid_eur` for a mistyped amount, such as 8200 for 820. "
    "What comes back is computed from it as it is stated.",
    FindingCode.TRAVEL_COST_NOT_COUNTED: "Nothing has to be done. "
    "If the journey is to be paid at what it cost, its bands need `at_actual_cost` in a rulebook of your own.",
    FindingCode.INVALID_INPUT: "Correct the fields that are named in brackets; "
    "`explain_row` says which values are allowed. "
    "The other rows of the list were computed.",
}
"""The advice for each finding, for officers and programmers."""

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
        FindingCode.PAID_MORE_THAN_AGREED,
        FindingCode.TRAVEL_COST_NOT_COUNTED,
    }
)
"""Findings that only a settlement gives."""

OF_BOTH: Final = frozenset(
    {FindingCode.CONSECUTIVE_DAYS_NOT_CHECKED, FindingCode.MONTH_COUNT_DISAGREES, FindingCode.ZERO_GRANT}
)
"""Findings that a grant gives, and a settlement too, of the days attended."""

OF_LISTS: Final = frozenset({FindingCode.INVALID_INPUT})
"""Findings that only a list of mobilities gives."""

MEANINGS: Final[Mapping[str, str]] = {
    "Direction.incoming": "to the institution of the rulebook",
    "Direction.outgoing": "from the institution of the rulebook",
    "ParticipantRole.student": "enrolled in any cycle; the usual role for SMS and SMT",
    "ParticipantRole.doctoral_candidate": "third cycle; goes as a student, or with a teaching contract as staff",
    "ParticipantRole.recent_graduate": "selected as a student and graduated since; for traineeships",
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
    "DifferenceCause.travel_days": "other days of travel are paid",
    "DifferenceCause.days": "the days of months are counted otherwise: whole months, or calendar days",
    "DifferenceCause.last_day": "the stay ends on another day",
    "DifferenceCause.band": "the distance is in another band",
    "DifferenceCause.rate": "the rate is that towards other countries",
    "DifferenceCause.field": "something else of the mobility is otherwise: green travel, the direction ...",
    "DifferenceCause.left_out": "a line is left out",
    "DifferenceCause.rulebook": "the figures are those of another call, or of the programme",
    "DifferenceCause.not_eligible": "it is paid, and a rule refuses it",
    "DifferenceCause.not_known": "our grant is not yet known, and may be theirs",
    "DifferenceCause.out_of_bounds": "our grant is not yet known, and theirs is less than it can be, or more",
    "DifferenceCause.nothing_paid": "nothing is paid, and a grant is due",
    "DifferenceCause.unexplained": "nothing that was tried gives their amounts",
    "LineBasis.participant": "the person: the quantity is 1",
    "LineBasis.days_on_site": "days at the receiving organisation, at the full rate",
    "LineBasis.days_on_site_reduced": "days at the receiving organisation, at a reduced rate",
    "LineBasis.travel_days": "funded days of travel",
    "LineBasis.days_of_month_rate": "days of thirty-day months; the rate pays for thirty of them",
    "LineKind.travel_support": "the journey, there and back",
    "LineKind.individual_support": "living costs at the receiving organisation and on travel days",
    "LineKind.top_up_fewer_opportunities": "top-up for a participant with fewer opportunities",
    "LineKind.top_up_traineeship": "top-up for a traineeship",
    "LineKind.top_up_green_travel": "top-up for green travel",
    "TopUpKind.top_up_fewer_opportunities": "for a participant with fewer opportunities",
    "TopUpKind.top_up_traineeship": "for a traineeship, or studies that include one",
    "TopUpKind.top_up_green_travel": "for a journey by green means",
    "RulebookOf.programme": "what the Programme Guide prints",
    "RulebookOf.agency": "what the National Agency of a country fixes within it",
    "PaymentKind.pre_financing": "paid before there is proof of the stay; often called an advance",
    "PaymentKind.balance": "paid after there is proof of the stay; often called the remainder",
    "PaymentTrigger.before_departure": "once the grant agreement is signed",
    "PaymentTrigger.on_arrival": "when the participant has arrived",
    "PaymentTrigger.after_report": "when the papers of the conditions have arrived",
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
    "Signatory.participant": "the person who travels",
    "Signatory.sending_organisation": "the organisation that the participant comes from",
    "Signatory.receiving_organisation": "the organisation that the participant goes to",
    "Signatory.component": "faculty, institute or department of origin",
    "Signatory.vice_president": "of the institution, for international relations",
    "Funding.funded": "the rulebook pays for it",
    "LivingCosts.higher": "living costs in the receiving country are higher than in the sending country",
    "LivingCosts.similar": "living costs in the two countries are similar",
    "LivingCosts.lower": "living costs in the receiving country are lower than in the sending country",
    "LengthUnit.calendar_days": "days of the calendar, first and last day included",
    "LengthUnit.calendar_months": "months of the calendar, from a day to the day before the same day",
    "Rounding.half_up_to_cent": "to the nearest cent; half a cent goes up",
    "Rounding.half_up_to_euro": "to the nearest whole euro; fifty cents go up",
    "Rounding.down_to_euro": "to the whole euro below",
    "DayCounting.calendar_days": "every day of the stay, weekends too",
    "RulebookStatus.verified": "the institution's own page prints the amounts; another page is cited for the rest",
    "RulebookStatus.provisional": "the institution's own page prints no amounts; they are those of its call",
    "Confidence.HIGH": "an official body or the institution itself prints it, or several independent pages agree",
    "Confidence.MED": "one good copy, or a page that can be read in another way",
    "GrantStatus.granted": "every line is known, and so is the total",
    "GrantStatus.not_eligible": "a rule refuses the mobility; there is no grant",
    "Severity.refusing": "the mobility is not eligible; there is no grant",
    "Severity.warning": "the grant is computed, but somebody should check this",
    "Severity.info": "the grant is computed; this is for information",
    "Answerer.caller": "whoever asks for the grant",
    "Answerer.institution": "the institution, in its own rulebook",
    "Answerer.agency": "the National Agency, or whoever sets the rates of a call",
    "AnswerKind.country": "a country by its code",
    "AnswerKind.text": "any text",
    "AnswerKind.yes_or_no": "yes or no",
    "AnswerKind.whole_number": "a whole number",
    "AnswerKind.number": "a number",
    "AnswerKind.day": "a date",
    "AnswerKind.amount": "an amount in euros",
    "Decided.eligibility": "whether the mobility is eligible",
    "Decided.travel_support": "what is paid for the journey",
    "Decided.individual_support": "what is paid for the days",
    "Decided.top_ups": "the top-ups",
    "Decided.payments": "how the grant is split between payments",
    "Decided.papers": "which papers are needed",
    "TypicalStay.studies": "four months of studies",
    "TypicalStay.traineeship": "a traineeship of four months",
    "TypicalStay.short_term": "ten days of a student, with a virtual part",
    "TypicalStay.staff": "five days of staff who train",
    "CellState.amount": "towards countries of every group there is an amount",
    "CellState.partly": "towards countries of some groups there is an amount",
    "CellState.range": "there is no amount, and the programme prints the highest one",
    "CellState.unknown": "not even the highest amount is known",
}
"""The meaning of each member without a docstring."""

TERMS: Final = (
    ("call year", "`call_years`", "year of the call of the grant agreement; the rates depend on it"),
    ("mobility, mobility activity", "`Mobility`", "one stay of one participant"),
    ("blended intensive programme (BIP)", "`blended_intensive_programme`", "a virtual part and a short physical one"),
    ("sending organisation", "`sending_country`", "the organisation that the participant comes from"),
    (
        "receiving organisation",
        "`receiving_country`, `receiving_organisation`",
        ("the organisation that the participant goes to; `receiving_organisation` is its kind"),
    ),
    (
        "individual support",
        "`individual_support`",
        ("daily or monthly contribution to living costs; pages also say scholarship, subsistence"),
    ),
    ("travel support", "`travel_support`", "contribution to the journey, by distance; pages also say travel package"),
    ("distance band", "`DistanceBand`", "distances that have the same travel support"),
    ("travel days", "`funded_travel_days`", "days of travel that are paid as individual support"),
    ("top-up", "`top_up_...`", "an amount in addition to individual support; pages also say supplement, bonus"),
    ("participant with fewer opportunities", "`fewer_opportunities`", "yes or no; the reason is never asked"),
    ("green travel", "`TravelMode.GREEN`", "low-emission means for the main part of the journey"),
    ("pre-financing", "`pre_financing`", "the payment before the report; pages also say advance"),
    ("balance", "`balance`", "the payment after the report; pages also say remainder"),
    ("interruption", "`interruption_days`", "days inside the stay that do not count"),
    ("force majeure", "`force_majeure`", "an event beyond control that was accepted as such"),
    ("component", "`component_authorisation`", "faculty, institute or department of a French university"),
    ("DAAE", "in the note of `component_authorisation`", "a form of the university; its page does not explain it"),
    (
        "ICM, MIC, TRIM, IRM",
        "`action` KA107 and KA171",
        ("International Credit Mobility: in English, in French, and as written by machine translations"),
    ),
    ("SMP", "`ActivityType.SMT`", "the older name of a student traineeship"),
    ("ATS", "`ActivityType.STA`", "machine translation of STA"),
    ("TWU", "`ActivityType.STT`", "machine translation of STT"),
    ("period of academics", "`ActivityType.STT`", "machine translation of training (*formation*)"),
)
"""The guide's terms, their names in code, and their meanings."""
