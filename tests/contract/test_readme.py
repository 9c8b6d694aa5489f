"""The README tells the truth: its output is what the command prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

from erasmus_grants import known_rulebooks

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("python3 -m venv")]


def test_there_are_two_commands_each_of_one_line_with_its_own_set_up() -> None:
    show, test = commands()
    assert show.endswith("erasmus-grants quote examples/dakar-teaching-2022.toml")
    assert re.search(r"python -m pytest\b", test)


def test_the_output_is_the_beginning_of_what_the_first_command_prints() -> None:
    (shown,) = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    arguments = commands()[0].split("&& .venv/bin/erasmus-grants ")[1].split()
    printed = subprocess.run(
        [sys.executable, "-m", "erasmus_grants", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    ).stdout.decode()
    tables = printed.split("\n\n")
    assert tables[: shown.count("\n\n") + 1] == shown.rstrip("\n").split("\n\n")
    assert [table.split("\n")[0] for table in tables[shown.count("\n\n") + 1 : -1]] == ["Papers", "Sources"]


def test_the_python_example_is_short() -> None:
    examples = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(examples) == 1
    for example in examples:
        code = [line for line in example.splitlines() if line.startswith((">>>", "..."))]
        assert len(code) <= 12


def test_it_is_read_in_a_few_minutes() -> None:
    assert len(README.splitlines()) < 130


def test_a_new_call_needs_no_change_of_it() -> None:
    assert "`erasmus-grants rulebooks`" in README
    assert [name for name in known_rulebooks() if name.startswith(("eu-", "na-")) and name in README] == []


def test_it_says_how_an_extra_is_added_and_how_a_policy_begins() -> None:
    assert "`.venv/bin/pip install '.[cli,files]'`" in README
    assert "erasmus-grants new-policy --home" in README
