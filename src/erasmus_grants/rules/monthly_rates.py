"""Individual support of long-term students, per month.

A month's rate pays for thirty days, and each day is a thirtieth of it; the amount is rounded once, at the line.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, funding rules, "Individual support":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from datetime import date
    >>> from erasmus_grants.periods import stay
    >>> from erasmus_grants.testing import toy_rulebook
    >>> rate = toy_rulebook().monthly_rates[0]
    >>> individual_support(stay(date(2030, 1, 1), date(2030, 3, 31)), rate=rate).lines[0].amount_eur
    Decimal('900.00')
"""

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from erasmus_grants.findings import because
from erasmus_grants.lines import Outcome, grant_line, no_rate
from erasmus_grants.money import Rate
from erasmus_grants.periods import Stay
from erasmus_grants.scope import Entry, NotPublished, published_or_not
from erasmus_grants.vocabulary import LineBasis, LineKind, ReasonCode


class MonthlyRate(Entry):
    """What a long-term student receives for a month."""

    rate_eur_per_month: Rate = Field(description="rate of thirty days [EUR]")


MonthlyRateEntry = Annotated[
    Annotated[MonthlyRate, Tag("published")] | Annotated[NotPublished, Tag("not_published")],
    Discriminator(published_or_not),
]
"""A monthly rate, or the statement that none is published."""


def individual_support(stay: Stay, *, rate: MonthlyRate | NotPublished) -> Outcome:
    """Return the individual support of a long-term student.

    Args:
        stay: The stay; its days of thirty-day months are what counts.
        rate: The entry of the rulebook that applies.

    Returns:
        One line, or the blocking finding that no rate is published.

    Source:
        Programme Guide, Part B, funding rules, "Individual support"; the entry used is in `line.source`.

    Examples:
        >>> from datetime import date
        >>> from erasmus_grants.periods import stay
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rate = toy_rulebook().monthly_rates[0]
        >>> (line,) = individual_support(stay(date(2030, 1, 1), date(2030, 1, 31)), rate=rate).lines
        >>> line.quantity, line.rate_days, line.amount_eur
        (30, 30, Decimal('300.00'))
    """
    if isinstance(rate, NotPublished):
        return no_rate(rate)
    line = grant_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.DAYS_OF_MONTH_RATE,
        quantity=stay.net_days_360,
        rate_eur=rate.rate_eur_per_month,
        rate_days=30,
        reasons=(because(ReasonCode.DAYS_OF_THIRTY_DAY_MONTHS, days=stay.net_days_360),),
        source=rate.source,
    )
    return Outcome((line,))
