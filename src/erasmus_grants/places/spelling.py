"""Names of places without what people write in different ways: accents, capitals, hyphens and other signs.

Examples:
    >>> folded("Łódź"), folded("lodz"), folded("Saint-Étienne"), folded("İzmir"), folded("Αθήνα")
    ('lodz', 'lodz', 'saint etienne', 'izmir', 'αθηνα')
"""

import unicodedata

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

_SIGNS = str.maketrans(dict.fromkeys((sign for sign in map(chr, range(128)) if not sign.isalnum()), " "))
"""Signs of the keyboard, each as a space."""


def folded(name: str) -> str:
    """Return a name in a form in which two spellings of it are equal.

    Args:
        name: The name, in any alphabet.
    """
    text = name.casefold()
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text.translate(_WITHOUT_ACCENT))
        bare = (letter for letter in letters if not unicodedata.combining(letter))
        text = "".join(letter if letter.isalnum() else " " for letter in bare)
    return text if text.isalpha() else " ".join(text.translate(_SIGNS).split())
