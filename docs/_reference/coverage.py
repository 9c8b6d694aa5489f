"""The page of the known figures of each call: computed from the official rulebooks, cell by cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple

from _reference.markdown import page, table
from _reference.rulebook_pages import file_of
from _reference.scopes import band_in_words, scope_in_words
from erasmus_grants.basics.scope import CountriesOfGroups, Entry, NotPublished, Scope
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import ActivityType, CellState, Direction, Funding, Term, TopUpKind
from erasmus_grants.engine.coverage import DISTANCE_KM, LETTERS, coverage, letters_by_country, share_with_an_amount
from erasmus_grants.rulebook.domain import domain_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook, known_rulebooks
from erasmus_grants.rules.countries import CountryFlow, members_of
from erasmus_grants.rules.rate_ranges import RateRange, range_in_words

ACTIONS: Final[Mapping[str, range]] = {
    "KA103": range(2014, 2021),
    "KA107": range(2015, 2021),
    "KA131": range(2021, 2028),
    "KA171": range(2021, 2028),
}
"""The call years of each action."""

UNPRINTED: Final = "no page that prints an amount of this call was found."

NO_RULEBOOK: Final[Mapping[tuple[str, int], str]] = {
    ("KA131", 2027): UNPRINTED,
    ("KA171", 2021): "the Commission's wiki dates the action from call 2022, and no earlier amount was found.",
    ("KA171", 2027): UNPRINTED,
}
"""Why a call has no rulebook."""


_CELLS: Final[Mapping[CellState, str]] = {
    CellState.AMOUNT: "an amount towards countries of every group",
    CellState.PARTLY: "an amount towards countries of some groups",
    CellState.RANGE: "no amount, but the highest one: a range is printed, or it is open whether travel support is paid",
    CellState.UNKNOWN: "not even the highest amount is known",
}


class State(Enum):
    """How much of a cell is known."""

    COMPLETE = "complete"
    RANGES = "complete, ranges"
    PARTLY = "partly"
    EMPTY = "empty"
    NOT_THERE = "-"


class Known(NamedTuple):
    """One part of a cell: an entry, a band or a bound."""

    figure: bool
    what: str
    why: str = ""
    source: str = ""
    is_range: bool = False


class Row(NamedTuple):
    """A row of the table: its title, its mobilities, and the parts of a rulebook that it shows."""

    title: str
    scope: Scope
    parts: Callable[[Rulebook, Scope], Iterable[Known]]


def _entries(entries: Iterable[Entry], book: Rulebook, scope: Scope) -> Iterator[Entry]:
    """Yield the entries that apply to some mobility of a scope that the call funds.

    One that only says that no figures are published gives way where others have figures for all of its mobilities.
    """
    members = members_of(book.country_groups)
    directions = _funded_directions(book, scope)
    found = [
        entry
        for entry in entries
        if entry.scope.overlaps(scope, members)
        and any(_is_open(entry.scope, direction, book, members) for direction in directions)
    ]
    figures = [entry.scope for entry in found if not isinstance(entry, NotPublished)]
    domain = domain_of(book)
    for entry in found:
        ways = (entry.scope.model_copy(update={"directions": (direction,)}) for direction in directions)
        if not isinstance(entry, NotPublished) or any(domain.uncovered(one_way, figures) for one_way in ways):
            yield entry


def _funded_directions(book: Rulebook, scope: Scope) -> tuple[Direction, ...]:
    members = members_of(book.country_groups)
    funded = [rule.scope for rule in book.activities if rule.funding is not Funding.NOT_FUNDED]
    return tuple(
        direction
        for direction in scope.directions or tuple(Direction)
        if any(rule.overlaps(scope.model_copy(update={"directions": (direction,)}), members) for rule in funded)
    )


def _is_open(scope: Scope, direction: Direction, book: Rulebook, members: CountriesOfGroups) -> bool:
    """Return whether an entry can apply in a direction: a flow is open, and an agency's country is on its side."""
    if scope.directions is not None and direction not in scope.directions:
        return False
    one_way = scope.model_copy(update={"directions": (direction,)})
    if book.flows and not any(flow.scope.overlaps(one_way, members) for flow in book.flows):
        return False
    ours = scope.sending_groups if direction is Direction.OUTGOING else scope.receiving_groups
    return book.home is None or ours is None or any(book.home.country in members[group] for group in ours)


def _part(entry: Entry) -> Known:
    """Return what an entry is: figures, a range, or the statement that there are none."""
    words, source = scope_in_words(entry.scope), entry.source.id
    match entry:
        case CountryFlow(not_published=str(why)):
            return Known(figure=False, what=words, why=why, source=source)
        case NotPublished():
            return Known(figure=False, what=words, why=entry.not_published, source=source)
        case RateRange() if entry.minimum_eur is None or entry.maximum_eur is None:
            why = f"only one bound of the range is known: {range_in_words(entry)}."
            return Known(figure=False, what=words, why=why, source=source, is_range=True)
        case RateRange():
            return Known(figure=True, what=words, is_range=True)
        case _:
            return Known(figure=True, what=words)


def _table(name: str, ranges: str = "") -> Callable[[Rulebook, Scope], Iterable[Known]]:
    """Return what reads a table; a range is a part of it where no rate is set within."""

    def parts(book: Rulebook, scope: Scope) -> Iterator[Known]:
        entries = list(_entries(getattr(book, name), book, scope))
        bounds = _entries(getattr(book, ranges) if ranges else (), book, scope)
        members = members_of(book.country_groups)
        alone = [one for one in bounds if not any(entry.scope.overlaps(one.scope, members) for entry in entries)]
        return map(_part, (*entries, *alone))

    return parts


def _top_up(kind: TopUpKind) -> Callable[[Rulebook, Scope], Iterable[Known]]:
    def parts(book: Rulebook, scope: Scope) -> Iterator[Known]:
        return map(_part, _entries((entry for entry in book.top_ups if entry.kind is kind), book, scope))

    return parts


def _standard(book: Rulebook, scope: Scope) -> Iterator[Known]:
    for entry in _entries(book.travel_support, book, scope):
        if isinstance(entry, DistanceBands):
            for band in entry.bands:
                source = (entry.source if band.source is None else band.source).id
                what = f"{scope_in_words(entry.scope)}; {band_in_words(band)}"
                yield Known(band.not_published is None, what, band.not_published or "", source)
        else:
            yield _part(entry)


def _green(book: Rulebook, scope: Scope) -> Iterator[Known]:
    """Yield the bands that have an amount for green travel; a call without any has no such amounts."""
    entries = list(_entries(book.travel_support, book, scope))
    tables = [entry for entry in entries if isinstance(entry, DistanceBands)]
    if any(band.green_eur is not None for entry in tables for band in entry.bands):
        yield from (part for part in _standard(book, scope) if not part.figure)
        yield Known(figure=True, what="")


def _groups(book: Rulebook, _scope: Scope) -> Iterator[Known]:
    return (Known(figure=True, what=group.id) for group in book.country_groups)


def _short_term(book: Rulebook, _scope: Scope) -> Iterator[Known]:
    if book.short_term is not None:
        yield Known(figure=True, what="")


STAFF: Final = (ActivityType.STA, ActivityType.STT)
STUDENTS: Final = (ActivityType.SMS, ActivityType.SMT)
OUTGOING: Final = (Direction.OUTGOING,)
INCOMING: Final = (Direction.INCOMING,)
LONG: Final = (Term.LONG_TERM_PHYSICAL,)
SHORT: Final = (Term.SHORT_TERM_PHYSICAL,)
FO: Final = TopUpKind.TOP_UP_FEWER_OPPORTUNITIES

ALL_STAFF: Final = Scope(activities=STAFF, terms=(Term.STAFF,))
LONG_STUDENTS: Final = Scope(activities=STUDENTS, terms=LONG)
SHORT_STUDENTS: Final = Scope(activities=STUDENTS, terms=SHORT)
STAFF_OUT: Final = Scope(activities=STAFF, terms=(Term.STAFF,), directions=OUTGOING)
STAFF_IN: Final = Scope(activities=STAFF, terms=(Term.STAFF,), directions=INCOMING)
LONG_OUT: Final = Scope(activities=STUDENTS, terms=LONG, directions=OUTGOING)
LONG_IN: Final = Scope(activities=STUDENTS, terms=LONG, directions=INCOMING)
SHORT_OUT: Final = Scope(activities=STUDENTS, terms=SHORT, directions=OUTGOING)
SHORT_IN: Final = Scope(activities=STUDENTS, terms=SHORT, directions=INCOMING)
DAILY: Final = _table("daily_rates", "daily_rate_ranges")
MONTHLY: Final = _table("monthly_rates", "monthly_rate_ranges")
SHORT_RATES: Final = _table("short_stay_rates")

ROWS: Final = (
    Row("travel support of staff, standard", ALL_STAFF, _standard),
    Row("travel support of staff, green", ALL_STAFF, _green),
    Row("travel support of long-term students, standard", LONG_STUDENTS, _standard),
    Row("travel support of long-term students, green", LONG_STUDENTS, _green),
    Row("travel support of short-term students, standard", SHORT_STUDENTS, _standard),
    Row("travel support of short-term students, green", SHORT_STUDENTS, _green),
    Row("travel days", Scope(), _table("travel_days")),
    Row("staff per day, outgoing", STAFF_OUT, DAILY),
    Row("staff per day, incoming", STAFF_IN, DAILY),
    Row("long-term students per month, outgoing", LONG_OUT, MONTHLY),
    Row("long-term students per month, incoming", LONG_IN, MONTHLY),
    Row("short-term students per day, outgoing", SHORT_OUT, SHORT_RATES),
    Row("short-term students per day, incoming", SHORT_IN, SHORT_RATES),
    Row("top-up for fewer opportunities, long-term", LONG_STUDENTS, _top_up(FO)),
    Row("top-up for fewer opportunities, short-term", SHORT_STUDENTS, _top_up(FO)),
    Row("top-up for traineeships", LONG_STUDENTS, _top_up(TopUpKind.TOP_UP_TRAINEESHIP)),
    Row("top-up for green travel", Scope(activities=STUDENTS), _top_up(TopUpKind.TOP_UP_GREEN_TRAVEL)),
    Row("length of stay, staff", ALL_STAFF, _table("durations")),
    Row("length of stay, long-term students", LONG_STUDENTS, _table("durations")),
    Row("what is short-term", SHORT_STUDENTS, _short_term),
    Row("teaching hours", Scope(activities=(ActivityType.STA,)), _table("teaching_hours")),
    Row("months of a study cycle", Scope(activities=STUDENTS), _table("cycle_limits")),
    Row("country groups", Scope(), _groups),
    Row("flows", Scope(), _table("flows")),
    Row("abroad only", Scope(), _table("abroad")),
    Row("study cycles by country", Scope(activities=STUDENTS), _table("cycle_flows")),
    Row("split between payments", Scope(), _table("payment_splits")),
    Row("bounds of the payments", Scope(), _table("payment_bounds")),
    Row("papers", Scope(), _table("documents")),
)
"""What is looked at."""

LEGEND: Final = (
    (State.COMPLETE.value, "every entry of the table has its figures"),
    (State.RANGES.value, "the same, but some entries are ranges with both bounds, for which others set the rate"),
    (State.PARTLY.value, "some entries have figures, or one bound of a range; the missing figures are listed below"),
    (State.EMPTY.value, "the call has this, but no figure is confirmed; the reason is given below"),
    (State.NOT_THERE.value, "the call does not have it, or pays nothing for it"),
    ("no rulebook", "there is no rulebook of this call; the reason is given below"),
)


def coverage_page() -> str:
    """Return which figures of which call are known, and why the others are not."""
    books = {name: get_rulebook(name) for name in known_rulebooks() if name.startswith(("eu-", "na-"))}
    national = [book for name, book in books.items() if name.startswith("na-")]
    parts = [
        *_matrix(),
        "## Cell by cell",
        (
            "The known figures of each call, computed from the official rulebooks.\n"
            "The figures are in the file of each rulebook, and `erasmus-grants rulebook ID` prints them.\n"
            "Another page explains "
            "[why so many cells are empty](../explanation/official-rulebooks.md#why-cells-are-empty).\n"
            "If an amount is empty, a grant that needs it is not known yet, "
            "and the finding shows the sentence of this page.\n"
            "An empty split between payments is the exception: "
            "the grant is computed, without payments and with a warning.\n"
            "A part of the grant that no call of an action has is not in its table."
        ),
        "## Legend",
        table(("cell", "meaning"), LEGEND),
    ]
    for action, years in ACTIONS.items():
        official = {year: books.get(f"eu-{action.lower()}-{year}") for year in years}
        parts += [f"## {action}", _overview(official)]
        parts += [part for year, book in official.items() for part in _call(action, year, book)]
    if national:
        parts += [
            "## National Agencies",
            "Rulebooks of agencies are based on the official rulebook of a call, and add a rate where it has a range.",
            _overview({book.id: book for book in national}),
        ]
        parts += [part for book in national for part in _empty_cells(book)]
    return page("Coverage", *parts)


def _matrix() -> list[str]:
    """Return for which typical mobilities of KA131 there is an amount, by country and call."""
    cells = coverage()
    letters = letters_by_country(cells)
    years = sorted({cell.call_year for cell in cells})
    meanings = ((letter, _CELLS[state]) for state, letter in LETTERS.items())
    rows = ((country, *(by_year[year] for year in years)) for country, by_year in letters.items())
    return [
        "## Countries and calls",
        (
            f"**{share_with_an_amount(cells)} %** of the {len(cells)} cells of KA131 have an amount; "
            "`erasmus-grants coverage` prints this table.\n"
            "The letters of a cell are those of studies, of a traineeship, of a short stay of a student, and of staff, "
            f"each of {DISTANCE_KM} km to a country of each group by living costs."
        ),
        table(("letter", "meaning"), meanings),
        table(("sending country", *map(str, years)), rows),
    ]


def state_of(row: Row, book: Rulebook) -> State:
    """Return how much is known of what a row looks at."""
    parts = _parts(row, book)
    if not parts:
        return State.EMPTY if _is_missing(row, book) else State.NOT_THERE
    known = [part.figure for part in parts]
    if all(known):
        return State.RANGES if any(part.is_range for part in parts) else State.COMPLETE
    return State.PARTLY if any(known) or any(part.is_range for part in parts) else State.EMPTY


def _parts(row: Row, book: Rulebook) -> list[Known]:
    return list(row.parts(book, row.scope)) if _is_funded(row, book) else []


def _is_funded(row: Row, book: Rulebook) -> bool:
    """Return whether the call pays for any of the mobilities of a row."""
    return bool(_funded_directions(book, row.scope)) and not (row.scope.terms == SHORT and book.short_term is None)


def _is_missing(row: Row, book: Rulebook) -> bool:
    """Return whether a table is absent that pays the days of a mobility that the call funds."""
    return _is_funded(row, book) and row.parts in {DAILY, MONTHLY, SHORT_RATES}


def _overview(books: Mapping[int, Rulebook | None] | Mapping[str, Rulebook]) -> str:
    """Return a table of rows that at least one of some rulebooks has, and a column for each rulebook."""

    def cell(row: Row, book: Rulebook | None) -> str:
        return "no rulebook" if book is None else state_of(row, book).value

    head = [str(name) if book is None else f"[{name}](#{book.id})" for name, book in books.items()]
    rows = [(row.title, *(cell(row, book) for book in books.values())) for row in ROWS]
    return table(("", *head), (row for row in rows if set(row[1:]) - {State.NOT_THERE.value, "no rulebook"}))


def _call(action: str, year: int, book: Rulebook | None) -> Iterator[str]:
    if book is None:
        why = NO_RULEBOOK.get((action, year), "nobody has written it yet.")
        yield f"### {action}, call {year}: no rulebook"
        yield f"Every cell is empty: {why}"
    else:
        yield from _empty_cells(book)


def _empty_cells(book: Rulebook) -> Iterator[str]:
    yield f"### {book.id}"
    yield f"All its tables, with their sources, are in [its file](../../{file_of(book.id)})."
    cells: dict[tuple[str, str, str], list[str]] = {}
    for row in ROWS:
        for part in _parts(row, book):
            if not part.figure:
                cells.setdefault((part.what, part.why, part.source), []).append(row.title)
        if not _parts(row, book) and _is_missing(row, book):
            cells.setdefault((scope_in_words(row.scope), "the rulebook has no entry.", ""), []).append(row.title)
    if cells:
        rows = (("; ".join(titles), what, why, source) for (what, why, source), titles in cells.items())
        yield table(("empty", "mobilities", "why", "source"), rows)
    else:
        yield "It has no empty cell."
