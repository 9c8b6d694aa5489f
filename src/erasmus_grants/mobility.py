"""What goes in: a mobility, and what was attended of it.

This is the path under which they are public, and which pickles of version 0.1 name.
"""

from erasmus_grants.basics.decimals import AnyNumber
from erasmus_grants.records.mobility import (
    LONGEST_NAME,
    MOST_DAYS,
    MOST_TRAVEL_DAYS,
    Attendance,
    Days,
    Mobility,
    Name,
    PaidDays,
    TravelDays,
)

__all__ = [
    "LONGEST_NAME",
    "MOST_DAYS",
    "MOST_TRAVEL_DAYS",
    "AnyNumber",
    "Attendance",
    "Days",
    "Mobility",
    "Name",
    "PaidDays",
    "TravelDays",
]
