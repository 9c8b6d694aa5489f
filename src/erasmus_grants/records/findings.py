"""Findings and reasons: what a rule found, as a code and the values it compared.

Examples:
    >>> from erasmus_grants.testing import toy_source
    >>> finding = found(FindingCode.FUNDED_DAYS_CAPPED, toy_source(), funded=5, days=9, maximum=5)
    >>> finding.severity.value, finding.message, dict(finding.details)["days"]
    ('warning', '5 of 9 days on site are funded; the limit is 5.', '9')
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from erasmus_grants.basics.decimals import plain
from erasmus_grants.basics.english import FINDINGS
from erasmus_grants.basics.errors import ErasmusGrantsError
from erasmus_grants.basics.model import Choice, Model, is_mapping
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import FindingCode, ReasonCode, Severity

Compared = str | int | Decimal | date


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


class Finding(Model):
    """What a rule found about a mobility."""

    code: Choice[FindingCode] = Field(description="what was found; codes are never renamed")
    severity: Choice[Severity] = Field(description="whether it blocks the grant")
    message: str = Field(description="the same in an English sentence")
    details: Details = Field(description="the compared values, by name")
    source: Source = Field(description="where the rule is printed")

    @property
    def is_blocking(self) -> bool:
        """Whether the mobility is not eligible because of it."""
        return self.severity is Severity.BLOCKING


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


def found(code: FindingCode, source: Source, **values: Compared) -> Finding:
    """Return a finding with its severity and sentence.

    Args:
        code: What was found.
        source: Where the rule is printed.
        values: The compared values; the sentence of the code names them.
    """
    severity, sentence = FINDINGS[code]
    details = _details(values)
    message = sentence.format_map(dict(details))
    return Finding(code=code, severity=severity, message=message, details=details, source=source)


def because(code: ReasonCode, **values: Compared) -> Reason:
    """Return a reason with the values that were compared."""
    return Reason(code=code, details=_details(values))


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
