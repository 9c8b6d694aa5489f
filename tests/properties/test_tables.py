"""A table that is broken in any way is refused when it is built."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from erasmus_grants import PaymentSplit, Rulebook
from erasmus_grants.basics.scope import Scope
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.top_ups import OnceTopUp
from erasmus_grants.testing import (
    daily_rate_tables,
    distance_band_tables,
    payment_split_tables,
    short_stay_rate_tables,
    toy_rulebook,
)
from tests import strategies

Tiered = DailyRate | ShortStayRate | OnceTopUp
TIERED = st.one_of(daily_rate_tables(), short_stay_rate_tables(), strategies.once_top_ups())


@given(distance_band_tables(), st.data())
def test_bands_with_one_moved_edge_are_refused(bands: DistanceBands, data: st.DataObject) -> None:
    assume(len(bands.bands) > 1)
    rows = list(bands.bands)
    position = data.draw(st.integers(1, len(rows) - 1))
    start = rows[position].from_km
    moved = data.draw(st.integers(0, 25_000).filter(lambda km: km != start))
    rows[position] = rows[position].model_copy(update={"from_km": moved})
    with pytest.raises(ValidationError):
        bands.model_copy(update={"bands": tuple(rows)})


@given(distance_band_tables(), st.data())
def test_bands_in_another_order_or_with_one_left_out_are_refused(bands: DistanceBands, data: st.DataObject) -> None:
    assume(len(bands.bands) > 2)
    shuffled = data.draw(st.permutations(bands.bands).filter(lambda rows: tuple(rows) != bands.bands))
    with pytest.raises(ValidationError):
        bands.model_copy(update={"bands": tuple(shuffled)})
    hole = data.draw(st.integers(1, len(bands.bands) - 1))
    with pytest.raises(ValidationError):
        bands.model_copy(update={"bands": (*bands.bands[:hole], *bands.bands[hole + 1 :])})


@given(distance_band_tables(), st.integers(1, 30_000))
def test_bands_that_are_closed_at_the_top_are_refused(bands: DistanceBands, top_km: int) -> None:
    closed = bands.bands[-1].model_copy(update={"below_km": top_km})
    with pytest.raises(ValidationError):
        bands.model_copy(update={"bands": (*bands.bands[:-1], closed)})


@given(TIERED, st.data())
def test_tiers_with_one_moved_edge_are_refused(table: Tiered, data: st.DataObject) -> None:
    assume(len(table.tiers) > 1)
    tiers = list(table.tiers)
    position = data.draw(st.integers(1, len(tiers) - 1))
    first = tiers[position].from_day
    moved = data.draw(st.integers(1, 100).filter(lambda day: day != first))
    tiers[position] = tiers[position].model_copy(update={"from_day": moved})
    with pytest.raises(ValidationError):
        table.model_copy(update={"tiers": tuple(tiers)})


@given(TIERED, st.data())
def test_tiers_with_one_left_out_are_refused(table: Tiered, data: st.DataObject) -> None:
    assume(len(table.tiers) > 2)
    hole = data.draw(st.integers(1, len(table.tiers) - 2))
    with pytest.raises(ValidationError):
        table.model_copy(update={"tiers": (*table.tiers[:hole], *table.tiers[hole + 1 :])})


@given(st.one_of(daily_rate_tables(), short_stay_rate_tables()), st.integers(2, 40))
def test_tiers_that_do_not_start_with_the_first_day_are_refused(table: DailyRate | ShortStayRate, later: int) -> None:
    assume(table.tiers[0].to_day is None or table.tiers[0].to_day >= later)
    first = table.tiers[0].model_copy(update={"from_day": later})
    with pytest.raises(ValidationError, match="first tier starts with day 1"):
        table.model_copy(update={"tiers": (first, *table.tiers[1:])})


@given(payment_split_tables(), st.sampled_from(["travel_share", "individual_share"]), st.data())
def test_shares_that_do_not_add_up_are_refused(split: PaymentSplit, name: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(split.instalments) - 1))
    share = getattr(split.instalments[position], name)
    other = data.draw(st.integers(0, 10**6).map(lambda millionths: Decimal(millionths) / 10**6))
    assume(other != share)
    changed = split.instalments[position].model_copy(update={name: other})
    rows = (*split.instalments[:position], changed, *split.instalments[position + 1 :])
    with pytest.raises(ValidationError, match=f"the {name} of all instalments adds up to 1"):
        split.model_copy(update={"instalments": rows})


@given(st.decimals(min_value="0.001", max_value=5000, places=3).filter(lambda eur: eur * 100 % 1 != 0))
def test_an_amount_with_a_fraction_of_a_cent_is_refused(eur: Decimal) -> None:
    for given_as in (eur, str(eur)):
        with pytest.raises(ValidationError, match="fraction of a cent"):
            toy_rulebook().monthly_rates[0].model_copy(update={"rate_eur_per_month": given_as})


@given(st.floats(0, 5000))
def test_a_float_never_becomes_money(eur: float) -> None:
    with pytest.raises(ValidationError, match="never as float"):
        toy_rulebook().monthly_rates[0].model_copy(update={"rate_eur_per_month": eur})


TABLES = (
    "activities",
    "durations",
    "cycle_limits",
    "teaching_hours",
    "travel_support",
    "travel_days",
    "daily_rates",
    "monthly_rates",
    "short_stay_rates",
    "payment_splits",
    "payment_bounds",
    "top_ups",
)


@given(strategies.rulebooks(), st.sampled_from(TABLES), st.data())
def test_an_entry_that_stands_twice_is_refused(rulebook: Rulebook, table: str, data: st.DataObject) -> None:
    entries = getattr(rulebook, table)
    assume(entries)
    with pytest.raises(ValidationError, match="two entries apply to the same mobility"):
        rulebook.model_copy(update={table: (*entries, data.draw(st.sampled_from(entries)))})


@given(strategies.rulebooks(), st.sampled_from(TABLES), st.data())
def test_an_entry_for_everyone_does_not_stand_beside_another(
    rulebook: Rulebook, table: str, data: st.DataObject
) -> None:
    entries = getattr(rulebook, table)
    assume(entries)
    entry = data.draw(st.sampled_from(entries))
    with pytest.raises(ValidationError, match="all mobilities"):
        rulebook.model_copy(update={table: (*entries, entry.model_copy(update={"scope": Scope()}))})


@pytest.mark.newest_only
@given(strategies.rulebooks(), strategies.rulebooks())
def test_rulebooks_have_one_fingerprint_only_if_they_are_equal(one: Rulebook, other: Rulebook) -> None:
    assert (fingerprint(one) == fingerprint(other)) is (one == other)
