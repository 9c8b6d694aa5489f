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

import os
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from os import PathLike, fspath
from pathlib import Path, PureWindowsPath
from typing import TypeAlias, TypeVar

from erasmus_grants.basics.errors import RulebookFileError, UnknownRulebookError, check_kind, quoted
from erasmus_grants.basics.problems import Place
from erasmus_grants.rulebook.file_kinds import taken_for
from erasmus_grants.rulebook.from_data import FILE_ENDINGS, base_not_at_hand, file_error, rulebook_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import Data, UnreadableError, is_json, parsed, read_text
from erasmus_grants.rulebook.short_forms import NOTHING_SHARED, FormError, Shelf, shelf_of
from erasmus_grants.rulebook.toml_lines import lines_of
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks

_LONGEST_CHAIN = 8
_MOST_SHELVES = 8

_Read = TypeVar("_Read")

AnyRulebook: TypeAlias = Rulebook | str | PathLike[str]
"""A rulebook, the id of one that comes with the library, or the name of a TOML or JSON file."""


def as_rulebook(rulebook: AnyRulebook) -> Rulebook:
    """Return a rulebook that a caller gives or names.

    Raises:
        UnknownRulebookError: No rulebook has this id.
        RulebookFileError: The file cannot be read, or its rulebook is not sound.
        TypeError: It is neither a rulebook nor the name of one.
    """
    if isinstance(rulebook, Rulebook):
        return rulebook
    check_kind(rulebook, (str, PathLike), "a rulebook is a Rulebook, an id, or the name of a file, not {}")
    return rulebook_named(rulebook)


def all_rulebooks(rulebooks: Iterable[AnyRulebook] | AnyRulebook) -> list[Rulebook]:
    """Return the rulebooks that a caller gives or names, of which there may be one alone.

    Raises:
        UnknownRulebookError: No rulebook has an id.
        RulebookFileError: A file cannot be read, or its rulebook is not sound.
        TypeError: One is neither a rulebook nor the name of one.
    """
    if isinstance(rulebooks, Iterable) and not isinstance(rulebooks, Rulebook | str | bytes):
        return [as_rulebook(book) for book in rulebooks]
    return [as_rulebook(rulebooks)]


def rulebook_named(name: str | PathLike[str]) -> Rulebook:
    """Return the rulebook that comes with the library under an id, or that a file holds.

    Args:
        name: An id, or a file: what ends in `.toml` or `.json`, has a folder before it, or is a file that is there.  A
            `Path` is always a file.

    Raises:
        UnknownRulebookError: No rulebook has this id.
        RulebookFileError: The file cannot be read, or its rulebook is not sound.

    Examples:
        >>> rulebook_named("usmb-bip-2024").id
        'usmb-bip-2024'
        >>> rulebook_named("nowhere.toml")
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.RulebookFileError: nowhere.toml: it cannot be read: No such file or directory
    """
    return get_rulebook(name) if isinstance(name, str) and not names_a_file(name) else load_rulebook(name)


def names_a_file(name: str) -> bool:
    """Return whether a name is meant to be that of a file, whether or not there is one; what ships goes first."""
    if name in known_rulebooks():
        return False
    looks_like_one = name.endswith(FILE_ENDINGS) or Path(name).name != name
    return looks_like_one or _is_there(name)


def load_rulebook(path: str | PathLike[str]) -> Rulebook:
    """Return the rulebook that a TOML or JSON file holds.

    In a file, a `source` may be the id of one of the `sources` instead of a whole source; `rulebook.short_forms` tells the other
    short forms.  A file that says `based_on = "eu-ka131-2024"`, or names another file beside it, holds only what
    differs: its own id, title and sources, of which the first is its main one, and entries that are added to those of
    the base, or take the place of the ones with the same scope.  It may cite the sources of the base too.

    Args:
        path: The file; `.json` is read as JSON, `.toml` as TOML, and anything else as what it looks like.

    Raises:
        RulebookFileError: The file, or one that it is based on, cannot be read or parsed, or its rulebook is not
            sound; each problem is a sentence that names the entry, and its line in a TOML file.
    """
    check_kind(path, (str, PathLike), "the name of a file is text or a path, not {}")
    return _load(fspath(path), ())


def base_that_is_missing(path: str | PathLike[str]) -> str:
    """Return the id of the base of a whole rulebook in a file, if it is not at hand: then the two are not compared.

    It is at hand if it comes with the library, or stands beside the file under its id and is what it was.

    Args:
        path: The file, which can be loaded.

    Raises:
        RulebookFileError: The file cannot be read or parsed.
    """
    name = fspath(path)
    return _read(name, lambda data: base_not_at_hand(data, lambda base_name: _base(base_name, name, ())))


def _load(name: str, above: tuple[str, ...]) -> Rulebook:
    """Return the rulebook of a file.

    Args:
        name: The file.
        above: The files that are based on it, the outermost first.
    """

    def base(base_name: str) -> Rulebook:
        return _base(base_name, name, above)

    def build(data: dict[str, Data]) -> Rulebook:
        another = taken_for(data, "rulebook")
        if another:
            raise UnreadableError(another)
        _check_id(data)
        return rulebook_of(data, base=base, shelf=lambda names: _shelf(names, name), each_entry_applies=True)

    return _read(name, build)


def _read(name: str, build: Callable[[dict[str, Data]], _Read]) -> _Read:
    """Return what is built of a file, or tell where in it the problems are.

    Args:
        name: The file.
        build: Makes it of the data.
    """
    text = ""
    try:
        text = read_text(name)
        return build(parsed(text, json_text=is_json(name, text)))
    except UnreadableError as error:
        raise RulebookFileError(name, error.problems) from None
    except FormError as error:
        raise file_error(name, error, _lines(name, text)) from None


def _check_id(data: dict[str, Data]) -> None:
    """Refuse what is based on a rulebook and has the id of one that comes with the library."""
    if isinstance(data.get("based_on"), str) and data.get("id") in known_rulebooks():
        raise FormError((("id",), f"{data['id']} is a rulebook that comes with the library; choose another"))


def _lines(name: str, text: str) -> dict[Place, int]:
    """Return the lines of a file, if it is TOML."""
    return {} if is_json(name, text) else lines_of(text)


def _base(base_name: str, name: str, above: tuple[str, ...]) -> Rulebook:
    """Return the rulebook that a file is based on: one that comes with the library, or that another file holds."""
    if not base_name.endswith(FILE_ENDINGS):
        try:
            return get_rulebook(base_name)
        except UnknownRulebookError as error:
            beside = next(
                (one for one in (base_name + ending for ending in FILE_ENDINGS) if _is_there_beside(one, name)), ""
            )
            hint = f"; a file is named with its ending: {quoted(beside)}" if beside else ""
            raise FormError((("based_on",), f"{error}{hint}")) from None
    chain = (*above, name)
    below = _beside(base_name, name, "based_on")
    if _is_missing(below):
        raise FormError((("based_on",), _not_beside(base_name)))
    if any(_same_file(below, one) for one in chain):
        raise FormError((("based_on",), f"it is based on itself: {' -> '.join([*chain, below])}"))
    if len(chain) >= _LONGEST_CHAIN:
        raise FormError((("based_on",), f"more than {_LONGEST_CHAIN} files are based on one another"))
    return _load(below, chain)


def _shelf(names: Sequence[str], name: str) -> Shelf:
    """Return what the files share that a rulebook names."""
    if len(names) > _MOST_SHELVES:
        raise FormError((("sources_from",), f"these are more than {_MOST_SHELVES} files"))
    paths = [_beside(one, name, "sources_from") for one in names]
    missing = [one for one, path in zip(names, paths, strict=True) if _is_missing(path)]
    if missing:
        what_to_do = "copy it there, or delete its name and write its sources and lists into this one"
        raise FormError(*((("sources_from",), f"{_not_beside(one)}: {what_to_do}") for one in missing))
    return reduce(Shelf.beside, (_read(path, shelf_of) for path in paths), NOTHING_SHARED)


def _beside(other: str, name: str, field: str) -> str:
    """Return a file that another one names, which stands in the same folder."""
    if _is_elsewhere(other):
        what_to_do = f"put it beside this one, and write {quoted(PureWindowsPath(other).name)}"
        raise FormError(((field,), f"a file of another folder is not read: {what_to_do}"))
    path = _path(other, name)
    if _is_no_file(path):
        raise FormError(((field,), f"{quoted(path)} is no file"))
    return path


def _is_elsewhere(other: str) -> bool:
    r"""Return whether the name of a file has a folder before it, with `/` or with `\`, on every system.

    Examples:
        >>> [_is_elsewhere(name) for name in ("ours.toml", "./ours.toml", "../ours.toml", r"sub\ours.toml")]
        [False, False, True, True]
    """
    return len(PureWindowsPath(other).parts) > 1


def _not_beside(other: str) -> str:
    return f"there is no file {quoted(other)} beside this one"


def _path(other: str, name: str) -> str:
    return fspath(Path(name).parent / other)


def _is_there_beside(other: str, name: str) -> bool:
    return not _is_elsewhere(other) and _is_there(_path(other, name))


def _is_there(path: str) -> bool:
    return os.path.exists(path)  # noqa: PTH110 - this one bears any name


def _is_missing(path: str) -> bool:
    """Return whether nothing at all has this name; what else is wrong with it is told where it is read."""
    try:
        Path(path).lstat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return False


def _is_no_file(path: str) -> bool:
    """Return whether something else stands there: a folder, or a pipe or standard input, which would never end."""
    try:
        return path == "-" or (Path(path).exists() and not Path(path).is_file())
    except OSError:  # the name is too long, as reading it will tell
        return False


def _same_file(one: str, other: str) -> bool:
    try:
        return Path(one).resolve() == Path(other).resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, or no name of a file: neither can be read
        return False
