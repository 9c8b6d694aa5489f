"""The models of the library as structs of msgspec, which checks types alone: what a compiled result costs.

Sums, bounds and sentences are not checked; nothing is computed.
"""

from collections.abc import Mapping
from enum import Enum
from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

import msgspec
from pydantic import BaseModel

_made: dict[type[BaseModel], type[msgspec.Struct]] = {}


def struct_of(model: type[BaseModel]) -> type[msgspec.Struct]:
    """Return a struct with the fields of a model."""
    if model not in _made:
        fields = [(name, _as_type(field.annotation)) for name, field in model.model_fields.items()]
        _made[model] = msgspec.defstruct(model.__name__, fields, frozen=True)
    return _made[model]


def _as_type(annotation: object) -> object:
    """Return an annotation without what pydantic alone knows."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _as_type(arguments[0])
    if origin in {Union, UnionType}:
        return reduce(or_, map(_as_type, arguments))
    if origin is tuple:
        return tuple[tuple(one if one is Ellipsis else _as_type(one) for one in arguments)]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return struct_of(annotation)
    return annotation


def nested(value: object) -> object:
    """Return the dump of a model as msgspec reads it: words as text, and compared values as pairs."""
    match value:
        case Mapping():
            return {name: _pairs(one) if name == "details" else nested(one) for name, one in value.items()}
        case tuple() | list():
            return [nested(one) for one in value]
        case Enum():
            return value.value
        case _:
            return value


def _pairs(details: object) -> object:
    return list(details.items()) if isinstance(details, Mapping) else details
