"""The one place where the dates of a frame become numbers.

A day is its number in the calendar, as `date.toordinal` gives it, with its year, month and day of the month; every
length of a stay follows from these by whole numbers alone.  Back ends differ in how they give the number: some know the
time since 1970, one subtracts dates, and for the others it follows from year, month and day.

Examples:
    >>> from datetime import date
    >>> is_in_calendar(Day.of(date(9999, 12, 31))), is_in_calendar(Day(LAST_ORDINAL + 1, 10000, 1, 1))
    (True, False)
"""

from __future__ import annotations

import narwhals.stable.v2 as nw

from erasmus_grants.basics.algebra import Column, Condition, Steps, Whole, once
from erasmus_grants.basics.periods import LAST_ORDINAL, first_ordinal_of_month
from erasmus_grants.basics.untyped import Expr
from erasmus_grants.engine.rows.stays import EPOCH, Day

_MILLISECONDS_OF_DAY = 86_400_000

_WITH_TIMESTAMPS = frozenset(
    {nw.Implementation.PANDAS, nw.Implementation.MODIN, nw.Implementation.POLARS, nw.Implementation.PYARROW}
)
"""Back ends that give the time since 1970."""

_WITH_DAYS_AS_NUMBERS = frozenset({nw.Implementation.POLARS, nw.Implementation.PYARROW})
"""Back ends in which a date is a number of days already."""

_WITH_DIFFERENCES = frozenset({nw.Implementation.DUCKDB})
"""Back ends in which one date less another is a number of days."""


def is_in_calendar(day: Day) -> Condition:
    """Return whether Python's calendar has a day, which ends with the year 9999."""
    return (day.ordinal >= 1) & (day.ordinal <= LAST_ORDINAL)


def read_day(name: str, dtype: nw.dtypes.DType, backend: nw.Implementation, steps: Steps) -> Day:
    """Return the days of a column of dates, where a null is the first day of 1970.

    Args:
        name: The column.
        dtype: Its type, a date or a time without a zone.
        backend: Whose frame it is.
        steps: Where what is computed once is kept.
    """
    dates = steps.column(name)
    whole = steps.dialect.Int64

    def part(expr: Expr, default: int) -> Column:
        return dates.with_expr(expr.fill_null(default).cast(whole))

    time = dates.expr.dt
    year, month, day = part(time.year(), EPOCH.year), part(time.month(), 1), part(time.day(), 1)
    before = EPOCH.toordinal()
    ordinal: Whole
    if backend in _WITH_DAYS_AS_NUMBERS and dtype == nw.Date:
        ordinal = part(dates.expr.cast(steps.dialect.Int32), 0) + before
    elif backend in _WITH_TIMESTAMPS:
        ordinal = part(time.timestamp("ms"), 0) // _MILLISECONDS_OF_DAY + before
    elif backend in _WITH_DIFFERENCES and dtype == nw.Date:
        ordinal = part(dates.expr - steps.dialect.lit(EPOCH), 0) + before
    else:
        ordinal = first_ordinal_of_month(year, month) + day - 1
    return Day(once(ordinal, "ordinal"), year, month, day)
