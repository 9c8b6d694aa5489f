from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from erasmus_grants.basics.periods import stay
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.records.findings import why
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.rules.monthly_rates import MonthlyRate, MonthlyRateEntry, individual_support
from erasmus_grants.testing import toy_rulebook, toy_source

RATE = MonthlyRate(rate_eur_per_month=Decimal(100), source=toy_source())


@pytest.mark.parametrize(
    ("start", "end", "away", "days", "amount_eur"),
    [
        (date(2030, 1, 1), date(2030, 1, 31), 0, 30, "100.00"),
        (date(2030, 1, 1), date(2030, 1, 1), 0, 1, "3.33"),  # 100 / 30 = 3.333...
        (date(2030, 1, 1), date(2030, 1, 2), 0, 2, "6.67"),  # 6.666..., rounded once and not 3.33 * 2
        (date(2030, 1, 1), date(2030, 2, 28), 0, 58, "193.33"),  # 5800 / 30 = 193.333...
        (date(2030, 1, 1), date(2030, 12, 31), 0, 360, "1200.00"),
        (date(2030, 1, 1), date(2030, 12, 31), 15, 345, "1150.00"),
        (date(2030, 1, 30), date(2030, 1, 31), 1, 0, "0.00"),  # day 31 is day 30, and one day was away
    ],
)
def test_each_day_is_a_thirtieth_of_the_month_and_the_line_is_rounded_once(
    start: date, end: date, away: int, days: int, amount_eur: str
) -> None:
    outcome = individual_support(stay(start, end, away), rate=RATE)
    (line,) = outcome.lines
    assert (line.basis, line.quantity, line.rate_days) == ("days_of_month_rate", days, 30)
    assert str(line.amount_eur) == amount_eur
    assert [(reason.code, dict(reason.details)) for reason in line.reasons] == [
        ("DAYS_OF_THIRTY_DAY_MONTHS", {"days": str(days)})
    ]
    assert line.source == toy_source()
    assert outcome.findings == ()


def test_where_no_rate_is_published_the_days_are_open() -> None:
    nothing = NotPublished(not_published="ask the office.", source=toy_source())
    outcome = individual_support(stay(date(2030, 1, 1), date(2030, 3, 31)), rate=nothing)
    assert outcome.lines == ()
    assert [(finding.code, finding.is_unknown) for finding in outcome.findings] == [("RATE_NOT_PUBLISHED", True)]
    (line,) = outcome.open_lines
    assert (line.kind, line.basis, line.rate_days) == ("individual_support", "days_of_month_rate", 30)
    assert (line.quantity, line.minimum_eur, line.maximum_eur) == (90, None, None)  # three months of thirty days


def test_an_entry_is_a_rate_or_says_that_none_is_published() -> None:
    entry: TypeAdapter[MonthlyRate | NotPublished] = TypeAdapter(MonthlyRateEntry)
    assert entry.validate_json(RATE.model_dump_json()) == RATE
    assert isinstance(entry.validate_python({"not_published": "ask.", "source": toy_source()}), NotPublished)


OTHER = toy_source().at("CAP", "page 2")


@pytest.mark.parametrize(
    ("cap", "days", "funded"), [(None, 90, 90), (91, 90, 90), (90, 90, 90), (89, 90, 89), (1, 90, 1)]
)
def test_a_cap_leaves_further_days_unfunded_and_says_so(cap: int | None, days: int, funded: int) -> None:
    rate = RATE.model_copy(update={"funded_days_cap": cap, "cap_source": OTHER, "rate_eur_per_month": "300.00"})
    outcome = individual_support(stay(date(2030, 1, 1), date(2030, 3, 30)), rate=rate)
    (line,) = outcome.lines
    assert (line.quantity, str(line.amount_eur)) == (funded, f"{10 * funded}.00")  # 300 / 30 = 10 a day
    assert line.source == toy_source()
    reasons = [(reason.code, dict(reason.details)) for reason in line.reasons]
    capped = {"maximum": str(cap), "days": str(days)}
    months = ("DAYS_OF_THIRTY_DAY_MONTHS", {"days": str(funded)})
    assert reasons == ([months] if funded == days else [months, ("FUNDED_DAYS_CAP", capped)])
    assert [(finding.code, finding.source, dict(finding.details)) for finding in outcome.findings] == (
        [] if funded == days else [("FUNDED_DAYS_CAPPED", OTHER, capped | {"funded": str(funded)})]
    )
    assert not any(finding.is_refusing or finding.is_unknown for finding in outcome.findings)


def test_a_cap_without_a_place_of_its_own_cites_that_of_the_rate() -> None:
    rate = RATE.model_copy(update={"funded_days_cap": 5})
    (finding,) = individual_support(stay(date(2030, 1, 1), date(2030, 3, 30)), rate=rate).findings
    assert finding.source == toy_source()


@pytest.mark.parametrize(
    ("rounding", "amount_eur"),
    [
        ("half_up_to_cent", "814.67"),  # 47 * 520 / 30 = 814.666...
        ("half_up_to_euro", "815.00"),
        ("down_to_euro", "814.00"),
    ],
)
def test_the_amount_is_rounded_as_the_table_says(rounding: str, amount_eur: str) -> None:
    rate = RATE.model_copy(update={"rate_eur_per_month": "520.00", "rounding": rounding})
    (line,) = individual_support(stay(date(2030, 1, 1), date(2030, 2, 17)), rate=rate).lines
    assert (line.quantity, line.rounding, str(line.amount_eur)) == (47, rounding, amount_eur)


@pytest.mark.parametrize(
    ("rounding", "amount_eur"),
    [
        ("half_up_to_cent", "34.67"),  # 2 * 520 / 30 = 34.666...
        ("half_up_to_euro", "35.00"),
        ("down_to_euro", "34.00"),
    ],
)
def test_travel_days_are_a_line_at_a_thirtieth_of_the_rate(rounding: str, amount_eur: str) -> None:
    rate = RATE.model_copy(update={"rate_eur_per_month": "520.00", "rounding": rounding, "funded_days_cap": 30})
    outcome = individual_support(stay(date(2030, 1, 1), date(2030, 2, 17)), rate=rate, travel_days=2)
    on_site, travel = outcome.lines
    assert (on_site.basis, on_site.quantity) == ("days_of_month_rate", 30)  # the cap is of days on site
    assert (travel.basis, travel.quantity, travel.rate_days, travel.rounding) == ("travel_days", 2, 30, rounding)
    assert (str(travel.rate_eur), str(travel.amount_eur)) == ("520.00", amount_eur)
    assert [(reason.code, dict(reason.details)) for reason in travel.reasons] == [("FUNDED_TRAVEL_DAYS", {"days": "2"})]
    assert travel.source == toy_source()


@pytest.mark.parametrize("cap", [0, -1, True])
def test_a_cap_funds_at_least_a_day(cap: int) -> None:
    with pytest.raises(ValidationError):
        RATE.model_copy(update={"funded_days_cap": cap})


def test_a_rate_that_is_not_for_all_whom_it_covers_says_so_beside_its_amount() -> None:
    whole, capped = stay(date(2030, 1, 1), date(2030, 1, 31)), {"funded_days_cap": 20}
    for changes, codes in (
        ({}, ["DAYS_OF_THIRTY_DAY_MONTHS"]),
        (capped, ["DAYS_OF_THIRTY_DAY_MONTHS", "FUNDED_DAYS_CAP"]),
    ):
        rate = RATE.model_copy(update={"not_for": "students from the islands"} | changes)
        on_site, travel = individual_support(whole, rate=rate, travel_days=2).lines
        *others, last = on_site.reasons
        assert [reason.code for reason in others] == codes
        assert (last.code, dict(last.details)) == ("RATE_NOT_FOR_ALL", {"whom": "students from the islands"})
        assert why([last]) == "not for students from the islands"
        assert [reason.code for reason in travel.reasons] == ["FUNDED_TRAVEL_DAYS"]


def test_for_whom_a_rate_is_not_is_no_part_of_what_is_computed() -> None:
    """Stored grants are settled by a rulebook that says so from now on."""
    toy = toy_rulebook()
    (rate,) = toy.monthly_rates
    said = toy.model_copy(update={"monthly_rates": [rate.model_copy(update={"not_for": "students from the islands"})]})
    assert fingerprint(said) == fingerprint(toy)


def test_the_figure_of_a_rate_is_the_rate() -> None:
    assert RATE.figures == {"the rate of a month": 100}
