"""Which direction a mobility of a list has, where its countries decide, and who the partner is then.

An export has no column for it.  The institution that pays has a country: that of its own rulebook, or else the one
programme country of a mobility from or to a third country, or else the one country that all rows have in common.

Examples:
    >>> direction_of("PL", "DE", "PL"), direction_of("DE", "PL", "PL"), direction_of("PL", "DE", None)
    ('outgoing', 'incoming', None)
"""

from collections.abc import Iterable, Iterator, Sequence

from erasmus_grants.basics.vocabulary import Direction
from erasmus_grants.batch.cells import ReadColumn, Value
from erasmus_grants.rulebook.model import Rulebook

_PROGRAMME_COUNTRIES = "programme-countries"


class Homes:
    """The country of whoever pays the mobilities of a list."""

    def __init__(self) -> None:
        self._in_common: set[Value] | None = None

    def learn(self, sending: Iterable[Value], receiving: Iterable[Value]) -> None:
        """Learn from rows which countries they have in common.

        Args:
            sending: The country that sends, in each row.
            receiving: The country that receives.
        """
        for pair in zip(sending, receiving, strict=True):
            there = set(pair)
            self._in_common = there if self._in_common is None else self._in_common & there

    def of(self, sending: Value, receiving: Value, rulebook: Rulebook | None) -> str | None:
        """Return the country of whoever pays a mobility; None where nothing decides it.

        Args:
            sending: The country that sends.
            receiving: The country that receives.
            rulebook: The rulebook of the row; None: it is not known.
        """
        if rulebook is not None and rulebook.home is not None:
            home = rulebook.home
            return next((code for code in home.countries if code in (sending, receiving)), home.country)
        programme = () if rulebook is None else _programme_countries(rulebook)
        of_programme = [country for country in (sending, receiving) if country in programme]
        if len(of_programme) == 1 and None not in (sending, receiving):
            return str(of_programme[0])
        common = self._in_common or set()
        return str(next(iter(common))) if len(common) == 1 and None not in common else None


def _programme_countries(rulebook: Rulebook) -> Sequence[str]:
    groups = (group.countries for group in rulebook.country_groups if group.id == _PROGRAMME_COUNTRIES)
    return next(groups, ())


def direction_of(sending: Value, receiving: Value, home: str | None) -> str | None:
    """Return the direction of a mobility: incoming if its home receives; None where its home is not known.

    Args:
        sending: The country that sends.
        receiving: The country that receives.
        home: The country of whoever pays.
    """
    if home is None or (sending is None and receiving is None):
        return None
    comes = receiving == home or (receiving is None and sending != home)
    return (Direction.INCOMING if comes and sending != home else Direction.OUTGOING).value


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
