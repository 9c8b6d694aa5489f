"""Where a list stands in its file."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch.cells import BrokenCell, is_empty
from erasmus_grants.batch.headings import Headings, asks_for_month_first, headings_among, says_how_to_fill
from erasmus_grants.batch.layout import Layout, Options, check_how
from erasmus_grants.batch.left_out import LeftOut, left_out_table
from erasmus_grants.batch.rows_apart import RowsApart, is_total
from erasmus_grants.report.rendering import Column


def apart_of(names: Sequence[str], places: Sequence[int], columns: Mapping[str, str]) -> RowsApart:
    return RowsApart("list.csv", "line", names, places, columns)


def test_the_headings_are_the_row_that_names_most_fields() -> None:
    rows = [
        (1, ["Mobilities with a start date in 2024"]),
        (2, ["Start date", "not before", "2024"]),
        (4, ["activity", "Start date", "End date", "Remarks"]),
        (5, ["activity", "start_date", "end_date", "reference"]),
    ]
    assert headings_among(rows[:3]) == Headings(3, 4)
    assert headings_among(rows) == Headings(4, 5)


def test_of_equal_rows_it_is_the_first() -> None:
    assert headings_among([(1, ["activity"]), (2, ["direction"])]) == Headings(1, 1)


def test_where_no_row_names_a_field_it_is_the_first_row() -> None:
    assert headings_among([(3, ["a", None]), (4, [1, "b"])]) == Headings(0, 3)
    assert headings_among([]) == Headings(0, 0)


def test_what_the_caller_calls_a_field_counts() -> None:
    assert headings_among([(1, ["title"]), (2, ["von", "bis"])], {"von": "start_date"}) == Headings(1, 2)


@pytest.mark.parametrize(
    "cells",
    [
        ["*;", "* DICT", "YES/NO", "", "YES/NO", "DICT", "* DD-MM-YYYY", None],
        ["*", "*", ""],
        ["mandatory", "Optional"],
        ["JJ/MM/AAAA", "TT.MM.JJJJ", "YYYY-MM-DD"],
        ["*;", "* DICT", "MM/DD/YYYY", "* mm.dd.yy"],
        ["Auswahl", "Auswahl", "TT.MM.JJJJ", "ja/nein", "Pflichtfeld", "Zahl"],
        ["* oui / non", "obligatoire", "liste déroulante", "JJ/MM/AAAA", "nombre"],
        ["sí/no", "TAK/NIE", "da/ne", "ja / nej;", "Ναι/Όχι", "1/0", "N/Y", "ja|nein"],
        ["Lista rozwijana", "wymagane", "Obbligatorio", "Verplicht", "ja/nee?"],
    ],
)
def test_a_row_that_says_how_to_fill_is_no_mobility(cells: list[object]) -> None:
    assert says_how_to_fill(cells)
    apart = apart_of(["activity"], [0], {})
    assert [apart.takes(row) for row in (cells, ["STA"])] == [True, False]


def test_what_a_row_says_of_how_to_fill_is_kept_by_column() -> None:
    apart, layout = apart_of(["a", "b", "c"], [0, 2, 3], {}), Layout("line 1")
    assert apart.takes([" * DICT ", "*", "MM/DD/YYYY"])
    assert apart.told_in(layout) == Layout("line 1", how_to_fill=("* DICT", "MM/DD/YYYY", ""))


@pytest.mark.parametrize(
    ("says", "asks"),
    [
        *[(says, True) for says in ("MM/DD/YYYY", "* MM/DD/YYYY", "m-d-yy", "MM.DD.YYYY")],
        *[(says, False) for says in ("DD/MM/YYYY", "YYYY-MM-DD", "MM/YYYY", "*", "", "03/13/2022")],
    ],
)
def test_what_asks_for_a_day_with_its_month_first(says: str, asks: bool) -> None:
    assert asks_for_month_first(says) == asks


@pytest.mark.parametrize(
    "cells", [["STA", "YES/NO"], ["*", "2024-03-07"], ["", None], [], [5], ["ja/ja"], ["ja/Spain"], ["nein"]]
)
def test_any_other_row_is_one(cells: list[object]) -> None:
    assert not says_how_to_fill(cells)
    apart = apart_of(["activity"], [0], {})
    assert [apart.takes(row) for row in (cells, ["*"])] == [False, False], "only the first row may say it"


@pytest.mark.parametrize(
    "cells",
    [
        ["Summe", "", "", "12.345,00 €"],
        ["", None, "TOTAL :", "EUR 12 345.00", "-3"],
        ["Razem", 12, 2080.0, Decimal("2080.00"), None],
        ["Σ Total général", "12’345.00"],
        ["Łącznie", BrokenCell("=SUM(F2:F9)")],
        ["total"],
        ["ΣΥΝΟΛΟ", "", "4 870 km", "1.234,50 zł", "35 Tage"],
        ["total", None, 2080, "open"],  # as our own sheet of grants says of a sum without an upper bound
        ["Summe", "1.569,- €", "820,--", "EUR 1 260,-"],
        ["Gesamt Ergebnis", 2080],
        ["Grand  total", "SEK 12 345.00", "£-3.50", "kr. 900", "12 345\xa0Kč", "100 %", "12.345,00 лв."],
    ],
)
def test_a_row_that_adds_up_others_is_no_mobility(cells: list[object]) -> None:
    assert is_total(cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["Total", "STA"],
        ["Total", "2022-03-07"],
        ["Total", "€"],
        ["Total", ",-"],
        ["Total", "open-ended"],
        ["open", 2080],
        ["Total", "km"],
        ["Total", "01.02.2025"],
        ["Total", "12:30"],
        ["Total", "1.2.3"],
        ["Total", "900 km by train"],
        ["Total", "STA 12 SN"],
        ["Total", date(2022, 3, 7)],
        ["Total Studios Ltd", "500"],
        ["12", "Summe", "500"],
        [BrokenCell("#N/A"), "500"],
        ["500"],
        ["", None],
        [],
    ],
)
def test_a_row_that_says_anything_else_may_be_one(cells: list[object]) -> None:
    assert not is_total(cells)


NAMES = ["reference", "Beginn", "Land", "receiving_country", "Green travel", "distance_km"]
PLACES = [1, 2, 3, 4, 5, 6]
"""The first column of the file has no name."""


@pytest.mark.parametrize(
    ("cells", "is_taken"),
    [
        (["", "Total", "", "", "", "3", "900"], True),
        (["", "", "", "", "Total", "3", "900"], True),  # what it is called may stand in any column
        (["", "Total", "", "2", "", "", "900"], True),  # nothing says which country it is
        (["", "Total", "45689", "", "", "", "900"], False),
        (["", "Total", 45689, None, None, None, 900], False),
        (["", "Total", BrokenCell("=MAX(C2:C9)")], False),
        (["", "Total", "", "", "2", "", "900"], False),
    ],
)
def test_no_row_with_a_day_or_a_word_of_one_mobility_adds_up_others(cells: list[object], is_taken: bool) -> None:
    assert apart_of(NAMES, PLACES, {}).takes(cells) == is_taken


CELLS = st.sampled_from(["", " ", "Total", "2022-03-07", "SN", "STA", "900", "5 km", "*", None, 900, date(2022, 3, 7)])
ANY_ROW = st.lists(CELLS, max_size=9)
ROW_OF_A_MOBILITY = st.lists(CELLS, min_size=7, max_size=7).map(lambda row: [*row[:2], "2022-03-07", "SN", *row[4:]])


@given(
    st.lists(st.lists(st.one_of(ROW_OF_A_MOBILITY, ANY_ROW), min_size=1, max_size=4), max_size=3),
    st.booleans(),
)
def test_many_rows_at_once_are_told_apart_as_one_by_one(blocks: list[list[list[object]]], begins_well: bool) -> None:
    if begins_well:  # and has rows of mobilities alone
        blocks = [[[*(row * 7)[:2], "2022-03-07", "SN", 1, 2, 3] for row in block if row] for block in blocks]
    at_once, singly, layout = (
        apart_of(NAMES, PLACES, {}),
        apart_of(NAMES, PLACES, {}),
        Layout("line 1"),
    )
    for block in filter(None, blocks):
        expected = [place for place, row in enumerate(block) if not all(map(is_empty, row)) and not singly.takes(row)]
        assert list(at_once.mobilities_among(block, range(len(block)))) == expected
    assert at_once.told_in(layout) == singly.told_in(layout)


def test_the_first_row_may_say_how_to_fill_although_no_column_of_it_is_empty() -> None:
    apart = apart_of(NAMES, PLACES, {})
    rows = [["*"] * 7, ["", "1", "2022-03-07", "SN", "SN", "", "900"], ["*"] * 7]
    assert list(apart.mobilities_among(rows, range(len(rows)))) == [1, 2], "only the first row may say it"


def test_the_caller_says_what_a_column_holds() -> None:
    cells = ["", "Total", "", "2"]
    assert not apart_of(NAMES, PLACES, {"Land": "receiving_country", "receiving_country": ""}).takes(cells)
    assert apart_of(NAMES, PLACES, {"Beginn": ""}).takes(["", "Total", "45689"])


HEADINGS = ["Activity type", "Beginn", "Ende", "km"]
STAY = ["STA", "2022-03-07", "2022-03-11", "16"]
SHORT = ["STA", "soon", "", ""]


def test_headings_that_stand_again_are_left_out_and_counted() -> None:
    apart, layout = apart_of(HEADINGS, range(4), {}), Layout("line 1")
    again, in_other_words = [*HEADINGS], ["Activity", "Start date", "End date", "Distance", ""]
    rows = [STAY, again, SHORT, in_other_words, STAY]
    assert list(apart.mobilities_among(rows, range(2, 7))) == [0, 2, 4]
    left_out = apart.told_in(layout).left_out
    assert left_out == (LeftOut(sentence="it has the headings of the columns again", records=2),)


@pytest.mark.parametrize(
    ("cells", "other"),
    [
        (["Activity type", "End date", "Start date", "km"], "End date"),
        (["Activity type", "Beginn", "Ende", "km", "Teaching hours"], "Teaching hours"),
        (["Activity type", "Beginn", "Ende", "Fach"], "Fach"),
    ],
)
def test_other_headings_in_the_middle_of_a_list_are_refused(cells: list[str], other: str) -> None:
    for rows in ([STAY, cells, STAY], [STAY, cells, SHORT]):
        with pytest.raises(InputFileError) as caught:
            apart_of(HEADINGS, range(4), {}).mobilities_among(rows, range(2, 5))
        assert caught.value.problems == (
            f"line 3 has other headings than those above, as '{other}'; put the rows below it into a list of their own",
        )


def test_a_mobility_whose_cells_are_called_like_columns_is_one() -> None:
    rows = [["STA", "Start date", "End date", "16", "a", "b", "c"]]  # which cannot be read, and says so in its place
    assert list(apart_of([*HEADINGS, "a", "b", "c"], range(7), {}).mobilities_among(rows, [2])) == [0]


HOURS = ["Ref", "Activity", "Receiving country", "Start date", "End date", "Distance", "Teaching hours", "Green travel"]
LESSON = ["1", "STA", "FR", "07.10.2024", "11.10.2024", "900", "8", "no"]


@pytest.mark.parametrize(
    ("cells", "other"),
    [
        (["Ref", "Typ", "Land", "von", "bis", "Teaching hours", "Distance", "grün"], "Teaching hours"),
        (["Nr.", "Typ", "Staat", "bis", "von", "Km.", "Std.", "grün"], "bis"),  # each may be one of several fields
        (["Nr.", "Typ", "Staat", "Tage 1", "Tage 2", "Green travel", "Distance"], "Green travel"),
        (["Nr.", "Typ", "Staat", "Anreise", "Abreise", "Std.", "Distance"], "Distance"),  # no word of it has a digit
        (["Nr.", "Typ", "Staat", "Anreise", "Abreise", "Std.", "our days"], "our days"),
    ],
)
def test_headings_in_the_columns_of_other_fields_are_refused_however_few_are_known(
    cells: list[str], other: str
) -> None:
    for rows in ([LESSON, cells, LESSON], [LESSON, cells, ["2", "STA"]]):
        with pytest.raises(InputFileError) as caught:
            apart_of(HOURS, range(8), {"our days": "interruption_days"}).mobilities_among(rows, range(2, 5))
        assert caught.value.problems == (
            f"line 3 has other headings than those above, as '{other}'; put the rows below it into a list of their own",
        )


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "STA", "FR", "07.10.2024", "11.10.2024", "900", "Distance", "no"],
        ["1", "STA", "FR", date(2024, 10, 7), date(2024, 10, 11), "", "Distance", ""],
        ["1", "STA", "FR", "07.10.2024", "11.10.2024", "no", "No", "no"],  # "No" may be the heading of numbers
        ["1", "BIP", "FR", "soon", "", "", "", ""],
        ["Start", "STA", "FR", "07.10.2024", "11.10.2024", "900", "8", "Distance"],
        ["1", "STA", "FR", "soon", "", "Distance", "", ""],
    ],
)
def test_a_mobility_with_a_word_that_is_a_heading_elsewhere_is_one(cells: list[object]) -> None:
    for rows in ([LESSON, cells, LESSON], [cells, ["2", "STA"]]):
        kept = list(apart_of(HOURS, range(8), {}).mobilities_among(rows, range(2, 2 + len(rows))))
        assert kept == list(range(len(rows)))


def test_headings_that_the_caller_renamed_stand_again() -> None:
    renamed = {"x": "activity", "y": "start_date", "z": "end_date"}
    apart = apart_of(["x", "y", "z"], range(3), renamed)
    assert list(apart.mobilities_among([STAY[:3], ["x", "y", "z"]], [2, 3])) == [0]


def test_rows_that_add_up_others_are_counted() -> None:
    apart, layout = apart_of(NAMES, PLACES, {}), Layout("line 1")
    assert apart.told_in(layout) == layout
    assert [apart.takes(row) for row in (["", "Total"], ["", "a"], ["", "Summe", "", "", "", "", "5 km"])] == [
        True,
        False,
        True,
    ]
    assert apart.told_in(layout) == Layout("line 1", left_out=(LeftOut(sentence="it adds up other rows", records=2),))


def test_what_was_left_out_is_a_table() -> None:
    labels = ENGLISH.labels
    table = left_out_table([LeftOut(sentence="it adds up other rows", records=2)], labels)
    assert (table.title, table.columns) == (labels.left_out, (Column(labels.why), Column(labels.records, numeric=True)))
    assert table.rows == (("it adds up other rows", "2"),)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"columns": ["von"]}, "columns is a mapping from names of columns to fields, not a list"),
        ({"columns": None}, "columns is a mapping from names of columns to fields, not a NoneType"),
        ({"set_fields": "STA"}, "set_fields is a mapping from fields to values, not a str"),
        ({"sheet": 1}, "the name of a sheet is text, not an int"),
        ({"encoding": b"cp1250"}, "the name of an encoding is text, as 'cp1250', not a bytes"),
        ({"heading_row": "3"}, "the row of the headings is a whole number from 1, not a str"),
        ({"heading_row": True}, "the row of the headings is a whole number from 1, not a bool"),
    ],
)
def test_a_value_of_another_kind_is_refused(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(TypeError) as caught:
        check_how(Options(**options), "list.csv")  # type: ignore[arg-type]
    assert str(caught.value) == sentence


def test_the_row_of_the_headings_is_counted_from_one() -> None:
    for row in (None, 1, 2):
        check_how(Options(heading_row=row, sheet="list", encoding="cp1250"), "list.csv")
    with pytest.raises(InputFileError) as caught:
        check_how(Options(heading_row=0), "list.csv")
    assert str(caught.value) == "list.csv: the row of the headings is counted from 1, and is not 0"
