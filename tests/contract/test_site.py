"""What the site shows beside the pages themselves.  Sphinx, which is slow to install, builds it in `.ci/run`."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import erasmus_grants
from erasmus_grants.rulebooks import known_rulebooks

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    return import_module("_reference.site")


def test_every_page_of_the_docs_is_in_the_navigation(site: ModuleType) -> None:
    pages = re.findall(r"^(?:All pages <)?([\w/-]+)>?$", site.navigation(), re.MULTILINE)
    assert len(pages) == len(set(pages))
    kept = {
        path.relative_to(DOCS).with_suffix("").as_posix()
        for path in DOCS.rglob("*.md")
        if path.parent not in site.WRITTEN and path.parent.name != "decisions"
    }
    written = {f"project/{name.removesuffix('.md')}" for name in site.OUTSIDE.values()}
    assert {*pages} == (kept - {"index"}) | written | {
        "explanation/decisions/index",
        "reference/modules/index",
        "reference/rulebooks/index",
    }
    assert pages[0] == "tutorial/first-list"


def test_pages_below_an_index_are_in_its_own_navigation(site: ModuleType) -> None:
    path = DOCS / "explanation" / "decisions" / "index.md"
    below = {one.stem for one in path.parent.glob("*.md")} - {"index"}
    toctree = site.page_of_the_site(path, path.read_text("utf-8")).partition("```{toctree}\n:hidden:\n\n")[2]
    assert set(toctree.partition("```")[0].split()) == below


@pytest.mark.parametrize(
    ("link", "on_the_site"),
    [
        ("settle.md#a-shorter-stay", "/how-to/settle.md#a-shorter-stay"),
        ("../README.md", "/README.md"),
        ("../../CONTRIBUTING.md#words", "/project/contributing.md#words"),
        ("../../tests/README.md", "/project/tests.md"),
        ("../../src/erasmus_grants/rulebooks/eu/ka131-2024.toml", "/reference/rulebooks/eu-ka131-2024.md"),
        ("../../src/erasmus_grants/rulebooks", "/reference/rulebooks/index.md"),
        ("../../examples/office-list.csv", "/../examples/office-list.csv"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("#on-this-page", "#on-this-page"),
    ],
)
def test_a_link_leads_to_the_page_of_the_site(site: ModuleType, link: str, on_the_site: str) -> None:
    code = f"```text\n[as it is]({link})\n```\n"
    text = site.page_of_the_site(DOCS / "how-to" / "page.md", f"[a page]({link})\n\n{code}")
    assert text == f"[a page]({on_the_site})\n\n{code}"


def test_the_index_of_rulebooks_has_each_of_them_once(site: ModuleType) -> None:
    text = site.rulebooks_index().partition("```{toctree}")[0]
    assert sorted(re.findall(r"\]\(([\w-]+)\.md\)", text)) == sorted(known_rulebooks())
    (germany,) = [line for line in text.splitlines() if line.startswith("| Germany ")]
    assert "[2024](na-de-ka131-2024.md)" in germany


def test_every_public_name_has_its_docstring_on_the_site(site: ModuleType) -> None:
    pages = site.module_pages()
    shown = re.findall(r"^\.\. auto\w+:: erasmus_grants\.(\w+)$", pages["erasmus_grants.rst"], re.MULTILINE)
    assert sorted(shown) == sorted(erasmus_grants.__all__)
    assert {"batch.rst", "frames.rst", "places.rst", "testing.rst", "rules.travel_days.rst"} <= pages.keys()


def test_each_module_of_the_page_of_public_names_has_its_names_on_the_site(site: ModuleType) -> None:
    page = (DOCS / "reference" / "api.md").read_text("utf-8")
    listed = set(re.findall(r"^## erasmus_grants\.([\w.]+)$", page, re.MULTILINE)) - {"rules"}
    pages = site.module_pages()
    assert {f"{name}.rst" for name in listed} <= pages.keys()
    assert ".. autofunction:: erasmus_grants.batch.missing_figures\n" in pages["batch.rst"]
    below = [line.strip() for line in pages["index.rst"].splitlines() if line.startswith("   ")]
    assert below[0] == "erasmus_grants"
    assert sorted(f"{name}.rst" for name in below) == sorted(pages.keys() - {"index.rst"})
    rules = [name.startswith("rules.") for name in below]
    assert rules == sorted(rules)


def test_a_model_is_described_by_its_fields_and_an_enumeration_by_its_members(site: ModuleType) -> None:
    page = site.module_pages()["erasmus_grants.rst"]
    mobility = page.partition(".. autoclass:: erasmus_grants.Mobility\n")[2].partition("\n\n")[0]
    assert ":undoc-members:" not in mobility
    direction = page.partition(".. autoclass:: erasmus_grants.Direction\n")[2].partition("\n\n")[0]
    assert ":undoc-members:" in direction
    lines = ["One mobility."]
    site.described_fields(None, "class", "erasmus_grants.Mobility", erasmus_grants.Mobility, None, lines)
    assert lines[:3] == ["One mobility.", "", ":param activity: Activity type; SMP is read as SMT."]
    assert re.findall(r":param (\w+): [A-Z]", "\n".join(lines)) == list(erasmus_grants.Mobility.model_fields)
    others = ["Where the participant goes."]
    site.described_fields(None, "class", "erasmus_grants.Direction", erasmus_grants.Direction, None, others)
    assert others == ["Where the participant goes."]


def test_what_stands_before_a_colon_is_not_taken_for_the_type_of_an_attribute(site: ModuleType) -> None:
    attribute, function = ["The sheet; None: the only one."], ["Return one: the first."]
    site.sentence_of_an_attribute(None, "attribute", "a.b", None, None, attribute)
    site.sentence_of_an_attribute(None, "function", "a.c", None, None, function)
    assert attribute == ["..", "", "The sheet; None: the only one."]
    assert function == ["Return one: the first."]


def test_a_doctest_does_not_end_with_an_empty_line(site: ModuleType) -> None:
    text = "```python\n>>> 1 + 1\n2\n\n```\n"
    assert site.page_of_the_site(DOCS / "how-to" / "page.md", text) == "```python\n>>> 1 + 1\n2\n```\n"
