"""How the grant is split between payments.

Travel support and everything else may be split differently.  Each instalment is the rounded difference between what is
due by then and what was paid before, so the payments always add up to the grant.

Source:
    Erasmus+ grant agreement with participants, "Payment arrangements":
    https://lawinsider.com/clause/payment-arrangements/_1

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> [payment.amount_eur for payment in payments((), split=toy_rulebook().payment_splits[0])]
    [Decimal('0.00'), Decimal('0.00')]
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, reduce
from math import lcm
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self, overload

from pydantic import Discriminator, Field, Tag, model_validator

from erasmus_grants.basics.algebra import Condition, Whole, half_up, remainder
from erasmus_grants.basics.decimals import EXACT, AnyNumber, Share, plain
from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.model import PlainModel, built
from erasmus_grants.basics.money import from_cents, to_cents
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import Entry, NotPublished, Scope, WrittenMembers, published_or_not
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import Document, FindingCode, LineKind, PaymentKind, PaymentTrigger
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.lines import GrantLine, Payment

_SMALL_DENOMINATOR = 100


class Instalment(PlainModel):
    """One payment, as shares of the grant."""

    kind: Choice[PaymentKind] = Field(description="pre-financing or balance")
    trigger: Choice[PaymentTrigger] = Field(description="what lets it be paid")
    travel_share: Share = Field(description="part of the travel support, 0 to 1")
    individual_share: Share = Field(description="part of everything else, 0 to 1")
    conditions: WrittenMembers[Document] = Field(default=(), description="papers that must have been received")

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            kind: PaymentKind | Literal["pre_financing", "balance"],
            trigger: PaymentTrigger | Literal["before_departure", "on_arrival", "after_report"],
            travel_share: AnyNumber,
            individual_share: AnyNumber,
            conditions: Collection[Document | str] = (),
        ) -> None: ...


class Due(NamedTuple):
    """What is due by an instalment, in parts of travel support and of everything else.

    Attributes:
        travel_parts: Parts of travel support.
        other_parts: Parts of everything else.
        parts: How many parts are the whole.
    """

    travel_parts: int
    other_parts: int
    parts: int


class PaymentSplit(Entry, PlainModel):
    """The payments of a grant, in order; their shares add up to the whole.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> split = PaymentSplit(
        ...     instalments=(
        ...         Instalment(kind="pre_financing", trigger="on_arrival", travel_share=1, individual_share="0.8"),
        ...         Instalment(kind="balance", trigger="after_report", travel_share=0, individual_share="0.2"),
        ...     ),
        ...     source=toy_source(),
        ... )
        >>> [str(instalment.individual_share) for instalment in split.instalments]
        ['0.8', '0.2']
    """

    instalments: Many[Instalment] = Field(min_length=1, description="the payments, in order")

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            scope: Scope | Mapping[str, object] = ...,
            source: Source | Mapping[str, object],
            instalments: tuple[Instalment | Mapping[str, object], ...] | list[Instalment] | list[dict[str, object]],
        ) -> None: ...

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        for name in ("travel_share", "individual_share"):
            total = reduce(EXACT.add, (getattr(instalment, name) for instalment in self.instalments))
            if total != 1:
                sentence = f"the {name} of all instalments adds up to 1, here to {plain(total)}"
                raise invalid(PaymentSplit, ("instalments", sentence, None))
        return self


class PaymentBounds(Entry):
    """What a grant agreement says of the payments."""

    minimum_pre_financing_share: Share = Field(description="least part of the grant before the balance, 0 to 1")
    maximum_pre_financing_share: Share = Field(description="most part of the grant before the balance, 0 to 1")
    balance_within_days: int = Field(ge=0, le=1000, description="days from the participant report to the balance")

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        least, most = self.minimum_pre_financing_share, self.maximum_pre_financing_share
        if least > most:
            sentence = f"the largest share is not below the smallest, {plain(least)}"
            raise invalid(PaymentBounds, ("maximum_pre_financing_share", sentence, plain(most)))
        return self


PaymentSplitEntry = Annotated[
    Annotated[PaymentSplit, Tag("published")] | Annotated[NotPublished, Tag("not_published")],
    Discriminator(published_or_not),
]
"""A split between payments, or the statement that none is published."""


def payments(lines: Iterable[GrantLine], *, split: PaymentSplit) -> tuple[Payment, ...]:
    """Return the payments of a grant.

    Args:
        lines: The lines of the grant.
        split: The entry of the rulebook that applies.

    Returns:
        One payment for each instalment; together they are exactly the total of the lines.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> [str(payment.amount_eur) for payment in toy_calculator().calculate(toy_mobility()).payments]
        ['760.00', '140.00']
    """
    travel = other = 0
    for line in lines:
        if line.kind is LineKind.TRAVEL_SUPPORT:
            travel += to_cents(line.amount_eur)
        else:
            other += to_cents(line.amount_eur)
    return tuple(_payments(travel, other, split))


def bounds_findings(paid: Iterable[Payment], bounds: PaymentBounds) -> tuple[Finding, ...]:
    """Return whether more or less is paid before the balance than the grant agreement allows.

    Args:
        paid: All payments of a grant.
        bounds: The entry of the rulebook that applies.

    Source:
        Grant agreement with participants, "Payment arrangements"; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility, toy_source
        >>> payments = toy_calculator().calculate(toy_mobility()).payments  # 760 of 900 EUR, which is 84 %
        >>> bounds = PaymentBounds(
        ...     minimum_pre_financing_share="0.9", maximum_pre_financing_share=1, balance_within_days=45,
        ...     source=toy_source(),
        ... )
        >>> [found.code.value for found in bounds_findings(payments, bounds)]
        ['PAYMENT_OUTSIDE_BOUNDS']
    """
    before = total = 0
    for payment in paid:
        cents = to_cents(payment.amount_eur)
        total += cents
        before += cents if payment.kind is PaymentKind.PRE_FINANCING else 0
    if not is_outside(before, total, bounds):
        return ()
    return (
        Finding.of(
            FindingCode.PAYMENT_OUTSIDE_BOUNDS,
            bounds.source,
            pre_financing_eur=str(from_cents(before)),
            total_eur=str(from_cents(total)),
            minimum=bounds.minimum_pre_financing_share,
            maximum=bounds.maximum_pre_financing_share,
        ),
    )


def shares_due(split: PaymentSplit) -> tuple[Due, ...]:
    """Return what is due by each instalment, those before it counted.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> shares_due(toy_rulebook().payment_splits[0])  # all of travel and 80 % of the rest; everything
        (Due(travel_parts=5, other_parts=4, parts=5), Due(travel_parts=1, other_parts=1, parts=1))
    """
    return _shares_due(tuple([(one.travel_share, one.individual_share) for one in split.instalments]))


@lru_cache(maxsize=256)
def _shares_due(shares: tuple[tuple[Decimal, Decimal], ...]) -> tuple[Due, ...]:
    due: list[Due] = []
    travel = other = Fraction(0)
    for travel_share, other_share in shares:
        travel, other = travel + Fraction(travel_share), other + Fraction(other_share)
        parts = lcm(travel.denominator, other.denominator)
        due.append(Due(int(travel * parts), int(other * parts), parts))
    return tuple(due)


@overload
def cents_due(travel_cents: int, other_cents: int, due: Due) -> int: ...
@overload
def cents_due(travel_cents: Whole, other_cents: Whole, due: Due) -> Whole: ...
def cents_due(travel_cents: Whole, other_cents: Whole, due: Due) -> Whole:
    """Return what is due by an instalment, rounded half up to the cent.

    Args:
        travel_cents: Travel support [cents].
        other_cents: Everything else [cents].
        due: The parts that are due.

    Examples:
        >>> cents_due(20000, 70000, Due(travel_parts=5, other_parts=4, parts=5))
        76000
    """
    whole: Whole = 0
    left: Whole = 0
    for cents, parts in ((travel_cents, due.travel_parts), (other_cents, due.other_parts)):
        if parts == due.parts:
            whole = whole + cents
        elif due.parts <= _SMALL_DENOMINATOR:
            left = left + cents * parts
        else:  # wholes are divided first, so that no product is large
            whole = whole + cents // due.parts * parts
            left = left + remainder(cents, due.parts) * parts
    return whole + half_up(left, due.parts)


@overload
def is_outside(before_cents: int, total_cents: int, bounds: PaymentBounds) -> bool: ...
@overload
def is_outside(before_cents: Whole, total_cents: Whole, bounds: PaymentBounds) -> Condition: ...
def is_outside(before_cents: Whole, total_cents: Whole, bounds: PaymentBounds) -> Condition:
    """Return whether more or less is paid before the balance than is allowed; a payment is rounded to the cent.

    Args:
        before_cents: What is paid before the balance [cents].
        total_cents: The grant [cents].
        bounds: The entry of the rulebook that applies.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> bounds = PaymentBounds(
        ...     minimum_pre_financing_share="0.7", maximum_pre_financing_share=1, balance_within_days=45,
        ...     source=toy_source(),
        ... )
        >>> is_outside(69, 100, bounds), is_outside(70, 100, bounds)
        (True, False)
    """
    least, most = Fraction(bounds.minimum_pre_financing_share), Fraction(bounds.maximum_pre_financing_share)
    too_little = before_cents < _part(total_cents, least, rounded_up=False)
    return too_little | (before_cents > _part(total_cents, most, rounded_up=True))


def _part(cents: Whole, share: Fraction, *, rounded_up: bool) -> Whole:
    """Return a share of some cents in whole cents; wholes are divided first, so that no product is large."""
    parts = share.denominator
    further = parts - 1 if rounded_up else 0
    return cents // parts * share.numerator + (remainder(cents, parts) * share.numerator + further) // parts


def _payments(travel_cents: int, other_cents: int, split: PaymentSplit) -> Iterator[Payment]:
    paid = 0
    for instalment, due in zip(split.instalments, shares_due(split), strict=True):
        cents = cents_due(travel_cents, other_cents, due) - paid
        paid += cents
        yield built(
            Payment,
            kind=instalment.kind,
            amount_eur=from_cents(cents),
            trigger=instalment.trigger,
            conditions=instalment.conditions,
            source=split.source,
        )
