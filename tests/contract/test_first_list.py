"""The home page and the first tutorial show what their commands print and write of the list of an office.

Amounts by hand, from the rates of the German National Agency for call 2024:

* 2024-01: 150 days of 540 a month: 2700.00
* 2024-02: 88 days of 600 a month, and of 150 for a traineeship: 1760.00 + 440.00
* 2024-03: 309 for 500 to 1999 km, and (5 + 2) x 180: 309.00 + 1260.00; without days of travel, 360.00 less
* 2024-04: 309, and (5 + 2) x 140: 309.00 + 980.00
* 2024-05: 4 hours of teaching, and 8 are needed
"""

import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from erasmus_grants.cli import app

ROOT = Path(__file__).parents[2]
HOME = ROOT / "docs" / "index.md"
TUTORIAL = ROOT / "docs" / "tutorial" / "first-list.md"
LIST = Path("examples") / "office-list.csv"
EXIT_CODES = {"--explain-columns": 0, "batch": 3, "missing": 0, "audit": 6}
STATUS = {"granted": "granted", "not_eligible": "not eligible", "undetermined": "not yet known"}


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    shutil.copy(ROOT / LIST, tmp_path / LIST)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")


def run(command: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "erasmus-grants"
    done = CliRunner().invoke(app, arguments)
    expected = next(code for word, code in EXIT_CODES.items() if word in arguments)
    assert done.exit_code == expected, done.output
    return done.stdout


def grants() -> list[dict[str, str]]:
    with Path("grants.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def table(page: str) -> list[list[str]]:
    rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("| ")]
    return [[re.sub(r"\[`(\w+)`\]\(.*\)", r"\1", cell.strip()) for cell in row] for row in rows]


@pytest.mark.parametrize(("path", "commands"), [(HOME, 1), (TUTORIAL, 4)], ids=["home", "tutorial"])
def test_each_command_prints_what_the_page_shows(path: Path, commands: int) -> None:
    printed, tried = "", 0
    for language, text in re.findall(
        r"^```(console|text)\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        if language == "console" and text.startswith("erasmus-grants "):
            printed, tried = run(text), tried + 1
        elif language == "text" and printed:
            assert text.strip() in printed
    assert tried == commands


def test_the_tutorial_shows_the_list_that_comes_with_the_library() -> None:
    assert f"```text\n{(ROOT / LIST).read_text('utf-8')}```" in TUTORIAL.read_text("utf-8")


@pytest.mark.parametrize("path", [HOME, TUTORIAL], ids=["home", "tutorial"])
def test_the_page_shows_what_the_file_has(path: Path) -> None:
    page = path.read_text("utf-8")
    run(next(block for block in re.findall(r"```console\n(erasmus.*)\n", page) if "--explain" not in block))
    headings, _, *rows = table(page)
    if path == TUTORIAL:
        assert rows == [[row[heading] for heading in headings] for row in grants()]
        return
    for shown, row in zip(rows, grants(), strict=True):
        number, activity, city, status, amount, code = shown
        assert [number, activity, city] == [row["No."], row["Activity"], row["Host city"]]
        assert (status, amount) == (STATUS[row["status"]], row["total_eur"].replace(",", "."))
        assert code == ("" if status == "granted" else row["finding_codes"])


def test_the_amounts_are_those_worked_out_by_hand() -> None:
    run(f"erasmus-grants batch {LIST.as_posix()} grants.csv --rulebook na-de-ka131-2024 --set from_city=Leipzig")
    totals = [row["total_eur"] for row in grants()]
    assert totals == ["2700,00", "2200,00", "1569,00", "1289,00", "0,00", ""]
