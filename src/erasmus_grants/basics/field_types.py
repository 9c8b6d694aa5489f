"""Types of fields that several models have: words of closed lists, several values, whole numbers as others write them.

Examples:
    >>> from erasmus_grants.basics.vocabulary import ActivityType
    >>> in_enum_order((ActivityType.STT, ActivityType.STA, ActivityType.STT))
    (<ActivityType.STA: 'STA'>, <ActivityType.STT: 'STT'>)
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from numbers import Real
from typing import Annotated, TypeGuard, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

AnyEnum = TypeVar("AnyEnum", bound=StrEnum)
AnyItem = TypeVar("AnyItem")
_COLLECTIONS = (list, tuple, set, frozenset)


def is_collection(value: object) -> TypeGuard[Collection[object]]:
    """Return whether a value is a list, tuple or set of anything."""
    return isinstance(value, _COLLECTIONS)


def is_mapping(value: object) -> TypeGuard[Mapping[object, object]]:
    """Return whether a value is a table of anything."""
    return isinstance(value, Mapping)


def as_whole(value: object) -> object:
    """Return a whole number of another type as an int, and anything else as it stands.

    Parsers of JSON, and data bases, may give each number as a float or as a `Decimal`.

    Args:
        value: Any value.

    Examples:
        >>> as_whole(Decimal("5")), as_whole(5.0), as_whole(Decimal("5.5")), as_whole("5"), as_whole(True)
        (5, 5, Decimal('5.5'), '5', True)
    """
    if isinstance(value, int) or not isinstance(value, Real | Decimal):
        return value
    try:
        number = float(value)
    except (ValueError, OverflowError):  # of a signaling NaN, and of a fraction that is too large
        return value
    return int(number) if number.is_integer() and number == value else value


Count = Annotated[int, BeforeValidator(as_whole)]
"""A whole number in a result that may have been stored and parsed by others."""


def list_as_tuple(value: object) -> object:
    """Return a list as a tuple; what has no order of its own stays what it is, and is refused."""
    return tuple(value) if is_collection(value) and isinstance(value, list) else value


Many = Annotated[tuple[AnyItem, ...], BeforeValidator(list_as_tuple)]
"""A tuple, which may be given as a list: that is how JSON arrives when somebody else has parsed it."""

Choice = Annotated[AnyEnum, Field(strict=False)]
"""One word of a closed list, given as the word or as its exact text."""


def collection_as_tuple(value: object) -> object:
    """Return any collection, but for text and tables, as the tuple that a strict model takes."""
    return tuple(value) if _is_any_collection(value) else value


def _is_any_collection(value: object) -> TypeGuard[Collection[object]]:
    return isinstance(value, Collection) and not isinstance(value, str | bytes | bytearray | memoryview | Mapping)


def in_enum_order(members: tuple[AnyEnum, ...]) -> tuple[AnyEnum, ...]:
    """Return members once each, in the order of their list."""
    return tuple(word for word in type(members[0]) if word in members) if members else ()


Members = Annotated[tuple[Choice[AnyEnum], ...], BeforeValidator(collection_as_tuple), AfterValidator(in_enum_order)]
"""Some words of a closed list, in its order; any collection of them is read."""


def with_nulls(data: object, *names: str) -> object:
    """Return the fields of a result with null for those that are left out, as some encoders leave nulls out.

    Args:
        data: The fields.
        names: Those that may be null.

    Examples:
        >>> with_nulls({"total_eur": "9.00"}, "total_eur", "reference")
        {'total_eur': '9.00', 'reference': None}
    """
    if not is_mapping(data) or data.keys() >= set(names):
        return data
    filled: dict[object, object] = {**data}
    for name in names:
        filled.setdefault(name, None)
    return filled
