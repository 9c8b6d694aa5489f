"""Prints what the library costs, as ratios of one run, beside those of another version where its folder is given.

python -m benchmarks --before ../erasmus-grants-of-yesterday
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks import lists, starts

HERE = Path(__file__).parents[1]
TURNS = 3
Figures = dict[str, dict[str, float]]


class Line(NamedTuple):
    """One line of the table: what was measured, beside what, and the ratio in each version."""

    what: str
    beside: str
    ratios: tuple[float, ...]
    new_to_old: float | None


def environment(folder: Path) -> dict[str, str]:
    """Return the environment in which the version in a folder is imported, from bytecode as after an installation."""
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return usual | {"PYTHONPATH": f"{folder / 'src'}{os.pathsep}{HERE}", "PYTHONHASHSEED": "0"}


def one_grants(environments: Mapping[str, Mapping[str, str]]) -> Iterator[Line]:
    """Yield the lines about one grant; the versions are measured in turn."""
    turns: list[dict[str, Figures]] = _in_turn("benchmarks.one_grant", environments)
    parts = (
        ("dict to grant", ("mobility", "of built parts")),
        ("dict to grant", ("mobility", "of nested data")),
        ("dict to grant", ("msgspec",)),
        ("to_text", ("mobility", "of nested data")),
        ("explain_row", ("dict to grant",)),
    )
    for kind in turns[0]["new"]:
        for what, beside in parts:
            yield Line(
                f"{kind}: {what}",
                " + ".join(beside),
                tuple(
                    median(turn[where][kind][what] / sum(turn[where][kind][one] for one in beside) for turn in turns)
                    for where in environments
                ),
                median(turn["new"][kind][what] / turn["old"][kind][what] for turn in turns)
                if "old" in environments
                else None,
            )


def cold(environments: Mapping[str, Mapping[str, str]]) -> Iterator[Line]:
    """Yield the lines about imports, commands and the loading of rulebooks."""
    compared = (("pydantic, one model", {"base": starts.ONE_MODEL} | dict(starts.STARTS)), ("typer hello", COMMANDS))
    for beside, codes in compared:
        taken = starts.costs(codes, environments)
        base, *names = codes
        for name in names:
            ratios = tuple(taken[name, where] / taken[base, where] for where in environments)
            yield Line(name, beside, ratios, _new_to_old(taken, name))
    taken = starts.loads(environments)
    for name in starts.LOADS:
        milliseconds = tuple(taken[name, where] * 1000 for where in environments)
        yield Line(name, "in ms", milliseconds, _new_to_old(taken, name))


def frames(environments: Mapping[str, Mapping[str, str]]) -> Iterator[Line]:
    """Yield the lines about frames; the versions are measured in turn."""
    turns: list[dict[str, dict[str, float]]] = _in_turn("benchmarks.frames", environments)
    parts = (
        *(("eager", "kernel"), ("lazy", "kernel"), ("pandas", "eager"), ("pandas with Arrow types", "eager")),
        *(("pyarrow", "eager"), ("thirty rulebooks", "one rulebook")),
    )
    for what, beside in parts:
        ratios = tuple(median(turn[where][what] / turn[where][beside] for turn in turns) for where in environments)
        new_to_old = median(turn["new"][what] / turn["old"][what] for turn in turns) if "old" in environments else None
        yield Line(f"frame, {what}", beside, ratios, new_to_old)


def whole_lists(environments: Mapping[str, Mapping[str, str]]) -> Iterator[Line]:
    """Yield the lines about lists in files; the versions are measured in turn."""
    with TemporaryDirectory() as folder:
        for rows, home, rulebook, ending, explain in LISTS:
            source = lists.write(Path(folder, f"{rows}-{home}.csv"), rows, home)
            words = ["benchmarks.lists", str(source), str(Path(folder, f"grants.{ending}")), rulebook, explain]
            turns = [
                {where: float(_printed(words, how).split()[0]) for where, how in environments.items()}
                for _ in range(TURNS)
            ]
            figures = tuple(median(turn[where] for turn in turns) for where in environments)
            new_to_old = median(turn["old"] / turn["new"] for turn in turns) if "old" in environments else None
            what = f"list of {rows}, {rulebook}, {ending}, {explain}"
            yield Line(what, "rows/s", figures, new_to_old)
            floors = [float(_printed(words[:3], environments["new"]).split()[0]) for _ in range(TURNS)]
            yield Line(f"{what}: reading it and writing the same", "rows/s", (median(floors),) * len(figures), None)


LISTS = (
    (200_000, "FR", "usmb-icm-2023", "csv", "trace"),
    (40_000, "DE", "na-de-ka131-2023", "csv", "trace"),
    (40_000, "DE", "na-de-ka131-2023", "csv", "text"),
    (5_000, "DE", "na-de-ka131-2023", "xlsx", "text"),
)
"""Rows, the home of the institution, the rulebook, the format of the result, and how much is explained."""


def _in_turn(module: str, environments: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return the figures that a module prints as JSON, for each version in each turn."""
    return [{where: json.loads(_printed([module], how)) for where, how in environments.items()} for _ in range(TURNS)]


def _printed(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return what a module prints."""
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, env=dict(environment), check=True, capture_output=True, text=True).stdout


COMMANDS = starts.commands()


def _new_to_old(taken: Mapping[tuple[str, str], float], name: str) -> float | None:
    return taken[name, "new"] / taken[name, "old"] if (name, "old") in taken else None


PARTS: Mapping[str, Callable[[Mapping[str, Mapping[str, str]]], Iterator[Line]]] = {
    "grants": one_grants,
    "starts": cold,
    "frames": frames,
    "lists": whole_lists,
}
"""What yields the lines of each part of the table."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Print what the library costs.")
    parser.add_argument("--before", type=Path, help="folder of another version, which is measured in turn with this")
    parser.add_argument("--only", choices=PARTS, help="one part of the table")
    given = parser.parse_args()
    folders = ({"old": given.before.resolve()} if given.before else {}) | {"new": HERE}
    environments = {where: environment(folder) for where, folder in folders.items()}
    head = " | ".join((*(f"{where}" for where in environments), *(["new / old"] if given.before else [])))
    print(f"| what | beside | {head} |\n| --- | --- |{' ---: |' * head.count('|')} ---: |")
    for part, lines in PARTS.items():
        if given.only in {None, part}:
            for line in lines(environments):
                figures = (*line.ratios, *([] if line.new_to_old is None else [line.new_to_old]))
                print(f"| {line.what} | {line.beside} | {' | '.join(f'{one:.2f}' for one in figures)} |", flush=True)


if __name__ == "__main__":
    main()
