"""For people who write and test rules: a toy rulebook, strategies, laws, and one verdict on a rulebook.

Each name is imported when it is first asked for, since all but the toys need Hypothesis.

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant = toy_calculator().calculate(toy_mobility())
    >>> grant.total_eur, len(grant.lines)
    (Decimal('900.00'), 3)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from erasmus_grants.testing._anything import *
    from erasmus_grants.testing._mobilities import *
    from erasmus_grants.testing._numbers import *
    from erasmus_grants.testing._tables import *
    from erasmus_grants.testing.laws import *
    from erasmus_grants.testing.toys import *
    from erasmus_grants.testing.verification import *

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
    "undetermined_mobilities",
    "verify",
]

_MODULES: Final = ("toys", "_numbers", "_mobilities", "_anything", "_tables", "laws", "verification")
"""Where the names are, each module after those that it imports."""


def __getattr__(name: str) -> object:
    """Return what has a public name, imported when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    modules = (import_module(f"{__name__}.{module}") for module in _MODULES)
    found: object = next(getattr(module, name) for module in modules if hasattr(module, name))
    return found
