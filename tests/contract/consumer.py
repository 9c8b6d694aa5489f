"""What a program does that uses the library, as type checkers see it: `mypy` and `pyright` read this file strictly.

What a page of the documentation writes has to be accepted, and what is refused when it runs must not be: a comment to
ignore an error is an error itself where the checker finds nothing.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from erasmus_grants import (
    Attendance,
    Document,
    GrantBreakdown,
    GrantCalculator,
    Mobility,
    PaymentSplit,
    Settlement,
    Source,
    StatedAmounts,
    explain_difference,
)
from erasmus_grants.periods import stay
from erasmus_grants.rules.monthly_rates import MonthlyRate, individual_support
from erasmus_grants.rules.payment_split import Instalment
from erasmus_grants.scope import Scope
from erasmus_grants.testing import toy_source


def guarda() -> Mobility:
    """Return a mobility in the words that most people write."""
    return Mobility(
        activity="SMS",
        direction="outgoing",
        blended_intensive_programme=True,
        sending_country="FR",
        receiving_country="PT",
        start_date="2024-05-20",
        end_date=date(2024, 5, 31),
    )


def office() -> Source:
    """Return a source, as on the page about payment splits."""
    return Source(
        id="OFFICE-NOTE",
        document="Note on payments (an example)",
        publisher="Your international office",
        locator="page 1",
        url="payments-2024.pdf",
        read_on="2024-01-15",
        confidence="MED",
    )


def split_of_tables() -> PaymentSplit:
    """Return a payment split, as on its page."""
    return PaymentSplit(
        instalments=(
            {"kind": "pre_financing", "trigger": "before_departure", "travel_share": 1, "individual_share": "0.8"},
            {
                "kind": "balance",
                "trigger": "after_report",
                "travel_share": 0,
                "individual_share": "0.2",
                "conditions": ["certificate_of_attendance", "participant_report"],
            },
        ),
        source=office(),
    )


def split_of_instalments() -> PaymentSplit:
    """Return the same split with instalments that were made before, for students alone."""
    first = Instalment(kind="pre_financing", trigger="before_departure", travel_share=1, individual_share="0.8")
    papers = [Document.CERTIFICATE_OF_ATTENDANCE, Document.PARTICIPANT_REPORT]
    last = Instalment(
        kind="balance", trigger="after_report", travel_share=0, individual_share=Decimal("0.2"), conditions=papers
    )
    instalments = [first, last]
    students = Scope.model_validate({"activities": "SMS SMT"})
    return PaymentSplit(scope=students, instalments=instalments, source=office())


def stated() -> tuple[StatedAmounts, ...]:
    """Return amounts of somebody else, as text, as a whole number and as they are computed with."""
    return (
        StatedAmounts(total_eur="1900.00"),
        StatedAmounts(total_eur=1900),
        StatedAmounts(total_eur=Decimal(1900), top_ups_eur=None),
    )


def attended(*names: str) -> tuple[Attendance, ...]:
    """Return attendances with papers in all kinds of collections."""
    by_name = dict.fromkeys(names, date(2024, 6, 3))
    return (
        Attendance(start_date="2024-05-20", end_date="2024-05-31", documents=names, paid_eur=700),
        Attendance(start_date="2024-05-20", end_date="2024-05-31", documents=list(names), paid_eur="700.00"),
        Attendance(start_date="2024-05-20", end_date="2024-05-31", documents=set(map(Document, names)), paid_eur=700),
        Attendance(start_date="2024-05-20", end_date="2024-05-31", documents=by_name.keys(), paid_eur=700),
    )


def attended_once(names: Iterator[str]) -> Attendance:
    """Return an attendance whose papers can be read but once, which is refused: a second look would find none."""
    return Attendance(documents=names)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def month() -> Decimal:
    """Return what a rule pays alone, as on its page."""
    rate = MonthlyRate(rate_eur_per_month=Decimal(600), source=toy_source())
    return individual_support(stay(date(2030, 3, 1), date(2030, 4, 10)), rate=rate).lines[0].amount_eur


def settled(split: PaymentSplit, attendance: Attendance) -> Settlement:
    """Return a settlement of a grant by a split of one's own."""
    calculator = GrantCalculator("usmb-bip-2024", payment_split=split)
    grant: GrantBreakdown = calculator.calculate(guarda())
    return calculator.settle(grant, attendance)


def agrees(grant: GrantBreakdown, theirs: StatedAmounts) -> bool:
    """Return whether somebody else has the same total."""
    return explain_difference(grant, theirs).agrees
