"""The door to the libraries of frames: narwhals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final

import narwhals.stable.v2 as nw

from erasmus_grants.basics.errors import FrameError, check_kind, wrong_kind
from erasmus_grants.basics.untyped import Frame

_MORE_THAN_ANY_FRAME = 2**62
_NO_FRAME: Final = (
    "a frame is a DataFrame of pandas, polars, Dask or PySpark, a Table of pyarrow or Ibis, a RecordBatch of pyarrow, "
    "or a relation of DuckDB, not {}"
)

_NO_ROW: Final = (
    "a row is a mapping or a named tuple, as frame.row(0, named=True) of polars, frame.iloc[0] of pandas or "
    "frame.to_pylist()[0] of pyarrow, not {}"
)


def narwhals_of(frame: Frame) -> Frame:
    """Return a frame of narwhals over the caller's; a `RecordBatch` is a table of one batch.

    Raises:
        FrameError: Two columns have one name.
        TypeError: It is no frame.
    """
    frame = import_module("pyarrow").Table.from_batches([frame]) if is_batch(frame) else frame
    twice = [name for name, count in Counter(_names(frame)).items() if count > 1]
    if twice:
        raise FrameError(*(f"several columns are called {name!r}; drop or rename them" for name in twice))
    given = nw.from_native(frame, pass_through=True)
    check_kind(given, (nw.DataFrame, nw.LazyFrame), _NO_FRAME)
    return given


def is_installed(package: str) -> bool:
    """Return whether a package can be imported."""
    return find_spec(package) is not None


def is_batch(frame: Frame) -> bool:
    """Return whether a frame is a `RecordBatch` of pyarrow, which narwhals does not know."""
    given: object = frame
    kind = type(given)
    return kind.__name__ == "RecordBatch" and kind.__module__.partition(".")[0] == "pyarrow"


def in_the_form_of(frame: Frame, done: Frame) -> Frame:
    """Return the native frame of what was made of a caller's: of a `RecordBatch` one too.

    Args:
        frame: The frame of the caller.
        done: A frame of narwhals.
    """
    native: Frame = done.to_native()
    if not is_batch(frame):
        return native
    columns = [column.chunk(0) if column.num_chunks == 1 else column.combine_chunks() for column in native.columns]
    return import_module("pyarrow").RecordBatch.from_arrays(columns, schema=native.schema)


def _names(frame: Frame) -> Iterable[object]:
    """Return the names of the columns of a frame, where they are known at once and one may come twice."""
    given: object = frame
    names: Iterable[object] = ()
    if hasattr(type(given), "column_names"):  # of pyarrow; a frame of pandas has its columns as attributes
        names = frame.column_names
    elif nw.dependencies.is_pandas_like_dataframe(given) or nw.dependencies.is_dask_dataframe(given):
        names = frame.columns
    return names


def names_of_index(frame: Frame) -> Sequence[object]:
    """Return what the index of a frame of pandas or Dask is called, level by level; no other frame has one.

    Args:
        frame: The frame of the caller.
    """
    given: object = frame
    if nw.dependencies.is_pandas_like_dataframe(given) or nw.dependencies.is_dask_dataframe(given):
        return getattr(frame.index, "names", None) or [frame.index.name]
    return ()


def cells_of(row: Frame) -> Frame:
    """Return the cells of a row by their columns.

    Raises:
        TypeError: It is neither a mapping nor a named tuple.
    """
    given: object = row
    if type(given) is dict:
        return row
    if hasattr(type(given), "_asdict"):
        return row._asdict()
    if not hasattr(type(given), "keys") or nw.dependencies.is_pandas_like_dataframe(given):  # which has keys too
        raise wrong_kind(row, _NO_ROW)
    return row


def is_row_of_pandas(row: Frame) -> bool:
    """Return whether a row is one of pandas: a Series, or a named tuple, which no other library yields.

    Examples:
        >>> import pandas
        >>> frame = pandas.DataFrame({"distance_km": [4070]})
        >>> is_row_of_pandas(frame.iloc[0]), is_row_of_pandas(*frame.itertuples()), is_row_of_pandas({})
        (True, True, False)
    """
    given: object = row
    if type(given) is dict:
        return False
    return hasattr(type(given), "_asdict") or nw.dependencies.is_pandas_like_series(given)


def native_of(frame: Frame) -> Frame:
    """Return the frame that a frame of narwhals is over, and any other as it is."""
    return nw.to_native(frame, pass_through=True)


def is_in_memory(frame: Frame) -> bool:
    """Return whether a frame of narwhals is in memory, so that it may be looked into."""
    return isinstance(frame, nw.DataFrame)


def is_of_nulls(frame: Frame, name: str) -> bool:
    """Return whether a column that is not in memory, of a type without a name in narwhals, can hold nothing but nulls.

    Args:
        frame: A frame of narwhals.
        name: The column.
    """
    native = frame.to_native()
    if frame.implementation.is_duckdb():
        return str(native.types[native.columns.index(name)]) == '"NULL"'
    return bool(frame.implementation.is_ibis() and native.schema()[name].is_null())


def kept_apart(frame: Frame) -> Frame:
    """Return a frame of narwhals whose steps are planned apart from what is asked of it later.

    DuckDB plans both together, and does not end with a sum over the long formulas of a large rulebook; a limit that no
    frame reaches stands between them.
    """
    return frame.head(_MORE_THAN_ANY_FRAME) if frame.implementation.is_duckdb() else frame
