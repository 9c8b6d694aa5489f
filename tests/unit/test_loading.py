import json
from collections.abc import Callable
from pathlib import Path

import pytest

from erasmus_grants import Rulebook, RulebookFileError, get_rulebook, load_rulebook
from erasmus_grants.rulebook import fingerprint
from erasmus_grants.testing import toy_rulebook, toy_source

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
ONE_DAY = [{"funded_travel_days": 1, "source": "POLICY"}]

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
    assert [entry.funded_travel_days for entry in ours.travel_days] == [1]
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
    file = write(travel_days=ONE_DAY, monthly_rates=rates, sources=[POLICY, POLICY | {"id": "MORE"}], institution="We")
    by_hand = TOY.adapt(
        id="ours",
        title="Our rules",
        source=POLICY,
        sources=[POLICY | {"id": "MORE"}],
        travel_days=[{"funded_travel_days": 1, "source": POLICY}],
        monthly_rates=[rates[0] | {"source": toy_source()}],
        institution="We",
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
        '[[travel_days]]\nfunded_travel_days = 1\nsource = "POLICY"\n',
        encoding="utf-8",
    )
    assert load_rulebook(file) == load_rulebook(write(travel_days=ONE_DAY))


def test_the_source_of_a_base_may_be_cited_and_is_then_kept(write: Write) -> None:
    ours = load_rulebook(write(travel_days=[{"funded_travel_days": 1, "source": "TOY"}]))
    assert ours.travel_days[0].source == toy_source()


def test_the_source_of_a_cap_may_be_cited_by_its_id(write: Write) -> None:
    rates = [{"rate_eur_per_month": "310.00", "funded_days_cap": 90, "source": "TOY", "cap_source": "POLICY"}]
    (rate,) = load_rulebook(write(monthly_rates=rates)).monthly_rates
    assert rate.cap_source is not None  # type: ignore[union-attr]
    assert (rate.source.id, rate.cap_source.id) == ("TOY", "POLICY")  # type: ignore[union-attr]
    wrong = [rates[0] | {"cap_source": "POLICI"}]
    assert problems(write(monthly_rates=wrong)) == (
        "monthly_rates.0.cap_source: there is no source 'POLICI' among the sources; did you mean 'POLICY'?",
    )


def test_a_source_of_the_base_may_be_listed_again(write: Write) -> None:
    with_defaults = json.loads(toy_source().model_dump_json())
    without = json.loads(toy_source().model_dump_json(exclude_defaults=True))
    for again in (with_defaults, without):
        assert [source.id for source in load_rulebook(write(sources=[POLICY, again])).sources] == ["POLICY", "TOY"]


def test_files_may_be_based_on_each_other_in_a_chain_of_folders(write: Write) -> None:
    write("region.json", id="region", travel_days=ONE_DAY)
    second = POLICY | {"id": "SECOND"}
    file = write(
        "faculty/ours.json",
        based_on="../region.json",
        sources=[second],
        monthly_rates=[{"rate_eur_per_month": "310.00", "source": "SECOND"}],
    )
    region, ours = load_rulebook(file.parent.parent / "region.json"), load_rulebook(file)
    assert ours.based_on is not None
    assert (ours.based_on.id, ours.based_on.fingerprint) == ("region", fingerprint(region))
    assert ours.travel_days == region.travel_days != TOY.travel_days
    assert [str(rate.rate_eur_per_month) for rate in ours.monthly_rates] == ["310.00"]  # type: ignore[union-attr]
    assert [source.id for source in ours.sources] == ["SECOND", "POLICY", "TOY"]


def test_two_files_may_share_a_base_of_the_same_name_in_another_folder(write: Write) -> None:
    write("inner/toy.json", id="inner", based_on="../toy.json", travel_days=ONE_DAY)
    ours = load_rulebook(write("inner/ours.json", sources=[POLICY | {"id": "SECOND"}]))
    assert ours.based_on is not None
    assert ours.based_on.id == "inner"


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


def test_a_base_that_is_no_file_is_refused_by_its_own_name(write: Write, tmp_path: Path) -> None:
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(write(based_on="nowhere.toml"))
    assert caught.value.name == str(tmp_path / "nowhere.toml")
    assert caught.value.problems == ("it cannot be read: No such file or directory",)


def test_a_base_that_is_broken_is_refused_by_its_own_name(write: Write, tmp_path: Path) -> None:
    data = json.loads(TOY.model_dump_json())
    data["monthly_rates"][0]["rate_eur_per_month"] = 300.0
    base = tmp_path / "broken.json"
    base.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(write(based_on="broken.json"))
    assert caught.value.name == str(base)
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == ["monthly_rates.0.rate_eur_per_month"]


def test_a_file_that_is_based_on_itself_says_the_circle(write: Write, tmp_path: Path) -> None:
    file = write(based_on="ours.json")
    assert problems(file) == (f"based_on: it is based on itself: {file} -> {tmp_path / 'ours.json'}",)


def test_a_longer_circle_is_refused_where_it_closes(write: Write, tmp_path: Path) -> None:
    first = write("first.json", based_on="second.json")
    second = write("second.json", based_on="third.json")
    third = write("third.json", based_on="../" + tmp_path.name + "/first.json")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(first)
    closing = tmp_path / ".." / tmp_path.name / "first.json"
    assert caught.value.name == str(third)
    assert caught.value.problems == (f"based_on: it is based on itself: {first} -> {second} -> {third} -> {closing}",)


@pytest.mark.parametrize("name", ["id", "title", "sources"])
@pytest.mark.parametrize("empty", [None, "", []])
def test_an_overlay_has_its_own_id_title_and_sources(write: Write, name: str, empty: object) -> None:
    assert problems(write(**{name: empty})) == (f"{name}: a rulebook that is based on another has its own",)


def test_everything_that_an_overlay_lacks_is_said_at_once(write: Write) -> None:
    own = "a rulebook that is based on another has its own"
    assert problems(write(id=None, title=None, sources=None)) == (f"id: {own}", f"title: {own}", f"sources: {own}")


@pytest.mark.parametrize(
    "sources", [[json.loads(toy_source().model_dump_json())], ["POLICY"], "POLICY", {"id": "POLICY"}]
)
def test_an_overlay_has_a_source_that_its_base_has_not(write: Write, sources: object) -> None:
    assert problems(write(sources=sources)) == (
        "sources: the first one is the paper or page in which the policy itself is printed",
    )


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
            {"travel_days": [{"funded_travel_days": 1, "source": "POLICI"}]},
            "travel_days.0.source: there is no source 'POLICI' among the sources; did you mean 'POLICY'?",
        ),
        (
            {"sources": [POLICY | {"id": "TOY"}]},
            "sources: 'TOY' stands twice",
        ),
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
    files = [write(f"level-{n}.json", id=f"level-{n}", based_on=f"level-{n + 1}.json") for n in range(8)]
    write("level-8.json", id="level-8", based_on="toy.json")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(files[0])
    assert caught.value.problems == ("based_on: more than 8 files are based on one another",)
    assert load_rulebook(files[2]).id == "level-2"  # level-2 to level-7, level-8 and toy are eight


@pytest.mark.parametrize("based_on", [5, ["toy.json"], {"id": "toy"}, {"id": "toy", "fingerprint": "abc"}])
def test_a_base_is_a_name_or_what_a_whole_rulebook_says_of_it(write: Write, based_on: object) -> None:
    found = problems(write(based_on=based_on))
    assert any(problem.startswith("based_on") for problem in found)


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
            "monthly_rates: 606.01 EUR lies outside of the range of 200.00 to 606.00 EUR that is printed for "
            "all mobilities (TOY); the rate is for all mobilities"
        ),
    )


def test_a_file_does_not_take_the_id_of_a_rulebook_of_the_library(write: Write) -> None:
    (problem,) = problems(write(id="eu-ka131-2024"))
    assert problem == "id: eu-ka131-2024 is a rulebook that comes with the library; choose another"


def test_a_base_is_a_file_beside_and_neither_elsewhere_nor_a_folder(write: Write, tmp_path: Path) -> None:
    (problem,) = problems(write(based_on=str(tmp_path / "toy.json")))
    assert problem == "based_on: a file is named from the folder of the one that is based on it"
    (tmp_path / "folder.toml").mkdir()
    (problem,) = problems(write(based_on="folder.toml"))
    assert problem.startswith("based_on: '/")
    assert problem.endswith(" is no file")


def test_a_circle_of_links_is_a_file_that_cannot_be_read(write: Write, tmp_path: Path) -> None:
    (tmp_path / "one.toml").symlink_to(tmp_path / "two.toml")
    (tmp_path / "two.toml").symlink_to(tmp_path / "one.toml")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(write(based_on="one.toml"))
    assert caught.value.name == str(tmp_path / "one.toml")
    assert caught.value.problems[0].startswith("it cannot be read: ")
