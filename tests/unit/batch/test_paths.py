"""A file of mobilities is named by text or by a path, and both are the same."""

from collections.abc import Callable
from pathlib import Path
from typing import get_type_hints

import pytest
from pydantic import BaseModel

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import audit_file, calculate_file, columns_of_file, missing_figures, read_mobilities
from tests.unit.batch.files import DAKAR, write

BOOK = "usmb-icm-2023"

Command = Callable[[str | Path, str | Path], BaseModel]
COMMANDS: dict[str, Command] = {
    "calculate": lambda source, target: calculate_file(source, target, BOOK),
    "audit": lambda source, _: audit_file(source, BOOK),
    "missing": lambda source, _: missing_figures(source, BOOK),
    "columns": lambda source, _: columns_of_file(source),
}


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return Path(write(tmp_path / "list.csv", [DAKAR | {"Total grant": 2080}]))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_path_is_read_as_its_text(listed: Path, tmp_path: Path, command: str) -> None:
    run, target = COMMANDS[command], tmp_path / "grants.csv"
    assert run(listed, target) == run(str(listed), str(target))


@pytest.mark.parametrize("command", COMMANDS)
def test_an_error_names_a_file_as_text(tmp_path: Path, command: str) -> None:
    for source in (tmp_path / "no.csv", tmp_path / "no.doc", Path("-")):
        with pytest.raises(InputFileError) as refused:
            COMMANDS[command](source, tmp_path / "grants.csv")
        assert refused.value.name == str(source)


def test_a_target_is_named_as_text_too(listed: Path, tmp_path: Path) -> None:
    with pytest.raises(InputFileError) as refused:
        calculate_file(listed, listed, BOOK)
    assert refused.value.name == str(listed)
    with pytest.raises(OSError, match="No such file") as missing:
        calculate_file(listed, tmp_path / "folder" / "grants.csv", BOOK)
    assert missing.value.filename == str(tmp_path / "folder" / "grants.csv")


@pytest.mark.parametrize("function", [audit_file, calculate_file, columns_of_file, missing_figures, read_mobilities])
def test_type_checkers_take_a_path(function: Callable[..., object]) -> None:
    hints = get_type_hints(function)
    assert {hints[name] for name in ("source", "target") if name in hints} == {str | Path}
