"""What is found about a mobility, and the reasons of a line.

This is the path under which they are public; pickles and tracebacks show it.
"""

from erasmus_grants.records.findings import (
    Compared,
    Details,
    Finding,
    Reason,
)

__all__ = [
    "Compared",
    "Details",
    "Finding",
    "Reason",
]
