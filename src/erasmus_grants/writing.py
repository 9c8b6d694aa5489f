"""Writing rulebooks as TOML files: as they are, or with every figure left out.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> file_data(toy_rulebook())["monthly_rates"]
    [{'source': 'TOY', 'rate_eur_per_month': '300.00'}]
    >>> blank_data(toy_rulebook(), "ours")["monthly_rates"]
    [{'source': 'TOY', 'rate_eur_per_month': '?'}]
"""

import re
from collections.abc import Mapping

from erasmus_grants.reading import Data
from erasmus_grants.rulebook import Rulebook

UNREAD = "?"
"""What stands in place of a figure that is still to be read."""

_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_WORDS_OF_A_PAGE = frozenset(
    {"not_published", "not_combined", "why", "text", "note", "applies_if", "document", "publisher", "locator", "url"}
)
_READ_ANEW = frozenset({"countries", "confidence", "call_years", "names"})

_HEAD = """\
# {id}: a new rulebook, with the structure of {like} and none of its figures.
#
# Replace each "?" by the figure that the guide or page prints for this call, and each empty text by your own words;
# delete what it does not have.  Until nothing is left to read, the file does not load: `erasmus-grants rulebook FILE`
# names each place.  Nothing is carried over from another call.

"""


def file_data(rulebook: Rulebook) -> dict[str, Data]:
    """Return a rulebook as a file spells it: what is stated, with sources by their ids."""
    data: dict[str, Data] = rulebook.model_dump(mode="json", exclude_defaults=True)
    return {name: value if name == "sources" else _with_source_ids(value) for name, value in data.items()}


def blank_data(like: Rulebook, rulebook_id: str) -> dict[str, Data]:
    """Return the structure of a rulebook with every figure left out, as a file spells it."""
    data = {name: _blank(name, value) for name, value in file_data(like).items() if name != "based_on"}
    return {**data, "id": rulebook_id, "title": "", "status": "provisional"}


def blank_toml(like: Rulebook, rulebook_id: str) -> str:
    """Return TOML with the structure of a rulebook and every figure left out; it does not load until each is read."""
    return _HEAD.format(id=rulebook_id, like=like.id) + toml_text(blank_data(like, rulebook_id))


def toml_text(data: Mapping[str, Data]) -> str:
    """Return data as TOML."""
    import tomli_w  # noqa: PLC0415 - an extra, for those who write files

    return tomli_w.dumps(data)


def _with_source_ids(value: Data) -> Data:
    """Return data with the id of each source in its place."""
    match value:
        case {"id": str(name), "locator": _}:
            return name
        case dict():
            return {name: _with_source_ids(item) for name, item in value.items()}
        case list():
            return [_with_source_ids(item) for item in value]
        case _:
            return value


def _blank(name: str, value: Data) -> Data:
    """Return data without figures; texts of a page are left empty, which no rulebook accepts."""
    if name in _READ_ANEW:
        return [UNREAD] if isinstance(value, list) else UNREAD
    match value:
        case dict():
            return {key: _blank(key, item) for key, item in value.items()}
        case list():
            return [_blank(name, item) for item in value]
        case str():
            return _blank_text(name, value)
        case int() if not isinstance(value, bool):
            return UNREAD
        case _:
            return value


def _blank_text(name: str, text: str) -> str:
    if name in _WORDS_OF_A_PAGE:
        return ""
    return UNREAD if name != "id" and _FIGURE(text) else text
