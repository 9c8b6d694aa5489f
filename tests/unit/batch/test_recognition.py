"""Which column of a list holds which field, and how that is told."""

from pathlib import Path

import pytest

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import calculate_file, columns_of_file, read_mobilities
from erasmus_grants.batch.recognition import ColumnOfList, FieldOfAllRows, How, ListColumns, as_called, recognised

COLUMNS = (
    ColumnOfList(column="Land", field="receiving_country", how=How.STATED),
    ColumnOfList(column="Notes", field=None, how=How.NOT_READ),
)


def test_the_first_of_several_columns_of_a_partner_is_read_and_each_of_any_other_field() -> None:
    names = ["partner", "Partner", "Activity type", "Activity Type", "Remarks"]
    assert [(one.column, one.field, one.how.value) for one in recognised(names, {"Remarks": ""})] == [
        ("partner", "partner", "named"),
        ("Partner", None, "not_read"),
        ("Activity type", "activity", "known"),
        ("Activity Type", "activity", "known"),  # which the list refuses: a field has one column
        ("Remarks", None, "stated"),
    ]


def test_a_column_is_named_stated_known_or_not_read() -> None:
    names = ["rulebook", "from_city", "activity", "Type", "Start", "Green travel", "Date", "Remarks"]
    assert recognised(names, {"Type": "direction"}) == (
        ColumnOfList(column="rulebook", field="rulebook", how=How.NAMED),
        ColumnOfList(column="from_city", field="from_city", how=How.NAMED),
        ColumnOfList(column="activity", field="activity", how=How.NAMED),
        ColumnOfList(column="Type", field="direction", how=How.STATED),
        ColumnOfList(column="Start", field="start_date", how=How.KNOWN),
        ColumnOfList(column="Green travel", field="travel_mode", how=How.KNOWN, word="green"),  # which yes means
        ColumnOfList(column="Date", field=None, how=How.NOT_READ, may_be=("end_date",)),  # Start is the other
        ColumnOfList(column="Remarks", field=None, how=How.NOT_READ),
    )


def test_a_column_may_be_no_field_that_is_set_or_that_another_column_holds() -> None:
    def perhaps(*names: str, set_fields: tuple[str, ...] = ()) -> tuple[str, ...]:
        return recognised(["Land", *names], {}, None, set_fields)[0].may_be

    assert perhaps() == ("sending_country", "receiving_country", "residence_country")
    assert perhaps(set_fields=("sending_country",)) == ("receiving_country", "residence_country")
    assert perhaps("Gastland", set_fields=("sending_country",)) == ("residence_country",)
    assert perhaps("Gastland", "residence_country", set_fields=("sending_country",)) == ()


def test_the_way_that_was_travelled_is_no_distance_of_the_calculator() -> None:
    (found,) = recognised(["Real Distance"], {})  # so D127 says of records, and the module has the same element
    assert (found.field, found.may_be) == (None, ("distance_km",))


@pytest.mark.parametrize("heading", ["Status", "STATUT", "Mobility status", "Stand"])
def test_a_column_whose_heading_says_which_rows_are_called_off_is_offered_as_no_field(heading: str) -> None:
    assert recognised([heading], {}) == (ColumnOfList(column=heading, field=None, how=How.NOT_READ),)
    (found,) = recognised([heading], {heading: "role"})  # whoever has roles there says so
    assert (found.field, found.how) == ("role", How.STATED)
    assert recognised(["Statut du participant"], {})[0].may_be == ("role",)


def test_how_a_list_is_read_is_told_with_its_headings_and_what_holds_for_all_rows() -> None:
    told = ListColumns(
        where="line 3",
        encoding="cp1252",
        columns=COLUMNS,
        set_fields=(FieldOfAllRows(field="direction", value="outgoing"),),
    ).report()
    assert told.title == "How the list is read; its headings are line 3"
    (table,) = told.tables
    assert table.title == ""
    assert table.head == ("column", "field", "how it is known")
    assert table.rows == (
        ("Land", "receiving_country", "stated"),
        ("Notes", "", "not read"),
        ("", "direction = outgoing", "stated"),
    )
    assert told.notes == ("The file is encoded as cp1252.",)


def test_long_headings_and_values_are_shortened_in_the_table() -> None:
    column = ColumnOfList(column="N" * 3000, field=None, how=How.NOT_READ)
    constant = FieldOfAllRows(field="partner", value="p" * 3000)
    (table,) = ListColumns(where="", encoding="", columns=(column,), set_fields=(constant,)).report().tables
    assert table.rows[0][0] == "N" * 78 + "..."  # as a quotation is cut
    assert table.rows[1][1] == "partner = " + "p" * 78 + "..."


def test_what_needs_no_word_is_not_told() -> None:
    told = ListColumns(where="", encoding="", columns=COLUMNS).report()
    assert (told.title, told.notes) == ("How the list is read", ())


def test_how_a_list_is_read_says_why_it_cannot_be_computed_so(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Type;Host country;Start;End\nSTA;ES;15/09/2024;20/09/2024\n")
    found = columns_of_file(str(path))
    assert [one.told(ENGLISH) for one in found.columns[:2]] == [
        "perhaps activity, direction, role",
        "receiving_country",
    ]
    with pytest.raises(InputFileError) as refused:
        calculate_file(str(path), str(tmp_path / "out.csv"), "na-de-ka131-2024")
    assert found.problems == refused.value.problems
    assert found.problems[0] == "there is no column for activity, direction"
    assert "It cannot be computed so" in found.to_text()
    whole = {"Type": "activity"}, {"direction": "outgoing"}
    assert columns_of_file(str(path), columns=whole[0], set_fields=whole[1]).problems == ()


# --- columns of yes and no --------------------------------------------------------------------------------------------


def mode(folder: Path, heading: str, cell: str, columns: dict[str, str] | None = None) -> str | None:
    """Return how somebody travelled, as a list says it; None: the row cannot be read."""
    (folder / "list.csv").write_text(
        f"activity;direction;start_date;end_date;{heading}\nSTA;outgoing;2022-03-07;2022-03-11;{cell}\n",
        encoding="utf-8",
    )
    (row,) = read_mobilities(folder / "list.csv", columns=columns or {})
    return None if row.mobility is None else row.mobility.travel_mode.value


@pytest.mark.parametrize(("cell", "expected"), [("oui", "green"), ("non", "standard"), ("", "standard"), ("?", None)])
def test_the_caller_says_which_word_yes_means(tmp_path: Path, cell: str, expected: str | None) -> None:
    for said in ("travel_mode=green", "travel_mode = green"):
        assert mode(tmp_path, "Transport écologique", cell, {"Transport écologique": said}) == expected


@pytest.mark.parametrize(
    ("cell", "expected"), [("Zug", "green"), ("green", "green"), ("standard", "standard"), ("perhaps", None)]
)
def test_a_column_of_yes_and_no_may_hold_the_words_themselves(tmp_path: Path, cell: str, expected: str | None) -> None:
    assert mode(tmp_path, "Green travel", cell) == expected


@pytest.mark.parametrize(
    "heading", ["Green travel (yes/no)", "Viaje ecológico (SÍ/NO)", "Grünes Reisen (ja/nein)", "Green travel ()"]
)
def test_a_heading_may_say_in_brackets_how_its_cells_are_filled(tmp_path: Path, heading: str) -> None:
    assert mode(tmp_path, heading, "yes") == "green"


def test_what_else_stands_in_brackets_is_a_part_of_the_name() -> None:
    (found,) = recognised(["Green travel (not funded)"], {})
    assert found == ColumnOfList(column="Green travel (not funded)", field=None, how=How.NOT_READ)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("travel_mode=gren", "travel_mode has no word 'gren'; did you mean 'green'?"),
        ("travel_mode=bus", "travel_mode has no word 'bus'; its words are standard and green"),
        ("fewer_opportunities=yes", "fewer_opportunities has no word 'yes'"),
        ("mode=green", "there is no field 'mode'"),
    ],
)
def test_a_word_that_the_field_does_not_have_is_told(tmp_path: Path, said: str, sentence: str) -> None:
    with pytest.raises(InputFileError) as raised:
        mode(tmp_path, "Eco", "yes", {"Eco": said})
    assert sentence in "\n".join(raised.value.problems)


def test_the_word_that_yes_means_is_told_with_the_field() -> None:
    columns = recognised(["Green travel", "Eco"], {"Eco": "role=recent_graduate"})
    assert [one.told(ENGLISH) for one in columns] == ["travel_mode=green", "role=recent_graduate"]


# --- names of columns -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Horas\ndocencia", "Horas docencia"),  # a line break in a cell, as offices have it
        ("Home\xa0country", "Home country"),
        ("Heimatla\u0308nder", "Heimatl\u00e4nder"),  # as another system writes the same letter
        ("Home country ", "home country"),
        (" Home  country", "Home country"),
    ],
)
def test_a_column_may_be_named_as_it_is_seen(name: str, said: str) -> None:
    assert as_called([name, "Km"], {said: "partner", "Km": ""}) == {name: "partner", "Km": ""}


def test_a_name_that_two_columns_could_have_is_left_as_it_is() -> None:
    assert as_called(["Km", "KM"], {"km": "distance_km", "KM": ""}) == {"km": "distance_km", "KM": ""}
    assert as_called(["Km"], {"Km": "distance_km", "KM": "partner"}) == {"Km": "distance_km", "KM": "partner"}
    assert as_called(["Km"], {"Distance": "distance_km"}) == {"Distance": "distance_km"}


def test_a_name_is_told_in_one_line() -> None:
    column = ColumnOfList(column="Horas\ndocencia ", field="teaching_hours", how=How.KNOWN)
    (table,) = ListColumns(where="", encoding="", columns=(column,)).report().tables
    assert table.rows == (("Horas docencia", "teaching_hours", "known"),)


def test_a_list_with_two_columns_of_a_field_says_how_to_leave_one_unread(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    head = "activity;direction;Beginn;Start date;end_date;distance_km;teaching_hours"
    path.write_text(f"{head}\nSTA;outgoing;2022-03-07;2022-03-08;2022-03-11;4070;8\n", encoding="utf-8")
    with pytest.raises(InputFileError) as raised:
        calculate_file(path, tmp_path / "out.csv", "usmb-icm-2023")
    assert raised.value.problems[:2] == (
        "start_date is both in the column 'Beginn' and in 'Start date'",
        "say which is not read: --columns 'Beginn=' or --columns 'Start date='",
    )
    done = calculate_file(path, tmp_path / "out.csv", "usmb-icm-2023", columns={"start date": ""})
    assert str(done.total_eur) == "2080.00"
