"""What is true of every amount rule, with every sound table."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from erasmus_grants import GrantLine, TravelMode
from erasmus_grants.basics.periods import stay
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import Rounding
from erasmus_grants.rules import daily_rates, monthly_rates, short_stay_rates
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import band_of, travel_support
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.teaching import hours_required
from erasmus_grants.rules.travel_days import TravelDays, funded_travel_days, travel_days_limit
from erasmus_grants.testing import (
    daily_rate_tables,
    distance_band_tables,
    monthly_rate_tables,
    short_stay_rate_tables,
    travel_day_tables,
)
from tests import strategies

MODES = st.sampled_from(TravelMode)
STAYS = st.integers(1, 130)


def paid(lines: tuple[GrantLine, ...]) -> Decimal:
    return sum((line.amount_eur for line in lines), Decimal(0))


def on_site(days: int, rate: DailyRate | ShortStayRate) -> tuple[GrantLine, ...]:
    if isinstance(rate, ShortStayRate):
        return short_stay_rates.individual_support(days, rate=rate).lines
    return daily_rates.individual_support(days, travel_days=0, rate=rate).lines


ROUNDED = {
    Rounding.HALF_UP_TO_CENT: (Decimal("0.01"), ROUND_HALF_UP),
    Rounding.HALF_UP_TO_EURO: (Decimal(1), ROUND_HALF_UP),
    Rounding.DOWN_TO_EURO: (Decimal(1), ROUND_DOWN),
}


def rate_of_share(share: Decimal, rate: DailyRate) -> Decimal:
    """Return a share of a rate, rounded by the decimal module."""
    exact = share * rate.rate_eur_per_day
    rounding = rate.reduced_rate_rounding
    return exact if rounding is None or share == 1 else exact.quantize(*ROUNDED[rounding])


def rate_of_day(day: int, rate: DailyRate | ShortStayRate) -> Decimal:
    """Return what one day of a stay is paid, found by looking at every tier."""
    cap = rate.funded_days_cap if isinstance(rate, DailyRate) else None
    if cap is not None and day > cap:
        return Decimal(0)
    if isinstance(rate, ShortStayRate):
        amounts = [(tier.from_day, tier.to_day, tier.rate_eur_per_day) for tier in rate.tiers]
    else:
        amounts = [(tier.from_day, tier.to_day, rate_of_share(tier.share, rate)) for tier in rate.tiers]
    return sum((eur for first, last, eur in amounts if first <= day and (last is None or day <= last)), Decimal(0))


PER_DAY = st.one_of(daily_rate_tables(), short_stay_rate_tables())


@given(distance_band_tables(), strategies.distances(), strategies.distances(), MODES)
def test_travel_support_never_falls_with_distance(
    bands: DistanceBands, one_km: Decimal, other_km: Decimal, mode: TravelMode
) -> None:
    near, far = (paid(travel_support(km, mode=mode, bands=bands).lines) for km in sorted([one_km, other_km]))
    assert near <= far


@given(distance_band_tables(), strategies.distances())
def test_green_travel_is_never_paid_less_than_standard(bands: DistanceBands, distance_km: Decimal) -> None:
    standard, green = (paid(travel_support(distance_km, mode=mode, bands=bands).lines) for mode in TravelMode)
    assert standard <= green


@given(distance_band_tables(), strategies.distances(), MODES)
def test_every_distance_has_one_line_and_is_in_one_band_or_below_all(
    bands: DistanceBands, distance_km: Decimal, mode: TravelMode
) -> None:
    within = [
        band
        for band in bands.bands
        if band.from_km <= distance_km and (band.below_km is None or distance_km < band.below_km)
    ]
    assert within == [band for band in [band_of(distance_km, bands)] if band is not None]
    (line,) = travel_support(distance_km, mode=mode, bands=bands).lines
    expected = within[0] if within else None
    assert line.amount_eur == (
        0
        if expected is None
        else expected.green_eur
        if mode is TravelMode.GREEN and expected.green_eur is not None
        else expected.standard_eur
    )


@given(distance_band_tables(), st.data(), MODES)
def test_only_the_edge_of_a_band_matters(bands: DistanceBands, data: st.DataObject, mode: TravelMode) -> None:
    band = data.draw(st.sampled_from(bands.bands))
    last_metre = Decimal(19_999_999 if band.below_km is None else band.below_km * 1000 - 1) / 1000
    assume(last_metre >= band.from_km)
    first, last = (travel_support(km, mode=mode, bands=bands).lines[0] for km in (Decimal(band.from_km), last_metre))
    assert first.amount_eur == last.amount_eur


@given(PER_DAY, STAYS)
def test_one_more_day_adds_exactly_its_own_rate(rate: DailyRate | ShortStayRate, days: int) -> None:
    added = paid(on_site(days + 1, rate)) - paid(on_site(days, rate))
    assert added == rate_of_day(days + 1, rate) >= 0


@given(PER_DAY, STAYS)
def test_no_day_is_paid_twice_and_none_too_many(rate: DailyRate | ShortStayRate, days: int) -> None:
    lines = on_site(days, rate)
    assert sum(line.quantity for line in lines) <= days
    assert paid(lines) == sum((rate_of_day(day, rate) for day in range(1, days + 1)), Decimal(0))


@given(PER_DAY, STAYS, st.data())
def test_the_join_of_two_tiers_of_one_rate_is_seamless(
    rate: DailyRate | ShortStayRate, days: int, data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(rate.tiers) - 1))
    tier = rate.tiers[position]
    last = tier.to_day or tier.from_day + 60
    assume(last > tier.from_day)
    cut = data.draw(st.integers(tier.from_day, last - 1))
    halves = (tier.model_copy(update={"to_day": cut}), tier.model_copy(update={"from_day": cut + 1}))
    in_two = rate.model_copy(update={"tiers": (*rate.tiers[:position], *halves, *rate.tiers[position + 1 :])})
    assert paid(on_site(days, in_two)) == paid(on_site(days, rate))


@given(daily_rate_tables(), STAYS)
def test_days_that_are_not_funded_are_said(rate: DailyRate, days: int) -> None:
    outcome = daily_rates.individual_support(days, travel_days=0, rate=rate)
    funded = sum(line.quantity for line in outcome.lines)
    assert [finding.code for finding in outcome.findings] == ["FUNDED_DAYS_CAPPED"] * (funded < days)
    for finding in outcome.findings:
        details = {name: int(value) for name, value in finding.details}
        assert details == {"funded": funded, "days": days, "maximum": funded}


@given(daily_rate_tables(), STAYS, st.integers(0, 6))
def test_travel_days_are_paid_at_the_full_rate_on_top(rate: DailyRate, days: int, travel_days: int) -> None:
    with_travel = daily_rates.individual_support(days, travel_days=travel_days, rate=rate)
    assert paid(with_travel.lines) - paid(on_site(days, rate)) == travel_days * rate.rate_eur_per_day


@given(monthly_rate_tables(), strategies.days(), st.integers(1, 400), st.integers(0, 20))
def test_a_month_pays_thirty_days_and_a_line_is_rounded_once(
    rate: MonthlyRate, start: date, length: int, away: int
) -> None:
    counted = stay(start, start + timedelta(days=length - 1), min(away, length - 1))
    outcome = monthly_rates.individual_support(counted, rate=rate)
    (line,) = outcome.lines
    funded = min(counted.net_days_360, rate.funded_days_cap or counted.net_days_360)
    exact = Fraction(rate.rate_eur_per_month) * funded / 30
    off = Fraction(line.amount_eur) - exact
    unit, half = (Fraction(ROUNDED[rate.rounding][0]), ROUNDED[rate.rounding][1] == ROUND_HALF_UP)
    assert (-unit / 2 < off <= unit / 2) if half else (-unit < off <= 0)
    assert Fraction(line.amount_eur) % unit == 0
    assert line.quantity == funded
    assert bool(outcome.findings) is (funded < counted.net_days_360)


@given(monthly_rate_tables(), strategies.days(), st.integers(1, 400))
def test_one_more_day_of_a_long_stay_never_pays_less(rate: MonthlyRate, start: date, length: int) -> None:
    shorter, longer = (
        paid(monthly_rates.individual_support(stay(start, start + timedelta(days=days)), rate=rate).lines)
        for days in (length - 1, length)
    )
    assert shorter <= longer


@given(travel_day_tables(), st.none() | st.integers(0, 60), MODES)
def test_travel_days_are_what_was_asked_for_or_the_limit(rule: TravelDays, asked: int | None, mode: TravelMode) -> None:
    funded, findings = funded_travel_days(asked, mode=mode, rule=rule)
    limit = travel_days_limit(mode, rule)
    assert 0 <= funded <= limit
    if asked is not None:
        assert funded == min(asked, limit)
        assert bool(findings) is (asked > limit)


@given(st.integers(1, 400), st.integers(0, 40))
def test_hours_of_teaching_never_fall_with_days_and_never_jump_by_more_than_a_fifth(days: int, per_week: int) -> None:
    fewer, more = (hours_required(count, hours_per_week=per_week) for count in (days, days + 1))
    assert 0 <= 5 * (more - fewer) <= per_week
    assert hours_required(7 * days, hours_per_week=per_week) == days * per_week
