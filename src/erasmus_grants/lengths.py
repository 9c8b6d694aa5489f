"""Lengths of stays.

This is the path under which they are public, and which pickles of version 0.1 name.
"""

from erasmus_grants.basics.lengths import Length, counted, exceeds, last_day, reaches

__all__ = ["Length", "counted", "exceeds", "last_day", "reaches"]
