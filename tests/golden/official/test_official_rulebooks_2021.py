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
    TravelMode,
    get_rulebook,
    known_rulebooks,
)
from erasmus_grants.basics.countries import REGIONS
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.basics.vocabulary import Confidence
from erasmus_grants.rules.countries import members_of
from erasmus_grants.rules.monthly_rates import MonthlyRate
from erasmus_grants.rules.short_stay_rates import ShortStayRate
from erasmus_grants.rules.top_ups import MonthlyTopUp, OnceTopUp
from erasmus_grants.testing import toy_source

KA131, KA171, AGENCIES = (
    [name for name in known_rulebooks() if name.startswith(kind)] for kind in ("eu-ka131-", "eu-ka171-", "na-")
)


@pytest.mark.parametrize("name", [*KA131, *KA171])
def test_the_agreement_of_staff_is_called_as_the_guides_call_it(name: str) -> None:
    # guide of 2023, p. 60, and of 2026, p. 57: students sign a learning agreement, and staff a mobility agreement
    agreements = [rule for rule in get_rulebook(name).documents if rule.document == "learning_agreement"]
    (of_staff,) = [rule for rule in agreements if "STA" in (rule.scope.activities or ("STA",))]
    assert of_staff.note == "Of staff it is the mobility agreement."


def note_of_agreement(rulebook: str, mobility: Mobility) -> tuple[str, str]:
    """Return what a grant says of the learning agreement, and where that is printed."""
    (paper,) = [paper for paper in grant(rulebook, mobility).documents if paper.document == "learning_agreement"]
    assert paper.signed_by == ("participant", "sending_organisation", "receiving_organisation")
    return paper.note, paper.source.locator


# Programme Guides 2023, pp. 55, 56 and 61, and 2026, pp. 54, 55 and 58.
@pytest.mark.parametrize("strand", ["ka131", "ka171"])
@pytest.mark.parametrize(
    ("year", "of_graduates", "of_credits"), [(2023, "p. 56", "pp. 55 and 61"), (2026, "p. 55", "pp. 54 and 58")]
)
def test_a_grant_tells_beside_the_agreement_what_no_field_tells(
    strand: str, year: int, of_graduates: str, of_credits: str
) -> None:
    rulebook = f"eu-{strand}-{year}"
    graduate = student("DE", "US", activity="SMT", role="recent_graduate")
    note, page = note_of_agreement(rulebook, graduate)
    assert "within a year of graduation" in note
    assert "in the last year of study" in note
    assert of_graduates in page
    trainee, _ = note_of_agreement(rulebook, student("DE", "US", activity="SMT"))
    assert "Holidays of the host are no interruption" in trainee
    assert "Holidays of the host are no interruption" in note
    assert "graduation" not in trainee
    blended = short("DE", "US", days=10, role="doctoral_candidate")
    note, page = note_of_agreement(rulebook, blended)
    assert "at least 3 ECTS credits" in note
    assert of_credits in page
    assert note_of_agreement(rulebook, student("DE", "US"))[0] == ""
    assert note_of_agreement(rulebook, staff("US"))[0] == "Of staff it is the mobility agreement."


@pytest.mark.parametrize("rulebook", [*KA131, *KA171])
def test_only_ka131_has_exceptional_costs_in_place_of_travel_support(rulebook: str) -> None:
    # Programme Guides 2023, pp. 68 and 69, and 2026, pp. 65 and 67: in projects of internal policy funds alone
    notes = [note for note in get_rulebook(rulebook).notes if "expensive travel" in note.text]
    if rulebook.startswith("eu-ka171") or rulebook < "eu-ka131-2023":
        assert notes == []
        return
    (note,) = notes
    assert "no travel support" in note.text
    assert ("65 and 67" if rulebook.endswith("2026") else "68 and 69") in note.source.locator


@pytest.mark.parametrize("rulebook", ["eu-ka131-2024", "eu-ka131-2025", "eu-ka171-2024", "eu-ka171-2025"])
def test_of_the_calls_between_a_note_tells_what_no_field_tells(rulebook: str) -> None:
    texts = " ".join(note.text for note in get_rulebook(rulebook).notes)
    assert "within a year of graduation" in texts
    assert "at least 3 ECTS credits" in texts


# The pages of the Programme Guides 2023 and 2026 on which each is printed.
@pytest.mark.parametrize(
    ("rulebook", "pages"),
    [
        *((f"eu-ka1{strand}1-2023", ("p. 70,", "p. 71,")) for strand in (3, 7)),
        *((f"eu-ka171-{year}", ("pp. 68 to 70", "pp. 70 to 72")) for year in (2024, 2025)),
        *((f"eu-ka1{strand}1-2026", ("p. 68,", "p. 69,")) for strand in (3, 7)),
    ],
)
def test_the_top_up_of_long_stays_with_third_countries_cites_the_page_that_prints_its_amount(
    rulebook: str, pages: tuple[str, str]
) -> None:
    (top_up,) = [
        entry
        for entry in get_rulebook(rulebook).top_ups
        if isinstance(entry, MonthlyTopUp) and entry.scope.receiving_groups in (None, ("third-countries",))
    ]
    assert (top_up.kind, top_up.rate_eur_per_month) == ("top_up_fewer_opportunities", 250)
    assert all(page in top_up.source.locator for page in pages)


@pytest.mark.parametrize(
    ("year", "regions", "post_docs", "no_top_up"),
    [(2023, "pp. 33 to 35", "p. 49", ("p. 71", "p. 55")), (2026, "pp. 33 to 36", "p. 48", ("p. 69", "p. 53"))],
)
def test_what_stands_elsewhere_in_a_guide_cites_its_own_page(
    year: int, regions: str, post_docs: str, no_top_up: tuple[str, str]
) -> None:
    book = get_rulebook(f"eu-ka131-{year}")
    assert {group.source.locator[:12] for group in book.country_groups if group.id.startswith("region-")} == {regions}
    assert book.short_term is not None
    assert post_docs in book.short_term.source.locator
    (note,) = [note for note in book.notes if note.text.startswith("The top-up for traineeships")]
    assert all(page in note.source.locator for page in no_top_up)


# Programme Guides 2023 and 2026: conferences (both strands); who signs the learning and the mobility agreement; who pays.
@pytest.mark.parametrize(
    ("year", "conferences", "agreements", "who_pays"),
    [
        (2023, "p. 49", ("pp. 56 and 60",), ("p. 62", "p. 51")),
        (2024, None, ("pp. 55 and 57", "2023, pp. 56 and 60"), ("p. 59", "p. 62")),
        (2025, None, ("pp. 55 and 57", "2023, pp. 56 and 60"), ("p. 59", "p. 62")),
        (2026, "p. 49", ("pp. 55 and 57",), ("p. 59", "p. 55", "pp. 50 and 51")),
    ],
)
def test_what_the_guide_prints_itself_cites_the_guide(
    year: int, conferences: str | None, agreements: tuple[str, ...], who_pays: tuple[str, ...]
) -> None:
    for strand in ("ka131", "ka171"):
        book = get_rulebook(f"eu-{strand}-{year}")
        (excluded,) = [rule.source for rule in book.excluded_purposes if rule.purpose == "conference"]
        if conferences is not None:
            assert (excluded.publisher, excluded.confidence) == ("European Commission", Confidence.HIGH)
            assert conferences in excluded.locator
        agreed = [rule for rule in book.documents if rule.document == "learning_agreement"]
        (of_staff,) = [rule.source for rule in agreed if "STA" in (rule.scope.activities or ("STA",))]
        assert all(page in of_staff.locator for page in agreements)
    (unfunded,) = [
        rule.source for rule in get_rulebook(f"eu-ka131-{year}").activities if rule.why.startswith("the sending")
    ]
    assert unfunded.confidence is Confidence.MED  # printed of some, and read for all
    assert all(page in unfunded.locator for page in who_pays)


@pytest.mark.parametrize("rulebook", [*KA131, *KA171])
def test_both_strands_say_that_holidays_of_the_host_are_no_interruption(rulebook: str) -> None:
    # Programme Guides 2023, p. 55, and 2026, p. 54
    (note,) = [note for note in get_rulebook(rulebook).notes if note.text.startswith("Holidays of a host")]
    assert ("p. 54" if rulebook.endswith(("2024", "2025", "2026")) else "p. 55") in note.source.locator


def test_who_teaches_in_a_blended_programme_of_call_2023_has_the_fewest_days_of_staff() -> None:
    # Programme Guide 2023, p. 59: two days, one of invited staff, five from third countries; p. 61: at most 30
    limits = [limit for limit in get_rulebook("eu-ka131-2023").durations if limit.scope.blended_intensive_programme]
    teaching = [limit for limit in limits if limit.scope.activities == ("STA",)]
    assert sorted(limit.minimum.value for limit in teaching if limit.minimum is not None) == [1, 2, 5]
    assert all("p. 59" in limit.source.locator and "p. 61" in limit.source.locator for limit in teaching)


Band = tuple[int, int | None, Decimal | None, Decimal | None]

# Country, and the country groups that it was in before call 2024 and is in since.
MOVED = [
    *((country, "group-2", "group-1") for country in ("AT", "BE", "DE", "FR", "IT", "NL")),
    *((country, "group-3", "group-2") for country in ("CZ", "EE", "LV", "SI", "SK")),
]
# The lowest and the highest day of staff: Programme Guides 2023, pp. 75 and 76, and 2026, p. 71.  For call 2024 only the
# highest is confirmed, so the lowest is 0.
A_DAY = {
    "eu-ka131-2023": {"group-1": (90, 180), "group-2": (79, 160), "group-3": (67, 140)},
    "eu-ka131-2024": {"group-1": (0, 190), "group-2": (0, 170), "group-3": (0, 148)},
    "eu-ka131-2026": {"group-1": (96, 190), "group-2": (84, 170), "group-3": (71, 148)},
}
# Outermost regions, and overseas countries and territories, by the member state to which they belong.
TERRITORIES = {
    "FR": ("GF", "GP", "MF", "MQ", "RE", "YT", "BL", "NC", "PF", "PM", "TF", "WF"),
    "NL": ("AW", "BQ", "CW", "SX"),
    "DK": ("GL",),
    "ES": ("ES-CN",),
    "PT": ("PT-20", "PT-30"),
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


def total(rulebook: str, mobility: Mobility) -> str:
    """Return the total of a grant that is granted."""
    found = grant(rulebook, mobility)
    assert found.status is GrantStatus.GRANTED, found.findings
    return str(found.total_eur)


def amounts(rulebook: str, mobility: Mobility, kind: str) -> list[str]:
    """Return the amounts of one kind of lines."""
    return [amount for line, _, amount in lines(rulebook, mobility) if line == kind]


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


def perhaps(rulebook: str, mobility: Mobility) -> str:
    """Return what the total comes to if a mobility is eligible, which no page confirms."""
    found = grant(rulebook, mobility)
    assert (found.status, found.eligible) == (GrantStatus.UNDETERMINED, None)
    assert codes(rulebook, mobility) == ["ELIGIBILITY_NOT_PUBLISHED"]
    assert str(found.minimum_total_eur) == "0.00"
    return str(found.maximum_total_eur)


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
    read_in_the_guide = rulebook_id.startswith("eu-") and rulebook_id[-4:] in {"2023", "2026"}
    assert rulebook.status.value == ("verified" if read_in_the_guide else "provisional")
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
    assert {*living_costs} == EVERYWHERE
    territories = {code for codes in TERRITORIES.values() for code in codes}
    assert {*groups["programme-countries"]} == EVERYWHERE | territories
    assert not {*groups["programme-countries"]} & {*groups["third-countries"]}


@pytest.mark.parametrize("rulebook_id", [*KA131, *KA171])
def test_each_territory_is_in_the_group_of_its_member_state(rulebook_id: str) -> None:
    groups = members_of(get_rulebook(rulebook_id).country_groups)
    for state, codes_of_territories in TERRITORIES.items():
        (group,) = (group for group in ("group-1", "group-2", "group-3") if state in groups[group])
        for code in codes_of_territories:
            (of_territory,) = (one for one in groups if one.endswith("-territories") and code in groups[one])
            assert of_territory == f"{group}-territories"


@pytest.mark.parametrize("rulebook_id", [*KA131, *KA171])
def test_what_is_not_published_says_how_to_supply_it(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    tables = (rulebook.travel_support, rulebook.daily_rates, rulebook.monthly_rates, rulebook.short_stay_rates)
    sentences = [
        sentence
        for table in (*tables, rulebook.top_ups, rulebook.payment_splits)
        for entry in table
        for field in ("not_published", "not_decided")
        if (sentence := entry.model_dump().get(field)) is not None
    ]
    assert sentences
    assert all(sentence.endswith("upply it in a rulebook that is based on this one.") for sentence in sentences)


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
        least, most = A_DAY[rulebook][group]
        assert f"{f'{least}.00 to' if least else 'at most'} {most}.00 EUR" in said(rulebook, mobility)
        # 742 km, 5 days and 2 travel days
        assert bounds(rulebook, mobility) == (f"{journey_eur + 7 * least}.00", f"{journey_eur + 7 * most}.00")


@pytest.mark.parametrize(("country", "group"), [("SE", "group-1"), ("ES", "group-2"), ("PL", "group-3")])
def test_the_range_of_staff_in_call_2026(country: str, group: str) -> None:
    least, most = A_DAY["eu-ka131-2026"][group]
    mobility = staff(country, sending_country="IE")
    assert f"{least}.00 to {most}.00 EUR a day" in said("eu-ka131-2026", mobility)
    assert bounds("eu-ka131-2026", mobility) == (f"{309 + 7 * least}.00", f"{309 + 7 * most}.00")


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
    ("country", "region", "group"),
    [
        *((country, "region-13", "group-2") for country in ("AD", "MC", "SM", "VA")),
        *((country, "region-14", "group-1") for country in ("FO", "CH", "GB")),
    ],
)
def test_staff_to_regions_13_and_14_before_call_2024(country: str, region: str, group: str) -> None:
    least, most = A_DAY["eu-ka131-2023"][group]
    for rulebook in ("eu-ka131-2021", "eu-ka131-2022", "eu-ka131-2023"):
        assert groups_of(rulebook, country) == {region}
        assert f"{most}.00 EUR" in said(rulebook, staff(country))
    for earlier in ("eu-ka131-2021", "eu-ka131-2022"):  # the lowest day is not confirmed
        assert bounds(earlier, staff(country)) == ("275.00", f"{275 + 7 * most}.00")
    assert bounds("eu-ka131-2023", staff(country)) == (f"{275 + 7 * least}.00", f"{275 + 7 * most}.00")


@pytest.mark.parametrize("country", ["AD", "MC", "SM", "VA", "FO", "CH", "GB"])
def test_from_call_2024_staff_to_regions_13_and_14_have_the_days_of_group_1(country: str) -> None:
    for rulebook in ("eu-ka131-2024", "eu-ka131-2025"):
        assert codes(rulebook, staff(country)) == ["RATE_NOT_PUBLISHED"]
        assert "at most 190.00 EUR" in said(rulebook, staff(country))
        assert bounds(rulebook, staff(country)) == ("309.00", "1639.00")  # 309 + 7 x 190
    assert "96.00 to 190.00 EUR a day" in said("eu-ka131-2026", staff(country))
    assert bounds("eu-ka131-2026", staff(country)) == ("981.00", "1639.00")  # 309 + 7 x 96, 309 + 7 x 190


@pytest.mark.parametrize(("country", "day_eur"), [("DE", 190), ("ES", 170), ("HU", 148)])
@pytest.mark.parametrize("sending", ["CH", "GB", "MC"])
def test_staff_from_regions_13_and_14_have_the_fixed_days_of_third_countries(
    sending: str, country: str, day_eur: int
) -> None:
    # Programme Guide 2026, p. 71, table A1.2; p. 67, footnote 78: only an arrangement lets them send
    for activity in ("STA", "STT"):
        mobility = staff(country, sending_country=sending, activity=activity)
        assert perhaps("eu-ka131-2026", mobility) == f"{309 + 7 * day_eur}.00"


# Programme Guide 2026, p. 56: five days where third countries are involved; p. 57: two of teaching in a blended programme.
@pytest.mark.parametrize(
    ("activity", "blended", "shortest"), [("STA", False, 5), ("STT", False, 5), ("STA", True, 2), ("STT", True, 5)]
)
def test_staff_from_regions_13_and_14_stay_as_long_as_those_of_other_third_countries(
    activity: str, blended: bool, shortest: int
) -> None:
    def is_too_short(days: int) -> bool:
        mobility = staff("DE", sending_country="CH", activity=activity, days=days, blended_intensive_programme=blended)
        return "DURATION_TOO_SHORT" in codes("eu-ka131-2026", mobility)

    assert is_too_short(shortest - 1)
    assert not is_too_short(shortest)


# From Germany, in group 2 before call 2024: Region 13 has similar living costs, Region 14 higher ones.  The ranges of
# call 2023: Programme Guide 2023, p. 70.
@pytest.mark.parametrize("country", ["AD", "MC", "SM", "VA"])
def test_students_to_region_13(country: str) -> None:
    assert "260.00 to 540.00 EUR" in said("eu-ka131-2021", student("DE", country))
    assert "310.00 to 600.00 EUR" in said("eu-ka131-2021", student("PL", country))
    assert "200.00 to 490.00 EUR" in said("eu-ka131-2021", student("DK", country))
    # 150 days are five months; nothing is paid for the journey
    assert bounds("eu-ka131-2021", student("DE", country)) == ("1300.00", "2700.00")
    assert bounds("eu-ka131-2021", student("PL", country)) == ("1550.00", "3000.00")
    assert bounds("eu-ka131-2021", student("DK", country)) == ("1000.00", "2450.00")
    assert bounds("eu-ka131-2023", student("DE", country)) == ("1460.00", "3030.00")  # 5 x 292, 5 x 606
    assert bounds("eu-ka131-2023", student("PL", country)) == ("1740.00", "3370.00")  # 5 x 348, 5 x 674
    assert bounds("eu-ka131-2023", student("DK", country)) == ("1125.00", "2750.00")  # 5 x 225, 5 x 550


@pytest.mark.parametrize("country", ["FO", "CH", "GB"])
def test_students_to_region_14(country: str) -> None:
    assert "310.00 to 600.00 EUR" in said("eu-ka131-2021", student("DE", country))
    assert "260.00 to 540.00 EUR" in said("eu-ka131-2021", student("DK", country))
    assert bounds("eu-ka131-2021", student("DE", country)) == ("1550.00", "3000.00")
    assert bounds("eu-ka131-2021", student("DK", country)) == ("1300.00", "2700.00")
    assert bounds("eu-ka131-2023", student("DE", country)) == ("1740.00", "3370.00")  # 5 x 348, 5 x 674
    assert bounds("eu-ka131-2023", student("DK", country)) == ("1460.00", "3030.00")  # 5 x 292, 5 x 606


@pytest.mark.parametrize("country", ["AD", "MC", "SM", "VA", "FO", "CH", "GB"])
def test_from_call_2024_both_regions_are_in_group_1_for_students(country: str) -> None:
    assert "348.00 to 674.00 EUR" in said("eu-ka131-2024", student("CZ", country))
    assert "292.00 to 606.00 EUR" in said("eu-ka131-2024", student("DE", country))
    # 5 x 348 and no journey, or 5 x 674 and 309 for it
    assert bounds("eu-ka131-2024", student("CZ", country)) == ("1740.00", "3679.00")
    # in call 2026 the journey is paid to all: 5 x 348 + 309
    assert bounds("eu-ka131-2026", student("CZ", country)) == ("2049.00", "3679.00")
    assert total("na-pl-ka131-2024", student("PL", country)) == "3659.00"  # 5 x 670 + 309
    (rate,) = (
        rate
        for rate in get_rulebook("na-pl-ka131-2024").monthly_rates
        if groups_of("na-pl-ka131-2024", country) & {*(rate.scope.receiving_groups or ())}
        and rate.scope.sending_groups == ("group-3",)
    )
    assert isinstance(rate, MonthlyRate)
    assert rate.rate_eur_per_month == Decimal(670)


def test_only_rates_of_countries_with_outermost_regions_of_a_code_like_theirs_say_for_whom_they_are_not() -> None:
    """Who writes ES or PT may mean the Canary Islands, the Azores or Madeira, for which the programme has a rule."""
    regions = {"ES": ("the Canary Islands", ["ES-CN"]), "PT": ("the Azores and Madeira", ["PT-20", "PT-30"])}
    for name in AGENCIES:
        ours = get_rulebook(name)
        assert ours.home is not None
        assert ours.based_on is not None
        base = get_rulebook(ours.based_on.id)
        assert any("outermost-regions" in (rate.scope.sending_groups or ()) for rate in base.monthly_rates)
        own = [rate for rate in ours.monthly_rates if isinstance(rate, MonthlyRate) and rate not in base.monthly_rates]
        place, regions_of_home = regions.get(ours.home.country, (None, []))
        write = f"write {' or '.join(regions_of_home)} as the sending country"
        sentence = f"students sent from {place}, for whom the rules of outermost regions hold: {write}"
        assert {rate.not_for for rate in own} <= {None if place is None else sentence}, name
        assert ours.home.regions == tuple(regions_of_home)


@pytest.mark.parametrize(("country", "told"), [("DE", True), ("US", False)])  # 700 EUR are paid overseas, from wherever
def test_a_student_from_spain_is_told_that_the_rate_is_not_that_of_the_canary_islands(country: str, told: bool) -> None:
    grant = GrantCalculator("na-es-ka131-2026").calculate(student("ES", country))
    assert ("not for students sent from the Canary Islands" in grant.to_text()) is told
    assert "not for" not in GrantCalculator("na-at-ka131-2025").calculate(student("AT", country)).to_text()


# --- The universities' rulebooks agree where the programme's cell is filled


@pytest.mark.parametrize("rulebook_id", ["eu-ka131-2024", "eu-ka131-2025", "eu-ka131-2026"])
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
    for mobility in (
        staff("SN", sending_country="FR", days=20),
        staff("FR", sending_country="SN", direction="incoming"),
        student("FR", "SN", role="doctoral_candidate"),
        student("SN", "FR", direction="incoming"),
    ):
        assert lines("eu-ka171-2022", mobility) == lines("lille-ka171-2022", mobility) != []


def test_a_month_towards_group_1_is_all_that_no_page_of_call_2022_prints() -> None:
    visitor = student("SN", "SE", direction="incoming")
    assert codes("eu-ka171-2022", visitor) == ["RATE_NOT_PUBLISHED"]
    assert "group 1 is not confirmed" in said("eu-ka171-2022", visitor)
    assert bounds("eu-ka171-2022", visitor) == ("275.00", "None")  # 742 km
    # Programme Guide 2023, p. 71: 5 x 900 + 275
    assert total("eu-ka171-2023", visitor) == "4775.00"
    # Programme Guide 2023, p. 76, and for call 2022 too: 7 x 180 + 275
    assert total("eu-ka171-2022", staff("SE", sending_country="SN", direction="incoming")) == "1535.00"


def test_below_100_km_lille_has_no_band_and_the_programme_has_one() -> None:
    # The page whose bands Lille's rulebook uses starts at 100 km; the programme prints 23 EUR from 10 km on.
    assert bands("eu-ka171-2022")[0] == (10, 100, Decimal(23), None)
    from_100_km = [(band[0], band[1], band[2]) for band in bands("eu-ka171-2022")[1:]]
    assert from_100_km == [(band[0], band[1], band[2]) for band in bands("lille-ka171-2022")]


# --- Travel support


def test_a_band_that_is_less_sure_than_its_table_says_so() -> None:
    for rulebook, sure_km, less_sure_km in (("eu-ka131-2021", 499, 500), ("eu-ka171-2025", 2999, 3000)):
        to_senegal, from_senegal = staff("SN"), student("SN", "DE", direction="incoming")
        mobility = to_senegal if rulebook == "eu-ka131-2021" else from_senegal
        sure = mobility.model_copy(update={"distance_km": Decimal(sure_km)})
        less_sure = mobility.model_copy(update={"distance_km": Decimal(less_sure_km)})
        assert grant(rulebook, sure).lines[0].source.confidence is Confidence.HIGH
        assert grant(rulebook, less_sure).lines[0].source.confidence is Confidence.MED


# Programme Guide 2023, p. 72: students from Cyprus, Iceland and Malta, from outermost regions and from overseas countries
# and territories.
@pytest.mark.parametrize("sending", ["CY", "IS", "MT", "RE", "GL", "CW", "NC", "ES-CN", "PT-30"])
@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_students_sent_from_islands_have_travel_support_before_call_2024(year: int, sending: str) -> None:
    rulebook = f"eu-ka131-{year}"
    for mobility in (student(sending, "DE"), short(sending, "DE", days=10)):
        assert amounts(rulebook, mobility, "travel_support") == ["275.00"]
    for mobility in (student("PL", "DE"), short("PL", "DE", days=10)):
        assert amounts(rulebook, mobility, "travel_support") == []
        assert "travel_support" not in [line.kind.value for line in grant(rulebook, mobility).open_lines]


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_before_call_2024_fewer_opportunities_bring_travel_support_on_short_stays_alone(year: int) -> None:
    rulebook = f"eu-ka131-{year}"
    assert amounts(rulebook, short("PL", "DE", days=10, fewer_opportunities=True), "travel_support") == ["275.00"]
    assert amounts(rulebook, student("PL", "DE", fewer_opportunities=True), "travel_support") == []


def test_in_call_2024_each_country_decides_on_the_journey_of_students() -> None:
    for mobility in (student("PL", "DE"), short("PL", "DE", days=10)):
        journey = grant("eu-ka131-2024", mobility).open_lines[0]
        assert journey.kind.value == "travel_support"
        assert (str(journey.minimum_eur), str(journey.maximum_eur)) == ("0.00", "309.00")
        assert "the National Agency decides" in said("eu-ka131-2024", mobility)
    # its decision answers it: 309 + 5 x 670 from Poland, and no journey from Germany, 5 x 600
    assert total("na-pl-ka131-2024", student("PL", "DE")) == "3659.00"
    assert total("na-de-ka131-2024", student("DE", "FR")) == "3000.00"


@pytest.mark.parametrize("rulebook", ["eu-ka131-2025", "eu-ka131-2026"])
def test_from_call_2025_all_students_have_travel_support(rulebook: str) -> None:
    for mobility in (student("PL", "DE"), short("PL", "DE", days=10), student("PL", "SN")):
        assert amounts(rulebook, mobility, "travel_support") == ["309.00"]
        green = mobility.model_copy(update={"travel_mode": TravelMode.GREEN})
        assert amounts(rulebook, green, "travel_support") == ["417.00"]  # Programme Guide 2026, p. 63


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_before_call_2024_students_have_travel_days_on_short_stays_and_for_green_travel(year: int) -> None:
    # Programme Guide 2023, pp. 72 and 73: a day before and a day after a short stay, four more days for green travel
    def days(mobility: Mobility) -> int:
        paid = [line for line in grant(f"eu-ka131-{year}", mobility).lines if line.kind.value == "individual_support"]
        return sum(line.quantity for line in paid[1:])

    for asked, standard, green in ((0, 0, 0), (1, 1, 1), (2, 2, 2), (4, 2, 4), (6, 2, 6)):
        assert days(short("PL", "DE", days=10, travel_days=asked)) == standard
        assert days(short("PL", "DE", days=10, travel_days=asked, travel_mode="green")) == green
    for asked, green in ((0, 0), (1, 1), (4, 4), (6, 4)):
        assert days(student("PL", "SN", travel_days=asked)) == 0
        assert days(student("PL", "SN", travel_days=asked, travel_mode="green")) == green


@pytest.mark.parametrize("rulebook", ["eu-ka131-2024", "eu-ka131-2025", "eu-ka131-2026"])
def test_from_call_2024_students_have_two_travel_days_and_six_for_green_travel(rulebook: str) -> None:
    # Programme Guide 2026, p. 64: 150 days of 700 a month, and the travel days at 700 / 30 each
    for asked, mode, paid in (
        (0, "standard", []),
        (6, "standard", ["46.67"]),  # 2 x 700 / 30
        (6, "green", ["140.00"]),  # 6 x 700 / 30
    ):
        mobility = student("PL", "SN", travel_days=asked, travel_mode=mode)
        assert amounts(rulebook, mobility, "individual_support") == ["3500.00", *paid]


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_green_travel_brings_50_eur_until_call_2023(year: int) -> None:
    rulebook = f"eu-ka131-{year}"
    for mobility in (
        student("PL", "DE", travel_mode="green"),
        student("PL", "DE", travel_mode="green", fewer_opportunities=True),
        short("PL", "DE", days=10, travel_mode="green"),
    ):
        assert amounts(rulebook, mobility, "top_up_green_travel") == ["50.00"]
    for has_travel_support in (
        student("CY", "DE", travel_mode="green"),
        student("PL", "SN", travel_mode="green"),
        short("PL", "DE", days=10, travel_mode="green", fewer_opportunities=True),
    ):
        assert amounts(rulebook, has_travel_support, "travel_support") == ["320.00"]
        assert amounts(rulebook, has_travel_support, "top_up_green_travel") == []


@pytest.mark.parametrize("rulebook_id", [name for name in KA131 if name[-4:] >= "2024"])
def test_the_50_eur_for_green_travel_end_with_call_2023(rulebook_id: str) -> None:
    assert "top_up_green_travel" not in {top_up.kind.value for top_up in get_rulebook(rulebook_id).top_ups}
    for mobility in (student("PL", "DE", travel_mode="green"), short("PL", "DE", days=10, travel_mode="green")):
        assert amounts(rulebook_id, mobility, "top_up_green_travel") == []


# --- Students


# Programme Guides 2023, p. 72, and 2026, p. 70.  Towards Senegal and towards France the days are the same; the journey,
# 742 km, is paid with fewer opportunities, and towards Senegal.
@pytest.mark.parametrize(("year", "journey_eur"), [(2023, 275), (2024, 309), (2025, 309), (2026, 309)])
def test_from_call_2023_a_short_stay_pays_79_eur_a_day_and_56_eur_from_day_15(year: int, journey_eur: int) -> None:
    mobility = short("ES", "FR", days=20, fewer_opportunities=True)
    # 14 x 79 + 6 x 56 = 1106 + 336 = 1442, and 150 once
    assert total(f"eu-ka131-{year}", mobility) == f"{1442 + 150 + journey_eur}.00"
    to_senegal = short("ES", "SN", days=20, role="doctoral_candidate")
    assert total(f"eu-ka171-{year}", to_senegal) == f"{1442 + journey_eur}.00"


def test_in_call_2024_the_agency_decides_on_the_journey_of_a_short_stay() -> None:
    mobility = short("ES", "FR", days=10, travel_mode="green", travel_days=6)
    assert codes("eu-ka131-2024", mobility) == ["RATE_NOT_PUBLISHED"]
    assert "the National Agency decides" in said("eu-ka131-2024", mobility)
    # 10 days and 6 travel days of 79; 417 for the journey, if it is paid
    assert bounds("eu-ka131-2024", mobility) == ("1264.00", "1681.00")
    assert total("eu-ka131-2025", mobility) == total("eu-ka131-2026", mobility) == "1681.00"


def test_an_official_rulebook_leaves_a_long_stay_within_the_programme_open_with_all_reasons() -> None:
    mobility = student("PL", "FR")
    assert codes("eu-ka131-2022", mobility) == ["RATE_NOT_PUBLISHED"]
    assert codes("eu-ka131-2024", mobility) == ["RATE_NOT_PUBLISHED", "RATE_NOT_PUBLISHED"]
    assert "348.00 to 674.00 EUR" in said("eu-ka131-2024", mobility)
    assert "the National Agency decides" in said("eu-ka131-2024", mobility)
    assert bounds("eu-ka131-2024", mobility) == ("1740.00", "3679.00")  # 5 x 348, 5 x 674 + 309
    assert [line.kind.value for line in grant("eu-ka131-2024", mobility).open_lines] == [
        "travel_support",
        "individual_support",
    ]


# Programme Guides 2023, pp. 71 to 73, and 2026, pp. 63 and 69: 5 x 786, and the journey.
@pytest.mark.parametrize("sending", ["RE", "GL", "AW", "PF", "PT-20"])
@pytest.mark.parametrize(("year", "journey_eur"), [(2023, 275), (2024, 309), (2025, 309), (2026, 309)])
def test_from_call_2023_students_of_an_outermost_region_or_territory_have_a_rate_of_their_own(
    year: int, journey_eur: int, sending: str
) -> None:
    rulebook = f"eu-ka131-{year}"
    assert total(rulebook, student(sending, "ES")) == f"{3930 + journey_eur}.00"
    # no top-up for fewer opportunities
    assert total(rulebook, student(sending, "ES", fewer_opportunities=True)) == f"{3930 + journey_eur}.00"
    # the one for traineeships: 5 x 150
    assert total(rulebook, student(sending, "ES", activity="SMT")) == f"{4680 + journey_eur}.00"
    # towards third countries they have what all have: 5 x 700, and 5 x 250
    assert total(rulebook, student(sending, "SN", fewer_opportunities=True)) == f"{4750 + journey_eur}.00"


# The same of an agency, whose own rates are those of its country without its outermost regions.
@pytest.mark.parametrize(
    ("rulebook", "sending"),
    [
        (name, sending)
        for name in AGENCIES
        for sending in ("ES-CN", "PT-20", "PT-30")
        if name[3:5].upper() == REGIONS[sending] and name[-4:] >= "2023"
    ],
)
def test_an_agency_pays_students_of_an_outermost_region_what_the_programme_pays(rulebook: str, sending: str) -> None:
    journey_eur = 275 if rulebook.endswith("2023") else 309
    assert total(rulebook, student(sending, "DE")) == f"{3930 + journey_eur}.00"
    assert total(rulebook, student(sending, "DE", fewer_opportunities=True)) == f"{3930 + journey_eur}.00"
    assert total(rulebook, student(sending, "DE", activity="SMT")) == f"{4680 + journey_eur}.00"
    assert total(rulebook, student(sending, "SN")) == f"{3500 + journey_eur}.00"
    assert "not for students" not in grant(rulebook, student(sending, "DE")).to_text()
    assert bounds(rulebook, staff("DE", sending_country=sending)) == bounds(
        rulebook, staff("DE", sending_country=REGIONS[sending])
    )


@pytest.mark.parametrize("rulebook", AGENCIES)
def test_towards_an_outermost_region_an_agency_pays_what_it_pays_towards_its_country(rulebook: str) -> None:
    home = rulebook[3:5].upper()
    for state, regions in (("ES", TERRITORIES["ES"]), ("PT", TERRITORIES["PT"])):
        for region in regions:
            for stay in (student, lambda here, there: staff(there, sending_country=here)):
                ours, theirs = grant(rulebook, stay(home, region)), grant(rulebook, stay(home, state))
                assert (ours.status, ours.lines, ours.open_lines) == (theirs.status, theirs.lines, theirs.open_lines)


@pytest.mark.parametrize("year", [2021, 2022])
@pytest.mark.parametrize(("kind", "sending"), [("eu", "RE"), ("eu", "ES-CN"), ("na-es", "ES-CN"), ("na-pt", "PT-30")])
def test_before_call_2023_the_rate_of_an_outermost_region_and_its_top_up_are_not_confirmed(
    year: int, kind: str, sending: str
) -> None:
    mobility = student(sending, "DE", fewer_opportunities=True)
    rulebook = f"{kind}-ka131-{year}"
    assert codes(rulebook, mobility).count("RATE_NOT_PUBLISHED") == 2
    assert bounds(rulebook, mobility) == ("275.00", "None")


@pytest.mark.parametrize("rulebook", KA131)
def test_who_goes_to_a_territory_has_the_rate_towards_its_member_state(rulebook: str) -> None:
    for state, territories in TERRITORIES.items():
        expected = bounds(rulebook, student("PL", state))
        for territory in territories:
            assert bounds(rulebook, student("PL", territory)) == expected


@pytest.mark.parametrize("rulebook", [*KA131, *KA171])
def test_nobody_goes_to_the_country_that_sends_them_or_where_they_live(rulebook: str) -> None:
    # Programme Guides 2023, pp. 56 and 59, and 2026, pp. 54 and 57
    if rulebook in KA131:
        stays_at_home = student("DE", "DE"), staff("SE"), student("AT", "DE", residence_country="DE")
    else:
        stays_at_home = (student("DE", "SN", residence_country="SN"), staff("SN", residence_country="SN"))
    for mobility in stays_at_home:
        assert "NOT_ABROAD" in codes(rulebook, mobility)
        assert grant(rulebook, mobility).status is GrantStatus.NOT_ELIGIBLE
    assert "NOT_ABROAD" not in codes(rulebook, student("DE", "SN", residence_country="DE"))


@pytest.mark.parametrize("rulebook", KA131)
def test_nobody_goes_from_a_territory_to_its_own_member_state(rulebook: str) -> None:
    for state, territories in TERRITORIES.items():
        for territory in territories:
            assert grant(rulebook, student(territory, state)).status is GrantStatus.NOT_ELIGIBLE
            assert grant(rulebook, student(state, territory)).status is GrantStatus.NOT_ELIGIBLE
    assert grant(rulebook, student("PT-20", "PT-30")).status is GrantStatus.NOT_ELIGIBLE
    for abroad in (student("PT-20", "ES"), student("RE", "ES-CN"), student("ES-CN", "FR"), student("PT", "ES-CN")):
        assert grant(rulebook, abroad).status is not GrantStatus.NOT_ELIGIBLE


@pytest.mark.parametrize("rulebook", [*KA131, *KA171])
def test_nobody_goes_to_the_member_state_of_the_territory_where_they_live_or_back(rulebook: str) -> None:
    # Programme Guides 2023, pp. 56 and 59, and 2026, pp. 54 and 57; a territory is in the programme as its state is:
    # 2023, p. 33, note 19, and 2026, p. 33, note 41
    way = {} if rulebook in KA131 else {"direction": "incoming"}
    sending, elsewhere = ("HR", "IT") if rulebook in KA131 else ("BR", "IT")
    for state, territories in TERRITORIES.items():
        for lives, goes in [(one, state) for one in territories] + [(state, one) for one in territories]:
            mobility = student(sending, goes, residence_country=lives, **way)
            assert grant(rulebook, mobility).status is GrantStatus.NOT_ELIGIBLE
            assert codes(rulebook, mobility).count("NOT_ABROAD") == 1
            assert "NOT_ABROAD" not in codes(rulebook, student(sending, elsewhere, residence_country=lives, **way))


@pytest.mark.parametrize("rulebook", [*KA131, *KA171])
@pytest.mark.parametrize("end", ["2025-02-04", "2025-02-05", "2025-02-20", "2025-03-02", "2025-03-03"])
def test_an_academic_term_is_a_long_stay_however_short(rulebook: str, end: str) -> None:
    # 4, 5, 20, 30 and 31 days; Programme Guides 2023, p. 55, and 2026, p. 53: "2 months (or one academic term ...)"
    going, short = {"end_date": end}, {"DURATION_TOO_SHORT", "VIRTUAL_COMPONENT_MISSING"}
    partner = "JP" if rulebook in KA171 else "FI"  # no recipient of development assistance
    term = student("PL", partner, academic_term=True, **going)
    assert short.isdisjoint(codes(rulebook, term))
    assert not short.isdisjoint(codes(rulebook, student("PL", partner, **going)))
    assert "DURATION_TOO_SHORT" in codes(rulebook, term.model_copy(update={"activity": "SMT"}))
    calculated = grant(rulebook, term)
    assert calculated.status is not GrantStatus.NOT_ELIGIBLE
    assert all(line.rate_days == 30 for line in calculated.lines if line.kind == "individual_support")


@pytest.mark.parametrize("country", ["ES", "PT"])
def test_nobody_goes_from_an_agency_to_its_outermost_regions_or_from_there_home(country: str) -> None:
    rulebook = f"na-{country.lower()}-ka131-2024"
    for region in TERRITORIES[country]:
        for pair in ((region, country), (country, region), (None, region)):
            assert "COUNTRY_DISAGREES" in codes(rulebook, student(*pair))
    assert grant(rulebook, student("FR", "DE")).status is GrantStatus.NOT_ELIGIBLE


@pytest.mark.parametrize("rulebook", [*KA131, *KA171])
def test_one_cycle_programmes_have_24_months(rulebook: str) -> None:
    # Programme Guides 2023, p. 55, footnote 44, and 2026, p. 54, footnote 67.  The stay has five months.
    def exceeds(months: int, *, one_cycle: bool) -> bool:
        mobility = student("DE", "US", months_used=months, one_cycle_programme=one_cycle)
        return "MONTHS_PER_CYCLE_EXCEEDED" in codes(rulebook, mobility)

    assert [exceeds(months, one_cycle=False) for months in (7, 8)] == [False, True]
    assert [exceeds(months, one_cycle=True) for months in (7, 8, 19, 20)] == [False, False, False, True]


@pytest.mark.parametrize("rulebook", [*KA131, *KA171])
def test_traineeships_are_not_at_bodies_of_the_eu(rulebook: str) -> None:
    # Programme Guides 2023, p. 54, and 2026, p. 53; Canada receives no official development assistance
    refused = "RECEIVING_ORGANISATION_NOT_ELIGIBLE"
    for host, is_refused in (("eu_body", True), ("other", False), ("higher_education", False)):
        assert (
            refused in codes(rulebook, student("DE", "CA", activity="SMT", receiving_organisation=host))
        ) is is_refused
    assert refused in codes(rulebook, student("DE", "CA", receiving_organisation="eu_body"))
    if rulebook in KA131:
        assert refused not in codes(rulebook, staff("FR", activity="STT", receiving_organisation="eu_body"))


# --- KA171


# Programme Guides 2023, p. 71, and 2026, p. 69; the stay has five months.
@pytest.mark.parametrize(("receiving", "months_eur"), [("SE", 4500), ("ES", 4250), ("PL", 4000)])
@pytest.mark.parametrize(("year", "journey_eur"), [(2023, 275), (2024, 309), (2025, 309), (2026, 309)])
def test_from_call_2023_a_month_is_printed_towards_each_group(
    year: int, journey_eur: int, receiving: str, months_eur: int
) -> None:
    mobility = student("GE", receiving, direction="incoming")
    assert total(f"eu-ka171-{year}", mobility) == f"{months_eur + journey_eur}.00"


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_from_call_2023_ka171_pays_250_eur_with_fewer_opportunities_and_nothing_for_traineeships(year: int) -> None:
    for mobility in (
        student("GE", "PL", direction="incoming", activity="SMT", fewer_opportunities=True),
        student("PL", "US", activity="SMT", fewer_opportunities=True),
    ):
        assert amounts(f"eu-ka171-{year}", mobility, "top_up_fewer_opportunities") == ["1250.00"]  # 5 x 250
        assert amounts(f"eu-ka171-{year}", mobility, "top_up_traineeship") == []
        assert codes(f"eu-ka171-{year}", mobility) == []


def test_what_ka171_does_not_say_is_open_or_refused() -> None:
    # 700 a month, and 275 for 742 km; the top-up is what nobody prints
    for more in ({"fewer_opportunities": True}, {"activity": "SMT"}):
        assert codes("eu-ka171-2022", student("DE", "US", **more)) == ["RATE_NOT_PUBLISHED"]
        assert bounds("eu-ka171-2022", student("DE", "US", **more)) == ("3775.00", "None")
    assert codes("eu-ka171-2022", staff("SN", role="invited_staff")) == [
        "RATE_NOT_PUBLISHED",
        "ELIGIBILITY_NOT_PUBLISHED",
    ]
    assert "ACTIVITY_NOT_COVERED" in codes(
        "eu-ka171-2022", short("DE", "SN", days=10, blended_intensive_programme=True)
    )
    assert "COUNTRY_DISAGREES" in codes("eu-ka171-2022", staff("CH"))


# Senegal receives official development assistance; the United States, Australia, Korea and Albania, of Region 1, are no
# such countries of Regions 2 to 11.  Programme Guides 2023, p. 63, and 2026, p. 61.
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_ka171_sends_students_below_doctoral_level_to_no_country_that_receives_development_assistance(
    year: int,
) -> None:
    rulebook = f"eu-ka171-{year}"
    for cycle in ("short", "first", "second"):
        assert codes(rulebook, student("DE", "SN", study_cycle=cycle)) == ["STUDY_CYCLE_NOT_ELIGIBLE"]
        for elsewhere in ("US", "AU", "KR", "AL"):
            assert codes(rulebook, student("DE", elsewhere, study_cycle=cycle)) == []
        assert codes(rulebook, student("SN", "DE", direction="incoming", study_cycle=cycle)) == []
    assert codes(rulebook, student("DE", "SN", role="doctoral_candidate")) == []
    assert codes(rulebook, staff("SN")) == []
    # KA131 may pay for them
    assert codes(f"eu-ka131-{year}", student("DE", "SN", study_cycle="first")) == []


def test_before_call_2023_nobody_confirms_whether_they_are_sent_there() -> None:
    mobility = student("DE", "SN", study_cycle="first")
    assert codes("eu-ka171-2022", mobility) == ["ELIGIBILITY_NOT_PUBLISHED"]
    found = grant("eu-ka171-2022", mobility)
    # nothing, if they are not; 5 x 700 + 275 if they are
    assert (str(found.minimum_total_eur), str(found.maximum_total_eur)) == ("0.00", "3775.00")


@pytest.mark.parametrize(
    ("rulebook", "eligible"),
    [("eu-ka171-2022", False), *((f"eu-ka171-{year}", True) for year in (2023, 2024, 2025, 2026))],
)
def test_from_call_2023_recent_graduates_do_traineeships_in_ka171(rulebook: str, eligible: bool) -> None:
    # Programme Guides 2023, p. 56, and 2026, p. 55
    mobility = student("DE", "US", activity="SMT", role="recent_graduate")
    assert ("ROLE_NOT_ELIGIBLE" not in codes(rulebook, mobility)) is eligible
    assert "ROLE_NOT_ELIGIBLE" in codes(rulebook, student("DE", "US", role="recent_graduate"))


@pytest.mark.parametrize("country", ["BY", "RU"])
@pytest.mark.parametrize("action", ["ka131", "ka171"])
def test_until_call_2023_belarus_and_russia_are_third_countries_as_any_other(action: str, country: str) -> None:
    for rulebook in [f"eu-{action}-{year}" for year in (2021, 2022, 2023) if (action, year) != ("ka171", 2021)]:
        assert groups_of(rulebook, country) - {"oda-recipients", "perhaps-oda-recipients"} == {"third-countries"}
        assert codes(rulebook, staff(country)) == []


@pytest.mark.parametrize("country", ["BY", "RU"])
def test_in_call_2026_nobody_goes_to_belarus_and_russia_and_only_students_come_from_there(country: str) -> None:
    # Programme Guide 2026, pp. 50 and 51
    for rulebook in ("eu-ka131-2026", "eu-ka171-2026"):
        for mobility in (staff(country), student("DE", country, role="doctoral_candidate")):
            assert codes(rulebook, mobility) == ["COUNTRY_DISAGREES"]
    assert codes("eu-ka171-2026", student(country, "DE", direction="incoming")) == []
    teacher = staff("DE", sending_country=country, direction="incoming")
    assert codes("eu-ka171-2026", teacher) == ["COUNTRY_DISAGREES"]
    guest = staff("DE", sending_country=country, direction="incoming", role="invited_staff")
    assert "COUNTRY_DISAGREES" in codes("eu-ka131-2026", guest)
    assert grant("eu-ka131-2026", guest).status is GrantStatus.NOT_ELIGIBLE


@pytest.mark.parametrize(
    ("rulebook", "country"),
    [
        ("eu-ka131-2024", "BY"),
        ("eu-ka131-2024", "RU"),
        ("eu-ka131-2025", "BY"),
        ("eu-ka131-2025", "RU"),
        ("eu-ka171-2024", "BY"),
        ("eu-ka171-2024", "RU"),
        ("eu-ka171-2025", "BY"),
    ],
)
def test_in_calls_2024_and_2025_nobody_confirms_whether_anybody_goes_there(rulebook: str, country: str) -> None:
    assert codes(rulebook, staff(country)) == ["ELIGIBILITY_NOT_PUBLISHED"]
    found = grant(rulebook, staff(country))
    assert (found.status, found.eligible) == (GrantStatus.UNDETERMINED, None)
    # nothing, if it is not eligible; 7 x 190 + 309 if it is
    assert (str(found.minimum_total_eur), str(found.maximum_total_eur)) == ("0.00", "1639.00")


def test_in_call_2025_only_students_come_from_russia() -> None:
    assert codes("eu-ka171-2025", student("RU", "DE", direction="incoming")) == []
    assert codes("eu-ka171-2025", student("DE", "RU", role="doctoral_candidate")) == ["COUNTRY_DISAGREES"]
    assert "COUNTRY_DISAGREES" in codes("eu-ka171-2025", staff("RU"))
    assert "COUNTRY_DISAGREES" in codes("eu-ka171-2025", staff("DE", sending_country="RU", direction="incoming"))


# --- Staff


@pytest.mark.parametrize(
    ("rulebook", "fifteenth_day"),
    [
        ("eu-ka171-2023", "98.00"),  # 140 x 0.7
        ("eu-ka171-2026", "104.00"),  # 103.60, rounded to the nearest whole euro: Programme Guide 2026, p. 70
    ],
)
def test_from_call_2026_the_reduced_day_is_in_whole_euros(rulebook: str, fifteenth_day: str) -> None:
    mobility = staff("PL", sending_country="GE", direction="incoming", days=15)
    assert ("individual_support", 1, fifteenth_day) in lines(rulebook, mobility)


@pytest.mark.parametrize("rulebook", ["eu-ka171-2024", "eu-ka171-2025"])
def test_of_the_calls_between_nobody_says_how_the_reduced_day_is_rounded(rulebook: str) -> None:
    """148 x 0.7 is 103.60: the guide of 2023 prints no rounding, and that of 2026 rounds to 104."""
    found = grant(rulebook, staff("PL", sending_country="GE", direction="incoming", days=15))
    assert found.status is GrantStatus.UNDETERMINED
    (fifteenth,) = found.open_lines
    assert (fifteenth.quantity, str(fifteenth.minimum_eur), str(fifteenth.maximum_eur)) == (1, "103.00", "104.00")
    assert [one.code for one in found.findings if one.is_unknown] == ["RATE_NOT_PUBLISHED"]
    fortnight = grant(rulebook, staff("PL", sending_country="GE", direction="incoming", days=14))
    assert fortnight.status is GrantStatus.GRANTED


@pytest.mark.parametrize(
    ("receiving", "least", "most"),
    [
        ("SE", "67.00", "133.00"),  # 96 x 0.7 = 67.20, 190 x 0.7 = 133
        ("ES", "59.00", "119.00"),  # 84 x 0.7 = 58.80, 170 x 0.7 = 119
        ("PL", "50.00", "104.00"),  # 71 x 0.7 = 49.70, 148 x 0.7 = 103.60
    ],
)
def test_and_so_are_both_ends_of_its_range(receiving: str, least: str, most: str) -> None:
    fifteenth = grant("eu-ka131-2026", staff(receiving, sending_country="IE", days=15)).open_lines[1]
    assert (fifteenth.quantity, str(fifteenth.minimum_eur), str(fifteenth.maximum_eur)) == (1, least, most)


@pytest.mark.parametrize(("receiving", "day_eur"), [("SE", 190), ("ES", 170), ("PL", 148)])
def test_in_call_2026_invited_staff_have_fixed_amounts_wherever_they_come_from(receiving: str, day_eur: int) -> None:
    # Programme Guide 2026, p. 71: five days and two travel days, and 309; p. 50: no flow begins in the United States
    near, far = (
        staff(receiving, sending_country=sending, direction="incoming", role="invited_staff")
        for sending in ("IE", "US")
    )
    assert total("eu-ka131-2026", near) == f"{309 + 7 * day_eur}.00"
    assert perhaps("eu-ka131-2026", far) == f"{309 + 7 * day_eur}.00"


@pytest.mark.parametrize(("receiving", "least_eur", "day_eur"), [("SE", 90, 180), ("ES", 79, 160), ("PL", 67, 140)])
def test_in_call_2023_invited_staff_have_fixed_amounts_from_third_countries_alone(
    receiving: str, least_eur: int, day_eur: int
) -> None:
    # Programme Guide 2023, pp. 75 and 76: five days and two travel days, and 275
    for country in ("US", "CH", "AD"):
        guest = staff(receiving, sending_country=country, direction="incoming", role="invited_staff")
        assert perhaps("eu-ka131-2023", guest) == f"{275 + 7 * day_eur}.00"  # p. 51: no flow begins there
    neighbour = staff(receiving, sending_country="IE", direction="incoming", role="invited_staff")
    assert bounds("eu-ka131-2023", neighbour) == (f"{275 + 7 * least_eur}.00", f"{275 + 7 * day_eur}.00")


def test_invited_staff_of_ka171() -> None:
    guest = staff("PL", sending_country="US", direction="incoming", role="invited_staff")
    for rulebook, total_eur in (
        ("eu-ka171-2023", "1255.00"),  # 7 x 140 + 275: Programme Guide 2023, pp. 58, 75 and 76
        ("eu-ka171-2024", "1345.00"),  # 7 x 148 + 309
        ("eu-ka171-2025", "1345.00"),
        ("eu-ka171-2026", "1345.00"),  # Programme Guide 2026, pp. 56 and 71
    ):
        assert total(rulebook, guest) == total_eur
    sent = staff("US", role="invited_staff")
    assert perhaps("eu-ka171-2023", sent) == "1535.00"  # 7 x 180 + 275; no page says whose project pays
    for year in (2023, 2024, 2025):
        assert codes(f"eu-ka171-{year}", sent) == ["ELIGIBILITY_NOT_PUBLISHED"]
    assert grant("eu-ka171-2026", sent).status is GrantStatus.NOT_ELIGIBLE


# Programme Guide 2026, p. 57.
@pytest.mark.parametrize(
    ("fields", "shortest"),
    [
        ({"activity": "STA"}, 2),
        ({"activity": "STT"}, 5),
        ({"activity": "STA", "direction": "incoming", "sending_country": "IE", "role": "invited_staff"}, 1),
        ({"activity": "STA", "direction": "incoming", "sending_country": "US", "role": "invited_staff"}, 1),
    ],
)
def test_lengths_in_a_blended_intensive_programme_of_call_2026(fields: dict[str, str], shortest: int) -> None:
    def refused(days: int) -> list[str]:
        mobility = staff("FR", days=days, blended_intensive_programme=True, virtual_component=True, **fields)
        return [code for code in codes("eu-ka131-2026", mobility) if code.startswith("DURATION")]

    assert refused(shortest) == refused(30) == []
    if shortest > 1:
        assert refused(shortest - 1) == ["DURATION_TOO_SHORT"]
    assert refused(31) == ["DURATION_TOO_LONG"]


# Programme Guide 2023, pp. 59, 61 and 62: 5 to 30 days of training; of teaching from two days, as anywhere within the programme.
@pytest.mark.parametrize("rulebook", ["eu-ka131-2023", "eu-ka131-2024", "eu-ka131-2025"])
def test_before_call_2026_training_in_a_blended_intensive_programme_lasts_5_to_30_days(rulebook: str) -> None:
    def refused(days: int, activity: str) -> list[str]:
        mobility = staff("FR", days=days, activity=activity, blended_intensive_programme=True, virtual_component=True)
        return [code for code in codes(rulebook, mobility) if code.startswith("DURATION")]

    assert [refused(days, "STT") for days in (4, 5, 30, 31)] == [["DURATION_TOO_SHORT"], [], [], ["DURATION_TOO_LONG"]]
    assert [refused(days, "STA") for days in (1, 2, 30, 31)] == [["DURATION_TOO_SHORT"], [], [], ["DURATION_TOO_LONG"]]


# --- Countries that are not stated, or disagree


@pytest.mark.parametrize("rulebook", KA131)
def test_a_country_on_which_a_rate_depends_is_asked_for(rulebook: str) -> None:
    assert "COUNTRY_MISSING" in codes(rulebook, student(None, "FR"))
    assert "sending_country is not stated" in said(rulebook, student(None, "FR"))
    assert "receiving_country is not stated" in said(rulebook, student("DE", None))
    assert "receiving_country is not stated" in said(rulebook, staff(None))
    # of the rate and the length of staff within the programme, from call 2026 on alone: Regions 13 and 14 may send too
    asks = "COUNTRY_MISSING" in codes(rulebook, staff("FR", sending_country=None))
    assert asks is (rulebook == "eu-ka131-2026")
    assert "COUNTRY_MISSING" not in codes(rulebook, staff("US", sending_country=None))
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
def test_invited_staff_come_for_a_day_within_the_programme_and_for_five_from_elsewhere(rulebook: str) -> None:
    # Programme Guides 2023, p. 59, and 2026, p. 56; no hours of teaching are too few for them
    for country, days, too_short in (("ES", 1, False), ("US", 1, True), ("US", 4, True), ("US", 5, False)):
        guest = staff(
            "FR", sending_country=country, direction="incoming", role="invited_staff", days=days, teaching_hours=1
        )
        found = codes(rulebook, guest)
        assert ("DURATION_TOO_SHORT" in found) is too_short
        assert ("ELIGIBILITY_NOT_PUBLISHED" in found) is (country == "US")  # the flows begin in programme countries
        assert set(found) <= {"DURATION_TOO_SHORT", "ELIGIBILITY_NOT_PUBLISHED", "RATE_NOT_PUBLISHED"}


@pytest.mark.parametrize("rulebook", KA131)
def test_others_who_come_in_are_paid_from_elsewhere(rulebook: str) -> None:
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


@pytest.mark.parametrize("rulebook", [f"eu-ka1{kind}1-{year}" for kind in (3, 7) for year in (2023, 2024, 2025, 2026)])
def test_a_post_doc_needs_no_virtual_part_for_a_short_stay(rulebook: str) -> None:
    # guide 2023, p. 49, and 2026, p. 48: as doctoral candidates; D110 for the calls between
    year = int(rulebook[-4:])
    sides = {"sending_country": "US", "receiving_country": "FR"}
    if "ka131" in rulebook:
        sides = {"sending_country": "FR", "receiving_country": "IT"}
    graduate = {
        "activity": "SMT",
        "direction": "outgoing" if "ka131" in rulebook else "incoming",
        "role": "recent_graduate",
        "start_date": f"{year}-10-05",
        "end_date": f"{year}-10-14",
        "distance_km": 600,
        **sides,
    }
    post_doc, other = (Mobility.model_validate(graduate | {"study_cycle": cycle}) for cycle in ("third", "second"))
    of_length = {"DURATION_TOO_SHORT", "VIRTUAL_COMPONENT_MISSING"}
    granted = GrantCalculator(rulebook).calculate(post_doc)
    assert {finding.code.value for finding in granted.findings}.isdisjoint(of_length)
    assert "EUR a month" not in " ".join(finding.message for finding in granted.findings)  # no rate of a long stay
    assert str(granted.lines[-1].amount_eur) == "790.00"  # 10 days at 79, as in 2023, p. 72, and 2026, p. 70
    assert of_length <= {finding.code.value for finding in GrantCalculator(rulebook).check(other)}


@pytest.mark.parametrize("call_year", [2021, 2022, 2023])
def test_who_opts_out_of_travel_support_adds_the_50_eur_of_green_travel(call_year: int) -> None:
    # guide 2023, pp. 72 and 73: no travel support, and for green travel 50 EUR once and up to four travel days
    base = get_rulebook(f"eu-ka131-{call_year}")
    (green,) = {entry.source for entry in base.top_ups if entry.kind == "top_up_green_travel"}
    scope = {"activities": "SMS SMT", "fewer_opportunities": False, "receiving_groups": "third-countries"}
    unpaid = {"scope": scope, "not_paid": "the board decided it.", "source": toy_source()}
    fifty = {
        "kind": "top_up_green_travel",
        "scope": scope,
        "tiers": [{"from_day": 1, "amount_eur": 50}],
        "source": green,
    }
    home = {"country": "FR", "source": toy_source()}
    ours = base.adapt(id="ours", title="Ours", source=toy_source(), travel_support=[unpaid], top_ups=[fifty], home=home)
    assert any("top_up_green_travel with the same scope" in note.text for note in ours.notes)
    studies = Mobility(
        activity="SMS",
        direction="outgoing",
        receiving_country="US",
        start_date=f"{call_year}-09-01",
        end_date=f"{call_year + 1}-01-30",
        distance_km=6000,
        travel_mode="green",
        travel_days=4,
    )
    grant = GrantCalculator(ours).calculate(studies)
    month_eur = grant.lines[0].rate_eur
    days_eur = (month_eur * 4 / 30).quantize(Decimal("0.01"))
    assert [line.amount_eur for line in grant.lines] == [month_eur * 5, days_eur, Decimal("50.00")]
