"""Numbers that are not money: kilometres, hours, months, shares.

They are exact decimals.  A caller may write an int, a Decimal, plain decimal text or a float; a float is taken as it
prints, so `499.7` is 499.7 and not its binary neighbour.

Examples:
    >>> read_number(499.70), read_number("12.80"), read_number(-0.0)
    (Decimal('499.7'), Decimal('12.8'), Decimal('0'))
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from numbers import Integral
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.errors import quoted
from erasmus_grants.basics.patterns import text_up_to, tiny_text

EXACT = Context(prec=60, rounding=ROUND_HALF_UP, traps=[])
"""Arithmetic that does not depend on the decimal context of the caller."""

_MOST_DIGITS = 20
_READABLE = re.compile(rf"-?[0-9]{{1,{_MOST_DIGITS}}}(?:\.[0-9]{{1,{_MOST_DIGITS}}})?").fullmatch
_CANONICAL = re.compile(rf"(?:0|[1-9][0-9]{{0,{_MOST_DIGITS - 1}}})(?:\.[0-9]{{0,{_MOST_DIGITS - 1}}}[1-9])?").fullmatch
_TINY = re.compile(f"-?{tiny_text('[0-9]', places=_MOST_DIGITS)}").fullmatch
_PERHAPS_THOUSANDS = re.compile(r"([+-]?[1-9][0-9]{0,2})[.,]([0-9]{3})").fullmatch
_LARGEST_EXPONENT = 20

LARGEST_DISTANCE_KM = 20040
"""Half the circumference of the Earth, rounded up: no two places are further apart [km]."""


def plain(number: Decimal) -> str:
    """Return a number as text without exponent and without trailing zeros.

    Examples:
        >>> plain(Decimal("1.280E+1")), plain(Decimal("0.00"))
        ('12.8', '0')
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def with_two_readings(text: str) -> str | None:
    """Return what is said of a number that people may mean in two ways; None if it has one reading, or is no number.

    Examples:
        >>> with_two_readings("4.070"), with_two_readings("4.07")
        ("'4.070' is 4070 or 4.07; write it in one of these ways", None)
        >>> with_two_readings("4.075")
        "'4.075' is 4075 or 4.0750; write it in one of these ways"
    """
    found = _PERHAPS_THOUSANDS(text)
    if found is None:
        return None
    readings = f"{found[1]}{found[2]} or {with_one_reading(Decimal(f'{found[1]}.{found[2]}'))}"
    return f"{quoted(text)} is {readings}; write it in one of these ways"


def with_one_reading(number: Decimal) -> str:
    """Return a number as text that people mean in one way: a fourth decimal says that the point is before decimals.

    Examples:
        >>> with_one_reading(Decimal("4.0750")), with_one_reading(Decimal("4.07"))
        ('4.0750', '4.07')
    """
    text = plain(number)
    return f"{text}0" if _PERHAPS_THOUSANDS(text) else text


def read_number(value: object) -> Decimal:
    """Return a number in its one canonical form.

    Raises:
        PydanticCustomError: It is a bool, not a number, NaN, infinite, or endlessly long.
    """
    if type(value) is str and _CANONICAL(value):
        return Decimal(value)  # as most are written, so it is asked first
    if not isinstance(value, bool) and isinstance(value, Integral):
        value = int(value)
    if type(value) is int and -_LARGEST_INT < value < _LARGEST_INT:
        return Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        message = "a number is an int, a float, a Decimal or plain decimal text, not {kind}"
        raise PydanticCustomError("number_type", message, {"kind": type(value).__name__})
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))
    if isinstance(value, str) and _TINY(value):
        value = Decimal(value)  # as Python writes a decimal below a millionth, and an encoder of JSON with it
    if isinstance(value, Decimal):
        value = format(value, "f") if value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT else str(value)
    if isinstance(value, int) or not _READABLE(value):
        given = quoted(value) if isinstance(value, str) else "one of more than 20 digits"
        message = "a number is finite and written plainly, like 4070 or '499.7', not {given}"
        raise PydanticCustomError("number_text", message, {"given": given})
    return Decimal(plain(Decimal(value)))


def read_months(value: object) -> Decimal:
    """Return a number of months; a `Decimal` with a fraction that never ends is cut off where a number ends.

    Examples:
        >>> read_months(Decimal(100) / 30)
        Decimal('3.33333333333333333333')
    """
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT:
        value = EXACT.quantize(value, _LAST_DIGIT)
    return read_number(value)


_LARGEST_INT = 10**20
_LAST_DIGIT = Decimal(f"1E-{_MOST_DIGITS}")


def _read(*, at_most: int) -> WithJsonSchema:
    """Return how a number from 0 to a limit may be written in JSON: plainly, a tiny one too as Python writes it."""
    number = {"type": "number", "minimum": 0, "maximum": at_most}
    text = {"type": "string", "pattern": "|".join((_text_up_to(at_most), _NOTHING_BELOW_ZERO, _TINY_TEXT))}
    return WithJsonSchema({"anyOf": [number, text]}, mode="validation")


def _written(*, at_most: int) -> WithJsonSchema:
    """Return how we write a number from 0 to a limit in JSON."""
    return WithJsonSchema({"type": "string", "pattern": _text_up_to(at_most)}, mode="serialization")


def _text_up_to(most: int) -> str:
    return text_up_to(most, digits=_MOST_DIGITS, places=_MOST_DIGITS)


_NOTHING_BELOW_ZERO = rf"^-0{{1,{_MOST_DIGITS}}}(?:\.0{{1,{_MOST_DIGITS}}})?$"
_TINY_TEXT = rf"^(?:{tiny_text('[0-9]', places=_MOST_DIGITS)}|-{tiny_text('0', places=_MOST_DIGITS)})$"

MOST_HOURS = 10_000
"""No stay has more hours of teaching [h]."""

MOST_MONTHS = 1_200
"""No study cycle has more months [months of thirty days]."""

Number = Annotated[
    Decimal,
    BeforeValidator(read_number),
    PlainSerializer(plain, return_type=str, when_used="json"),
]
"""An exact decimal number."""

Kilometres = Annotated[
    Number,
    Field(ge=0, le=LARGEST_DISTANCE_KM),
    _read(at_most=LARGEST_DISTANCE_KM),
    _written(at_most=LARGEST_DISTANCE_KM),
]
"""A one-way distance [km]."""
Hours = Annotated[Number, Field(ge=0, le=MOST_HOURS), _read(at_most=MOST_HOURS), _written(at_most=MOST_HOURS)]
"""Hours of teaching [h]."""
Months = Annotated[
    Decimal,
    BeforeValidator(read_months),
    PlainSerializer(plain, return_type=str, when_used="json"),
    Field(ge=0, le=MOST_MONTHS),
    _read(at_most=MOST_MONTHS),
    _written(at_most=MOST_MONTHS),
]
"""Months of thirty days."""
AnyNumber = Decimal | float | str
"""What is read as a number."""

Share = Annotated[Number, Field(ge=0, le=1), _read(at_most=1), _written(at_most=1)]
"""A part of a whole, from 0 to 1."""
