"""A few thousand wild inputs for every entrance, and the harness itself: `python -m tests.fuzz` runs as many as one likes."""

from collections.abc import Iterator
from random import Random
from time import sleep

import pytest

from tests.fuzz import campaign
from tests.fuzz.campaign import BrokenError, Campaign
from tests.fuzz.entrances import ENTRANCES, clear
from tests.fuzz.mutation import LARGEST_BYTES, Mutator

INPUTS = {
    "text": 800,
    "mobility": 800,
    "attendance": 800,
    "grant": 400,
    "rulebook": 100,
    "overlay": 100,
    "command": 60,
    "list": 60,
}


@pytest.fixture(scope="module", autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    yield
    clear()


def drawn(name: str, count: int, seed: int = 0) -> Iterator[bytes]:
    mutator = Mutator(ENTRANCES[name].seeds(), Random(seed))  # noqa: S311 - nothing secret
    return (mutator.draw() for _ in range(count))


@pytest.mark.parametrize(("name", "count"), INPUTS.items())
def test_wild_input_is_answered_as_documented(name: str, count: int) -> None:
    tried = Campaign(name, ENTRANCES[name].answer)
    for data in drawn(name, count):
        tried.ask(data)
    assert tried.inputs == count
    assert len(tried.answers) >= 2, "inputs are refused and taken, or the changes are too wild or too tame"


def test_every_entrance_is_tried() -> None:
    assert INPUTS.keys() == ENTRANCES.keys()


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("text", {"read"}),
        ("mobility", {"granted", "not_eligible", "undetermined"}),
        ("attendance", {"settled"}),
        ("grant", {"settled", "undetermined"}),
        ("rulebook", {"loaded"}),
        ("list", {"granted", "computed"}),
        ("command", {"exit 0", "exit 1", "exit 2", "exit 3", "exit 4"}),
    ],
)
def test_what_is_changed_was_valid(name: str, answers: set[str]) -> None:
    assert {ENTRANCES[name].answer(seed) for seed in ENTRANCES[name].seeds()} <= answers


def test_overlays_stand_on_rulebooks_of_the_library_and_on_files_and_not_on_themselves() -> None:
    said = [ENTRANCES["overlay"].answer(seed) for seed in ENTRANCES["overlay"].seeds()]
    # the example; base.toml, base.json, ./base.toml; "toy" is none of the library's, and usmb-icm-2023 has no source TOY
    assert said == ["loaded"] * 4 + ["refused"] * 5


def test_the_same_seed_draws_the_same_and_another_one_other_inputs() -> None:
    first, again, other = (list(drawn("mobility", 50, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(set(first)) > 40


def test_no_input_is_endless() -> None:
    mutator = Mutator([b"x" * LARGEST_BYTES], Random(0))  # noqa: S311 - nothing secret
    assert max(len(mutator.draw()) for _ in range(200)) <= LARGEST_BYTES


def test_an_undocumented_error_is_found_and_its_input_told() -> None:
    def answer(data: bytes) -> str:
        raise KeyError(data)

    with pytest.raises(BrokenError, match="KeyError") as caught:
        Campaign("any", answer).ask(b"the input")
    assert caught.value.data == b"the input"
    assert "b'the input'" in str(caught.value)


def test_an_endless_input_is_found() -> None:
    def answer(_: bytes) -> str:
        sleep(0.3)
        return "at last"

    with pytest.raises(BrokenError, match=r"it takes (more than )?0\.[1-9]"):
        Campaign("any", answer, most_seconds=0.1).ask(b"")


def test_growing_memory_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([100, 150, 201])
    monkeypatch.setattr(campaign, "resident_mb", lambda: next(sizes))
    tried = Campaign("any", lambda _: "fine", most_growth_mb=100)
    for _ in range(999):
        tried.ask(b"")
    with pytest.raises(BrokenError, match=r"from 100 to 201 MB after 1000 inputs"):
        tried.ask(b"")
    assert tried.report().startswith("any: 1000 inputs in 0 s")
