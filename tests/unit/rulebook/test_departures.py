"""What a rulebook may not change of its base without a reason, in files and figures of the library."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from erasmus_grants import Rulebook, RulebookFileError, get_rulebook, load_rulebook
from erasmus_grants.basics.home import HomeCountry
from erasmus_grants.basics.problems import error_sentences
from erasmus_grants.rulebooks.loading import base_that_is_missing
from erasmus_grants.testing import toy_rulebook, toy_source

TOY = toy_rulebook()
POLICY = toy_source().at("POLICY", "page 3")
UNPAID = {"not_paid": "the senate.", "source": POLICY}
HOLE = {"not_published": "ask the office.", "source": POLICY}
SAY_WHY = '; if that is meant, say why: departs_from_programme = "..."'
EXAMPLE = Path("docs/how-to/example-agency.toml")


def adapted(base: Rulebook, **tables: Any) -> Rulebook:
    return base.adapt(id="ours", title="Ours", source=POLICY, **tables)


def refused(base: Rulebook, **tables: Any) -> tuple[str, ...]:
    with pytest.raises(ValidationError) as caught:
        adapted(base, **tables)
    return error_sentences(caught.value, Rulebook)


def departures(base: Rulebook, **tables: Any) -> tuple[str, ...]:
    """Return what is refused without a reason; the same is taken with one."""
    found = refused(base, **tables)
    assert adapted(base, departs_from_programme="we pay more.", **tables).departs_from_programme is not None
    assert all(problem.endswith(SAY_WHY) for problem in found)
    return tuple(problem.removesuffix(SAY_WHY) for problem in found)


def at_home(country: str) -> dict[str, object]:
    return {"country": country, "source": POLICY}


def bands(*rows: dict[str, object], **more: object) -> dict[str, object]:
    return {"bands": rows, "source": POLICY, **more}


# --- what is decided, and what is not known ---------------------------------------------------------------------------

LONG_TERM = {
    "activities": "SMS SMT",
    "terms": "long_term_physical",
    "sending_groups": "mainland",
    "receiving_groups": "programme-countries region-13 region-14",
}
PAID = bands({"from_km": 0, "standard_eur": 999, "green_eur": 1000}, scope=LONG_TERM)


def agencies() -> list[Rulebook]:
    return [get_rulebook("na-de-ka131-2024"), load_rulebook(EXAMPLE)]


@pytest.mark.parametrize("base", agencies(), ids=lambda book: book.id)
def test_what_an_agency_decided_not_to_pay_is_paid_only_with_a_reason(base: Rulebook) -> None:
    (found,) = departures(base, travel_support=[PAID])
    assert found.startswith(f"travel_support.0: standard travel from 0 km is nothing in {base.id} (")
    assert found.endswith("), which fixes it, and 999.00 here (and 1 more figure)")


@pytest.mark.parametrize(
    "instead", [HOLE | {"scope": LONG_TERM}, {"scope": LONG_TERM, "removed": True}], ids=["hole", "removed"]
)
def test_a_decision_is_not_made_open_again_without_a_reason(instead: dict[str, object]) -> None:
    """Otherwise what is based on the second rulebook could pay whatever it likes."""
    (found,) = departures(agencies()[0], travel_support=[instead])
    assert found.startswith("travel_support: what na-de-ka131-2024 fixes for ")
    assert found.endswith(" is open here")


def test_a_decision_may_be_repeated() -> None:
    assert adapted(agencies()[0], travel_support=[UNPAID | {"scope": LONG_TERM}]).departs_from_programme is None


def undecided(*rows: dict[str, object]) -> Rulebook:
    listed = bands(*rows or ({"from_km": 10, "standard_eur": 20},), not_decided="the agency decides it.")
    return TOY.model_copy(update={"travel_support": [listed | {"source": toy_source()}]})


@pytest.mark.parametrize("instead", [HOLE, {"removed": True}], ids=["hole", "removed"])
def test_amounts_of_which_it_is_not_decided_whether_they_are_paid_are_kept(instead: dict[str, object]) -> None:
    (found,) = departures(undecided(), travel_support=[instead])
    assert found == "travel_support: what toy fixes for all mobilities (TOY) is open here"


def test_amounts_that_somebody_has_still_to_decide_about_are_the_same() -> None:
    more = bands({"from_km": 10, "standard_eur": 999}, not_decided="we decide it later.")
    (found,) = departures(undecided(), travel_support=[more])
    assert (
        found == "travel_support.0: standard travel from 10 km is 20.00 in toy (TOY), which fixes it, and 999.00 here"
    )
    same = bands({"from_km": 10, "standard_eur": 20}, not_decided="we decide it later.")
    assert adapted(undecided(), travel_support=[same]).departs_from_programme is None


# --- amounts that the base does not have ------------------------------------------------------------------------------

OFFICIAL_BANDS: list[dict[str, object]] = [
    # Programme Guide 2022, travel support; no amount of green travel from 4000 km on, so the standard one is paid
    {"from_km": 10, "below_km": 100, "standard_eur": 23},
    {"from_km": 100, "below_km": 500, "standard_eur": 180, "green_eur": 210},
    {"from_km": 500, "below_km": 2000, "standard_eur": 275, "green_eur": 320},
    {"from_km": 2000, "below_km": 3000, "standard_eur": 360, "green_eur": 410},
    {"from_km": 3000, "below_km": 4000, "standard_eur": 530, "green_eur": 610},
    {"from_km": 4000, "below_km": 8000, "standard_eur": 820},
    {"from_km": 8000, "standard_eur": 1500},
]


def with_green(number: int, eur: int) -> list[dict[str, object]]:
    rows = [dict(row) for row in OFFICIAL_BANDS]
    rows[number]["green_eur"] = eur
    return rows


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (with_green(5, 8200), "green travel from 4000 to less than 8000 km is nothing"),
        (with_green(6, 15000), "green travel from 8000 km is nothing"),
        (with_green(0, 2300), "green travel from 10 to less than 100 km is nothing"),
        ([{"from_km": 0, "below_km": 10, "standard_eur": 28}, *OFFICIAL_BANDS], "standard travel from 0 to less than 10 km is nothing"),
    ],
)  # fmt: skip
def test_an_amount_beside_those_of_the_base_needs_a_reason(rows: list[dict[str, object]], found: str) -> None:
    base = get_rulebook("eu-ka131-2022")
    staff = bands(*rows, scope={"activities": "STA STT"})
    (told,) = departures(base, home=at_home("PT"), travel_support=[staff])
    assert told.startswith(f"travel_support.0: {found} in eu-ka131-2022 (")
    assert adapted(
        base, home=at_home("PT"), travel_support=[bands(*OFFICIAL_BANDS, scope={"activities": "STA STT"})]
    ).departs_from_programme is None  # fmt: skip


@pytest.mark.parametrize(
    ("table", "entry", "found"),
    [
        ("short_stay_rates", {"tiers": [*({"from_day": first, "to_day": last, "rate_eur_per_day": eur} for first, last, eur in ((1, 14, 20), (15, 30, 15))), {"from_day": 31, "rate_eur_per_day": 79}]}, "a day from day 31 is nothing in toy (TOY), which fixes it, and 79.00 here"),
        ("daily_rates", {"rate_eur_per_day": 100, "tiers": [{"from_day": 1, "to_day": 14, "share": 1}, {"from_day": 15, "to_day": 60, "share": "0.7"}, {"from_day": 61, "share": 1}]}, "the share from day 61 is nothing in toy (TOY), which fixes it, and 1 here"),
        ("top_ups", {"kind": "top_up_fewer_opportunities", "scope": {"terms": "short_term_physical"}, "tiers": [{"from_day": 5, "to_day": 14, "amount_eur": 50}, {"from_day": 15, "to_day": 30, "amount_eur": 75}, {"from_day": 31, "amount_eur": 900}]}, "the amount from day 31 is nothing in toy (TOY), which fixes it, and 900.00 here"),
    ],
    ids=lambda value: value if isinstance(value, str) and "_" in value else "",
)  # fmt: skip
def test_days_beyond_those_of_the_base_need_a_reason(table: str, entry: dict[str, object], found: str) -> None:
    closed = {
        "short_stay_rates": [{"tiers": [{"from_day": 1, "to_day": 14, "rate_eur_per_day": 20}, {"from_day": 15, "to_day": 30, "rate_eur_per_day": 15}]}],
        "daily_rates": [{"rate_eur_per_day": 100, "tiers": [{"from_day": 1, "to_day": 14, "share": 1}, {"from_day": 15, "to_day": 60, "share": "0.7"}]}],
        "top_ups": [{"kind": "top_up_fewer_opportunities", "scope": {"terms": "short_term_physical"}, "tiers": [{"from_day": 5, "to_day": 14, "amount_eur": 50}, {"from_day": 15, "to_day": 30, "amount_eur": 75}]}],
    }  # fmt: skip
    base = TOY.model_copy(update={table: [one | {"source": toy_source()} for one in closed[table]]})
    assert departures(base, **{table: [entry | {"source": POLICY}]}) == (f"{table}.0: {found}",)


def test_a_band_of_which_no_amount_is_published_is_filled_in_without_a_reason() -> None:
    rows: list[dict[str, object]] = [
        {"from_km": 10, "below_km": 100, "standard_eur": 20},
        {"from_km": 100, "below_km": 500, "not_published": "ask."},
        {"from_km": 500, "not_published": "ask the agency."},
    ]
    base = TOY.model_copy(update={"travel_support": [bands(*rows) | {"source": toy_source()}]})
    whole = [rows[0], {"from_km": 100, "standard_eur": 300, "green_eur": 400}]
    split = [rows[0], {"from_km": 100, "below_km": 400, "standard_eur": 1}, {"from_km": 400, "standard_eur": 2}]
    for filled in (whole, split):
        assert adapted(base, travel_support=[bands(*filled)]).departs_from_programme is None
    (found,) = departures(base, travel_support=[bands(rows[0] | {"green_eur": 30}, *whole[1:])])
    assert "green travel from 10 to less than 100 km is nothing in toy" in found
    (found,) = departures(base, travel_support=[bands({"from_km": 0, "below_km": 10, "standard_eur": 5}, *whole)])
    assert "standard travel from 0 to less than 10 km is nothing in toy" in found


# --- how reduced rates are rounded ------------------------------------------------------------------------------------

LATER = [{"from_day": 1, "to_day": 14, "share": 1}, {"from_day": 15, "to_day": 60, "share": "0.7"}]


def incoming(**more: object) -> dict[str, object]:
    """Return the rate of staff towards group 3: 148 EUR, and from day 15 on 70 % of it, 103.60 EUR."""
    scope = {"directions": "incoming", "receiving_groups": "group-3"}
    return {"scope": scope, "rate_eur_per_day": 148, "tiers": LATER, "source": POLICY, **more}


@pytest.mark.parametrize(
    ("more", "here"),
    [
        ({}, "103.60"),
        ({"reduced_rate_rounding": "down_to_euro"}, "103.00"),
        ({"rounding_not_published": "ask the office."}, "103.00 to 104.00"),
    ],
    ids=["to the cent", "down", "not known"],
)
def test_the_rounding_of_a_rate_that_the_base_fixes_is_fixed_too(more: dict[str, object], here: str) -> None:
    base = get_rulebook("eu-ka171-2026")
    (found,) = departures(base, home=at_home("PL"), daily_rates=[incoming(**more)])
    assert found.startswith(
        "daily_rates.0: the reduced rate from day 15 to 60 is rounded (half_up_to_euro), to 104.00, in eu-ka171-2026 ("
    )
    assert found.endswith(f"), which fixes it, and {here} here")
    same = incoming(reduced_rate_rounding="half_up_to_euro")
    assert adapted(base, home=at_home("PL"), daily_rates=[same]).departs_from_programme is None


def test_a_rate_of_which_the_base_rounds_nothing_is_paid_to_the_cent() -> None:
    base = TOY.model_copy(update={"daily_rates": [incoming(scope={}, source=toy_source())]})
    (found,) = departures(base, daily_rates=[incoming(scope={}, reduced_rate_rounding="half_up_to_euro")])
    said = "the reduced rate from day 15 to 60 is rounded (half_up_to_cent), to 103.60, in toy (TOY), which fixes it"
    assert found == f"daily_rates.0: {said}, and 104.00 here"


def test_where_nobody_prints_the_rounding_of_a_rate_it_has_to_be_said() -> None:
    base = get_rulebook("eu-ka171-2024")
    (found,) = refused(base, home=at_home("PL"), daily_rates=[incoming()])
    assert found == (
        "daily_rates.0: eu-ka171-2024 does not say whether the reduced rate from day 15 to 60, 103.6 EUR, is rounded; "
        "write reduced_rate_rounding, or rounding_not_published if it is not known here either"
    )
    for said in ({"reduced_rate_rounding": "half_up_to_cent"}, {"rounding_not_published": "ask."}):
        assert adapted(base, home=at_home("PL"), daily_rates=[incoming(**said)]).departs_from_programme is None


def test_within_a_range_that_prints_no_rounding_whoever_sets_the_rate_rounds_it() -> None:
    ranges = [{"minimum_eur": 100, "maximum_eur": 148, "source": toy_source()}]
    base = TOY.model_copy(
        update={"daily_rates": [incoming(scope={}, source=toy_source())], "daily_rate_ranges": ranges}
    )
    ours = adapted(base, daily_rates=[incoming(scope={}, reduced_rate_rounding="half_up_to_euro")])
    assert ours.departs_from_programme is None


# --- short stays, and stays below the minimum -------------------------------------------------------------------------

SHORT: dict[str, object] = {
    "activities": "SMS SMT",
    "roles": "student doctoral_candidate recent_graduate",
    "roles_without_virtual_component": "doctoral_candidate",
    "post_docs_without_virtual_component": True,
    "minimum_days": 5,
    "maximum_days": 30,
    "source": POLICY,
}
NO_POST_DOCS = get_rulebook("eu-ka131-2024").model_copy(
    update={"short_term": SHORT | {"activities": "SMS", "roles": "student", "post_docs_without_virtual_component": False, "source": get_rulebook("eu-ka131-2024").sources[0]}}
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"roles_without_virtual_component": "student doctoral_candidate recent_graduate"}, "those who need no virtual component are doctoral_candidate"),
        ({"minimum_days": 3}, "the shortest short stay is 5"),
    ],
)  # fmt: skip
def test_short_stays_are_opened_only_with_a_reason(changes: dict[str, object], found: str) -> None:
    base = get_rulebook("eu-ka131-2024")
    (told,) = departures(base, home=at_home("PT"), short_term=SHORT | changes)
    assert told.startswith(f"short_term: {found} in eu-ka131-2024 (")
    narrower = SHORT | {"activities": "SMS", "roles": "student", "roles_without_virtual_component": None}
    narrower |= {"post_docs_without_virtual_component": False, "minimum_days": 10}
    of_ten_days = {
        "scope": {"activities": "SMS SMT", "terms": "short_term_physical"},
        "minimum": "10 calendar_days",
        "maximum": "30 calendar_days",
        "source": POLICY,
    }
    ours = adapted(base, home=at_home("PT"), short_term=narrower, durations=[of_ten_days])
    assert ours.departs_from_programme is None


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"activities": "SMS SMT", "roles": "student"}, "the activities are SMS"),
        ({"activities": "SMS"}, "the participants are student"),
        ({"activities": "SMS", "roles": "student"}, "post-docs need a virtual component"),
    ],
)  # fmt: skip
def test_who_may_go_for_a_short_stay_is_kept(changes: dict[str, object], found: str) -> None:
    told = departures(NO_POST_DOCS, short_term=SHORT | changes)
    assert told[0].startswith(f"short_term: {found} in eu-ka131-2024 (")


def test_a_longer_short_stay_needs_a_reason() -> None:
    assert TOY.short_term is not None
    limits = [limit for limit in TOY.durations if limit.scope.terms != ("short_term_physical",)]
    base = TOY.model_copy(update={"durations": limits})
    longer = TOY.short_term.model_dump(exclude={"source"}) | {"maximum_days": 59, "source": POLICY}
    (found,) = departures(base, short_term=longer)
    assert found == "short_term: the longest short stay is 30 in toy (TOY), which fixes it, and 59 here"


def test_a_base_without_short_stays_has_none_that_anybody_adds() -> None:
    base = TOY.model_copy(update={"short_term": None})
    rule = {"activities": "SMS", "roles": "student", "minimum_days": 5, "maximum_days": 30, "source": POLICY}
    (found,) = departures(base, short_term=rule)
    assert found == "short_term: toy has no short stays outside of blended intensive programmes"
    assert adapted(base, short_term=rule | {"activities": ""}).departs_from_programme is None


def settling(below: str, days: int = 0, terms: str = "long_term_physical") -> dict[str, object]:
    return {"below_minimum": below, "tolerance_days": days, "tolerance_terms": terms, "source": POLICY}


def test_what_a_stay_below_the_minimum_forfeits_is_paid_only_with_a_reason() -> None:
    base = get_rulebook("eu-ka131-2024")
    (found,) = departures(base, settlement=settling("prorate"))
    assert found.startswith("settlement: the pay of a stay below the minimum is forfeit in eu-ka131-2024 (")
    assert found.endswith("), which fixes it, and prorate here")
    assert adapted(base, settlement=settling("forfeit")).departs_from_programme is None


def test_a_tolerance_that_is_printed_is_not_widened_and_one_that_is_not_may_be_set() -> None:
    agency = get_rulebook("na-de-ka131-2024")  # which tolerates five days of long-term students
    assert agency.settlement.tolerance_days == 5
    (found,) = departures(agency, settlement=settling("forfeit", 6))
    assert found.startswith("settlement: the most days that are tolerated are 5 in na-de-ka131-2024 (")
    (found,) = departures(agency, settlement=settling("forfeit", 5, "long_term_physical staff"))
    assert found.startswith("settlement: the stays of which days are tolerated are long_term_physical in na-de-")
    assert adapted(agency, settlement=settling("forfeit", 4)).departs_from_programme is None
    assert adapted(get_rulebook("eu-ka131-2024"), settlement=settling("forfeit", 30)).departs_from_programme is None


def test_a_base_that_pays_the_days_attended_may_be_stricter() -> None:
    base = TOY.model_copy(update={"settlement": settling("prorate") | {"source": toy_source()}})
    assert adapted(base, settlement=settling("forfeit")).departs_from_programme is None


# --- whole rulebooks --------------------------------------------------------------------------------------------------

Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def whole(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes the whole of the example, with changes, as a file."""

    def written(change: Change, *, book: Rulebook | None = None) -> Path:
        data = json.loads((book or load_rulebook(EXAMPLE)).model_dump_json())
        change(data)
        file = tmp_path / "whole.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        return file

    return written


def problems(file: Path) -> tuple[str, ...]:
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    return caught.value.problems


def rate_of_group_1(data: dict[str, Any]) -> dict[str, Any]:
    (rate,) = [rate for rate in data["monthly_rates"] if rate.get("rate_eur_per_month") == "550.00"]
    assert isinstance(rate, dict)
    return rate


def wider_ranges(data: dict[str, Any]) -> None:
    for bounds in data["monthly_rate_ranges"]:
        bounds["maximum_eur"] = "2000.00"
    rate_of_group_1(data)["rate_eur_per_month"] = "1500.00"


def no_ranges(data: dict[str, Any]) -> None:
    data["monthly_rate_ranges"] = []
    rate_of_group_1(data)["rate_eur_per_month"] = "5500.00"


OF_THE_BASE = "a rulebook that is based on another has this from it, and cannot change it"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (wider_ranges, f"monthly_rate_ranges: {OF_THE_BASE}"),
        (no_ranges, f"monthly_rate_ranges: {OF_THE_BASE}"),
        (lambda data: data.update(call_years=[2027]), f"call_years: {OF_THE_BASE}"),
        (lambda data: data.update(action="KA999"), f"action: {OF_THE_BASE}"),
        (lambda data: data.update(payment_bounds=[]), f"payment_bounds: {OF_THE_BASE}"),
        (lambda data: data.update(status="verified"), "status: a rulebook is not verified while the one that it is based on is provisional"),
        (lambda data: data.update(id="eu-ka131-2024"), "id: a rulebook that is based on another has an id of its own"),
    ],
    ids=["wider", "none", "call", "action", "bounds", "status", "id"],
)  # fmt: skip
def test_a_whole_rulebook_has_from_its_base_what_every_other_has(
    whole: Callable[..., Path], change: Change, found: str
) -> None:
    assert found in problems(whole(change))


def test_a_reason_is_none_for_other_ranges(whole: Callable[..., Path]) -> None:
    def change(data: dict[str, Any]) -> None:
        wider_ranges(data)
        data["departs_from_programme"] = "we pay more."

    assert problems(whole(change)) == (f"monthly_rate_ranges: {OF_THE_BASE}",)


def test_an_address_that_was_corrected_since_changes_no_range() -> None:
    ranges = [{"minimum_eur": 200, "maximum_eur": 400, "source": toy_source()}]
    base = TOY.model_copy(update={"monthly_rate_ranges": ranges})
    ours = adapted(base, travel_days=[])
    moved = base.model_dump_json().replace("https://example.org/toy", "https://example.org/moved")
    ours.check_against(Rulebook.model_validate_json(moved))
    with pytest.raises(ValidationError):
        ours.check_against(Rulebook.model_validate_json(moved.replace('"400.00"', '"401.00"')))


@pytest.mark.parametrize("home", [None, {"country": "PL"}, {"country": "ES", "regions": ["ES-CN"]}])
def test_a_whole_rulebook_is_at_home_where_its_base_is(whole: Callable[..., Path], home: Any) -> None:
    base = get_rulebook("na-pt-ka131-2024")
    ours = adapted(base, travel_days=[])

    def change(data: dict[str, Any]) -> None:
        data["home"] = home and home | {"source": data["home"]["source"]}

    told = problems(whole(change, book=ours))
    assert "home: the rates of na-pt-ka131-2024 are those of its home, PT, so keep it" in told


def of_a_university(folder: Path) -> tuple[Path, Path]:
    """Write a rulebook that is based on the example, and the whole of one that pays ten times as much a day."""
    ours = adapted(load_rulebook(EXAMPLE), travel_days=[])
    data = json.loads(ours.model_dump_json())
    rates = [rate for rate in data["short_stay_rates"] if "tiers" in rate]
    assert rates[0]["tiers"][0]["rate_eur_per_day"] == "79.00"
    sound, dearer = folder / "sound.json", folder / "dearer.json"
    sound.write_text(json.dumps(data), encoding="utf-8")
    for rate in rates:
        rate["tiers"][0]["rate_eur_per_day"] = "790.00"
    dearer.write_text(json.dumps(data), encoding="utf-8")
    return sound, dearer


@pytest.mark.parametrize("ending", [".toml", ".json"])
def test_the_base_of_a_whole_rulebook_is_looked_for_beside_it(tmp_path: Path, ending: str) -> None:
    sound, dearer = of_a_university(tmp_path)
    base = load_rulebook(EXAMPLE)
    text = EXAMPLE.read_text(encoding="utf-8") if ending == ".toml" else base.model_dump_json()
    (tmp_path / f"{base.id}{ending}").write_text(text, encoding="utf-8")
    assert (load_rulebook(sound).id, base_that_is_missing(sound)) == ("ours", "")
    assert "a day from day 1 to 14 is 79.00 in example-agency-2024 (" in problems(dearer)[0]


@pytest.mark.parametrize(
    "beside",
    ["", "id = 5", EXAMPLE.read_text(encoding="utf-8").replace("day = 180", "day = 179"), EXAMPLE.read_text(encoding="utf-8").replace('agency-2024"', 'agency-2025"')],
    ids=["nothing", "broken", "another", "another id"],
)  # fmt: skip
def test_a_whole_rulebook_is_read_without_its_base_and_that_is_told(tmp_path: Path, beside: str) -> None:
    sound, dearer = of_a_university(tmp_path)
    if beside:
        (tmp_path / "example-agency-2024.toml").write_text(beside, encoding="utf-8")
    for file in (sound, dearer):
        assert load_rulebook(file).id == "ours"
        assert base_that_is_missing(file) == "example-agency-2024"


@pytest.mark.parametrize("name", ["eu-ka131-2024.toml", "na-de-ka131-2024.toml"])
def test_no_base_is_missing_where_none_is_stated_or_the_library_has_it(tmp_path: Path, name: str) -> None:
    file = tmp_path / "whole.json"
    file.write_text(get_rulebook(name.removesuffix(".toml")).model_dump_json(), encoding="utf-8")
    assert base_that_is_missing(file) == base_that_is_missing(EXAMPLE) == ""


# --- regions of a home ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "region"), [("FR", "PT-20"), ("PT", "PT"), ("PT", "ES-CN"), ("ES", "FR"), ("PT-20", "PT-20"), ("NL", "GP")]
)  # fmt: skip
def test_a_region_of_another_country_is_none_of_the_home(country: str, region: str) -> None:
    with pytest.raises(ValidationError) as caught:
        HomeCountry(country=country, regions=region, source=POLICY)
    assert error_sentences(caught.value, HomeCountry) == (f"regions: {region} is no region of {country} with a code of its own",)  # fmt: skip


@pytest.mark.parametrize(
    ("country", "regions"), [("ES", "ES-CN"), ("PT", "PT-30 PT-20"), ("FR", "GP RE"), ("DK", "GL")]
)
def test_regions_of_a_country_are_those_that_belong_to_it(country: str, regions: str) -> None:
    home = HomeCountry(country=country, regions=regions, source=POLICY)
    assert home.countries == (country, *regions.split())


def test_a_rulebook_pays_from_no_region_that_its_base_does_not_pay_from() -> None:
    base = TOY.model_copy(update={"home": {"country": "PT", "regions": "PT-20", "source": toy_source()}})
    (found,) = refused(base, home=at_home("PT") | {"regions": "PT-20 PT-30"})
    assert found == "home: the rates of toy are those of PT, PT-20, and not of PT-30"
    for regions in ("", "PT-20"):
        assert adapted(base, home=at_home("PT") | {"regions": regions}).home is not None
    official = get_rulebook("na-es-ka131-2024")
    told = refused(official, home=at_home("ES") | {"regions": "FR PT-20"})
    assert "home.regions: FR is no region of ES with a code of its own" in told
