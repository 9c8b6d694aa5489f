"""Hypothesis strategies for mobilities, attendances and rulebooks, biased to the edges where rules change.

Whoever adds a rulebook draws mobilities that it funds, and such as it must refuse, each labelled with the finding that
it has to give.  Nothing is said about how often anything is drawn.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> from hypothesis import find
    >>> find(mobilities(toy_rulebook()), lambda mobility: mobility.activity == "STT").net_days
    2
"""

from erasmus_grants.testing._mobilities import (
    IneligibleMobility,
    any_attendances,
    any_mobilities,
    attendances,
    ineligible_mobilities,
    mobilities,
)
from erasmus_grants.testing._numbers import (
    distances,
    money,
    stays,
)
from erasmus_grants.testing._tables import (
    BrokenRulebook,
    broken_rulebooks,
    daily_rate_tables,
    distance_band_tables,
    monthly_rate_tables,
    payment_split_tables,
    rulebooks,
    settlement_rules,
    short_stay_rate_tables,
    top_up_tables,
    travel_day_tables,
)

__all__ = [
    "BrokenRulebook",
    "IneligibleMobility",
    "any_attendances",
    "any_mobilities",
    "attendances",
    "broken_rulebooks",
    "daily_rate_tables",
    "distance_band_tables",
    "distances",
    "ineligible_mobilities",
    "mobilities",
    "money",
    "monthly_rate_tables",
    "payment_split_tables",
    "rulebooks",
    "settlement_rules",
    "short_stay_rate_tables",
    "stays",
    "top_up_tables",
    "travel_day_tables",
]
