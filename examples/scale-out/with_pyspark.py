# ruff: noqa: INP001, T201 - a script, which prints
"""Grants of many mobilities with PySpark: `python examples/scale-out/with_pyspark.py --rows 200000 --workers 2`."""

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from mobilities import RULEBOOK, options, run
from pyspark.sql import SparkSession

from erasmus_grants.frames import calculate_frame

BATCH = 100_000
"""Rows that a worker gets at once: the usual 10,000 are few."""


def session(workers: int) -> SparkSession:
    """Return a Spark of this machine alone."""
    os.environ["TZ"] = "UTC"
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else a worker is any python3
    settings: dict[str, bool | float | int | str | None] = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.executorEnv.POLARS_MAX_THREADS": "1",  # a worker is one core
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder: SparkSession.Builder = SparkSession.builder
    return builder.master(f"local[{workers}]").config(map=settings).getOrCreate()


def work(spark: SparkSession, source: Path, target: Path) -> float:
    """Let Spark compute the parts of a list, and return the seconds of planning."""
    started = time.perf_counter()
    mobilities = spark.read.parquet(str(source))
    grants = calculate_frame(mobilities, RULEBOOK, money="cents")
    planned = time.perf_counter() - started
    grants.write.parquet(str(target))
    return planned


if __name__ == "__main__":
    said = options().parse_args()
    started = time.perf_counter()
    spark = session(said.workers)
    print(f"start of Spark: {time.perf_counter() - started:.2f} s")
    with TemporaryDirectory() as folder:
        run(lambda source, target: work(spark, source, target), Path(folder), said)
    spark.stop()
