"""The options of whole lists that are words of a list.

Examples:
    >>> check_options(money="cents", explain="texts")
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.FrameError: explain is 'none', 'trace' or 'text', and not 'texts'; did you mean 'text'?
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

from erasmus_grants.basics.errors import FrameError, did_you_mean, quoted
from erasmus_grants.frames.amount_units import AmountUnit

Explain: TypeAlias = Literal["none", "trace", "text"]
"""How much of the reasons is told."""

Errors: TypeAlias = Literal["keep", "raise"]
"""What happens to rows that cannot be read."""

_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "money": get_args(AmountUnit),
    "explain": get_args(Explain),
    "errors": get_args(Errors),
}


def check_options(**given: object) -> None:
    """Refuse options that are no words of their lists; not all callers are typed.

    Raises:
        FrameError: One is none.
    """
    problems = [_sentence(option, word) for option, word in given.items() if not _is_one(word, _WORDS[option])]
    if problems:
        raise FrameError(*problems)


def _is_one(word: object, words: tuple[str, ...]) -> bool:
    return isinstance(word, str) and word in words


def _sentence(option: str, given: object) -> str:
    words = _WORDS[option]
    *others, last = map(repr, words)
    text, hint = (quoted(given), did_you_mean(given, words)) if isinstance(given, str) else (repr(given), "")
    return f"{option} is {', '.join(others)} or {last}, and not {text}{hint}"
