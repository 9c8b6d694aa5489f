"""Whether months of the calendar and months of thirty days disagree about a limit of whole months.

Source:
    Our own note: the programme counts both ways.

Examples:
    >>> from datetime import date
    >>> from erasmus_grants.basics.periods import stay
    >>> two_months = stay(date(2023, 1, 1), date(2023, 2, 28))  # 58 days of thirty-day months
    >>> counts_disagree(two_months, Length(value=2, unit="calendar_months"), longest=False)
    True
"""

from erasmus_grants.basics.algebra import Condition
from erasmus_grants.basics.lengths import SHORTEST_MONTH_DAYS, Length
from erasmus_grants.basics.periods import DAYS_OF_MONTH, AnyStay
from erasmus_grants.basics.vocabulary import LengthUnit


def counts_disagree(stay: AnyStay, length: Length, *, longest: bool) -> Condition:
    """Return whether months of the calendar and months of thirty days disagree about a limit of whole months.

    Args:
        stay: The stay.
        length: The limit.
        longest: Whether it is that of the longest stay, and not of the shortest.

    Source:
        Our own note: the programme counts both ways.

    Examples:
        >>> from datetime import date
        >>> from erasmus_grants.basics.periods import stay
        >>> february = stay(date(2023, 1, 1), date(2023, 2, 28))  # 58 days of thirty-day months
        >>> [counts_disagree(february, Length.model_validate(text), longest=False)
        ...     for text in ("2 calendar_months", "60 days_360", "59 calendar_days")]
        [True, True, False]
    """
    months = months_of(length)
    if months is None:
        return False
    calendar, days_360 = stay.net_end_ordinal - stay.last_ordinal_of(months), stay.net_days_360 - months * DAYS_OF_MONTH
    if not longest:
        return (calendar >= 0) ^ (days_360 >= 0)
    possible = stay.net_days > months * SHORTEST_MONTH_DAYS  # a shorter one is within it, however it is counted
    return possible & ((calendar > 0) ^ (days_360 > 0))


def months_of(length: Length) -> int | None:
    """Return the months of a length that is counted in months of the calendar, or of thirty days; None: in neither.

    Examples:
        >>> [months_of(Length.model_validate(text)) for text in ("2 calendar_months", "60 days_360", "59 days_360")]
        [2, 2, None]
    """
    if length.unit is LengthUnit.CALENDAR_MONTHS:
        return length.value
    months, days = divmod(length.value, DAYS_OF_MONTH)
    return months if length.unit is LengthUnit.DAYS_360 and not days else None
