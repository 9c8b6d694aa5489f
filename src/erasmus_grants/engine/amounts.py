"""What one mobility is paid, line by line, by the entries that apply to it.

Each amount rule is asked about the journey and the days; of an entry that is not known, the line is open.  The same for
the rows of a frame is in `engine/rows/amounts.py`.

Examples:
    >>> from erasmus_grants.engine.applicable_entries import EntryIndex
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> entries = EntryIndex(toy_rulebook()).of(toy_mobility())
    >>> [str(line.amount_eur) for line in paid_for_journey(entries, Decimal(250), TravelMode.STANDARD).lines]
    ['200.00']
"""

from decimal import Decimal
from itertools import chain
from typing import assert_never

from erasmus_grants.basics.periods import Stay
from erasmus_grants.basics.vocabulary import LineBasis, LineKind, TravelMode
from erasmus_grants.engine.applicable_entries import ApplicableEntries, CountryDecides, OpenRate, OpenTravelDays
from erasmus_grants.records.lines import RuleResult, unknown_line
from erasmus_grants.records.mobility import PaidDays
from erasmus_grants.rules import daily_rates, monthly_rates, short_stay_rates
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import travel_support
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.rate_ranges import lines_within
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.top_ups import TopUp, is_due, top_up
from erasmus_grants.rules.travel_days import TravelDays, funded_travel_days


def paid_for_journey(entries: ApplicableEntries, distance_km: Decimal | None, mode: TravelMode) -> RuleResult:
    """Return what is paid for a journey."""
    match entries.travel:
        case None:
            return RuleResult()
        case CountryDecides(source):
            return RuleResult(open_lines=(unknown_line(LineKind.TRAVEL_SUPPORT, LineBasis.PARTICIPANT, source),))
        case bands:
            return travel_support(distance_km, mode=mode, bands=bands)


def days_counted(entries: ApplicableEntries, stay: Stay) -> int:
    """Return the days on site that the rate of these entries pays for."""
    rate = entries.individual_support
    return daily_rates.days_counted(stay, rate) if isinstance(rate, DailyRate) else stay.net_days


def paid_for_days(entries: ApplicableEntries, days: PaidDays) -> RuleResult:
    """Return individual support and top-ups, as they are paid for the days of a stay."""
    outcomes = [_individual_support(entries, days), *(_top_up(entry, days) for entry in entries.top_ups)]
    return RuleResult(*(tuple(chain.from_iterable(parts)) for parts in zip(*outcomes, strict=True)))


def _individual_support(entries: ApplicableEntries, days: PaidDays) -> RuleResult:
    rate = entries.individual_support
    travel_days, journey = _travel_days(entries.travel_days, days)
    match rate:
        case None:
            return RuleResult()
        case CountryDecides(source):
            unknown = lines_within(days, term=entries.term, bounds=None, travel_days=0, source=source)
            return RuleResult(open_lines=(*unknown, *journey.open_lines))
        case OpenRate():
            term, bounds, source = entries.term, rate.bounds, rate.source
            unknown = lines_within(days, term=term, bounds=bounds, travel_days=travel_days, source=source)
            return RuleResult((), rate.findings, (*unknown, *journey.open_lines))
        case DailyRate():
            outcome = daily_rates.individual_support(days.days_on_site, travel_days=travel_days, rate=rate)
        case MonthlyRate():
            outcome = monthly_rates.individual_support(days, rate=rate, travel_days=travel_days)
        case ShortStayRate():
            outcome = short_stay_rates.individual_support(days.days_on_site, rate=rate, travel_days=travel_days)
        case _:  # pragma: no cover
            assert_never(rate)
    lines = outcome.lines
    if journey.open_lines:  # none are certainly funded, and that is no line
        lines = tuple(line for line in lines if line.basis is not LineBasis.TRAVEL_DAYS)
    return RuleResult(lines, (*journey.findings, *outcome.findings), (*outcome.open_lines, *journey.open_lines))


def _travel_days(rule: TravelDays | OpenTravelDays, days: PaidDays) -> tuple[int, RuleResult]:
    """Return the travel days that are certainly funded, and what there is to say about them."""
    if isinstance(rule, TravelDays):
        funded, findings = funded_travel_days(days.travel_days, mode=days.travel_mode, rule=rule)
        return funded, RuleResult((), findings)
    are_open = rule.also_usual if days.travel_days is None else days.travel_days > 0
    kind, basis, quantity = LineKind.INDIVIDUAL_SUPPORT, LineBasis.TRAVEL_DAYS, days.travel_days or 1
    return 0, RuleResult(open_lines=(unknown_line(kind, basis, rule.source, quantity=quantity),) if are_open else ())


def _top_up(entry: TopUp | CountryDecides, days: PaidDays) -> RuleResult:
    if not isinstance(entry, CountryDecides):
        return top_up(days, entry)
    if entry.kind is None or not is_due(entry.kind, days):
        return RuleResult()
    return RuleResult(open_lines=(unknown_line(entry.kind.line_kind, LineBasis.PARTICIPANT, entry.source),))
