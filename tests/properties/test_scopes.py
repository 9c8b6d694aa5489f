"""Scopes, against every kind of mobility there is."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants.basics.scope import Entry, Scope, ScopeKey, applicable, countries_needed
from erasmus_grants.basics.vocabulary import ActivityType, Direction, ParticipantRole, Term
from erasmus_grants.testing import toy_source

GROUPS = ("far", "near", "small")
MEMBERS = {"far": ("JP",), "near": ("DK", "IT"), "small": ("DK", "MT")}
"""Denmark is in two groups, each other country in one, and Chile in none."""

SIDES = (("far",), ("near",), ("small",), ("near", "small"), ())
"""The groups of a country, of every kind there is."""

KEYS = [
    ScopeKey(*kind)
    for kind in product(ActivityType, Direction, ParticipantRole, Term, (False, True), (False, True), SIDES, SIDES)
]


def some(words: object) -> st.SearchStrategy[tuple[str, ...] | None]:
    return st.none() | st.sets(st.sampled_from(list(words)), min_size=1).map(tuple)  # type: ignore[call-overload]


SCOPES = st.builds(
    Scope,
    activities=some(ActivityType),
    directions=some(Direction),
    roles=some(ParticipantRole),
    terms=some(Term),
    blended_intensive_programme=st.none() | st.booleans(),
    fewer_opportunities=st.none() | st.booleans(),
    sending_groups=some(GROUPS),
    receiving_groups=some(GROUPS),
)


@given(SCOPES, SCOPES)
def test_two_scopes_overlap_exactly_if_some_kind_of_mobility_is_in_both(one: Scope, other: Scope) -> None:
    in_both = any(one.covers(key) and other.covers(key) for key in KEYS)
    assert one.overlaps(other, MEMBERS) is other.overlaps(one, MEMBERS) is in_both


@given(SCOPES)
def test_every_scope_covers_something(scope: Scope) -> None:
    assert any(scope.covers(key) for key in KEYS)
    assert scope.overlaps(scope, MEMBERS)
    assert scope.overlaps(scope)


@given(SCOPES, st.sampled_from(KEYS))
def test_countries_only_restrict_further(scope: Scope, key: ScopeKey) -> None:
    if scope.covers(key):
        assert scope.covers_but_for_countries(key)


@given(SCOPES)
def test_a_scope_comes_back_the_same_from_json(scope: Scope) -> None:
    assert Scope.model_validate_json(scope.model_dump_json()) == scope
    assert Scope.model_validate_json(scope.model_dump_json(exclude_defaults=True)) == scope


UNSTATED = st.none() | st.sampled_from(SIDES)


def entries(scopes: list[Scope]) -> tuple[Entry, ...]:
    return tuple(Entry(scope=scope, source=toy_source()) for scope in scopes)


@given(st.lists(SCOPES, max_size=4), st.sampled_from(KEYS), UNSTATED, UNSTATED)
def test_a_country_is_asked_for_exactly_where_stating_it_may_decide(
    scopes: list[Scope],
    key: ScopeKey,
    sending: tuple[str, ...] | None,
    receiving: tuple[str, ...] | None,
) -> None:
    table = entries(scopes)
    senders = SIDES if sending is None else (sending,)
    receivers = SIDES if receiving is None else (receiving,)
    applies = {
        (one, other): applicable(table, key._replace(sending_groups=one, receiving_groups=other))
        for one in senders
        for other in receivers
    }
    by_sender = any(applies[one, other] != applies[senders[0], other] for one in senders for other in receivers)
    by_receiver = any(applies[one, other] != applies[one, receivers[0]] for one in senders for other in receivers)
    needed = countries_needed(table, key._replace(sending_groups=sending, receiving_groups=receiving))
    assert needed == ("sending_country",) * by_sender + ("receiving_country",) * by_receiver
