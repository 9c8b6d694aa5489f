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
from typing import Annotated, Final, NamedTuple, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.decimals import plain
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import PUBLIC_ERRORS, ErasmusGrantsError
from erasmus_grants.basics.field_types import Choice, is_collection, is_mapping
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.model import Model, built
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import FindingCode, GrantStatus, ReasonCode, Severity

Compared = str | int | Decimal | date

SEVERITIES: Final[Mapping[FindingCode, Severity]] = {
    FindingCode.DURATION_TOO_SHORT: Severity.REFUSING,
    FindingCode.DURATION_TOO_LONG: Severity.REFUSING,
    FindingCode.MONTHS_PER_CYCLE_EXCEEDED: Severity.REFUSING,
    FindingCode.TEACHING_HOURS_TOO_FEW: Severity.REFUSING,
    FindingCode.TEACHING_HOURS_MISSING: Severity.UNKNOWN,
    FindingCode.VIRTUAL_COMPONENT_MISSING: Severity.REFUSING,
    FindingCode.CONFERENCE_NOT_ELIGIBLE: Severity.REFUSING,
    FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE: Severity.REFUSING,
    FindingCode.ROLE_NOT_ELIGIBLE: Severity.REFUSING,
    FindingCode.TEACHING_CONTRACT_MISSING: Severity.REFUSING,
    FindingCode.ACTIVITY_NOT_COVERED: Severity.REFUSING,
    FindingCode.ACTIVITY_NOT_FUNDED: Severity.REFUSING,
    FindingCode.COUNTRY_DISAGREES: Severity.REFUSING,
    FindingCode.OUTSIDE_AGREEMENT_PERIOD: Severity.REFUSING,
    FindingCode.PARTNER_NOT_IN_AGREEMENT: Severity.REFUSING,
    FindingCode.DISTANCE_MISSING: Severity.UNKNOWN,
    FindingCode.COUNTRY_MISSING: Severity.UNKNOWN,
    FindingCode.RATE_NOT_PUBLISHED: Severity.UNKNOWN,
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
    FindingCode.PURPOSE_NOT_ELIGIBLE: Severity.REFUSING,
    FindingCode.PAID_AMOUNT_NOT_STATED: Severity.WARNING,
    FindingCode.ATTENDANCE_APART_FROM_AGREED_DATES: Severity.WARNING,
    FindingCode.COMBINATION_NOT_ELIGIBLE: Severity.REFUSING,
    FindingCode.PAYMENT_OUTSIDE_BOUNDS: Severity.WARNING,
    FindingCode.TRAVEL_COST_NOT_STATED: Severity.WARNING,
    FindingCode.OUTSIDE_CALL_YEARS: Severity.WARNING,
    FindingCode.TRAVEL_SUPPORT_NOT_PAID: Severity.INFO,
    FindingCode.DEPARTS_FROM_PROGRAMME: Severity.WARNING,
    FindingCode.PROVISIONAL_FIGURES: Severity.WARNING,
    FindingCode.NOT_ABROAD: Severity.REFUSING,
    FindingCode.STUDY_CYCLE_NOT_ELIGIBLE: Severity.REFUSING,
    FindingCode.STUDY_CYCLE_MISSING: Severity.UNKNOWN,
    FindingCode.ELIGIBILITY_NOT_PUBLISHED: Severity.UNKNOWN,
    FindingCode.ZERO_GRANT: Severity.INFO,
    FindingCode.ZERO_GRANT_NOT_ELIGIBLE: Severity.REFUSING,
    FindingCode.ZERO_GRANT_NOT_PUBLISHED: Severity.UNKNOWN,
    FindingCode.CONSECUTIVE_DAYS_NOT_CHECKED: Severity.WARNING,
    FindingCode.PAID_MORE_THAN_AGREED: Severity.WARNING,
    FindingCode.TRAVEL_COST_NOT_COUNTED: Severity.INFO,
    FindingCode.INVALID_INPUT: Severity.UNKNOWN,
}
"""What each finding does to the grant."""

ELIGIBILITY_OPEN: Final = frozenset(
    {
        *(FindingCode.TEACHING_HOURS_MISSING, FindingCode.COUNTRY_MISSING, FindingCode.ZERO_GRANT_NOT_PUBLISHED),
        *(FindingCode.STUDY_CYCLE_MISSING, FindingCode.ELIGIBILITY_NOT_PUBLISHED),
    }
)
"""What is unknown here may yet make a mobility not eligible; other unknowns are about its amount alone."""

_BLOCKING_IN_0_1 = "blocking"
"""What version 0.1 called findings that had no grant, whether refused or unknown."""


def _severity_read(value: object, already: ValidationInfo) -> object:
    """Return a severity, with that of today's list in place of the one of version 0.1."""
    code = already.data.get("code")
    return SEVERITIES[code] if value == _BLOCKING_IN_0_1 and isinstance(code, FindingCode) else value


def _as_pairs(value: object) -> object:
    """Return compared values as pairs, from an object, or from the list of lists that JSON makes of pairs."""
    if is_collection(value):
        return tuple(map(_as_tuple, value)) if isinstance(value, list) else value
    return tuple(value.items()) if is_mapping(value) else value


def _as_tuple(pair: object) -> object:
    return tuple(pair) if is_collection(pair) else pair


def _by_name(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return compared values in the order of their names: what stores an object need not keep another one."""
    if len(dict(pairs)) != len(pairs):
        raise PydanticCustomError("same_name", "each compared value has a name of its own")
    return tuple(sorted(pairs))


Details = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(_as_pairs),
    AfterValidator(_by_name),
    PlainSerializer(dict, return_type=dict[str, str]),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]
"""Compared values by name, as text, in the order of the names; an object outside, pairs inside."""


class Reason(Model):
    """Why a line of the grant says what it says."""

    code: Choice[ReasonCode] = Field(description="what kind of reason it is")
    details: Details = Field(description="the compared values, by name")

    def __setstate__(self, state: dict[str, dict[str, object]]) -> None:
        """Take the fields of a pickle, with the compared values in the order of their names."""
        super().__setstate__(state | {"__dict__": dict(type(self).model_validate(state["__dict__"]))})

    @classmethod
    def of(cls, code: ReasonCode, **values: Compared) -> Self:
        """Return a reason with the values that were compared."""
        details = _details(values)
        if isinstance(code, ReasonCode):  # pyright: ignore[reportUnnecessaryIsInstance] - not all callers are typed
            return built(cls, code=code, details=details)
        return cls(code=code, details=details)  # which says that there is no such code


class Finding(Model):
    """What a rule found about a mobility."""

    code: Choice[FindingCode] = Field(description="what was found; codes are never renamed")
    severity: Annotated[Choice[Severity], BeforeValidator(_severity_read)] = Field(
        description="whether it refuses the grant, or leaves it open"
    )
    message: str = Field(description="the same in an English sentence")
    details: Details = Field(description="the compared values, by name")
    source: Source = Field(description="where the rule is printed")

    def __setstate__(self, state: dict[str, dict[str, object]]) -> None:
        """Take the fields of a pickle, with today's severity of the code, and the compared values in their order."""
        fields = state["__dict__"]
        severity = SEVERITIES[FindingCode(str(fields["code"]))]
        super().__setstate__(state | {"__dict__": dict(type(self).model_validate(fields | {"severity": severity}))})

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
        severity, given = SEVERITIES[code], (type(code), type(source))  # not all callers are typed
        if given == (FindingCode, Source):
            return built(cls, code=code, severity=severity, message=message, details=details, source=source)
        return cls(code=code, severity=severity, message=message, details=details, source=source)

    @property
    def is_refusing(self) -> bool:
        """Whether the mobility is not eligible because of it."""
        return self.severity is Severity.REFUSING

    @property
    def is_unknown(self) -> bool:
        """Whether the answer depends on something that it says is not known."""
        return self.severity is Severity.UNKNOWN

    def in_language(self, language: Language) -> str:
        """Return the sentence in a language.

        Args:
            language: The tables of the language; in English it is the stored message.
        """
        check_language(language)
        return self.message if language is ENGLISH else language.say(language.findings[self.code], self.details)


class IneligibleMobilityError(ErasmusGrantsError, ValueError):
    """The mobility is not eligible, and the calculator was told to be strict.

    Attributes:
        findings: Everything that was found, in the order of the rules.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__("not eligible: " + " ".join(item.message for item in findings if item.is_refusing))

    def __reduce__(self) -> tuple[object, ...]:
        return IneligibleMobilityError, (self.findings,)


class Answer(NamedTuple):
    """What findings say of a mobility together.

    Attributes:
        status: The answer; a finding that refuses wins over one that is unknown.
        eligible: Whether no finding refuses it; None where one may yet do so.
    """

    status: GrantStatus
    eligible: bool | None


_GRANTED: Final = Answer(GrantStatus.GRANTED, eligible=True)
_REFUSED: Final = Answer(GrantStatus.NOT_ELIGIBLE, eligible=False)


def answer_of(findings: Iterable[Finding]) -> Answer:
    """Return what findings say of a mobility together.

    Examples:
        >>> answer_of(())
        Answer(status=<GrantStatus.GRANTED: 'granted'>, eligible=True)
    """
    answer = _GRANTED
    for finding in findings:
        if finding.severity is Severity.REFUSING:
            return _REFUSED
        if finding.severity is Severity.UNKNOWN and answer.eligible:
            eligible = None if finding.code in ELIGIBILITY_OPEN else True
            answer = Answer(GrantStatus.UNDETERMINED, eligible)
    return answer


def why(reasons: Iterable[Reason], language: Language = ENGLISH) -> str:
    """Return reasons in words."""
    return "; ".join(language.say(language.reasons[reason.code], reason.details) for reason in reasons)


def _details(values: Mapping[str, Compared]) -> tuple[tuple[str, str], ...]:
    """Return compared values as text, in the order of their names."""
    return tuple(sorted([(name, value if type(value) is str else _text(value)) for name, value in values.items()]))


def _text(value: Compared) -> str:
    """Return a value as it stands in details: numbers plain, dates in ISO form."""
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)
