"""What a rulebook has from the one that it is based on, and keeps whatever reason it gives.

`Rulebook.adapt` cannot change it; a whole rulebook that says what it is based on is looked at here.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy = toy_rulebook()
    >>> [sentence for _, sentence, _ in not_kept(toy, toy.model_copy(update={"action": "KA999"}))]
    ['a rulebook that is based on another has this from it, and cannot change it']
"""

from collections.abc import Collection, Iterator, Mapping

from erasmus_grants.basics.errors import did_you_mean
from erasmus_grants.basics.field_types import is_mapping
from erasmus_grants.basics.vocabulary import RulebookStatus
from erasmus_grants.rulebook.checks import Problem
from erasmus_grants.rulebook.fingerprints import computed
from erasmus_grants.rulebook.tables import RANGE_TABLES, RulebookTables
from erasmus_grants.rules.countries import members_of

OF_THE_BASE = (
    *("based_on", "action", "call_years", "agreement_years"),
    *(*RANGE_TABLES.values(), "payment_bounds"),
)
"""What an overlay has from its base: its call, and the bounds within which its own figures lie."""


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


def overlay_problems(base: RulebookTables, tables: Mapping[str, object], known: Collection[str]) -> Iterator[Problem]:
    """Yield whatever an overlay names that it may not change, or that no rulebook has."""
    if tables.get("id") == base.id:
        yield "id", "a rulebook that is based on another has an id of its own", base.id
    if tables.get("status") == RulebookStatus.VERIFIED and base.status is not RulebookStatus.VERIFIED:
        yield "status", f"a rulebook is not verified while the one that it is based on is {base.status}", "verified"
    home = tables.get("home")
    country = home.get("country") if is_mapping(home) else getattr(home, "country", None)
    if home is not None and base.home is not None and country not in base.home.countries:
        yield "home", keep_home(base.id, base.home.country), country
    for name in tables:
        if name in OF_THE_BASE:
            yield name, "a rulebook that is based on another has this from it, and cannot change it", None
        elif name not in known:
            yield name, f"there is no field of this name{did_you_mean(name, known)}", None


def keep_home(base_id: str, country: str) -> str:
    """Return the sentence that a rulebook has its home from the one that it is based on."""
    return f"the rates of {base_id} are those of its home, {country}, so keep it"


def regrouped(base: RulebookTables, overlay: RulebookTables) -> Iterator[Problem]:
    """Yield each country group of a base that an overlay has otherwise, or no more; it may add some of its own."""
    ours = members_of(overlay.country_groups)
    for group in base.country_groups:
        if set(ours.get(group.id, ())) != set(group.countries):
            sentence = (
                f"group {group.id} is not as in {base.id}: rates and ranges depend on it, so keep it, and add another"
            )
            yield "country_groups", sentence, group.id


def _is_other(base: RulebookTables, whole: RulebookTables, name: str) -> bool:
    ours, theirs = (computed(getattr(rulebook, name)) for rulebook in (whole, base))
    return ours != theirs
