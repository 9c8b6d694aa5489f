"""JSON lines: an object in each line.

The columns are the names of all objects.  A line that is no object may be half of one, so it is refused with its
number, as a file that cannot be read.

Examples:
    >>> parsed_line('{"activity": "STA", "distance_km": 4070}')
    {'activity': 'STA', 'distance_km': 4070}
    >>> parsed_line('{"distance_km": 4070, "distance_km": 407}')
    Traceback (most recent call last):
    ...
    erasmus_grants.basics.json_text.NameTwiceError: 'distance_km' stands twice in one object
"""

import json
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.basics.field_types import is_collection, is_mapping
from erasmus_grants.basics.json_text import object_of_names
from erasmus_grants.batch.cells import json_of
from erasmus_grants.batch.layout import Layout
from erasmus_grants.batch.tables import LINE, Added, Chunk, distinct, in_chunks
from erasmus_grants.batch.text_files import lines

_MOST_PROBLEMS = 20


class JsonLinesSource:
    """A file of JSON lines that is open for reading; it was read through once, to know its columns."""

    layout = Layout()

    def __init__(self, path: Path, name: str, names: tuple[str, ...]) -> None:
        self.names = names
        self.size = path.stat().st_size
        self._path = path
        self._name = name

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield so many rows at a time."""
        with self._path.open("rb") as file:
            parsed = ((number, parsed_line(line)) for number, line in _filled_lines(file, self._name))
            for chunk in in_chunks(parsed, rows):
                numbers, objects = [number for number, _ in chunk], [one for _, one in chunk]
                cells = [[one.get(name) for name in self.names] for one in objects]
                yield Chunk(cells, file.tell(), objects=objects, unit=LINE, numbers=numbers)


@contextmanager
def reading(path: Path, name: str) -> Generator[JsonLinesSource, None, None]:
    """Open a file of JSON lines.

    Raises:
        InputFileError: It has no line, or lines that are no objects.
    """
    names: dict[str, None] = {}
    problems: list[str] = []
    with path.open("rb") as file:
        for number, line in _filled_lines(file, name):
            if "\0" in line:  # UTF-16 without its mark has many
                problems.append(f"it is not UTF-8, since line {number} has a NUL character; an editor can save it so")
                break
            try:
                names |= dict.fromkeys(parsed_line(line))
            except (ValueError, RecursionError) as error:
                problems.append(f"line {number} is not read: {_sentence(error)}: {quoted(line.strip())}")
            if len(problems) == _MOST_PROBLEMS:
                break
    if problems:
        raise InputFileError(name, tuple(problems))
    if not names:
        raise InputFileError(name, ("it is empty: each line is an object with the fields of a mobility",))
    yield JsonLinesSource(path, name, distinct(list(names), name))


def _filled_lines(file: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines(file, name), 1) if line.strip())


def _sentence(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return "it is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)


def parsed_line(line: str) -> dict[str, object]:
    """Return the object in a line.

    Raises:
        ValueError: It is not JSON, or no object, or has a name twice, or says what JSON cannot.
    """
    found: object = json.loads(line, parse_constant=_refused, parse_float=_finite, object_pairs_hook=object_of_names)
    if not is_mapping(found):
        raise ValueError("it is no object")
    if "\\ud" in line.casefold() and not _is_whole(found):
        raise ValueError("it has half of a character")
    return {str(name): value for name, value in found.items()}


def _refused(word: str) -> object:
    raise ValueError(f"{word} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{quoted(text)} is too large a number")
    return number


def _is_whole(value: object) -> bool:
    """Return whether text has no half of a character, which no file can hold."""
    if isinstance(value, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in value)
    if is_mapping(value):
        return all(_is_whole(name) and _is_whole(item) for name, item in value.items())
    return not is_collection(value) or all(map(_is_whole, value))


class JsonLinesWriter:
    """A file of JSON lines that is being written."""

    def __init__(self, file: BinaryIO, names: Sequence[str]) -> None:
        self._text = TextIOWrapper(file, encoding="utf-8", newline="\n")
        self._names = names

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows, and what is added to them; an object keeps the names that it came with."""
        objects = chunk.objects
        if objects is None:
            objects = [dict(zip(self._names, row, strict=True)) for row in chunk.rows]
        for one, more in zip(objects, added.rows(), strict=True):
            whole = json_of({**one, **dict(zip(added.names, more, strict=True))})
            self._text.write(f"{json.dumps(whole, ensure_ascii=False)}\n")

    def close(self) -> None:
        """Leave the file to whoever opened it."""
        self._text.detach()


@contextmanager
def writing(file: BinaryIO, names: Sequence[str]) -> Generator[JsonLinesWriter, None, None]:
    """Write a file of JSON lines."""
    writer = JsonLinesWriter(file, names)
    try:
        yield writer
    finally:
        writer.close()
