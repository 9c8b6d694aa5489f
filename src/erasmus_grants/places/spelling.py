"""Names of places without what people write in different ways: accents, capitals, hyphens and other signs.

Examples:
    >>> folded("Łódź"), folded("lodz"), folded("Saint-Étienne"), folded("İzmir"), folded("Αθήνα")
    ('lodz', 'lodz', 'saint etienne', 'izmir', 'αθηνα')
"""

import unicodedata
from collections.abc import Iterable

_WITHOUT_ACCENT = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ŋ": "n",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
"""Letters that Unicode does not take for another one with an accent."""

_BETWEEN = "\n"
"""What stands between names that are folded together; as part of a name it is a sign like others."""


def folded(name: str) -> str:
    """Return a name in a form in which two spellings of it are equal.

    Args:
        name: The name, in any alphabet.
    """
    (one,) = all_folded([name])
    return one


def all_folded(names: Iterable[str]) -> list[str]:
    """Return names in that form; for a whole gazetteer this is several times as fast as one after the other.

    Args:
        names: The names.
    """
    together = _BETWEEN.join(name.replace(_BETWEEN, " ") for name in names)
    letters = unicodedata.normalize("NFKD", together.casefold().translate(_WITHOUT_ACCENT))
    bare = letters.translate({ord(letter): _bare(letter) for letter in set(letters)})
    return [" ".join(name.split()) for name in bare.split(_BETWEEN)]


def _bare(letter: str) -> str:
    """Return a letter, nothing in place of an accent, and a space in place of a sign."""
    if unicodedata.combining(letter):
        return ""
    return letter if letter.isalnum() or letter == _BETWEEN else " "
