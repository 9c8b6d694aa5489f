"""Is the decimal context of the caller of no account?  It is process-wide state, and libraries change it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def answered(*how: str) -> list[str]:
    """Return all answers, line by line, of an interpreter that has kept nothing of another context."""
    command = [sys.executable, "-m", "tests.contract.all_answers", *how]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


@pytest.mark.newest_only
def test_no_answer_depends_on_the_decimal_context_of_the_caller() -> None:
    usual, rough = answered(), answered("rough")
    assert [(one, other) for one, other in zip(usual, rough, strict=True) if one != other] == []
    assert any("50.00 EUR from the 504.00" in line for line in usual)  # 550 is 46 above 504: that overlay is refused
