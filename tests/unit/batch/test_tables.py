"""Columns and rows of any format."""

import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.tables import MOST_COLUMNS, Added, Detail, Header, distinct, in_chunks


def test_a_row_that_is_too_short_is_filled_up() -> None:
    header = Header.of(["a", "b", "c"], "f")
    assert header.rows([["1"], ["1", "2", "3"]], "line", [2, 3]) == [["1", "", ""], ["1", "2", "3"]]
    assert header.rows([[1, 2]], "line", [2], filler=None) == [[1, 2, None]]


def test_columns_without_a_name_are_left_out_if_they_are_empty() -> None:
    header = Header.of(["", "a", " ", "b", None], "f")
    assert header.names == ("a", "b")
    assert header.rows([["", "1", "", "2"], ["", "1"]], "line", [2, 3]) == [["1", "2"], ["1", ""]]
    with pytest.raises(InputFileError, match=r"f: line 3 has a cell 'x' in column 3, which has no name"):
        header.rows([["", "1"], ["", "1", "x", "2"]], "line", [2, 3])


def test_a_cell_after_the_last_column_is_not_left_out() -> None:
    # an unquoted decimal comma makes a cell more, and moves all that follow
    with pytest.raises(InputFileError, match="line 3 has a cell '8' in column 3"):
        Header.of(["distance_km", "teaching_hours"], "f").rows([["499", "7"], ["499", "7", "8"]], "line", [2, 3])


def test_numbers_are_names_too() -> None:
    assert Header.of([2022, "a"], "f").names == ("2022", "a")


def test_each_name_is_there_once() -> None:
    with pytest.raises(InputFileError) as caught:
        distinct(["a", "b", "a", "b", "c"], "f")
    assert caught.value.problems == ("two columns are called 'a'", "two columns are called 'b'")


def test_there_are_not_more_columns_than_a_sheet_has() -> None:
    names = [str(number) for number in range(MOST_COLUMNS + 1)]
    assert len(distinct(names[:-1], "f")) == MOST_COLUMNS
    with pytest.raises(InputFileError, match="it has 16385 columns; at most 16384 are read"):
        distinct(names, "f")


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (2, [2]), (3, [2, 1]), (4, [2, 2])])
def test_rows_come_some_at_a_time(count: int, sizes: list[int]) -> None:
    assert [len(chunk) for chunk in in_chunks(iter([[]] * count), 2)] == sizes


def test_what_is_added_comes_by_row() -> None:
    assert list(Added(("a", "b"), ([1, 2], ["x", "y"])).rows()) == [(1, "x"), (2, "y")]


def test_what_is_added_explains_nothing_unless_somebody_says_how() -> None:
    added = Added(("status",), (["granted"],))
    assert (list(added.rows()), list(added.explained(Detail.LINES))) == ([("granted",)], [])
