"""The errors of the library.

This is the path under which they are public, and which tracebacks and pickles name.
"""

from erasmus_grants.basics.errors import (
    ErasmusGrantsError,
    FrameError,
    GrantTamperedError,
    InputFileError,
    InvalidRowsError,
    RulebookFileError,
    RulebookMismatchError,
    RulebookNotFoundError,
    UnknownCountryError,
    UnknownRulebookError,
    did_you_mean,
    quoted,
    rebuild_unknown_rulebook,
)
from erasmus_grants.places.refusals import AmbiguousPlaceError, UnknownPlaceError
from erasmus_grants.records.findings import IneligibleMobilityError
from erasmus_grants.records.questions import UndeterminedGrantError

__all__ = [
    "AmbiguousPlaceError",
    "ErasmusGrantsError",
    "FrameError",
    "GrantTamperedError",
    "IneligibleMobilityError",
    "InputFileError",
    "InvalidRowsError",
    "RulebookFileError",
    "RulebookMismatchError",
    "RulebookNotFoundError",
    "UndeterminedGrantError",
    "UnknownCountryError",
    "UnknownPlaceError",
    "UnknownRulebookError",
    "did_you_mean",
    "quoted",
]

_rebuild_unknown_rulebook = rebuild_unknown_rulebook  # as pickles of version 0.1 name it
