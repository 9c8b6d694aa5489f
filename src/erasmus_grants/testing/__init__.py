"""For people who write and test rules: a toy rulebook, strategies, laws, and one verdict on a rulebook.

What needs Hypothesis (everything but the toys) is imported when it is first asked for.

Examples:
    >>> grant = toy_calculator().calculate(toy_mobility())
    >>> grant.total_eur, len(grant.lines)
    (Decimal('900.00'), 3)
"""

from typing import TYPE_CHECKING

from erasmus_grants.testing.toys import toy_calculator, toy_mobility, toy_rulebook, toy_source

if TYPE_CHECKING:
    from erasmus_grants.testing.laws import LAWS, BrokenLawError, Law, RulebookLaws, obeys
    from erasmus_grants.testing.strategies import (
        BrokenRulebook,
        IneligibleMobility,
        any_attendances,
        any_mobilities,
        attendances,
        broken_rulebooks,
        daily_rate_tables,
        distance_band_tables,
        distances,
        ineligible_mobilities,
        mobilities,
        money,
        monthly_rate_tables,
        payment_split_tables,
        rulebooks,
        settlement_rules,
        short_stay_rate_tables,
        stays,
        top_up_tables,
        travel_day_tables,
    )
    from erasmus_grants.testing.verification import Check, Verification, verify

__all__ = [
    "LAWS",
    "BrokenLawError",
    "BrokenRulebook",
    "Check",
    "IneligibleMobility",
    "Law",
    "RulebookLaws",
    "Verification",
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
    "obeys",
    "payment_split_tables",
    "rulebooks",
    "settlement_rules",
    "short_stay_rate_tables",
    "stays",
    "top_up_tables",
    "toy_calculator",
    "toy_mobility",
    "toy_rulebook",
    "toy_source",
    "travel_day_tables",
    "verify",
]

_IN_LAWS = frozenset({"LAWS", "BrokenLawError", "Law", "RulebookLaws", "obeys"})
_IN_VERIFICATION = frozenset({"Check", "Verification", "verify"})


def __getattr__(name: str) -> object:
    """Return what needs Hypothesis, imported when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = "laws" if name in _IN_LAWS else "verification" if name in _IN_VERIFICATION else "strategies"
    found: object = getattr(import_module(f"{__name__}.{module}"), name)
    return found
