"""What a rulebook has from the one that it is based on, and keeps whatever reason it gives.

`Rulebook.adapt` cannot change it; a whole rulebook that says what it is based on is looked at here.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy = toy_rulebook()
    >>> [sentence for _, sentence, _ in not_kept(toy, toy.model_copy(update={"action": "KA999"}))]
    ['a rulebook that is based on another has this from it, and cannot change it']
"""

from collections.abc import Iterator

from erasmus_grants.rulebook.checks import OF_THE_BASE, Problem, keep_home, overlay_problems
from erasmus_grants.rulebook.fingerprints import computed
from erasmus_grants.rulebook.tables import RulebookTables


def not_kept(base: RulebookTables, whole: RulebookTables) -> Iterator[Problem]:
    """Yield what a whole rulebook has otherwise than a base whose call, ranges, bounds and status it has.

    Where something is printed, and in which words, may have been corrected since.

    Args:
        base: The rulebook that the other one says it is based on.
        whole: The other one.
    """
    names = [name for name in OF_THE_BASE if name != "based_on" and _is_other(base, whole, name)]
    own_id = ["id"] if whole.based_on is not None else []
    stated = {name: getattr(whole, name) for name in (*own_id, "status", *names)}
    yield from overlay_problems(base, stated, type(whole).model_fields)


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


def _is_other(base: RulebookTables, whole: RulebookTables, name: str) -> bool:
    ours, theirs = (computed(getattr(rulebook, name)) for rulebook in (whole, base))
    return ours != theirs
