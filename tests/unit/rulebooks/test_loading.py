import json
import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from erasmus_grants import (
    GrantCalculator,
    Rulebook,
    RulebookFileError,
    UnknownRulebookError,
    compare,
    get_rulebook,
    known_rulebooks,
    load_rulebook,
    verify_grant,
)
from erasmus_grants.basics.errors import quoted
from erasmus_grants.frames.rulebooks import as_rulebooks
from erasmus_grants.plots import plot_grant_by_distance, plot_grant_by_length
from erasmus_grants.rulebook.fingerprints import former_fingerprint
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.rulebook.unmet_entries import entries_without_mobilities
from erasmus_grants.rulebooks.loading import rulebook_named
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook, toy_source, verify

TOY = toy_rulebook()
POLICY = {
    "id": "POLICY",
    "document": "Decision of the board",
    "publisher": "Toy university",
    "locator": "article 1",
    "url": "https://example.org/policy",
    "read_on": "2030-02-01",
    "confidence": "HIGH",
}
OURS: dict[str, object] = {
    "based_on": "toy.json",
    "id": "ours",
    "title": "Our rules",
    "sources": [POLICY],
}
OF_STAFF = {"activities": ["STA", "STT"]}
ONE_DAY = [{"scope": OF_STAFF, "funded_travel_days": 1, "source": "POLICY"}]
DEPARTS = "the board decided it."

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a file beside the toy rulebook."""
    (tmp_path / "toy.json").write_text(TOY.model_dump_json(), encoding="utf-8")

    def written(name: str = "ours.json", **changes: object) -> Path:
        data = {key: value for key, value in (OURS | changes).items() if value is not None}
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(data), encoding="utf-8")
        return file

    return written


def problems(file: Path) -> tuple[str, ...]:
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert caught.value.name == str(file)
    return caught.value.problems


# --- sound files -------------------------------------------------------------------------------------------------------


def test_a_file_says_only_what_differs_from_a_file_beside_it(write: Write) -> None:
    ours = load_rulebook(write(travel_days=ONE_DAY))
    assert (ours.id, ours.title, ours.institution, ours.action) == ("ours", "Our rules", "Toy university", "TOY")
    assert [entry.funded_travel_days for entry in ours.travel_days] == [1, 0]  # of students as in the base
    assert ours.daily_rates == TOY.daily_rates
    assert ours.based_on is not None
    assert (ours.based_on.id, ours.based_on.fingerprint) == ("toy", fingerprint(TOY))
    assert [source.id for source in ours.sources] == ["POLICY", "TOY"]


def test_a_file_may_be_based_on_a_rulebook_of_the_library(write: Write) -> None:
    base = get_rulebook("usmb-bip-2024")
    ours = load_rulebook(write(based_on="usmb-bip-2024"))
    assert ours.based_on is not None
    assert (ours.based_on.id, ours.based_on.fingerprint) == ("usmb-bip-2024", fingerprint(base))
    assert (ours.call_years, ours.short_stay_rates) == (base.call_years, base.short_stay_rates)


def test_the_rulebook_of_a_file_is_what_adapt_makes_of_the_same(write: Write) -> None:
    rates = [{"rate_eur_per_month": "310.00", "funded_days_cap": 90, "rounding": "down_to_euro", "source": "TOY"}]
    file = write(
        travel_days=ONE_DAY,
        monthly_rates=rates,
        sources=[POLICY, POLICY | {"id": "MORE"}],
        institution="We",
        departs_from_programme=DEPARTS,
    )
    by_hand = TOY.adapt(
        id="ours",
        title="Our rules",
        source=POLICY,
        sources=[POLICY | {"id": "MORE"}],
        travel_days=[ONE_DAY[0] | {"source": POLICY}],
        monthly_rates=[rates[0] | {"source": toy_source()}],
        institution="We",
        departs_from_programme=DEPARTS,
    )
    assert load_rulebook(file) == by_hand
    assert [source.id for source in by_hand.sources] == ["POLICY", "MORE", "TOY"]


def test_every_table_of_a_rulebook_may_stand_in_the_file(write: Write) -> None:
    of_the_base = {
        "action",
        "call_years",
        "agreement_years",
        "daily_rate_ranges",
        "monthly_rate_ranges",
        "payment_bounds",
    }
    of_the_file = {"id", "title", "sources", "based_on", "institution"}
    tables = json.loads(TOY.model_dump_json(exclude=of_the_base | of_the_file))
    ours = load_rulebook(write(**tables, sources=[POLICY]))
    assert ours == TOY.adapt(id="ours", title="Our rules", source=POLICY)


def test_toml_says_the_same(write: Write, tmp_path: Path) -> None:
    fields = "".join(f'{key} = "{value}"\n' for key, value in POLICY.items() if key != "read_on")
    file = tmp_path / "ours.toml"
    file.write_text(
        f'based_on = "toy.json"\nid = "ours"\ntitle = "Our rules"\n[[sources]]\nread_on = 2030-02-01\n{fields}'
        '[[travel_days]]\nscope = { activities = "STA STT" }\nfunded_travel_days = 1\nsource = "POLICY"\n',
        encoding="utf-8",
    )
    assert load_rulebook(file) == load_rulebook(write(travel_days=ONE_DAY))


def test_the_source_of_a_base_may_be_cited_and_is_then_kept(write: Write) -> None:
    ours = load_rulebook(write(travel_days=[ONE_DAY[0] | {"source": "TOY"}]))
    assert ours.travel_days[0].source == toy_source()


def test_the_source_of_a_cap_may_be_cited_by_its_id(write: Write) -> None:
    rates = [{"rate_eur_per_month": "310.00", "funded_days_cap": 90, "source": "TOY", "cap_source": "POLICY"}]
    (rate,) = load_rulebook(write(monthly_rates=rates, departs_from_programme=DEPARTS)).monthly_rates
    assert rate.cap_source is not None  # type: ignore[union-attr]
    assert (rate.source.id, rate.cap_source.id) == ("TOY", "POLICY")  # type: ignore[union-attr]
    wrong = [rates[0] | {"cap_source": "POLICI"}]
    assert problems(write(monthly_rates=wrong, departs_from_programme=DEPARTS)) == (
        "monthly_rates, entry 1, cap_source: there is no source 'POLICI' among the sources; did you mean 'POLICY'?",
    )


def test_a_source_of_the_base_may_be_listed_again(write: Write) -> None:
    with_defaults = json.loads(toy_source().model_dump_json())
    without = json.loads(toy_source().model_dump_json(exclude_defaults=True))
    for again in (with_defaults, without):
        assert [source.id for source in load_rulebook(write(sources=[POLICY, again])).sources] == ["POLICY", "TOY"]


def test_files_may_be_based_on_each_other_in_a_chain(write: Write) -> None:
    write("region.json", id="region", travel_days=ONE_DAY)
    second = POLICY | {"id": "SECOND"}
    file = write(
        "faculty.json",
        based_on="./region.json",
        sources=[second],
        monthly_rates=[{"rate_eur_per_month": "310.00", "source": "SECOND"}],
        departs_from_programme=DEPARTS,
    )
    region, ours = load_rulebook(file.with_name("region.json")), load_rulebook(file)
    assert ours.based_on is not None
    assert (ours.based_on.id, ours.based_on.fingerprint) == ("region", fingerprint(region))
    assert ours.travel_days == region.travel_days != TOY.travel_days
    assert [str(rate.rate_eur_per_month) for rate in ours.monthly_rates] == ["310.00"]  # type: ignore[union-attr]
    assert [source.id for source in ours.sources] == ["SECOND", "POLICY", "TOY"]


def test_the_whole_json_of_an_overlay_comes_back_the_same(write: Write, tmp_path: Path) -> None:
    ours = load_rulebook(write(travel_days=ONE_DAY))
    file = tmp_path / "whole.json"
    file.write_text(ours.model_dump_json(), encoding="utf-8")
    (tmp_path / "toy.json").unlink()  # the base is not needed again
    assert load_rulebook(file) == ours == Rulebook.model_validate_json(ours.model_dump_json())
    assert fingerprint(load_rulebook(file)) == fingerprint(ours)


# --- files that are refused --------------------------------------------------------------------------------------------


def test_a_base_that_nobody_knows_is_answered_with_the_nearest_one(write: Write) -> None:
    (problem,) = problems(write(based_on="usmb-bip-2025"))
    assert problem.startswith("based_on: no rulebook is called 'usmb-bip-2025'; did you mean 'usmb-bip-2024'?")


@pytest.mark.parametrize("name", ["base_on", "basedon", "based", "Based_on"])
def test_a_base_that_is_spelled_wrongly_is_told_and_not_all_that_a_whole_rulebook_has(write: Write, name: str) -> None:
    sentence = "there is no field of this name; did you mean 'based_on'?"
    assert problems(write(based_on=None, **{name: "toy.json"})) == (f"{name}: {sentence}",)


@pytest.mark.parametrize("field", ["based_on", "sources_from"])
def test_a_file_that_is_not_there_is_told_by_the_one_that_names_it(write: Write, field: str) -> None:
    """Of several files, that is the one to mend, and in TOML with the line."""
    sentence = "there is no file 'nowhere.toml' beside this one"
    (problem,) = problems(write(**{field: "nowhere.toml"}))
    assert problem.startswith(f"{field}: {sentence}")
    toml = write().with_name("ours.toml")
    toml.write_text(f'id = "ours"\ntitle = "Ours"\n{field} = "nowhere.toml"\n', encoding="utf-8")
    (problem,) = problems(toml)
    assert problem.startswith(f"{field} (line 3): {sentence}")


@pytest.mark.parametrize("beside", ["agency.toml", "agency.json"])
def test_a_file_beside_that_is_named_without_its_ending_is_suggested(write: Write, beside: str) -> None:
    write(beside)
    (problem,) = problems(write(based_on="agency"))
    assert problem.startswith("based_on: no rulebook is called 'agency'")
    assert problem.endswith(f"; a file is named with its ending: '{beside}'")


def test_a_base_that_is_broken_is_refused_by_its_own_name(write: Write, tmp_path: Path) -> None:
    data = json.loads(TOY.model_dump_json())
    data["monthly_rates"][0]["rate_eur_per_month"] = 300.0
    base = tmp_path / "broken.json"
    base.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(write(based_on="broken.json"))
    assert caught.value.name == str(base)
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == [
        "monthly_rates, entry 1, rate_eur_per_month"
    ]


def test_a_file_that_is_based_on_itself_says_the_circle(write: Write, tmp_path: Path) -> None:
    file = write(based_on="ours.json")
    assert problems(file) == (f"based_on: it is based on itself: {file} -> {tmp_path / 'ours.json'}",)


def test_a_longer_circle_is_refused_where_it_closes(write: Write) -> None:
    first = write("first.json", based_on="second.json")
    second = write("second.json", based_on="third.json")
    third = write("third.json", based_on="first.json")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(first)
    assert caught.value.name == str(third)
    assert caught.value.problems == (f"based_on: it is based on itself: {first} -> {second} -> {third} -> {first}",)


@pytest.mark.parametrize("name", ["id", "title", "sources"])
@pytest.mark.parametrize("empty", [None, "", []])
def test_an_overlay_has_its_own_id_title_and_sources(write: Write, name: str, empty: object) -> None:
    assert problems(write(**{name: empty})) == (f"{name}: a rulebook that is based on another has its own",)


def test_everything_that_an_overlay_lacks_is_said_at_once(write: Write) -> None:
    own = "a rulebook that is based on another has its own"
    assert problems(write(id=None, title=None, sources=None)) == (f"id: {own}", f"title: {own}", f"sources: {own}")


@pytest.mark.parametrize(
    ("sources", "problem"),
    [
        (
            [json.loads(toy_source().model_dump_json())],
            "sources: the first one is the paper or page in which the policy itself is printed",
        ),
        (["POLICY"], "sources, entry 1: no source is called 'POLICY'"),
        ("POLICY", "sources, entry 1: no source is called 'POLICY'"),
        ({"id": "POLICY"}, "sources, entry 1, document: this is missing"),
    ],
)
def test_an_overlay_has_a_source_that_its_base_has_not(write: Write, sources: object, problem: str) -> None:
    assert problems(write(sources=sources))[0] == problem


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"daily_rate": []}, "daily_rate: there is no field of this name; did you mean 'daily_rates'?"),
        ({"zzz": 1}, "zzz: there is no field of this name"),
        ({"action": "KA131"}, "action: a rulebook that is based on another has this from it, and cannot change it"),
        (
            {"call_years": [2031]},
            "call_years: a rulebook that is based on another has this from it, and cannot change it",
        ),
        (
            {"travel_days": [ONE_DAY[0] | {"source": "POLICI"}]},
            "travel_days, entry 1, source: there is no source 'POLICI' among the sources; did you mean 'POLICY'?",
        ),
        (
            {"sources": [POLICY | {"id": "TOY"}]},
            "sources: 'TOY' stands twice",
        ),
        (
            {"travel_days": [ONE_DAY[0] | {"scope": {"activities": "STA"}}]},
            "travel_days, entry 1: it applies to mobilities of an entry of toy",
        ),
        (
            {"travel_days": [{"scope": {"activities": "STA"}, "removed": True}]},
            "travel_days, entry 1: toy has no entry",
        ),
        ({"replace": ["travel_day"]}, "replace: there is no table travel_day in the file"),
        ({"replace": "travel_days", "travel_days": ONE_DAY}, "travel_days: it stands in place of the whole table"),
        (
            {"monthly_rates": [{"rate_eur_per_month": 310, "source": "POLICY"}]},
            "monthly_rates, entry 1: the rate of a month",
        ),
        ({"replace": [5]}, "replace: this is a name, or a list of names"),
        ({"based_on_fingerprint": "0" * 64}, "based_on_fingerprint: toy has the fingerprint "),
        (
            {"based_on_fingerprint": "abc"},
            "based_on_fingerprint: this is a fingerprint, or at least its first 12 letters",
        ),
        ({"based_on_fingerprint": 5}, "based_on_fingerprint: this is a fingerprint"),
        ({"id": "Our rules"}, "id: "),
        ({"id": 5}, "id: this is text"),
        ({"title": ["Our rules"]}, "title: this is text"),
        ({"title": " "}, "title: "),
    ],
)
def test_an_overlay_that_is_not_sound_is_refused_in_words(
    write: Write, changes: dict[str, object], problem: str
) -> None:
    (found,) = problems(write(**changes))
    assert found.startswith(problem)


def test_a_chain_of_files_ends_somewhere(write: Write) -> None:
    def level(n: int, based_on: str) -> Path:
        return write(f"level-{n}.json", id=f"level-{n}", based_on=based_on, sources=[POLICY | {"id": f"POLICY-{n}"}])

    files = [level(n, f"level-{n + 1}.json") for n in range(8)]
    level(8, "toy.json")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(files[0])
    assert caught.value.problems == ("based_on: more than 8 files are based on one another",)
    with pytest.raises(RulebookFileError, match="more than 8 files"):
        load_rulebook(files[1])
    assert load_rulebook(files[2]).id == "level-2"  # level-2 to level-7, level-8 and toy are eight


@pytest.mark.parametrize(
    "based_on", [5, True, [], ["toy.json"], {}, {"id": "toy"}, {"fingerprint": "abc"}, {"id": 5, "fingerprint": "abc"}]
)
def test_a_base_is_a_name_or_what_a_whole_rulebook_says_of_it(write: Write, based_on: object) -> None:
    """What the file lacks of a whole rulebook is not told: it holds differences, as its sources and days say."""
    sentence = (
        "this is text, the id of a rulebook or the name of a file; "
        "a whole rulebook states the id and the fingerprint of its base"
    )
    assert problems(write(based_on=based_on, travel_days=ONE_DAY)) == (f"based_on: {sentence}",)


def test_a_whole_rulebook_that_is_based_on_another_states_its_whole_fingerprint(write: Write) -> None:
    whole = load_rulebook(write(travel_days=ONE_DAY)).model_dump(mode="json")
    file = write("whole.json", **whole | {"based_on": {"id": "elsewhere", "fingerprint": "abc"}})
    (problem,) = problems(file)
    assert problem.startswith("based_on, fingerprint: this is a fingerprint: 64 digits")


def test_a_rate_outside_of_the_range_of_the_base_is_refused_with_both_numbers(write: Write, tmp_path: Path) -> None:
    ranges = [{"minimum_eur": "200.00", "maximum_eur": "606.00", "source": toy_source()}]
    base = TOY.model_copy(update={"monthly_rates": (), "monthly_rate_ranges": ranges})
    (tmp_path / "ranges.json").write_text(base.model_dump_json(), encoding="utf-8")
    rates = [{"rate_eur_per_month": "606.00", "source": "POLICY"}]
    ours = load_rulebook(write(based_on="ranges.json", monthly_rates=rates))
    assert [str(rate.rate_eur_per_month) for rate in ours.monthly_rates] == ["606.00"]  # type: ignore[union-attr]
    dearer = [{"rate_eur_per_month": "606.01", "source": "POLICY"}]
    assert problems(write(based_on="ranges.json", monthly_rates=dearer)) == (
        (
            "monthly_rates, entry 1: 606.01 EUR lies outside of the range of 200.00 to 606.00 EUR that is printed for "
            "all mobilities (TOY); the rate is for all mobilities"
        ),
    )


def test_a_file_does_not_take_the_id_of_a_rulebook_of_the_library(write: Write) -> None:
    (problem,) = problems(write(id="eu-ka131-2024"))
    assert problem == "id: eu-ka131-2024 is a rulebook that comes with the library; choose another"


def test_a_base_is_a_file_beside_and_neither_elsewhere_nor_a_folder(write: Write, tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (problem,) = problems(write(based_on="folder.toml"))
    assert problem.startswith("based_on: '/")
    assert problem.endswith(" is no file")


@pytest.mark.parametrize("field", ["based_on", "sources_from"])
@pytest.mark.parametrize("name", ["{here}/toy.json", "sub/toy.json", "../toy.json", "sub/../toy.json", "sub\\toy.json"])
def test_a_file_of_another_folder_is_not_read(write: Write, tmp_path: Path, field: str, name: str) -> None:
    """Whoever moves or keeps the folder has all that its files name."""
    for folder in ("sub", "ours"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "toy.json").write_text(TOY.model_dump_json(), encoding="utf-8")
    file = write("ours/ours.json", **{field: name.format(here=tmp_path)})
    (problem,) = problems(file)
    assert problem == f"{field}: a file of another folder is not read: put it beside this one, and write 'toy.json'"


def test_a_file_of_another_folder_is_not_suggested_for_its_ending(write: Write, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "agency.toml").write_text("", encoding="utf-8")
    (problem,) = problems(write(based_on="sub/agency"))
    assert problem.startswith("based_on: no rulebook is called 'sub/agency'")
    assert "ending" not in problem


def test_a_circle_of_links_is_a_file_that_cannot_be_read(write: Write, tmp_path: Path) -> None:
    (tmp_path / "one.toml").symlink_to(tmp_path / "two.toml")
    (tmp_path / "two.toml").symlink_to(tmp_path / "one.toml")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(write(based_on="one.toml"))
    assert caught.value.name == str(tmp_path / "one.toml")
    assert caught.value.problems[0].startswith("it cannot be read: ")


@pytest.mark.parametrize("look_up", [rulebook_named, lambda name: GrantCalculator(name).rulebook])
def test_a_rulebook_is_named_by_its_id_or_its_file(write: Write, look_up: Callable[[str], Rulebook]) -> None:
    assert look_up("usmb-bip-2024") is get_rulebook("usmb-bip-2024")
    file = write(travel_days=ONE_DAY)
    assert look_up(str(file)) == load_rulebook(file)
    with pytest.raises(RulebookFileError, match="it cannot be read"):
        look_up("nowhere.toml")
    with pytest.raises(UnknownRulebookError, match="did you mean 'usmb-bip-2024'"):
        look_up("usmb-bip-2025")


def test_a_file_of_any_name_is_found_if_it_is_there(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write("ours")
    monkeypatch.chdir(file.parent)
    assert rulebook_named("ours").id == "ours"
    (file.parent / "eu-ka131-2024").write_text("", encoding="utf-8")
    assert rulebook_named("eu-ka131-2024") is get_rulebook("eu-ka131-2024")  # what ships goes first


# --- files that somebody wrote to do harm ------------------------------------------------------------------------------


def refused(file: Path) -> tuple[str, ...]:
    """Return the problems of a file that is refused, or of one that it names."""
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert caught.value.problems
    assert all(caught.value.problems)
    return caught.value.problems


@pytest.mark.parametrize("field", ["based_on", "sources_from"])
@pytest.mark.parametrize("name", ["\0.toml", "a" * 300 + ".toml"])
def test_a_name_that_no_file_can_have_is_refused(write: Write, field: str, name: str) -> None:
    (problem,) = refused(write(**{field: name}))
    assert "cannot be read" in problem


@pytest.mark.parametrize("field", ["based_on", "sources_from"])
@pytest.mark.parametrize("name", ["pipe.toml", "folder.toml", "./folder.toml"])
def test_what_is_beside_a_file_is_a_file(write: Write, tmp_path: Path, field: str, name: str) -> None:
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    (problem,) = refused(write(**{field: name}))
    assert problem == f"{field}: {quoted(str(tmp_path / name))} is no file"


def test_a_file_of_sources_that_is_not_there_is_asked_for_by_the_one_that_names_it(write: Write) -> None:
    file = write(sources_from=["one.toml", "two.toml"])
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert caught.value.name == str(file)
    sentence = "copy it there, or delete its name and write its sources and lists into this one"
    assert caught.value.problems == tuple(
        f"sources_from: there is no file {name} beside this one: {sentence}" for name in ("'one.toml'", "'two.toml'")
    )


def test_a_field_of_no_name_is_told_beside_the_one_that_is_missing(write: Write) -> None:
    assert problems(write(title=None, titel="Ours", xyz=[])) == (
        "title: a rulebook that is based on another has its own",
        "titel: there is no field of this name; did you mean 'title'?",
        "xyz: there is no field of this name",
    )


@pytest.mark.parametrize("name", ["", ".", "..", "/etc/hostname"])
def test_a_file_of_sources_stands_beside_the_one_that_names_it(write: Write, name: str) -> None:
    (problem,) = refused(write(sources_from=name))
    assert problem.startswith("sources_from: ")


def test_a_file_of_sources_is_never_standard_input(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", None)  # whoever asks for it gets another sentence
    name = write(sources_from="-").name
    assert refused(Path(name)) == ("sources_from: '-' is no file",)


def test_a_file_is_no_file_of_sources_for_itself(write: Write) -> None:
    for problem in refused(write(sources_from="ours.json")):
        assert problem.endswith(": a file of sources has sources and countries alone")


def test_a_rulebook_names_a_few_files_of_sources(write: Write, tmp_path: Path) -> None:
    (tmp_path / "shelf.json").write_text(json.dumps({"sources": []}), encoding="utf-8")
    assert load_rulebook(write(sources_from=["shelf.json"] * 8)).id == "ours"
    assert refused(write(sources_from=["shelf.json"] * 9)) == ("sources_from: these are more than 8 files",)


@pytest.mark.parametrize("sources", [[None], [5], [[{}]], [-0.0], [True], {"rows": [{"id": 5}]}])
def test_a_source_that_is_no_table_is_refused(write: Write, tmp_path: Path, sources: object) -> None:
    whole = json.loads(TOY.model_dump_json()) | {"sources": sources}
    (tmp_path / "whole.json").write_text(json.dumps(whole), encoding="utf-8")
    (tmp_path / "shelf.json").write_text(json.dumps({"sources": sources}), encoding="utf-8")
    for file in (write(sources=sources), tmp_path / "whole.json", write(sources_from="shelf.json")):
        assert refused(file)[0].startswith("sources, entry 1")


@pytest.mark.parametrize("name", ["source", "self"])
def test_a_field_that_no_rulebook_has_is_refused_whatever_it_is_called(write: Write, name: str) -> None:
    (problem,) = problems(write(**{name: "POLICY"}))
    assert problem.startswith(f"{name}: there is no field of this name")


# --- where a problem is ------------------------------------------------------------------------------------------------

IN_TOML = """\
based_on = "toy.json"
id = "ours"
title = "Ours"

[sources]
publisher = "Toy university"
url = "https://example.org/policy"
read_on = 2030-02-01
confidence = "HIGH"
rows = [
  { id = "POLICY", document = "Decision", locator = "article 1" },
]

[travel_days]
source = "POLICY"
rows = [
  { scope = { activities = "STA STT" }, funded_travel_days = 1 },
  { scope = { activities = "SMS SMT" }, funded_travel_days = 0 },
]
"""


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        (
            '"STA STT" }, f',
            '"STA STX" }, f',
            "travel_days, row 1, scope, activities, number 2 (line 17): this is",
        ),
        ("funded_travel_days = 0", "funded_travel_days = -2", "travel_days, row 2, funded_travel_days (line 18): "),
        (", funded_travel_days = 0", "", "travel_days, row 2, funded_travel_days (line 18): this is missing"),
        ('source = "POLICY"', 'source = "POLICI"', "travel_days, source (line 15): there is no source"),
        ("[travel_days]", "[travel_day]", "travel_day (line 14): there is no field of this name"),
        ('locator = "article 1"', "locator = 5", "sources, entry 1, locator (line 5): this is text"),
        ('id = "ours"', 'id = "Ours"', "id (line 2): "),
        (
            'title = "Ours"',
            'title = "Ours"\nreplace = "flows"',
            "replace (line 4): there is no table flows in the file",
        ),
        ('title = "Ours"', 'title = "Ours"\nreplace = "travel_days"', None),
    ],
)
def test_a_problem_names_the_line_of_a_toml_file(write: Write, written: str, instead: str, problem: str | None) -> None:
    file = write().with_name("ours.toml")
    assert IN_TOML.count(written) == 1
    file.write_text(IN_TOML.replace(written, instead), encoding="utf-8")
    if problem is None:
        assert load_rulebook(file).id == "ours"
    else:
        assert problems(file)[0].startswith(problem)


def test_problems_are_told_in_the_order_of_the_lines(write: Write) -> None:
    file = write().with_name("ours.toml")
    text = IN_TOML.replace("days = 1 ", "days = -1 ").replace("days = 0 ", "days = -2 ").replace('"HIGH"', '"LOW"')
    file.write_text(text, encoding="utf-8")
    assert [told.partition(": ")[0] for told in problems(file)] == [
        "sources, entry 1, confidence (line 5)",
        "travel_days, row 1, funded_travel_days (line 17)",
        "travel_days, row 2, funded_travel_days (line 18)",
    ]


def test_the_lines_are_those_of_the_file_and_not_those_of_the_tables(write: Write) -> None:
    """Sources are looked at first, wherever they stand."""
    file = write().with_name("ours")
    head, sources, rest = IN_TOML.partition("[sources]")
    listed, days, table = rest.partition("[travel_days]")
    wrong = days + table.replace("days = 1 ", "days = -1 ") + sources + listed.replace('"HIGH"', '"LOW"')
    file.write_text(head + wrong, encoding="utf-8")
    assert [told.partition(",")[0] for told in problems(file)] == ["travel_days", "sources"]


def test_what_has_no_line_is_told_before_the_first_line(write: Write) -> None:
    file = write().with_name("ours.toml")
    file.write_text("id = 5\n", encoding="utf-8")
    missing, first_line = problems(file)[:-1], problems(file)[-1]
    assert all(told.endswith(": this is missing") for told in missing)
    assert first_line.startswith("id (line 1): ")


def test_a_file_without_an_ending_is_what_it_looks_like(write: Write) -> None:
    toml, in_json = write().with_name("ours"), write(travel_days=ONE_DAY).with_name("theirs")
    toml.write_text(IN_TOML, encoding="utf-8")
    in_json.write_text(write(travel_days=ONE_DAY).read_text(encoding="utf-8"), encoding="utf-8")
    assert load_rulebook(toml).travel_days[1].source.id == "POLICY"
    assert load_rulebook(in_json).travel_days[1].source.id == "TOY"


def test_a_shelf_that_is_broken_is_refused_by_its_own_name_and_line(write: Write, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf.toml"
    for text, problem in (
        ("# none\n\nrates = []\n", "rates (line 3): a file of sources has sources and countries alone"),
        ("[countries]\nall = 5\n", "countries, all (line 2): these are codes of countries, or names of lists"),
        ("id = ", "it is not TOML: Invalid value at end of document"),
    ):
        shelf.write_text(text, encoding="utf-8")
        with pytest.raises(RulebookFileError) as caught:
            load_rulebook(write(sources_from="shelf.toml"))
        assert (caught.value.name, caught.value.problems) == (str(shelf), (problem,))


def test_a_whole_rulebook_cites_a_file_of_sources_too(tmp_path: Path) -> None:
    whole = json.loads(TOY.model_dump_json())
    whole |= {"sources_from": "shelf.json", "notes": [{"text": "See there.", "source": "POLICY"}]}
    (tmp_path / "shelf.json").write_text(json.dumps({"sources": [POLICY]}), encoding="utf-8")
    file = tmp_path / "whole.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    assert [note.source.document for note in load_rulebook(file).notes] == ["Decision of the board"]


def test_no_shelf_has_the_last_word_of_a_name_that_stands_for_two_things(write: Write, tmp_path: Path) -> None:
    for number in (1, 2):
        page = POLICY | {"id": "SHELF", "locator": f"page {number}"}
        shelf = {"sources": [page], "countries": {"near": "IT" if number == 1 else "CH"}}
        (tmp_path / f"{number}.json").write_text(json.dumps(shelf), encoding="utf-8")
    groups = [{"id": "near", "countries": "near", "source": "SHELF"}]
    for names in (["1.json", "2.json"], ["2.json", "1.json"]):
        (said,) = problems(write(sources_from=names, country_groups=groups))
        assert said.endswith("two of these files have a source 'SHELF', and not the same one; rename it in one of them")
    for name, country in (("1.json", "IT"), ("2.json", "CH")):
        ours = load_rulebook(write(sources_from=[name, name], country_groups=groups))
        assert (ours.country_groups[0].source.locator, ours.country_groups[0].countries) == (
            f"page {name[0]}",
            (country,),
        )


def test_many_problems_are_counted_in_the_end(write: Write) -> None:
    in_json = write(partners=[{}] * 50)  # each without code, names and source
    in_toml = in_json.with_name("ours.toml")
    in_toml.write_text(IN_TOML + "[[partners]]\n" * 50, encoding="utf-8")
    for file, line in ((in_json, ""), (in_toml, " (line 20)")):
        found = problems(file)
        assert len(found) == 100
        assert (found[0], found[-1]) == (f"partners, entry 1, code{line}: this is missing", "and 51 more problems")
    whole = json.loads(TOY.model_dump_json()) | {"partners": [{}] * 50, "agreements": []}
    file = in_json.with_name("whole.json")
    file.write_text(json.dumps(whole), encoding="utf-8")
    assert (len(problems(file)), problems(file)[-1]) == (101, "and 50 more problems")


# --- fingerprints of the base ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("letters", [12, 20, 64])
@pytest.mark.parametrize("print_of", [fingerprint, former_fingerprint])
def test_a_file_may_say_which_base_it_means(write: Write, letters: int, print_of: Callable[[Rulebook], str]) -> None:
    stated = print_of(TOY)[:letters]
    assert load_rulebook(write(based_on_fingerprint=stated)).id == "ours"
    other = stated[:-1] + ("0" if stated[-1] != "0" else "1")
    (problem,) = problems(write(based_on_fingerprint=other))
    assert problem == (
        f"based_on_fingerprint: toy has the fingerprint {fingerprint(TOY)} and not {quoted(other)}: "
        "it is not the rulebook that was meant"
    )


def test_a_whole_rulebook_is_read_where_its_base_is_what_it_was_or_is_not_known(write: Write, tmp_path: Path) -> None:
    base = get_rulebook("usmb-bip-2024")
    whole = json.loads(load_rulebook(write(based_on="usmb-bip-2024")).model_dump_json())
    file = tmp_path / "whole.json"
    for stated, name in (
        (fingerprint(base), base.id),
        (former_fingerprint(base), base.id),
        ("0" * 64, "nobody-knows"),
    ):
        file.write_text(json.dumps(whole | {"based_on": {"id": name, "fingerprint": stated}}), encoding="utf-8")
        assert load_rulebook(file).id == "ours"
    file.write_text(json.dumps(whole | {"based_on": {"id": base.id, "fingerprint": "0" * 64}}), encoding="utf-8")
    (problem,) = problems(file)
    assert problem.startswith("based_on, fingerprint: usmb-bip-2024 has the fingerprint ")


def test_a_whole_file_that_departs_from_its_base_says_why(tmp_path: Path) -> None:
    base = get_rulebook("usmb-bip-2024")
    policy = toy_source().at("POLICY", "travel")
    ours = base.adapt(id="ours", title="Ours", source=policy, departs_from_programme="we pay more.", travel_days=[])
    whole = json.loads(ours.model_dump_json())
    whole["travel_support"][0]["bands"][0]["standard_eur"] = "999.00"
    file = tmp_path / "whole.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    assert load_rulebook(file).departs_from_programme == "we pay more."
    del whole["departs_from_programme"]
    file.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert "in usmb-bip-2024" in caught.value.problems[0]
    assert "which fixes it, and 999.00 here" in caught.value.problems[0]


# --- every way to name a rulebook -------------------------------------------------------------------------------------


@pytest.mark.newest_only
def test_a_path_is_the_name_of_a_file_wherever_a_rulebook_is_named(write: Write) -> None:
    file = write()
    ours, mobility = load_rulebook(file), toy_mobility()
    grant = GrantCalculator(file).calculate(mobility)
    assert GrantCalculator(file).rulebook == rulebook_named(file) == ours
    assert [case.name for case in compare(mobility, [file, TOY]).cases] == ["ours", "toy"]
    assert [case.name for case in compare(mobility, file).cases] == ["ours"]
    assert as_rulebooks(file) == as_rulebooks([str(file)]) == [ours]
    assert texts(plot_grant_by_length(mobility, file)) == texts(plot_grant_by_length(mobility, ours))
    assert texts(plot_grant_by_distance(mobility, file)) == texts(plot_grant_by_distance(mobility, ours))
    verify_grant(grant, file)
    assert verify(file, examples=1).rulebook_id == "ours"


def texts(picture: Figure) -> list[str]:
    return [text.get_text() for text in picture.legends[0].get_texts()]


def test_a_path_is_never_an_id() -> None:
    with pytest.raises(RulebookFileError, match="usmb-icm-2023: it cannot be read"):
        GrantCalculator(Path("usmb-icm-2023"))


@pytest.mark.parametrize(
    ("given", "kind"),
    [(None, "a NoneType"), (5, "an int"), (b"toy.json", "a bytes"), ([], "a list"), (toy_mobility(), "a Mobility")],
)
def test_what_names_no_rulebook_is_refused_in_a_sentence(given: Any, kind: str) -> None:
    sentence = f"a rulebook is a Rulebook, an id, or the name of a file, not {kind}"
    entrances: list[Callable[[Any], object]] = [GrantCalculator, lambda book: compare(toy_mobility(), [book])]
    for entrance in entrances:
        with pytest.raises(TypeError) as caught:
            entrance(given)
        assert str(caught.value) == sentence


@pytest.mark.parametrize("given", [5, b"toy.json"])
def test_what_is_no_list_of_rulebooks_is_refused_in_a_sentence(given: Any) -> None:
    entrances: list[Callable[[Any], object]] = [as_rulebooks, lambda book: compare(toy_mobility(), book)]
    for entrance in entrances:
        with pytest.raises(TypeError, match=r"a rulebook is a Rulebook, an id, or the name of a file, not an? "):
            entrance(given)


# --- entries with figures and a sentence in their place ---------------------------------------------------------------

BESIDE = "this does not go with {}: an entry has either figures, or one sentence that says why there are none"
OTHER_FIGURES = "this does not go with the other fields here, which are those of an entry of another kind"


@pytest.mark.parametrize(
    ("written", "instead", "place", "sentence"),
    [
        ("[monthly_rates]", '[monthly_rates]\nnot_published = "x"', "monthly_rates, rate_eur_per_month", BESIDE.format("not_published")),
        ("[travel_support]", '[travel_support]\nnot_paid = "we decided."', "travel_support, bands", BESIDE.format("not_paid")),
        ("[payment_splits]", '[payment_splits]\nnot_published = "x"', "payment_splits, instalments", BESIDE.format("not_published")),
        ('kind = "top_up_traineeship",', 'kind = "top_up_traineeship", not_published = "x",', "top_ups, row 3, rate_eur_per_month",
         BESIDE.format("not_published")),
        ('kind = "top_up_traineeship",', 'kind = "top_up_traineeship", tiers = [{ from_day = 1, amount_eur = 9 }],', "top_ups, row 3, tiers",
         OTHER_FIGURES),
        ("[monthly_rates]", '[monthly_rates]\nnot_paid = "x"', "monthly_rates, not_paid",
         "there is no field of this name; did you mean 'not_published'?"),
    ],
)  # fmt: skip
def test_figures_beside_a_sentence_in_their_place_are_told_as_that(
    tmp_path: Path, written: str, instead: str, place: str, sentence: str
) -> None:
    """They were told as a field of another name, which is meant by its own name."""
    (said,) = problems(whole_file(tmp_path, (written, instead)))
    found, _, told = said.partition(": ")
    assert (found.partition(" (line ")[0], told) == (place, sentence)


# --- entries that apply to nothing -------------------------------------------------------------------------------------

TOY_TEXT = resources.files("erasmus_grants.testing").joinpath("toy.toml").read_text("utf-8")
SENDS_STUDENTS = TOY_TEXT.replace(
    '  { scope = { activities = "SMS SMT" }, roles = "student doctoral_candidate recent_graduate" },\n',
    '  { scope = { activities = "SMS", directions = "outgoing" }, roles = "student" },\n'
    '  { scope = { activities = "SMS", directions = "incoming" }, funding = "not_funded", why = "x", roles = "student" },\n',
).replace("[abroad]", '[country_groups]\nid = "near"\ncountries = "IT CH"\nsource = "TOY"\n\n[abroad]')
"""The toy rulebook, at home in France, for students in studies that are sent, and for staff."""


def whole_file(tmp_path: Path, *exchanged: tuple[str, str]) -> Path:
    text = SENDS_STUDENTS
    for written, instead in exchanged:
        assert text.count(written) == 1
        text = text.replace(written, instead)
    file = tmp_path / "whole.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("written", "instead", "place", "problem"),
    [
        ('{ activities = "STA STT" }, minimum', '{ activities = "STA STT", terms = "short_term_physical" }, minimum', "durations, row 1",
         '{"activities": ["STA", "STT"], "terms": ["short_term_physical"]}'),
        ("[excluded_purposes]", '[excluded_purposes]\nscope = { activities = "SMT" }', "excluded_purposes", '{"activities": ["SMT"]}'),
        ("[travel_support]", '[travel_support]\nscope = { activities = "SMS", directions = "incoming" }', "travel_support",
         '{"activities": ["SMS"], "directions": ["incoming"]} and may be funded'),
        ("[monthly_rates]", '[monthly_rates]\nscope = { directions = "outgoing", sending_groups = "near" }', "monthly_rates",
         '{"directions": ["outgoing"], "sending_groups": ["near"]} and may be funded'),
        ("[payment_splits]", '[payment_splits]\nscope = { activities = "SMS", directions = "incoming" }', "payment_splits",
         '{"activities": ["SMS"], "directions": ["incoming"]} and may be funded'),
        ('kind = "top_up_fewer_opportunities", scope = { terms = "short_term_physical" }',
         'kind = "top_up_fewer_opportunities", scope = { terms = "short_term_physical", fewer_opportunities = false }', "top_ups, row 1",
         '{"terms": ["short_term_physical"], "fewer_opportunities": false} and can have top_up_fewer_opportunities'),
        ('kind = "top_up_traineeship", scope = { terms = "long_term_physical" }',
         'kind = "top_up_traineeship", scope = { activities = "STT" }', "top_ups, row 3",
         '{"activities": ["STT"]} and can have top_up_traineeship'),
    ],
)  # fmt: skip
def test_an_entry_of_a_whole_file_that_no_mobility_meets_is_refused(
    tmp_path: Path, written: str, instead: str, place: str, problem: str
) -> None:
    (said,) = problems(whole_file(tmp_path, (written, instead)))
    found, _, sentence = said.partition(": ")
    assert found.partition(" (line ")[0] == place
    assert sentence == f"no mobility of this rulebook is within {problem}"


@pytest.mark.parametrize(
    ("written", "instead", "place", "problem"),
    [
        ("[monthly_rates]", '[monthly_rates]\nscope = { activities = "STA STT" }', "monthly_rates",
         '{"activities": ["STA", "STT"]} and may be funded and has the term long_term_physical'),
        ("[short_stay_rates]", '[short_stay_rates]\nscope = { terms = "long_term_physical" }', "short_stay_rates",
         '{"terms": ["long_term_physical"]} and may be funded and has the term short_term_physical'),
        ("[daily_rates]", '[daily_rates]\nscope = { activities = "SMS" }', "daily_rates",
         '{"activities": ["SMS"]} and may be funded and has the term staff'),
        ("[daily_rates]", '[daily_rate_ranges]\nscope = { roles = "student" }\nminimum_eur = 1\nmaximum_eur = 999\nsource = "TOY"\n\n[daily_rates]',
         "daily_rate_ranges", '{"roles": ["student"]} and may be funded and has the term staff and has a role that may take part'),
        ('[cycle_limits]\nscope = { activities = "SMS SMT" }', '[cycle_limits]\nscope = { activities = "STA STT" }', "cycle_limits",
         '{"activities": ["STA", "STT"]} and is one of students'),
        ('[cycle_flows]\nscope = { activities = "SMS SMT" }', '[cycle_flows]\nscope = { activities = "STA STT" }', "cycle_flows",
         '{"activities": ["STA", "STT"]} and is one of students'),
    ],
)  # fmt: skip
def test_an_entry_in_the_table_of_other_mobilities_is_refused(
    tmp_path: Path, written: str, instead: str, place: str, problem: str
) -> None:
    """Without this, months that were used do not count, as the limit for students is one for staff."""
    said, *_ = problems(whole_file(tmp_path, (written, instead)))
    found, _, sentence = said.partition(": ")
    assert found.partition(" (line ")[0] == place
    assert sentence == f"no mobility of this rulebook is within {problem}"


def test_hours_of_teaching_for_students_are_refused_though_an_activity_without_money_is_for_all(tmp_path: Path) -> None:
    split = '{ scope = { activities = "STA STT" }, roles = "staff doctoral_candidate" },'
    outgoing = '{ scope = { activities = "STA STT", directions = "outgoing" }, roles = "staff doctoral_candidate" },'
    incoming = '{ scope = { activities = "STA STT", directions = "incoming" }, funding = "not_funded", why = "x", roles = "student staff" },'
    hours = 'scope = { activities = "STA" }\nhours'
    received = 'scope = { activities = "STA", directions = "incoming" }\nhours'
    sound = whole_file(tmp_path, (split, f"{outgoing}\n  {incoming}"), (hours, received))
    assert load_rulebook(sound).id == "toy"
    (said,) = problems(
        whole_file(tmp_path, (split, f"{outgoing}\n  {incoming}"), (hours, 'scope = { roles = "student" }\nhours'))
    )
    assert said.partition(" (line ")[0] == "teaching_hours"
    assert said.endswith('no mobility of this rulebook is within {"roles": ["student"]} and teaches')


def test_entries_for_mobilities_without_money_are_none_without_mobilities(tmp_path: Path) -> None:
    """Limits, papers and hours are for whoever is covered, and warnings too."""
    scope = 'scope = { activities = "SMS", directions = "incoming" }'
    assert load_rulebook(whole_file(tmp_path, ("[excluded_purposes]", f"[excluded_purposes]\n{scope}"))).id == "toy"


def test_no_rulebook_of_the_library_has_an_entry_without_mobilities() -> None:
    whole = [book for book in map(get_rulebook, known_rulebooks()) if book.based_on is None]
    assert len(whole) > 20
    assert [book.id for book in whole if [*entries_without_mobilities(book)]] == []


def test_no_rulebook_of_the_library_adds_an_entry_without_mobilities_to_its_base() -> None:
    added: list[object] = []
    for book in map(get_rulebook, known_rulebooks()):
        if book.based_on is not None:
            base = get_rulebook(book.based_on.id)
            unmet = [place for place, _, _ in entries_without_mobilities(book)]
            entries = [(getattr(book, str(table))[number], getattr(base, str(table))) for table, number, *_ in unmet]
            added += [entry for entry, theirs in entries if entry not in theirs]
    assert added == []


NEAR_AND_FAR = (
    "[abroad]",
    """[flows]
scope = { directions = "outgoing", receiving_groups = "near" }
source = "TOY"

[[closed_flows]]
scope = { activities = "STT", directions = "outgoing", receiving_groups = "italy" }
needed = "in another country than Italy"
source = "TOY"

[[closed_flows]]
scope = { activities = "STT", directions = "outgoing", receiving_groups = "switzerland" }
needed = "in another country than Switzerland"
source = "TOY"

[[country_groups]]
id = "far"
countries = "SN"
source = "TOY"

[[country_groups]]
id = "italy"
countries = "IT"
source = "TOY"

[[country_groups]]
id = "switzerland"
countries = "CH"
source = "TOY"

[abroad]""",
)
"""Whoever is sent goes to Italy or Switzerland, and for training to neither; Senegal is in no flow."""

FAR, TRAINED = 'directions = "outgoing", receiving_groups = "far"', 'activities = "STT", directions = "outgoing"'
IN_WORDS = {
    FAR: '"directions": ["outgoing"], "receiving_groups": ["far"]',
    TRAINED: '"activities": ["STT"], "directions": ["outgoing"]',
}


def restriction(scope: str) -> tuple[str, str]:
    return "[agreements]", f'[restrictions]\nscope = {{ {scope} }}\nwhy = "Ask."\nsource = "TOY"\n\n[agreements]'


def with_flows(tmp_path: Path, *exchanged: tuple[str, str]) -> Path:
    """Return the file of the toy rulebook with flows; its one country group is written as one of several."""
    return whole_file(tmp_path, ("[country_groups]", "[[country_groups]]"), NEAR_AND_FAR, *exchanged)


@pytest.mark.parametrize("scope", [FAR, TRAINED])
@pytest.mark.parametrize(
    ("written", "instead", "also"),
    [
        (*restriction("SCOPE"), ""),
        ("[excluded_purposes]", "[excluded_purposes]\nscope = { SCOPE }", ""),
        ("[travel_support]", "[travel_support]\nscope = { SCOPE }", " and may be funded"),
        ("[zero_grants]", "[zero_grants]\nscope = { SCOPE }", ""),
    ],
)
def test_an_entry_for_where_no_flow_leads_is_refused(
    tmp_path: Path, written: str, instead: str, also: str, scope: str
) -> None:
    (said,) = problems(with_flows(tmp_path, (written, instead.replace("SCOPE", scope))))
    within = f"no mobility of this rulebook is within {{{IN_WORDS[scope]}}}"
    assert said.partition(": ")[2] == f"{within}{also} and goes where the flows lead"


def test_an_entry_for_where_some_flow_leads_or_no_flow_is_about_is_sound(tmp_path: Path) -> None:
    for scope in (
        'receiving_groups = "near far"',
        'directions = "outgoing"',
        'directions = "incoming", sending_groups = "far"',
    ):
        assert load_rulebook(with_flows(tmp_path, restriction(scope))).restrictions


def test_every_entry_from_a_home_from_which_no_flow_starts_is_refused(tmp_path: Path) -> None:
    """Without this, every mobility that is sent is refused, and the file with its rates is sound."""
    flow = ("[abroad]", '[flows]\nscope = { sending_groups = "near" }\nsource = "TOY"\n\n[abroad]')
    outgoing = ("[travel_support]", '[travel_support]\nscope = { directions = "outgoing" }')
    found = problems(whole_file(tmp_path, flow, outgoing))
    lost = 'no mobility of this rulebook is within {"directions": ["outgoing"]} and may be funded and goes where the flows lead'
    assert [sentence.partition(": ")[2] for sentence in found if sentence.startswith("travel_support")] == [lost]


def test_an_activity_that_is_not_funded_says_why_also_where_no_flow_leads(tmp_path: Path) -> None:
    split = '{ scope = { activities = "SMS", directions = "outgoing" }, roles = "student" },'
    far = f'{{ scope = {{ activities = "SMT", {FAR} }}, funding = "not_funded", why = "x", roles = "student" }},'
    assert load_rulebook(with_flows(tmp_path, (split, f"{split}\n  {far}"))).activities[2].why == "x"
    (said, *_) = problems(with_flows(tmp_path, (split, f"{split}\n  {far.replace('not_funded', 'funded')}")))
    assert said.endswith(" and goes where the flows lead")


@pytest.mark.parametrize(
    ("written", "instead", "place", "problem"),
    [
        ('scope = { activities = "STA" }\nhours', 'scope = { activities = "STA", roles = "invited_staff" }\nhours', "teaching_hours",
         '{"activities": ["STA"], "roles": ["invited_staff"]} and teaches and has a role that may take part'),
        ('scope = { activities = "STA" }\nhours', 'scope = { roles = "student" }\nhours', "teaching_hours",
         '{"roles": ["student"]} and teaches and has a role that may take part'),
        ('scope = { activities = "STA" }\nhours', 'scope = { activities = "SMS STT" }\nhours', "teaching_hours",
         '{"activities": ["SMS", "STT"]} and teaches'),
        ("[daily_rates]", '[daily_rates]\nscope = { roles = "invited_staff" }', "daily_rates",
         '{"roles": ["invited_staff"]} and may be funded and has a role that may take part'),
        ('{ activities = "STA STT" }, roles', '{ activities = "STA STT", roles = "staff" }, roles', "", ""),
        ('{ activities = "STA STT" }, roles = "staff doctoral_candidate" }', '{ activities = "STA STT", roles = "invited_staff" }, roles = "staff doctoral_candidate" }',
         "activities, row 1", '{"activities": ["STA", "STT"], "roles": ["invited_staff"]} and has a role that may take part'),
    ],
)  # fmt: skip
def test_an_entry_for_a_role_that_may_not_take_part_is_refused(
    tmp_path: Path, written: str, instead: str, place: str, problem: str
) -> None:
    file = whole_file(tmp_path, (written, instead))
    if not problem:
        assert load_rulebook(file).id == "toy"
        return
    said, *_ = problems(file)
    assert said.partition(": ")[0].partition(" (line ")[0] == place
    assert said.endswith(f"no mobility of this rulebook is within {problem}")


def test_an_entry_for_a_role_that_may_not_go_where_its_flows_lead_is_refused(tmp_path: Path) -> None:
    """Staff trains nowhere, and who else would go is not staff."""
    together = '{ scope = { activities = "STA STT" }, roles = "staff doctoral_candidate" },'
    teach = '{ scope = { activities = "STA" }, roles = "doctoral_candidate" },'
    train = '{ scope = { activities = "STT" }, roles = "staff" },'
    whole = 'directions = "outgoing", roles = "staff"'
    said, *_ = problems(with_flows(tmp_path, (together, f"{teach}\n  {train}"), restriction(whole)))
    within = 'within {"directions": ["outgoing"], "roles": ["staff"]} and has a role that may take part and goes where the flows lead'
    assert said.endswith(within)


@pytest.mark.parametrize(
    ("flow", "problem"),
    [
        ('activity = "SMT", direction = "outgoing"', '{"activities": ["SMT"], "directions": ["outgoing"]}'),
        ('activity = "SMT", direction = "outgoing", marked_open = true', '{"activities": ["SMT"], "directions": ["outgoing"]}'),
        ('activity = "STT", direction = "outgoing"', '{"activities": ["STT"], "directions": ["outgoing"]} and goes where the flows lead'),
        ('activity = "SMT", direction = "outgoing", marked_open = false', ""),
        ('activity = "STA", direction = "outgoing"', ""),
        ('activity = "SMS", direction = "incoming"', ""),
    ],
)  # fmt: skip
def test_a_flow_of_an_agreement_that_no_mobility_is_about_is_refused(tmp_path: Path, flow: str, problem: str) -> None:
    """One that is not marked as open says that nobody goes."""
    file = with_flows(tmp_path, ('partners = ["TOY-U"]', f'partners = ["TOY-U"]\nflows = [{{ {flow} }}]'))
    if not problem:
        assert load_rulebook(file).agreements[0].flows
        return
    (said,) = problems(file)
    assert said.startswith("agreements, flows, number 1 (line ")
    assert said.endswith(f": no mobility of this rulebook is within {problem}")


def adapted_file(tmp_path: Path, table: str, *exchanged: tuple[str, str]) -> Path:
    """Return a file with a table of its own, which is based on the file of the toy rulebook with flows."""
    with_flows(tmp_path, *exchanged)
    file = tmp_path / "ours.toml"
    source = "".join(f"{name} = {json.dumps(value)}\n" for name, value in POLICY.items())
    head = 'based_on = "whole.toml"\nid = "ours"\ntitle = "Our rules"\n'
    file.write_text(f"{head}\n{table}\n\n[[sources]]\n{source}", encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (f'[restrictions]\nscope = {{ {FAR} }}\nwhy = "Ask."\nsource = "POLICY"',
         'restrictions (line 5): no mobility of this rulebook is within {"directions": ["outgoing"], "receiving_groups": ["far"]} and goes where the flows lead'),
        ('[restrictions]\nsource = "POLICY"\nrows = [\n  { why = "Ask." },\n  { scope = { roles = "invited_staff" }, why = "Ask." },\n]',
         'restrictions, row 2 (line 9): no mobility of this rulebook is within {"roles": ["invited_staff"]} and has a role that may take part'),
        ('[agreements]\nid = "2031"\nstart_date = 2031-01-01\nend_date = 2031-12-31\nflows = [{ activity = "SMT", direction = "outgoing" }]\nsource = "POLICY"',
         'agreements, flows, number 1 (line 9): no mobility of this rulebook is within {"activities": ["SMT"], "directions": ["outgoing"]}'),
        ('[cycle_limits]\nscope = { activities = "STA STT" }\nmaximum_months = 12\nsource = "POLICY"',
         'cycle_limits (line 5): no mobility of this rulebook is within {"activities": ["STA", "STT"]} and is one of students'),
        ('[top_ups]\nkind = "top_up_green_travel"\nscope = { activities = "SMS", directions = "incoming" }\nrate_eur_per_month = 9\nsource = "POLICY"',
         'top_ups (line 5): no mobility of this rulebook is within {"activities": ["SMS"], "directions": ["incoming"]} and may be funded'),
    ],
)  # fmt: skip
def test_an_entry_that_is_added_to_a_base_and_meets_no_mobility_is_refused(
    tmp_path: Path, table: str, said: str
) -> None:
    """In the file it is told where it stands there, and not where it comes to stand."""
    assert problems(adapted_file(tmp_path, table)) == (said,)


def test_an_entry_of_a_base_that_meets_no_mobility_any_more_is_no_fault_of_what_is_based_on_it(tmp_path: Path) -> None:
    students_alone = """[activities]
scope = { activities = "STA STT" }
removed = true

[restrictions]
why = "Ask."
source = "POLICY"
"""
    ours = load_rulebook(adapted_file(tmp_path, students_alone))
    assert [*entries_without_mobilities(ours)] != []
    assert [one.why for one in ours.restrictions] == ["Ask."]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"rulebook": "toy", "mobility": {"activity": "STA"}}, "a mobility"),
        (toy_mobility().model_dump(mode="json"), "a mobility"),
        ({"attendance": {}}, "an attendance"),
        (toy_calculator().calculate(toy_mobility()).model_dump(mode="json"), "a grant"),
        ({"rulebook_fingerprint": "x", "attendance": {}}, "a settlement"),
    ],
)
def test_a_file_of_another_kind_is_no_rulebook(tmp_path: Path, data: dict[str, object], kind: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert problems(file) == (f"it is {kind}, and not a rulebook",)
    ours = tmp_path / "ours.toml"
    ours.write_text('id = "ours"\ntitle = "Ours"\nbased_on = "other.json"\nsources = []\n', encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(ours)
    assert (caught.value.name, caught.value.problems) == (str(file), (f"it is {kind}, and not a rulebook",))


@pytest.mark.parametrize("data", [{}, {"id": "x"}, {"mobility": {}, "attendance": {}}, {"activity": "STA"}])
def test_what_may_be_anything_is_told_what_it_lacks(tmp_path: Path, data: dict[str, object]) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    assert "title: this is missing" in problems(file)


# --- words that stand twice --------------------------------------------------------------------------------------------

EXAMPLE = Path("docs/how-to/example-university.toml").read_text(encoding="utf-8")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """Return a copy of the example university in which one text stands in place of another."""
    assert old in EXAMPLE
    file = tmp_path / "copy.toml"
    file.write_text(EXAMPLE.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'activities = "STA STT", directions = "outgoing" }, roles',
            'activities = "STA STA", directions = "outgoing" }, roles',
            "activities, row 2, scope, activities (line 60): 'STA' stands twice",
        ),
        (
            '"staff invited_staff" },\n  { scope = { directions = "incoming"',
            '"staff staff" },\n  { scope = { directions = "incoming"',
            "activities, row 2, roles (line 60): 'staff' stands twice",
        ),
        (
            'activities = "SMS SMT"\nroles',
            'activities = "SMS SMS"\nroles',
            "short_term, activities (line 72): 'SMS' stands twice",
        ),
        (
            'receiving_groups = "group-2" }, rate_eur_per_month',
            'receiving_groups = "group-2 group-2" }, rate_eur_per_month',
            "monthly_rates, row 2, scope, receiving_groups (line 106): 'group-2' stands twice",
        ),
        (
            '"certificate_of_attendance participant_report"',
            '"participant_report participant_report"',
            "payment_splits, instalment 2, conditions (line 165): 'participant_report' stands twice",
        ),
        (
            '"participant sending_organisation" }',
            '"participant participant" }',
            "documents, row 2, signed_by (line 180): 'participant' stands twice",
        ),
        (
            "tolerance_days = 5",
            'tolerance_days = 5\ntolerance_terms = "staff staff"',
            "settlement, tolerance_terms (line 172): 'staff' stands twice",
        ),
        (
            'country = "PT"',
            'country = "PT"\nregions = "PT-20 PT-20"',
            "home, regions (line 13): 'PT-20' stands twice",
        ),
    ],
)
def test_a_word_that_stands_twice_in_a_file_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    """One of the two is nearly always another word that was meant, whose participants or papers would be left out."""
    assert problems(changed(tmp_path, old, new)) == (problem,)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            'countries = "DK FI IE NO SE"',
            'countries = "DK, FI, IE, NO, SE"',
            "country_groups, row 1, countries (line 49)",
        ),
        ('country = "PT"', 'country = "PT"\nregions = "PT-20, PT-30"', "home, regions (line 13)"),
        (
            '"participant sending_organisation" }',
            '"participant, sending_organisation" }',
            "documents, row 2, signed_by (line 180)",
        ),
    ],
)
def test_a_text_of_words_with_commas_is_told_once(tmp_path: Path, old: str, new: str, place: str) -> None:
    found = problems(changed(tmp_path, old, new))
    assert [one for one in found if "comma" in one] == [f"{place}: words are separated by spaces alone, without commas"]
    assert not [one for one in found if "is not a country code" in one]


def test_a_table_that_stands_twice_in_replace_is_refused(write: Write) -> None:
    file = write(travel_days=ONE_DAY, replace=["travel_days", "travel_days"])
    assert problems(file) == ("replace: 'travel_days' stands twice",)
