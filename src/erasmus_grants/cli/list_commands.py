"""The commands for lists: `batch`, `audit` and `missing`."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.basics.vocabulary import GrantStatus, Severity
from erasmus_grants.cli.list_columns import (
    columns_of,
    explain_columns_of,
    how_to_read,
    save_columns_of,
    tell_called_off,
    tell_columns,
    tell_repeats,
    without_files,
)
from erasmus_grants.cli.next_steps import missing_line
from erasmus_grants.cli.terminal import BAD_INPUT, Output, OutputName, complain, exit_with, progress_bar, write

_WARNED = 5
_DIFFERS = 6


class Reasons(StrEnum):
    """How much of the reasons a list of grants has."""

    NONE = "none"
    TRACE = "trace"
    TEXT = "text"


Renamed = Annotated[
    list[str] | None,
    typer.Option("--columns", metavar="OLD=FIELD", help="The field that a column of another name holds."),
]
SetFields = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help="A field that has one value in all rows, and no column; in the words of a cell, as yes, ja or 1.",
    ),
]
SheetName = Annotated[str | None, typer.Option("--sheet", metavar="NAME", help="The sheet that has the list.")]
HeadingRow = Annotated[
    int | None, typer.Option("--heading-row", metavar="ROW", min=1, help="The row of the headings, from 1.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="How CSV is encoded: cp1250, for instance.")
]
ColumnsFrom = Annotated[
    str | None, typer.Option("--columns-from", metavar="FILE", help="What --save-columns wrote, or you changed in it.")
]
SeveralRulebooks = Annotated[
    list[str] | None,
    typer.Option(
        "--rulebook", "-r", metavar="ID_OR_FILE", help="A rulebook; of several, a column rulebook names one a row."
    ),
]


def batch(
    source: Annotated[str, typer.Argument(metavar="IN", help="A list: .csv, .parquet, .xlsx, .jsonl or .xml.")],
    target: Annotated[
        str | None, typer.Argument(metavar="OUT", help="The file that is written, in any of these formats but .xml.")
    ] = None,
    *,
    rulebook: SeveralRulebooks = None,
    columns: Renamed = None,
    further: SetFields = None,
    sheet: SheetName = None,
    heading_row: HeadingRow = None,
    encoding: Encoding = None,
    columns_from: ColumnsFrom = None,
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
    """Compute a list of mobilities; exit with 2 if a row is unreadable, 3 if one is not eligible, 4 if one is open."""
    how = how_to_read(columns_from, columns, further, sheet=sheet, heading_row=heading_row, encoding=encoding)
    if save_columns is not None:
        save_columns_of(source, how, save_columns)
    if explain_columns:
        explain_columns_of(source, how, output)
        return
    if target is None:
        raise InputFileError("OUT", ("name the file that is to be written, or ask with --explain-columns",))
    tell_columns(columns_of(source, how), encoding_is_stated=how.get("encoding") is not None)
    from erasmus_grants.batch import calculate_file

    with progress_bar() as progress:
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
        except ModuleNotFoundError as error:
            raise InputFileError(target, (without_files(error),)) from None
        except (KeyboardInterrupt, SystemExit):
            complain([f"{target}: it was not written"])
            raise
    write(summary.report(), summary.model_dump_json(indent=2), output)
    tell_repeats(summary.repeated_rows, summary.repeats)
    tell_called_off(summary.called_off_rows, summary.called_off)
    complain([f"{target}: it was written, with a row for each of the {summary.rows}"])
    if summary.undetermined:
        stated: dict[str, Sequence[object]] = {
            "--columns-from": [columns_from],
            "--columns": columns or [],
            "--set": further or [],
            "--sheet": [sheet],
            "--heading-row": [heading_row],
            "--encoding": [encoding],
        }
        complain([f"next: {missing_line(source, rulebook or (), stated)}"])
    _exit_if_unreadable(source, summary.unreadable)
    if summary.not_eligible:
        exit_with(GrantStatus.NOT_ELIGIBLE)
    if summary.undetermined:
        exit_with(GrantStatus.UNDETERMINED)
    warned = any(count.severity is Severity.WARNING for count in summary.findings) or summary.near_edges > 0
    if strict and warned:
        raise typer.Exit(_WARNED)


def audit(
    source: Annotated[str, typer.Argument(metavar="LIST", help="A list with amounts, in any of these formats.")],
    *,
    rulebook: SeveralRulebooks = None,
    columns: Renamed = None,
    further: SetFields = None,
    sheet: SheetName = None,
    heading_row: HeadingRow = None,
    encoding: Encoding = None,
    columns_from: ColumnsFrom = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Say which amounts of a list differ and why; exit with 2 if none is compared, 6 if one differs, 4 if not known."""
    how = how_to_read(columns_from, columns, further, sheet=sheet, heading_row=heading_row, encoding=encoding)
    try:
        from erasmus_grants.batch import audit_file

        found = audit_file(source, rulebook or (), **how)
    except ModuleNotFoundError as error:
        raise InputFileError(source, (without_files(error),)) from None
    compared = [one.column for one in found.amounts]
    tell_columns(columns_of(source, how), encoding_is_stated=how.get("encoding") is not None, compared=compared)
    write(found.report(), found.model_dump_json(indent=2), output)
    tell_repeats(found.repeated_rows, found.repeats)
    _exit_if_unreadable(source, found.unreadable)
    if found.rows and found.without_amount == found.rows:
        complain([f"{source}: no row states an amount, and none is compared"])
        raise typer.Exit(BAD_INPUT)
    if found.rows_that_differ:
        raise typer.Exit(_DIFFERS)
    if found.rows_not_known:
        exit_with(GrantStatus.UNDETERMINED)


def missing(
    source: Annotated[str, typer.Argument(metavar="LIST", help="A list: .csv, .parquet, .xlsx, .jsonl or .xml.")],
    *,
    rulebook: SeveralRulebooks = None,
    columns: Renamed = None,
    further: SetFields = None,
    sheet: SheetName = None,
    heading_row: HeadingRow = None,
    encoding: Encoding = None,
    columns_from: ColumnsFrom = None,
    output: OutputName = Output.TABLE,
) -> None:
    """Say which cells of a rulebook have no figure, and how many rows of a list wait for each."""
    how = how_to_read(columns_from, columns, further, sheet=sheet, heading_row=heading_row, encoding=encoding)
    try:
        from erasmus_grants.batch import missing_figures

        found = missing_figures(source, rulebook or (), **how)
    except ModuleNotFoundError as error:
        raise InputFileError(source, (without_files(error),)) from None
    tell_columns(columns_of(source, how), encoding_is_stated=how.get("encoding") is not None)
    write(found.report(), found.model_dump_json(indent=2), output)
    tell_repeats(found.repeated_rows, found.repeats)
    _exit_if_unreadable(source, found.unreadable)


def _exit_if_unreadable(source: str, count: int) -> None:
    if count:
        rows = "1 row" if count == 1 else f"{count} rows"
        complain([f"{source}: {rows} cannot be read"])
        raise typer.Exit(BAD_INPUT)
