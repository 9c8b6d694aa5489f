r"""A whole file: read, computed and written some thousand rows at a time.

Examples:
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     source, target = Path(folder) / "list.csv", Path(folder) / "grants.csv"
    ...     count = source.write_text(
    ...         "activity;direction;receiving_country;start_date;end_date;distance_km;teaching_hours\n"
    ...         "STA;outgoing;SN;07-03-2022;11-03-2022;4070;8\n"
    ...     )
    ...     summary = calculate_file(source, target, "usmb-icm-2023")
    ...     summary.total_eur, target.read_text("utf-8-sig").splitlines()[1].split(";")[7:14]
    (Decimal('2080.00'), ['granted', 'true', '5', '820,00', '1260,00', '0,00', '2080,00'])
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from os import fspath
from pathlib import Path
from typing import Unpack

from pydantic import TypeAdapter, ValidationError

from erasmus_grants.basics.errors import FrameError, InputFileError, did_you_mean, quoted
from erasmus_grants.basics.problems import plain_sentence
from erasmus_grants.batch.atomic import atomic_write
from erasmus_grants.batch.called_off import CalledOff
from erasmus_grants.batch.cells import Value, read_column
from erasmus_grants.batch.cities import CITIES, ESTIMATE_TYPES, columns_told
from erasmus_grants.batch.country_names import in_a_list, words_of
from erasmus_grants.batch.explanations import Explanations
from erasmus_grants.batch.formats import check_written, own_columns, writing
from erasmus_grants.batch.grants import COUNTRIES, Grants, added_types, kind_of
from erasmus_grants.batch.layout import HowToRead, Options
from erasmus_grants.batch.list_files import ListFile, check_format, opened, unread
from erasmus_grants.batch.recognition import (
    NO_FIELDS,
    ColumnOfList,
    FieldOfAllRows,
    How,
    ListColumns,
    in_one_line,
    meaning_said,
    recognised,
)
from erasmus_grants.batch.row_places import RowPlace
from erasmus_grants.batch.spelling import check_how_to_fill
from erasmus_grants.batch.summary import BatchSummary, Tally, UnreadableCell
from erasmus_grants.batch.tables import Added, Chunk
from erasmus_grants.frames.columns import RULEBOOK, columns_of
from erasmus_grants.frames.options import Explain, check_options
from erasmus_grants.frames.rulebooks import Rulebooks, as_rulebooks
from erasmus_grants.records.fields import FIELDS, FORMS, REQUIRED
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook

_HEADINGS_TOLD = 8
_SET = (*FIELDS, *CITIES, RULEBOOK)
"""What may have one value in all rows."""


def _untold(_done: int, _size: int | None) -> None:
    """Show no progress."""


def calculate_file(
    source: str | Path,
    target: str | Path,
    rulebooks: Rulebooks = (),
    *,
    explain: Explain = "text",
    on_rows: Callable[[int, int | None], None] = _untold,
    **how: Unpack[HowToRead],
) -> BatchSummary:
    """Write the grant of each row of a file into another, and return what they come to.

    Args:
        source: A file of mobilities: CSV, Parquet, XLSX, JSON lines or XML.
        target: The file that is written; it has the rows and columns of the other, and those of `calculate_frame`.
        rulebooks: The rulebooks, or their ids or files, one of which a column `rulebook` names in each row if there
            are several; none where such a column names those that come with the library.
        explain: How much of the reasons, as for `calculate_frame`.
        on_rows: Called after some rows with how much has been read and how much there is, to show progress.
        **how: What is not to be found out: `columns`, the field that a column holds, by the name of the column;
            `set_fields`, fields that have one value in all rows; `sheet`, `heading_row` and `encoding` of the file.

    Raises:
        UnknownRulebookError: No rulebook has an id.
        FrameError: `explain` is none of its words.
        InputFileError: A file cannot be read, is not what its name promises, or has not the columns that are needed.
        OSError: The other file cannot be written; its `filename` is that file.
    """
    check_options(explain=explain)
    source, target = fspath(source), fspath(target)
    books, options = as_rulebooks(rulebooks), Options(**how)
    _check(source, target)
    tally = Tally()

    def summary() -> BatchSummary:
        return tally.summary(books or map(get_rulebook, tally.named()))

    with _naming_the_file(source, target):
        before = _state(source)
        with opened(source, options) as given:
            rows = _Rows(grants_of(given, books), books, tally, explain)
            _check_names(source, rows.grants.names, [*rows.types, *own_columns(target)])
            tally.left_out, tally.hidden_rows = given.layout.left_out, given.layout.hidden_rows
            tally.repeats, tally.called_off = rows.grants.repeats, CalledOff(rows.grants.columns)
            fields = rows.grants.fields
            with (
                atomic_write(target) as file,
                writing(
                    file, target, given.source, rows.types, origin=source, fields=fields, summarise=summary
                ) as writer,
            ):
                for chunk in given.chunks():
                    writer.write(chunk, rows.computed(chunk))
                    on_rows(chunk.done, given.source.size)
                if _state(source) != before:
                    raise InputFileError(source, ("it was changed while it was read; nothing was written",))
    return summary()


class _Rows:
    """Computes the rows of a list, and counts them."""

    def __init__(self, grants: Grants, rulebooks: Sequence[Rulebook], tally: Tally, explain: Explain) -> None:
        """Prepare to compute.

        Args:
            grants: What reads and computes the rows.
            rulebooks: The rulebooks that the caller named.
            tally: Where the rows are counted.
            explain: How much of the reasons, as for `calculate_frame`.
        """
        self.grants = grants
        self.types = added_types(explain) | (dict(ESTIMATE_TYPES) if grants.has_estimates else {})
        self._explanations = Explanations(grants, rulebooks)
        self._tally = tally
        self._with_texts = explain == "text"

    def computed(self, chunk: Chunk) -> Added:
        """Return what is added to some rows."""
        computed = self.grants.of(chunk.rows, with_texts=self._with_texts)
        distances = list(self._explanations.distances(computed)) if self.grants.has_estimates else []
        self.grants.repeats.add(chunk)
        self._tally.called_off.add(chunk)
        _tell_unreadable(self._tally, self.grants, chunk, computed.trace)
        self._tally.add(computed.status, computed.trace, computed.rulebooks)
        self._tally.add_amounts(computed.status, computed.amounts)
        self._tally.add_distances(distances)
        added = computed.added(list(self.types), columns_told(distances))
        return added._replace(explained=partial(self._explanations.of, chunk.rows, computed))


@contextmanager
def _naming_the_file(source: str, target: str) -> Generator[None, None, None]:
    """Say of which file it is what goes wrong."""
    try:
        yield
    except OSError as error:
        if error.filename is not None and Path(error.filename) == Path(source):
            raise unread(source, error) from None
        error.filename = target
        raise


def _state(source: str) -> tuple[int, int]:
    """Return how long a file is, and when it was changed, by which a change is noticed."""
    state = Path(source).stat()
    return state.st_size, state.st_mtime_ns


def columns_of_file(source: str | Path, **how: Unpack[HowToRead]) -> ListColumns:
    """Return how a file would be read: where its headings are, and which field each column holds.

    Args:
        source: A file of mobilities: CSV, Parquet, XLSX, JSON lines or XML.
        **how: As for `calculate_file`.

    Raises:
        InputFileError: The file cannot be read, or is not what its name promises.
    """
    options = Options(**how)
    with opened(fspath(source), options) as given:
        layout = given.layout
        found = recognised(given.names, given.stated, layout.known, options.set_fields)
        problems = _problems_of_columns(given, found, given.stated)
    constants = tuple(FieldOfAllRows(field=field, value=value) for field, value in options.set_fields.items())
    return ListColumns(
        where=layout.where,
        encoding=layout.encoding,
        columns=found,
        set_fields=constants,
        left_out=layout.left_out,
        problems=problems,
    )


def _tell_unreadable(tally: Tally, grants: Grants, chunk: Chunk, traces: Sequence[int]) -> None:
    """Keep what cannot be read in some rows, until enough is kept."""
    before = tally.rows
    for place, (row, trace) in enumerate(zip(chunk.rows, traces, strict=True)):
        if trace < 0:
            at = RowPlace(before + place + 1, chunk.where(place))
            if not tally.add_unreadable(unreadable_cells(grants, at, row, grants.unreadable(row))):
                return


def unreadable_cells(
    grants: Grants, at: RowPlace, row: Sequence[object], problems: Iterable[tuple[str, str, str]]
) -> tuple[UnreadableCell, ...]:
    """Return what cannot be read in a row, with where it stands.

    Args:
        grants: What reads the rows.
        at: Which row it is.
        row: The cells of the row.
        problems: Field, value and sentence of each problem.
    """
    reference = grants.reference(row)
    return tuple(
        UnreadableCell(
            row=at.number,
            where=at.where,
            reference=reference,
            column=grants.column(field),
            field=field,
            value=value,
            sentence=sentence,
        )
        for field, value, sentence in problems
    )


def grants_of(given: ListFile, rulebooks: Sequence[Rulebook], columns: Mapping[str, str] | None = None) -> Grants:
    """Return what computes the rows of a list, if it has the columns and rulebooks for it.

    Args:
        given: The list, whose rows are read through once.
        rulebooks: The rulebooks that the caller named.
        columns: The field that a column holds, by the name of the column; None: as the caller says.

    Raises:
        InputFileError: The list cannot be read, or has not the columns that are needed.
        FrameError: A column has days whose month comes first, or there are no rows and no rulebook.
    """
    grants = rows_of(given, rulebooks, columns)
    if not grants.count:
        grants.of([], with_texts=False)  # so that a file without rows is refused for the same reasons
    return grants


def rows_of(given: ListFile, rulebooks: Sequence[Rulebook], columns: Mapping[str, str] | None = None) -> Grants:
    """Return what reads the rows of a list, if it has the columns for it; see `grants_of`."""
    constants = constants_of(given.options.set_fields)
    stated = given.stated if columns is None else columns
    found = recognised(given.names, stated, given.layout.known, given.options.set_fields)
    problems = _problems_of_columns(given, found, stated)
    if problems:
        raise InputFileError(given.name, problems)
    grants = Grants(found, rulebooks, constants)
    grants.learn(given.chunks(), given.layout.day_zero)
    check_how_to_fill(found, given.layout.how_to_fill)
    return grants


def _check_names(source: str, theirs: Sequence[str], ours: Sequence[str]) -> None:
    """Raise if a list has a column of a name that is to be written.

    Raises:
        InputFileError: It has.
    """
    twice = [quoted(one) for one in ours if one in theirs]
    if twice:
        sentence = f"it has columns of these names already: {', '.join(twice)}; delete or rename them"
        raise InputFileError(source, (sentence,))


def _problems_of_columns(given: ListFile, found: Sequence[ColumnOfList], columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return why a list cannot be computed: a column is missing, named twice, or not called as the caller says."""
    set_fields = given.options.set_fields
    fields = {one.column: one.field for one in found if one.field is not None and one.field not in NO_FIELDS}
    apart = [one.column for one in found if one.field in NO_FIELDS or (one.field is None and one.how is How.STATED)]
    stated = {column: meaning_said(field).field for column, field in columns.items() if column not in apart}
    said = {*fields.values(), *set_fields}
    follows = {"direction"} if set(COUNTRIES) <= said else set[str]()
    problems = list(_problems_of_words(found))
    problems += [
        f"{one.field} is set, and is in the column {quoted(one.column)}" for one in found if one.field in set_fields
    ]
    for field in NO_FIELDS:
        twice = [quoted(one.column) for one in found if one.field == field]
        if len(twice) > 1:
            problems.append(f"{field} is both in the column {twice[0]} and in {twice[1]}")
    try:
        schema = [column for column in given.names if column not in apart]
        columns_of(schema, {**fields, **stated}, {*set_fields, *follows}, NO_FIELDS)
    except FrameError as error:
        missing = set(REQUIRED) - said - follows
        if "direction" in missing:
            problems.append("a direction follows from both countries, or is set for all rows: --set direction=outgoing")
            missing |= set(COUNTRIES) - said
        perhaps = [_perhaps(one) for one in found if missing & set(one.may_be)]
        perhaps += _ways_to_leave_one(found)
        where = [_taken_for_headings(given)] if given.layout.where else []
        return (*error.problems, *problems, *perhaps, *where)
    return tuple(problems)


def _problems_of_words(found: Iterable[ColumnOfList]) -> Iterator[str]:
    """Yield what is wrong with the words that yes is said to mean in some columns."""
    for one in found:
        form = FORMS.get(one.field or "")
        words = [] if form is None or form.words is None else [word.value for word in form.words]
        if one.word is not None and one.word not in words:
            told = f"; its words are {' and '.join(words)}" if words else ""
            yield f"{one.field} has no word {quoted(one.word)}{did_you_mean(one.word, words) or told}"


def _ways_to_leave_one(found: Sequence[ColumnOfList]) -> list[str]:
    """Return how to leave one of two columns of a field unread, if there are two of any."""
    fields = [one.field for one in found if one.field is not None and one.field not in NO_FIELDS]
    twice = [one for one in found if fields.count(one.field or "") > 1]
    if not twice:
        return []
    ways = " or ".join(f"--columns {quoted(f'{one.name_in_one_line}=')}" for one in twice)
    return [f"say which is not read: {ways}"]


def _perhaps(column: ColumnOfList) -> str:
    """Return what a column may hold, and how to say it."""
    name = in_one_line(column.column)
    example = quoted(f"{name}={column.may_be[0]}")
    return f"the column {quoted(name)} may be {' or '.join(column.may_be)}; say which: --columns {example}"


def _taken_for_headings(given: ListFile) -> str:
    """Return which row was taken for the headings, and how to name another."""
    names = ", ".join(quoted(in_one_line(name)) for name in given.names[:_HEADINGS_TOLD])
    more = ", ..." if len(given.names) > _HEADINGS_TOLD else ""
    how = "name another row with --heading-row, or columns with --columns"
    return f"the headings are those of {given.layout.where}: {names}{more}; {how}"


def constants_of(set_fields: Mapping[str, str]) -> dict[str, Value]:
    """Return the values of fields that have one value in all rows.

    Raises:
        InputFileError: There is no field of a name, or its value cannot be read.
    """
    constants: dict[str, Value] = {}
    problems: list[str] = []
    for field, text in set_fields.items():
        if field not in _SET:
            problems.append(f"there is no field {quoted(field)}{did_you_mean(field, _SET)}")
            continue
        try:
            constants[field] = _constant(field, text)
        except ValueError as error:
            problems += [f"{field}: {in_a_list(field, text, sentence)}" for sentence in _sentences(error)]
    if problems:
        raise InputFileError("--set", tuple(problems))
    return constants


def _constant(field: str, text: str) -> Value:
    """Return the value of a field in all rows.

    Raises:
        ValueError: It cannot be read as one.
    """
    read = read_column([text], kind_of(field), word=words_of(field))
    if read.problems:
        raise ValueError(read.problems[0])
    (value,) = read.values
    if field in FIELDS and value is not None:
        TypeAdapter(Mobility.model_fields[field].rebuild_annotation()).validate_python(value)
    return value


def _sentences(error: ValueError) -> tuple[str, ...]:
    """Return what is wrong with a value, in words of the library."""
    return tuple(map(plain_sentence, error.errors())) if isinstance(error, ValidationError) else (str(error),)


def _check(source: str, target: str) -> None:
    """Raise if a file cannot be what it is to be.

    Raises:
        InputFileError: It cannot.
    """
    for name in (source, target):
        check_format(name)
    check_written(target)
    if Path(source).exists() and Path(target).exists() and Path(source).samefile(target):
        raise InputFileError(target, ("it is the file that is read; write into another",))
