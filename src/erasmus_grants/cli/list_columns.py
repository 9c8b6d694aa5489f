"""How the commands for lists have the columns of a file read, and what they say about it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tomli_w
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from pydantic_core import ErrorDetails

from erasmus_grants.basics.errors import InputFileError, did_you_mean, how_to_install, quoted, shortened
from erasmus_grants.basics.problems import plain_sentence, step_text
from erasmus_grants.cli.reading import OptionText, data_of, field_text, one_text_for_each
from erasmus_grants.cli.terminal import Output, complain, write
from erasmus_grants.records.fields import FIELDS

if TYPE_CHECKING:
    from erasmus_grants.batch import CalledOffRow, ColumnOfList, HowToRead, ListColumns, RepeatingRow

_OF_WINDOWS = "cp1252"
_MOST_NOT_READ = 20
_MOST_ROWS = 20


@dataclass(config=ConfigDict(extra="forbid", strict=True, defer_build=True), frozen=True)
class _HowToReadFile:
    """How a list is read, as a file says it."""

    columns: dict[str, str] = Field(default_factory=dict)
    set: dict[str, str] = Field(default_factory=dict)
    sheet: str | None = None
    heading_row: Annotated[int, Field(ge=1)] | None = None
    encoding: str | None = None


def how_to_read(
    file: str | None,
    columns: Sequence[str] | None,
    further: Sequence[str] | None,
    *,
    sheet: str | None,
    heading_row: int | None,
    encoding: str | None,
) -> "HowToRead":
    """Return what options say of a list, before what a file of columns says."""
    saved = _how_to_read_file(file)
    return {
        "columns": saved.columns | _renamed(columns or ()),
        "set_fields": saved.set | _fields_set(further or ()),
        "sheet": sheet or saved.sheet,
        "heading_row": heading_row or saved.heading_row,
        "encoding": encoding or saved.encoding,
    }


def _how_to_read_file(file: str | None) -> _HowToReadFile:
    """Return what a file of columns says; nothing without one."""
    if file is None:
        return _HowToReadFile()
    try:
        return TypeAdapter(_HowToReadFile).validate_json(json.dumps(data_of(file)))
    except ValidationError as error:
        names = [field.name for field in fields(_HowToReadFile)]
        raise InputFileError(file, tuple(_sentence(one, names) for one in error.errors())) from None


def _sentence(error: ErrorDetails, names: Sequence[str]) -> str:
    """Return what is wrong in a file of columns, and the nearest name where there is none of a name."""
    where = ".".join(map(step_text, error["loc"]))
    if error["type"] == "unexpected_keyword_argument":
        return f"{where}: there is no field of this name{did_you_mean(str(error['loc'][-1]), names)}"
    return f"{where}: {plain_sentence(error)}"


def save_columns_of(source: str, how: "HowToRead", file: str) -> None:
    """Write how a list is read into a file, which `--columns-from` reads."""
    found = columns_of(source, how)
    stated = {name: value for name in ("sheet", "heading_row", "encoding") if (value := how.get(name)) is not None}
    columns = {one.column: one.said() for one in found.columns if one.how != "not_read"}
    text = tomli_w.dumps({**stated, "columns": columns, "set": dict(how.get("set_fields", {}))})
    try:
        with Path(file).open("x", encoding="utf-8") as written:
            written.write(text)
    except OSError as error:
        raise InputFileError(file, (f"it cannot be written: {error.strerror}",)) from None
    complain([f"{file}: it was written, and says how the list is read"])


def explain_columns_of(source: str, how: "HowToRead", output: Output) -> None:
    """Print how a list would be read."""
    found = columns_of(source, how)
    write(found.report(), found.model_dump_json(indent=2), output)


def columns_of(source: str, how: "HowToRead") -> "ListColumns":
    """Return how a list would be read, if what reads lists is installed."""
    try:
        from erasmus_grants.batch import columns_of_file

        return columns_of_file(source, **how)
    except ModuleNotFoundError as error:
        raise InputFileError(source, (without_files(error),)) from None


def tell_columns(found: "ListColumns", *, encoding_is_stated: bool, compared: Iterable[str] = ()) -> None:
    """Say how a list is read, unless each column has the name of a field, and its text is encoded as usual.

    Args:
        found: How it is read.
        encoding_is_stated: Whether somebody said how its text is encoded.
        compared: Columns that are read as amounts, by their names.
    """
    known = [f"{shortened(one.name_in_one_line)} -> {one.said()}" for one in found.columns if one.how == "known"]
    if known:
        where = f", with its headings in {found.where}" if found.where else ""
        complain([f"the list is read so{where}:", *(f"  {one}" for one in known)])
    others = [one for one in found.columns if one.column not in set(compared)]
    perhaps = [f"{shortened(one.name_in_one_line)}: may be {' or '.join(one.may_be)}" for one in others if one.may_be]
    if perhaps:
        title = "not read, because their names alone do not say what they hold (--columns says it):"
        complain([title, *(f"  {one}" for one in perhaps)])
    complain(_not_read(others))
    if found.encoding == _OF_WINDOWS and not encoding_is_stated:
        complain([f"it is not UTF-8, and is read as {found.encoding}; name another with --encoding"])


def _not_read(columns: Iterable["ColumnOfList"]) -> list[str]:
    """Return a sentence about the columns of which nothing is known, if there are any: one may be misunderstood."""
    names = [shortened(one.name_in_one_line) for one in columns if one.how == "not_read" and not one.may_be]
    more = [f"and {len(names) - _MOST_NOT_READ} more"] if len(names) > _MOST_NOT_READ else []
    told = ", ".join([*names[:_MOST_NOT_READ], *more])
    return [f"kept, and not read (--columns says what a column holds): {told}"] if told else []


def tell_repeats(count: int, repeats: Sequence["RepeatingRow"]) -> None:
    """Say which rows repeat an earlier one, if some do: each of them counts.

    Args:
        count: How many there are.
        repeats: The first of them.
    """
    if not count:
        return
    rows = "1 row repeats" if count == 1 else f"{count} rows repeat"
    _tell_rows(f"{rows} an earlier one", count, map(_repeat_told, repeats))


def tell_called_off(count: int, rows: Sequence["CalledOffRow"]) -> None:
    """Say which rows say that they are called off, if some do: each of them counts.

    Args:
        count: How many there are.
        rows: The first of them.
    """
    if not count:
        return
    said = "1 row says that it is" if count == 1 else f"{count} rows say that they are"
    told = (f"{one.where or f'row {one.row}'}: {quoted(one.value)} in the column {quoted(one.column)}" for one in rows)
    _tell_rows(f"{said} called off", count, told)


def _tell_rows(what: str, count: int, told: Iterable[str]) -> None:
    """Say what is so of some rows, each of which is computed, and name the first of them."""
    more = [f"  and {count - _MOST_ROWS} more"] if count > _MOST_ROWS else []
    complain([f"{what}; each is computed:", *(f"  {one}" for one in islice(told, _MOST_ROWS)), *more])


def _repeat_told(one: "RepeatingRow") -> str:
    """Return which row repeats which, as `line 3 repeats line 2: reference A1`."""
    again, first = one.where or f"row {one.row}", one.first_where or f"row {one.first_row}"
    return f"{again} repeats {first}: {f'reference {shortened(one.reference)}' if one.reference else 'all cells'}"


def _renamed(texts: Iterable[str]) -> dict[str, str]:
    """Return the fields that columns of other names hold, from texts such as `Start=start_date`."""
    return one_text_for_each(
        "--columns", map(_column_text, texts), _value_unread, does="names a column", form="OLD=FIELD"
    )


def _column_text(text: str) -> OptionText:
    """Return which field a column holds, and which word of it yes means; its name may have an equals sign in it.

    Examples:
        >>> [_column_text(text)[1:] for text in ("Start=start_date", "Train=travel_mode=green", "a=b=start_date")]
        [('Start', 'start_date'), ('Train', 'travel_mode=green'), ('a=b', 'start_date')]
    """
    old, _, field = text.rpartition("=")
    before, _, perhaps = old.rpartition("=")
    if perhaps.strip() in FIELDS and field.strip() not in FIELDS:
        old, field = before, f"{perhaps.strip()}={field.strip()}"
    return OptionText(text, old, field.strip())


def _fields_set(texts: Iterable[str]) -> dict[str, str]:
    """Return the fields that have one value in all rows, from texts such as `direction=outgoing`."""
    return one_text_for_each("--set", map(field_text, texts), _value_unread)


def _value_unread(stated: OptionText) -> str:
    """Return what is said of a name as it is: the list reads it."""
    return stated.value


def without_files(error: ModuleNotFoundError) -> str:
    """Return what to install for lists."""
    return f"lists need {error.name}: {how_to_install('cli', 'files')}"
