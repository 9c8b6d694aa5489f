"""Conditions and numbers that are known beforehand, or are a column of a frame.

Rules are written once for both: what is known while an expression is being built folds away, so a column that the
caller does not have, or a table with one entry, costs nothing.  Columns are never null: whoever reads one says first
what stands in place of a value that is missing.

Examples:
    >>> import polars
    >>> steps = Steps(polars)
    >>> far = steps.keep(both(steps.column("km") >= 100, True), "far")
    >>> amount = steps.keep(choose([(far, 180)], 0), "amount")
    >>> steps.taken(polars.DataFrame({"km": [99.9, 100.0]}))[amount.name].to_list()
    [0, 180]
    >>> both(steps.column("km") >= 100, False), choose([(True, 180)], 0)
    (False, 180)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias, TypeVar

import narwhals.stable.v2 as nw

from erasmus_grants.frames.untyped import Dialect, Expr, Frame

Truth: TypeAlias = "bool | Column"
"""A condition."""

Number: TypeAlias = "int | float | Column"
"""A whole number, a distance, hours or months."""

AnyValue = TypeVar("AnyValue")
"""A value that is known, or a column."""

OWN_COLUMNS = "__erasmus_grants_"
"""What the names of columns start with that are only there while something is computed."""


class Column:
    """A value that differs from row to row.

    Attributes:
        expr: How it is computed.
        dialect: The module that the expression is of.
        depth: How many steps have to be taken before it can be.
        name: What it is called, if it is a column of the frame and nothing is left to compute.
    """

    __slots__ = ("depth", "dialect", "expr", "name")

    def __init__(self, expr: Expr, dialect: Dialect, depth: int = 0, name: str = "") -> None:
        self.expr = expr
        self.dialect = dialect
        self.depth = depth
        self.name = name

    def of(self, expr: Expr) -> Column:
        """Return what an expression makes of it."""
        return Column(expr, self.dialect, self.depth)

    def __add__(self, other: Number) -> Number:
        return self if is_just(other, 0) else self._with(other, self.expr + _plain(other))

    def __radd__(self, other: float) -> Number:
        return self + other

    def __sub__(self, other: Number) -> Number:
        return self if is_just(other, 0) else self._with(other, self.expr - _plain(other))

    def __rsub__(self, other: float) -> Number:
        return self._with(other, other - self.expr)

    def __mul__(self, other: Number) -> Number:
        if is_just(other, 0):
            return 0
        return self if is_just(other, 1) else self._with(other, self.expr * _plain(other))

    def __rmul__(self, other: float) -> Number:
        return self * other

    def __floordiv__(self, other: int) -> Number:
        return self if other == 1 else self.of(self.expr // other)

    def __lt__(self, other: Number) -> Column:
        return self._with(other, self.expr < _plain(other))

    def __le__(self, other: Number) -> Column:
        return self._with(other, self.expr <= _plain(other))

    def __gt__(self, other: Number) -> Column:
        return self._with(other, self.expr > _plain(other))

    def __ge__(self, other: Number) -> Column:
        return self._with(other, self.expr >= _plain(other))

    def equals(self, other: Number | str) -> Column:
        """Return whether it is just this."""
        return self._with(other, self.expr == _plain(other))

    def is_in(self, values: Sequence[int] | Sequence[str]) -> Column:
        """Return whether it is one of these."""
        if len(values) == 1:
            return self.equals(values[0])
        return self.of(self.expr.is_in(list(values)))

    def _with(self, other: Number | str, expr: Expr) -> Column:
        depth = max(self.depth, other.depth) if isinstance(other, Column) else self.depth
        return Column(expr, self.dialect, depth)


class Steps:
    """What is computed, in as few steps as the values allow: a step uses only what earlier ones have kept."""

    def __init__(self, dialect: Dialect = nw) -> None:
        self.dialect = dialect
        self._steps: list[dict[str, Expr]] = []
        self._kept = 0

    def column(self, name: str) -> Column:
        """Return a column that the frame has from the beginning."""
        return Column(self.dialect.col(name), self.dialect)

    def keep(self, value: AnyValue | Column, name: str) -> AnyValue | Column:
        """Return a value as a column of its own, if it is worth one, so that it is computed once."""
        return self.kept(value, name) if isinstance(value, Column) else value

    def kept(self, value: Column, name: str) -> Column:
        """Return a column, computed once."""
        if value.name:
            return value
        self._kept += 1
        unique = f"{OWN_COLUMNS}{self._kept}_{name}"
        while len(self._steps) <= value.depth:
            self._steps.append({})
        self._steps[value.depth][unique] = value.expr
        return Column(self.dialect.col(unique), self.dialect, value.depth + 1, unique)

    def taken(self, frame: Frame) -> Frame:
        """Return a frame with all columns that were kept."""
        for step in self._steps:
            frame = frame.with_columns(**step)
        return frame


def is_just(value: Number, number: int) -> bool:
    """Return whether a value is known, and this number."""
    return not isinstance(value, Column) and value == number


def _plain(value: Number | str) -> Frame:
    return value.expr if isinstance(value, Column) else value


def literal(value: object, dialect: Dialect) -> Expr:
    """Return a known value as an expression of its type, and a column as it is computed."""
    match value:
        case Column():
            return value.expr
        case bool():
            return dialect.lit(value, dtype=dialect.Boolean)
        case int():
            return dialect.lit(value, dtype=dialect.Int64)
        case _:
            return dialect.lit(value)


def opposite(condition: Truth) -> Truth:
    """Return whether a condition does not hold."""
    return condition.of(~condition.expr) if isinstance(condition, Column) else not condition


def both(one: Truth, other: Truth) -> Truth:
    """Return whether two conditions hold."""
    if isinstance(one, Column) and isinstance(other, Column):
        return one if one is other else Column(one.expr & other.expr, one.dialect, max(one.depth, other.depth))
    known, open_one = (one, other) if isinstance(other, Column) else (other, one)
    return open_one if known else False


def either(one: Truth, other: Truth) -> Truth:
    """Return whether one of two conditions holds."""
    if isinstance(one, Column) and isinstance(other, Column):
        return one if one is other else Column(one.expr | other.expr, one.dialect, max(one.depth, other.depth))
    known, open_one = (one, other) if isinstance(other, Column) else (other, one)
    return True if known else open_one


def all_of(*conditions: Truth) -> Truth:
    """Return whether all conditions hold."""
    holds: Truth = True
    for condition in conditions:
        holds = both(holds, condition)
    return holds


def any_of(conditions: Iterable[Truth]) -> Truth:
    """Return whether one of the conditions holds."""
    holds: Truth = False
    for condition in conditions:
        holds = either(holds, condition)
    return holds


def chosen(condition: Truth, then: Truth, otherwise: Truth) -> Truth:
    """Return one of two conditions, depending on a third."""
    return either(both(condition, then), both(opposite(condition), otherwise))


def differ(one: Truth, other: Truth) -> Truth:
    """Return whether just one of two conditions holds."""
    return chosen(one, opposite(other), other)


def is_one_of(value: Number | str, values: Sequence[int] | Sequence[str]) -> Truth:
    """Return whether a number or a text is one of some that are known."""
    if isinstance(value, Column):
        return value.is_in(values) if values else False
    return value in values


def equal(one: Number, other: Number) -> Truth:
    """Return whether two numbers are the same."""
    if isinstance(one, Column):
        return one.equals(other)
    return other.equals(one) if isinstance(other, Column) else one == other


def at_most(value: Number, limit: Number) -> Number:
    """Return the lower of two numbers."""
    if isinstance(value, Column):
        return choose([(value < limit, value)], limit)
    return at_most(limit, value) if isinstance(limit, Column) else min(value, limit)


def at_least(value: Number, limit: Number) -> Number:
    """Return the higher of two numbers."""
    if isinstance(value, Column):
        return choose([(value > limit, value)], limit)
    return at_least(limit, value) if isinstance(limit, Column) else max(value, limit)


def choose(cases: Iterable[tuple[Truth, AnyValue | Column]], otherwise: AnyValue | Column) -> AnyValue | Column:
    """Return the value of the first case whose condition holds."""
    ladder: list[tuple[Column, AnyValue | Column]] = []
    for condition, value in cases:
        if isinstance(condition, Column):
            ladder.append((condition, value))
        elif condition:
            otherwise = value
            break
    while ladder and _same(ladder[-1][1], otherwise):
        ladder.pop()
    for condition, value in reversed(ladder):
        depths = [one.depth for one in (condition, value, otherwise) if isinstance(one, Column)]
        dialect = condition.dialect
        ladder_of_one = dialect.when(condition.expr).then(literal(value, dialect))
        otherwise = Column(ladder_of_one.otherwise(literal(otherwise, dialect)), dialect, max(depths))
    return otherwise


def _same(one: object, other: object) -> bool:
    return one is other or (not isinstance(one, Column) and not isinstance(other, Column) and one == other)


def remainder(number: Number, divisor: int) -> Number:
    """Return what a division leaves over; back ends do not agree on an operator for it."""
    return number - number // divisor * divisor


def quotient(number: Number, divisor: int, steps: Steps) -> Number:
    """Return the float nearest to a quotient.

    A back end may multiply by the reciprocal of a divisor that it knows, which is not always the same; so the divisor
    is a column too.
    """
    if not isinstance(number, Column):
        return number / divisor
    as_float = number.dialect.Float64
    column = steps.kept(number.of((number.expr * 0 + divisor).cast(as_float)), "divisor")
    return column.of(number.expr.cast(as_float) / column.expr)


def half_up(cents: Number, parts: int) -> Number:
    """Return a part of some cents, rounded half up to the cent."""
    return cents if parts == 1 else (cents * 2 + parts) // (2 * parts)
