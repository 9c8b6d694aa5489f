"""To which rows an entry of a table applies.

Examples:
    >>> from erasmus_grants.scope import Scope
    >>> row = Row.known(activity=ActivityType.STA, direction=Direction.OUTGOING)
    >>> Kinds(toy_rulebook(), row, Lengths(row, Steps()), Steps()).covers(Scope(activities=("STA",), roles=("staff",)))
    True
"""

from __future__ import annotations
