"""The trace of a row: one whole number that says what was found, and which band and rate paid.

A positive trace holds a bit for each finding, the number of the travel band in bits 43 to 49, and that of the rate in
bits 52 to 59; a finding that is added takes the bit that is left, 62.  A negative
trace is that of a row that cannot be read: without its sign, its bits are the wrong fields.

Examples:
    >>> codes_in(1 << FINDING_BITS[FindingCode.DISTANCE_MISSING])
    (<FindingCode.DISTANCE_MISSING: 'DISTANCE_MISSING'>,)
    >>> codes_in(-0b1001), wrong_fields(-0b1001)
    ((<FindingCode.INVALID_INPUT: 'INVALID_INPUT'>,), ('activity', 'role'))
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from erasmus_grants.basics.vocabulary import FindingCode

FINDING_BITS: Final[Mapping[FindingCode, int]] = {
    FindingCode.DURATION_TOO_SHORT: 0,
    FindingCode.DURATION_TOO_LONG: 1,
    FindingCode.MONTHS_PER_CYCLE_EXCEEDED: 2,
    FindingCode.TEACHING_HOURS_TOO_FEW: 3,
    FindingCode.TEACHING_HOURS_MISSING: 4,
    FindingCode.VIRTUAL_COMPONENT_MISSING: 5,
    FindingCode.CONFERENCE_NOT_ELIGIBLE: 6,
    FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE: 7,
    FindingCode.ROLE_NOT_ELIGIBLE: 8,
    FindingCode.TEACHING_CONTRACT_MISSING: 9,
    FindingCode.ACTIVITY_NOT_COVERED: 10,
    FindingCode.ACTIVITY_NOT_FUNDED: 11,
    FindingCode.COUNTRY_DISAGREES: 12,
    FindingCode.OUTSIDE_AGREEMENT_PERIOD: 13,
    FindingCode.PARTNER_NOT_IN_AGREEMENT: 14,
    FindingCode.DISTANCE_MISSING: 15,
    FindingCode.COUNTRY_MISSING: 16,
    FindingCode.RATE_NOT_PUBLISHED: 17,
    FindingCode.FUNDED_DAYS_CAPPED: 18,
    FindingCode.TRAVEL_DAYS_CAPPED: 19,
    FindingCode.GREEN_AMOUNT_NOT_PUBLISHED: 20,
    FindingCode.TOP_UP_AMOUNT_NOT_PUBLISHED: 21,
    FindingCode.FLOW_NOT_MARKED_OPEN: 22,
    FindingCode.BELOW_FIRST_DISTANCE_BAND: 23,
    FindingCode.DISTANCE_BETWEEN_PRINTED_BOUNDS: 24,
    FindingCode.SECURITY_CONDITION: 25,
    FindingCode.MOBILITY_RESTRICTION_POSSIBLE: 26,
    FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED: 27,
    FindingCode.MONTH_COUNT_DISAGREES: 28,
    FindingCode.APPLICATION_DEADLINE: 29,
    FindingCode.PARTNER_COUNTRY_DISAGREES: 30,
    FindingCode.PURPOSE_NOT_LISTED: 31,
    FindingCode.PURPOSE_NOT_ELIGIBLE: 32,
    FindingCode.COMBINATION_NOT_ELIGIBLE: 33,
    FindingCode.PAYMENT_OUTSIDE_BOUNDS: 34,
    FindingCode.OUTSIDE_CALL_YEARS: 35,
    FindingCode.TRAVEL_SUPPORT_NOT_PAID: 36,
    FindingCode.DEPARTS_FROM_PROGRAMME: 37,
    FindingCode.PROVISIONAL_FIGURES: 61,
    FindingCode.NOT_ABROAD: 38,
    FindingCode.STUDY_CYCLE_NOT_ELIGIBLE: 39,
    FindingCode.STUDY_CYCLE_MISSING: 40,
    FindingCode.ELIGIBILITY_NOT_PUBLISHED: 41,
    FindingCode.ZERO_GRANT: 42,
    FindingCode.ZERO_GRANT_NOT_ELIGIBLE: 50,
    FindingCode.ZERO_GRANT_NOT_PUBLISHED: 51,
    FindingCode.CONSECUTIVE_DAYS_NOT_CHECKED: 60,
}
"""The bit of each finding about a mobility; none is ever moved or used again."""

BAND_BIT: Final = 43
"""The lowest bit of the number of the travel band."""

RATE_BIT: Final = 52
"""The lowest bit of the number of the rate."""

MOST_BANDS: Final = (1 << 7) - 1
"""How many bands a trace can tell apart."""

MOST_RATES: Final = (1 << 8) - 1
"""How many rates a trace can tell apart."""

FIELD_BITS: Final[Mapping[str, int]] = {
    "activity": 0,
    "combined": 1,
    "direction": 2,
    "role": 3,
    "teaching_contract": 4,
    "sending_country": 5,
    "receiving_country": 6,
    "partner": 7,
    "start_date": 8,
    "end_date": 9,
    "interruption_days": 10,
    "academic_term": 11,
    "blended_intensive_programme": 12,
    "virtual_component": 13,
    "distance_km": 14,
    "travel_mode": 15,
    "travel_days": 16,
    "fewer_opportunities": 17,
    "teaching_hours": 18,
    "purpose": 19,
    "receiving_organisation": 20,
    "months_used": 21,
    "reference": 22,
    "rulebook": 23,
    "residence_country": 24,
    "study_cycle": 25,
    "one_cycle_programme": 26,
    "zero_grant": 27,
    "zero_grant_days": 28,
}
"""The bit of each field in the trace of a row that cannot be read; none is ever moved or used again.

A field that is added to `Mobility` takes the next one, wherever it stands there.
"""


def codes_in(trace: int) -> tuple[FindingCode, ...]:
    """Return the findings of a trace, in the order of `FINDING_BITS`."""
    if trace < 0:
        return (FindingCode.INVALID_INPUT,)
    return tuple(code for code, bit in FINDING_BITS.items() if trace >> bit & 1)


def wrong_fields(trace: int) -> tuple[str, ...]:
    """Return the fields that cannot be read; none in a row that can."""
    return tuple(field for field, bit in FIELD_BITS.items() if trace < 0 and -trace >> bit & 1)


def band_in(trace: int) -> int:
    """Return the number of the travel band, counted from 1 through all tables of the rulebook; 0: none."""
    return 0 if trace < 0 else trace >> BAND_BIT & MOST_BANDS


def rate_in(trace: int) -> int:
    """Return the number of the rate, counted from 1 through its daily, monthly and short-stay rates; 0: none."""
    return 0 if trace < 0 else trace >> RATE_BIT & MOST_RATES
