"""The kinds of frame that are tried: how rows become one, and how it is read again."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from erasmus_grants.frames.cells import plain_value
from erasmus_grants.records.fields import KINDS, Kind
from tests.frames.rows import Row


def fields_of(kind: Kind) -> tuple[str, ...]:
    """Return the fields of a mobility that are of a kind."""
    return tuple(field for field, other in KINDS.items() if other is kind)


DATES, NUMBERS, WHOLE_NUMBERS, CONDITIONS = map(fields_of, (Kind.DAY, Kind.NUMBER, Kind.WHOLE_NUMBER, Kind.CONDITION))


class BackEnd(NamedTuple):
    """A kind of frame."""

    name: str
    made: Callable[[list[Row]], Any]
    read: Callable[[Any], list[Mapping[str, Any]]]
    lazy: bool = False
    slow: bool = False


def arrow_table(rows: list[Row]) -> Any:
    import pyarrow as pa

    def kind(field: str) -> pa.DataType:
        if field in DATES:
            return pa.date32()
        if field in NUMBERS:
            return pa.float64()
        if field in WHOLE_NUMBERS:
            return pa.int64()
        return pa.bool_() if field in CONDITIONS else pa.string()

    fields = list(dict.fromkeys(field for row in rows for field in row))
    return pa.table({field: pa.array([row.get(field) for row in rows], kind(field)) for field in fields})


def arrow_batch(rows: list[Row]) -> Any:
    import pyarrow as pa

    table = arrow_table(rows)
    return pa.RecordBatch.from_arrays([column.combine_chunks() for column in table.columns], schema=table.schema)


def of_arrow(table: Any) -> list[Mapping[str, Any]]:
    return table.to_pylist()


def pandas_frame(rows: list[Row]) -> Any:
    import pandas as pd

    frame = pd.DataFrame(rows)
    for field in DATES:
        frame[field] = pd.to_datetime(frame[field])
    for field in CONDITIONS:
        if field in frame:
            frame[field] = frame[field].astype("boolean")
    for field in (*NUMBERS, *WHOLE_NUMBERS):
        if field in frame:
            frame[field] = frame[field].astype("float64")
    frame.index = range(7, 7 + 3 * len(frame), 3)
    return frame


def of_pandas(frame: Any) -> list[Mapping[str, Any]]:
    return [{name: _none(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _none(value: Any) -> Any:
    return plain_value(value, nan_is_null=True)


def pandas_arrow_frame(rows: list[Row]) -> Any:
    import pandas as pd

    return arrow_table(rows).to_pandas(types_mapper=pd.ArrowDtype)


def of_pandas_arrow(frame: Any) -> list[Mapping[str, Any]]:
    import pyarrow as pa

    return pa.Table.from_pandas(frame, preserve_index=False).to_pylist()


def polars_frame(rows: list[Row]) -> Any:
    import polars as pl

    return pl.from_arrow(arrow_table(rows))


@cache
def duckdb_connection() -> Any:
    import duckdb

    return duckdb.connect()


def duckdb_relation(rows: list[Row]) -> Any:
    return duckdb_connection().from_arrow(arrow_table(rows))


def dask_frame(rows: list[Row]) -> Any:
    import dask.dataframe as dd

    return dd.from_pandas(pandas_frame(rows), npartitions=2)


def ibis_table(rows: list[Row]) -> Any:
    import ibis

    return ibis.memtable(arrow_table(rows))


@cache
def spark() -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("TZ", "UTC")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else a worker is any python3
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "2g")
    return builder.config("spark.log.level", "ERROR").getOrCreate()


def spark_frame(rows: list[Row]) -> Any:
    session = spark()
    table = arrow_table(rows)
    kinds = {"date32[day]": "date", "double": "double", "int64": "bigint", "bool": "boolean", "string": "string"}
    schema = ", ".join(f"{field.name} {kinds[str(field.type)]}" for field in table.schema)
    listed = [tuple(row.get(field.name) for field in table.schema) for row in rows]
    return session.createDataFrame(listed, schema)


def of_spark(frame: Any) -> list[Mapping[str, Any]]:
    return [row.asDict() for row in frame.collect()]


BACK_ENDS = (
    BackEnd("pandas", pandas_frame, of_pandas),
    BackEnd("pandas-arrow", pandas_arrow_frame, of_pandas_arrow),
    BackEnd("polars", polars_frame, lambda frame: frame.rows(named=True)),
    BackEnd(
        "polars-lazy", lambda rows: polars_frame(rows).lazy(), lambda frame: frame.collect().rows(named=True), lazy=True
    ),
    BackEnd("pyarrow", arrow_table, of_arrow),
    BackEnd("pyarrow-batch", arrow_batch, of_arrow),
    BackEnd("duckdb", duckdb_relation, lambda relation: relation.to_arrow_table().to_pylist(), lazy=True),
    BackEnd("dask", dask_frame, lambda frame: of_pandas(frame.compute()), lazy=True),
    BackEnd("ibis", ibis_table, lambda table: table.to_pyarrow().to_pylist(), lazy=True),
    BackEnd("pyspark", spark_frame, of_spark, lazy=True, slow=True),
)
"""Every kind of frame."""
