"""How long the stays of a frame are, counted as the rules of one mobility count them.

Examples:
    >>> from datetime import date
    >>> days = Stays(Day.of(date(2023, 1, 1)), Day.of(date(2023, 2, 28)), 0, Steps())
    >>> days.net_days, days.net_days_360, days.reaches(Length(value=2, unit="calendar_months"))
    (59, 58, True)
"""

from __future__ import annotations

from functools import cached_property
from typing import assert_never

from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.vocabulary import DayCounting, LengthUnit
from erasmus_grants.frames.algebra import Number, Steps, Truth, at_least
from erasmus_grants.frames.calendar import Day, calendar_days, days_360, last_day_of_months, weekdays
from erasmus_grants.rules.daily_rates import DailyRate


class Stays:
    """The stays of all rows; each way of counting is computed once, and only if a rule asks."""

    def __init__(self, start: Day, end: Day, interruption_days: Number, steps: Steps) -> None:
        self.start = start
        self.end = end
        self._away = interruption_days
        self._steps = steps
        self._last_days: dict[int, Number] = {}

    @cached_property
    def net_days(self) -> Number:
        """Calendar days, both ends counted, less interruptions [days]."""
        return self._steps.keep(calendar_days(self.start, self.end) - self._away, "net_days")

    @cached_property
    def net_days_360(self) -> Number:
        """Days of thirty-day months, less interruptions [days, never below 0]."""
        return self._steps.keep(at_least(days_360(self.start, self.end) - self._away, 0), "net_days_360")

    @cached_property
    def net_weekdays(self) -> Number:
        """Mondays to Fridays, less interruptions [days, never below 0]."""
        return self._steps.keep(at_least(weekdays(self.start, self.end) - self._away, 0), "net_weekdays")

    def counted_by(self, rate: DailyRate) -> Number:
        """Return the days on site that a daily rate counts."""
        return self.net_days if rate.counting is DayCounting.CALENDAR_DAYS else self.net_weekdays

    def reaches(self, length: Length) -> Truth:
        """Return whether a stay is at least so long."""
        match length.unit:
            case LengthUnit.CALENDAR_DAYS:
                return self.net_days >= length.value
            case LengthUnit.CALENDAR_MONTHS:
                return self.end.place - self._away >= self._last_day(length.value)
            case LengthUnit.DAYS_360:
                return self.net_days_360 >= length.value
            case _:  # pragma: no cover
                assert_never(length.unit)

    def exceeds(self, length: Length) -> Truth:
        """Return whether a stay is longer than so much."""
        match length.unit:
            case LengthUnit.CALENDAR_DAYS:
                return self.net_days > length.value
            case LengthUnit.CALENDAR_MONTHS:
                return self.end.place - self._away > self._last_day(length.value)
            case LengthUnit.DAYS_360:
                return self.net_days_360 > length.value
            case _:  # pragma: no cover
                assert_never(length.unit)

    def _last_day(self, months: int) -> Number:
        if months not in self._last_days:
            last = last_day_of_months(self.start, months)
            self._last_days[months] = self._steps.keep(last, f"last_day_of_{months}_months")
        return self._last_days[months]
