"""Prints the ratios that the benchmarks are about, below pytest-benchmark's own table."""

import pytest

RATIOS = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RATIOS] = []


@pytest.fixture
def report(request: pytest.FixtureRequest) -> list[str]:
    return request.config.stash[RATIOS]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    session = getattr(config, "_benchmarksession", None)
    medians = {bench.name: bench.stats.median for bench in session.benchmarks} if session else {}
    floor = [medians.get("test_floor_mobility"), medians.get("test_floor_breakdown")]
    calculation = medians.get("test_calculation")
    terminalreporter.section("ratios")
    if calculation and all(floor):
        total = sum(part for part in floor if part)
        terminalreporter.write_line(
            f"calculation {calculation * 1e6:.0f} us / floor {total * 1e6:.0f} us = {calculation / total:.2f}"
        )
    for line in config.stash[RATIOS]:
        terminalreporter.write_line(line)
