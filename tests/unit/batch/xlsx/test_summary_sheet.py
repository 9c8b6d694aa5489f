"""The sheet that says what a list comes to: numbers are numbers, and codes have their sentences."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from erasmus_grants.batch.xlsx.sheet_parts import SheetLayout
from erasmus_grants.batch.xlsx.summary_sheet import is_number, write_summary
from erasmus_grants.batch.xlsx.workbooks import opened
from erasmus_grants.report.rendering import Report, Table, number_columns, text_columns

TABLES = (
    Table("Rows", text_columns("", ""), (("rows", "3"), ("granted", "2"))),
    Table("Why rows have no grant", text_columns("code", "rows"), (("DISTANCE_MISSING", "1"), ("UNTOLD", "1"))),
    Table("Where, and why", text_columns("row", "reference", "what is wrong"), (("2", "007", "=1 is no day"),)),
    Table(
        "Amounts",
        (*text_columns(""), *number_columns("EUR")),
        (("total", "4160.00"), ("with what is not yet known", "5420.00 to 6920.00")),
    ),
)


def sheet_of(examples: dict[str, str], notes: tuple[str, ...] = ()) -> Worksheet:
    file = BytesIO()
    with opened(None, "out.xlsx") as workbook:
        sheet = workbook.add_sheet("summary", SheetLayout(has_heading=False))
        report = Report("2 granted: 4160.00 EUR", TABLES, ("Rulebook toy.",))
        write_summary(sheet, report, examples, {"eligible": "`true`, or null"}, notes)
        workbook.save(file, first_seen=sheet)
    return openpyxl.load_workbook(file)["summary"]


def test_each_table_stands_below_the_other() -> None:
    rows = [[value for value in row if value is not None] for row in sheet_of({"DISTANCE_MISSING": "How far?"}).values]
    assert rows == [
        ["2 granted: 4160.00 EUR"],
        ["Rulebook toy."],
        [],
        ["Rows"],
        ["rows", 3],
        ["granted", 2],
        [],
        ["Why rows have no grant"],
        ["code", "rows", "for example"],
        ["DISTANCE_MISSING", 1, "How far?"],
        ["UNTOLD", 1],
        [],
        ["Where, and why"],
        ["row", "reference", "what is wrong"],
        [2, "007", "=1 is no day"],
        [],
        ["Amounts"],
        ["EUR"],
        ["total", 4160],
        ["with what is not yet known", "5420.00 to 6920.00"],
        [],
        ["Columns"],
        ["column", "meaning"],
        ["eligible", "true, or empty"],
    ]


def test_without_sentences_codes_stand_alone_and_notes_stand_above() -> None:
    rows = [[value for value in row if value is not None] for row in sheet_of({}, ("There are no lines.",)).values]
    assert rows[1:3] == [["There are no lines."], ["Rulebook toy."]]
    assert ["code", "rows"] in rows


def test_numbers_are_shown_as_such_and_wide_enough() -> None:
    sheet = sheet_of({"DISTANCE_MISSING": "x" * 99})
    amount = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 4160)
    assert (amount.number_format, amount.data_type) == ("#,##0.00", "n")
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    # "with what is not yet known", "5420.00 to 6920.00" and the heading "what is wrong", each with what is left free
    assert widths == [26 + 2, 18 + 2, 13 + 2 + 2]


def test_heads_and_counts_stand_where_numbers_stand() -> None:
    cells = {cell.value: cell for row in sheet_of({}).iter_rows() for cell in row}  # of equal ones the last

    def place(value: object) -> str | None:
        return cells[value].alignment.horizontal

    assert [place(head) for head in ("EUR", "rows", "code", "what is wrong")] == ["right", "right", "left", "left"]
    assert place(3) is None  # a count, where a spreadsheet puts numbers
    # the number of a row stands on the left, since it is a name; what is no amount stands where amounts do
    assert (place(2), place("5420.00 to 6920.00")) == ("left", "right")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("0", "12", "4160.00", "0.00")),
        *((text, False) for text in ("", "007", "-1", "1.5", "1e3", "5420.00 to 6920.00", "open", "9" * 14)),
    ],
)
def test_what_is_a_number(text: str, expected: object) -> None:
    assert is_number(text) is expected
    assert not expected or Decimal(text) >= 0
