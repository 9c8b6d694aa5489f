"""The one place where whole numbers become what a caller sees.

Examples:
    >>> import polars
    >>> numbers = {name: [0] for name in (*ELIGIBLE_AND_DAYS, *AMOUNTS)} | {"pre_financing_eur": [UNKNOWN]}
    >>> euros = finished(nw.from_native(polars.DataFrame(numbers)), money="decimal")
    >>> euros.select("travel_support_eur", "balance_eur").rows()
    [(Decimal('0.00'), None)]
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, TypeAlias

import narwhals.stable.v2 as nw

from erasmus_grants.basics.money import from_cents
from erasmus_grants.basics.untyped import Frame
from erasmus_grants.frames.backends import is_installed

AmountUnit: TypeAlias = Literal["decimal", "cents"]
"""What amounts are: exact decimals with two places, or whole cents."""

AMOUNTS: Final = (
    *("travel_support_eur", "individual_support_eur", "top_ups_eur"),
    *("total_eur", "minimum_total_eur", "maximum_total_eur", "pre_financing_eur", "balance_eur"),
)
"""The columns of amounts."""

BOUNDS: Final = ("minimum_total_eur", "maximum_total_eur")
"""Those of them that say between what a total lies, known or not."""

ELIGIBLE_AND_DAYS: Final = ("eligible", "funded_days")
"""The columns that are whole numbers until the end: 1 and 0, and days."""

UNKNOWN: Final = -1
"""What stands for an amount that is not known, until it becomes a null."""

_CENTS, _EUROS = nw.Decimal(19, 0), nw.Decimal(18, 2)
_CENT = Decimal("0.01")


def finished(frame: Frame, *, money: AmountUnit) -> Frame:
    """Return a frame whose amounts are what the caller asked for, and null where they are not known.

    Args:
        frame: The frame, with amounts in cents, days, and eligibility as 1 and 0.
        money: What amounts become.
    """
    backend = frame.implementation
    if backend.is_pandas_like():
        return _in_pandas(frame, money=money)
    if backend is nw.Implementation.POLARS:
        return nw.from_native(_in_polars(frame.to_native(), backend.to_native_namespace(), money=money))
    known = _known(nw)
    frame = frame.with_columns(eligible=known["eligible"].cast(nw.Boolean), funded_days=known["funded_days"])
    if money == "cents":
        return frame.with_columns(**{name: known[name] for name in AMOUNTS})
    return frame.with_columns(**{name: _decimal(known[name]) for name in AMOUNTS})


def _known(dialect: Frame) -> dict[str, Frame]:
    """Return each column, null where it is not known."""
    columns = {name: dialect.col(name) for name in (*ELIGIBLE_AND_DAYS, *AMOUNTS)}
    return {name: dialect.when(column != UNKNOWN).then(column) for name, column in columns.items()}


def _decimal(cents: nw.Expr) -> nw.Expr:
    return (cents.cast(_CENTS) * nw.lit(_CENT)).cast(_EUROS)


def _in_polars(frame: Frame, polars: Frame, *, money: AmountUnit) -> Frame:
    """Return the same for polars, which adds decimals much faster than it makes them, and has one width for all."""
    known = _known(polars)
    answers = {"eligible": known["eligible"].cast(polars.Boolean), "funded_days": known["funded_days"]}
    if money == "cents":
        return frame.with_columns(**answers, **{name: known[name] for name in AMOUNTS})
    travel, support, top_ups, total, least, most, before, balance = AMOUNTS
    made = {
        name: known[name].cast(polars.Decimal(19, 0)) * polars.lit(_CENT)
        for name in (travel, support, top_ups, least, most, before)
    }
    summed = frame.with_columns(**answers, **made).with_columns(
        **{total: polars.col(travel) + polars.col(support) + polars.col(top_ups)}
    )
    return summed.with_columns(**{balance: polars.col(total) - polars.col(before)})


def _in_pandas(frame: Frame, *, money: AmountUnit) -> Frame:
    """Return the same for pandas, whose own numbers know no decimals and no nulls.

    Its types are those that know nulls, whether or not there are any.
    """
    native = nw.to_native(frame)
    to_money = _whole_or_null if money == "cents" else _arrow_decimals if is_installed("pyarrow") else _python_decimals
    convert = {"eligible": _truth_or_null, "funded_days": _whole_or_null, **dict.fromkeys(AMOUNTS, to_money)}
    return nw.from_native(native.assign(**{name: how(native[name]) for name, how in convert.items()}))


def _whole_or_null(column: Frame) -> Frame:
    whole = column.astype("Int64")
    return whole.where(whole != UNKNOWN)


def _truth_or_null(column: Frame) -> Frame:
    return _whole_or_null(column).astype("boolean")


def _arrow_decimals(column: Frame) -> Frame:
    frame = nw.from_native(column.to_frame("cents"))
    known = nw.when(nw.col("cents") != UNKNOWN).then(nw.col("cents"))
    return frame.select(cents=_decimal(known)).to_native()["cents"].rename(column.name)


def _python_decimals(column: Frame) -> Frame:
    decimals = [None if cents == UNKNOWN else from_cents(int(cents)) for cents in column]
    return type(column)(decimals, index=column.index, name=column.name, dtype=object)
