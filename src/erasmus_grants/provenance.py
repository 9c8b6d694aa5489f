"""Sources: where a figure is printed.

This is the path under which they are public; pickles and tracebacks show it.
"""

from erasmus_grants.basics.sources import (
    REMARK,
    SENTENCE,
    Key,
    Source,
    Words,
)

__all__ = [
    "REMARK",
    "SENTENCE",
    "Key",
    "Source",
    "Words",
]
