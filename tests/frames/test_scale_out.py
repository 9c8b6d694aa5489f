"""Do the scripts of `examples/scale-out` run, and is the sum that they print that of one calculation at a time?"""

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from erasmus_grants import GrantCalculator, GrantStatus, Mobility

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "examples" / "scale-out"
PAGE = ROOT / "docs" / "how-to" / "scale-out.md"
ROWS = 100

SNIPPET = re.compile(r"^```py\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def helper() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPTS / "mobilities.py"))


@pytest.fixture(scope="module")
def last_line(helper: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("scale-out") / "mobilities"
    helper["write_mobilities"](folder, ROWS)
    calculator = GrantCalculator(helper["RULEBOOK"])
    rows = pl.read_parquet(folder / "*.parquet").to_dicts()
    assert len({row["reference"] for row in rows}) == ROWS
    grants = [
        calculator.calculate(
            Mobility.model_validate({field: value for field, value in row.items() if value is not None})
        )
        for row in rows
    ]
    granted = [grant.total_eur for grant in grants if grant.status is GrantStatus.GRANTED]
    assert 0 < len(granted) < ROWS
    return f"rows: {ROWS}, granted: {len(granted)}, total_eur: {sum(total for total in granted if total is not None)}"


def printed(script: str, *arguments: str) -> list[str]:
    command = [sys.executable, str(SCRIPTS / script), "--rows", str(ROWS), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=os.environ)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.newest_only
@pytest.mark.parametrize("workers", ["1", "2"])
def test_dask(last_line: str, workers: str) -> None:
    lines = printed("with_dask.py", "--workers", workers)
    assert lines[-1] == last_line
    assert lines[-2].startswith(f"workers: {workers}, rows a second: ")


@pytest.mark.newest_only
def test_dask_with_processes(last_line: str) -> None:
    assert printed("with_dask.py", "--scheduler", "processes")[-1] == last_line


@pytest.mark.slow_back_end
def test_pyspark(last_line: str) -> None:
    if shutil.which("java") is None:
        pytest.skip("PySpark needs Java 17, and there is no java")
    assert printed("with_pyspark.py")[-1] == last_line


def test_a_sum_that_polars_does_not_say_is_an_error(
    helper: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def wrong(_: Path, target: Path) -> float:
        target.mkdir()
        grants = {"status": ["granted", "undetermined", "unreadable"], "total_eur": [1, None, None]}
        pl.DataFrame(grants).write_parquet(target / "part-0.parquet")
        return 0.0

    said = helper["options"]().parse_args(["--rows", "8"])
    with pytest.raises(SystemExit, match=r"polars says \(8, "):
        helper["run"](wrong, tmp_path, said)
    assert "rows: 3, granted: 1, total_eur: 0.01" in capsys.readouterr().out


def test_what_the_page_shows_is_in_the_scripts() -> None:
    scripts = "\n".join(path.read_text("utf-8") for path in SCRIPTS.glob("*.py"))
    snippets = SNIPPET.findall(PAGE.read_text("utf-8"))
    assert len(snippets) >= 2
    for snippet in snippets:
        for part in snippet.strip().split("\n\n\n"):
            assert part in scripts.replace("\n    ", "\n") or part in scripts, part
