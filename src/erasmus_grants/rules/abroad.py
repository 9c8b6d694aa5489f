"""Whether a mobility goes abroad: not to the sending country, nor to the country where the participant lives.

Who lives in a territory lives in the state to which it belongs.  From where to where mobilities of a territory go, the
flows of a rulebook say.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, "Venue(s) of the activity": students do not go
    to the country where they have their accommodation during their studies, nor staff to their country of residence:
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> at_home = toy_mobility(sending_country="FR", receiving_country="SN", residence_country="SN")
    >>> [found.message for found in abroad_findings(at_home, toy_rulebook().abroad[0], receiving="SN")]
    ['The receiving country is SN, and so is the country of residence: a mobility goes to another one.']
"""

from collections.abc import Mapping
from typing import Final

from erasmus_grants.basics.algebra import AnyText, Condition, any_of, is_one_of, is_same_text, is_stated
from erasmus_grants.basics.countries import STATES, state_of
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.vocabulary import FindingCode, Phrase
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility, Traits

OTHER_COUNTRIES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {"sending_country": (), "residence_country": STATES}
"""The fields of the countries to which a mobility does not go, and the codes that count as one country there."""


class Abroad(Entry):
    """The mobilities that have to go abroad: those of its scope."""


def is_at_home(receiving: AnyText, other: AnyText, alike: tuple[tuple[str, ...], ...] = ()) -> Condition:
    """Return whether two countries are stated, and are the same, or count as the same.

    Args:
        receiving: The receiving country.
        other: The sending country, or that in which the participant lives.
        alike: The codes that count as one country.

    Examples:
        >>> is_at_home("FR", "FR"), is_at_home("SN", "FR"), is_at_home("SN", None)
        (True, False, False)
        >>> is_at_home("FR", "GP"), is_at_home("FR", "GP", STATES)
        (False, True)
    """
    within = any_of(is_one_of(receiving, codes) & is_one_of(other, codes) for codes in alike)
    return is_stated(receiving) & is_stated(other) & (is_same_text(receiving, other) | within)


def abroad_findings(mobility: Mobility | Traits, rule: Abroad, *, receiving: str | None) -> tuple[Finding, ...]:
    """Return to which country a mobility goes that it may not go to; a country that is not stated contradicts nothing.

    Args:
        mobility: The mobility.
        rule: The entry of the rulebook that applies.
        receiving: The receiving country: as it is stated, or else the home of the rulebook on its own side.

    Source:
        Programme Guide, Part B, "Venue(s) of the activity"; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> abroad_findings(toy_mobility(receiving_country="SN"), toy_rulebook().abroad[0], receiving="SN")
        ()
    """
    others = ((field, getattr(mobility, field), alike) for field, alike in OTHER_COUNTRIES.items())
    return tuple(
        Finding.of(FindingCode.NOT_ABROAD, rule.source, field=field, given=receiving, **_compared(receiving, other))
        for field, other, alike in others
        if receiving is not None and is_at_home(receiving, other, alike)
    )


def _compared(receiving: str, other: str) -> dict[str, str]:
    """Return how a country is the receiving one: by its code, or as another part of the same state."""
    if receiving == other:
        return {"alike": Phrase.SAME_COUNTRY}
    return {"alike": Phrase.SAME_STATE, "other": other, "state": state_of(other)}
