"""Lists that cannot be read, each with the one message that it deserves."""

from pathlib import Path

import openpyxl
import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import calculate_file, columns_of_file

HEADINGS = "activity;direction;receiving_country;start_date;end_date;distance_km;teaching_hours"
DAKAR = "STA;outgoing;SN;07/03/2022;11/03/2022;4070;8"


def taken(headings: str) -> str:
    """Return what is said of the row that was taken for the headings."""
    names = ", ".join(f"'{name}'" for name in headings.split(";"))
    return f"the headings are those of line 1: {names}; name another row with --heading-row, or columns with --columns"


RECORDS = (
    "records of Erasmus Without Paper are read: "
    "omobilities 1, omobilities 2, omobilities 3, imobilities 1, imobilities 2, bm-mobilities 0.1.0"
)

LONGER = (
    "line 3 has 9 cells, and the headings have 8, so some may stand in the wrong column; write what has ',' in it in "
    "quotation marks, and if all rows end with ',', end the headings so too"
)

WRONG: list[tuple[str, bytes, list[str]]] = [
    ("list.csv", b"", ["it is empty: the first line names the columns"]),
    ("list.csv", b" \n\n", ["it is empty: the first line names the columns"]),
    ("list.csv", b"PK\x03\x04 and more", ["it is a workbook, and no text: call it .xlsx"]),
    ("list.csv", b"\xd0\xcf\x11\xe0", ["it is a workbook of the old format .xls, and no text: save it as .xlsx"]),
    ("list.txt", b"%PDF-1.7", ["it is a PDF, and no list"]),
    ("list.csv", b"PAR1", ["it is Parquet, and no text: call it .parquet"]),
    (
        "list.csv",
        "a;\u0141".encode("cp1250") + b"\x81",
        ['it is neither UTF-8 nor cp1252; a spreadsheet saves it as "CSV UTF-8"'],
    ),
    (
        "list.csv",
        f"{HEADINGS.replace('start_date', 'first')}\n{DAKAR}\n".encode(),
        [
            "there is no column for start_date",
            taken(HEADINGS.replace("start_date", "first")),
        ],
    ),
    ("list.csv", f"{HEADINGS};activity\n{DAKAR};STA\n".encode(), ["two columns are called 'activity'"]),
    (
        "list.csv",
        f"{HEADINGS};Beginn\n{DAKAR};1.3.2022\n".encode(),
        [
            "start_date is both in the column 'start_date' and in 'Beginn'",
            "say which is not read: --columns 'start_date=' or --columns 'Beginn='",
            taken(f"{HEADINGS};Beginn"),
        ],
    ),
    (
        "list.csv",
        f"{HEADINGS}\n{DAKAR}\n{DAKAR.replace('07/03/2022', '03/13/2022')}\n".encode(),
        ["start_date: '03/13/2022' in line 3 has its month first, and so may others; write 2022-03-13"],
    ),
    (
        "list.csv",
        f"{HEADINGS}\n{DAKAR.replace('4070', '4070;5')}\n".encode(),
        ["line 2 has a cell '8' in column 8, which has no name"],
    ),
    (
        "list.csv",
        f"{HEADINGS},Remark\n{DAKAR},\n{DAKAR.replace(';8', ';8,0')},\n".replace(";", ",").encode(),
        [LONGER],
    ),
    ("list.csv", f'{HEADINGS}\n"STA;outgoing\n'.encode(), ["line 2 cannot be read: unexpected end of data"]),
    (
        "list.xlsx",
        b"activity;direction",
        ["it is not an XLSX file that can be read, or is protected by a password: File is not a zip file"],
    ),
    ("list.jsonl", b"activity;direction\n", ["line 1 is not read: it is not JSON: 'activity;direction'"]),
    (
        "list.jsonl",
        b'{"a": 1, "b": 2, "b": 3}\n',
        ["""line 1 is not read: 'b' stands twice in one object: '{"a": 1, "b": 2, "b": 3}'"""],
    ),
    ("list.jsonl", b"\xe9\n", ['it is not UTF-8; a spreadsheet saves it so as "CSV UTF-8"']),
    ("list.xml", b"<a>", [f"it is 'a' without a namespace; {RECORDS}"]),
    ("list.xls", b"", ["its name does not end in .csv, .parquet, .xlsx, .jsonl or .xml"]),
]


@pytest.mark.parametrize(("name", "content", "problems"), WRONG)
def test_a_wrong_list_has_its_message(tmp_path: Path, name: str, content: bytes, problems: list[str]) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputFileError) as raised:
        calculate_file(str(tmp_path / name), str(tmp_path / "out.csv"), "usmb-icm-2023")
    assert raised.value.name == str(tmp_path / name)
    assert list(raised.value.problems) == problems
    assert [path.name for path in tmp_path.iterdir()] == [name], "and nothing is written"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"distance_km": "4.070"}, "'4.070' is 4070 or 4.07; write it in one of these ways"),
        ({"distance_km": "4070 km"}, "'4070 km' is not a number"),
        ({"start_date": "07.03.22"}, "'07.03.22' has a year of two digits; write it with four"),
        ({"start_date": "31/02/2022"}, "'31/02/2022' is not a day: day is out of range for month"),
        ({"receiving_country": "Senegall"}, "did you mean"),
        (
            {"activity": "HE-BIP"},
            "this may be SMS or STA or STT, with yes in blended_intensive_programme; write what is meant",
        ),
        ({"role": "PhD"}, "this may be doctoral_candidate or something else; write what is meant"),
        ({"travel_mode": "voiture"}, "this may be standard or green; write what is meant"),
        ({"activity": "flying"}, "this is 'SMS', 'SMT', 'STA' or 'STT'"),
        ({"teaching_hours": "eight"}, "'eight' is not a number"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row_and_nothing_else_is_lost(
    tmp_path: Path, cells: dict[str, str], sentence: str
) -> None:
    names = HEADINGS.split(";")
    right = dict(zip(names, DAKAR.split(";"), strict=True)) | dict.fromkeys(cells.keys() - set(names), "")
    rows = "\n".join(";".join(row.values()) for row in (right | cells, right))
    (tmp_path / "list.csv").write_text(f"{';'.join(right)}\n{rows}\n", encoding="utf-8")
    summary = calculate_file(str(tmp_path / "list.csv"), str(tmp_path / "out.csv"), "usmb-icm-2023")
    assert (summary.granted, summary.unreadable) == (1, 1)
    (cell,) = summary.unreadable_cells
    assert (cell.row, {cell.field}) == (1, cells.keys())
    assert sentence in cell.sentence


def test_a_workbook_without_a_list_says_what_it_looked_at(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Total", "12"])
    book.save(tmp_path / "list.xlsx")
    with pytest.raises(InputFileError, match="the headings are those of row 1 of the sheet 'Sheet': 'Total', '12'"):
        calculate_file(str(tmp_path / "list.xlsx"), str(tmp_path / "out.csv"), "usmb-icm-2023")


def test_a_list_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "list.csv").mkdir()
    for source, sentence in (
        (str(tmp_path / "list.csv"), "it is no file"),
        (str(tmp_path / "none.csv"), "it cannot be read: No such file or directory"),
        ("-", "a whole list is read from a file and written into one, not through a pipe"),
    ):
        with pytest.raises(InputFileError) as raised:
            calculate_file(source, str(tmp_path / "out.csv"), "usmb-icm-2023")
        assert (raised.value.name, raised.value.problems) == (source, (sentence,))
        with pytest.raises(InputFileError) as raised:
            columns_of_file(source)
        assert (raised.value.name, raised.value.problems) == (source, (sentence,))


def test_what_is_wrong_with_a_parquet_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "list.parquet").write_bytes(b"activity;direction;distance_km")
    sentence = r"list\.parquet: it is not a Parquet file that can be read: Parquet magic bytes [^.]+$"
    with pytest.raises(InputFileError, match=sentence):
        calculate_file(str(tmp_path / "list.parquet"), str(tmp_path / "out.csv"), "usmb-icm-2023")
