# ruff: noqa: INP001 - a script
"""Grants of many mobilities with Dask: `python examples/scale-out/with_dask.py --rows 200000 --workers 2`."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import dask
import dask.dataframe as dd
import pandas as pd
import polars as pl
from mobilities import RULEBOOK, options, run

from erasmus_grants.frames import calculate_frame


def granted(part: pd.DataFrame) -> pd.DataFrame:
    """Return one part with its grants; polars computes them."""
    grants = calculate_frame(pl.from_pandas(part), RULEBOOK, money="cents")
    return grants.to_pandas(use_pyarrow_extension_array=True)


def in_parts(source: Path, target: Path) -> float:
    """Let Dask share out the parts: the way to prefer."""
    started = time.perf_counter()
    mobilities = dd.read_parquet(source, dtype_backend="pyarrow")
    grants = mobilities.map_partitions(granted, meta=granted(mobilities.head(0)))
    planned = time.perf_counter() - started
    grants.to_parquet(target, write_index=False)
    return planned


def in_expressions(source: Path, target: Path) -> float:
    """Let Dask compute everything itself."""
    started = time.perf_counter()
    mobilities = dd.read_parquet(source, dtype_backend="pyarrow")
    grants = calculate_frame(mobilities, RULEBOOK, money="cents")
    planned = time.perf_counter() - started
    grants.to_parquet(target, write_index=False)
    return planned


if __name__ == "__main__":
    parser = options()
    parser.add_argument("--scheduler", choices=("threads", "processes"), default="threads")
    said = parser.parse_args()
    with TemporaryDirectory() as folder, dask.config.set(scheduler=said.scheduler, num_workers=said.workers):
        run(in_parts if said.how == "parts" else in_expressions, Path(folder), said)
