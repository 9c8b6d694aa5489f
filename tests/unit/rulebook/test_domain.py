from typing import Any

import pytest

from erasmus_grants.basics.scope import Scope
from erasmus_grants.rulebook.domain import Domain, Part

GROUPS = {"nordic": ("DK", "SE"), "all": ("DK", "SE", "PL"), "far": ("JP",)}
ANYWHERE = Domain(GROUPS, home=None)
IN_PL = Domain(GROUPS, home="PL")
IN_FR = Domain(GROUPS, home="FR")  # in no group


def scope(**fields: Any) -> Scope:
    return Scope.model_validate(fields)


@pytest.mark.parametrize(
    ("one", "other", "anywhere", "in_pl", "in_fr"),
    [
        ({}, {}, True, True, True),
        ({"terms": "staff"}, {"activities": "SMS"}, False, False, False),
        ({"terms": "staff"}, {"activities": "SMS STT"}, True, True, True),
        ({"terms": "long_term_physical"}, {"blended_intensive_programme": True}, False, False, False),
        ({"terms": "short_term_physical"}, {"blended_intensive_programme": True}, True, True, True),
        ({"terms": "staff"}, {"blended_intensive_programme": True}, True, True, True),
        ({"activities": "STA", "terms": "short_term_physical"}, {}, False, False, False),  # nobody is both
        ({"receiving_groups": "nordic"}, {"receiving_groups": "all"}, True, True, True),
        ({"receiving_groups": "nordic"}, {"receiving_groups": "far"}, False, False, False),
        ({"receiving_groups": "nordic"}, {"sending_groups": "far"}, True, False, False),  # one side is at home
        ({"sending_groups": "nordic"}, {"directions": "outgoing"}, True, False, False),
        ({"sending_groups": "nordic"}, {"directions": "incoming"}, True, True, True),
        ({"receiving_groups": "all"}, {"directions": "incoming"}, True, True, False),
        ({"sending_groups": "unknown"}, {}, False, False, False),  # no country is in it
    ],
)
def test_scopes_overlap_where_a_mobility_can_be_in_both(
    one: dict[str, Any], other: dict[str, Any], anywhere: bool, in_pl: bool, in_fr: bool
) -> None:
    for domain, expected in ((ANYWHERE, anywhere), (IN_PL, in_pl), (IN_FR, in_fr)):
        assert domain.overlap(scope(**one), scope(**other)) is expected
        assert domain.overlap(scope(**other), scope(**one)) is expected


@pytest.mark.parametrize(
    ("given", "others", "left"),
    [
        ({}, [{}], []),
        ({"terms": "staff"}, [{"activities": "STA"}], ["activities STT, terms staff"]),
        ({"activities": "STA"}, [{"terms": "staff"}], []),
        ({"terms": "staff", "receiving_groups": "all"}, [{"receiving_groups": "nordic"}], ["activities STA STT, terms staff, to PL"]),
        ({"terms": "staff", "receiving_groups": "nordic"}, [], ["activities STA STT, terms staff, to nordic"]),
        ({"terms": "staff", "sending_groups": "far"}, [], ["activities STA STT, terms staff, from far"]),
        ({"terms": "staff"}, [{"receiving_groups": "far all"}], ["activities STA STT, terms staff, to elsewhere"]),
        ({"terms": "staff"}, [{"sending_groups": "all"}, {"sending_groups": "far"}], ["activities STA STT, terms staff, from elsewhere"]),
        ({"terms": "staff", "fewer_opportunities": True}, [], ["activities STA STT, terms staff, fewer_opportunities yes"]),
        (
            {"activities": "SMT"},
            [{"terms": "long_term_physical"}, {"blended_intensive_programme": True}],
            ["activities SMT, terms short_term_physical, blended_intensive_programme no"],
        ),
        ({"activities": "SMT"}, [{"terms": "short_term_physical"}], ["activities SMT, terms long_term_physical, blended_intensive_programme no"]),
    ],
)  # fmt: skip
def test_what_is_left_is_told_in_words(given: dict[str, Any], others: list[dict[str, Any]], left: list[str]) -> None:
    parts = ANYWHERE.uncovered(scope(**given), [scope(**other) for other in others])
    assert [ANYWHERE.in_words(part) for part in parts] == left


def test_what_is_not_restricted_is_all_mobilities() -> None:
    (staff, short, _) = ANYWHERE.uncovered(Scope(), ())
    everyone: Part = {name: staff[name] | short[name] for name in staff} | {"terms": frozenset(())}
    assert ANYWHERE.in_words(everyone | {"terms": staff["terms"] | short["terms"] | {"long_term_physical"}}) == (
        "all mobilities"
    )


def test_at_home_a_mobility_begins_or_ends_there() -> None:
    parts = IN_PL.uncovered(scope(terms="staff"), [scope(directions="incoming", sending_groups="far")])
    assert [IN_PL.in_words(part) for part in parts] == [
        "activities STA STT, directions outgoing, terms staff, from PL",
        "activities STA STT, directions incoming, terms staff, from DK PL SE elsewhere, to PL",
    ]


@pytest.mark.parametrize(
    ("domain", "scopes", "countries"),
    [
        (ANYWHERE, [], {"", "DK", "SE", "PL", "JP"}),
        (ANYWHERE, [{"sending_groups": "nordic"}], {"DK", "SE"}),
        (ANYWHERE, [{"sending_groups": "nordic"}, {"sending_groups": "all"}], {"DK", "SE"}),
        (ANYWHERE, [{"sending_groups": "nordic"}, {"sending_groups": "far"}], set()),
        (ANYWHERE, [{"sending_groups": "nordic", "terms": "staff"}, {"activities": "SMS"}], set()),
        (IN_PL, [{"directions": "outgoing"}], {"PL"}),
        (IN_PL, [{"directions": "incoming", "sending_groups": "far"}], {"JP"}),
        (IN_FR, [], {"", "DK", "SE", "PL", "JP", "FR"}),
    ],
)
def test_the_countries_from_which_a_mobility_of_all_scopes_is_sent(
    domain: Domain, scopes: list[dict[str, Any]], countries: set[str]
) -> None:
    assert domain.sending_countries(*(scope(**one) for one in scopes)) == countries


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"terms": "staff"}, {"activities": "STA STT"}, True),
        ({"terms": "staff"}, {"activities": "STA STT SMS", "terms": "staff"}, True),
        ({"receiving_groups": "nordic all"}, {"receiving_groups": "all"}, True),
        ({"receiving_groups": "nordic"}, {"receiving_groups": "all"}, False),
        ({"terms": "staff"}, {}, False),
        ({"activities": "SMS", "terms": "staff"}, {"activities": "SMT", "terms": "staff"}, True),  # nobody, twice
    ],
)
def test_scopes_are_the_same_where_their_mobilities_are(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    assert (ANYWHERE.mobilities(scope(**one)) == ANYWHERE.mobilities(scope(**other))) is same


def test_a_group_that_is_called_like_the_home_is_not_the_home() -> None:
    domain = Domain({"PL": ("DK", "SE")}, home="PL")
    assert domain.sending_countries(scope(directions="outgoing")) == {"PL"}
    assert domain.sending_countries(scope(directions="incoming", sending_groups="PL")) == {"DK", "SE"}


def test_a_scope_of_nobody_overlaps_none() -> None:
    nobody = scope(activities="SMS", terms="staff")
    assert list(ANYWHERE.overlapping([nobody, Scope(), nobody, Scope()])) == [(1, 3)]
    assert ANYWHERE.is_covered(nobody, [])
    assert not ANYWHERE.is_covered(Scope(), [nobody])


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ({"receiving_groups": "nordic"}, {"receiving_groups": "all"}, "DK, SE are in nordic and all"),
        ({"receiving_groups": "nordic"}, {"receiving_groups": "nordic far"}, ""),  # the group itself is in both
        ({"receiving_groups": "nordic"}, {"receiving_groups": "far"}, ""),
        ({"receiving_groups": "nordic"}, {"sending_groups": "all"}, ""),
        ({"receiving_groups": "nordic"}, {}, ""),
        ({"receiving_groups": "nordic far"}, {"receiving_groups": "all"}, "DK, SE are in nordic and all"),
        (
            {"sending_groups": "all", "receiving_groups": "nordic"},
            {"sending_groups": "baltic", "receiving_groups": "all"},
            "PL is in all and baltic; DK, SE are in nordic and all",
        ),
        ({"receiving_groups": "west"}, {"receiving_groups": "union"}, "AT, BE, CZ and 2 more are in west and union"),
    ],
)
def test_countries_that_let_scopes_of_other_groups_overlap_are_named(
    one: dict[str, Any], other: dict[str, Any], shared: str
) -> None:
    lists = {"baltic": ("PL",), "west": ("NL", "FR", "CZ", "BE", "AT"), "union": ("AT", "BE", "CZ", "FR", "NL", "MT")}
    domain = Domain(GROUPS | lists, home=None)
    assert domain.shared_countries(scope(**one), scope(**other)) == shared


def test_only_countries_that_a_mobility_can_have_are_named_as_shared() -> None:
    """Whoever goes out from Poland is sent from there, so Estonia is no matter."""
    domain = Domain({"all": ("PL", "EE"), "baltic": ("EE", "PL")}, home="PL")
    one, other = scope(directions="outgoing", sending_groups="all"), scope(sending_groups="baltic")
    assert domain.shared_countries(one, other) == "PL is in all and baltic"
