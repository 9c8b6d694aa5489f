"""Scopes as sets of mobilities, against trying every mobility of a small invented world."""

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from erasmus_grants import ActivityType, Direction, ParticipantRole
from erasmus_grants.basics.scope import Scope, ScopeKey
from erasmus_grants.basics.vocabulary import Term
from erasmus_grants.rulebook.domain import ELSEWHERE, Domain, Part

GROUPS = {"nordic": ("DK", "SE"), "rich": ("DK", "CH"), "single": ("SE",)}
HOMES = (None, "DK", "FR")
"""Anywhere; in two of the groups; in none of them."""

STUDENTS = (ActivityType.SMS, ActivityType.SMT)
BOOLS = (True, False)
FIELDS = (
    *("activities", "directions", "roles", "terms", "blended_intensive_programme"),
    *("fewer_opportunities", "sending_groups", "receiving_groups"),
)


def countries(home: str | None) -> tuple[str, ...]:
    return (ELSEWHERE, "DK", "SE", "CH", *(("FR",) if home == "FR" else ()))


def is_possible(activity: ActivityType, term: Term, *, blended: bool) -> bool:
    """Return whether a mobility of this kind can be: a stay of staff is staff's; a blended one of a student is short."""
    if activity not in STUDENTS:
        return term is Term.STAFF
    return term is Term.SHORT_TERM_PHYSICAL or (term is Term.LONG_TERM_PHYSICAL and not blended)


ROLES = (ParticipantRole.STUDENT, ParticipantRole.STAFF, ParticipantRole.INVITED_STAFF)
"""Three roles are enough: they are told apart as those of the other words are.  No scope that is drawn lists all three,
since there are others, and it would be as good as none in this small world alone."""


@cache
def everything(home: str | None) -> tuple[tuple[tuple[object, ...], ScopeKey], ...]:
    """Return every possible mobility: its values, dimension by dimension, and what a scope is asked of it."""
    return tuple(_possible(home))


def _possible(home: str | None) -> Iterator[tuple[tuple[object, ...], ScopeKey]]:
    words = product(ActivityType, Direction, ROLES, Term, BOOLS, BOOLS, countries(home), countries(home))
    for activity, direction, role, term, blended, fewer, sending, receiving in words:
        own = sending if direction is Direction.OUTGOING else receiving
        if is_possible(activity, term, blended=blended) and home in {None, own}:
            groups = [tuple(name for name in GROUPS if one in GROUPS[name]) for one in (sending, receiving)]
            key = ScopeKey(activity, direction, role, term, blended, fewer, *groups)
            yield (activity, direction, role, term, blended, fewer, sending, receiving), key


@cache
def within(scope: Scope, home: str | None) -> frozenset[tuple[object, ...]]:
    return frozenset(values for values, key in everything(home) if scope.covers(key))


def some(values: object, most: int = 3) -> SearchStrategy[tuple[object, ...] | None]:
    listed = st.sampled_from(list(values))  # type: ignore[call-overload]
    return st.none() | st.lists(listed, min_size=1, max_size=most, unique=True).map(tuple)


def scopes() -> SearchStrategy[Scope]:
    return st.builds(
        Scope,
        activities=some(ActivityType),
        directions=some(Direction),
        roles=some(ROLES, most=2),
        terms=some(Term),
        blended_intensive_programme=st.none() | st.booleans(),
        fewer_opportunities=st.none() | st.booleans(),
        sending_groups=some(GROUPS),
        receiving_groups=some(GROUPS),
    )


def mobilities_in(part: Part) -> frozenset[tuple[object, ...]]:
    """Return the mobilities of a part, in the roles that are tried."""
    values = [[one for one in part[name] if name != "roles" or one in ROLES] for name in FIELDS]
    return frozenset(product(*values))


@pytest.mark.parametrize("home", HOMES)
def test_the_domain_is_every_possible_mobility_once(home: str | None) -> None:
    parts = Domain(GROUPS, home).uncovered(Scope(), ())
    said = [mobility for part in parts for mobility in mobilities_in(part)]
    assert len(said) == len(set(said))
    assert set(said) == {values for values, _ in everything(home)}


@given(home=st.sampled_from(HOMES), one=scopes(), other=scopes())
def test_scopes_overlap_where_some_mobility_is_in_both(home: str | None, one: Scope, other: Scope) -> None:
    domain = Domain(GROUPS, home)
    assert domain.overlap(one, other) is bool(within(one, home) & within(other, home))
    assert domain.overlap(other, one) is domain.overlap(one, other)
    assert domain.overlap(one, one) is bool(within(one, home))


@given(home=st.sampled_from(HOMES), scope=scopes(), others=st.lists(scopes(), max_size=4))
def test_what_is_uncovered_is_what_no_other_scope_covers(home: str | None, scope: Scope, others: list[Scope]) -> None:
    parts = Domain(GROUPS, home).uncovered(scope, others)
    said = [mobility for part in parts for mobility in mobilities_in(part)]
    assert len(said) == len(set(said))  # no part says what another one says
    assert set(said) == within(scope, home).difference(*(within(other, home) for other in others))
    assert all(all(part.values()) for part in parts)


@given(home=st.sampled_from(HOMES), one=scopes(), other=scopes())
def test_scopes_of_the_same_mobilities_are_the_same_however_they_are_said(
    home: str | None, one: Scope, other: Scope
) -> None:
    domain = Domain(GROUPS, home)
    same = within(one, home) == within(other, home)
    assert (domain.mobilities(one) == domain.mobilities(other)) is same
    everyone = Scope(activities=tuple(ActivityType), directions=tuple(Direction), terms=tuple(Term))
    assert domain.mobilities(everyone) == domain.mobilities(Scope())


def test_a_scope_that_lists_some_roles_is_another_than_one_that_lists_none() -> None:
    domain = Domain(GROUPS, None)
    assert domain.mobilities(Scope(roles=("student", "staff"))) != domain.mobilities(Scope())
    assert domain.mobilities(Scope(roles=tuple(ParticipantRole))) == domain.mobilities(Scope())


@given(home=st.sampled_from(HOMES), listed=st.lists(scopes(), max_size=3))
def test_the_senders_of_scopes_are_those_of_mobilities_in_all_of_them(home: str | None, listed: list[Scope]) -> None:
    common = frozenset(values for values, _ in everything(home)).intersection(*(within(one, home) for one in listed))
    assert Domain(GROUPS, home).sending_countries(*listed) == {values[6] for values in common}
