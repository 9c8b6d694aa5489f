"""All rules of `usmb-icm-2023` that can concern staff, as somebody would write them by hand in polars.

It adds the columns that `calculate_frame` adds, the trace among them; `test_frames` compares all of them.  It trusts
every value, and it knows partners by the spellings that its rows have, and by no others.
"""

from datetime import date, timedelta
from random import Random
from typing import Final

import polars as pl

RULEBOOK: Final = "usmb-icm-2023"
AGREEMENTS: Final = (
    (date(2019, 8, 1), date(2022, 7, 31), ("2iE", "UGB", "UCAD")),
    (date(2020, 8, 1), date(2023, 7, 31), ("2iE", "KAGAWA", "OKAYAMA", "TOKYO", "HYOGO", "WASEDA")),
    (
        date(2022, 8, 1),
        date(2025, 7, 31),
        (
            *("2iE", "UCAD", "UQTR", "LAVAL", "SHERBROOKE", "UNCU", "UNLP", "UFV", "UFT", "UROSARIO", "UDEM", "UPI"),
            *("UNJ", "NUOL", "UM", "UKM", "KAU", "SUMDU"),
        ),
    ),
    (date(2023, 8, 1), date(2026, 7, 31), ("KAGAWA", "OKAYAMA", "TOKYO", "HYOGO", "WASEDA", "CHNU")),
)
SPELLINGS: Final = {
    "Cheikh Anta Diop University": "UCAD",
    "Gaston Berger": "UGB",
    "Kagawa University": "KAGAWA",
    "Laval University": "LAVAL",
    "Okayama University": "OKAYAMA",
    "Sumy State University": "SUMDU",
    "Universitas Negeri Jakarta (UNJ)": "UNJ",
    "Université du Québec à Trois Rivières": "UQTR",
    "Irkutsk State University": "IRKUTSK",  # in no agreement
}
BANDS: Final = ((100, 18_000), (500, 27_500), (2000, 36_000), (3000, 53_000), (4000, 82_000), (8000, 150_000))
DEAREST: Final = BANDS[-1][1]
DAYS_AT_LEAST: Final = 5
DAYS_FUNDED: Final = 5
DAYS_OF_TRAVEL: Final = 2
HOURS_A_WEEK: Final = 8

TOO_SHORT, TOO_LONG, TOO_FEW_HOURS, NO_HOURS, OUTSIDE, OTHER_PARTNER, NO_DISTANCE, CAPPED = 0, 1, 3, 4, 13, 14, 15, 18
BELOW_FIRST, BETWEEN_BOUNDS, SECURITY, MONTHS_DISAGREE = 23, 24, 25, 28
BAND, RATE = 43, 52


def staff(number: int) -> pl.DataFrame:
    """Return invented stays of staff, some of which are refused, and of some a distance or hours are not known."""
    random = Random(1)
    first = date(2022, 6, 1)
    names = (*SPELLINGS, None, None)
    starts = [first + timedelta(days=random.randrange(1_600)) for _ in range(number)]
    activities = [random.choice(("STA", "STT")) for _ in range(number)]
    return pl.DataFrame(
        {
            "activity": activities,
            "direction": [random.choice(("outgoing", "incoming")) for _ in range(number)],
            "partner": [random.choice(names) for _ in range(number)],
            "start_date": starts,
            "end_date": [
                start + timedelta(days=random.choice((3, 4, 4, 4, 6, 11, 20, 58, 59, 60, 61))) for start in starts
            ],
            "distance_km": [round(random.uniform(0, 12_000), 1) if random.random() < 0.97 else None for _ in starts],
            "teaching_hours": [
                random.choice((8.0, 16.0, 72.0, 72.0, None)) if one == "STA" else None for one in activities
            ],
        }
    )


def _bit(condition: pl.Expr, bit: int) -> pl.Expr:
    return pl.when(condition).then(pl.lit(1 << bit, pl.Int64)).otherwise(pl.lit(0, pl.Int64))


def _euros(cents: str) -> pl.Expr:
    return (pl.col(cents).cast(pl.Decimal(38, 2)) / pl.lit(100).cast(pl.Decimal(38, 2))).cast(pl.Decimal(38, 2))


def whole_kernel(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Add what is granted, and the trace."""
    start, end, km = pl.col("start_date"), pl.col("end_date"), pl.col("distance_km")
    outgoing, teaching, hours = pl.col("direction") == "outgoing", pl.col("activity") == "STA", pl.col("teaching_hours")
    partner = pl.col("partner").replace_strict(SPELLINGS, default="", return_dtype=pl.String)
    of_months = start.dt.month_start()
    last = pl.min_horizontal(
        of_months.dt.offset_by("2mo") + pl.duration(days=start.dt.day().cast(pl.Int64) - 2),
        of_months.dt.offset_by("3mo") - pl.duration(days=1),
    )
    months = (end.dt.year() - start.dt.year()) * 12 + end.dt.month() - start.dt.month()
    days_360 = months * 30 + pl.min_horizontal(end.dt.day(), 30) - pl.min_horizontal(start.dt.day(), 30) + 1
    band, travel = pl.lit(0, pl.Int64), pl.lit(0, pl.Int64)
    for number, (from_km, cents) in enumerate(BANDS, 1):
        band = pl.when(km >= from_km).then(pl.lit(number, pl.Int64)).otherwise(band)
        travel = pl.when(km >= from_km).then(pl.lit(cents, pl.Int64)).otherwise(travel)
    periods = [f"in_{number}" for number in range(len(AGREEMENTS))]
    ours = [f"with_{number}" for number in range(len(AGREEMENTS))]
    named = pl.col("partner").is_not_null()
    frame = frame.with_columns(
        days=(end - start).dt.total_days() + 1,
        days_360=days_360.cast(pl.Int64),
        too_long=end > last,
        known=partner,
        band=band,
        travel=travel,
        rate=pl.when(outgoing).then(pl.lit(18_000, pl.Int64)).otherwise(pl.lit(16_000, pl.Int64)),
        **{one: (start >= first) & (end <= until) for one, (first, until, _) in zip(periods, AGREEMENTS, strict=True)},
    )
    days, known = pl.col("days"), pl.col("known")
    counted = pl.max_horizontal(days, 7)
    fifths = counted // 7 * 5 + pl.min_horizontal(counted % 7, 5)
    frame = frame.with_columns(
        **{
            one: pl.col(period) & known.is_in(list(partners))
            for one, period, (*_, partners) in zip(ours, periods, AGREEMENTS, strict=True)
        },
        inside=pl.any_horizontal(*periods),
        support=(pl.min_horizontal(days, DAYS_FUNDED) + DAYS_OF_TRAVEL) * pl.col("rate"),
        too_few=teaching & (hours * 5 < fifths * HOURS_A_WEEK).fill_null(value=False),
        no_hours=teaching & hours.is_null(),
        no_km=km.is_null(),
    )
    elsewhere = named & pl.col("inside") & ~pl.any_horizontal(*ours)
    conditional = pl.when(named).then(pl.col(ours[3])).otherwise(pl.col(periods[3])) & (teaching == outgoing)
    disagree = (days > 56) & (pl.col("too_long") ^ (pl.col("days_360") > 60))
    frame = frame.with_columns(
        elsewhere=elsewhere,
        refused=(days < DAYS_AT_LEAST) | pl.col("too_long") | pl.col("too_few") | ~pl.col("inside") | elsewhere,
    )
    bits = (
        (days < DAYS_AT_LEAST, TOO_SHORT),
        (pl.col("too_long"), TOO_LONG),
        (pl.col("too_few"), TOO_FEW_HOURS),
        (pl.col("no_hours"), NO_HOURS),
        (~pl.col("inside"), OUTSIDE),
        (pl.col("elsewhere"), OTHER_PARTNER),
        (pl.col("no_km"), NO_DISTANCE),
        (days > DAYS_FUNDED, CAPPED),
        ((km < BANDS[0][0]).fill_null(value=False), BELOW_FIRST),
        (
            pl.any_horizontal((km > until - 1) & (km < until) for until, _ in BANDS[1:]).fill_null(value=False),
            BETWEEN_BOUNDS,
        ),
        (conditional, SECURITY),
        (disagree, MONTHS_DISAGREE),
    )
    frame = frame.with_columns(granted=~pl.col("refused") & ~pl.col("no_hours") & ~pl.col("no_km"))
    numbers = pl.col("band") * (1 << BAND) + pl.when(outgoing).then(1).otherwise(2).cast(pl.Int64) * (1 << RATE)
    paid = pl.when(pl.col("granted")).then(numbers).otherwise(pl.lit(0, pl.Int64))
    frame = frame.with_columns(trace=pl.sum_horizontal(paid, *(_bit(condition, bit) for condition, bit in bits)))
    granted, refused, sum_known = pl.col("granted"), pl.col("refused"), pl.col("travel") + pl.col("support")

    def if_granted(cents: pl.Expr) -> pl.Expr:
        return pl.when(granted).then(cents).when(refused).then(pl.lit(0, pl.Int64))

    before = pl.when(outgoing).then(pl.col("travel") + (pl.col("support") * 150 + 100) // 200).otherwise(sum_known)
    lowest = pl.when(pl.col("no_hours")).then(pl.lit(0, pl.Int64)).otherwise(sum_known)
    highest = sum_known + pl.when(pl.col("no_km")).then(pl.lit(DEAREST, pl.Int64)).otherwise(pl.lit(0, pl.Int64))
    frame = frame.with_columns(
        travel_support_eur=if_granted(pl.col("travel")),
        individual_support_eur=if_granted(pl.col("support")),
        top_ups_eur=if_granted(pl.lit(0, pl.Int64)),
        total_eur=if_granted(sum_known),
        minimum_total_eur=pl.when(refused).then(pl.lit(0, pl.Int64)).otherwise(lowest),
        maximum_total_eur=pl.when(refused).then(pl.lit(0, pl.Int64)).otherwise(highest),
        pre_financing_eur=if_granted(before),
        balance_eur=if_granted(sum_known - before),
    )
    amounts = [name for name in frame.collect_schema().names() if name.endswith("_eur")]
    return frame.select(
        *("activity", "direction", "partner", "start_date", "end_date", "distance_km", "teaching_hours"),
        pl.when(granted)
        .then(pl.lit("granted"))
        .when(refused)
        .then(pl.lit("not_eligible"))
        .otherwise(pl.lit("undetermined"))
        .alias("status"),
        pl.when(refused | ~pl.col("no_hours")).then(~refused).alias("eligible"),
        if_granted(pl.min_horizontal(days, DAYS_FUNDED)).alias("funded_days"),
        *map(_euros, amounts),
        "trace",
    )
