"""A file stands under its name only when all of it is written."""

import stat
from pathlib import Path

import pytest

from erasmus_grants.batch.atomic import atomic_write


def test_the_older_file_stays_until_the_new_one_is_written(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("older")
    path.chmod(0o640)
    with atomic_write(str(path)) as file:
        file.write(b"new")
        assert path.read_text() == "older"
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def _half_written(path: Path, error: type[BaseException]) -> None:
    with atomic_write(str(path)) as file:
        file.write(b"half")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("older", ["older", None])
def test_nothing_is_left_of_a_file_that_was_not_written(
    tmp_path: Path, error: type[BaseException], older: str | None
) -> None:
    path = tmp_path / "out.csv"
    if older is not None:
        path.write_text(older)
    with pytest.raises(error):
        _half_written(path, error)
    assert [found.read_text() for found in tmp_path.iterdir()] == ([] if older is None else [older])


def test_nothing_is_left_of_a_file_that_was_stopped_as_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def open_and_stop(path: Path, mode: str) -> None:
        opened(path, mode).close()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "open", open_and_stop)
    with pytest.raises(KeyboardInterrupt), atomic_write(str(tmp_path / "out.csv")):
        pass
    assert list(tmp_path.iterdir()) == []


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    with atomic_write(str(tmp_path / "a.csv")) as first, atomic_write(str(tmp_path / "b.csv")) as second:
        first.write(b"a")
        second.write(b"b")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.csv": "a", "b.csv": "b"}


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "out.csv").write_text("older")
    link = tmp_path / "out.csv"
    link.symlink_to(folder / "out.csv")
    with atomic_write(str(link)) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert (folder / "out.csv").read_text() == "new"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), atomic_write(str(tmp_path / "nowhere" / "out.csv")):
        pass
