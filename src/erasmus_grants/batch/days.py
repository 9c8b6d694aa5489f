"""Days as people write them: 2022-03-07, 7.3.2022, 07/03/2022 00:00, or the number by which a spreadsheet counts a day.

The day comes first, or the year does, as in all countries of the programme.  A year of two digits may be a day, so it
is not read.  A day of XML may have a time zone, as 2022-03-07+02:00, which is dropped: it is that day where it is.

Examples:
    >>> read_day("7. 3. 2022"), read_day("2022. 03. 07."), read_day("44627")
    (datetime.date(2022, 3, 7), datetime.date(2022, 3, 7), datetime.date(2022, 3, 7))
    >>> read_day("07.03.22")
    Traceback (most recent call last):
    ...
    ValueError: '07.03.22' has a year of two digits; write it with four
    >>> day_with_month_first("03/13/2022"), day_with_month_first("03/13/22 8:00 AM"), day_with_month_first("13/03/2022")
    (datetime.date(2022, 3, 13), datetime.date(2022, 3, 13), None)
"""

import re
from datetime import date, timedelta

from erasmus_grants.basics.errors import quoted

DAY_ZERO = date(1899, 12, 30)
"""What spreadsheets count days from, since they take 1900 for a leap year."""

DAY_ZERO_OF_1904 = date.fromisoformat("1904-01-01")
"""What some workbooks count days from."""

_MIDNIGHT = r"(?:[T ]\s*0{1,2}:00(?::00(?:\.0{1,9})?)?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})( ?[-/.] ?)([0-9]{{1,2}})\2([0-9]{{1,2}})\.?{_MIDNIGHT}").fullmatch
_WITH_ZONE = re.compile(
    r"([0-9]{4})(-)([0-9]{2})-([0-9]{2})(?:Z|[-+](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
).fullmatch  # a day of XML, which is the day there
_DAY_AND_MONTH = r"([0-9]{1,2})( ?[-/.] ?)([0-9]{1,2})\2"
_END_OF_YEAR = r"\.?(?: ?(?:\u0433|r|g)\.)?"
_DAY_FIRST = re.compile(rf"{_DAY_AND_MONTH}([0-9]{{4}}){_END_OF_YEAR}{_MIDNIGHT}").fullmatch
_TIME = r"(?:,?[T\s]\s*[0-9]{1,2}(?::[0-9]{2}){0,2}(?:\.[0-9]{1,9})?(?:\s*[ap]\.?\s?m\.?)?)?"
_ANY_SPELLING = re.compile(rf"{_DAY_AND_MONTH}([0-9]{{4}}|[0-9]{{2}}){_END_OF_YEAR}{_TIME}", re.IGNORECASE).fullmatch
_SHORT_YEAR = re.compile(r"[0-9]{1,2}( ?[-/.] ?)[0-9]{1,2}\1[0-9]{2}\.?").fullmatch
_COUNTED = re.compile(r"[0-9]{5}").fullmatch
_FIRST_COUNTED, _LAST_COUNTED = 20_000, 75_000
MONTHS = 12
"""A day above it is no month."""

_CENTURY = "20"
_TURNED_ROUND = frozenset("/-")
"""What stands between day and month where a spreadsheet with the month first reads them."""


def read_day(text: str, day_zero: date = DAY_ZERO) -> date:
    """Return the day that a text spells.

    Args:
        text: The text, without blanks around it.
        day_zero: What the file counts days from.

    Raises:
        ValueError: It spells no day.
    """
    if found := _YEAR_FIRST(text) or _WITH_ZONE(text):
        return _day(text, found[1], found[3], found[4])
    if found := _DAY_FIRST(text):
        return _day(text, found[4], found[3], found[1])
    if _COUNTED(text):
        return counted_day(int(text), day_zero)
    if _SHORT_YEAR(text):
        raise ValueError(f"{quoted(text)} has a year of two digits; write it with four")
    raise ValueError(f"{quoted(text)} is not a day")


def counted_day(count: float, day_zero: date = DAY_ZERO) -> date:
    """Return the day that a spreadsheet counts so.

    Args:
        count: Its number [days].
        day_zero: What the file counts from.

    Raises:
        ValueError: It is no whole number, or a day far from any mobility.
    """
    if not _FIRST_COUNTED <= count <= _LAST_COUNTED or count % 1:
        raise ValueError(f"{quoted(str(count))} is not a day")
    return day_zero + timedelta(days=int(count))


def day_with_month_first(text: str) -> date | None:
    """Return the day that a text spells if its month comes first; None unless it can be nothing else.

    It shows the order of a column even if it is not read itself, as with a year of two digits or a time of day.
    """
    found = _ANY_SPELLING(text)
    if found is None or not int(found[1]) <= MONTHS < int(found[3]):
        return None
    year = found[4] if len(found[4]) > len(_CENTURY) else _CENTURY + found[4]
    try:
        return _day(text, year, found[1], found[3])
    except ValueError:
        return None


def shows_day_first(text: str) -> bool:
    """Return whether a text is a day as spreadsheets with the month first have it, and has no month there.

    It shows the order of a column even if it is not read itself, as with a year of two digits or a time of day.

    Examples:
        >>> shows_day_first("15/09/2025"), shows_day_first("05/09/2025"), shows_day_first("15.09.2025")
        (True, False, False)
    """
    found = _ANY_SPELLING(text)
    return found is not None and found[2].strip() in _TURNED_ROUND and int(found[3]) <= MONTHS < int(found[1])


def may_have_month_first(text: str) -> bool:
    """Return whether a text may be a day in either order, as spreadsheets with the month first read it.

    Examples:
        >>> may_have_month_first("05/09/2025"), may_have_month_first("15/09/2025"), may_have_month_first("05.09.2025")
        (True, False, False)
    """
    found = _ANY_SPELLING(text)
    return found is not None and found[2].strip() in _TURNED_ROUND and max(int(found[1]), int(found[3])) <= MONTHS


def _day(text: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(f"{quoted(text)} is not a day: {error}") from None
