import json
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import ValidationError

from erasmus_grants import Attendance, FindingCode, GrantBreakdown, GrantStatus, Settlement, read_grant
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.records.findings import Finding
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_source

CALCULATOR = toy_calculator()
GRANT = CALCULATOR.calculate(toy_mobility(reference="M-1"))
REFUSED = CALCULATOR.calculate(toy_mobility(purpose="conference", distance_km=None))
UNDETERMINED = CALCULATOR.calculate(toy_mobility(reference="M-1", distance_km=None))
SETTLEMENT = CALCULATOR.settle(GRANT, Attendance(start_date="2030-03-04", end_date="2030-03-07"))
WITHOUT_REFERENCE = CALCULATOR.settle(CALCULATOR.calculate(toy_mobility()), Attendance())
REFUSING = Finding.of(FindingCode.CONFERENCE_NOT_ELIGIBLE, toy_source())
UNKNOWN = Finding.of(FindingCode.DISTANCE_MISSING, toy_source())
FOLLOW = "status and eligibility follow from the findings"
NOTHING = {"lines": (), "total_eur": "0.00", "minimum_total_eur": "0.00", "maximum_total_eur": "0.00"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"findings": (REFUSING,)}, FOLLOW),
        ({"findings": (UNKNOWN,)}, FOLLOW),
        ({"eligible": False}, FOLLOW),
        ({"eligible": None}, FOLLOW),
        ({"status": "not_eligible"}, FOLLOW),
        ({"status": "undetermined"}, FOLLOW),
        ({"status": "not_eligible", "eligible": False, "findings": (REFUSING,)}, "not eligible has no lines"),
        ({"open_lines": UNDETERMINED.open_lines}, "only a grant that is undetermined leaves something open"),
        ({"total_eur": "900.01"}, "the total is the sum of the lines"),
        ({"total_eur": None}, "the total is the sum of the lines"),
        ({"lines": GRANT.lines[1:]}, "the bounds are those of the lines"),
        ({"minimum_total_eur": "899.99"}, "the bounds are those of the lines"),
        ({"maximum_total_eur": "900.01"}, "the bounds are those of the lines"),
        ({"minimum_total_eur": None, "maximum_total_eur": None}, "the bounds are those of the lines"),
        (NOTHING, "the payments add up to the total"),
        ({"payments": GRANT.payments[:1]}, "the payments add up to the total"),
        ({"rulebook_fingerprint": "abc"}, "rulebook_fingerprint"),
        ({"schema_version": "3"}, "schema_version"),
    ],
)
def test_a_grant_that_contradicts_itself_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        GRANT.model_copy(update=changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "granted"}, FOLLOW),
        ({"eligible": None}, FOLLOW),  # the distance is about the amount alone
        ({"eligible": False}, FOLLOW),
        ({"findings": ()}, FOLLOW),
        ({"findings": (UNKNOWN, REFUSING)}, FOLLOW),
        ({"total_eur": "700.00"}, "the total is the sum of the lines"),
        ({"open_lines": ()}, "the bounds are those of the lines"),
        ({"lines": UNDETERMINED.lines[1:]}, "the bounds are those of the lines"),
        ({"minimum_total_eur": None}, "the bounds are those of the lines"),
        ({"maximum_total_eur": None}, "the bounds are those of the lines"),
        ({"maximum_total_eur": "1200.01"}, "the bounds are those of the lines"),
        ({"payments": GRANT.payments}, "the payments add up to the total"),
    ],
)
def test_an_undetermined_grant_that_contradicts_itself_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        UNDETERMINED.model_copy(update=changes)


def test_a_refused_grant_with_payments_or_open_lines_is_refused() -> None:
    with pytest.raises(ValidationError, match="the payments add up to the total"):
        REFUSED.model_copy(update={"payments": GRANT.payments})
    with pytest.raises(ValidationError, match="not eligible has no lines"):
        REFUSED.model_copy(update={"open_lines": UNDETERMINED.open_lines})


def test_a_refusal_beside_what_is_unknown_is_the_answer() -> None:
    assert [finding.code for finding in REFUSED.findings] == ["CONFERENCE_NOT_ELIGIBLE", "DISTANCE_MISSING"]
    assert (REFUSED.status, REFUSED.eligible, REFUSED.all_lines) == (GrantStatus.NOT_ELIGIBLE, False, ())
    totals = (REFUSED.total_eur, REFUSED.minimum_total_eur, REFUSED.maximum_total_eur)
    assert totals == (Decimal("0.00"), Decimal("0.00"), Decimal("0.00"))
    assert REFUSED.documents == ()


def test_an_undetermined_grant_has_what_is_certain_and_the_bounds_of_the_rest() -> None:
    assert (UNDETERMINED.status, UNDETERMINED.eligible) == (GrantStatus.UNDETERMINED, True)
    assert UNDETERMINED.lines == GRANT.lines[1:]  # 5 days and 2 travel days of 100
    assert [line.kind.value for line in UNDETERMINED.open_lines] == ["travel_support"]
    assert UNDETERMINED.all_lines == (*UNDETERMINED.lines, *UNDETERMINED.open_lines)
    assert UNDETERMINED.total_eur is None
    # nothing below 10 km, and at most the 500 EUR from 1000 km on
    assert (str(UNDETERMINED.minimum_total_eur), str(UNDETERMINED.maximum_total_eur)) == ("700.00", "1200.00")
    assert UNDETERMINED.payments == ()
    assert UNDETERMINED.documents == GRANT.documents != ()


def test_a_grant_may_have_no_payments() -> None:
    assert GRANT.model_copy(update={"payments": ()}).total_eur == GRANT.total_eur


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"agreed_eur": "900.01"}, {"agreed_eur", "reduction_eur"}),
        ({"entitled_eur": "900.00"}, {"entitled_eur", "reduction_eur", "balance_eur"}),
        ({"reduction_eur": "0.00"}, {"reduction_eur"}),
        ({"balance_eur": "0.00"}, {"balance_eur"}),
        ({"recovery_eur": "1.00"}, {"recovery_eur"}),
        ({"payable_now_eur": "40.00"}, {"payable_now_eur"}),
        ({"paid_eur": "800.00"}, {"balance_eur"}),
        ({"missing_documents": ()}, {"missing_documents"}),
    ],
)
def test_a_settlement_that_contradicts_itself_is_refused(changes: dict[str, object], wrong: set[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        SETTLEMENT.model_copy(update=changes)
    assert {item["loc"][0] for item in caught.value.errors()} == wrong


def test_records_of_a_grant_are_one_plain_dict_for_each_line() -> None:
    records = GRANT.to_records()
    assert [(record["kind"], record["quantity"], str(record["amount_eur"])) for record in records] == [
        ("travel_support", 1, "200.00"),
        ("individual_support", 5, "500.00"),
        ("individual_support", 2, "200.00"),
    ]
    about = ("reference", "rulebook_id", "status", "eligible")
    assert {tuple(record[key] for key in about) for record in records} == {("M-1", "toy", "granted", True)}
    assert all(record["minimum_eur"] == record["maximum_eur"] == record["amount_eur"] for record in records)
    assert all(record["why"] and record["source"] for record in records)


def test_records_of_an_undetermined_grant_have_the_ends_of_what_is_open() -> None:
    records = UNDETERMINED.to_records()
    keys = ("kind", "quantity", "rate_eur", "amount_eur", "minimum_eur", "maximum_eur")
    assert [tuple(None if record[key] is None else str(record[key]) for key in keys) for record in records] == [
        ("individual_support", "5", "100.00", "500.00", "500.00", "500.00"),
        ("individual_support", "2", "100.00", "200.00", "200.00", "200.00"),
        ("travel_support", "1", None, None, "0.00", "500.00"),
    ]
    assert {tuple(record) for record in records} == {tuple(GRANT.to_records()[0])}
    assert {record["status"] for record in records} == {"undetermined"}
    assert all(record["why"] and record["source"] for record in records)


def test_records_of_a_refused_grant_are_its_findings_with_the_same_keys() -> None:
    records = REFUSED.to_records()
    assert [record["kind"] for record in records] == ["CONFERENCE_NOT_ELIGIBLE", "DISTANCE_MISSING"]
    assert {tuple(record) for record in records} == {tuple(GRANT.to_records()[0])}
    assert {(record["status"], record["eligible"]) for record in records} == {("not_eligible", False)}
    assert [record["basis"] for record in records] == ["refusing", "unknown"]
    amounts = ("rate_eur", "amount_eur", "minimum_eur", "maximum_eur")
    assert {str(record[name]) for record in records for name in amounts} == {"0.00"}
    assert {(record["quantity"], record["rate_days"]) for record in records} == {(0, 1)}


@pytest.mark.parametrize(
    ("stored", "message"),
    [
        ("{", "stored grant: it is not JSON"),
        ("[" * 100_000, "stored grant: it is not JSON"),
        ('{"schema_version": "3"}', "stored grant: a later version stored it, with schema 3; this reads 1 and 2"),
        ("[]", "stored grant: it is no table of fields"),
        ([], "stored grant: it is no table of fields"),
        (b"\xff", "stored grant: it is not JSON"),
    ],
)
def test_what_is_no_stored_grant_is_refused_by_its_name(stored: Any, message: str) -> None:
    with pytest.raises(InputFileError) as error:
        read_grant(stored)
    assert str(error.value) == message


JSON = GRANT.model_dump_json()


@pytest.mark.parametrize(
    "stored",
    [
        JSON,
        f"\ufeff{JSON}",
        JSON.encode(),
        JSON.encode("utf-8-sig"),
        bytearray(JSON, "utf-8"),  # as a column of binary data may be read
        memoryview(JSON.encode()),
        json.loads(JSON),
        MappingProxyType(json.loads(JSON)),
    ],
)
def test_a_stored_grant_is_read_from_text_bytes_and_tables(stored: Any) -> None:
    assert read_grant(stored) == GRANT


@pytest.mark.parametrize(
    ("version", "is_later"),
    [("9.0.0", True), ("0.2.0", True), ("0.10.0.dev1", True), ("0.2.0.dev0", False), ("0.1.0", False), ("new", False)],
)
def test_a_grant_of_a_later_library_that_cannot_be_read_says_so(
    version: str, is_later: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erasmus_grants.records.grant.__version__", "0.2.0.dev0")
    with pytest.raises(InputFileError) as error:
        read_grant(GRANT.model_dump() | {"library_version": version, "new_field": 1})
    said = f"a later version of the library stored it, {version}, and this is 0.2.0.dev0"
    assert (said in str(error.value)) is is_later
    assert "new_field: there is no field of this name" in str(error.value)
    assert read_grant(GRANT.model_dump() | {"library_version": version}).total_eur == GRANT.total_eur


@pytest.mark.parametrize("result", [GRANT, REFUSED, UNDETERMINED, SETTLEMENT, WITHOUT_REFERENCE])
def test_a_result_comes_back_from_json_without_nulls(result: GrantBreakdown | Settlement) -> None:
    assert type(result).model_validate_json(result.model_dump_json(exclude_none=True)) == result
    assert type(result).model_validate(json.loads(result.model_dump_json(exclude_none=True))) == result


def test_a_total_that_is_missing_is_no_total_that_is_not_known() -> None:
    with pytest.raises(InputFileError, match="total_eur: the total is the sum of the lines"):
        read_grant({name: value for name, value in GRANT.model_dump().items() if name != "total_eur"})


def test_a_field_that_a_stored_grant_does_not_have_is_answered_with_the_nearest() -> None:
    with pytest.raises(InputFileError, match=r"^stored grant: totl_eur: there is no field of this name; did you mean"):
        read_grant(GRANT.model_dump() | {"totl_eur": "900.00"})


def test_records_of_a_settlement_have_both_sides_of_each_line() -> None:
    assert [
        (record["agreed_quantity"], str(record["agreed_eur"]), record["entitled_quantity"], str(record["entitled_eur"]))
        for record in SETTLEMENT.to_records()
    ] == [(1, "200.00", 1, "200.00"), (5, "500.00", 4, "400.00"), (2, "200.00", 2, "200.00")]


@pytest.mark.parametrize("result", [GRANT, REFUSED, UNDETERMINED, SETTLEMENT])
def test_a_result_comes_back_the_same_from_json(result: GrantBreakdown | Settlement) -> None:
    assert type(result).model_validate_json(result.model_dump_json()) == result


@pytest.mark.parametrize("result", [GRANT, REFUSED, UNDETERMINED, SETTLEMENT])
def test_a_result_explains_itself_in_every_form(result: GrantBreakdown | Settlement) -> None:
    title = result.report().title
    assert result.to_text().startswith(title)
    assert result.to_markdown().startswith(f"## {title}")
    assert title in result._repr_html_()
