"""One calculator serves many threads and processes, and a million mobilities, with the same results."""

import inspect
import multiprocessing
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from typing import Any

import polars as pl
import pytest

import erasmus_grants
from erasmus_grants import GrantCalculator, Mobility
from erasmus_grants.engine import applicable_entries
from erasmus_grants.frames import calculate_frame

THREADS = 8
RULEBOOKS = ("usmb-icm-2023", "eu-ka131-2026", "na-de-ka131-2023")


def mobilities(count: int, seed: int) -> list[Mobility]:
    """Return mobilities that differ in all that a rate may depend on."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    return [_mobility(chance, number) for number in range(count)]


def _mobility(chance: Random, number: int) -> Mobility:
    activity, day = chance.choice(["STA", "STT", "SMS", "SMT"]), chance.randrange(1, 28)
    sending, receiving = chance.sample(["FR", "DE", "SN", "PT", "JP"], 2)
    data = {
        "activity": activity,
        "direction": chance.choice(["outgoing", "incoming"]),
        "sending_country": sending,
        "receiving_country": receiving,
        "start_date": f"2024-0{chance.randrange(1, 7)}-{day:02}",
        "end_date": f"2024-{chance.choice(['07', '09', '11'])}-{day:02}",
        "distance_km": chance.randrange(10_000),
        "fewer_opportunities": chance.random() < 0.3,
        "reference": str(number),
    }
    return Mobility.model_validate(data | ({"teaching_hours": 8} if activity == "STA" else {}))


def told(calculator: GrantCalculator, stays: Iterable[Mobility]) -> list[str]:
    return [calculator.calculate(mobility).model_dump_json() for mobility in stays]


def told_by_id(rulebook: str, stays: list[Mobility]) -> list[str]:
    return told(GrantCalculator(rulebook), stays)


@pytest.fixture
def often_interrupted() -> Iterator[None]:
    """Let threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.newest_only
@pytest.mark.parametrize("rulebook", RULEBOOKS)
@pytest.mark.usefixtures("often_interrupted")
def test_one_calculator_in_eight_threads_gives_what_it_gives_in_one(
    rulebook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applicable_entries, "_MOST_KEPT", 20)  # so that what is kept is often forgotten too
    stays = mobilities(150, seed=1)
    expected = told(GrantCalculator(rulebook), stays)
    shared = GrantCalculator(rulebook)
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: told(shared, stays), range(THREADS)))
    assert answers == [expected] * THREADS
    assert len(set(expected)) == len(stays)


@pytest.mark.usefixtures("often_interrupted")
def test_frames_in_eight_threads_give_what_they_give_in_one() -> None:
    stays = pl.DataFrame([stay.model_dump(mode="json", exclude_none=True) for stay in mobilities(100, seed=2)])
    stays = stays.with_columns(pl.col("start_date", "end_date").str.to_date())
    stays = stays.select("activity", "direction", "sending_country", "receiving_country", "start_date", "end_date")
    expected = calculate_frame(stays, "eu-ka131-2026")
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(lambda _: calculate_frame(stays, "eu-ka131-2026"), range(THREADS)))
    assert all(answer.equals(expected) for answer in answers)
    assert expected.height == 100


def in_processes(start: str) -> None:
    """Compute in two processes, by the id of a rulebook and by a calculator that was used before."""
    stays = mobilities(60, seed=3)
    used = GrantCalculator("usmb-icm-2023")
    expected = told(used, stays)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(start)) as pool:
        assert pool.submit(told_by_id, "usmb-icm-2023", stays).result() == expected
        assert pool.submit(told, used, stays).result() == expected


@pytest.mark.newest_only
@pytest.mark.parametrize("start", [way for way in ("fork", "spawn") if way in multiprocessing.get_all_start_methods()])
def test_processes_give_what_one_process_gives(start: str) -> None:
    # in an interpreter of its own, because one with threads must not be forked
    code = f"from tests.contract.test_concurrency import in_processes; in_processes({start!r})"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, cwd=Path(__file__).parents[2])


def test_what_is_kept_does_not_grow_with_the_number_of_mobilities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applicable_entries, "_MOST_KEPT", 50)
    calculator = GrantCalculator("eu-ka131-2026")
    for mobility in mobilities(500, seed=4):
        calculator.calculate(mobility)
        index = calculator._entries
        plans = {id(plan): plan for plan in (*index._by_traits.values(), *index._by_scope.values())}.values()
        kept = sum(len(plan.standing) + len(plan.journeys) + len(plan.outcomes) for plan in plans)
        assert len(index._by_traits) + len(index._by_scope) + kept <= 50


def caches() -> Iterator[tuple[str, Any]]:
    """Yield everything in the library that keeps the results of a function, by its name."""
    for module in walk_packages(erasmus_grants.__path__, "erasmus_grants."):
        if not module.name.endswith("__main__"):
            for value in vars(import_module(module.name)).values():
                if hasattr(value, "cache_parameters"):
                    yield f"{value.__module__}.{value.__qualname__}", value


ASKED_FOR_FILES_OF_THE_LIBRARY = {
    "erasmus_grants.rulebooks._built",
    "erasmus_grants.rulebooks._one_shelf",
    "erasmus_grants.rulebooks._shelf",
}
ASKED_FOR_MODELS_OF_THE_LIBRARY = {
    "erasmus_grants.basics.scope.askings_of",
    "erasmus_grants.basics.scope.tables_of",
    "erasmus_grants.rulebook.checks._with_sources",
    "erasmus_grants.rulebook.fingerprints._fields",
}


def test_what_is_kept_of_functions_is_bounded() -> None:
    found = dict(caches())
    unbounded = {
        name
        for name, function in found.items()
        if function.cache_parameters()["maxsize"] is None and inspect.signature(function).parameters
    }
    assert unbounded == ASKED_FOR_FILES_OF_THE_LIBRARY | ASKED_FOR_MODELS_OF_THE_LIBRARY
    assert len(found) > len(unbounded)
