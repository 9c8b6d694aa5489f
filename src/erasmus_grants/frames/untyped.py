"""What other libraries give us, and whose types no checker can know: the only place that says `Any`.

A frame is the caller's, of a library that need not be installed when this one is checked.

Examples:
    >>> Frame is Expr is Cell
    True
"""

from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

Frame: TypeAlias = Any
"""A frame of narwhals or of the caller's library, in memory or not."""

Expr: TypeAlias = Any
"""An expression of narwhals, or of polars, which reads the same and is built faster."""

Dialect: TypeAlias = Any
"""The module that expressions are of."""

Cell: TypeAlias = Any
"""What may stand in a cell of a frame."""


def narwhals_of(frame: Frame) -> Frame:
    """Return a frame of narwhals over the caller's.

    Raises:
        TypeError: It is no frame.
    """
    return nw.from_native(frame)


def is_in_memory(frame: Frame) -> bool:
    """Return whether a frame of narwhals is in memory, so that it may be looked into."""
    return isinstance(frame, nw.DataFrame)
