"""Parquet, whose columns have types; they stay what they are.

From a file of another format, columns become text; amounts are exact decimals in any case.

Examples:
    >>> from io import BytesIO
    >>> from decimal import Decimal
    >>> file = BytesIO()
    >>> with writing(file, ("activity",), {"total_eur": "euros"}, None) as writer:
    ...     writer.write(Chunk([["STA"]]), Added(("total_eur",), ([Decimal("2080.00")],)))
    >>> [batch.to_pylist() for batch in arrow.opened(file).iter_batches(batch_size=9)]
    [[{'activity': 'STA', 'total_eur': Decimal('2080.00')}]]
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import pyarrow_types as arrow
from erasmus_grants.batch.cells import text_of
from erasmus_grants.batch.layout import Layout
from erasmus_grants.batch.tables import Added, Chunk, distinct


class ParquetSource:
    """A Parquet file that is open for reading."""

    layout = Layout()

    def __init__(self, file: arrow.ParquetFile, name: str) -> None:
        self.schema = file.schema_arrow
        self.names = distinct(self.schema.names, name)
        self.size = file.metadata.num_rows
        self._file = file
        self._name = name

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield so many rows at a time."""
        done = 0
        try:
            for batch in self._file.iter_batches(batch_size=rows):
                done += batch.num_rows
                cells = [arrow.values_of(column) for column in batch.columns]
                yield Chunk(list(zip(*cells, strict=True)), done, columns=batch.columns)
        except (arrow.ArrowError, OSError) as error:
            raise _unreadable(self._name, error) from None


@contextmanager
def reading(path: Path, name: str) -> Generator[ParquetSource, None, None]:
    """Open a Parquet file."""
    try:
        file = arrow.opened(str(path))
    except (arrow.ArrowError, OSError) as error:
        raise _unreadable(name, error) from None
    with closing(file):
        yield ParquetSource(file, name)


def _unreadable(name: str, error: Exception) -> InputFileError:
    return InputFileError(name, (f"it is not a Parquet file that can be read: {str(error).partition('.')[0]}",))


class ParquetWriter:
    """A Parquet file that is being written."""

    def __init__(self, file: arrow.ParquetWriter, schema: arrow.Schema, types: Sequence[str]) -> None:
        self._file = file
        self._schema = schema
        self._types = types

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows, and what is added to them."""
        own = chunk.columns
        if own is None:
            own = [arrow.array(list(map(_text_or_null, cells)), "string") for cells in zip(*chunk.rows, strict=True)]
        made = [arrow.array(values, of) for values, of in zip(added.columns, self._types, strict=True)]
        self._file.write_table(arrow.table_in(self._schema, [*own, *made]))


@contextmanager
def writing(
    file: BinaryIO, names: Sequence[str], added: Mapping[str, str], schema: arrow.Schema | None
) -> Generator[ParquetWriter, None, None]:
    """Write a Parquet file.

    Args:
        file: The file.
        names: The columns of the caller.
        added: For each column that is added its type.
        schema: The columns of the caller with their types, if they have any.
    """
    own = arrow.schema_with(None, dict.fromkeys(names, "string")) if schema is None else schema
    whole = arrow.schema_with(own, added)
    with closing(arrow.written(file, whole)) as parquet:
        yield ParquetWriter(parquet, whole, list(added.values()))


def _text_or_null(cell: object) -> str | None:
    return None if cell is None else text_of(cell)
