from decimal import Decimal

import pytest

from erasmus_grants import (
    Attendance,
    Finding,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    Rulebook,
    Settlement,
    get_rulebook,
    known_rulebooks,
)
from erasmus_grants.basics.vocabulary import Confidence
from erasmus_grants.rules.countries import members_of
from erasmus_grants.rules.distance_bands import DistanceBands
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.top_ups import OnceTopUp
from erasmus_grants.testing import toy_source

KA131, KA171, AGENCIES = (
    [name for name in known_rulebooks() if name.startswith(kind)] for kind in ("eu-ka131-", "eu-ka171-", "na-")
)

Band = tuple[int, int | None, Decimal | None, Decimal | None]

# Country, and the country groups that it was in before call 2024 and is in since.
MOVED = [
    *((country, "group-2", "group-1") for country in ("AT", "BE", "DE", "FR", "IT", "NL")),
    *((country, "group-3", "group-2") for country in ("CZ", "EE", "LV", "SI", "SK")),
]
MOST_A_DAY = {
    "eu-ka131-2023": {"group-1": "180.00", "group-2": "160.00", "group-3": "140.00"},
    "eu-ka131-2024": {"group-1": "190.00", "group-2": "170.00", "group-3": "148.00"},
}
# fmt: off
EVERYWHERE = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU",
    "LV", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR",
}
# fmt: on


def staff(receiving: str | None, *, days: int = 5, **more: object) -> Mobility:
    fields = {
        "activity": "STA",
        "direction": "outgoing",
        "sending_country": "SE",
        "receiving_country": receiving,
        "start_date": "2025-03-01",
        "end_date": f"2025-03-{days:02}",
        "distance_km": 742,
        "teaching_hours": 24,
    }
    return Mobility.model_validate(fields | more)


def student(sending: str | None, receiving: str | None, **more: object) -> Mobility:
    fields = {  # 1 February to 30 June: 5 x 30 = 150 days of thirty-day months
        "activity": "SMS",
        "direction": "outgoing",
        "sending_country": sending,
        "receiving_country": receiving,
        "start_date": "2025-02-01",
        "end_date": "2025-06-30",
        "distance_km": 742,
    }
    return Mobility.model_validate(fields | more)


def short(sending: str | None, receiving: str | None, *, days: int, **more: object) -> Mobility:
    return student(sending, receiving, end_date=f"2025-02-{days:02}", virtual_component=True, **more)


def grant(rulebook: str, mobility: Mobility) -> GrantBreakdown:
    return GrantCalculator(rulebook).calculate(mobility)


def lines(rulebook: str, mobility: Mobility) -> list[tuple[str, int, str]]:
    return [(line.kind.value, line.quantity, str(line.amount_eur)) for line in grant(rulebook, mobility).lines]


def against(rulebook: str, mobility: Mobility) -> list[Finding]:
    """Return what refuses a grant, or leaves it open."""
    return [one for one in grant(rulebook, mobility).findings if one.is_refusing or one.is_unknown]


def codes(rulebook: str, mobility: Mobility) -> list[str]:
    return [finding.code.value for finding in against(rulebook, mobility)]


def said(rulebook: str, mobility: Mobility) -> str:
    return " ".join(finding.message for finding in against(rulebook, mobility))


def bounds(rulebook: str, mobility: Mobility) -> tuple[str, str]:
    """Return between what the total of an undetermined grant of an eligible mobility lies."""
    found = grant(rulebook, mobility)
    assert (found.status, found.eligible, found.total_eur) == (GrantStatus.UNDETERMINED, True, None)
    return str(found.minimum_total_eur), str(found.maximum_total_eur)


def groups_of(rulebook: str, country: str) -> set[str]:
    return {group.id for group in get_rulebook(rulebook).country_groups if country in group.countries}


def bands(rulebook: str) -> tuple[Band, ...]:
    """Return the bands of a rulebook without their sources: whoever has travel support has the same."""
    (same_for_all,) = {
        tuple((band.from_km, band.below_km, band.standard_eur, band.green_eur) for band in table.bands)
        for table in get_rulebook(rulebook).travel_support
        if isinstance(table, DistanceBands)
    }
    return same_for_all


# --- Every rulebook


@pytest.mark.parametrize("rulebook_id", [*KA131, *KA171, *AGENCIES])
def test_a_rulebook_says_whose_rules_it_holds_and_of_which_call(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    assert rulebook.id == rulebook_id
    assert rulebook.action == rulebook_id.split("-")[-2].upper()
    assert rulebook.call_years == (int(rulebook_id[-4:]),)
    assert rulebook.status.value == "provisional"
    assert Rulebook.model_validate_json(rulebook.model_dump_json()) == rulebook


@pytest.mark.parametrize("rulebook_id", [*KA131, *KA171])
def test_an_official_rulebook_belongs_to_no_institution(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    assert rulebook.institution == "Erasmus+ programme"
    assert rulebook.home is None
    assert rulebook.based_on is None


@pytest.mark.parametrize(
    ("rulebook_id", "base", "home"),
    [(rulebook_id, f"eu-ka131-{rulebook_id[-4:]}", rulebook_id[3:5].upper()) for rulebook_id in AGENCIES],
)
def test_an_agency_adapts_the_rulebook_of_its_call(rulebook_id: str, base: str, home: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    assert rulebook.based_on is not None
    assert rulebook.based_on.id == base
    assert rulebook.home is not None
    assert rulebook.home.country == home
    assert rulebook.daily_rate_ranges == get_rulebook(base).daily_rate_ranges


@pytest.mark.parametrize("rulebook_id", [*KA131, *KA171])
def test_each_programme_country_is_in_one_group_of_living_costs(rulebook_id: str) -> None:
    groups = members_of(get_rulebook(rulebook_id).country_groups)
    living_costs = [country for group in ("group-1", "group-2", "group-3") for country in groups[group]]
    assert len(living_costs) == 33
    assert {*living_costs} == EVERYWHERE == {*groups["programme-countries"]}
    assert not EVERYWHERE & {*groups["third-countries"]}


@pytest.mark.parametrize("rulebook_id", [*KA131, *KA171])
def test_what_is_not_published_says_how_to_supply_it(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    tables = (rulebook.travel_support, rulebook.daily_rates, rulebook.monthly_rates, rulebook.short_stay_rates)
    sentences = [
        entry.model_dump()["not_published"]
        for table in (*tables, rulebook.top_ups, rulebook.payment_splits)
        for entry in table
        if "not_published" in type(entry).model_fields
    ]
    assert sentences
    assert all(sentence.endswith("; supply it in a rulebook that is based on this one.") for sentence in sentences)


# --- The eleven countries that changed their group


@pytest.mark.parametrize(("country", "before", "since"), MOVED)
def test_a_country_changed_its_group_with_call_2024(country: str, before: str, since: str) -> None:
    assert before in groups_of("eu-ka131-2023", country)
    assert since not in groups_of("eu-ka131-2023", country)
    assert since in groups_of("eu-ka131-2024", country)
    assert before not in groups_of("eu-ka131-2024", country)
    assert {before} < groups_of("eu-ka171-2023", country)
    assert {since} < groups_of("eu-ka171-2024", country)


@pytest.mark.parametrize(("country", "before", "since"), MOVED)
def test_and_so_did_the_range_of_staff_who_go_there(country: str, before: str, since: str) -> None:
    for rulebook, group, journey_eur in (("eu-ka131-2023", before, 275), ("eu-ka131-2024", since, 309)):
        mobility = staff(country)
        assert codes(rulebook, mobility) == ["RATE_NOT_PUBLISHED"]
        assert f"at most {MOST_A_DAY[rulebook][group]} EUR" in said(rulebook, mobility)
        # 742 km for sure, and at most 5 days and 2 travel days; the lowest day is not printed
        most = journey_eur + 7 * Decimal(MOST_A_DAY[rulebook][group])
        assert bounds(rulebook, mobility) == (f"{journey_eur}.00", str(most))


def test_nobody_else_changed_group() -> None:
    changed = {
        country
        for country in EVERYWHERE
        for group in ("group-1", "group-2", "group-3")
        if (group in groups_of("eu-ka131-2023", country)) is not (group in groups_of("eu-ka131-2024", country))
    }
    assert changed == {country for country, _, _ in MOVED}


# --- Regions 13 and 14


@pytest.mark.parametrize(
    ("country", "region", "most_a_day"),
    [
        *((country, "region-13", "160.00") for country in ("AD", "MC", "SM", "VA")),
        *((country, "region-14", "180.00") for country in ("FO", "CH", "GB")),
    ],
)
@pytest.mark.parametrize("rulebook", ["eu-ka131-2021", "eu-ka131-2023"])
def test_staff_to_regions_13_and_14_before_call_2024(rulebook: str, country: str, region: str, most_a_day: str) -> None:
    assert groups_of(rulebook, country) == {region}
    assert f"at most {most_a_day} EUR" in said(rulebook, staff(country))
    assert bounds(rulebook, staff(country)) == ("275.00", str(275 + 7 * Decimal(most_a_day)))


@pytest.mark.parametrize("country", ["AD", "MC", "SM", "VA", "FO", "CH", "GB"])
def test_staff_to_regions_13_and_14_in_call_2024(country: str) -> None:
    assert codes("eu-ka131-2024", staff(country)) == ["RATE_NOT_PUBLISHED"]
    assert "not confirmed for staff from call 2024 on" in said("eu-ka131-2024", staff(country))
    assert bounds("eu-ka131-2024", staff(country)) == ("309.00", "None")


# From Germany, in group 2 in call 2021: Region 13 has similar living costs, Region 14 higher ones.
@pytest.mark.parametrize("country", ["AD", "MC", "SM", "VA"])
def test_students_to_region_13(country: str) -> None:
    assert "260.00 to 540.00 EUR" in said("eu-ka131-2021", student("DE", country))
    assert "310.00 to 600.00 EUR" in said("eu-ka131-2021", student("PL", country))
    assert "200.00 to 490.00 EUR" in said("eu-ka131-2021", student("DK", country))
    # 150 days are five months; nothing is paid for the journey
    assert bounds("eu-ka131-2021", student("DE", country)) == ("1300.00", "2700.00")
    assert bounds("eu-ka131-2021", student("PL", country)) == ("1550.00", "3000.00")
    assert bounds("eu-ka131-2021", student("DK", country)) == ("1000.00", "2450.00")
    assert "not confirmed for call 2023" in said("eu-ka131-2023", student("DE", country))
    assert bounds("eu-ka131-2023", student("DE", country)) == ("None", "None")


@pytest.mark.parametrize("country", ["FO", "CH", "GB"])
def test_students_to_region_14(country: str) -> None:
    assert "310.00 to 600.00 EUR" in said("eu-ka131-2021", student("DE", country))
    assert "260.00 to 540.00 EUR" in said("eu-ka131-2021", student("DK", country))
    assert bounds("eu-ka131-2021", student("DE", country)) == ("1550.00", "3000.00")
    assert bounds("eu-ka131-2021", student("DK", country)) == ("1300.00", "2700.00")
    assert "not confirmed for call 2023" in said("eu-ka131-2023", student("DE", country))
    assert bounds("eu-ka131-2023", student("DE", country)) == ("None", "None")


@pytest.mark.parametrize("country", ["AD", "MC", "SM", "VA", "FO", "CH", "GB"])
def test_from_call_2024_both_regions_are_in_group_1_for_students(country: str) -> None:
    assert "at most 674.00 EUR" in said("eu-ka131-2024", student("CZ", country))
    assert "similar living costs" in said("eu-ka131-2024", student("DE", country))
    # nobody prints the journey, so nothing bounds the total from above
    assert bounds("eu-ka131-2024", student("CZ", country)) == ("None", "None")
    assert codes("na-pl-ka131-2024", student("PL", country)) == ["RATE_NOT_PUBLISHED"]  # of the journey alone
    assert bounds("na-pl-ka131-2024", student("PL", country)) == ("3350.00", "None")  # 5 x 670
    assert "towards Regions 13 and 14 too is not confirmed" in said("na-pl-ka131-2024", student("PL", country))
    (rate,) = (
        rate
        for rate in get_rulebook("na-pl-ka131-2024").monthly_rates
        if groups_of("na-pl-ka131-2024", country) & {*(rate.scope.receiving_groups or ())}
        and rate.scope.sending_groups == ("group-3",)
    )
    assert isinstance(rate, MonthlyRate)
    assert rate.rate_eur_per_month == Decimal(670)


# --- The universities' rulebooks agree where the programme's cell is filled


@pytest.mark.parametrize("rulebook_id", ["eu-ka131-2024", "eu-ka131-2025"])
def test_a_short_stay_pays_what_savoie_mont_blanc_prints(rulebook_id: str) -> None:
    ours, theirs = get_rulebook(rulebook_id), get_rulebook("usmb-bip-2024")
    (rate,), (printed,) = ours.short_stay_rates, theirs.short_stay_rates
    assert isinstance(rate, ShortStayRate)
    assert isinstance(printed, ShortStayRate)
    assert [(tier.from_day, tier.to_day, tier.rate_eur_per_day) for tier in rate.tiers] == [
        (tier.from_day, tier.to_day, tier.rate_eur_per_day) for tier in printed.tiers
    ]
    (once,) = (top_up for top_up in ours.top_ups if isinstance(top_up, OnceTopUp))
    (printed_once,) = (top_up for top_up in theirs.top_ups if isinstance(top_up, OnceTopUp))
    assert [(tier.from_day, tier.to_day, tier.amount_eur) for tier in once.tiers] == [
        (tier.from_day, tier.to_day, tier.amount_eur) for tier in printed_once.tiers
    ]
    assert bands(rulebook_id) == bands("usmb-bip-2024")


def test_call_2022_pays_what_lille_pays_where_it_is_printed() -> None:
    for mobility in (staff("SN", sending_country="FR", days=20), student("FR", "SN")):
        assert lines("eu-ka171-2022", mobility) == lines("lille-ka171-2022", mobility) != []


def test_where_lille_differs_the_programme_has_an_empty_cell() -> None:
    # Lille's 160 a day and 850 a month for those who come to France are those of an older action and page; no page
    # confirms them for KA171 and a host in group 2.
    teacher = staff("FR", sending_country="SN", direction="incoming")
    visitor = student("SN", "FR", direction="incoming")
    for mobility in (teacher, visitor):
        assert lines("lille-ka171-2022", mobility)
        assert codes("eu-ka171-2022", mobility) == ["RATE_NOT_PUBLISHED"]
        assert "groups 1 and 2 are not confirmed" in said("eu-ka171-2022", mobility)
        assert bounds("eu-ka171-2022", mobility) == ("275.00", "None")  # 742 km


def test_below_100_km_lille_has_no_band_and_the_programme_has_one() -> None:
    # The page whose bands Lille's rulebook uses starts at 100 km; the programme prints 23 EUR from 10 km on.
    assert bands("eu-ka171-2022")[0] == (10, 100, Decimal(23), None)
    from_100_km = [(band[0], band[1], band[2]) for band in bands("eu-ka171-2022")[1:]]
    assert from_100_km == [(band[0], band[1], band[2]) for band in bands("lille-ka171-2022")]


# --- Travel support


def test_a_band_that_is_less_sure_than_its_table_says_so() -> None:
    for rulebook, sure_km, less_sure_km in (("eu-ka131-2021", 499, 500), ("eu-ka171-2025", 2999, 3000)):
        mobility = student("SE", "SN") if rulebook == "eu-ka131-2021" else student("SN", "DE", direction="incoming")
        sure = mobility.model_copy(update={"distance_km": Decimal(sure_km)})
        less_sure = mobility.model_copy(update={"distance_km": Decimal(less_sure_km)})
        assert grant(rulebook, sure).lines[0].source.confidence is Confidence.HIGH
        assert grant(rulebook, less_sure).lines[0].source.confidence is Confidence.MED


@pytest.mark.parametrize("sending", ["CY", "IS", "MT"])
def test_students_sent_from_islands_have_travel_support_before_call_2024(sending: str) -> None:
    policy = toy_source()
    nearby = {"receiving_groups": "programme-countries"}
    rates = [{"scope": nearby, "rate_eur_per_month": 400, "source": policy}]
    official = get_rulebook("eu-ka131-2022")
    ours = GrantCalculator(official.adapt(id="ours", title="Ours", source=policy, monthly_rates=rates))
    from_island = ours.calculate(student(sending, "DE")).lines
    from_mainland = ours.calculate(student("PL", "DE")).lines
    assert [(line.kind.value, str(line.amount_eur)) for line in from_island] == [
        ("travel_support", "275.00"),
        ("individual_support", "2000.00"),  # 150 x 400 / 30
    ]
    assert [line.kind.value for line in from_mainland] == ["individual_support"]
    assert "Cyprus, Iceland or Malta" in said("eu-ka131-2022", short(sending, "DE", days=10))


# --- Students


def test_no_page_of_call_2023_prints_the_days_of_a_short_stay() -> None:
    assert codes("eu-ka131-2023", short("ES", "FR", days=20, fewer_opportunities=True)) == ["RATE_NOT_PUBLISHED"]
    assert codes("eu-ka171-2023", short("ES", "SN", days=20)) == ["RATE_NOT_PUBLISHED"]


def test_from_call_2024_others_decide_on_the_journey_of_a_short_stay() -> None:
    mobility = short("ES", "FR", days=10, travel_mode="green", travel_days=6)
    assert codes("eu-ka131-2024", mobility) == ["RATE_NOT_PUBLISHED"]
    assert "the agency or the institution decides" in said("eu-ka131-2024", mobility)
    assert bounds("eu-ka131-2024", mobility) == ("1264.00", "None")  # 10 days and 6 travel days of 79


def test_an_official_rulebook_leaves_a_long_stay_within_the_programme_open_with_all_reasons() -> None:
    mobility = student("PL", "FR")
    assert codes("eu-ka131-2022", mobility) == ["RATE_NOT_PUBLISHED"]
    assert codes("eu-ka131-2024", mobility) == ["RATE_NOT_PUBLISHED", "RATE_NOT_PUBLISHED"]
    assert "at most 674.00 EUR" in said("eu-ka131-2024", mobility)
    assert "decided country by country" in said("eu-ka131-2024", mobility)
    assert bounds("eu-ka131-2024", mobility) == ("None", "None")  # neither the lowest month nor the journey
    assert [line.kind.value for line in grant("eu-ka131-2024", mobility).open_lines] == [
        "travel_support",
        "individual_support",
    ]


def test_students_of_an_outermost_region_have_a_rate_of_their_own_in_call_2024() -> None:
    reunion = student("RE", "ES")
    assert "decided country by country" in said("eu-ka131-2024", reunion)  # the journey is all that is missing
    assert codes("eu-ka131-2024", reunion) == ["RATE_NOT_PUBLISHED"]
    assert bounds("eu-ka131-2024", reunion) == ("3930.00", "None")  # 5 x 786
    assert "COUNTRY_DISAGREES" in codes("eu-ka131-2023", reunion)


# --- KA171


def test_no_page_of_call_2024_prints_a_month_towards_group_2() -> None:
    assert "group 2 is not confirmed" in said("eu-ka171-2024", student("GE", "ES", direction="incoming"))


def test_what_ka171_does_not_say_is_open_or_refused() -> None:
    # 700 a month, and 275 for 742 km; the top-up is what nobody prints
    for more in ({"fewer_opportunities": True}, {"activity": "SMT"}):
        assert codes("eu-ka171-2022", student("DE", "SN", **more)) == ["RATE_NOT_PUBLISHED"]
        assert bounds("eu-ka171-2022", student("DE", "SN", **more)) == ("3775.00", "None")
    assert "RATE_NOT_PUBLISHED" in codes("eu-ka171-2022", staff("SN", role="invited_staff"))
    assert "ACTIVITY_NOT_COVERED" in codes(
        "eu-ka171-2022", short("DE", "SN", days=10, blended_intensive_programme=True)
    )
    assert "COUNTRY_DISAGREES" in codes("eu-ka171-2022", staff("CH"))


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_before_call_2025_russia_is_a_third_country_as_any_other(year: int) -> None:
    assert groups_of(f"eu-ka171-{year}", "RU") == {"third-countries"}
    assert codes(f"eu-ka171-{year}", staff("RU")) == []


def test_in_call_2025_only_students_come_from_russia() -> None:
    assert codes("eu-ka171-2025", student("RU", "DE", direction="incoming")) == []
    assert codes("eu-ka171-2025", student("DE", "RU")) == ["COUNTRY_DISAGREES"]
    assert "COUNTRY_DISAGREES" in codes("eu-ka171-2025", staff("RU"))
    assert "COUNTRY_DISAGREES" in codes("eu-ka171-2025", staff("DE", sending_country="RU", direction="incoming"))


# --- Countries that are not stated, or disagree


@pytest.mark.parametrize("rulebook", KA131)
def test_a_country_on_which_a_rate_depends_is_asked_for(rulebook: str) -> None:
    assert "COUNTRY_MISSING" in codes(rulebook, student(None, "FR"))
    assert "sending_country is not stated" in said(rulebook, student(None, "FR"))
    assert "receiving_country is not stated" in said(rulebook, student("DE", None))
    assert "receiving_country is not stated" in said(rulebook, staff(None))
    assert "COUNTRY_MISSING" not in codes(rulebook, staff("FR", sending_country=None))
    for mobility in (student(None, "FR"), student("DE", None), staff(None)):
        found = grant(rulebook, mobility)
        assert (found.status, found.eligible) == (GrantStatus.UNDETERMINED, None)
        assert found.maximum_total_eur is None


def test_in_ka171_the_sending_country_decides_no_rate() -> None:
    assert codes("eu-ka171-2024", student(None, "TR", direction="incoming")) == []
    assert codes("eu-ka171-2024", student("GE", None, direction="incoming")) == ["COUNTRY_MISSING"]
    nowhere = grant("eu-ka171-2024", student("GE", None, direction="incoming"))
    assert (nowhere.status, nowhere.eligible) == (GrantStatus.UNDETERMINED, None)
    assert codes("eu-ka171-2024", staff(None, sending_country=None)) == []


@pytest.mark.parametrize("rulebook", KA131)
def test_invited_staff_come_for_a_day_and_others_are_paid_from_elsewhere(rulebook: str) -> None:
    guest = staff("FR", sending_country="US", direction="incoming", role="invited_staff", days=1, teaching_hours=1)
    assert codes(rulebook, guest) == ["RATE_NOT_PUBLISHED"]  # the length and the hours are in order
    assert "ROLE_NOT_ELIGIBLE" in codes(rulebook, staff("FR", direction="incoming"))
    assert codes(rulebook, student("DE", "FR", direction="incoming")) == ["ACTIVITY_NOT_FUNDED"]


@pytest.mark.parametrize("rulebook", KA131)
def test_staff_stay_two_days_within_the_programme_and_five_beyond(rulebook: str) -> None:
    for country, too_short, enough in (("FR", 1, 2), ("SN", 4, 5), ("AD", 4, 5), ("CH", 4, 5)):
        assert "DURATION_TOO_SHORT" in codes(rulebook, staff(country, days=too_short))
        assert "DURATION_TOO_SHORT" not in codes(rulebook, staff(country, days=enough))


# --- National Agencies


def test_a_german_trainee_who_travels_green_with_fewer_opportunities() -> None:
    # 150 x 600 / 30 = 3000; 4 travel days x 600 / 30 = 80; 150 x 250 / 30 = 1250; 150 x 150 / 30 = 750; once 50
    mobility = student("DE", "DK", activity="SMT", fewer_opportunities=True, travel_mode="green", travel_days=4)
    assert sorted(lines("na-de-ka131-2022", mobility)) == sorted(
        [
            ("individual_support", 150, "3000.00"),
            ("individual_support", 4, "80.00"),
            ("top_up_fewer_opportunities", 150, "1250.00"),
            ("top_up_traineeship", 150, "750.00"),
            ("top_up_green_travel", 1, "50.00"),
        ]
    )


def test_a_german_student_may_leave_five_days_early() -> None:
    calculator = GrantCalculator("na-de-ka131-2022")
    agreed = calculator.calculate(student("DE", "FR"))

    def settled(last_day: str) -> Settlement:
        return calculator.settle(agreed, Attendance(start_date="2025-02-01", end_date=last_day))

    assert str(settled("2025-06-25").entitled_eur) == "2700.00"
    assert str(settled("2025-06-24").entitled_eur) == "2592.00"  # 144 x 540 / 30
    official = GrantCalculator("eu-ka131-2022")
    assert official.rulebook.settlement.tolerance_days == 0


def test_polish_staff_beyond_the_programme_have_the_reduced_day_of_the_programme() -> None:
    mobility = staff("SN", sending_country="PL", days=15)
    assert ("individual_support", 1, "133.00") in lines("na-pl-ka131-2024", mobility)  # 190 x 0.7
    assert lines("na-pl-ka131-2024", mobility) == lines("eu-ka131-2024", mobility)


def test_an_agency_is_of_its_own_country() -> None:
    assert "COUNTRY_DISAGREES" in codes("na-de-ka131-2022", student("FR", "DK"))
    assert "COUNTRY_DISAGREES" in codes("na-pl-ka131-2024", staff("DE", sending_country="RO"))
    assert "COUNTRY_MISSING" in codes("na-de-ka131-2022", student("DE", None))
    # a country that is not stated is that of the agency
    assert lines("na-de-ka131-2022", student(None, "DK")) == lines("na-de-ka131-2022", student("DE", "DK")) != []


def test_studies_with_a_traineeship_in_them_wait_for_who_knows_their_top_up() -> None:
    # The page prints 150 EUR a month for traineeships; nobody says whether, and for which days, a combined stay has them.
    semester = {
        "direction": "outgoing",
        "sending_country": "DE",
        "receiving_country": "ES",
        "start_date": "2022-09-01",
        "end_date": "2023-01-30",
    }
    calculator = GrantCalculator("na-de-ka131-2022")
    traineeship = calculator.calculate(Mobility.model_validate({"activity": "SMT", **semester}))
    assert str(traineeship.total_eur) == "3450.00"  # 150 days: 5 x 540 = 2700, and 5 x 150 = 750
    studies = {"activity": "SMS", **semester}
    assert str(calculator.calculate(Mobility.model_validate(studies)).total_eur) == "2700.00"
    combined = Mobility.model_validate(studies | {"combined": True})
    (waits,) = calculator.check(combined)
    assert waits.code == "RATE_NOT_PUBLISHED"
    assert "studies with a traineeship in them" in waits.message
    assert bounds("na-de-ka131-2022", combined) == ("2700.00", "None")  # the months at least
