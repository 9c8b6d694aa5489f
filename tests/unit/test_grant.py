import pytest
from pydantic import ValidationError

from erasmus_grants import Attendance, FindingCode, GrantBreakdown, Settlement
from erasmus_grants.records.findings import Finding
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_source

CALCULATOR = toy_calculator()
GRANT = CALCULATOR.calculate(toy_mobility(reference="M-1"))
REFUSED = CALCULATOR.calculate(toy_mobility(purpose="conference", distance_km=None))
SETTLEMENT = CALCULATOR.settle(GRANT, Attendance(start_date="2030-03-04", end_date="2030-03-07"))
BLOCKING = Finding.of(FindingCode.DISTANCE_MISSING, toy_source())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"findings": (BLOCKING,)}, "eligible means that no finding is blocking"),
        ({"eligible": False}, "eligible means that no finding is blocking"),
        ({"eligible": False, "findings": (BLOCKING,)}, "not eligible has no lines and payments"),
        ({"total_eur": "900.01"}, "the total is the sum of the lines"),
        ({"lines": GRANT.lines[1:]}, "the total is the sum of the lines"),
        ({"lines": (), "total_eur": "0.00"}, "the payments add up to the total"),
        ({"payments": GRANT.payments[:1]}, "the payments add up to the total"),
        ({"rulebook_fingerprint": "abc"}, "rulebook_fingerprint"),
        ({"schema_version": "2"}, "schema_version"),
    ],
)
def test_a_grant_that_contradicts_itself_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        GRANT.model_copy(update=changes)


def test_a_refused_grant_with_payments_is_refused() -> None:
    with pytest.raises(ValidationError, match="not eligible has no lines and payments"):
        REFUSED.model_copy(update={"payments": GRANT.payments})


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
        ({"missing_documents": ()}, {"payable_now_eur"}),
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
    assert {(record["reference"], record["rulebook_id"], record["eligible"]) for record in records} == {
        ("M-1", "toy", True)
    }
    assert all(record["why"] and record["source"] for record in records)


def test_records_of_a_refused_grant_are_its_findings_with_the_same_keys() -> None:
    records = REFUSED.to_records()
    assert [record["kind"] for record in records] == ["CONFERENCE_NOT_ELIGIBLE", "DISTANCE_MISSING"]
    assert {tuple(record) for record in records} == {tuple(GRANT.to_records()[0])}
    assert not any(record["eligible"] for record in records)


def test_records_of_a_settlement_have_both_sides_of_each_line() -> None:
    assert [
        (record["agreed_quantity"], str(record["agreed_eur"]), record["entitled_quantity"], str(record["entitled_eur"]))
        for record in SETTLEMENT.to_records()
    ] == [(1, "200.00", 1, "200.00"), (5, "500.00", 4, "400.00"), (2, "200.00", 2, "200.00")]


@pytest.mark.parametrize("result", [GRANT, REFUSED, SETTLEMENT])
def test_a_result_comes_back_the_same_from_json(result: GrantBreakdown | Settlement) -> None:
    assert type(result).model_validate_json(result.model_dump_json()) == result


@pytest.mark.parametrize("result", [GRANT, REFUSED, SETTLEMENT])
def test_a_result_explains_itself_in_every_form(result: GrantBreakdown | Settlement) -> None:
    title = result.report().title
    assert result.to_text().startswith(title)
    assert result.to_markdown().startswith(f"## {title}")
    assert title in result._repr_html_()
