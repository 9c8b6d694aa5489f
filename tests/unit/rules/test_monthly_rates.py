from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from erasmus_grants.periods import stay
from erasmus_grants.rules.monthly_rates import MonthlyRate, MonthlyRateEntry, individual_support
from erasmus_grants.scope import NotPublished
from erasmus_grants.testing import toy_source

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


def test_where_no_rate_is_published_nothing_is_paid() -> None:
    nothing = NotPublished(not_published="ask the office.", source=toy_source())
    outcome = individual_support(stay(date(2030, 1, 1), date(2030, 3, 31)), rate=nothing)
    assert outcome.lines == ()
    assert [(finding.code, finding.is_blocking) for finding in outcome.findings] == [("RATE_NOT_PUBLISHED", True)]


def test_an_entry_is_a_rate_or_says_that_none_is_published() -> None:
    entry: TypeAdapter[MonthlyRate | NotPublished] = TypeAdapter(MonthlyRateEntry)
    assert entry.validate_json(RATE.model_dump_json()) == RATE
    assert isinstance(entry.validate_python({"not_published": "ask.", "source": toy_source()}), NotPublished)
