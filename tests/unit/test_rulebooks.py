import subprocess
import sys

import pytest

from erasmus_grants import GrantCalculator, Rulebook, UnknownRulebookError, get_rulebook, known_rulebooks
from erasmus_grants.rulebook import fingerprint

IDS = ("lille-ka171-2022", "usmb-bip-2024", "usmb-icm-2018", "usmb-icm-2023")


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
    assert rulebook.home is not None
    assert rulebook.home.country == "FR"


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
        "print([name for name in sys.modules if name.startswith('erasmus_grants.rulebooks.')])\n"
        "erasmus_grants.get_rulebook('usmb-bip-2024')\n"
        "print('erasmus_grants.rulebooks.universities.usmb_bip_2024' in sys.modules,"
        " 'erasmus_grants.rulebooks.universities.usmb_icm_2023' in sys.modules)\n"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert printed.splitlines() == ["[]", "True False"]
