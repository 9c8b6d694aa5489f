"""One rulebook: its model, what is checked of it, its file form, and what is compared of two."""
