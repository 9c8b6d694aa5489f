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

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TypeVar

import narwhals.stable.v2 as nw

from erasmus_grants.basics.algebra import (
    OWN_COLUMNS,
)
from erasmus_grants.basics.errors import FrameError, InvalidRowsError, quoted
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.untyped import Frame
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.frames.amount_units import (
    AMOUNTS,
    ELIGIBLE_AND_DAYS,
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
from erasmus_grants.frames.facts import AnyFrame, Facts, facts_of, is_text
from erasmus_grants.frames.options import Errors, Explain, check_options
from erasmus_grants.frames.outputs import TEXTS
from erasmus_grants.frames.partitions import empty_part, in_partitions, is_partitioned
from erasmus_grants.frames.partners import partners_spelled, spellings_of
from erasmus_grants.frames.plans import plan_of
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
    done = finished(_computed(prepared, facts_of(prepared, *here), books, added, kept=kept), money=money)
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
    frame: AnyFrame, facts: Facts, books: Sequence[Rulebook], added: Collection[str], *, kept: Sequence[str] = ()
) -> Frame:
    """Return what is added to a frame, in cents, after the columns that are kept; of a frame of polars a lazy one."""
    spellings = spellings_of(frame, facts)
    plan = plan_of(books, facts, [partners_spelled(book, spellings) for book in books], added)
    if plan.steps.dialect is nw:
        return plan.steps.apply(frame).select(*kept, **plan.outputs)
    native = frame.to_native().lazy()  # whose optimiser takes all steps at once, on all cores
    return nw.from_native(plan.steps.apply(native).with_columns(**plan.outputs).select(*kept, *plan.outputs))


def _computed_in_parts(
    frame: nw.DataFrame[Frame], here: Columns, books: Sequence[Rulebook], added: Collection[str]
) -> Frame:
    """Return what is added to a frame of polars, whose rows are computed together if they name the same rulebook."""
    rest = Columns(*({field: name for field, name in they.items() if field != RULEBOOK} for they in here))
    facts = facts_of(frame, *rest)  # what holds for no row, or for all, does so in a part too
    if RULEBOOK not in here.names:
        return _computed(frame, facts, books, added).collect()
    known = {book.id: book for book in books}
    of_parts = [
        _computed(part, facts, [known[name]] if name else [], added, kept=[ROW])
        for name, part in parts_by(frame, here.names[RULEBOOK], known)
    ]
    polars = frame.implementation.to_native_namespace()
    done = polars.concat(polars.collect_all([nw.to_native(part) for part in of_parts]))
    return nw.from_native(done.sort(ROW).drop(ROW).rechunk())


def _added(explain: Explain) -> tuple[str, ...]:
    names: tuple[str, ...] = ("status", *ELIGIBLE_AND_DAYS, *AMOUNTS)
    return names if explain == "none" else (*names, "trace", *(TEXTS if explain == "text" else ()))


def _read_of(frame: nw.DataFrame[Frame], here: Columns) -> list[str]:
    """Return the columns that rules read; those of a type that only a reference may have are not read."""
    schema = frame.schema
    return [
        *(name for field, name in here.names.items() if field != "reference" or is_text(schema[name])),
        *here.wrong.values(),
    ]


def _raise_if_wrong(frame: nw.DataFrame[Frame]) -> None:
    wrong = {row: wrong_fields(trace) for row, trace in enumerate(frame["trace"].to_list()) if trace < 0}
    if wrong:
        raise InvalidRowsError(wrong)
