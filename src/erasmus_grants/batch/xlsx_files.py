"""XLSX: the sheet and the row whose headings name most fields; the first ones if none does.

Formulas are not computed: what counts is the value that the spreadsheet saved with each, and one that was saved
without is not read.  What is written holds no formula, whatever its text looks like.

Examples:
    >>> from decimal import Decimal
    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> with writing(file, "grants.xlsx", ("activity",), ("total_eur",)) as writer:
    ...     writer.write(Chunk([["=STA"]]), Added(("total_eur",), ([Decimal("2080.00")],)))
    >>> [[cell.value for cell in row] for row in sheets.opened(file, with_values=False).worksheets[0].iter_rows()]
    [['activity', 'total_eur'], ['=STA', 2080]]
"""

import re
import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

from erasmus_grants.basics.errors import InputFileError, quoted
from erasmus_grants.batch import openpyxl_types as sheets
from erasmus_grants.batch.cells import BrokenCell, is_empty, text_of
from erasmus_grants.batch.layout import ROWS_LOOKED_AT, USUAL, Layout, Options, headings_among, says_how_to_fill
from erasmus_grants.batch.tables import Added, Chunk, Header
from erasmus_grants.frames.amount_units import AMOUNTS

MOST_ROWS = 1_048_576
"""A sheet has room for so many rows, its header among them."""

LONGEST_TEXT = 32_767
"""A cell has room for so much text [characters]."""

_FORMULA = re.compile(rb"<(?:[a-z]+:)?f[\s/>]").search
_BLOCK = 1024 * 1024
_LONGEST_TAG = 16
_MOST_DIGITS = 15
_EUROS = "0.00"
_TRACE = "trace"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LAST_DAY_BEFORE_THE_CALENDAR = date(1899, 12, 31)


class XlsxSource:
    """An XLSX file that is open for reading."""

    size = None

    def __init__(self, rows: Iterator[Sequence[object]], name: str, layout: Layout, heading_row: int) -> None:
        """Read the header.

        Args:
            rows: The rows of the sheet.
            name: What the file is called.
            layout: How the file was read.
            heading_row: The row of the headings, from 1.

        Raises:
            InputFileError: There is no header, or none that can be read.
        """
        self.layout = layout
        self._rows = rows
        self._name = name
        self._row = 0
        above = self._next(heading_row)
        if len(above) < heading_row or all(map(is_empty, above[-1])):
            raise InputFileError(name, (f"{layout.where} is empty, and names no columns",))
        self._header = Header.of(above[-1], name)
        self.names = self._header.names

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield so many rows at a time; rows without any cell are none, and neither is one that says how to fill."""
        heading_row = self._row
        while chunk := self._next(rows):
            start = self._row - len(chunk) + 1
            numbered = [(number, row) for number, row in enumerate(chunk, start) if not all(map(is_empty, row))]
            if start == heading_row + 1 and numbered and says_how_to_fill(numbered[0][1]):
                del numbered[0]
            filled = [self._header.row(row, f"row {number}", filler=None) for number, row in numbered]
            if filled:
                yield Chunk(filled)

    def _next(self, count: int) -> list[Sequence[object]]:
        """Return the next rows of the sheet; none at its end."""
        with _told_as_unreadable(self._name):
            rows = list(islice(self._rows, count))
        self._row += len(rows)
        return rows


@contextmanager
def reading(path: Path, name: str, options: Options = USUAL) -> Generator[XlsxSource, None, None]:
    """Open an XLSX file."""
    with ExitStack() as stack:
        with _told_as_unreadable(name):
            book = stack.enter_context(closing(sheets.opened(str(path), with_values=True)))
            titles, day_zero = [sheet.title for sheet in book.worksheets], book.epoch.date()
        place, heading_row = _headings(book, titles, name, options)
        with _told_as_unreadable(name):
            shown = stack.enter_context(closing(_rows(book, place)))
            rows = map(_values, shown)
            if has_formulas(path):
                other = stack.enter_context(closing(sheets.opened(str(path), with_values=False)))
                formulas = stack.enter_context(closing(_rows(other, place)))
                rows = map(_values_of_formulas, shown, formulas)
        where = f"row {heading_row} of the sheet {quoted(titles[place])}"
        yield XlsxSource(rows, name, Layout(where, day_zero=day_zero), heading_row)


def _headings(book: sheets.Book, titles: Sequence[str], name: str, options: Options) -> tuple[int, int]:
    """Return the place of the sheet that has the list, and the row of its headings."""
    if options.sheet is not None and options.sheet not in titles:
        there = ", ".join(map(quoted, titles))
        raise InputFileError(name, (f"it has no sheet {quoted(options.sheet)}; there are {there}",))
    places = range(len(titles)) if options.sheet is None else (titles.index(options.sheet),)
    with _told_as_unreadable(name):
        first = {place: _first_rows(book, place) for place in places}
    found = {place: headings_among(rows, options.columns) for place, rows in first.items()}
    best = max(found, key=lambda place: (found[place].named, found[place].row > 0))
    if not found[best].row:
        raise InputFileError(name, (f"its sheet {quoted(titles[best])} is empty: a row names the columns",))
    return best, found[best].row if options.heading_row is None else options.heading_row


def _first_rows(book: sheets.Book, place: int) -> list[tuple[int, Sequence[object]]]:
    """Return the first rows of a sheet that are not empty, with their numbers."""
    with closing(_rows(book, place)) as rows:  # of which others may be left
        numbered = [(number, _values(row)) for number, row in enumerate(islice(rows, ROWS_LOOKED_AT), 1)]
    return [(number, cells) for number, cells in numbered if not all(map(is_empty, cells))]


@contextmanager
def _told_as_unreadable(name: str) -> Generator[None, None, None]:
    """Raise what openpyxl raises, which may be anything, as a file that cannot be read; it warns of no concern here."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:  # noqa: BLE001 - a broken file breaks openpyxl anywhere
        reason = str(error).partition("\n")[0]
        sentence = f"it is not an XLSX file that can be read, or is protected by a password: {reason}"
        raise InputFileError(name, (sentence,)) from None


def has_formulas(path: Path) -> bool:
    """Return whether something in an XLSX file may be a formula."""
    with ZipFile(path) as parts:
        for name in parts.namelist():
            with parts.open(name) as part:
                end = b""
                while block := part.read(_BLOCK):
                    if _FORMULA(end + block):
                        return True
                    end = block[-_LONGEST_TAG:]
    return False


def _rows(book: sheets.Book, place: int) -> Generator[Sequence[sheets.Cell], None, None]:
    sheet = book.worksheets[place]
    sheet.reset_dimensions()
    return sheet.iter_rows()


def _values(row: Sequence[sheets.Cell]) -> Sequence[object]:
    return list(map(_value, row))


def _values_of_formulas(row: Sequence[sheets.Cell], formulas: Sequence[sheets.Cell]) -> Sequence[object]:
    return list(map(_value_of_formula, row, formulas))


def _value(cell: sheets.Cell) -> object:
    return BrokenCell(text_of(cell.value)) if cell.data_type == "e" else cell.value


def _value_of_formula(cell: sheets.Cell, formula: sheets.Cell) -> object:
    """Return the value of a cell, or its formula where none was saved; text may be computed and empty."""
    if formula.data_type == "f" and cell.value is None and cell.data_type != "str":
        return BrokenCell(formula.value if isinstance(formula.value, str) else "=")
    return _value(cell)


class XlsxWriter:
    """An XLSX file that is being written."""

    def __init__(self, sheet: sheets.Sheet, name: str, names: Sequence[str]) -> None:
        self._sheet = sheet
        self._name = name
        self._count = 0
        self._euros = {column: sheets.styled(sheet, 0, _EUROS) for column in AMOUNTS}
        self._append([self._cell(one) for one in names])

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows, and what is added to them."""
        for row, more in zip(chunk.rows, added.rows(), strict=True):
            self._append([*map(self._cell, row), *map(self._added, added.names, more)])

    def _append(self, row: Sequence[object]) -> None:
        self._count += 1
        if self._count > MOST_ROWS:
            raise InputFileError(self._name, (f"a sheet of XLSX has room for {MOST_ROWS} rows, and there are more",))
        self._sheet.append(row)

    def _added(self, name: str, value: object) -> object:
        """Return what is added as a cell.

        An amount becomes a number, which a spreadsheet holds in binary: its two decimals still show exactly, since a
        float carries fifteen digits.  A trace has more digits than that, and becomes text.
        """
        if isinstance(value, Decimal):
            cell = self._euros[name]  # a row is written at once, so that each can have the same
            cell.value = value
            return cell
        return text_of(value) if name == _TRACE else self._cell(value)

    def _cell(self, cell: object) -> object:
        match cell:
            case None | "" | bool():
                return cell
            case float() if isfinite(cell):
                return cell
            case int() | Decimal() if len(str(cell)) <= _MOST_DIGITS:
                return cell
            case datetime() if cell.tzinfo is None and cell.date() > _LAST_DAY_BEFORE_THE_CALENDAR:
                return cell.date() if cell.time() == time() else cell
            case date() if not isinstance(cell, datetime) and cell > _LAST_DAY_BEFORE_THE_CALENDAR:
                return cell
            case _:
                return self._text(text_of(cell))

    def _text(self, text: str) -> object:
        if len(text) > LONGEST_TEXT:
            sentence = f"a cell of XLSX has room for {LONGEST_TEXT} characters, and one has {len(text)}"
            raise InputFileError(self._name, (sentence,))
        text = _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
        return sheets.styled(self._sheet, text) if text[:1] in {"=", "+", "-", "@", "#"} else text


@contextmanager
def writing(file: BinaryIO, name: str, names: Sequence[str], added: Sequence[str]) -> Generator[XlsxWriter, None, None]:
    """Write an XLSX file.

    Args:
        file: The file.
        name: What it is called.
        names: The columns of the caller.
        added: The columns that are added.
    """
    book = sheets.new_book()
    sheet = book.create_sheet("grants")
    sheet.freeze_panes = "A2"
    try:
        yield XlsxWriter(sheet, name, [*names, *added])
    except BaseException:
        sheet.close()
        raise
    book.save(file)
