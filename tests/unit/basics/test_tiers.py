import pytest
from pydantic import ValidationError

from erasmus_grants.basics.tiers import Tier, check_tiers, days_in


@pytest.mark.parametrize(
    ("from_day", "to_day", "days", "expected"),
    [
        (1, 14, 0, 0),
        (1, 14, 1, 1),
        (1, 14, 14, 14),
        (1, 14, 15, 14),
        (15, 60, 14, 0),
        (15, 60, 15, 1),
        (15, 60, 60, 46),
        (15, 60, 61, 46),
        (15, None, 400, 386),
    ],
)
def test_days_in_a_tier(from_day: int, to_day: int | None, days: int, expected: int) -> None:
    assert days_in(Tier(from_day=from_day, to_day=to_day), days) == expected


def tiers(*bounds: tuple[int, int | None]) -> tuple[Tier, ...]:
    return tuple(Tier(from_day=first, to_day=last) for first, last in bounds)


@pytest.mark.parametrize(
    "sound", [tiers((1, None)), tiers((1, 14), (15, 60)), tiers((1, 1), (2, 2), (3, None)), tiers((1, 14), (15, None))]
)
def test_tiers_that_follow_each_other_are_sound(sound: tuple[Tier, ...]) -> None:
    check_tiers(Tier, sound)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (tiers((2, 14)), "the first tier starts with day 1, and this one with day 2"),
        (tiers((1, 14), (16, 60)), "one tier ends with day 14, and the next starts with day 16"),
        (tiers((1, 14), (14, 60)), "one tier ends with day 14, and the next starts with day 14"),
        (tiers((1, None), (15, 60)), "one tier is open, and the next starts with day 15"),
        (tiers((1, 14), (15, 10)), "the tier that starts with day 15 ends with day 10"),
    ],
)
def test_tiers_with_a_gap_or_an_overlap_are_refused(broken: tuple[Tier, ...], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        check_tiers(Tier, broken)


def test_the_first_tier_may_start_anywhere_if_told_so() -> None:
    check_tiers(Tier, tiers((5, 14), (15, 30)), first_day=None)


@pytest.mark.parametrize(("from_day", "to_day"), [(0, 5), (-1, 5), (1, 0)])
def test_days_of_a_tier_start_with_one(from_day: int, to_day: int) -> None:
    with pytest.raises(ValidationError):
        Tier(from_day=from_day, to_day=to_day)
