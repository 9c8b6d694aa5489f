"""Is the house tidy?"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "erasmus_grants"
MODULES = sorted(SOURCE.rglob("*.py"))
FORMER_PATHS = {"bip", "cycle"}
RULES = sorted(path for path in (SOURCE / "rules").glob("*.py") if path.stem not in {"__init__", *FORMER_PATHS})


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def numbers_in(path: Path) -> Iterator[ast.Constant]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield node


def test_layers_hold() -> None:
    script = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_float_stands_in_the_source(path: Path) -> None:
    assert [node.value for node in numbers_in(path) if isinstance(node.value, float)] == []


@pytest.mark.parametrize("path", [path for path in MODULES if path.parent.name != "testing"], ids=name_of)
def test_no_year_stands_outside_the_rulebooks(path: Path) -> None:
    assert [node.value for node in numbers_in(path) if isinstance(node.value, int) and 1900 <= node.value <= 2100] == []


def test_the_figures_are_data() -> None:
    folders = sorted(path for path in (SOURCE / "rulebooks").iterdir() if path.is_dir() and path.name != "__pycache__")
    assert {path.suffix for folder in folders for path in folder.iterdir()} == {".toml"}


@pytest.mark.parametrize("path", RULES, ids=name_of)
def test_a_rule_names_its_source_and_shows_an_example(path: Path) -> None:
    module = tree_of(path)
    public = [
        node
        for node in module.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "overload" not in {ast.unparse(decorator) for decorator in node.decorator_list}
    ]
    assert public
    for node in (module, *public):
        documentation = ast.get_docstring(node) or ""
        name = getattr(node, "name", path.stem)
        assert ">>> " in documentation, f"{name} shows no example"
    assert "\nSource:" in (ast.get_docstring(module) or ""), "the module does not say where the rule is printed"


@pytest.mark.parametrize("path", RULES, ids=name_of)
def test_a_rule_is_short(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= 240
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert length <= 24, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_result_depends_on_its_arguments_only(path: Path) -> None:
    forbidden = {"os.environ", "locale", "random", "time", "socket", "urllib", "requests", "getpass", "platform"}
    calls = {"date.today", "datetime.now", "datetime.today", "datetime.utcnow", "time.time", "getcontext", "getenv"}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            assert not {alias.name for alias in node.names} & forbidden
        if isinstance(node, ast.ImportFrom):
            assert node.module not in forbidden
        if isinstance(node, ast.Attribute | ast.Name):
            assert ast.unparse(node) not in calls


FOREIGN = ROOT / "src" / "erasmus_grants" / "basics" / "untyped.py"
"""Names what other libraries give us, whose types no checker can know."""


@pytest.mark.parametrize("path", [path for path in MODULES if path != FOREIGN], ids=name_of)
def test_no_escape_from_the_type_checkers(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "Any" not in {node.id for node in ast.walk(tree_of(path)) if isinstance(node, ast.Name)}
    assert not re.search(r"(?<!\.)\bcast\(", text)  # the one of the type checkers, not that of a column
    assert not re.search(r"type: ignore(?!\[)", text)
    assert not re.search(r"pyright: ignore(?!\[)", text)


def test_no_set_or_dict_is_a_field() -> None:
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Model") for base in node.bases):
                for field in node.body:
                    if isinstance(field, ast.AnnAssign):
                        annotation = ast.unparse(field.annotation)
                        assert not re.search(r"\b(dict|set|frozenset|list|Mapping)\[", annotation), annotation


def test_the_project_speaks_of_itself_alone() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listed.returncode:
        pytest.skip("not a clone")
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    machine_path = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|Users)/")
    texts = [path for path in paths if path.is_file() and path.suffix in {".md", ".py", ".toml", ".ipynb", ".cff", ""}]
    guilty = [path.name for path in texts if path != Path(__file__) and machine_path.search(path.read_text("utf-8"))]
    assert guilty == []
