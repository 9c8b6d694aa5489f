"""The door to the libraries of frames: narwhals."""

import narwhals.stable.v2 as nw

from erasmus_grants.basics.untyped import Frame

_MORE_THAN_ANY_FRAME = 2**62


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


def kept_apart(frame: Frame) -> Frame:
    """Return a frame of narwhals whose steps are planned apart from what is asked of it later.

    DuckDB plans both together, and does not end with a sum over the long formulas of a large rulebook; a limit that no
    frame reaches stands between them.
    """
    return frame.head(_MORE_THAN_ANY_FRAME) if frame.implementation.is_duckdb() else frame
