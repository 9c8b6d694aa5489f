"""How long the stays of a frame are.

Examples:
    >>> from datetime import date
    >>> days = Stays(date(2023, 1, 1), date(2023, 2, 28), 0)
    >>> days.net_days, days.net_days_360
    (59, 58)
"""

from __future__ import annotations

from functools import cached_property

from erasmus_grants.basics.algebra import Whole, higher_of, once
from erasmus_grants.basics.periods import CalendarDay, calendar_days, days_360, last_ordinal_of_months, weekdays


class Stays:
    """The stays of all rows; each way of counting is computed once, and only if a rule asks."""

    def __init__(self, start: CalendarDay, end: CalendarDay, interruption_days: Whole) -> None:
        self.start = start
        self.end = end
        self._away = interruption_days
        self._last_ordinals: dict[int, Whole] = {}

    @cached_property
    def net_days(self) -> Whole:
        """Calendar days, both ends counted, less interruptions [days]."""
        return once(calendar_days(self.start, self.end) - self._away, "net_days")

    @cached_property
    def net_days_360(self) -> Whole:
        """Days of thirty-day months, less interruptions [days, never below 0]."""
        return once(higher_of(days_360(self.start, self.end) - self._away, 0), "net_days_360")

    @cached_property
    def net_weekdays(self) -> Whole:
        """Mondays to Fridays, less interruptions [days, never below 0]."""
        return once(higher_of(weekdays(self.start, self.end) - self._away, 0), "net_weekdays")

    @cached_property
    def net_end_ordinal(self) -> Whole:
        """The number in the calendar of the last day, had the interruptions been cut off the end."""
        return once(self.end.toordinal() - self._away, "net_end")

    def last_ordinal_of(self, months: int) -> Whole:
        """Return the number in the calendar of the last day of so many calendar months from the first day."""
        if months not in self._last_ordinals:
            last = last_ordinal_of_months(self.start, months)
            self._last_ordinals[months] = once(last, f"last_of_{months}_months")
        return self._last_ordinals[months]
