"""The page of the command line: its commands from the code, and details that are too long for a help text."""

import inspect
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, get_args, get_type_hints

from typer.models import ArgumentInfo, CommandInfo, OptionInfo

from _reference.markdown import code, codes, page, table
from erasmus_grants.cli import app
from erasmus_grants.cli.examples import EXAMPLES

_MORE: Final[Mapping[str, str]] = {
    "quote": "Options state a mobility without a file, and replace fields of a file; `--set` takes any field.\n"
    "A field is stated once: by an option of its own or by `--set`, and not by both.\n"
    "A direction that no option states follows from the countries, as [in a list](../how-to/calculate-a-list.md); "
    "where they decide nothing, the mobility is outgoing.\n"
    "A file has to state it.\n"
    "`--call` finds the rulebook: that of the National Agency of the institution's country, if the library has it, "
    "and otherwise that of the programme; a line on standard error says which it is and why.\n"
    "`--from-city` and `--to-city` need the extra `places`, and estimate the distance "
    "([how](../how-to/estimate-a-distance.md)).",
    "check": "It applies the same rules as `quote`, without lines and amounts; "
    "`--format json` prints a list of findings.",
    "settle": "The grant names its rulebook, if that comes with the library.\n"
    "If the grant was computed with a rulebook file, name that file with `--rulebook`: "
    "any other rulebook is refused, and so is a version of the file with other figures.\n"
    "A grant that is not yet known is not settled: it is printed as it stands.",
    "rulebook": "If a rulebook file is not sound, each problem is printed on a line of standard error.",
    "diff": "Ids, titles, sources and bases are not compared: "
    "the same figure from another page is no difference.\n"
    "[How to compare rulebooks](../how-to/compare-rulebooks.md) shows more.",
    "compare": "The rulebook that the file names is compared only if it is also given as `--rulebook`.\n"
    "Each case is compared with the first one: the first rulebook, with the mobility as planned.",
    "new-policy": "The file is based on the rulebook of the National Agency, if the library has it for this call, "
    "and otherwise on the rulebook of the programme.\n"
    "It has a row for each rate that is only a range or not published for participants of this country, for travel "
    "support and for the payments; it does not load before everything is filled in "
    "([how](../how-to/adapt-a-rulebook.md#begin-with-the-cells-that-are-empty)).",
    "verify": "It needs Hypothesis, from the extra `testing`: install the library with `'.[cli,testing]'`.\n"
    "The exit code is 1 if the rulebook is not sound, and the output shows the smallest case that was found.",
    "batch": "It needs the extra `files`: install the library with `'.[cli,files]'`.\n"
    "The exit code is 2 if a row cannot be read, otherwise 3 if a row is not eligible, otherwise 4 if one is not yet "
    "known, and otherwise, with `--strict`, 5 if one has a warning; OUT is written in each case "
    "([how](../how-to/calculate-a-list.md)).",
    "audit": "It needs the extra `files`: install the library with `'.[cli,files]'`.\n"
    "A cause is told only if it gives their amounts to the cent; the exit code is 2 if a row cannot be read or none "
    "states an amount, otherwise 6 if one differs, and otherwise 4 if one is not yet known "
    "([how](../how-to/audit-a-list.md)).",
    "ask": "It asks only for what can still change the answer under the rulebook, shows after each answer between what "
    "the total lies, and offers to write the mobility into a TOML file.\n"
    "Questions are on standard error and the grant is on standard output. `?`, and an empty line where there is no "
    "default, leave a question open.",
    "missing": "It needs the extra `files`: install the library with `'.[cli,files]'`.\n"
    "It counts the rows of a list that wait for each empty cell of the rulebook, and for each field that they do not "
    "state ([how](../how-to/calculate-a-list.md#what-is-missing)).",
    "schema": "`rulebook` is for a whole rulebook as JSON, as `rulebook --format json` writes it.\n"
    "`rulebook-file` is for a file as people write it, with its short forms, and `rulebook-sources` for a file that "
    "`sources_from` names: both are for [editors](../how-to/write-a-rulebook.md#with-an-editor).",
    "new-rulebook": "The file has `?` in place of each figure, and does not load while one is left "
    "([how](../how-to/add-a-call-year.md)).",
}

_EXIT_CODES: Final = (
    ("0", "success: the result is on standard output"),
    ("1", "`verify`: the rulebook is not sound"),
    ("2", "bad input: each problem is a line on standard error; the result is on standard output only of a list"),
    ("3", "not eligible: the result is on standard output, with all findings"),
    ("4", "not yet known: the result is on standard output, with its bounds and the open questions"),
    ("5", "`batch --strict`: all rows have a grant, and one has a warning"),
    ("6", "`audit`: the amounts of a row are not ours"),
    ("141", "what reads the answer was closed before its end, as in `erasmus-grants rulebooks | head -1`"),
    ("128 and more", "a signal stopped the command, whose number is added; files are as they were"),
)

_FILES: Final = """\
A file is TOML or JSON, in UTF-8 or in UTF-16 with its mark.
`.toml` is read as TOML, `.json` as JSON, and for other names the content decides.
In place of an input file, `-` is standard input.
Windows PowerShell 5 writes UTF-16 with `>`.
It keeps letters such as *é* only after `[Console]::OutputEncoding = [Text.Encoding]::UTF8`.

### A mobility

The [fields of a mobility](mobility.md#mobility), in a table `mobility`, and the rulebook outside this table:

```toml
rulebook = "usmb-icm-2023"

[mobility]
reference = "dakar-2022"
activity = "STA"
direction = "outgoing"
sending_country = "FR"
receiving_country = "SN"
partner = "Cheikh Anta Diop University"
start_date = 2022-03-07
end_date = 2022-03-11
distance_km = 4070
teaching_hours = 8
```

The same in JSON, where a date is text:

```json
{
  "rulebook": "usmb-icm-2023",
  "mobility": {
    "reference": "dakar-2022",
    "activity": "STA",
    "direction": "outgoing",
    "sending_country": "FR",
    "receiving_country": "SN",
    "partner": "Cheikh Anta Diop University",
    "start_date": "2022-03-07",
    "end_date": "2022-03-11",
    "distance_km": 4070,
    "teaching_hours": 8
  }
}
```

A point is before decimals: of `4.070`, which others read as 4070, a TOML file has to say which it is, `4070` or `4.07`.

The fields may also be at the top level, without the table, with or without `rulebook`.
Other systems usually write them in this way.

The rulebook is an id of `erasmus-grants rulebooks`, or the name of a rulebook file.
`--rulebook` takes precedence over the file; one of the two is needed.
A relative name of a rulebook file is looked up from the current directory, not from the folder of the mobility file.

### An attendance

The [fields of an attendance](mobility.md#attendance), in a table `attendance` or at the top level:

```toml
[attendance]
start_date = 2022-03-07
end_date = 2022-03-10
documents = ["certificate_of_attendance", "participant_report"]
```

### A grant

The output of `quote --format json`, unchanged.
It is checked when it is read: a total that is not the sum of its lines is refused.

### A rulebook

[How to write a rulebook](../how-to/write-a-rulebook.md) shows one.
[Rulebook files](rulebook-format.md) lists each field.\
"""


def command_line_page() -> str:
    """Return the page of the command line."""
    commands = [(_name(item), item) for item in app.registered_commands]
    parts = [
        (
            "The commands of `erasmus-grants`. Install the library with `'.[cli]'`, "
            "and make its environment active ([how](../README.md#on-the-command-line)).\n"
            "`python -m erasmus_grants` is the same program.\n"
            "`--help` after a command prints a short form of this page; `erasmus-grants --version` prints the version."
        ),
        table(("command", "what it does"), ((f"[`{name}`](#{name})", _does(item)) for name, item in commands)),
        "Run the examples in the folder of the project, in this order.",
    ]
    for name, item in commands:
        parts += _command(name, item)
    parts += [
        "## Exit codes",
        table(("code", "what happened"), _EXIT_CODES),
        (
            "`quote`, `check`, `ask` and `settle` exit with 3 if the mobility is not eligible, "
            "and with 4 if something is not known yet. "
            "`compare` exits with the best answer of its cases.\n"
            "`diff` exits with 0, whether or not there is a difference.\n"
            "`verify` exits with 1 if the rulebook is not sound.\n"
            "`batch` exits with 2 if a row cannot be read, with 3 if all can be read and one is not eligible, "
            "and with 4 if all are eligible and one is not yet known; "
            "its file and its summary are written in each case.\n"
            "`missing` exits with 2 if a row cannot be read, and with 0 whatever is missing.\n"
            "`batch --strict` exits with 5 if all rows have a grant and one has a warning.\n"
            "`audit` exits with 2 if a row cannot be read or none states an amount, "
            "with 6 if all can be read and one differs, and with 4 if none differs and one is not yet known; "
            "what it found is written in each case."
        ),
        f"## Files\n\n{_FILES}",
    ]
    return page("Command line", *parts)


def _name(command: CommandInfo) -> str:
    """Return what a command is called, which typer makes of its function if it was not told."""
    return command.name or str(getattr(command.callback, "__name__", "")).replace("_", "-")


def _does(command: CommandInfo) -> str:
    return (inspect.getdoc(command.callback) or "").replace("\n", " ")


def _command(name: str, command: CommandInfo) -> Iterator[str]:
    words = [name]
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str, str]] = []
    for parameter, (kind, info) in _parameters(command).items():
        default = _default(command, parameter)
        if isinstance(info, ArgumentInfo):
            meaning = f"{info.help} One of {codes(_members(kind))}." if _members(kind) else str(info.help)
            shown = str(info.metavar or parameter.upper())
            arguments.append((shown, meaning))
            words.append(f"[{shown}]" if _may_be_left_out(command, parameter) else shown)
        else:
            values = "" if kind is bool else codes(_members(kind)) or _value(kind, info)
            spellings = _spellings(info) or (f"--{parameter.replace('_', '-')}",)
            options.append((codes(spellings), values, f"{info.help}{default}"))
    words += ["[OPTIONS]"] if options else []
    yield f"## {name}\n\n{_does(command)}"
    yield f"```text\nerasmus-grants {' '.join(words)}\n```"
    if arguments:
        yield table(("argument", "what it is"), ((code(word), text) for word, text in arguments))
    if options:
        yield table(("option", "value", "what it does"), options)
    if name in _MORE:
        yield _MORE[name]
    yield f"```console\n{EXAMPLES[name]}\n```"


def _may_be_left_out(command: CommandInfo, parameter: str) -> bool:
    default = inspect.signature(command.callback or _default).parameters[parameter].default
    return default is not inspect.Parameter.empty


def _parameters(command: CommandInfo) -> Mapping[str, tuple[object, ArgumentInfo | OptionInfo]]:
    """Return the type of each parameter of a command, and what typer was told about it."""
    hints = get_type_hints(command.callback, include_extras=True)
    found: dict[str, tuple[object, ArgumentInfo | OptionInfo]] = {}
    for name, hint in hints.items():
        for told in getattr(hint, "__metadata__", ()):
            if isinstance(told, ArgumentInfo | OptionInfo):
                found[name] = (get_args(hint)[0], told)
    return found


def _default(command: CommandInfo, parameter: str) -> str:
    """Return what an option is if it is not given, in a sentence, or nothing; a flag is no option then."""
    default = inspect.signature(command.callback or _default).parameters[parameter].default
    return f" If omitted, {code(default)}." if isinstance(default, int | str) and default is not False else ""


def _spellings(option: OptionInfo) -> tuple[str, ...]:
    """Return how an option is written, the long form first; typer takes the first one for a default."""
    given = (option.default, *(option.param_decls or ()))
    return tuple(word for word in given if isinstance(word, str) and word.startswith("-"))


def _value(kind: object, option: OptionInfo) -> str:
    """Return what stands for the value of an option."""
    return "a whole number" if kind is int else code(option.metavar)


def _members(kind: object) -> tuple[str, ...]:
    """Return the words of a closed list."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return tuple(member.value for member in kind)
    return ()
