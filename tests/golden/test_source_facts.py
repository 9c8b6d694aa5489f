"""One test for each fact that the source pages print, with the figures of the page typed here.

`docs/reference/source-facts.md` names the test that proves each fact.
"""

# ruff: noqa: N802 - a test is named after its fact

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from pydantic import ValidationError

from erasmus_grants import (
    Attendance,
    Confidence,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    Rulebook,
    get_rulebook,
)
from erasmus_grants.rules.agreements import Agreement, normalised, partners_by_name

V, U, B, L = "usmb-icm-2018", "usmb-icm-2023", "usmb-bip-2024", "lille-ka171-2022"

THREE_PARTIES = ("participant", "sending_organisation", "receiving_organisation")


@cache
def calculator(rulebook: str) -> GrantCalculator:
    return GrantCalculator(rulebook)


def grant(rulebook: str, start: str, end: str, **fields: object) -> GrantBreakdown:
    """Return the grant of a stay; what is not said is an outgoing training visit at 4070 km."""
    usual: dict[str, object] = {"activity": "STT", "direction": "outgoing", "distance_km": 4070}
    data = {**usual, "start_date": start, "end_date": end, **fields}
    return calculator(rulebook).calculate(Mobility.model_validate(data))


def codes(breakdown: GrantBreakdown) -> set[str]:
    return {finding.code.value for finding in breakdown.findings}


def against(breakdown: GrantBreakdown) -> set[str]:
    """Return what refuses a grant, and what leaves it open."""
    return {finding.code.value for finding in breakdown.findings if finding.is_refusing or finding.is_unknown}


def is_granted(breakdown: GrantBreakdown) -> bool:
    return breakdown.status is GrantStatus.GRANTED


def amounts(breakdown: GrantBreakdown) -> list[tuple[str, int, str, str]]:
    """Return kind, quantity, rate and amount of each line."""
    return [(line.kind.value, line.quantity, str(line.rate_eur), str(line.amount_eur)) for line in breakdown.lines]


def notes(rulebook: str, fact: str) -> str:
    return " ".join(note.text for note in get_rulebook(rulebook).notes if note.source.id == fact)


def papers(breakdown: GrantBreakdown) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return stage and signatories of each paper, in the order in which they are due."""
    return {
        paper.document.value: (paper.stage.value, tuple(who.value for who in paper.signed_by))
        for paper in breakdown.documents
    }


def paper_note(breakdown: GrantBreakdown, document: str) -> str:
    return next(f"{paper.applies_if} {paper.note}" for paper in breakdown.documents if paper.document == document)


def agreement(rulebook: str, name: str) -> Agreement:
    return next(entry for entry in get_rulebook(rulebook).agreements if entry.id == name)


def codes_of_partners(book: Rulebook, printed: tuple[str, ...]) -> list[str]:
    """Return the code of each printed name; an unknown one fails."""
    names = partners_by_name(book.partners)
    return [names[normalised(name)].code for name in printed]


# L: University of Lille


def test_L1_studies_last_three_months_or_a_term_and_at_most_twelve() -> None:
    for role in ("student", "doctoral_candidate"):
        assert is_granted(grant(L, "2023-09-01", "2023-11-30", activity="SMS", role=role))
    assert against(grant(L, "2023-09-01", "2023-11-29", activity="SMS")) == {"DURATION_TOO_SHORT"}
    assert is_granted(grant(L, "2023-09-11", "2023-12-01", activity="SMS", academic_term=True))
    assert against(grant(L, "2023-09-11", "2023-12-01", activity="SMS")) == {"DURATION_TOO_SHORT"}
    assert is_granted(grant(L, "2023-09-01", "2024-08-31", activity="SMS"))
    assert "DURATION_TOO_LONG" in against(grant(L, "2023-09-01", "2024-09-01", activity="SMS"))


def test_L2_traineeships_last_two_to_twelve_months() -> None:
    assert is_granted(grant(L, "2023-03-01", "2023-04-30", activity="SMP"))
    assert is_granted(grant(L, "2023-03-01", "2023-04-30", activity="SMT", role="doctoral_candidate"))
    assert against(grant(L, "2023-03-01", "2023-04-29", activity="SMT")) == {"DURATION_TOO_SHORT"}
    assert is_granted(grant(L, "2023-03-01", "2024-02-29", activity="SMT"))
    assert "DURATION_TOO_LONG" in against(grant(L, "2023-03-01", "2024-03-01", activity="SMT"))
    assert min(get_rulebook(L).call_years) >= 2018  # traineeships are open from call 2018


def test_L3_a_traineeship_may_be_part_of_studies_to_or_from_a_third_country() -> None:
    for direction, country in (("outgoing", "receiving_country"), ("incoming", "sending_country")):
        combined = {"activity": "SMS", "combined": True, "direction": direction}
        assert is_granted(grant(L, "2023-09-01", "2023-12-31", **combined, **{country: "GE"}))
        assert against(grant(L, "2023-09-01", "2023-12-31", **combined, **{country: "FR"})) == {"COUNTRY_DISAGREES"}
    assert "traineeship" in notes(L, "L3")


def test_L4_students_receive_a_monthly_grant_and_travel() -> None:
    studies = grant(L, "2023-09-01", "2023-11-30", activity="SMS", direction="incoming")
    assert amounts(studies) == [
        ("travel_support", 1, "820.00", "820.00"),
        ("individual_support", 90, "850.00", "2550.00"),  # 90 days of 30-day months: 3 x 850
    ]
    assert [line.rate_days for line in studies.lines] == [1, 30]
    assert [line.source.id for line in studies.lines] == ["U13", "U14"]  # Lille prints no amounts


def test_L5_every_mobility_may_be_restricted() -> None:
    for activity, end in (("SMS", "2023-12-31"), ("SMT", "2023-12-31"), ("STA", "2023-09-05"), ("STT", "2023-09-05")):
        for direction in ("incoming", "outgoing"):
            found = grant(L, "2023-09-01", end, activity=activity, direction=direction).findings
            said = [finding for finding in found if finding.code == "MOBILITY_RESTRICTION_POSSIBLE"]
            assert [(finding.severity, finding.source.id) for finding in said] == [("info", "L5")]


def test_L6_staff_stay_five_days_to_two_months_to_teach_or_train_or_both() -> None:
    for purpose in ("internship", "observation", "structured_course", "language_training"):
        for host in ("higher_education", "other"):
            training = grant(L, "2023-03-06", "2023-03-10", purpose=purpose, receiving_organisation=host)
            assert is_granted(training)
            assert "PURPOSE_NOT_LISTED" not in codes(training)
    assert is_granted(grant(L, "2023-03-06", "2023-03-10", activity="STA", teaching_hours=8, purpose="teaching"))
    assert is_granted(grant(L, "2023-03-06", "2023-03-10", activity="STA", teaching_hours=4, combined=True))
    assert against(grant(L, "2023-03-06", "2023-03-09", travel_days=2)) == {"DURATION_TOO_SHORT"}  # travel excluded
    assert is_granted(grant(L, "2023-07-01", "2023-08-31"))
    assert against(grant(L, "2023-07-01", "2023-09-01")) == {"DURATION_TOO_LONG"}


def test_L7_any_mobility_may_be_hybrid_with_five_to_thirty_days_on_site() -> None:
    hybrid = {"virtual_component": True}
    for activity in ("SMS", "SMT"):
        for end in ("2023-03-05", "2023-03-30"):  # 5 and 30 days: long enough, but no daily amount is printed
            assert against(grant(L, "2023-03-01", end, activity=activity, **hybrid)) == {"RATE_NOT_PUBLISHED"}
        assert "DURATION_TOO_SHORT" in against(grant(L, "2023-03-01", "2023-03-04", activity=activity, **hybrid))
        not_hybrid = grant(L, "2023-03-01", "2023-03-30", activity=activity)
        assert against(not_hybrid) == {"DURATION_TOO_SHORT", "VIRTUAL_COMPONENT_MISSING"}
    assert is_granted(grant(L, "2023-03-06", "2023-03-10", activity="STA", teaching_hours=8, **hybrid))
    assert is_granted(grant(L, "2023-03-06", "2023-03-10", **hybrid))


def test_L8_staff_receive_a_flat_rate_and_travel() -> None:
    for direction, rate, on_site, travelling in (
        ("outgoing", "180.00", "900.00", "360.00"),
        ("incoming", "160.00", "800.00", "320.00"),
    ):
        assert amounts(grant(L, "2023-03-06", "2023-03-10", direction=direction)) == [
            ("travel_support", 1, "820.00", "820.00"),
            ("individual_support", 5, rate, on_site),
            ("individual_support", 2, rate, travelling),
        ]
    assert "lump sum" in notes(L, "L8")


# B: Savoie Mont Blanc, Blended Intensive Programmes

BIP = {"activity": "SMS", "blended_intensive_programme": True, "distance_km": None}


def test_B1_a_programme_has_an_online_part_and_five_days_on_site() -> None:
    programme = grant(B, "2024-05-20", "2024-05-24", **BIP)
    assert is_granted(programme)
    assert programme.mobility.virtual_component
    with pytest.raises(ValidationError, match="always has a virtual component"):
        grant(B, "2024-05-20", "2024-05-24", **BIP, virtual_component=False)
    assert "five days" in notes(B, "B1")


def test_B2_students_receive_79_a_day_for_5_to_14_days_travel_included() -> None:
    for end, days, amount in (("2024-05-24", 5, "395.00"), ("2024-06-02", 14, "1106.00")):
        for distance_km in (None, 1180):
            programme = grant(B, "2024-05-20", end, **{**BIP, "distance_km": distance_km})
            assert amounts(programme) == [("individual_support", days, "79.00", amount)]
            assert [line.source.id for line in programme.lines] == ["B2"]
    assert against(grant(B, "2024-05-20", "2024-05-23", **BIP)) == {"DURATION_TOO_SHORT"}


def test_B3_each_day_beyond_14_and_up_to_30_is_56() -> None:
    twenty = grant(B, "2024-05-20", "2024-06-08", **BIP)
    assert amounts(twenty) == [
        ("individual_support", 14, "79.00", "1106.00"),
        ("individual_support", 6, "56.00", "336.00"),
    ]
    assert [line.source.id for line in twenty.lines] == ["B2", "B3"]
    assert grant(B, "2024-05-20", "2024-06-18", **BIP).total_eur == Decimal("2002.00")  # 1106 + 16 x 56
    assert "DURATION_TOO_LONG" in against(grant(B, "2024-05-20", "2024-06-19", **BIP))  # 31 days


def test_B4_supplements_are_announced_without_amounts_so_the_eu_amounts_are_cited() -> None:
    inclusion = {**BIP, "fewer_opportunities": True, "distance_km": 1180}
    for end, top_up in (("2024-06-02", "100.00"), ("2024-06-03", "150.00")):  # 14 and 15 days
        lines = grant(B, "2024-05-20", end, **inclusion).lines
        assert [(line.kind, str(line.amount_eur)) for line in (lines[0], lines[-1])] == [
            ("travel_support", "309.00"),
            ("top_up_fewer_opportunities", top_up),
        ]
        assert {lines[0].source.confidence, lines[-1].source.confidence} == {Confidence.MED}
        assert not {lines[0].source.id, lines[-1].source.id} & {"B2", "B3", "B4"}
    green = grant(B, "2024-05-20", "2024-06-02", **inclusion, travel_mode="green")
    assert str(green.lines[0].amount_eur) == "417.00"
    only_green = grant(B, "2024-05-20", "2024-06-02", **BIP, travel_mode="green")
    assert amounts(only_green) == [("individual_support", 14, "79.00", "1106.00")]
    assert "GREEN_AMOUNT_NOT_PUBLISHED" in codes(only_green)


def test_B5_ects_credits_are_awarded_on_validation() -> None:
    assert "ECTS" in notes(B, "B5")
    assert "validates" in notes(B, "B5")


@pytest.mark.parametrize(
    ("start", "end", "deadline"),
    [
        ("2024-05-20", "2024-05-31", "2024-03-20"),
        ("2024-07-10", "2024-07-15", "2024-05-10"),
        ("2024-04-30", "2024-05-04", "2024-02-29"),  # there is no 30 February
    ],
)
def test_B6_apply_two_months_before_the_start(start: str, end: str, deadline: str) -> None:
    said = [found for found in grant(B, start, end, **BIP).findings if found.code == "APPLICATION_DEADLINE"]
    assert [(found.severity, dict(found.details)["deadline"], found.source.id) for found in said] == [
        ("info", deadline, "B6")
    ]


def test_B7_the_application_has_five_papers_two_of_them_conditional() -> None:
    for fewer_opportunities in (False, True):  # what is asked for is never derived from it
        programme = grant(
            B, "2024-05-20", "2024-05-31", **{**BIP, "distance_km": 1180}, fewer_opportunities=fewer_opportunities
        )
        application = [paper for paper in programme.documents if paper.stage == "application"]
        assert [paper.document.value for paper in application if not paper.applies_if] == [
            *("cv", "motivation_letter", "bank_details")
        ]
        assert [paper.document.value for paper in application if paper.applies_if] == [
            *("crous_award_notice", "disability_certificate")
        ]
        assert {paper.source.id for paper in application} == {"B7"}
        assert papers(programme)["motivation_letter"] == ("application", ("participant",))
        for document, printed in (
            ("cv", "French"),
            ("motivation_letter", "French"),
            ("motivation_letter", "dated"),
            ("bank_details", "French account in the applicant's name"),
            ("crous_award_notice", "social criteria"),
            ("crous_award_notice", "final"),
            ("disability_certificate", "disability"),
            ("disability_certificate", "MDPH"),
        ):
            assert printed in paper_note(programme, document)


def test_B8_three_papers_before_during_and_after_and_no_balance_without_the_report() -> None:
    programme = grant(B, "2024-05-20", "2024-05-31", **BIP)
    later = {name: due for name, due in papers(programme).items() if due[0] != "application"}
    assert later == {
        "learning_agreement": ("before_departure", THREE_PARTIES),
        "certificate_of_attendance": ("during_stay", ("receiving_organisation",)),
        "participant_report": ("after_stay", ()),
    }
    assert "without travel days" in paper_note(programme, "certificate_of_attendance")
    attended = {"start_date": "2024-05-20", "end_date": "2024-05-31"}
    certificate = Attendance.model_validate(attended | {"documents": ["certificate_of_attendance"]})
    unpaid = calculator(B).settle(programme, certificate)
    assert (str(unpaid.balance_eur), str(unpaid.payable_now_eur)) == ("948.00", "0.00")
    assert [paper.value for paper in unpaid.missing_documents] == ["participant_report"]


def test_B9_the_printed_amount_is_that_of_students_and_an_estimate() -> None:
    for activity in ("STA", "STT"):
        for_staff = grant(B, "2024-07-08", "2024-07-12", **{**BIP, "activity": activity})
        assert against(for_staff) == {"RATE_NOT_PUBLISHED"}
    assert is_granted(grant(B, "2024-07-08", "2024-07-12", **BIP))
    assert "CORI" in notes(B, "B9")
    assert "estimate" in notes(B, "B9")


@pytest.mark.parametrize(
    ("start", "end", "total"),
    [
        ("2024-05-01", "2024-05-05", "395.00"),  # Brescia: 5 x 79
        ("2024-05-20", "2024-05-24", "395.00"),  # Zaragoza
        ("2024-05-06", "2024-05-10", "395.00"),  # Zaragoza, staff and students
        ("2024-05-20", "2024-05-31", "948.00"),  # Guarda: 12 x 79
        ("2024-06-03", "2024-06-07", "395.00"),  # Timisoara
        ("2024-06-10", "2024-06-14", "395.00"),  # Zaragoza
        ("2024-06-24", "2024-06-28", "395.00"),  # Brasov, and Timisoara
        ("2024-07-01", "2024-07-05", "395.00"),  # Turin
        ("2024-07-10", "2024-07-15", "474.00"),  # Timisoara: 6 x 79
        ("2024-07-15", "2024-07-19", "395.00"),  # Turin
        ("2024-11-25", "2024-11-29", "395.00"),  # Timisoara
    ],
)
def test_B10_printed_sessions_of_students_have_their_amounts(start: str, end: str, total: str) -> None:
    assert str(grant(B, start, end, **BIP).total_eur) == total


def test_B10_hosted_and_staff_sessions_are_refused_and_all_are_noted() -> None:
    hosted = {**BIP, "direction": "incoming"}
    april = grant(B, "2024-04-15", "2024-04-18", **hosted)
    assert against(april) == {"ACTIVITY_NOT_FUNDED", "DURATION_TOO_SHORT"}  # four days
    assert against(grant(B, "2024-04-15", "2024-04-18", **BIP)) == {"DURATION_TOO_SHORT"}
    assert against(grant(B, "2024-07-16", "2024-07-23", **hosted)) == {"ACTIVITY_NOT_FUNDED"}  # GraSPA
    staff = {**BIP, "activity": "STT"}
    for start, end in (("2024-07-08", "2024-07-12"), ("2024-09-13", "2024-09-21"), ("2024-10-28", "2024-11-01")):
        assert against(grant(B, start, end, **staff)) == {"RATE_NOT_PUBLISHED"}  # Turin, Brasov, Brasov
    for session in (
        *("Brescia 1-5 May", "Guarda 20-31 May", "10-15 July", "13-21 September", "15-18 April"),
        "GraSPA 16-23 July",
    ):
        assert session in notes(B, "B10")


# U: Savoie Mont Blanc, International Credit Mobility, agreements 2019 to 2023

STUDENT = {"activity": "SMS", "direction": "incoming", "distance_km": 3758}


def test_U1_studies_last_two_to_twelve_months_or_five_to_thirty_hybrid_days() -> None:
    assert is_granted(grant(U, "2023-03-01", "2023-04-30", **STUDENT))
    assert against(grant(U, "2023-03-01", "2023-04-29", **STUDENT)) == {"DURATION_TOO_SHORT"}
    assert is_granted(grant(U, "2023-09-01", "2024-08-31", **STUDENT))
    assert "DURATION_TOO_LONG" in against(grant(U, "2023-09-01", "2024-09-01", **STUDENT))
    for end in ("2023-03-05", "2023-03-30"):  # 5 and 30 days: no finding about the length
        assert against(grant(U, "2023-03-01", end, **STUDENT, virtual_component=True)) == {"RATE_NOT_PUBLISHED"}
        not_hybrid = grant(U, "2023-03-01", end, **STUDENT)
        assert against(not_hybrid) == {"DURATION_TOO_SHORT", "VIRTUAL_COMPONENT_MISSING"}
    four_days = grant(U, "2023-03-01", "2023-03-04", **STUDENT, virtual_component=True)
    assert "DURATION_TOO_SHORT" in against(four_days)


def test_U2_traineeships_last_two_to_twelve_months() -> None:
    trainee = {**STUDENT, "activity": "SMP"}
    placement = grant(U, "2023-03-01", "2023-04-30", **trainee)
    assert is_granted(placement)
    assert placement.mobility.activity == "SMT"
    assert against(grant(U, "2023-03-01", "2023-04-29", **trainee)) == {"DURATION_TOO_SHORT"}
    assert is_granted(grant(U, "2023-09-01", "2024-08-31", **trainee))
    assert "DURATION_TOO_LONG" in against(grant(U, "2023-09-01", "2024-09-01", **trainee))


def test_U3_a_traineeship_may_be_part_of_studies_and_changes_no_amount() -> None:
    combined = grant(U, "2023-03-01", "2023-04-30", **STUDENT, combined=True)
    assert is_granted(combined)
    assert amounts(combined) == [
        ("travel_support", 1, "530.00", "530.00"),
        ("individual_support", 60, "850.00", "1700.00"),
    ]


def test_U4_teaching_lasts_five_days_to_two_months_with_eight_hours_a_week() -> None:
    teaching = {"activity": "STA", "partner": "UCAD"}
    assert is_granted(grant(U, "2022-09-05", "2022-09-09", **teaching, teaching_hours=8))
    few = grant(U, "2022-09-05", "2022-09-09", **teaching, teaching_hours="7.9")
    assert against(few) == {"TEACHING_HOURS_TOO_FEW"}
    assert against(grant(U, "2022-09-05", "2022-09-09", **teaching)) == {"TEACHING_HOURS_MISSING"}
    short = grant(U, "2022-09-05", "2022-09-08", **teaching, teaching_hours=8, travel_days=2)
    assert against(short) == {"DURATION_TOO_SHORT"}  # travel excluded
    assert is_granted(grant(U, "2023-03-01", "2023-04-30", **teaching, teaching_hours=72))  # 61 days: 8 x 8 + 8
    long = grant(U, "2023-03-01", "2023-05-01", **teaching, teaching_hours=80)
    assert against(long) == {"DURATION_TOO_LONG"}


def test_U5_training_lasts_five_days_to_two_months_at_a_university_or_another_organisation() -> None:
    for purpose in ("internship", "observation", "structured_course", "language_training"):
        for host in ("higher_education", "other"):
            training = grant(U, "2022-03-07", "2022-03-11", purpose=purpose, receiving_organisation=host)
            assert codes(training) == set()
    assert against(grant(U, "2022-03-07", "2022-03-10")) == {"DURATION_TOO_SHORT"}
    assert is_granted(grant(U, "2022-03-01", "2022-04-30"))
    assert against(grant(U, "2022-03-01", "2022-05-01")) == {"DURATION_TOO_LONG"}


def test_U6_teaching_with_training_needs_four_hours() -> None:
    both = {"activity": "STA", "combined": True}
    assert is_granted(grant(U, "2022-03-07", "2022-03-11", **both, teaching_hours=4))
    assert against(grant(U, "2022-03-07", "2022-03-11", **both, teaching_hours="3.9")) == {"TEACHING_HOURS_TOO_FEW"}


def test_U7_doctoral_candidates_teach_with_a_contract_and_study_briefly_without_a_virtual_part() -> None:
    doctoral = {"role": "doctoral_candidate"}
    for extra in ({"activity": "STA", "teaching_hours": 8}, {"activity": "STT"}):
        assert is_granted(grant(U, "2022-03-07", "2022-03-11", **doctoral, **extra, teaching_contract=True))
        assert against(grant(U, "2022-03-07", "2022-03-11", **doctoral, **extra)) == {"TEACHING_CONTRACT_MISSING"}
    for virtual in (True, False):
        for end in ("2023-03-05", "2023-03-30"):
            visit = grant(U, "2023-03-01", end, **STUDENT, **doctoral, virtual_component=virtual)
            assert against(visit) == {"RATE_NOT_PUBLISHED"}  # the visit is allowed; no daily amount is printed
    assert "DURATION_TOO_SHORT" in against(grant(U, "2023-03-01", "2023-03-04", **STUDENT, **doctoral))


def test_U8_conferences_are_not_eligible() -> None:
    for extra in ({"activity": "STA", "teaching_hours": 8}, {"activity": "STT"}):
        for direction in ("incoming", "outgoing"):
            visit = grant(U, "2022-03-07", "2022-03-11", **extra, direction=direction, purpose="conference")
            assert against(visit) == {"CONFERENCE_NOT_ELIGIBLE"}


PARTNERS_OF_U = {
    "2019": (
        "International Institute for Water and Environmental Engineering",
        "Université Gaston Berger de Saint Louis",
        "Cheikh Anta Diop University, Dakar",
    ),
    "2020": (
        "International Institute for Water and Environmental Engineering",
        *("Kagawa University", "Okayama University", "The University of Tokyo", "University of Hyogo"),
        "Waseda university",
    ),
    "2022": (
        "International Institute for Water and Environmental Engineering (2iE)*",
        "Cheikh Anta Diop University (UCAD)",
        "Université du Québec à Trois Rivières (UQTR)*",
        "Laval University",
        "Sherbrooke University*",
        "Universidad Nacional de Cuyo (UNCU)*",
        "Universidad Nacional de la Plata (UNLP)*",
        "Universidade Federal de Vicosa (UFV)*",
        "Universidade Finis Terrae ((UFT)*",
        "Colegio Mayor De Nuestra Senora Delrosario (UROSARIO)*",
        "Universidad de Monterrey (UDEM)*",
        "Universitas Pendidikan Indonesia (UPI)",
        "Universitas Negeri Jakarta (UNJ)",
        "National University of Laos (NUOL)",
        "University of Malaya (UM)",
        "Universiti Kebangsaan Malaysia (UKM)",
        "Kyiv Academic Univesity (KAU)",
        "Sumy State University (SUMDU)",
    ),
    "2023": (
        *("Kagawa University", "Okayama University", "The University of Tokyo", "University of Hyogo"),
        *("Waseda university", "Chernivtsi National University Yuriy Fedkovych (CHNU)*"),
    ),
}
"""As the page prints them, agreement by agreement."""

GEMINAE = ("2iE", "UQTR", "Sherbrooke", "UNCU", "UNLP", "UFV", "UFT", "UROSARIO", "UDEM")
"""The partners of agreement 2022 with an asterisk."""


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2019", date(2019, 8, 1), date(2022, 7, 31)),
        ("2020", date(2020, 8, 1), date(2023, 7, 31)),
        ("2022", date(2022, 8, 1), date(2025, 7, 31)),
        ("2023", date(2023, 8, 1), date(2026, 7, 31)),
    ],
)
def test_U9_each_agreement_has_its_period_and_its_printed_partners(name: str, start: date, end: date) -> None:
    book, entry = get_rulebook(U), agreement(U, name)
    assert (entry.start_date, entry.end_date) == (start, end)
    assert list(entry.partners) == codes_of_partners(book, PARTNERS_OF_U[name])
    for printed in PARTNERS_OF_U[name]:
        first_week = grant(U, start.isoformat(), start.replace(day=5).isoformat(), partner=printed)
        last_week = grant(U, end.replace(day=27).isoformat(), end.isoformat(), partner=printed)
        assert (is_granted(first_week), is_granted(last_week)) == (True, True)


def test_U9_there_are_four_agreements_and_the_asterisks_are_noted() -> None:
    assert [entry.id for entry in get_rulebook(U).agreements] == ["2019", "2020", "2022", "2023"]
    note = agreement(U, "2022").note
    assert note.startswith("GEMINAE")
    assert all(name in note for name in GEMINAE)
    assert not any(name in note for name in ("UCAD", "Laval", "UPI", "KAU"))  # printed without one
    assert "UNITA" in agreement(U, "2023").note
    assert "CHNU" in agreement(U, "2023").note


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("UCAD", ("Cheick Anta Diop University (UCAD)", "Université Cheick Anta Diop (UCAD)", "Cheick Anta Diop")),
        ("UCAD", ("Cheikh Anta Diop University (Senegal)", "Cheikh Anta Diop University of Dakar", "UCAD")),
        ("UGB", ("Gaston Berger", "Gaston Berger University of Saint Louis")),
        ("2iE", ("2iE", "Institut International d'Ingénierie de l'Eau et de l'Environnement (2iE)")),
        ("KAGAWA", ("Kagawa University", "University of Kagawa", "KAGAWA UNIVERSITY")),
        ("TOKYO", ("University of Tokyo", "The University of Tokyo")),
        ("UM", ("University of Malaya", "Universiti Malaya")),
        ("UKM", ("National University of Malaysia", "Universiti Kabangsaan Malaysia")),
        ("UPI", ("Indonesian University of Education",)),
        ("UNJ", ("University of Jakarta", "Universitas Negeri Jakarta Indonesia")),
        ("UNCU", ("UNC", "UNCU")),
        ("UNLP", ("UNLP",)),
        ("UFV", ("UFV", "Universidade Federal de Viçosa")),
        ("UQTR", ("UQTR", "Université du Québec à Trois-Rivières")),
        ("SHERBROOKE", ("Sherbrooke",)),
        ("UROSARIO", ("Universidad del Rosario",)),
        ("UDEM", ("Universidad de Monterrey",)),
        ("KAU", ("Kyiv Academic Univesity (KAU)", "Kyiv Academic University")),
    ],
)
def test_U9_every_spelling_on_the_pages_is_the_same_partner(code: str, printed: tuple[str, ...]) -> None:
    assert set(codes_of_partners(get_rulebook(U), printed)) == {code}


def test_U9_a_country_is_sure_only_where_its_heading_was_left() -> None:
    partners = {partner.code: partner for partner in get_rulebook(U).partners}
    sure = {code for code, partner in partners.items() if partner.country_confidence is Confidence.HIGH}
    assert sure == {"2iE", "HCMUS", "TDTU"}  # "Burkina Faso :" and "Viet Nam" are the headings left
    asked = ("2iE", "UCAD", "OKAYAMA", "UQTR", "UFV", "CHNU", "NUOL")
    assert [partners[code].country for code in asked] == ["BF", "SN", "JP", "CA", "BR", "UA", "LA"]


def test_U10_outgoing_teaching_and_incoming_training_of_2023_depend_on_security() -> None:
    for activity in ("STA", "STT"):
        for direction in ("incoming", "outgoing"):
            hours = 8 if activity == "STA" else None
            kind = {"activity": activity, "direction": direction, "teaching_hours": hours}
            conditional = (activity, direction) in {("STA", "outgoing"), ("STT", "incoming")}
            visit = grant(U, "2024-05-13", "2024-05-17", **kind, partner="CHNU")
            assert is_granted(visit)
            assert ("SECURITY_CONDITION" in codes(visit)) is conditional
            of_2022 = grant(U, "2024-05-13", "2024-05-17", **kind, partner="Sumy State University")
            assert "SECURITY_CONDITION" not in codes(of_2022)


def test_U11_staff_are_funded_for_five_days_and_two_travel_days() -> None:
    for direction, rate, on_site, travelling in (
        ("outgoing", "180.00", "900.00", "360.00"),
        ("incoming", "160.00", "800.00", "320.00"),
    ):
        for end in ("2022-03-11", "2022-03-12", "2022-03-31", "2022-05-06"):  # 5, 6, 25 and 61 days
            stay = grant(U, "2022-03-07", end, direction=direction)
            assert amounts(stay)[1:] == [
                ("individual_support", 5, rate, on_site),
                ("individual_support", 2, rate, travelling),
            ]
            assert ("FUNDED_DAYS_CAPPED" in codes(stay)) is (end != "2022-03-11")


def test_U12_the_outward_journey_is_measured_and_its_amount_pays_for_the_return() -> None:
    travel = grant(U, "2022-03-07", "2022-03-11", distance_km=4070).lines[0]
    assert (travel.quantity, str(travel.amount_eur)) == (1, "820.00")  # not 2 x 820, nor the 1500 of 8140 km
    assert "outward journey" in travel.source.note
    assert "the amount is for both" in travel.source.note


PRINTED_BANDS = [
    *[(100, "180.00"), (499, "180.00"), (500, "275.00"), (1999, "275.00"), (2000, "360.00"), (2999, "360.00")],
    *[(3000, "530.00"), (3999, "530.00"), (4000, "820.00"), (7999, "820.00"), (8000, "1500.00"), (20040, "1500.00")],
]
"""The first and last kilometre of each printed band; the last band is open."""


@pytest.mark.parametrize(("distance_km", "amount"), PRINTED_BANDS)
def test_U13_travel_support_is_that_of_the_printed_band(distance_km: int, amount: str) -> None:
    stay = grant(U, "2022-03-07", "2022-03-11", distance_km=distance_km)
    assert (str(stay.lines[0].amount_eur), stay.lines[0].source.id) == (amount, "U13")
    assert codes(stay) == set()


def test_U13_nothing_is_printed_below_100_km() -> None:
    stay = grant(U, "2022-03-07", "2022-03-11", distance_km=99)
    assert amounts(stay)[0] == ("travel_support", 1, "0.00", "0.00")
    assert codes(stay) == {"BELOW_FIRST_DISTANCE_BAND"}


def test_U14_students_have_850_a_month_incoming_and_staff_160_or_180_a_day() -> None:
    month = grant(U, "2023-03-01", "2023-04-30", **STUDENT)
    assert amounts(month)[1] == ("individual_support", 60, "850.00", "1700.00")
    assert {line.rate_eur for line in grant(U, "2022-03-07", "2022-03-11", direction="incoming").lines[1:]} == {
        Decimal("160.00")
    }
    assert {line.rate_eur for line in grant(U, "2022-03-07", "2022-03-11").lines[1:]} == {Decimal("180.00")}
    for activity in ("SMS", "SMT"):
        outgoing = grant(U, "2023-03-01", "2023-04-30", activity=activity)
        assert against(outgoing) == {"ACTIVITY_NOT_FUNDED"}
        assert "regional grants" in outgoing.findings[0].message


def test_U15_staff_have_all_travel_and_three_quarters_of_the_rest_before_departure() -> None:
    stay = grant(U, "2022-03-07", "2022-03-11")
    assert [
        (payment.kind, str(payment.amount_eur), payment.trigger, [paper.value for paper in payment.conditions])
        for payment in stay.payments
    ] == [
        ("pre_financing", "1765.00", "before_departure", []),  # 820 + 75 % of 1260
        ("balance", "315.00", "after_report", ["certificate_of_attendance", "participant_report"]),  # 25 % of 1260
    ]


def test_U16_incoming_participants_are_paid_on_arrival() -> None:
    for stay, total in (
        (grant(U, "2022-03-07", "2022-03-11", direction="incoming"), "1940.00"),
        (grant(U, "2023-09-04", "2024-01-26", **STUDENT), "4581.67"),
    ):
        paid = [(payment.kind, str(payment.amount_eur), payment.trigger) for payment in stay.payments]
        assert paid == [("pre_financing", total, "on_arrival")]


def test_U17_the_two_calls_of_a_year_are_noted() -> None:
    note = notes(U, "U17")
    assert "January/February: first semester of the following academic year" in note
    assert "September/October: second semester of the running one" in note
    assert "at any time" in note


def test_U18_each_paper_has_its_time_and_its_signatories() -> None:
    after = {
        "certificate_of_attendance": ("during_stay", ("receiving_organisation",)),
        "participant_report": ("after_stay", ()),
    }
    before = {
        "learning_agreement": ("before_departure", THREE_PARTIES),
        "grant_agreement": ("before_departure", ("participant", "vice_president")),
    }
    authorised = {"component_authorisation": ("before_departure", ("component",))}
    outgoing = grant(U, "2022-03-07", "2022-03-11")
    assert papers(outgoing) == before | authorised | after
    assert papers(grant(U, "2022-03-07", "2022-03-11", direction="incoming")) == before | after
    assert "by hand" in paper_note(outgoing, "grant_agreement")
    assert "days and the amount" in paper_note(outgoing, "grant_agreement")
    assert "without travel days" in paper_note(outgoing, "certificate_of_attendance")
    assert {paper.source.id for paper in outgoing.documents} == {"U18"}


def test_U19_priorities_are_noted_and_pay_nothing_while_no_amount_is_printed() -> None:
    stay = grant(U, "2022-03-07", "2022-03-11", fewer_opportunities=True, travel_mode="green")
    assert codes(stay) == {"TOP_UP_AMOUNT_NOT_PUBLISHED", "GREEN_AMOUNT_NOT_PUBLISHED"}
    assert str(stay.total_eur) == "2080.00"
    assert "inclusion and green travel" in notes(U, "U19")


# V: Savoie Mont Blanc, International Credit Mobility for staff, agreements 2018 and 2019


def test_V1_teaching_lasts_5_to_60_days_with_eight_hours_a_week_under_contract() -> None:
    teaching = {"activity": "STA"}
    assert is_granted(grant(V, "2022-03-07", "2022-03-11", **teaching, teaching_hours=8))
    few = grant(V, "2022-03-07", "2022-03-11", **teaching, teaching_hours="7.9")
    assert against(few) == {"TEACHING_HOURS_TOO_FEW"}
    short = grant(V, "2022-03-07", "2022-03-10", **teaching, teaching_hours=8, travel_days=2)
    assert against(short) == {"DURATION_TOO_SHORT"}  # travel excluded
    assert is_granted(grant(V, "2022-03-07", "2022-05-05", **teaching, teaching_hours="70.4"))  # 60 days: 8 x 8 + 6.4
    assert against(grant(V, "2022-03-07", "2022-05-06", **teaching, teaching_hours=80)) == {"DURATION_TOO_LONG"}
    doctoral = grant(V, "2022-03-07", "2022-03-11", **teaching, teaching_hours=8, role="doctoral_candidate")
    assert against(doctoral) == {"TEACHING_CONTRACT_MISSING"}


def test_V2_training_lasts_5_to_60_days_for_any_staff() -> None:
    assert codes(grant(V, "2022-03-07", "2022-03-11")) == set()  # no contract is asked for
    assert against(grant(V, "2022-03-07", "2022-03-10")) == {"DURATION_TOO_SHORT"}
    assert is_granted(grant(V, "2022-01-03", "2022-03-03"))  # 29 + 28 + 3 = 60 days, though past two calendar months
    assert against(grant(V, "2021-07-01", "2021-08-30")) == {"DURATION_TOO_LONG"}  # 61 days, though within two


def test_V3_conferences_are_not_eligible() -> None:
    for extra in ({"activity": "STA", "teaching_hours": 8}, {"activity": "STT"}):
        for direction in ("incoming", "outgoing"):
            visit = grant(V, "2019-05-13", "2019-05-17", **extra, direction=direction, purpose="conference")
            assert against(visit) == {"CONFERENCE_NOT_ELIGIBLE"}


PARTNERS_OF_V = {
    "2018": (
        *("Universidad Nacional de Cuyo", "Universidad Nacional de San Juan"),
        "International Institute for Water and Environmental Engineering",
        *("Irkutsk State University", "Novosibirsk State University"),
        (
            "State educational institution of higher professional education Tomsk State university of control systems "
            "and radioelectronics"
        ),
        *("Donetsk National University", "Kyiv Academic University", "Sumy State University"),
        "Taras Shevchenko national university of Kyiv",
        "Truong Dai hoc Khoa hoc Tu nhien - Dai hoc Qoc gia Thanh pho Ho Chi minh",
        "Truong Dai Hoc Ton Duc Thang",
    ),
    "2019": (
        "International Institute for Water and Environmental Engineering",
        "Gaston Berger University of Saint Louis",
        "Cheikh Anta Diop University of Dakar",
    ),
}
"""As the page prints them, convention by convention."""


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [("2018", date(2018, 6, 1), date(2020, 7, 31)), ("2019", date(2019, 8, 1), date(2022, 7, 31))],
)
def test_V4_each_agreement_has_its_period_and_its_printed_partners(name: str, start: date, end: date) -> None:
    book, entry = get_rulebook(V), agreement(V, name)
    assert (entry.start_date, entry.end_date) == (start, end)
    assert list(entry.partners) == codes_of_partners(book, PARTNERS_OF_V[name])
    for printed in PARTNERS_OF_V[name]:
        first_week = grant(V, start.isoformat(), start.replace(day=5).isoformat(), partner=printed)
        last_week = grant(V, end.replace(day=27).isoformat(), end.isoformat(), partner=printed)
        assert (is_granted(first_week), is_granted(last_week)) == (True, True)


def test_V4_there_are_two_agreements_with_the_crosses_that_are_left() -> None:
    assert [entry.id for entry in get_rulebook(V).agreements] == ["2018", "2019"]
    marked = {
        entry.id: {(flow.activity.value, flow.direction.value) for flow in entry.flows if flow.marked_open}
        for entry in get_rulebook(V).agreements
    }
    assert marked == {
        "2018": {("STA", "incoming"), ("STA", "outgoing"), ("STT", "incoming"), ("STT", "outgoing")},
        "2019": {("STA", "outgoing"), ("STT", "outgoing")},
    }


def test_V5_guest_staff_need_no_teaching_hours() -> None:
    guest = {"activity": "STA", "role": "invited_staff"}
    for direction in ("incoming", "outgoing"):
        assert codes(grant(V, "2018-11-05", "2018-11-09", **guest, direction=direction)) == set()
    assert against(grant(V, "2018-11-05", "2018-11-08", **guest)) == {"DURATION_TOO_SHORT"}
    assert is_granted(grant(V, "2018-11-05", "2019-01-03", **guest))  # 26 + 31 + 3 = 60 days
    assert against(grant(V, "2018-11-05", "2019-01-04", **guest)) == {"DURATION_TOO_LONG"}
    assert against(grant(V, "2018-11-05", "2018-11-09", role="invited_staff")) == {"ROLE_NOT_ELIGIBLE"}  # STT


def test_V6_outgoing_training_is_at_a_university_only() -> None:
    company = {"receiving_organisation": "other"}
    refused = grant(V, "2018-11-05", "2018-11-09", **company)
    assert against(refused) == {"RECEIVING_ORGANISATION_NOT_ELIGIBLE"}
    assert is_granted(grant(V, "2018-11-05", "2018-11-09", **company, direction="incoming"))
    for direction in ("incoming", "outgoing"):
        university = grant(
            V, "2018-11-05", "2018-11-09", receiving_organisation="higher_education", direction=direction
        )
        assert is_granted(university)


def test_V7_teaching_with_training_needs_four_hours_a_week() -> None:
    both = {"activity": "STA", "combined": True}
    assert is_granted(grant(V, "2022-03-07", "2022-03-11", **both, teaching_hours=4))
    assert against(grant(V, "2022-03-07", "2022-03-11", **both, teaching_hours="3.9")) == {"TEACHING_HOURS_TOO_FEW"}
    assert is_granted(grant(V, "2022-03-07", "2022-03-20", **both, teaching_hours=8))  # two weeks: 2 x 4
    assert against(grant(V, "2022-03-07", "2022-03-20", **both, teaching_hours=7)) == {"TEACHING_HOURS_TOO_FEW"}


def test_V8_every_day_is_paid_and_two_travel_days_at_180_or_160() -> None:
    for direction, full, reduced in (("outgoing", 180, 126), ("incoming", 160, 112)):
        stay = grant(V, "2019-05-06", "2019-05-21", direction=direction)  # 16 days
        assert [(line.quantity, line.rate_eur, line.source.id) for line in stay.lines[1:]] == [
            (14, Decimal(full), "V8"),
            (2, Decimal(reduced), "EU-REDUCED-2018"),  # 70 % from day 15
            (2, Decimal(full), "V8"),
        ]
        assert "FUNDED_DAYS_CAPPED" not in codes(stay)
    assert amounts(grant(V, "2022-03-07", "2022-03-16"))[1:] == [
        ("individual_support", 10, "180.00", "1800.00"),
        ("individual_support", 2, "180.00", "360.00"),
    ]


def test_V9_staff_have_all_travel_and_three_quarters_of_the_rest_before_departure() -> None:
    stay = grant(V, "2022-03-07", "2022-03-16")  # 820 and 2160
    assert [
        (payment.kind, str(payment.amount_eur), payment.trigger, [paper.value for paper in payment.conditions])
        for payment in stay.payments
    ] == [
        ("pre_financing", "2440.00", "before_departure", []),  # 820 + 75 % of 2160 = 820 + 1620
        ("balance", "540.00", "after_report", ["certificate_of_attendance", "participant_report"]),  # 25 % of 2160
    ]
    assert {payment.source.id for payment in stay.payments} == {"V9"}


@pytest.mark.parametrize("rulebook", [V, U])
def test_V10_a_shorter_stay_is_reduced_and_a_longer_one_is_not_increased(rulebook: str) -> None:
    agreed = grant(rulebook, "2022-03-07", "2022-03-11")
    for end, entitled in (("2022-03-10", "1900.00"), ("2022-03-11", "2080.00"), ("2022-03-13", "2080.00")):
        attendance = Attendance.model_validate({"start_date": "2022-03-07", "end_date": end})
        settled = calculator(rulebook).settle(agreed, attendance)
        assert str(settled.entitled_eur) == entitled  # 4 days: 820 + 4 x 180 + 360
        assert settled.source.id == "V10"


@pytest.mark.parametrize(("distance_km", "amount"), PRINTED_BANDS)
def test_V11_travel_support_is_that_of_the_printed_band(distance_km: int, amount: str) -> None:
    stay = grant(V, "2022-03-07", "2022-03-11", distance_km=distance_km)
    assert (str(stay.lines[0].amount_eur), stay.lines[0].source.id) == (amount, "V11")
    assert codes(stay) == set()


def test_V12_the_home_component_validates_and_may_co_finance() -> None:
    assert "home component validates" in notes(V, "V12")
    assert "may add money of its own" in notes(V, "V12")
    outgoing = grant(V, "2022-03-07", "2022-03-11")
    assert papers(outgoing)["component_authorisation"] == ("before_departure", ("component",))
    assert {line.kind.value for line in outgoing.lines} == {"travel_support", "individual_support"}  # none of theirs


def test_V13_each_paper_has_its_time_and_its_signatories() -> None:
    teaching = grant(V, "2022-03-07", "2022-03-11", activity="STA", teaching_hours=8)
    due = papers(teaching)
    assert due["learning_agreement"] == ("before_departure", THREE_PARTIES)
    assert due["grant_agreement"] == ("before_departure", ("participant", "vice_president"))
    assert due["certificate_of_attendance"] == ("during_stay", ("receiving_organisation",))
    assert due["participant_report"] == ("after_stay", ())
    assert "days and the amount" in paper_note(teaching, "grant_agreement")
    assert "on the spot" in paper_note(teaching, "certificate_of_attendance")
    assert "without travel days" in paper_note(teaching, "certificate_of_attendance")


def test_V14_every_figure_can_be_traced() -> None:
    assert "audit" in notes(V, "V14")
    stay = grant(V, "2022-03-07", "2022-03-21", activity="STA", teaching_hours="17.6", reference="file 7")
    assert stay.rulebook_fingerprint == calculator(V).fingerprint
    assert stay.mobility.reference == "file 7"
    for line in stay.lines:
        assert line.reasons
        assert line.source in get_rulebook(V).sources
        assert line.source.url.startswith("https://") or line.source.url.startswith("http://")
        assert line.source.locator
    assert all(payment.source in get_rulebook(V).sources for payment in stay.payments)
