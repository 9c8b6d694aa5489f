"""Numbers as people write them, and what can be meant in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants.batch.numbers import is_number, marks_in, read_number, the_mark_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4070", 4070),
        ("499,7", 499.7),
        ("499.7", 499.7),
        ("-5", -5),
        ("+5", 5),
        ("0,125", 0.125),  # no thousands start with a zero
        ("0.125", 0.125),
        ("1234,567", 1234.567),  # nor have four digits before them
        ("4.0701", 4.0701),  # nor four behind them
        ("4.07", 4.07),
        ("4 070", 4070),
        ("4\u202f070,5", 4070.5),  # as a French spreadsheet writes it
        ("4\u00a0070,5", 4070.5),
        ("4\u2009070.5", 4070.5),
        ("4'070.5", 4070.5),
        ("4\u2019070", 4070),
        ("4.070,5", 4070.5),  # the other mark is before the thousands
        ("4,070.5", 4070.5),
        ("4.070,500", 4070.5),
        ("4 070,500", 4070.5),
        ("1.234.567", 1234567),  # twice: these are thousands
        ("1,234,567.5", 1234567.5),
        ("499.70000000000005", 499.70000000000005),  # as a program writes a float
    ],
)
def test_a_number_that_has_one_reading(text: str, number: float) -> None:
    assert [read_number(text, mark) for mark in (None, ".", ",")] == [number] * 3


@pytest.mark.parametrize(
    ("text", "with_point", "with_comma"),
    [
        ("4.070", 4.07, 4070),
        ("1.250", 1.25, 1250),
        ("999.999", 999.999, 999999),
        ("-40,700", -40700, -40.7),
        ("4,070", 4070, 4.07),
    ],
)
def test_a_number_that_has_two_readings_is_read_by_the_mark_of_its_column(
    text: str, with_point: float, with_comma: float
) -> None:
    assert (read_number(text, "."), read_number(text, ",")) == (with_point, with_comma)
    with pytest.raises(ValueError, match="write it in one of these ways"):
        read_number(text)


def test_both_readings_are_told() -> None:
    with pytest.raises(ValueError, match=r"^'1\.250' is 1250 or 1\.25; write it in one of these ways$"):
        read_number("1.250")


@pytest.mark.parametrize(
    "text",
    [
        *("4 07", "4e3", "4070 km", "12h", "--5", ",5", "5,", "nan", "\u0664\u0660", "", "9" * 21),
        *("4.070.5", "4.07.070", "4.070,070,5", "4 070 5", "4.070 500", "1 234.567.890", "4..070"),
    ],
)
@pytest.mark.parametrize("mark", [None, ".", ","])
def test_what_is_no_number_is_not_read(text: str, mark: str | None) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        read_number(text, mark)


def test_more_digits_than_a_float_carries_are_refused() -> None:
    with pytest.raises(ValueError, match="more digits"):
        read_number("99.99999999999999999")  # a float would be 100, and another band


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        ([], set()),
        (["4070", "4.070", "4 070", "4'070", "far", ""], set()),
        (["4.07"], {"."}),
        (["0.500"], {"."}),
        (["4 070,500"], {","}),
        (["1.234.567"], {","}),
        (["1,234,567"], {"."}),
        (["4.070,5"], {","}),
        ([" 12,5 ", "12.5"], {",", "."}),
        (["far", "4.070", "12,5"], {","}),  # what decides nothing hides nothing
    ],
)
def test_a_column_decides_its_mark_by_what_has_one_reading(texts: list[str], marks: set[str]) -> None:
    assert marks_in(texts) == marks
    assert the_mark_of(marks_in(texts)) == (marks.copy().pop() if len(marks) == 1 else None)


@pytest.mark.parametrize("text", ["4070", "4.070", "-1.234,50", "+5", "4 070,5"])
def test_what_spells_a_number_with_one_reading_or_two_is_one(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["", "-", "-1+2", "01.02.2025", "4070 km", "5 ", "1.234.50"])
def test_any_other_text_is_no_number(text: str) -> None:
    assert not is_number(text)


@given(st.from_regex(r"[0-9]{1,13}([.,][0-9]{1,3})?", fullmatch=True), st.sampled_from([None, ".", ","]))
def test_a_number_without_a_sign_is_read_as_the_same_with_a_plus(text: str, mark: str | None) -> None:
    """Most numbers have no sign, and are read by a short way, which must not decide anything in its own way."""

    def read(spelled: str) -> float | None:
        try:
            return read_number(spelled, mark)
        except ValueError:
            return None

    assert read(text) == read(f"+{text}")
    assert marks_in([text]) == marks_in([f"+{text}"])
