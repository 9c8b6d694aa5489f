"""Which format a file has, and what opens it.

Examples:
    >>> format_of("list.CSV").value, format_of("list.ndjson").value
    ('csv', 'jsonl')
    >>> format_of("list.xls")
    Traceback (most recent call last):
    ...
    erasmus_grants.errors.InputFileError: list.xls: its name does not end in .csv, .parquet, .xlsx, .jsonl or .xml
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, assert_never

from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import csv_files, ewp_records, json_lines
from erasmus_grants.batch.layout import ROW_NUMBER, USUAL, Options
from erasmus_grants.batch.summary import BatchSummary
from erasmus_grants.batch.tables import RowSource, Writer


class Format(StrEnum):
    """A format of lists."""

    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"
    JSON_LINES = "jsonl"
    XML = "xml"


_ENDINGS: Mapping[str, Format] = {
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".txt": Format.CSV,
    ".parquet": Format.PARQUET,
    ".xlsx": Format.XLSX,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".xml": Format.XML,
}


def format_of(name: str) -> Format:
    """Return the format that the name of a file promises.

    Raises:
        InputFileError: It promises none that is known.
    """
    ending = Path(name).suffix.lower()
    if ending not in _ENDINGS:
        raise InputFileError(name, ("its name does not end in .csv, .parquet, .xlsx, .jsonl or .xml",))
    return _ENDINGS[ending]


def check_applies(name: str, options: Options) -> None:
    """Refuse what a caller says of a list and its format does not have, which would change nothing in silence.

    Args:
        name: The file.
        options: What the caller says of it.

    Raises:
        InputFileError: It has no sheets, no row of headings, or one encoding only.

    Examples:
        >>> check_applies("list.csv", Options(sheet="Outgoing"))
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.InputFileError: list.csv: only a workbook has sheets, so no sheet can be named
    """
    which, problems = format_of(name), list[str]()
    if options.sheet is not None and which is not Format.XLSX:
        problems.append("only a workbook has sheets, so no sheet can be named")
    if options.heading_row is not None and which not in {Format.CSV, Format.XLSX}:
        problems.append("its format names the columns itself, so no row of headings can be named")
    if options.encoding is not None and which is not Format.CSV:
        problems.append("its format says how text is encoded, so no encoding can be named")
    if problems:
        raise InputFileError(name, tuple(problems))


def reading(name: str, options: Options = USUAL) -> AbstractContextManager[RowSource]:
    """Open a file for reading, by its format.

    Args:
        name: The file.
        options: What the caller says of it.
    """
    path, which = Path(name), format_of(name)
    match which:
        case Format.CSV:
            return csv_files.reading(path, name, options)
        case Format.PARQUET:
            from erasmus_grants.batch import parquet_files  # noqa: PLC0415 - only those who have such a file need pyarrow

            return parquet_files.reading(path, name)
        case Format.XLSX:
            from erasmus_grants.batch.xlsx import xlsx_files  # noqa: PLC0415 - only those who have such a file need openpyxl

            return xlsx_files.reading(path, name, options)
        case Format.JSON_LINES:
            return json_lines.reading(path, name)
        case Format.XML:
            return ewp_records.reading(path, name, options)
        case _:  # pragma: no cover
            assert_never(which)


def check_written(name: str) -> None:
    """Raise if a file of this name cannot be written.

    Raises:
        InputFileError: Its format is only read, or none that is known.

    Examples:
        >>> check_written("grants.xml")
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.InputFileError: grants.xml: XML is only read; write .csv, .parquet, .xlsx or .jsonl
    """
    if format_of(name) is Format.XML:
        raise InputFileError(name, ("XML is only read; write .csv, .parquet, .xlsx or .jsonl",))


def own_columns(name: str) -> tuple[str, ...]:
    """Return the columns that a format has besides those that every format adds."""
    if format_of(name) is not Format.XLSX:
        return ()
    from erasmus_grants.batch.xlsx import xlsx_results  # noqa: PLC0415

    return (ROW_NUMBER, xlsx_results.SENTENCES)


def writing(
    file: BinaryIO,
    name: str,
    source: RowSource,
    added: Mapping[str, str],
    *,
    origin: str,
    fields: Mapping[str, str],
    summarise: Callable[[], BatchSummary],
) -> AbstractContextManager[Writer]:
    """Write a file, by the format that its name promises.

    Args:
        file: The file.
        name: What it is going to be called.
        source: Where the columns of the caller come from.
        added: For each column that is added its type.
        origin: The file that is read.
        fields: The field that a column of the caller is, by the name of the column.
        summarise: Returns what the list comes to, when all rows are written.
    """
    check_written(name)
    which = format_of(name)
    match which:
        case Format.CSV:
            return csv_files.writing(file, [*source.names, *added], source.layout.separator)
        case Format.PARQUET:
            from erasmus_grants.batch import parquet_files  # noqa: PLC0415 - only those who write such a file need it

            schema = source.schema if isinstance(source, parquet_files.ParquetSource) else None
            return parquet_files.writing(file, source.names, added, schema)
        case Format.XLSX:
            from erasmus_grants.batch.xlsx import xlsx_results  # noqa: PLC0415 - only those who write such a file need it

            theirs = Path(origin) if format_of(origin) is Format.XLSX else None
            return xlsx_results.writing(
                file, name, source.names, list(added), theirs=theirs, fields=fields, summarise=summarise
            )
        case Format.JSON_LINES:
            return json_lines.writing(file, source.names)
        case Format.XML:  # pragma: no cover - it was refused
            raise AssertionError
        case _:  # pragma: no cover
            assert_never(which)
