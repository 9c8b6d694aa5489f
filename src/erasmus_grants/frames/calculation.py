"""The grants of whole lists of mobilities, in the frames that people keep them in.

Examples:
    >>> import polars
    >>> from datetime import date
    >>> stays = polars.DataFrame({
    ...     "activity": ["STA", "STA"], "direction": ["outgoing", "outgoing"], "teaching_hours": [8, 8],
    ...     "start_date": [date(2022, 3, 7)] * 2, "end_date": [date(2022, 3, 11), date(2022, 3, 1)],
    ...     "distance_km": [4070, 4070],
    ... })
    >>> grants = calculate_frame(stays, "usmb-icm-2023", explain="text")
    >>> grants.select("status", "total_eur", "finding_codes").rows()
    [('granted', Decimal('2080.00'), ''), ('unreadable', None, 'INVALID_INPUT(end_date)')]
    >>> explain_row(grants.row(0, named=True), "usmb-icm-2023").total_eur
    Decimal('2080.00')
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import narwhals.stable.v2 as nw

from erasmus_grants.basics.algebra import (
    OWN_COLUMNS,
    Condition,
    Steps,
    Whole,
    any_of,
    as_expr,
    case,
    not_,
    once,
)
from erasmus_grants.basics.errors import FrameError, InvalidRowsError, quoted
from erasmus_grants.basics.model import invalid
from erasmus_grants.basics.untyped import Expr, Frame
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.engine.rows.amounts import amounts
from erasmus_grants.engine.rows.eligibility import note_findings
from erasmus_grants.engine.rows.granted import Granted, granted_by
from erasmus_grants.engine.rows.rule_rows import RulebookOverRows
from erasmus_grants.frames.amount_units import (
    AMOUNTS,
    ELIGIBLE_AND_DAYS,
    UNKNOWN,
    AmountUnit,
    finished,
)
from erasmus_grants.frames.backends import (
    cells_of,
    in_the_form_of,
    is_in_memory,
    is_row_of_pandas,
    kept_apart,
    names_of_index,
    narwhals_of,
    native_of,
)
from erasmus_grants.frames.cells import of_mobility, refused_in_lists, stated_in
from erasmus_grants.frames.columns import (
    RULEBOOK,
    Columns,
    check_index,
    columns_of,
    readable,
    refuse_unreadable,
)
from erasmus_grants.frames.engines import ROW, beside, in_polars, is_computed_by_polars, parts_by
from erasmus_grants.frames.fields import AnyFrame, Reader, is_text
from erasmus_grants.frames.options import Errors, Explain, check_options
from erasmus_grants.frames.outputs import (
    TEXTS,
    bounds_of,
    eligible_of,
    status_of,
    texts_of,
    trace_of,
)
from erasmus_grants.frames.partitions import empty_part, in_partitions, is_partitioned
from erasmus_grants.frames.partners import partner_numbers
from erasmus_grants.frames.rulebooks import WHICH_RULEBOOK, Rulebooks, as_rulebooks, rulebooks_of_rows
from erasmus_grants.frames.trace import wrong_fields
from erasmus_grants.records.grant import GrantBreakdown
from erasmus_grants.records.mobility import Mobility
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rulebooks import get_rulebook

AnyNativeFrame = TypeVar("AnyNativeFrame")

_NOT_LOOKED_INTO = "a frame that is not in memory is not looked into: errors='keep' marks what cannot be read"

_MOST_CALCULATORS = 100
_calculators: dict[int, GrantCalculator] = {}
"""Calculators by the identity of their rulebook, which each of them holds, so that no other one takes its place."""


def calculate_frame(
    frame: AnyNativeFrame,
    rulebook: Rulebooks = None,
    *,
    columns: Mapping[str, str] = MappingProxyType({}),
    money: AmountUnit = "decimal",
    explain: Explain = "trace",
    errors: Errors = "keep",
) -> AnyNativeFrame:
    """Return a frame with the grant of each row; nothing of it is dropped, and a lazy frame stays lazy.

    The columns are the fields of `Mobility`; a column that is missing, and a null, mean the field's default.  Added are

    * `status`: `granted`, `not_eligible`, `undetermined`, or `unreadable`; `eligible`, null where that is not known;
    * `funded_days`, the days on site that individual support pays for [days];
    * `travel_support_eur`, `individual_support_eur`, `top_ups_eur`, `total_eur` [EUR], 0.00 where not eligible;
    * `minimum_total_eur`, `maximum_total_eur` [EUR]: between what the total lies, null where nothing printed bounds it;
    * `pre_financing_eur`, `balance_eur` [EUR], null where a grant is paid and no split between payments is published;
    * `trace`, a whole number from which `explain_row` and the columns of `explain="text"` follow.

    Days and amounts but the bounds are null in a row that is undetermined, and all are in one that cannot be read.  The
    trace of such a row names the wrong fields; the others are computed all the same.

    The parts of a frame of Dask or PySpark are computed where they are, so this library has to be installed there too.

    Args:
        frame: A frame of pandas, polars, pyarrow, DuckDB, Dask, Ibis or PySpark, or any other that narwhals knows.  A
            `RecordBatch` of pyarrow comes back as one.
        rulebook: A rulebook or its id; or several, of which a column `rulebook` names one in each row; or None, where
            such a column names rulebooks that come with the library.
        columns: The field that a column of another name holds, by the name of the column.
        money: Amounts as decimals with two places, or as whole cents.
        explain: `none` leaves `trace` out; `text` adds `finding_codes`, `travel_band`, `rate_ids` and `source_ids`.
        errors: What happens to rows that cannot be read: `keep` marks them, `raise` raises an error that lists them.

    Raises:
        FrameError: A column is missing, is called wrongly or has a type that cannot be meant; there is no rulebook; or
            an option is none of its words.
        InvalidRowsError: Rows cannot be read, and `errors` is `raise`.
        UnknownRulebookError: No rulebook has this id.
    """
    check_options(money=money, explain=explain, errors=errors)
    frame = native_of(frame)
    if is_partitioned(frame):
        if errors == "raise":
            raise FrameError(_NOT_LOOKED_INTO)
        parts: AnyNativeFrame = _planned(frame, rulebook, columns, money=money, explain=explain)
        return parts
    given: Frame = narwhals_of(frame)
    schema = given.collect_schema().names()
    check_index(names_of_index(frame), schema, columns)
    here = columns_of(schema, columns)
    done = calculated(given, here, rulebook, money=money, explain=explain, errors=errors)
    native: AnyNativeFrame = in_the_form_of(frame, done)
    return native


def _planned(
    frame: Frame, rulebook: Rulebooks, columns: Mapping[str, str], *, money: AmountUnit, explain: Explain
) -> Frame:
    """Return a frame that is cut into parts, with the grants that each part is going to have."""
    books = as_rulebooks(rulebook) or None  # a worker may not have the file that a name is of
    of_part = partial(calculate_frame, rulebook=books, columns=dict(columns), money=money, explain=explain)
    empty = empty_part(frame)
    ours: nw.DataFrame[Frame] = narwhals_of(empty)
    check_index(names_of_index(frame), ours.columns, columns)
    refuse_unreadable(ours, columns_of(ours.columns, columns))
    return in_partitions(frame, of_part, of_part(empty))


def calculated(
    frame: Frame,
    here: Columns,
    rulebook: Rulebooks,
    *,
    money: AmountUnit = "decimal",
    explain: Explain = "trace",
    errors: Errors = "keep",
) -> Frame:
    """Return the same frame with its grants; see `calculate_frame`.

    Args:
        frame: A frame of narwhals.
        here: Which columns are fields; those that somebody read before are not kept.
        rulebook: As for `calculate_frame`.
        money: As for `calculate_frame`.
        explain: As for `calculate_frame`.
        errors: As for `calculate_frame`.
    """
    kept = [name for name in frame.collect_schema().names() if not name.startswith(OWN_COLUMNS)]
    added = [*_added(explain), *(("trace",) if errors == "raise" and explain == "none" else ())]
    theirs = {name.casefold() for name in kept}  # databases make no difference of capitals
    twice = [name for name in added if name in theirs]
    if twice:
        raise FrameError(f"the frame has columns of these names already: {', '.join(twice)}; drop or rename them")
    if errors == "raise" and not is_in_memory(frame):
        raise FrameError(_NOT_LOOKED_INTO)
    books = rulebooks_of_rows(frame, rulebook, here.names)
    prepared, here = readable(frame, here)
    if isinstance(prepared, nw.DataFrame) and is_computed_by_polars(prepared):
        ours = in_polars(prepared, _read_of(prepared, here))
        done = finished(_computed_in_parts(ours, here, books, added), money=money)
        if errors == "raise":
            _raise_if_wrong(done)
        return beside(frame, kept, done.select(*_added(explain)))
    done = finished(_computed(prepared, here, books, added, kept=kept), money=money)
    if errors == "raise":
        _raise_if_wrong(done)
        done = done.select(*kept, *_added(explain))
    return kept_apart(done)


def explain_row(
    row: Mapping[str, object] | tuple[object, ...],
    rulebook: Rulebooks = None,
    *,
    columns: Mapping[str, str] = MappingProxyType({}),
) -> GrantBreakdown:
    """Return the whole grant of one row: every line, reason and source, as `GrantCalculator` computes it.

    Args:
        row: The row as a mapping or a named tuple: `frame.row(3, named=True)` of polars, `frame.iloc[3]` of pandas, and
            what its `itertuples` yields.  In a row of pandas NaN is a null.  A number that is NaN in a dict cannot be
            read, so `frame.iloc[3]` is read as the frame is, and `frame.to_dict("records")[3]` is not.
        rulebook: As for `calculate_frame`.  The name of a file has it read for each row; `load_rulebook` reads it once.
        columns: As for `calculate_frame`.

    Raises:
        FrameError: A column is missing or is called wrongly, or there is no rulebook.
        UnknownRulebookError: No rulebook has the id.
        ValidationError: The row cannot be read.
    """
    cells, of_pandas = cells_of(row), is_row_of_pandas(row)
    names = columns_of(list(cells.keys()), columns).names
    named = stated_in(cells[names[RULEBOOK]], RULEBOOK) if RULEBOOK in names else None
    candidates = {book.id: book for book in as_rulebooks(rulebook)}
    if RULEBOOK not in names and len(candidates) == 1:
        (book,) = candidates.values()
    elif named is None:
        raise FrameError(_how_to_name(len(candidates)))
    elif candidates and str(named) not in candidates:
        raise FrameError(f"the row names the rulebook {quoted(str(named))}, which is not among those that are given")
    else:
        book = candidates[str(named)] if candidates else get_rulebook(str(named))
    return _calculator(book).calculate(mobility_of(cells, names, of_pandas=of_pandas))


def _how_to_name(given: int) -> str:
    """Return what is said of a row that names no rulebook, where so many are given."""
    if given > 1:
        return WHICH_RULEBOOK
    return f"the row names no rulebook: {'name the one that is given in its column rulebook' if given else 'give one'}"


def _calculator(book: Rulebook) -> GrantCalculator:
    """Return the calculator of a rulebook, which the next row needs again."""
    kept = _calculators.get(id(book))
    if kept is None:
        kept = GrantCalculator(book)
        if len(_calculators) >= _MOST_CALCULATORS:
            _calculators.clear()
        _calculators[id(book)] = kept
    return kept


def mobility_of(row: Mapping[str, object], names: Mapping[str, str], *, of_pandas: bool = False) -> Mobility:
    """Return the mobility of a row.

    Args:
        row: The row.
        names: The column of each field.
        of_pandas: Whether the row is of pandas, where NaN is a null.

    Raises:
        ValidationError: The row cannot be read.
    """
    data: dict[str, object] = {}
    for field, name in names.items():
        value = stated_in(row[name], field, of_pandas=of_pandas)
        if value is not None and field != RULEBOOK:
            data[field] = of_mobility(value, field)
    mobility = Mobility.model_validate(data)
    refused = refused_in_lists(data)
    if refused:
        raise invalid(Mobility, *refused)
    return mobility


def _computed(
    frame: AnyFrame, here: Columns, books: Sequence[Rulebook], added: Collection[str], *, kept: Sequence[str] = ()
) -> Frame:
    """Return what is added to a frame, in cents, after the columns that are kept; of a frame of polars a lazy one."""
    fast = frame.implementation is nw.Implementation.POLARS
    steps = Steps(frame.implementation.to_native_namespace() if fast else nw)
    values = _values(_rows(frame, here, books, steps, explained="trace" in added), added)
    outputs = {name: as_expr(values[name], steps.dialect) for name in added}
    return _taken(frame, steps, kept, outputs)


def _computed_in_parts(
    frame: nw.DataFrame[Frame], here: Columns, books: Sequence[Rulebook], added: Collection[str]
) -> Frame:
    """Return what is added to a frame of polars, whose rows are computed together if they name the same rulebook."""
    if RULEBOOK not in here.names:
        return _computed(frame, here, books, added).collect()
    rest = Columns(*({field: name for field, name in they.items() if field != RULEBOOK} for they in here))
    known = {book.id: book for book in books}
    of_parts = [
        _computed(part, rest, [known[name]] if name else [], added, kept=[ROW])
        for name, part in parts_by(frame, here.names[RULEBOOK], known)
    ]
    polars = frame.implementation.to_native_namespace()
    done = polars.concat(polars.collect_all([nw.to_native(part) for part in of_parts]))
    return nw.from_native(done.sort(ROW).drop(ROW).rechunk())


def _taken(frame: AnyFrame, steps: Steps, kept: Sequence[str], outputs: Mapping[str, Expr]) -> Frame:
    """Return the columns of a frame that are kept, and those that are added."""
    if steps.dialect is nw:
        return steps.apply(frame).select(*kept, **outputs)
    native = frame.to_native().lazy()  # whose optimiser takes all steps at once, on all cores
    return nw.from_native(steps.apply(native).with_columns(**outputs).select(*kept, *outputs))


def _added(explain: Explain) -> tuple[str, ...]:
    names: tuple[str, ...] = ("status", *ELIGIBLE_AND_DAYS, *AMOUNTS)
    return names if explain == "none" else (*names, "trace", *(TEXTS if explain == "text" else ()))


class _Rows(NamedTuple):
    """What is known of the rows of a frame before it becomes columns.

    Attributes:
        grants: What each rulebook grants.
        wrong: For each field, and the rulebook, where it cannot be read.
        is_readable: Where all can be.
    """

    grants: Sequence[Granted]
    wrong: Mapping[str, Condition]
    is_readable: Condition


def _rows(frame: AnyFrame, here: Columns, books: Sequence[Rulebook], steps: Steps, *, explained: bool) -> _Rows:
    """Return what the rows say, and what is granted to them."""
    reader = Reader(frame, here.names, steps, wrong=here.wrong)
    row = reader.mobilities()
    of_book = _rulebook_of_rows(here, books, steps)
    wrong = reader.wrong | {RULEBOOK: not_(any_of(of_book))}
    is_readable = once(not_(any_of(wrong.values())), "readable")
    spellings = _spellings(frame, here)
    grants: list[Granted] = []
    for book, where in zip(books, of_book, strict=True):
        rows = RulebookOverRows(book, row, explained=explained)
        note_findings(rows, partner_numbers(book, row.partner, spellings))
        grants.append(granted_by(rows, amounts(rows), where & is_readable, where))
    return _Rows(grants, wrong, is_readable)


def _values(rows: _Rows, added: Collection[str]) -> dict[str, Frame]:
    """Return every column that may be added, with `UNKNOWN` for what is not known."""
    grants, wrong, is_readable = rows
    travel = _of_book(grants, lambda grant: grant.amounts.travel_support)
    support = _of_book(grants, lambda grant: grant.amounts.individual_support)
    top_ups = _of_book(grants, lambda grant: grant.amounts.top_ups)
    total = once(travel + support + top_ups, "total")
    unpublished = any_of(grant.unpublished for grant in grants)
    pre_financing = _of_book(grants, lambda grant: grant.pre_financing)
    answered = any_of(grant.granted | grant.not_eligible for grant in grants)
    unanswered = once(not_(answered), "unanswered")
    least, most = bounds_of(grants, total, answered)

    def if_known(value: Frame, unknown: Condition = unanswered) -> Frame:
        return case([(unknown, UNKNOWN)], value)

    values = {
        "status": status_of(grants),
        "eligible": eligible_of(grants),
        "funded_days": if_known(case([(grant.granted, grant.amounts.funded_days) for grant in grants], 0)),
        "travel_support_eur": if_known(travel),
        "individual_support_eur": if_known(support),
        "top_ups_eur": if_known(top_ups),
        "total_eur": if_known(total),
        "minimum_total_eur": least,
        "maximum_total_eur": most,
        "pre_financing_eur": if_known(pre_financing, unpublished | unanswered),
        "balance_eur": if_known(total - pre_financing, unpublished | unanswered),
    }
    if "trace" in added:
        values["trace"] = trace_of(grants, wrong, is_readable)
    if TEXTS[0] in added:
        values |= texts_of(grants, wrong, is_readable)
    return values


def _of_book(grants: Sequence[Granted], value: Callable[[Granted], Whole]) -> Frame:
    """Return a value by the rulebook of each row, 0 in rows that cannot be read."""
    if len(grants) == 1:
        return value(grants[0])
    return case([(grant.where, value(grant)) for grant in grants], 0)


def _rulebook_of_rows(here: Columns, books: Sequence[Rulebook], steps: Steps) -> list[Condition]:
    """Return for each rulebook which rows are computed by it."""
    if RULEBOOK not in here.names:
        return [True] * len(books)
    column = steps.column(here.names[RULEBOOK])
    names = column.with_expr(column.expr.cast(steps.dialect.String).fill_null(""))
    return [once(names.equals(book.id), "rulebook") for book in books]


def _read_of(frame: nw.DataFrame[Frame], here: Columns) -> list[str]:
    """Return the columns that rules read; those of a type that only a reference may have are not read."""
    schema = frame.schema
    return [
        *(name for field, name in here.names.items() if field != "reference" or is_text(schema[name])),
        *here.wrong.values(),
    ]


def _spellings(frame: AnyFrame, here: Columns) -> list[str] | None:
    """Return every spelling of a partner, in a frame that is in memory."""
    if "partner" not in here.names or not isinstance(frame, nw.DataFrame):
        return None
    return [
        spelling
        for spelling in frame[here.names["partner"]].cast(nw.String).unique().to_list()
        if isinstance(spelling, str)
    ]


def _raise_if_wrong(frame: nw.DataFrame[Frame]) -> None:
    wrong = {row: wrong_fields(trace) for row, trace in enumerate(frame["trace"].to_list()) if trace < 0}
    if wrong:
        raise InvalidRowsError(wrong)
