"""Rows of a list, read and computed: what each says, and what all of them have in common."""

from pathlib import Path

import pytest

from erasmus_grants import GrantCalculator, Mobility, Rulebook, get_rulebook
from erasmus_grants.batch import columns_of_file
from erasmus_grants.batch.cells import BrokenCell
from erasmus_grants.batch.grants import Grants
from erasmus_grants.batch.recognition import FieldOfAllRows, recognised
from erasmus_grants.batch.tables import Chunk
from erasmus_grants.frames.trace import wrong_fields

ICM = get_rulebook("usmb-icm-2023")
GERMAN = get_rulebook("na-de-ka131-2024")
PROGRAMME = get_rulebook("eu-ka131-2024")
NAMES = ("reference", "activity", "direction", "receiving_country", "start_date", "end_date", "distance_km", "hours")
DAKAR = ("R-1", "STA", "outgoing", "SN", "2022-03-07", "2022-03-11", "4070", "8")


def row(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(NAMES, DAKAR, strict=True)]


def grants(*names: str) -> Grants:
    return Grants(recognised(names, {"hours": "teaching_hours"}), [ICM])


def test_a_row_that_can_be_read_is_its_mobility() -> None:
    read = grants(*NAMES).listed(row())
    assert (read.problems, read.journey) == ([], None)
    assert read.mobility is not None
    assert str(GrantCalculator(ICM).calculate(read.mobility).total_eur) == "2080.00"  # 820, and 7 days of 180


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        ({"distance_km": "far"}, [("distance_km", "far", "'far' is not a number")]),
        (
            {"distance_km": "far", "start_date": "soon"},
            [("start_date", "soon", "'soon' is not a day"), ("distance_km", "far", "'far' is not a number")],
        ),
    ],
)
def test_a_row_that_cannot_be_read_has_no_mobility(cells: dict[str, str], problems: list[tuple[str, str, str]]) -> None:
    read = grants(*NAMES).listed(row(**cells))
    assert read.mobility is None
    assert [(field, cell, sentence.partition(";")[0]) for field, cell, sentence in read.problems] == problems


def test_what_does_not_fit_together_is_told_too() -> None:
    read = grants(*NAMES).listed(row(end_date="2022-03-01"))
    assert read.mobility is None
    assert read.problems == [("end_date", "2022-03-01", "the last day is not before the first day, 2022-03-07")]


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        ({"distance_km": "600 km", "activity": "SMT"}, ["distance_km"]),  # and nothing of its hours
        ({"distance_km": "600", "activity": "SMT"}, ["teaching_hours"]),
        ({"distance_km": "far", "end_date": "2022-03-01"}, ["distance_km"]),
        ({"distance_km": "far", "end_date": ""}, ["end_date", "distance_km"]),
        ({"distance_km": "-1", "end_date": "2022-03-01"}, ["distance_km"]),
        ({"receiving_country": "XX", "end_date": "2022-03-01"}, ["receiving_country"]),
        ({"activity": "SMT", "end_date": "2022-03-01"}, ["end_date", "teaching_hours"]),
        ({"activity": "STX", "direction": "", "end_date": ""}, ["activity", "direction", "end_date"]),
    ],
)
def test_counts_and_sentences_tell_the_same_fields(cells: dict[str, str], fields: list[str]) -> None:
    reads = grants(*NAMES)
    (trace,) = reads.of([row(**cells)]).trace
    assert sorted(wrong_fields(trace)) == sorted(fields)
    assert sorted(field for field, *_ in reads.listed(row(**cells)).problems) == sorted(fields)


def test_a_row_names_its_rulebook_or_says_that_it_is_missing() -> None:
    named = Grants(recognised(("rulebook", *NAMES), {"hours": "teaching_hours"}), [])
    assert named.listed(["usmb-icm-2023", *row()]).problems == []
    assert named.listed(["", *row()]).problems == [("rulebook", "", "this is missing")]


def test_a_rulebook_that_nobody_knows_is_told_with_one_that_is_near() -> None:
    named = Grants(recognised(("rulebook", *NAMES), {"hours": "teaching_hours"}), [])
    ((field, cell, sentence),) = named.listed(["usmb-icm-2032", *row()]).problems
    assert (field, cell) == ("rulebook", "usmb-icm-2032")
    assert sentence.startswith("no rulebook is called 'usmb-icm-2032'; did you mean 'usmb-icm-2023'? ")


def test_a_row_names_one_of_the_rulebooks_that_are_given() -> None:
    given = Grants(recognised(("rulebook", *NAMES), {"hours": "teaching_hours"}), [ICM, GERMAN])
    assert given.listed(["usmb-icm-2023", *row()]).problems == []
    sentence = "this is none of the rulebooks that are given: usmb-icm-2023, na-de-ka131-2024"
    assert given.listed(["eu-ka131-2024", *row()]).problems == [("rulebook", "eu-ka131-2024", sentence)]


CITIES = ("activity", "start_date", "end_date", "from city", "to city", "km")
FIELDS = {"from city": "from_city", "to city": "to_city", "km": "distance_km"}


@pytest.mark.parametrize(
    ("rows", "needed"),
    [
        ([["Rom", "Paris", ""]], True),
        ([["", "Paris", ""]], True),
        ([["", "", ""]], False),
        ([["Rom", "Paris", "1100"]], False),
        ([["", "", ""], ["Rom", "Paris", "1100"]], False),  # no row states a city and lacks kilometres
        ([["", "", "5"], ["Rom", "", ""]], True),
    ],
)
def test_a_distance_is_estimated_if_some_row_states_a_city_and_no_kilometres(
    rows: list[list[str]], needed: bool
) -> None:
    listed = Grants(recognised(CITIES, FIELDS), [ICM])
    listed.learn([Chunk([["STA", "2022-03-07", "2022-03-11", *cells] for cells in rows])])
    assert (listed.has_estimates, listed.count) == (needed, len(rows))


def test_without_a_column_of_kilometres_each_city_needs_an_estimate() -> None:
    listed = Grants(recognised(CITIES[:5], FIELDS), [ICM])
    listed.learn([Chunk([["STA", "2022-03-07", "2022-03-11", "Rom", "Paris"]])])
    assert listed.has_estimates


@pytest.mark.parametrize(
    ("rulebook", "sending", "receiving", "direction"),
    [
        (GERMAN, "DE", "FR", "outgoing"),
        (GERMAN, "FR", "DE", "incoming"),
        (GERMAN, "DE", "", "outgoing"),
        (GERMAN, "FR", "", "incoming"),
        (GERMAN, "", "FR", "outgoing"),
        (GERMAN, "", "DE", "incoming"),
        (PROGRAMME, "DE", "TN", "outgoing"),  # of the two, Germany alone is of the programme
        (PROGRAMME, "TN", "DE", "incoming"),
    ],
)
def test_a_direction_follows_from_the_country_that_pays(
    rulebook: Rulebook, sending: str, receiving: str, direction: str
) -> None:
    names = ("activity", "sending_country", "receiving_country", "start_date", "end_date")
    listed = Grants(recognised(names, {}), [rulebook])
    read = listed.listed(["STT", sending, receiving, "2024-10-07", "2024-10-11"])
    assert isinstance(read.mobility, Mobility)
    assert read.mobility.direction == direction


@pytest.mark.parametrize("place", [1, 2])
def test_where_a_country_is_no_value_nothing_is_said_of_the_direction(place: int) -> None:
    names = ("activity", "sending_country", "receiving_country", "start_date", "end_date")
    reads = Grants(recognised(names, {}), [PROGRAMME])
    cells: list[object] = ["STT", "DE", "FR", "2024-10-07", "2024-10-11"]
    cells[place] = BrokenCell("#N/A")
    (trace,) = reads.of([cells]).trace
    assert wrong_fields(trace) == (names[place],)
    assert [field for field, *_ in reads.listed(cells).problems] == [names[place]]


def test_what_a_file_would_be_read_as_is_told_whole(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(";".join([*NAMES, *(f"remark {number}" for number in range(9))]) + "\n", encoding="utf-8")
    found = columns_of_file(str(path), set_fields={"fewer_opportunities": "no"})
    assert found.set_fields == (FieldOfAllRows(field="fewer_opportunities", value="no"),)
    assert found.problems == ()
    path.write_text(";".join([*NAMES[2:], *(f"remark {number}" for number in range(9))]) + "\n", encoding="utf-8")
    told = ", ".join(f"'{name}'" for name in [*NAMES[2:], "remark 0", "remark 1"])
    assert columns_of_file(str(path)).problems == (
        "there is no column for activity",
        f"the headings are those of line 1: {told}, ...; name another row with --heading-row, or columns with --columns",
    )
