from datetime import date
from typing import Any

import pytest

from erasmus_grants.basics.problems import Place
from erasmus_grants.basics.sources import Source
from erasmus_grants.rulebook.short_forms import (
    FormError,
    Shelf,
    SpelledOut,
    place_in_words,
    shelf_of,
    spelled_out,
)

PAGE: dict[str, Any] = {
    "id": "P",
    "document": "Rates",
    "publisher": "Agency",
    "locator": "page 1",
    "url": "rates.pdf",
    "read_on": "2026-01-31",
    "confidence": "HIGH",
}
SOURCE = Source.model_validate(PAGE)
LISTS = ("rates", "top_ups", "country_groups")


NO_SHELF = Shelf()


def spelled(shelf: Shelf = NO_SHELF, further: tuple[Source, ...] = (), **data: Any) -> SpelledOut:
    return spelled_out({"sources": [PAGE], **data}, lists=LISTS, shelf=shelf, further=further)


def entries(**data: Any) -> Any:
    return entries_of(spelled(**data), "rates")


def entries_of(form: SpelledOut, table: str) -> Any:
    assert form.problems == ()
    return form.data[table]


def refused(**data: Any) -> list[tuple[Place, str]]:
    with pytest.raises(FormError) as caught:
        spelled(**data)
    assert str(caught.value) == "; ".join(sentence for _, sentence in caught.value.problems)
    return list(caught.value.problems)


# --- sources -----------------------------------------------------------------------------------------------------------


def test_a_source_is_cited_by_its_id_wherever_a_field_is_called_a_source() -> None:
    home = {
        "country": "FR",
        "source": "P",
        "cap_source": "P",
        "resource": "P",
        "sources": "P",
        "tiers": [{"source": "P"}],
    }
    said = spelled(home=home).data["home"]
    assert said == home | {"source": SOURCE, "cap_source": SOURCE, "tiers": [{"source": SOURCE}]}


def test_a_whole_source_stays_one() -> None:
    assert entries(rates=[{"source": PAGE}])[0] == {"source": PAGE}


def test_what_is_in_no_list_is_taken_as_it_is_and_names_of_files_are_not_for_the_model() -> None:
    form = spelled(id="x", call_years=[2030, None], sources_from="shelf.toml")
    assert form.data == {"id": "x", "call_years": [2030, None], "sources": (SOURCE,)}
    assert form.written == {}


def test_without_a_word_of_sources_there_are_none() -> None:
    assert spelled_out({"id": "x"}, lists=LISTS).data == {"id": "x"}


def test_another_place_of_a_document_says_only_where_it_is() -> None:
    other = {"id": "Q", "same_document_as": "P", "locator": "page 2", "confidence": "MED", "note": "a table"}
    form = spelled_out({"sources": [PAGE, other]}, lists=LISTS)
    assert form.problems == ()
    assert form.data["sources"] == (
        SOURCE,
        Source(
            id="Q",
            document="Rates",
            publisher="Agency",
            locator="page 2",
            url="rates.pdf",
            read_on=date(2026, 1, 31),
            confidence="MED",
            note="a table",
        ),
    )


def test_the_note_of_a_document_is_not_that_of_another_place_in_it() -> None:
    form = spelled_out(
        {"sources": [PAGE | {"note": "blurred"}, {"id": "Q", "same_document_as": "P", "locator": "2"}]}, lists=LISTS
    )
    assert [source.note for source in form.data["sources"]] == ["blurred", ""]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sources", "problems"),
    [
        ([PAGE, PAGE], [((1, "id"), "'P' stands twice")]),
        ([{"id": "Q", "same_document_as": "P"}], [((0, "same_document_as"), "no source above is called 'P'")]),
        (
            [{"id": "Q", "same_document_as": "P", "locator": "2"}, PAGE],  # it stands below
            [((0, "same_document_as"), "no source above is called 'P'")],
        ),
        ([{"id": "Q", "same_document_as": "Q", "locator": "2"}], [((0, "same_document_as"), "no source above is called 'Q'")]),
        (
            [PAGE | {"id": "RATES"}, {"id": "Q", "same_document_as": "RATE", "locator": "2"}],
            [((1, "same_document_as"), "no source above is called 'RATE'; did you mean 'RATES'?")],
        ),
        ([PAGE, {"id": "Q", "same_document_as": "P"}], [((1, "locator"), "this is missing")]),
        ([PAGE, {"id": "Q", "same_document_as": ["P"], "locator": "2"}], [((1, "same_document_as"), "no source above is called \"['P']\"")]),
        (["P"], [((0,), "no source is called 'P'")]),
        ("P", [((0,), "no source is called 'P'")]),
        ([5], [((0,), "this is a table of fields, or the id of a source")]),
        ([None], [((0,), "this is a table of fields, or the id of a source")]),
        ([PAGE | {"id": "not a key"}], [((0, "id"), None)]),
        ([PAGE | {"id": 5}], [((0, "id"), None)]),
        ([PAGE | {"confidence": "LOW"}], [((0, "confidence"), None)]),
        ([PAGE | {"lokator": "2"}], [((0, "lokator"), "there is no field of this name; did you mean 'locator'?")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_source_is_said_of_it(sources: object, problems: list[tuple[Place, str | None]]) -> None:
    form = spelled_out({"sources": sources}, lists=LISTS)  # type: ignore[dict-item]
    assert [place for place, _ in form.problems] == [("sources", *place) for place, _ in problems]
    for (_, told), (_, expected) in zip(form.problems, problems, strict=True):
        assert told
        assert expected in {None, told}


def test_an_entry_that_cites_a_wrong_source_is_not_told_about_it_again() -> None:
    form = spelled_out({"sources": [PAGE | {"confidence": "LOW"}], "rates": [{"source": "P"}]}, lists=LISTS)
    assert [place for place, _ in form.problems] == [("sources", 0, "confidence")]
    assert form.data["rates"][0]["source"].id == "P"  # type: ignore[index]


def test_a_source_that_nobody_lists_is_told_once_for_each_place_where_it_is_written_and_the_rest_can_be_looked_at() -> (
    None
):
    form = spelled(rates={"source": "Q", "rows": [{}, {"source": "P"}, {"cap_source": "Q"}]})
    assert form.problems == (
        (("rates", "source"), "there is no source 'Q' among the sources"),  # which two of its rows have from there
        (("rates", "rows", 2, "cap_source"), "there is no source 'Q' among the sources"),
    )
    first, second, third = form.data["rates"]  # type: ignore[misc]
    assert second["source"] == SOURCE
    assert first["source"] == third["source"] == third["cap_source"]
    assert first["source"] in form.data["sources"]  # type: ignore[operator]


def test_each_source_that_nobody_lists_has_a_stand_in_of_its_own() -> None:
    form = spelled(rates=[{"source": "Q"}, {"source": "R"}, {"source": "Q"}])
    first, second, third = (entry["source"] for entry in form.data["rates"])  # type: ignore[attr-defined]
    assert (first == second, first == third) == (False, True)
    assert form.data["sources"] == (SOURCE, first, second)
    error = FormError(*form.problems)
    assert str(error) == (
        "there is no source 'Q' among the sources; there is no source 'R' among the sources; "
        "there is no source 'Q' among the sources"
    )


@pytest.mark.parametrize(
    "sources", [{"document": "Rates", "rows": [PAGE, PAGE | {"id": "Q"}]}, [PAGE, PAGE | {"id": "Q"}]]
)
def test_sources_may_be_rows_too(sources: object) -> None:
    form = spelled_out({"sources": sources}, lists=LISTS)  # type: ignore[dict-item]
    assert form.problems == ()
    assert [source.id for source in form.data["sources"]] == ["P", "Q"]  # type: ignore[attr-defined]


# --- what several rulebooks share --------------------------------------------------------------------------------------

SHELVED = SOURCE.at("S", "page 8")
UNUSED = SOURCE.at("U", "page 9")
SHELF = Shelf({"S": SHELVED, "U": UNUSED}, {"nordic": ("DK", "SE"), "all": ("DK", "SE", "PL")})


def test_a_source_of_a_shelf_is_kept_where_it_is_cited_or_listed() -> None:
    form = spelled(SHELF, rates=[{"source": "S"}], sources_from="shelf.toml")
    assert (form.problems, form.data["sources"]) == ((), (SOURCE, SHELVED))
    assert spelled(SHELF, rates=[{"source": "P"}]).data["sources"] == (SOURCE,)
    listed = spelled_out({"sources": ["U", PAGE], "rates": [{"source": "U"}]}, lists=LISTS, shelf=SHELF)
    assert listed.data["sources"] == (UNUSED, SOURCE)
    words = spelled_out({"sources": "U S"}, lists=LISTS, shelf=SHELF)
    assert (words.problems, words.data["sources"]) == ((), (UNUSED, SHELVED))


def test_a_source_with_the_id_of_another_one_of_the_shelf_is_refused() -> None:
    other = {**PAGE, "id": "S", "locator": "page 7"}
    form = spelled_out({"sources": [PAGE, other], "rates": [{"source": "S"}]}, lists=LISTS, shelf=SHELF)
    sentence = (
        "a file that sources_from names has a source with this id, and not the same one; rename it in one of them"
    )
    assert form.problems == ((("sources", 1, "id"), sentence),)
    assert [source.locator for source in form.sources] == ["page 1", "page 7"], (
        "and is told once: it is not listed twice"
    )
    same = spelled_out({"sources": [{**PAGE, "id": "S", "locator": "page 8"}]}, lists=LISTS, shelf=SHELF)
    assert (same.problems, same.data["sources"]) == ((), (SHELVED,))


def test_a_source_may_be_another_place_of_one_of_a_shelf() -> None:
    form = spelled_out({"sources": [{"id": "Q", "same_document_as": "S", "locator": "2"}]}, lists=LISTS, shelf=SHELF)
    assert form.problems == ()
    assert form.data["sources"] == (SOURCE.at("Q", "2"),)


def test_a_file_of_sources_alone_is_one_too() -> None:
    form = spelled_out({"sources_from": "shelf.toml", "rates": [{"source": "S"}]}, lists=LISTS, shelf=SHELF)
    assert form.data == {"rates": [{"source": SHELVED}], "sources": (SHELVED,)}


def test_a_source_of_a_base_may_be_cited_and_is_not_listed_again() -> None:
    form = spelled(further=(SHELVED,), rates=[{"source": "S"}])
    assert (form.problems, form.data["rates"], form.data["sources"]) == ((), [{"source": SHELVED}], (SOURCE,))


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("nordic PL", ["DK", "SE", "PL"]),
        (["nordic", "PL"], ["DK", "SE", "PL"]),
        ("PL nordic", ["PL", "DK", "SE"]),
        ("nordic nordic", ["DK", "SE", "DK", "SE"]),  # the rulebook refuses it
        ("", []),
        ([], []),
        ([5, "DK"], [5, "DK"]),  # as does it this
        ("dk all", ["dk", "DK", "SE", "PL"]),
        ("dnk", ["dnk"]),  # three letters may be a code, which the rulebook refuses
    ],
)
def test_countries_are_codes_or_names_of_lists(words: object, codes: list[object]) -> None:
    form = spelled(SHELF, country_groups={"rows": [{"id": "g", "countries": words}]})
    assert form.data["country_groups"] == [{"id": "g", "countries": codes}]


def test_ids_of_sources_with_commas_between_them_are_told_once() -> None:
    assert refused(sources="P, Q") == [(("sources",), "words are separated by spaces alone, without commas")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("nordics", "there is no list of countries 'nordics'; did you mean 'nordic'?"),
        (["DK", "elsewhere"], "there is no list of countries 'elsewhere'"),
        ("DK, FI, IE", "words are separated by spaces alone, without commas"),
        ("DK;FI", "words are separated by spaces alone, without commas"),
        (5, "these are codes of countries, or names of lists"),
        (None, "these are codes of countries, or names of lists"),
        ({"nordic": 1}, "these are codes of countries, or names of lists"),
    ],
)
def test_a_list_of_countries_that_is_not_there_is_answered_with_the_nearest_one(words: object, sentence: str) -> None:
    groups = {"source": "P", "rows": [{"countries": "DK"}, {"countries": words}]}
    assert refused(shelf=SHELF, country_groups=groups) == [(("country_groups", "rows", 1, "countries"), sentence)]
    assert refused(shelf=SHELF, country_groups=[{"countries": words}]) == [
        (("country_groups", 0, "countries"), sentence)
    ]


def test_a_shelf_has_sources_and_lists_that_may_name_those_above() -> None:
    shelf = shelf_of(
        {
            "countries": {"nordic": "DK SE", "all": ["nordic", "PL"]},
            "sources": [PAGE, {"id": "Q", "same_document_as": "P", "locator": "page 2"}],
        }
    )
    assert shelf == Shelf(
        {"P": SOURCE, "Q": SOURCE.at("Q", "page 2")}, {"nordic": ("DK", "SE"), "all": ("DK", "SE", "PL")}
    )
    assert shelf_of({}) == Shelf({}, {})


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        ({"id": "x", "rates": []}, ["id", "rates"]),
        ({"sources_from": "other.toml"}, ["sources_from"]),
        ({"countries": ["DK"]}, ["countries"]),
        ({"countries": "DK"}, ["countries"]),
        ({"countries": None}, ["countries"]),
        ({"countries": {"all": "nordic", "nordic": "DK"}}, ["countries", "all"]),
        ({"countries": {"all": 5}}, ["countries", "all"]),
        ({"sources": [PAGE, PAGE]}, ["sources", 1, "id"]),
        ({"sources": "P"}, ["sources", 0]),
        ({"sources": 5}, ["sources"]),
    ],
)
def test_a_shelf_that_is_none_is_refused(data: dict[str, Any], problems: list[object]) -> None:
    with pytest.raises(FormError) as caught:
        shelf_of(data)
    places = [place for place, _ in caught.value.problems]
    assert places == ([(name,) for name in problems] if "id" in data else [tuple(problems)])


# --- entries and rows --------------------------------------------------------------------------------------------------


def test_what_rows_share_holds_for_each_that_does_not_say_otherwise() -> None:
    said = entries(rates={"eur": 1, "source": "P", "days": 3, "rows": [{"eur": 2}, {}, {"days": 4}]})
    shared = {"eur": 1, "source": SOURCE, "days": 3}
    assert said == [shared | {"eur": 2}, shared, shared | {"days": 4}]


def test_of_every_table_it_is_known_where_its_entries_are_written() -> None:
    form = spelled(rates={"rows": [{}, {}]}, top_ups=[{}])
    assert {place: entry.row for place, entry in form.written.items()} == {
        ("rates", 0): ("rates", "rows", 0),
        ("rates", 1): ("rates", "rows", 1),
        ("top_ups", 0): ("top_ups", 0),
    }


def test_a_scope_of_a_row_narrows_the_one_that_rows_share() -> None:
    wide = {"activities": "STA", "directions": "outgoing"}
    rows = [{"scope": {"directions": "incoming", "roles": "staff"}}, {}, {"scope": {}}, {"scope": "x"}, {"scope": None}]
    said = entries(rates={"scope": wide, "rows": rows})
    narrowed = {"activities": "STA", "directions": "incoming", "roles": "staff"}
    assert [entry["scope"] for entry in said] == [narrowed, wide, wide, "x", None]


def test_a_row_has_a_scope_of_its_own_where_none_is_shared() -> None:
    assert entries(rates={"rows": [{"scope": {"roles": "staff"}}]}) == [{"scope": {"roles": "staff"}}]


@pytest.mark.parametrize("word", ["not_published", "not_paid", "removed"])
def test_a_row_without_figures_takes_no_figures_from_what_rows_share(word: str) -> None:
    names = {"kind": "k", "document": "d", "purpose": "p", "source": "P"}
    shared = names | {"eur": 1, "scope": {"roles": "staff"}, "tiers": []}
    said = entries(rates=shared | {"rows": [{word: "ask.", "scope": {"terms": "staff"}}, {word: "ask.", "eur": 2}]})
    told = names | {"source": SOURCE, word: "ask."}
    assert said == [
        told | {"scope": {"roles": "staff", "terms": "staff"}},
        told | {"scope": {"roles": "staff"}, "eur": 2},  # what it says itself it says
    ]


def test_a_table_may_be_one_entry_a_list_or_both_lists_and_rows() -> None:
    assert entries(rates={"eur": 1}) == [{"eur": 1}]
    assert entries(rates=[{"eur": 1}, {"eur": 2, "rows": [{}, {"eur": 3}]}, {"eur": 4}]) == [
        {"eur": 1},
        {"eur": 2},
        {"eur": 3},
        {"eur": 4},
    ]
    assert entries(rates={"rows": []}) == entries(rates=[]) == []


def test_rows_of_rows_are_a_field_that_the_model_refuses() -> None:
    assert entries(rates={"rows": [{"rows": [{"eur": 1}]}]}) == [{"rows": [{"eur": 1}]}]


def test_what_is_no_entry_is_left_for_the_model_to_refuse() -> None:
    assert entries(rates=[None, 5, "x", ["y"]]) == [None, 5, "x", ["y"]]


@pytest.mark.parametrize("value", [None, 5, "x", True, 1.5])
def test_what_is_no_list_of_entries_is_refused(value: object) -> None:
    assert refused(rates=value) == [(("rates",), "this is a list of entries")]


@pytest.mark.parametrize("scope", ["SMS", True, 5, [], ["STA", "STT"]])
def test_a_scope_that_rows_share_is_a_table_and_is_not_lost_beside_theirs(scope: Any) -> None:
    shared = {"scope": scope, "rows": [{"scope": {"receiving_groups": "high"}}]}
    assert refused(rates=[shared]) == [(("rates", 0, "scope"), "this is a table of fields")]


def test_what_stands_beside_no_rows_is_shared_by_nobody_and_not_lost() -> None:
    sentence = "there is no row that could share what stands beside them"
    assert refused(rates={"foo": 5, "rows": []}) == [(("rates", "rows"), sentence)]
    assert entries(rates={"rows": []}) == []


@pytest.mark.parametrize("rows", [None, 5, "x", {}, [5], [{}, []], [[{}]]])
def test_rows_are_a_list_of_tables(rows: object) -> None:
    sentence = "this is a list of rows, each a table of fields"
    assert refused(rates={"rows": rows}) == [(("rates", "rows"), sentence)]
    assert refused(rates=[{}, {"rows": rows}]) == [(("rates", 1, "rows"), sentence)]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("id",), "id"),
        (("rates", 0), "rates, entry 1"),
        (("rates", "rows", 4, "eur"), "rates, row 5, eur"),
        (("rates", 1, "rows", 0, "scope", "roles", 2), "rates, entry 2, row 1, scope, roles, number 3"),
        (("travel_support", 0, "bands", 2, "from_km"), "travel_support, entry 1, band 3, from_km"),
        (("payment_splits", 0, "instalments", 1), "payment_splits, entry 1, instalment 2"),
        (("tiers", 1), "tier 2"),
        (("call_years", 0), "call_years, entry 1"),
        ((3,), "3"),
        (("an odd name", 0), "'an odd name', entry 1"),
    ],
)
def test_a_place_is_told_in_words_and_counted_from_one(place: Place, words: str) -> None:
    assert place_in_words(place) == words


# --- files that somebody wrote to do harm ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shared",
    [
        {},
        {"bands": [{"from_km": 1}] * 150},  # 500 rows would be more than 100000 values
        {"bands": [[[1] * 70] * 3]},
        {"scope": {"activities": "STA " * 3000}},  # one value, and as long as many
        {"names": "FR " * 4000},
    ],
)
def test_rows_do_not_multiply_without_end(shared: dict[str, Any]) -> None:
    rows: list[Any] = [{}] * (501 if not shared else 500)
    assert refused(rates=shared | {"rows": rows}) == [(("rates", "rows"), "these are too many rows")]
    assert len(entries(rates=shared | {"rows": rows[:20]})) == 20


def test_a_table_a_list_and_fifty_letters_count_as_one_value_each_beside_what_they_hold() -> None:
    # the table 1, its list 1 and 196 in it, a text of 49 letters 1, and an empty table 1: 200 values in each of 500 rows
    shared = {"bands": [1] * 196, "why": "w" * 49, "scope": {}}
    assert len(entries(rates={**shared, "rows": [{}] * 500})) == 500
    too_many = [(("rates", "rows"), "these are too many rows")]
    for more in ({"bands": [1] * 197}, {"why": "w" * 50}, {"scope": {"terms": 1}}, {"cap": 1}):
        assert refused(rates={**shared, **more, "rows": [{}] * 500}) == too_many


def test_many_tables_of_rows_do_not_multiply_either() -> None:
    table = {"bands": [1] * 150, "rows": [{}] * 500}
    assert len(entries(rates=[table])) == 500
    assert refused(rates=[table] * 5) == [(("rates",), "these are more than 1000 entries")]


@pytest.mark.parametrize("name", ["rates", "sources"])
def test_a_table_has_an_end(name: str) -> None:
    if name == "rates":
        assert len(entries(rates=[{}] * 1000)) == 1000
    assert refused(**{name: [{}] * 1001}) == [((name,), "these are more than 1000 entries")]


def test_lists_of_countries_do_not_double_without_end() -> None:
    lists = {f"list{chr(97 + number)}": f"list{chr(96 + number)} " * 2 for number in range(1, 25)}
    with pytest.raises(FormError) as caught:
        shelf_of({"countries": {"lista": "FR DE", **lists}})
    assert caught.value.problems == ((("countries", "listj"), "these are more than 1000 countries"),)
    most = Shelf({}, {"lista": ("FR",) * 500})
    (group,) = entries_of(spelled(most, country_groups={"countries": "lista lista"}), "country_groups")
    assert len(group["countries"]) == 1000
    many = Shelf({}, {"lista": ("FR",) * 900})
    assert refused(shelf=many, country_groups={"countries": "lista lista"}) == [
        (("country_groups", "countries"), "these are more than 1000 countries")
    ]


def test_near_words_are_looked_for_a_few_times_only() -> None:
    page = PAGE | {"id": "RATES"}
    form = spelled(sources=[page], rates=[{"source": f"RATES{number}"} for number in range(100)])
    hints = [sentence.endswith("; did you mean 'RATES'?") for _, sentence in form.problems]
    assert hints == [True] * 20 + [False] * 80
    assert form.problems[-1][1] == "there is no source 'RATES99' among the sources"
    listed: list[Any] = [page, *({"id": f"Q{number}", "same_document_as": f"RATES{number}"} for number in range(100))]
    hints = ["did you mean" in sentence for _, sentence in spelled_out({"sources": listed}, lists=LISTS).problems]
    assert hints == [True] * 20 + [False] * 80
