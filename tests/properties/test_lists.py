"""However an office writes a list, within what is known, its mobilities are the same, and so are its grants."""

import csv
import io
import tomllib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from erasmus_grants import Mobility, batch, get_rulebook
from erasmus_grants.batch.layout import Options
from erasmus_grants.batch.list_files import opened
from erasmus_grants.batch.run import grants_of

WORDS = tomllib.loads(Path(batch.__file__).with_name("words.toml").read_text("utf-8"))
PLAIN = {
    "reference": ["a", "b", "c"],
    "activity": ["STA", "STT", "SMS"],
    "sending_country": ["PL", "PL", "PL"],
    "receiving_country": ["GR", "DE", "ES"],
    "start_date": ["2024-10-07", "2024-11-18", "2025-02-03"],
    "end_date": ["2024-10-11", "2024-11-22", "2025-06-20"],
    "distance_km": ["1500", "499.75", "2310"],
    "teaching_hours": ["8", "", ""],
    "fewer_opportunities": ["false", "false", "true"],
    "interruption_days": ["0", "1", ""],
}
RULEBOOK = get_rulebook("na-pl-ka131-2024")
DATES = ("{0:%Y-%m-%d}", "{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0.day}.{0.month}.{0.year}", "{0:%Y-%m-%d}T00:00:00")
DATES += ("{0.day}. {0.month}. {0.year}", "{0:%d-%m-%Y}.", "{0:%d/%m/%Y} 00:00")
COUNTRIES = {
    "PL": ("PL", "pl", "Poland", "Polska", "Pologne", "Polen"),
    "GR": ("GR", "EL", "Greece", "GRÈCE", "Ελλάδα"),
    "DE": ("DE", "Germany", "Niemcy", "alemania"),
    "ES": ("ES", "Spain", "Hiszpania", "İspanya"),
}
NUMBERS = {"1500": ("1500", "1500.0", "1 500", "1500,00", "1.500,0"), "2310": ("2310", "2,310.0", "2\u202f310")}
NUMBERS["499.75"] = ("499.75", "499,75", "499.7500")


@st.composite
def spelled(draw: st.DrawFn, field: str, cell: str) -> str:
    """Return one of the ways in which a cell may be written."""
    if not cell:
        return draw(st.sampled_from(("", " ")))
    if field.endswith("_date"):
        return draw(st.sampled_from(DATES)).format(date.fromisoformat(cell))
    if field.endswith("_country"):
        return draw(st.sampled_from(COUNTRIES[cell]))
    if field == "activity":
        return draw(st.sampled_from((cell, f"HE-{cell}", f" {cell.lower()} ", *WORDS["values"]["activity"][cell])))
    if field == "fewer_opportunities":
        return draw(st.sampled_from(WORDS["values"]["yes_no"]["yes" if cell == "true" else "no"]))
    return draw(st.sampled_from(NUMBERS.get(cell, (cell,)))) if field == "distance_km" else cell


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return the text of a list, its ending and its encoding."""
    fields = draw(st.permutations([*PLAIN, "", "Remarks"]))
    order = draw(st.permutations(range(3)))
    named = {field: draw(st.sampled_from((field, *WORDS["headings"][field]))) for field in PLAIN}
    separator = draw(st.sampled_from((";", ",", "\t")))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    if draw(st.booleans()):
        writer.writerow(["Mobilities of the year"])
    writer.writerow([named.get(field, field) for field in fields])
    if draw(st.booleans()):
        writer.writerow(["*" if field in {"start_date", "end_date"} else "" for field in fields])
    for row in order:
        cells = {field: draw(spelled(field, column[row])) for field, column in PLAIN.items()}
        writer.writerow([cells.get(field, "" if not field else "à revoir") for field in fields])
    return (
        text.getvalue(),
        draw(st.sampled_from((".csv", ".txt"))),
        draw(st.sampled_from(("utf-8-sig", "utf-8", "utf-16"))),
    )


def mobilities_of(text: str, ending: str, encoding: str) -> dict[str | None, Mobility]:
    """Return the mobilities of a list by their reference."""
    with TemporaryDirectory() as folder:
        source = str(Path(folder, f"list{ending}"))
        Path(source).write_bytes(text.encode(encoding))
        with opened(source, Options()) as given:
            grants = grants_of(given, [RULEBOOK])
            computed = [grants.of(chunk.rows, with_texts=False) for chunk in given.chunks()]
        mobilities = [chunk.mobility(row) for chunk in computed for row in range(len(chunk.trace))]
        return {mobility.reference: mobility for mobility in mobilities}


def plain_list() -> str:
    rows = [PLAIN.keys(), *zip(*PLAIN.values(), strict=True)]
    return "".join(",".join(row) + "\n" for row in rows)


EXPECTED = mobilities_of(plain_list(), ".csv", "utf-8")


def test_the_plain_list_is_read_as_it_stands() -> None:
    assert [mobility.reference for mobility in EXPECTED.values()] == ["a", "b", "c"]
    training = EXPECTED["b"]
    assert (training.activity.value, training.direction.value, training.receiving_country) == ("STT", "outgoing", "DE")
    assert (str(training.start_date), str(training.distance_km), training.interruption_days) == (
        "2024-11-18",
        "499.75",
        1,
    )
    assert EXPECTED["c"].fewer_opportunities


@given(lists())
def test_however_a_list_is_written_its_mobilities_are_the_same(made: tuple[str, str, str]) -> None:
    assert mobilities_of(*made) == EXPECTED
