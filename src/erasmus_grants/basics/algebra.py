"""Conditions and numbers that are known, or are a column of a frame: the language in which rules are written once.

A formula that is given values returns values, and one that is given columns returns a column.  What is known while an
expression is being built folds away, so a column that the caller does not have, or a table with one entry, costs
nothing.  Columns are never null: whoever reads one says first what stands in place of a value that is missing.

Conditions are combined with `&`, `|`, `^` and `not_`, which take `bool` and columns alike.

Examples:
    >>> import polars
    >>> steps = Steps(polars)
    >>> far = once((steps.column("km") >= 100) & True, "far")
    >>> amount = once(case([(far, 180)], 0), "amount")
    >>> steps.apply(polars.DataFrame({"km": [99.9, 100.0]}))[amount.name].to_list()
    [0, 180]
    >>> (steps.column("km") >= 100) & False, case([(True, 180)], 0)
    (False, 180)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeAlias, TypeVar, overload

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.untyped import Dialect, Expr, Frame

Condition: TypeAlias = "bool | Column"
"""Something that holds or does not."""

Whole: TypeAlias = "int | Column"
"""A whole number: days, cents, years."""

Comparable: TypeAlias = "int | float | Decimal | Column"
"""A number that may have a fraction: kilometres, hours, months.  It is only compared."""

AnyWord: TypeAlias = "Word | StrEnum | None"
"""A word of a closed list; None: not stated."""

AnyText: TypeAlias = "Text | str | None"
"""A country or a name; None: not stated."""

AnyQuantity: TypeAlias = "Quantity[Comparable] | Quantity[Whole] | Decimal | int | None"
"""A number that may be left out; None: not stated."""

AnyValue = TypeVar("AnyValue")
"""A value that is known, or a column."""

AnyComparable = TypeVar("AnyComparable")

OWN_COLUMNS = "__erasmus_grants_"
"""What the names of columns start with that are only there while something is computed."""


class Column:
    """A value that differs from row to row.

    Attributes:
        expr: How it is computed.
        steps: Where what is computed once is kept.
        depth: How many steps have to be taken before it can be.
        name: What it is called, if it is a column of the frame and nothing is left to compute.
    """

    __slots__ = ("depth", "expr", "name", "steps")

    def __init__(self, expr: Expr, steps: Steps, depth: int = 0, name: str = "") -> None:
        self.expr = expr
        self.steps = steps
        self.depth = depth
        self.name = name

    def with_expr(self, expr: Expr) -> Column:
        """Return a column of the same steps that is computed otherwise."""
        return Column(expr, self.steps, self.depth)

    def __bool__(self) -> bool:
        raise TypeError("a column holds in some rows and not in others: combine it with &, | and not_")

    def __and__(self, other: Condition) -> Condition:
        if isinstance(other, Column):
            return self if other is self else self._with(other, self.expr & other.expr)
        return self if other else False

    def __rand__(self, other: bool) -> Condition:
        return self & other

    def __or__(self, other: Condition) -> Condition:
        if isinstance(other, Column):
            return self if other is self else self._with(other, self.expr | other.expr)
        return True if other else self

    def __ror__(self, other: bool) -> Condition:
        return self | other

    def __xor__(self, other: Condition) -> Condition:
        return if_else(self, not_(other), other)

    def __rxor__(self, other: bool) -> Condition:
        return self ^ other

    def __add__(self, other: Whole) -> Column:
        return self if is_just(other, 0) else self._with(other, self.expr + _operand(other))

    def __radd__(self, other: int) -> Column:
        return self + other

    def __sub__(self, other: Whole) -> Column:
        return self if is_just(other, 0) else self._with(other, self.expr - _operand(other))

    def __rsub__(self, other: int) -> Column:
        return self._with(other, other - self.expr)

    def __mul__(self, other: Whole) -> Whole:
        if is_just(other, 0):
            return 0
        return self if is_just(other, 1) else self._with(other, self.expr * _operand(other))

    def __rmul__(self, other: int) -> Whole:
        return self * other

    def __floordiv__(self, other: int) -> Column:
        return self if other == 1 else self.with_expr(self.expr // other)

    def __lt__(self, other: Comparable) -> Column:
        return self._with(other, self.expr < _operand(other))

    def __le__(self, other: Comparable) -> Column:
        return self._with(other, self.expr <= _operand(other))

    def __gt__(self, other: Comparable) -> Column:
        return self._with(other, self.expr > _operand(other))

    def __ge__(self, other: Comparable) -> Column:
        return self._with(other, self.expr >= _operand(other))

    def equals(self, other: Comparable | str) -> Column:
        """Return whether it is just this."""
        return self._with(other, self.expr == _operand(other))

    def is_in(self, values: Sequence[int] | Sequence[str]) -> Column:
        """Return whether it is one of these."""
        if len(values) == 1:
            return self.equals(values[0])
        return self.with_expr(self.expr.is_in(list(values)))

    def _with(self, other: Comparable | str, expr: Expr) -> Column:
        depth = max(self.depth, other.depth) if isinstance(other, Column) else self.depth
        return Column(expr, self.steps, depth)


class Steps:
    """What is computed, in as few steps as the values allow: a step uses only what earlier ones have computed."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._steps: list[dict[str, Expr]] = []
        self._named = 0

    def column(self, name: str) -> Column:
        """Return a column that the frame has from the beginning."""
        return Column(self.dialect.col(name), self)

    def named(self, value: Column, name: str) -> Column:
        """Return a column that has a name of its own, so that it is computed once."""
        if value.name:
            return value
        self._named += 1
        unique = f"{OWN_COLUMNS}{self._named}_{name}"
        while len(self._steps) <= value.depth:
            self._steps.append({})
        self._steps[value.depth][unique] = value.expr
        return Column(self.dialect.col(unique), self, value.depth + 1, unique)

    def apply(self, frame: Frame) -> Frame:
        """Return a frame with all columns that have names."""
        for step in self._steps:
            frame = frame.with_columns(**step)
        return frame


class Word(NamedTuple):
    """A word of a closed list in each row.

    Attributes:
        members: For each word of the list in which rows it is this one.
        stated: In which rows there is any.
    """

    members: dict[StrEnum, Condition]
    stated: Condition


class Text(NamedTuple):
    """A country or a name in each row.

    Attributes:
        stated: In which rows there is any.
        text: What it is, and empty where there is none; None if the frame has no such column.
    """

    stated: Condition
    text: Column | str | None


class Quantity(NamedTuple, Generic[AnyComparable]):
    """A number in each row that may be left out.

    Attributes:
        stated: In which rows there is any.
        value: The number, and 0 where there is none.
    """

    stated: Condition
    value: AnyComparable


@overload
def once(value: Column, name: str) -> Column: ...
@overload
def once(value: AnyValue, name: str) -> AnyValue: ...
def once(value: AnyValue | Column, name: str) -> AnyValue | Column:
    """Return a value that is computed once, however often it is used; what is known is no work."""
    return value.steps.named(value, name) if isinstance(value, Column) else value


def is_just(value: Comparable, number: int) -> bool:
    """Return whether a value is known, and this number."""
    return not isinstance(value, Column) and value == number


def _operand(value: Comparable | str) -> Frame:
    """Return what an expression is combined with; columns hold no decimals but the floats that are nearest to them."""
    if isinstance(value, Column):
        return value.expr
    return float(value) if isinstance(value, Decimal) else value


def as_expr(value: object, dialect: Dialect) -> Expr:
    """Return a known value as an expression of its type, and a column as it is computed."""
    match value:
        case Column():
            return value.expr
        case int():
            return _literal(value, dialect)
        case _:
            return dialect.lit(value)


@lru_cache(maxsize=1024, typed=True)  # a rulebook says the same few numbers hundreds of times
def _literal(number: int, dialect: Dialect) -> Expr:
    return dialect.lit(number, dtype=dialect.Boolean if isinstance(number, bool) else dialect.Int64)


# --- what is stated ---------------------------------------------------------------------------------------------------


_OF_ROWS = (Word, Text, Quantity)


def is_stated(value: AnyWord | AnyText | AnyQuantity) -> Condition:
    """Return whether there is a value."""
    if value is None:
        return False
    return value.stated if isinstance(value, _OF_ROWS) else True


def number(value: Quantity[Comparable] | Decimal | None) -> Comparable:
    """Return a number that may be left out, and 0 where it is."""
    if value is None:
        return 0
    return value if isinstance(value, Decimal) else value.value


def is_one_of(value: Word | Text | Comparable | str | None, values: Sequence[int] | Sequence[str] | None) -> Condition:
    """Return whether a value is one of some that are known; None allows any, and what is not stated is none of them."""
    if values is None:
        return True
    if isinstance(value, str):  # one mobility: asked often, so asked first
        return value in values
    if isinstance(value, Word):
        return any_of(value.members.get(one, False) for one in values if isinstance(one, StrEnum))
    if isinstance(value, Text):
        return False if value.text is None else is_one_of(value.text, values)
    if isinstance(value, Column):
        return value.is_in(values) if values else False
    return value in values


def is_same_text(one: AnyText, other: AnyText) -> Condition:
    """Return whether two countries or names are the same; what is not stated is asked about first."""
    ours, theirs = (value.text if isinstance(value, Text) else value for value in (one, other))
    if isinstance(ours, Column):
        return False if theirs is None else ours.equals(theirs)
    return theirs.equals(ours or "") if isinstance(theirs, Column) else ours == theirs


def is_word(value: AnyWord, word: StrEnum) -> Condition:
    """Return whether a word of a closed list is this one."""
    return value.members.get(word, False) if isinstance(value, Word) else value is word


# --- conditions -------------------------------------------------------------------------------------------------------


def not_(condition: Condition) -> Condition:
    """Return whether a condition does not hold."""
    if condition is True:
        return False
    return condition.with_expr(~condition.expr) if isinstance(condition, Column) else True


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Return whether one of the conditions holds."""
    holds: Condition = False
    for condition in conditions:
        holds = holds | condition
    return holds


def if_else(condition: Condition, then: Condition, otherwise: Condition) -> Condition:
    """Return one of two conditions, depending on a third."""
    return condition & then | not_(condition) & otherwise


# --- numbers ----------------------------------------------------------------------------------------------------------


def equal(one: Comparable, other: Comparable) -> Condition:
    """Return whether two numbers are the same."""
    if isinstance(one, Column):
        return one.equals(other)
    return other.equals(one) if isinstance(other, Column) else one == other


@overload
def lower_of(value: int, limit: int) -> int: ...
@overload
def lower_of(value: Whole, limit: Whole) -> Whole: ...
def lower_of(value: Whole, limit: Whole) -> Whole:
    """Return the lower of two numbers."""
    if isinstance(value, int) and isinstance(limit, int):
        return value if value < limit else limit  # noqa: FURB136 - twice as fast as min, and called for every stay
    return case([(value < limit, value)], limit) if isinstance(value, Column) else lower_of(limit, value)


@overload
def higher_of(value: int, limit: int) -> int: ...
@overload
def higher_of(value: Whole, limit: Whole) -> Whole: ...
def higher_of(value: Whole, limit: Whole) -> Whole:
    """Return the higher of two numbers."""
    if isinstance(value, int) and isinstance(limit, int):
        return value if value > limit else limit  # noqa: FURB136 - as above
    return case([(value > limit, value)], limit) if isinstance(value, Column) else higher_of(limit, value)


@overload
def case(cases: Iterable[tuple[bool, AnyValue]], otherwise: AnyValue) -> AnyValue: ...
@overload
def case(cases: Iterable[tuple[Condition, AnyValue | Column]], otherwise: AnyValue | Column) -> AnyValue | Column: ...
def case(cases: Iterable[tuple[Condition, AnyValue | Column]], otherwise: AnyValue | Column) -> AnyValue | Column:
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
        dialect = condition.steps.dialect
        ladder_of_one = dialect.when(condition.expr).then(as_expr(value, dialect))
        otherwise = Column(ladder_of_one.otherwise(as_expr(otherwise, dialect)), condition.steps, max(depths))
    return otherwise


def _same(one: object, other: object) -> bool:
    return one is other or (not isinstance(one, Column) and not isinstance(other, Column) and one == other)


@overload
def remainder(value: int, divisor: int) -> int: ...
@overload
def remainder(value: Whole, divisor: int) -> Whole: ...
def remainder(value: Whole, divisor: int) -> Whole:
    """Return what a division leaves over; back ends do not agree on an operator for it."""
    return value - value // divisor * divisor


def is_below_part(value: Comparable, whole: Whole, parts: int) -> Condition:
    """Return whether a number is less than a part of another: whole / parts.

    What is known is compared exactly, and columns as the nearest floats.  That is exact for fifths, which print as they
    are.
    """
    if isinstance(value, Column) or isinstance(whole, Column):
        return value < _quotient(whole, parts)
    return _times(value, parts) < whole


def is_above_part(value: Comparable, whole: Whole, parts: int, *, largest: int) -> Condition:
    """Return whether a number is more than a part of another: whole / parts.

    What is known is compared exactly, and columns as the nearest floats.  A thirtieth may print as a little more than
    it is, and a number that was written like that is more.

    Args:
        value: The number.
        whole: The other one.
        parts: In how many parts it is divided.
        largest: The largest whole number that there can be.
    """
    if not isinstance(value, Column) and not isinstance(whole, Column):
        return _times(value, parts) > whole
    if is_just(value, 0):
        return whole < 0
    part = once(_quotient(whole, parts), "part")
    return (value > part) | equal(value, part) & is_one_of(whole, _printed_above(parts, largest))


def _times(value: float | Decimal, factor: int) -> Decimal:
    """Return a product; a float is taken as it prints."""
    return EXACT.multiply(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), Decimal(factor))


@lru_cache(maxsize=64)
def _printed_above(parts: int, largest: int) -> tuple[int, ...]:
    """Return the whole numbers of which a part, as a float, prints as more than it is: that much is too much."""
    numbers = range(largest + 1)
    return tuple(whole for whole in numbers if EXACT.multiply(Decimal(repr(whole / parts)), Decimal(parts)) > whole)


def _quotient(whole: Whole, divisor: int) -> Comparable:
    """Return the float nearest to a quotient.

    A back end may multiply by the reciprocal of a divisor that it knows, which is not always the same; so the divisor
    is a column too.
    """
    if not isinstance(whole, Column):
        return whole / divisor
    as_float = whole.steps.dialect.Float64
    column = whole.steps.named(whole.with_expr((whole.expr * 0 + divisor).cast(as_float)), "divisor")
    return column.with_expr(whole.expr.cast(as_float) / column.expr)


@overload
def half_up(cents: int, parts: int) -> int: ...
@overload
def half_up(cents: Whole, parts: int) -> Whole: ...
def half_up(cents: Whole, parts: int) -> Whole:
    """Return a part of some cents, rounded half up to the cent."""
    return cents if parts == 1 else (cents * 2 + parts) // (2 * parts)
