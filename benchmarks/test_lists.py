"""Lists in files: rows a second of processor time, and the peak of memory, which is not to grow with the rows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.lists import write

HOMES = {"usmb-icm-2023": "FR", "na-de-ka131-2023": "DE"}


@pytest.mark.parametrize("rulebook", HOMES)
@pytest.mark.parametrize(
    "run",
    [
        ("grants.csv", 20_000, "text"),
        ("grants.csv", 20_000, "trace"),
        ("grants.csv", 200_000, "trace"),
        ("grants.xlsx", 20_000, "text"),
        ("grants.xlsx", 20_000, "trace"),
    ],
    ids=str,
)
def test_list(tmp_path: Path, report: list[str], rulebook: str, run: tuple[str, int, str]) -> None:
    target, rows, explain = run
    source = write(tmp_path / "list.csv", rows, HOMES[rulebook])
    command = [sys.executable, "-m", "benchmarks.lists", str(source), str(tmp_path / target), rulebook, explain]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (".", os.environ.get("PYTHONPATH"))))}
    done = subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    report.append(f"{rulebook}, {rows} rows into {target}, --explain {explain}: {done.stdout.strip()}")
