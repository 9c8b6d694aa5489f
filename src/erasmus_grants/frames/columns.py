"""Which columns are fields, and whether their types can be meant.

Examples:
    >>> import polars
    >>> frame = nw.from_native(polars.DataFrame({"Activity": ["STA"], "direction": ["outgoing"], "km": [1.5]}))
    >>> columns_of(frame.columns, {"Activity": "activity", "km": "distance_km"})
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.FrameError: there is no column for start_date, end_date
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, assert_never

import narwhals.stable.v2 as nw

from erasmus_grants.basics.algebra import OWN_COLUMNS
from erasmus_grants.basics.errors import FrameError, check_kind, did_you_mean, quoted
from erasmus_grants.basics.untyped import Cell, Frame
from erasmus_grants.frames.backends import is_of_nulls
from erasmus_grants.frames.cells import is_unreadable, read_cell
from erasmus_grants.frames.facts import AnyFrame, is_text
from erasmus_grants.frames.numbers import as_floats
from erasmus_grants.records.fields import FIELDS, KINDS, REQUIRED, Kind

RULEBOOK = "rulebook"
"""The column that may name the rulebook of each row."""

_VERY_NEAR_PERCENT = 90
_MOST_NAMES = 1000
_MOST_SCHEMAS = 64
_NOT_WHAT_IT_SOUNDS_LIKE = {
    "receiving_organisation": ", which is a kind of host, or 'partner', which is the name of the other institution"
}
READ = f"{OWN_COLUMNS}read_"
"""What the name of a column starts with that was read value by value."""

WRONG = f"{OWN_COLUMNS}wrong_"
"""The same of a column that says where a value could not be read."""

_SAME_IF_EQUAL = frozenset({type(None), bool, str, date})
"""The types of values that are read once, however often a column has them."""

_FLOATS_IN_PANDAS = frozenset({"double[pyarrow]", "float[pyarrow]", "halffloat[pyarrow]"})

_IN_WORDS = {
    Kind.WORD: "text",
    Kind.TEXT: "text",
    Kind.CONDITION: "true or false",
    Kind.WHOLE_NUMBER: "whole numbers",
    Kind.NUMBER: "numbers",
    Kind.DAY: "dates",
}


class Columns(NamedTuple):
    """The columns of a frame that hold fields.

    Attributes:
        names: The column of each field, and of the rulebook.
        wrong: For fields that were read here, the column that says where they could not be.
    """

    names: Mapping[str, str]
    wrong: Mapping[str, str] = MappingProxyType({})


def field_names(schema: Iterable[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each field that a frame has.

    Args:
        schema: The columns of a frame.
        columns: The field that a column of another name holds.

    Raises:
        FrameError: A name of a column or a field is no text.
        TypeError: `columns` is no mapping.
    """
    fields = (*FIELDS, RULEBOOK)
    _check_mapping(columns)
    return {columns.get(name, name): name for name in schema if columns.get(name, name) in fields}


def _check_mapping(columns: Mapping[str, str]) -> None:
    """Refuse what does not say the fields of columns; not all callers are typed."""
    check_kind(columns, Mapping, "columns is a mapping from a column to its field, as {{'Km': 'distance_km'}}, not {}")
    names: list[object] = [*columns.keys(), *columns.values()]
    others = [name for name in names if not isinstance(name, str)]
    if others:
        raise FrameError(*(f"columns: the name of a column or a field is text, and one is {name!r}" for name in others))


def columns_of(
    schema: Iterable[str],
    columns: Mapping[str, str],
    elsewhere: Collection[str] = (),
    further: Collection[str] = (),
) -> Columns:
    """Return the columns that hold fields.

    Args:
        schema: The columns of a frame.
        columns: The field that a column of another name holds.
        elsewhere: Fields that need no column, because they are known from elsewhere.
        further: What else the caller may have meant a column to hold; no such column is among these.

    Raises:
        FrameError: A column is missing, is named twice, or is probably meant to be a field and is not called so.
        TypeError: `columns` is no mapping.
    """
    _check_mapping(columns)
    there = tuple(schema)
    nameless = [name for name in there if type(name) is not str]
    if nameless:
        raise FrameError(*(f"columns have names that are text, and one is called {name!r}" for name in nameless))
    return Columns(dict(_columns_of_fields(there, tuple(columns.items()), frozenset(elsewhere), tuple(further))))


@lru_cache(maxsize=_MOST_SCHEMAS)  # one row after another has the same columns
def _columns_of_fields(
    there: tuple[str, ...], stated: tuple[tuple[str, str], ...], elsewhere: frozenset[str], further: tuple[str, ...]
) -> Mapping[str, str]:
    """Return the column of each field; see `columns_of`."""
    columns, fields = dict(stated), (*FIELDS, RULEBOOK)
    problems = [
        f"there is no column {quoted(name)}{did_you_mean(name, there)}" for name in columns if name not in there
    ]
    problems += [
        f"columns: there is no field {quoted(field)}{did_you_mean(field, (*fields, *further))}"
        for field in columns.values()
        if field not in fields
    ]
    names: dict[str, str] = {}
    for name in there:
        field = columns.get(name, name)
        if field in names:
            problems.append(f"{field} is both in the column {quoted(names[field])} and in {quoted(name)}")
        elif field in fields:
            names[field] = name
    problems += [
        f"the name {quoted(name)} is one of this library's own; rename it"
        for name in there
        if name.startswith(OWN_COLUMNS)
    ]
    missing = [field for field in REQUIRED if field not in names and field not in elsewhere]
    if missing:
        problems.append(f"there is no column for {', '.join(missing)}")
    for name in there:
        if name not in names.values() and name not in columns:
            near = next((field for field in _near_fields(name) if field not in names), None)
            if near is not None:
                meaning = _NOT_WHAT_IT_SOUNDS_LIKE.get(near, "")
                problems.append(
                    f"the column {quoted(name)} is not read; did you mean {near!r}{meaning}? then rename it"
                )
    if problems:
        raise FrameError(*problems)
    return names


def check_index(index: Iterable[object], schema: Iterable[str], columns: Mapping[str, str]) -> None:
    """Refuse a frame of pandas whose index holds a field: an index is not read, and the field would be ignored.

    A reference changes nothing, and may stand there.

    Args:
        index: What the levels of the index are called.
        schema: The columns of the frame.
        columns: The field that a column of another name holds.

    Raises:
        FrameError: It holds one that no column holds.
    """
    unread = {*FIELDS, RULEBOOK} - {"reference", *field_names(schema, columns)}
    named = [quoted(name) for name in index if isinstance(name, str) and columns.get(name, name) in unread]
    if named:
        raise FrameError(*(f"{name} is in the index, which is not read; call reset_index() first" for name in named))


@lru_cache(maxsize=_MOST_NAMES)  # every row of a frame has the same columns
def _near_fields(name: str) -> tuple[str, ...]:
    """Return the fields that a column may have been meant to be called like."""
    return tuple(field for field in (*FIELDS, RULEBOOK) if _is_near(name, field))


def _is_near(name: str, field: str) -> bool:
    given = name.casefold()
    at_most = 2 * min(len(given), len(field))  # so many letters of both can be alike
    if at_most * 100 < (len(given) + len(field)) * _VERY_NEAR_PERCENT:
        return False
    return SequenceMatcher(a=given, b=field).ratio() * 100 >= _VERY_NEAR_PERCENT


def readable(frame: AnyFrame, columns: Columns) -> tuple[AnyFrame, Columns]:
    """Return a frame whose fields have types that every back end computes with.

    A column of Python objects, and dates that are text, are read value by value, which needs a frame in memory; a
    column without any value is as good as none.

    Raises:
        FrameError: A column has a type that cannot be meant.
    """
    schema = frame.collect_schema()
    names, wrong = dict(columns.names), dict(columns.wrong)
    problems: list[str] = []
    for field, name in columns.names.items():
        kind, dtype = KINDS.get(field, Kind.WORD), schema[name]
        cast, is_meant = _cast(frame, name, kind), _is_meant(kind, dtype)
        if cast is not None:
            names[field] = f"{READ}{field}"
            frame = frame.with_columns(cast.alias(names[field]))
        elif (field == "reference" and dtype != nw.Object) or (
            _is_meant(kind, dtype) and not _has_categories_of_others(frame, name)
        ):
            continue
        elif field != RULEBOOK and _has_no_value(frame, name):
            del names[field]
        elif isinstance(frame, nw.DataFrame) and (field == RULEBOOK or is_meant or _can_be_read(kind, dtype)):
            names[field], wrong[field] = f"{READ}{field}", f"{WRONG}{field}"
            frame = _read(frame, name, field)
        else:
            problems.append(_not_meant(name, kind, dtype))
    if problems:
        raise FrameError(*problems)
    return frame, Columns(names, wrong)


def refuse_unreadable(frame: nw.DataFrame[Frame], columns: Columns) -> None:
    """Refuse columns that `readable` would refuse in any part of a frame that has a value there.

    Python objects may be of any type, and pandas makes floats of a column without values.

    Args:
        frame: A part without rows.
        columns: Which columns are fields.

    Raises:
        FrameError: A column has a type that cannot be meant.
    """
    schema = frame.schema
    kinds = {name: KINDS[field] for field, name in columns.names.items() if field not in {"reference", RULEBOOK}}
    problems = [
        _not_meant(name, kind, schema[name])
        for name, kind in kinds.items()
        if not (_is_meant(kind, schema[name]) or _can_be_read(kind, schema[name]) or _may_hold_any(frame, name))
    ]
    if problems:
        raise FrameError(*problems)


def _may_hold_any(frame: nw.DataFrame[Frame], name: str) -> bool:
    """Return whether a column without rows does not show what it is going to hold."""
    is_of_objects = str(getattr(frame[name].to_native(), "dtype", "")) == "object"
    dtype = frame.schema[name]
    return is_of_objects or dtype == nw.Unknown or (dtype == nw.Float64 and frame.implementation.is_pandas_like())


def _is_meant(kind: Kind, dtype: nw.dtypes.DType) -> bool:
    match kind:
        case Kind.WORD | Kind.TEXT:
            return is_text(dtype)
        case Kind.CONDITION:
            return dtype == nw.Boolean
        case Kind.WHOLE_NUMBER | Kind.NUMBER:
            return dtype.is_numeric()
        case Kind.DAY:
            return dtype == nw.Date or _is_time_without_zone(dtype)
        case _:  # pragma: no cover
            assert_never(kind)


def _is_time_without_zone(dtype: nw.dtypes.DType) -> bool:
    return isinstance(dtype, nw.Datetime) and not dtype.time_zone


def _has_no_value(frame: AnyFrame, name: str) -> bool:
    """Return whether a column is known to hold nothing but nulls; objects are looked at one by one."""
    if isinstance(frame, nw.DataFrame):
        return frame.schema[name] != nw.Object and bool(frame[name].is_null().all())
    return frame.collect_schema()[name] == nw.Unknown and is_of_nulls(frame, name)


def _cast(frame: AnyFrame, name: str, kind: Kind) -> nw.Expr | None:
    """Return what a column of Arrow means that narwhals has no type for, or no right one; None: it is as it is.

    Dates may count milliseconds, decimals may be of any width, and in pandas NaN is a null of every type.
    """
    if not isinstance(frame, nw.DataFrame):
        return None
    told, column = str(_native_type(frame, name)), nw.col(name)
    if kind is Kind.DAY and told.startswith("date64"):
        return column.cast(nw.Date)
    if kind in {Kind.NUMBER, Kind.WHOLE_NUMBER}:
        if told.startswith("decimal"):
            floats: nw.Expr = as_floats(column, frame.schema[name], nw)
            return floats
        if told in _FLOATS_IN_PANDAS:
            return nw.when(~column.is_nan()).then(column)
    return None


def _has_categories_of_others(frame: AnyFrame, name: str) -> bool:
    """Return whether a column has categories that are no text, as those of pandas and Arrow may be."""
    if not isinstance(frame, nw.DataFrame) or frame.schema[name] != nw.Categorical or frame.implementation.is_polars():
        return False
    dtype = _native_type(frame, name)
    of_pandas = getattr(getattr(dtype, "categories", None), "inferred_type", "")
    of_arrow = str(getattr(getattr(dtype, "pyarrow_dtype", dtype), "value_type", ""))
    return not (of_pandas in {"string", "empty"} or "string" in of_arrow)


def _native_type(frame: nw.DataFrame[Frame], name: str) -> object:
    native = frame[name].to_native()
    return getattr(native, "type", getattr(native, "dtype", None))


def _can_be_read(kind: Kind, dtype: nw.dtypes.DType) -> bool:
    return dtype == nw.Object or (kind is Kind.DAY and dtype == nw.String)


def _not_meant(name: str, kind: Kind, dtype: nw.dtypes.DType) -> str:
    if kind is Kind.DAY and isinstance(dtype, nw.Datetime):
        zone = f"times in the zone {dtype.time_zone}"
        return f"the column {quoted(name)} has {zone}: a stay is counted in days, without a zone"
    hint = "; in a frame that is not in memory, cast them first" if _can_be_read(kind, dtype) else ""
    found = "a type that is not read; cast it first" if isinstance(dtype, nw.Unknown) else f"the type {dtype}{hint}"
    return f"the column {quoted(name)} holds {_IN_WORDS[kind]}, and this one is of {found}"


def _read(frame: nw.DataFrame[Frame], name: str, field: str) -> nw.DataFrame[Frame]:
    """Return a frame with what a column says, and where it says nothing that can be read."""
    kind, known = KINDS.get(field, Kind.WORD), dict[Cell, Cell]()
    said: list[Cell] = []
    of_pandas = frame.implementation.is_pandas_like()
    for value in frame[name].to_list():
        if type(value) in _SAME_IF_EQUAL:
            key: Cell = (type(value), value)
            if key not in known:
                known[key] = read_cell(value, field)
            said.append(known[key])
        else:
            said.append(read_cell(value, field, of_pandas=of_pandas))
    wrong = [is_unreadable(value) for value in said]
    values = [None if cannot else value for value, cannot in zip(said, wrong, strict=True)]
    read = _series(frame, f"{READ}{field}", values, kind)
    return frame.with_columns(read, _series(frame, f"{WRONG}{field}", wrong, Kind.CONDITION))


def _series(frame: nw.DataFrame[Frame], name: str, values: Sequence[Cell], kind: Kind) -> nw.Series[Frame]:
    if kind is Kind.CONDITION and frame.implementation.is_pandas_like():  # whose own booleans know no null
        native = frame.implementation.to_native_namespace().Series(values, dtype="boolean", name=name)
        return nw.from_native(native, series_only=True)
    return nw.new_series(name, values, _TYPES[kind](), backend=frame.implementation)


_TYPES: Mapping[Kind, Callable[[], nw.dtypes.DType]] = {
    Kind.WORD: nw.String,
    Kind.TEXT: nw.String,
    Kind.CONDITION: nw.Boolean,
    Kind.WHOLE_NUMBER: nw.Float64,
    Kind.NUMBER: nw.Float64,
    Kind.DAY: nw.Datetime,
}
