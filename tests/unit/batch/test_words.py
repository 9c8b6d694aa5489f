"""The words of lists in the languages of the programme."""

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from erasmus_grants import batch
from erasmus_grants.basics.countries import COUNTRY_NAMES, REGIONS
from erasmus_grants.batch.country_names import LANGUAGES, country_meant, named_in, words_of
from erasmus_grants.batch.recognition import NO_FIELDS
from erasmus_grants.batch.words import (
    Flag,
    Meaning,
    amount_called,
    compared,
    field_called,
    fields_perhaps_called,
    flag_called,
    folded,
    homonyms,
    is_how_to_fill,
    is_in_doubt,
    is_yes,
    meanings_of,
    means_total,
    record_words,
    says_nothing,
    word_meant,
)
from erasmus_grants.records.fields import FIELDS, FORMS, Kind

DATA = tomllib.loads(Path(batch.__file__).with_name("words.toml").read_text("utf-8"))


def test_no_name_stands_under_two_fields() -> None:
    meant = defaultdict[str, set[str]](set)
    for field, names in DATA["headings"].items():
        for name in names:
            meant[folded(name)].add(field)
    for name, field in DATA["headings_of_module"].items():
        meant[folded(name)].add(field)
    for field, words in DATA["flags"].items():
        for names in words.values():
            for name in names:
                meant[folded(name)].add(f"{field}, as a flag")
    for name in DATA["ambiguous"]:
        meant[folded(name)].add("ambiguous")
    assert {name: fields for name, fields in meant.items() if len(fields) > 1} == {}
    assert not any(name == "" for name in meant)


def test_every_field_that_is_named_is_one() -> None:
    fields = {*FIELDS, *NO_FIELDS}
    assert DATA["headings"].keys() <= fields
    assert set(DATA["headings_of_module"].values()) <= fields
    assert {field for fields_ in DATA["ambiguous"].values() for field in fields_} <= fields
    for field, words in (*DATA["flags"].items(), *DATA["values"].items()):
        if field != "yes_no":
            assert words.keys() <= {word.value for word in FORMS[field].words or ()}, field


def test_no_value_means_two_words() -> None:
    for field, words in DATA["values"].items():
        meant = defaultdict[str, set[str]](set)
        for word, spellings in words.items():
            for spelling in (word, *spellings):
                meant[folded(spelling) or spelling].add(word)
        assert {spelling: words for spelling, words in meant.items() if len(words) > 1} == {}, field


def test_a_value_of_several_meanings_means_none_of_them_and_they_are_words_of_its_field() -> None:
    also = {folded(value) for values in DATA["ambiguous_values_say"].values() for value in values}
    for field, values in DATA["ambiguous_values"].items():
        for value, words in values.items():
            also.discard(folded(value))
            if field != "yes_no":
                assert word_meant(field, value) is None, value
                assert set(words) <= {word.value for word in FORMS[field].words or ()}, value
                meant = meanings_of(field, value.upper())
                assert meant is not None
                assert list(meant.words) == words
    assert also == set()
    assert {FORMS[field].kind for field in DATA["ambiguous_values_say"]} == {Kind.CONDITION}


def test_every_field_has_names_but_those_without_a_column_of_their_own() -> None:
    assert set(FIELDS) - DATA["headings"].keys() == set()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Start Date", "start_date"),
        ("DATE DE DÉBUT", "start_date"),
        ("Date de debut", "start_date"),
        ("Beginn", "start_date"),
        ("Fecha de inicio", "start_date"),
        ("Data di inizio", "start_date"),
        ("Data rozpoczęcia", "start_date"),
        ("Data de início", "start_date"),
        ("BAŞLANGIÇ TARİHİ", "start_date"),
        ("Receiving Organization", "receiving_institution"),
        ("Receiving Organisation", "receiving_institution"),
        ("receiving_organisation", "receiving_institution"),  # the field itself is found before, by its own name
        ("Distance (km)", "distance_km"),
        ("Remarks", None),
        ("Country", None),
        ("", None),
    ],
)
def test_a_heading_names_a_field(heading: str, field: str | None) -> None:
    assert field_called(heading) == field


def test_a_heading_of_yes_and_no_names_a_word() -> None:
    assert flag_called("Green Travel") == Flag("travel_mode", "green")
    assert flag_called("Start date") is None


def test_a_heading_may_have_several_meanings() -> None:
    assert fields_perhaps_called("Land") == ("sending_country", "receiving_country", "residence_country")
    assert fields_perhaps_called("Start date") == ()


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("activity", "HE-SMS", "SMS"),
        ("activity", "HE-SMS-T", "SMS"),
        ("activity", "he_smt", "SMT"),
        ("activity", "HE-SMP", "SMT"),
        ("activity", "HE-STA", "STA"),
        ("activity", "STT", "STT"),
        ("activity", "Praktikum", "SMT"),
        ("activity", "HE-BIP", None),  # the programme, and not who takes part in it
        ("direction", "Outgoing", "outgoing"),
        ("travel_mode", "green travel", "green"),
        ("study_cycle", "Bachelor", "first"),
        ("distance_km", "4070", None),
    ],
)
def test_a_text_means_a_word(field: str, text: str, word: str | None) -> None:
    assert word_meant(field, text) == word


@pytest.mark.parametrize(
    "text", ["yes", "x", "X", "✓", "oui", "VRAI", "ja", "WAHR", "sí", "Si", "VERDADERO", "tak", "evet", "1"]
)
def test_yes(text: str) -> None:
    assert is_yes(text) is True


@pytest.mark.parametrize("text", ["no", "non", "FAUX", "nein", "FALSCH", "FALSO", "nie", "não", "hayır", "0"])
def test_no(text: str) -> None:
    assert is_yes(text) is False


@pytest.mark.parametrize("text", ["", "?", "o", "maybe", "-"])
def test_neither(text: str) -> None:
    assert is_yes(text) is None


@pytest.mark.parametrize("text", ["ja?", "x?", "no ?", "¿sí?", "yes？", "نعم؟", "ναι\u037e", "1 (?)", "ja (❓)"])
def test_an_answer_in_doubt_is_none(text: str) -> None:
    assert is_yes(text) is None


@pytest.mark.parametrize(
    ("field", "text"), [("activity", "STA?"), ("activity", "STT (?)"), ("study_cycle", "¿Grado"), ("role", "staff⁇")]
)
def test_a_word_in_doubt_is_not_known(field: str, text: str) -> None:
    assert word_meant(field, text) is None


@pytest.mark.parametrize("text", ["Frankreich?", "FR?", "? EL", "Spain (?)", "Total?"])
def test_a_country_or_a_total_in_doubt_is_none(text: str) -> None:
    assert country_meant(text) is None
    assert not means_total(text)


@pytest.mark.parametrize("heading", ["Stypendium zerowe", "Grant zerowy", "Contributo zero", "Zero-Grant-Platz"])
def test_a_zero_grant_is_read_by_its_usual_headings(heading: str) -> None:
    assert field_called(heading) == "zero_grant"


@pytest.mark.parametrize("heading", ["Typ wyjazdu", "Tipologia mobilità", "Tipologia di mobilità"])
def test_what_is_usually_an_activity_is_proposed(heading: str) -> None:
    assert "activity" in fields_perhaps_called(heading)


def test_a_heading_may_ask() -> None:
    assert flag_called("Green travel?") == Flag("travel_mode", "green")
    assert field_called("Start date?") == "start_date"
    assert fields_perhaps_called("Land?") == ("sending_country", "receiving_country", "residence_country")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("es", "ES"),
        (" EL ", "GR"),
        ("UK", "GB"),
        ("Spain", "ES"),
        ("ESPAGNE", "ES"),
        ("Spanien", "ES"),
        ("Hiszpania", "ES"),
        ("Ισπανία", "ES"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Czechia", "CZ"),
        ("Czech Republic", "CZ"),
        ("Bosnia and Herzegovina", "BA"),
        ("Niderlandy", "NL"),  # called so in Polish since 2020, and Holandia before
        ("Olanda", "NL"),
        ("Republika Czeska", "CZ"),
        ("Repubblica Ceca", "CZ"),
        ("Çek Cumhuriyeti", "CZ"),
        ("Tschechische Republik", "CZ"),
        ("République slovaque", "SK"),
        ("Zjednoczone Królestwo", "GB"),
        ("Großbritannien", "GB"),
        ("Gran Bretaña", "GB"),
        ("İngiltere", "GB"),
        ("ABD", "US"),
        ("Stati Uniti d'America", "US"),
        ("Mazedonien", "MK"),
        ("Federacja Rosyjska", "RU"),
        ("Kongo", None),  # two countries
        ("Oz", None),
        ("", None),
        ("Åland", "AX"),  # a part of Finland, which a mobility is told
        ("Ahvenanmaa", "AX"),
        ("sj", "SJ"),
        ("es-cn", "ES-CN"),  # regions that are told from their country
        ("Canary Islands", "ES-CN"),
        ("ISLAS CANARIAS", "ES-CN"),
        ("Canarias", "ES-CN"),
        ("Kanarische Inseln", "ES-CN"),
        ("Wyspy Kanaryjskie", "ES-CN"),
        ("Açores", "PT-20"),
        ("Azores", "PT-20"),
        ("Azoren", "PT-20"),
        ("PT-30", "PT-30"),
        ("Madère", "PT-30"),
    ],
)
def test_a_country_by_code_or_name(text: str, code: str | None) -> None:
    assert country_meant(text) == code


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("receiving_country", "Espagne", "ES"),
        ("receiving_country", "Oz", "Oz"),
        ("receiving_country", "", ""),
        ("activity", "HE-STA", "STA"),
        ("activity", "Espagne", "Espagne"),
        ("direction", "HE-STA", "HE-STA"),
        ("partner", "Espagne", "Espagne"),  # a text, and no word
        ("rulebook", "HE-STA", "HE-STA"),  # no field
    ],
)
def test_a_text_becomes_the_word_of_its_field_or_stays(field: str, text: str, word: str) -> None:
    assert words_of(field)(text) == word


def test_every_language_names_the_regions_that_are_told_from_their_country() -> None:
    assert {language for language in LANGUAGES if "ES-CN" not in named_in(language).values()} == set()
    assert [code for code in REGIONS if country_meant(COUNTRY_NAMES[code]) != code] == []


def test_the_names_of_two_countries_in_two_languages_are_those_that_are_known() -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for name, code in named_in(language).items():
            meant[name].add(code)
    assert len(meant) > 3_000
    assert {name for name, codes in meant.items() if len(codes) > 1} == homonyms()


def test_every_language_names_all_countries_of_the_programme() -> None:
    programme = {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT"}
    programme |= {"LI", "LT", "LU", "LV", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR"}
    assert {language for language in LANGUAGES if not programme <= set(named_in(language).values())} == set()


@pytest.mark.parametrize(
    "text",
    [
        *("Total", "GRAND TOTAL:", " Summe ", "\u03a3 Suma", "Toplam =", "összesen", "Общо"),
        *("ΣΥΝΟΛΟ", "Σύνολο:", "∑", "∑ Total", "Total ∑:", "Σ", "Σ:", "\u03a3\xa0Suma"),
        *("Ergebnis", "Gesamtergebnis", "Totale complessivo", "Összeg", "Végösszeg", "Suma końcowa"),
        *("Celkový součet", "Γενικό άθροισμα", "Eindtotaal", "Total Result"),
        *("TOTAL\xa0GENERAL", "Grand  total", "Lacznie", "iš\xa0 viso", "SOUS - TOTAL"),
    ],
)
def test_what_a_row_of_totals_is_called(text: str) -> None:
    assert means_total(text)


def test_every_word_of_how_to_fill_is_one_and_names_no_field() -> None:
    assert [one for one in DATA["how_to_fill"] if not is_how_to_fill(one.upper()) or field_called(one)] == []


def test_yes_and_no_are_asked_for_in_every_language() -> None:
    answers = DATA["values"]["yes_no"]
    pairs = [f"{yes}/{no}" for yes in answers["yes"] for no in answers["no"] if "/" not in yes + no]
    assert [one for one in pairs if not is_how_to_fill(one)] == []
    assert [one for one in answers["yes"] if is_how_to_fill(one) or is_how_to_fill(f"{one}/{one}")] == []


def test_every_name_of_a_total_is_one_as_it_is_written_and_in_capitals() -> None:
    assert [one for one in DATA["totals"] if not (means_total(one) and means_total(f"{one.upper()}:"))] == []


@pytest.mark.parametrize("text", ["", ":", "Total Studios", "Sumatra", "STA"])
def test_what_it_is_not_called(text: str) -> None:
    assert not means_total(text)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Pays d'accueil (code)", "paysdaccueilcode"), ("Łódź", "lodz"), ("Türkiye", "turkiye"), (" - ", "")],
)
def test_letters_and_digits_are_what_is_compared(text: str, letters: str) -> None:
    assert folded(text) == letters


@pytest.mark.parametrize(("text", "doubt"), [("STA?", True), ("STA\uff1f", True), ("STA\t", False), ("", False)])
def test_a_question_mark_of_any_script_is_a_doubt(text: str, doubt: bool) -> None:
    assert is_in_doubt(text) == doubt
    assert compared(text) == ("" if doubt else text.strip().lower())


@pytest.mark.parametrize("field", [field for field in FIELDS if FORMS[field].words is not None])
def test_each_word_means_itself(field: str) -> None:
    for word in FORMS[field].words or ():
        assert word_meant(field, word.value) == word.value == word_meant(field, word.value.replace("_", " ").upper())


@pytest.mark.parametrize("text", ["-", " \u2013 ", "", "n/a", "N / A", "Not applicable", "nicht  zutreffend", "--"])
def test_what_says_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["NA", "STA", "- 5", "n/a?", "0"])
def test_what_says_something(text: str) -> None:
    assert not says_nothing(text)


def test_a_heading_names_an_amount() -> None:
    headings = ("Total grant", "MONTANT TOTAL", "individual_support_eur", "Distance", "")
    assert [amount_called(heading) for heading in headings] == ["total_eur"] * 2 + [
        "individual_support_eur",
        None,
        None,
    ]


def test_an_element_of_a_record_means_a_field_or_one_of_its_words() -> None:
    read = record_words().kinds[-1].read
    assert read["green-travel"] == Meaning("travel_mode", "green")
    whole = {element: meaning for element, meaning in read.items() if meaning.word is None}
    assert whole
    assert {meaning.field for meaning in whole.values()} <= {*FIELDS, *NO_FIELDS}
