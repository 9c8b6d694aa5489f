"""Scopes and distances in words."""

from collections.abc import Mapping
from typing import Final

from erasmus_grants.basics import vocabulary
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.travel_table import DistanceBand

_WORDS: Final[Mapping[str, str]] = {
    vocabulary.Term.SHORT_TERM_PHYSICAL: "short-term",
    vocabulary.Term.LONG_TERM_PHYSICAL: "long-term",
}


def scope_in_words(scope: Scope) -> str:
    """Return the mobilities to which an entry applies, in words."""
    members = (scope.activities, scope.directions, scope.roles, scope.terms)
    words = [", ".join(_WORDS.get(name, name.replace("_", " ")) for name in names) for names in members if names]
    flags = (
        (scope.blended_intensive_programme, "in a BIP", "outside a BIP"),
        (scope.fewer_opportunities, "with fewer opportunities", "without fewer opportunities"),
    )
    words += [yes if flag else no for flag, yes, no in flags if flag is not None]
    groups = (("from", scope.sending_groups), ("to", scope.receiving_groups))
    words += [f"{word} {', '.join(names)}" for word, names in groups if names]
    return "; ".join(words) or "all"


def band_in_words(band: DistanceBand) -> str:
    """Return the distances of a band."""
    if band.below_km is None:
        return f"{band.from_km} km or more"
    return f"from {band.from_km} to less than {band.below_km} km"
