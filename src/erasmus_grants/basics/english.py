"""The sentences of the library: one for each finding and one for each reason, in one place.

A rule finds codes and compared values; nothing else in the library writes prose.  Another language needs another table
like this one, and nothing else.
"""

from typing import Final

from erasmus_grants.basics.vocabulary import FindingCode, LengthUnit, LineBasis, LineKind, ReasonCode, Severity, Term

_BLOCKING, _WARNING, _INFO = Severity.BLOCKING, Severity.WARNING, Severity.INFO

FINDINGS: Final[dict[FindingCode, tuple[Severity, str]]] = {
    FindingCode.DURATION_TOO_SHORT: (
        _BLOCKING,
        "The stay counts {length} {unit}; at least {minimum} {minimum_unit} are required (to {minimum_end}).",
    ),
    FindingCode.DURATION_TOO_LONG: (
        _BLOCKING,
        "The stay counts {length} {unit}; at most {maximum} {maximum_unit} are allowed (to {maximum_end}).",
    ),
    FindingCode.MONTHS_PER_CYCLE_EXCEEDED: (
        _BLOCKING,
        "{months_used} months used and {days} days of this stay make {total_days} days of thirty-day months; "
        "a study cycle allows {maximum_days} ({maximum_months} months).",
    ),
    FindingCode.TEACHING_HOURS_TOO_FEW: (
        _BLOCKING,
        "{hours} hours of teaching are planned; {minimum} are required for {days} days.",
    ),
    FindingCode.TEACHING_HOURS_MISSING: (
        _BLOCKING,
        "The hours of teaching are not stated; {minimum} are required for {days} days.",
    ),
    FindingCode.VIRTUAL_COMPONENT_MISSING: (
        _BLOCKING,
        "A student's stay of {days} days ({minimum} to {maximum}) is possible only with a virtual component.",
    ),
    FindingCode.CONFERENCE_NOT_ELIGIBLE: (_BLOCKING, "Taking part in a conference is not eligible."),
    FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE: (
        _BLOCKING,
        "The receiving organisation is '{given}'; {activity} {direction} is possible only at: {allowed}.",
    ),
    FindingCode.ROLE_NOT_ELIGIBLE: (
        _BLOCKING,
        "The role '{given}' is not eligible for {activity}; possible: {allowed}.",
    ),
    FindingCode.TEACHING_CONTRACT_MISSING: (
        _BLOCKING,
        "A doctoral candidate is eligible for {activity} only with a teaching contract.",
    ),
    FindingCode.ACTIVITY_NOT_COVERED: (
        _BLOCKING,
        "This rulebook has no rules for {activity} {direction}, {programme}; it has for: {covered}.",
    ),
    FindingCode.ACTIVITY_NOT_FUNDED: (_BLOCKING, "{activity} {direction} is not funded under this rulebook: {why}"),
    FindingCode.COUNTRY_DISAGREES: (
        _BLOCKING,
        "{field} is {given}; an {direction} mobility of this rulebook needs it to be {expected}.",
    ),
    FindingCode.OUTSIDE_AGREEMENT_PERIOD: (
        _BLOCKING,
        "{start} to {end} does not lie within one agreement; the periods are: {periods}.",
    ),
    FindingCode.PARTNER_NOT_IN_AGREEMENT: (
        _BLOCKING,
        "The partner '{given}' is not in an agreement of these dates ({agreements}); {elsewhere}.",
    ),
    FindingCode.DISTANCE_MISSING: (
        _BLOCKING,
        "The distance is not stated, and travel support depends on it; "
        "take it from the Commission's distance calculator, one way.",
    ),
    FindingCode.COUNTRY_MISSING: (_BLOCKING, "{field} is not stated, and a rate depends on it."),
    FindingCode.RATE_NOT_PUBLISHED: (_BLOCKING, "No rate is published for this mobility: {why}"),
    FindingCode.FUNDED_DAYS_CAPPED: (_WARNING, "{funded} of {days} days on site are funded; the limit is {maximum}."),
    FindingCode.TRAVEL_DAYS_CAPPED: (_WARNING, "{asked} travel days were asked for; {funded} are funded."),
    FindingCode.GREEN_AMOUNT_NOT_PUBLISHED: (_WARNING, "No amount for green travel is published: {paid}"),
    FindingCode.TOP_UP_AMOUNT_NOT_PUBLISHED: (_WARNING, "No amount is published for the {top_up}: {why}"),
    FindingCode.FLOW_NOT_MARKED_OPEN: (
        _WARNING,
        "{activity} {direction} is not marked as open in any agreement of these dates ({agreements}); "
        "ask the international office.",
    ),
    FindingCode.BELOW_FIRST_DISTANCE_BAND: (
        _WARNING,
        "{distance_km} km is below the first distance band, which starts at {from_km} km: no travel support is paid.",
    ),
    FindingCode.DISTANCE_BETWEEN_PRINTED_BOUNDS: (
        _INFO,
        "{distance_km} km lies between two printed bounds; it is in the band of {from_km} to less than {below_km} km.",
    ),
    FindingCode.SECURITY_CONDITION: (
        _WARNING,
        "{activity} {direction} takes place only when the security situation permits ({agreements}).",
    ),
    FindingCode.MOBILITY_RESTRICTION_POSSIBLE: (_INFO, "Mobility may be restricted: {why}"),
    FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED: (
        _WARNING,
        "No split between payments is published: {why} "
        "Give the calculator a PaymentSplit to have the payments computed.",
    ),
    FindingCode.MONTH_COUNT_DISAGREES: (
        _INFO,
        "By the calendar, the {bound} of {months} months ends on {calendar_end}; in months of thirty days the stay counts "
        "{days_360} of {bound_days_360} days. The two ways of counting disagree, and the calendar decides.",
    ),
    FindingCode.APPLICATION_DEADLINE: (_INFO, "Apply by {deadline}, {months} months before the start."),
    FindingCode.PARTNER_COUNTRY_DISAGREES: (
        _WARNING,
        "{field} is {given}, and the partner '{partner}' is in {expected} (confidence {confidence}).",
    ),
    FindingCode.PURPOSE_NOT_LISTED: (
        _WARNING,
        "The purpose '{given}' is not among those that are listed for {activity}: {listed}.",
    ),
    FindingCode.STAY_DID_NOT_TAKE_PLACE: (_WARNING, "No day was attended: {consequence}"),
    FindingCode.STAY_BELOW_MINIMUM: (
        _WARNING,
        "The stay ended below the minimum: {length} {unit} of {minimum} {minimum_unit}. {consequence}",
    ),
    FindingCode.STAY_LONGER_THAN_AGREED: (
        _INFO,
        "{attended} days were attended and {agreed} agreed: a longer stay is not paid.",
    ),
    FindingCode.SHORTFALL_TOLERATED: (
        _INFO,
        "{attended} of {agreed} days were attended: up to {tolerance} days less are tolerated, and nothing is reduced.",
    ),
    FindingCode.ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD: (
        _WARNING,
        "{start} to {end} does not lie within one agreement; the periods are: {periods}.",
    ),
    FindingCode.PURPOSE_NOT_ELIGIBLE: (_BLOCKING, "The purpose '{given}' is not eligible."),
    FindingCode.PAID_AMOUNT_NOT_STATED: (
        _WARNING,
        "What was paid before is not stated and the grant has no payments, so nothing is taken off; state paid_eur.",
    ),
    FindingCode.ATTENDANCE_APART_FROM_AGREED_DATES: (
        _WARNING,
        "{start} to {end} was attended and {agreed_start} to {agreed_end} agreed: they share no day; check the dates.",
    ),
    FindingCode.COMBINATION_NOT_ELIGIBLE: (
        _BLOCKING,
        "{activity} {direction} cannot be combined with {other}: {why}",
    ),
    FindingCode.PAYMENT_OUTSIDE_BOUNDS: (
        _WARNING,
        "{pre_financing_eur} of {total_eur} EUR are paid before the balance; "
        "the grant agreement allows {minimum} to {maximum} of the grant.",
    ),
    FindingCode.TRAVEL_COST_NOT_STATED: (
        _WARNING,
        "The journey is paid at its actual cost, which is not stated: nothing is due for it; state travel_cost_eur.",
    ),
    FindingCode.OUTSIDE_CALL_YEARS: (
        _WARNING,
        "{start} to {end} lies outside of {first} to {last}, in which grant agreements of this call run; check the call.",
    ),
    FindingCode.TRAVEL_SUPPORT_NOT_PAID: (_INFO, "No travel support is paid for this mobility: {why}"),
    FindingCode.DEPARTS_FROM_PROGRAMME: (
        _WARNING,
        "The rulebook pays other amounts than the one that it is based on fixes: {why}",
    ),
    FindingCode.INVALID_INPUT: (_BLOCKING, "The row cannot be read: {fields}."),
}
"""What each finding does to the grant, and its sentence."""

REASONS: Final[dict[ReasonCode, str]] = {
    ReasonCode.DISTANCE_IN_BAND: "{from_km} <= {distance_km} km < {below_km}; the amount covers the return journey",
    ReasonCode.DISTANCE_IN_LAST_BAND: "{from_km} <= {distance_km} km; the amount covers the return journey",
    ReasonCode.DISTANCE_BELOW_FIRST_BAND: "{distance_km} km < {from_km} km, the start of the first band",
    ReasonCode.GREEN_AMOUNT: "amount for green travel",
    ReasonCode.FULL_RATE_DAYS: "{days} days on site at the full rate",
    ReasonCode.REDUCED_RATE_DAYS: "days {from_day} to {to_day} at {share} of {full_rate_eur} EUR",
    ReasonCode.FUNDED_DAYS_CAP: "at most {maximum} days on site are funded, of {days}",
    ReasonCode.FUNDED_TRAVEL_DAYS: "{days} funded travel days at the full rate",
    ReasonCode.DAYS_IN_TIER: "days {from_day} to {to_day} of {days}",
    ReasonCode.DAYS_OF_THIRTY_DAY_MONTHS: "{days} days of thirty-day months",
    ReasonCode.STAY_IN_TOP_UP_TIER: "once, for a stay of {tier} days ({days})",
    ReasonCode.TOP_UP_PER_MONTH: "with the monthly rate, {days} days of thirty-day months",
    ReasonCode.KEPT_AS_AGREED: "kept as agreed",
    ReasonCode.LOWER_OF_AGREED_AND_ATTENDED: "{attended} funded for the days attended, of {agreed} agreed",
    ReasonCode.NOT_ATTENDED: "nothing attended",
    ReasonCode.FORFEITED: "the stay ended below the minimum",
    ReasonCode.UP_TO_ACTUAL_COST: "at actual cost, up to this amount",
    ReasonCode.LOWER_OF_AGREED_AND_ACTUAL_COST: "actual cost {cost_eur} EUR, up to {agreed_eur} EUR",
    ReasonCode.WEEKDAYS_COUNTED: "Mondays to Fridays only",
    ReasonCode.REDUCED_RATE_ROUNDED: "{exact_eur} EUR, rounded as the agency does",
}
"""The words of each reason of a line."""

LINE_NAMES: Final[dict[LineKind, str]] = {
    LineKind.TRAVEL_SUPPORT: "travel support",
    LineKind.INDIVIDUAL_SUPPORT: "individual support",
    LineKind.TOP_UP_FEWER_OPPORTUNITIES: "top-up for fewer opportunities",
    LineKind.TOP_UP_TRAINEESHIP: "top-up for traineeships",
    LineKind.TOP_UP_GREEN_TRAVEL: "top-up for green travel",
}
"""What each kind of line is called."""

BASIS_NAMES: Final[dict[LineBasis, str]] = {
    LineBasis.PARTICIPANT: "participant",
    LineBasis.DAYS_ON_SITE: "days on site",
    LineBasis.DAYS_ON_SITE_REDUCED: "days on site, reduced rate",
    LineBasis.TRAVEL_DAYS: "travel days",
    LineBasis.DAYS_OF_MONTH_RATE: "days of the monthly rate",
}
"""What each quantity counts."""

UNIT_OF_RATE: Final[dict[Term, str]] = {
    Term.STAFF: "day",
    Term.LONG_TERM_PHYSICAL: "month",
    Term.SHORT_TERM_PHYSICAL: "day",
}
"""What the rate of each kind of stay is paid for."""

RANGE_ALONE: Final = (
    "the programme prints a range, {range} a {unit}, and the institution or its National Agency sets the rate: "
    "write it into a rulebook of your own, which `erasmus-grants new-policy` begins."
)
"""Why a range pays nothing."""

NAMES: Final[dict[str, str]] = {
    "pre_financing": "pre-financing",
    "cv": "CV",
    "crous_award_notice": "CROUS award notice",
}
"""Words that are not written as their underscores suggest."""

UNIT_NAMES_OF_ONE: Final[dict[LengthUnit, str]] = {
    LengthUnit.CALENDAR_DAYS: "calendar day",
    LengthUnit.CALENDAR_MONTHS: "calendar month",
    LengthUnit.DAYS_360: "day of thirty-day months",
}
"""The same for a length of one."""

UNIT_NAMES: Final[dict[LengthUnit, str]] = {
    LengthUnit.CALENDAR_DAYS: "calendar days",
    LengthUnit.CALENDAR_MONTHS: "calendar months",
    LengthUnit.DAYS_360: "days of thirty-day months",
}
"""What the length of a stay is measured in."""
