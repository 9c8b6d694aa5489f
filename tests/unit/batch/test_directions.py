"""Which direction a mobility of a list has, where its countries decide."""

import pytest

from erasmus_grants.batch.cells import ReadColumn
from erasmus_grants.batch.directions import Homes, partners_of
from erasmus_grants.engine.directions import direction_of
from erasmus_grants.rulebooks import get_rulebook
from erasmus_grants.testing import toy_rulebook

POLISH, PROGRAMME = get_rulebook("na-pl-ka131-2024"), get_rulebook("eu-ka171-2023")


@pytest.mark.parametrize(
    ("sending", "receiving", "direction"),
    [
        ("PL", "DE", "outgoing"),
        ("DE", "PL", "incoming"),
        ("PL", None, "outgoing"),
        (None, "PL", "incoming"),
        (None, "DE", "outgoing"),
        ("DE", None, "incoming"),
        ("PL", "PL", "outgoing"),  # which a rule refuses, and says why
        ("DE", "FR", "outgoing"),  # the same
        (None, None, None),
    ],
)
def test_the_home_sends_or_receives(sending: str | None, receiving: str | None, direction: str | None) -> None:
    assert direction_of(sending, receiving, "PL") == direction
    assert direction_of(sending, receiving, None) is None


def test_the_home_is_that_of_the_rulebook() -> None:
    assert Homes().of("DE", "FR", POLISH) == "PL"


def test_a_region_that_is_stated_is_the_home_of_its_agency() -> None:
    spanish = get_rulebook("na-es-ka131-2026")
    for sending, receiving, direction in (
        ("ES-CN", "DE", "outgoing"),
        ("DE", "ES-CN", "incoming"),
        ("ES", "DE", "outgoing"),
        ("DE", "ES", "incoming"),
        (None, "ES-CN", "incoming"),
        (None, "DE", "outgoing"),
    ):
        assert direction_of(sending, receiving, Homes().of(sending, receiving, spanish)) == direction


def test_else_it_is_the_one_programme_country() -> None:
    homes = Homes()
    assert homes.of("TN", "DE", PROGRAMME) == "DE"
    assert homes.of("DE", "TN", PROGRAMME) == "DE"
    assert homes.of("DE", "FR", PROGRAMME) is None
    assert homes.of("TN", "SN", PROGRAMME) is None
    assert homes.of("DE", None, PROGRAMME) is None


def test_else_it_is_the_country_that_all_rows_have_in_common() -> None:
    homes = Homes()
    homes.learn(["DE", "DE"], ["FR", "ES"])
    assert homes.of("DE", "FR", PROGRAMME) == "DE"
    homes.learn(["FR"], ["DE"])
    assert homes.of("FR", "DE", PROGRAMME) == "DE"
    homes.learn(["FR"], ["ES"])
    assert homes.of("FR", "ES", PROGRAMME) is None


def test_two_countries_in_common_decide_nothing() -> None:
    homes = Homes()
    homes.learn(["DE", "FR"], ["FR", "DE"])
    assert homes.of("DE", "FR", PROGRAMME) is None


def test_no_country_in_common_is_none() -> None:
    homes = Homes()
    homes.learn([None, None], ["FR", "ES"])
    assert homes.of("DE", "FR", PROGRAMME) is None


@pytest.mark.parametrize("unread", [None, "Germny"])
def test_a_country_that_is_not_read_is_no_evidence(unread: str | None) -> None:
    homes = Homes()
    homes.learn(["DE", "DE", unread], ["ES", "ES", "ES"])
    assert homes.of("DE", "ES", PROGRAMME) is None  # and not Spain
    homes.learn(["DE", unread], ["FR", "IT"])
    assert homes.of("DE", "ES", PROGRAMME) == "DE"


def test_without_programme_countries_the_country_in_common_decides() -> None:
    homes = Homes()
    homes.learn(["DE", "DE"], ["FR", "ES"])
    book = toy_rulebook().model_copy(update={"home": None})
    assert [homes.of("DE", "FR", rulebook) for rulebook in (book, None)] == ["DE", "DE"]


def test_the_partner_receives_who_goes_out_and_sends_who_comes_in() -> None:
    sending, receiving = ReadColumn(["A", "B", "C"], {}), ReadColumn(["X", "Y", "Z"], {})
    directions = ["outgoing", "incoming", None]
    assert list(partners_of(directions, sending, receiving)) == ["X", "B", None]
    assert list(partners_of(directions, None, receiving)) == ["X", None, None]
    assert list(partners_of(directions, sending, None)) == [None, "B", None]
