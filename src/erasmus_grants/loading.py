"""Reading rulebooks that stand in files, whole ones and those that are based on another.

Examples:
    >>> import tempfile, pathlib
    >>> from erasmus_grants.testing import toy_rulebook
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "toy.json")
    ...     _ = file.write_text(toy_rulebook().model_dump_json(), encoding="utf-8")
    ...     load_rulebook(file) == toy_rulebook()
    True
"""

import json
from os import PathLike, fspath
from pathlib import Path

from pydantic import ValidationError

from erasmus_grants.errors import RulebookFileError, UnknownRulebookError, quoted
from erasmus_grants.model import in_words
from erasmus_grants.reading import Data, UnreadableError, read_data, with_sources
from erasmus_grants.rulebook import Rulebook
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks

_LONGEST_CHAIN = 8
_FILE_ENDINGS = (".toml", ".json")
_OF_THE_OVERLAY = ("id", "title", "sources")


def load_rulebook(path: str | PathLike[str]) -> Rulebook:
    """Return the rulebook that a TOML or JSON file holds.

    In a file, a `source` may be the id of one of the `sources` instead of a whole source.  A file that says
    `based_on = "eu-ka131-2024"`, or names another file beside it, holds only what differs: its own id, title and
    sources, of which the first is its main one, and each table that stands in place of the whole table of the base.
    It may cite the sources of the base too.

    Args:
        path: The file; `.json` is read as JSON, `.toml` as TOML, and anything else as what it looks like.

    Raises:
        RulebookFileError: The file, or one that it is based on, cannot be read or parsed, or its rulebook is not
            sound; each problem is a sentence.
    """
    return _load(fspath(path), ())


def _load(name: str, above: tuple[str, ...]) -> Rulebook:
    """Return the rulebook of a file.

    Args:
        name: The file.
        above: The files that are based on it, the outermost first.
    """
    try:
        data = read_data(name)
        base_name = data.get("based_on")
        if isinstance(base_name, str):
            return _overlay(_base(base_name, name, above), data)
        return Rulebook.model_validate_json(json.dumps(with_sources(data)))
    except UnreadableError as error:
        raise RulebookFileError(name, error.problems) from None
    except ValidationError as error:
        raise RulebookFileError(name, _once(in_words(error, Rulebook))) from None


def _base(base_name: str, name: str, above: tuple[str, ...]) -> Rulebook:
    """Return the rulebook that a file is based on: one that comes with the library, or that another file holds."""
    if not base_name.endswith(_FILE_ENDINGS):
        try:
            return get_rulebook(base_name)
        except UnknownRulebookError as error:
            raise UnreadableError(f"based_on: {error}") from None
    chain = (*above, name)
    below = fspath(Path(name).parent / base_name)
    if Path(base_name).is_absolute():
        raise UnreadableError("based_on: a file is named from the folder of the one that is based on it")
    if Path(below).exists() and not Path(below).is_file():  # a folder, or a pipe, which would never end
        raise UnreadableError(f"based_on: {quoted(below)} is no file")
    if any(_same_file(below, one) for one in chain):
        raise UnreadableError(f"based_on: it is based on itself: {' -> '.join([*chain, below])}")
    if len(chain) >= _LONGEST_CHAIN:
        raise UnreadableError(f"based_on: more than {_LONGEST_CHAIN} files are based on one another")
    return _load(below, chain)


def _same_file(one: str, other: str) -> bool:
    try:
        return Path(one).resolve() == Path(other).resolve()
    except (OSError, RuntimeError):  # a circle of links, which cannot be read either
        return False


def _overlay(base: Rulebook, data: dict[str, Data]) -> Rulebook:
    """Return the rulebook that a base and what differs from it make."""
    lacking = [name for name in _OF_THE_OVERLAY if not data.get(name)]
    if lacking:
        sentence = "a rulebook that is based on another has its own"
        raise UnreadableError(*(f"{name}: {sentence}" for name in lacking))
    listed = data["sources"]
    theirs: list[Data] = [source.model_dump(mode="json") for source in base.sources]
    rows = listed if isinstance(listed, list) else []
    own = [row for row in rows if isinstance(row, dict) and row not in theirs]
    if not own:
        raise UnreadableError("sources: the first one is the paper or page in which the policy itself is printed")
    resolved = with_sources({**data, "sources": [*own, *theirs]})
    tables = {name: value for name, value in resolved.items() if name not in {*_OF_THE_OVERLAY, "based_on"}}
    wrong = [f"{name}: this is text" for name in ("id", "title") if not isinstance(data[name], str)]
    if wrong:
        raise UnreadableError(*wrong)
    if data["id"] in known_rulebooks():
        raise UnreadableError(f"id: {data['id']} is a rulebook that comes with the library; choose another")
    return base.adapt(id=str(data["id"]), title=str(data["title"]), source=own[0], sources=own[1:], **tables)


def _once(problems: tuple[str, ...]) -> tuple[str, ...]:
    """Return problems without those of a source that is told already where the source stands."""
    if not any(problem.startswith("sources.") for problem in problems):
        return problems
    return tuple(problem for problem in problems if ".source." not in problem.partition(": ")[0])
