"""What other libraries give us, and whose types no checker can know: the only place that says `Any`.

A frame is the caller's, of a library that need not be installed when this one is checked.

Examples:
    >>> Frame is Expr is Cell
    True
"""

from typing import Any, TypeAlias

Frame: TypeAlias = Any
"""A frame of narwhals or of the caller's library, in memory or not."""

Expr: TypeAlias = Any
"""An expression of narwhals, or of polars, which reads the same and is built faster."""

Dialect: TypeAlias = Any
"""The module that expressions are of."""

Cell: TypeAlias = Any
"""What may stand in a cell of a frame."""
