"""Finding the official rulebook of a mobility: by call year, action and country.

Examples:
    >>> [(match.rulebook_id, match.of.value) for match in find_rulebooks(call_year=2023, action="KA131", country="DE")]
    [('na-de-ka131-2023', 'agency'), ('eu-ka131-2023', 'programme')]
"""

import re
from types import NoneType
from typing import Final, NamedTuple

from erasmus_grants.basics.countries import country_name, whole_country
from erasmus_grants.basics.errors import RulebookNotFoundError, check_kind, check_whole
from erasmus_grants.basics.vocabulary import RulebookOf
from erasmus_grants.rulebooks import known_rulebooks

_OFFICIAL: Final = re.compile(
    r"(?:eu|na-(?P<country>[a-z]{2}))-(?P<action>ka[0-9]{3})-(?P<call_year>[0-9]{4})"
).fullmatch
"""How the rulebooks of the programme and of agencies are called; a test holds their ids to what is in them."""


class RulebookMatch(NamedTuple):
    """An official rulebook that was found.

    Attributes:
        rulebook_id: Its id.
        of: Whose figures it has.
        call_year: Its call year.
        action: Its action, such as KA131.
        country: The country of the agency; None: it is the programme's own.
    """

    rulebook_id: str
    of: RulebookOf
    call_year: int
    action: str
    country: str | None


def find_rulebooks(
    *, call_year: int | None = None, action: str | None = None, country: str | None = None
) -> tuple[RulebookMatch, ...]:
    """Return the official rulebooks of a call, an action and a country, the most specific first.

    Rulebooks of universities are never among them, since they hold for one institution.

    Args:
        call_year: The call year of the grant agreement; omitted: any.
        action: The action, such as KA131; omitted: any.
        country: The country of the institution that pays the grant, by its code; omitted: any.  A region with a code
            of its own has the agency of its country.

    Raises:
        UnknownCountryError: There is no such country.

    Examples:
        >>> [match.rulebook_id for match in find_rulebooks(call_year=2024, action="KA171")]
        ['eu-ka171-2024']
        >>> [match.rulebook_id for match in find_rulebooks(call_year=2026, action="KA131", country="ES-CN")]
        ['na-es-ka131-2026', 'eu-ka131-2026']
        >>> find_rulebooks(call_year=2030)
        ()
    """
    _check_kinds(call_year, action, country)
    if country is not None:
        country_name(country)
    wanted, payer = None if action is None else action.upper(), None if country is None else whole_country(country)
    found = [match for match in _official() if _fits(match, call_year, wanted, payer)]
    return tuple(sorted(found, key=lambda match: (match.of is RulebookOf.PROGRAMME, match.call_year)))


def _check_kinds(call_year: object, action: object, country: object) -> None:
    """Refuse what is no call year, action or country, and would be that of no rulebook; None: it is not asked for."""
    check_whole(call_year, "a call year is a whole number, as 2024, not {}")
    check_kind(action, (str, NoneType), "an action is text, as 'KA131', not {}")
    check_kind(country, (str, NoneType), "a country is the text of its code, as 'ES', not {}")


def rulebook_for_call(call_year: int, *, action: str, country: str | None = None) -> RulebookMatch:
    """Return the most specific official rulebook: that of the country's agency, or else the programme's.

    Args:
        call_year: The call year of the grant agreement.
        action: The action, such as KA131.
        country: The country of the institution that pays the grant; omitted: the programme's rulebook.

    Raises:
        RulebookNotFoundError: There is none; the error lists what is near: the other actions of the call, or the other
            calls of the action.
        UnknownCountryError: There is no such country.

    Examples:
        >>> rulebook_for_call(2024, action="KA131", country="ES").rulebook_id
        'na-es-ka131-2024'
    """
    if None in (call_year, action):  # pyright: ignore[reportUnnecessaryContains] - not all callers are typed
        raise TypeError("a call year and an action are needed: a rulebook of any other is not taken in its place")
    found = find_rulebooks(call_year=call_year, action=action, country=country)
    payer = None if country is None else whole_country(country)
    best = next((match for match in found if match.country in {None, payer}), None)
    if best is not None:
        return best
    raise RulebookNotFoundError(action, call_year, near=_near(action.upper(), call_year))


def actions_in_place_of(action: str, call_year: int) -> tuple[str, ...]:
    """Return the actions of a call that does not have this one; none: it has it, or it has yet to come.

    Args:
        action: The action, such as KA131.
        call_year: The call year of the grant agreement.

    Examples:
        >>> actions_in_place_of("KA131", 2018), actions_in_place_of("KA131", 2024), actions_in_place_of("KA131", 2030)
        (('KA103', 'KA107'), (), ())
    """
    actions = _actions_by_call().get(call_year, set())
    return () if action.upper() in actions or is_to_come(action, call_year) else tuple(sorted(actions))


def is_to_come(action: str, call_year: int) -> bool:
    """Return whether an action has yet to get a rulebook of a call: the last call before has one, and no call is later.

    Examples:
        >>> is_to_come("KA131", 2030), is_to_come("KA103", 2030), is_to_come("KA131", 2013)
        (True, False, False)
    """
    wanted, actions = action.upper(), _actions_by_call()
    if call_year < max(actions) or wanted in actions.get(call_year, ()):
        return False
    return wanted in actions[max(year for year in actions if year < call_year)]


def _near(action: str, call_year: int) -> tuple[str, ...]:
    """Return the programme's rulebooks of the same call, or else of the same action, or else all of them.

    Those of an action that has ended are followed by those of the last call.
    """
    programme = [match for match in _official() if match.of is RulebookOf.PROGRAMME]
    of_action = [match.rulebook_id for match in programme if match.action == action]
    of_call = [match.rulebook_id for match in programme if match.call_year == call_year]
    if is_to_come(action, call_year):
        return tuple(of_action)
    last = max(match.call_year for match in programme)
    of_last = [match.rulebook_id for match in programme if match.call_year == last < call_year]
    every = [match.rulebook_id for match in programme]
    return tuple(of_call or (of_action and [*of_action, *of_last]) or every)


def _actions_by_call() -> dict[int, set[str]]:
    actions: dict[int, set[str]] = {}
    for match in _official():
        actions.setdefault(match.call_year, set()).add(match.action)
    return actions


def is_official(rulebook_id: str) -> bool:
    """Return whether an id is that of a rulebook of the programme or of an agency.

    Examples:
        >>> is_official("na-de-ka131-2023"), is_official("usmb-icm-2023")
        (True, False)
    """
    return bool(_OFFICIAL(rulebook_id))


def _official() -> list[RulebookMatch]:
    parts = ((name, _OFFICIAL(name)) for name in known_rulebooks())
    return [_match(name, found) for name, found in parts if found]


def _match(name: str, found: re.Match[str]) -> RulebookMatch:
    country = found["country"]
    of = RulebookOf.PROGRAMME if country is None else RulebookOf.AGENCY
    code = None if country is None else country.upper()
    return RulebookMatch(name, of, int(found["call_year"]), found["action"].upper(), code)


def _fits(match: RulebookMatch, call_year: int | None, action: str | None, country: str | None) -> bool:
    return (
        call_year in {None, match.call_year}
        and action in {None, match.action}
        and (country is None or match.country in {None, country})
    )
