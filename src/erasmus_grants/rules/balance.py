"""What a settlement comes to: a balance that is still to be paid, or money to be paid back, and never both.

Source:
    Université Savoie Mont Blanc, terms of payment: the balance follows the certificate of attendance and the report:
    https://www.univ-smb.fr/en/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/

Examples:
    >>> from decimal import Decimal
    >>> nothing_due = amounts_due((), agreed_eur=Decimal("9.00"), paid_eur=Decimal("7.00"), missing=())
    >>> str(nothing_due.balance_eur), str(nothing_due.recovery_eur)
    ('0.00', '7.00')
"""

from decimal import Decimal
from typing import NamedTuple

from erasmus_grants.basics.money import from_cents, to_cents
from erasmus_grants.basics.vocabulary import Document
from erasmus_grants.records.settlement import SettlementLine


class AmountsDue(NamedTuple):
    """What a settlement comes to [EUR]."""

    entitled_eur: Decimal
    reduction_eur: Decimal
    balance_eur: Decimal
    recovery_eur: Decimal
    payable_now_eur: Decimal


def amounts_due(
    lines: tuple[SettlementLine, ...], *, agreed_eur: Decimal, paid_eur: Decimal, missing: tuple[Document, ...]
) -> AmountsDue:
    """Return what is due, still to be paid, or to be paid back.

    Args:
        lines: The lines of the settlement.
        agreed_eur: The grant as agreed [EUR].
        paid_eur: What was paid before [EUR].
        missing: Papers that are missing; money goes out only when none is, and comes back whether or not one is.

    Source:
        Université Savoie Mont Blanc, terms of payment: the balance follows both papers.

    Examples:
        >>> str(amounts_due((), agreed_eur=Decimal("9.00"), paid_eur=Decimal("7.00"), missing=()).recovery_eur)
        '7.00'
    """
    entitled = sum(to_cents(line.entitled_eur) for line in lines)
    paid = to_cents(paid_eur)
    balance = max(0, entitled - paid)
    return AmountsDue(
        entitled_eur=from_cents(entitled),
        reduction_eur=from_cents(to_cents(agreed_eur) - entitled),
        balance_eur=from_cents(balance),
        recovery_eur=from_cents(max(0, paid - entitled)),
        payable_now_eur=from_cents(0 if missing else balance),
    )
