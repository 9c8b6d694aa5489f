"""Computes Erasmus+ higher-education mobility grants line by line, each line with its printed source.

Examples:
    >>> grant = GrantCalculator("usmb-icm-2023").calculate(Mobility(
    ...     activity="STA", direction="outgoing", receiving_country="SN",
    ...     start_date="2022-03-07", end_date="2022-03-11", distance_km=4070, teaching_hours=8,
    ... ))
    >>> grant.total_eur
    Decimal('2080.00')
"""

from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.version import __version__
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
from erasmus_grants.errors import (
    ErasmusGrantsError,
    GrantTamperedError,
    IneligibleMobilityError,
    RulebookFileError,
    RulebookMismatchError,
    RulebookNotFoundError,
    UndeterminedGrantError,
    UnknownCountryError,
    UnknownRulebookError,
)
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.grant import GrantBreakdown, read_grant
from erasmus_grants.records.lines import GrantLine, OpenLine, Payment
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.questions import Question, Questions
from erasmus_grants.records.settlement import Settlement, SettlementLine
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rulebooks.loading import load_rulebook
from erasmus_grants.rulebooks.search import find_rulebooks
from erasmus_grants.rules.payment_split import PaymentSplit

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
