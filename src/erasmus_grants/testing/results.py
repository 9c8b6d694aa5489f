"""Strategies for results: grants and settlements of invented rulebooks, and what they consist of.

Examples:
    >>> from hypothesis import find
    >>> find(grants(), lambda grant: grant.eligible and grant.total_eur > 100).eligible
    True
"""

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import GrantStatus
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import GrantLine, OpenLine, Payment
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.settlement import Settlement, SettlementLine
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rules.payment_split import PaymentSplit
from erasmus_grants.testing._anything import any_attendances, any_mobilities, attendances
from erasmus_grants.testing._mobilities import mobilities
from erasmus_grants.testing._tables import payment_split_tables, rulebooks
from erasmus_grants.testing.toys import toy_rulebook


def grants() -> SearchStrategy[GrantBreakdown]:
    """Return grants with each of the three answers, by invented rulebooks."""
    return st.builds(_grant, rulebooks(), st.one_of(mobilities(toy_rulebook()), any_mobilities()))


def _grant(rulebook: Rulebook, mobility: Mobility) -> GrantBreakdown:
    return GrantCalculator(rulebook).calculate(mobility)


@st.composite
def settlements(draw: DrawFn) -> Settlement:
    """Return settlements of grants by invented rulebooks; what is not yet known is not settled."""
    calculator = GrantCalculator(draw(rulebooks()))
    grants_of_it = mobilities(toy_rulebook()).map(calculator.calculate)
    grant = draw(grants_of_it.filter(lambda grant: grant.status is not GrantStatus.UNDETERMINED))
    return calculator.settle(grant, draw(attendances(grant)))


def sources() -> SearchStrategy[Source]:
    """Return sources of the rulebooks that come with the library."""
    return st.sampled_from(known_rulebooks()).map(get_rulebook).flatmap(lambda book: st.sampled_from(book.sources))


def _of_grants() -> SearchStrategy[GrantBreakdown]:
    return grants().filter(lambda grant: bool(grant.lines))


def strategy_of(model: type) -> SearchStrategy[object]:
    """Return the strategy for a public model.

    Raises:
        KeyError: It is none.
    """
    lines = _of_grants().flatmap(lambda grant: st.sampled_from(grant.lines))
    unknown = grants().filter(lambda grant: bool(grant.open_lines))
    paid = grants().filter(lambda grant: bool(grant.payments))
    found = grants().filter(lambda grant: bool(grant.findings))
    settled = settlements().filter(lambda settlement: bool(settlement.lines))
    strategies: dict[type, SearchStrategy[object]] = {
        Mobility: any_mobilities(),
        Attendance: any_attendances(),
        Rulebook: rulebooks(),
        PaymentSplit: payment_split_tables(),
        Source: sources(),
        GrantBreakdown: grants(),
        GrantLine: lines,
        OpenLine: unknown.flatmap(lambda grant: st.sampled_from(grant.open_lines)),
        Payment: paid.flatmap(lambda grant: st.sampled_from(grant.payments)),
        Finding: found.flatmap(lambda grant: st.sampled_from(grant.findings)),
        Reason: lines.flatmap(lambda line: st.sampled_from(line.reasons)),
        Settlement: settlements(),
        SettlementLine: settled.flatmap(lambda settlement: st.sampled_from(settlement.lines)),
    }
    return strategies[model]
