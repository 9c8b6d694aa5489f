"""How a list spells its numbers and days, as a whole."""

from datetime import date, datetime

import pytest

from erasmus_grants.basics.errors import FrameError
from erasmus_grants.batch.recognition import recognised
from erasmus_grants.batch.spelling import Spelling, check_how_to_fill, spelling_of
from erasmus_grants.batch.tables import Chunk

PLACES = {"reference": 0, "distance_km": 1, "teaching_hours": 2, "start_date": 3, "end_date": 4}


def row(**cells: object) -> list[object]:
    return [cells.get(field) for field in PLACES]


def test_a_column_decides_by_its_other_rows_however_far_away() -> None:
    chunks = [[row(distance_km="4.070")], [row(distance_km=4070), row(distance_km=" 12,5 ")]]
    assert spelling_of(map(Chunk, chunks), PLACES).decimal_marks == {"distance_km": ","}


def test_a_column_does_not_decide_for_another_one() -> None:
    chunks = [[row(distance_km="12,5", teaching_hours="8.5", reference="12.5")]]
    assert spelling_of(map(Chunk, chunks), PLACES).decimal_marks == {"distance_km": ",", "teaching_hours": "."}


def test_a_column_with_both_marks_decides_nothing() -> None:
    assert spelling_of(map(Chunk, [[row(distance_km="12,5")], [row(distance_km="12.5")]]), PLACES) == Spelling()


def test_no_day_is_certain_where_one_has_its_month_first() -> None:
    first = [row(start_date="07/03/2022", end_date=date(2022, 3, 11))] * 3
    second = [row(start_date=" 03/13/2022"), row(start_date="04/14/2022", end_date="12/31/2022")]
    with pytest.raises(FrameError) as raised:
        spelling_of(map(Chunk, [first[:2], first[2:], second]), PLACES)
    assert raised.value.problems == (
        "start_date: '03/13/2022' in row 4 has its month first, and so may others; write 2022-03-13",
        "end_date: '12/31/2022' in row 5 has its month first, and so may others; write 2022-12-31",
    )


@pytest.mark.parametrize(
    ("proof", "day"), [("06/13/25", "2025-06-13"), ("10/31/2024 12:00 AM", "2024-10-31"), ("10/31/24", "2024-10-31")]
)
def test_a_day_that_cannot_be_read_itself_shows_that_months_come_first(proof: str, day: str) -> None:
    with pytest.raises(FrameError) as raised:
        spelling_of(map(Chunk, [[row(start_date="02/03/2025"), row(start_date=proof)]]), PLACES)
    assert raised.value.problems == (
        f"start_date: '{proof}' in row 2 has its month first, and so may others; write {day}",
    )


def test_no_day_is_certain_where_it_is_to_be_written_with_its_month_first() -> None:
    columns = recognised(["Birthday", "Start date", "reference", "end_date"], {})
    check_how_to_fill(columns, ())
    check_how_to_fill(columns, ("MM/DD/YYYY", "* DD/MM/YYYY", "MM/DD/YYYY", ""))
    with pytest.raises(FrameError) as raised:
        check_how_to_fill(columns, ("", "* MM/DD/YYYY", "", "M/D/YY"))
    assert raised.value.problems == (
        "start_date: '* MM/DD/YYYY' below the headings has its month first, and so may others; write YYYY-MM-DD",
        "end_date: 'M/D/YY' below the headings has its month first, and so may others; write YYYY-MM-DD",
    )


@pytest.mark.parametrize("proof", ["15/09/2025", " 15-09-2025 ", "15/9/25", "15/09/2025 00:00"])
def test_no_day_is_certain_where_a_spreadsheet_may_have_turned_some_round(proof: str) -> None:
    """Excel with the month first makes 9 January of 01/09/2025, and leaves 15/09/2025, which has no month 15, as text."""
    first = [row(start_date=None, end_date="20/12/2025"), row(start_date=date(2025, 9, 9), end_date=date(2025, 12, 12))]
    second = [row(start_date=datetime(2025, 1, 9)), row(start_date=proof)]  # noqa: DTZ001
    with pytest.raises(FrameError) as raised:
        spelling_of(map(Chunk, [first, second]), PLACES)
    (problem,) = raised.value.problems  # 9 September and 12 December are the same days in both orders
    assert problem == (
        f"start_date: '{proof.strip()}' in row 4 has its day first, and every date cell of the column has a day up to 12, "
        "as 2025-01-09 in row 3: a spreadsheet may have taken its day for its month; write all days of the column anew"
    )


@pytest.mark.parametrize(
    "others",
    [
        [date(2025, 1, 9), date(2025, 1, 13)],  # no spreadsheet makes the 13th of a month
        [date(2025, 1, 9), "05/09/2025"],  # which would be a date cell, too
        [date(2025, 9, 9), date(2025, 12, 12)],
        [date(2025, 1, 9), "2025-09-15"],
        [date(2025, 1, 9), "15.09.2025"],  # no spreadsheet with the month first reads points
        ["05-01-2025", "15/09/2025"],
    ],
)
def test_days_that_no_spreadsheet_turned_round_are_read(others: list[object]) -> None:
    proof = "15/09/2025" if "15.09.2025" not in others and "2025-09-15" not in others else None
    for cells in ([proof, *others], [*others, proof]):
        assert spelling_of([Chunk([row(start_date=cell)]) for cell in cells], PLACES) == Spelling()


def test_a_reference_may_look_like_a_day() -> None:
    assert spelling_of(map(Chunk, [[row(reference="03/13/2022")]]), PLACES) == Spelling()


def test_a_file_may_count_its_days_from_1904() -> None:
    assert spelling_of([], {}, date(1904, 1, 1)).day_zero == date(1904, 1, 1)
