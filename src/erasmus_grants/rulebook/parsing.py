"""Reading TOML and JSON that strangers wrote, without hanging or crashing on it.

Nothing executable is ever loaded.  What would keep a parser busy is refused before it is parsed; what is nested too
deeply, is too much, or is no number or text that JSON can carry, right after.

Examples:
    >>> parsed('id = "x"', json_text=False)
    {'id': 'x'}
"""

import codecs
import json
import re
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date, time
from pathlib import Path
from typing import BinaryIO, Self, TypeAlias

from erasmus_grants.basics.errors import quoted, stands_twice
from erasmus_grants.basics.json_text import NameTwiceError, object_of_names
from erasmus_grants.rulebook.toml_lines import first_repeated

LARGEST_FILE_BYTES = 1024 * 1024
"""A larger file is refused [bytes]."""

_NUL = "\0"
_SAVED_SO = "an editor can save it as UTF-8"
_MARKS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_LINE = 4096
_DEEPEST = 32
_MOST_VALUES = 20_000
_MOST_DIGITS = 300
_MOST_BITS = 1000
_LONGEST_MESSAGE = 200

_TOO_DEEP = f"it is nested more than {_DEEPEST} levels deep"
_TOO_LONG_A_NUMBER = f"a whole number has at most {_MOST_DIGITS} digits"

_TOML_TEXT = re.compile(
    r"""
      "{3} [^"\\]* (?: (?: \\. | "{1,2}(?!") ) [^"\\]* )* (?:"{3,5})?    # text of several lines
    | '{3} [^']* (?: '{1,2}(?!') [^']* )* (?:'{3,5})?                    # the same, to the letter
    | " [^"\\\n]* (?: \\[^\n] [^"\\\n]* )* "?                            # text of one line
    | ' [^'\n]* '?                                                       # the same, to the letter
    | \# [^\n]*                                                          # a comment
    """,
    re.DOTALL | re.VERBOSE,
)
"""Text and comments of TOML; what is not closed ends with its line or file, where the parser will stop."""

_LINE = r"line ([0-9]+)"
_LINE_AND_COLUMN = r"line ([0-9]+), column ([0-9]+)"
_OF_A_NAME = ("Cannot ", "Duplicate ")
"""How the parser begins what it says of a key or a table that stands twice."""

_NAME = r"[A-Za-z0-9_-]{1,60}"
_ZERO_FIRST = r"(?a)=\s{0,20}[+-]?0\d+\s{0,20}(?:[,#}\]]|$)"
_COLON_FIRST = rf"""\s{{0,20}}["']?{_NAME}["']?\s{{0,20}}:"""
_CURLY = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u201b"
"""Quotes as a word processor sets them."""

_MEANT: Mapping[str, str] = {
    rf"[{_CURLY}][^\"{_CURLY}]{{0,60}}[{_CURLY}]": 'the quotes of text are straight: {name} = "{value}"',
    r"(?a)(?!\d{4}-\d\d-\d\d)\d{1,4} ?[-/.] ?\d{1,2} ?[-/.] ?\d{1,4}": "a day is written as {name} = 2026-09-15",
    r"(?a)-?\d[\d.' ]{0,20},\d{1,20}": "decimals have a point, as {name} = 499.7",
    r"(?i)yes|no|on|off|true|false": "yes and no are written as true and false",
    r"(?i)null|none|nil": "a field without a value is left out",
    r"[^\W\d][\w -]{0,60}": 'text stands in quotes: {name} = "{value}"',
}
"""What a value that TOML does not know was meant to be, and how TOML writes that; compiled where it is asked for."""


Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | float | date | time | None"
"""What TOML and JSON can hold."""


class UnreadableError(ValueError):
    """Text that is not TOML or JSON, or is too much.

    Attributes:
        problems: A sentence for each problem.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class TomlDecimal(float):
    """A number with decimals as TOML spells it: of a float, `1.530` is gone.

    Attributes:
        spelled: Its text.
    """

    def __new__(cls, spelled: str) -> Self:
        """Return a number by its text."""
        number = super().__new__(cls, spelled)
        number.spelled = spelled
        return number

    spelled: str


def is_json(name: str, text: str) -> bool:
    """Return whether a file is meant to be JSON: by its ending, and if that says nothing, by how its text begins.

    Examples:
        >>> is_json("ours.toml", "{"), is_json("ours", ' {"id": "ours"}')
        (False, True)
    """
    suffix = Path(name).suffix.lower()
    return suffix == ".json" or (suffix != ".toml" and text.lstrip().startswith("{"))


def read_text(name: str) -> str:
    """Return the text of a file; `-` is standard input.

    Raises:
        UnreadableError: It cannot be read, is too large, is neither UTF-8 nor UTF-16 with its mark, or has a NUL
            character, which neither TOML nor JSON has.
    """
    return _decoded(_read(name))


def parsed(text: str, *, json_text: bool) -> dict[str, Data]:
    """Return what TOML or JSON text holds, as JSON knows it: dates are text.

    Raises:
        UnreadableError: It is not, or nested too deeply, or empty, or not a table.
    """
    if not text.strip():
        raise UnreadableError("it is empty")
    try:
        data = _from_json(text) if json_text or _is_plain_json(text) else _from_toml(text)
    except RecursionError:
        raise UnreadableError(_TOO_DEEP) from None
    plain = _as_json(data)
    if not isinstance(plain, dict):
        raise UnreadableError("it is not a table with names and values")
    return plain


def parsed_own(text: str) -> dict[str, Data]:
    """Return what TOML holds that comes with the library, as JSON knows it; it needs no guards against strangers."""
    import tomllib  # noqa: PLC0415 - only those who read files wait for it

    data: dict[str, Data] = tomllib.loads(text)
    return data


def _read(name: str) -> bytes:
    try:
        with _opened(name) as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"it cannot be read: {reason}") from None
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableError(f"it is larger than {LARGEST_FILE_BYTES} bytes")
    return content


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    """Return a file to read, or standard input, which stays open."""
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:  # as when it was closed
        raise ValueError("there is no standard input")
    return nullcontext(sys.stdin.buffer)


def _decoded(content: bytes) -> str:
    """Return text; PowerShell 5 writes UTF-16, and marks it, where a command ends in `> FILE`."""
    encoding = "utf-16" if content.startswith(_MARKS_OF_UTF_16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(f"it is not UTF-8 text; {_SAVED_SO}") from None
    if _NUL in text:  # UTF-16 without its mark has many
        line = text[: text.index(_NUL)].count("\n") + 1
        raise UnreadableError(f"it is not UTF-8 text, since line {line} has a NUL character; {_SAVED_SO}")
    return text


def _from_json(text: str) -> Data:
    try:
        data: Data = json.loads(text, object_pairs_hook=object_of_names)
    except json.JSONDecodeError as error:
        message = error.msg.removesuffix(" at")
        raise UnreadableError(f"it is not JSON: {message} at line {error.lineno}, column {error.colno}") from None
    except NameTwiceError as error:
        raise UnreadableError(str(error)) from None
    except ValueError:  # of int(), to which thousands of digits are too many
        raise UnreadableError(_TOO_LONG_A_NUMBER) from None
    return data


def _is_plain_json(text: str) -> bool:
    """Return whether text is a JSON value that is no object, such as a list: that is no TOML, and no table either."""
    try:
        return not isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _from_toml(text: str) -> Data:
    import tomllib  # noqa: PLC0415 - only those who read files wait for it

    if "\r" in text and "\n" not in text:
        raise UnreadableError("its lines end in CR alone; an editor can save it with the line ends of Unix or Windows")
    _refuse_what_takes_long(text)
    try:
        data: Data = tomllib.loads(text, parse_float=TomlDecimal)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).rpartition(" (at ")
        where = place.rstrip(")")
        twice = _name_twice(text, message, where)
        if twice:
            raise UnreadableError(f"it is not TOML: {twice}") from None
        sentence = f"it is not TOML: {message[:_LONGEST_MESSAGE]} at {where}{_how_to_write(text, where)}"
        raise UnreadableError(sentence) from None
    return data


def _name_twice(text: str, message: str, where: str) -> str:
    """Return which key or table stands twice, and in which lines, if that is what the parser stopped at.

    Args:
        text: The text.
        message: What the parser says.
        where: Up to where it has read.
    """
    if not message.startswith(_OF_A_NAME):
        return ""
    read = text.replace("\r\n", "\n")
    found = re.fullmatch(_LINE_AND_COLUMN, where)
    if found is not None:
        *above, last = read.split("\n")[: int(found[1])]
        read = "\n".join([*above, last[: int(found[2]) - 1]])
    twice = first_repeated(read)
    if twice is None:
        return ""
    names = [step for step in twice.place if isinstance(step, str)]
    table = f" in {quoted(names[0])}" if len(names) > 1 else ""
    lines = " and in line ".join(map(str, dict.fromkeys(twice.lines)))
    return f"{stands_twice(names[-1])}{table}, in line {lines}"


def _how_to_write(text: str, where: str) -> str:
    """Return how TOML writes the value of a line that it could not read, if the line shows what was meant."""
    found = re.match(_LINE, where)
    if found is None:
        return ""
    line = text.split("\n")[int(found[1]) - 1]
    if re.search(_ZERO_FIRST, line):
        return "; a number does not begin with 0"
    if re.match(_COLON_FIRST, line):
        return "; between a field and its value stands =, and no colon"
    name, _, value = line.partition("=")
    plain = value.partition("#")[0].strip()
    if not re.fullmatch(_NAME, name.strip()):
        return ""
    meant = next((form for shape, form in _MEANT.items() if re.fullmatch(shape, plain)), None)
    return "" if meant is None else f"; {meant.format(name=name.strip(), value=plain.strip(_CURLY))}"


def _refuse_what_takes_long(text: str) -> None:
    """Refuse TOML whose parser would need the square of its length, or its whole stack."""
    code = _TOML_TEXT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(code.split("\n"), start=1):
        if len(line) > _LONGEST_LINE:
            raise UnreadableError(f"line {number} is longer than {_LONGEST_LINE} characters outside of text")
        if line.count(".") > _DEEPEST or line.count("[") + line.count("{") > _DEEPEST:
            raise UnreadableError(f"line {number} has more than {_DEEPEST} dots or open brackets outside of text")


def _as_json(data: Data) -> Data:
    """Return data as JSON carries it: dates become text, and nothing else is changed."""
    left = iter(range(_MOST_VALUES))

    def plain(value: Data, *place: str) -> Data:
        if next(left, None) is None:
            raise UnreadableError(f"it holds more than {_MOST_VALUES} values")
        if len(place) > _DEEPEST:
            raise UnreadableError(_TOO_DEEP)
        match value:
            case dict():
                return {_unicode(name, *place): plain(item, *place, name) for name, item in value.items()}
            case list():
                return [plain(item, *place, str(index)) for index, item in enumerate(value)]
            case str():
                return _unicode(value, *place)
            case date() | time():
                return value.isoformat()
            case int() if value.bit_length() > _MOST_BITS:
                raise UnreadableError(_at(place, _TOO_LONG_A_NUMBER))
            case _:
                return value

    return plain(data)


def _unicode(text: str, *place: str) -> str:
    """Return text that can be written too; half a character, which JSON can spell, cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UnreadableError(_at(place, f"{quoted(text)} is not Unicode text")) from None
    return text


def _at(place: tuple[str, ...], sentence: str) -> str:
    return ": ".join([".".join(place), sentence] if place else [sentence])
