"""How a list spells its numbers and days, as a whole."""

from datetime import date

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


def test_a_reference_may_look_like_a_day() -> None:
    assert spelling_of(map(Chunk, [[row(reference="03/13/2022")]]), PLACES) == Spelling()


def test_a_file_may_count_its_days_from_1904() -> None:
    assert spelling_of([], {}, date(1904, 1, 1)).day_zero == date(1904, 1, 1)
