"""The input, the expected amounts and the report of one measurement; the standard library alone.

The rule set is the staff grant (STA) of rulebook `usmb-icm-2023`, without eligibility.  Every engine checks itself
against `expected`, which works in whole cents.
"""

import csv
import gc
import json
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

OUTGOING: Final = "outgoing"
INCOMING: Final = "incoming"

BANDS: Final = (
    (0, 0),
    (100, 180_00),
    (500, 275_00),
    (2000, 360_00),
    (3000, 530_00),
    (4000, 820_00),
    (8000, 1500_00),
)
"""Where a band starts [km], and its travel support [cents]; each ends before the next one."""

DAILY_RATES: Final = {OUTGOING: 180_00, INCOMING: 160_00}
"""Individual support of a day [cents]."""

PRE_FINANCED_PERCENT: Final = {OUTGOING: 75, INCOMING: 100}
"""Part of the individual support that is paid before the balance [%]; of the travel support it is all."""

MOST_DAYS_ON_SITE: Final = 5
TRAVEL_DAYS: Final = 2

COLUMNS: Final = ("direction", "start_date", "end_date", "distance_km")
AMOUNTS: Final = ("travel", "individual", "total", "pre_financing", "balance")

_SEED: Final = 20_230_801
_FIRST: Final = date(2023, 8, 1)
_LAST: Final = date(2026, 7, 31)
_LONGEST_STAY: Final = 30
_FARTHEST_TENTHS: Final = 200_000
_LATENCY_CALLS: Final = 2_000


class Row(NamedTuple):
    """One mobility."""

    direction: str
    start_date: date
    end_date: date
    distance_km: float


class Amounts(NamedTuple):
    """One grant [cents]."""

    travel: int
    individual: int
    total: int
    pre_financing: int
    balance: int


@dataclass(frozen=True)
class Timing:
    """What was measured: the seconds of each round, and the result of the last."""

    seconds: tuple[float, ...]
    result: object


def expected(row: Row) -> Amounts:
    """Return the amounts of one row.

    Examples:
        >>> expected(Row("outgoing", date(2023, 8, 7), date(2023, 8, 11), 4070.0))
        Amounts(travel=82000, individual=126000, total=208000, pre_financing=176500, balance=31500)
    """
    travel = next(cents for from_km, cents in reversed(BANDS) if row.distance_km >= from_km)
    days = (row.end_date - row.start_date).days + 1
    individual = (min(days, MOST_DAYS_ON_SITE) + TRAVEL_DAYS) * DAILY_RATES[row.direction]
    total = travel + individual
    hundredths = 100 * travel + PRE_FINANCED_PERCENT[row.direction] * individual
    pre_financing = (hundredths + 50) // 100
    return Amounts(travel, individual, total, pre_financing, total - pre_financing)


def write_input(path: Path, rows: int) -> None:
    """Write the same rows every time; the first ones stand on the bounds of bands and of funded days."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, line in enumerate(_lines()):
            if number == rows:
                return
            writer.writerow(line)


def _lines() -> Iterator[tuple[str, str, str, str]]:
    bounds = [tenths for from_km, _ in BANDS for tenths in (10 * from_km - 1, 10 * from_km) if tenths >= 0]
    for direction in (OUTGOING, INCOMING):
        for days in (1, 2, 4, 5, 6, _LONGEST_STAY):
            for tenths in (*bounds, _FARTHEST_TENTHS):
                yield _line(direction, _FIRST, days, tenths)
    chance = random.Random(_SEED)
    span = (_LAST - _FIRST).days - _LONGEST_STAY + 2
    while True:
        start = _FIRST + timedelta(days=chance.randrange(span))
        direction = chance.choice((OUTGOING, INCOMING))
        yield _line(direction, start, chance.randint(1, _LONGEST_STAY), chance.randint(0, _FARTHEST_TENTHS))


def _line(direction: str, start: date, days: int, tenths: int) -> tuple[str, str, str, str]:
    end = start + timedelta(days=days - 1)
    return direction, start.isoformat(), end.isoformat(), f"{tenths // 10}.{tenths % 10}"


def read_input(path: Path, most: int | None = None) -> list[Row]:
    """Return the rows of a file, or the first ones of them."""
    day = date.fromisoformat
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        lines = reader if most is None else (line for line, _ in zip(reader, range(most), strict=False))
        return [Row(direction, day(start), day(end), float(km)) for direction, start, end, km in lines]


def arguments() -> tuple[list[Row], int]:
    """Return the rows and the number of rounds that a script was called with: input, rounds, most rows."""
    path, rounds, *most = sys.argv[1:]
    return read_input(Path(path), *map(int, most)), int(rounds)


def measure(work: Callable[[], object], rounds: int) -> Timing:
    """Time some work, several times; the garbage collector need not look at what was there before."""
    seconds: list[float] = []
    result: object = None
    for _ in range(rounds):
        result = None
        gc.collect()
        gc.freeze()
        started = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - started)
    return Timing(tuple(seconds), result)


def latency_us(one: Callable[[int], object], rows: int) -> float:
    """Return the median of single calls, each with a row of its own [µs]."""
    took: list[float] = []
    for number in range(min(rows, _LATENCY_CALLS)):
        started = time.perf_counter()
        one(number)
        took.append(time.perf_counter() - started)
    return statistics.median(took) * 1e6


def figure(
    name: str,
    rows: Sequence[Row],
    timing: Timing,
    amounts: Iterable[tuple[int, ...]],
    *,
    money: str,
    latency: float | None = None,
) -> dict[str, object]:
    """Return one line of the table: the times, the sums of the amounts, and how many rows differ.

    Args:
        name: What was measured.
        rows: The rows that were computed.
        timing: How long it took.
        amounts: The five amounts of each row, in order [cents].
        money: The type of number that the engine computes money with.
        latency: The median of single calls, where the engine takes one row at a time [µs].
    """
    sums = [0] * len(AMOUNTS)
    different = seen = 0
    for row, got in zip(rows, amounts, strict=True):
        seen += 1
        different += tuple(got) != expected(row)
        for place, cents in enumerate(got):
            sums[place] += cents
    return {
        "name": name,
        "rows": seen,
        "seconds": timing.seconds,
        "sums_cents": dict(zip(AMOUNTS, sums, strict=True)),
        "rows_that_differ": different,
        "money": money,
        "latency_us": latency,
    }


def failed(name: str, why: str) -> dict[str, object]:
    """Return a line of the table about what could not be run."""
    return {"name": name, "failure": why}


def report(version: str, figures: Sequence[dict[str, object]]) -> None:
    """Print one line of JSON."""
    print(json.dumps({"version": version, "python": platform.python_version(), "figures": figures}))
