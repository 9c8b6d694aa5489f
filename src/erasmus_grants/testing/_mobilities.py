"""Strategies for mobilities that a rulebook funds, and for such as it refuses.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> from hypothesis import find
    >>> find(mobilities(toy_rulebook()), lambda mobility: mobility.activity == "STT").net_days
    2
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    Direction,
    FindingCode,
    GrantStatus,
    ParticipantRole,
    Severity,
    TravelMode,
)
from erasmus_grants.records.findings import SEVERITIES, answer_of
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks.loading import AnyRulebook, as_rulebook
from erasmus_grants.testing._arguments import word_of, words_of
from erasmus_grants.testing._exploring import Template, Violation, changed, explored, hours_of
from erasmus_grants.testing._numbers import days, distances

_T = TypeVar("_T")
_NOT_ALL = "not every mobility was tried"


class IneligibleMobility(NamedTuple):
    """A mobility that a rulebook refuses, and the finding that it gives."""

    mobility: Mobility
    code: FindingCode


def mobilities(
    rulebook: AnyRulebook,
    *,
    activities: Iterable[ActivityType | str] = (),
    directions: Iterable[Direction | str] = (),
    roles: Iterable[ParticipantRole | str] = (),
) -> SearchStrategy[Mobility]:
    """Return mobilities that a rulebook grants an amount, biased to its edges.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        activities: The activities that are drawn; none: any.  One text may hold several, as in a rulebook.
        directions: The directions that are drawn; none: any.
        roles: The participants that are drawn; none: any.

    Raises:
        ValueError: A word is none of its list.
        InvalidArgument: No such mobility was found.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> from hypothesis import find
        >>> find(mobilities(toy_rulebook(), activities=["SMS"]), lambda mobility: mobility.net_days > 30).activity.value
        'SMS'
    """
    book = as_rulebook(rulebook)
    asked_for = {
        "activity": words_of(activities, ActivityType, "activities"),
        "direction": words_of(directions, Direction, "directions"),
        "role": words_of(roles, ParticipantRole, "roles"),
    }
    wanted = [
        template
        for template in explored(book).templates
        if all(not words or template.fields[name] in words for name, words in asked_for.items())
    ]
    if not wanted:
        raise InvalidArgument(f"no such mobility was found that rulebook {book.id} funds")
    check = explored(book).calculator.check
    drawn = st.sampled_from(wanted).flatmap(lambda template: _around(template, book))
    granted = drawn.filter(lambda mobility: answer_of(check(mobility)).status is GrantStatus.GRANTED)
    return printed("mobilities", book.id, granted)


def ineligible_mobilities(
    rulebook: AnyRulebook, *, code: FindingCode | str | None = None
) -> SearchStrategy[IneligibleMobility]:
    """Return mobilities that a rulebook refuses, each labelled with a finding that it gives.

    The calculator itself is asked which they are.  So they are cases of a finding, to be compared with a page or with
    another implementation; that they are refused, as a test, cannot fail.  If none is found any more, the strategy
    raises; the search does not try every mobility.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        code: The finding; None: any refusing one that the rulebook can give.

    Raises:
        ValueError: There is no such finding.
        InvalidArgument: No mobility was found that is refused with this finding.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> from hypothesis import find
        >>> find(ineligible_mobilities(toy_rulebook(), code="DURATION_TOO_SHORT"), lambda drawn: True).code.value
        'DURATION_TOO_SHORT'
    """
    book, asked_for = as_rulebook(rulebook), None if code is None else word_of(code, FindingCode, "code")
    if asked_for is not None and SEVERITIES[asked_for] is not Severity.REFUSING:
        raise InvalidArgument(f"{asked_for} is no reason to refuse a mobility")
    refusing = [violation for violation in explored(book).violations if SEVERITIES[violation.code] is Severity.REFUSING]
    wanted = [violation for violation in refusing if asked_for in {None, violation.code}]
    if not wanted:
        reason = "" if asked_for is None else f" with {asked_for}"
        raise InvalidArgument(f"no mobility was found that rulebook {book.id} refuses{reason}; {_NOT_ALL}")
    refused = st.sampled_from(wanted).flatmap(lambda violation: _spoilt(violation, book))
    return printed("ineligible_mobilities", book.id, refused)


def undetermined_mobilities(rulebook: AnyRulebook) -> SearchStrategy[Mobility]:
    """Return mobilities of which a rulebook does not know everything, and which it does not refuse.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.

    Raises:
        InvalidArgument: No such mobility was found.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_rulebook
        >>> from hypothesis import find
        >>> mobility = find(undetermined_mobilities(toy_rulebook()), lambda mobility: mobility.distance_km is None)
        >>> toy_calculator().calculate(mobility).total_eur is None
        True
    """
    book = as_rulebook(rulebook)
    wanted = [violation for violation in explored(book).violations if SEVERITIES[violation.code] is Severity.UNKNOWN]
    if not wanted:
        raise InvalidArgument(f"no mobility was found of which rulebook {book.id} does not know everything; {_NOT_ALL}")
    check = explored(book).calculator.check
    drawn = st.sampled_from(wanted).flatmap(lambda violation: _spoilt(violation, book))
    unknown = drawn.map(lambda case: case.mobility).filter(
        lambda mobility: answer_of(check(mobility)).status is GrantStatus.UNDETERMINED
    )
    return printed("undetermined_mobilities", book.id, unknown)


def printed(name: str, argument: str, drawn: SearchStrategy[_T]) -> SearchStrategy[_T]:
    """Return a strategy that Hypothesis prints by its name and argument, and not by all that it may draw.

    Args:
        name: The name.
        argument: What it draws from, in a few words.
        drawn: The strategy.
    """

    def one(draw: DrawFn, _argument: str) -> _T:
        return draw(drawn)

    one.__name__ = name
    return st.composite(one)(argument)


def _spoilt(violation: "Violation", rulebook: Rulebook) -> SearchStrategy[IneligibleMobility]:
    """Return mobilities around one that was asked about, with the changes that give a finding."""
    check, code = explored(rulebook).calculator.check, violation.code
    drawn = _around(violation.template, rulebook).map(lambda mobility: changed(mobility, violation.changes))
    found = drawn.filter(lambda mobility: code in {finding.code for finding in check(mobility)})
    return found.map(lambda mobility: IneligibleMobility(mobility, code))


@st.composite
def _around(draw: DrawFn, template: Template, rulebook: Rulebook) -> Mobility:
    """Return a mobility like a template: other days, distance and options; it may be one too many days long."""
    first, last = draw(st.sampled_from(template.periods))
    lengths = template.lengths
    length = draw(st.one_of(st.integers(lengths[0], lengths[-1]), st.sampled_from(lengths)))
    away = draw(st.sampled_from([0, 0, 0, 1, 3]))
    latest = max(first, last - timedelta(days=length + away - 1))
    start = draw(days(first, latest))
    sending = draw(st.sampled_from(template.senders))
    changes: dict[str, object] = {
        "sending_country": sending,
        "receiving_country": draw(st.sampled_from(template.receivers)),
        "residence_country": draw(st.sampled_from([None, sending])),
        "start_date": start,
        "end_date": start + timedelta(days=length + away - 1),
        "interruption_days": away,
        "distance_km": draw(distances(rulebook)),
        "travel_mode": draw(st.sampled_from(TravelMode)),
        "travel_days": draw(st.sampled_from([None, 0, 1, 2, 3, 6, 7])),
        "reference": draw(st.sampled_from([None, "ref-1"])),
    }
    if template.fields["activity"] is ActivityType.STA:
        changes["combined"] = draw(st.booleans())
        changes["teaching_hours"] = EXACT.add(hours_of(rulebook, length), draw(st.sampled_from([0, 0, 1])))
    return Mobility.model_validate({**template.fields, **changes})
