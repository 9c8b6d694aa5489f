from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants.basics.vocabulary import Term
from erasmus_grants.records.lines import OpenLine
from erasmus_grants.records.mobility import PaidDays
from erasmus_grants.rules.rate_ranges import (
    DailyRateRange,
    RateRange,
    is_far_enough,
    is_within,
    lines_within,
    percentages,
    range_finding,
    range_in_words,
    rates_of_tier,
)
from erasmus_grants.testing import toy_mobility, toy_source


def bounds(least: object = None, most: object = None) -> RateRange:
    return RateRange.model_validate({"minimum_eur": least, "maximum_eur": most, "source": toy_source()})


@pytest.mark.parametrize(
    ("least", "most", "rate_eur", "within"),
    [
        ("80.00", "180.00", "79.99", False),
        ("80.00", "180.00", "80.00", True),
        ("80.00", "180.00", "180.00", True),
        ("80.00", "180.00", "180.01", False),
        ("80.00", "80.00", "80.00", True),  # a range of one rate
        (None, "180.00", "0.00", True),
        (None, "180.00", "180.01", False),
        ("80.00", None, "79.99", False),
        ("80.00", None, "100000.00", True),
        ("0.00", "180.00", "0.00", True),  # a bound of nothing is a bound
        (None, "0.00", "0.01", False),
    ],
)
def test_a_rate_on_a_bound_is_within_and_a_cent_beyond_is_not(
    least: str | None, most: str | None, rate_eur: str, within: bool
) -> None:
    assert is_within(Decimal(rate_eur), bounds(least, most)) is within


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (80, 180, "80.00 to 180.00 EUR"),
        (None, 180, "at most 180.00 EUR (the lowest is not published)"),
        (80, None, "at least 80.00 EUR (the highest is not published)"),
        (0, 180, "0.00 to 180.00 EUR"),
    ],
)
def test_a_range_is_said_with_the_bounds_that_are_known(least: object, most: object, words: str) -> None:
    assert range_in_words(bounds(least, most)) == words


@pytest.mark.parametrize(
    ("term", "unit"),
    [(Term.STAFF, "day"), (Term.LONG_TERM_PHYSICAL, "month"), (Term.SHORT_TERM_PHYSICAL, "day")],
)
def test_a_range_without_a_rate_says_the_range(term: Term, unit: str) -> None:
    source = toy_source().at("RANGE", "page 2")
    finding = range_finding(bounds(80, 180).model_copy(update={"source": source}), term=term)
    assert (finding.code, finding.is_unknown, finding.source) == ("RATE_NOT_PUBLISHED", True, source)
    assert finding.message == (
        f"No rate is published for this mobility: the programme prints a range, 80.00 to 180.00 EUR a {unit}, and the "
        "institution or its National Agency sets the rate: write it into a rulebook of your own, which `erasmus-grants new-policy` begins."
    )
    details = dict(finding.details)
    assert (details["range"], details["unit"]) == ("RANGE_FROM_TO", f"A_{unit.upper()}")
    assert (details["minimum_eur"], details["maximum_eur"]) == ("80.00", "180.00")


@pytest.mark.parametrize(
    ("least", "most", "message"),
    [
        (None, None, "a range has at least one bound"),
        ("180.01", "180.00", r"the highest rate is not below the lowest, 180\.01 EUR"),
        ("80.005", None, "no fraction of a cent"),
        (None, "100000.01", "less than or equal to 100000"),
        (80.0, None, "never as float"),
    ],
)
def test_a_range_that_is_not_sound_is_refused(least: object, most: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        bounds(least, most)


# --- living costs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("living_costs", "least", "rate_eur", "similar_eur", "far_enough"),
    [
        ("higher", "50", "650.00", "600.00", True),
        ("higher", "50", "649.99", "600.00", False),
        ("higher", "50", "550.00", "600.00", False),  # far away on the wrong side
        ("higher", "0", "600.00", "600.00", True),
        ("higher", "0", "599.99", "600.00", False),
        ("lower", "50", "550.00", "600.00", True),
        ("lower", "50", "550.01", "600.00", False),
        ("lower", "50", "650.00", "600.00", False),
        ("higher", None, "1.00", "600.00", True),
        ("lower", None, "900.00", "600.00", True),
        ("similar", None, "1.00", "600.00", True),
        (None, None, "1.00", "600.00", True),
    ],
)
def test_a_rate_is_as_far_from_that_of_similar_living_costs_as_the_range_wants(
    living_costs: str | None, least: str | None, rate_eur: str, similar_eur: str, far_enough: bool
) -> None:
    fields = {"living_costs": living_costs, "least_difference_eur": least, "minimum_eur": 1, "source": toy_source()}
    bounded = RateRange.model_validate(fields)
    assert is_far_enough(Decimal(rate_eur), bounded, similar_eur=Decimal(similar_eur)) is far_enough


@pytest.mark.parametrize("living_costs", [None, "similar"])
@pytest.mark.parametrize("least", [0, 50])
def test_a_difference_is_that_of_higher_or_lower_living_costs(living_costs: str | None, least: int) -> None:
    fields = {"living_costs": living_costs, "least_difference_eur": least, "minimum_eur": 1, "source": toy_source()}
    with pytest.raises(ValidationError, match="a difference is that of a range towards higher or lower living costs"):
        RateRange.model_validate(fields)


@pytest.mark.parametrize(
    ("least", "most", "rate_eur", "parts"),
    [
        (80, 180, 80, ("-0.005", "0.005")),
        (80, 180, 130, ("0.495", "0.505")),
        (80, 180, 180, ("0.995", "1.005")),
        (80, 180, "130.50", ("0.5", "0.51")),
        (0, 50, 25, ("0.49", "0.51")),
        (80, None, 130, None),
        (None, 180, 130, None),
        (80, 80, 80, None),  # a range of one rate has no percentages
        (0, 50, 0, ("-0.01", "0.01")),
    ],
)
def test_a_rate_in_whole_euros_is_somewhere_between_two_parts_of_its_range(
    least: object, most: object, rate_eur: object, parts: tuple[str, str] | None
) -> None:
    found = percentages(Decimal(str(rate_eur)), bounds(least, most))
    assert found == (None if parts is None else (Decimal(parts[0]), Decimal(parts[1])))


def test_a_range_prints_bounds_and_no_figures() -> None:
    assert bounds(80, 180).figures == {}


# --- lines between the ends of a range --------------------------------------------------------------------------------

RANGE = toy_source().at("RANGE", "page 2")
REDUCED = toy_source().at("REDUCED", "page 3")
NO_RATE = toy_source().at("NO-RATE", "page 4")
TIERS: tuple[dict[str, object], ...] = (
    {"from_day": 1, "to_day": 14, "share": 1},
    {"from_day": 15, "to_day": 60, "share": "0.7", "source": REDUCED},
)
MONTHS = {"activity": "SMS", "start_date": "2030-01-01", "end_date": "2030-05-31"}  # 150 days of thirty-day months

Row = tuple[str, int, str | None, str | None, str]


def paid(days: int, **changes: object) -> PaidDays:
    """Return the days that are paid of a stay of so many days, or of another one."""
    mobility = toy_mobility(**({"end_date": f"2030-03-{3 + days:02}"} | changes))
    return PaidDays.of(mobility, mobility.stay, days)


def daily(least: object, most: object, *tiers: dict[str, object]) -> DailyRateRange:
    fields = {"minimum_eur": least, "maximum_eur": most, "tiers": tiers, "source": RANGE}
    return DailyRateRange.model_validate(fields)


def rows(lines: tuple[OpenLine, ...]) -> list[Row]:
    """Return what lines are of, and between what they lie."""
    assert all(line.kind == "individual_support" for line in lines)
    return [
        (
            line.basis.value,
            line.quantity,
            None if line.minimum_eur is None else str(line.minimum_eur),
            None if line.maximum_eur is None else str(line.maximum_eur),
            line.source.id,
        )
        for line in lines
    ]


def within(days: PaidDays, bounds: RateRange | None, *, term: Term = Term.STAFF, travel_days: int = 0) -> list[Row]:
    return rows(lines_within(days, term=term, bounds=bounds, travel_days=travel_days, source=NO_RATE))


@pytest.mark.parametrize(
    ("least", "most", "of_days", "of_travel"),
    [
        (200, 400, ("1000.00", "2000.00"), ("13.33", "26.67")),  # 5 months; 2 * 200 / 30, 2 * 400 / 30
        (None, 400, (None, "2000.00"), (None, "26.67")),
        (200, None, ("1000.00", None), ("13.33", None)),
        (300, 300, ("1500.00", "1500.00"), ("20.00", "20.00")),
    ],
)
def test_a_monthly_range_bounds_the_months_and_the_travel_days(
    least: object, most: object, of_days: tuple[str | None, str | None], of_travel: tuple[str | None, str | None]
) -> None:
    bounds = bounds_from(least, most)
    months: Row = ("days_of_month_rate", 150, *of_days, "RANGE")
    travel: Row = ("travel_days", 2, *of_travel, "RANGE")
    days = paid(151, **MONTHS)
    assert within(days, bounds, term=Term.LONG_TERM_PHYSICAL) == [months]
    assert within(days, bounds, term=Term.LONG_TERM_PHYSICAL, travel_days=2) == [months, travel]
    lines = lines_within(days, term=Term.LONG_TERM_PHYSICAL, bounds=bounds, travel_days=2, source=NO_RATE)
    assert {line.rate_days for line in lines} == {30}
    assert {(line.minimum_rate_eur, line.maximum_rate_eur) for line in lines} == {(least, most)}
    assert {reason.code for line in lines for reason in line.reasons} == {"RATE_WITHIN_RANGE"}


def bounds_from(least: object, most: object) -> RateRange:
    return bounds(least, most).model_copy(update={"source": RANGE})


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, [("days_on_site", 1, "80.00", "180.00", "RANGE")]),
        (14, [("days_on_site", 14, "1120.00", "2520.00", "RANGE")]),
        (
            15,
            [
                ("days_on_site", 14, "1120.00", "2520.00", "RANGE"),
                ("days_on_site_reduced", 1, "56.00", "126.00", "REDUCED"),  # 0.7 * 80, 0.7 * 180
            ],
        ),
        (
            60,
            [
                ("days_on_site", 14, "1120.00", "2520.00", "RANGE"),
                ("days_on_site_reduced", 46, "2576.00", "5796.00", "REDUCED"),  # 46 * 56, 46 * 126
            ],
        ),
        (
            75,  # after day 60 nothing is paid
            [
                ("days_on_site", 14, "1120.00", "2520.00", "RANGE"),
                ("days_on_site_reduced", 46, "2576.00", "5796.00", "REDUCED"),
            ],
        ),
    ],
)
def test_a_daily_range_bounds_the_days_of_each_tier(days: int, expected: list[Row]) -> None:
    bounds = daily(80, 180, *TIERS)
    stay = paid(days, end_date="2030-07-01", teaching_hours=200)
    two: Row = ("travel_days", 2, "160.00", "360.00", "RANGE")  # paid as a first day
    assert within(stay, bounds) == expected
    assert within(stay, bounds, travel_days=2) == [*expected, two]


def test_an_end_that_is_not_printed_is_open_in_every_tier() -> None:
    stay = paid(20)
    assert within(stay, daily(None, 180, *TIERS), travel_days=2) == [
        ("days_on_site", 14, None, "2520.00", "RANGE"),
        ("days_on_site_reduced", 6, None, "756.00", "REDUCED"),  # 6 * 126
        ("travel_days", 2, None, "360.00", "RANGE"),
    ]
    assert within(stay, daily(80, None, *TIERS), travel_days=2) == [
        ("days_on_site", 14, "1120.00", None, "RANGE"),
        ("days_on_site_reduced", 6, "336.00", None, "REDUCED"),  # 6 * 56
        ("travel_days", 2, "160.00", None, "RANGE"),
    ]


def test_a_share_of_an_end_is_in_whole_cents() -> None:
    (_, reduced) = lines_within(
        paid(15), term=Term.STAFF, bounds=daily("80.05", "180.05", *TIERS), travel_days=0, source=NO_RATE
    )
    # 0.7 * 80.05 = 56.035 and 0.7 * 180.05 = 126.035, half a cent up
    assert (str(reduced.minimum_rate_eur), str(reduced.maximum_rate_eur)) == ("56.04", "126.04")


def test_without_tiers_the_days_on_site_have_a_highest_end_alone() -> None:
    # nobody prints which share later days have: at most the full rate, and perhaps nothing
    assert within(paid(20), daily(80, 180), travel_days=2) == [
        ("days_on_site", 20, None, "3600.00", "RANGE"),
        ("travel_days", 2, "160.00", "360.00", "RANGE"),
    ]


@pytest.mark.parametrize(
    ("term", "days", "expected"),
    [
        (Term.STAFF, paid(5), ("days_on_site", 5, 1)),
        (Term.SHORT_TERM_PHYSICAL, paid(5, activity="SMS", virtual_component=True), ("days_on_site", 5, 1)),
        (Term.LONG_TERM_PHYSICAL, paid(151, **MONTHS), ("days_of_month_rate", 150, 30)),
    ],
)
def test_without_a_range_the_days_are_one_line_of_which_nothing_is_known(
    term: Term, days: PaidDays, expected: tuple[str, int, int]
) -> None:
    for travel_days in (0, 2):
        (line,) = lines_within(days, term=term, bounds=None, travel_days=travel_days, source=NO_RATE)
        assert (line.basis, line.quantity, line.rate_days) == expected
        assert (line.minimum_rate_eur, line.maximum_rate_eur) == (None, None)
        assert (line.source, [reason.code for reason in line.reasons]) == (NO_RATE, ["RATE_NOT_KNOWN"])


@pytest.mark.parametrize(
    "tiers",
    [
        ({"from_day": 2, "share": 1},),
        (TIERS[0], TIERS[1] | {"from_day": 16}),
        (TIERS[0], TIERS[1] | {"from_day": 14}),
    ],
)
def test_tiers_of_a_range_that_do_not_follow_each_other_are_refused(tiers: tuple[dict[str, object], ...]) -> None:
    with pytest.raises(ValidationError, match="tier"):
        daily(80, 180, *tiers)


def test_the_reduced_rates_of_a_range_are_rounded_as_it_says() -> None:
    """Guide 2026, p. 70: 70 % of 96 are 67.20, so 67 EUR; of 148 they are 103.60, so 104 EUR."""
    tiers = ({"from_day": 1, "to_day": 14, "share": "1"}, {"from_day": 15, "to_day": 60, "share": "0.7"})
    printed = {"minimum_eur": 96, "maximum_eur": 148, "tiers": tiers, "source": toy_source()}
    exact = DailyRateRange.model_validate(printed)
    whole = DailyRateRange.model_validate(printed | {"reduced_rate_rounding": "half_up_to_euro"})
    assert [str(rate) for rate in rates_of_tier(exact, exact.tiers[1])] == ["67.20", "103.60"]
    assert [str(rate) for rate in rates_of_tier(whole, whole.tiers[1])] == ["67.00", "104.00"]
    unknown = DailyRateRange.model_validate(printed | {"rounding_not_published": "ask the agency."})
    assert [str(rate) for rate in rates_of_tier(unknown, unknown.tiers[1])] == ["67.00", "104.00"]
    assert [str(rate) for rate in rates_of_tier(unknown, unknown.tiers[0])] == ["96.00", "148.00"]
    only_most = unknown.model_copy(update={"minimum_eur": None, "maximum_eur": Decimal(153)})
    assert [str(rate) for rate in rates_of_tier(only_most, only_most.tiers[1])] == ["None", "107.10"]
    only_least = unknown.model_copy(update={"minimum_eur": Decimal(153), "maximum_eur": None})
    assert [str(rate) for rate in rates_of_tier(only_least, only_least.tiers[1])] == ["107.00", "None"]


def test_the_rounding_of_a_range_is_not_both_printed_and_unknown() -> None:
    printed = {"maximum_eur": 148, "reduced_rate_rounding": "down_to_euro", "source": toy_source()}
    with pytest.raises(ValidationError, match="either the rounding of reduced rates is printed, or"):
        DailyRateRange.model_validate(printed | {"rounding_not_published": "ask the agency."})
