"""Can others store what we make, and read it back?"""

import json
import pickle
from decimal import Decimal

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError

from erasmus_grants import (
    Attendance,
    ErasmusGrantsError,
    GrantBreakdown,
    GrantCalculator,
    IneligibleMobilityError,
    Mobility,
    Rulebook,
    RulebookFileError,
    RulebookMismatchError,
    Settlement,
    UndeterminedGrantError,
    UnknownCountryError,
    UnknownRulebookError,
    compare,
    get_rulebook,
    known_rulebooks,
    read_grant,
)
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook
from tests.contract.schema_files import FOLDER, SCHEMAS, file_text


def grant() -> GrantBreakdown:
    return toy_calculator().calculate(toy_mobility(reference="a-1", partner="Toy University"))


def refused() -> GrantBreakdown:
    return toy_calculator().calculate(toy_mobility(end_date="2030-03-04", teaching_hours=None))


def undetermined() -> GrantBreakdown:
    return toy_calculator().calculate(toy_mobility(distance_km=None, teaching_hours=None))


def settlement() -> Settlement:
    attendance = Attendance(start_date="2030-03-04", end_date="2030-03-07", documents=["participant_report"])
    return toy_calculator().settle(grant(), attendance)


def everything() -> list[BaseModel]:
    results = [grant(), refused(), undetermined(), settlement()]
    return [toy_mobility(), *results, settlement().attendance, toy_rulebook()]


@pytest.mark.parametrize("model", everything(), ids=lambda model: type(model).__name__)
def test_json_and_pickle_round_trips_are_the_identity(model: BaseModel) -> None:
    text = model.model_dump_json()
    again = type(model).model_validate_json(text)
    assert again == model
    assert again.model_dump_json() == text
    assert pickle.loads(pickle.dumps(model)) == model  # noqa: S301
    assert type(model).model_validate(model.model_dump()) == model


@pytest.mark.parametrize("model", everything(), ids=lambda model: type(model).__name__)
def test_json_that_somebody_else_has_parsed_reads_back_too(model: BaseModel) -> None:
    assert type(model).model_validate(json.loads(model.model_dump_json())) == model


@pytest.mark.parametrize("whole", [Decimal, float])
@pytest.mark.parametrize(
    "model",
    [
        *(toy_mobility(interruption_days=1, travel_days=2), grant(), refused(), undetermined(), settlement()),
        *(compare(toy_mobility(), [toy_rulebook()]), toy_calculator().questions({"activity": "STA"})),
    ],
    ids=lambda model: type(model).__name__,
)
def test_parsers_may_give_whole_numbers_as_decimals_or_floats(model: BaseModel, whole: type) -> None:
    text = model.model_dump_json()
    parsed = json.loads(text, parse_int=whole, parse_float=Decimal)
    again = type(model).model_validate(parsed)
    assert again == model
    assert again.model_dump_json() == text


def test_a_stored_grant_may_have_its_whole_numbers_with_a_point() -> None:
    text = grant().model_dump_json()
    stored = text.replace('"quantity":5,', '"quantity":5.0,')
    assert stored != text
    assert read_grant(stored) == read_grant(json.loads(stored, parse_float=Decimal)) == grant()
    assert GrantBreakdown.model_validate_json(stored) == grant()
    for wrong in ('"5"', "5.5", "true"):
        with pytest.raises(InputFileError, match="quantity: "):
            read_grant(text.replace('"quantity":5,', f'"quantity":{wrong},', 1))


@pytest.mark.parametrize("model", everything(), ids=lambda model: type(model).__name__)
def test_equal_models_hash_alike(model: BaseModel) -> None:
    again = type(model).model_validate_json(model.model_dump_json())
    assert hash(again) == hash(model)
    assert len({again, model}) == 1


@pytest.mark.parametrize("model", everything(), ids=lambda model: type(model).__name__)
def test_models_cannot_be_changed(model: BaseModel) -> None:
    field = next(iter(type(model).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(model, field, None)


@pytest.mark.parametrize("rulebook_id", known_rulebooks())
def test_every_source_but_the_main_one_is_cited_by_something(rulebook_id: str) -> None:
    data = json.loads(get_rulebook(rulebook_id).model_dump_json())
    main, *listed = [source["id"] for source in data.pop("sources")]
    text = json.dumps(data)
    assert [name for name in listed if f'"id": "{name}"' not in text] == []
    assert main


@pytest.mark.parametrize("rulebook_id", known_rulebooks())
def test_rulebooks_survive_json(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    assert Rulebook.model_validate_json(rulebook.model_dump_json()) == rulebook


@pytest.mark.parametrize("name", SCHEMAS)
def test_json_schemas_change_only_on_purpose(name: str) -> None:
    """A changed schema is a changed contract: `python -m tests.contract.schema_files` shows what changed."""
    assert file_text(name) == (FOLDER / f"{name}.json").read_text("utf-8")


def test_every_stored_schema_is_one_that_we_publish() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == set(SCHEMAS)


@pytest.mark.newest_only
def test_what_we_write_is_valid_by_the_schema_we_publish() -> None:
    for model in (grant(), refused(), undetermined(), settlement()):
        schema = type(model).model_json_schema(mode="serialization")
        jsonschema.Draft202012Validator(schema).validate(json.loads(model.model_dump_json()))
    validator = jsonschema.Draft202012Validator(Rulebook.model_json_schema())
    for book in known_rulebooks():
        validator.validate(json.loads(get_rulebook(book).model_dump_json()))


def test_a_system_that_only_knows_the_schema_can_send_a_mobility() -> None:
    validator = jsonschema.Draft202012Validator(Mobility.model_json_schema())
    sent = {
        "activity": "STT",
        "direction": "incoming",
        "start_date": "2023-10-16",
        "end_date": "2023-10-20",
        "distance_km": 4070,
        "sending_country": "SN",
    }
    validator.validate(sent)
    computed = GrantCalculator("usmb-icm-2023").calculate(Mobility.model_validate_json(json.dumps(sent)))
    assert computed.total_eur == Decimal("1940.00")
    for wrong in ({"sending_country": "Senegal"}, {"activity": "STX"}, {"distance_km": True}, {"surname": "X"}):
        assert not validator.is_valid({**sent, **wrong})
        with pytest.raises(ValidationError):
            Mobility.model_validate({**sent, **wrong})


@pytest.mark.parametrize(("number", "expected"), [("float64(499.7)", "499.7"), ("int64(4070)", "4070")])
def test_numbers_of_a_data_frame_are_numbers(number: str, expected: str) -> None:
    distance = eval(f"numpy.{number}", {"numpy": pytest.importorskip("numpy")})  # noqa: S307
    assert toy_mobility(distance_km=distance).distance_km == Decimal(expected)


def errors() -> list[ErasmusGrantsError]:
    return [
        UnknownRulebookError("usmb", known=("usmb-icm-2023",)),
        UnknownCountryError("UK", "GB"),
        RulebookFileError("ours.toml", ("bands: there is a gap", "sources: missing")),
        RulebookMismatchError(("a", "0" * 64), ("b", "1" * 64)),
        IneligibleMobilityError(refused().findings),
        UndeterminedGrantError(undetermined().questions, undetermined().findings),
    ]


@pytest.mark.parametrize("error", errors(), ids=lambda error: type(error).__name__)
def test_errors_survive_pickling(error: ErasmusGrantsError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_errors_are_what_people_catch() -> None:
    kinds = {type(error): type(error).__mro__ for error in errors()}
    assert LookupError in kinds[UnknownRulebookError]
    assert LookupError in kinds[UnknownCountryError]
    values = (RulebookFileError, RulebookMismatchError, IneligibleMobilityError, UndeterminedGrantError)
    assert all(ValueError in kinds[kind] for kind in values)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"total_eur": "901.00"}, "the total is the sum of the lines"),
        ({"eligible": False}, "status and eligibility follow from the findings"),
        ({"status": "undetermined", "total_eur": None}, "status and eligibility follow from the findings"),
        ({"maximum_total_eur": "901.00"}, "the bounds are those of the lines"),
        ({"minimum_total_eur": "0.00"}, "the bounds are those of the lines"),
        (
            {"payments": [{"kind": "balance", "amount_eur": "1.00", "trigger": "after_report", "conditions": []}]},
            "add up",
        ),
    ],
)
def test_a_grant_that_was_tampered_with_is_refused(change: dict[str, object], message: str) -> None:
    data = json.loads(grant().model_dump_json())
    for payment in change.get("payments", []):  # type: ignore[attr-defined]
        payment["source"] = data["payments"][0]["source"]
    with pytest.raises(ValidationError, match=message):
        GrantBreakdown.model_validate_json(json.dumps(data | change))


JOURNEY, DAYS = 0, 1
PAPERS = "the papers that are missing are those that the attendance does not name, here certificate_of_attendance"


@pytest.mark.parametrize(
    ("line", "of_line", "of_settlement", "message"),
    [
        # 4 of 5 days at 100.00
        (DAYS, {"agreed_eur": "9000.00"}, {}, r"a line is quantity x rate / rate_days, here 500\.00"),
        (DAYS, {"entitled_eur": "399.99"}, {}, r"what is due is quantity x rate / rate_days, here 400\.00"),
        (DAYS, {"entitled_eur": "400.01"}, {}, r"what is due is quantity x rate / rate_days, here 400\.00"),
        (DAYS, {"entitled_quantity": 6, "entitled_eur": "600.00"}, {}, "no more are due than were agreed, 5"),
        (
            JOURNEY,
            {"entitled_eur": "200.01", "reasons": [{"code": "LOWER_OF_AGREED_AND_ACTUAL_COST", "details": {}}]},
            {},
            r"what is due is quantity x rate / rate_days, here at most 200\.00",
        ),
        (DAYS, {}, {"missing_documents": [], "payable_now_eur": "40.00"}, PAPERS),
        (DAYS, {}, {"missing_documents": ["participant_report"]}, PAPERS),
        (DAYS, {}, {"paid_eur": "760.01"}, "this amount does not follow"),
    ],
)
def test_a_settlement_that_contradicts_itself_is_refused(
    line: int, of_line: dict[str, object], of_settlement: dict[str, object], message: str
) -> None:
    data = json.loads(settlement().model_dump_json())
    data["lines"][line] |= of_line
    with pytest.raises(ValidationError, match=message):
        Settlement.model_validate_json(json.dumps(data | of_settlement))


def test_what_was_paid_is_what_the_attendance_states() -> None:
    data = json.loads(settlement().model_dump_json())
    data["attendance"] |= {"paid_eur": "1.00"}
    with pytest.raises(ValidationError, match=r"what was paid is what the attendance states, 1\.00"):
        Settlement.model_validate_json(json.dumps(data))
    data["attendance"] |= {"paid_eur": None, "documents": ["participant_report", "certificate_of_attendance"]}
    with pytest.raises(ValidationError, match="the attendance does not name, here none"):
        Settlement.model_validate_json(json.dumps(data))


def test_an_end_of_an_open_line_that_does_not_follow_is_refused() -> None:
    data = json.loads(undetermined().model_dump_json())
    data["open_lines"][0]["maximum_eur"] = "500.01"
    with pytest.raises(ValidationError, match=r"an end of a line is quantity x rate / rate_days, here 500\.00"):
        GrantBreakdown.model_validate_json(json.dumps(data))


def test_a_line_whose_amount_does_not_follow_is_refused() -> None:
    data = json.loads(grant().model_dump_json())
    data["lines"][1]["amount_eur"] = "500.01"
    with pytest.raises(ValidationError, match=r"the amount of a line is quantity x rate / rate_days, here 500\.00"):
        GrantBreakdown.model_validate_json(json.dumps(data))


def test_what_was_written_before_amounts_could_be_rounded_otherwise_reads_back() -> None:
    for model in (grant(), settlement()):
        data = json.loads(model.model_dump_json())
        del data["rulebook_based_on"]
        for line in data["lines"]:
            assert line.pop("rounding") == "half_up_to_cent"
        assert type(model).model_validate_json(json.dumps(data)) == model
    attendance = json.loads(settlement().attendance.model_dump_json())
    assert attendance.pop("travel_cost_eur") is None
    assert Attendance.model_validate(attendance) == settlement().attendance
