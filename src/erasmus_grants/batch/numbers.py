"""Numbers as people write them: 4070, 4 070,5, 4.070,5 or 4'070.5.

One mark with three digits behind it can be meant in two ways: 4.070 is 4070, or 4.07.  It is read only where the other
numbers of its column decide which mark goes before decimals.

Examples:
    >>> read_number("4.070,5"), read_number("499,7"), read_number("1.234.567")
    (4070.5, 499.7, 1234567.0)
    >>> read_number("4.070")
    Traceback (most recent call last):
    ...
    ValueError: '4.070' is 4070 or 4.07; write it in one of these ways
    >>> the_mark_of(marks_in(["4.070", "12,5"]))
    ','
    >>> read_number("4.070", ",")
    4070.0
"""

import re
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from erasmus_grants.basics.decimals import with_two_readings
from erasmus_grants.basics.errors import quoted

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?P<whole>[0-9]{1,20}|[0-9]{1,3}(?P<group>[ \u00a0\u2009\u202f'\u2019.,])[0-9]{3}(?:(?P=group)[0-9]{3}){0,5})"
    r"(?:(?P<mark>[.,])(?P<decimals>[0-9]{1,20}))?"
).fullmatch
_BEYOND_DOUBT = re.compile(r"[0-9]{1,12}(?:([.,])[0-9]{1,2})?").fullmatch  # as most numbers are
_ALL_BEYOND_DOUBT = re.compile(r"(?:(?:[0-9]{1,12}+(?:[.,][0-9]{1,2}+)?+)?+\n)*+").fullmatch  # or empty
_NOT_DIGITS = re.compile(r"[^0-9]")
DIGITS_OF_A_FLOAT = 15
"""So many digits a float carries for certain, and a spreadsheet shows."""

_OTHER_MARK = {".": ",", ",": "."}


def read_number(text: str, decimal_mark: str | None = None) -> float:
    """Return the number that a text spells.

    Args:
        text: The text, without blanks around it.
        decimal_mark: The mark before decimals where a text can be meant in two ways, a point or a comma; None: such a
            text is refused.

    Raises:
        ValueError: It spells no number, or may spell two, or has more digits than a float can carry.
    """
    if _BEYOND_DOUBT(text):
        return float(text.replace(",", "."))
    found = _spelled(text)
    if found is None:
        raise ValueError(f"{quoted(text)} is not a number")
    whole, mark, decimals = _NOT_DIGITS.sub("", found["whole"]), found["mark"], found["decimals"] or ""
    if problem := with_two_readings(text):
        if decimal_mark is None:
            raise ValueError(problem)
        if mark != decimal_mark:
            whole, decimals = whole + decimals, ""
    spelled = f"{found['sign']}{whole}.{decimals or '0'}"
    number = float(spelled)
    if len(spelled) > DIGITS_OF_A_FLOAT and Decimal(spelled) != Decimal(repr(number)):
        raise ValueError(f"{quoted(text)} has more digits than are computed with")
    return number


def read_plainly(texts: Sequence[str]) -> list[float | None] | None:
    """Return the numbers of a column that are written beyond doubt, as in most lists; None: some text is not.

    Args:
        texts: The texts; one that is empty is no number.

    Examples:
        >>> read_plainly(["4070", "", "499,7"]), read_plainly(["4070", "far"])
        ([4070.0, None, 499.7], None)
    """
    if not _are_beyond_doubt(texts):
        return None
    return [float(text.replace(",", ".")) if text else None for text in texts]


def _are_beyond_doubt(texts: Sequence[str]) -> bool:
    """Return whether each text is empty, or a number beyond doubt: one look at all of them together shows it."""
    together = "\n".join((*texts, ""))
    return together.count("\n") == len(texts) and _ALL_BEYOND_DOUBT(together) is not None


def is_number(text: str) -> bool:
    """Return whether a text spells a number, or may spell two.

    Examples:
        >>> is_number("-1.234,50"), is_number("4.070"), is_number("01.02.2025"), is_number("-1+2")
        (True, True, False, False)
    """
    return _spelled(text) is not None


def as_shown(number: float) -> str:
    """Return a number as a spreadsheet shows it, without the noise of its computation.

    Examples:
        >>> as_shown(2.4 + 2.8 + 2.8), as_shown(0.1 + 0.2)
        ('8', '0.3')
    """
    return format(number, f".{DIGITS_OF_A_FLOAT}g")


def the_mark_of(marks: Collection[str]) -> str | None:
    """Return the mark before decimals that was found, if it is one.

    Args:
        marks: What `marks_in` found, in one part of a column or in several.
    """
    return next(iter(marks)) if len(marks) == 1 else None


def marks_in(texts: Iterable[str]) -> set[str]:
    """Return each mark that some number of a column has before decimals, beyond doubt."""
    stripped = [text.strip() for text in texts]
    if _are_beyond_doubt(stripped):
        return {mark for mark in _OTHER_MARK if any(mark in text for text in stripped)}
    marks: set[str] = set()
    for text in stripped:
        found = _spelled(text)
        if found is None or with_two_readings(text):
            continue
        if found["mark"]:
            marks.add(found["mark"])
        if found["group"] in _OTHER_MARK:
            marks.add(_OTHER_MARK[found["group"]])
    return marks


def _spelled(text: str) -> re.Match[str] | None:
    """Return the parts of a number, unless one mark is to be both before thousands and before decimals."""
    found = _NUMBER(text)
    return None if found is None or (found["mark"] and found["mark"] == found["group"]) else found
