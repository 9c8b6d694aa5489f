"""Hypothesis strategies for mobilities, attendances and rulebooks, biased to the edges where rules change.

Whoever adds a rulebook draws mobilities that it funds, and such as it refuses, each labelled with the finding that
it gives.  Nothing is said about how often anything is drawn.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> from hypothesis import find
    >>> find(mobilities(toy_rulebook()), lambda mobility: mobility.activity == "STT").net_days
    2
"""

from erasmus_grants import testing
from erasmus_grants.testing import toys
from erasmus_grants.testing._anything import *
from erasmus_grants.testing._mobilities import *
from erasmus_grants.testing._numbers import *
from erasmus_grants.testing._tables import *

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll] - the names are those of the package, which stand there once
    name for name in testing.__all__ if name in globals() and not hasattr(toys, name)
]
