"""Does the reference agree with the rows that were computed by hand?  The library has no part in this."""

import csv
import re
from pathlib import Path

import pytest

from erasmus_grants import known_rulebooks
from tests.reference.answers import answer, bounds, payments
from tests.reference.calendars import Day, calendar_days, days_later, last_of_months, thirty_day_months
from tests.reference.cases import Case, Line

GOLDEN = Path(__file__).parents[1] / "golden"
Row = dict[str, str]

LEFT_OUT = {"CONFERENCE_NOT_ELIGIBLE", "RECEIVING_ORGANISATION_NOT_ELIGIBLE", "PARTNER_NOT_IN_AGREEMENT"}
"""What the reference does not know: purposes, hosts and partners."""

LINE = re.compile(r"(\w+):(\w+):(\d+)x([\d.]+)(/30)?=([\d.]+)")
USUAL_ROLES = {"SMS": "student", "SMT": "student", "SMP": "student", "STA": "staff", "STT": "staff"}


def rows() -> list[Row]:
    """Return the rows of all grants."""
    found: list[Row] = []
    for path in sorted(GOLDEN.rglob("*.csv")):
        if path.stem != "settlements":
            with path.open(encoding="utf-8", newline="") as file:
                found += csv.DictReader(file, strict=True)
    return found


ROWS = rows()


def whole(text: str, parts: int) -> int | None:
    """Return a number as so many parts of one, the rest cut off, or None where nothing is stated."""
    if not text:
        return None
    before, _, after = text.partition(".")
    return int(before + after) * parts // int("1" + "0" * len(after))


def day(text: str) -> Day:
    """Return a day of the form YYYY-MM-DD."""
    year, month, number = text.split("-")
    return int(year), int(month), int(number)


def case_of(row: Row) -> Case:
    """Return what a row asks."""
    bip = row["blended_intensive_programme"] == "true"
    return {
        "activity": "SMT" if row["activity"] == "SMP" else row["activity"],  # the older name
        "direction": row["direction"],
        "role": row["role"] or USUAL_ROLES[row["activity"]],
        "combined": row["combined"] == "true",
        "teaching_contract": row.get("teaching_contract") == "true",
        "sending": row["sending_country"] or None,
        "receiving": row["receiving_country"] or None,
        "start": day(row["start_date"]),
        "end": day(row["end_date"]),
        "interruption": int(row["interruption_days"] or 0),
        "academic_term": row["academic_term"] == "true",
        "virtual": bip or row["virtual_component"] == "true",
        "bip": bip,
        "half_km": whole(row["distance_km"], 2),
        "green": row["travel_mode"] == "green",
        "travel_days": int(row["travel_days"]) if row["travel_days"] else None,
        "fewer_opportunities": row["fewer_opportunities"] == "true",
        "teaching_tenths": whole(row["teaching_hours"], 10),
        "months_used_hundredths": whole(row["months_used"], 100) or 0,
    }


def lines_of(cell: str) -> list[Line]:
    """Return the lines of a cell."""
    lines: list[Line] = []
    for text in cell.split(" + ") if cell else []:
        found = LINE.fullmatch(text)
        assert found, text
        kind, basis, quantity, rate, monthly, amount = found.groups()
        rate_cents, cents = whole(rate, 100), whole(amount, 100)
        assert rate_cents is not None
        assert cents is not None
        lines.append((kind, basis, int(quantity), rate_cents, 30 if monthly else 1, cents))
    return lines


@pytest.mark.parametrize("rulebook", sorted({row["rulebook"] for row in ROWS}))
def test_the_reference_agrees_with_what_was_computed_by_hand(rulebook: str) -> None:
    compared = 0
    for row in ROWS:
        if row["rulebook"] != rulebook or not LEFT_OUT.isdisjoint(row["findings"].split(";")):
            continue
        case = case_of(row)
        lines, status = lines_of(row["lines"]), row["status"]
        known = (lines, whole(row["minimum"], 100), whole(row["maximum"], 100))
        assert answer(rulebook, case) == (lines if status == "granted" else None), row["case"]
        assert bounds(rulebook, case) == (known if status == "undetermined" else None), row["case"]
        if row.get("payments"):
            paid = payments(rulebook, case, lines)
            assert paid is not None
            amounts = [whole(found, 100) for found in re.findall(r"\d+\.\d\d", row["payments"])]
            assert [cents for _, cents in paid] == amounts, row["case"]
        compared += 1
    assert compared >= 12


def test_every_rulebook_has_rows() -> None:
    assert {row["rulebook"] for row in ROWS} == set(known_rulebooks())
    assert len(ROWS) >= 3000


# --- days, by hand -----------------------------------------------------------------------------------------------------


def test_days_are_counted_as_the_beneficiary_module_prints_them() -> None:
    assert thirty_day_months((2023, 1, 1), (2023, 4, 15)) == 105
    assert thirty_day_months((2023, 1, 1), (2023, 2, 28)) == 58
    assert thirty_day_months((2023, 2, 1), (2023, 3, 1)) == 31
    assert calendar_days((2024, 2, 28), (2024, 3, 1)) == 3
    assert calendar_days((2023, 2, 28), (2023, 3, 1)) == 2
    assert calendar_days((2023, 12, 31), (2024, 12, 31)) == 367
    assert days_later((2024, 2, 28), 2) == (2024, 3, 1)
    assert days_later((2023, 11, 30), 62) == (2024, 1, 31)
    assert last_of_months((2023, 12, 31), 2) == (2024, 2, 29)
    assert last_of_months((2022, 12, 30), 2) == (2023, 2, 28)
    assert last_of_months((2022, 7, 31), 2) == (2022, 9, 30)
    assert last_of_months((2022, 7, 30), 2) == (2022, 9, 29)
    assert last_of_months((2024, 3, 1), 12) == (2025, 2, 28)
