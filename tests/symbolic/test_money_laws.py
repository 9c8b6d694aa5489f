"""The laws of money, proved for all whole numbers by z3, and searched for counterexamples by CrossHair.

What is proved is the library's own code: its functions are called with formulas in place of numbers.

    python -m pytest tests/symbolic -rs
"""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erasmus_grants import Document, LineBasis, LineKind
from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.money import _rounded, from_cents, line_amount, to_cents
from erasmus_grants.basics.vocabulary import Rounding
from erasmus_grants.rules import payment_split, settlement
from erasmus_grants.rules.settlement import Treatment, _due

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
    return formula(_rounded(cents, parts, rounding))  # type: ignore[arg-type]


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
def test_what_is_whole_is_not_rounded_and_what_is_rounded_is_whole(rounding: Rounding, parts: int) -> None:
    cents, units = wholes("cents units")
    unit = UNIT[rounding]
    proved(due(units * unit * parts, parts, rounding) == formula(units * unit))
    proved(due(cents, parts, rounding) % unit == 0)


@EVERY_ROUNDING
@PARTS
def test_more_cents_are_never_rounded_to_less(rounding: Rounding, parts: int) -> None:
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


class SymbolicExact:
    """In place of the exact decimal context: shares of cents are real numbers.

    A share of some cents is a number of which is known what follows from its share alone: that it is not negative, and
    that the shares of all instalments add up to the whole.
    """

    def __init__(self, instalments: int) -> None:
        self.parts = {
            name: z3.Reals(" ".join(f"{name}{n}" for n in range(instalments))) for name in ("travel", "other")
        }

    def fma(self, share: tuple[str, int], _cents: object, so_far: z3.ArithRef | Decimal) -> z3.ArithRef:
        name, number = share
        return self.parts[name][number] + (z3.RealVal(0) if isinstance(so_far, Decimal) else so_far)

    def to_integral_value(self, amount: z3.ArithRef) -> z3.ArithRef:
        """Round half up: what is rounded is not negative."""
        return z3.ToInt(amount + z3.RealVal("1/2"))


@pytest.fixture
def symbolic_payments(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Let the library's own function of payments compute with formulas."""

    def run(instalments: int) -> tuple[SymbolicExact, list[z3.ArithRef]]:
        exact = SymbolicExact(instalments)
        monkeypatch.setattr(payment_split, "EXACT", exact)
        monkeypatch.setattr(payment_split, "int", lambda number: number, raising=False)
        monkeypatch.setattr(payment_split, "from_cents", lambda cents: cents)
        monkeypatch.setattr(payment_split, "Payment", SimpleNamespace)
        split = SimpleNamespace(
            source=None,
            instalments=[
                SimpleNamespace(
                    travel_share=("travel", n), individual_share=("other", n), kind=None, trigger=None, conditions=()
                )
                for n in range(instalments)
            ],
        )
        paid = payment_split._payments(0, 0, split)  # type: ignore[arg-type]
        return exact, [payment.amount_eur for payment in paid]  # type: ignore[misc]

    yield run
    monkeypatch.undo()


@pytest.mark.parametrize("instalments", range(1, 9))
def test_payments_add_up_and_none_is_negative(symbolic_payments: object, instalments: int) -> None:
    exact, paid = symbolic_payments(instalments)  # type: ignore[operator]
    travel, other = z3.Ints("travel other")
    given_shares = [
        *(part >= 0 for parts in exact.parts.values() for part in parts),
        z3.Sum(exact.parts["travel"]) == travel,
        z3.Sum(exact.parts["other"]) == other,
    ]
    proved(z3.Sum(paid) == travel + other, *given_shares)
    for payment in paid:
        proved(payment >= 0, *given_shares)


@pytest.mark.parametrize("instalments", range(1, 9))
def test_what_is_paid_by_then_is_what_is_due_by_then_to_half_a_cent(
    symbolic_payments: object, instalments: int
) -> None:
    exact, paid = symbolic_payments(instalments)  # type: ignore[operator]
    for number in range(instalments):
        due_by_then = z3.Sum([part for parts in exact.parts.values() for part in parts[: number + 1]])
        error = z3.ToReal(z3.Sum(paid[: number + 1])) - due_by_then
        proved(z3.And(2 * error <= 1, 2 * error > -1), *(part >= 0 for parts in exact.parts.values() for part in parts))


def test_the_decimal_context_is_exact_for_the_longest_share_of_the_most_cents() -> None:
    # what the proof takes for granted: a share has 20 decimals, a total 15 digits of cents, and 60 are kept
    share, cents = Decimal("0." + "9" * 20), 10**15 - 1
    whole = EXACT.fma(Decimal(1) - share, cents, EXACT.fma(share, cents, Decimal(0)))
    assert (whole, EXACT.to_integral_value(Decimal("0.5"))) == (cents, 1)


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
                quantity, _ = _due(line, attended, treatment)  # type: ignore[arg-type]
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
        cents = _rounded(quantity * rate, rate_days, rounding)
        assert cents % UNIT[rounding] == 0
        assert abs(cents * rate_days - quantity * rate) <= UNIT[rounding] * rate_days

    search()


@pytest.mark.parametrize("backend", backends())
def test_no_settlement_is_found_that_pays_and_takes_back(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("to_cents", "from_cents"):  # in cents, which are whole: decimals would make every number a plain one
        monkeypatch.setattr(settlement, name, lambda amount: amount)

    @searched(backend)
    @given(st.integers(0, 10**9), st.integers(0, 10**9), st.booleans())
    def search(entitled: int, paid: int, complete: bool) -> None:
        line = SimpleNamespace(entitled_eur=entitled)
        missing = () if complete else (Document.PARTICIPANT_REPORT,)
        found = settlement.amounts_due((line,), agreed_eur=10**9, paid_eur=paid, missing=missing)  # type: ignore[arg-type]
        assert min(found.balance_eur, found.recovery_eur) == 0
        assert found.balance_eur - found.recovery_eur == entitled - paid
        assert found.payable_now_eur == (found.balance_eur if complete else 0)
        assert paid + found.payable_now_eur - found.recovery_eur <= entitled

    search()


@given(st.integers(0, 10_000), st.integers(0, 10_000_000), st.sampled_from([1, 30]), st.sampled_from(list(Rounding)))
def test_a_line_is_what_is_proved_of_cents(quantity: int, rate: int, rate_days: int, rounding: Rounding) -> None:
    amount = line_amount(quantity=quantity, rate_eur=from_cents(rate), rate_days=rate_days, rounding=rounding)
    assert to_cents(amount) == _rounded(quantity * rate, rate_days, rounding)
