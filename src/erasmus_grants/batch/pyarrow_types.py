"""What is used of pyarrow, which has no types of its own.

Examples:
    >>> array([3, None], "float64").to_pylist()
    [3.0, None]
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Protocol


class Array(Protocol):
    """A column of a table."""

    type: object

    def to_pylist(self) -> list[object]:
        """Return its values as Python knows them."""
        ...


class Schema(Protocol):
    """Names and types of columns."""

    names: list[str]

    def append(self, field: object) -> "Schema":
        """Return a schema with a column more."""
        ...


class Table(Protocol):
    """Some rows."""

    columns: list[Array]
    schema: Schema
    num_rows: int

    def to_pylist(self) -> list[dict[str, object]]:
        """Return each row as Python knows it."""
        ...


class Metadata(Protocol):
    """What a Parquet file says of itself."""

    num_rows: int


class ParquetFile(Protocol):
    """A Parquet file that is open for reading."""

    schema_arrow: Schema
    metadata: Metadata

    def close(self) -> None:
        """Close it."""
        ...

    def iter_batches(self, *, batch_size: int) -> Iterator[Table]:
        """Yield so many rows at a time."""
        ...


class ParquetWriter(Protocol):
    """A Parquet file that is being written."""

    def write_table(self, table: Table) -> None:
        """Write some rows."""
        ...

    def close(self) -> None:
        """Write what stands at the end of the file."""
        ...


_ARROW = import_module("pyarrow")

ArrowError: type[Exception] = _ARROW.ArrowException
"""What pyarrow raises."""

TYPES: Mapping[str, object] = {
    "string": _ARROW.string(),
    "bool": _ARROW.bool_(),
    "int64": _ARROW.int64(),
    "float64": _ARROW.float64(),
    "day": _ARROW.date32(),
    "euros": _ARROW.decimal128(18, 2),
    "kilometres": _ARROW.decimal128(7, 2),
}
"""The types of columns that are made here."""


def array(values: Sequence[object], name: str) -> Array:
    """Return values as a column of a type."""
    made: Array = _ARROW.array(values, TYPES[name])
    return made


def values_of(column: Array) -> list[object]:
    """Return the values of a column; Python knows no time more exactly than to the microsecond."""
    if str(column.type).startswith("timestamp[ns"):
        zone: object = getattr(column.type, "tz", None)
        column = import_module("pyarrow.compute").cast(column, _ARROW.timestamp("us", zone), safe=False)
    return column.to_pylist()


def schema_with(schema: Schema | None, columns: Mapping[str, str]) -> Schema:
    """Return names and types of columns, with more of them.

    Args:
        schema: The columns there are, if any.
        columns: For each further column its type.
    """
    made: Schema = _ARROW.schema([]) if schema is None else schema
    for name, of in columns.items():
        made = made.append(_ARROW.field(name, TYPES[of]))
    return made


def table_in(schema: Schema, columns: Sequence[Array]) -> Table:
    """Return columns as a table of a schema."""
    made: Table = _ARROW.Table.from_arrays(list(columns), schema=schema)
    return made


def opened(file: object) -> ParquetFile:
    """Return a Parquet file, open for reading."""
    made: ParquetFile = import_module("pyarrow.parquet").ParquetFile(file)
    return made


def written(file: object, schema: Schema) -> ParquetWriter:
    """Return a Parquet file that is to be written."""
    made: ParquetWriter = import_module("pyarrow.parquet").ParquetWriter(file, schema)
    return made
