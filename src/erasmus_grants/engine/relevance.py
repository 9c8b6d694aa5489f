"""Which fields of a mobility can still change the answer under a rulebook, once some of them are known.

The rules are asked about one row of which some fields are known and the others are columns, as they are about the rows
of a frame.  What is known folds away; whatever columns are left in what was found, paid or cited are the fields that
can still change it.  So nothing here lists fields by rule: scopes, tables and formulas say it themselves.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> asked = {one.name: one.decides for one in questions_about(toy_rulebook(), {"activity": "STT"}).asked}
    >>> "teaching_hours" in asked, Decided.TRAVEL_SUPPORT in asked["distance_km"]
    (False, True)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import product
from typing import Final, TypeAlias

from pydantic import ValidationError

from erasmus_grants.basics.algebra import Column, Condition, Quantity, Steps, Text, Whole, Word, any_of, not_
from erasmus_grants.basics.decimals import plain
from erasmus_grants.basics.periods import calendar_days, read_date
from erasmus_grants.basics.scope import CountryAsked, Entry, TableUse, tables_of
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import (
    ActivityType,
    Decided,
    FindingCode,
    ParticipantRole,
    Severity,
    StudyCycle,
)
from erasmus_grants.engine.rows.amounts import amounts
from erasmus_grants.engine.rows.eligibility import note_findings
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.engine.rows.stays import EPOCH, Day, with_stays
from erasmus_grants.records.fields import FIELDS, FORMS, REQUIRED, Kind
from erasmus_grants.records.findings import ELIGIBILITY_OPEN, SEVERITIES
from erasmus_grants.records.mobility import MOST_DAYS, Mobility, MobilityColumns, lacks_virtual_part
from erasmus_grants.records.questions import Default, Question, Questions, field_question
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebook.tables import RATE_TABLES
from erasmus_grants.rules.activities import ExcludedPurpose, is_excluded
from erasmus_grants.rules.agreements import partner_named, partners_by_name
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp, TopUpNotPublished, is_due
from erasmus_grants.rules.travel_days import TravelDays, travel_days_limit, usual_travel_days
from erasmus_grants.rules.zero_grants import ZeroGrant, asks_for_zero_grant

Known: TypeAlias = Mapping[str, object]
"""The fields that are known, by name."""

_REMARKS: Final = frozenset({Decided.REMARKS})

_DAYS_OFF: Final = frozenset({"interruption_days", "zero_grant_days"})
"""Days of the stay that do not count or are not funded; at least one day of it is neither."""

_TABLES_OF: Final[Mapping[str, Decided]] = {
    "travel_support": Decided.TRAVEL_SUPPORT,
    "travel_days": Decided.INDIVIDUAL_SUPPORT,
    "top_ups": Decided.TOP_UPS,
    "payment_splits": Decided.PAYMENTS,
    "payment_bounds": Decided.PAYMENTS,
    "documents": Decided.PAPERS,
    "restrictions": Decided.REMARKS,
    "deadlines": Decided.REMARKS,
}
"""What the entries of a table decide; those of one that pays for the days of a stay decide individual support."""


def questions_about(book: Rulebook, data: Mapping[str, object]) -> Questions:
    """Return which fields can still change the answer, and which cannot any more; see `GrantCalculator.questions`."""
    if not isinstance(data, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance] - not all callers are typed
        raise TypeError(f"what is known of a mobility is a mapping, not a {type(data).__name__}")
    known = read_known(data)
    reading = _Reading(book, known)
    decides = _decided(reading, known)
    open_fields = [field for field in FIELDS if field not in known]
    asked = [field for field in open_fields if field in decides or field in REQUIRED]
    first = sorted(asked, key=lambda field: _rank(field, decides.get(field, frozenset())))
    return Questions(
        asked=tuple(_question(book, field, decides.get(field, frozenset()), known) for field in first),
        not_asked=tuple(field for field in open_fields if field not in asked),
        is_refused=reading.is_refused,
    )


def _decided(reading: _Reading, known: Known) -> dict[str, frozenset[Decided]]:
    """Return what each field decides that can still change the answer."""
    decided: dict[str, set[Decided]] = {}
    for what, value in reading.outputs():
        for field in _fields_in(value):
            decided.setdefault(field, set()).add(what)
    return {field: frozenset(decided[field]) for field in FIELDS if field in decided and field not in known}


def _rank(field: str, decides: frozenset[Decided]) -> tuple[bool, int]:
    """Return the place of a question: what is needed first, then as fields stand in a mobility, remarks last."""
    is_last = decides == _REMARKS and field not in REQUIRED
    return field not in REQUIRED, len(FIELDS) if is_last else FIELDS.index(field)


def _question(book: Rulebook, field: str, decides: frozenset[Decided], known: Known) -> Question:
    if field in REQUIRED:
        question = field_question(field, decides or {Decided.ELIGIBILITY})
        return question.model_copy(update={"choices": _allowed(question, known)})
    default = Mobility.model_fields[field].get_default(call_default_factory=True, validated_data=dict(known))
    if field == "role" and "activity" not in known:
        default = None  # it goes with the activity
    question = field_question(field, decides, default=_in_json(default))
    choices = _allowed(question, known)
    if field == "role" and default is not None:
        roles = {default, *_roles(book, known)}
        choices = [word for word in choices if word in roles]
        default = question.default if default in choices else None  # the study cycle may exclude the usual role
        return question.model_copy(update={"choices": choices, "default": default})
    start, end = known.get("start_date"), known.get("end_date")
    if field in _DAYS_OFF and isinstance(start, date) and isinstance(end, date):
        others = [days for name in _DAYS_OFF - {field} if isinstance(days := known.get(name), int)]
        return question.model_copy(update={"maximum": calendar_days(start, end) - 1 - sum(others)})
    return question.model_copy(update={"choices": choices})


def _allowed(question: Question, known: Known) -> list[str]:
    """Return the words of a question that go with what is known."""
    return [word for word in question.choices if _goes_with(known, question.name, word)]


def _goes_with(known: Known, field: str, word: str) -> bool:
    try:
        read_known({**known, field: word})
    except ValidationError:
        return False
    return True


def _roles(book: Rulebook, known: Known) -> Iterator[str]:
    """Yield the roles that the rulebook names for the activity, in the direction if it is known."""
    for rule in book.activities:
        asked = ((rule.scope.activities, known["activity"]), (rule.scope.directions, known.get("direction")))
        if all(words is None or word is None or word in words for words, word in asked):
            yield from rule.roles


def _in_json(value: Decimal | Default | None) -> Default | None:
    """Return a value of a field as JSON has it, which a mobility reads again."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.value if isinstance(value, StrEnum) else value


# --- what is known ----------------------------------------------------------------------------------------------------


def read_known(data: Mapping[str, object]) -> dict[str, object]:
    """Return the fields that are known, as a mobility has them.

    Args:
        data: The fields; any of them, or none.  One that is None is not known.

    Raises:
        ValidationError: A field cannot be read, or is none, or does not go with the others.
    """
    stated: dict[str, object] = {name: value for name, value in data.items() if value is not None}
    problem: ValidationError | None = None
    roles: tuple[dict[str, object], ...] = ({}, {"role": ParticipantRole.DOCTORAL_CANDIDATE})
    for role, activity in product(roles, ActivityType):  # some fields go with one of these and not with another
        try:
            mobility = Mobility.model_validate(
                {"activity": activity, "direction": "outgoing", **role, **_days(stated), **stated}
            )
        except ValidationError as error:
            problem = problem or error
        else:
            return {name: getattr(mobility, name) for name in stated}
    raise problem or AssertionError


def _days(stated: Mapping[str, object]) -> dict[str, object]:
    """Return days in place of those that are not known: so far apart that no interruption is too long."""
    far = timedelta(days=2 * MOST_DAYS + 1)
    try:
        if "start_date" in stated:
            start = read_date(stated["start_date"])
            return {"end_date": start + min(far, date.max - start)}
        if "end_date" in stated:
            end = read_date(stated["end_date"])
            return {"start_date": end - min(far, end - date.min)}
    except ValueError:  # which the mobility says in words
        return {"start_date": EPOCH, "end_date": EPOCH}
    return {"start_date": EPOCH, "end_date": EPOCH + far}


# --- a row of which some fields are known -----------------------------------------------------------------------------


class _Reads:
    """In place of an expression: on which fields it depends, and nothing else."""

    __slots__ = ("fields",)

    def __init__(self, fields: Iterable[str] = ()) -> None:
        self.fields = frozenset(fields)

    def union(self, *others: object) -> _Reads:
        """Return what depends on these fields and on those of others."""
        return _Reads(self.fields.union(*(other.fields for other in others if isinstance(other, _Reads))))

    def _alone(self) -> _Reads:
        return self

    __and__ = __rand__ = __or__ = __ror__ = union
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __floordiv__ = __truediv__ = union
    __lt__ = __le__ = __gt__ = __ge__ = union
    is_in = cast = union
    __invert__ = _alone

    def __eq__(self, other: object) -> _Reads:  # type: ignore[override]
        return self.union(other)

    __hash__ = None  # type: ignore[assignment]


class _Case:
    """The beginning of a case: `when(...).then(...).otherwise(...)`."""

    def __init__(self, *parts: object) -> None:
        self._parts = parts

    def then(self, value: object) -> _Case:
        return _Case(*self._parts, value)

    def otherwise(self, value: object) -> _Reads:
        return _Reads().union(*self._parts, value)


class _Dialect:
    """The language of these expressions."""

    Boolean = Int64 = Float64 = String = None

    @staticmethod
    def lit(_value: object, dtype: object = None) -> _Reads:
        del dtype
        return _Reads()

    when = _Case


class _NoSteps(Steps):
    """Nothing is computed, so nothing is computed once."""

    def named(self, value: Column, name: str) -> Column:
        """Return the same column."""
        del name
        return value


class _NotedRows(RulebookOverRows):
    """A rulebook over one row that keeps each thing that was found by itself: one that is certain hides no other."""

    def __init__(self, rulebook: Rulebook, mobilities: MobilityColumns) -> None:
        super().__init__(rulebook, mobilities)
        self.noted: list[tuple[FindingCode, Condition]] = []

    def note(self, code: FindingCode, where: Condition) -> None:
        """Note where a finding is found, also where it was found before."""
        self.noted.append((code, where))
        super().note(code, where)


class _Reading:
    """A rulebook over one row of which some fields are known."""

    def __init__(self, book: Rulebook, known: Known) -> None:
        self._book = book
        self._known = known
        self._steps = _NoSteps(_Dialect())
        self._rows = _NotedRows(book, self._row())
        note_findings(self._rows, self._partner())

    @property
    def is_refused(self) -> bool:
        """Whether a rule refuses the mobility whatever the open fields are: no column is left in what it says."""
        return any(where is True and SEVERITIES[code] is Severity.REFUSING for code, where in self._rows.noted)

    def outputs(self) -> Iterator[tuple[Decided, object]]:
        """Yield everything that a grant says, with what it is part of."""
        rows, book = self._rows, self._book
        sums = amounts(rows)
        yield from ((_decided_by(code), where) for code, where in rows.noted)
        yield from ((Decided.TRAVEL_SUPPORT, value) for value in (sums.travel_support, *sums.open_travel))
        yield from ((Decided.INDIVIDUAL_SUPPORT, value) for value in (sums.individual_support, *sums.open_support))
        yield Decided.TOP_UPS, sums.top_ups
        yield Decided.INDIVIDUAL_SUPPORT, sums.open_days
        for name, use in tables_of(type(book)).items():
            what = _TABLES_OF.get(name, Decided.ELIGIBILITY if use.term is None else Decided.INDIVIDUAL_SUPPORT)
            for entry in getattr(book, name):
                where = self._applies(entry, use)
                if what is Decided.PAYMENTS:
                    where = where & not_(rows.mobilities.zero_grant)
                yield what, where
                if where is not False:
                    yield from ((what, value) for value in self._quantities(entry, use))
        yield from self._details()

    def _quantities(self, entry: Entry, use: TableUse) -> Iterator[object]:
        """Yield what the lines of an entry count, however little each is paid."""
        row = self._rows.mobilities
        if use.term is not None or isinstance(entry, OnceTopUp | MonthlyTopUp):
            yield from (row.stay.net_days, row.paid_stay.net_days, row.paid_stay.net_days_360)
        if isinstance(entry, TravelDays):
            yield from (row.travel_days.stated, row.travel_days.value)
            yield from (usual_travel_days(row.travel_mode, entry), travel_days_limit(row.travel_mode, entry))

    def _applies(self, entry: Entry, use: TableUse) -> Condition:
        """Return where an entry applies, and where what it says is said."""
        rows = self._rows
        where = (
            rows.covers_but_for_countries(entry.scope)
            if use.country is CountryAsked.NEVER
            else rows.covers(entry.scope)
        )
        if use.country is CountryAsked.IF_FUNDED:
            where = where & rows.funded
        if use.term is not None:
            where = where & rows.of_term(use.term)
        if isinstance(entry, OnceTopUp | MonthlyTopUp | TopUpNotPublished):
            where = where & is_due(entry.kind, rows.mobilities)
        if isinstance(entry, ZeroGrant):
            where = where & asks_for_zero_grant(rows.mobilities)
        if isinstance(entry, ExcludedPurpose):
            row = rows.mobilities
            where = where & is_excluded(row.purpose, row.receiving_organisation, entry)
        return where

    def _details(self) -> Iterator[tuple[Decided, object]]:
        """Yield what is only said, and decides neither what is found nor an amount."""
        rows, row = self._rows, self._rows.mobilities
        for table in self._book.travel_support:
            if isinstance(table, DistanceBands) and any(band.green_eur is not None for band in table.bands):
                paid = rows.covers(table.scope) & rows.funded
                yield Decided.TRAVEL_SUPPORT, paid & self._column("travel_mode")
        for rule in self._book.teaching_hours:
            if rule.combined_source is not None:
                yield Decided.ELIGIBILITY, rows.covers(rule.scope) & row.combined
        if self._known.get("study_cycle") is StudyCycle.THIRD:
            yield Decided.ELIGIBILITY, row.role  # with which it has to go
        kind = (row.activity, row.direction, row.role)
        if rows.found.get(FindingCode.ACTIVITY_NOT_COVERED, False) is not False:
            yield from ((Decided.ELIGIBILITY, value) for value in (*kind, row.blended_intensive_programme))
        if rows.found.get(FindingCode.RATE_NOT_PUBLISHED, False) is not False:
            told: list[object] = [*kind, row.paid_stay.net_days, row.paid_stay.net_days_360]
            if self._book.country_groups and self._unrated() is not False:
                told += [row.sending_country, row.receiving_country]
            yield from ((Decided.INDIVIDUAL_SUPPORT, value) for value in told)

    def _unrated(self) -> Condition:
        """Return where no entry says what the days of a stay are paid."""
        rows = self._rows
        tables = ((term, getattr(self._book, name)) for term, name in RATE_TABLES.items())
        rated = any_of(rows.of_term(term) & rows.covers(entry.scope) for term, table in tables for entry in table)
        return rows.funded & not_(rated)

    # each field, known or open

    def _row(self) -> MobilityColumns:
        fields: dict[str, object] = {field: self._field(field) for field in FIELDS}
        fields["virtual_component"] = self._condition("virtual_component") | self._condition(
            "blended_intensive_programme"
        )
        return with_stays(fields)

    def _field(self, field: str) -> object:
        form = FORMS[field]
        match form.kind:
            case Kind.WORD | Kind.TEXT if form.words is None:
                return self._text(field)
            case Kind.WORD:
                return self._role() if field == "role" else self._word(field, form.words or StrEnum)
            case Kind.CONDITION:
                return self._condition(field)
            case Kind.WHOLE_NUMBER | Kind.NUMBER:
                number = self._number(field)
                return number if form.may_be_omitted else number.value
            case _:
                return self._day(field)

    def _column(self, *fields: str) -> Column:
        return Column(_Reads(fields), self._steps)

    def _word(self, field: str, words: type[StrEnum], *others: str) -> Word:
        if field in self._known:
            return Word({word: True for word in words if word is self._known[field]}, stated=True)
        if self._cannot_be(field):
            return Word({}, stated=False)
        column = self._column(field, *others)
        return Word(dict.fromkeys(words, column), stated=column)

    def _role(self) -> Word:
        """Return the role, which goes with the activity where nobody states it."""
        return self._word("role", ParticipantRole, *(() if "activity" in self._known else ("activity",)))

    def _text(self, field: str) -> Text:
        if field in self._known:
            return Text(stated=True, text=str(self._known[field]))
        return Text(self._column(field), self._column(field))

    def _condition(self, field: str) -> Condition:
        if field in self._known:
            return self._known[field] is True
        return False if self._cannot_be(field) else self._column(field)

    def _cannot_be(self, field: str) -> bool:
        """Return whether the fields that are known leave a field no value but its default."""
        known = self._known
        activity = known.get("activity")
        cannot_be = {
            "combined": activity in {ActivityType.SMT, ActivityType.STT},
            "study_cycle": known.get("role") is ParticipantRole.DOCTORAL_CANDIDATE,
            "teaching_hours": isinstance(activity, ActivityType) and activity.is_for_students,
            "zero_grant": bool(known.get("zero_grant_days")),
            "zero_grant_days": known.get("zero_grant") is True,
            "blended_intensive_programme": isinstance(activity, ActivityType)
            and lacks_virtual_part(True, known.get("virtual_component") is False, activity) is True,  # noqa: FBT003
            "virtual_component": known.get("blended_intensive_programme") is True,
        }
        return cannot_be.get(field, False)

    def _number(self, field: str) -> Quantity[Whole]:
        known = self._known.get(field)
        if isinstance(known, int | Decimal):
            return Quantity(stated=True, value=known)  # type: ignore[arg-type]
        if self._cannot_be(field):
            return Quantity(stated=False, value=0)
        return Quantity(self._column(field), self._column(field))

    def _day(self, field: str) -> Day:
        known = self._known.get(field)
        if isinstance(known, date):
            return Day.of(known)
        column = self._column(field)
        return Day(column, column, column, column)

    def _partner(self) -> Whole:
        """Return the number of the partner in the rulebook, counted from 1; 0 for one that it does not know."""
        partners = self._book.partners
        if "partner" not in self._known:
            return self._column("partner") if partners else 0
        found = partner_named(str(self._known["partner"]), partners_by_name(partners))
        return 0 if found is None else 1 + [partner.code for partner in partners].index(found.code)


def _fields_in(value: object) -> frozenset[str]:
    """Return the fields on which a value depends."""
    match value:
        case Column():
            reads = value.expr
            return reads.fields if isinstance(reads, _Reads) else frozenset()
        case Word():
            return frozenset[str]().union(*map(_fields_in, (*value.members.values(), value.stated)))
        case Text():
            return _fields_in(value.stated)
        case _:
            return frozenset()


def _decided_by(code: FindingCode) -> Decided:
    if SEVERITIES[code] is Severity.REFUSING or code in ELIGIBILITY_OPEN:
        return Decided.ELIGIBILITY
    return Decided.TRAVEL_SUPPORT if code is FindingCode.DISTANCE_MISSING else Decided.REMARKS
