"""Days and months of a stay, counted by hand: tuples of year, month and day, and no date of any library.

Source:
    Beneficiary Module, "Duration Calculated (days)":
    https://wikis.ec.europa.eu/display/NAITDOC/Duration+Calculated+%28days%29+field+in+KA131+mobility+activities
"""

Day = tuple[int, int, int]
"""Year, month, day."""

BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
"""Days of a common year before each month."""


def is_leap_year(year: int) -> bool:
    """Return whether February has a 29th day."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return the days of a month."""
    if month == 2:
        return 29 if is_leap_year(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def next_day(day: Day) -> Day:
    """Return the day after."""
    year, month, number = day
    if number < month_length(year, month):
        return year, month, number + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def day_before(day: Day) -> Day:
    """Return the day before."""
    year, month, number = day
    if number > 1:
        return year, month, number - 1
    return (year, month - 1, month_length(year, month - 1)) if month > 1 else (year - 1, 12, 31)


def days_later(day: Day, steps: int) -> Day:
    """Return the day so many days later."""
    year, month, number = day
    number += steps
    while number > month_length(year, month):
        number -= month_length(year, month)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return year, month, number


def last_of_months(start: Day, months: int) -> Day:
    """Return the last of so many calendar months: the day before the same day, or the end of a month without that day.

    Source:
        Regulation (EEC, Euratom) No 1182/71, Article 3(2)(c): "If, in a period expressed in months or in years, the day
        on which it should expire does not occur in the last month, the period shall end with the expiry of the last
        hour of the last day of that month."
    """
    year, month, number = start
    years, month = divmod(month - 1 + months, 12)
    year, month = year + years, month + 1
    last = month_length(year, month)
    return (year, month, last) if number > last else day_before((year, month, number))


def day_number(day: Day) -> int:
    """Return how many days there are from the start of the calendar to a day."""
    year, month, number = day
    before = year - 1
    leap_days = before // 4 - before // 100 + before // 400
    this_year = 1 if month > 2 and is_leap_year(year) else 0
    return 365 * before + leap_days + BEFORE_MONTH[month - 1] + this_year + number


def calendar_days(start: Day, end: Day) -> int:
    """Return the days from start to end, both counted."""
    return day_number(end) - day_number(start) + 1


def thirty_day_months(start: Day, end: Day) -> int:
    """Return the days from start to end, both counted, where a month has thirty days and day 31 is day 30."""
    first, last = (360 * year + 30 * month + min(number, 30) for year, month, number in (start, end))
    return last - first + 1
