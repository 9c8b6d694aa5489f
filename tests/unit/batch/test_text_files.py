"""Files of text: how they are encoded, where their lines end, and what is no text."""

from io import BytesIO
from pathlib import Path

import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import text_files
from erasmus_grants.batch.text_files import OF_WINDOWS, UTF_8, encoding_of, lines


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"", UTF_8),
        (b"activity;STA\n", UTF_8),
        ("Université".encode(), UTF_8),
        (b"\xef\xbb\xbfactivity", UTF_8),
        ("activity".encode("utf-16"), "utf-16"),
        ("activity".encode("utf-16-le"), "utf-16-le"),
        ("activity".encode("utf-16-be"), "utf-16-be"),
        (b"\xfe\xff\0a", "utf-16"),
        ("Université de".encode("cp1252"), OF_WINDOWS),
        ("Université".encode("cp1252"), OF_WINDOWS),  # as UTF-8 its last letter would go on
    ],
)
def test_the_first_bytes_or_all_of_them_tell_how_a_file_is_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, encoding: str, size: int
) -> None:
    monkeypatch.setattr(text_files, "_BLOCK", size)
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert encoding_of(path, "list.csv") == encoding


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04", "it is a workbook, and no text: call it .xlsx"),
        (b"%PDF-1.7", "it is a PDF, and no list"),
    ],
)
def test_what_is_no_text_is_told_with_the_name_of_the_file(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(InputFileError) as caught:
        encoding_of(path, "list.csv")
    assert str(caught.value) == f"list.csv: {sentence}"


def test_lines_keep_their_ends_whatever_these_are() -> None:
    assert list(lines(BytesIO(b"a\r\nb\rc\nd"), "list.csv")) == ["a\r\n", "b\r", "c\n", "d"]


@pytest.mark.parametrize(
    ("content", "encoding", "sentence"),
    [
        (b"\xff", UTF_8, 'it is not UTF-8; a spreadsheet saves it so as "CSV UTF-8"'),
        (b"\x81", OF_WINDOWS, 'it is neither UTF-8 nor cp1252; a spreadsheet saves it as "CSV UTF-8"'),
        (b"\x81", "cp1250", "it is not encoded as cp1250"),
        (b"sevens", UTF_8, "a line has more than 5 characters"),
    ],
)
def test_what_is_not_encoded_so_or_too_long_is_told_with_the_name_of_the_file(
    monkeypatch: pytest.MonkeyPatch, content: bytes, encoding: str, sentence: str
) -> None:
    monkeypatch.setattr(text_files, "LONGEST_LINE", 5)
    assert list(lines(BytesIO(b"for\nfor\n"), "list.csv", "cp1250")) == ["for\n", "for\n"]
    with pytest.raises(InputFileError) as caught:
        list(lines(BytesIO(content), "list.csv", encoding))
    assert str(caught.value) == f"list.csv: {sentence}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
def test_a_line_may_be_as_long_as_the_limit_says(monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    monkeypatch.setattr(text_files, "LONGEST_LINE", 5)
    assert list(lines(BytesIO(f"seven{end}".encode()), "list.csv")) == [f"seven{end}"]
    with pytest.raises(InputFileError, match="more than 5 characters"):
        list(lines(BytesIO(f"sevens{end}".encode()), "list.csv"))
