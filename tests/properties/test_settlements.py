"""What is true of every settlement, whatever was attended and by whatever sound rulebook."""

import pickle
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from erasmus_grants import Attendance, GrantBreakdown, GrantCalculator, GrantStatus, Mobility, Settlement
from erasmus_grants.testing import any_mobilities, attendances, money, toy_calculator, toy_mobility
from tests.strategies import fundable_mobilities, rulebooks

OF_WHAT_WAS_PAID = ("PAID_AMOUNT_NOT_STATED", "PAID_MORE_THAN_AGREED")


@dataclass(frozen=True)
class Case:
    """A settlement with what it was made of."""

    calculator: GrantCalculator
    grant: GrantBreakdown
    attendance: Attendance

    @property
    def settlement(self) -> Settlement:
        return self.calculator.settle(self.grant, self.attendance)


@st.composite
def cases(draw: DrawFn) -> Case:
    """Return settlements of granted mobilities, and of a few that are refused; the rest cannot be settled."""
    calculator = GrantCalculator(draw(rulebooks()))
    mobility = draw(any_mobilities() if draw(st.integers(0, 4)) == 0 else fundable_mobilities())
    grant = calculator.calculate(mobility)
    assume(grant.status is not GrantStatus.UNDETERMINED)
    return Case(calculator, grant, draw(attendances(grant)))


@st.composite
def agreed(draw: DrawFn) -> tuple[GrantCalculator, GrantBreakdown]:
    """Return grants of eligible mobilities."""
    calculator = GrantCalculator(draw(rulebooks()))
    return calculator, calculator.calculate(draw(fundable_mobilities()))


def whole(mobility: Mobility, **changes: object) -> Attendance:
    """Return an attendance that is just as agreed, but for some changes, after a journey that cost more than enough."""
    stated = mobility.model_dump(include={"start_date", "end_date", "interruption_days"})
    return Attendance.model_validate(stated | {"travel_cost_eur": "99999.99"} | changes)


@given(cases())
def test_agreed_is_entitled_and_reduction(case: Case) -> None:
    settlement = case.settlement
    assert settlement.agreed_eur == case.grant.total_eur == settlement.entitled_eur + settlement.reduction_eur
    assert settlement.entitled_eur == sum((line.entitled_eur for line in settlement.lines), Decimal(0))
    assert settlement.reduction_eur >= 0


@given(cases())
def test_money_is_paid_or_paid_back_and_never_both(case: Case) -> None:
    settlement = case.settlement
    assert min(settlement.balance_eur, settlement.recovery_eur) == 0
    assert settlement.balance_eur - settlement.recovery_eur == settlement.entitled_eur - settlement.paid_eur
    assert settlement.payable_now_eur == (0 if settlement.missing_documents else settlement.balance_eur)


@given(cases())
def test_no_line_is_entitled_to_more_than_was_agreed(case: Case) -> None:
    settlement = case.settlement
    for settled, line in zip(settlement.lines, case.grant.lines, strict=True):
        assert (settled.kind, settled.basis, settled.rate_eur) == (line.kind, line.basis, line.rate_eur)
        assert 0 <= settled.entitled_quantity <= settled.agreed_quantity == line.quantity
        assert settled.entitled_eur <= settled.agreed_eur == line.amount_eur


@given(cases())
def test_no_more_days_are_paid_than_were_attended(case: Case) -> None:
    assume("SHORTFALL_TOLERATED" not in {finding.code for finding in case.settlement.findings})
    days = {
        basis: sum(line.entitled_quantity for line in case.settlement.lines if line.basis in basis)
        for basis in (("days_on_site", "days_on_site_reduced"), ("days_of_month_rate",))
    }
    monthly_lines = [line for line in case.settlement.lines if line.basis == "days_of_month_rate"]
    assert days["days_on_site", "days_on_site_reduced"] <= case.attendance.stay.net_days
    assert days["days_of_month_rate",] <= case.attendance.stay.net_days_360 * len(monthly_lines)


@given(cases())
def test_settling_twice_is_settling_once(case: Case) -> None:
    once = case.settlement
    assert case.settlement == once
    assert case.settlement.model_dump_json() == once.model_dump_json()
    paid = once.paid_eur + once.balance_eur - once.recovery_eur
    again = case.calculator.settle(case.grant, case.attendance.model_copy(update={"paid_eur": paid}))
    assert again.entitled_eur == once.entitled_eur == again.paid_eur
    assert again.balance_eur == again.recovery_eur == 0


@given(cases())
def test_a_settlement_comes_back_the_same_from_json_and_from_a_queue(case: Case) -> None:
    settlement = case.settlement
    again = Settlement.model_validate_json(settlement.model_dump_json())
    assert again == settlement
    assert again.model_dump_json() == settlement.model_dump_json()
    assert pickle.loads(pickle.dumps(settlement)) == settlement  # noqa: S301
    assert Attendance.model_validate_json(case.attendance.model_dump_json()) == case.attendance


@given(agreed())
def test_a_stay_as_agreed_is_paid_as_agreed(drawn: tuple[GrantCalculator, GrantBreakdown]) -> None:
    calculator, grant = drawn
    settlement = calculator.settle(grant, whole(grant.mobility))
    assert [line.entitled_quantity for line in settlement.lines] == [line.quantity for line in grant.lines]
    assert settlement.reduction_eur == 0
    unstated = ["PAID_AMOUNT_NOT_STATED"] * (not grant.payments)
    bands = calculator.travel_bands(grant.mobility)
    uncounted = ["TRAVEL_COST_NOT_COUNTED"] * (bands is None or not bands.at_actual_cost)
    assert [finding.code for finding in settlement.findings] == unstated + uncounted


@given(agreed(), st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_a_longer_stay_changes_nothing(
    drawn: tuple[GrantCalculator, GrantBreakdown], before: int, after: int, force_majeure: bool
) -> None:
    calculator, grant = drawn
    longer = whole(
        grant.mobility,
        start_date=grant.mobility.start_date - timedelta(days=before),
        end_date=grant.mobility.end_date + timedelta(days=after),
        force_majeure=force_majeure,
    )
    assert calculator.settle(grant, longer).entitled_eur == grant.total_eur


@given(agreed(), st.data(), st.booleans())
def test_a_shorter_stay_never_raises_what_is_due(
    drawn: tuple[GrantCalculator, GrantBreakdown], data: st.DataObject, force_majeure: bool
) -> None:
    calculator, grant = drawn
    days = grant.mobility.net_days + grant.mobility.interruption_days
    fewer, more = sorted(data.draw(st.tuples(st.integers(1, days), st.integers(1, days))))
    entitled = [
        calculator.settle(
            grant,
            Attendance(
                start_date=grant.mobility.start_date,
                end_date=grant.mobility.start_date + timedelta(days=length - 1),
                force_majeure=force_majeure,
            ),
        ).entitled_eur
        for length in (fewer, more)
    ]
    assert entitled[0] <= entitled[1] <= grant.total_eur


@given(agreed(), st.data())
def test_a_longer_interruption_never_raises_what_is_due(
    drawn: tuple[GrantCalculator, GrantBreakdown], data: st.DataObject
) -> None:
    calculator, grant = drawn
    days = grant.mobility.net_days + grant.mobility.interruption_days
    fewer, more = sorted(data.draw(st.tuples(st.integers(0, days), st.integers(0, days))))
    least, most = (
        calculator.settle(grant, whole(grant.mobility, interruption_days=away)).entitled_eur for away in (more, fewer)
    )
    assert least <= most


@given(st.integers(0, 120), st.integers(0, 60))
def test_a_stay_that_is_funded_in_part_is_due_what_it_would_be_granted_with_its_interruptions(
    unfunded: int, away: int
) -> None:
    calculator = toy_calculator()
    fields = {"activity": "SMS", "start_date": "2030-02-01", "end_date": "2030-08-31", "zero_grant_days": unfunded}
    planned = calculator.calculate(toy_mobility(**fields, interruption_days=away))
    assume(planned.eligible)
    grant = calculator.calculate(toy_mobility(**fields))
    attended = whole(grant.mobility, interruption_days=away)
    tolerated = "SHORTFALL_TOLERATED" in {found.code for found in calculator.settle(grant, attended).findings}
    assert calculator.settle(grant, attended).entitled_eur == (grant if tolerated else planned).total_eur


@given(cases(), money(largest_eur=20_000))
def test_what_was_paid_changes_nothing_of_what_is_due(case: Case, paid_eur: Decimal) -> None:
    otherwise = case.calculator.settle(case.grant, case.attendance.model_copy(update={"paid_eur": paid_eur}))
    assert otherwise.lines == case.settlement.lines
    told, instead = (
        [finding for finding in settled.findings if finding.code not in OF_WHAT_WAS_PAID]
        for settled in (case.settlement, otherwise)
    )
    assert instead == told
    warned = case.grant.eligible and paid_eur > otherwise.agreed_eur
    said = [finding.code for finding in otherwise.findings if finding.code in OF_WHAT_WAS_PAID]
    assert said == ["PAID_MORE_THAN_AGREED"] * warned
    assert otherwise.paid_eur == paid_eur


@given(cases())
def test_force_majeure_never_lowers_what_is_due(case: Case) -> None:
    without, with_it = (
        case.calculator.settle(case.grant, case.attendance.model_copy(update={"force_majeure": accepted}))
        for accepted in (False, True)
    )
    assert without.entitled_eur <= with_it.entitled_eur


@given(agreed(), money(), money())
def test_a_journey_that_cost_more_is_never_due_less_and_changes_nothing_else(
    drawn: tuple[GrantCalculator, GrantBreakdown], one_eur: Decimal, other_eur: Decimal
) -> None:
    calculator, grant = drawn
    cheap, dear = (
        calculator.settle(grant, whole(grant.mobility, travel_cost_eur=eur)) for eur in sorted([one_eur, other_eur])
    )
    at_cost = any(reason.code == "UP_TO_ACTUAL_COST" for line in grant.lines for reason in line.reasons)
    for settlement, eur in ((cheap, min(one_eur, other_eur)), (dear, max(one_eur, other_eur))):
        for line in settlement.lines:
            journey = at_cost and line.kind == "travel_support"
            assert line.entitled_eur == (min(line.agreed_eur, eur) if journey else line.agreed_eur)
    assert cheap.entitled_eur <= dear.entitled_eur <= grant.total_eur


@given(cases())
def test_every_form_of_a_settlement_can_be_read_out(case: Case) -> None:
    settlement = case.settlement
    for rendered in (settlement.to_text(), settlement.to_markdown(), settlement._repr_html_()):
        assert str(settlement.entitled_eur) in rendered
    assert len(settlement.to_records()) == len(settlement.lines)
