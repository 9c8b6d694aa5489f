"""Amounts: reading, writing and rounding them.

This is the path under which they are public, and which pickles of version 0.1 name.
"""

from erasmus_grants.basics.money import (
    ZERO_EUR,
    Money,
    Rate,
    from_cents,
    is_whole_cents,
    line_amount,
    read_money,
    rounded,
    share_of_rate,
    to_cents,
    total_eur,
)

__all__ = [
    "ZERO_EUR",
    "Money",
    "Rate",
    "from_cents",
    "is_whole_cents",
    "line_amount",
    "read_money",
    "rounded",
    "share_of_rate",
    "to_cents",
    "total_eur",
]
