"""Does the page of coverage say what the evidence says?  Each cell is typed from the pages that were collected."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from erasmus_grants import GrantCalculator, Mobility, known_rulebooks

ACTIONS = ("KA103", "KA107", "KA131", "KA171")
PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "coverage.md").read_text(encoding="utf-8")


def cells() -> Iterator[tuple[str, int, str, str]]:
    """Yield action, call year, table and cell of every row."""
    action, years = "", list[int]()
    for line in PAGE.splitlines():
        columns = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("## "):
            action = line.removeprefix("## ")
        elif line.startswith("|  | ") and action in ACTIONS:
            years = [int(cell.strip("[").split("]")[0]) for cell in columns[1:]]
        elif line.startswith("| ") and action in ACTIONS and len(columns) == len(years) + 1 and "---" not in line:
            yield from ((action, year, columns[0], cell) for year, cell in zip(years, columns[1:], strict=True))


CELLS = {(action, year, table): cell for action, year, table, cell in cells()}


@pytest.mark.parametrize(
    ("action", "year", "table", "cell"),
    [
        ("KA103", 2014, "travel support of staff, standard", "complete"),
        ("KA103", 2017, "travel support of staff, standard", "partly"),  # 10-99 km and 8000 km are LOW
        ("KA103", 2018, "staff per day, outgoing", "partly"),  # nobody says whether territories take part
        ("KA103", 2016, "long-term students per month, outgoing", "partly"),  # France alone prints a range
        ("KA103", 2018, "long-term students per month, outgoing", "empty"),
        ("KA107", 2018, "staff per day, outgoing", "complete"),  # 180 EUR
        ("KA107", 2018, "staff per day, incoming", "partly"),  # four countries of many
        ("KA107", 2016, "long-term students per month, incoming", "complete"),  # 850, 800, 750 EUR by group
        ("KA107", 2018, "long-term students per month, incoming", "partly"),
        ("KA131", 2022, "long-term students per month, outgoing", "partly"),  # nothing of outermost regions and OCTs
        ("KA131", 2023, "long-term students per month, outgoing", "complete, ranges"),  # guide 2023, pp. 70 and 71
        ("KA131", 2023, "short-term students per day, outgoing", "complete"),  # 79 and 56 EUR, guide 2023, p. 72
        ("KA131", 2024, "short-term students per day, outgoing", "complete"),  # 79 and 56 EUR
        ("KA131", 2025, "staff per day, outgoing", "partly"),  # the highest rates alone
        ("KA131", 2026, "staff per day, outgoing", "complete, ranges"),  # guide 2026, p. 71
        ("KA131", 2024, "travel support of staff, green", "complete"),
        ("KA131", 2024, "top-up for green travel", "-"),
        ("KA171", 2021, "travel days", "no rulebook"),
        ("KA171", 2024, "staff per day, outgoing", "complete"),  # 190 EUR
        ("KA171", 2023, "long-term students per month, outgoing", "complete"),  # 700 EUR, guide 2023, p. 71
        ("KA171", 2024, "long-term students per month, incoming", "complete"),  # 900, 850 and 800 EUR, both guides
        ("KA171", 2022, "long-term students per month, incoming", "partly"),  # none for group 1
    ],
)
def test_a_cell_says_what_the_evidence_says(action: str, year: int, table: str, cell: str) -> None:
    assert CELLS[action, year, table] == cell


def test_every_official_rulebook_has_its_column() -> None:
    shown = {f"eu-{action.lower()}-{year}" for (action, year, _), cell in CELLS.items() if cell != "no rulebook"}
    assert shown == {name for name in known_rulebooks() if name.startswith("eu-")}


@pytest.mark.parametrize("name", [name for name in known_rulebooks() if name.startswith("eu-")])
def test_an_empty_cell_refuses_and_a_complete_one_pays(name: str) -> None:
    _, action, year = name.split("-")
    cell = CELLS[action.upper(), int(year), "staff per day, outgoing"]
    near = {"ka103": ["DE", "PL", "IE"], "ka131": ["DE", "PL", "IE", "SN"]}.get(action, ["SN", "MA", "JP"])
    answers = set[bool]()
    for country in near:
        training = Mobility.model_validate(
            {
                "activity": "STT",
                "direction": "outgoing",
                "sending_country": "FR",
                "receiving_country": country,
                "start_date": f"{year}-09-07",
                "end_date": f"{year}-09-11",
                "distance_km": 900,
            }
        )
        answers.add("RATE_NOT_PUBLISHED" in {finding.code for finding in GrantCalculator(name).check(training)})
    expected = {"complete": {False}, "complete, ranges": {True, False}, "empty": {True}, "partly": {True, False}}
    if action == "ka103":  # between programme countries it prints ranges alone, and to territories nothing
        assert (cell, answers) == ("partly", {True})
    else:  # to third countries there is one rate
        assert answers == expected[cell]
