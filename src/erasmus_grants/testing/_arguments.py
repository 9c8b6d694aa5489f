"""What callers of a strategy or a verdict give: words of a closed list, and whole numbers.

Examples:
    >>> from erasmus_grants.basics.vocabulary import Direction
    >>> sorted(words_of("outgoing incoming", Direction, "directions"))
    [<Direction.INCOMING: 'incoming'>, <Direction.OUTGOING: 'outgoing'>]
    >>> whole(3, "examples", least=1)
    3
"""

from collections.abc import Iterable
from enum import StrEnum
from operator import index
from typing import SupportsIndex, TypeVar

from erasmus_grants.basics.errors import check_kind, did_you_mean, quoted, wrong_kind

_MOST_LISTED = 12

_Word = TypeVar("_Word", bound=StrEnum)


def words_of(given: Iterable[object], words: type[_Word], name: str) -> frozenset[_Word]:
    """Return words of a closed list; one text may hold several, as in a rulebook.

    Args:
        given: The words.
        words: The closed list.
        name: The name of the argument.

    Raises:
        ValueError: One is not in the list.
        TypeError: One is no text.
    """
    told = f"{name} are words, as text or as a list, not {{}}"
    check_kind(given, Iterable, told)
    return frozenset(_word(one, words, name, told) for one in (given.split() if isinstance(given, str) else given))


def word_of(given: object, words: type[_Word], name: str) -> _Word:
    """Return one word of a closed list.

    Args:
        given: The word.
        words: The closed list.
        name: The name of the argument.

    Raises:
        ValueError: It is not in the list.
        TypeError: It is no text.
    """
    return _word(given, words, name, f"{name} is one word, not {{}}")


def _word(given: object, words: type[_Word], name: str, told: str) -> _Word:
    if not isinstance(given, str):
        raise wrong_kind(given, told)
    known = [word.value for word in words]
    if given not in known:
        listed = ", ".join(known) if len(known) <= _MOST_LISTED else words.__name__
        raise ValueError(f"{name}: {quoted(given)} is none of {listed}{did_you_mean(given, known)}")
    return words(given)


def whole(given: object, name: str, *, least: int | None = None, most: int | None = None) -> int:
    """Return a whole number between two others.

    Args:
        given: The number.
        name: The name of the argument.
        least: The least that it may be; None: any.
        most: The most that it may be; None: any.

    Raises:
        ValueError: It is less or more.
        TypeError: It is no whole number.
    """
    if isinstance(given, bool) or not isinstance(given, SupportsIndex):
        raise wrong_kind(given, f"{name} is a whole number, not {{}}")
    number = index(given)
    if (least is not None and number < least) or (most is not None and number > most):
        bounds = f"{least} or more" if most is None else f"{least} to {most}"
        raise ValueError(f"{name} is {bounds}, not {number}")
    return number
