"""Rulebooks as files: what is written loads as it was, and a blank one holds no figure and does not load."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from erasmus_grants import Rulebook, RulebookFileError, get_rulebook, known_rulebooks, load_rulebook
from erasmus_grants.reading import Data
from erasmus_grants.testing import toy_rulebook, toy_source
from erasmus_grants.writing import UNREAD, blank_data, blank_toml, file_data, toml_text

TOY = toy_rulebook()
POLICY = toy_source().at("POLICY", "page 9")
OVERLAY = TOY.adapt(
    id="overlay",
    title="Overlay",
    source=POLICY,
    travel_days=[{"funded_travel_days": 1, "source": POLICY}],
)
BOOKS = [*map(get_rulebook, known_rulebooks()), TOY, OVERLAY]
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?").fullmatch
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
KEYS = frozenset({"id", "code", "source"})
"""Names that the rulebook gives itself."""

BLANK_SOURCE = {"document": "", "publisher": "", "locator": "", "url": "", "read_on": "?", "confidence": "?"}

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


def is_figure(path: Path_, value: Data) -> bool:
    """Return whether a value is a number, an amount, a share or a day."""
    if field_of(path) in KEYS or "scope" in path:
        return False
    if isinstance(value, bool) or not isinstance(value, int | str):
        return False
    return bool(NUMBER(str(value)) or DATE(str(value)))


def filled(blank: Data, original: Data) -> Data:
    """Return a blank with the original in place of whatever is still to be read."""
    match blank, original:
        case dict(), dict():
            return {name: filled(item, original[name]) for name, item in blank.items()}
        case [str(first)], list() if first == UNREAD:
            return original
        case list(), list():
            return [filled(one, other) for one, other in zip(blank, original, strict=True)]
        case str(), _ if blank in {UNREAD, ""}:
            return original
        case _:
            return blank


def book_id(book: Rulebook) -> str:
    return book.id


every_book = pytest.mark.parametrize("book", BOOKS, ids=book_id)


# --- as it is ---------------------------------------------------------------------------------------------------------


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


@every_book
def test_a_blank_is_toml_of_its_own_id_and_says_what_to_do(book: Rulebook) -> None:
    text = blank_toml(book, "my-university-2031")
    assert text.startswith(f"# my-university-2031: a new rulebook, with the structure of {book.id} and none")
    assert tomllib.loads(text) == blank_data(book, "my-university-2031")
    head = {name: tomllib.loads(text)[name] for name in ("id", "title", "status", "call_years")}
    assert head == {"id": "my-university-2031", "title": "", "status": "provisional", "call_years": ["?"]}


@every_book
def test_a_blank_does_not_load_and_names_what_is_missing(book: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "blank.toml"
    file.write_text(blank_toml(book, "my-university-2031"), encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    places = {problem.partition(":")[0] for problem in caught.value.problems}
    assert "title" in places
    assert "sources.0.publisher" in places
    assert any("'?'" in problem or "whole number" in problem for problem in caught.value.problems)


@every_book
def test_no_figure_survives_in_a_blank(book: Rulebook) -> None:
    blank = dict(leaves(blank_data(book, "blank")))
    figures = [(path, value) for path, value in leaves(file_data(book)) if is_figure(path, value)]
    assert len(figures) > 10
    for path, value in figures:
        if path[0] == "based_on":
            continue
        place = path if path in blank else (*path[:-1], 0)  # a list that is read anew is a list of one
        assert blank[place] == UNREAD, (path, value)
    assert [(path, value) for path, value in blank.items() if is_figure(path, value)] == []


@every_book
def test_no_word_of_a_page_and_no_list_of_countries_survives_in_a_blank(book: Rulebook) -> None:
    for path, value in leaves(blank_data(book, "blank")):
        if path[0] == "sources" and path[-1] != "id":
            assert value in {UNREAD, ""}, path
        if field_of(path) in {"why", "note", "text", "not_published", "not_combined", "applies_if"}:
            assert value == "", path
        if field_of(path) in {"countries", "names", "confidence", "country_confidence"}:
            assert value == UNREAD, path


@every_book
def test_every_scope_and_key_survives_in_a_blank(book: Rulebook) -> None:
    def kept(data: Data) -> list[tuple[Path_, Data]]:
        names = {*KEYS, "kind", "unit", "stage", "trigger", "purpose", "partners", "activities", "directions", "roles"}
        return [
            (path, value)
            for path, value in leaves(data)
            if ("scope" in path or field_of(path) in names) and path not in {("id",), ("based_on", "id")}
        ]

    assert kept(blank_data(book, "blank")) == kept(file_data(book))


@every_book
def test_a_blank_has_every_entry_and_row_of_the_original(book: Rulebook) -> None:
    def sizes(data: dict[str, Data]) -> dict[str, int]:
        return {name: len(value) for name, value in data.items() if isinstance(value, list) and name != "call_years"}

    assert sizes(blank_data(book, "blank")) == sizes(file_data(book))
    assert set(blank_data(book, "blank")) == set(file_data(book)) - {"based_on"}


@every_book
def test_a_blank_in_which_everything_was_read_is_a_rulebook_again(book: Rulebook, tmp_path: Path) -> None:
    original = file_data(book)
    read = filled(blank_data(book, "read-again"), original)
    assert isinstance(read, dict)
    file = tmp_path / "read.toml"
    file.write_text(toml_text({**read, "title": "Read again"}), encoding="utf-8")
    loaded = load_rulebook(file)
    assert (loaded.id, loaded.title, loaded.status.value) == ("read-again", "Read again", "provisional")
    as_before = {"id": book.id, "title": book.title, "status": book.status, "based_on": book.based_on}
    assert loaded.model_copy(update=as_before) == book


@pytest.mark.parametrize("left", ["monthly_rates", "travel_support", "agreements", "home"])
def test_one_unread_figure_is_enough_to_refuse_the_file(left: str, tmp_path: Path) -> None:
    original = file_data(TOY)
    blank = blank_data(TOY, "blank")
    blank_home: Data = {"country": UNREAD, "source": "TOY"}
    unread = blank_home if left == "home" else blank[left]
    file = tmp_path / "almost.toml"
    file.write_text(toml_text({**original, left: unread}), encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(file)
    assert {problem.partition(".")[0] for problem in caught.value.problems} == {left}


# --- which text is a figure -------------------------------------------------------------------------------------------


def test_keys_that_look_like_figures_are_kept() -> None:
    source = toy_source().at("2031", "page 1")
    numbered = TOY.model_copy(
        update={
            "sources": [toy_source(), source],
            "country_groups": [{"id": "1", "countries": ["DK", "SE"], "source": source}],
            "monthly_rates": [
                {"rate_eur_per_month": 400, "scope": {"receiving_groups": ["1"]}, "source": source},
            ],
            "daily_rates": [
                TOY.daily_rates[0].model_copy(update={"funded_days_cap": 5, "cap_source": source}),
            ],
            "partners": [{"code": "999859705", "names": ["Toy University"], "source": source}],
            "agreements": [TOY.agreements[0].model_copy(update={"partners": ["999859705"]})],
        }
    )
    blank = blank_data(numbered, "blank")
    assert blank["country_groups"] == [{"id": "1", "countries": ["?"], "source": "2031"}]
    assert blank["monthly_rates"] == [
        {"scope": {"receiving_groups": ["1"]}, "source": "2031", "rate_eur_per_month": "?"}
    ]
    assert blank["partners"] == [{"code": "999859705", "names": ["?"], "source": "2031"}]
    assert blank["agreements"] == [
        {"id": "2030", "start_date": "?", "end_date": "?", "partners": ["999859705"], "source": "TOY"}
    ]
    listed, entries = blank["sources"], blank["daily_rates"]
    assert isinstance(listed, list)
    assert isinstance(entries, list)
    assert listed[1] == {"id": "2031", **BLANK_SOURCE}
    tiers = [{"from_day": "?", "to_day": "?", "share": "?"}] * 2
    assert entries == [
        {"source": "TOY", "rate_eur_per_day": "?", "tiers": tiers, "funded_days_cap": "?", "cap_source": "2031"}
    ]


def test_words_of_closed_lists_and_yes_and_no_are_kept() -> None:
    assert blank_data(TOY, "blank")["documents"] == [
        {
            "source": "TOY",
            "document": "certificate_of_attendance",
            "stage": "during_stay",
            "signed_by": ["receiving_organisation"],
        },
        {"source": "TOY", "document": "participant_report", "stage": "after_stay"},
    ]
    blank = dict(leaves(blank_data(get_rulebook("usmb-icm-2023"), "blank")))
    assert {value for path, value in blank.items() if path[-1] == "security_condition"} == {True}


def test_a_source_is_left_to_be_read_but_for_its_id() -> None:
    assert blank_data(TOY, "blank")["sources"] == [{"id": "TOY", **BLANK_SOURCE}]


def test_a_blank_of_an_overlay_is_a_rulebook_without_a_base() -> None:
    assert OVERLAY.based_on is not None
    assert "based_on" in file_data(OVERLAY)
    assert "based_on" not in blank_data(OVERLAY, "blank")
