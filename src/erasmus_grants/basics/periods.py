"""Days and months of a stay.

Two ways of counting live side by side in the programme.  Staff and short stays are counted in calendar days; the money
of long student stays in months of thirty days, in which day 31 is read as day 30.

Source:
    Beneficiary Module, "Duration Calculated (days)":
    https://wikis.ec.europa.eu/display/NAITDOC/Duration+Calculated+%28days%29+field+in+KA131+mobility+activities

Examples:
    >>> calendar_days(date(2022, 3, 7), date(2022, 3, 11))
    5
    >>> days_360(date(2023, 1, 1), date(2023, 4, 15))
    105
"""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, NamedTuple

from dateutil.relativedelta import relativedelta
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.errors import quoted

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
DAYS_OF_MONTH = 30
"""Days of a month, where months have thirty days."""

_FIRST_DAY_OF_WEEKEND = 5
_DAYS_OF_YEAR = 360


def calendar_days(start: date, end: date) -> int:
    """Return the calendar days from start to end, both counted.

    Examples:
        >>> calendar_days(date(2024, 2, 28), date(2024, 3, 1))
        3
    """
    return end.toordinal() - start.toordinal() + 1


def days_360(start: date, end: date) -> int:
    """Return the days from start to end, both counted, where each month has thirty days.

    Only day 31 is moved; the end of February stays where it is.

    Examples:
        >>> days_360(date(2023, 1, 1), date(2023, 2, 28)), days_360(date(2023, 2, 1), date(2023, 3, 1))
        (58, 31)
    """
    years = (end.year - start.year) * _DAYS_OF_YEAR
    months = (end.month - start.month) * DAYS_OF_MONTH
    return years + months + min(end.day, DAYS_OF_MONTH) - min(start.day, DAYS_OF_MONTH) + 1


def last_day_of_months(start: date, months: int) -> date:
    """Return the last day of so many calendar months that begin at start.

    Examples:
        >>> last_day_of_months(date(2023, 1, 31), 1)
        datetime.date(2023, 2, 27)
    """
    try:
        return start + relativedelta(months=months) - timedelta(days=1)
    except (ValueError, OverflowError):
        return date.max


def months_before(day: date, months: int) -> date | None:
    """Return the day so many calendar months earlier, or None before the calendar starts.

    Examples:
        >>> months_before(date(2024, 4, 30), 2)
        datetime.date(2024, 2, 29)
    """
    try:
        return day - relativedelta(months=months)
    except (ValueError, OverflowError):
        return None


def weekdays(start: date, end: date) -> int:
    """Return how many Mondays to Fridays there are from one day to another, both counted.

    Examples:
        >>> weekdays(date(2030, 3, 1), date(2030, 3, 4))  # from a Friday to a Monday
        2
    """
    weeks, further = divmod(calendar_days(start, end), 7)
    rest = sum((start.weekday() + day) % 7 < _FIRST_DAY_OF_WEEKEND for day in range(further))
    return weeks * _FIRST_DAY_OF_WEEKEND + rest


class Stay(NamedTuple):
    """A stay at the receiving organisation, travel excluded, with its days counted once.

    Attributes:
        start: First day.
        end: Last day.
        interruption_days: Days in between that do not count [days].
        net_days: Calendar days, both ends counted, less interruptions [days, never below 0].
        net_days_360: Days of thirty-day months, less interruptions [days, never below 0].
    """

    start: date
    end: date
    interruption_days: int
    net_days: int
    net_days_360: int

    @property
    def net_end(self) -> date:
        """The last day, had the interruptions been cut off the end."""
        return self.end - timedelta(days=min(self.interruption_days, self.end.toordinal() - 1))


def stay(start: date, end: date, interruption_days: int = 0) -> Stay:
    """Return a stay with its days counted.

    Examples:
        >>> stay(date(2023, 9, 4), date(2024, 1, 26), interruption_days=3)[3:]
        (142, 140)
    """
    return Stay(
        start,
        end,
        interruption_days,
        max(0, calendar_days(start, end) - interruption_days),
        max(0, days_360(start, end) - interruption_days),
    )


def read_date(value: object) -> date:
    """Return a date, from a date or from text of the form YYYY-MM-DD.

    Raises:
        PydanticCustomError: It is anything else; a datetime and a number are.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _ISO_DATE(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError(
                "date_text", "there is no day {given} in the calendar", {"given": value}
            ) from None
    given = quoted(value) if isinstance(value, str) else type(value).__name__
    message = "a date is a date or text of the form YYYY-MM-DD, not {given}"
    raise PydanticCustomError("date_type", message, {"given": given})


IsoDate = Annotated[
    date,
    BeforeValidator(read_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
]
"""A calendar day."""
