r"""A list that is open, and whose rows are read several times: to learn how it is spelled, and to compute it.

The rows of a short list are kept after the first time.  Those of a long one are read from the file each time, so that
memory does not grow with the list.

Examples:
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "list.csv")
    ...     count = path.write_text("activity\nSTA\n")
    ...     with opened(str(path), Options()) as given:
    ...         [chunk.rows for chunk in given.chunks()], [chunk.rows for chunk in given.chunks()]
    ([[['STA']]], [[['STA']]])
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from erasmus_grants.basics.errors import FrameError, InputFileError
from erasmus_grants.batch.formats import check_applies, format_of, reading
from erasmus_grants.batch.layout import Layout, Options, check_how
from erasmus_grants.batch.recognition import as_called
from erasmus_grants.batch.tables import Chunk, RowSource

ROWS_AT_ONCE = 10_000
"""How many rows are read and computed at a time."""

MOST_ROWS_KEPT = 20_000
"""The rows of a list with no more of them are kept, and need not be read again; until it is known to be longer, so many
are in memory beside those that are read."""


class ListFile:
    """A list that is open."""

    def __init__(self, name: str, options: Options, source: RowSource) -> None:
        """Take what was opened.

        Args:
            name: The file.
            options: What the caller says of it.
            source: The file, of which no rows were read yet.
        """
        self.name = name
        self.options = options
        self.source = source
        self.names: tuple[str, ...] = source.names
        self.stated = as_called(source.names, options.columns)
        self._is_new = True
        self._kept: list[Chunk] | None = None

    @property
    def layout(self) -> Layout:
        """How the list was read; which rows are none is known when all were read."""
        return self.source.layout

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, some thousand at a time."""
        if self._kept is not None:
            yield from self._kept
        elif self._is_new:
            self._is_new = False
            yield from self._keeping(self.source.chunks(ROWS_AT_ONCE))
        else:
            with reading(self.name, self.options) as source:
                yield from source.chunks(ROWS_AT_ONCE)

    def _keeping(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """Yield the rows, and keep them unless they are too many, or not all of them are asked for."""
        kept, rows = list[Chunk](), 0
        for chunk in chunks:
            rows += len(chunk.rows)
            kept = [*kept, chunk] if rows <= MOST_ROWS_KEPT else []
            yield chunk
        if rows <= MOST_ROWS_KEPT:
            self._kept = kept


@contextmanager
def opened(name: str, options: Options) -> Generator[ListFile, None, None]:
    """Open a list, and name it in what is wrong with it as a frame.

    Args:
        name: The file.
        options: What the caller says of it.

    Raises:
        InputFileError: It cannot be read, is not what its name promises, or cannot be computed as a whole.
        TypeError: What the caller says of it is of another kind.
    """
    check_how(options, name)
    _check_source(name)
    check_applies(name, options)
    try:
        with reading(name, options) as source:
            yield ListFile(name, options, source)
    except FrameError as error:
        raise InputFileError(name, error.problems) from None


def _check_source(source: str) -> None:
    check_format(source)
    try:
        with Path(source).open("rb"):
            pass
    except OSError as error:
        raise unread(source, error) from None


def unread(source: str, error: OSError) -> InputFileError:
    """Return what is said of a file that the system does not let read."""
    return InputFileError(source, (f"it cannot be read: {error.strerror}",))


def check_format(name: str) -> None:
    """Raise if nothing of this name can be a list.

    Raises:
        InputFileError: It is no file, or of no format that is known.
    """
    if name == "-":
        raise InputFileError(name, ("a whole list is read from a file and written into one, not through a pipe",))
    format_of(name)
    path = Path(name)
    if path.exists() and not path.is_file():
        raise InputFileError(name, ("it is no file",))
