"""What a grant consists of: lines, payments and papers.

This is the path under which they are public, and which pickles of version 0.1 name.
"""

from erasmus_grants.records.lines import (
    GrantLine,
    Payment,
    RateDays,
    RequiredDocument,
    RuleResult,
    grant_line,
    no_rate,
)

__all__ = [
    "GrantLine",
    "Outcome",
    "Payment",
    "RateDays",
    "RequiredDocument",
    "RuleResult",
    "grant_line",
    "no_rate",
]

Outcome = RuleResult
