"""How long a stay may be.

Lengths are measured in calendar days, in calendar months, or in days of thirty-day months, as the page says; travel
days are never counted, interruptions are taken off.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, "Duration of mobility":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> duration_findings(toy_mobility(), toy_rulebook().durations[0])
    ()
"""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from erasmus_grants.basics.algebra import Condition, not_
from erasmus_grants.basics.days_in_a_row import days_in_a_row_are_uncertain, minimum_in_a_row
from erasmus_grants.basics.lengths import Length, counted, exceeds, last_day, reaches
from erasmus_grants.basics.model import built
from erasmus_grants.basics.month_counts import counts_disagree, months_of
from erasmus_grants.basics.periods import DAYS_OF_MONTH, AnyStay, Stay
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import FindingCode, LengthUnit
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility


class DurationLimit(Entry):
    """The shortest and the longest stay."""

    minimum: Length = Field(description="shortest stay")
    maximum: Length = Field(description="longest stay")
    minimum_of_academic_term: Length | None = Field(
        default=None, description="shortest stay that covers a whole academic term; omitted means the same"
    )
    minimum_is_consecutive: bool = Field(default=False, description="the days of the shortest stay are days in a row")

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.minimum.is_longer_than(self.maximum):
            sentence = f"the longest stay is not shorter than the shortest, {self.minimum.spelled}"
            raise invalid(DurationLimit, ("maximum", sentence, self.maximum.value))
        of_term = self.minimum_of_academic_term
        if of_term is not None and of_term.is_longer_than(self.minimum):
            sentence = f"a stay of an academic term need not be longer than any other, {self.minimum.spelled}"
            raise invalid(DurationLimit, ("minimum_of_academic_term", sentence, of_term.value))
        for minimum in (self.minimum, self.minimum_of_academic_term):
            if self.minimum_is_consecutive and minimum and minimum.unit is not LengthUnit.CALENDAR_DAYS:
                sentence = f"consecutive days are counted in calendar_days, not in {minimum.unit}"
                raise invalid(DurationLimit, ("minimum_is_consecutive", sentence, True))
        return self


def duration_findings(mobility: Mobility, limit: DurationLimit) -> tuple[Finding, ...]:
    """Return what stands against the length of the stay.

    Args:
        mobility: The mobility.
        limit: The entry of the rulebook that applies.

    Source:
        Programme Guide, Part B, Key Action 1, higher education, "Duration of mobility"; the entry used is in
        `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> one_day = toy_mobility(end_date="2030-03-04")
        >>> duration_findings(one_day, toy_rulebook().durations[0])[0].message
        'The stay counts 1 calendar day; at least 2 calendar days are required (to 2030-03-05).'
    """
    stay = mobility.stay
    if not stay.interruption_days and limit.minimum.most_days <= stay.net_days <= limit.maximum.fewest_days:
        return ()  # within the limits however its days are counted, as most stays are, so it is asked first
    minimum = minimum_for(mobility, limit)
    return (
        *_too_short(stay, minimum, limit),
        *_in_a_row(stay, minimum, limit),
        *_too_long(stay, limit.maximum, limit.source),
    )


def minimum_for(mobility: Mobility, limit: DurationLimit) -> Length:
    """Return the shortest stay that is allowed for a mobility.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> minimum_for(toy_mobility(), toy_rulebook().durations[0]).value
        2
    """
    return next(minimum for applies, minimum in minimums(limit, mobility.academic_term) if applies)


def minimum_of_part(mobility: Mobility, part: Stay, limit: DurationLimit) -> Length:
    """Return how long the part of a stay that is funded, or that was attended, has to be.

    A whole academic term may be shorter than other stays, but a part of it is no term: it has to be as long as they
    are, or be the whole stay.

    Source:
        Programme Guide 2026, p. 53: two months or one term; p. 66: the shortest stay is funded at least.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> mobility = toy_mobility()
        >>> minimum_of_part(mobility, mobility.stay, toy_rulebook().durations[0]).value
        2
    """
    return limit.minimum if _minimum_of_whole_term(mobility, part, limit) is None else _planned(mobility)


def minimum_attended(mobility: Mobility, attended: Stay, limit: DurationLimit) -> Length:
    """Return how long the attended part of a stay has to be, which may have to be in a row.

    Of a term that counts as a whole, the planned days are enough, if the days of the shortest term may be in a row.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> mobility = toy_mobility()
        >>> minimum_attended(mobility, mobility.stay, toy_rulebook().durations[0]).value
        2
    """
    of_term = _minimum_of_whole_term(mobility, attended, limit)
    if of_term is None:
        return _needed(attended, limit.minimum, limit)
    planned, in_a_row = _planned(mobility), _needed(attended, of_term, limit)
    return in_a_row if limit.minimum_is_consecutive and in_a_row.value > planned.value else planned


def attended_findings(mobility: Mobility, attended: Stay, limit: DurationLimit) -> Iterator[Finding]:
    """Yield a warning if the attended days are enough, and may not be in a row, and whether two counts disagree.

    Args:
        mobility: The mobility as agreed.
        attended: The days attended.
        limit: The entry of the rulebook that applies.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> mobility = toy_mobility()
        >>> list(attended_findings(mobility, mobility.stay, toy_rulebook().durations[0]))
        []
    """
    of_term = _minimum_of_whole_term(mobility, attended, limit)
    if of_term is None:
        yield from _in_a_row(attended, limit.minimum, limit)
    elif reaches(attended, _planned(mobility)):
        yield from _in_a_row(attended, of_term, limit)
    yield from _disagreements(attended, minimum_of_part(mobility, attended, limit), limit)


def minimums(limit: DurationLimit, academic_term: Condition) -> Iterator[tuple[Condition, Length]]:
    """Yield each shortest stay, and whether it is the one that applies.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> [(applies, length.value) for applies, length in minimums(toy_rulebook().durations[0], False)]
        [(True, 2)]
    """
    if limit.minimum_of_academic_term is None:
        yield True, limit.minimum
    else:
        yield academic_term, limit.minimum_of_academic_term
        yield not_(academic_term), limit.minimum


def is_whole_term(stay: AnyStay, limit: DurationLimit | None, academic_term: Condition) -> Condition:
    """Return whether a stay is an academic term, and is long enough because it is one.

    Args:
        stay: The stay.
        limit: The entry of the rulebook that applies; None: it has no limits.
        academic_term: Whether the stay covers a whole academic term.

    Source:
        Programme Guide 2026, p. 53, and 2023, p. 55: "2 months (or one academic term or trimester)".

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> (limit, *_), five_days = toy_rulebook().durations, toy_mobility().stay
        >>> is_whole_term(five_days, limit, True)  # which says nothing of terms
        False
        >>> is_whole_term(five_days, limit.model_copy(update={"minimum_of_academic_term": limit.minimum}), True)
        True
    """
    if limit is None or limit.minimum_of_academic_term is None:
        return False
    return academic_term & reaches(stay, limit.minimum_of_academic_term)


def is_too_short(stay: AnyStay, minimum: Length) -> Condition:
    """Return whether a stay is shorter than the shortest that is allowed.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility
        >>> is_too_short(toy_mobility().stay, Length(value=5, unit="calendar_days"))
        False
    """
    return not_(reaches(stay, minimum))


def is_too_long(stay: AnyStay, maximum: Length) -> Condition:
    """Return whether a stay is longer than the longest that is allowed.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility
        >>> is_too_long(toy_mobility().stay, Length(value=5, unit="calendar_days"))
        False
    """
    return exceeds(stay, maximum)


def _minimum_of_whole_term(mobility: Mobility, part: Stay, limit: DurationLimit) -> Length | None:
    """Return how long a term is at least, if a part of one is long enough only as the whole; None: it is as others."""
    if not mobility.academic_term:
        return None
    is_as_others = any(reaches(stay, _needed(stay, limit.minimum, limit)) for stay in (part, mobility.stay))
    return None if is_as_others else limit.minimum_of_academic_term


def _planned(mobility: Mobility) -> Length:
    """Return how long a stay is planned to be, in calendar days."""
    return built(Length, value=mobility.net_days, unit=LengthUnit.CALENDAR_DAYS)


def _needed(stay: Stay, minimum: Length, limit: DurationLimit) -> Length:
    """Return how long a stay has to be, which is a day more if it is interrupted and its days have to be in a row."""
    return minimum_in_a_row(stay, minimum) if limit.minimum_is_consecutive else minimum


def _in_a_row(stay: Stay, minimum: Length, limit: DurationLimit) -> Iterator[Finding]:
    """Yield a warning if a stay reaches its minimum, and its interruptions may leave fewer days in a row."""
    if limit.minimum_is_consecutive and days_in_a_row_are_uncertain(stay, minimum):
        parts = stay.interruption_days + 1
        yield Finding.of(
            FindingCode.CONSECUTIVE_DAYS_NOT_CHECKED,
            limit.source,
            minimum=minimum.value,
            days=stay.net_days,
            interruption_days=stay.interruption_days,
            certain_days=-(-stay.net_days // parts),
        )


def _too_short(stay: Stay, minimum: Length, limit: DurationLimit) -> Iterator[Finding]:
    needed = _needed(stay, minimum, limit)
    if is_too_short(stay, needed):
        length, unit = counted(stay, minimum)
        yield Finding.of(
            FindingCode.DURATION_TOO_SHORT,
            limit.source,
            length=length,
            unit=unit,
            minimum=needed.value,
            minimum_unit=needed.unit,
            minimum_end=last_day(stay, needed),
        )
    yield from _disagreements(stay, minimum, limit)


def _too_long(stay: Stay, maximum: Length, source: Source) -> Iterator[Finding]:
    if is_too_long(stay, maximum):
        length, unit = counted(stay, maximum)
        yield Finding.of(
            FindingCode.DURATION_TOO_LONG,
            source,
            length=length,
            unit=unit,
            maximum=maximum.value,
            maximum_unit=maximum.unit,
            maximum_end=last_day(stay, maximum),
        )
    if counts_disagree(stay, maximum, longest=True):
        yield _disagreement(stay, maximum, "maximum", source)


def _disagreements(stay: Stay, minimum: Length, limit: DurationLimit) -> Iterator[Finding]:
    """Yield a remark if months of the calendar and months of thirty days disagree about the shortest stay."""
    if counts_disagree(stay, minimum, longest=False):
        yield _disagreement(stay, minimum, "minimum", limit.source)


def _disagreement(stay: Stay, length: Length, bound: str, source: Source) -> Finding:
    months = months_of(length) or length.value
    return Finding.of(
        FindingCode.MONTH_COUNT_DISAGREES,
        source,
        months=months,
        bound=bound,
        calendar_end=last_day(stay, built(Length, value=months, unit=LengthUnit.CALENDAR_MONTHS)),
        days_360=stay.net_days_360,
        bound_days_360=months * DAYS_OF_MONTH,
    )
