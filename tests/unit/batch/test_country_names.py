"""Names of countries in lists: what is said of one that is not known."""

import pytest

from erasmus_grants.batch.cells import Value
from erasmus_grants.batch.country_names import is_country, unknown_country
from erasmus_grants.batch.grants import Grants
from erasmus_grants.batch.recognition import recognised
from erasmus_grants.rulebooks import get_rulebook

NEITHER = "is neither the code nor a known name of a country"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Spane", "; did you mean 'ES' (Spain)?"),
        ("Deutschlnad", "; did you mean 'DE' (Germany)?"),
        ("Großbritanien", "; did you mean 'GB' (United Kingdom)?"),
        ("Espagna", "; did you mean 'ES' (Spain)?"),
        ("Czech", "; did you mean 'CZ' (Czechia)?"),
        ("Spain?", "; did you mean 'ES' (Spain)?"),
        ("UKK", ""),
        ("Slovania", ""),  # as near to Slovakia as to Slovenia
        ("Atlantis", ""),
        ("?", ""),
        ("x" * 200, ""),
    ],
)
def test_a_name_that_is_not_known_is_told_with_one_that_is_near(text: str, hint: str) -> None:
    sentence = unknown_country(text)
    assert sentence.endswith(f"{NEITHER}{hint}")


def test_a_name_of_several_countries_is_told_as_one() -> None:
    assert unknown_country("kongo") == "'kongo' is what several countries are called; write a code"


def test_a_column_or_not_of_countries() -> None:
    fields = ("sending_country", "receiving_country", "residence_country", "activity", "partner", "rulebook", "km")
    assert [is_country(field) for field in fields] == [True, True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("country", "sentence"),
    [
        ("Spane", f"'Spane' {NEITHER}; did you mean 'ES' (Spain)?"),
        ("AX", "'AX' is a part of Finland; write 'FI'"),
    ],
)
def test_a_row_says_of_a_country_what_a_list_can_take(country: str, sentence: str) -> None:
    columns = recognised(["activity", "direction", "start_date", "end_date", "Host country"], {})
    row = ["STA", "outgoing", "2022-03-07", "2022-03-11", country]
    assert Grants(columns, [get_rulebook("usmb-icm-2023")]).unreadable(row) == [
        ("receiving_country", country, sentence)
    ]


def test_so_does_a_country_of_all_rows() -> None:
    columns = recognised(["activity", "direction", "start_date", "end_date"], {})
    constants: dict[str, Value] = {"receiving_country": "Spane"}
    grants = Grants(columns, [get_rulebook("usmb-icm-2023")], constants)
    assert grants.unreadable(["STA", "outgoing", "2022-03-07", "2022-03-11"]) == [
        ("receiving_country", "", f"'Spane' {NEITHER}; did you mean 'ES' (Spain)?")
    ]
