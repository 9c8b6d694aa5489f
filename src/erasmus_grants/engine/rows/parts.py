"""What the parts of a grant have in common over rows: what a line cites, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case


class Cited(NamedTuple):
    """A source that is cited by a line in some rows."""

    source_id: str
    where: Condition


class Open(NamedTuple):
    """A component that is not known yet in some rows.

    Attributes:
        where: In which.
        lowest: Its lowest amount there, in cents; 0 where none is printed.
        highest: Its highest amount there, in cents; 0 where none is printed.
        has_lowest: Where a lowest amount is printed.
        has_highest: Where a highest amount is printed.
    """

    where: Condition
    lowest: Whole = 0
    highest: Whole = 0
    has_lowest: Condition = False
    has_highest: Condition = False


def either(parts: Iterable[Open]) -> Open:
    """Return what is not known by any of these; no row is in two of them."""
    some = [part for part in parts if part.where is not False]
    return Open(
        where=any_of(part.where for part in some),
        lowest=case([(part.where, part.lowest) for part in some], 0),
        highest=case([(part.where, part.highest) for part in some], 0),
        has_lowest=any_of(part.has_lowest for part in some),
        has_highest=any_of(part.has_highest for part in some),
    )
