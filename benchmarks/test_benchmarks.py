"""One calculation against the pydantic floor, the import, and many mobilities."""

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from erasmus_grants import GrantBreakdown, GrantCalculator, Mobility

DAKAR = {
    "activity": "STA",
    "direction": "outgoing",
    "receiving_country": "SN",
    "start_date": "2022-03-07",
    "end_date": "2022-03-11",
    "distance_km": 4070,
    "teaching_hours": 8,
}
CALCULATOR = GrantCalculator("usmb-icm-2023")
INTERPRETERS = 15
ROUNDS = 101
PER_ROUND = 100
MANY = 100_000
FEW = 1_000
ONE_MODEL = "import pydantic\nclass M(pydantic.BaseModel):\n    x: int = 0\nM()"
OURS = "import erasmus_grants"


@pytest.fixture(scope="module")
def nested() -> dict[str, object]:
    return CALCULATOR.calculate(Mobility.model_validate(DAKAR)).model_dump()


def test_floor_mobility(benchmark: BenchmarkFixture) -> None:
    benchmark(Mobility.model_validate, DAKAR)


def test_floor_breakdown(benchmark: BenchmarkFixture, nested: dict[str, object]) -> None:
    benchmark(GrantBreakdown.model_validate, nested)


def test_calculation(benchmark: BenchmarkFixture) -> None:
    grant = benchmark(lambda: CALCULATOR.calculate(Mobility.model_validate(DAKAR)))
    assert str(grant.total_eur) == "2080.00"


def test_ratio_to_the_floor(report: list[str], nested: dict[str, object]) -> None:
    """Time the three in turn, so that a machine that changes its speed changes it for all of them."""

    def once(work: Callable[[], object]) -> float:
        started = time.perf_counter()
        for _ in range(PER_ROUND):
            work()
        return (time.perf_counter() - started) / PER_ROUND * 1e6

    rounds = [
        (
            once(lambda: Mobility.model_validate(DAKAR)),
            once(lambda: GrantBreakdown.model_validate(nested)),
            once(lambda: CALCULATOR.calculate(Mobility.model_validate(DAKAR))),
        )
        for _ in range(ROUNDS)
    ]
    ratio = statistics.median(calculation / (mobility + breakdown) for mobility, breakdown, calculation in rounds)
    mobility, breakdown, calculation = (statistics.median(column) for column in zip(*rounds, strict=True))
    floor = f"{mobility:.0f} + {breakdown:.0f} us"
    report.append(f"calculation {calculation:.0f} us, floor {floor}: {ratio:.2f} times (median of {ROUNDS} rounds)")


def test_import(report: list[str]) -> None:
    def once(code: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - started

    once(OURS)  # so that bytecode is written
    pairs = [(once(ONE_MODEL), once(OURS)) for _ in range(INTERPRETERS)]
    base, ours = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    above = statistics.median(mine - theirs for theirs, mine in pairs) * 1000
    report.append(f"import {ours:.0f} ms, pydantic and one model {base:.0f} ms: {above:.0f} ms above (median of pairs)")


def mobilities(count: int) -> Iterator[Mobility]:
    for number in range(count):
        yield Mobility.model_validate({**DAKAR, "distance_km": number % 20_000, "reference": str(number)})


def peak_of(count: int) -> tuple[int, float]:
    tracemalloc.start()
    started = time.perf_counter()
    total = sum(grant.eligible for grant in CALCULATOR.calculate_many(mobilities(count)))
    seconds = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == count
    return peak, seconds


def test_many_at_constant_memory(report: list[str]) -> None:
    few, _ = peak_of(FEW)
    many, _ = peak_of(MANY)
    started = time.perf_counter()
    for _ in CALCULATOR.calculate_many(mobilities(FEW * 10)):
        pass
    each = (time.perf_counter() - started) / (FEW * 10) * 1e6
    report.append(
        f"calculate_many: {each:.0f} us for one; peak {many / 1e6:.2f} MB for {MANY}, {few / 1e6:.2f} MB for {FEW}"
    )
