"""Every kind of mobility has exactly one answer from every rulebook: a grant, or every reason why there is none."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from erasmus_grants import ActivityType, Direction, GrantBreakdown, GrantCalculator, Mobility, ParticipantRole
from erasmus_grants.countries import COUNTRIES
from tests.exhaustive.printed_pages import AGREEMENTS, Kind, Length, grant_cents

RULEBOOKS = ("lille-ka171-2022", "usmb-bip-2024", "usmb-icm-2018", "usmb-icm-2023")
DISTANCE_KM = 742
START = date(2021, 1, 18)  # within an agreement of each page that prints any, and 400 days later too
LENGTHS = (4, 5, 14, 15, 30, 31, 61, 366)
FLAGS = (False, True)


def mobilities(activity: ActivityType) -> Iterator[tuple[Kind, Length, Mobility]]:
    """Yield every kind and length of mobility of an activity, both as the pages and as the library see it."""
    combinable = FLAGS if activity in (ActivityType.SMS, ActivityType.STA) else (False,)
    parts = ((False, False), (False, True), (True, True))  # no virtual part, one, one in a programme
    kinds = product(Direction, ParticipantRole, parts, FLAGS, FLAGS, FLAGS, combinable, LENGTHS)
    for direction, role, (programme, virtual), fewer, green, contract, combined, days in kinds:
        if contract and role is not ParticipantRole.DOCTORAL_CANDIDATE:
            continue
        end = START + timedelta(days=days - 1)
        mobility = Mobility.model_validate(
            {
                "activity": activity,
                "direction": direction,
                "role": role,
                "combined": combined,
                "teaching_contract": contract,
                "blended_intensive_programme": programme,
                "virtual_component": virtual,
                "fewer_opportunities": fewer,
                "travel_mode": "green" if green else "standard",
                "distance_km": DISTANCE_KM,
                "teaching_hours": None if activity.is_for_students else 600,
                "start_date": START,
                "end_date": end,
            }
        )
        outgoing = direction is Direction.OUTGOING
        kind = Kind(activity.value, outgoing, role.value, programme, virtual, fewer, green, contract)
        yield kind, Length((START.year, START.month, START.day), (end.year, end.month, end.day), days), mobility


def answer(grant: GrantBreakdown) -> int | None:
    """Return the total in cents, or None, after checking that it is one answer and not two."""
    blocking = [finding for finding in grant.findings if finding.is_blocking]
    if grant.eligible:
        assert grant.lines
        assert not blocking
        unsaid = "PAYMENT_SPLIT_NOT_PUBLISHED" not in {finding.code for finding in grant.findings}
        assert bool(grant.payments) is unsaid
        return int(grant.total_eur * 100)
    assert blocking
    assert (grant.lines, grant.payments, grant.total_eur) == ((), (), Decimal(0))
    return None


@pytest.mark.parametrize("rulebook_id", RULEBOOKS)
@pytest.mark.parametrize("activity", ActivityType)
def test_every_kind_of_mobility_has_the_one_answer_of_the_page(rulebook_id: str, activity: ActivityType) -> None:
    calculator = GrantCalculator(rulebook_id)
    for kind, stay, mobility in mobilities(activity):
        grant = calculator.calculate(mobility)
        assert answer(grant) == grant_cents(rulebook_id, kind, stay, distance_km=DISTANCE_KM), (kind, stay)
        assert calculator.check(mobility) == grant.findings


@pytest.mark.parametrize("rulebook_id", RULEBOOKS)
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
@pytest.mark.parametrize("side", ["sending_country", "receiving_country"])
def test_every_country_agrees_with_the_direction_or_is_refused(rulebook_id: str, direction: str, side: str) -> None:
    calculator = GrantCalculator(rulebook_id)
    is_home = (side == "sending_country") is (direction == "outgoing")
    fields = {"activity": "STT", "direction": direction, "distance_km": DISTANCE_KM, "start_date": START}
    for country in COUNTRIES:
        mobility = Mobility.model_validate(fields | {"end_date": START + timedelta(days=4), side: country})
        codes = {finding.code.value for finding in calculator.check(mobility)}
        assert ("COUNTRY_DISAGREES" in codes) is ((country == "FR") is not is_home), country


@pytest.mark.parametrize("rulebook_id", RULEBOOKS)
def test_every_week_of_ten_years_lies_in_an_agreement_or_is_refused(rulebook_id: str) -> None:
    calculator = GrantCalculator(rulebook_id)
    periods = [(date(*first), date(*last)) for first, last in AGREEMENTS.get(rulebook_id, ())]
    for offset in range(3653):
        start = date(2017, 6, 1) + timedelta(days=offset)
        end = start + timedelta(days=4)
        mobility = Mobility.model_validate(
            {
                "activity": "STT",
                "direction": "outgoing",
                "distance_km": DISTANCE_KM,
                "start_date": start,
                "end_date": end,
            }
        )
        codes = {finding.code.value for finding in calculator.check(mobility)}
        covered = not periods or any(first <= start and end <= last for first, last in periods)
        assert ("OUTSIDE_AGREEMENT_PERIOD" in codes) is not covered, start
