"""Frames that are cut into parts, on many cores or machines: each part is computed where it is, as a frame in memory.

An engine that shares out work plans what it is told.  It is told to compute parts, which is one step; the expressions
of a rulebook would be hundreds.

Examples:
    >>> import dask.dataframe, pandas
    >>> stays = dask.dataframe.from_pandas(pandas.DataFrame({"days": [3, 5, 8]}), npartitions=2)
    >>> def doubled(part):
    ...     return part.assign(twice=part["days"] * 2)
    >>> in_partitions(stays, doubled, doubled(empty_part(stays))).compute()["twice"].to_list()
    [6, 10, 16]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

import narwhals.stable.v2 as nw

from erasmus_grants.basics.untyped import Frame


def is_partitioned(frame: Frame) -> bool:
    """Return whether a caller's frame is cut into parts: one of Dask or PySpark, or a lazy one of polars."""
    return _is_lazy(frame) or nw.dependencies.is_dask_dataframe(frame) or _is_of_spark(frame)


def _is_lazy(frame: object) -> bool:
    return nw.dependencies.is_polars_lazyframe(frame)


def _is_of_spark(frame: object) -> bool:
    kind = type(frame)  # narwhals 2.20 cannot tell
    return kind.__name__ == "DataFrame" and kind.__module__.startswith("pyspark.sql.")


def empty_part(frame: Frame) -> Frame:
    """Return a part without rows, which is in memory: of polars, of pandas for Dask, of pyarrow for PySpark."""
    if _is_lazy(frame):
        return import_module("polars").DataFrame(schema=frame.collect_schema())
    if _is_of_spark(frame):
        return frame.sparkSession.createDataFrame([], frame.schema).toArrow()  # a stream cannot be asked for none
    return frame._meta  # noqa: SLF001 - Dask has no other name for it


def in_partitions(frame: Frame, compute: Callable[[Frame], Frame], model: Frame) -> Frame:
    """Return a frame of which each part is computed when the caller asks for it.

    Args:
        frame: A frame of Dask or PySpark, or a lazy one of polars.
        compute: Returns a part with more columns; it is sent to where the parts are.
        model: What it returns of the empty part, from which the engine knows names and types.
    """
    if _is_lazy(frame):  # what a part is computed from may not be left out of it
        return frame.map_batches(
            compute, schema=model.schema, predicate_pushdown=False, projection_pushdown=False, streamable=True
        )
    if not _is_of_spark(frame):
        return frame.map_partitions(compute, meta=model)
    arrow = import_module("pyarrow")
    added = frame.sparkSession.createDataFrame(model.drop_columns(frame.columns)).schema

    def computed(batches: Iterable[Frame]) -> Iterator[Frame]:
        for batch in batches:
            yield from compute(arrow.Table.from_batches([batch])).to_batches()

    return frame.mapInArrow(computed, type(added)([*frame.schema, *added]))
