"""The makers of the generated reference pages, one module each."""
