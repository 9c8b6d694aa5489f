import pytest
from pydantic import ValidationError

from erasmus_grants import TravelMode
from erasmus_grants.rules.travel_days import TravelDays, funded_travel_days, travel_days_limit
from erasmus_grants.testing import toy_source


def travel_days(funded: int, green: int | None = None, most: int | None = None) -> TravelDays:
    return TravelDays(funded_travel_days=funded, most_travel_days=most, green_travel_days=green, source=toy_source())


@pytest.mark.parametrize(
    ("asked", "mode", "funded", "capped"),
    [
        (None, "standard", 2, False),
        (None, "green", 2, False),  # more than usual only if asked for
        (0, "standard", 0, False),
        (1, "standard", 1, False),
        (2, "standard", 2, False),
        (3, "standard", 2, True),
        (3, "green", 3, False),
        (6, "green", 6, False),
        (7, "green", 6, True),
    ],
)
def test_travel_days_are_funded_as_asked_up_to_the_limit(
    asked: int | None, mode: str, funded: int, capped: bool
) -> None:
    days, findings = funded_travel_days(asked, mode=TravelMode(mode), rule=travel_days(2, green=6))
    assert days == funded
    assert [finding.code for finding in findings] == ["TRAVEL_DAYS_CAPPED"] * capped
    assert [dict(finding.details) for finding in findings] == [{"asked": str(asked), "funded": str(funded)}] * capped


def test_without_a_green_limit_green_travel_has_the_same() -> None:
    rule = travel_days(2)
    assert travel_days_limit(TravelMode.GREEN, rule) == travel_days_limit(TravelMode.STANDARD, rule) == 2
    assert funded_travel_days(6, mode=TravelMode.GREEN, rule=rule)[0] == 2


def test_what_is_usual_is_never_above_the_limit() -> None:
    assert funded_travel_days(None, mode=TravelMode.GREEN, rule=travel_days(4, green=1)) == (1, ())


def test_no_travel_day_may_be_funded_at_all() -> None:
    assert funded_travel_days(None, mode=TravelMode.STANDARD, rule=travel_days(0)) == (0, ())
    assert funded_travel_days(1, mode=TravelMode.STANDARD, rule=travel_days(0))[0] == 0


@pytest.mark.parametrize(("funded", "green"), [(-1, None), (61, None), (2, -1), (2, 61)])
def test_travel_days_out_of_their_range_are_refused(funded: int, green: int | None) -> None:
    with pytest.raises(ValidationError):
        travel_days(funded, green)


@pytest.mark.parametrize(
    ("asked", "mode", "funded", "capped"),
    [
        (None, "standard", 0, False),  # none unless asked for
        (None, "green", 0, False),
        (1, "standard", 1, False),
        (2, "standard", 2, False),
        (3, "standard", 2, True),
        (3, "green", 3, False),
        (6, "green", 6, False),
        (7, "green", 6, True),
    ],
)
def test_more_than_what_is_usual_is_funded_when_asked_for(
    asked: int | None, mode: str, funded: int, capped: bool
) -> None:
    days, findings = funded_travel_days(asked, mode=TravelMode(mode), rule=travel_days(0, green=6, most=2))
    assert days == funded
    assert [finding.code for finding in findings] == ["TRAVEL_DAYS_CAPPED"] * capped


def test_the_limit_is_what_is_usual_where_no_other_is_stated() -> None:
    standard, green = TravelMode.STANDARD, TravelMode.GREEN
    assert travel_days_limit(standard, travel_days(2)) == 2
    assert travel_days_limit(standard, travel_days(2, most=4)) == travel_days_limit(green, travel_days(2, most=4)) == 4
    assert travel_days_limit(standard, travel_days(2, most=0)) == 0
    assert travel_days_limit(green, travel_days(2, most=4, green=6)) == 6


def test_what_is_usual_is_cut_by_a_lower_limit() -> None:
    assert funded_travel_days(None, mode=TravelMode.STANDARD, rule=travel_days(3, most=1)) == (1, ())


@pytest.mark.parametrize("most", [-1, 61, True])
def test_a_limit_out_of_its_range_is_refused(most: int) -> None:
    with pytest.raises(ValidationError):
        travel_days(2, most=most)
