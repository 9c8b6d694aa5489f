"""Strategies that `erasmus_grants.testing` has not: mobilities that every invented rulebook funds, and its tables alone.

Everything else is drawn by the strategies that come with the library.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from erasmus_grants import (
    ActivityType,
    Direction,
    Mobility,
    ParticipantRole,
    Rulebook,
    TravelMode,
)
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.vocabulary import Rounding, Term, TopUpKind
from erasmus_grants.rules.payment_split import PaymentBounds
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpTier
from erasmus_grants.testing import (
    any_mobilities,
    daily_rate_tables,
    distance_band_tables,
    distances,
    money,
    monthly_rate_tables,
    payment_split_tables,
    settlement_rules,
    short_stay_rate_tables,
    toy_rulebook,
    toy_source,
    travel_day_tables,
)

_T = TypeVar("_T")

FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2045, 12, 31)
STAFF_ACTIVITIES = (ActivityType.STA, ActivityType.STT)
STUDENT_ACTIVITIES = (ActivityType.SMS, ActivityType.SMT)
STUDENT_ROLES = (ParticipantRole.STUDENT, ParticipantRole.DOCTORAL_CANDIDATE)


# --- numbers and days --------------------------------------------------------------------------------------------------


def days() -> SearchStrategy[date]:
    """Return days of some decades."""
    return st.dates(FIRST_DAY, LAST_DAY)


def cuts(draw: DrawFn, *, first: int, last: int, most: int) -> list[int]:
    """Return where a range is cut into parts: different whole numbers, ascending."""
    return sorted(draw(st.sets(st.integers(first, last), max_size=most)))


# --- tables ------------------------------------------------------------------------------------------------------------


def caps(*, most: int) -> SearchStrategy[int | None]:
    """Return how many days are funded at most, or that there is no cap."""
    return st.none() | st.integers(1, most)


def roundings() -> SearchStrategy[Rounding]:
    """Return every way of rounding an amount."""
    return st.sampled_from(Rounding)


def _tier_bounds(draw: DrawFn, *, last: int) -> list[tuple[int, int | None]]:
    """Return first and last days of tiers from day 1 without a gap; the last one may be open."""
    starts = [1, *cuts(draw, first=2, last=last, most=4)]
    end = draw(st.one_of(st.none(), st.integers(starts[-1], 2 * last)))
    return list(zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True))


@st.composite
def once_top_ups(draw: DrawFn, *, kind: TopUpKind = TopUpKind.TOP_UP_FEWER_OPPORTUNITIES) -> OnceTopUp:
    """Return top-ups that are paid once, by the length of a short stay."""
    tiers = [
        TopUpTier(from_day=start, to_day=end, amount_eur=draw(money(largest_eur=300)))
        for start, end in _tier_bounds(draw, last=30)
    ]
    return OnceTopUp(scope=Scope(terms=(Term.SHORT_TERM_PHYSICAL,)), kind=kind, tiers=tuple(tiers), source=toy_source())


@st.composite
def monthly_top_ups(draw: DrawFn, *, kind: TopUpKind = TopUpKind.TOP_UP_FEWER_OPPORTUNITIES) -> MonthlyTopUp:
    """Return top-ups that are paid with every month of a long stay."""
    return MonthlyTopUp(
        scope=Scope(terms=(Term.LONG_TERM_PHYSICAL,)),
        kind=kind,
        rate_eur_per_month=draw(money(largest_eur=500)),
        funded_days_cap=draw(caps(most=400)),
        rounding=draw(roundings()),
        source=toy_source(),
    )


@st.composite
def payment_bounds(draw: DrawFn) -> PaymentBounds:
    """Return what a grant agreement may say of the payments."""
    least, most = sorted(draw(st.tuples(st.integers(0, 100), st.integers(0, 100))))
    return PaymentBounds(
        minimum_pre_financing_share=Decimal(least) / 100,
        maximum_pre_financing_share=Decimal(most) / 100,
        balance_within_days=draw(st.integers(0, 1000)),
        source=toy_source(),
    )


def _one(table: SearchStrategy[_T]) -> SearchStrategy[tuple[_T, ...]]:
    return table.map(lambda entry: (entry,))


def _maybe(table: SearchStrategy[_T]) -> SearchStrategy[tuple[_T, ...]]:
    return st.just(()) | _one(table)


def top_ups() -> SearchStrategy[tuple[OnceTopUp | MonthlyTopUp, ...]]:
    """Return top-ups of different kinds and terms, or none."""
    tables = st.tuples(
        _maybe(once_top_ups()),
        _maybe(monthly_top_ups()),
        _maybe(monthly_top_ups(kind=TopUpKind.TOP_UP_TRAINEESHIP)),
        _maybe(once_top_ups(kind=TopUpKind.TOP_UP_GREEN_TRAVEL)),
    )
    return tables.map(lambda entries: tuple(entry for table in entries for entry in table))


@st.composite
def tables(draw: DrawFn) -> Mapping[str, object]:
    """Return some tables that may stand in place of those of the toy rulebook."""
    invented: Mapping[str, SearchStrategy[object]] = {
        "travel_support": _maybe(distance_band_tables()),
        "travel_days": _maybe(travel_day_tables()),
        "daily_rates": _one(daily_rate_tables()),
        "monthly_rates": _one(monthly_rate_tables()),
        "short_stay_rates": _one(short_stay_rate_tables()),
        "top_ups": top_ups(),
        "payment_splits": _maybe(payment_split_tables()),
        "payment_bounds": _maybe(payment_bounds()),
        "settlement": settlement_rules(),
    }
    changed = draw(st.sets(st.sampled_from(sorted(invented))))
    return {name: draw(invented[name]) for name in sorted(changed)}


def rulebooks() -> SearchStrategy[Rulebook]:
    """Return sound rulebooks: the toy rulebook with some other tables, and no agreement to keep to."""
    return tables().map(lambda changed: toy_rulebook().model_copy(update={"agreements": (), **changed}))


mobilities = any_mobilities
"""Any valid mobility, by the name that other tests use."""


# --- mobilities --------------------------------------------------------------------------------------------------------


@st.composite
def fundable_mobilities(
    draw: DrawFn, *, activities: Sequence[ActivityType] = tuple(ActivityType), most_interruption_days: int = 10
) -> Mobility:
    """Return mobilities that the toy rulebook, and each one from `rulebooks`, finds eligible."""
    activity = draw(st.sampled_from(activities))
    start = draw(days())
    fields: dict[str, object] = {
        "activity": activity,
        "direction": draw(st.sampled_from(Direction)),
        "start_date": start,
        "distance_km": draw(distances()),
        "travel_mode": draw(st.sampled_from(TravelMode)),
        "travel_days": draw(st.none() | st.integers(0, 10)),
        "fewer_opportunities": draw(st.booleans()),
        "combined": activity in {ActivityType.SMS, ActivityType.STA} and draw(st.booleans()),
    }
    away = draw(st.integers(0, most_interruption_days))
    if activity in STAFF_ACTIVITIES:
        net_days = draw(st.integers(2, 60))
        fields["teaching_hours"] = 100 if activity is ActivityType.STA else None
    elif draw(st.booleans()):
        net_days = draw(st.integers(5, 30))
        fields |= {"blended_intensive_programme": True, "role": draw(st.sampled_from(STUDENT_ROLES))}
    else:
        net_days = draw(st.integers(62, 350))
        fields["role"] = draw(st.sampled_from(STUDENT_ROLES))
    fields |= {"interruption_days": away, "end_date": start + timedelta(days=net_days + away - 1)}
    return Mobility.model_validate(fields)
