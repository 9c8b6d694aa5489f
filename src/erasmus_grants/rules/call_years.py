"""Whether a stay lies in the years for which grant agreements of a call are made.

The rates of a call are those of its grant agreements, whenever the journey takes place; but no agreement starts before
its call, and each one ends.  A stay far outside of these years is a mistyped year, or a grant of another call.

Source:
    Erasmus+ Programme Guides 2023 and 2026, p. 52: projects of KA131 last 26 months from 1 June of the call year, those
    of KA171 24 or 36 months from 1 August.
    For earlier calls: Université Savoie Mont Blanc, agreements, each over by July of the third year after its call:
    https://www.univ-smb.fr/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_source
    >>> years = AgreementYears(years_after_call=3, source=toy_source())
    >>> call_year_findings(toy_mobility(), call_years=(2030,), rule=years)
    ()
    >>> late = toy_mobility(start_date="2034-01-01", end_date="2034-01-05")
    >>> [found.message[:50] for found in call_year_findings(late, call_years=(2030,), rule=years)]
    ['2034-01-01 to 2034-01-05 lies outside of 2030 to 2']
"""

from pydantic import Field

from erasmus_grants.basics.algebra import Condition
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.periods import CalendarDay
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility


class AgreementYears(Model):
    """In which years the grant agreements of a call run, where a rulebook lists no agreement itself."""

    years_after_call: int = Field(ge=0, le=20, description="the last year, counted from the last call year [years]")
    source: Source = Field(description="where that can be seen")


def is_outside(start: CalendarDay, end: CalendarDay, *, call_years: tuple[int, ...], rule: AgreementYears) -> Condition:
    """Return whether a stay begins before the call, or ends when its agreements are over.

    Examples:
        >>> from datetime import date
        >>> from erasmus_grants.testing import toy_source
        >>> years = AgreementYears(years_after_call=3, source=toy_source())
        >>> is_outside(date(2034, 12, 1), date(2035, 1, 1), call_years=(2031,), rule=years)
        True
    """
    first, last = _years(call_years, rule)
    return (start.year < first) | (end.year > last)


def _years(call_years: tuple[int, ...], rule: AgreementYears) -> tuple[int, int]:
    """Return the first and the last year in which agreements run."""
    return min(call_years), max(call_years) + rule.years_after_call


def call_year_findings(mobility: Mobility, *, call_years: tuple[int, ...], rule: AgreementYears) -> tuple[Finding, ...]:
    """Return a warning if a stay begins before the call, or ends when its agreements are over.

    Args:
        mobility: The mobility.
        call_years: The call years of the rulebook.
        rule: How long agreements run.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> years = AgreementYears(years_after_call=3, source=toy_source())
        >>> [found.code.value for found in call_year_findings(toy_mobility(), call_years=(2031,), rule=years)]
        ['OUTSIDE_CALL_YEARS']
    """
    start, end = mobility.start_date, mobility.end_date
    if not is_outside(start, end, call_years=call_years, rule=rule):
        return ()
    first, last = _years(call_years, rule)
    return (Finding.of(FindingCode.OUTSIDE_CALL_YEARS, rule.source, start=start, end=end, first=first, last=last),)
