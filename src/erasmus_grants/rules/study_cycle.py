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

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.records.findings import Finding, found
from erasmus_grants.records.mobility import Mobility


class CycleLimit(Entry):
    """How many months a student may be mobile within one study cycle."""

    maximum_months: int = Field(ge=1, description="funded months within one cycle [months of 30 days]")


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
    total_days = EXACT.fma(mobility.months_used, DAYS_OF_MONTH, days)
    maximum_days = limit.maximum_months * DAYS_OF_MONTH
    if total_days <= maximum_days:
        return ()
    return (
        found(
            FindingCode.MONTHS_PER_CYCLE_EXCEEDED,
            limit.source,
            months_used=mobility.months_used,
            days=days,
            total_days=total_days,
            maximum_days=maximum_days,
            maximum_months=limit.maximum_months,
        ),
    )
