"""What somebody else computed for a mobility, and what makes it another amount than ours.

What may have been done otherwise is tried, one thing at a time: other days, another rate, another band, another call.
A cause is told only if it gives their amounts to the cent; what no such thing explains is said to be unexplained.

Examples:
    >>> from decimal import Decimal
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> grant = GrantCalculator(toy_rulebook()).calculate(toy_mobility())
    >>> theirs = StatedAmounts(total_eur=Decimal("800.00"))
    >>> [cause.in_language() for cause in explain_difference(grant, theirs, toy_rulebook()).causes]
    ['travel days paid: 1; due: 2', 'the last day of the stay: 2030-03-07; in the list: 2030-03-08']
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, Self

from pydantic import Field, ValidationError, model_validator

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import check_kind
from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.model import Model, PlainModel
from erasmus_grants.basics.money import AnyAmount, Money, from_cents, line_amount, to_cents
from erasmus_grants.basics.periods import DAYS_OF_MONTH, LAST_ORDINAL, calendar_days
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    DifferenceCause,
    Direction,
    GrantStatus,
    LineBasis,
    LineKind,
    TravelMode,
)
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.argument_checks import check_grant
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import Bounds, GrantLine
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.records.parts import PART_OF, PARTS, bounds_by_part
from erasmus_grants.records.tables import range_told
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report, Table, filled, number_columns, text_columns
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook
from erasmus_grants.rulebooks.loading import AnyRulebook, as_rulebook
from erasmus_grants.rulebooks.search import find_rulebooks

_MOST_TRAVEL_DAYS = 6
_MOST_DAYS_OFF = 10
_MOST_CAUSES = 3

Cents = Mapping[str, int]
"""The amounts of a grant, or what changes them, by `PARTS` [cents]."""


class StatedAmounts(PlainModel):
    """What somebody else computed for a mobility, one amount at least; what is not stated is not compared."""

    total_eur: Money | None = Field(default=None, description="the whole grant [EUR]")
    travel_support_eur: Money | None = Field(default=None, description="travel support [EUR]")
    individual_support_eur: Money | None = Field(default=None, description="individual support, without top-ups [EUR]")
    top_ups_eur: Money | None = Field(default=None, description="all top-ups [EUR]")

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            total_eur: AnyAmount | None = None,
            travel_support_eur: AnyAmount | None = None,
            individual_support_eur: AnyAmount | None = None,
            top_ups_eur: AnyAmount | None = None,
        ) -> None: ...

    @model_validator(mode="after")
    def _one_is_stated(self) -> Self:
        if not self.cents():
            names = ", ".join(StatedAmounts.model_fields)
            raise invalid(StatedAmounts, ("total_eur", f"state an amount: {names}", None))
        return self

    def cents(self) -> dict[str, int]:
        """Return what is stated, in whole cents."""
        named = {name: getattr(self, name) for name in ("total_eur", *PARTS)}
        return {name: to_cents(amount) for name, amount in named.items() if amount is not None}


class Cause(Model):
    """Something that they did otherwise, and that gives their amounts."""

    what: Choice[DifferenceCause] = Field(description="what was done otherwise")
    theirs: str = Field(description="what they did")
    ours: str = Field(description="what is due")
    part: str = Field(default="", description="the field or the line that it is about; empty: what `what` says")

    def in_language(self, language: Language = ENGLISH) -> str:
        """Return the cause as a sentence."""
        check_language(language)
        sentence = language.causes[self.what]
        line = language.lines.get(LineKind(self.part)) if self.part in set(LineKind) else None
        return sentence.format(theirs=self.theirs, ours=self.ours, part=line or self.part.replace("_", " "))


class GrantDifference(HasReport):
    """Our grant of a mobility beside the amounts of somebody else."""

    ours: GrantBreakdown = Field(description="our grant")
    theirs: StatedAmounts = Field(description="their amounts")
    agrees: bool = Field(description="whether all amounts that are stated are ours")
    causes: Many[Cause] = Field(description="what explains the difference; several: each of them would, or together")

    @property
    def difference_cents(self) -> int | None:
        """How much more they pay in all, or else in the parts that they state [cents]; None: it is not known.

        Of a grant that is not yet known it is what they pay more, or less, than can be due.
        """
        theirs, ours = self.theirs.cents(), amounts_of(self.ours)
        compared = {"total_eur"} if "total_eur" in theirs else theirs.keys()
        if compared <= ours.keys():
            return sum(theirs[name] - ours[name] for name in compared)
        beyond = _beyond_bounds(self.ours, theirs)
        return beyond.get("total_eur", sum(beyond.values())) if beyond else None

    def _report(self, language: Language) -> Report:
        labels = language.labels
        mine = _bounds_of(self.ours)
        names = {
            "travel_support_eur": labels.travel_eur,
            "individual_support_eur": labels.individual_eur,
            "top_ups_eur": labels.top_ups_eur,
            "total_eur": labels.total_eur,
        }
        rows = [
            (names[name], str(from_cents(cents)), range_told(*mine[name], labels) or labels.amount_open)
            for name, cents in self.theirs.cents().items()
        ]
        amounts = Table("", (*text_columns(""), *number_columns(labels.theirs, labels.ours)), tuple(rows))
        causes = tuple((cause.in_language(language),) for cause in self.causes)
        title = labels.amounts_agree if self.agrees else labels.amounts_differ
        return Report(title, filled((amounts, Table(labels.perhaps_because, text_columns(""), causes))), ())


class _Tried(NamedTuple):
    """What amounts would be if something was done otherwise."""

    cause: Cause
    cents: Cents


def amounts_of(grant: GrantBreakdown) -> dict[str, int]:
    """Return the amounts of a grant that are known, by their names [cents].

    No amount is known, but 0, of a mobility that may yet be refused.
    """
    bounds = _bounds_of(grant).items()
    return {name: to_cents(least) for name, (least, most) in bounds if least is not None and least == most}


def explain_difference(
    ours: GrantBreakdown, theirs: StatedAmounts, rulebook: AnyRulebook | None = None
) -> GrantDifference:
    """Return what makes the amounts of somebody else others than ours.

    Args:
        ours: Our grant.
        theirs: Their amounts; the more parts are stated, the surer the cause.
        rulebook: The rulebook of our grant, or its id or file, if it does not come with the library.

    Raises:
        UnknownRulebookError: No rulebook is given, and none that comes with the library has the id.
    """
    check_grant(ours)
    check_kind(
        theirs, StatedAmounts, "their amounts are StatedAmounts, not {}: StatedAmounts.model_validate reads a dict"
    )
    book = get_rulebook(ours.rulebook_id) if rulebook is None else as_rulebook(rulebook)
    mine, stated = amounts_of(ours), theirs.cents()
    if all(mine.get(name) == cents for name, cents in stated.items()):
        return GrantDifference(ours=ours, theirs=theirs, agrees=True, causes=())
    causes = tuple(_causes(ours, stated, book))[:_MOST_CAUSES]
    return GrantDifference(ours=ours, theirs=theirs, agrees=False, causes=causes)


def _causes(ours: GrantBreakdown, stated: Cents, book: Rulebook) -> Iterator[Cause]:
    """Yield what explains amounts: one thing alone, or else something for each part that differs."""
    mine = amounts_of(ours)
    theirs = ", ".join(str(from_cents(cents)) for cents in stated.values())
    beyond = _beyond_bounds(ours, stated) if ours.status is GrantStatus.UNDETERMINED else {}
    for name in beyond:
        due = range_told(*_bounds_of(ours)[name], ENGLISH.labels)
        told, part = str(from_cents(stated[name])), name.removesuffix("_eur")
        yield Cause(what=DifferenceCause.OUT_OF_BOUNDS, theirs=told, ours=due, part=part)
    if beyond:
        return
    if ours.status is not GrantStatus.GRANTED:
        what = DifferenceCause.NOT_ELIGIBLE if ours.status is GrantStatus.NOT_ELIGIBLE else DifferenceCause.NOT_KNOWN
        why = " ".join(finding.message for finding in ours.findings if finding.is_refusing or finding.is_unknown)
        yield Cause(what=what, theirs=theirs, ours=why)
        return
    if _nothing_is_paid(mine, stated):
        yield Cause(what=DifferenceCause.NOTHING_PAID, theirs="0.00", ours=str(ours.total_eur))
        return
    tried = [one for one in _tried(ours, book) if one.cents != mine]
    alone = [one.cause for one in tried if _agrees(one.cents, stated)]
    rate = next((cause for cause in alone if cause.what is DifferenceCause.RATE), None)
    yield from (cause for cause in alone if cause.what is not DifferenceCause.RATE or cause is rate)
    if not alone:
        yield from dict.fromkeys(_together(tried, mine, stated))


def _nothing_is_paid(mine: Cents, stated: Cents) -> bool:
    """Return whether a total of 0 is stated, or 0 for each part that is due, and nothing else."""
    due = {part for part in PARTS if mine[part]}
    return not any(stated.values()) and ("total_eur" in stated or due <= stated.keys())


def _bounds_of(grant: GrantBreakdown) -> dict[str, Bounds]:
    """Return between what the total and each part of a grant lie [EUR]."""
    return {"total_eur": Bounds(grant.minimum_total_eur, grant.maximum_total_eur), **bounds_by_part(grant)}


def _beyond_bounds(ours: GrantBreakdown, stated: Cents) -> dict[str, int]:
    """Return how much more each amount is than our grant can have, negative: less [cents]; others are left out."""
    beyond: dict[str, int] = {}
    for name, (least, most) in _bounds_of(ours).items():
        theirs = stated.get(name)
        if theirs is not None and most is not None and theirs > to_cents(most):
            beyond[name] = theirs - to_cents(most)
        elif theirs is not None and least is not None and theirs < to_cents(least):
            beyond[name] = theirs - to_cents(least)
    return beyond


def _together(tried: list[_Tried], mine: Cents, stated: Cents) -> Iterator[Cause]:
    """Yield what explains amounts only together: a cause for each part that differs, or the part that has none."""
    by_part = {part: [one for one in tried if _changed(one.cents, mine) == {part}] for part in PARTS}
    differing = [part for part in PARTS if part in stated and stated[part] != mine[part]]
    if not differing:
        for first, second in combinations([one for found in by_part.values() for one in found], 2):
            total = first.cents["total_eur"] + second.cents["total_eur"] - mine["total_eur"]
            if _changed(first.cents, mine) != _changed(second.cents, mine) and total == stated["total_eur"]:
                yield from (first.cause, second.cause)
                return
        differing = ["total_eur"]
    for part in differing:
        found = next((one.cause for one in by_part.get(part, ()) if one.cents[part] == stated[part]), None)
        yield found or _unexplained(part, stated[part], mine[part])


def _unexplained(part: str, theirs: int, ours: int) -> Cause:
    what = DifferenceCause.UNEXPLAINED
    return Cause(what=what, theirs=str(from_cents(theirs)), ours=str(from_cents(ours)), part=part.removesuffix("_eur"))


def _agrees(cents: Cents, stated: Cents) -> bool:
    return all(cents.get(name) == amount for name, amount in stated.items())


def _changed(cents: Cents, mine: Cents) -> set[str]:
    return {part for part in PARTS if cents[part] != mine[part]}


# --- what may have been done otherwise --------------------------------------------------------------------------------


def _tried(ours: GrantBreakdown, book: Rulebook) -> Iterator[_Tried]:
    """Yield what the amounts would be if one thing was done otherwise, the likeliest first."""
    calculator = GrantCalculator(book)
    yield from _other_travel_days(ours)
    yield from _by_whole_months(ours)
    for cause, changes in _other_mobilities(ours, calculator):
        grant = _computed(calculator, ours.mobility, changes)
        if grant is not None:
            yield _Tried(cause, amounts_of(grant))
    yield from _without_a_kind_of_line(ours)
    yield from _of_other_calls(ours, book)


def _computed(calculator: GrantCalculator, mobility: Mobility, changes: Mapping[str, object]) -> GrantBreakdown | None:
    """Return the grant of a mobility that is otherwise; None if it would not be sound, or has no total."""
    try:
        grant = calculator.calculate(Mobility.model_validate({**dict(mobility), **changes}))
    except ValidationError:
        return None
    return grant if grant.status is GrantStatus.GRANTED else None


def _other_travel_days(ours: GrantBreakdown) -> Iterator[_Tried]:
    """Yield other numbers of travel days, each at the rate of the first day of the stay."""
    individual = [line for line in ours.lines if line.kind is LineKind.INDIVIDUAL_SUPPORT]
    if not individual:
        return
    travel = [line for line in individual if line.basis is LineBasis.TRAVEL_DAYS]
    funded, paid = sum(line.quantity for line in travel), sum(to_cents(line.amount_eur) for line in travel)
    rate = individual[0]
    for days in range(_MOST_TRAVEL_DAYS + 1):
        if days != funded:
            cause = Cause(what=DifferenceCause.TRAVEL_DAYS, theirs=str(days), ours=str(funded))
            yield _Tried(cause, _with(ours, "individual_support_eur", _amount(rate, days) - paid))


def _other_mobilities(ours: GrantBreakdown, calculator: GrantCalculator) -> Iterator[tuple[Cause, dict[str, object]]]:
    """Yield what a mobility may have been taken for."""
    mobility = ours.mobility
    yield from _with_other_bands(mobility, calculator)
    green = mobility.travel_mode is TravelMode.GREEN
    yield _field("travel_mode", mobility.travel_mode, TravelMode.STANDARD if green else TravelMode.GREEN)
    yield _field("fewer_opportunities", mobility.fewer_opportunities, not mobility.fewer_opportunities)
    others = {ActivityType.SMS: ActivityType.SMT, ActivityType.SMT: ActivityType.SMS}
    if mobility.activity in others:
        yield _field("activity", mobility.activity, others[mobility.activity])
    outgoing = mobility.direction is Direction.OUTGOING
    yield _field("direction", mobility.direction, Direction.INCOMING if outgoing else Direction.OUTGOING)
    if mobility.interruption_days:
        yield _field("interruption_days", mobility.interruption_days, 0)
    for name in ("start_date", "end_date"):
        day: date = getattr(mobility, name)
        if day.day <= 12 and day.day != day.month:  # noqa: PLR2004 - months of a year
            yield _field(name, day, day.replace(month=day.day, day=day.month))
    for off in (step * sign for step in range(1, _MOST_DAYS_OFF + 1) for sign in (1, -1)):
        last = mobility.end_date.toordinal() + off
        if 0 < last <= LAST_ORDINAL:
            theirs = date.fromordinal(last)
            cause = Cause(what=DifferenceCause.LAST_DAY, theirs=str(theirs), ours=str(mobility.end_date))
            yield cause, {"end_date": theirs}
    yield from _with_other_rates(ours, calculator)


def _field(name: str, ours: object, theirs: object) -> tuple[Cause, dict[str, object]]:
    told = [str(value).lower() if isinstance(value, bool) else str(value) for value in (theirs, ours)]
    return Cause(what=DifferenceCause.FIELD, theirs=told[0], ours=told[1], part=name), {name: theirs}


def _with_other_bands(mobility: Mobility, calculator: GrantCalculator) -> Iterator[tuple[Cause, dict[str, object]]]:
    """Yield a distance in each other band of the tables of a rulebook."""
    starts = {
        band.from_km: band.below_km
        for entry in calculator.rulebook.travel_support
        if isinstance(entry, DistanceBands)
        for band in entry.bands
    }
    if mobility.distance_km is not None:
        for start, end in sorted(starts.items()):
            band = f"{start} km and more" if end is None else f"{start} to less than {end} km"
            cause = Cause(what=DifferenceCause.BAND, theirs=band, ours=f"{mobility.distance_km} km")
            yield cause, {"distance_km": start}


def _with_other_rates(ours: GrantBreakdown, calculator: GrantCalculator) -> Iterator[tuple[Cause, dict[str, object]]]:
    """Yield a country of each other group that has a rate of its own."""
    book = calculator.rulebook
    groups = {group.id: group.countries for group in book.country_groups}
    rates = (*book.monthly_rates, *book.daily_rates)
    named = {name for entry in rates for name in (entry.scope.receiving_groups or ())[:1]}
    mine = next((line.rate_eur for line in ours.lines if line.kind is LineKind.INDIVIDUAL_SUPPORT), None)
    for name in sorted(named, key=lambda name: (len(groups.get(name, ())), name)):  # the closest group first
        country = next((one for one in groups.get(name, ()) if one != ours.mobility.sending_country), None)
        if country is not None and mine is not None:
            cause = Cause(what=DifferenceCause.RATE, theirs=name, ours=str(mine))
            yield cause, {"receiving_country": country}


def _without_a_kind_of_line(ours: GrantBreakdown) -> Iterator[_Tried]:
    """Yield the grant without each kind of line; of one line of several other days are tried."""
    due: Counter[LineKind] = Counter()
    for line in ours.lines:
        due[line.kind] += to_cents(line.amount_eur)
    for kind, cents in due.items():
        cause = Cause(what=DifferenceCause.LEFT_OUT, theirs="0.00", ours=str(from_cents(cents)), part=kind.value)
        yield _Tried(cause, _with(ours, PART_OF[kind], -cents))


def _by_whole_months(ours: GrantBreakdown) -> Iterator[_Tried]:
    """Yield whole months, up and down, where days of months are due, and calendar days of months."""
    monthly = [line for line in ours.lines if line.basis is LineBasis.DAYS_OF_MONTH_RATE]
    if not monthly:
        return
    due, calendar = monthly[0].quantity, calendar_days(ours.mobility.start_date, ours.mobility.end_date)
    for days in (due // DAYS_OF_MONTH * DAYS_OF_MONTH, -(-due // DAYS_OF_MONTH) * DAYS_OF_MONTH, calendar):
        cents = dict(amounts_of(ours))
        for line in monthly:
            more = _amount(line, days) - to_cents(line.amount_eur)
            cents[PART_OF[line.kind]] += more
            cents["total_eur"] += more
        yield _Tried(Cause(what=DifferenceCause.DAYS, theirs=str(days), ours=str(due)), cents)


def _of_other_calls(ours: GrantBreakdown, book: Rulebook) -> Iterator[_Tried]:
    """Yield the grants by the rulebooks of other calls of the same actions and country."""
    payer = _payer(ours.mobility, book)
    matches = [match for action in book.actions for match in find_rulebooks(action=action, country=payer)]
    for match in matches:
        if match.rulebook_id != book.id and (match.country is None or payer is not None):
            grant = _computed(_calculator(match.rulebook_id), ours.mobility, {})
            if grant is not None:
                cause = Cause(what=DifferenceCause.RULEBOOK, theirs=match.rulebook_id, ours=book.id)
                yield _Tried(cause, amounts_of(grant))


def _payer(mobility: Mobility, book: Rulebook) -> str | None:
    """Return the country of the institution that pays: the home of a rulebook comes before what a mobility states."""
    if book.home is not None:
        return book.home.country
    return mobility.sending_country if mobility.direction is Direction.OUTGOING else mobility.receiving_country


@lru_cache(maxsize=16)
def _calculator(rulebook_id: str) -> GrantCalculator:
    return GrantCalculator(rulebook_id)


def _with(ours: GrantBreakdown, part: str, more: int) -> dict[str, int]:
    cents = amounts_of(ours)
    return cents | {part: cents[part] + more, "total_eur": cents["total_eur"] + more}


def _amount(line: GrantLine, quantity: int) -> int:
    return to_cents(
        line_amount(quantity=quantity, rate_eur=line.rate_eur, rate_days=line.rate_days, rounding=line.rounding)
    )
