"""This library: one mobility at a time, and a frame of them.

The rulebook loses what would call a stay ineligible, so that the rule set of this benchmark remains.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import polars as pl
import reference
from reference import Amounts, Row

from erasmus_grants import GrantBreakdown, GrantCalculator, Mobility, __version__, get_rulebook
from erasmus_grants.basics.vocabulary import LineKind, PaymentKind
from erasmus_grants.rulebook.model import Rulebook

_RULEBOOK: Final = "usmb-icm-2023"
_DROPPED: Final = (
    "durations",
    "teaching_hours",
    "agreements",
    "partners",
    "cycle_limits",
    "excluded_purposes",
)
_MOST_SCALAR: Final = 20_000
_COLUMNS: Final = (
    "travel_support_eur",
    "individual_support_eur",
    "total_eur",
    "pre_financing_eur",
    "balance_eur",
)


def _rulebook() -> Rulebook:
    return get_rulebook(_RULEBOOK).model_copy(update={**dict.fromkeys(_DROPPED, ()), "short_term": None})


def _records(rows: Iterable[Row]) -> list[dict[str, object]]:
    return [
        {
            "activity": "STA",
            "direction": row.direction,
            "start_date": row.start_date.isoformat(),
            "end_date": row.end_date.isoformat(),
            "distance_km": row.distance_km,
            "teaching_hours": 40,
        }
        for row in rows
    ]


def _frame(rows: Iterable[Row]) -> pl.DataFrame:
    types = (pl.String, pl.Date, pl.Date, pl.Float64)
    frame = pl.DataFrame(rows, schema=dict(zip(reference.COLUMNS, types, strict=True)), orient="row")
    return frame.with_columns(activity=pl.lit("STA"))


def _cents(amount_eur: Decimal | int) -> int:
    return amount_eur if isinstance(amount_eur, int) else int(100 * amount_eur)


def _of_grant(grant: GrantBreakdown) -> Amounts:
    if not grant.eligible:
        raise ValueError(grant)
    kinds = {LineKind.TRAVEL_SUPPORT: 0, LineKind.INDIVIDUAL_SUPPORT: 0}
    for line in grant.lines:
        kinds[line.kind] += _cents(line.amount_eur)
    paid = dict.fromkeys(PaymentKind, 0)
    for payment in grant.payments:
        paid[payment.kind] += _cents(payment.amount_eur)
    return Amounts(*kinds.values(), _cents(grant.total_eur), paid[PaymentKind.PRE_FINANCING], paid[PaymentKind.BALANCE])


def _of_frame(frame: pl.DataFrame) -> Iterable[tuple[int, ...]]:
    if not frame["eligible"].all():
        raise ValueError(frame.filter(~pl.col("eligible")))
    return (Amounts._make(map(_cents, row)) for row in frame.select(_COLUMNS).iter_rows())


def _scalar(rows: Sequence[Row], rounds: int) -> dict[str, object]:
    calculator = GrantCalculator(_rulebook())
    records = _records(rows)

    def one(number: int) -> GrantBreakdown:
        return calculator.calculate(Mobility.model_validate(records[number]))

    def each() -> None:
        for number in range(len(records)):
            one(number)

    return reference.figure(
        "erasmus-grants, one at a time, every line with its source",
        rows,
        reference.measure(each, rounds),
        (_of_grant(one(number)) for number in range(len(records))),
        money="decimal (exact)",
        latency=reference.latency_us(one, len(records)),
    )


def _frames(rows: Sequence[Row], rounds: int) -> list[dict[str, object]]:
    plain = "erasmus-grants, frame, cents alone"
    traced = "erasmus-grants, frame, decimals and the trace"
    try:
        from erasmus_grants.frames import calculate_frame  # noqa: PLC0415 - said in the table if it is not there
    except ImportError as error:
        return [reference.failed(name, str(error)) for name in (plain, traced)]
    rulebook = _rulebook()
    frame = _frame(rows)
    timing = reference.measure(lambda: calculate_frame(frame, rulebook, money="cents", explain="none"), rounds)
    figures = [reference.figure(plain, rows, timing, _of_frame(timing.result), money="int64 cents (exact)")]
    timing = reference.measure(lambda: calculate_frame(frame, rulebook), rounds)
    return [*figures, reference.figure(traced, rows, timing, _of_frame(timing.result), money="decimal (exact)")]


def main() -> None:
    """Measure the library."""
    rows, rounds = reference.arguments()
    reference.report(__version__, [_scalar(rows[:_MOST_SCALAR], rounds), *_frames(rows, rounds)])


if __name__ == "__main__":
    main()
