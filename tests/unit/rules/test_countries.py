import pytest
from pydantic import ValidationError

from erasmus_grants.rules.countries import (
    CountryGroup,
    HomeCountry,
    country_findings,
    groups_by_country,
    members_of,
)
from erasmus_grants.testing import toy_mobility, toy_source

HOME = HomeCountry(country="FR", source=toy_source())


@pytest.mark.parametrize(
    ("direction", "sending", "receiving", "wrong"),
    [
        ("outgoing", None, None, []),
        ("outgoing", "FR", "SN", []),
        ("outgoing", None, "SN", []),
        ("outgoing", "FR", None, []),
        ("outgoing", "SN", None, ["sending_country"]),
        ("outgoing", "FR", "FR", ["receiving_country"]),
        ("outgoing", "SN", "FR", ["sending_country", "receiving_country"]),
        ("outgoing", "SN", "JP", ["sending_country"]),
        ("incoming", "SN", "FR", []),
        ("incoming", None, "FR", []),
        ("incoming", "SN", None, []),
        ("incoming", "FR", "FR", ["sending_country"]),
        ("incoming", "SN", "JP", ["receiving_country"]),
        ("incoming", "FR", "SN", ["receiving_country", "sending_country"]),
    ],
)
def test_stated_countries_agree_with_the_direction(
    direction: str, sending: str | None, receiving: str | None, wrong: list[str]
) -> None:
    mobility = toy_mobility(direction=direction, sending_country=sending, receiving_country=receiving)
    findings = country_findings(mobility, HOME)
    assert [dict(finding.details)["field"] for finding in findings] == wrong
    assert all(finding.code == "COUNTRY_DISAGREES" and finding.is_blocking for finding in findings)


def test_a_country_that_disagrees_says_what_it_should_be() -> None:
    findings = country_findings(toy_mobility(sending_country="SN", receiving_country="FR"), HOME)
    assert [finding.message for finding in findings] == [
        "sending_country is SN; an outgoing mobility of this rulebook needs it to be FR.",
        "receiving_country is FR; an outgoing mobility of this rulebook needs it to be another country than FR.",
    ]


def test_each_country_is_found_in_its_group() -> None:
    near = CountryGroup(id="near", countries=("CH", "IT"), source=toy_source())
    far = CountryGroup(id="far", countries=("JP",), source=toy_source())
    assert groups_by_country((near, far)) == {"CH": ("near",), "IT": ("near",), "JP": ("far",)}
    assert groups_by_country(()) == {}


def test_a_country_in_several_groups_has_them_in_the_order_of_the_table() -> None:
    near = CountryGroup(id="near", countries=("CH", "IT"), source=toy_source())
    rich = CountryGroup(id="rich", countries=("CH",), source=toy_source())
    assert groups_by_country((near, rich)) == {"CH": ("near", "rich"), "IT": ("near",)}
    assert groups_by_country((rich, near))["CH"] == ("rich", "near")
    assert members_of((near, rich)) == {"near": ("CH", "IT"), "rich": ("CH",)}
    assert members_of(()) == {}


@pytest.mark.parametrize(
    ("group", "countries"), [("near", ()), ("near", ("Italy",)), ("n ear", ("IT",)), ("", ("IT",))]
)
def test_a_group_has_an_id_and_known_countries(group: str, countries: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        CountryGroup(id=group, countries=countries, source=toy_source())
