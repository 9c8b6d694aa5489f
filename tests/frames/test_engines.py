"""Whoever a frame belongs to, polars computes it where it is installed, and nobody sees a difference."""

import datetime as dt
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from erasmus_grants.errors import InvalidRowsError
from erasmus_grants.frames import calculate_frame
from erasmus_grants.frames.backends import narwhals_of
from erasmus_grants.frames.engines import is_computed_by_polars
from tests.frames.backends import BACK_ENDS, BackEnd
from tests.frames.rows import difference, drawn_rows
from tests.frames.test_input import DAKAR, dakar, of_column

BOOK = "usmb-icm-2023"
OTHERS = [back_end for back_end in BACK_ENDS if back_end.name in {"pandas", "pandas-arrow", "pyarrow"}]


@pytest.fixture
def without_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "erasmus_grants.frames.backends.find_spec", lambda name: None if name == "polars" else find_spec(name)
    )


def types_of(frame: Any) -> list[str]:
    return list(map(str, frame.schema.types if isinstance(frame, pa.Table) else frame.dtypes))


@pytest.mark.parametrize("rulebook", [BOOK, "eu-ka131-2024"])
@pytest.mark.parametrize("back_end", OTHERS, ids=lambda back_end: back_end.name)
@pytest.mark.usefixtures("without_polars")
def test_frames_in_memory_say_the_same_without_polars(back_end: BackEnd, rulebook: str) -> None:
    rows = drawn_rows(rulebook, 100, broken=0.05)
    frame = back_end.made(rows)
    assert not is_computed_by_polars(narwhals_of(frame))
    assert difference(rows, back_end.read(calculate_frame(frame, rulebook, explain="text")), rulebook) == ""


@pytest.mark.parametrize("options", [{}, {"money": "cents", "explain": "none"}, {"explain": "text"}], ids=str)
@pytest.mark.parametrize("back_end", OTHERS, ids=lambda back_end: back_end.name)
def test_types_and_values_are_the_same_with_polars_and_without(
    back_end: BackEnd, options: Any, request: pytest.FixtureRequest
) -> None:
    frame = back_end.made(drawn_rows(BOOK, 60, broken=0.1))
    assert is_computed_by_polars(narwhals_of(frame))
    there = calculate_frame(frame, BOOK, **options)
    request.getfixturevalue("without_polars")
    here = calculate_frame(frame, BOOK, **options)
    assert types_of(there) == types_of(here)
    assert back_end.read(there) == back_end.read(here)


@pytest.mark.usefixtures("without_polars")
def test_rows_that_cannot_be_read_are_raised_without_polars_too() -> None:
    frame = dakar(2, activity=pl.Series(["STA", "STX"])).to_pandas()
    with pytest.raises(InvalidRowsError, match="row 1: activity"):
        calculate_frame(frame, BOOK, errors="raise")
    said = calculate_frame(frame[:1], BOOK, explain="none", errors="raise")
    assert said["total_eur"].tolist() == [Decimal("2080.00")]
    assert "trace" not in said.columns


def test_a_polars_that_is_too_old_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl, "__version__", "1.9.0")
    assert not is_computed_by_polars(narwhals_of(pa.table({"km": [1]})))


def test_columns_and_index_of_pandas_are_not_touched() -> None:
    thing = object()
    frame = dakar(3).to_pandas()
    frame["thing"] = [thing, None, 7]
    frame["many"] = [[1], [2, 3], None]
    frame["zone"] = pd.Timestamp("2022-03-07", tz="Europe/Paris")
    frame.index = pd.MultiIndex.from_tuples([(1, "a"), (1, "a"), (0, "b")], names=["year", "letter"])
    before = frame.copy()
    said = calculate_frame(frame, BOOK)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(said[list(frame.columns)], before)
    assert said["thing"].iloc[0] is thing
    assert said["status"].tolist() == ["granted"] * 3


FAR = [2**62, -(2**62), 2**63 - 1, 10**13, 253_402_300_800, 0, 3_600]
"""Seconds, of which only the last but one begin a day of the calendar: 253,402,300,800 is the first of the year 10000."""


def test_times_that_are_too_far_for_polars_are_no_dates() -> None:
    table = dakar(len(FAR)).to_arrow()
    times = pa.array(FAR, pa.int64()).cast(pa.timestamp("s"))
    codes = calculate_frame(table.set_column(2, "start_date", times), BOOK, explain="text")["finding_codes"].to_pylist()
    assert [code == "INVALID_INPUT(start_date)" for code in codes] == [*[True] * 5, False, True]
    frame = dakar(len(FAR)).to_pandas()
    frame["start_date"] = np.array(FAR, dtype="datetime64[s]")
    assert calculate_frame(frame, BOOK, explain="text")["finding_codes"].tolist() == codes


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("as_pandas", [False, True])
def test_times_in_any_unit_are_days_at_midnight(unit: Any, as_pandas: bool) -> None:
    midnight, later = dt.datetime.fromisoformat("2022-03-07"), dt.datetime.fromisoformat("2022-03-07T08:00:00")
    for times, codes in (
        ([midnight, midnight, None], ["", "", "INVALID_INPUT(start_date)"]),
        ([midnight, later, None], ["", *["INVALID_INPUT(start_date)"] * 2]),
    ):
        table = dakar(3).to_arrow().set_column(2, "start_date", pa.array(times, pa.timestamp(unit)))
        given: Any = table.to_pandas() if as_pandas else table
        assert list(map(str, calculate_frame(given, BOOK, explain="text")["finding_codes"])) == codes


def test_numbers_and_words_of_any_kind_of_pandas() -> None:
    frame = dakar(2).to_pandas().astype({"activity": "category", "distance_km": "float32"})
    frame["travel_days"] = pd.Series([1, pd.NA], dtype="UInt8")
    frame["partner"] = pd.Categorical([None, 3])
    frame["reference"] = [[1], [2]]
    # one travel day: 820 + 5 x 180 + 180 = 1900
    assert of_column(calculate_frame(frame, BOOK), "total_eur") == [1900, None]  # the other partner is no text


def test_a_frame_without_any_value_keeps_its_rows() -> None:
    frame = pd.DataFrame({name: [None, None] for name in DAKAR})
    said = calculate_frame(frame, BOOK, explain="text")
    assert said["finding_codes"].tolist() == ["INVALID_INPUT(activity, direction, start_date, end_date)"] * 2


@pytest.mark.parametrize("back_end", OTHERS, ids=lambda back_end: back_end.name)
def test_rows_of_many_rulebooks_come_back_in_their_order(back_end: BackEnd) -> None:
    books = (BOOK, "eu-ka171-2023", "usmb-icm-2018")
    drawn = [(book, row) for book in books for row in drawn_rows(book, 40, broken=0.1)]
    drawn = [drawn[place * 7 % len(drawn)] for place in range(len(drawn))]
    frame = back_end.made([row | {"rulebook": book} for book, row in drawn])
    for given in (None, books):
        said = back_end.read(calculate_frame(frame, given, explain="text"))
        for book in books:
            ours = [place for place, (name, _) in enumerate(drawn) if name == book]
            assert difference([drawn[place][1] for place in ours], [said[place] for place in ours], book) == ""


def test_rows_of_no_rulebook_stand_between_the_others() -> None:
    names = ["nowhere", BOOK, None, "elsewhere", BOOK]
    frame = dakar(5, activity=pl.Series(["STA", "STX", "STX", "STA", "STA"]), rulebook=pl.Series(names))
    codes = ["INVALID_INPUT(rulebook)", "INVALID_INPUT(activity)", "INVALID_INPUT(activity, rulebook)"]
    for kind in (pl.String, pl.Categorical):
        said = calculate_frame(frame.with_columns(pl.col("rulebook").cast(kind)), explain="text")
        assert said["finding_codes"].to_list() == [*codes, "INVALID_INPUT(rulebook)", ""]
        assert said["rulebook"].to_list() == names
    assert calculate_frame(frame.head(0), BOOK).schema == calculate_frame(frame, BOOK).schema
