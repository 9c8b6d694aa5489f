"""Whether the days of the shortest stay are in a row: the library knows how many days a stay is interrupted, not which.

Source:
    Programme Guide 2026, p. 56, and 2023, p. 59: the days of the shortest stay of staff are consecutive.

Examples:
    >>> from datetime import date
    >>> from erasmus_grants.basics.periods import stay
    >>> five_days = stay(date(2030, 3, 4), date(2030, 3, 9), interruption_days=1)
    >>> minimum_in_a_row(five_days, Length(value=5, unit="calendar_days")).value
    6
"""

from erasmus_grants.basics.algebra import Condition, is_just
from erasmus_grants.basics.lengths import Length, reaches
from erasmus_grants.basics.model import built
from erasmus_grants.basics.periods import AnyStay, Stay


def minimum_in_a_row(stay: Stay, minimum: Length) -> Length:
    """Return the shortest stay that may have the days of its minimum in a row: see `days_in_a_row_are_too_few`.

    Args:
        stay: The stay, perhaps interrupted.
        minimum: The days that have to be in a row.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility
        >>> minimum_in_a_row(toy_mobility().stay, Length(value=5, unit="calendar_days")).value
        5
    """
    if stay.interruption_days and minimum.value > 1:
        return built(Length, value=minimum.value + 1, unit=minimum.unit)
    return minimum


def days_in_a_row_are_too_few(stay: AnyStay, minimum: Length) -> Condition:
    """Return whether an interrupted stay is so short that its days cannot be in a row, on whichever days it is.

    The first and the last day are attended, and an interruption lies between them: at least one day is in another part
    than the others, so an interrupted stay needs a day more than its minimum.

    Source:
        Programme Guide 2026, p. 56, and 2023, p. 59: the days of the shortest stay are in a row.

    Examples:
        >>> from datetime import date
        >>> from erasmus_grants.basics.periods import stay
        >>> five_days = stay(date(2030, 3, 4), date(2030, 3, 9), interruption_days=1)  # at most 4 and 1
        >>> days_in_a_row_are_too_few(five_days, Length(value=5, unit="calendar_days"))
        True
    """
    if minimum.value == 1 or is_just(stay.interruption_days, 0):
        return False
    return (stay.interruption_days >= 1) & (stay.net_days <= minimum.value)


def days_in_a_row_are_uncertain(stay: AnyStay, minimum: Length) -> Condition:
    """Return whether a stay reaches its minimum, and its interruptions may leave fewer days in a row.

    So many interruption days cut a stay into one part more than there are of them, at most.  The longest part is
    shortest if all parts are alike; the library does not know on which days a stay is interrupted.

    Source:
        Programme Guide 2026, p. 56, and 2023, p. 59: the days of the shortest stay are in a row.

    Examples:
        >>> from datetime import date
        >>> from erasmus_grants.basics.periods import stay
        >>> eight_days = stay(date(2030, 3, 4), date(2030, 3, 12), interruption_days=1)  # perhaps 4 and 4
        >>> days_in_a_row_are_uncertain(eight_days, Length(value=5, unit="calendar_days"))
        True
    """
    if is_just(stay.interruption_days, 0):
        return False
    most_if_each_part_is_shorter = (stay.interruption_days + 1) * (minimum.value - 1)
    return reaches(stay, minimum) & (stay.net_days <= most_if_each_part_is_shorter)
