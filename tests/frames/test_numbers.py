"""Numbers of a frame are read as they are printed, whatever type they have."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from erasmus_grants.frames import calculate_frame
from tests.frames.test_input import BOOK, DAKAR, of_column

pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving out of Narwhals:FutureWarning")

NINE_DAYS = {"end_date": date(2022, 3, 15)}
"""A week and two days ask for 8 + 2 x 8 / 5 = 11.2 hours; 820 + 7 x 180 = 2080.00, since 5 + 2 days are funded."""

ELEVEN_DAYS = {"end_date": date(2022, 3, 17)}
"""A week and four days: 8 + 4 x 8 / 5 = 14.4 hours."""


def in_pandas(table: pa.Table) -> pd.DataFrame:
    return table.to_pandas(types_mapper=pd.ArrowDtype)


def as_it_is(table: pa.Table) -> pa.Table:
    return table


def in_polars(table: pa.Table) -> Any:
    return pl.from_arrow(table)


def in_dask(table: pa.Table) -> Any:
    import dask.dataframe as dd

    return dd.from_pandas(in_pandas(table), npartitions=1)


def in_duckdb(table: pa.Table) -> Any:
    return duckdb.connect().from_arrow(table)


EXACT: list[Callable[[pa.Table], Any]] = [as_it_is, in_pandas, in_polars, in_duckdb, in_dask]


@pytest.fixture(params=[True, False], ids=["with polars", "without polars"])
def polars_or_not(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(
            "erasmus_grants.frames.amount_units.find_spec", lambda name: None if name == "polars" else find_spec(name)
        )


def table_of(field: str, numbers: pa.Array, **stated: Any) -> pa.Table:
    """Return a table of the stay in Dakar for each number."""
    row = DAKAR | {"receiving_country": "SN"} | stated
    row.pop(field, None)
    columns = {name: pa.array([value] * len(numbers)) for name, value in row.items()}
    return pa.table(columns).append_column(field, numbers)


def said_of(frame: Any, rulebook: str = BOOK) -> list[tuple[str, str]]:
    """Return the total and the findings of each row."""
    said: Any = calculate_frame(frame, rulebook, explain="text")
    said = said.compute() if hasattr(said, "compute") else said
    if isinstance(said, pd.DataFrame):
        return [
            (str(total), str(codes))
            for total, codes in zip(of_column(said, "total_eur"), said["finding_codes"], strict=True)
        ]
    said = said.to_arrow_table() if hasattr(said, "to_arrow_table") else said
    said = said.to_pyarrow() if hasattr(said, "to_pyarrow") else said
    rows = said.rows(named=True) if isinstance(said, pl.DataFrame) else said.to_pylist()
    return [(str(row["total_eur"]), row["finding_codes"]) for row in rows]


@pytest.mark.parametrize(
    ("field", "numbers", "stated", "total"),
    [
        ("teaching_hours", pa.array([Decimal("14.4")], pa.decimal128(10, 6)), ELEVEN_DAYS, "2080.00"),
        ("teaching_hours", pa.array([Decimal("14.4")], pa.decimal128(38, 6)), ELEVEN_DAYS, "2080.00"),
        ("distance_km", pa.array([Decimal(500)], pa.decimal128(18, 11)), {}, "1535.00"),  # 275 + 7 x 180
        ("distance_km", pa.array([Decimal(2000)], pa.decimal128(18, 11)), {}, "1620.00"),  # 360 + 7 x 180
        ("interruption_days", pa.array([Decimal(7)], pa.decimal128(18, 5)), {"end_date": date(2022, 3, 24), "teaching_hours": 14.4}, "2080.00"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("made", EXACT)
@pytest.mark.usefixtures("polars_or_not")
def test_decimals_are_the_nearest_floats(
    made: Any, field: str, numbers: pa.Array, stated: dict[str, Any], total: str
) -> None:
    told = "FUNDED_DAYS_CAPPED" if stated else ""
    assert said_of(made(table_of(field, numbers, **stated))) == [(total, told)]


@pytest.mark.parametrize(
    "made", [*EXACT, ibis.memtable, pa.Table.to_pandas, lambda table: in_polars(table).lazy().collect()]
)
@pytest.mark.usefixtures("polars_or_not")
def test_a_float_of_32_bits_is_read_as_it_is_printed(made: Any) -> None:
    hours = pa.array([11.2, 11.1, None], pa.float32())
    said = said_of(made(table_of("teaching_hours", hours, **NINE_DAYS)))
    assert sorted(total for total, _ in said) == ["0.00", "2080.00", "None"]
    days = pa.array([1.0, 1.5, None], pa.float32())
    said = said_of(made(table_of("travel_days", days)))
    assert sorted(said) == [("1900.00", ""), ("2080.00", ""), ("None", "INVALID_INPUT(travel_days)")]
