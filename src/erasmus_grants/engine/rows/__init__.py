"""Whole lists of mobilities under one rulebook: each field a column, or a value that all rows share."""
