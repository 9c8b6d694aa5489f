"""One mobility under several rulebooks.

This is the path under which they are public, and which pickles of version 0.1 name.
"""

from erasmus_grants.engine.comparison import Case, Comparison, compare

__all__ = ["Case", "Comparison", "compare"]
