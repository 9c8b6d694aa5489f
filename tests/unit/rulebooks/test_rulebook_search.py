from collections.abc import Callable
from pickle import dumps, loads
from typing import Any

import pytest
from numpy import int64

from erasmus_grants import GrantCalculator, find_rulebooks, get_rulebook, known_rulebooks
from erasmus_grants.errors import RulebookNotFoundError, UnknownCountryError
from erasmus_grants.rulebooks import search
from erasmus_grants.rulebooks.search import actions_in_place_of, rulebook_for_call


def ids(**wanted: object) -> list[str]:
    return [match.rulebook_id for match in find_rulebooks(**wanted)]  # type: ignore[arg-type]


def test_every_official_rulebook_is_found_and_is_what_its_id_says() -> None:
    official = [name for name in known_rulebooks() if name.startswith(("eu-", "na-"))]
    assert sorted(ids()) == official
    for match in find_rulebooks():
        rulebook = get_rulebook(match.rulebook_id)
        assert (rulebook.action, rulebook.call_years) == (match.action, (match.call_year,))
        assert (None if rulebook.home is None else rulebook.home.country) == match.country
        assert (match.of.value == "agency") is (match.country is not None)


def test_the_rulebook_of_the_agency_comes_before_that_of_the_programme() -> None:
    assert ids(call_year=2023, action="KA131", country="DE") == ["na-de-ka131-2023", "eu-ka131-2023"]
    assert ids(call_year=2023, action="ka131", country="FR") == ["eu-ka131-2023"]  # none of its agency is here


def test_what_is_omitted_may_be_anything() -> None:
    agencies = ("at", "de", "ee", "es", "fi", "ie", "it", "lt", "pl", "pt", "se", "tr")
    of_agencies = [f"na-{country}-ka131-2024" for country in agencies]
    assert ids(call_year=2024) == [*of_agencies, "eu-ka131-2024", "eu-ka171-2024"]
    assert ids(action="KA171") == [f"eu-ka171-{year}" for year in range(2022, 2027)]
    assert ids(country="PL", call_year=2024, action="KA171") == ["eu-ka171-2024"]
    assert ids(call_year=2030) == []


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("DE", "na-de-ka131-2023"),
        ("FR", "eu-ka131-2023"),
        (None, "eu-ka131-2023"),
        ("ES-CN", "na-es-ka131-2023"),  # a region has the agency of its country
        ("PT-20", "na-pt-ka131-2023"),
    ],
)
def test_a_calculator_takes_the_most_specific_rulebook_of_a_call(country: str | None, expected: str) -> None:
    assert GrantCalculator.for_call(2023, action="KA131", country=country).rulebook.id == expected


def test_a_calculator_for_a_call_may_be_strict_and_have_a_split_as_any_other() -> None:
    split = get_rulebook("usmb-icm-2023").payment_splits[0]
    ours = GrantCalculator.for_call(2023, action="KA131", payment_split=split, strict=True)
    assert ours.strict
    assert split in ours.rulebook.payment_splits


@pytest.mark.parametrize(
    ("call_year", "action", "near"),
    [
        (2030, "KA131", tuple(f"eu-ka131-{year}" for year in range(2021, 2027))),  # the same action
        (2024, "KA2", ("eu-ka131-2024", "eu-ka171-2024")),  # the same call
        (2018, "KA131", ("eu-ka103-2018", "eu-ka107-2018")),  # an action that began later
        (2022, "KA103", ("eu-ka131-2022", "eu-ka171-2022")),  # one that had ended
        (2013, "KA171", tuple(f"eu-ka171-{year}" for year in range(2022, 2027))),  # a call before all
        (2030, "KA103", (*(f"eu-ka103-{year}" for year in range(2014, 2021)), "eu-ka131-2026", "eu-ka171-2026")),
    ],
)
def test_no_other_call_and_no_other_action_is_taken_in_its_place(
    call_year: int, action: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(RulebookNotFoundError) as error:
        rulebook_for_call(call_year, action=action, country="DE")
    assert (error.value.call_year, error.value.action, error.value.near) == (call_year, action, near)
    assert isinstance(error.value, LookupError)
    assert str(loads(dumps(error.value))) == str(error.value)  # noqa: S301 - written here


@pytest.mark.parametrize(
    ("call_year", "action", "how"),
    [
        (2018, "KA131", "since call 2018 has KA103 and KA107: write action='KA103' or action='KA107'"),
        (2021, "KA171", "since call 2021 has KA131: write action='KA131'"),
        (2022, "ka107", "since call 2022 has KA131 and KA171: write action='KA131' or action='KA171'"),
        (2030, "ka131", "those of another: wait for it, or add it, as docs/how-to/add-a-call-year.md shows"),
        (2030, "KA103", "and the figures of one call are not those of another"),
        (2013, "KA103", "and the figures of one call are not those of another"),
        (24, "KA131", "and the figures of one call are not those of another"),
    ],
)
def test_only_a_call_that_can_still_come_is_waited_for(call_year: int, action: str, how: str) -> None:
    with pytest.raises(RulebookNotFoundError) as error:
        rulebook_for_call(call_year, action=action)
    assert str(error.value).endswith(how)


def test_of_a_new_call_the_action_that_is_not_there_yet_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "known_rulebooks", lambda: (*known_rulebooks(), "eu-ka131-2027"))
    with pytest.raises(RulebookNotFoundError, match=r"there is eu-ka171-2022, .*: wait for it, or add it"):
        rulebook_for_call(2027, action="KA171")
    assert actions_in_place_of("KA171", 2027) == ()
    assert actions_in_place_of("KA103", 2027) == ("KA131",)


def test_where_neither_call_nor_action_is_known_all_of_the_programme_are_near() -> None:
    with pytest.raises(RulebookNotFoundError) as error:
        rulebook_for_call(1999, action="KA2")
    assert list(error.value.near) == [name for name in known_rulebooks() if name.startswith("eu-")]


def test_a_country_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownCountryError):
        find_rulebooks(country="EL")


@pytest.mark.parametrize(("call_year", "action"), [(None, "KA131"), (2024, None), (None, None)])
def test_no_rulebook_is_taken_for_a_call_that_is_not_stated(call_year: int | None, action: str | None) -> None:
    with pytest.raises(TypeError, match="a call year and an action are needed"):
        GrantCalculator.for_call(call_year, action=action, country="ES")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"call_year": "2024"}, "a call year is a whole number, as 2024, not a str"),
        ({"call_year": True}, "a call year is a whole number, as 2024, not a bool"),
        ({"call_year": 2024.0}, "a call year is a whole number, as 2024, not a float"),
        ({"call_year": [2024]}, "a call year is a whole number, as 2024, not a list"),
        ({"call_year": ""}, "a call year is a whole number, as 2024, not a str"),
        ({"action": 5}, "an action is text, as 'KA131', not an int"),
        ({"action": ["KA131"]}, "an action is text, as 'KA131', not a list"),
        ({"country": 5}, "a country is the text of its code, as 'ES', not an int"),
        ({"country": ["ES"]}, "a country is the text of its code, as 'ES', not a list"),
    ],
)
def test_what_is_no_call_action_or_country_is_refused_in_a_sentence(wanted: dict[str, Any], sentence: str) -> None:
    entrances: list[Callable[..., object]] = [find_rulebooks, rulebook_for_call, GrantCalculator.for_call]
    for entrance in entrances:
        with pytest.raises(TypeError) as caught:
            entrance(**({"call_year": 2024, "action": "KA131"} | wanted))
        assert str(caught.value) == sentence


def test_a_call_year_may_be_a_whole_number_of_numpy() -> None:
    assert ids(call_year=int64(2024), action="KA171") == ["eu-ka171-2024"]
    assert GrantCalculator.for_call(int64(2024), action="KA171").rulebook.id == "eu-ka171-2024"  # type: ignore[arg-type]
