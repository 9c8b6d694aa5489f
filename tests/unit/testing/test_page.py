"""The pages on testing name every strategy, law and check, in the words of the code."""

import inspect
from pathlib import Path

import pytest

from erasmus_grants import load_rulebook
from erasmus_grants.testing import LAWS, BrokenLawError, Law, obeys, strategies, toy_rulebook, verify
from tests.unit.testing.test_broken_copies import SENTENCES
from tests.unit.testing.transcripts import (
    BLOCK,
    LAW_OF_DISTANCE,
    OF_MISTAKES,
    ON_THE_PAGE,
    beside,
    mistaken,
    transcript,
)

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "testing.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "verify-a-rulebook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_every_law_is_on_the_page_with_its_sentence(law: Law) -> None:
    assert f"| `{law.name}` | {law.sentence} |" in REFERENCE


def test_the_page_has_the_laws_in_their_order() -> None:
    rows = [line.split("`")[1] for line in REFERENCE.split("## Laws")[1].splitlines() if line.startswith("| `")]
    assert rows[: len(LAWS)] == [law.name for law in LAWS]


@pytest.mark.parametrize("name", strategies.__all__)
def test_every_strategy_is_on_the_page_with_what_it_draws(name: str) -> None:
    strategy = getattr(strategies, name)
    if inspect.isclass(strategy):
        assert f"`{name}`" in REFERENCE
    else:
        summary = " ".join((inspect.getdoc(strategy) or "").split("\n\n")[0].split()).removeprefix("Return ")
        takes = ", ".join(f"`{argument}`" for argument in inspect.signature(strategy).parameters)
        assert f"| `{name}` | {summary[0].upper()}{summary[1:]} | {takes} |".replace("  ", " ") in REFERENCE


def test_every_other_check_is_on_the_page() -> None:
    laws = {law.name for law in LAWS}
    others = [check.name for check in verify(toy_rulebook(), examples=1).checks if check.name not in laws]
    assert len(others) == 3
    assert all(f"| `{name}` |" in REFERENCE for name in others)


@pytest.mark.newest_only
@pytest.mark.parametrize(("name", "shown"), list(zip(ON_THE_PAGE, BLOCK.findall(HOW_TO), strict=True)), ids=ON_THE_PAGE)
def test_the_page_shows_what_the_command_prints(name: str, shown: str) -> None:
    assert shown == transcript(name), "python -m tests.unit.testing.transcripts writes the page anew"


def test_every_kind_of_mistake_has_its_transcript() -> None:
    assert set(OF_MISTAKES) == set(SENTENCES)


def test_the_page_shows_how_the_class_fails() -> None:
    with beside(mistaken("cheaper")):
        book = load_rulebook("ours.toml")
    (law,) = LAW_OF_DISTANCE
    with pytest.raises(BrokenLawError) as caught:
        obeys(book, law)
    assert f"E               erasmus_grants.testing.laws.law.BrokenLawError: {caught.value}\n" in HOW_TO
    assert f"FAILED test_ours.py::TestOurRules::test_{law.name}\n1 failed, {len(LAWS) - 1} passed\n" in HOW_TO
