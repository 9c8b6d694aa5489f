from decimal import ROUND_DOWN, Context, localcontext

import pytest
from pydantic import ValidationError

from erasmus_grants.rules.study_cycle import CycleLimit, cycle_findings
from erasmus_grants.testing import toy_mobility, toy_source

TWELVE = CycleLimit(maximum_months=12, source=toy_source())


@pytest.mark.parametrize(
    ("months_used", "end", "exceeded"),
    [
        (0, "2030-12-30", False),  # 360 days
        (0, "2030-12-31", False),  # day 31 is day 30
        ("0.1", "2030-12-31", True),  # 3 + 360
        (10, "2030-02-28", False),  # 300 + 58
        (10, "2030-03-01", True),  # 300 + 61
        ("10.5", "2030-02-15", False),  # 315 + 45 = 360
        ("10.5", "2030-02-16", True),
        (12, "2030-01-01", True),  # 360 + 1
    ],
)
def test_months_used_and_days_of_the_stay_make_twelve_months_at_most(
    months_used: object, end: str, exceeded: bool
) -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date=end, months_used=months_used)
    findings = cycle_findings(mobility, TWELVE)
    assert [finding.code for finding in findings] == ["MONTHS_PER_CYCLE_EXCEEDED"] * exceeded
    assert all(finding.is_refusing for finding in findings)


def test_the_compared_days_are_said() -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-03-01", months_used="10.50")
    (finding,) = cycle_findings(mobility, TWELVE)
    assert dict(finding.details) == {
        "months_used": "10.5",
        "days": "61",
        "total_days": "376",  # 315 + 61
        "maximum_days": "360",
        "maximum_months": "12",
    }


def test_interruptions_are_taken_off() -> None:
    mobility = toy_mobility(
        activity="SMS", start_date="2030-01-01", end_date="2030-03-01", months_used=10, interruption_days=1
    )
    assert cycle_findings(mobility, TWELVE) == ()  # 300 + 60


def test_days_are_added_exactly_under_any_decimal_context() -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-01-01", months_used="11.9667")
    with localcontext(Context(prec=2, rounding=ROUND_DOWN)):
        (finding,) = cycle_findings(mobility, TWELVE)
    assert dict(finding.details)["total_days"] == "360.001"  # 11.9667 * 30 = 359.001, and one day


@pytest.mark.parametrize("months", [0, -1, 12.0])
def test_a_cycle_has_at_least_a_month(months: object) -> None:
    with pytest.raises(ValidationError):
        CycleLimit.model_validate({"maximum_months": months, "source": toy_source()})
