"""The fields of a mobility, as they are declared: what kind of value each has, and between what it lies.

Examples:
    >>> FORMS["distance_km"].kind.name, FORMS["distance_km"].most, FORMS["travel_mode"].words.__name__
    ('NUMBER', 20040, 'TravelMode')
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import NamedTuple, get_args

from annotated_types import Le
from pydantic.fields import FieldInfo

from erasmus_grants.basics.countries import Country
from erasmus_grants.records.mobility import Mobility

FIELDS = tuple(Mobility.model_fields)
"""The fields of a mobility, in their order."""

REQUIRED = tuple(name for name, field in Mobility.model_fields.items() if field.is_required())
"""The fields that have no default."""


class Kind(Enum):
    """What kind of value a field has."""

    WORD = auto()
    TEXT = auto()
    CONDITION = auto()
    WHOLE_NUMBER = auto()
    NUMBER = auto()
    DAY = auto()


_KINDS_OF_TYPES: Mapping[type, Kind] = {
    bool: Kind.CONDITION,
    int: Kind.WHOLE_NUMBER,
    Decimal: Kind.NUMBER,
    date: Kind.DAY,
    str: Kind.TEXT,
}


class Form(NamedTuple):
    """What a column of a field holds.

    Attributes:
        kind: What kind of values.
        most: The largest number, if they are numbers.
        words: The closed list, if they are words of one.
        may_be_omitted: Whether a mobility may have no value of it.
        default: What is true of a mobility that does not say, if it is true or false.
    """

    kind: Kind
    most: int
    words: type[StrEnum] | None
    may_be_omitted: bool
    default: bool


def _form_of(field: FieldInfo) -> Form:
    """Return what a column of a field holds, from its declaration."""
    declared = next((one for one in get_args(field.annotation) if one is not type(None)), field.annotation)
    named, *said = get_args(declared) or (declared,)
    base = named if isinstance(named, type) else object
    constraints = [*field.metadata, *(one for part in said for one in getattr(part, "metadata", ()))]
    words = base if issubclass(base, StrEnum) else None
    kind = Kind.WORD if words is not None or declared == Country else _KINDS_OF_TYPES[base]
    limits = [int(one.le) for one in constraints if isinstance(one, Le) and isinstance(one.le, int)]
    most = limits[0] if kind in {Kind.WHOLE_NUMBER, Kind.NUMBER} else 0  # each number has one
    optional = type(None) in get_args(field.annotation)
    return Form(kind, most, words, may_be_omitted=optional, default=field.default is True)


FORMS: Mapping[str, Form] = {name: _form_of(field) for name, field in Mobility.model_fields.items()}
"""What each field holds, as its declaration says."""

KINDS: Mapping[str, Kind] = {name: form.kind for name, form in FORMS.items()}
"""The kind of each field."""
