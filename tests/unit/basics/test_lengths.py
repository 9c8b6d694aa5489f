from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from erasmus_grants.basics.lengths import Length, counted, exceeds, last_day, reaches
from erasmus_grants.basics.periods import stay
from erasmus_grants.basics.problems import plain_sentence
from erasmus_grants.basics.vocabulary import LengthUnit

DAYS = Length(value=5, unit=LengthUnit.CALENDAR_DAYS)
MONTHS = Length(value=2, unit=LengthUnit.CALENDAR_MONTHS)
SIXTY = Length(value=60, unit=LengthUnit.DAYS_360)


@pytest.mark.parametrize(
    ("length", "start", "end", "away"),
    [
        (DAYS, date(2023, 3, 6), date(2023, 3, 10), 0),
        (DAYS, date(2023, 3, 6), date(2023, 3, 12), 2),
        (MONTHS, date(2023, 1, 1), date(2023, 2, 28), 0),
        (MONTHS, date(2023, 1, 15), date(2023, 3, 14), 0),
        (MONTHS, date(2023, 1, 15), date(2023, 3, 24), 10),
        (SIXTY, date(2023, 1, 1), date(2023, 2, 28) + timedelta(days=1), 0),  # 58 days on 28 February, 61 on 1 March
        (SIXTY, date(2023, 4, 1), date(2023, 5, 30), 0),
    ],
)
def test_last_day_is_the_first_day_that_reaches_a_length(length: Length, start: date, end: date, away: int) -> None:
    assert last_day(stay(start, end, away), length) == end
    assert reaches(stay(start, end, away), length)
    assert not reaches(stay(start, end - timedelta(days=1), away), length)


@pytest.mark.parametrize("days", [1, 3, 30, 31, 58, 59, 60, 61, 90, 359, 360, 361, 1000])
def test_last_day_of_thirty_day_months_is_the_first_day_that_reaches_them_from_every_day(days: int) -> None:
    length = Length(value=days, unit=LengthUnit.DAYS_360)
    for start in (date(2023, 1, 1) + timedelta(day) for day in range(4 * 366)):
        end = last_day(stay(start, start), length)
        assert reaches(stay(start, end), length)
        assert end == start or not reaches(stay(start, end - timedelta(days=1)), length)


@pytest.mark.parametrize(
    ("length", "start", "longest"),
    [
        (DAYS, date(2023, 3, 6), date(2023, 3, 10)),
        (MONTHS, date(2023, 1, 1), date(2023, 2, 28)),
        (SIXTY, date(2023, 4, 1), date(2023, 5, 31)),  # day 31 counts as day 30
    ],
)
def test_a_stay_exceeds_a_length_only_from_the_day_after_it(length: Length, start: date, longest: date) -> None:
    assert not exceeds(stay(start, longest), length)
    assert exceeds(stay(start, longest + timedelta(days=1)), length)


def test_a_stay_is_counted_in_the_unit_that_it_is_compared_in() -> None:
    two_months = stay(date(2023, 1, 1), date(2023, 2, 28))
    assert counted(two_months, DAYS) == (59, LengthUnit.CALENDAR_DAYS)
    assert counted(two_months, MONTHS) == (59, LengthUnit.CALENDAR_DAYS)
    assert counted(two_months, SIXTY) == (58, LengthUnit.DAYS_360)


@pytest.mark.parametrize("unit", list(LengthUnit))
def test_the_last_day_is_never_after_the_end_of_the_calendar(unit: LengthUnit) -> None:
    assert last_day(stay(date(9999, 12, 1), date(9999, 12, 30)), Length(value=1000, unit=unit)) == date.max


# --- lengths in words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5 calendar_days", 5, "calendar_days"),
        (" 2 calendar_months ", 2, "calendar_months"),
        ("60 days_360", 60, "days_360"),
        ("0060 days_360", 60, "days_360"),
        ("1000 calendar_days", 1000, "calendar_days"),
    ],
)
def test_a_length_may_be_written_in_words(text: str, value: int, unit: str) -> None:
    assert Length.model_validate(text) == Length(value=value, unit=LengthUnit(unit))
    assert Length.model_validate({"value": value, "unit": unit}) == Length.model_validate(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "60", "days_360", "days_360 60", "60  days_360", "60 days_360 more", "60 weeks", "60days_360"),
        *("0 days_360", "-1 days_360", "1001 days_360", "99999 days_360", "1.5 days_360", "6_0 days_360", "+6 days_360"),
        *("? days_360", "9" * 5000 + " days_360", "½ days_360", "² days_360", "60\tdays_360"),
    ],
)  # fmt: skip
def test_words_that_are_no_length_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Length.model_validate(text)


@pytest.mark.parametrize("value", [60, None, ["60", "days_360"], {"value": "60", "unit": "days_360"}, True])
def test_what_is_neither_words_nor_a_table_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        Length.model_validate(value)


@pytest.mark.parametrize("given", [2, True, 2.5, ["2 calendar_days"], None])
def test_what_is_no_length_is_answered_with_how_one_is_written(given: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Length.model_validate(given)
    sentence = "this is text of a number and its unit, such as '5 calendar_days' or '60 days_360'"
    assert [error["msg"] for error in caught.value.errors()] == [sentence]


UNITS = "this is 'calendar_days', 'calendar_months' or 'days_360'"
BOTH = "; calendar_days count every day, and days_360 count 30 days for each month"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("2 days", UNITS + BOTH),  # days_360 are other days than most people mean
        ("2 months", UNITS + BOTH),  # two months of 30 days are 60 days_360
        ("2 weeks", UNITS + BOTH),
        ("2", UNITS + BOTH),
        ({"value": 2, "unit": "days"}, UNITS + BOTH),
        ("2 Calendar_Days", UNITS + "; did you mean 'calendar_days'?"),
        ("2 calendar month", UNITS + "; did you mean 'calendar_months'?"),
        ("60 days360", UNITS + "; did you mean 'days_360'?"),
        ({"value": 2, "unit": 5}, UNITS),
    ],
)
def test_a_unit_is_suggested_only_where_the_word_says_which_days_are_meant(given: object, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Length.model_validate(given)
    ((place, message),) = [(error["loc"], plain_sentence(error)) for error in caught.value.errors()]
    assert (place, message) == (("unit",), sentence)
