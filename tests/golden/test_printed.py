"""Do we come to the amounts that pages print for a whole stay, a month, a day, or a journey?

Each row of `printed.csv` is an example that a page prints with its result; `part` says which amount that is.  A row with
`own_month` is of a country without a rulebook: the printed monthly rate completes that of the programme.  A row that is
not computed says why in `skipped`.
"""

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from erasmus_grants import GrantBreakdown, GrantCalculator, Mobility, get_rulebook
from tests.golden.test_golden import Row, case, split

FIELDS = (
    *("activity", "sending_country", "receiving_country", "start_date", "end_date", "distance_km", "travel_mode"),
    "teaching_hours",
)
DAYS = 120
"""Of the stays whose month or day is compared, in months of thirty days."""


def read() -> tuple[Row, ...]:
    with Path(__file__).with_name("printed.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


ROWS = read()
COMPUTED = tuple(row for row in ROWS if not row["skipped"])


def calculator_of(row: Row) -> GrantCalculator:
    """Return the rulebook of a row, or that of the programme with the printed monthly rate."""
    book = get_rulebook(row["rulebook"])
    if not row["own_month"]:
        return GrantCalculator(book)
    page = book.sources[0].at("PAGE", "the printed monthly rate")
    scope = {"sending_groups": [row["own_from"]], "receiving_groups": [row["own_to"]]}
    rate = {"scope": scope, "rate_eur_per_month": row["own_month"], "source": page}
    return GrantCalculator(book.adapt(id="printed", title="Printed", source=page, monthly_rates=[rate]))


def grant_of(row: Row) -> GrantBreakdown:
    stated: dict[str, object] = {field: row[field] for field in FIELDS if row[field]}
    stated |= {"direction": "outgoing", "fewer_opportunities": row["fewer_opportunities"] == "true"}
    return calculator_of(row).calculate(Mobility.model_validate(stated))


def amount_of(row: Row) -> Decimal | None:
    grant = grant_of(row)
    monthly = sum((line.amount_eur for line in grant.lines if line.basis == "days_of_month_rate"), Decimal(0))
    cent = Decimal("0.01")
    match row["part"]:
        case "total":
            return grant.total_eur
        case "month":
            return monthly * 30 / DAYS
        case "day":
            return (monthly / DAYS).quantize(cent, ROUND_HALF_UP)
        case "later day":
            return next(line.rate_eur for line in grant.lines if line.basis == "days_on_site_reduced")
        case "travel":
            return next(line.amount_eur for line in grant.lines if line.kind == "travel_support")
        case _:
            raise LookupError(row["part"])


@pytest.mark.parametrize("row", COMPUTED, ids=case)
def test_the_amount_is_the_one_that_the_page_prints(row: Row) -> None:
    assert amount_of(row) == Decimal(row["expected"])


@pytest.mark.parametrize("row", COMPUTED, ids=case)
def test_the_expected_amount_stands_in_what_is_printed(row: Row) -> None:
    printed = split(row["printed"].replace(",", "").replace(":", ""), " ")
    assert row["expected"] in printed or row["case"] == "guide-madrid-rome"  # which prints the band


def test_a_row_that_is_not_computed_says_why() -> None:
    for row in ROWS:
        assert row["page"].startswith("http")
        assert bool(row["skipped"]) is not bool(row["rulebook"]), row["case"]


def test_cases_are_unique() -> None:
    assert len({row["case"] for row in ROWS}) == len(ROWS)
