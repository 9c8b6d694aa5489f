"""The one place where whole cents become what a caller sees.

Examples:
    >>> import polars
    >>> cents = nw.from_native(polars.DataFrame({"total_eur": [208000], "balance_eur": [UNKNOWN]}))
    >>> in_euros(cents, ("total_eur", "balance_eur"), ("balance_eur",), money="decimal").rows()
    [(Decimal('2080.00'), None)]
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, Literal

import narwhals.stable.v2 as nw

from erasmus_grants.money import from_cents

UNKNOWN: Final = -1
"""What stands for an amount that is not known, until it becomes a null."""

_CENTS_DIGITS, _EURO_DIGITS = 19, 18
_CENT = Decimal("0.01")


def in_euros(frame: Any, amounts: Iterable[str], unknown: Iterable[str], *, money: Literal["decimal", "cents"]) -> Any:  # noqa: ANN401 - the caller's kind of frame
    """Return a frame whose amounts are decimals or cents, and null where they are not known.

    Args:
        frame: The frame, with amounts in cents.
        amounts: The columns of amounts.
        unknown: Those of them that may be `UNKNOWN`.
        money: What they become.
    """
    may_be_null = frozenset(unknown)
    backend = frame.implementation
    if backend is nw.Implementation.DASK or (backend.is_pandas_like() and (money == "cents" or not _has_pyarrow())):
        return _in_pandas(frame, amounts, may_be_null, money=money)
    columns: dict[str, nw.Expr] = {}
    for name in amounts:
        cents = nw.col(name)
        if name in may_be_null:
            cents = nw.when(cents != UNKNOWN).then(cents)
        if money == "decimal":
            exact = cents.cast(nw.Decimal(_CENTS_DIGITS, 0)) * nw.lit(_CENT)
            columns[name] = exact.cast(nw.Decimal(_EURO_DIGITS, 2))
        elif name in may_be_null:
            columns[name] = cents
    return frame.with_columns(**columns) if columns else frame


def _has_pyarrow() -> bool:
    try:
        import pyarrow as _  # noqa: PLC0415 - only pandas asks
    except ImportError:
        return False
    return True


def _in_pandas(frame: Any, amounts: Iterable[str], may_be_null: frozenset[str], *, money: str) -> Any:  # noqa: ANN401
    """Return the same for pandas, whose numbers of NumPy know neither decimals nor nulls, and for Dask, which has them."""
    native = nw.to_native(frame)
    columns: dict[str, Any] = {}
    for name in amounts:
        column = native[name]
        if money == "cents" and name in may_be_null:
            whole = column.astype("Int64")
            columns[name] = whole.where(whole != UNKNOWN)
        elif money == "decimal":
            columns[name] = _decimals(column)
    return nw.from_native(native.assign(**columns))


def _decimals(column: Any) -> Any:  # noqa: ANN401
    """Return a column of cents as decimals: of pyarrow where it is installed, of Python otherwise."""
    if not _has_pyarrow():
        return column.map({}.get if column.empty else _decimal).astype(object)
    if hasattr(column, "map_partitions"):
        meta = _arrow_decimals(column._meta)  # noqa: SLF001 - how Dask is told a type
        return column.map_partitions(_arrow_decimals, meta=meta)
    return _arrow_decimals(column)


def _decimal(cents: int) -> Decimal | None:
    return None if cents == UNKNOWN else from_cents(cents)


def _arrow_decimals(column: Any) -> Any:  # noqa: ANN401
    frame = nw.from_native(column.to_frame("cents"))
    cents = nw.when(nw.col("cents") != UNKNOWN).then(nw.col("cents"))
    exact = (cents.cast(nw.Decimal(_CENTS_DIGITS, 0)) * nw.lit(_CENT)).cast(nw.Decimal(_EURO_DIGITS, 2))
    return frame.select(cents=exact).to_native()["cents"].rename(column.name)
