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

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import reduce
from typing import Annotated, Self

from pydantic import Discriminator, Field, Tag, model_validator

from erasmus_grants.basics.decimals import EXACT, Share, plain
from erasmus_grants.basics.model import Choice, Many, Model, problem
from erasmus_grants.basics.money import from_cents, to_cents
from erasmus_grants.basics.scope import Entry, NotPublished, WrittenMembers, published_or_not
from erasmus_grants.basics.vocabulary import Document, FindingCode, LineKind, PaymentKind, PaymentTrigger
from erasmus_grants.records.findings import Finding, found
from erasmus_grants.records.lines import GrantLine, Payment


class Instalment(Model):
    """One payment, as shares of the grant."""

    kind: Choice[PaymentKind] = Field(description="pre-financing or balance")
    trigger: Choice[PaymentTrigger] = Field(description="what lets it be paid")
    travel_share: Share = Field(description="part of the travel support, 0 to 1")
    individual_share: Share = Field(description="part of everything else, 0 to 1")
    conditions: WrittenMembers[Document] = Field(default=(), description="papers that must have been received")


class PaymentSplit(Entry):
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

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        for name in ("travel_share", "individual_share"):
            total = reduce(EXACT.add, (getattr(instalment, name) for instalment in self.instalments))
            if total != 1:
                sentence = f"the {name} of all instalments adds up to 1, here to {plain(total)}"
                raise problem(PaymentSplit, ("instalments", sentence, None))
        return self


class PaymentBounds(Entry):
    """What a grant agreement says of the payments."""

    minimum_pre_financing_share: Share = Field(description="least part of the grant before the balance, 0 to 1")
    maximum_pre_financing_share: Share = Field(description="most part of the grant before the balance, 0 to 1")
    balance_within_days: int = Field(ge=0, le=1000, description="days from the participant report to the balance")

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.minimum_pre_financing_share > self.maximum_pre_financing_share:
            least = plain(self.minimum_pre_financing_share)
            sentence = f"the largest share is not below the smallest, {least}"
            raise problem(
                PaymentBounds, ("maximum_pre_financing_share", sentence, plain(self.maximum_pre_financing_share))
            )
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

    Source:
        The entry used is in `payment.source`.

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
    least, most = bounds.minimum_pre_financing_share, bounds.maximum_pre_financing_share
    if (
        int(EXACT.multiply(least, total)) <= before < EXACT.multiply(most, total) + 1
    ):  # a payment is rounded to the cent
        return ()
    return (
        found(
            FindingCode.PAYMENT_OUTSIDE_BOUNDS,
            bounds.source,
            pre_financing_eur=str(from_cents(before)),
            total_eur=str(from_cents(total)),
            minimum=least,
            maximum=most,
        ),
    )


def _payments(travel_cents: int, other_cents: int, split: PaymentSplit) -> Iterator[Payment]:
    due, paid = Decimal(0), 0
    for instalment in split.instalments:
        due = EXACT.fma(instalment.travel_share, travel_cents, due)
        due = EXACT.fma(instalment.individual_share, other_cents, due)
        cents = int(EXACT.to_integral_value(due)) - paid
        paid += cents
        yield Payment(
            kind=instalment.kind,
            amount_eur=from_cents(cents),
            trigger=instalment.trigger,
            conditions=instalment.conditions,
            source=split.source,
        )
