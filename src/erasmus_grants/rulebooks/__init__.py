"""The rulebooks that come with the library.  Each is a TOML file; none is read before it is asked for.

`eu` has those of the programme, `na` those of National Agencies, `universities` those of institutions.

Examples:
    >>> "eu-ka131-2024" in known_rulebooks()
    True
"""

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from erasmus_grants.basics.errors import UnknownRulebookError, check_kind
from erasmus_grants.rulebook.from_data import file_error, rulebook_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import parsed_own
from erasmus_grants.rulebook.short_forms import NOTHING_SHARED, FormError, Shelf, shelf_of
from erasmus_grants.rulebook.toml_lines import lines_of

_FOLDERS: Final[Mapping[str, str]] = MappingProxyType({"eu": "eu-", "na": "na-", "universities": ""})
"""The folders of rulebooks, and how the ids of those in each begin."""

_SHARED: Final = ("sources", "countries")
"""How files are called that hold no rulebook, or how their names begin."""


@cache
def _files() -> Mapping[str, tuple[str, Traversable]]:
    """Return the folder and the file of each rulebook, by its id."""
    found: dict[str, tuple[str, Traversable]] = {}
    for folder, prefix in _FOLDERS.items():
        for file in files(__name__).joinpath(folder).iterdir():
            stem, _, ending = file.name.partition(".")
            if ending == "toml" and not stem.startswith(_SHARED):
                found[prefix + stem] = (folder, file)
    return dict(sorted(found.items()))


def known_rulebooks() -> tuple[str, ...]:
    """Return the ids of all rulebooks that come with the library, in alphabetical order."""
    return tuple(_files())


def get_rulebook(rulebook_id: str) -> Rulebook:
    """Return a rulebook that comes with the library.

    Raises:
        UnknownRulebookError: There is none of this id; the error names the nearest one.

    Examples:
        >>> get_rulebook("usmb-bip-2024").action
        'KA131'
    """
    check_kind(rulebook_id, str, "the id of a rulebook is text, not {}")
    return _built(rulebook_id)


@cache
def _built(rulebook_id: str) -> Rulebook:
    text = rulebook_text(rulebook_id)
    folder, file = _files()[rulebook_id]
    try:
        return rulebook_of(parsed_own(text), base=get_rulebook, shelf=lambda names: _shelf(folder, tuple(names)))
    except FormError as error:  # while a new one is written
        raise file_error(f"{folder}/{file.name}", error, lines_of(text)) from None


def rulebook_text(rulebook_id: str) -> str:
    """Return the TOML of a rulebook that comes with the library.

    Raises:
        UnknownRulebookError: There is none of this id; the error names the nearest one.
    """
    if rulebook_id not in _files():
        raise UnknownRulebookError(rulebook_id, known=known_rulebooks())
    _, file = _files()[rulebook_id]
    return file.read_text("utf-8")


@cache
def _shelf(folder: str, names: Sequence[str]) -> Shelf:
    """Return what files of a folder share, together."""
    return reduce(Shelf.beside, (_one_shelf(folder, name) for name in names), NOTHING_SHARED)


@cache
def _one_shelf(folder: str, name: str) -> Shelf:
    return shelf_of(parsed_own(files(__name__).joinpath(folder, name).read_text("utf-8")))


def same_fingerprint(stored: str) -> str | None:
    """Return today's fingerprint of a rulebook that had another one in an earlier version, and computes the same.

    Version 0.1 made fingerprints of titles and sources too.  None: no rulebook of the library had it.
    """
    return _earlier().get(stored)


@cache
def _earlier() -> Mapping[str, str]:
    text = files(__name__).joinpath("earlier-fingerprints.toml").read_text("utf-8")
    return {str(stored): str(now) for stored, now in parsed_own(text).items()}
