from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from erasmus_grants.basics.periods import stay
from erasmus_grants.basics.vocabulary import LineKind, TopUpKind
from erasmus_grants.records.findings import why
from erasmus_grants.records.mobility import PaidDays
from erasmus_grants.rules.top_ups import (
    MonthlyTopUp,
    OnceTopUp,
    TopUp,
    TopUpNotPublished,
    is_due,
    top_up,
    top_up_of_days_attended,
    unpaid_code,
)
from erasmus_grants.testing import toy_mobility, toy_source

TIERS = (
    {"from_day": 5, "to_day": 14, "amount_eur": "50.00"},
    {"from_day": 15, "to_day": 30, "amount_eur": "75.00"},
)


def once(kind: str = "top_up_fewer_opportunities", tiers: tuple[dict[str, object], ...] = TIERS) -> OnceTopUp:
    return OnceTopUp.model_validate({"kind": kind, "tiers": tiers, "source": toy_source()})


def monthly(kind: str = "top_up_fewer_opportunities") -> MonthlyTopUp:
    return MonthlyTopUp.model_validate({"kind": kind, "rate_eur_per_month": "60.00", "source": toy_source()})


def not_published(kind: str = "top_up_fewer_opportunities") -> TopUpNotPublished:
    fields = {"kind": kind, "not_published": "ask the office.", "source": toy_source()}
    return TopUpNotPublished.model_validate(fields)


FEWER = toy_mobility(activity="SMS", fewer_opportunities=True)


@pytest.mark.parametrize(
    ("days", "amount_eur"), [(4, None), (5, "50.00"), (14, "50.00"), (15, "75.00"), (30, "75.00"), (31, None)]
)
def test_a_top_up_is_paid_once_by_the_length_of_the_stay(days: int, amount_eur: str | None) -> None:
    start = date(2030, 1, 1)
    outcome = top_up(PaidDays.of(FEWER, stay(start, date.fromordinal(start.toordinal() + days - 1))), once())
    assert [(line.basis, line.quantity, str(line.amount_eur)) for line in outcome.lines] == (
        [] if amount_eur is None else [("participant", 1, amount_eur)]
    )
    told = "No amount is published for the top-up for fewer opportunities: none is printed for a stay of"
    assert [(finding.code, finding.message) for finding in outcome.findings] == (
        [("TOP_UP_AMOUNT_NOT_PUBLISHED", f"{told} {days} days.")] * (amount_eur is None)
    )
    assert [dict(finding.details) for finding in outcome.findings] == (
        [{"top_up": "top_up_fewer_opportunities", "why": "NO_AMOUNT_FOR_STAY", "days": str(days)}]
        * (amount_eur is None)
    )


def test_a_green_top_up_that_has_no_amount_for_a_stay_has_a_finding_of_its_own() -> None:
    green = toy_mobility(travel_mode="green", end_date="2030-03-05")
    outcome = top_up(PaidDays.of(green, green.stay), once("top_up_green_travel"))
    assert outcome.lines == ()
    assert [(finding.code, dict(finding.details)) for finding in outcome.findings] == [
        ("GREEN_AMOUNT_NOT_PUBLISHED", {"paid": "NO_AMOUNT_FOR_STAY", "days": "2"})
    ]


def test_a_last_tier_may_be_open_and_cite_another_source() -> None:
    other = toy_source().at("OTHER", "page 2")
    entry = once(tiers=(TIERS[0], {"from_day": 15, "amount_eur": "75.00", "source": other}))
    (line,) = top_up(PaidDays.of(FEWER, stay(date(2030, 1, 1), date(2031, 1, 1))), entry).lines
    assert line.source == other
    assert str(line.amount_eur) == "75.00"
    assert dict(line.reasons[0].details) == {"tier": "TIER_FROM", "from_day": "15", "days": "366"}
    assert why(line.reasons) == "once, for a stay of 15 or more days (366)"


def test_interruptions_shorten_the_stay_of_a_top_up() -> None:
    (line,) = top_up(PaidDays.of(FEWER, stay(date(2030, 1, 1), date(2030, 1, 16), 2)), once()).lines
    assert str(line.amount_eur) == "50.00"  # 16 - 2 = 14 days


@pytest.mark.parametrize(
    ("tiers", "days", "amount_eur"),
    [
        (TIERS, 1, "50.00"),  # fewer days than the first tier has
        (TIERS, 5, "50.00"),
        (TIERS, 14, "50.00"),
        (TIERS, 15, "75.00"),
        (TIERS, 31, "75.00"),  # more than the last one has
        (({"from_day": 1, "amount_eur": 50},), 9, "50.00"),
        # a later tier may pay less: who attends longer is not due less
        (({"from_day": 1, "to_day": 9, "amount_eur": 50}, {"from_day": 10, "amount_eur": 20}), 12, "50.00"),
    ],
)
def test_a_top_up_of_the_days_attended_is_that_of_a_tier_which_they_reach(
    tiers: tuple[dict[str, object], ...], days: int, amount_eur: str
) -> None:
    assert str(top_up_of_days_attended(once(tiers=tiers), days)) == amount_eur


def test_a_monthly_top_up_comes_with_each_thirtieth_of_a_month() -> None:
    (line,) = top_up(PaidDays.of(FEWER, stay(date(2030, 1, 1), date(2030, 2, 28))), monthly()).lines
    assert (line.basis, line.quantity, line.rate_days) == ("days_of_month_rate", 58, 30)
    assert str(line.amount_eur) == "116.00"  # 58 * 60 / 30
    assert [reason.code for reason in line.reasons] == ["TOP_UP_PER_MONTH"]


DUE: dict[TopUpKind, tuple[dict[str, object], ...]] = {
    TopUpKind.TOP_UP_FEWER_OPPORTUNITIES: (
        {"activity": "SMS", "fewer_opportunities": True},
        {"activity": "STA", "fewer_opportunities": True, "travel_mode": "green"},
        {"activity": "SMS", "fewer_opportunities": True, "combined": True},
    ),
    TopUpKind.TOP_UP_TRAINEESHIP: (
        {"activity": "SMT"},
        {"activity": "SMT", "travel_mode": "green"},
        {"activity": "SMS", "combined": True},
        {"activity": "SMS", "fewer_opportunities": True, "combined": True},
    ),
    TopUpKind.TOP_UP_GREEN_TRAVEL: (
        {"travel_mode": "green"},
        {"activity": "STA", "fewer_opportunities": True, "travel_mode": "green"},
        {"activity": "SMT", "travel_mode": "green"},
    ),
}
"""For which mobilities each top-up is due."""

NONE_DUE: tuple[dict[str, object], ...] = (
    {"activity": "SMS"},
    {"activity": "STA", "combined": True},
    {"activity": "STT"},
)
DRAWN = [*NONE_DUE, *(changes for each in DUE.values() for changes in each)]


@pytest.mark.parametrize("changes", DRAWN, ids=str)
@pytest.mark.parametrize("kind", TopUpKind)
def test_a_top_up_is_for_those_whom_it_is_named_after(kind: TopUpKind, changes: dict[str, object]) -> None:
    mobility = toy_mobility(**changes)
    for entry in (once(kind), monthly(kind), not_published(kind)):
        outcome = top_up(PaidDays.of(mobility, mobility.stay), entry)
        assert (outcome != ((), (), ())) is (changes in DUE[kind])
        assert all(line.kind is kind.line_kind for line in outcome.lines)


def test_no_kind_of_top_up_is_taken_for_another() -> None:
    assert DUE.keys() == set(TopUpKind)
    for unknown in (is_due, lambda kind, _: unpaid_code(kind)):
        with pytest.raises(AssertionError):
            unknown("top_up_of_tomorrow", PaidDays.of(FEWER, FEWER.stay))  # type: ignore[arg-type]


def test_every_kind_of_top_up_is_a_kind_of_line() -> None:
    assert [kind.line_kind.value for kind in TopUpKind] == [kind.value for kind in TopUpKind]
    others = {LineKind.TRAVEL_SUPPORT, LineKind.INDIVIDUAL_SUPPORT}
    assert {kind.line_kind for kind in TopUpKind} == set(LineKind) - others


def test_a_top_up_without_an_amount_is_announced_and_pays_nothing() -> None:
    outcome = top_up(PaidDays.of(FEWER, FEWER.stay), not_published())
    assert (outcome.lines, outcome.open_lines) == ((), ())
    assert [finding.code for finding in outcome.findings] == ["TOP_UP_AMOUNT_NOT_PUBLISHED"]
    assert outcome.findings[0].message == (
        "No amount is published for the top-up for fewer opportunities: ask the office."
    )


def test_green_travel_without_an_amount_has_a_finding_of_its_own() -> None:
    green = toy_mobility(travel_mode="green")
    outcome = top_up(PaidDays.of(green, green.stay), not_published("top_up_green_travel"))
    assert outcome.lines == ()
    assert [finding.code for finding in outcome.findings] == ["GREEN_AMOUNT_NOT_PUBLISHED"]


@pytest.mark.parametrize("kind", TopUpKind)
def test_the_kind_of_a_top_up_may_be_given_as_that_of_its_line(kind: TopUpKind) -> None:
    assert [
        build(given).kind for build in (once, monthly, not_published) for given in (kind.line_kind, kind.value)
    ] == ([kind] * 6)


@pytest.mark.parametrize("build", [once, monthly, not_published])
@pytest.mark.parametrize("kind", ["travel_support", "individual_support"])
def test_what_is_no_top_up_cannot_be_one(build: type, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        build(kind)
    *others, last = (f"'{kind}'" for kind in TopUpKind)
    message = f"Input should be {', '.join(others)} or {last}"
    assert [(item["loc"], item["msg"]) for item in caught.value.errors()] == [(("kind",), message)]


@pytest.mark.parametrize(
    "tiers",
    [
        (TIERS[0], TIERS[1] | {"from_day": 16}),
        (TIERS[0], TIERS[1] | {"from_day": 14}),
        ({"from_day": 5, "amount_eur": 50}, TIERS[1]),
        ({"from_day": 5, "to_day": 4, "amount_eur": 50},),
        (),
    ],
)
def test_tiers_that_do_not_follow_each_other_are_refused(tiers: tuple[dict[str, object], ...]) -> None:
    with pytest.raises(ValidationError):
        once(tiers=tiers)


@pytest.mark.parametrize("entry", [once(), monthly(), not_published()], ids=lambda entry: type(entry).__name__)
def test_each_variant_is_told_apart_by_its_fields(entry: OnceTopUp | MonthlyTopUp | TopUpNotPublished) -> None:
    adapter: TypeAdapter[OnceTopUp | MonthlyTopUp | TopUpNotPublished] = TypeAdapter(TopUp)
    assert adapter.validate_json(entry.model_dump_json()) == entry
    assert adapter.validate_python(entry) is entry


@pytest.mark.parametrize(("cap", "funded"), [(None, 58), (58, 58), (57, 57), (30, 30), (1, 1)])
def test_a_monthly_top_up_may_be_capped(cap: int | None, funded: int) -> None:
    entry = monthly().model_copy(update={"funded_days_cap": cap})
    (line,) = top_up(PaidDays.of(FEWER, stay(date(2030, 1, 1), date(2030, 2, 28))), entry).lines
    assert (line.quantity, str(line.amount_eur)) == (funded, f"{2 * funded}.00")  # 60 / 30 = 2 a day
    said = [(reason.code, dict(reason.details)) for reason in line.reasons]
    per_month = ("TOP_UP_PER_MONTH", {"days": str(funded)})
    capped = ("FUNDED_DAYS_CAP", {"maximum": str(cap), "days": "58"})
    assert said == ([per_month] if funded == 58 else [per_month, capped])


@pytest.mark.parametrize(
    ("rounding", "amount_eur"),
    [("half_up_to_cent", "78.33"), ("half_up_to_euro", "78.00"), ("down_to_euro", "78.00")],
)
def test_a_monthly_top_up_is_rounded_as_its_table_says(rounding: str, amount_eur: str) -> None:
    entry = monthly().model_copy(update={"rounding": rounding, "rate_eur_per_month": "50.00"})
    (line,) = top_up(PaidDays.of(FEWER, stay(date(2030, 1, 1), date(2030, 2, 17))), entry).lines
    assert (line.rounding, str(line.amount_eur)) == (rounding, amount_eur)  # 47 * 50 / 30 = 78.333...


def test_half_a_euro_of_a_top_up_goes_up_or_is_dropped() -> None:
    days = stay(date(2030, 1, 1), date(2030, 1, 15))  # 15 * 151 / 30 = 75.50
    amounts = [
        str(top_up(PaidDays.of(FEWER, days), monthly().model_copy(update=changes)).lines[0].amount_eur)
        for changes in (
            {"rounding": "half_up_to_euro", "rate_eur_per_month": "151.00"},
            {"rounding": "down_to_euro", "rate_eur_per_month": "151.00"},
        )
    ]
    assert amounts == ["76.00", "75.00"]


@pytest.mark.parametrize("cap", [0, -1, True])
def test_a_cap_of_a_top_up_funds_at_least_a_day(cap: int) -> None:
    with pytest.raises(ValidationError):
        monthly().model_copy(update={"funded_days_cap": cap})


@pytest.mark.parametrize("kind", ["top_up_fewer_opportunities", "top_up_green_travel"])
def test_a_top_up_may_leave_the_grant_open_until_its_amount_is_known(kind: str) -> None:
    entry = not_published(kind).model_copy(update={"blocking": True})
    mobility = toy_mobility(activity="SMS", fewer_opportunities=True, travel_mode="green")
    outcome = top_up(PaidDays.of(mobility, mobility.stay), entry)
    assert outcome.lines == ()
    assert [(finding.code, finding.is_unknown, finding.message) for finding in outcome.findings] == [
        ("RATE_NOT_PUBLISHED", True, "No rate is published for this mobility: ask the office.")
    ]
    (line,) = outcome.open_lines
    assert (line.kind, line.basis, line.quantity, line.minimum_eur, line.maximum_eur) == (
        *(kind, "participant", 1),
        *(None, None),
    )


def test_a_top_up_leaves_open_only_those_who_would_have_it() -> None:
    entry = not_published().model_copy(update={"blocking": True})
    mobility = toy_mobility(activity="SMS")
    assert top_up(PaidDays.of(mobility, mobility.stay), entry) == ((), (), ())
    assert not not_published().blocking


def test_the_figures_of_a_top_up_are_its_amounts() -> None:
    once = {"kind": "top_up_green_travel", "tiers": TIERS, "source": toy_source()}
    assert OnceTopUp.model_validate(once).figures == {
        "the amount from day 5 to 14": 50,
        "the amount from day 15 to 30": 75,
    }
    monthly = {"kind": "top_up_traineeship", "rate_eur_per_month": "30.50", "source": toy_source()}
    assert str(MonthlyTopUp.model_validate(monthly).figures) == "{'the rate of a month': Decimal('30.50')}"
    nothing = {"kind": "top_up_traineeship", "not_published": "ask.", "source": toy_source()}
    assert TopUpNotPublished.model_validate(nothing).figures == {}
