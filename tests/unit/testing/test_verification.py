"""One verdict on a rulebook: sound, unsound, or not even built; in Python and on the command line."""

import json
import sys
from functools import partial
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from erasmus_grants import Rulebook, UnknownRulebookError, __main__, get_rulebook
from erasmus_grants.basics.model import Model
from erasmus_grants.cli import app
from erasmus_grants.rulebook.export import file_data, toml_text
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.rulebook.report import in_words
from erasmus_grants.testing import LAWS, Verification, toy_rulebook, toy_source, verify
from erasmus_grants.testing import verification as module
from erasmus_grants.testing.completeness import open_questions
from erasmus_grants.testing.moved import call_before, moved_figures
from tests.unit.testing.broken_copies import broken_copy

TOY = toy_rulebook()
NAMES = ["can_be_built", "one_answer", "official_groups", *(law.name for law in LAWS)]
CHEAPER = TOY.model_copy(
    update={
        "travel_support": (
            TOY.travel_support[0].model_copy(
                update={
                    "bands": (
                        {"from_km": 10, "below_km": 500, "standard_eur": "200.00"},
                        {"from_km": 500, "standard_eur": "150.00"},
                    )
                }
            ),
        )
    }
)


def found(verification: Verification) -> dict[str, str]:
    return {check.name: check.found for check in verification.checks if check.outcome == "broken"}


def written(book: Rulebook, folder: Path) -> str:
    path = folder / "book.toml"
    path.write_text(toml_text(file_data(book)), encoding="utf-8")
    return str(path)


def test_a_sound_rulebook_passes_every_check_in_order() -> None:
    told: list[str] = []
    verification = verify(TOY, examples=4, seed=3, on_check=told.append)
    assert (verification.rulebook_id, verification.sound, verification.examples, verification.seed) == (
        "toy",
        True,
        4,
        3,
    )
    assert [check.name for check in verification.checks] == NAMES
    outcomes = {check.name: check.outcome for check in verification.checks}
    assert outcomes.pop("official_groups") == "no case"  # its action is invented
    assert {*outcomes.values()} == {"passed"}
    assert told == [check.sentence for check in verification.checks[1:]]
    assert len(told) == module.NUMBER_OF_CHECKS
    assert verification.to_text().startswith("toy is sound\n")
    assert "4 cases of each law, drawn from seed 3." in verification.to_text()
    assert "What is wrong" not in verification.to_text()


def test_an_unsound_rulebook_says_what_is_wrong_first() -> None:
    verification = verify(CHEAPER, examples=4)
    assert not verification.sound
    assert list(found(verification)) == ["travel_support_never_falls_with_distance"]
    text = verification.to_text()
    assert text.startswith("toy is not sound\n")
    assert text.index("What is wrong") < text.index("Checks")
    assert "from 500 km on" in verification.to_markdown()


def test_an_id_a_file_and_a_rulebook_say_the_same(tmp_path: Path) -> None:
    by_id = verify("usmb-bip-2024", examples=2)
    assert by_id == verify(get_rulebook("usmb-bip-2024"), examples=2)
    assert by_id == verify(written(get_rulebook("usmb-bip-2024"), tmp_path), examples=2)
    assert by_id.rulebook_id == "usmb-bip-2024"


def test_the_same_seed_gives_the_same_report() -> None:
    assert verify(CHEAPER, examples=3, seed=9) == verify(CHEAPER, examples=3, seed=9)


def test_it_comes_back_the_same_from_json() -> None:
    verification = verify(CHEAPER, examples=2)
    again = Verification.model_validate_json(verification.model_dump_json())
    assert again == verification
    data = json.loads(verification.model_dump_json())
    assert [*data] == ["rulebook_id", "sound", "examples", "seed", "checks", "warnings", "compared_with", "moved"]
    assert [*data["checks"][0]] == ["name", "sentence", "outcome", "found"]


def test_a_file_that_cannot_be_built_has_a_check_for_each_problem(tmp_path: Path) -> None:
    gap = broken_copy("eu-ka171-2022", "gap")
    assert gap is not None
    both = gap._replace(text=gap.text.replace('share = "0.7"', 'share = "1.7"'))
    verification = verify(both.write(tmp_path))
    assert {(check.name, check.outcome) for check in verification.checks} == {("can_be_built", "broken")}
    assert [check.found.partition(" (line")[0] for check in verification.checks] == [
        "travel_support, bands",
        "daily_rates, tier 2, share",  # which two rows share
        "payment_bounds, minimum_pre_financing_share",
    ]


def test_a_country_in_two_groups_is_named_and_no_entry_is_to_be_deleted(tmp_path: Path) -> None:
    text = Path("docs/how-to/example-university.toml").read_text(encoding="utf-8")
    file = tmp_path / "copy.toml"
    file.write_text(text.replace('countries = "CZ ES GR IT SI"', 'countries = "CZ ES GR IT SI FI"'), encoding="utf-8")
    verification = verify(str(file))
    assert [check.found.partition(" (line")[0] for check in verification.checks] == [
        "monthly_rates, row 2",
        "daily_rates, row 2",
    ]
    for check in verification.checks:
        assert check.found.endswith("; FI is in group-1 and group-2: correct country_groups, or narrow one scope")


def test_a_file_that_is_not_there_is_not_sound(tmp_path: Path) -> None:
    verification = verify(str(tmp_path / "nowhere.toml"))
    assert not verification.sound
    assert verification.checks[0].found == "it cannot be read: No such file or directory"


def test_an_overlay_is_tried_with_all_that_it_has_from_its_base(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        'id = "ours-2024"\ntitle = "Ours"\nbased_on = "usmb-bip-2024"\n[[sources]]\n'
        'id = "OURS"\ndocument = "Policy"\npublisher = "Ours"\nlocator = "page 1"\nurl = "https://example.org/ours"\n'
        'read_on = 2030-01-01\nconfidence = "HIGH"\n',
        encoding="utf-8",
    )
    verification = verify(str(path), examples=2)
    assert (verification.rulebook_id, verification.sound) == ("ours-2024", True)


MISSING = "it is missing; name the page that prints this entry, as the id of one of the sources"


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("it is empty", "it is empty"),
        ("title: this is missing", "title: this is missing"),
        ("settlement, source (line 7): this is missing", f"settlement, source (line 7): {MISSING}"),
        ("travel_support, row 2, source: this is missing", f"travel_support, row 2, source: {MISSING}"),
        (
            "sources, entry 1, resource (line 2): this is missing",
            "sources, entry 1, resource (line 2): this is missing",
        ),
        (
            "daily_rates, entry 3, tier 2, share (line 57): this is 1 or less",
            "daily_rates, entry 3, tier 2, share (line 57): it is more than 1, which is the whole; 70 % are written as 0.7",
        ),
        (
            "travel_support, bands (line 9): there is a gap between bands: one",
            "travel_support, bands (line 9): there is a gap between bands: one; let below_km of each band be from_km of the next",
        ),
    ],
)
def test_a_problem_is_told_in_plainer_words_and_its_place_stays(problem: str, told: str) -> None:
    assert module._sentence(problem) == told


# --- one answer for each mobility --------------------------------------------------------------------------------------


def test_a_hole_is_found_and_of_many_the_first_are_told() -> None:
    hole = get_rulebook("usmb-icm-2023").model_copy(update={"monthly_rates": ()})
    questions = list(open_questions(hole))
    assert questions[0] == (
        "monthly_rates: no entry is for SMS incoming, a student, to France, and nothing says why; add one"
    )
    assert len(questions) == len(set(questions)) == 4
    many = get_rulebook("eu-ka171-2022").model_copy(update={"short_stay_rates": ()})
    checks = module._checks(many, 1, 0, lambda _sentence: None)
    check = next(checks)
    assert (check.name, check.outcome) == ("one_answer", "broken")
    assert check.found.count("no entry is for SMS") == 8
    assert check.found.endswith("; and 76 more") or " more" in check.found[-9:]


def test_a_hole_of_participants_with_and_without_fewer_opportunities_is_told_once() -> None:
    book = get_rulebook("usmb-icm-2023")
    first, *others = book.daily_rates
    scope = first.scope.model_copy(update={"fewer_opportunities": True})  # so all are asked both ways
    hole = book.model_copy(
        update={"monthly_rates": (), "daily_rates": (first.model_copy(update={"scope": scope}), *others)}
    )
    questions = list(open_questions(hole))
    assert len(questions) == len(set(questions))
    assert set(open_questions(book.model_copy(update={"monthly_rates": ()}))) < set(questions)


def test_what_is_not_published_or_not_open_is_an_answer() -> None:
    assert list(open_questions(get_rulebook("eu-ka103-2020"))) == []
    assert list(open_questions(get_rulebook("lille-ka171-2022"))) == []


def test_that_nobody_confirms_that_a_mobility_is_eligible_is_an_answer() -> None:
    hole = TOY.model_copy(update={"monthly_rates": ()})
    assert [question.partition(":")[0] for question in open_questions(hole)].count("monthly_rates") > 0
    waits = {"not_published": "ask the agency.", "source": TOY.sources[0]}
    assert list(open_questions(hole.model_copy(update={"flows": [waits]}))) == []


# --- groups of countries ----------------------------------------------------------------------------------------------


def regrouped(rulebook_id: str, **members: tuple[str, ...]) -> list[str]:
    """Return what is found where groups have other members."""
    book = get_rulebook(rulebook_id)
    groups = [
        group.model_copy(update={"countries": members.get(group.id.replace("-", "_"), group.countries)})
        for group in book.country_groups
    ]
    return list(module._regrouped(book.model_copy(update={"country_groups": tuple(groups)})))


def test_a_country_in_another_group_than_in_the_official_rulebook_is_found() -> None:
    groups = {group.id: group.countries for group in get_rulebook("eu-ka131-2024").country_groups}
    one, two = groups["group-1"], groups["group-2"]
    assert "DK" in one
    assert regrouped("na-pl-ka131-2024") == []
    assert regrouped("na-pl-ka131-2024", group_1=tuple(code for code in one if code != "DK"), group_2=("DK", *two)) == [
        (
            "country_groups: Denmark (DK) is in group-2 here, and in group-1 in eu-ka131-2024; "
            "look it up in the guide of call 2024"
        )
    ]
    assert regrouped("na-pl-ka131-2024", group_1=tuple(code for code in one if code != "DK")) == [
        (
            "country_groups: Denmark (DK) is not in group-1 here, and in eu-ka131-2024 it is; "
            "look it up in the guide of call 2024"
        )
    ]
    assert regrouped("eu-ka107-2020", ireland=("IE", "BY")) == [
        (
            "country_groups: Belarus (BY) is in ireland here, and in eu-ka107-2020 it is not; "
            "look it up in the guide of call 2020"
        )
    ]


def swapped(rulebook_id: str, action: str) -> list[str]:
    """Return what is found in a rulebook of another action in which Austria and Denmark are exchanged."""
    book = get_rulebook(rulebook_id)
    other = {"AT": "DK", "DK": "AT"}
    groups = [
        group.model_copy(update={"countries": tuple(other.get(code, code) for code in group.countries)})
        if group.id in {"group-1", "group-2"}
        else group
        for group in book.country_groups
    ]
    return list(module._regrouped(book.model_copy(update={"country_groups": tuple(groups), "action": action})))


def test_a_rulebook_of_two_actions_is_compared_with_the_official_rulebooks_of_both() -> None:
    look = "look it up in the guide of call 2022"
    both = "eu-ka131-2022 and eu-ka171-2022"  # they have the same groups
    assert swapped("eu-ka171-2022", "KA131 and KA171") == [
        f"country_groups: Austria (AT) is in group-1 here, and in group-2 in {both}; {look}",
        f"country_groups: Denmark (DK) is in group-2 here, and in group-1 in {both}; {look}",
    ]
    assert swapped("eu-ka171-2022", "KA107 and KA171") == [  # there is no KA107 of call 2022
        f"country_groups: Austria (AT) is in group-1 here, and in group-2 in eu-ka171-2022; {look}",
        f"country_groups: Denmark (DK) is in group-2 here, and in group-1 in eu-ka171-2022; {look}",
    ]


@pytest.mark.parametrize("name", ["eu-ka103-2016", "eu-ka107-2016"])
def test_a_group_that_two_official_rulebooks_have_otherwise_may_be_as_in_either(name: str) -> None:
    """Germany and Spain are among the other programme countries of call 2016 in one of the two actions only."""
    book = get_rulebook(name).model_copy(update={"action": "KA103 and KA107"})
    assert list(module._regrouped(book)) == []


@pytest.mark.parametrize(
    "book",
    [
        TOY,
        get_rulebook("eu-ka103-2014").model_copy(update={"action": "KA117"}),
        get_rulebook("eu-ka103-2014").model_copy(update={"call_years": [2030]}),
        get_rulebook("usmb-icm-2023"),  # of two actions; it has no groups
        get_rulebook("lille-ka171-2022"),  # it has no groups
    ],
)
def test_where_nothing_is_compared_the_check_of_groups_has_no_case(book: Rulebook) -> None:
    sentence = f"no official rulebook of the action and call of {book.id} has country groups of its ids"
    assert groups_checked(book) == ("no case", sentence)


def test_where_groups_are_compared_the_check_says_how_it_went() -> None:
    assert groups_checked(get_rulebook("na-pl-ka131-2024")) == ("passed", "")


def groups_checked(book: Rulebook) -> tuple[str, str]:
    name, sentence, search = module._TABLE_CHECKS[1]
    check = module._checked(name, sentence, partial(module._looked_for, search, book))
    assert check.name == "official_groups"
    return check.outcome, check.found


# --- command line -----------------------------------------------------------------------------------------------------


def test_the_command_says_that_a_rulebook_is_sound() -> None:
    done = CliRunner().invoke(app, ["verify", "usmb-bip-2024", "--examples", "2", "--seed", "5"])
    assert done.exit_code == 0
    assert "usmb-bip-2024 is sound" in done.stdout
    assert "2 cases of each law, drawn from seed 5." in done.stdout


def test_the_command_writes_json_and_markdown(tmp_path: Path) -> None:
    path = written(CHEAPER, tmp_path)
    done = CliRunner().invoke(app, ["verify", path, "--examples", "2", "--format", "json"])
    assert done.exit_code == 1
    verification = Verification.model_validate_json(done.stdout)
    assert list(found(verification)) == ["travel_support_never_falls_with_distance"]
    done = CliRunner().invoke(app, ["verify", path, "--examples", "2", "--format", "markdown"])
    assert done.exit_code == 1
    assert done.stdout.startswith("## toy is not sound")


def test_the_command_exits_with_one_where_the_file_cannot_be_built(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("", encoding="utf-8")
    done = CliRunner().invoke(app, ["verify", str(path), "--format", "markdown"])
    assert done.exit_code == 1
    assert "it is empty" in done.stdout


def test_an_unknown_id_is_bad_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", "verify", "usmb-bip-2025"])
    with pytest.raises(SystemExit) as end:
        sys.exit(__main__.main())
    shown = capsys.readouterr()
    assert end.value.code == 2
    assert shown.out == ""
    assert "usmb-bip-2025" in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize("options", [["--examples", "0"], ["--examples", "many"], ["--seed", "x"]])
def test_a_wrong_option_is_bad_input(options: list[str]) -> None:
    done = CliRunner().invoke(app, ["verify", "usmb-bip-2024", *options])
    assert done.exit_code == 2
    assert options[0] in done.stderr


def test_without_hypothesis_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "erasmus_grants.testing.verification", None)
    monkeypatch.delattr("erasmus_grants.testing.verification")
    monkeypatch.setattr(sys, "argv", ["erasmus-grants", "verify", "usmb-bip-2024"])
    with pytest.raises(SystemExit) as end:
        sys.exit(__main__.main())
    assert end.value.code == 2
    assert "pip install '.[cli,testing]'" in capsys.readouterr().err


def test_what_is_no_number_of_cases_or_no_seed_is_told() -> None:
    with pytest.raises(ValueError, match=r"^examples is 1 or more, not 0$"):
        verify(TOY, examples=0)
    with pytest.raises(TypeError, match=r"^examples is a whole number, not a str$"):
        verify(TOY, examples="10")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match=r"^seed is a whole number, not a str$"):
        verify(TOY, examples=1, seed="x")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_an_id_that_nobody_has_is_an_error_in_python_too() -> None:
    with pytest.raises(UnknownRulebookError):
        get_rulebook("nobody-2024")
    with pytest.raises(UnknownRulebookError, match="nobody-2024"):
        verify("nobody-2024")


def test_a_source_that_is_not_listed_is_told(tmp_path: Path) -> None:
    text = toml_text(file_data(TOY)).replace('source = "TOY"', 'source = "TOYS"', 1)
    path = tmp_path / "book.toml"
    path.write_text(text, encoding="utf-8")
    assert toy_source().id == "TOY"
    (check,) = verify(str(path)).checks
    assert "there is no source 'TOYS' among the sources; did you mean 'TOY'?" in check.found


@pytest.mark.newest_only
def test_where_nothing_is_funded_a_law_of_amounts_has_no_case_and_that_is_sound() -> None:
    verification = verify("eu-ka103-2018", examples=3)
    assert verification.sound
    outcomes = {check.name: check.outcome for check in verification.checks}
    assert outcomes["no_amount_is_negative"] == "no case"
    assert {name for name, outcome in outcomes.items() if outcome == "passed"} == {
        "can_be_built",
        "one_answer",
        "official_groups",
        "total_is_the_sum_of_its_lines",
        "ineligible_pays_nothing_and_says_why",
        "what_is_not_stated_stays_within_the_bounds",
        "equal_inputs_are_equal_bytes",
        "json_and_pickle_come_back_the_same",
        "toml_comes_back_the_same",
        "every_source_is_listed",
        "check_and_calculate_agree",
    }


# --- what moved -------------------------------------------------------------------------------------------------------

POLICY = toy_source().at("POLICY", "page 9")


def before(book: Rulebook) -> str | None:
    found = call_before(book)
    return None if found is None else found.id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("eu-ka131-2024", "eu-ka131-2023"),
        ("eu-ka103-2015", "eu-ka103-2014"),
        ("eu-ka131-2021", None),  # there was no KA131 before
        ("na-de-ka131-2023", "na-de-ka131-2022"),
        ("na-pl-ka131-2024", "na-pl-ka131-2023"),
        ("na-ie-ka131-2024", None),  # none of an earlier call is here
        ("usmb-icm-2023", None),  # of four calls
        ("usmb-bip-2024", None),  # it names no call
        ("lille-ka171-2022", None),
    ],
)
def test_a_shipped_rulebook_is_compared_with_its_own_of_the_call_before(name: str, expected: str | None) -> None:
    assert before(get_rulebook(name)) == expected


def test_a_rulebook_of_ones_own_is_compared_with_one_of_its_kind() -> None:
    ours = get_rulebook("eu-ka131-2024").model_copy(update={"id": "guide"})
    assert before(ours) == "eu-ka131-2023"
    assert before(ours.model_copy(update={"action": "KA999"})) is None
    assert before(ours.model_copy(update={"action": "KA131 and KA171"})) is None  # its kind is none of either
    assert before(ours.model_copy(update={"id": "na-de-ka131-2024"})) == "na-de-ka131-2023"  # it says what it is
    next_call = ours.model_copy(update={"id": "eu-ka131-2026", "call_years": [2026]})
    assert before(next_call) == "eu-ka131-2025"


@pytest.mark.parametrize(("country", "expected"), [("DE", "na-de-ka131-2023"), ("FR", None)])
def test_an_overlay_is_compared_with_the_agency_of_its_country(country: str, expected: str | None) -> None:
    home = {"country": country, "source": POLICY}
    overlay = get_rulebook("eu-ka131-2024").adapt(id="ours", title="Ours", source=POLICY, home=home)
    assert before(overlay) == expected
    assert before(get_rulebook("eu-ka131-2024").adapt(id="ours", title="Ours", source=POLICY)) is None
    institution = overlay.model_copy(update={"based_on": None})  # a whole one, of one country alone
    assert before(institution) is None


def test_figures_words_countries_and_whole_entries_move_and_notes_do_not() -> None:
    old = get_rulebook("eu-ka131-2022")
    (bounds, *_), (daily, *_) = old.daily_rate_ranges, old.daily_rates
    new = old.model_copy(
        update={
            "call_years": [2023],
            "notes": (),
            "daily_rates": [daily.model_copy(update={"counting": "weekdays", "rate_eur_per_day": 810})],
            "daily_rate_ranges": [bounds.model_copy(update={"minimum_eur": 80}), *old.daily_rate_ranges[2:]],
            "country_groups": [
                group.model_copy(update={"countries": ("AD", "MC")}) if group.id == "region-13" else group
                for group in old.country_groups
            ],
        }
    )
    assert {change.table for change in old.diff(new).changes} > {"rulebook", "notes"}
    assert [(each.table, each.field, each.ours, each.theirs) for each in moved_figures(old, new)] == [
        ("daily_rates", "rate_eur_per_day", "180.00", "810.00"),
        ("daily_rates", "counting", None, "weekdays"),
        ("daily_rate_ranges", "minimum_eur", None, "80.00"),
        (
            *("daily_rate_ranges", ""),
            (
                "source EU-STAFF-2021; maximum_eur 160.00; "
                "tiers from_day 1: from_day 1; tiers from_day 1: to_day 14; tiers from_day 1: share 1; "
                "tiers from_day 15: from_day 15; tiers from_day 15: to_day 60; "
                "tiers from_day 15: source EU-REDUCED-2021; tiers from_day 15: share 0.7"
            ),
            None,
        ),
        ("country_groups", "countries", "AD, MC, SM, VA", "AD, MC"),
    ]
    assert moved_figures(old, old) == ()


def moved_since(old: Rulebook, **changes: object) -> list[tuple[str, str, str, str | None, str | None]]:
    moved = moved_figures(old, old.model_copy(update=changes))
    return [(each.table, each.entry, each.field, each.ours, each.theirs) for each in moved]


def test_a_group_that_a_flow_lost_or_won_is_seen_by_its_name() -> None:
    old = get_rulebook("eu-ka131-2026")
    first, *others = old.flows
    groups = first.scope.receiving_groups or ()
    where = "directions outgoing, sending groups programme-countries"
    fewer, more = (
        first.model_copy(update={"scope": first.scope.model_copy(update={"receiving_groups": those})})
        for those in ([group for group in groups if group != "region-14"], [*groups, "outermost-regions"])
    )
    assert moved_since(old, flows=[fewer, *others]) == [("flows", where, "receiving groups", "region-14", None)]
    assert moved_since(old, flows=[more, *others]) == [("flows", where, "receiving groups", None, "outermost-regions")]
    (gone,) = moved_since(old, flows=others)
    assert gone[0] == "flows"
    assert gone[2:] == ("", f"source {first.source.id}", None)


def test_an_entry_of_other_groups_and_another_figure_is_shown_as_a_whole() -> None:
    base = get_rulebook("eu-ka131-2026")
    bounds, *rest = base.monthly_rate_ranges
    fewer = bounds.scope.model_copy(update={"receiving_groups": ("region-14",)})
    dearer = bounds.model_copy(update={"scope": fewer, "maximum_eur": 999})
    moved = moved_since(base, monthly_rate_ranges=[dearer, *rest])
    assert [each[2] for each in moved] == ["", ""]


@pytest.mark.parametrize(
    ("table", "field", "words"),
    [
        ("daily_rate_ranges", "reduced_rate_rounding", ("half_up_to_euro", "down_to_euro")),
        ("monthly_rate_ranges", "living_costs", ("higher", "similar")),
        ("activities", "roles", ("student, doctoral_candidate, recent_graduate", "student")),
    ],
)
def test_a_word_that_decides_about_money_is_seen(table: str, field: str, words: tuple[str, str]) -> None:
    old = get_rulebook("eu-ka131-2026")
    before, now = words
    entries: list[Model] = list(getattr(old, table))
    number = next(
        number for number, entry in enumerate(entries) if in_words(entry.model_dump(mode="json").get(field)) == before
    )
    without = {"least_difference_eur": None} if field == "living_costs" else {}
    entries[number] = entries[number].model_copy(update={field: now, **without})
    moved = moved_since(old, **{table: entries})
    assert (field, before, now) in [each[2:] for each in moved]
    assert {each[0] for each in moved} == {table}


def test_of_a_sentence_it_matters_whether_it_is_there() -> None:
    old = get_rulebook("eu-ka131-2025")
    number = next(number for number, flow in enumerate(old.flows) if flow.not_published)
    flows = [flow.model_copy(update={"not_published": "ask."}) if flow.not_published else flow for flow in old.flows]
    assert moved_since(old, flows=flows) == []
    flows[number] = flows[number].model_copy(update={"not_published": None})
    assert [(each[2], each[4]) for each in moved_since(old, flows=flows)] == [("not_published", None)]


def test_what_the_base_has_already_is_looked_up_there() -> None:
    before, base = get_rulebook("na-es-ka131-2023"), get_rulebook("na-es-ka131-2024")
    assert moved_figures(before, base)
    ours = base.model_copy(update={"id": "ours-2024", "based_on": {"id": base.id, "fingerprint": fingerprint(base)}})
    assert moved_figures(before, ours) == ()
    (first, *others) = ours.monthly_rates
    dearer = first.model_copy(update={"rate_eur_per_month": first.rate_eur_per_month + 1})
    (moved,) = moved_figures(before, ours.model_copy(update={"monthly_rates": (dearer, *others)}))
    assert (moved.table, moved.field, moved.theirs) == (
        *("monthly_rates", "rate_eur_per_month"),
        str(first.rate_eur_per_month + 1),
    )
    elsewhere = {"id": "nobody-2024", "fingerprint": fingerprint(base)}
    all_moved = moved_figures(before, ours.model_copy(update={"based_on": elsewhere}))
    assert len(all_moved) > len(moved_figures(before, base))  # whose own base has some of them


def test_a_check_that_finds_much_is_named_once(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('id = "ours"\ntitel = "x"\nhom = "y"\n', encoding="utf-8")
    wrong, checks = verify(str(file)).report().tables
    assert len(wrong.rows) > 1
    assert [row[:2] for row in wrong.rows[1:]] == [("", "")] * (len(wrong.rows) - 1)
    assert wrong.rows[0][0] == "can_be_built"
    assert all(row[2] for row in wrong.rows)
    assert len(checks.rows) == 1


def test_a_report_shows_what_moved_alike_in_one_row_and_says_if_nothing_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LAWS", [])
    monkeypatch.setattr(module, "open_questions", lambda _book: iter(()))
    verification = verify("eu-ka131-2024", examples=1)
    assert verification.sound
    (table,) = [one for one in verification.report().tables if one.title == "What moved since eu-ka131-2023"]
    assert [column.title for column in table.columns] == ["table", "entry", "field", "before", "now"]
    same = "bands from_km 100: standard_eur"
    # of staff, and of students on short stays with fewer opportunities, and of those from islands on short and long stays
    assert [row for row in table.rows if row[2] == same] == [
        ("travel support", "activities STA, STT (and 3 more)", same, "180.00", "211.00")
    ]
    # and that of invited staff in group 1
    outgoing = "directions outgoing, receiving groups third-countries (and 1 more)"
    assert ("daily rates", outgoing, "rate_eur_per_day", "180.00", "190.00") in table.rows
    assert "what is mistyped breaks no law" in verification.to_text()
    assert "What moved since eu-ka131-2023" in verification.to_markdown()
    assert Verification.model_validate_json(verification.model_dump_json()) == verification
    same_again = verification.model_copy(update={"moved": ()})
    assert "What moved" not in same_again.to_text()
    assert "Nothing of its own moved since eu-ka131-2023." in same_again.to_text()
    assert "moved" not in verify(TOY, examples=1).to_text()


PLAIN = TOY.model_copy(update={"action": "KA131"})
"""The toy rulebook, of an action that there is."""

# --- what somebody should look at --------------------------------------------------------------------------------------


def test_what_a_rulebook_may_say_and_somebody_should_look_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    doubts = [(("daily_rates", 1), "140.00 EUR is another part of its range."), (("top_ups",), "why?")]
    monkeypatch.setattr(module, "doubts_of", lambda _book: iter(doubts))
    verification = verify(PLAIN, examples=1)
    assert verification.sound
    assert verification.warnings == ("daily_rates, entry 2: 140.00 EUR is another part of its range.", "top_ups: why?")
    assert "What to look at" in verification.to_text()
    assert "daily_rates, entry 2: 140.00 EUR is another part of its range." in verification.to_text()
    monkeypatch.undo()
    assert "What to look at" not in verify(PLAIN, examples=1).to_text()


@pytest.mark.parametrize(
    ("action", "doubted"),
    [
        ("KA131", []),
        ("KA107 and KA171", []),
        ("KA117", ["action: no official rulebook is of 'KA117'; did you mean 'KA171'?"]),
        ("KA131 and mobility", ["action: no official rulebook is of 'mobility'"]),
    ],
)
def test_an_action_that_no_official_rulebook_has_is_worth_a_look(
    action: str, doubted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LAWS", [])
    assert list(verify(TOY.model_copy(update={"action": action}), examples=1).warnings) == doubted


def test_rates_that_are_not_one_part_of_their_ranges_are_worth_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LAWS", [])
    base = get_rulebook("eu-ka103-2019")
    rates = [
        {"scope": bounds.scope, "rate_eur_per_day": rate, "tiers": bounds.tiers, "source": POLICY}
        for bounds, rate in zip(base.daily_rate_ranges, (180, 80, 70), strict=False)
    ]
    ours = base.adapt(id="ours", title="Ours", source=POLICY, daily_rates=rates)
    warnings = verify(ours, examples=1).warnings
    assert warnings
    assert all("the guide wants one percentage for all receiving countries" in warning for warning in warnings)


# --- what an overlay cannot do by silence, which is why no check looks for it ------------------------------------------


@pytest.mark.parametrize("table", ["travel_support", "top_ups"])
def test_an_overlay_loses_nothing_of_its_base_by_silence(table: str) -> None:
    base = get_rulebook("eu-ka131-2024")
    silent = base.adapt(id="silent", title="Silent", source=POLICY, **{table: ()})
    assert getattr(silent, table) == getattr(base, table)
    with pytest.raises(ValidationError, match="it stands in place of the whole table, and has nothing for"):
        base.adapt(id="silent", title="Silent", source=POLICY, replace=[table], **{table: ()})
