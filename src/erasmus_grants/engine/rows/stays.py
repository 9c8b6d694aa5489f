"""The days of stays as numbers, and how long the stays are.

A day is its number in the calendar, as `date.toordinal` gives it, with its year, month and day of the month; every
length of a stay follows from these by whole numbers alone.

Examples:
    >>> from datetime import date
    >>> days = Stays(date(2023, 1, 1), date(2023, 2, 28), 0)
    >>> days.net_days, days.net_days_360
    (59, 58)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Final

from erasmus_grants.basics.algebra import Condition, Whole, higher_of, is_just, once
from erasmus_grants.basics.periods import (
    CalendarDay,
    calendar_days,
    days_360,
    last_ordinal_of_months,
    weekdays,
    year_month_day,
)
from erasmus_grants.records.mobility import MobilityColumns

EPOCH: Final = date.fromisoformat("1970-01-01")
"""The day that stands in place of one that cannot be read."""


class Day:
    """A day of the calendar in each row.

    Attributes:
        ordinal: Its number in the calendar; 1 is 1 January of the year 1.
        year: Its year.
        month: Its month, 1 to 12.
        day: Its day of the month, 1 to 31.
    """

    __slots__ = ("day", "month", "ordinal", "year")

    def __init__(self, ordinal: Whole, year: Whole, month: Whole, day: Whole) -> None:
        self.ordinal = ordinal
        self.year = year
        self.month = month
        self.day = day

    def __ge__(self, other: date) -> Condition:
        return self.ordinal >= other.toordinal()

    def __le__(self, other: date) -> Condition:
        return self.ordinal <= other.toordinal()

    def toordinal(self) -> Whole:
        """Return its number in the calendar, as a date does."""
        return self.ordinal

    @classmethod
    def of(cls, day: date) -> Day:
        """Return a day that is known."""
        return cls(day.toordinal(), day.year, day.month, day.day)

    @classmethod
    def numbered(cls, ordinal: Whole) -> Day:
        """Return the day of a number in the calendar."""
        ordinal = once(ordinal, "ordinal")
        return cls(ordinal, *year_month_day(ordinal))

    @classmethod
    def unknown(cls) -> Day:
        """Return the day that stands in place of one that cannot be read."""
        return cls.of(EPOCH)


class Stays:
    """The stays of all rows; each way of counting is computed once, and only if a rule asks."""

    def __init__(self, start: CalendarDay, end: CalendarDay, interruption_days: Whole) -> None:
        self.start = start
        self.end = end
        self.interruption_days = interruption_days
        self._last_ordinals: dict[int, Whole] = {}

    @cached_property
    def net_days(self) -> Whole:
        """Calendar days, both ends counted, less interruptions [days]."""
        return once(calendar_days(self.start, self.end) - self.interruption_days, "net_days")

    @cached_property
    def net_days_360(self) -> Whole:
        """Days of thirty-day months, less interruptions [days, never below 0]."""
        return once(higher_of(days_360(self.start, self.end) - self.interruption_days, 0), "net_days_360")

    @cached_property
    def net_weekdays(self) -> Whole:
        """Mondays to Fridays, less interruptions [days, never below 0]."""
        return once(higher_of(weekdays(self.start, self.end) - self.interruption_days, 0), "net_weekdays")

    @cached_property
    def net_end_ordinal(self) -> Whole:
        """The number in the calendar of the last day, had the interruptions been cut off the end."""
        return once(self.end.toordinal() - self.interruption_days, "net_end")

    def last_ordinal_of(self, months: int) -> Whole:
        """Return the number in the calendar of the last day of so many calendar months from the first day."""
        if months not in self._last_ordinals:
            last = last_ordinal_of_months(self.start, months)
            self._last_ordinals[months] = once(last, f"last_of_{months}_months")
        return self._last_ordinals[months]


def with_stays(fields: Mapping[str, object]) -> MobilityColumns:
    """Return mobilities with their stays, and the parts of them that are funded.

    Args:
        fields: The fields by name.
    """
    read = MobilityColumns(fields)
    stay = paid = Stays(read.start_date, read.end_date, read.interruption_days)
    if not is_just(read.zero_grant_days, 0):
        paid_until = Day.numbered(read.end_date.toordinal() - read.zero_grant_days)
        paid = Stays(read.start_date, paid_until, read.interruption_days)
    return MobilityColumns({**fields, "stay": stay, "paid_stay": paid})
