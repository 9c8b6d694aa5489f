"""What the command line writes: answers on standard output, remarks on standard error, and exit codes."""

import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, assert_never

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.vocabulary import GrantStatus
from erasmus_grants.report.rendering import Report, Table, as_markdown, printable

if TYPE_CHECKING:
    from rich.progress import Progress

BAD_INPUT = 2
EXIT_CODES: Mapping[GrantStatus, int] = {
    GrantStatus.GRANTED: 0,
    GrantStatus.NOT_ELIGIBLE: 3,
    GrantStatus.UNDETERMINED: 4,
}
_NARROWEST = 80
_GAP = 2


class Output(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


OutputName = Annotated[Output, typer.Option("--format", "-f", help="How the answer is written.")]


def tolerate(*streams: object, errors: str) -> None:
    """Let letters that a stream does not know pass."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def write(report: Report, as_json: str, output: Output) -> None:
    """Write an answer as it was asked for."""
    match output:
        case Output.TABLE:
            print_report(report)
        case Output.JSON:
            write_json(as_json)
        case Output.MARKDOWN:
            say(as_markdown(report).removesuffix("\n"))
        case _:  # pragma: no cover
            assert_never(output)


def write_json(text: str) -> None:
    """Write JSON, which is UTF-8 whatever the terminal reads."""
    typer.echo(text.encode())


def say(text: str) -> None:
    """Write text in the letters that the terminal reads, with the colours that it was given."""
    typer.echo(text, file=sys.stdout, color=True)


def print_report(report: Report) -> None:
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
    say("\n".join(line.rstrip() for line in capture.get().splitlines()))


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


def progress_bar() -> "Progress":
    """Return a bar that shows on a terminal, and is gone when all is done."""
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def complain(problems: Iterable[str]) -> None:
    """Print a line for each problem on standard error."""
    for problem in problems:
        typer.echo(printable(problem), file=sys.stderr, err=True)


def say_next(lines: Iterable[str]) -> None:
    """Print command lines that can be typed next on standard error."""
    lines = tuple(lines)
    if lines:
        complain(["", f"{ENGLISH.labels.next_lines}:", *(f"  {line}" for line in lines)])


def exit_with(status: GrantStatus) -> None:
    """Exit with the code of an answer."""
    raise typer.Exit(EXIT_CODES[status])
