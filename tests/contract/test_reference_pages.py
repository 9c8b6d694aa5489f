"""The generated reference pages are what the code and the rulebooks say today, and leave nothing out."""

import subprocess
import sys
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

import erasmus_grants
from erasmus_grants import vocabulary
from erasmus_grants.cli import app
from erasmus_grants.testing import toy_rulebook
from erasmus_grants.vocabulary import Document, FindingCode, ReasonCode
from erasmus_grants.wording import FINDINGS

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "docs" / "generate_reference.py"
REFERENCE = ROOT / "docs" / "reference"
LISTS = [
    thing
    for thing in vars(vocabulary).values()
    if isinstance(thing, type) and issubclass(thing, StrEnum) and thing not in {StrEnum, FindingCode, ReasonCode}
]


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its level."""
    level = heading.split(" ", maxsplit=1)[0]
    return text.split(f"\n{heading}\n", maxsplit=1)[1].split(f"\n{level} ", maxsplit=1)[0]


def test_no_generated_page_is_stale() -> None:
    done = subprocess.run([sys.executable, GENERATOR, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_stale_page_is_named_and_the_exit_code_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    generate_reference = import_module("generate_reference")
    for name in generate_reference.PAGES:
        (tmp_path / name).write_text(page(name), encoding="utf-8")
    monkeypatch.setattr(generate_reference, "REFERENCE", tmp_path)
    assert generate_reference.stale_pages() == ()
    (tmp_path / "findings.md").write_text("old", encoding="utf-8")
    assert generate_reference.stale_pages() == ("findings.md",)
    assert generate_reference.main(["--check"]) == 1
    assert generate_reference.main([]) == 0
    assert generate_reference.stale_pages() == ()
    assert generate_reference.main(["--chekc"]) == 2


@pytest.mark.parametrize("code", FindingCode)
def test_each_finding_has_its_severity_its_sentence_and_what_to_do(code: FindingCode) -> None:
    severity, sentence = FINDINGS[code]
    under = section(page("findings.md"), f"## {severity.value.capitalize()}")
    quote, _, advice = section(under, f"### {code}").strip().partition("\n\n")
    assert quote == f"> {sentence}"
    assert advice.strip().endswith(".")


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


@pytest.mark.parametrize(
    ("rulebook", "heading", "row"),
    [
        # typed from the pages: B2 and B3, U13 and U14, V8 with 70 % of 180.00 and 160.00, L1
        ("usmb-bip-2024", "individual support", "| short-term students | 1 to 14 | 79.00 | day | B2 |"),
        ("usmb-bip-2024", "individual support", "| short-term students | 15 to 30 | 56.00 | day | B3 |"),
        ("usmb-icm-2023", "travel support", "| from 100 to less than 500 km | 180.00 | not published |"),
        ("usmb-icm-2023", "travel support", "| from 4000 to less than 8000 km | 820.00 | not published |"),
        ("usmb-icm-2023", "travel support", "| 8000 km or more | 1500.00 | not published |"),
        ("usmb-icm-2023", "individual support", "| long-term students | all | 850.00 | 30 days | U14 |"),
        ("usmb-icm-2023", "agreements", "| 2023 | 2023-08-01 to 2026-07-31 | KAGAWA, OKAYAMA, TOKYO, HYOGO, WASEDA, "),
        ("usmb-icm-2018", "individual support", "| outgoing | staff | 1 to 14 | 180.00 | day | V8 |"),
        ("usmb-icm-2018", "individual support", "| outgoing | staff | 15 to 60 | 126.00 (70 %) | day | "),
        ("usmb-icm-2018", "individual support", "| incoming | staff | 15 to 60 | 112.00 (70 %) | day | "),
        # typed from the pages: U8, U6 beside U4, U11 beside U14
        ("usmb-icm-2023", "excluded purposes", "| all | conference | U8 |"),
        ("usmb-icm-2023", "teaching hours", "| 8 h | 4 h (U6) | U4 |"),
        ("usmb-icm-2023", "individual support", "| from day 1, 5 days on site at most (U11) | 180.00 | day | U14 |"),
        ("lille-ka171-2022", "length of stay", "| SMS; long-term | 3 calendar months | 12 calendar months | "),
    ],
)
def test_a_printed_figure_stands_in_the_page_of_rulebooks(rulebook: str, heading: str, row: str) -> None:
    assert row in section(page("rulebooks.md"), f"### {rulebook}: {heading}")


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
        "verify": ["`ID_OR_FILE`", "`--examples`", "`--seed`", "`--format`, `-f`"],
        "batch": ["`IN`", "`OUT`", "`--rulebook`, `-r`", "`--columns`", "`--explain`", "`--format`, `-f`"],
        "schema": ["`WHAT`", "`attendance`"],
    }
    named = [(command.name, command.callback) for command in app.registered_commands]
    names = [name or (callback.__name__.replace("_", "-") if callback else "") for name, callback in named]
    assert sorted(names) == sorted(expected)
    for command, words in expected.items():
        under = section(text, f"## {command}")
        assert f"\nerasmus-grants {command}" in under
        assert [word for word in words if word not in under] == []


def test_each_exit_code_is_on_the_page_of_the_command_line() -> None:
    under = section(page("command-line.md"), "## Exit codes")
    assert [row.split(" | ")[0] for row in under.splitlines()[3:6]] == ["| 0", "| 2", "| 3"]


def test_travel_support_that_is_not_published_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    pages = import_module("_reference.rulebooks")
    toy = toy_rulebook()
    missing = {"not_published": "ask the office.", "source": toy.sources[0]}
    book = toy.model_copy(update={"id": "toy-without-travel", "travel_support": [missing]})
    monkeypatch.setattr(pages, "known_rulebooks", lambda: ("toy-without-travel",))
    monkeypatch.setattr(pages, "get_rulebook", lambda name: {book.id: book}[name])
    under = section(pages.rulebooks_page(), "### toy-without-travel: travel support")
    assert "not published: ask the office." in under


def test_every_paper_that_a_rulebook_can_ask_for_is_on_the_page_of_papers() -> None:
    for paper in Document:
        assert f"| `{paper}` | " in page("documents.md"), paper
