import pytest
from pydantic import TypeAdapter, ValidationError

from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.rules.short_stay_rates import ShortStayRate, ShortStayRateEntry, individual_support
from erasmus_grants.testing import toy_source

FIRST = {"from_day": 1, "to_day": 14, "rate_eur_per_day": "20.00"}
THEN = {"from_day": 15, "to_day": 30, "rate_eur_per_day": "15.00"}


def short_stay_rate(*tiers: dict[str, object]) -> ShortStayRate:
    return ShortStayRate.model_validate({"tiers": tiers, "source": toy_source()})


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, [("days_on_site", 1, "20.00")]),
        (5, [("days_on_site", 5, "100.00")]),
        (14, [("days_on_site", 14, "280.00")]),
        (15, [("days_on_site", 14, "280.00"), ("days_on_site_reduced", 1, "15.00")]),
        (30, [("days_on_site", 14, "280.00"), ("days_on_site_reduced", 16, "240.00")]),
        (31, [("days_on_site", 14, "280.00"), ("days_on_site_reduced", 16, "240.00")]),
    ],
)
def test_each_day_is_paid_by_its_tier(days: int, expected: list[tuple[str, int, str]]) -> None:
    outcome = individual_support(days, rate=short_stay_rate(FIRST, THEN))
    assert [(line.basis, line.quantity, str(line.amount_eur)) for line in outcome.lines] == expected


def test_days_beyond_the_last_tier_are_not_paid_and_that_is_said() -> None:
    assert individual_support(30, rate=short_stay_rate(FIRST, THEN)).findings == ()
    (finding,) = individual_support(31, rate=short_stay_rate(FIRST, THEN)).findings
    assert (finding.code, finding.severity) == ("FUNDED_DAYS_CAPPED", "warning")
    assert dict(finding.details) == {"funded": "30", "days": "31", "maximum": "30"}
    endless = short_stay_rate(FIRST, {"from_day": 15, "rate_eur_per_day": "15.00"})
    assert individual_support(400, rate=endless).findings == ()
    (of_one_tier,) = individual_support(15, rate=short_stay_rate(FIRST)).findings
    assert dict(of_one_tier.details) == {"funded": "14", "days": "15", "maximum": "14"}


def test_a_line_says_which_days_and_where_it_is_printed() -> None:
    other = toy_source().at("OTHER", "page 2")
    first, then = individual_support(20, rate=short_stay_rate(FIRST, THEN | {"source": other})).lines
    assert [dict(reason.details) for line in (first, then) for reason in line.reasons] == [
        {"from_day": "1", "to_day": "14", "days": "20"},
        {"from_day": "15", "to_day": "20", "days": "20"},
    ]
    assert (first.source, then.source) == (toy_source(), other)


def test_where_no_rate_is_published_the_days_are_open() -> None:
    outcome = individual_support(5, rate=NotPublished(not_published="ask the office.", source=toy_source()))
    assert outcome.lines == ()
    assert [(finding.code, finding.is_unknown) for finding in outcome.findings] == [("RATE_NOT_PUBLISHED", True)]
    (line,) = outcome.open_lines
    assert (line.kind, line.basis, line.quantity, line.rate_days) == ("individual_support", "days_on_site", 5, 1)
    assert (line.minimum_eur, line.maximum_eur) == (None, None)


@pytest.mark.parametrize(
    ("tiers", "message"),
    [
        ([THEN], "the first tier starts with day 1"),
        ([FIRST, THEN | {"from_day": 16}], "there is a gap or an overlap"),
        ([FIRST, THEN | {"from_day": 14}], "there is a gap or an overlap"),
        ([FIRST | {"rate_eur_per_day": 20.0}], "never as float"),
        ([], "at least 1"),
    ],
)
def test_a_table_that_is_not_sound_is_refused(tiers: list[dict[str, object]], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        short_stay_rate(*tiers)


def test_an_entry_is_a_rate_or_says_that_none_is_published() -> None:
    entry: TypeAdapter[ShortStayRate | NotPublished] = TypeAdapter(ShortStayRateEntry)
    rate = short_stay_rate(FIRST, THEN)
    assert entry.validate_json(rate.model_dump_json()) == rate
    assert isinstance(entry.validate_python({"not_published": "ask.", "source": toy_source()}), NotPublished)


@pytest.mark.parametrize(("travel_days", "amount_eur"), [(1, "20.00"), (2, "40.00"), (6, "120.00")])
def test_a_travel_day_is_paid_like_a_first_day(travel_days: int, amount_eur: str) -> None:
    other = toy_source().at("OTHER", "page 2")
    rate = short_stay_rate(FIRST | {"source": other}, THEN)
    outcome = individual_support(30, rate=rate, travel_days=travel_days)
    assert [line.basis for line in outcome.lines] == ["days_on_site", "days_on_site_reduced", "travel_days"]
    travel = outcome.lines[-1]
    assert (travel.quantity, str(travel.rate_eur), str(travel.amount_eur)) == (travel_days, "20.00", amount_eur)
    assert [(reason.code, dict(reason.details)) for reason in travel.reasons] == [
        ("FUNDED_TRAVEL_DAYS", {"days": str(travel_days)})
    ]
    assert travel.source == other
    assert outcome.findings == ()  # travel days make no stay longer


def test_travel_days_are_paid_beside_days_that_are_not() -> None:
    outcome = individual_support(31, rate=short_stay_rate(FIRST, THEN), travel_days=2)
    assert str(outcome.lines[-1].amount_eur) == "40.00"
    assert outcome.lines[-1].source == toy_source()
    assert [finding.code for finding in outcome.findings] == ["FUNDED_DAYS_CAPPED"]


def test_the_figures_of_a_rate_are_those_of_its_tiers() -> None:
    assert short_stay_rate(FIRST, THEN).figures == {"a day from day 1 to 14": 20, "a day from day 15 to 30": 15}
