import json
from typing import Annotated, get_origin

import polars as pl
import pytest
from pydantic import ValidationError

from erasmus_grants import GrantCalculator, Rulebook
from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.problems import error_sentences, models_in
from erasmus_grants.basics.scope import Applying, Asking, CountryAsked, Entries, Entry, TableUse, askings_of, tables_of
from erasmus_grants.basics.vocabulary import Term
from erasmus_grants.frames import calculate_frame
from erasmus_grants.rulebook.checks import problems_of, used_sources
from erasmus_grants.rulebook.doubts import doubts_of
from erasmus_grants.rulebook.kept_from_base import overlay_problems
from erasmus_grants.rulebook.tables import RANGE_TABLES, RATE_TABLES
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source

TOY = toy_rulebook()
OTHER = toy_source().at("RANGE", "page 2")
BOTH = (*TOY.sources, OTHER)


def group(name: str, *countries: str) -> dict[str, object]:
    return {"id": name, "countries": countries, "source": toy_source()}


def problems(**changes: object) -> list[tuple[object, str]]:
    with pytest.raises(ValidationError) as caught:
        TOY.model_copy(update=changes)
    return [(item["loc"][0], item["msg"]) for item in caught.value.errors()]


def bounds(least: object = None, most: object = None, **scope: object) -> dict[str, object]:
    return {"minimum_eur": least, "maximum_eur": most, "scope": scope, "source": OTHER}


def rate(table: str, eur: str, **scope: object) -> object:
    fields = {"rate_eur_per_month": eur}
    if table == "daily_rates":  # 70 % of a rate that is no whole euros is no whole cents
        fields = {"rate_eur_per_day": eur, "reduced_rate_rounding": "half_up_to_cent"}
    return getattr(TOY, table)[0].model_copy(update={**fields, "scope": scope})


TABLES = (("daily_rates", "daily_rate_ranges"), ("monthly_rates", "monthly_rate_ranges"))


# --- rates within the ranges that are printed --------------------------------------------------------------------------


@pytest.mark.parametrize(("table", "ranges"), TABLES)
@pytest.mark.parametrize(
    ("eur", "least", "most"),
    [
        ("80.00", 80, 180),
        ("180.00", 80, 180),
        ("180.00", None, 180),
        ("80.00", 80, None),
        ("100000.00", 80, None),
        ("0.00", None, 180),
    ],
)
def test_a_rate_inside_of_its_range_is_sound(table: str, ranges: str, eur: str, least: object, most: object) -> None:
    book = TOY.model_copy(update={table: (rate(table, eur),), ranges: (bounds(least, most),), "sources": BOTH})
    assert list(problems_of(book)) == []


@pytest.mark.parametrize(("table", "ranges"), TABLES)
@pytest.mark.parametrize(
    ("eur", "least", "most", "words"),
    [
        ("79.99", 80, 180, "80.00 to 180.00 EUR"),
        ("180.01", 80, 180, "80.00 to 180.00 EUR"),
        ("180.01", None, 180, "at most 180.00 EUR (the lowest is not published)"),
        ("79.99", 80, None, "at least 80.00 EUR (the highest is not published)"),
    ],
)
def test_a_rate_outside_of_its_range_is_refused_with_both_numbers(  # noqa: PLR0917 - one table and one range
    table: str, ranges: str, eur: str, least: object, most: object, words: str
) -> None:
    found = problems(**{table: (rate(table, eur),), ranges: (bounds(least, most),), "sources": BOTH})
    assert found == [
        (
            table,
            (
                f"{eur} EUR lies outside of the range of {words} that is printed for all mobilities (RANGE); "
                "the rate is for all mobilities"
            ),
        )
    ]


def test_a_rate_outside_of_its_range_is_what_was_given() -> None:
    with pytest.raises(ValidationError) as caught:
        TOY.model_copy(
            update={
                "daily_rates": (rate("daily_rates", "79.99"),),
                "daily_rate_ranges": (bounds(80, 180),),
                "sources": BOTH,
            }
        )
    assert [item["input"] for item in caught.value.errors()] == ["79.99"]


def test_a_rate_outside_of_a_range_says_for_whom_both_are() -> None:
    found = problems(
        daily_rates=(rate("daily_rates", "200.00", activities=("STA",)),),
        daily_rate_ranges=(bounds(80, 180, directions=("outgoing",)),),
        sources=BOTH,
    )
    assert found == [
        (
            "daily_rates",
            (
                "200.00 EUR lies outside of the range of 80.00 to 180.00 EUR that is printed for "
                '{"directions": ["outgoing"]} (RANGE); the rate is for {"activities": ["STA"]}'
            ),
        )
    ]


@pytest.mark.parametrize(("table", "ranges"), TABLES)
def test_a_range_for_others_says_nothing_of_a_rate(table: str, ranges: str) -> None:
    outgoing, incoming = rate(table, "200.00", directions=("outgoing",)), bounds(80, 180, directions=("incoming",))
    book = TOY.model_copy(update={table: (outgoing,), ranges: (incoming,), "sources": BOTH})
    assert list(problems_of(book)) == []


def test_a_daily_rate_is_not_compared_with_a_monthly_range() -> None:
    ranges = (bounds(None, 1),)
    with_monthly = TOY.model_copy(update={"monthly_rate_ranges": ranges, "monthly_rates": (), "sources": BOTH})
    with_daily = TOY.model_copy(update={"daily_rate_ranges": ranges, "daily_rates": (), "sources": BOTH})
    assert list(problems_of(with_monthly)) == list(problems_of(with_daily)) == []


@pytest.mark.parametrize(("table", "ranges"), TABLES)
def test_a_rate_that_is_not_published_is_in_no_range(table: str, ranges: str) -> None:
    nothing = {"not_published": "ask the office.", "source": toy_source()}
    book = TOY.model_copy(update={table: (nothing,), ranges: (bounds(80, 180),), "sources": BOTH})
    assert list(problems_of(book)) == []


@pytest.mark.parametrize(
    ("groups", "inside"),
    [((group("eu", "DK", "IT"), group("rich", "DK")), False), ((group("eu", "IT"), group("rich", "DK")), True)],
)
def test_a_rate_is_compared_with_the_range_of_a_group_that_shares_a_country(
    groups: tuple[dict[str, object], ...], inside: bool
) -> None:
    changes: dict[str, object] = {
        "country_groups": groups,
        "daily_rates": (rate("daily_rates", "200.00", receiving_groups=("eu",)),),
        "daily_rate_ranges": (bounds(80, 180, receiving_groups=("rich",)),),
        "sources": BOTH,
    }
    if inside:
        assert list(problems_of(TOY.model_copy(update=changes))) == []
    else:
        assert [table for table, _ in problems(**changes)] == ["daily_rates"]


def test_each_range_that_a_rate_is_outside_of_is_said() -> None:
    two = tuple(bounds(80, 90, directions=(direction,)) for direction in ("incoming", "outgoing"))
    assert [table for table, _ in problems(daily_rate_ranges=two, sources=BOTH)] == ["daily_rates"] * 2


# --- entries for the same mobility -------------------------------------------------------------------------------------

BOUNDS = {"minimum_pre_financing_share": "0.7", "maximum_pre_financing_share": 1, "balance_within_days": 45}


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("daily_rate_ranges", bounds(80, 180)),
        ("monthly_rate_ranges", bounds(80, 500)),
        ("payment_bounds", BOUNDS | {"source": OTHER}),
    ],
)
def test_two_entries_of_the_new_tables_for_the_same_mobility_are_refused(table: str, entry: dict[str, object]) -> None:
    assert problems(**{table: (entry, entry), "sources": BOTH}) == [
        (
            table,
            "two entries apply to the same mobility: all mobilities (RANGE) and all mobilities (RANGE); narrow the scope of one",
        )
    ]
    apart = tuple(entry | {"scope": {"directions": (direction,)}} for direction in ("incoming", "outgoing"))
    assert len(getattr(TOY.model_copy(update={table: apart, "sources": BOTH}), table)) == 2


def test_entries_of_two_groups_overlap_where_the_groups_share_a_country() -> None:
    two = tuple(rate("daily_rates", eur, receiving_groups=(name,)) for eur, name in (("100", "eu"), ("90", "rich")))
    shared = (group("eu", "DK", "IT"), group("rich", "CH", "DK"))
    assert problems(country_groups=shared, daily_rates=two) == [
        (
            "daily_rates",
            (
                'two entries apply to the same mobility: {"receiving_groups": ["eu"]} (TOY) and {"receiving_groups": ["rich"]} (TOY); '
                "DK is in eu and rich: correct country_groups, or narrow one scope"
            ),
        )
    ]
    apart = (group("eu", "DK", "IT"), group("rich", "CH"))
    assert len(TOY.model_copy(update={"country_groups": apart, "daily_rates": two}).daily_rates) == 2


@pytest.mark.parametrize("table", ["top_ups", "documents", "excluded_purposes"])
def test_entries_of_one_kind_overlap_through_a_shared_country_too(table: str) -> None:
    one = getattr(TOY, table)[0]
    two = tuple(one.model_copy(update={"scope": {"receiving_groups": (name,)}}) for name in ("eu", "rich"))
    shared = (group("eu", "DK", "IT"), group("rich", "CH", "DK"))
    assert [place for place, _ in problems(**{"country_groups": shared, table: two})] == [table]
    apart = (group("eu", "IT"), group("rich", "CH"))
    assert getattr(TOY.model_copy(update={"country_groups": apart, table: two}), table) == two


def test_several_flows_may_apply() -> None:
    flow = {"scope": {"receiving_groups": ("eu",)}, "source": toy_source()}
    book = TOY.model_copy(update={"country_groups": (group("eu", "DK"),), "flows": (flow, flow)})
    assert len(book.flows) == 2


@pytest.mark.parametrize("side", ["sending_groups", "receiving_groups"])
@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("daily_rate_ranges", bounds(80, 180)),
        ("monthly_rate_ranges", bounds(80, 500)),
        ("payment_bounds", BOUNDS | {"source": OTHER}),
        ("flows", {"source": OTHER}),
    ],
)
def test_an_unknown_group_is_refused_in_the_new_tables(table: str, entry: dict[str, object], side: str) -> None:
    scoped = entry | {"scope": {side: ("nowhere",)}}
    assert problems(**{table: (scoped,), "sources": BOTH}) == [(table, "there is no country group 'nowhere'")]


# --- every table says how it is used -----------------------------------------------------------------------------------


class WithLodging(Rulebook):
    """Rulebooks with one more table, as a later version may have."""

    lodging: Annotated[Entries[TravelDays], TableUse(Applying.ONE, CountryAsked.ALWAYS)] = ()


def with_lodging(*scopes: dict[str, object]) -> WithLodging:
    entries = tuple({"funded_travel_days": 1, "scope": scope, "source": toy_source()} for scope in scopes)
    stated = {name: getattr(TOY, name) for name in TOY.model_fields_set}
    groups = (group("eu", "DK", "IT"),)
    return WithLodging.model_validate(stated | {"country_groups": groups, "lodging": entries})


def test_every_table_of_entries_says_how_it_is_used() -> None:
    of_entries = [
        name
        for name, field in Rulebook.model_fields.items()
        if get_origin(field.annotation) is tuple
        and any(issubclass(model, Entry) for model in models_in(field.annotation))
    ]
    assert list(tables_of(Rulebook)) == of_entries
    assert len(of_entries) == 23


def test_a_table_that_is_added_is_checked_as_the_others_are() -> None:
    assert with_lodging({}).lodging[0].funded_travel_days == 1
    for scopes, sentence in (
        (
            ({}, {}),
            "two entries apply to the same mobility: all mobilities (TOY) and all mobilities (TOY); narrow the scope of one",
        ),
        (({"receiving_groups": ("nowhere",)},), "there is no country group 'nowhere'"),
    ):
        with pytest.raises(ValidationError) as caught:
            with_lodging(*scopes)
        assert [(item["loc"][0], item["msg"]) for item in caught.value.errors()] == [("lodging", sentence)]


def test_a_table_that_is_added_asks_for_a_country_as_the_others_do() -> None:
    book = with_lodging({"receiving_groups": ("eu",)})
    mobility = toy_mobility(reference=None)
    codes = [finding.code.value for finding in GrantCalculator(book).check(mobility)]
    assert codes == ["COUNTRY_MISSING"]
    row = {"activity": "STA", "direction": "outgoing", "start_date": mobility.start_date, "end_date": mobility.end_date}
    frame = pl.DataFrame([row | {"distance_km": 742.0, "teaching_hours": 8.0}])
    assert calculate_frame(frame, book, explain="text")["finding_codes"].to_list() == ["COUNTRY_MISSING"]


def test_problems_are_told_in_the_order_of_the_tables() -> None:
    """The order is that in which they were always told."""
    one = (
        "activities durations cycle_limits teaching_hours travel_support travel_days daily_rates daily_rate_ranges "
        "monthly_rates monthly_rate_ranges short_stay_rates payment_splits payment_bounds abroad cycle_flows deadlines"
    )
    limits = {"minimum_eur": 1, "maximum_eur": 900, "source": OTHER}
    some: dict[str, dict[str, object]] = {
        "daily_rate_ranges": limits,
        "monthly_rate_ranges": limits,
        "payment_bounds": BOUNDS | {"source": OTHER},
        "deadlines": {"months_before_start": 2, "source": OTHER},
        "restrictions": {"why": "Ask first.", "source": OTHER},
        "flows": {"source": OTHER},
        "closed_flows": {"needed": "another country", "source": OTHER},
    }

    def first(name: str) -> dict[str, object]:
        return some.get(name) or getattr(TOY, name)[0].model_dump()

    def told(scope: dict[str, object], times: int) -> list[object]:
        changes = {name: (first(name) | {"scope": scope},) * times for name in tables_of(Rulebook)}
        return [name for name, _ in problems(**changes, short_term=None, sources=BOTH)]

    *first_of_one, last_of_one = one.split()
    assert told({}, 2) == [*first_of_one, "zero_grants", last_of_one, "top_ups", "documents", "excluded_purposes"]
    several = ["zero_grants", "excluded_purposes", "top_ups", "documents", "restrictions", "flows", "closed_flows"]
    assert told({"sending_groups": ("nowhere",)}, 1) == [*one.split(), *several]


@pytest.mark.parametrize(
    ("term", "funded", "expected"),
    [
        ("staff", True, "daily_rates daily_rate_ranges travel_support travel_days top_ups"),
        ("long_term_physical", True, "monthly_rates monthly_rate_ranges travel_support travel_days top_ups"),
        ("short_term_physical", True, "short_stay_rates travel_support travel_days top_ups"),
        ("staff", False, ""),
    ],
)
def test_a_country_is_asked_for_by_the_tables_that_need_it(term: str, funded: bool, expected: str) -> None:
    always = (
        "activities excluded_purposes durations cycle_limits teaching_hours payment_splits payment_bounds abroad cycle_flows documents "
        "deadlines restrictions"
    )
    askings = [asking for asking in askings_of(Rulebook) if asking.of(Term(term), funded=funded)]
    names = [name for asking in askings for name, use in tables_of(Rulebook).items() if use.asking == asking]
    assert names == [*always.split(), *expected.split()]


def test_a_table_may_always_ask_for_one_term_alone() -> None:
    asking = Asking(CountryAsked.ALWAYS, Term.STAFF)
    assert [asking.of(term, funded=False) for term in (Term.STAFF, Term.LONG_TERM_PHYSICAL)] == [True, False]


def test_the_days_of_every_term_are_paid_by_a_table_and_bounded_by_its_ranges() -> None:
    assert RATE_TABLES == {
        Term.STAFF: "daily_rates",
        Term.LONG_TERM_PHYSICAL: "monthly_rates",
        Term.SHORT_TERM_PHYSICAL: "short_stay_rates",
    }
    assert RANGE_TABLES == {Term.STAFF: "daily_rate_ranges", Term.LONG_TERM_PHYSICAL: "monthly_rate_ranges"}
    assert set(RATE_TABLES) == set(Term)


# --- sources -----------------------------------------------------------------------------------------------------------


def test_used_sources_are_found_wherever_they_stand() -> None:
    band = toy_source().at("BAND", "page 3")
    bands = [{"from_km": 0, "standard_eur": 1, "source": band}]
    changes = {"travel_support": ({"bands": bands, "source": OTHER},), "sources": (*TOY.sources, OTHER, band)}
    book = TOY.model_copy(update=changes)
    found = {(table, source.id) for table, source in used_sources(book)}
    assert {("travel_support", "RANGE"), ("travel_support", "BAND"), ("settlement", "TOY"), ("home", "TOY")} <= found
    assert "sources" not in {table for table, _ in found}


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("daily_rate_ranges", bounds(80, 180)),
        ("payment_bounds", BOUNDS | {"source": OTHER}),
        ("flows", {"source": OTHER}),
        ("travel_support", {"bands": ({"from_km": 0, "standard_eur": 1, "source": OTHER},), "source": toy_source()}),
    ],
)
def test_a_source_of_the_new_tables_has_to_be_listed(table: str, entry: dict[str, object]) -> None:
    assert problems(**{table: (entry,)}) == [
        (table, "the source 'RANGE' of an entry is not among the sources of the rulebook")
    ]


# --- what an overlay may change ----------------------------------------------------------------------------------------


def test_an_overlay_names_tables_that_it_may_change() -> None:
    known = Rulebook.model_fields
    assert list(overlay_problems(TOY, {}, known)) == []
    assert list(overlay_problems(TOY, dict.fromkeys(["daily_rates", "status", "institution", "flows"]), known)) == []
    assert list(overlay_problems(TOY, dict.fromkeys(["daily_rate", "zzz", "action"]), known)) == [
        ("daily_rate", "there is no field of this name; did you mean 'daily_rates'?", None),
        ("zzz", "there is no field of this name", None),
        ("action", "a rulebook that is based on another has this from it, and cannot change it", None),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "based_on",
        "action",
        "call_years",
        "agreement_years",
        "daily_rate_ranges",
        "monthly_rate_ranges",
        "payment_bounds",
    ],
)
def test_an_overlay_keeps_what_makes_its_base_what_it_is(name: str) -> None:
    ((place, sentence, _),) = overlay_problems(TOY, {name: None}, Rulebook.model_fields)
    assert (place, sentence) == (name, "a rulebook that is based on another has this from it, and cannot change it")


def test_a_sound_rulebook_has_no_problem_after_a_way_through_json() -> None:
    assert list(problems_of(Rulebook.model_validate(json.loads(TOY.model_dump_json())))) == []


def test_years_are_counted_from_a_call() -> None:
    years = {"years_after_call": 3, "source": toy_source()}
    assert TOY.model_copy(update={"agreement_years": years}).agreement_years is not None
    assert problems(agreement_years=years, call_years=()) == [
        ("agreement_years", "years are counted from the call, and the rulebook has no call_years")
    ]


def test_a_table_that_repeats_itself_is_refused_before_every_pair_is_told() -> None:
    # 500 equal entries are 124,750 pairs; a hundred of them are told, and the rest is not looked for
    twice = [{"funded_travel_days": 0, "source": toy_source()}] * 500
    with pytest.raises(ValidationError) as caught:
        TOY.model_copy(update={"travel_days": twice})
    assert caught.value.error_count() == 101
    (*_, last) = error_sentences(caught.value, Rulebook)
    assert last == "and 1 more problems"


def test_a_table_has_at_most_five_hundred_entries() -> None:
    many = [{"funded_travel_days": 0, "source": toy_source()}] * 501
    with pytest.raises(ValidationError) as caught:
        TOY.model_copy(update={"travel_days": many})
    assert error_sentences(caught.value, Rulebook) == ("travel_days: this has at most 500 entries",)


def test_an_overlay_has_an_id_of_its_own_and_is_no_surer_than_its_base() -> None:
    policy = toy_source().at("POLICY", "page 9")
    with pytest.raises(ValidationError, match="has an id of its own"):
        TOY.adapt(id="toy", title="Toy", source=policy)
    with pytest.raises(ValidationError, match="is not verified while"):
        TOY.adapt(id="ours", title="Ours", source=policy, status="verified")
    assert list(overlay_problems(TOY, {"id": "toy", "status": "verified"}, Rulebook.model_fields)) == [
        ("id", "a rulebook that is based on another has an id of its own", "toy"),
        ("status", "a rulebook is not verified while the one that it is based on is provisional", "verified"),
    ]
    verified = TOY.model_copy(update={"status": "verified"})
    assert verified.adapt(id="ours", title="Ours", source=policy, status="verified").status == "verified"
    assert verified.adapt(id="ours", title="Ours", source=policy).status == "provisional"


def test_an_overlay_is_of_whoever_printed_its_policy_unless_it_says_otherwise() -> None:
    policy = toy_source().at("POLICY", "page 9").model_copy(update={"publisher": "Our university"})
    assert TOY.adapt(id="ours", title="Ours", source=policy).institution == "Our university"
    assert TOY.adapt(id="ours", title="Ours", source=policy, institution="Faculty").institution == "Faculty"


def test_an_overlay_cannot_widen_its_range_by_moving_a_country() -> None:
    policy = toy_source().at("POLICY", "page 9")
    near, far = (
        {"id": name, "countries": countries, "source": toy_source()}
        for name, countries in (("near", ["IT"]), ("far", ["JP"]))
    )
    bounds = {"scope": {"receiving_groups": ["near"]}, "maximum_eur": 150, "source": toy_source()}
    base = TOY.model_copy(update={"country_groups": [near, far], "daily_rate_ranges": [bounds]})
    moved = [near | {"countries": ["CH"]}, far | {"countries": ["JP", "IT"]}]
    with pytest.raises(ValidationError) as caught:
        base.adapt(id="ours", title="Ours", source=policy, country_groups=moved)
    assert error_sentences(caught.value, Rulebook) == (
        "country_groups: group near is not as in toy: rates and ranges depend on it, so keep it, and add another",
        "country_groups: group far is not as in toy: rates and ranges depend on it, so keep it, and add another",
    )
    assert len(base.adapt(id="ours", title="Ours", source=policy, country_groups=[near]).country_groups) == 2
    more = {"id": "alps", "countries": ["CH", "IT"], "source": policy}
    assert len(base.adapt(id="ours", title="Ours", source=policy, country_groups=[near, far, more]).country_groups) == 3


# --- rates that depend on each other -----------------------------------------------------------------------------------

WORLD = (
    group("fr", "FR"),
    group("de", "DE"),
    group("dear", "DK", "FI"),
    group("same", "IT", "ES"),
    group("cheap", "PL"),
)


def towards(where: str, living_costs: str, least: object = None, sender: str | None = None) -> dict[str, object]:
    """Return a range of monthly rates towards a group of countries."""
    scope: dict[str, object] = {"receiving_groups": where} | ({} if sender is None else {"sending_groups": sender})
    difference = {} if least is None else {"least_difference_eur": least}
    return {"minimum_eur": 1, "living_costs": living_costs, "scope": scope, "source": OTHER, **difference}


def month(eur: object, **scope: object) -> dict[str, object]:
    return {"rate_eur_per_month": eur, "scope": scope, "source": toy_source()}


RANGES = (towards("dear", "higher", 50), towards("same", "similar"), towards("cheap", "lower", 50))


def apart(*rates: dict[str, object], ranges: object = RANGES, home: object = None) -> list[tuple[object, str]]:
    """Return what is wrong with monthly rates of several ranges, with their numbers in the table."""
    changes = {"country_groups": WORLD, "home": home, "monthly_rate_ranges": ranges, "sources": BOTH}
    try:
        TOY.model_copy(update={**changes, "monthly_rates": rates})
    except ValidationError as error:
        return [(item["loc"], item["msg"]) for item in error.errors()]
    return []


@pytest.mark.parametrize(
    ("dear", "same", "cheap", "wrong"),
    [
        (650, 600, 550, ""),
        ("649.99", 600, 550, "dear"),
        (650, 600, "550.01", "cheap"),
        (600, 600, 600, "dear cheap"),
        (500, 600, 700, "dear cheap"),  # far apart, on the wrong side
        (1000, 600, 1, ""),
    ],
)
def test_rates_towards_dearer_and_cheaper_countries_keep_their_distance(
    dear: object, same: object, cheap: object, wrong: str
) -> None:
    given = {"dear": dear, "same": same, "cheap": cheap}
    found = apart(*(month(eur, receiving_groups=name) for name, eur in given.items()))
    assert [place for place, _ in found] == [("monthly_rates", list(given).index(name)) for name in wrong.split()]


def test_a_rate_that_is_too_close_is_told_with_both_numbers() -> None:
    found = apart(month("640", receiving_groups="dear"), month(600, receiving_groups="same"))
    assert found == [
        (
            ("monthly_rates", 0),
            "640.00 EUR towards higher living costs is less than 50.00 EUR from the 600.00 EUR towards similar ones (RANGE)",
        )
    ]


def test_a_rate_is_told_once_with_the_nearest_of_several() -> None:
    similar = (
        month(580, receiving_groups="same", directions="outgoing"),
        month(600, receiving_groups="same", directions="incoming"),
    )
    dear, cheap = month(610, receiving_groups="dear"), month(560, receiving_groups="cheap")
    assert [(place, sentence.partition("from the ")[2][:10]) for place, sentence in apart(dear, *similar, cheap)] == [
        (("monthly_rates", 0), "600.00 EUR"),
        (("monthly_rates", 3), "580.00 EUR"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rates", "wrong"),
    [
        ((month(600, receiving_groups="dear", sending_groups="fr"), month(600, receiving_groups="same", sending_groups="de")), 0),
        ((month(600, receiving_groups="dear", sending_groups="fr"), month(600, receiving_groups="same", sending_groups="de fr")), 1),
        ((month(600, receiving_groups="dear"), month(600, receiving_groups="same", sending_groups="de")), 1),
        ((month(600, receiving_groups="dear same"),), 1),  # one rate for both
        ((month(600, receiving_groups="dear"),), 0),  # no rate towards similar ones
        ((month(600, receiving_groups="same"),), 0),
        (({"not_published": "ask.", "scope": {"receiving_groups": "dear"}, "source": OTHER}, month(600, receiving_groups="same")), 0),
        ((month(600, receiving_groups="dear"), {"not_published": "ask.", "scope": {"receiving_groups": "same"}, "source": OTHER}), 0),
    ],
)  # fmt: skip
def test_rates_are_compared_from_the_same_country(rates: tuple[dict[str, object], ...], wrong: int) -> None:
    assert len(apart(*rates)) == wrong


def test_a_range_says_from_where_it_holds() -> None:
    ranges = (towards("dear", "higher", 50, "fr"), towards("same", "similar", sender="de"))
    assert apart(month(600, receiving_groups="dear"), month(600, receiving_groups="same"), ranges=ranges) == []
    ranges = (towards("dear", "higher", 50, "fr"), towards("same", "similar", sender="fr"))
    assert len(apart(month(600, receiving_groups="dear"), month(600, receiving_groups="same"), ranges=ranges)) == 1


def test_no_difference_is_wanted_where_none_is_printed() -> None:
    ranges = (towards("dear", "higher"), towards("same", "similar"), towards("cheap", "lower"))
    assert apart(*(month(600, receiving_groups=name) for name in ("dear", "same", "cheap")), ranges=ranges) == []


@pytest.mark.newest_only
def test_hundreds_of_ranges_and_rates_are_compared_soon() -> None:
    """Each rate is compared with the nearest one from its country, and not with every other one in every range."""
    named = [group(f"g{code}", code) for code in sorted(COUNTRIES)[:200]]
    ranges = [
        {"minimum_eur": 1, "living_costs": "similar" if number % 2 else "higher", "source": OTHER}
        | ({} if number % 2 else {"least_difference_eur": 0})
        | {"scope": {"receiving_groups": one["id"]}}
        for number, one in enumerate(named)
    ]
    rates = [month(600, sending_groups=one["id"]) for one in named]
    changes = {"country_groups": named, "home": None, "sources": BOTH}
    assert (
        len(TOY.model_copy(update={**changes, "monthly_rate_ranges": ranges, "monthly_rates": rates}).monthly_rates)
        == 200
    )


# --- what somebody should look at --------------------------------------------------------------------------------------


def doubts(*rates: tuple[str, str], ranges: tuple[tuple[str, object, object], ...], **scope: object) -> list[object]:
    """Return the doubts about daily rates towards groups, with the places of the rates."""
    daily = [rate("daily_rates", eur, receiving_groups=where, **scope) for where, eur in rates]
    bounded = [bounds(least, most, receiving_groups=where) for where, least, most in ranges]
    changes = {"country_groups": WORLD, "home": None, "daily_rates": daily, "daily_rate_ranges": bounded}
    return [*doubts_of(TOY.model_copy(update={**changes, "sources": BOTH}))]


TWO_RANGES = (("dear", 80, 180), ("same", 70, 160))
"""As the guide prints them for group 1 and group 2: 100 EUR wide, and 90."""


@pytest.mark.parametrize(
    ("dear", "same", "doubted"),
    [
        ("80", "70", False),  # 0 %
        ("180", "160", False),  # 100 %
        ("130", "115", False),  # 50 %
        ("140", "124", False),  # 60 % is 140 and 124
        ("142", "126", False),  # 62 % is 142 and 125.80
        ("142", "125", False),  # 125 is 60.6 to 61.7 %, and 142 is 61.5 to 62.5: 61.6 is both
        ("142", "124", True),  # 124 is 59.4 to 60.6 %
        ("180", "70", True),
        ("130", "117", True),
    ],
)
def test_rates_of_staff_are_one_percentage_of_their_ranges_up_to_whole_euros(
    dear: str, same: str, doubted: bool
) -> None:
    found = doubts(("dear", dear), ("same", same), ranges=TWO_RANGES)
    assert bool(found) is doubted


def test_a_doubt_names_both_rates_and_the_second_one_has_its_place() -> None:
    assert doubts(("dear", "180"), ("same", "70"), ranges=TWO_RANGES) == [
        (
            ("daily_rates", 1),
            (
                "70.00 EUR and 180.00 EUR are not the same percentage of their ranges; the guide wants one percentage for all "
                "receiving countries"
            ),
        )
    ]


def test_rates_from_different_countries_may_be_different_percentages() -> None:
    changes = {
        "country_groups": WORLD,
        "home": None,
        "sources": BOTH,
        "daily_rate_ranges": [bounds(80, 180, receiving_groups="dear")],
        "daily_rates": [
            rate("daily_rates", "180", receiving_groups="dear", sending_groups="fr"),
            rate("daily_rates", "80", receiving_groups="dear", sending_groups="de"),
        ],
    }
    assert list(doubts_of(TOY.model_copy(update=changes))) == []


@pytest.mark.parametrize(
    "ranges", [(("dear", 80, None), ("same", None, 160)), (("dear", 180, 180), ("same", 70, 70)), ()]
)
def test_a_range_that_is_not_known_or_no_range_has_no_percentage(
    ranges: tuple[tuple[str, object, object], ...],
) -> None:
    assert doubts(("dear", "180"), ("same", "70"), ranges=ranges) == []


def test_a_rate_that_is_not_published_is_no_doubt() -> None:
    changes = {"daily_rates": [{"not_published": "ask.", "source": OTHER}], "daily_rate_ranges": [bounds(80, 180)]}
    assert list(doubts_of(TOY.model_copy(update={**changes, "sources": BOTH}))) == []


# --- names that are spelled wrongly ------------------------------------------------------------------------------------


def test_a_country_group_and_a_partner_that_are_near_are_suggested() -> None:
    scoped = {"funded_travel_days": 1, "scope": {"receiving_groups": "midle"}, "source": OTHER}
    found = problems(travel_days=(scoped,), country_groups=(group("middle", "IT"),), sources=BOTH)
    assert found == [("travel_days", "there is no country group 'midle'; did you mean 'middle'?")]
    (agreement,) = TOY.agreements
    (found_partner,) = problems(agreements=(agreement.model_copy(update={"partners": ("TOI-U",)}),))
    said = "agreement 2030 names 'TOI-U', which is not among the partners; did you mean 'TOY-U'?"
    assert found_partner == ("agreements", said)


# --- short stays -------------------------------------------------------------------------------------------------------


def short_stays(longest: str, **scope: object) -> dict[str, object]:
    """Return a limit of short stays; a scope of its own may be of others."""
    whole = {"activities": "SMS SMT", "terms": "short_term_physical"} | scope
    return {"scope": whole, "minimum": "5 calendar_days", "maximum": longest, "source": TOY.sources[0]}


def with_short_stays(longest: str, most_days: int, **scope: object) -> dict[str, object]:
    assert TOY.short_term is not None
    of_staff, _, long = TOY.durations
    rule = TOY.short_term.model_copy(update={"maximum_days": most_days})
    return {"short_term": rule, "durations": (of_staff, short_stays(longest, **scope), long)}


@pytest.mark.parametrize(
    ("longest", "most_days"), [("30 calendar_days", 20), ("30 calendar_days", 60), ("2 calendar_months", 30)]
)
def test_the_longest_short_stay_is_the_one_up_to_which_a_stay_is_short(longest: str, most_days: int) -> None:
    """Otherwise the days between are long-term and too short, or short-term and too long, and every stay is refused."""
    (problem,) = problems(**with_short_stays(longest, most_days))
    said = f"the longest short stay is {longest} here, and in short_term it is {most_days} calendar_days (TOY)"
    assert problem == ("durations", said)


@pytest.mark.parametrize(
    ("longest", "most_days", "scope"),
    [
        ("1 calendar_months", 30, {}),  # 28 to 31 days
        ("40 calendar_days", 30, {"blended_intensive_programme": True}),  # short whatever its length
        ("40 calendar_days", 30, {"activities": "SMT"}),  # traineeships are short in blended programmes alone
    ],
)
def test_short_stays_that_are_short_for_another_reason_end_where_they_like(
    longest: str, most_days: int, scope: dict[str, object]
) -> None:
    assert list(problems_of(TOY.model_copy(update=with_short_stays(longest, most_days, **scope)))) == []


@pytest.mark.parametrize(("least_days", "scope"), [(6, {}), (10, {"terms": None}), (30, {"activities": "SMS"})])
def test_the_shortest_short_stay_is_not_shorter_than_in_the_rule_of_short_stays(
    least_days: int, scope: dict[str, object]
) -> None:
    """Otherwise the shorter one is paid."""
    assert TOY.short_term is not None
    of_staff, _, long = TOY.durations
    rule = TOY.short_term.model_copy(update={"minimum_days": least_days})
    short = short_stays("30 calendar_days", **scope)
    (problem,) = problems(
        short_term=rule, durations=(of_staff, short) if scope.get("terms", ()) is None else (of_staff, short, long)
    )
    said = f"the shortest short stay is 5 calendar_days here, and in short_term it is {least_days} calendar_days (TOY)"
    assert problem == ("durations", said)


@pytest.mark.parametrize(
    ("least_days", "scope"), [(5, {}), (4, {}), (9, {"blended_intensive_programme": True}), (9, {"activities": "SMT"})]
)
def test_a_limit_may_ask_for_longer_short_stays_and_blended_programmes_are_short_in_any_case(
    least_days: int, scope: dict[str, object]
) -> None:
    assert TOY.short_term is not None
    of_staff, _, long = TOY.durations
    rule = TOY.short_term.model_copy(update={"minimum_days": least_days})
    limits = (of_staff, short_stays("30 calendar_days", **scope), long)
    assert list(problems_of(TOY.model_copy(update={"short_term": rule, "durations": limits}))) == []


def test_no_stay_is_short_by_its_length_where_no_activity_may_be() -> None:
    assert TOY.short_term is not None
    blended_alone = TOY.short_term.model_copy(update={"activities": (), "maximum_days": 20})
    assert list(problems_of(TOY.model_copy(update={"short_term": blended_alone}))) == []
