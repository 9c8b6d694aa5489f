"""The toys: a rulebook of round figures, and what goes with it.  They need no Hypothesis.

The rulebook stands in `toy.toml`, in the form of any other.

Examples:
    >>> grant = toy_calculator().calculate(toy_mobility())
    >>> grant.total_eur, len(grant.lines)
    (Decimal('900.00'), 3)
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from erasmus_grants.basics.sources import Source
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.from_data import rulebook_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import parsed_own
from erasmus_grants.rulebook.short_forms import NOTHING_SHARED
from erasmus_grants.rulebooks import get_rulebook

_STAY: Final[Mapping[str, object]] = {
    "activity": "STA",
    "direction": "outgoing",
    "start_date": "2030-03-04",
    "end_date": "2030-03-08",
    "distance_km": 742,
}


def toy_rulebook() -> Rulebook:
    """Return a small rulebook with round figures, in which every rule has a table."""
    return _rulebook()


@cache
def _rulebook() -> Rulebook:
    text = files("erasmus_grants.testing").joinpath("toy.toml").read_text("utf-8")
    return rulebook_of(parsed_own(text), base=get_rulebook, shelf=lambda _names: NOTHING_SHARED)


def toy_source() -> Source:
    """Return the source of everything in the toy rulebook."""
    return toy_rulebook().sources[0]


def toy_mobility(**changes: object) -> Mobility:
    """Return a mobility that the toy rulebook funds: five days of teaching, 742 km away.

    Args:
        changes: Fields that it has otherwise.
    """
    fields = {**_STAY, **changes}
    if fields["activity"] == "STA":
        fields.setdefault("teaching_hours", 8)
    return Mobility.model_validate(fields)


def toy_calculator() -> GrantCalculator:
    """Return a calculator of the toy rulebook."""
    return GrantCalculator(toy_rulebook())
