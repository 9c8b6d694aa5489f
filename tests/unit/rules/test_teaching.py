import pytest
from pydantic import ValidationError

from erasmus_grants.rules.teaching import TeachingHours, hours_required, teaching_findings
from erasmus_grants.testing import toy_mobility, toy_source

RULE = TeachingHours(hours_per_week=8, hours_per_week_combined=4, source=toy_source())


@pytest.mark.parametrize(
    ("days", "per_week", "hours"),
    [
        (1, 8, "8"),
        (5, 8, "8"),
        (7, 8, "8"),
        (8, 8, "9.6"),  # 8 + 8 / 5
        (10, 8, "12.8"),  # 8 + 3 * 1.6
        (12, 8, "16"),  # 8 + 5 * 1.6
        (13, 8, "16"),  # a further week asks for 8 at most
        (14, 8, "16"),
        (15, 8, "17.6"),
        (60, 8, "70.4"),  # 8 weeks and 4 days: 64 + 6.4
        (8, 4, "4.8"),
        (14, 4, "8"),
        (5, 0, "0"),
    ],
)
def test_hours_grow_by_a_fifth_of_a_week_for_each_further_day(days: int, per_week: int, hours: str) -> None:
    assert str(hours_required(days, hours_per_week=per_week)) == hours


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"teaching_hours": 8}, None),
        ({"teaching_hours": "7.99"}, "TEACHING_HOURS_TOO_FEW"),
        ({"teaching_hours": 0}, "TEACHING_HOURS_TOO_FEW"),
        ({"teaching_hours": None}, "TEACHING_HOURS_MISSING"),
        ({"teaching_hours": 4}, "TEACHING_HOURS_TOO_FEW"),
        ({"teaching_hours": 4, "combined": True}, None),
        ({"teaching_hours": "3.9", "combined": True}, "TEACHING_HOURS_TOO_FEW"),
        ({"teaching_hours": "12.7", "end_date": "2030-03-13"}, "TEACHING_HOURS_TOO_FEW"),  # 10 days
        ({"teaching_hours": "12.8", "end_date": "2030-03-13"}, None),
        ({"teaching_hours": 8, "end_date": "2030-03-13", "interruption_days": 3}, None),  # 7 days count
    ],
)
def test_hours_that_are_too_few_refuse_and_missing_ones_leave_it_open(
    changes: dict[str, object], code: str | None
) -> None:
    findings = teaching_findings(toy_mobility(**changes), RULE)
    assert [finding.code for finding in findings] == ([] if code is None else [code])
    severity = "unknown" if code == "TEACHING_HOURS_MISSING" else "refusing"
    assert all(finding.severity == severity for finding in findings)


@pytest.mark.parametrize("hours", [None, 1])
def test_hours_combined_with_training_may_cite_another_place(hours: int | None) -> None:
    other = toy_source().at("COMBINED", "page 2")
    rule = RULE.model_copy(update={"combined_source": other})
    for combined, source in ((False, toy_source()), (True, other)):
        (finding,) = teaching_findings(toy_mobility(teaching_hours=hours, combined=combined), rule)
        assert finding.source == source
    (finding,) = teaching_findings(toy_mobility(teaching_hours=hours, combined=True), RULE)
    assert finding.source == toy_source()


def test_the_compared_hours_are_said() -> None:
    (finding,) = teaching_findings(toy_mobility(teaching_hours="12.70", end_date="2030-03-13"), RULE)
    assert dict(finding.details) == {"hours": "12.7", "minimum": "12.8", "days": "10"}


def test_hours_that_are_missing_are_told_with_those_that_are_needed() -> None:
    (finding,) = teaching_findings(toy_mobility(teaching_hours=None, end_date="2030-03-13"), RULE)
    assert dict(finding.details) == {"minimum": "12.8", "days": "10"}


@pytest.mark.parametrize("hours", [-1, 169, 8.0, True])
def test_hours_of_a_week_out_of_their_range_are_refused(hours: object) -> None:
    with pytest.raises(ValidationError):
        TeachingHours.model_validate({"hours_per_week": hours, "hours_per_week_combined": 4, "source": toy_source()})
