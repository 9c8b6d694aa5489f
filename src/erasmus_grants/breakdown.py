"""What comes out: grants and settlements.

This is the path under which they are public; pickles and tracebacks show it.
"""

from erasmus_grants.records.grant import SCHEMA_VERSION, GrantBreakdown, SchemaVersion
from erasmus_grants.records.settlement import Settlement, SettlementLine

__all__ = [
    "SCHEMA_VERSION",
    "GrantBreakdown",
    "SchemaVersion",
    "Settlement",
    "SettlementLine",
]
