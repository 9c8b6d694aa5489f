"""What a frame may look like, and what is said of one that cannot be meant."""

import datetime as dt
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from erasmus_grants import ErasmusGrantsError, UnknownRulebookError, get_rulebook
from erasmus_grants.basics.errors import FrameError, InvalidRowsError
from erasmus_grants.frames import calculate_frame, explain_row, summarise
from erasmus_grants.frames.backends import narwhals_of
from erasmus_grants.frames.cells import plain_value
from erasmus_grants.frames.rulebooks import NO_RULEBOOK, WHICH_RULEBOOK
from erasmus_grants.plots import plot_list
from tests.frames.backends import BACK_ENDS, BackEnd
from tests.frames.rows import Row, difference, drawn_rows

DAKAR: Row = {
    "activity": "STA",
    "direction": "outgoing",
    "start_date": date(2022, 3, 7),
    "end_date": date(2022, 3, 11),
    "distance_km": 4070.0,
    "teaching_hours": 8.0,
}
"""820 for 4070 km, 5 + 2 days at 180: 2080.00; before: 820 + 75 % of 1260 = 1765.00."""

BOOK = "usmb-icm-2023"
IN_MEMORY = [back_end for back_end in BACK_ENDS if not back_end.lazy]
QUICK = [back_end for back_end in BACK_ENDS if not back_end.slow]


def relation_of(frame: pl.DataFrame) -> Any:
    """Return a frame as a relation of DuckDB, which is never looked into."""
    return duckdb.connect().from_arrow(frame.to_arrow())


def dakar(rows: int = 1, **columns: Any) -> pl.DataFrame:
    return pl.DataFrame([DAKAR] * rows).with_columns(
        **{name: value if isinstance(value, pl.Series) else pl.lit(value) for name, value in columns.items()}
    )


def totals(frame: pl.DataFrame, **options: Any) -> list[Decimal]:
    return calculate_frame(frame, BOOK, **options)["total_eur"].to_list()


def of_column(frame: pd.DataFrame, name: str) -> list[object]:
    """Return a column of pandas with None for what it takes for a null."""
    return [plain_value(value, nan_is_null=True) for value in frame[name]]


# --- the caller's own columns and kind of frame -----------------------------------------------------------------------


@pytest.mark.parametrize("back_end", QUICK, ids=lambda back_end: back_end.name)
def test_the_callers_columns_stay_and_come_first(back_end: BackEnd) -> None:
    frame = back_end.made([DAKAR | {"reference": "a-1"}, DAKAR | {"reference": None}])
    said = calculate_frame(frame, BOOK)
    assert type(said) is type(frame)
    rows = back_end.read(said)
    assert list(rows[0])[:7] == [*DAKAR, "reference"]
    assert list(rows[0])[7:] == [
        *("status", "eligible", "funded_days", "travel_support_eur", "individual_support_eur", "top_ups_eur"),
        *("total_eur", "minimum_total_eur", "maximum_total_eur", "pre_financing_eur", "balance_eur", "trace"),
    ]
    assert {(row["status"], row["eligible"], row["funded_days"]) for row in rows} == {("granted", True, 5)}
    assert sorted(str(row["reference"]) for row in rows) == ["None", "a-1"]
    for name in ("total_eur", "minimum_total_eur", "maximum_total_eur"):
        assert {row[name] for row in rows} == {Decimal("2080.00")}
    assert {(row["pre_financing_eur"], row["balance_eur"]) for row in rows} == {(Decimal("1765.00"), Decimal("315.00"))}


@pytest.mark.parametrize("back_end", QUICK, ids=lambda back_end: back_end.name)
def test_cents_are_whole_numbers_and_null_where_nobody_prints_a_split(back_end: BackEnd) -> None:
    lille = {"activity": "STT", "direction": "outgoing", "distance_km": 742.0} | {
        "start_date": date(2023, 3, 6),
        "end_date": date(2023, 3, 10),
    }
    rows = back_end.read(calculate_frame(back_end.made([lille]), "lille-ka171-2022", money="cents", explain="none"))
    # 742 km: 275; 5 days and 2 travel days at 180: 1260; 275 + 1260 = 1535; no split is printed
    assert (rows[0]["total_eur"], rows[0]["pre_financing_eur"], rows[0]["balance_eur"]) == (153500, None, None)
    assert "trace" not in rows[0]


@pytest.mark.parametrize("money", ["decimal", "cents"])
@pytest.mark.parametrize("back_end", IN_MEMORY, ids=lambda back_end: back_end.name)
def test_no_amount_is_ever_a_binary_float(back_end: BackEnd, money: Any) -> None:
    lille = get_rulebook("lille-ka171-2022")
    said = calculate_frame(back_end.made([DAKAR, DAKAR | {"end_date": None}]), lille, money=money)
    schema = narwhals_of(said).collect_schema()
    kinds = {str(dtype) for name, dtype in schema.items() if name.endswith("_eur")}
    assert not any("Float" in kind for kind in kinds)
    assert kinds == ({"Int64"} if money == "cents" else kinds)
    assert money == "cents" or all("Decimal" in kind for kind in kinds)


def test_an_index_of_pandas_stays() -> None:
    frame = pd.DataFrame([DAKAR] * 2, index=["x", "y"])
    assert list(calculate_frame(frame, BOOK).index) == ["x", "y"]


@pytest.mark.parametrize(
    ("levels", "columns", "problems"),
    [
        (["distance_km"], {}, ["'distance_km' is in the index"]),
        (["activity"], {}, ["'activity' is in the index"]),  # which no other column may be missing for
        (["Km", "mine"], {"Km": "distance_km"}, ["'Km' is in the index"]),
        (["direction", "teaching_hours"], {}, ["'direction' is in the index", "'teaching_hours' is in the index"]),
    ],
)
def test_a_field_in_an_index_of_pandas_is_refused_since_it_would_be_ignored(
    levels: list[str], columns: dict[str, str], problems: list[str]
) -> None:
    frame = dakar().with_columns(mine=1).to_pandas()
    frame = frame.rename(columns={field: name for name, field in columns.items()}).set_index(levels)
    with pytest.raises(FrameError) as caught:
        calculate_frame(frame, BOOK, columns=columns)
    end = ", which is not read; call reset_index() first"
    assert caught.value.problems == tuple(problem + end for problem in problems)


def test_an_index_may_hold_what_is_no_field_the_reference_and_a_column_once_more() -> None:
    frame = dakar().with_columns(reference=pl.lit("R-1"), mine=1).to_pandas()
    expected = calculate_frame(frame, BOOK)["total_eur"].to_list()
    for levels in (["reference"], ["mine", "reference"]):
        assert calculate_frame(frame.set_index(levels), BOOK)["total_eur"].to_list() == expected
    assert calculate_frame(frame.set_index("distance_km", drop=False), BOOK)["total_eur"].to_list() == expected


def test_lazy_frames_are_not_looked_into() -> None:
    def never(_: pl.DataFrame) -> pl.DataFrame:
        raise AssertionError("it was collected")

    lazy = dakar().lazy().map_batches(never, schema=dakar().schema)
    assert isinstance(calculate_frame(lazy, BOOK), pl.LazyFrame)


def test_what_is_computed_meanwhile_does_not_show() -> None:
    assert not [name for name in calculate_frame(dakar(), BOOK, explain="text").columns if name.startswith("__")]


@pytest.mark.parametrize("made", [pl.DataFrame.to_pandas, pl.DataFrame.to_arrow, relation_of])
def test_a_trace_that_is_not_added_is_the_callers(made: Any) -> None:
    said = narwhals_of(calculate_frame(made(dakar(trace=5)), BOOK, explain="none"))
    assert said.collect_schema().names() == [
        *(*DAKAR, "trace", "status", "eligible", "funded_days", "travel_support_eur", "individual_support_eur"),
        *("top_ups_eur", "total_eur", "minimum_total_eur", "maximum_total_eur", "pre_financing_eur", "balance_eur"),
    ]
    assert said.lazy().collect()["trace"].to_list() == [5]


# --- which columns ----------------------------------------------------------------------------------------------------


def test_columns_may_be_called_otherwise() -> None:
    frame = dakar().rename({"distance_km": "Km", "activity": "Activity type"})
    named = calculate_frame(frame, BOOK, columns={"Km": "distance_km", "Activity type": "activity"})
    assert named["total_eur"].to_list() == [Decimal("2080.00")]
    assert {"Km", "Activity type"} < set(named.columns)


@pytest.mark.parametrize(
    ("frame", "options", "problem"),
    [
        (dakar().drop("end_date"), {}, "there is no column for end_date"),
        (dakar(distance_kms=1.0).drop("distance_km"), {}, "the column 'distance_kms' is not read; did you mean 'distance_km'? then rename it"),
        (dakar(receiving_organization=None), {}, "the column 'receiving_organization' is not read; did you mean 'receiving_organisation', which is a kind of host, or 'partner', which is the name of the other institution? then rename it"),
        (dakar(), {"columns": {"Km": "distance_km"}}, "there is no column 'Km'; did you mean 'distance_km'?"),
        (dakar(), {"columns": {"distance_km": "distance"}}, "columns: there is no field 'distance'; did you mean 'distance_km'?"),
        (dakar(km=1.0), {"columns": {"km": "distance_km"}}, "distance_km is both in the column 'distance_km' and in 'km'"),
        (dakar(total_eur=1), {}, "the frame has columns of these names already: total_eur; drop or rename them"),
        (dakar(combined="yes"), {}, "the column 'combined' holds true or false, and this one is of the type String"),
        (dakar(combined=1), {}, "the column 'combined' holds true or false, and this one is of the type Int32"),
        (dakar(activity=3), {}, "the column 'activity' holds text, and this one is of the type Int32"),
        (dakar(distance_km="4070"), {}, "the column 'distance_km' holds numbers, and this one is of the type String"),
        (dakar(start_date=20220307), {}, "the column 'start_date' holds dates, and this one is of the type Int32"),
        (
            dakar(start_date=dt.datetime(2022, 3, 7, tzinfo=dt.UTC)),
            {},
            "the column 'start_date' has times in the zone UTC: a stay is counted in days, without a zone",
        ),
    ],
)  # fmt: skip
def test_a_frame_that_cannot_be_meant_is_refused_in_a_sentence(frame: pl.DataFrame, options: Any, problem: str) -> None:
    with pytest.raises(FrameError) as raised:
        calculate_frame(frame, BOOK, **options)
    assert problem in raised.value.problems
    assert isinstance(raised.value, ErasmusGrantsError | ValueError)


def test_every_problem_of_a_frame_is_told_at_once() -> None:
    with pytest.raises(FrameError) as raised:
        calculate_frame(dakar(combined=1, academic_term=1), BOOK)
    assert len(raised.value.problems) == 2


def test_dates_that_are_text_are_read_in_memory_and_refused_elsewhere() -> None:
    text = dakar(2, start_date=pl.Series(["2022-03-07", "07/03/2022"]), end_date=pl.Series(["2022-03-11", None]))
    for frame in (text, text.lazy()):  # whose parts are in memory when they are computed
        said = calculate_frame(frame, BOOK, explain="text").lazy().collect()
        assert said["finding_codes"].to_list() == ["", "INVALID_INPUT(start_date, end_date)"]
    with pytest.raises(
        FrameError, match=r"this one is of the type String; in a frame that is not in memory, cast them first"
    ):
        calculate_frame(relation_of(text), BOOK)


NO_FRAME = (
    "a frame is a DataFrame of pandas, polars, Dask or PySpark, a Table of pyarrow or Ibis, a RecordBatch of pyarrow, "
    "or a relation of DuckDB, not {}"
)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (None, "a NoneType"),
        ([DAKAR], "a list"),
        (DAKAR, "a dict"),
        (dakar()["activity"], "a Series"),
        (dakar().to_pandas()["activity"], "a Series"),
        (dakar().to_arrow()["activity"], "a ChunkedArray"),
        (dakar().to_arrow().to_reader(), "a RecordBatchReader"),
    ],
)
def test_what_is_no_frame_is_refused_in_a_sentence(given: Any, kind: str) -> None:
    entrances: list[Any] = [calculate_frame, summarise, lambda frame, _: plot_list(frame)]
    for entrance in entrances:
        with pytest.raises(TypeError) as raised:
            entrance(given, BOOK)
        assert str(raised.value) == NO_FRAME.format(kind)


def test_a_batch_of_arrow_comes_back_as_one() -> None:
    table = dakar(2).to_arrow()
    (batch,) = table.to_batches()
    for rows in (batch, batch.slice(1), batch.slice(2)):
        of_table = calculate_frame(pa.Table.from_batches([rows]), BOOK)
        grants = calculate_frame(rows, BOOK)
        assert isinstance(grants, pa.RecordBatch)
        assert (grants.schema, pa.Table.from_batches([grants])) == (of_table.schema, of_table)
        budget = summarise(grants, BOOK, by="activity")
        assert isinstance(budget, pa.RecordBatch)
        assert pa.Table.from_batches([budget]) == summarise(of_table, BOOK, by="activity")
    twice = pa.RecordBatch.from_arrays([*batch.columns, batch.column(0)], [*batch.schema.names, batch.schema.names[0]])
    with pytest.raises(FrameError, match=r"several columns are called 'activity'; drop or rename them"):
        calculate_frame(twice, BOOK)
    of_senegal = batch.append_column("receiving_country", pa.array(["SN", "SN"]))
    assert plot_list(calculate_frame(of_senegal, BOOK)).axes


def with_two_columns_twice(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, pd.DataFrame([[1, 2, 3, 4]], columns=["mine", 5, "mine", 5])], axis=1)


def in_arrow_with_two_columns_twice(frame: pd.DataFrame) -> pa.Table:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for name in ("mine", "5", "mine", "5"):
        table = table.append_column(name, pa.array([1]))
    return table


def in_dask_with_two_columns_twice(frame: pd.DataFrame) -> Any:
    import dask.dataframe as dd

    return dd.from_pandas(with_two_columns_twice(frame), npartitions=1)


@pytest.mark.parametrize(
    ("made", "other"),
    [(with_two_columns_twice, 5), (in_arrow_with_two_columns_twice, "5"), (in_dask_with_two_columns_twice, 5)],
)
@pytest.mark.filterwarnings("ignore:Dask support is moving out of Narwhals:FutureWarning")
def test_columns_of_one_name_are_refused_by_their_name(made: Any, other: object) -> None:
    expected = (
        "several columns are called 'mine'; drop or rename them",
        f"several columns are called {other!r}; drop or rename them",
    )
    with pytest.raises(FrameError) as raised:
        calculate_frame(made(dakar().to_pandas()), BOOK)
    assert raised.value.problems == expected
    with pytest.raises(FrameError) as raised:
        summarise(made(calculate_frame(dakar().to_pandas(), BOOK)), BOOK)
    assert raised.value.problems == expected


@pytest.mark.parametrize(
    ("columns", "kind"), [(None, "a NoneType"), (["activity"], "a list"), ("activity", "a str"), (5, "an int")]
)
def test_columns_are_a_mapping(columns: Any, kind: str) -> None:
    entrances: list[Any] = [calculate_frame, summarise, lambda frame, book, **how: explain_row(frame.row(0, named=True), book, **how)]  # fmt: skip
    for entrance in entrances:
        with pytest.raises(TypeError) as raised:
            entrance(calculate_frame(dakar(), BOOK), BOOK, columns=columns)
        assert str(raised.value) == (
            f"columns is a mapping from a column to its field, as {{'Km': 'distance_km'}}, not {kind}"
        )


@pytest.mark.parametrize("columns", [{"distance_km": None}, {None: "distance_km"}])
def test_columns_and_fields_are_named_by_text(columns: Any) -> None:
    for entrance in (calculate_frame, summarise):
        with pytest.raises(FrameError) as raised:
            entrance(calculate_frame(dakar(), BOOK), BOOK, columns=columns)
        assert raised.value.problems == ("columns: the name of a column or a field is text, and one is None",)


# --- kinds of values --------------------------------------------------------------------------------------------------


def test_one_row_and_none() -> None:
    assert totals(dakar()) == [Decimal("2080.00")]
    assert totals(dakar().head(0)) == []


@pytest.mark.parametrize("back_end", [one for one in QUICK if one.name != "dask"], ids=lambda back_end: back_end.name)
def test_a_frame_without_rows_stays_one(back_end: BackEnd) -> None:
    frame = back_end.made([DAKAR])
    empty = (
        frame.head(0) if hasattr(frame, "head") else frame.slice(0, 0) if hasattr(frame, "slice") else frame.limit(0)
    )
    assert back_end.read(calculate_frame(empty, BOOK, explain="text")) == []


@pytest.mark.parametrize("lazy", [False, True])
def test_columns_of_nulls_mean_the_defaults(lazy: bool) -> None:
    names = set(drawn_rows(BOOK, 1)[0]) - set(DAKAR)
    frame = dakar(3, **dict.fromkeys(names))
    said = calculate_frame(frame.lazy() if lazy else frame, BOOK).lazy().collect()
    assert said["total_eur"].to_list() == [Decimal("2080.00")] * 3


@pytest.mark.parametrize("name", ["duckdb", "ibis"])
def test_a_null_without_a_type_means_the_default_where_nothing_is_looked_into(name: str) -> None:
    import ibis

    table = dakar(2).to_arrow()
    nothing = {"partner": pa.nulls(2), "travel_days": pa.nulls(2), "combined": pa.nulls(2)}
    for field, nulls in nothing.items():
        table = table.append_column(field, nulls)
    if name == "ibis":
        frame: Any = ibis.memtable(table)
    else:
        columns = ", ".join(f"null as {field}" for field in nothing)
        relation = relation_of(dakar(2))
        frame = relation.project(f"*, {columns}")
    said = calculate_frame(frame, BOOK)
    said = said.to_pyarrow() if name == "ibis" else said.to_arrow_table()
    assert said["total_eur"].to_pylist() == [Decimal("2080.00")] * 2


@pytest.mark.parametrize("field", ["activity", "direction", "start_date", "end_date"])
def test_a_required_column_of_nulls_is_wrong_in_every_row(field: str) -> None:
    said = calculate_frame(dakar(2, **{field: None}), BOOK, explain="text")
    assert said["finding_codes"].to_list() == [f"INVALID_INPUT({field})"] * 2
    assert said.select("status", "eligible", "total_eur").rows() == [("unreadable", None, None)] * 2


def test_a_frame_that_says_nothing_at_all() -> None:
    said = calculate_frame(pl.DataFrame({name: [None, None] for name in DAKAR}), BOOK, explain="text")
    assert said["finding_codes"].to_list() == ["INVALID_INPUT(activity, direction, start_date, end_date)"] * 2
    assert said.select("status", "eligible", "maximum_total_eur").rows() == [("unreadable", None, None)] * 2


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["SMS", "STA", "STX", "outgoing", "incoming"])])
def test_words_may_be_categories(dtype: Any) -> None:
    frame = dakar(2, activity=pl.Series(["STA", "STX"], dtype=dtype)).with_columns(pl.col("direction").cast(dtype))
    said = calculate_frame(frame, BOOK, explain="text")
    assert said["finding_codes"].to_list() == ["", "INVALID_INPUT(activity)"]
    categories = frame.to_pandas().astype({"activity": "category"})
    assert of_column(calculate_frame(categories, BOOK), "total_eur") == [Decimal("2080.00"), None]


def test_words_may_be_views_of_text_and_dictionaries() -> None:
    text = pa.array(["STA", None])
    indices, view = pa.array([0, None], pa.int8()), pa.array(["STA"]).cast(pa.string_view())
    for words in (
        text.cast(pa.string_view()),
        text.cast(pa.large_string()),
        text.dictionary_encode(),
        pa.DictionaryArray.from_arrays(indices, view),
    ):
        said = calculate_frame(dakar(2).to_arrow().set_column(0, "activity", words), BOOK)
        assert said["status"].to_pylist() == ["granted", "unreadable"]
        assert said["total_eur"].to_pylist() == [Decimal("2080.00"), None]
        without_batches = pa.Table.from_batches([], dakar(2).to_arrow().set_column(0, "activity", words).schema)
        assert calculate_frame(without_batches, BOOK).schema == said.schema


@pytest.mark.parametrize(
    "distances",
    [
        pl.Series([4070, 99], dtype=pl.Int16),
        pl.Series([4070, 99.5], dtype=pl.Float32),
        pl.Series([Decimal("4070.00"), Decimal("99.99")]),
        pl.Series([4070, 0], dtype=pl.UInt64),
    ],
    ids=str,
)
def test_numbers_may_be_of_any_type(distances: pl.Series) -> None:
    # below 100 km no travel support is paid: 2080 - 820 = 1260
    assert totals(dakar(2, distance_km=distances)) == [Decimal("2080.00"), Decimal("1260.00")]


def test_whole_numbers_may_be_floats_as_frames_with_nulls_write_them() -> None:
    days = pl.Series([2.0, None, 1.0, 1.5, float("inf"), 1e300, -1.0])
    said = calculate_frame(dakar(7, travel_days=days), BOOK, explain="text")
    assert said["total_eur"].to_list()[:3] == [Decimal("2080.00"), Decimal("2080.00"), Decimal("1900.00")]
    assert set(said["finding_codes"].to_list()[3:]) == {"INVALID_INPUT(travel_days)"}


@pytest.mark.parametrize("kind", ["pyarrow", "duckdb", "ibis", "pandas", "lazy"])
def test_whole_numbers_that_are_floats_stop_no_back_end(kind: str) -> None:
    import duckdb
    import ibis

    table = dakar(
        4, travel_days=pl.Series([2.0, 1.5, -3.0, None]), interruption_days=pl.Series([0.0, 1.0, 0.5, None])
    ).to_arrow()
    frames: dict[str, Any] = {
        "pyarrow": table,
        "duckdb": duckdb.connect().from_arrow(table),
        "ibis": ibis.memtable(table),
        "pandas": table.to_pandas(),
        "lazy": pl.from_arrow(table).lazy(),  # type: ignore[union-attr]
    }
    said: Any = calculate_frame(frames[kind], BOOK, explain="text")
    as_table: dict[str, Any] = {
        "pyarrow": lambda frame: frame,
        "duckdb": lambda frame: frame.to_arrow_table(),
        "ibis": lambda frame: frame.to_pyarrow(),
        "pandas": pa.Table.from_pandas,
        "lazy": lambda frame: frame.collect().to_arrow(),
    }
    table = as_table[kind](said)
    listed = table["finding_codes"].to_pylist()
    assert sorted(listed) == ["", "", "INVALID_INPUT(interruption_days, travel_days)", "INVALID_INPUT(travel_days)"]


def test_not_a_number_is_wrong_and_in_pandas_it_is_a_null() -> None:
    frame = dakar(distance_km=float("nan"))
    assert calculate_frame(frame, BOOK, explain="text")["finding_codes"].to_list() == ["INVALID_INPUT(distance_km)"]
    in_pandas = calculate_frame(frame.to_pandas(), BOOK, explain="text")
    assert in_pandas["finding_codes"].to_list() == ["DISTANCE_MISSING"]
    assert in_pandas["status"].to_list() == ["undetermined"]


def test_times_are_days_only_at_midnight() -> None:
    given = ("2022-03-07T00:00:00", "2022-03-07T08:30:00", "2022-03-07T00:00:00.000001")
    times = pl.Series([dt.datetime.fromisoformat(text) for text in given])
    said = calculate_frame(dakar(3, start_date=times), BOOK, explain="text")
    assert said["finding_codes"].to_list() == ["", "INVALID_INPUT(start_date)", "INVALID_INPUT(start_date)"]


def test_objects_of_python_are_read_one_by_one() -> None:
    frame = pd.DataFrame(
        {
            "activity": pd.Series(["STA", "STA", 7, "STA"], dtype=object),
            "direction": ["outgoing"] * 4,
            "start_date": pd.Series([date(2022, 3, 7), "2022-03-07", date(2022, 3, 7), pd.Timestamp("2022-03-07 10:00")], dtype=object),
            "end_date": pd.Series([date(2022, 3, 11)] * 4, dtype=object),
            "distance_km": pd.Series([4070, Decimal("4070.5"), 4070, 4070], dtype=object),
            "teaching_hours": [8] * 4,
            "fewer_opportunities": pd.Series([True, None, "no", False], dtype=object),
            "virtual_component": pd.Series([None, None, True, False], dtype=object),
            "travel_days": pd.Series([1, None, "2", 2], dtype=object),
        }
    ).set_index(pd.Index([5, 6, 7, 9]))  # fmt: skip
    said = calculate_frame(frame, BOOK, explain="text")
    # one travel day: 820 + 5 x 180 + 180 = 1900
    assert of_column(said, "total_eur") == [Decimal("1900.00"), Decimal("2080.00"), None, None]
    assert of_column(said, "eligible") == [True, True, None, None]
    assert said["finding_codes"].tolist() == [
        *(
            "TOP_UP_AMOUNT_NOT_PUBLISHED",
            "",
            "INVALID_INPUT(activity, travel_days, fewer_opportunities)",
            "INVALID_INPUT(start_date)",
        ),
    ]
    assert list(said.index) == [5, 6, 7, 9]


def test_a_column_of_a_type_that_is_not_known_is_to_be_cast() -> None:
    days = pd.DataFrame([DAKAR]).assign(start_date=pd.PeriodIndex(["2022-03-07"], freq="D"))
    told = r"^the column 'start_date' holds dates, and this one is of a type that is not read; cast it first$"
    with pytest.raises(FrameError, match=told):
        calculate_frame(days, BOOK)


def test_references_may_be_numbers() -> None:
    assert totals(dakar(2, reference=pl.Series([17, None]))) == [Decimal("2080.00")] * 2


@pytest.mark.parametrize("made", [pl.DataFrame.to_arrow, relation_of])
def test_a_name_has_from_one_letter_to_two_hundred(made: Any) -> None:
    names = ["X", "", "x" * 200, "x" * 201]
    said = calculate_frame(made(dakar(4, partner=pl.Series(names))), BOOK, explain="text")
    rows = (said.to_arrow_table() if made is relation_of else said).to_pylist()
    wrong = {row["partner"] for row in rows if row["finding_codes"] == "INVALID_INPUT(partner)"}
    assert wrong == {"", "x" * 201}


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_calendar_has_two_ends(day: date) -> None:
    row = DAKAR | {"start_date": day, "end_date": day}
    said = calculate_frame(pl.DataFrame([row]), BOOK, explain="text").rows(named=True)
    assert difference([row], list(said), BOOK) == ""


def test_a_day_beyond_the_calendar_of_python_is_wrong() -> None:
    days = pl.Series([3_000_000], dtype=pl.Int32).cast(pl.Date)
    said = calculate_frame(dakar(end_date=days), BOOK, explain="text").drop("end_date")
    assert said["finding_codes"].to_list() == ["INVALID_INPUT(end_date)"]


# --- rows that cannot be read -----------------------------------------------------------------------------------------


def test_a_broken_row_never_stops_the_others() -> None:
    frame = dakar(3, activity=pl.Series(["STA", "STX", "STA"]))
    said = calculate_frame(frame, BOOK)
    assert said["status"].to_list() == ["granted", "unreadable", "granted"]
    assert said["eligible"].to_list() == [True, None, True]
    assert said["total_eur"].to_list() == [Decimal("2080.00"), None, Decimal("2080.00")]
    assert said["trace"].to_list()[1] == -1


def test_broken_rows_are_listed_in_an_error_if_one_asks_for_it() -> None:
    frame = dakar(3, activity=pl.Series(["STA", "STX", None]), distance_km=pl.Series([1.0, -1.0, 1.0]))
    with pytest.raises(
        InvalidRowsError, match=r"2 rows cannot be read: row 1: activity, distance_km; row 2: activity"
    ) as raised:
        calculate_frame(frame, BOOK, errors="raise", explain="none")
    assert raised.value.rows == {1: ("activity", "distance_km"), 2: ("activity",)}
    assert "trace" not in calculate_frame(frame.head(1), BOOK, errors="raise", explain="none").columns


def test_many_broken_rows_are_counted() -> None:
    with pytest.raises(
        InvalidRowsError, match=r"^30 rows cannot be read: row 0: activity; .*row 19: activity; and 10 more$"
    ):
        calculate_frame(dakar(30, activity="STX"), BOOK, errors="raise")


@pytest.mark.parametrize("made", [lambda: dakar().lazy(), lambda: relation_of(dakar())], ids=["polars", "duckdb"])
def test_a_frame_that_is_not_in_memory_raises_nothing_about_rows(made: Any) -> None:
    with pytest.raises(FrameError, match="errors='keep' marks what cannot be read"):
        calculate_frame(made(), BOOK, errors="raise")


# --- several rulebooks ------------------------------------------------------------------------------------------------

BOOKS = ("usmb-icm-2023", "usmb-icm-2018", "eu-ka171-2023")


@pytest.mark.parametrize("lazy", [False, True])
def test_each_row_may_name_its_rulebook(lazy: bool) -> None:
    drawn = [(book, row) for book in BOOKS for row in drawn_rows(book, 100, broken=0.05)]
    drawn = [drawn[place] for place in sorted(range(300), key=lambda place: place * 7 % 300)]
    frame = BACK_ENDS[2].made([{"rulebook": book} | row for book, row in drawn])
    said = calculate_frame(frame.lazy() if lazy else frame, BOOKS, explain="text").lazy().collect().rows(named=True)
    for book in BOOKS:
        ours = [place for place, (name, _) in enumerate(drawn) if name == book]
        assert difference([drawn[place][1] for place in ours], [said[place] for place in ours], book) == ""


def test_a_column_alone_names_rulebooks_that_come_with_the_library() -> None:
    frame = dakar(4, rulebook=pl.Series(["usmb-icm-2023", "usmb-icm-2018", "usmb-icm-2032", None]))
    said = calculate_frame(frame, explain="text")
    assert said["status"].to_list() == ["granted", "granted", "unreadable", "unreadable"]
    assert said["finding_codes"].to_list()[2:] == ["INVALID_INPUT(rulebook)"] * 2


@pytest.mark.parametrize(
    ("frame", "rulebook", "problem"),
    [
        (dakar(), None, NO_RULEBOOK),
        (dakar(), BOOKS, WHICH_RULEBOOK),
        (dakar(rulebook=BOOK), (BOOK, BOOK), f"two rulebooks are called {BOOK}"),
        (dakar(), (BOOK, BOOK), f"two rulebooks are called {BOOK}"),
        (dakar(), (BOOK, "usmb-icm-2018", BOOK, "usmb-icm-2018"), f"two rulebooks are called {BOOK}, usmb-icm-2018"),
        (relation_of(dakar(rulebook=BOOK)), None, "a frame that is not in memory is not looked into: list the rulebooks that its rows name"),
    ],
)  # fmt: skip
def test_rulebooks_are_known_beforehand(frame: Any, rulebook: Any, problem: str) -> None:
    with pytest.raises(FrameError) as raised:
        calculate_frame(frame, rulebook)
    assert raised.value.problems == (problem,)


def test_an_unknown_rulebook_is_refused() -> None:
    with pytest.raises(UnknownRulebookError, match="did you mean 'usmb-icm-2023'"):
        calculate_frame(dakar(), "usmb-icm-2032")


def test_a_row_of_another_rulebook_than_the_one_that_is_given_is_wrong() -> None:
    said = calculate_frame(dakar(2, rulebook=pl.Series([BOOK, "usmb-icm-2018"])), BOOK, explain="text")
    assert said["finding_codes"].to_list() == ["", "INVALID_INPUT(rulebook)"]


# --- what nobody means, and somebody sends ----------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["distance_km", "travel_days", "months_used"])
@pytest.mark.parametrize("kind", ["pyarrow", "pandas-arrow", "polars", "duckdb"])
def test_numbers_beyond_floats_stop_nobody(kind: str, field: str) -> None:
    import duckdb

    table = dakar(2, **{field: pl.Series([2**62, 2], dtype=pl.Int64)}).to_arrow()
    frames: dict[str, Any] = {
        "pyarrow": table,
        "pandas-arrow": table.to_pandas(types_mapper=pd.ArrowDtype),
        "polars": pl.from_arrow(table),
        "duckdb": duckdb.connect().from_arrow(table),
    }
    said: Any = calculate_frame(frames[kind], BOOK, explain="text")
    codes = (
        said.to_arrow_table()["finding_codes"].to_pylist()
        if kind == "duckdb"
        else list(map(str, said["finding_codes"]))
    )
    assert f"INVALID_INPUT({field})" in codes
    assert len([code for code in codes if "INVALID" in code]) == 1


def test_objects_that_are_nothing_at_all_stop_nobody() -> None:
    import numpy as np

    frame = dakar(4).to_pandas()
    frame["distance_km"] = pd.Series([10**400, np.array([1, 2]), object(), 4070], dtype=object)
    said = calculate_frame(frame, BOOK, explain="text")
    assert said["finding_codes"].tolist() == ["INVALID_INPUT(distance_km)"] * 3 + [""]


@pytest.mark.parametrize("name", ["*", "^.*$", "rows", "0", "place", "literal"])
@pytest.mark.parametrize("lazy", [False, True])
def test_columns_of_any_name_stay_as_they_are(name: str, lazy: bool) -> None:
    frame = dakar(1).with_columns(pl.Series(name, ["mine"]))
    said = calculate_frame(frame.lazy() if lazy else frame, BOOK).lazy().collect()
    assert said[name].to_list() == ["mine"]
    assert said.columns[: len(frame.columns)] == frame.columns


def test_names_of_our_own_are_refused() -> None:
    with pytest.raises(FrameError, match="is one of this library's own; rename it"):
        calculate_frame(dakar(__erasmus_grants_1_x=1), BOOK)


def test_times_of_ibis_are_days_at_midnight() -> None:
    import ibis

    times = pl.Series([dt.datetime.fromisoformat("2022-03-07"), dt.datetime.fromisoformat("2022-03-07T08:00:00")])
    said = calculate_frame(ibis.memtable(dakar(2, start_date=times).to_arrow()), BOOK, explain="text").to_pyarrow()
    assert sorted(said["finding_codes"].to_pylist()) == ["", "INVALID_INPUT(start_date)"]


def test_a_database_makes_no_difference_of_capitals_and_nothing_is_replaced() -> None:
    import duckdb

    relation = duckdb.connect().from_arrow(dakar().with_columns(pl.lit(5).alias("TOTAL_EUR")).to_arrow())
    with pytest.raises(FrameError, match="the frame has columns of these names already: total_eur"):
        calculate_frame(relation, BOOK)


def test_the_end_of_all_days_is_no_day() -> None:
    import duckdb

    made = "TIMESTAMP '-infinity' AS start_date, TIMESTAMP '1970-01-05' AS end_date"
    words = "'STA' AS activity, 'outgoing' AS direction, 4070.5 AS distance_km, 8 AS teaching_hours"
    said = calculate_frame(duckdb.connect().sql(f"SELECT {words}, {made}"), "eu-ka171-2023", explain="text")
    assert said.to_arrow_table()["finding_codes"].to_pylist() == ["INVALID_INPUT(start_date)"]


def test_objects_that_look_like_values_are_what_they_are() -> None:
    frame = dakar(4).to_pandas()
    frame["travel_days"] = pd.Series([2, Decimal("NaN"), 2, 2], dtype=object)
    frame["reference"] = pd.Series([17, None, "a", 3], dtype=object)
    frame["start_date"] = pd.Series(
        [date(2022, 3, 7)] * 3 + [pd.Timestamp("2022-03-07 00:00:00.000000001")], dtype=object
    )
    said = calculate_frame(frame, BOOK, explain="text")
    codes = ["", "INVALID_INPUT(travel_days)", "", "INVALID_INPUT(start_date)"]
    assert said["finding_codes"].tolist() == codes


@pytest.mark.parametrize("rulebook", [None, [BOOK, "usmb-icm-2018"], BOOK])
def test_a_row_that_names_no_rulebook_is_wrong_whatever_its_column_is(rulebook: Any) -> None:
    for nulls in (pl.Series([None], dtype=pl.Null), pl.Series([None], dtype=pl.String), pl.Series([7])):
        said = calculate_frame(dakar(rulebook=nulls), rulebook, explain="text")
        assert said["finding_codes"].to_list() == ["INVALID_INPUT(rulebook)"]


def test_names_are_text() -> None:
    frame = dakar().to_pandas()
    frame[3] = 1
    with pytest.raises(FrameError, match="columns have names that are text, and one is called 3"):
        calculate_frame(frame, BOOK)


@pytest.mark.parametrize("as_pandas", [False, True])
def test_dates_of_arrow_may_count_milliseconds(as_pandas: bool) -> None:
    table = dakar().to_arrow()
    for field in ("start_date", "end_date"):
        dates = table[field].cast(pa.date64())
        table = table.set_column(table.schema.get_field_index(field), field, dates)
    assert table.schema.field("start_date").type == pa.date64()
    given = table.to_pandas(types_mapper=pd.ArrowDtype) if as_pandas else table
    (total,) = calculate_frame(given, "usmb-icm-2023")["total_eur"]
    assert str(total) == "2080.00"


# --- options ----------------------------------------------------------------------------------------------------------


WRONG_OPTIONS: list[tuple[dict[str, Any], str]] = [
    ({"money": "CENTS"}, "money is 'decimal' or 'cents', and not 'CENTS'; did you mean 'cents'?"),
    ({"money": "euros"}, "money is 'decimal' or 'cents', and not 'euros'"),
    ({"money": None}, "money is 'decimal' or 'cents', and not None"),
    ({"explain": "all"}, "explain is 'none', 'trace' or 'text', and not 'all'"),
    ({"explain": "traces"}, "explain is 'none', 'trace' or 'text', and not 'traces'; did you mean 'trace'?"),
    ({"explain": True}, "explain is 'none', 'trace' or 'text', and not True"),
    ({"explain": ["text"]}, "explain is 'none', 'trace' or 'text', and not ['text']"),
    ({"errors": "ignore"}, "errors is 'keep' or 'raise', and not 'ignore'"),
    ({"errors": None}, "errors is 'keep' or 'raise', and not None"),
]


@pytest.mark.parametrize("made", [pl.DataFrame.to_pandas, pl.DataFrame.lazy, relation_of])
@pytest.mark.parametrize(("options", "problem"), WRONG_OPTIONS)
def test_an_option_that_is_no_word_of_its_list_is_refused(made: Any, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(FrameError) as raised:
        calculate_frame(made(dakar()), BOOK, **options)
    assert raised.value.problems == (problem,)


def test_every_option_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(FrameError) as raised:
        calculate_frame(dakar(), BOOK, money="cent", explain="texts", errors="raises")  # type: ignore[arg-type]
    assert len(raised.value.problems) == 3


def test_who_teaches_may_leave_out_the_virtual_part_of_a_blended_intensive_programme() -> None:
    # guide of 2026, p. 57: the virtual part is optional for teaching alone
    rows = [DAKAR | {"activity": activity, "blended_intensive_programme": True} for activity in ("STA", "STT")]
    frame = pl.DataFrame(rows).with_columns(virtual_component=False)
    said = calculate_frame(frame, BOOK, explain="text")
    assert [codes.startswith("INVALID_INPUT(virtual_component)") for codes in said["finding_codes"]] == [False, True]
    assert difference(frame.rows(named=True), list(said.rows(named=True)), BOOK) == ""
