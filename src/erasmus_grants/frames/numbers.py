"""Columns of numbers, which are computed as 64-bit floats.

Examples:
    >>> import polars
    >>> hours = nw.from_native(polars.DataFrame({"h": polars.Series([11.2], dtype=polars.Float32)}))
    >>> hours.select(nw.col("h").cast(nw.Float64))["h"].to_list()
    [11.199999809265137]
    >>> hours.select(as_floats(nw.col("h"), hours.schema["h"], nw))["h"].to_list()
    [11.2]
"""

import narwhals.stable.v2 as nw

from erasmus_grants.basics.untyped import Dialect, Expr

SMALLEST_NUMBER = 1 / 10_000
"""A number of a frame is 0 or not below this: a smaller float may print with more places than a `Mobility` takes."""


def as_floats(numbers: Expr, dtype: nw.dtypes.DType, dialect: Dialect) -> Expr:
    """Return a column of numbers as 64-bit floats, each of which is the nearest to what the number is printed as.

    Shorter floats and decimals become text first: 11.2 in 32 bits is 11.199999809265137 in 64, and Arrow takes a
    decimal 14.400000 for the float below 14.4.

    Args:
        numbers: The column.
        dtype: Its type.
        dialect: The module that the expression is of.
    """
    is_exact = dtype == nw.Float64 or dtype.is_integer()
    return (numbers if is_exact else numbers.cast(dialect.String)).cast(dialect.Float64)
