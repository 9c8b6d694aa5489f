"""Lists that state cities in place of kilometres."""

import json
from pathlib import Path

import openpyxl
import pytest

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import audit_file, calculate_file, columns_of_file, missing_figures
from erasmus_grants.batch.cities import ESTIMATE_TYPES
from erasmus_grants.batch.summary import BatchSummary
from erasmus_grants.places import extra, great_circle
from tests.unit.batch.files import DAKAR, FORMATS, Row, read, write

TO_DAKAR: Row = {name: value for name, value in DAKAR.items() if name != "distance_km"}
"""From Chambéry; the page of Savoie Mont Blanc has 4070 km in its example, and pays 530 up to 3999 km and 820 from there
on."""

PRINTED_KM = 4070


def computed(path: Path, rows: list[Row], names: list[str] | None = None, **how: object) -> BatchSummary:
    source = write(path, rows, names or ())
    target = path.with_name(f"grants{path.suffix}")
    return calculate_file(source, str(target), "usmb-icm-2023", **how)  # type: ignore[arg-type]


def told(path: Path) -> list[dict[str, object]]:
    return [
        {name: row[name] for name in ESTIMATE_TYPES} | {"total_eur": row["total_eur"]}
        for row in read(path.with_name(f"grants{path.suffix}"))
    ]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_city_stands_in_place_of_kilometres_in_every_kind_of_file(tmp_path: Path, kind: str) -> None:
    row = TO_DAKAR | {"Sending city": "Chambéry, FR", "Receiving city": "Dakar"}
    summary = computed(tmp_path / f"list.{kind}", [row])
    assert (summary.estimated_distances, summary.near_edges) == (1, 1)
    assert "haversine" in summary.estimate_sources[0]
    (found,) = told(tmp_path / f"list.{kind}")
    estimate = str(found["estimated_distance_km"])
    assert float(estimate) == pytest.approx(PRINTED_KM, rel=0.0011), "no official distance of the guide is farther away"
    assert float(str(found["total_eur"])) == 2080, "820 and 7 days at 180"
    assert str(found["distance_is_estimate"]).casefold() in {"true", "1"}
    assert str(found["from_place"]).startswith("Chambéry, FR (45.")
    assert str(found["to_place"]).startswith("Dakar, SN (14.")
    assert found["distance_note"] == (
        f"{estimate} km is within 3 % of 4000 km, where another band begins: below it 530.00 EUR, from there on 820.00 EUR"
    )


def test_kilometres_that_are_stated_win(tmp_path: Path) -> None:
    cities: Row = {"from_city": "Chambéry, FR", "to_city": "Dakar"}
    summary = computed(tmp_path / "list.csv", [DAKAR | cities, DAKAR | cities | {"distance_km": None}])
    official, estimated = told(tmp_path / "list.csv")
    assert summary.estimated_distances == 1
    assert official["total_eur"] == "2080.00"
    assert (official["distance_is_estimate"], official["estimated_distance_km"]) == ("false", "")
    assert estimated["distance_is_estimate"] == "true"


def test_a_list_with_all_kilometres_has_no_columns_of_estimates(tmp_path: Path) -> None:
    summary = computed(tmp_path / "list.csv", [DAKAR | {"from_city": "Chambéry", "to_city": "Dakar"}])
    (row,) = read(tmp_path / "grants.csv")
    assert not ESTIMATE_TYPES.keys() & row.keys()
    assert str(summary.total_eur) == "2080.00"
    assert "Distances" not in summary.to_text()


def test_kilometres_that_cannot_be_read_are_not_replaced(tmp_path: Path) -> None:
    row = DAKAR | {"distance_km": "far", "from_city": "Chambéry, FR", "to_city": "Dakar"}
    summary = computed(
        tmp_path / "list.csv", [row, TO_DAKAR | {"distance_km": "", "from_city": "", "to_city": "Dakar"}]
    )
    assert summary.unreadable_cells[0].value == "far"
    assert summary.estimated_distances == 0


def test_the_city_of_the_office_is_set_for_all_rows(tmp_path: Path) -> None:
    row = TO_DAKAR | {"to_city": "Dakar"}
    set_fields = {"from_city": "45.57, 5.92", "sending_country": "FR"}
    assert computed(tmp_path / "list.csv", [row], set_fields=set_fields).estimated_distances == 1
    (found,) = told(tmp_path / "list.csv")
    assert found["from_place"] == "45.57, 5.92"


def test_a_city_that_gives_no_distance_leaves_the_row_open_and_says_why(tmp_path: Path) -> None:
    start: Row = {"from_city": "Chambéry, FR"}
    rows = [
        TO_DAKAR | start | {"to_city": "Xqzzy"},
        TO_DAKAR | start | {"to_city": "Xqzzy"},
        TO_DAKAR | start | {"receiving_country": None, "to_city": "Valencia"},
        TO_DAKAR | start | {"receiving_country": "ZZ", "to_city": "Dakar"},
        TO_DAKAR | start | {"to_city": None},
        TO_DAKAR | {"from_city": None, "to_city": None},
    ]
    summary = computed(tmp_path / "list.csv", rows)
    assert (summary.granted, summary.estimated_distances) == (0, 0)
    assert [(count.rows, count.sentence.partition(":")[0]) for count in summary.without_distance] == [
        (2, "no place in SN is called 'Xqzzy'; write the nearest town, or coordinates as 45.57, 5.92"),
        (1, "Valencia"),
        (1, "the city where the journey ends is not stated; it may be set for all rows"),
    ]
    notes = [row["distance_note"] for row in told(tmp_path / "list.csv")]
    assert str(notes[0]).startswith("no place in SN")
    assert notes[3] == "", "the row cannot be read at all"
    assert notes[5] == "", "it states no city"
    assert "Cities that give no distance" in summary.to_text()


def test_a_city_in_doubt_gives_no_distance(tmp_path: Path) -> None:
    rows = [
        TO_DAKAR | {"from_city": "Chambéry, FR", "to_city": "Dakar?"},
        TO_DAKAR | {"from_city": "¿Chambéry, FR", "to_city": "Dakar"},
    ]
    summary = computed(tmp_path / "list.csv", rows)
    assert (summary.granted, summary.undetermined, summary.estimated_distances) == (0, 2, 0)
    assert [row["distance_note"] for row in told(tmp_path / "list.csv")] == [
        "'Dakar?' is in doubt: it has a question mark",
        "'¿Chambéry, FR' is in doubt: it has a question mark",
    ]


NO_PLACE = "{} may say that there is no place; a town that is called so is written with its country, as Rome, IT"


@pytest.mark.parametrize("word", ["none", "None.", "SAME", "see", "leer", "même", "żadne", "nein", "sí", "University"])
def test_a_word_that_says_nothing_is_no_city(tmp_path: Path, word: str) -> None:
    """Each is the name of a place in the gazetteer, too; None is one near Turin."""
    rows = [
        TO_DAKAR | {"from_city": "Chambéry, FR", "to_city": word, "receiving_country": None},
        TO_DAKAR | {"from_city": word, "to_city": "Dakar"},
    ]
    summary = computed(tmp_path / "list.csv", rows)
    assert (summary.undetermined, summary.estimated_distances) == (2, 0)
    assert [row["distance_note"] for row in told(tmp_path / "list.csv")] == [NO_PLACE.format(repr(word))] * 2


def test_a_town_that_is_called_like_such_a_word_has_its_country_behind_it(tmp_path: Path) -> None:
    row = TO_DAKAR | {"from_city": "None, IT", "to_city": "Dakar"}
    assert computed(tmp_path / "list.csv", [row, row | {"from_city": "n/a"}]).estimated_distances == 1
    named, nothing = told(tmp_path / "list.csv")
    assert str(named["from_place"]).startswith("None, IT (44.")
    assert str(nothing["distance_note"]).startswith("the city where the journey starts is not stated")


def test_a_city_that_no_grant_depends_on_is_not_told(tmp_path: Path) -> None:
    # call 2022 pays travel by distance to staff, and not to students on a semester in Europe
    semester: Row = {
        "activity": "SMS",
        "direction": "outgoing",
        "sending_country": "ES",
        "receiving_country": "DE",
        "start_date": "2022-09-15",
        "end_date": "2023-01-31",
        "from_city": "Madrid",
        "to_city": "Xqzzy",
    }
    course: Row = semester | {"activity": "STT", "end_date": "2022-09-19"}
    known: Row = semester | {"to_city": "Berlin"}
    source = write(tmp_path / "list.csv", [semester, course, known])
    summary = calculate_file(source, str(tmp_path / "grants.csv"), "eu-ka131-2022")
    assert [count.rows for count in summary.without_distance] == [1]
    rows = read(tmp_path / "grants.csv")
    assert [bool(row["distance_note"]) for row in rows] == [False, True, False]
    assert [row["distance_is_estimate"] for row in rows] == ["false", "false", "true"]


def test_a_name_of_two_places_is_the_one_in_the_stated_country(tmp_path: Path) -> None:
    row = TO_DAKAR | {"sending_country": "ES", "from_city": "Valencia", "to_city": "Dakar"}
    computed(tmp_path / "list.csv", [row, row | {"sending_country": None}])
    first, second = told(tmp_path / "list.csv")
    assert str(first["from_place"]).startswith("Valencia, ES (39.")
    assert (second["from_place"], second["distance_is_estimate"]) == ("", "false")


def test_an_empty_cell_is_asked_for_by_its_name(tmp_path: Path) -> None:
    summary = computed(tmp_path / "list.csv", [TO_DAKAR | {"from_city": None, "to_city": "Dakar"}])
    assert summary.without_distance[0].sentence == (
        "the city where the journey starts is not stated; it may be set for all rows: --set from_city=CITY"
    )


def test_without_the_gazetteer_the_list_is_computed_and_the_extra_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(great_circle, "_angle", lambda: extra.module("a_package_that_is_not_there"))
    summary = computed(tmp_path / "list.csv", [TO_DAKAR | {"from_city": "45.57, 5.92", "to_city": "14.69, -17.44"}])
    assert summary.undetermined == 1
    assert "pip install '.[places]'" in summary.without_distance[0].sentence


def test_the_cell_of_the_distance_stays_empty_in_a_sheet(tmp_path: Path) -> None:
    row = DAKAR | {"distance_km": None, "from_city": "Chambéry, FR", "to_city": "Dakar"}
    computed(tmp_path / "list.xlsx", [row])
    (found,) = read(tmp_path / "grants.xlsx")
    assert found["distance_km"] is None, "an estimate is not what stands there"
    sheet = openpyxl.load_workbook(tmp_path / "grants.xlsx")["grants"]
    (note,) = (cell for cell in sheet[1] if cell.value == "distance_note")
    assert sheet.column_dimensions[note.column_letter].width > 80, "the note of an edge has more letters"


def test_headings_of_cities_are_known_and_alone_they_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("activity,start_date,end_date,Ville de départ,Zielstadt,Ort,City of arrival\n", encoding="utf-8")
    found = {one.column: (one.field, one.may_be) for one in columns_of_file(str(path)).columns[3:]}
    assert found == {
        "Ville de départ": ("from_city", ()),
        "Zielstadt": ("to_city", ()),
        "Ort": (None, ()),
        "City of arrival": (None, ()),
    }
    path.write_text("activity,start_date,end_date,Ort\n", encoding="utf-8")
    assert columns_of_file(str(path)).columns[3].may_be == ("to_city", "from_city")


def test_a_city_is_in_one_column_and_not_also_set(tmp_path: Path) -> None:
    row = TO_DAKAR | {"A": "Chambéry", "B": "Paris", "to_city": "Dakar"}
    with pytest.raises(InputFileError, match="from_city is both in the column 'A' and in 'B'"):
        computed(tmp_path / "list.csv", [row], columns={"A": "from_city", "B": "from_city"})
    with pytest.raises(InputFileError, match="to_city is set, and is in the column 'to_city'"):
        computed(tmp_path / "list.csv", [row], set_fields={"to_city": "Dakar"})
    with pytest.raises(InputFileError, match="there is no field 'fromcity'; did you mean 'from_city'"):
        computed(tmp_path / "list.csv", [row], set_fields={"fromcity": "Dakar"})


def test_an_audit_and_missing_figures_estimate_too(tmp_path: Path) -> None:
    cities: Row = {"from_city": "45.57, 5.92", "to_city": "12.56, -16.27"}
    # some 4200 km to Ziguinchor: 1260 for seven days and 820 of travel support
    source = write(tmp_path / "list.csv", [TO_DAKAR | cities | {"Total grant": "2080.00"}])
    assert audit_file(source, "usmb-icm-2023").agreeing == 1
    assert missing_figures(source, "usmb-icm-2023").undetermined == 0


def test_the_summary_as_json_has_the_estimates(tmp_path: Path) -> None:
    summary = computed(tmp_path / "list.csv", [TO_DAKAR | {"from_city": "Chambéry, FR", "to_city": "Dakar"}])
    data = json.loads(summary.model_dump_json())
    assert (data["estimated_distances"], data["near_edges"], data["without_distance"]) == (1, 1, [])


def test_the_list_of_the_guide_gives_what_the_guide_says(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "estimate-a-distance.md").read_text(encoding="utf-8")
    listed, notes = (block.strip() for block in page.partition("## In a list")[2].split("```text")[1:3])
    source = tmp_path / "cities.csv"
    source.write_text(listed.partition("```")[0], encoding="utf-8")
    how = {"direction": "outgoing", "from_city": "Warszawa"}
    summary = calculate_file(str(source), str(tmp_path / "grants.csv"), "na-pl-ka131-2024", set_fields=how)
    assert (summary.granted, summary.undetermined, summary.estimated_distances, summary.near_edges) == (3, 1, 2, 1)
    rows = read(tmp_path / "grants.csv")
    told = [f"{row['reference']}: {row['distance_note']}" for row in rows if row["distance_note"]]
    assert told == notes.partition("```")[0].splitlines()
