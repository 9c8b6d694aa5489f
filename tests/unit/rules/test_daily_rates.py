from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from erasmus_grants import GrantCalculator
from erasmus_grants.basics.periods import stay
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.vocabulary import GrantStatus, Rounding
from erasmus_grants.rules.daily_rates import DailyRate, DailyRateEntry, days_counted, individual_support
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source

FULL = {"from_day": 1, "to_day": 14, "share": 1}
REDUCED = {"from_day": 15, "to_day": 60, "share": "0.7"}


def daily_rate(
    *tiers: dict[str, object], rate_eur_per_day: str = "100.00", cap: int | None = None, **more: object
) -> DailyRate:
    fields = {"rate_eur_per_day": rate_eur_per_day, "tiers": tiers, "funded_days_cap": cap, "source": toy_source()}
    return DailyRate.model_validate(fields | more)


TWO_TIERS = daily_rate(FULL, REDUCED)
FIVE_DAYS = daily_rate({"from_day": 1, "share": 1}, cap=5)


def rows(days: int, travel_days: int, rate: DailyRate) -> list[tuple[str, int, str, str]]:
    lines = individual_support(days, travel_days=travel_days, rate=rate).lines
    return [(line.basis, line.quantity, str(line.rate_eur), str(line.amount_eur)) for line in lines]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, [("days_on_site", 1, "100.00", "100.00")]),
        (14, [("days_on_site", 14, "100.00", "1400.00")]),
        (15, [("days_on_site", 14, "100.00", "1400.00"), ("days_on_site_reduced", 1, "70.00", "70.00")]),
        # day 15 to day 60 are 46 days; 46 * 70 = 3220
        (60, [("days_on_site", 14, "100.00", "1400.00"), ("days_on_site_reduced", 46, "70.00", "3220.00")]),
        (75, [("days_on_site", 14, "100.00", "1400.00"), ("days_on_site_reduced", 46, "70.00", "3220.00")]),
    ],
)
def test_each_tier_pays_its_share_of_the_rate(days: int, expected: list[tuple[str, int, str, str]]) -> None:
    assert rows(days, 2, TWO_TIERS) == [*expected, ("travel_days", 2, "100.00", "200.00")]


def test_no_travel_day_is_a_line_of_zero() -> None:
    assert rows(5, 0, TWO_TIERS)[-1] == ("travel_days", 0, "100.00", "0.00")


@pytest.mark.parametrize(("days", "funded"), [(1, 1), (4, 4), (5, 5), (6, 5), (60, 5)])
def test_a_cap_leaves_further_days_unfunded_and_says_so(days: int, funded: int) -> None:
    assert rows(days, 2, FIVE_DAYS)[0] == ("days_on_site", funded, "100.00", f"{funded}00.00")
    outcome = individual_support(days, travel_days=2, rate=FIVE_DAYS)
    codes = [reason.code for reason in outcome.lines[0].reasons]
    assert codes == (["FULL_RATE_DAYS"] if days <= 5 else ["FULL_RATE_DAYS", "FUNDED_DAYS_CAP"])
    if days > 5:
        assert dict(outcome.lines[0].reasons[1].details) == {"maximum": "5", "days": str(days)}
    assert [dict(finding.details) for finding in outcome.findings] == (
        [] if days <= 5 else [{"funded": "5", "days": str(days), "maximum": "5"}]
    )


@pytest.mark.parametrize(
    ("rate", "days", "funded", "maximum"),
    [
        (TWO_TIERS, 61, 60, 60),
        (daily_rate(FULL, REDUCED, cap=70), 65, 60, 60),  # the tiers end before the cap
        (daily_rate(FULL, REDUCED, cap=20), 65, 20, 20),
    ],
)
def test_the_limit_that_is_named_is_the_one_that_binds(rate: DailyRate, days: int, funded: int, maximum: int) -> None:
    (finding,) = individual_support(days, travel_days=0, rate=rate).findings
    assert finding.code == "FUNDED_DAYS_CAPPED"
    assert dict(finding.details) == {"funded": str(funded), "days": str(days), "maximum": str(maximum)}


def test_a_cap_may_cite_another_place_than_its_rate() -> None:
    other = toy_source().at("CAP", "page 2")
    rate = FIVE_DAYS.model_copy(update={"cap_source": other})
    outcome = individual_support(6, travel_days=0, rate=rate)
    assert [finding.source for finding in outcome.findings] == [other]
    assert {line.source for line in outcome.lines} == {toy_source()}


def test_a_cap_may_fall_within_a_reduced_tier() -> None:
    assert rows(30, 0, daily_rate(FULL, REDUCED, cap=20))[:2] == [
        ("days_on_site", 14, "100.00", "1400.00"),
        ("days_on_site_reduced", 6, "70.00", "420.00"),
    ]


def test_a_reduced_line_says_which_days_at_which_share() -> None:
    line = individual_support(16, travel_days=0, rate=TWO_TIERS).lines[1]
    (reason,) = line.reasons
    assert reason.code == "REDUCED_RATE_DAYS"
    assert dict(reason.details) == {"from_day": "15", "to_day": "16", "share": "0.7", "full_rate_eur": "100.00"}


def test_a_tier_may_cite_another_source_than_its_table() -> None:
    other = toy_source().at("OTHER", "page 2")
    rate = daily_rate(FULL, REDUCED | {"source": other})
    on_site, reduced, travel = individual_support(16, travel_days=2, rate=rate).lines
    assert (on_site.source, reduced.source, travel.source) == (toy_source(), other, toy_source())


def test_a_tier_may_pay_nothing() -> None:
    assert rows(3, 0, daily_rate({"from_day": 1, "to_day": 2, "share": 0}, {"from_day": 3, "share": 1}))[:2] == [
        ("days_on_site_reduced", 2, "0.00", "0.00"),
        ("days_on_site", 1, "100.00", "100.00"),
    ]


def test_where_no_rate_is_published_the_days_are_open() -> None:
    outcome = individual_support(
        5, travel_days=2, rate=NotPublished(not_published="ask the office.", source=toy_source())
    )
    assert outcome.lines == ()
    assert [finding.code for finding in outcome.findings] == ["RATE_NOT_PUBLISHED"]
    (line,) = outcome.open_lines
    assert (line.kind, line.basis, line.quantity, line.rate_days) == ("individual_support", "days_on_site", 5, 1)
    assert (line.minimum_eur, line.maximum_eur) == (None, None)


@pytest.mark.parametrize(
    ("tiers", "rate", "message"),
    [
        ([REDUCED], "100.00", "the first tier starts with day 1"),
        ([FULL, REDUCED | {"from_day": 16}], "100.00", "there is a gap or an overlap"),
        ([FULL, REDUCED | {"from_day": 14}], "100.00", "there is a gap or an overlap"),
        ([FULL, REDUCED | {"share": "1.1"}], "100.00", "less than or equal to 1"),
        ([FULL, REDUCED | {"share": "-0.1"}], "100.00", "greater than or equal to 0"),
        ([FULL, REDUCED], "95.25", r"0.7 of 95.25 EUR is 66.675, not whole cents"),
        ([], "100.00", "at least 1"),
        ([FULL], "100.005", "fraction of a cent"),
    ],
)
def test_a_table_that_is_not_sound_is_refused(tiers: list[dict[str, object]], rate: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        daily_rate(*tiers, rate_eur_per_day=rate)


@pytest.mark.parametrize("cap", [0, -1, True])
def test_a_cap_funds_at_least_a_day(cap: int) -> None:
    with pytest.raises(ValidationError):
        daily_rate(FULL, cap=cap)


def test_an_entry_is_a_rate_or_says_that_none_is_published() -> None:
    entry: TypeAdapter[DailyRate | NotPublished] = TypeAdapter(DailyRateEntry)
    assert entry.validate_json(TWO_TIERS.model_dump_json()) == TWO_TIERS
    assert isinstance(entry.validate_python({"not_published": "ask.", "source": toy_source()}), NotPublished)
    with pytest.raises(ValidationError, match="rate_eur_per_day"):
        entry.validate_python({"source": toy_source()})


def test_the_share_of_a_rate_is_whole_cents_with_two_places() -> None:
    line = individual_support(15, travel_days=0, rate=daily_rate(FULL, REDUCED, rate_eur_per_day="95.20")).lines[1]
    assert line.rate_eur == Decimal("66.64")  # 0.7 * 95.20 = 66.640
    assert str(line.rate_eur) == "66.64"


@pytest.mark.parametrize(
    ("rate_eur", "rounding", "reduced_eur", "exact_eur"),
    [
        ("148.00", "down_to_euro", "103.00", "103.6"),  # 0.7 * 148 = 103.60
        ("148.00", "half_up_to_euro", "104.00", "103.6"),
        ("148.00", "half_up_to_cent", "103.60", None),
        ("148.00", None, "103.60", None),
        ("148.50", "down_to_euro", "103.00", "103.95"),  # 0.7 * 148.50; the full rate keeps its cents
        ("148.50", "half_up_to_euro", "104.00", "103.95"),
        ("95.25", "half_up_to_cent", "66.68", "66.675"),  # 0.7 * 95.25 = 66.675
        ("145.00", "half_up_to_euro", "102.00", "101.5"),  # 0.7 * 145 = 101.50
        ("180.00", "down_to_euro", "126.00", None),  # 0.7 * 180 is whole euros
    ],
)
def test_a_reduced_rate_is_rounded_as_the_agency_does(
    rate_eur: str, rounding: str | None, reduced_eur: str, exact_eur: str | None
) -> None:
    rate = daily_rate(FULL, REDUCED, rate_eur_per_day=rate_eur if rounding is None else "100.00").model_copy(
        update={"reduced_rate_rounding": rounding, "rate_eur_per_day": rate_eur}
    )
    on_site, reduced, travel = individual_support(17, travel_days=2, rate=rate).lines
    assert str(reduced.rate_eur) == reduced_eur
    assert reduced.amount_eur == 3 * Decimal(reduced_eur)
    assert [str(line.rate_eur) for line in (on_site, travel)] == [rate_eur, rate_eur]
    said = [dict(reason.details) for reason in reduced.reasons if reason.code == "REDUCED_RATE_ROUNDED"]
    assert said == ([] if exact_eur is None else [{"exact_eur": exact_eur}])


def test_a_reduced_rate_is_rounded_before_it_is_multiplied() -> None:
    rate = daily_rate(FULL, REDUCED, rate_eur_per_day="148.00").model_copy(
        update={"reduced_rate_rounding": "down_to_euro"}
    )
    # 10 days at 103, and not 10 * 103.6 = 1036
    assert rows(24, 0, rate)[1] == ("days_on_site_reduced", 10, "103.00", "1030.00")


@pytest.mark.parametrize(
    ("rate_eur", "least_eur", "most_eur"),
    [
        ("148.00", "103.00", "104.00"),  # 103.60: in cents, down to 103 or half up to 104
        ("153.00", "107.00", "107.10"),  # 107.10: in cents, or 107 in both ways
        ("145.00", "101.00", "102.00"),  # 101.50
    ],
)
def test_a_reduced_rate_is_not_known_if_nobody_prints_how_it_is_rounded(
    rate_eur: str, least_eur: str, most_eur: str
) -> None:
    rate = daily_rate(FULL, REDUCED, rate_eur_per_day=rate_eur, rounding_not_published="ask the agency.")
    result = individual_support(17, travel_days=2, rate=rate)
    assert [(line.basis.value, line.quantity, str(line.rate_eur)) for line in result.lines] == [
        ("days_on_site", 14, rate_eur),
        ("travel_days", 2, rate_eur),
    ]
    (reduced,) = result.open_lines
    assert (reduced.basis.value, reduced.quantity) == ("days_on_site_reduced", 3)
    assert (str(reduced.minimum_rate_eur), str(reduced.maximum_rate_eur)) == (least_eur, most_eur)
    assert (reduced.minimum_eur, reduced.maximum_eur) == (3 * Decimal(least_eur), 3 * Decimal(most_eur))
    (finding,) = result.findings
    assert (finding.code.value, dict(finding.details)) == ("RATE_NOT_PUBLISHED", {"why": "ask the agency."})
    assert finding.source == reduced.source == rate.source


def test_what_is_whole_euros_in_any_case_is_known() -> None:
    rate = daily_rate(FULL, REDUCED, rate_eur_per_day="150.00", rounding_not_published="ask the agency.")
    assert individual_support(17, travel_days=0, rate=rate).lines[1].amount_eur == 3 * 105
    fortnight = daily_rate(FULL, REDUCED, rate_eur_per_day="148.00", rounding_not_published="ask the agency.")
    assert individual_support(14, travel_days=0, rate=fortnight).open_lines == ()


def test_days_beyond_the_last_tier_are_told_beside_an_unknown_rounding() -> None:
    rate = daily_rate(FULL, REDUCED, rate_eur_per_day="148.00", rounding_not_published="ask the agency.")
    result = individual_support(61, travel_days=0, rate=rate)
    assert [line.quantity for line in result.open_lines] == [46]
    assert [finding.code.value for finding in result.findings] == ["RATE_NOT_PUBLISHED", "FUNDED_DAYS_CAPPED"]
    assert dict(result.findings[1].details) == {"funded": "60", "days": "61", "maximum": "60"}


def test_a_share_of_parts_of_a_cent_needs_a_rounding_or_the_sentence_that_none_is_printed() -> None:
    """70 % of 95.25 EUR are 66.675 EUR."""
    with pytest.raises(ValidationError, match=r"66\.675, not whole cents"):
        daily_rate(FULL, REDUCED, rate_eur_per_day="95.25")
    rate = daily_rate(FULL, REDUCED, rate_eur_per_day="95.25", rounding_not_published="ask the agency.")
    (reduced,) = individual_support(15, travel_days=0, rate=rate).open_lines
    assert (str(reduced.minimum_eur), str(reduced.maximum_eur)) == ("66.00", "67.00")


def test_a_rounding_is_not_both_printed_and_unknown() -> None:
    with pytest.raises(ValidationError, match="either the rounding of reduced rates is printed, or"):
        daily_rate(FULL, REDUCED, reduced_rate_rounding="down_to_euro", rounding_not_published="ask the agency.")


def test_a_grant_asks_how_the_reduced_rate_is_rounded() -> None:
    (rate,) = toy_rulebook().daily_rates
    assert isinstance(rate, DailyRate)
    unknown = rate.model_copy(update={"rate_eur_per_day": Decimal("148.00"), "rounding_not_published": "ask."})
    book = toy_rulebook().model_copy(update={"daily_rates": (unknown,)})
    grant = GrantCalculator(book).calculate(toy_mobility(end_date="2030-03-24", teaching_hours=40))
    assert grant.status is GrantStatus.UNDETERMINED
    (question,) = grant.questions
    assert (question.table, question.choices) == ("reduced_rate_rounding", tuple(one.value for one in Rounding))
    assert [decided.value for decided in question.decides] == ["individual_support"]


WEEKDAYS = TWO_TIERS.model_copy(update={"counting": "weekdays"})


@pytest.mark.parametrize(
    ("start", "end", "away", "calendar", "weekdays"),
    [
        (date(2030, 3, 4), date(2030, 3, 8), 0, 5, 5),  # Monday to Friday
        (date(2030, 3, 4), date(2030, 3, 10), 0, 7, 5),  # Monday to Sunday
        (date(2030, 3, 9), date(2030, 3, 10), 0, 2, 0),  # Saturday and Sunday
        (date(2030, 3, 8), date(2030, 3, 11), 0, 4, 2),  # Friday to Monday
        (date(2030, 3, 6), date(2030, 3, 19), 0, 14, 10),  # Wednesday to the Tuesday after the next
        (date(2030, 3, 10), date(2030, 3, 16), 0, 7, 5),  # Sunday to Saturday
        (date(2030, 3, 4), date(2030, 3, 10), 2, 5, 3),  # interruptions are taken off the days that count
        (date(2030, 3, 9), date(2030, 3, 11), 2, 1, 0),  # one weekday and two days away: never below none
    ],
)
def test_the_days_that_a_rate_pays_for(start: date, end: date, away: int, calendar: int, weekdays: int) -> None:
    counted = stay(start, end, away)
    assert days_counted(counted, TWO_TIERS) == calendar
    assert days_counted(counted, WEEKDAYS) == weekdays
    assert days_counted(counted, NotPublished(not_published="ask.", source=toy_source())) == calendar


def test_where_weekdays_are_counted_each_line_on_site_says_so() -> None:
    on_site, reduced, travel = individual_support(16, travel_days=2, rate=WEEKDAYS).lines
    for line in (on_site, reduced):
        assert [reason.code for reason in line.reasons][1:] == ["WEEKDAYS_COUNTED"]
    assert [reason.code for reason in travel.reasons] == ["FUNDED_TRAVEL_DAYS"]


def test_a_cap_of_weekdays_is_said_beside_them() -> None:
    capped = FIVE_DAYS.model_copy(update={"counting": "weekdays"})
    (line, _) = individual_support(8, travel_days=0, rate=capped).lines
    assert line.quantity == 5
    assert [reason.code for reason in line.reasons] == ["FULL_RATE_DAYS", "FUNDED_DAYS_CAP", "WEEKDAYS_COUNTED"]


def test_a_stay_without_a_day_that_counts_is_a_line_of_zero() -> None:
    assert rows(0, 2, WEEKDAYS) == [("days_on_site", 0, "100.00", "0.00"), ("travel_days", 2, "100.00", "200.00")]
    assert individual_support(0, travel_days=2, rate=WEEKDAYS).findings == ()


def test_a_stay_of_one_day_reaches_no_second_tier() -> None:
    rate = daily_rate({"from_day": 1, "to_day": 1, "share": 1}, {"from_day": 2, "share": "0.7"})
    assert rows(1, 0, rate) == [("days_on_site", 1, "100.00", "100.00"), ("travel_days", 0, "100.00", "0.00")]


def test_the_figures_of_a_rate_are_the_rate_and_the_share_of_each_tier() -> None:
    assert TWO_TIERS.figures == {
        "the rate of a day": 100,
        "the share from day 1 to 14": 1,
        "the share from day 15 to 60": Decimal("0.7"),
    }
    assert FIVE_DAYS.figures == {"the rate of a day": 100, "the share from day 1": 1}
