"""The grants of some rows of a file.

Examples:
    >>> from erasmus_grants.batch.recognition import recognised
    >>> columns = recognised(["activity", "direction", "start_date", "end_date", "distance_km"], {})
    >>> rows = [["STA", "outgoing", "2022-03-07", "2022-03-11", "far"]]
    >>> computed = Grants(columns, [get_rulebook("usmb-icm-2023")]).of(rows)
    >>> computed.status, computed.texts["finding_codes"]
    (['unreadable'], ['INVALID_INPUT(distance_km)'])
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from erasmus_grants.basics.errors import UnknownRulebookError
from erasmus_grants.basics.money import from_cents
from erasmus_grants.basics.problems import is_disagreement, problems_in
from erasmus_grants.basics.vocabulary import STUDENT_ACTIVITIES, Direction, ParticipantRole, StudyCycle
from erasmus_grants.batch.cells import ReadColumn, Value, filled, read_column, text_of
from erasmus_grants.batch.cities import CITIES, Distances, Journey, estimated, unstated
from erasmus_grants.batch.country_names import in_a_list, words_of
from erasmus_grants.batch.days import DAY_ZERO
from erasmus_grants.batch.directions import DIRECTION_OPEN, NO_COUNTRY, NOT_DECIDED, Homes, is_misspelt, partners_of
from erasmus_grants.batch.polars_types import Values, frame_of
from erasmus_grants.batch.recognition import INSTITUTIONS, NO_FIELDS, ColumnOfList
from erasmus_grants.batch.repeats import Repeats
from erasmus_grants.batch.spelling import Spelling, spelling_of
from erasmus_grants.batch.tables import Added, Chunk, by_column
from erasmus_grants.batch.words import word_meant
from erasmus_grants.engine.directions import direction_of
from erasmus_grants.frames.amount_units import AMOUNTS
from erasmus_grants.frames.calculation import calculated, mobility_of
from erasmus_grants.frames.columns import READ, RULEBOOK, WRONG, Columns
from erasmus_grants.frames.options import Explain
from erasmus_grants.frames.outputs import TEXTS
from erasmus_grants.records.fields import KINDS, Kind
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook

_ROW = "row"
COUNTRIES = ("sending_country", "receiving_country")
"""The fields from which a direction may follow."""

DISTANCE = "distance_km"
"""The field that may be estimated."""

_TYPES: Mapping[Kind, str] = {
    Kind.WORD: "string",
    Kind.TEXT: "string",
    Kind.CONDITION: "bool",
    Kind.WHOLE_NUMBER: "int64",
    Kind.NUMBER: "float64",
    Kind.DAY: "day",
}

_SHOWN = frozenset({Kind.WHOLE_NUMBER, Kind.NUMBER, Kind.DAY})


def kind_of(field: str) -> Kind:
    """Return what kind of values a column of a list holds; cities and institutions, which are no fields, are text."""
    return Kind.TEXT if field in NO_FIELDS else KINDS.get(field, Kind.WORD)


def added_types(explain: Explain) -> dict[str, str]:
    """Return each column that is added, with its type.

    Args:
        explain: How much of the reasons, as for `calculate_frame`.

    Examples:
        >>> list(added_types("none"))[:3]
        ['status', 'eligible', 'funded_days']
    """
    types = {"status": "string", "eligible": "bool", "funded_days": "int64", **dict.fromkeys(AMOUNTS, "euros")}
    if explain != "none":
        types["trace"] = "int64"
    return types | (dict.fromkeys(TEXTS, "string") if explain == "text" else {})


class Computed(NamedTuple):
    """What was computed of some rows.

    Attributes:
        status: The answer of each, or `unreadable`.
        eligible: Which are; None where that is not known.
        funded_days: What individual support pays for [days]; None where that is not known.
        amounts: Each amount [cents]; None where it is not known.
        trace: The trace of each.
        texts: What it says in words; empty if no text was asked for.
        rulebooks: The id of the rulebook of each.
        shown: What days and numbers say, by the place of the column; None where that cannot be read.
        journeys: The journey between two cities of each row without kilometres; None: it states some, or no city.
        read: What the rows say of each field.
    """

    status: Sequence[str]
    eligible: Sequence[bool | None]
    funded_days: Sequence[int | None]
    amounts: Mapping[str, Sequence[int | None]]
    trace: Sequence[int]
    texts: Mapping[str, Sequence[str]]
    rulebooks: Sequence[Value]
    shown: Mapping[int, Sequence[Value]]
    journeys: Sequence[Journey | None]
    read: Mapping[str, ReadColumn]

    def mobility(self, row: int) -> Mobility:
        """Return the mobility of a row that can be read.

        Args:
            row: Its place, from 0.
        """
        data = {field: column.values[row] for field, column in self.read.items()}
        return mobility_of(data, {field: field for field in data})

    def added(self, names: Sequence[str], further: Mapping[str, Sequence[object]] = MappingProxyType({})) -> Added:
        """Return the columns of these names as they are written, with amounts in euros.

        Args:
            names: The names.
            further: Columns that are not computed here.
        """
        euros = {name: _in_euros(cents) for name, cents in self.amounts.items()}
        there: dict[str, Sequence[object]] = {
            "status": self.status,
            "eligible": self.eligible,
            "funded_days": self.funded_days,
            "trace": self.trace,
            **euros,
            **self.texts,
            **further,
        }
        return Added(tuple(names), tuple(there[name] for name in names))


def _in_euros(cents: Sequence[int | None]) -> list[Decimal | None]:
    """Return amounts in euros; those that are equal are one object."""
    euros = {one: None if one is None else from_cents(one) for one in set(cents)}
    return [euros[one] for one in cents]


class RowRead(NamedTuple):
    """A row, read.

    Attributes:
        mobility: Its mobility; None: something cannot be read.
        problems: The field, the cell and a sentence for everything that cannot be read.
        journey: The journey between two cities of a row without kilometres.
    """

    mobility: Mobility | None
    problems: list[tuple[str, str, str]]
    journey: Journey | None


class _Read(NamedTuple):
    """What rows say.

    Attributes:
        columns: What they say of each field.
        journeys: The journey between two cities of each row that states no kilometres.
    """

    columns: dict[str, ReadColumn]
    journeys: Sequence[Journey | None]


class Grants:
    """Computes rows of cells, some thousand at a time."""

    def __init__(
        self,
        columns: Sequence[ColumnOfList],
        rulebooks: Sequence[Rulebook],
        constants: Mapping[str, Value] = MappingProxyType({}),
    ) -> None:
        """Prepare to compute.

        Args:
            columns: What the columns of a row hold, in their order.
            rulebooks: The rulebooks that the caller named; none where each row names one.
            constants: The fields that have one value in all rows.
        """
        read = [(place, one.field, one.word) for place, one in enumerate(columns)]
        self.columns = tuple(columns)
        self.names = tuple(one.column for one in columns)
        self.fields = {one.column: one.field for one in columns if one.field is not None}
        self._places = {field: place for place, field, _ in read if field is not None}
        self._flags = {field: word for _, field, word in read if field is not None and word is not None}
        self._rulebooks = list(rulebooks)
        self._given = [book.id for book in rulebooks]
        self._by_id: dict[str, Rulebook | None] = {book.id: book for book in rulebooks}
        self._constants = dict(constants)
        self._spelling = Spelling()
        self._homes = Homes()
        self._distances = Distances()
        self.repeats = Repeats(self._places.get("reference"))
        self.has_estimates = False
        self.count = 0

    def learn(self, chunks: Iterable[Chunk], day_zero: date = DAY_ZERO) -> None:
        """Learn from all rows what they have in common: spelling, home and cities.

        Args:
            chunks: All rows, some at a time.
            day_zero: What the file counts days from, where it counts them.

        Raises:
            FrameError: A column has days whose month comes first.
        """
        self.count, self.repeats = 0, Repeats(self._places.get("reference"))
        self._spelling = spelling_of(map(self._seen, chunks), self._places, day_zero)

    def unreadable(self, row: Sequence[object]) -> list[tuple[str, str, str]]:
        """Return the field, the cell and a sentence for everything that cannot be read in a row.

        Args:
            row: The cells of the row.
        """
        return self.listed(row).problems

    def listed(self, row: Sequence[object]) -> RowRead:
        """Return what a row says, or everything that cannot be read in it.

        Args:
            row: The cells of the row.
        """
        (read, (journey,)) = self._read([row])
        data = {field: column.values[0] for field, column in read.items() if not column.problems}
        problems = [
            (field, self._cell(row, field), sentence)
            for field, column in read.items()
            for sentence in column.problems.values()
        ]
        each_is_read = not problems
        if RULEBOOK in data:
            problems += [(RULEBOOK, str(data[RULEBOOK] or ""), sentence) for sentence in self._wrong_rulebook(data)]
        if self._may_follow and data.get("direction", "") is None:
            problems.append(("direction", self._cell(row, "direction"), self._why_no_direction(data)))
        told = {field for field, *_ in problems}
        mobility = None
        try:
            mobility = mobility_of(data, {field: field for field in data})
        except ValidationError as error:
            # what does not go together is told as in a frame: if each field is read
            wrong = problems_in(error, Mobility) if each_is_read or not is_disagreement(error) else []
            for where, sentence in wrong:
                field = str(where[0]) if where else ""
                if field not in told:
                    problems.append((field, self._cell(row, field), in_a_list(field, data.get(field), sentence)))
        return RowRead(None if problems else mobility, problems, journey)

    def reference(self, row: Sequence[object]) -> str:
        """Return the reference of a row as it stands there; an empty text if the file has none.

        Args:
            row: The cells of the row.
        """
        return self._cell(row, "reference")

    def column(self, field: str) -> str:
        """Return the column that is read as a field; an empty text if the list has none.

        Args:
            field: The field, or rulebook.
        """
        return self.names[self._places[field]] if field in self._places else ""

    def of(self, rows: Sequence[Sequence[object]], *, with_texts: bool = True) -> Computed:
        """Return the grants of some rows.

        Args:
            rows: The cells of each row.
            with_texts: Whether texts are made too, which costs more than the trace.

        Raises:
            FrameError: There is no rulebook, or not for these columns.
        """
        columns: dict[str, Values] = {_ROW: Values(range(len(rows)), "int64")}
        wrong: dict[str, str] = {}
        read, journeys = self._read(rows)
        for field, column in read.items():
            columns[f"{READ}{field}"] = Values(column.values, _TYPES[kind_of(field)])
            if column.problems:
                wrong[field] = f"{WRONG}{field}"
                columns[f"{WRONG}{field}"] = Values([row in column.problems for row in range(len(rows))], "bool")
        here = Columns({field: f"{READ}{field}" for field in read}, wrong)
        shown = {field: read[field].values for field in self._places if kind_of(field) in _SHOWN}
        if DISTANCE in shown:  # an estimate is not what stands there
            pairs = zip(shown[DISTANCE], journeys, strict=True)
            shown[DISTANCE] = [None if journey else value for value, journey in pairs]
        explain: Explain = "text" if with_texts else "trace"
        done = calculated(frame_of(columns), here, self._rulebooks or None, money="cents", explain=explain)
        return Computed(
            done["status"].to_list(),
            done["eligible"].to_list(),
            done["funded_days"].to_list(),
            {name: done[name].to_list() for name in AMOUNTS},
            done["trace"].to_list(),
            {name: done[name].to_list() for name in TEXTS} if with_texts else {},
            self._named(read, len(rows)),
            {self._places[field]: values for field, values in shown.items()},
            journeys,
            read,
        )

    def _read(self, rows: Sequence[Sequence[object]]) -> _Read:
        """Return what rows say of each field; some may follow from countries, institutions and cities."""
        cells = by_column(rows, len(self.names))
        read = {field: self._column(field, cells) for field in (*self._places, *self._constants)}
        institutions = [read.pop(field, None) for field in INSTITUTIONS]
        nothing = _said_nothing(len(rows))
        if self._may_follow:
            read["direction"] = self._with_directions(read.get("direction", nothing), read)
        if any(institutions):
            read["partner"] = filled(read.get("partner", nothing), partners_of(read["direction"].values, *institutions))
        if "teaching_hours" in read:
            read["teaching_hours"] = _without_hours_of_students(read["teaching_hours"], read["activity"])
        if "study_cycle" in read and "role" not in self._constants:
            read["role"] = _roles_in_cycles(read.get("role", nothing), read["study_cycle"], read["activity"])
        cities = [read.pop(field, None) for field in CITIES]
        if not any(cities):
            return _Read(read, [None] * len(rows))
        where = (column or nothing for column in (*cities, *map(read.get, COUNTRIES)))
        journeys = map(self._distances.of, *(column.values for column in where))
        read[DISTANCE], needed = estimated(read.get(DISTANCE, nothing), journeys)
        return _Read(read, needed)

    def _column(self, field: str, columns: Sequence[Sequence[object]]) -> ReadColumn:
        """Return what rows say of a field.

        Args:
            field: The field.
            columns: The cells of each column.
        """
        if field in self._constants:
            return ReadColumn([self._constants[field]] * len(columns[0]), {})
        cells = columns[self._places[field]]
        if field in self._flags:
            said = read_column(cells, Kind.CONDITION)
            return _with_words(field, cells, said, self._flags[field])
        kind, mark = kind_of(field), self._spelling.decimal_marks.get(field)
        return read_column(cells, kind, mark, self._spelling.day_zero, words_of(field))

    def _needs_estimates(self, columns: Sequence[Sequence[object]]) -> bool:
        """Return whether some row states a city, and no kilometres."""
        cities = [self._column(city, columns).values for city in CITIES if city in self._said]
        if not cities:
            return False
        states_city = [any(city is not None for city in row) for row in zip(*cities, strict=True)]
        kilometres = self._column(DISTANCE, columns) if DISTANCE in self._said else _said_nothing(len(columns[0]))
        return any(row and lacks for row, lacks in zip(states_city, unstated(kilometres), strict=True))

    @property
    def _said(self) -> AbstractSet[str]:
        """What columns or constants say."""
        return self._places.keys() | self._constants.keys()

    @property
    def _may_follow(self) -> bool:
        """Whether a direction may follow: the countries are said, and no direction is stated for all rows."""
        return "direction" not in self._constants and self._said >= set(COUNTRIES)

    def _seen(self, chunk: Chunk) -> Chunk:
        """Return some rows, after learning whether some are there twice or need an estimate, and their home."""
        self.count += len(chunk.rows)
        self.repeats.learn(chunk.rows)
        columns = by_column(chunk.rows, len(self.names)) if self._may_follow or self._said & set(CITIES) else ()
        self.has_estimates = self.has_estimates or self._needs_estimates(columns)
        if self._may_follow:
            self._homes.learn(*(self._column(field, columns).values for field in COUNTRIES))
        return chunk

    def _with_directions(self, stated: ReadColumn, read: Mapping[str, ReadColumn]) -> ReadColumn:
        """Return the direction of each row: as it is stated, or else as it follows from the countries."""
        if None not in stated.values:
            return stated
        countries = [_countries_in(read[field]) for field in COUNTRIES]
        return filled(stated, map(self._direction, *countries, self._named(read, len(stated.values))))

    def _direction(self, sending: Value, receiving: Value, name: Value) -> Value:
        """Return the direction that follows from the countries of a row; None where nothing decides it.

        Where the rulebook or a country is wrong, that is told, and not the direction: it is any.
        """
        home = self._homes.of(sending, receiving, self._rulebook(name))
        return direction_of(sending, receiving, home) or (
            Direction.OUTGOING.value if self._is_wrong(name) or is_misspelt(sending, receiving) else None
        )

    def _is_wrong(self, name: Value) -> bool:
        """Return whether rows name a rulebook, and this one is none by which a row can be computed."""
        if RULEBOOK not in self._said:
            return False
        return name not in self._given if self._given else self._rulebook(name) is None

    def _why_no_direction(self, data: Mapping[str, Value]) -> str:
        """Return why a row has no direction."""
        if not any(map(data.get, COUNTRIES)):
            return NO_COUNTRY
        return NOT_DECIDED if "direction" in self._places else DIRECTION_OPEN

    def _rulebook(self, name: Value) -> Rulebook | None:
        """Return the rulebook of a row; None if it names none, or none of this name."""
        if name is None:
            return None
        if name not in self._by_id:
            self._by_id[str(name)] = None
            with suppress(UnknownRulebookError):
                self._by_id[str(name)] = get_rulebook(str(name))
        return self._by_id[str(name)]

    def _named(self, read: Mapping[str, ReadColumn], count: int) -> Sequence[Value]:
        """Return the id of the rulebook of each row; None: it names none, and neither does the caller."""
        if RULEBOOK in read:
            return read[RULEBOOK].values
        return [self._rulebooks[0].id if self._rulebooks else None] * count

    def _cell(self, row: Sequence[object], field: str) -> str:
        """Return what stands in a row as a field; an empty text if the file has no column for it."""
        return text_of(row[self._places[field]]) if field in self._places else ""

    def _wrong_rulebook(self, data: Mapping[str, Value]) -> list[str]:
        """Return what is wrong with the rulebook that a row names."""
        named = data[RULEBOOK]
        if named is None:
            return ["this is missing"]
        if self._given:
            ids = ", ".join(self._given)
            return [] if named in self._given else [f"this is none of the rulebooks that are given: {ids}"]
        try:
            get_rulebook(str(named))
        except UnknownRulebookError as error:
            return [str(error)]
        return []


def _without_hours_of_students(hours: ReadColumn, activities: ReadColumn) -> ReadColumn:
    """Return hours of teaching without the 0 of a student: a column of numbers has it where there are none."""
    pairs = zip(hours.values, activities.values, strict=True)
    values = [None if one == 0 and activity in STUDENT_ACTIVITIES else one for one, activity in pairs]
    return ReadColumn(values, hours.problems)


def _roles_in_cycles(roles: ReadColumn, cycles: ReadColumn, activities: ReadColumn) -> ReadColumn:
    """Return roles with a student of the third cycle as the doctoral candidate who that is."""
    rows = zip(roles.values, cycles.values, activities.values, strict=True)
    values = [
        ParticipantRole.DOCTORAL_CANDIDATE.value
        if cycle == StudyCycle.THIRD and activity in STUDENT_ACTIVITIES and role in {None, ParticipantRole.STUDENT}
        else role
        for role, cycle, activity in rows
    ]
    return ReadColumn(values, roles.problems)


def _countries_in(column: ReadColumn) -> Sequence[Value]:
    """Return the countries of a column, and what is wrong with a cell that cannot be read, which is no country."""
    if not column.problems:
        return column.values
    return [column.problems.get(row, value) for row, value in enumerate(column.values)]


def _said_nothing(rows: int) -> ReadColumn:
    """Return what so many rows say of a field of which they say nothing."""
    return ReadColumn([None] * rows, {})


def _with_words(field: str, cells: Sequence[object], said: ReadColumn, yes: str) -> ReadColumn:
    """Return what a column of yes and no says of a field; a word of the field itself is read too.

    Args:
        field: The field.
        cells: The cells of the column.
        said: What they say as yes and no.
        yes: The word of the field that yes means.
    """
    words = {row: word_meant(field, text_of(cells[row])) for row in said.problems}
    values: list[Value] = [words.get(row) or (yes if one else None) for row, one in enumerate(said.values)]
    return ReadColumn(values, {row: problem for row, problem in said.problems.items() if words[row] is None})
