"""How much of KA131 the official rulebooks know: which typical mobilities get an amount, by country and call.

Examples:
    >>> [cell.known.value for cell in coverage(call_years=(2023,), countries=("DE",))]
    ['amount', 'amount', 'amount', 'amount']
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from types import MappingProxyType
from typing import Final, NamedTuple

from erasmus_grants.basics.vocabulary import ActivityType, CellState, Direction, GrantStatus, TypicalStay
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks.search import find_rulebooks
from erasmus_grants.rules.countries import members_of

ACTION: Final = "KA131"
"""The action: in the others every rate is the programme's own."""

GROUPS: Final = ("group-1", "group-2", "group-3")
"""The country groups by living costs, in each of which one country is tried as the receiving one."""

DISTANCE_KM: Final = 1000
"""How far each of these mobilities goes [km]."""

LETTERS: Final[Mapping[CellState, str]] = MappingProxyType(
    {CellState.AMOUNT: "A", CellState.PARTLY: "P", CellState.RANGE: "R", CellState.UNKNOWN: "-"}
)
"""What stands for each state in a table."""

_LAST_DAY: Final[Mapping[TypicalStay, int]] = MappingProxyType(
    {TypicalStay.STUDIES: 123, TypicalStay.TRAINEESHIP: 123, TypicalStay.SHORT_TERM: 10, TypicalStay.STAFF: 5}
)
_ACTIVITY: Final[Mapping[TypicalStay, ActivityType]] = MappingProxyType(
    {
        TypicalStay.STUDIES: ActivityType.SMS,
        TypicalStay.TRAINEESHIP: ActivityType.SMT,
        TypicalStay.SHORT_TERM: ActivityType.SMS,
        TypicalStay.STAFF: ActivityType.STT,
    }
)


class CoverageCell(NamedTuple):
    """What is known of one kind of stay, from one country, in one call.

    Attributes:
        country: The sending country.
        call_year: The call year.
        stay: The kind of stay.
        known: How much is known of it.
        rulebook_id: The most specific official rulebook; empty: there is none.
    """

    country: str
    call_year: int
    stay: TypicalStay
    known: CellState
    rulebook_id: str


def coverage(
    *, call_years: Iterable[int] | None = None, countries: Iterable[str] | None = None
) -> tuple[CoverageCell, ...]:
    """Return how much is known of typical mobilities, by country, call and kind of stay.

    Each of them goes 1000 km, to a country of each group by living costs: studies and a traineeship of four months, ten
    days of a student with a virtual part, five days of staff who train.

    Args:
        call_years: The call years; omitted: those of which the programme has a rulebook here.
        countries: The sending countries; omitted: all of the programme.

    Returns:
        A cell for each country, call and kind of stay, in this order.

    Examples:
        >>> [cell.known.value for cell in coverage(call_years=(2030,), countries=("DE",))]
        ['unknown', 'unknown', 'unknown', 'unknown']
    """
    known_years = sorted({match.call_year for match in find_rulebooks(action=ACTION) if match.country is None})
    years = known_years if call_years is None else list(call_years)
    latest = members_of(GrantCalculator.for_call(known_years[-1], action=ACTION).rulebook.country_groups)
    every = sorted({code for group in GROUPS for code in latest[group]})
    cells: list[CoverageCell] = []
    for country, year in product(every if countries is None else countries, years):
        if year not in known_years:
            cells += (CoverageCell(country, year, stay, CellState.UNKNOWN, "") for stay in TypicalStay)
            continue
        calculator = GrantCalculator.for_call(year, action=ACTION, country=country)
        for stay in TypicalStay:
            stays = typical_mobilities(calculator.rulebook, country, year, stay)
            known = _known([calculator.calculate(mobility) for mobility in stays])
            cells.append(CoverageCell(country, year, stay, known, calculator.rulebook.id))
    return tuple(cells)


def typical_mobilities(book: Rulebook, country: str, call_year: int, stay: TypicalStay) -> Iterator[Mobility]:
    """Yield the typical mobilities of a kind: one to a country of each group by living costs.

    Args:
        book: The rulebook, which has the groups.
        country: The sending country.
        call_year: The call year; the stay begins in October.
        stay: The kind of stay.
    """
    start = date(call_year, 10, 1)
    members = members_of(book.country_groups)
    for group in GROUPS:
        yield Mobility(
            activity=_ACTIVITY[stay],
            direction=Direction.OUTGOING,
            sending_country=country,
            receiving_country=next(code for code in members[group] if code != country),
            start_date=start,
            end_date=start + timedelta(days=_LAST_DAY[stay] - 1),
            virtual_component=stay is TypicalStay.SHORT_TERM,
            distance_km=DISTANCE_KM,
        )


def letters_by_country(cells: Iterable[CoverageCell]) -> Mapping[str, Mapping[int, str]]:
    """Return a letter for each kind of stay, by sending country and call year.

    The letters are A for an amount, P for one towards some groups of countries, R for a range, - for what is unknown.

    Examples:
        >>> letters_by_country(coverage(call_years=(2023, 2030), countries=("DE",)))
        {'DE': {2023: 'A A A A', 2030: '- - - -'}}
    """
    letters: dict[str, dict[int, str]] = {}
    for cell in cells:
        years = letters.setdefault(cell.country, {})
        years[cell.call_year] = f"{years.get(cell.call_year, '')} {LETTERS[cell.known]}".strip()
    return letters


def share_with_an_amount(cells: Collection[CoverageCell]) -> Decimal:
    """Return the share of cells with an amount [%, a whole number, rounded down]; 0 of none.

    Examples:
        >>> share_with_an_amount(coverage(call_years=(2023,), countries=("DE",)))
        Decimal('100')
    """
    with_amount = sum(cell.known is CellState.AMOUNT for cell in cells)
    return Decimal(100 * with_amount // (len(cells) or 1))


def _known(grants: Collection[GrantBreakdown]) -> CellState:
    granted = [grant.status is GrantStatus.GRANTED for grant in grants]
    if all(granted):
        return CellState.AMOUNT
    if any(granted):
        return CellState.PARTLY
    return CellState.RANGE if all(grant.maximum_total_eur is not None for grant in grants) else CellState.UNKNOWN
