"""What is written into a workbook: the grant of each row, what the list comes to, and all lines, a sheet for each.

They stand behind the sheets of the caller's own workbook, or behind one with the caller's rows.

Examples:
    >>> column_names(("status", "trace", "finding_codes", "travel_band"))
    ('status', 'travel_band', 'trace', 'finding_codes', 'finding_sentences')
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.money import ZERO_EUR
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import GrantStatus, LineBasis, LineKind
from erasmus_grants.batch.cities import ESTIMATE_MEANINGS
from erasmus_grants.batch.layout import ROW_NUMBER
from erasmus_grants.batch.summary import BatchSummary
from erasmus_grants.batch.tables import Added, Chunk, Detail, Explained
from erasmus_grants.batch.xlsx.sheet_looks import Look
from erasmus_grants.batch.xlsx.sheet_parts import Formula, SheetLayout, SheetPart, column_letters
from erasmus_grants.batch.xlsx.summary_sheet import write_summary
from erasmus_grants.batch.xlsx.workbooks import Workbook, opened
from erasmus_grants.frames.amount_units import AMOUNTS, BOUNDS
from erasmus_grants.frames.outputs import MEANINGS, UNREADABLE
from erasmus_grants.records.lines import GrantLine, OpenLine
from erasmus_grants.records.mobility import Mobility

SENTENCES: Final = "finding_sentences"
"""The column that says what the codes of findings mean."""

MOST_ROWS_WITH_LINES: Final = 10_000
"""A list of more rows gets no sheet of lines: nobody would read it, and it would take long to open."""

LINE_COLUMNS: Final = (
    *(ROW_NUMBER, "reference", "status", "kind", "quantity", "basis", "rate_eur", "rate_days", "amount_eur"),
    *("minimum_eur", "maximum_eur", "why", "source_id", "source"),
)
"""The columns of the sheet of lines."""

_LABELS: Final = ENGLISH.labels
_WORDS: Final[Mapping[str, tuple[str, Look]]] = {
    GrantStatus.GRANTED.value: (_LABELS.is_granted, Look.TEXT),
    GrantStatus.NOT_ELIGIBLE.value: (_LABELS.is_not_eligible, Look.REFUSED),
    GrantStatus.UNDETERMINED.value: (_LABELS.is_undetermined, Look.OPEN),
    UNREADABLE: (_LABELS.is_unreadable, Look.WRONG),
}
_OF_EUROS: Final = frozenset({*AMOUNTS, "rate_eur", "amount_eur", "minimum_eur", "maximum_eur"})
_LOOKS: Final[Mapping[str, Look]] = {
    **dict.fromkeys(_OF_EUROS, Look.EUROS),
    **dict.fromkeys((SENTENCES, "source"), Look.LOOSE),
}
_OF_LINES: Final = {name: field.description or "" for name, field in GrantLine.model_fields.items()}
_MEANINGS: Final[Mapping[str, str]] = {
    **_OF_LINES,
    **{name: OpenLine.model_fields[name].description or "" for name in ("minimum_eur", "maximum_eur")},
    **MEANINGS,
    **ESTIMATE_MEANINGS,
    "why": _OF_LINES["reasons"],
    "source_id": Source.model_fields["id"].description or "",
    ROW_NUMBER: _LABELS.row_number_means,
    "status": ", ".join(word for word, _ in _WORDS.values()),
    SENTENCES: _LABELS.sentences_mean,
}
_HIGHEST: Final = "maximum_total_eur"
_LAST: Final = ("trace", "finding_codes")
_WITH_TEXT: Final = frozenset({"finding_codes", "distance_note"})
_WIDE_TEXT: Final = 90


def column_names(added: Sequence[str]) -> tuple[str, ...]:
    """Return the columns behind those of the caller: the last is of sentences, which may run over what is beside it.

    Args:
        added: The columns that every format has.
    """
    names = [name for name in added if name not in _LAST]
    return (*names, *(name for name in _LAST if name in added), *((SENTENCES,) if _LAST[-1] in added else ()))


class XlsxResults:
    """The sheets of a workbook that are being written."""

    def __init__(self, workbook: Workbook, names: Sequence[str], added: Sequence[str], *, with_list: bool) -> None:
        """Begin the sheets.

        Args:
            workbook: The workbook.
            names: The columns of the caller.
            added: The columns that every format has.
            with_list: Whether there is a sheet for the rows of the caller, because the workbook has none.
        """
        self._workbook = workbook
        self._names = names
        self._added = column_names(added)
        self._with_text = SENTENCES in self._added
        self._list = _begun(workbook, "list", SheetLayout(colour=""), _theirs(names)) if with_list else None
        places = enumerate(self._added, 1 + len(names))
        wide = {place: _WIDE_TEXT for place, name in places if name in _WITH_TEXT}
        ours = SheetLayout(kept_columns=2, widest=wide)
        self.grants = _begun(workbook, "grants", ours, chain(_ours(ROW_NUMBER), _theirs(names), _ours(*self._added)))
        self._summary = workbook.add_sheet("summary", SheetLayout(has_heading=False))
        self._lines = None
        if self._with_text:
            layout = SheetLayout(kept_columns=2, widest={LINE_COLUMNS.index("why"): _WIDE_TEXT})
            self._lines = _begun(workbook, "lines", layout, _ours(*LINE_COLUMNS))
        self._rows = 0
        self._totals = dict.fromkeys(AMOUNTS, ZERO_EUR)
        self._with_unknown: set[str] = set()
        self._of_grants: set[str] = set()
        self._examples: dict[str, str] = {}

    def write(self, chunk: Chunk, added: Added) -> None:
        """Write some rows, and what is added to them."""
        if self._lines is not None and self._rows + len(chunk.rows) > MOST_ROWS_WITH_LINES:
            self._workbook.leave_out(self._lines)
            self._lines = None
        for row, values, told in zip(chunk.rows, added.rows(), added.explained(self._detail()), strict=True):
            self._rows += 1
            if self._list is not None:
                self._list.append((cell, Look.NUMBER) for cell in row)
            by_name = dict(zip(added.names, values, strict=True))
            theirs = [(cell, Look.NUMBER) for cell in told.cells]
            self.grants.append([(self._rows, Look.NUMBER), *theirs, *self._cells(by_name, told)])
            self._add_up(by_name, told)
            if self._lines is not None:
                self._lines.extend(_line_cells(self._rows, by_name["status"], line) for line in told.lines)

    def end(self, summary: BatchSummary, fields: Mapping[str, str]) -> None:
        """Write what stands below the rows, and what the list comes to.

        Args:
            summary: What the list comes to.
            fields: The field that a column of the caller is, by the name of the column.
        """
        for sheet in (self._list, self.grants, self._lines):
            if sheet is not None:
                sheet.end_filter()
        if self._rows:
            self.grants.append(self._total_cells())
        notes: tuple[str, ...] = ()
        if self._with_text and self._lines is None:
            notes = (_LABELS.lines_left_out.format(rows=MOST_ROWS_WITH_LINES),)
        write_summary(self._summary, summary.report(), self._examples, self._meanings(fields), notes)

    def _detail(self) -> Detail:
        if not self._with_text:
            return Detail.CELLS
        return Detail.SENTENCES if self._lines is None else Detail.LINES

    def _cells(self, by_name: Mapping[str, object], told: Explained) -> Iterator[tuple[object, Look]]:
        """Yield the cells that are added to a row; a trace has more digits than a spreadsheet computes with."""
        for name in self._added:
            if name == "status":
                yield _WORDS[str(by_name[name])]
            elif name == SENTENCES:
                yield " ".join(map(_ended, (sentence for _, sentence in told.sentences))), Look.LOOSE
            else:
                value = str(by_name[name]) if name == "trace" else by_name[name]
                yield value, _LOOKS.get(name, Look.NUMBER)

    def _add_up(self, by_name: Mapping[str, object], told: Explained) -> None:
        for name in AMOUNTS:
            amount = by_name[name]
            if isinstance(amount, Decimal):
                self._totals[name] = EXACT.add(self._totals[name], amount)
                if by_name["status"] == GrantStatus.GRANTED:
                    self._of_grants.add(name)
            elif name not in BOUNDS or by_name["status"] != UNREADABLE:
                self._with_unknown.add(name)
        for code, sentence in told.sentences:
            self._examples.setdefault(code, sentence)

    def _total_cells(self) -> Iterator[tuple[object, Look]]:
        """Yield the last row: sums of the rows that the filter shows."""
        yield _LABELS.total, Look.TOTAL
        yield from [(None, Look.TOTAL)] * len(self._names)
        for place, name in enumerate(self._added, 1 + len(self._names)):
            if name not in self._totals:
                yield None, Look.TOTAL
            elif name in self._with_unknown and self._is_open(name):
                yield _LABELS.amount_open, Look.TOTAL_EUROS
            else:
                letters = column_letters(place)
                area = f"{letters}2:{letters}{self.grants.filtered_rows}"
                yield Formula(f"SUBTOTAL(109,{area})", self._totals[name]), Look.TOTAL_EUROS

    def _is_open(self, name: str) -> bool:
        """Return whether a sum that some row does not have is not known: no grant has it, or nothing bounds it."""
        return name == _HIGHEST or (not self._totals[name] if name in BOUNDS else name not in self._of_grants)

    def _meanings(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Return what each column of our sheets means, those of the caller as far as they are fields."""
        ours = (ROW_NUMBER, *self._added, *(() if self._lines is None else LINE_COLUMNS))
        known = {name: fields[name] for name in self._names if fields.get(name) in Mobility.model_fields}
        theirs = {name: Mobility.model_fields[field].description or "" for name, field in known.items()}
        return {
            ROW_NUMBER: _MEANINGS[ROW_NUMBER],
            **theirs,
            **{name: _MEANINGS[name] for name in ours if name in _MEANINGS},
        }


def _begun(workbook: Workbook, title: str, layout: SheetLayout, headings: Iterable[tuple[str, Look]]) -> SheetPart:
    """Return a new sheet with its heading."""
    sheet = workbook.add_sheet(title, layout)
    sheet.append(headings)
    return sheet


def _theirs(names: Iterable[str]) -> Iterator[tuple[str, Look]]:
    return ((name, Look.THEIR_HEADING) for name in names)


def _ours(*names: str) -> Iterator[tuple[str, Look]]:
    return ((name, Look.OUR_HEADING) for name in names)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."


def _line_cells(row: int, status: object, line: Mapping[str, object]) -> Iterator[tuple[object, Look]]:
    """Yield the cells of a line, its words as a person says them."""
    told: Mapping[str, object] = {
        **line,
        ROW_NUMBER: row,
        "status": _WORDS[str(status)][0],
        "kind": ENGLISH.lines[LineKind(str(line["kind"]))],
        "basis": ENGLISH.bases[LineBasis(str(line["basis"]))],
    }
    for name in LINE_COLUMNS:
        yield told[name], _LOOKS.get(name, Look.NUMBER)


@contextmanager
def writing(
    file: BinaryIO,
    name: str,
    names: Sequence[str],
    added: Sequence[str],
    *,
    theirs: Path | None,
    fields: Mapping[str, str],
    summarise: Callable[[], BatchSummary],
) -> Generator[XlsxResults, None, None]:
    """Write an XLSX file.

    Args:
        file: The file.
        name: What it is called.
        names: The columns of the caller.
        added: The columns that every format has.
        theirs: The workbook of the caller, if the rows come from one.
        fields: The field that a column of the caller is, by the name of the column.
        summarise: Returns what the list comes to, when all rows are written.
    """
    with opened(theirs, name) as workbook:
        results = XlsxResults(workbook, names, added, with_list=theirs is None)
        yield results
        results.end(summarise(), fields)
        workbook.save(file, first_seen=results.grants)
