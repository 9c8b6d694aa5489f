"""What the command line reads: files of a mobility or an attendance, and the fields that options state."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from erasmus_grants.basics.decimals import with_two_readings
from erasmus_grants.basics.errors import ErasmusGrantsError, InputFileError, did_you_mean, quoted
from erasmus_grants.basics.model import InputModel
from erasmus_grants.basics.problems import Place, error_sentences, placed_sentence, problems_in, step_text
from erasmus_grants.basics.vocabulary import Direction
from erasmus_grants.cli.dialogue import placed_problems_of
from erasmus_grants.cli.next_steps import CITY_OPTIONS, OPTIONS
from erasmus_grants.records.fields import KINDS, Kind
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.questions import YES_NO
from erasmus_grants.rulebook.file_kinds import kind_of, taken_for
from erasmus_grants.rulebook.parsing import Data, TomlDecimal, UnreadableError, is_json, parsed, read_text

NO_FILE = "the options"
"""What a message names where there is no file."""

_FIELD_VALUE_AS = "FIELD=VALUE, as travel_mode=green"
_NO_FIELD = "there is no field of this name"
_OPTION_OF: Mapping[str, str] = {"rulebook": "--rulebook", "call": "--call", "action": "--action", **CITY_OPTIONS}
"""The options of what is no field of a mobility, though its grant may depend on it."""

_COMMANDS: Mapping[str, str] = {"mobility": "quote", "attendance": "settle"}
"""The commands that read the tables of files."""

_UNLESS_COUNTRIES_DECIDE: Mapping[str, Data] = {"direction": Direction.OUTGOING.value}
"""What options mean that state no direction, until a rulebook says whose countries they are."""

_USES: Mapping[str | None, str] = {
    "mobility": "`quote` reads it",
    "attendance": "`settle` reads it, after the grant",
    "grant": "`settle` reads it, before the attendance",
    "settlement": "no command reads it",
    "rulebook": "--rulebook names it",
}
"""What each kind of file is for."""

AnyModel = TypeVar("AnyModel", bound=BaseModel)
Problem = tuple[Place, str]
Read = TypeVar("Read")


class Stated(NamedTuple):
    """The fields that options state.

    Attributes:
        fields: Their values.
        options: The option of each.
    """

    fields: Mapping[str, Data]
    options: Mapping[str, str]


NOTHING_STATED = Stated(MappingProxyType({}), MappingProxyType({}))
"""What options state that nobody typed."""


class InputErrors(ErasmusGrantsError):  # noqa: N818
    """Several things that cannot be read, such as a file and an option.

    Attributes:
        errors: The error of each.
    """

    def __init__(self, *errors: InputFileError) -> None:
        self.errors = errors
        super().__init__("\n".join(map(str, errors)))


class MobilityFile(InputModel):
    """A file with a mobility, and perhaps the rulebook to compute it by."""

    rulebook: str | None = None
    mobility: Mobility


class PartialFile(NamedTuple):
    """A file with some fields of a mobility, and perhaps the rulebook to compute it by."""

    rulebook: str | None
    mobility: dict[str, Data]


class _Placed(NamedTuple):
    """What a file holds, and a sentence for each name that stands where it does not belong."""

    data: dict[str, Data]
    problems: tuple[str, ...]


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
) -> Stated:
    """Return the fields that options state."""
    values = (sent_from, sent_to, activity, start, end, km)
    stated: dict[str, Data] = {field: value for field, value in zip(OPTIONS, values, strict=True) if value is not None}
    if km is not None and (problem := with_two_readings(km.strip())):
        raise InputFileError("--km", (problem,))
    before = {field: OPTIONS[field] for field in stated}
    set_fields = one_text_for_each(
        "--set", map(field_text, further or ()), _value_of, form=_FIELD_VALUE_AS, before=before
    )
    return Stated(stated | set_fields, before | dict.fromkeys(set_fields, "--set"))


def mobility_file(file: str | None, stated: Stated = NOTHING_STATED) -> MobilityFile:
    """Return what a file holds, with the fields that options state in place of its own."""
    if file is None and not stated.fields:
        raise InputFileError(NO_FILE, ("name a FILE with a mobility, or state one: --activity, --start, --end ...",))
    if file is None:
        data, problems = _Placed({"mobility": dict(_UNLESS_COUNTRIES_DECIDE)}, ())
    else:
        data, problems = _in_its_table(file, "mobility", MobilityFile, Mobility)
    mobility = data.get("mobility")
    together = data | {"mobility": mobility | dict(stated.fields)} if isinstance(mobility, dict) else data
    read = _mobility_or_problems(together)
    if problems or not isinstance(read, MobilityFile):
        told, alone = _problems_of(read), _problems_of(_mobility_or_problems(data))
        raise _refused(file, stated.options, problems, told, alone)
    return read


def _problems_of(read: MobilityFile | list[Problem]) -> list[Problem]:
    return [] if isinstance(read, MobilityFile) else read


def _mobility_or_problems(data: Mapping[str, Data]) -> MobilityFile | list[Problem]:
    """Return the mobility of a file's data, or what is wrong with it, by the place in its table."""
    try:
        return MobilityFile.model_validate_json(json.dumps(data))
    except ValidationError as error:
        found = problems_in(error, MobilityFile)
    return [(place[1:] if place[:1] == ("mobility",) and place[1:] else place, sentence) for place, sentence in found]


def _refused(
    file: str | None,
    options: Mapping[str, str],
    problems: Iterable[str],
    told: Iterable[Problem],
    alone: Collection[Problem],
) -> InputFileError | InputErrors:
    """Return the error that says what is wrong of what stated it: the file, or an option.

    Args:
        file: The file; None: there is none.
        options: The options of the fields that options state.
        problems: Sentences about the file.
        told: What is wrong with the file and the options together.
        alone: What is wrong with the file without the options.
    """
    named: dict[str, list[str]] = {file or NO_FILE: [*problems]}
    for problem in told:
        place, sentence = problem
        option, placed = options.get(str(place[0])) if place else None, placed_sentence(place, sentence)
        if option is None and file is not None and place and problem not in alone:
            placed = f"with the options, {placed}"
        named.setdefault(option or file or NO_FILE, []).append(sentence if option in OPTIONS.values() else placed)
    return in_one_error([InputFileError(name, tuple(sentences)) for name, sentences in named.items() if sentences])


def in_one_error(errors: Sequence[InputFileError]) -> InputFileError | InputErrors:
    """Return the error that tells what each of these tells, of which there is one or more."""
    return errors[0] if len(errors) == 1 else InputErrors(*errors)


def partial_file(file: str | None, stated: Stated) -> PartialFile:
    """Return what a file holds, which may be less than a mobility, with the fields that options state."""
    if file is None:
        data, problems = _Placed({}, ())
    else:
        data, problems = _in_its_table(file, "mobility", MobilityFile, Mobility)
    rulebook, inner = data.pop("rulebook", None), data.pop("mobility", {})
    of_file = inner if isinstance(inner, dict) else {}
    fields = {**of_file, **stated.fields}
    problems = (
        *problems,
        *(() if rulebook is None or isinstance(rulebook, str) else ("rulebook: this is text",)),
        *(() if isinstance(inner, dict) else ("mobility: this is a table of fields",)),
        *(f"{step_text(name)}: {_NO_FIELD}{did_you_mean(name, MobilityFile.model_fields)}" for name in data),
    )
    told = placed_problems_of(fields)
    if problems or told:
        raise _refused(file, stated.options, problems, told, placed_problems_of(of_file))
    return PartialFile(None if rulebook is None else str(rulebook), fields)


def attendance_of(file: str) -> Attendance:
    """Return the attendance that a file holds."""
    data, problems = _in_its_table(file, "attendance", AttendanceFile, Attendance)
    return valid(AttendanceFile, data, file, below="attendance.", problems=problems).attendance


class OptionText(NamedTuple):
    """A text of an option, and what it says of a name, such as `travel_mode=green` of a field.

    Attributes:
        text: The text.
        name: The name; empty: the text is of another form.
        value: What it says of that.
    """

    text: str
    name: str
    value: str


def field_text(text: str) -> OptionText:
    """Return what a text such as `travel_mode=green` says of a field.

    Examples:
        >>> field_text("travel_mode = green")[1:], field_text("green")[1:]
        (('travel_mode', 'green'), ('', ''))
    """
    field, equals, value = text.partition("=")
    return OptionText(text, field.strip() if equals else "", value.strip())


def one_text_for_each(
    option: str,
    texts: Iterable[OptionText],
    read: Callable[[OptionText], Read],
    *,
    does: str = "sets a field",
    form: str = "FIELD=VALUE",
    before: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Read]:
    """Return what the texts of an option say of each name, which has one text.

    Args:
        option: The option.
        texts: The texts, and what each says.
        read: Reads what is said of a name; a ValueError says why it cannot.
        does: What each text does.
        form: Of which form it is.
        before: Names of which other options say something, and these options.

    Raises:
        InputFileError: Some texts are of another form, of a name that has been before, or cannot be read; all of these
            are told.
    """
    found: dict[str, Read] = {}
    problems: list[str] = []
    names: set[str] = set()
    for one in texts:
        if not one.name:
            problems.append(f"{quoted(one.text)} is not of the form {form}")
        elif one.name in names:
            problems.append(f"{quoted(one.text)} {does} for the second time")
        elif one.name in before:
            problems.append(f"{quoted(one.text)} {does} for the second time, after {before[one.name]}")
        else:
            names.add(one.name)
            try:
                found[one.name] = read(one)
            except ValueError as error:
                problems.append(str(error))
    if problems:
        raise InputFileError(option, tuple(problems))
    return found


def changes_of(texts: Iterable[str], option: str) -> dict[str, dict[str, Data]]:
    """Return the field and value of each text, by the text: each is a change of its own.

    Raises:
        InputFileError: Some of them are not of this form, or of no field; all of these are told.
    """
    changes = (field_text(text) for text in dict.fromkeys(texts))
    by_text = (change._replace(name=change.text if change.name else "") for change in changes)
    return one_text_for_each(option, by_text, _change_of, form=_FIELD_VALUE_AS)


def _change_of(change: OptionText) -> dict[str, Data]:
    stated = field_text(change.text)
    return {stated.name: _value_of(stated)}


def _value_of(stated: OptionText) -> Data:
    """Return the value of a field, such as `green`, `true` or `8`.

    Raises:
        ValueError: It has two readings, or there is no such field, but an option.
    """
    field, value = stated.name, stated.value
    if field in _OPTION_OF:
        raise ValueError(f"{field}: {_NO_FIELD}; type {_OPTION_OF[field]} in place of it")
    kind = KINDS.get(field)
    if kind is Kind.NUMBER and (problem := with_two_readings(value)):
        raise ValueError(f"{field}: {problem}")
    if kind is Kind.CONDITION and value.casefold() in YES_NO:
        return YES_NO[value.casefold()]
    try:
        read: Data = json.loads(value)
    except (ValueError, RecursionError):
        return value
    is_text = kind is Kind.TEXT and isinstance(read, int | float)  # a reference of digits alone is one
    return value if is_text else read


def _in_its_table(file: str, table: str, whole: type[BaseModel], model: type[BaseModel]) -> _Placed:
    """Return what a file holds with its fields in their table, which may be left out, and what stands elsewhere.

    Args:
        file: The file.
        table: The name of the table.
        whole: What a file may hold.
        model: What the table may hold.

    Raises:
        InputFileError: The file cannot be read, or is of another kind.
    """
    data = data_of(file)
    another = taken_for(data, table)
    if another:
        raise InputFileError(file, (f"{another}; {_USES[kind_of(data)]}",))
    others = {name: value for name, value in data.items() if name not in whole.model_fields}
    is_bare = any(name in model.model_fields for name in others) or not any(map(_is_table, others.values()))
    if table not in data and others and is_bare:
        without_table, data = data, dict[str, Data]()
        data |= {name: without_table.pop(name) for name in whole.model_fields if name in without_table}
        data[table] = without_table
    fields = data.get(table)
    if not isinstance(fields, dict):
        return _Placed(data, ())
    beside = [name for name in data if name in model.model_fields]
    above = [name for name in whole.model_fields if name in fields]
    options = [name for name in {**data, **fields} if name in _OPTION_OF and name not in whole.model_fields]
    problems = (
        *(f"{name}: this belongs into the table {table}, and stands outside of it" for name in beside),
        *(f"{name}: this belongs at the top of the file, and stands inside of the table {table}" for name in above),
        *(f"{name}: {_NO_FIELD}; `{_COMMANDS[table]}` takes it as {_OPTION_OF[name]}" for name in options),
    )
    placed = {**{name: data[name] for name in beside}, **fields}
    rest: dict[str, Data] = {name: value for name, value in data.items() if name not in {*beside, *options}}
    rest[table] = {name: value for name, value in placed.items() if name not in {*above, *options}}
    return _Placed(rest, problems)


def _is_table(value: Data) -> bool:
    return isinstance(value, dict)


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


def valid(
    model: type[AnyModel], data: Mapping[str, Data], file: str, *, below: str = "", problems: tuple[str, ...] = ()
) -> AnyModel:
    """Return the model of a file's data, unless there are problems."""
    try:
        read = model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        told = (problem.removeprefix(below) for problem in error_sentences(error, model))
        raise InputFileError(file, (*problems, *told)) from None
    if problems:
        raise InputFileError(file, problems)
    return read
