"""Fingerprints of rulebooks: what tells whether two of them compute the same.

A fingerprint covers figures, scopes and names, and no sources, titles or sentences: mending an address does not make
stored grants unsettleable.  Of a sentence it covers that there is one, since `not_published` decides an answer.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy = toy_rulebook()
    >>> fingerprint_of(toy) == fingerprint_of(toy.model_copy(update={"title": "The same, called otherwise"}))
    True
"""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Final, TypeAlias

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from erasmus_grants.basics.field_types import is_collection
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.sources import REMARK, SENTENCE, Source

Computed: TypeAlias = "dict[str, Computed] | list[Computed] | str | int | bool | None"
"""What is computed with, as JSON carries it."""

_PLAIN: Final = (str, int, bool)


def fingerprint_of(model: Model) -> str:
    """Return the sha256 of what is computed with, as canonical JSON: what is stated, with sorted keys.

    What is left at its default is not part of it, so a field that a later version of the library adds does not make
    rulebooks look changed.
    """
    return _sha256(computed(model))


def former_fingerprint(model: BaseModel) -> str:
    """Return the fingerprint as version 0.1 of the library made it, of everything that is stated."""
    return _sha256(model.model_dump(mode="json", exclude_defaults=True))


def computed(value: object) -> Computed:
    """Return what is computed with of a model, or of a value in it: everything but sources and sentences."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, BaseModel):
        stated: dict[str, Computed] = {}
        for name, is_sentence, default in _fields(type(value)):
            item: object = getattr(value, name)
            if item is not default and not isinstance(item, Source) and item != default:
                stated[name] = True if is_sentence else computed(item)
        return stated
    if is_collection(value):
        return [computed(item) for item in value if not isinstance(item, Source)]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else None


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, bool, object], ...]:
    """Return the fields of a model but for remarks: name, whether it is a sentence, and the default."""
    fields = ((name, field) for name, field in model.model_fields.items() if REMARK not in field.metadata)
    return tuple((name, SENTENCE in field.metadata, _default(field)) for name, field in fields)


def _default(field: FieldInfo) -> object:
    default: object = field.get_default(call_default_factory=True, validated_data={})
    return default


def _sha256(data: object) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()
