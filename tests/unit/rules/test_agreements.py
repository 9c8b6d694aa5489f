from datetime import date

import pytest
from pydantic import ValidationError

from erasmus_grants import Confidence
from erasmus_grants.rules.agreements import (
    Agreement,
    Flow,
    Partner,
    agreement_findings,
    attendance_period_findings,
    normalised,
    partners_by_name,
)
from erasmus_grants.testing import toy_mobility, toy_source

PAGE = toy_source().at("PARTNERS", "page 3")

PARTNERS = (
    Partner(
        code="TOY-U",
        names=("Toy University", "Université du Jouet (UJ)"),
        country="SN",
        country_confidence=Confidence.HIGH,
        source=PAGE,
    ),
    Partner(code="GAME", names=("Institute of Games",), country="JP", source=PAGE),
    Partner(code="PUZZLE", names=("Puzzle College",), source=PAGE),
)
NAMES = partners_by_name(PARTNERS)


def agreement(**changes: object) -> Agreement:
    fields = {
        "id": "2030",
        "start_date": "2030-01-01",
        "end_date": "2032-12-31",
        "partners": ("TOY-U",),
        "source": toy_source(),
    }
    return Agreement.model_validate(fields | changes)


FIRST = agreement()
SECOND = agreement(id="2031", start_date="2031-01-01", end_date="2033-12-31", partners=("GAME",))


def found(*agreements: Agreement, **changes: object) -> list[tuple[str, dict[str, str]]]:
    findings = agreement_findings(toy_mobility(**changes), agreements, NAMES)
    return [(finding.code.value, dict(finding.details)) for finding in findings]


def codes(*agreements: Agreement, **changes: object) -> list[str]:
    return [code for code, _ in found(*agreements, **changes)]


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ("2030-01-01", "2030-01-05", True),
        ("2032-12-27", "2032-12-31", True),
        ("2033-12-27", "2033-12-31", True),
        ("2029-12-31", "2030-01-05", False),
        ("2030-12-30", "2033-01-02", False),  # in no one agreement
        ("2033-12-28", "2034-01-01", False),
    ],
)
def test_both_dates_lie_within_one_agreement(start: str, end: str, inside: bool) -> None:
    assert codes(FIRST, SECOND, start_date=start, end_date=end) == ([] if inside else ["OUTSIDE_AGREEMENT_PERIOD"])


def test_dates_outside_of_every_agreement_are_told_the_periods() -> None:
    ((_, details),) = found(FIRST, SECOND, start_date="2029-03-04", end_date="2029-03-08", partner="Nowhere")
    assert details == {
        "start": "2029-03-04",
        "end": "2029-03-08",
        "periods": "2030: 2030-01-01/2032-12-31; 2031: 2031-01-01/2033-12-31",
    }


@pytest.mark.parametrize(
    "partner",
    [
        *("TOY-U", "toy u", "Toy University", "TOY UNIVERSITY*", "universite du jouet uj", "Université-du-Jouet, (UJ)"),
        *("Université du Jouet", "Toy University (TU)", "Toy University (Dakar) *"),  # with and without brackets
    ],
)
def test_a_partner_is_known_by_its_code_and_every_spelling(partner: str) -> None:
    assert codes(FIRST, partner=partner) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Universidade Federal de Viçosa", "UNIVERSIDADE FEDERAL DE VICOSA"),
        ("Straße", "STRASSE"),
        ("a_b", "A-B"),
        ("Université", "Université"),  # one letter, and a letter with its accent apart
    ],
)
def test_case_accents_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_letters_of_other_scripts_do() -> None:
    assert normalised("Київ") != normalised("Київо")
    assert normalised("東京") == "東京"


def test_a_partner_of_another_agreement_says_where_it_stands() -> None:
    ((code, details),) = found(FIRST, SECOND, partner="Institute of Games")
    assert code == "PARTNER_NOT_IN_AGREEMENT"
    assert details == {
        "given": "Institute of Games",
        "agreements": "2030",
        "elsewhere": "IN_OTHER_AGREEMENTS",
        "partner": "GAME",
        "listed_in": "2031",
    }


def test_a_partner_of_no_agreement_says_so() -> None:
    ((_, details),) = found(FIRST, partner="PUZZLE")
    assert (details["elsewhere"], details["partner"]) == ("IN_NO_OTHER_AGREEMENT", "PUZZLE")


def test_an_unknown_partner_is_answered_with_the_nearest_one() -> None:
    ((_, near),) = found(FIRST, partner="Toy Universty")
    assert (near["elsewhere"], near["nearest"]) == ("IN_NO_AGREEMENT_AND_NEAR", "Toy University")
    (told,) = agreement_findings(toy_mobility(partner="Toy Universty"), (FIRST,), NAMES)
    assert told.message.endswith("; no agreement lists it, and perhaps 'Toy University' is meant.")
    ((_, far),) = found(FIRST, partner="Qqq")
    assert far == {"given": "Qqq", "agreements": "2030", "elsewhere": "IN_NO_AGREEMENT"}


def test_every_agreement_of_the_dates_and_every_one_of_the_partner_is_named() -> None:
    games = (SECOND, agreement(id="2033", start_date="2033-01-01", end_date="2035-12-31", partners=("GAME",)))
    ((_, details),) = found(FIRST, agreement(id="also"), *games, partner="GAME")
    assert (details["agreements"], details["listed_in"]) == ("2030, also", "2031, 2033")


def test_a_partner_is_looked_for_in_every_agreement_of_the_dates() -> None:
    when = {"start_date": "2031-03-04", "end_date": "2031-03-08"}
    assert codes(FIRST, SECOND, partner="GAME", **when) == []
    assert codes(FIRST, SECOND, partner="TOY-U", **when) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"direction": "outgoing", "receiving_country": "SN"}, None),
        ({"direction": "outgoing"}, None),
        ({"direction": "outgoing", "receiving_country": "JP"}, "receiving_country"),
        ({"direction": "outgoing", "sending_country": "JP"}, None),
        ({"direction": "incoming", "sending_country": "SN"}, None),
        ({"direction": "incoming", "sending_country": "JP"}, "sending_country"),
        ({"direction": "incoming", "receiving_country": "JP"}, None),
    ],
)
def test_a_partner_in_another_country_than_stated_warns(changes: dict[str, object], field: str | None) -> None:
    rows = found(FIRST, partner="TOY-U", **changes)
    expected = {"field": field, "given": "JP", "partner": "TOY-U", "expected": "SN", "confidence": "HIGH"}
    assert rows == ([] if field is None else [("PARTNER_COUNTRY_DISAGREES", expected)])


def test_the_country_of_a_partner_is_cited_where_it_is_printed() -> None:
    (finding,) = agreement_findings(toy_mobility(partner="TOY-U", receiving_country="JP"), (FIRST,), NAMES)
    assert finding.source == PAGE


def test_a_partner_whose_country_is_not_known_disagrees_with_none() -> None:
    assert codes(agreement(partners=("PUZZLE",)), partner="PUZZLE", receiving_country="JP") == []


def flow(activity: str = "STA", direction: str = "outgoing", **more: object) -> Flow:
    return Flow.model_validate({"activity": activity, "direction": direction} | more)


@pytest.mark.parametrize(
    ("flows", "warns"),
    [
        ([()], False),  # no flow is listed at all
        ([(flow(marked_open=True),)], False),
        ([(flow(),)], False),  # whether there is a cross cannot be read
        ([(flow(marked_open=False),)], True),
        ([(flow("STT", marked_open=True),)], True),  # no row
        ([(flow(direction="incoming", marked_open=True),)], True),
        ([(flow(marked_open=False),), (flow(marked_open=True),)], False),
        ([(flow(marked_open=False),), (flow(marked_open=False),)], True),
    ],
)
def test_a_flow_that_no_agreement_marks_as_open_warns_and_never_refuses(
    flows: list[tuple[Flow, ...]], warns: bool
) -> None:
    agreements = [agreement(id=f"A{number}", flows=rows) for number, rows in enumerate(flows)]
    findings = agreement_findings(toy_mobility(partner="TOY-U"), tuple(agreements), NAMES)
    assert [finding.code for finding in findings] == ["FLOW_NOT_MARKED_OPEN"] * warns
    assert not any(finding.is_refusing or finding.is_unknown for finding in findings)


def test_only_agreements_with_the_partner_say_which_flows_are_open() -> None:
    closed = agreement(id="closed", flows=(flow(marked_open=False),))
    other = agreement(id="other", partners=("GAME",), flows=(flow(marked_open=True),))
    assert codes(closed, other) == []
    assert found(closed, other, partner="TOY-U") == [
        ("FLOW_NOT_MARKED_OPEN", {"activity": "STA", "direction": "outgoing", "agreements": "closed"})
    ]


def test_a_flow_under_a_security_condition_warns() -> None:
    safe = agreement(id="safe", flows=(flow(),))
    conditional = agreement(id="conditional", flows=(flow(security_condition=True), flow("STT")))
    assert found(safe, conditional) == [
        ("SECURITY_CONDITION", {"activity": "STA", "direction": "outgoing", "agreements": "conditional"})
    ]
    assert codes(safe, conditional, activity="STT") == []


@pytest.mark.parametrize(
    ("start", "end", "outside"),
    [
        (date(2030, 3, 4), date(2030, 3, 8), False),
        (date(2029, 12, 31), date(2030, 3, 8), True),
        (date(2032, 12, 31), date(2033, 1, 1), True),
    ],
)
def test_days_attended_outside_of_the_agreement_warn(start: date, end: date, outside: bool) -> None:
    findings = attendance_period_findings(start, end, (FIRST,))
    assert [(finding.code, finding.severity) for finding in findings] == (
        [("ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD", "warning")] * outside
    )
    said = {"start": str(start), "end": str(end), "periods": "2030: 2030-01-01/2032-12-31"}
    assert [dict(finding.details) for finding in findings] == [said] * outside


def test_without_agreements_days_lie_nowhere_outside() -> None:
    assert attendance_period_findings(date(2030, 3, 4), date(2030, 3, 8), ()) == ()


def test_a_flow_may_cite_another_place_than_its_agreement() -> None:
    row = flow(security_condition=True, source=PAGE)
    (finding,) = agreement_findings(toy_mobility(), (agreement(flows=(flow("STT"), row)),), NAMES)
    assert (finding.code, finding.source) == ("SECURITY_CONDITION", PAGE)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"partners": ("TOY-U", "GAME", "TOY-U")}, "TOY-U stands twice"),
        ({"flows": (flow(marked_open=True), flow(marked_open=False))}, "STA outgoing stands twice"),
    ],
)
def test_an_agreement_says_nothing_twice(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        agreement(**changes)


def test_an_agreement_does_not_end_before_it_starts() -> None:
    assert agreement(end_date="2030-01-01").covers(date(2030, 1, 1), date(2030, 1, 1))
    with pytest.raises(ValidationError, match="does not end before it starts"):
        agreement(end_date="2029-12-31")


def test_a_partner_has_at_least_one_name() -> None:
    with pytest.raises(ValidationError, match="names"):
        Partner(code="X", names=(), source=PAGE)
