"""What a rulebook has from the one that it is based on, and keeps whatever reason it gives.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> list(away_from_home(toy_rulebook(), toy_rulebook()))
    []
"""

from collections.abc import Iterator

from erasmus_grants.rulebook.checks import Problem, keep_home
from erasmus_grants.rulebook.tables import RulebookTables


def away_from_home(base: RulebookTables, overlay: RulebookTables) -> Iterator[Problem]:
    """Yield whether a rulebook is at home where the one that it is based on is not, or anywhere in place of its home.

    It may leave out regions of the home, and have one of them as its own home.
    """
    if base.home is None:
        return
    theirs, ours = base.home.countries, () if overlay.home is None else overlay.home.countries
    elsewhere = [country for country in ours if country not in theirs]
    if not ours or ours[0] in elsewhere:
        yield "home", keep_home(base.id, base.home.country), None
    elif elsewhere:
        sentence = f"the rates of {base.id} are those of {', '.join(theirs)}, and not of {', '.join(elsewhere)}"
        yield "home", sentence, " ".join(elsewhere)
