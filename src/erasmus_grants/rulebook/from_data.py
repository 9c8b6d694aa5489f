"""Rulebooks from the data of files: whole ones, and those that are based on another.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy = toy_rulebook()
    >>> page = {"id": "OURS", "document": "Decision", "publisher": "We", "locator": "art. 1", "url": "decision.pdf",
    ...         "read_on": "2030-01-31", "confidence": "HIGH"}
    >>> days = {"scope": {"activities": "STA STT"}, "funded_travel_days": 1, "source": "OURS"}
    >>> data = {"id": "ours", "title": "Ours", "based_on": "toy", "sources": [page], "travel_days": [days]}
    >>> rulebook_of(data, base=lambda name: toy, shelf=lambda names: Shelf()).travel_days[0].funded_travel_days
    1
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from pydantic import ValidationError

from erasmus_grants.basics.errors import (
    RulebookFileError,
    did_you_mean,
    nearest_word,
    quoted,
    stands_twice,
    word_that_stands_twice,
)
from erasmus_grants.basics.problems import MOST_PROBLEMS, Place, invalid, problems_in
from erasmus_grants.rulebook.checks import Problem
from erasmus_grants.rulebook.fingerprints import former_fingerprint
from erasmus_grants.rulebook.model import Rulebook, fingerprint
from erasmus_grants.rulebook.overlays import merged
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rulebook.short_forms import (
    FormError,
    Placed,
    Shelf,
    SpelledOut,
    place_in_words,
    placed_as_written,
    spelled_out,
)
from erasmus_grants.rulebook.tables import LIST_TABLES
from erasmus_grants.rulebook.unmet_entries import entries_without_mobilities, unmet_in_overlay

OF_THE_OVERLAY: Final = ("id", "title", "sources")
_OF_THE_FILE: Final = frozenset({*OF_THE_OVERLAY, "based_on", "based_on_fingerprint", "sources_from", "replace"})
SHORTEST_FINGERPRINT: Final = 12

_WHAT_A_BASE_IS: Final = (
    "this is text, the id of a rulebook or the name of a file; "
    "a whole rulebook states the id and the fingerprint of its base"
)

FILE_ENDINGS: Final = (".toml", ".json")
"""How the name of a file ends that holds a rulebook."""


def rulebook_of(
    data: Mapping[str, Data],
    *,
    base: Callable[[str], Rulebook],
    shelf: Callable[[Sequence[str]], Shelf],
    each_entry_applies: bool = False,
) -> Rulebook:
    """Return the rulebook that a file holds.

    Args:
        data: The file, as a parser has read it.
        base: Finds the rulebook that `based_on` names.
        shelf: Reads the files that `sources_from` names.
        each_entry_applies: Whether entries of the file are refused that apply to none of the mobilities of its
            rulebook; the rulebooks of the library need not be looked at each time.

    Raises:
        FormError: It is not a sound rulebook; each problem has its place in the file.
    """
    shared = shelf(_names(data.get("sources_from"), "sources_from"))
    base_name = data.get("based_on")
    if isinstance(base_name, str):
        return _overlay(base(base_name), data, shared, each_entry_applies=each_entry_applies)
    if base_name is None:
        _check_spelling_of_base(data)
    elif _base_in(data) is None:
        raise FormError((("based_on",), _WHAT_A_BASE_IS))
    stated = _stated_base(data, base)
    form = spelled_out(data, lists=LIST_TABLES, shelf=shared)

    def whole() -> Rulebook:
        rulebook = Rulebook.model_validate(form.data)
        if stated is not None:
            rulebook.check_against(stated)
        if each_entry_applies and rulebook.based_on is None:
            _refuse_unmet(entries_without_mobilities(rulebook))
        return rulebook

    return _built(form, whole)


def _check_spelling_of_base(data: Mapping[str, Data]) -> None:
    """Refuse a file that spells `based_on` wrongly for that alone: a whole rulebook would lack nearly everything."""
    known = {*Rulebook.model_fields, *_OF_THE_FILE}
    for name in data:
        if name not in known and nearest_word(name, known) == "based_on":
            raise FormError(((name,), f"there is no field of this name{did_you_mean(name, known)}"))


def _names(value: Data, name: str) -> list[str]:
    """Return the names that a field holds: none, one, or several."""
    if value is None or isinstance(value, str):
        return [] if value is None else [value]
    names = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
    if not isinstance(value, list) or len(names) < len(value):
        raise FormError(((name,), "this is a name, or a list of names"))
    return names


def _replaced(data: Mapping[str, Data]) -> list[str]:
    """Return the tables that stand in place of those of the base, each of which is named once."""
    names = _names(data.get("replace"), "replace")
    twice = word_that_stands_twice(names)
    if twice is not None:
        raise FormError((("replace",), stands_twice(twice)))
    return names


def _overlay(base: Rulebook, data: Mapping[str, Data], shelf: Shelf, *, each_entry_applies: bool) -> Rulebook:
    """Return the rulebook that a base and what differs from it make."""
    lacking = [name for name in OF_THE_OVERLAY if not data.get(name)]
    known = (*Rulebook.model_fields, *sorted(_OF_THE_FILE))
    problems = [(name, "a rulebook that is based on another has its own") for name in lacking]
    problems += [
        (name, f"there is no field of this name{did_you_mean(name, known)}") for name in data if name not in known
    ]
    if problems:
        raise FormError(*(((name,), sentence) for name, sentence in problems))
    wrong = [((name,), "this is text") for name in ("id", "title") if not isinstance(data[name], str)]
    if wrong:
        raise FormError(*wrong)
    _check_fingerprint(base, data.get("based_on_fingerprint"), ("based_on_fingerprint",))
    form = spelled_out(data, lists=LIST_TABLES, shelf=shelf, further=base.sources)
    own = [source for source in form.sources if source not in base.sources]
    if not own:
        sentence = "the first one is the paper or page in which the policy itself is printed"
        raise FormError((("sources",), sentence))
    tables = {name: value for name, value in form.data.items() if name not in _OF_THE_FILE}
    replace = _replaced(data)

    def adapted() -> Rulebook:
        name, title = str(data["id"]), str(data["title"])
        rulebook = base.adapt(id=name, title=title, source=own[0], sources=own[1:], replace=replace, **tables)
        if each_entry_applies:
            _refuse_unmet(unmet_in_overlay(rulebook, merged(base, tables, replace=replace)))
        return rulebook

    return _built(form, adapted)


def _refuse_unmet(problems: Iterable[Problem]) -> None:
    """Refuse entries that apply to none of the mobilities of a rulebook, if there are any."""
    unmet = tuple(islice(problems, MOST_PROBLEMS + 1))
    if unmet:
        raise invalid(Rulebook, *unmet)


def _built(form: SpelledOut, build: Callable[[], Rulebook]) -> Rulebook:
    """Return the rulebook of a form, or tell all that is wrong with its sources and its tables."""
    problems = list(form.problems)
    try:
        rulebook = build()
    except ValidationError as error:
        problems += placed_as_written(problems_in(error, Rulebook), form.written)
    else:
        if not problems:
            return rulebook
    raise FormError(*problems)


def _stated_base(data: Mapping[str, Data], base: Callable[[str], Rulebook]) -> Rulebook | None:
    """Return the rulebook that a whole one says it is based on, if that is at hand and still the same."""
    stated = _base_in(data)
    if stated is None:
        return None
    found = _found(base, stated.id)
    if found is not None:
        _check_fingerprint(found, stated.fingerprint, ("based_on", "fingerprint"))
        return found
    beside = (_found(base, stated.id + ending) for ending in FILE_ENDINGS)
    return next((one for one in beside if one is not None and _is_the_same(one, stated)), None)


def base_not_at_hand(data: Mapping[str, Data], base: Callable[[str], Rulebook]) -> str:
    """Return the id of the rulebook that a whole one says it is based on, if that is not at hand; otherwise nothing.

    Args:
        data: The file, as a parser has read it.
        base: Finds the rulebook that `based_on` names.

    Raises:
        FormError: It is at hand, and is not the rulebook that was meant.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> data = {"based_on": {"id": "toy", "fingerprint": fingerprint(toy_rulebook())}}
        >>> base_not_at_hand(data, lambda name: toy_rulebook())
        ''
    """
    stated = _base_in(data)
    return "" if stated is None or _stated_base(data, base) is not None else stated.id


class _Stated(NamedTuple):
    """The base that a whole rulebook states."""

    id: str
    fingerprint: str


def _base_in(data: Mapping[str, Data]) -> _Stated | None:
    match data.get("based_on"):
        case {"id": str(name), "fingerprint": str(stated)}:
            return _Stated(name, stated)
        case _:
            return None


def _found(base: Callable[[str], Rulebook], name: str) -> Rulebook | None:
    """Return a rulebook if there is one of a name that can be read."""
    try:
        return base(name)
    except (FormError, RulebookFileError):
        return None


def _is_the_same(rulebook: Rulebook, stated: _Stated) -> bool:
    prints = fingerprint(rulebook), former_fingerprint(rulebook)
    return rulebook.id == stated.id and stated.fingerprint in prints


def _check_fingerprint(base: Rulebook, stated: Data, place: tuple[str, ...]) -> None:
    if stated is None:
        return
    known = fingerprint(base)
    if not isinstance(stated, str) or len(stated) < SHORTEST_FINGERPRINT:
        raise FormError((place, f"this is a fingerprint, or at least its first {SHORTEST_FINGERPRINT} letters"))
    if not known.startswith(stated) and not former_fingerprint(base).startswith(stated):
        sentence = (
            f"{base.id} has the fingerprint {known} and not {quoted(stated)}: it is not the rulebook that was meant"
        )
        raise FormError((place, sentence))


def file_error(name: str, error: FormError, lines: Mapping[Place, int]) -> RulebookFileError:
    """Return the error of a file, whose problems are told in the order of its lines.

    Args:
        name: The file.
        error: What is wrong with it.
        lines: The line of each place in it; empty: they are not known.
    """
    problems = sorted(error.problems, key=lambda placed: (not placed[0], _line(placed[0], lines) or 0))
    return RulebookFileError(name, tuple(_sentence(placed, lines) for placed in problems))


def _sentence(placed: Placed, lines: Mapping[Place, int]) -> str:
    """Return a problem with its place in words, and its line."""
    place, sentence = placed
    if not place:
        return sentence
    line = _line(place, lines)
    where = place_in_words(place) + ("" if line is None else f" (line {line})")
    return f"{where}: {sentence}"


def _line(place: Place, lines: Mapping[Place, int]) -> int | None:
    """Return the line of the innermost part of a place that has one."""
    return next((lines[place[:depth]] for depth in range(len(place), 0, -1) if place[:depth] in lines), None)
