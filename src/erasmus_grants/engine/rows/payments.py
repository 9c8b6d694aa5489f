"""How the grants of a frame are split between payments, in whole cents.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> pre_financing(20000, 70000, parts_due(toy_rulebook().payment_splits[0]))
    76000
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from erasmus_grants.basics.algebra import Condition, Whole, any_of, case, not_, once
from erasmus_grants.basics.errors import FrameError
from erasmus_grants.basics.vocabulary import FindingCode, PaymentKind
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.rules.payment_split import (
    Due,
    PaymentBounds,
    PaymentSplit,
    cents_due,
    is_outside,
    shares_due,
)

_MOST_PARTS = 10_000_000
"""In so many parts a grant can be divided with whole numbers of 64 bits."""


class Payments(NamedTuple):
    """What is paid before and after.

    Attributes:
        pre_financing: Before the report, in cents.
        unpublished: Where no split is published, so that neither is known.
    """

    pre_financing: Whole
    unpublished: Condition


def payments(rows: RulebookOverRows, eligible: Condition, travel: Whole, other: Whole) -> Payments:
    """Return what is paid before the report, and note what there is to say about it.

    Args:
        rows: The rulebook over the rows.
        eligible: Which rows are.
        travel: Travel support, in cents; 0 where a row is not eligible.
        other: Everything else, in cents; 0 where a row is not eligible.

    Raises:
        FrameError: A share has so many places that whole numbers of 64 bits cannot hold its part of a grant.
    """
    published: dict[tuple[tuple[PaymentKind, Due], ...], Condition] = {}
    for entry in rows.rulebook.payment_splits:
        if isinstance(entry, PaymentSplit):
            parts, where = parts_due(entry), rows.covers(entry.scope)
            published[parts] = published.get(parts, False) | where
    cases = [(where, pre_financing(travel, other, parts)) for parts, where in published.items()]
    before = once(case(cases, 0), "pre_financing")
    unpublished = eligible & not_(any_of(published.values())) & not_(rows.mobilities.zero_grant)
    unpublished = once(unpublished, "unpublished")
    rows.note(FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED, unpublished)
    if rows.explained:
        for bounds in rows.rulebook.payment_bounds:
            _check_parts(*_parts_of(bounds))
            where = eligible & not_(unpublished) & rows.covers(bounds.scope)
            rows.note(FindingCode.PAYMENT_OUTSIDE_BOUNDS, where & is_outside(before, travel + other, bounds))
    return Payments(before, unpublished)


def parts_due(split: PaymentSplit) -> tuple[tuple[PaymentKind, Due], ...]:
    """Return of each instalment its kind, and the parts that are due by it."""
    return tuple(zip([instalment.kind for instalment in split.instalments], shares_due(split), strict=True))


def pre_financing(travel: Whole, other: Whole, parts: Sequence[tuple[PaymentKind, Due]]) -> Whole:
    """Return what is paid before the report: each instalment is what is due by then less what was paid before.

    Of instalments that follow each other only what is due by the last one matters.

    Args:
        travel: Travel support, in cents.
        other: Everything else, in cents.
        parts: The payments, in order, as `parts_due` gives them.

    Raises:
        FrameError: A share has so many places that whole numbers of 64 bits cannot hold its part of a grant.
    """
    total: Whole = 0
    following_kinds = [*[kind for kind, _ in parts[1:]], None]
    for (kind, due), following in zip(parts, following_kinds, strict=True):
        added = kind is PaymentKind.PRE_FINANCING
        if added is not (following is PaymentKind.PRE_FINANCING):
            _check_parts(due.parts)
            cents = cents_due(travel, other, due)
            total = total + cents if added else total - cents
    return total


def _parts_of(bounds: PaymentBounds) -> tuple[int, int]:
    """Return in how many parts the shares of bounds divide a grant."""
    shares = (bounds.minimum_pre_financing_share, bounds.maximum_pre_financing_share)
    least, most = (share.as_integer_ratio()[1] for share in shares)
    return least, most


def _check_parts(*parts: int) -> None:
    """Refuse shares whose parts of a grant whole numbers of 64 bits cannot hold.

    Raises:
        FrameError: There are too many parts.
    """
    for denominator in parts:
        if denominator > _MOST_PARTS:
            raise FrameError(f"the rulebook has a share of payments in {denominator}ths, too fine for frames")
