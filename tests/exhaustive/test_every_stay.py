"""Every stay of 1 to 400 days from every day of a leap year and of a common year."""

from collections.abc import Iterator
from datetime import date

import pytest

from erasmus_grants import GrantCalculator, Mobility
from erasmus_grants.basics.periods import calendar_days, days_360, last_day_of_months
from tests.reference.calendars import Day, last_of_months, next_day, thirty_day_months

LONGEST = 400
YEARS = {2023: 365, 2024: 366}
DURATION_CODES = {"DURATION_TOO_SHORT", "DURATION_TOO_LONG", "VIRTUAL_COMPONENT_MISSING"}


def walk(start: Day, steps: int) -> Iterator[Day]:
    """Yield so many days, one after the other."""
    day = start
    for _ in range(steps):
        yield day
        day = next_day(day)


@pytest.mark.parametrize(("year", "length"), YEARS.items())
def test_every_stay_counts_its_days_both_ways(year: int, length: int) -> None:
    printed = list(walk((year, 1, 1), length + LONGEST))
    dates = [date(*day) for day in printed]
    for first in range(length):
        for days in range(1, LONGEST + 1):
            last = first + days - 1
            assert calendar_days(dates[first], dates[last]) == days
            assert days_360(dates[first], dates[last]) == thirty_day_months(printed[first], printed[last])


@pytest.mark.parametrize(("year", "length"), YEARS.items())
def test_every_number_of_months_ends_where_the_calendar_says(year: int, length: int) -> None:
    for start in walk((year, 1, 1), length):
        for months in range(1, 14):
            assert last_day_of_months(date(*start), months) == date(*last_of_months(start, months)), (start, months)


STARTS = ((2019, 9, 1), (2020, 2, 29), (2023, 1, 31), (2023, 12, 31))
STAFF = {"activity": "STT"}
TEACHING = {"activity": "STA", "teaching_hours": 600}
STUDIES = {"activity": "SMS", "direction": "incoming"}
HYBRID = STUDIES | {"virtual_component": True}
TRAINEESHIP = {"activity": "SMT", "direction": "incoming"}
PROGRAMME = {"activity": "SMS", "blended_intensive_programme": True}


def judged(*, short: bool, long: bool) -> set[str]:
    """Return what is found about a stay that is too short, or too long."""
    return {"DURATION_TOO_SHORT"} if short else {"DURATION_TOO_LONG"} if long else set()


def expected(rulebook_id: str, fields: dict[str, object], start: Day, end: Day, days: int) -> set[str]:
    """Return what a page says about the length of a stay."""
    if rulebook_id == "usmb-icm-2018":
        return judged(short=days < 5, long=days > 60)
    if fields["activity"] in ("STA", "STT"):
        return judged(short=days < 5, long=end > last_of_months(start, 2))
    hybrid = "virtual_component" in fields
    if "blended_intensive_programme" in fields or (hybrid and days <= 30):
        return judged(short=days < 5, long=days > 30)
    least = 3 if rulebook_id == "lille-ka171-2022" and fields["activity"] == "SMS" else 2
    length = judged(short=end < last_of_months(start, least), long=end > last_of_months(start, 12))
    may_be_short = fields["activity"] == "SMS" or rulebook_id == "lille-ka171-2022"
    return length | ({"VIRTUAL_COMPONENT_MISSING"} if may_be_short and not hybrid and 5 <= days <= 30 else set())


@pytest.mark.parametrize(
    ("rulebook_id", "fields"),
    [
        *(("usmb-icm-2018", fields) for fields in (STAFF, TEACHING)),
        *(("usmb-icm-2023", fields) for fields in (STAFF, TEACHING, STUDIES, HYBRID, TRAINEESHIP)),
        *(("lille-ka171-2022", fields) for fields in (STAFF, TEACHING, STUDIES, HYBRID, TRAINEESHIP)),
        ("lille-ka171-2022", TRAINEESHIP | {"virtual_component": True}),
        ("usmb-bip-2024", PROGRAMME),
    ],
)
def test_every_length_is_judged_as_its_page_says(rulebook_id: str, fields: dict[str, object]) -> None:
    calculator = GrantCalculator(rulebook_id)
    for start in STARTS:
        for days, end in enumerate(walk(start, LONGEST), start=1):
            stated = {"direction": "outgoing", "distance_km": 742} | fields
            mobility = Mobility.model_validate(stated | {"start_date": date(*start), "end_date": date(*end)})
            codes = {finding.code.value for finding in calculator.check(mobility)}
            assert codes & DURATION_CODES == expected(rulebook_id, fields, start, end, days), (start, days)
