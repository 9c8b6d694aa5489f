"""The whole domain of rulebooks against the reference; too long for a run of the tests.

    python -m tests.exhaustive.whole_domain usmb-icm-2018 usmb-bip-2024

These two are 1491903 cases, which took 317 s on one core.

Four sections for each rulebook, and for those that print ranges once more with the rates of an institution:

distances
    Every whole kilometre from 0 to 20040, and the half below every edge, for each kind of mobility that is paid.
stays
    Every length from 1 to 400 days, for each kind that is paid, from days 1, 2, 15 and 28 to 31 of each month of the leap
    year 2020; with `--all-starts` from every day of it.
options
    What some rulebook pays, with all other options: the whole product, or 100000 cases of it, evenly spread.
refusals
    Everything that a mobility can say, most of which is refused: 100000 cases of the product, evenly spread.

A kind is an activity, direction and role, with what else changes the grant: a pair of countries, green travel, fewer
opportunities, a virtual part, teaching that is combined with training, an academic term.
Progress and counts are printed.  The exit code is 1 at the first difference, which is printed with both answers, and 2
where a rulebook is not known.  `--every N` takes one case in N of distances and stays, `--options N` so many cases of the
other two.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from erasmus_grants import GrantCalculator, known_rulebooks
from tests.exhaustive.domain import EDGES_KM, OWN_RATES, Field, compare, fitting_stays, fitting_ways, with_own_rates
from tests.reference.answers import answer
from tests.reference.calendars import Day, days_later, next_day
from tests.reference.calls_2014 import Own
from tests.reference.cases import Case, Line

FARTHEST_KM = 20_040
LONGEST_DAYS = 400
LEAP_YEAR: Day = (2020, 1, 1)
START_DAYS = (1, 2, 15, 28, 29, 30, 31)
"""Of each month, where months of thirty days and calendar months begin to differ."""

OPTIONS = 100_000
CHUNK = 100_000
FLAGS = (False, True)


class Kind(NamedTuple):
    """A mobility of a kind that is paid, and what the reference pays for it."""

    case: Case
    lines: list[Line]


def kinds(rulebook: str, own: Own | None) -> list[Kind]:
    """Return a mobility of each kind that is paid by the reference, 742 km away in the leap year 2020.

    Of kinds that differ only in countries or options and have the same lines, one is kept.
    """
    found: dict[str, Kind] = {}
    for stay in fitting_stays():
        who, (virtual, bip), days, away, hours, used = stay
        if away or used or (hours is not None and hours < 600) or days not in (5, 15, 120):
            continue
        for direction, sending, receiving in fitting_ways(rulebook):
            for fewer, green, term in product(FLAGS, FLAGS, FLAGS):
                case: Case = {
                    "activity": who[0],
                    "direction": direction,
                    "role": who[1],
                    "combined": who[3],
                    "teaching_contract": who[2],
                    "sending": sending,
                    "receiving": receiving,
                    "start": LEAP_YEAR,
                    "end": days_later(LEAP_YEAR, days - 1),
                    "interruption": 0,
                    "academic_term": term,
                    "virtual": virtual,
                    "bip": bip,
                    "half_km": 2 * 742,
                    "green": green,
                    "travel_days": None,
                    "fewer_opportunities": fewer,
                    "teaching_tenths": hours,
                    "months_used_hundredths": 0,
                }
                lines = answer(rulebook, case, own)
                if lines is not None:
                    terms = term and who[0] == "SMS" and days > 30
                    found.setdefault(str((who, virtual, bip, days, direction, terms, lines)), Kind(case, lines))
    return list(found.values())


def distances(paid: Iterable[Kind]) -> Iterator[Case]:
    """Yield each kind at every whole kilometre, and half a kilometre below every edge, with both ways of travelling.

    Of kinds that differ in length or academic term alone, one is taken.
    """
    every = sorted({*range(0, 2 * FARTHEST_KM + 1, 2), *(2 * km - 1 for km in EDGES_KM)})
    seen: set[str] = set()
    for kind in paid:
        named: Case = {**kind.case, "end": LEAP_YEAR, "green": False, "academic_term": False}
        if str(named) not in seen:
            seen.add(str(named))
            for green, half_km in product(FLAGS, every):
                yield {**kind.case, "green": green, "half_km": half_km}


def starts(*, every_day: bool) -> list[Day]:
    """Return first days within the leap year."""
    found: list[Day] = []
    day = LEAP_YEAR
    while day[0] == LEAP_YEAR[0]:
        if every_day or day[2] in START_DAYS:
            found.append(day)
        day = next_day(day)
    return found


def stays(paid: Iterable[Kind], first_days: Iterable[Day]) -> Iterator[Case]:
    """Yield each kind from every first day, for 1 to 400 days.

    Of kinds that differ in length, or in the amount of travel support alone, one is taken.
    """
    chosen: dict[str, Case] = {}
    for kind in paid:
        topped_up = any(line[0] == "top_up_green_travel" for line in kind.lines)
        chosen.setdefault(str(({**kind.case, "end": "", "green": ""}, topped_up)), kind.case)
    for case, start in product(chosen.values(), first_days):
        end = start
        for _ in range(LONGEST_DAYS):
            yield {**case, "start": start, "end": end}
            end = next_day(end)


def run(
    name: str,
    calculator: GrantCalculator,
    own: Own | None,
    *,
    every: int = 1,
    options: int = OPTIONS,
    all_starts: bool = False,
) -> int:
    """Compare the four sections of a rulebook, and print how it goes.

    Args:
        name: The id by which the reference knows the rulebook.
        calculator: Of the rulebook.
        own: The rates of an institution, if the rulebook has them.
        every: One case in so many of distances and stays.
        options: About how many cases of options, and of refusals.
        all_starts: Whether stays begin on every day of the leap year.

    Returns:
        The number of cases; 0 if there was a difference.
    """
    paid = kinds(name, own)
    sections = {
        "distances": islice(distances(paid), 0, None, every),
        "stays": islice(stays(paid, starts(every_day=all_starts)), 0, None, every),
        "options": Field(name, fitting=True).cases(options),
        "refusals": Field(name, fitting=False).cases(options),
    }
    title = name if own is None else f"{name} with own rates"
    say(f"{title}: {len(paid)} kinds are paid")
    total = 0
    for section, cases in sections.items():
        started, number, with_lines = time.monotonic(), 0, 0
        while True:
            compared = compare(calculator, name, islice(cases, CHUNK), own)
            number += compared.cases
            with_lines += compared.with_lines
            if compared.difference:
                say(f"{title}, {section}: case {number} differs\n{compared.difference}")
                return 0
            if compared.cases < CHUNK:
                break
            say(f"{title}, {section}: {number} cases, {time.monotonic() - started:.0f} s")
        say(f"{title}, {section}: {number} cases agree, {with_lines} with lines, {time.monotonic() - started:.0f} s")
        total += number
    return total


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare rulebooks, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.exhaustive.whole_domain", description="Compare rulebooks with the reference."
    )
    parser.add_argument("rulebooks", nargs="+", choices=known_rulebooks(), metavar="RULEBOOK", help="its id")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one case in N of distances and stays")
    parser.add_argument("--options", type=int, default=OPTIONS, metavar="N", help="cases of options, and of refusals")
    parser.add_argument("--all-starts", action="store_true", help="let stays begin on every day of the leap year")
    given = parser.parse_args(arguments)
    total = 0
    for name in given.rulebooks:
        books: list[tuple[GrantCalculator, Own | None]] = [(GrantCalculator(name), None)]
        if name.startswith(tuple(OWN_RATES)):
            book, own = with_own_rates(name)
            books.append((GrantCalculator(book), own))
        for calculator, own_rates in books:
            cases = run(
                name, calculator, own_rates, every=given.every, options=given.options, all_starts=given.all_starts
            )
            if not cases:
                return 1
            total += cases
    say(f"{total} cases agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
