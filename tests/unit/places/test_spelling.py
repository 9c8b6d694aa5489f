"""Names of places in a form in which two spellings are equal, one by one and many at once."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants.places.spelling import all_folded, folded

IN_ONE_LINE = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Łódź", "lodz"),
        ("Saint-Étienne", "saint etienne"),
        ("  L'Aquila ", "l aquila"),
        ("Tromsø", "tromso"),
        ("Reykjavík", "reykjavik"),
        ("Hønefoss (Ringerike)", "honefoss ringerike"),
        ("Þórshöfn", "thorshofn"),
        ("İzmir", "izmir"),
        ("Iğdır", "igdir"),
        ("Straße", "strasse"),
        ("Пловдив", "пловдив"),
        ("a\nb", "a b"),
        ("-", ""),
        ("", ""),
    ],
)
def test_a_name_is_told_without_accents_and_signs(written: str, expected: str) -> None:
    assert folded(written) == expected


@pytest.mark.parametrize(("written", "expected"), [("Ǿ", "o"), ("Strǣtburg", "straetburg")])
def test_a_letter_with_a_stroke_or_of_two_letters_may_have_an_accent_too(written: str, expected: str) -> None:
    assert folded(written) == folded(unicodedata.normalize("NFD", written)) == expected


def test_no_names_are_none() -> None:
    assert all_folded([]) == []


@given(st.lists(IN_ONE_LINE))
def test_many_names_are_folded_as_one_by_one(names: list[str]) -> None:
    assert all_folded(names) == [folded(name) for name in names]


@given(IN_ONE_LINE)
def test_what_is_folded_has_letters_digits_and_single_spaces_alone(name: str) -> None:
    words = folded(name).split(" ")
    assert words == [""] or all(word.isalnum() for word in words)
