"""One mobility: which entries of a rulebook apply to it, the calculator, and comparisons."""
