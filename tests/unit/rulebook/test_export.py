"""Rulebooks as files: what is written loads as it was, and a blank one holds no figure and does not load."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from erasmus_grants import Rulebook, RulebookFileError, get_rulebook, known_rulebooks, load_rulebook
from erasmus_grants.rulebook.export import blank_text, file_data, toml_text
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rulebook.toml_lines import scalars_of
from erasmus_grants.rulebooks import rulebook_text
from erasmus_grants.testing import toy_rulebook, toy_source

TOY = toy_rulebook()
POLICY = toy_source().at("POLICY", "page 9")
OVERLAY = TOY.adapt(
    id="overlay",
    title="Overlay",
    source=POLICY,
    travel_days=[{"scope": {"activities": "STA STT"}, "funded_travel_days": 1, "source": POLICY}],
)
BOOKS = [*map(get_rulebook, known_rulebooks()), TOY, OVERLAY]
Path_ = tuple[str | int, ...]


def leaves(data: Data, path: Path_ = ()) -> Iterator[tuple[Path_, Data]]:
    """Yield the place and value of everything that is neither a table nor a list."""
    match data:
        case dict():
            for name, item in data.items():
                yield from leaves(item, (*path, name))
        case list():
            for index, item in enumerate(data):
                yield from leaves(item, (*path, index))
        case _:
            yield path, data


def field_of(path: Path_) -> str:
    """Return the last name of a place."""
    return next(step for step in reversed(path) if isinstance(step, str))


def book_id(book: Rulebook) -> str:
    return book.id


every_book = pytest.mark.parametrize("book", BOOKS, ids=book_id)


# --- as it is ---------------------------------------------------------------------------------------------------------


@pytest.mark.newest_only
@every_book
def test_what_is_written_loads_as_it_was(book: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_text(toml_text(file_data(book)), encoding="utf-8")
    assert load_rulebook(file) == book


@every_book
def test_a_source_is_written_once_and_named_where_it_is_used(book: Rulebook) -> None:
    data = file_data(book)
    sources = data.pop("sources")
    assert isinstance(sources, list)
    assert len(sources) == len(book.sources)
    assert [path for path, _ in leaves(data) if path[-1] == "locator"] == []
    named = {value for path, value in leaves(data) if str(path[-1]).endswith("source")}
    assert named <= {source.id for source in book.sources}


def test_a_file_says_only_what_is_stated() -> None:
    assert file_data(TOY)["monthly_rates"] == [{"source": "TOY", "rate_eur_per_month": "300.00"}]
    assert "country_groups" not in file_data(TOY)
    assert "based_on" not in file_data(TOY)


# --- blank ------------------------------------------------------------------------------------------------------------


def original(rulebook_id: str) -> str:
    """Return the text of a shipped file, without the comment at its top."""
    text = rulebook_text(rulebook_id)
    return text[text.index("id = ") :]


def blank(rulebook_id: str) -> str:
    """Return its blank, without the comment at its top."""
    text = blank_text(rulebook_text(rulebook_id), like=rulebook_id, rulebook_id="my-university-2031")
    return text[text.index("id = ") :]


every_file = pytest.mark.parametrize("rulebook_id", known_rulebooks())


@every_file
def test_a_blank_is_toml_of_its_own_id_and_says_what_to_do(rulebook_id: str) -> None:
    text = blank_text(rulebook_text(rulebook_id), like=rulebook_id, rulebook_id="my-university-2031")
    assert text.startswith(f"# my-university-2031: a new rulebook, with the structure of {rulebook_id} and none")
    head = tomllib.loads(text)
    assert (head["id"], head["title"], head.get("status", "provisional")) == ("my-university-2031", "", "provisional")
    assert text.count("\n") < rulebook_text(rulebook_id).count("\n") + 10


@every_file
def test_a_blank_has_the_lines_tables_and_comments_of_the_original(rulebook_id: str) -> None:
    whole = r'"{3}.*?"{3}|"[^"\n]*"|[0-9][0-9-]*|(?<=marked_open = )(?:true|false)'
    before, after = (re.sub(whole, "_", text, flags=re.DOTALL) for text in (original(rulebook_id), blank(rulebook_id)))
    assert after == before


@every_file
def test_a_blank_does_not_load_and_names_what_is_missing(rulebook_id: str, tmp_path: Path) -> None:
    file = tmp_path / "blank.toml"
    file.write_text(blank(rulebook_id), encoding="utf-8")
    for shelf in ("sources-2014", "sources-2021", "sources-guides", "sources", "countries"):
        (tmp_path / f"{shelf}.toml").write_text("", encoding="utf-8")
        (tmp_path / f"{shelf}.toml").write_text("[countries]\n", encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert any("'?'" in problem or "title" in problem for problem in caught.value.problems)


@every_file
def test_no_figure_no_source_and_no_word_of_a_page_survives_in_a_blank(rulebook_id: str) -> None:
    left = blank(rulebook_id)
    kept = {
        "activities",
        "directions",
        "roles",
        "terms",
        "sending_groups",
        "receiving_groups",
        "id",
        "code",
        "partners",
    }
    words = {
        "why",
        "note",
        "text",
        "not_published",
        "not_decided",
        "not_paid",
        "not_combined",
        "applies_if",
        "provisional_because",
        "departs_from_programme",
        "institution",
        "not_for",
    }
    for scalar in scalars_of(left):
        name, value = field_of(scalar.place), left[scalar.start : scalar.end]
        if name not in kept:
            assert not re.search(r"[0-9]", value.replace("days_360", "").replace("sources-20", "")) or name in {
                "action",
                "sources_from",
            }, (scalar.place, value)
        if name == "source" or name.endswith("_source") or name in {"countries", "confidence", "based_on"}:
            assert value == '"?"', scalar.place
        if name in words:
            assert value == '""', scalar.place
        if name == "marked_open" or (scalar.place[0] == "agreements" and name == "id"):
            assert value == '"?"', scalar.place


@every_file
def test_every_scope_and_name_survives_in_a_blank(rulebook_id: str) -> None:
    def kept(text: str) -> list[str]:
        names = {"kind", "stage", "trigger", "purpose", "partners", "roles", "code", "signed_by"}
        scalars = [scalar for scalar in scalars_of(text) if scalar.place[0] not in {"sources", "id"}]
        return [
            text[scalar.start : scalar.end]
            for scalar in scalars
            if "scope" in scalar.place or field_of(scalar.place) in names
        ]

    assert kept(blank(rulebook_id)) == kept(original(rulebook_id))


def test_sources_that_stand_in_the_file_are_left_to_be_read_but_for_their_ids() -> None:
    text = '[[sources]]\nid = "P-1"\ndocument = "Rates"\nread_on = 2030-01-31\nconfidence = "HIGH"\n'
    left = blank_text(text, like="toy", rulebook_id="ours").partition("\n\n")[2]
    assert left == '[[sources]]\nid = "P-1"\ndocument = ""\nread_on = "?"\nconfidence = "?"\n'


def test_why_another_call_departed_from_the_programme_is_not_carried_over() -> None:
    """It would allow other figures in the new call, and each grant would tell last year's reason."""
    text = 'departs_from_programme = "the senate pays 300 EUR."\n[agreements]\nid = "2030"\nmarked_open = true\n'
    left = blank_text(text, like="toy", rulebook_id="ours").partition("\n\n")[2]
    assert left == 'departs_from_programme = ""\n[agreements]\nid = "?"\nmarked_open = "?"\n'


NAMED_AND_PLACED = (
    'institution = "Agency, as a newspaper prints its rates"\n[home]\ncountry = "HR"\nregions = ["PT-20"]\nsource = "P"\n'
    '[monthly_rates]\nnot_for = "students of a page"\n[partners]\ncode = "U"\ncountry = "SN"\n'
)


@pytest.mark.parametrize("rulebook_id", ["na-si-ka131-2027", "na-hr-ka171-2027", "na-hr-ka131-2027b", "hr"])
def test_the_places_of_another_institution_are_not_carried_over(rulebook_id: str) -> None:
    """A university in Slovenia would refuse all its mobilities as ones from Croatia, or name somebody else's paper."""
    left = blank_text(NAMED_AND_PLACED, like="na-hr-ka131-2026", rulebook_id=rulebook_id).partition("\n\n")[2]
    assert left == (
        'institution = ""\n[home]\ncountry = "?"\nregions = ["?"]\nsource = "?"\n'
        '[monthly_rates]\nnot_for = ""\n[partners]\ncode = "U"\ncountry = "?"\n'
    )


def test_the_next_call_of_an_institution_keeps_its_home_and_its_partners() -> None:
    """What a page says of the institution is read again all the same."""
    like, rulebook_id = "na-hr-ka131-2026", "na-hr-ka131-2027"
    left = blank_text(NAMED_AND_PLACED, like=like, rulebook_id=rulebook_id).partition("\n\n")[2]
    assert left == (
        'institution = ""\n[home]\ncountry = "HR"\nregions = ["PT-20"]\nsource = "?"\n'
        '[monthly_rates]\nnot_for = ""\n[partners]\ncode = "U"\ncountry = "SN"\n'
    )


def test_codes_and_groups_that_look_like_figures_are_kept_and_lengths_keep_their_unit() -> None:
    text = (
        '[durations]\nscope = { receiving_groups = "1" }\nminimum = "60 days_360"\nsource = "P"\n'
        '[partners]\ncode = "999859705"\nnames = ["Toy 5"]\nsource = "P"\n'
        '[settlement]\nbelow_minimum = "forfeit"\ntolerance_days = 5\nforce = true\nshare = "0.7"\n'
    )
    assert blank_text(text, like="toy", rulebook_id="ours").partition("\n\n")[2] == (
        '[durations]\nscope = { receiving_groups = "1" }\nminimum = "? days_360"\nsource = "?"\n'
        '[partners]\ncode = "999859705"\nnames = ["?"]\nsource = "?"\n'
        '[settlement]\nbelow_minimum = "forfeit"\ntolerance_days = "?"\nforce = true\nshare = "?"\n'
    )


def test_one_unread_figure_is_enough_to_refuse_the_file(tmp_path: Path) -> None:
    text = toml_text(file_data(TOY)).replace('rate_eur_per_month = "300.00"', 'rate_eur_per_month = "?"')
    file = tmp_path / "almost.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    (problem,) = caught.value.problems
    line = 1 + next(number for number, line in enumerate(text.splitlines()) if '"?"' in line)
    assert problem.startswith(f"monthly_rates, entry 1, rate_eur_per_month (line {line}): money is plain decimal text")
