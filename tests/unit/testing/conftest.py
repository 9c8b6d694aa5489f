"""The order of the tests of the kit: those under one rulebook stand together.

Drawing mobilities of a rulebook begins with asking it about some thousand, and what was found is kept for few of them.
"""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests here that name a rulebook in the order of its ids, where others of them stood."""
    places = [place for place, item in enumerate(items) if HERE in item.path.parents and rulebook_of(item)]
    together = sorted((items[place] for place in places), key=rulebook_of)
    for place, item in zip(places, together, strict=True):
        items[place] = item


def rulebook_of(item: pytest.Item) -> str:
    """Return the id of the rulebook that a test is given; empty: it is given none."""
    given = getattr(item, "callspec", None)
    return "" if given is None else str(given.params.get("rulebook_id", ""))
