"""Strategies for amounts, distances and stays, biased to the edges where rules change.

Examples:
    >>> from hypothesis import find
    >>> find(stays(min_days=5), lambda drawn: drawn.start.year == 2024).net_days
    5
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from erasmus_grants.basics.decimals import EXACT, LARGEST_DISTANCE_KM
from erasmus_grants.basics.money import from_cents
from erasmus_grants.basics.periods import Stay, stay
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks.loading import AnyRulebook, as_rulebook
from erasmus_grants.testing._arguments import whole

FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2039, 12, 31)
"""The days between which stays are drawn."""

EDGE_DAYS = (1, 4, 5, 14, 15, 30, 31, 59, 60, 61)
"""Lengths of stay at which rates or limits change in some call [days]."""

LONGEST_STAY_DAYS = 420
"""The longest stay that is drawn: longer than any rulebook allows [days]."""

_AROUND_AN_EDGE = (Decimal(-1), Decimal("-0.5"), Decimal(0), Decimal("0.5"))


def money(*, largest_eur: int = 5000) -> SearchStrategy[Decimal]:
    """Return amounts in whole cents [EUR].

    Examples:
        >>> from hypothesis import find
        >>> find(money(), lambda amount_eur: amount_eur > 1)
        Decimal('1.01')
    """
    return st.integers(0, whole(largest_eur, "largest_eur", least=0) * 100).map(from_cents)


def distances(rulebook: AnyRulebook | None = None) -> SearchStrategy[Decimal]:
    """Return one-way distances, biased to the edges of the distance bands and half a kilometre around them [km].

    Args:
        rulebook: The rulebook whose bands they are, its id or its file; None: no edge is known.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> from hypothesis import find
        >>> find(distances(toy_rulebook()), lambda distance_km: distance_km == Decimal("999.5"))  # half below an edge
        Decimal('999.5')
    """
    anywhere = st.integers(0, LARGEST_DISTANCE_KM * 1000).map(lambda metres: EXACT.divide(metres, 1000))
    edges = () if rulebook is None else _band_edges(as_rulebook(rulebook))
    around = [EXACT.add(edge, step) for edge in edges for step in _AROUND_AN_EDGE]
    near = sorted({distance for distance in around if distance >= 0})
    return st.one_of(st.sampled_from(near), anywhere) if near else anywhere


def _band_edges(rulebook: Rulebook) -> tuple[Decimal, ...]:
    tables = [table for table in rulebook.travel_support if isinstance(table, DistanceBands)]
    return tuple(Decimal(km) for km in sorted({band.from_km for table in tables for band in table.bands}))


@st.composite
def stays(  # noqa: D417 - nobody gives `draw`
    draw: DrawFn, *, min_days: int = 1, max_days: int = LONGEST_STAY_DAYS, edges: Sequence[int] = EDGE_DAYS
) -> Stay:
    """Return stays without interruption, biased to lengths where rates change and to ends of months and leap days.

    Args:
        min_days: The shortest [calendar days].
        max_days: The longest [calendar days].
        edges: Lengths that are drawn more often than others [calendar days].

    Examples:
        >>> from hypothesis import find
        >>> find(stays(min_days=5), lambda drawn: drawn.start.day == 29 and drawn.start.month == 2).net_days
        5
    """
    shortest = whole(min_days, "min_days", least=1)
    whole(max_days, "max_days", least=shortest)
    start = draw(days())
    near = [days for days in edges if min_days <= days <= max_days]
    anything = st.integers(min_days, max_days)
    length = draw(st.one_of(st.sampled_from(near), anything) if near else anything)
    return stay(start, start + timedelta(days=length - 1))


_LEAP_DAY = (2, 29)


def days(first: date = FIRST_DAY, last: date = LAST_DAY) -> SearchStrategy[date]:
    """Return days; one in three is the first or one of the last of a month, and one in three a leap day."""
    ends = [
        day
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        for number in (1, 28, 29, 30, 31)
        if (day := _day(year, month, number)) is not None and first <= day <= last
    ]
    leap_days = [day for day in ends if (day.month, day.day) == _LEAP_DAY]
    edges = [st.sampled_from(group) for group in (ends, leap_days) if group]
    return st.one_of(st.dates(first, last), *edges)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
