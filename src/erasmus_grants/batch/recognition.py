"""Which column of a list holds which field, and how that is known.

Examples:
    >>> for one in recognised(["Activity type", "start_date", "Land", "Remarks"], {"Land": "receiving_country"}):
    ...     print(one.column, one.field, one.how)
    Activity type activity known
    start_date start_date named
    Land receiving_country stated
    Remarks None not_read
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from unicodedata import normalize

from pydantic import Field

from erasmus_grants.basics.errors import shortened
from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model
from erasmus_grants.batch.cities import CITIES
from erasmus_grants.batch.left_out import LEFT_OUT, LeftOut, left_out_table
from erasmus_grants.batch.text_files import UTF_8
from erasmus_grants.batch.words import Meaning, field_called, fields_perhaps_called, flag_called, names_status
from erasmus_grants.frames.columns import RULEBOOK
from erasmus_grants.records.fields import FIELDS
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report, Table, filled, text_columns

SENDING_INSTITUTION, RECEIVING_INSTITUTION = "sending_institution", "receiving_institution"
INSTITUTIONS = (SENDING_INSTITUTION, RECEIVING_INSTITUTION)
"""What a column may hold that is the partner of incoming, or of outgoing mobilities."""

NO_FIELDS = (*INSTITUTIONS, *CITIES)
"""What a column may hold that is no field of a mobility, and from which one follows."""

_FIRST_IS_READ = {*NO_FIELDS, "partner", "reference"}
"""An export has several columns for these, such as a code and a name."""


class How(StrEnum):
    """How it is known what a column holds."""

    NAMED = "named"
    """It has the name of the field."""
    STATED = "stated"
    """The caller says so."""
    KNOWN = "known"
    """It has a name of the field in a language of the programme, or in an export."""
    NOT_READ = "not_read"
    """It is kept, and not read."""


class ColumnOfList(Model):
    """A column of a list, and the field that it holds."""

    column: str = Field(description="the name of the column")
    field: str | None = Field(description="the field, or rulebook; null: the column is kept, and not read")
    how: Choice[How] = Field(description="how that is known: `named`, `stated`, `known` or `not_read`")
    word: str | None = Field(default=None, description="the word of the field that yes means; null: what stands there")
    may_be: Many[str] = Field(default=(), description="the fields that a column that is not read could hold")

    @property
    def name_in_one_line(self) -> str:
        """Its name without line breaks and odd spaces, by which it may be named too."""
        return in_one_line(self.column)

    def said(self) -> str:
        """Return which field it holds, and which word of it yes means, as `--columns` says it; an empty text: none."""
        return f"{self.field}={self.word}" if self.word else self.field or ""

    def told(self, language: Language) -> str:
        """Return which field it holds, or may hold; an empty text: none is known."""
        if self.field is not None or not self.may_be:
            return self.said()
        return language.labels.perhaps_field.format(fields=", ".join(self.may_be))


class FieldOfAllRows(Model):
    """A field that has one value in all rows of a list."""

    field: str = Field(description="the field, or rulebook")
    value: str = Field(description="its value, as it was stated")


class ListColumns(HasReport):
    """How a list is read."""

    where: str = Field(description="where the names of the columns stand; empty: nothing but them can be the names")
    encoding: str = Field(description="how the text of the file is encoded; empty: that is given")
    columns: Many[ColumnOfList] = Field(description="the columns, in their order")
    set_fields: Many[FieldOfAllRows] = Field(default=(), description="fields that have one value in all rows")
    left_out: Many[LeftOut] = Field(default=(), description=LEFT_OUT)
    problems: Many[str] = Field(default=(), description="why it cannot be computed so; none: it can")

    def _report(self, language: Language) -> Report:
        labels = language.labels
        columns = [
            (shortened(one.name_in_one_line), one.told(language), language.words([one.how])) for one in self.columns
        ]
        constants = [
            ("", f"{one.field} = {shortened(one.value)}", language.words([How.STATED])) for one in self.set_fields
        ]
        heads = text_columns(labels.column, labels.field, labels.how_known)
        read = f"{labels.headings_in.format(where=self.where)}" if self.where else labels.how_read
        encoding = "UTF-8" if self.encoding == UTF_8 else self.encoding
        encoded = (labels.encoded.format(encoding=encoding),) if encoding else ()
        wrong = Table(labels.cannot_be_computed_so, text_columns(""), tuple((problem,) for problem in self.problems))
        further = filled((left_out_table(self.left_out, labels), wrong))
        tables = (Table("", heads, (*columns, *constants)), *further)
        return Report(read, tables, encoded)


def in_one_line(name: str) -> str:
    r"""Return the name of a column without line breaks and odd spaces, by which it may be named too.

    Examples:
        >>> in_one_line("Horas\ndocencia "), in_one_line("Home\xa0country")
        ('Horas docencia', 'Home country')
    """
    return " ".join(name.split())


def as_called(names: Sequence[str], columns: Mapping[str, str]) -> Mapping[str, str]:
    r"""Return what the caller says of columns, by the names that they have.

    Spaces, line breaks, capitals and the form of accents make no difference where only one column can be meant.

    Args:
        names: The columns.
        columns: What the caller says of each, by its name as the caller writes it.

    Examples:
        >>> as_called(["Horas\ndocencia", "Km", "KM"], {"horas docencia": "teaching_hours", "km": "distance_km"})
        {'Horas\ndocencia': 'teaching_hours', 'km': 'distance_km'}
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(_compared(name), []).append(name)
    called: dict[str, str] = {}
    for said, field in columns.items():
        meant = alike.get(_compared(said), [])
        is_clear = said not in names and len(meant) == 1 and meant[0] not in {*columns, *called}
        called[meant[0] if is_clear else said] = field
    return called


def _compared(name: str) -> str:
    return in_one_line(normalize("NFKC", name)).casefold()


def meaning_said(text: str) -> Meaning:
    """Return what a column is said to hold: a field, or one and the word of it that yes means.

    Examples:
        >>> meaning_said("travel_mode = green"), meaning_said("start_date")
        (Meaning(field='travel_mode', word='green'), Meaning(field='start_date', word=None))
    """
    field, _, word = text.partition("=")
    return Meaning(field.strip(), word.strip() or None)


def recognised(
    names: Iterable[str],
    columns: Mapping[str, str],
    known: Mapping[str, Meaning] | None = None,
    set_fields: Iterable[str] = (),
) -> tuple[ColumnOfList, ...]:
    """Return each column of a list with the field that it holds.

    Args:
        names: The columns.
        columns: The field that a column holds, where the caller says so, as `travel_mode`, or `travel_mode=green` where
            yes means a word of it; an empty text: it is not read.
        known: What the columns mean that are read, where the format itself says so; None: their names say it.
        set_fields: The fields that have one value in all rows, which no column holds.
    """
    found: list[ColumnOfList] = []
    taken = set[str | None]()
    for name in names:
        column = _recognised(name, columns) if known is None or name in columns else _of_format(name, known.get(name))
        if column.how is How.KNOWN and column.field in taken & _FIRST_IS_READ:
            column = ColumnOfList(column=name, field=None, how=How.NOT_READ)
        taken.add(column.field)
        found.append(column)
    held = {*set_fields, *taken}
    return tuple(one.model_copy(update={"may_be": _others(one.may_be, held)}) if one.may_be else one for one in found)


def _others(fields: Iterable[str], held: Collection[str | None]) -> tuple[str, ...]:
    """Return the fields that are not yet held."""
    return tuple(field for field in fields if field not in held)


def _of_format(name: str, meaning: Meaning | None) -> ColumnOfList:
    """Return a column of a format that itself says what its columns mean; None: this one is not read."""
    if meaning is None:
        return ColumnOfList(column=name, field=None, how=How.NOT_READ)
    how = How.NAMED if name == meaning.field else How.KNOWN
    return ColumnOfList(column=name, field=meaning.field, how=how, word=meaning.word)


def _recognised(name: str, columns: Mapping[str, str]) -> ColumnOfList:
    if name in columns:
        said = meaning_said(columns[name])
        return ColumnOfList(column=name, field=said.field or None, how=How.STATED, word=said.word)
    if name in FIELDS or name in CITIES or name == RULEBOOK:
        return ColumnOfList(column=name, field=name, how=How.NAMED)
    if field := field_called(name):
        return ColumnOfList(column=name, field=field, how=How.KNOWN)
    if flag := flag_called(name):
        return ColumnOfList(column=name, field=flag.field, how=How.KNOWN, word=flag.word)
    may_be = () if names_status(name) else fields_perhaps_called(name)  # a status is looked at as what it is
    return ColumnOfList(column=name, field=None, how=How.NOT_READ, may_be=may_be)
