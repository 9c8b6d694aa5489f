from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from pydantic import ValidationError

from erasmus_grants import GrantCalculator, Rulebook
from erasmus_grants.rulebook.overlays import merged
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source

TOY = toy_rulebook()
SOURCE = toy_source()
POLICY = SOURCE.at("POLICY", "page 3")
STAFF = {"activities": "STA STT"}
STUDENTS = {"activities": "SMS SMT"}
WHY = "the board decided it."
NOTHING = {"not_published": "ask the office.", "source": SOURCE}


def group(name: str, countries: str) -> dict[str, object]:
    return {"id": name, "countries": countries.split(), "source": SOURCE}


def days(number: int, **more: object) -> dict[str, object]:
    return {"funded_travel_days": number, "source": POLICY, **more}


def monthly(eur: object, **more: object) -> dict[str, object]:
    return {"rate_eur_per_month": eur, "source": POLICY, **more}


def bands(*rows: tuple[int, int | None, object], **more: object) -> dict[str, object]:
    listed = [{"from_km": start, "below_km": below, "standard_eur": eur} for start, below, eur in rows]
    return {"bands": listed, "source": POLICY, **more}


def based(base: Rulebook = TOY, *, why: str | None = None, **tables: Any) -> Rulebook:
    given = tables if why is None else tables | {"departs_from_programme": why}
    return base.adapt(id="ours", title="Ours", source=POLICY, **given)


def refused(base: Rulebook = TOY, **tables: Any) -> list[tuple[object, str]]:
    with pytest.raises(ValidationError) as caught:
        based(base, **tables)
    return [(item["loc"], item["msg"]) for item in caught.value.errors()]


def toy_with(**tables: Any) -> Rulebook:
    return TOY.model_copy(update=tables)


# --- entries take the place of others, or are added --------------------------------------------------------------------


@pytest.mark.parametrize(
    "scope",
    [
        STAFF,
        {"activities": ["STT", "STA"]},
        {"terms": "staff"},  # the same mobilities in another word
        {"terms": "staff", "directions": "outgoing incoming"},
        {"activities": "STA STT SMS", "terms": "staff"},  # no student has this term
    ],
)
def test_an_entry_takes_the_place_of_the_one_for_the_same_mobilities_however_they_are_said(
    scope: dict[str, object],
) -> None:
    ours = based(travel_days=[days(1, scope=scope)])
    assert [entry.funded_travel_days for entry in ours.travel_days] == [1, 0]


def test_it_stands_where_the_other_stood() -> None:
    ours = based(why=WHY, travel_days=[days(3, scope=STUDENTS), days(1, scope=STAFF)])
    assert [entry.funded_travel_days for entry in ours.travel_days] == [1, 3]


def test_entries_of_another_kind_stay() -> None:
    top_up = {"kind": "top_up_traineeship", "scope": {"terms": "long_term_physical"}, "source": POLICY}
    ours = based(why=WHY, top_ups=[top_up | {"rate_eur_per_month": 40}])
    assert [(entry.kind.value, entry.source.id) for entry in ours.top_ups] == [
        ("top_up_fewer_opportunities", "TOY"),
        ("top_up_fewer_opportunities", "TOY"),
        ("top_up_traineeship", "POLICY"),
    ]


def test_the_scopes_of_an_overlay_know_its_own_country_groups() -> None:
    base = toy_with(country_groups=[group("near", "IT CH")], monthly_rates=[NOTHING])
    scopes = ({"receiving_groups": "near"}, {"receiving_groups": "far"})
    ours = based(
        base,
        country_groups=[group("far", "JP SN")],
        monthly_rates=[monthly(300 + number, scope=scope) for number, scope in enumerate(scopes)],
    )
    assert [group.id for group in ours.country_groups] == ["near", "far"]
    assert len(ours.monthly_rates) == 3


def test_an_entry_that_answers_what_is_not_published_is_added_and_the_rest_is_still_not_published() -> None:
    base = toy_with(monthly_rates=[NOTHING])
    ours = based(base, monthly_rates=[monthly(310, scope={"directions": "outgoing"})])
    assert len(ours.monthly_rates) == 2
    calculator = GrantCalculator(ours)
    long = {"activity": "SMS", "start_date": "2030-09-01", "end_date": "2030-12-31"}
    assert calculator.calculate(toy_mobility(**long)).lines[-1].rate_eur == 310
    (finding,) = calculator.check(toy_mobility(**long, direction="incoming"))
    assert finding.message == "No rate is published for this mobility: ask the office."


@pytest.mark.parametrize("order", [1, -1])
def test_an_entry_takes_the_place_of_a_figure_and_of_the_sentence_that_it_answers(order: int) -> None:
    """A base may say of the very same mobilities that nothing is published, and have a figure."""
    base = toy_with(monthly_rates=[NOTHING, TOY.monthly_rates[0]][::order])
    ours = based(base, why=WHY, monthly_rates=[monthly(310)])
    assert [(entry.source.id, getattr(entry, "rate_eur_per_month", None)) for entry in ours.monthly_rates] == [
        ("POLICY", 310)
    ]
    gone = based(base, why=WHY, monthly_rates=[NOTHING | {"source": POLICY}])
    assert [entry.source.id for entry in gone.monthly_rates] == ["POLICY"]


def test_an_entry_that_meets_one_of_the_base_is_refused_and_says_which() -> None:
    assert refused(travel_days=[days(5, scope=STAFF), days(1, scope={"directions": "incoming"})]) == [
        (
            ("travel_days", 1),
            (
                'it applies to mobilities of an entry of toy: {"directions": ["incoming"]} and {"activities": ["SMS", "SMT"]} '
                "(TOY); give it that scope to take its place, or narrow it"
            ),
        )
    ]


@pytest.mark.parametrize("as_models", [False, True])
def test_two_entries_of_an_overlay_that_meet_are_not_taken_for_entries_of_the_base(as_models: bool) -> None:
    both: Sequence[object] = [days(1, scope=STAFF), days(2, scope={"activities": "STA"})]
    if as_models:
        both = [TravelDays.model_validate(entry) for entry in both]
    assert refused(travel_days=both) == [
        (
            ("travel_days", 1),
            (
                'two entries apply to the same mobility: {"activities": ["STA", "STT"]} (POLICY) and '
                '{"activities": ["STA"]} (POLICY); narrow the scope of one'
            ),
        )
    ]


def test_any_number_of_flows_may_be_added() -> None:
    base = toy_with(country_groups=[group("near", "IT CH")], flows=[{"source": SOURCE}])
    ours = based(base, flows=[{"scope": {"receiving_groups": "near"}, "source": POLICY}])
    assert [flow.source.id for flow in ours.flows] == ["TOY", "POLICY"]


# --- entries that are taken away ---------------------------------------------------------------------------------------


def test_an_entry_is_removed_by_its_scope_and_kind() -> None:
    gone = {"kind": "top_up_fewer_opportunities", "scope": {"terms": "long_term_physical"}, "removed": True}
    ours = based(why=WHY, top_ups=[gone])
    assert [entry.kind.value for entry in ours.top_ups] == ["top_up_fewer_opportunities", "top_up_traineeship"]
    hours = {"scope": {"activities": "STA"}, "removed": True}
    assert based(why=WHY, teaching_hours=[hours]).teaching_hours == ()


@pytest.mark.parametrize(
    ("table", "entry", "scope", "names"),
    [
        ("travel_days", {"scope": {"activities": "STA"}}, '{"activities": ["STA"]}', ": name it by exactly its scope"),
        ("travel_days", {}, "all mobilities", ": name it by exactly its scope"),
        (
            "top_ups",
            {"scope": {"terms": "long_term_physical"}},
            '{"terms": ["long_term_physical"]}',
            ": name it by exactly its scope and its kind",
        ),
        ("deadlines", {}, "all mobilities", ""),
        ("partners", {}, "all mobilities", ": name it by exactly its code"),
        ("notes", {}, "all mobilities", ": name it by exactly its text"),
    ],
)
def test_what_is_not_there_cannot_be_removed(table: str, entry: dict[str, object], scope: str, names: str) -> None:
    sentence = f"toy has no entry for {scope} that could be removed{names}"
    base = toy_with(notes=[{"text": "it is printed.", "source": SOURCE}])
    assert refused(base, **{table: [entry | {"removed": True}]}) == [((table, 0), sentence)]


def test_an_entry_is_removed_once() -> None:
    gone = {"scope": {"activities": "STA"}, "removed": True}
    assert [place for place, _ in refused(teaching_hours=[gone, gone])] == [("teaching_hours", 1)]


@pytest.mark.parametrize("removed", [False, "true", 1, None])
def test_only_true_removes(removed: object) -> None:
    found = refused(travel_days=[days(1, scope=STAFF, removed=removed)])
    assert found == [(("travel_days", 0, "removed"), "this is true; leave it out of an entry that is not removed")]


def test_an_entry_without_figures_that_is_not_removed_is_told_for_that_alone() -> None:
    sentence = "this is true; leave it out of an entry that is not removed"
    assert refused(travel_support=[{"removed": False}], travel_days=[days(1, scope=STAFF)]) == [
        (("travel_support", 0, "removed"), sentence)
    ]


def test_an_entry_that_is_removed_has_no_figures() -> None:
    sentence = "an entry that is removed has a scope and a kind, and no funded_travel_days, figure"
    gone = days(1, scope=STAFF, removed=True, figure=3)
    assert refused(travel_days=[gone]) == [(("travel_days", 0), sentence)]


@pytest.mark.parametrize(
    ("scope", "place"),
    [(5, ()), ([], ()), ("", ()), (0, ()), (False, ()), ({"activities": "STX"}, ("activities", 0)), ({"zzz": 1}, ("zzz",))],
)  # fmt: skip
@pytest.mark.parametrize("removed", [{}, {"removed": True}])
def test_a_scope_that_is_none_is_told_in_its_place_and_removes_nothing(
    scope: object, place: tuple[object, ...], removed: dict[str, object]
) -> None:
    """Neither an empty list nor an empty text is the scope of all mobilities."""
    found = refused(monthly_rates=[{"scope": scope, "source": POLICY} | removed], travel_days=[days(1, scope=scope)])
    places = [told for told, _ in found]
    assert ("travel_days", 0, "scope", *place) in places
    assert any(told[:2] == ("monthly_rates", 0) and told[-len(place) - 1 :] == ("scope", *place) for told in places)  # type: ignore[index]


# --- tables in place of whole ones -------------------------------------------------------------------------------------


def test_a_table_in_place_of_another_answers_for_all_that_the_other_did() -> None:
    ours = based(replace=["travel_days"], travel_days=[days(0)])
    assert [entry.funded_travel_days for entry in ours.travel_days] == [0]
    split = [days(0, scope=STUDENTS), days(2, scope={"activities": "STA"}), days(1, scope={"activities": "STT"})]
    assert len(based(replace=["travel_days"], travel_days=split).travel_days) == 3


@pytest.mark.parametrize(
    ("entries", "lost"),
    [
        ([], ['{"activities": ["STA", "STT"]}', '{"activities": ["SMS", "SMT"]}']),
        ([days(1, scope=STAFF)], ['{"activities": ["SMS", "SMT"]}']),
        ([days(1, scope=STUDENTS), days(1, scope={"activities": "STA"})], ["activities STT, terms staff"]),
    ],
)
def test_what_a_table_in_place_of_another_forgets_is_told(entries: list[object], lost: list[str]) -> None:
    found = refused(toy_with(home=None), replace=["travel_days"], travel_days=entries)
    assert [(place, sentence.partition("has nothing for ")[2].partition(", for which toy")[0]) for place, sentence in found] == [
        (("travel_days",), one) for one in lost
    ]  # fmt: skip


def test_what_is_forgotten_on_purpose_is_removed() -> None:
    entries = [days(1, scope=STAFF), {"scope": STUDENTS, "removed": True}]
    assert len(based(replace=["travel_days"], travel_days=entries).travel_days) == 1


def test_a_replaced_table_without_scopes_forgets_nothing() -> None:
    assert based(replace=["notes", "partners", "agreements"], notes=[], partners=[], agreements=[]).notes == ()


@pytest.mark.parametrize("name", ["daily_rates", "nothing", "title"])
def test_a_table_to_replace_is_given(name: str) -> None:
    assert refused(replace=[name]) == [(("replace",), f"there is no table {name} in the file to replace it")]


def test_a_table_that_is_no_list_takes_the_place_of_the_other_anyway() -> None:
    rule = TOY.settlement.model_copy(update={"tolerance_days": 3})
    for replace in ([], ["settlement"]):
        assert based(settlement=rule, replace=replace).settlement == rule
    assert [place for place, _ in refused(travel_days="x")] == [("travel_days",)]
    assert [place for place, _ in refused(travel_days=days(1))] == [("travel_days",)]


def test_a_table_of_a_name_that_no_rulebook_has_is_taken_as_it_is() -> None:
    assert merged(TOY, {"nothing": 1}, replace=())[:3] == ({"nothing": 1}, {}, [])


def test_places_count_the_entries_of_the_overlay() -> None:
    found = refused(travel_days=[days(1, scope=STUDENTS), days(-1, scope=STAFF), days(-1, scope=STUDENTS)])
    assert [place for place, _ in found] == [
        ("travel_days", 1, "funded_travel_days"),
        ("travel_days", 2, "funded_travel_days"),
    ]
    both = merged(TOY, {"travel_days": [days(1, scope=STUDENTS)]}, replace=())
    assert both.origins == {"travel_days": [None, 0]}
    assert both.place_in_overlay(("travel_days", 0)) == ("travel_days",)  # of the base, so the table alone
    for place in (("travel_days", 7), ("travel_days",), ("notes", 0, "text"), ()):
        assert both.place_in_overlay(place) == place
    assert both.place_in_overlay(("travel_days", 1, "source")) == ("travel_days", 0, "source")


# --- what a base fixes -------------------------------------------------------------------------------------------------


def departures(base: Rulebook = TOY, **tables: Any) -> list[tuple[object, str]]:
    """Return what is changed although the base fixes it; the same is taken with a reason."""
    found = refused(base, **tables)
    assert based(base, why=WHY, **tables).departs_from_programme == WHY
    end = 'if that is meant, say why: departs_from_programme = "..."'
    assert all(sentence.endswith(f"; {end}") for _, sentence in found)
    return [(place, sentence.removesuffix(f"; {end}")) for place, sentence in found]


ONE_BAND = bands((10, None, 20))
TOY_BANDS: Mapping[str, object] = {
    "bands": [
        {"from_km": 10, "below_km": 100, "standard_eur": 20, "green_eur": 30},
        {"from_km": 100, "below_km": 1000, "standard_eur": 200, "green_eur": 250},
        {"from_km": 1000, "standard_eur": 500},
    ],
    "source": POLICY,
}


def with_band(number: int, **changes: object) -> dict[str, object]:
    rows = [dict(row) for row in TOY_BANDS["bands"]]  # type: ignore[attr-defined]
    rows[number] |= changes
    return {"bands": rows, "source": POLICY}


@pytest.mark.parametrize(
    ("tables", "found"),
    [
        (
            {"monthly_rates": [monthly(310)]},
            [(("monthly_rates", 0), "the rate of a month is 300.00 in toy (TOY), which fixes it, and 310.00 here")],
        ),
        (
            {"monthly_rates": [NOTHING | {"source": POLICY}]},
            [(("monthly_rates",), "what toy fixes for all mobilities (TOY) is not paid any more")],
        ),
        (
            {"monthly_rates": [{"removed": True}]},
            [(("monthly_rates",), "what toy fixes for all mobilities (TOY) is not paid any more")],
        ),
        (
            {"travel_support": [{"not_paid": WHY, "source": POLICY}]},
            [
                (
                    ("travel_support", 0),
                    ("standard travel from 10 to less than 100 km is 20.00 in toy (TOY), which fixes it, and nothing here "
                    "(and 4 more figures)"),
                )
            ],
        ),
        (
            {"travel_support": [with_band(1, green_eur=251)]},
            [
                (
                    ("travel_support", 0),
                    "green travel from 100 to less than 1000 km is 250.00 in toy (TOY), which fixes it, and 251.00 here",
                )
            ],
        ),
        (
            {"travel_support": [{"bands": [*with_band(2, below_km=2000)["bands"], {"from_km": 2000, "standard_eur": 9}], "source": POLICY}]},  # type: ignore[misc]
            [
                (
                    ("travel_support", 0),
                    "standard travel from 1000 km is 500.00 in toy (TOY), which fixes it, and nothing here",
                )
            ],
        ),
        (
            {"travel_support": [with_band(2, green_eur=600)]},  # the base pays 500 EUR for green travel, too
            [
                (
                    ("travel_support", 0),
                    "green travel from 1000 km is nothing in toy (TOY), which fixes it, and 600.00 here",
                )
            ],
        ),
        (
            {"top_ups": [{"kind": "top_up_traineeship", "scope": {"terms": "long_term_physical"}, "removed": True}]},
            [(("top_ups",), 'what toy fixes for {"terms": ["long_term_physical"]} (TOY) is not paid any more')],
        ),
    ],
)  # fmt: skip
def test_an_amount_that_a_base_fixes_is_changed_only_with_a_reason(
    tables: dict[str, Any], found: list[tuple[object, str]]
) -> None:
    assert departures(**tables) == found


@pytest.mark.parametrize(
    "tables",
    [
        {"monthly_rates": [monthly("300.00", funded_days_cap=90)]},
        {"travel_support": [TOY_BANDS]},
        {"travel_days": [days(1, scope=STAFF)]},
        {"top_ups": [{"kind": "top_up_green_travel", "scope": {"terms": "long_term_physical"}, "rate_eur_per_month": 9, "source": POLICY}]},
        {"monthly_rates": [monthly(300, scope={"directions": "outgoing"}), monthly(300, scope={"directions": "incoming"})], "replace": ["monthly_rates"]},
    ],
)  # fmt: skip
def test_what_a_base_does_not_fix_needs_no_reason(tables: dict[str, Any]) -> None:
    assert based(**tables).departs_from_programme is None


def test_a_rate_within_a_range_is_not_fixed_and_one_beside_it_is() -> None:
    groups = [group("near", "IT CH"), group("far", "JP SN")]
    near, far = ({"receiving_groups": name} for name in ("near", "far"))
    base = toy_with(
        country_groups=groups,
        monthly_rates=[monthly(300, scope=scope, source=SOURCE) for scope in (near, far)],
        monthly_rate_ranges=[{"minimum_eur": 200, "maximum_eur": 400, "scope": near, "source": SOURCE}],
    )
    assert based(base, monthly_rates=[monthly(350, scope=near)]).departs_from_programme is None
    assert [place for place, _ in departures(base, monthly_rates=[monthly(350, scope=far)])] == [("monthly_rates", 0)]


FIRST = {"from_day": 1, "to_day": 14, "share": 1}
LATER = {"from_day": 15, "to_day": 60, "share": "0.7"}


def staff_rate(tiers: Sequence[object] = (FIRST, LATER), *, eur: int = 148, **more: object) -> dict[str, object]:
    return {"rate_eur_per_day": eur, "tiers": tiers, "source": POLICY, **more}


def with_range(tiers: Sequence[object] = (FIRST, LATER), **more: object) -> Rulebook:
    """Return a base that has a range of daily rates and no rate, as guides print it."""
    bounds = {"minimum_eur": 71, "maximum_eur": 148, "tiers": tiers, "source": SOURCE, **more}
    return toy_with(daily_rates=[NOTHING], daily_rate_ranges=[bounds])


@pytest.mark.parametrize(
    ("tiers", "more", "found"),
    [
        ((FIRST, LATER | {"share": "0.75"}), {}, "the share from day 15 to 60 is 0.7 in toy (TOY), which fixes it, and 0.75 here"),
        ((FIRST | {"share": "0.1"}, LATER), {}, "the share from day 1 to 14 is 1 in toy (TOY), which fixes it, and 0.1 here"),
        ((FIRST, LATER | {"to_day": 41}), {}, "the share from day 15 to 60 is 0.7 in toy (TOY), which fixes it, and nothing here"),
        ((FIRST, LATER, {"from_day": 61, "share": "0.5"}), {}, "the share from day 61 is nothing in toy (TOY), which fixes it, and 0.5 here"),
        ((FIRST, LATER | {"share": "0.8"}), {"funded_days_cap": 20}, "the share from day 15 to 20 is 0.7 in toy (TOY), which fixes it, and 0.8 here"),
    ],
)  # fmt: skip
def test_the_shares_of_later_days_are_those_of_the_range(
    tiers: Sequence[object], more: dict[str, object], found: str
) -> None:
    assert departures(with_range(), daily_rates=[staff_rate(tiers, **more)]) == [(("daily_rates", 0), found)]


@pytest.mark.parametrize(
    ("base", "rate"),
    [
        (with_range(), staff_rate()),
        (with_range(), staff_rate(reduced_rate_rounding="down_to_euro")),  # how they are rounded is not printed
        (with_range(), staff_rate([{"from_day": 1, "share": 1}], funded_days_cap=14)),  # no later day is paid
        (with_range(), staff_rate([FIRST, LATER | {"to_day": None}], funded_days_cap=60)),
        (with_range(()), staff_rate([FIRST, LATER | {"share": "0.5"}])),  # the shares are not printed
        (with_range(reduced_rate_rounding="half_up_to_euro"), staff_rate(reduced_rate_rounding="half_up_to_euro")),
        (with_range(reduced_rate_rounding="half_up_to_euro"), staff_rate(eur=100)),  # 70.00 in any case
        (with_range(rounding_not_published="ask."), staff_rate(eur=100)),
        (with_range(rounding_not_published="ask."), staff_rate(reduced_rate_rounding="half_up_to_cent")),
        (with_range(rounding_not_published="ask."), staff_rate(rounding_not_published="ask.")),
        (with_range(reduced_rate_rounding="half_up_to_euro"), staff_rate(rounding_not_published="ask.")),
    ],
)
def test_later_days_that_are_paid_as_the_range_says_need_no_reason(base: Rulebook, rate: dict[str, object]) -> None:
    assert based(base, daily_rates=[rate]).departs_from_programme is None


def test_a_reduced_rate_is_rounded_as_the_range_says() -> None:
    """70 % of 148 EUR are 103.60 EUR, and half up to the euro 104 EUR."""
    base = with_range(reduced_rate_rounding="half_up_to_euro")
    for rounding, paid in ((None, "103.60"), ("down_to_euro", "103.00")):
        found = departures(base, daily_rates=[staff_rate(reduced_rate_rounding=rounding)])
        said = (
            "the reduced rate from day 15 to 60 is rounded (half_up_to_euro), to 104.00, in toy (TOY), which fixes it"
        )
        assert found == [(("daily_rates", 0), f"{said}, and {paid} here")]


def test_a_rate_says_how_it_is_rounded_where_its_range_does_not() -> None:
    """70 % of 148 EUR are 103.60 EUR, which may be 103 or 104."""
    found = refused(with_range(rounding_not_published="ask."), daily_rates=[staff_rate()])
    said = "toy does not say whether the reduced rate from day 15 to 60, 103.6 EUR, is rounded"
    told = "write reduced_rate_rounding, or rounding_not_published if it is not known here either"
    assert found == [(("daily_rates", 0), f"{said}; {told}")]


def test_what_a_base_has_departed_from_already_is_told_once() -> None:
    departing = based(with_range(), why=WHY, daily_rates=[staff_rate([FIRST, LATER | {"share": "0.8"}])])
    further = departing.adapt(id="further", title="Further", source=POLICY, travel_days=[days(1, scope=STAFF)])
    assert further.departs_from_programme == WHY


def test_what_stays_unpublished_beside_a_figure_changes_nothing() -> None:
    """The sentence stays in the table, and the figure answers it; another entry of the table is added."""
    outgoing, incoming = ({"directions": name} for name in ("outgoing", "incoming"))
    base = toy_with(monthly_rates=[NOTHING, monthly(300, scope=outgoing, source=SOURCE)])
    ours = based(base, monthly_rates=[monthly(280, scope=incoming)])
    assert len(ours.monthly_rates) == 3
    gone = departures(base, monthly_rates=[{"scope": outgoing, "removed": True}])
    assert gone == [(("monthly_rates",), 'what toy fixes for {"directions": ["outgoing"]} (TOY) is not paid any more')]


def test_where_an_institution_is_at_home_it_departs_only_for_its_own_mobilities() -> None:
    """What a base pays from other countries is nothing that an institution at home elsewhere changes."""
    from_it, from_fr = ({"sending_groups": name, "directions": "outgoing"} for name in ("it", "fr"))
    base = toy_with(
        home=None,
        country_groups=[group("it", "IT"), group("fr", "FR")],
        monthly_rates=[monthly(300, scope=scope, source=SOURCE) for scope in (from_it, from_fr)],
    )
    home = {"country": "FR", "source": POLICY}
    found = departures(base, home=home, monthly_rates=[monthly(301, scope=from_fr)])
    assert [place for place, _ in found] == [("monthly_rates", 0)]


@pytest.mark.parametrize("regions", ["PT-20", ["PT-20"], ("PT-20",)])
def test_where_its_regions_send_too_it_departs_for_their_mobilities_too(regions: object) -> None:
    from_pt, from_isles = ({"sending_groups": name, "directions": "outgoing"} for name in ("pt", "isles"))
    base = toy_with(
        home=None,
        country_groups=[group("pt", "PT"), group("isles", "PT-20")],
        monthly_rates=[monthly(300, scope=scope, source=SOURCE) for scope in (from_pt, from_isles)],
    )
    rates = [monthly(301, scope=from_pt), monthly(302, scope=from_isles)]
    home = {"country": "PT", "regions": regions, "source": POLICY}
    assert [place for place, _ in departures(base, home=home, monthly_rates=rates)] == [
        ("monthly_rates", 0),
        ("monthly_rates", 1),
    ]
    alone = refused(base, home={"country": "PT", "source": POLICY}, monthly_rates=rates)
    assert [place for place, _ in alone] == [("monthly_rates", 1)]  # nobody whom it sends is from the isles


@pytest.mark.parametrize(
    "groups", [[{"id": "near", "countries": 5}], [5], [{"countries": None}], [{"countries": "IT"}], 5, "IT"]
)
def test_country_groups_that_are_none_are_refused_in_their_place(groups: object) -> None:
    assert {place[0] for place, _ in refused(country_groups=groups)} == {"country_groups"}  # type: ignore[index]


# --- limits that a base prints -----------------------------------------------------------------------------------------

SHORT_STUDENTS = {"activities": "SMS SMT", "terms": "short_term_physical"}
LONG_STUDENTS = {"activities": "SMS SMT", "terms": "long_term_physical"}


def lengths(minimum: str, maximum: str, **more: object) -> dict[str, object]:
    return {"scope": LONG_STUDENTS, "minimum": minimum, "maximum": maximum, "source": POLICY, **more}


def months(usual: int, in_one_cycle: int | None = None) -> dict[str, object]:
    longer = {"maximum_months": usual, "maximum_months_one_cycle": in_one_cycle}
    return {"scope": STUDENTS, "source": POLICY, **longer}


def hours(alone: int, combined: int) -> dict[str, object]:
    of_week = {"hours_per_week": alone, "hours_per_week_combined": combined}
    return {"scope": {"activities": "STA"}, "source": POLICY, **of_week}


def activity(activities: str, roles: str, **more: object) -> dict[str, object]:
    return {"scope": {"activities": activities}, "roles": roles, "source": POLICY, **more}


GREEN = {"green_travel_days": 6}


@pytest.mark.parametrize(
    ("table", "entry", "found"),
    [
        ("travel_days", days(8, scope=STAFF), "the most travel days are 2 in toy (TOY), which fixes it, and 8 here"),
        ("travel_days", days(1, most_travel_days=3, **GREEN, scope=STAFF), "the most travel days are 2 in toy (TOY), which fixes it, and 3 here"),
        ("travel_days", days(2, green_travel_days=7, scope=STAFF), "the most travel days with green travel are 6 in toy (TOY), which fixes it, and 7 here"),
        ("travel_days", days(20, scope=STUDENTS), "the most travel days are 0 in toy (TOY), which fixes it, and 20 here"),
        ("durations", lengths("10 calendar_days", "360 days_360"), "the shortest stay is 60 days_360 in toy (TOY), which fixes it, and 10 calendar_days here"),
        ("durations", lengths("60 days_360", "960 days_360"), "the longest stay is 360 days_360 in toy (TOY), which fixes it, and 960 days_360 here"),
        ("durations", lengths("60 days_360", "360 days_360", minimum_of_academic_term="30 days_360"), "the shortest stay of an academic term is 60 days_360 in toy (TOY), which fixes it, and 30 days_360 here"),
        ("cycle_limits", months(120), "the most months of a study cycle are 12 in toy (TOY), which fixes it, and 120 here"),
        ("cycle_limits", months(12, 25), "the most months of a one-cycle programme are 24 in toy (TOY), which fixes it, and 25 here"),
        ("teaching_hours", hours(7, 4), "the fewest hours of teaching in a week are 8 in toy (TOY), which fixes it, and 7 here"),
        ("teaching_hours", hours(8, 3), "the fewest hours of teaching with training are 4 in toy (TOY), which fixes it, and 3 here"),
        ("excluded_purposes", {"purpose": "conference", "hosts": "eu_body", "source": POLICY}, "conference is not eligible at any host in toy (TOY), which fixes it, and only at eu_body here"),
        ("activities", activity("SMS SMT", "student doctoral_candidate recent_graduate staff"), "the participants are student, doctoral_candidate, recent_graduate in toy (TOY), which fixes it, and student, doctoral_candidate, recent_graduate, staff here"),
    ],
)  # fmt: skip
def test_a_limit_that_a_base_prints_is_widened_only_with_a_reason(
    table: str, entry: dict[str, object], found: str
) -> None:
    assert departures(**{table: [entry]}) == [((table, 0), found)]


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("travel_days", days(0, scope=STAFF)),
        ("travel_days", days(1, most_travel_days=2, **GREEN, scope=STAFF)),
        ("durations", lengths("90 days_360", "180 days_360", minimum_of_academic_term="60 days_360")),
        ("durations", lengths("2 calendar_months", "12 calendar_months")),  # neither longer nor shorter in every year
        ("cycle_limits", months(6)),
        ("cycle_limits", months(12, 24)),
        ("teaching_hours", hours(10, 6)),
        ("excluded_purposes", {"purpose": "conference", "source": POLICY}),
        ("excluded_purposes", {"purpose": "internship", "source": POLICY}),
        ("activities", activity("STA STT", "staff", hosts="higher_education", purposes="teaching")),
        ("activities", activity("STA STT", "staff", funding="not_funded", why="The university pays none.")),
        ("activities", activity("STA STT", "staff", not_combined="One at a time.")),
        ("abroad", {"source": POLICY}),
        ("cycle_flows", {"scope": STUDENTS, "cycles": "second third", "source": POLICY}),
        ("cycle_flows", {"scope": STUDENTS, "not_published": "ask the office.", "source": POLICY}),
        ("closed_flows", {"scope": {"activities": "STT"}, "needed": "nearer", "source": POLICY}),
        ("flows", {"scope": {"activities": "STT"}, "source": POLICY}),  # of a base that checks no countries
    ],
)
def test_a_limit_may_be_narrower(table: str, entry: dict[str, object]) -> None:
    assert based(**{table: [entry]}).departs_from_programme is None


@pytest.mark.parametrize(
    ("table", "removed", "scope"),
    [
        ("durations", {"scope": SHORT_STUDENTS}, '{"activities": ["SMS", "SMT"], "terms": ["short_term_physical"]}'),
        ("cycle_limits", {"scope": STUDENTS}, '{"activities": ["SMS", "SMT"]}'),
        ("teaching_hours", {"scope": {"activities": "STA"}}, '{"activities": ["STA"]}'),
        ("excluded_purposes", {"purpose": "conference"}, "all mobilities"),
        ("abroad", {}, "all mobilities"),
        ("cycle_flows", {"scope": STUDENTS}, '{"activities": ["SMS", "SMT"]}'),
    ],
)
def test_a_limit_is_taken_away_only_with_a_reason(table: str, removed: dict[str, object], scope: str) -> None:
    sentence = f"what toy limits for {scope} (TOY) is not limited any more"
    assert departures(**{table: [removed | {"removed": True}]}) == [((table,), sentence)]


FAR = {"receiving_groups": "high"}
STRICT = Rulebook.model_validate(
    dict(TOY)
    | {
        "activities": [
            activity("STA STT", "staff", hosts="higher_education", purposes="teaching internship", not_combined="No."),
            activity("SMS", "student", funding="not_funded", why="There is no money."),
        ],
        "durations": [lengths("5 calendar_days", "60 calendar_days", scope=STAFF, minimum_is_consecutive=True)],
        "excluded_purposes": [{"purpose": "conference", "hosts": "eu_body other", "source": POLICY}],
        "cycle_flows": [{"scope": STUDENTS, "cycles": "second third", "source": POLICY}],
        "country_groups": [group("high", "DK NO")],
        "closed_flows": [{"scope": FAR, "needed": "nearer", "source": POLICY}],
        "flows": [{"scope": {"activities": "STA"}, "source": POLICY}],
        "sources": [*TOY.sources, POLICY],
    }
)


OF_STAFF = activity("STA STT", "staff", hosts="higher_education", purposes="teaching", not_combined="No.")


@pytest.mark.parametrize(
    ("table", "entry", "found"),
    [
        ("durations", lengths("5 calendar_days", "60 calendar_days", scope=STAFF), "the days of the shortest stay are in a row in toy (POLICY), which fixes it, and need not be here"),
        ("activities", OF_STAFF | {"hosts": None}, "the hosts are higher_education in toy (POLICY), which fixes it, and any here"),
        ("activities", OF_STAFF | {"hosts": "higher_education other"}, "the hosts are higher_education in toy (POLICY), which fixes it, and higher_education, other here"),
        ("activities", OF_STAFF | {"purposes": None}, "the purposes are teaching, internship in toy (POLICY), which fixes it, and any here"),
        ("activities", OF_STAFF | {"not_combined": ""}, "it is not combined in toy (POLICY), which fixes it, and may be here"),
        ("activities", activity("SMS", "student"), "it is not funded in toy (POLICY), which fixes it, and funded here"),
        ("activities", activity("SMS", "student", funding="not_published", why="Ask."), "it is not funded in toy (POLICY), which fixes it, and not_published here"),
        ("activities", activity("SMT", "student"), 'toy does not allow all of {"activities": ["SMT"]}'),
        ("excluded_purposes", {"purpose": "conference", "hosts": "eu_body", "source": POLICY}, "conference is not eligible at eu_body, other in toy (POLICY), which fixes it, and only at eu_body here"),
        ("cycle_flows", {"scope": STUDENTS, "cycles": "first second", "source": POLICY}, "the study cycles are second, third in toy (POLICY), which fixes it, and first, second here"),
        ("cycle_flows", {"scope": STUDENTS, "not_published": "ask.", "cycles_confirmed": "first", "source": POLICY}, "the study cycles are second, third in toy (POLICY), which fixes it, and first here"),
        ("flows", {"scope": {"activities": "STT"}, "source": POLICY}, 'toy does not allow all of {"activities": ["STT"]}'),
    ],
)  # fmt: skip
def test_who_may_go_is_widened_only_with_a_reason(table: str, entry: dict[str, object], found: str) -> None:
    assert departures(STRICT, **{table: [entry]}) == [((table, 0), found)]


@pytest.mark.parametrize(
    ("table", "removed", "found"),
    [
        ("closed_flows", {"scope": FAR}, 'what toy limits for {"receiving_groups": ["high"]} (POLICY) is not limited any more'),
        ("flows", {"scope": {"activities": "STA"}}, "toy says between which countries mobilities go, and here they go between all"),
    ],
)  # fmt: skip
def test_countries_are_closed_until_somebody_says_why_not(table: str, removed: dict[str, object], found: str) -> None:
    assert departures(STRICT, **{table: [removed | {"removed": True}]}) == [((table,), found)]


@pytest.mark.parametrize(
    ("table", "unknown", "entry"),
    [
        ("flows", {"not_published": "ask."}, {"scope": {"activities": "STT"}}),
        ("cycle_flows", {"scope": STUDENTS, "not_published": "ask."}, {"scope": STUDENTS, "cycles": "first second"}),
        ("activities", activity("SMT", "student", funding="not_published", why="Ask."), activity("SMT", "student")),
    ],
)
def test_what_nobody_confirms_may_be_answered(table: str, unknown: dict[str, object], entry: dict[str, object]) -> None:
    fields = dict(STRICT) | {table: [{"source": POLICY, **unknown}]}
    answered = based(Rulebook.model_validate(fields), **{table: [{"source": POLICY, **entry}]})
    assert answered.departs_from_programme is None


def test_travel_days_may_be_taken_away() -> None:
    assert len(based(travel_days=[{"scope": STAFF, "removed": True}]).travel_days) == 1
