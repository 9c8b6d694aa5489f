"""Whole files: what goes in comes out, and a run that breaks off leaves nothing."""

import csv
import os
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from erasmus_grants.basics.errors import FrameError, InputFileError
from erasmus_grants.batch import BatchSummary, calculate_file, list_files, run
from erasmus_grants.batch.grants import Grants
from erasmus_grants.frames.amount_units import AMOUNTS
from erasmus_grants.frames.options import Explain
from erasmus_grants.frames.outputs import TEXTS
from erasmus_grants.rulebooks import get_rulebook
from erasmus_grants.testing import toy_rulebook
from tests.unit.batch.files import DAKAR, FORMATS, Row, read, write

ICM = get_rulebook("usmb-icm-2023")


def row(**changes: object) -> Row:
    return {**DAKAR, **changes}


def spelled(value: object) -> str:
    """Return what any format says, as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def amounts_in(rows: Sequence[Row], name: str) -> list[Decimal | None]:
    """Return a column of amounts; None where a cell is empty."""
    return [None if one[name] in {None, ""} else Decimal(str(one[name])) for one in rows]


def without_places(summary: BatchSummary) -> BatchSummary:
    """Return a summary without where rows stand, since each format numbers its rows in its own way."""
    nowhere = {"where": "", "first_where": ""}
    cells = tuple(cell.model_copy(update={"where": ""}) for cell in summary.unreadable_cells)
    repeats = tuple(one.model_copy(update=nowhere) for one in summary.repeats)
    return summary.model_copy(update={"unreadable_cells": cells, "repeats": repeats})


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "ROWS_AT_ONCE", 2)


def test_rulebooks_are_named_as_everywhere_by_id_or_file(tmp_path: Path) -> None:
    source, ours = write(tmp_path / "list.csv", [row()]), tmp_path / "ours.json"
    ours.write_text(ICM.model_dump_json(), encoding="utf-8")
    target = str(tmp_path / "out.csv")
    expected = calculate_file(source, target, [ICM])
    assert expected.total_eur == Decimal("2080.00")  # 820 + 7 x 180
    assert calculate_file(source, target, "usmb-icm-2023") == expected
    assert calculate_file(source, target, [str(ours)]) == expected


@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.parametrize("source", FORMATS)
def test_from_each_format_to_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, target: str) -> None:
    monkeypatch.setattr(list_files, "ROWS_AT_ONCE", 3)
    rows = [row(), row(end_date=date(2022, 3, 7)), row(distance_km=None), row(reference="=1+1"), row(activity="STX")]
    given, made = tmp_path / f"list.{source}", tmp_path / f"out.{target}"
    summary = calculate_file(write(given, rows), str(made), [ICM])
    # a day of teaching is too short by this rulebook; without a distance travel support is not known
    assert (summary.rows, summary.granted, summary.not_eligible) == (5, 2, 1)
    assert (summary.undetermined, summary.unreadable) == (1, 1)
    assert {one.code.value for one in summary.findings} >= {"DURATION_TOO_SHORT", "DISTANCE_MISSING", "INVALID_INPUT"}
    amounts = (summary.total_eur, summary.pre_financing_eur, summary.balance_eur)
    bounds = (summary.minimum_total_eur, summary.maximum_total_eur)
    assert list(map(str, (*amounts, *bounds))) == [
        "4160.00",  # twice 820 + 5 x 180 + 2 x 180
        "3530.00",  # twice 820 + 75 % of 1260
        "630.00",
        "5420.00",  # and 1260 if it is below 100 km
        "6920.00",  # and 1260 + 1500 if it is 8000 km or more
    ]
    monkeypatch.undo()
    found = read(made)
    escaped = "'=1+1" if target == "csv" else "=1+1"
    assert [one["reference"] for one in found] == ["dakar", "dakar", "dakar", escaped, "dakar"]
    assert [[spelled(one[name]) for name in DAKAR if name != "reference"] for one in found] == [
        [spelled(one[name]) for name in DAKAR if name != "reference"] for one in rows
    ]
    assert [one["status"] for one in found] == ["granted", "not_eligible", "undetermined", "granted", "unreadable"]
    assert [spelled(one["eligible"]) for one in found] == ["true", "false", "true", "true", ""]
    assert amounts_in(found, "total_eur") == [2080, 0, None, 2080, None]
    assert amounts_in(found, "balance_eur") == [315, 0, None, 315, None]
    assert amounts_in(found, "minimum_total_eur") == [2080, 0, 1260, 2080, None]
    assert amounts_in(found, "maximum_total_eur") == [2080, 0, 2760, 2080, None]
    assert found[4]["finding_codes"] == "INVALID_INPUT(activity)"
    assert list(found[0])[: len(DAKAR)] == list(DAKAR)
    again = calculate_file(
        write(tmp_path / f"again.{target}", [{name: one[name] for name in DAKAR} for one in found]),
        str(tmp_path / "once-more.csv"),
        [ICM],
    )
    assert without_places(again) == without_places(summary)


WHAT_IS_NOT_KNOWN = {
    # a row for each answer: what is null in it, of the columns that are added
    "granted": set[str](),
    "not_eligible": set[str](),
    "undetermined": {
        *("funded_days", "travel_support_eur", "individual_support_eur", "top_ups_eur", "total_eur"),
        *("pre_financing_eur", "balance_eur"),
    },
    "unreadable": {
        *("eligible", "funded_days", "travel_support_eur", "individual_support_eur", "top_ups_eur", "total_eur"),
        *("minimum_total_eur", "maximum_total_eur", "pre_financing_eur", "balance_eur"),
    },
}


@pytest.mark.parametrize("explain", ["none", "text"])
@pytest.mark.parametrize("target", FORMATS)
def test_what_is_not_known_is_an_empty_cell_and_never_nothing(tmp_path: Path, target: str, explain: Explain) -> None:
    rows = [row(), row(teaching_hours=2), row(distance_km=None), row(end_date=None)]
    made = tmp_path / f"out.{target}"
    summary = calculate_file(write(tmp_path / "list.jsonl", rows), str(made), [ICM], explain=explain)
    counts = (summary.granted, summary.not_eligible, summary.undetermined, summary.unreadable)
    assert (summary.rows, counts) == (4, (1, 1, 1, 1))
    found = read(made)
    empty = "" if target == "csv" else None
    for one, (status, unknown) in zip(found, WHAT_IS_NOT_KNOWN.items(), strict=True):
        assert one["status"] == status
        added = list(one)[len(DAKAR) :]
        assert {name for name in added if one[name] == empty and name not in TEXTS} == unknown
    refused = [found[1][name] for name in AMOUNTS]
    assert [Decimal(str(amount)) for amount in refused] == [0] * len(AMOUNTS)
    # 5 + 2 days at 180, and from nothing, below 100 km, to 1500, from 8000 km on
    bounds = [found[2][name] for name in ("minimum_total_eur", "maximum_total_eur")]
    assert [Decimal(str(amount)) for amount in bounds] == [1260, 2760]
    assert spelled(found[2]["eligible"]) == "true"


@pytest.mark.parametrize("target", FORMATS)
def test_whether_a_row_is_eligible_may_be_an_empty_cell_too(tmp_path: Path, target: str) -> None:
    made = tmp_path / f"out.{target}"
    given = write(tmp_path / "list.jsonl", [row(teaching_hours=None)])
    summary = calculate_file(given, str(made), [ICM])
    (one,) = read(made)
    assert (one["status"], spelled(one["eligible"]), one["finding_codes"]) == (
        "undetermined",
        "",
        "TEACHING_HOURS_MISSING",
    )
    # too few hours would refuse it, enough would grant 820 + 7 x 180
    bounds = [Decimal(str(one[name])) for name in ("minimum_total_eur", "maximum_total_eur")]
    assert bounds == [summary.minimum_total_eur, summary.maximum_total_eur] == [0, 2080]


def test_amounts_are_written_as_each_format_writes_them(tmp_path: Path) -> None:
    amounts: dict[str, object] = {}
    for target in FORMATS:
        calculate_file(write(tmp_path / "list.jsonl", [row()]), str(tmp_path / f"out.{target}"), [ICM])
        amounts[target] = read(tmp_path / f"out.{target}")[0]["pre_financing_eur"]
    assert amounts == {"csv": "1765.00", "parquet": Decimal("1765.00"), "xlsx": 1765, "jsonl": "1765.00"}
    assert type(amounts["parquet"]) is Decimal


def test_a_french_spreadsheet(tmp_path: Path) -> None:
    given, made = tmp_path / "list.csv", tmp_path / "out.csv"
    given.write_bytes(
        "activity;direction;receiving_country;start_date;end_date;distance_km;teaching_hours;fewer_opportunities;Remarque\r\n"
        "STA;outgoing;SN;07/03/2022;11-03-2022;4\u202f070,0;8,5;No;à revoir\r\n"
        "STA;outgoing;SN;2022-03-07;2022-03-11;499,7;8;0;=HYPERLINK(1)\r\n"
        "STA;outgoing;SN;2022-03-07;2022-03-11;4.070;8;0;\r\n".encode("utf-8-sig")
    )
    summary = calculate_file(str(given), str(made), [ICM])
    lines = made.read_text(encoding="utf-8-sig").splitlines()
    first, second, third = (line.split(";") for line in lines[1:])
    assert first[:9] == ["STA", "outgoing", "SN", "07/03/2022", "11-03-2022", "4\u202f070,0", "8,5", "No", "à revoir"]
    assert first[9:16] == ["granted", "true", "5", "820,00", "1260,00", "0,00", "2080,00"]
    assert first[16:20] == ["2080,00", "2080,00", "1765,00", "315,00"]
    assert second[8:11] == ["'=HYPERLINK(1)", "granted", "true"]
    assert third[9:16] == first[9:16], "499,7 decides that 4.070 is 4070"
    assert (summary.granted, summary.unreadable) == (3, 0)


@pytest.mark.parametrize(("explain", "last"), [("none", "balance_eur"), ("trace", "trace"), ("text", "source_ids")])
def test_reasons_are_written_as_they_are_asked_for(tmp_path: Path, explain: str, last: str) -> None:
    made = tmp_path / "out.csv"
    given = write(tmp_path / "list.csv", [row(teaching_hours=2)])
    summary = calculate_file(given, str(made), [ICM], explain=explain)  # type: ignore[arg-type]
    assert list(read(made)[0])[-1] == last
    assert [one.code.value for one in summary.findings] == ["TEACHING_HOURS_TOO_FEW"]


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.usefixtures("small_chunks")
def test_each_row_may_name_its_rulebook(tmp_path: Path, source: str) -> None:
    rows = [row(rulebook=name) for name in ("usmb-icm-2023", "usmb-icm-2018", "usmb-icm-2032", None, "usmb-icm-2023")]
    made = tmp_path / "out.jsonl"
    summary = calculate_file(write(tmp_path / f"list.{source}", rows), str(made))
    assert [(book.id, book.rows) for book in summary.rulebooks] == [("usmb-icm-2018", 1), ("usmb-icm-2023", 3 - 1)]
    assert [one["finding_codes"] for one in read(made)][2:4] == ["INVALID_INPUT(rulebook)"] * 2
    assert [(one.field, one.rows) for one in summary.unreadable_fields] == [("rulebook", 2)]


def test_a_rulebook_of_the_caller_may_be_named_too(tmp_path: Path) -> None:
    rows = [row(rulebook="toy"), row(rulebook="usmb-icm-2023"), row(rulebook="usmb-icm-2018")]
    given = write(tmp_path / "list.jsonl", rows)
    summary = calculate_file(given, str(tmp_path / "out.csv"), [toy_rulebook(), ICM])
    assert [(book.id, book.rows) for book in summary.rulebooks] == [("toy", 1), ("usmb-icm-2023", 1)]
    assert summary.unreadable == 1


def test_columns_may_be_called_otherwise(tmp_path: Path) -> None:
    renamed = {("Début" if name == "start_date" else name): value for name, value in DAKAR.items()}
    given = write(tmp_path / "list.csv", [renamed])
    summary = calculate_file(given, str(tmp_path / "out.csv"), [ICM], columns={"Début": "start_date"})
    assert str(summary.total_eur) == "2080.00"
    assert read(tmp_path / "out.csv")[0]["Début"] == "2022-03-07"


@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.parametrize("source", ["csv", "parquet", "xlsx"])
def test_a_file_without_rows_is_a_file_without_grants(tmp_path: Path, source: str, target: str) -> None:
    given = write(tmp_path / f"list.{source}", [], list(DAKAR))
    summary = calculate_file(given, str(tmp_path / f"out.{target}"), [ICM])
    assert (summary.rows, str(summary.total_eur)) == (0, "0.00")
    assert [str(bound) for bound in (summary.minimum_total_eur, summary.maximum_total_eur)] == ["0.00", "0.00"]
    assert read(tmp_path / f"out.{target}") == []


def test_a_file_without_rows_may_name_rulebooks_in_a_column(tmp_path: Path) -> None:
    given = write(tmp_path / "list.csv", [], [*DAKAR, "rulebook"])
    assert calculate_file(given, str(tmp_path / "out.csv")).rulebooks == ()


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.usefixtures("small_chunks")
def test_progress_is_told(tmp_path: Path, source: str) -> None:
    told: list[tuple[int, int | None]] = []
    given = write(tmp_path / f"list.{source}", [row()] * 3)
    calculate_file(given, str(tmp_path / "out.csv"), [ICM], on_rows=lambda done, size: told.append((done, size)))
    assert len(told) == 2
    done, size = told[-1]
    assert size is None if source == "xlsx" else done == size


# --- what breaks off --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("error", "older"), [(KeyboardInterrupt, None), (MemoryError, "older")])
@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.usefixtures("small_chunks")
def test_a_run_that_breaks_off_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, error: type[BaseException], older: str | None
) -> None:
    made = tmp_path / f"out.{target}"
    if older is not None:
        made.write_text(older)
    given = Path(write(tmp_path / "list.csv", [row()] * 5))
    computed: list[int] = []
    compute = Grants.of

    def broken(self: Grants, rows: Sequence[Sequence[object]], *, with_texts: bool) -> object:
        computed.append(len(rows))
        if len(computed) == 2:  # two rows, and now the next two
            assert any(path.suffix == ".part" for path in tmp_path.iterdir())
            raise error
        return compute(self, rows, with_texts=with_texts)

    monkeypatch.setattr(Grants, "of", broken)
    with pytest.raises(error):
        calculate_file(str(given), str(made), [ICM])
    assert computed == [2, 2]
    assert set(tmp_path.iterdir()) == ({given} if older is None else {given, made})
    if older is not None:
        assert made.read_text() == older


@pytest.mark.usefixtures("small_chunks")
def test_an_error_in_a_later_row_leaves_nothing(tmp_path: Path) -> None:
    given = tmp_path / "list.csv"
    write(given, [row()] * 5)
    given.write_bytes(given.read_bytes() + b'STA,"\n')
    with pytest.raises(InputFileError, match="line 7 cannot be read: unexpected end of data"):
        calculate_file(str(given), str(tmp_path / "out.xlsx"), [ICM])
    assert list(tmp_path.iterdir()) == [given]


# --- what is refused --------------------------------------------------------------------------------------------------


def refused(source: str, target: str, rulebooks: Sequence[object] = (ICM,), **options: object) -> tuple[str, ...]:
    with pytest.raises(InputFileError) as caught:
        calculate_file(source, target, rulebooks, **options)  # type: ignore[arg-type]
    return tuple(f"{Path(caught.value.name).name}: {problem}" for problem in caught.value.problems)


def test_one_file_is_not_both(tmp_path: Path) -> None:
    given = write(tmp_path / "list.csv", [row()])
    link = tmp_path / "link.csv"
    link.symlink_to(given)
    for target in (given, str(tmp_path / "." / "list.csv"), str(link)):
        assert refused(given, target) == (f"{Path(target).name}: it is the file that is read; write into another",)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    given = write(tmp_path / "list.csv", [row()])
    (tmp_path / "folder.csv").mkdir()
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for name in ("folder.csv", "pipe.csv"):
        assert refused(given, str(tmp_path / name)) == (f"{name}: it is no file",)
        assert refused(str(tmp_path / name), str(tmp_path / "out.csv")) == (f"{name}: it is no file",)
    assert refused("-", "out.csv") == ("-: a whole list is read from a file and written into one, not through a pipe",)
    assert refused(given, "-") == ("-: a whole list is read from a file and written into one, not through a pipe",)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    missing = str(tmp_path / "list.csv")
    assert refused(missing, str(tmp_path / "out.csv")) == ("list.csv: it cannot be read: No such file or directory",)
    assert list(tmp_path.iterdir()) == []


HEADINGS = (
    "list.csv: the headings are those of line 1: 'activity', 'direction', 'start_date', 'end_dat', 'receiving_contry'; "
    "name another row with --heading-row, or columns with --columns"
)


def test_columns_that_are_missing_or_meant_otherwise_are_told(tmp_path: Path) -> None:
    given = tmp_path / "list.csv"
    given.write_text("activity,direction,start_date,end_dat,receiving_contry\n")
    assert refused(str(given), str(tmp_path / "out.csv")) == (
        "list.csv: there is no column for end_date",
        "list.csv: the column 'end_dat' is not read; did you mean 'end_date'? then rename it",
        "list.csv: the column 'receiving_contry' is not read; did you mean 'receiving_country'? then rename it",
        HEADINGS,
    )
    problems = refused(str(given), str(tmp_path / "out.csv"), columns={"End": "end_date", "activity": "activty"})
    assert "list.csv: there is no column 'End'; did you mean 'end_dat'?" in problems
    assert "list.csv: columns: there is no field 'activty'; did you mean 'activity'?" in problems
    for wrong, meant in (("to_cty", "to_city"), ("sending_instituton", "sending_institution"), ("rulebok", "rulebook")):
        problems = refused(str(given), str(tmp_path / "out.csv"), columns={"activity": wrong})
        assert f"list.csv: columns: there is no field '{wrong}'; did you mean '{meant}'?" in problems
    assert list(tmp_path.iterdir()) == [given]


def test_countries_alone_say_the_direction_and_nothing_else(tmp_path: Path) -> None:
    given = tmp_path / "list.csv"
    given.write_text("sending_country,receiving_country\n")
    missing, _ = refused(str(given), str(tmp_path / "out.csv"))
    assert missing == "list.csv: there is no column for activity, start_date, end_date"


def test_grants_are_not_computed_twice_into_one_file(tmp_path: Path) -> None:
    given = write(tmp_path / "list.csv", [row(eligible="yes", total_eur="1")])
    assert refused(given, str(tmp_path / "out.csv")) == (
        "list.csv: it has columns of these names already: 'eligible', 'total_eur'; delete or rename them",
    )


@pytest.mark.parametrize("rows", [0, 1])
def test_without_any_rulebook_nothing_is_computed(tmp_path: Path, rows: int) -> None:
    given = write(tmp_path / "list.csv", [row()] * rows, list(DAKAR))
    sentence = (
        "list.csv: there is no rulebook: give one, on the command line with --rulebook "
        "(`erasmus-grants rulebooks --call YEAR` lists those of a call), or name one in each row, in a column rulebook"
    )
    assert refused(given, str(tmp_path / "out.csv"), []) == (sentence,)
    assert refused(given, str(tmp_path / "out.csv"), [ICM, toy_rulebook()]) == (
        "list.csv: several rulebooks are given: name one of them in each row, in a column rulebook",
    )
    assert list(tmp_path.iterdir()) == [Path(given)]


def test_a_cell_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    bad = {
        "start_date": "soon",
        "distance_km": "4,070",
        "teaching_hours": "#REF!",
        "fewer_opportunities": "perhaps",
        "travel_days": "2,5",
        "sending_country": "Oz",
        "end_date": "",
    }
    rows = [row(fewer_opportunities="", travel_days="", sending_country="")]
    rows += [{**rows[0], field: cell} for field, cell in bad.items()]
    summary = calculate_file(write(tmp_path / "list.csv", rows), str(tmp_path / "out.csv"), [ICM])
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = [one["finding_codes"] for one in csv.DictReader(file)]
    assert codes == ["", *(f"INVALID_INPUT({field})" for field in bad)]
    assert (summary.granted, summary.unreadable) == (1, len(bad))


def test_the_module_of_a_file_is_a_path_to_it_too() -> None:
    assert run.calculate_file is calculate_file


def test_how_much_of_the_reasons_is_written_is_one_of_its_words(tmp_path: Path) -> None:
    with pytest.raises(FrameError) as caught:
        calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "grants.csv"), explain="texts")  # type: ignore[arg-type]
    assert caught.value.problems == ("explain is 'none', 'trace' or 'text', and not 'texts'; did you mean 'text'?",)
