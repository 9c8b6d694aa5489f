"""What comes out: grants and settlements.

This is the path under which they are public, and which pickles of version 0.1 name.
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
