"""Rows that say that they are called off: each is computed, and somebody is told."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from erasmus_grants.batch import BatchSummary, CalledOffRow, calculate_file
from erasmus_grants.batch.called_off import MOST_CALLED_OFF, CalledOff
from erasmus_grants.batch.recognition import recognised
from erasmus_grants.batch.tables import Chunk
from erasmus_grants.cli import app
from tests.unit.batch.files import DAKAR, FORMATS, Row, write

ICM = "usmb-icm-2023"


@pytest.mark.parametrize("source", FORMATS)
def test_a_row_that_is_called_off_is_computed_and_told(tmp_path: Path, source: str) -> None:
    status = ("approved", "Cancelled", None, "iptal edildi", "not cancelled", "5")
    rows: list[Row] = [{**DAKAR, "reference": f"A{at}", "Status": said} for at, said in enumerate(status, 1)]
    path = write(tmp_path / f"list.{source}", rows)
    summary = calculate_file(path, tmp_path / "out.jsonl", ICM)
    assert (summary.granted, str(summary.total_eur)) == (6, "12480.00")  # each is computed: 6 x 2080.00
    assert summary.called_off_rows == 2
    assert [(one.row, one.reference, one.column, one.value) for one in summary.called_off] == [
        (2, "A2", "Status", "Cancelled"),
        (4, "A4", "Status", "iptal edildi"),
    ]
    assert BatchSummary.model_validate_json(summary.model_dump_json()) == summary
    text = summary.to_text()
    assert "called off, and computed  2\n" in text
    assert "Rows that say that they are called off\n" in text


@pytest.mark.parametrize(
    ("heading", "cell", "found"),
    [
        ("Status", "cancelled", True),
        ("Mobility status", " WITHDRAWN ", True),
        ("Statut", "annul\u00e9e", True),
        ("Statut de mobilité", "Annulation", True),
        ("Status", "CANCELLED_BY_STUDENT", True),
        ("Remarks", "cancelled", False),  # of whatever
        ("Status", "cancelled?", False),
        ("Status", "the journey was cancelled", False),
        ("Status", "", False),
        ("Status", None, False),
        ("Status", 1, False),
    ],
)
def test_known_words_count_below_known_headings(heading: str, cell: object, found: bool) -> None:
    called_off = CalledOff(recognised([heading], {}))
    called_off.add(Chunk([[cell]]))
    assert called_off.rows == found == len(called_off.told)


def test_a_column_that_is_read_says_what_its_field_says() -> None:
    called_off = CalledOff(recognised(["Status"], {"Status": "role"}))
    called_off.add(Chunk([["cancelled"]]))
    assert called_off.rows == 0


def test_all_rows_are_counted_over_parts_of_a_list_and_the_first_are_told() -> None:
    called_off = CalledOff(recognised(["State", "Status"], {}))
    for _ in range(2):
        called_off.add(Chunk([["approved", "cancelled"]] * MOST_CALLED_OFF))
    assert (called_off.rows, len(called_off.told)) == (200, MOST_CALLED_OFF == 100 and 100)
    assert called_off.told[-1] == CalledOffRow(row=100, where="", reference="", column="Status", value="cancelled")
    called_off = CalledOff(recognised(["Status"], {}))
    called_off.add(Chunk([["approved"]] * 3, unit="line", numbers=[2, 3, 4]))
    called_off.add(Chunk([["cancelled"]], unit="line", numbers=[5]))
    assert [(one.row, one.where) for one in called_off.told] == [(4, "line 5")]


@pytest.mark.parametrize(("rows", "said"), [(1, "1 row says that it is"), (22, "22 rows say that they are")])
def test_the_command_names_the_rows(tmp_path: Path, rows: int, said: str) -> None:
    listed: list[Row] = [{**DAKAR, "reference": f"A{at}", "Status": "cancelled"} for at in range(rows)]
    path = write(tmp_path / "list.csv", listed)
    answer = CliRunner().invoke(app, ["batch", str(path), str(tmp_path / "out.csv"), "--rulebook", ICM])
    assert answer.exit_code == 0
    assert f"{said} called off; each is computed:\n  line 2: 'cancelled' in the column 'Status'\n" in answer.stderr
    assert ("  and 2 more\n" in answer.stderr) is (rows == 22)
