"""The examples, most of them from the printed pages; expected amounts are worked out by hand beside each."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from erasmus_grants import Attendance, GrantBreakdown, GrantCalculator, GrantStatus, Mobility
from erasmus_grants.batch import audit_file
from erasmus_grants.frames import calculate_frame

EXAMPLES = Path(__file__).parents[2] / "examples"

GRANTS = {
    # 820 + 5 x 180 + 2 x 180; before: 820 + 0.75 x 1260 = 1765
    "dakar-teaching-2022.toml": ("2080.00", ["1765.00", "315.00"]),
    # 1500 + 5 x 180 + 2 x 180; before: 1500 + 945
    "okayama-training-2023.toml": ("2760.00", ["2445.00", "315.00"]),
    # 820 + 5 x 160 + 2 x 160
    "ucad-hosted-2023.toml": ("1940.00", ["1940.00"]),
    # 12 x 79
    "guarda-bip-2024.toml": ("948.00", []),
    # 6 x 79
    "timisoara-bip-2024.toml": ("474.00", []),
    # 143 / 30 x 850 = 4051.67, and 530
    "semester-2ie-2023.toml": ("4581.67", ["4581.67"]),
    # 309 + 14 x 148 + 2 x 103 (70 % of 148 is 103.60, rounded down) + 2 x 148
    "budapest-teaching-2024.toml": ("2883.00", []),
    # 108 / 30 x 600 + 4 / 30 x 600 + 50
    "helsinki-semester-2022.toml": ("2290.00", []),
    # 820 + 5 x 160 + 2 x 160
    "paris-hosted-2019.toml": ("1940.00", []),
}

SETTLEMENTS = {
    # 820 + 4 x 180 + 2 x 180 = 1900; 1900 - 1765 = 135
    "dakar-cut-to-four-days.toml": ("1900.00", "180.00", "135.00"),
    # nothing more than agreed; 2080 - 1765 = 315
    "dakar-prolonged-to-seven-days.toml": ("2080.00", "0.00", "315.00"),
}

NOT_ELIGIBLE = {"four-day-bip-2024.toml": ["ACTIVITY_NOT_FUNDED", "DURATION_TOO_SHORT"]}


def read(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((EXAMPLES / name).read_text("utf-8"))


def quote(name: str) -> tuple[GrantCalculator, GrantBreakdown]:
    example = read(name)
    calculator = GrantCalculator(str(example["rulebook"]))
    return calculator, calculator.calculate(Mobility.model_validate(example["mobility"]))


def test_every_example_is_here() -> None:
    lists = {"mobilities.csv", "export-with-errors.csv", "office-list.csv", "omobilities.xml"}
    folders = {"celery", "scale-out", "service", "typescript"}
    named = {*GRANTS, *SETTLEMENTS, *NOT_ELIGIBLE, *lists, *folders}
    assert {path.name for path in EXAMPLES.iterdir()} == {*named, "README.md"}
    index = (EXAMPLES / "README.md").read_text("utf-8")
    assert {name for name in named if f"]({name})" not in index and f"`{name}`" not in index} == set()


def test_the_export_has_three_planted_errors_which_an_audit_finds() -> None:
    audit = audit_file(str(EXAMPLES / "export-with-errors.csv"), "na-de-ka131-2024")
    assert (audit.rows, audit.agreeing) == (5, 2)
    assert [one.what for one in audit.counts] == ["band", "travel_days", "rate"]


def test_the_list_has_three_grants_one_refusal_and_one_mistake() -> None:
    listed = pl.read_csv(EXAMPLES / "mobilities.csv")
    said = calculate_frame(listed, "usmb-icm-2023", explain="text")
    # 820 + 7 x 180 = 2080; 1500 + 7 x 180 = 2760; 820 + 7 x 160 = 1940
    assert said["status"].to_list() == ["granted", "granted", "granted", "not_eligible", "unreadable"]
    assert [str(total) for total in said["total_eur"]] == ["2080.00", "2760.00", "1940.00", "0.00", "None"]
    assert said["finding_codes"].to_list()[3:] == ["DURATION_TOO_SHORT", "INVALID_INPUT(end_date)"]


@pytest.mark.parametrize("name", GRANTS)
def test_grant(name: str) -> None:
    _, grant = quote(name)
    total, payments = GRANTS[name]
    assert grant.status is GrantStatus.GRANTED
    assert grant.total_eur == grant.minimum_total_eur == grant.maximum_total_eur == Decimal(total)
    assert [str(payment.amount_eur) for payment in grant.payments] == payments


@pytest.mark.parametrize("name", NOT_ELIGIBLE)
def test_not_eligible_and_why(name: str) -> None:
    _, grant = quote(name)
    assert [finding.code.value for finding in grant.findings if finding.is_refusing] == NOT_ELIGIBLE[name]
    assert grant.status is GrantStatus.NOT_ELIGIBLE
    assert grant.total_eur == Decimal("0.00")
    assert "4 calendar days; at least 5 calendar days are required" in grant.to_text()


@pytest.mark.parametrize("name", SETTLEMENTS)
def test_settlement(name: str) -> None:
    example = read(name)
    calculator, grant = quote("dakar-teaching-2022.toml")
    settlement = calculator.settle(grant, Attendance.model_validate(example["attendance"]))
    entitled, reduction, balance = map(Decimal, SETTLEMENTS[name])
    assert (settlement.entitled_eur, settlement.reduction_eur, settlement.balance_eur) == (entitled, reduction, balance)
    assert settlement.payable_now_eur == balance
    assert settlement.recovery_eur == Decimal("0.00")


def test_the_semester_counts_143_days_at_850() -> None:
    _, grant = quote("semester-2ie-2023.toml")
    assert [(line.quantity, str(line.rate_eur), str(line.amount_eur)) for line in grant.lines] == [
        (1, "530.00", "530.00"),
        (143, "850.00", "4051.67"),
    ]


@pytest.mark.parametrize("name", sorted({*GRANTS, *SETTLEMENTS, *NOT_ELIGIBLE}))
def test_estimated_distances_say_so(name: str) -> None:
    text = (EXAMPLES / name).read_text("utf-8")
    assert "distance_km" not in text or "great-circle estimate" in text


def test_the_typescript_of_the_page_is_in_the_example_that_is_compiled() -> None:
    page = (EXAMPLES.parent / "docs" / "how-to" / "integrate.md").read_text("utf-8")
    (code,) = re.findall(r"^```ts\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert code in (EXAMPLES / "typescript" / "show.ts").read_text("utf-8")
