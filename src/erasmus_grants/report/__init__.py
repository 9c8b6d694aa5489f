"""Reports: titles, tables and notes of plain text, and how they are written as text, Markdown and HTML."""
