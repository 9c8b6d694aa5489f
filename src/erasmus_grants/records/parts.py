"""The three parts of a total, as lists, frames and audits name them: travel support, individual support, top-ups.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant = toy_calculator().calculate(toy_mobility())
    >>> [f"{part} {amount}" for part, amount in amounts_by_part(grant).items()]
    ['travel_support_eur 200.00', 'individual_support_eur 700.00', 'top_ups_eur 0.00']
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from erasmus_grants.basics.money import total_eur
from erasmus_grants.basics.vocabulary import LineKind, TopUpKind
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import Bounds, bounds_of

PARTS: Final[Mapping[str, frozenset[LineKind]]] = {
    "travel_support_eur": frozenset({LineKind.TRAVEL_SUPPORT}),
    "individual_support_eur": frozenset({LineKind.INDIVIDUAL_SUPPORT}),
    "top_ups_eur": frozenset(kind.line_kind for kind in TopUpKind),
}
"""The kinds of line in each part of a total."""

PART_OF: Final[Mapping[LineKind, str]] = {kind: part for part, kinds in PARTS.items() for kind in kinds}
"""The part to which each kind of line belongs."""


def amounts_by_part(grant: GrantBreakdown) -> dict[str, Decimal]:
    """Return what the lines of each part come to [EUR]; a part of which a line is open is left out.

    Of a grant that version 0.1 stored, and that is not yet known, no part is known: its lines were not stored.
    """
    if grant.is_of_first_version:
        return {}
    return {
        part: total_eur(line.amount_eur for line in grant.lines if line.kind in kinds)
        for part, kinds in PARTS.items()
        if not any(line.kind in kinds for line in grant.open_lines)
    }


def bounds_by_part(grant: GrantBreakdown) -> dict[str, Bounds]:
    """Return between what each part lies [EUR]; of a mobility that may yet be refused, nothing has to be due.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> grant = toy_calculator().calculate(toy_mobility(distance_km=None))
        >>> bounds_by_part(grant)["travel_support_eur"]
        Bounds(minimum_eur=Decimal('0.00'), maximum_eur=Decimal('500.00'))
    """
    if grant.is_of_first_version:
        return dict.fromkeys(PARTS, Bounds(None, None))
    return {
        part: bounds_of(
            [line for line in grant.lines if line.kind in kinds],
            [line for line in grant.open_lines if line.kind in kinds],
            eligible=grant.eligible,
        )
        for part, kinds in PARTS.items()
    }
