from datetime import date

import pytest

from erasmus_grants.mobility import Attendance
from erasmus_grants.periods import Stay, stay
from erasmus_grants.rules.attendance import (
    date_findings,
    missing_documents,
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
    assert not any(finding.is_blocking for finding in findings)


def test_a_stay_that_did_not_take_place_has_no_dates_to_compare() -> None:
    assert date_findings(AGREED, NOT_AT_ALL, source=toy_source()) == ()


@pytest.mark.parametrize(
    ("paid_eur", "has_payments", "warned"), [(None, False, True), (None, True, False), ("0.00", False, False)]
)
def test_a_payment_that_nobody_stated_is_asked_for(paid_eur: str | None, has_payments: bool, warned: bool) -> None:
    findings = unstated_findings(Attendance(paid_eur=paid_eur), has_payments=has_payments, source=toy_source())
    assert [finding.code.value for finding in findings] == ["PAID_AMOUNT_NOT_STATED"] * warned


@pytest.mark.parametrize(
    ("cost_eur", "at_actual_cost", "warned"),
    [
        (None, True, True),
        (None, False, False),
        ("0.00", True, False),
        ("120.50", True, False),
        ("120.50", False, False),
    ],
)
def test_a_journey_at_actual_cost_asks_for_the_cost(cost_eur: str | None, at_actual_cost: bool, warned: bool) -> None:
    attendance = Attendance(travel_cost_eur=cost_eur)
    findings = travel_cost_findings(attendance, at_actual_cost=at_actual_cost, source=toy_source())
    assert [(finding.code.value, finding.is_blocking) for finding in findings] == (
        [("TRAVEL_COST_NOT_STATED", False)] * warned
    )
