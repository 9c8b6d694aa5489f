"""What is to be said of an attendance before money moves: missing papers, and dates or payments that look wrong.

Source:
    Université Savoie Mont Blanc, terms of payment: the balance follows the certificate of attendance and the report:
    https://www.univ-smb.fr/en/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/

Examples:
    >>> [paper.value for paper in missing_documents(Attendance(documents=["certificate_of_attendance"]))]
    ['participant_report']
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import assert_never

from erasmus_grants.basics.money import total_eur
from erasmus_grants.basics.periods import Stay
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import Document, FindingCode, PaymentKind, PaymentTrigger, ReasonCode
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.lines import Payment
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.settlement import PROOF, SettlementLine, missing_papers


def date_findings(mobility: Mobility, attended: Stay, *, source: Source) -> tuple[Finding, ...]:
    """Return a warning if the days attended share no day with the agreed ones, as after a mistyped year.

    Source:
        Our own check; days count wherever they fall.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> agreed = toy_mobility()
        >>> date_findings(agreed, agreed.stay, source=toy_source())
        ()
    """
    if not attended.net_days or (attended.start <= mobility.end_date and mobility.start_date <= attended.end):
        return ()
    return (
        Finding.of(
            FindingCode.ATTENDANCE_APART_FROM_AGREED_DATES,
            source,
            start=attended.start,
            end=attended.end,
            agreed_start=mobility.start_date,
            agreed_end=mobility.end_date,
        ),
    )


def paid_before(payments: Iterable[Payment], attendance: Attendance) -> Decimal:
    """Return what was paid: as the attendance states it, or the pre-financing that can have been paid by now [EUR].

    Source:
        Our own assumption; what is paid on arrival, or after a paper of the stay, was not paid without them.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> str(paid_before(toy_calculator().calculate(toy_mobility()).payments, Attendance()))
        '760.00'
    """
    if attendance.paid_eur is not None:
        return attendance.paid_eur
    before = [payment for payment in payments if payment.kind is PaymentKind.PRE_FINANCING]
    return total_eur(payment.amount_eur for payment in before if _can_have_been_paid(payment, attendance))


def _can_have_been_paid(payment: Payment, attendance: Attendance) -> bool:
    """Return whether a payment waits for nothing that an attendance would show and does not."""
    if any(paper in PROOF and paper not in attendance.documents for paper in payment.conditions):
        return False
    match payment.trigger:
        case PaymentTrigger.BEFORE_DEPARTURE:
            return True
        case PaymentTrigger.ON_ARRIVAL:
            return attendance.stay.net_days > 0
        case PaymentTrigger.AFTER_REPORT:
            return Document.PARTICIPANT_REPORT in attendance.documents
        case _:  # pragma: no cover
            assert_never(payment.trigger)


def unstated_findings(attendance: Attendance, *, has_payments: bool, source: Source) -> tuple[Finding, ...]:
    """Return a warning where nobody said what was paid, so that nothing is paid twice.

    Source:
        Our own check; a grant without payments does not know what was paid.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> unstated_findings(Attendance(paid_eur=0), has_payments=False, source=toy_source())
        ()
    """
    if has_payments or attendance.paid_eur is not None:
        return ()
    return (Finding.of(FindingCode.PAID_AMOUNT_NOT_STATED, source),)


def overpaid_findings(attendance: Attendance, *, agreed_eur: Decimal, source: Source) -> tuple[Finding, ...]:
    """Return a warning if more was paid than the whole grant as agreed, as after a mistyped amount.

    Args:
        attendance: What was attended and paid.
        agreed_eur: The grant as agreed [EUR].
        source: Where the rule of settlement is printed.

    Source:
        Our own check; what is due and what comes back are computed from the amount as it is stated.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> paid = Attendance(paid_eur="8200.00")
        >>> [found.message for found in overpaid_findings(paid, agreed_eur=Decimal("900.00"), source=toy_source())]
        ['8200.00 EUR were paid, and the whole grant is 900.00 EUR; check the amount paid.']
    """
    paid_eur = attendance.paid_eur
    if paid_eur is None or paid_eur <= agreed_eur:
        return ()
    return (Finding.of(FindingCode.PAID_MORE_THAN_AGREED, source, paid_eur=str(paid_eur), agreed_eur=str(agreed_eur)),)


def travel_cost_findings(lines: Iterable[SettlementLine]) -> tuple[Finding, ...]:
    """Return a warning where a journey that is due is paid at its actual cost, and nobody said what it cost.

    Args:
        lines: The lines of the settlement; such a journey has that as its reason.  Where nothing was agreed for it, no
            cost changes that.

    Examples:
        >>> travel_cost_findings(())
        ()
    """
    return tuple(
        Finding.of(FindingCode.TRAVEL_COST_NOT_STATED, line.source)
        for line in lines
        if line.agreed_eur and any(reason.code is ReasonCode.ACTUAL_COST_NOT_STATED for reason in line.reasons)
    )


def uncounted_cost_findings(attendance: Attendance, *, source: Source) -> tuple[Finding, ...]:
    """Return a remark if somebody said what a journey cost that is not paid at its actual cost.

    Args:
        attendance: What was attended and paid.
        source: Where the rule of settlement is printed.

    Source:
        Our own note; the journey is paid by its distance, or not at all.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> flown = Attendance(travel_cost_eur="180.00")
        >>> [found.message for found in uncounted_cost_findings(flown, source=toy_source())]
        ['No journey is paid at its actual cost here, so the stated 180.00 EUR change nothing.']
    """
    cost_eur = attendance.travel_cost_eur
    if cost_eur is None:
        return ()
    return (Finding.of(FindingCode.TRAVEL_COST_NOT_COUNTED, source, cost_eur=str(cost_eur)),)


def missing_documents(attendance: Attendance) -> tuple[Document, ...]:
    """Return the papers without which nothing more is paid: certificate of attendance and participant report.

    Source:
        Université Savoie Mont Blanc, terms of payment: the balance follows both.

    Examples:
        >>> [paper.value for paper in missing_documents(Attendance(documents=["participant_report"]))]
        ['certificate_of_attendance']
    """
    return missing_papers(attendance)
