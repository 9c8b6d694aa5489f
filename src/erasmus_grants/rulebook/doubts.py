"""What a rulebook may say, and what somebody should look at all the same: misprints that every other check lets pass.

Nothing of it is wrong for certain.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> bands = [{"from_km": 0, "standard_eur": 9, "green_eur": 6}]
    >>> table = toy_rulebook().travel_support[0].model_copy(update={"bands": bands})
    >>> [sentence for _, sentence in doubts_of(toy_rulebook().model_copy(update={"travel_support": [table]}))]
    ['from 0 km on green travel is paid 6.00 EUR, less than the 9.00 EUR of standard travel']
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from itertools import combinations, product
from typing import Final, NamedTuple, assert_never

from erasmus_grants.basics.decimals import EXACT, plain
from erasmus_grants.basics.periods import weekdays_until
from erasmus_grants.basics.problems import Place
from erasmus_grants.basics.scope import Entry, Scope, scope_in_words, tables_of
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    DayCounting,
    PaymentKind,
    PaymentTrigger,
    Term,
    TopUpKind,
    TravelMode,
)
from erasmus_grants.rulebook.domain import Domain, domain_of, funded_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.short_forms import place_in_words
from erasmus_grants.rulebook.tables import RANGE_TABLES, RATE_TABLES, YEAR_IN_ID, RulebookTables
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.payment_split import PaymentBounds, PaymentSplit
from erasmus_grants.rules.rate_ranges import DailyRateRange, percentages
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.short_term import ShortTermRule
from erasmus_grants.rules.teaching import TeachingHours
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp
from erasmus_grants.rules.travel_days import TravelDays, travel_days_limit

_HAVE_TOP_UP: Final[Mapping[TopUpKind, Scope]] = {
    TopUpKind.TOP_UP_FEWER_OPPORTUNITIES: Scope(fewer_opportunities=True),
    TopUpKind.TOP_UP_TRAINEESHIP: Scope(activities=(ActivityType.SMT, ActivityType.SMS)),
    TopUpKind.TOP_UP_GREEN_TRAVEL: Scope(),
}
_CALL = re.compile(r"\bcalls? ([0-9]{4})(?![0-9])")


def doubts_of(rulebook: RulebookTables) -> Iterator[tuple[Place, str]]:
    """Yield what a rulebook may say, and what somebody should look at all the same: the place, and a sentence."""
    domain = domain_of(rulebook)
    yield from _of_the_call(rulebook)
    for name in tables_of(type(rulebook)):
        entries: tuple[Entry, ...] = getattr(rulebook, name)
        for number, entry in enumerate(entries):
            for sentence in (*_of_entry(entry, rulebook, domain), *_paying_nothing(entry)):
                yield (name, number), sentence
    yield from _other_percentages(rulebook, domain)
    yield from _longer_top_ups(rulebook, domain)
    yield from _days_without_tier(rulebook, domain)
    yield from _short_stays_of_any_length(rulebook, domain)


def doubt_told(rulebook: Rulebook, place: Place, sentence: str) -> str:
    """Return a doubt with its place; of a rulebook that is based on another, no file numbers the entries so.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> doubt_told(toy_rulebook(), ("daily_rates", 0), "is that meant?")
        'daily_rates, entry 1: is that meant?'
    """
    where = place_in_words(place)
    if rulebook.based_on is not None and place[0] in tables_of(type(rulebook)):
        entries: tuple[Entry, ...] = getattr(rulebook, str(place[0]))
        where = f"{place[0]}, for {scope_in_words(entries[int(place[1])].scope)}"
    return f"{where}: {sentence}"


def _of_the_call(rulebook: RulebookTables) -> Iterator[tuple[Place, str]]:
    """Yield what does not fit to the call years."""
    if not rulebook.call_years:
        return
    first, calls = min(rulebook.call_years), ", ".join(map(str, rulebook.call_years))
    for name, years in (("id", YEAR_IN_ID.findall(rulebook.id)), ("title", _CALL.findall(rulebook.title))):
        for year in years:
            if int(year) not in rulebook.call_years:
                yield (name,), f"it names {year}, and call_years is {calls}"
    for number, source in enumerate(rulebook.sources):
        if source.read_on.year < first - 1:
            sentence = f"{source.id} was read on {source.read_on}, more than a year before call {first}"
            yield ("sources", number), sentence
    years_after = None if rulebook.agreement_years is None else rulebook.agreement_years.years_after_call
    for number, agreement in enumerate(rulebook.agreements):
        start, end = agreement.start_date, agreement.end_date
        if start.year < first:
            yield ("agreements", number), f"agreement {agreement.id} starts on {start}, before call {first}"
        if years_after is not None and end.year > max(rulebook.call_years) + years_after:
            sentence = f"agreement {agreement.id} ends on {end}, more than {years_after} years after call {calls}"
            yield ("agreements", number), sentence


def _of_entry(entry: Entry, rulebook: RulebookTables, domain: Domain) -> Iterator[str]:
    match entry:
        case DistanceBands():
            for band in entry.bands:
                standard, green = band.standard_eur, band.green_eur
                if standard is not None and green is not None and green < standard:
                    yield (
                        f"from {band.from_km} km on green travel is paid {green} EUR, "
                        f"less than the {standard} EUR of standard travel"
                    )
        case DailyRate() if entry.tiers[0].share != 1:
            yield f"the first days are paid {plain(entry.tiers[0].share)} of the rate, and not the whole"
        case TravelDays():
            usual, most, by_green = entry.funded_travel_days, entry.most_travel_days, entry.green_travel_days
            if most is not None and most < usual:
                yield f"most_travel_days is {most}, less than the {usual} that nobody has to ask for"
            if by_green is not None and by_green < travel_days_limit(TravelMode.STANDARD, entry):
                yield f"green travel has {by_green} travel days at most, fewer than standard travel"
        case TeachingHours() if entry.hours_per_week_combined > entry.hours_per_week:
            combined, alone = entry.hours_per_week_combined, entry.hours_per_week
            yield f"{combined} hours of teaching with training are more than the {alone} without"
        case PaymentSplit():
            yield from _of_instalments(entry)
            yield from _outside_bounds(entry, rulebook.payment_bounds, domain)
        case _:
            pass


def _paying_nothing(entry: Entry) -> Iterator[str]:
    """Yield each amount and share of what is paid that is 0, but for journeys that begin a first band at 0 km."""
    match entry:
        case DistanceBands():
            for band in entry.bands:
                if band.from_km and band.standard_eur == 0:
                    yield f"from {band.from_km} km on nothing is paid; a decision to pay no journeys is not_paid"
        case DailyRate() | MonthlyRate() | ShortStayRate() | OnceTopUp() | MonthlyTopUp():
            advice = _how_to_fund_fewer_days(entry) if isinstance(entry, DailyRate) else ""
            yield from (f"{name} is 0: nothing is paid{advice}" for name, figure in entry.figures.items() if not figure)
        case _:
            pass


def _how_to_fund_fewer_days(rate: DailyRate) -> str:
    """Return how a rate says that later days are not funded, if its last tier pays nothing."""
    last = rate.tiers[-1]
    if last.share or last.from_day == 1:
        return ""
    return f"; if that is meant, end the tiers there, and let funded_days_cap be {last.from_day - 1}"


def _of_instalments(split: PaymentSplit) -> Iterator[str]:
    kinds = [instalment.kind for instalment in split.instalments]
    for number, instalment in enumerate(split.instalments, start=1):
        if (instalment.kind is PaymentKind.BALANCE) is not (instalment.trigger is PaymentTrigger.AFTER_REPORT):
            yield (
                f"instalment {number} is {instalment.kind} and paid {instalment.trigger}; "
                "a balance is what is paid after the report"
            )
    if kinds.count(PaymentKind.BALANCE) > 1:
        yield f"{kinds.count(PaymentKind.BALANCE)} instalments are balance, which is the last one alone"


def _outside_bounds(split: PaymentSplit, table: Iterable[PaymentBounds], domain: Domain) -> Iterator[str]:
    early = (each.individual_share for each in split.instalments if each.kind is PaymentKind.PRE_FINANCING)
    before = reduce(EXACT.add, early, Decimal(0))
    for bounds in table:
        least, most = bounds.minimum_pre_financing_share, bounds.maximum_pre_financing_share
        if not least <= before <= most and domain.overlap(split.scope, bounds.scope):
            yield (
                f"{plain(before)} of all but travel support is paid before the balance, and payment_bounds says "
                f"{plain(least)} to {plain(most)} ({bounds.source.id})"
            )


def _other_percentages(rulebook: RulebookTables, domain: Domain) -> Iterator[tuple[Place, str]]:
    """Yield each daily rate that is another percentage of its range than one before it.

    The guide wants one percentage of the range for staff in all receiving countries; some institutions depart from it.
    """
    domain = funded_of(rulebook, domain, Term.STAFF)
    parts = [
        (number, rate, part)
        for number, rate in enumerate(rulebook.daily_rates)
        if isinstance(rate, DailyRate)
        for bounds in rulebook.daily_rate_ranges
        if domain.overlap(rate.scope, bounds.scope)
        for part in [percentages(rate.rate_eur_per_day, bounds)]
        if part is not None
    ]
    for (_, one, ours), (number, other, theirs) in combinations(parts, 2):
        apart = max(ours[0], theirs[0]) > min(ours[1], theirs[1])
        if apart and not domain.sending_countries(one.scope).isdisjoint(domain.sending_countries(other.scope)):
            sentence = (
                f"{other.rate_eur_per_day} EUR and {one.rate_eur_per_day} EUR are not the same percentage of their "
                "ranges; the guide wants one percentage for all receiving countries"
            )
            yield ("daily_rates", number), sentence


def _longer_top_ups(rulebook: RulebookTables, domain: Domain) -> Iterator[tuple[Place, str]]:
    """Yield each monthly rate that ends before a top-up of the same month does."""
    monthly = [entry for entry in rulebook.top_ups if isinstance(entry, MonthlyTopUp)]
    rates = [(number, rate) for number, rate in enumerate(rulebook.monthly_rates) if isinstance(rate, MonthlyRate)]
    for (number, rate), top_up in product(rates, monthly):
        cap, days = rate.funded_days_cap, top_up.funded_days_cap
        if cap is not None and (days is None or days > cap) and domain.overlap(rate.scope, top_up.scope):
            sentence = (
                f"the rate ends after {cap} days, and {top_up.kind} ({top_up.source.id}) is paid for "
                f"{'all' if days is None else days} days; give both one funded_days_cap"
            )
            yield ("monthly_rates", number), sentence


class _Allowed(NamedTuple):
    """Stays that are allowed: calendar days that the shortest and the longest have for certain, and the page."""

    shortest: int
    longest: int
    source: Source


def _days_without_tier(rulebook: RulebookTables, domain: Domain) -> Iterator[tuple[Place, str]]:
    """Yield each entry with tiers none of which has the longest stays that are allowed, or none the shortest."""
    for term in Term:
        funded = funded_of(rulebook, domain, term)
        for name in (RATE_TABLES[term], RANGE_TABLES.get(term), "top_ups"):
            entries: tuple[Entry, ...] = () if name is None else getattr(rulebook, name)
            for number, entry in enumerate(entries):
                for sentence in _beside_tiers(entry, rulebook, funded, term):
                    yield (str(name), number), sentence


def _beside_tiers(entry: Entry, rulebook: RulebookTables, funded: Domain, term: Term) -> Iterator[str]:
    if not isinstance(entry, DailyRate | DailyRateRange | ShortStayRate | OnceTopUp) or not entry.tiers:
        return
    first, last = entry.tiers[0].from_day, entry.tiers[-1].to_day
    if first == 1 and last is None:
        return
    allowed = list(_allowed(entry, rulebook, funded, term))
    short = min(allowed, key=lambda stays: stays.shortest, default=None)
    if short is not None and short.shortest < first:
        yield (
            f"the first tier begins with day {first}, and stays of {short.shortest} days are allowed "
            f"({short.source.id}): they have no top-up"
        )
    long = max(allowed, key=lambda stays: stays.longest, default=None)
    if long is not None and last is not None and _most_days(entry, long.longest) > last:
        nothing = "they have no top-up" if isinstance(entry, OnceTopUp) else "their later days are paid nothing"
        advice = f"; if that is meant, let funded_days_cap be {last}" if isinstance(entry, DailyRate) else ""
        yield (
            f"the last tier ends with day {last}, and stays of {long.longest} days are allowed "
            f"({long.source.id}): {nothing}{advice}"
        )


def _most_days(entry: Entry, days: int) -> int:
    """Return how many days of a stay of so many an entry counts at most."""
    if not isinstance(entry, DailyRate):
        return days
    if entry.counting is DayCounting.WEEKDAYS:
        days = weekdays_until(days)  # those of a stay that begins on a Monday
    return days if entry.funded_days_cap is None else min(days, entry.funded_days_cap)


def _allowed(entry: Entry, rulebook: RulebookTables, funded: Domain, term: Term) -> Iterator[_Allowed]:
    """Yield the stays that each limit allows to mobilities of an entry."""
    due = funded.within([_HAVE_TOP_UP[entry.kind]]) if isinstance(entry, OnceTopUp) else funded
    for scope, least, most in _lengths_of(term, rulebook.short_term):
        those = due.within([scope])
        for limit in rulebook.durations:
            shortest = max(limit.minimum.most_days, least)
            longest = min(limit.maximum.fewest_days, most or limit.maximum.fewest_days)
            if shortest <= longest and those.overlap(entry.scope, limit.scope):
                yield _Allowed(shortest, longest, limit.source)


def _lengths_of(term: Term, rule: ShortTermRule | None) -> Iterator[tuple[Scope, int, int | None]]:
    """Yield the mobilities of a term, and between which days they are of it; None: there is no end."""
    match term:
        case Term.STAFF:
            yield Scope(), 1, None
        case Term.LONG_TERM_PHYSICAL:
            yield Scope(), 1 if rule is None else rule.maximum_days + 1, None
        case Term.SHORT_TERM_PHYSICAL:
            yield Scope(blended_intensive_programme=True), 1, None
            if rule is not None and rule.activities:
                by_length = Scope(activities=rule.activities, roles=rule.roles, blended_intensive_programme=False)
                yield by_length, 1, rule.maximum_days
        case _:  # pragma: no cover
            assert_never(term)


def _short_stays_of_any_length(rulebook: RulebookTables, domain: Domain) -> Iterator[tuple[Place, str]]:
    """Yield that some short stays have no limit in `durations`, although `short_term` names the shortest one."""
    rule = rulebook.short_term
    if rule is None or not rule.activities or rule.minimum_days == 1:
        return
    by_length = Scope(activities=rule.activities, roles=rule.roles, blended_intensive_programme=False)
    funded = funded_of(rulebook, domain, Term.SHORT_TERM_PHYSICAL)
    if not funded.is_covered(by_length, [limit.scope for limit in rulebook.durations]):
        sentence = f"minimum_days is {rule.minimum_days}, and durations has no limit of some short stays"
        yield ("short_term",), f"{sentence}: they are paid from 1 day on"
