"""What is missing for a list, and where what cannot be read stands."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from erasmus_grants.batch import MissingFigures, calculate_file, missing_figures
from erasmus_grants.batch.summary import MOST_UNREADABLE
from erasmus_grants.errors import InputFileError, UnknownRulebookError

Row = dict[str, object]

HEAD = ("activity", "direction", "sending_country", "receiving_country", "start_date", "end_date", "distance_km")


def stay(**changes: object) -> Row:
    """Return a row: five days of training in Paris, from Warsaw, 1500 km away."""
    usual = ("STT", "outgoing", "PL", "FR", "2019-05-06", "2019-05-10", 1500)
    return dict(zip(HEAD, usual, strict=True)) | changes


def listed(folder: Path, rows: Sequence[Row]) -> str:
    path = folder / "list.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return str(path)


def cells(missing: MissingFigures) -> list[tuple[str, str, int]]:
    return [(cell.rulebook_id, cell.question.name, cell.rows) for cell in missing.cells]


def test_each_empty_cell_is_counted_with_the_rows_that_wait_for_it(tmp_path: Path) -> None:
    rows = [
        *(stay() for _ in range(3)),  # to group 2
        stay(receiving_country="DE"),  # group 2 as well
        stay(receiving_country="DK"),  # group 1
        stay(receiving_country="SN"),  # no country of KA103: refused
        stay(distance_km=None),  # a distance is missing too
        stay(activity="STA"),  # and hours of teaching
        stay(activity="STX"),  # cannot be read
    ]
    missing = missing_figures(listed(tmp_path, rows), "eu-ka103-2018")
    assert (missing.rows, missing.undetermined, missing.freed) == (9, 7, 5)
    assert cells(missing) == [("eu-ka103-2018", "daily_rates", 6), ("eu-ka103-2018", "daily_rates", 1)]
    assert [cell.question.answers_told() for cell in missing.cells] == ["70.00 to 160.00 EUR", "80.00 to 180.00 EUR"]
    assert {count.field: count.rows for count in missing.fields} == {"distance_km": 1, "teaching_hours": 1}


def test_the_report_says_how_many_figures_free_how_many_rows(tmp_path: Path) -> None:
    missing = missing_figures(listed(tmp_path, [stay(), stay(receiving_country="DK")]), "eu-ka103-2018")
    text = missing.to_text()
    assert text.startswith("With 2 figures, 2 rows would be complete\n")
    assert "What is the daily rate of staff? (activities: STA, STT; receiving groups: group-1)" in text
    assert MissingFigures.model_validate_json(missing.model_dump_json()) == missing


def test_the_report_shows_each_cell_and_each_field_with_its_rows(tmp_path: Path) -> None:
    rows = [stay(), stay(), stay(distance_km=None), stay(distance_km=None), stay(activity="STA")]
    report = missing_figures(listed(tmp_path, rows), "eu-ka103-2018").report()
    empty, not_stated, repeats = report.tables
    assert (empty.title, not_stated.title) == ("Cells of the rulebook without a figure", "What rows do not state")
    assert repeats.rows == (("2", "1", "all cells"), ("4", "3", "all cells"))
    assert [column.title for column in empty.columns] == ["rulebook", "question", "who can answer", "may be", "rows"]
    ((rulebook, question, _, may_be, waiting),) = empty.rows
    assert (rulebook, may_be, waiting) == ("eu-ka103-2018", "70.00 to 160.00 EUR", "5")
    assert question.startswith("What is the daily rate of staff?")
    assert [column.title for column in not_stated.columns] == ["question", "field", "rows"]
    assert [row[1:] for row in not_stated.rows] == [("distance_km", "2"), ("teaching_hours", "1")]
    assert not_stated.rows[0][0] == "How many kilometres is it, one way, by the Commission's distance calculator?"


def test_what_adds_up_rows_is_told_and_is_none(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    total = ",".join(["Total", *[""] * (len(HEAD) - 2), "1500"])
    path.write_text("\n".join([",".join(HEAD), ",".join(map(str, stay().values())), total]), encoding="utf-8")
    missing = missing_figures(str(path), "eu-ka103-2018")
    assert (missing.rows, missing.undetermined) == (1, 1)
    assert [(one.sentence, one.records) for one in missing.left_out] == [("it adds up other rows", 1)]


def test_rows_that_wait_for_fields_too_are_held_up(tmp_path: Path) -> None:
    rows = [stay(), stay(), stay(), stay(distance_km=None), stay(activity="STX")]
    title = "With 1 figure, 3 rows would be complete; fields that are not stated hold up 1; 1 of 5 cannot be read"
    assert missing_figures(listed(tmp_path, rows), "eu-ka103-2018").report().title == title


def test_a_list_read_in_parts_is_counted_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erasmus_grants.batch.list_files.ROWS_AT_ONCE", 2)
    rows = [stay(activity="STX"), stay(), stay(), stay(), stay(activity="STX"), stay(), stay()]
    missing = missing_figures(listed(tmp_path, rows), "eu-ka103-2018")
    assert (missing.rows, missing.undetermined, missing.unreadable, missing.freed) == (7, 5, 2, 5)
    assert cells(missing) == [("eu-ka103-2018", "daily_rates", 5)]


def test_what_is_said_of_a_list_is_heeded(tmp_path: Path) -> None:
    row = {"way": 1500} | {name: value for name, value in stay().items() if name not in {"distance_km", "activity"}}
    source = listed(tmp_path, [row])
    missing = missing_figures(source, "eu-ka103-2018", columns={"way": "distance_km"}, set_fields={"activity": "STT"})
    assert (missing.freed, missing.unreadable, missing.fields) == (1, 0, ())


def test_a_list_in_the_stated_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{','.join(HEAD)}\n{','.join(map(str, stay().values()))}\n", encoding="utf-16-le")
    assert missing_figures(str(path), "eu-ka103-2018", encoding="utf-16-le").freed == 1


def test_one_figure_and_one_row_are_said_as_one(tmp_path: Path) -> None:
    missing = missing_figures(listed(tmp_path, [stay()]), "eu-ka103-2018")
    assert missing.report().title == "With 1 figure, 1 row would be complete"


def test_where_all_is_known_nothing_is_missing(tmp_path: Path) -> None:
    dakar = {"activity": "STA", "direction": "outgoing", "start_date": "2022-03-07", "end_date": "2022-03-11"}
    source = listed(tmp_path, [{**dakar, "distance_km": 4070, "teaching_hours": 8}])
    missing = missing_figures(source, "usmb-icm-2023")
    assert (missing.report().title, missing.cells, missing.fields) == ("Nothing is missing", (), ())


def test_rows_that_are_refused_are_told_since_nothing_is_missing_for_them(tmp_path: Path) -> None:
    """A list of Germany under the rulebook of Spain: each row is of another country, whatever else it waits for."""
    rows = [stay(sending_country="DE"), stay(sending_country="ES")]
    missing = missing_figures(listed(tmp_path, rows), "na-es-ka131-2024")
    assert (missing.rows, missing.not_eligible) == (2, 1)
    assert missing.report().title.endswith("1 of 2 are not eligible, and wait for nothing")


def test_a_list_that_lacks_fields_alone_lacks_no_figure(tmp_path: Path) -> None:
    dakar = {"activity": "STA", "direction": "outgoing", "start_date": "2022-03-07", "end_date": "2022-03-11"}
    source = listed(tmp_path, [{**dakar, "teaching_hours": 8}, {**dakar, "teaching_hours": "many"}])
    title = "No figure is missing; fields that are not stated hold up 1; 1 of 2 cannot be read"
    assert missing_figures(source, "usmb-icm-2023").report().title == title


def test_each_row_may_name_its_rulebook(tmp_path: Path) -> None:
    rows = [stay(rulebook="eu-ka103-2018"), stay(rulebook="eu-ka103-2014"), stay(rulebook="eu-ka103-2018")]
    missing = missing_figures(listed(tmp_path, rows))
    assert cells(missing) == [("eu-ka103-2018", "daily_rates", 2), ("eu-ka103-2014", "daily_rates", 1)]


def test_a_list_or_a_rulebook_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    source = listed(tmp_path, [stay()])
    with pytest.raises(InputFileError, match="rulebook") as error:
        missing_figures(source)
    assert str(error.value).startswith(source)
    with pytest.raises(UnknownRulebookError):
        missing_figures(listed(tmp_path, [stay()]), "eu-ka103-1987")


# --- rows that cannot be read -----------------------------------------------------------------------------------------


def unreadable(
    folder: Path, rows: Sequence[Row], rulebook: str | tuple[()] = "eu-ka103-2018"
) -> list[tuple[object, ...]]:
    summary = calculate_file(listed(folder, rows), str(folder / "out.csv"), rulebook)
    return [(cell.row, cell.field, cell.value, cell.sentence) for cell in summary.unreadable_cells]


def test_what_cannot_be_read_is_told_with_its_row_value_and_sentence(tmp_path: Path) -> None:
    told = unreadable(
        tmp_path,
        [stay(), stay(distance_km="far"), stay(), stay(end_date="2019-05-01"), stay(start_date=None)],
    )
    assert told == [
        (2, "distance_km", "far", "'far' is not a number"),
        (4, "end_date", "2019-05-01", "the last day is not before the first day, 2019-05-06"),
        (5, "start_date", "", "this is missing"),
    ]


def test_a_row_that_cannot_be_read_is_told_with_its_reference(tmp_path: Path) -> None:
    rows = [stay(reference="paris-1"), stay(reference="paris-2", distance_km="far"), stay(distance_km="near")]
    summary = calculate_file(listed(tmp_path, rows), str(tmp_path / "out.csv"), "eu-ka103-2018")
    assert [(cell.row, cell.reference) for cell in summary.unreadable_cells] == [(2, "paris-2"), (3, "")]
    (told,) = (table for table in summary.report().tables if table.title == "Where, and why")
    assert [row[:3] for row in told.rows] == [("2", "paris-2", "distance_km"), ("3", "", "distance_km")]


def test_what_cannot_be_read_is_told_with_its_column_if_it_has_one(tmp_path: Path) -> None:
    far, late = stay(km="far"), stay()
    del far["distance_km"], late["end_date"]
    for row, constants, column, field in (
        (far, {}, "km", "distance_km"),
        (late, {"end_date": "2019-05-01"}, "", "end_date"),  # before the first day, in all rows
    ):
        source, target = listed(tmp_path, [row]), str(tmp_path / "out.csv")
        (cell,) = calculate_file(source, target, "eu-ka103-2018", set_fields=constants).unreadable_cells
        assert (cell.column, cell.field) == (column, field)


def test_every_problem_of_a_row_is_told(tmp_path: Path) -> None:
    told = unreadable(tmp_path, [stay(activity="STX", distance_km=-1, receiving_country="Oz")])
    assert {field for _, field, *_ in told} == {"activity", "distance_km", "receiving_country"}
    assert {"did you mean 'STT'?" in sentence for _, field, _, sentence in told if field == "activity"} == {True}


def test_a_wrong_rulebook_is_told_with_what_was_meant(tmp_path: Path) -> None:
    ((row, field, value, sentence),) = unreadable(tmp_path, [stay(rulebook="eu-ka103-2081")], ())
    assert (row, field, value) == (1, "rulebook", "eu-ka103-2081")
    assert str(sentence).startswith("no rulebook is called 'eu-ka103-2081'")


def test_a_row_of_a_right_rulebook_is_wrong_elsewhere(tmp_path: Path) -> None:
    told = unreadable(tmp_path, [stay(rulebook="eu-ka103-2018", distance_km="far")], ())
    assert told == [(1, "distance_km", "far", "'far' is not a number")]


def test_a_row_of_several_rulebooks_names_one_of_them(tmp_path: Path) -> None:
    source = listed(tmp_path, [stay(rulebook="usmb-icm-2023"), stay(rulebook=None)])
    books = ("eu-ka103-2018", "eu-ka103-2014")
    summary = calculate_file(source, str(tmp_path / "out.csv"), books)
    assert [(cell.row, cell.sentence) for cell in summary.unreadable_cells] == [
        (1, "this is none of the rulebooks that are given: eu-ka103-2018, eu-ka103-2014"),
        (2, "this is missing"),
    ]


def test_a_rulebook_that_was_given_is_not_what_is_wrong_with_a_row(tmp_path: Path) -> None:
    row = stay(distance_km="far") | {"rulebook": "eu-ka103-2018"}
    source = listed(tmp_path, [row])
    summary = calculate_file(source, str(tmp_path / "out.csv"), ["eu-ka103-2018", "eu-ka103-2014"])
    assert [(cell.field, cell.sentence) for cell in summary.unreadable_cells] == [
        ("distance_km", "'far' is not a number")
    ]


def test_rows_are_counted_through_the_whole_file_and_told_up_to_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erasmus_grants.batch.list_files.ROWS_AT_ONCE", 7)
    rows = [stay(distance_km="far" if number % 2 else 1500) for number in range(1, 301)]
    told = unreadable(tmp_path, rows)
    assert [row for row, *_ in told] == list(range(1, 2 * MOST_UNREADABLE, 2))


def test_the_report_shows_where_and_why(tmp_path: Path) -> None:
    summary = calculate_file(listed(tmp_path, [stay(distance_km="far")]), str(tmp_path / "out.csv"), "eu-ka103-2018")
    lines = [" ".join(line.split()) for line in summary.to_text().splitlines()]
    assert "1 distance_km far 'far' is not a number" in lines
