"""The generated reference pages are what the code and the rulebooks say today, and leave nothing out."""

import re
import subprocess
import sys
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

import erasmus_grants
from erasmus_grants.basics import vocabulary
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.vocabulary import Document, FindingCode, Phrase, ReasonCode
from erasmus_grants.cli import app
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "docs" / "generate_reference.py"
REFERENCE = ROOT / "docs" / "reference"
LISTS = [
    thing
    for thing in vars(vocabulary).values()
    if isinstance(thing, type)
    and issubclass(thing, StrEnum)
    and thing not in {StrEnum, FindingCode, Phrase, ReasonCode}
]


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its level."""
    level = heading.split(" ", maxsplit=1)[0]
    return text.split(f"\n{heading}\n", maxsplit=1)[1].split(f"\n{level} ", maxsplit=1)[0]


@pytest.mark.newest_only
def test_no_generated_page_is_stale() -> None:
    done = subprocess.run([sys.executable, GENERATOR, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_stale_page_is_named_and_the_exit_code_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    generate_reference = import_module("generate_reference")
    for name in generate_reference.PAGES:
        (tmp_path / name).write_text(page(name), encoding="utf-8")
    monkeypatch.setattr(generate_reference, "REFERENCE", tmp_path)
    two = {name: generate_reference.PAGES[name] for name in ("findings.md", "vocabulary.md")}
    monkeypatch.setattr(generate_reference, "PAGES", two)  # all of them are tried above
    assert generate_reference.stale_pages() == ()
    (tmp_path / "findings.md").write_text("old", encoding="utf-8")
    assert generate_reference.stale_pages() == ("findings.md",)
    assert generate_reference.main(["--check"]) == 1
    assert generate_reference.main([]) == 0
    assert generate_reference.stale_pages() == ()
    assert generate_reference.main(["--chekc"]) == 2
    assert generate_reference.main(["--rulebooks"]) == 2


@pytest.mark.parametrize("code", FindingCode)
def test_each_finding_has_its_severity_its_sentence_and_what_to_do(code: FindingCode) -> None:
    under = section(page("findings.md"), f"## {SEVERITIES[code].value.capitalize()}")
    quote, _, advice = section(under, f"### {code}").strip().partition("\n\n")
    of_many = re.sub(r":[^}|]+\|([^}]+)\}", r"} \1", ENGLISH.findings[code])
    assert quote == "> " + re.sub(r":(phrase|words|line|periods|of \w+)\}", "}", of_many)
    assert advice.strip().endswith(".")


@pytest.mark.parametrize("code", Phrase)
def test_each_phrase_has_its_words(code: Phrase) -> None:
    assert f"| `{code}` | `" in section(page("findings.md"), "## Phrases")


@pytest.mark.parametrize("code", ReasonCode)
def test_each_reason_of_a_line_has_its_words(code: ReasonCode) -> None:
    assert f"| `{code}` | `" in page("findings.md")


@pytest.mark.parametrize("enum", LISTS, ids=lambda enum: enum.__name__)
def test_each_word_of_the_vocabulary_is_explained(enum: type[StrEnum]) -> None:
    under = section(page("vocabulary.md"), f"## {enum.__name__}")
    for member in enum:
        meaning = under.split(f"| `{member.value}` | ", maxsplit=1)[1].split(" |", maxsplit=1)[0]
        assert meaning, member


@pytest.mark.parametrize("name", erasmus_grants.__all__)
def test_each_public_name_has_a_line(name: str) -> None:
    assert f"\n| `{name}` | " in page("api.md") or f"\n| `{name}(" in page("api.md")


@pytest.mark.parametrize("field", erasmus_grants.Mobility.model_fields)
def test_each_field_of_a_mobility_is_described(field: str) -> None:
    assert f"\n| `{field}` | " in section(page("mobility.md"), "## Mobility")


@pytest.fixture(scope="module")
def rulebook_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the pages of rulebooks, which are written for whoever wants them."""
    folder = tmp_path_factory.mktemp("pages") / "rulebooks"
    done = subprocess.run(
        [sys.executable, GENERATOR, "--rulebooks", folder], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


def test_each_rulebook_has_a_page_that_names_its_file_and_its_base(rulebook_pages: Path) -> None:
    assert sorted(path.stem for path in rulebook_pages.iterdir()) == list(known_rulebooks())
    for name in known_rulebooks():
        text = (rulebook_pages / f"{name}.md").read_text(encoding="utf-8")
        book = get_rulebook(name)
        assert text.startswith(f"# {name}\n")
        assert f"\n## {book.title}\n" in text
        assert not book.call_years or f"\n| call years | {', '.join(map(str, book.call_years))} |\n" in text
        assert f"\n| status | {book.status} |\n" in text
        (file,) = re.findall(r"`(src/[a-z0-9_/-]+\.toml)`", text)
        assert f'id = "{name}"' in (ROOT / file).read_text(encoding="utf-8")
        assert book.based_on is None or f"]({book.based_on.id}.md)" in text
        assert all(f"\n| {source.id} | " in text for source in book.sources)


@pytest.mark.newest_only
@pytest.mark.parametrize(
    ("rulebook", "heading", "words"),
    [
        # typed from the pages: B2 and B3, U13 and U14, V8 with 70 % of 180.00 and 160.00
        ("usmb-bip-2024", "Short stay rates", ["79.00", "56.00", "B2"]),
        ("usmb-icm-2023", "Travel support", ["180.00", "820.00", "1500.00", "U13"]),
        ("usmb-icm-2023", "Monthly rates", ["850.00", "U14"]),
        ("usmb-icm-2018", "Daily rates", ["180.00", "160.00", "0.7", "V8"]),
        # U8, U6 beside U4
        ("usmb-icm-2023", "Excluded purposes", ["conference", "U8"]),
        ("usmb-icm-2023", "Teaching hours", ["hours per week: 8", "U4"]),
        ("eu-ka131-2024", "Short stay rates", ["79.00", "56.00", "EU-SHORT-2024"]),
    ],
)
def test_a_printed_figure_is_on_the_page_of_its_rulebook(
    rulebook_pages: Path, rulebook: str, heading: str, words: list[str]
) -> None:
    under = section((rulebook_pages / f"{rulebook}.md").read_text(encoding="utf-8"), f"### {heading}")
    assert [word for word in words if word not in under] == []


def test_each_command_and_its_options_are_on_the_page_of_the_command_line() -> None:
    text = page("command-line.md")
    expected = {
        "quote": ["`FILE`", "`--rulebook`, `-r`", "`--format`, `-f`"],
        "check": ["`FILE`", "`--rulebook`, `-r`", "`--format`, `-f`"],
        "settle": ["`GRANT`", "`ATTENDANCE`", "`--rulebook`, `-r`", "`--format`, `-f`"],
        "rulebooks": [],
        "rulebook": ["`ID_OR_FILE`", "`--format`, `-f`"],
        "diff": ["`ID_OR_FILE`", "`--format`, `-f`"],
        "compare": ["`FILE`", "`--rulebook`, `-r`", "`--what-if`", "`--format`, `-f`"],
        "new-rulebook": ["`ID`", "`--like`"],
        "new-policy": ["`--home`", "`--call`", "`--action`", "`--based-on`"],
        "verify": ["`ID_OR_FILE`", "`--examples`", "`--seed`", "`--format`, `-f`"],
        "batch": ["`IN`", "`OUT`", "`--rulebook`, `-r`", "`--columns`", "`--set`", "`--explain`", "`--strict`"],
        "audit": ["`LIST`", "`--rulebook`, `-r`", "`--columns`", "`--set`", "`--format`, `-f`"],
        "ask": ["`FILE`", "`--rulebook`, `-r`", "`--call`", "`--set`"],
        "coverage": [],
        "missing": ["`LIST`", "`--rulebook`, `-r`", "`--columns`", "`--format`, `-f`"],
        "schema": ["`WHAT`", "`attendance`", "`rulebook-file`", "`rulebook-sources`"],
    }
    named = [(command.name, command.callback) for command in app.registered_commands]
    names = [name or (callback.__name__.replace("_", "-") if callback else "") for name, callback in named]
    assert sorted(names) == sorted(expected)
    for command, words in expected.items():
        under = section(text, f"## {command}")
        assert f"\nerasmus-grants {command}" in under
        assert [word for word in words if word not in under] == []
        assert "`None`" not in under
    assert "with --call. If omitted, `KA131`." in section(text, "## quote")


def test_each_exit_code_is_on_the_page_of_the_command_line() -> None:
    under = section(page("command-line.md"), "## Exit codes")
    assert [row.split(" | ")[0] for row in under.splitlines()[3:10]] == [f"| {code}" for code in range(7)]


def test_an_agency_that_sets_every_rate_leaves_no_cell_empty_that_its_base_has_empty() -> None:
    text = page("coverage.md")
    assert "| staff per day, outgoing |" in section(text, "### eu-ka131-2022")
    assert "| staff per day, outgoing |" not in section(text, "### na-de-ka131-2022")


def test_every_paper_that_a_rulebook_can_ask_for_is_on_the_page_of_papers() -> None:
    for paper in Document:
        assert f"| `{paper}` | " in page("documents.md"), paper
