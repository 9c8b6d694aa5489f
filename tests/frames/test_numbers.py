"""Numbers of a frame are read as they are printed, whatever type they have, and `explain_row` reads them likewise."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

import duckdb
import ibis
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pydantic import ValidationError

from erasmus_grants.frames import calculate_frame, explain_row
from tests.frames.test_input import BOOK, DAKAR, dakar, of_column

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
HANDED_OVER = EXACT[:2]


@pytest.fixture(params=[True, False], ids=["with polars", "without polars"])
def polars_or_not(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr(
            "erasmus_grants.frames.backends.find_spec", lambda name: None if name == "polars" else find_spec(name)
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


@pytest.mark.newest_only
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


@pytest.mark.parametrize("made", HANDED_OVER)
@pytest.mark.usefixtures("polars_or_not")
def test_decimals_of_any_width_are_read(made: Any) -> None:
    kinds = [
        pa.decimal256(60, 6),
        *(getattr(pa, name)(9, 6) for name in ("decimal32", "decimal64") if hasattr(pa, name)),
    ]
    for kind in kinds:
        hours = pa.array([Decimal("14.4"), Decimal("14.3"), None], kind)
        totals = [total for total, _ in said_of(made(table_of("teaching_hours", hours, **ELEVEN_DAYS)))]
        assert totals == ["2080.00", "0.00", "None"]  # hours that are not stated leave it open
        days = pa.array([Decimal(1), None], pa.decimal256(60, 0))
        assert [total for total, _ in said_of(made(table_of("travel_days", days)))] == ["1900.00", "2080.00"]


@pytest.mark.newest_only
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


# --- one row says the same as its frame -------------------------------------------------------------------------------


def explained(row: Any) -> str:
    """Return the total of a row, or that it cannot be read."""
    try:
        return str(explain_row(row, BOOK).total_eur)
    except ValidationError as error:
        return ", ".join(str(item["loc"][0]) for item in error.errors())


def read_back(frame: Any) -> list[Any]:
    if isinstance(frame, pd.DataFrame):
        return [frame.iloc[place] for place in range(len(frame))]
    return frame.rows(named=True) if isinstance(frame, pl.DataFrame) else frame.to_pylist()


def assert_explained_as_computed(frame: Any, expected: list[tuple[str, str]]) -> None:
    """Assert what is said of each row, which is the same of the frame and of the row alone."""
    assert said_of(frame) == expected
    told = [
        codes.removeprefix("INVALID_INPUT(").removesuffix(")") if "INVALID" in codes else total
        for total, codes in expected
    ]
    assert [explained(row) for row in read_back(frame)] == told


def wrong(field: str) -> tuple[str, str]:
    return "None", f"INVALID_INPUT({field})"


PAID, ONE_DAY_LESS = ("2080.00", ""), ("1900.00", "")


@pytest.mark.parametrize("field", ["months_used", "distance_km", "teaching_hours", "travel_days", "interruption_days"])
@pytest.mark.parametrize("made", [as_it_is, in_polars])
def test_not_a_number_is_no_null_of_a_row(made: Any, field: str) -> None:
    table = table_of(field, pa.array([float("nan"), None]))
    frame = made(table)
    _, null = said_of(frame)
    assert_explained_as_computed(frame, [wrong(field), null])


@pytest.mark.parametrize("made", [pa.Table.to_pandas, in_pandas])
def test_not_a_number_is_a_null_of_pandas(made: Any) -> None:
    assert_explained_as_computed(made(table_of("months_used", pa.array([float("nan"), None]))), [PAID, PAID])
    frame = made(table_of("distance_km", pa.array([float("nan"), None])))
    assert_explained_as_computed(frame, [("None", "DISTANCE_MISSING")] * 2)
    for name in ("Pandas", "Stay"):
        assert [explained(row) for row in frame.itertuples(name=name)] == ["None", "None"]


def test_not_a_number_is_a_null_in_an_object_of_pandas_alone() -> None:
    table = table_of("partner", pa.array(["UCAD", None]))
    numbers = [float("nan"), Decimal("NaN")]
    frame = table.to_pandas().assign(months_used=pd.Series(numbers, dtype=object))
    assert_explained_as_computed(frame, [PAID, wrong("months_used")])
    given = in_polars(table).with_columns(pl.Series("months_used", numbers, dtype=pl.Object))
    assert_explained_as_computed(given, [wrong("months_used")] * 2)


def test_not_a_number_is_a_null_of_pandas_where_no_number_can_stand() -> None:
    nothing = {"partner": float("nan"), "combined": float("nan"), "receiving_country": np.float64("nan")}
    assert explained(DAKAR | nothing) == "2080.00"
    assert said_of(dakar(partner=pl.Series([float("nan")], dtype=pl.Object))) == [PAID]


def test_a_number_that_is_almost_nothing_is_wrong_in_a_row_too() -> None:
    for numbers in ([0.00005, 0.0001, 0.0, 500.0], [Decimal(text) for text in ("0.00005", "0.0001", "0", "500")]):
        frame = dakar(4, distance_km=pl.Series(numbers))
        below = ("1260.00", "BELOW_FIRST_DISTANCE_BAND")  # 7 x 180
        assert_explained_as_computed(frame, [wrong("distance_km"), below, below, ("1535.00", "")])
    with pytest.raises(ValidationError, match=r"in a list, a number is 0 or at least 0\.0001"):
        explain_row(DAKAR | {"distance_km": 0.00005}, BOOK)


@pytest.mark.parametrize("field", ["travel_days", "zero_grant_days", "interruption_days"])
@pytest.mark.parametrize(
    "numbers",
    [
        pl.Series([Decimal(1)], dtype=pl.Decimal(10, 0)),
        pl.Series([Decimal(1)], dtype=pl.Decimal(10, 2)),
        pl.Series([Decimal("1.0")], dtype=pl.Object),
        pl.Series([Fraction(1)], dtype=pl.Object),
        pl.Series([np.float32(1)], dtype=pl.Object),
        pl.Series([1.0]),
    ],
    ids=str,
)
def test_whole_numbers_of_a_row_may_be_of_any_type(field: str, numbers: pl.Series) -> None:
    frame = dakar(**{field: numbers}, end_date=date(2022, 3, 12))
    # six days, five of them funded: one travel day 820 + 6 x 180; 2 + 5 days else, also where a sixth is not funded
    totals = {"travel_days": "1900.00", "zero_grant_days": None, "interruption_days": "2080.00"}
    ((said, told),) = said_of(frame)
    assert_explained_as_computed(frame, [(said, told)])
    assert totals[field] in {None, said}
    assert "INVALID" not in told


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (Fraction(8141, 2), PAID),  # 4070.5
        (Fraction(10**400), wrong("distance_km")),
        (Decimal("4070." + "0" * 30), PAID),
        (Decimal("sNaN"), wrong("distance_km")),
        (np.float32(4070.06), PAID),
        (np.float64("nan"), wrong("distance_km")),
        (4070 + 0j, wrong("distance_km")),
        (True, wrong("distance_km")),
        ("4070", wrong("distance_km")),
    ],
    ids=str,
)
def test_numbers_of_a_row_may_be_of_any_type(number: object, said: tuple[str, str]) -> None:
    assert_explained_as_computed(dakar(distance_km=pl.Series([number], dtype=pl.Object)), [said])


def test_a_decimal_of_a_row_is_the_float_that_its_frame_computes_with() -> None:
    almost = Decimal("11.1999999999999999999999")  # whose nearest float is 11.2
    frame = dakar(**NINE_DAYS, teaching_hours=pl.Series([almost], dtype=pl.Decimal(38, 22)))
    assert_explained_as_computed(frame, [("2080.00", "FUNDED_DAYS_CAPPED")])


def test_a_float_of_32_bits_of_a_row_is_read_as_it_is_printed() -> None:
    assert explained(DAKAR | NINE_DAYS | {"teaching_hours": np.float32(11.2)}) == "2080.00"
    assert explained(DAKAR | {"travel_days": np.float32(1)}) == "1900.00"


@pytest.mark.parametrize("made", [pd.Series, lambda values: pd.Series(values, dtype=object)])
def test_categories_are_text(made: Any) -> None:
    frame = dakar(2).to_pandas().assign(partner=made([5, None]).astype("category"))
    assert_explained_as_computed(frame, [wrong("partner"), PAID])
    frame["partner"] = pd.Series(["UCAD", None], dtype=object).astype("category")
    assert_explained_as_computed(frame, [PAID, PAID])
    frame["reference"] = made([5, None]).astype("category")
    assert_explained_as_computed(frame, [PAID, PAID])


@pytest.mark.parametrize("made", HANDED_OVER)
def test_dictionaries_of_arrow_hold_text(made: Any) -> None:
    assert_explained_as_computed(
        made(table_of("partner", pa.array([5, None]).dictionary_encode())), [wrong("partner"), PAID]
    )
    assert_explained_as_computed(made(table_of("partner", pa.array(["UCAD", None]).dictionary_encode())), [PAID, PAID])


@pytest.mark.parametrize(
    "reference", [list(range(100)), [1], {"a": 1}, np.array([1, 2]), np.arange(200), 7, b"a", date(2022, 3, 7)], ids=str
)
def test_a_reference_of_a_row_may_be_anything(reference: object) -> None:
    frame = dakar().to_pandas().assign(reference=pd.Series([reference], dtype=object))
    assert_explained_as_computed(frame, [PAID])
    assert 1 <= len(str(explain_row(frame.iloc[0], BOOK).mobility.reference)) <= 200
    if isinstance(reference, list):
        assert_explained_as_computed(dakar(reference=pl.Series([reference])), [PAID])
