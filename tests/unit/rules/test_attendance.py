from datetime import date
from decimal import Decimal

import pytest

from erasmus_grants import Payment, SettlementLine
from erasmus_grants.basics.periods import Stay, stay
from erasmus_grants.records.mobility import Attendance
from erasmus_grants.rules.attendance import (
    date_findings,
    missing_documents,
    overpaid_findings,
    paid_before,
    travel_cost_findings,
    unstated_findings,
)
from erasmus_grants.testing import toy_mobility, toy_source

AGREED = toy_mobility()  # 4 to 8 March 2030
NOT_AT_ALL = Stay(date.min, date.min, 0, 0, 0)


@pytest.mark.parametrize(
    ("documents", "missing"),
    [
        ([], ["certificate_of_attendance", "participant_report"]),
        (["cv", "learning_agreement"], ["certificate_of_attendance", "participant_report"]),
        (["participant_report"], ["certificate_of_attendance"]),
        (["participant_report", "certificate_of_attendance"], []),
    ],
)
def test_certificate_and_report_are_both_needed_and_nothing_else(documents: list[str], missing: list[str]) -> None:
    assert [paper.value for paper in missing_documents(Attendance(documents=documents))] == missing


@pytest.mark.parametrize(
    ("start", "end", "apart"),
    [
        (date(2030, 3, 4), date(2030, 3, 8), False),
        (date(2030, 3, 8), date(2030, 3, 20), False),  # the last agreed day is shared
        (date(2030, 3, 9), date(2030, 3, 20), True),
        (date(2030, 2, 1), date(2030, 3, 4), False),  # the first one is
        (date(2030, 2, 1), date(2030, 3, 3), True),
        (date(2031, 3, 4), date(2031, 3, 8), True),  # a mistyped year
    ],
)
def test_days_that_share_none_with_the_agreed_ones_warn(start: date, end: date, apart: bool) -> None:
    findings = date_findings(AGREED, stay(start, end), source=toy_source())
    assert [finding.code.value for finding in findings] == ["ATTENDANCE_APART_FROM_AGREED_DATES"] * apart
    assert not any(finding.is_refusing or finding.is_unknown for finding in findings)
    said = {"start": str(start), "end": str(end), "agreed_start": "2030-03-04", "agreed_end": "2030-03-08"}
    assert [dict(finding.details) for finding in findings] == [said] * apart


def test_a_stay_that_did_not_take_place_has_no_dates_to_compare() -> None:
    assert date_findings(AGREED, NOT_AT_ALL, source=toy_source()) == ()


@pytest.mark.parametrize(
    ("paid_eur", "has_payments", "warned"), [(None, False, True), (None, True, False), ("0.00", False, False)]
)
def test_a_payment_that_nobody_stated_is_asked_for(paid_eur: str | None, has_payments: bool, warned: bool) -> None:
    findings = unstated_findings(Attendance(paid_eur=paid_eur), has_payments=has_payments, source=toy_source())
    assert [finding.code.value for finding in findings] == ["PAID_AMOUNT_NOT_STATED"] * warned


@pytest.mark.parametrize(
    ("paid_eur", "agreed_eur", "warned"),
    [
        (None, "0.00", False),
        ("0.00", "0.00", False),
        ("0.01", "0.00", True),
        ("900.00", "900.00", False),
        ("900.01", "900.00", True),
        ("8200.00", "900.00", True),
    ],
)
def test_more_paid_than_the_whole_grant_warns(paid_eur: str | None, agreed_eur: str, warned: bool) -> None:
    attendance = Attendance(paid_eur=paid_eur)
    findings = overpaid_findings(attendance, agreed_eur=Decimal(agreed_eur), source=toy_source())
    assert [(found.code.value, found.severity.value) for found in findings] == (
        [("PAID_MORE_THAN_AGREED", "warning")] * warned
    )
    said = {"paid_eur": paid_eur, "agreed_eur": agreed_eur}
    assert [dict(found.details) for found in findings] == [said] * warned


def payment(kind: str, trigger: str, amount_eur: str, *conditions: str) -> Payment:
    fields = {"kind": kind, "trigger": trigger, "amount_eur": amount_eur, "conditions": conditions}
    return Payment.model_validate(fields | {"source": toy_source()})


INSTALMENTS = (
    payment("pre_financing", "before_departure", "100.00", "grant_agreement"),
    payment("pre_financing", "on_arrival", "20.00"),
    payment("pre_financing", "before_departure", "3.00", "certificate_of_attendance"),
    payment("pre_financing", "after_report", "0.40"),
    payment("balance", "after_report", "0.05", "certificate_of_attendance", "participant_report"),
)
WENT = {"start_date": "2030-03-04", "end_date": "2030-03-08"}


@pytest.mark.parametrize(
    ("attendance", "paid_eur"),
    [
        ({}, "100.00"),
        ({"force_majeure": True}, "100.00"),
        (WENT | {"interruption_days": 5}, "100.00"),
        (WENT, "120.00"),
        (WENT | {"documents": ["certificate_of_attendance"]}, "123.00"),
        (WENT | {"documents": ["participant_report"]}, "120.40"),
        (WENT | {"documents": ["participant_report", "certificate_of_attendance"]}, "123.40"),
        ({"paid_eur": "777.00"}, "777.00"),
        (WENT | {"paid_eur": "0.00"}, "0.00"),
    ],
)
def test_only_what_can_have_been_paid_is_taken_to_be_paid(attendance: dict[str, object], paid_eur: str) -> None:
    assert str(paid_before(INSTALMENTS, Attendance.model_validate(attendance))) == paid_eur


def journey(code: str, agreed_eur: str = "200.00") -> SettlementLine:
    """Return a settled journey with a reason."""
    fields = {
        "kind": "travel_support",
        "basis": "participant",
        "rate_eur": agreed_eur,
        "rate_days": 1,
        "agreed_quantity": 1,
        "agreed_eur": agreed_eur,
        "entitled_quantity": 1,
        "entitled_eur": "0.00" if "ACTUAL_COST" in code else agreed_eur,
        "reasons": ({"code": code, "details": {}},),
        "source": toy_source().at("BANDS", "page 2"),
    }
    return SettlementLine.model_validate(fields)


@pytest.mark.parametrize(
    ("codes", "warned"),
    [
        (["ACTUAL_COST_NOT_STATED"], True),
        (["KEPT_AS_AGREED", "ACTUAL_COST_NOT_STATED"], True),
        (["KEPT_AS_AGREED"], False),
        (["NOT_ATTENDED"], False),
        ([], False),
        (["LOWER_OF_AGREED_AND_ACTUAL_COST"], False),  # it was stated
    ],
)
def test_a_journey_at_actual_cost_asks_for_the_cost(codes: list[str], warned: bool) -> None:
    findings = travel_cost_findings(tuple(map(journey, codes)))
    assert [(finding.code.value, finding.severity, finding.source.id) for finding in findings] == (
        [("TRAVEL_COST_NOT_STATED", "warning", "BANDS")] * warned
    )


def test_a_journey_for_which_nothing_was_agreed_asks_for_no_cost() -> None:
    journeys = [journey("ACTUAL_COST_NOT_STATED", agreed_eur) for agreed_eur in ("0.00", "0.01", "0.00")]
    assert travel_cost_findings((journeys[0],)) == ()
    assert len(travel_cost_findings(tuple(journeys))) == 1
