# ruff: noqa: INP001, T201 - a helper of scripts, which prints
"""Invented mobilities in Parquet files, and what polars says of them: what the scripts of this folder share."""

import shutil
import statistics
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from erasmus_grants.frames import calculate_frame

RULEBOOK = "usmb-icm-2023"
PARTS = 8
"""The number of files: a few for each worker."""


def options() -> ArgumentParser:
    """Return the options that every script has."""
    parser = ArgumentParser()
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=0, help="how often to run it again after the first time")
    return parser


def write_mobilities(folder: Path, rows: int) -> None:
    """Write so many mobilities of students and of staff into Parquet files; they are the same ones each time."""
    row = pl.int_range(rows, dtype=pl.Int64)
    student, outgoing, teaching = row % 2 == 0, row % 4 == 1, row % 8 < 4  # noqa: PLR2004 - shares of the rows
    abroad = pl.lit(pl.Series(["SN", "MA", "JP", "BR", "UA", "AL", "US"])).gather(row * 13 % 7)
    home = pl.lit("FR")
    start = pl.lit(date(2023, 9, 1)) + pl.duration(days=row * 17 % 300)
    days = pl.when(student).then(60 + row * 31 % 250).otherwise(4 + row * 7 % 12)
    frame = pl.select(
        reference="m-" + row.cast(pl.String),
        activity=pl.when(student).then(pl.lit("SMS")).when(teaching).then(pl.lit("STA")).otherwise(pl.lit("STT")),
        direction=pl.when(outgoing).then(pl.lit("outgoing")).otherwise(pl.lit("incoming")),
        sending_country=pl.when(outgoing).then(home).otherwise(abroad),
        receiving_country=pl.when(outgoing).then(abroad).otherwise(home),
        start_date=start,
        end_date=start + pl.duration(days=days - 1),
        distance_km=(row * 7919 % 150_000) / 10,
        teaching_hours=pl.when(~student & teaching).then(pl.lit(16.0)),
        fewer_opportunities=row % 5 == 0,
    )
    folder.mkdir()
    size = -(-rows // PARTS)
    for part in range(PARTS):
        frame[part * size : (part + 1) * size].write_parquet(folder / f"part-{part}.parquet")


def run(work: Callable[[Path, Path], float], folder: Path, said: Namespace) -> None:
    """Run an engine's work on new mobilities, say how fast it was, and compare its grants with those of polars.

    Args:
        work: Reads the mobilities of one folder, writes the grants into another, and returns the seconds of planning.
        folder: Where to keep both.
        said: What the command line said.
    """
    mobilities, grants = folder / "mobilities", folder / "grants"
    write_mobilities(mobilities, said.rows)
    timed: list[tuple[float, float]] = []
    for _ in range(1 + said.rounds):
        shutil.rmtree(grants, ignore_errors=True)
        started = time.perf_counter()
        planned = work(mobilities, grants)
        timed.append((time.perf_counter() - started, planned))
    print(f"first: {timed[0][0]:.2f} s, of which {timed[0][1]:.2f} s of planning")
    seconds, planned = (statistics.median(column) for column in zip(*(timed[1:] or timed), strict=True))
    if said.rounds:
        print(f"median of the next {said.rounds}: {seconds:.2f} s, of which {planned:.2f} s of planning")
    print(f"workers: {said.workers}, rows a second: {said.rows / seconds:.0f}")
    found, expected = _totals(pl.scan_parquet(grants / "*.parquet")), _totals(_by_polars(mobilities))
    print(f"rows: {found[0]}, granted: {found[1]}, total_eur: {found[2] // 100}.{found[2] % 100:02}")
    if found != expected:
        raise SystemExit(f"polars says {expected}")


def _by_polars(mobilities: Path) -> pl.LazyFrame:
    return calculate_frame(pl.scan_parquet(mobilities / "*.parquet"), RULEBOOK, money="cents")


def _totals(grants: pl.LazyFrame) -> tuple[int, int, int]:
    """Return the rows, those that are granted an amount, and the sum of all grants [cents]."""
    granted = pl.col("status") == "granted"
    rows, grants_of_rows, cents = grants.select(pl.len(), granted.sum(), pl.col("total_eur").sum()).collect().row(0)
    return int(rows), int(grants_of_rows), int(cents)
