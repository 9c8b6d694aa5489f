"""One cell: what it says as a field, and how it is written elsewhere."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants.batch.cells import BrokenCell, is_empty, json_of, read_cell, read_column, text_of
from erasmus_grants.records.fields import Kind


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("cell", [None, "", "  ", "\t"])
def test_an_empty_cell_says_nothing(kind: Kind, cell: object) -> None:
    assert is_empty(cell)
    assert read_cell(cell, kind) is None


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "cell", ["-", " – ", "—", "--", "n/a", "N/A", "n. a.", "nie dotyczy", "Non applicabile", "entfällt"]
)
def test_a_dash_or_not_applicable_says_nothing_either(kind: Kind, cell: str) -> None:
    assert read_cell(cell, kind) is None
    assert not is_empty(cell)  # it is part of its row


@pytest.mark.parametrize("cell", ["NA", "none", "brak", "0", "-1", "- 5"])
def test_what_may_say_something_is_not_taken_for_nothing(cell: str) -> None:
    assert read_cell(cell, Kind.TEXT) == cell


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "cell", [BrokenCell("#N/A"), BrokenCell("8"), BrokenCell("true"), [1], {"a": 1}, b"8", float("nan")]
)
def test_a_broken_cell_is_no_field_at_all(kind: Kind, cell: object) -> None:
    with pytest.raises(ValueError, match="is not"):
        read_cell(cell, kind)


@pytest.mark.parametrize(
    ("cell", "mark", "number"),
    [
        (" 4070 ", None, 4070),
        ("499,7", None, 499.7),
        ("4 070", None, 4070),
        ("4.070", ",", 4070),
        ("4.070", ".", 4.07),
        (12, None, 12),
        (12.5, None, 12.5),
        (Decimal("499.7"), None, 499.7),
        (Decimal("4.070"), ",", 4.07),  # a decimal of Parquet has no mark
    ],
)
def test_a_number(cell: object, mark: str | None, number: float) -> None:
    assert read_cell(cell, Kind.NUMBER, mark) == number
    if number == int(number):
        assert read_cell(cell, Kind.WHOLE_NUMBER, mark) == number
        return
    with pytest.raises(ValueError, match="is not a whole number"):
        read_cell(cell, Kind.WHOLE_NUMBER, mark)


@pytest.mark.parametrize(
    "cell",
    [
        "4,070",
        "4070 km",
        "99.99999999999999999",  # a float would be 100, and another band
        True,
        date(2022, 3, 7),
        float("nan"),
        float("inf"),
        10**400,
        Decimal("NaN"),
        Decimal("99.99999999999999999"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.WHOLE_NUMBER])
def test_what_may_be_two_numbers_or_none_is_not_read(cell: object, kind: Kind) -> None:
    with pytest.raises(ValueError, match=r"is not a number|is 4070 or 4\.07|more digits"):
        read_cell(cell, kind)


def test_a_whole_number_is_not_larger_than_a_float_counts() -> None:
    assert read_cell("999999999999999", Kind.WHOLE_NUMBER) == 999999999999999
    with pytest.raises(ValueError, match=r"^'1000000000000000\.0' is not a whole number$"):
        read_cell("1000000000000000", Kind.WHOLE_NUMBER)


@pytest.mark.parametrize(
    "cell",
    ["2022-03-07", " 07-03-2022 ", date(2022, 3, 7), datetime(2022, 3, 7), 44627, 44627.0, "44627"],  # noqa: DTZ001
)
def test_a_day(cell: object) -> None:
    assert read_cell(cell, Kind.DAY) == date(2022, 3, 7)


def test_a_day_that_is_counted_from_1904() -> None:
    assert read_cell(43165, Kind.DAY, day_zero=date(1904, 1, 1)) == date(2022, 3, 7)  # 44627 - 1462 days


def test_a_day_comes_before_its_month() -> None:
    assert read_cell("03/07/2022", Kind.DAY) == date(2022, 7, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "03/13/2022",
        "30-02-2022",
        "07-03-22",
        "07-03/2022",
        "20220307",
        "0000-03-07",
        "٠٧-٠٣-٢٠٢٢",
        44627.5,
        7,
        datetime(2022, 3, 7, 8),  # noqa: DTZ001
        datetime(2022, 3, 7, tzinfo=UTC),
        True,
    ],
)
def test_what_is_no_day_is_not_read(cell: object) -> None:
    with pytest.raises(ValueError, match=r"is not a day|month|day|year"):
        read_cell(cell, Kind.DAY)


@pytest.mark.parametrize("cell", ["true", "TRUE", "True", "yes", "YES", "1", " yes ", 1, 1.0, True, Decimal(1)])
def test_yes(cell: object) -> None:
    assert read_cell(cell, Kind.CONDITION) is True


@pytest.mark.parametrize("cell", ["false", "FALSE", "no", "No", "0", 0, 0.0, False])
def test_no(cell: object) -> None:
    assert read_cell(cell, Kind.CONDITION) is False


@pytest.mark.parametrize("cell", ["perhaps", "xx", "2", 2, -1, 0.5, "truth", date(2022, 3, 7), float("nan")])
def test_what_is_neither_yes_nor_no_is_not_read(cell: object) -> None:
    with pytest.raises(ValueError, match="is not true or false"):
        read_cell(cell, Kind.CONDITION)


def test_a_word_has_no_blanks_around_it_and_text_keeps_them() -> None:
    assert read_cell(" STA ", Kind.WORD) == "STA"
    assert read_cell(" UCAD ", Kind.TEXT) == " UCAD "


@pytest.mark.parametrize("cell", [999888777, 999888777.0, Decimal("999888777.0")])
def test_a_code_that_a_spreadsheet_took_for_a_number_is_text_again(cell: object) -> None:
    assert read_cell(cell, Kind.TEXT) == "999888777"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1.1, "1.1"),
        (Decimal("1.10"), "1.10"),
        (True, "true"),
        (date(2022, 3, 7), "2022-03-07"),
        (datetime(2022, 3, 7), "2022-03-07"),  # noqa: DTZ001
        (time(1, 10), "01:10:00"),
        (timedelta(hours=25), "1 day, 1:00:00"),
        (10**400, "1" + "0" * 400),
        (Decimal(10**30), "1" + "0" * 30),  # with more digits than decimals are computed with
    ],
)
def test_whatever_a_spreadsheet_took_a_reference_for_is_text_again(cell: object, text: str) -> None:
    assert read_cell(cell, Kind.TEXT) == text


@pytest.mark.parametrize("cell", [6, 6.0, Decimal(6), Decimal("6.0"), "6", " 6 "])
def test_a_whole_number_may_be_a_word(cell: object) -> None:
    assert read_cell(cell, Kind.WORD) == "6"


@pytest.mark.parametrize(
    "cell", [6.5, Decimal("6.5"), True, date(2022, 3, 7), time(8), float("inf"), Decimal("NaN"), Decimal("Infinity")]
)
def test_no_other_thing_is_a_word(cell: object) -> None:
    with pytest.raises(ValueError, match="is not a word"):
        read_cell(cell, Kind.WORD)


@pytest.mark.parametrize("cell", [float("inf"), float("nan"), Decimal("Infinity"), Decimal("NaN")])
def test_what_is_no_number_is_no_text(cell: object) -> None:
    with pytest.raises(ValueError, match="is not text"):
        read_cell(cell, Kind.TEXT)


@pytest.mark.parametrize("cell", [time(8), timedelta(hours=8)])
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.TEXT])
def test_a_time_is_nothing_but_text(kind: Kind, cell: object) -> None:
    with pytest.raises(ValueError, match="is not"):
        read_cell(cell, kind)


@pytest.mark.parametrize(
    ("kind", "cell", "problem"),
    [
        (Kind.TEXT, [1], "'[1]' is not text"),
        (Kind.WORD, 8.5, "'8.5' is not a word"),
        (Kind.CONDITION, 2, "'2' is not true or false"),
        (Kind.WHOLE_NUMBER, 1.5, "'1.5' is not a whole number"),
        (Kind.NUMBER, True, "'true' is not a number"),
        (Kind.DAY, datetime(2022, 3, 7, 8, 30), "'2022-03-07 08:30:00' is not a day"),  # noqa: DTZ001
        (Kind.DAY, True, "'true' is not a day"),
        (Kind.DAY, BrokenCell("#N/A"), "'#N/A' is not a value"),
    ],
)
def test_what_cannot_be_read_is_told_as_it_stands(kind: Kind, cell: object, problem: str) -> None:
    with pytest.raises(ValueError, match="is not") as caught:
        read_cell(cell, kind)
    assert str(caught.value) == problem


@pytest.mark.parametrize("number", [10**15, -(10**15), 10.0**15])
def test_a_number_is_not_larger_than_a_float_counts_either(number: float) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        read_cell(number, Kind.NUMBER)
    assert read_cell(number - 1 if number > 0 else number + 1, Kind.NUMBER) == abs(10**15 - 1) * (
        1 if number > 0 else -1
    )


@pytest.mark.parametrize(
    ("number", "text"), [(1e15, "1000000000000000.0"), (-1e15, "-1000000000000000.0"), (-12.0, "-12")]
)
def test_a_float_is_written_as_a_whole_number_as_far_as_it_counts(number: float, text: str) -> None:
    assert text_of(number) == text


def test_a_column_says_which_cells_cannot_be_read_if_any() -> None:
    assert read_column(["1", "", "one"], Kind.CONDITION) == ([True, None, None], {2: "'one' is not true or false"})
    assert read_column(["1", ""], Kind.CONDITION) == ([True, None], {})
    assert read_column([], Kind.DAY) == ([], {})


def test_a_column_is_read_by_its_mark_its_first_day_and_its_words() -> None:
    assert read_column(["4.070"], Kind.NUMBER, ",") == ([4070.0], {})
    for cell in (43165, "43165"):  # 44627 - 1462 days
        assert read_column([cell], Kind.DAY, day_zero=date(1904, 1, 1)) == ([date(2022, 3, 7)], {})
    assert read_column([" sta ", None], Kind.WORD, word=str.upper) == (["STA", None], {})
    assert read_column(["sta"], Kind.TEXT, word=str.upper) == (["sta"], {}), "text is no word"


def test_a_decimal_is_read_without_an_exponent() -> None:
    assert read_cell(Decimal("4E+3"), Kind.NUMBER) == 4000


@pytest.mark.parametrize(
    ("cell", "text", "in_json"),
    [
        (None, "", None),
        ("=1+1", "=1+1", "=1+1"),
        (True, "true", True),
        (-5, "-5", -5),
        (12.0, "12", 12.0),
        (12.5, "12.5", 12.5),
        (float("nan"), "nan", None),
        (1e20, "1e+20", 1e20),
        (Decimal("820.00"), "820.00", "820.00"),
        (date(2022, 3, 7), "2022-03-07", "2022-03-07"),
        (datetime(2022, 3, 7), "2022-03-07", "2022-03-07"),  # noqa: DTZ001
        (datetime(2022, 3, 7, 8, 30), "2022-03-07 08:30:00", "2022-03-07 08:30:00"),  # noqa: DTZ001
        (datetime(2022, 3, 7, tzinfo=UTC), "2022-03-07 00:00:00+00:00", "2022-03-07 00:00:00+00:00"),
        (time(8, 30), "08:30:00", "08:30:00"),
        (timedelta(days=1), "1 day, 0:00:00", "1 day, 0:00:00"),
        (b"\x01\xff", "01ff", "01ff"),
        (["STA", None, Decimal("1.50")], '["STA", null, "1.50"]', ["STA", None, "1.50"]),
        ({"é": [date(2022, 3, 7)]}, '{"é": ["2022-03-07"]}', {"é": ["2022-03-07"]}),
    ],
)
def test_a_cell_is_written_as_text_and_as_json(cell: object, text: str, in_json: object) -> None:
    assert text_of(cell) == text
    assert json_of(cell) == in_json


def said(cell: object, kind: Kind, mark: str | None) -> tuple[object, str | None]:
    """Return what a cell says, and what is wrong with it."""
    try:
        return read_cell(cell, kind, mark), None
    except ValueError as error:
        return None, str(error)


@pytest.mark.parametrize("kind", Kind)
@given(
    cells=st.lists(st.sampled_from(["", "8", "12,5", "12.5", "DE"]), max_size=5)
    | st.lists(st.sampled_from(["8", "eight", " 8", "4.070", "1e3", "12\n5", "-8", "-", "n/a", "No", " "]), max_size=5)
    | st.lists(st.sampled_from(["8", "eight", 8, 8.0, True, None, [8], BrokenCell("8")]), max_size=5),
    mark=st.sampled_from([None, ".", ","]),
)
def test_a_column_says_what_each_of_its_cells_says(kind: Kind, cells: list[object], mark: str | None) -> None:
    read = read_column(cells, kind, mark)
    of_column = [(value, read.problems.get(place)) for place, value in enumerate(read.values)]
    assert of_column == [said(cell, kind, mark) for cell in cells]
