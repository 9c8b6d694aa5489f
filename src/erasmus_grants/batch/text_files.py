r"""Files of text, read line by line.

Examples:
    >>> from io import BytesIO
    >>> list(lines(BytesIO(b"\xef\xbb\xbfactivity\nSTA\n"), "list.csv"))
    ['activity\n', 'STA\n']
    >>> list(lines(BytesIO("Université".encode("latin-1")), "list.csv"))
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.InputFileError: list.csv: it is not UTF-8; a spreadsheet saves it so as "CSV UTF-8"
"""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO

from erasmus_grants.basics.errors import InputFileError

LONGEST_LINE = 1024 * 1024
"""A longer line is refused [characters, its end left aside]."""

UTF_8 = "utf-8-sig"
"""UTF-8, with or without a byte order mark."""

OF_WINDOWS = "cp1252"
"""How Windows encodes text in western Europe."""

_NOT_ENCODED_SO = {
    UTF_8: 'it is not UTF-8; a spreadsheet saves it so as "CSV UTF-8"',
    OF_WINDOWS: 'it is neither UTF-8 nor cp1252; a spreadsheet saves it as "CSV UTF-8"',
}
_NO_TEXT = {
    b"PK\x03\x04": "it is a workbook, and no text: call it .xlsx",
    b"\xd0\xcf\x11\xe0": "it is a workbook of the old format .xls, and no text: save it as .xlsx",
    b"%PDF": "it is a PDF, and no list",
    b"PAR1": "it is Parquet, and no text: call it .parquet",
}
_LONGEST_MARK = 4
_OF_TWO_LETTERS = b"\0\0"
_BLOCK = 1024 * 1024
_END_OF_LINE = "\r\n"


def lines(file: BinaryIO, name: str, encoding: str = UTF_8) -> Iterator[str]:
    """Yield the lines of a file with their ends.

    Args:
        file: The file.
        name: What it is called.
        encoding: How it is encoded.

    Raises:
        InputFileError: It is not encoded so, or a line is endless.
    """
    text = TextIOWrapper(file, encoding=encoding, newline="")
    try:
        while line := text.readline(LONGEST_LINE + len(_END_OF_LINE)):
            if len(line) > LONGEST_LINE and len(line.rstrip(_END_OF_LINE)) > LONGEST_LINE:
                raise InputFileError(name, (f"a line has more than {LONGEST_LINE} characters",))
            yield line
    except UnicodeError:
        raise InputFileError(name, (_NOT_ENCODED_SO.get(encoding, f"it is not encoded as {encoding}"),)) from None
    finally:
        if not file.closed:  # by whoever stopped reading
            text.detach()


def encoding_of(path: Path, name: str) -> str:
    """Return how a file of text is encoded: UTF-8, UTF-16 if its first bytes say so, and else as Windows encodes it.

    UTF-16 says so by a mark, or by the zeros of its first letters, which no other text has.

    Args:
        path: The file, which is read through once.
        name: What it is called.

    Raises:
        InputFileError: It is no text.
    """
    with path.open("rb") as file:
        start = file.read(_LONGEST_MARK)
        if start[:2] in {BOM_UTF16_LE, BOM_UTF16_BE}:
            return "utf-16"
        for order, zeros in {"utf-16-le": start[1::2], "utf-16-be": start[::2]}.items():
            if zeros == _OF_TWO_LETTERS:
                return order
        for mark, sentence in _NO_TEXT.items():
            if start.startswith(mark):
                raise InputFileError(name, (sentence,))
        file.seek(0)
        decode = getincrementaldecoder("utf-8")().decode
        try:
            while block := file.read(_BLOCK):
                decode(block)
            decode(b"", final=True)
        except UnicodeDecodeError:
            return OF_WINDOWS
    return UTF_8
