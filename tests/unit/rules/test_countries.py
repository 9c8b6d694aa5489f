from datetime import date

import polars as pl
import pytest
from pydantic import ValidationError

from erasmus_grants import GrantCalculator
from erasmus_grants.basics.home import HomeCountry
from erasmus_grants.basics.vocabulary import Direction
from erasmus_grants.frames import calculate_frame
from erasmus_grants.rules.countries import (
    ClosedFlow,
    CountryFlow,
    CountryGroup,
    closed_flow_findings,
    country_findings,
    flow_findings,
    groups_by_country,
    members_of,
)
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source
from tests.frames.rows import difference

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


@pytest.mark.parametrize(
    ("direction", "sending", "receiving", "wrong"),
    [
        ("outgoing", "ES-CN", "DE", []),
        ("outgoing", "ES", None, []),
        ("outgoing", "PT-20", "DE", ["sending_country"]),
        ("outgoing", None, "ES-CN", ["receiving_country"]),
        ("outgoing", "ES-CN", "ES", ["receiving_country"]),
        ("incoming", "DE", "ES-CN", []),
        ("incoming", "ES", "ES-CN", ["sending_country"]),
        ("incoming", "DE", "PT-20", ["receiving_country"]),
    ],
)
def test_a_region_of_the_home_is_the_home_and_any_other_place_is_not(
    direction: str, sending: str | None, receiving: str | None, wrong: list[str]
) -> None:
    home = HomeCountry(country="ES", regions="ES-CN", source=toy_source())
    mobility = toy_mobility(direction=direction, sending_country=sending, receiving_country=receiving)
    assert [dict(finding.details)["field"] for finding in country_findings(mobility, home)] == wrong


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


PERHAPS = CountryFlow.model_validate(
    {
        "scope": {"sending_groups": "eu", "receiving_groups": "doubtful"},
        "not_published": "no page says it.",
        "source": toy_source().at("PERHAPS", "flows"),
    }
)
DOUBTFUL = GROUPS | {"BY": ("doubtful",), "RU": ("doubtful", "third")}


@pytest.mark.parametrize(
    ("sending", "receiving", "flows", "expected"),
    [
        ("DK", "BY", (OUT, PERHAPS), ["ELIGIBILITY_NOT_PUBLISHED"]),
        (None, "BY", (OUT, PERHAPS), ["ELIGIBILITY_NOT_PUBLISHED"]),
        ("DK", "RU", (OUT, PERHAPS), []),  # a flow that somebody confirms
        ("DK", "RU", (PERHAPS,), ["ELIGIBILITY_NOT_PUBLISHED"]),
        ("DK", None, (OUT, PERHAPS), []),
        ("DK", None, (PERHAPS,), ["ELIGIBILITY_NOT_PUBLISHED"]),
        (None, None, (PERHAPS,), ["ELIGIBILITY_NOT_PUBLISHED"]),
        ("DK", "SN", (OUT, PERHAPS), []),
        ("SN", "BY", (OUT, PERHAPS), ["COUNTRY_DISAGREES"]),
        ("BR", "BY", (PERHAPS,), ["COUNTRY_DISAGREES"]),
        ("DK", "BY", (PERHAPS, PERHAPS), ["ELIGIBILITY_NOT_PUBLISHED"]),
    ],
)
def test_a_flow_that_nobody_confirms_leaves_it_open(
    sending: str | None, receiving: str | None, flows: tuple[CountryFlow, ...], expected: list[str]
) -> None:
    mobility = toy_mobility(sending_country=sending, receiving_country=receiving)
    findings = flow_findings(mobility, flows, DOUBTFUL)
    assert [found.code.value for found in findings] == expected
    for found in findings:
        if found.is_unknown:
            assert found.message == "It is not confirmed whether this mobility is eligible: no page says it."
            assert found.source.id == "PERHAPS"


def test_the_groups_of_a_flow_that_nobody_confirms_are_not_said_to_be_open() -> None:
    assert [
        found.message for found in flow_findings(toy_mobility(receiving_country="DK"), (PERHAPS, OUT), DOUBTFUL)
    ] == ["receiving_country is DK; an outgoing mobility of this rulebook needs it to be in its country group third."]


@pytest.mark.parametrize("flows", [(OUT, BACK, PERHAPS), (PERHAPS,)])
def test_a_calculator_and_a_frame_say_the_same_of_it(flows: tuple[CountryFlow, ...]) -> None:
    toy = toy_rulebook()
    names = {name for groups in DOUBTFUL.values() for name in groups}
    members = {name: tuple(country for country, groups in DOUBTFUL.items() if name in groups) for name in sorted(names)}
    groups = tuple(
        {"id": name, "countries": countries, "source": toy.sources[0]} for name, countries in members.items()
    )
    sources = (*toy.sources, *dict.fromkeys(flow.source for flow in flows))
    book = toy.model_copy(
        update={"home": None, "agreements": (), "country_groups": groups, "flows": flows, "sources": sources}
    )
    stay = {"activity": "STT", "direction": "outgoing", "start_date": date(2030, 3, 4), "end_date": date(2030, 3, 8)}
    countries = (None, "DK", "BY", "RU", "SN", "BR")
    rows = [
        stay | {"distance_km": 742.0, "sending_country": one, "receiving_country": other}
        for one in countries
        for other in countries
    ]
    said = calculate_frame(pl.DataFrame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""
    assert "ELIGIBILITY_NOT_PUBLISHED" in said["finding_codes"].to_list()
    grant = GrantCalculator(book).calculate(toy_mobility(sending_country="DK", receiving_country="BY"))
    assert (grant.status.value, grant.eligible, str(grant.minimum_total_eur)) == ("undetermined", None, "0.00")
    (question,) = grant.questions
    assert (question.table, question.scope, question.source) == ("flows", PERHAPS.scope, PERHAPS.source)
    assert question.in_language().startswith("Is the mobility possible between these countries?")
    asked = GrantCalculator(book).questions({"activity": "STT", "direction": "outgoing", "sending_country": "DK"})
    assert "receiving_country" in {one.field for one in asked.asked}


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
        "sending_country is CH; an incoming mobility of this rulebook needs it to be in its country group eu or third."
    )


def closed(needed: str, **scope: object) -> ClosedFlow:
    return ClosedFlow.model_validate({"scope": scope, "needed": needed, "source": toy_source()})


CLOSED = toy_rulebook().model_copy(
    update={
        "home": None,
        "agreements": (),
        "country_groups": (
            CountryGroup(id="far", countries=("SN", "JP"), source=toy_source()),
            CountryGroup(id="cold", countries=("IS",), source=toy_source()),
            CountryGroup(id="danish", countries=("DK", "GL"), source=toy_source()),
        ),
        "flows": (CountryFlow(source=toy_source()),),
        "closed_flows": (
            closed("a country with a host", receiving_groups="far", blended_intensive_programme=True),
            closed("another country than Iceland", sending_groups="cold", directions="incoming"),
            closed("a country outside Denmark", sending_groups="danish", receiving_groups="danish"),
        ),
    }
)


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ({"receiving_country": "SN"}, None),
        (
            {"receiving_country": "SN", "blended_intensive_programme": True},
            "receiving_country is SN; an outgoing mobility of this rulebook needs it to be a country with a host.",
        ),
        ({"receiving_country": None, "blended_intensive_programme": True}, None),
        (
            {"direction": "incoming", "sending_country": "IS", "receiving_country": "FR"},
            "sending_country is IS; an incoming mobility of this rulebook needs it to be another country than Iceland.",
        ),
        (
            {"sending_country": "DK", "receiving_country": "GL"},
            "receiving_country is GL; an outgoing mobility of this rulebook needs it to be a country outside Denmark.",
        ),
        ({"sending_country": "FR", "receiving_country": "GL"}, None),
        ({"sending_country": None, "receiving_country": "GL"}, None),
    ],
)
def test_what_is_closed_is_refused_in_the_words_of_the_rulebook(
    stated: dict[str, object], sentence: str | None
) -> None:
    found = GrantCalculator(CLOSED).check(toy_mobility(**stated))
    told = [finding.message for finding in found if finding.code == "COUNTRY_DISAGREES"]
    assert told == ([] if sentence is None else [sentence])


@pytest.mark.parametrize(("home", "regions"), [(None, ()), ("DK", ()), ("DK", ("GL",))])
def test_what_is_closed_is_closed_in_frames_too(home: str | None, regions: tuple[str, ...]) -> None:
    at_home = home and HomeCountry(country=home, regions=regions, source=toy_source())
    book = CLOSED.model_copy(update={"home": at_home})
    stay = {"activity": "STT", "start_date": date(2030, 3, 4), "end_date": date(2030, 3, 8), "distance_km": 742.0}
    rows = [
        stay
        | {"direction": way, "sending_country": one, "receiving_country": other, "blended_intensive_programme": bip}
        for way in ("outgoing", "incoming")
        for one in (None, "DK", "IS", "FR", "GL")
        for other in (None, "GL", "SN", "FR")
        for bip in (False, True)
    ]
    said = calculate_frame(pl.DataFrame(rows), book, explain="text")
    assert difference(rows, said.rows(named=True), book) == ""


def test_the_home_of_a_rulebook_is_its_own_side_of_what_is_closed() -> None:
    book = CLOSED.model_copy(update={"home": HomeCountry(country="DK", source=toy_source())})
    found = GrantCalculator(book).check(toy_mobility(sending_country=None, receiving_country="GL"))
    told = [dict(finding.details)["expected"] for finding in found if finding.code == "COUNTRY_DISAGREES"]
    assert told == ["a country outside Denmark"]


def test_nothing_is_told_of_a_country_that_nobody_stated() -> None:
    everything = closed("a country")
    assert closed_flow_findings(Direction.OUTGOING, (everything,), sending=None, receiving="SN") == ()
