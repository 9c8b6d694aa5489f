"""A report of plain text as text, Markdown and HTML.

Each rendering escapes in its own way, so that nothing a caller wrote can act as markup or move a terminal's cursor.

Examples:
    >>> columns = (Column("what"), Column("EUR", numeric=True))
    >>> report = Report(title="Grant", tables=(Table("Lines", columns, (("travel", "180.00"),)),), notes=())
    >>> print(as_text(report))
    Grant
    <BLANKLINE>
    Lines
    what       EUR
    travel  180.00
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
_MARKDOWN = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {letter: f"\\{letter}" for letter in "\\|*_`[]#~"})
_TITLE = "line-height:1.3;overflow-wrap:anywhere"
_NOTE = "font-size:85%;opacity:0.75;overflow-wrap:anywhere"
_BOX = "overflow-x:auto;max-width:100%"
_TABLE = "border-collapse:collapse;margin:0.5em 0;color:inherit;background:transparent"
_CAPTION = "caption-side:top;text-align:left;font-weight:bold;color:inherit;padding:0.2em 0"
_ROW = "border-bottom:1px solid rgba(128,128,128,0.35)"
_CELL = "padding:0.2em 0.8em 0.2em 0;vertical-align:top"
_NUMBER = "text-align:right;white-space:nowrap"
_TEXT = "text-align:left"
_PHRASE = f"{_TEXT};min-width:7em"
_SENTENCE = f"{_TEXT};min-width:12em;overflow-wrap:anywhere"
_LONGEST_WORD, _LONGEST_PHRASE = 12, 40


class Column(NamedTuple):
    """What stands above a column, and whether its cells are numbers, which are aligned to the right."""

    title: str
    numeric: bool = False


class Table(NamedTuple):
    """A titled table of plain text."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple(column.title for column in self.columns)


class Report(NamedTuple):
    """What a rendering shows, from top to bottom."""

    title: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


@lru_cache(maxsize=256)
def text_columns(*titles: str) -> tuple[Column, ...]:
    """Return columns of text."""
    return tuple([Column(title) for title in titles])


@lru_cache(maxsize=256)
def number_columns(*titles: str) -> tuple[Column, ...]:
    """Return columns of numbers."""
    return tuple(Column(title, numeric=True) for title in titles)


def filled(tables: Iterable[Table]) -> tuple[Table, ...]:
    """Return the tables that have a row."""
    return tuple(table for table in tables if table.rows)


def as_text(report: Report) -> str:
    """Return a report as plain text in columns."""
    parts = [printable(report.title)]
    for table in report.tables:
        rows = [row for row in (table.head, *table.rows) if any(row)]
        if not "".join(chain.from_iterable(rows)).isprintable():  # all at once, since nearly all are
            rows = [tuple(map(printable, row)) for row in rows]
        parts.append("\n".join([table.title, *_aligned(rows, table.columns)]))
    return "\n\n".join([*parts, *map(printable, report.notes)])


def as_markdown(report: Report) -> str:
    """Return a report as Markdown with tables."""
    parts = [f"## {_in_markdown(report.title)}"]
    for table in report.tables:
        rules = ["---:" if column.numeric else "---" for column in table.columns]
        rows = [" | ".join(map(_in_markdown, row)) for row in (table.head, *table.rows)]
        lines = [f"| {row} |" for row in (rows[0], " | ".join(rules), *rows[1:])]
        parts.append("\n".join([f"### {table.title}", "", *lines]))
    return "\n\n".join([*parts, *map(_in_markdown, report.notes)]) + "\n"


def as_html(report: Report) -> str:
    """Return a report as HTML, without scripts and in the colours of the page it stands in.

    A table that is wider than the page, as on a phone, scrolls in a box of its own, and a sentence in it keeps a width
    that can be read.
    """
    parts = [f'<h4 style="{_TITLE}">{_in_html(report.title)}</h4>']
    parts += [_html_table(table) for table in report.tables]
    parts += [f'<p style="{_NOTE}">{_in_html(note)}</p>' for note in report.notes]
    return f'<div class="erasmus-grants">{"".join(parts)}</div>'


def _html_table(table: Table) -> str:
    head = f"<thead>{_html_row(table, table.head, 'th')}</thead>" if any(table.head) else ""
    body = "".join(_html_row(table, row, "td") for row in table.rows)
    caption = f'<caption style="{_CAPTION}">{_in_html(table.title)}</caption>'
    return f'<div style="{_BOX}"><table style="{_TABLE}">{caption}{head}<tbody>{body}</tbody></table></div>'


def _html_row(table: Table, row: Sequence[str], tag: str) -> str:
    cells: list[str] = []
    for column, cell in zip(table.columns, row, strict=True):
        look = _NUMBER if column.numeric else _look_of_text(len(cell))
        cells.append(f'<{tag} style="{_CELL};{look}">{_in_html(cell)}</{tag}>')
    return f'<tr style="{_ROW}">{"".join(cells)}</tr>'


def _look_of_text(length: int) -> str:
    """Return how a text of some letters is shown: the longer it is, the more of it stands in one line."""
    if length > _LONGEST_PHRASE:
        return _SENTENCE
    return _PHRASE if length > _LONGEST_WORD else _TEXT


def _aligned(rows: Sequence[Sequence[str]], columns: Iterable[Column]) -> Iterator[str]:
    """Yield the rows of a table, each column as wide as its widest cell."""
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    form = "  ".join(
        [f"{{:{'>' if column.numeric else '<'}{width}}}" for column, width in zip(columns, widths, strict=True)]
    )
    for row in rows:
        yield form.format(*row).rstrip()


def printable(text: str) -> str:
    """Return text without characters that a terminal would act on."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def _in_html(text: str) -> str:
    return printable(text).translate(_HTML)


def _in_markdown(text: str) -> str:
    return printable(text).translate(_MARKDOWN)
