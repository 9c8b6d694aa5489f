"""Rulebooks of universities, as their own pages print them."""
