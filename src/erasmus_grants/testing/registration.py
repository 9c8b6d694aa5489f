"""Which strategy draws each public model, told to Hypothesis when it is imported.

The strategies themselves are imported when the first of them is drawn from.
"""

from erasmus_grants.basics.sources import Source
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import GrantLine, Payment
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.settlement import Settlement, SettlementLine
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.payment_split import PaymentSplit

_MODELS = (
    *(Mobility, Attendance, Rulebook, PaymentSplit, Source),
    *(GrantBreakdown, GrantLine, Payment, Finding, Reason),
    *(Settlement, SettlementLine),
)


def register_strategies() -> None:
    """Tell Hypothesis how to draw the public models; drawing one imports the rest."""
    from hypothesis.strategies import SearchStrategy, register_type_strategy

    def drawn(model: type) -> SearchStrategy[object]:
        from erasmus_grants.testing import results

        return results.strategy_of(model)

    for model in _MODELS:
        register_type_strategy(model, drawn)
