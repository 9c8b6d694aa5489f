"""The budget of a frame, and the whole grant of one of its rows."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest
from pydantic import ValidationError

from erasmus_grants import GrantCalculator, Mobility, Rulebook, get_rulebook
from erasmus_grants.basics.errors import FrameError, UnknownRulebookError
from erasmus_grants.frames import calculate_frame, calculation, explain_row, summarise
from erasmus_grants.frames.amount_units import AMOUNTS
from erasmus_grants.frames.cells import plain_value
from erasmus_grants.frames.rulebooks import NO_RULEBOOK, WHICH_RULEBOOK
from erasmus_grants.testing import toy_rulebook
from tests.frames.backends import BACK_ENDS, BackEnd, Row, duckdb_relation
from tests.frames.rows import calculator, drawn_rows
from tests.frames.test_input import BOOK, DAKAR, dakar, of_column

pytestmark = pytest.mark.filterwarnings("ignore:Dask support is moving out of Narwhals:FutureWarning")

QUICK = [back_end for back_end in BACK_ENDS if not back_end.slow]

SENEGAL = DAKAR | {"receiving_country": "SN", "sending_country": None}
"""820 + 7 x 180 = 2080; before: 820 + 945 = 1765; after: 315."""

TOO_SHORT = SENEGAL | {"end_date": date(2022, 3, 8)}
INCOMING = SENEGAL | {"direction": "incoming", "sending_country": "SN", "receiving_country": "FR"}
"""820 + 7 x 160 = 1940, all of it on arrival."""

TRAINING = SENEGAL | {"activity": "STT", "receiving_country": "JP", "teaching_hours": None}
"""The same as teaching: 2080."""

TO_FRANCE: Row = {
    "activity": "STA",
    "direction": "outgoing",
    "receiving_country": "FR",
    "distance_km": 900,
    "teaching_hours": 8,
    "start_date": date(2025, 3, 3),
    "end_date": date(2025, 3, 7),
}
"""By na-de-ka131-2024 309 for 900 km, and five days and two of travel at 180: 1569."""

EXPECTED = [
    ("STA", "incoming", "2019, 2020, 2022, 2023", "SN", 1, 1, 0, 0, 0, 194000, 194000, 0, 0),
    ("STA", "outgoing", "2019, 2020, 2022, 2023", "SN", 3, 2, 1, 0, 0, 416000, 353000, 63000, 0),
    ("STT", "outgoing", "2019, 2020, 2022, 2023", "JP", 1, 1, 0, 0, 0, 208000, 176500, 31500, 0),
]
COLUMNS = (
    *("activity", "direction", "call", "country", "rows", "granted", "not_eligible", "undetermined", "unreadable"),
    *("total_eur", "pre_financing_eur", "balance_eur", "payments_unknown"),
)


def with_types_of_arrow(frame: pl.DataFrame) -> pd.DataFrame:
    return frame.to_pandas(use_pyarrow_extension_array=True)


def telling_the_activity_by_country() -> Rulebook:
    """Return a toy rulebook that pays for staff sent to Senegal."""
    book = toy_rulebook()
    groups = [{"id": "known", "countries": ["SN"], "source": book.sources[0]}]
    (staff, *_) = book.activities
    activity = staff.model_copy(update={"scope": staff.scope.model_copy(update={"receiving_groups": ("known",)})})
    return book.model_copy(update={"agreements": (), "country_groups": groups, "activities": [activity]})


@pytest.mark.newest_only
@pytest.mark.parametrize("money", ["cents", "decimal"])
@pytest.mark.parametrize("back_end", QUICK, ids=lambda back_end: back_end.name)
def test_the_budget_is_by_activity_direction_call_and_country(back_end: BackEnd, money: Any) -> None:
    frame = back_end.made([SENEGAL, TRAINING, INCOMING, TOO_SHORT, SENEGAL])
    budget = summarise(calculate_frame(frame, BOOK, money=money), BOOK)
    assert type(budget) is type(frame)
    said = [tuple(row[name] for name in COLUMNS) for row in back_end.read(budget)]
    if money == "decimal":
        said = [(*row[:9], *(amount * 100 for amount in row[9:12]), row[12]) for row in said]
    assert said == EXPECTED


NO_DISTANCE = SENEGAL | {"distance_km": None}
"""7 x 180 = 1260, and travel support from 0 below 100 km to 1500 from 8000 km on: 1260 to 2760."""

NO_COUNTRY = {"rulebook": "toy", "receiving_country": None, "sending_country": None}
"""By a toy rulebook whose activity is told by the country: nothing is certain, and nothing bounds it."""

OF_FOUR_ANSWERS: dict[str, int] = {  # one granted, one too short, those two, and one that cannot be read
    "rows": 5,
    "granted": 1,
    "not_eligible": 1,
    "undetermined": 2,
    "unreadable": 1,
    "total_eur": 208_000,
    "minimum_total_eur": 208_000 + 126_000,
    "maximum_total_eur": 208_000 + 276_000,
    "pre_financing_eur": 176_500,
    "balance_eur": 31_500,
    "travel_support_eur": 82_000,
    "individual_support_eur": 126_000,
    "top_ups_eur": 0,
    "maximum_unknown": 1,
    "payments_unknown": 0,
}


@pytest.mark.parametrize("money", ["cents", "decimal"])
@pytest.mark.parametrize("back_end", QUICK, ids=lambda back_end: back_end.name)
def test_each_answer_is_counted_and_what_is_not_known_is_left_out_of_the_sums(back_end: BackEnd, money: Any) -> None:
    asking = telling_the_activity_by_country()
    rows = [SENEGAL, TOO_SHORT, NO_DISTANCE, SENEGAL | {"end_date": None}]
    frame = back_end.made([row | {"rulebook": BOOK} for row in rows] + [SENEGAL | NO_COUNTRY])
    given = calculate_frame(frame, [BOOK, asking], money=money)
    budget = summarise(given, [BOOK, asking], by=["activity"])
    assert type(budget) is type(frame)
    (said,) = back_end.read(budget)
    if money == "decimal":
        said = {name: value * 100 if name.endswith("_eur") else value for name, value in said.items()}
    assert {name: said[name] for name in OF_FOUR_ANSWERS} == OF_FOUR_ANSWERS
    assert set(said) == {"activity", *OF_FOUR_ANSWERS}


@pytest.mark.newest_only
@pytest.mark.parametrize("money", ["cents", "decimal"])
@pytest.mark.parametrize("back_end", QUICK, ids=lambda back_end: back_end.name)
def test_a_sum_that_no_row_has_is_null(back_end: BackEnd, money: Any) -> None:
    asking = telling_the_activity_by_country()
    frame = back_end.made([SENEGAL | NO_COUNTRY, SENEGAL | NO_COUNTRY])
    (said,) = back_end.read(summarise(calculate_frame(frame, [asking], money=money), [asking], by=["activity"]))
    assert (said["granted"], said["undetermined"], said["maximum_unknown"], said["payments_unknown"]) == (0, 2, 2, 0)
    assert {name: said[name] for name in AMOUNTS} == dict.fromkeys(AMOUNTS)


@pytest.mark.parametrize("back_end", QUICK, ids=lambda back_end: back_end.name)
def test_a_sum_without_a_grant_is_null_unless_all_are_refused(back_end: BackEnd) -> None:
    rows = [TOO_SHORT, NO_DISTANCE | {"activity": "STA"}, TOO_SHORT | {"activity": "STT", "teaching_hours": None}]
    (teaching, training) = back_end.read(summarise(calculate_frame(back_end.made(rows), BOOK), by=["activity"]))
    assert (teaching["not_eligible"], teaching["undetermined"], training["not_eligible"]) == (1, 1, 1)
    assert (teaching["total_eur"], teaching["pre_financing_eur"], teaching["top_ups_eur"]) == (None, None, None)
    assert (str(teaching["minimum_total_eur"]), str(teaching["maximum_total_eur"])) == ("1260.00", "2760.00")
    assert {name: str(training[name]) for name in AMOUNTS} == dict.fromkeys(AMOUNTS, "0.00")


READ_AGAIN: dict[str, Callable[[Path], Any]] = {
    "polars": pl.read_csv,  # which takes a column without a value for text
    "polars, lazy": pl.scan_csv,
    "pandas": pd.read_csv,
    "pandas, as it stands": lambda path: pd.read_csv(path, dtype=object, keep_default_na=False, na_values=[""]),
    "pyarrow": pa_csv.read_csv,  # which has a type for it
}


@pytest.mark.parametrize("read", READ_AGAIN.values(), ids=READ_AGAIN)
def test_a_file_of_grants_without_any_amount_has_a_budget_without_sums(
    read: Callable[[Path], Any], tmp_path: Path
) -> None:
    asking, path = telling_the_activity_by_country(), tmp_path / "grants.csv"
    calculate_frame(pl.DataFrame([SENEGAL | NO_COUNTRY] * 2), [asking]).write_csv(path)
    (said,) = nw.from_native(summarise(read(path), [asking], by=["activity"])).lazy().collect().rows(named=True)
    assert (said["rows"], said["undetermined"], said["maximum_unknown"]) == (2, 2, 2)
    assert [name for name in AMOUNTS if plain_value(said[name], nan_is_null=True) is not None] == []


def test_a_column_of_text_is_no_column_of_amounts() -> None:
    grants = calculate_frame(pl.DataFrame([SENEGAL]), BOOK).with_columns(total_eur=pl.lit("2080,00"))
    with pytest.raises(FrameError, match="the column 'total_eur' holds String, and no amounts"):
        summarise(grants, BOOK)


def test_grants_without_a_published_split_are_counted() -> None:
    lille = [
        {"activity": "STT", "direction": "outgoing", "start_date": date(2023, 3, 6), "end_date": date(2023, 3, 10)}
        | {"distance_km": 742.0}
    ] * 2
    budget = summarise(calculate_frame(pl.DataFrame(lille), "lille-ka171-2022"), by=["activity"])
    # 275 + 7 x 180 = 1535 each
    assert budget.select("total_eur", "pre_financing_eur", "payments_unknown").rows() == [
        (Decimal("3070.00"), None, 2),
    ]


def test_sums_over_a_relation_are_planned_apart_from_its_long_formulas() -> None:
    relation = duckdb_relation([TO_FRANCE, TO_FRANCE])
    grants = calculate_frame(relation, "na-de-ka131-2024", explain="none")
    budget = summarise(grants, by=["activity"]).to_arrow_table().to_pylist()  # within a second, and not for minutes
    assert [(row["rows"], str(row["total_eur"])) for row in budget] == [(2, "3138.00")]
    assert grants.aggregate("status, count(*)").fetchall() == [("granted", 2)]


def test_each_row_has_the_call_of_its_rulebook() -> None:
    frame = dakar(3, rulebook=pl.Series([BOOK, "usmb-icm-2018", BOOK]))
    budget = summarise(calculate_frame(frame), by=["call"])
    assert budget["call"].to_list() == ["2018, 2019", "2019, 2020, 2022, 2023"]
    assert budget["rows"].to_list() == [1, 2]


def test_rows_of_no_rulebook_have_no_call() -> None:
    grants = calculate_frame(dakar(3, rulebook=pl.Series([BOOK, "nowhere", BOOK])))
    assert summarise(grants, by="call").select("call", "rows", "unreadable").rows() == [
        ("", 1, 1),
        ("2019, 2020, 2022, 2023", 2, 0),
    ]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"by": ["activty"]}, "there is no column 'activty'; did you mean 'activity'?"),
        ({"by": ["call"]}, NO_RULEBOOK),
    ],
)
def test_a_budget_by_what_is_not_there_is_refused(options: Any, problem: str) -> None:
    with pytest.raises(FrameError) as raised:
        summarise(calculate_frame(dakar(), BOOK), **options)
    assert raised.value.problems == (problem,)


@pytest.mark.parametrize("by", [["total_eur"], ["rows"], []])
def test_a_budget_is_by_what_is_not_added_up(by: list[str]) -> None:
    with pytest.raises(FrameError, match="a budget is by columns that are not added up"):
        summarise(calculate_frame(dakar(), BOOK), BOOK, by=by)


def test_a_budget_may_be_by_one_column() -> None:
    grants = calculate_frame(dakar(), BOOK)
    assert summarise(grants, by="activity").equals(summarise(grants, by=["activity"]))
    with pytest.raises(FrameError, match="there is no column 'activty'; did you mean 'activity'"):
        summarise(grants, by="activty")


@pytest.mark.parametrize(("by", "kind"), [(None, "a NoneType"), (5, "an int")])
def test_a_budget_is_by_columns(by: Any, kind: str) -> None:
    with pytest.raises(TypeError) as raised:
        summarise(calculate_frame(dakar(), BOOK), by=by)
    assert str(raised.value) == f"a budget is by columns, as ['activity'], not by {kind}"


@pytest.mark.parametrize(("by", "told"), [([5], "5"), (["activity", None], "None"), ([["activity"]], "['activity']")])
def test_a_budget_is_by_names_that_are_text(by: Any, told: str) -> None:
    with pytest.raises(FrameError) as raised:
        summarise(calculate_frame(dakar(), BOOK), by=by)
    assert raised.value.problems == (f"by: the name of a column is text, and one is {told}",)


@pytest.mark.parametrize("value", [{"a": 1}, [1]])
@pytest.mark.parametrize("made", [pl.DataFrame.to_arrow, pl.DataFrame.to_pandas, with_types_of_arrow])
def test_a_budget_is_by_plain_values(made: Any, value: object) -> None:
    grants = made(calculate_frame(dakar(mine=pl.Series([value])), BOOK))
    with pytest.raises(FrameError) as raised:
        summarise(grants, by=["activity", "mine"])
    assert raised.value.problems == ("a budget is by plain values, and the column 'mine' has others",)


def test_a_budget_may_be_by_what_polars_can_tell_apart_and_by_objects() -> None:
    grants = calculate_frame(dakar(2, mine=pl.Series([{"a": 1}, {"a": 1}])), BOOK)
    assert summarise(grants, by="mine").select("mine", "rows").rows() == [({"a": 1}, 2)]
    of_objects = calculate_frame(dakar(2).to_pandas().assign(mine=[(1, 2), (1, 2)]), BOOK)
    assert summarise(of_objects, by="mine")["rows"].to_list() == [2]


def counted(budget: Any, name: str) -> list[tuple[object, object]]:
    """Return the values of a column of a budget, and how many rows each has."""
    if isinstance(budget, pd.DataFrame):
        return list(zip(of_column(budget, name), of_column(budget, "rows"), strict=True))
    budget = budget if isinstance(budget, pl.DataFrame) else pl.from_arrow(budget)
    return budget.select(name, "rows").rows()


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("activity", ["STA", 7, "STA"], [("7", 1), ("STA", 2)]),
        ("activity", ["STA", None, 7], [("7", 1), ("STA", 1), (None, 1)]),
        ("start_date", [date(2022, 3, 7), "soon", date(2022, 3, 7)], [("2022-03-07", 2), ("soon", 1)]),
        ("mine", [1, "a", None], [("1", 1), ("a", 1), (None, 1)]),
    ],
)
@pytest.mark.parametrize("in_polars", [True, False])
def test_a_cell_that_cannot_be_read_stops_no_budget(in_polars: bool, name: str, values: Any, expected: Any) -> None:
    if in_polars:
        frame: Any = dakar(3).with_columns(pl.Series(name, values, dtype=pl.Object))
    else:
        frame = dakar(3).to_pandas().assign(**{name: pd.Series(values, dtype=object)})
    grants = calculate_frame(frame, BOOK)
    budget = summarise(grants, BOOK, by=name)
    assert type(budget) is type(frame)
    assert counted(budget, name) == expected
    assert (
        sum(counted(summarise(grants, BOOK), "activity")[place][1] for place in range(len(summarise(grants, BOOK))))
        == 3
    )


def test_objects_of_polars_may_be_what_a_budget_is_by() -> None:
    objects = {
        name: pl.Series(name, [value] * 2, dtype=pl.Object) for name, value in SENEGAL.items() if value is not None
    }
    grants = calculate_frame(dakar(2).with_columns(**objects), BOOK)
    assert summarise(grants, BOOK).select("activity", "country", "rows").rows() == [("STA", "SN", 2)]


@pytest.mark.parametrize("as_pandas", [True, False])
def test_a_budget_may_be_by_dictionaries_of_arrow_that_differ_from_part_to_part(as_pandas: bool) -> None:
    def in_two_parts(*values: object) -> pa.ChunkedArray:
        return pa.chunked_array([pa.array(part).dictionary_encode() for part in (values[:2], values[2:])])

    table = dakar(3).to_arrow().set_column(0, "activity", in_two_parts("STT", "STT", "STA"))
    table = table.set_column(1, "direction", in_two_parts("outgoing", None, "outgoing"))
    table = table.append_column("mine", in_two_parts(2, 2, 1))
    table = table.drop_columns("teaching_hours")
    frame: Any = table.to_pandas(types_mapper=pd.ArrowDtype) if as_pandas else table
    grants = calculate_frame(frame, BOOK)
    assert counted(summarise(grants, by="activity"), "activity") == [("STA", 1), ("STT", 2)]
    assert counted(summarise(grants, by="direction"), "direction") == [("outgoing", 2), (None, 1)]
    assert [rows for _, rows in counted(summarise(grants, by="mine"), "mine")] == [1, 2]
    assert [rows for _, rows in counted(summarise(grants, BOOK), "activity")] == [1, 1, 1]


@pytest.mark.parametrize("made", [pl.DataFrame.to_pandas, with_types_of_arrow])
def test_rows_of_a_budget_in_pandas_are_numbered_in_their_order(made: Any) -> None:
    countries = pl.Series(["SN", "JP", None, "CL", "SN"])
    grants = made(calculate_frame(dakar(5, receiving_country=countries), BOOK))
    grants.index = [22, 4, 50, 7, 9]
    budget = summarise(grants, BOOK)
    assert of_column(budget, "country") == ["CL", "JP", "SN", None]
    assert of_column(budget, "rows") == [1, 1, 2, 1]
    assert list(budget.index) == [0, 1, 2, 3]


def test_a_budget_by_country_needs_the_direction() -> None:
    frame = calculate_frame(dakar().rename({"direction": "way"}), BOOK, columns={"way": "direction"})
    with pytest.raises(FrameError, match="there is no column 'direction'"):
        summarise(frame, by=["country"])


def test_the_direction_of_a_budget_by_country_may_be_called_otherwise() -> None:
    ways = {"direction": pl.Series(["outgoing", "incoming"])}
    countries = {"sending_country": pl.Series(["FR", "JP"]), "receiving_country": pl.Series(["SN", "FR"])}
    frame, columns = dakar(2, **ways, **countries).rename({"direction": "way"}), {"way": "direction"}
    budget = summarise(calculate_frame(frame, BOOK, columns=columns), by="country", columns=columns)
    assert budget.select("country", "rows").rows() == [("JP", 1), ("SN", 1)]


def test_a_budget_by_something_else_needs_neither_direction_nor_countries() -> None:
    grants = calculate_frame(dakar(2), BOOK).select("activity", pl.exclude(*DAKAR))
    assert summarise(grants, by="activity").select("activity", "rows").rows() == [("STA", 2)]


def test_a_budget_is_made_of_grants() -> None:
    with pytest.raises(FrameError, match="there is no column 'status'; "):
        summarise(dakar(), BOOK)


# --- one row ----------------------------------------------------------------------------------------------------------


def test_a_row_of_any_frame_has_its_whole_grant() -> None:
    said = calculate_frame(dakar(reference=7), BOOK, explain="text")
    grant = explain_row(said.row(0, named=True), BOOK)
    assert grant == GrantCalculator(BOOK).calculate(Mobility(**{**DAKAR, "reference": "7"}))  # type: ignore[arg-type]
    in_pandas = calculate_frame(said.to_pandas()[list(DAKAR)], BOOK)
    assert explain_row(in_pandas.iloc[0], BOOK).total_eur == Decimal("2080.00")
    assert explain_row(in_pandas.to_dict("records")[0], get_rulebook(BOOK)).total_eur == Decimal("2080.00")


def test_every_row_is_explained_as_it_was_computed() -> None:
    rows = drawn_rows(BOOK, 300)
    said = calculate_frame(BACK_ENDS[2].made(rows), BOOK)
    for row, answer in zip(rows, said.rows(named=True), strict=True):
        grant = explain_row(answer, BOOK)
        assert grant == calculator(BOOK).calculate(
            Mobility(**{name: value for name, value in row.items() if value is not None})
        )
        assert (grant.eligible, grant.total_eur) == (answer["eligible"], answer["total_eur"])


def test_numbers_of_numpy_and_nulls_of_pandas_are_read() -> None:
    frame = pd.DataFrame(
        [DAKAR | {"travel_days": 1, "partner": None}, DAKAR | {"travel_days": None, "partner": "UCAD"}]
    )
    frame["start_date"] = pd.to_datetime(frame["start_date"])
    assert [explain_row(frame.iloc[place], BOOK).total_eur for place in (0, 1)] == [
        Decimal("1900.00"),
        Decimal("2080.00"),
    ]
    raw = {name: frame[name].to_numpy()[0] for name in frame}
    assert explain_row(raw, BOOK).total_eur == Decimal("1900.00")


def test_a_row_may_name_its_rulebook() -> None:
    row = DAKAR | {"rulebook": "usmb-icm-2018"}
    assert explain_row(row).rulebook_id == "usmb-icm-2018"
    assert explain_row(row, [get_rulebook("usmb-icm-2018"), BOOK]).rulebook_id == "usmb-icm-2018"
    with pytest.raises(UnknownRulebookError):
        explain_row(row | {"rulebook": "usmb-icm-2032"})
    with pytest.raises(FrameError, match=r"^the row names no rulebook: give one$"):
        explain_row(DAKAR)
    with pytest.raises(FrameError, match=r"^the row names no rulebook: name the one that is given in its column rule"):
        explain_row(row | {"rulebook": None}, BOOK)
    for several in (row | {"rulebook": None}, DAKAR):
        with pytest.raises(FrameError) as raised:
            explain_row(several, [BOOK, "usmb-icm-2018"])
        assert str(raised.value) == WHICH_RULEBOOK
    with pytest.raises(FrameError, match="the row names the rulebook 'usmb-icm-2018', which is not among those"):
        explain_row(row, BOOK)


def test_rows_of_one_rulebook_share_a_calculator(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Rulebook] = []

    def counted(book: Rulebook) -> GrantCalculator:
        built.append(book)
        return GrantCalculator(book)

    monkeypatch.setattr(calculation, "GrantCalculator", counted)
    monkeypatch.setattr(calculation, "_calculators", {})
    books = [toy_rulebook().model_copy() for _ in range(calculation._MOST_CALCULATORS + 1)]  # equal, and not the same
    first, *_, last = books
    for book in (first, first, *books, last):
        explain_row(DAKAR, book)
    assert list(map(id, built)) == list(map(id, books))
    assert list(calculation._calculators) == [id(last)]  # the others were let go when there were too many


def test_a_row_that_cannot_be_read_says_why() -> None:
    with pytest.raises(ValidationError, match="this is 'SMS', 'SMT', 'STA' or 'STT'"):
        explain_row(DAKAR | {"activity": "STX"}, BOOK)


def test_columns_may_be_called_otherwise() -> None:
    row = {("km" if name == "distance_km" else name): value for name, value in DAKAR.items()}
    assert explain_row(row, BOOK, columns={"km": "distance_km"}).total_eur == Decimal("2080.00")


@pytest.mark.parametrize("index", [True, False])
def test_a_row_may_be_a_named_tuple(index: bool) -> None:
    (row,) = dakar().to_pandas().itertuples(index=index)
    assert explain_row(row, BOOK).total_eur == Decimal("2080.00")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        *((None, "a NoneType"), (5, "an int"), ("STA", "a str"), ([DAKAR], "a list"), (("STA", "outgoing"), "a tuple")),
        (dakar(), "a DataFrame"),
        (dakar().to_pandas(), "a DataFrame"),
        (dakar().to_arrow(), "a Table"),
    ],
)
def test_what_is_no_row_is_refused_in_a_sentence(given: Any, kind: str) -> None:
    with pytest.raises(TypeError) as raised:
        explain_row(given, BOOK)
    assert str(raised.value) == (
        "a row is a mapping or a named tuple, as frame.row(0, named=True) of polars, frame.iloc[0] of pandas or "
        f"frame.to_pylist()[0] of pyarrow, not {kind}"
    )
