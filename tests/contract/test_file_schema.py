"""Does an editor that knows only the schema complete and refuse what the library does?"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft7Validator, Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

from erasmus_grants import ErasmusGrantsError, Rulebook, load_rulebook
from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.vocabulary import LengthUnit
from erasmus_grants.rulebook.schema import Json
from tests.contract.schema_files import RULEBOOK, SCHEMAS

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "src/erasmus_grants/rulebooks").glob("*/*.toml"))
EXAMPLES = sorted((ROOT / "docs/how-to").glob("example-*.toml"))
MODEL = RULEBOOK
FILE = json.loads(json.dumps(SCHEMAS["rulebook-file"]))
SHELF = json.loads(json.dumps(SCHEMAS["rulebook-sources"]))
BOTH = [pytest.param(FILE, id="rulebook-file"), pytest.param(SHELF, id="rulebook-sources")]

WHOLE = """\
id = "ours-2030"
title = "Ours"
institution = "We"
action = "KA131"
call_years = [2030]
status = "provisional"
sources_from = "shelf.toml"
sources = ["PAGE"]
country_groups = [{ id = "near", countries = "AT neighbours", source = "PAGE" }]
activities = { roles = "student staff", source = "PAGE" }

[durations]
source = "PAGE"
rows = [
  { scope = { terms = "staff" }, minimum = "2 calendar_days", maximum = "60 calendar_days" },
  { scope = { terms = "long_term_physical" }, minimum = "60 days_360", maximum = { value = 12, unit = "calendar_months" } },
]

[travel_support]
bands = [
  { from_km = 10, below_km = 100, standard_eur = 28 },
  { from_km = 100, standard_eur = "211.50", source = "ANNEX" },
]
source = "PAGE"

[[monthly_rates]]
scope = { receiving_groups = "near" }
rate_eur_per_month = 600
source = "PAGE"

[[monthly_rates]]
source = "PAGE"
rows = [{ scope = { activities = "SMT", sending_groups = "near", roles = "staff" }, not_published = "ask the office." }]

[top_ups]
kind = "top_up_traineeship"
rate_eur_per_month = 150
source = "ANNEX"

[settlement]
below_minimum = "forfeit"
source = "PAGE"
"""

SHELF_FILE = """\
[countries]
neighbours = "DE CH"
nearby = ["neighbours", "IT"]

[[sources]]
id = "PAGE"
document = "Rates"
publisher = "We"
locator = "table 1"
url = "https://example.org/rates"
read_on = 2030-01-31
confidence = "HIGH"

[[sources]]
id = "ANNEX"
same_document_as = "PAGE"
locator = "table 2"
"""

OVERLAY = """\
id = "ours-2024"
title = "Ours"
based_on = "eu-ka131-2024"
departs_from_programme = "conferences are paid too, by a decision of ours."
replace = "documents"

[sources]
id = "OURS"
document = "Policy"
publisher = "We"
locator = "whole page"
url = "policy.pdf"
read_on = 2030-01-31
confidence = "MED"

[documents]
source = "OURS"
rows = [
  { document = "grant_agreement", stage = "before_departure", signed_by = "participant" },
  { document = "learning_agreement", stage = "before_departure", signed_by = "participant receiving_organisation" },
  { document = "certificate_of_attendance", stage = "during_stay" },
  { document = "participant_report", stage = "after_stay" },
]

[excluded_purposes]
purpose = "conference"
scope = { activities = "STA STT" }
removed = true
"""

MISTAKES: Mapping[str, tuple[str, str, str]] = {
    "an unknown field at the top": (WHOLE, "action =", "actions ="),
    "an unknown table": (WHOLE, "[top_ups]", "[topups]"),
    "a field that is missing at the top": (WHOLE, 'institution = "We"', ""),
    "call years that are no list": (WHOLE, "[2030]", '"2030"'),
    "a call year that is text": (WHOLE, "[2030]", '["2030"]'),
    "an id with capital letters": (WHOLE, "ours-2030", "Ours 2030"),
    "an unknown field in a row": (WHOLE, "{ scope = { terms", "{ scopes = { terms"),
    "an unknown field of a scope": (WHOLE, "terms = ", "term = "),
    "an unknown word": (WHOLE, 'roles = "student staff"', 'roles = "student teacher"'),
    "an unknown word in a list": (WHOLE, 'roles = "student staff"', 'roles = ["student", "teacher"]'),
    "a list of no words": (WHOLE, 'roles = "student staff"', 'roles = " "'),
    "an unknown field in a band": (WHOLE, "standard_eur = 28", "standard = 28"),
    "money with a point": (WHOLE, "standard_eur = 28", "standard_eur = 28.5"),
    "money that no table prints": (WHOLE, "standard_eur = 28", 'standard_eur = "100000.01"'),
    "money that is negative": (WHOLE, "standard_eur = 28", "standard_eur = -28"),
    "a figure that is missing": (WHOLE, "rate_eur_per_month = 600\n", ""),
    "a source that is missing": (
        WHOLE,
        'standard_eur = "211.50", source = "ANNEX" },\n]\nsource = "PAGE"',
        "standard_eur = 1 },\n]",
    ),
    "a source that is a number": (
        WHOLE,
        'below_minimum = "forfeit"\nsource = "PAGE"',
        'below_minimum = "forfeit"\nsource = 13',
    ),
    "rows that are no list": (
        WHOLE,
        '[top_ups]\nkind = "top_up_traineeship"',
        '[top_ups]\nrows = { kind = "top_up_traineeship" }',
    ),
    "a row that is no table": (
        WHOLE,
        '[top_ups]\nkind = "top_up_traineeship"',
        '[top_ups]\nrows = ["top_up_traineeship"]',
    ),
    "a table that is text": (WHOLE, "[settlement]", 'flows = "near"\n[settlement]'),
    "the countries of a group misspelt": (WHOLE, "countries =", "countrys ="),
    "a country that there is not": (WHOLE, "AT neighbours", "UK neighbours"),
    "a length in weeks": (WHOLE, "2 calendar_days", "2 weeks"),
    "a length beyond all": (WHOLE, "2 calendar_days", "1001 calendar_days"),
    "a length without a unit": (WHOLE, '"2 calendar_days"', "2"),
    "figures beside the reason why there are none": (
        WHOLE,
        "not_published =",
        "rate_eur_per_month = 1, not_published =",
    ),
    "a field of another kind of top-up": (
        WHOLE,
        'kind = "top_up_traineeship"',
        'kind = "top_up_traineeship"\nblocking = true',
    ),
    "a list that only an overlay replaces": (WHOLE, "sources_from", 'replace = "flows"\nsources_from'),
    "no source at all": (WHOLE, 'sources_from = "shelf.toml"\nsources = ["PAGE"]', ""),
    "a base that is a number": (OVERLAY, '"eu-ka131-2024"', "2024"),
    "an overlay without sources": (OVERLAY, "[sources]", "[partners]"),
    "a table to replace that there is not": (OVERLAY, '"documents"', '"papers"'),
    "sources to replace, which are only added": (OVERLAY, '"documents"', '"sources"'),
    "an entry that is not removed": (OVERLAY, "removed = true", "removed = false"),
    "a day that is none": (OVERLAY, "2030-01-31", '"31 January"'),
    "a source without a publisher": (OVERLAY, 'publisher = "We"\n', ""),
    "a source as sure as can be": (OVERLAY, '"MED"', '"CERTAIN"'),
}
"""What is wrong, in which file, and what takes the place of what."""

SHELF_MISTAKES: Mapping[str, tuple[str, str]] = {
    "a table of a rulebook": ("[countries]", "[country_groups]"),
    "a list that is a number": ('"DE CH"', "2"),
    "a country that there is not": ("DE CH", "DE UK"),
    "another place without a locator": ('same_document_as = "PAGE"\nlocator = "table 2"', 'same_document_as = "PAGE"'),
    "an unknown field of a source": ("read_on", "read"),
}


def data_of(text: str) -> dict[str, Json]:
    """Return what TOML holds, as JSON knows it."""
    data: dict[str, Json] = json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))
    return data


def problems(schema: Mapping[str, Json], text: str) -> list[str]:
    """Return what is wrong with a file: the newest draft and the one that editors know agree."""
    found = [
        [f"{error.json_path}: {error.message}" for error in draft(schema).iter_errors(data_of(text))]
        for draft in (Draft202012Validator, Draft7Validator)
    ]
    assert found[0] == found[1]
    return found[0]


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def wrong_files() -> Iterator[tuple[str, str]]:
    for name, (text, old, new) in MISTAKES.items():
        yield name, changed(text, old, new)


# --- any validator ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("schema", BOTH)
def test_it_is_a_schema_of_the_newest_draft_and_of_the_one_that_editors_know(schema: dict[str, Json]) -> None:
    Draft202012Validator.check_schema(schema)
    Draft7Validator.check_schema(schema)
    assert not {"prefixItems", "unevaluatedProperties", "dependentRequired"} & set(json.dumps(schema).split('"'))


@pytest.mark.newest_only
@pytest.mark.parametrize("file", [*SHIPPED, *EXAMPLES], ids=lambda file: file.stem)
def test_every_file_that_comes_with_the_library_is_what_the_schema_says(file: Path) -> None:
    text = file.read_text("utf-8")
    assert problems(FILE if "\nid = " in text.partition("[")[0] else SHELF, text) == []


def test_there_are_such_files() -> None:
    assert {"ka131-2024", "pl-ka131-2024", "usmb-icm-2023", "sources", "countries"} <= {file.stem for file in SHIPPED}
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("text", [WHOLE, OVERLAY], ids=["whole", "overlay"])
def test_every_short_form_is_taken_by_the_schema_and_by_the_library(text: str, tmp_path: Path) -> None:
    assert problems(FILE, text) == []
    assert problems(SHELF, SHELF_FILE) == []
    loaded(text, tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('sources = ["PAGE"]', 'sources = "PAGE ANNEX"'),
        ('sources = ["PAGE"]\n', ""),
        ('sources = ["PAGE"]', 'sources = ["PAGE", { id = "P3", same_document_as = "PAGE", locator = "3" }]'),
        (
            'sources = ["PAGE"]',
            'sources = { same_document_as = "PAGE", rows = [{ id = "P3", locator = "3" }, { id = "P4", locator = "4" }] }',
        ),
        ('sources_from = "shelf.toml"', 'sources_from = ["shelf.toml"]'),
        ("AT neighbours", "nearby"),
        ('"AT neighbours"', '["AT", "neighbours"]'),
        ('roles = "student staff"', 'roles = ["student", "staff"]'),
        ('roles = "student staff"', 'roles = " student\\n staff "'),
        ("600", '"600.00"'),
        ('receiving_groups = "near"', 'receiving_groups = ["near"]'),
    ],
)
def test_every_other_way_to_write_it_is_taken_too(old: str, new: str, tmp_path: Path) -> None:
    text = changed(WHOLE, old, new)
    assert problems(FILE, text) == []
    loaded(text, tmp_path)


def loaded(text: str, folder: Path) -> Rulebook:
    (folder / "shelf.toml").write_text(SHELF_FILE, "utf-8")
    file = folder / "ours.toml"
    file.write_text(text, "utf-8")
    return load_rulebook(file)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in wrong_files()])
def test_what_the_schema_refuses_the_library_refuses_too(text: str, tmp_path: Path) -> None:
    assert problems(FILE, text)
    with pytest.raises(ErasmusGrantsError):
        loaded(text, tmp_path)


@pytest.mark.parametrize(("old", "new"), SHELF_MISTAKES.values(), ids=list(SHELF_MISTAKES))
def test_what_is_wrong_with_a_shelf_is_refused(old: str, new: str) -> None:
    assert problems(SHELF, changed(SHELF_FILE, old, new))


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("{ scope = { terms", "{ scopes = { terms", "$.durations.rows[0]", "'scopes' was unexpected"),
        ("standard_eur = 28", "standard = 28", "$.travel_support.bands[0]", "'standard' was unexpected"),
        ("rate_eur_per_month = 600\n", "", "$.monthly_rates[0]", "'rate_eur_per_month' is a required property"),
        ("= 600", "= 600.5", "$.monthly_rates[0].rate_eur_per_month", "600.5 is not of type 'integer'"),
        ('"2 calendar_days"', '"2 weeks"', "$.durations.rows[0].minimum", "'2 weeks' does not match"),
        ("student staff", "student teacher", "$.activities.roles", "does not match"),
        ("AT neighbours", "UK neighbours", "$.country_groups[0].countries", "'UK neighbours' does not match"),
        ('institution = "We"\n', "", "$", "'institution' is a required property"),
    ],
)
def test_a_mistake_is_shown_where_it_is(old: str, new: str, place: str, words: str) -> None:
    found = problems(FILE, changed(WHOLE, old, new))
    assert {problem.partition(": ")[0] for problem in found} == {place}
    assert words in found[0]


# --- what it is made from ---------------------------------------------------------------------------------------------


def models_in(annotation: object, found: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """Return every model that a type mentions, by its name."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation.__name__ not in found:
        found[annotation.__name__] = annotation
        for field in annotation.model_fields.values():
            models_in(field.annotation, found)
    for argument in get_args(annotation):
        models_in(argument, found)
    return found


def lists_of_words() -> Iterator[tuple[str, str, list[str]]]:
    """Yield each list of words of a model, with some words that it takes."""
    for name, part in MODEL["$defs"].items():
        for field, value in part.get("properties", {}).items():
            kind = next((one for one in value.get("anyOf", [value]) if one.get("type") == "array"), {"items": {}})
            items = MODEL["$defs"].get(kind["items"].get("$ref", "").removeprefix("#/$defs/"), kind["items"])
            if items.get("type") == "string":
                yield name, field, items.get("enum", ["a", "b"])[:2]


@pytest.mark.parametrize(("model", "field", "words"), [*lists_of_words()])
def test_a_list_is_written_as_one_text_where_the_library_reads_one(model: str, field: str, words: list[str]) -> None:
    if field == "countries":
        return  # it is the file that takes names of lists there, and not the model
    info = models_in(Rulebook, {})[model].model_fields[field]
    try:
        read = TypeAdapter(info.rebuild_annotation()).validate_python(" ".join(words))
    except ValidationError:
        read = None
    assert [types for types in types_of(field, within=model) if ("string" in types) is (read is None)] == []
    assert read is None or len(read) == len(words)


def types_of(field: str, *, within: str) -> list[set[str]]:
    """Return the types that the schema of files gives to a field of a model, wherever that model stands."""
    own = MODEL["$defs"][within]["properties"].keys()
    parts = [part["properties"] for part in FILE["$defs"].values() if own <= part.get("properties", {}).keys()]
    found = [set(types_in(part[field])) for part in parts if "$ref" not in part[field]]
    assert found
    return found


def types_in(part: dict[str, Json]) -> Iterator[str]:
    """Yield the types that a schema takes: its own, or those of its condition."""
    if "type" in part:
        yield part["type"]
    for name in {"then", "else"} & part.keys():
        yield from types_in(part[name])


def test_a_length_is_text_as_the_library_reads_it() -> None:
    pattern = re.compile(FILE["$defs"]["durations-row"]["properties"]["minimum"]["then"]["pattern"])
    for unit in LengthUnit:
        for number in (1, 60, 1000):
            assert pattern.search(f"{number} {unit}")
            assert Length.model_validate(f"{number} {unit}").value == number
    for wrong in ("0 days_360", "60", "days_360", "60 days", "60  days_360", "-1 days_360", "1001 days_360"):
        assert not pattern.search(wrong)
        with pytest.raises(ValidationError):
            Length.model_validate(wrong)


def words_of(part: dict[str, Json]) -> list[str]:
    """Return what an editor shows of a field: what stands there, and in what it is offered."""
    return [one["description"] for one in (part, *part.get("anyOf", [])) if one is not True and "description" in one]


def test_every_field_has_the_words_that_an_editor_shows() -> None:
    silent = [
        (name, field)
        for name, part in FILE["$defs"].items()
        for field, value in part.get("properties", {}).items()
        if "$ref" not in value and len(words_of(value)) != 1
    ]
    assert silent == []
    told = {name: len(words_of(value)) for name, value in FILE["properties"].items()}
    tables = {name for name, value in MODEL["properties"].items() if "$ref" in json.dumps(value.get("items"))}
    assert told == {name: 2 if name in tables else 1 for name in told}  # as a list, and as an entry
    assert words_of(FILE["$defs"]["durations-row"]["properties"]["minimum"]) == ["shortest stay"]
    assert ">>>" not in json.dumps(FILE)


def test_kinds_of_entries_say_the_same_of_the_fields_that_they_share() -> None:
    """A row of several kinds has one list of fields: it can only say one thing of each."""
    for table, value in MODEL["properties"].items():
        kinds = [
            MODEL["$defs"][kind["$ref"].removeprefix("#/$defs/")] for kind in value.get("items", {}).get("oneOf", [])
        ]
        for kind in kinds:
            for other in kinds:
                shared = kind["properties"].keys() & other["properties"].keys()
                assert {name: kind["properties"][name] for name in shared} == {
                    name: other["properties"][name] for name in shared
                }, table


# --- Taplo, which is what editors ask ---------------------------------------------------------------------------------

TAPLO = shutil.which("taplo", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
needs_taplo = pytest.mark.skipif(TAPLO is None, reason="taplo is not installed: pip install taplo")


def refused_by_taplo(files: Sequence[Path], *options: str) -> tuple[set[Path], str]:
    """Return the files that Taplo refuses, and all that it says."""
    command = [str(TAPLO), "lint", "--no-auto-config", "--colors", "never", *options, *map(str, files)]
    answer = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    said = answer.stdout + answer.stderr
    refused = {Path(path) for path in re.findall(r"┌─ (.+):\d+:\d+$", said, re.MULTILINE)}
    assert bool(answer.returncode) is bool(refused), said
    assert f"found files total={len(files)}" in said
    return refused, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rulebook-file.json").write_text(json.dumps(FILE), "utf-8")
    (tmp_path / "rulebook-sources.json").write_text(json.dumps(SHELF), "utf-8")
    return tmp_path


@needs_taplo
def test_taplo_accepts_every_file_that_comes_with_the_library(folder: Path) -> None:
    shelves = [file for file in SHIPPED if file.stem.startswith(("sources", "countries"))]
    books = [file for file in (*SHIPPED, *EXAMPLES) if file not in shelves]
    for name, files in (("rulebook-file", books), ("rulebook-sources", shelves)):
        refused, said = refused_by_taplo(files, "--schema", (folder / f"{name}.json").as_uri())
        assert (refused, "WARN" in said) == (set(), False), said


@needs_taplo
def test_taplo_refuses_every_wrong_file_and_no_other(folder: Path) -> None:
    wrong = {folder / f"{number}.toml": text for number, (_, text) in enumerate(wrong_files())}
    sound = {folder / "whole.toml": WHOLE, folder / "overlay.toml": OVERLAY}
    for file, text in (wrong | sound).items():
        file.write_text(text, "utf-8")
    refused, said = refused_by_taplo([*wrong, *sound], "--schema", (folder / "rulebook-file.json").as_uri())
    assert refused == wrong.keys(), said
    assert "Additional properties are not allowed ('scopes' was unexpected)" in said


@needs_taplo
def test_taplo_finds_the_schema_that_a_first_line_names(folder: Path) -> None:
    line = "#:schema ./rulebook-file.json\n"
    for name, text in {"right": WHOLE, "wrong": changed(WHOLE, "action =", "actions =")}.items():
        (folder / f"{name}.toml").write_text(line + text, "utf-8")
    refused, said = refused_by_taplo([folder / "right.toml", folder / "wrong.toml"])
    assert refused == {folder / "wrong.toml"}
    assert "('actions' was unexpected)" in said
    assert loaded(line + WHOLE, folder).id == "ours-2030"
