"""Merged cells of a workbook: what people see in each row is read in each row."""

from pathlib import Path

import openpyxl

from erasmus_grants.batch.xlsx.merged_cells import Merged, spread
from erasmus_grants.batch.xlsx.xlsx_files import reading


def saved(folder: Path, rows: list[list[object]], *areas: str) -> Path:
    path = folder / "list.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for area in areas:
        book.worksheets[0].merge_cells(area)
    book.save(path)
    return path


def rows_of(path: Path) -> list[list[object]]:
    with reading(path, "f") as source:
        return [list(row) for chunk in source.chunks(2) for row in chunk.rows]


def test_each_row_has_the_value_of_cells_that_are_merged(tmp_path: Path) -> None:
    rows = [["activity", "start_date", "green"], ["STA", 1, "yes"], ["STT", 2, None], ["SMS", 3, None]]
    assert rows_of(saved(tmp_path, rows, "C2:C3")) == [["STA", 1, "yes"], ["STT", 2, "yes"], ["SMS", 3, None]]


def test_cells_of_several_columns_belong_to_the_first_of_them(tmp_path: Path) -> None:
    rows = [["activity", "start_date", "end_date"], ["STA", "spring", None], ["STT", None, None]]
    assert rows_of(saved(tmp_path, rows, "B2:C3")) == [["STA", "spring", None], ["STT", "spring", None]]


def test_an_empty_row_stays_empty(tmp_path: Path) -> None:
    rows = [["activity", "start_date"], ["STA", 1], [None, None], ["STT", 2]]
    assert rows_of(saved(tmp_path, rows, "A2:A3")) == [["STA", 1], ["STT", 2]]


def test_a_row_of_sums_stays_one_below_cells_that_are_merged(tmp_path: Path) -> None:
    rows = [["activity", "start_date", "distance_km"], ["STA", 1, 10], ["STT", None, 20], ["Total", None, 30]]
    assert rows_of(saved(tmp_path, rows, "B2:B4")) == [["STA", 1, 10], ["STT", 1, 20]]


def test_headings_over_two_rows_are_found_in_the_second(tmp_path: Path) -> None:
    rows = [
        ["activity", "stay", None, "direction"],
        [None, "start_date", "end_date", None],
        ["STA", 1, 2, "outgoing"],
    ]
    path = saved(tmp_path, rows, "A1:A2", "B1:C1", "D1:D2")
    with reading(path, "f") as source:
        assert source.names == ("activity", "start_date", "end_date", "direction")
        assert source.layout.where == "row 2 of the sheet 'Sheet'"


def test_a_row_may_be_shorter_than_the_column_that_is_merged() -> None:
    rows: list[list[object]] = [["a", "b", "c"], ["x"], ["y", None, "z"]]
    merged = [Merged(column=place, first=1, last=3) for place in (2, 3, 5)]
    assert list(spread(iter(rows), merged)) == [["a", "b", "c"], ["x", None, "c"], ["y", None, "c"]]
