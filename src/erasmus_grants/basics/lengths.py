"""The length of a stay, measured as a page says: in calendar days, calendar months, or days of thirty-day months.

Examples:
    >>> from datetime import date
    >>> from erasmus_grants.basics.periods import stay
    >>> reaches(stay(date(2023, 1, 1), date(2023, 2, 28)), Length(value=2, unit="calendar_months"))
    True
"""

from datetime import date, timedelta
from typing import Annotated, assert_never, overload

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.algebra import Condition, Whole
from erasmus_grants.basics.errors import did_you_mean
from erasmus_grants.basics.field_types import Choice, is_mapping
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.periods import DAYS_OF_MONTH, AnyStay, Stay, days_360, last_day_of_months
from erasmus_grants.basics.vocabulary import LengthUnit

SHORTEST_MONTH_DAYS = 28
"""No calendar month has fewer days [days]."""

_LONGEST_MONTH_DAYS = 31
_MOST_DIGITS = 4
_MOST_AHEAD_DAYS = 4
"""Days of thirty-day months are never so many more than calendar days: at the end of a February, two are gained."""

_HOW_TO_WRITE = "this is text of a number and its unit, such as '5 calendar_days' or '60 days_360'"

_WHICH_DAYS = "; calendar_days count every day, and days_360 count 30 days for each month"


def _known_unit(unit: object) -> object:
    """Refuse text that is no unit, and suggest one only if the text says which days it means: `days` may be of two."""
    if not isinstance(unit, str) or unit in set(LengthUnit):
        return unit
    says_which = "calendar" in unit.casefold() or "360" in unit
    hint = did_you_mean(unit, map(str, LengthUnit)) if says_which else _WHICH_DAYS
    sentence = f"this is 'calendar_days', 'calendar_months' or 'days_360'{hint}"
    raise PydanticCustomError("length_unit", "{message}", {"message": sentence})


class Length(Model):
    """A length of time, with its unit; it may be written as text, `2 calendar_months`.

    Examples:
        >>> Length.model_validate("60 days_360") == Length(value=60, unit="days_360")
        True
    """

    value: int = Field(ge=1, le=1000, description="how many")
    unit: Annotated[Choice[LengthUnit], BeforeValidator(_known_unit)] = Field(description="of what")

    @model_validator(mode="before")
    @classmethod
    def _read_text(cls, value: object) -> object:
        """Return the number and the unit of a text; what is no such text is refused by the fields."""
        if isinstance(value, Length) or is_mapping(value):
            return value
        if not isinstance(value, str):
            raise PydanticCustomError("length", _HOW_TO_WRITE)
        number, _, unit = value.strip().partition(" ")
        return {"value": int(number) if number.isdecimal() and len(number) <= _MOST_DIGITS else number, "unit": unit}

    @property
    def spelled(self) -> str:
        """How a file spells it."""
        return f"{self.value} {self.unit}"

    @property
    def fewest_days(self) -> int:
        """The calendar days that it has at least, wherever in the calendar it is."""
        match self.unit:
            case LengthUnit.CALENDAR_DAYS:
                return self.value
            case LengthUnit.CALENDAR_MONTHS:
                return self.value * SHORTEST_MONTH_DAYS
            case LengthUnit.DAYS_360:
                return self.value - _MOST_AHEAD_DAYS
            case _:  # pragma: no cover
                assert_never(self.unit)

    @property
    def most_days(self) -> int:
        """The calendar days that it has at most, wherever in the calendar it is."""
        match self.unit:
            case LengthUnit.CALENDAR_DAYS:
                return self.value
            case LengthUnit.CALENDAR_MONTHS:
                return self.value * _LONGEST_MONTH_DAYS
            case LengthUnit.DAYS_360:  # day 31 of each month that it touches is not counted
                return self.value + self.value // DAYS_OF_MONTH + 2
            case _:  # pragma: no cover
                assert_never(self.unit)

    def is_longer_than(self, other: "Length") -> bool:
        """Return whether it is longer than another one whatever the calendar; lengths of two units may be neither.

        Examples:
            >>> two, sixty, days = map(Length.model_validate, ("2 calendar_months", "60 days_360", "63 calendar_days"))
            >>> two.is_longer_than(sixty), sixty.is_longer_than(two), days.is_longer_than(two)
            (False, False, True)
        """
        if self.unit is other.unit:
            return self.value > other.value
        return self.fewest_days > other.most_days


@overload
def reaches(stay: Stay, length: Length) -> bool: ...
@overload
def reaches(stay: AnyStay, length: Length) -> Condition: ...
def reaches(stay: AnyStay, length: Length) -> Condition:
    """Return whether a stay is at least so long.

    Examples:
        >>> from erasmus_grants.basics.periods import stay
        >>> reaches(stay(date(2023, 1, 1), date(2023, 2, 28)), Length(value=60, unit="days_360"))
        False
    """
    return _beyond(stay, length) >= 0


@overload
def exceeds(stay: Stay, length: Length) -> bool: ...
@overload
def exceeds(stay: AnyStay, length: Length) -> Condition: ...
def exceeds(stay: AnyStay, length: Length) -> Condition:
    """Return whether a stay is longer than so much.

    Examples:
        >>> from erasmus_grants.basics.periods import stay
        >>> exceeds(stay(date(2023, 1, 1), date(2023, 3, 1)), Length(value=2, unit="calendar_months"))
        True
    """
    return _beyond(stay, length) > 0


def _beyond(stay: AnyStay, length: Length) -> Whole:
    """Return by how many days a stay is longer than a length; below 0 it is shorter."""
    match length.unit:
        case LengthUnit.CALENDAR_DAYS:
            return stay.net_days - length.value
        case LengthUnit.CALENDAR_MONTHS:
            return stay.net_end_ordinal - stay.last_ordinal_of(length.value)
        case LengthUnit.DAYS_360:
            return stay.net_days_360 - length.value
        case _:  # pragma: no cover
            assert_never(length.unit)


def counted(stay: Stay, length: Length) -> tuple[int, LengthUnit]:
    """Return how long a stay is, and in what, as it is compared with a length.

    Examples:
        >>> from erasmus_grants.basics.periods import stay
        >>> counted(stay(date(2023, 1, 1), date(2023, 2, 28)), Length(value=60, unit="days_360"))
        (58, <LengthUnit.DAYS_360: 'days_360'>)
    """
    if length.unit is LengthUnit.DAYS_360:
        return stay.net_days_360, LengthUnit.DAYS_360
    return stay.net_days, LengthUnit.CALENDAR_DAYS


def last_day(stay: Stay, length: Length) -> date:
    """Return the last day of a stay of just this length that begins and is interrupted as the given one.

    Examples:
        >>> from erasmus_grants.basics.periods import stay
        >>> last_day(stay(date(2023, 1, 1), date(2023, 1, 9)), Length(value=60, unit="days_360"))
        datetime.date(2023, 3, 1)
    """
    away = timedelta(days=stay.interruption_days)
    match length.unit:
        case LengthUnit.CALENDAR_DAYS:
            return _later(stay.start, timedelta(days=length.value - 1) + away)
        case LengthUnit.CALENDAR_MONTHS:
            return _later(last_day_of_months(stay.start, length.value), away)
        case LengthUnit.DAYS_360:
            days = length.value + stay.interruption_days
            day = _later(stay.start, timedelta(days=max(0, days - 1 - _MOST_AHEAD_DAYS)))
            while day < date.max and days_360(stay.start, day) < days:
                day += timedelta(days=1)
            return day
        case _:  # pragma: no cover
            assert_never(length.unit)


def _later(day: date, by: timedelta) -> date:
    return day + by if by <= date.max - day else date.max
