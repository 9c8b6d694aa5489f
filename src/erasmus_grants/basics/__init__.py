"""Single values: words, amounts, days, countries, sources, scopes.  Nothing here knows a grant."""
