"""CSV: separators, encodings, quotes, and cells that a spreadsheet would compute."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.csv_files import CsvSource, escape_formula, reading, separator_of, writing
from erasmus_grants.batch.layout import USUAL, Options
from erasmus_grants.batch.tables import Added, Chunk
from erasmus_grants.batch.text_files import LONGEST_LINE


def opened(content: str | bytes) -> CsvSource:
    data = content.encode() if isinstance(content, str) else content
    return CsvSource(BytesIO(data), "f", len(data))


def rows(content: str | bytes) -> list[list[object]]:
    return [list(row) for chunk in opened(content).chunks(2) for row in chunk.rows]


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        ("a,b,c", ","),
        ("a;b;c", ";"),
        ("a", ","),
        ('"x, y";b', ";"),
        ('"x;y;z",b', ","),
        ('"say ""a,b,c""";b', ";"),
        ("a (x, y);b;c", ";"),
        ('a;"not, closed', ";"),
    ],
)
def test_the_header_tells_the_separator(header: str, separator: str) -> None:
    assert separator_of(header) == separator


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_and_any_end_of_a_line(bom: bytes, end: str) -> None:
    source = opened(bom + f"a;é{end}1;x{end}".encode())
    assert source.names == ("a", "é")
    assert [chunk.rows for chunk in source.chunks(9)] == [[["1", "x"]]]


def test_quotes_keep_separators_and_lines_together() -> None:
    assert rows('a,"b\nc"\n"1,5","say ""x""\nand y"\n') == [["1,5", 'say "x"\nand y']]
    assert opened('a,"b\nc"\n').names == ("a", "b\nc")


def test_lines_without_any_cell_are_none() -> None:
    assert rows("\n\na,b\n1,2\n\n,\n  ,\t\n3,4\n,\n") == [["1", "2"], ["3", "4"]]


def test_rows_come_some_at_a_time_with_how_much_was_read() -> None:
    source = opened("a\n1\n2\n3\n")
    chunks = list(source.chunks(2))
    assert [len(chunk.rows) for chunk in chunks] == [2, 1]
    assert chunks[-1].done == source.size == 8


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_of_several_lines_has_the_number_of_its_first_one(end: str) -> None:
    content = end.join(["a,b", "1,x", "2,z", '3,"x', "", 'y"', "", "4,z", '"5', '","6', '7"', "8,z", ""])
    chunks = list(opened(content).chunks(2))
    assert [[chunk.where(place) for place in range(len(chunk.rows))] for chunk in chunks] == [
        ["line 2", "line 3"],
        ["line 4"],
        ["line 8", "line 9"],
        ["line 12"],
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "it is empty: the first line names the columns"),
        ("\n \n", "it is empty"),
        ("a,b\n1,2,3\n", "line 2 has a cell '3' in column 3, which has no name"),
        ('a,b\n1,2\n3,"4\n', "line 3 cannot be read: unexpected end of data"),
        ('a,b\n"1"x,2\n', "line 2 cannot be read: ',' expected after '\"'"),
        ("a,a\n", "two columns are called 'a'"),
        ("a,é\n".encode("latin-1"), "it is not UTF-8"),
        ("a,é\n".encode("utf-16"), "it is not UTF-8"),
        (b"a,b\n1,2\n" * 9000 + b"\xff,2\n", "it is not UTF-8"),
        ("a\n" + "x" * (LONGEST_LINE + 1), "a line has more than 1048576 characters"),
        ('a\n"' + "x\n" * 100_000, "line .* cannot be read: field larger than field limit"),
    ],
)
def test_a_file_that_cannot_be_read(content: str | bytes, sentence: str) -> None:
    with pytest.raises(InputFileError, match=sentence):
        rows(content)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1",
        "=",
        "+",
        "--",
        "- ",
        "-x",
        "-1+2",
        "-1.234,50+2",
        "-1.234,50\t",
        "-cmd|' /C calc'!A0",
        "+33 (0)",
        "\uff1d1",
        "-5=",
        "-5\n=1",
    ],
)
def test_a_formula_becomes_text(cell: str) -> None:
    assert escape_formula(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["-5", "+5", "-5.5", "-5,5", "-1.234,50", "+1 234", "-", "+33612345678", "", "Dakar", "a=b", "'=1+1", "1-1"]
)
def test_what_is_no_formula_stays_what_it_is(cell: str) -> None:
    assert escape_formula(cell) == cell


def test_numbers_of_other_formats_stay_numbers() -> None:
    assert [escape_formula(cell) for cell in (-5, -1e-07, None, True)] == ["-5", "-1e-07", "", "true"]


@pytest.mark.parametrize(("separator", "amount"), [(",", "2080.50"), (";", "2080,50")])
def test_amounts_go_with_the_separator(separator: str, amount: str) -> None:
    from decimal import Decimal

    file = BytesIO()
    with writing(file, ["=a", "total_eur", "trace"], separator) as writer:
        writer.write(Chunk([["x.5"]]), Added(("total_eur", "trace"), ([Decimal("2080.50")], [-256])))
    lines = file.getvalue().decode("utf-8").split("\r\n")
    assert lines == [
        f"\ufeff'=a{separator}total_eur{separator}trace",
        f"x.5{separator}{amount}{separator}-256",
        "",
    ]


def test_a_file_in_a_separator_that_has_to_be_declared_can_be_read_again() -> None:
    file = BytesIO()
    with writing(file, ["a", "b"], opened("sep=|\na|b\n1;2|3\n").layout.separator) as writer:
        writer.write(Chunk([["1;2"]]), Added(("b",), (["3"],)))
    assert file.getvalue() == b"\xef\xbb\xbfsep=|\r\na|b\r\n1;2|3\r\n"
    again = opened(file.getvalue())
    assert (again.names, [chunk.rows for chunk in again.chunks(9)]) == (("a", "b"), [[["1;2", "3"]]])


@pytest.mark.parametrize(
    ("content", "line", "separator", "cells"),
    [
        ("a,b,c\n1,2,\n1,5,2,\n", 3, ",", 4),  # 1,5 is one number, and all that follow stand one place too far right
        ("a,b,c\n1,5,2,\n", 2, ",", 4),  # so do they if every row has such a number
        ("a;b\n1;2;\n3;4\n", 2, ";", 3),
        ("a;b\n1;2\n3;4\n5;6; \n", 4, ";", 3),  # among the next rows that are read
        ("a;b\n1;2;\n3;4;\n5;6;;\n", 2, ";", 3),
        ("a;b\n1;2;\n3;4;\n5;6\n", 2, ";", 3),
        ("a;b;\n1;2;\n3;4;;\n", 3, ";", 4),
    ],
)
def test_a_row_that_is_longer_than_others_has_a_cell_too_many_even_an_empty_one(
    content: str, line: int, separator: str, cells: int
) -> None:
    headings = len(content.splitlines()[0].split(separator))
    with pytest.raises(InputFileError) as raised:
        rows(content)
    (problem,) = raised.value.problems
    assert problem == (
        f"line {line} has {cells} cells, and the headings have {headings}, so some may stand in the wrong column; write "
        f"what has '{separator}' in it in quotation marks, and if all rows end with '{separator}', end the headings so too"
    )


@pytest.mark.parametrize(
    "content",
    [
        "a;b\n1;2;;\n3;4;;\n5;6;;\n",
        "a\tb\n1\t2\t\n3\t4\t\n\n5\t6\t\n",
        "a,b,\n1,2,\n3,4\n5,6,\n",
        "a;b\n1;2;\n;\n3;4;\nTotal;4\n5;6;\n",  # an empty row, and one that adds up others
    ],
)
def test_a_separator_behind_every_row_is_no_cell_too_many(content: str) -> None:
    assert rows(content) == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_a_file_is_opened_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a\n1\n")
    with reading(path, "list.csv") as source:
        assert (source.names, source.size) == (("a",), 4)


@given(
    names=st.lists(st.sampled_from(["a", "b;c", 'd"e', "f\ng"]), min_size=2, max_size=3),
    rows=st.lists(st.lists(st.text('a,;\t"\r\n = 1', max_size=4), min_size=2, max_size=2), max_size=4),
    separator=st.sampled_from(",;\t"),
)
def test_a_file_has_the_bytes_that_the_standard_library_writes(
    names: list[str], rows: list[list[str]], separator: str
) -> None:
    text = StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(names)
    writer.writerows([*map(escape_formula, row), *["é"] * (len(names) - 2)] for row in rows)
    file = BytesIO()
    with writing(file, names, separator) as written:
        added = Added(tuple(names[2:]), tuple(["é"] * len(rows) for _ in names[2:]))
        written.write(Chunk(rows), added)
    assert file.getvalue() == text.getvalue().encode("utf-8-sig")


def names_of(folder: Path, content: bytes, options: Options = USUAL) -> tuple[str, ...]:
    path = folder / "list.csv"
    path.write_bytes(content)
    with reading(path, "list.csv", options) as source:
        return source.names


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("Stays, trips, visits\na;b\n1;2\n", 2),
        ("sep=|\nStays; trips; visits\na|b\n1|2\n", 3),
        ("sep=|\na|b\n1;2;3|4\n", 2),
    ],
)
def test_a_row_of_headings_that_is_named_has_the_separator_that_is_declared_or_its_own(
    tmp_path: Path, content: str, row: int
) -> None:
    assert names_of(tmp_path, content.encode(), Options(heading_row=row)) == ("a", "b")


def test_the_first_and_the_last_bytes_tell_the_encoding_too(tmp_path: Path) -> None:
    text = "\u00e9;b\n1;\u00e9".encode()
    assert names_of(tmp_path, text) == ("\u00e9", "b")
    assert names_of(tmp_path, text[:-1]) == ("\u00c3\u00a9", "b")  # what ends within a letter is no UTF-8
