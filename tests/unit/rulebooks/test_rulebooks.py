import subprocess
import sys
from pathlib import Path

import pytest

from erasmus_grants import (
    GrantCalculator,
    Rulebook,
    RulebookFileError,
    UnknownRulebookError,
    get_rulebook,
    known_rulebooks,
    rulebooks,
)
from erasmus_grants.rulebook.model import fingerprint

GOLDEN = Path(__file__).parents[2] / "golden"
IDS = tuple(sorted({file.stem for file in GOLDEN.rglob("*.csv")} - {"printed", "settlements"}))


def home_of(rulebook_id: str) -> str | None:
    """Return whose rulebook it is by its id: nobody's, that of an agency, or that of a university in France."""
    if rulebook_id.startswith("eu-"):
        return None
    return rulebook_id[3:5].upper() if rulebook_id.startswith("na-") else "FR"


def test_the_rulebooks_that_come_with_the_library_are_those_with_golden_rows() -> None:
    assert known_rulebooks() == IDS
    assert len(IDS) >= 94  # none is ever taken away


@pytest.mark.parametrize("rulebook_id", IDS)
def test_a_rulebook_is_found_by_its_id_and_is_one_object(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    assert rulebook.id == rulebook_id
    assert get_rulebook(rulebook_id) is rulebook


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook_id", IDS)
def test_a_rulebook_comes_back_the_same_from_json(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    again = Rulebook.model_validate_json(rulebook.model_dump_json())
    assert again == rulebook
    assert fingerprint(again) == fingerprint(rulebook)


def test_no_two_rulebooks_have_one_fingerprint() -> None:
    assert len({fingerprint(get_rulebook(rulebook_id)) for rulebook_id in IDS}) == len(IDS)


@pytest.mark.parametrize("rulebook_id", IDS)
def test_every_source_stands_once_and_has_an_address(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    assert len({source.id for source in rulebook.sources}) == len(rulebook.sources)
    assert all(source.url.startswith(("http://", "https://")) for source in rulebook.sources)
    assert (None if rulebook.home is None else rulebook.home.country) == home_of(rulebook_id)


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("usmb-icm-2032", "usmb-icm-2023"), ("USMB-BIP-2024", "usmb-bip-2024"), ("lille", None), ("", None)],
)
@pytest.mark.parametrize("look_up", [get_rulebook, GrantCalculator])
def test_an_unknown_rulebook_is_refused_with_the_nearest_one(look_up: type, given: str, nearest: str | None) -> None:
    with pytest.raises(UnknownRulebookError) as caught:
        look_up(given)
    assert caught.value.given == given
    assert caught.value.known == IDS
    if nearest is not None:
        assert f"did you mean '{nearest}'?" in str(caught.value)


def test_no_rulebook_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys, erasmus_grants\n"
        "erasmus_grants.known_rulebooks()\n"
        "print('tomllib' in sys.modules, erasmus_grants.rulebooks._built.cache_info().currsize)\n"
        "erasmus_grants.get_rulebook('usmb-bip-2024')\n"
        "print('tomllib' in sys.modules, erasmus_grants.rulebooks._built.cache_info().currsize)\n"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert printed.splitlines() == ["False 0", "True 1"]


def test_a_rulebook_that_is_half_written_is_an_error_with_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    text = rulebooks.rulebook_text("usmb-bip-2024").replace("call_years = []", 'call_years = ["?"]')
    line = text[: text.index('["?"]')].count("\n") + 1
    monkeypatch.setattr(rulebooks, "rulebook_text", {"usmb-bip-2024": text}.__getitem__)
    rulebooks._built.cache_clear()
    try:
        with pytest.raises(RulebookFileError) as caught:
            get_rulebook("usmb-bip-2024")
    finally:
        rulebooks._built.cache_clear()
    assert caught.value.problems[0].startswith(f"call_years, entry 1 (line {line}): ")
