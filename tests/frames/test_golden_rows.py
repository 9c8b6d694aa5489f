"""Does a frame agree with every row that was computed by hand?"""

import csv
from pathlib import Path
from typing import Any

import pytest

from erasmus_grants import known_rulebooks
from erasmus_grants.frames import calculate_frame
from tests.frames.backends import BACK_ENDS, BackEnd
from tests.frames.rows import Row
from tests.golden.test_golden import ANSWER, BOOL_FIELDS, INT_FIELDS, TRUTH

GOLDEN = Path(__file__).parent.parent / "golden"
FILES = sorted(
    path
    for path in (*GOLDEN.glob("*.csv"), *(GOLDEN / "official").glob("*.csv"))
    if path.stem not in {"settlements", "printed"}
)
NUMBERS = ("distance_km", "teaching_hours", "months_used")
TEXTS = (
    *("activity", "direction", "role", "sending_country", "receiving_country", "partner", "travel_mode", "purpose"),
    *("receiving_organisation", "start_date", "end_date", "study_cycle", "residence_country"),
)
NUMBERS_OF_DAYS = (*INT_FIELDS, "zero_grant_days")
YES_OR_NO = (*BOOL_FIELDS, "one_cycle_programme", "zero_grant")
TRIED = [back_end for back_end in BACK_ENDS if back_end.name in {"polars", "pandas", "pyarrow"}]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def as_row(row: dict[str, str]) -> Row:
    from datetime import date

    fields: dict[str, Any] = {}
    for name in (*TEXTS, *NUMBERS, *NUMBERS_OF_DAYS, *YES_OR_NO):
        text = row.get(name) or None
        if text is None:
            fields[name] = None
        elif name in NUMBERS:
            fields[name] = float(text)
        elif name in NUMBERS_OF_DAYS:
            fields[name] = int(text)
        elif name in YES_OR_NO:
            fields[name] = TRUTH[text]
        else:
            fields[name] = date.fromisoformat(text) if name.endswith("_date") else text
    return fields


def test_every_file_of_golden_rows_is_read() -> None:
    assert {path.stem for path in FILES} == set(known_rulebooks())
    assert sum(len(rows_of(path)) for path in FILES) > 3_000


@pytest.mark.newest_only
@pytest.mark.parametrize("back_end", TRIED, ids=lambda back_end: back_end.name)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_frame_agrees_with_every_row_that_was_computed_by_hand(path: Path, back_end: BackEnd) -> None:
    golden = [row for row in rows_of(path) if row["rulebook"] == path.stem]
    assert len(golden) >= 12
    said = back_end.read(calculate_frame(back_end.made([as_row(row) for row in golden]), path.stem, explain="text"))
    for row, answer in zip(golden, said, strict=True):
        typed = {name: row[name] for name in ANSWER}
        amounts = (answer[f"{name}_eur"] for name in ("total", "minimum_total", "maximum_total"))
        values = (answer["status"], answer["eligible"], *amounts)
        texts = ("" if value is None else str(value).lower() for value in values)
        assert (row["case"], dict(zip(ANSWER, texts, strict=True))) == (row["case"], typed)
        codes = {finding.split(":")[0] for finding in row["findings"].replace(" ", "").split(";") if finding}
        assert (row["case"], set(answer["finding_codes"].split(", ")) - {""}) == (row["case"], codes)
