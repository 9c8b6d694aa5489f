"""The grants of a list, by activity and receiving country."""

from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from erasmus_grants.errors import FrameError
from erasmus_grants.frames import calculate_frame
from erasmus_grants.frames.amount_units import AMOUNTS
from erasmus_grants.plots import plot_list
from tests.unit.plots.drawn import bars, caption, legend, rows, texts

MONDAY = date(2022, 3, 7)
STAYS = pl.DataFrame(
    {
        "activity": ["STA", "STA", "STA", "STT", "STT", "STA"],
        "direction": ["outgoing"] * 6,
        "receiving_country": ["SN", "SN", "SN", "JP", None, "SN"],
        "start_date": [MONDAY] * 6,
        "end_date": [date(2022, 3, day) for day in (11, 11, 11, 11, 8, 1)],
        "distance_km": [4070, 99, None, 9680, 300, 4070],
        "teaching_hours": [8, 8, 8, None, None, 8],
    }
)


def with_arrow_types(frame: pl.DataFrame) -> object:
    return frame.to_pandas(use_pyarrow_extension_array=True)


GRANTS = calculate_frame(STAYS, "usmb-icm-2023")


def test_sums_are_those_of_hand_arithmetic() -> None:
    picture = plot_list(GRANTS, "usmb-icm-2023")
    sums, _ = picture.axes
    # 2080 + 1260 are granted to Senegal, and a third mobility is 1260 to 2760; Japan is 1500 + 1260; two days are too few
    assert rows(sums) == ["STA, Senegal", "STT, Japan", "STT, not stated"]
    assert bars(sums, "granted") == {0: (0, 3340), 1: (0, 2760), 2: (0, 0)}
    assert bars(sums, "not yet known: at least") == {0: (3340, 4600), 1: (2760, 2760), 2: (0, 0)}
    assert bars(sums, "not yet known: up to") == {0: (4600, 6100), 1: (2760, 2760), 2: (0, 0)}
    assert texts(sums) == ["4600.00 to 6100.00", "2760.00"], (
        "the third group is not eligible: it has no sum, and no zero"
    )


@pytest.mark.parametrize("money", ["decimal", "cents"])
@pytest.mark.parametrize("kind", [pl.DataFrame.lazy, pl.DataFrame.to_arrow, pl.DataFrame.to_pandas, with_arrow_types])
def test_a_group_of_which_no_total_is_known_is_drawn_by_its_bounds(
    kind: Callable[[pl.DataFrame], object], money: Any
) -> None:
    stays = kind(STAYS[2:4])
    sums, _ = plot_list(calculate_frame(stays, "usmb-icm-2023", money=money), "usmb-icm-2023", money=money).axes
    # Senegal 1260 for seven days, and up to 1500 for the journey; Japan 1500 + 1260
    assert dict(zip(rows(sums), bars(sums, "granted").values(), strict=True)) == {
        "STA, Senegal": (0, 0),
        "STT, Japan": (0, 2760),
    }
    assert sorted(texts(sums)) == ["1260.00 to 2760.00", "2760.00"]


def test_numbers_are_by_answer() -> None:
    _, numbers = plot_list(GRANTS, "usmb-icm-2023").axes
    # Senegal: two granted, one not yet known, one that ends before it starts
    assert bars(numbers, "granted") == {0: (0, 2), 1: (0, 1), 2: (0, 0)}
    assert bars(numbers, "not eligible") == {0: (2, 2), 1: (1, 1), 2: (0, 1)}
    assert bars(numbers, "not yet known") == {0: (2, 3), 1: (1, 1), 2: (1, 1)}
    assert bars(numbers, "unreadable") == {0: (3, 4), 1: (1, 1), 2: (1, 1)}


def test_title_axes_and_caption_say_what_is_shown() -> None:
    picture = plot_list(GRANTS, "usmb-icm-2023")
    assert picture.get_suptitle() == "Grants of the list, by activity and receiving country"
    assert [axes.get_xlabel() for axes in picture.axes] == ["sum of the grants [EUR]", "mobilities"]
    assert caption(picture).startswith("Rulebook usmb-icm-2023 (c4a52e5096f3), erasmus_grants ")
    assert caption(plot_list(GRANTS)).startswith("erasmus_grants ")


def test_what_no_row_has_is_not_explained() -> None:
    assert legend(plot_list(GRANTS.head(2))) == ["granted"]


def test_a_sum_without_a_highest_total_says_at_least() -> None:
    stays = STAYS.head(1).with_columns(sending_country=pl.lit("DE"), receiving_country=pl.lit(None))
    grants = calculate_frame(stays, "eu-ka131-2024")
    assert grants["maximum_total_eur"].to_list() == [None]
    (said,) = texts(plot_list(grants).axes[0])
    assert said.startswith("at least ")


def in_duckdb(frame: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    return duckdb.from_arrow(frame.to_arrow())


def parquet(frame: pl.DataFrame) -> bytes:
    written = BytesIO()
    frame.write_parquet(written)
    return written.getvalue()


@pytest.mark.parametrize(
    "other",
    [
        pl.DataFrame.lazy,
        pl.DataFrame.to_pandas,
        pl.DataFrame.to_arrow,
        in_duckdb,
        lambda frame: pl.read_csv(StringIO(frame.write_csv())),
        lambda frame: pd.read_csv(StringIO(frame.write_csv())),
        lambda frame: pl.read_ndjson(StringIO(frame.with_columns(pl.selectors.decimal().cast(str)).write_ndjson())),
        lambda frame: pl.read_parquet(BytesIO(parquet(frame))),
    ],
    ids=["lazy", "pandas", "pyarrow", "duckdb", "csv", "csv of pandas", "json lines", "parquet"],
)
def test_any_frame_and_any_file_of_grants_gives_the_same_picture(other: Callable[[pl.DataFrame], Any]) -> None:
    ours, theirs = plot_list(GRANTS), plot_list(other(GRANTS))
    for one, another in zip(ours.axes, theirs.axes, strict=True):
        assert texts(one) == texts(another)
        assert rows(one) == rows(another)
    assert bars(ours.axes[1], "granted") == bars(theirs.axes[1], "granted")


def test_amounts_may_be_cents() -> None:
    in_cents = calculate_frame(STAYS, "usmb-icm-2023", money="cents")
    assert texts(plot_list(in_cents, money="cents").axes[0]) == texts(plot_list(GRANTS).axes[0])


IN_CENTS = calculate_frame(STAYS, "usmb-icm-2023", money="cents")


def with_text(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(AMOUNTS).cast(str))


def of_python(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a frame of pandas whose amounts are decimals of Python, as it has them without pyarrow."""
    objects = {name: pd.Series(frame[name].to_list(), dtype=object) for name in AMOUNTS}
    return frame.to_pandas().assign(**objects)


def in_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Return a frame of pandas with the types that `calculate_frame` gives it, which know nulls."""
    return frame.to_pandas().convert_dtypes()


@pytest.mark.parametrize("made", [pl.DataFrame.lazy, in_pandas, pl.DataFrame.to_arrow, in_duckdb])
def test_whole_numbers_are_cents_and_never_drawn_as_euros(made: Callable[[pl.DataFrame], Any]) -> None:
    with pytest.raises(FrameError) as caught:
        plot_list(made(IN_CENTS), "usmb-icm-2023")
    assert caught.value.problems == (
        "the amounts are whole numbers: with money='cents' they are drawn as cents; euros are decimals or floats",
    )
    assert texts(plot_list(made(IN_CENTS), money="cents").axes[0]) == ["4600.00 to 6100.00", "2760.00"]


@pytest.mark.parametrize("made", [pl.DataFrame.lazy, pl.DataFrame.to_pandas, pl.DataFrame.to_arrow, of_python])
def test_decimals_are_euros_and_never_drawn_as_cents(made: Callable[[pl.DataFrame], Any]) -> None:
    with pytest.raises(FrameError) as caught:
        plot_list(made(GRANTS), "usmb-icm-2023", money="cents")
    assert caught.value.problems == ("the amounts are decimals, which are euros: leave money='cents' out",)


def test_text_is_read_as_what_the_amounts_are_said_to_be() -> None:
    assert texts(plot_list(with_text(IN_CENTS), money="cents").axes[0]) == ["4600.00 to 6100.00", "2760.00"]
    assert texts(plot_list(with_text(GRANTS)).axes[0]) == ["4600.00 to 6100.00", "2760.00"]
    with pytest.raises(FrameError, match="amounts are no whole numbers of cents: "):
        plot_list(with_text(GRANTS), money="cents")


def test_a_misspelt_unit_of_amounts_is_refused() -> None:
    with pytest.raises(FrameError, match="money is 'decimal' or 'cents', and not 'cent'; did you mean 'cents'"):
        plot_list(IN_CENTS, money="cent")  # type: ignore[arg-type]


def test_columns_may_have_names_of_their_own() -> None:
    names = {"Pays": "receiving_country", "Type": "activity"}
    theirs = STAYS.rename({field: name for name, field in names.items()})
    grants = calculate_frame(theirs, "usmb-icm-2023", columns=names)
    assert rows(plot_list(grants, columns=names).axes[0]) == rows(plot_list(GRANTS).axes[0])


def test_the_smallest_groups_are_one() -> None:
    rates = {"total_eur": [100 * place for place in range(30, 0, -1)]}
    amounts = ("minimum_total_eur", "maximum_total_eur", "travel_support_eur", "individual_support_eur", "top_ups_eur")
    listed = {
        "activity": ["SMS"] * 30,
        "receiving_country": [f"X{place:02}" for place in range(1, 31)],
        "status": ["granted"] * 30,
        **dict.fromkeys((*amounts, "pre_financing_eur", "balance_eur"), rates["total_eur"]),
    }
    picture = plot_list(pl.DataFrame(rates | listed), money="cents")
    assert rows(picture.axes[0])[0] == "SMS, X01"
    assert len(rows(picture.axes[0])) == 25
    assert rows(picture.axes[0])[-1] == "6 others"
    assert texts(picture.axes[0])[-1] == "21.00"  # 6 + 5 + 4 + 3 + 2 + 1
    assert bars(picture.axes[1], "granted")[24] == (0, 6)


def test_other_tables_are_refused_in_a_sentence() -> None:
    with pytest.raises(FrameError, match="there is no column 'receiving_country'"):
        plot_list(GRANTS.drop("receiving_country"))
    with pytest.raises(FrameError, match="the list has no row"):
        plot_list(GRANTS.head(0))
    in_words = GRANTS.with_columns(status=pl.lit("not yet known"))
    with pytest.raises(FrameError, match="the column 'status' has other words than those of calculate_frame"):
        plot_list(in_words)
    commas = pl.col("total_eur").cast(str).str.replace(".", ",", literal=True)
    with pytest.raises(FrameError, match="amounts are no numbers with a decimal point: total_eur"):
        plot_list(GRANTS.with_columns(commas))
    with pytest.raises(TypeError):
        plot_list(pa.array([1]))
