"""Do we agree with the printed pages?

Each row of the CSV files was computed by hand; its column `arithmetic` says how.  A row changes only with its source.
"""

import csv
import re
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from erasmus_grants import (
    Attendance,
    FindingCode,
    GrantBreakdown,
    GrantCalculator,
    GrantLine,
    GrantStatus,
    Mobility,
    SettlementLine,
    Severity,
)
from erasmus_grants.records.findings import ELIGIBILITY_OPEN, SEVERITIES
from tests.frames.rows import drawn_rows

HERE = Path(__file__).parent
RULEBOOKS = ("usmb-icm-2018", "usmb-icm-2023", "usmb-bip-2024", "lille-ka171-2022")
PAGE_OF = {"L": "LILLE-KA171", "B": "USMB-ERASMUS", "U": "USMB-ERASMUS", "V": "USMB-ICM-STAFF"}
LAST_FACT = {"L": 8, "B": 10, "U": 19, "V": 14}

TEXT_FIELDS = (
    *("activity", "direction", "role", "sending_country", "receiving_country", "partner", "start_date", "end_date"),
    *("distance_km", "travel_mode", "teaching_hours", "purpose", "receiving_organisation", "months_used"),
)
INT_FIELDS = ("interruption_days", "travel_days")
BOOL_FIELDS = (
    *("combined", "teaching_contract", "academic_term", "virtual_component"),
    *("blended_intensive_programme", "fewer_opportunities"),
)
TRUTH = {"true": True, "false": False}

LINE = re.compile(r"(\w+):(\w+):([0-9]+)x([0-9]+\.[0-9]{2})(/30)?=([0-9]+\.[0-9]{2})")

Row = dict[str, str]


def read(name: str) -> tuple[Row, ...]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, strict=True))


GRANTS = tuple(row for name in RULEBOOKS for row in read(name))
WITH_LINES = tuple(row for row in GRANTS if row["lines"])
SETTLEMENTS = read("settlements")
ALL_ROWS = (*GRANTS, *SETTLEMENTS)


def case(row: Row) -> str:
    return row["case"]


@cache
def calculator(rulebook: str) -> GrantCalculator:
    return GrantCalculator(rulebook)


def mobility_of(row: Row) -> Mobility:
    data: dict[str, object] = {"reference": row["case"]}
    data |= {field: row[field] for field in TEXT_FIELDS if row[field]}
    data |= {field: int(row[field]) for field in INT_FIELDS if row[field]}
    data |= {field: TRUTH[row[field]] for field in BOOL_FIELDS if row[field]}
    return Mobility.model_validate(data)


def grant_of(row: Row) -> GrantBreakdown:
    return calculator(row["rulebook"]).calculate(mobility_of(row))


def split(cell: str, separator: str = ";") -> list[str]:
    return cell.split(separator) if cell else []


ANSWER = ("status", "eligible", "total", "minimum", "maximum")


def answer_of(grant: GrantBreakdown) -> dict[str, str]:
    """Return the answer as a row writes it: an empty cell is what is not known."""
    bounds = (grant.total_eur, grant.minimum_total_eur, grant.maximum_total_eur)
    values = (grant.status.value, grant.eligible, *bounds)
    texts = ("" if value is None else str(value).lower() for value in values)
    return dict(zip(ANSWER, texts, strict=True))


def answer_in(row: Row) -> dict[str, str]:
    return {name: row[name] for name in ANSWER}


def adds_up(row: Row) -> bool:
    """Return whether the answer of a row follows from its findings and lines, but for what is open in it."""
    severities = {SEVERITIES[FindingCode(code)] for code in split(row["findings"])}
    total = str(sum(amounts_of(row["lines"]), Decimal("0.00")))
    if Severity.REFUSING in severities:
        return row["lines"] == "" and list(answer_in(row).values()) == ["not_eligible", "false", *3 * ["0.00"]]
    if Severity.UNKNOWN not in severities:
        paid = bool(row["lines"]) or FindingCode.ZERO_GRANT in split(row["findings"])
        return paid and list(answer_in(row).values()) == ["granted", "true", *3 * [total]]
    least, most = (Decimal(row[name] or fallback) for name, fallback in (("minimum", "0"), ("maximum", "Infinity")))
    is_open = not ELIGIBILITY_OPEN.isdisjoint(FindingCode(code) for code in split(row["findings"]))
    lowest = Decimal(total) if not is_open and row["minimum"] else Decimal(0)
    return (row["status"], row["eligible"], row["total"]) == ("undetermined", "" if is_open else "true", "") and (
        lowest <= least <= most and Decimal(total) <= most
    )


def line_text(line: GrantLine | SettlementLine, quantity: int, amount_eur: Decimal) -> str:
    monthly = "/30" if line.rate_days == 30 else ""
    return f"{line.kind}:{line.basis}:{quantity}x{line.rate_eur}{monthly}={amount_eur}"


def amounts_of(lines: str, *, settled: bool = False) -> list[Decimal]:
    """Return the amount of each line of a cell, computed from its quantity and rate.

    A top-up that is paid once may be settled for less than was agreed, which is its rate.
    """
    amounts = []
    for line in split(lines, " + "):
        match = LINE.fullmatch(line)
        assert match is not None, line
        quantity, rate, monthly, stated = int(match[3]), Decimal(match[4]), match[5], Decimal(match[6])
        amount = (quantity * rate / (30 if monthly else 1)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        is_lowered = settled and line.startswith("top_up") and match[2] == "participant" and 0 < stated < amount
        assert amount == stated or is_lowered, line
        amounts.append(stated)
    return amounts


@pytest.mark.parametrize("row", GRANTS, ids=case)
def test_the_grant_is_the_one_computed_by_hand(row: Row) -> None:
    grant = grant_of(row)
    lines = [line_text(line, line.quantity, line.amount_eur) for line in grant.lines]
    found = sorted(finding.code.value for finding in grant.findings)
    assert {
        "findings": found,
        **answer_of(grant),
        "lines": lines,
        "payments": [f"{payment.kind}:{payment.amount_eur}" for payment in grant.payments],
    } == {
        "findings": sorted(split(row["findings"])),
        **answer_in(row),
        "lines": split(row["lines"], " + "),
        "payments": split(row["payments"]),
    }
    assert grant.mobility.reference == row["case"]


@pytest.mark.parametrize("row", WITH_LINES, ids=case)
def test_every_line_cites_the_place_where_its_rate_is_printed(row: Row) -> None:
    grant = grant_of(row)
    assert [line.source.id for line in grant.lines] == split(row["cites"])
    sources = calculator(row["rulebook"]).rulebook.sources
    for line in grant.lines:
        assert line.source in sources
        assert line.source.url.startswith("http")
        assert line.reasons


@pytest.mark.parametrize("row", GRANTS, ids=case)
def test_every_finding_cites_a_source_of_the_rulebook(row: Row) -> None:
    sources = calculator(row["rulebook"]).rulebook.sources
    assert [finding.code for finding in grant_of(row).findings if finding.source not in sources] == []


@pytest.mark.parametrize("row", GRANTS, ids=case)
def test_check_finds_what_the_grant_says(row: Row) -> None:
    assert calculator(row["rulebook"]).check(mobility_of(row)) == grant_of(row).findings


@pytest.mark.parametrize("row", SETTLEMENTS, ids=case)
def test_the_settlement_is_the_one_computed_by_hand(row: Row) -> None:
    agreed = next(other for other in GRANTS if other["case"] == row["agreed_case"])
    assert agreed["rulebook"] == row["rulebook"]
    attendance: dict[str, object] = {"documents": split(row["documents"])}
    attendance |= {field: row[field] for field in ("start_date", "end_date") if row[field]}
    attendance |= {"interruption_days": int(row["interruption_days"] or 0), "paid_eur": row["paid"] or None}
    attendance |= {"force_majeure": TRUTH[row["force_majeure"] or "false"]}
    settled = calculator(row["rulebook"]).settle(grant_of(agreed), Attendance.model_validate(attendance))
    lines = [line_text(line, line.entitled_quantity, line.entitled_eur) for line in settled.lines]
    names = ("agreed", "entitled", "reduction", "balance", "recovery", "payable_now")
    assert {
        "findings": sorted(finding.code.value for finding in settled.findings),
        "lines": lines,
        "paid_before": str(settled.paid_eur),
        "missing": [paper.value for paper in settled.missing_documents],
        **{name: str(getattr(settled, f"{name}_eur")) for name in names},
    } == {
        "findings": sorted(split(row["findings"])),
        "lines": split(row["lines"], " + "),
        "paid_before": row["paid_before"],
        "missing": split(row["missing_documents"]),
        **{name: row[name] for name in names},
    }
    assert all(line.source in calculator(row["rulebook"]).rulebook.sources for line in settled.lines)


@pytest.mark.parametrize("row", GRANTS, ids=case)
def test_a_row_adds_up_by_itself(row: Row) -> None:
    assert adds_up(row)
    assert len(split(row["cites"])) == len(split(row["lines"], " + "))
    paid = [Decimal(payment.split(":")[1]) for payment in split(row["payments"])]
    assert not paid or str(sum(paid)) == row["total"]


@pytest.mark.parametrize("row", SETTLEMENTS, ids=case)
def test_a_settlement_row_adds_up_by_itself(row: Row) -> None:
    entitled, paid = sum(amounts_of(row["lines"]), Decimal("0.00")), Decimal(row["paid_before"])
    assert str(entitled) == row["entitled"]
    assert Decimal(row["agreed"]) - entitled == Decimal(row["reduction"])
    assert Decimal(row["balance"]) - Decimal(row["recovery"]) == entitled - paid
    assert "0.00" in {row["balance"], row["recovery"]}
    assert row["payable_now"] == ("0.00" if row["missing_documents"] else row["balance"])


@pytest.mark.parametrize("row", ALL_ROWS, ids=case)
def test_a_row_says_where_it_comes_from_and_how_it_was_computed(row: Row) -> None:
    for fact in row["facts"].split(";"):
        assert fact[0] in LAST_FACT
        assert 1 <= int(fact[1:]) <= LAST_FACT[fact[0]]
    assert row["source"] in set(PAGE_OF.values())
    assert row["locator"].strip()
    assert len(row["arithmetic"].split()) >= 4


@pytest.mark.parametrize("row", WITH_LINES, ids=case)
def test_the_arithmetic_of_a_row_ends_in_its_figures(row: Row) -> None:
    written = set(re.findall(r"[0-9]+(?:\.[0-9]+)?", row["arithmetic"]))
    bounds = [row[name] for name in ("total", "minimum", "maximum") if row[name] not in {"", "0.00"}]
    figures = [*bounds, *(payment.split(":")[1] for payment in split(row["payments"]))]
    assert [figure for figure in figures if figure.removesuffix(".00") not in written] == []


@pytest.mark.parametrize("rulebook", RULEBOOKS)
def test_each_rulebook_has_at_least_twenty_five_rows_in_its_own_file(rulebook: str) -> None:
    rows = read(rulebook)
    assert len(rows) >= 25
    assert {row["rulebook"] for row in rows} == {rulebook}
    assert {row["source"] for row in rows} == {PAGE_OF[rows[0]["facts"][0]]}


def test_case_ids_are_unique() -> None:
    cases = Counter(row["case"] for row in ALL_ROWS)
    assert [case for case, times in cases.items() if times > 1] == []


SELDOM_DRAWN: tuple[dict[str, object], ...] = (
    {},
    {"teaching_hours": None},
    {"start_date": date(2022, 12, 1), "end_date": date(2023, 2, 28), "interruption_days": 0},  # three months, 88 days
)


def attended_of(mobility: Mobility) -> tuple[Attendance, ...]:
    """Return stays as agreed, of the first day alone, long ago, and none at all."""
    first, last = mobility.start_date, mobility.end_date
    return (
        Attendance(start_date=first, end_date=last),
        Attendance(start_date=first, end_date=first),
        Attendance(start_date=date(2000, 1, 3), end_date=date(2000, 1, 14)),
        Attendance(),
    )


NO_ZERO_GRANT = {"zero_grant": False, "zero_grant_days": 0}
"""No page of these rulebooks speaks of zero grants."""


@pytest.mark.newest_only
def test_every_finding_that_these_rulebooks_can_give_stands_in_a_row_and_no_other() -> None:
    said = set[FindingCode]()
    for rulebook in RULEBOOKS:
        for row, changes in product(drawn_rows(rulebook, 600), SELDOM_DRAWN):
            stated = {field: value for field, value in (row | NO_ZERO_GRANT | changes).items() if value is not None}
            mobility = Mobility.model_validate(stated)
            grant = calculator(rulebook).calculate(mobility)
            known = grant.status is not GrantStatus.UNDETERMINED
            settled = [calculator(rulebook).settle(grant, attended) for attended in attended_of(mobility) if known]
            said |= {finding.code for paper in (grant, *settled) for finding in paper.findings}
    given = {code for row in ALL_ROWS for code in split(row["findings"])}
    assert {code.value for code in said} == given
