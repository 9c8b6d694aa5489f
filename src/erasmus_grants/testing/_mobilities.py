"""Strategies for mobilities that a rulebook funds, and for such as it refuses.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> from hypothesis import find
    >>> find(mobilities(toy_rulebook()), lambda mobility: mobility.activity == "STT").net_days
    2
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import count, islice, product
from math import gcd
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument
from hypothesis.strategies import DrawFn, SearchStrategy

from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.decimals import EXACT
from erasmus_grants.basics.errors import check_kind
from erasmus_grants.basics.lengths import Length
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    Direction,
    Document,
    FindingCode,
    Funding,
    GrantStatus,
    HostKind,
    LengthUnit,
    ParticipantRole,
    Purpose,
    Severity,
    StudyCycle,
    TravelMode,
)
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.records.findings import SEVERITIES, answer_of
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Attendance, Mobility, is_cycle_of_another_role
from erasmus_grants.rulebook.model import Rulebook, fingerprint
from erasmus_grants.rulebooks.loading import AnyRulebook, as_rulebook
from erasmus_grants.rules.countries import groups_by_country
from erasmus_grants.rules.cycle_flows import STATING_ROLES, certain_cycles
from erasmus_grants.rules.teaching import hours_required
from erasmus_grants.testing._arguments import word_of, words_of
from erasmus_grants.testing._numbers import (
    EDGE_DAYS,
    FIRST_DAY,
    LAST_DAY,
    days,
    distances,
    money,
    stays,
)
from erasmus_grants.testing._spoiling import ways_to_spoil
from erasmus_grants.testing.toys import toy_rulebook

_MOST_OF_A_KIND = 50
"""So many templates are found of each activity, direction and role."""

_MOST_QUESTIONS = 400
"""After so many questions about one of them, what was found is enough."""

_MOST_ASKED = 64
_MOST_SPOILT_OF_A_KIND = 2
_MOST_OF_A_CODE = 20
_ENDS = 2
_WHOLE, _PARTIAL = 8, 9  # of ten mobilities, one with a zero grant of each kind
_KIND = ("activity", "direction", "role", "blended_intensive_programme", "virtual_component")
_PAID_BY_DAYS = ("daily_rates", "daily_rate_ranges", "monthly_rates", "short_stay_rates", "top_ups")
_OF_LENGTH = frozenset({FindingCode.DURATION_TOO_SHORT, FindingCode.DURATION_TOO_LONG})
_AT_ANY_LENGTH = frozenset(
    {
        *(FindingCode.COUNTRY_DISAGREES, FindingCode.ROLE_NOT_ELIGIBLE, FindingCode.NOT_ABROAD),
        *(FindingCode.STUDY_CYCLE_NOT_ELIGIBLE, FindingCode.ELIGIBILITY_NOT_PUBLISHED),
    }
)

_NOT_ALL = "not every mobility was tried"

_T = TypeVar("_T")
_Fields = Mapping[str, object]
_Candidate = tuple[_Fields, tuple[int, ...], tuple[str | None, ...], tuple[str | None, ...]]
"""Fields of a kind of mobility, its lengths [days], and the countries that it may be from and to."""


class IneligibleMobility(NamedTuple):
    """A mobility that a rulebook refuses, and the finding that it gives."""

    mobility: Mobility
    code: FindingCode


def mobilities(
    rulebook: AnyRulebook,
    *,
    activities: Iterable[ActivityType | str] = (),
    directions: Iterable[Direction | str] = (),
    roles: Iterable[ParticipantRole | str] = (),
) -> SearchStrategy[Mobility]:
    """Return mobilities that a rulebook grants an amount, biased to its edges.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        activities: The activities that are drawn; none: any.  One text may hold several, as in a rulebook.
        directions: The directions that are drawn; none: any.
        roles: The participants that are drawn; none: any.

    Raises:
        ValueError: A word is none of its list.
        InvalidArgument: No such mobility was found.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> from hypothesis import find
        >>> find(mobilities(toy_rulebook(), activities=["SMS"]), lambda mobility: mobility.net_days > 30).activity.value
        'SMS'
    """
    book = as_rulebook(rulebook)
    asked_for = {
        "activity": words_of(activities, ActivityType, "activities"),
        "direction": words_of(directions, Direction, "directions"),
        "role": words_of(roles, ParticipantRole, "roles"),
    }
    wanted = [
        template
        for template in explored(book).templates
        if all(not words or template.fields[name] in words for name, words in asked_for.items())
    ]
    if not wanted:
        raise InvalidArgument(f"no such mobility was found that rulebook {book.id} funds")
    check = explored(book).calculator.check
    drawn = st.sampled_from(wanted).flatmap(lambda template: _around(template, book))
    granted = drawn.filter(lambda mobility: answer_of(check(mobility)).status is GrantStatus.GRANTED)
    return _printed("mobilities", book.id, granted)


def ineligible_mobilities(
    rulebook: AnyRulebook, *, code: FindingCode | str | None = None
) -> SearchStrategy[IneligibleMobility]:
    """Return mobilities that a rulebook refuses, each labelled with a finding that it gives.

    The calculator itself is asked which they are.  So they are cases of a finding, to be compared with a page or with
    another implementation; that they are refused, as a test, cannot fail.  If none is found any more, the strategy
    raises; the search does not try every mobility.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.
        code: The finding; None: any refusing one that the rulebook can give.

    Raises:
        ValueError: There is no such finding.
        InvalidArgument: No mobility was found that is refused with this finding.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> from hypothesis import find
        >>> find(ineligible_mobilities(toy_rulebook(), code="DURATION_TOO_SHORT"), lambda drawn: True).code.value
        'DURATION_TOO_SHORT'
    """
    book, asked_for = as_rulebook(rulebook), None if code is None else word_of(code, FindingCode, "code")
    if asked_for is not None and SEVERITIES[asked_for] is not Severity.REFUSING:
        raise InvalidArgument(f"{asked_for} is no reason to refuse a mobility")
    refusing = [violation for violation in explored(book).violations if SEVERITIES[violation.code] is Severity.REFUSING]
    wanted = [violation for violation in refusing if asked_for in {None, violation.code}]
    if not wanted:
        reason = "" if asked_for is None else f" with {asked_for}"
        raise InvalidArgument(f"no mobility was found that rulebook {book.id} refuses{reason}; {_NOT_ALL}")
    refused = st.sampled_from(wanted).flatmap(lambda violation: _spoilt(violation, book))
    return _printed("ineligible_mobilities", book.id, refused)


def undetermined_mobilities(rulebook: AnyRulebook) -> SearchStrategy[Mobility]:
    """Return mobilities of which a rulebook does not know everything, and which it does not refuse.

    Args:
        rulebook: A rulebook, the id of one that comes with the library, or a TOML or JSON file.

    Raises:
        InvalidArgument: No such mobility was found.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_rulebook
        >>> from hypothesis import find
        >>> mobility = find(undetermined_mobilities(toy_rulebook()), lambda mobility: mobility.distance_km is None)
        >>> toy_calculator().calculate(mobility).total_eur is None
        True
    """
    book = as_rulebook(rulebook)
    wanted = [violation for violation in explored(book).violations if SEVERITIES[violation.code] is Severity.UNKNOWN]
    if not wanted:
        raise InvalidArgument(f"no mobility was found of which rulebook {book.id} does not know everything; {_NOT_ALL}")
    check = explored(book).calculator.check
    drawn = st.sampled_from(wanted).flatmap(lambda violation: _spoilt(violation, book))
    unknown = drawn.map(lambda case: case.mobility).filter(
        lambda mobility: answer_of(check(mobility)).status is GrantStatus.UNDETERMINED
    )
    return _printed("undetermined_mobilities", book.id, unknown)


def _printed(name: str, argument: str, drawn: SearchStrategy[_T]) -> SearchStrategy[_T]:
    """Return a strategy that Hypothesis prints by its name and argument, and not by all that it may draw.

    Args:
        name: The name.
        argument: What it draws from, in a few words.
        drawn: The strategy.
    """

    def one(draw: DrawFn, _argument: str) -> _T:
        return draw(drawn)

    one.__name__ = name
    return st.composite(one)(argument)


def _spoilt(violation: "_Violation", rulebook: Rulebook) -> SearchStrategy[IneligibleMobility]:
    """Return mobilities around one that was asked about, with the changes that give a finding."""
    check, code = explored(rulebook).calculator.check, violation.code
    drawn = _around(violation.template, rulebook).map(lambda mobility: _changed(mobility, violation.changes))
    found = drawn.filter(lambda mobility: code in {finding.code for finding in check(mobility)})
    return found.map(lambda mobility: IneligibleMobility(mobility, code))


class _Template(NamedTuple):
    """A mobility, and the lengths at and between which others like it are drawn."""

    fields: _Fields
    lengths: tuple[int, ...]
    periods: tuple[tuple[date, date], ...]
    senders: tuple[str | None, ...]
    receivers: tuple[str | None, ...]


class _Asked(NamedTuple):
    """A mobility that a rulebook was asked about, and what stands against it: nothing, if it is granted."""

    template: _Template
    against: frozenset[FindingCode]

    @property
    def is_refused(self) -> bool:
        """Whether it is refused, and not only unknown."""
        return any(SEVERITIES[code] is Severity.REFUSING for code in self.against)


class _Violation(NamedTuple):
    """What leaves a mobility without a grant."""

    template: _Template
    changes: _Fields
    code: FindingCode


class Explored:
    """What was found out about a rulebook by asking it, once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.calculator = GrantCalculator(rulebook)

    @cached_property
    def asked(self) -> tuple[_Asked, ...]:
        """The kinds of mobility that it was asked about."""
        return tuple(_asked(self.rulebook, self.calculator))

    @cached_property
    def templates(self) -> tuple[_Template, ...]:
        """The kinds of mobility that it funds."""
        return tuple(one.template for one in self.asked if not one.against)

    @cached_property
    def violations(self) -> tuple[_Violation, ...]:
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


@st.composite
def _around(draw: DrawFn, template: _Template, rulebook: Rulebook) -> Mobility:
    """Return a mobility like a template: other days, distance and options; it may be one too many days long."""
    first, last = draw(st.sampled_from(template.periods))
    lengths = template.lengths
    length = draw(st.one_of(st.integers(lengths[0], lengths[-1]), st.sampled_from(lengths)))
    away = draw(st.sampled_from([0, 0, 0, 1, 3]))
    latest = max(first, last - timedelta(days=length + away - 1))
    start = draw(days(first, latest))
    sending = draw(st.sampled_from(template.senders))
    changes: dict[str, object] = {
        "sending_country": sending,
        "receiving_country": draw(st.sampled_from(template.receivers)),
        "residence_country": draw(st.sampled_from([None, sending])),
        "start_date": start,
        "end_date": start + timedelta(days=length + away - 1),
        "interruption_days": away,
        "distance_km": draw(distances(rulebook)),
        "travel_mode": draw(st.sampled_from(TravelMode)),
        "travel_days": draw(st.sampled_from([None, 0, 1, 2, 3, 6, 7])),
        "reference": draw(st.sampled_from([None, "ref-1"])),
    }
    if template.fields["activity"] is ActivityType.STA:
        changes["combined"] = draw(st.booleans())
        changes["teaching_hours"] = EXACT.add(_hours(rulebook, length), draw(st.sampled_from([0, 0, 1])))
    return Mobility.model_validate({**template.fields, **changes})


def _hours(rulebook: Rulebook, days: int) -> Decimal:
    weekly = [rule.hours_per_week for rule in rulebook.teaching_hours]
    return hours_required(days, hours_per_week=max(weekly, default=0))


def _changed(mobility: Mobility, changes: _Fields) -> Mobility:
    """Return a mobility with changes; a change that is a function is made of the mobility."""
    made = {name: value(mobility) if callable(value) else value for name, value in changes.items()}
    return mobility.model_copy(update=made)


def _asked(rulebook: Rulebook, calculator: GrantCalculator) -> Iterator[_Asked]:
    """Yield what a rulebook says of mobilities of each activity, direction and role.

    Of many kinds, as many that it funds are found of each, with countries, lengths and options from all over the
    rulebook; of the others, some for each finding.
    """
    kinds: dict[tuple[object, ...], list[_Candidate]] = {}
    for candidate in candidates(rulebook):
        kinds.setdefault(tuple(candidate[0][name] for name in ("activity", "direction", "role")), []).append(candidate)
    for activity, direction, role in product(ActivityType, Direction, ParticipantRole):
        alike = kinds.get((activity, direction, role)) or [_not_funded(rulebook, activity, direction, role)]
        yield from _some_alike(alike, rulebook, calculator)


def _not_funded(rulebook: Rulebook, activity: ActivityType, direction: Direction, role: ParticipantRole) -> _Candidate:
    """Return a mobility of an activity, direction and role that no entry funds."""
    senders, receivers = _sides(rulebook)[direction][0]
    return _fields_of(activity, direction, role), _lengths(rulebook, activity)[0], senders, receivers


def _some_alike(alike: Sequence[_Candidate], rulebook: Rulebook, calculator: GrantCalculator) -> Iterator[_Asked]:
    """Yield what a rulebook says of mobilities of one kind; if it funds few, not all are asked."""
    found = Counter[FindingCode | None]()
    for number, candidate in enumerate(_scattered(alike, _MOST_OF_A_KIND)):
        granted = found[None]
        if granted == _MOST_OF_A_KIND or (granted and number >= _MOST_QUESTIONS):
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


def _ask(candidate: _Candidate, rulebook: Rulebook, calculator: GrantCalculator) -> _Asked:
    """Return what a rulebook says of a kind of mobility: of the first of its lengths that is funded, if one is.

    The shortest and the longest are asked first: if neither is refused for its length alone, none is funded.  If none
    is, it is what is said of one that is not refused, if there is one.
    """
    fields, lengths, senders, receivers = candidate
    placed = {**fields, **countries_among(senders, receivers), "distance_km": 150}
    answers: list[_Asked] = []
    only_too_long_or_short = False
    for number, length in enumerate(dict.fromkeys((lengths[0], lengths[-1], *lengths))):
        if number >= _ENDS and not only_too_long_or_short:
            break
        fitting = {**placed, **_stay_of(length, rulebook, fields["activity"])}
        against = _against(Mobility.model_validate(fitting), calculator)
        answers.append(_Asked(_Template(fitting, lengths, _periods(rulebook), senders, receivers), against))
        if not against or not against.isdisjoint(_AT_ANY_LENGTH):
            break
        only_too_long_or_short |= against <= _OF_LENGTH
    return min(answers, key=lambda one: (bool(one.against), one.is_refused))


def _stay_of(length: int, rulebook: Rulebook, activity: object) -> _Fields:
    """Return the fields of a stay of so many days, with the hours of teaching that it needs."""
    first, last = _periods(rulebook)[0]
    stay: _Fields = {"start_date": first, "end_date": min(last, first + timedelta(days=length - 1))}
    return {**stay, "teaching_hours": _hours(rulebook, length)} if activity is ActivityType.STA else stay


def _against(mobility: Mobility, calculator: GrantCalculator) -> frozenset[FindingCode]:
    """Return the findings that refuse a mobility, or, if none does, those that say what is not known of it."""
    findings = calculator.check(mobility)
    refusing = frozenset(finding.code for finding in findings if finding.is_refusing)
    return refusing or frozenset(finding.code for finding in findings if finding.is_unknown)


def _periods(rulebook: Rulebook) -> tuple[tuple[date, date], ...]:
    periods = tuple((agreement.start_date, agreement.end_date) for agreement in rulebook.agreements)
    return periods or ((FIRST_DAY, LAST_DAY),)


def candidates(rulebook: Rulebook) -> list[_Candidate]:
    """Return every kind of mobility that a funded activity may be, with lengths and countries to try."""
    sides = _sides(rulebook)
    candidates: list[_Candidate] = []
    for activity, direction, role in product(ActivityType, Direction, ParticipantRole):
        for blended, virtual in ((False, False), (False, True), (True, True)):
            if virtual and not activity.is_for_students:
                continue
            scopes = [
                rule.scope for rule in rulebook.activities if rule.funding is Funding.FUNDED and role in rule.roles
            ]
            if not any(_may_cover(scope, activity, direction, role, blended=blended) for scope in scopes):
                continue
            fields = {
                **_fields_of(activity, direction, role),
                "blended_intensive_programme": blended,
                "virtual_component": virtual,
            }
            options = product((False, True), _cycles(rulebook, role), sides[direction])
            for fewer, cycle, (senders, receivers) in options:
                candidates += [
                    ({**fields, "fewer_opportunities": fewer, "study_cycle": cycle}, lengths, senders, receivers)
                    for lengths in _lengths(rulebook, activity)
                ]
    return candidates


def _fields_of(activity: ActivityType, direction: Direction, role: ParticipantRole) -> _Fields:
    """Return the fields of an activity, a direction and a role; doctoral candidates teach under a contract."""
    return {
        "activity": activity,
        "direction": direction,
        "role": role,
        "teaching_contract": role is ParticipantRole.DOCTORAL_CANDIDATE and not activity.is_for_students,
        "blended_intensive_programme": False,
        "virtual_component": False,
    }


def _cycles(rulebook: Rulebook, role: ParticipantRole) -> tuple[StudyCycle | None, ...]:
    """Return a study cycle of each kind that a rulebook tells apart, if a participant states any."""
    fitting = [cycle for cycle in StudyCycle if not is_cycle_of_another_role(cycle, role)]
    if role not in STATING_ROLES or not rulebook.cycle_flows:
        return (None,)
    alike = {
        tuple(cycle in certain_cycles(flow) for flow in rulebook.cycle_flows): cycle for cycle in reversed(fitting)
    }
    return tuple(sorted(alike.values(), key=list(StudyCycle).index))


def countries_among(senders: Sequence[str | None], receivers: Sequence[str | None]) -> _Fields:
    """Return a sending and a receiving country, which are two if there are two."""
    sending = senders[0]
    return {
        "sending_country": sending,
        "receiving_country": next((country for country in receivers if country != sending), receivers[0]),
    }


def _may_cover(
    scope: Scope, activity: ActivityType, direction: Direction, role: ParticipantRole, *, blended: bool
) -> bool:
    return (
        activity in (scope.activities or ActivityType)
        and direction in (scope.directions or Direction)
        and role in (scope.roles or ParticipantRole)
        and scope.blended_intensive_programme in {None, blended}
    )


def _lengths(rulebook: Rulebook, activity: ActivityType) -> list[tuple[int, ...]]:
    """Return lengths at and around the edges of each limit, tier and cap that may apply to an activity."""
    limits = [limit for limit in rulebook.durations if activity in (limit.scope.activities or (activity,))]
    tiers = sorted({1, *_last_days_paid_alike(rulebook), *EDGE_DAYS})
    found: list[tuple[int, ...]] = []
    for limit in limits:
        least, most = _in_days(limit.minimum), _in_days(limit.maximum)
        inside = {least, least + 1, least + 2, (least + most) // 2, most - 1, most}
        found.append(tuple(sorted({days for days in (*inside, *tiers) if least <= days <= most}) or (least,)))
    return found or [tuple(tiers)]


def _last_days_paid_alike(rulebook: Rulebook) -> Iterator[int]:
    """Yield the last day of each tier and the last one that is funded, and the day after."""
    for name in _PAID_BY_DAYS:
        for entry in getattr(rulebook, name):
            ends = {day for tier in getattr(entry, "tiers", ()) for day in (tier.from_day - 1, tier.to_day) if day}
            cap = getattr(entry, "funded_days_cap", None)
            if cap is not None:
                ends |= {cap, _in_days(Length(value=cap, unit=LengthUnit.DAYS_360))}
            yield from (day + more for day in ends for more in (0, 1))


def _in_days(length: Length) -> int:
    """Return about how many calendar days a length is; eligibility is asked of the rulebook itself."""
    if length.unit is LengthUnit.CALENDAR_MONTHS:
        return length.value * 30 + 1
    return length.value if length.unit is LengthUnit.CALENDAR_DAYS else length.value + (length.value // 60)


def _sides(rulebook: Rulebook) -> Mapping[Direction, list[tuple[tuple[str | None, ...], tuple[str | None, ...]]]]:
    """Return, for each direction, pairs of interchangeable sending and receiving countries."""
    abroad: list[tuple[str | None, ...]] = [(None,)]
    by_groups: dict[tuple[str, ...], list[str]] = {}
    for country, groups in groups_by_country(rulebook.country_groups).items():
        by_groups.setdefault(groups, []).append(country)
    alike = [tuple(countries) for countries in by_groups.values()]
    home = rulebook.home
    if home is None:
        pairs = list(product(alike or abroad, alike or abroad))
        return dict.fromkeys(Direction, pairs)
    ours = [(country,) for country in home.countries]
    others = [tuple(country for country in countries if country not in home.countries) for countries in alike]
    elsewhere = [countries for countries in others if countries] or abroad
    return {
        Direction.OUTGOING: list(product(ours, elsewhere)),
        Direction.INCOMING: list(product(elsewhere, ours)),
    }


# --- what makes a mobility ineligible --------------------------------------------------------------------------------


def _violations(rulebook: Rulebook, asked: Sequence[_Asked], calculator: GrantCalculator) -> tuple[_Violation, ...]:
    """Return, for each finding that a rulebook can give, some mobilities that give it, unchanged or with changes."""
    found: dict[FindingCode, list[_Violation]] = {code: [] for code in FindingCode}
    for template, against in asked:
        for code in against:
            found[code].append(_Violation(template, {}, code))
    ways = ways_to_spoil(rulebook)
    for template in _to_spoil(asked):
        mobility = Mobility.model_validate(template.fields)
        for changes in ways:
            for code in _against_changed(mobility, changes, calculator):
                found[code].append(_Violation(template, changes, code))
    return tuple(
        violation
        for alike in found.values()
        for violation in islice(_scattered(alike, _MOST_OF_A_CODE), _MOST_OF_A_CODE)
    )


def _to_spoil(asked: Sequence[_Asked]) -> Iterator[_Template]:
    """Yield a few mobilities of each kind that are granted; if none is, some that are not known."""
    by_kind: dict[tuple[object, ...], list[_Asked]] = {}
    for one in asked:
        if not one.is_refused:
            by_kind.setdefault(tuple(one.template.fields[name] for name in _KIND), []).append(one)
    for alike in by_kind.values():
        best = [one.template for one in alike if not one.against] or [one.template for one in alike]
        yield from islice(_scattered(best, _MOST_SPOILT_OF_A_KIND), _MOST_SPOILT_OF_A_KIND)


def _against_changed(mobility: Mobility, changes: _Fields, calculator: GrantCalculator) -> frozenset[FindingCode]:
    """Return what stands against a mobility with changes; against one that cannot be, nothing is found."""
    try:
        return _against(_changed(mobility, changes), calculator)
    except ValueError:
        return frozenset()


# --- any mobility, any attendance ------------------------------------------------------------------------------------


TRUE_OR_FALSE = tuple(name for name, field in Mobility.model_fields.items() if field.annotation is bool)
"""The fields of a mobility that are true or false."""


@st.composite
def any_mobilities(draw: DrawFn) -> Mobility:
    """Return any well-formed mobility, whatever a rulebook would say of it.

    Examples:
        >>> from hypothesis import find
        >>> find(any_mobilities(), lambda mobility: mobility.combined).activity.value
        'SMS'
    """
    activity = draw(st.sampled_from(ActivityType))
    drawn, blended = draw(stays()), draw(st.booleans())
    away, unpaid = draw(st.integers(0, drawn.net_days - 1)), draw(st.integers(0, 9))
    combinable = activity in {ActivityType.SMS, ActivityType.STA}
    tenths = st.integers(0, 600).map(lambda number: EXACT.divide(number, 10))
    hours = st.none() if activity.is_for_students else st.none() | tenths
    country = st.none() | st.sampled_from(COUNTRIES)
    role = draw(st.sampled_from(ParticipantRole))
    cycles = [cycle for cycle in StudyCycle if not is_cycle_of_another_role(cycle, role)]
    fields = {name: draw(st.booleans()) for name in TRUE_OR_FALSE} | {
        "activity": activity,
        "combined": draw(st.booleans()) if combinable else False,
        "direction": draw(st.sampled_from(Direction)),
        "role": role,
        "study_cycle": draw(st.none() | st.sampled_from(cycles)),
        "sending_country": draw(country),
        "receiving_country": draw(country),
        "residence_country": draw(country),
        "partner": draw(st.none() | st.sampled_from(["Toy University", "UCAD", "Nowhere <b>&amp;"])),
        "start_date": drawn.start,
        "end_date": drawn.end,
        "interruption_days": away,
        "blended_intensive_programme": blended,
        "virtual_component": True if blended and activity is not ActivityType.STA else draw(st.booleans()),
        "distance_km": draw(st.none() | distances()),
        "travel_mode": draw(st.sampled_from(TravelMode)),
        "travel_days": draw(st.none() | st.integers(0, 10)),
        "teaching_hours": draw(hours),
        "purpose": draw(st.none() | st.sampled_from(Purpose)),
        "receiving_organisation": draw(st.none() | st.sampled_from(HostKind)),
        "months_used": draw(st.integers(0, 14)),
        "zero_grant": unpaid == _WHOLE,
        "zero_grant_days": draw(st.integers(0, drawn.net_days - away - 1)) if unpaid == _PARTIAL else 0,
        "reference": draw(st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)),
    }
    return Mobility.model_validate(fields)


def attendances(grant: GrantBreakdown) -> SearchStrategy[Attendance]:
    """Return what may have been attended of a grant: all of it, less, more, other days, or nothing.

    Args:
        grant: The grant as agreed, from `calculate`.

    Examples:
        >>> from erasmus_grants.testing import toy_calculator, toy_mobility
        >>> from hypothesis import find
        >>> agreed = toy_calculator().calculate(toy_mobility())
        >>> find(attendances(agreed), lambda attendance: attendance.stay.net_days > 5).stay.net_days
        6
    """
    check_kind(grant, GrantBreakdown, "attendances are of a grant that was calculated, a GrantBreakdown, not {}")
    return _printed("attendances", f"a grant of {grant.rulebook_id}", _attended(grant.mobility))


@st.composite
def _attended(draw: DrawFn, agreed: Mobility) -> Attendance:
    fields: dict[str, object] = {
        "documents": tuple(draw(st.sets(st.sampled_from(Document)))),
        "force_majeure": draw(st.booleans()),
        "paid_eur": draw(st.none() | money(largest_eur=20_000)),
        "travel_cost_eur": draw(st.none() | money(largest_eur=3000)),
    }
    if draw(st.integers(0, 9)):
        near = [agreed.net_days + more for more in (-6, -5, -1, 0, 1) if agreed.net_days + more > 0]
        length = draw(st.one_of(st.sampled_from(near), st.integers(1, 2 * agreed.net_days)))
        start = agreed.start_date + timedelta(days=draw(st.integers(-5, 5)))
        fields |= {
            "start_date": start,
            "end_date": start + timedelta(days=length - 1),
            "interruption_days": draw(st.sampled_from([0, 0, 0, 1, length]) | st.integers(0, length)),
        }
    return Attendance.model_validate(fields)


def any_attendances() -> SearchStrategy[Attendance]:
    """Return any well-formed attendance."""
    toy = toy_rulebook()
    return mobilities(toy).map(explored(toy).calculator.calculate).flatmap(attendances)
