r"""What to type next where a rulebook has no figure: whole command lines, to be copied.

Examples:
    >>> stated = {"activity": "STT", "distance_km": 1500, "fewer_opportunities": True, "reference": "7"}
    >>> quote_line("ours.toml", None, stated)
    'erasmus-grants quote -r ours.toml --activity STT --km 1500 --set fewer_opportunities=true --set \'reference="7"\''
"""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.basics.vocabulary import Direction, GrantStatus
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.rulebooks.search import RulebookMatch, actions_in_place_of, find_rulebooks, rulebook_for_call

USUAL_ACTION: Final = "KA131"
"""The action of a call if none is named."""

OPTIONS: Final[Mapping[str, str]] = {
    "sending_country": "--from",
    "receiving_country": "--to",
    "activity": "--activity",
    "start_date": "--start",
    "end_date": "--end",
    "distance_km": "--km",
}
"""The options of the fields that have one of their own."""

CITY_OPTIONS: Final[Mapping[str, str]] = {"from_city": "--from-city", "to_city": "--to-city"}
"""The options of cities, which are no fields: a distance follows from them."""

POLICY_ID: Final = "my-university-{call}"
"""What it is called before it has a name of its own."""

POLICY_FILE: Final = "ours.toml"
"""What a rulebook of an institution's own is called here."""


def payer(direction: object) -> str:
    """Return the field of the country whose institution pays the grant."""
    return "receiving_country" if direction == Direction.INCOMING else "sending_country"


def check_action(call: int, action: str) -> None:
    """Refuse an action that a call has no rulebook of, if it has others; of one that has yet to come, nothing is said.

    Raises:
        InputFileError: The call has other actions; the sentence names them.

    Examples:
        >>> check_action(2018, "KA131")  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.InputFileError: --action: call 2018 has KA103 and KA107, and not KA131: ...
    """
    sentence = wrong_action(call, action)
    if sentence:
        raise InputFileError("--action", (sentence,))


def wrong_action(call: int, action: str) -> str:
    """Return which actions a call has, and what is to be typed, if it does not have this one; or nothing.

    Examples:
        >>> wrong_action(2021, "KA171")
        'call 2021 has KA131, and not KA171: type --action KA131'
        >>> wrong_action(2030, "KA171")
        ''
    """
    actions = actions_in_place_of(action, call)
    typed = " or ".join(f"--action {one}" for one in actions)
    return f"call {call} has {' and '.join(actions)}, and not {quoted(action)[1:-1]}: type {typed}" if actions else ""


def actions_of(call: int) -> tuple[str, ...]:
    """Return the actions of which a call has official rulebooks."""
    return tuple(sorted({match.action for match in find_rulebooks(call_year=call)}))


def next_lines(grant: GrantBreakdown, file: str | None, stated: Mapping[str, object]) -> tuple[str, ...]:
    """Return the command lines that fill empty cells of an official rulebook, and compute a grant again.

    There are none where nothing that is open has a row in what `new-policy` begins.

    Args:
        grant: The grant.
        file: The file of its mobility; None: there is none.
        stated: The fields that options stated, and the cities.
    """
    official = _official(grant)
    home = getattr(grant.mobility, payer(grant.mobility.direction))
    tables = {f"\n[{question.table}]\n" for question in grant.questions if question.table is not None}
    if official is None or home is None or not tables:
        return ()
    from erasmus_grants.rulebooks.new_policy import PolicyError, base_of, policy_toml

    try:
        base = base_of(home, call=official.call_year, action=official.action)
        begun = policy_toml(base, home, POLICY_ID.format(call=official.call_year))
    except PolicyError:
        return ()
    if not any(table in begun for table in tables):
        return ()
    action = "" if official.action == USUAL_ACTION else f" --action {official.action}"
    begin = f"erasmus-grants new-policy --home {home} --call {official.call_year}{action} > {POLICY_FILE}"
    return begin, quote_line(POLICY_FILE, file, stated)


def other_actions(grant: GrantBreakdown, file: str | None, stated: Mapping[str, object]) -> Iterator[str]:
    """Yield what is said of the other actions of a call that do not refuse a mobility: who comes from afar is of KA171.

    They differ in the countries at the other end: where that is not stated, it is asked for, and no action is named as
    the right one.

    Args:
        grant: The grant.
        file: The file of its mobility; None: there is none.
        stated: The fields that options stated, and the cities.
    """
    official = _official(grant)
    if official is None or grant.status is not GrantStatus.NOT_ELIGIBLE:
        return
    paying = payer(grant.mobility.direction)
    far = next(field for field in ("sending_country", "receiving_country") if field != paying)
    for action in sorted({*actions_of(official.call_year)} - {official.action}):
        country = getattr(grant.mobility, paying)
        name = rulebook_for_call(official.call_year, action=action, country=country).rulebook_id
        if GrantCalculator(name).calculate(grant.mobility).status is GrantStatus.NOT_ELIGIBLE:
            continue
        if getattr(grant.mobility, far) is None:
            depends = f"whether {action} of the same call does depends on the {far.replace('_', ' ')}"
            yield f"note: {official.action} refuses it, and {depends}: state {OPTIONS[far]}"
        else:
            yield f"note: {official.action} refuses it, but {action} of the same call does not; compute it by that:"
            yield f"  {quote_line(name, file, stated)}"


def _official(grant: GrantBreakdown) -> RulebookMatch | None:
    """Return the official rulebook of a grant; None: it is of another one."""
    return next((match for match in find_rulebooks() if match.rulebook_id == grant.rulebook_id), None)


def quote_line(rulebook: str, file: str | None, stated: Mapping[str, object]) -> str:
    """Return the command line that computes a mobility by a rulebook.

    Args:
        rulebook: The rulebook.
        file: The file of the mobility; None: there is none.
        stated: The fields that options state, and the cities.
    """
    words = ["erasmus-grants", "quote", *([] if file is None else [file]), "-r", rulebook]
    return shlex.join([*words, *(word for field, value in stated.items() for word in _option(field, value))])


def missing_line(source: str, rulebooks: Iterable[str], stated: Mapping[str, Iterable[object]]) -> str:
    """Return the command line that says what a list waits for.

    Args:
        source: The list.
        rulebooks: The rulebooks that were named.
        stated: What other options said of the list, by the option; what is None was not said.

    Examples:
        >>> missing_line("our list.csv", ["ours.toml"], {"--columns": ["Pays=receiving_country"], "--sheet": [None]})
        "erasmus-grants missing 'our list.csv' -r ours.toml --columns Pays=receiving_country"
    """
    said = [(option, str(value)) for option, values in stated.items() for value in values if value is not None]
    options = [*(("-r", rulebook) for rulebook in rulebooks), *said]
    return shlex.join(["erasmus-grants", "missing", source, *(word for option in options for word in option)])


def _option(field: str, value: object) -> Iterator[str]:
    """Yield the words that state a field."""
    option = OPTIONS.get(field) or CITY_OPTIONS.get(field)
    if option is not None:
        yield from (option, str(value))
    else:
        yield from ("--set", f"{field}={_text(value)}")


def _text(value: object) -> str:
    """Return a value as `--set` reads it: text as it stands, unless it would be read as something else."""
    if not isinstance(value, str):
        return json.dumps(value, default=str)
    try:
        json.loads(value)
    except ValueError:
        return value
    return json.dumps(value)
