"""Euros, exact to the cent.

An amount is a `Decimal` with two places that is never negative; inside, sums and shares are whole cents.  A float never
becomes money, and nothing here looks at the caller's decimal context.

Examples:
    >>> line_amount(quantity=143, rate_eur=Decimal("850.00"), rate_days=30)
    Decimal('4051.67')
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Final, assert_never, overload

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from erasmus_grants.basics.algebra import Whole, half_up
from erasmus_grants.basics.decimals import EXACT, with_two_readings
from erasmus_grants.basics.errors import quoted
from erasmus_grants.basics.patterns import text_up_to
from erasmus_grants.basics.vocabulary import Rounding

_CANONICAL = re.compile(r"[0-9]{1,13}\.[0-9]{2}").fullmatch
_READABLE = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,12})?").fullmatch
_LARGEST_EUR = 9_999_999_999_999
_MOST_DIGITS = 13
_LARGEST_EXPONENT = 12

_CENT = Decimal("0.01")
_CENTS_OF_EURO = Decimal(100)

ZERO_EUR = Decimal("0.00")


def to_cents(amount_eur: Decimal) -> int:
    """Return an amount in whole cents.

    Examples:
        >>> to_cents(Decimal("820.00"))
        82000
    """
    return int(EXACT.multiply(amount_eur, _CENTS_OF_EURO))


def from_cents(cents: int) -> Decimal:
    """Return whole cents as euros with two places.

    Examples:
        >>> from_cents(82000)
        Decimal('820.00')
    """
    return EXACT.multiply(cents, _CENT)


def signed_eur(cents: int) -> str:
    """Return how much more or less something is, in euros with its sign.

    Examples:
        >>> signed_eur(5000), signed_eur(-1), signed_eur(0)
        ('+50.00', '-0.01', '0.00')
    """
    sign = "+" if cents > 0 else "-" if cents < 0 else ""
    return f"{sign}{from_cents(abs(cents))}"


def total_eur(amounts_eur: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of amounts.

    Examples:
        >>> total_eur([Decimal("820.00"), Decimal("0.01")])
        Decimal('820.01')
    """
    return from_cents(sum(map(to_cents, amounts_eur)))


def line_amount(
    *, quantity: int, rate_eur: Decimal, rate_days: int, rounding: Rounding = Rounding.HALF_UP_TO_CENT
) -> Decimal:
    """Return quantity x rate / days of the rate, rounded once: half up to the cent, if not otherwise.

    Examples:
        >>> line_amount(quantity=1, rate_eur=Decimal("0.15"), rate_days=30)  # half a cent rounds up
        Decimal('0.01')
        >>> line_amount(quantity=47, rate_eur=Decimal("520"), rate_days=30, rounding=Rounding.HALF_UP_TO_EURO)
        Decimal('815.00')
    """
    return from_cents(rounded_part(quantity * to_cents(rate_eur), rate_days, rounding))


@overload
def rounded_part(cents: int, parts: int, rounding: Rounding) -> int: ...
@overload
def rounded_part(cents: Whole, parts: int, rounding: Rounding) -> Whole: ...
def rounded_part(cents: Whole, parts: int, rounding: Rounding) -> Whole:
    """Return a part of some cents, rounded, in cents.

    Examples:
        >>> rounded_part(72, 30, Rounding.HALF_UP_TO_CENT), rounded_part(814_67, 1, Rounding.HALF_UP_TO_EURO)
        (2, 81500)
    """
    match rounding:
        case Rounding.HALF_UP_TO_CENT:
            return half_up(cents, parts)
        case Rounding.HALF_UP_TO_EURO:
            return (cents * 2 + 100 * parts) // (200 * parts) * 100
        case Rounding.DOWN_TO_EURO:
            return cents // (100 * parts) * 100
        case _:  # pragma: no cover
            assert_never(rounding)


def share_of_rate(rate_eur: Decimal, share: Decimal) -> Decimal:
    """Return a share of a rate, unrounded; the caller checks that it is whole cents.

    Examples:
        >>> share_of_rate(Decimal("180.00"), Decimal("0.7"))
        Decimal('126.000')
    """
    return EXACT.multiply(rate_eur, share)


def rounded(amount_eur: Decimal, rounding: Rounding) -> Decimal:
    """Return an exact amount, rounded.

    Examples:
        >>> rounded(Decimal("103.60"), Rounding.DOWN_TO_EURO), rounded(Decimal("66.675"), Rounding.HALF_UP_TO_CENT)
        (Decimal('103.00'), Decimal('66.68'))
    """
    numerator, denominator = amount_eur.as_integer_ratio()
    return from_cents(rounded_part(100 * numerator, denominator, rounding))


def is_whole_cents(amount_eur: Decimal) -> bool:
    """Return whether an amount has no fraction of a cent.

    Examples:
        >>> is_whole_cents(Decimal("103.600")), is_whole_cents(Decimal("66.675"))
        (True, False)
    """
    cents = EXACT.multiply(amount_eur, _CENTS_OF_EURO)
    return cents == cents.to_integral_value()


def read_money(value: object) -> Decimal:
    """Return an amount with exactly two places, from a Decimal, whole number or plain decimal text.

    Raises:
        PydanticCustomError: It is something else, is negative, too large, has a fraction of a cent, or is text that
            may mean thousands: 1.310.

    Examples:
        >>> read_money("180"), read_money(180), read_money(Decimal("-0"))
        (Decimal('180.00'), Decimal('180.00'), Decimal('0.00'))
    """
    if type(value) is Decimal and _CANONICAL(str(value)):
        return value
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        kind = "float" if isinstance(value, float) else type(value).__name__
        message = "money is written as text like '180.00', as a Decimal or as a whole number, never as {kind}"
        raise PydanticCustomError("money_type", message, {"kind": kind})
    text = value if isinstance(value, str) else _plain(value)
    if text is None or not _READABLE(text):
        given = f"one of more than {_MOST_DIGITS} digits" if text is None else quoted(text)
        message = "money is plain decimal text like '180.00', of at most {largest} euros, not {given}"
        raise PydanticCustomError("money_text", message, {"largest": _LARGEST_EUR, "given": given})
    amount = Decimal(text)
    if amount < 0:
        raise PydanticCustomError("money_negative", "an amount of money is not negative")
    if not is_whole_cents(amount):
        raise PydanticCustomError("money_fraction", "an amount of money has no fraction of a cent")
    if isinstance(value, str) and (problem := with_two_readings(value)):
        raise PydanticCustomError("money_two_readings", "{problem}", {"problem": problem})
    return from_cents(to_cents(amount))


def _plain(value: Decimal | int) -> str | None:
    """Return a number without exponent; what is far too large or small stays unreadable, and None is too many digits.

    Of a whole number with thousands of digits Python makes no text.
    """
    if isinstance(value, int):
        return str(value) if abs(value) <= _LARGEST_EUR else None
    return format(value, "f") if value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT else str(value)


def _in_json(text: str, *, at_most: int) -> WithJsonSchema:
    """Return how an amount may be written in JSON: as text of a pattern, or as a whole number up to a limit [EUR].

    By a schema 1765.0 is a whole number too; only the library refuses it.
    """
    whole = {"type": "integer", "minimum": 0, "maximum": at_most}
    written = {"type": "string", "pattern": f"{text}|{_NOTHING_BELOW_ZERO}"}
    return WithJsonSchema({"anyOf": [written, whole]}, mode="validation")


_NOTHING_BELOW_ZERO = r"^-0{1,13}(?:\.0{1,2})?$"


AnyAmount = Decimal | int | str
"""What is read as an amount; a float is none, since it is seldom exact."""

Money = Annotated[
    Decimal,
    BeforeValidator(read_money),
    _in_json(r"^[0-9]{1,13}(\.[0-9]{1,2})?$", at_most=_LARGEST_EUR),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,13}\.[0-9]{2}$"}, mode="serialization"),
]
"""An amount in euros [EUR, two places, not negative]."""

_LARGEST_RATE_EUR: Final = 100_000

Rate = Annotated[
    Money,
    Field(le=_LARGEST_RATE_EUR),
    _in_json(text_up_to(_LARGEST_RATE_EUR, digits=13, places=2), at_most=_LARGEST_RATE_EUR),
]
"""An amount that a table prints [EUR]; no stay, however long, multiplies it beyond what money can be."""
