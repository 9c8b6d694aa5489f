"""Findings and reasons: what a rule found, as a code and the values it compared.

Examples:
    >>> from erasmus_grants.testing import toy_source
    >>> finding = Finding.of(FindingCode.FUNDED_DAYS_CAPPED, toy_source(), funded=5, days=9, maximum=5)
    >>> finding.severity.value, finding.message, dict(finding.details)["days"]
    ('warning', '5 of 9 days on site are funded; the limit is 5.', '9')
    >>> finding.in_language(ENGLISH)
    '5 of 9 days on site are funded; the limit is 5.'
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from erasmus_grants.basics.decimals import plain
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import ErasmusGrantsError
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Choice, Model, is_mapping
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import FindingCode, ReasonCode, Severity

Compared = str | int | Decimal | date

SEVERITIES: Final[Mapping[FindingCode, Severity]] = {
    FindingCode.DURATION_TOO_SHORT: Severity.BLOCKING,
    FindingCode.DURATION_TOO_LONG: Severity.BLOCKING,
    FindingCode.MONTHS_PER_CYCLE_EXCEEDED: Severity.BLOCKING,
    FindingCode.TEACHING_HOURS_TOO_FEW: Severity.BLOCKING,
    FindingCode.TEACHING_HOURS_MISSING: Severity.BLOCKING,
    FindingCode.VIRTUAL_COMPONENT_MISSING: Severity.BLOCKING,
    FindingCode.CONFERENCE_NOT_ELIGIBLE: Severity.BLOCKING,
    FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE: Severity.BLOCKING,
    FindingCode.ROLE_NOT_ELIGIBLE: Severity.BLOCKING,
    FindingCode.TEACHING_CONTRACT_MISSING: Severity.BLOCKING,
    FindingCode.ACTIVITY_NOT_COVERED: Severity.BLOCKING,
    FindingCode.ACTIVITY_NOT_FUNDED: Severity.BLOCKING,
    FindingCode.COUNTRY_DISAGREES: Severity.BLOCKING,
    FindingCode.OUTSIDE_AGREEMENT_PERIOD: Severity.BLOCKING,
    FindingCode.PARTNER_NOT_IN_AGREEMENT: Severity.BLOCKING,
    FindingCode.DISTANCE_MISSING: Severity.BLOCKING,
    FindingCode.COUNTRY_MISSING: Severity.BLOCKING,
    FindingCode.RATE_NOT_PUBLISHED: Severity.BLOCKING,
    FindingCode.FUNDED_DAYS_CAPPED: Severity.WARNING,
    FindingCode.TRAVEL_DAYS_CAPPED: Severity.WARNING,
    FindingCode.GREEN_AMOUNT_NOT_PUBLISHED: Severity.WARNING,
    FindingCode.TOP_UP_AMOUNT_NOT_PUBLISHED: Severity.WARNING,
    FindingCode.FLOW_NOT_MARKED_OPEN: Severity.WARNING,
    FindingCode.BELOW_FIRST_DISTANCE_BAND: Severity.WARNING,
    FindingCode.DISTANCE_BETWEEN_PRINTED_BOUNDS: Severity.INFO,
    FindingCode.SECURITY_CONDITION: Severity.WARNING,
    FindingCode.MOBILITY_RESTRICTION_POSSIBLE: Severity.INFO,
    FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED: Severity.WARNING,
    FindingCode.MONTH_COUNT_DISAGREES: Severity.INFO,
    FindingCode.APPLICATION_DEADLINE: Severity.INFO,
    FindingCode.PARTNER_COUNTRY_DISAGREES: Severity.WARNING,
    FindingCode.PURPOSE_NOT_LISTED: Severity.WARNING,
    FindingCode.STAY_DID_NOT_TAKE_PLACE: Severity.WARNING,
    FindingCode.STAY_BELOW_MINIMUM: Severity.WARNING,
    FindingCode.STAY_LONGER_THAN_AGREED: Severity.INFO,
    FindingCode.SHORTFALL_TOLERATED: Severity.INFO,
    FindingCode.ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD: Severity.WARNING,
    FindingCode.PURPOSE_NOT_ELIGIBLE: Severity.BLOCKING,
    FindingCode.PAID_AMOUNT_NOT_STATED: Severity.WARNING,
    FindingCode.ATTENDANCE_APART_FROM_AGREED_DATES: Severity.WARNING,
    FindingCode.COMBINATION_NOT_ELIGIBLE: Severity.BLOCKING,
    FindingCode.PAYMENT_OUTSIDE_BOUNDS: Severity.WARNING,
    FindingCode.TRAVEL_COST_NOT_STATED: Severity.WARNING,
    FindingCode.OUTSIDE_CALL_YEARS: Severity.WARNING,
    FindingCode.TRAVEL_SUPPORT_NOT_PAID: Severity.INFO,
    FindingCode.DEPARTS_FROM_PROGRAMME: Severity.WARNING,
    FindingCode.INVALID_INPUT: Severity.BLOCKING,
}
"""What each finding does to the grant."""


def _as_pairs(value: object) -> object:
    return tuple(value.items()) if is_mapping(value) else value


Details = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_as_pairs),
    PlainSerializer(dict, return_type=dict[str, str], when_used="json"),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]
"""Compared values by name, as text; a JSON object outside, pairs inside."""


class Reason(Model):
    """Why a line of the grant says what it says."""

    code: Choice[ReasonCode] = Field(description="what kind of reason it is")
    details: Details = Field(description="the compared values, by name")

    @classmethod
    def of(cls, code: ReasonCode, **values: Compared) -> Self:
        """Return a reason with the values that were compared."""
        return cls(code=code, details=_details(values))


class Finding(Model):
    """What a rule found about a mobility."""

    code: Choice[FindingCode] = Field(description="what was found; codes are never renamed")
    severity: Choice[Severity] = Field(description="whether it blocks the grant")
    message: str = Field(description="the same in an English sentence")
    details: Details = Field(description="the compared values, by name")
    source: Source = Field(description="where the rule is printed")

    @classmethod
    def of(cls, code: FindingCode, source: Source, **values: Compared) -> Self:
        """Return a finding with its severity and, in English, its sentence.

        Args:
            code: What was found.
            source: Where the rule is printed.
            values: The compared values, and codes of phrases; the sentence of the code names them.
        """
        details = _details(values)
        message = ENGLISH.say(ENGLISH.findings[code], details)
        return cls(code=code, severity=SEVERITIES[code], message=message, details=details, source=source)

    @property
    def is_blocking(self) -> bool:
        """Whether the mobility is not eligible because of it."""
        return self.severity is Severity.BLOCKING

    def in_language(self, language: Language) -> str:
        """Return the sentence in a language.

        Args:
            language: The tables of the language; in English it is the stored message.
        """
        return self.message if language is ENGLISH else language.say(language.findings[self.code], self.details)


class IneligibleMobilityError(ErasmusGrantsError, ValueError):
    """The mobility is not eligible, and the calculator was told to be strict.

    Attributes:
        findings: Everything that was found, in the order of the rules.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("not eligible: " + " ".join(item.message for item in findings if item.is_blocking))

    def __reduce__(self) -> tuple[object, ...]:
        return IneligibleMobilityError, (self.findings,)


def why(reasons: Iterable[Reason], language: Language = ENGLISH) -> str:
    """Return reasons in words."""
    return "; ".join(language.say(language.reasons[reason.code], reason.details) for reason in reasons)


def _details(values: Mapping[str, Compared]) -> tuple[tuple[str, str], ...]:
    return tuple([(name, value if type(value) is str else _text(value)) for name, value in values.items()])


def _text(value: Compared) -> str:
    """Return a value as it stands in details: numbers plain, dates in ISO form."""
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)
