"""Every pair of countries has exactly one answer from every official rulebook: a grant, or every reason for none."""

from collections import Counter
from functools import cache
from itertools import product

import pytest

from erasmus_grants import (
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    Rulebook,
    get_rulebook,
    known_rulebooks,
)
from erasmus_grants.basics.countries import COUNTRIES
from erasmus_grants.basics.scope import ScopeKey, applicable

OFFICIAL = tuple(name for name in known_rulebooks() if name.startswith("eu-"))

# Programme Guide, Part A, "Eligible countries", https://erasmus-plus.ec.europa.eu/programme-guide/part-a/eligible-countries
MEMBERS = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
ASSOCIATED = ("IS", "LI", "MK", "NO", "TR")
REGION_13 = ("AD", "MC", "SM", "VA")
REGION_14 = ("CH", "FO", "GB")
ELSEWHERE = ("IL", "RU", "SN", "UA", "US")
TERRITORIES = ("GF", "PF", "ES-CN")  # outermost regions, and a country or territory overseas
PLAINLY_THIRD = ("SN", "UA", "US")
PLACES = (*MEMBERS, *ASSOCIATED, "RS", *REGION_13, *REGION_14, *ELSEWHERE, *TERRITORIES)

STAYS = {
    "STT": {"start_date": "2030-02-04", "end_date": "2030-02-08"},
    "SMS": {"start_date": "2030-02-01", "end_date": "2030-06-30"},
}
ONE_ENTRY_AT_MOST = (
    *("activities", "durations", "cycle_limits", "teaching_hours", "travel_support", "travel_days"),
    *("daily_rates", "daily_rate_ranges", "monthly_rates", "monthly_rate_ranges", "short_stay_rates"),
    *("payment_splits", "payment_bounds", "deadlines"),
)
WHY_NOT = {
    *("COUNTRY_DISAGREES", "NOT_ABROAD", "ACTIVITY_NOT_COVERED", "ACTIVITY_NOT_FUNDED"),
    "STUDY_CYCLE_NOT_ELIGIBLE",  # the mobilities are of students, and only the third cycle may go
}
ELIGIBILITY_OPEN = {"STUDY_CYCLE_MISSING", "ELIGIBILITY_NOT_PUBLISHED"}

# outermost regions (Treaty on the Functioning of the European Union, article 349), and the countries and territories
# overseas of its annex II
OF_MEMBERS = (
    *("GF", "GP", "MF", "MQ", "RE", "YT", "ES-CN", "PT-20", "PT-30"),
    *("AW", "BL", "BQ", "CW", "GL", "NC", "PF", "PM", "SX", "TF", "WF"),
)


def programme_countries(rulebook_id: str) -> frozenset[str]:
    """Return the member states and those associated in a call: the United Kingdom to 2020, Serbia from 2019."""
    year = int(rulebook_id.rpartition("-")[2])
    return frozenset([*MEMBERS, *ASSOCIATED, *["GB"] * (year <= 2020), *["RS"] * (year >= 2019)])


@cache
def mobilities() -> tuple[Mobility, ...]:
    """Return a mobility for each activity, direction and pair of countries, once for all rulebooks."""
    kinds = product(STAYS, ("outgoing", "incoming"), PLACES, PLACES)
    return tuple(
        Mobility.model_validate(
            {
                "activity": activity,
                "direction": direction,
                "sending_country": sending,
                "receiving_country": receiving,
                "distance_km": 742,
                **STAYS[activity],
            }
        )
        for activity, direction, sending, receiving in kinds
    )


def answer(grant: GrantBreakdown) -> set[str]:
    """Return the codes that refuse or are unknown, after checking that there is one answer and not two."""
    codes = {finding.code.value for finding in grant.findings}
    refusing = {finding.code.value for finding in grant.findings if finding.is_refusing}
    unknown = {finding.code.value for finding in grant.findings if finding.is_unknown}
    assert "COUNTRY_MISSING" not in codes
    lines = [(line.kind, line.basis, line.rate_eur) for line in grant.lines]
    assert len(set(lines)) == len(lines)
    if refusing:
        assert (grant.status, grant.eligible) == (GrantStatus.NOT_ELIGIBLE, False)
        assert refusing & WHY_NOT
        assert grant.all_lines == ()
    elif unknown:
        open_yet = bool(unknown & ELIGIBILITY_OPEN)
        assert (grant.status, grant.eligible) == (GrantStatus.UNDETERMINED, None if open_yet else True)
        assert unknown <= {"RATE_NOT_PUBLISHED", *ELIGIBILITY_OPEN}
        assert grant.open_lines or open_yet
        kinds = {line.kind for line in grant.open_lines}
        assert kinds.isdisjoint(line.kind for line in grant.lines)
    else:
        assert (grant.status, grant.eligible, grant.open_lines) == (GrantStatus.GRANTED, True, ())
        assert grant.total_eur is not None
        assert grant.total_eur > 0
    return refusing | unknown


def goes_against(rulebook_id: str, direction: str, sending: str, receiving: str) -> bool | None:
    """Return whether a pair contradicts the action; None where a country is neither in the programme nor plainly out."""
    home = programme_countries(rulebook_id)
    if not {sending, receiving} <= {*home, *PLAINLY_THIRD}:
        return None
    pair = (sending in home, receiving in home)
    match rulebook_id.split("-")[1], direction:
        case "ka103", _:
            return pair != (True, True)
        case "ka107" | "ka171", "outgoing":
            return pair != (True, False)
        case "ka107" | "ka171", _:
            return pair != (False, True)
        case _, "outgoing":
            return not pair[0]
        case _:
            return not pair[1]


def test_official_rulebooks_are_there_to_be_asked() -> None:
    assert {name.split("-")[1] for name in OFFICIAL} == {"ka103", "ka107", "ka131", "ka171"}
    assert len(PLACES) == len(set(PLACES)) == 27 + 5 + 1 + 4 + 3 + 5 + 3
    assert len(mobilities()) == 2 * 2 * 48 * 48


@pytest.mark.parametrize("rulebook_id", OFFICIAL)
def test_every_pair_has_exactly_one_answer(rulebook_id: str) -> None:
    calculator, met = GrantCalculator(rulebook_id), set[ScopeKey]()
    for place, mobility in enumerate(mobilities()):
        if place % 500 == 0:  # it forgets the kinds that it met when they are many
            met |= {key for key, _ in calculator._entries._by_scope}
        sending, receiving = str(mobility.sending_country), str(mobility.receiving_country)
        case = (mobility.activity, mobility.direction, sending, receiving)
        try:
            codes = answer(calculator.calculate(mobility))
        except AssertionError as error:
            raise AssertionError(case) from error
        against = goes_against(rulebook_id, mobility.direction, sending, receiving)
        if against is not None and "ACTIVITY_NOT_FUNDED" not in codes:
            assert ("COUNTRY_DISAGREES" in codes) is against, case
        if sending == receiving:
            assert "NOT_ABROAD" in codes, case
    assert_one_entry_at_most(calculator.rulebook, met | {key for key, _ in calculator._entries._by_scope})


def assert_one_entry_at_most(book: Rulebook, met: set[ScopeKey]) -> None:
    """Check the tables for every kind of mobility that the calculator has met."""
    assert len(met) >= len(STAYS) * 2
    for key in met:
        for table in ONE_ENTRY_AT_MOST:
            found = applicable(getattr(book, table), key)
            assert len(found) <= 1, (table, key)
        kinds = Counter(entry.kind for entry in applicable(book.top_ups, key))
        assert [kind for kind, times in kinds.items() if times > 1] == [], key


# --- groups -----------------------------------------------------------------------------------------------------------

LIVING_COSTS = ("group-1", "group-2", "group-3")
STAFF_OF_2014 = ("group-a", "group-b", "group-c", "group-d")


def groups(book: Rulebook, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {group.id: group.countries for group in book.country_groups if group.id in names}


GROUPED = [
    pytest.param(get_rulebook(name), names, id=f"{name}, {names[0]}")
    for name in OFFICIAL
    for names in (LIVING_COSTS, STAFF_OF_2014)
    if groups(get_rulebook(name), names)
]


@pytest.mark.parametrize(("book", "names"), GROUPED)
def test_every_country_of_the_world_is_in_one_group_at_most(book: Rulebook, names: tuple[str, ...]) -> None:
    by_group = groups(book, names)
    assert tuple(sorted(by_group)) == names
    programme = programme_countries(book.id)
    for country in COUNTRIES:
        times = sum(country in members for members in by_group.values())
        assert times == (country in programme), country


@pytest.mark.parametrize("rulebook_id", OFFICIAL)
def test_no_country_is_both_in_the_programme_and_a_third_country(rulebook_id: str) -> None:
    listed = groups(get_rulebook(rulebook_id), ("programme-countries", "third-countries", "region-13", "region-14"))
    theirs = OF_MEMBERS if int(rulebook_id[-4:]) >= 2021 else ()
    assert set(listed["programme-countries"]) == {*programme_countries(rulebook_id), *theirs}
    times = Counter(country for members in listed.values() for country in members)
    assert [country for country, number in times.items() if number > 1] == []
