"""What is used of polars, which computes the rows of a list.

Examples:
    >>> frame_of({"km": Values([3, None], "float64")}).to_native()["km"].to_list()
    [3.0, None]
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import NamedTuple

import narwhals.stable.v2 as nw

from erasmus_grants.basics.untyped import Frame

_POLARS: Frame = import_module("polars")
_TYPES: Mapping[str, object] = {
    "string": _POLARS.String,
    "bool": _POLARS.Boolean,
    "int64": _POLARS.Int64,
    "float64": _POLARS.Float64,
    "day": _POLARS.Date,
}


class Values(NamedTuple):
    """A column of a frame.

    Attributes:
        values: What it holds.
        of: The name of their type.
    """

    values: Sequence[object]
    of: str


def frame_of(columns: Mapping[str, Values]) -> Frame:
    """Return columns as a frame of narwhals."""
    made = [_POLARS.Series(name, column.values, _TYPES[column.of]) for name, column in columns.items()]
    return nw.from_native(_POLARS.DataFrame(made))
