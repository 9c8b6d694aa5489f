"""Individual support of long-term students, per month.

A month's rate pays for thirty days, and each day is a thirtieth of it; the amount is rounded once, at the line.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, funding rules, "Individual support":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from datetime import date
    >>> from erasmus_grants.basics.periods import stay
    >>> from erasmus_grants.testing import toy_rulebook
    >>> rate = toy_rulebook().monthly_rates[0]
    >>> individual_support(stay(date(2030, 1, 1), date(2030, 3, 31)), rate=rate).lines[0].amount_eur
    Decimal('900.00')
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from erasmus_grants.basics.field_types import Choice
from erasmus_grants.basics.money import Rate
from erasmus_grants.basics.periods import Stay
from erasmus_grants.basics.scope import Entry, NotPublished, published_or_not
from erasmus_grants.basics.sources import REMARK, Source, Words
from erasmus_grants.basics.vocabulary import FindingCode, LineBasis, LineKind, ReasonCode, Rounding
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import GrantLine, RuleResult, grant_line, no_rate
from erasmus_grants.records.mobility import PaidDays


class MonthlyRate(Entry):
    """What a long-term student receives for a month."""

    rate_eur_per_month: Rate = Field(description="rate of thirty days [EUR]")
    funded_days_cap: int | None = Field(
        default=None, ge=1, description="most days that are funded [days of thirty-day months]"
    )
    cap_source: Source | None = Field(default=None, description="where the cap is printed, if not with the rate")
    rounding: Choice[Rounding] = Field(default=Rounding.HALF_UP_TO_CENT, description="how the amount is rounded")
    not_for: Annotated[Words | None, REMARK] = Field(
        default=None,
        description="for whom it is not, although nothing in a mobility tells them apart: the end of a sentence, "
        "without a full stop",
    )

    @property
    def figures(self) -> Mapping[str, Decimal]:
        """The rate."""
        return {"the rate of a month": self.rate_eur_per_month}


MonthlyRateEntry = Annotated[
    Annotated[MonthlyRate, Tag("published")] | Annotated[NotPublished, Tag("not_published")],
    Discriminator(published_or_not),
]
"""A monthly rate, or the statement that none is published."""


def individual_support(stay: Stay | PaidDays, *, rate: MonthlyRate | NotPublished, travel_days: int = 0) -> RuleResult:
    """Return the individual support of a long-term student.

    Args:
        stay: The stay; its days of thirty-day months are what counts.
        rate: The entry of the rulebook that applies.
        travel_days: Funded travel days [days].

    Returns:
        One line, and one for travel days if there are any, and whether days go unfunded; or a line that is not known,
        and the finding that no rate is published.

    Source:
        Programme Guide, Part B, funding rules, "Individual support"; the entry used is in `line.source`.

    Examples:
        >>> from datetime import date
        >>> from erasmus_grants.basics.periods import stay
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rate = toy_rulebook().monthly_rates[0]
        >>> (line,) = individual_support(stay(date(2030, 1, 1), date(2030, 1, 31)), rate=rate).lines
        >>> line.quantity, line.rate_days, line.amount_eur
        (30, 30, Decimal('300.00'))
    """
    days = stay.net_days_360
    if isinstance(rate, NotPublished):
        return no_rate(rate, LineKind.INDIVIDUAL_SUPPORT, LineBasis.DAYS_OF_MONTH_RATE, quantity=days, rate_days=30)
    if rate.funded_days_cap is None or days <= rate.funded_days_cap:
        return RuleResult(tuple(_lines(days, travel_days, (), rate)))
    funded, source = rate.funded_days_cap, rate.cap_source or rate.source
    capped = Finding.of(FindingCode.FUNDED_DAYS_CAPPED, source, funded=funded, days=days, maximum=funded)
    reason = Reason.of(ReasonCode.FUNDED_DAYS_CAP, maximum=funded, days=days)
    return RuleResult(tuple(_lines(funded, travel_days, (reason,), rate)), (capped,))


def _lines(days: int, travel_days: int, further: tuple[Reason, ...], rate: MonthlyRate) -> Iterator[GrantLine]:
    not_for_all = () if rate.not_for is None else (Reason.of(ReasonCode.RATE_NOT_FOR_ALL, whom=rate.not_for),)
    yield grant_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.DAYS_OF_MONTH_RATE,
        quantity=days,
        rate_eur=rate.rate_eur_per_month,
        rate_days=30,
        rounding=rate.rounding,
        reasons=(Reason.of(ReasonCode.DAYS_OF_THIRTY_DAY_MONTHS, days=days), *further, *not_for_all),
        source=rate.source,
    )
    if travel_days:
        yield grant_line(
            LineKind.INDIVIDUAL_SUPPORT,
            LineBasis.TRAVEL_DAYS,
            quantity=travel_days,
            rate_eur=rate.rate_eur_per_month,
            rate_days=30,
            rounding=rate.rounding,
            reasons=(Reason.of(ReasonCode.FUNDED_TRAVEL_DAYS, days=travel_days),),
            source=rate.source,
        )
