"""Top-ups: for participants with fewer opportunities, for traineeships, for green travel.

A top-up is paid once, by the length of the stay, or with every month.  Where a page promises one without an amount,
nothing is paid and a finding says so.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, funding rules, "Top-up amounts":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> mobility = toy_mobility(activity="SMS", virtual_component=True, fewer_opportunities=True)
    >>> top_up(PaidDays.of(mobility, mobility.stay), toy_rulebook().top_ups[0]).lines[0].amount_eur
    Decimal('50.00')
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Self, assert_never

from pydantic import Discriminator, Field, Tag, model_validator

from erasmus_grants.basics.algebra import Condition, case, is_word
from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.money import Rate
from erasmus_grants.basics.scope import Entry, NotPublished, published_or_not
from erasmus_grants.basics.tiers import Tier, capped, check_tiers, days_of_tier, ends_in
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    FindingCode,
    LineBasis,
    Phrase,
    ReasonCode,
    Rounding,
    TopUpKind,
    TravelMode,
)
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import RuleResult, grant_line, no_rate
from erasmus_grants.records.mobility import MobilityColumns, PaidDays


class TopUpTier(Tier):
    """Lengths of stay that have the same top-up."""

    amount_eur: Rate = Field(description="paid once for a stay that ends in this tier [EUR]")


class OnceTopUp(Entry):
    """A top-up that is paid once, by the length of the stay."""

    kind: Choice[TopUpKind] = Field(description="which top-up it is")
    tiers: Many[TopUpTier] = Field(min_length=1, description="amounts by length of stay, without gap")

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        check_tiers(OnceTopUp, self.tiers, first_day=None)
        return self

    @property
    def figures(self) -> Mapping[str, Decimal]:
        """The amount of each tier."""
        return {f"the amount {days_of_tier(tier)}": tier.amount_eur for tier in self.tiers}


class MonthlyTopUp(Entry):
    """A top-up that is paid with every month, each day a thirtieth."""

    kind: Choice[TopUpKind] = Field(description="which top-up it is")
    rate_eur_per_month: Rate = Field(description="rate of thirty days [EUR]")
    funded_days_cap: int | None = Field(
        default=None, ge=1, description="most days that are funded [days of thirty-day months]"
    )
    rounding: Choice[Rounding] = Field(default=Rounding.HALF_UP_TO_CENT, description="how the amount is rounded")

    @property
    def figures(self) -> Mapping[str, Decimal]:
        """The rate."""
        return {"the rate of a month": self.rate_eur_per_month}


class TopUpNotPublished(NotPublished):
    """A top-up that is foreseen, without an amount."""

    kind: Choice[TopUpKind] = Field(description="which top-up it is")
    blocking: bool = Field(default=False, description="whether the grant is undetermined for it, and not paid without")


def _variant(value: object) -> str:
    if published_or_not(value) == "not_published":
        return "not_published"
    monthly = "rate_eur_per_month" in value if isinstance(value, Mapping) else isinstance(value, MonthlyTopUp)
    return "monthly" if monthly else "once"


TopUp = Annotated[
    Annotated[OnceTopUp, Tag("once")]
    | Annotated[MonthlyTopUp, Tag("monthly")]
    | Annotated[TopUpNotPublished, Tag("not_published")],
    Discriminator(_variant),
]
"""A top-up, or the statement that its amount is not published."""


def top_up(days: PaidDays, entry: OnceTopUp | MonthlyTopUp | TopUpNotPublished) -> RuleResult:
    """Return a top-up, if the mobility is one that has it.

    Args:
        days: The days that are paid, and whose they are.
        entry: The entry of the rulebook that applies.

    Returns:
        One line, or none, or the finding that the amount is not published.

    Source:
        Programme Guide, Part B, funding rules, "Top-up amounts"; the entry used is in `line.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> mobility = toy_mobility(activity="SMS", virtual_component=True)  # no fewer opportunities, no top-up
        >>> top_up(PaidDays.of(mobility, mobility.stay), toy_rulebook().top_ups[0])
        RuleResult(lines=(), findings=(), open_lines=())
    """
    if not is_due(entry.kind, days):
        return RuleResult()
    match entry:
        case OnceTopUp():
            return _once(days, entry)
        case MonthlyTopUp():
            return _monthly(days, entry)
        case TopUpNotPublished():
            if entry.blocking:
                return no_rate(entry, entry.kind.line_kind, LineBasis.PARTICIPANT)
            return _no_amount(entry, why=entry.not_published)
        case _:  # pragma: no cover
            assert_never(entry)


def is_due(kind: TopUpKind, participant: PaidDays | MobilityColumns) -> Condition:
    """Return whether a participant has a top-up.

    Source:
        Programme Guide, Part B, funding rules, "Top-up amounts".

    Examples:
        >>> from erasmus_grants.testing import toy_mobility
        >>> mobility = toy_mobility(travel_mode="green")
        >>> is_due(TopUpKind.TOP_UP_GREEN_TRAVEL, PaidDays.of(mobility, mobility.stay))
        True
    """
    match kind:
        case TopUpKind.TOP_UP_FEWER_OPPORTUNITIES:
            return participant.fewer_opportunities
        case TopUpKind.TOP_UP_TRAINEESHIP:
            combined = is_word(participant.activity, ActivityType.SMS) & participant.combined
            return is_word(participant.activity, ActivityType.SMT) | combined
        case TopUpKind.TOP_UP_GREEN_TRAVEL:
            return is_word(participant.travel_mode, TravelMode.GREEN)
        case _:  # pragma: no cover
            assert_never(kind)


def top_up_of_days_attended(entry: OnceTopUp, days: int) -> Decimal:
    """Return the most that is paid once for a stay of at most so many days [EUR].

    Fewer days than the first tier has are paid as that tier: whether anything is due for them is not asked here.

    Args:
        entry: The entry of the rulebook that applies.
        days: Calendar days attended, interruptions taken off [days].

    Source:
        Programme Guide 2026, p. 70, and 2023, p. 72, top-up for short stays of participants with fewer opportunities.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> entry = toy_rulebook().top_ups[0]  # 50 EUR for 5 to 14 days, 75 for 15 to 30
        >>> [str(top_up_of_days_attended(entry, days)) for days in (3, 14, 15)]
        ['50.00', '50.00', '75.00']
    """
    first, *later = entry.tiers
    return max([first.amount_eur, *(tier.amount_eur for tier in later if tier.from_day <= days)])


def _once(paid: PaidDays, entry: OnceTopUp) -> RuleResult:
    days = paid.net_days
    tier = case([(ends_in(tier, days), tier) for tier in entry.tiers], None)
    if tier is None:
        return _no_amount(entry, why=Phrase.NO_AMOUNT_FOR_STAY, days=days)
    line = grant_line(
        entry.kind.line_kind,
        LineBasis.PARTICIPANT,
        quantity=1,
        rate_eur=tier.amount_eur,
        reasons=(_in_tier(tier, days),),
        source=tier.source or entry.source,
    )
    return RuleResult((line,))


def _in_tier(tier: TopUpTier, days: int) -> Reason:
    code, start, end = ReasonCode.STAY_IN_TOP_UP_TIER, tier.from_day, tier.to_day
    if end is None:
        return Reason.of(code, tier=Phrase.TIER_FROM, from_day=start, days=days)
    return Reason.of(code, tier=Phrase.TIER_FROM_TO, from_day=start, to_day=end, days=days)


def _monthly(paid: PaidDays, entry: MonthlyTopUp) -> RuleResult:
    days = capped(paid.net_days_360, entry.funded_days_cap)
    reasons: tuple[Reason, ...] = (Reason.of(ReasonCode.TOP_UP_PER_MONTH, days=days),)
    if days < paid.net_days_360:
        reasons += (Reason.of(ReasonCode.FUNDED_DAYS_CAP, maximum=days, days=paid.net_days_360),)
    line = grant_line(
        entry.kind.line_kind,
        LineBasis.DAYS_OF_MONTH_RATE,
        quantity=days,
        rate_eur=entry.rate_eur_per_month,
        rate_days=30,
        rounding=entry.rounding,
        reasons=reasons,
        source=entry.source,
    )
    return RuleResult((line,))


def _no_amount(entry: OnceTopUp | TopUpNotPublished, *, why: str, **values: int) -> RuleResult:
    code = unpaid_code(entry.kind)
    if code is FindingCode.GREEN_AMOUNT_NOT_PUBLISHED:
        return RuleResult((), (Finding.of(code, entry.source, paid=why, **values),))
    return RuleResult((), (Finding.of(code, entry.source, top_up=entry.kind.line_kind, why=why, **values),))


def unpaid_code(kind: TopUpKind) -> FindingCode:
    """Return what is found where a top-up is due and no amount is published.

    Source:
        No page prints it: a top-up without an amount is never a silent zero.

    Examples:
        >>> unpaid_code(TopUpKind.TOP_UP_GREEN_TRAVEL).value
        'GREEN_AMOUNT_NOT_PUBLISHED'
    """
    match kind:
        case TopUpKind.TOP_UP_GREEN_TRAVEL:
            return FindingCode.GREEN_AMOUNT_NOT_PUBLISHED
        case TopUpKind.TOP_UP_FEWER_OPPORTUNITIES | TopUpKind.TOP_UP_TRAINEESHIP:
            return FindingCode.TOP_UP_AMOUNT_NOT_PUBLISHED
        case _:  # pragma: no cover
            assert_never(kind)
