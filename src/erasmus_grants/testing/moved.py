"""Which figures of a rulebook are not those of the call before, so that a mistyped one is seen by whoever reads them.

Examples:
    >>> from erasmus_grants import get_rulebook
    >>> before = call_before(get_rulebook("eu-ka131-2024"))
    >>> before.id
    'eu-ka131-2023'
    >>> changes = moved_figures(before, get_rulebook("eu-ka131-2024"))
    >>> [(change.ours, change.theirs) for change in changes if change.field == "rate_eur_per_day"]
    [('180.00', '190.00'), ('180.00', '190.00'), ('140.00', '148.00')]
"""

from collections.abc import Iterable, Iterator

from erasmus_grants.report.rendering import Table, text_columns
from erasmus_grants.rulebook.differences import Difference
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.report import spelt
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks

_TABLES_WITHOUT_FIGURES = frozenset(
    {
        *("rulebook", "home", "notes", "activities", "excluded_purposes"),
        *("flows", "closed_flows", "abroad", "cycle_flows"),
        *("documents", "restrictions", "partners", "agreements"),
    }
)
_COUNTRIES = "countries"


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
    """Return each figure that differs, and each entry that came or went; the first side is the one before.

    What the base of the rulebook has already is left out, if the base comes with the library: it is looked up there.
    """
    base = "" if now.based_on is None else now.based_on.id
    inherited = set(before.diff(get_rulebook(base)).changes) if base in known_rulebooks() else set[Difference]()
    return tuple(change for change in before.diff(now).changes if _has_moved(change) and change not in inherited)


def moved_table(name: str, moved: Iterable[Difference]) -> Table:
    """Return figures that moved as a table, those that moved alike in several entries in one row.

    Args:
        name: The id of the rulebook before.
        moved: The figures.
    """
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for change in moved:
        key = (spelt(change.table), change.field, change.ours or "", change.theirs or "")
        alike.setdefault(key, []).append(change.entry)
    rows = tuple((table, _first(entries), field, old, new) for (table, field, old, new), entries in alike.items())
    return Table(f"Figures that moved since {name}", text_columns("table", "entry", "field", "before", "now"), rows)


def _names(rulebook: Rulebook, year: int) -> Iterator[str]:
    """Yield the ids that a rulebook of the same kind and call may have, the likeliest first."""
    yield rulebook.id
    action = rulebook.action.lower()
    if rulebook.home is None and rulebook.based_on is None:
        yield f"eu-{action}-{year}"
    if rulebook.home is not None and rulebook.based_on is not None:
        yield f"na-{rulebook.home.country.lower()}-{action}-{year}"


def _with_year(name: str, year: int) -> str:
    """Return an id that ends with a year with the year before in its place; one that does not is known to nobody."""
    return f"{name.removesuffix(str(year))}{year - 1}" if name.endswith(f"-{year}") else ""


def _has_moved(change: Difference) -> bool:
    if change.table in _TABLES_WITHOUT_FIGURES:
        return False
    whole_entry = not change.field
    return whole_entry or change.field == _COUNTRIES or _is_figure(change.ours) or _is_figure(change.theirs)


def _is_figure(text: str | None) -> bool:
    return text is not None and text[:1].isdigit()


def _first(entries: list[str]) -> str:
    """Return the first of some entries, and how many more there are."""
    more = len(entries) - 1
    return f"{entries[0]} (and {more} more)" if more else entries[0]
