"""Countries as lists write them: by code, also of the European Union, or by name in a language of the programme.

The names are those of the Unicode CLDR, from Babel.

Examples:
    >>> country_meant("DE"), country_meant("EL"), country_meant("Espagne"), country_meant("Oz")
    ('DE', 'GR', 'ES', None)
    >>> country_meant("Canarias"), country_meant("Açores"), country_meant("PT-30")
    ('ES-CN', 'PT-20', 'PT-30')
    >>> unknown_country("Espagna")
    "'Espagna' is neither the code nor a known name of a country; did you mean 'ES' (Spain)?"
"""

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from erasmus_grants.basics.countries import COUNTRIES, COUNTRY_NAMES, WHOLES, nearest_country
from erasmus_grants.basics.errors import quoted
from erasmus_grants.batch.words import Meanings, compared, folded, further_countries, homonyms, meanings_of, word_meant
from erasmus_grants.records.fields import FORMS, Kind

LANGUAGES = (
    *("en", "fr", "de", "es", "it", "pl", "pt", "tr", "bg", "cs", "da", "el", "et", "fi", "ga", "hr", "hu", "is", "lt"),
    *("lv", "mk", "mt", "nb", "nl", "ro", "sk", "sl", "sr", "sr_Latn", "sv", "ca"),
)
"""The languages, in the order in which a name is looked for."""

_NEAR_PERCENT: Final = 80
_SHORTEST_NAME: Final = 4
_LONGEST_NAME: Final = 80
_CODES_OF_THE_CLDR: Final = {"IC": "ES-CN"}
"""Codes under which the CLDR has the names of regions that have another code here; of other regions it has none."""


def country_meant(text: str) -> str | None:
    """Return the code of the country, or part of one, that a text means; None if it means none, or may mean two."""
    code = text.strip().upper()
    if code in COUNTRIES or code in WHOLES:
        return code
    name = compared(text)
    if name in homonyms():
        return None
    return _further().get(name) or next((here for one in LANGUAGES if (here := named_in(one).get(name))), None)


def is_country(field: str) -> bool:
    """Return whether a field of a mobility, or another column, is a country."""
    form = FORMS.get(field)
    return form is not None and form.kind is Kind.WORD and form.words is None


def in_a_list(field: str, value: object, sentence: str) -> str:
    """Return what is said of a value that is wrong: of a country that lists take names too, of a word what it may mean.

    Args:
        field: The field.
        value: What the list says of it; a country by its code, if one is meant.
        sentence: What is said of it elsewhere.

    Examples:
        >>> in_a_list("sending_country", "Spane", "is no code")
        "'Spane' is neither the code nor a known name of a country; did you mean 'ES' (Spain)?"
        >>> in_a_list("sending_country", "AX", "is a part of Finland"), in_a_list("activity", "Spane", "is no activity")
        ('is a part of Finland', 'is no activity')
    """
    if isinstance(value, str) and is_country(field) and country_meant(value) is None:
        return unknown_country(value)
    several = meanings_of(field, value) if isinstance(value, str) else None
    return sentence if several is None else _which(several)


def _which(several: Meanings) -> str:
    """Return the sentence about a value that is known to have several meanings, or one among others.

    Examples:
        >>> _which(Meanings(("SMS", "STA"), "blended_intensive_programme"))
        'this may be SMS or STA, with yes in blended_intensive_programme; write what is meant'
        >>> _which(Meanings(("doctoral_candidate",), ""))
        'this may be doctoral_candidate or something else; write what is meant'
    """
    others = [] if len(several.words) > 1 else ["something else"]
    also = f", with yes in {several.yes}" if several.yes else ""
    return f"this may be {' or '.join([*several.words, *others])}{also}; write what is meant"


def unknown_country(text: str) -> str:
    """Return what is said of a text that means no country, or may mean two.

    Examples:
        >>> unknown_country("Kongo"), unknown_country("XX")
        ("'Kongo' is what several countries are called; write a code", \
"'XX' is neither the code nor a known name of a country")
    """
    if folded(text) in homonyms():
        return f"{quoted(text)} is what several countries are called; write a code"
    near = nearest_country(text) or _nearly_called(folded(text))
    hint = f"; did you mean {near!r} ({COUNTRY_NAMES[near]})?" if near else ""
    return f"{quoted(text)} is neither the code nor a known name of a country{hint}"


@lru_cache(maxsize=1000)
def _nearly_called(name: str) -> str:
    """Return the country whose name in some language is nearest to this one, if it is near; else an empty text."""
    if not _SHORTEST_NAME <= len(name) <= _LONGEST_NAME:
        return ""
    nearness = SequenceMatcher(None, "", name)
    found = dict[str, float]()
    for names in (_further(), *map(named_in, LANGUAGES)):
        for called, country in names.items():
            nearness.set_seq1(called)
            if called[0] == name[0] and nearness.quick_ratio() * 100 >= _NEAR_PERCENT:
                found[country] = max(found.get(country, 0), nearness.ratio() * 100)
    best = max(found.values(), default=0)
    nearest = [country for country, percent in found.items() if percent == best]
    return nearest[0] if len(nearest) == 1 and best >= _NEAR_PERCENT else ""


def words_of(field: str) -> Callable[[str], str]:
    """Return what makes the word of a field from a text, and leaves a text that it does not know.

    Args:
        field: A field of a mobility, or the column of the rulebook.
    """
    if is_country(field):
        return lambda text: country_meant(text) or text
    form = FORMS.get(field)
    if form is None or form.kind is not Kind.WORD:
        return str
    return lambda text: word_meant(field, text) or text


@lru_cache(maxsize=len(LANGUAGES))
def named_in(language: str) -> Mapping[str, str]:
    """Return the country of each name in a language, read only when it is asked for: thirty take a third of a second.

    Examples:
        >>> named_in("pl")["hiszpania"]
        'ES'
    """
    meant: dict[str, set[str]] = {}
    territories: dict[str, str] = dict(Locale.parse(language).territories)
    for listed, name in territories.items():
        code = _CODES_OF_THE_CLDR.get(listed, listed)
        if code in COUNTRIES or code in WHOLES:
            meant.setdefault(folded(name), set()).add(code)
    return {name: next(iter(codes)) for name, codes in meant.items() if len(codes) == 1}


@cache
def _further() -> Mapping[str, str]:
    return {folded(name): code for name, code in further_countries().items()}
