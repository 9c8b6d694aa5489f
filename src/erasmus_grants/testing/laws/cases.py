"""What is drawn of a rulebook, to try a law."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import SearchStrategy

from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.payment_split import PaymentSplit
from erasmus_grants.testing._anything import attendances
from erasmus_grants.testing._exploring import explored
from erasmus_grants.testing._mobilities import ineligible_mobilities, mobilities, undetermined_mobilities
from erasmus_grants.testing._numbers import distances
from erasmus_grants.testing._tables import payment_split_tables
from erasmus_grants.testing.laws.law import AnyCase

_MOST_YEARS = 40


class Attended(NamedTuple):
    """A grant, and what was attended of it."""

    grant: GrantBreakdown
    attendance: Attendance


def with_split(rulebook: Rulebook) -> SearchStrategy[tuple[Mobility, PaymentSplit]]:
    """Return mobilities with splits of their payments."""
    return st.tuples(mobilities(rulebook), payment_split_tables())


def with_distance(rulebook: Rulebook) -> SearchStrategy[tuple[Mobility, Decimal]]:
    """Return mobilities with another distance [km]."""
    return st.tuples(mobilities(rulebook), distances(rulebook))


def with_days(rulebook: Rulebook) -> SearchStrategy[tuple[Mobility, int]]:
    """Return mobilities with a number of days [days]."""
    return st.tuples(mobilities(rulebook), st.integers(1, 40))


def with_years(rulebook: Rulebook) -> SearchStrategy[tuple[Mobility, int]]:
    """Return mobilities, and years after which there may be an agreement still."""
    years = [day.year for agreement in rulebook.agreements for day in (agreement.start_date, agreement.end_date)]
    most = max(1, max(years) - min(years)) if years else _MOST_YEARS
    return st.tuples(mobilities(rulebook), st.integers(1, most))


def attended(rulebook: Rulebook) -> SearchStrategy[Attended]:
    """Return grants with what was attended of them."""
    grants = mobilities(rulebook).map(explored(rulebook).calculator.calculate)
    return grants.flatmap(lambda grant: st.builds(Attended, st.just(grant), attendances(grant)))


def any_answer(rulebook: Rulebook) -> SearchStrategy[Mobility]:
    """Return mobilities that are granted, refused and not yet known, as far as some of each are found."""
    refused = _if_found(lambda: ineligible_mobilities(rulebook)).map(lambda case: case.mobility)
    return st.one_of(not_refused(rulebook), refused)


def not_refused(rulebook: Rulebook) -> SearchStrategy[Mobility]:
    """Return mobilities that are granted or not yet known, as far as some of each are found."""
    return st.one_of(
        _if_found(lambda: mobilities(rulebook)),
        _if_found(lambda: undetermined_mobilities(rulebook)),
    )


def _if_found(strategy: Callable[[], SearchStrategy[AnyCase]]) -> SearchStrategy[AnyCase]:
    """Return a strategy, or one that draws nothing if the search for its cases finds none."""
    try:
        return strategy()
    except InvalidArgument:
        return st.nothing()


def nothing(_rulebook: Rulebook) -> SearchStrategy[None]:
    """Return what is drawn for a law of the rulebook alone."""
    return st.none()
