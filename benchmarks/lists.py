"""A seeded list of a realistic year, and one run of a list from file to file, in a process of its own.

The list has dates of a year, two hundred partners, thirty-three countries, four activities, and some cells that cannot
be read, or are empty.

    python -m benchmarks.lists list.csv grants.csv na-de-ka131-2023 text
"""

import csv
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

SEED = 7
HEADINGS = (
    *("reference", "activity", "direction", "sending_country", "receiving_country", "partner", "start_date"),
    *("end_date", "distance_km", "travel_mode", "teaching_hours", "fewer_opportunities", "study_cycle", "remark"),
)
COUNTRIES = (
    *("SN", "GE", "MA", "TN", "VN", "CA", "US", "JP", "DE", "FR", "ES", "IT", "PL", "RO", "BG", "GR", "UK"),
    *("CH", "UA", "AL", "RS", "IN", "CN", "BR", "AR", "MX", "PE", "CO", "ZA", "CM", "CI", "KE", "AU"),
)
TOWNS = ("de Dakar", "Tbilisi", "of Sofia", "Córdoba", "Hanoi")
PARTNERS = [f"Université {town}{number}" for number, town in enumerate(TOWNS * 40)]
FIRST_DAY = date(2023, 9, 1)


def rows(count: int, home: str) -> Iterator[list[str]]:
    """Yield the rows of a list whose institution is in a country."""
    pick = random.Random(SEED)
    for number in range(count):
        activity, other = pick.choice(("SMS", "SMS", "SMT", "STA", "STT")), pick.choice(COUNTRIES)
        student, outgoing = activity.startswith("SM"), pick.random() < 0.6
        start = FIRST_DAY + timedelta(pick.randrange(300))
        end = start + timedelta(pick.randrange(90, 300) if student else pick.randrange(2, 40))
        sending, receiving = (home, other) if outgoing else (other, home)
        yield [
            f"R-{number}",
            activity,
            "outgoing" if outgoing else "incoming",
            sending,
            receiving,
            pick.choice(PARTNERS) if pick.random() < 0.7 else "",
            start.isoformat() if pick.random() < 0.5 else f"{start:%d/%m/%Y}",
            "soon" if pick.random() < 0.01 else end.isoformat(),
            "" if pick.random() < 0.03 else str(round(pick.uniform(20, 12_000), pick.randrange(2))),
            pick.choice(("", "green", "standard")),
            pick.choice(("8", "4", "12", "")) if activity == "STA" else "",
            pick.choice(("", "yes", "no")),
            pick.choice(("", "first", "second", "third")) if student else "",
            pick.choice(("", "=1+1", "ok", "-5", "a;b")),
        ]


def write(path: Path, count: int, home: str) -> Path:
    """Write a list as CSV, and return where it is."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows(count, home))
    return path


def main(source: str, target: str, rulebook: str, explain: str) -> None:
    """Print how many rows a second of processor time are computed, start left out, and the peak of memory in MB."""
    from erasmus_grants.batch import calculate_file  # noqa: PLC0415 - the peak is that of the list

    started = time.process_time()
    summary = calculate_file(source, target, rulebook, explain=explain)  # type: ignore[arg-type]  # a word of a command
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{summary.rows / spent:.0f} rows a second, peak {peak} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
