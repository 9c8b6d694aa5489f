"""A rulebook in words: its tables, to whom each entry applies, what it says, and its source.

What the file of a rulebook says stands as the file spells it, in any language: with the names of its tables and fields
and the words of its lists.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> toy_rulebook().report().tables[0].rows[0]
    ('id', 'toy')
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from erasmus_grants.basics.language import Language
from erasmus_grants.basics.sources import Source
from erasmus_grants.report.has_report import named_sources_table
from erasmus_grants.report.rendering import Report, Table, text_columns
from erasmus_grants.rulebook.parsing import Data

NOT_TOLD: Final = {"title", "sources"}
"""The fields of a rulebook that stand elsewhere in its report."""


def rulebook_report(
    title: str, data: Mapping[str, Data], sources: Sequence[Source], language: Language, *, fingerprint: str
) -> Report:
    """Return what a rulebook says, table by table, as its file spells it.

    Args:
        title: Its title.
        data: Its fields as JSON, without those that are `NOT_TOLD`.
        sources: Its sources.
        language: The tables of the language.
        fingerprint: Its fingerprint.
    """
    labels = language.labels
    about: list[tuple[str, str]] = []
    tables: list[Table] = []
    for name, value in data.items():
        entries = [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]
        if entries:
            tables.append(_table_of_entries(name, entries, language))
        elif value:
            about.append((name_in_words(name), in_words(value)))
    listed = named_sources_table({source.id: source for source in sources}, language, notes=True)
    tables = [Table(labels.rulebook, text_columns("", ""), tuple(about)), *tables, listed]
    return Report(title, tuple(tables), (labels.fingerprint.format(fingerprint=fingerprint),))


def name_in_words(name: str) -> str:
    """Return the name of a table or field of a file, without the marks of its language."""
    return name.replace("_", " ")


def _table_of_entries(name: str, entries: Sequence[dict[str, Data]], language: Language) -> Table:
    """Return a table of a rulebook: to whom each entry applies, what it says, and its source."""
    labels = language.labels
    scoped = any("scope" in entry for entry in entries)
    rows: list[tuple[str, ...]] = []
    for entry in entries:
        scope, source = in_words(entry.pop("scope", labels.all_mobilities)), in_words(entry.pop("source", ""))
        for fact in [*_facts(entry)] or [""]:  # a flow says only to whom it applies
            rows.append((*(scope,) * scoped, fact, source))
            scope = source = ""
    columns = (*(labels.applies_to,) * scoped, labels.what_it_says, labels.source)
    return Table(name_in_words(name).capitalize(), text_columns(*columns), tuple(rows))


def _facts(entry: Mapping[str, Data]) -> Iterator[str]:
    """Yield what an entry says: its fields, and then each row of the tables in it."""
    tables = {name: value for name, value in entry.items() if isinstance(value, list) and is_table(value)}
    fields = {name: value for name, value in entry.items() if name not in tables}
    if fields:
        yield "; ".join(f"{name_in_words(name)}: {in_words(value)}" for name, value in fields.items())
    for name, rows in tables.items():
        yield from (f"{name_in_words(name)}: {in_words(row)}" for row in rows)


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
            return ", ".join(f"{name_in_words(name)} {in_words(item)}" for name, item in value.items())
        case list():
            return ", ".join(in_words(item) for item in value)
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
