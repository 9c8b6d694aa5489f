from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants import Attendance, GrantCalculator, GrantLine, LineBasis, LineKind, Mobility
from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.vocabulary import BelowMinimum, LengthUnit, Rounding, Term
from erasmus_grants.records.findings import why
from erasmus_grants.records.lines import grant_line
from erasmus_grants.rules.settlement import (
    SettlementRule,
    Treatment,
    settlement_lines,
    verdict,
)
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_source

FORFEIT = SettlementRule(below_minimum=BelowMinimum.FORFEIT, source=toy_source())
PRORATE = SettlementRule(below_minimum=BelowMinimum.PRORATE, source=toy_source())
TOLERANT = SettlementRule(below_minimum=BelowMinimum.FORFEIT, tolerance_days=5, source=toy_source())
THREE_DAYS = Length(value=3, unit=LengthUnit.CALENDAR_DAYS)
SIXTY_DAYS = Length(value=60, unit=LengthUnit.DAYS_360)


def attended(last: str, **more: object) -> Attendance:
    return Attendance.model_validate({"start_date": "2030-03-04", "end_date": last} | more)


def decided(attendance: Attendance, rule: SettlementRule, minimum: Length | None = THREE_DAYS) -> tuple[str, list[str]]:
    result = verdict(toy_mobility(), attendance, term=Term.STAFF, minimum=minimum, rule=rule)
    return result.treatment.value, [finding.code.value for finding in result.findings]


@pytest.mark.parametrize(
    ("attendance", "rule", "treatment", "codes"),
    [
        (attended("2030-03-08"), FORFEIT, "lower", []),  # as agreed
        (attended("2030-03-06"), FORFEIT, "lower", []),  # the minimum
        (attended("2030-03-09"), FORFEIT, "lower", ["STAY_LONGER_THAN_AGREED"]),
        (attended("2030-03-05"), FORFEIT, "forfeited", ["STAY_BELOW_MINIMUM"]),
        (attended("2030-03-05"), PRORATE, "lower", ["STAY_BELOW_MINIMUM"]),
        (attended("2030-03-05", force_majeure=True), FORFEIT, "lower", ["STAY_BELOW_MINIMUM"]),
        (attended("2030-03-08", interruption_days=3), FORFEIT, "forfeited", ["STAY_BELOW_MINIMUM"]),
        (attended("2030-03-08", interruption_days=5), PRORATE, "nothing", ["STAY_DID_NOT_TAKE_PLACE"]),
        (Attendance(), PRORATE, "nothing", ["STAY_DID_NOT_TAKE_PLACE"]),
        (Attendance(), FORFEIT, "nothing", ["STAY_DID_NOT_TAKE_PLACE"]),
        (Attendance(force_majeure=True), FORFEIT, "journey_only", ["STAY_DID_NOT_TAKE_PLACE"]),
        (Attendance(force_majeure=True), PRORATE, "journey_only", ["STAY_DID_NOT_TAKE_PLACE"]),
    ],
)
def test_what_happens_to_the_lines(
    attendance: Attendance, rule: SettlementRule, treatment: str, codes: list[str]
) -> None:
    assert decided(attendance, rule) == (treatment, codes)


@pytest.mark.parametrize(("term", "codes"), [(Term.LONG_TERM_PHYSICAL, []), (Term.STAFF, ["STAY_LONGER_THAN_AGREED"])])
def test_a_long_stay_is_longer_only_by_the_days_that_are_paid(term: Term, codes: list[str]) -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-03-01", end_date="2030-05-30")  # 90 days, 91 by calendar
    attendance = Attendance.model_validate({"start_date": "2030-03-01", "end_date": "2030-05-31"})
    result = verdict(mobility, attendance, term=term, minimum=None, rule=FORFEIT)
    assert (result.treatment, [finding.code for finding in result.findings]) == ("lower", codes)


def test_a_stay_that_is_longer_says_by_how_much() -> None:
    result = verdict(toy_mobility(), attended("2030-03-10"), term=Term.STAFF, minimum=None, rule=FORFEIT)
    assert [dict(finding.details) for finding in result.findings] == [{"attended": "7", "agreed": "5"}]


@pytest.mark.parametrize(
    ("force_majeure", "sentence"),
    [
        (False, "No day was attended: nothing is due."),
        (True, "No day was attended: after force majeure, the journey is paid."),
    ],
)
def test_a_stay_that_did_not_take_place_says_what_follows(force_majeure: bool, sentence: str) -> None:
    attendance = Attendance(force_majeure=force_majeure)
    result = verdict(toy_mobility(), attendance, term=Term.STAFF, minimum=None, rule=FORFEIT)
    assert [finding.message for finding in result.findings] == [sentence]


CERTIFIED = "Yet the certificate of attendance has arrived, and it states days: state start_date and end_date, unless"


@pytest.mark.parametrize(
    ("stated", "treatment", "said"),
    [
        ({}, "nothing", f"No day was attended: nothing is due. {CERTIFIED} nobody went."),
        (
            {"force_majeure": True},
            "journey_only",
            f"No day was attended: after force majeure, the journey is paid. {CERTIFIED} nobody went.",
        ),
        ({"documents": ["participant_report"]}, "nothing", "No day was attended: nothing is due."),
        (  # the dates are stated, and all days between them were interrupted
            {"start_date": "2030-03-04", "end_date": "2030-03-08", "interruption_days": 5},
            "nothing",
            "No day was attended: nothing is due.",
        ),
    ],
)
def test_a_certificate_of_attendance_without_dates_is_told_as_a_contradiction(
    stated: dict[str, object], treatment: str, said: str
) -> None:
    papers = {"documents": ["certificate_of_attendance", "participant_report"]}
    attendance = Attendance.model_validate(papers | stated)
    result = verdict(toy_mobility(), attendance, term=Term.STAFF, minimum=None, rule=FORFEIT)
    assert (result.treatment, [finding.message for finding in result.findings]) == (treatment, [said])


def test_who_forgets_the_dates_does_not_ask_the_whole_grant_back_without_a_word() -> None:
    """Five days at 100 EUR, two of travel, and 200 EUR for the journey were agreed, and 500 EUR paid."""
    calculator, papers = toy_calculator(), ["certificate_of_attendance", "participant_report"]
    settlement = calculator.settle(
        calculator.calculate(toy_mobility()), Attendance(documents=papers, paid_eur=Decimal(500))
    )
    assert (str(settlement.entitled_eur), str(settlement.recovery_eur)) == ("0.00", "500.00")
    (finding,) = settlement.findings
    assert (finding.code, finding.severity) == ("STAY_DID_NOT_TAKE_PLACE", "warning")
    assert dict(finding.details) == {"consequence": "CERTIFICATE_WITHOUT_DATES", "due": "NOTHING_DUE_WITHOUT_STAY"}
    for told in (settlement.to_text(), settlement.to_markdown(), settlement.model_dump_json()):
        assert "Yet the certificate of attendance has arrived, and it states days" in told


def test_after_force_majeure_a_grant_without_a_journey_says_that_it_pays_none() -> None:
    # Germany pays no journey of long stays in call 2024, so nothing of 150 days at 540 a month is due without a stay
    german = GrantCalculator("na-de-ka131-2024")
    semester = Mobility(
        activity="SMS",
        direction="outgoing",
        sending_country="DE",
        receiving_country="ES",
        start_date="2024-09-01",
        end_date="2025-01-31",
        distance_km=1500,
    )
    settlement = german.settle(german.calculate(semester), Attendance(force_majeure=True, paid_eur=0))
    told = "No day was attended: after force majeure, only a journey would be paid, and this grant pays none."
    assert (settlement.entitled_eur, [one.message for one in settlement.findings]) == (Decimal("0.00"), [told])


def test_without_a_minimum_no_stay_is_below_it() -> None:
    assert decided(attended("2030-03-04"), FORFEIT, minimum=None) == ("lower", [])


def test_a_stay_below_the_minimum_says_how_long_it_was_and_what_follows() -> None:
    result = verdict(toy_mobility(), attended("2030-03-05"), term=Term.STAFF, minimum=THREE_DAYS, rule=FORFEIT)
    (finding,) = result.findings
    assert finding.severity == "warning"
    assert dict(finding.details) == {
        "length": "2",
        "unit": "calendar_days",
        "minimum": "3",
        "minimum_unit": "calendar_days",
        "consequence": "NOTHING_DUE_BELOW_MINIMUM",
    }
    prorated = verdict(toy_mobility(), attended("2030-03-05"), term=Term.STAFF, minimum=THREE_DAYS, rule=PRORATE)
    assert dict(prorated.findings[0].details)["consequence"] == "DAYS_ATTENDED_PAID"
    one_month = Length(value=1, unit=LengthUnit.CALENDAR_MONTHS)
    short = verdict(toy_mobility(), attended("2030-03-05"), term=Term.STAFF, minimum=one_month, rule=FORFEIT)
    assert dict(short.findings[0].details)["minimum_unit"] == "calendar_months"
    assert short.findings[0].message == (
        "The stay ended below the minimum: 2 calendar days of 1 calendar month. Nothing is due."
    )


@pytest.mark.parametrize(
    ("last", "term", "treatment", "codes"),
    [
        ("2030-05-31", Term.LONG_TERM_PHYSICAL, "lower", []),  # 90 days as agreed
        ("2030-05-29", Term.LONG_TERM_PHYSICAL, "as_agreed", ["SHORTFALL_TOLERATED"]),  # 89
        ("2030-05-25", Term.LONG_TERM_PHYSICAL, "as_agreed", ["SHORTFALL_TOLERATED"]),  # 85
        ("2030-05-24", Term.LONG_TERM_PHYSICAL, "lower", []),  # 84
        ("2030-06-01", Term.LONG_TERM_PHYSICAL, "lower", ["STAY_LONGER_THAN_AGREED"]),
        ("2030-05-25", Term.SHORT_TERM_PHYSICAL, "lower", []),
        ("2030-05-25", Term.STAFF, "lower", []),
    ],
)
def test_a_small_shortfall_of_a_long_stay_is_tolerated(last: str, term: Term, treatment: str, codes: list[str]) -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-03-01", end_date="2030-05-31")
    attendance = Attendance.model_validate({"start_date": "2030-03-01", "end_date": last})
    result = verdict(mobility, attendance, term=term, minimum=SIXTY_DAYS, rule=TOLERANT)
    assert (result.treatment, [finding.code for finding in result.findings]) == (treatment, codes)


@pytest.mark.parametrize(
    ("last", "more", "treatment", "codes"),
    [
        ("2030-05-30", {}, "as_agreed", ["SHORTFALL_TOLERATED"]),  # 60 of 62 days, and 60 are the minimum
        ("2030-05-29", {}, "forfeited", ["STAY_BELOW_MINIMUM"]),  # 59
        ("2030-05-29", {"force_majeure": True}, "lower", ["STAY_BELOW_MINIMUM"]),
    ],
)
def test_no_shortfall_is_tolerated_below_the_minimum(
    last: str, more: dict[str, object], treatment: str, codes: list[str]
) -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-04-01", end_date="2030-06-02")  # 62 days
    attendance = Attendance.model_validate({"start_date": "2030-04-01", "end_date": last} | more)
    result = verdict(mobility, attendance, term=Term.LONG_TERM_PHYSICAL, minimum=SIXTY_DAYS, rule=TOLERANT)
    assert (result.treatment, [finding.code for finding in result.findings]) == (treatment, codes)


@pytest.mark.parametrize(
    ("end", "treatment", "code"),
    [
        ("2030-03-06", Treatment.AS_AGREED, "SHORTFALL_TOLERATED"),  # three of five days, and two is the minimum
        ("2030-03-05", Treatment.AS_AGREED, "SHORTFALL_TOLERATED"),
        (
            "2030-03-04",
            Treatment.FORFEITED,
            "STAY_BELOW_MINIMUM",
        ),  # one day: no tolerance goes below the minimum of staff
    ],
)
def test_what_is_tolerated_of_staff_does_not_go_below_the_minimum(end: str, treatment: Treatment, code: str) -> None:
    rule = TOLERANT.model_copy(update={"tolerance_terms": ("staff",), "below_minimum": "forfeit"})
    attendance = Attendance.model_validate({"start_date": "2030-03-04", "end_date": end})
    minimum = Length(value=2, unit=LengthUnit.CALENDAR_DAYS)
    result = verdict(toy_mobility(), attendance, term=Term.STAFF, minimum=minimum, rule=rule)
    assert (result.treatment, [finding.code for finding in result.findings]) == (treatment, [code])


def test_a_tolerated_shortfall_is_told_in_the_days_that_are_paid() -> None:
    # March to May are 90 days of thirty-day months, and 92 by the calendar
    mobility = toy_mobility(activity="SMS", start_date="2030-03-01", end_date="2030-05-31")
    attendance = Attendance.model_validate({"start_date": "2030-03-01", "end_date": "2030-05-29"})
    for term, rule, days in (
        (Term.LONG_TERM_PHYSICAL, TOLERANT, {"attended": "89", "agreed": "90"}),
        (Term.STAFF, TOLERANT.model_copy(update={"tolerance_terms": ("staff",)}), {"attended": "90", "agreed": "92"}),
    ):
        (finding,) = verdict(mobility, attendance, term=term, minimum=None, rule=rule).findings
        assert dict(finding.details) == days | {"tolerance": "5"}


def test_tolerance_is_off_unless_a_rulebook_says_so() -> None:
    assert FORFEIT.tolerance_days == 0
    mobility = toy_mobility(activity="SMS", start_date="2030-03-01", end_date="2030-05-31")
    attendance = Attendance.model_validate({"start_date": "2030-03-01", "end_date": "2030-05-29"})
    result = verdict(mobility, attendance, term=Term.LONG_TERM_PHYSICAL, minimum=SIXTY_DAYS, rule=FORFEIT)
    assert result.treatment is Treatment.LOWER


def line(kind: str, basis: str, quantity: int, rate_eur: str) -> GrantLine:
    return grant_line(
        LineKind(kind),
        LineBasis(basis),
        quantity=quantity,
        rate_eur=Decimal(rate_eur),
        reasons=(),
        source=toy_source(),
    )


TRAVEL = line("travel_support", "participant", 1, "200.00")
FULL = line("individual_support", "days_on_site", 14, "100.00")
REDUCED = line("individual_support", "days_on_site_reduced", 6, "70.00")
TRAVEL_DAYS = line("individual_support", "travel_days", 2, "100.00")
AGREED = (TRAVEL, FULL, REDUCED, TRAVEL_DAYS)
TEN_DAYS = (line("individual_support", "days_on_site", 10, "100.00"), TRAVEL_DAYS)
THIRTY_DAYS = (FULL, line("individual_support", "days_on_site_reduced", 16, "70.00"), TRAVEL_DAYS)


@pytest.mark.parametrize(
    ("treatment", "attended_lines", "quantities", "reasons"),
    [
        (
            Treatment.LOWER,
            TEN_DAYS,
            [1, 10, 0, 2],
            ["KEPT_AS_AGREED", "LOWER_OF_AGREED_AND_ATTENDED", "LOWER_OF_AGREED_AND_ATTENDED", "KEPT_AS_AGREED"],
        ),
        (
            Treatment.LOWER,
            THIRTY_DAYS,
            [1, 14, 6, 2],
            ["KEPT_AS_AGREED", "LOWER_OF_AGREED_AND_ATTENDED", "LOWER_OF_AGREED_AND_ATTENDED", "KEPT_AS_AGREED"],
        ),
        (Treatment.AS_AGREED, TEN_DAYS, [1, 14, 6, 2], ["KEPT_AS_AGREED"] * 4),
        (
            Treatment.JOURNEY_ONLY,
            (),
            [1, 0, 0, 2],
            ["KEPT_AS_AGREED", "NOT_ATTENDED", "NOT_ATTENDED", "KEPT_AS_AGREED"],
        ),
        (Treatment.NOTHING, (), [0, 0, 0, 0], ["NOT_ATTENDED"] * 4),
        (Treatment.FORFEITED, TEN_DAYS, [0, 0, 0, 0], ["FORFEITED"] * 4),
    ],
)
def test_each_treatment_of_the_lines(
    treatment: Treatment, attended_lines: tuple[GrantLine, ...], quantities: list[int], reasons: list[str]
) -> None:
    settled = settlement_lines(AGREED, attended_lines, treatment)
    assert [each.entitled_quantity for each in settled] == quantities
    assert [each.entitled_eur for each in settled] == [
        quantity * agreed.rate_eur for quantity, agreed in zip(quantities, AGREED, strict=True)
    ]
    assert [each.agreed_eur for each in settled] == [agreed.amount_eur for agreed in AGREED]
    assert [reason.code for each in settled for reason in each.reasons] == reasons


def test_a_line_that_was_not_agreed_is_not_paid() -> None:
    assert settlement_lines((TRAVEL,), THIRTY_DAYS, Treatment.LOWER)[0].entitled_eur == Decimal("200.00")
    assert len(settlement_lines((TRAVEL,), THIRTY_DAYS, Treatment.LOWER)) == 1


def test_a_reason_says_how_much_was_agreed_and_how_much_attended() -> None:
    for attended_lines, quantity in ((TEN_DAYS, "10"), (THIRTY_DAYS, "14")):
        settled = settlement_lines(AGREED, attended_lines, Treatment.LOWER)
        assert dict(settled[1].reasons[0].details) == {"agreed": "14", "attended": quantity}
        assert settled[0].reasons[0].details == settled[3].reasons[0].details == ()  # what is kept is not compared


def test_a_longer_stay_says_how_much_was_attended_and_not_only_what_is_paid() -> None:
    settled = settlement_lines(AGREED, THIRTY_DAYS, Treatment.LOWER)
    assert dict(settled[2].reasons[0].details) == {"agreed": "6", "attended": "16"}


@pytest.mark.parametrize(
    ("attended_days", "quantities"),
    [((3, 4), [3, 4]), ((3, 2), [3, 2]), ((2,), [2, 0]), ((3, 9), [3, 4]), ((), [0, 0])],
)
def test_tiers_of_the_same_rate_are_settled_together(attended_days: tuple[int, ...], quantities: list[int]) -> None:
    def days(*each: int) -> tuple[GrantLine, ...]:
        return tuple(line("individual_support", "days_on_site", quantity, "100.00") for quantity in each)

    settled = settlement_lines(days(3, 4), days(*attended_days), Treatment.LOWER)
    assert [each.entitled_quantity for each in settled] == quantities
    told = [int(dict(each.reasons[0].details)["attended"]) for each in settled]
    assert sum(told) == sum(attended_days)  # no day is told twice
    assert [min(days) for days in zip(told, (3, 4), strict=True)] == quantities


@pytest.mark.parametrize(
    ("agreed", "attended_lines", "said"),
    [
        (  # 20 days agreed, 25 attended: 14 and 11 of them
            (FULL, REDUCED),
            (FULL, line("individual_support", "days_on_site_reduced", 11, "70.00")),
            [
                "the lower of 14 agreed and 14 for the days attended",
                "the lower of 6 agreed and 11 for the days attended",
            ],
        ),
        (  # 10 days agreed, 17 attended: 14 and 3 of them
            TEN_DAYS[:1],
            (FULL, line("individual_support", "days_on_site_reduced", 3, "70.00")),
            ["the lower of 10 agreed and 14 for the days attended"],
        ),
        (  # two tiers of one rate, 20 days agreed and 17 attended
            (FULL, line("individual_support", "days_on_site", 6, "100.00")),
            (FULL, line("individual_support", "days_on_site", 3, "100.00")),
            [
                "the lower of 14 agreed and 14 for the days attended",
                "the lower of 6 agreed and 3 for the days attended",
            ],
        ),
    ],
)
def test_a_line_says_what_was_agreed_and_what_the_days_attended_come_to_and_that_the_lower_is_due(
    agreed: tuple[GrantLine, ...], attended_lines: tuple[GrantLine, ...], said: list[str]
) -> None:
    assert [why(each.reasons) for each in settlement_lines(agreed, attended_lines, Treatment.LOWER)] == said


def test_the_top_up_for_green_travel_is_kept_with_the_journey() -> None:
    green = line("top_up_green_travel", "participant", 1, "50.00")
    for treatment, due in (
        (Treatment.JOURNEY_ONLY, "50.00"),  # after force majeure, as the ticket was bought
        (Treatment.NOTHING, "0.00"),
        (Treatment.FORFEITED, "0.00"),
        (Treatment.LOWER, "50.00"),
    ):
        (settled,) = settlement_lines((green,), (), treatment)
        assert str(settled.entitled_eur) == due


def test_a_top_up_that_is_paid_once_is_kept_with_the_stay_and_goes_with_it() -> None:
    top_up = line("top_up_fewer_opportunities", "participant", 1, "50.00")
    kept = settlement_lines((top_up,), (), Treatment.LOWER)
    assert [str(each.entitled_eur) for each in kept] == ["50.00"]
    for treatment in (Treatment.JOURNEY_ONLY, Treatment.NOTHING, Treatment.FORFEITED):
        assert [str(each.entitled_eur) for each in settlement_lines((top_up,), (), treatment)] == ["0.00"]


@pytest.mark.parametrize(
    ("treatment", "attended_eur", "due_eur", "code"),
    [
        (Treatment.LOWER, "100.00", "100.00", "LOWER_TOP_UP_OF_DAYS_ATTENDED"),
        (Treatment.LOWER, "150.00", "150.00", "KEPT_AS_AGREED"),
        (Treatment.LOWER, "200.00", "150.00", "KEPT_AS_AGREED"),  # never more than was agreed
        (Treatment.AS_AGREED, "100.00", "150.00", "KEPT_AS_AGREED"),  # a shortfall that is tolerated
        (Treatment.FORFEITED, "100.00", "0.00", "FORFEITED"),
        (Treatment.NOTHING, "100.00", "0.00", "NOT_ATTENDED"),
        (Treatment.JOURNEY_ONLY, "100.00", "0.00", "NOT_ATTENDED"),
    ],
)
def test_a_top_up_that_is_paid_once_is_the_lower_of_agreed_and_attended(
    treatment: Treatment, attended_eur: str, due_eur: str, code: str
) -> None:
    top_up = line("top_up_fewer_opportunities", "participant", 1, "150.00")
    by_days = {LineKind.TOP_UP_FEWER_OPPORTUNITIES: Decimal(attended_eur)}
    journey, settled = settlement_lines((TRAVEL, top_up), (), treatment, top_ups_eur=by_days)
    assert (str(settled.entitled_eur), [reason.code for reason in settled.reasons]) == (due_eur, [code])
    assert {reason.code for reason in journey.reasons} <= {"KEPT_AS_AGREED", "FORFEITED", "NOT_ATTENDED"}
    if code == "LOWER_TOP_UP_OF_DAYS_ATTENDED":
        assert (settled.entitled_quantity, str(settled.rate_eur)) == (1, "150.00")
        assert dict(settled.reasons[0].details) == {"attended_eur": "100.00", "agreed_eur": "150.00"}


@pytest.mark.parametrize(
    "changes", [{"tolerance_days": -1}, {"tolerance_days": 31}, {"below_minimum": "half"}, {"source": None}]
)
def test_a_rule_out_of_its_range_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        FORFEIT.model_copy(update=changes)


@pytest.mark.parametrize(
    ("last", "term", "treatment"),
    [
        ("2030-05-30", Term.STAFF, "as_agreed"),  # one calendar day less
        ("2030-05-26", Term.STAFF, "as_agreed"),  # five
        ("2030-05-25", Term.STAFF, "lower"),  # six
        ("2030-05-30", Term.LONG_TERM_PHYSICAL, "lower"),  # not among the terms
        ("2030-05-29", Term.LONG_TERM_PHYSICAL, "lower"),
        ("2030-05-31", Term.STAFF, "lower"),  # nothing is short
    ],
)
def test_a_rulebook_may_tolerate_a_shortfall_of_other_stays(last: str, term: Term, treatment: str) -> None:
    rule = TOLERANT.model_copy(update={"tolerance_terms": ("staff", "short_term_physical")})
    mobility = toy_mobility(start_date="2030-03-01", end_date="2030-05-31")
    attendance = Attendance.model_validate({"start_date": "2030-03-01", "end_date": last})
    result = verdict(mobility, attendance, term=term, minimum=None, rule=rule)
    assert result.treatment == treatment


def test_a_tolerance_is_for_somebody() -> None:
    assert TOLERANT.tolerance_terms == (Term.LONG_TERM_PHYSICAL,)
    with pytest.raises(ValidationError, match="at least 1"):
        TOLERANT.model_copy(update={"tolerance_terms": ()})


@pytest.mark.parametrize(
    ("treatment", "cost_eur", "due_eur", "code"),
    [
        (Treatment.LOWER, "150.00", "150.00", "LOWER_OF_AGREED_AND_ACTUAL_COST"),
        (Treatment.LOWER, "199.99", "199.99", "LOWER_OF_AGREED_AND_ACTUAL_COST"),
        (Treatment.LOWER, "200.00", "200.00", "LOWER_OF_AGREED_AND_ACTUAL_COST"),
        (Treatment.LOWER, "200.01", "200.00", "LOWER_OF_AGREED_AND_ACTUAL_COST"),
        (Treatment.LOWER, "0.00", "0.00", "LOWER_OF_AGREED_AND_ACTUAL_COST"),
        (Treatment.AS_AGREED, "150.00", "150.00", "LOWER_OF_AGREED_AND_ACTUAL_COST"),
        (Treatment.JOURNEY_ONLY, "150.00", "150.00", "LOWER_OF_AGREED_AND_ACTUAL_COST"),
        (Treatment.NOTHING, "150.00", "0.00", "NOT_ATTENDED"),
        (Treatment.FORFEITED, "150.00", "0.00", "FORFEITED"),
        (Treatment.LOWER, None, "200.00", "KEPT_AS_AGREED"),
    ],
)
def test_a_journey_at_actual_cost_is_the_lower_of_both(
    treatment: Treatment, cost_eur: str | None, due_eur: str, code: str
) -> None:
    cost = None if cost_eur is None else Decimal(cost_eur)
    journey, *others = settlement_lines(AGREED, TEN_DAYS, treatment, travel_cost_eur=cost)
    assert str(journey.entitled_eur) == due_eur
    (reason,) = journey.reasons
    assert reason.code == code
    if code == "LOWER_OF_AGREED_AND_ACTUAL_COST":
        assert dict(reason.details) == {"cost_eur": cost_eur, "agreed_eur": "200.00"}
    assert tuple(others) == settlement_lines(AGREED, TEN_DAYS, treatment)[1:]


@pytest.mark.parametrize(
    ("treatment", "code", "quantity"),
    [
        (Treatment.LOWER, "ACTUAL_COST_NOT_STATED", 1),
        (Treatment.AS_AGREED, "ACTUAL_COST_NOT_STATED", 1),
        (Treatment.JOURNEY_ONLY, "ACTUAL_COST_NOT_STATED", 1),
        (Treatment.NOTHING, "NOT_ATTENDED", 0),
        (Treatment.FORFEITED, "FORFEITED", 0),
    ],
)
def test_a_journey_at_a_cost_that_nobody_stated_says_so_and_states_no_cost(
    treatment: Treatment, code: str, quantity: int
) -> None:
    journey, *others = settlement_lines(AGREED, TEN_DAYS, treatment, is_cost_missing=True)
    assert (str(journey.entitled_eur), journey.entitled_quantity) == ("0.00", quantity)
    assert [(reason.code, dict(reason.details)) for reason in journey.reasons] == [
        (code, {"agreed_eur": "200.00"} if quantity else {})
    ]
    assert tuple(others) == settlement_lines(AGREED, TEN_DAYS, treatment)[1:]


def test_a_settled_line_is_rounded_as_the_agreed_one() -> None:
    monthly = grant_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.DAYS_OF_MONTH_RATE,
        quantity=60,
        rate_eur=Decimal("520.00"),
        rate_days=30,
        rounding=Rounding.HALF_UP_TO_EURO,
        reasons=(),
        source=toy_source(),
    )
    attended_line = monthly.model_copy(update={"quantity": 47, "amount_eur": "815.00"})
    (settled,) = settlement_lines((monthly,), (attended_line,), Treatment.LOWER)
    assert (settled.rounding, settled.entitled_quantity, str(settled.entitled_eur)) == (
        "half_up_to_euro",
        47,
        "815.00",  # 47 * 520 / 30 = 814.666...
    )
