"""What the site has besides the pages of `docs`: navigation, links that leave `docs`, and pages that are not kept.

The navigation is the index, `docs/README.md`: a page that is listed there under a heading is found under it.
"""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from pydantic import BaseModel

import erasmus_grants
from _reference.markdown import page, table
from _reference.names import names_by_subject
from _reference.rulebook_pages import SOURCES, file_of, rulebook_pages
from erasmus_grants.basics.countries import country_name
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rulebooks.search import RulebookMatch, find_rulebooks, is_official

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
HOME: Final = DOCS / "index.md"
INDEX: Final = DOCS / "README.md"

RULEBOOKS: Final = DOCS / "reference" / "rulebooks"
MODULES: Final = DOCS / "reference" / "modules"
PROJECT: Final = DOCS / "project"
WRITTEN: Final = (RULEBOOKS, MODULES, PROJECT)
"""Folders of pages that are written when the site is built; Git ignores them."""

OUTSIDE: Final[Mapping[str, str]] = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "tests/README.md": "tests.md",
    "examples/README.md": "examples.md",
    "benchmarks/README.md": "benchmarks.md",
    "benchmarks/peers/README.md": "peers.md",
}
"""Pages outside of `docs`, and their names on the site."""

_FENCE: Final = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]+)?\)")


def write_site_pages() -> None:
    """Write the pages that are not kept."""
    outside = {name: _links(ROOT / path, (ROOT / path).read_text("utf-8")) for path, name in OUTSIDE.items()}
    pages = {
        RULEBOOKS: {**_rulebooks_with_files(), "index.md": rulebooks_index()},
        MODULES: module_pages(),
        PROJECT: outside,
    }
    for folder, texts in pages.items():
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            path = folder / name
            if not path.exists() or path.read_text("utf-8") != text:  # Sphinx reads only what changed
                path.write_text(text, encoding="utf-8")


def page_of_the_site(path: Path, text: str) -> str:
    """Return a page of `docs` as the site needs it."""
    if path.parent in WRITTEN:
        return text
    if path == HOME:
        return f"{_links(path, text)}\n{navigation()}"
    if path == DOCS / "reference" / "api.md":
        return _with_links_to_docstrings(text)
    if path.name == "index.md":
        return f"{_links(path, text)}\n{_toctree('', sorted(one.stem for one in path.parent.glob('[!i]*.md')))}"
    return _links(path, text)


# Links


def _links(path: Path, text: str) -> str:
    """Return a text whose links lead to pages of the site wherever there is one."""
    parts = _FENCE.split(text)
    return "".join(
        part.replace("\n\n```", "\n```")
        if part.startswith("```")
        else _LINK.sub(lambda link: _link(path, link[1], link[2] or ""), part)
        for part in parts
    )


def _link(path: Path, target: str, anchor: str) -> str:
    aim = (path.parent / target).resolve()
    if aim.is_relative_to(DOCS):
        return f"](/{aim.relative_to(DOCS).as_posix()}{anchor})"
    inside = aim.relative_to(ROOT).as_posix()
    if inside in OUTSIDE:
        return f"](/project/{OUTSIDE[inside]}{anchor})"
    if inside in (pages := {file_of(name): name for name in known_rulebooks()}):
        return f"](/reference/rulebooks/{pages[inside]}.md)"
    if inside.startswith(SOURCES):
        return "](/reference/rulebooks/index.md)"
    return f"](/../{inside})"  # a file, which the site offers for download


# Navigation


def navigation() -> str:
    """Return the navigation: every page of the index under its heading, and the pages that are not kept."""
    _, *sections = re.split(r"^## +", INDEX.read_text("utf-8"), flags=re.MULTILINE)
    listed = {section.partition("\n")[0]: list(_pages_in(section)) for section in sections}
    listed["Reference"] += ["reference/modules/index", "reference/rulebooks/index"]
    listed["Project"] = ["All pages <README>", *(f"project/{name.removesuffix('.md')}" for name in OUTSIDE.values())]
    return "\n".join(_toctree(title, pages) for title, pages in listed.items() if pages)


def _pages_in(section: str) -> Iterator[str]:
    """Yield the pages of `docs` that a section of the index lists; those of a folder with an index stand below it."""
    for link in _LINK.finditer(section):
        path = (DOCS / link[1]).resolve()
        if (
            path.suffix == ".md"
            and path.is_relative_to(DOCS)
            and (path.name == "index.md" or not (path.parent / "index.md").exists())
        ):
            yield link[1].removesuffix(".md")


def _toctree(title: str, pages: Sequence[str]) -> str:
    caption = [f":caption: {title}"] if title else []
    return "\n".join(["```{toctree}", ":hidden:", *caption, "", *pages, "```", ""])


# Rulebooks


def _rulebooks_with_files() -> Mapping[str, str]:
    """Return the pages of rulebooks, each with its file for download; they are in no navigation, but in their index.

    A navigation of all of them would be written on every page, and nobody would look through it.
    """
    return {
        name: "---\norphan: true\n---\n\n[All rulebooks](index.md)\n\n"
        + re.sub(r"`(src/.*?\.toml)`", r"[`\1`](/../\1)", text, count=1)
        for name, text in rulebook_pages().items()
    }


def rulebooks_index() -> str:
    """Return the rulebooks by country and call year."""
    official = find_rulebooks()
    universities = [name for name in known_rulebooks() if not is_official(name)]
    return page(
        "Rulebooks",
        "Every rulebook that comes with the library, with all its figures and their sources.",
        "## The programme",
        _by_call_year("action", official, lambda match: match.action if match.country is None else ""),
        "## National Agencies",
        "All of them are of KA131, and are based on the rulebook of the programme for the same call.",
        _by_call_year("country", official, lambda match: country_name(match.country) if match.country else ""),
        "## Universities",
        table(
            ("rulebook", "title", "call years"),
            (
                (f"[{book.id}]({book.id}.md)", book.title, ", ".join(map(str, book.call_years)))
                for book in map(get_rulebook, universities)
            ),
        ),
    )


def _by_call_year(title: str, found: Sequence[RulebookMatch], row_of: Callable[[RulebookMatch], str]) -> str:
    """Return a table with a row for each name, and its call years; what has no name is left out."""
    years: dict[str, dict[int, str]] = {}
    for match in found:
        if name := row_of(match):
            years.setdefault(name, {})[match.call_year] = f"[{match.call_year}]({match.rulebook_id}.md)"
    rows = ((name, ", ".join(links for _, links in sorted(of_name.items()))) for name, of_name in sorted(years.items()))
    return table((title, "call years"), rows)


# Docstrings

_INHERITED: Final = "BaseModel, str, int, tuple, dict, Enum, BaseException, Exception, object, LookupError, ValueError"
"""Classes whose members are not described again."""


def module_pages() -> Mapping[str, str]:
    """Return a page for each public module: all names that the page of public names lists, with their docstrings."""
    modules: dict[str, list[str]] = {erasmus_grants.__name__: []}
    for line, module in _with_modules((DOCS / "reference" / "api.md").read_text("utf-8")):
        if (name := _ROW.match(line)) and module != erasmus_grants.__name__:
            modules.setdefault(module, []).append(name[2])
    pages = {module: _module_page(module, {"": names}) for module, names in modules.items()}
    pages[erasmus_grants.__name__] = _module_page(erasmus_grants.__name__, names_by_subject())
    short = {module: module.removeprefix("erasmus_grants.") for module in sorted(pages, key=_is_rule)}
    index = "Python\n======\n\nThe public modules, with the docstring of each name.\n\n.. toctree::\n\n"
    listed = "".join(f"   {name}\n" for name in short.values())
    return {"index.rst": index + listed, **{f"{short[module]}.rst": text for module, text in pages.items()}}


def _is_rule(module: str) -> bool:
    return module.startswith("erasmus_grants.rules.")


def _module_page(module: str, names: Mapping[str, Sequence[str]]) -> str:
    parts = [f"{module}\n{'=' * len(module)}", f".. automodule:: {module}\n   :no-members:"]
    for title, members in names.items():
        parts += [f"{title}\n{'-' * len(title)}"] if title else []
        parts += [_directive(module, name) for name in members]
    return "\n\n".join(parts) + "\n"


def _directive(module: str, name: str) -> str:
    thing = getattr(import_module(module), name)
    if not inspect.isclass(thing):
        return f".. {'autofunction' if callable(thing) else 'autodata'}:: {module}.{name}"
    options = {"members": "", "inherited-members": _INHERITED, "exclude-members": "model_config, model_copy"}
    if not issubclass(thing, BaseModel):  # whose fields are described as its parameters
        options["undoc-members"] = ""
    return f".. autoclass:: {module}.{name}" + "".join(
        f"\n   :{option}: {value}".rstrip() for option, value in options.items()
    )


def described_fields(_: object, __: str, ___: str, thing: object, ____: object, lines: list[str]) -> None:
    """Add the descriptions of the fields of a model, which are no docstrings, to the docstring of its class."""
    if isinstance(thing, type) and issubclass(thing, BaseModel):
        described = ((name, field.description or "") for name, field in thing.model_fields.items())
        lines += ["", *(f":param {name}: {text[:1].upper()}{text[1:]}." for name, text in described), ""]


def sentence_of_an_attribute(_: object, what: str, __: str, ___: object, ____: object, lines: list[str]) -> None:
    """Put an empty comment before what an attribute is, or napoleon would take all before a colon for its type."""
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]


_ROW: Final = re.compile(r"^\| `(([\w.]+)[^`]*)`")
"""The beginning of a row of the page of public names: a name with its arguments, and the name alone."""


def _with_modules(text: str) -> Iterator[tuple[str, str]]:
    """Yield each line of the page of public names, with the module that it is about."""
    module = erasmus_grants.__name__
    for line in text.splitlines():
        if heading := re.fullmatch(r"## (erasmus_grants\.[\w.]+)", line):
            module = heading[1]
        if rule := re.fullmatch(r"### (\w+)", line):
            module = f"erasmus_grants.rules.{rule[1]}"
        yield line, module


def _with_links_to_docstrings(text: str) -> str:
    """Return the page of public names, each name of it with a link to its docstring."""
    return "".join(
        _ROW.sub(rf"| {{py:obj}}`\1 <{module}.\2>`", line, count=1) + "\n" for line, module in _with_modules(text)
    )
