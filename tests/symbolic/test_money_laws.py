"""The laws of money, proved for all whole numbers by z3, and searched for counterexamples by CrossHair.

What is proved is the library's own code: its functions are called with formulas in place of numbers.

    python -m pytest tests/symbolic -rs
"""

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erasmus_grants import Document, LineBasis, LineKind
from erasmus_grants.basics.money import from_cents, line_amount, rounded_part, to_cents
from erasmus_grants.basics.vocabulary import Rounding
from erasmus_grants.rules import balance
from erasmus_grants.rules.payment_split import PaymentSplit, cents_due, shares_due
from erasmus_grants.rules.settlement import Treatment, _quantity_due
from erasmus_grants.testing import toy_source

z3 = pytest.importorskip("z3", reason="z3-solver is not installed: it is in the dependency group `symbolic`")


Term: TypeAlias = "Whole | int"


# --- whole numbers that are formulas ----------------------------------------------------------------------------------


class Whole:
    """A whole number of z3 that can be added, multiplied and divided as Python's, rounding down."""

    def __init__(self, formula: z3.ArithRef) -> None:
        self.formula = formula

    def __add__(self, other: Term) -> "Whole":
        return Whole(self.formula + formula(other))

    __radd__ = __add__

    def __sub__(self, other: Term) -> "Whole":
        return Whole(self.formula - formula(other))

    def __rsub__(self, other: Term) -> "Whole":
        return Whole(formula(other) - self.formula)

    def __mul__(self, other: Term) -> "Whole":
        return Whole(self.formula * formula(other))

    __rmul__ = __mul__

    def __floordiv__(self, other: Term) -> "Whole":
        """Divide, rounding down: with a positive divisor, as all are here, z3 and Python agree."""
        return Whole(self.formula / formula(other))


def formula(term: Term) -> z3.ArithRef:
    """Return a term as z3 knows it."""
    return term.formula if isinstance(term, Whole) else z3.IntVal(term)


def wholes(names: str) -> tuple[Whole, ...]:
    """Return whole numbers of which nothing is known."""
    return tuple(map(Whole, z3.Ints(names)))


def proved(claim: z3.BoolRef, *given: z3.BoolRef, seconds: int = 30) -> None:
    """Fail unless a claim follows from what is given, for all numbers.

    Raises:
        AssertionError: There is a counterexample, which is told, or none was found and no proof either.
    """
    solver = z3.Solver()
    solver.set("timeout", 1000 * seconds)
    solver.add(*given, z3.Not(claim))
    answer = solver.check()
    if answer == z3.sat:
        raise AssertionError(f"not so: {solver.model()}")
    assert answer == z3.unsat, f"neither proved nor refuted: {solver.reason_unknown()}"


UNIT = {Rounding.HALF_UP_TO_CENT: 1, Rounding.HALF_UP_TO_EURO: 100, Rounding.DOWN_TO_EURO: 100}
"""The cents of what is rounded to."""

EVERY_ROUNDING = pytest.mark.parametrize("rounding", Rounding)
RATE_DAYS = pytest.mark.parametrize("rate_days", [1, 30])
PARTS = pytest.mark.parametrize("parts", [1, 30, *(10**digits for digits in range(1, 23))])
"""The days of a rate, and the denominators of a share of a rate: at most 20 digits of the share and two of the cents."""


def due(cents: Term, parts: Term, rounding: Rounding) -> z3.ArithRef:
    """Return the formula of what the library makes of some cents, divided by parts."""
    return formula(rounded_part(cents, parts, rounding))  # type: ignore[arg-type]


# --- rounding: proved -------------------------------------------------------------------------------------------------


@EVERY_ROUNDING
@PARTS
def test_rounding_stays_within_its_unit(rounding: Rounding, parts: int) -> None:
    (cents,) = wholes("cents")
    error = due(cents, parts, rounding) * parts - cents.formula  # what is paid, less what is exact, times the parts
    unit = UNIT[rounding] * parts
    if rounding is Rounding.DOWN_TO_EURO:
        proved(z3.And(error <= 0, error > -unit))
    else:
        proved(z3.And(2 * error <= unit, 2 * error > -unit))


@EVERY_ROUNDING
@PARTS
def test_what_is_whole_is_notrounded_part_and_what_isrounded_part_is_whole(rounding: Rounding, parts: int) -> None:
    cents, units = wholes("cents units")
    unit = UNIT[rounding]
    proved(due(units * unit * parts, parts, rounding) == formula(units * unit))
    proved(due(cents, parts, rounding) % unit == 0)


@EVERY_ROUNDING
@PARTS
def test_more_cents_are_neverrounded_part_to_less(rounding: Rounding, parts: int) -> None:
    less, more = wholes("less more")
    proved(due(less, parts, rounding) <= due(more, parts, rounding), less.formula <= more.formula)


@EVERY_ROUNDING
@RATE_DAYS
def test_a_line_never_falls_with_its_quantity_or_its_rate(rounding: Rounding, rate_days: int) -> None:
    days, more_days, rate, higher = wholes("days more_days rate higher")
    proved(
        due(days * rate, rate_days, rounding) <= due(more_days * higher, rate_days, rounding),
        *(days.formula >= 0, rate.formula >= 0, days.formula <= more_days.formula, rate.formula <= higher.formula),
    )


@EVERY_ROUNDING
@RATE_DAYS
def test_a_line_is_never_negative_and_nothing_is_worth_nothing(rounding: Rounding, rate_days: int) -> None:
    days, rate = wholes("days rate")
    proved(due(days * rate, rate_days, rounding) >= 0, days.formula >= 0, rate.formula >= 0)
    proved(due(days * 0, rate_days, rounding) == 0)
    proved(due(0 * rate, rate_days, rounding) == 0)


def test_a_counterexample_is_told() -> None:
    (cents,) = wholes("cents")
    with pytest.raises(AssertionError, match=r"not so: .*cents"):
        proved(due(cents, 30, Rounding.HALF_UP_TO_CENT) * 30 == cents.formula)


# --- payments: proved -------------------------------------------------------------------------------------------------


SPLITS = [
    [(1, 1)],
    [("0.8", "0.8"), ("0.2", "0.2")],
    [(1, "0.7"), (0, "0.3")],
    [("0.5", "0.75"), ("0.25", 0), ("0.25", "0.25")],
    [("0.333", "0.1"), ("0.333", "0.45"), ("0.334", "0.45")],
    [("0.0000001", "0.5"), ("0.9999999", "0.5")],
]
"""Shares of travel support and of everything else, by instalment: whole, coarse, fine, and too fine for one division."""


def split_of(shares: Sequence[tuple[int | str, int | str]]) -> PaymentSplit:
    return PaymentSplit(
        instalments=[
            {"kind": "balance", "trigger": "on_arrival", "travel_share": travel, "individual_share": other}
            for travel, other in shares
        ],
        source=toy_source(),
    )


@pytest.mark.parametrize("shares", SPLITS)
def test_payments_add_up_and_none_is_negative(shares: Sequence[tuple[int | str, int | str]]) -> None:
    travel, other = wholes("travel other")
    not_negative = (travel.formula >= 0, other.formula >= 0)
    due = [formula(cents_due(travel, other, parts)) for parts in shares_due(split_of(shares))]  # type: ignore[call-overload]
    proved(due[-1] == travel.formula + other.formula, *not_negative)
    for before, then in pairwise([z3.IntVal(0), *due]):
        proved(then >= before, *not_negative)


@pytest.mark.parametrize("shares", SPLITS)
def test_what_is_paid_by_then_is_what_is_due_by_then_to_half_a_cent(
    shares: Sequence[tuple[int | str, int | str]],
) -> None:
    travel, other = wholes("travel other")
    for parts in shares_due(split_of(shares)):
        paid = formula(cents_due(travel, other, parts))  # type: ignore[call-overload]
        exact = travel.formula * parts.travel_parts + other.formula * parts.other_parts  # in parts of a cent
        error = 2 * (paid * parts.parts - exact)
        proved(z3.And(error <= parts.parts, error > -parts.parts), travel.formula >= 0, other.formula >= 0)


# --- settlement: proved where it is arithmetic, searched where it branches --------------------------------------------


@EVERY_ROUNDING
@RATE_DAYS
def test_a_smaller_quantity_is_never_due_more_than_was_agreed(rounding: Rounding, rate_days: int) -> None:
    agreed, kept, rate = wholes("agreed kept rate")
    proved(
        due(kept * rate, rate_days, rounding) <= due(agreed * rate, rate_days, rounding),
        *(kept.formula >= 0, kept.formula <= agreed.formula, rate.formula >= 0),
    )


@pytest.mark.parametrize("treatment", Treatment)
def test_no_treatment_gives_more_days_than_were_agreed(treatment: Treatment) -> None:
    # all kinds and bases; the quantities only decide a minimum, so three orders of two numbers are all there are
    for kind in LineKind:
        for basis in LineBasis:
            for agreed, attended in ((3, 2), (3, 3), (3, 4), (0, 0), (0, 1)):
                line = SimpleNamespace(kind=kind, basis=basis, quantity=agreed)
                quantity, _ = _quantity_due(line, attended, treatment)  # type: ignore[arg-type]
                assert 0 <= quantity <= agreed


def backends() -> list[object]:
    try:
        import hypothesis_crosshair_provider  # noqa: F401
    except ImportError:
        skipped = pytest.mark.skip(reason="hypothesis-crosshair is not installed: it is in the group `symbolic`")
        return [pytest.param("crosshair", marks=skipped)]
    return ["crosshair"]


def searched(backend: str) -> settings:
    return settings(backend=backend, max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("backend", backends())
def test_no_line_is_found_whose_amount_is_not_what_it_says(backend: str) -> None:
    @searched(backend)
    @given(
        st.integers(0, 10_000), st.integers(0, 10_000_000), st.sampled_from([1, 30]), st.sampled_from(list(Rounding))
    )
    def search(quantity: int, rate: int, rate_days: int, rounding: Rounding) -> None:
        cents = rounded_part(quantity * rate, rate_days, rounding)
        assert cents % UNIT[rounding] == 0
        assert abs(cents * rate_days - quantity * rate) <= UNIT[rounding] * rate_days

    search()


@pytest.mark.parametrize("backend", backends())
def test_no_settlement_is_found_that_pays_and_takes_back(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("to_cents", "from_cents"):  # in cents, which are whole: decimals would make every number a plain one
        monkeypatch.setattr(balance, name, lambda amount: amount)

    @searched(backend)
    @given(st.integers(0, 10**9), st.integers(0, 10**9), st.booleans())
    def search(entitled: int, paid: int, complete: bool) -> None:
        line = SimpleNamespace(entitled_eur=entitled)
        missing = () if complete else (Document.PARTICIPANT_REPORT,)
        found = balance.amounts_due((line,), agreed_eur=10**9, paid_eur=paid, missing=missing)  # type: ignore[arg-type]
        assert min(found.balance_eur, found.recovery_eur) == 0
        assert found.balance_eur - found.recovery_eur == entitled - paid
        assert found.payable_now_eur == (found.balance_eur if complete else 0)
        assert paid + found.payable_now_eur - found.recovery_eur <= entitled

    search()


@given(st.integers(0, 10_000), st.integers(0, 10_000_000), st.sampled_from([1, 30]), st.sampled_from(list(Rounding)))
def test_a_line_is_what_is_proved_of_cents(quantity: int, rate: int, rate_days: int, rounding: Rounding) -> None:
    amount = line_amount(quantity=quantity, rate_eur=from_cents(rate), rate_days=rate_days, rounding=rounding)
    assert to_cents(amount) == rounded_part(quantity * rate, rate_days, rounding)
