"""The mobilities of a list, one by one."""

from datetime import date
from pathlib import Path

import pytest

from erasmus_grants import GrantCalculator
from erasmus_grants.basics.errors import InputFileError, UnknownRulebookError
from erasmus_grants.batch import read_mobilities
from tests.unit.batch.files import DAKAR, FORMATS, write


@pytest.mark.parametrize("kind", FORMATS)
def test_each_row_is_a_mobility_that_can_be_computed(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"list.{kind}"
    write(path, [DAKAR, DAKAR | {"reference": "another", "teaching_hours": 2}])
    first, second = read_mobilities(path)
    assert first.mobility is not None
    assert first.mobility.start_date == date(2022, 3, 7)
    assert str(GrantCalculator("usmb-icm-2023").calculate(first.mobility).total_eur) == "2080.00"
    assert (second.row, second.mobility and second.mobility.reference) == (2, "another")
    assert (second.estimate, second.no_estimate_because) == (None, "")


def test_a_row_that_cannot_be_read_says_why_and_the_others_are_there(tmp_path: Path) -> None:
    wrong = DAKAR | {"reference": "wrong", "distance_km": "far", "end_date": "2022-03-01"}
    found = list(read_mobilities(write(tmp_path / "list.csv", [wrong, DAKAR])))
    assert [one.mobility is None for one in found] == [True, False]
    cell = found[0].problems[0]
    assert (cell.row, cell.reference, cell.field) == (1, "wrong", "distance_km")
    assert (cell.value, cell.sentence) == ("far", "'far' is not a number")


def test_what_is_said_of_a_list_is_heeded(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("list of 2022;;;\nkind;Start date;End date;km\nSTT;07/03/2022;11/03/2022;4070\n", encoding="utf-16")
    (one,) = read_mobilities(
        path,
        columns={"kind": "activity"},
        set_fields={"direction": "outgoing"},
        heading_row=2,
        encoding="utf-16",
    )
    assert one.problems == ()
    assert one.mobility is not None
    assert (one.mobility.activity.value, one.mobility.direction.value) == ("STT", "outgoing")


def test_a_distance_between_cities_is_marked_and_one_that_is_not_found_says_why(tmp_path: Path) -> None:
    row = {name: value for name, value in DAKAR.items() if name != "distance_km"} | {"from_city": "Chambéry, FR"}
    found = list(
        read_mobilities(write(tmp_path / "list.csv", [row | {"to_city": "Dakar"}, row | {"to_city": "Xqzzy"}]))
    )
    assert [one.mobility and one.mobility.distance_km is None for one in found] == [False, True]
    assert found[0].mobility is not None
    assert found[0].estimate is not None
    assert found[0].mobility.distance_km == found[0].estimate.distance_km
    assert found[0].estimate.to_place.name == "Dakar"
    assert found[0].no_estimate_because == ""
    assert found[1].estimate is None
    assert "Xqzzy" in found[1].no_estimate_because


def test_a_direction_follows_from_the_rulebook_or_from_the_countries(tmp_path: Path) -> None:
    row = {name: value for name, value in DAKAR.items() if name != "direction"} | {"sending_country": "FR"}
    path = tmp_path / "list.csv"
    write(path, [row, row | {"receiving_country": "MA"}])
    assert [one.mobility and one.mobility.direction.value for one in read_mobilities(path)] == ["outgoing", "outgoing"]
    write(path, [row])  # either country may be the one that all rows have in common
    (alone,) = read_mobilities(path)
    assert [cell.field for cell in alone.problems] == ["direction"]
    (known,) = read_mobilities(path, "usmb-icm-2023")
    assert known.mobility is not None
    assert known.mobility.direction.value == "outgoing"


def test_a_list_without_rows_has_no_mobilities_and_needs_no_rulebook(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("activity,direction,start_date,end_date\n", encoding="utf-8")
    assert list(read_mobilities(path)) == []


def test_what_is_wrong_with_the_whole_list_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("activity,direction,start_date,end_date\nSTA,outgoing,03/13/2022,03/14/2022\n", encoding="utf-8")
    with pytest.raises(InputFileError, match=r"list.csv: start_date: .*month first"):
        list(read_mobilities(path))
    with pytest.raises(UnknownRulebookError):
        list(read_mobilities(path, "nothing-2031"))
    with pytest.raises(InputFileError, match="cannot be read"):
        list(read_mobilities(tmp_path / "nothing.csv"))
    path.write_text("activity,distance_km,Kilometres\nSTA,1,2\n", encoding="utf-8")
    with pytest.raises(InputFileError) as caught:
        list(read_mobilities(path))
    assert str(caught.value).startswith(f"{path}: distance_km is both in the column 'distance_km' and in 'Kilometres'")


def test_rows_may_name_a_rulebook_that_nobody_knows(tmp_path: Path) -> None:
    row = {name: value for name, value in DAKAR.items() if name != "direction"} | {"sending_country": "FR"}
    (one,) = read_mobilities(write(tmp_path / "list.csv", [row | {"rulebook": "nothing-2031"}]))
    assert {cell.field for cell in one.problems} == {"rulebook"}


def test_a_student_of_the_third_cycle_is_a_doctoral_candidate(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = ("SMS;;third", "SMS;student;EQF-8", "SMS;;first", "SMT;recent_graduate;third", "SMS;nobody;third")
    path.write_text(
        "activity;role;study_cycle;direction;start_date;end_date\n"
        + "".join(f"{row};outgoing;2022-03-07;2022-06-30\n" for row in rows),
        encoding="utf-8",
    )
    found = list(read_mobilities(path))
    assert [one.mobility.role.value if one.mobility else one.problems[0].field for one in found] == [
        *("doctoral_candidate", "doctoral_candidate", "student", "recent_graduate", "role")
    ]


def test_a_role_that_is_set_for_all_rows_stays(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "activity;study_cycle;direction;start_date;end_date\nSMS;third;outgoing;2022-03-07;2022-06-30\n",
        encoding="utf-8",
    )
    (found,) = read_mobilities(path, set_fields={"role": "student"})
    assert found.problems[0].sentence == "a student of the third cycle has the role doctoral_candidate"
    with pytest.raises(InputFileError, match="role: this may be doctoral_candidate or something else"):
        list(read_mobilities(path, set_fields={"role": "PhD"}))


def test_a_list_without_a_column_for_the_role_has_doctoral_candidates(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "activity;study_cycle;sending_country;receiving_country;start_date;end_date\n"
        "SMS;third;PL;GE;2026-09-01;2026-12-31\n"
        "SMS;first;PL;GE;2026-09-01;2026-12-31\n"
        "SMS;;PL;GE;2026-09-01;2026-12-31\n",
        encoding="utf-8",
    )
    calculator = GrantCalculator("eu-ka171-2026")
    mobilities = [one.mobility for one in read_mobilities(path, "eu-ka171-2026")]
    assert [mobility and calculator.calculate(mobility).eligible for mobility in mobilities] == [True, False, None]
