"""What a grant consists of: lines, payments and papers.

Examples:
    >>> from erasmus_grants.testing import toy_source
    >>> line = GrantLine(
    ...     kind=LineKind.INDIVIDUAL_SUPPORT, basis=LineBasis.DAYS_ON_SITE, quantity=5, rate_eur=Decimal("180.00"),
    ...     rate_days=1, amount_eur=Decimal("900.00"), reasons=(), source=toy_source(),
    ... )
    >>> line.quantity * line.rate_eur == line.amount_eur
    True
"""

from decimal import Decimal
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from erasmus_grants.basics.model import Choice, Many, Model, invalid
from erasmus_grants.basics.money import Money, line_amount
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import (
    Document,
    DocumentStage,
    FindingCode,
    LineBasis,
    LineKind,
    PaymentKind,
    PaymentTrigger,
    Rounding,
    Signatory,
)
from erasmus_grants.records.findings import Finding, Reason

RateDays = Literal[1, 30]
"""The days that a rate pays for: one, or thirty where it is a month's."""


class GrantLine(Model):
    """One component of the grant: quantity x rate = amount, why, and where the rate is printed."""

    kind: Choice[LineKind] = Field(description="what the line pays for")
    basis: Choice[LineBasis] = Field(description="what the quantity counts")
    quantity: int = Field(ge=0, description="how many")
    rate_eur: Money = Field(description="the rate as printed [EUR]")
    rate_days: RateDays = Field(description="the days that the rate pays for: 1, or 30 for a monthly rate")
    rounding: Choice[Rounding] = Field(default=Rounding.HALF_UP_TO_CENT, description="how the amount was rounded")
    amount_eur: Money = Field(description="quantity x rate / rate_days, rounded once [EUR]")
    reasons: Many[Reason] = Field(description="why, with the compared values")
    source: Source = Field(description="where the rate is printed")

    @model_validator(mode="after")
    def _amount_follows(self) -> Self:
        expected = line_amount(
            quantity=self.quantity, rate_eur=self.rate_eur, rate_days=self.rate_days, rounding=self.rounding
        )
        if self.amount_eur != expected:
            sentence = f"the amount of a line is quantity x rate / rate_days, here {expected}"
            raise invalid(GrantLine, ("amount_eur", sentence, str(self.amount_eur)))
        return self


def grant_line(
    kind: LineKind,
    basis: LineBasis,
    *,
    quantity: int,
    rate_eur: Decimal,
    rate_days: RateDays = 1,
    rounding: Rounding = Rounding.HALF_UP_TO_CENT,
    reasons: tuple[Reason, ...],
    source: Source,
) -> GrantLine:
    """Return a line whose amount follows from its quantity and rate."""
    return GrantLine(
        kind=kind,
        basis=basis,
        quantity=quantity,
        rate_eur=rate_eur,
        rate_days=rate_days,
        rounding=rounding,
        amount_eur=line_amount(quantity=quantity, rate_eur=rate_eur, rate_days=rate_days, rounding=rounding),
        reasons=reasons,
        source=source,
    )


class Payment(Model):
    """One payment of the grant."""

    kind: Choice[PaymentKind] = Field(description="pre-financing or balance")
    amount_eur: Money = Field(description="what is paid [EUR]")
    trigger: Choice[PaymentTrigger] = Field(description="what lets it be paid")
    conditions: Many[Choice[Document]] = Field(description="papers that must have been received")
    source: Source = Field(description="where the split is printed")


class RequiredDocument(Model):
    """A paper that a mobility needs."""

    document: Choice[Document] = Field(description="which paper")
    stage: Choice[DocumentStage] = Field(description="when it is due")
    signed_by: Many[Choice[Signatory]] = Field(description="who signs it")
    applies_if: str = Field(description="the condition under which it is needed; empty means always")
    note: str = Field(description="what else is printed about it")
    source: Source = Field(description="where it is printed")


class RuleResult(NamedTuple):
    """What an amount rule gives: lines, and what is worth knowing about them."""

    lines: tuple[GrantLine, ...] = ()
    findings: tuple[Finding, ...] = ()


def no_rate(entry: NotPublished) -> RuleResult:
    """Return the blocking finding that an entry has no figures."""
    return RuleResult((), (Finding.of(FindingCode.RATE_NOT_PUBLISHED, entry.source, why=entry.not_published),))
