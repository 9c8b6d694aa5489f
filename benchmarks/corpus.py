"""The mobilities of an invented year: 33 countries, 200 partners, students by term, short stays, staff by the week.

The same seed gives the same rows everywhere.  Nothing is wrong in any of them; some are refused, and of some a rule has
to be told more, as in a real year.

    python -m benchmarks.corpus 100000 > year.csv
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

COUNTRIES = (
    *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU"),
    *("MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "MK", "NO", "RS", "TR"),
)
"""Member States, and third countries associated to the programme."""

PARTNERS = 200
FIELDS = (
    *("reference", "activity", "combined", "direction", "role", "study_cycle", "sending_country", "receiving_country"),
    *("partner", "start_date", "end_date", "interruption_days", "academic_term", "blended_intensive_programme"),
    *("distance_km", "travel_mode", "travel_days", "fewer_opportunities", "teaching_hours", "months_used"),
)


class Partner(NamedTuple):
    """A partner: its name, its country, and how far it is from home [km]."""

    name: str
    country: str
    distance_km: str


def partners(random: Random, home: str) -> list[Partner]:
    """Return partners, several in each country but that of the institution, at distances that are their own."""
    abroad = [country for country in COUNTRIES if country != home]
    return [
        Partner(f"University {number:03} of {country}", country, f"{random.uniform(60, 3600):.2f}")
        for number, country in ((number, abroad[number % len(abroad)]) for number in range(PARTNERS))
    ]


def mobilities(rows: int, *, seed: int = 0, home: str = "DE", year: int = 2024) -> Iterator[dict[str, object]]:
    """Yield mobilities, each as a dict that `Mobility.model_validate` reads; a field that is not there is not known.

    Args:
        rows: How many.
        seed: Decides all of them.
        home: The country of the institution.
        year: In whose autumn the academic year begins.
    """
    random = Random(seed)
    known = partners(random, home)
    popular = [1 / (rank + 5) for rank in range(PARTNERS)]  # a few partners take many
    kinds = (_semester, _traineeship, _short_stay, _teaching, _training)
    for number, partner in enumerate(random.choices(known, popular, k=rows)):
        (kind,) = random.choices(kinds, (55, 15, 8, 12, 10))
        data: dict[str, object] = {"reference": f"{year}-{number:07}", "direction": "outgoing"}
        data |= {"sending_country": home, "receiving_country": partner.country, "partner": partner.name}
        if random.random() < 0.97:
            data["distance_km"] = partner.distance_km
        if random.random() < 0.3:
            data["travel_mode"] = "green"
        if random.random() < 0.1:
            data["fewer_opportunities"] = True
        yield data | kind(random, year)


def _semester(random: Random, year: int) -> dict[str, object]:
    """Return the studies of a term, or of both; terms begin and end within some weeks."""
    first, last = random.choices(
        [
            (date(year, 9, 1), date(year + 1, 1, 20)),
            (date(year + 1, 2, 1), date(year + 1, 6, 20)),
            (date(year, 9, 1), date(year + 1, 6, 20)),
        ],
        (55, 33, 12),
    )[0]
    data = _period(first + timedelta(random.randrange(30)), last + timedelta(random.randrange(35)))
    data |= {"activity": "SMS", "academic_term": True, "study_cycle": random.choices(("first", "second"), (7, 3))[0]}
    if random.random() < 0.1:
        data["interruption_days"] = random.randrange(1, 15)
    if random.random() < 0.15:
        data["months_used"] = str(random.randrange(1, 11))
    return data


def _traineeship(random: Random, year: int) -> dict[str, object]:
    graduate = random.random() < 0.2
    role: dict[str, object] = {"role": "recent_graduate"} if graduate else {}
    start = date(year, 6, 15) + timedelta(random.randrange(400))
    cycle = random.choices(("short", "first", "second"), (1, 6, 3))[0]
    return _stay(start, random.randrange(50, 240)) | role | {"activity": "SMT", "study_cycle": cycle}


def _short_stay(random: Random, year: int) -> dict[str, object]:
    """Return a blended intensive programme of students, or a short stay of doctoral candidates."""
    start = date(year, 9, 1) + timedelta(random.randrange(330))
    data = _stay(start, random.randrange(5, 31)) | {"activity": "SMS"}
    if random.random() < 0.7:
        return data | {"blended_intensive_programme": True, "study_cycle": "first"}
    return data | {"role": "doctoral_candidate", "study_cycle": "third"}


def _teaching(random: Random, year: int) -> dict[str, object]:
    data = _week(random, year) | {"activity": "STA", "teaching_hours": str(random.choice((8, 8, 8, 10, 12, 16, 4)))}
    return data | ({"combined": True} if random.random() < 0.1 else {})


def _training(random: Random, year: int) -> dict[str, object]:
    return _week(random, year) | {"activity": "STT"}


def _week(random: Random, year: int) -> dict[str, object]:
    """Return a stay of staff, most of them from Monday to Friday."""
    day = date(year, 9, 1) + timedelta(random.randrange(330))
    monday = day - timedelta(day.weekday())
    data = _stay(monday, random.choices((5, 4, 3, 12, random.randrange(2, 40)), (60, 15, 10, 8, 7))[0])
    return data | ({"travel_days": random.randrange(5)} if random.random() < 0.4 else {})


def _stay(start: date, days: int) -> dict[str, object]:
    return _period(start, start + timedelta(days - 1))


def _period(start: date, end: date) -> dict[str, object]:
    return {"start_date": start.isoformat(), "end_date": end.isoformat()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write a year as CSV to standard output."""
    parser = argparse.ArgumentParser(description="Write an invented year of mobilities as CSV.")
    parser.add_argument("rows", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--home", default="DE", help="country of the institution")
    parser.add_argument("--year", type=int, default=2024, help="in whose autumn the academic year begins")
    given = parser.parse_args(arguments)
    writer = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(mobilities(given.rows, seed=given.seed, home=given.home, year=given.year))


if __name__ == "__main__":
    main()
