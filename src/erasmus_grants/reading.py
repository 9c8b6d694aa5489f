"""Reading TOML and JSON that strangers wrote, without hanging or crashing on it.

Nothing executable is ever loaded.  What is too large or nested too deeply is refused before it is parsed.

Examples:
    >>> parsed('id = "x"', json_text=False)
    {'id': 'x'}
"""

import json
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import NoReturn

from erasmus_grants.errors import did_you_mean, quoted

LARGEST_FILE_BYTES = 1024 * 1024
"""A larger file is refused [bytes]."""

_LONGEST_LINE = 4096
_DEEPEST = 32


class UnreadableError(ValueError):
    """Text that is not TOML or JSON, or is too much.

    Attributes:
        problems: A sentence for each problem.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_data(name: str) -> dict[str, object]:
    """Return what a TOML or JSON file holds; `-` is standard input, in either language.

    Raises:
        UnreadableError: It cannot be read or parsed.
    """
    text = _decoded(_read(name))
    suffix = Path(name).suffix.lower()
    starts_as_json = text.lstrip().startswith(("{", "["))
    return parsed(text, json_text=suffix == ".json" or (suffix != ".toml" and starts_as_json))


def parsed(text: str, *, json_text: bool) -> dict[str, object]:
    """Return what TOML or JSON text holds.

    Raises:
        UnreadableError: It is not, or nested too deeply, or empty, or not a table.
    """
    if not text.strip():
        raise UnreadableError("the file is empty")
    import tomllib  # only those who read files wait for it

    _refuse_what_is_too_much(text, json_text=json_text)
    try:
        data: object = (
            json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_key_twice)
            if json_text
            else tomllib.loads(text)
        )
    except RecursionError:
        raise UnreadableError(f"it is nested more than {_DEEPEST} levels deep") from None
    except (ValueError, OverflowError) as error:
        language = "JSON" if json_text else "TOML"
        raise UnreadableError(f"it is not {language}: {quoted(str(error))}") from None
    plain = _as_json(data)
    if not isinstance(plain, dict):
        raise UnreadableError("it is not a table with names and values")
    return plain


def with_sources(data: dict[str, object]) -> dict[str, object]:
    """Return the data of a rulebook with whole sources in place of their ids.

    Raises:
        UnreadableError: An id is not among the `sources`.
    """
    listed = data.get("sources")
    rows = listed if isinstance(listed, list) else []
    sources = {str(row["id"]): row for row in rows if isinstance(row, dict) and "id" in row}
    problems: list[str] = []

    def resolved(value: object, place: str) -> object:
        if isinstance(value, list):
            return [resolved(item, f"{place}.{index}") for index, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        return {
            key: find(item, f"{place}.{key}")
            if key == "source" and isinstance(item, str)
            else resolved(item, f"{place}.{key}")
            for key, item in value.items()
        }

    def find(name: str, place: str) -> object:
        if name not in sources:
            problems.append(
                f"{place.lstrip('.')}: there is no source {quoted(name)} among the sources{did_you_mean(name, sources)}"
            )
        return sources.get(name)

    whole = resolved(data, "")
    if problems:
        raise UnreadableError(*problems)
    assert isinstance(whole, dict)
    return whole


def _read(name: str) -> bytes:
    try:
        if name == "-":
            content = sys.stdin.buffer.read(LARGEST_FILE_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UnreadableError(f"it cannot be read: {reason}") from None
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableError(f"it is larger than {LARGEST_FILE_BYTES} bytes")
    return content


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("it is not UTF-8 text") from None


def _refuse_what_is_too_much(text: str, *, json_text: bool) -> None:
    """Refuse what would keep a parser busy for long, or run it out of its stack."""
    if json_text:
        depth = deepest = 0
        for letter in _outside_strings(text):
            depth += (letter in "[{") - (letter in "]}")
            deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            raise UnreadableError(f"it is nested more than {_DEEPEST} levels deep")
        return
    for number, line in enumerate(text.splitlines(), start=1):
        code = "".join(_outside_strings(line))
        if len(code) > _LONGEST_LINE:
            raise UnreadableError(f"line {number} is longer than {_LONGEST_LINE} characters outside of text")
        if code.count(".") > _DEEPEST or code.count("[") + code.count("{") > _DEEPEST:
            raise UnreadableError(f"line {number} has more than {_DEEPEST} dots or open brackets")


def _outside_strings(text: str) -> list[str]:
    """Return the letters of a text that are not inside double quotes."""
    letters: list[str] = []
    inside = escaped = False
    for letter in text:
        if inside:
            inside = escaped or letter != '"'
            escaped = not escaped and letter == "\\"
        elif letter == '"':
            inside = True
        else:
            letters.append(letter)
    return letters


def _no_constant(name: str) -> NoReturn:
    message = f"{name} is not a number"
    raise ValueError(message)


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        message = f"{next(name for name in names if names.count(name) > 1)!r} stands twice in one object"
        raise ValueError(message)
    return table


def _as_json(value: object) -> object:
    """Return TOML data as JSON knows it: dates become text, and nothing else is changed."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value
