from datetime import date, timedelta
from itertools import combinations, product

import pytest
from pydantic import ValidationError

from erasmus_grants import Attendance, GrantCalculator, Mobility, get_rulebook
from erasmus_grants.basics.days_in_a_row import days_in_a_row_are_too_few, minimum_in_a_row
from erasmus_grants.basics.lengths import Length, reaches
from erasmus_grants.basics.month_counts import counts_disagree
from erasmus_grants.basics.periods import stay
from erasmus_grants.rules.duration import (
    DurationLimit,
    attended_findings,
    duration_findings,
    is_too_long,
    is_too_short,
    minimum_attended,
    minimum_for,
    minimum_of_part,
)
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source

DAYS = ("calendar_days", 5, 60)
MONTHS = ("calendar_months", 2, 12)
DAYS_360 = ("days_360", 60, 360)


def limit(unit: str, minimum: int, maximum: int, **more: object) -> DurationLimit:
    fields = {
        "minimum": {"value": minimum, "unit": unit},
        "maximum": {"value": maximum, "unit": unit},
        "source": toy_source(),
    }
    return DurationLimit.model_validate(fields | more)


def codes(bounds: tuple[str, int, int], start: str, end: str, away: int = 0) -> list[str]:
    mobility = toy_mobility(activity="SMS", start_date=start, end_date=end, interruption_days=away)
    return [finding.code.value for finding in duration_findings(mobility, limit(*bounds))]


SHORT, LONG, DISAGREES = "DURATION_TOO_SHORT", "DURATION_TOO_LONG", "MONTH_COUNT_DISAGREES"
UNCHECKED = "CONSECUTIVE_DAYS_NOT_CHECKED"
FIRST = date.fromisoformat("2030-03-04")


@pytest.mark.parametrize(
    ("bounds", "start", "end", "away", "expected"),
    [
        (DAYS, "2030-03-04", "2030-03-07", 0, [SHORT]),  # 4 days
        (DAYS, "2030-03-04", "2030-03-08", 0, []),
        (DAYS, "2030-03-04", "2030-03-08", 1, [SHORT]),
        (DAYS, "2030-03-01", "2030-04-29", 0, []),  # 31 + 29 = 60 days
        (DAYS, "2030-03-01", "2030-04-30", 0, [LONG]),
        (DAYS, "2030-03-01", "2030-04-30", 1, []),
        (DAYS_360, "2030-01-01", "2030-02-28", 0, [SHORT, DISAGREES]),  # 58 days of thirty-day months, and two months
        (DAYS_360, "2030-01-01", "2030-02-27", 0, [SHORT]),
        (DAYS_360, "2030-04-01", "2030-05-30", 0, [DISAGREES]),  # 60 days, and a day short of two months
        (DAYS_360, "2030-01-31", "2031-01-30", 0, [LONG, DISAGREES]),  # 361 days, and twelve months
        (DAYS_360, "2030-01-30", "2031-01-30", 0, [LONG]),
        (("days_360", 59, 359), "2030-01-01", "2030-02-28", 0, [SHORT]),  # not a number of whole months
        (("calendar_days", 60, 360), "2030-01-01", "2030-02-28", 0, [SHORT]),
        (DAYS_360, "2030-01-01", "2030-03-01", 0, []),  # 61
        (DAYS_360, "2030-01-01", "2030-12-31", 0, []),  # 360
        (DAYS_360, "2030-01-01", "2031-01-01", 0, [LONG]),
        (MONTHS, "2030-04-01", "2030-05-31", 0, []),  # two months, and 60 days
        (MONTHS, "2030-04-01", "2030-05-30", 0, [SHORT, DISAGREES]),  # a day short, and yet 60 days
        (MONTHS, "2030-04-01", "2030-05-29", 0, [SHORT]),
        (MONTHS, "2030-01-01", "2030-02-28", 0, [DISAGREES]),  # two months, and yet 58 days
        (MONTHS, "2030-01-01", "2030-02-27", 0, [SHORT]),
        (MONTHS, "2030-01-15", "2030-03-14", 0, []),
        (MONTHS, "2030-01-15", "2030-03-24", 10, []),
        (MONTHS, "2030-01-15", "2030-03-24", 11, [SHORT]),  # 70 days less 11, where 60 are needed
        (MONTHS, "2030-09-01", "2031-08-31", 0, []),
        (MONTHS, "2030-09-01", "2031-09-01", 0, [LONG]),
        (MONTHS, "2030-02-28", "2031-02-28", 0, [LONG]),  # 12 months end on 27 February; 361 days
        (MONTHS, "2030-02-28", "2031-02-27", 0, []),
        (MONTHS, "2030-01-31", "2031-01-30", 0, [DISAGREES]),  # twelve months, and yet 361 days: day 31 is day 30
        (MONTHS, "2030-01-31", "2031-01-31", 0, [LONG]),  # 361 days as well
        (MONTHS, "2030-01-30", "2031-01-30", 0, [LONG]),
    ],
)
def test_the_length_of_a_stay_is_compared_with_both_ends(
    bounds: tuple[str, int, int], start: str, end: str, away: int, expected: list[str]
) -> None:
    assert codes(bounds, start, end, away) == expected


@pytest.mark.parametrize("minimum", ["2 calendar_days", "60 days_360", "2 calendar_months", "59 days_360"])
@pytest.mark.parametrize("maximum", ["360 days_360", "12 calendar_months", "90 calendar_days", "3 calendar_months"])
@pytest.mark.parametrize("away", [0, 40])
def test_a_stay_that_is_surely_within_its_limits_is_within_them_however_its_days_are_counted(
    minimum: str, maximum: str, away: int
) -> None:
    bounds = DurationLimit.model_validate({"minimum": minimum, "maximum": maximum, "source": toy_source()})
    shortest, longest = bounds.minimum, bounds.maximum
    turns = shortest.fewest_days, shortest.most_days, longest.fewest_days, longest.most_days
    lengths = {length + more for length in turns for more in (-1, 0, 1) if length + more > 0}
    for first, days in product(range(0, 4 * 366, 13), sorted(lengths)):  # in four years there is a leap day
        start = FIRST + timedelta(days=first)
        end = start + timedelta(days=days + away - 1)
        mobility = toy_mobility(activity="SMS").model_copy(
            update={"start_date": start, "end_date": end, "interruption_days": away}
        )
        said = {
            SHORT: is_too_short(mobility.stay, shortest),
            LONG: is_too_long(mobility.stay, longest),
            "minimum": counts_disagree(mobility.stay, shortest, longest=False),
            "maximum": counts_disagree(mobility.stay, longest, longest=True),
        }
        found = duration_findings(mobility, bounds)
        names = {dict(finding.details).get("bound", finding.code.value) for finding in found}
        assert names == {name for name, holds in said.items() if holds}, (start, end)


def test_a_longest_stay_in_months_may_disagree_with_its_count_in_days() -> None:
    # two months from 1 January end on 28 February, and 30 days later on 30 March; in thirty-day months
    # 1 January to 31 March are 2 * 30 + (30 - 1) + 1 = 90 days, less 30 are 60, which is not above 60
    mobility = toy_mobility(start_date="2030-01-01", end_date="2030-03-31", interruption_days=30)
    long, disagrees = duration_findings(mobility, limit("calendar_months", 1, 2))
    assert (long.code, long.is_refusing) == (LONG, True)
    assert dict(long.details) == {
        "length": "60",
        "unit": "calendar_days",
        "maximum": "2",
        "maximum_unit": "calendar_months",
        "maximum_end": "2030-03-30",
    }
    assert (disagrees.code, disagrees.severity) == (DISAGREES, "info")
    assert dict(disagrees.details) == {
        "months": "2",
        "bound": "maximum",
        "calendar_end": "2030-03-30",
        "days_360": "60",
        "bound_days_360": "60",
    }


def test_a_shortest_stay_in_months_may_disagree_with_its_count_in_days() -> None:
    # two months from 1 January end on 28 February, which are 30 + 28 = 58 days of thirty-day months
    mobility = toy_mobility(start_date="2030-01-01", end_date="2030-02-28")
    (finding,) = duration_findings(mobility, limit(*MONTHS))
    assert dict(finding.details) == {
        "months": "2",
        "bound": "minimum",
        "calendar_end": "2030-02-28",
        "days_360": "58",
        "bound_days_360": "60",
    }


def test_a_shortest_stay_in_days_of_months_may_disagree_with_the_months_of_the_calendar() -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-02-28")
    short, disagrees = duration_findings(mobility, limit(*DAYS_360))
    assert (short.code, disagrees.code, disagrees.severity) == (SHORT, DISAGREES, "info")
    assert disagrees.message == (
        "By the calendar, the minimum of 2 months ends on 2030-02-28; in months of thirty days the stay counts 58 of 60 "
        "days. The two ways of counting disagree, and the one in which the limit is stated decides."
    )


def test_a_stay_that_is_too_short_says_how_long_it_is_and_to_when_it_should_last() -> None:
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-02-20", interruption_days=2)
    (finding,) = duration_findings(mobility, limit(*DAYS_360))
    assert finding.message == (
        "The stay counts 48 days of thirty-day months; at least 60 days of thirty-day months are required "
        "(to 2030-03-02)."
    )  # 50 less 2; 1 January to 2 March are 62, less 2


@pytest.mark.parametrize(("minimum", "unit"), [(1, "calendar month"), (2, "calendar months")])
def test_a_bound_of_one_month_is_told_in_the_singular(minimum: int, unit: str) -> None:
    (short,) = duration_findings(toy_mobility(), limit("calendar_months", minimum, 12))
    assert (short.code, dict(short.details)["minimum_unit"]) == (SHORT, "calendar_months")
    assert f"at least {minimum} {unit} are required" in short.message
    long, *_ = duration_findings(toy_mobility(end_date="2031-03-03"), limit("calendar_months", 1, minimum))
    assert (long.code, dict(long.details)["maximum_unit"]) == (LONG, "calendar_months")
    assert f"at most {minimum} {unit} are allowed" in long.message


def test_an_academic_term_has_a_minimum_of_its_own_where_one_is_printed() -> None:
    two = {"value": 2, "unit": "calendar_months"}
    of_term = limit("calendar_months", 3, 12, minimum_of_academic_term=two)
    term = toy_mobility(activity="SMS", academic_term=True)
    assert minimum_for(term, of_term) == Length.model_validate(two)
    assert minimum_for(toy_mobility(activity="SMS"), of_term).value == 3
    assert minimum_for(term, limit("calendar_months", 3, 12)).value == 3


@pytest.mark.parametrize(("academic_term", "expected"), [(True, []), (False, [SHORT])])
def test_a_whole_term_of_two_months_is_long_enough_only_as_a_term(academic_term: bool, expected: list[str]) -> None:
    of_term = limit("calendar_months", 3, 12, minimum_of_academic_term={"value": 2, "unit": "calendar_months"})
    mobility = toy_mobility(activity="SMS", start_date="2030-04-01", end_date="2030-05-31", academic_term=academic_term)
    assert [finding.code.value for finding in duration_findings(mobility, of_term)] == expected


@pytest.mark.parametrize(
    ("planned", "part", "expected"),
    [
        ("2030-05-30", "2030-02-19", "60 days_360"),  # 50 of 150 days: neither two months nor a term
        ("2030-05-30", "2030-03-01", "60 days_360"),  # 61 of 150
        ("2030-02-19", "2030-02-18", "50 calendar_days"),  # a term of 50 days counts whole
        ("2030-02-19", "2030-02-19", "50 calendar_days"),
        ("2030-02-28", "2030-03-01", "60 days_360"),  # longer than the term of 58 days, and then two months
    ],
)
def test_a_part_of_a_term_is_as_long_as_other_stays_or_the_whole_term(planned: str, part: str, expected: str) -> None:
    one_day = {"value": 1, "unit": "calendar_days"}
    of_term = limit(*DAYS_360, minimum_of_academic_term=one_day)
    mobility = toy_mobility(activity="SMS", start_date="2030-01-01", end_date=planned, academic_term=True)
    shorter = mobility.model_copy(update={"end_date": date.fromisoformat(part)}).stay
    assert minimum_of_part(mobility, shorter, of_term) == Length.model_validate(expected)
    for others in (mobility.model_copy(update={"academic_term": False}), mobility):
        printed = of_term if others is not mobility else limit(*DAYS_360)  # no term, or none that the rulebook knows
        assert minimum_of_part(others, shorter, printed) == Length.model_validate("60 days_360")


def test_a_longest_stay_is_not_shorter_than_the_shortest() -> None:
    assert limit("calendar_days", 5, 5).maximum.value == 5
    with pytest.raises(ValidationError, match="the longest stay is not shorter than the shortest, 6"):
        limit("calendar_days", 6, 5)
    two_months = Length.model_validate({"value": 2, "unit": "calendar_months"})
    in_two_units = limit("calendar_days", 5, 5).model_copy(update={"maximum": two_months})
    assert in_two_units.maximum == two_months  # five days are fewer in any case


@pytest.mark.parametrize("length", [{"value": 0, "unit": "days_360"}, {"value": 5, "unit": "weeks"}, {"value": 1.5}])
def test_a_length_is_a_whole_number_of_a_known_unit(length: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Length.model_validate(length)


# --- a minimum of consecutive days ------------------------------------------------------------------------------------


def consecutive(minimum: int, days: int, away: int, **more: object) -> list[str]:
    """Return what is found about a stay of so many net days, interrupted for so many."""
    mobility = toy_mobility(start_date=FIRST, end_date=FIRST + timedelta(days=days + away - 1), interruption_days=away)
    bounds = limit("calendar_days", minimum, 60, minimum_is_consecutive=True, **more)
    return [finding.code.value for finding in duration_findings(mobility, bounds)]


@pytest.mark.parametrize(
    ("minimum", "days", "away", "expected"),
    [
        (5, 5, 0, []),
        (5, 5, 1, [SHORT, UNCHECKED]),  # one day apart leaves two parts, of 4 days and 1 at best
        (5, 5, 9, [SHORT, UNCHECKED]),
        (5, 6, 1, [UNCHECKED]),  # 5 + 1, or 3 + 3
        (5, 8, 1, [UNCHECKED]),  # 4 + 4
        (5, 9, 1, []),  # 5 + 4: one of two parts has 5 days, wherever the interruption falls
        (5, 12, 2, [UNCHECKED]),  # 4 + 4 + 4
        (5, 13, 2, []),  # 5 + 4 + 4
        (5, 4, 1, [SHORT]),  # too short in any case
        (2, 2, 1, [SHORT, UNCHECKED]),  # 1 + 1
        (2, 3, 1, []),
        (1, 1, 30, []),  # a day is always a day in a row
    ],
)
def test_days_that_have_to_be_consecutive_are_certain_wherever_the_interruptions_fall(
    minimum: int, days: int, away: int, expected: list[str]
) -> None:
    assert consecutive(minimum, days, away) == expected
    runs = longest_runs(days, away)
    assert (min(runs) >= minimum) is (expected == [])
    if days > 1:
        assert (max(runs) < minimum) is (SHORT in expected)


def longest_runs(days: int, away: int) -> list[int]:
    """Return how many days in a row there are, for whichever days of the stay are interrupted: all of them are tried.

    A stay begins and ends with a day that was attended, but for one of a single day.
    """
    inner = range(1, days + away - 1) if days > 1 else range(days + away)
    texts = ("".join("-" if day in gone else "d" for day in range(days + away)) for gone in combinations(inner, away))
    return [max(map(len, text.split("-"))) for text in texts]


def test_an_interrupted_stay_that_is_too_short_names_a_day_on_which_it_can_be_long_enough() -> None:
    mobility = toy_mobility(end_date="2030-03-11", interruption_days=3)  # 4 to 11 March are 8 days, less 3
    limited = limit("calendar_days", 5, 60, minimum_is_consecutive=True)
    short, unchecked = duration_findings(mobility, limited)
    assert (short.code, short.is_refusing) == (SHORT, True)
    assert short.message == ("The stay counts 5 calendar days; at least 6 calendar days are required (to 2030-03-12).")
    assert unchecked.message == (
        "At least 5 days have to be consecutive; of 5 days with 3 of interruption, only 2 in a row are certain."
    )
    a_day_more = mobility.model_copy(update={"end_date": date.fromisoformat("2030-03-12")})
    assert [finding.code for finding in duration_findings(a_day_more, limited)] == [UNCHECKED]


def test_where_the_minimum_need_not_be_consecutive_nothing_is_said_of_it() -> None:
    mobility = toy_mobility(end_date="2030-03-09", interruption_days=1)
    assert duration_findings(mobility, limit("calendar_days", 5, 60)) == ()


def test_a_warning_says_how_many_days_in_a_row_are_certain() -> None:
    mobility = toy_mobility(end_date="2030-03-12", interruption_days=1)  # 4 to 12 March are 9 days, less 1
    (finding,) = duration_findings(mobility, limit("calendar_days", 5, 60, minimum_is_consecutive=True))
    assert (finding.code, finding.severity) == (UNCHECKED, "warning")
    assert dict(finding.details) == {"minimum": "5", "days": "8", "interruption_days": "1", "certain_days": "4"}
    assert finding.message == (
        "At least 5 days have to be consecutive; of 8 days with 1 of interruption, only 4 in a row are certain."
    )


@pytest.mark.parametrize("unit", ["days_360", "calendar_months"])
def test_only_calendar_days_can_be_consecutive(unit: str) -> None:
    with pytest.raises(ValidationError, match="consecutive days are counted in calendar_days, not in"):
        limit(unit, 2, 12, minimum_is_consecutive=True)
    days, other = {"value": 5, "unit": "calendar_days"}, {"value": 2, "unit": unit}
    with pytest.raises(ValidationError, match="consecutive days are counted in calendar_days, not in"):
        limit("calendar_days", 60, 90, minimum_is_consecutive=True, minimum_of_academic_term=other)
    assert limit("calendar_days", 5, 60, minimum_is_consecutive=True, minimum_of_academic_term=days)


# --- lengths that contradict each other --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minimum", "maximum", "contradict"),
    [
        ("90 calendar_months", "360 days_360", True),  # 90 x 28 days are more than 360 + 12 + 2
        ("13 calendar_months", "12 calendar_months", True),
        ("3 calendar_months", "83 calendar_days", True),  # 3 x 28 = 84
        ("3 calendar_months", "84 calendar_days", False),  # just three Februaries, which is good enough
        ("63 calendar_days", "2 calendar_months", True),  # 2 x 31 = 62
        ("62 calendar_days", "2 calendar_months", False),
        ("65 calendar_days", "60 days_360", True),  # 60 + 2 + 2
        ("64 calendar_days", "60 days_360", False),
        ("60 days_360", "55 calendar_days", True),  # 60 - 4
        ("60 days_360", "56 calendar_days", False),
        ("2 calendar_months", "60 days_360", False),
        ("360 days_360", "12 calendar_months", False),
    ],
)
def test_the_shortest_stay_is_not_longer_than_the_longest_in_whatever_they_are_counted(
    minimum: str, maximum: str, contradict: bool
) -> None:
    fields = {"minimum": minimum, "maximum": maximum, "source": toy_source()}
    if not contradict:
        assert DurationLimit.model_validate(fields).minimum.spelled == minimum
        return
    with pytest.raises(ValidationError, match=f"the longest stay is not shorter than the shortest, {minimum}"):
        DurationLimit.model_validate(fields)


@pytest.mark.parametrize("unit", ["calendar_days", "calendar_months"])
def test_a_stay_of_an_academic_term_need_not_be_longer_than_any_other(unit: str) -> None:
    sentence = "a stay of an academic term need not be longer than any other, 90 days_360"
    with pytest.raises(ValidationError, match=sentence):
        limit("days_360", 90, 360, minimum_of_academic_term=f"160 {unit}")
    for as_long in ("90 days_360", "3 calendar_months", "60 days_360"):
        assert limit("days_360", 90, 360, minimum_of_academic_term=as_long).minimum_of_academic_term is not None


@pytest.mark.parametrize(
    ("end_date", "interruption_days", "entitled", "codes"),
    [
        ("2025-03-07", 0, "2518.00", []),  # Monday to Friday, as agreed
        (
            "2025-03-08",
            1,
            "0.00",
            ["STAY_BELOW_MINIMUM", "CONSECUTIVE_DAYS_NOT_CHECKED"],
        ),  # 5 days, of which at most 4 are in a row
        ("2025-03-09", 1, "2518.00", ["STAY_LONGER_THAN_AGREED", "CONSECUTIVE_DAYS_NOT_CHECKED"]),  # perhaps 5 and 1
        ("2025-03-06", 0, "0.00", ["STAY_BELOW_MINIMUM"]),
    ],
)
def test_the_days_attended_have_to_be_in_a_row_too(
    end_date: str, interruption_days: int, entitled: str, codes: list[str]
) -> None:
    """The guide wants 5 days in a row; 1188 EUR for 4,500 km, and 190 EUR for each of 5 days and 2 travel days."""
    calculator = GrantCalculator(get_rulebook("eu-ka171-2024"))
    grant = calculator.calculate(
        Mobility(
            activity="STA",
            direction="outgoing",
            sending_country="DE",
            receiving_country="SN",
            start_date="2025-03-03",
            end_date="2025-03-07",
            distance_km=4500,
            teaching_hours=8,
        )
    )
    attended = {"start_date": "2025-03-03", "end_date": end_date, "interruption_days": interruption_days}
    settlement = calculator.settle(grant, Attendance.model_validate(attended | {"paid_eur": "0.00"}))
    assert str(settlement.entitled_eur) == entitled
    assert [finding.code.value for finding in settlement.findings] == codes


TERM_IN_A_ROW = limit(
    "calendar_days", 60, 300, minimum_of_academic_term="40 calendar_days", minimum_is_consecutive=True
)


def test_the_days_attended_of_a_shorter_term_have_to_be_in_a_row_as_many_as_the_shortest_term_has() -> None:
    """A term of 50 days, from 4 March to 22 April 2030: one day less in between may leave 25 and 25."""
    term = toy_mobility(activity="SMS", academic_term=True, end_date="2030-04-22")
    with_a_pause = stay(term.start_date, date(2030, 4, 23), 1)  # 50 of 51 days, as many as the whole term
    (found,) = attended_findings(term, with_a_pause, TERM_IN_A_ROW)
    assert found.code.value == UNCHECKED
    assert dict(found.details) == {"minimum": "40", "days": "50", "interruption_days": "1", "certain_days": "25"}
    assert minimum_attended(term, with_a_pause, TERM_IN_A_ROW).value == 50
    assert list(attended_findings(term, stay(term.start_date, date(2030, 4, 23)), TERM_IN_A_ROW)) == []
    too_short = stay(term.start_date, date(2030, 4, 22), 1)  # 49: what is not enough in any case is not asked about
    assert list(attended_findings(term, too_short, TERM_IN_A_ROW)) == []


@pytest.mark.parametrize(
    ("planned", "away", "attended", "away_then", "needed"),
    [
        (55, 2, 55, 2, 55),  # just as agreed
        (55, 0, 55, 2, 55),  # all days of the term, and perhaps 40 in a row
        (40, 0, 40, 2, 41),  # 39 in a row at most, and the shortest term has 40
        (40, 0, 41, 2, 41),
        (55, 2, 54, 2, 55),  # a part of a term is no term
        (60, 2, 60, 2, 60),  # others would need 61 days, and this is the whole term
        (60, 2, 60, 0, 60),
        (60, 2, 61, 2, 61),  # as long as others are
        (61, 2, 60, 2, 61),  # a part of a stay that is as long as others are
        (58, 0, 60, 1, 58),
    ],
)
def test_of_a_term_in_a_row_the_whole_planned_stay_is_enough(
    planned: int, away: int, attended: int, away_then: int, needed: int
) -> None:
    last, left = FIRST + timedelta(days=planned + away - 1), FIRST + timedelta(days=attended + away_then - 1)
    term = toy_mobility(activity="SMS", academic_term=True, end_date=last, interruption_days=away)
    assert minimum_attended(term, stay(FIRST, left, away_then), TERM_IN_A_ROW) == Length.model_validate(
        f"{needed} calendar_days"
    )


def test_a_term_in_a_row_that_was_attended_and_interrupted_as_agreed_is_paid_as_agreed() -> None:
    """4 March to 29 April 2030 less 2 days: 55 calendar days, and 30 + 26 - 2 = 54 of thirty-day months, at 10 EUR."""
    toy = toy_rulebook()
    calculator = GrantCalculator(
        toy.model_copy(update={"durations": (TERM_IN_A_ROW.model_copy(update={"scope": toy.durations[2].scope}),)})
    )
    stated = {"start_date": "2030-03-04", "end_date": "2030-04-29", "interruption_days": 2}
    grant = calculator.calculate(toy_mobility(activity="SMS", academic_term=True, distance_km=742, **stated))
    assert str(grant.total_eur) == "740.00"  # 200 + 540
    settlement = calculator.settle(grant, Attendance.model_validate(stated | {"paid_eur": "632.00"}))
    assert (str(settlement.entitled_eur), str(settlement.balance_eur)) == ("740.00", "108.00")
    assert [found.code.value for found in settlement.findings] == [UNCHECKED]
    assert [found.code.value for found in grant.findings] == [UNCHECKED]


@pytest.mark.parametrize(
    ("bounds", "last", "expected"),
    [
        (DAYS_360, "2024-02-29", [DISAGREES]),  # two months of the calendar, and 59 days of thirty-day months
        (DAYS_360, "2024-02-28", []),  # too short by both
        (DAYS_360, "2024-03-01", []),  # long enough by both: 61 days
        (MONTHS, "2024-02-29", [DISAGREES]),
        (DAYS, "2024-02-29", []),  # a limit that is stated in neither
    ],
)
def test_the_two_counts_of_months_are_compared_for_the_days_attended_too(
    bounds: tuple[str, int, int], last: str, expected: list[str]
) -> None:
    agreed = toy_mobility(activity="SMS", start_date="2024-01-01", end_date="2024-05-31")
    attended = stay(agreed.start_date, date.fromisoformat(last))
    found = list(attended_findings(agreed, attended, limit(*bounds)))
    assert [one.code.value for one in found] == expected
    assert all("the minimum of 2 months ends on 2024-02-29" in one.message for one in found)
    assert all(dict(one.details)["days_360"] == "59" for one in found)


def test_two_months_of_the_calendar_that_are_forfeited_say_that_the_counts_disagree() -> None:
    """Germany, call 2023: 60 days of thirty-day months are needed, and January and February 2024 have 59."""
    calculator = GrantCalculator("na-de-ka131-2023")
    grant = calculator.calculate(
        Mobility(
            activity="SMS",
            direction="outgoing",
            sending_country="DE",
            receiving_country="ES",
            start_date="2024-01-01",
            end_date="2024-05-31",
            distance_km=1500,
            study_cycle="first",
        )
    )
    attended = Attendance(start_date="2024-01-01", end_date="2024-02-29", paid_eur=2000)
    settlement = calculator.settle(grant, attended)
    assert str(settlement.recovery_eur) == "2000.00"
    below, remark = settlement.findings
    assert (below.code, remark.code, remark.severity) == ("STAY_BELOW_MINIMUM", DISAGREES, "info")
    assert "ends on 2024-02-29; in months of thirty days the stay counts 59 of 60 days" in remark.message
    none = calculator.settle(grant, Attendance(paid_eur=2000))
    assert [one.code.value for one in none.findings] == ["STAY_DID_NOT_TAKE_PLACE"]


def test_a_stay_needs_a_day_more_just_where_its_days_cannot_be_in_a_row() -> None:
    """Frames ask the one, and single grants and settlements the other."""
    first = date(2030, 3, 4)
    for minimum, days, away in product(range(1, 7), range(1, 9), range(4)):
        if away and days == 1:
            continue  # the first and the last day are attended
        interrupted = stay(first, first + timedelta(days=days + away - 1), interruption_days=away)
        length = Length(value=minimum, unit="calendar_days")
        too_short = days < minimum or bool(days_in_a_row_are_too_few(interrupted, length))
        assert reaches(interrupted, minimum_in_a_row(interrupted, length)) is not too_short, (minimum, days, away)
