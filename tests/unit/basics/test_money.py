from decimal import ROUND_DOWN, Context, Decimal, localcontext

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from erasmus_grants import Attendance
from erasmus_grants.basics.money import (
    ZERO_EUR,
    from_cents,
    is_whole_cents,
    line_amount,
    read_money,
    rounded,
    share_of_rate,
    to_cents,
    total_eur,
)
from erasmus_grants.basics.vocabulary import Rounding


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("180", "180.00"),
        ("180.0", "180.00"),
        ("180.00", "180.00"),
        ("0.1", "0.10"),
        ("007", "7.00"),
        ("1.230000000000", "1.23"),
        ("1.2300", "1.23"),
        ("0.990", "0.99"),  # nobody writes thousands so
        ("1230.000", "1230.00"),
        (Decimal("1.230"), "1.23"),
        (180, "180.00"),
        (0, "0.00"),
        (Decimal(180), "180.00"),
        (Decimal("1.8E+2"), "180.00"),
        (Decimal("180.000"), "180.00"),
        (Decimal("-0.00"), "0.00"),
        ("-0", "0.00"),
        ("9999999999999.99", "9999999999999.99"),
        (Decimal("9999999999999.99"), "9999999999999.99"),
        (9_999_999_999_999, "9999999999999.00"),
        (Decimal("1E+12"), "1000000000000.00"),
    ],
)
def test_money_is_read_with_exactly_two_places(given: object, text: str) -> None:
    assert str(read_money(given)) == text


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (180.0, "money_type"),
        (True, "money_type"),
        (None, "money_type"),
        ([180], "money_type"),
        (b"180", "money_type"),
        ("", "money_text"),
        (" 180", "money_text"),
        ("180\n", "money_text"),
        ("1e3", "money_text"),
        ("1_000", "money_text"),
        ("1,000.00", "money_text"),
        ("+180", "money_text"),
        ("180.", "money_text"),
        (".5", "money_text"),
        ("１８０", "money_text"),
        ("NaN", "money_text"),
        (Decimal("NaN"), "money_text"),
        (Decimal("sNaN"), "money_text"),
        (Decimal("Infinity"), "money_text"),
        (Decimal("1E+30"), "money_text"),
        (Decimal("1E-30"), "money_text"),
        (10**13, "money_text"),
        pytest.param(10**5000, "money_text", id="endless int"),
        ("10000000000000", "money_text"),
        ("-0.01", "money_negative"),
        (-1, "money_negative"),
        (Decimal(-180), "money_negative"),
        ("1.005", "money_fraction"),
        ("3.990", "money_two_readings"),
        ("399.000", "money_two_readings"),
        (Decimal("0.001"), "money_fraction"),
    ],
)
def test_money_refuses_everything_else_and_says_why(given: object, kind: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_money(given)
    assert caught.value.type == kind


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (180.0, "money is written as text like '180.00', as a Decimal or as a whole number, never as float"),
        ("1e3", "money is plain decimal text like '180.00', of at most 9999999999999 euros, not '1e3'"),
        (Decimal("1E+30"), "money is plain decimal text like '180.00', of at most 9999999999999 euros, not '1E+30'"),
        (
            10**13,
            "money is plain decimal text like '180.00', of at most 9999999999999 euros, not one of more than 13 digits",
        ),
        pytest.param(
            -(10**5000),
            "money is plain decimal text like '180.00', of at most 9999999999999 euros, not one of more than 13 digits",
            id="endless int",
        ),
        (
            "10000000000000",
            "money is plain decimal text like '180.00', of at most 9999999999999 euros, not '10000000000000'",
        ),
        ("-0.01", "an amount of money is not negative"),
        ("1.005", "an amount of money has no fraction of a cent"),
    ],
)
def test_what_is_refused_is_told_in_a_sentence(given: object, sentence: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_money(given)
    assert caught.value.message() == sentence


def test_a_float_is_refused_by_name_in_a_model() -> None:
    with pytest.raises(ValidationError, match="never as float"):
        Attendance.model_validate({"paid_eur": 180.0})


def test_cents_and_euros_are_each_others_inverse() -> None:
    assert to_cents(Decimal("820.01")) == 82001
    assert str(from_cents(82001)) == "820.01"
    assert str(from_cents(0)) == str(ZERO_EUR) == "0.00"


def test_a_total_is_the_exact_sum_and_of_nothing_zero() -> None:
    assert str(total_eur([Decimal("0.10"), Decimal("0.20"), Decimal("999999.70")])) == "1000000.00"
    assert str(total_eur([])) == "0.00"


@pytest.mark.parametrize(
    ("quantity", "rate_eur", "rate_days", "amount_eur"),
    [
        (5, "180.00", 1, "900.00"),
        (0, "180.00", 1, "0.00"),
        (143, "850.00", 30, "4051.67"),  # 121550 / 30 = 4051.666...
        (1, "850.00", 30, "28.33"),  # 28.333...
        (1, "0.15", 30, "0.01"),  # half a cent goes up
        (1, "0.14", 30, "0.00"),  # less than half a cent goes down
        (7, "0.45", 30, "0.11"),  # 3.15 / 30 = 0.105
        (30, "850.00", 30, "850.00"),
    ],
)
def test_a_line_is_rounded_half_up_once(quantity: int, rate_eur: str, rate_days: int, amount_eur: str) -> None:
    assert str(line_amount(quantity=quantity, rate_eur=Decimal(rate_eur), rate_days=rate_days)) == amount_eur


def test_a_share_of_a_rate_is_exact_and_may_be_no_whole_cents() -> None:
    assert share_of_rate(Decimal("180.00"), Decimal("0.7")) == Decimal(126)
    assert share_of_rate(Decimal("95.25"), Decimal("0.7")) == Decimal("66.675")
    assert is_whole_cents(Decimal("126.000"))
    assert not is_whole_cents(Decimal("66.675"))


def test_arithmetic_ignores_the_decimal_context_of_the_caller() -> None:
    rough = Context(prec=3, rounding=ROUND_DOWN)
    for signal in rough.traps:
        rough.traps[signal] = True
    with localcontext(rough):
        assert str(read_money("123456.78")) == "123456.78"
        assert str(read_money(Decimal("123456.780"))) == "123456.78"
        assert to_cents(Decimal("123456.78")) == 12345678
        assert str(from_cents(12345678)) == "123456.78"
        assert str(total_eur([Decimal("123456.78"), Decimal("0.01")])) == "123456.79"
        assert str(line_amount(quantity=143, rate_eur=Decimal("1850.00"), rate_days=30)) == "8818.33"
        assert str(share_of_rate(Decimal("1234.50"), Decimal("0.7"))) == "864.150"
        assert not is_whole_cents(Decimal("1234.567"))


@pytest.mark.parametrize(
    ("quantity", "rate_eur", "rate_days", "expected"),
    [
        (47, "520.00", 30, ["814.67", "815.00", "814.00"]),  # 814.666...
        (1, "30.00", 30, ["1.00", "1.00", "1.00"]),
        (1, "0.49", 1, ["0.49", "0.00", "0.00"]),
        (1, "0.50", 1, ["0.50", "1.00", "0.00"]),  # half a euro goes up
        (1, "0.99", 1, ["0.99", "1.00", "0.00"]),
        (1, "14.85", 30, ["0.50", "0.00", "0.00"]),  # 0.495: rounded once, not to 0.50 and then to 1.00
        (3, "5.00", 30, ["0.50", "1.00", "0.00"]),  # exactly 0.50
        (0, "520.00", 30, ["0.00", "0.00", "0.00"]),
        (59, "100.00", 30, ["196.67", "197.00", "196.00"]),  # 196.666...
    ],
)
def test_a_line_is_rounded_as_it_says(quantity: int, rate_eur: str, rate_days: int, expected: list[str]) -> None:
    given = [
        str(line_amount(quantity=quantity, rate_eur=Decimal(rate_eur), rate_days=rate_days, rounding=rounding))
        for rounding in (Rounding.HALF_UP_TO_CENT, Rounding.HALF_UP_TO_EURO, Rounding.DOWN_TO_EURO)
    ]
    assert given == expected


@pytest.mark.parametrize(
    ("exact_eur", "to_cent", "to_euro", "down"),
    [
        ("103.6", "103.60", "104.00", "103.00"),
        ("103.5", "103.50", "104.00", "103.00"),
        ("103.499999", "103.50", "103.00", "103.00"),
        ("66.675", "66.68", "67.00", "66.00"),
        ("66.6749", "66.67", "67.00", "66.00"),
        ("126.000", "126.00", "126.00", "126.00"),
        ("0.004", "0.00", "0.00", "0.00"),
        ("0", "0.00", "0.00", "0.00"),
    ],
)
def test_an_exact_amount_is_rounded_as_asked(exact_eur: str, to_cent: str, to_euro: str, down: str) -> None:
    with localcontext(Context(prec=3, rounding=ROUND_DOWN)):  # whatever the caller's context is
        given = [
            str(rounded(Decimal(exact_eur), rounding))
            for rounding in (Rounding.HALF_UP_TO_CENT, Rounding.HALF_UP_TO_EURO, Rounding.DOWN_TO_EURO)
        ]
    assert given == [to_cent, to_euro, down]
