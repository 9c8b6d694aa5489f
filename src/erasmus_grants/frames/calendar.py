"""The one place where dates become numbers.

A day is its place in the calendar, counted from 1 January 1970, with its year, month and day of the month; every length
of a stay follows from these by whole numbers alone.  Back ends differ in how they give the place: some know the time
since 1970, one subtracts dates, and for the others it follows from year, month and day.

Examples:
    >>> first_of_month(1970, 2), place_in_calendar(date(1970, 2, 1))
    (31, 31)
    >>> days_360(Day.of(date(2023, 1, 1)), Day.of(date(2023, 4, 15)))
    105
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import narwhals.stable.v2 as nw

from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.frames.algebra import Column, Number, Steps, Truth, at_most, both, remainder
from erasmus_grants.frames.untyped import Expr

_EPOCH = date.fromisoformat("1970-01-01")
_MILLISECONDS_OF_DAY = 86_400_000
_MONTHS_OF_YEAR = 12
_FROM_MARCH_OF_YEAR_0_TO_1970 = 719_468
_FIRST_DAY = date.min.toordinal() - _EPOCH.toordinal()
_LAST_DAY = date.max.toordinal() - _EPOCH.toordinal()
_MONDAY = _FIRST_DAY

_WITH_TIMESTAMPS = frozenset(
    {
        nw.Implementation.PANDAS,
        nw.Implementation.MODIN,
        nw.Implementation.POLARS,
        nw.Implementation.PYARROW,
        nw.Implementation.DASK,
    }
)
"""Back ends that give the time since 1970."""

_WITH_DAYS_AS_NUMBERS = frozenset({nw.Implementation.POLARS, nw.Implementation.PYARROW})
"""Back ends in which a date is a number of days already."""

_WITH_DIFFERENCES = frozenset({nw.Implementation.DUCKDB})
"""Back ends in which one date less another is a number of days."""


class Day(NamedTuple):
    """A day of the calendar.

    Attributes:
        place: Its number in the calendar; 0 is 1 January 1970.
        year: Its year.
        month: Its month, 1 to 12.
        day: Its day of the month, 1 to 31.
    """

    place: Number
    year: Number
    month: Number
    day: Number

    @classmethod
    def of(cls, day: date) -> Day:
        """Return a day that is known."""
        return cls(place_in_calendar(day), day.year, day.month, day.day)

    @classmethod
    def unknown(cls) -> Day:
        """Return the day that stands in place of one that cannot be read."""
        return cls.of(_EPOCH)


def place_in_calendar(day: date) -> int:
    """Return the place of a day that is known."""
    return day.toordinal() - _EPOCH.toordinal()


def is_in_calendar(day: Day) -> Truth:
    """Return whether Python's calendar has a day, which ends with the year 9999."""
    return both(day.place >= _FIRST_DAY, day.place <= _LAST_DAY)


def read_day(name: str, dtype: nw.dtypes.DType, backend: nw.Implementation, steps: Steps) -> Day:
    """Return the days of a column of dates, where a null is the first day of 1970.

    Args:
        name: The column.
        dtype: Its type, a date or a time without a zone.
        backend: Whose frame it is.
        steps: Where what is computed is kept.
    """
    dates = steps.column(name)
    whole = steps.dialect.Int64

    def part(expr: Expr, default: int) -> Column:
        return dates.of(expr.fill_null(default).cast(whole))

    time = dates.expr.dt
    year, month, day = part(time.year(), _EPOCH.year), part(time.month(), 1), part(time.day(), 1)
    place: Number
    if backend in _WITH_DAYS_AS_NUMBERS and dtype == nw.Date:
        place = part(dates.expr.cast(steps.dialect.Int32), 0)
    elif backend in _WITH_TIMESTAMPS:
        place = part(time.timestamp("ms"), 0) // _MILLISECONDS_OF_DAY
    elif backend in _WITH_DIFFERENCES and dtype == nw.Date:
        place = part(dates.expr - steps.dialect.lit(_EPOCH), 0)
    else:
        place = place_of(year, month, day)
    return Day(steps.keep(place, "place"), year, month, day)


def place_of(year: Number, month: Number, day: Number) -> Number:
    """Return the place of a day in the calendar, by arithmetic alone."""
    return first_of_month(year, month) + day - 1


def first_of_month(year: Number, month: Number) -> Number:
    """Return the place of the first day of a month; month 13 is the first of the next year, and so on.

    Years are counted from March, so that a leap day is the last one of its year.
    """
    months = year * _MONTHS_OF_YEAR + month - 3
    years = months // _MONTHS_OF_YEAR
    month_from_march = months - years * _MONTHS_OF_YEAR
    days = years * 365 + years // 4 - years // 100 + years // 400
    return days + (month_from_march * 153 + 2) // 5 - _FROM_MARCH_OF_YEAR_0_TO_1970


def calendar_days(start: Day, end: Day) -> Number:
    """Return the calendar days from one day to another, both counted."""
    return end.place - start.place + 1


def days_360(start: Day, end: Day) -> Number:
    """Return the days from one day to another, both counted, where each month has thirty days."""
    years = (end.year - start.year) * (_MONTHS_OF_YEAR * DAYS_OF_MONTH)
    months = (end.month - start.month) * DAYS_OF_MONTH
    return years + months + at_most(end.day, DAYS_OF_MONTH) - at_most(start.day, DAYS_OF_MONTH) + 1


def last_day_of_months(start: Day, months: int) -> Number:
    """Return the place of the last day of so many calendar months that begin at start."""
    first = first_of_month(start.year, start.month + months)
    following = first_of_month(start.year, start.month + months + 1)
    return at_most(first + at_most(start.day, following - first) - 2, _LAST_DAY)


def weekdays(start: Day, end: Day) -> Number:
    """Return how many Mondays to Fridays there are from one day to another, both counted."""
    before = _MONDAY - 1
    return _weekdays_until(end.place - before) - _weekdays_until(start.place - 1 - before)


def _weekdays_until(place: Number) -> Number:
    """Return the weekdays from a Monday, which is day 1."""
    return place // 7 * 5 + at_most(remainder(place, 7), 5)


def has_months_before(day: Day, months: int) -> Truth:
    """Return whether the calendar has a day so many months earlier."""
    return day.year * _MONTHS_OF_YEAR + day.month - 1 - months >= _MONTHS_OF_YEAR
