"""The grants of a whole list by activity and receiving country.

Examples:
    >>> import polars
    >>> from datetime import date
    >>> from erasmus_grants.frames import calculate_frame
    >>> stays = polars.DataFrame({
    ...     "activity": ["STA", "STA"], "direction": ["outgoing"] * 2, "receiving_country": ["SN"] * 2,
    ...     "start_date": [date(2022, 3, 7)] * 2, "end_date": [date(2022, 3, 11)] * 2,
    ...     "distance_km": [4070] * 2, "teaching_hours": [8] * 2,
    ... })
    >>> picture = plot_list(calculate_frame(stays, "usmb-icm-2023"), "usmb-icm-2023")
    >>> [label.get_text() for label in picture.axes[0].get_yticklabels()]
    ['STA, Senegal']
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

import narwhals.stable.v2 as nw

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import FrameError
from erasmus_grants.basics.labels import Labels
from erasmus_grants.basics.language import Language, check_language
from erasmus_grants.basics.money import ZERO_EUR, from_cents, total_eur
from erasmus_grants.basics.untyped import Cell, Frame
from erasmus_grants.basics.version import __version__
from erasmus_grants.basics.vocabulary import GrantStatus
from erasmus_grants.engine.calculator import GrantCalculator
from erasmus_grants.frames.amount_units import AMOUNTS, AmountUnit
from erasmus_grants.frames.backends import narwhals_of
from erasmus_grants.frames.options import check_options
from erasmus_grants.frames.outputs import UNREADABLE as CANNOT_BE_READ
from erasmus_grants.frames.rulebooks import Rulebooks, as_rulebooks
from erasmus_grants.frames.summary import summarise
from erasmus_grants.plots.extra import Figure
from erasmus_grants.plots.pictures import (
    BETWEEN,
    GRANTED,
    LOWEST,
    NOT_ELIGIBLE,
    UNREADABLE,
    Fill,
    Panel,
    empty_picture,
    finished,
)
from erasmus_grants.records.tables import range_told, rulebook_told

_BY: Final = ("activity", "receiving_country")
_SUMS: Final = ("total_eur", "minimum_total_eur", "maximum_total_eur")
_ANSWERS: Final = (GrantStatus.GRANTED, GrantStatus.NOT_ELIGIBLE, GrantStatus.UNDETERMINED, CANNOT_BE_READ)
_FILLS: Final = (GRANTED, NOT_ELIGIBLE, BETWEEN, UNREADABLE)
_MOST_GROUPS: Final = 25
_EUROS: Final = nw.Decimal(18, 2)
_ARE_CENTS: Final = (
    "the amounts are whole numbers: with money='cents' they are drawn as cents; euros are decimals or floats"
)
_ARE_EUROS: Final = "the amounts are decimals, which are euros: leave money='cents' out"


class _Group(NamedTuple):
    """The grants of one activity and country, or of several together.

    Attributes:
        name: What the group is called.
        counts: How many are granted, not eligible, not yet known and unreadable.
        sums_eur: The sum of the grants that are certain, the lowest sum with those that are not yet known, and the
            highest, in which what has no highest total counts with its lowest [EUR].
        open_ended: How many have no highest total.
    """

    name: str
    counts: tuple[int, ...]
    sums_eur: tuple[Decimal, ...]
    open_ended: int

    @property
    def may_be_paid(self) -> bool:
        """Whether a mobility of it is granted or not yet known: without one there is no sum, not even one of zero."""
        return any(self.counts[_ANSWERS.index(answer)] for answer in (GrantStatus.GRANTED, GrantStatus.UNDETERMINED))


def plot_list(
    frame: Frame,
    rulebook: Rulebooks = None,
    *,
    columns: Mapping[str, str] = MappingProxyType({}),
    money: AmountUnit = "decimal",
    language: Language = ENGLISH,
) -> Figure:
    """Return a picture of a list of grants: their sum and their number, by activity and receiving country.

    The sum of what is granted is a full bar.  Mobilities that are not yet known add a pale one up to the lowest sum,
    and a hatched one up to the highest; if one has no highest total, "at least" stands beside the bar.  The groups with
    the largest sums have a bar each, and the others one together.

    Args:
        frame: What `calculate_frame` returned, or a list that `batch` wrote as CSV, Parquet or JSON lines, read again.
        rulebook: What computed it, for the caption; as for `calculate_frame`.
        columns: As for `calculate_frame`.
        money: What the amounts of the frame are, as for `calculate_frame`: whole numbers are cents, decimals are euros,
            and floats and text, as a file may give them, are what this says.
        language: The tables of the language that the reader reads.

    Raises:
        FrameError: A column is missing, or holds something else than `calculate_frame` writes; there is no row; or
            `money` contradicts the type of the amounts.
        UnknownRulebookError: No rulebook has this id.

    Examples:
        >>> import polars
        >>> answers = {"activity": ["SMS", "SMS"], "receiving_country": ["SN", "SN"], "status": ["granted"] * 2}
        >>> amounts = ("total_eur", "minimum_total_eur", "maximum_total_eur", "pre_financing_eur", "balance_eur")
        >>> amounts = (*amounts, "travel_support_eur", "individual_support_eur", "top_ups_eur")
        >>> list_of_two = polars.DataFrame(answers | dict.fromkeys(amounts, [10_50, 20_00]))
        >>> [text.get_text() for text in plot_list(list_of_two, money="cents").axes[0].texts]  # 10.50 + 20.00
        ['30.50']
    """
    check_language(language)
    check_options(money=money)
    labels = language.labels
    calculators = [GrantCalculator(book) for book in as_rulebooks(rulebook)]
    told = (rulebook_told(one.rulebook.id, one.fingerprint) for one in calculators)
    books = "".join(labels.of_summary.format(rulebook=book) for book in told)
    groups = _largest(list(_groups(frame, columns, money, language)), labels)
    height = 3 + len(groups) * 2 // 5
    picture, (sums, numbers) = empty_picture(labels.grants_of_list, panels=2, height_inches=height)
    _draw_sums(sums, groups, labels)
    _draw_counts(numbers, groups, labels)
    sums.name_rows([group.name for group in groups])
    return finished(picture, labels.summary_made_by.format(rulebooks=books, version=__version__))


def _draw_sums(panel: Panel, groups: Sequence[_Group], labels: Labels) -> None:
    """Draw what the grants of each group come to, and say it beside the bar."""
    starts: list[float] = [0] * len(groups)
    names = (labels.is_granted, labels.lowest_sum, labels.highest_sum)
    for end, (name, fill) in enumerate(zip(names, (GRANTED, LOWEST, BETWEEN), strict=True)):
        ends = [float(group.sums_eur[end]) for group in groups]
        _draw_from(panel, starts, ends, name=name, fill=fill)
        starts = ends
    for row, group in enumerate(groups):
        if not group.may_be_paid:
            continue
        _, least, most = group.sums_eur
        panel.say_beside(row, float(most), range_told(least, None if group.open_ended else most, labels))
    panel.numbers("x", labels.sum_of_grants)
    panel.leave_room()


def _draw_counts(panel: Panel, groups: Sequence[_Group], labels: Labels) -> None:
    """Draw how many mobilities of each group have which answer."""
    names = (labels.is_granted, labels.is_not_eligible, labels.is_undetermined, labels.is_unreadable)
    starts: list[float] = [0] * len(groups)
    for answer, (name, fill) in enumerate(zip(names, _FILLS, strict=True)):
        ends = [float(sum(group.counts[: answer + 1])) for group in groups]
        _draw_from(panel, starts, ends, name=name, fill=fill)
        starts = ends
    panel.numbers("x", labels.mobilities)


def _draw_from(panel: Panel, starts: Sequence[float], ends: Sequence[float], *, name: str, fill: Fill) -> None:
    """Draw a bar in each row, unless all are empty."""
    lengths = [end - start for start, end in zip(starts, ends, strict=True)]
    if any(lengths):
        panel.bars(range(len(ends)), lengths, name=name, fill=fill, starts=starts)


def _groups(frame: Frame, columns: Mapping[str, str], money: AmountUnit, language: Language) -> Iterator[_Group]:
    """Yield the groups of a list.

    Raises:
        FrameError: A column is missing, or holds something else than `calculate_frame` writes.
    """
    by = [next((name for name, field in columns.items() if field == key), key) for key in _BY]
    budget = narwhals_of(summarise(_with_amounts(frame, money), by=by, columns=columns)).lazy().collect()
    unknown = {f"no_{name}": nw.col(name).is_null() for name in _SUMS}  # what a null is depends on the library
    for row in budget.with_columns(**unknown).iter_rows(named=True):
        counts = tuple(int(row[answer]) for answer in _ANSWERS)
        if sum(counts) != row["rows"]:
            raise FrameError("the column 'status' has other words than those of calculate_frame: take the list as CSV")
        granted, least, most = (ZERO_EUR if row[f"no_{name}"] else _euros(row[name], money) for name in _SUMS)
        sums = (granted, max(granted, least), max(granted, least, most))
        yield _Group(_group_told([row[name] for name in by], language), counts, sums, int(row["maximum_unknown"]))


def _group_told(key: Sequence[Cell], language: Language) -> str:
    """Return what a group is called; a cell without text is not stated."""
    activity, country = key
    words = (activity, language.countries.get(country, country))
    return ", ".join(word if isinstance(word, str) else language.labels.not_stated_here for word in words)


def _with_amounts(frame: Frame, money: AmountUnit) -> Frame:
    """Return a frame whose amounts are numbers, also where a file gave text.

    Raises:
        FrameError: They are no numbers, or whole ones that are not said to be cents.
    """
    given = narwhals_of(frame)
    kinds = given.collect_schema()
    if money != "cents" and any(name in kinds and kinds[name].is_integer() for name in AMOUNTS):
        raise FrameError(_ARE_CENTS)
    texts = [name for name in AMOUNTS if kinds.get(name) == nw.String]
    kind, told = (nw.Int64, "whole numbers of cents") if money == "cents" else (_EUROS, "numbers with a decimal point")
    try:
        return given.with_columns(nw.col(name).cast(kind) for name in texts).to_native() if texts else frame
    except ValueError:
        raise FrameError(f"amounts are no {told}: {', '.join(texts)}") from None


def _euros(amount: Cell, money: AmountUnit) -> Decimal:
    """Return a sum of a frame [EUR]; what was read from a file may be a float.

    Raises:
        FrameError: It is a decimal, and is said to be cents.
    """
    if money == "cents" and isinstance(amount, Decimal):
        raise FrameError(_ARE_EUROS)
    if money == "cents":
        return from_cents(int(amount))
    return amount if isinstance(amount, Decimal) else from_cents(round(100 * amount))


def _largest(groups: list[_Group], labels: Labels) -> list[_Group]:
    """Return the groups with the largest sums, in that order, and the others as one.

    Raises:
        FrameError: There is none.
    """
    if not groups:
        raise FrameError("the list has no row")
    ordered = sorted(groups, key=lambda group: (group.sums_eur[-1].copy_negate(), group.name))
    if len(ordered) <= _MOST_GROUPS:
        return ordered
    shown, others = ordered[: _MOST_GROUPS - 1], ordered[_MOST_GROUPS - 1 :]
    counts = map(sum, zip(*(group.counts for group in others), strict=True))
    sums = map(total_eur, zip(*(group.sums_eur for group in others), strict=True))
    name = labels.other_groups.format(count=len(others))
    return [*shown, _Group(name, tuple(counts), tuple(sums), sum(group.open_ended for group in others))]
