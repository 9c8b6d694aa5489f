"""Laws of journeys, days and participants."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from hypothesis import assume, reject

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.money import from_cents, to_cents, total_eur
from erasmus_grants.basics.periods import weekdays
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import (
    BASES_OF_STAY,
    FindingCode,
    GrantStatus,
    LineBasis,
    LineKind,
    ReasonCode,
    Rounding,
    TravelMode,
)
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import GrantLine
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.distance_bands import travel_support
from erasmus_grants.rules.top_ups import OnceTopUp
from erasmus_grants.testing._mobilities import mobilities
from erasmus_grants.testing.laws.cases import with_days, with_distance, with_years
from erasmus_grants.testing.laws.law import BrokenLawError, Law, Subject, law
from erasmus_grants.testing.laws.wording import entry_told, rates_told, stay_told

LAWS: Final[list[Law]] = []
"""These laws, in order."""

_OF_THE_YEAR = frozenset(
    {
        FindingCode.OUTSIDE_AGREEMENT_PERIOD,
        FindingCode.OUTSIDE_CALL_YEARS,
        FindingCode.PARTNER_NOT_IN_AGREEMENT,
        FindingCode.FLOW_NOT_MARKED_OPEN,
        FindingCode.SECURITY_CONDITION,
        FindingCode.APPLICATION_DEADLINE,
        FindingCode.MONTH_COUNT_DISAGREES,
    }
)
"""Findings that depend on the calendar year."""


def _bands(rulebook: Rulebook) -> None:
    """Raise an error if a band pays less than one of a shorter journey, whether or not a mobility needs it."""
    for table in rulebook.travel_support:
        if isinstance(table, DistanceBands):
            for mode in TravelMode:
                _bands_of(table, mode)


def _bands_of(table: DistanceBands, mode: TravelMode) -> None:
    paid = [(band.from_km, travel_support(Decimal(band.from_km), mode=mode, bands=table)) for band in table.bands]
    amounts = [(from_km, outcome.lines[0].amount_eur) for from_km, outcome in paid if outcome.lines]
    for (from_km, less), (farther_km, more) in pairwise(amounts):
        if more < less:
            raise BrokenLawError(
                f"{entry_told('travel_support', table)}: from {from_km} km on {less} EUR are paid, and from "
                f"{farther_km} km on, which is farther, {more} EUR ({mode} travel); "
                f"look both up in source {table.source.id}"
            )


@law(
    LAWS,
    "travel_support_never_falls_with_distance",
    "A longer journey is never paid less.",
    with_distance,
    tables=_bands,
)
def _travel(subject: Subject, case: tuple[Mobility, Decimal]) -> None:
    mobility, other_km = case
    near_km, far_km = sorted([mobility.distance_km or Decimal(0), other_km])
    near, far = (_journey(subject.grant(mobility.model_copy(update={"distance_km": km}))) for km in (near_km, far_km))
    if near is None or far is None:
        reject()
    if far.amount_eur < near.amount_eur:
        place = entry_told("travel_support", subject.entries(mobility).travel)
        raise BrokenLawError(
            f"{place}: {near_km:f} km pay {near.amount_eur} EUR, and {far_km:f} km, which is farther, "
            f"{far.amount_eur} EUR ({mobility.travel_mode} travel)"
        )


def _journey(grant: GrantBreakdown) -> GrantLine | None:
    return next((line for line in grant.lines if line.kind is LineKind.TRAVEL_SUPPORT), None)


_TIERS: Final = (
    ("daily_rates", "share", "{} of the rate", "more"),
    ("daily_rate_ranges", "share", "{} of the rate", "more"),
    ("short_stay_rates", "rate_eur_per_day", "{} EUR a day", "more"),
    ("top_ups", "amount_eur", "{} EUR", "less"),
)
"""Tables with tiers: what is paid in one, that in words, and whether a later tier must not pay more of it, or less."""


def _tiers(rulebook: Rulebook) -> None:
    """Raise an error if a later tier pays more for a day, or less once, whether or not a mobility needs it."""
    for table, field, words, wrong in _TIERS:
        for entry in getattr(rulebook, table):
            for tier, later in pairwise(getattr(entry, "tiers", ())):
                paid, then = getattr(tier, field), getattr(later, field)
                if (then > paid) if wrong == "more" else (then < paid):
                    raise BrokenLawError(
                        f"{entry_told(table, entry)}: from day {tier.from_day} on {words.format(paid)} is paid, and "
                        f"from day {later.from_day} on {words.format(then)}, which is {wrong}; look both up in source "
                        f"{(later.source or entry.source).id}"
                    )


@law(
    LAWS,
    "one_more_day_never_pays_less",
    "One more day on site never pays less, and never more than a full day: tiers join.",
    mobilities,
    tables=_tiers,
)
def _one_more_day(subject: Subject, mobility: Mobility) -> None:
    longer = mobility.model_copy(update={"end_date": mobility.end_date + timedelta(days=1)})
    assume(_same_term(subject, mobility, longer))
    before, after = subject.grant(mobility), subject.grant(longer)
    assume(after.eligible)
    less, more, place = _by_days(before), _by_days(after), rates_told(subject, mobility)
    ended = _ended_top_ups(subject, longer)
    whole, longer_whole = _with_top_ups(before, ended), _with_top_ups(after, ended)
    for what, one, then in (("", less, more), (" with its top-ups", whole, longer_whole)):
        if then < one:
            stay = stay_told(mobility)
            raise BrokenLawError(f"{place}: {stay} pays {one} EUR{what}, and one more day {then} EUR")
    most = _most_for_a_day(before, longer.stay.net_days_360 - mobility.stay.net_days_360)
    added = EXACT.subtract(more, less)
    if added > most:
        raise BrokenLawError(
            f"{place}: one more day than {stay_told(mobility)} pays {added} EUR more, and no day before it "
            f"pays more than {most} EUR"
        )


def _same_term(subject: Subject, mobility: Mobility, other: Mobility) -> bool:
    """Return whether the same table pays two stays: short and long stays are paid by different ones."""
    return subject.entries(other).term is subject.entries(mobility).term


def _by_days(grant: GrantBreakdown) -> Decimal:
    """Return what depends on the days of the stay alone [EUR]."""
    return total_eur(line.amount_eur for line in grant.lines if line.basis in BASES_OF_STAY)


def _with_top_ups(grant: GrantBreakdown, ended: Collection[LineKind]) -> Decimal:
    """Return what depends on the days of the stay, and what is paid once for it, but for some top-ups [EUR]."""
    once = [line for line in grant.lines if line.basis is LineBasis.PARTICIPANT and line.kind not in ended]
    return total_eur([_by_days(grant), *(line.amount_eur for line in once)])


def _ended_top_ups(subject: Subject, mobility: Mobility) -> frozenset[LineKind]:
    """Return the top-ups whose last tier ends before a stay does: that is a doubt, and breaks no law."""
    once = [entry for entry in subject.entries(mobility).top_ups if isinstance(entry, OnceTopUp)]
    ends = [(entry.kind.line_kind, entry.tiers[-1].to_day) for entry in once]
    return frozenset(kind for kind, day in ends if day is not None and day < mobility.paid_stay.net_days)


def _most_for_a_day(grant: GrantBreakdown, days_360: int) -> Decimal:
    """Return the most that one more calendar day can pay: a full day's rate, or the days of a month that it closes.

    Each line is rounded on its own, and may be rounded up where it was rounded down before.
    """
    by_day = [line for line in grant.lines if line.basis in BASES_OF_STAY]
    months = [line for line in by_day if line.rate_days != 1]
    monthly = [to_cents(line.rate_eur) * days_360 // line.rate_days + _rounded_cents(line) for line in months]
    daily = [to_cents(line.rate_eur) for line in by_day if line.rate_days == 1]
    return from_cents(sum(monthly) + max(daily, default=0))


def _rounded_cents(line: GrantLine) -> int:
    """Return how much more two amounts of a line may be apart than they are before they are rounded [cents]."""
    return 2 if line.rounding is Rounding.HALF_UP_TO_CENT else 100


@law(
    LAWS,
    "every_day_is_paid_once",
    "Every day on site is paid once, or a finding says that days are capped.",
    mobilities,
)
def _every_day_once(subject: Subject, mobility: Mobility) -> None:
    grant = subject.grant(mobility)
    support = [line for line in grant.lines if line.kind is LineKind.INDIVIDUAL_SUPPORT and line.basis in BASES_OF_STAY]
    days = sum(line.quantity for line in support)
    capped = any(finding.code is FindingCode.FUNDED_DAYS_CAPPED for finding in grant.findings)
    weekdays_only = any(reason.code is ReasonCode.WEEKDAYS_COUNTED for line in support for reason in line.reasons)
    stay = mobility.paid_stay
    spent = stay.net_days_360 if any(line.rate_days != 1 for line in support) else stay.net_days
    if days > spent or (days < spent and not capped and not weekdays_only):
        raise BrokenLawError(
            f"{rates_told(subject, mobility)}: {days} of {spent} days of {stay_told(mobility)} are paid, "
            "and no finding says that they are capped"
        )


@law(LAWS, "a_longer_interruption_never_pays_more", "A longer interruption never pays more.", with_days)
def _interruption(subject: Subject, case: tuple[Mobility, int]) -> None:
    mobility, more = case
    assume(more < mobility.net_days)
    cut = mobility.model_copy(update={"interruption_days": mobility.interruption_days + more})
    assume(_same_term(subject, mobility, cut))
    whole, less = _by_days(subject.grant(mobility)), _by_days(subject.grant(cut))
    if less > whole:
        raise BrokenLawError(
            f"{rates_told(subject, mobility)}: {stay_told(mobility)} pays {whole} EUR, "
            f"and with {more} more days of interruption {less} EUR"
        )


@law(
    LAWS,
    "years_later_the_same",
    "The same stay some years later has the same lines and, but for agreements and calls, the same findings.",
    with_years,
)
def _moved(subject: Subject, case: tuple[Mobility, int]) -> None:
    mobility, years = case
    start, end = _later(mobility.start_date, years), _later(mobility.end_date, years)
    assume(start is not None and end is not None)
    moved = mobility.model_copy(update={"start_date": start, "end_date": end})
    assume(_counted(moved) == _counted(mobility))  # no leap day, and no other weekdays
    before, after = subject.grant(mobility), subject.grant(moved)
    assume(before.eligible and after.eligible)
    if before.lines != after.lines:
        raise BrokenLawError(f"{stay_told(mobility)}: the same stay {years} years later has other lines")
    if _codes(before) != _codes(after):
        raise BrokenLawError(f"{stay_told(mobility)}: the same stay {years} years later has other findings")


def _later(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None


def _counted(mobility: Mobility) -> tuple[int, int, int]:
    stay = mobility.stay
    return stay.net_days, stay.net_days_360, weekdays(stay.start, stay.end)


def _codes(grant: GrantBreakdown) -> list[FindingCode]:
    return [finding.code for finding in grant.findings if finding.code not in _OF_THE_YEAR]


@law(LAWS, "fewer_opportunities_never_pay_less", "Who has fewer opportunities is never paid less.", mobilities)
def _fewer_opportunities(subject: Subject, mobility: Mobility) -> None:
    with_fewer, without = (mobility.model_copy(update={"fewer_opportunities": fewer}) for fewer in (True, False))
    theirs, others = subject.grant(with_fewer), subject.grant(without)
    assume(theirs.status is others.status is GrantStatus.GRANTED)
    less, more = (total_eur(line.amount_eur for line in grant.lines) for grant in (theirs, others))
    if less < more:
        raise BrokenLawError(
            f"{rates_told(subject, with_fewer)}: {stay_told(mobility)} pays {less} EUR to participants with fewer "
            f"opportunities, and {more} EUR to others"
        )
