"""What a start loads, and what it leaves alone until somebody asks."""

import ast
import inspect
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

import erasmus_grants

ROOT = Path(__file__).parents[2]
ROOMS = ("basics", "engine", "errors", "places", "records", "report", "rulebook", "rulebooks", "rules")


def printed_by(code: str) -> str:
    """Return what code prints in an interpreter that has loaded nothing of ours."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr == ""
    return done.stdout


def loaded_by(code: str) -> set[str]:
    """Return the modules that are loaded once code has run."""
    told = printed_by(f"{code}\nimport sys\nprint('\\nloaded:', *sys.modules)")
    return set(told.rpartition("loaded:")[2].split())


def quoted(*words: str) -> set[str]:
    """Return the modules that are loaded once a command has run."""
    return loaded_by(
        "import sys\n"
        f"sys.argv = ['erasmus-grants', *{words!r}]\n"
        "from erasmus_grants.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )


def ours(modules: set[str]) -> set[str]:
    return {name.removeprefix("erasmus_grants.") for name in modules if name.startswith("erasmus_grants.")}


def test_an_import_loads_nothing_but_the_version() -> None:
    modules = loaded_by("import erasmus_grants")
    assert ours(modules) == {"basics", "basics.version"}
    assert not {"pydantic", "decimal", "re", "json"} & (modules - loaded_by("import importlib, typing"))


def test_a_mobility_needs_no_rulebook_and_no_report_and_looks_for_no_plugin() -> None:
    modules = loaded_by("from erasmus_grants import Mobility")
    assert {name.partition(".")[0] for name in ours(modules)} == {"basics", "records"}
    assert not {"basics.scope", "basics.sources", "basics.english", "records.grant"} & ours(modules)
    assert not {"pydantic.plugin._loader", "importlib.metadata", "dateutil", "tomllib", "difflib"} & modules


def test_an_error_needs_no_pydantic() -> None:
    assert "pydantic" not in loaded_by("from erasmus_grants import ErasmusGrantsError, UnknownRulebookError")


def test_the_version_is_told_before_anything_heavy_is_loaded() -> None:
    modules = quoted("--version")
    assert ours(modules) == {"__main__", "basics", "basics.version"}
    assert not {"typer", "rich", "pydantic"} & modules


def test_a_quote_loads_no_part_of_other_commands() -> None:
    modules = quoted("quote", "examples/dakar-teaching-2022.toml")
    rooms = {name.partition(".")[0] for name in ours(modules)}
    assert not {"batch", "frames", "plots", "places", "testing"} & rooms
    others = {"engine.audit", "engine.comparison", "engine.coverage", "rulebook.schema", "rulebooks.new_policy"}
    assert not others & ours(modules)
    assert not {"hypothesis", "narwhals", "rich.progress"} & modules


def test_only_the_rulebook_that_is_asked_for_is_built() -> None:
    code = (
        "import erasmus_grants\n"
        "erasmus_grants.get_rulebook('usmb-bip-2024')\n"
        "print(erasmus_grants.rulebooks._built.cache_info().currsize)"
    )
    assert printed_by(code) == "1\n"


def test_type_checkers_see_each_name_where_it_is_found() -> None:
    tree = ast.parse(inspect.getsource(erasmus_grants))
    (seen,) = [one for one in tree.body if isinstance(one, ast.If)]
    imports = [one for one in seen.body if isinstance(one, ast.ImportFrom)]
    said = {alias.name: str(one.module) for one in imports for alias in one.names}
    assert sorted([*said, "__version__"]) == sorted(erasmus_grants.__all__)
    assert said == {name: f"erasmus_grants.{module}" for name, module in erasmus_grants._MODULES.items()}
    for name, module in said.items():
        assert getattr(erasmus_grants, name) is getattr(import_module(module), name)


def test_all_names_are_listed_before_one_is_asked_for() -> None:
    code = "import erasmus_grants\nprint(set(erasmus_grants.__all__) <= set(dir(erasmus_grants)))"
    assert printed_by(code) == "True\n"
    assert {*erasmus_grants.__all__, *ROOMS} <= set(dir(erasmus_grants))


def test_a_name_is_kept_once_it_was_asked_for() -> None:
    code = (
        "import erasmus_grants\n"
        "before = 'compare' in vars(erasmus_grants)\n"
        "erasmus_grants.compare\n"
        "print(before, 'compare' in vars(erasmus_grants))"
    )
    assert printed_by(code) == "False True\n"


def test_a_star_imports_all_names() -> None:
    code = "from erasmus_grants import *\nimport erasmus_grants\nprint(set(erasmus_grants.__all__) - set(globals()))"
    assert printed_by(code) == "set()\n"


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_attributes_without_an_import_of_their_own(room: str) -> None:
    assert printed_by(f"import erasmus_grants\nprint(erasmus_grants.{room}.__name__)") == f"erasmus_grants.{room}\n"
    assert erasmus_grants.__getattr__(room) is import_module(f"erasmus_grants.{room}")


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="module 'erasmus_grants' has no attribute 'Mobilty'"):
        _ = erasmus_grants.Mobilty  # type: ignore[attr-defined]
    with pytest.raises(ImportError, match="cannot import name 'Mobilty' from 'erasmus_grants'"):
        from erasmus_grants import Mobilty  # type: ignore[attr-defined]  # noqa: F401


def test_threads_that_ask_at_once_get_the_same() -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "import erasmus_grants\n"
        "names = [name for name in erasmus_grants.__all__ for _ in range(4)]\n"
        "with ThreadPoolExecutor(16) as pool:\n"
        "    found = list(pool.map(lambda name: getattr(erasmus_grants, name), names))\n"
        "print(all(one is getattr(erasmus_grants, name) for one, name in zip(found, names, strict=True)))"
    )
    assert printed_by(code) == "True\n"
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(erasmus_grants.__getattr__, ["Mobility"] * 20))) == 1


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("basics.errors", "UnknownCountryError"),
        ("basics.errors", "InputFileError"),
        ("records.findings", "IneligibleMobilityError"),
        ("records.questions", "UndeterminedGrantError"),
        ("places.refusals", "UnknownPlaceError"),
    ],
)
def test_errors_and_their_pickles_have_the_public_path_whatever_is_imported_first(module: str, name: str) -> None:
    code = (
        f"import pickle\nfrom erasmus_grants.{module} import {name}\n"
        f"print({name}.__module__, b'erasmus_grants.errors' in pickle.dumps({name}))"
    )
    assert printed_by(code) == "erasmus_grants.errors True\n"


def test_importing_all_names_builds_no_validator() -> None:
    code = "import erasmus_grants\nfor name in erasmus_grants.__all__:\n    getattr(erasmus_grants, name)"
    assert "pydantic.plugin._loader" not in loaded_by(code)  # which the first validator would need
