"""Laws of settlements."""

from datetime import timedelta
from typing import Final

from hypothesis import reject

from erasmus_grants.basics.money import total_eur
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.testing.laws.cases import Attended, attended, with_days
from erasmus_grants.testing.laws.law import BrokenLawError, Law, Subject, law
from erasmus_grants.testing.laws.wording import stay_told

LAWS: Final[list[Law]] = []
"""These laws, in order."""


@law(LAWS, "shorter_attendance_never_raises_a_settlement", "Who attends longer is never due less.", attended)
def _shorter(subject: Subject, case: Attended) -> None:
    grant, attendance = case
    end = attendance.end_date
    if end is None:
        reject()
    longer = attendance.model_copy(update={"end_date": end + timedelta(days=1)})
    less = subject.calculator.settle(grant, attendance).entitled_eur
    more = subject.calculator.settle(grant, longer).entitled_eur
    if less > more:
        raise BrokenLawError(
            f"settlement: {attendance.start_date} to {attendance.end_date}, attended of "
            f"{stay_told(grant.mobility)}, is due {less} EUR, and one more day only {more} EUR"
        )


@law(LAWS, "a_settlement_is_never_more_than_was_agreed", "Never more is due than was agreed.", attended)
def _never_more(subject: Subject, case: Attended) -> None:
    grant, attendance = case
    due = subject.calculator.settle(grant, attendance).entitled_eur
    if grant.total_eur is not None and due > grant.total_eur:
        raise BrokenLawError(f"settlement: {due} EUR are due of {grant.total_eur} EUR agreed")


@law(
    LAWS,
    "longer_attendance_never_changes_a_settlement",
    "A stay that is longer than agreed changes nothing.",
    with_days,
)
def _longer(subject: Subject, case: tuple[Mobility, int]) -> None:
    mobility, more = case
    grant = subject.grant(mobility)
    asked_for = mobility.model_dump(include={"start_date", "end_date", "interruption_days"})
    as_agreed = Attendance.model_validate(asked_for)
    longer = as_agreed.model_copy(update={"end_date": mobility.end_date + timedelta(days=more)})
    settled = [subject.calculator.settle(grant, attended).entitled_eur for attended in (as_agreed, longer)]
    if settled[0] != settled[1]:
        raise BrokenLawError(
            f"settlement: {stay_told(mobility)} is due {settled[0]} EUR, and {more} days longer {settled[1]} EUR"
        )


@law(
    LAWS,
    "settling_twice_is_settling_once",
    "Settling twice says the same, and what was paid as due leaves nothing open.",
    attended,
)
def _settled_once(subject: Subject, case: Attended) -> None:
    first = subject.calculator.settle(case.grant, case.attendance)
    if first != subject.calculator.settle(case.grant, case.attendance):
        raise BrokenLawError("settlement: settled twice, it says two things")
    paid = case.attendance.model_copy(update={"paid_eur": first.entitled_eur})
    again = subject.calculator.settle(case.grant, paid)
    if again.entitled_eur != first.entitled_eur or again.balance_eur or again.recovery_eur:
        raise BrokenLawError("settlement: when what is due was paid, something is still to be paid, or to be paid back")


@law(LAWS, "balance_and_recovery_are_never_both", "Money is to be paid or to be paid back, never both.", attended)
def _one_way(subject: Subject, case: Attended) -> None:
    settlement = subject.calculator.settle(case.grant, case.attendance)
    if settlement.balance_eur and settlement.recovery_eur:
        raise BrokenLawError("settlement: money is to be paid and to be paid back")


@law(LAWS, "agreed_is_entitled_and_reduction", "What was agreed is what is due and the reduction.", attended)
def _agreed(subject: Subject, case: Attended) -> None:
    settlement = subject.calculator.settle(case.grant, case.attendance)
    if settlement.agreed_eur != total_eur([settlement.entitled_eur, settlement.reduction_eur]):
        raise BrokenLawError("settlement: what was agreed is not what is due and the reduction")
