import re
from decimal import ROUND_DOWN, Context, Decimal, localcontext

import pytest
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.decimals import (
    LARGEST_DISTANCE_KM,
    Hours,
    Kilometres,
    Months,
    Share,
    plain,
    read_number,
    with_two_readings,
)


class Quantities(BaseModel):
    distance_km: Kilometres = Decimal(0)
    hours: Hours = Decimal(0)
    months: Months = Decimal(0)
    share: Share = Decimal(0)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (4070, "4070"),
        (499.7, "499.7"),
        (0.1 + 0.2, "0.30000000000000004"),  # a float is taken as it prints
        (1e-7, "0.0000001"),
        (1e15, "1000000000000000"),
        ("12.80", "12.8"),
        ("4070.3", "4070.3"),
        ("0.5", "0.5"),
        ("0.0", "0"),
        ("00.5", "0.5"),
        ("007", "7"),
        ("1E-7", "0.0000001"),  # str(Decimal("0.0000001"))
        ("-1.25E-18", "-0.00000000000000000125"),
        (Decimal("1.280E+1"), "12.8"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.0"), "0"),
        (-0.0, "0"),
        ("-0", "0"),
        (-3, "-3"),
        ("12345678901234567890.12345678901234567890", "12345678901234567890.1234567890123456789"),
    ],
)
def test_a_number_is_read_in_its_one_plain_form(given: object, text: str) -> None:
    assert format(read_number(given), "f") == text


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (True, "number_type"),
        (None, "number_type"),
        ([1], "number_type"),
        (1 + 2j, "number_type"),
        (float("nan"), "number_text"),
        (float("inf"), "number_text"),
        (Decimal("NaN"), "number_text"),
        (Decimal("sNaN"), "number_text"),
        (Decimal("-Infinity"), "number_text"),
        (Decimal("1E+400000"), "number_text"),
        (Decimal("1E-400000"), "number_text"),
        (1e300, "number_text"),
        (10**21, "number_text"),
        pytest.param(10**5000, "number_text", id="endless int"),
        ("1e3", "number_text"),
        ("1E+3", "number_text"),
        ("1e-7", "number_text"),
        ("12E-7", "number_text"),
        ("1E-21", "number_text"),
        ("1.5E-20", "number_text"),
        ("1E-400000", "number_text"),
        ("", "number_text"),
        ("4 070", "number_text"),
        ("4,5", "number_text"),
        ("４", "number_text"),
        ("1" * 21, "number_text"),
        ("0." + "1" * 21, "number_text"),
    ],
)
def test_a_number_refuses_everything_else_and_says_why(given: object, kind: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_number(given)
    assert caught.value.type == kind


@pytest.mark.parametrize("text", ["0", "12.8", "100", "-3", "0.0001"])
def test_plain_text_of_a_number_has_no_exponent_and_no_trailing_zeros(text: str) -> None:
    assert plain(Decimal(text)) == text
    assert plain(Decimal(text) * Decimal("1.000")) == text
    assert plain(Decimal(text).normalize()) == text


@pytest.mark.parametrize(
    ("field", "smallest", "largest"),
    [
        ("distance_km", 0, LARGEST_DISTANCE_KM),
        ("hours", 0, 10_000),
        ("months", 0, 1_200),
        ("share", 0, 1),
    ],
)
def test_a_quantity_keeps_to_its_range_including_both_ends(field: str, smallest: int, largest: int) -> None:
    for value in (smallest, largest):
        assert getattr(Quantities.model_validate({field: value}), field) == value
    for value in (smallest - 0.001, largest + 0.001):
        with pytest.raises(ValidationError):
            Quantities.model_validate({field: value})


SMALL = [
    *("0.00000001", "1E-7", "1E-8", "9.99E-7", "1.2345678901234E-7", "0E-8", "-0E-8", "-0.0E-7", "-0", "-0.00", "-000"),
    *("1E-20", "1.5E-19", "0.0E-19", "0.00000000000000000001"),
    *(
        "1E-6",
        "1E-21",
        "1.5E-20",
        "1.23456789012345E-7",
        "1e-7",
        "12E-7",
        "-1E-8",
        "-0.1",
        "-1",
        "-",
        "--0",
        "E-8",
        "1.E-8",
    ),
    *("1E-07", "1E-08", "1E-100", "1E8", "1E+8", "-0E-21", "1E-8 ", "-0."),
]
"""Texts of which about half are numbers: as Python writes decimals below a millionth, and nothing below nothing."""


@pytest.mark.parametrize("text", SMALL)
@pytest.mark.parametrize("field", ["distance_km", "hours", "months", "share"])
def test_the_schema_takes_the_small_numbers_that_are_read(field: str, text: str) -> None:
    kinds = Quantities.model_json_schema()["properties"][field]["anyOf"]
    (pattern,) = (kind["pattern"] for kind in kinds if kind["type"] == "string")
    try:
        Quantities.model_validate({field: text})
    except ValidationError:
        assert not re.search(pattern, text)
    else:
        assert re.search(pattern, text)


def test_a_number_is_text_in_json_and_comes_back_the_same() -> None:
    quantities = Quantities(distance_km=Decimal("499.70"))
    assert '"distance_km":"499.7"' in quantities.model_dump_json()
    assert Quantities.model_validate_json(quantities.model_dump_json()) == quantities


@pytest.mark.parametrize("text", ["4.070", "4,070", "-12.500", "4.075", "999.999"])
def test_both_ways_to_write_a_number_of_two_readings_have_one(text: str) -> None:
    said = with_two_readings(text)
    assert said is not None
    ways = said.partition(" is ")[2].partition(";")[0].split(" or ")
    assert [with_two_readings(way) for way in ways] == [None, None]
    assert [read_number(way) for way in ways] == [
        Decimal(text.replace(",", "").replace(".", "")),
        Decimal(text.replace(",", ".")),
    ]


@pytest.mark.parametrize("text", ["0.070", "4070.000", "4.07", "4.0700", "4070", "1.234.567", "four"])
def test_what_has_one_reading_or_none_is_not_told_to_have_two(text: str) -> None:
    assert with_two_readings(text) is None


def test_reading_ignores_the_decimal_context_of_the_caller() -> None:
    rough = Context(prec=3, rounding=ROUND_DOWN)
    for signal in rough.traps:
        rough.traps[signal] = True
    with localcontext(rough):
        assert str(read_number("12345.678")) == "12345.678"
        assert str(read_number(12345.678)) == "12345.678"
        assert plain(Decimal("12345.6780")) == "12345.678"
