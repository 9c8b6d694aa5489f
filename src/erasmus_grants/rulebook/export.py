r"""Writing rulebooks as TOML files: as they are, or with every figure left out.

It needs `tomli-w`, which comes with the extra of the command line.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> file_data(toy_rulebook())["monthly_rates"]
    [{'source': 'TOY', 'rate_eur_per_month': '300.00'}]
    >>> print(blank_text('[monthly_rates]\nrate_eur_per_month = 300\nsource = "P"\n', like="toy", rulebook_id="ours"))
    ... # doctest: +ELLIPSIS
    # ours: a new rulebook, ...
    [monthly_rates]
    rate_eur_per_month = "?"
    source = "?"
    <BLANKLINE>
"""

import re
from collections.abc import Mapping
from typing import Final

import tomli_w

from erasmus_grants.basics.problems import Place
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rulebook.tables import YEAR_IN_ID
from erasmus_grants.rulebook.toml_lines import scalars_of

UNREAD: Final = "?"
"""What stands in place of a figure that is still to be read."""

_FIGURE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_LENGTH: Final = re.compile(r"[0-9]+( [a-z0-9_]+)").fullmatch
_COMMENTS_ON_TOP: Final = re.compile(r"(?:#[^\n]*\n|\n)*")
_WORDS_OF_A_PAGE: Final = frozenset(
    {
        *("not_published", "not_decided", "not_paid", "not_combined", "provisional_because", "one_cycle_not_published"),
        *("rounding_not_published", "why", "text", "note", "applies_if", "departs_from_programme", "needed"),
        *("institution", "not_for"),
    }
)
_WORDS_OF_A_SOURCE: Final = frozenset({"document", "publisher", "locator", "url", "note"})
_READ_ANEW: Final = frozenset(
    {"countries", "confidence", "country_confidence", "call_years", "names", "based_on", "marked_open"}
)
_PLACES: Final = frozenset({("home", "country"), ("home", "regions"), ("partners", "country")})
_KEPT: Final = frozenset({"id", "code", "partners", "sending_groups", "receiving_groups", "sources_from"})

_HEAD: Final = """\
# {id}: a new rulebook, with the structure of {like} and none of its figures.
#
# Replace each "?" by what the guide or page prints for this call: a figure, a date, the codes of countries, or the id
# of the source where it is printed.  Replace each empty text by your own words, and delete what the call does not have.
# Until nothing is left to read, the file does not load: `erasmus-grants rulebook FILE` names what is left.  Nothing is
# carried over from another call.

"""


def file_data(rulebook: Rulebook) -> dict[str, Data]:
    """Return a rulebook as a file may spell it: what is stated, with each source by its id."""
    data: dict[str, Data] = rulebook.model_dump(mode="json", exclude_defaults=True)
    return {name: _with_source_ids(name, value) for name, value in data.items()}


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


def blank_text(text: str, *, like: str, rulebook_id: str) -> str:
    """Return the TOML of a rulebook with every figure and every source left out; it does not load until each is read.

    Args:
        text: The TOML of another rulebook, whose lines, tables and scopes stay.
        like: Its id.
        rulebook_id: The id of the new one; if it differs by its year alone, home and places of partners stay.
    """
    same_places = YEAR_IN_ID.sub("", rulebook_id) == YEAR_IN_ID.sub("", like)
    top = _COMMENTS_ON_TOP.match(text)
    head = 0 if top is None else top.end()
    blank = text
    for scalar in reversed(scalars_of(text)):
        written = text[scalar.start : scalar.end]
        is_kept = same_places and _is_place(scalar.place)
        left = written if is_kept else _left(scalar.place, written, rulebook_id)
        blank = blank[: scalar.start] + left + blank[scalar.end :]
    return _HEAD.format(id=rulebook_id, like=like) + blank[head:]


def _left(place: Place, written: str, rulebook_id: str) -> str:
    """Return what is left of a value in a blank file."""
    name = next(step for step in reversed(place) if isinstance(step, str))
    about: Mapping[Place, str] = {("id",): f'"{rulebook_id}"', ("title",): '""', ("status",): '"provisional"'}
    if place in about:
        return about[place]
    if place[0] == "agreements" and name == "id":
        return f'"{UNREAD}"'
    if name in (_WORDS_OF_A_SOURCE if place[0] == "sources" else _WORDS_OF_A_PAGE):
        return '""'
    is_source = name in {"source", "sources"} or name.endswith("_source")
    if is_source or name in _READ_ANEW or _is_place(place):
        return f'"{UNREAD}"'
    return written if name in _KEPT else _without_figure(written)


def _is_place(place: Place) -> bool:
    """Return whether a value is where the institution, or a partner, is."""
    names = [step for step in place if isinstance(step, str)]
    return (names[0], names[-1]) in _PLACES


def _without_figure(written: str) -> str:
    """Return a value without its number: a length keeps its unit, and a word stays what it is."""
    text = written.strip("\"'")
    length = _LENGTH(text)
    if length is not None:
        return f'"{UNREAD}{length[1]}"'
    return f'"{UNREAD}"' if _FIGURE(text) else written
