"""Every kind of mobility has exactly one answer from every rulebook: a grant, or every reason why there is none."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from erasmus_grants import (
    ActivityType,
    Direction,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    ParticipantRole,
)
from erasmus_grants.basics.countries import COUNTRIES
from tests.exhaustive.domain import FORMS, known_of, lines_of, mobility_of
from tests.reference.answers import answer, bounds
from tests.reference.calendars import days_later
from tests.reference.cases import Case
from tests.reference.printed_pages import AGREEMENTS

HOSTS_OF_BIP = (  # Programme Guide 2023, p. 61: hosts hold the Charter, so they are in programme countries
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MK MT NL NO PL PT RO RS SE SI SK TR "
    "AW BL BQ CW ES-CN GF GL GP MF MQ NC PF PM PT-20 PT-30 RE SX TF WF YT"  # their outermost regions, countries and territories
)
RULEBOOKS = ("lille-ka171-2022", "usmb-bip-2024", "usmb-icm-2018", "usmb-icm-2023")
DISTANCE_KM = 742
START = (2021, 1, 18)  # within an agreement of each page that prints any, and 400 days later too
LENGTHS = (4, 5, 14, 15, 30, 31, 61, 366)
FLAGS = (False, True)


def cases(activity: str) -> Iterator[Case]:
    """Yield every kind and length of mobility of an activity; all hours are taught, and no months used."""
    combinable = FLAGS if activity in ("SMS", "STA") else (False,)
    for number, who in enumerate(product(Direction, ParticipantRole, FORMS, FLAGS, FLAGS, FLAGS, combinable, LENGTHS)):
        direction, role, (virtual, programme), fewer, green, contract, combined, days = who
        if contract and role is not ParticipantRole.DOCTORAL_CANDIDATE:
            continue
        yield {
            "activity": activity,
            "direction": direction.value,
            "role": role.value,
            "combined": combined,
            "teaching_contract": contract,
            "sending": None,
            "receiving": None,
            "start": START,
            "end": days_later(START, days - 1),
            "interruption": 0,
            "academic_term": number % 7 == 0,
            "virtual": virtual,
            "bip": programme,
            "half_km": 2 * DISTANCE_KM,
            "green": green,
            "travel_days": None,
            "fewer_opportunities": fewer,
            "teaching_tenths": 6000 if activity in ("STA", "STT") else None,
            "months_used_hundredths": 0,
        }


def assert_is_one_answer(grant: GrantBreakdown) -> None:
    """Check that a grant is a grant, or every reason why there is none or it is not known, and one of these."""
    refusing = [finding for finding in grant.findings if finding.is_refusing]
    unknown = [finding for finding in grant.findings if finding.is_unknown]
    if grant.status is GrantStatus.GRANTED:
        assert grant.lines
        assert not refusing
        assert not unknown
        unsaid = "PAYMENT_SPLIT_NOT_PUBLISHED" not in {finding.code for finding in grant.findings}
        assert bool(grant.payments) is unsaid
    elif grant.status is GrantStatus.NOT_ELIGIBLE:
        assert refusing
        assert (grant.all_lines, grant.payments, grant.total_eur) == ((), (), Decimal(0))
    else:
        assert unknown
        assert not refusing
        assert grant.open_lines
        assert (grant.payments, grant.total_eur) == ((), None)


@pytest.mark.parametrize("rulebook_id", RULEBOOKS)
@pytest.mark.parametrize("activity", ActivityType)
def test_every_kind_of_mobility_has_the_one_answer_of_the_page(rulebook_id: str, activity: ActivityType) -> None:
    calculator = GrantCalculator(rulebook_id)
    for case in cases(activity.value):
        mobility = mobility_of(case)
        grant = calculator.calculate(mobility)
        assert_is_one_answer(grant)
        assert lines_of(grant) == answer(rulebook_id, case), case
        assert known_of(grant) == bounds(rulebook_id, case), case
        assert calculator.check(mobility) == grant.findings


@pytest.mark.parametrize("rulebook_id", RULEBOOKS)
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
@pytest.mark.parametrize("side", ["sending_country", "receiving_country"])
def test_every_country_agrees_with_the_direction_or_is_refused(rulebook_id: str, direction: str, side: str) -> None:
    calculator = GrantCalculator(rulebook_id)
    is_home = (side == "sending_country") is (direction == "outgoing")
    fields = {"activity": "STT", "direction": direction, "distance_km": DISTANCE_KM, "start_date": date(*START)}
    for country in COUNTRIES:
        mobility = Mobility.model_validate(fields | {"end_date": date(*START) + timedelta(days=4), side: country})
        codes = {finding.code.value for finding in calculator.check(mobility)}
        goes_to = direction == "outgoing" and side == "receiving_country"
        hosts_none = rulebook_id == "usmb-bip-2024" and goes_to and country not in HOSTS_OF_BIP.split()
        assert ("COUNTRY_DISAGREES" in codes) is ((country == "FR") is not is_home or hosts_none), country


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
