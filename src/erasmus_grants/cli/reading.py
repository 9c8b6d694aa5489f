"""What the command line reads: files of a mobility or an attendance, and the fields that options state."""

import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from erasmus_grants.basics.decimals import with_two_readings
from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.basics.model import InputModel, error_sentences
from erasmus_grants.cli.dialogue import USUAL
from erasmus_grants.cli.next_steps import OPTIONS
from erasmus_grants.records.fields import KINDS, Kind
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.rulebook.parsing import Data, TomlDecimal, UnreadableError, is_json, parsed, read_text

NO_FILE = "the options"
"""What a message names where there is no file."""
AnyModel = TypeVar("AnyModel", bound=BaseModel)


class MobilityFile(InputModel):
    """A file with a mobility, and perhaps the rulebook to compute it by."""

    rulebook: str | None = None
    mobility: Mobility


class PartialFile(NamedTuple):
    """A file with some fields of a mobility, and perhaps the rulebook to compute it by."""

    rulebook: str | None
    mobility: dict[str, Data]


class AttendanceFile(InputModel):
    """A file with an attendance."""

    attendance: Attendance


def stated_fields(
    *,
    sent_from: str | None,
    sent_to: str | None,
    activity: str | None,
    start: str | None,
    end: str | None,
    km: str | None,
    further: Sequence[str] | None,
) -> dict[str, Data]:
    """Return the fields that options state."""
    values = (sent_from, sent_to, activity, start, end, km)
    stated: dict[str, Data] = {field: value for field, value in zip(OPTIONS, values, strict=True) if value is not None}
    if km is not None and (problem := with_two_readings(km.strip())):
        raise InputFileError("--km", (problem,))
    for text in further or ():
        stated |= change_of(text, "--set")
    return stated


def mobility_file(file: str | None, stated: Mapping[str, Data] = MappingProxyType({})) -> MobilityFile:
    """Return what a file holds, with the fields that options state in place of its own."""
    if file is None and not stated:
        raise InputFileError(NO_FILE, ("name a FILE with a mobility, or state one: --activity, --start, --end ...",))
    data: dict[str, Data] = dict(USUAL) if file is None else data_of(file)
    if file is None or _is_bare(data, "mobility", Mobility, file):
        data = {"rulebook": data.pop("rulebook", None), "mobility": data}
    mobility = data.get("mobility")
    if isinstance(mobility, dict):
        data["mobility"] = mobility | dict(stated)
    return valid(MobilityFile, data, file or NO_FILE, below="mobility.")


def partial_file(file: str | None, stated: Mapping[str, Data]) -> PartialFile:
    """Return what a file holds, which may be less than a mobility, with the fields that options state."""
    data: dict[str, Data] = {} if file is None else data_of(file)
    rulebook = data.pop("rulebook", None)
    inner = data.get("mobility", {})
    is_table = isinstance(inner, dict) and not _is_bare(data, "mobility", Mobility, file or NO_FILE)
    fields = inner if is_table and isinstance(inner, dict) else data
    unknown = [name for name in data if is_table and name != "mobility"]
    if unknown:
        raise InputFileError(file or NO_FILE, tuple(f"{name}: there is no field of this name" for name in unknown))
    if rulebook is not None and not isinstance(rulebook, str):
        raise InputFileError(file or NO_FILE, ("rulebook: this is text",))
    return PartialFile(rulebook, {**fields, **stated})


def attendance_of(file: str) -> Attendance:
    """Return the attendance that a file holds."""
    data = data_of(file)
    if _is_bare(data, "attendance", Attendance, file):
        data = {"attendance": data}
    return valid(AttendanceFile, data, file, below="attendance.").attendance


def change_of(text: str, option: str) -> dict[str, Data]:
    """Return the field and value of a text such as `travel_mode=green` or `fewer_opportunities=true`."""
    field, equals, value = text.partition("=")
    if not equals or not field.strip():
        raise InputFileError(option, (f"{quoted(text)} is not of the form FIELD=VALUE, as travel_mode=green",))
    field, value = field.strip(), value.strip()
    kind = KINDS.get(field)
    if kind is Kind.NUMBER and (problem := with_two_readings(value)):
        raise InputFileError(option, (f"{field}: {problem}",))
    try:
        read: Data = json.loads(value)
    except (ValueError, RecursionError):
        return {field: value}
    is_text = kind is Kind.TEXT and isinstance(read, int | float)  # a reference of digits alone is one
    return {field: value if is_text else read}


def _is_bare(data: Mapping[str, Data], table: str, model: type[BaseModel], file: str) -> bool:
    """Return whether a file holds the fields of a model, and not a table of them.

    Raises:
        InputFileError: It holds both.
    """
    fields = [name for name in data if name in model.model_fields]
    if fields and isinstance(data.get(table), dict):
        sentence = f"this belongs into the table {table}, and stands outside of it"
        raise InputFileError(file, tuple(f"{name}: {sentence}" for name in fields))
    return bool(fields)


def data_of(file: str) -> dict[str, Data]:
    """Return what a file holds, TOML or JSON; a number of TOML has one reading, since people write it."""
    try:
        text = read_text(file)
        json_text = is_json(file, text)
        data = parsed(text, json_text=json_text)
    except UnreadableError as error:
        raise InputFileError(file, error.problems) from None
    if not json_text and (problems := tuple(_ambiguous_numbers(data))):
        raise InputFileError(file, problems)
    return data


def _ambiguous_numbers(data: Mapping[str, Data]) -> Iterator[str]:
    """Yield a sentence for each number of a mobility that may be meant in two ways."""
    inner = data.get("mobility")
    for field, value in (inner if isinstance(inner, dict) else data).items():
        spelled = value.spelled if isinstance(value, TomlDecimal) else value
        if KINDS.get(field) is Kind.NUMBER and isinstance(spelled, str) and (problem := with_two_readings(spelled)):
            yield f"{field}: {problem}"


def valid(model: type[AnyModel], data: Mapping[str, Data], file: str, *, below: str = "") -> AnyModel:
    """Return the model of a file's data."""
    try:
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        problems = tuple(problem.removeprefix(below) for problem in error_sentences(error, model))
        raise InputFileError(file, problems) from None
