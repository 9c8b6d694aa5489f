"""A page for each rulebook: its title, its file, and its tables as the command line prints them."""

from collections.abc import Mapping
from typing import Final

from _reference.markdown import code, page
from erasmus_grants.report.rendering import as_markdown
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks

SOURCES: Final = "src/erasmus_grants/rulebooks"
"""The folder of the files of rulebooks, from that of the project."""


def rulebook_pages() -> Mapping[str, str]:
    """Return the page of each rulebook that comes with the library, by the name of its file."""
    return {f"{name}.md": rulebook_page(get_rulebook(name)) for name in known_rulebooks()}


def rulebook_page(book: Rulebook) -> str:
    """Return the page of a rulebook."""
    where = f"Its figures, with comments, are in {code(file_of(book.id))}."
    if book.based_on is not None:
        where += f"\nIt is based on [{book.based_on.id}]({book.based_on.id}.md), and its tables are those of both."
    return page(book.id, where, as_markdown(book.report()).rstrip("\n"))


def file_of(rulebook_id: str) -> str:
    """Return the TOML file of a rulebook that comes with the library, from the folder of the project."""
    shelf, _, rest = rulebook_id.partition("-")
    return f"{SOURCES}/{shelf}/{rest}.toml" if shelf in {"eu", "na"} else f"{SOURCES}/universities/{rulebook_id}.toml"
