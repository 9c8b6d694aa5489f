"""XLSX: the sheet and the row whose headings name most fields; the first ones if none does.

Formulas are not computed: what counts is the value that the spreadsheet saved with each, and one that was saved
without is not read.  openpyxl shows either values or formulas, so the sheet is read twice where a value may be missing.

Examples:
    >>> from tempfile import TemporaryDirectory
    >>> from erasmus_grants.batch.xlsx.sheet_looks import Look
    >>> from erasmus_grants.batch.xlsx.sheet_parts import SheetLayout
    >>> from erasmus_grants.batch.xlsx.workbooks import opened
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "list.xlsx")
    ...     with opened(None, "list.xlsx") as workbook, path.open("wb") as file:
    ...         sheet = workbook.add_sheet("list", SheetLayout())
    ...         sheet.extend([(text, Look.TEXT)] for text in ("activity", "=STA"))
    ...         workbook.save(file, first_seen=sheet)
    ...     with reading(path, "list.xlsx") as source:
    ...         source.names, [chunk.rows for chunk in source.chunks(9)]
    (('activity',), [[['=STA']]])
"""

import re
import warnings
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch.cells import BrokenCell, PartOfDate, is_empty, text_of
from erasmus_grants.batch.headings import ROWS_LOOKED_AT, headings_among, says_how_to_fill
from erasmus_grants.batch.layout import ROW_NUMBER, USUAL, Layout, Options
from erasmus_grants.batch.left_out import LeftOut
from erasmus_grants.batch.numbers import as_shown
from erasmus_grants.batch.rows_apart import RowsApart, is_total
from erasmus_grants.batch.tables import Chunk, Header
from erasmus_grants.batch.xlsx import openpyxl_types as sheets
from erasmus_grants.batch.xlsx.merged_cells import Merged, spread
from erasmus_grants.batch.xlsx.number_formats import not_shown
from erasmus_grants.batch.xlsx.saved_values import lacks_values
from erasmus_grants.batch.xlsx.sheet_marks import marks_on_sheets

MOST_BYTES_UNASKED = 32 * 1024 * 1024
"""A part of a workbook that is no longer is read however well it was packed [bytes]."""

MOST_TIMES_PACKED = 200
"""How many times shorter a longer part may be packed; lists are packed ten to fifty times shorter."""

MOST_BYTES_OF_STYLES = 16 * 1024 * 1024
"""How long the part of the looks of cells may be, however it was packed; Excel reads up to 65,430 looks [bytes]."""

_STYLES = "styles.xml"
_ROW = "row"

_NAMES_OF_A_LIST = 3
"""A sheet with so many names of fields may be a list; one of countries or partners has fewer."""

_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|005[Ff])_")
"""How a sheet writes what XML has no letter for, such as the end of a line as Windows has it, and then `_` itself."""


class XlsxSource:
    """An XLSX file that is open for reading."""

    size = None

    def __init__(
        self,
        rows: Iterator[Sequence[object]],
        name: str,
        layout: Layout,
        heading_row: int,
        columns: Mapping[str, str],
        *,
        hidden: frozenset[int] = frozenset(),
    ) -> None:
        """Read the header.

        Args:
            rows: The rows of the sheet.
            name: What the file is called.
            layout: How the file was read.
            heading_row: The row of the headings, from 1.
            columns: The field that a column holds, where the caller says so.
            hidden: The rows that are hidden on the sheet, from 1.

        Raises:
            InputFileError: There is no header, or none that can be read.
        """
        self._layout = layout
        self._hidden, self._hidden_rows = hidden, 0
        self._rows = rows
        self._name = name
        self._row = 0
        above = self._next(heading_row)
        if len(above) < heading_row or all(map(is_empty, above[-1])):
            raise InputFileError(name, (f"{layout.where} is empty, and names no columns",))
        self._header = Header.of(above[-1], name)
        self.names = self._header.names
        self._apart = RowsApart(name, _ROW, self.names, self._header.places, columns)

    @property
    def layout(self) -> Layout:
        """How the file was read, and which of the rows that were read are none."""
        return self._apart.told_in(self._layout)._replace(hidden_rows=self._hidden_rows)

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield at most so many rows at a time.

        Rows without any cell are none, and neither is one that says how to fill, or that adds up others.
        """
        while chunk := self._next(rows):
            rows_of_sheet = range(self._row - len(chunk) + 1, self._row + 1)
            kept = self._apart.mobilities_among(chunk, rows_of_sheet)
            if kept:
                numbers = [rows_of_sheet[place] for place in kept]
                self._hidden_rows += len(self._hidden.intersection(numbers))
                cells = self._header.rows([chunk[place] for place in kept], _ROW, numbers, filler=None)
                yield Chunk(cells, unit=_ROW, numbers=numbers)

    def _next(self, count: int) -> list[Sequence[object]]:
        """Return the next rows of the sheet; none at its end."""
        with _refusing_unreadable(self._name):
            rows = list(islice(self._rows, count))
        self._row += len(rows)
        return rows


@contextmanager
def reading(path: Path, name: str, options: Options = USUAL) -> Generator[XlsxSource, None, None]:
    """Open an XLSX file."""
    with ExitStack() as stack:
        with _refusing_unreadable(name):
            too_long = _part_too_long(path)
        if too_long is not None:
            raise InputFileError(
                name, (f"its part {quoted(too_long)} is far larger than a list can be; nothing is read",)
            )
        with _refusing_unreadable(name):
            book = stack.enter_context(closing(sheets.opened(str(path), with_values=True)))
            titles, day_zero = [sheet.title for sheet in book.worksheets], book.epoch.date()
        if not titles:
            raise InputFileError(name, ("it has no sheet of cells",))
        with _refusing_unreadable(name):
            marks = marks_on_sheets(path, titles)
        place, heading_row, others = _headings(book, [sheet.merged for sheet in marks], name, options)
        with _refusing_unreadable(name):
            left_out = tuple(_elsewhere(book, others))
            shown = stack.enter_context(closing(_rows(book, place)))
            rows = map(_values, shown)
            if lacks_values(path):
                other = stack.enter_context(closing(sheets.opened(str(path), with_values=False)))
                formulas = stack.enter_context(closing(_rows(other, place)))
                rows = map(_values_of_formulas, shown, formulas)
        where = f"row {heading_row} of the sheet {quoted(titles[place])}"
        layout = Layout(where, day_zero=day_zero, left_out=left_out)
        seen = spread(rows, marks[place].merged)
        yield XlsxSource(seen, name, layout, heading_row, options.columns, hidden=marks[place].hidden)


class _Found(NamedTuple):
    """Where a list is in a workbook.

    Attributes:
        place: The place of its sheet.
        heading_row: The row of its headings, from 1.
        others: The rows of the headings of sheets that may be lists too, and are not read, by their place.
    """

    place: int
    heading_row: int
    others: Mapping[int, int]


def _headings(book: sheets.Book, merged: Sequence[Sequence[Merged]], name: str, options: Options) -> _Found:
    """Return the sheet that has the list, and the row of its headings.

    A hidden sheet has it only if no other is a list, and one without rows only if no list has some.
    """
    titles = [sheet.title for sheet in book.worksheets]
    if options.sheet is not None and options.sheet not in titles:
        there = ", ".join(map(quoted, titles))
        raise InputFileError(name, (f"it has no sheet {quoted(options.sheet)}; there are {there}",))
    places = range(len(titles)) if options.sheet is None else (titles.index(options.sheet),)
    with _refusing_unreadable(name):
        first = {place: _first_rows(book, place, merged[place]) for place in places}
    found = {place: headings_among(rows, options.columns) for place, rows in first.items()}
    lists = [place for place, one in found.items() if _is_seen(book, place) and one.named >= _NAMES_OF_A_LIST]
    if len(lists) > 1:
        with _refusing_unreadable(name):
            lists = [place for place in lists if _has_rows(book, place, found[place].row)] or lists
    best = max(lists or found, key=lambda place: (found[place].named, found[place].row > 0))
    if not found[best].row:
        raise InputFileError(name, (f"its sheet {quoted(titles[best])} is empty: a row names the columns",))
    others = {place: found[place].row for place in lists if place != best and not _is_ours(first[place])}
    return _Found(best, found[best].row if options.heading_row is None else options.heading_row, others)


def _is_seen(book: sheets.Book, place: int) -> bool:
    return book.worksheets[place].sheet_state == "visible"


def _has_rows(book: sheets.Book, place: int, heading_row: int) -> bool:
    """Return whether a row below the headings of a sheet may be a mobility."""
    with closing(_rows(book, place)) as rows:
        below = map(_values, islice(rows, heading_row, None))
        return any(not (all(map(is_empty, row)) or says_how_to_fill(row) or is_total(row)) for row in below)


def _is_ours(rows: Sequence[tuple[int, Sequence[object]]]) -> bool:
    """Return whether a sheet was added to the list of somebody, with its results."""
    return any(ROW_NUMBER in cells for _, cells in rows[:1])


def _elsewhere(book: sheets.Book, headings: Mapping[int, int]) -> Iterator[LeftOut]:
    """Yield how many rows stand below the headings of sheets that are not read."""
    for place, heading_row in headings.items():
        with closing(_rows(book, place)) as rows:
            filled = sum(not all(map(is_empty, row)) for row in map(_values, islice(rows, heading_row, None)))
        if filled:
            title = quoted(book.worksheets[place].title)
            yield LeftOut(sentence=f"it is on the sheet {title}, which is read if --sheet names it", records=filled)


def _first_rows(book: sheets.Book, place: int, merged: Sequence[Merged]) -> list[tuple[int, Sequence[object]]]:
    """Return the first rows of a sheet that are not empty, with their numbers."""
    with closing(_rows(book, place)) as rows:  # of which others may be left
        numbered = list(enumerate(spread(map(_values, islice(rows, ROWS_LOOKED_AT)), merged), 1))
    return [(number, cells) for number, cells in numbered if not all(map(is_empty, cells))]


@contextmanager
def _refusing_unreadable(name: str) -> Generator[None, None, None]:
    """Raise what openpyxl raises, which may be anything, as a file that cannot be read; it warns of no concern here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:  # noqa: BLE001 - a broken file breaks openpyxl anywhere
        reason = str(error).partition("\n")[0]
        sentence = f"it is not an XLSX file that can be read, or is protected by a password: {reason}"
        raise InputFileError(name, (sentence,)) from None


def _part_too_long(path: Path) -> str | None:
    """Return a part that no list has, and that would fill the memory; None: there is none."""
    with ZipFile(path) as parts:
        for part in parts.infolist():
            if part.file_size > MOST_BYTES_UNASKED and part.file_size > MOST_TIMES_PACKED * part.compress_size:
                return part.filename
            if part.file_size > MOST_BYTES_OF_STYLES and part.filename.casefold().endswith(_STYLES):
                return part.filename
    return None


def _rows(book: sheets.Book, place: int) -> Generator[Sequence[sheets.Cell], None, None]:
    sheet = book.worksheets[place]
    sheet.reset_dimensions()
    return sheet.iter_rows()


def _values(row: Sequence[sheets.Cell]) -> Sequence[object]:
    return list(map(_value, row))


def _values_of_formulas(row: Sequence[sheets.Cell], formulas: Sequence[sheets.Cell]) -> Sequence[object]:
    return list(map(_value_of_formula, row, formulas))


def _value(cell: sheets.Cell) -> object:
    """Return the value of a cell as a spreadsheet shows it."""
    value = cell.value
    if cell.data_type == "e":
        return BrokenCell(text_of(value))
    if isinstance(value, float):
        return float(as_shown(value))
    if isinstance(value, date):
        return PartOfDate.of(value, lacks) if (lacks := not_shown(cell.number_format)) else value
    return _ESCAPED.sub(_escaped, value) if isinstance(value, str) and "_x" in value else value


def _escaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _value_of_formula(cell: sheets.Cell, formula: sheets.Cell) -> object:
    """Return the value of a cell, or its formula where none was saved; text may be computed and empty."""
    if formula.data_type == "f" and cell.value is None and cell.data_type != "str":
        return BrokenCell(formula.value if isinstance(formula.value, str) else "=")
    return _value(cell)
