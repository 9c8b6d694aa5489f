"""What is known of the columns of a frame before its rows are computed: frames that are alike in it have equal steps.

Examples:
    >>> import polars
    >>> frame = nw.from_native(polars.DataFrame({"activity": ["STA", "STA"], "km": [9.5, None]}))
    >>> facts = facts_of(frame, {"activity": "activity", "distance_km": "km"})
    >>> sorted(facts.settled)[:2]
    [('activity', 'SMS', False), ('activity', 'SMT', False)]
    >>> ("activity", "STA", True) in facts.settled, ("distance_km", STATED, True) in facts.settled
    (True, False)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import narwhals.stable.v2 as nw

from erasmus_grants.basics.untyped import Dialect, Expr, Frame
from erasmus_grants.basics.vocabulary import ActivityType
from erasmus_grants.records.fields import FORMS, Kind

AnyFrame: TypeAlias = "nw.DataFrame[Frame] | nw.LazyFrame[Frame]"
"""A frame in memory, or one that is not."""

STATED: Final = "is stated"
"""The fact that a field is stated."""

TRUE: Final = "is true"
"""The fact that a field is true, where what it leaves out is its default."""

_OLDER_NAMES: Mapping[StrEnum, tuple[str, ...]] = {ActivityType.SMT: ("SMP",)}


class Facts(NamedTuple):
    """What is known of the columns of a frame.

    Attributes:
        backend: Whose frame it is.
        columns: Each field with its column, and the type of that.
        wrong: For fields that were read before, the column that says where they could not be.
        settled: What holds for no row or for all, of a frame in memory: a field, a word of its list, `STATED` or
            `TRUE`, and whether it holds.
    """

    backend: nw.Implementation
    columns: tuple[tuple[str, str, nw.dtypes.DType], ...]
    wrong: tuple[tuple[str, str], ...]
    settled: frozenset[tuple[str, str, bool]]


def facts_of(frame: AnyFrame, names: Mapping[str, str], wrong: Mapping[str, str] = MappingProxyType({})) -> Facts:
    """Return what is known of the columns of a frame.

    Args:
        frame: The frame.  One that is in memory is looked into, once for all its columns.
        names: The column of each field; one that the frame has not is not read.
        wrong: For fields that were read before, the column that says where they could not be.
    """
    schema = frame.collect_schema()
    columns = tuple((field, name, schema[name]) for field, name in names.items() if name in schema)
    settled = _settled(frame, columns) if isinstance(frame, nw.DataFrame) else frozenset[tuple[str, str, bool]]()
    return Facts(frame.implementation, columns, tuple(wrong.items()), settled)


def is_text(dtype: nw.dtypes.DType) -> bool:
    """Return whether a type of a column is text, or words of a closed list."""
    return any(dtype == text for text in (nw.String, nw.Categorical, nw.Enum))


def as_text(column: Expr, dtype: nw.dtypes.DType, backend: nw.Implementation, dialect: Dialect) -> Expr:
    """Return a column of text as what texts are compared with: not as categories, nor as a view of pyarrow.

    Args:
        column: The column.
        dtype: Its type.
        backend: Whose frame it is.
        dialect: What the column is an expression of.
    """
    return column.cast(dialect.String) if backend.is_pyarrow() or dtype != nw.String else column


def names_of_word(word: StrEnum) -> tuple[str, ...]:
    """Return what a word of a closed list may be called in a frame."""
    return (word.value, *_OLDER_NAMES.get(word, ()))


def _settled(
    frame: nw.DataFrame[Frame], columns: tuple[tuple[str, str, nw.dtypes.DType], ...]
) -> frozenset[tuple[str, str, bool]]:
    """Return what holds for no row of a frame, or for all."""
    fast = frame.implementation.is_polars()
    dialect = frame.implementation.to_native_namespace() if fast else nw
    counted: dict[tuple[str, str], Expr] = {}
    for field, name, dtype in columns:
        if field in FORMS:
            for what, holds in _asked(field, dialect.col(name), dtype, frame.implementation, dialect):
                counted[field, what] = holds.sum()
    if not counted:
        return frozenset()
    native: Frame = frame.to_native() if fast else frame
    counts = native.select(**{str(place): count for place, count in enumerate(counted.values())}).row(0)
    rows = len(frame)
    known = {0: False, rows: rows > 0}
    return frozenset((*of, known[count]) for of, count in zip(counted, counts, strict=True) if count in known)


def _asked(
    field: str, column: Expr, dtype: nw.dtypes.DType, backend: nw.Implementation, dialect: Dialect
) -> Iterator[tuple[str, Expr]]:
    """Yield what is asked of a field, and where it holds."""
    form = FORMS[field]
    if form.kind is Kind.DAY or (form.kind is Kind.TEXT and not is_text(dtype)):
        return
    yield STATED, ~column.is_null()
    if form.kind is Kind.CONDITION:
        yield TRUE, column.fill_null(value=form.default)
    elif form.words is not None:
        text = as_text(column, dtype, backend, dialect)
        yield from ((word.value, text.is_in(list(names_of_word(word)))) for word in form.words)
