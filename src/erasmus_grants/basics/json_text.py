"""JSON text that others wrote.

A name that stands twice in an object is refused: of two readers of the same text, one would take the first value, and
one the last.

Examples:
    >>> object_of_names([("distance_km", 4070), ("distance_km", 407)])
    Traceback (most recent call last):
    ...
    erasmus_grants.basics.json_text.NameTwiceError: 'distance_km' stands twice in one object
"""

import codecs
import json
from collections.abc import Sequence
from typing import TypeVar

from erasmus_grants.basics.errors import stands_twice, word_that_stands_twice

_Value = TypeVar("_Value")

_MARK = "\ufeff"


class NameTwiceError(ValueError):
    """An object of JSON that has a name twice."""


def object_of_names(pairs: Sequence[tuple[str, _Value]]) -> dict[str, _Value]:
    """Return an object of its names and values; for the `object_pairs_hook` of a parser.

    Args:
        pairs: Each name with its value.

    Raises:
        NameTwiceError: A name stands twice.

    Examples:
        >>> json.loads('{"distance_km": 4070}', object_pairs_hook=object_of_names)
        {'distance_km': 4070}
    """
    found = dict(pairs)
    if len(found) != len(pairs) and (twice := word_that_stands_twice(name for name, _ in pairs)) is not None:
        raise NameTwiceError(f"{stands_twice(twice)} in one object")
    return found


def name_twice(text: str | bytes | bytearray) -> str | None:
    """Return the sentence that a name stands twice in an object of some JSON; None: none does, or it is no JSON.

    Examples:
        >>> name_twice('{"a": 1, "b": [{"a": 2, "a": 3}]}'), name_twice('{"a": 1'), name_twice('[{"a": 1}, {"a": 2}]')
        ("'a' stands twice in one object", None, None)
    """
    try:
        json.loads(text, object_pairs_hook=object_of_names)
    except NameTwiceError as error:
        return str(error)
    except (TypeError, ValueError, RecursionError):  # which the parser that is asked next tells in its own words
        return None
    return None


def without_mark(text: str | bytes | bytearray) -> str | bytes | bytearray:
    r"""Return JSON without the byte order mark of UTF-8, which some programs put before it.

    Examples:
        >>> without_mark("\ufeff{}"), without_mark(b"\xef\xbb\xbf{}"), without_mark("{}")
        ('{}', b'{}', '{}')
    """
    match text:
        case str():
            return text.removeprefix(_MARK)
        case bytes() | bytearray():
            return text.removeprefix(codecs.BOM_UTF8)
        case _:  # which pydantic refuses; not all callers are typed
            return text
