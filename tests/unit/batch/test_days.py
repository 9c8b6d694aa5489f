"""Days as people write them."""

from datetime import date

import pytest

from erasmus_grants.batch.days import DAY_ZERO_OF_1904, counted_day, day_with_month_first, read_day


@pytest.mark.parametrize(
    "text",
    [
        *("2022-03-07", "2022/03/07", "2022.03.07", "2022-3-7", "2022. 03. 07.", "2022. 3. 7."),
        *("07-03-2022", "07/03/2022", "07.03.2022", "7-3-2022", "7/3/2022", "7.3.2022"),
        *("7. 3. 2022", "07. 03. 2022.", "07.03.2022.", "7. 3. 2022.", "7.03.2022 \u0433.", "7.03.2022\u0433."),
        *("2022-03-07T00:00", "2022-03-07T00:00:00", "2022-03-07 00:00:00.000", "07/03/2022 00:00", "7.3.2022 0:00:00"),
        *("2022-03-07Z", "2022-03-07+00:00", "2022-03-07+13:59", "2022-03-07-14:00"),
        "44627",
    ],
)
def test_a_day(text: str) -> None:
    assert read_day(text) == date(2022, 3, 7)


@pytest.mark.parametrize(
    "text",
    [
        *("30-02-2022", "07-03/2022", "7. 3-2022", "20220307", "0000-03-07", "2022-13-07", "13/13/2022"),
        *("2022-03-07T08:00", "2022-03-07T00:00:00Z", "2022-03-07T00:00+01:00", "07/03/2022 12:00:00 AM"),
        *("2022-03-07+14:01", "2022-03-07+2:00", "2022-03-07 Z", "2022/03/07Z", "2022-3-7Z", "07-03-2022Z"),
        *("7 mars 2022", "2022-03", "2022", "4462", "446270", "19999", "75001", "\u0660\u0667-03-2022", ""),
    ],
)
def test_what_is_no_day_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        read_day(text)


@pytest.mark.parametrize("text", ["07.03.22", "7/3/22", "22-03-07", "7. 3. 22"])
def test_a_year_of_two_digits_may_be_a_day(text: str) -> None:
    with pytest.raises(ValueError, match="has a year of two digits; write it with four"):
        read_day(text)


def test_a_counted_day() -> None:
    assert counted_day(44627) == counted_day(44627.0) == date(2022, 3, 7)
    assert counted_day(36526) == date(2000, 1, 1)
    assert counted_day(43165, DAY_ZERO_OF_1904) == date(2022, 3, 7)  # 1462 days later
    assert counted_day(20_000) == date(1954, 10, 3)  # 36526 - 20000 = 16526 days before 2000-01-01
    assert counted_day(75_000) == date(2105, 5, 4)  # 38474 after it: 105 years with 26 leap days, and 123
    with pytest.raises(ValueError, match=r"^'44627\.25' is not a day$"):
        counted_day(44627.25)
    for count in (44627.25, 19_999, 75_001, -1, float("inf"), float("nan")):
        with pytest.raises(ValueError, match="is not a day"):
            counted_day(count)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/13/2022", date(2022, 3, 13)),
        ("3-31-2022", date(2022, 3, 31)),
        ("12.31.2022", date(2022, 12, 31)),
        ("06/13/25", date(2025, 6, 13)),
        ("10/31/2024 12:00 AM", date(2024, 10, 31)),
        ("10/31/24, 9:05:07 p.m.", date(2024, 10, 31)),
        ("10/31/2024 3:05\u202fPM", date(2024, 10, 31)),
        ("10/31/2024 15:05", date(2024, 10, 31)),
        ("10/31/2024T15:05:07.250", date(2024, 10, 31)),
        ("13/06/25", None),
        ("06/12/25", None),
        ("25/06/13", None),
        ("02/30/25", None),
        ("06/13/025", None),
        ("10/31/2024 noon", None),
        ("02/30/2022", None),  # no day either way
        ("13/13/2022", None),
        ("12/12/2022", None),
        ("31/03/2022", None),
        ("2022-13-03", None),
        ("far", None),
    ],
)
def test_a_day_whose_month_can_only_be_first(text: str, day: date | None) -> None:
    assert day_with_month_first(text) == day
