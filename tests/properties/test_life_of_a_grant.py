"""The life of a grant, in whatever order things happen: quoted, agreed, attended, papered, settled, paid, paid back."""

from datetime import timedelta
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from erasmus_grants import (
    Attendance,
    Document,
    Finding,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    PaymentKind,
    PaymentTrigger,
    Rulebook,
    RulebookMismatchError,
    Settlement,
    get_rulebook,
    known_rulebooks,
)
from erasmus_grants.testing import mobilities, money, rulebooks, toy_calculator, toy_rulebook

PROOF = {Document.CERTIFICATE_OF_ATTENDANCE, Document.PARTICIPANT_REPORT}
SAID_OF_PAYMENT = "PAID_AMOUNT_NOT_STATED"
SAID_OF_COST = "TRAVEL_COST_NOT_STATED"
OF_A_COST = {SAID_OF_COST, "TRAVEL_COST_NOT_COUNTED"}


SHELVES = ("usmb-icm-2023", "usmb-bip-2024", "lille-ka171-2022", "eu-ka107-2015", "eu-ka131-2024", "na-pl-ka131-2024")
"""Rulebooks of every kind; a nightly run draws from all that fund something."""

EXAMPLES = settings().max_examples // 4
NIGHTLY = EXAMPLES >= 500


@cache
def funding() -> tuple[str, ...]:
    """Return the shipped rulebooks under which grants are drawn: where nothing is funded, no grant begins to live."""
    return tuple(name for name in known_rulebooks() if funds_something(get_rulebook(name))) if NIGHTLY else SHELVES


def funds_something(book: Rulebook) -> bool:
    try:
        mobilities(book)
    except InvalidArgument:
        return False
    return True


@cache
def shipped(name: str) -> GrantCalculator:
    return GrantCalculator(name)


def others(settlement: Settlement) -> list[Finding]:
    """Return what is found, but for what is said of the cost of the journey."""
    return [finding for finding in settlement.findings if finding.code not in OF_A_COST]


def of_the_cost(settlement: Settlement) -> list[str]:
    """Return the codes of what is said of the cost of the journey."""
    return [finding.code.value for finding in settlement.findings if finding.code in OF_A_COST]


class LifeOfAGrant(RuleBasedStateMachine):
    """What the office holds, and what it has done; each rule is something that happens, in any order."""

    calculator: GrantCalculator
    quoted: GrantBreakdown
    agreed: GrantBreakdown | None = None
    settlement: Settlement | None = None
    paid_out: Decimal
    stated: bool

    def draw_calculator(self, data: st.DataObject) -> GrantCalculator:
        raise NotImplementedError

    @initialize(data=st.data())
    def quote(self, data: st.DataObject) -> None:
        self.calculator = self.draw_calculator(data)
        mobility = data.draw(mobilities(self.calculator.rulebook))
        self.quoted = self.calculator.calculate(mobility)
        assert self.quoted.status is GrantStatus.GRANTED
        self.attended: dict[str, object] = {}
        self.documents: set[Document] = set()
        self.force_majeure = False
        self.cost: Decimal | None = None
        self.paid_out = Decimal("0.00")
        self.stated = False

    # --- what happens -------------------------------------------------------------------------------------------------

    @rule(data=st.data())
    @precondition(lambda self: self.agreed is None)
    def quote_again(self, data: st.DataObject) -> None:
        mobility = data.draw(mobilities(self.calculator.rulebook))
        again, same = self.calculator.calculate(mobility), self.calculator.calculate(self.quoted.mobility)
        assert same == self.quoted, "what was asked in between changes nothing"
        self.quoted = again

    @rule()
    @precondition(lambda self: self.agreed is None)
    def agree(self) -> None:
        """Sign the grant agreement, and keep it as JSON."""
        self.agreed = GrantBreakdown.model_validate_json(self.quoted.model_dump_json())
        assert self.agreed == self.quoted
        self.paid_out = Decimal("0.00")
        self.stated = not self.agreed.payments

    @rule(before=st.integers(-40, 40), after=st.integers(-40, 40), away=st.integers(0, 3), share=st.integers(0, 4))
    @precondition(lambda self: self.agreed is not None)
    def attend(self, before: int, after: int, away: int, share: int) -> None:
        """Attend as agreed, or some days fewer or more; the certificate may be corrected later on."""
        assert self.agreed is not None
        start, end = self.agreed.mobility.start_date, self.agreed.mobility.end_date
        away += self.agreed.mobility.interruption_days
        if share:  # now and then just as agreed
            start, end = start + timedelta(days=before), end + timedelta(days=after)
        if start > end:
            self.attended = {}
            return
        days = (end - start).days + 1
        self.attended = {"start_date": start, "end_date": end, "interruption_days": min(days, away if share else 0)}
        if not share:
            self.attended["interruption_days"] = self.agreed.mobility.interruption_days

    @rule()
    @precondition(lambda self: self.attended)
    def cancel(self) -> None:
        self.attended = {}

    @rule(paper=st.sampled_from(Document))
    def receive(self, paper: Document) -> None:
        """Receive a paper; what is missing can only become less, and nothing else is found."""
        before = self.settle_now()
        self.documents.add(paper)
        after = self.settle_now()
        if before is not None and after is not None:
            assert set(after.missing_documents) == set(before.missing_documents) - {paper}
            assert after.lines == before.lines
            if paper is Document.CERTIFICATE_OF_ATTENDANCE and not self.attended:  # which is asked for its dates
                assert [one.code for one in after.findings] == [one.code for one in before.findings]
            else:
                assert after.findings == before.findings
            assert after.paid_eur >= before.paid_eur, "what waited for the paper can have been paid"
            if after.paid_eur == before.paid_eur:
                assert after.payable_now_eur >= before.payable_now_eur

    @rule(accepted=st.booleans())
    def accept_force_majeure(self, accepted: bool) -> None:
        before = self.settle_now()
        kept, self.force_majeure = self.force_majeure, accepted
        after = self.settle_now()
        if before is not None and after is not None and accepted and not kept:
            assert after.entitled_eur >= before.entitled_eur

    @rule(cost=money(largest_eur=3000))
    def hand_in_the_ticket(self, cost: Decimal) -> None:
        """Learn what the journey cost; a warning that nobody said so goes, and a remark comes where nobody asked."""
        before = self.settle_now()
        known, self.cost = self.cost is not None, cost
        after = self.settle_now()
        if before is not None and after is not None:
            assert self.agreed is not None
            bands = self.calculator.travel_bands(self.agreed.mobility)
            is_told = self.agreed.eligible and (bands is None or not bands.at_actual_cost)
            assert others(after) == others(before)
            assert of_the_cost(after) == ["TRAVEL_COST_NOT_COUNTED"] * is_told
            assert known or after.entitled_eur >= before.entitled_eur

    @rule()
    @precondition(lambda self: self.agreed is not None and not self.stated)
    def say_what_was_paid(self) -> None:
        """State the pre-financing: that is what a settlement takes for granted, so it changes nothing."""
        before = self.settle_now()
        self.paid_out, self.stated = self.taken_for_paid(), True
        after = self.settle_now()
        assert before is not None
        assert after is not None
        assert (after.lines, after.findings, after.paid_eur) == (before.lines, before.findings, before.paid_eur)

    @rule()
    @precondition(lambda self: self.agreed is not None)
    def settle(self) -> None:
        self.settlement = self.settle_now()
        assert self.settlement == self.settle_now(), "settling twice is settling once"

    @rule()
    @precondition(lambda self: self.settlement is not None)
    def pay_what_is_payable(self) -> None:
        """Pay by the last settlement, or take back; then nothing that could be paid is open."""
        settlement = self.settle_now()
        assert settlement is not None
        assert self.documents >= PROOF or settlement.payable_now_eur == 0, "nothing is paid before the papers"
        before = self.paid_out if self.stated else self.taken_for_paid()
        self.paid_out = before + settlement.payable_now_eur - settlement.recovery_eur
        self.stated = True
        again = self.settle_now()
        assert again is not None
        assert (again.payable_now_eur, again.recovery_eur) == (0, 0)
        assert again.entitled_eur == settlement.entitled_eur
        if self.documents >= PROOF:
            assert self.paid_out == again.entitled_eur == again.paid_eur
            assert again.balance_eur == 0
        else:
            assert self.paid_out <= again.entitled_eur
        self.settlement = again

    @rule()
    @precondition(lambda self: self.agreed is not None)
    def settle_elsewhere(self) -> None:
        """Another rulebook, by a hair, does not settle it."""
        assert self.agreed is not None
        other = toy_calculator()
        if other.fingerprint == self.calculator.fingerprint:
            other = GrantCalculator(toy_rulebook().model_copy(update={"title": "Another"}))
        with pytest.raises(RulebookMismatchError):
            other.settle(self.agreed, self.attendance())

    # --- what is always true ------------------------------------------------------------------------------------------

    @invariant()
    @precondition(lambda self: self.agreed is not None)
    def the_books_balance(self) -> None:
        now = self.settle_now()
        assert now is not None
        assert self.agreed is not None
        assert 0 <= now.entitled_eur <= now.agreed_eur == self.agreed.total_eur
        assert now.balance_eur - now.recovery_eur == now.entitled_eur - now.paid_eur
        assert min(now.balance_eur, now.recovery_eur) == 0
        assert now.paid_eur == (self.paid_out if self.stated else self.taken_for_paid())
        assert set(now.missing_documents) == PROOF - self.documents
        assert now.payable_now_eur == (now.balance_eur if self.documents >= PROOF else 0)
        assert self.attended or self.force_majeure or now.entitled_eur == 0
        assert SAID_OF_PAYMENT not in {finding.code.value for finding in now.findings}

    @invariant()
    @precondition(lambda self: self.agreed is not None)
    def it_survives_being_written_down(self) -> None:
        now = self.settle_now()
        assert now is not None
        assert Settlement.model_validate_json(now.model_dump_json()) == now

    # --- what the office knows ----------------------------------------------------------------------------------------

    def attendance(self) -> Attendance:
        return Attendance.model_validate(
            {
                **self.attended,
                "documents": tuple(self.documents),
                "force_majeure": self.force_majeure,
                "travel_cost_eur": self.cost,
                "paid_eur": self.paid_out if self.stated else None,
            }
        )

    def taken_for_paid(self) -> Decimal:
        """Return the pre-financing that nothing holds back: no day abroad, and no paper of the stay."""
        assert self.agreed is not None
        days = 0
        if self.attended:
            settled = Attendance.model_validate(self.attended)
            days = settled.stay.net_days
        paid = Decimal("0.00")
        for one in self.agreed.payments:
            papers = PROOF & set(one.conditions)
            if one.trigger is PaymentTrigger.AFTER_REPORT:
                papers.add(Document.PARTICIPANT_REPORT)
            too_early = one.trigger is PaymentTrigger.ON_ARRIVAL and not days
            if one.kind is PaymentKind.PRE_FINANCING and papers <= self.documents and not too_early:
                paid += one.amount_eur
        return paid

    def settle_now(self) -> Settlement | None:
        return None if self.agreed is None else self.calculator.settle(self.agreed, self.attendance())


class UnderAShippedRulebook(LifeOfAGrant):
    def draw_calculator(self, data: st.DataObject) -> GrantCalculator:
        return shipped(data.draw(st.sampled_from(funding())))


class UnderAnInventedRulebook(LifeOfAGrant):
    def draw_calculator(self, data: st.DataObject) -> GrantCalculator:
        return GrantCalculator(data.draw(rulebooks().filter(funds_something)))


PATIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.newest_only
class TestUnderAShippedRulebook(UnderAShippedRulebook.TestCase):  # type: ignore[misc, name-defined]
    settings = settings(max_examples=EXAMPLES, stateful_step_count=20, suppress_health_check=PATIENT)


@pytest.mark.newest_only
class TestUnderAnInventedRulebook(UnderAnInventedRulebook.TestCase):  # type: ignore[misc, name-defined]
    settings = settings(max_examples=EXAMPLES, stateful_step_count=20, suppress_health_check=PATIENT)


@pytest.mark.newest_only
def test_the_rulebooks_of_every_shelf_fund_something() -> None:
    assert all(funds_something(get_rulebook(name)) for name in SHELVES)
    assert {name.partition("-")[0] for name in SHELVES} == {name.partition("-")[0] for name in known_rulebooks()}
