from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants import Finding, FindingCode, Reason, Severity
from erasmus_grants.basics.vocabulary import ActivityType, ReasonCode
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.testing import toy_source


def test_a_finding_has_the_severity_and_sentence_of_its_code() -> None:
    finding = Finding.of(FindingCode.FUNDED_DAYS_CAPPED, toy_source(), funded=5, days=9, maximum=5)
    assert finding.severity is Severity.WARNING
    assert finding.message == "5 of 9 days on site are funded; the limit is 5."
    assert finding.details == (("funded", "5"), ("days", "9"), ("maximum", "5"))
    assert finding.source == toy_source()


def test_compared_values_are_text_in_their_plain_form() -> None:
    reason = Reason.of(
        ReasonCode.DISTANCE_IN_BAND,
        distance_km=Decimal("499.70"),
        day=date(2030, 1, 2),
        count=3,
        word=ActivityType.SMS,
        text="x",
    )
    assert dict(reason.details) == {
        "distance_km": "499.7",
        "day": "2030-01-02",
        "count": "3",
        "word": "SMS",
        "text": "x",
    }
    assert all(type(value) is str for _, value in reason.details)


@pytest.mark.parametrize(
    ("code", "blocks"),
    [
        (FindingCode.DISTANCE_MISSING, True),
        (FindingCode.MONTH_COUNT_DISAGREES, False),
        (FindingCode.GREEN_AMOUNT_NOT_PUBLISHED, False),
    ],
)
def test_only_a_blocking_finding_blocks(code: FindingCode, blocks: bool) -> None:
    finding = Finding(code=code, severity=SEVERITIES[code], message="", details=(), source=toy_source())
    assert finding.is_blocking is blocks


@pytest.mark.parametrize(
    "code",
    [
        *("DURATION_TOO_SHORT", "DURATION_TOO_LONG", "MONTHS_PER_CYCLE_EXCEEDED", "TEACHING_HOURS_TOO_FEW"),
        *("TEACHING_HOURS_MISSING", "VIRTUAL_COMPONENT_MISSING", "CONFERENCE_NOT_ELIGIBLE"),
        *("RECEIVING_ORGANISATION_NOT_ELIGIBLE", "ROLE_NOT_ELIGIBLE", "TEACHING_CONTRACT_MISSING"),
        *("ACTIVITY_NOT_COVERED", "ACTIVITY_NOT_FUNDED", "COUNTRY_DISAGREES", "OUTSIDE_AGREEMENT_PERIOD"),
        *("PARTNER_NOT_IN_AGREEMENT", "DISTANCE_MISSING", "COUNTRY_MISSING", "RATE_NOT_PUBLISHED"),
    ],
)
def test_what_makes_a_mobility_ineligible_is_blocking(code: str) -> None:
    assert SEVERITIES[FindingCode(code)] is Severity.BLOCKING


@pytest.mark.parametrize(
    "code",
    [
        *("FUNDED_DAYS_CAPPED", "TRAVEL_DAYS_CAPPED", "GREEN_AMOUNT_NOT_PUBLISHED", "TOP_UP_AMOUNT_NOT_PUBLISHED"),
        *("FLOW_NOT_MARKED_OPEN", "BELOW_FIRST_DISTANCE_BAND", "DISTANCE_BETWEEN_PRINTED_BOUNDS"),
        *("SECURITY_CONDITION", "MOBILITY_RESTRICTION_POSSIBLE", "PAYMENT_SPLIT_NOT_PUBLISHED"),
        *("MONTH_COUNT_DISAGREES", "APPLICATION_DEADLINE"),
    ],
)
def test_what_one_should_only_know_never_blocks(code: str) -> None:
    assert SEVERITIES[FindingCode(code)] is not Severity.BLOCKING


def test_every_finding_has_its_severity() -> None:
    assert set(SEVERITIES) == set(FindingCode)


def test_braces_in_a_value_stay_as_they_are() -> None:
    finding = Finding.of(FindingCode.MOBILITY_RESTRICTION_POSSIBLE, toy_source(), why="{why} {0} %s")
    assert finding.message == "Mobility may be restricted: {why} {0} %s"


def test_details_are_an_object_in_json_and_come_back_the_same() -> None:
    reason = Reason.of(ReasonCode.DAYS_IN_TIER, from_day=1, to_day=5, days=5)
    assert reason.model_dump_json() == '{"code":"DAYS_IN_TIER","details":{"from_day":"1","to_day":"5","days":"5"}}'
    assert Reason.model_validate_json(reason.model_dump_json()) == reason
    assert Reason(code=ReasonCode.DAYS_IN_TIER, details={"from_day": "1", "to_day": "5", "days": "5"}) == reason  # type: ignore[arg-type]


def test_details_hold_text_only() -> None:
    with pytest.raises(ValidationError):
        Reason.model_validate({"code": "DAYS_IN_TIER", "details": {"days": 5}})
