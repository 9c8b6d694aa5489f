import pickle
from collections.abc import Iterator
from decimal import ROUND_DOWN, Context, Decimal, localcontext
from itertools import count, islice
from typing import Any

import pytest
from pydantic import ValidationError

from erasmus_grants import (
    Attendance,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    IneligibleMobilityError,
    Mobility,
    PaymentSplit,
    Rulebook,
    RulebookMismatchError,
    Settlement,
    UndeterminedGrantError,
    __version__,
    get_rulebook,
)
from erasmus_grants.basics.periods import Stay
from erasmus_grants.basics.vocabulary import BelowMinimum
from erasmus_grants.engine import applicable_entries
from erasmus_grants.records.lines import RuleResult
from erasmus_grants.records.mobility import PaidDays
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.rules import daily_rates, monthly_rates, short_stay_rates
from erasmus_grants.rules.distance_bands import travel_support
from erasmus_grants.rules.documents import required_documents
from erasmus_grants.rules.payment_split import payments
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.top_ups import top_up
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook, toy_source

TOY = toy_rulebook()
CALCULATOR = toy_calculator()
HYBRID: dict[str, Any] = {"activity": "SMS", "virtual_component": True}
MONTHS: dict[str, Any] = {"activity": "SMS", "start_date": "2030-01-01", "end_date": "2030-05-31"}  # 150 days
BOTH_PAPERS = ("certificate_of_attendance", "participant_report")


def codes(**changes: object) -> list[str]:
    return [finding.code.value for finding in CALCULATOR.check(toy_mobility(**changes))]


def open_ends(grant: GrantBreakdown) -> list[tuple[str, int, str | None, str | None]]:
    """Return the lines that are not known, with their ends."""
    return [
        (
            line.kind.value,
            line.quantity,
            None if line.minimum_eur is None else str(line.minimum_eur),
            None if line.maximum_eur is None else str(line.maximum_eur),
        )
        for line in grant.open_lines
    ]


def amounts(result: GrantBreakdown | Settlement) -> list[str]:
    if isinstance(result, GrantBreakdown):
        return [str(line.amount_eur) for line in result.lines]
    return [str(line.entitled_eur) for line in result.lines]


# --- a grant is what the rules return ----------------------------------------------------------------------------------


def test_the_lines_of_staff_are_those_of_the_rules() -> None:
    mobility = toy_mobility(end_date="2030-03-20", teaching_hours=24, travel_mode="green", travel_days=4)
    journey = travel_support(mobility.distance_km, mode=mobility.travel_mode, bands=TOY.travel_support[0])
    days = daily_rates.individual_support(17, travel_days=4, rate=TOY.daily_rates[0])
    grant = CALCULATOR.calculate(mobility)
    assert grant.lines == (*journey.lines, *days.lines)
    assert amounts(grant) == ["250.00", "1400.00", "210.00", "400.00"]  # 17 days: 14 * 100, 3 * 70; 4 * 100


def test_the_lines_of_a_long_stay_are_those_of_the_rules() -> None:
    mobility = toy_mobility(**MONTHS, combined=True, fewer_opportunities=True)
    journey = travel_support(mobility.distance_km, mode=mobility.travel_mode, bands=TOY.travel_support[0])
    days = monthly_rates.individual_support(mobility.stay, rate=TOY.monthly_rates[0])
    top_ups = [top_up(PaidDays.of(mobility, mobility.stay), entry) for entry in TOY.top_ups[1:]]
    grant = CALCULATOR.calculate(mobility)
    assert grant.lines == (*journey.lines, *days.lines, *(line for each in top_ups for line in each.lines))
    assert amounts(grant) == ["200.00", "1500.00", "300.00", "150.00"]  # 5 months of 300, 60 and 30


def test_the_lines_of_a_short_stay_are_those_of_the_rules() -> None:
    mobility = toy_mobility(**HYBRID, end_date="2030-03-20", fewer_opportunities=True)
    journey = travel_support(mobility.distance_km, mode=mobility.travel_mode, bands=TOY.travel_support[0])
    days = short_stay_rates.individual_support(17, rate=TOY.short_stay_rates[0])
    extra = top_up(PaidDays.of(mobility, mobility.stay), TOY.top_ups[0])
    grant = CALCULATOR.calculate(mobility)
    assert grant.lines == (*journey.lines, *days.lines, *extra.lines)
    assert amounts(grant) == ["200.00", "280.00", "45.00", "75.00"]  # 14 * 20, 3 * 15, once 75


@pytest.mark.parametrize("rule", ["top_up", "_individual_support"])
def test_the_rules_of_days_read_nothing_but_what_their_outcomes_are_kept_under(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = get_rulebook("eu-ka131-2023")  # with 50 EUR for green travel
    ours, mobility = (
        GrantCalculator(book),
        toy_mobility(**MONTHS, sending_country="PL", receiving_country="DE", travel_mode="green"),
    )
    plan = ours._entries.of(mobility)
    read: list[object] = []

    def noted(*arguments: object) -> RuleResult:
        read.extend(arguments)
        return RuleResult()

    monkeypatch.setattr(f"erasmus_grants.engine.amounts.{rule}", noted)
    ours.calculate(mobility)
    ours.calculate(mobility.model_copy(update={"travel_days": 1}))
    assert len(plan.outcomes) == 2
    of_the_plan = [plan, *plan.top_ups]
    assert dict.fromkeys(one for one in read if not any(one is known for known in of_the_plan)) == dict.fromkeys(
        plan.outcomes
    )


def test_the_rest_of_a_grant_is_what_the_rules_return_too() -> None:
    grant = CALCULATOR.calculate(toy_mobility(reference="M-1"))
    assert grant.payments == payments(grant.lines, split=TOY.payment_splits[0])  # type: ignore[arg-type]
    assert grant.documents == required_documents(TOY.documents)
    assert grant.total_eur == Decimal("900.00")
    assert grant.mobility == toy_mobility(reference="M-1")
    assert (grant.rulebook_id, grant.rulebook_fingerprint) == ("toy", fingerprint(TOY))
    assert grant.library_version == __version__
    assert (grant.status, grant.eligible, grant.findings) == (GrantStatus.GRANTED, True, ())
    assert grant.open_lines == ()
    assert grant.minimum_total_eur == grant.maximum_total_eur == Decimal("900.00")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": "conference"}, "CONFERENCE_NOT_ELIGIBLE"),
        ({"role": "invited_staff"}, "ROLE_NOT_ELIGIBLE"),
        ({"receiving_country": "FR"}, "COUNTRY_DISAGREES"),
        ({"start_date": "2029-03-04", "end_date": "2029-03-08"}, "OUTSIDE_AGREEMENT_PERIOD"),
        ({"partner": "Nowhere"}, "PARTNER_NOT_IN_AGREEMENT"),
        ({"partner": "Toy University", "receiving_country": "JP"}, "PARTNER_COUNTRY_DISAGREES"),
        ({"end_date": "2030-03-04"}, "DURATION_TOO_SHORT"),
        ({"end_date": "2030-06-04", "teaching_hours": 200}, "DURATION_TOO_LONG"),
        ({"activity": "SMS"}, "VIRTUAL_COMPONENT_MISSING"),
        (MONTHS | {"months_used": 8}, "MONTHS_PER_CYCLE_EXCEEDED"),
        ({"teaching_hours": 7}, "TEACHING_HOURS_TOO_FEW"),
        ({"teaching_hours": None}, "TEACHING_HOURS_MISSING"),
        ({"distance_km": None}, "DISTANCE_MISSING"),
        ({"distance_km": 9}, "BELOW_FIRST_DISTANCE_BAND"),
        ({"distance_km": "99.5"}, "DISTANCE_BETWEEN_PRINTED_BOUNDS"),
        ({"distance_km": 4070, "travel_mode": "green"}, "GREEN_AMOUNT_NOT_PUBLISHED"),
        ({"travel_days": 3}, "TRAVEL_DAYS_CAPPED"),
        ({"end_date": "2030-05-03", "teaching_hours": 200}, "FUNDED_DAYS_CAPPED"),  # 61 days
        (MONTHS | {"travel_days": 1}, "TRAVEL_DAYS_CAPPED"),
    ],
)
def test_what_a_rule_finds_is_found_by_the_calculator(changes: dict[str, Any], code: str) -> None:
    assert code in codes(**changes)


def test_all_findings_are_returned_and_not_the_first() -> None:
    changes = {
        "role": "invited_staff",
        "receiving_country": "FR",
        "partner": "Nowhere",
        "end_date": "2030-03-04",
        "teaching_hours": 1,
        "distance_km": None,
        "travel_days": 9,
    }
    assert codes(**changes) == [
        "ROLE_NOT_ELIGIBLE",
        "COUNTRY_DISAGREES",
        "PARTNER_NOT_IN_AGREEMENT",
        "DURATION_TOO_SHORT",
        "TEACHING_HOURS_TOO_FEW",
        "DISTANCE_MISSING",
        "TRAVEL_DAYS_CAPPED",
    ]
    grant = CALCULATOR.calculate(toy_mobility(**changes))
    assert [finding.code for finding in grant.findings] == codes(**changes)
    assert (grant.status, grant.eligible, grant.all_lines) == (GrantStatus.NOT_ELIGIBLE, False, ())
    totals = (grant.total_eur, grant.minimum_total_eur, grant.maximum_total_eur)
    assert [str(total) for total in totals] == ["0.00", "0.00", "0.00"]
    assert grant.payments == grant.documents == ()


def test_a_rulebook_of_a_few_tables_is_enough() -> None:
    little = Rulebook.model_validate(
        {
            **{field: getattr(TOY, field) for field in ("id", "title", "institution", "action", "call_years")},
            **{field: getattr(TOY, field) for field in ("status", "sources", "activities", "settlement")},
            "daily_rates": TOY.daily_rates,
        }
    )
    grant = GrantCalculator(little).calculate(
        toy_mobility(start_date="1999-01-01", end_date="1999-01-01", distance_km=None, teaching_hours=None)
    )
    assert amounts(grant) == ["100.00", "0.00"]
    assert [finding.code for finding in grant.findings] == ["PAYMENT_SPLIT_NOT_PUBLISHED"]
    settlement = GrantCalculator(little).settle(grant, Attendance(start_date="1999-01-01", end_date="1999-01-01"))
    assert str(settlement.entitled_eur) == "100.00"
    assert [finding.code for finding in settlement.findings] == ["PAID_AMOUNT_NOT_STATED"]


def test_a_conference_that_is_neither_listed_nor_excluded_is_not_passed_over() -> None:
    staff, students = TOY.activities
    teaching_only = staff.model_copy(update={"purposes": ("teaching",)})
    lists = TOY.model_copy(update={"activities": (teaching_only, students)})
    silent = lists.model_copy(update={"excluded_purposes": ()})
    conference = toy_mobility(purpose="conference")
    assert [finding.code for finding in GrantCalculator(lists).check(conference)] == ["CONFERENCE_NOT_ELIGIBLE"]
    assert [finding.code for finding in GrantCalculator(silent).check(conference)] == ["PURPOSE_NOT_LISTED"]


def test_a_rate_that_is_not_published_leaves_the_days_open() -> None:
    nothing = {"not_published": "ask the office.", "source": toy_source()}
    rulebook = TOY.model_copy(update={"monthly_rates": (nothing,)})
    (finding,) = GrantCalculator(rulebook).check(toy_mobility(**MONTHS))
    assert (finding.code, dict(finding.details)["why"]) == ("RATE_NOT_PUBLISHED", "ask the office.")
    grant = GrantCalculator(rulebook).calculate(toy_mobility(**MONTHS))
    assert (grant.status, grant.eligible, grant.total_eur) == (GrantStatus.UNDETERMINED, True, None)
    assert amounts(grant) == ["200.00"]
    assert open_ends(grant) == [("individual_support", 150, None, None)]
    # the journey at least, and nothing prints how much more
    assert (str(grant.minimum_total_eur), grant.maximum_total_eur) == ("200.00", None)


@pytest.mark.parametrize(
    ("changes", "certain", "left_open", "eligible", "bounds_eur"),
    [
        # 0 to 500 EUR for the journey, and 7 x 100 for the days
        ({"distance_km": None}, ["500.00", "200.00"], [("travel_support", 1, "0.00", "500.00")], True, (700, 1200)),
        # too few hours are none at all
        ({"teaching_hours": None}, ["200.00", "500.00", "200.00"], [], None, (0, 900)),
        (
            {"teaching_hours": None, "distance_km": None},
            ["500.00", "200.00"],
            [("travel_support", 1, "0.00", "500.00")],
            *(None, (0, 1200)),
        ),
        # 150 days at 300, and the journey with green travel
        (
            MONTHS | {"distance_km": None, "travel_mode": "green"},
            ["1500.00"],
            [("travel_support", 1, "0.00", "500.00")],
            *(True, (1500, 2000)),
        ),
    ],
)
def test_what_is_not_stated_leaves_the_answer_open_within_its_bounds(
    changes: dict[str, Any],
    certain: list[str],
    left_open: list[tuple[str, int, str | None, str | None]],
    eligible: bool | None,
    bounds_eur: tuple[int, int],
) -> None:
    grant = CALCULATOR.calculate(toy_mobility(**changes))
    assert (grant.status, grant.eligible, grant.total_eur) == (GrantStatus.UNDETERMINED, eligible, None)
    assert (amounts(grant), open_ends(grant)) == (certain, left_open)
    assert (grant.minimum_total_eur, grant.maximum_total_eur) == tuple(map(Decimal, bounds_eur))
    assert grant.payments == ()
    assert grant.documents == required_documents(TOY.documents)
    assert "PAYMENT_SPLIT_NOT_PUBLISHED" not in [finding.code for finding in grant.findings]


@pytest.mark.parametrize("unknown", [{"distance_km": None}, {"teaching_hours": None}])
@pytest.mark.parametrize("refused", [{"purpose": "conference"}, {"role": "invited_staff"}, {"receiving_country": "FR"}])
def test_a_refusal_beside_what_is_unknown_is_the_answer(unknown: dict[str, Any], refused: dict[str, Any]) -> None:
    grant = CALCULATOR.calculate(toy_mobility(**unknown, **refused))
    assert [finding.severity.value for finding in grant.findings] == ["refusing", "unknown"]
    assert (grant.status, grant.eligible, grant.all_lines) == (GrantStatus.NOT_ELIGIBLE, False, ())
    totals = (grant.total_eur, grant.minimum_total_eur, grant.maximum_total_eur)
    assert [str(total) for total in totals] == ["0.00", "0.00", "0.00"]
    assert grant.documents == ()


# --- strict, check, many -----------------------------------------------------------------------------------------------


def test_a_strict_calculator_raises_with_every_finding() -> None:
    strict = GrantCalculator(TOY, strict=True)
    refused = toy_mobility(purpose="conference", distance_km="99.5")
    with pytest.raises(IneligibleMobilityError, match="conference") as caught:
        strict.calculate(refused)
    assert caught.value.findings == CALCULATOR.calculate(refused).findings
    assert strict.check(refused) == caught.value.findings
    assert strict.calculate(toy_mobility()) == CALCULATOR.calculate(toy_mobility())


@pytest.mark.parametrize(
    ("unknown", "asked"),
    [
        ({"distance_km": None}, "How many kilometres is it, one way, by the Commission's distance calculator?"),
        ({"teaching_hours": None}, "How many hours of teaching are planned?"),
    ],
)
def test_a_strict_calculator_raises_where_something_is_unknown_and_says_what(
    unknown: dict[str, Any], asked: str
) -> None:
    strict, mobility = GrantCalculator(TOY, strict=True), toy_mobility(**unknown, travel_days=9)
    with pytest.raises(UndeterminedGrantError, match="not yet known: ") as caught:
        strict.calculate(mobility)
    findings = CALCULATOR.calculate(mobility).findings
    assert caught.value.findings == strict.check(mobility) == findings
    assert [finding.severity.value for finding in findings] == ["unknown", "warning"]
    assert [question.name for question in caught.value.questions] == list(unknown)
    assert str(caught.value) == f"not yet known: {asked}"
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (type(again), again.findings, str(again)) == (UndeterminedGrantError, findings, str(caught.value))


def test_a_strict_calculator_calls_refused_what_is_refused_and_unknown() -> None:
    strict = GrantCalculator(TOY, strict=True)
    with pytest.raises(IneligibleMobilityError) as caught:
        strict.calculate(toy_mobility(purpose="conference", distance_km=None))
    assert str(caught.value) == "not eligible: Taking part in a conference is not eligible."
    assert [finding.code for finding in caught.value.findings] == ["CONFERENCE_NOT_ELIGIBLE", "DISTANCE_MISSING"]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"purpose": "conference"},
        {"distance_km": "99.5"},
        {"distance_km": None},
        {"teaching_hours": None},
        {"activity": "SMS"},
        MONTHS,
        HYBRID,
    ],
)
def test_check_agrees_with_calculate(changes: dict[str, Any]) -> None:
    mobility = toy_mobility(**changes)
    assert CALCULATOR.check(mobility) == CALCULATOR.calculate(mobility).findings


def test_many_mobilities_are_calculated_one_by_one_and_in_order() -> None:
    asked: list[int] = []

    def endless() -> Iterator[Mobility]:
        for number in count():
            asked.append(number)
            yield toy_mobility(distance_km=number)

    grants = CALCULATOR.calculate_many(endless())
    assert asked == []
    assert [grant.mobility.distance_km for grant in islice(grants, 3)] == [0, 1, 2]
    assert asked == [0, 1, 2]


def test_a_strict_calculator_stops_at_the_first_of_many_that_is_not_eligible() -> None:
    grants = GrantCalculator(TOY, strict=True).calculate_many([toy_mobility(), toy_mobility(purpose="conference")])
    assert next(grants).status is GrantStatus.GRANTED
    with pytest.raises(IneligibleMobilityError):
        next(grants)


def test_a_calculator_is_made_from_a_rulebook_or_its_id() -> None:
    by_id, by_book = GrantCalculator("usmb-icm-2023"), GrantCalculator(get_rulebook("usmb-icm-2023"))
    assert by_id.rulebook is by_book.rulebook
    assert by_id.fingerprint == by_book.fingerprint


def test_what_was_computed_before_does_not_change_what_comes_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applicable_entries, "_MOST_KEPT", 3)
    small = toy_calculator()
    mobilities = [toy_mobility(end_date=f"2030-03-{day:02}", teaching_hours=40) for day in (5, 9, 13, 18, 22, 9, 5)]
    grants = list(small.calculate_many(mobilities))
    assert grants == [toy_calculator().calculate(mobility) for mobility in mobilities]


def tables_of(plan: applicable_entries.ApplicableEntries) -> tuple[dict[Any, Any], ...]:
    return plan.standing, plan.journeys, plan.outcomes


def test_no_more_is_kept_than_a_number_of_kinds_and_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applicable_entries, "_MOST_KEPT", 7)
    small = toy_calculator()
    days = [toy_mobility(end_date=f"2030-03-{day:02}", teaching_hours=40) for day in (5, 9, 13)]
    kinds = [toy_mobility(fewer_opportunities=True), toy_mobility(blended_intensive_programme=True)]
    # traits, kinds, findings by traits and by agreements, journeys, outcomes: before an eighth, all are forgotten
    expected = [(1, 1, 2, 1, 1), (1, 1, 2, 1, 2), (0, 0, 0, 0, 0), (1, 1, 2, 1, 1), (1, 1, 2, 1, 1)]
    for mobility, kept in zip([*days, *kinds], expected, strict=True):
        small.calculate(mobility)
        index = small._entries
        plans = index._by_scope.values()
        parts = [sum(map(len, tables)) for tables in zip(*map(tables_of, plans), strict=True)] or [0, 0, 0]
        assert (len(index._by_traits), len(plans), *parts) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"travel_days": 1}, {"travel_days": 0}),
        ({"travel_mode": "green", "travel_days": 5}, {"travel_mode": "standard", "travel_days": 5}),
        (MONTHS, MONTHS | {"combined": True}),
        (MONTHS, MONTHS | {"fewer_opportunities": True}),
        (MONTHS, MONTHS | {"end_date": "2030-05-30", "interruption_days": 1}),
        # 90 days of the calendar each, and 90 or 91 days of months of thirty days
        (MONTHS | {"end_date": "2030-03-31"}, MONTHS | {"start_date": "2030-02-01", "end_date": "2030-05-01"}),
    ],
)
def test_what_is_kept_for_one_mobility_is_not_given_to_another(one: dict[str, Any], other: dict[str, Any]) -> None:
    shared = toy_calculator()
    first, second = shared.calculate(toy_mobility(**one)), shared.calculate(toy_mobility(**other))
    assert first == toy_calculator().calculate(toy_mobility(**one))
    assert second == toy_calculator().calculate(toy_mobility(**other))
    assert first.total_eur != second.total_eur


# --- payment splits ----------------------------------------------------------------------------------------------------


def split(individual_share: str, *, source_id: str = "OFFICE", **scope: object) -> PaymentSplit:
    rest = str(1 - Decimal(individual_share))
    rows = (
        {
            "kind": "pre_financing",
            "trigger": "on_arrival",
            "travel_share": 1,
            "individual_share": individual_share,
        },
        {"kind": "balance", "trigger": "after_report", "travel_share": 0, "individual_share": rest},
    )
    source = toy_source().at(source_id, "letter of the office")
    return PaymentSplit.model_validate({"instalments": rows, "scope": scope, "source": source})


def test_a_split_of_the_callers_own_makes_a_rulebook_of_its_own() -> None:
    own = GrantCalculator(TOY, payment_split=split("0.5"))
    grant = own.calculate(toy_mobility())
    assert [str(payment.amount_eur) for payment in grant.payments] == ["550.00", "350.00"]  # 200 + 0.5 * 700
    assert own.fingerprint == fingerprint(own.rulebook) != CALCULATOR.fingerprint
    assert own.fingerprint != GrantCalculator(TOY, payment_split=split("0.6")).fingerprint
    assert own.fingerprint == GrantCalculator(TOY, payment_split=split("0.5")).fingerprint
    assert own.rulebook.sources == (*TOY.sources, split("0.5").source)
    assert own.rulebook.id == "toy"


def test_a_split_may_cite_a_source_that_the_rulebook_has() -> None:
    with_office = TOY.model_copy(update={"sources": (*TOY.sources, split("0.5").source)})
    assert GrantCalculator(with_office, payment_split=split("0.5")).rulebook.sources == with_office.sources


def test_a_split_takes_the_place_of_those_for_the_same_mobilities_and_of_no_other() -> None:
    incoming, outgoing = split("0.1", directions=("incoming",)), split("0.2", directions=("outgoing",))
    sources = (*TOY.sources, incoming.source)
    both = TOY.model_copy(update={"payment_splits": (incoming, outgoing), "sources": sources})
    own = GrantCalculator(both, payment_split=split("0.5", directions=("outgoing",)))
    paid = [own.calculate(toy_mobility(direction=direction)).payments[0] for direction in ("incoming", "outgoing")]
    assert [str(payment.amount_eur) for payment in paid] == ["270.00", "550.00"]  # 200 + 0.1 or 0.5 * 700


def test_a_split_whose_source_is_called_like_another_is_refused() -> None:
    with pytest.raises(ValidationError, match="'TOY' stands twice"):
        GrantCalculator(TOY, payment_split=split("0.5", source_id="TOY"))


def refusal_of(rulebook: Rulebook, own: PaymentSplit) -> str:
    with pytest.raises(ValidationError) as caught:
        GrantCalculator(rulebook, payment_split=own)
    ((place, sentence),) = [(item["loc"], item["msg"]) for item in caught.value.errors()]
    assert place == ("scope",)
    return sentence


def test_a_split_for_some_of_the_mobilities_of_another_is_refused_and_not_half_replaced() -> None:
    assert refusal_of(TOY, split("0.5", directions=("incoming",))) == (
        "it takes the place of the split for all mobilities (TOY), and is for some of them alone, so the others would "
        "have none; put splits for all of them in a rulebook of your own"
    )


def test_a_split_answers_for_some_what_is_not_published_for_all() -> None:
    nothing = {"not_published": "no shares are printed.", "source": toy_source()}
    book = TOY.model_copy(update={"payment_splits": (nothing,)})
    own = GrantCalculator(Rulebook.model_validate(dict(book)), payment_split=split("0.5", directions=("incoming",)))
    paid, unpaid = (own.calculate(toy_mobility(direction=way)) for way in ("incoming", "outgoing"))
    assert [str(payment.amount_eur) for payment in paid.payments] == ["550.00", "350.00"]  # 200 + 0.5 * 700
    assert (unpaid.payments, [dict(found.details) for found in unpaid.findings]) == (
        (),
        [{"why": "no shares are printed."}],
    )


def test_a_mobility_for_which_a_rulebook_has_no_split_has_no_payments() -> None:
    incoming = split("0.5", directions=("incoming",))
    book = TOY.model_copy(update={"payment_splits": (incoming,), "sources": (*TOY.sources, incoming.source)})
    grant = GrantCalculator(book).calculate(toy_mobility())
    assert grant.payments == ()
    assert [finding.message for finding in grant.findings] == [
        (
            "No split between payments is published: the rulebook has none for this mobility. "
            "State one in a rulebook of your own, or in Python as a PaymentSplit, to have the payments computed."
        )
    ]
    assert grant.status is GrantStatus.GRANTED


def test_a_split_that_is_not_published_says_why() -> None:
    nothing = {"not_published": "no shares are printed.", "source": toy_source()}
    grant = GrantCalculator(TOY.model_copy(update={"payment_splits": (nothing,)})).calculate(toy_mobility())
    (finding,) = grant.findings
    assert dict(finding.details) == {"why": "no shares are printed."}
    assert str(grant.total_eur) == "900.00"


def test_a_refused_mobility_is_not_told_about_payments() -> None:
    assert codes(purpose="conference") == ["CONFERENCE_NOT_ELIGIBLE"]
    bare = GrantCalculator(TOY.model_copy(update={"payment_splits": ()}))
    assert [finding.code for finding in bare.check(toy_mobility(purpose="conference"))] == ["CONFERENCE_NOT_ELIGIBLE"]


# --- settlement --------------------------------------------------------------------------------------------------------

GRANT = CALCULATOR.calculate(toy_mobility(reference="M-1"))  # 200 + 5 * 100 + 2 * 100; 760 paid before


def attended(first: str, last: str, **more: object) -> Attendance:
    return Attendance.model_validate({"start_date": first, "end_date": last, "documents": BOTH_PAPERS} | more)


def settled(attendance: Attendance, rulebook: Rulebook = TOY, **changes: object) -> Settlement:
    own = GrantCalculator(rulebook)
    return own.settle(own.calculate(toy_mobility(**changes)), attendance)


def money(settlement: Settlement) -> tuple[str, ...]:
    names = ("agreed", "entitled", "reduction", "paid", "balance", "recovery", "payable_now")
    return tuple(str(getattr(settlement, f"{name}_eur")) for name in names)


@pytest.mark.parametrize(
    ("attendance", "expected", "code"),
    [
        # as agreed: 900 less 760
        (
            attended("2030-03-04", "2030-03-08"),
            ("900.00", "900.00", "0.00", "760.00", "140.00", "0.00", "140.00"),
            None,
        ),
        # four days: 200 + 400 + 200 = 800
        (
            attended("2030-03-04", "2030-03-07"),
            ("900.00", "800.00", "100.00", "760.00", "40.00", "0.00", "40.00"),
            None,
        ),
        # three days: 700, less than was paid
        (attended("2030-03-04", "2030-03-06"), ("900.00", "700.00", "200.00", "760.00", "0.00", "60.00", "0.00"), None),
        # two of five days are away
        (
            attended("2030-03-04", "2030-03-08", interruption_days=2),
            ("900.00", "700.00", "200.00", "760.00", "0.00", "60.00", "0.00"),
            None,
        ),
        # longer
        (
            attended("2030-03-04", "2030-03-20"),
            ("900.00", "900.00", "0.00", "760.00", "140.00", "0.00", "140.00"),
            "STAY_LONGER_THAN_AGREED",
        ),
        # one day, where two are the minimum, forfeits
        (
            attended("2030-03-04", "2030-03-04"),
            ("900.00", "0.00", "900.00", "760.00", "0.00", "760.00", "0.00"),
            "STAY_BELOW_MINIMUM",
        ),
        # but not after force majeure: 200 + 100 + 200
        (
            attended("2030-03-04", "2030-03-04", force_majeure=True),
            ("900.00", "500.00", "400.00", "760.00", "0.00", "260.00", "0.00"),
            "STAY_BELOW_MINIMUM",
        ),
        (Attendance(), ("900.00", "0.00", "900.00", "760.00", "0.00", "760.00", "0.00"), "STAY_DID_NOT_TAKE_PLACE"),
        # the journey after force majeure: 200 + 200
        (
            Attendance(force_majeure=True),
            ("900.00", "400.00", "500.00", "760.00", "0.00", "360.00", "0.00"),
            "STAY_DID_NOT_TAKE_PLACE",
        ),
        # nothing was paid before
        (
            attended("2030-03-04", "2030-03-07", paid_eur=0),
            ("900.00", "800.00", "100.00", "0.00", "800.00", "0.00", "800.00"),
            None,
        ),
        # more was paid than is due at all
        (
            attended("2030-03-04", "2030-03-08", paid_eur="1000.50"),
            ("900.00", "900.00", "0.00", "1000.50", "0.00", "100.50", "0.00"),
            "PAID_MORE_THAN_AGREED",
        ),
    ],
)
def test_a_stay_of_staff_is_settled(attendance: Attendance, expected: tuple[str, ...], code: str | None) -> None:
    settlement = CALCULATOR.settle(GRANT, attendance)
    assert money(settlement) == expected
    assert [finding.code for finding in settlement.findings] == ([] if code is None else [code])


def test_a_rulebook_that_prorates_pays_the_days_of_a_stay_below_the_minimum() -> None:
    prorate = SettlementRule(below_minimum=BelowMinimum.PRORATE, source=toy_source())
    settlement = settled(attended("2030-03-04", "2030-03-04"), TOY.model_copy(update={"settlement": prorate}))
    assert money(settlement)[:2] == ("900.00", "500.00")
    assert [finding.code for finding in settlement.findings] == ["STAY_BELOW_MINIMUM"]


@pytest.mark.parametrize(
    ("last", "entitled", "code"),
    [
        ("2030-05-31", "1700.00", None),  # 200 + 150 * 10
        ("2030-05-25", "1700.00", "SHORTFALL_TOLERATED"),  # 145 days
        ("2030-05-24", "1640.00", None),  # 144 days: 200 + 1440
        ("2030-03-31", "1100.00", None),  # 90 days: 200 + 900
        ("2030-02-15", "0.00", "STAY_BELOW_MINIMUM"),  # 45 days
        ("2030-07-31", "1700.00", "STAY_LONGER_THAN_AGREED"),
    ],
)
def test_a_long_stay_of_a_student_is_settled(last: str, entitled: str, code: str | None) -> None:
    settlement = settled(attended("2030-01-01", last), **MONTHS)
    assert str(settlement.entitled_eur) == entitled
    assert [finding.code for finding in settlement.findings] == ([] if code is None else [code])


@pytest.mark.parametrize(
    ("last", "force_majeure", "top_up_eur"),
    [
        ("2030-03-23", False, "75.00"),  # 20 days as agreed
        ("2030-03-18", False, "75.00"),  # 15
        ("2030-03-17", False, "50.00"),  # 14
        ("2030-03-08", False, "50.00"),  # 5
        ("2030-03-07", False, "0.00"),  # 4, below the minimum
        ("2030-03-07", True, "50.00"),  # paid all the same: the smallest top-up
        ("2030-03-30", False, "75.00"),  # 27
        ("2030-04-30", False, "75.00"),  # 58, longer than any tier
    ],
)
def test_a_top_up_that_is_paid_once_is_settled_by_the_days_attended(
    last: str, force_majeure: bool, top_up_eur: str
) -> None:
    attendance = attended("2030-03-04", last, force_majeure=force_majeure)
    settlement = settled(attendance, **HYBRID, end_date="2030-03-23", fewer_opportunities=True)
    assert amounts(settlement)[-1] == top_up_eur


def test_a_short_stay_is_settled_by_its_tiers() -> None:
    changes = HYBRID | {"end_date": "2030-03-20", "fewer_opportunities": True}
    settlement = settled(attended("2030-03-04", "2030-03-15"), **changes)  # 12 of 17 days
    assert amounts(settlement) == ["200.00", "240.00", "0.00", "50.00"]


def test_a_settlement_does_not_classify_the_stay_anew() -> None:
    settlement = settled(attended("2030-03-01", "2030-04-30"), **HYBRID)  # 61 days would be long-term
    assert amounts(settlement) == ["200.00", "100.00"]  # and five short ones were agreed
    cut = settled(attended("2030-01-01", "2030-01-10"), TOY.model_copy(update={"durations": ()}), **MONTHS)
    assert amounts(cut) == ["200.00", "100.00"]  # 10 days at the monthly rate


def test_a_settlement_does_not_judge_eligibility_again() -> None:
    settlement = settled(attended("2030-03-04", "2030-03-20"), teaching_hours=8)  # 17 days would need 24 hours
    assert str(settlement.entitled_eur) == "900.00"


@pytest.mark.parametrize(
    ("documents", "missing"),
    [
        ((), BOTH_PAPERS),
        (("cv", "learning_agreement"), BOTH_PAPERS),
        (("certificate_of_attendance",), ("participant_report",)),
        (("participant_report",), ("certificate_of_attendance",)),
        (BOTH_PAPERS, ()),
    ],
)
def test_nothing_is_payable_while_a_paper_is_missing(documents: tuple[str, ...], missing: tuple[str, ...]) -> None:
    settlement = CALCULATOR.settle(GRANT, attended("2030-03-04", "2030-03-07", documents=documents))
    assert settlement.missing_documents == missing
    assert str(settlement.balance_eur) == "40.00"
    assert str(settlement.payable_now_eur) == ("0.00" if missing else "40.00")


def test_recovery_waits_for_no_paper() -> None:
    settlement = CALCULATOR.settle(GRANT, attended("2030-03-04", "2030-03-06", documents=()))
    assert (str(settlement.recovery_eur), len(settlement.missing_documents)) == ("60.00", 2)


def test_a_grant_that_was_refused_is_entitled_to_nothing() -> None:
    settlement = settled(attended("2030-03-04", "2030-03-08", paid_eur="100.00"), purpose="conference")
    assert money(settlement) == ("0.00", "0.00", "0.00", "100.00", "0.00", "100.00", "0.00")
    assert settlement.lines == ()
    assert [finding.code for finding in settlement.findings] == ["CONFERENCE_NOT_ELIGIBLE"]
    unstated = settled(attended("2030-03-04", "2030-03-08"), purpose="conference")
    assert [finding.code for finding in unstated.findings] == ["CONFERENCE_NOT_ELIGIBLE", "PAID_AMOUNT_NOT_STATED"]


@pytest.mark.parametrize(
    "unknown", [{"distance_km": None}, {"teaching_hours": None}, {"distance_km": None, "teaching_hours": None}]
)
@pytest.mark.parametrize("attendance", [Attendance(), attended("2030-03-04", "2030-03-08")])
def test_a_grant_of_which_something_is_unknown_is_not_settled(unknown: dict[str, Any], attendance: Attendance) -> None:
    grant = CALCULATOR.calculate(toy_mobility(**unknown))
    with pytest.raises(UndeterminedGrantError) as caught:
        CALCULATOR.settle(grant, attendance)
    assert caught.value.findings == grant.findings
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (again.findings, str(again)) == (grant.findings, str(caught.value))


def test_without_payments_nothing_is_known_to_be_paid_and_that_is_said() -> None:
    bare = TOY.model_copy(update={"payment_splits": ()})
    settlement = settled(attended("2030-03-04", "2030-03-08"), bare)
    assert money(settlement)[3:] == ("0.00", "900.00", "0.00", "900.00")
    assert [finding.code for finding in settlement.findings] == ["PAID_AMOUNT_NOT_STATED"]
    told = settled(attended("2030-03-04", "2030-03-08", paid_eur=700), bare)
    assert money(told)[3:] == ("700.00", "200.00", "0.00", "200.00")
    assert told.findings == ()


@pytest.mark.parametrize(
    ("paid_eur", "changes", "amounts_due", "warned"),
    [
        ("900.00", {}, ("900.00", "0.00", "0.00", "0.00"), False),
        ("9000.00", {}, ("9000.00", "0.00", "8100.00", "0.00"), True),  # one nought too many
        ("9000.00", {"zero_grant": True}, ("9000.00", "0.00", "9000.00", "0.00"), True),
    ],
)
def test_more_paid_than_the_whole_grant_warns_and_is_reckoned_with_all_the_same(
    paid_eur: str, changes: dict[str, Any], amounts_due: tuple[str, ...], warned: bool
) -> None:
    settlement = settled(attended("2030-03-04", "2030-03-08", paid_eur=paid_eur), **changes)
    assert money(settlement)[3:] == amounts_due
    codes = [finding.code.value for finding in settlement.findings]
    assert codes == ["ZERO_GRANT"] * len(changes) + ["PAID_MORE_THAN_AGREED"] * warned
    assert ("check the amount paid" in settlement.to_text()) is warned


def test_days_attended_outside_of_the_agreement_warn() -> None:
    settlement = settled(attended("2032-12-30", "2033-01-03"), start_date="2032-12-27", end_date="2032-12-31")
    assert [finding.code for finding in settlement.findings] == ["ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD"]
    assert str(settlement.entitled_eur) == "900.00"
    nothing = settled(Attendance(), start_date="2032-12-27", end_date="2032-12-31")
    assert [finding.code for finding in nothing.findings] == ["STAY_DID_NOT_TAKE_PLACE"]


def test_a_settlement_says_what_it_was_made_of() -> None:
    attendance = attended("2030-03-04", "2030-03-07")
    settlement = CALCULATOR.settle(GRANT, attendance)
    assert (settlement.rulebook_id, settlement.rulebook_fingerprint) == ("toy", fingerprint(TOY))
    assert (settlement.reference, settlement.attendance) == ("M-1", attendance)
    assert settlement.library_version == __version__
    assert settlement.source == TOY.settlement.source
    assert [(line.kind, line.basis, line.rate_eur, line.source) for line in settlement.lines] == [
        (line.kind, line.basis, line.rate_eur, line.source) for line in GRANT.lines
    ]


def test_a_grant_of_another_rulebook_is_not_settled() -> None:
    other = GrantCalculator("usmb-icm-2023")
    with pytest.raises(RulebookMismatchError) as caught:
        other.settle(GRANT, Attendance())
    assert caught.value.grant_rulebook == ("toy", CALCULATOR.fingerprint)
    assert caught.value.calculator_rulebook == ("usmb-icm-2023", other.fingerprint)


def test_a_grant_of_another_payment_split_is_not_settled() -> None:
    own = GrantCalculator(TOY, payment_split=split("0.5"))
    with pytest.raises(RulebookMismatchError, match="payment split included"):
        CALCULATOR.settle(own.calculate(toy_mobility()), Attendance())
    grant = own.calculate(toy_mobility())
    assert own.settle(grant, attended("2030-03-04", "2030-03-08")).paid_eur == Decimal("550.00")
    assert own.settle(grant, Attendance()).paid_eur == Decimal("0.00")  # it is paid on arrival


def test_a_grant_is_settled_after_a_way_through_json() -> None:
    again = GrantBreakdown.model_validate_json(GRANT.model_dump_json())
    attendance = attended("2030-03-04", "2030-03-07")
    assert CALCULATOR.settle(again, attendance) == CALCULATOR.settle(GRANT, attendance)


# --- whoever calls -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"distance_km": "742.125"},
        MONTHS | {"fewer_opportunities": True, "months_used": "1.2345"},
        HYBRID | {"end_date": "2030-03-20", "fewer_opportunities": True},
        {"end_date": "2030-03-20", "teaching_hours": "24.125"},
        MONTHS | {"months_used": "9.8765"},
    ],
)
def test_results_do_not_depend_on_the_decimal_context_of_the_caller(changes: dict[str, Any]) -> None:
    expected = CALCULATOR.calculate(toy_mobility(**changes))
    attendance = Attendance(start_date="2030-03-04", end_date="2030-03-19", paid_eur="123456.78")
    settlement = CALCULATOR.settle(expected, attendance)
    rough = Context(prec=3, rounding=ROUND_DOWN)
    for signal in rough.traps:
        rough.traps[signal] = True
    with localcontext(rough):
        own = GrantCalculator(Rulebook.model_validate_json(TOY.model_dump_json()))
        grant = own.calculate(toy_mobility(**changes))
        assert grant.model_dump_json() == expected.model_dump_json()
        assert grant.to_text() == expected.to_text()
        again = own.settle(grant, Attendance.model_validate_json(attendance.model_dump_json()))
        assert again.model_dump_json() == settlement.model_dump_json()


def test_a_stay_at_the_end_of_the_calendar_is_calculated() -> None:
    endless = TOY.model_copy(update={"agreements": ()})
    last_week = toy_mobility(start_date="9999-12-27", end_date="9999-12-31")
    grant = GrantCalculator(endless).calculate(last_week)
    assert last_week.stay == Stay(last_week.start_date, last_week.end_date, 0, 5, 4)  # day 31 is day 30
    assert str(grant.total_eur) == "900.00"
    settlement = settled(attended("9999-12-27", "9999-12-31"), endless, start_date="9999-12-27", end_date="9999-12-31")
    assert str(settlement.entitled_eur) == "900.00"


# --- what a university decides for itself ------------------------------------------------------------------------------


def policy(**tables: object) -> Rulebook:
    """Return the toys with other fields of the only entry of a table."""
    entries = {name: (getattr(TOY, name)[0].model_copy(update=fields),) for name, fields in tables.items()}  # type: ignore[call-overload]
    return TOY.model_copy(update=entries)


def granted(rulebook: Rulebook, **changes: object) -> GrantBreakdown:
    return GrantCalculator(rulebook).calculate(toy_mobility(**changes))


BY_WEEKDAYS = policy(daily_rates={"counting": "weekdays"})


def test_weekdays_are_paid_and_a_weekend_is_not() -> None:
    fortnight = granted(BY_WEEKDAYS, end_date="2030-03-17", teaching_hours=16)
    assert amounts(fortnight) == ["200.00", "1000.00", "200.00"]  # ten weekdays
    weekend = granted(BY_WEEKDAYS, start_date="2030-03-09", end_date="2030-03-10")
    assert amounts(weekend) == ["200.00", "0.00", "200.00"]  # the journey and its days
    assert weekend.eligible  # two days are the minimum, and they are days of the calendar


def test_stays_of_the_same_length_may_have_other_weekdays() -> None:
    calculator = GrantCalculator(BY_WEEKDAYS)
    stays = (("2030-03-04", "2030-03-08"), ("2030-03-06", "2030-03-10"), ("2030-03-04", "2030-03-08"))
    grants = [calculator.calculate(toy_mobility(start_date=start, end_date=end)) for start, end in stays]
    assert [amounts(grant)[1] for grant in grants] == ["500.00", "300.00", "500.00"]  # the second has a weekend


@pytest.mark.parametrize(
    ("attendance", "due_eur"),
    [
        (("2030-03-04", "2030-03-17"), "1000.00"),
        (("2030-03-04", "2030-03-15"), "1000.00"),  # without the last weekend
        (("2030-03-04", "2030-03-14"), "900.00"),
        (("2030-03-09", "2030-03-10"), "0.00"),
    ],
)
def test_a_stay_by_weekdays_is_settled_by_weekdays(attendance: tuple[str, str], due_eur: str) -> None:
    settlement = settled(attended(*attendance), BY_WEEKDAYS, end_date="2030-03-17", teaching_hours=16)
    assert amounts(settlement) == ["200.00", due_eur, "200.00"]


def test_interruptions_are_taken_off_the_weekdays() -> None:
    grant = granted(BY_WEEKDAYS, end_date="2030-03-10", interruption_days=2)
    assert amounts(grant)[1] == "300.00"  # five weekdays less two days
    settlement = settled(attended("2030-03-04", "2030-03-08", interruption_days=1), BY_WEEKDAYS)
    assert amounts(settlement)[1] == "400.00"


def test_only_staff_are_paid_by_weekdays() -> None:
    assert amounts(granted(BY_WEEKDAYS, **HYBRID, end_date="2030-03-10")) == ["200.00", "140.00"]  # 7 * 20
    assert amounts(granted(BY_WEEKDAYS, **MONTHS)) == ["200.00", "1500.00"]


AT_COST = policy(travel_support={"at_actual_cost": True})


def test_a_journey_below_the_first_band_asks_for_no_cost() -> None:
    for distance_km, due, asked in ((9, "0.00", False), (10, "20.00", True)):  # the first band is from 10 km
        without = settled(attended("2030-03-04", "2030-03-08"), AT_COST, distance_km=distance_km)
        assert ("TRAVEL_COST_NOT_STATED" in [finding.code for finding in without.findings]) is asked
        stated = attended("2030-03-04", "2030-03-08", travel_cost_eur="120.50")
        assert amounts(settled(stated, AT_COST, distance_km=distance_km)) == [due, "500.00", "200.00"]


@pytest.mark.parametrize(
    ("attendance", "due", "asked"),
    [
        (attended("2030-03-04", "2030-03-08", travel_cost_eur="120.50"), ["120.50", "500.00", "200.00"], False),
        (attended("2030-03-04", "2030-03-08", travel_cost_eur="200.00"), ["200.00", "500.00", "200.00"], False),
        (attended("2030-03-04", "2030-03-08", travel_cost_eur="999.99"), ["200.00", "500.00", "200.00"], False),
        (attended("2030-03-04", "2030-03-07", travel_cost_eur="0.00"), ["0.00", "400.00", "200.00"], False),
        (attended("2030-03-04", "2030-03-08"), ["0.00", "500.00", "200.00"], True),
        (Attendance(), ["0.00", "0.00", "0.00"], False),  # no journey is due, and no cost is asked for
        (attended("2030-03-04", "2030-03-04"), ["0.00", "0.00", "0.00"], False),  # below the minimum
        (Attendance(travel_cost_eur="120.50"), ["0.00", "0.00", "0.00"], False),
        (Attendance(travel_cost_eur="120.50", force_majeure=True), ["120.50", "0.00", "200.00"], False),
        (Attendance(force_majeure=True), ["0.00", "0.00", "200.00"], True),
    ],
)
def test_a_journey_at_actual_cost_is_settled_by_what_it_cost(
    attendance: Attendance, due: list[str], asked: bool
) -> None:
    settlement = settled(attendance, AT_COST)
    assert amounts(settlement) == due
    assert ("TRAVEL_COST_NOT_STATED" in [finding.code for finding in settlement.findings]) is asked


@pytest.mark.parametrize(
    ("attendance", "said"),
    [
        (attended("2030-03-04", "2030-03-08"), "the actual cost, up to 200.00 EUR, is not stated"),
        (Attendance(force_majeure=True), "the actual cost, up to 200.00 EUR, is not stated"),
        (attended("2030-03-04", "2030-03-08", travel_cost_eur="0.00"), "actual cost 0.00 EUR, up to 200.00 EUR"),
        (attended("2030-03-04", "2030-03-08", travel_cost_eur="120.50"), "actual cost 120.50 EUR, up to 200.00 EUR"),
        (Attendance(), "nothing attended"),
    ],
)
def test_nobody_is_said_to_have_stated_a_cost_that_was_not_stated(attendance: Attendance, said: str) -> None:
    settlement = settled(attendance, AT_COST)
    assert settlement.to_records()[0]["why"] == said
    assert Settlement.model_validate_json(settlement.model_dump_json()) == settlement


def test_after_force_majeure_a_journey_at_actual_cost_contradicts_no_cost_that_is_not_stated() -> None:
    without = settled(Attendance(force_majeure=True, paid_eur=0), AT_COST)
    assert [finding.message for finding in without.findings] == [
        "No day was attended: after force majeure, the journey is paid at its actual cost.",
        "The journey is paid at its actual cost, which is not stated: nothing is due for it; state travel_cost_eur.",
    ]


def test_at_actual_cost_the_grant_is_the_amount_of_the_band() -> None:
    assert amounts(granted(AT_COST)) == ["200.00", "500.00", "200.00"]
    assert "at actual cost, up to this amount" in granted(AT_COST).to_text()
    text = settled(attended("2030-03-04", "2030-03-08", travel_cost_eur="120.50"), AT_COST).to_text()
    assert "120.50 EUR, up to" in text


def test_a_cost_that_no_rule_asks_for_changes_nothing_and_is_told() -> None:
    settlement = settled(attended("2030-03-04", "2030-03-08", travel_cost_eur="120.50"))
    assert amounts(settlement) == ["200.00", "500.00", "200.00"]
    (finding,) = settlement.findings
    assert (finding.code, finding.severity) == ("TRAVEL_COST_NOT_COUNTED", "info")
    assert "the stated 120.50 EUR change nothing" in finding.message


def test_a_journey_without_published_amounts_is_not_settled() -> None:
    nothing = {"not_published": "ask the office.", "source": toy_source()}
    rulebook = TOY.model_copy(update={"travel_support": (nothing,)})
    with pytest.raises(UndeterminedGrantError, match=r"not yet known: What is the travel support\?") as caught:
        settled(attended("2030-03-04", "2030-03-08"), rulebook)
    assert [finding.code for finding in caught.value.findings] == ["RATE_NOT_PUBLISHED"]


def test_a_refused_mobility_without_published_amounts_is_settled_by_nothing() -> None:
    nothing = {"not_published": "ask the office.", "source": toy_source()}
    rulebook = TOY.model_copy(update={"travel_support": (nothing,)})
    attendance = attended("2030-03-04", "2030-03-08", travel_cost_eur="120.50", paid_eur=0)
    settlement = settled(attendance, rulebook, purpose="conference")
    assert [finding.code for finding in settlement.findings] == ["CONFERENCE_NOT_ELIGIBLE", "RATE_NOT_PUBLISHED"]
    assert (settlement.lines, str(settlement.entitled_eur)) == ((), "0.00")


def with_travel_days(**fields: object) -> Rulebook:
    staff, students = TOY.travel_days
    return TOY.model_copy(update={"travel_days": (staff, students.model_copy(update=fields))})


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        (HYBRID, ["200.00", "100.00"]),  # none unless asked for, and then no line
        (HYBRID | {"travel_days": 0}, ["200.00", "100.00"]),
        (HYBRID | {"travel_days": 2}, ["200.00", "100.00", "40.00"]),  # at the 20 EUR of a first day
        (HYBRID | {"travel_days": 3}, ["200.00", "100.00", "40.00"]),
        (HYBRID | {"travel_days": 3, "travel_mode": "green"}, ["250.00", "100.00", "60.00"]),
        (MONTHS, ["200.00", "1500.00"]),
        (MONTHS | {"travel_days": 2}, ["200.00", "1500.00", "20.00"]),  # 2 * 300 / 30
        (MONTHS | {"travel_days": 6, "travel_mode": "green"}, ["250.00", "1500.00", "60.00"]),
    ],
)
def test_students_are_paid_the_travel_days_that_they_ask_for(changes: dict[str, Any], due: list[str]) -> None:
    grant = granted(with_travel_days(funded_travel_days=0, most_travel_days=2, green_travel_days=6), **changes)
    assert amounts(grant) == due
    asked = changes.get("travel_days") == 3 and "travel_mode" not in changes
    assert [finding.code for finding in grant.findings] == ["TRAVEL_DAYS_CAPPED"] * asked


def test_travel_days_of_students_are_kept_in_a_settlement() -> None:
    rulebook = with_travel_days(funded_travel_days=2)
    short = settled(attended("2030-03-04", "2030-03-08"), rulebook, **HYBRID, end_date="2030-03-10")
    assert amounts(short) == ["200.00", "100.00", "40.00"]  # 5 of 7 days
    long = settled(attended("2030-01-01", "2030-03-31"), rulebook, **MONTHS)
    assert amounts(long) == ["200.00", "900.00", "20.00"]
    prevented = settled(Attendance(force_majeure=True), rulebook, **MONTHS)
    assert amounts(prevented) == ["200.00", "0.00", "20.00"]


def test_a_cap_of_months_is_kept_in_a_settlement() -> None:
    rulebook = policy(monthly_rates={"funded_days_cap": 90})
    assert amounts(granted(rulebook, **MONTHS)) == ["200.00", "900.00"]
    last_days = {"2030-04-30": "900.00", "2030-03-31": "900.00", "2030-03-30": "900.00", "2030-03-29": "890.00"}
    due = {last: amounts(settled(attended("2030-01-01", last), rulebook, **MONTHS))[1] for last in last_days}
    assert due == last_days


def test_whole_euros_are_kept_in_a_settlement() -> None:
    rulebook = policy(monthly_rates={"rounding": "half_up_to_euro", "rate_eur_per_month": "520.00"})
    assert amounts(granted(rulebook, **MONTHS))[1] == "2600.00"  # five months
    # 1 January to 17 March are 77 days: 77 * 520 / 30 = 1334.666...
    assert amounts(settled(attended("2030-01-01", "2030-03-17"), rulebook, **MONTHS))[1] == "1335.00"


def test_a_rounded_reduced_rate_is_settled_at_that_rate() -> None:
    rulebook = policy(daily_rates={"reduced_rate_rounding": "down_to_euro", "rate_eur_per_day": "148.00"})
    changes: dict[str, Any] = {"end_date": "2030-03-20", "teaching_hours": 24}
    assert amounts(granted(rulebook, **changes)) == ["200.00", "2072.00", "309.00", "296.00"]  # 14 * 148, 3 * 103
    settlement = settled(attended("2030-03-04", "2030-03-19"), rulebook, **changes)
    assert amounts(settlement) == ["200.00", "2072.00", "206.00", "296.00"]
    assert "103.60 EUR" not in granted(rulebook, **changes).to_text()
    assert "103.6 EUR, rounded as the" in granted(rulebook, **changes).to_text()


def test_a_combination_that_is_excluded_is_refused() -> None:
    staff, students = TOY.activities
    rulebook = TOY.model_copy(
        update={"activities": (staff.model_copy(update={"not_combined": "one contract, one activity."}), students)}
    )
    assert [finding.code for finding in granted(rulebook, combined=True).findings] == ["COMBINATION_NOT_ELIGIBLE"]
    assert granted(rulebook).status is GrantStatus.GRANTED
    assert granted(rulebook, **MONTHS, combined=True).status is GrantStatus.GRANTED


def test_a_top_up_without_which_nothing_is_paid_leaves_open_the_grant_of_those_who_would_have_it() -> None:
    nothing = {
        "kind": "top_up_traineeship",
        "not_published": "ask the office.",
        "blocking": True,
        "source": toy_source(),
    }
    rulebook = TOY.model_copy(update={"top_ups": (nothing,)})
    waits = granted(rulebook, **MONTHS, combined=True)
    assert [finding.code for finding in waits.findings] == ["RATE_NOT_PUBLISHED"]
    assert (waits.status, waits.eligible, waits.total_eur) == (GrantStatus.UNDETERMINED, True, None)
    assert (amounts(waits), open_ends(waits)) == (["200.00", "1500.00"], [("top_up_traineeship", 1, None, None)])
    assert (str(waits.minimum_total_eur), waits.maximum_total_eur) == ("1700.00", None)  # and the top-up
    assert granted(rulebook, **MONTHS).status is GrantStatus.GRANTED


def test_a_band_without_a_figure_leaves_the_journey_open() -> None:
    near, far, _ = TOY.travel_support[0].bands  # type: ignore[union-attr]
    rulebook = policy(travel_support={"bands": (near, far, {"from_km": 1000, "not_published": "no page confirms it."})})
    far_away, wherever = granted(rulebook, distance_km=1000), granted(rulebook, distance_km=None)
    assert [finding.code for finding in far_away.findings] == ["RATE_NOT_PUBLISHED"]
    assert [finding.code for finding in wherever.findings] == ["DISTANCE_MISSING"]
    for grant in (far_away, wherever):  # 7 x 100 for the days, and any amount for the journey
        assert (grant.status, grant.eligible) == (GrantStatus.UNDETERMINED, True)
        assert open_ends(grant) == [("travel_support", 1, None, None)]
        assert (str(grant.minimum_total_eur), grant.maximum_total_eur) == ("700.00", None)
    assert str(granted(rulebook).total_eur) == "900.00"


@pytest.mark.parametrize(
    ("least", "most", "scope", "found"),
    [
        ("0.84", 1, {}, []),  # 760 of 900 are 84.4 %
        ("0.85", 1, {}, ["PAYMENT_OUTSIDE_BOUNDS"]),
        ("0.7", "0.84", {}, ["PAYMENT_OUTSIDE_BOUNDS"]),
        ("0.85", 1, {"activities": ("STT",)}, []),
    ],
)
def test_payments_are_compared_with_what_the_agreement_allows(
    least: object, most: object, scope: dict[str, object], found: list[str]
) -> None:
    bounds = {"minimum_pre_financing_share": least, "maximum_pre_financing_share": most, "balance_within_days": 45}
    rulebook = TOY.model_copy(update={"payment_bounds": (bounds | {"scope": scope, "source": toy_source()},)})
    grant = granted(rulebook)
    assert [finding.code for finding in grant.findings] == found
    assert grant.status is GrantStatus.GRANTED
    assert grant.payments == GRANT.payments
    unsplit = rulebook.model_copy(update={"payment_splits": ()})
    assert [finding.code for finding in granted(unsplit).findings] == ["PAYMENT_SPLIT_NOT_PUBLISHED"]


def test_a_split_takes_the_place_of_those_for_groups_whose_countries_are_all_in_its_own() -> None:
    groups = tuple(
        {"id": name, "countries": countries, "source": toy_source()}
        for name, countries in (("eu", ("DK", "IT")), ("rich", ("DK", "CH")), ("north", ("DK",)), ("far", ("JP",)))
    )
    north, rich, far = (
        split("0.1", source_id=f"TOY-{name}", receiving_groups=(name,)) for name in ("north", "rich", "far")
    )
    sources = (*TOY.sources, north.source, rich.source, far.source)
    rulebook = TOY.model_copy(update={"country_groups": groups, "payment_splits": (north, far), "sources": sources})
    own = GrantCalculator(rulebook, payment_split=split("0.5", receiving_groups=("eu",)))
    assert [entry.scope.receiving_groups for entry in own.rulebook.payment_splits] == [("eu",), ("far",)]
    grant = own.calculate(toy_mobility(receiving_country="DK"))
    assert [str(payment.amount_eur) for payment in grant.payments] == ["550.00", "350.00"]  # 200 + 0.5 * 700
    with_rich = rulebook.model_copy(update={"payment_splits": (rich, far)})
    assert 'the split for {"receiving_groups": ["rich"]} (TOY-rich)' in refusal_of(  # Switzerland would have none
        with_rich, split("0.5", receiving_groups=("eu",))
    )


def test_a_tolerance_may_be_for_staff() -> None:
    rule = TOY.settlement.model_copy(update={"tolerance_terms": ("staff",), "tolerance_days": 1})
    rulebook = TOY.model_copy(update={"settlement": rule})
    tolerated = settled(attended("2030-03-04", "2030-03-07"), rulebook)
    assert (amounts(tolerated)[1], [finding.code for finding in tolerated.findings]) == (
        "500.00",
        ["SHORTFALL_TOLERATED"],
    )
    assert amounts(settled(attended("2030-03-04", "2030-03-06"), rulebook))[1] == "300.00"
    short = settled(attended("2030-01-01", "2030-05-29"), rulebook, **MONTHS)  # 149 of 150 days
    assert amounts(short)[1] == "1490.00"


def test_a_cost_that_is_not_stated_is_asked_for_where_the_band_is_printed() -> None:
    bands = toy_source().at("BANDS", "page 2")
    travel = TOY.travel_support[0].model_copy(update={"at_actual_cost": True, "source": bands})
    rulebook = TOY.model_copy(update={"travel_support": (travel,), "sources": (*TOY.sources, bands)})
    (finding,) = settled(attended("2030-03-04", "2030-03-08"), rulebook).findings
    assert (finding.code, finding.source) == ("TRAVEL_COST_NOT_STATED", bands)


# --- a rulebook that is based on another --------------------------------------------------------------------------------


def test_a_grant_and_its_settlement_name_the_rulebook_that_theirs_is_based_on() -> None:
    ours = TOY.adapt(id="ours", title="Ours", source=toy_source().at("POLICY", "page 1"))
    calculator = GrantCalculator(ours)
    grant = calculator.calculate(toy_mobility())
    settlement = calculator.settle(grant, attended("2030-03-04", "2030-03-08"))
    for result in (grant, settlement):
        assert (result.rulebook_id, result.rulebook_based_on) == ("ours", "toy")
        assert result.rulebook_fingerprint == fingerprint(ours) != fingerprint(TOY)
        note = f"Rulebook ours ({fingerprint(ours)[:12]}), based on toy, erasmus_grants {__version__}."
        assert " ".join(result.to_text().split()).endswith(note)
        assert type(result).model_validate_json(result.model_dump_json()) == result


def test_a_grant_of_a_rulebook_of_its_own_names_no_other() -> None:
    settlement = CALCULATOR.settle(GRANT, attended("2030-03-04", "2030-03-08"))
    for result in (GRANT, settlement):
        assert result.rulebook_based_on is None
        assert "based on" not in result.to_text()


def test_the_grant_of_a_base_is_not_settled_by_what_is_based_on_it() -> None:
    ours = TOY.adapt(id="ours", title="Ours", source=toy_source().at("POLICY", "page 1"))
    with pytest.raises(RulebookMismatchError):
        GrantCalculator(ours).settle(GRANT, attended("2030-03-04", "2030-03-08"))


@pytest.mark.parametrize("given", [{"activity": "STA"}, None, "STA"])
def test_what_is_no_mobility_is_refused_in_a_sentence(given: object) -> None:
    calculator = toy_calculator()
    for ask in (calculator.calculate, calculator.check):
        with pytest.raises(TypeError, match="a grant is calculated of a Mobility, not of a "):
            ask(given)  # type: ignore[arg-type]


def test_a_partner_is_looked_for_among_those_of_the_rulebook() -> None:
    own = GrantCalculator(TOY)
    assert own.check(toy_mobility(partner="TOY-U")) == ()
    assert [finding.code for finding in own.check(toy_mobility(partner="Nowhere"))] == ["PARTNER_NOT_IN_AGREEMENT"]


def test_days_apart_from_the_agreed_ones_cite_how_a_grant_is_settled() -> None:
    rule = TOY.settlement.model_copy(update={"source": toy_source().at("SETTLED", "page 7")})
    book = TOY.model_copy(update={"settlement": rule, "sources": (*TOY.sources, rule.source)})
    (finding,) = settled(attended("2030-04-01", "2030-04-05"), book).findings
    assert (finding.code, finding.source.id) == ("ATTENDANCE_APART_FROM_AGREED_DATES", "SETTLED")


def test_years_of_agreements_are_compared_only_where_a_rulebook_states_them() -> None:
    late = toy_mobility(start_date="2032-01-05", end_date="2032-01-09")
    years = {"years_after_call": 1, "source": toy_source()}
    book = TOY.model_copy(update={"agreement_years": years, "agreements": ()})
    assert [finding.code for finding in GrantCalculator(book).check(late)] == ["OUTSIDE_CALL_YEARS"]
    assert GrantCalculator(book.model_copy(update={"agreement_years": None})).check(late) == ()


@pytest.mark.parametrize("given", [{"activity": "STA"}, None])
def test_what_is_no_mobility_is_refused_by_its_type(given: object) -> None:
    kind = type(given).__name__
    with pytest.raises(TypeError) as caught:
        CALCULATOR.check(given)  # type: ignore[arg-type]
    assert str(caught.value) == (
        f"a grant is calculated of a Mobility, not of a {kind}: Mobility.model_validate reads a dict"
    )
