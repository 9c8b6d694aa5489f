"""What a single cell says: values that only Python can read, of a column of objects or of one row.

Examples:
    >>> from decimal import Decimal
    >>> of_mobility(Decimal("1.00"), "travel_days"), of_mobility(Decimal("4070.50"), "distance_km")
    (1, 4070.5)
    >>> is_unreadable(read_cell("4070", "distance_km")), read_cell(7, "reference")
    (True, '7')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from erasmus_grants.basics.periods import read_date
from erasmus_grants.basics.untyped import Cell
from erasmus_grants.frames.numbers import SMALLEST_NUMBER
from erasmus_grants.records.fields import KINDS, Kind
from erasmus_grants.records.mobility import LONGEST_NAME

_PLAIN = frozenset({str, bool, int, date})
_NULLS = frozenset({"NAType", "NaTType"})
_WHOLE_NUMBERS = frozenset(field for field, kind in KINDS.items() if kind is Kind.WHOLE_NUMBER)
_NOT_ALWAYS_WHOLE = tuple(field for field, kind in KINDS.items() if kind is Kind.NUMBER)
_NUMBERS = _WHOLE_NUMBERS.union(_NOT_ALWAYS_WHOLE)
"""The fields that are numbers."""

_UNREADABLE: Final = object()
"""What stands for a value that cannot be read."""

_TINY = "in a list, a number is 0 or at least 0.0001"
_TEXT = "in a list, this is a number, and no text"


def stated_in(value: Cell, field: str, *, of_pandas: bool = False) -> Cell:
    """Return what a cell of a field holds as Python knows it; None: nothing is stated.

    NaN is a null in pandas, and everywhere in a field that is no number, since pandas alone writes it there.  In other
    numbers it is one that cannot be read, since other libraries have nulls besides.

    Args:
        value: The cell.
        field: The field, or the rulebook.
        of_pandas: Whether the cell is of pandas.

    Examples:
        >>> nan = float("nan")
        >>> stated_in(nan, "months_used"), stated_in(nan, "months_used", of_pandas=True), stated_in(nan, "partner")
        (nan, None, None)
    """
    return plain_value(value, nan_is_null=of_pandas or field not in _NUMBERS)


def plain_value(value: Cell, *, nan_is_null: bool) -> Cell:
    """Return what a cell holds as Python knows it: None for each kind of null, dates without a time.

    Args:
        value: The cell.
        nan_is_null: Whether NaN is one.

    Examples:
        >>> plain_value(datetime(2022, 3, 7), nan_is_null=True), plain_value("STA", nan_is_null=True)
        (datetime.date(2022, 3, 7), 'STA')
    """
    if type(value) in _PLAIN:
        return value
    if value is None or type(value).__name__ in _NULLS:
        return None
    if type(value).__module__ == "numpy":
        return plain_value(_of_numpy(value), nan_is_null=nan_is_null)
    if isinstance(value, float):
        return None if nan_is_null and value != value else value  # noqa: PLR0124 - NaN
    if isinstance(value, datetime):
        time = (value.hour, value.minute, value.second, value.microsecond, getattr(value, "nanosecond", 0))
        midnight = value.tzinfo is None and not any(time)
        return value.date() if midnight else value
    return value


def _of_numpy(value: Cell) -> Cell:
    """Return a value of numpy, or a list of those of an array; a short float is the number that it prints as."""
    kind = value.dtype.kind
    if kind == "f" and not value.ndim:
        return float(str(value))
    return (value.astype("datetime64[us]") if kind == "M" else value).tolist()


def read_cell(value: Cell, field: str, *, of_pandas: bool = False) -> Cell:
    """Return what a cell of a column of objects says, which may be unreadable.

    Args:
        value: The cell.
        field: The field that the column holds.
        of_pandas: Whether it is of pandas.
    """
    try:
        plain = stated_in(value, field, of_pandas=of_pandas)
        if field == "reference" and plain is not None:
            plain = _as_reference(plain)
        return None if plain is None else _READERS[KINDS.get(field, Kind.WORD)](plain)
    except (ValueError, TypeError, OverflowError):  # whatever an object may be
        return _UNREADABLE


def is_unreadable(read: Cell) -> bool:
    """Return whether nothing was read."""
    return read is _UNREADABLE


def of_mobility(value: Cell, field: str) -> object:
    """Return a plain value as a `Mobility` takes it: a number is the 64-bit float that a frame computes with.

    What is no number is left to the `Mobility` to refuse.

    Args:
        value: The value, which is no null.
        field: The field.
    """
    if field == "reference":
        return _as_reference(value)
    if field not in _NUMBERS or isinstance(value, int | str):
        return value
    try:
        number = _number(value)
    except (ValueError, TypeError, OverflowError):
        return value
    return int(number) if field in _WHOLE_NUMBERS and number.is_integer() else number


def refused_in_lists(data: Mapping[str, object]) -> list[tuple[str, str, object]]:
    """Return what a `Mobility` takes and a list does not: field, sentence and value.

    Args:
        data: The fields of a mobility.
    """
    return [
        (field, _TEXT if isinstance(value, str) else _TINY, value)
        for field in _NOT_ALWAYS_WHOLE
        if isinstance(value := data.get(field), str) or (isinstance(value, float) and 0 < value < SMALLEST_NUMBER)
    ]


def _as_reference(value: object) -> str:
    """Return a reference as text: what is none is written as one, and not at any length."""
    return value if isinstance(value, str) else str(value)[:LONGEST_NAME]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is not text")  # noqa: TRY004 - a value that cannot be read, whatever it is
    return str(value)


def _condition(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")  # noqa: TRY004
    return value


def _number(value: Cell) -> float:
    if isinstance(value, bool | str) or not hasattr(value, "__float__"):
        raise ValueError(f"{value!r} is not a number")
    number = float(value)
    if number != number:  # noqa: PLR0124 - a decimal may be no number either
        raise ValueError(f"{value!r} is not a number")
    return number


def _day(value: object) -> datetime:
    day: date = read_date(value)
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day has no zone


_READERS: Mapping[Kind, Callable[[object], object]] = MappingProxyType(
    {
        Kind.WORD: _text,
        Kind.TEXT: _text,
        Kind.CONDITION: _condition,
        Kind.WHOLE_NUMBER: _number,
        Kind.NUMBER: _number,
        Kind.DAY: _day,
    }
)
