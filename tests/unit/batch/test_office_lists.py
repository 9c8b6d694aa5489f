"""Lists as offices and exports write them, with nothing renamed by hand."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import audit_file, calculate_file, columns_of_file, missing_figures, read_mobilities
from tests.unit.batch.files import Row, read, write

EXPORT = (
    "Project ID;Activity Type;Long-term activity;Mobility ID;Fewer Opportunities;Sending Country;Receiving Country;"
    "Start Date;End Date;Distance;Interruption Duration (days)\n"
    "*;* DICT;YES/NO;;YES/NO;DICT;DICT;* DD-MM-YYYY;* DD-MM-YYYY;;\n"
    "2024-1-PL01-KA131-HED-000000000;HE-STT;NO;1;NO;PL;EL;07-10-2024;11-10-2024;1500;0\n"
)
"""With a second row of headings, no direction, and the codes of the European Union."""

HEADINGS = "activity;direction;receiving_country;start_date;end_date;distance_km;teaching_hours"
DAKAR = "STA;outgoing;SN;07/03/2022;11/03/2022;4070;8"


def granted(path: Path, text: str | bytes, rulebook: str = "usmb-icm-2023", **how: object) -> str:
    """Return the total of a list all of whose rows have a grant."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    target = path.with_name("grants.csv")
    summary = calculate_file(str(path), str(target), rulebook, **how)  # type: ignore[arg-type]
    assert summary.granted == summary.rows
    return str(summary.total_eur)


def test_an_export_is_read_as_it_comes(tmp_path: Path) -> None:
    # to Greece, group 2 in 2024, from Poland: 170 a day; 1500 km pay 309; 5 days and 2 of travel
    assert granted(tmp_path / "list.csv", EXPORT, "na-pl-ka131-2024") == "1499.00"
    (row,) = read(tmp_path / "grants.csv")
    assert row["Project ID"] == "2024-1-PL01-KA131-HED-000000000", "what is not read is kept"


def test_what_is_recognised_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(EXPORT, encoding="utf-8")
    found = columns_of_file(str(path), columns={"Project ID": "reference", "Mobility ID": "partner"})
    assert found.where == "line 1"
    assert [(one.field, one.how.value) for one in found.columns[:5]] == [
        ("reference", "stated"),
        ("activity", "known"),
        (None, "not_read"),
        ("partner", "stated"),
        ("fewer_opportunities", "known"),
    ]
    assert "Activity Type" in found.to_text()


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADINGS}\n{DAKAR}\n",
        f"Mobilities 2022\n\n{HEADINGS}\n{DAKAR}\n",
        f"Mobilities; 2022, by country\n{HEADINGS}\n{DAKAR}\n",
        f"sep=;\n{HEADINGS}\n{DAKAR}\n",
        f'"sep=;"\r\nMobilities, 2022\r\n{HEADINGS}\r\n{DAKAR}\r\n',
        f"{HEADINGS}\n{DAKAR}\n".replace(";", "\t"),
        f"Mobilities\n{HEADINGS}\n{DAKAR}\n".replace(";", "\t"),
        f"{HEADINGS}\n{DAKAR}\n".replace(";", ","),
        f"sep=|\n{HEADINGS}\n{DAKAR}\n".replace(";", "|"),
        f"{HEADINGS}\n{DAKAR}\n".encode("utf-16"),
        f"{HEADINGS}\n{DAKAR}\n".encode("utf-16-le"),
        f"{HEADINGS}\n{DAKAR}\n".encode("utf-16-be"),
        f"{HEADINGS};Remarque\n{DAKAR};à revoir\n".encode("cp1252"),
    ],
)
@pytest.mark.parametrize("name", ["list.csv", "list.txt"])
def test_a_file_of_text_is_read_whatever_stands_above_and_between(tmp_path: Path, text: str | bytes, name: str) -> None:
    assert granted(tmp_path / name, text) == "2080.00"


def test_text_of_another_code_page_is_read_where_it_is_named(tmp_path: Path) -> None:
    text = f"{HEADINGS};Uczelnia\n{DAKAR};Łódź\n".encode("cp1250")
    granted(tmp_path / "list.csv", text, encoding="cp1250")
    assert read(tmp_path / "grants.csv")[0]["Uczelnia"] == "Łódź"
    assert columns_of_file(str(tmp_path / "list.csv")).encoding == "cp1252", "which is told"


def test_an_encoding_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="there is no encoding 'klingon'"):
        granted(tmp_path / "list.csv", f"{HEADINGS}\n{DAKAR}\n", encoding="klingon")
    with pytest.raises(InputFileError, match="it is not encoded as ascii"):
        granted(tmp_path / "list.csv", f"{HEADINGS}\n{DAKAR};é\n", encoding="ascii")


def test_the_caller_may_name_the_row_of_the_headings(tmp_path: Path) -> None:
    text = f"activity;direction;start_date;end_date;reference;role;purpose;partner\n{HEADINGS}\n{DAKAR}\n"
    assert granted(tmp_path / "list.csv", text, heading_row=2) == "2080.00"
    with pytest.raises(InputFileError, match="line 9 is not there, or is empty, and names no columns"):
        granted(tmp_path / "list.csv", text, heading_row=9)


def saved(path: Path, sheets: dict[str, list[list[object]]]) -> str:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return str(path)


LISTED: list[list[object]] = [["Mobilities 2022"], [], [*HEADINGS.split(";")], [*DAKAR.split(";")]]


def test_the_sheet_and_the_row_that_look_like_a_list_are_read(tmp_path: Path) -> None:
    source = saved(tmp_path / "list.xlsx", {"Notes": [["activity", "what it is"]], "Out": LISTED, "In": LISTED})
    assert columns_of_file(source).where == "row 3 of the sheet 'Out'"
    assert str(calculate_file(source, str(tmp_path / "o.csv"), "usmb-icm-2023").total_eur) == "2080.00"
    assert columns_of_file(source, sheet="In").where == "row 3 of the sheet 'In'"
    with pytest.raises(InputFileError, match="it has no sheet 'Sheet1'; there are 'Notes', 'Out', 'In'"):
        columns_of_file(source, sheet="Sheet1")
    with pytest.raises(InputFileError, match="row 2 of the sheet 'Out' is empty, and names no columns"):
        columns_of_file(source, sheet="Out", heading_row=2)


def test_a_sheet_that_is_a_list_too_is_told(tmp_path: Path) -> None:
    twice = [*LISTED, [], [*DAKAR.split(";")], ["Summe"]]
    codes = [["activity", "country"], ["STA", "SN"]]
    sheets = {"Out": LISTED, "2. Semester": twice, "Codes": codes, "New": LISTED[:3]}
    source = saved(tmp_path / "list.xlsx", sheets)
    told = [("it is on the sheet '2. Semester', which is read if --sheet names it", 3)]
    assert [(one.sentence, one.records) for one in columns_of_file(source).left_out] == told
    summary = calculate_file(source, str(tmp_path / "grants.csv"), "usmb-icm-2023")
    assert (summary.rows, [(one.sentence, one.records) for one in summary.left_out]) == (1, told)
    named = calculate_file(source, str(tmp_path / "named.csv"), "usmb-icm-2023", sheet="2. Semester")
    assert (named.rows, [(one.sentence, one.records) for one in named.left_out]) == (2, [("it adds up other rows", 1)])


WIDER = [*HEADINGS.split(";"), "green travel", "Fewer opportunities"]


@pytest.mark.parametrize(
    "template",
    [
        [WIDER],
        [["Template"], [], WIDER, [], [None, " "]],
        [WIDER, ["* DICT", "*", "DICT", "* DD-MM-YYYY", "* DD-MM-YYYY", "", "", "YES/NO", "YES/NO"]],
        [WIDER, ["Summe", None, None, None, None, 0, 0]],
    ],
    ids=["headings", "empty rows", "how to fill", "sums"],
)
def test_a_sheet_without_rows_is_no_list_if_another_has_some(tmp_path: Path, template: list[list[object]]) -> None:
    source = saved(tmp_path / "list.xlsx", {"Template": template, "2022": LISTED})
    summary = calculate_file(source, str(tmp_path / "grants.csv"), "usmb-icm-2023")
    assert (summary.rows, str(summary.total_eur)) == (1, "2080.00")
    assert columns_of_file(source).where == "row 3 of the sheet '2022'"
    named = columns_of_file(source, sheet="Template")
    assert named.where.endswith(f"row {3 if len(template) > 2 else 1} of the sheet 'Template'"), "if it is named, it is"
    alone = saved(tmp_path / "alone.xlsx", {"Template": template, "Notes": [["activity"], ["STA"]]})
    assert columns_of_file(alone).where.endswith("of the sheet 'Template'"), "it is the only list"


def test_of_two_sheets_without_rows_the_one_with_more_headings_is_read(tmp_path: Path) -> None:
    source = saved(tmp_path / "list.xlsx", {"2022": LISTED[:3], "Template": [WIDER]})
    found = columns_of_file(source)
    assert (found.where, found.left_out) == ("row 1 of the sheet 'Template'", ())


def test_rows_far_below_the_headings_are_rows(tmp_path: Path) -> None:
    far: list[list[object]] = [WIDER, *([] for _ in range(40)), [*DAKAR.split(";")]]
    source = saved(tmp_path / "list.xlsx", {"2022": LISTED, "2023": far})
    assert columns_of_file(source).where == "row 1 of the sheet '2023'"


def test_sheets_of_our_own_are_no_lists(tmp_path: Path) -> None:
    source = saved(tmp_path / "list.xlsx", {"Out": LISTED})
    calculate_file(source, str(tmp_path / "grants.xlsx"), "usmb-icm-2023")
    assert columns_of_file(str(tmp_path / "grants.xlsx")).left_out == ()


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_only_if_no_other_is_a_list(tmp_path: Path, state: str) -> None:
    longer = [[*line, "x"] for line in LISTED]
    longer[2][-1] = "green travel"  # so it names one field more
    source = saved(tmp_path / "list.xlsx", {"2023-24": longer, "2024-25": LISTED, "Notes": [["activity"], ["STA"]]})
    book = openpyxl.load_workbook(source)
    book["2023-24"].sheet_state = state
    book.save(source)
    found = columns_of_file(source)
    assert (found.where, found.left_out) == ("row 3 of the sheet '2024-25'", ())
    assert columns_of_file(source, sheet="2023-24").where == "row 3 of the sheet '2023-24'"
    del book["2024-25"]
    book.save(source)
    assert columns_of_file(source).where == "row 3 of the sheet '2023-24'"


def test_the_message_names_what_was_taken_for_the_headings(tmp_path: Path) -> None:
    source = saved(tmp_path / "list.xlsx", {"Notes": [["Hello"], ["world"]]})
    with pytest.raises(InputFileError) as raised:
        calculate_file(source, str(tmp_path / "o.csv"), "usmb-icm-2023")
    assert raised.value.problems == (
        "there is no column for activity, direction, start_date, end_date",
        "a direction follows from both countries, or is set for all rows: --set direction=outgoing",
        "the headings are those of row 1 of the sheet 'Notes': 'Hello'; name another row with --heading-row, or columns with --columns",
    )


def test_a_field_may_have_one_value_in_all_rows(tmp_path: Path) -> None:
    text = f"{HEADINGS}\n{DAKAR}\n".replace(";outgoing", "").replace(";direction", "")
    assert granted(tmp_path / "list.csv", text, set_fields={"direction": "Outgoing"}) == "2080.00"
    for field, value, sentence in (
        ("distance_km", "4.070", r"--set: distance_km: '4\.070' is 4070 or 4\.07"),
        ("directon", "outgoing", "there is no field 'directon'; did you mean 'direction'?"),
        ("rulebok", "usmb-icm-2023", "there is no field 'rulebok'; did you mean 'rulebook'?"),
        ("teaching_hours", "8", "teaching_hours is set, and is in the column 'teaching_hours'"),
    ):
        with pytest.raises(InputFileError, match=sentence):
            granted(tmp_path / "list.csv", text, set_fields={"direction": "outgoing", field: value})


def test_a_direction_follows_from_the_home_of_the_rulebook(tmp_path: Path) -> None:
    text = f"sending_country;{HEADINGS}\nFR;{DAKAR}\n".replace(";outgoing", "").replace(";direction", "")
    assert granted(tmp_path / "list.csv", text) == "2080.00"


def test_a_column_that_may_be_several_fields_is_told_where_one_is_missing(tmp_path: Path) -> None:
    text = f"País de origen;{HEADINGS}\nFR;{DAKAR}\n".replace(";outgoing", "").replace(";direction", "")
    with pytest.raises(InputFileError) as raised:
        granted(tmp_path / "list.csv", text)
    assert raised.value.problems[2] == (
        "the column 'País de origen' may be sending_country or residence_country; "
        "say which: --columns 'País de origen=sending_country'"
    )
    assert granted(tmp_path / "list.csv", text, columns={"País de origen": "sending_country"}) == "2080.00"


def test_a_column_need_not_be_read(tmp_path: Path) -> None:
    text = f"{HEADINGS};Date de début\n{DAKAR};1 mars\n"
    with pytest.raises(InputFileError, match="start_date is both in the column 'start_date' and in 'Date de début'"):
        granted(tmp_path / "list.csv", text)
    assert granted(tmp_path / "list.csv", text, columns={"Date de début": ""}) == "2080.00"


@pytest.mark.parametrize(("answer", "total"), [("ja", "2210.00"), ("nein", "2160.00"), ("", "2160.00")])
def test_a_column_of_yes_and_no_may_say_a_word(tmp_path: Path, answer: str, total: str) -> None:
    # to Spain, group 2 in call 2022: 540 a month, and 50 for green travel; 120 x 540 / 30 = 2160
    text = f"Aktivität;Entsendeland;Gastland;Beginn;Ende;Grünes Reisen\nStudium;DE;ES;1.2.2023;31.5.2023;{answer}\n"
    assert granted(tmp_path / "list.csv", text, "na-de-ka131-2022") == total


def test_what_is_in_doubt_is_told_and_not_read(tmp_path: Path) -> None:
    rows = ["STA?;outgoing;SN;no", "STA;outgoing;Senegal?;no", "STA;outgoing;SN;ja?", "STA;outgoing;SN;no"]
    text = "activity;direction;receiving_country;Green travel?;start_date;end_date;distance_km;teaching_hours\n"
    text += "".join(f"{row};07/03/2022;11/03/2022;4070;8\n" for row in rows)
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"), "usmb-icm-2023")
    assert (summary.granted, summary.unreadable) == (1, 3)
    assert [(cell.row, cell.field, cell.value) for cell in summary.unreadable_cells] == [
        (1, "activity", "STA?"),
        (2, "receiving_country", "Senegal?"),
        (3, "travel_mode", "ja?"),
    ]
    assert summary.unreadable_cells[2].sentence == "'ja?' is not true or false"


def test_the_partner_is_the_other_institution(tmp_path: Path) -> None:
    names = "Sending organisation;Receiving organisation"
    text = f"{HEADINGS};{names}\n{DAKAR};Savoie;Elsewhere\n{DAKAR};Savoie;UCAD\n"
    text += f"{DAKAR};UCAD;Savoie\n".replace("outgoing;SN", "incoming;FR")
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"), "usmb-icm-2023")
    refused = ["PARTNER_NOT_IN_AGREEMENT" in str(row["finding_codes"]) for row in read(tmp_path / "o.csv")]
    assert refused == [True, False, False]


def test_where_nothing_decides_a_direction_it_is_missing(tmp_path: Path) -> None:
    text = EXPORT.replace("EL", "DE")
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"), "eu-ka131-2024")
    sentence = "neither the rulebook nor the countries decide it; set it for all rows: --set direction=outgoing"
    assert [(cell.field, cell.sentence) for cell in summary.unreadable_cells] == [("direction", sentence)]


STUDIES = "Activity;Direction;Sending country;Receiving country;Start date;End date;rulebook"


def told_of_studies(tmp_path: Path, *rows: str, headings: str = STUDIES, rulebook: str = "") -> list[tuple[str, str]]:
    """Return the field and the sentence of everything that cannot be read in rows of 1 October 2024 to 31 January."""
    lines = [f"{row.replace('DAYS', '01/10/2024;31/01/2025')}\n" for row in (headings, *rows)]
    (tmp_path / "list.csv").write_text("".join(lines), encoding="utf-8")
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"), rulebook or ())
    assert {cell.field for cell in summary.unreadable_cells} == {count.field for count in summary.unreadable_fields}
    return [(cell.field, cell.sentence) for cell in summary.unreadable_cells]


@pytest.mark.parametrize("nothing", ["", "-", "n/a"])
def test_a_direction_that_a_row_does_not_state_follows_from_its_countries(tmp_path: Path, nothing: str) -> None:
    text = "Activity;Direction;Sending country;Receiving country;Start date;End date\n"
    text += f"SMS;{nothing};DE;ES;01/10/2024;31/01/2025\nSMS;Outgoing;DE;ES;01/10/2024;31/01/2025\n"
    # to Spain, group 2 in call 2024: 540 a month; 4 months x 540 = 2160.00, and two of them
    assert granted(tmp_path / "list.csv", text, "na-de-ka131-2024") == "4320.00"


def test_a_direction_that_cannot_be_read_follows_from_nothing(tmp_path: Path) -> None:
    (told,) = told_of_studies(
        tmp_path, "SMS;sideways;DE;ES;DAYS", headings=STUDIES.removesuffix(";rulebook"), rulebook="na-de-ka131-2024"
    )
    assert told[0] == "direction"
    assert "countries" not in told[1]


def test_the_direction_of_other_rows_decides_nothing(tmp_path: Path) -> None:
    headings = STUDIES.removesuffix(";rulebook")
    sentence = "this is missing, and neither the rulebook nor the countries decide it"
    rows = ("SMS;;DE;ES;DAYS", "SMS;outgoing;ES;DE;DAYS")  # in common are both countries
    assert told_of_studies(tmp_path, *rows, headings=headings, rulebook="eu-ka131-2024") == [("direction", sentence)]
    rows = ("SMS;;DE;ES;DAYS", "SMS;outgoing;DE;FR;DAYS")
    assert told_of_studies(tmp_path, *rows, headings=headings, rulebook="eu-ka131-2024") == []


@pytest.mark.parametrize("direction", ["", "Direction;"])
@pytest.mark.parametrize(
    ("rulebook", "sentence"),
    [("", "this is missing"), ("na-de-ka131-2099", "no rulebook is called 'na-de-ka131-2099'")],
)
def test_where_the_rulebook_is_wrong_nothing_is_said_of_the_direction(
    tmp_path: Path, rulebook: str, sentence: str, direction: str
) -> None:
    headings = STUDIES.replace("Direction;", direction)
    row = f"SMS;{';' if direction else ''}DE;ES;DAYS;{rulebook}"
    ((field, told),) = told_of_studies(tmp_path, row, headings=headings)
    assert (field, told.startswith(sentence)) == ("rulebook", True)


def test_a_rulebook_that_is_not_given_is_told_alone(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"{STUDIES}\nSMS;;DE;ES;01/10/2024;31/01/2025;eu-ka131-2024\n", encoding="utf-8")
    books = ["na-de-ka131-2024", "na-pl-ka131-2024"]
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"), books)
    assert [cell.field for cell in summary.unreadable_cells] == ["rulebook"]
    assert [count.field for count in summary.unreadable_fields] == ["rulebook"]


@pytest.mark.parametrize("country", ["Germny", "DE?"])
def test_where_a_country_cannot_be_read_nothing_is_said_of_the_direction(tmp_path: Path, country: str) -> None:
    headings = STUDIES.removesuffix(";rulebook")
    ((field, _),) = told_of_studies(tmp_path, f"SMS;;{country};ES;DAYS", headings=headings, rulebook="eu-ka131-2024")
    assert field == "sending_country"


def test_a_row_of_no_mobility_is_not_told_to_state_a_direction_for_all(tmp_path: Path) -> None:
    headings = STUDIES.removesuffix(";rulebook").replace("Direction;", "")
    told = told_of_studies(tmp_path, "* as of May;;;;", headings=headings, rulebook="na-de-ka131-2024")
    assert dict(told)["direction"] == "this is missing, and no country is stated from which it would follow"


def test_the_partner_is_the_other_institution_where_no_partner_is_stated(tmp_path: Path) -> None:
    names = "partner;Sending organisation;Receiving organisation"
    text = f"{HEADINGS};{names}\n{DAKAR};;Savoie;UCAD\n{DAKAR};UCAD;Savoie;Elsewhere\n{DAKAR};-;Savoie;Elsewhere\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"), "usmb-icm-2023")
    refused = ["PARTNER_NOT_IN_AGREEMENT" in str(row["finding_codes"]) for row in read(tmp_path / "o.csv")]
    assert refused == [False, False, True]


@pytest.mark.parametrize("hours", ["0", "0,0"])
def test_no_hours_of_a_student_say_nothing(tmp_path: Path, hours: str) -> None:
    text = "Activity;Sending country;Receiving country;Start date;End date;Teaching hours\n"
    text += f"SMS;DE;ES;01/10/2024;31/01/2025;{hours}\n"
    assert granted(tmp_path / "list.csv", text, "na-de-ka131-2024") == "2160.00"  # 4 x 540


def test_hours_of_a_student_and_no_hours_of_a_teacher_are_what_they_are(tmp_path: Path) -> None:
    text = "Activity;Sending country;Receiving country;Start date;End date;km;Teaching hours\n"
    text += "SMS;DE;ES;01/10/2024;31/01/2025;;1\nSTA;DE;ES;07/10/2024;11/10/2024;1500;0\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"), "na-de-ka131-2024")
    codes = [row["finding_codes"] for row in read(tmp_path / "o.csv")]
    assert codes == ["INVALID_INPUT(teaching_hours)", "TEACHING_HOURS_TOO_FEW"]


def test_without_a_direction_a_rulebook_that_nobody_knows_is_told(tmp_path: Path) -> None:
    lines = EXPORT.splitlines()
    text = f"{lines[0]};rulebook\n{lines[2]};na-pl-ka131-2042\n{lines[2]};na-pl-ka131-2024\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"))
    assert (summary.granted, summary.unreadable) == (1, 1)
    assert [(cell.row, cell.field) for cell in summary.unreadable_cells] == [(1, "rulebook")]


def test_of_a_code_and_a_name_of_the_partner_the_first_is_read(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(
        "Receiving Organisation OID;Receiving Organisation Legal Name\n", encoding="utf-8"
    )
    first, second = columns_of_file(str(tmp_path / "list.csv")).columns
    assert (first.field, first.how.value) == ("receiving_institution", "known")
    assert (second.field, second.how.value) == (None, "not_read")


def test_a_row_of_a_sheet_that_says_how_to_fill_is_left_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [[*HEADINGS.split(";")], ["*", "", "", "* DD-MM-YYYY"], [*DAKAR.split(";")]]
    source = saved(tmp_path / "list.xlsx", {"Out": rows})
    summary = calculate_file(source, str(tmp_path / "o.csv"), "usmb-icm-2023")
    assert (summary.rows, str(summary.total_eur)) == (1, "2080.00")


MONTH_FIRST = "start_date: '{}' below the headings has its month first, and so may others; write YYYY-MM-DD"


@pytest.mark.parametrize("asked", ["MM/DD/YYYY", "* mm/dd/yy", "M-D-YYYY"])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_row_that_asks_for_months_first_refuses_the_list(tmp_path: Path, asked: str, ending: str) -> None:
    lines = [HEADINGS, f"*;* DICT;;{asked};DD.MM.YYYY;;", DAKAR]
    source = saved(tmp_path / "list.xlsx", {"Out": [[*line.split(";")] for line in lines]})
    if ending == ".csv":
        source = str(tmp_path / "list.csv")
        Path(source).write_text("\n".join(lines), encoding="utf-8")
    for computed in (
        lambda: calculate_file(source, str(tmp_path / "o.csv"), "usmb-icm-2023"),
        lambda: missing_figures(source, "usmb-icm-2023"),
        lambda: list(read_mobilities(source, "usmb-icm-2023")),
    ):
        with pytest.raises(InputFileError) as raised:
            computed()
        assert raised.value.problems == (MONTH_FIRST.format(asked),)


def test_how_a_column_that_is_not_read_is_to_be_filled_says_nothing_of_others(tmp_path: Path) -> None:
    text = f"born;{HEADINGS}\nMM/DD/YYYY;*;;;DD/MM/YYYY\n;{DAKAR}\n"
    assert granted(tmp_path / "list.csv", text) == "2080.00"


TOTALS = f"{HEADINGS};Our amount\n{DAKAR};2080,00\nZwischensumme;;;;;;;2080,00\n{DAKAR};2080,00\nSumme:;;;;;8140;;4160,00 €\n"
"""Two mobilities; a row that adds up the first, and one that adds up both."""


def test_rows_that_add_up_others_are_left_out_and_told(tmp_path: Path) -> None:
    # 820 for 4070 km, and 5 days and 2 of travel at 180: 2080, twice
    (tmp_path / "list.csv").write_text(TOTALS, encoding="utf-8")
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "grants.csv"), "usmb-icm-2023")
    assert (summary.rows, summary.granted, str(summary.total_eur), summary.unreadable_cells) == (2, 2, "4160.00", ())
    assert [(one.sentence, one.records) for one in summary.left_out] == [("it adds up other rows", 2)]
    assert "it adds up other rows        2" in summary.to_text()
    assert [row["activity"] for row in read(tmp_path / "grants.csv")] == ["STA", "STA"]


def test_an_audit_compares_no_rows_that_add_up_others(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(TOTALS.replace("4160,00 €", "9999,00 €"), encoding="utf-8")
    found = audit_file(str(tmp_path / "list.csv"), "usmb-icm-2023", columns={"Our amount": "total_eur"})
    assert (found.rows, found.differing, found.left_out[0].records) == (2, (), 2)
    missing = missing_figures(str(tmp_path / "list.csv"), "usmb-icm-2023")
    assert (missing.rows, missing.unreadable, missing.left_out[0].records) == (2, 0, 2)


def test_rows_of_a_sheet_that_add_up_others_are_left_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [*map(list, (line.split(";") for line in TOTALS.splitlines()))]
    rows[-1] = ["Summe", None, None, None, None, 8140, None, "=SUM(H2:H4)"]
    source = saved(tmp_path / "list.xlsx", {"Out": rows})
    summary = calculate_file(source, str(tmp_path / "grants.csv"), "usmb-icm-2023")
    assert (summary.rows, str(summary.total_eur), summary.left_out[0].records) == (2, "4160.00", 2)


PARTNERS = "Partner;Beginn;Ende;Entfernung (km)"
ALL_ROWS = {"activity": "SMT", "direction": "outgoing", "sending_country": "DE", "receiving_country": "FR"}


@pytest.mark.parametrize("days", ["01.02.2025;30.04.2025", "45689;45777"])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_mobility_to_a_partner_called_total_is_one(tmp_path: Path, days: str, ending: str) -> None:
    # 45658 is 1 January 2025, so 45689 is 1 February (31 days later), and 45777 is 30 April (88 days later)
    lines = [PARTNERS, f"Total;{days};450", f"Renault;{days};450", "Total;;;900"]
    rows: list[list[object]] = [[int(cell) if cell.isdigit() else cell for cell in line.split(";")] for line in lines]
    source = saved(tmp_path / "list.xlsx", {"Out": rows})
    if ending == ".csv":
        source = str(tmp_path / "list.csv")
        Path(source).write_text("\n".join(lines), encoding="utf-8")
    summary = calculate_file(source, str(tmp_path / "o.csv"), "na-de-ka131-2024", set_fields=ALL_ROWS)
    assert (summary.rows, summary.granted, summary.left_out[0].records) == (2, 2, 1)


def test_a_sum_with_the_days_of_a_mobility_is_a_row_to_correct(tmp_path: Path) -> None:
    text = f"{HEADINGS}\n{DAKAR}\nTotal;;;07/03/2022;11/03/2022;4070;8\n"
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "o.csv"), "usmb-icm-2023")
    assert (summary.granted, summary.unreadable, summary.left_out) == (1, 1, ())
    assert (summary.unreadable_cells[0].row, summary.unreadable_cells[0].value) == (2, "Total")


def test_a_list_without_totals_says_nothing_of_them(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"{HEADINGS}\n{DAKAR}\n", encoding="utf-8")
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "grants.csv"), "usmb-icm-2023")
    assert summary.left_out == ()


def test_a_direction_follows_from_a_country_that_is_set_for_all_rows(tmp_path: Path) -> None:
    text = f"{HEADINGS}\n{DAKAR}\n".replace(";outgoing", "").replace(";direction", "")
    assert granted(tmp_path / "list.csv", text, set_fields={"sending_country": "France"}) == "2080.00"


@pytest.mark.parametrize("cycle", [6, "6", 6.0])
@pytest.mark.parametrize(
    ("reference", "text"), [(1.1, "1.1"), ("1.1", "1.1"), (True, "true"), (date(2024, 10, 7), "2024-10-07")]
)
def test_a_sheet_may_take_words_and_text_for_something_else(
    tmp_path: Path, cycle: object, reference: object, text: str
) -> None:
    rows = [
        ["Reference", "Activity", "Sending country", "Receiving country", "Start date", "End date", "Study cycle"],
        [reference, "SMS", "DE", "FR", date(2025, 2, 1), date(2025, 5, 31), cycle],
    ]
    source = saved(tmp_path / "list.xlsx", {"Out": rows})
    summary = calculate_file(source, str(tmp_path / "o.csv"), "na-de-ka131-2024")
    assert summary.unreadable_cells == ()
    (read_as,) = read_mobilities(source, "na-de-ka131-2024")
    assert read_as.mobility is not None
    assert (str(read_as.mobility.study_cycle), read_as.mobility.reference) == ("first", text)  # level 6 is a bachelor's


WITH_EMPTY_ROWS = ["Mobilities 2022", "", HEADINGS, DAKAR, "", "Summe", DAKAR.replace("4070", "far"), "", DAKAR]
"""What cannot be read stands in the seventh line, and in the second mobility."""


def where_it_stands(source: str, folder: Path) -> tuple[int, str, str, str]:
    summary = calculate_file(source, str(folder / "grants.jsonl"), "usmb-icm-2023")
    (cell,) = summary.unreadable_cells
    (table,) = (table for table in summary.report().tables if table.title == "Where, and why")
    return cell.row, cell.where, table.head[0], table.rows[0][0]


def test_a_row_that_cannot_be_read_is_told_by_its_place_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("\n".join(WITH_EMPTY_ROWS), encoding="utf-8")
    assert where_it_stands(str(tmp_path / "list.csv"), tmp_path) == (2, "line 7", "line", "7")
    rows: list[list[object]] = [list(line.split(";")) if line else [] for line in WITH_EMPTY_ROWS]
    assert where_it_stands(saved(tmp_path / "list.xlsx", {"Out": rows}), tmp_path) == (2, "row 7", "row", "7")


def test_a_row_of_several_lines_is_told_by_the_first_of_them(tmp_path: Path) -> None:
    far = DAKAR.replace("4070", '"far\naway"')
    (tmp_path / "list.csv").write_text(f"{HEADINGS}\n{DAKAR}\n{far}\n", encoding="utf-8")
    assert where_it_stands(str(tmp_path / "list.csv"), tmp_path) == (2, "line 3", "line", "3")


def test_a_format_that_does_not_number_its_rows_has_them_counted(tmp_path: Path) -> None:
    names = HEADINGS.split(";")
    rows: list[Row] = [dict(zip(names, line.split(";"), strict=True)) for line in WITH_EMPTY_ROWS[3:] if ";" in line]
    source = write(tmp_path / "list.parquet", rows)
    assert where_it_stands(source, tmp_path) == (2, "", "row", "2")


def test_a_list_whose_days_a_spreadsheet_turned_round_is_refused(tmp_path: Path) -> None:
    """01/09/2025 to 20/12/2025 was opened with the month first: the start is 9 January, and the end is text."""
    headings: list[object] = ["Activity", "Sending country", "Receiving country", "Start date", "End date"]
    turned: list[object] = ["SMS", "DE", "ES", date(2025, 1, 9), "20/12/2025"]
    kept: list[object] = ["SMS", "DE", "ES", "15/09/2025", "20/12/2025"]
    source = saved(tmp_path / "list.xlsx", {"2025": [headings, turned, kept]})
    with pytest.raises(InputFileError, match="'15/09/2025' in row 3 has its day first, and every date cell"):
        calculate_file(source, str(tmp_path / "grants.csv"), "na-de-ka131-2024")
    assert not (tmp_path / "grants.csv").exists()


@pytest.mark.parametrize("number_format", ["mmm-yy", "mm/yyyy", "yyyy", "d-mmm"])
def test_days_that_a_sheet_does_not_show_are_not_read(tmp_path: Path, number_format: str) -> None:
    """October 2024 to February 2025 is no stay of 121 days: nobody sees on which day it starts, and on which it ends."""
    headings: list[object] = [
        "Activity",
        "Sending country",
        "Receiving country",
        "Start date",
        "End date",
        "Mobility ID",
    ]
    stay: list[object] = ["SMS", "DE", "ES", date(2024, 10, 1), date(2025, 2, 1), date(2025, 2, 1)]
    source = saved(tmp_path / "list.xlsx", {"2025": [headings, stay]})
    book = openpyxl.load_workbook(source)
    for cell in book["2025"][2][3:]:
        cell.number_format = number_format
    book.save(source)
    summary = calculate_file(source, str(tmp_path / "grants.csv"), "na-de-ka131-2024")
    assert [(one.field, one.value) for one in summary.unreadable_cells] == [
        ("start_date", "2024-10-01"),
        ("end_date", "2025-02-01"),
    ]
    (row,) = read(tmp_path / "grants.csv")
    assert (row["Start date"], row["Mobility ID"]) == ("2024-10-01", "2025-02-01"), "what stands there is kept"


def test_a_second_block_in_another_order_is_refused_although_few_of_its_headings_are_known(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = (
        "Ref;Activity;Receiving country;Start date;End date;Distance;Teaching hours",
        "1;STA;SN;07.03.2022;11.03.2022;4070;8",
        "Ref;Typ;Land;von;bis;Teaching hours;Distance",
        "2;STA;SN;07.03.2022;11.03.2022;8;4070",  # with 8 km and 4070 hours it would be granted 1260.00
    )
    with pytest.raises(InputFileError, match="line 3 has other headings than those above, as 'Teaching hours'"):
        granted(path, "\n".join(lines), set_fields={"direction": "outgoing"})
