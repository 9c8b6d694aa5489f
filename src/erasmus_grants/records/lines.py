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

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from erasmus_grants.basics.field_types import Choice, Count, Many, with_nulls
from erasmus_grants.basics.model import Model, built
from erasmus_grants.basics.money import ZERO_EUR, Money, from_cents, line_amount, to_cents
from erasmus_grants.basics.problems import invalid
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
    ReasonCode,
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
    quantity: Count = Field(ge=0, description="how many")
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
    return built(
        GrantLine,
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


class OpenLine(Model):
    """A component of the grant that is not known yet: how many, and how low and how high it can be."""

    kind: Choice[LineKind] = Field(description="what the line pays for")
    basis: Choice[LineBasis] = Field(description="what the quantity counts")
    quantity: Count = Field(ge=0, description="how many")
    minimum_rate_eur: Money | None = Field(description="the lowest rate that is printed; null: none [EUR]")
    maximum_rate_eur: Money | None = Field(description="the highest rate that is printed; null: none [EUR]")
    rate_days: RateDays = Field(description="the days that the rate pays for: 1, or 30 for a monthly rate")
    rounding: Choice[Rounding] = Field(default=Rounding.HALF_UP_TO_CENT, description="how the amounts were rounded")
    minimum_eur: Money | None = Field(description="quantity x lowest rate / rate_days, rounded once; null: open [EUR]")
    maximum_eur: Money | None = Field(description="the same of the highest rate; null: open [EUR]")
    reasons: Many[Reason] = Field(description="why it is not known, with the compared values")
    source: Source = Field(description="where the bounds are printed, or where it says that there are none")

    @model_validator(mode="before")
    @classmethod
    def _of_an_encoder_without_nulls(cls, data: object) -> object:
        return with_nulls(data, "minimum_rate_eur", "maximum_rate_eur", "minimum_eur", "maximum_eur")

    @model_validator(mode="after")
    def _ends_follow(self) -> Self:
        for end in ("minimum", "maximum"):
            rate_eur: Decimal | None = getattr(self, f"{end}_rate_eur")
            expected = _end(rate_eur, self.quantity, self.rate_days, self.rounding)
            if getattr(self, f"{end}_eur") != expected:
                sentence = f"an end of a line is quantity x rate / rate_days, here {expected}"
                raise invalid(OpenLine, (f"{end}_eur", sentence, str(getattr(self, f"{end}_eur"))))
        least, most = self.minimum_rate_eur, self.maximum_rate_eur
        if least is not None and most is not None and least > most:
            raise invalid(
                OpenLine, ("maximum_rate_eur", f"the highest rate is not below the lowest, {least}", str(most))
            )
        return self


def open_line(
    kind: LineKind,
    basis: LineBasis,
    *,
    quantity: int,
    rates_eur: tuple[Decimal | None, Decimal | None] = (None, None),
    rate_days: RateDays = 1,
    reasons: tuple[Reason, ...],
    source: Source,
) -> OpenLine:
    """Return a line whose ends follow from its quantity and the lowest and highest rate."""
    least, most = rates_eur
    return built(
        OpenLine,
        kind=kind,
        basis=basis,
        quantity=quantity,
        minimum_rate_eur=least,
        maximum_rate_eur=most,
        rate_days=rate_days,
        rounding=Rounding.HALF_UP_TO_CENT,
        minimum_eur=_end(least, quantity, rate_days),
        maximum_eur=_end(most, quantity, rate_days),
        reasons=reasons,
        source=source,
    )


def _end(
    rate_eur: Decimal | None, quantity: int, rate_days: RateDays, rounding: Rounding = Rounding.HALF_UP_TO_CENT
) -> Decimal | None:
    if rate_eur is None:
        return None
    return line_amount(quantity=quantity, rate_eur=rate_eur, rate_days=rate_days, rounding=rounding)


def is_for_journey(line: GrantLine) -> bool:
    """Return whether a line pays for the journey: travel support, travel days, and what is paid once for a green one.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> grant = toy_calculator().calculate(toy_mobility())
        >>> [is_for_journey(line) for line in grant.lines]
        [True, False, True]
    """
    green_once = line.kind is LineKind.TOP_UP_GREEN_TRAVEL and line.basis is LineBasis.PARTICIPANT
    return line.kind is LineKind.TRAVEL_SUPPORT or line.basis is LineBasis.TRAVEL_DAYS or green_once


class Bounds(NamedTuple):
    """Between what a total lies [EUR]; None: not bounded by anything that is printed."""

    minimum_eur: Decimal | None
    maximum_eur: Decimal | None


def bounds_of(lines: Iterable[GrantLine], open_lines: Collection[OpenLine], *, eligible: bool | None) -> Bounds:
    """Return between what the total of a grant lies.

    What has no printed lowest amount counts as nothing, and if nothing is left there is no lowest total.  If there is
    one, it is 0.00 for a mobility that may yet be refused.

    Args:
        lines: The lines that are certain.
        open_lines: The lines that are not.
        eligible: Whether no rule refuses the mobility; None: one may yet do so.

    Examples:
        >>> bounds_of((), (), eligible=True)
        Bounds(minimum_eur=Decimal('0.00'), maximum_eur=Decimal('0.00'))
    """
    certain = sum([to_cents(line.amount_eur) for line in lines])
    if not open_lines:
        total_eur = from_cents(certain)
        return Bounds(total_eur if eligible else ZERO_EUR, total_eur)
    ends = [(line.minimum_eur, line.maximum_eur) for line in open_lines]
    lowest = certain + sum([to_cents(least) for least, _ in ends if least is not None])
    has_lowest = lowest > 0 or all(least is not None for least, _ in ends)
    highest = [None if most is None else to_cents(most) for _, most in ends]
    known = [cents for cents in highest if cents is not None]
    return Bounds(
        from_cents(lowest if eligible else 0) if has_lowest else None,
        from_cents(certain + sum(known)) if len(known) == len(highest) else None,
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
    """What an amount rule gives: lines, what is worth knowing about them, and lines that are not known yet."""

    lines: tuple[GrantLine, ...] = ()
    findings: tuple[Finding, ...] = ()
    open_lines: tuple[OpenLine, ...] = ()


def no_rate(
    entry: NotPublished, kind: LineKind, basis: LineBasis, *, quantity: int = 1, rate_days: RateDays = 1
) -> RuleResult:
    """Return the line that nobody has printed a rate for, and the finding that says so."""
    finding = Finding.of(FindingCode.RATE_NOT_PUBLISHED, entry.source, why=entry.not_published)
    return RuleResult(
        (), (finding,), (unknown_line(kind, basis, entry.source, quantity=quantity, rate_days=rate_days),)
    )


def unknown_line(
    kind: LineKind, basis: LineBasis, source: Source, *, quantity: int = 1, rate_days: RateDays = 1
) -> OpenLine:
    """Return a line of which neither end is known."""
    reasons = (Reason.of(ReasonCode.RATE_NOT_KNOWN),)
    return open_line(kind, basis, quantity=quantity, rate_days=rate_days, reasons=reasons, source=source)
