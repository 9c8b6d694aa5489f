"""Each fact of the source pages has a row that names the rule, the table and the test that keep it."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from erasmus_grants import Rulebook, get_rulebook

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "source-facts.md"
RULES = ROOT / "src" / "erasmus_grants"

RULEBOOK_OF = {"L": "lille-ka171-2022", "B": "usmb-bip-2024", "U": "usmb-icm-2023", "V": "usmb-icm-2018"}
FACTS = [
    f"{page}{number}" for page, last in (("L", 8), ("B", 10), ("U", 19), ("V", 14)) for number in range(1, last + 1)
]
CONTEXT = {"L5", "B5", "B9", "B10", "U9", "U17", "U19", "V12", "V14"}
"""Facts that decide no amount, wholly or in part: their row says where the rulebook carries them."""

CODE = re.compile(r"`([^`]+)`")
RULE = re.compile(r"rules/\w+\.py")
TEST = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")


class FactRow(NamedTuple):
    fact: str
    printed: str
    kept_by: str
    proved_by: str


def rows() -> list[FactRow]:
    cells = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| [A-Z][0-9]+ \|", line)
    ]
    assert [len(row) for row in cells] == [4] * len(cells)
    return [FactRow(*row) for row in cells]


@cache
def functions_of(path: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def asserts_something(test: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(test))


ROWS = rows()
IDS = [row.fact for row in ROWS]


def test_every_fact_has_just_one_row_in_order() -> None:
    assert IDS == FACTS


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_row_says_what_is_printed_in_a_few_words(row: FactRow) -> None:
    assert 2 <= len(row.printed.split()) <= 50
    assert ("Context:" in row.printed or "context:" in row.printed) is (row.fact in CONTEXT)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_row_names_rules_and_tables_that_exist(row: FactRow) -> None:
    named = CODE.findall(row.kept_by)
    modules = [name for name in named if RULE.fullmatch(name)]
    tables = [name for name in named if name not in modules]
    assert tables
    assert [name for name in modules if not (RULES / name).is_file()] == []
    assert [name for name in tables if name not in Rulebook.model_fields] == []
    book = get_rulebook(RULEBOOK_OF[row.fact[0]])
    assert [name for name in tables if not getattr(book, name)] == []


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_a_row_names_tests_that_exist_and_assert_something(row: FactRow) -> None:
    named = CODE.findall(row.proved_by)
    assert named
    for reference in named:
        match = TEST.fullmatch(reference)
        assert match is not None, reference
        path, name = match.groups()
        assert (ROOT / path).is_file(), path
        assert name in functions_of(path), reference
        assert asserts_something(functions_of(path)[name]), reference
        assert name.startswith(f"test_{row.fact}_"), reference


def test_no_test_of_a_fact_is_left_out() -> None:
    written = {
        f"tests/golden/test_source_facts.py::{name}" for name in functions_of("tests/golden/test_source_facts.py")
    }
    named = {reference for row in ROWS for reference in CODE.findall(row.proved_by)}
    assert {reference for reference in written if "::test_" in reference} == named


CITED_WITH_ANOTHER = {"U3", "U12"}
"""Facts that stand with another one on the page: U3 with U1, U12 with U13."""


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_the_rulebook_cites_the_fact_by_its_short_name(row: FactRow) -> None:
    cited = {source.id for source in get_rulebook(RULEBOOK_OF[row.fact[0]]).sources}
    assert (row.fact in cited) is (row.fact not in CITED_WITH_ANOTHER)
