from decimal import Decimal

import pytest

from erasmus_grants import Attendance, GrantBreakdown, PaymentSplit
from erasmus_grants.basics.vocabulary import FindingCode, ReasonCode
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.findings import Finding, Reason, why
from erasmus_grants.records.tables import findings_report
from erasmus_grants.report.rendering import Report, Table
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook, toy_source

CALCULATOR = toy_calculator()
GRANT = CALCULATOR.calculate(toy_mobility())
CITED = 'Toy agency, "Toy guide", page 1, https://example.org/toy (read 2030-01-01)'


def table(report: Report, title: str) -> Table:
    (found,) = [each for each in report.tables if each.title == title]
    return found


def about(grant: GrantBreakdown) -> dict[str, str]:
    return {row[0]: row[1] for row in table(grant.report(), "Mobility").rows}


def test_a_grant_is_told_from_what_to_where_it_is_printed() -> None:
    report = GRANT.report()
    assert report.title == "Grant of 900.00 EUR"
    assert [each.title for each in report.tables] == ["Mobility", "Lines", "Payments", "Papers", "Sources"]
    (made_by,) = report.notes
    assert made_by.startswith(f"Rulebook toy ({GRANT.rulebook_fingerprint[:12]}), erasmus_grants ")


def test_every_line_says_quantity_rate_amount_why_and_source() -> None:
    lines = table(GRANT.report(), "Lines")
    assert lines.head == ("line", "quantity", "", "rate EUR", "EUR", "why", "source")
    assert lines.rows == (
        (
            *("travel support", "1", "participant", "200.00", "200.00"),
            *("100 <= 742 km < 1000; the amount covers the return journey", "TOY"),
        ),
        ("individual support", "5", "days on site", "100.00", "500.00", "5 days on site at the full rate", "TOY"),
        ("individual support", "2", "travel days", "100.00", "200.00", "2 funded travel days at the full rate", "TOY"),
        ("total", "", "", "", "900.00", "", ""),
    )


def test_payments_papers_and_sources_are_told_in_words() -> None:
    report = GRANT.report()
    assert table(report, "Payments").rows == (
        ("pre-financing", "760.00", "before departure", ""),
        ("balance", "140.00", "after report", "certificate of attendance, participant report"),
    )
    assert table(report, "Papers").rows == (
        ("during stay", "certificate of attendance", "receiving organisation", "", "TOY"),
        ("after stay", "participant report", "", "", "TOY"),
    )
    assert table(report, "Sources").rows == (("TOY", "HIGH", CITED),)


@pytest.mark.parametrize(
    ("confidence", "note", "told"),
    [
        ("MED", "Read for another action.", f"{CITED} Read for another action."),
        ("MED", "", CITED),
        ("HIGH", "x", CITED),
    ],
)
def test_a_source_that_is_less_certain_has_its_note_beside_it(confidence: str, note: str, told: str) -> None:
    source = toy_source().model_copy(update={"confidence": confidence, "note": note})
    finding = Finding.of(FindingCode.DISTANCE_MISSING, source)
    assert table(findings_report([finding]), "Sources").rows == (("TOY", confidence, told),)


def test_a_paper_says_when_it_is_needed_and_what_else_is_printed_about_it() -> None:
    paper = GRANT.documents[0].model_copy(update={"applies_if": "if the stay is long", "note": "two copies"})
    grant = GRANT.model_copy(update={"documents": (paper,)})
    assert [row[3] for row in table(grant.report(), "Papers").rows] == ["if the stay is long. two copies"]


def test_a_mobility_is_told_without_headings_of_columns() -> None:
    assert table(GRANT.report(), "Mobility").head == ("", "")


def test_a_mobility_is_told_with_what_was_stated_and_no_more() -> None:
    assert about(GRANT) == {
        "activity": "STA outgoing, staff",
        "stay": "2030-03-04 to 2030-03-08",
        "distance": "742 km one way, standard travel",
    }
    told = toy_mobility(
        combined=True,
        receiving_country="SN",
        partner="Toy University",
        interruption_days=1,
        distance_km=10,
        travel_mode="green",
        reference="M-1",
    )
    assert about(CALCULATOR.calculate(told)) == {
        "activity": "STA outgoing, combined, staff",
        "to": "Senegal",
        "partner": "Toy University",
        "stay": "2030-03-04 to 2030-03-08, less 1 day of interruption",
        "distance": "10 km one way, green travel",
        "reference": "M-1",
    }


def test_a_programme_and_both_countries_are_named() -> None:
    blended = toy_mobility(
        activity="SMS", blended_intensive_programme=True, sending_country="FR", receiving_country="CI"
    )
    told = about(CALCULATOR.calculate(blended))
    assert told["activity"] == "SMS outgoing, student, blended intensive programme"
    assert (told["from"], told["to"]) == ("France", "Côte d'Ivoire")


def test_findings_alone_can_be_told_too() -> None:
    findings = CALCULATOR.check(toy_mobility(purpose="conference"))
    report = findings_report(findings)
    assert (report.title, report.notes) == ("Not eligible", ())
    assert [row[1] for row in table(report, "Findings").rows] == ["CONFERENCE_NOT_ELIGIBLE"]
    assert findings_report(()) == Report("Eligible", (), ("Nothing was found.",))


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"travel_days": 9}, "Eligible"),  # a warning alone
        ({"distance_km": None}, "Eligible; the amount is not yet known"),
        ({"teaching_hours": None}, "Not yet known whether it is eligible"),
        ({"distance_km": None, "teaching_hours": None}, "Not yet known whether it is eligible"),
        ({"distance_km": None, "teaching_hours": 1}, "Not eligible"),
    ],
)
def test_findings_alone_say_what_follows_from_them(changes: dict[str, object], title: str) -> None:
    assert findings_report(CALCULATOR.check(toy_mobility(**changes))).title == title


def test_an_undetermined_grant_tells_its_bounds_and_what_is_open() -> None:
    report = CALCULATOR.calculate(toy_mobility(distance_km=None)).report()
    assert report.title == "Not yet known: 700.00 to 1200.00 EUR"  # 7 x 100, and 0 to 500 for the journey
    assert [each.title for each in report.tables] == [
        *("Mobility", "Open questions", "Lines", "Findings", "Papers", "Sources")
    ]
    question = "How many kilometres is it, one way, by the Commission's distance calculator?"
    assert table(report, "Open questions").rows == ((question, "caller", "0 to 20040", "travel support"),)
    rows = table(report, "Lines").rows
    assert [row[:5] for row in rows] == [
        ("individual support", "5", "days on site", "100.00", "500.00"),
        ("individual support", "2", "travel days", "100.00", "200.00"),
        ("travel support", "1", "participant", "0.00 to 500.00", "0.00 to 500.00"),
        ("total", "", "", "", "700.00 to 1200.00"),
    ]
    assert rows[2][5:] == ("from the lowest to the highest amount of a distance", "TOY")


@pytest.mark.parametrize(
    ("bounds", "title", "told"),
    [
        ({}, "Not yet known: open", "open"),
        ({"minimum_eur": 60}, "Not yet known: at least 500.00 EUR", "at least 300.00"),
        ({"maximum_eur": 60}, "Not yet known: 200.00 to 500.00 EUR", "at most 300.00"),
        ({"minimum_eur": 60, "maximum_eur": 60}, "Not yet known: 500.00 EUR", "300.00"),
    ],
)
def test_a_range_that_is_known_in_part_is_told_as_far_as_it_is(bounds: dict[str, int], title: str, told: str) -> None:
    ranges = [bounds | {"source": toy_source()}] if bounds else []
    changes = {"monthly_rates": (), "monthly_rate_ranges": ranges}
    changes |= {} if bounds else {"travel_support": ()}
    book = toy_rulebook().model_copy(update=changes)
    months = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-05-31")  # 5 x 60, and 200 of travel
    report = GrantCalculator(book).calculate(months).report()
    assert report.title == title
    (row,) = [row for row in table(report, "Lines").rows if row[0] == "individual support"]
    assert row[4] == told


def test_where_a_country_may_yet_refuse_the_title_says_so() -> None:
    group = {"id": "far", "countries": ("SN",), "source": toy_source()}
    (hours,) = toy_rulebook().teaching_hours
    far = hours.model_copy(update={"scope": {"receiving_groups": ("far",)}})
    book = toy_rulebook().model_copy(update={"country_groups": (group,), "teaching_hours": (far,)})
    grant = GrantCalculator(book).calculate(toy_mobility())
    assert grant.report().title == "Not yet known whether it is eligible: 0.00 to 900.00 EUR"


def test_a_monthly_rate_is_told_as_one() -> None:
    student = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-05-31")
    row = table(CALCULATOR.calculate(student).report(), "Lines").rows[1]
    assert row[:5] == ("individual support", "150", "days of the monthly rate", "300.00 a month", "1500.00")


def test_a_refused_mobility_shows_every_reason_with_the_figure_that_was_compared() -> None:
    refused = CALCULATOR.calculate(toy_mobility(teaching_hours=6, purpose="conference", distance_km=None))
    report = refused.report()
    assert report.title == "Not eligible: no grant"
    assert [each.title for each in report.tables] == ["Mobility", "Findings", "Sources"]
    assert [row[:3] for row in table(report, "Findings").rows] == [
        ("refusing", "CONFERENCE_NOT_ELIGIBLE", "Taking part in a conference is not eligible."),
        (
            "refusing",
            "TEACHING_HOURS_TOO_FEW",
            "6 hours of teaching are planned; 8 are required for 5 days.",
        ),
        (
            "unknown",
            "DISTANCE_MISSING",
            (
                "The distance is not stated, and travel support depends on it; "
                "take it from the Commission's distance calculator, one way."
            ),
        ),
    ]


def test_sources_of_payments_are_cited_too() -> None:
    split = PaymentSplit.model_validate(
        {
            "instalments": ({"kind": "balance", "trigger": "after_report", "travel_share": 1, "individual_share": 1},),
            "source": toy_source().at("SPLIT", "page 7"),
        }
    )
    grant = GrantCalculator(toy_rulebook(), payment_split=split).calculate(toy_mobility())
    assert [row[0] for row in table(grant.report(), "Sources").rows] == ["TOY", "SPLIT"]


@pytest.mark.parametrize(
    ("attendance", "expected"),
    [
        (
            Attendance(start_date="2030-03-04", end_date="2030-03-08", interruption_days=1),
            {
                "reference": "M-1",
                "attended": "2030-03-04 to 2030-03-08, less 1 day of interruption",
                "missing papers": "certificate of attendance, participant report",
            },
        ),
        (
            Attendance(force_majeure=True, documents=["certificate_of_attendance", "participant_report"]),
            {"reference": "M-1", "attended": "no stay took place", "force majeure": "yes"},
        ),
    ],
)
def test_a_settlement_tells_what_was_attended(attendance: Attendance, expected: dict[str, str]) -> None:
    grant = CALCULATOR.calculate(toy_mobility(reference="M-1"))
    report = CALCULATOR.settle(grant, attendance).report()
    assert {row[0]: row[1] for row in table(report, "Attendance").rows} == expected


def test_a_settlement_tells_both_sides_of_each_line_and_what_follows() -> None:
    report = CALCULATOR.settle(
        GRANT, Attendance(start_date="2030-03-04", end_date="2030-03-07", paid_eur="760.00")
    ).report()
    assert report.title == "Settlement: 800.00 EUR due, of 900.00 EUR agreed"
    assert table(report, "Lines").rows[1][:6] == (
        *("individual support, days on site", "100.00", "5", "500.00", "4", "400.00"),
    )
    assert table(report, "Amounts").rows == (
        ("agreed", "900.00"),
        ("due", "800.00"),
        ("reduction", "100.00"),
        ("paid before", "760.00"),
        ("balance to pay", "40.00"),
        ("to pay back", "0.00"),
        ("payable now", "0.00"),
    )
    assert [each.title for each in report.tables] == ["Attendance", "Lines", "Amounts", "Sources"]


def test_a_settlement_without_a_reference_has_no_row_for_it() -> None:
    report = CALCULATOR.settle(GRANT, Attendance()).report()
    assert [row[0] for row in table(report, "Attendance").rows] == ["attended", "missing papers"]
    assert [row[1] for row in table(report, "Findings").rows] == ["STAY_DID_NOT_TAKE_PLACE"]


def test_a_monthly_rate_is_settled_as_one() -> None:
    grant = CALCULATOR.calculate(toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-05-31"))
    report = CALCULATOR.settle(grant, Attendance(start_date="2030-01-01", end_date="2030-03-31")).report()
    assert table(report, "Lines").rows[1][1:6] == ("300.00 a month", "150", "1500.00", "90", "900.00")


def test_several_reasons_stand_in_one_sentence() -> None:
    reasons = (
        Reason.of(ReasonCode.REDUCED_RATE_DAYS, from_day=15, to_day=20, share=Decimal("0.70"), full_rate_eur="100.00"),
        Reason.of(ReasonCode.FUNDED_DAYS_CAP, maximum=20, days=30),
    )
    assert why(reasons) == "days 15 to 20 at 0.7 of 100.00 EUR; at most 20 days on site are funded, of 30"
    assert why(()) == ""


def test_the_lines_of_a_settlement_end_with_their_totals() -> None:
    calculator = toy_calculator()
    attended = Attendance(start_date="2030-03-04", end_date="2030-03-07")
    tables = {
        table.title: table
        for table in calculator.settle(calculator.calculate(toy_mobility()), attended).report().tables
    }
    # agreed 200 + 5 x 100 + 2 x 100 = 900; a day less is 100 less
    assert tables["Lines"].rows[-1] == ("total", "", "", "900.00", "", "800.00", "", "")


def test_the_settlement_of_a_refused_grant_has_no_lines_and_no_total() -> None:
    refused = CALCULATOR.calculate(toy_mobility(purpose="conference"))
    report = CALCULATOR.settle(refused, Attendance()).report()
    assert "Lines" not in [each.title for each in report.tables]


def test_the_rulebook_that_another_is_based_on_is_named_in_the_note() -> None:
    ours = toy_rulebook().adapt(id="ours", title="Ours", source=toy_source().at("POLICY", "page 2"))
    calculator = GrantCalculator(ours)
    grant = calculator.calculate(toy_mobility())
    settlement = calculator.settle(grant, Attendance(start_date="2030-03-04", end_date="2030-03-08"))
    for report in (grant.report(), settlement.report()):
        (made_by,) = report.notes
        assert made_by.startswith(f"Rulebook ours ({grant.rulebook_fingerprint[:12]}), based on toy, erasmus_grants ")


def test_a_reason_whose_values_somebody_lost_can_be_read_out_all_the_same() -> None:
    grant = toy_calculator().calculate(toy_mobility()).model_dump(mode="json")
    grant["lines"][0]["reasons"][0]["details"] = {}
    again = GrantBreakdown.model_validate(grant)
    assert again.to_records()[0]["why"] == "? <= ? km < ?; the amount covers the return journey"
    assert "? <= ? km" in again.to_text()
