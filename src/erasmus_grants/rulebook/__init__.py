"""One rulebook: its model, what is checked of it, its file form, and what is compared of two.

Pickles of version 0.1 name this as the path of the model.
"""

from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.tables import Base, Note

__all__ = ["Base", "Note", "Rulebook"]
