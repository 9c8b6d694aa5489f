"""What a row says: the fields of a `Mobility`, each known beforehand or a column, and which of them are wrong.

A column that the frame does not have, and a null, mean the field's default.  What a row says wrongly is a wrong field of
that row, and never an error; a whole column of a type that cannot be meant is one.

Examples:
    >>> import polars
    >>> frame = nw.from_native(polars.DataFrame({"activity": ["STA", "STX"]}))
    >>> steps = Steps()
    >>> reader = Reader(frame.implementation, dict(frame.schema), {"activity": "activity"}, steps)
    >>> staff = reader.word("activity", ActivityType).is_(ActivityType.STA)
    >>> nw.to_native(steps.taken(frame))[staff.name].to_list()
    [True, False]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import narwhals.stable.v2 as nw

from erasmus_grants.countries import COUNTRIES
from erasmus_grants.frames.algebra import Column, Number, Steps, Truth, all_of, any_of, both, either, opposite
from erasmus_grants.frames.calendar import Day, calendar_days, is_in_calendar, read_day
from erasmus_grants.mobility import LONGEST_NAME, MOST_DAYS, MOST_TRAVEL_DAYS, Mobility
from erasmus_grants.quantities import LARGEST_DISTANCE_KM, MOST_HOURS, MOST_MONTHS, SMALLEST_FLOAT
from erasmus_grants.vocabulary import ActivityType, Direction, HostKind, ParticipantRole, Purpose, TravelMode

Types: TypeAlias = Mapping[str, nw.dtypes.DType]
"""The type of each column of a frame."""

FIELDS = tuple(Mobility.model_fields)
"""The fields of a mobility, in their order."""

REQUIRED = ("activity", "direction", "start_date", "end_date")
"""The fields that have no default."""

_OF_STUDENTS = tuple(word for word in ActivityType if word.is_for_students)
_OLDER_NAMES: Mapping[StrEnum, str] = {ActivityType.SMT: "SMP"}


class Kind(Enum):
    """What kind of value a field has."""

    WORD = auto()
    TEXT = auto()
    CONDITION = auto()
    WHOLE_NUMBER = auto()
    NUMBER = auto()
    DAY = auto()


KINDS: Mapping[str, Kind] = {
    "activity": Kind.WORD,
    "combined": Kind.CONDITION,
    "direction": Kind.WORD,
    "role": Kind.WORD,
    "teaching_contract": Kind.CONDITION,
    "sending_country": Kind.WORD,
    "receiving_country": Kind.WORD,
    "partner": Kind.TEXT,
    "start_date": Kind.DAY,
    "end_date": Kind.DAY,
    "interruption_days": Kind.WHOLE_NUMBER,
    "academic_term": Kind.CONDITION,
    "blended_intensive_programme": Kind.CONDITION,
    "virtual_component": Kind.CONDITION,
    "distance_km": Kind.NUMBER,
    "travel_mode": Kind.WORD,
    "travel_days": Kind.WHOLE_NUMBER,
    "fewer_opportunities": Kind.CONDITION,
    "teaching_hours": Kind.NUMBER,
    "purpose": Kind.WORD,
    "receiving_organisation": Kind.WORD,
    "months_used": Kind.NUMBER,
    "reference": Kind.TEXT,
}
"""The kind of each field."""


class Word(NamedTuple):
    """A word of a closed list.

    Attributes:
        members: For each word whether it is this one.
        stated: Whether the row has any.
    """

    members: Mapping[StrEnum, Truth]
    stated: Truth

    def is_(self, member: StrEnum) -> Truth:
        """Return whether it is this word."""
        return self.members.get(member, False)

    def within(self, allowed: Iterable[StrEnum] | None) -> Truth:
        """Return whether it is one of these words; None allows any."""
        return True if allowed is None else any_of(self.is_(member) for member in allowed)


class Text(NamedTuple):
    """A country or a name.

    Attributes:
        stated: Whether the row has any.
        text: What it is, and empty where there is none.
    """

    stated: Truth
    text: Column | None

    def within(self, allowed: Iterable[str]) -> Truth:
        """Return whether it is one of these."""
        listed = tuple(allowed)
        return self.text.is_in(listed) if self.text is not None and listed else False


class Quantity(NamedTuple):
    """A number that may be left out.

    Attributes:
        stated: Whether the row has any.
        value: The number, and 0 where there is none.
    """

    stated: Truth
    value: Number


class Flag(NamedTuple):
    """Something that is true or false.

    Attributes:
        stated: Whether the row says which.
        value: What it says, and false where it says nothing.
    """

    stated: Truth
    value: Truth


class Row(NamedTuple):
    """The fields of a row."""

    activity: Word
    combined: Truth
    direction: Word
    role: Word
    teaching_contract: Truth
    sending_country: Text
    receiving_country: Text
    partner: Text
    start: Day
    end: Day
    interruption_days: Number
    academic_term: Truth
    blended_intensive_programme: Truth
    virtual_component: Truth
    distance_km: Quantity
    travel_mode: Word
    travel_days: Quantity
    fewer_opportunities: Truth
    teaching_hours: Quantity
    purpose: Word
    receiving_organisation: Word
    months_used: Number

    @property
    def for_students(self) -> Truth:
        """Whether a student, and not a member of staff, is mobile."""
        return self.activity.within(_OF_STUDENTS)


class Reader:
    """Reads the columns of a frame, and keeps what is wrong with them.

    Attributes:
        wrong: For each field whether it cannot be read, or does not go with the others.
    """

    def __init__(
        self,
        backend: nw.Implementation,
        types: Types,
        names: Mapping[str, str],
        steps: Steps,
        wrong: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Prepare to read.

        Args:
            backend: Whose frame it is.
            types: The type of each column.
            names: The column of each field.
            steps: Where what is computed is kept.
            wrong: For fields that were read before, the column that says where they could not be.
        """
        self._backend = backend
        self._types = types
        self._names = names
        self._steps = steps
        self.wrong: dict[str, Truth] = {field: Column(nw.col(name)) for field, name in wrong.items()}

    def row(self) -> Row:
        """Return the fields of each row; what is wrong is known afterwards."""
        activity, blended = self.word("activity", ActivityType), self.condition("blended_intensive_programme")
        virtual, mode = self.condition("virtual_component"), self.word("travel_mode", TravelMode)
        row = Row(
            activity=activity,
            combined=self.condition("combined").value,
            direction=self.word("direction", Direction),
            role=self._with_usual_role(self.word("role", ParticipantRole), activity),
            teaching_contract=self.condition("teaching_contract").value,
            sending_country=self.country("sending_country"),
            receiving_country=self.country("receiving_country"),
            partner=self.text("partner"),
            start=self.day("start_date"),
            end=self.day("end_date"),
            interruption_days=self.whole_number("interruption_days", MOST_DAYS).value,
            academic_term=self.condition("academic_term").value,
            blended_intensive_programme=blended.value,
            virtual_component=either(virtual.value, blended.value),
            distance_km=self.number("distance_km", LARGEST_DISTANCE_KM),
            travel_mode=mode._replace(members={TravelMode.GREEN: mode.is_(TravelMode.GREEN)}),
            travel_days=self.whole_number("travel_days", MOST_TRAVEL_DAYS),
            fewer_opportunities=self.condition("fewer_opportunities").value,
            teaching_hours=self.number("teaching_hours", MOST_HOURS),
            purpose=self.word("purpose", Purpose),
            receiving_organisation=self.word("receiving_organisation", HostKind),
            months_used=self.number("months_used", MOST_MONTHS).value,
        )
        if self._types.get(self._names.get("reference", ""), nw.Unknown()) == nw.String:
            self.text("reference")
        not_virtual = all_of(blended.value, virtual.stated, opposite(virtual.value))
        each_is_read = self._steps.keep(opposite(any_of(self.wrong.values())), "each_is_read")
        for field, problem in (*_disagreements(row), ("virtual_component", not_virtual)):
            self._is_wrong(field, both(each_is_read, problem))
        self.wrong = {
            field: self._steps.keep(self.wrong[field], f"wrong_{field}") for field in FIELDS if field in self.wrong
        }
        return row

    def word(self, field: str, words: type[StrEnum]) -> Word:
        """Return a field that is a word of a closed list."""
        if field not in self._names:
            self._is_wrong(field, field in REQUIRED)
            return Word({}, stated=False)
        text = self._text(field)
        members: dict[StrEnum, Truth] = {}
        for word in words:
            older = _OLDER_NAMES.get(word)
            named = text.equals(word.value) if older is None else text.is_in((word.value, older))
            members[word] = self._steps.keep(named, f"{field}_{word}")
        stated = self._stated(field)
        known = any_of(members.values())
        self._is_wrong(field, opposite(known) if field in REQUIRED else both(stated, opposite(known)))
        return Word(members, stated)

    def country(self, field: str) -> Text:
        """Return a field that is a country."""
        if field not in self._names:
            return Text(stated=False, text=None)
        text, stated = self._text(field), self._stated(field)
        self._is_wrong(field, both(stated, opposite(text.is_in(COUNTRIES))))
        return Text(stated, text)

    def text(self, field: str) -> Text:
        """Return a field that is any text."""
        if field not in self._names:
            return Text(stated=False, text=None)
        text, stated = self._text(field), self._stated(field)
        length = Column(text.expr.str.len_chars().cast(nw.Int64))
        self._is_wrong(field, both(stated, either(length < 1, length > LONGEST_NAME)))
        return Text(stated, text)

    def condition(self, field: str) -> Flag:
        """Return a field that is true or false."""
        if field not in self._names:
            return Flag(stated=False, value=False)
        value = self._steps.keep(Column(nw.col(self._names[field]).fill_null(value=False)), field)
        return Flag(self._stated(field), value)

    def whole_number(self, field: str, most: int) -> Quantity:
        """Return a field that is a whole number, from 0 to a limit; 2.0 is one too, as frames without nulls write it."""
        if field not in self._names:
            return Quantity(stated=False, value=0)
        raw = nw.col(self._names[field])
        if not self._types[self._names[field]].is_integer():
            raw = raw.cast(nw.Float64)
        raw = raw.fill_null(0)
        given = Column(raw)
        in_range = both(given >= 0, given <= most)
        value = Column(nw.when(_expr(in_range)).then(raw).otherwise(nw.lit(0)).cast(nw.Int64))
        is_whole = both(in_range, given.equals(value))
        self._is_wrong(field, opposite(is_whole))
        return Quantity(self._stated(field), self._steps.keep(value, field))

    def number(self, field: str, most: int) -> Quantity:
        """Return a field that is a number, from 0 to a limit."""
        if field not in self._names:
            return Quantity(stated=False, value=0)
        given: Column = self._steps.keep(Column(nw.col(self._names[field]).cast(nw.Float64).fill_null(0.0)), field)
        too_small = both(given > 0, given < SMALLEST_FLOAT)
        self._is_wrong(field, either(opposite(both(given >= 0, given <= most)), too_small))
        return Quantity(self._stated(field), given)

    def day(self, field: str) -> Day:
        """Return a field that is a date; a time that is not midnight is none."""
        if field not in self._names:
            self._is_wrong(field, problem=True)
            return Day.unknown()
        name = self._names[field]
        dtype = self._types[name]
        day = read_day(name, dtype, self._backend, self._steps)
        wrong = either(Column(nw.col(name).is_null()), opposite(is_in_calendar(day)))
        if dtype != nw.Date:
            time = nw.col(name).dt
            parts = (time.hour(), time.minute(), time.second(), time.microsecond(), time.nanosecond())
            wrong = either(wrong, any_of(Column(part.fill_null(0) > 0) for part in parts))
        self._is_wrong(field, wrong)
        return day

    def _text(self, field: str) -> Column:
        name = self._names[field]
        text = nw.col(name)
        if self._types[name] != nw.String:
            text = text.cast(nw.String)
        return Column(text.fill_null(""))

    def _stated(self, field: str) -> Truth:
        return self._steps.keep(Column(~nw.col(self._names[field]).is_null()), f"{field}_stated")

    def _is_wrong(self, field: str, problem: Truth) -> None:
        self.wrong[field] = either(self.wrong.get(field, False), problem)

    def _with_usual_role(self, role: Word, activity: Word) -> Word:
        """Return a role, which is that of the activity where none is stated."""
        student = activity.within(_OF_STUDENTS)
        usual = {
            ParticipantRole.STUDENT: student,
            ParticipantRole.STAFF: activity.within(word for word in ActivityType if word not in _OF_STUDENTS),
        }
        members = {
            word: self._steps.keep(
                either(role.is_(word), both(opposite(role.stated), usual.get(word, False))), f"usual_{word}"
            )
            for word in ParticipantRole
        }
        return Word(members, stated=True)


def _disagreements(row: Row) -> Iterable[tuple[str, Truth]]:
    """Yield each field that does not go with another, and where."""
    days = calendar_days(row.start, row.end)
    if isinstance(days, Column):
        yield "end_date", days < 1
        if isinstance(row.interruption_days, Column):
            yield "interruption_days", both(row.interruption_days >= days, days >= 1)  # of days that follow each other
    yield "combined", both(row.combined, row.activity.within((ActivityType.SMT, ActivityType.STT)))
    yield "teaching_hours", both(row.for_students, row.teaching_hours.stated)


def _expr(condition: Truth) -> nw.Expr:
    assert isinstance(condition, Column)
    return condition.expr
