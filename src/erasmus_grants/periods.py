"""Days and months of a stay.

This is the path under which they are public, and which pickles of version 0.1 name.
"""

from erasmus_grants.basics.periods import (
    DAYS_OF_MONTH,
    IsoDate,
    Stay,
    calendar_days,
    days_360,
    last_day_of_months,
    months_before,
    read_date,
    stay,
    weekdays,
)

__all__ = [
    "DAYS_OF_MONTH",
    "IsoDate",
    "Stay",
    "calendar_days",
    "days_360",
    "last_day_of_months",
    "months_before",
    "read_date",
    "stay",
    "weekdays",
]
