"""What is said where a rulebook departs from the one that it is based on, without a reason.

Examples:
    >>> from erasmus_grants.testing import toy_source
    >>> print(fixed_otherwise("the rate of a month is 300.00", "toy", toy_source(), "310.00 here"))
    ... # doctest: +NORMALIZE_WHITESPACE
    the rate of a month is 300.00 in toy (TOY), which fixes it, and 310.00 here; if that is meant, say why:
    departs_from_programme = "..."
"""

from decimal import Decimal
from typing import Final

from erasmus_grants.basics.sources import Source

SAY_WHY: Final = 'if that is meant, say why: departs_from_programme = "..."'
"""What whoever departs from a base has to do."""


def fixed_otherwise(fixed: str, base_id: str, source: Source, here: str) -> str:
    """Return the sentence that something is otherwise than a base fixes it.

    Args:
        fixed: What the base says, the beginning of the sentence.
        base_id: The id of the base.
        source: Where it is printed.
        here: What the other rulebook has in its place.
    """
    return f"{fixed} in {base_id} ({source.id}), which fixes it, and {here}; {SAY_WHY}"


def or_nothing(figure: Decimal | None) -> str:
    """Return a figure, or that there is none.

    Examples:
        >>> or_nothing(Decimal("9.00")), or_nothing(None)
        ('9.00', 'nothing')
    """
    return "nothing" if figure is None else str(figure)
