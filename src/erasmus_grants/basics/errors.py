"""What can go wrong that is not an answer: unknown names, unreadable files, grants of another rulebook.

Malformed models are pydantic's `ValidationError`; a mobility that is not eligible is a finding and not an error
(except where a caller asked for `strict=True`).  Every error here is an `ErasmusGrantsError` and also the builtin that
people would catch, carries what it says as attributes, and can be pickled.

Examples:
    >>> print(UnknownRulebookError("usmb-icm-2032", known=("lille-ka171-2022", "usmb-icm-2023")))
    no rulebook is called 'usmb-icm-2032'; did you mean 'usmb-icm-2023'? known: lille-ka171-2022, usmb-icm-2023
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from types import NoneType
from typing import SupportsIndex

PUBLIC_ERRORS = "erasmus_grants.errors"
"""The path under which errors are public, and which tracebacks and pickles name, whoever imports what first."""

HOW_TO_GET_A_CALL = "wait for it, or add it, as docs/how-to/add-a-call-year.md shows"
"""What can be done if the library has no rulebook of a call."""

_LONGEST_QUOTE = 80
_MOST_ROWS = 20
_NEARLY_THE_SAME_PERCENT = 80
_LONGEST_CODE = 3
_OF_THE_PROGRAMME = ("eu-", "na-")
_MOST_LISTED = 20


def quoted(given: str) -> str:
    r"""Return what a caller wrote so that it can stand in a message: printable, and not endless.

    Examples:
        >>> print(quoted("STX"), quoted("Valparaíso"), quoted("4\u202f070"))
        'STX' 'Valparaíso' '4\u202f070'
        >>> len(quoted("x" * 5000))
        83
    """
    return _cut(given, repr)


def shortened(given: str) -> str:
    """Return what a caller wrote so that it can stand in a table, which is as much as is quoted.

    Examples:
        >>> shortened("dakar-4"), len(shortened("x" * 5000))
        ('dakar-4', 81)
    """
    return _cut(given, str)


def _cut(given: str, told: Callable[[str], str]) -> str:
    return told(given) if len(given) <= _LONGEST_QUOTE else told(given[: _LONGEST_QUOTE - 2]) + "..."


def how_to_install(*extras: str) -> str:
    """Return the command that adds extras, in the folder of the project.

    Examples:
        >>> how_to_install("cli", "files")
        "in the folder of the project, .venv/bin/pip install '.[cli,files]'"
    """
    return f"in the folder of the project, .venv/bin/pip install '.[{','.join(extras)}]'"


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return `"; did you mean 'x'?"` for the known word nearest to what was given, or nothing.

    Examples:
        >>> did_you_mean("receiving_contry", ["sending_country", "receiving_country"])
        "; did you mean 'receiving_country'?"
        >>> did_you_mean("zzz", ["sending_country"])
        ''
    """
    nearest = nearest_word(given, known)
    return "" if nearest is None else f"; did you mean {nearest!r}?"


def nearest_word(given: str, known: Iterable[str]) -> str | None:
    """Return the known word nearest to what was given; None: none is near.

    Examples:
        >>> nearest_word("receiving_contry", ["sending_country", "receiving_country"])
        'receiving_country'
        >>> nearest_word("hours", ["teaching_hours", "travel_days"])
        'teaching_hours'
        >>> nearest_word("certificate", ["certificate_of_attendance", "disability_certificate"])
        'certificate_of_attendance'
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only those who made a mistake wait for it

    wanted = given[:_LONGEST_QUOTE].casefold()
    words = {word.casefold(): word for word in known if _may_be_meant(word, wanted)}
    near = get_close_matches(wanted, words, n=1, cutoff=_NEARLY_THE_SAME_PERCENT / 100)
    near = near or [word for word in words if word.startswith(f"{wanted}_")]
    if len(near) != 1:
        near = get_close_matches(wanted, words, n=1) or [word for word in words if wanted in word.split("_")]
    return words[near[0]] if len(near) == 1 else None


def _may_be_meant(word: str, wanted: str) -> bool:
    """Return whether a word is long enough to be near to what was given: a code is, of one letter more, or alone in it.

    Examples:
        >>> _may_be_meant("STA", "stas"), _may_be_meant("STA", "he-sta"), _may_be_meant("STA", "stage")
        (True, True, False)
    """
    return len(word) > _LONGEST_CODE or len(wanted) <= len(word) + 1 or word.casefold() in re.split(r"\W", wanted)


def word_that_stands_twice(words: Iterable[str]) -> str | None:
    """Return the first of some words that stands among them more than once; None: each stands there once.

    Examples:
        >>> word_that_stands_twice(["SMS", "SMT", "SMS"]), word_that_stands_twice(["SMS", "SMT"])
        ('SMS', None)
    """
    return next((word for word, times in Counter(words).items() if times > 1), None)


def stands_twice(word: str) -> str:
    """Return the sentence of a word that stands twice where each stands once.

    Examples:
        >>> print(stands_twice("SMS"))
        'SMS' stands twice
    """
    return f"{quoted(str(word))} stands twice"


def check_kind(given: object, wanted: type | tuple[type, ...], sentence: str) -> None:
    """Refuse an argument of another kind than a function takes; not all callers are typed.

    Args:
        given: The argument.
        wanted: The kinds that are taken.
        sentence: What is said; `{}` stands for the kind that was given, with its article.

    Raises:
        TypeError: It is of another kind.

    Examples:
        >>> check_kind(5, str, "a name is text, not {}")
        Traceback (most recent call last):
        ...
        TypeError: a name is text, not an int
    """
    if not isinstance(given, wanted):
        raise wrong_kind(given, sentence)


def check_flag(given: object, name: str) -> None:
    """Refuse an argument that is neither True nor False, as text of a file that says so, which would count as True.

    Args:
        given: The argument.
        name: Its name.

    Raises:
        TypeError: It is neither.

    Examples:
        >>> check_flag("false", "strict")
        Traceback (most recent call last):
        ...
        TypeError: strict is True or False, not a str
    """
    check_kind(given, bool, f"{name} is True or False, not {{}}")


def check_whole(given: object, sentence: str) -> None:
    """Refuse an argument that is no whole number, as True is none; None is taken.

    Args:
        given: The argument.
        sentence: What is said; `{}` stands for the kind that was given, with its article.

    Raises:
        TypeError: It is of another kind.

    Examples:
        >>> check_whole(True, "a row is a whole number, not {}")
        Traceback (most recent call last):
        ...
        TypeError: a row is a whole number, not a bool
    """
    if isinstance(given, bool):
        raise wrong_kind(given, sentence)
    check_kind(given, (SupportsIndex, NoneType), sentence)


def wrong_kind(given: object, sentence: str) -> TypeError:
    """Return the error of an argument of another kind than a function takes.

    Args:
        given: The argument.
        sentence: What is said; `{}` stands for the kind that was given, with its article.
    """
    kind = type(given).__name__
    article = "an" if kind[0] in "AEIOaeio" else "a"
    return TypeError(sentence.format(f"{article} {kind}"))


class ErasmusGrantsError(Exception):
    """Any error of this library."""

    __module__ = PUBLIC_ERRORS


class UnknownRulebookError(ErasmusGrantsError, LookupError):
    """No rulebook has this id.

    Attributes:
        given: The id that was asked for.
        known: The ids there are.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, given: str, *, known: tuple[str, ...]) -> None:
        self.given = given
        self.known = known
        super().__init__(f"no rulebook is called {quoted(given)}{_nearest(given, known)} known: {listed(known)}")

    def __reduce__(self) -> tuple[object, ...]:
        return rebuild_unknown_rulebook, (self.given, self.known)


def listed(known: Sequence[str]) -> str:
    """Return the rulebooks there are, or, if they are many, how many and what lists them.

    Examples:
        >>> listed(["usmb-bip-2024", "usmb-icm-2023"])
        'usmb-bip-2024, usmb-icm-2023'
    """
    if len(known) <= _MOST_LISTED:
        return ", ".join(known)
    return f"{len(known)}, which known_rulebooks() and the command rulebooks list"


def _nearest(given: str, known: tuple[str, ...]) -> str:
    """Return the rulebooks that may have been meant; of the programme, none of another call or country is suggested."""
    if not given.startswith(_OF_THE_PROGRAMME):
        return did_you_mean(given, known) or ";"
    family, _, year = given.rpartition("-")
    calls = [name for name in known if name.rpartition("-")[0] == family]
    if calls:
        return f"; there is {', '.join(calls)}, and the figures of one call are not those of another;"
    payer = "eu-" if given.startswith("eu-") else "-".join([*given.split("-")[:2], ""])
    return did_you_mean(given, [name for name in known if name.startswith(payer) and name.endswith(f"-{year}")]) or ";"


def rebuild_unknown_rulebook(given: str, known: tuple[str, ...]) -> UnknownRulebookError:
    """Return the error of a pickle."""
    return UnknownRulebookError(given, known=known)


class RulebookNotFoundError(ErasmusGrantsError, LookupError):
    """No official rulebook is of this action and call.

    Attributes:
        action: The action that was asked for.
        call_year: The call year that was asked for.
        near: The rulebooks of the programme that are nearest to it.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, action: str, call_year: int, *, near: tuple[str, ...]) -> None:
        self.action = action
        self.call_year = call_year
        self.near = near
        super().__init__(
            f"no rulebook is of {quoted(action)[1:-1]}, call {call_year}; there is {', '.join(near)}, "
            f"{_what_to_write(action, call_year, near)}"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_rulebook_not_found, (self.action, self.call_year, self.near)


def _what_to_write(action: str, call_year: int, near: tuple[str, ...]) -> str:
    """Return why a call has no rulebook of an action, and what is to be written or done in its place."""
    call, parts = f"{call_year:04}", [name.split("-") for name in near]
    actions = sorted({name[1].upper() for name in parts if name[-1] == call})
    if actions:
        typed = " or ".join(f"action={one!r}" for one in actions)
        return f"since call {call_year} has {' and '.join(actions)}: write {typed}"
    last = max(name[-1] for name in parts)
    is_to_come = call > last and [action.casefold(), last] in [name[1:] for name in parts]
    how = f": {HOW_TO_GET_A_CALL}" if is_to_come else ""
    return f"and the figures of one call are not those of another{how}"


def _rebuild_rulebook_not_found(action: str, call_year: int, near: tuple[str, ...]) -> RulebookNotFoundError:
    return RulebookNotFoundError(action, call_year, near=near)


class UnknownCountryError(ErasmusGrantsError, LookupError):
    """No country has this ISO 3166-1 alpha-2 code, or only a part of one has it.

    Attributes:
        given: The code that was asked for.
        nearest: The code that was perhaps meant, or an empty text.
        whole: The name of the country of which it is a part, or an empty text.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, given: str, nearest: str = "", whole: str = "") -> None:
        self.given = given
        self.nearest = nearest
        self.whole = whole
        if whole:
            sentence = f"is a part of {whole}; write {nearest!r}"
        else:
            hint = f"; did you mean {nearest!r}?" if nearest else ""
            sentence = f"is not a country code of ISO 3166-1 (two capital letters, as in 'SN'){hint}"
        super().__init__(f"{quoted(given)} {sentence}")

    def __reduce__(self) -> tuple[object, ...]:
        return UnknownCountryError, (self.given, self.nearest, self.whole)


class InputFileError(ErasmusGrantsError, ValueError):
    """A file, or text in place of one, that cannot be read as what it should be.

    Attributes:
        name: The file, as the caller named it.
        problems: One sentence for each thing that is wrong with it.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, name: str, problems: tuple[str, ...]) -> None:
        self.name = name
        self.problems = problems
        super().__init__("\n".join(f"{name}: {problem}" for problem in problems))

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.name, self.problems)


class FrameError(ErasmusGrantsError, ValueError):
    """A frame that cannot be computed as a whole: a column is missing, is called wrongly, or holds something else.

    Attributes:
        problems: A sentence for each problem.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, *problems: str) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class InvalidRowsError(ErasmusGrantsError, ValueError):
    """Rows of a frame that cannot be read, where the caller asked for an error.

    Attributes:
        rows: The wrong fields of each such row, by its number, counted from 0.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, rows: dict[int, tuple[str, ...]]) -> None:
        self.rows = rows
        listed = [f"row {number}: {', '.join(fields)}" for number, fields in rows.items()]
        more = len(listed) - _MOST_ROWS
        listed = [*listed[:_MOST_ROWS], f"and {more} more"] if more > 0 else listed
        counted = "1 row cannot be read" if len(rows) == 1 else f"{len(rows)} rows cannot be read"
        super().__init__(f"{counted}: {'; '.join(listed)}")

    def __reduce__(self) -> tuple[object, ...]:
        return InvalidRowsError, (self.rows,)


class RulebookFileError(InputFileError):
    """A rulebook file that cannot be read, or whose rulebook is not sound."""

    __module__ = PUBLIC_ERRORS


class RulebookMismatchError(ErasmusGrantsError, ValueError):
    """A grant was to be settled or verified by another rulebook than the one that computed it.

    Attributes:
        grant_rulebook: Id and fingerprint of the rulebook that computed the grant.
        calculator_rulebook: Id and fingerprint of the calculator's.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, grant_rulebook: tuple[str, str], calculator_rulebook: tuple[str, str]) -> None:
        self.grant_rulebook = grant_rulebook
        self.calculator_rulebook = calculator_rulebook
        ours, theirs = (f"{name} ({fingerprint[:12]})" for name, fingerprint in (calculator_rulebook, grant_rulebook))
        super().__init__(
            f"the grant was computed by rulebook {theirs}, and not by {ours}: "
            "it is settled and verified by the very rulebook that computed it, payment split included"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return RulebookMismatchError, (self.grant_rulebook, self.calculator_rulebook)


class GrantTamperedError(ErasmusGrantsError, ValueError):
    """A stored grant does not follow from its mobility: it, or its mobility, was changed after it was computed.

    Of a grant that an earlier version of the library computed it may also be that this version computes it otherwise.

    Attributes:
        part: The first part of the grant that differs: `status`, `rulebook_based_on`, `findings`, `lines`, `open_lines`
            or `payments`.
        stored: What is stored there; empty: nothing.
        computed: What follows from the mobility; empty: nothing.
        versions: The version of the library that computed the grant, and this one.
    """

    __module__ = PUBLIC_ERRORS

    def __init__(self, part: str, stored: str, computed: str, versions: tuple[str, str]) -> None:
        self.part = part
        self.stored = stored
        self.computed = computed
        self.versions = versions
        then, now = versions
        since = ""
        if then != now:
            since = (
                f"; it was computed by version {then} of the library, and this is {now}, which may compute it otherwise"
            )
        super().__init__(
            f"the grant does not follow from its mobility: {part} has {quoted(stored or 'nothing')}, and "
            f"{quoted(computed or 'nothing')} is computed{since}; compute the grant of the mobility as it is now, or "
            "settle the one that was agreed"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return GrantTamperedError, (self.part, self.stored, self.computed, self.versions)
