"""The documentation tells the truth: its code runs, its links lead somewhere, and nothing is missing from its index."""

import ast
import doctest
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from erasmus_grants import load_rulebook
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.cli import app
from erasmus_grants.records.findings import ELIGIBILITY_OPEN

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WRITTEN = {DOCS / "reference" / "rulebooks", DOCS / "reference" / "modules", DOCS / "project"}
"""Where pages are written when the site is built; they are no part of the documentation."""

PAGES = sorted([*(path for path in DOCS.rglob("*.md") if path.parent not in WRITTEN), ROOT / "README.md"])
OUTSIDE = sorted(
    [
        *ROOT.glob("benchmarks/**/*.md"),
        *ROOT.glob("examples/**/*.md"),
        *ROOT.glob("tests/**/*.md"),
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
    ]
)
EXAMPLES = sorted([*DOCS.rglob("*.toml"), *ROOT.glob("examples/*.toml")])
DECISIONS = DOCS / "explanation" / "decisions"

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> Iterator[tuple[int, str]]:
    """Yield the first line and the text of each block of a language."""
    text = read(path)
    for fence in FENCE.finditer(text):
        if fence[1] == language:
            yield text.count("\n", 0, fence.start(2)), fence[2]


def prose(path: Path) -> str:
    """Return a page without its blocks of code."""
    return FENCE.sub("", read(path))


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page, as forges make them from its headings."""
    found: dict[str, int] = {}
    names: set[str] = set()
    for heading in HEADING.findall(prose(path)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        count = found.get(anchor, 0)
        found[anchor] = count + 1
        names.add(f"{anchor}-{count}" if count else anchor)
    return names


WITH_PYTHON = [path for path in PAGES if any(blocks(path, "python"))]


@pytest.mark.newest_only
@pytest.mark.parametrize("path", WITH_PYTHON, ids=name)
def test_python_on_a_page_runs_and_shows_what_it_says(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {"__name__": "__main__"}
    report: list[str] = []
    for line, block in blocks(path, "python"):
        if ">>>" not in block:
            exec(compile(block, f"{name(path)}:{line}", "exec"), names)  # noqa: S102 - our own pages
            continue
        test = doctest.DocTestParser().get_doctest(block, names, name(path), str(path), line)
        doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append, clear_globs=False)
        names = test.globs
    assert not report, "".join(report)


@pytest.mark.parametrize("package", ["itables", "great_tables"])
def test_tables_of_other_packages_take_our_frames(
    package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip(package)
    monkeypatch.chdir(ROOT)
    page = DOCS / "how-to" / "calculate-a-list-in-a-notebook.md"
    (example,) = [block for _, block in blocks(page, "python") if "explain_row" in block and "read_csv" in block]
    (ours,) = [block for _, block in blocks(page, "py") if package in block]
    names: dict[str, object] = {}
    for part in doctest.DocTestParser().get_examples(example):
        exec(part.source, names)  # noqa: S102 - our own pages
    *before, last = ast.parse(ours).body
    exec(compile(ast.Module(before, []), "page", "exec"), names)  # noqa: S102
    assert isinstance(last, ast.Expr)
    shown = eval(compile(ast.Expression(last.value), "page", "eval"), names)  # noqa: S307
    html = capsys.readouterr().out if shown is None else shown.as_raw_html()
    assert "2080.00" in html or "4,160.00" in html


def test_pages_have_python_that_is_run() -> None:
    found = {name(path) for path in WITH_PYTHON}
    assert {"README.md", "docs/how-to/settle.md", "docs/how-to/integrate.md"} <= found


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_toml_on_a_page_is_toml(path: Path) -> None:
    for line, block in blocks(path, "toml"):
        try:
            tomllib.loads(block)
        except tomllib.TOMLDecodeError as error:
            pytest.fail(f"{name(path)}:{line}: {error}")


@pytest.mark.parametrize("path", [path for path in PAGES if any(blocks(path, "toml"))], ids=name)
def test_toml_on_a_page_is_in_the_example(path: Path) -> None:
    examples = list(map(read, EXAMPLES))
    for line, block in blocks(path, "toml"):
        for part in block.strip().split("\n\n"):
            assert any(part in example for example in examples), f"{name(path)}:{line}"


def test_the_example_rulebook_says_that_its_figures_are_invented() -> None:
    path = DOCS / "how-to" / "example-university.toml"
    assert "EVERY FIGURE IN THIS FILE IS INVENTED" in read(path)
    rulebook = load_rulebook(path)
    assert "invented" in rulebook.title
    assert all("example.org" in source.url for source in rulebook.sources)


@pytest.mark.parametrize("path", [*PAGES, *OUTSIDE], ids=name)
def test_links_inside_the_project_lead_somewhere(path: Path) -> None:
    broken: list[str] = []
    for target in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        aim = (path.parent / file).resolve() if file else path
        if not aim.exists() or (anchor and anchor not in anchors(aim)):
            broken.append(target)
    assert not broken


def test_every_page_is_in_the_index() -> None:
    index = DOCS / "README.md"
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in LINK.findall(prose(index))}
    pages = {*PAGES, *DOCS.rglob("*.ipynb"), *DOCS.rglob("*.toml")} - {index, ROOT / "README.md"}
    pages = {page for page in pages if ".ipynb_checkpoints" not in page.parts}
    assert sorted(map(name, pages - linked)) == []


def test_each_decision_has_a_number_of_its_own_and_is_listed_in_the_index() -> None:
    headings = [
        (path.name, int(number), title)
        for path in DECISIONS.glob("*.md")
        for number, title in re.findall(r"^### D(\d+) (\S.*)$", read(path), re.MULTILINE)
    ]
    numbers = [number for _, number, _ in headings]
    assert len(numbers) == len(set(numbers))
    listed = re.findall(
        r"^\| \[D(\d+)\]\(([\w-]+\.md)#d\1-[\w-]+\) \| (.+) \|$", read(DECISIONS / "index.md"), re.MULTILINE
    )
    assert sorted((page, int(number), title) for number, page, title in listed) == sorted(headings)


def test_each_decision_that_a_page_names_is_there() -> None:
    known = {
        number for path in DECISIONS.glob("*.md") for number in re.findall(r"^### (D\d+) ", read(path), re.MULTILINE)
    }
    for path in [*PAGES, *OUTSIDE]:
        named = set(re.findall(r"\bD\d{1,3}\b", prose(path)))
        assert named <= known, f"{name(path)}: {sorted(named - known)}"


def test_every_finding_that_a_page_names_exists() -> None:
    known = {
        *FindingCode,
        *(code for page in (DOCS / "reference").glob("*.md") for code in re.findall(r"`([A-Z]+_[A-Z_]+)`", read(page))),
    }
    for path in PAGES:
        for code in re.findall(r"`([A-Z]+_[A-Z_]+)`", read(path)):
            assert code in known, f"{name(path)}: {code}"


@pytest.mark.newest_only
def test_the_architecture_shows_the_arrows_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    drawing = import_module("_reference.rooms").drawing()
    assert drawing in read(DOCS / "explanation" / "architecture.md")


def test_the_architecture_names_every_room() -> None:
    source = ROOT / "src" / "erasmus_grants"
    rooms = {path.stem for path in source.glob("*.py")} | {path.parent.name for path in source.glob("*/__init__.py")}
    text = read(DOCS / "explanation" / "architecture.md")
    assert [room for room in sorted(rooms - {"__init__"}) if f"`{room}`" not in text] == []


def test_pages_do_not_speak_of_the_machine_they_were_written_on() -> None:
    for path in [*PAGES, *DOCS.rglob("*.ipynb"), *DOCS.rglob("*.toml"), *DOCS.rglob("*.py")]:
        assert not re.search(r"/(work|tmp|root|home)/", read(path)), name(path)


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_each_file_that_an_example_names_exists(path: Path) -> None:
    for mentioned in re.findall(r"(?:docs|examples)/[\w./-]+", read(path)):
        assert (ROOT / mentioned).is_file(), mentioned


@pytest.mark.newest_only
def test_the_commands_of_the_page_of_the_command_line_do_what_it_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in ("examples", "docs/how-to"):
        for file in [*(ROOT / folder).glob("*.toml"), *(ROOT / folder).glob("*.csv")]:
            copy = tmp_path / folder / file.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(read(file), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run_commands = 0
    how_tos = ("write-a-rulebook", "adapt-a-rulebook", "compare-rulebooks", "add-a-call-year")
    for page in (DOCS / "reference" / "command-line.md", *(DOCS / "how-to" / f"{name}.md" for name in how_tos)):
        for line, block in blocks(page, "console"):
            for command in block.splitlines():
                program, *arguments = shlex.split(command.partition(" > ")[0])
                assert program == "erasmus-grants"
                done = CliRunner().invoke(app, arguments)
                # one row of the list is mistyped, and an export has errors, to show what happens; nobody answers what is asked
                expected = {"audit": 6, "batch": 2, "missing": 2, "ask": 4}.get(arguments[0], 0)
                assert done.exit_code == expected, f"{name(page)}:{line}: {command}: {done.output}"
                if " > " in command:
                    Path(command.partition(" > ")[2]).write_text(done.stdout, encoding="utf-8")
                run_commands += 1
    assert run_commands >= 10


def test_the_json_of_the_page_of_the_command_line_is_the_toml_beside_it() -> None:
    page = DOCS / "reference" / "command-line.md"
    in_toml = [tomllib.loads(block) for _, block in blocks(page, "toml") if "[mobility]" in block]
    in_json = [json.loads(block) for _, block in blocks(page, "json")]
    assert [json.loads(json.dumps(data, default=str)) for data in in_toml] == in_json
    assert len(in_json) == 1


@pytest.mark.parametrize("path", [path for path in PAGES if "\nerasmus-grants " in read(path)], ids=name)
def test_a_page_that_uses_the_command_line_says_how_to_make_it_ready(path: Path) -> None:
    assert (
        ".venv/bin/activate" in read(path) or "#on-the-command-line" in read(path) or ".venv/bin/erasmus" in read(path)
    )


def test_the_page_for_programs_says_when_it_is_open_whether_a_mobility_is_eligible() -> None:
    page = (DOCS / "how-to" / "integrate.md").read_text("utf-8")
    told = page.partition("`eligible` is true if no rule refuses")[2].partition("\nSo ")[0]
    assert set(re.findall(r"`([A-Z_]{5,})`", told)) == {code.value for code in ELIGIBILITY_OPEN}
