"""What `erasmus-grants verify` prints for each kind of mistake, as the page on it shows.

`python -m tests.unit.testing.transcripts` writes the blocks of the page anew.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from typer.testing import CliRunner

from erasmus_grants.cli import app
from erasmus_grants.cli.terminal import print_report
from erasmus_grants.report.rendering import Report
from erasmus_grants.testing import LAWS, verification
from tests.unit.testing.broken_copies import BrokenCopy, broken_copy

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "verify-a-rulebook.md"
COMMAND = "$ erasmus-grants verify ours.toml --examples 10\n"
WIDTH_COLUMNS = "100"
BLOCK = re.compile(rf"(?<=```text\n)(?:{re.escape(COMMAND)}|eu-ka131-2024 is sound\n).*?(?=```)", re.DOTALL)
LAW_OF_DISTANCE = [law for law in LAWS if law.name == "travel_support_never_falls_with_distance"]

OF_MISTAKES = ("gap", "cheaper", "share", "restart", "duplicate", "no-source", "unknown-source", "field", "swapped")
MISTYPED = "band"
ON_THE_PAGE = (*OF_MISTAKES, MISTYPED)
"""The mistakes in the order of the page."""


def mistaken(name: str) -> BrokenCopy:
    """Return the copy of which the page shows what is found."""
    copy = broken_copy("eu-ka131-2024" if name == MISTYPED else "eu-ka171-2022", name)
    assert copy is not None
    return copy


@contextmanager
def beside(copy: BrokenCopy) -> Iterator[None]:
    """Let the copy be `ours.toml` in the present folder, and `verify` try the one law that some of them break."""
    before = Path.cwd()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        Path(copy.write(Path(folder))).rename(Path(folder) / "ours.toml")
        patch.setenv("COLUMNS", WIDTH_COLUMNS)
        patch.setattr(verification, "LAWS", LAW_OF_DISTANCE)
        patch.setattr(verification, "_TABLE_CHECKS", [verification._TABLE_CHECKS[1]])
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def transcript(name: str) -> str:
    """Return what the page has to show for a mistake: the command, and what is wrong; or the row of what moved."""
    copy = mistaken(name)
    with beside(copy):
        if name != MISTYPED:
            done = CliRunner().invoke(app, ["verify", "ours.toml", "--examples", "10"])
            wrong, _, _ = done.stdout.partition("\n\nChecks")
            return f"{COMMAND}{wrong}\n"
        report = verification.verify("ours.toml", examples=1).report()
        (moved,) = (table for table in report.tables if table.title.startswith("What moved"))
        rows = tuple(row for row in moved.rows if copy.figure in row)
        with redirect_stdout(StringIO()) as printed:
            print_report(Report(report.title, (moved._replace(rows=rows),), ()))
        return printed.getvalue()


if __name__ == "__main__":
    new = iter(map(transcript, ON_THE_PAGE))
    PAGE.write_text(BLOCK.sub(lambda _: next(new), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
