"""What a grant consists of: lines, payments and papers.

This is the path under which they are public; pickles and tracebacks show it.
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
    "Payment",
    "RateDays",
    "RequiredDocument",
    "RuleResult",
    "grant_line",
    "no_rate",
]
