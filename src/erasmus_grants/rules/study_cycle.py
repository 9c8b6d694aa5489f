"""How many months a student may be mobile within one study cycle.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, "Duration of mobility":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> cycle_findings(toy_mobility(activity="SMS", months_used=11), toy_rulebook().cycle_limits[0])
    ()
"""

from pydantic import Field

from erasmus_grants.basics.algebra import Comparable, Condition, Whole, is_above_part
from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility


class CycleLimit(Entry):
    """How many months a student may be mobile within one study cycle."""

    maximum_months: int = Field(ge=1, description="funded months within one cycle [months of 30 days]")


def is_exceeded(months_used: Comparable, days_360: Whole, limit: CycleLimit) -> Condition:
    """Return whether a stay and the months that were used before are more than a study cycle allows.

    Args:
        months_used: Funded months of the study cycle before this stay [months of 30 days].
        days_360: Days of thirty-day months of this stay [days].
        limit: The entry of the rulebook that applies.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> (limit,) = toy_rulebook().cycle_limits  # of 12 months
        >>> is_exceeded(10, 60, limit), is_exceeded(10, 61, limit)
        (False, True)
    """
    most = limit.maximum_months * DAYS_OF_MONTH
    return is_above_part(months_used, most - days_360, DAYS_OF_MONTH, largest=most)


def cycle_findings(mobility: Mobility, limit: CycleLimit) -> tuple[Finding, ...]:
    """Return whether the months of the study cycle would be exceeded.

    Source:
        Programme Guide, Part B, Key Action 1, higher education: 12 months in each study cycle, studies and
        traineeships together; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> student = toy_mobility(activity="SMS", end_date="2030-04-03", months_used="11.5")
        >>> [found.code.value for found in cycle_findings(student, toy_rulebook().cycle_limits[0])]
        ['MONTHS_PER_CYCLE_EXCEEDED']
    """
    days = mobility.stay.net_days_360
    if not is_exceeded(mobility.months_used, days, limit):
        return ()
    total_days = EXACT.fma(mobility.months_used, DAYS_OF_MONTH, days)
    maximum_days = limit.maximum_months * DAYS_OF_MONTH
    return (
        Finding.of(
            FindingCode.MONTHS_PER_CYCLE_EXCEEDED,
            limit.source,
            months_used=mobility.months_used,
            days=days,
            total_days=total_days,
            maximum_days=maximum_days,
            maximum_months=limit.maximum_months,
        ),
    )
