r"""Files of text: UTF-8 with or without a byte order mark, read line by line.

Examples:
    >>> from io import BytesIO
    >>> list(lines(BytesIO(b"\xef\xbb\xbfactivity\nSTA\n"), "list.csv"))
    ['activity\n', 'STA\n']
    >>> list(lines(BytesIO("Université".encode("latin-1")), "list.csv"))
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.InputFileError: list.csv: it is not UTF-8; a spreadsheet saves it so as "CSV UTF-8"
"""

from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from erasmus_grants.basics.errors import InputFileError

LONGEST_LINE = 1024 * 1024
"""A longer line is refused [characters]."""


def lines(file: BinaryIO, name: str) -> Iterator[str]:
    """Yield the lines of a file with their ends.

    Args:
        file: The file.
        name: What it is called.

    Raises:
        InputFileError: It is not UTF-8, or a line is endless.
    """
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        while line := text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise InputFileError(name, (f"a line has more than {LONGEST_LINE} characters",))
            yield line
    except UnicodeDecodeError:
        raise InputFileError(name, ('it is not UTF-8; a spreadsheet saves it so as "CSV UTF-8"',)) from None
    finally:
        if not file.closed:  # by whoever stopped reading
            text.detach()
