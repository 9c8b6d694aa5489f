"""The door to the libraries of frames: narwhals."""

import narwhals.stable.v2 as nw

from erasmus_grants.basics.untyped import Frame


def narwhals_of(frame: Frame) -> Frame:
    """Return a frame of narwhals over the caller's.

    Raises:
        TypeError: It is no frame.
    """
    return nw.from_native(frame)


def native_of(frame: Frame) -> Frame:
    """Return the frame that a frame of narwhals is over, and any other as it is."""
    return nw.to_native(frame, pass_through=True)


def is_in_memory(frame: Frame) -> bool:
    """Return whether a frame of narwhals is in memory, so that it may be looked into."""
    return isinstance(frame, nw.DataFrame)
