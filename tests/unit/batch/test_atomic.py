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


def test_files_of_others_are_not_touched(tmp_path: Path) -> None:
    other = tmp_path / ".erasmus-grants-1.part"
    other.write_text("of a run that was killed")
    with atomic_write(str(tmp_path / "out.csv")) as file:
        file.write(b"new")
    assert other.read_text() == "of a run that was killed"
    assert (tmp_path / "out.csv").read_text() == "new"


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
