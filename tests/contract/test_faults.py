"""What happens to files when a command is stopped, or cannot write: never half a result, and never a lost list."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from erasmus_grants import batch, cli
from erasmus_grants.__main__ import main
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import calculate_file
from erasmus_grants.batch.atomic import atomic_write
from tests.unit.batch.files import DAKAR, write

if sys.platform == "win32":
    pytest.skip("signals and limits of POSIX", allow_module_level=True)

HEADINGS = "activity;direction;receiving_country;start_date;end_date;distance_km;teaching_hours\n"
ROW = "STA;outgoing;SN;07/03/2022;11/03/2022;4070;8\n"
LIMIT_BYTES = 100_000


def limited() -> None:
    """Let no file of a process become longer, as on a disk that is full."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, LIMIT_BYTES))


def heeding() -> None:
    """Let a process be stopped, also where whoever started the tests lets them go on."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def started(
    folder: Path, rows: int, target: str = "out.csv", before: Callable[[], None] = heeding
) -> "subprocess.Popen[bytes]":
    (folder / "list.csv").write_text(HEADINGS + ROW * rows)
    command = [sys.executable, "-m", "erasmus_grants", "batch", "list.csv", target, "-r", "usmb-icm-2023"]
    return subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509
    )


def ended(process: "subprocess.Popen[bytes]") -> tuple[int, str]:
    _, said = process.communicate(timeout=60)
    return process.returncode, said.decode().strip().splitlines()[-1]


@pytest.mark.newest_only
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_command_that_is_stopped_leaves_the_older_file_and_nothing_else(tmp_path: Path, name: str) -> None:
    number = signal.Signals[name]
    (tmp_path / "out.csv").write_text("older")
    process = started(tmp_path, 60_000)
    while not list(tmp_path.glob("*.part")):
        assert process.poll() is None, "it is still at work"
        time.sleep(0.01)
    process.send_signal(number)
    assert ended(process) == (128 + number, "out.csv: it was not written")
    assert {path.name for path in tmp_path.iterdir()} == {"list.csv", "out.csv"}
    assert (tmp_path / "out.csv").read_text() == "older"


@pytest.mark.parametrize("target", ["out.csv", "out.xlsx"])
def test_a_disk_that_is_full_is_told_with_the_file(tmp_path: Path, target: str) -> None:
    code, said = ended(started(tmp_path, 5_000, target, limited))
    assert (code, said) == (2, f"{target}: it cannot be written: File too large")
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_a_list_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "list.csv", [DAKAR])

    def add_a_row(_done: int, _size: int | None) -> None:
        with Path(source).open("a") as file:
            file.write("more\n")

    with pytest.raises(InputFileError, match="it was changed while it was read; nothing was written"):
        calculate_file(source, str(tmp_path / "out.csv"), "usmb-icm-2023", on_rows=add_a_row)
    assert [path.name for path in tmp_path.iterdir()] == ["list.csv"]


def test_a_list_that_is_gone_before_it_is_read_again_is_told_by_its_own_name(tmp_path: Path) -> None:
    source = write(tmp_path / "list.csv", [DAKAR])

    def take_away(_done: int, _size: int | None) -> None:
        Path(source).unlink()

    with pytest.raises(InputFileError, match=r"list\.csv: it cannot be read: No such file or directory"):
        calculate_file(source, str(tmp_path / "out.csv"), "usmb-icm-2023", on_rows=take_away)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    source = write(tmp_path / "list.csv", [DAKAR])
    target = str(tmp_path / "nowhere" / "out.csv")
    with pytest.raises(FileNotFoundError) as caught:
        calculate_file(source, target, "usmb-icm-2023")
    assert caught.value.filename == target


def test_a_file_keeps_its_owner_as_far_as_the_writer_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.csv"
    path.write_text("older")
    asked: list[tuple[int, int]] = []

    def chown(_part: Path, owner: int, group: int) -> None:
        asked.append((owner, group))
        raise PermissionError

    monkeypatch.setattr(os, "chown", chown)
    with atomic_write(str(path)) as file:
        file.write(b"new")
    assert asked == [(path.stat().st_uid, path.stat().st_gid)]
    assert path.read_text() == "new"


def test_a_caller_who_lets_a_command_go_on_is_obeyed(tmp_path: Path) -> None:
    def ignored() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    process = started(tmp_path, 2_000, before=ignored)
    while not list(tmp_path.glob("*.part")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert (tmp_path / "out.csv").exists()


def test_a_signal_ends_the_command_as_shells_count_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[int, Callable[[int, object], object]] = {}
    monkeypatch.setattr(signal, "getsignal", lambda number: signal.SIG_DFL if number == signal.SIGTERM else cli._stop)
    monkeypatch.setattr(signal, "signal", asked.__setitem__)
    cli._stop_in_order()
    assert asked == {signal.SIGTERM: cli._stop}, "whoever decided on another one is obeyed"
    with pytest.raises(SystemExit, match="143"):
        cli._stop(signal.SIGTERM, None)
    monkeypatch.delattr(signal, "SIGHUP")
    cli._stop_in_order()


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"COLUMNS": "20"},
        {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    ],
)
def test_a_command_needs_no_home_no_terminal_and_no_locale(tmp_path: Path, environment: dict[str, str]) -> None:
    row = ROW.replace("SN", "Sénégal")
    (tmp_path / "list.csv").write_text(HEADINGS + row, encoding="utf-8")
    command = [sys.executable, "-m", "erasmus_grants", "batch", "list.csv", "out.csv", "-r", "usmb-icm-2023"]
    bare = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(sys.path)} | environment
    done = subprocess.run(
        command, cwd=tmp_path, env=bare, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False
    )
    assert (done.returncode, done.stderr.split()) == (
        0,
        b"out.csv: it was written, with a row for each of the 1".split(),
    )
    assert b"2080.00" in done.stdout, "1260 for seven days at 180, and 820 for 4070 km"
    assert "Sénégal" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_who_stops_a_command_is_told_what_was_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    source, target = write(tmp_path / "list.csv", [DAKAR]), str(tmp_path / "out.csv")
    monkeypatch.setattr(batch, "calculate_file", stopped)
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", "batch", source, target, "-r", "usmb-icm-2023"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 130
    assert capsys.readouterr().err.splitlines()[-1] == f"{target}: it was not written"
