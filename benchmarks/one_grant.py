"""What one grant costs, beside what pydantic takes for the same models, in one process; written as JSON.

Run by `python -m benchmarks`, once for each version that is compared.  Every mobility is another one, and each round
has others, so nothing is gained by keeping whole results.  The work of each round is done in turn, and the fastest
round of each counts.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from random import Random

import msgspec

from benchmarks import structs
from benchmarks.corpus import mobilities
from benchmarks.structs import struct_of
from erasmus_grants import GrantBreakdown, GrantCalculator, Mobility
from erasmus_grants.frames import explain_row

NUMBERS = frozenset({"distance_km", "teaching_hours", "months_used"})
EACH = 300
ROUNDS = 15


def stays_in_dakar() -> Iterator[dict[str, object]]:
    """Yield teaching stays of one agreement, each with its own days, distance and hours."""
    random = Random(0)
    while True:
        start = date(2022, 3, 7) + timedelta(random.randrange(300))
        yield {
            "activity": "STA",
            "direction": "outgoing",
            "receiving_country": "SN",
            "start_date": start.isoformat(),
            "end_date": (start + timedelta(random.randrange(4, 12))).isoformat(),
            "distance_km": f"{random.uniform(3900, 4300):.1f}",
            "teaching_hours": random.randrange(8, 20),
        }


def of_year(rulebook: str, status: str, *activities: str) -> Iterator[dict[str, object]]:
    """Yield those mobilities of the invented year that are answered in one way."""
    calculator = GrantCalculator(rulebook)
    for data in mobilities(200_000):
        if data["activity"] in activities and calculator.calculate(Mobility.model_validate(data)).status == status:
            yield data


ALL = ("SMS", "SMT", "STA", "STT")
KINDS: Mapping[str, tuple[str, Callable[[], Iterator[dict[str, object]]]]] = {
    "teaching, university": ("usmb-icm-2023", stays_in_dakar),
    "studies, agency": ("na-de-ka131-2024", lambda: of_year("na-de-ka131-2024", "granted", "SMS")),
    "staff, agency": ("na-de-ka131-2024", lambda: of_year("na-de-ka131-2024", "granted", "STA", "STT")),
    "refused, agency": ("na-de-ka131-2024", lambda: of_year("na-de-ka131-2024", "not_eligible", *ALL)),
    "not yet known": ("eu-ka131-2024", lambda: of_year("eu-ka131-2024", "undetermined", *ALL)),
    "a whole year, agency": ("na-de-ka131-2024", lambda: mobilities(EACH * ROUNDS)),
}


def timed(work: Mapping[str, Callable[[int], object]]) -> dict[str, float]:
    """Return the processor time of one of each kind of work [us]."""
    fastest = dict.fromkeys(work, float("inf"))
    for turn in range(ROUNDS):
        for name, one in work.items():
            started = time.process_time()
            for number in range(turn * EACH, turn * EACH + EACH):
                one(number)
            fastest[name] = min(fastest[name], (time.process_time() - started) / EACH * 1e6)
    return fastest


def row_of_frame(data: Mapping[str, object]) -> dict[str, object]:
    """Return a mobility as the row of a frame, where numbers are no text."""
    return {name: float(str(value)) if name in NUMBERS else value for name, value in data.items()}


def measured(rulebook: str, data: list[dict[str, object]]) -> dict[str, float]:
    """Return what each part takes for some mobilities [us]."""
    read = [Mobility.model_validate(one) for one in data]
    calculator = GrantCalculator(rulebook)
    grants = [calculator.calculate(one) for one in read]
    built = [{name: getattr(grant, name) for name in GrantBreakdown.model_fields} for grant in grants]
    nested = [grant.model_dump() for grant in grants]
    mobility_struct, grant_struct = struct_of(Mobility), struct_of(GrantBreakdown)
    inputs, results = [structs.nested(one.model_dump()) for one in read], list(map(structs.nested, nested))
    calculator, other = GrantCalculator(rulebook), GrantCalculator(rulebook)  # which have kept nothing
    gc.collect()
    gc.freeze()  # what is measured does not pay for what the measuring holds
    rows = list(map(row_of_frame, data))
    of_rows = timed({"explain_row": lambda number: explain_row(rows[number], rulebook)})
    return of_rows | timed(
        {
            "mobility": lambda number: Mobility.model_validate(data[number]),
            "of built parts": lambda number: GrantBreakdown.model_validate(built[number]),
            "of nested data": lambda number: GrantBreakdown.model_validate(nested[number]),
            "msgspec": lambda number: (
                msgspec.convert(inputs[number], mobility_struct),
                msgspec.convert(results[number], grant_struct),
            ),
            "calculate": lambda number: calculator.calculate(read[number]),
            "dict to grant": lambda number: other.calculate(Mobility.model_validate(data[number])),
            "to_text": lambda number: grants[number].to_text(),
        }
    )


def main() -> None:
    figures = {
        kind: measured(rulebook, list(islice(rows(), EACH * ROUNDS))) for kind, (rulebook, rows) in KINDS.items()
    }
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
