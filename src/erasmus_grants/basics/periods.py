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
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, NamedTuple, Protocol, overload

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.algebra import Condition, Whole, lower_of, once, remainder
from erasmus_grants.basics.errors import quoted

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
DAYS_OF_MONTH = 30
"""Days of a month, where months have thirty days."""

LAST_ORDINAL = date.max.toordinal()
"""The number of the last day of the calendar."""

_DAYS_OF_WEEK = 7
_WEEKDAYS = 5
_MONTHS_OF_YEAR = 12
_DAYS_OF_YEAR = 360
_FROM_MARCH_OF_YEAR_0 = 305
_DAYS_OF_400_YEARS = 146_097


class CalendarDay(Protocol):
    """A date, or the dates of a column."""

    @property
    def year(self) -> Whole:
        """The year."""
        ...

    @property
    def month(self) -> Whole:
        """The month, 1 to 12."""
        ...

    @property
    def day(self) -> Whole:
        """The day of the month, 1 to 31."""
        ...

    def __ge__(self, other: date, /) -> Condition:
        """Return whether it is not before a date."""
        ...

    def __le__(self, other: date, /) -> Condition:
        """Return whether it is not after a date."""
        ...

    def toordinal(self) -> Whole:
        """Return the number of the day in the calendar; 1 is 1 January of the year 1, a Monday."""
        ...


@overload
def calendar_days(start: date, end: date) -> int: ...
@overload
def calendar_days(start: CalendarDay, end: CalendarDay) -> Whole: ...
def calendar_days(start: CalendarDay, end: CalendarDay) -> Whole:
    """Return the calendar days from start to end, both counted.

    Examples:
        >>> calendar_days(date(2024, 2, 28), date(2024, 3, 1))
        3
    """
    return end.toordinal() - start.toordinal() + 1


@overload
def days_360(start: date, end: date) -> int: ...
@overload
def days_360(start: CalendarDay, end: CalendarDay) -> Whole: ...
def days_360(start: CalendarDay, end: CalendarDay) -> Whole:
    """Return the days from start to end, both counted, where each month has thirty days.

    Only day 31 is moved; the end of February stays where it is.

    Examples:
        >>> days_360(date(2023, 1, 1), date(2023, 2, 28)), days_360(date(2023, 2, 1), date(2023, 3, 1))
        (58, 31)
    """
    years = (end.year - start.year) * _DAYS_OF_YEAR
    months = (end.month - start.month) * DAYS_OF_MONTH
    return years + months + lower_of(end.day, DAYS_OF_MONTH) - lower_of(start.day, DAYS_OF_MONTH) + 1


def last_day_of_months(start: date, months: int) -> date:
    """Return the last day of so many calendar months that begin at start; the calendar ends with the year 9999.

    It is the day before the same day of a later month, and the last day of a month that lacks that day.

    Source:
        Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c): https://eur-lex.europa.eu/eli/reg/1971/1182/oj

    Examples:
        >>> last_day_of_months(date(2023, 1, 15), 1), last_day_of_months(date(2023, 1, 31), 1)
        (datetime.date(2023, 2, 14), datetime.date(2023, 2, 28))
    """
    return date.fromordinal(last_ordinal_of_months(start, months))


@overload
def last_ordinal_of_months(start: date, months: int) -> int: ...
@overload
def last_ordinal_of_months(start: CalendarDay, months: int) -> Whole: ...
def last_ordinal_of_months(start: CalendarDay, months: int) -> Whole:
    """Return the same as the number of a day in the calendar.

    Examples:
        >>> last_ordinal_of_months(date(2023, 1, 31), 1) == date(2023, 2, 28).toordinal()
        True
    """
    first = once(first_ordinal_of_month(start.year, start.month + months), "first_of_month")
    following = once(first_ordinal_of_month(start.year, start.month + months + 1), "first_of_following_month")
    return lower_of(lower_of(first + start.day - 2, following - 1), LAST_ORDINAL)


@overload
def first_ordinal_of_month(year: int, month: int) -> int: ...
@overload
def first_ordinal_of_month(year: Whole, month: Whole) -> Whole: ...
def first_ordinal_of_month(year: Whole, month: Whole) -> Whole:
    """Return the number in the calendar of the first day of a month; month 13 is the first of the next year.

    Years are counted from March, so that a leap day is the last one of its year.

    Examples:
        >>> first_ordinal_of_month(2023, 13) == date(2024, 1, 1).toordinal()
        True
    """
    months = year * _MONTHS_OF_YEAR + month - 3
    years = once(months // _MONTHS_OF_YEAR, "years")
    month_from_march = months - years * _MONTHS_OF_YEAR
    days = years * 365 + years // 4 - years // 100 + years // 400
    return days + (month_from_march * 153 + 2) // 5 - _FROM_MARCH_OF_YEAR_0


def year_month_day(ordinal: Whole) -> tuple[Whole, Whole, Whole]:
    """Return year, month and day of the month of a day that is given by its number in the calendar.

    Years are counted from March, as in `first_ordinal_of_month`, within the 400 years after which the calendar repeats.

    Examples:
        >>> year_month_day(date(2024, 2, 29).toordinal())
        (2024, 2, 29)
    """
    days = once(ordinal + _FROM_MARCH_OF_YEAR_0, "from_march")
    repeats = once(days // _DAYS_OF_400_YEARS, "repeats")
    days = once(days - repeats * _DAYS_OF_400_YEARS, "day_of_repeat")
    leap_days = days // 1460 - days // 36_524 + days // (_DAYS_OF_400_YEARS - 1)
    year = once((days - leap_days) // 365, "year_of_repeat")
    days = once(days - (year * 365 + year // 4 - year // 100), "day_of_year")
    month = once((days * 5 + 2) // 153, "month_from_march")
    months = once((repeats * 400 + year) * _MONTHS_OF_YEAR + month + 2, "months")
    return months // _MONTHS_OF_YEAR, remainder(months, _MONTHS_OF_YEAR) + 1, days - (month * 153 + 2) // 5 + 1


def months_before(day: date, months: int) -> date | None:
    """Return the day so many calendar months earlier, or None before the calendar starts.

    Examples:
        >>> months_before(date(2024, 4, 30), 2)
        datetime.date(2024, 2, 29)
    """
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - only a rulebook with deadlines asks for it

    return day - relativedelta(months=months) if has_months_before(day, months) else None


def has_months_before(day: CalendarDay, months: int) -> Condition:
    """Return whether the calendar has a day so many months earlier.

    Examples:
        >>> has_months_before(date(1, 3, 1), 2), has_months_before(date(1, 3, 1), 3)
        (True, False)
    """
    return day.year * _MONTHS_OF_YEAR + day.month - 1 - months >= _MONTHS_OF_YEAR


@overload
def weekdays(start: date, end: date) -> int: ...
@overload
def weekdays(start: CalendarDay, end: CalendarDay) -> Whole: ...
def weekdays(start: CalendarDay, end: CalendarDay) -> Whole:
    """Return how many Mondays to Fridays there are from one day to another, both counted.

    Examples:
        >>> weekdays(date(2030, 3, 1), date(2030, 3, 4))  # from a Friday to a Monday
        2
    """
    return weekdays_until(end.toordinal()) - weekdays_until(start.toordinal() - 1)


@overload
def weekdays_until(ordinal: int) -> int: ...
@overload
def weekdays_until(ordinal: Whole) -> Whole: ...
def weekdays_until(ordinal: Whole) -> Whole:
    """Return how many of the first days of the calendar are Mondays to Fridays; no days in a row have more of them.

    Examples:
        >>> weekdays_until(5), weekdays_until(7), weekdays_until(8)  # day 1 is a Monday
        (5, 5, 6)
    """
    return ordinal // _DAYS_OF_WEEK * _WEEKDAYS + lower_of(remainder(ordinal, _DAYS_OF_WEEK), _WEEKDAYS)


class AnyStay(Protocol):
    """A stay, or the stays of a frame, with their days counted."""

    @property
    def start(self) -> CalendarDay:
        """The first day."""
        ...

    @property
    def interruption_days(self) -> Whole:
        """Days in between that do not count [days]."""
        ...

    @property
    def net_days(self) -> Whole:
        """Calendar days, both ends counted, less interruptions [days]."""
        ...

    @property
    def net_days_360(self) -> Whole:
        """Days of thirty-day months, less interruptions [days]."""
        ...

    @property
    def net_weekdays(self) -> Whole:
        """Mondays to Fridays, less interruptions [days]."""
        ...

    @property
    def net_end_ordinal(self) -> Whole:
        """The number in the calendar of the last day, had the interruptions been cut off the end."""
        ...

    def last_ordinal_of(self, months: int) -> Whole:
        """Return the number in the calendar of the last day of so many calendar months from the first day."""
        ...


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
    def net_weekdays(self) -> int:
        """Mondays to Fridays, less interruptions [days, never below 0]."""
        return max(0, weekdays(self.start, self.end) - self.interruption_days)

    @property
    def net_end_ordinal(self) -> int:
        """The number in the calendar of the last day, had the interruptions been cut off the end."""
        return self.end.toordinal() - self.interruption_days

    def last_ordinal_of(self, months: int) -> int:
        """Return the number in the calendar of the last day of so many calendar months from the first day."""
        return last_ordinal_of_months(self.start, months)


@lru_cache(maxsize=10_000)
def stay(start: date, end: date, interruption_days: int = 0) -> Stay:
    """Return a stay with its days counted; it is kept, since each rule asks for it.

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
