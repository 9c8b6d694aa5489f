"""Which direction a mobility has of which nobody states it, where its countries decide.

The institution that pays has a country: that of its own rulebook, or else the one programme country of a mobility from
or to a third country.

Examples:
    >>> direction_of("PL", "DE", "PL"), direction_of("DE", "PL", "PL"), direction_of("PL", "DE", None)
    ('outgoing', 'incoming', None)
"""

from collections.abc import Sequence

from erasmus_grants.basics.vocabulary import Direction
from erasmus_grants.rulebook.model import Rulebook

_PROGRAMME_COUNTRIES = "programme-countries"


def home_of(sending: object, receiving: object, rulebook: Rulebook) -> str | None:
    """Return the country of whoever pays a mobility by a rulebook; None where nothing decides it.

    Args:
        sending: The country that sends; None: it is not stated.
        receiving: The country that receives; None: it is not stated.
        rulebook: The rulebook.

    Examples:
        >>> from erasmus_grants import get_rulebook
        >>> official = get_rulebook("eu-ka171-2024")
        >>> home_of("UA", "PL", official), home_of("DE", "PL", official)
        ('PL', None)
    """
    if rulebook.home is not None:
        home = rulebook.home
        return next((code for code in home.countries if code in {sending, receiving}), home.country)
    programme = _programme_countries(rulebook)
    of_programme = [country for country in (sending, receiving) if country in programme]
    return str(of_programme[0]) if len(of_programme) == 1 and None not in (sending, receiving) else None


def _programme_countries(rulebook: Rulebook) -> Sequence[str]:
    groups = (group.countries for group in rulebook.country_groups if group.id == _PROGRAMME_COUNTRIES)
    return next(groups, ())


def direction_of(sending: object, receiving: object, home: str | None) -> str | None:
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
