"""The calculators of the rulebooks that the rows of a list name, each made once.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> calculators = Calculators([toy_rulebook()])
    >>> calculators.of("toy").rulebook == toy_rulebook(), calculators.of("usmb-icm-2023").rulebook.id
    (True, 'usmb-icm-2023')
"""

from collections.abc import Iterable

from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.rulebook.model import Rulebook


class Calculators:
    """Calculators by the ids of their rulebooks."""

    def __init__(self, rulebooks: Iterable[Rulebook]) -> None:
        """Make those of the rulebooks that a caller named.

        Args:
            rulebooks: The rulebooks; none where each row names one that comes with the library.
        """
        self._made = {book.id: GrantCalculator(book) for book in rulebooks}

    def of(self, rulebook_id: str) -> GrantCalculator:
        """Return the calculator of a rulebook.

        Args:
            rulebook_id: The id of the rulebook, which the caller named or which comes with the library.
        """
        if rulebook_id not in self._made:
            self._made[rulebook_id] = GrantCalculator(rulebook_id)
        return self._made[rulebook_id]
