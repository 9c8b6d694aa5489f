"""A polars expression for each amount, written by hand for this one rule set."""

from collections.abc import Iterable

import polars as pl
import reference
from reference import INCOMING, OUTGOING, Amounts, Row


def _frame(rows: Iterable[Row]) -> pl.DataFrame:
    types = (pl.String, pl.Date, pl.Date, pl.Float64)
    return pl.DataFrame(rows, schema=dict(zip(reference.COLUMNS, types, strict=True)), orient="row")


def _travel(distance_km: pl.Expr) -> pl.Expr:
    (_, lowest), *bands = reference.BANDS
    from_km, cents = bands.pop()
    amount = pl.when(distance_km >= from_km).then(pl.lit(cents, pl.Int64))
    for start, paid in reversed(bands):
        amount = amount.when(distance_km >= start).then(pl.lit(paid, pl.Int64))
    return amount.otherwise(pl.lit(lowest, pl.Int64))


def _by_direction(figures: dict[str, int]) -> pl.Expr:
    outgoing = pl.col("direction") == OUTGOING
    return pl.when(outgoing).then(pl.lit(figures[OUTGOING], pl.Int64)).otherwise(pl.lit(figures[INCOMING], pl.Int64))


def compute(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the five amounts of each row [cents]."""
    days = (pl.col("end_date") - pl.col("start_date")).dt.total_days() + 1
    funded = pl.min_horizontal(days, pl.lit(reference.MOST_DAYS_ON_SITE, pl.Int64)) + reference.TRAVEL_DAYS
    travel, individual = pl.col("travel"), pl.col("individual")
    hundredths = 100 * travel + _by_direction(reference.PRE_FINANCED_PERCENT) * individual
    return (
        frame.lazy()
        .with_columns(
            travel=_travel(pl.col("distance_km")),
            individual=funded * _by_direction(reference.DAILY_RATES),
        )
        .with_columns(total=travel + individual, pre_financing=(hundredths + 50) // 100)
        .with_columns(balance=pl.col("total") - pl.col("pre_financing"))
        .select(reference.AMOUNTS)
        .collect()
    )


def main() -> None:
    """Measure the kernel."""
    rows, rounds = reference.arguments()
    frame = _frame(rows)
    timing = reference.measure(lambda: compute(frame), rounds)
    amounts = map(Amounts._make, timing.result.iter_rows())
    threads = pl.thread_pool_size()
    name = f"polars kernel, {threads} thread{'s' * (threads != 1)}"
    figure = reference.figure(name, rows, timing, amounts, money="int64 cents (exact)")
    reference.report(pl.__version__, [figure])


if __name__ == "__main__":
    main()
