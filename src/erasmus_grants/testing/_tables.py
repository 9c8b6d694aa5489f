"""Strategies for tables and rulebooks, sound ones and broken ones.

Examples:
    >>> from hypothesis import find
    >>> find(rulebooks(), lambda rulebook: not rulebook.top_ups).id
    'toy'
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.errors import check_flag
from erasmus_grants.basics.money import total_eur
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.tiers import DayTier
from erasmus_grants.basics.travel_table import DistanceBand, DistanceBands
from erasmus_grants.basics.vocabulary import (
    BelowMinimum,
    DayCounting,
    Document,
    PaymentKind,
    PaymentTrigger,
    Rounding,
    Term,
    TopUpKind,
)
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.payment_split import Instalment, PaymentSplit
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.short_stay_rates import PerDayTier, ShortStayRate
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpTier
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.testing._arguments import whole
from erasmus_grants.testing._numbers import money
from erasmus_grants.testing.toys import toy_rulebook, toy_source

_AnyTable = TypeVar("_AnyTable")
_MOST_TOLERANCE_DAYS = 30
"""The most that a rulebook may say [days]."""


def _cuts(draw: DrawFn, *, first: int, last: int, most: int) -> list[int]:
    """Return where a range is cut into parts: different whole numbers, ascending."""
    return sorted(draw(st.sets(st.integers(first, last), max_size=most)))


def _shares(draw: DrawFn, parts: int) -> list[Decimal]:
    """Return so many shares that add up to exactly one."""
    whole = draw(st.sampled_from([1, 3, 7, 100, 10_000, 10**6]))
    edges = sorted(draw(st.lists(st.integers(0, whole), min_size=parts - 1, max_size=parts - 1)))
    scaled = [EXACT.divide(edge * 10**12 // whole, 10**12) for edge in [0, *edges, whole]]
    return [EXACT.subtract(end, start) for start, end in pairwise(scaled)]


def _tier_bounds(draw: DrawFn, *, last: int) -> list[tuple[int, int | None]]:
    """Return first and last days of tiers from day 1 without a gap; the last one may be open."""
    starts = [1, *_cuts(draw, first=2, last=last, most=4)]
    end = draw(st.one_of(st.none(), st.integers(starts[-1], 2 * last)))
    return list(zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True))


@st.composite
def distance_band_tables(draw: DrawFn, *, decided: bool = True) -> DistanceBands:
    """Return bands in which a longer journey is not paid less, and green travel not less than standard.

    Args:
        draw: What Hypothesis draws with.
        decided: Whether they are paid; if not, that is decided in some tables, and in others not.
    """
    check_flag(decided, "decided")
    edges = _cuts(draw, first=0, last=20_000, most=8) or [0]
    standard = sorted(draw(st.lists(money(), min_size=len(edges), max_size=len(edges))))
    extra, with_green = draw(money(largest_eur=500)), draw(st.booleans())
    dearer = [total_eur([eur, extra]) for eur in standard]
    ends: list[int | None] = [*edges[1:], None]
    bands = [
        DistanceBand(from_km=start, below_km=end, standard_eur=eur, green_eur=green if with_green else None)
        for start, end, eur, green in zip(edges, ends, standard, dearer, strict=True)
    ]
    undecided = None if decided or draw(st.booleans()) else "the agency decides it"
    return DistanceBands(
        bands=tuple(bands), at_actual_cost=draw(st.booleans()), not_decided=undecided, source=toy_source()
    )


@st.composite
def daily_rate_tables(draw: DrawFn) -> DailyRate:
    """Return daily rates of whole euros, with shares in hundredths, so that each is whole cents."""
    hundredths = st.one_of(st.just(100), st.just(70), st.integers(0, 100))
    tiers = [
        DayTier(from_day=start, to_day=end, share=EXACT.divide(draw(hundredths), 100))
        for start, end in _tier_bounds(draw, last=60)
    ]
    return DailyRate(
        rate_eur_per_day=Decimal(draw(st.integers(0, 500))),
        tiers=tuple(tiers),
        funded_days_cap=draw(st.none() | st.integers(1, 90)),
        reduced_rate_rounding=draw(st.none() | st.sampled_from(Rounding)),
        counting=draw(st.sampled_from(DayCounting)),
        source=toy_source(),
    )


def monthly_rate_tables() -> SearchStrategy[MonthlyRate]:
    """Return monthly rates, with and without a cap on the funded days, in every way of rounding."""
    return st.builds(
        MonthlyRate,
        rate_eur_per_month=money(largest_eur=2000),
        funded_days_cap=st.none() | st.integers(1, 400),
        rounding=st.sampled_from(Rounding),
        source=st.just(toy_source()),
    )


@st.composite
def short_stay_rate_tables(draw: DrawFn) -> ShortStayRate:
    """Return daily amounts of short stays, in tiers."""
    amounts = st.one_of(st.sampled_from([Decimal(79), Decimal(56)]), money(largest_eur=200))
    tiers = [
        PerDayTier(from_day=start, to_day=end, rate_eur_per_day=draw(amounts))
        for start, end in _tier_bounds(draw, last=30)
    ]
    return ShortStayRate(tiers=tuple(tiers), source=toy_source())


def travel_day_tables() -> SearchStrategy[TravelDays]:
    """Return numbers of funded travel days."""
    return st.builds(
        TravelDays,
        funded_travel_days=st.integers(0, 7),
        most_travel_days=st.none() | st.integers(0, 9),
        green_travel_days=st.none() | st.integers(0, 9),
        source=st.just(toy_source()),
    )


@st.composite
def top_up_tables(draw: DrawFn) -> tuple[OnceTopUp | MonthlyTopUp, ...]:
    """Return top-ups of different kinds and terms, or none."""
    found: list[OnceTopUp | MonthlyTopUp] = []
    for kind in draw(st.sets(st.sampled_from(TopUpKind))):
        tiers = [
            TopUpTier(from_day=start, to_day=end, amount_eur=draw(money(largest_eur=300)))
            for start, end in _tier_bounds(draw, last=30)
        ]
        short, long = (Scope(terms=(term,)) for term in (Term.SHORT_TERM_PHYSICAL, Term.LONG_TERM_PHYSICAL))
        found.append(OnceTopUp(scope=short, kind=kind, tiers=tuple(tiers), source=toy_source()))
        monthly = draw(money(largest_eur=500))
        found.append(MonthlyTopUp(scope=long, kind=kind, rate_eur_per_month=monthly, source=toy_source()))
    return tuple(sorted(found, key=lambda entry: (entry.kind, type(entry).__name__)))


@st.composite
def payment_split_tables(draw: DrawFn, *, most_instalments: int = 4) -> PaymentSplit:
    """Return splits into one or more instalments, the first of which is pre-financing."""
    parts = draw(st.integers(1, whole(most_instalments, "most_instalments", least=1)))
    rows = zip(_shares(draw, parts), _shares(draw, parts), strict=True)
    instalments = [
        Instalment(
            kind=PaymentKind.PRE_FINANCING if number == 0 else draw(st.sampled_from(PaymentKind)),
            trigger=draw(st.sampled_from(PaymentTrigger)),
            travel_share=travel,
            individual_share=other,
            conditions=tuple(draw(st.sets(st.sampled_from(Document), max_size=3))),
        )
        for number, (travel, other) in enumerate(rows)
    ]
    return PaymentSplit(instalments=tuple(instalments), source=toy_source())


def settlement_rules(*, most_tolerance_days: int = 10) -> SearchStrategy[SettlementRule]:
    """Return both ways of settling, with and without tolerance."""
    most = whole(most_tolerance_days, "most_tolerance_days", least=0, most=_MOST_TOLERANCE_DAYS)
    return st.builds(
        SettlementRule,
        below_minimum=st.sampled_from(BelowMinimum),
        tolerance_days=st.integers(0, most),
        tolerance_terms=st.sets(st.sampled_from(Term), min_size=1).map(tuple),
        source=st.just(toy_source()),
    )


def _one(table: SearchStrategy[_AnyTable]) -> SearchStrategy[tuple[_AnyTable, ...]]:
    return table.map(lambda entry: (entry,))


@st.composite
def rulebooks(draw: DrawFn) -> Rulebook:
    """Return sound rulebooks: the toy rulebook with some invented tables, and no agreement to keep to.

    Examples:
        >>> from hypothesis import find
        >>> find(rulebooks(), lambda rulebook: not rulebook.top_ups).id
        'toy'
    """
    invented: Mapping[str, SearchStrategy[object]] = {
        "travel_support": st.just(()) | _one(distance_band_tables(decided=False)),
        "travel_days": st.just(()) | _one(travel_day_tables()),
        "daily_rates": _one(daily_rate_tables()),
        "monthly_rates": _one(monthly_rate_tables()),
        "short_stay_rates": _one(short_stay_rate_tables()),
        "top_ups": top_up_tables(),
        "payment_splits": st.just(()) | _one(payment_split_tables()),
        "settlement": settlement_rules(),
    }
    changed = draw(st.sets(st.sampled_from(sorted(invented))))
    tables = {name: draw(invented[name]) for name in sorted(changed)}
    return toy_rulebook().model_copy(update={"agreements": (), **tables})


class BrokenRulebook(NamedTuple):
    """A rulebook that is refused when it is built, as its file would hold it, and words that the error must say."""

    text: str
    says: str


class _Break(NamedTuple):
    """A place in a rulebook, what stands there instead, and what the error must say."""

    place: tuple[str | int, ...]
    value: Data
    says: str


_BREAKS = (
    _Break(("travel_support", 0, "bands", 1, "from_km"), 150, "a gap between bands"),
    _Break(("travel_support", 0, "bands", 1, "from_km"), 90, "an overlap between bands"),
    _Break(("travel_support", 0, "bands", 2, "below_km"), 5000, "the last band is open at the top"),
    _Break(("daily_rates", 0, "tiers", 1, "share"), "1.2", "share"),
    _Break(("daily_rates", 0, "tiers", 1, "from_day"), 16, "there is a gap or an overlap"),
    _Break(("daily_rates", 0, "rate_eur_per_day"), "-1.00", "an amount of money is not negative"),
    _Break(("daily_rates", 0, "rate_eur_per_day"), "10.001", "an amount of money has no fraction of a cent"),
    _Break(("monthly_rates", 0, "source", "id"), "NOWHERE", "is not among the sources"),
    _Break(("monthly_rates", 0, "source"), None, "source"),
    _Break(("monthly_rates", 0, "scope"), {"receiving_groups": ["nowhere"]}, "there is no country group"),
    _Break(("monthly_rate_ranges",), [{"maximum_eur": "299.99", "source": None}], "lies outside of the range"),
    _Break(("monthly_rates", 1), None, "two entries apply to the same mobility"),
    _Break(("payment_splits", 0, "instalments", 0, "individual_share"), "0.3", "adds up to 1"),
    _Break(("agreements", 0, "partners"), ["NOBODY"], "which is not among the partners"),
    _Break(("durations", 0, "maximum", "value"), 1, "the longest stay is not shorter than the shortest"),
    _Break(("no_such_table",), [], "Extra inputs are not permitted"),
)


def broken_rulebooks() -> SearchStrategy[BrokenRulebook]:
    """Return rulebooks that must be refused, as JSON text, with the words that the error must say.

    Examples:
        >>> from hypothesis import find
        >>> from pydantic import ValidationError
        >>> broken = find(broken_rulebooks(), lambda drawn: "overlap" in drawn.says)
        >>> try:
        ...     Rulebook.model_validate_json(broken.text)
        ... except ValidationError as error:
        ...     broken.says in str(error)
        True
    """
    return st.sampled_from(_BREAKS).map(_broken)


def _broken(way: _Break) -> BrokenRulebook:
    toy: Data = json.loads(toy_rulebook().model_dump_json(exclude_defaults=True))
    source: Data = json.loads(toy_source().model_dump_json())
    value = way.value
    if way.says == "two entries apply to the same mobility":
        value = {"source": source, "rate_eur_per_month": "300.00"}
    elif isinstance(value, list):
        value = [{**row, "source": source} if isinstance(row, dict) else row for row in value]
    return BrokenRulebook(json.dumps(_replaced(toy, way.place, value)), way.says)


def _replaced(data: Data, place: tuple[str | int, ...], value: Data) -> Data:
    """Return data with something else in one place; one place after the end of a list is added."""
    if not place:
        return value
    step, *below = place
    if isinstance(data, list):
        rows = [*data, None] if step == len(data) else data
        return [_replaced(row, tuple(below), value) if index == step else row for index, row in enumerate(rows)]
    known = data if isinstance(data, dict) else {}
    return {**known, str(step): _replaced(known.get(str(step)), tuple(below), value)}
