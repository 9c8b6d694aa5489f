"""How the grants of a frame are split between payments, in whole cents.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> instalments = toy_rulebook().payment_splits[0].instalments
    >>> pre_financing(20000, 70000, instalments)
    76000
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from erasmus_grants.basics.errors import FrameError
from erasmus_grants.basics.vocabulary import FindingCode, PaymentKind
from erasmus_grants.frames.algebra import (
    Number,
    Truth,
    all_of,
    any_of,
    both,
    choose,
    either,
    half_up,
    opposite,
    remainder,
)
from erasmus_grants.frames.rule_rows import Sheet
from erasmus_grants.rules.payment_split import Instalment, PaymentSplit

_SMALL_DENOMINATOR = 100
_LARGEST_DENOMINATOR = 10_000_000


class Payments(NamedTuple):
    """What is paid before and after.

    Attributes:
        pre_financing: Before the report, in cents.
        unpublished: Where no split is published, so that neither is known.
    """

    pre_financing: Number
    unpublished: Truth


def payments(sheet: Sheet, eligible: Truth, travel: Number, other: Number) -> Payments:
    """Return what is paid before the report, and note what there is to say about it.

    Args:
        sheet: The rulebook over the rows.
        eligible: Which rows are.
        travel: Travel support, in cents; 0 where a row is not eligible.
        other: Everything else, in cents; 0 where a row is not eligible.

    Raises:
        FrameError: A share has so many places that whole numbers of 64 bits cannot hold its part of a grant.
    """
    published: dict[tuple[Instalment, ...], Truth] = {}
    for entry in sheet.book.payment_splits:
        if isinstance(entry, PaymentSplit):
            where = sheet.covers(entry.scope)
            published[entry.instalments] = either(published.get(entry.instalments, False), where)
    cases = [(where, pre_financing(travel, other, instalments)) for instalments, where in published.items()]
    before = sheet.keep(choose(cases, 0), "pre_financing")
    unpublished = sheet.keep(both(eligible, opposite(any_of(published.values()))), "unpublished")
    sheet.find(FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED, unpublished)
    if sheet.explained:
        _bounds(sheet, all_of(eligible, opposite(unpublished)), before, travel + other)
    return Payments(before, unpublished)


def pre_financing(travel: Number, other: Number, instalments: tuple[Instalment, ...]) -> Number:
    """Return what is paid before the report: each instalment is what is due by then less what was paid before.

    Of instalments that follow each other only what is due by the last one matters.

    Args:
        travel: Travel support, in cents.
        other: Everything else, in cents.
        instalments: The payments, in order.
    """
    total: Number = 0
    travel_share, other_share = Fraction(0), Fraction(0)
    kinds = [instalment.kind for instalment in instalments]
    for instalment, following in zip(instalments, [*kinds[1:], None], strict=True):
        travel_share += Fraction(instalment.travel_share)
        other_share += Fraction(instalment.individual_share)
        added = instalment.kind is PaymentKind.PRE_FINANCING
        taken_off = following is PaymentKind.PRE_FINANCING
        if added is not taken_off:
            due = _due(travel, other, travel_share, other_share)
            total = total + due if added else total - due
    return total


def _due(travel: Number, other: Number, travel_share: Fraction, other_share: Fraction) -> Number:
    """Return two shares together, rounded half up to the cent; what is wholly due needs no division."""
    whole: Number = 0
    parts = _parts(lcm(travel_share.denominator, other_share.denominator))
    numerator: Number = 0
    for cents, share in ((travel, travel_share), (other, other_share)):
        if share.denominator == 1:
            whole += cents * share.numerator
        elif parts <= _SMALL_DENOMINATOR:
            numerator += cents * int(share * parts)
        else:  # wholes are divided first, so that no product is large
            whole += cents // parts * int(share * parts)
            numerator += remainder(cents, parts) * int(share * parts)
    return whole + half_up(numerator, parts)


def _bounds(sheet: Sheet, where: Truth, before: Number, total: Number) -> None:
    """Note where more or less is paid before the report than the grant agreement allows."""
    for entry in sheet.book.payment_bounds:
        least, most = Fraction(entry.minimum_pre_financing_share), Fraction(entry.maximum_pre_financing_share)
        enough = before >= _part(total, least, rounded_up=False)
        too_much = before >= _part(total, most, rounded_up=True) + 1
        wrong = either(opposite(enough), too_much)
        sheet.find(FindingCode.PAYMENT_OUTSIDE_BOUNDS, all_of(where, sheet.covers(entry.scope), wrong))


def _part(cents: Number, share: Fraction, *, rounded_up: bool) -> Number:
    """Return a share of some cents in whole cents."""
    parts = _parts(share.denominator)
    further = parts - 1 if rounded_up else 0
    return cents // parts * share.numerator + (remainder(cents, parts) * share.numerator + further) // parts


def _parts(denominator: int) -> int:
    """Return the parts in which a share is counted, if whole numbers of 64 bits can hold what follows.

    Raises:
        FrameError: They cannot.
    """
    if denominator > _LARGEST_DENOMINATOR:
        raise FrameError(f"the rulebook has a share of payments in {denominator}ths, too fine for frames")
    return denominator
