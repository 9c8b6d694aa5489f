"""How shares of a rate are rounded: as a page prints it, or in a way that no page prints.

Examples:
    >>> roundings_of(Rounding.DOWN_TO_EURO, None)
    (<Rounding.DOWN_TO_EURO: 'down_to_euro'>,)
"""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, Field

from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.sources import SENTENCE, Words
from erasmus_grants.basics.vocabulary import Rounding

RoundingNotPublished: TypeAlias = Annotated[
    Words | None,
    SENTENCE,
    Field(description="why it is not known whether reduced rates are rounded to whole euros, and who knows it"),
]
"""Why an entry does not say how its reduced rates are rounded."""


def roundings_of(rounding: Rounding | None, not_published: str | None) -> tuple[Rounding | None, ...]:
    """Return how a reduced rate may be rounded: as it is printed, or in any way if no page says how.

    Examples:
        >>> roundings_of(None, None), len(roundings_of(None, "ask the agency."))
        ((None,), 3)
    """
    return (rounding,) if not_published is None else tuple(Rounding)


def check_rounding(model: type[BaseModel], rounding: Rounding | None, not_published: str | None) -> None:
    """Check that the rounding of reduced rates is not both printed and said to be unknown.

    Raises:
        ValidationError: It is.
    """
    if rounding is not None and not_published is not None:
        sentence = "either the rounding of reduced rates is printed, or rounding_not_published says why it is not known"
        raise invalid(model, ("reduced_rate_rounding", sentence, rounding))
