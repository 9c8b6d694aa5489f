"""The form in which people write rulebooks: what is short, what it stands for, and what is wrong with it."""

import json
from datetime import date
from pathlib import Path

import pytest

from erasmus_grants import Rulebook, RulebookFileError, load_rulebook
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rulebook.short_forms import FormError, Shelf, place_in_words, shelf_of, spelled_out
from erasmus_grants.rulebook.tables import LIST_TABLES
from erasmus_grants.testing import toy_rulebook, toy_source

PAGE: dict[str, Data] = {
    "id": "PAGE",
    "document": "Rates",
    "publisher": "Agency",
    "locator": "page 1",
    "url": "https://example.org/rates",
    "read_on": "2030-01-31",
    "confidence": "HIGH",
}


def spelled(**data: Data) -> dict[str, object]:
    return spelled_out({"sources": [PAGE], **data}, lists=LIST_TABLES).data


def wrong(**data: Data) -> list[tuple[str, str]]:
    with pytest.raises(FormError) as caught:
        spelled_out({"sources": [PAGE], **data}, lists=LIST_TABLES)
    return [(place_in_words(place), sentence) for place, sentence in caught.value.problems]


def test_the_ids_of_sources_are_written_as_one_text_as_every_list_of_words_is() -> None:
    shelf = Shelf({name: toy_source().at(name, "here") for name in ("A", "B", "C")})
    for written in ("B A", ["B", "A"]):
        form = spelled_out({"sources": written}, lists=("sources",), shelf=shelf)
        assert form.data["sources"] == (shelf.sources["B"], shelf.sources["A"])


# --- rows -------------------------------------------------------------------------------------------------------------


def test_what_stands_beside_rows_holds_for_every_row_that_does_not_say_otherwise() -> None:
    shared: dict[str, Data] = {"scope": {"terms": "staff"}, "rate_eur_per_day": 100, "counting": "weekdays"}
    rows: list[Data] = [{}, {"rate_eur_per_day": 90}, {"scope": {"directions": "outgoing"}}, {"scope": {"terms": "x"}}]
    assert spelled(daily_rates={**shared, "rows": rows})["daily_rates"] == [
        {"scope": {"terms": "staff"}, "rate_eur_per_day": 100, "counting": "weekdays"},
        {"scope": {"terms": "staff"}, "rate_eur_per_day": 90, "counting": "weekdays"},
        {"scope": {"terms": "staff", "directions": "outgoing"}, "rate_eur_per_day": 100, "counting": "weekdays"},
        {"scope": {"terms": "x"}, "rate_eur_per_day": 100, "counting": "weekdays"},
    ]


@pytest.mark.parametrize("mark", [{"not_published": "ask"}, {"not_paid": "the senate"}, {"removed": True}])
def test_a_row_without_figures_takes_scope_source_and_kind_and_no_figure(mark: dict[str, Data]) -> None:
    shared: dict[str, Data] = {"scope": {"terms": "staff"}, "kind": "top_up_traineeship", "rate_eur_per_month": 150}
    assert spelled(top_ups={**shared, "rows": [mark]})["top_ups"] == [
        {"scope": {"terms": "staff"}, "kind": "top_up_traineeship", **mark}
    ]


def test_a_table_is_a_list_or_one_entry_and_several_may_have_rows() -> None:
    one: dict[str, Data] = {"funded_travel_days": 2}
    assert spelled(travel_days=one)["travel_days"] == [one]
    assert spelled(travel_days=[one])["travel_days"] == [one]
    two: list[Data] = [{"funded_travel_days": 1, "rows": [{}, {}]}, one]
    assert spelled(travel_days=two)["travel_days"] == [{"funded_travel_days": 1}] * 2 + [one]
    assert spelled(travel_days={"rows": []})["travel_days"] == []


def test_what_is_no_entry_is_left_to_the_model() -> None:
    assert spelled(travel_days=[3, "x", None])["travel_days"] == [3, "x", None]
    assert spelled(call_years=[2030])["call_years"] == [2030]
    assert spelled(settlement={"below_minimum": "forfeit"})["settlement"] == {"below_minimum": "forfeit"}


@pytest.mark.parametrize(
    ("table", "place", "sentence"),
    [
        (5, "travel_days", "this is a list of entries"),
        ({"rows": {}}, "travel_days, rows", "this is a list of rows, each a table of fields"),
        ({"rows": [{}, 5]}, "travel_days, rows", "this is a list of rows, each a table of fields"),
        ([{}, {"rows": "x"}], "travel_days, entry 2, rows", "this is a list of rows, each a table of fields"),
        ({"rows": [{}] * 501}, "travel_days, rows", "these are too many rows"),
        ({"source": [0] * 1000, "rows": [{}] * 101}, "travel_days, rows", "these are too many rows"),
    ],
)
def test_rows_that_are_none_are_refused_with_their_place(table: Data, place: str, sentence: str) -> None:
    assert wrong(travel_days=table) == [(place, sentence)]


def test_five_hundred_rows_and_a_hundred_thousand_values_are_not_too_many() -> None:
    entries = spelled(travel_days={"funded_travel_days": 2, "rows": [{}] * 500})["travel_days"]
    assert isinstance(entries, list)
    assert len(entries) == 500


# --- sources ----------------------------------------------------------------------------------------------------------


def test_a_source_is_named_wherever_it_may_stand() -> None:
    rate: dict[str, Data] = {"source": "PAGE", "cap_source": "PAGE", "tiers": [{"from_day": 1, "source": "PAGE"}]}
    (entry,) = spelled(daily_rates=[rate])["daily_rates"]  # type: ignore[misc]
    assert {entry["source"].id, entry["cap_source"].id, entry["tiers"][0]["source"].id} == {"PAGE"}
    assert spelled(settlement={"source": PAGE})["settlement"] == {"source": PAGE}  # a whole one stays


def test_every_unknown_source_is_named_with_its_place_and_the_nearest_one() -> None:
    form = spelled_out(
        {"sources": [PAGE], "settlement": {"source": "PAEG"}, "notes": {"rows": [{"source": "zzz"}]}},
        lists=LIST_TABLES,
    )
    assert [(place_in_words(place), sentence) for place, sentence in form.problems] == [
        ("settlement, source", "there is no source 'PAEG' among the sources; did you mean 'PAGE'?"),
        ("notes, row 1, source", "there is no source 'zzz' among the sources"),
    ]


def test_a_source_may_be_another_place_in_the_document_of_one_above() -> None:
    other: dict[str, Data] = {"id": "OTHER", "same_document_as": "PAGE", "locator": "page 2", "confidence": "MED"}
    page, place = spelled_out({"sources": [PAGE, other]}, lists=LIST_TABLES).sources
    assert (place.document, place.publisher, place.url, place.read_on) == (
        *(page.document, page.publisher, page.url),
        date(2030, 1, 31),
    )
    assert (place.locator, place.confidence.value, page.confidence.value) == ("page 2", "MED", "HIGH")


@pytest.mark.parametrize(
    ("source", "place", "sentence"),
    [
        (
            {"id": "X", "same_document_as": "PAEG", "locator": "p. 2"},
            "sources, entry 2, same_document_as",
            "no source above is called 'PAEG'; did you mean 'PAGE'?",
        ),
        (PAGE, "sources, entry 2, id", "'PAGE' stands twice"),
        ("PAEG", "sources, entry 2", "no source is called 'PAEG'"),
        (5, "sources, entry 2", "this is a table of fields, or the id of a source"),
        ({**PAGE, "id": "page 1"}, "sources, entry 2, id", "this is a short name of letters, digits"),
    ],
)
def test_a_source_that_cannot_be_read_is_told_beside_everything_else(source: Data, place: str, sentence: str) -> None:
    form = spelled_out({"sources": [PAGE, source], "settlement": {"source": "zzz"}}, lists=LIST_TABLES)
    first, second = form.problems
    assert (place_in_words(first[0]), first[1][: len(sentence)]) == (place, sentence)
    assert second[1] == "there is no source 'zzz' among the sources"


def test_what_a_file_shares_with_others_holds_sources_and_countries_alone() -> None:
    shelf = shelf_of({"sources": [PAGE], "countries": {"nordic": "DK SE", "north": "nordic PL"}})
    assert [*shelf.sources] == ["PAGE"]
    assert shelf.countries == {"nordic": ("DK", "SE"), "north": ("DK", "SE", "PL")}
    assert shelf_of({}) == Shelf({}, {})


@pytest.mark.parametrize(
    ("data", "place", "sentence"),
    [
        ({"notes": []}, "notes", "a file of sources has sources and countries alone"),
        ({"countries": ["DK"]}, "countries", "this is a table of lists, each with its name"),
        ({"countries": {"x": 5}}, "countries, x", "these are codes of countries, or names of lists"),
        ({"countries": {"x": "nordic"}}, "countries, x", "there is no list of countries 'nordic'"),
        ({"sources": [{"id": "A"}]}, "sources, entry 1, document", "this is missing"),
        (
            {"countries": {"SE": "DE", "north": "DK NO"}},
            "countries, SE",
            "this is the code of Sweden, so it is no name of a list",
        ),
        (
            {"countries": {"south": "IT", "north": "DK SW"}},
            "countries, north",
            "'SW' is not a country code of ISO 3166-1 (two capital letters, as in 'SN')",
        ),
        (
            {"countries": {"north": ["DK", 5]}},
            "countries, north",
            "'5' is not a country code of ISO 3166-1 (two capital letters, as in 'SN')",
        ),
    ],
)
def test_a_file_that_is_not_to_be_shared_is_refused(data: dict[str, Data], place: str, sentence: str) -> None:
    with pytest.raises(FormError) as caught:
        shelf_of(data)
    assert (place_in_words(caught.value.problems[0][0]), caught.value.problems[0][1]) == (place, sentence)


def test_shelves_may_share_a_name_if_it_stands_for_the_same() -> None:
    page = toy_source()
    one, other = Shelf({"A": page}, {"north": ("DK",)}), Shelf({"A": page, "B": page}, {"north": ("DK",), "x": ()})
    assert one.beside(other) == other


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (Shelf(countries={"north": ("DK", "NO")}), Shelf(countries={"north": ("FI",)}), "a list of countries 'north'"),
        (Shelf({"A": toy_source()}), Shelf({"A": toy_source().at("A", "page 2")}), "a source 'A'"),
    ],
)
def test_shelves_in_which_a_name_stands_for_two_things_are_refused(one: Shelf, other: Shelf, what: str) -> None:
    """Otherwise the rates of a group would be those of the countries of the other one."""
    with pytest.raises(FormError) as caught:
        one.beside(other)
    sentence = f"two of these files have {what}, and not the same one; rename it in one of them"
    assert caught.value.problems == ((("sources_from",), sentence),)


def test_what_is_cited_of_a_shelf_comes_after_the_own_sources_and_nothing_else_of_it() -> None:
    shelf = Shelf({name: toy_source().at(name, "here") for name in ("A", "B")}, {"nordic": ("DK", "SE")})
    group: dict[str, Data] = {"id": "g", "countries": "nordic PL", "source": "B"}
    form = spelled_out({"sources": [PAGE], "country_groups": group}, lists=LIST_TABLES, shelf=shelf)
    assert [source.id for source in form.sources] == ["PAGE", "B"]
    assert form.data["country_groups"] == [{"id": "g", "countries": ["DK", "SE", "PL"], "source": shelf.sources["B"]}]


# --- files ------------------------------------------------------------------------------------------------------------

SHELF = "".join(f"{key} = {json.dumps(value)}\n" for key, value in PAGE.items())
OURS = 'id = "ours"\ntitle = "Ours"\nbased_on = "toy.json"\nsources_from = "shelf.toml"\nsources = ["PAGE"]\n'


def folder(tmp_path: Path, shelf: str = f"[[sources]]\n{SHELF}", ours: str = OURS) -> Path:
    """Return the file of a rulebook beside the toys and what it shares with others."""
    (tmp_path / "toy.json").write_text(toy_rulebook().model_dump_json(), encoding="utf-8")
    (tmp_path / "shelf.toml").write_text(shelf, encoding="utf-8")
    (tmp_path / "ours.toml").write_text(ours, encoding="utf-8")
    return tmp_path / "ours.toml"


def test_a_file_may_share_sources_with_others(tmp_path: Path) -> None:
    ours = load_rulebook(folder(tmp_path))
    assert [source.id for source in ours.sources] == ["PAGE", "TOY"]
    assert ours.institution == "Agency"


@pytest.mark.parametrize(
    ("shelf", "problem"),
    [
        ("x = ", "it is not TOML: Invalid value at end of document"),
        ("x = 1\n", "x (line 1): a file of sources has sources and countries alone"),
        (f'[[sources]]\n{SHELF}[[sources]]\nid = "B"\n', "sources, entry 2, document (line 9): this is missing"),
    ],
)
def test_a_shared_file_that_is_wrong_is_refused_by_its_own_name(tmp_path: Path, shelf: str, problem: str) -> None:
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(folder(tmp_path, shelf))
    assert (caught.value.name, caught.value.problems[0]) == (str(tmp_path / "shelf.toml"), problem)


def test_two_shared_files_that_do_not_go_together_are_told_where_they_are_named(tmp_path: Path) -> None:
    ours = OURS.replace('"shelf.toml"', '["shelf.toml", "more.toml"]')
    (tmp_path / "more.toml").write_text(f"[[sources]]\n{SHELF.replace('Agency', 'Board')}", encoding="utf-8")
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(folder(tmp_path, ours=ours))
    said = (
        "sources_from (line 4): two of these files have a source 'PAGE', and not the same one; rename it in one of them"
    )
    assert caught.value.problems == (said,)


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ('"/shelf.toml"', "sources_from (line 4): a file of another folder is not read"),
        ('"."', "sources_from (line 4): "),
        ("5", "sources_from (line 4): this is a name, or a list of names"),
        ('["shelf.toml", 5]', "sources_from (line 4): this is a name, or a list of names"),
    ],
)
def test_a_shared_file_is_a_file_beside(tmp_path: Path, named: str, problem: str) -> None:
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(folder(tmp_path, ours=OURS.replace('"shelf.toml"', named)))
    assert caught.value.problems[0].startswith(problem)


def test_a_mistake_in_what_rows_share_is_told_once_and_with_its_own_line(tmp_path: Path) -> None:
    table = '[daily_rates]\nrate_eur_per_day = 1.5\nsource = "PAGE"\nrows = [\n  { tiers = 5 },\n  { tiers = 6 },\n]\n'
    with pytest.raises(RulebookFileError) as caught:
        load_rulebook(folder(tmp_path, ours=OURS + table))
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == [
        "daily_rates, rate_eur_per_day (line 7)",
        "daily_rates, row 1, tiers (line 10)",
        "daily_rates, row 2, tiers (line 11)",
    ]


@pytest.mark.parametrize(
    ("written", "stands_for"),
    [
        ({"scope": {"activities": "STA STT"}}, {"scope": {"activities": ["STA", "STT"]}}),
        ({"scope": {"receiving_groups": " b  a "}}, {"scope": {"receiving_groups": ["a", "b"]}}),
    ],
)
def test_words_may_stand_in_one_text(written: dict[str, object], stands_for: dict[str, object]) -> None:
    groups = [{"id": name, "countries": ["DK"], "source": toy_source()} for name in ("a", "b")]

    def with_days(scope: dict[str, object]) -> Rulebook:
        days = {"funded_travel_days": 1, "source": toy_source(), **scope}
        return toy_rulebook().model_copy(update={"travel_days": [days], "country_groups": groups})

    assert with_days(written) == with_days(stands_for)
