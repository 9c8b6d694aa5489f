import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from erasmus_grants import Rulebook, RulebookFileError, get_rulebook, known_rulebooks, load_rulebook
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.rulebook.fingerprints import former_fingerprint
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.testing import toy_rulebook, toy_source

TOY = toy_rulebook()
OTHER = toy_source().at("OTHER", "page 2")


def entry(table: str, index: int = 0, **changes: object) -> object:
    return getattr(TOY, table)[index].model_copy(update=changes)


def problems(**changes: object) -> list[tuple[object, str]]:
    with pytest.raises(ValidationError) as caught:
        TOY.model_copy(update=changes)
    return [(item["loc"][0], item["msg"]) for item in caught.value.errors()]


# --- what is checked when a rulebook is built --------------------------------------------------------------------------

SCOPED = (
    "activities",
    "durations",
    "cycle_limits",
    "teaching_hours",
    "travel_support",
    "travel_days",
    "daily_rates",
    "monthly_rates",
    "short_stay_rates",
    "payment_splits",
    "top_ups",
    "documents",
    "abroad",
    "cycle_flows",
)


@pytest.mark.parametrize("table", SCOPED)
def test_two_entries_for_the_same_mobility_are_refused(table: str) -> None:
    ((place, message),) = problems(**{table: (*getattr(TOY, table), getattr(TOY, table)[0])})
    assert place == table
    assert message.startswith("two entries apply to the same mobility: ")
    assert message.endswith("narrow the scope of one")


def test_two_entries_for_the_same_mobility_are_refused_where_the_toys_have_none() -> None:
    deadline = {"months_before_start": 2, "source": toy_source()}
    assert [place for place, _ in problems(deadlines=(deadline, deadline))] == ["deadlines"]


def test_entries_that_overlap_say_how() -> None:
    staff, students = TOY.activities
    wider = students.model_copy(update={"scope": {"activities": ("STT", "SMS"), "directions": ("incoming",)}})
    ((_, message),) = problems(activities=(staff, wider))
    assert message == (
        'two entries apply to the same mobility: {"activities": ["STA", "STT"]} (TOY) and '
        '{"activities": ["SMS", "STT"], "directions": ["incoming"]} (TOY); narrow the scope of one'
    )


def test_an_entry_without_a_scope_overlaps_with_all() -> None:
    everything = entry("daily_rates", scope={})
    ((_, message),) = problems(daily_rates=(everything, entry("daily_rates", scope={"activities": ("STA",)})))
    assert 'all mobilities (TOY) and {"activities": ["STA"]} (TOY)' in message


def test_every_pair_that_overlaps_is_said() -> None:
    assert len(problems(daily_rates=(TOY.daily_rates[0],) * 3)) == 3


def test_top_ups_of_different_kinds_and_different_papers_may_share_a_scope() -> None:
    students = {"scope": {}, "rate_eur_per_month": 30, "source": toy_source()}
    both = tuple(students | {"kind": kind} for kind in ("top_up_traineeship", "top_up_green_travel"))
    assert len(TOY.model_copy(update={"top_ups": both}).top_ups) == 2
    assert len({rule.document for rule in TOY.documents}) == len(TOY.documents) == 2


def test_different_excluded_purposes_may_share_a_scope_and_the_same_may_not() -> None:
    conference, internship = ({"purpose": purpose, "source": toy_source()} for purpose in ("conference", "internship"))
    assert len(TOY.model_copy(update={"excluded_purposes": (conference, internship)}).excluded_purposes) == 2
    assert [place for place, _ in problems(excluded_purposes=(conference, conference))] == ["excluded_purposes"]


def test_an_entry_that_says_not_published_gives_way_to_a_figure_and_not_to_another_one() -> None:
    nothing = {"not_published": "ask the office.", "source": toy_source()}
    assert len(TOY.model_copy(update={"monthly_rates": (*TOY.monthly_rates, nothing)}).monthly_rates) == 2
    assert [place for place, _ in problems(monthly_rates=(nothing, nothing))] == ["monthly_rates"]


@pytest.mark.parametrize(
    ("table", "broken"),
    [
        ("daily_rates", (entry("daily_rates", source=OTHER),)),
        (
            "travel_support",
            (entry("travel_support", source=OTHER),),
        ),
        ("top_ups", (entry("top_ups", source=OTHER), *TOY.top_ups[1:])),
        ("settlement", TOY.settlement.model_copy(update={"source": OTHER})),
        ("home", {"country": "FR", "source": OTHER}),
        ("short_term", None),
        ("agreements", (entry("agreements", source=OTHER),)),
        ("notes", (entry("notes", source=OTHER),)),
        ("restrictions", ({"why": "some places.", "source": OTHER},)),
        ("country_groups", ({"id": "near", "countries": ("IT",), "source": OTHER},)),
    ],
)
def test_a_source_that_is_not_listed_is_refused(table: str, broken: object) -> None:
    if broken is None:
        assert TOY.short_term is not None
        broken = TOY.short_term.model_copy(update={"source": OTHER})
    assert problems(**{table: broken}) == [
        (table, "the source 'OTHER' of an entry is not among the sources of the rulebook")
    ]


def test_the_source_of_a_tier_is_looked_for_too() -> None:
    first, then = TOY.daily_rates[0].tiers  # type: ignore[union-attr]
    tiers = (first, then.model_copy(update={"source": OTHER}))
    assert [place for place, _ in problems(daily_rates=(entry("daily_rates", tiers=tiers),))] == ["daily_rates"]
    sound = TOY.model_copy(
        update={"daily_rates": (entry("daily_rates", tiers=tiers),), "sources": (toy_source(), OTHER)}
    )
    assert OTHER in sound.sources


def test_a_source_with_the_same_id_and_other_words_is_another_source() -> None:
    changed = toy_source().model_copy(update={"locator": "page 9"})
    assert [place for place, _ in problems(monthly_rates=(entry("monthly_rates", source=changed),))] == [
        "monthly_rates"
    ]


@pytest.mark.parametrize("side", ["sending_groups", "receiving_groups"])
@pytest.mark.parametrize("table", [*SCOPED, "excluded_purposes", "restrictions", "deadlines"])
def test_an_unknown_country_group_is_refused(table: str, side: str) -> None:
    scope = {side: ("nowhere",)}
    invented: dict[str, object] = {
        "restrictions": {"why": "some places.", "scope": scope, "source": toy_source()},
        "deadlines": {"months_before_start": 2, "scope": scope, "source": toy_source()},
    }
    broken = invented.get(table) or entry(table, scope=scope)
    assert problems(**{table: (broken,)}) == [(table, "there is no country group 'nowhere'")]


def test_a_country_may_be_in_several_groups() -> None:
    groups = tuple({"id": name, "countries": ("IT", "CH"), "source": toy_source()} for name in ("near", "nearer"))
    book = TOY.model_copy(update={"country_groups": groups})
    assert [group.countries for group in book.country_groups] == [("IT", "CH"), ("IT", "CH")]


def test_a_country_stands_once_in_a_group() -> None:
    near = {"id": "near", "countries": ("IT", "CH", "IT", "CH"), "source": toy_source()}
    far = {"id": "far", "countries": ("JP", "IT"), "source": toy_source()}
    assert problems(country_groups=(near, far)) == [
        ("country_groups", "'IT in near' stands twice"),
        ("country_groups", "'CH in near' stands twice"),
    ]


def test_an_agreement_names_known_partners() -> None:
    assert problems(agreements=(entry("agreements", partners=("TOY-U", "NOWHERE")),)) == [
        ("agreements", "agreement 2030 names 'NOWHERE', which is not among the partners")
    ]


@pytest.mark.parametrize("name", ["toy university", "Université du  JOUET!", "TOY-U"])
def test_two_partners_cannot_share_a_name(name: str) -> None:
    other = {"code": "OTHER", "names": ("Other University", name), "country": "SN", "source": toy_source()}
    found = problems(partners=(*TOY.partners, other))
    assert {place for place, _ in found} == {"partners"}
    assert all(message.startswith("TOY-U and OTHER share the name") for _, message in found)


def test_one_partner_may_spell_its_name_in_two_ways_that_are_the_same() -> None:
    partner = entry("partners", names=("Toy University", "TOY UNIVERSITY"))
    assert TOY.model_copy(update={"partners": (partner,)}).partners == (partner,)


@pytest.mark.parametrize("partners", [{"TOY-U"}, frozenset({"TOY-U"}), (code for code in ("TOY-U",)), "TOY-U"])
def test_what_has_no_order_of_its_own_is_no_list(partners: object) -> None:
    with pytest.raises(ValidationError, match="partners"):
        entry("agreements", partners=partners)
    assert entry("agreements", partners=["TOY-U"]) == TOY.agreements[0]


@pytest.mark.parametrize(
    ("table", "twice"),
    [
        ("sources", (toy_source(), toy_source())),
        ("agreements", TOY.agreements * 2),
    ],
)
def test_an_id_stands_once(table: str, twice: tuple[object, ...]) -> None:
    ((place, message),) = problems(**{table: twice})
    assert place == table
    assert message.endswith("stands twice")


def test_a_partner_and_a_country_group_stand_once_too() -> None:
    assert ("partners", "'TOY-U' stands twice") in problems(partners=TOY.partners * 2)
    group = {"id": "near", "countries": ("IT",), "source": toy_source()}
    assert ("country_groups", "'near' stands twice") in problems(country_groups=(group, group))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = problems(
        agreements=(entry("agreements", partners=("NOWHERE",)),),
        monthly_rates=(entry("monthly_rates", source=OTHER),),
        daily_rates=TOY.daily_rates * 2,
    )
    assert {place for place, _ in found} == {"agreements", "monthly_rates", "daily_rates"}


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("id", "Toy Rulebook"),
        ("id", "toy_1"),
        ("id", ""),
        ("title", " "),
        ("call_years", (True,)),
        ("call_years", ("2030",)),
        ("call_years", (99,)),
        ("call_years", (2030, 2030)),
        ("status", "final"),
        ("sources", ()),
        ("activities", ()),
        ("settlement", None),
        ("surprise", 1),
    ],
)
def test_a_field_that_is_not_sound_is_named(field: str, given: object) -> None:
    assert field in {place for place, _ in problems(**{field: given})}


def bands(*rows: tuple[int, int | None, object]) -> list[dict[str, object]]:
    return [{"from_km": start, "below_km": below, "standard_eur": eur} for start, below, eur in rows]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("travel_support.0.bands", bands((10, 100, "1.00"), (101, None, "2.00")), "there is a gap between bands"),
        ("travel_support.0.bands", bands((10, 100, "1.00"), (99, None, "2.00")), "there is an overlap between bands"),
        ("travel_support.0.bands", bands((100, None, "1.00"), (10, 100, "2.00")), "between bands: one is open"),
        ("travel_support.0.bands", bands((10, 100, "1.00")), "the last band is open at the top"),
        ("travel_support.0.bands.0.standard_eur", "20.005", "no fraction of a cent"),
        ("travel_support.0.bands.0.standard_eur", 20.0, "never as float"),
        ("travel_support.0.bands.0.standard_eur", "-1", "is not negative"),
        ("travel_support.0.bands.0.standard_eur", "100000.01", "100000 or less"),
        ("daily_rates.0.tiers.1.from_day", 16, "there is a gap or an overlap"),
        ("daily_rates.0.tiers.1.share", "1.5", "1 or less"),
        ("daily_rates.0.rate_eur_per_day", "95.25", "not whole cents"),
        ("short_stay_rates.0.tiers.1.from_day", 14, "there is a gap or an overlap"),
        ("top_ups.0.tiers.1.from_day", 16, "there is a gap or an overlap"),
        ("payment_splits.0.instalments.1.individual_share", "0.3", "adds up to 1, here to 1.1"),
        ("payment_splits.0.instalments.1.individual_share", "-0.2", "0 or more"),
        ("travel_support.0.source", None, "travel_support, entry 1, source"),
        ("home.country", "UK", "did you mean 'GB'?"),
        ("travel_support.0.bands.0.standard_euro", "1.00", "did you mean 'standard_eur'?"),
        ("daily_rate", [], "did you mean 'daily_rates'?"),
        ("settlement.below_minimum", "forfiet", "did you mean 'forfeit'?"),
    ],
)
def test_a_file_whose_table_is_not_sound_is_refused_in_words(
    tmp_path: Path, path: str, value: object, words: str
) -> None:
    data = json.loads(TOY.model_dump_json())
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    place = data
    for step in steps:
        place = place[step]
    place[last] = value
    file = tmp_path / "toy.json"
    file.write_text(json.dumps(data))
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert caught.value.name == str(file)
    assert words in str(caught.value)


def test_what_is_wrong_with_a_source_is_said_once_and_not_wherever_it_is_cited(tmp_path: Path) -> None:
    data = json.loads(TOY.model_dump_json())
    data["sources"][0]["confidence"] = "LOW"
    file = tmp_path / "toy.json"
    file.write_text(json.dumps({**with_source_ids(data), "sources": data["sources"]}))  # type: ignore[dict-item]
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == ["sources, entry 1, confidence"]


def test_a_source_that_is_left_out_is_asked_for(tmp_path: Path) -> None:
    data = json.loads(TOY.model_dump_json())
    del data["monthly_rates"][0]["source"]
    file = tmp_path / "toy.json"
    file.write_text(json.dumps(data))
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith("monthly_rates, entry 1, ")
    assert caught.value.problems[0].endswith("source: this is missing")


# --- files -------------------------------------------------------------------------------------------------------------


def with_source_ids(value: object) -> object:
    """Return data in which every source is named by its id, but for the list of sources."""
    if isinstance(value, list):
        return [with_source_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: item["id"] if key == "source" and isinstance(item, dict) else with_source_ids(item)
        for key, item in value.items()
    }


def in_toml(value: object) -> str:
    """Return a value in TOML, tables in one line."""
    if isinstance(value, dict):
        pairs = (f"{key} = {in_toml(item)}" for key, item in value.items() if item is not None)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[\n" + "".join(f"  {in_toml(item)},\n" for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def one_line_tables(data: dict[str, object]) -> Iterator[str]:
    for key, value in data.items():
        if value is not None:
            yield f"{key} = {in_toml(value)}\n"


def toml_of(rulebook: Rulebook) -> str:
    data = json.loads(rulebook.model_dump_json(exclude_defaults=True))
    sources = data.pop("sources")
    tables = with_source_ids(data)
    assert isinstance(tables, dict)
    return "".join(one_line_tables({"sources": sources} | tables))


def test_a_rulebook_comes_back_the_same_from_json(tmp_path: Path) -> None:
    file = tmp_path / "toy.json"
    file.write_text(TOY.model_dump_json(indent=2), encoding="utf-8")
    assert load_rulebook(file) == load_rulebook(str(file)) == TOY


def test_sources_may_be_named_by_their_ids_in_json(tmp_path: Path) -> None:
    data = json.loads(TOY.model_dump_json())
    file = tmp_path / "toy.json"
    file.write_text(json.dumps({**with_source_ids(data), "sources": data["sources"]}), encoding="utf-8")  # type: ignore[dict-item]
    assert load_rulebook(file) == TOY


def test_the_same_rulebook_may_be_written_in_toml(tmp_path: Path) -> None:
    file = tmp_path / "toy.toml"
    file.write_text(toml_of(TOY), encoding="utf-8")
    assert load_rulebook(file) == TOY
    assert fingerprint(load_rulebook(file)) == fingerprint(TOY)


def test_a_source_id_that_is_not_listed_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    data = json.loads(TOY.model_dump_json())
    data["monthly_rates"][0]["source"] = "TOYS"
    file = tmp_path / "toy.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RulebookFileError, match=r"monthly_rates, entry 1, source: .*'TOYS'.*did you mean 'TOY'\?"):
        load_rulebook(file)


@pytest.mark.parametrize(("name", "text"), [("toy.toml", "id = "), ("toy.json", '{"id": '), ("toy.toml", "")])
def test_a_file_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert caught.value.name == str(file)
    assert len(caught.value.problems) == 1


def test_a_file_that_does_not_exist_is_refused() -> None:
    with pytest.raises(RulebookFileError, match=r"nowhere\.toml"):
        load_rulebook("nowhere.toml")


# --- rulebooks that are based on another -------------------------------------------------------------------------------

POLICY = toy_source().at("POLICY", "page 3")
ONE_DAY = {"scope": {"activities": ("STA", "STT")}, "funded_travel_days": 1, "source": POLICY}
DEPARTS = {"departs_from_programme": "the board decided it."}


def adapted(**tables: object) -> Rulebook:
    return TOY.adapt(id="ours", title="Ours", source=POLICY, **tables)


def refused(**tables: object) -> list[tuple[object, str]]:
    with pytest.raises(ValidationError) as caught:
        adapted(**tables)
    return [(item["loc"][0], item["msg"]) for item in caught.value.errors()]


def test_an_entry_takes_the_place_of_the_one_with_the_same_scope() -> None:
    ours = adapted(travel_days=[ONE_DAY])
    assert [(entry.funded_travel_days, entry.source.id) for entry in ours.travel_days] == [(1, "POLICY"), (0, "TOY")]
    changed = {"id", "title", "institution", "based_on", "sources", "travel_days"}
    assert {name for name in Rulebook.model_fields if getattr(ours, name) != getattr(TOY, name)} == changed


def test_the_base_stays_as_it_is() -> None:
    before = TOY.model_dump_json()
    adapted(travel_days=[ONE_DAY], notes=(), restrictions=[{"why": "some places.", "source": POLICY}])
    assert TOY.model_dump_json() == before
    assert TOY.based_on is None


def test_the_new_rulebook_names_its_base_by_id_and_fingerprint() -> None:
    ours = adapted()
    assert ours.based_on is not None
    assert (ours.based_on.id, ours.based_on.fingerprint) == ("toy", fingerprint(TOY))
    theirs = ours.adapt(id="theirs", title="Theirs", source=POLICY.at("SECOND", "page 4"))
    assert theirs.based_on is not None
    assert (theirs.based_on.id, theirs.based_on.fingerprint) == ("ours", fingerprint(ours))


def test_a_fingerprint_covers_what_the_base_computes_and_not_what_it_tells() -> None:
    told = TOY.model_copy(update={"title": "Otherwise", "notes": ()})
    dearer = TOY.model_copy(update={"monthly_rates": (entry("monthly_rates", rate_eur_per_month=301),)})
    prints = [fingerprint(book.adapt(id="ours", title="Ours", source=POLICY)) for book in (TOY, told, dearer)]
    assert prints[0] == prints[1] != prints[2]
    assert prints[0] != fingerprint(TOY)  # it has another id, and says that it is based on another


@pytest.mark.parametrize(("given", "status"), [({}, "provisional"), ({"status": "verified"}, "verified")])
def test_figures_are_provisional_unless_it_is_said_that_they_were_verified(
    given: dict[str, object], status: str
) -> None:
    verified = TOY.model_copy(update={"status": "verified"})
    assert verified.adapt(id="ours", title="Ours", source=POLICY, **given).status == status


def test_sources_are_the_own_ones_and_those_of_the_base_that_are_still_used() -> None:
    bands = toy_source().at("BANDS", "page 2")
    unused = toy_source().at("UNUSED", "page 9")
    travel = TOY.travel_support[0].model_copy(update={"source": bands})
    base = TOY.model_copy(update={"travel_support": (travel,), "sources": (toy_source(), bands, unused)})
    more = POLICY.at("MORE", "page 4")
    kept = base.adapt(id="ours", title="Ours", source=POLICY, sources=[more])
    assert [source.id for source in kept.sources] == ["POLICY", "MORE", "TOY", "BANDS"]
    dropped = base.adapt(id="ours", title="Ours", source=POLICY, travel_support=list(TOY.travel_support))
    assert [source.id for source in dropped.sources] == ["POLICY", "TOY"]


@pytest.mark.parametrize("as_data", [False, True])
@pytest.mark.parametrize("place", ["source", "cap_source"])
def test_a_source_of_the_base_is_kept_for_what_the_overlay_itself_cites(place: str, as_data: bool) -> None:
    caps = toy_source().at("CAPS", "page 2")
    base = TOY.model_copy(update={"sources": (toy_source(), caps)})
    rate: dict[str, object] = {"rate_eur_per_month": 310, "funded_days_cap": 90, "source": POLICY}
    rate[place] = caps.model_dump() if as_data else caps
    ours = base.adapt(id="ours", title="Ours", source=POLICY, monthly_rates=[rate], **DEPARTS)
    assert [source.id for source in ours.sources] == ["POLICY", "TOY", "CAPS"]
    assert [source.id for source in base.adapt(id="ours", title="Ours", source=POLICY).sources] == ["POLICY", "TOY"]


def test_a_source_that_only_a_row_of_a_table_cites_is_kept() -> None:
    bands = toy_source().at("BANDS", "page 2")
    rows = [{"from_km": 0, "standard_eur": 10, "source": bands}]
    base = TOY.model_copy(update={"sources": (toy_source(), bands)})
    travel = {"bands": rows, "source": POLICY}
    given_whole = DistanceBands.model_validate(travel)
    for table in ([travel], (travel,), [given_whole]):
        ours = base.adapt(id="ours", title="Ours", source=POLICY, travel_support=table, **DEPARTS)
        assert [source.id for source in ours.sources] == ["POLICY", "TOY", "BANDS"]


@pytest.mark.parametrize("again", [POLICY, POLICY.model_dump(), toy_source(), toy_source().model_dump()])
def test_a_source_that_is_given_twice_stands_once(again: object) -> None:
    ours = adapted(sources=[again])
    assert [source.id for source in ours.sources] == ["POLICY", "TOY"]


def test_the_main_source_may_be_one_of_the_base() -> None:
    ours = TOY.adapt(id="ours", title="Ours", source=toy_source().model_dump())
    assert ours.sources == TOY.sources


def test_two_different_sources_of_one_id_are_refused() -> None:
    assert refused(sources=[POLICY.model_copy(update={"locator": "page 5"})]) == [("sources", "'POLICY' stands twice")]
    with pytest.raises(ValidationError, match="'TOY' stands twice"):
        TOY.adapt(id="ours", title="Ours", source=toy_source().at("TOY", "page 5"))


def test_a_source_is_never_taken_for_another_of_its_id_even_where_nothing_cites_that() -> None:
    base = TOY.model_copy(update={"sources": (toy_source(), POLICY)})
    with pytest.raises(ValidationError, match="'POLICY' stands twice"):
        base.adapt(id="ours", title="Ours", source=POLICY.model_copy(update={"locator": "page 5"}))


@pytest.mark.parametrize("sources", [POLICY, "POLICY", 5])
def test_further_sources_are_a_list(sources: object) -> None:
    assert refused(sources=sources) == [("sources", "this is a list of sources")]


def test_an_id_that_is_no_source_keeps_none_of_that_id() -> None:
    bands = toy_source().at("BANDS", "page 2")
    base = TOY.model_copy(update={"sources": (toy_source(), bands)})
    group = {"id": "BANDS", "countries": ("CH",), "source": POLICY}
    ours = base.adapt(id="ours", title="Ours", source=POLICY, country_groups=[group])
    assert [source.id for source in ours.sources] == ["POLICY", "TOY"]


def test_what_an_overlay_cannot_change_or_does_not_know_is_said_at_once() -> None:
    own = "a rulebook that is based on another has this from it, and cannot change it"
    assert refused(action="KA131", call_years=(2031,), based_on=None, daily_rate=()) == [
        ("action", own),
        ("call_years", own),
        ("based_on", own),
        ("daily_rate", "there is no field of this name; did you mean 'daily_rates'?"),
    ]


def test_an_overlay_that_is_not_sound_is_refused() -> None:
    assert refused(travel_days=[ONE_DAY, ONE_DAY])[0][0] == "travel_days"
    assert refused(travel_days=[ONE_DAY | {"source": OTHER}]) == [
        ("travel_days", "the source 'OTHER' of an entry is not among the sources of the rulebook")
    ]
    with pytest.raises(ValidationError, match="lower-case words and numbers"):
        TOY.adapt(id="Our rules", title="Ours", source=POLICY)
    with pytest.raises(ValidationError, match="title"):
        TOY.adapt(id="ours", title=" ", source=POLICY)


def test_a_rate_outside_of_the_range_of_the_base_is_refused() -> None:
    ranges = [{"minimum_eur": 80, "maximum_eur": 180, "source": toy_source()}]
    base = TOY.model_copy(update={"daily_rates": (), "daily_rate_ranges": ranges})
    rate = TOY.daily_rates[0].model_copy(update={"source": POLICY})
    ours = base.adapt(id="ours", title="Ours", source=POLICY, daily_rates=[rate])
    assert ours.daily_rates == (rate,)
    with pytest.raises(ValidationError, match=r"180\.10 EUR lies outside of the range of 80\.00 to 180\.00 EUR"):
        ours.adapt(
            id="theirs",
            title="Theirs",
            source=POLICY,
            daily_rates=[rate.model_copy(update={"rate_eur_per_day": "180.10"})],
        )


def test_an_overlay_comes_back_the_same_from_json_and_says_its_base() -> None:
    ours = adapted(travel_days=[ONE_DAY])
    assert Rulebook.model_validate_json(ours.model_dump_json()) == ours
    assert Rulebook.model_validate_json(ours.model_dump_json(exclude_defaults=True)) == ours


@pytest.mark.parametrize(
    "based_on", [{"id": "toy"}, {"id": "toy", "fingerprint": "0" * 63}, {"id": "T", "fingerprint": "0" * 64}, "toy"]
)
def test_a_base_has_an_id_and_a_fingerprint(based_on: object) -> None:
    assert "based_on" in {place for place, _ in problems(based_on=based_on)}


# --- fingerprint -------------------------------------------------------------------------------------------------------

_PRINT_FINGERPRINTS = """
from erasmus_grants import get_rulebook, known_rulebooks
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.testing import toy_rulebook
for book in (toy_rulebook(), *map(get_rulebook, known_rulebooks())):
    print(book.id, fingerprint(book))
"""


def test_fingerprints_are_the_same_under_every_hash_seed() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", _PRINT_FINGERPRINTS],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(printed) == 1
    (lines,) = printed
    assert [line.split()[0] for line in lines.splitlines()] == ["toy", *known_rulebooks()]
    assert f"toy {fingerprint(TOY)}" in lines


TOLD = {"title", "institution", "status", "note", "notes", "applies_if", "why", "country_confidence", "based_on"}
"""Fields that are told and not computed with."""


def without_what_is_told(value: object) -> object:
    """Return data of a rulebook without its sources, titles and notes, and true in place of deciding sentences."""
    if isinstance(value, list):
        return [without_what_is_told(item) for item in value if not (isinstance(item, dict) and "locator" in item)]
    if not isinstance(value, dict):
        return value
    kept = {key: item for key, item in value.items() if key not in TOLD and not key.endswith("source")}
    return {key: True if key in SENTENCES else without_what_is_told(item) for key, item in kept.items()}


SENTENCES = {"not_published", "not_combined", "not_decided", "not_paid", "rounding_not_published", "needed"}


def sha256_of(data: object) -> str:
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("rulebook_id", ["toy", "eu-ka131-2024", "usmb-icm-2018", "usmb-bip-2024", "lille-ka171-2022"])
def test_a_fingerprint_is_that_of_what_is_computed_with_its_keys_in_order(rulebook_id: str) -> None:
    book = TOY if rulebook_id == "toy" else get_rulebook(rulebook_id)
    stated = json.loads(book.model_dump_json(exclude_defaults=True))
    assert fingerprint(book) == sha256_of(without_what_is_told(stated))
    assert former_fingerprint(book) == sha256_of(stated)


def test_a_fingerprint_does_not_depend_on_the_order_of_unordered_input() -> None:
    (staff, students) = TOY.activities
    shuffled = staff.model_copy(update={"scope": {"activities": ("STT", "STA")}, "roles": tuple(staff.roles[::-1])})
    assert fingerprint(TOY.model_copy(update={"activities": (shuffled, students)})) == fingerprint(TOY)


def test_a_fingerprint_does_not_depend_on_defaults_that_are_written_out() -> None:
    written_out = json.dumps(json.loads(TOY.model_dump_json(exclude_defaults=True)) | {"restrictions": []})
    assert fingerprint(Rulebook.model_validate_json(written_out)) == fingerprint(TOY)


def leaves(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], object]]:
    """Yield the path and value of every number, word and date in data."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    elif value is not None:
        yield path, value


FIGURES = [
    path
    for path, value in leaves(json.loads(TOY.model_dump_json()))
    if isinstance(value, int | float) or (isinstance(value, str) and value.replace(".", "", 1).isdigit())
]


def changed(value: object) -> list[object]:
    """Return values near to a figure, one of which a sound rulebook may have."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    number = Decimal(str(value))
    return [str(number + step) for step in (Decimal("0.01"), Decimal(-1), Decimal(1), Decimal("-0.1"), Decimal(10))]


def copies_with(path: tuple[object, ...]) -> Iterator[Rulebook]:
    """Yield the sound rulebooks that differ from the toys in one figure."""
    original = TOY.model_dump_json()
    place: object = json.loads(original)
    for step in path:
        place = place[step]  # type: ignore[index]
    for value in changed(place):
        data = json.loads(original)
        target = data
        for step in path[:-1]:
            target = target[step]  # type: ignore[index]
        target[path[-1]] = value  # type: ignore[index]
        try:
            yield Rulebook.model_validate_json(json.dumps(data))
        except ValidationError:
            continue


def test_a_fingerprint_changes_when_any_figure_changes() -> None:
    assert len(FIGURES) > 50
    alone = 0
    for path in FIGURES:
        for copy in copies_with(path):
            alone += 1
            assert fingerprint(copy) != fingerprint(TOY), path
    assert alone > 30  # figures that can change alone and leave a sound rulebook


@pytest.mark.parametrize(
    "changes",
    [
        {"call_years": (2031,)},
        {"home": None},
        {"documents": TOY.documents[:1]},
        {"documents": TOY.documents[::-1]},
        {"monthly_rates": ()},
        {"departs_from_programme": "the board decided it."},
        {"payment_splits": ({"not_published": "ask the office.", "source": toy_source()},)},
    ],
)
def test_a_fingerprint_changes_when_anything_else_is_computed(changes: dict[str, object]) -> None:
    assert fingerprint(TOY.model_copy(update=changes)) != fingerprint(TOY)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another title"},
        {"institution": "Another university"},
        {"status": "verified"},
        {"notes": ()},
        {"sources": (toy_source(), OTHER)},
        {"documents": tuple(rule.model_copy(update={"note": "on paper"}) for rule in TOY.documents)},
        {"sources": (OTHER, toy_source()), "monthly_rates": (entry("monthly_rates", source=OTHER),)},
    ],
)
def test_a_fingerprint_stays_when_only_what_is_told_changes(changes: dict[str, object]) -> None:
    assert fingerprint(TOY.model_copy(update=changes)) == fingerprint(TOY)


def test_a_sentence_may_change_and_not_come_or_go() -> None:
    asked, known = ({"not_published": why, "source": toy_source()} for why in ("ask the office.", "ask the agency."))
    assert fingerprint(TOY.model_copy(update={"monthly_rates": (asked,)})) == fingerprint(
        TOY.model_copy(update={"monthly_rates": (known,)})
    )


def test_a_copy_with_a_changed_rate_has_its_own_fingerprint() -> None:
    rate = entry("daily_rates", rate_eur_per_day=Decimal("100.10"))
    copy = TOY.model_copy(update={"daily_rates": (rate,)})
    assert fingerprint(copy) != fingerprint(TOY)
    assert fingerprint(copy.model_copy(update={"daily_rates": TOY.daily_rates})) == fingerprint(TOY)


def test_a_rulebook_says_what_it_is_and_what_another_has_instead() -> None:
    assert TOY.report().notes == (f"Fingerprint {fingerprint(TOY)}.",)
    staff, students = TOY.travel_days
    greener = staff.model_copy(update={"green_travel_days": 5})
    (change,) = TOY.diff(TOY.model_copy(update={"travel_days": (greener, students)})).changes
    assert (change.table, change.ours, change.theirs) == ("travel_days", "6", "5")


def test_whoever_adapts_a_rulebook_that_departs_from_the_programme_departs_too() -> None:
    dearer = entry("monthly_rates", rate_eur_per_month=310)
    ours = adapted(monthly_rates=[dearer], **DEPARTS)
    theirs = ours.adapt(id="theirs", title="Theirs", source=POLICY)
    assert theirs.departs_from_programme == "the board decided it."
    with pytest.raises(ValidationError, match=r"the rate of a month is 310\.00 in ours"):  # it says why itself
        ours.adapt(id="theirs", title="Theirs", source=POLICY, monthly_rates=[entry("monthly_rates")])


def test_the_reasons_of_a_base_and_of_what_is_based_on_it_are_both_told() -> None:
    """Whoever signs the grant did not write the base, and may not know of its departure."""
    agency = adapted(monthly_rates=[entry("monthly_rates", rate_eur_per_month=310)], **DEPARTS)
    named = {"id": "theirs", "title": "Theirs", "source": POLICY}
    senate = agency.adapt(**named, departs_from_programme="the senate pays more for the journey.", travel_support=[])
    assert senate.departs_from_programme == "the board decided it; the senate pays more for the journey."
    same = agency.adapt(**named, **DEPARTS, travel_support=[])
    assert same.departs_from_programme == "the board decided it."
    with pytest.raises(ValidationError, match="departs_from_programme"):
        agency.adapt(**named, departs_from_programme="")


def test_the_fingerprint_is_made_once_and_is_no_part_of_the_rulebook() -> None:
    toy = toy_rulebook()
    other = Rulebook.model_validate(dict(toy))
    made = fingerprint(toy)
    assert fingerprint(toy) is made
    assert toy == other
    assert hash(toy) == hash(other)
    assert vars(toy) == vars(other)
    assert fingerprint(pickle.loads(pickle.dumps(toy))) == made  # noqa: S301 - of our own
    assert fingerprint(toy.model_copy(update={"call_years": (2031,)})) != made
