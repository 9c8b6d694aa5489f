"""The one place where whole cents become what a caller sees.

Examples:
    >>> import polars
    >>> cents = {name: [0] for name in AMOUNTS} | {name: [UNKNOWN] for name in PAYMENTS}
    >>> euros = in_euros(nw.from_native(polars.DataFrame(cents)), may_be_unknown=True, money="decimal")
    >>> euros.select("travel_support_eur", "balance_eur").rows()
    [(Decimal('0.00'), None)]
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from importlib.util import find_spec
from typing import Final, Literal, TypeAlias

import narwhals.stable.v2 as nw

from erasmus_grants.basics.money import from_cents
from erasmus_grants.basics.untyped import Frame

AmountUnit: TypeAlias = Literal["decimal", "cents"]
"""What amounts are: exact decimals with two places, or whole cents."""

AMOUNTS: Final = (
    *("travel_support_eur", "individual_support_eur", "top_ups_eur"),
    *("total_eur", "pre_financing_eur", "balance_eur"),
)
"""The columns of amounts."""

PAYMENTS: Final = ("pre_financing_eur", "balance_eur")
"""Those that are not known where no split is published."""

UNKNOWN: Final = -1
"""What stands for an amount that is not known, until it becomes a null."""

_CENTS, _EUROS = nw.Decimal(19, 0), nw.Decimal(18, 2)
_CENT = Decimal("0.01")


def in_euros(frame: Frame, *, may_be_unknown: bool, money: AmountUnit) -> Frame:
    """Return a frame whose amounts are what the caller asked for, and null where they are not known.

    Args:
        frame: The frame, with amounts in cents.
        may_be_unknown: Whether a payment may be `UNKNOWN`.
        money: What amounts become.
    """
    backend = frame.implementation
    nullable = PAYMENTS if may_be_unknown else ()
    if backend is nw.Implementation.DASK or (backend.is_pandas_like() and (money == "cents" or not _has_pyarrow())):
        return _in_pandas(frame, nullable, money=money)
    known = {name: _or_null(name) if name in nullable else nw.col(name) for name in AMOUNTS}
    if money == "cents":
        return frame.with_columns(**{name: known[name] for name in nullable}) if nullable else frame
    if backend is nw.Implementation.POLARS:
        return _in_polars(frame, known)
    return frame.with_columns(**{name: _decimal(cents) for name, cents in known.items()})


def _or_null(name: str) -> nw.Expr:
    return nw.when(nw.col(name) != UNKNOWN).then(nw.col(name))


def _decimal(cents: nw.Expr) -> nw.Expr:
    return (cents.cast(_CENTS) * nw.lit(_CENT)).cast(_EUROS)


def _in_polars(frame: Frame, known: Mapping[str, nw.Expr]) -> Frame:
    """Return the same for polars, which adds decimals much faster than it makes them, and has one width for all."""
    travel, support, top_ups, total, before, balance = AMOUNTS
    made = {name: known[name].cast(_CENTS) * nw.lit(_CENT) for name in (travel, support, top_ups, before)}
    summed = frame.with_columns(**made).with_columns(**{total: nw.col(travel) + nw.col(support) + nw.col(top_ups)})
    return summed.with_columns(**{balance: nw.col(total) - nw.col(before)})


def _has_pyarrow() -> bool:
    return find_spec("pyarrow") is not None


def _in_pandas(frame: Frame, nullable: tuple[str, ...], *, money: AmountUnit) -> Frame:
    """Return the same for pandas, whose own numbers know no decimals and no nulls, and for Dask, which is like it."""
    native = nw.to_native(frame)
    columns: dict[str, Frame] = {}
    for name in AMOUNTS if money == "decimal" else nullable:
        convert = _whole_or_null if money == "cents" else _arrow_decimals if _has_pyarrow() else _python_decimals
        column = native[name]
        if hasattr(column, "map_partitions"):
            columns[name] = column.map_partitions(convert, meta=convert(column._meta))  # noqa: SLF001 - its empty model
        else:
            columns[name] = convert(column)
    return nw.from_native(native.assign(**columns))


def _whole_or_null(column: Frame) -> Frame:
    whole = column.astype("Int64")
    return whole.where(whole != UNKNOWN)


def _arrow_decimals(column: Frame) -> Frame:
    frame = nw.from_native(column.to_frame("cents"))
    return frame.select(cents=_decimal(_or_null("cents"))).to_native()["cents"].rename(column.name)


def _python_decimals(column: Frame) -> Frame:
    decimals = [None if cents == UNKNOWN else from_cents(int(cents)) for cents in column]
    return type(column)(decimals, index=column.index, name=column.name, dtype=object)
