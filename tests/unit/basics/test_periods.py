from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.periods import (
    Stay,
    calendar_days,
    days_360,
    first_ordinal_of_month,
    last_day_of_months,
    months_before,
    read_date,
    stay,
    weekdays,
    year_month_day,
)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2022, 3, 7), date(2022, 3, 7), 1),
        (date(2022, 3, 7), date(2022, 3, 11), 5),
        (date(2024, 2, 28), date(2024, 3, 1), 3),  # 28 and 29 February, 1 March
        (date(2023, 2, 28), date(2023, 3, 1), 2),
        (date(2023, 12, 31), date(2024, 1, 1), 2),
        (date(2023, 1, 1), date(2023, 12, 31), 365),
    ],
)
def test_calendar_days_count_both_ends(start: date, end: date, days: int) -> None:
    assert calendar_days(start, end) == days


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2023, 1, 1), date(2023, 2, 28), 58),
        (date(2023, 2, 1), date(2023, 3, 1), 31),
        (date(2023, 1, 1), date(2023, 4, 15), 105),
        (date(2023, 1, 31), date(2023, 1, 31), 1),  # day 31 is read as day 30
        (date(2023, 1, 30), date(2023, 1, 31), 1),
        (date(2023, 1, 1), date(2023, 1, 31), 30),
        (date(2023, 1, 1), date(2023, 12, 31), 360),
        (date(2023, 9, 4), date(2024, 1, 26), 143),  # 360 - 8 * 30 + (26 - 4) + 1
        (date(2024, 2, 29), date(2024, 3, 1), 3),  # 30 + (1 - 29) + 1
    ],
)
def test_months_have_thirty_days_and_both_ends_count(start: date, end: date, days: int) -> None:
    assert days_360(start, end) == days


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2023, 1, 1), 2, date(2023, 2, 28)),
        (date(2024, 1, 1), 2, date(2024, 2, 29)),
        (date(2023, 1, 15), 2, date(2023, 3, 14)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),  # February has no 31st: its last day
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2022, 12, 31), 2, date(2023, 2, 28)),
        (date(2022, 12, 30), 2, date(2023, 2, 28)),
        (date(2022, 12, 29), 2, date(2023, 2, 28)),
        (date(2023, 12, 29), 2, date(2024, 2, 28)),  # the day before the 29th, which there is
        (date(2023, 12, 30), 2, date(2024, 2, 29)),
        (date(2022, 7, 31), 2, date(2022, 9, 30)),
        (date(2022, 8, 1), 2, date(2022, 9, 30)),
        (date(2022, 8, 31), 4, date(2022, 12, 30)),  # the day before the 31st, which there is
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 9, 1), 12, date(2024, 8, 31)),
        (date(9999, 12, 1), 1, date.max),
        (date(9999, 6, 1), 1000, date.max),
    ],
)
def test_calendar_months_end_the_day_before_the_same_day_or_with_a_month_that_lacks_it(
    start: date, months: int, last: date
) -> None:
    assert last_day_of_months(start, months) == last


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2024, 5, 20), 2, date(2024, 3, 20)),
        (date(2024, 4, 30), 2, date(2024, 2, 29)),
        (date(2024, 1, 31), 2, date(2023, 11, 30)),
        (date(1, 1, 15), 2, None),  # before the calendar starts
    ],
)
def test_months_before_a_day_stop_at_the_end_of_a_shorter_month(day: date, months: int, earlier: date | None) -> None:
    assert months_before(day, months) == earlier


def test_a_stay_counts_its_days_both_ways_less_interruptions() -> None:
    counted = stay(date(2023, 9, 4), date(2024, 1, 26), interruption_days=3)
    assert counted == Stay(date(2023, 9, 4), date(2024, 1, 26), 3, 142, 140)  # 145 - 3 and 143 - 3
    assert counted.net_end_ordinal == date(2024, 1, 23).toordinal()


def test_interruptions_do_not_reach_before_the_calendar() -> None:
    assert stay(date(1, 1, 1), date(1, 1, 5), interruption_days=5).net_end_ordinal == 0


def test_days_of_a_stay_are_never_below_zero() -> None:
    assert stay(date(2023, 1, 30), date(2023, 1, 31), interruption_days=2)[3:] == (0, 0)  # 2 - 2 and 1 - 2


def test_a_date_is_read_from_a_date_or_iso_text() -> None:
    assert read_date(date(2024, 2, 29)) == read_date("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (datetime(2024, 2, 29, tzinfo=UTC), "date_type"),
        (20240229, "date_type"),
        (1709164800.0, "date_type"),
        (None, "date_type"),
        (True, "date_type"),
        (timedelta(days=3), "date_type"),
        ("2024-2-29", "date_type"),
        ("20240229", "date_type"),
        ("29/02/2024", "date_type"),
        ("2024-02-29T00:00", "date_type"),
        ("2024-02-29\n", "date_type"),
        ("２０２４-02-29", "date_type"),
        ("2024-W09-4", "date_type"),
        ("", "date_type"),
        ("2023-02-29", "date_text"),
        ("2023-13-01", "date_text"),
        ("0000-01-01", "date_text"),
    ],
)
def test_a_date_refuses_everything_else_and_says_why(given: object, kind: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_date(given)
    assert caught.value.type == kind


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2030, 3, 4), date(2030, 3, 4), 1),  # a Monday
        (date(2030, 3, 8), date(2030, 3, 8), 1),  # a Friday
        (date(2030, 3, 9), date(2030, 3, 9), 0),  # a Saturday
        (date(2030, 3, 10), date(2030, 3, 10), 0),  # a Sunday
        (date(2030, 3, 9), date(2030, 3, 10), 0),
        (date(2030, 3, 9), date(2030, 3, 11), 1),
        (date(2030, 3, 4), date(2030, 3, 10), 5),
        (date(2030, 3, 5), date(2030, 3, 11), 5),  # any seven days have five
        (date(2030, 3, 8), date(2030, 3, 17), 6),  # a Friday, a week, and a weekend
        (date(2030, 1, 1), date(2030, 12, 31), 261),  # 52 weeks from a Tuesday to a Monday, and a Tuesday
        (date(2028, 1, 1), date(2028, 12, 31), 260),  # 366 days: 52 weeks, a Saturday and a Sunday
    ],
)
def test_weekdays_are_mondays_to_fridays(start: date, end: date, days: int) -> None:
    assert weekdays(start, end) == days


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("29/02/2024", "a date is a date or text of the form YYYY-MM-DD, not '29/02/2024'"),
        (20240229, "a date is a date or text of the form YYYY-MM-DD, not int"),
        ("2023-02-29", "there is no day 2023-02-29 in the calendar"),
    ],
)
def test_what_is_no_date_is_told_in_a_sentence(given: object, sentence: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        read_date(given)
    assert caught.value.message() == sentence


# --- against other ways of counting -----------------------------------------------------------------------------------


def test_the_number_of_the_first_day_of_each_month_of_five_centuries() -> None:
    for year in range(1800, 2300):
        for month in range(1, 13):
            assert first_ordinal_of_month(year, month) == date(year, month, 1).toordinal()


@given(st.dates())
def test_year_month_and_day_follow_from_the_number_of_a_day(day: date) -> None:
    assert year_month_day(day.toordinal()) == (day.year, day.month, day.day)


@pytest.mark.parametrize("day", [date.min, date.max, date(1600, 2, 29), date(2000, 2, 29), date(2100, 2, 28)])
def test_leap_days_and_the_ends_of_the_calendar_have_their_number(day: date) -> None:
    assert year_month_day(day.toordinal()) == (day.year, day.month, day.day)


@given(st.dates(), st.integers(1, 24))
def test_months_end_where_dateutil_ends_them(day: date, months: int) -> None:
    try:
        later = day + relativedelta(months=months)
        expected = later if later.day < day.day else later - timedelta(days=1)
    except (ValueError, OverflowError):
        expected = date.max
    assert last_day_of_months(day, months) == expected


@given(st.dates(), st.integers(0, 60))
def test_months_begin_before_a_day_where_dateutil_begins_them(day: date, months: int) -> None:
    try:
        expected = day - relativedelta(months=months)
    except (ValueError, OverflowError):
        expected = None
    assert months_before(day, months) == expected


@given(st.dates(), st.integers(0, 400))
def test_weekdays_are_those_before_saturday(start: date, further: int) -> None:
    end = min(date.max, start + timedelta(days=min(further, (date.max - start).days)))
    days = (start + timedelta(days=one) for one in range((end - start).days + 1))
    assert weekdays(start, end) == sum(day.weekday() < 5 for day in days)
