"""Frames against a hand-written kernel, and against one calculation at a time; memory; other back ends."""

import os
import shutil
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal
from pyspark.sql import SparkSession

from benchmarks.kernel import ROWS, kernel, rows, staff_rulebook
from benchmarks.whole_kernel import RULEBOOK, staff, whole_kernel
from erasmus_grants import GrantCalculator, Mobility, get_rulebook
from erasmus_grants.frames import calculate_frame

ROUNDS = 9
FEW = 5_000
OTHERS = 200_000
BOOK = staff_rulebook()
WHOLE = get_rulebook("usmb-icm-2023")
TAUGHT = pl.lit(40.0).alias("teaching_hours")
AMOUNTS_ONLY = {"money": "cents", "explain": "none"}


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return rows(ROWS)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ratio(works: dict[str, Callable[[], object]], to: str) -> dict[str, tuple[float, float]]:
    """Return seconds and the ratio to one of them, all timed in turn, as medians."""
    for work in works.values():
        work()
    rounds = [{name: seconds(work) for name, work in works.items()} for _ in range(ROUNDS)]
    return {
        name: (
            statistics.median(one[name] for one in rounds),
            statistics.median(one[name] / one[to] for one in rounds),
        )
        for name in works
    }


@pytest.mark.parametrize("lazy", [False, True], ids=["eager", "lazy"])
def test_against_a_kernel(
    frame: pl.DataFrame,
    lazy: bool,  # noqa: FBT001
    report: list[str],
) -> None:
    given: Any = frame.lazy() if lazy else frame

    def done(said: Any) -> object:  # noqa: ANN401 - a frame
        return said.collect() if lazy else said

    works: dict[str, Callable[[], object]] = {
        "kernel": lambda: done(kernel(given)),
        "amounts only, cents": lambda: done(calculate_frame(given, BOOK, **AMOUNTS_ONLY)),
        "default columns": lambda: done(calculate_frame(given, BOOK)),
        "with decoded text": lambda: done(calculate_frame(given, BOOK, explain="text")),
        "whole rulebook, default columns": lambda: done(calculate_frame(given.with_columns(TAUGHT), WHOLE)),
    }
    kind = "lazy" if lazy else "eager"
    for name, (median, times) in ratio(works, "kernel").items():
        report.append(f"{kind}: {name}: {median * 1000:.1f} ms for {ROWS} rows, {times:.2f} times the kernel")


def test_the_kernel_computes_the_same(frame: pl.DataFrame) -> None:
    few = frame.head(FEW)
    ours = calculate_frame(few, BOOK, **AMOUNTS_ONLY)
    theirs = kernel(few.lazy()).collect()
    assert ours["eligible"].all()
    names = {"total": "total_eur", "pre_financing": "pre_financing_eur", "balance": "balance_eur"}
    for by_hand, name in names.items():
        assert ours[name].to_list() == theirs[by_hand].to_list()


def test_the_kernel_of_all_rules_computes_the_same() -> None:
    given = staff(100_000)
    ours = calculate_frame(given, RULEBOOK)
    assert ours["status"].n_unique() == 3  # granted, not eligible and undetermined
    assert_frame_equal(ours, whole_kernel(given.lazy()).collect())


def test_against_one_at_a_time(frame: pl.DataFrame, report: list[str]) -> None:
    frame = frame.with_columns(TAUGHT)
    calculator, records = GrantCalculator(WHOLE), frame.head(FEW).to_dicts()
    one_by_one = (
        seconds(lambda: [calculator.calculate(Mobility.model_validate(row)).total_eur for row in records]) / FEW
    )
    whole = statistics.median(seconds(lambda: calculate_frame(frame, WHOLE)) for _ in range(5)) / ROWS
    per_second = 1 / whole
    report.append(
        f"one at a time {one_by_one * 1e6:.0f} us, in a frame {whole * 1e6:.3f} us a row ({per_second:,.0f} rows/s): "
        f"{one_by_one / whole:.0f} times faster"
    )


PEAK = """
import sys
import polars as pl
from benchmarks.kernel import kernel, staff_rulebook
from erasmus_grants import get_rulebook
from erasmus_grants.frames import calculate_frame
def peak():
    with open("/proc/self/status") as status:  # of this process alone, as Linux counts it
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
frame = pl.read_ipc(sys.argv[1])
before = peak()
said = {work}
print(peak() - before)
"""


def test_peak_of_memory(frame: pl.DataFrame, report: list[str], tmp_path: Path) -> None:
    file = tmp_path / "rows.arrow"
    frame.with_columns(TAUGHT).write_ipc(file)
    for name, work in {
        "kernel": "kernel(frame.lazy()).collect()",
        "default columns": "calculate_frame(frame, staff_rulebook())",
        "whole rulebook": "calculate_frame(frame, get_rulebook('usmb-icm-2023'))",
    }.items():
        code = PEAK.format(work=work)
        command = [sys.executable, "-c", code, str(file)]
        done = subprocess.run(
            command, check=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, capture_output=True, text=True
        )
        report.append(f"peak above the input, {ROWS} rows: {name}: {int(done.stdout) / 1024:.0f} MB")


def test_other_back_ends(frame: pl.DataFrame, report: list[str]) -> None:
    few = frame.head(OTHERS).with_columns(TAUGHT)
    table: pa.Table = few.to_arrow()
    connection = duckdb.connect()
    kinds: dict[str, Callable[[], object]] = {
        "polars": lambda: calculate_frame(few, WHOLE),
        "pandas": lambda: calculate_frame(few.to_pandas(), WHOLE),
        "pandas with Arrow": lambda: calculate_frame(few.to_pandas(use_pyarrow_extension_array=True), WHOLE),
        "pyarrow": lambda: calculate_frame(table, WHOLE),
        "DuckDB": lambda: calculate_frame(connection.from_arrow(table), WHOLE).to_arrow_table(),
    }
    if shutil.which("java") is not None:
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        spark = builder.config("spark.driver.memory", "4g").config("spark.log.level", "ERROR").getOrCreate()
        distributed = spark.createDataFrame(few.rows(), few.columns).cache()
        distributed.count()
        kinds["PySpark, 2 workers"] = lambda: (
            calculate_frame(distributed, WHOLE).write.format("noop").mode("overwrite").save()
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of engines about each other's versions
        for name, work in kinds.items():
            work()
            took = min(seconds(work) for _ in range(2))
            report.append(f"{name}: {OTHERS / took:,.0f} rows/s ({took:.2f} s for {OTHERS} rows, planning included)")
