"""What a rulebook says of many kinds of mobility: which of them it funds, and what leaves them without a grant."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import count, islice, product
from math import gcd
from typing import NamedTuple, TypeVar

from erasmus_grants.basics.vocabulary import ActivityType, Direction, FindingCode, ParticipantRole, Severity
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook, fingerprint
from erasmus_grants.rules.teaching import hours_required
from erasmus_grants.testing._candidates import Candidate, Fields, candidates, countries_among, not_funded
from erasmus_grants.testing._numbers import FIRST_DAY, LAST_DAY
from erasmus_grants.testing._spoiling import ways_to_spoil

_MOST_OF_A_KIND = 50
"""So many templates are found of each activity, direction and role."""

_MOST_QUESTIONS = 400
"""After so many questions about one of them, what was found is enough."""

_MOST_IN_VAIN = 1000
"""After so many questions about one of them, of which none found a grant, it is taken for not funded."""

_MOST_ASKED = 64
_MOST_SPOILT_OF_A_KIND = 2
_MOST_OF_A_CODE = 20
_ENDS = 2
_KIND = ("activity", "direction", "role", "blended_intensive_programme", "virtual_component")
_OF_LENGTH = frozenset({FindingCode.DURATION_TOO_SHORT, FindingCode.DURATION_TOO_LONG})
_AT_ANY_LENGTH = frozenset(
    {
        *(FindingCode.COUNTRY_DISAGREES, FindingCode.ROLE_NOT_ELIGIBLE, FindingCode.NOT_ABROAD),
        *(FindingCode.STUDY_CYCLE_NOT_ELIGIBLE, FindingCode.ELIGIBILITY_NOT_PUBLISHED),
    }
)
_T = TypeVar("_T")


class Template(NamedTuple):
    """A mobility, and the lengths at and between which others like it are drawn."""

    fields: Fields
    lengths: tuple[int, ...]
    periods: tuple[tuple[date, date], ...]
    senders: tuple[str | None, ...]
    receivers: tuple[str | None, ...]


class Asked(NamedTuple):
    """A mobility that a rulebook was asked about, and what stands against it: nothing, if it is granted."""

    template: Template
    against: frozenset[FindingCode]

    @property
    def is_refused(self) -> bool:
        """Whether it is refused, and not only unknown."""
        return any(SEVERITIES[code] is Severity.REFUSING for code in self.against)


class Violation(NamedTuple):
    """What leaves a mobility without a grant."""

    template: Template
    changes: Fields
    code: FindingCode


class Explored:
    """What was found out about a rulebook by asking it, once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.calculator = GrantCalculator(rulebook)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """The kinds of mobility that it was asked about."""
        return tuple(_asked(self.rulebook, self.calculator))

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The kinds of mobility that it funds."""
        return tuple(one.template for one in self.asked if not one.against)

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """What leaves mobilities without a grant."""
        return _violations(self.rulebook, self.asked, self.calculator)


def explored(rulebook: Rulebook) -> Explored:
    """Return what was found out about a rulebook; what is known of many others is forgotten."""
    key = fingerprint(rulebook)
    known = _EXPLORED.get(key)
    if known is None or known.rulebook != rulebook:  # which may cite other sources
        if len(_EXPLORED) >= _MOST_ASKED:
            _EXPLORED.clear()
        known = _EXPLORED[key] = Explored(rulebook)
    return known


_EXPLORED: dict[str, Explored] = {}


def _asked(rulebook: Rulebook, calculator: GrantCalculator) -> Iterator[Asked]:
    """Yield what a rulebook says of mobilities of each activity, direction and role.

    Of many kinds, as many that it funds are found of each, with countries, lengths and options from all over the
    rulebook; of the others, some for each finding.
    """
    kinds: dict[tuple[object, ...], list[Candidate]] = {}
    for candidate in candidates(rulebook):
        kinds.setdefault(tuple(candidate[0][name] for name in ("activity", "direction", "role")), []).append(candidate)
    for activity, direction, role in product(ActivityType, Direction, ParticipantRole):
        alike = kinds.get((activity, direction, role)) or [not_funded(rulebook, activity, direction, role)]
        yield from _some_alike(alike, rulebook, calculator)


def _some_alike(alike: Sequence[Candidate], rulebook: Rulebook, calculator: GrantCalculator) -> Iterator[Asked]:
    """Yield what a rulebook says of mobilities of one kind; if it funds few, not all are asked."""
    found = Counter[FindingCode | None]()
    for number, candidate in enumerate(_scattered(alike, _MOST_OF_A_KIND)):
        granted = found[None]
        if granted == _MOST_OF_A_KIND or number >= (_MOST_QUESTIONS if granted else _MOST_IN_VAIN):
            return
        one = _ask(candidate, rulebook, calculator)
        if not one.against or any(found[code] < _MOST_SPOILT_OF_A_KIND for code in one.against):
            found.update(one.against or [None])
            yield one


def _scattered(ordered: Sequence[_T], most: int) -> Iterator[_T]:
    """Yield each of some things once, in steps so wide that the first of them come from everywhere.

    Args:
        ordered: The things.
        most: How many are taken at most.
    """
    number = len(ordered)
    wide = 1 + number // most
    step = next(step for step in count(wide) if gcd(step, number) == 1)
    return (ordered[place * step % number] for place in range(number))


def _ask(candidate: Candidate, rulebook: Rulebook, calculator: GrantCalculator) -> Asked:
    """Return what a rulebook says of a kind of mobility: of the first of its lengths that is funded, if one is.

    The shortest and the longest are asked first: if neither is refused for its length alone, none is funded.  If none
    is, it is what is said of one that is not refused, if there is one.
    """
    fields, lengths, senders, receivers = candidate
    placed = {**fields, **countries_among(senders, receivers), "distance_km": 150}
    answers: list[Asked] = []
    only_too_long_or_short = False
    for number, length in enumerate(dict.fromkeys((lengths[0], lengths[-1], *lengths))):
        if number >= _ENDS and not only_too_long_or_short:
            break
        fitting = {**placed, **_stay_of(length, rulebook, fields["activity"])}
        against = _against(Mobility.model_validate(fitting), calculator)
        answers.append(Asked(Template(fitting, lengths, _periods(rulebook), senders, receivers), against))
        if not against or not against.isdisjoint(_AT_ANY_LENGTH):
            break
        only_too_long_or_short |= against <= _OF_LENGTH
    return min(answers, key=lambda one: (bool(one.against), one.is_refused))


def _stay_of(length: int, rulebook: Rulebook, activity: object) -> Fields:
    """Return the fields of a stay of so many days, with the hours of teaching that it needs."""
    first, last = _periods(rulebook)[0]
    stay: Fields = {"start_date": first, "end_date": min(last, first + timedelta(days=length - 1))}
    return {**stay, "teaching_hours": hours_of(rulebook, length)} if activity is ActivityType.STA else stay


def hours_of(rulebook: Rulebook, days: int) -> Decimal:
    weekly = [rule.hours_per_week for rule in rulebook.teaching_hours]
    return hours_required(days, hours_per_week=max(weekly, default=0))


def _against(mobility: Mobility, calculator: GrantCalculator) -> frozenset[FindingCode]:
    """Return the findings that refuse a mobility, or, if none does, those that say what is not known of it."""
    findings = calculator.check(mobility)
    refusing = frozenset(finding.code for finding in findings if finding.is_refusing)
    return refusing or frozenset(finding.code for finding in findings if finding.is_unknown)


def _periods(rulebook: Rulebook) -> tuple[tuple[date, date], ...]:
    periods = tuple((agreement.start_date, agreement.end_date) for agreement in rulebook.agreements)
    return periods or ((FIRST_DAY, LAST_DAY),)


def _violations(rulebook: Rulebook, asked: Sequence[Asked], calculator: GrantCalculator) -> tuple[Violation, ...]:
    """Return, for each finding that a rulebook can give, some mobilities that give it, unchanged or with changes."""
    found: dict[FindingCode, list[Violation]] = {code: [] for code in FindingCode}
    for template, against in asked:
        for code in against:
            found[code].append(Violation(template, {}, code))
    ways = ways_to_spoil(rulebook)
    for template in _to_spoil(asked):
        mobility = Mobility.model_validate(template.fields)
        for changes in ways:
            for code in _against_changed(mobility, changes, calculator):
                found[code].append(Violation(template, changes, code))
    return tuple(
        violation
        for alike in found.values()
        for violation in islice(_scattered(alike, _MOST_OF_A_CODE), _MOST_OF_A_CODE)
    )


def _to_spoil(asked: Sequence[Asked]) -> Iterator[Template]:
    """Yield a few mobilities of each kind that are granted; if none is, some that are not known."""
    by_kind: dict[tuple[object, ...], list[Asked]] = {}
    for one in asked:
        if not one.is_refused:
            by_kind.setdefault(tuple(one.template.fields[name] for name in _KIND), []).append(one)
    for alike in by_kind.values():
        best = [one.template for one in alike if not one.against] or [one.template for one in alike]
        yield from islice(_scattered(best, _MOST_SPOILT_OF_A_KIND), _MOST_SPOILT_OF_A_KIND)


def _against_changed(mobility: Mobility, changes: Fields, calculator: GrantCalculator) -> frozenset[FindingCode]:
    """Return what stands against a mobility with changes; against one that cannot be, nothing is found."""
    try:
        return _against(changed(mobility, changes), calculator)
    except ValueError:
        return frozenset()


def changed(mobility: Mobility, changes: Fields) -> Mobility:
    """Return a mobility with changes; a change that is a function is made of the mobility."""
    made = {name: value(mobility) if callable(value) else value for name, value in changes.items()}
    return mobility.model_copy(update=made)
