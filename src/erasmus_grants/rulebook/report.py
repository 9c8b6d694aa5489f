"""A rulebook in words: its tables, to whom each entry applies, what it says, and its source.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> rulebook_report(toy_rulebook(), fingerprint="0" * 64).tables[0].rows[0]
    ('id', 'toy')
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from erasmus_grants.records.explain import sources_table, words
from erasmus_grants.report.rendering import Report, Table, text_columns
from erasmus_grants.rulebook.parsing import Data

if TYPE_CHECKING:
    from erasmus_grants.rulebook.model import Rulebook


def rulebook_report(rulebook: "Rulebook", *, fingerprint: str) -> Report:
    """Return what a rulebook says, table by table, as its file spells it."""
    about: list[tuple[str, str]] = []
    tables: list[Table] = []
    data: dict[str, Data] = rulebook.model_dump(mode="json", exclude_defaults=True, exclude={"title", "sources"})
    for name, value in data.items():
        entries = [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]
        if entries:
            tables.append(_entries(name, entries))
        elif value:
            about.append((words([name]), in_words(value)))
    tables = [
        Table("Rulebook", text_columns("", ""), tuple(about)),
        *tables,
        sources_table(rulebook.sources, notes=True),
    ]
    return Report(rulebook.title, tuple(tables), (f"Fingerprint {fingerprint}.",))


def _entries(name: str, entries: Sequence[dict[str, Data]]) -> Table:
    """Return a table of a rulebook: to whom each entry applies, what it says, and its source."""
    scoped = any("scope" in entry for entry in entries)
    rows: list[tuple[str, ...]] = []
    for entry in entries:
        scope, source = in_words(entry.pop("scope", "all mobilities")), in_words(entry.pop("source", ""))
        for fact in [*_facts(entry)] or [""]:  # a flow says only to whom it applies
            rows.append((*(scope,) * scoped, fact, source))
            scope = source = ""
    columns = (*("applies to",) * scoped, "what it says", "source")
    return Table(words([name]).capitalize(), text_columns(*columns), tuple(rows))


def _facts(entry: Mapping[str, Data]) -> Iterator[str]:
    """Yield what an entry says: its fields, and then each row of the tables in it."""
    tables = {name: value for name, value in entry.items() if isinstance(value, list) and is_table(value)}
    fields = {name: value for name, value in entry.items() if name not in tables}
    if fields:
        yield "; ".join(f"{words([name])}: {in_words(value)}" for name, value in fields.items())
    for name, rows in tables.items():
        yield from (f"{words([name])}: {in_words(row)}" for row in rows)


def is_table(rows: Sequence[Data]) -> bool:
    """Return whether a list has rows with fields, and not plain values."""
    return any(isinstance(row, dict) for row in rows)


def in_words(value: Data) -> str:
    """Return a value of a rulebook as its file spells it, without the marks of the language."""
    match value:
        case {"value": number, "unit": unit}:
            return f"{number} {unit}"
        case {"id": str(name), "locator": _}:
            return name
        case dict():
            return ", ".join(f"{words([name])} {in_words(item)}" for name, item in value.items())
        case list():
            return ", ".join(in_words(item) for item in value)
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
