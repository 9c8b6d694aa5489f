import inspect
import json
from enum import StrEnum

import pytest
from pydantic import Field, ValidationError, model_validator

from erasmus_grants.basics.field_types import Choice, is_collection, is_mapping
from erasmus_grants.basics.model import InputModel, Model
from erasmus_grants.basics.problems import error_sentences, invalid
from erasmus_grants.records.mobility import Mobility


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Wheel(Model):
    spokes: int = Field(ge=1)


class Axle(Model):
    left: Wheel
    right: Wheel | None = None


class Cart(InputModel):
    name: str
    colour: Choice[Colour] = Colour.RED
    label: str = Field(default_factory=lambda data: data["name"].upper())


class Train(Model):
    name: str
    wheels: tuple[Wheel, ...] = ()
    axle: Axle | None = None


class Pair(Model):
    low: int
    high: int

    @model_validator(mode="after")
    def _in_order(self) -> "Pair":
        if self.low > self.high:
            raise invalid(Pair, ("low", "low is not above high", self.low), ("high", "nor high below low", self.high))
        return self


def test_the_signature_of_a_model_that_is_not_built_yet_has_its_fields() -> None:
    class Spoke(Model):
        length_mm: int
        wheel: "Wheel | None" = None

    assert not Spoke.__pydantic_complete__
    parameters = inspect.signature(Spoke).parameters
    assert list(parameters) == ["length_mm", "wheel"]
    assert parameters["wheel"].default is None


def sentences(error: ValidationError) -> list[str]:
    return [item["msg"] for item in error.errors()]


def test_a_model_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Wheel(spokes=3).spokes = 4  # type: ignore[misc]


def test_a_model_can_be_hashed_and_equals_its_like() -> None:
    assert {Wheel(spokes=3), Wheel(spokes=3)} == {Wheel(spokes=3)}


@pytest.mark.parametrize("given", [True, 3.0, "3", None])
def test_a_model_is_strict(given: object) -> None:
    with pytest.raises(ValidationError):
        Wheel.model_validate({"spokes": given})


def test_a_copy_is_validated_as_if_it_were_built_anew() -> None:
    pair = Pair(low=1, high=2)
    assert pair.model_copy(update={"low": 2}) == Pair(low=2, high=2)
    assert pair.model_copy() == pair.model_copy(deep=True) == pair
    with pytest.raises(ValidationError, match="low is not above high"):
        pair.model_copy(update={"low": 3})
    with pytest.raises(ValidationError, match="Extra inputs"):
        pair.model_copy(update={"middle": 1})


def test_a_problem_names_each_field_with_its_sentence_and_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Pair(low=2, high=1)
    assert [(item["loc"], item["msg"], item["input"]) for item in caught.value.errors()] == [
        (("low",), "low is not above high", 2),
        (("high",), "nor high below low", 1),
    ]


def test_an_unknown_field_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(ValidationError) as caught:
        Cart.model_validate({"name": "x", "colur": "red", "zzz": 1})
    assert sentences(caught.value) == [
        "there is no field of this name; did you mean 'colour'?",
        "there is no field of this name",
    ]


def test_an_unknown_word_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(ValidationError) as caught:
        Cart.model_validate({"name": "x", "colour": "gren"})
    assert sentences(caught.value) == ["this is 'red' or 'green'; did you mean 'green'?"]


def test_a_word_that_is_near_to_nothing_gets_no_advice() -> None:
    with pytest.raises(ValidationError) as caught:
        Cart.model_validate({"name": "x", "colour": "octarine"})
    assert sentences(caught.value) == ["this is 'red' or 'green'"]


@pytest.mark.parametrize("given", [7, None, ["red"]])
def test_what_is_no_word_at_all_gets_no_advice(given: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Cart.model_validate({"name": "x", "colour": given})
    assert all("did you mean" not in sentence for sentence in sentences(caught.value))


def test_a_default_that_depends_on_a_bad_field_is_not_reported() -> None:
    with pytest.raises(ValidationError) as caught:
        Cart.model_validate({"name": 3})
    assert [item["loc"] for item in caught.value.errors()] == [("name",)]


def test_braces_in_the_input_stay_as_they_are() -> None:
    with pytest.raises(ValidationError) as caught:
        Cart.model_validate({"name": "x", "colour": "{red}"})
    assert "did you mean 'red'" in str(caught.value)
    assert caught.value.errors()[0]["input"] == "{red}"


def test_problems_in_words_say_where_and_what_is_allowed_there() -> None:
    broken = {"name": "x", "wheels": [{"spokes": 3}, {"spoks": 3}], "axle": {"left": {"spokes": 0}, "rigth": None}}
    with pytest.raises(ValidationError) as caught:
        Train.model_validate_json(json.dumps(broken))
    assert error_sentences(caught.value, Train) == (
        "wheels.1.spokes: this is missing",
        "wheels.1.spoks: there is no field of this name; did you mean 'spokes'?",
        "axle.left.spokes: this is 1 or more",
        "axle.rigth: there is no field of this name; did you mean 'right'?",
    )


def test_a_problem_of_a_whole_model_has_no_place() -> None:
    with pytest.raises(ValidationError) as caught:
        Wheel.model_validate("not a wheel")
    assert error_sentences(caught.value, Wheel) == ("this is a table of fields",)


def test_problems_in_words_leave_out_the_noise() -> None:
    class Plain(Model):
        name: str
        label: str = Field(default_factory=lambda data: data["name"])

    with pytest.raises(ValidationError) as caught:
        Plain.model_validate({"name": 3})
    assert error_sentences(caught.value, Plain) == ("name: this is text",)


def test_a_place_with_a_strange_name_is_quoted_and_not_endless() -> None:
    with pytest.raises(ValidationError) as caught:
        Wheel.model_validate({"spokes": 3, "a.b\x1b\n": 1, "x" * 5000: 1})
    strange, endless = error_sentences(caught.value, Wheel)
    assert strange == r"'a.b\x1b\n': there is no field of this name"
    assert len(endless) < 200


def test_problems_without_end_are_cut_off_and_counted_in_words() -> None:
    with pytest.raises(ValidationError) as caught:
        Train.model_validate({"name": "x"} | {f"field_{number}": number for number in range(5000)})
    sentences = error_sentences(caught.value, Train)
    assert len(sentences) < 200
    assert sentences[-1] == f"and {5000 - len(sentences) + 1} more problems"


def test_an_error_loses_no_problem_and_looks_for_near_words_only_at_first() -> None:
    with pytest.raises(ValidationError) as caught:
        Cart.model_validate({"name": "x"} | {f"colour{number}": number for number in range(5000)})
    assert caught.value.error_count() == 5000
    assert "did you mean 'colour'?" in sentences(caught.value)[0]
    assert "did you mean" not in sentences(caught.value)[-1]


def test_a_list_left_short_by_its_wrong_items_is_not_a_problem_of_its_own() -> None:
    class Fleet(Model):
        trains: tuple[Train, ...] = Field(min_length=1)

    with pytest.raises(ValidationError) as caught:
        Fleet.model_validate({"trains": ({"nam": "x"},)})
    assert not [sentence for sentence in error_sentences(caught.value, Fleet) if sentence.startswith("trains: ")]
    with pytest.raises(ValidationError) as caught:
        Fleet.model_validate({"trains": ()})
    assert len(error_sentences(caught.value, Fleet)) == 1


def test_collections_and_mappings_are_told_apart() -> None:
    assert all(is_collection(value) for value in ([], (), set(), frozenset()))
    assert not any(is_collection(value) for value in ("abc", b"abc", {}, None, 3))
    assert is_mapping({})
    assert not is_mapping([("a", 1)])


def test_a_problem_that_was_put_plainly_once_is_left_as_it_is() -> None:
    class Journey(InputModel):
        mobility: Mobility

    far = {"activity": "STT", "direction": "outgoing", "start_date": "2030-03-04", "end_date": "2030-03-08"}
    with pytest.raises(ValidationError, match="this is 20040 or less"):
        Journey.model_validate({"mobility": {**far, "distance_km": 20041}})
