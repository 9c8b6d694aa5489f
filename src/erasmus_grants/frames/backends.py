"""The door to the libraries of frames: narwhals."""

import narwhals.stable.v2 as nw

from erasmus_grants.basics.untyped import Frame


def narwhals_of(frame: Frame) -> Frame:
    """Return a frame of narwhals over the caller's.

    Raises:
        TypeError: It is no frame.
    """
    return nw.from_native(frame)


def is_in_memory(frame: Frame) -> bool:
    """Return whether a frame of narwhals is in memory, so that it may be looked into."""
    return isinstance(frame, nw.DataFrame)
