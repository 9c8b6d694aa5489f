"""Writing rulebooks as TOML files: as they are, or with every figure left out.

It needs `tomli-w`, which comes with the extra of the command line.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> file_data(toy_rulebook())["monthly_rates"]
    [{'source': 'TOY', 'rate_eur_per_month': '300.00'}]
    >>> blank_data(toy_rulebook(), "ours")["monthly_rates"]
    [{'source': 'TOY', 'rate_eur_per_month': '?'}]
"""

import re
from collections.abc import Mapping

import tomli_w

from erasmus_grants.reading import Data
from erasmus_grants.rulebook import Rulebook

UNREAD = "?"
"""What stands in place of a figure that is still to be read."""

_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_WORDS_OF_A_PAGE = frozenset({"not_published", "not_combined", "why", "text", "note", "applies_if"})
_WORDS_OF_A_SOURCE = frozenset({"document", "publisher", "locator", "url", "note"})
_KEYS = frozenset(
    {"id", "code", "partners", "sending_groups", "receiving_groups", "source", "cap_source", "combined_source"}
)
_READ_ANEW = frozenset({"countries", "confidence", "country_confidence", "call_years", "names"})

_HEAD = """\
# {id}: a new rulebook, with the structure of {like} and none of its figures.
#
# Replace each "?" by the figure that the guide or page prints for this call, and each empty text by your own words;
# delete what it does not have.  Until nothing is left to read, the file does not load: `erasmus-grants rulebook FILE`
# names what is left.  Nothing is carried over from another call.

"""


def file_data(rulebook: Rulebook) -> dict[str, Data]:
    """Return a rulebook as a file spells it: what is stated, with each source by its id."""
    data: dict[str, Data] = rulebook.model_dump(mode="json", exclude_defaults=True)
    return {name: _with_source_ids(name, value) for name, value in data.items()}


def blank_data(like: Rulebook, rulebook_id: str) -> dict[str, Data]:
    """Return the structure of a rulebook with every figure left out, as a file spells it."""
    data = {name: _blank(name, value) for name, value in file_data(like).items() if name != "based_on"}
    return {**data, "id": rulebook_id, "title": "", "status": "provisional"}


def blank_toml(like: Rulebook, rulebook_id: str) -> str:
    """Return TOML with the structure of a rulebook and every figure left out; it does not load until each is read."""
    return _HEAD.format(id=rulebook_id, like=like.id) + toml_text(blank_data(like, rulebook_id))


def toml_text(data: Mapping[str, Data]) -> str:
    """Return data as TOML."""
    return tomli_w.dumps(data)


def _with_source_ids(name: str, value: Data) -> Data:
    """Return data with its id in place of each source."""
    match value:
        case {"id": str(source_id)} if name == "source" or name.endswith("_source"):
            return source_id
        case dict():
            return {key: _with_source_ids(key, item) for key, item in value.items()}
        case list():
            return [_with_source_ids(name, item) for item in value]
        case _:
            return value


def _blank(name: str, value: Data, words: frozenset[str] = frozenset()) -> Data:
    """Return data without figures; words of a page are left empty.

    Args:
        name: The field.
        value: What stands in it.
        words: The fields beside it that hold words of a page.
    """
    if name in _READ_ANEW:
        return [UNREAD] if isinstance(value, list) else UNREAD
    match value:
        case dict():
            words = _WORDS_OF_A_SOURCE if "locator" in value else _WORDS_OF_A_PAGE
            return {key: _blank(key, item, words) for key, item in value.items()}
        case list():
            return [_blank(name, item) for item in value]
        case str():
            return _blank_text(name, value, words)
        case int() if not isinstance(value, bool):
            return UNREAD
        case _:
            return value


def _blank_text(name: str, text: str, words: frozenset[str]) -> str:
    if name in words:
        return ""
    return UNREAD if name not in _KEYS and _FIGURE(text) else text
