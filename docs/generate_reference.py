"""Write the reference pages that follow from code and data.

`python docs/generate_reference.py` writes them; with `--check` nothing is written, and the exit code is 1 when a page
is stale.  Figures come from the rulebooks, sentences from `erasmus_grants.basics.english`, fields from the models; only
what to do about a finding, and what a word means that has no docstring, is written beside, in `_reference/words.py`.

`python docs/generate_reference.py --rulebooks FOLDER` writes a page for each rulebook, for those who want to print or
publish them.  These pages are not kept here, since the files of the rulebooks are; `docs/reference/rulebooks` is
ignored by Git.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from _reference.command_line import command_line_page
from _reference.coverage import coverage_page
from _reference.fields import grant_page, mobility_page, rulebook_format_page
from _reference.findings import findings_page
from _reference.frames import frames_page
from _reference.glossary import vocabulary_page
from _reference.names import api_page
from _reference.papers import documents_page
from _reference.rooms import rooms_page
from _reference.rulebook_pages import rulebook_pages

REFERENCE: Final = Path(__file__).parent / "reference"

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "api.md": api_page,
    "command-line.md": command_line_page,
    "coverage.md": coverage_page,
    "documents.md": documents_page,
    "findings.md": findings_page,
    "frames.md": frames_page,
    "grant.md": grant_page,
    "mobility.md": mobility_page,
    "rooms.md": rooms_page,
    "rulebook-format.md": rulebook_format_page,
    "vocabulary.md": vocabulary_page,
}
"""Each generated page, and what makes it."""


def stale_pages() -> tuple[str, ...]:
    """Return the pages that are not what they would be if they were written now."""
    return tuple(name for name, make in PAGES.items() if _read(REFERENCE / name) != make())


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or say which are stale; or write those of the rulebooks."""
    match list(arguments):
        case ["--check"]:
            stale = stale_pages()
            for name in stale:
                print(f"docs/reference/{name} is stale: run python docs/generate_reference.py")
            return 1 if stale else 0
        case ["--rulebooks", folder]:
            _write(Path(folder), rulebook_pages())
        case []:
            _write(REFERENCE, {name: make() for name, make in PAGES.items()})
        case _:
            print("usage: python docs/generate_reference.py [--check | --rulebooks FOLDER]")
            return 2
    return 0


def _write(folder: Path, pages: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
