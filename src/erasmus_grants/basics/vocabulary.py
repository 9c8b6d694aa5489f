"""The words of the Programme Guide, as closed lists.

Every value is what stands in JSON, so none is ever renamed.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, mobility projects for higher education:
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> ActivityType("SMP")  # the older name of a student traineeship
    <ActivityType.SMT: 'SMT'>
"""

from enum import StrEnum


class ActivityType(StrEnum):
    """What kind of mobility activity it is."""

    SMS = "SMS"
    """Student mobility for studies."""
    SMT = "SMT"
    """Student mobility for traineeship; `SMP` is read as the same."""
    STA = "STA"
    """Staff mobility for teaching."""
    STT = "STT"
    """Staff mobility for training."""

    @classmethod
    def _missing_(cls, value: object) -> "ActivityType | None":
        return cls.SMT if value == "SMP" else None

    @property
    def is_for_students(self) -> bool:
        """Whether a student, and not a member of staff, is mobile."""
        return self is ActivityType.SMS or self is ActivityType.SMT


STUDENT_ACTIVITIES = tuple(activity for activity in ActivityType if activity.is_for_students)
"""The activities of students."""

STAFF_ACTIVITIES = tuple(activity for activity in ActivityType if not activity.is_for_students)
"""The activities of staff."""


class RulebookOf(StrEnum):
    """Whose figures an official rulebook has."""

    PROGRAMME = "programme"
    AGENCY = "agency"


class Direction(StrEnum):
    """Where the participant goes, seen from the institution of the rulebook."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class ParticipantRole(StrEnum):
    """Who the participant is at the sending organisation."""

    STUDENT = "student"
    DOCTORAL_CANDIDATE = "doctoral_candidate"
    RECENT_GRADUATE = "recent_graduate"
    STAFF = "staff"
    INVITED_STAFF = "invited_staff"
    """Staff of an enterprise, or of the partner country, invited to take part in a course."""


class StudyCycle(StrEnum):
    """In which cycle of studies a student or graduate is."""

    SHORT = "short"
    """Short-cycle studies, before or within the first cycle (EQF level 5)."""
    FIRST = "first"
    """Bachelor or equivalent (EQF level 6)."""
    SECOND = "second"
    """Master or equivalent (EQF level 7)."""
    THIRD = "third"
    """Doctoral level (EQF level 8)."""


class Term(StrEnum):
    """How long a stay counts as being, which decides how its days are counted and paid."""

    SHORT_TERM_PHYSICAL = "short_term_physical"
    """A student's or doctoral candidate's stay of at most 30 days."""
    LONG_TERM_PHYSICAL = "long_term_physical"
    """Any other stay of a student."""
    STAFF = "staff"
    """Staff stays know no such difference."""


class Purpose(StrEnum):
    """What is done at the receiving organisation."""

    TEACHING = "teaching"
    OBSERVATION = "observation"
    INTERNSHIP = "internship"
    STRUCTURED_COURSE = "structured_course"
    LANGUAGE_TRAINING = "language_training"
    CONFERENCE = "conference"


class HostKind(StrEnum):
    """What kind of organisation receives the participant."""

    HIGHER_EDUCATION = "higher_education"
    EU_BODY = "eu_body"
    """An institution, body or agency of the EU, or an organisation that manages EU programmes."""
    OTHER = "other"


class TravelMode(StrEnum):
    """The main means of transport."""

    STANDARD = "standard"
    GREEN = "green"
    """Train, bus, bicycle or a shared car for most of the way."""


class LineKind(StrEnum):
    """What a line of the grant pays for."""

    TRAVEL_SUPPORT = "travel_support"
    INDIVIDUAL_SUPPORT = "individual_support"
    TOP_UP_FEWER_OPPORTUNITIES = "top_up_fewer_opportunities"
    TOP_UP_TRAINEESHIP = "top_up_traineeship"
    TOP_UP_GREEN_TRAVEL = "top_up_green_travel"


class TopUpKind(StrEnum):
    """Which top-up it is: what those have in common who get it."""

    TOP_UP_FEWER_OPPORTUNITIES = "top_up_fewer_opportunities"
    TOP_UP_TRAINEESHIP = "top_up_traineeship"
    TOP_UP_GREEN_TRAVEL = "top_up_green_travel"

    @property
    def line_kind(self) -> LineKind:
        """The kind of the line that pays it."""
        return LineKind(self.value)


class DifferenceCause(StrEnum):
    """What makes the amounts of somebody else others than ours."""

    TRAVEL_DAYS = "travel_days"
    """Other travel days are paid."""
    DAYS = "days"
    """The days are counted otherwise: whole months, or calendar days."""
    LAST_DAY = "last_day"
    """The stay ends on another day."""
    BAND = "band"
    """The distance is in another band."""
    RATE = "rate"
    """The rate is that of other countries."""
    FIELD = "field"
    """Something else of the mobility is otherwise."""
    LEFT_OUT = "left_out"
    """A line is left out."""
    RULEBOOK = "rulebook"
    """The figures are those of another call, or of the programme."""
    NOT_ELIGIBLE = "not_eligible"
    """It is paid, and a rule refuses it."""
    NOT_KNOWN = "not_known"
    """Our grant is not yet known, and may be theirs."""
    OUT_OF_BOUNDS = "out_of_bounds"
    """Our grant is not yet known, and theirs is less than it can be, or more."""
    NOTHING_PAID = "nothing_paid"
    """Nothing is paid, and a grant is due."""
    UNEXPLAINED = "unexplained"
    """Nothing that was tried gives their amounts."""


class LineBasis(StrEnum):
    """What the quantity of a line counts."""

    PARTICIPANT = "participant"
    DAYS_ON_SITE = "days_on_site"
    DAYS_ON_SITE_REDUCED = "days_on_site_reduced"
    TRAVEL_DAYS = "travel_days"
    DAYS_OF_MONTH_RATE = "days_of_month_rate"


BASES_OF_STAY = frozenset({LineBasis.DAYS_ON_SITE, LineBasis.DAYS_ON_SITE_REDUCED, LineBasis.DAYS_OF_MONTH_RATE})
"""What a line counts that pays for days of the stay."""


class PaymentKind(StrEnum):
    """Whether money comes before or after the stay was proved."""

    PRE_FINANCING = "pre_financing"
    BALANCE = "balance"


class PaymentTrigger(StrEnum):
    """What lets a payment be made."""

    BEFORE_DEPARTURE = "before_departure"
    ON_ARRIVAL = "on_arrival"
    AFTER_REPORT = "after_report"


class Document(StrEnum):
    """A paper of the mobility file."""

    LEARNING_AGREEMENT = "learning_agreement"
    """Learning agreement, or the mobility agreement for teaching or training."""
    GRANT_AGREEMENT = "grant_agreement"
    COMPONENT_AUTHORISATION = "component_authorisation"
    """Travel authorisation of the faculty, institute or department of origin."""
    CERTIFICATE_OF_ATTENDANCE = "certificate_of_attendance"
    PARTICIPANT_REPORT = "participant_report"
    CV = "cv"
    MOTIVATION_LETTER = "motivation_letter"
    BANK_DETAILS = "bank_details"
    CROUS_AWARD_NOTICE = "crous_award_notice"
    """Notice of a French grant on social criteria."""
    DISABILITY_CERTIFICATE = "disability_certificate"


class DocumentStage(StrEnum):
    """When a paper is due."""

    APPLICATION = "application"
    BEFORE_DEPARTURE = "before_departure"
    DURING_STAY = "during_stay"
    AFTER_STAY = "after_stay"


class Signatory(StrEnum):
    """Who signs a paper."""

    PARTICIPANT = "participant"
    SENDING_ORGANISATION = "sending_organisation"
    RECEIVING_ORGANISATION = "receiving_organisation"
    COMPONENT = "component"
    VICE_PRESIDENT = "vice_president"


class Funding(StrEnum):
    """What a rulebook says of an activity it names."""

    FUNDED = "funded"
    NOT_FUNDED = "not_funded"
    """Another budget pays for it."""
    NOT_PUBLISHED = "not_published"
    """It is offered, and no amount is printed for it."""


class LivingCosts(StrEnum):
    """How dear the receiving country of a range is, seen from the sending one."""

    HIGHER = "higher"
    SIMILAR = "similar"
    LOWER = "lower"


class LengthUnit(StrEnum):
    """How the length of a stay is measured."""

    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    DAYS_360 = "days_360"
    """Days of a year of twelve months of thirty days."""


class BelowMinimum(StrEnum):
    """How a stay that ended below the minimum is settled."""

    PRORATE = "prorate"
    """The days attended are paid."""
    FORFEIT = "forfeit"
    """Nothing is paid, except after force majeure."""


class Rounding(StrEnum):
    """To what an amount is rounded."""

    HALF_UP_TO_CENT = "half_up_to_cent"
    HALF_UP_TO_EURO = "half_up_to_euro"
    DOWN_TO_EURO = "down_to_euro"


class DayCounting(StrEnum):
    """Which days of a stay are paid."""

    CALENDAR_DAYS = "calendar_days"
    WEEKDAYS = "weekdays"
    """Mondays to Fridays; interruptions are taken off them."""


class RulebookStatus(StrEnum):
    """How far the figures of a rulebook were checked."""

    VERIFIED = "verified"
    PROVISIONAL = "provisional"


class Confidence(StrEnum):
    """How sure a source makes us of a figure. What is less sure than these never becomes one."""

    HIGH = "HIGH"
    MED = "MED"


class GrantStatus(StrEnum):
    """The three answers to what a mobility is granted."""

    GRANTED = "granted"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"
    """No rule refuses it, and something that the amount or the eligibility depends on is not known."""


class Severity(StrEnum):
    """What a finding does to the grant."""

    REFUSING = "refusing"
    UNKNOWN = "unknown"
    """Something that the answer depends on is not known; it refuses nothing."""
    WARNING = "warning"
    INFO = "info"

    @classmethod
    def _missing_(cls, value: object) -> "Severity | None":
        """Read the word of version 0.1 for what has no grant; a finding looks up which of the two it is now."""
        return cls.REFUSING if value == "blocking" else None


class Answerer(StrEnum):
    """Who can answer an open question."""

    CALLER = "caller"
    INSTITUTION = "institution"
    AGENCY = "agency"


class AnswerKind(StrEnum):
    """What kind of answer a question has."""

    WORD = "word"
    """One of its choices."""
    COUNTRY = "country"
    TEXT = "text"
    YES_OR_NO = "yes_or_no"
    WHOLE_NUMBER = "whole_number"
    NUMBER = "number"
    DAY = "day"
    AMOUNT = "amount"


class TypicalStay(StrEnum):
    """The kinds of stay by which it is told how much of a programme is known."""

    STUDIES = "studies"
    TRAINEESHIP = "traineeship"
    SHORT_TERM = "short_term"
    STAFF = "staff"


class CellState(StrEnum):
    """How much is known of a kind of stay."""

    AMOUNT = "amount"
    PARTLY = "partly"
    RANGE = "range"
    UNKNOWN = "unknown"


class Decided(StrEnum):
    """What depends on an answer."""

    ELIGIBILITY = "eligibility"
    TRAVEL_SUPPORT = "travel_support"
    INDIVIDUAL_SUPPORT = "individual_support"
    TOP_UPS = "top_ups"
    PAYMENTS = "payments"
    PAPERS = "papers"
    REMARKS = "remarks"
    """Warnings and notes, which change no amount."""


class FindingCode(StrEnum):
    """What a rule found. Codes are only ever added."""

    DURATION_TOO_SHORT = "DURATION_TOO_SHORT"
    DURATION_TOO_LONG = "DURATION_TOO_LONG"
    MONTHS_PER_CYCLE_EXCEEDED = "MONTHS_PER_CYCLE_EXCEEDED"
    TEACHING_HOURS_TOO_FEW = "TEACHING_HOURS_TOO_FEW"
    TEACHING_HOURS_MISSING = "TEACHING_HOURS_MISSING"
    VIRTUAL_COMPONENT_MISSING = "VIRTUAL_COMPONENT_MISSING"
    CONFERENCE_NOT_ELIGIBLE = "CONFERENCE_NOT_ELIGIBLE"
    RECEIVING_ORGANISATION_NOT_ELIGIBLE = "RECEIVING_ORGANISATION_NOT_ELIGIBLE"
    ROLE_NOT_ELIGIBLE = "ROLE_NOT_ELIGIBLE"
    TEACHING_CONTRACT_MISSING = "TEACHING_CONTRACT_MISSING"
    ACTIVITY_NOT_COVERED = "ACTIVITY_NOT_COVERED"
    ACTIVITY_NOT_FUNDED = "ACTIVITY_NOT_FUNDED"
    COUNTRY_DISAGREES = "COUNTRY_DISAGREES"
    OUTSIDE_AGREEMENT_PERIOD = "OUTSIDE_AGREEMENT_PERIOD"
    PARTNER_NOT_IN_AGREEMENT = "PARTNER_NOT_IN_AGREEMENT"
    DISTANCE_MISSING = "DISTANCE_MISSING"
    COUNTRY_MISSING = "COUNTRY_MISSING"
    RATE_NOT_PUBLISHED = "RATE_NOT_PUBLISHED"
    FUNDED_DAYS_CAPPED = "FUNDED_DAYS_CAPPED"
    TRAVEL_DAYS_CAPPED = "TRAVEL_DAYS_CAPPED"
    GREEN_AMOUNT_NOT_PUBLISHED = "GREEN_AMOUNT_NOT_PUBLISHED"
    TOP_UP_AMOUNT_NOT_PUBLISHED = "TOP_UP_AMOUNT_NOT_PUBLISHED"
    FLOW_NOT_MARKED_OPEN = "FLOW_NOT_MARKED_OPEN"
    BELOW_FIRST_DISTANCE_BAND = "BELOW_FIRST_DISTANCE_BAND"
    DISTANCE_BETWEEN_PRINTED_BOUNDS = "DISTANCE_BETWEEN_PRINTED_BOUNDS"
    SECURITY_CONDITION = "SECURITY_CONDITION"
    MOBILITY_RESTRICTION_POSSIBLE = "MOBILITY_RESTRICTION_POSSIBLE"
    PAYMENT_SPLIT_NOT_PUBLISHED = "PAYMENT_SPLIT_NOT_PUBLISHED"
    MONTH_COUNT_DISAGREES = "MONTH_COUNT_DISAGREES"
    APPLICATION_DEADLINE = "APPLICATION_DEADLINE"
    PARTNER_COUNTRY_DISAGREES = "PARTNER_COUNTRY_DISAGREES"
    PURPOSE_NOT_LISTED = "PURPOSE_NOT_LISTED"
    STAY_DID_NOT_TAKE_PLACE = "STAY_DID_NOT_TAKE_PLACE"
    STAY_BELOW_MINIMUM = "STAY_BELOW_MINIMUM"
    STAY_LONGER_THAN_AGREED = "STAY_LONGER_THAN_AGREED"
    SHORTFALL_TOLERATED = "SHORTFALL_TOLERATED"
    ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD = "ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD"
    PURPOSE_NOT_ELIGIBLE = "PURPOSE_NOT_ELIGIBLE"
    PAID_AMOUNT_NOT_STATED = "PAID_AMOUNT_NOT_STATED"
    ATTENDANCE_APART_FROM_AGREED_DATES = "ATTENDANCE_APART_FROM_AGREED_DATES"
    COMBINATION_NOT_ELIGIBLE = "COMBINATION_NOT_ELIGIBLE"
    PAYMENT_OUTSIDE_BOUNDS = "PAYMENT_OUTSIDE_BOUNDS"
    TRAVEL_COST_NOT_STATED = "TRAVEL_COST_NOT_STATED"
    OUTSIDE_CALL_YEARS = "OUTSIDE_CALL_YEARS"
    TRAVEL_SUPPORT_NOT_PAID = "TRAVEL_SUPPORT_NOT_PAID"
    DEPARTS_FROM_PROGRAMME = "DEPARTS_FROM_PROGRAMME"
    PROVISIONAL_FIGURES = "PROVISIONAL_FIGURES"
    NOT_ABROAD = "NOT_ABROAD"
    STUDY_CYCLE_NOT_ELIGIBLE = "STUDY_CYCLE_NOT_ELIGIBLE"
    STUDY_CYCLE_MISSING = "STUDY_CYCLE_MISSING"
    ELIGIBILITY_NOT_PUBLISHED = "ELIGIBILITY_NOT_PUBLISHED"
    ZERO_GRANT = "ZERO_GRANT"
    ZERO_GRANT_NOT_ELIGIBLE = "ZERO_GRANT_NOT_ELIGIBLE"
    ZERO_GRANT_NOT_PUBLISHED = "ZERO_GRANT_NOT_PUBLISHED"
    CONSECUTIVE_DAYS_NOT_CHECKED = "CONSECUTIVE_DAYS_NOT_CHECKED"
    PAID_MORE_THAN_AGREED = "PAID_MORE_THAN_AGREED"
    TRAVEL_COST_NOT_COUNTED = "TRAVEL_COST_NOT_COUNTED"
    INVALID_INPUT = "INVALID_INPUT"
    """Only of a row in a list: it cannot be read, and the others are computed all the same."""


class ReasonCode(StrEnum):
    """Why a line of the grant says what it says. Codes are only ever added."""

    DISTANCE_IN_BAND = "DISTANCE_IN_BAND"
    DISTANCE_IN_LAST_BAND = "DISTANCE_IN_LAST_BAND"
    DISTANCE_BELOW_FIRST_BAND = "DISTANCE_BELOW_FIRST_BAND"
    GREEN_AMOUNT = "GREEN_AMOUNT"
    FULL_RATE_DAYS = "FULL_RATE_DAYS"
    REDUCED_RATE_DAYS = "REDUCED_RATE_DAYS"
    FUNDED_DAYS_CAP = "FUNDED_DAYS_CAP"
    FUNDED_TRAVEL_DAYS = "FUNDED_TRAVEL_DAYS"
    DAYS_IN_TIER = "DAYS_IN_TIER"
    DAYS_OF_THIRTY_DAY_MONTHS = "DAYS_OF_THIRTY_DAY_MONTHS"
    STAY_IN_TOP_UP_TIER = "STAY_IN_TOP_UP_TIER"
    TOP_UP_PER_MONTH = "TOP_UP_PER_MONTH"
    KEPT_AS_AGREED = "KEPT_AS_AGREED"
    LOWER_OF_AGREED_AND_ATTENDED = "LOWER_OF_AGREED_AND_ATTENDED"
    NOT_ATTENDED = "NOT_ATTENDED"
    FORFEITED = "FORFEITED"
    UP_TO_ACTUAL_COST = "UP_TO_ACTUAL_COST"
    LOWER_OF_AGREED_AND_ACTUAL_COST = "LOWER_OF_AGREED_AND_ACTUAL_COST"
    WEEKDAYS_COUNTED = "WEEKDAYS_COUNTED"
    REDUCED_RATE_ROUNDED = "REDUCED_RATE_ROUNDED"
    ROUNDING_NOT_KNOWN = "ROUNDING_NOT_KNOWN"
    LOWEST_TO_HIGHEST_BAND = "LOWEST_TO_HIGHEST_BAND"
    LOWER_TOP_UP_OF_DAYS_ATTENDED = "LOWER_TOP_UP_OF_DAYS_ATTENDED"
    RATE_WITHIN_RANGE = "RATE_WITHIN_RANGE"
    RATE_NOT_KNOWN = "RATE_NOT_KNOWN"
    RATE_NOT_FOR_ALL = "RATE_NOT_FOR_ALL"
    FUNDED_PART_OF_STAY = "FUNDED_PART_OF_STAY"
    ACTUAL_COST_NOT_STATED = "ACTUAL_COST_NOT_STATED"


class Phrase(StrEnum):
    """A piece of a sentence that a rule chooses, where the sentence of its code has one of several.

    It stands in `details`, and the table of a language says it. Codes are only ever added.
    """

    A_DAY = "A_DAY"
    A_MONTH = "A_MONTH"
    A_TRAINEESHIP = "A_TRAINEESHIP"
    ANOTHER_COUNTRY = "ANOTHER_COUNTRY"
    CERTIFICATE_WITHOUT_DATES = "CERTIFICATE_WITHOUT_DATES"
    """No dates are stated, and a paper that states them has arrived."""
    DAYS_ATTENDED_PAID = "DAYS_ATTENDED_PAID"
    FUNDED_DAYS_BELOW_MINIMUM = "FUNDED_DAYS_BELOW_MINIMUM"
    IN_BLENDED_INTENSIVE_PROGRAMME = "IN_BLENDED_INTENSIVE_PROGRAMME"
    IN_COUNTRY_GROUPS = "IN_COUNTRY_GROUPS"
    IN_NO_AGREEMENT = "IN_NO_AGREEMENT"
    IN_NO_AGREEMENT_AND_NEAR = "IN_NO_AGREEMENT_AND_NEAR"
    """No agreement lists it, and there is a partner of nearly this name."""
    IN_NO_OTHER_AGREEMENT = "IN_NO_OTHER_AGREEMENT"
    IN_OTHER_AGREEMENTS = "IN_OTHER_AGREEMENTS"
    JOURNEY_PAID = "JOURNEY_PAID"
    JOURNEY_PAID_AT_COST = "JOURNEY_PAID_AT_COST"
    NO_AMOUNT_IN_BAND = "NO_AMOUNT_IN_BAND"
    NO_AMOUNT_IN_LAST_BAND = "NO_AMOUNT_IN_LAST_BAND"
    NO_AMOUNT_FOR_STAY = "NO_AMOUNT_FOR_STAY"
    NO_JOURNEY_PAID = "NO_JOURNEY_PAID"
    NO_RATE_FOR_KIND = "NO_RATE_FOR_KIND"
    NO_RATE_FOR_TERM = "NO_RATE_FOR_TERM"
    """The same, with how long the stay counts as being."""
    NO_SPLIT_FOR_MOBILITY = "NO_SPLIT_FOR_MOBILITY"
    NOTHING_DUE_BELOW_MINIMUM = "NOTHING_DUE_BELOW_MINIMUM"
    NOTHING_DUE_WITHOUT_STAY = "NOTHING_DUE_WITHOUT_STAY"
    ONE_STUDY_CYCLE = "ONE_STUDY_CYCLE"
    OUTSIDE_BLENDED_INTENSIVE_PROGRAMME = "OUTSIDE_BLENDED_INTENSIVE_PROGRAMME"
    PURPOSE_AT_HOST = "PURPOSE_AT_HOST"
    RANGE_ALONE = "RANGE_ALONE"
    """The programme prints a range, and nobody has set the rate."""
    RANGE_FROM = "RANGE_FROM"
    RANGE_FROM_TO = "RANGE_FROM_TO"
    RANGE_UP_TO = "RANGE_UP_TO"
    RECEIVING_IN_GROUPS = "RECEIVING_IN_GROUPS"
    RECEIVING_IN_NO_GROUP = "RECEIVING_IN_NO_GROUP"
    SAME_COUNTRY = "SAME_COUNTRY"
    SAME_STATE = "SAME_STATE"
    """Two countries are parts of one state, or one of them is the state."""
    SENDING_IN_GROUPS = "SENDING_IN_GROUPS"
    SENDING_IN_NO_GROUP = "SENDING_IN_NO_GROUP"
    STAFF_TRAINING = "STAFF_TRAINING"
    STANDARD_AMOUNT_PAID = "STANDARD_AMOUNT_PAID"
    STUDY_CYCLES_OF_ONE_CYCLE_PROGRAMMES = "STUDY_CYCLES_OF_ONE_CYCLE_PROGRAMMES"
    TIER_FROM = "TIER_FROM"
    TIER_FROM_TO = "TIER_FROM_TO"
    TO_COUNTRY = "TO_COUNTRY"
    ZERO_GRANT_ONLY_FOR_WHOLE_STAY = "ZERO_GRANT_ONLY_FOR_WHOLE_STAY"
    ZERO_GRANT_WITH_FEWER_OPPORTUNITIES = "ZERO_GRANT_WITH_FEWER_OPPORTUNITIES"
