"""Sources: where a figure is printed.

This is the path under which they are public, and which pickles of version 0.1 name.
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
