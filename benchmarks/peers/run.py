"""Measure one small rule set in several engines, each in its own environment, and print a table.

    python3 benchmarks/peers/run.py [--rows N] [--rounds N] [--turns N] [--work DIR]

Needs the standard library, and an index of packages from which pip can install.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from shared import reference

PEERS: Final = Path(__file__).resolve().parent
ROOT: Final = PEERS.parents[1]
HEADER: Final = (
    "Engine",
    "Version",
    "Rows",
    "Seconds",
    "Rows a second",
    "Time of a row, kernel = 1",
    "One call [µs]",
    "Agrees to the cent",
    "Money",
)
LAST_WORDS: Final = 160


@dataclass(frozen=True)
class Engine:
    """A folder with a script and its requirements."""

    folder: str
    most_rows: int | None = None
    environment: dict[str, str] = field(default_factory=dict)


ENGINES: Final = (
    Engine("polars_kernel"),
    Engine("polars_kernel", environment={"POLARS_MAX_THREADS": "1"}),
    Engine("erasmus_grants"),
    Engine("policyengine"),
    Engine("openfisca"),
    Engine("zen", most_rows=100_000),
)
"""The kernel comes first, for all others are compared with it."""


class EngineError(Exception):
    """An engine could not be installed, or its script failed."""


def interpreter(engine: Engine, work: Path) -> Path:
    """Return the interpreter of an engine's environment, which is made if it is not there as required."""
    place = work / engine.folder
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    requirements = PEERS / engine.folder / "requirements.txt"
    installed = place / "installed.txt"
    wanted = requirements.read_text(encoding="utf-8")
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        print(f"installing {engine.folder}", file=sys.stderr)
        venv.create(place, clear=True, with_pip=True)
        run([python, "-m", "pip", "install", "-q", "-r", requirements], {})
        installed.write_text(wanted, encoding="utf-8")
    return python


def run(command: Sequence[str | Path], environment: dict[str, str]) -> str:
    """Return what a command prints."""
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)
    if done.returncode:
        *_, why = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise EngineError(why)
    return done.stdout


def measured(engine: Engine, work: Path, path: Path, rows: int, rounds: int) -> dict[str, Any]:
    """Return what the script of an engine reports, or why there is nothing."""
    most = rows if engine.most_rows is None else min(rows, engine.most_rows)
    environment = {"PYTHONPATH": str(PEERS / "shared"), "PYTHONDONTWRITEBYTECODE": "1", **engine.environment}
    script = PEERS / engine.folder / "compute.py"
    print(f"measuring {engine.folder}", file=sys.stderr)
    try:
        output = run([interpreter(engine, work), script, path, str(rounds), str(most)], environment)
    except EngineError as error:
        return {"version": "", "figures": [reference.failed(engine.folder, str(error))]}
    return json.loads(output.splitlines()[-1])


def merged(turns: Iterable[Sequence[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Return one figure for each name, with the seconds of all turns."""
    by_name: dict[str, dict[str, Any]] = {}
    for reports in turns:
        for said in reports:
            for figure in said["figures"]:
                kept = by_name.setdefault(figure["name"], {**figure, "version": said["version"], "seconds": []})
                kept["seconds"] += figure.get("seconds", [])
    return list(by_name.values())


def cells(figure: dict[str, Any], kernel: float) -> tuple[str, ...]:
    """Return one line of the table.

    Args:
        figure: What was measured.
        kernel: What the polars kernel needed for one row [s].
    """
    if "failure" in figure:
        why = f"not run: {figure['failure'][:LAST_WORDS]}".replace("|", "/")
        return (figure["name"], figure["version"], *("" for _ in HEADER[2:-2]), why, "")
    best = min(figure["seconds"])
    rows, latency, different = figure["rows"], figure["latency_us"], figure["rows_that_differ"]
    return (
        figure["name"],
        figure["version"],
        f"{rows:,}",
        f"{best:.3f}",
        f"{rows / best:,.0f}",
        f"{best / rows / kernel:,.1f}",
        "" if latency is None else f"{latency:.1f}",
        f"no: {different:,} rows differ" if different else "yes",
        figure["money"],
    )


def table(figures: Iterable[dict[str, Any]]) -> str:
    """Return a Markdown table."""
    listed = list(figures)
    first = listed[0]
    kernel = min(first["seconds"]) / first["rows"] if first["seconds"] else float("nan")
    lines = [HEADER, ("---", "---", *["---:"] * 5, "---", "---"), *(cells(figure, kernel) for figure in listed)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def sums(figures: Iterable[dict[str, Any]]) -> str:
    """Return the sums of the amounts, once for each number of rows."""
    found = {(figure["rows"], json.dumps(figure["sums_cents"])) for figure in figures if figure["seconds"]}
    return "\n".join(f"{rows:,} rows, sums in cents: {said}" for rows, said in sorted(found, reverse=True))


def main() -> int:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description="Measure one small rule set in several engines.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the engines that take columns")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each script, of which the best counts")
    parser.add_argument("--turns", type=int, default=1, help="how often all scripts are run, one after the other")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "erasmus-grants-peers")
    given = parser.parse_args()
    work = given.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    path = work / f"input-{given.rows}.csv"
    reference.write_input(path, given.rows)
    turns = [[measured(engine, work, path, given.rows, given.rounds) for engine in ENGINES] for _ in range(given.turns)]
    figures = merged(turns)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    print(table(figures))
    print()
    print(sums(figures))
    print(f"input sha256 {digest}; Python {platform.python_version()}; {os.cpu_count()} processors")
    return int(any("failure" in figure or figure["rows_that_differ"] for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
