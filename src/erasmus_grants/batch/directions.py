"""Whose mobilities a list has, where their countries say it, and who the partner is then.

An export has no column for the direction.  Where neither the rulebook nor the countries of a row decide who pays, the
one country does that all rows have in common.

Examples:
    >>> homes = Homes()
    >>> homes.learn(["PL", "DE"], ["DE", "PL"])  # two countries in common
    >>> homes.learn(["PL"], ["FR"])
    >>> homes.of("PL", "FR", None)
    'PL'
"""

from collections.abc import Iterable, Iterator
from typing import Final

from erasmus_grants.basics.countries import COUNTRY_NAMES
from erasmus_grants.basics.vocabulary import Direction
from erasmus_grants.batch.cells import ReadColumn, Value
from erasmus_grants.engine.directions import home_of
from erasmus_grants.rulebook.model import Rulebook

DIRECTION_OPEN: Final = (
    "neither the rulebook nor the countries decide it; set it for all rows: --set direction=outgoing"
)
"""What is said of the direction of a row that nothing decides, in a list without a column for it."""

NOT_DECIDED: Final = "this is missing, and neither the rulebook nor the countries decide it"
"""The same in a list with such a column."""

NO_COUNTRY: Final = "this is missing, and no country is stated from which it would follow"
"""What is said of the direction of a row without countries, which may be no mobility at all."""


class Homes:
    """The country of whoever pays the mobilities of a list."""

    def __init__(self) -> None:
        self._in_common: set[str] | None = None

    def learn(self, sending: Iterable[Value], receiving: Iterable[Value]) -> None:
        """Learn from rows which countries they have in common; a row that lacks one, or has it misspelt, tells nothing.

        Args:
            sending: The country that sends, in each row.
            receiving: The country that receives.
        """
        for pair in set(zip(sending, receiving, strict=True)):
            there = COUNTRY_NAMES.keys() & set(pair)
            if there >= set(pair):
                self._in_common = there if self._in_common is None else self._in_common & there

    def of(self, sending: Value, receiving: Value, rulebook: Rulebook | None) -> str | None:
        """Return the country of whoever pays a mobility; None where nothing decides it.

        Args:
            sending: The country that sends.
            receiving: The country that receives.
            rulebook: The rulebook of the row; None: it is not known.
        """
        home = None if rulebook is None else home_of(sending, receiving, rulebook)
        if home is not None:
            return home
        common = self._in_common or set()
        return next(iter(common)) if len(common) == 1 else None


def is_misspelt(*countries: Value) -> bool:
    """Return whether one of some countries is stated, and is none.

    Examples:
        >>> is_misspelt("DE", None), is_misspelt("DE", "Germny")
        (False, True)
    """
    return any(country is not None and country not in COUNTRY_NAMES for country in countries)


def partners_of(
    directions: Iterable[Value], sending: ReadColumn | None, receiving: ReadColumn | None
) -> Iterator[Value]:
    """Yield the partner of each row: who receives an outgoing mobility, and who sends an incoming one.

    Args:
        directions: The direction of each row.
        sending: The institution that sends, in each row; None: the list does not say it.
        receiving: The institution that receives, in each row; None: the list does not say it.
    """
    for row, direction in enumerate(directions):
        column = receiving if direction == Direction.OUTGOING else sending if direction == Direction.INCOMING else None
        yield None if column is None else column.values[row]
