"""What a sheet says of its rows and cells: which are merged, and which are hidden."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from erasmus_grants.batch import calculate_file
from erasmus_grants.batch.xlsx import sheet_marks
from erasmus_grants.batch.xlsx.merged_cells import Merged
from erasmus_grants.batch.xlsx.sheet_marks import SheetMarks, marks_in, marks_on_sheets

HEADINGS = ["activity", "direction", "receiving_country", "start_date", "end_date", "distance_km", "teaching_hours"]
DAKAR = ["STA", "outgoing", "SN", "2022-03-07", "2022-03-11", 4070, 8]


def marks_however_cut(text: str, monkeypatch: pytest.MonkeyPatch) -> set[SheetMarks]:
    """Return what is read of a part in blocks of every size."""
    part = f"<worksheet>{text}<row/></worksheet>".encode()
    found = set[SheetMarks]()
    for size in range(1, len(part) + 1):
        monkeypatch.setattr(sheet_marks, "_BLOCK", size)
        found.add(marks_in(BytesIO(part)))
    return found


@pytest.mark.parametrize(
    ("text", "merged"),
    [
        ('<mergeCell ref="A1:A2"/>', [Merged(0, 1, 2)]),
        ("<x:mergeCell count='1' ref = 'AB10:AC12' />", [Merged(27, 10, 12)]),
        ('<mergeCell ref="AAA1:AAA2"></mergeCell>', [Merged(702, 1, 2)]),
        ('<mergeCell ref="ALL1:ALL9"/><mergeCell ref="ALM1:ALM9"/>', [Merged(999, 1, 9)]),
        ('<mergeCell ref="A1:C1"/>', []),
        ('<mergeCells ref="A1:A2"/>', []),
        ('<mergeCell xref="A1:A2"/>', []),
        ("no sheet", []),
    ],
)
def test_what_is_merged_is_found_wherever_a_part_is_cut(
    text: str, merged: list[Merged], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert marks_however_cut(text, monkeypatch) == {SheetMarks(tuple(merged))}


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ('<row r="3" spans="1:9" hidden="1">', {3}),
        ("<x:row hidden = 'true' r = '12' />", {12}),
        ('<row r="3" hidden="0"/><row r="4" hidden="false"/><row r="5"/>', set[int]()),
        ('<row r="3" customHeight="1" hidden="1"/><row r="4"><c r="A4"/></row><row r="5" hidden="1"/>', {3, 5}),
        ('<row hidden="1"/>', set[int]()),  # which row it is nobody says
        ('<rows r="3" hidden="1"/><col r="3" hidden="1"/>', set[int]()),
    ],
)
def test_which_rows_are_hidden_is_found_wherever_a_part_is_cut(
    text: str, hidden: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert marks_however_cut(text, monkeypatch) == {SheetMarks((), frozenset(hidden))}


def test_a_sheet_of_another_workbook_says_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a"])
    book.worksheets[0].merge_cells("A1:A2")
    book.save(tmp_path / "list.xlsx")
    marks = marks_on_sheets(tmp_path / "list.xlsx", ["elsewhere", "Sheet"])
    assert marks == [SheetMarks(), SheetMarks((Merged(0, 1, 2),))]


def test_rows_that_a_filter_hides_are_computed_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, DAKAR, DAKAR, [], DAKAR):
        sheet.append(row)
    for hidden in (3, 4, 9):  # one of them is empty, and one is below the list
        sheet.row_dimensions[hidden].hidden = True
    book.save(tmp_path / "list.xlsx")
    summary = calculate_file(str(tmp_path / "list.xlsx"), str(tmp_path / "o.csv"), "usmb-icm-2023")
    assert (summary.granted, summary.hidden_rows, str(summary.total_eur)) == (3, 1, "6240.00")  # 3 x 2080.00
    assert "hidden on the sheet, and computed  1" in summary.to_text()
