"""A seeded list of a realistic year, and one run of a list from file to file, in a process of its own.

The list has dates of a year, two hundred partners, thirty-three countries, four activities, and some cells that cannot
be read, or are empty.

    python -m benchmarks.lists list.csv grants.csv na-de-ka131-2023 text

With two files alone, the list is read, what was computed of it is written anew, and nothing else is done: by the csv
of Python, and by openpyxl.

    python -m benchmarks.lists list.csv grants.csv
"""

import csv
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

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
FILES_ALONE = 3
"""So many words are on the command line if only two files are named."""


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


def floor(source: str, result: str) -> None:
    """Print how many rows a second of processor time are read from a list, and written as they stand in its result."""
    write_cells, sheets = (_write_csv, _csv_cells(result)) if result.endswith(".csv") else (_write_xlsx, _cells(result))
    with TemporaryFile() as target:
        started = time.process_time()
        with Path(source).open(newline="", encoding="utf-8") as file:
            count = sum(1 for _ in csv.reader(file)) - 1
        write_cells(target, sheets)
        spent = time.process_time() - started
    print(f"{count / spent:.0f} rows a second")


Sheets = list[list[Sequence[object]]]


def _csv_cells(result: str) -> Sheets:
    with Path(result).open(newline="", encoding="utf-8-sig") as file:
        return [list(csv.reader(file))]


def _cells(result: str) -> Sheets:
    import openpyxl  # noqa: PLC0415 - it is not in the memory of a list

    workbook = openpyxl.load_workbook(result, read_only=True)
    return [[tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook.worksheets]


def _write_csv(target: IO[bytes], sheets: Sheets) -> None:
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="")
    csv.writer(text).writerows(sheets[0])
    text.detach()


def _write_xlsx(target: IO[bytes], sheets: Sheets) -> None:
    import openpyxl  # noqa: PLC0415

    workbook = openpyxl.Workbook(write_only=True)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    workbook.save(target)


def main(source: str, target: str, rulebook: str, explain: str) -> None:
    """Print how many rows a second of processor time are computed, start left out, and the peak of memory in MB."""
    from erasmus_grants.batch import calculate_file  # noqa: PLC0415 - the peak is that of the list

    started = time.process_time()
    summary = calculate_file(source, target, rulebook, explain=explain)  # type: ignore[arg-type]  # a word of a command
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{summary.rows / spent:.0f} rows a second, peak {peak} MB")


if __name__ == "__main__":
    (main if len(sys.argv) > FILES_ALONE else floor)(*sys.argv[1:])
