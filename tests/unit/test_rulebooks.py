import subprocess
import sys

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

CALLS = {"ka103": range(2014, 2021), "ka107": range(2015, 2021), "ka131": range(2021, 2026), "ka171": range(2022, 2026)}
OFFICIAL = tuple(f"eu-{action}-{year}" for action, years in CALLS.items() for year in years)
AGENCIES = ("na-de-ka131-2021", "na-de-ka131-2022", "na-de-ka131-2023", "na-pl-ka131-2024")
UNIVERSITIES = ("lille-ka171-2022", "usmb-bip-2024", "usmb-icm-2018", "usmb-icm-2023")
IDS = tuple(sorted((*OFFICIAL, *AGENCIES, *UNIVERSITIES)))
HOMES = dict.fromkeys(UNIVERSITIES, "FR") | dict.fromkeys(AGENCIES[:3], "DE") | {"na-pl-ka131-2024": "PL"}


def test_the_rulebooks_that_come_with_the_library() -> None:
    assert known_rulebooks() == IDS


@pytest.mark.parametrize("rulebook_id", IDS)
def test_a_rulebook_is_found_by_its_id_and_is_one_object(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    assert rulebook.id == rulebook_id
    assert get_rulebook(rulebook_id) is rulebook


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
    assert (None if rulebook.home is None else rulebook.home.country) == HOMES.get(rulebook_id)


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
