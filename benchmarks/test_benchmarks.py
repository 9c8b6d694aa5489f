"""One calculation and its parts, and many mobilities; `python -m benchmarks` has the ratios."""

import time
import tracemalloc
from collections.abc import Iterator

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
MANY = 100_000
FEW = 1_000


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
