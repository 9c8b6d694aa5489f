"""Frames against a kernel of all rules, and others against those of polars: prints seconds as JSON."""

import json
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from benchmarks.whole_kernel import RULEBOOK, staff, whole_kernel
from erasmus_grants import known_rulebooks
from erasmus_grants.frames import calculate_frame

ROWS: Final = 500_000
OF_MANY: Final = 200_000
MANY: Final = 30
ROUNDS: Final = 5


def works() -> Mapping[str, Callable[[], object]]:
    """Return what is timed."""
    frame = staff(ROWS)
    pandas, with_arrow, arrow = frame.to_pandas(), frame.to_pandas(use_pyarrow_extension_array=True), frame.to_arrow()
    few, names = frame.head(OF_MANY), known_rulebooks()[-MANY:]
    many = few.with_columns(pl.Series("rulebook", [names[number % MANY] for number in range(OF_MANY)]))
    return {
        "kernel": lambda: whole_kernel(frame.lazy()).collect(),
        "eager": lambda: calculate_frame(frame, RULEBOOK),
        "lazy": lambda: calculate_frame(frame.lazy(), RULEBOOK).collect(),
        "pandas": lambda: calculate_frame(pandas, RULEBOOK),
        "pandas with Arrow types": lambda: calculate_frame(with_arrow, RULEBOOK),
        "pyarrow": lambda: calculate_frame(arrow, RULEBOOK),
        "one rulebook": lambda: calculate_frame(few, names[0]),
        "thirty rulebooks": lambda: calculate_frame(many),
    }


def main() -> None:
    """Print how long each takes [s], as medians of rounds in which all are timed in turn."""
    timed = works()
    taken: dict[str, list[float]] = {name: [] for name in timed}
    for number in range(ROUNDS + 1):
        for name, work in timed.items():
            started = time.perf_counter()
            work()
            if number:  # the first round warms up
                taken[name].append(time.perf_counter() - started)
    print(json.dumps({name: statistics.median(seconds) for name, seconds in taken.items()}))


if __name__ == "__main__":
    main()
