"""The command line: it reads files, asks the library, and prints.  No rule and no arithmetic is here.

Exit codes: 0 granted, 1 a rulebook that is not sound, 2 bad input (a sentence for each problem on standard error),
3 not eligible, 4 not yet known, 5 a warning where these count, 6 amounts of others that are not ours; 128 and more a
signal, 141 among them: nobody reads the answer any more.
"""

import signal
import sys
from collections.abc import Iterator
from typing import Annotated, NoReturn

import typer

from erasmus_grants.basics.errors import ErasmusGrantsError, InputFileError
from erasmus_grants.basics.version import __version__
from erasmus_grants.cli.examples import EXAMPLES
from erasmus_grants.cli.list_commands import audit, batch, missing
from erasmus_grants.cli.mobility_commands import ask, check, compare, quote, settle
from erasmus_grants.cli.one_value import OneValueEach
from erasmus_grants.cli.reading import InputErrors
from erasmus_grants.cli.rulebook_commands import coverage, diff, new_policy, new_rulebook, rulebook, rulebooks, verify
from erasmus_grants.cli.schema_command import schema
from erasmus_grants.cli.terminal import BAD_INPUT, complain, tolerate

_STOPPED = 128  # and the number of the signal, as shells do
app = typer.Typer(
    help="Compute Erasmus+ higher-education mobility grants, itemised and sourced.",
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def run() -> int:
    """Run the command line; return the exit code, or raise it."""
    tolerate(sys.stdout, sys.stderr, errors="backslashreplace")
    try:
        _stop_in_order()
        app(prog_name="erasmus-grants")
    except InputFileError as error:
        complain(_lines_of(error))
    except InputErrors as several:
        complain(line for error in several.errors for line in _lines_of(error))
    except ErasmusGrantsError as error:
        complain([str(error)])
    except OSError as error:
        what = "the answer" if error.filename is None else f"{error.filename}: it"
        complain([f"{what} cannot be written: {error.strerror}"])
    return BAD_INPUT


def _lines_of(error: InputFileError) -> Iterator[str]:
    """Yield a line for each problem of a file, or of an option."""
    name = {"-": "standard input", "": "''"}.get(error.name, error.name)
    yield from (f"{name}: {problem}" for problem in error.problems)


def _stop_in_order() -> None:
    """Have a command that is told to stop leave no half of a file behind; what a caller decided on stays so."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _frame: object) -> NoReturn:
    raise SystemExit(_STOPPED + number)


@app.callback(invoke_without_command=True)
def about(*, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Compute Erasmus+ higher-education mobility grants, itemised and sourced."""
    if version:
        typer.echo(f"erasmus-grants {__version__}")
        raise typer.Exit


_COMMANDS = (
    *(quote, check, ask, settle),
    *(rulebooks, coverage, rulebook, diff, compare, new_rulebook, new_policy, verify),
    *(batch, audit, missing),
    schema,
)
"""The commands, in the order in which `--help` lists them."""

for _command in _COMMANDS:
    _name = _command.__name__.replace("_", "-")
    _lines = "\n".join(f"  {line}" for line in EXAMPLES[_name].splitlines())
    app.command(name=_name, cls=OneValueEach, epilog=f"\b\nExamples:\n{_lines}")(
        _command
    )  # the \b keeps the lines as they are
