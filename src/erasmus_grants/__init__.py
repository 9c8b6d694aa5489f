"""Computes Erasmus+ higher-education mobility grants line by line, each line with its printed source.

Each name is imported when it is first asked for, so who needs a mobility alone waits for no calculator.

Examples:
    >>> from erasmus_grants import GrantCalculator, Mobility
    >>> grant = GrantCalculator("usmb-icm-2023").calculate(Mobility(
    ...     activity="STA", direction="outgoing", receiving_country="SN",
    ...     start_date="2022-03-07", end_date="2022-03-11", distance_km=4070, teaching_hours=8,
    ... ))
    >>> grant.total_eur
    Decimal('2080.00')
"""

from importlib import import_module
from typing import TYPE_CHECKING

from erasmus_grants.basics.version import __version__

if TYPE_CHECKING:
    from erasmus_grants.basics.errors import (
        ErasmusGrantsError,
        GrantTamperedError,
        RulebookFileError,
        RulebookMismatchError,
        RulebookNotFoundError,
        UnknownCountryError,
        UnknownRulebookError,
    )
    from erasmus_grants.basics.sources import Source
    from erasmus_grants.basics.vocabulary import (
        ActivityType,
        Confidence,
        Direction,
        Document,
        FindingCode,
        GrantStatus,
        HostKind,
        LineBasis,
        LineKind,
        ParticipantRole,
        PaymentKind,
        PaymentTrigger,
        Purpose,
        Severity,
        TravelMode,
    )
    from erasmus_grants.engine.audit import GrantDifference, StatedAmounts, explain_difference
    from erasmus_grants.engine.calculator import GrantCalculator, verify_grant
    from erasmus_grants.engine.comparison import Comparison, compare
    from erasmus_grants.records.findings import Finding, IneligibleMobilityError, Reason
    from erasmus_grants.records.grant import GrantBreakdown, read_grant
    from erasmus_grants.records.lines import GrantLine, OpenLine, Payment
    from erasmus_grants.records.mobility import Attendance, Mobility
    from erasmus_grants.records.questions import Question, Questions, UndeterminedGrantError
    from erasmus_grants.records.settlement import Settlement, SettlementLine
    from erasmus_grants.rulebook.differences import Differences
    from erasmus_grants.rulebook.model import Rulebook
    from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
    from erasmus_grants.rulebooks.loading import load_rulebook
    from erasmus_grants.rulebooks.search import RulebookMatch, find_rulebooks
    from erasmus_grants.rules.payment_split import PaymentSplit

else:  # a type checker would take any name for one that there is
    _NAMES = {
        "basics.errors": (
            "ErasmusGrantsError GrantTamperedError RulebookFileError RulebookMismatchError RulebookNotFoundError "
            "UnknownCountryError UnknownRulebookError"
        ),
        "basics.sources": "Source",
        "basics.vocabulary": (
            "ActivityType Confidence Direction Document FindingCode GrantStatus HostKind LineBasis LineKind "
            "ParticipantRole PaymentKind PaymentTrigger Purpose Severity TravelMode"
        ),
        "engine.audit": "GrantDifference StatedAmounts explain_difference",
        "engine.calculator": "GrantCalculator verify_grant",
        "engine.comparison": "Comparison compare",
        "records.findings": "Finding IneligibleMobilityError Reason",
        "records.grant": "GrantBreakdown read_grant",
        "records.lines": "GrantLine OpenLine Payment",
        "records.mobility": "Attendance Mobility",
        "records.questions": "Question Questions UndeterminedGrantError",
        "records.settlement": "Settlement SettlementLine",
        "rulebook.differences": "Differences",
        "rulebook.model": "Rulebook",
        "rulebooks": "get_rulebook known_rulebooks",
        "rulebooks.loading": "load_rulebook",
        "rulebooks.search": "RulebookMatch find_rulebooks",
        "rules.payment_split": "PaymentSplit",
    }
    """The public names of each module."""

    _ROOMS = ("basics", "engine", "errors", "places", "records", "report", "rulebook", "rulebooks", "rules")
    """The packages and modules that are attributes without an import of their own."""

    _MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}

    def __getattr__(name: str) -> object:
        """Return what has a public name, imported when it is first asked for, and kept."""
        if name in _ROOMS:
            return import_module(f"{__name__}.{name}")  # which makes it an attribute
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        """Return all names, those too that nobody has asked for."""
        return sorted({*globals(), *__all__, *_ROOMS})


__all__ = [
    # Calculating
    "GrantCalculator",
    "compare",
    "verify_grant",
    "explain_difference",
    # What goes in
    "Mobility",
    "Attendance",
    "PaymentSplit",
    # What comes out
    "GrantBreakdown",
    "read_grant",
    "GrantLine",
    "OpenLine",
    "Question",
    "Questions",
    "Payment",
    "Settlement",
    "SettlementLine",
    "Comparison",
    "GrantDifference",
    "StatedAmounts",
    "Finding",
    "Reason",
    "Source",
    # Words
    "ActivityType",
    "Direction",
    "ParticipantRole",
    "HostKind",
    "Purpose",
    "TravelMode",
    "Document",
    "GrantStatus",
    "FindingCode",
    "Severity",
    "LineKind",
    "LineBasis",
    "PaymentKind",
    "PaymentTrigger",
    "Confidence",
    # Rulebooks
    "Rulebook",
    "Differences",
    "RulebookMatch",
    "find_rulebooks",
    "get_rulebook",
    "known_rulebooks",
    "load_rulebook",
    # Errors
    "ErasmusGrantsError",
    "IneligibleMobilityError",
    "UndeterminedGrantError",
    "UnknownRulebookError",
    "RulebookNotFoundError",
    "UnknownCountryError",
    "RulebookFileError",
    "RulebookMismatchError",
    "GrantTamperedError",
    # Version
    "__version__",
]
