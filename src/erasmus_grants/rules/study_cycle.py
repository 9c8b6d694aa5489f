"""How many months a student may be mobile within one study cycle.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, "Duration of mobility":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> cycle_findings(toy_mobility(activity="SMS", months_used=11), toy_rulebook().cycle_limits[0])
    ()
"""

from decimal import ROUND_HALF_DOWN
from typing import Annotated, Self

from pydantic import Field, model_validator

from erasmus_grants.basics.algebra import AnyWord, Comparable, Condition, Whole, case, is_above_part, is_one_of, not_
from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.periods import DAYS_OF_MONTH
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import SENTENCE, Words
from erasmus_grants.basics.vocabulary import FindingCode, ParticipantRole
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility

_ONE_CYCLE_ROLES = (ParticipantRole.STUDENT, ParticipantRole.RECENT_GRADUATE)
"""Who may be, or have been, in a one-cycle programme: doctoral candidates are in the cycle after it."""


class CycleLimit(Entry):
    """How many months a student may be mobile within one study cycle."""

    maximum_months: int = Field(ge=1, description="funded months within one cycle [months of 30 days]")
    maximum_months_one_cycle: int | None = Field(
        default=None,
        ge=1,
        description="in one-cycle programmes, such as medicine; omitted: the same [months of 30 days]",
    )

    one_cycle_not_published: Annotated[Words | None, SENTENCE] = Field(
        default=None, description="why it is not known whether such programmes have more months than others"
    )

    @model_validator(mode="after")
    def _allows_no_less(self) -> Self:
        longer = self.maximum_months_one_cycle
        if longer is not None and longer < self.maximum_months:
            sentence = f"a one-cycle programme allows no fewer months than a study cycle, {self.maximum_months}"
            raise invalid(CycleLimit, ("maximum_months_one_cycle", sentence, longer))
        return self


def is_in_one_cycle(one_cycle_programme: Condition, role: AnyWord) -> Condition:
    """Return whether a participant's months are counted in a one-cycle programme.

    Args:
        one_cycle_programme: Whether the mobility states such a programme.
        role: The participant.

    Source:
        Programme Guide 2023, page 55, footnote 44; 2026, page 54, footnote 67.

    Examples:
        >>> is_in_one_cycle(True, ParticipantRole.STUDENT), is_in_one_cycle(True, ParticipantRole.DOCTORAL_CANDIDATE)
        (True, False)
    """
    return one_cycle_programme & is_one_of(role, _ONE_CYCLE_ROLES)


def is_exceeded(
    months_used: Comparable, days_360: Whole, limit: CycleLimit, *, one_cycle: Condition = False
) -> Condition:
    """Return whether a stay and the months that were used before are more than a study cycle allows.

    Whoever writes days as months has a number that no decimal is: 100 days are 3.333... months.  So the months used are
    the nearest whole number of days, and half a day is none.

    Args:
        months_used: Funded months of the study cycle before this stay [months of 30 days].
        days_360: Days of thirty-day months of this stay [days].
        limit: The entry of the rulebook that applies.
        one_cycle: Whether the months are counted in a one-cycle programme.

    Examples:
        >>> from decimal import Decimal
        >>> from erasmus_grants.testing import toy_rulebook
        >>> (limit,) = toy_rulebook().cycle_limits  # of 12 months, or 24 in one-cycle programmes
        >>> is_exceeded(10, 60, limit), is_exceeded(10, 61, limit)
        (False, True)
        >>> is_exceeded(Decimal("3.3333333333333335"), 260, limit)  # 100 / 30, and 100 + 260 = 360
        False
        >>> is_exceeded(22, 60, limit, one_cycle=True), is_exceeded(22, 61, limit, one_cycle=True)
        (False, True)
    """
    usual, longer = (months * DAYS_OF_MONTH for months in (limit.maximum_months, _in_one_cycle(limit)))
    most = case([(one_cycle, longer)], usual)
    half_days, parts = (most - days_360) * 2 + 1, DAYS_OF_MONTH * 2
    return is_above_part(months_used, half_days, parts, largest=longer * 2 + 1)


def is_unconfirmed(months_used: Comparable, days_360: Whole, limit: CycleLimit, *, one_cycle: Condition) -> Condition:
    """Return whether the months are within those of a one-cycle programme alone, which are not published.

    Args:
        months_used: Funded months of the study cycle before this stay [months of 30 days].
        days_360: Days of thirty-day months of this stay [days].
        limit: The entry of the rulebook that applies.
        one_cycle: Whether the months are counted in a one-cycle programme.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> fields = {"maximum_months": 12, "maximum_months_one_cycle": 24, "source": toy_source()}
        >>> limit = CycleLimit.model_validate(fields | {"one_cycle_not_published": "ask the agency."})
        >>> [is_unconfirmed(used, 60, limit, one_cycle=True) for used in (10, 11, 22, 23)]
        [False, True, True, False]
    """
    if limit.one_cycle_not_published is None:
        return False
    beyond_others = is_exceeded(months_used, days_360, limit)
    return one_cycle & beyond_others & not_(is_exceeded(months_used, days_360, limit, one_cycle=one_cycle))


def cycle_findings(mobility: Mobility, limit: CycleLimit) -> tuple[Finding, ...]:
    """Return whether the months of the study cycle would be exceeded.

    Source:
        Programme Guide, Part B, Key Action 1, higher education: 12 months in each study cycle, studies and
        traineeships together, and 24 in one-cycle programmes; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> student = toy_mobility(activity="SMS", end_date="2030-04-03", months_used="11.5")
        >>> [found.code.value for found in cycle_findings(student, toy_rulebook().cycle_limits[0])]
        ['MONTHS_PER_CYCLE_EXCEEDED']
    """
    days, used = mobility.stay.net_days_360, mobility.months_used
    if not used and days <= limit.maximum_months * DAYS_OF_MONTH:
        return ()  # as of most students, so it is asked first
    one_cycle = is_in_one_cycle(mobility.one_cycle_programme, mobility.role)
    if limit.one_cycle_not_published is not None and is_unconfirmed(used, days, limit, one_cycle=one_cycle):
        return (Finding.of(FindingCode.ELIGIBILITY_NOT_PUBLISHED, limit.source, why=limit.one_cycle_not_published),)
    if not is_exceeded(used, days, limit, one_cycle=one_cycle):
        return ()
    maximum_months = _in_one_cycle(limit) if one_cycle else limit.maximum_months
    return (
        Finding.of(
            FindingCode.MONTHS_PER_CYCLE_EXCEEDED,
            limit.source,
            months_used=used,
            days=days,
            total_days=days + int(EXACT.multiply(used, DAYS_OF_MONTH).to_integral_value(ROUND_HALF_DOWN)),
            maximum_days=maximum_months * DAYS_OF_MONTH,
            maximum_months=maximum_months,
        ),
    )


def _in_one_cycle(limit: CycleLimit) -> int:
    """Return how many months a one-cycle programme allows."""
    return limit.maximum_months if limit.maximum_months_one_cycle is None else limit.maximum_months_one_cycle
