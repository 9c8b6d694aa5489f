"""Errors that other programs make without a word, one by one: each has a test that fails if we made it.

They were seen in open code and on pages that compute grants; none of them raises anything there, and each pays wrongly.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from erasmus_grants import (
    Attendance,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    RulebookFileError,
    UndeterminedGrantError,
    UnknownRulebookError,
    get_rulebook,
    known_rulebooks,
    load_rulebook,
)
from erasmus_grants.basics.money import line_amount, read_money, total_eur
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import TravelMode
from erasmus_grants.rulebook.export import file_data
from erasmus_grants.rulebook.parsing import Data
from erasmus_grants.rules.distance_bands import travel_support
from erasmus_grants.testing import (
    any_attendances,
    any_mobilities,
    distance_band_tables,
    mobilities,
    toy_calculator,
    toy_mobility,
    toy_rulebook,
    toy_source,
)

SHIPPED = known_rulebooks()
DRAWN = ("usmb-icm-2023", "usmb-bip-2024", "lille-ka171-2022", "eu-ka131-2024", "na-pl-ka131-2024")
"""Rulebooks of every kind, of which each funds something."""

patient = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
"""A rulebook is asked what it funds before the first mobility is drawn."""


@cache
def calculator(name: str) -> GrantCalculator:
    return GrantCalculator(name)


def codes(grant: GrantBreakdown) -> list[str]:
    return [finding.code.value for finding in grant.findings]


def teaching(**changes: object) -> Mobility:
    """Five days of teaching, 742 km from the sending university."""
    return toy_mobility(**changes)


# --- a missing field counted as zero and paid -------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["activity", "direction", "start_date", "end_date"])
def test_a_missing_field_counted_as_zero_and_paid_cannot_be_built(field: str) -> None:
    fields = teaching().model_dump(mode="json")
    del fields[field]
    with pytest.raises(ValidationError, match=f"{field}\n  this is missing"):
        Mobility.model_validate_json(json.dumps(fields))


@pytest.mark.parametrize(
    ("field", "code"), [("distance_km", "DISTANCE_MISSING"), ("teaching_hours", "TEACHING_HOURS_MISSING")]
)
def test_a_missing_field_counted_as_zero_and_paid_is_named(field: str, code: str) -> None:
    grant = toy_calculator().calculate(teaching(**{field: None}))
    assert codes(grant) == [code]
    assert (grant.status, grant.total_eur, grant.payments) == (GrantStatus.UNDETERMINED, None, ())
    # 0 to 500 EUR for a journey of whatever length, and 7 x 100; or all of 900, if enough hours are taught
    ends = ("700.00", "1200.00") if field == "distance_km" else ("0.00", "900.00")
    assert (str(grant.minimum_total_eur), str(grant.maximum_total_eur)) == ends
    with pytest.raises(UndeterminedGrantError):
        toy_calculator().settle(grant, Attendance(start_date="2030-03-04", end_date="2030-03-08"))


@given(st.data())
def test_a_missing_distance_is_never_paid_as_none_at_all(data: st.DataObject) -> None:
    drawn = calculator(data.draw(st.sampled_from(SHIPPED)))
    mobility = data.draw(any_mobilities()).model_copy(update={"distance_km": None})
    grant = drawn.calculate(mobility)
    assert "travel_support" not in {line.kind.value for line in grant.lines}
    if grant.status is GrantStatus.GRANTED:
        assert mobility.zero_grant or not isinstance(drawn._entries.of(mobility).travel, DistanceBands)
    elif grant.status is GrantStatus.UNDETERMINED:
        told = {"DISTANCE_MISSING", "RATE_NOT_PUBLISHED", "COUNTRY_MISSING"}
        journey = [line for line in grant.open_lines if line.kind == "travel_support"]
        assert not journey or told & set(codes(grant))


def test_missing_papers_are_not_taken_as_received() -> None:
    grant = toy_calculator().calculate(teaching())
    settlement = toy_calculator().settle(grant, Attendance(start_date="2030-03-04", end_date="2030-03-08"))
    assert [paper.value for paper in settlement.missing_documents] == [
        "certificate_of_attendance",
        "participant_report",
    ]
    assert (str(settlement.balance_eur), str(settlement.payable_now_eur)) == ("140.00", "0.00")


def test_a_missing_cost_of_a_journey_is_said() -> None:
    bands = toy_rulebook().travel_support[0].model_copy(update={"at_actual_cost": True})
    at_cost = GrantCalculator(toy_rulebook().model_copy(update={"travel_support": (bands,)}))
    attended = Attendance(start_date="2030-03-04", end_date="2030-03-08")
    settlement = at_cost.settle(at_cost.calculate(teaching()), attended)
    assert "TRAVEL_COST_NOT_STATED" in {finding.code.value for finding in settlement.findings}


# --- negative days giving a negative grant ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"end_date": "2030-03-03"},
        {"interruption_days": 5},
        {"interruption_days": -1},
        {"travel_days": -1},
        {"distance_km": -1},
        {"months_used": -1},
        {"teaching_hours": -8},
    ],
    ids=str,
)
def test_negative_days_giving_a_negative_grant_cannot_be_built(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=next(iter(changes))):
        teaching(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"start_date": "2030-03-04", "end_date": "2030-03-03"},
        {"start_date": "2030-03-04", "end_date": "2030-03-05", "interruption_days": 3},
        {"paid_eur": "-1"},
        {"travel_cost_eur": "-0.01"},
    ],
    ids=str,
)
def test_negative_days_attended_cannot_be_built(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match=list(changes)[-1]):
        Attendance.model_validate(changes)


@given(st.sampled_from(SHIPPED), any_mobilities(), any_attendances())
def test_no_stay_makes_an_amount_or_a_number_of_days_negative(
    name: str, mobility: Mobility, attendance: Attendance
) -> None:
    grant = calculator(name).calculate(mobility)
    assert all(line.quantity >= 0 and line.amount_eur >= 0 for line in grant.lines)
    ends = [end for line in grant.open_lines for end in (line.minimum_eur, line.maximum_eur)]
    bounds = [grant.total_eur, grant.minimum_total_eur, grant.maximum_total_eur, *ends]
    assert all(end >= 0 for end in bounds if end is not None)
    assert all(payment.amount_eur >= 0 for payment in grant.payments)
    if grant.status is GrantStatus.UNDETERMINED:
        with pytest.raises(UndeterminedGrantError):
            calculator(name).settle(grant, attendance)
        return
    settlement = calculator(name).settle(grant, attendance)
    assert all(line.entitled_quantity >= 0 and line.entitled_eur >= 0 for line in settlement.lines)
    assert min(settlement.entitled_eur, settlement.balance_eur, settlement.recovery_eur) >= 0


# --- 499.6 km put in a band without a word ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("distance_km", "amount_eur", "said"),
    [
        # printed: 100 to 499 km 180 EUR, 500 to 1999 km 275 EUR; nothing is printed for what lies between 499 and 500
        ("499", "180.00", False),
        ("499.6", "180.00", True),
        ("500", "275.00", False),
    ],
)
def test_499_6_km_put_in_a_band_without_a_word(distance_km: str, amount_eur: str, said: bool) -> None:
    (bands,) = (entry for entry in get_rulebook("usmb-icm-2023").travel_support if isinstance(entry, DistanceBands))
    outcome = travel_support(Decimal(distance_km), mode=TravelMode.STANDARD, bands=bands)
    assert str(outcome.lines[0].amount_eur) == amount_eur
    assert [finding.code.value for finding in outcome.findings] == ["DISTANCE_BETWEEN_PRINTED_BOUNDS"] * said


@given(distance_band_tables(), st.integers(0, 20_040_000))
def test_no_distance_falls_through_the_bands_or_between_them_unsaid(bands: DistanceBands, metres: int) -> None:
    distance_km = Decimal(metres) / 1000
    outcome = travel_support(distance_km, mode=TravelMode.STANDARD, bands=bands)
    said = {finding.code.value for finding in outcome.findings}
    starts = [band.from_km for band in bands.bands]
    between = any(start - 1 < distance_km < start for start in starts[1:])
    below = distance_km < starts[0]
    paid = next((band.standard_eur for band in reversed(bands.bands) if band.from_km <= distance_km), Decimal(0))
    assert [line.amount_eur for line in outcome.lines] == [paid]
    assert ("BELOW_FIRST_DISTANCE_BAND" in said, "DISTANCE_BETWEEN_PRINTED_BOUNDS" in said) == (
        below,
        between and not below,
    )


# --- a trace that omits the band --------------------------------------------------------------------------------------


@pytest.mark.newest_only
@patient
@given(st.data())
def test_a_trace_that_omits_the_band(data: st.DataObject) -> None:
    drawn = calculator(data.draw(st.sampled_from(DRAWN)))
    mobility = data.draw(mobilities(drawn.rulebook))
    grant = drawn.calculate(mobility)
    for line in grant.lines:
        assert line.reasons, "every line says why"
        assert line.source in drawn.rulebook.sources, "and where its rate is printed"
        if line.kind != "travel_support":
            continue
        told = dict(line.reasons[0].details)
        assert str(told["distance_km"]) == str(mobility.distance_km)
        printed = {
            (band.from_km, band.below_km)
            for table in drawn.rulebook.travel_support
            if isinstance(table, DistanceBands)
            for band in table.bands
        }
        start, end = int(str(told["from_km"])), told.get("below_km")
        if line.reasons[0].code == "DISTANCE_BELOW_FIRST_BAND":
            assert line.amount_eur == 0
        else:
            assert (start, None if end is None else int(str(end))) in printed
        shown = grant.to_markdown()
        assert str(start) in shown
        assert end is None or str(end) in shown


@pytest.mark.newest_only
def test_a_trace_that_omits_the_band_in_what_people_read() -> None:
    grant = calculator("usmb-icm-2023").calculate(
        teaching(start_date="2022-03-07", end_date="2022-03-11", distance_km=4070, receiving_country="SN")
    )
    assert "4000 <= 4070 km < 8000" in grant.to_text()
    assert {"distance_km": "4070", "from_km": "4000", "below_km": "8000"}.items() <= {
        name: str(value) for name, value in grant.lines[0].reasons[0].details
    }.items()


# --- an unknown key in a parameter file ignored -----------------------------------------------------------------------


def tables_in(data: Data, *place: str | int) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of every table of a file."""
    if isinstance(data, dict):
        yield place
        for name, item in data.items():
            yield from tables_in(item, *place, name)
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from tables_in(item, *place, index)


TOY_FILE = file_data(toy_rulebook())
PLACES = tuple(tables_in(TOY_FILE))


def test_there_are_many_places_for_an_unknown_key() -> None:
    assert len(PLACES) > 50


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)) or "top")
def test_an_unknown_key_in_a_parameter_file_ignored(place: tuple[str | int, ...], tmp_path: Path) -> None:
    data = json.loads(json.dumps(TOY_FILE))
    table = data
    for step in place:
        table = table[step]
    table["rate_eur_per_dya"] = "999.00"
    file = tmp_path / "toy.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RulebookFileError, match="rate_eur_per_dya"):
        load_rulebook(file)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('tolerence_days = 3\nbelow_minimum = "forfeit"\nsource = "A"', "tolerence_days"),
        ('below_minimum = "forfeit"\nsource = "A"\n[dayly_rates]\nx = 1', "dayly_rates"),
    ],
)
def test_an_unknown_key_in_an_overlay_ignored(line: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "overlay.toml"
    source = json.loads(toy_source().model_copy(update={"id": "A"}).model_dump_json(exclude_defaults=True))
    head = 'id = "ours"\ntitle = "Ours"\nbased_on = "eu-ka131-2024"\n[[sources]]\n'
    rows = "".join(f"{name} = {json.dumps(value)}\n" for name, value in source.items())
    file.write_text(f"{head}{rows}[settlement]\n{line}\n", encoding="utf-8")
    with pytest.raises(RulebookFileError, match=says):
        load_rulebook(file)


@given(st.text(st.characters(categories=["Ll"]), min_size=1).filter(lambda name: name not in Mobility.model_fields))
def test_an_unknown_field_of_a_mobility_ignored(name: str) -> None:
    with pytest.raises(ValidationError, match="there is no field of this name"):
        Mobility.model_validate(teaching().model_dump() | {name: 1})


# --- money in float32 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [np.float32(820.1), np.float64(820.1), 820.1, 820.0], ids=repr)
def test_money_in_float32_is_not_taken(number: float) -> None:
    with pytest.raises(ValueError, match="never as float"):
        read_money(number)
    with pytest.raises(ValidationError, match="never as float"):
        Attendance(paid_eur=number)  # type: ignore[arg-type]


def test_money_in_float32_loses_cents_that_we_keep() -> None:
    # 99999.99 x 169 = 16900000.00 - 1.69 = 16899998.31, beyond 2^24, from where float32 has no cents
    exact = line_amount(quantity=169, rate_eur=Decimal("99999.99"), rate_days=1)
    assert exact == Decimal("16899998.31")
    assert Decimal(str(np.float32(99999.99) * np.float32(169))) != exact
    assert total_eur([Decimal("16777217.00"), Decimal("0.01")]) == Decimal("16777217.01")


@given(st.lists(st.integers(0, 10**12), max_size=20))
def test_money_in_float32_or_any_float_would_not_add_up(cents: list[int]) -> None:
    assert total_eur([Decimal(one) / 100 for one in cents]) * 100 == sum(cents)


@given(st.sampled_from(SHIPPED), any_mobilities())
def test_no_amount_is_a_float_inside_or_in_json(name: str, mobility: Mobility) -> None:
    grant = calculator(name).calculate(mobility)
    amounts = [amount for line in grant.lines for amount in (line.amount_eur, line.rate_eur)]
    may_be_null = [grant.total_eur, grant.minimum_total_eur, grant.maximum_total_eur]
    for line in grant.open_lines:
        may_be_null += [line.minimum_rate_eur, line.maximum_rate_eur, line.minimum_eur, line.maximum_eur]
    amounts += [amount for amount in may_be_null if amount is not None]
    assert all(type(amount) is Decimal and amount.as_tuple().exponent == -2 for amount in amounts)
    assert not list(floats_in(json.loads(grant.model_dump_json())))


def floats_in(data: object) -> Iterator[float]:
    if isinstance(data, float):
        yield data
    for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from floats_in(item)


# --- the midpoint of a range taken as a rate --------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_midpoint_of_a_range_taken_as_a_rate(one: int, other: int) -> None:
    least, most = sorted((one, other))
    bounds = {"minimum_eur": Decimal(least), "maximum_eur": Decimal(most), "source": toy_source()}
    tiers = ({"from_day": 1, "share": 1},)
    semester = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-05-31")
    for rates, ranges, printed, mobility, times in (
        ("daily_rates", "daily_rate_ranges", bounds | {"tiers": tiers}, teaching(), 7),  # 5 days and 2 travel days
        ("monthly_rates", "monthly_rate_ranges", bounds, semester, 5),  # 150 days of thirty-day months
    ):
        book = toy_rulebook().model_copy(update={rates: (), ranges: (printed,)})
        grant = GrantCalculator(book).calculate(mobility)
        assert (grant.status, grant.eligible, grant.total_eur) == (GrantStatus.UNDETERMINED, True, None)
        assert [line.kind.value for line in grant.lines] == ["travel_support"]  # 742 km for sure: 200
        assert {line.kind.value for line in grant.open_lines} == {"individual_support"}
        ends = (grant.minimum_total_eur, grant.maximum_total_eur)
        assert ends == (Decimal(200 + times * least), Decimal(200 + times * most))
        (finding,) = grant.findings
        assert (finding.code, finding.is_unknown) == ("RATE_NOT_PUBLISHED", True)
        assert f"{least}.00 to {most}.00 EUR" in finding.message


def test_the_midpoint_of_a_printed_range_taken_as_a_rate() -> None:
    # call 2021, students from group 2 to group 1: 310 to 600 EUR is printed, whose midpoint, 455, nobody set
    semester = toy_mobility(
        activity="SMS",
        sending_country="FR",
        receiving_country="DK",
        start_date="2021-09-01",
        end_date="2022-01-31",
        distance_km=1000,
    )
    grant = calculator("eu-ka131-2021").calculate(semester)
    assert (grant.status, grant.eligible, grant.lines) == (GrantStatus.UNDETERMINED, True, ())
    assert "RATE_NOT_PUBLISHED" in codes(grant)
    assert "310.00 to 600.00 EUR a month" in grant.findings[0].message
    # 1 September to 31 January: 150 days, five months of 310 to 600; nothing is paid for the journey
    assert (str(grant.minimum_total_eur), str(grant.maximum_total_eur)) == ("1550.00", "3000.00")


# --- a missing country or distance replaced by a default --------------------------------------------------------------


def test_a_missing_country_replaced_by_a_default() -> None:
    fields = {"sending_country": "FR", "start_date": "2024-09-02", "end_date": "2024-09-06"}
    to_senegal = calculator("eu-ka131-2024").calculate(teaching(**fields, receiving_country="SN"))
    assert to_senegal.status is GrantStatus.GRANTED
    grant = calculator("eu-ka131-2024").calculate(teaching(**fields))
    assert (grant.status, grant.eligible, codes(grant)) == (GrantStatus.UNDETERMINED, None, ["COUNTRY_MISSING"])
    assert "individual_support" not in {line.kind.value for line in grant.lines}
    assert [(line.kind.value, line.maximum_eur) for line in grant.open_lines] == [("individual_support", None)]
    assert (grant.total_eur, str(grant.minimum_total_eur), grant.maximum_total_eur) == (None, "0.00", None)
    assert grant.findings[0].message == "receiving_country is not stated, and a rate depends on it."


@patient
@given(st.data())
def test_a_missing_country_leaves_the_answer_open_or_no_rate_depends_on_it(data: st.DataObject) -> None:
    drawn = calculator(data.draw(st.sampled_from(DRAWN)))
    mobility = data.draw(mobilities(drawn.rulebook))
    grant = drawn.calculate(mobility)
    for field in ("sending_country", "receiving_country"):
        unstated = drawn.calculate(mobility.model_copy(update={field: None}))
        if unstated.status is GrantStatus.GRANTED:
            assert unstated.lines == grant.lines
        else:
            assert unstated.status is GrantStatus.UNDETERMINED
            assert "COUNTRY_MISSING" in codes(unstated)
            assert unstated.minimum_total_eur in {None, Decimal(0)}
            most = unstated.maximum_total_eur
            assert most is None or (grant.total_eur is not None and most >= grant.total_eur)


@pytest.mark.parametrize("country", ["", "XX", "UK", "fr", "France", "EU", "Paris"])
def test_an_unknown_country_replaced_by_a_near_one(country: str) -> None:
    with pytest.raises(ValidationError, match="receiving_country"):
        teaching(receiving_country=country)


@given(any_mobilities(), st.sampled_from(SHIPPED))
def test_a_missing_place_stays_missing_in_what_comes_out(mobility: Mobility, name: str) -> None:
    grant = calculator(name).calculate(mobility)
    assert grant.mobility == mobility
    stated = json.loads(grant.model_dump_json())["mobility"]
    for field in ("sending_country", "receiving_country", "distance_km", "partner"):
        assert (stated[field] is None) is (getattr(mobility, field) is None)


def test_an_unknown_partner_replaced_by_a_near_one() -> None:
    grant = toy_calculator().calculate(teaching(partner="Toy Universty"))
    assert (grant.status, codes(grant)) == (GrantStatus.NOT_ELIGIBLE, ["PARTNER_NOT_IN_AGREEMENT"])


# --- a table that runs on past its year -------------------------------------------------------------------------------


KINDS = sorted({name[:-4] for name in SHIPPED})
YEARS = {kind: [int(name[-4:]) for name in SHIPPED if name.startswith(kind)] for kind in KINDS}


@pytest.mark.parametrize(
    "name",
    [f"{kind}{year}" for kind, years in YEARS.items() for year in (min(years) - 1, max(years) + 1, max(years) + 2)],
)
def test_a_table_that_runs_on_past_its_year_under_another_name(name: str) -> None:
    with pytest.raises(UnknownRulebookError):
        GrantCalculator(name)


@pytest.mark.parametrize("name", [name for name in SHIPPED if name.startswith(("eu-", "na-", "lille-"))])
def test_a_table_of_the_programme_is_for_the_one_year_in_its_name(name: str) -> None:
    assert get_rulebook(name).call_years == (int(name.rpartition("-")[2]),)


@pytest.mark.parametrize("name", ["usmb-icm-2023", "usmb-icm-2018"])
@pytest.mark.parametrize(("start", "end"), [("2010-03-01", "2010-03-05"), ("2040-03-05", "2040-03-09")])
def test_a_table_that_runs_on_past_its_year_of_an_agreement(name: str, start: str, end: str) -> None:
    grant = calculator(name).calculate(teaching(receiving_country="SN", start_date=start, end_date=end))
    assert (grant.status, grant.lines) == (GrantStatus.NOT_ELIGIBLE, ())
    assert "OUTSIDE_AGREEMENT_PERIOD" in codes(grant)


@pytest.mark.parametrize(("start", "end"), [("2010-09-06", "2010-09-10"), ("2040-09-03", "2040-09-07")])
def test_a_table_that_runs_on_past_its_year_of_the_programme(start: str, end: str) -> None:
    fields = {"sending_country": "FR", "receiving_country": "SN"}
    told = [
        codes(calculator("eu-ka131-2024").calculate(teaching(**fields, start_date=first, end_date=last)))
        for first, last in (("2024-09-02", "2024-09-06"), (start, end))
    ]
    assert told[0] != told[1]


def test_days_beyond_the_last_tier_are_not_paid_at_its_rate_and_are_said() -> None:
    # the toy pays days 1 to 14 in full, 100.00, and 15 to 60 at 70 %; without its limit of 60 days, 5 more are not funded
    endless = toy_rulebook().model_copy(update={"durations": ()})
    grant = GrantCalculator(endless).calculate(teaching(end_date="2030-05-07", teaching_hours=80))  # 28 + 30 + 7 = 65
    paid = [(line.quantity, str(line.rate_eur)) for line in grant.lines if line.kind == "individual_support"]
    assert paid == [(14, "100.00"), (46, "70.00"), (2, "100.00")]
    assert "FUNDED_DAYS_CAPPED" in codes(grant)
