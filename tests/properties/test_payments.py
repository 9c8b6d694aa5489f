"""What is true of every split between payments."""

import random
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants import GrantLine, LineBasis, LineKind, PaymentSplit
from erasmus_grants.records.lines import grant_line
from erasmus_grants.rules.payment_split import payments
from erasmus_grants.testing import money, payment_split_tables, toy_source

HALF_A_CENT = Fraction(1, 200)


def lines() -> st.SearchStrategy[tuple[GrantLine, ...]]:
    def line(kind: LineKind, eur: Decimal) -> GrantLine:
        return grant_line(kind, LineBasis.PARTICIPANT, quantity=1, rate_eur=eur, reasons=(), source=toy_source())

    return st.lists(st.builds(line, st.sampled_from(LineKind), money()), max_size=5).map(tuple)


def total(of: tuple[GrantLine, ...], *, travel: bool | None = None) -> Decimal:
    chosen = [line for line in of if travel is None or (line.kind is LineKind.TRAVEL_SUPPORT) is travel]
    return sum((line.amount_eur for line in chosen), Decimal(0))


@given(lines(), payment_split_tables())
def test_payments_are_exactly_the_total_and_none_is_negative(of: tuple[GrantLine, ...], split: PaymentSplit) -> None:
    paid = payments(of, split=split)
    assert sum((payment.amount_eur for payment in paid), Decimal(0)) == total(of)
    assert all(payment.amount_eur >= 0 for payment in paid)
    assert all(payment.amount_eur.as_tuple().exponent == -2 for payment in paid)


@given(lines(), payment_split_tables())
def test_there_is_one_payment_for_each_instalment_in_order(of: tuple[GrantLine, ...], split: PaymentSplit) -> None:
    assert [(each.kind, each.trigger, each.conditions) for each in payments(of, split=split)] == [
        (each.kind, each.trigger, each.conditions) for each in split.instalments
    ]


@given(lines(), payment_split_tables())
def test_what_is_paid_by_then_is_what_is_due_by_then_to_half_a_cent(
    of: tuple[GrantLine, ...], split: PaymentSplit
) -> None:
    travel, other = Fraction(total(of, travel=True)), Fraction(total(of, travel=False))
    due = accumulate(
        Fraction(each.travel_share) * travel + Fraction(each.individual_share) * other for each in split.instalments
    )
    paid = accumulate(Fraction(each.amount_eur) for each in payments(of, split=split))
    for so_far_paid, so_far_due in zip(paid, due, strict=True):
        assert -HALF_A_CENT < so_far_paid - so_far_due <= HALF_A_CENT


@given(lines(), payment_split_tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(
    of: tuple[GrantLine, ...], split: PaymentSplit, chance: random.Random
) -> None:
    assert payments(chance.sample(of, len(of)), split=split) == payments(of, split=split)


@given(lines(), payment_split_tables(most_instalments=1))
def test_one_instalment_is_the_whole(of: tuple[GrantLine, ...], split: PaymentSplit) -> None:
    (payment,) = payments(of, split=split)
    assert payment.amount_eur == total(of)
