"""One cell of a file: what it says as a field of a mobility, and how it is written elsewhere.

Files spell more loosely than the library does: a spreadsheet writes 499,7 and 7.3.2022.  What can be meant in two ways
is not read, and never guessed: the row then says which field it is.

Examples:
    >>> read_cell("499,7", Kind.NUMBER), read_cell("7.3.2022", Kind.DAY), read_cell("Yes", Kind.CONDITION)
    (499.7, datetime.date(2022, 3, 7), True)
    >>> read_cell("4,070", Kind.NUMBER)
    Traceback (most recent call last):
    ...
    ValueError: '4,070' is 4070 or 4.07; write it in one of these ways
    >>> read_cell("4,070", Kind.NUMBER, decimal_mark=",")
    4.07
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from math import isfinite
from typing import NamedTuple, TypeAlias, TypeGuard, TypeVar, assert_never

from erasmus_grants.basics.errors import quoted
from erasmus_grants.basics.field_types import is_collection, is_mapping
from erasmus_grants.batch.days import DAY_ZERO, counted_day, read_day
from erasmus_grants.batch.numbers import DIGITS_OF_A_FLOAT, read_number, read_plainly
from erasmus_grants.batch.words import all_say_something, is_yes, says_nothing
from erasmus_grants.records.fields import Kind

Value: TypeAlias = str | float | bool | date | None
"""What a cell says as a field; None where it says nothing."""

Made = TypeVar("Made")

_WHOLE_UP_TO = 10**DIGITS_OF_A_FLOAT


class BrokenCell(str):
    """Text of a cell that is no value at all: an error of a spreadsheet, or a formula that was never computed."""

    __slots__ = ()


class PartOfDate(datetime):
    """A date cell that does not show its whole date, so that nobody sees which day it is.

    Attributes:
        lacks: What it does not show, `day` or `year`.
    """

    lacks: str

    @classmethod
    def of(cls, cell: date, lacks: str) -> "PartOfDate":
        """Return a date cell that lacks something.

        Examples:
            >>> read_cell(PartOfDate.of(date(2025, 2, 1), "day"), Kind.DAY)
            Traceback (most recent call last):
            ...
            ValueError: '2025-02-01' is shown without its day, which may never have been typed; show whole dates
        """
        made = cls.combine(cell, cell.time() if isinstance(cell, datetime) else time())
        made.lacks = lacks
        return made


class _Unread(str):
    """The sentence about a cell that cannot be read, where its value would be."""

    __slots__ = ()


class ReadColumn(NamedTuple):
    """A column of cells, read.

    Attributes:
        values: What each says; None where it says nothing, or nothing that can be read.
        problems: What is wrong with those that cannot be read, by their place.
    """

    values: list[Value]
    problems: dict[int, str]


def read_column(
    cells: Sequence[object],
    kind: Kind,
    decimal_mark: str | None = None,
    day_zero: date = DAY_ZERO,
    word: Callable[[str], str] = str,
) -> ReadColumn:
    """Return what the cells of a column say.

    Args:
        cells: The cells.
        kind: What kind of field the column is.
        decimal_mark: The mark before decimals where text can be meant in two ways; None: such text is not read.
        day_zero: What the file counts days from, where it counts them.
        word: Makes the word of a field from a text.

    Examples:
        >>> read_column(["8", "eight", ""], Kind.NUMBER)
        ReadColumn(values=[8.0, None, None], problems={1: "'eight' is not a number"})
    """
    if holds_texts_alone(cells):
        if kind is Kind.TEXT and all_say_something(cells):
            return ReadColumn(list(cells), {})
        if kind is Kind.NUMBER and (plain := read_plainly(cells)) is not None:
            return ReadColumn([*plain], {})
    read_one = _reader(kind, decimal_mark, day_zero)

    def said(cell: object) -> Value:
        try:
            value = _said(cell, read_one)
        except ValueError as error:
            return _Unread(error)
        return word(value) if kind is Kind.WORD and isinstance(value, str) else value

    read = each_text_once(cells, said)
    if _Unread not in set(map(type, read)):
        return ReadColumn(read, {})
    problems = {place: str(one) for place, one in enumerate(read) if isinstance(one, _Unread)}
    return ReadColumn([None if isinstance(one, _Unread) else one for one in read], problems)


def filled(column: ReadColumn, others: Iterable[Value]) -> ReadColumn:
    """Return a column with other values where it says nothing; what cannot be read stays so.

    Args:
        column: The column.
        others: A value for each row.

    Examples:
        >>> filled(ReadColumn(["outgoing", None, None], {2: "it is in doubt"}), ["incoming"] * 3).values
        ['outgoing', 'incoming', None]
    """
    pairs = enumerate(zip(column.values, others, strict=True))
    values = [other if one is None and row not in column.problems else one for row, (one, other) in pairs]
    return ReadColumn(values, column.problems)


def each_text_once(cells: Sequence[object], made: Callable[[object], Made]) -> list[Made]:
    """Return what is made of each cell of a column; of texts that are alike it is made once.

    Other cells may be equal and not alike, as `1` and `True` are.

    Args:
        cells: The cells.
        made: Makes it of a cell, by nothing but what the cell is.

    Examples:
        >>> each_text_once(["1", 1, True, "1"], repr)
        ["'1'", '1', 'True', "'1'"]
    """
    if holds_texts_alone(cells):
        made_of = {text: made(text) for text in set(cells)}
        return list(map(made_of.__getitem__, cells))
    known = {text: made(text) for text in texts_in(cells)}
    return [known[cell] if type(cell) is str else made(cell) for cell in cells]


def texts_in(cells: Sequence[object]) -> set[str]:
    """Return the texts of a column, each once.

    Examples:
        >>> sorted(texts_in(["8", 8, "4", "8", BrokenCell("#N/A")]))
        ['4', '8']
    """
    return set(cells) if holds_texts_alone(cells) else {cell for cell in cells if type(cell) is str}


def holds_texts_alone(cells: Sequence[object]) -> TypeGuard[Sequence[str]]:
    """Return whether a column holds nothing but texts, as those of CSV do.

    Examples:
        >>> holds_texts_alone(["8", ""]), holds_texts_alone(["8", BrokenCell("#N/A")]), holds_texts_alone([])
        (True, False, False)
    """
    return set(map(type, cells)) == {str}


def read_cell(cell: object, kind: Kind, decimal_mark: str | None = None, day_zero: date = DAY_ZERO) -> Value:
    """Return what a cell says; see `read_column`.

    Raises:
        ValueError: It says nothing that can be read.
    """
    return _said(cell, _reader(kind, decimal_mark, day_zero))


def _said(cell: object, read: Callable[[object], Value]) -> Value:
    """Return what a cell says; None where it says nothing."""
    if isinstance(cell, BrokenCell):
        raise _unreadable(cell, "a value")
    if cell is None or (isinstance(cell, str) and says_nothing(cell)):
        return None
    return read(cell)


def _reader(kind: Kind, decimal_mark: str | None, day_zero: date) -> Callable[[object], Value]:
    """Return what reads a cell that says something."""
    match kind:
        case Kind.WORD:
            return _word
        case Kind.TEXT:
            return _text
        case Kind.CONDITION:
            return _condition
        case Kind.WHOLE_NUMBER:
            return partial(_whole_number, decimal_mark=decimal_mark)
        case Kind.NUMBER:
            return partial(_number, decimal_mark=decimal_mark)
        case Kind.DAY:
            return partial(_day, day_zero=day_zero)
        case _:  # pragma: no cover
            assert_never(kind)


def is_empty(cell: object) -> bool:
    """Return whether a cell says nothing: blanks are nothing too."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _word(cell: object) -> str:
    """Return a word, or a whole number as one, as levels of study are."""
    if isinstance(cell, str) or _is_whole(cell):
        return _text(cell).strip()
    raise _unreadable(cell, "a word")


def _text(cell: object) -> str:
    """Return any plain cell as text: what looks like a number or a day becomes one in a spreadsheet."""
    if isinstance(cell, str):
        return str(cell)
    if _is_whole(cell):
        return str(int(cell))
    is_no_number = isinstance(cell, float | Decimal) and not isfinite(cell)
    if is_no_number or isinstance(cell, bytes) or is_collection(cell) or is_mapping(cell):
        raise _unreadable(cell, "text")
    return text_of(cell)


def _is_whole(cell: object) -> TypeGuard[float | Decimal]:
    """Return whether a cell is a whole number, however its format keeps it."""
    if isinstance(cell, float | Decimal):
        return isfinite(cell) and cell == int(cell)
    return isinstance(cell, int) and not isinstance(cell, bool)


def _condition(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float | Decimal) and cell in {0, 1}:
        return cell == 1
    if isinstance(cell, str) and (answer := is_yes(cell)) is not None:
        return answer
    raise _unreadable(cell, "true or false")


def _whole_number(cell: object, decimal_mark: str | None) -> int:
    number = _number(cell, decimal_mark)
    if not number.is_integer() or abs(number) >= _WHOLE_UP_TO:
        raise _unreadable(number, "a whole number")
    return int(number)


def _number(cell: object, decimal_mark: str | None) -> float:
    if isinstance(cell, str):
        return read_number(cell.strip(), decimal_mark)
    if isinstance(cell, Decimal):
        return read_number(format(cell, "f"), ".")
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not -_WHOLE_UP_TO < cell < _WHOLE_UP_TO:
        raise _unreadable(cell, "a number")
    return float(cell)


def _day(cell: object, day_zero: date) -> date:
    if isinstance(cell, PartOfDate):
        raise _shown_in_part(cell)
    if isinstance(cell, datetime):
        if cell.tzinfo is not None or cell.time() != time():
            raise _unreadable(cell, "a day")
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str):
        return read_day(cell.strip(), day_zero)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return counted_day(cell, day_zero)
    raise _unreadable(cell, "a day")


def _shown_in_part(cell: PartOfDate) -> ValueError:
    how = f"is shown without its {cell.lacks}, which may never have been typed; show whole dates"
    return ValueError(f"{quoted(text_of(cell))} {how}")


def _unreadable(cell: object, kind: str) -> ValueError:
    return ValueError(f"{quoted(text_of(cell))} is not {kind}")


# --- writing ----------------------------------------------------------------------------------------------------------


def text_of(cell: object) -> str:
    """Return a cell as text.

    Examples:
        >>> text_of(None), text_of(True), text_of(4070.0), text_of(datetime(2022, 3, 7)), text_of(["STA", 1])
        ('', 'true', '4070', '2022-03-07', '["STA", 1]')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return str(cell)
    if isinstance(cell, bool | bytes):
        return cell.hex() if isinstance(cell, bytes) else str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and -_WHOLE_UP_TO < cell < _WHOLE_UP_TO:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.tzinfo is None and cell.time() == time():
        return cell.date().isoformat()
    return json.dumps(json_of(cell), ensure_ascii=False) if is_collection(cell) or is_mapping(cell) else str(cell)


def json_of(cell: object) -> object:
    """Return a cell as JSON can carry it; what JSON has no word for is text, and what is no number is null.

    Examples:
        >>> json_of(Decimal("820.00")), json_of(date(2022, 3, 7)), json_of([True, 4070])
        ('820.00', '2022-03-07', [True, 4070])
    """
    match cell:
        case None | bool() | int() | str():
            return cell
        case float():
            return cell if isfinite(cell) else None
        case _ if is_mapping(cell):
            return {text_of(name): json_of(item) for name, item in cell.items()}
        case _ if is_collection(cell):
            return [json_of(item) for item in cell]
        case _:
            return text_of(cell)
