import json
from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants import Finding, FindingCode, GrantStatus, Reason, Severity
from erasmus_grants.basics.vocabulary import ActivityType, ReasonCode
from erasmus_grants.records.findings import SEVERITIES, answer_of
from erasmus_grants.testing import toy_source


def test_a_finding_has_the_severity_and_sentence_of_its_code() -> None:
    finding = Finding.of(FindingCode.FUNDED_DAYS_CAPPED, toy_source(), funded=5, days=9, maximum=5)
    assert finding.severity is Severity.WARNING
    assert finding.message == "5 of 9 days on site are funded; the limit is 5."
    assert finding.details == (("days", "9"), ("funded", "5"), ("maximum", "5"))
    assert finding.source == toy_source()


def test_a_code_may_be_given_as_its_text() -> None:
    finding = Finding.of("FUNDED_DAYS_CAPPED", toy_source(), funded=5, days=9, maximum=5)
    assert finding.code is FindingCode.FUNDED_DAYS_CAPPED
    assert Reason.of("GREEN_AMOUNT").code is ReasonCode.GREEN_AMOUNT


def test_what_is_no_code_or_no_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="code"):
        Reason.of("BLUE_AMOUNT")
    with pytest.raises(ValidationError, match="source"):
        Finding.of(FindingCode.DISTANCE_MISSING, "page 3")


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


REFUSING = (
    *("DURATION_TOO_SHORT", "DURATION_TOO_LONG", "MONTHS_PER_CYCLE_EXCEEDED", "TEACHING_HOURS_TOO_FEW"),
    *("VIRTUAL_COMPONENT_MISSING", "CONFERENCE_NOT_ELIGIBLE", "RECEIVING_ORGANISATION_NOT_ELIGIBLE"),
    *("ROLE_NOT_ELIGIBLE", "TEACHING_CONTRACT_MISSING", "ACTIVITY_NOT_COVERED", "ACTIVITY_NOT_FUNDED"),
    *("COUNTRY_DISAGREES", "OUTSIDE_AGREEMENT_PERIOD", "PARTNER_NOT_IN_AGREEMENT", "PURPOSE_NOT_ELIGIBLE"),
    *("COMBINATION_NOT_ELIGIBLE", "NOT_ABROAD", "STUDY_CYCLE_NOT_ELIGIBLE", "ZERO_GRANT_NOT_ELIGIBLE"),
)
UNKNOWN = (
    *("TEACHING_HOURS_MISSING", "DISTANCE_MISSING", "COUNTRY_MISSING", "RATE_NOT_PUBLISHED"),
    *("STUDY_CYCLE_MISSING", "ELIGIBILITY_NOT_PUBLISHED", "ZERO_GRANT_NOT_PUBLISHED"),
)
NOT_READ = "INVALID_INPUT"  # of a row in a frame: nothing is known of its grant
TO_KNOW = (
    *("FUNDED_DAYS_CAPPED", "TRAVEL_DAYS_CAPPED", "GREEN_AMOUNT_NOT_PUBLISHED", "TOP_UP_AMOUNT_NOT_PUBLISHED"),
    *("FLOW_NOT_MARKED_OPEN", "BELOW_FIRST_DISTANCE_BAND", "DISTANCE_BETWEEN_PRINTED_BOUNDS", "SECURITY_CONDITION"),
    *("MOBILITY_RESTRICTION_POSSIBLE", "PAYMENT_SPLIT_NOT_PUBLISHED", "MONTH_COUNT_DISAGREES", "APPLICATION_DEADLINE"),
    *("PARTNER_COUNTRY_DISAGREES", "PURPOSE_NOT_LISTED", "STAY_DID_NOT_TAKE_PLACE", "STAY_BELOW_MINIMUM"),
    *("STAY_LONGER_THAN_AGREED", "SHORTFALL_TOLERATED", "ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD"),
    *("PAID_AMOUNT_NOT_STATED", "ATTENDANCE_APART_FROM_AGREED_DATES", "PAYMENT_OUTSIDE_BOUNDS"),
    *("TRAVEL_COST_NOT_STATED", "OUTSIDE_CALL_YEARS", "TRAVEL_SUPPORT_NOT_PAID", "DEPARTS_FROM_PROGRAMME"),
    *("PROVISIONAL_FIGURES", "CONSECUTIVE_DAYS_NOT_CHECKED", "ZERO_GRANT", "PAID_MORE_THAN_AGREED"),
    "TRAVEL_COST_NOT_COUNTED",
)


def found(*codes: str) -> tuple[Finding, ...]:
    """Return findings of some codes, without what they compared."""
    return tuple(
        Finding(code=code, severity=SEVERITIES[code], message="", details=(), source=toy_source())
        for code in map(FindingCode, codes)
    )


def test_every_code_is_of_one_kind() -> None:
    assert sorted((*REFUSING, *UNKNOWN, NOT_READ, *TO_KNOW)) == sorted(code.value for code in FindingCode)


@pytest.mark.parametrize(
    ("codes", "severities"),
    [
        (REFUSING, {"refusing"}),
        (UNKNOWN, {"unknown"}),
        ((NOT_READ,), {"unknown"}),
        (TO_KNOW, {"warning", "info"}),
    ],
)
def test_what_a_code_does_to_the_grant(codes: tuple[str, ...], severities: set[str]) -> None:
    assert {SEVERITIES[FindingCode(code)].value for code in codes} == severities


@pytest.mark.parametrize("code", FindingCode)
def test_a_finding_refuses_or_leaves_open_or_neither(code: FindingCode) -> None:
    (finding,) = found(code)
    assert finding.is_refusing is (code.value in REFUSING)
    assert finding.is_unknown is (code.value in {*UNKNOWN, NOT_READ})


@pytest.mark.parametrize(
    ("codes", "status", "eligible"),
    [
        ((), "granted", True),
        (("FUNDED_DAYS_CAPPED", "APPLICATION_DEADLINE"), "granted", True),
        (("DISTANCE_MISSING",), "undetermined", True),  # about the amount alone
        (("RATE_NOT_PUBLISHED", "FUNDED_DAYS_CAPPED"), "undetermined", True),
        (("TEACHING_HOURS_MISSING",), "undetermined", None),  # they may yet be too few
        (("DISTANCE_MISSING", "COUNTRY_MISSING"), "undetermined", None),  # it may yet be one that is refused
        (("STUDY_CYCLE_MISSING",), "undetermined", None),
        (("ELIGIBILITY_NOT_PUBLISHED",), "undetermined", None),
        (("DURATION_TOO_SHORT",), "not_eligible", False),
        *((("DURATION_TOO_SHORT", code), "not_eligible", False) for code in UNKNOWN),
        *(((code, "DURATION_TOO_SHORT"), "not_eligible", False) for code in UNKNOWN),
    ],
)
def test_a_refusal_wins_over_what_is_unknown_and_that_over_the_rest(
    codes: tuple[str, ...], status: str, eligible: bool | None
) -> None:
    assert answer_of(found(*codes)) == (GrantStatus(status), eligible)


@pytest.mark.parametrize(("code", "severity"), [("DISTANCE_MISSING", "unknown"), ("DURATION_TOO_SHORT", "refusing")])
def test_what_version_0_1_called_blocking_is_read_by_its_code(code: str, severity: str) -> None:
    (now,) = found(code)
    stored = now.model_dump(mode="json") | {"severity": "blocking"}
    assert Finding.model_validate(stored) == now
    assert now.severity is Severity(severity)


@pytest.mark.parametrize("changes", [{"severity": "severe"}, {"severity": "blocking", "code": "NO_SUCH_CODE"}])
def test_no_other_severity_is_read(changes: dict[str, object]) -> None:
    (now,) = found("DISTANCE_MISSING")
    with pytest.raises(ValidationError):
        Finding.model_validate(now.model_dump(mode="json") | changes)


def test_every_finding_has_its_severity() -> None:
    assert set(SEVERITIES) == set(FindingCode)


def test_braces_in_a_value_stay_as_they_are() -> None:
    finding = Finding.of(FindingCode.MOBILITY_RESTRICTION_POSSIBLE, toy_source(), why="{why} {0} %s")
    assert finding.message == "Mobility may be restricted: {why} {0} %s"


def test_details_are_an_object_in_json_and_come_back_the_same() -> None:
    reason = Reason.of(ReasonCode.DAYS_IN_TIER, from_day=1, to_day=5, days=5)
    assert reason.model_dump_json() == '{"code":"DAYS_IN_TIER","details":{"days":"5","from_day":"1","to_day":"5"}}'
    assert reason.model_dump() == {"code": "DAYS_IN_TIER", "details": {"days": "5", "from_day": "1", "to_day": "5"}}
    assert Reason.model_validate_json(reason.model_dump_json()) == reason
    assert Reason(code=ReasonCode.DAYS_IN_TIER, details={"from_day": "1", "to_day": "5", "days": "5"}) == reason  # type: ignore[arg-type]


DAYS = [("days", "5"), ("from_day", "1"), ("to_day", "5")]


@pytest.mark.parametrize(
    "details",
    [
        dict(DAYS),
        dict(reversed(DAYS)),  # an object keeps no order where it is stored, in a database or sorted
        tuple(DAYS),
        tuple(reversed(DAYS)),
        [list(pair) for pair in DAYS],  # what JSON makes of pairs
        [list(pair) for pair in reversed(DAYS)],
    ],
)
def test_details_are_the_same_whatever_wrote_them_and_in_whatever_order(details: object) -> None:
    reason = Reason.of(ReasonCode.DAYS_IN_TIER, from_day=1, to_day=5, days=5)
    fields = {"code": "DAYS_IN_TIER", "details": details}
    for read in (Reason.model_validate(fields), Reason.model_validate_json(json.dumps(fields))):
        assert read == reason
        assert hash(read) == hash(reason)
        assert read.model_dump_json() == reason.model_dump_json()


def test_details_of_a_pickle_in_another_order_are_put_in_order() -> None:
    finding = Finding.of(FindingCode.FUNDED_DAYS_CAPPED, toy_source(), funded=5, days=9, maximum=5)
    reason = Reason.of(ReasonCode.DAYS_IN_TIER, from_day=1, to_day=5, days=5)
    for now in (finding, reason):
        state = now.__getstate__()
        former = state["__dict__"] | {"details": tuple(reversed(now.details))}
        read = object.__new__(type(now))
        read.__setstate__(state | {"__dict__": former})
        assert read == now


@pytest.mark.parametrize(
    "details",
    [
        {"days": 5},
        [["days", 5]],
        [["days"]],
        [["days", "5", "6"]],
        [5],
        ["ab"],
        5,
        "ab",
        None,
        [["days", "5"], ["days", "6"]],
    ],
)
def test_details_hold_text_only_each_with_a_name_of_its_own(details: object) -> None:
    fields = {"code": "DAYS_IN_TIER", "details": details}
    with pytest.raises(ValidationError):
        Reason.model_validate(fields)
    with pytest.raises(ValidationError):
        Reason.model_validate_json(json.dumps(fields))
