"""Which rulebooks the rows of a frame are computed by.

Examples:
    >>> [book.id for book in as_rulebooks(["usmb-bip-2024", "eu-ka131-2024"])]
    ['usmb-bip-2024', 'eu-ka131-2024']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import narwhals.stable.v2 as nw

from erasmus_grants.basics.errors import FrameError, UnknownRulebookError
from erasmus_grants.frames.columns import RULEBOOK
from erasmus_grants.frames.facts import AnyFrame
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook
from erasmus_grants.rulebooks.loading import AnyRulebook, all_rulebooks

Rulebooks: TypeAlias = AnyRulebook | Iterable[AnyRulebook] | None
"""A rulebook, its id or its file, or several, or None where each row names one that comes with the library."""

NO_RULEBOOK: Final = (
    "there is no rulebook: give one, on the command line with --rulebook (`erasmus-grants rulebooks --call YEAR` lists "
    "those of a call), or name one in each row, in a column rulebook"
)
"""What is said where nothing names a rulebook."""

WHICH_RULEBOOK: Final = "several rulebooks are given: name one of them in each row, in a column rulebook"
"""What is said where nothing names one of several."""


def as_rulebooks(rulebook: Rulebooks) -> list[Rulebook]:
    """Return the rulebooks that a caller named.

    Raises:
        UnknownRulebookError: No rulebook has an id.
    """
    return [] if rulebook is None else all_rulebooks(rulebook)


def rulebooks_of_rows(frame: AnyFrame, rulebook: Rulebooks, names: Mapping[str, str]) -> list[Rulebook]:
    """Return the rulebooks that rows may name.

    Args:
        frame: The frame.
        rulebook: What the caller named.
        names: The column of each field, and of the rulebook.

    Raises:
        FrameError: There is none, or no column for one of several; two have one id; they cannot be known beforehand.
        UnknownRulebookError: No rulebook has an id.
    """
    books = as_rulebooks(rulebook)
    twice = [book.id for place, book in enumerate(books) if book.id in {other.id for other in books[:place]}]
    if twice:
        raise FrameError(f"two rulebooks are called {', '.join(twice)}")
    if books and (len(books) == 1 or RULEBOOK in names):
        return books
    if RULEBOOK not in names:
        raise FrameError(WHICH_RULEBOOK if books else NO_RULEBOOK)
    if not isinstance(frame, nw.DataFrame):
        raise FrameError("a frame that is not in memory is not looked into: list the rulebooks that its rows name")
    named = frame[names[RULEBOOK]]
    named = named.unique(maintain_order=True) if named.dtype == nw.String else named
    for name in dict.fromkeys(name for name in named.to_list() if isinstance(name, str)):
        try:
            books.append(get_rulebook(name))
        except UnknownRulebookError:
            continue  # such a row cannot be read
    return books
