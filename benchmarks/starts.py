"""What it costs to begin: code in new interpreters, counted in instructions where valgrind is installed."""

import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

ONE_MODEL = "import pydantic\nclass M(pydantic.BaseModel):\n    x: int = 0\nM()"
STARTS: Mapping[str, str] = {
    "import": "import erasmus_grants",
    "import of Mobility": "from erasmus_grants import Mobility",
}
HELLO = """import typer
app = typer.Typer()
@app.command()
def hello(name: str = "world"):
    print("hello", name)
app([], standalone_mode=False)"""
COMMANDS: Mapping[str, str] = {
    "--version": "['--version']",
    "quote": "['quote', 'examples/dakar-teaching-2022.toml']",
}
LOADS: Mapping[str, str] = {
    "first rulebook": "get_rulebook('eu-ka131-2024')",
    "all rulebooks": "[get_rulebook(one) for one in known_rulebooks()]",
}
_LOAD = """import time
from erasmus_grants import get_rulebook, known_rulebooks
started = time.process_time()
{}
print(time.process_time() - started)"""
_COMMAND = """import sys
sys.argv = ['erasmus-grants', *{}]
from erasmus_grants.__main__ import main
main()"""

TURNS = 15


def costs(codes: Mapping[str, str], environments: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], float]:
    """Return what each piece of code costs in each environment: instructions, or else processor time [s]."""
    keys = [(name, where) for name in codes for where in environments]
    measure, turns = (_instructions, 1) if shutil.which("valgrind") else (_seconds, TURNS)
    for name, where in keys:
        _run([sys.executable, "-c", codes[name]], environments[where])  # so that bytecode is written
    taken: dict[tuple[str, str], list[float]] = {key: [] for key in keys}
    for _ in range(turns):
        for name, where in keys:
            taken[name, where].append(measure(codes[name], environments[where]))
    return {key: min(figures) for key, figures in taken.items()}


def loads(environments: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], float]:
    """Return what it takes to load rulebooks in each environment, after the import [s]."""
    taken: dict[tuple[str, str], list[float]] = {}
    for _ in range(TURNS):
        for name, code in LOADS.items():
            for where, environment in environments.items():
                printed = _run([sys.executable, "-c", _LOAD.format(code)], environment)
                taken.setdefault((name, where), []).append(float(printed))
    return {key: min(figures) for key, figures in taken.items()}


def commands() -> dict[str, str]:
    """Return the code that runs each command, and the program they are compared with."""
    ours = {name: _COMMAND.format(words) for name, words in COMMANDS.items()}
    return {"hello": HELLO, "typer hello that validates one model": f"{ONE_MODEL}\n{HELLO}"} | ours


def _instructions(code: str, environment: Mapping[str, str]) -> float:
    tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    ran = subprocess.run(
        [*tool, sys.executable, "-c", code], env=dict(environment), check=True, capture_output=True, text=True
    )
    (counted,) = re.findall(r"I\s+refs:\s+([0-9,]+)", ran.stderr)
    return float(counted.replace(",", ""))


def _seconds(code: str, environment: Mapping[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run([sys.executable, "-c", code], environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _run(command: Sequence[str], environment: Mapping[str, str]) -> str:
    return subprocess.run(command, env=dict(environment), check=True, capture_output=True, text=True).stdout
