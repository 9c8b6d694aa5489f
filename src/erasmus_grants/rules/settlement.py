"""What is due after the stay, line by line.

Eligibility is not judged again and nothing is re-classified: each line is the lower of what was agreed and what the
days attended come to, also of what is paid once by length of stay.  The journey is kept while at least one day was
attended.

Source:
    Université Savoie Mont Blanc, ICM for staff: a shorter stay reduces the funded days, a longer one changes nothing:
    https://www.univ-smb.fr/en/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/

Examples:
    >>> from erasmus_grants.testing import toy_calculator, toy_mobility
    >>> calculator = toy_calculator()
    >>> grant = calculator.calculate(toy_mobility())
    >>> attended = Attendance(start_date="2030-03-04", end_date="2030-03-07")
    >>> [str(line.entitled_eur) for line in calculator.settle(grant, attended).lines]
    ['200.00', '400.00', '200.00']
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pydantic import Field

from erasmus_grants.basics.field_types import Choice
from erasmus_grants.basics.lengths import Length, counted, reaches
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.money import ZERO_EUR, line_amount
from erasmus_grants.basics.periods import Stay
from erasmus_grants.basics.scope import SomeMembers
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import (
    BelowMinimum,
    Document,
    FindingCode,
    LineBasis,
    LineKind,
    Phrase,
    ReasonCode,
    Term,
)
from erasmus_grants.records.findings import Finding, Reason
from erasmus_grants.records.lines import GrantLine, is_for_journey
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.records.settlement import SettlementLine

_Pair = tuple[LineKind, LineBasis, Decimal]


class SettlementRule(Model):
    """How a grant is settled."""

    below_minimum: Choice[BelowMinimum] = Field(description="what a stay below the minimum is paid")
    tolerance_days: int = Field(
        default=0, ge=0, le=30, description="days by which a stay may fall short unreduced [days]"
    )
    tolerance_terms: SomeMembers[Term] = Field(
        default=(Term.LONG_TERM_PHYSICAL,), description="the stays for which that is tolerated"
    )
    source: Source = Field(description="where it is printed")


class Treatment(StrEnum):
    """What happens to the lines of a grant."""

    LOWER = "lower"
    """Days, and what is paid once by them, are the lower of agreed and attended; the journey is kept."""
    AS_AGREED = "as_agreed"
    JOURNEY_ONLY = "journey_only"
    NOTHING = "nothing"
    FORFEITED = "forfeited"


class Verdict(NamedTuple):
    """What happens to the lines, and what there is to say about it."""

    treatment: Treatment
    findings: tuple[Finding, ...] = ()


def verdict(
    mobility: Mobility,
    attendance: Attendance,
    *,
    term: Term,
    minimum: Length | None,
    rule: SettlementRule,
    has_journey: bool = True,
    at_actual_cost: bool = False,
) -> Verdict:
    """Return what happens to the lines of a grant.

    Args:
        mobility: The mobility as agreed.
        attendance: What was attended.
        term: How the agreed stay was classified.
        minimum: The shortest stay that was allowed, if the rulebook has a limit.
        rule: How the rulebook settles.
        has_journey: Whether the grant pays anything for the journey.
        at_actual_cost: Whether it pays what the journey cost.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> rule = toy_rulebook().settlement
        >>> verdict(toy_mobility(), Attendance(), term=Term.STAFF, minimum=None, rule=rule).treatment.value
        'nothing'
    """
    agreed, attended = mobility.stay, attendance.stay
    if not attended.net_days:
        journey = Phrase.JOURNEY_PAID_AT_COST if at_actual_cost else Phrase.JOURNEY_PAID
        return _no_day_attended(attendance, rule, journey if has_journey else Phrase.NO_JOURNEY_PAID)
    missed = None if minimum is None or reaches(attended, minimum) else minimum
    if missed is None and _is_tolerated(agreed, attended, term, rule):
        code, days, tolerance = FindingCode.SHORTFALL_TOLERATED, _paid_days(attended, term), rule.tolerance_days
        finding = Finding.of(code, rule.source, attended=days, agreed=_paid_days(agreed, term), tolerance=tolerance)
        return Verdict(Treatment.AS_AGREED, (finding,))
    if missed is not None:
        return _below_minimum(attended, missed, attendance, rule)
    days_agreed, days_attended = _paid_days(agreed, term), _paid_days(attended, term)
    if days_attended > days_agreed:
        code = FindingCode.STAY_LONGER_THAN_AGREED
        return Verdict(Treatment.LOWER, (Finding.of(code, rule.source, attended=days_attended, agreed=days_agreed),))
    return Verdict(Treatment.LOWER)


def settlement_lines(
    agreed: tuple[GrantLine, ...],
    attended: tuple[GrantLine, ...],
    treatment: Treatment,
    *,
    travel_cost_eur: Decimal | None = None,
    is_cost_missing: bool = False,
    top_ups_eur: Mapping[LineKind, Decimal] = MappingProxyType({}),
) -> tuple[SettlementLine, ...]:
    """Return the lines of a settlement.

    Args:
        agreed: The lines of the grant.
        attended: The lines that the days attended come to, by the same rules.
        treatment: What happens to them.
        travel_cost_eur: What the journey cost, where the rulebook pays that [EUR]; None: the amount of the band.
        is_cost_missing: Whether the rulebook pays what the journey cost, and nobody stated it.
        top_ups_eur: What is paid once by length of stay, for the days attended [EUR].

    Examples:
        >>> settlement_lines((), (), Treatment.LOWER)
        ()
    """
    settled: list[SettlementLine] = []
    for line, available in zip(agreed, _for_days_attended(agreed, attended), strict=True):
        due = _due_by_days(line, available, treatment)
        if line.kind is LineKind.TRAVEL_SUPPORT and due.quantity:
            due = _without_cost(due) if is_cost_missing else _at_cost(due, travel_cost_eur)
        if treatment is Treatment.LOWER:
            due = _top_up_of_days(due, top_ups_eur.get(line.kind))
        settled.append(_line(line, due))
    return tuple(settled)


def _pair(line: GrantLine) -> _Pair:
    """Return what an agreed and an attended line have in common."""
    return line.kind, line.basis, line.rate_eur


def _for_days_attended(agreed: tuple[GrantLine, ...], attended: tuple[GrantLine, ...]) -> Iterator[int]:
    """Yield for each line that was agreed how many the days attended come to.

    Lines of the same rate share them: each takes as many as were agreed, and the last one takes all that are left.
    """
    left, lines_left = Counter[_Pair](), Counter(map(_pair, agreed))
    for line in attended:
        left[_pair(line)] += line.quantity
    for line in agreed:
        pair = _pair(line)
        lines_left[pair] -= 1
        taken = min(left[pair], line.quantity) if lines_left[pair] else left[pair]
        left[pair] -= taken
        yield taken


class _Due(NamedTuple):
    """What is due of a line: how many, what they come to [EUR], and why."""

    quantity: int
    eur: Decimal
    reasons: tuple[Reason, ...]


def _due_by_days(agreed: GrantLine, attended_quantity: int, treatment: Treatment) -> _Due:
    """Return what is due of a line for the days attended, whatever its journey cost."""
    quantity, code = _quantity_due(agreed, attended_quantity, treatment)
    reasons: tuple[Reason, ...] = (Reason.of(code),)
    if code is ReasonCode.LOWER_OF_AGREED_AND_ATTENDED:
        compared = Reason.of(code, agreed=agreed.quantity, attended=attended_quantity)
        reasons = (compared, *(one for one in agreed.reasons if one.code is ReasonCode.FUNDED_PART_OF_STAY))
    eur = line_amount(quantity=quantity, rate_eur=agreed.rate_eur, rate_days=agreed.rate_days, rounding=agreed.rounding)
    return _Due(quantity, eur, reasons)


def _without_cost(due: _Due) -> _Due:
    """Return what is due of a journey that is paid at a cost that nobody stated."""
    reason = Reason.of(ReasonCode.ACTUAL_COST_NOT_STATED, agreed_eur=str(due.eur))
    return due._replace(eur=ZERO_EUR, reasons=(reason,))


def _at_cost(due: _Due, cost_eur: Decimal | None) -> _Due:
    """Return what is due of a journey at its actual cost; None: the amount of the band is paid."""
    if cost_eur is None:
        return due
    code = ReasonCode.LOWER_OF_AGREED_AND_ACTUAL_COST
    reason = Reason.of(code, cost_eur=str(cost_eur), agreed_eur=str(due.eur))
    return due._replace(eur=min(due.eur, cost_eur), reasons=(reason,))


def _top_up_of_days(due: _Due, attended_eur: Decimal | None) -> _Due:
    """Return what is due of a top-up that is paid once, for the days attended; None: the line is none."""
    if attended_eur is None or attended_eur >= due.eur:
        return due
    code = ReasonCode.LOWER_TOP_UP_OF_DAYS_ATTENDED
    reason = Reason.of(code, attended_eur=str(attended_eur), agreed_eur=str(due.eur))
    return due._replace(eur=attended_eur, reasons=(reason,))


def _line(agreed: GrantLine, due: _Due) -> SettlementLine:
    return SettlementLine(
        kind=agreed.kind,
        basis=agreed.basis,
        rate_eur=agreed.rate_eur,
        rate_days=agreed.rate_days,
        rounding=agreed.rounding,
        agreed_quantity=agreed.quantity,
        agreed_eur=agreed.amount_eur,
        entitled_quantity=due.quantity,
        entitled_eur=due.eur,
        reasons=due.reasons,
        source=agreed.source,
    )


def _quantity_due(agreed: GrantLine, attended_quantity: int, treatment: Treatment) -> tuple[int, ReasonCode]:
    """Return the quantity that is due, and why."""
    journey = is_for_journey(agreed)
    match treatment:
        case Treatment.NOTHING:
            return 0, ReasonCode.NOT_ATTENDED
        case Treatment.FORFEITED:
            return 0, ReasonCode.FORFEITED
        case Treatment.JOURNEY_ONLY if not journey:
            return 0, ReasonCode.NOT_ATTENDED
        case Treatment.LOWER if not journey and agreed.basis is not LineBasis.PARTICIPANT:
            return min(agreed.quantity, attended_quantity), ReasonCode.LOWER_OF_AGREED_AND_ATTENDED
        case _:
            return agreed.quantity, ReasonCode.KEPT_AS_AGREED


def _no_day_attended(attendance: Attendance, rule: SettlementRule, journey: Phrase) -> Verdict:
    code, kept = FindingCode.STAY_DID_NOT_TAKE_PLACE, attendance.force_majeure
    due = journey if kept else Phrase.NOTHING_DUE_WITHOUT_STAY
    if attendance.start_date is None and Document.CERTIFICATE_OF_ATTENDANCE in attendance.documents:
        finding = Finding.of(code, rule.source, consequence=Phrase.CERTIFICATE_WITHOUT_DATES, due=due)
    else:
        finding = Finding.of(code, rule.source, consequence=due)
    return Verdict(Treatment.JOURNEY_ONLY if kept else Treatment.NOTHING, (finding,))


def _paid_days(stay: Stay, term: Term) -> int:
    """Return the days of a stay as they are paid: long-term students by months of thirty days."""
    return stay.net_days_360 if term is Term.LONG_TERM_PHYSICAL else stay.net_days


def _is_tolerated(agreed: Stay, attended: Stay, term: Term, rule: SettlementRule) -> bool:
    shortfall = _paid_days(agreed, term) - _paid_days(attended, term)
    return term in rule.tolerance_terms and 0 < shortfall <= rule.tolerance_days


def _below_minimum(attended: Stay, minimum: Length, attendance: Attendance, rule: SettlementRule) -> Verdict:
    forfeited = rule.below_minimum is BelowMinimum.FORFEIT and not attendance.force_majeure
    length, unit = counted(attended, minimum)
    finding = Finding.of(
        FindingCode.STAY_BELOW_MINIMUM,
        rule.source,
        length=length,
        unit=unit,
        minimum=minimum.value,
        minimum_unit=minimum.unit,
        consequence=Phrase.NOTHING_DUE_BELOW_MINIMUM if forfeited else Phrase.DAYS_ATTENDED_PAID,
    )
    return Verdict(Treatment.FORFEITED if forfeited else Treatment.LOWER, (finding,))
