"""Which kind of file somebody took for another: the library reads several, and most of them are TOML or JSON.

Examples:
    >>> taken_for({"mobility": {"activity": "STA"}}, "rulebook")
    'it is a mobility, and not a rulebook'
    >>> taken_for({"mobility": {"activity": "STA"}}, "mobility")
    ''
"""

from collections.abc import Mapping
from typing import Final

_CALLED: Final[Mapping[str, str]] = {
    "mobility": "a mobility",
    "attendance": "an attendance",
    "grant": "a grant",
    "settlement": "a settlement",
    "rulebook": "a rulebook",
}
_OF_A_RULEBOOK: Final = ("action", "based_on", "sources")


def kind_of(data: Mapping[str, object]) -> str | None:
    """Return what kind of file has these names at its top; None: they do not tell.

    Examples:
        >>> kind_of({"rulebook_fingerprint": "fa32", "mobility": {}}), kind_of({"id": "ours", "based_on": "toy"})
        ('grant', 'rulebook')
    """
    if "rulebook_fingerprint" in data:
        return "settlement" if "attendance" in data else "grant"
    if "id" in data:
        return "rulebook" if any(name in data for name in _OF_A_RULEBOOK) else None
    tables = [kind for kind in ("mobility", "attendance") if kind in data]
    if tables:
        return tables[0] if len(tables) == 1 else None
    return "mobility" if "activity" in data and "start_date" in data else None


def taken_for(data: Mapping[str, object], wanted: str) -> str:
    """Return what a file is, and that it is not what somebody took it for; an empty text: it may be that.

    Args:
        data: What the file holds.
        wanted: The kind of file that somebody took it for.
    """
    kind = kind_of(data)
    return "" if kind in {None, wanted} else f"it is {_CALLED[kind or wanted]}, and not {_CALLED[wanted]}"
