"""Whole files of mobilities: CSV, Parquet, XLSX and JSON lines, in and out (extra `files`).

A file is read and written a few thousand rows at a time, so that its size does not matter, and stands under its name
only when all of it is written.

Examples:
    >>> from erasmus_grants.batch.formats import format_of
    >>> format_of("mobilities.xlsx").value
    'xlsx'
"""
