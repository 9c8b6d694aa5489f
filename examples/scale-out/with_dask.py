# ruff: noqa: INP001 - a script
"""Grants of many mobilities with Dask: `python examples/scale-out/with_dask.py --rows 200000 --workers 2`."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import dask
import dask.dataframe as dd
from mobilities import RULEBOOK, options, run

from erasmus_grants.frames import calculate_frame


def work(source: Path, target: Path) -> float:
    """Let Dask compute the parts of a list, and return the seconds of planning."""
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
        run(work, Path(folder), said)
