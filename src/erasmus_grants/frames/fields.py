"""What a row says: the fields of a `Mobility`, each known beforehand or a column, and which of them are wrong.

A column that the frame does not have, and a null, mean the field's default.  What a row says wrongly is a wrong field
of that row, and never an error; a whole column of a type that cannot be meant is one.

Examples:
    >>> import polars
    >>> from erasmus_grants.frames.facts import facts_of
    >>> frame = nw.from_native(polars.DataFrame({"activity": ["STA", "STX"]}))
    >>> steps = Steps(nw)
    >>> activity = Reader(facts_of(frame, {"activity": "activity"}), steps).word("activity", ActivityType)
    >>> nw.to_native(steps.apply(frame))[is_word(activity, ActivityType.STA).name].to_list()
    [True, False]
    >>> is_word(activity, ActivityType.SMS), activity.stated
    (False, True)
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, assert_never

import narwhals.stable.v2 as nw

from erasmus_grants.basics.algebra import (
    Column,
    Comparable,
    Condition,
    Quantity,
    Steps,
    Text,
    Whole,
    Word,
    any_of,
    as_expr,
    case,
    is_just,
    is_one_of,
    is_word,
    not_,
    once,
)
from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.periods import calendar_days
from erasmus_grants.basics.vocabulary import (
    STAFF_ACTIVITIES,
    STUDENT_ACTIVITIES,
    ActivityType,
    ParticipantRole,
    TravelMode,
)
from erasmus_grants.engine.rows.stays import Day, with_stays
from erasmus_grants.frames.calendar import is_in_calendar, read_day
from erasmus_grants.frames.facts import STATED, TRUE, Facts, as_text, is_text, names_of_word
from erasmus_grants.frames.numbers import SMALLEST_NUMBER, as_floats
from erasmus_grants.records.fields import FIELDS, FORMS, REQUIRED, Kind
from erasmus_grants.records.mobility import LONGEST_NAME, MobilityColumns, is_cycle_of_another_role, lacks_virtual_part


class Flag(NamedTuple):
    """Something that is true or false in each row.

    Attributes:
        stated: Whether the row says which.
        value: What it says, and false where it says nothing.
    """

    stated: Condition
    value: Condition


class Reader:
    """Reads the columns of a frame, and keeps what is wrong with them.

    Attributes:
        wrong: For each field whether it cannot be read, or does not go with the others.
    """

    def __init__(self, facts: Facts, steps: Steps) -> None:
        """Prepare to read.

        Args:
            facts: What is known of the columns; what holds for no row or for all costs nothing.
            steps: Where what is computed is kept.
        """
        self._backend = facts.backend
        self._names = {field: name for field, name, _ in facts.columns}
        self._types = {field: dtype for field, _, dtype in facts.columns}
        self._settled = {(field, what): holds for field, what, holds in facts.settled}
        self._steps = steps
        self._is_stated: dict[str, Condition] = {}
        self.wrong: dict[str, Condition] = {field: steps.column(name) for field, name in facts.wrong}

    def mobilities(self) -> MobilityColumns:
        """Return the fields of all rows; what is wrong is known afterwards."""
        activity, role = self.word("activity", ActivityType), self.word("role", ParticipantRole)
        blended, virtual = self.condition("blended_intensive_programme"), self.condition("virtual_component")
        mode = self.word("travel_mode", TravelMode)
        special: dict[str, object] = {
            "activity": activity,
            "role": self._with_usual_role(role, activity),
            "blended_intensive_programme": blended.value,
            "virtual_component": virtual.value | blended.value,
            "travel_mode": mode._replace(members={TravelMode.GREEN: is_word(mode, TravelMode.GREEN)}),
        }
        fields = special | {field: self._field(field) for field in FIELDS if field not in special}
        rows = with_stays(fields)
        not_virtual = lacks_virtual_part(blended.value, virtual.stated & not_(virtual.value), activity)
        self._keep_wrong("wrong")
        each_is_read = once(not_(any_of(self.wrong.values())), "each_is_read")
        for field, problem in (*_disagreements(rows), ("virtual_component", not_virtual)):
            self._is_wrong(field, each_is_read & problem)
        self._keep_wrong("does_not_fit")
        return rows

    def _field(self, field: str) -> object:
        """Return a field by its kind."""
        form = FORMS[field]
        match form.kind:
            case Kind.WORD:
                return self.country(field) if form.words is None else self.word(field, form.words)
            case Kind.TEXT:
                return self._name(field)
            case Kind.CONDITION:
                return self.condition(field).value
            case Kind.WHOLE_NUMBER:
                whole = self.whole_number(field)
                return whole if form.may_be_omitted else whole.value
            case Kind.NUMBER:
                number = self.number(field)
                return number if form.may_be_omitted else number.value
            case Kind.DAY:
                return self.day(field)
            case _:  # pragma: no cover
                assert_never(form.kind)

    def _name(self, field: str) -> Text:
        """Return a field that is a name; a reference may also be a number, and is not computed with."""
        dtype = self._types.get(field, nw.Unknown())
        return self.text(field) if is_text(dtype) or field != "reference" else Text(stated=False, text=None)

    def word(self, field: str, words: type[StrEnum]) -> Word:
        """Return a field that is a word of a closed list."""
        if field not in self._names:
            self._is_wrong(field, field in REQUIRED)
            return Word({}, stated=False)
        text = self._text(field)
        members: dict[StrEnum, Condition] = {
            word: once(self._known(field, word.value, text.is_in(names_of_word(word))), f"{field}_{word}")
            for word in words
        }
        stated = self._stated(field)
        known = any_of(members.values())
        self._is_wrong(field, not_(known) if field in REQUIRED else stated & not_(known))
        return Word(members, stated)

    def country(self, field: str) -> Text:
        """Return a field that is a country."""
        if field not in self._names:
            return Text(stated=False, text=None)
        text, stated = self._text(field), self._stated(field)
        self._is_wrong(field, stated & not_(text.is_in(COUNTRIES)))
        return Text(stated, text)

    def text(self, field: str) -> Text:
        """Return a field that is any text."""
        if field not in self._names:
            return Text(stated=False, text=None)
        text, stated = self._text(field), self._stated(field)
        length = text.with_expr(text.expr.str.len_chars().cast(self._steps.dialect.Int64))
        self._is_wrong(field, stated & ((length < 1) | (length > LONGEST_NAME)))
        return Text(stated, text)

    def condition(self, field: str) -> Flag:
        """Return a field that is true or false."""
        if field not in self._names:
            return Flag(stated=False, value=FORMS[field].default)
        value = self._known(field, TRUE, self._filled(field, self._column(field), default=FORMS[field].default))
        return Flag(self._stated(field), once(value, field))

    def whole_number(self, field: str) -> Quantity[Whole]:
        """Return a field that is a whole number, from 0 to a limit; 2.0 is one too, as some frames write it."""
        if field not in self._names:
            return Quantity(stated=False, value=0)
        given, dialect = self._column(field), self._steps.dialect
        is_float = not self._types[field].is_integer()
        if is_float:
            given = self._floats(field)
        given = self._filled(field, given, default=0)
        is_whole = (given >= 0) & (given <= FORMS[field].most)
        if is_float:
            is_whole = is_whole & given.equals(given.with_expr(given.expr.round(0)))
        value = given.with_expr(as_expr(case([(is_whole, given)], 0), dialect).cast(dialect.Int64))
        self._is_wrong(field, not_(is_whole))
        return Quantity(self._stated(field), once(value, field))

    def number(self, field: str) -> Quantity[Comparable]:
        """Return a field that is a number, from 0 to a limit."""
        if field not in self._names:
            return Quantity(stated=False, value=0)
        if self._types[field].is_integer():
            whole = self.whole_number(field)
            return Quantity(whole.stated, self._as_float(whole.value))
        given = once(self._filled(field, self._floats(field), default=0), field)
        in_range = ((given >= SMALLEST_NUMBER) | given.equals(0)) & (given <= FORMS[field].most)
        self._is_wrong(field, not_(in_range))
        return Quantity(self._stated(field), given)

    def _floats(self, field: str) -> Column:
        column = self._column(field)
        return column.with_expr(as_floats(column.expr, self._types[field], self._steps.dialect))

    def _as_float(self, value: Comparable) -> Comparable:
        dialect = self._steps.dialect
        return value.with_expr(value.expr.cast(dialect.Float64)) if isinstance(value, Column) else value

    def day(self, field: str) -> Day:
        """Return a field that is a date; a time that is not midnight is none."""
        if field not in self._names:
            self._is_wrong(field, problem=True)
            return Day.unknown()
        name = self._names[field]
        dtype = self._types[field]
        day = read_day(name, dtype, self._backend, self._steps)
        column = self._column(field)
        endless = column.with_expr(column.expr.dt.year().is_null())  # as a database's infinity is, and no date too
        wrong = endless | not_(is_in_calendar(day))
        if dtype != nw.Date:
            time = column.expr.dt
            parts = [time.hour(), time.minute(), time.second(), time.microsecond()]
            if not self._backend.is_ibis():  # which has none
                parts.append(time.nanosecond())
            wrong = wrong | any_of(column.with_expr(part.fill_null(0)) > 0 for part in parts)
        self._is_wrong(field, wrong)
        return day

    def _column(self, field: str) -> Column:
        return self._steps.column(self._names[field])

    def _text(self, field: str) -> Column:
        column = self._column(field)
        text = as_text(column.expr, self._types[field], self._backend, self._steps.dialect)
        return self._filled(field, column.with_expr(text), default="")

    def _stated(self, field: str) -> Condition:
        """Return where a column has a value."""
        if field not in self._is_stated:
            column = self._column(field)
            stated = self._known(field, STATED, column.with_expr(~column.expr.is_null()))
            self._is_stated[field] = once(stated, f"{field}_stated")
        return self._is_stated[field]

    def _filled(self, field: str, column: Column, *, default: str | float | bool) -> Column:
        """Return a column with a default in place of nulls, if there are any."""
        return column if self._stated(field) is True else column.with_expr(column.expr.fill_null(default))

    def _known(self, field: str, what: str, condition: Condition) -> Condition:
        """Return a condition, or what is known of it beforehand."""
        return self._settled.get((field, what), condition)

    def _keep_wrong(self, how: str) -> None:
        self.wrong = {field: once(self.wrong[field], f"{field}_{how}") for field in FIELDS if field in self.wrong}

    def _is_wrong(self, field: str, problem: Condition) -> None:
        self.wrong[field] = self.wrong.get(field, False) | problem

    def _with_usual_role(self, role: Word, activity: Word) -> Word:
        """Return a role, which is that of the activity where none is stated."""
        student = is_one_of(activity, STUDENT_ACTIVITIES)
        usual = {
            ParticipantRole.STUDENT: student,
            ParticipantRole.STAFF: is_one_of(activity, STAFF_ACTIVITIES),
        }
        members: dict[StrEnum, Condition] = {
            word: once(is_word(role, word) | not_(role.stated) & usual.get(word, False), f"usual_{word}")
            for word in ParticipantRole
        }
        return Word(members, stated=True)


def _disagreements(row: MobilityColumns) -> Iterable[tuple[str, Condition]]:
    """Yield each field that does not go with another, and where."""
    backwards = row.end_date.toordinal() < row.start_date.toordinal()
    yield "end_date", backwards
    too_long: Condition = False
    if not is_just(row.interruption_days, 0):  # no stay is too short for none
        too_long = once(row.interruption_days >= calendar_days(row.start_date, row.end_date), "too_long")
        yield "interruption_days", not_(backwards) & too_long
    if not is_just(row.zero_grant_days, 0):
        all_days = not_(backwards) & not_(too_long) & (row.zero_grant_days >= row.stay.net_days)
        yield "zero_grant_days", all_days | row.zero_grant & (row.zero_grant_days >= 1)
    yield "combined", row.combined & is_one_of(row.activity, (ActivityType.SMT, ActivityType.STT))
    yield "study_cycle", is_cycle_of_another_role(row.study_cycle, row.role)
    yield "teaching_hours", is_one_of(row.activity, STUDENT_ACTIVITIES) & row.teaching_hours.stated
