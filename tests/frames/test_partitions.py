"""Are the parts of a frame computed as a whole frame is, and is what cannot be computed refused before they are?"""

import shutil
import warnings
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals.stable.v2
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from erasmus_grants.errors import FrameError
from erasmus_grants.frames import calculate_frame, partitions
from tests.frames.backends import polars_frame, spark
from tests.frames.rows import drawn_rows

BOOK = "usmb-icm-2023"
# A week of eight hours in Dakar: 820 for 4,070 km, and 5 days and 2 travel days at 180.
DAKAR = {
    "activity": "STA",
    "direction": "outgoing",
    "teaching_hours": 8.0,
    "distance_km": 4070.0,
    "reference": 7,
    "start_date": date(2022, 3, 7),
    "end_date": date(2022, 3, 11),
    "rulebook": BOOK,
    "note": "a",
}
STAYS = pd.DataFrame([DAKAR] * 4, index=list("abcd"))
OBJECTS = {
    "distance_km": pd.Series([Decimal(4070)] * 4, list("abcd"), dtype=object),
    "teaching_hours": pd.Series([8, Decimal(8), 8.0, 8], list("abcd"), dtype=object),
    "fewer_opportunities": pd.Series([None, False, False, None], list("abcd"), dtype=object),
}


def in_two_parts(stays: pd.DataFrame) -> Any:
    import dask.dataframe as dd

    return dd.from_pandas(stays, npartitions=2)


@pytest.mark.parametrize(
    ("stays", "options"),
    [
        (STAYS, {"rulebook": BOOK}),
        (STAYS.assign(receiving_country=float("nan"), study_cycle=None), {"rulebook": BOOK}),
        (STAYS, {"rulebook": None}),
        (STAYS, {"rulebook": ["eu-ka131-2024", BOOK]}),
        (STAYS.assign(start_date="2022-03-07"), {"rulebook": BOOK}),
        (STAYS.assign(start_date=pd.Timestamp("2022-03-07")), {"rulebook": BOOK}),
        (STAYS.astype({"activity": "category"}), {"rulebook": BOOK}),
        (STAYS.convert_dtypes(dtype_backend="pyarrow"), {"rulebook": BOOK}),
        (STAYS.rename(columns={"activity": "what"}), {"rulebook": BOOK, "columns": {"what": "activity"}}),
    ],
    ids=[
        "dates",
        "nothing",
        "named in rows",
        "one of two",
        "text",
        "times",
        "categories",
        "arrow",
        "renamed",
    ],
)
def test_whatever_a_frame_of_pandas_may_hold_its_parts_may_hold_too(stays: Any, options: dict[str, Any]) -> None:
    said = calculate_frame(in_two_parts(stays), **options).compute()
    assert said["total_eur"].tolist() == [Decimal("2080.00")] * 4
    assert said.index.tolist() == ["a", "b", "c", "d"]
    in_memory = calculate_frame(stays, **options)
    assert list(said) == list(in_memory)
    added = list(in_memory)[len(stays.columns) :]
    pd.testing.assert_frame_equal(said[added], in_memory[added], check_index_type=False)  # Dask has its own text


def test_objects_of_python_are_read_where_dask_leaves_them() -> None:
    import dask

    with dask.config.set({"dataframe.convert-string": False}):
        said = calculate_frame(in_two_parts(STAYS.assign(**OBJECTS)), BOOK).compute()
    assert said["total_eur"].tolist() == [Decimal("2080.00")] * 4


def test_a_frame_without_rows_stays_one() -> None:
    said = calculate_frame(in_two_parts(STAYS[:0]), BOOK)
    assert (len(said.compute()), list(said)[-1]) == (0, "trace")


def test_a_part_in_which_nothing_is_stated_is_read_by_itself() -> None:
    hours = [8.0, 8.0, None, None]
    said = calculate_frame(in_two_parts(STAYS.assign(teaching_hours=hours)), BOOK, explain="text").compute()
    assert said["status"].tolist() == ["granted", "granted", "undetermined", "undetermined"]
    assert said["finding_codes"].tolist()[2:] == ["TEACHING_HOURS_MISSING"] * 2
    assert said["total_eur"].isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize("money", ["cents", "decimal"])
def test_the_types_are_known_before_anything_is_computed(money: Any) -> None:
    planned = calculate_frame(in_two_parts(STAYS), BOOK, money=money, explain="text")
    computed = planned.compute()
    assert planned.dtypes.to_dict() == computed.dtypes.to_dict()
    assert str(planned["total_eur"].dtype) == ("Int64" if money == "cents" else "decimal128(18, 2)[pyarrow]")
    assert [str(planned[name].dtype) for name in ("eligible", "funded_days", "trace")] == ["boolean", "Int64", "int64"]
    assert computed["total_eur"].iloc[0] == (208_000 if money == "cents" else Decimal("2080.00"))


@pytest.mark.parametrize(
    ("stays", "options", "message"),
    [
        (STAYS.drop(columns="end_date"), {}, "there is no column for end_date"),
        (STAYS.assign(distance_km="far"), {}, "'distance_km' holds numbers, and this one is of the type String"),
        (STAYS.assign(start_date=pd.Timestamp("2022-03-07", tz="UTC")), {}, "'start_date' has times in the zone UTC"),
        (STAYS.assign(total_eur=0), {}, "the frame has columns of these names already: total_eur"),
        (STAYS, {"errors": "raise"}, "a frame that is not in memory is not looked into"),
        (STAYS.drop(columns="rulebook"), {"rulebook": None}, "there is no rulebook: give one"),
    ],
    ids=["missing", "type", "zone", "twice", "raise", "no rulebook"],
)
def test_what_no_part_can_be_is_refused_before_any_is_computed(stays: Any, options: Any, message: str) -> None:
    with pytest.raises(FrameError, match=message):
        calculate_frame(in_two_parts(stays), **{"rulebook": BOOK} | options)


class LikeSpark:
    """What is asked of a frame of PySpark, over a table of pyarrow whose batches have two rows."""

    def __init__(self, table: pa.Table) -> None:
        self.table, self.columns, self.schema, self.sparkSession = table, table.column_names, list(table.schema), self

    def toArrow(self) -> pa.Table:  # noqa: N802 - its name
        return self.table

    def createDataFrame(self, table: Any, schema: list[pa.Field] | None = None) -> "LikeSpark":  # noqa: N802
        return LikeSpark(table if schema is None else pa.schema(schema).empty_table())

    def mapInArrow(self, computed: Any, schema: list[pa.Field]) -> "LikeSpark":  # noqa: N802
        batches = list(computed(iter(self.table.to_batches(max_chunksize=2))))
        assert [batch.num_rows for batch in batches] == [2, 1]
        return LikeSpark(pa.Table.from_batches(batches, pa.schema(schema)))


def test_batches_are_computed_one_by_one_and_are_what_spark_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "_is_of_spark", lambda frame: isinstance(frame, LikeSpark))
    table = pa.Table.from_pandas(STAYS[:3].assign(distance_km=[4070.0, None, 742.0]), preserve_index=False)
    said: Any = calculate_frame(LikeSpark(table), BOOK)
    # 742 km: 275, and 5 days and 2 travel days at 180
    assert said.table["total_eur"].to_pylist() == [Decimal("2080.00"), None, Decimal("1535.00")]
    assert said.table.equals(calculate_frame(table, BOOK))
    in_floats = table.set_column(0, "activity", pa.array([1.0, 2.0, 3.0]))  # as only pandas has of no values
    with pytest.raises(FrameError, match="'activity' holds text, and this one is of the type Float64"):
        calculate_frame(LikeSpark(in_floats), BOOK)


@pytest.mark.parametrize("wrapped", [narwhals.from_native, narwhals.stable.v2.from_native])
@pytest.mark.filterwarnings("ignore:Dask support is moving out of Narwhals:FutureWarning")
def test_a_frame_that_narwhals_holds_is_cut_into_parts_too(wrapped: Any) -> None:
    said: Any = calculate_frame(wrapped(in_two_parts(STAYS)), BOOK)
    assert said.compute()["total_eur"].tolist() == [Decimal("2080.00")] * 4


def test_what_spark_has_besides_frames_is_none_of_its_frames() -> None:
    column = type("Column", (), {"__module__": "pyspark.sql.classic.column"})()
    with pytest.raises(TypeError, match="not a Column"):
        calculate_frame(column, BOOK)


@pytest.mark.parametrize(
    ("name", "module", "partitioned"),
    [
        ("DataFrame", "pyspark.sql.classic.dataframe", True),
        ("DataFrame", "pyspark.sql.connect.dataframe", True),
        ("Column", "pyspark.sql.classic.column", False),
        ("DataFrame", "pandas", False),
    ],
)
def test_a_frame_of_spark_is_known_by_its_name(name: str, module: str, partitioned: bool) -> None:
    assert partitions.is_partitioned(type(name, (), {"__module__": module})()) is partitioned


FIELDS_OF_SPARK = "activity string, direction string, teaching_hours double, distance_km double, reference bigint"


@pytest.mark.slow_back_end
def test_spark_is_told_what_its_batches_will_be() -> None:
    if shutil.which("java") is None:
        pytest.skip("PySpark needs Java 17, and there is no java")

    def stays(kind: str, start: Any, end: Any) -> Any:
        row = (*list(DAKAR.values())[:5], start, end, BOOK, {"a": [1]})
        columns = (
            f"{FIELDS_OF_SPARK}, start_date {kind}, end_date {kind}, rulebook string, kept map<string, array<int>>"
        )
        return spark().createDataFrame([row], columns)

    as_text = stays("string", "2022-03-07", "2022-03-11")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PySpark speaks of new versions of pandas
        planned = calculate_frame(as_text, money="cents", explain="none")
    assert [(field.name, field.dataType.simpleString()) for field in planned.schema][8:12] == [
        *(("kept", "map<string,array<int>>"), ("status", "string"), ("eligible", "boolean"), ("funded_days", "bigint")),
    ]
    (row,) = planned.collect()
    assert (row["kept"], row["status"], row["funded_days"], row["total_eur"]) == ({"a": [1]}, "granted", 5, 208_000)
    with pytest.raises(FrameError, match="'start_date' has times in the zone"):
        calculate_frame(stays("timestamp", datetime(2022, 3, 7, tzinfo=UTC), datetime(2022, 3, 11, tzinfo=UTC)), BOOK)


# --- lazy frames of polars ---------------------------------------------------------------------------------------------


def lazy_rows() -> tuple[pl.DataFrame, pl.LazyFrame]:
    """Return a frame of many kinds of rows, and the same with grants that are not computed yet."""
    rows = polars_frame(drawn_rows(BOOK, 300, seed=31, broken=0.05)).with_row_index("place")
    return calculate_frame(rows, BOOK, explain="text"), calculate_frame(rows.lazy(), BOOK, explain="text")


def test_a_lazy_frame_of_polars_is_computed_in_one_step() -> None:
    _, lazy = lazy_rows()
    assert lazy.explain(optimized=False).count("OPAQUE_PYTHON") == 1
    assert "regex" not in lazy.explain()


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_what_is_asked_of_a_lazy_frame_is_what_a_frame_in_memory_has(engine: Any) -> None:
    whole, lazy = lazy_rows()

    def collected(frame: pl.LazyFrame) -> pl.DataFrame:
        return frame.collect(engine=engine).sort("place")

    assert_frame_equal(collected(lazy), whole)
    assert collected(lazy.select("place", "total_eur")).equals(whole.select("place", "total_eur"))
    assert collected(lazy.head(7)).height == 7
    outgoing = (pl.col("direction") == "outgoing") & (pl.col("status") == "granted")
    assert collected(lazy.filter(outgoing)).equals(whole.filter(outgoing))
    assert collected(lazy.filter(outgoing).select("place")).height > 5
    total = lazy.select(pl.col("total_eur").sum()).collect(engine=engine).item()
    assert total == whole["total_eur"].sum() > 0


def test_parts_of_a_file_are_computed_as_they_are_read(tmp_path: Path) -> None:
    whole, _ = lazy_rows()
    whole.drop(whole.columns[whole.columns.index("status") :]).write_parquet(
        tmp_path / "rows.parquet", row_group_size=64
    )
    lazy = calculate_frame(pl.scan_parquet(tmp_path / "rows.parquet"), BOOK, explain="text")
    lazy.sink_parquet(tmp_path / "grants.parquet")
    assert_frame_equal(pl.read_parquet(tmp_path / "grants.parquet").sort("place"), whole)


def test_a_lazy_frame_of_polars_may_hold_what_one_in_memory_may_hold() -> None:
    as_text = DAKAR | {"start_date": "2022-03-07"}
    named = pl.DataFrame([as_text, as_text | {"rulebook": "usmb-icm-2018"}])
    lazy = calculate_frame(named.lazy())
    assert lazy.collect_schema() == calculate_frame(named).schema
    # the agreements of 2018 are not those of 2022
    assert lazy.collect()["status"].to_list() == calculate_frame(named)["status"].to_list()
    assert lazy.collect()["total_eur"].to_list()[0] == Decimal("2080.00")
