"""Participants without money of the programme, for the whole stay or for a part of its days.

Who takes part with a zero grant meets all criteria of eligibility, and is paid nothing.  With a partial one the days of
the stay that are funded come first: at least so many as the shortest stay has.

Source:
    Erasmus+ Programme Guide 2026, p. 66, and 2023, p. 68, "Mobile participants with a zero-grant":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> grant = toy_calculator().calculate(toy_mobility(zero_grant=True, distance_km=None))
    >>> grant.status.value, str(grant.total_eur), grant.lines
    ('granted', '0.00', ())
    >>> part = toy_calculator().calculate(toy_mobility(zero_grant_days=2))  # of 5 days
    >>> [(line.quantity, str(line.amount_eur)) for line in part.lines]
    [(1, '200.00'), (3, '300.00'), (2, '200.00')]
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeVar

from pydantic import Field

from erasmus_grants.basics.algebra import Condition, not_
from erasmus_grants.basics.lengths import Length, counted, reaches
from erasmus_grants.basics.periods import Stay, calendar_days, stay
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import BASES_OF_STAY, FindingCode, Phrase, ReasonCode
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import GrantLine, OpenLine, RuleResult
from erasmus_grants.records.mobility import Mobility, MobilityColumns

_Line = TypeVar("_Line", GrantLine, OpenLine)


class ZeroGrant(Entry):
    """That a participant may take part without money of the programme."""

    partial: bool | None = Field(
        default=None, description="whether a part of the days may be without it; omitted: nobody has printed that"
    )
    fewer_opportunities: bool | None = Field(
        default=None,
        description="whether those with fewer opportunities may have one; omitted: nobody has printed that",
    )


def asks_for_zero_grant(mobility: Mobility | MobilityColumns) -> Condition:
    """Return whether some or all days of a stay are to be without money of the programme.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility
        >>> asks_for_zero_grant(toy_mobility()), asks_for_zero_grant(toy_mobility(zero_grant_days=1))
        (False, True)
    """
    return mobility.zero_grant | is_partial(mobility)


def is_partial(mobility: Mobility | MobilityColumns) -> Condition:
    """Return whether a part of the days is to be without money of the programme.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility
        >>> is_partial(toy_mobility(zero_grant=True))
        False
    """
    return mobility.zero_grant_days >= 1


def reasons_against(
    mobility: Mobility | MobilityColumns, rule: ZeroGrant, *, too_few_are_funded: Condition
) -> Iterator[tuple[Condition, Phrase]]:
    """Yield what stands against a zero grant, and whether it does.

    Args:
        mobility: The mobility.
        rule: The entry of the rulebook that applies.
        too_few_are_funded: Whether the days that are funded are fewer than the shortest stay has.

    Source:
        Programme Guide 2026, p. 66: "Participants with fewer opportunities cannot be participants with a zero-grant",
        and "mobile participants have to receive individual support for at least the minimum physical mobility period
        duration"; the entry of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> (rule,) = toy_rulebook().zero_grants
        >>> mobility = toy_mobility(zero_grant=True, fewer_opportunities=True)
        >>> [why.value for applies, why in reasons_against(mobility, rule, too_few_are_funded=False) if applies]
        ['ZERO_GRANT_WITH_FEWER_OPPORTUNITIES']
    """
    partial = is_partial(mobility)
    fewer = asks_for_zero_grant(mobility) & mobility.fewer_opportunities
    yield fewer & (rule.fewer_opportunities is False), Phrase.ZERO_GRANT_WITH_FEWER_OPPORTUNITIES
    yield partial & (rule.partial is False), Phrase.ZERO_GRANT_ONLY_FOR_WHOLE_STAY
    yield partial & too_few_are_funded & (rule.partial is True), Phrase.FUNDED_DAYS_BELOW_MINIMUM


def is_unprinted(mobility: Mobility | MobilityColumns, rule: ZeroGrant) -> Condition:
    """Return whether a mobility is to have such a zero grant as nobody has printed whether it is possible.

    Args:
        mobility: The mobility.
        rule: The entry of the rulebook that applies.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> whole, part = toy_mobility(zero_grant=True), toy_mobility(zero_grant_days=1)
        >>> [is_unprinted(mobility, ZeroGrant(source=toy_source())) for mobility in (whole, part)]
        [False, True]
    """
    fewer = asks_for_zero_grant(mobility) & mobility.fewer_opportunities
    return is_partial(mobility) & (rule.partial is None) | fewer & (rule.fewer_opportunities is None)


def zero_grant_findings(
    mobility: Mobility, rule: ZeroGrant | None, *, minimum: Length | None, otherwise: Source
) -> tuple[Finding, ...]:
    """Return what stands against a zero grant, for a mobility that is to have one.

    Args:
        mobility: The mobility.
        rule: The entry of the rulebook that applies; None: it says nothing of zero grants.
        minimum: The shortest stay that is allowed; None: there is none.
        otherwise: What is cited where no entry applies.

    Source:
        Programme Guide 2026, p. 66, "Mobile participants with a zero-grant"; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source
        >>> mobility, (limit, *_) = toy_mobility(zero_grant_days=4), toy_rulebook().durations
        >>> (rule,) = toy_rulebook().zero_grants
        >>> zero_grant_findings(mobility, rule, minimum=limit.minimum, otherwise=toy_source())[0].message
        'No such zero grant is possible: 1 calendar day would be funded, and at least 2 calendar days have to be.'
    """
    if not asks_for_zero_grant(mobility):
        return ()
    if rule is None:
        return (Finding.of(FindingCode.ZERO_GRANT_NOT_PUBLISHED, otherwise),)
    funded = mobility.paid_stay
    too_few = minimum is not None and not_(reaches(funded, minimum))
    against = [why for applies, why in reasons_against(mobility, rule, too_few_are_funded=too_few) if applies]
    if not against and is_unprinted(mobility, rule):
        return (Finding.of(FindingCode.ZERO_GRANT_NOT_PUBLISHED, rule.source),)
    return tuple(_not_eligible(why, rule, funded, minimum) for why in against)


def _not_eligible(why: Phrase, rule: ZeroGrant, funded: Stay, minimum: Length | None) -> Finding:
    code = FindingCode.ZERO_GRANT_NOT_ELIGIBLE
    if why is not Phrase.FUNDED_DAYS_BELOW_MINIMUM or minimum is None:
        return Finding.of(code, rule.source, why=why)
    length, unit = counted(funded, minimum)
    least, least_unit = minimum.value, minimum.unit
    return Finding.of(code, rule.source, why=why, length=length, unit=unit, minimum=least, minimum_unit=least_unit)


def nothing_paid_findings(rule: ZeroGrant | None) -> tuple[Finding, ...]:
    """Return that a participant with a zero grant for the whole stay is paid nothing, where that is printed.

    Args:
        rule: The entry of the rulebook that applies.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> nothing_paid_findings(toy_rulebook().zero_grants[0])[0].message
        'The participant takes part with a zero grant: nothing is paid.'
    """
    return () if rule is None else (Finding.of(FindingCode.ZERO_GRANT, rule.source),)


def with_funded_part_told(paid: RuleResult, mobility: Mobility) -> RuleResult:
    """Return what is paid for the days of a stay, and say on each of its lines if some of them are not funded.

    Args:
        paid: What is paid for the days of the stay.
        mobility: The mobility.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> part = toy_calculator().calculate(toy_mobility(zero_grant_days=2))
        >>> part.to_records()[1]["why"]
        '3 days on site at the full rate; funded to 2030-03-06, and the 2 days after that are not'
    """
    if not is_partial(mobility):
        return paid
    days, end = mobility.zero_grant_days, mobility.paid_stay.end
    reason = Reason.of(ReasonCode.FUNDED_PART_OF_STAY, days=days, end=end)
    lines = tuple(_with_reason(line, reason) for line in paid.lines)
    return RuleResult(lines, paid.findings, tuple(_with_reason(line, reason) for line in paid.open_lines))


def _with_reason(line: _Line, reason: Reason) -> _Line:
    """Return a line with a further reason, if it pays for days of the stay."""
    return line.model_copy(update={"reasons": (*line.reasons, reason)}) if line.basis in BASES_OF_STAY else line


def funded_part_attended(mobility: Mobility, attended: Stay) -> Stay:
    """Return the part of the days attended that is funded, which comes first, with all interruptions.

    The last days are without a grant, as many of them as was agreed.  Who leaves early misses these first, and a
    funded day only after all of them.

    Args:
        mobility: The mobility as agreed.
        attended: The days attended, one or more.

    Source:
        Programme Guide 2026, p. 66, "Mobile participants with a zero-grant": some days are funded, and others are not.

    Examples:
        >>> from datetime import date
        >>> from erasmus_grants.testing import toy_mobility
        >>> agreed = toy_mobility(zero_grant_days=2)  # of 5 days
        >>> [funded_part_attended(agreed, stay(agreed.start_date, date(2030, 3, day))).net_days for day in (8, 7, 6, 5)]
        [3, 3, 3, 2]
    """
    missed = calendar_days(mobility.start_date, mobility.end_date) - calendar_days(attended.start, attended.end)
    unfunded = max(0, mobility.zero_grant_days - max(0, missed))
    return stay(attended.start, attended.end - timedelta(days=unfunded), attended.interruption_days)
