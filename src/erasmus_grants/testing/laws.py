"""Laws that every sound rulebook obeys, to be tested with mobilities that are drawn around its own edges.

Subclass `RulebookLaws` in a test file; each law is one test:

    class TestOurRules(RulebookLaws):
        rulebook = load_rulebook("ours.toml")

A rulebook that breaks a law fails with a sentence that names the table and the entry.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> obeys(toy_rulebook(), LAWS[0], settings(max_examples=5, database=None))
    >>> cheaper = toy_rulebook().travel_support[0].model_copy(update={"bands": (
    ...     {"from_km": 10, "below_km": 500, "standard_eur": "200.00"}, {"from_km": 500, "standard_eur": "150.00"},
    ... )})
    >>> broken = toy_rulebook().model_copy(update={"travel_support": (cheaper,)})
    >>> law = next(law for law in LAWS if law.name == "travel_support_never_falls_with_distance")
    >>> try:
    ...     obeys(broken, law, settings(max_examples=200, database=None))
    ... except BrokenLawError as error:
    ...     print(str(error).split(":")[0])
    travel_support, entry for all mobilities
"""

import pickle
import unittest
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, TypeAlias, TypeVar

from hypothesis import HealthCheck, Phase, assume, given, reject, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.errors import check_kind, did_you_mean, quoted
from erasmus_grants.basics.money import from_cents, to_cents, total_eur
from erasmus_grants.basics.periods import weekdays
from erasmus_grants.basics.scope import Entry
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
from erasmus_grants.engine.applicable_entries import ApplicableEntries, EntryIndex
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.lines import GrantLine
from erasmus_grants.records.mobility import Attendance, Mobility
from erasmus_grants.rulebook.export import file_data, toml_text
from erasmus_grants.rulebook.from_data import rulebook_of
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.parsing import Data, parsed
from erasmus_grants.rulebook.report import in_words
from erasmus_grants.rulebook.short_forms import FormError, Shelf
from erasmus_grants.rulebook.tables import RATE_TABLES
from erasmus_grants.rulebooks.loading import AnyRulebook, as_rulebook
from erasmus_grants.rules.distance_bands import travel_support
from erasmus_grants.rules.payment_split import PaymentSplit, payments
from erasmus_grants.rules.top_ups import OnceTopUp
from erasmus_grants.testing._mobilities import (
    IneligibleMobility,
    attendances,
    explored,
    ineligible_mobilities,
    mobilities,
    undetermined_mobilities,
)
from erasmus_grants.testing._numbers import distances
from erasmus_grants.testing._tables import payment_split_tables

_AnyCase = TypeVar("_AnyCase")
_Check: TypeAlias = Callable[["Subject", _AnyCase], None]

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

_MOST_YEARS = 40
_HEALTH_CHECKS = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)


class BrokenLawError(AssertionError):
    """A rulebook breaks a law; the message names the table, the entry and the smallest case that was found."""


class Subject(NamedTuple):
    """The rulebook on trial."""

    calculator: GrantCalculator
    entry_index: EntryIndex

    @classmethod
    def of(cls, rulebook: Rulebook) -> "Subject":
        """Return a rulebook with what computes by it."""
        return cls(GrantCalculator(rulebook), EntryIndex(rulebook))

    def grant(self, mobility: Mobility) -> GrantBreakdown:
        """Return the grant of a mobility."""
        return self.calculator.calculate(mobility)

    def entries(self, mobility: Mobility) -> ApplicableEntries:
        """Return the entries that apply to a mobility."""
        return self.entry_index.of(mobility)


class Law(NamedTuple):
    """Something that is true of every sound rulebook.

    Attributes:
        name: Short name, the same in every version.
        sentence: What is true, in a sentence.
        test: Raises `BrokenLawError` if it is not true of a rulebook; see `obeys`.
    """

    name: str
    sentence: str
    test: Callable[[Rulebook, settings, int | None], None]


def obeys(rulebook: AnyRulebook, law: Law | str, how: settings | None = None, *, seed: int | None = None) -> None:
    """Raise an error if a rulebook breaks a law.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        law: One of `LAWS`, or its name.
        how: How many cases are drawn; None: as the profile of Hypothesis says.
        seed: What they are drawn from; None: by chance.

    Raises:
        BrokenLawError: It does; the message tells the smallest case that was found.
        InvalidArgument: No mobility of which the law could be true or not was found or drawn.
        ValueError: No law has this name.
        TypeError: It is no rulebook, or no law.
    """
    book, chosen_law = as_rulebook(rulebook), _law_named(law)
    given_or_default = settings() if how is None else how
    check_kind(given_or_default, settings, "how many cases are drawn is said by settings of Hypothesis, not {}")
    chosen = settings(
        given_or_default,
        deadline=None,
        suppress_health_check=_HEALTH_CHECKS,
        print_blob=False,
        phases=[phase for phase in given_or_default.phases if phase is not Phase.explain],
    )
    chosen_law.test(book, chosen, seed)


def _law_named(law: Law | str) -> Law:
    """Return a law that a caller gives or names."""
    check_kind(law, (Law, str), "a law is one of LAWS, or its name, not {}")
    if isinstance(law, Law):
        return law
    by_name = {each.name: each for each in _LAWS}
    if law not in by_name:
        raise ValueError(f"no law is called {quoted(law)}{did_you_mean(law, by_name) or '; LAWS has them all'}")
    return by_name[law]


_LAWS: Final[list[Law]] = []
"""The laws, in the order of this file."""


def _law(
    name: str,
    sentence: str,
    cases: Callable[[Rulebook], SearchStrategy[_AnyCase]],
    *,
    tables: Callable[[Rulebook], None] = lambda _rulebook: None,
) -> Callable[[_Check[_AnyCase]], _Check[_AnyCase]]:
    """Make a check the next law: it raises `BrokenLawError` if a case breaks the law.

    A case in which there is nothing to compare is passed over with `assume` or `reject`, and another one is drawn.

    Args:
        name: The name of the law; that of its test in `RulebookLaws` is `test_` and this.
        sentence: Its sentence.
        cases: Returns what is drawn of a rulebook.
        tables: Raises the error if a table breaks the law, whether or not any mobility is funded by it.
    """

    def registered(check: _Check[_AnyCase]) -> _Check[_AnyCase]:
        def test(rulebook: Rulebook, how: settings, seed: int | None) -> None:
            tables(rulebook)
            try:
                _try_cases(cases(rulebook), partial(check, Subject.of(rulebook)), how, seed)
            except Unsatisfiable:
                sentence = f"no case that was drawn of rulebook {rulebook.id} has anything to compare"
                raise InvalidArgument(sentence) from None

        _LAWS.append(Law(name, sentence, test))
        return check

    return registered


def _try_cases(
    cases: SearchStrategy[_AnyCase], check: Callable[[_AnyCase], None], how: settings, seed: int | None
) -> None:
    @how
    @given(cases)
    def every_case(case: _AnyCase) -> None:
        check(case)

    run = every_case if seed is None else seeded(seed)(every_case)
    run()


def _entry(table: str, entry: object) -> str:
    """Return a table and entry in words; what stands in place of an entry has no scope."""
    scope = {} if not isinstance(entry, Entry) else entry.scope.model_dump(mode="json", exclude_defaults=True)
    return f"{table}, entry for {in_words(scope) if scope else 'all mobilities'}"


def _rates_of(subject: Subject, mobility: Mobility) -> str:
    entries = subject.entries(mobility)
    return _entry(RATE_TABLES[entries.term], entries.individual_support)


def _stay_in_words(mobility: Mobility) -> str:
    away = f", days of interruption: {mobility.interruption_days}" if mobility.interruption_days else ""
    return f"{mobility.activity} {mobility.direction}, {mobility.start_date} to {mobility.end_date}{away}"


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


# --- what is drawn ----------------------------------------------------------------------------------------------------


class Attended(NamedTuple):
    """A grant, and what was attended of it."""

    grant: GrantBreakdown
    attendance: Attendance


def _with_split(rulebook: Rulebook) -> SearchStrategy[tuple[Mobility, PaymentSplit]]:
    return st.tuples(mobilities(rulebook), payment_split_tables())


def _with_distance(rulebook: Rulebook) -> SearchStrategy[tuple[Mobility, Decimal]]:
    return st.tuples(mobilities(rulebook), distances(rulebook))


def _with_days(rulebook: Rulebook) -> SearchStrategy[tuple[Mobility, int]]:
    return st.tuples(mobilities(rulebook), st.integers(1, 40))


def _with_years(rulebook: Rulebook) -> SearchStrategy[tuple[Mobility, int]]:
    """Return mobilities, and years after which there may be an agreement still."""
    years = [day.year for agreement in rulebook.agreements for day in (agreement.start_date, agreement.end_date)]
    most = max(1, max(years) - min(years)) if years else _MOST_YEARS
    return st.tuples(mobilities(rulebook), st.integers(1, most))


def _attended(rulebook: Rulebook) -> SearchStrategy[Attended]:
    grants = mobilities(rulebook).map(explored(rulebook).calculator.calculate)
    return grants.flatmap(lambda grant: st.builds(Attended, st.just(grant), attendances(grant)))


def _any_answer(rulebook: Rulebook) -> SearchStrategy[Mobility]:
    """Return mobilities that are granted, refused and not yet known, as far as some of each are found."""
    refused = _if_found(lambda: ineligible_mobilities(rulebook)).map(lambda case: case.mobility)
    return st.one_of(_not_refused(rulebook), refused)


def _not_refused(rulebook: Rulebook) -> SearchStrategy[Mobility]:
    """Return mobilities that are granted or not yet known, as far as some of each are found."""
    return st.one_of(
        _if_found(lambda: mobilities(rulebook)),
        _if_found(lambda: undetermined_mobilities(rulebook)),
    )


def _if_found(strategy: Callable[[], SearchStrategy[_AnyCase]]) -> SearchStrategy[_AnyCase]:
    """Return a strategy, or one that draws nothing if the search for its cases finds none."""
    try:
        return strategy()
    except InvalidArgument:
        return st.nothing()


def _nothing(_rulebook: Rulebook) -> SearchStrategy[None]:
    return st.none()


# --- the sums ---------------------------------------------------------------------------------------------------------


@_law("total_is_the_sum_of_its_lines", "The total of a grant is the sum of its lines.", _any_answer)
def _total(subject: Subject, mobility: Mobility) -> None:
    grant = subject.grant(mobility)
    assume(grant.total_eur is not None)
    lines = total_eur(line.amount_eur for line in grant.lines)
    if grant.total_eur != lines:
        raise BrokenLawError(f"the lines of {_stay_in_words(mobility)} add up to {lines} EUR, not {grant.total_eur}")


@_law("payments_add_up_to_the_total", "Payments add up to the grant to the cent, for every split.", _with_split)
def _payments(subject: Subject, case: tuple[Mobility, PaymentSplit]) -> None:
    mobility, drawn = case
    grant, own = subject.grant(mobility), subject.entries(mobility).split
    paid = [(f"a split that was drawn, {in_words(_shares(drawn))}", payments(grant.lines, split=drawn))]
    if isinstance(own, PaymentSplit):
        paid.append((_entry("payment_splits", own), grant.payments))
    for place, each in paid:
        together = total_eur(payment.amount_eur for payment in each)
        if together != grant.total_eur:
            raise BrokenLawError(
                f"{place}: {_stay_in_words(mobility)} is paid {grant.total_eur} EUR, "
                f"and its payments add up to {together} EUR"
            )


def _shares(split: PaymentSplit) -> list[Data]:
    """Return the shares of a split's instalments."""
    shares: list[Data] = split.model_dump(mode="json")["instalments"]
    return [
        f"{share['travel_share']} of travel and {share['individual_share']} of the rest"
        for share in shares
        if isinstance(share, dict)
    ]


@_law("no_amount_is_negative", "No amount is negative.", mobilities)
def _not_negative(subject: Subject, mobility: Mobility) -> None:
    grant = subject.grant(mobility)
    amounts = (
        grant.total_eur or Decimal(0),
        *(line.amount_eur for line in grant.lines),
        *(paid.amount_eur for paid in grant.payments),
    )
    if min(amounts) < 0:
        raise BrokenLawError(
            f"{_rates_of(subject, mobility)}: {_stay_in_words(mobility)} has an amount of {min(amounts)} EUR"
        )


# --- journeys and days ------------------------------------------------------------------------------------------------


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
                f"{_entry('travel_support', table)}: from {from_km} km on {less} EUR are paid, and from "
                f"{farther_km} km on, which is farther, {more} EUR ({mode} travel); "
                f"look both up in source {table.source.id}"
            )


@_law("travel_support_never_falls_with_distance", "A longer journey is never paid less.", _with_distance, tables=_bands)
def _travel(subject: Subject, case: tuple[Mobility, Decimal]) -> None:
    mobility, other_km = case
    near_km, far_km = sorted([mobility.distance_km or Decimal(0), other_km])
    near, far = (_journey(subject.grant(mobility.model_copy(update={"distance_km": km}))) for km in (near_km, far_km))
    if near is None or far is None:
        reject()
    if far.amount_eur < near.amount_eur:
        place = _entry("travel_support", subject.entries(mobility).travel)
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
                        f"{_entry(table, entry)}: from day {tier.from_day} on {words.format(paid)} is paid, and from "
                        f"day {later.from_day} on {words.format(then)}, which is {wrong}; look both up in source "
                        f"{(later.source or entry.source).id}"
                    )


@_law(
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
    less, more, place = _by_days(before), _by_days(after), _rates_of(subject, mobility)
    ended = _ended_top_ups(subject, longer)
    whole, longer_whole = _with_top_ups(before, ended), _with_top_ups(after, ended)
    for what, one, then in (("", less, more), (" with its top-ups", whole, longer_whole)):
        if then < one:
            stay = _stay_in_words(mobility)
            raise BrokenLawError(f"{place}: {stay} pays {one} EUR{what}, and one more day {then} EUR")
    most = _most_for_a_day(before, longer.stay.net_days_360 - mobility.stay.net_days_360)
    added = EXACT.subtract(more, less)
    if added > most:
        raise BrokenLawError(
            f"{place}: one more day than {_stay_in_words(mobility)} pays {added} EUR more, and no day before it "
            f"pays more than {most} EUR"
        )


def _same_term(subject: Subject, mobility: Mobility, other: Mobility) -> bool:
    """Return whether the same table pays two stays: short and long stays are paid by different ones."""
    return subject.entries(other).term is subject.entries(mobility).term


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


@_law("every_day_is_paid_once", "Every day on site is paid once, or a finding says that days are capped.", mobilities)
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
            f"{_rates_of(subject, mobility)}: {days} of {spent} days of {_stay_in_words(mobility)} are paid, "
            "and no finding says that they are capped"
        )


@_law("a_longer_interruption_never_pays_more", "A longer interruption never pays more.", _with_days)
def _interruption(subject: Subject, case: tuple[Mobility, int]) -> None:
    mobility, more = case
    assume(more < mobility.net_days)
    cut = mobility.model_copy(update={"interruption_days": mobility.interruption_days + more})
    assume(_same_term(subject, mobility, cut))
    whole, less = _by_days(subject.grant(mobility)), _by_days(subject.grant(cut))
    if less > whole:
        raise BrokenLawError(
            f"{_rates_of(subject, mobility)}: {_stay_in_words(mobility)} pays {whole} EUR, "
            f"and with {more} more days of interruption {less} EUR"
        )


@_law(
    "years_later_the_same",
    "The same stay some years later has the same lines and, but for agreements and calls, the same findings.",
    _with_years,
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
        raise BrokenLawError(f"{_stay_in_words(mobility)}: the same stay {years} years later has other lines")
    if _codes(before) != _codes(after):
        raise BrokenLawError(f"{_stay_in_words(mobility)}: the same stay {years} years later has other findings")


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


# --- participants -----------------------------------------------------------------------------------------------------


@_law("fewer_opportunities_never_pay_less", "Who has fewer opportunities is never paid less.", mobilities)
def _fewer_opportunities(subject: Subject, mobility: Mobility) -> None:
    with_fewer, without = (mobility.model_copy(update={"fewer_opportunities": fewer}) for fewer in (True, False))
    theirs, others = subject.grant(with_fewer), subject.grant(without)
    assume(theirs.status is others.status is GrantStatus.GRANTED)
    less, more = (total_eur(line.amount_eur for line in grant.lines) for grant in (theirs, others))
    if less < more:
        raise BrokenLawError(
            f"{_rates_of(subject, with_fewer)}: {_stay_in_words(mobility)} pays {less} EUR to participants with fewer "
            f"opportunities, and {more} EUR to others"
        )


# --- settlements ------------------------------------------------------------------------------------------------------


@_law("shorter_attendance_never_raises_a_settlement", "Who attends longer is never due less.", _attended)
def _shorter(subject: Subject, case: Attended) -> None:
    grant, attendance = case
    end = attendance.end_date
    if end is None:
        reject()
    longer = attendance.model_copy(update={"end_date": end + timedelta(days=1)})
    less = subject.calculator.settle(grant, attendance).entitled_eur
    more = subject.calculator.settle(grant, longer).entitled_eur
    if less > more:
        raise BrokenLawError(
            f"settlement: {attendance.start_date} to {attendance.end_date}, attended of "
            f"{_stay_in_words(grant.mobility)}, is due {less} EUR, and one more day only {more} EUR"
        )


@_law("a_settlement_is_never_more_than_was_agreed", "Never more is due than was agreed.", _attended)
def _never_more(subject: Subject, case: Attended) -> None:
    grant, attendance = case
    due = subject.calculator.settle(grant, attendance).entitled_eur
    if grant.total_eur is not None and due > grant.total_eur:
        raise BrokenLawError(f"settlement: {due} EUR are due of {grant.total_eur} EUR agreed")


@_law("longer_attendance_never_changes_a_settlement", "A stay that is longer than agreed changes nothing.", _with_days)
def _longer(subject: Subject, case: tuple[Mobility, int]) -> None:
    mobility, more = case
    grant = subject.grant(mobility)
    asked_for = mobility.model_dump(include={"start_date", "end_date", "interruption_days"})
    as_agreed = Attendance.model_validate(asked_for)
    longer = as_agreed.model_copy(update={"end_date": mobility.end_date + timedelta(days=more)})
    settled = [subject.calculator.settle(grant, attended).entitled_eur for attended in (as_agreed, longer)]
    if settled[0] != settled[1]:
        raise BrokenLawError(
            f"settlement: {_stay_in_words(mobility)} is due {settled[0]} EUR, and {more} days longer {settled[1]} EUR"
        )


@_law(
    "settling_twice_is_settling_once",
    "Settling twice says the same, and what was paid as due leaves nothing open.",
    _attended,
)
def _settled_once(subject: Subject, case: Attended) -> None:
    first = subject.calculator.settle(case.grant, case.attendance)
    if first != subject.calculator.settle(case.grant, case.attendance):
        raise BrokenLawError("settlement: settled twice, it says two things")
    paid = case.attendance.model_copy(update={"paid_eur": first.entitled_eur})
    again = subject.calculator.settle(case.grant, paid)
    if again.entitled_eur != first.entitled_eur or again.balance_eur or again.recovery_eur:
        raise BrokenLawError("settlement: when what is due was paid, something is still to be paid, or to be paid back")


@_law("balance_and_recovery_are_never_both", "Money is to be paid or to be paid back, never both.", _attended)
def _one_way(subject: Subject, case: Attended) -> None:
    settlement = subject.calculator.settle(case.grant, case.attendance)
    if settlement.balance_eur and settlement.recovery_eur:
        raise BrokenLawError("settlement: money is to be paid and to be paid back")


@_law("agreed_is_entitled_and_reduction", "What was agreed is what is due and the reduction.", _attended)
def _agreed(subject: Subject, case: Attended) -> None:
    settlement = subject.calculator.settle(case.grant, case.attendance)
    if settlement.agreed_eur != total_eur([settlement.entitled_eur, settlement.reduction_eur]):
        raise BrokenLawError("settlement: what was agreed is not what is due and the reduction")


# --- answers ----------------------------------------------------------------------------------------------------------


@_law(
    "ineligible_pays_nothing_and_says_why",
    "A mobility that is not eligible is paid nothing, and told why.",
    ineligible_mobilities,
)
def _refused(subject: Subject, case: IneligibleMobility) -> None:
    grant = subject.grant(case.mobility)
    why = [finding.message for finding in grant.findings if finding.is_refusing]
    if grant.eligible is not False or grant.lines or grant.payments or grant.total_eur or not all(why) or not why:
        stay = _stay_in_words(case.mobility)
        raise BrokenLawError(f"{stay} is not eligible ({case.code}), and is paid or not told why")


@_law(
    "what_is_not_stated_stays_within_the_bounds",
    "What is not stated leaves the total within its bounds, and the more is stated, the closer they are.",
    _not_refused,
)
def _bounded(subject: Subject, mobility: Mobility) -> None:
    nearer = subject.grant(mobility)
    assume(nearer.eligible)  # a country that is not stated contradicts no flow, nor one that is not confirmed
    home = subject.calculator.rulebook.home
    regions = () if home is None else home.regions  # one that is not stated is taken for the country of the home
    fields = [field for field in _MAY_BE_LEFT_OUT if getattr(mobility, field) not in regions]
    for number in range(len(fields)):
        wider = subject.grant(mobility.model_copy(update=dict.fromkeys(fields[: number + 1])))
        if not _is_within(nearer, wider):
            left_out = ", ".join(fields[: number + 1])
            raise BrokenLawError(
                f"{_rates_of(subject, mobility)}: {_stay_in_words(mobility)} has {_bounds_in_words(nearer)} EUR, "
                f"and without {left_out} it has {_bounds_in_words(wider)} EUR"
            )
        nearer = wider


_MAY_BE_LEFT_OUT: Final = ("distance_km", "teaching_hours", "sending_country", "receiving_country")


def _is_within(grant: GrantBreakdown, wider: GrantBreakdown) -> bool:
    """Return whether the bounds of a grant are not wider than those of another."""
    least, most = wider.minimum_total_eur, wider.maximum_total_eur
    above = least is None or (grant.minimum_total_eur is not None and grant.minimum_total_eur >= least)
    below = most is None or (grant.maximum_total_eur is not None and grant.maximum_total_eur <= most)
    return above and below


def _bounds_in_words(grant: GrantBreakdown) -> str:
    return f"{grant.minimum_total_eur} to {grant.maximum_total_eur}"


@_law("other_fields_change_no_line", "A field that a rule does not name does not change its line.", mobilities)
def _other_fields(subject: Subject, mobility: Mobility) -> None:
    grant = subject.grant(mobility)
    for changes, kept in _unrelated(mobility):
        other = subject.grant(mobility.model_copy(update=changes))
        if other.status is GrantStatus.GRANTED and kept(grant) != kept(other):
            field = next(iter(changes))
            raise BrokenLawError(f"{_rates_of(subject, mobility)}: {field} changes a line that does not depend on it")


_Kept = Callable[[GrantBreakdown], list[GrantLine]]


def _unrelated(mobility: Mobility) -> Iterator[tuple[dict[str, object], _Kept]]:
    """Yield changes of a mobility, and the lines that they leave as they are."""
    yield {"reference": "another"}, lambda grant: list(grant.lines)
    yield {"months_used": 0}, lambda grant: list(grant.lines)
    yield {"purpose": None}, lambda grant: list(grant.lines)
    yield {"distance_km": 1}, lambda grant: _lines_but(grant, LineKind.TRAVEL_SUPPORT)
    yield {"travel_days": 0}, lambda grant: [line for line in grant.lines if line.basis is not LineBasis.TRAVEL_DAYS]
    if mobility.travel_mode is TravelMode.GREEN:
        yield {"travel_mode": TravelMode.STANDARD}, _support_of_days


def _support_of_days(grant: GrantBreakdown) -> list[GrantLine]:
    """Return the lines for the days of a stay; a top-up may be one of green travel."""
    return [line for line in grant.lines if line.kind is LineKind.INDIVIDUAL_SUPPORT and line.basis in BASES_OF_STAY]


def _lines_but(grant: GrantBreakdown, kind: LineKind) -> list[GrantLine]:
    return [line for line in grant.lines if line.kind is not kind]


@_law("equal_inputs_are_equal_bytes", "Equal inputs give JSON of equal bytes.", _any_answer)
def _equal_bytes(subject: Subject, mobility: Mobility) -> None:
    again = Mobility.model_validate_json(mobility.model_dump_json())
    other = GrantCalculator(subject.calculator.rulebook)
    if other.calculate(again).model_dump_json() != subject.grant(mobility).model_dump_json():
        raise BrokenLawError(f"{_stay_in_words(mobility)}: equal inputs are not equal bytes")


@_law(
    "json_and_pickle_come_back_the_same",
    "Grants and rulebooks come back the same from JSON and from a pickle.",
    _any_answer,
)
def _round_trips(subject: Subject, mobility: Mobility) -> None:
    grant, book = subject.grant(mobility), subject.calculator.rulebook
    if GrantBreakdown.model_validate_json(grant.model_dump_json()) != grant:
        raise BrokenLawError("a grant does not come back the same from JSON")
    if pickle.loads(pickle.dumps(grant)) != grant:  # noqa: S301 - it was pickled here
        raise BrokenLawError("a grant does not come back the same from a pickle")
    if Rulebook.model_validate_json(book.model_dump_json()) != book:
        raise BrokenLawError("the rulebook does not come back the same from JSON")


def _no_base(name: str) -> Rulebook:
    raise FormError((("based_on",), f"{name} is not looked for: the rulebook is whole"))


@_law("toml_comes_back_the_same", "The rulebook comes back the same from TOML.", _nothing)
def _toml(subject: Subject, _nothing: None) -> None:
    book = subject.calculator.rulebook
    data = parsed(toml_text(file_data(book)), json_text=False)
    if rulebook_of(data, base=_no_base, shelf=lambda _: Shelf()) != book:
        raise BrokenLawError("the rulebook does not come back the same from TOML")


@_law("every_source_is_listed", "Every line, payment and finding cites a source that the rulebook lists.", _any_answer)
def _sourced(subject: Subject, mobility: Mobility) -> None:
    grant, listed = subject.grant(mobility), set(subject.calculator.rulebook.sources)
    cited = [line.source for line in grant.lines]
    cited += [finding.source for finding in grant.findings]
    cited += [payment.source for payment in grant.payments]
    unlisted = [source.id for source in cited if source not in listed]
    if unlisted:
        raise BrokenLawError(f"{_stay_in_words(mobility)}: source {unlisted[0]} is not among those of the rulebook")


@_law("check_and_calculate_agree", "check() finds what calculate() finds.", _any_answer)
def _check_agrees(subject: Subject, mobility: Mobility) -> None:
    if subject.calculator.check(mobility) != subject.grant(mobility).findings:
        raise BrokenLawError(f"{_stay_in_words(mobility)}: check() and calculate() disagree")


# --- together ---------------------------------------------------------------------------------------------------------

LAWS = tuple(_LAWS)
"""Every law, in the order in which a reader would ask."""


class RulebookLaws:
    """The laws as tests: subclass it, and set `rulebook`.

    The name of each test is `test_` and that of the law; a method of this name in a subclass takes its place.

    Each test draws as many cases as the profile of Hypothesis says.  A law without a case, since no such mobility was
    found, or none that was drawn could be compared, is skipped.
    """

    rulebook: ClassVar[AnyRulebook]
    """The rulebook on trial, the id of one that comes with the library, or a TOML or JSON file."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[[], None]:
            """Return the test of a law: `test_`, and the name of the law."""
            ...


def _as_test(law: Law) -> Callable[[RulebookLaws], None]:
    """Return the method that tries a law."""

    def test(self: RulebookLaws) -> None:
        try:
            obeys(_rulebook_of(self), law)
        except InvalidArgument as error:
            raise unittest.SkipTest(str(error)) from None

    test.__name__ = f"test_{law.name}"
    test.__qualname__ = f"{RulebookLaws.__qualname__}.{test.__name__}"
    test.__doc__ = law.sentence
    return test


def _rulebook_of(laws: RulebookLaws) -> AnyRulebook:
    """Return the rulebook of a class of laws."""
    if not hasattr(laws, "rulebook"):
        raise TypeError(f"{type(laws).__name__} sets no rulebook: write, for example, rulebook = 'ours.toml'")
    return laws.rulebook


for _each in LAWS:
    setattr(RulebookLaws, f"test_{_each.name}", _as_test(_each))
