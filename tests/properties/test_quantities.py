"""Numbers, amounts and days, against plain arithmetic."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.decimals import plain, read_number
from erasmus_grants.basics.lengths import Length, exceeds, last_day, reaches
from erasmus_grants.basics.money import from_cents, line_amount, read_money, rounded, to_cents, total_eur
from erasmus_grants.basics.periods import calendar_days, days_360, last_day_of_months, months_before, stay
from erasmus_grants.basics.vocabulary import LengthUnit, Rounding
from tests.strategies import days

LENGTHS = st.builds(Length, value=st.integers(1, 40), unit=st.sampled_from(LengthUnit))


@given(st.integers(0, 10**15 - 1))
def test_cents_are_read_and_written_without_loss(cents: int) -> None:
    text = f"{cents // 100}.{cents % 100:02}"
    assert str(from_cents(cents)) == str(read_money(text)) == str(read_money(Decimal(text))) == text
    assert to_cents(read_money(text)) == cents


@given(st.lists(st.integers(0, 10**9), max_size=20))
def test_a_total_is_the_sum_of_its_cents(cents: list[int]) -> None:
    assert to_cents(total_eur(map(from_cents, cents))) == sum(cents)


@given(st.integers(0, 10_000), st.integers(0, 10**7), st.sampled_from([1, 30]))
def test_a_line_is_rounded_half_up(quantity: int, rate_cents: int, rate_days: int) -> None:
    amount = line_amount(quantity=quantity, rate_eur=from_cents(rate_cents), rate_days=rate_days)
    exact = Fraction(quantity * rate_cents, rate_days)
    assert to_cents(amount) == (exact + Fraction(1, 2)).__floor__()


@given(st.integers(0, 10_000), st.integers(0, 10**7), st.sampled_from([1, 30]))
def test_a_line_in_whole_euros_is_the_nearest_or_the_one_below(quantity: int, cents: int, days: int) -> None:
    exact = Fraction(quantity * cents, 100 * days)
    nearest, below = (
        line_amount(quantity=quantity, rate_eur=from_cents(cents), rate_days=days, rounding=rounding)
        for rounding in (Rounding.HALF_UP_TO_EURO, Rounding.DOWN_TO_EURO)
    )
    assert nearest == (exact + Fraction(1, 2)).__floor__()
    assert below == exact.__floor__()


@given(st.integers(0, 10**12), st.integers(0, 8))
def test_an_exact_amount_is_rounded_to_the_nearest_or_down(digits: int, places: int) -> None:
    exact = Fraction(digits, 10**places)
    amount = Decimal(digits).scaleb(-places)
    assert to_cents(rounded(amount, Rounding.HALF_UP_TO_CENT)) == (100 * exact + Fraction(1, 2)).__floor__()
    assert rounded(amount, Rounding.HALF_UP_TO_EURO) == (exact + Fraction(1, 2)).__floor__()
    assert rounded(amount, Rounding.DOWN_TO_EURO) == exact.__floor__()


@given(st.one_of(st.text(max_size=12), st.floats(), st.decimals(), st.integers(), st.booleans(), st.none()))
def test_whatever_is_read_as_money_or_a_number_is_canonical_or_refused(given_value: object) -> None:
    for read in (read_money, read_number):
        try:
            number = read(given_value)
        except PydanticCustomError:
            continue
        assert number.is_finite()
        assert str(read(number)) == str(number)
        assert str(read(format(number, "f"))) == str(number)


@given(st.floats(-1e15, 1e15).filter(lambda number: number == 0 or abs(number) > 1e-4))
def test_a_float_is_taken_as_it_prints(number: float) -> None:
    assert read_number(number) == Decimal(repr(number))
    with pytest.raises(PydanticCustomError):
        read_money(number)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_plain_text_of_a_number_is_the_number(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert text != "-0"
    assert not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@given(days(), st.integers(0, 1000), st.integers(0, 1000))
def test_days_add_up_where_a_stay_is_cut_in_two(start: date, first: int, then: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + then)
    for count in (calendar_days, days_360):
        assert count(start, end) == count(start, middle) + count(middle, end) - 1  # the middle day stands in both


@given(days(), st.integers(0, 1000))
def test_one_more_day_counts_one_but_for_the_end_of_a_month(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    following = end + timedelta(days=1)
    assert calendar_days(start, following) == calendar_days(start, end) + 1
    to_the_30th = 30 - min(end.day, 30)
    expected = to_the_30th + 1 if following.day == 1 else min(1, to_the_30th)  # day 31 is day 30
    assert days_360(start, following) == days_360(start, end) + expected


@given(days(), st.integers(1, 40))
def test_calendar_months_end_on_the_day_before_the_same_day_or_with_a_month_that_lacks_it(
    start: date, months: int
) -> None:
    after = last_day_of_months(start, months) + timedelta(days=1)
    month_of_same_day = start.year * 12 + start.month + months
    if after.day == start.day:
        assert after.year * 12 + after.month == month_of_same_day
    else:
        last = after - timedelta(days=1)
        assert (after.day, last.year * 12 + last.month) == (1, month_of_same_day)
        assert last.day < start.day
    before = months_before(start, months)
    assert (start.year * 12 + start.month) - (before.year * 12 + before.month) == months
    assert before.day == start.day or (before.day < start.day and (before + timedelta(days=1)).day == 1)


@given(days(), st.integers(0, 20), LENGTHS)
def test_the_last_day_of_a_length_is_the_first_that_reaches_it(start: date, away: int, length: Length) -> None:
    end = last_day(stay(start, start + timedelta(days=away), away), length)
    assert reaches(stay(start, end, away), length)
    assert end == start or not reaches(stay(start, end - timedelta(days=1), away), length)


@given(days(), st.integers(0, 1000), st.integers(0, 30), LENGTHS)
def test_a_stay_that_exceeds_a_length_reaches_it(start: date, length_days: int, away: int, length: Length) -> None:
    lasted = stay(start, start + timedelta(days=length_days), min(away, length_days))
    assert reaches(lasted, length) or not exceeds(lasted, length)
