"""Scopes: the mobilities to which an entry applies.

This is the path under which they are public, and which pickles of version 0.1 name.
"""

from erasmus_grants.basics.scope import (
    Applying,
    Asking,
    CountryAsked,
    Entry,
    NotPublished,
    RowsKey,
    Scope,
    Scoped,
    ScopeKey,
    TableUse,
    answers,
    applicable,
    askings_of,
    countries_needed,
    entries_asking,
    published_or_not,
    tables_of,
)

__all__ = [
    "Applying",
    "Asking",
    "CountryAsked",
    "Entry",
    "NotPublished",
    "RowsKey",
    "Scope",
    "ScopeKey",
    "Scoped",
    "TableUse",
    "answers",
    "applicable",
    "askings_of",
    "countries_needed",
    "entries_asking",
    "published_or_not",
    "tables_of",
]
