"""The command line: it reads files, asks the library, and prints.  No rule and no arithmetic is here.

Exit codes: 0 granted, 1 a rulebook that is not sound, 2 bad input (a sentence for each problem on standard error),
3 not eligible, 4 not yet known, 5 a warning where these count, 6 amounts of others that are not ours.
"""

import io
import json
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, NoReturn, TypeVar, assert_never

import tomli_w
import typer
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from erasmus_grants.basics.countries import country_name
from erasmus_grants.basics.decimals import with_two_readings
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import HOW_TO_GET_A_CALL, ErasmusGrantsError, InputFileError, listed, quoted
from erasmus_grants.basics.model import InputModel, error_sentences
from erasmus_grants.basics.version import __version__
from erasmus_grants.basics.vocabulary import Decided, GrantStatus, RulebookOf, Severity
from erasmus_grants.cli.cities import ESTIMATE_IN_A_FILE, FROM_CITY, TO_CITY, Cities, edge_warning, estimate_of, told
from erasmus_grants.cli.dialogue import USUAL, Dialogue, problems_of
from erasmus_grants.cli.examples import EXAMPLES
from erasmus_grants.cli.next_steps import OPTIONS, USUAL_ACTION, how_to_install, missing_line, next_lines, payer
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.fields import FIELDS, KINDS, REQUIRED, Kind
from erasmus_grants.records.findings import Finding, answer_of
from erasmus_grants.records.grant import SCHEMA_VERSION, GrantBreakdown
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.questions import UndeterminedGrantError, field_question
from erasmus_grants.records.settlement import Settlement
from erasmus_grants.records.tables import findings_report
from erasmus_grants.report.rendering import Report, Table, as_markdown, printable, text_columns
from erasmus_grants.rulebook.checks import doubts_of
from erasmus_grants.rulebook.export import blank_text, file_data, toml_text
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import Data, UnreadableError, is_json, read_data, read_text
from erasmus_grants.rulebook.short_forms import place_in_words
from erasmus_grants.rulebook.tables import RulebookId
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks, rulebook_text
from erasmus_grants.rulebooks.loading import load_rulebook, names_a_file, rulebook_named
from erasmus_grants.rulebooks.search import find_rulebooks, rulebook_for_call

if TYPE_CHECKING:
    from rich.progress import Progress

    from erasmus_grants.batch import HowToRead, ListColumns
    from erasmus_grants.places import DistanceEstimate
    from erasmus_grants.rulebook.schema import Json

_BAD_INPUT = 2
_OF_WINDOWS = "cp1252"
_WARNED = 5
_DIFFERS = 6
_STOPPED = 128  # and the number of the signal, as shells do
_EXIT_CODES: Mapping[GrantStatus, int] = {
    GrantStatus.GRANTED: 0,
    GrantStatus.NOT_ELIGIBLE: 3,
    GrantStatus.UNDETERMINED: 4,
}
_BEST_FIRST = (GrantStatus.GRANTED, GrantStatus.UNDETERMINED, GrantStatus.NOT_ELIGIBLE)
_NOT_SOUND = 1
_NARROWEST = 80
_DIGITS_OF_A_YEAR = 4
_GAP = 2
_OPTIONS = "the options"


class Output(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class Reasons(StrEnum):
    """How much of the reasons a list of grants has."""

    NONE = "none"
    TRACE = "trace"
    TEXT = "text"


class Schema(StrEnum):
    """What has a JSON Schema."""

    MOBILITY = "mobility"
    GRANT = "grant"
    RULEBOOK = "rulebook"
    RULEBOOK_FILE = "rulebook-file"
    RULEBOOK_SOURCES = "rulebook-sources"
    SETTLEMENT = "settlement"
    ATTENDANCE = "attendance"


_VERSIONS: Mapping[Schema, str] = {Schema.GRANT: SCHEMA_VERSION, Schema.SETTLEMENT: SCHEMA_VERSION}
"""The version of each schema that is not the first."""


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


MobilityName = Annotated[str, typer.Argument(metavar="FILE", help="A mobility in TOML or JSON; - is standard input.")]
RulebookName = Annotated[
    str | None,
    typer.Option("--rulebook", "-r", metavar="ID_OR_FILE", help="A rulebook by its id, or a TOML or JSON file."),
]
OptionalFile = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="A mobility in TOML or JSON; - is standard input. Options refine it."),
]
Call = Annotated[int | None, typer.Option("--call", metavar="YEAR", help="The call, in place of a rulebook.")]
Action = Annotated[str, typer.Option("--action", help="The action of the programme, with --call.")]
SentFrom = Annotated[str | None, typer.Option("--from", metavar="COUNTRY", help="The sending country, as ES.")]
SentTo = Annotated[str | None, typer.Option("--to", metavar="COUNTRY", help="The receiving country, as DE.")]
Activity = Annotated[str | None, typer.Option("--activity", help="SMS, SMT, STA or STT.")]
Start = Annotated[str | None, typer.Option("--start", metavar="DATE", help="The first day there, as 2026-09-15.")]
End = Annotated[str | None, typer.Option("--end", metavar="DATE", help="The last day there.")]
Kilometres = Annotated[str | None, typer.Option("--km", metavar="KM", help="The distance, one way.")]
FromCity = Annotated[
    str | None,
    typer.Option(FROM_CITY, metavar="CITY", help="Where the journey starts, in place of --km: an estimate."),
]
ToCity = Annotated[
    str | None, typer.Option(TO_CITY, metavar="CITY", help='Where it ends, as Rome, "Rome, IT" or "41.89, 12.51".')
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=VALUE", help=f"Any field of a mobility, as travel_mode=green: {', '.join(FIELDS)}."
    ),
]
OutputName = Annotated[Output, typer.Option("--format", "-f", help="How the answer is written.")]

app = typer.Typer(
    help="Compute Erasmus+ higher-education mobility grants, itemised and sourced.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def run() -> int:
    """Run the command line; return the exit code, or raise it."""
    _tolerate(sys.stdout, sys.stderr, errors="backslashreplace")
    try:
        _stop_in_order()
        app(prog_name="erasmus-grants")
    except InputFileError as error:
        name = "standard input" if error.name == "-" else error.name
        _complain(f"{name}: {problem}" for problem in error.problems)
    except UndeterminedGrantError as error:
        _complain([str(error)])
        return _EXIT_CODES[GrantStatus.UNDETERMINED]
    except ErasmusGrantsError as error:
        _complain([str(error)])
    except OSError as error:
        what = "the answer" if error.filename is None else f"{error.filename}: it"
        _complain([f"{what} cannot be written: {error.strerror}"])
    return _BAD_INPUT


def _stop_in_order() -> None:
    """Have a command that is told to stop leave no half of a file behind; what a caller decided on stays so."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> NoReturn:
    raise SystemExit(_STOPPED + number)


def _tolerate(*streams: object, errors: str) -> None:
    """Let letters that a stream does not know pass."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


# --- commands ---------------------------------------------------------------------------------------------------------


@app.callback(invoke_without_command=True)
def about(*, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Compute Erasmus+ higher-education mobility grants, itemised and sourced."""
    if version:
        typer.echo(f"erasmus-grants {__version__}")
        raise typer.Exit


@app.command()
def quote(
    file: OptionalFile = None,
    *,
    rulebook: RulebookName = None,
    call: Call = None,
    action: Action = USUAL_ACTION,
    sent_from: SentFrom = None,
    sent_to: SentTo = None,
    activity: Activity = None,
    start: Start = None,
    end: End = None,
    km: Kilometres = None,
    from_city: FromCity = None,
    to_city: ToCity = None,
    further: Set = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Compute the grant of a mobility: every line, why, and where the rate is printed."""
    stated = _stated(
        sent_from=sent_from, sent_to=sent_to, activity=activity, start=start, end=end, km=km, further=further
    )
    cities = Cities(from_city, to_city)
    calculator, mobility = _calculation(file, rulebook, stated, cities, call=call, action=action)
    grant = calculator.calculate(mobility)
    _write(grant.report(), grant.model_dump_json(indent=2), output)
    _say_next(next_lines(grant, file, {**stated, **cities.options}))
    _exit(grant.status)


@app.command()
def check(
    file: OptionalFile = None,
    *,
    rulebook: RulebookName = None,
    call: Call = None,
    action: Action = USUAL_ACTION,
    sent_from: SentFrom = None,
    sent_to: SentTo = None,
    activity: Activity = None,
    start: Start = None,
    end: End = None,
    km: Kilometres = None,
    from_city: FromCity = None,
    to_city: ToCity = None,
    further: Set = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Say everything that is found about a mobility, and whether it is eligible."""
    stated = _stated(
        sent_from=sent_from, sent_to=sent_to, activity=activity, start=start, end=end, km=km, further=further
    )
    cities = Cities(from_city, to_city)
    calculator, mobility = _calculation(file, rulebook, stated, cities, call=call, action=action)
    findings = calculator.check(mobility)
    as_json = TypeAdapter(tuple[Finding, ...]).dump_json(findings, indent=2).decode()
    _write(findings_report(findings), as_json, output)
    _exit(answer_of(findings).status)


@app.command()
def ask(
    file: OptionalFile = None,
    *,
    rulebook: RulebookName = None,
    call: Call = None,
    action: Action = USUAL_ACTION,
    sent_from: SentFrom = None,
    sent_to: SentTo = None,
    activity: Activity = None,
    start: Start = None,
    end: End = None,
    km: Kilometres = None,
    from_city: FromCity = None,
    to_city: ToCity = None,
    further: Set = None,
) -> None:
    """Ask for what is not known yet, one question after the other, and compute the grant; ? is not known."""
    stated = _stated(
        sent_from=sent_from, sent_to=sent_to, activity=activity, start=start, end=end, km=km, further=further
    )
    read = _partial_file(file, stated)
    _tolerate(sys.stdin, errors="replace")
    if problems := problems_of(read.mobility):
        raise InputFileError(file or _OPTIONS, problems)
    dialogue = Dialogue(_prompt, _heard)
    known, name = dict[str, object](read.mobility), read.rulebook if rulebook is None else rulebook
    if name is None or call is not None:
        if rulebook is not None:
            raise InputFileError("--call", ("a call finds its rulebook: leave out --rulebook, or --call",))
        known, name = _asked_for_rulebook(dialogue, known, call, action)
    calculator, cities = GrantCalculator(name), Cities(from_city, to_city)
    estimate = estimate_of(cities, known)
    if estimate is not None:
        known["distance_km"] = str(estimate.distance_km)
        _complain(told(estimate))
    known = dialogue.about(calculator, known)
    if any(field not in known for field in REQUIRED):
        lacking = " ".join(ENGLISH.questions[field] for field in REQUIRED if field not in known)
        _complain([f"not yet known: {lacking}"])
        _exit(GrantStatus.UNDETERMINED)
    mobility = Mobility.model_validate(known)
    if estimate is not None:
        _tell_edge(calculator, mobility, estimate)
    grant = calculator.calculate(mobility)
    _print(_without_details(grant.report()))
    file = _offer_to_save(mobility, known, name, ESTIMATE_IN_A_FILE if estimate else "")
    stated_again = {field: value for field, value in known.items() if estimate is None or field != "distance_km"}
    _say_next(next_lines(grant, file, {} if file else {**stated_again, **cities.options}))
    _exit(grant.status)


@app.command()
def settle(
    grant: Annotated[str, typer.Argument(metavar="GRANT", help="The JSON that `quote --format json` wrote, or -.")],
    attendance: Annotated[str, typer.Argument(metavar="ATTENDANCE", help="What was attended, in TOML or JSON, or -.")],
    rulebook: RulebookName = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Settle a grant after the stay: what is due, what is still to be paid or paid back."""
    if grant == attendance == "-":
        raise InputFileError("-", ("it cannot be both the grant and the attendance",))
    data = _data(grant)
    if "rulebook_fingerprint" not in data:
        raise InputFileError(grant, ("it is not a grant; `quote --format json` writes one",))
    agreed = _valid(GrantBreakdown, data, grant)
    if rulebook is None and agreed.rulebook_id not in known_rulebooks():
        sentence = (
            f"its rulebook {quoted(agreed.rulebook_id)} does not come with the library: name its file with --rulebook"
        )
        raise InputFileError(grant, (sentence,))
    calculator = GrantCalculator(agreed.rulebook_id if rulebook is None else rulebook)
    settlement = calculator.settle(agreed, _attendance(attendance))
    _write(settlement.report(), settlement.model_dump_json(indent=2), output)
    _exit(agreed.status)


@app.command()
def rulebooks(
    *,
    call: Annotated[int | None, typer.Option("--call", metavar="YEAR", help="The official ones of a call.")] = None,
    action: Annotated[str | None, typer.Option("--action", help="The official ones of an action.")] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="COUNTRY", help="The official ones that hold for a country, best first."),
    ] = None,
) -> None:
    """List the rulebooks that come with the library, or the official ones of a call, an action or a country."""
    names = known_rulebooks()
    if (call, action, country) != (None, None, None):
        found = find_rulebooks(call_year=call, action=action, country=country)
        names = tuple(match.rulebook_id for match in found)
        if not names:
            _say(f"No official rulebook is of {_asked_of(call, action, country)}: {HOW_TO_GET_A_CALL}.")
            return
    books = [get_rulebook(name) for name in names]
    rows = [
        (book.id, book.title, book.institution, book.action, ", ".join(map(str, book.call_years)), book.status)
        for book in books
    ]
    columns = text_columns("id", "title", "institution", "action", "call years", "status")
    _print(Report("Rulebooks", (Table("", columns, tuple(rows)),), ()))


@app.command()
def coverage() -> None:
    """Show for which typical mobilities of KA131 there is an amount, by country and call."""
    from erasmus_grants.engine.coverage import coverage as every_cell
    from erasmus_grants.engine.coverage import letters_by_country, share_with_an_amount

    cells = every_cell()
    letters = letters_by_country(cells)
    years = sorted({cell.call_year for cell in cells})
    columns = text_columns("country", *map(str, years))
    rows = tuple((country, *(by_year[year] for year in years)) for country, by_year in letters.items())
    notes = (
        "In this order: studies, traineeship, short stay of a student, staff; each of 1000 km.",
        "A: an amount; P: towards some groups of countries; R: the programme's highest amount; -: unknown.",
    )
    title = f"KA131: {share_with_an_amount(cells)} % of {len(cells)} cells have an amount"
    _print(Report(title, (Table("", columns, rows),), notes))


@app.command()
def rulebook(
    name: Annotated[str, typer.Argument(metavar="ID_OR_FILE", help="A rulebook by its id, or a TOML or JSON file.")],
    output: OutputName = Output.TABLE,
) -> None:
    """Show the tables of a rulebook, and where they are printed."""
    book = rulebook_named(name)
    _write(book.report(), book.model_dump_json(indent=2), output)
    _complain(f"warning: {place_in_words(place)}: {sentence}" for place, sentence in doubts_of(book))


@app.command()
def diff(
    ours: Annotated[str, typer.Argument(metavar="ID_OR_FILE", help="A rulebook by its id, or a file.")],
    theirs: Annotated[str, typer.Argument(metavar="ID_OR_FILE", help="Another one.")],
    output: OutputName = Output.TABLE,
) -> None:
    """Show what differs between two rulebooks, entry by entry."""
    found = rulebook_named(ours).diff(rulebook_named(theirs))
    _write(found.report(), found.model_dump_json(indent=2), output)


@app.command(name="compare")
def side_by_side(
    file: MobilityName,
    rulebook: Annotated[
        list[str],
        typer.Option("--rulebook", "-r", metavar="ID_OR_FILE", help="A rulebook; give as many as are compared."),
    ],
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if", metavar="FIELD=VALUE", help="Also as if a field were otherwise, as travel_mode=green."
        ),
    ] = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Compute a mobility under several rulebooks, and as it might be, side by side."""
    from erasmus_grants.engine.comparison import compare

    mobility = _mobility_file(file).mobility
    try:
        comparison = compare(mobility, rulebook, what_if={text: _change(text, "--what-if") for text in what_if or ()})
    except ValidationError as error:
        raise InputFileError("--what-if", error_sentences(error, Mobility)) from None
    _write(comparison.report(), comparison.model_dump_json(indent=2), output)
    answers = {case.grant.status for case in comparison.cases}
    _exit(next(status for status in _BEST_FIRST if status in answers))


@app.command()
def new_rulebook(
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of the new rulebook, as my-university-2026.")],
    like: Annotated[str, typer.Option("--like", metavar="ID_OR_FILE", help="The rulebook whose structure it has.")],
) -> None:
    """Print a TOML file with the structure of a rulebook and every figure left out: it loads when all are read."""
    try:
        TypeAdapter(RulebookId).validate_python(name)
    except ValidationError:
        sentence = "the id of a rulebook is lower-case words and numbers with hyphens, as my-university-2026"
        raise InputFileError(name, (sentence,)) from None
    typer.echo(blank_text(_toml(like), like=rulebook_named(like).id, rulebook_id=name).encode(), nl=False)


@app.command()
def new_policy(
    home: Annotated[str, typer.Option("--home", metavar="COUNTRY", help="Your country, by its two-letter code.")],
    call: Annotated[int, typer.Option("--call", help="The year of the call.")],
    action: Annotated[str, typer.Option("--action", help="The action of the programme.")] = USUAL_ACTION,
    based_on: Annotated[
        str | None,
        typer.Option("--based-on", metavar="ID", help="Its base; if omitted, that of your agency or the programme."),
    ] = None,
) -> None:
    """Print a TOML file with what the official rulebook leaves to an institution: it loads when all is filled in."""
    from erasmus_grants.rulebooks.new_policy import base_of, policy_toml

    base = base_of(home, call=call, action=action, based_on=based_on)
    typer.echo(policy_toml(base, home, f"my-university-{call}").encode(), nl=False)


@app.command()
def verify(
    name: Annotated[str, typer.Argument(metavar="ID_OR_FILE", help="A rulebook by its id, or a TOML or JSON file.")],
    examples: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many cases are drawn for each law.")] = 100,
    seed: Annotated[int, typer.Option(help="What they are drawn from; the same seed draws the same.")] = 0,
    output: OutputName = Output.TABLE,
) -> None:
    """Say whether a rulebook is sound: it can be built, answers every mobility, and obeys the laws."""
    try:
        from erasmus_grants.testing import verification
    except ImportError:
        sentence = f"the laws are tested with Hypothesis: {how_to_install('testing')}"
        raise InputFileError(name, (sentence,)) from None
    with _progress() as progress:
        task = progress.add_task("", total=verification.NUMBER_OF_CHECKS)
        report = verification.verify(
            name,
            examples=examples,
            seed=seed,
            on_check=lambda sentence: progress.update(task, advance=1, description=sentence),
        )
    _write(report.report(), report.model_dump_json(indent=2), output)
    if not report.sound:
        raise typer.Exit(_NOT_SOUND)


_Renamed = Annotated[
    list[str] | None,
    typer.Option("--columns", metavar="OLD=FIELD", help="The field that a column of another name holds."),
]
_SetFields = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="A field that has one value in all rows, and no column."),
]
_SheetName = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="The sheet that has the list.")]
_HeadingRow = Annotated[
    int | None, typer.Option("--heading-row", metavar="ROW", min=1, help="The row of the headings, from 1.")
]
_Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="How a file of text is encoded: cp1250, for instance.")
]
_ColumnsFrom = Annotated[
    str | None, typer.Option("--columns-from", metavar="FILE", help="What --save-columns wrote, or you changed in it.")
]
_SeveralRulebooks = Annotated[
    list[str] | None,
    typer.Option(
        "--rulebook", "-r", metavar="ID_OR_FILE", help="A rulebook; of several, a column rulebook names one a row."
    ),
]


@app.command()
def batch(
    source: Annotated[str, typer.Argument(metavar="IN", help="A list: .csv, .parquet, .xlsx, .jsonl or .xml.")],
    target: Annotated[
        str | None, typer.Argument(metavar="OUT", help="The file that is written, in any of these formats but .xml.")
    ] = None,
    *,
    rulebook: _SeveralRulebooks = None,
    columns: _Renamed = None,
    further: _SetFields = None,
    sheet: _SheetName = None,
    heading_row: _HeadingRow = None,
    encoding: _Encoding = None,
    columns_from: _ColumnsFrom = None,
    explain_columns: Annotated[
        bool, typer.Option("--explain-columns", help="Only say how the list would be read.")
    ] = False,
    save_columns: Annotated[
        str | None, typer.Option("--save-columns", metavar="FILE", help="Write how the list is read into a TOML file.")
    ] = None,
    explain: Annotated[Reasons, typer.Option(help="How much of the reasons is written.")] = Reasons.TEXT,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 5 if all rows have a grant, but one a warning.")
    ] = False,
    output: OutputName = Output.TABLE,
) -> None:
    """Compute a list of mobilities; exit with 2 if a row cannot be read, 3 if one is refused, 4 if one is not known."""
    how = _how_to_read(columns_from, columns, further, sheet=sheet, heading_row=heading_row, encoding=encoding)
    if save_columns is not None:
        _save_columns(source, how, save_columns)
    if explain_columns:
        _explain_columns(source, how, output)
        return
    if target is None:
        raise InputFileError("OUT", ("name the file that is to be written, or ask with --explain-columns",))
    _tell_columns(_columns_of(source, how), encoding_is_stated=how.get("encoding") is not None)
    from erasmus_grants.batch import calculate_file

    with _progress() as progress:
        task = progress.add_task("", total=None)
        try:
            summary = calculate_file(
                source,
                target,
                rulebook or (),
                explain=explain.value,
                on_rows=lambda done, size: progress.update(task, completed=done, total=size),
                **how,
            )
        except (KeyboardInterrupt, SystemExit):
            _complain([f"{target}: it was not written"])
            raise
    _write(summary.report(), summary.model_dump_json(indent=2), output)
    _complain([f"{target}: it was written, with a row for each of the {summary.rows}"])
    if summary.undetermined:
        stated: dict[str, Sequence[object]] = {
            "--columns-from": [columns_from],
            "--columns": columns or [],
            "--set": further or [],
            "--sheet": [sheet],
            "--heading-row": [heading_row],
            "--encoding": [encoding],
        }
        _complain([f"next: {missing_line(source, rulebook or (), stated)}"])
    _exit_if_unreadable(source, summary.unreadable)
    if summary.not_eligible:
        _exit(GrantStatus.NOT_ELIGIBLE)
    if summary.undetermined:
        _exit(GrantStatus.UNDETERMINED)
    warned = any(count.severity is Severity.WARNING for count in summary.findings) or summary.near_edges > 0
    if strict and warned:
        raise typer.Exit(_WARNED)


@app.command()
def audit(
    source: Annotated[str, typer.Argument(metavar="LIST", help="A list with amounts, in any of these formats.")],
    *,
    rulebook: _SeveralRulebooks = None,
    columns: _Renamed = None,
    further: _SetFields = None,
    sheet: _SheetName = None,
    heading_row: _HeadingRow = None,
    encoding: _Encoding = None,
    columns_from: _ColumnsFrom = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Compare the amounts of a list with ours, and say what makes each difference; exit with 6 if there is one."""
    how = _how_to_read(columns_from, columns, further, sheet=sheet, heading_row=heading_row, encoding=encoding)
    try:
        from erasmus_grants.batch import audit_file

        found = audit_file(source, rulebook or (), **how)
    except ModuleNotFoundError as error:
        raise InputFileError(source, (_without_files(error),)) from None
    _write(found.report(), found.model_dump_json(indent=2), output)
    _exit_if_unreadable(source, found.unreadable)
    if found.counts:
        raise typer.Exit(_DIFFERS)


@app.command()
def missing(
    source: Annotated[str, typer.Argument(metavar="LIST", help="A list: .csv, .parquet, .xlsx, .jsonl or .xml.")],
    *,
    rulebook: _SeveralRulebooks = None,
    columns: _Renamed = None,
    further: _SetFields = None,
    sheet: _SheetName = None,
    heading_row: _HeadingRow = None,
    encoding: _Encoding = None,
    columns_from: _ColumnsFrom = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Say which cells of a rulebook have no figure, and how many rows of a list wait for each."""
    how = _how_to_read(columns_from, columns, further, sheet=sheet, heading_row=heading_row, encoding=encoding)
    try:
        from erasmus_grants.batch import missing_figures

        found = missing_figures(source, rulebook or (), **how)
    except ModuleNotFoundError as error:
        raise InputFileError(source, (_without_files(error),)) from None
    _write(found.report(), found.model_dump_json(indent=2), output)
    _exit_if_unreadable(source, found.unreadable)


@app.command()
def schema(what: Annotated[Schema, typer.Argument(help="What the schema describes.")]) -> None:
    """Print a JSON Schema."""
    head: dict[str, Json] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"erasmus-grants schema {what}, version {_VERSIONS.get(what, '1')}",
    }
    from erasmus_grants.rulebook.schema import rulebook_file_schema, shelf_file_schema

    schemas: Mapping[Schema, Callable[[], Mapping[str, Json]]] = {
        Schema.MOBILITY: lambda: Mobility.model_json_schema(mode="validation"),
        Schema.GRANT: lambda: GrantBreakdown.model_json_schema(mode="serialization"),
        Schema.RULEBOOK: lambda: Rulebook.model_json_schema(mode="validation"),
        Schema.RULEBOOK_FILE: lambda: rulebook_file_schema(Rulebook.model_json_schema(mode="validation")),
        Schema.RULEBOOK_SOURCES: lambda: shelf_file_schema(Rulebook.model_json_schema(mode="validation")),
        Schema.SETTLEMENT: lambda: Settlement.model_json_schema(mode="serialization"),
        Schema.ATTENDANCE: lambda: Attendance.model_json_schema(mode="validation"),
    }
    _write_json(json.dumps({**head, **schemas[what]()}, indent=2))


for _command in app.registered_commands:
    _name = _command.name or getattr(_command.callback, "__name__", "").replace("_", "-")
    _lines = "\n".join(f"  {line}" for line in EXAMPLES[_name].splitlines())
    _command.epilog = f"\b\nExamples:\n{_lines}"  # the \b keeps the lines as they are


# --- reading ----------------------------------------------------------------------------------------------------------

AnyModel = TypeVar("AnyModel", bound=BaseModel)


def _calculation(
    file: str | None,
    rulebook: str | None,
    stated: Mapping[str, Data],
    cities: Cities,
    *,
    call: int | None,
    action: str,
) -> tuple[GrantCalculator, Mobility]:
    """Return the calculator and the mobility that a file and options name."""
    read = _mobility_file(file, stated)
    mobility = read.mobility
    if call is None:
        calculator = GrantCalculator(_named(read.rulebook if rulebook is None else rulebook, file))
    elif rulebook is not None:
        raise InputFileError("--call", ("a call finds its rulebook: leave out --rulebook, or --call",))
    else:
        calculator = GrantCalculator(_found(call, action, getattr(mobility, payer(mobility.direction))))
    estimate = estimate_of(cities, mobility.model_dump())
    if estimate is None:
        return calculator, mobility
    _complain(told(estimate))
    mobility = mobility.model_copy(update={"distance_km": estimate.distance_km})
    _tell_edge(calculator, mobility, estimate)
    return calculator, mobility


def _tell_edge(calculator: GrantCalculator, mobility: Mobility, estimate: "DistanceEstimate") -> None:
    """Say on standard error if an estimate is near the edge of a band of the rulebook."""
    from erasmus_grants.places import beside_edges

    bands = calculator.travel_bands(mobility)
    if bands is not None:
        _complain(edge_warning(beside_edges(estimate, bands)))


def _named(rulebook: str | None, file: str | None) -> str:
    """Return the rulebook that was named, or say how to name one."""
    if rulebook is not None:
        return rulebook
    into_the_file = "" if file is None else ', or write rulebook = "ID_OR_FILE" into the file'
    how = f"name one with --rulebook ID_OR_FILE, or the call with --call YEAR{into_the_file}"
    raise InputFileError(file or _OPTIONS, (f"no rulebook is named; {how}; known: {listed(known_rulebooks())}",))


def _asked_of(call: int | None, action: str | None, country: str | None) -> str:
    """Return in words what official rulebooks were looked for."""
    asked = (
        "" if call is None else f"call {call}",
        "" if action is None else f"action {action}",
        "" if country is None else country_name(country),
    )
    return printable(", ".join(one for one in asked if one))


def _found(call: int, action: str, country: str | None) -> str:
    """Return the most specific official rulebook of a call, and say on standard error which it is and why."""
    match = rulebook_for_call(call, action=action, country=country)
    why = "of the programme; state --from, or --to of who comes in, to look for the rates of your agency"
    if country is not None:
        agency = f"the agency of {country_name(country)}"
        is_its = match.of is RulebookOf.AGENCY
        why = f"of {agency}" if is_its else f"of the programme; the library has none of {agency} for this call"
    _complain([f"note: rulebook {match.rulebook_id}, {why}"])
    return match.rulebook_id


def _stated(
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
        stated |= _change(text, "--set")
    return stated


def _mobility_file(file: str | None, stated: Mapping[str, Data] = MappingProxyType({})) -> MobilityFile:
    """Return what a file holds, with the fields that options state in place of its own."""
    if file is None and not stated:
        raise InputFileError(_OPTIONS, ("name a FILE with a mobility, or state one: --activity, --start, --end ...",))
    data: dict[str, Data] = dict(USUAL) if file is None else _data(file)
    if file is None or _is_bare(data, Mobility):
        data = {"rulebook": data.pop("rulebook", None), "mobility": data}
    mobility = data.get("mobility")
    if isinstance(mobility, dict):
        data["mobility"] = mobility | dict(stated)
    return _valid(MobilityFile, data, file or _OPTIONS, below="mobility.")


def _partial_file(file: str | None, stated: Mapping[str, Data]) -> PartialFile:
    """Return what a file holds, which may be less than a mobility, with the fields that options state."""
    data: dict[str, Data] = {} if file is None else _data(file)
    rulebook = data.pop("rulebook", None)
    inner = data.get("mobility", {})
    is_table = isinstance(inner, dict) and not _is_bare(data, Mobility)
    fields = inner if is_table and isinstance(inner, dict) else data
    unknown = [name for name in data if is_table and name != "mobility"]
    if unknown:
        raise InputFileError(file or _OPTIONS, tuple(f"{name}: there is no field of this name" for name in unknown))
    if rulebook is not None and not isinstance(rulebook, str):
        raise InputFileError(file or _OPTIONS, ("rulebook: this is text",))
    return PartialFile(rulebook, {**fields, **stated})


def _asked_for_rulebook(
    dialogue: Dialogue, known: Mapping[str, object], call: int | None, action: str
) -> tuple[dict[str, object], str]:
    """Return what is known once a call and the paying country are, and the rulebook that they find."""
    while call is None:
        _prompt(f"{ENGLISH.labels.which_call}\n  {ENGLISH.labels.a_year}")
        heard = _heard()
        if heard is None:
            raise InputFileError(_OPTIONS, ("no rulebook is named; name one with --rulebook, or the call with --call",))
        call = int(heard) if heard.strip().isdecimal() and len(heard.strip()) <= _DIGITS_OF_A_YEAR else None
    found = dict(known)
    for field in ("direction", ""):
        name = field or payer(found.get("direction"))
        if found.get(name) is None:
            found |= dialogue.put(field_question(name, [Decided.ELIGIBILITY]), found) or {}
    country = found.get(payer(found.get("direction")))
    return found, _found(call, action, None if country is None else str(country))


def _change(text: str, option: str) -> dict[str, Data]:
    """Return the field and value of a text such as `travel_mode=green` or `fewer_opportunities=true`."""
    field, equals, value = text.partition("=")
    if not equals or not field.strip():
        raise InputFileError(option, (f"{quoted(text)} is not of the form FIELD=VALUE, as travel_mode=green",))
    if KINDS.get(field.strip()) is Kind.NUMBER and (problem := with_two_readings(value.strip())):
        raise InputFileError(option, (f"{field.strip()}: {problem}",))
    try:
        return {field.strip(): json.loads(value)}
    except (ValueError, RecursionError):
        return {field.strip(): value.strip()}


def _without_files(error: ModuleNotFoundError) -> str:
    """Return what to install for lists."""
    return f"lists need {error.name}: {how_to_install('files')}"


def _how_to_read(
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


@dataclass(config=ConfigDict(extra="forbid", strict=True), frozen=True)
class _HowToReadFile:
    """How a list is read, as a file says it."""

    columns: dict[str, str] = Field(default_factory=dict)
    set: dict[str, str] = Field(default_factory=dict)
    sheet: str | None = None
    heading_row: Annotated[int, Field(ge=1)] | None = None
    encoding: str | None = None


def _how_to_read_file(file: str | None) -> _HowToReadFile:
    """Return what a file of columns says; nothing without one."""
    try:
        return _HowToReadFile() if file is None else TypeAdapter(_HowToReadFile).validate_json(json.dumps(_data(file)))
    except ValidationError as error:
        problems = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        raise InputFileError(str(file), tuple(f"{where}: {sentence}" for where, sentence in problems)) from None


def _save_columns(source: str, how: "HowToRead", file: str) -> None:
    """Write how a list is read into a file, which `--columns-from` reads."""
    found = _columns_of(source, how)
    stated = {name: value for name in ("sheet", "heading_row", "encoding") if (value := how.get(name)) is not None}
    columns = {one.column: one.field or "" for one in found.columns if one.how != "not_read" and one.word is None}
    text = tomli_w.dumps({**stated, "columns": columns, "set": dict(how.get("set_fields", {}))})
    try:
        with Path(file).open("x", encoding="utf-8") as written:
            written.write(text)
    except OSError as error:
        raise InputFileError(file, (f"it cannot be written: {error.strerror}",)) from None
    _complain([f"{file}: it was written, and says how the list is read"])


def _columns_of(source: str, how: "HowToRead") -> "ListColumns":
    try:
        from erasmus_grants.batch import columns_of_file

        return columns_of_file(source, **how)
    except ModuleNotFoundError as error:
        raise InputFileError(source, (_without_files(error),)) from None


def _explain_columns(source: str, how: "HowToRead", output: Output) -> None:
    """Print how a list would be read."""
    found = _columns_of(source, how)
    _write(found.report(), found.model_dump_json(indent=2), output)


def _tell_columns(found: "ListColumns", *, encoding_is_stated: bool) -> None:
    """Say how a list is read, unless each column is called as its field, and its text is encoded as usual."""
    known = [
        f"{one.column} -> {one.field}" + (f" = {one.word}" if one.word else "")
        for one in found.columns
        if one.how == "known"
    ]
    if known:
        where = f", with its headings in {found.where}" if found.where else ""
        _complain([f"the list is read so{where}:", *(f"  {one}" for one in known)])
    perhaps = [f"{one.column}: may be {' or '.join(one.may_be)}" for one in found.columns if one.may_be]
    if perhaps:
        _complain(
            ["not read, because they may be several fields (--columns says which):", *(f"  {one}" for one in perhaps)]
        )
    if found.encoding == _OF_WINDOWS and not encoding_is_stated:
        _complain([f"it is not UTF-8, and is read as {found.encoding}; name another with --encoding"])


def _renamed(texts: Iterable[str]) -> dict[str, str]:
    """Return the fields that columns of other names hold, from texts such as `Start=start_date`."""
    renamed: dict[str, str] = {}
    for text in texts:
        name, equals, field = text.rpartition("=")
        if not equals or not name or name in renamed:
            why = "names a column for the second time" if name in renamed else "is not of the form OLD=FIELD"
            raise InputFileError("--columns", (f"{quoted(text)} {why}",))
        renamed[name] = field.strip()
    return renamed


def _fields_set(texts: Iterable[str]) -> dict[str, str]:
    """Return the fields that have one value in all rows, from texts such as `direction=outgoing`."""
    fields: dict[str, str] = {}
    for text in texts:
        field, equals, value = text.partition("=")
        if not equals or not field.strip() or field.strip() in fields:
            why = "sets a field for the second time" if field.strip() in fields else "is not of the form FIELD=VALUE"
            raise InputFileError("--set", (f"{quoted(text)} {why}",))
        fields[field.strip()] = value.strip()
    return fields


def _attendance(file: str) -> Attendance:
    data = _data(file)
    if _is_bare(data, Attendance):
        data = {"attendance": data}
    return _valid(AttendanceFile, data, file, below="attendance.").attendance


def _is_bare(data: Mapping[str, Data], model: type[BaseModel]) -> bool:
    """Return whether a file holds the fields of a model, and not a table of them."""
    return not data.keys().isdisjoint(model.model_fields)


def _toml(name: str) -> str:
    """Return a rulebook as TOML: the text of its file, if that is TOML."""
    if not names_a_file(name):
        return rulebook_text(name)
    rulebook, text = load_rulebook(name), read_text(name)
    return toml_text(file_data(rulebook)) if is_json(name, text) else text


def _data(file: str) -> dict[str, Data]:
    try:
        return read_data(file)
    except UnreadableError as error:
        raise InputFileError(file, error.problems) from None


def _valid(model: type[AnyModel], data: Mapping[str, Data], file: str, *, below: str = "") -> AnyModel:
    """Return the model of a file's data."""
    try:
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        problems = tuple(problem.removeprefix(below) for problem in error_sentences(error, model))
        raise InputFileError(file, problems) from None


# --- writing ----------------------------------------------------------------------------------------------------------


def _write(report: Report, as_json: str, output: Output) -> None:
    match output:
        case Output.TABLE:
            _print(report)
        case Output.JSON:
            _write_json(as_json)
        case Output.MARKDOWN:
            _say(as_markdown(report).removesuffix("\n"))
        case _:  # pragma: no cover
            assert_never(output)


def _write_json(text: str) -> None:
    """Write JSON, which is UTF-8 whatever the terminal reads."""
    typer.echo(text.encode())


def _say(text: str) -> None:
    """Write text in the letters that the terminal reads, with the colours that it was given."""
    typer.echo(text, file=sys.stdout, color=True)


def _without_details(report: Report) -> Report:
    """Return a report that can be read out: without the papers and the sources, which `quote` prints."""
    left_out = {ENGLISH.labels.papers, ENGLISH.labels.sources}
    return report._replace(tables=tuple(table for table in report.tables if table.title not in left_out))


def _print(report: Report) -> None:
    """Print a report as tables, as wide as the terminal; nothing is cut off."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = max(console.width, _NARROWEST)
    with console.capture() as capture:
        console.print(Text(printable(report.title), style="bold"))
        for table in report.tables:
            console.print()
            if table.title:
                console.print(Text(printable(table.title), style="bold"))
            console.print(_rich_table(table, console.width))
        for note in report.notes:
            console.print()
            console.print(Text(printable(note)))
    _say("\n".join(line.rstrip() for line in capture.get().splitlines()))


def _rich_table(table: Table, width: int) -> RichTable:
    rows = [[printable(cell) for cell in row] for row in table.rows]
    rich_table = RichTable(
        box=SIMPLE_HEAD, show_edge=False, show_header=any(table.head), pad_edge=False, padding=(0, 1, 0, 0)
    )
    for column, size in zip(table.columns, _widths([table.head, *rows], width), strict=True):
        side: Literal["left", "right"] = "right" if column.numeric else "left"
        rich_table.add_column(Text(column.title), justify=side, width=size, overflow="fold")
    for row in rows:
        rich_table.add_row(*map(Text, row))
    return rich_table


def _widths(rows: Iterable[Sequence[str]], width: int) -> list[int]:
    """Return the widths of columns that fit into a width, with as few and late breaks inside a word as possible."""
    columns = list(zip(*rows, strict=True))
    room = width - _GAP * (len(columns) - 1)
    wanted = [max(map(cell_len, column)) for column in columns]
    words = [max(cell_len(word) for cell in column for word in cell.split(" ")) for column in columns]
    unbroken = next((size for size in range(max(words), 1, -1) if sum(min(size, word) for word in words) <= room), 1)
    needed = [min(unbroken, word) for word in words]
    spare, lacking = room - sum(needed), sum(wanted) - sum(needed)
    return [
        low + (high - low) * min(spare, lacking) // max(1, lacking) for low, high in zip(needed, wanted, strict=True)
    ]


def _prompt(text: str) -> None:
    """Show a line of a dialogue, beside the answer."""
    for line in text.split("\n"):
        typer.echo(printable(line), err=True)


def _heard() -> str | None:
    """Return a line that a person types; None at the end."""
    typer.echo("> ", nl=False, err=True)
    line = sys.stdin.readline()
    return line or None


def _offer_to_save(mobility: Mobility, known: Mapping[str, object], rulebook: str, remark: str) -> str | None:
    """Ask for a file, write a remark and the mobility into it as TOML and return its name; None: nobody wants one.

    A file that is there already is left as it is.
    """
    while True:
        _prompt(f"\n{ENGLISH.labels.save_as}\n  {ENGLISH.labels.enter_no}")
        name = (_heard() or "").strip()
        if not name:
            return None
        text = remark + toml_text({"rulebook": rulebook, "mobility": _plain_fields(mobility, known)})
        try:
            with Path(name).open("x", encoding="utf-8") as file:
                file.write(text)
        except (OSError, ValueError) as error:  # ValueError: a name that no file has
            why = error.strerror if isinstance(error, OSError) else str(error)
            _complain([f"{name}: it cannot be written: {why}"])
        else:
            return name


def _plain_fields(mobility: Mobility, known: Mapping[str, object]) -> dict[str, Data]:
    """Return the fields that are known as TOML has them."""
    values = {field: getattr(mobility, field) for field in known}
    return {field: float(value) if isinstance(value, Decimal) else value for field, value in values.items()}


def _progress() -> "Progress":
    """Return a bar that shows on a terminal, and is gone when all is done."""
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _complain(problems: Iterable[str]) -> None:
    """Print a line for each problem on standard error."""
    for problem in problems:
        typer.echo(printable(problem), file=sys.stderr, err=True)


def _say_next(lines: Iterable[str]) -> None:
    """Print command lines that can be typed next on standard error."""
    lines = tuple(lines)
    if lines:
        _complain(["", f"{ENGLISH.labels.next_lines}:", *(f"  {line}" for line in lines)])


def _exit_if_unreadable(source: str, count: int) -> None:
    if count:
        rows = "1 row" if count == 1 else f"{count} rows"
        _complain([f"{source}: {rows} cannot be read"])
        raise typer.Exit(_BAD_INPUT)


def _exit(status: GrantStatus) -> None:
    raise typer.Exit(_EXIT_CODES[status])
