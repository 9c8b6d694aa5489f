"""A field that a JSON object states twice is refused wherever text is read: readers differ in which one they take."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from erasmus_grants import Attendance, GrantBreakdown, GrantCalculator, Mobility, Rulebook, Settlement, read_grant
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import calculate_file
from erasmus_grants.cli import app
from erasmus_grants.testing import toy_rulebook

DAKAR = (
    '{"activity": "STA", "direction": "outgoing", "receiving_country": "SN", "partner": "UCAD",'
    ' "start_date": "2022-03-07", "end_date": "2022-03-11", "distance_km": 4070, "teaching_hours": 8}'
)
CALCULATOR = GrantCalculator("usmb-icm-2023")
GRANT = CALCULATOR.calculate(Mobility.model_validate_json(DAKAR))
ATTENDANCE = '{"start_date": "2022-03-07", "end_date": "2022-03-10", "paid_eur": "1765.00"}'
SETTLEMENT = CALCULATOR.settle(GRANT, Attendance.model_validate_json(ATTENDANCE))
SENTENCE = "'distance_km' stands twice in one object"


def twice(text: str, field: str, value: str) -> str:
    """Return JSON in which an object states a field once more, before it states it as it did."""
    assert text.count(f'"{field}"') >= 1
    return text.replace(f'"{field}"', f'"{field}": {value}, "{field}"', 1)


def refused(model: type, text: str | bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        model.model_validate_json(text)  # type: ignore[attr-defined]
    (problem,) = caught.value.errors()
    assert (problem["type"], problem["loc"]) == ("name_twice", ())
    return problem["msg"]


@pytest.mark.parametrize(
    ("model", "text", "field"),
    [
        (Mobility, DAKAR, "distance_km"),
        (Attendance, ATTENDANCE, "paid_eur"),
        (GrantBreakdown, GRANT.model_dump_json(), "distance_km"),  # of the mobility inside
        (Settlement, SETTLEMENT.model_dump_json(), "balance_eur"),
        (Rulebook, toy_rulebook().model_dump_json(), "rate_eur_per_day"),
    ],
)
def test_a_model_refuses_json_with_a_field_twice(model: type, text: str, field: str) -> None:
    wrong = twice(text, field, "1")
    assert refused(model, wrong) == refused(model, wrong.encode()) == f"'{field}' stands twice in one object"


def test_the_same_value_twice_is_refused_too() -> None:
    assert refused(Mobility, twice(DAKAR, "distance_km", "4070")) == SENTENCE


def test_a_stored_grant_with_a_field_twice_is_refused() -> None:
    wrong = twice(GRANT.model_dump_json(), "distance_km", '"9"')
    for stored in (wrong, wrong.encode()):
        with pytest.raises(InputFileError) as caught:
            read_grant(stored)
        assert caught.value.problems == (SENTENCE,)


def test_files_and_the_command_line_say_the_same(tmp_path: Path) -> None:
    wrong = twice(DAKAR, "distance_km", "400")
    (tmp_path / "mobility.json").write_text(wrong, "utf-8")
    told = CliRunner().invoke(app, ["quote", str(tmp_path / "mobility.json"), "--rulebook", "usmb-icm-2023"])
    assert isinstance(told.exception, InputFileError)
    assert told.exception.problems == (SENTENCE,)
    (tmp_path / "list.jsonl").write_text(f"{wrong}\n", "utf-8")
    with pytest.raises(InputFileError, match="'distance_km' stands twice in one object"):
        calculate_file(tmp_path / "list.jsonl", tmp_path / "grants.jsonl", "usmb-icm-2023")


def test_two_objects_may_have_the_same_names() -> None:
    assert GrantBreakdown.model_validate_json(GRANT.model_dump_json()) == GRANT  # each line has an amount


@pytest.mark.parametrize("model", [Mobility, Attendance])
@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\n "])
def test_json_may_begin_with_a_byte_order_mark(model: type[Mobility | Attendance], mark: str) -> None:
    text = DAKAR if model is Mobility else ATTENDANCE
    expected = model.model_validate_json(text)
    marked = f"{mark}{text}"
    for given in (marked, marked.encode(), bytearray(marked.encode())):
        assert model.model_validate_json(given) == expected


def test_what_is_no_json_is_told_as_before() -> None:
    for text in ("{", "", "\ufeff", "[" * 100_000, '{"distance_km": ' + "1" * 5000 + "}", "\ufeff\ufeff{}"):
        with pytest.raises(ValidationError):
            Mobility.model_validate_json(text)
    with pytest.raises(ValidationError, match="Invalid JSON"):
        Mobility.model_validate_json("{")
    with pytest.raises(ValidationError, match="JSON input should be string, bytes or bytearray"):
        Mobility.model_validate_json(json.loads(DAKAR))


def test_further_arguments_of_pydantic_hold() -> None:
    more = DAKAR.replace("{", '{"colour": "red", ', 1)
    assert Mobility.model_validate_json(more, extra="ignore") == Mobility.model_validate_json(DAKAR)
    with pytest.raises(ValidationError, match="there is no field of this name"):
        Mobility.model_validate_json(more, strict=True)
