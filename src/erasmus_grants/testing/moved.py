"""What of a rulebook is not as in the call before, so that what is mistyped is seen by whoever reads it.

Examples:
    >>> from erasmus_grants import get_rulebook
    >>> before = call_before(get_rulebook("eu-ka131-2024"))
    >>> before.id
    'eu-ka131-2023'
    >>> changes = moved_figures(before, get_rulebook("eu-ka131-2024"))
    >>> [(change.ours, change.theirs) for change in changes if change.field == "rate_eur_per_day"]
    [('180.00', '190.00'), ('180.00', '190.00'), ('160.00', '170.00'), ('140.00', '148.00')]
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from erasmus_grants.report.rendering import Table, text_columns
from erasmus_grants.rulebook.differences import Difference
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.report import name_in_words
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks

_DECIDING_NOTHING = frozenset({"rulebook", "home", "notes", "documents", "restrictions", "partners", "agreements"})
"""Tables that change with each call, or of which no money depends."""

_SENTENCES = frozenset(
    {
        *("not_published", "not_decided", "not_paid", "not_combined", "one_cycle_not_published"),
        *("rounding_not_published", "needed", "why"),
    }
)
"""Fields of which it matters whether they are there, and not how they are worded."""

_SIDES = ("sending groups", "receiving groups")
_GROUPS = r"{} ([^ ,]+(?:, [^ ,]+(?=,|$))*)(?:, |$)"
_SOURCE = re.compile(r"(?:.*: )?(?:[a-z_]+_)?source ")


def call_before(rulebook: Rulebook) -> Rulebook | None:
    """Return the rulebook of the library that is of the same kind and of the call before; None: there is none.

    Args:
        rulebook: A rulebook; one of several calls has no call before.  One of a programme is compared with the
            programme's, and one that adapts another, for a country, with that of the country's National Agency.
    """
    if len(rulebook.call_years) != 1:
        return None
    (year,) = rulebook.call_years
    names = (_with_year(name, year) for name in _names(rulebook, year))
    return next((get_rulebook(name) for name in names if name in known_rulebooks()), None)


def moved_figures(before: Rulebook, now: Rulebook) -> tuple[Difference, ...]:
    """Return each figure and word that differs, and each entry that came or went; the first side is the one before.

    An entry whose groups of countries are others, and nothing else, says which groups it lost and won.
    What the base of the rulebook has already is left out, if the base comes with the library: it is looked up there.
    """
    base = "" if now.based_on is None else now.based_on.id
    inherited = set(before.diff(get_rulebook(base)).changes) if base in known_rulebooks() else set[Difference]()
    moved = [change for change in before.diff(now).changes if _has_moved(change) and change not in inherited]
    return tuple(_of_other_groups(moved))


def moved_table(name: str, moved: Iterable[Difference]) -> Table:
    """Return what moved as a table, and what moved alike in several entries in one row.

    Args:
        name: The id of the rulebook before.
        moved: What moved.
    """
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for change in moved:
        key = (name_in_words(change.table), change.field, change.ours or "", change.theirs or "")
        alike.setdefault(key, []).append(change.entry)
    rows = tuple((table, _first(entries), field, old, new) for (table, field, old, new), entries in alike.items())
    return Table(f"What moved since {name}", text_columns("table", "entry", "field", "before", "now"), rows)


def _names(rulebook: Rulebook, year: int) -> Iterator[str]:
    """Yield the ids that a rulebook of the same kind and call may have, the likeliest first."""
    yield rulebook.id
    action, *more = map(str.lower, rulebook.actions)
    if more:
        return  # the rulebooks of one action lack what the other action has
    if rulebook.home is None and rulebook.based_on is None:
        yield f"eu-{action}-{year}"
    if rulebook.home is not None and rulebook.based_on is not None:
        yield f"na-{rulebook.home.country.lower()}-{action}-{year}"


def _with_year(name: str, year: int) -> str:
    """Return an id that ends with a year with the year before in its place; one that does not is known to nobody."""
    return f"{name.removesuffix(str(year))}{year - 1}" if name.endswith(f"-{year}") else ""


def _has_moved(change: Difference) -> bool:
    reworded = change.field.rpartition(": ")[2] in _SENTENCES and None not in {change.ours, change.theirs}
    return change.table not in _DECIDING_NOTHING and not reworded


def _of_other_groups(moved: Sequence[Difference]) -> Iterator[Difference]:
    """Yield what moved; of an entry that went and one that came with other groups, only the groups that differ."""
    gone = {key: (change, groups) for change in moved if change.theirs is None for key, groups in _by_side(change)}
    came = {key: (change, groups) for change in moved if change.ours is None for key, groups in _by_side(change)}
    pairs = {gone[key][0]: (key, came[key][0]) for key in gone if key in came}
    in_place = [its for _, its in pairs.values()]
    for change in moved:
        if change in pairs:
            key, _ = pairs[change]
            (_, old), (_, new) = gone[key], came[key]
            lost, won = (", ".join(sorted(one - other)) or None for one, other in ((old, new), (new, old)))
            yield Difference(table=key.table, entry=key.others, field=key.side, ours=lost, theirs=won)
        elif change not in in_place:
            yield change


class _Key(NamedTuple):
    """An entry but for its groups of one side: what else it is for, and what it says."""

    table: str
    side: str
    others: str
    facts: str


def _by_side(change: Difference) -> Iterator[tuple[_Key, frozenset[str]]]:
    """Yield, for each side of which a whole entry names groups, the entry without them, and the groups."""
    said = change.ours or change.theirs or ""
    facts = "; ".join(fact for fact in said.split("; ") if not _SOURCE.match(fact))
    for side in () if change.field else _SIDES:
        groups = re.search(_GROUPS.format(side), change.entry)
        if groups is not None:
            others = (change.entry[: groups.start()] + change.entry[groups.end() :]).removesuffix(", ")
            yield _Key(change.table, side, others, facts), frozenset(groups[1].split(", "))


def _first(entries: list[str]) -> str:
    """Return the first of some entries, and how many more there are."""
    more = len(entries) - 1
    return f"{entries[0]} (and {more} more)" if more else entries[0]
