"""Pages and tables in Markdown."""

import inspect
from collections.abc import Iterable, Sequence
from typing import Final

GENERATED: Final = (
    "<!-- Written by docs/generate_reference.py from the code and the rulebooks: change those, not this page. -->"
)


def page(title: str, *parts: str) -> str:
    """Return a page."""
    return "\n\n".join([f"# {title}", GENERATED, *(part for part in parts if part)]) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a column whose title ends with EUR or days is aligned to the right."""
    rules = ["---:" if column.endswith(("EUR", "days")) else "---" for column in columns]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (columns, rules, *cells))


def bullets(*texts: str) -> str:
    """Return a list."""
    return "\n".join(f"* {text}" for text in texts)


def code(text: object) -> str:
    """Return text as code."""
    return f"`` {text} ``" if "`" in str(text) else f"`{text}`"


def codes(texts: Iterable[object]) -> str:
    """Return texts as code, with commas."""
    return ", ".join(map(code, texts))


def one_sentence_a_line(text: str) -> str:
    """Return text with a line for each sentence."""
    return text.replace(". ", ".\n")


def first_sentence(thing: object) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(thing) or "").split("\n\n", maxsplit=1)[0].replace("\n", " ")


def plain_words(members: Iterable[str]) -> str:
    """Return members of closed lists as words, with commas."""
    return ", ".join(str(member).replace("_", " ") for member in members)
