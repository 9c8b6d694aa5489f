import pytest
from pydantic import ValidationError

from erasmus_grants.rules.countries import (
    CountryFlow,
    CountryGroup,
    HomeCountry,
    country_findings,
    flow_findings,
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
    assert all(finding.code == "COUNTRY_DISAGREES" and finding.is_refusing for finding in findings)


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


def flow(
    sending: tuple[str, ...] | None = None, receiving: tuple[str, ...] | None = None, name: str = "TOY"
) -> CountryFlow:
    scope = {"sending_groups": sending, "receiving_groups": receiving}
    return CountryFlow.model_validate({"scope": scope, "source": toy_source().at(name, "flows")})


GROUPS = {"DK": ("eu", "rich"), "IT": ("eu",), "CH": ("rich",), "SN": ("third",), "JP": ("third", "rich")}
OUT, BACK = flow(("eu",), ("third",), "OUT"), flow(("third",), ("eu",), "BACK")


def wrong(sending: str | None, receiving: str | None, *flows: CountryFlow) -> list[tuple[str, str, str]]:
    mobility = toy_mobility(sending_country=sending, receiving_country=receiving)
    findings = flow_findings(mobility, flows, GROUPS)
    assert all(finding.code == "COUNTRY_DISAGREES" and finding.is_refusing for finding in findings)
    details = [dict(finding.details) for finding in findings]
    assert all(each["expected"] == "IN_COUNTRY_GROUPS" for each in details)
    return [(each["field"], each["groups"], found.source.id) for each, found in zip(details, findings, strict=True)]


@pytest.mark.parametrize(
    ("sending", "receiving", "expected"),
    [
        ("DK", "SN", []),
        ("SN", "IT", []),
        ("DK", None, []),
        (None, "SN", []),
        (None, "DK", []),
        (None, None, []),
        ("DK", "IT", [("receiving_country", "third", "OUT")]),  # each is open, and the pair is not
        ("SN", "JP", [("receiving_country", "eu", "BACK")]),
        ("CH", "SN", [("sending_country", "eu, third", "OUT")]),
        ("BR", None, [("sending_country", "eu, third", "OUT")]),  # in no group
        (None, "CH", [("receiving_country", "third, eu", "OUT")]),
        ("CH", "BR", [("sending_country", "eu, third", "OUT"), ("receiving_country", "third, eu", "OUT")]),
    ],
)
def test_a_stated_country_that_no_flow_allows_is_refused(
    sending: str | None, receiving: str | None, expected: list[tuple[str, str, str]]
) -> None:
    assert wrong(sending, receiving, OUT, BACK) == expected


def test_a_country_is_allowed_by_any_of_its_groups() -> None:
    assert wrong("JP", "DK", flow(("rich",), ("rich",))) == []
    assert wrong("JP", "SN", flow(("rich",), ("rich",))) == [("receiving_country", "rich", "TOY")]


def test_a_flow_that_restricts_one_side_leaves_the_other_open() -> None:
    assert wrong("BR", "SN", flow(receiving=("third",))) == []
    assert wrong("SN", "BR", flow(sending=("third",))) == []
    assert wrong("BR", "DK", flow(receiving=("third",))) == [("receiving_country", "third", "TOY")]
    assert wrong("DK", "BR", flow(sending=("third",))) == [("sending_country", "third", "TOY")]


def test_without_flows_a_mobility_may_go_anywhere() -> None:
    assert wrong("BR", "XK") == []
    assert wrong("BR", "XK", flow()) == []


def test_a_closed_flow_says_which_groups_are_open() -> None:
    mobility = toy_mobility(direction="incoming", sending_country="CH")
    (finding,) = flow_findings(mobility, (OUT, BACK), GROUPS)
    assert finding.message == (
        "sending_country is CH; an incoming mobility of this rulebook needs it to be in eu or third."
    )
