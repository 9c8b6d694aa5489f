"""The one calculator: it asks each rule, and adds the lines up.

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> grant = GrantCalculator(toy_rulebook()).calculate(toy_mobility())
    >>> [(line.kind.value, line.quantity, str(line.amount_eur)) for line in grant.lines]
    [('travel_support', 1, '200.00'), ('individual_support', 5, '500.00'), ('individual_support', 2, '200.00')]
    >>> grant.total_eur
    Decimal('900.00')
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple, assert_never

from erasmus_grants.breakdown import SCHEMA_VERSION, GrantBreakdown, Settlement
from erasmus_grants.errors import IneligibleMobilityError, RulebookMismatchError
from erasmus_grants.findings import Finding, found
from erasmus_grants.lines import GrantLine, Outcome, Payment, RequiredDocument, no_rate
from erasmus_grants.mobility import Attendance, Mobility
from erasmus_grants.money import ZERO_EUR, from_cents, to_cents, total_eur
from erasmus_grants.periods import Stay
from erasmus_grants.rulebook import Rulebook, fingerprint
from erasmus_grants.rulebooks import get_rulebook
from erasmus_grants.rules import bip, daily_rates, monthly_rates
from erasmus_grants.rules.activities import ActivityRule, activity_findings, restriction_findings
from erasmus_grants.rules.agreements import agreement_findings, attendance_period_findings, partners_by_name
from erasmus_grants.rules.bip import ShortStayRate
from erasmus_grants.rules.countries import country_findings, groups_by_country
from erasmus_grants.rules.cycle import CycleLimit, cycle_findings
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands, travel_support
from erasmus_grants.rules.documents import ApplicationDeadline, deadline_findings, required_documents
from erasmus_grants.rules.duration import DurationLimit, duration_findings, minimum_for
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.payment_split import PaymentSplit, payments
from erasmus_grants.rules.settlement import settlement_lines, verdict
from erasmus_grants.rules.short_term import term_of, virtual_part_findings
from erasmus_grants.rules.teaching import TeachingHours, teaching_findings
from erasmus_grants.rules.top_ups import TopUp, top_up
from erasmus_grants.rules.travel_days import TravelDays, funded_travel_days
from erasmus_grants.scope import AnyEntry, NotPublished, ScopeKey, applicable, countries_needed
from erasmus_grants.version import __version__
from erasmus_grants.vocabulary import Document, FindingCode, Funding, PaymentKind, Term

_MOST_OUTCOMES = 1000

_PROOF = (Document.CERTIFICATE_OF_ATTENDANCE, Document.PARTICIPANT_REPORT)


class _Plan(NamedTuple):
    """The entries of a rulebook that apply to mobilities of one kind."""

    term: Term
    activity: ActivityRule | None
    findings: tuple[Finding, ...]
    duration: DurationLimit | None
    cycle: CycleLimit | None
    teaching: TeachingHours | None
    travel: DistanceBands | None
    travel_days: TravelDays
    rate: DailyRate | MonthlyRate | ShortStayRate | NotPublished | None
    top_ups: tuple[TopUp, ...]
    deadline: ApplicationDeadline | None
    split: PaymentSplit | NotPublished | None
    documents: tuple[RequiredDocument, ...]
    outcomes: dict[tuple[object, ...], Outcome]
    """What was computed already and depends on numbers of days alone."""


class GrantCalculator:
    """Computes grants by one rulebook.

    What depends on the rulebook alone is prepared once and kept here; a calculator can be shared between threads, and
    its results depend on their arguments only.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> calculator = GrantCalculator(toy_rulebook(), strict=True)
        >>> calculator.calculate(toy_mobility(end_date="2030-03-04"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.IneligibleMobilityError: not eligible: The stay counts 1 calendar days; ...
    """

    def __init__(
        self, rulebook: Rulebook | str, *, payment_split: PaymentSplit | None = None, strict: bool = False
    ) -> None:
        """Prepare a calculator.

        Args:
            rulebook: A rulebook, or the id of one that comes with the library.
            payment_split: Payments in place of the rulebook's own; the calculator then has a rulebook, and a
                fingerprint, of its own.
            strict: Raise an error for a mobility that is not eligible, instead of returning a grant that says so.

        Raises:
            UnknownRulebookError: No rulebook has this id.
        """
        book = get_rulebook(rulebook) if isinstance(rulebook, str) else rulebook
        if payment_split is not None:
            sources = book.sources if payment_split.source in book.sources else (*book.sources, payment_split.source)
            book = book.model_copy(update={"payment_splits": (payment_split,), "sources": sources})
        self.rulebook = book
        self.fingerprint = fingerprint(book)
        self.strict = strict
        self._partners = partners_by_name(book.partners)
        self._groups = groups_by_country(book.country_groups)
        self._plans: dict[ScopeKey, _Plan] = {}

    def calculate(self, mobility: Mobility) -> GrantBreakdown:
        """Return the grant of a mobility, or why it is not eligible.

        Raises:
            IneligibleMobilityError: It is not eligible, and the calculator is strict.
        """
        plan, findings, lines, paid = self._assess(mobility)
        eligible = not any(finding.is_blocking for finding in findings)
        if self.strict and not eligible:
            raise IneligibleMobilityError(findings)
        return GrantBreakdown(
            rulebook_id=self.rulebook.id,
            rulebook_fingerprint=self.fingerprint,
            library_version=__version__,
            schema_version=SCHEMA_VERSION,
            mobility=mobility,
            eligible=eligible,
            findings=findings,
            lines=lines,
            total_eur=total_eur([line.amount_eur for line in lines]),
            payments=paid,
            documents=plan.documents if eligible else (),
        )

    def calculate_many(self, mobilities: Iterable[Mobility]) -> Iterator[GrantBreakdown]:
        """Yield the grant of each mobility, in order, keeping none."""
        return map(self.calculate, mobilities)

    def check(self, mobility: Mobility) -> tuple[Finding, ...]:
        """Return everything that is found about a mobility; never raises, however strict the calculator is."""
        return self._assess(mobility)[1]

    def settle(self, grant: GrantBreakdown, attendance: Attendance) -> Settlement:
        """Return what is due after the stay.

        Args:
            grant: The grant as agreed, computed by this very rulebook.
            attendance: What was attended, received and paid.

        Raises:
            RulebookMismatchError: The grant was computed by another rulebook.
        """
        if grant.rulebook_fingerprint != self.fingerprint:
            theirs = (grant.rulebook_id, grant.rulebook_fingerprint)
            raise RulebookMismatchError(theirs, (self.rulebook.id, self.fingerprint))
        mobility, rule, stay = grant.mobility, self.rulebook.settlement, attendance.stay
        plan = self._plan(mobility)
        minimum = None if plan.duration is None else minimum_for(mobility, plan.duration)
        decided = verdict(mobility, attendance, term=plan.term, minimum=minimum, rule=rule)
        attended = self._by_days(plan, mobility, stay).lines if stay.net_days else ()
        lines = settlement_lines(grant.lines, attended, decided.treatment)
        outside = attendance_period_findings(stay.start, stay.end, self.rulebook.agreements) if stay.net_days else ()
        missing = tuple(paper for paper in _PROOF if paper not in attendance.documents)
        agreed = to_cents(grant.total_eur)
        entitled = sum(to_cents(line.entitled_eur) for line in lines)
        paid = to_cents(_pre_financed(grant) if attendance.paid_eur is None else attendance.paid_eur)
        balance = from_cents(max(0, entitled - paid))
        return Settlement(
            rulebook_id=self.rulebook.id,
            rulebook_fingerprint=self.fingerprint,
            library_version=__version__,
            schema_version=SCHEMA_VERSION,
            reference=mobility.reference,
            attendance=attendance,
            agreed_eur=grant.total_eur,
            entitled_eur=from_cents(entitled),
            reduction_eur=from_cents(agreed - entitled),
            paid_eur=from_cents(paid),
            balance_eur=balance,
            recovery_eur=from_cents(max(0, paid - entitled)),
            payable_now_eur=ZERO_EUR if missing else balance,
            missing_documents=missing,
            lines=lines,
            findings=(*decided.findings, *outside) if grant.eligible else grant.findings,
            source=rule.source,
        )

    def _assess(
        self, mobility: Mobility
    ) -> tuple[_Plan, tuple[Finding, ...], tuple[GrantLine, ...], tuple[Payment, ...]]:
        """Return the plan, all findings, and, if eligible, lines and payments."""
        plan = self._plan(mobility)
        journey = (
            Outcome()
            if plan.travel is None
            else travel_support(mobility.distance_km, mode=mobility.travel_mode, bands=plan.travel)
        )
        days = self._by_days(plan, mobility, mobility.stay)
        findings = (*self._eligibility(plan, mobility), *journey.findings, *days.findings)
        if any(finding.is_blocking for finding in findings):
            return plan, findings, (), ()
        lines = (*journey.lines, *days.lines)
        if isinstance(plan.split, PaymentSplit):
            return plan, findings, lines, payments(lines, split=plan.split)
        return plan, (*findings, _no_split(plan, self.rulebook)), lines, ()

    def _eligibility(self, plan: _Plan, mobility: Mobility) -> Iterator[Finding]:
        book = self.rulebook
        yield from activity_findings(mobility, plan.activity, rules=book.activities)
        yield from plan.findings
        if book.home is not None:
            yield from country_findings(mobility, book.home)
        if book.agreements:
            yield from agreement_findings(mobility, book.agreements, self._partners)
        if plan.duration is not None:
            yield from duration_findings(mobility, plan.duration)
        if book.short_term is not None:
            yield from virtual_part_findings(mobility, book.short_term)
        if plan.cycle is not None:
            yield from cycle_findings(mobility, plan.cycle)
        if plan.teaching is not None:
            yield from teaching_findings(mobility, plan.teaching)
        if plan.deadline is not None:
            yield from deadline_findings(mobility, plan.deadline)

    def _by_days(self, plan: _Plan, mobility: Mobility, stay: Stay) -> Outcome:
        """Return what depends on the days of a stay: individual support and top-ups."""
        key = (stay.net_days, stay.net_days_360, mobility.travel_days, mobility.travel_mode, mobility.combined)
        outcome = plan.outcomes.get(key)
        if outcome is None:
            outcomes = [_individual_support(plan, mobility, stay)]
            outcomes += [top_up(mobility, stay, entry) for entry in plan.top_ups]
            outcome = Outcome(
                tuple([line for outcome in outcomes for line in outcome.lines]),
                tuple([finding for outcome in outcomes for finding in outcome.findings]),
            )
            if len(plan.outcomes) < _MOST_OUTCOMES:
                plan.outcomes[key] = outcome
        return outcome

    def _plan(self, mobility: Mobility) -> _Plan:
        """Return the entries that apply to a mobility, prepared once for each kind of mobility."""
        key = ScopeKey(
            mobility.activity,
            mobility.direction,
            mobility.role,
            term_of(mobility, self.rulebook.short_term),
            mobility.blended_intensive_programme,
            mobility.fewer_opportunities,
            _group(mobility.sending_country, self._groups),
            _group(mobility.receiving_country, self._groups),
        )
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _prepared(self.rulebook, key)
        return plan


def _prepared(book: Rulebook, key: ScopeKey) -> _Plan:
    activity, rate = _only(book.activities, key), _rate(book, key)
    missing = _missing_countries(book, key)
    funded = activity is not None and activity.funding is Funding.FUNDED
    unrated = (
        (_unrated(activity, book, key),) if activity is not None and funded and rate is None and not missing else ()
    )
    return _Plan(
        term=key.term,
        activity=activity,
        findings=(*restriction_findings(applicable(book.restrictions, key)), *missing, *unrated),
        duration=_only(book.durations, key),
        cycle=_only(book.cycle_limits, key),
        teaching=_only(book.teaching_hours, key),
        travel=_only(book.travel_support, key) if funded else None,
        travel_days=_only(book.travel_days, key) or TravelDays(funded_travel_days=0, source=book.sources[0]),
        rate=rate if funded else None,
        top_ups=applicable(book.top_ups, key) if funded else (),
        deadline=_only(book.deadlines, key),
        split=_only(book.payment_splits, key),
        documents=required_documents(applicable(book.documents, key)),
        outcomes={},
    )


def _only(entries: Iterable[AnyEntry], key: ScopeKey) -> AnyEntry | None:
    """Return the one entry that applies, or None; a rulebook is built so that no two do."""
    return next(iter(applicable(entries, key)), None)


def _rate(book: Rulebook, key: ScopeKey) -> DailyRate | MonthlyRate | ShortStayRate | NotPublished | None:
    match key.term:
        case Term.STAFF:
            return _only(book.daily_rates, key)
        case Term.LONG_TERM_PHYSICAL:
            return _only(book.monthly_rates, key)
        case Term.SHORT_TERM_PHYSICAL:
            return _only(book.short_stay_rates, key)
        case _:  # pragma: no cover
            assert_never(key.term)


def _missing_countries(book: Rulebook, key: ScopeKey) -> tuple[Finding, ...]:
    rates = {
        Term.STAFF: book.daily_rates,
        Term.LONG_TERM_PHYSICAL: book.monthly_rates,
        Term.SHORT_TERM_PHYSICAL: book.short_stay_rates,
    }[key.term]
    entries = (
        *(*book.activities, *book.durations, *book.cycle_limits, *book.teaching_hours, *rates, *book.travel_support),
        *(*book.travel_days, *book.top_ups, *book.payment_splits, *book.documents, *book.deadlines, *book.restrictions),
    )
    return tuple(
        found(FindingCode.COUNTRY_MISSING, book.sources[0], field=field) for field in countries_needed(entries, key)
    )


def _unrated(activity: ActivityRule, book: Rulebook, key: ScopeKey) -> Finding:
    kind = ", ".join(dict.fromkeys([key.activity, key.direction, key.role, key.term.replace("_", " ")]))
    groups = (("sending", key.sending_group), ("receiving", key.receiving_group)) if book.country_groups else ()
    where = [f"; the {side} country is in {group or 'no group'}" for side, group in groups if group is not None]
    why = f"the rulebook has none for {kind}{''.join(where)}."
    return found(FindingCode.RATE_NOT_PUBLISHED, activity.source, why=why)


def _individual_support(plan: _Plan, mobility: Mobility, stay: Stay) -> Outcome:
    travel_days, findings = funded_travel_days(mobility.travel_days, mode=mobility.travel_mode, rule=plan.travel_days)
    match plan.rate:
        case None:
            return Outcome()
        case NotPublished():
            return no_rate(plan.rate)
        case DailyRate():
            outcome = daily_rates.individual_support(stay.net_days, travel_days=travel_days, rate=plan.rate)
        case MonthlyRate():
            outcome = monthly_rates.individual_support(stay, rate=plan.rate)
        case ShortStayRate():
            outcome = bip.individual_support(stay.net_days, rate=plan.rate)
        case _:  # pragma: no cover
            assert_never(plan.rate)
    return Outcome(outcome.lines, (*findings, *outcome.findings))


def _no_split(plan: _Plan, book: Rulebook) -> Finding:
    if isinstance(plan.split, NotPublished):
        return found(FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED, plan.split.source, why=plan.split.not_published)
    why = "the rulebook has none for this mobility."
    return found(FindingCode.PAYMENT_SPLIT_NOT_PUBLISHED, book.sources[0], why=why)


def _pre_financed(grant: GrantBreakdown) -> Decimal:
    return total_eur(payment.amount_eur for payment in grant.payments if payment.kind is PaymentKind.PRE_FINANCING)


def _group(country: str | None, groups: Mapping[str, str]) -> str | None:
    """Return the group of a country: empty in none, None where the country is not stated."""
    if not groups:
        return ""
    return None if country is None else groups.get(country, "")
