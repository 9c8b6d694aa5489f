"""Strategies for mobilities and for invented tables and rulebooks, every one of them valid.

A table from here obeys what is checked when tables are built and, where a name says so, what one expects of a just
table: longer journeys are not paid less.  Nothing is said about frequency.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from erasmus_grants import (
    ActivityType,
    Attendance,
    Direction,
    Document,
    HostKind,
    LineKind,
    Mobility,
    ParticipantRole,
    PaymentKind,
    PaymentSplit,
    PaymentTrigger,
    Purpose,
    Rulebook,
    TravelMode,
)
from erasmus_grants.countries import COUNTRIES
from erasmus_grants.quantities import LARGEST_DISTANCE_KM
from erasmus_grants.rules.bip import PerDayTier, ShortStayRate
from erasmus_grants.rules.daily_rates import DailyRate, DayTier
from erasmus_grants.rules.distance_bands import DistanceBand, DistanceBands
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.payment_split import Instalment, PaymentBounds
from erasmus_grants.rules.settlement import SettlementRule
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpTier
from erasmus_grants.rules.travel_days import TravelDays
from erasmus_grants.scope import Scope
from erasmus_grants.testing import toy_rulebook, toy_source
from erasmus_grants.vocabulary import BelowMinimum, DayCounting, Rounding, Term

_T = TypeVar("_T")

FIRST_DAY, LAST_DAY = date(2019, 1, 1), date(2045, 12, 31)
STAFF_ACTIVITIES = (ActivityType.STA, ActivityType.STT)
STUDENT_ACTIVITIES = (ActivityType.SMS, ActivityType.SMT)
STUDENT_ROLES = (ParticipantRole.STUDENT, ParticipantRole.DOCTORAL_CANDIDATE)


# --- numbers and days --------------------------------------------------------------------------------------------------


def money(*, largest_eur: int = 5000) -> SearchStrategy[Decimal]:
    """Return amounts in whole cents [EUR]."""
    return st.integers(0, largest_eur * 100).map(lambda cents: Decimal(cents) / 100)


def distances(*, largest_km: int = LARGEST_DISTANCE_KM) -> SearchStrategy[Decimal]:
    """Return distances to the metre [km]."""
    return st.integers(0, largest_km * 1000).map(lambda metres: Decimal(metres) / 1000)


def days() -> SearchStrategy[date]:
    """Return days of some decades."""
    return st.dates(FIRST_DAY, LAST_DAY)


def cuts(draw: DrawFn, *, first: int, last: int, most: int) -> list[int]:
    """Return where a range is cut into parts: different whole numbers, ascending."""
    return sorted(draw(st.sets(st.integers(first, last), max_size=most)))


def shares(draw: DrawFn, parts: int) -> list[Decimal]:
    """Return so many shares that add up to exactly one."""
    whole = draw(st.sampled_from([1, 3, 7, 100, 10_000, 10**6]))
    edges = sorted(draw(st.lists(st.integers(0, whole), min_size=parts - 1, max_size=parts - 1)))
    scaled = [Decimal(edge * 10**12 // whole) / 10**12 for edge in [0, *edges, whole]]
    return [end - start for start, end in pairwise(scaled)]


# --- tables ------------------------------------------------------------------------------------------------------------


@st.composite
def distance_bands(draw: DrawFn) -> DistanceBands:
    """Return bands in which a longer journey is not paid less, and green travel not less than standard."""
    edges = cuts(draw, first=0, last=20_000, most=8) or [0]
    standard = sorted(draw(st.lists(money(), min_size=len(edges), max_size=len(edges))))
    extra = draw(money(largest_eur=500))
    with_green = draw(st.booleans())
    ends: list[int | None] = [*edges[1:], None]
    bands = [
        DistanceBand(from_km=start, below_km=end, standard_eur=eur, green_eur=eur + extra if with_green else None)
        for start, end, eur in zip(edges, ends, standard, strict=True)
    ]
    return DistanceBands(bands=tuple(bands), at_actual_cost=draw(st.booleans()), source=toy_source())


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
def daily_rates(draw: DrawFn) -> DailyRate:
    """Return daily rates of whole euros, with shares in hundredths, so that each is whole cents, or is rounded."""
    hundredths = st.one_of(st.just(100), st.just(70), st.integers(0, 100))
    tiers = [
        DayTier(from_day=start, to_day=end, share=Decimal(draw(hundredths)) / 100)
        for start, end in _tier_bounds(draw, last=60)
    ]
    return DailyRate(
        rate_eur_per_day=Decimal(draw(st.integers(0, 500))),
        tiers=tuple(tiers),
        funded_days_cap=draw(caps(most=90)),
        reduced_rate_rounding=draw(st.none() | roundings()),
        counting=draw(st.sampled_from(DayCounting)),
        source=toy_source(),
    )


@st.composite
def short_stay_rates(draw: DrawFn) -> ShortStayRate:
    """Return daily amounts of short stays, in tiers."""
    amounts = st.one_of(st.sampled_from([Decimal(79), Decimal(56)]), money(largest_eur=200))
    tiers = [
        PerDayTier(from_day=start, to_day=end, rate_eur_per_day=draw(amounts))
        for start, end in _tier_bounds(draw, last=30)
    ]
    return ShortStayRate(tiers=tuple(tiers), source=toy_source())


def monthly_rates() -> SearchStrategy[MonthlyRate]:
    """Return monthly rates, with and without a cap."""
    return st.builds(
        MonthlyRate,
        rate_eur_per_month=money(largest_eur=2000),
        funded_days_cap=caps(most=400),
        rounding=roundings(),
        source=st.just(toy_source()),
    )


def travel_days() -> SearchStrategy[TravelDays]:
    """Return numbers of funded travel days."""
    return st.builds(
        TravelDays,
        funded_travel_days=st.integers(0, 7),
        most_travel_days=st.none() | st.integers(0, 9),
        green_travel_days=st.none() | st.integers(0, 9),
        source=st.just(toy_source()),
    )


@st.composite
def once_top_ups(draw: DrawFn, *, kind: LineKind = LineKind.TOP_UP_FEWER_OPPORTUNITIES) -> OnceTopUp:
    """Return top-ups that are paid once, by the length of a short stay."""
    tiers = [
        TopUpTier(from_day=start, to_day=end, amount_eur=draw(money(largest_eur=300)))
        for start, end in _tier_bounds(draw, last=30)
    ]
    return OnceTopUp(scope=Scope(terms=(Term.SHORT_TERM_PHYSICAL,)), kind=kind, tiers=tuple(tiers), source=toy_source())


@st.composite
def monthly_top_ups(draw: DrawFn, *, kind: LineKind = LineKind.TOP_UP_FEWER_OPPORTUNITIES) -> MonthlyTopUp:
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
def payment_splits(draw: DrawFn, *, most_instalments: int = 4) -> PaymentSplit:
    """Return splits into one or more instalments, the first of which is pre-financing."""
    parts = draw(st.integers(1, most_instalments))
    rows = zip(shares(draw, parts), shares(draw, parts), strict=True)
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


def settlement_rules(*, most_tolerance_days: int = 10) -> SearchStrategy[SettlementRule]:
    """Return both ways of settling, with and without tolerance."""
    return st.builds(
        SettlementRule,
        below_minimum=st.sampled_from(BelowMinimum),
        tolerance_days=st.integers(0, most_tolerance_days),
        tolerance_terms=st.sets(st.sampled_from(Term), min_size=1).map(tuple),
        source=st.just(toy_source()),
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
        _maybe(monthly_top_ups(kind=LineKind.TOP_UP_TRAINEESHIP)),
        _maybe(once_top_ups(kind=LineKind.TOP_UP_GREEN_TRAVEL)),
    )
    return tables.map(lambda entries: tuple(entry for table in entries for entry in table))


@st.composite
def tables(draw: DrawFn) -> Mapping[str, object]:
    """Return some tables that may stand in place of those of the toy rulebook."""
    invented: Mapping[str, SearchStrategy[object]] = {
        "travel_support": _maybe(distance_bands()),
        "travel_days": _maybe(travel_days()),
        "daily_rates": _one(daily_rates()),
        "monthly_rates": _one(monthly_rates()),
        "short_stay_rates": _one(short_stay_rates()),
        "top_ups": top_ups(),
        "payment_splits": _maybe(payment_splits()),
        "payment_bounds": _maybe(payment_bounds()),
        "settlement": settlement_rules(),
    }
    changed = draw(st.sets(st.sampled_from(sorted(invented))))
    return {name: draw(invented[name]) for name in sorted(changed)}


def rulebooks() -> SearchStrategy[Rulebook]:
    """Return sound rulebooks: the toy rulebook with some other tables, and no agreement to keep to."""
    return tables().map(lambda changed: toy_rulebook().model_copy(update={"agreements": (), **changed}))


# --- mobilities --------------------------------------------------------------------------------------------------------


@st.composite
def mobilities(draw: DrawFn) -> Mobility:
    """Return any valid mobility."""
    activity = draw(st.sampled_from(ActivityType))
    start, length = draw(days()), draw(st.integers(1, 420))
    blended = draw(st.booleans())
    hours = st.none() if activity.is_for_students else st.none() | st.integers(0, 600).map(lambda tenths: tenths / 10)
    combinable = activity in {ActivityType.SMS, ActivityType.STA}
    country = st.none() | st.sampled_from(COUNTRIES)
    fields = {
        "activity": activity,
        "combined": draw(st.booleans()) if combinable else False,
        "direction": draw(st.sampled_from(Direction)),
        "role": draw(st.sampled_from(ParticipantRole)),
        "teaching_contract": draw(st.booleans()),
        "sending_country": draw(country),
        "receiving_country": draw(country),
        "partner": draw(st.none() | st.sampled_from(["Toy University", "UCAD", "Nowhere <b>&amp;"])),
        "start_date": start,
        "end_date": start + timedelta(days=length - 1),
        "interruption_days": draw(st.integers(0, length - 1)),
        "academic_term": draw(st.booleans()),
        "blended_intensive_programme": blended,
        "virtual_component": True if blended else draw(st.booleans()),
        "distance_km": draw(st.none() | distances()),
        "travel_mode": draw(st.sampled_from(TravelMode)),
        "travel_days": draw(st.none() | st.integers(0, 10)),
        "fewer_opportunities": draw(st.booleans()),
        "teaching_hours": draw(hours),
        "purpose": draw(st.none() | st.sampled_from(Purpose)),
        "receiving_organisation": draw(st.none() | st.sampled_from(HostKind)),
        "months_used": draw(st.integers(0, 14)),
        "reference": draw(st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)),
    }
    return Mobility.model_validate(fields)


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


@st.composite
def attendances(draw: DrawFn, mobility: Mobility) -> Attendance:
    """Return what may have been attended of a mobility: less, more, other days, or nothing."""
    fields: dict[str, object] = {
        "documents": tuple(draw(st.sets(st.sampled_from(Document)))),
        "force_majeure": draw(st.booleans()),
        "paid_eur": draw(st.none() | money(largest_eur=20_000)),
        "travel_cost_eur": draw(st.none() | money()),
    }
    if draw(st.integers(0, 9)):
        start = mobility.start_date + timedelta(days=draw(st.integers(-5, 5)))
        length = draw(st.integers(1, 2 * mobility.net_days))
        fields |= {
            "start_date": start,
            "end_date": start + timedelta(days=length - 1),
            "interruption_days": draw(st.integers(0, length)),
        }
    return Attendance.model_validate(fields)
