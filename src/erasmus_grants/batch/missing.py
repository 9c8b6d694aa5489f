r"""Which figures are missing for a list: the empty cells of the rulebook, and how many rows each would free.

Examples:
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "list.csv"
    ...     count = path.write_text(
    ...         "activity,direction,sending_country,receiving_country,start_date,end_date,distance_km\n"
    ...         "STT,outgoing,PL,FR,2019-05-06,2019-05-10,1500\n"
    ...     )
    ...     missing = missing_figures(path, "eu-ka103-2018")
    >>> missing.freed, [(cell.question.table, cell.rows) for cell in missing.cells]
    (1, [('daily_rates', 1)])
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from os import fspath
from pathlib import Path
from typing import Unpack

from pydantic import Field

from erasmus_grants.basics.field_types import Many
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.vocabulary import GrantStatus
from erasmus_grants.batch.calculators import Calculators
from erasmus_grants.batch.layout import HowToRead, Options
from erasmus_grants.batch.left_out import LEFT_OUT, LeftOut, left_out_table
from erasmus_grants.batch.list_files import opened
from erasmus_grants.batch.repeats import (
    MOST_REPEATS,
    REPEATED_ROWS,
    REPEATS,
    RepeatingRow,
    notes_on_repeats,
    repeats_table,
)
from erasmus_grants.batch.run import grants_of
from erasmus_grants.batch.summary import FieldCount
from erasmus_grants.frames.rulebooks import Rulebooks, as_rulebooks
from erasmus_grants.records.questions import Question
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.report.rendering import Report, Table, filled, text_columns


class MissingCell(Model):
    """A cell of a rulebook that has no figure, and the rows that wait for it."""

    rulebook_id: str = Field(description="id of the rulebook")
    question: Question = Field(description="the cell, and what may stand in it")
    rows: int = Field(ge=1, description="rows of which it is open")


class MissingFigures(HasReport):
    """What is missing for a list."""

    rows: int = Field(ge=0, description="rows, empty ones left out")
    undetermined: int = Field(ge=0, description="rows of which something is not known yet")
    not_eligible: int = Field(default=0, ge=0, description="rows that are refused, and wait for nothing")
    unreadable: int = Field(ge=0, description="rows that cannot be read")
    left_out: Many[LeftOut] = Field(default=(), description=LEFT_OUT)
    repeated_rows: int = Field(default=0, ge=0, description=REPEATED_ROWS)
    repeats: Many[RepeatingRow] = Field(default=(), max_length=MOST_REPEATS, description=REPEATS)
    freed: int = Field(ge=0, description="rows of which nothing is open but these cells")
    cells: Many[MissingCell] = Field(description="the empty cells, those for which most rows wait first")
    fields: Many[FieldCount] = Field(description="what rows do not state, the most frequent first")

    def _report(self, language: Language) -> Report:
        labels = language.labels
        columns = text_columns(labels.of_rulebook, labels.question, labels.answered_by, labels.may_be, labels.rows_of)
        cells = tuple(self._cells(language))
        fields = tuple((language.questions[count.field], count.field, str(count.rows)) for count in self.fields)
        tables = (
            Table(labels.empty_cells, columns, cells),
            Table(labels.not_stated, text_columns(labels.question, labels.field, labels.rows_of), fields),
            left_out_table(self.left_out, labels),
            repeats_table(self.repeats, labels),
        )
        return Report("; ".join(self._title(labels)), filled(tables), notes_on_repeats(self.rows, labels))

    def _title(self, labels: Labels) -> Iterator[str]:
        """Yield what each row of the list waits for."""
        figures = (labels.one_figure if len(self.cells) == 1 else labels.many_figures).format(count=len(self.cells))
        freed = (labels.one_row if self.freed == 1 else labels.many_rows).format(count=self.freed)
        if self.cells:
            yield labels.freeing.format(figures=figures, rows=freed)
        else:
            yield labels.no_figure_missing if self.undetermined else labels.nothing_missing
        if self.undetermined > self.freed:
            yield labels.held_up.format(count=self.undetermined - self.freed)
        if self.not_eligible:
            yield labels.refused_told.format(count=self.not_eligible, all=self.rows)
        if self.unreadable:
            yield labels.unreadable_told.format(count=self.unreadable, all=self.rows)

    def _cells(self, language: Language) -> Iterator[tuple[str, ...]]:
        for cell in self.cells:
            question = cell.question
            yield (
                cell.rulebook_id,
                question.in_language(language),
                language.words(question.answered_by),
                question.answers_told(language),
                str(cell.rows),
            )


def missing_figures(
    source: str | Path,
    rulebooks: Rulebooks = (),
    **how: Unpack[HowToRead],
) -> MissingFigures:
    """Return the empty cells of rulebooks for which rows of a list wait.

    Args:
        source: A file of mobilities: CSV, Parquet, XLSX, JSON lines or XML.
        rulebooks: As for `calculate_file`.
        **how: As for `calculate_file`.

    Raises:
        UnknownRulebookError: No rulebook has an id.
        InputFileError: The file cannot be read, is not what its name promises, or has not the columns that are needed.
    """
    source, books = fspath(source), as_rulebooks(rulebooks)
    calculators = Calculators(books)
    waiting, rows, refused, unreadable = _Waiting(), 0, 0, 0
    with opened(source, Options(**how)) as given:
        grants = grants_of(given, books)
        left_out = given.layout.left_out
        for chunk in given.chunks():
            computed = grants.of(chunk.rows, with_texts=False)
            grants.repeats.add(chunk)
            rows += len(chunk.rows)
            refused += computed.status.count(GrantStatus.NOT_ELIGIBLE)
            unreadable += sum(trace < 0 for trace in computed.trace)
            for place, (status, name) in enumerate(zip(computed.status, computed.rulebooks, strict=True)):
                if status == GrantStatus.UNDETERMINED:
                    rulebook_id = str(name)
                    grant = calculators.of(rulebook_id).calculate(computed.mobility(place))
                    waiting.add(rulebook_id, grant.questions)
    cells = sorted(waiting.cells.items(), key=lambda item: -item[1])
    return MissingFigures(
        rows=rows,
        undetermined=waiting.rows,
        not_eligible=refused,
        unreadable=unreadable,
        left_out=left_out,
        repeated_rows=grants.repeats.rows,
        repeats=tuple(grants.repeats.told),
        freed=waiting.freed,
        cells=tuple(MissingCell(rulebook_id=name, question=one, rows=count) for (name, one), count in cells),
        fields=tuple(FieldCount(field=field, rows=count) for field, count in waiting.fields.most_common()),
    )


class _Waiting:
    """Counts rows that wait for something."""

    def __init__(self) -> None:
        self.rows = 0
        self.freed = 0
        self.cells: Counter[tuple[str, Question]] = Counter()
        self.fields: Counter[str] = Counter()

    def add(self, rulebook_id: str, questions: Sequence[Question]) -> None:
        """Count a row.

        Args:
            rulebook_id: The id of its rulebook.
            questions: What is open in it.
        """
        self.rows += 1
        self.freed += all(question.table is not None for question in questions)
        self.cells.update((rulebook_id, question) for question in questions if question.table is not None)
        self.fields.update(question.field for question in questions if question.field is not None)
