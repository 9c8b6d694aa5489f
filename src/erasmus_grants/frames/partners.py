"""Which partner of a rulebook a row names, however it spells it.

Back ends cannot fold letters as `normalised` does, so a name is brought into the same form by replacing characters,
each class of them at once.  Letters that no partner of the rulebook has can stay as they are: a name with one of them
is no partner's.  Where a frame is in memory, each spelling in it is read once instead, and only compared.

Examples:
    >>> dict(_folded_letters("strasse"))["ss"]
    '[ßẞ]'
    >>> "ß" in "".join(letters for _, letters in _folded_letters("kobe"))
    False
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from sys import maxunicode
from typing import TypeAlias
from unicodedata import decomposition

import narwhals.stable.v2 as nw

from erasmus_grants.basics.algebra import Column, Text, Whole, case, once
from erasmus_grants.frames.facts import AnyFrame, Facts
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.agreements import normalised, partner_named, partners_by_name

Spelled: TypeAlias = frozenset[tuple[str, int]]
"""How a frame spells the partners of a rulebook: the spelling, and the number of the partner."""

_FIRST_SURROGATE, _LAST_SURROGATE = 0xD800, 0xDFFF
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3
"""Those of Hangul are made of letters, which the tables of Unicode do not list for each."""


def spellings_of(frame: AnyFrame, facts: Facts) -> Sequence[str] | None:
    """Return every spelling of a partner, in a frame that is in memory; None: they are not known.

    Args:
        frame: The frame.
        facts: What is known of its columns.
    """
    if not isinstance(frame, nw.DataFrame):
        return None
    names = [name for field, name, _ in facts.columns if field == "partner"]
    listed = [frame[name].cast(nw.String).unique().to_list() for name in names]
    return [spelling for spellings in listed for spelling in spellings if isinstance(spelling, str)]


def partners_spelled(book: Rulebook, spellings: Iterable[str] | None) -> Spelled | None:
    """Return the spellings that name a partner of a rulebook, each with its number; None: they are not known.

    Args:
        book: The rulebook.
        spellings: Every spelling in a frame; None: they are not known.
    """
    if spellings is None or not book.agreements:
        return None
    by_name, numbers = partners_by_name(book.partners), _numbers(book)
    named = ((spelling, partner_named(spelling, by_name)) for spelling in spellings)
    return frozenset((spelling, numbers[known.code]) for spelling, known in named if known is not None)


def partner_numbers(book: Rulebook, partner: Text, spelled: Spelled | None) -> Whole:
    """Return the number of the partner of each row, counted from 1 in the rulebook; 0 where it knows none.

    Args:
        book: The rulebook.
        partner: The partner as the row names it.
        spelled: How the frame spells the partners of the rulebook; None: it is not known.
    """
    if partner.text is None or not book.agreements:
        return 0
    by_name, numbers = partners_by_name(book.partners), _numbers(book)
    if isinstance(partner.text, str):
        named = partner_named(partner.text, by_name)
        return 0 if named is None else numbers[named.code]
    if spelled is not None:
        found: dict[int, list[str]] = {}
        for spelling, number in spelled:
            found.setdefault(number, []).append(spelling)
        return once(_among(partner.text, found, 0), "partner")
    keys: dict[int, list[str]] = {}
    for key, known in by_name.items():
        keys.setdefault(numbers[known.code], []).append(key)
    there = "\n".join(by_name)
    whole = once(_folded(partner.text, there), "partner_name")
    bare = partner.text.expr.str.replace_all(f"\\([^()]*\\){_no_letters()}*$", "")
    short = once(_folded(partner.text.with_expr(bare), there), "partner_short")
    return once(_among(whole, keys, _among(short, keys, 0)), "partner")


def _numbers(book: Rulebook) -> Mapping[str, int]:
    """Return the number of each partner of a rulebook by its code."""
    return {known.code: number for number, known in enumerate(book.partners, 1)}


def _among(text: Column, names: Mapping[int, list[str]], otherwise: Whole) -> Whole:
    cases = [(text.is_in(tuple(listed)), number) for number, listed in names.items()]
    return case(cases, otherwise)


def _folded(name: Column, there: str) -> Column:
    """Return a name without case, accents and punctuation, as `normalised` does.

    Args:
        name: The name.
        there: The names of all partners, in that form.
    """
    text = name.expr
    for plain, letters in _folded_letters(there):
        text = text.str.replace_all(letters, plain)
    return name.with_expr(text.str.replace_all(_marks(), ""))


@lru_cache(maxsize=64)
def _folded_letters(there: str) -> tuple[tuple[str, str], ...]:
    """Return for each letter, or each few letters, of some names the class of all that are read as them."""
    return tuple((plain, f"[{letters}]") for plain, letters in _other_letters().items() if plain in there)


@cache
def _other_letters() -> Mapping[str, str]:
    """Return for each letter, or each few letters, all characters that are read as them."""
    classes: dict[str, list[str]] = {}
    for character in map(chr, _characters()):
        if _may_be_read_as_another(character):
            plain = normalised(character)
            if plain not in {"", character}:
                classes.setdefault(plain, []).append(character)
    return {plain: "".join(letters) for plain, letters in classes.items()}


@cache
def _marks() -> str:
    """Return the class of all that is left out of a name: punctuation, spaces, signs and combining accents."""
    return _class_of(code for code in _characters() if _is_mark(chr(code)))


@cache
def _no_letters() -> str:
    """Return the class of all that is no letter and no digit."""
    return _class_of(code for code in _characters() if not _is_letter(chr(code)))


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _is_mark(character: str) -> bool:
    """Return whether nothing is left of a character."""
    return not normalised(character) if _may_be_read_as_another(character) else not character.isalnum()


def _may_be_read_as_another(character: str) -> bool:
    """Return whether a character has another case, or is made of others; most have neither, and need no closer look."""
    is_syllable = _FIRST_SYLLABLE <= ord(character) <= _LAST_SYLLABLE
    return is_syllable or bool(decomposition(character)) or character.casefold() != character


def _characters() -> Iterator[int]:
    """Yield the number of each character that a text can hold."""
    return chain(range(_FIRST_SURROGATE), range(_LAST_SURROGATE + 1, maxunicode + 1))


def _class_of(codes: Iterable[int]) -> str:
    """Return the class of some characters, which come in their order, as a regular expression."""
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(f"{_escaped(first)}-{_escaped(last)}" for first, last in ranges) + "]"


def _escaped(code: int) -> str:
    if code == 0:  # which ends a pattern in some languages
        return r"\x00"
    return f"\\{chr(code)}" if chr(code) in r"\[]^-&~|" else chr(code)
