"""Nobody goes to the country of the sending organisation, or to that in which they live."""

from datetime import date

import polars as pl
import pytest

from erasmus_grants import GrantCalculator, Rulebook
from erasmus_grants.basics.algebra import Column, Steps, Text, is_same_text
from erasmus_grants.frames import calculate_frame
from erasmus_grants.rules.abroad import Abroad, abroad_findings
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source

RULE = Abroad(source=toy_source())
ANYWHERE = toy_rulebook().model_copy(update={"home": None})
"""The toy rulebook without a home, with which every country would have to agree."""


def wrong(sending: str | None, receiving: str | None, residence: str | None) -> list[str]:
    mobility = toy_mobility(sending_country=sending, receiving_country=receiving, residence_country=residence)
    findings = abroad_findings(mobility, RULE, receiving=receiving)
    assert all((found.code, found.is_refusing) == ("NOT_ABROAD", True) for found in findings)
    assert all(dict(found.details)["given"] == receiving for found in findings)
    return [dict(found.details)["field"] for found in findings]


@pytest.mark.parametrize(
    ("sending", "receiving", "residence", "expected"),
    [
        ("PL", "ES", None, []),
        ("PL", "ES", "PL", []),
        ("PL", "ES", "DE", []),
        ("PL", "PL", None, ["sending_country"]),  # a programme in the own country
        ("PL", "PL", "DE", ["sending_country"]),
        ("PL", "ES", "ES", ["residence_country"]),
        ("PL", "PL", "PL", ["sending_country", "residence_country"]),
        (None, "ES", "ES", ["residence_country"]),
        ("PL", None, "PL", []),
        (None, None, None, []),
        (None, "ES", None, []),
        # who lives in a territory lives in the country to which it belongs, and the other way round
        ("HR", "FR", "GP", ["residence_country"]),
        ("HR", "GP", "FR", ["residence_country"]),
        ("HR", "RE", "NC", ["residence_country"]),  # both are parts of France
        ("HR", "ES", "ES-CN", ["residence_country"]),
        ("BR", "PT", "PT-20", ["residence_country"]),
        ("BR", "PT-30", "PT-20", ["residence_country"]),
        ("HR", "DK", "GL", ["residence_country"]),
        ("HR", "NL", "AW", ["residence_country"]),
        ("HR", "ES", "PT-20", []),
        ("HR", "FR", "AW", []),
        ("HR", "DK", "FO", []),  # the Faroe Islands are in Region 14
        # of the sending country, the flows of a rulebook say it
        ("GP", "FR", None, []),
        ("GP", "FR", "GP", ["residence_country"]),
        ("GP", "GP", None, ["sending_country"]),
    ],
)
def test_a_mobility_goes_to_another_country(
    sending: str | None, receiving: str | None, residence: str | None, expected: list[str]
) -> None:
    assert wrong(sending, receiving, residence) == expected


def test_the_sentence_names_the_country_and_which_it_is() -> None:
    mobility = toy_mobility(sending_country="PL", receiving_country="PL", residence_country="PL")
    assert [found.message for found in abroad_findings(mobility, RULE, receiving="PL")] == [
        "The receiving country is PL, and so is the sending country: a mobility goes to another one.",
        "The receiving country is PL, and so is the country of residence: a mobility goes to another one.",
    ]


@pytest.mark.parametrize(
    ("receiving", "residence", "state"), [("FR", "GP", "FR"), ("GP", "FR", "FR"), ("PT-20", "PT-30", "PT")]
)
def test_the_sentence_names_both_countries_and_the_one_as_which_they_count(
    receiving: str, residence: str, state: str
) -> None:
    mobility = toy_mobility(sending_country="HR", receiving_country=receiving, residence_country=residence)
    (found,) = abroad_findings(mobility, RULE, receiving=receiving)
    assert found.message == (
        f"The receiving country is {receiving}, and the country of residence is {residence}, which both count as {state}: "
        "a mobility goes to another one."
    )


# --- in a rulebook ----------------------------------------------------------------------------------------------------

COUNTRIES = [
    (direction, sending, receiving, residence)
    for direction in ("outgoing", "incoming")
    for sending in (None, "FR", "SN", "GP")
    for receiving in (None, "FR", "SN", "RE")
    for residence in (None, "FR", "SN", "GP", "PT-20")
]


def told(book: Rulebook) -> list[int]:
    """Return how often the calculator finds it for each of the countries, whatever else is found."""
    calculator = GrantCalculator(book)
    found = [
        calculator.check(
            toy_mobility(direction=way, sending_country=one, receiving_country=two, residence_country=three)
        )
        for way, one, two, three in COUNTRIES
    ]
    return [[finding.code for finding in findings].count("NOT_ABROAD") for findings in found]  # type: ignore[comparison-overlap]


def test_the_home_of_the_rulebook_is_the_receiving_country_that_is_not_stated() -> None:
    with_home, anywhere = told(toy_rulebook()), told(ANYWHERE)
    more = [case for case, one, other in zip(COUNTRIES, with_home, anywhere, strict=True) if one > other]
    at_home = [case for case in COUNTRIES if case[0] == "incoming" and case[2] is None]
    assert more == [case for case in at_home if case[1] == "FR" or case[3] in ("FR", "GP")]
    assert (
        GrantCalculator(toy_rulebook()).calculate(toy_mobility(direction="incoming", residence_country="FR")).findings
    )


@pytest.mark.parametrize("book", [toy_rulebook(), ANYWHERE], ids=["with a home", "without"])
def test_a_frame_finds_it_where_one_mobility_does(book: Rulebook) -> None:
    fixed = {"activity": "STA", "start_date": date(2030, 3, 4), "end_date": date(2030, 3, 8), "teaching_hours": 8.0}
    names = ("direction", "sending_country", "receiving_country", "residence_country")
    frame = pl.DataFrame([fixed | dict(zip(names, case, strict=True)) for case in COUNTRIES], infer_schema_length=None)
    for given in (frame, frame.lazy()):
        said = calculate_frame(given, book, explain="text").lazy().collect()["finding_codes"]
        assert ["NOT_ABROAD" in codes for codes in said] == [number > 0 for number in told(book)]


def test_a_rulebook_without_the_table_does_not_check() -> None:
    silent = ANYWHERE.model_copy(update={"abroad": ()})
    assert sum(told(silent)) == 0 < sum(told(ANYWHERE))


def test_a_scope_says_who_has_to_go_abroad() -> None:
    students = ANYWHERE.model_copy(update={"abroad": ({"scope": {"activities": "SMS SMT"}, "source": toy_source()},)})
    assert sum(told(students)) == 0
    stay = {"activity": "SMT", "end_date": "2030-06-30", "sending_country": "PL", "receiving_country": "PL"}
    assert [found.code for found in GrantCalculator(students).check(toy_mobility(**stay))] == ["NOT_ABROAD"]


def test_where_the_participant_lives_is_asked_for_where_it_decides() -> None:
    for book, decides in ((ANYWHERE, True), (ANYWHERE.model_copy(update={"abroad": ()}), False)):
        questions = GrantCalculator(book).questions({"activity": "STT", "receiving_country": "SN"})
        assert ("residence_country" in {one.field for one in questions.asked}) is decides
        assert ("residence_country" in questions.not_asked) is not decides


def test_texts_are_compared_however_they_are_known() -> None:
    column = Text(stated=True, text=Steps(pl).column("country"))
    frame = pl.DataFrame({"country": ["FR", "SN"]})
    for one, other in ((column, "FR"), ("FR", column), (column, Text(stated=True, text="FR"))):
        same = is_same_text(one, other)
        assert isinstance(same, Column)
        assert frame.select(same=same.expr)["same"].to_list() == [True, False]
    assert is_same_text("FR", Text(stated=True, text="FR")) is True
    assert is_same_text(column, Text(stated=False, text=None)) is False
