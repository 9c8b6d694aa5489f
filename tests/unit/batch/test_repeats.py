"""Rows that repeat an earlier one: each is computed, and somebody is told."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from erasmus_grants.batch import RepeatingRow, audit_file, calculate_file, list_files, missing_figures, repeats
from erasmus_grants.batch.repeats import Repeats
from erasmus_grants.batch.tables import Chunk
from tests.unit.batch.files import DAKAR, FORMATS, Row, write

ICM = "usmb-icm-2023"


def told(repeating: Sequence[RepeatingRow]) -> list[tuple[int, int, str]]:
    """Return which row repeats which, and the reference of both."""
    return [(one.row, one.first_row, one.reference) for one in repeating]


def repeats_in(*chunks: Sequence[Sequence[object]], reference: int | None = None) -> Repeats:
    found = Repeats(reference)
    for rows in chunks:
        found.learn(rows)
    for rows in chunks:
        found.add(Chunk(rows))
    return found


@pytest.mark.parametrize("source", FORMATS)
def test_a_reference_that_stands_there_twice_is_told(tmp_path: Path, source: str) -> None:
    rows: list[Row] = [{**DAKAR, "reference": name} for name in ("A1", "A2", "A1", "A3", "A1")]
    path = write(tmp_path / f"list.{source}", rows)
    summary = calculate_file(path, tmp_path / "out.jsonl", ICM)
    assert (summary.granted, str(summary.total_eur)) == (5, "10400.00")  # each is computed: 5 x 2080.00
    assert summary.repeated_rows == 2
    assert told(summary.repeats) == [(3, 1, "A1"), (5, 1, "A1")]
    assert told(missing_figures(path, ICM).repeats) == [(3, 1, "A1"), (5, 1, "A1")]


def test_an_audit_tells_it_too(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [{**DAKAR, "total_eur": "2080.00"}] * 2)
    audit = audit_file(path, ICM)
    assert (audit.agreeing, audit.repeated_rows, told(audit.repeats)) == (2, 1, [(2, 1, "dakar")])
    assert "3 2 reference dakar" in " ".join(audit.to_text().split())


def test_rows_without_references_repeat_each_other_if_all_cells_are_alike(tmp_path: Path) -> None:
    alike = {name: value for name, value in DAKAR.items() if name != "reference"}
    rows: list[Row] = [{**alike, "name": name} for name in ("Ada", "Bo", "Ada")]  # no field, and not read
    summary = calculate_file(write(tmp_path / "list.csv", rows), tmp_path / "out.csv", ICM)
    assert told(summary.repeats) == [(3, 1, "")]
    assert "4 2 all cells" in " ".join(summary.to_text().split())
    assert "repeating an earlier row 1" in " ".join(summary.to_text().split())


def test_a_list_without_repeats_says_nothing_of_them(tmp_path: Path) -> None:
    rows: list[Row] = [{**DAKAR, "reference": name} for name in ("A1", "A2")]
    summary = calculate_file(write(tmp_path / "list.csv", rows), tmp_path / "out.csv", ICM)
    assert (summary.repeated_rows, summary.repeats) == (0, ())
    assert "repeat" not in summary.to_text()


@pytest.mark.parametrize("nothing", ["", "-", "n/a", None])
def test_a_cell_that_says_nothing_is_no_reference(nothing: str | None) -> None:
    assert told(repeats_in([[nothing, "DE"], [nothing, "FR"]], reference=0).told) == []
    assert told(repeats_in([[nothing, "DE"], ["A1", "DE"], [nothing, "DE"]], reference=0).told) == [(3, 1, "")]


def test_references_are_compared_as_they_are_read() -> None:
    assert told(repeats_in([["A1"], [" A1 "], [7], ["7"], [7.0]], reference=0).told) == [
        (2, 1, "A1"),
        (4, 3, "7"),
        (5, 3, "7"),
    ]


def test_a_reference_is_not_what_looks_like_all_cells_of_another_row() -> None:
    assert repeats_in([["", "x"], ["\x1fx", ""]], reference=0).rows == 0


def test_cells_of_any_kind_are_compared() -> None:
    rows: list[list[object]] = [["STA", {"km": 5}], ["STA", {"km": 5}], ["STA", {"km": 6}], ["STA", "5"], ["STA", 5]]
    assert told(repeats_in(rows).told) == [(2, 1, "")]


def test_rows_of_another_part_of_the_list_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "ROWS_AT_ONCE", 2)
    rows: list[Row] = [{**DAKAR, "reference": name} for name in ("A1", "A2", "A3", "A4", "A1")]
    summary = calculate_file(write(tmp_path / "list.csv", rows), tmp_path / "out.csv", ICM)
    assert [(one.where, one.first_where) for one in summary.repeats] == [("line 6", "line 2")]


def test_hashes_that_are_equal_by_chance_decide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "hash", lambda _: 1, raising=False)
    assert told(repeats_in([["a"], ["b"], ["c"], ["b"]], reference=0).told) == [(4, 2, "b")]


def test_so_many_rows_are_compared_and_so_many_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "MOST_COMPARED", 5)
    monkeypatch.setattr(repeats, "MOST_REPEATS", 2)
    found = repeats_in([["A1"]] * 2, [["A1"]] * 2, [["A1"]] * 2, [["A1"]] * 2, reference=0)
    assert (found.rows, told(found.told)) == (4, [(2, 1, "A1"), (3, 1, "A1")])


def test_a_summary_says_if_not_all_rows_were_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "list.csv", [{**DAKAR, "reference": name, "total_eur": 0} for name in ("A1", "A2", "A3")])
    note = "Only the first {} rows were compared with one another"
    for most, is_told in ((2, True), (3, False)):
        monkeypatch.setattr(repeats, "MOST_COMPARED", most)
        reports = (missing_figures(path, ICM), audit_file(path, ICM))
        for one in reports:
            assert (note.format(most) in one.to_text()) is is_told


def test_what_is_found_depends_on_no_hash(tmp_path: Path) -> None:
    rows: list[Row] = [{**DAKAR, "reference": f"A{number % 40}"} for number in range(60)]
    path = write(tmp_path / "list.csv", rows)
    code = f"from erasmus_grants.batch import missing_figures as m; print(m({path!r}, {ICM!r}).model_dump_json())"
    answers = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
    assert answers.pop().count(b'"first_row"') == 20
