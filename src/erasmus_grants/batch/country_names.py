"""Countries as lists write them: by code, also of the European Union, or by name in a language of the programme.

The names are those of the Unicode CLDR, from Babel.

Examples:
    >>> country_meant("DE"), country_meant("EL"), country_meant("Espagne"), country_meant("Oz")
    ('DE', 'GR', 'ES', None)
"""

from collections.abc import Callable, Iterator
from functools import cache

from babel import Locale

from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.batch.words import folded, further_countries, word_meant
from erasmus_grants.records.fields import FORMS, Kind

_LANGUAGES = (
    *("en", "fr", "de", "es", "it", "pl", "pt", "tr", "bg", "cs", "da", "el", "et", "fi", "ga", "hr", "hu", "is", "lt"),
    *("lv", "mk", "mt", "nb", "nl", "ro", "sk", "sl", "sr", "sr_Latn", "sv", "ca"),
)


def country_meant(text: str) -> str | None:
    """Return the code of the country that a text means; None if it means none, or may mean two."""
    code = text.strip().upper()
    return code if code in COUNTRIES else _by_name().get(folded(text))


def words_of(field: str) -> Callable[[str], str]:
    """Return what makes the word of a field from a text, and leaves a text that it does not know.

    Args:
        field: A field of a mobility, or the column of the rulebook.
    """
    form = FORMS.get(field)
    if form is None or form.kind is not Kind.WORD:
        return str
    if form.words is None:
        return lambda text: country_meant(text) or text
    return lambda text: word_meant(field, text) or text


@cache
def _by_name() -> dict[str, str]:
    """Return the country of each name that has one meaning in all the languages."""
    meant: dict[str, set[str]] = {}
    for name, code in _names():
        meant.setdefault(folded(name), set()).add(code)
    named = {name: next(iter(codes)) for name, codes in meant.items() if len(codes) == 1}
    return named | {folded(name): code for name, code in further_countries().items()}


def _names() -> Iterator[tuple[str, str]]:
    for language in _LANGUAGES:
        territories: dict[str, str] = dict(Locale.parse(language).territories)
        yield from ((name, code) for code, name in territories.items() if code in COUNTRIES)
