"""What is found about a mobility, and the reasons of a line.

This is the path under which they are public, and which pickles of version 0.1 name.
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
    "because",
    "found",
]

found = Finding.of
because = Reason.of
