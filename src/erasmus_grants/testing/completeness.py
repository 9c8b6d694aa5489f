"""Whether a rulebook answers every mobility: with a rate, or with why there is none.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> list(open_questions(toy_rulebook()))
    []
    >>> list(open_questions(toy_rulebook().model_copy(update={"short_stay_rates": ()})))[0]
    'short_stay_rates: no entry is for SMS incoming, a student, to France, and nothing says why; add one'
"""

from collections.abc import Iterator
from datetime import timedelta

from erasmus_grants.basics.countries import country_name
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.vocabulary import FindingCode, ParticipantRole
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.tables import RANGE_TABLES, RATE_TABLES
from erasmus_grants.rules.short_term import term_of
from erasmus_grants.testing._candidates import candidates, countries_among
from erasmus_grants.testing._exploring import explored
from erasmus_grants.testing._numbers import FIRST_DAY

_PARTICIPANTS = {
    ParticipantRole.STUDENT: "a student",
    ParticipantRole.RECENT_GRADUATE: "a recent graduate",
    ParticipantRole.DOCTORAL_CANDIDATE: "a doctoral candidate",
    ParticipantRole.STAFF: "a member of staff",
    ParticipantRole.INVITED_STAFF: "invited staff",
}

_GOES_NOWHERE = frozenset({FindingCode.COUNTRY_DISAGREES, FindingCode.NOT_ABROAD})
"""What refuses a kind of mobility whatever the study cycle is."""

_NEEDS_NO_RATE = _GOES_NOWHERE | {
    *(FindingCode.ROLE_NOT_ELIGIBLE, FindingCode.STUDY_CYCLE_NOT_ELIGIBLE),
    FindingCode.ELIGIBILITY_NOT_PUBLISHED,
}
"""What refuses a kind of mobility, or says that nobody confirms that it is eligible, so that it needs no rate."""


def open_questions(rulebook: Rulebook) -> Iterator[str]:
    """Yield a sentence for each kind of mobility that is funded, has no rate, and is not told why.

    Args:
        rulebook: The rulebook; every activity, direction, participant and group of countries is asked about.
    """
    check, told, answered = explored(rulebook).calculator.check, set[str](), set[tuple[object, ...]]()
    asked = _asked(rulebook)
    for fields, lengths, senders, receivers in candidates(rulebook):
        for length in (lengths[0], lengths[-1]):
            stay = {"start_date": FIRST_DAY, "end_date": FIRST_DAY + timedelta(days=length - 1)}
            mobility = Mobility.model_validate({**fields, **stay, **countries_among(senders, receivers)})
            term = term_of(mobility, rulebook.short_term)
            kind = (*(fields[name] for name in asked), term, senders, receivers)
            if kind in answered:
                continue
            findings = check(mobility)
            found, has_no_rate = {finding.code for finding in findings}, _has_no_rate(findings)
            needs_none = has_no_rate and not found.isdisjoint(_NEEDS_NO_RATE)
            if not needs_none or not found.isdisjoint(_GOES_NOWHERE):
                answered.add(kind)  # otherwise another study cycle may not be refused
            if has_no_rate and not needs_none:
                sentence = f"{RATE_TABLES[term]}: no entry is for {_in_words(mobility)}, and nothing says why; add one"
                if sentence not in told:
                    told.add(sentence)
                    yield sentence


def _asked(rulebook: Rulebook) -> tuple[str, ...]:
    """Return the fields that decide, with the term and the countries, where a mobility may go and which rate it has."""
    tables = (*RATE_TABLES.values(), *RANGE_TABLES.values(), "flows", "closed_flows", "abroad")
    entries: list[Entry] = [entry for name in tables for entry in getattr(rulebook, name)]
    fewer = any(entry.scope.fewer_opportunities is not None for entry in entries)
    told = ("activity", "direction", "role", "blended_intensive_programme")
    return (*told, "fewer_opportunities") if fewer else told


def _has_no_rate(findings: tuple[Finding, ...]) -> bool:
    """Return whether a rate is missing for no reason that the rulebook gives."""
    missing = [finding for finding in findings if finding.code is FindingCode.RATE_NOT_PUBLISHED]
    return any("unnamed" in dict(finding.details) for finding in missing)


def _in_words(mobility: Mobility) -> str:
    sides = (("from", mobility.sending_country), ("to", mobility.receiving_country))
    countries = "".join(f", {side} {country_name(country)}" for side, country in sides if country is not None)
    blended = ", in a blended intensive programme" if mobility.blended_intensive_programme else ""
    return f"{mobility.activity} {mobility.direction}, {_PARTICIPANTS[mobility.role]}{blended}{countries}"
