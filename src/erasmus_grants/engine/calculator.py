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
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple, Self

from erasmus_grants.basics.errors import GrantTamperedError, RulebookMismatchError, check_flag, check_kind
from erasmus_grants.basics.model import built
from erasmus_grants.basics.periods import Stay
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import scope_in_words
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.version import __version__
from erasmus_grants.basics.vocabulary import FindingCode, GrantStatus
from erasmus_grants.engine.amounts import days_counted, paid_for_days, paid_for_journey
from erasmus_grants.engine.applicable_entries import (
    Agreed,
    ApplicableEntries,
    CountryDecides,
    EntryIndex,
)
from erasmus_grants.engine.open_questions import open_questions
from erasmus_grants.engine.tampering import first_difference
from erasmus_grants.records.argument_checks import check_attendance, check_grant, check_mobility
from erasmus_grants.records.findings import (
    Finding,
    IneligibleMobilityError,
    answer_of,
)
from erasmus_grants.records.grant import SCHEMA_VERSION, GrantBreakdown
from erasmus_grants.records.lines import (
    GrantLine,
    OpenLine,
    Payment,
    RuleResult,
    bounds_of,
    is_for_journey,
)
from erasmus_grants.records.mobility import Attendance, Mobility, PaidDays, Traits
from erasmus_grants.records.questions import Question, Questions, UndeterminedGrantError
from erasmus_grants.records.settlement import Settlement, SettlementLine
from erasmus_grants.records.tables import rulebook_told
from erasmus_grants.rulebook.domain import domain_of
from erasmus_grants.rulebook.fingerprints import former_fingerprint
from erasmus_grants.rulebook.model import Rulebook, fingerprint
from erasmus_grants.rulebooks import get_rulebook, same_fingerprint
from erasmus_grants.rulebooks.loading import AnyRulebook, as_rulebook
from erasmus_grants.rulebooks.search import rulebook_for_call
from erasmus_grants.rules.abroad import abroad_findings
from erasmus_grants.rules.activities import ActivityRule, activity_findings, exclusion_findings
from erasmus_grants.rules.agreements import (
    agreement_findings,
    agreements_holding,
    attendance_period_findings,
    partners_by_name,
)
from erasmus_grants.rules.attendance import (
    date_findings,
    missing_documents,
    overpaid_findings,
    paid_before,
    travel_cost_findings,
    uncounted_cost_findings,
    unstated_findings,
)
from erasmus_grants.rules.balance import amounts_due
from erasmus_grants.rules.call_years import call_year_findings
from erasmus_grants.rules.countries import closed_flow_findings, country_findings, flow_findings
from erasmus_grants.rules.cycle_flows import cycle_flow_findings
from erasmus_grants.rules.documents import deadline_findings
from erasmus_grants.rules.duration import (
    attended_findings,
    duration_findings,
    is_whole_term,
    minimum_attended,
    minimum_of_part,
)
from erasmus_grants.rules.payment_split import PaymentSplit, bounds_findings, payments
from erasmus_grants.rules.settlement import Treatment, Verdict, settlement_lines, verdict
from erasmus_grants.rules.short_term import term_of, virtual_part_findings
from erasmus_grants.rules.study_cycle import cycle_findings
from erasmus_grants.rules.teaching import teaching_findings
from erasmus_grants.rules.top_ups import OnceTopUp, top_up_of_days_attended
from erasmus_grants.rules.zero_grants import (
    asks_for_zero_grant,
    funded_part_attended,
    nothing_paid_findings,
    with_funded_part_told,
    zero_grant_findings,
)


class _Assessment(NamedTuple):
    """Everything about a mobility that its grant is made of."""

    entries: ApplicableEntries
    findings: tuple[Finding, ...]
    lines: tuple[GrantLine, ...] = ()
    open_lines: tuple[OpenLine, ...] = ()
    payments: tuple[Payment, ...] = ()


class GrantCalculator:
    """Computes grants by one rulebook.

    What depends on the rulebook alone is prepared once and kept here; a calculator can be shared between threads, and
    its results depend on their arguments only.

    Attributes:
        rulebook: The rulebook by which it computes, with the payment split that it was given.
        fingerprint: The fingerprint of this rulebook, which each of its grants carries.
        strict: Whether it raises an error for a mobility that is not eligible, or of which something is not known yet.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> calculator = GrantCalculator(toy_rulebook(), strict=True)
        >>> calculator.calculate(toy_mobility(end_date="2030-03-04"))  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ...
        erasmus_grants.errors.IneligibleMobilityError: not eligible: The stay counts 1 calendar day; ...
    """

    def __init__(
        self, rulebook: AnyRulebook, *, payment_split: PaymentSplit | None = None, strict: bool = False
    ) -> None:
        """Prepare a calculator.

        Args:
            rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
            payment_split: Payments in place of the rulebook's own for the mobilities of its scope; the calculator then
                has a rulebook, and a fingerprint, of its own.  A split of the rulebook has to be for none but these.
            strict: Raise an error for a mobility that is not eligible, or of which something is not known yet, instead
                of returning a grant that says so.

        Raises:
            UnknownRulebookError: No rulebook has this id.
            RulebookFileError: The file cannot be read, or its rulebook is not sound.
            ValidationError: The source of the split has the id of another source of the rulebook, or a split of the
                rulebook is for further mobilities, which would have no payments then.
            TypeError: An argument is of another kind.
        """
        check_flag(strict, "strict")
        book = as_rulebook(rulebook)
        if payment_split is not None:
            book = _with_split(book, payment_split)
        self.rulebook = book
        self.fingerprint = fingerprint(book)
        self.strict = strict
        self._based_on = None if book.based_on is None else book.based_on.id
        self._partners = partners_by_name(book.partners)
        self._entries = EntryIndex(book)
        self._warnings = rulebook_findings(book)

    def __repr__(self) -> str:
        strict = ", strict" if self.strict else ""
        return f"<GrantCalculator of {rulebook_told(self.rulebook.id, self.fingerprint)}{strict}>"

    @classmethod
    def for_call(
        cls,
        call_year: int,
        *,
        action: str,
        country: str | None = None,
        payment_split: PaymentSplit | None = None,
        strict: bool = False,
    ) -> Self:
        """Prepare a calculator by the most specific official rulebook of a call: the agency's, or the programme's.

        Args:
            call_year: The call year of the grant agreement.
            action: The action, such as KA131.
            country: The country of the institution that pays the grant; omitted: the programme's rulebook.
            payment_split: As for the calculator itself.
            strict: As for the calculator itself.

        Raises:
            RulebookNotFoundError: No rulebook is of this action and call; the error lists what is near.
            UnknownCountryError: There is no such country.

        Examples:
            >>> GrantCalculator.for_call(2023, action="KA131", country="DE").rulebook.id
            'na-de-ka131-2023'
        """
        match = rulebook_for_call(call_year, action=action, country=country)
        return cls(match.rulebook_id, payment_split=payment_split, strict=strict)

    def calculate(self, mobility: Mobility) -> GrantBreakdown:
        """Return the grant of a mobility, or why it is not eligible, or what is not known of it yet.

        Raises:
            IneligibleMobilityError: It is not eligible, and the calculator is strict.
            UndeterminedGrantError: Something is not known, and the calculator is strict.
        """
        grant = self._grant(mobility)
        if self.strict and grant.status is GrantStatus.NOT_ELIGIBLE:
            raise IneligibleMobilityError(grant.findings)
        if self.strict and grant.status is GrantStatus.UNDETERMINED:
            raise UndeterminedGrantError(grant.questions, grant.findings)
        return grant

    def _grant(self, mobility: Mobility) -> GrantBreakdown:
        entries, findings, lines, open_lines, paid = self._assess(mobility)
        status, eligible = answer_of(findings)
        questions: tuple[Question, ...] = ()
        if status is GrantStatus.UNDETERMINED:
            questions = open_questions(self.rulebook, entries, mobility, findings, open_lines)
        bounds = bounds_of(lines, open_lines, eligible=eligible)
        return built(
            GrantBreakdown,
            rulebook_id=self.rulebook.id,
            rulebook_fingerprint=self.fingerprint,
            rulebook_based_on=self._based_on,
            library_version=__version__,
            schema_version=SCHEMA_VERSION,
            mobility=mobility,
            status=status,
            eligible=eligible,
            findings=findings,
            lines=lines,
            open_lines=open_lines,
            total_eur=None if status is GrantStatus.UNDETERMINED else bounds.minimum_eur,
            minimum_total_eur=bounds.minimum_eur,
            maximum_total_eur=bounds.maximum_eur,
            questions=questions,
            payments=paid,
            documents=() if eligible is False else entries.documents,
        )

    def calculate_many(self, mobilities: Iterable[Mobility]) -> Iterator[GrantBreakdown]:
        """Yield the grant of each mobility, in order, keeping none."""
        return map(self.calculate, mobilities)

    def questions(self, data: Mapping[str, object] = MappingProxyType({})) -> Questions:
        """Return which fields of a mobility can still change the answer, and which cannot any more.

        Args:
            data: The fields that are known, as `Mobility` reads them; any of them, or none.  One that is None is not.

        Returns:
            The questions to ask, those without which nothing can be computed first; and the fields that change nothing
            any more, whatever they are.

        Raises:
            ValidationError: A field cannot be read, or is none.

        Examples:
            >>> from erasmus_grants.testing import toy_rulebook
            >>> calculator = GrantCalculator(toy_rulebook())
            >>> known = {"activity": "STT", "direction": "outgoing", "start_date": "2030-03-04"}
            >>> [question.field for question in calculator.questions(known).asked][:3]
            ['end_date', 'role', 'teaching_contract']
            >>> "teaching_hours" in calculator.questions(known).not_asked
            True
        """
        from erasmus_grants.engine.relevance import questions_about  # noqa: PLC0415 - forms ask; most callers do not

        return questions_about(self.rulebook, data)

    def check(self, mobility: Mobility) -> tuple[Finding, ...]:
        """Return everything that is found about a mobility; never raises, however strict the calculator is."""
        return self._assess(mobility).findings

    def travel_bands(self, mobility: Mobility) -> DistanceBands | None:
        """Return the amounts by distance that hold for a mobility; None: nothing is paid, or it is not known what."""
        check_mobility(mobility)
        travel = self._entries.of(mobility).travel
        return travel if isinstance(travel, DistanceBands) else None

    def settle(self, grant: GrantBreakdown, attendance: Attendance) -> Settlement:
        """Return what is due after the stay.

        Args:
            grant: The grant as agreed, computed by this very rulebook.
            attendance: What was attended, received and paid.

        Raises:
            RulebookMismatchError: The grant was computed by another rulebook.
            GrantTamperedError: The grant does not follow from its mobility.
            UndeterminedGrantError: Something that the grant depends on is not known yet.
        """
        check_grant(grant)
        check_attendance(attendance)
        agreed_eur = grant.total_eur
        if agreed_eur is None:
            raise UndeterminedGrantError(grant.questions, grant.findings)
        grant = self._computed_anew(grant)
        entries, rule = self._entries.of(grant.mobility), self.rulebook.settlement
        decided = self._verdict(grant, attendance, entries)
        lines = self._settled_lines(grant, attendance, entries, decided.treatment)
        missing = missing_documents(attendance)
        paid = paid_before(grant.payments, attendance)
        knows_payments = bool(grant.payments) or grant.mobility.zero_grant
        unstated = unstated_findings(attendance, has_payments=knows_payments, source=rule.source)
        due = amounts_due(lines, agreed_eur=agreed_eur, paid_eur=paid, missing=missing)
        uncounted = () if _is_paid_at_cost(entries) else uncounted_cost_findings(attendance, source=rule.source)
        findings = (
            *(nothing_paid_findings(entries.zero_grant) if grant.mobility.zero_grant else ()),
            *decided.findings,
            *date_findings(grant.mobility, attendance.stay, source=rule.source),
            *unstated,
            *overpaid_findings(attendance, agreed_eur=agreed_eur, source=rule.source),
            *travel_cost_findings(lines),
            *uncounted,
            *self._attended_within_agreements(attendance.stay),
        )
        return Settlement(
            rulebook_id=self.rulebook.id,
            rulebook_fingerprint=self.fingerprint,
            rulebook_based_on=self._based_on,
            library_version=__version__,
            schema_version=SCHEMA_VERSION,
            reference=grant.mobility.reference,
            attendance=attendance,
            agreed_eur=agreed_eur,
            entitled_eur=due.entitled_eur,
            reduction_eur=due.reduction_eur,
            paid_eur=paid,
            balance_eur=due.balance_eur,
            recovery_eur=due.recovery_eur,
            payable_now_eur=due.payable_now_eur,
            missing_documents=missing,
            lines=lines,
            findings=findings if grant.eligible else (*grant.findings, *unstated),
            source=rule.source,
        )

    def _verdict(self, grant: GrantBreakdown, attendance: Attendance, entries: ApplicableEntries) -> Verdict:
        """Return what happens to the lines of a grant, and what there is to say about the days attended."""
        limit, stay = entries.duration, attendance.stay
        decided = verdict(
            grant.mobility,
            attendance,
            term=entries.term,
            minimum=None if limit is None else minimum_attended(grant.mobility, stay, limit),
            rule=self.rulebook.settlement,
            has_journey=any(line.amount_eur for line in grant.lines if is_for_journey(line)),
            at_actual_cost=_is_paid_at_cost(entries),
        )
        of_days = () if limit is None else attended_findings(grant.mobility, stay, limit)
        return decided._replace(findings=(*decided.findings, *of_days))

    def _settled_lines(
        self, grant: GrantBreakdown, attendance: Attendance, entries: ApplicableEntries, treatment: Treatment
    ) -> tuple[SettlementLine, ...]:
        """Return the lines of a grant as they are due for the days attended."""
        stay, attended = attendance.stay, tuple[GrantLine, ...]()
        if stay.net_days:
            funded = funded_part_attended(grant.mobility, stay)
            attended = self._by_days(entries, grant.mobility, stay, paid=funded).lines
        cost_eur = attendance.travel_cost_eur if _is_paid_at_cost(entries) else None
        once = [entry for entry in entries.top_ups if isinstance(entry, OnceTopUp)]
        return settlement_lines(
            grant.lines,
            attended,
            treatment,
            travel_cost_eur=cost_eur,
            is_cost_missing=cost_eur is None and _is_paid_at_cost(entries),
            top_ups_eur={entry.kind.line_kind: top_up_of_days_attended(entry, stay.net_days) for entry in once},
        )

    def _attended_within_agreements(self, stay: Stay) -> tuple[Finding, ...]:
        return attendance_period_findings(stay.start, stay.end, self.rulebook.agreements) if stay.net_days else ()

    def verify(self, grant: GrantBreakdown) -> None:
        """Raise if a stored grant is not what its mobility gives: what was computed is computed anew, and compared.

        Args:
            grant: The grant, computed by this very rulebook.

        Raises:
            RulebookMismatchError: The grant was computed by another rulebook.
            GrantTamperedError: The grant, or its mobility, was changed after it was computed.

        Examples:
            >>> from erasmus_grants.testing import toy_calculator, toy_mobility
            >>> grant = toy_calculator().calculate(toy_mobility())
            >>> toy_calculator().verify(grant)
            >>> further = grant.mobility.model_copy(update={"distance_km": grant.mobility.distance_km * 3})
            >>> toy_calculator().verify(grant.model_copy(update={"mobility": further}))  # doctest: +ELLIPSIS
            Traceback (most recent call last):
            ...
            erasmus_grants.errors.GrantTamperedError: the grant does not follow from its mobility: lines has ...
        """
        check_grant(grant)
        self._computed_anew(grant)

    def _computed_anew(self, grant: GrantBreakdown) -> GrantBreakdown:
        """Return the grant of the mobility of a stored one, which pays the same; what it says and cites is of today.

        Raises:
            RulebookMismatchError: The grant was computed by another rulebook.
            GrantTamperedError: The grant, or its mobility, was changed after it was computed.
        """
        if not self._computed(grant):
            theirs = (grant.rulebook_id, grant.rulebook_fingerprint)
            raise RulebookMismatchError(theirs, (self.rulebook.id, self.fingerprint))
        anew = self._grant(grant.mobility)
        found = first_difference(grant, anew)
        if found is not None:
            raise GrantTamperedError(*found, versions=(grant.library_version, __version__))
        return anew

    def _computed(self, grant: GrantBreakdown) -> bool:
        """Return whether a grant was computed by this rulebook, perhaps by an earlier version of the library.

        The fingerprint covers the id, so a grant that has the one and not the other was changed.
        """
        stored = grant.rulebook_fingerprint
        if grant.rulebook_id != self.rulebook.id:
            return False
        if stored == self.fingerprint or same_fingerprint(stored) == self.fingerprint:
            return True
        return stored == former_fingerprint(self.rulebook)

    def _assess(self, mobility: Mobility) -> _Assessment:
        """Return everything about a mobility: the lines if nothing refuses them, and the payments if all is known."""
        check_mobility(mobility)
        traits = Traits.of(mobility)
        entries = self._entries.of_kind(traits, term_of(mobility, self.rulebook.short_term))
        journey = self._journey(entries, mobility)
        paid_days = self._by_days(entries, mobility, mobility.stay, paid=mobility.paid_stay)
        days = with_funded_part_told(paid_days, mobility)
        of_numbers = self._of_numbers(entries, traits, mobility)
        found = self._standing(entries, traits), of_numbers, journey.findings, days.findings
        findings = tuple(chain.from_iterable(found))
        status = answer_of(findings).status
        if status is GrantStatus.NOT_ELIGIBLE:
            return _Assessment(entries, findings)
        split = entries.split
        if split is None:  # with a zero grant
            return _Assessment(entries, (*findings, *nothing_paid_findings(entries.zero_grant)))
        lines = (*journey.lines, *days.lines)
        if status is GrantStatus.UNDETERMINED:
            return _Assessment(entries, findings, lines, (*journey.open_lines, *days.open_lines))
        if not isinstance(split, PaymentSplit):
            return _Assessment(entries, (*findings, split), lines)
        paid = payments(lines, split=split)
        if entries.bounds is not None:
            findings = (*findings, *bounds_findings(paid, entries.bounds))
        return _Assessment(entries, findings, lines, payments=paid)

    def _standing(self, entries: ApplicableEntries, traits: Traits) -> tuple[Finding, ...]:
        """Return what is found about every mobility of these traits, whatever its days, numbers and names."""
        findings = entries.standing.get(traits)
        if findings is None:
            of_activity = _of_activity(entries, traits, self.rulebook.activities)
            found = (*of_activity, *entries.findings, *self._warnings, *self._of_countries(entries, traits))
            findings = self._entries.keep(entries.standing, traits, found)
        return findings

    def _of_agreements(self, entries: ApplicableEntries, traits: Traits, mobility: Mobility) -> tuple[Finding, ...]:
        """Return what stands against the dates, the partner and the flow."""
        agreements = self.rulebook.agreements
        in_period = agreements_holding(mobility.start_date, mobility.end_date, agreements)
        agreed = Agreed(traits, mobility.partner, tuple([entry.id for entry in in_period]))
        findings = entries.standing.get(agreed) if in_period else None
        if findings is None:
            findings = agreement_findings(mobility, agreements, self._partners)
            if in_period:  # if not, the days are in the finding
                self._entries.keep(entries.standing, agreed, findings)
        return findings

    def _of_numbers(self, entries: ApplicableEntries, traits: Traits, mobility: Mobility) -> Iterator[Finding]:
        """Yield what is found about the days, the partner and the hours of a mobility."""
        book = self.rulebook
        if book.agreement_years is not None:
            yield from call_year_findings(mobility, call_years=book.call_years, rule=book.agreement_years)
        if book.agreements:
            yield from self._of_agreements(entries, traits, mobility)
        if entries.duration is not None:
            yield from duration_findings(mobility, entries.duration)
        if book.short_term is not None:
            whole_term = is_whole_term(mobility.stay, entries.duration, mobility.academic_term)
            yield from virtual_part_findings(mobility, book.short_term, whole_term=whole_term)
        if entries.cycle is not None:
            yield from cycle_findings(mobility, entries.cycle)
        if entries.teaching is not None:
            yield from teaching_findings(mobility, entries.teaching)
        if asks_for_zero_grant(mobility):
            limit = entries.duration
            minimum = None if limit is None else minimum_of_part(mobility, mobility.paid_stay, limit)
            yield from zero_grant_findings(mobility, entries.zero_grant, minimum=minimum, otherwise=book.sources[0])
        if entries.deadline is not None:
            yield from deadline_findings(mobility, entries.deadline)

    def _of_countries(self, entries: ApplicableEntries, traits: Traits) -> Iterator[Finding]:
        """Yield what stands against the countries between which a mobility goes."""
        if self.rulebook.home is not None:
            yield from country_findings(traits, self.rulebook.home)
        if entries.flows:
            yield from flow_findings(traits, entries.flows, self._entries.groups)
        sending, receiving = self._entries.sending_country(traits), self._entries.receiving_country(traits)
        if entries.closed_flows:
            yield from closed_flow_findings(
                traits.direction, entries.closed_flows, sending=sending, receiving=receiving
            )
        if entries.abroad is not None:
            yield from abroad_findings(traits, entries.abroad, receiving=receiving)
        if entries.cycle_flow is not None:
            yield from cycle_flow_findings(traits, entries.cycle_flow)

    def _by_days(self, entries: ApplicableEntries, mobility: Mobility, stay: Stay, *, paid: Stay) -> RuleResult:
        """Return what is paid for the days of a stay, computed once for all that are alike in `PaidDays`."""
        days = PaidDays.of(mobility, stay, days_counted(entries, paid), paid=paid)
        outcome = entries.outcomes.get(days)
        if outcome is None:
            outcome = self._entries.keep(entries.outcomes, days, paid_for_days(entries, days))
        return outcome

    def _journey(self, entries: ApplicableEntries, mobility: Mobility) -> RuleResult:
        """Return what is paid for a journey, computed once for all of the same length by the same means."""
        journey = mobility.distance_km, mobility.travel_mode
        outcome = entries.journeys.get(journey)
        if outcome is None:
            outcome = self._entries.keep(entries.journeys, journey, paid_for_journey(entries, *journey))
        return outcome


def verify_grant(grant: GrantBreakdown, rulebook: AnyRulebook | None = None) -> None:
    """Raise if a stored grant is not what its mobility gives under its rulebook.

    Args:
        grant: The grant.
        rulebook: The rulebook that computed it, or its id or file; None: the one of this id that comes with the
            library, and never a file, since the grant may be a stranger's.

    Raises:
        UnknownRulebookError: No rulebook has this id.
        RulebookMismatchError: The rulebook is not the one that computed the grant, or has changed since.
        GrantTamperedError: The grant, or its mobility, was changed after it was computed.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook
        >>> verify_grant(toy_calculator().calculate(toy_mobility()), toy_rulebook())
    """
    check_grant(grant)
    GrantCalculator(get_rulebook(grant.rulebook_id) if rulebook is None else rulebook).verify(grant)


def rulebook_findings(book: Rulebook) -> tuple[Finding, ...]:
    """Return what a rulebook warns of in every grant: that it departs from its base, that its figures may change."""
    said = (
        (FindingCode.DEPARTS_FROM_PROGRAMME, book.departs_from_programme),
        (FindingCode.PROVISIONAL_FIGURES, book.provisional_because),
    )
    return tuple(Finding.of(code, book.sources[0], why=why) for code, why in said if why is not None)


def _with_split(book: Rulebook, split: PaymentSplit) -> Rulebook:
    """Return a rulebook with a split in place of those for its mobilities, none of which may be for others too."""
    check_kind(split, PaymentSplit, "payment_split is a PaymentSplit, not {}: PaymentSplit.model_validate reads a dict")
    domain = domain_of(book)
    others = [entry for entry in book.payment_splits if not domain.is_covered(entry.scope, [split.scope])]
    for entry in others:
        if isinstance(entry, PaymentSplit) and domain.overlap(entry.scope, split.scope):
            replaced = f"it takes the place of the split for {scope_in_words(entry.scope)} ({entry.source.id})"
            some = "and is for some of them alone, so the others would have none"
            sentence = f"{replaced}, {some}; put splits for all of them in a rulebook of your own"
            raise invalid(PaymentSplit, ("scope", sentence, None))
    sources = book.sources if split.source in book.sources else (*book.sources, split.source)
    return book.model_copy(update={"payment_splits": (split, *others), "sources": sources})


def _is_paid_at_cost(entries: ApplicableEntries) -> bool:
    """Return whether the journey is paid at what it cost, up to the amount of its band."""
    return isinstance(entries.travel, DistanceBands) and entries.travel.at_actual_cost


def _of_activity(entries: ApplicableEntries, traits: Traits, rules: tuple[ActivityRule, ...]) -> tuple[Finding, ...]:
    """Return what stands against the activity; of one that depends on a country, only what is never eligible."""
    if isinstance(entries.activity, CountryDecides):
        return exclusion_findings(traits, entries.excluded_purposes)
    return activity_findings(traits, entries.activity, rules=rules, exclusions=entries.excluded_purposes)
