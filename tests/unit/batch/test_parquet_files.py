"""Parquet: types that stay, and times that Python cannot hold."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.parquet_files import reading, writing
from erasmus_grants.batch.tables import Added, Chunk


def test_types_and_metadata_of_the_caller_stay(tmp_path: Path) -> None:
    path, file = tmp_path / "list.parquet", BytesIO()
    table = pa.table(
        {
            "day": pa.array([date(2022, 3, 7)], pa.date32()),
            "price": pa.array([Decimal("1.5")], pa.decimal128(9, 4)),
            "tags": pa.array([["a", "b"]], pa.list_(pa.string())),
            "word": pa.array(["STA"]).dictionary_encode(),
        }
    ).replace_schema_metadata({"made by": "somebody"})
    pq.write_table(table, path)
    types = {"total_eur": "euros", "eligible": "bool"}
    with reading(path, "f") as source, writing(file, source.names, types, source.schema) as writer:
        for chunk in source.chunks(9):
            assert chunk.rows == [(date(2022, 3, 7), Decimal("1.5000"), ["a", "b"], "STA")]
            writer.write(chunk, Added(tuple(types), ([Decimal("820.00")], [True])))
    written = pq.read_table(file)
    assert written.select(table.schema.names).equals(table)
    assert written.schema.metadata[b"made by"] == b"somebody"
    assert written.schema.field("total_eur").type == pa.decimal128(18, 2)
    assert written["total_eur"].to_pylist() == [Decimal("820.00")]


def test_the_index_of_a_frame_of_pandas_stays(tmp_path: Path) -> None:
    path, file = tmp_path / "list.parquet", tmp_path / "out.parquet"
    pd.DataFrame({"a": [1, 2]}, index=["x", "y"]).to_parquet(path)
    with (
        reading(path, "f") as source,
        file.open("wb") as binary,
        writing(binary, source.names, {"eligible": "bool"}, source.schema) as writer,
    ):
        for chunk in source.chunks(9):
            writer.write(chunk, Added(("eligible",), ([True, False],)))
    frame = pd.read_parquet(file)
    assert (list(frame.index), list(frame["eligible"])) == (["x", "y"], [True, False])


def test_times_of_any_unit_are_read(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    stamp = 1_646_611_200  # 7 March 2022, midnight UTC
    pq.write_table(
        pa.table(
            {
                "ns": pa.array([stamp * 10**9 + 1, None], pa.timestamp("ns")),
                "s": pa.array([stamp, None], pa.timestamp("s")),
                "utc": pa.array([stamp * 10**9, None], pa.timestamp("ns", "UTC")),
            }
        ),
        path,
    )
    with reading(path, "f") as source:
        (chunk,) = source.chunks(9)
    midnight = datetime(2022, 3, 7, tzinfo=UTC)
    assert chunk.rows == [(midnight.replace(tzinfo=None), midnight.replace(tzinfo=None), midnight), (None, None, None)]


def test_rows_come_some_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"a": [1, 2, 3]}), path)
    with reading(path, "f") as source:
        assert (source.size, [(len(chunk.rows), chunk.done) for chunk in source.chunks(2)]) == (3, [(2, 2), (1, 3)])


def test_columns_of_other_formats_become_text() -> None:
    file = BytesIO()
    with writing(file, ("a", "b"), {"eligible": "bool"}, None) as writer:
        writer.write(Chunk([[1, None], ["x", date(2022, 3, 7)]]), Added(("eligible",), ([True, False],)))
    assert pq.read_table(file).to_pylist() == [
        {"a": "1", "b": None, "eligible": True},
        {"a": "x", "b": "2022-03-07", "eligible": False},
    ]


@pytest.mark.parametrize("content", [b"", b"activity,direction\n" * 9, b"PAR1" + b"x" * 200 + b"\x10\0\0\0PAR1"])
def test_what_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.parquet"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match="f: it is not a Parquet file that can be read"), reading(path, "f"):
        pass


def test_a_file_that_is_broken_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    pq.write_table(pa.table({"a": [f"{number * 7919}" for number in range(5000)]}), path, compression="snappy")
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 5000 + content[5100:])
    with reading(path, "f") as source, pytest.raises(InputFileError, match="it is not a Parquet file that can be read"):
        list(source.chunks(10_000))


def test_each_column_has_a_name_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), path)
    with pytest.raises(InputFileError, match="two columns are called 'a'"), reading(path, "f"):
        pass


def test_columns_of_one_name_and_a_part_that_is_broken_are_told_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    pq.write_table(pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"]), path)
    with pytest.raises(InputFileError, match=r"^f: two columns are called 'a'$"), reading(path, "f"):
        pass
    pq.write_table(pa.table({"a": [str(number) for number in range(1000)]}), path, use_dictionary=False)
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    path.write_bytes(content)
    with (
        reading(path, "f") as source,
        pytest.raises(InputFileError, match=r"^f: it is not a Parquet file that can be read: (?!None)[^.]+$"),
    ):
        list(source.chunks(9))
