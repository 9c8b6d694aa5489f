"""Which partner of a rulebook a row names, however it spells it.

Back ends cannot fold letters as `normalised` does, so a name is brought into the same form by replacing characters,
each class of them at once.  Where a frame is in memory, each spelling in it is read once instead, and only compared.

Examples:
    >>> [letters for letters, letter in _folded_letters() if letter == "ss"]
    ['[ßẞ]']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from unicodedata import name as character_name

from erasmus_grants.basics.algebra import Column, Text, Whole, case, once
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.agreements import normalised, partner_named, partners_by_name

_LAST_CHARACTER = 0x1FFFF
_LAST_MARK = 0x10000
_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF
_BRACKETS_AT_THE_END = "\\([^()]*\\)[^0-9A-Za-z_\u0080-\U0010ffff]*$"


def partner_numbers(book: Rulebook, partner: Text, spellings: Iterable[str] | None) -> Whole:
    """Return the number of the partner of each row, counted from 1 in the rulebook; 0 where it knows none.

    Args:
        book: The rulebook.
        partner: The partner as the row names it.
        spellings: Every spelling in the frame; None: they are not known.
    """
    if partner.text is None or not book.agreements:
        return 0
    by_name = partners_by_name(book.partners)
    numbers = {known.code: number for number, known in enumerate(book.partners, 1)}
    if isinstance(partner.text, str):
        named = partner_named(partner.text, by_name)
        return 0 if named is None else numbers[named.code]
    if spellings is not None:
        found: dict[int, list[str]] = {}
        for spelling in spellings:
            known = partner_named(spelling, by_name)
            if known is not None:
                found.setdefault(numbers[known.code], []).append(spelling)
        return once(_among(partner.text, found, 0), "partner")
    keys: dict[int, list[str]] = {}
    for key, known in by_name.items():
        keys.setdefault(numbers[known.code], []).append(key)
    whole = once(_folded(partner.text), "partner_name")
    without_brackets = partner.text.with_expr(partner.text.expr.str.replace_all(_BRACKETS_AT_THE_END, ""))
    short = once(_folded(without_brackets), "partner_short")
    return once(_among(whole, keys, _among(short, keys, 0)), "partner")


def _among(text: Column, names: Mapping[int, list[str]], otherwise: Whole) -> Whole:
    cases = [(text.is_in(tuple(listed)), number) for number, listed in names.items()]
    return case(cases, otherwise)


def _folded(name: Column) -> Column:
    """Return a name without case, accents and punctuation, as `normalised` does."""
    text = name.expr
    for letters, letter in _folded_letters():
        text = text.str.replace_all(letters, letter)
    return name.with_expr(text.str.replace_all(_marks(), ""))


@cache
def _marks() -> str:
    """Return the class of all that is left out of a name: punctuation, spaces, signs and combining accents."""
    marks = {code for code in range(1, _LAST_MARK) if not _is_surrogate(code) and not normalised(chr(code))}
    starts = [code for code in sorted(marks) if code - 1 not in marks]
    ends = [code for code in sorted(marks) if code + 1 not in marks]
    return "[" + "".join(f"{_escaped(one)}-{_escaped(last)}" for one, last in zip(starts, ends, strict=True)) + "]"


def _escaped(code: int) -> str:
    return f"\\{chr(code)}" if chr(code) in r"\[]^-&~|" else chr(code)


def _is_surrogate(code: int) -> bool:
    return _FIRST_SURROGATE <= code <= _LAST_SURROGATE


@cache
def _folded_letters() -> tuple[tuple[str, str], ...]:
    """Return for each plain letter or digit the class of all that are read as it."""
    classes: dict[str, list[str]] = {}
    for code in range(1, _LAST_CHARACTER):
        if _is_surrogate(code):
            continue
        character = chr(code)
        plain = normalised(character)
        if plain != character and plain.isascii() and _is_folded(character, plain):
            classes.setdefault(plain, []).append(character)
    return tuple((f"[{''.join(letters)}]", plain) for plain, letters in classes.items())


def _is_folded(character: str, plain: str) -> bool:
    """Return whether a character stands for one letter or digit, or is a Latin one that stands for several letters."""
    several = plain.isalpha() and character_name(character, "").startswith("LATIN")
    return len(plain) == 1 or several
