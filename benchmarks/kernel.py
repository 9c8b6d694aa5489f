"""A staff grant as somebody would write it by hand in polars, with the rows and the rulebook it is compared on."""

from datetime import date, timedelta
from random import Random

import polars as pl

from erasmus_grants import Rulebook, get_rulebook

ROWS = 1_000_000

DROPPED = {
    **dict.fromkeys(
        ("durations", "teaching_hours", "agreements", "partners", "cycle_limits", "excluded_purposes", "top_ups"), ()
    ),
    **dict.fromkeys(("monthly_rates", "short_stay_rates", "documents"), ()),
    "short_term": None,
}


def staff_rulebook() -> Rulebook:
    """Return a rulebook of just what the kernel knows: bands, capped days, travel days, rates, payments."""
    book = get_rulebook("usmb-icm-2023")
    activities = [rule for rule in book.activities if "STA" in (rule.scope.activities or ())]
    return book.model_copy(update={**DROPPED, "activities": activities})


def rows(number: int) -> pl.DataFrame:
    """Return invented stays of staff, the same ones each time."""
    random = Random(0)
    first = date(2023, 8, 1)
    starts = [first + timedelta(days=random.randrange(900)) for _ in range(number)]
    return pl.DataFrame(
        {
            "activity": ["STA"] * number,
            "direction": [random.choice(("outgoing", "incoming")) for _ in range(number)],
            "start_date": starts,
            "end_date": [start + timedelta(days=random.randrange(5, 30)) for start in starts],
            "distance_km": [round(random.uniform(0, 20_000), 1) for _ in range(number)],
        }
    )


def kernel(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add the amounts [cents]; it refuses nothing, explains nothing, and trusts every value."""
    km, outgoing = pl.col("distance_km"), pl.col("direction") == "outgoing"
    travel = pl.when(km >= 8000).then(pl.lit(150_000, pl.Int64))
    for start, cents in ((4000, 82_000), (3000, 53_000), (2000, 36_000), (500, 27_500), (100, 18_000)):
        travel = travel.when(km >= start).then(pl.lit(cents, pl.Int64))
    days = (pl.col("end_date") - pl.col("start_date")).dt.total_days() + 1
    funded = pl.min_horizontal(days, pl.lit(5, pl.Int64)) + 2
    rate = pl.when(outgoing).then(pl.lit(18_000, pl.Int64)).otherwise(pl.lit(16_000, pl.Int64))
    before = pl.when(outgoing).then((pl.col("individual") * 150 + 100) // 200).otherwise(pl.col("individual"))
    return (
        frame.with_columns(travel=travel.otherwise(pl.lit(0, pl.Int64)), individual=funded * rate)
        .with_columns(total=pl.col("travel") + pl.col("individual"), pre_financing=pl.col("travel") + before)
        .with_columns(balance=pl.col("total") - pl.col("pre_financing"))
    )
