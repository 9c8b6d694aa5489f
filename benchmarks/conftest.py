"""Prints the ratios that the benchmarks are about, below pytest-benchmark's own table."""

import pytest

RATIOS = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RATIOS] = []


@pytest.fixture
def report(request: pytest.FixtureRequest) -> list[str]:
    return request.config.stash[RATIOS]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.section("ratios")
    for line in config.stash[RATIOS]:
        terminalreporter.write_line(line)
