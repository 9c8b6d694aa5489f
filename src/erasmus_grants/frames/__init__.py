"""Whole lists of mobilities, in the frames that people keep them in (extra `frames`).

`calculate_frame` computes a frame of pandas, polars, pyarrow, DuckDB, Dask, Ibis or PySpark with expressions that are
generated from the tables of a rulebook, `explain_row` gives the whole grant of one row, and `summarise` the budget.

Examples:
    >>> import polars
    >>> from datetime import date
    >>> stays = polars.DataFrame({
    ...     "activity": ["STA"], "direction": ["outgoing"], "start_date": [date(2022, 3, 7)],
    ...     "end_date": [date(2022, 3, 11)], "distance_km": [4070], "teaching_hours": [8],
    ... })
    >>> calculate_frame(stays, "usmb-icm-2023")["total_eur"].to_list()
    [Decimal('2080.00')]
"""

from erasmus_grants.frames.calculation import calculate_frame, explain_row
from erasmus_grants.frames.summary import summarise

__all__ = ["calculate_frame", "explain_row", "summarise"]
