from decimal import Decimal
from typing import Any

import pytest

from erasmus_grants import GrantBreakdown, GrantCalculator, GrantStatus, Rulebook
from erasmus_grants.engine.applicable_entries import EntryIndex, OpenRate
from erasmus_grants.records.findings import Finding
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source

TOY = toy_rulebook()
NEAR = {"id": "near", "countries": ("IT", "CH"), "source": toy_source()}
FAR = {"id": "far", "countries": ("SN", "JP"), "source": toy_source()}
HYBRID: dict[str, Any] = {"activity": "SMS", "virtual_component": True}
MONTHS: dict[str, Any] = {"activity": "SMS", "start_date": "2030-01-01", "end_date": "2030-05-31"}


def by_group(table: str, index: int = 0, **scope: object) -> tuple[object, ...]:
    """Return an entry of the toys for far countries only."""
    entry = getattr(TOY, table)[index]
    return (entry.model_copy(update={"scope": {"receiving_groups": ("far",)} | scope}),)


def grouped(**changes: object) -> Rulebook:
    return TOY.model_copy(update={"country_groups": (NEAR, FAR)} | changes)


def calculated(rulebook: Rulebook, **changes: object) -> GrantBreakdown:
    return GrantCalculator(rulebook).calculate(toy_mobility(**changes))


def codes(rulebook: Rulebook, **changes: object) -> list[str]:
    return [finding.code.value for finding in GrantCalculator(rulebook).check(toy_mobility(**changes))]


@pytest.mark.parametrize(
    ("changes", "table"),
    [
        ({}, "daily_rates"),
        ({"activity": "STT"}, "daily_rates"),
        (MONTHS, "monthly_rates"),
        (MONTHS | {"activity": "SMT"}, "monthly_rates"),
        (HYBRID, "short_stay_rates"),
        ({"activity": "SMS", "blended_intensive_programme": True}, "short_stay_rates"),
    ],
)
def test_the_term_decides_which_table_pays_for_the_days(changes: dict[str, Any], table: str) -> None:
    assert EntryIndex(TOY).of(toy_mobility(**changes)).individual_support is getattr(TOY, table)[0]


def test_mobilities_of_one_kind_share_a_plan() -> None:
    plans = EntryIndex(TOY)
    assert plans.of(toy_mobility()) is plans.of(toy_mobility(distance_km=5, reference="other", teaching_hours=9))
    assert plans.of(toy_mobility()) is not plans.of(toy_mobility(fewer_opportunities=True))


def test_without_an_entry_for_travel_days_none_is_funded() -> None:
    plan = EntryIndex(TOY.model_copy(update={"travel_days": ()})).of(toy_mobility())
    assert isinstance(plan.travel_days, TravelDays)
    assert plan.travel_days.funded_travel_days == 0


def unfunded_staff(funding: str) -> Rulebook:
    staff, students = TOY.activities
    unfunded = staff.model_copy(update={"funding": funding, "why": "ask the office."})
    return TOY.model_copy(update={"activities": (unfunded, students)})


def test_an_activity_that_is_not_funded_is_not_rated() -> None:
    rulebook = unfunded_staff("not_funded")
    plan = EntryIndex(rulebook).of(toy_mobility())
    assert (plan.travel, plan.individual_support, plan.top_ups) == (None, None, ())
    assert codes(rulebook, distance_km=None) == ["ACTIVITY_NOT_FUNDED"]
    assert calculated(rulebook).status is GrantStatus.NOT_ELIGIBLE


def test_an_activity_whose_funding_is_not_published_has_open_days_and_nothing_else() -> None:
    rulebook = unfunded_staff("not_published")
    plan = EntryIndex(rulebook).of(toy_mobility())
    assert (plan.travel, plan.top_ups) == (None, ())
    assert isinstance(plan.individual_support, OpenRate)
    assert (plan.individual_support.bounds, plan.individual_support.source) == (None, toy_source())
    assert plan.individual_support.table == "activities"
    assert codes(rulebook, distance_km=None) == ["RATE_NOT_PUBLISHED"]
    grant = calculated(rulebook, distance_km=None)
    assert (grant.status, grant.eligible, grant.lines) == (GrantStatus.UNDETERMINED, True, ())
    assert [(line.kind.value, line.quantity) for line in grant.open_lines] == [("individual_support", 5)]
    assert (grant.minimum_total_eur, grant.maximum_total_eur) == (None, None)


def test_an_activity_that_is_not_covered_is_not_rated() -> None:
    rulebook = TOY.model_copy(update={"activities": TOY.activities[1:]})
    assert codes(rulebook, distance_km=None) == ["ACTIVITY_NOT_COVERED"]


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        (None, ["COUNTRY_MISSING"]),
        ("SN", []),
        ("IT", ["RATE_NOT_PUBLISHED"]),  # in the other group
        ("BR", ["RATE_NOT_PUBLISHED"]),  # in none
    ],
)
def test_a_rate_by_country_needs_the_country_and_one_that_has_a_rate(country: str | None, expected: list[str]) -> None:
    rulebook = grouped(daily_rates=by_group("daily_rates"))
    assert codes(rulebook, receiving_country=country) == expected


@pytest.mark.parametrize(
    ("country", "where"), [("IT", "the receiving country is in near"), ("BR", "the receiving country is in no group")]
)
def test_where_a_rate_is_missing_the_group_is_said(country: str, where: str) -> None:
    rulebook = grouped(daily_rates=by_group("daily_rates"))
    (finding,) = GrantCalculator(rulebook).check(toy_mobility(receiving_country=country))
    assert finding.message == (
        "No rate is published for this mobility: the rulebook has none for STA, outgoing, staff; "
        f"the sending country is in no group; {where}."  # it is the home of the rulebook, FR
    )


def test_where_a_rate_is_missing_the_group_is_said_in_words() -> None:
    teaches = toy_mobility(sending_country="FR", receiving_country="CH", start_date="2014-10-06", end_date="2014-10-10")
    found = GrantCalculator("eu-ka103-2014").check(teaches)
    (finding,) = [one for one in found if one.code == "RATE_NOT_PUBLISHED"]
    assert finding.message == (
        "No rate is published for this mobility: the rulebook has none for STA, outgoing, staff; the sending country "
        "is in programme countries, group b, group 1; the receiving country is in no group."
    )
    assert dict(finding.details)["sending_groups"] == "programme-countries, group-b, group-1"


def test_where_a_rate_is_missing_without_groups_none_is_said() -> None:
    (finding,) = GrantCalculator(TOY.model_copy(update={"monthly_rates": ()})).check(toy_mobility(**MONTHS))
    assert finding.message == (
        "No rate is published for this mobility: the rulebook has none for SMS, outgoing, student, long term physical."
    )


def test_rates_of_two_groups_pay_by_country() -> None:
    (far,) = by_group("daily_rates")
    near = TOY.daily_rates[0].model_copy(update={"scope": {"receiving_groups": ("near",)}, "rate_eur_per_day": "50.00"})
    calculator = GrantCalculator(grouped(daily_rates=(far, near)))
    totals = [calculator.calculate(toy_mobility(receiving_country=code)).total_eur for code in ("JP", "CH")]
    assert [str(total) for total in totals] == ["900.00", "550.00"]  # 200 + 7 * 100; 200 + 7 * 50


@pytest.mark.parametrize(
    ("field", "side", "country"), [("sending_country", "sending", "FR"), ("receiving_country", "receiving", "SN")]
)
def test_each_side_is_asked_for_by_its_own_field(field: str, side: str, country: str) -> None:
    home = {"id": "home", "countries": ("FR",), "source": toy_source()}
    rates = TOY.daily_rates[0].model_copy(update={"scope": {f"{side}_groups": ("home", "far")}})
    rulebook = TOY.model_copy(update={"home": None, "country_groups": (home, FAR), "daily_rates": (rates,)})
    (finding,) = GrantCalculator(rulebook).check(toy_mobility())
    assert (finding.code, dict(finding.details)) == ("COUNTRY_MISSING", {"field": field})
    assert finding.is_unknown
    assert calculated(rulebook).status is GrantStatus.UNDETERMINED
    assert codes(rulebook, **{field: country}) == []


@pytest.mark.parametrize(
    ("direction", "side", "other"), [("outgoing", "sending", "receiving"), ("incoming", "receiving", "sending")]
)
def test_the_home_of_a_rulebook_stands_in_for_its_own_side_and_no_other(direction: str, side: str, other: str) -> None:
    home = {"id": "home", "countries": ("FR",), "source": toy_source()}
    for asked, expected in ((side, []), (other, ["COUNTRY_MISSING"])):
        rates = TOY.daily_rates[0].model_copy(update={"scope": {f"{asked}_groups": ("home",)}})
        rulebook = TOY.model_copy(update={"country_groups": (home, FAR), "daily_rates": (rates,)})
        assert codes(rulebook, direction=direction) == expected


@pytest.mark.parametrize(
    ("table", "changes"),
    [
        ("activities", {}),
        ("durations", {}),
        ("teaching_hours", {}),
        ("travel_support", {}),
        ("travel_days", {}),
        ("daily_rates", {}),
        ("payment_splits", {}),
        ("documents", {}),
        ("monthly_rates", MONTHS),
        ("cycle_limits", MONTHS),
        ("short_stay_rates", HYBRID),
        ("top_ups", HYBRID | {"fewer_opportunities": True}),
    ],
)
def test_a_country_on_which_any_table_depends_is_never_taken_for_granted(table: str, changes: dict[str, Any]) -> None:
    scope = {"activities": ("STA", "STT")} if table == "durations" else {}  # short stays of students are longer
    rulebook = grouped(**{table: by_group(table, **scope)})
    assert codes(rulebook, **changes) == ["COUNTRY_MISSING"]
    grant = calculated(rulebook, **changes)
    assert (grant.status, grant.eligible, grant.total_eur) == (GrantStatus.UNDETERMINED, None, None)
    # it may yet be refused; if nothing is known of its days, nothing bounds it
    assert grant.minimum_total_eur in {None, Decimal("0.00")}


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("deadlines", {"months_before_start": 2}),
        ("restrictions", {"why": "some places."}),
    ],
)
def test_nor_is_one_on_which_a_notice_depends(table: str, entry: dict[str, object]) -> None:
    scoped = entry | {"scope": {"receiving_groups": ("far",)}, "source": toy_source()}
    assert "COUNTRY_MISSING" in codes(grouped(**{table: (scoped,)}))


def test_a_table_for_others_does_not_ask_for_a_country() -> None:
    rulebook = grouped(monthly_rates=by_group("monthly_rates"), top_ups=by_group("top_ups", terms=("staff",)))
    assert codes(rulebook, **HYBRID) == []


def test_restrictions_and_deadlines_are_said_of_those_to_whom_they_apply() -> None:
    staff = {"activities": ("STA", "STT")}
    rulebook = TOY.model_copy(
        update={
            "restrictions": ({"why": "some places.", "scope": staff, "source": toy_source()},),
            "deadlines": ({"months_before_start": 2, "scope": staff, "source": toy_source()},),
        }
    )
    assert set(codes(rulebook)) == {"MOBILITY_RESTRICTION_POSSIBLE", "APPLICATION_DEADLINE"}
    assert codes(rulebook, **HYBRID) == []


RICH = {"id": "rich", "countries": ("JP", "CH"), "source": toy_source()}
DAILY_RANGE = {"minimum_eur": 80, "maximum_eur": 180, "source": toy_source()}
MONTHLY_RANGE = {"maximum_eur": 606, "source": toy_source()}


@pytest.mark.parametrize(
    ("country", "expected"), [("JP", []), ("SN", []), ("CH", ["RATE_NOT_PUBLISHED"]), (None, ["COUNTRY_MISSING"])]
)
def test_a_country_in_several_groups_has_the_rate_of_each(country: str | None, expected: list[str]) -> None:
    rulebook = grouped(country_groups=(NEAR, FAR, RICH), daily_rates=by_group("daily_rates"))
    assert codes(rulebook, receiving_country=country) == expected


def test_where_a_rate_is_missing_all_groups_are_said() -> None:
    rulebook = grouped(country_groups=(NEAR, FAR, RICH), daily_rates=by_group("daily_rates"))
    (finding,) = GrantCalculator(rulebook).check(toy_mobility(sending_country="FR", receiving_country="CH"))
    assert finding.message == (
        "No rate is published for this mobility: the rulebook has none for STA, outgoing, staff; "
        "the sending country is in no group; the receiving country is in near, rich."
    )


def test_a_range_without_a_rate_says_the_range() -> None:
    rulebook = TOY.model_copy(
        update={
            "daily_rates": (),
            "monthly_rates": (),
            "daily_rate_ranges": (DAILY_RANGE,),
            "monthly_rate_ranges": (MONTHLY_RANGE,),
        }
    )
    said = {}
    for name, changes in (("staff", {}), ("months", MONTHS)):
        (finding,) = GrantCalculator(rulebook).check(toy_mobility(**changes))
        assert (finding.code, finding.is_unknown) == ("RATE_NOT_PUBLISHED", True)
        details = dict(finding.details)
        said[name] = tuple(details.get(key) for key in ("range", "unit", "minimum_eur", "maximum_eur"))
    assert said == {
        "staff": ("RANGE_FROM_TO", "A_DAY", "80.00", "180.00"),
        "months": ("RANGE_UP_TO", "A_MONTH", None, "606.00"),
    }


@pytest.mark.parametrize(
    ("changes", "open_lines", "least_eur", "most_eur"),
    [
        # 5 days, whose later shares nobody prints, and 2 travel days of 80 to 180, and 200 for the journey
        (
            {},
            [("days_on_site", 5, "None", "900.00"), ("travel_days", 2, "160.00", "360.00")],
            *("360.00", "1460.00"),
        ),
        # 150 days of at most 606 a month, and 200 for the journey
        (MONTHS, [("days_of_month_rate", 150, "None", "3030.00")], "200.00", "3230.00"),
    ],
)
def test_a_range_without_a_rate_bounds_the_total(
    changes: dict[str, Any], open_lines: list[tuple[str, int, str, str]], least_eur: str, most_eur: str
) -> None:
    ranges = {"daily_rate_ranges": (DAILY_RANGE,), "monthly_rate_ranges": (MONTHLY_RANGE,)}
    grant = calculated(TOY.model_copy(update=ranges | {"daily_rates": (), "monthly_rates": ()}), **changes)
    assert (grant.status, grant.eligible, grant.total_eur) == (GrantStatus.UNDETERMINED, True, None)
    assert [line.kind.value for line in grant.lines] == ["travel_support"]
    assert [
        (line.basis.value, line.quantity, str(line.minimum_eur), str(line.maximum_eur)) for line in grant.open_lines
    ] == open_lines
    assert (str(grant.minimum_total_eur), str(grant.maximum_total_eur)) == (least_eur, most_eur)


def test_a_range_beside_a_rate_that_is_not_published_bounds_it() -> None:
    nothing = {"not_published": "ask the office.", "source": toy_source().at("NOTHING", "page 9")}
    bounds = {"minimum_eur": 200, "maximum_eur": 600, "source": toy_source()}
    sources = (*TOY.sources, nothing["source"])
    rulebook = TOY.model_copy(
        update={"monthly_rates": (nothing,), "monthly_rate_ranges": (bounds,), "sources": sources}
    )
    grant = calculated(rulebook, **MONTHS)
    assert [(one.code, dict(one.details)["why"]) for one in grant.findings] == [
        ("RATE_NOT_PUBLISHED", "ask the office.")
    ]
    # 5 months of 200 to 600, and 200 for the journey
    assert (str(grant.minimum_total_eur), str(grant.maximum_total_eur)) == ("1200.00", "3200.00")


def test_a_range_is_not_said_where_there_is_a_rate() -> None:
    ranges = {"daily_rate_ranges": (DAILY_RANGE,), "monthly_rate_ranges": (MONTHLY_RANGE,)}
    rulebook = TOY.model_copy(update=ranges)
    assert codes(rulebook) == codes(rulebook, **MONTHS) == []


def test_short_stays_have_no_range() -> None:
    rulebook = TOY.model_copy(update={"short_stay_rates": (), "daily_rate_ranges": (DAILY_RANGE,)})
    (finding,) = GrantCalculator(rulebook).check(toy_mobility(**HYBRID))
    assert "the rulebook has none for SMS, outgoing, student, short term physical." in finding.message


@pytest.mark.parametrize(
    ("table", "rates", "changes"),
    [
        ("daily_rate_ranges", "daily_rates", {}),
        ("monthly_rate_ranges", "monthly_rates", MONTHS),
    ],
)
def test_a_range_by_country_needs_the_country_and_says_its_own(table: str, rates: str, changes: dict[str, Any]) -> None:
    near, far = (
        {"scope": {"receiving_groups": (group,)}, "maximum_eur": most, "source": toy_source()}
        for group, most in (("near", 100), ("far", 200))
    )
    rulebook = grouped(**{table: (near, far), rates: ()})
    assert codes(rulebook, **changes) == ["COUNTRY_MISSING"]
    (finding,) = GrantCalculator(rulebook).check(toy_mobility(**changes, receiving_country="JP"))
    assert "a range, at most 200.00 EUR (the lowest is not published) a " in finding.message
    (finding,) = GrantCalculator(rulebook).check(toy_mobility(**changes, receiving_country="BR"))
    assert "range" not in dict(finding.details)


@pytest.mark.parametrize("funding", ["not_funded", "not_published"])
def test_an_activity_that_is_not_funded_is_told_no_range(funding: str) -> None:
    staff, students = TOY.activities
    unfunded = staff.model_copy(update={"funding": funding, "why": "ask the office."})
    tables = {"activities": (unfunded, students), "daily_rates": (), "daily_rate_ranges": (DAILY_RANGE,)}
    (finding,) = GrantCalculator(TOY.model_copy(update=tables)).check(toy_mobility())
    assert "ask the office." in finding.message


def test_bounds_by_country_need_the_country() -> None:
    bounds = {
        "minimum_pre_financing_share": "0.7",
        "maximum_pre_financing_share": 1,
        "balance_within_days": 45,
        "scope": {"receiving_groups": ("far",)},
        "source": toy_source(),
    }
    rulebook = grouped(payment_bounds=(bounds,))
    assert codes(rulebook) == ["COUNTRY_MISSING"]
    assert EntryIndex(rulebook).of(toy_mobility(receiving_country="JP")).bounds == rulebook.payment_bounds[0]
    assert EntryIndex(rulebook).of(toy_mobility(receiving_country="IT")).bounds is None


def flow(**scope: object) -> dict[str, object]:
    return {"scope": scope, "source": toy_source()}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),  # nothing is stated, and no rate depends on it
        ({"receiving_country": "JP"}, []),
        ({"receiving_country": "IT"}, ["COUNTRY_DISAGREES"]),
        ({"receiving_country": "BR"}, ["COUNTRY_DISAGREES"]),
        (MONTHS | {"receiving_country": "IT"}, []),
        (MONTHS | {"receiving_country": "JP"}, ["COUNTRY_DISAGREES"]),
        ({"activity": "STT", "receiving_country": "BR"}, []),  # no flow is printed for them
    ],
)
def test_flows_are_those_of_the_mobility(changes: dict[str, Any], expected: list[str]) -> None:
    staff = flow(activities=("STA",), receiving_groups=("far",))
    students = flow(activities=("SMS", "SMT"), receiving_groups=("near",))
    assert codes(grouped(flows=(staff, students)), **changes) == expected


@pytest.mark.parametrize("funding", ["not_funded", "not_published"])
@pytest.mark.parametrize("table", ["daily_rates", "travel_support", "travel_days", "daily_rate_ranges"])
def test_no_country_is_asked_for_to_rate_what_is_not_funded(table: str, funding: str) -> None:
    staff, students = TOY.activities
    unfunded = staff.model_copy(update={"funding": funding, "why": "ask the office."})
    scope = {"receiving_groups": ("far",)}
    entries = (DAILY_RANGE | {"scope": scope},) if table == "daily_rate_ranges" else by_group(table)
    rulebook = grouped(**{table: entries, "activities": (unfunded, students)})
    assert codes(rulebook) == ["ACTIVITY_NOT_FUNDED" if funding == "not_funded" else "RATE_NOT_PUBLISHED"]
    assert "COUNTRY_MISSING" in codes(grouped(**{table: entries}))


def test_where_a_rate_is_missing_the_kind_of_mobility_is_a_detail() -> None:
    (finding,) = GrantCalculator(TOY.model_copy(update={"monthly_rates": ()})).check(toy_mobility(**MONTHS))
    assert dict(finding.details)["unnamed"] == "SMS, outgoing, student"
    assert dict(finding.details)["term"] == "long_term_physical"


def test_a_missing_country_cites_the_entry_that_asks_for_it() -> None:
    source = toy_source().at("RATES", "by country")
    rates = TOY.daily_rates[0].model_copy(update={"scope": {"receiving_groups": ("far",)}, "source": source})
    rulebook = grouped(daily_rates=(rates,), sources=(*TOY.sources, source))
    (finding,) = GrantCalculator(rulebook).check(toy_mobility())
    assert (finding.code, finding.source.id) == ("COUNTRY_MISSING", "RATES")


# --- figures answer what is not published ------------------------------------------------------------------------------

NOTHING = {"not_published": "ask the office.", "source": toy_source()}
OUTGOING, INCOMING = {"directions": ("outgoing",)}, {"directions": ("incoming",)}


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("table", "field", "changes"),
    [
        ("travel_support", "travel", {}),
        ("daily_rates", "individual_support", {}),
        ("monthly_rates", "individual_support", MONTHS),
        ("short_stay_rates", "individual_support", HYBRID),
        ("payment_splits", "split", {}),
    ],
)
def test_a_figure_answers_what_is_not_published_wherever_it_stands(
    table: str, field: str, changes: dict[str, Any], order: int
) -> None:
    figure = getattr(TOY, table)[0].model_copy(update={"scope": OUTGOING})
    rulebook = TOY.model_copy(update={table: (NOTHING, figure)[::order]})
    plans = EntryIndex(rulebook)
    assert getattr(plans.of(toy_mobility(**changes)), field) == figure
    unpublished = getattr(plans.of(toy_mobility(**changes, direction="incoming")), field)
    if isinstance(unpublished, OpenRate):
        (unpublished,) = unpublished.findings
    said = dict(unpublished.details)["why"] if isinstance(unpublished, Finding) else unpublished.not_published
    assert said == "ask the office."


def top_up(kind: str, eur: object = None, **scope: object) -> dict[str, object]:
    figures = {"not_published": "ask."} if eur is None else {"rate_eur_per_month": eur}
    return {"kind": f"top_up_{kind}", "scope": scope, "source": toy_source(), **figures}


@pytest.mark.parametrize(
    ("direction", "kinds"),
    [
        ("outgoing", [("fewer_opportunities", True), ("green_travel", False)]),
        ("incoming", [("fewer_opportunities", False), ("traineeship", True), ("green_travel", False)]),
    ],
)
def test_of_each_kind_of_top_up_the_figure_answers_and_the_order_stays(
    direction: str, kinds: list[tuple[str, bool]]
) -> None:
    entries = (
        top_up("fewer_opportunities"),
        top_up("fewer_opportunities", 60, **OUTGOING),
        top_up("traineeship", 30, **INCOMING),
        top_up("green_travel"),
    )
    found = (
        EntryIndex(TOY.model_copy(update={"top_ups": entries})).of(toy_mobility(**MONTHS, direction=direction)).top_ups
    )
    assert [(one.kind.value, bool(one.figures)) for one in found] == [(f"top_up_{kind}", paid) for kind, paid in kinds]


def test_travel_that_is_not_paid_is_an_answer_and_no_figure_is_needed() -> None:
    unpaid = {"not_paid": "the board decided it.", "scope": OUTGOING, "source": toy_source()}
    rulebook = TOY.model_copy(update={"travel_support": (NOTHING, unpaid)})
    assert codes(rulebook, distance_km=None) == ["TRAVEL_SUPPORT_NOT_PAID"]
    assert codes(rulebook, direction="incoming") == ["RATE_NOT_PUBLISHED"]
    grant = GrantCalculator(rulebook).calculate(toy_mobility())
    assert {line.kind.value for line in grant.lines} == {"individual_support"}


# --- a country that is not stated leaves open what it decides, and nothing else ----------------------------------------

TRAINEE: dict[str, Any] = MONTHS | {"activity": "SMT", "fewer_opportunities": True, "travel_mode": "green"}
JOURNEY, DAYS = "travel_support", "individual_support"
FEWER, TRAINEESHIP, GREEN = "top_up_fewer_opportunities", "top_up_traineeship", "top_up_green_travel"


def kinds(grant: GrantBreakdown) -> tuple[list[str], list[str]]:
    """Return of what the lines are that are certain and that are open, each kind once."""
    return (
        list(dict.fromkeys(line.kind.value for line in grant.lines)),
        list(dict.fromkeys(line.kind.value for line in grant.open_lines)),
    )


def by_country(table: str, index: int = 0, **changes: object) -> Rulebook:
    """Return the toy rulebook with one entry of a table for far countries only."""
    entries = list(getattr(TOY, table))
    scope = entries[index].scope.model_copy(update={"receiving_groups": ("far",)})
    entries[index] = entries[index].model_copy(update={"scope": scope} | changes)
    return grouped(**{table: tuple(entries)})


@pytest.mark.parametrize(
    ("rulebook", "changes", "certain", "left_open"),
    [
        (by_country("travel_support"), {}, [DAYS], [JOURNEY]),
        (by_country("travel_support"), {"distance_km": None}, [DAYS], [JOURNEY]),
        (by_country("daily_rates"), {}, [JOURNEY], [DAYS]),
        (by_country("monthly_rates"), TRAINEE, [JOURNEY, FEWER, TRAINEESHIP], [DAYS]),
        (by_country("short_stay_rates"), HYBRID | {"fewer_opportunities": True}, [JOURNEY, FEWER], [DAYS]),
        # usual travel days are part of what is paid for the days, asked for or not
        (by_country("travel_days", 0), {}, [JOURNEY, DAYS], [DAYS]),  # the days there are certain
        (by_country("travel_days", 0), {"travel_days": 1}, [JOURNEY, DAYS], [DAYS]),
        (by_country("travel_days", 0), {"travel_days": 0}, [JOURNEY, DAYS], []),
        # travel days that are funded if they are asked for
        (by_country("travel_days", 1, most_travel_days=2), MONTHS, [JOURNEY, DAYS], []),
        (by_country("travel_days", 1, most_travel_days=2), MONTHS | {"travel_days": 0}, [JOURNEY, DAYS], []),
        (by_country("travel_days", 1, most_travel_days=2), MONTHS | {"travel_days": 1}, [JOURNEY, DAYS], [DAYS]),
        # each top-up by itself, and only for those who have it
        (by_country("top_ups", 0), HYBRID | {"fewer_opportunities": True}, [JOURNEY, DAYS], [FEWER]),
        (by_country("top_ups", 1), TRAINEE, [JOURNEY, DAYS, TRAINEESHIP], [FEWER]),
        (by_country("top_ups", 2), TRAINEE, [JOURNEY, DAYS, FEWER], [TRAINEESHIP]),
        (by_country("top_ups", 2, kind=GREEN), TRAINEE, [JOURNEY, DAYS, FEWER], [GREEN]),
        (by_country("top_ups", 1), TRAINEE | {"fewer_opportunities": False}, [JOURNEY, DAYS, TRAINEESHIP], []),
        (by_country("top_ups", 2), MONTHS, [JOURNEY, DAYS], []),
        (by_country("top_ups", 2, kind=GREEN), MONTHS, [JOURNEY, DAYS], []),
        # whether an activity is funded at all
        (by_country("activities", 0), {}, [], [DAYS]),
        (by_country("activities", 1), TRAINEE, [], [DAYS]),
        # what decides about eligibility, payments and papers decides no component
        (by_country("durations", 0), {}, [JOURNEY, DAYS], []),
        (by_country("teaching_hours"), {}, [JOURNEY, DAYS], []),
        (by_country("cycle_limits"), MONTHS, [JOURNEY, DAYS], []),
        (by_country("payment_splits"), {}, [JOURNEY, DAYS], []),
        (by_country("documents"), {}, [JOURNEY, DAYS], []),
    ],
)
def test_what_a_country_decides_is_open_without_it_and_all_else_is_certain(
    rulebook: Rulebook, changes: dict[str, Any], certain: list[str], left_open: list[str]
) -> None:
    grant = calculated(rulebook, **changes)
    assert [finding.code for finding in grant.findings] == ["COUNTRY_MISSING"]
    assert (grant.status, grant.eligible, grant.payments) == (GrantStatus.UNDETERMINED, None, ())
    assert kinds(grant) == (certain, left_open)
    assert all((line.minimum_eur, line.maximum_eur) == (None, None) for line in grant.open_lines)
    assert (grant.maximum_total_eur is None) is bool(left_open)
    stated = calculated(rulebook, **({"distance_km": 742} | changes | {"distance_km": 742}), receiving_country="SN")
    assert stated.status is GrantStatus.GRANTED
    assert [line for line in grant.lines if line not in stated.lines] == []
    # the bounds hold what the country gives
    if certain:
        assert grant.minimum_total_eur == Decimal("0.00")
    assert grant.maximum_total_eur in {None, stated.total_eur}


def test_a_country_that_decides_two_components_leaves_both_open() -> None:
    (journey,) = by_group("travel_support")
    (rates,) = by_group("daily_rates")
    grant = calculated(grouped(travel_support=(journey,), daily_rates=(rates,)), distance_km=None)
    assert [finding.code for finding in grant.findings] == ["COUNTRY_MISSING"]  # the distance may not matter
    assert kinds(grant) == ([], [JOURNEY, DAYS])
    assert (grant.minimum_total_eur, grant.maximum_total_eur) == (None, None)


def test_an_open_line_cites_the_entry_that_the_country_decides_about() -> None:
    source = toy_source().at("RATES", "by country")
    (rates,) = by_group("daily_rates")
    rulebook = grouped(daily_rates=(rates.model_copy(update={"source": source}),), sources=(*TOY.sources, source))  # type: ignore[attr-defined]
    (line,) = calculated(rulebook).open_lines
    assert (line.quantity, line.source.id) == (5, "RATES")


def test_a_rate_that_no_country_decides_is_still_not_published() -> None:
    (journey,) = by_group("travel_support")
    grant = calculated(grouped(travel_support=(journey,), daily_rates=()))
    assert [finding.code for finding in grant.findings] == ["COUNTRY_MISSING", "RATE_NOT_PUBLISHED"]
    assert kinds(grant) == ([], [JOURNEY, DAYS])


@pytest.mark.parametrize(
    ("country", "found"),
    [(None, ["COUNTRY_MISSING"]), ("SN", []), ("IT", ["ACTIVITY_NOT_COVERED"]), ("BR", ["ACTIVITY_NOT_COVERED"])],
)
def test_an_activity_that_a_country_decides_about_is_not_called_uncovered_without_it(
    country: str | None, found: list[str]
) -> None:
    assert codes(by_country("activities", 0), receiving_country=country) == found


def test_what_is_never_eligible_is_refused_whatever_the_country() -> None:
    assert codes(by_country("activities", 0), purpose="conference") == ["CONFERENCE_NOT_ELIGIBLE", "COUNTRY_MISSING"]
    grant = calculated(by_country("activities", 0), purpose="conference")
    assert (grant.status, grant.eligible) == (GrantStatus.NOT_ELIGIBLE, False)


def test_both_countries_may_be_missing() -> None:
    rates = TOY.daily_rates[0].model_copy(update={"scope": {"sending_groups": ("near",), "receiving_groups": ("far",)}})
    rulebook = grouped(daily_rates=(rates,), home=None)
    assert codes(rulebook) == ["COUNTRY_MISSING", "COUNTRY_MISSING"]
    assert codes(rulebook, sending_country="IT") == ["COUNTRY_MISSING"]
    # no country on the other side gives a rate to those who are sent from here
    assert codes(rulebook, sending_country="BR") == ["RATE_NOT_PUBLISHED"]
