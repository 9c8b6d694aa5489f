"""The budget of a frame of grants.

Examples:
    >>> import polars
    >>> from datetime import date
    >>> from erasmus_grants.frames.calculation import calculate_frame
    >>> stays = polars.DataFrame({
    ...     "activity": ["STA", "STA", "STT"], "direction": ["outgoing"] * 3, "receiving_country": ["SN", "SN", "JP"],
    ...     "start_date": [date(2022, 3, 7)] * 3, "end_date": [date(2022, 3, 11)] * 2 + [date(2022, 3, 7)],
    ...     "distance_km": [4070, 4070, 9680], "teaching_hours": [8, 8, None],
    ... })
    >>> budget = summarise(calculate_frame(stays, "usmb-icm-2023"), "usmb-icm-2023")
    >>> budget.select("activity", "call", "country", "rows", "granted", "total_eur").rows()[0]
    ('STA', '2019, 2020, 2022, 2023', 'SN', 2, 2, Decimal('4160.00'))
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

import narwhals.stable.v2 as nw

from erasmus_grants.basics.errors import FrameError, check_kind, did_you_mean, quoted
from erasmus_grants.basics.untyped import Cell, Frame
from erasmus_grants.basics.vocabulary import Direction, GrantStatus
from erasmus_grants.frames.amount_units import AMOUNTS, BOUNDS
from erasmus_grants.frames.backends import in_the_form_of, narwhals_of
from erasmus_grants.frames.columns import RULEBOOK, field_names
from erasmus_grants.frames.outputs import UNREADABLE
from erasmus_grants.frames.rulebooks import Rulebooks, rulebooks_of_rows
from erasmus_grants.rulebook.model import Rulebook

AnyNativeFrame = TypeVar("AnyNativeFrame")

BY = ("activity", "direction", "call", "country")
"""What a budget is by, if nobody says otherwise."""

_NEEDED = ("status", *AMOUNTS)
_ANSWERS = (*(answer.value for answer in GrantStatus), UNREADABLE)
_COUNTED = ("rows", *_ANSWERS, "maximum_unknown", "payments_unknown")


def summarise(
    frame: AnyNativeFrame,
    rulebook: Rulebooks = None,
    *,
    by: Sequence[str] | str = BY,
    columns: Mapping[str, str] = MappingProxyType({}),
) -> AnyNativeFrame:
    """Return the budget of a frame of `calculate_frame`: a row for each combination, in order, of the same kind.

    In pandas the rows are numbered from 0.

    `rows` counts mobilities; `granted`, `not_eligible`, `undetermined` and `unreadable` count their answers.  Amounts
    are added up [EUR, or cents if they are cents], as far as they are known.  A sum is null if no grant has the amount,
    and a bound if no row has it, unless all rows are refused.  `maximum_unknown` counts the rows without a highest
    total, and `payments_unknown` the grants without a published split.

    What has no order is told as text: objects of several types, such as a number among activities, any objects of
    polars, and values of a dictionary of Arrow.

    Args:
        frame: A frame that `calculate_frame` returned.
        rulebook: As for `calculate_frame`; only `call` asks for it.
        by: Columns, or one alone, or `call`, the call years of the rulebook, or `country`, which is the receiving one
            of an outgoing mobility and the sending one of an incoming one.
        columns: As for `calculate_frame`.

    Raises:
        FrameError: A column is missing, or holds other values than amounts where there are amounts, or there is no
            rulebook.
        UnknownRulebookError: No rulebook has this id.
    """
    given: Frame = narwhals_of(frame)
    there = given.collect_schema().names()
    names, by = field_names(there, columns), _names_of(by)
    sums = [key for key in by if key in {*_NEEDED, *_COUNTED}]
    if sums or not by:
        raise FrameError(f"a budget is by columns that are not added up: {', '.join(sums) or 'there is none'}")
    keys = {
        key: _call(given, rulebook, names) if key == "call" else _country(names) if key == "country" else key
        for key in by
    }
    asked = [*_NEEDED, *(name for name in keys.values() if isinstance(name, str))]
    asked += ["direction"] if "country" in by and "direction" not in names else []
    lacking = [f"there is no column {quoted(name)}{did_you_mean(name, there)}" for name in asked if name not in there]
    if lacking:
        raise FrameError(*lacking)
    _check_values(given, [how for how in keys.values() if isinstance(how, str)])
    given = _told_apart(_with_empty_amounts(given), [*asked, *names.values()])
    listed = {f"by_{key}": nw.col(how) if isinstance(how, str) else how for key, how in keys.items()}
    answer = nw.col("status").cast(nw.String)
    granted, unreadable = answer == GrantStatus.GRANTED.value, answer == UNREADABLE
    unknown = {
        "maximum_unknown": nw.col("maximum_total_eur").is_null() & ~unreadable,
        "payments_unknown": nw.col("pre_financing_eur").is_null() & granted,
    }
    has = {name: ~nw.col(name).is_null() for name in AMOUNTS}
    having = {f"known_{name}": one if name in BOUNDS else one & granted for name, one in has.items()}
    counted = {
        "rows": nw.col("status").is_null().cast(nw.Int64) * 0 + 1,
        **{name: (answer == name).cast(nw.Int64) for name in _ANSWERS},
        **{name: nw.col(name) for name in AMOUNTS},
        **{name: where.cast(nw.Int64) for name, where in unknown.items()},
        **{name: where.cast(nw.Int64) for name, where in having.items()},
    }
    chosen = given.select(**listed, **counted)
    grouped = chosen.group_by(*listed).agg(*(nw.col(name).sum() for name in counted))
    whole = [name for name, dtype in given.collect_schema().items() if name in AMOUNTS and dtype.is_integer()]
    grouped = grouped.with_columns(nw.col(*_COUNTED, *whole).cast(nw.Int64))
    grouped = _with_known_sums(grouped).sort(*listed, nulls_last=True)
    named = nw.maybe_reset_index(grouped.rename({f"by_{key}": key for key in keys}))
    native: AnyNativeFrame = in_the_form_of(frame, named)
    return native


def _with_known_sums(budget: Frame) -> Frame:
    """Return a budget whose sums are null where no row counts as having the amount, unless all rows are refused."""
    are_refused = nw.col("rows") == nw.col(GrantStatus.NOT_ELIGIBLE.value)
    sums = {name: nw.when((nw.col(f"known_{name}") > 0) | are_refused).then(nw.col(name)) for name in AMOUNTS}
    return budget.with_columns(**sums).drop(*(f"known_{name}" for name in AMOUNTS))


def _names_of(by: Sequence[str] | str) -> tuple[str, ...]:
    """Return the names of the columns that a budget is by.

    Raises:
        FrameError: One is no text.
        TypeError: They are no names.
    """
    if isinstance(by, str):
        return (by,)
    check_kind(by, Iterable, "a budget is by columns, as ['activity'], not by {}")
    names: Iterable[object] = by
    others = [name for name in names if not isinstance(name, str)]  # pyright: ignore[reportUnnecessaryIsInstance]
    if others:
        raise FrameError(*(f"by: the name of a column is text, and one is {name!r}" for name in others))
    return tuple(by)


def _check_values(frame: Frame, names: Sequence[str]) -> None:
    """Refuse columns of values that their library cannot tell apart, such as lists and dicts.

    Raises:
        FrameError: There is one.
    """
    nested = [name for name in names if _is_nested(frame, name)]
    if nested:
        raise FrameError(*(f"a budget is by plain values, and the column {quoted(name)} has others" for name in nested))


def _is_nested(frame: Frame, name: str) -> bool:
    dtype, backend = frame.collect_schema()[name], frame.implementation
    if dtype == nw.Object and isinstance(frame, nw.DataFrame):
        return not all(isinstance(value, Hashable) for value in frame[name].to_list())
    return dtype.is_nested() and (backend.is_pandas_like() or backend is nw.Implementation.PYARROW)


def _with_empty_amounts(frame: Frame) -> Frame:
    """Return a frame whose amounts can be added up: a file that has none of them does not say what they are.

    Raises:
        FrameError: A column of amounts holds something else.
    """
    schema = frame.collect_schema()
    others = [name for name in AMOUNTS if not schema[name].is_numeric()]
    if not others:
        return frame
    stated = frame.select(nw.col(*others).count())
    counts = (stated.collect() if isinstance(stated, nw.LazyFrame) else stated).row(0)
    stated_in = [name for name, count in zip(others, counts, strict=True) if count]
    wrong = [name for name in stated_in if schema[name] != nw.Object]  # objects are decimals, as far as they go
    if wrong:
        raise FrameError(*(f"the column {quoted(name)} holds {schema[name]}, and no amounts" for name in wrong))
    return frame.with_columns(nw.lit(None, nw.Float64()).alias(name) for name in others if name not in stated_in)


def _told_apart(frame: Frame, names: Iterable[str]) -> Frame:
    """Return a frame whose columns can be grouped and put in order: as text, where their library cannot do that.

    It cannot with objects of several types, one of which may be a cell that was not read, with any objects in polars,
    and with dictionaries of Arrow.
    """
    schema = frame.collect_schema()
    for name in dict.fromkeys(names):
        if schema[name] == nw.Object and isinstance(frame, nw.DataFrame):
            frame = _with_objects_as_text(frame, name)
        elif schema[name] == nw.Categorical and _is_dictionary(frame, name):
            frame = frame.with_columns(nw.col(name).cast(nw.String))
    return frame


def _with_objects_as_text(frame: Frame, name: str) -> Frame:
    nulls, values = frame[name].is_null().to_list(), frame[name].to_list()
    stated = [value for value, is_null in zip(values, nulls, strict=True) if not is_null]
    if not frame.implementation.is_polars() and _have_an_order(stated):
        return frame
    texts = [None if is_null else str(value) for value, is_null in zip(values, nulls, strict=True)]
    return frame.with_columns(nw.new_series(name, texts, nw.String(), backend=frame.implementation))


def _have_an_order(values: Iterable[Cell]) -> bool:
    try:
        sorted(values)
    except TypeError:
        return False
    return True


def _is_dictionary(frame: Frame, name: str) -> bool:
    """Return whether categories are those of Arrow, in pyarrow or in pandas."""
    native = frame[name].to_native() if isinstance(frame, nw.DataFrame) else None
    return "dictionary" in str(getattr(native, "type", getattr(native, "dtype", "")))


def _call(frame: Frame, rulebook: Rulebooks, names: Mapping[str, str]) -> nw.Expr:
    """Return the call years of the rulebook of each row."""
    books = rulebooks_of_rows(frame, rulebook, names)
    if RULEBOOK not in names:
        return nw.lit(_years(books[0]))
    call: nw.Expr = nw.lit("")
    for book in books:
        call = nw.when(nw.col(names[RULEBOOK]).cast(nw.String) == book.id).then(nw.lit(_years(book))).otherwise(call)
    return call


def _years(book: Rulebook) -> str:
    return ", ".join(map(str, book.call_years))


def _country(names: Mapping[str, str]) -> nw.Expr:
    """Return the country on the other side of each mobility."""
    sides = {
        side: nw.col(names[side]).cast(nw.String) if side in names else nw.lit("")
        for side in ("sending_country", "receiving_country")
    }
    incoming = nw.col(names.get("direction", "direction")).cast(nw.String) == Direction.INCOMING.value
    return nw.when(incoming).then(sides["sending_country"]).otherwise(sides["receiving_country"])
