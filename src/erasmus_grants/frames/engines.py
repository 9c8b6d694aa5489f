"""What computes a frame that is in memory: polars, where it is installed, whoever the frame belongs to.

polars takes all steps at once, and the others one after the other, so a frame of pandas or pyarrow hands its fields
over to polars through Arrow.  Only what was computed comes back, and is put beside the caller's own columns, which
nothing touches.

Examples:
    >>> import polars, pyarrow
    >>> theirs = nw.from_native(pyarrow.table({"km": [99, 100], "mine": ["a", "b"]}))
    >>> ours = in_polars(theirs, ["km"])
    >>> ours.columns
    ['km']
    >>> beside(theirs, ["mine"], nw.from_native(polars.DataFrame({"trace": [1, 2]}))).to_native().to_pylist()
    [{'mine': 'a', 'trace': 1}, {'mine': 'b', 'trace': 2}]
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from importlib import import_module

import narwhals.stable.v2 as nw

from erasmus_grants.basics.algebra import OWN_COLUMNS
from erasmus_grants.basics.untyped import Frame
from erasmus_grants.frames.backends import is_installed
from erasmus_grants.frames.numbers import as_floats

ROW = f"{OWN_COLUMNS}row"
"""The column of the places of rows."""

_OLDEST_POLARS = (1, 20)
_FARTHEST_SECOND = 10**12
"""Seconds from 1970 to a day far beyond the calendar, in either direction."""

_FARTHEST_DAY = 3_000_000
"""Days from 1970 to one that is less far, but beyond the calendar too."""

_UNITS_OF_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
"""How many units of time a day has."""

_HANDED_OVER = frozenset({nw.Implementation.PANDAS, nw.Implementation.PYARROW})


def is_computed_by_polars(frame: Frame) -> bool:
    """Return whether polars computes a frame of narwhals; one of another library that is in memory needs Arrow too."""
    if frame.implementation is nw.Implementation.POLARS:
        return True
    return frame.implementation in _HANDED_OVER and _is_there()


def _is_there() -> bool:
    """Return whether polars and Arrow are installed, and polars is not too old."""
    if not is_installed("polars") or not is_installed("pyarrow"):
        return False
    major, minor, *_ = import_module("polars").__version__.split(".")
    return (int(major), int(minor)) >= _OLDEST_POLARS


def in_polars(frame: nw.DataFrame[Frame], names: Sequence[str]) -> nw.DataFrame[Frame]:
    """Return some columns of a frame that is in memory as a frame of polars.

    Args:
        frame: The frame.
        names: The columns; if there is none, a frame of as many rows is returned.
    """
    if not names:
        rows = {ROW: range(len(frame))}
        return nw.from_native(import_module("polars").DataFrame(rows), eager_only=True)
    if frame.implementation is nw.Implementation.POLARS:
        return _with_dates(frame.select(*names))
    schema = frame.schema
    native = frame.select(*(_exact(name, schema[name]) for name in names)).to_native()
    arrow, polars = import_module("pyarrow"), import_module("polars")
    if frame.implementation is nw.Implementation.PANDAS:
        native = arrow.Table.from_pandas(native, preserve_index=False)
    for place, column in enumerate(native.columns):
        native = native.set_column(place, native.column_names[place], _that_polars_takes(column))
    return _with_dates(nw.from_native(polars.from_arrow(native), eager_only=True))


def _with_dates(frame: nw.DataFrame[Frame]) -> nw.DataFrame[Frame]:
    """Return a frame of polars in which times are dates, in columns that have no other time than midnight."""
    dates: dict[str, nw.Series[Frame]] = {}
    for name, dtype in frame.schema.items():
        if isinstance(dtype, nw.Datetime):
            of_day = _UNITS_OF_DAY[dtype.time_unit]
            units = frame[name].cast(nw.Int64)
            days = units // of_day
            if ((days * of_day == units) & days.is_between(-_FARTHEST_DAY, _FARTHEST_DAY)).all():  # nulls left out
                dates[name] = days.cast(nw.Int32).cast(nw.Date)
    return frame.with_columns(**dates)


def _exact(name: str, dtype: nw.dtypes.DType) -> nw.Expr:
    """Return a column; of numbers that are neither 64-bit floats nor whole, its own library makes such floats."""
    is_as_it_is = dtype.is_integer() or not dtype.is_numeric()
    return nw.col(name) if is_as_it_is else as_floats(nw.col(name), dtype, nw).alias(name)


def _that_polars_takes(column: Frame) -> Frame:
    """Return a column of Arrow in a type that polars takes whole.

    Times in seconds are told in milliseconds.  Views of text are told as text: pyarrow 18 hands short ones over
    without a buffer, and polars ends the interpreter at that.
    """
    arrow = import_module("pyarrow")
    if column.type == arrow.timestamp("s"):
        return _in_milliseconds(column)
    if arrow.types.is_string_view(column.type):
        return column.cast(arrow.large_string())
    if arrow.types.is_dictionary(column.type) and arrow.types.is_string_view(column.type.value_type):
        of_text = arrow.dictionary(column.type.index_type, arrow.large_string())
        chunks = [
            arrow.DictionaryArray.from_arrays(chunk.indices, chunk.dictionary.cast(arrow.large_string()))
            for chunk in column.chunks
        ]
        return arrow.chunked_array(chunks, of_text)
    return column


def _in_milliseconds(seconds: Frame) -> Frame:
    """Return times in the unit that polars would make of seconds, of which some are too many for it."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    whole = compute.min_element_wise(seconds.cast(arrow.int64()), _FARTHEST_SECOND, skip_nulls=False)
    whole = compute.max_element_wise(whole, -_FARTHEST_SECOND, skip_nulls=False)
    return compute.multiply(whole, 1000).cast(arrow.timestamp("ms"))


def parts_by(
    frame: nw.DataFrame[Frame], name: str, ids: Collection[str]
) -> Iterator[tuple[str | None, nw.DataFrame[Frame]]]:
    """Yield the rows of a frame of polars that name an id, with their places in `ROW`, and those that name none.

    Args:
        frame: The frame.
        name: The column that names an id.
        ids: The ids.
    """
    named = nw.col(name).cast(nw.String)
    given = frame.with_columns(**{name: nw.when(named.is_in(list(ids))).then(named)}).with_row_index(ROW)
    parts: Frame = given.to_native().partition_by(name, as_dict=True) if len(given) else {(None,): given.to_native()}
    for (one,), part in parts.items():
        yield one, nw.from_native(part, eager_only=True)


def beside(frame: nw.DataFrame[Frame], kept: Sequence[str], done: nw.DataFrame[Frame]) -> nw.DataFrame[Frame]:
    """Return some columns of a frame, and what polars computed of the same rows beside them.

    Args:
        frame: The frame.
        kept: The columns.
        done: What was computed.
    """
    theirs = frame.drop([name for name in frame.columns if name not in kept]).to_native()
    ours = done.to_native()
    if frame.implementation is nw.Implementation.POLARS:
        return nw.from_native(theirs.hstack(ours), eager_only=True)
    arrow = import_module("pyarrow")
    table = ours.to_arrow()
    table = table.cast(arrow.schema([(field.name, _arrow_type(field.type)) for field in table.schema]))
    if frame.implementation is nw.Implementation.PYARROW:
        columns, names = [*theirs.columns, *table.columns], [*kept, *table.column_names]
        return nw.from_native(arrow.Table.from_arrays(columns, names=names), eager_only=True)
    made = table.to_pandas(types_mapper=_pandas_type)
    if "trace" in done.columns:  # which is never null
        made["trace"] = made["trace"].astype("int64")
    return nw.from_native(theirs.assign(**{name: made[name].array for name in done.columns}), eager_only=True)


def _arrow_type(of_polars: Frame) -> Frame:
    """Return the type of Arrow in which amounts and text are given back; the others are as polars has them."""
    arrow = import_module("pyarrow")
    if arrow.types.is_decimal(of_polars):
        return arrow.decimal128(18, 2)
    return of_polars if arrow.types.is_boolean(of_polars) or arrow.types.is_integer(of_polars) else arrow.string()


def _pandas_type(of_arrow: Frame) -> Frame:
    """Return the type of pandas for one of Arrow: one that knows nulls, and its own for text."""
    arrow, pandas = import_module("pyarrow"), import_module("pandas")
    if arrow.types.is_boolean(of_arrow):
        return pandas.BooleanDtype()
    if arrow.types.is_integer(of_arrow):
        return pandas.Int64Dtype()
    if arrow.types.is_decimal(of_arrow):
        return pandas.ArrowDtype(of_arrow)
    text = pandas.Series([""]).dtype
    return text if hasattr(text, "__from_arrow__") else None
