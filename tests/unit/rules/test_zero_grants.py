"""Zero grants: who may have one, what they pay, and what is due after the stay."""

import pytest
from pydantic import ValidationError

from erasmus_grants import Attendance, GrantBreakdown, GrantCalculator, Rulebook, UndeterminedGrantError
from erasmus_grants.basics.lengths import Length
from erasmus_grants.records.findings import why
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.fingerprints import fingerprint_of
from erasmus_grants.rules.zero_grants import ZeroGrant, zero_grant_findings
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source

TOY = toy_rulebook()
MONTHS: dict[str, object] = {"activity": "SMS", "start_date": "2030-01-01", "end_date": "2030-04-30"}  # 120 days
FORFEIT = {"below_minimum": "forfeit", "source": toy_source()}
PAPERS = ("certificate_of_attendance", "participant_report")


def toy_with(**tables: object) -> GrantCalculator:
    return GrantCalculator(TOY.model_copy(update=tables))


def grant(calculator: GrantCalculator | None = None, **fields: object) -> GrantBreakdown:
    return (calculator or GrantCalculator(TOY)).calculate(toy_mobility(**fields))


def codes(of: GrantBreakdown) -> list[str]:
    return [finding.code.value for finding in of.findings]


def lines(of: GrantBreakdown) -> list[tuple[str, int, str]]:
    return [(line.kind.value, line.quantity, str(line.amount_eur)) for line in of.lines]


def totals(of: GrantBreakdown) -> list[str | None]:
    return [None if eur is None else str(eur) for eur in (of.total_eur, of.minimum_total_eur, of.maximum_total_eur)]


# --- for the whole stay -----------------------------------------------------------------------------------------------


def test_a_zero_grant_is_granted_and_pays_nothing() -> None:
    zero = grant(zero_grant=True)
    assert (zero.status.value, zero.eligible, zero.lines, zero.open_lines) == ("granted", True, (), ())
    assert totals(zero) == ["0.00", "0.00", "0.00"]
    assert (zero.payments, zero.questions) == ((), ())
    assert codes(zero) == ["ZERO_GRANT"]
    assert zero.findings[0].severity == "info"
    assert zero.documents == grant().documents != ()
    assert GrantBreakdown.model_validate_json(zero.model_dump_json()) == zero
    assert [record["status"] for record in zero.to_records()] == ["granted"]  # no grant is lost in a table of them


def test_what_is_unknown_only_for_an_amount_leaves_a_zero_grant_as_it_is() -> None:
    source, why = toy_source(), "nobody has printed it"
    unknown = {"not_published": why, "source": source}
    top_up = unknown | {"kind": "top_up_fewer_opportunities", "blocking": True}
    tables = {
        "travel_support": [unknown],
        "daily_rates": [unknown],
        "monthly_rates": (),
        "top_ups": [top_up],
        "payment_splits": [],
        "country_groups": [{"id": "south", "countries": ["SN"], "source": source}],
        "travel_days": [{"funded_travel_days": 2, "scope": {"receiving_groups": "south"}, "source": source}],
    }
    for fields in ({}, {"distance_km": None}, MONTHS, {"travel_mode": "green", "travel_days": 60}):
        assert codes(grant(toy_with(**tables), zero_grant=True, **fields)) == ["ZERO_GRANT"]
        assert grant(toy_with(**tables), **fields).status.value == "undetermined"


@pytest.mark.parametrize("funding", ["not_published", "not_funded"])
def test_an_activity_without_a_printed_amount_may_have_a_zero_grant_and_one_of_another_budget_not(funding: str) -> None:
    rule = {"roles": "staff", "funding": funding, "why": "ask the office", "source": toy_source()}
    zero = grant(toy_with(activities=[rule]), zero_grant=True)
    assert codes(zero) == (["ZERO_GRANT"] if funding == "not_published" else ["ACTIVITY_NOT_FUNDED"])
    assert totals(zero) == ["0.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"end_date": "2030-03-04"}, ["DURATION_TOO_SHORT"]),
        ({"teaching_hours": 7}, ["TEACHING_HOURS_TOO_FEW"]),
        ({"role": "student"}, ["ROLE_NOT_ELIGIBLE"]),
        (MONTHS | {"months_used": 9}, ["MONTHS_PER_CYCLE_EXCEEDED"]),  # 9 and 4 are more than 12
        ({"fewer_opportunities": True}, ["ZERO_GRANT_NOT_ELIGIBLE"]),
    ],
)
def test_whatever_refuses_a_grant_refuses_a_zero_grant(fields: dict[str, object], expected: list[str]) -> None:
    zero = grant(zero_grant=True, **fields)
    assert (zero.status.value, codes(zero)) == ("not_eligible", expected)


def test_what_may_refuse_a_zero_grant_is_asked_for() -> None:
    zero = grant(zero_grant=True, teaching_hours=None, distance_km=None)
    assert (zero.status.value, zero.eligible, totals(zero)) == ("undetermined", None, [None, "0.00", "0.00"])
    assert codes(zero) == ["TEACHING_HOURS_MISSING", "ZERO_GRANT"]
    assert [question.field for question in zero.questions] == ["teaching_hours"]


def test_a_country_is_asked_for_only_where_it_decides_whether_a_zero_grant_is_eligible() -> None:
    source = toy_source()
    groups = [{"id": "south", "countries": ["SN"], "source": source}]
    scope = {"receiving_groups": "south"}
    dearer = TOY.travel_support[0].model_copy(update={"scope": scope})
    of_amounts = toy_with(country_groups=groups, travel_support=[dearer])
    assert "COUNTRY_MISSING" in codes(grant(of_amounts))
    assert codes(grant(of_amounts, zero_grant=True)) == ["ZERO_GRANT"]
    limit = TOY.durations[0].model_copy(update={"scope": {"activities": "STA STT", **scope}})
    assert "COUNTRY_MISSING" in codes(grant(toy_with(country_groups=groups, durations=[limit]), zero_grant=True))


# --- for some days ----------------------------------------------------------------------------------------------------


def test_of_a_partial_zero_grant_the_other_days_are_paid() -> None:
    # 20 days, of which 4 are not funded: 14 at 100 and 2 at 70; the journey, 742 km, and 2 travel days as ever
    part = grant(end_date="2030-03-23", teaching_hours=40, zero_grant_days=4)
    assert (part.status.value, codes(part)) == ("granted", [])
    assert lines(part) == [
        ("travel_support", 1, "200.00"),
        ("individual_support", 14, "1400.00"),
        ("individual_support", 2, "140.00"),
        ("individual_support", 2, "200.00"),
    ]
    assert sum(payment.amount_eur for payment in part.payments) == part.total_eur


def test_top_ups_of_a_month_are_paid_for_the_funded_days_and_those_paid_once_by_the_whole_stay() -> None:
    source = toy_source()
    once = {"kind": "top_up_green_travel", "source": source}
    tiers = [{"from_day": 1, "to_day": 100, "amount_eur": 10}, {"from_day": 101, "amount_eur": 20}]
    calculator = toy_with(top_ups=[*TOY.top_ups, once | {"tiers": tiers}])
    part = grant(calculator, **MONTHS | {"activity": "SMT", "travel_mode": "green", "zero_grant_days": 30})
    # 120 days, 90 of them funded: 3 x 300 and, for a traineeship, 3 x 30; green travel once, by 120 days
    assert lines(part) == [
        ("travel_support", 1, "250.00"),
        ("individual_support", 90, "900.00"),
        ("top_up_traineeship", 90, "90.00"),
        ("top_up_green_travel", 1, "20.00"),
    ]


def test_the_kind_of_stay_and_its_length_are_those_of_the_whole_stay() -> None:
    part = grant(**MONTHS, zero_grant_days=60)  # funded to 1 March: 2 x 30 + 1 days; 60 are the shortest long stay
    assert (part.status.value, lines(part)[1]) == ("granted", ("individual_support", 61, "610.00"))
    year = MONTHS | {"end_date": "2030-12-31", "zero_grant_days": 300}
    assert codes(grant(**year, months_used=1)) == ["MONTHS_PER_CYCLE_EXCEEDED"]  # all 12 months count


def test_between_the_ends_of_a_range_the_funded_days_are_counted() -> None:
    ranges = [{"minimum_eur": 200, "maximum_eur": 600, "source": toy_source()}]
    part = grant(toy_with(monthly_rates=(), monthly_rate_ranges=ranges), **MONTHS, zero_grant_days=30)
    assert (part.status.value, totals(part)) == ("undetermined", [None, "800.00", "2000.00"])  # 200 + 3 x 200 or 600


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"zero_grant": True, "fewer_opportunities": True}, "a participant with fewer opportunities cannot have one."),
        (
            {"zero_grant_days": 1, "fewer_opportunities": True},
            "a participant with fewer opportunities cannot have one.",
        ),
        ({"zero_grant_days": 4}, "1 calendar day would be funded, and at least 2 calendar days have to be."),
        (
            MONTHS | {"zero_grant_days": 61},  # funded to 28 February: 30 + 28
            "58 days of thirty-day months would be funded, and at least 60 days of thirty-day months have to be.",
        ),
    ],
)
def test_a_zero_grant_that_is_not_possible_says_why(fields: dict[str, object], said: str) -> None:
    refused = grant(**fields)
    assert (refused.status.value, codes(refused)) == ("not_eligible", ["ZERO_GRANT_NOT_ELIGIBLE"])
    assert refused.findings[0].message == f"No such zero grant is possible: {said}"
    assert totals(refused) == ["0.00", "0.00", "0.00"]


OF_TERM = {"minimum": "60 days_360", "maximum": "360 days_360", "minimum_of_academic_term": "1 calendar_days"}


@pytest.mark.parametrize(
    ("days", "unfunded", "said"),
    [
        (120, 60, None),
        (
            120,
            61,  # funded to 28 February: 30 + 28
            "58 days of thirty-day months would be funded, and at least 60 days of thirty-day months have to be.",
        ),
        (
            120,
            119,
            "1 day of thirty-day months would be funded, and at least 60 days of thirty-day months have to be.",
        ),
        (50, 0, None),
        (50, 1, "49 calendar days would be funded, and at least 50 calendar days have to be."),
    ],
)
def test_some_days_of_a_term_are_funded_as_those_of_other_stays(days: int, unfunded: int, said: str | None) -> None:
    calculator = toy_with(durations=[OF_TERM | {"source": toy_source()}])
    last = {120: "2030-04-30", 50: "2030-02-19"}[days]  # 31 + 19 days
    fields = MONTHS | {"end_date": last, "academic_term": True, "zero_grant_days": unfunded}
    part = grant(calculator, **fields)
    assert [finding.message for finding in part.findings] == (
        [] if said is None else [f"No such zero grant is possible: {said}"]
    )
    assert part.eligible is (said is None)


@pytest.mark.parametrize(
    ("last", "planned", "entitled"),
    [
        ("2030-02-19", "2030-04-30", "0.00"),  # 50 of 120 days are neither two months nor the term
        ("2030-03-30", "2030-04-30", "1150.00"),  # 90 of 120 days: 250 + 90 x 10
        ("2030-02-19", "2030-02-19", "740.00"),  # a term of 50 days, attended whole: 250 + (30 + 19) x 10
        ("2030-02-18", "2030-02-19", "0.00"),
    ],
)
def test_some_attended_days_of_a_term_are_settled_as_those_of_other_stays(
    last: str, planned: str, entitled: str
) -> None:
    tables = {"durations": [OF_TERM | {"source": toy_source()}], "settlement": FORFEIT}
    calculator = toy_with(**tables)
    agreed = grant(calculator, **MONTHS | {"end_date": planned, "academic_term": True, "travel_mode": "green"})
    settled = calculator.settle(agreed, Attendance.model_validate({"start_date": "2030-01-01", "end_date": last}))
    assert str(settled.entitled_eur) == entitled
    assert ("STAY_BELOW_MINIMUM" in [finding.code for finding in settled.findings]) is (entitled == "0.00")
    kept = calculator.settle(
        agreed, Attendance.model_validate({"start_date": "2030-01-01", "end_date": last, "force_majeure": True})
    )
    assert kept.entitled_eur > 0


def test_where_only_whole_stays_may_be_without_a_grant_none_of_some_days_is_possible() -> None:
    whole = toy_with(zero_grants=[ZeroGrant(partial=False, fewer_opportunities=False, source=toy_source())])
    assert codes(grant(whole, zero_grant=True)) == ["ZERO_GRANT"]
    refused = grant(whole, zero_grant_days=1)
    assert codes(refused) == ["ZERO_GRANT_NOT_ELIGIBLE"]
    assert refused.findings[0].message.endswith("it is for the whole stay, and not for some of its days.")
    both = grant(whole, zero_grant_days=4, fewer_opportunities=True)
    assert codes(both) == ["ZERO_GRANT_NOT_ELIGIBLE"] * 2  # each reason is told
    assert [finding.message for finding in both.findings] == [
        "No such zero grant is possible: a participant with fewer opportunities cannot have one.",
        "No such zero grant is possible: it is for the whole stay, and not for some of its days.",
    ]


def test_where_nobody_has_printed_whether_some_days_may_be_without_a_grant_it_is_not_known() -> None:
    silent = toy_with(zero_grants=[ZeroGrant(source=toy_source())])
    assert codes(grant(silent, zero_grant=True)) == ["ZERO_GRANT"]
    waits = grant(silent, zero_grant_days=4)  # a day would be funded, below the minimum; that minimum is not printed
    assert (waits.status.value, codes(waits)) == ("undetermined", ["ZERO_GRANT_NOT_PUBLISHED"])
    assert [question.table for question in waits.questions] == ["zero_grants"]


def test_where_nobody_has_printed_whether_fewer_opportunities_rule_a_zero_grant_out_it_is_not_known() -> None:
    silent = toy_with(zero_grants=[ZeroGrant(partial=True, source=toy_source())])
    whole = grant(silent, zero_grant=True, fewer_opportunities=True)
    assert (whole.status.value, whole.eligible, totals(whole)) == ("undetermined", None, [None, "0.00", "0.00"])
    assert codes(whole) == ["ZERO_GRANT_NOT_PUBLISHED", "ZERO_GRANT"]
    (question,) = whole.questions
    assert (question.table, question.scope.fewer_opportunities) == ("zero_grants", True)
    part = grant(silent, zero_grant_days=1, fewer_opportunities=True)
    assert (part.status.value, codes(part)) == ("undetermined", ["ZERO_GRANT_NOT_PUBLISHED"])
    assert part.lines == grant(silent, zero_grant_days=1).lines
    assert codes(grant(silent, zero_grant=True)) == ["ZERO_GRANT"]
    too_few = grant(silent, zero_grant_days=4, fewer_opportunities=True)
    assert codes(too_few) == ["ZERO_GRANT_NOT_ELIGIBLE"]  # whatever the answer is


def test_a_rulebook_may_say_that_fewer_opportunities_do_not_matter() -> None:
    open_to_all = toy_with(zero_grants=[ZeroGrant(fewer_opportunities=True, source=toy_source())])
    assert codes(grant(open_to_all, zero_grant=True, fewer_opportunities=True)) == ["ZERO_GRANT"]


def test_without_a_shortest_stay_a_day_is_enough() -> None:
    (rule,), mobility = TOY.zero_grants, toy_mobility(zero_grant_days=4)
    assert zero_grant_findings(mobility, rule, minimum=None, otherwise=toy_source()) == ()
    one_day = Length.model_validate("1 calendar_days")
    assert zero_grant_findings(mobility, rule, minimum=one_day, otherwise=toy_source()) == ()
    assert codes(grant(toy_with(durations=()), zero_grant_days=4)) == []


@pytest.mark.parametrize("fields", [{"zero_grant": True}, {"zero_grant_days": 2}])
@pytest.mark.parametrize("tables", [{"zero_grants": ()}, {"zero_grants": [{"scope": {"activities": "SMS"}}]}])
def test_where_nothing_is_printed_it_is_not_known_whether_a_zero_grant_is_possible(
    fields: dict[str, object], tables: dict[str, list[dict[str, object]]]
) -> None:
    silent = toy_with(zero_grants=[entry | {"source": toy_source()} for entry in tables["zero_grants"]])
    waits = grant(silent, **fields)
    assert (waits.status.value, waits.eligible) == ("undetermined", None)
    assert codes(waits) == ["ZERO_GRANT_NOT_PUBLISHED"]
    assert totals(waits) == [None, "0.00", "0.00" if "zero_grant" in fields else "700.00"]  # 200 + 3 x 100 + 2 x 100
    (question,) = waits.questions
    assert (question.table, question.kind.value) == ("zero_grants", "yes_or_no")
    assert question.in_language() == (
        "May the participant have a zero grant? (activities: STA; directions: outgoing; roles: staff)"
    )
    assert question.answers_told() == "yes or no"
    with pytest.raises(UndeterminedGrantError, match="May the participant have a zero grant"):
        silent.settle(waits, Attendance())


# --- what goes together -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"zero_grant_days": 5}, "days without a grant are fewer than the days of the stay, 5"),
        ({"zero_grant_days": 4, "interruption_days": 1}, "days without a grant are fewer than the days of the stay, 4"),
        (
            {"zero_grant": True, "zero_grant_days": 1},
            "a zero grant for the whole stay has no days of its own without a grant",
        ),
    ],
)
def test_days_that_do_not_go_together_are_told_in_a_sentence(fields: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        toy_mobility(**fields)
    assert [(problem["loc"], problem["msg"]) for problem in caught.value.errors()] == [(("zero_grant_days",), sentence)]


@pytest.mark.parametrize("fields", [{"zero_grant": "yes"}, {"zero_grant_days": -1}, {"zero_grant_days": 1.5}])
def test_what_is_no_yes_or_no_or_number_of_days_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        toy_mobility(**fields)


def test_the_funded_days_are_the_first_of_the_stay() -> None:
    mobility = toy_mobility(interruption_days=1, zero_grant_days=2)  # 5 days
    assert (mobility.net_days, mobility.stay.net_days, mobility.paid_stay.net_days) == (4, 4, 2)
    long = Mobility.model_validate({**MONTHS, "direction": "outgoing", "zero_grant_days": 30})
    assert (long.stay.net_days_360, long.paid_stay.net_days_360) == (120, 90)


@pytest.mark.parametrize(
    ("fields", "last_funded_day"),
    [
        ({"start_date": "2030-02-01", "end_date": "2030-08-31", "zero_grant_days": 31}, "2030-07-31"),
        ({"start_date": "2030-01-01", "end_date": "2030-05-31", "zero_grant_days": 91}, "2030-03-01"),
        ({"start_date": "2030-01-31", "end_date": "2030-04-30", "zero_grant_days": 20}, "2030-04-10"),
        (
            {"start_date": "2030-02-01", "end_date": "2030-08-31", "zero_grant_days": 31, "interruption_days": 9},
            "2030-07-31",
        ),
    ],
)
def test_the_funded_part_is_paid_like_a_stay_that_ends_with_it(fields: dict[str, object], last_funded_day: str) -> None:
    part = grant(activity="SMS", **fields)
    alone = grant(activity="SMS", **fields | {"zero_grant_days": 0, "end_date": last_funded_day})
    assert part.status.value == "granted"
    assert lines(part) == lines(alone)


def test_weekdays_are_those_of_the_funded_part() -> None:
    calculator = toy_with(daily_rates=[TOY.daily_rates[0].model_copy(update={"counting": "weekdays"})])
    # Monday to Sunday, of which Saturday and Sunday are not funded: five weekdays are
    part = grant(calculator, end_date="2030-03-10", teaching_hours=40, zero_grant_days=2)
    assert lines(part)[1] == ("individual_support", 5, "500.00")


def test_a_rulebook_without_the_table_has_the_fingerprint_that_it_had() -> None:
    without = TOY.model_copy(update={"zero_grants": ()})
    again = Rulebook.model_validate(without.model_dump(exclude={"zero_grants"}))
    assert fingerprint_of(without) == fingerprint_of(again) != fingerprint_of(TOY)


@pytest.mark.parametrize(
    ("fields", "stay_told", "said"),
    [
        (
            MONTHS | {"zero_grant_days": 30},
            "2030-01-01 to 2030-04-30, 30 days at its end without a grant",
            ["funded to 2030-03-31, and the 30 days after that are not"],
        ),
        (
            {"zero_grant_days": 1},
            "2030-03-04 to 2030-03-08, 1 day at its end without a grant",
            ["funded to 2030-03-07, and the 1 day after that is not"],
        ),
        (
            {"end_date": "2030-03-23", "teaching_hours": 40, "zero_grant_days": 4, "interruption_days": 1},
            "2030-03-04 to 2030-03-23, less 1 day of interruption, 4 days at its end without a grant",
            ["funded to 2030-03-19, and the 4 days after that are not"] * 2,  # 14 days at 100, and 1 at 70
        ),
        (MONTHS, "2030-01-01 to 2030-04-30", []),
        ({"zero_grant": True}, "2030-03-04 to 2030-03-08", []),  # of which a finding says that nothing is paid
    ],
)
def test_every_form_of_a_grant_says_which_days_are_not_funded(
    fields: dict[str, object], stay_told: str, said: list[str]
) -> None:
    of_part = grant(**fields)
    for told in (of_part.to_text(), of_part.to_markdown(), of_part._repr_html_()):
        assert stay_told in told
    reasons = [reason for line in of_part.lines for reason in line.reasons if reason.code == "FUNDED_PART_OF_STAY"]
    assert [why([reason]) for reason in reasons] == said
    assert sum("after that" in str(record["why"]) for record in of_part.to_records()) == len(said)
    assert of_part.model_dump_json().count("FUNDED_PART_OF_STAY") == len(said)


def test_lines_of_the_journey_have_nothing_to_do_with_days_that_are_not_funded() -> None:
    travel, days, travel_days = grant(zero_grant_days=2).lines
    assert [len(line.reasons) for line in (travel, days, travel_days)] == [1, 2, 1]


def test_a_line_that_is_open_says_which_days_are_not_funded_too() -> None:
    ranges = [{"minimum_eur": 200, "maximum_eur": 600, "source": toy_source()}]
    part = grant(toy_with(monthly_rates=(), monthly_rate_ranges=ranges), **MONTHS, zero_grant_days=30)
    assert [why(line.reasons).endswith("and the 30 days after that are not") for line in part.open_lines] == [True]


# --- after the stay ---------------------------------------------------------------------------------------------------


def settled(of: GrantBreakdown, last: str | None, **more: object) -> tuple[str, str, list[str]]:
    stay = {"start_date": of.mobility.start_date, "end_date": last} if last else {}
    attendance = Attendance.model_validate({"documents": PAPERS, **stay, **more})
    settlement = GrantCalculator(TOY).settle(of, attendance)
    found = [finding.code.value for finding in settlement.findings]
    return str(settlement.entitled_eur), str(settlement.recovery_eur), found


def test_after_a_stay_without_a_grant_nothing_is_due() -> None:
    zero = grant(zero_grant=True)
    assert settled(zero, "2030-03-08") == ("0.00", "0.00", ["ZERO_GRANT"])
    assert settled(zero, "2030-03-06") == ("0.00", "0.00", ["ZERO_GRANT"])
    by_mistake = settled(zero, "2030-03-08", paid_eur="50.00")
    assert by_mistake == ("0.00", "50.00", ["ZERO_GRANT", "PAID_MORE_THAN_AGREED"])
    assert settled(zero, None, force_majeure=True)[:2] == ("0.00", "0.00")


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2030-03-23", "1940.00"),  # as agreed: 20 days, 16 of them funded: 1400 + 140 + 200 + 200
        ("2030-03-30", "1940.00"),  # longer
        ("2030-03-19", "1940.00"),  # 16 days, and 16 were funded
        ("2030-03-18", "1870.00"),  # 15: one less at 70
        ("2030-03-08", "900.00"),  # 5: 500 + 200 + 200
        ("2030-03-04", "0.00"),  # below the shortest stay
    ],
)
def test_attended_days_are_paid_up_to_the_funded_ones(last: str, expected: str) -> None:
    part = grant(end_date="2030-03-23", teaching_hours=40, zero_grant_days=4)
    assert settled(part, last)[0] == expected


def test_attended_months_are_paid_up_to_the_funded_ones() -> None:
    part = grant(**MONTHS, zero_grant_days=30)  # 120 days, 90 funded: 200 + 900
    attended = [settled(part, last)[0] for last in ("2030-04-30", "2030-03-30", "2030-03-20", "2030-03-10")]
    assert attended == ["1100.00", "1100.00", "1000.00", "900.00"]  # 90, 80 and 70 days at 10


@pytest.mark.parametrize(
    ("start", "last", "away", "expected"),
    [
        # February to August 2030 are 212 calendar days; the last 31 have no grant: 6 x 30 = 180 to 31 July, at 10
        ("2030-02-01", "2030-08-31", 0, "2000.00"),  # as agreed: 200 + 1800
        ("2030-02-01", "2030-08-31", 40, "1600.00"),  # all interruptions are in the funded part: 180 - 40 = 140
        ("2030-02-01", "2030-07-31", 0, "2000.00"),  # home before the days without a grant began
        ("2030-02-01", "2030-08-01", 0, "2000.00"),  # home on the first of them
        ("2030-02-01", "2030-07-20", 0, "1900.00"),  # home ten days of July before them: 5 x 30 + 20 = 170
        ("2030-02-01", "2030-07-31", 40, "1600.00"),
        ("2030-02-01", "2030-09-30", 0, "2000.00"),  # longer
        ("2030-02-01", "2030-09-30", 30, "2000.00"),  # 30 days longer: to 30 August, 7 x 30 - 30 = 180
        ("2030-03-01", "2030-09-30", 0, "2000.00"),  # a month later, 214 days: to 30 August, 180
    ],
)
def test_interruptions_are_taken_off_the_funded_part_and_an_early_return_off_the_rest(
    start: str, last: str, away: int, expected: str
) -> None:
    seven_months = {"activity": "SMS", "start_date": "2030-02-01", "end_date": "2030-08-31", "zero_grant_days": 31}
    part = grant(**seven_months)
    assert settled(part, last, start_date=start, interruption_days=away)[0] == expected


def test_a_stay_that_was_interrupted_is_due_what_a_stay_with_that_interruption_is_granted() -> None:
    """Turkey, call 2026: 600 EUR a month of long studies in Germany; the two ways to say it were 600 EUR apart."""
    calculator = GrantCalculator("na-tr-ka131-2026")
    stay = {"start_date": "2027-02-01", "end_date": "2027-08-31"}
    fields = stay | {
        "activity": "SMS",
        "direction": "outgoing",
        "sending_country": "TR",
        "receiving_country": "DE",
        "distance_km": 2000,
        "study_cycle": "first",
        "zero_grant_days": 31,
    }
    agreed = calculator.calculate(Mobility.model_validate(fields))
    planned = calculator.calculate(Mobility.model_validate(fields | {"interruption_days": 40}))
    attended = Attendance.model_validate(stay | {"interruption_days": 40, "paid_eur": 0})
    assert calculator.settle(agreed, attended).entitled_eur == planned.total_eur


def test_of_a_stay_that_was_hardly_attended_no_funded_day_may_be_left() -> None:
    part = grant(**MONTHS, zero_grant_days=30)  # 120 days, 90 of them funded
    prorated = toy_with(settlement={"below_minimum": "prorate", "source": toy_source()})
    again = prorated.calculate(part.mobility)
    hardly = {"start_date": "2030-01-01", "end_date": "2030-04-30", "interruption_days": 95}
    settlement = prorated.settle(again, Attendance.model_validate(hardly))
    assert str(settlement.entitled_eur) == "200.00"  # the journey; 90 - 95 are no days


def test_a_settlement_says_why_a_stay_without_a_grant_is_due_nothing_and_which_days_are_not_funded() -> None:
    calculator, stay = GrantCalculator(TOY), {"start_date": "2030-03-04", "end_date": "2030-03-08"}
    attended = Attendance.model_validate(stay)
    nothing = calculator.settle(grant(zero_grant=True), attended)
    assert "The participant takes part with a zero grant: nothing is paid." in nothing.to_text()
    part = calculator.settle(grant(zero_grant_days=2), attended)
    assert [why(line.reasons) for line in part.lines] == [
        "kept as agreed",
        "the lower of 3 agreed and 3 for the days attended; funded to 2030-03-06, and the 2 days after that are not",
        "kept as agreed",
    ]


# --- what a form asks -------------------------------------------------------------------------------------------------


def test_a_form_asks_nothing_about_the_amount_of_a_zero_grant() -> None:
    known = {"activity": "STA", "direction": "outgoing", "role": "staff"}
    asked = {question.field for question in GrantCalculator(TOY).questions(known).asked}
    assert {"zero_grant", "zero_grant_days", "distance_km", "travel_days", "travel_mode"} <= asked
    zero = GrantCalculator(TOY).questions(known | {"zero_grant": True})
    assert {"distance_km", "travel_days", "travel_mode", "zero_grant_days"} <= set(zero.not_asked)
    assert {"teaching_hours", "fewer_opportunities", "start_date"} <= {question.field for question in zero.asked}
    part = GrantCalculator(TOY).questions(known | {"zero_grant_days": 3})
    assert "zero_grant" in part.not_asked
    assert "distance_km" in {question.field for question in part.asked}


def test_days_that_are_known_need_no_dates() -> None:
    known = {"activity": "SMS", "interruption_days": 10_000, "zero_grant_days": 10_000}
    assert "end_date" in {question.field for question in GrantCalculator(TOY).questions(known).asked}


def test_nothing_stands_against_who_asks_for_no_zero_grant() -> None:
    assert zero_grant_findings(toy_mobility(), None, minimum=None, otherwise=toy_source()) == ()
