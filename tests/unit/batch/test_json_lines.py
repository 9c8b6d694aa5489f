"""JSON lines: columns of all objects, and lines that are none."""

import json
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import read_mobilities
from erasmus_grants.batch.json_lines import parsed_line, reading, writing
from erasmus_grants.batch.tables import Added, Chunk


def chunks(folder: Path, content: str | bytes) -> tuple[tuple[str, ...], Sequence[Chunk]]:
    path = folder / "list.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with reading(path, "f") as source:
        return source.names, list(source.chunks(2))


def test_the_columns_are_the_names_of_all_objects(tmp_path: Path) -> None:
    names, read = chunks(tmp_path, '{"a": 1}\n\n{"b": "é", "a": null}\n{"c": [1.5]}\n')
    assert names == ("a", "b", "c")
    assert [chunk.rows for chunk in read] == [[[1, None, None], [None, "é", None]], [[None, None, [1.5]]]]
    assert read[1].objects == [{"c": [1.5]}]
    size = (tmp_path / "list.jsonl").stat().st_size
    assert [0 < chunk.done <= size for chunk in read] == [True, True]
    assert read[-1].done == size
    assert [(chunk.unit, list(chunk.numbers or ())) for chunk in read] == [("line", [1, 3]), ("line", [4])]
    with reading(tmp_path / "list.jsonl", "f") as source:
        assert source.size == size


def test_a_byte_order_mark_and_a_last_line_without_end(tmp_path: Path) -> None:
    names, read = chunks(tmp_path, b'\xef\xbb\xbf{"a": 1}\r\n{"a": 2}')
    assert (names, [chunk.rows for chunk in read]) == (("a",), [[[1], [2]]])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "it is not JSON"),
        ("activity", "it is not JSON"),
        ("[1]", "it is no object"),
        ('"text"', "it is no object"),
        ('{"a": NaN}', "NaN is no number of JSON"),
        ('{"a": -Infinity}', "-Infinity is no number of JSON"),
        ('{"a": 1e999}', "'1e999' is too large a number"),
        ('{"a": 1, "a": 2}', "'a' stands twice in one object"),
        ('{"b": 0, "a": 1, "a": 2}', "'a' stands twice in one object"),
        ('{"a": {"b": 1, "b": 2}}', "'b' stands twice in one object"),
        ('{"a": "\\ud800"}', "it has half of a character"),
        ('{"a": ["\\uDFFF"]}', "it has half of a character"),
        ('{"\\ud800": 1}', "it has half of a character"),
        ("[" * 100_000, "it is nested too deeply"),
    ],
)
def test_a_line_that_is_no_object_is_told_with_its_number(tmp_path: Path, line: str, sentence: str) -> None:
    with pytest.raises(InputFileError) as caught:
        chunks(tmp_path, f'{{"a": 1}}\n\n{line}\n')
    (problem,) = caught.value.problems
    assert problem.startswith(f"line 3 is not read: {sentence}: ")


@pytest.mark.parametrize("line", ['{"a": "\\ud83d\\ude00"}', '{"a": "\\\\ud8", "b": ["x", 1, null, {"c": "é"}]}'])
def test_whole_characters_are_read(line: str) -> None:
    assert "a" in parsed_line(line)


def test_what_is_not_utf_8_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputFileError) as caught:
        chunks(tmp_path, b'{"a": "\xff"}\n')
    assert str(caught.value).startswith("f: it is not UTF-8; ")


def test_not_more_than_twenty_lines_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputFileError) as caught:
        chunks(tmp_path, "x\n" * 30)
    assert len(caught.value.problems) == 20


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"a": 1}\n{"a": 2}\n'.encode("utf-16-le"), ["it is not UTF-8, since line 1 has a NUL character; "]),
        ('{"a": 1}\n'.encode("utf-16-be"), ["it is not UTF-8, since line 1 has a NUL character; "]),
        (b'x\n{"a": "\0"}\nx\n', ["line 1 is not read: it is not JSON", "it is not UTF-8, since line 2 has a NUL "]),
    ],
)
def test_a_nul_character_is_of_another_encoding(tmp_path: Path, content: bytes, told: list[str]) -> None:
    with pytest.raises(InputFileError) as caught:
        chunks(tmp_path, content)
    for problem, start in zip(caught.value.problems, told, strict=True):
        assert problem.startswith(start)


@pytest.mark.parametrize("content", ["", "\n \n", "{}\n{}\n"])
def test_a_file_without_any_name_is_empty(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputFileError, match="it is empty"):
        chunks(tmp_path, content)


def test_an_object_keeps_the_names_that_it_came_with() -> None:
    file = BytesIO()
    added = Added(("total_eur", "balance_eur", "eligible"), ([Decimal("820.00")], [None], [True]))
    with writing(file, ("a", "b")) as writer:
        writer.write(Chunk([[1, None]], objects=[{"a": 1}]), added)
        writer.write(Chunk([["é", Decimal("1.5")]]), added)
    assert file.getvalue().decode().splitlines() == [
        '{"a": 1, "total_eur": "820.00", "balance_eur": null, "eligible": true}',
        '{"a": "é", "b": "1.5", "total_eur": "820.00", "balance_eur": null, "eligible": true}',
    ]


# --- numbers that are text --------------------------------------------------------------------------------------------

DAKAR = {
    "activity": "STA",
    "direction": "outgoing",
    "receiving_country": "SN",
    "partner": "UCAD",
    "start_date": "2022-03-07",
    "end_date": "2022-03-11",
    "teaching_hours": 8,
}


def distances_read(folder: Path, *distances: object) -> list[str]:
    """Return the distance of each line that is read, and of any other what is wrong with it."""
    source = folder / "list.jsonl"
    source.write_text("".join(f"{json.dumps(DAKAR | {'distance_km': one})}\n" for one in distances), "utf-8")
    listed = read_mobilities(source, "usmb-icm-2023")
    return [str(one.mobility.distance_km) if one.mobility else str(one.problems[0]) for one in listed]


def test_text_with_two_readings_is_refused_as_in_other_lists(tmp_path: Path) -> None:
    for text in ("4.070", "4,070"):
        (problem,) = distances_read(tmp_path, text)
        assert "is 4070 or 4.07" in problem


def test_another_text_of_the_column_decides_it(tmp_path: Path) -> None:
    assert distances_read(tmp_path, "123.456", "742.5") == ["123.456", "742.5"]
    assert distances_read(tmp_path, "4.070", "742,5") == ["4070", "742.5"]


def test_a_number_of_json_has_one_reading(tmp_path: Path) -> None:
    assert distances_read(tmp_path, 4.07, 123.456) == ["4.07", "123.456"]
