"""The official rulebooks of calls 2014 to 2020, against figures that are typed from the pages."""

from datetime import date, timedelta
from decimal import Decimal

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
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.rulebook.checks import used_sources
from erasmus_grants.rules.daily_rates import DailyRate

KA103, KA107 = (
    [name for name in known_rulebooks() if name.startswith(action)] for action in ("eu-ka103-", "eu-ka107-")
)
UNIVERSITY_PAGES = ("usmb-icm-2018", "usmb-icm-2023")
FRENCH_CALLS = ("eu-ka107-2018", "eu-ka107-2019", "eu-ka107-2020")


@pytest.mark.parametrize("name", [*KA103, *KA107])
def test_the_agreement_of_staff_is_called_as_its_form_is_called(name: str) -> None:
    # annex I of the grant agreement with staff, KA103 of 2017: https://paperzz.com/doc/6924408/annex-v---erasmus-
    # form that teachers of KA107 sign, version of June 2014, for 2016/17, and annex of their grant agreement of 2017:
    # https://docsbay.net/staff-mobility-for-teaching-between-programme-and-partner-countries-ka107-2016-17
    # https://docsbay.net/grant-agreement-for-erasmus-teaching-and-training
    (agreement,) = [rule for rule in get_rulebook(name).documents if rule.document == "learning_agreement"]
    assert agreement.note == "Of staff it is the mobility agreement."


def mobility(**changes: object) -> Mobility:
    """Return a week of teaching at a French university, by somebody from Senegal, otherwise as changed."""
    fields: dict[str, object] = {
        "activity": "STA",
        "direction": "incoming",
        "sending_country": "SN",
        "receiving_country": "FR",
        "start_date": "2019-10-07",
        "end_date": "2019-10-11",
        "distance_km": 4070,
    }
    fields.update(changes)
    if fields["activity"] == "STA" and fields.get("role") != "invited_staff":
        fields.setdefault("teaching_hours", 24)
    return Mobility.model_validate(fields)


def grant(rulebook: str | Rulebook, **changes: object) -> GrantBreakdown:
    return GrantCalculator(rulebook).calculate(mobility(**changes))


def codes(breakdown: GrantBreakdown) -> list[str]:
    """Return what was found, but for the years, which a test of their own looks at."""
    return [finding.code.value for finding in breakdown.findings if finding.code != "OUTSIDE_CALL_YEARS"]


def against(breakdown: GrantBreakdown) -> list[str]:
    """Return what refuses a grant, or leaves it open."""
    return [finding.code.value for finding in breakdown.findings if finding.is_refusing or finding.is_unknown]


def bounds(breakdown: GrantBreakdown) -> tuple[str, str]:
    """Return between what the total of an undetermined grant of an eligible mobility lies."""
    assert (breakdown.status, breakdown.eligible, breakdown.total_eur) == (GrantStatus.UNDETERMINED, True, None)
    return str(breakdown.minimum_total_eur), str(breakdown.maximum_total_eur)


def amounts(breakdown: GrantBreakdown) -> list[tuple[str, int, str]]:
    return [(line.basis.value, line.quantity, str(line.amount_eur)) for line in breakdown.lines]


def bands_of(rulebook: str) -> list[tuple[int, int | None, Decimal | None]]:
    (table,) = get_rulebook(rulebook).travel_support
    assert isinstance(table, DistanceBands)
    return [(band.from_km, band.below_km, band.standard_eur) for band in table.bands]


def members(rulebook: str, group: str) -> set[str]:
    return {country for one in get_rulebook(rulebook).country_groups if one.id == group for country in one.countries}


# --- what the rulebooks are


@pytest.mark.parametrize("rulebook_id", [*KA103, *KA107])
def test_a_rulebook_says_which_call_it_is(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    _, action, year = rulebook_id.split("-")
    assert (rulebook.id, rulebook.action, rulebook.call_years) == (rulebook_id, action.upper(), (int(year),))
    assert rulebook.institution == "Erasmus+ programme"
    assert rulebook.status.value == "provisional"
    assert rulebook.home is None
    assert rulebook.title.endswith(f"call {year}")


@pytest.mark.parametrize("rulebook_id", [*KA103, *KA107])
def test_every_source_that_is_listed_is_used(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    used = {source for _, source in used_sources(rulebook)}
    assert [source.id for source in rulebook.sources if source not in used] == []
    assert all(source.id.startswith("EU-") and source.id == source.id.upper() for source in rulebook.sources)


@pytest.mark.parametrize("rulebook_id", [*KA103, *KA107])
def test_whatever_has_no_figure_says_how_to_supply_it(rulebook_id: str) -> None:
    rulebook = get_rulebook(rulebook_id)
    tables = (*rulebook.monthly_rates, *rulebook.daily_rates, *rulebook.top_ups, *rulebook.payment_splits)
    reasons = [reason for entry in tables if (reason := getattr(entry, "not_published", None)) is not None]
    reasons += [
        band.not_published
        for table in rulebook.travel_support
        if isinstance(table, DistanceBands)
        for band in table.bands
        if band.not_published is not None
    ]
    assert len(reasons) >= 2  # the payments and a top-up at least
    assert all(reason.endswith("; supply it in a rulebook that is based on this one.") for reason in reasons)


# --- countries


@pytest.mark.parametrize(
    ("rulebook_id", "groups", "how_many"),
    [
        *(
            (f"eu-ka103-{year}", ("group-a", "group-b", "group-c", "group-d"), (5, 17, 7, 4))
            for year in range(2014, 2018)
        ),
        *((f"eu-ka103-{year}", ("group-1", "group-2", "group-3"), (10, 13, 10)) for year in range(2014, 2018)),
        ("eu-ka103-2018", ("group-1", "group-2", "group-3"), (9, 11, 13)),
        ("eu-ka103-2019", ("group-1", "group-2", "group-3"), (9, 11, 14)),
        ("eu-ka103-2020", ("group-1", "group-2", "group-3"), (9, 11, 14)),
        *((f"eu-ka107-{year}", ("group-1", "group-2", "group-3"), (10, 13, 10)) for year in range(2015, 2018)),
    ],
)
def test_groups_share_the_programme_countries_out(
    rulebook_id: str, groups: tuple[str, ...], how_many: tuple[int, ...]
) -> None:
    countries = [members(rulebook_id, group) for group in groups]
    assert tuple(map(len, countries)) == how_many
    assert set().union(*countries) == members(rulebook_id, "programme-countries")
    assert len(members(rulebook_id, "programme-countries")) == sum(how_many)


@pytest.mark.parametrize(
    ("rulebook_id", "named"),
    [
        ("eu-ka107-2015", {"FR", "DE", "ES"}),
        ("eu-ka107-2016", {"FR", "DE", "ES"}),
        ("eu-ka107-2017", {"FR", "DE", "ES"}),
        ("eu-ka107-2018", {"FR", "ES", "IE", "GB", "PL"}),
        ("eu-ka107-2019", {"FR", "ES", "IE", "GB", "PL", "RS"}),
        ("eu-ka107-2020", {"FR", "ES", "IE", "GB", "PL", "RS"}),
    ],
)
def test_every_programme_country_is_either_named_or_another(rulebook_id: str, named: set[str]) -> None:
    programme, others = members(rulebook_id, "programme-countries"), members(rulebook_id, "other-programme-countries")
    assert programme - others == named
    assert others < programme
    assert programme.isdisjoint(members(rulebook_id, "third-countries"))


def test_france_changed_its_groups_in_2018() -> None:
    assert "FR" in members("eu-ka103-2017", "group-1")
    assert "FR" in members("eu-ka103-2017", "group-b")
    assert "FR" in members("eu-ka103-2018", "group-2")


@pytest.mark.parametrize("rulebook_id", KA107)
def test_serbia_is_a_third_country_before_2019_and_a_programme_country_from_then(rulebook_id: str) -> None:
    sent_to = grant(rulebook_id, direction="outgoing", sending_country="FR", receiving_country="RS")
    received_by = grant(rulebook_id, sending_country="BA", receiving_country="RS")
    closed, open_ = (received_by, sent_to) if rulebook_id < "eu-ka107-2019" else (sent_to, received_by)
    assert "COUNTRY_DISAGREES" in against(closed)
    assert against(open_) == []


@pytest.mark.parametrize(("year", "agrees"), [(2014, False), (2017, False), (2018, False), (2019, True), (2020, True)])
def test_serbia_takes_part_in_ka103_from_2019(year: int, agrees: bool) -> None:
    to_serbia = grant(f"eu-ka103-{year}", direction="outgoing", sending_country="FR", receiving_country="RS")
    assert ("COUNTRY_DISAGREES" not in codes(to_serbia)) is agrees


@pytest.mark.parametrize("rulebook_id", KA107)
@pytest.mark.parametrize("country", ["IR", "IQ", "YE"])
def test_iran_iraq_and_yemen_take_part_from_2018(rulebook_id: str, country: str) -> None:
    found = codes(grant(rulebook_id, sending_country=country))
    assert ("COUNTRY_DISAGREES" not in found) is (rulebook_id >= "eu-ka107-2018")


@pytest.mark.parametrize("rulebook_id", KA107)
@pytest.mark.parametrize("country", ["CH", "AD", "MC", "SM", "VA", "AE", "SA", "FR", "GP"])
def test_who_never_is_a_partner_country_of_ka107(rulebook_id: str, country: str) -> None:
    receiving = "ES" if country == "FR" else "FR"
    assert "COUNTRY_DISAGREES" in against(grant(rulebook_id, sending_country=country, receiving_country=receiving))


# --- the pages of Savoie Mont Blanc print what the programme pays to France


@pytest.mark.parametrize(
    ("changes", "pages"),
    [
        ({}, UNIVERSITY_PAGES),
        ({"direction": "outgoing", "sending_country": "FR", "receiving_country": "SN"}, UNIVERSITY_PAGES),
        ({"end_date": "2019-10-27"}, ("usmb-icm-2018",)),  # that of 2023 funds five days
        ({"activity": "SMS", "start_date": "2019-09-01", "end_date": "2020-01-20"}, ("usmb-icm-2023",)),
    ],
)
def test_the_university_prints_what_the_programme_pays(changes: dict[str, object], pages: tuple[str, ...]) -> None:
    paid = {tuple(line for line in amounts(grant(name, **changes)) if line[1]) for name in (*pages, *FRENCH_CALLS)}
    assert len(paid) == 1
    assert len(paid.pop()) >= 2


def test_the_page_of_2018_prints_no_rate_for_students() -> None:
    assert get_rulebook("usmb-icm-2018").monthly_rates == ()
    assert "ACTIVITY_NOT_COVERED" in against(grant("usmb-icm-2018", activity="SMS", end_date="2020-01-20"))


SIX_BANDS = [
    (100, 500, Decimal("180.00")),
    (500, 2000, Decimal("275.00")),
    (2000, 3000, Decimal("360.00")),
    (3000, 4000, Decimal("530.00")),
    (4000, 8000, Decimal("820.00")),
    (8000, None, Decimal("1500.00")),
]


def test_six_bands_from_100_km_are_alike_and_the_pages_leave_out_10_to_99_km() -> None:
    # The programme prints 20 EUR for 10-99 km from call 2018 on; the university's pages print nothing below 100 km.
    assert bands_of("usmb-icm-2018") == SIX_BANDS
    assert bands_of("usmb-icm-2023") == SIX_BANDS
    assert bands_of("eu-ka107-2018") == [(10, 100, Decimal("20.00")), *SIX_BANDS]
    assert bands_of("eu-ka107-2019") == [(10, 100, Decimal("20.00")), *SIX_BANDS]
    assert bands_of("eu-ka107-2020") == [(10, 100, Decimal("20.00")), *SIX_BANDS]


# --- rates that an institution or a country sets


def with_daily_rate(rulebook_id: str, group: str, rate_eur: int) -> Rulebook:
    """Return a rulebook of an institution that has set its rate for one group."""
    source = {
        "id": "OURS",
        "document": "Decision of the board",
        "publisher": "Our university",
        "locator": "rates of staff",
        "url": "https://example.org/rates",
        "read_on": "2026-11-22",
        "confidence": "HIGH",
    }
    rate = {
        "scope": {"activities": ["STA", "STT"], "receiving_groups": [group]},
        "rate_eur_per_day": rate_eur,
        "tiers": [{"from_day": 1, "to_day": 14, "share": 1}, {"from_day": 15, "to_day": 60, "share": "0.7"}],
        "source": source,
    }
    return get_rulebook(rulebook_id).adapt(id="ours", title="Ours", source=source, daily_rates=[rate])


TERM = {"direction": "outgoing", "start_date": "2016-09-01", "end_date": "2017-01-31"}


@pytest.mark.parametrize(
    ("receiving", "printed", "of_five_months"),
    [
        ("IT", "200.00 to 300.00 EUR", ("1000.00", "1500.00")),
        ("DE", "150.00 to 250.00 EUR", ("750.00", "1250.00")),
        ("PL", "150.00 to 250.00 EUR", ("750.00", "1250.00")),
    ],
)
def test_students_of_french_institutions_had_ranges_in_2016(
    receiving: str, printed: str, of_five_months: tuple[str, str]
) -> None:
    found = {}
    for year in range(2014, 2021):
        student = grant(f"eu-ka103-{year}", activity="SMS", sending_country="FR", receiving_country=receiving, **TERM)
        assert against(student) == ["RATE_NOT_PUBLISHED"]
        found[year] = f"the programme prints a range, {printed} a month, " in student.findings[0].message
        # 1 September to 31 January are 150 days of thirty-day months; nothing is paid for the journey
        assert bounds(student) == (of_five_months if year == 2016 else ("None", "None"))
    assert found == dict.fromkeys(range(2014, 2021), False) | {2016: True}


def test_other_students_of_ka103_are_told_that_amounts_are_national() -> None:
    for sending, activity, how_often in (("DE", "SMS", 1), ("FR", "SMT", 2)):  # a trainee lacks the top-up too
        student = grant("eu-ka103-2016", activity=activity, sending_country=sending, receiving_country="IT", **TERM)
        assert against(student) == ["RATE_NOT_PUBLISHED"] * how_often
        assert "the amounts are national" in student.findings[0].message
        assert bounds(student) == ("None", "None")


@pytest.mark.parametrize("rulebook_id", KA103)
def test_students_of_ka103_have_no_travel_support(rulebook_id: str) -> None:
    rate = {"rate_eur_per_month": 250, "source": get_rulebook(rulebook_id).sources[0]}
    source = get_rulebook(rulebook_id).sources[0].at("OURS", "rates of students")
    ours = get_rulebook(rulebook_id).adapt(id="ours", title="Ours", source=source, monthly_rates=[rate])
    paid = grant(ours, activity="SMS", sending_country="FR", receiving_country="IT", **TERM)
    # 1 September to 31 January: 150 days x 250 / 30, and no line for the journey
    assert amounts(paid) == [("days_of_month_rate", 150, "1250.00")]


# --- what one call has and another has not


def test_below_the_first_kilometre_that_is_printed_call_2017_pays_nothing_for_the_journey() -> None:
    assert amounts(grant("eu-ka107-2017", distance_km="9.99"))[0] == ("participant", 1, "0.00")


@pytest.mark.parametrize("distance_km", ["10", "50", "99.99", "8000", "9000"])
def test_call_2017_has_no_travel_support_below_100_km_nor_from_8000_km(distance_km: str) -> None:
    waits = grant("eu-ka107-2017", distance_km=distance_km)
    assert against(waits) == ["RATE_NOT_PUBLISHED"]
    assert bounds(waits) == ("980.00", "None")  # 5 days and 2 travel days of the 140 of call 2017, and the journey
    ours = with_daily_rate("eu-ka103-2017", "group-b", 100)
    staff = {"direction": "outgoing", "sending_country": "DE", "receiving_country": "FR", "distance_km": distance_km}
    assert against(grant(ours, **staff)) == ["RATE_NOT_PUBLISHED"]
    assert bounds(grant(ours, **staff)) == ("700.00", "None")  # 7 x 100


@pytest.mark.parametrize("rulebook_id", KA107)
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_traineeships_of_ka107_begin_in_2018(rulebook_id: str, direction: str) -> None:
    countries = {"sending_country": "FR", "receiving_country": "SN"} if direction == "outgoing" else {}
    dates = {"start_date": "2020-02-01", "end_date": "2020-06-30"}
    trainee = grant(rulebook_id, activity="SMT", direction=direction, **countries, **dates)
    combined = grant(rulebook_id, activity="SMS", combined=True, direction=direction, **countries, **dates)
    plain = grant(rulebook_id, activity="SMS", direction=direction, **countries, **dates)
    early = rulebook_id < "eu-ka107-2018"
    assert against(trainee) == (["ACTIVITY_NOT_FUNDED"] if early else [])
    assert against(combined) == (["COMBINATION_NOT_ELIGIBLE"] if early else [])
    assert against(plain) == []


@pytest.mark.parametrize("rulebook_id", KA107)
def test_outgoing_training_is_bound_to_universities_in_2019_alone(rulebook_id: str) -> None:
    training = {"activity": "STT", "receiving_organisation": "other"}
    outgoing = grant(rulebook_id, direction="outgoing", sending_country="FR", receiving_country="SN", **training)
    expected = ["RECEIVING_ORGANISATION_NOT_ELIGIBLE"] if rulebook_id == "eu-ka107-2019" else []
    assert against(outgoing) == expected
    assert against(grant(rulebook_id, **training)) == []


@pytest.mark.parametrize("rulebook_id", KA107)
def test_four_hours_of_a_combined_stay_are_confirmed_from_2019(rulebook_id: str) -> None:
    enough = rulebook_id >= "eu-ka107-2019"
    assert against(grant(rulebook_id, combined=True, teaching_hours=4)) == (
        [] if enough else ["TEACHING_HOURS_TOO_FEW"]
    )
    assert against(grant(rulebook_id, combined=True, teaching_hours=8)) == []
    assert against(grant(rulebook_id, teaching_hours=4)) == ["TEACHING_HOURS_TOO_FEW"]


@pytest.mark.parametrize("rulebook_id", KA107)
def test_invited_staff_come_from_2018_for_a_day_and_without_hours(rulebook_id: str) -> None:
    invited = grant(rulebook_id, role="invited_staff", end_date="2019-10-07")
    if rulebook_id < "eu-ka107-2018":
        assert against(invited) == ["ROLE_NOT_ELIGIBLE"]
    else:
        # 820 + 160 + 2 x 160
        assert str(invited.total_eur) == "1300.00"
    sent = grant(rulebook_id, role="invited_staff", direction="outgoing", sending_country="FR", receiving_country="SN")
    assert against(sent) == ["ROLE_NOT_ELIGIBLE"]


@pytest.mark.parametrize("year", range(2014, 2021))
def test_nobody_but_invited_staff_comes_in_with_ka103(year: int) -> None:
    within = {"sending_country": "DE", "receiving_country": "FR"}
    for activity in ("STA", "STT"):
        assert against(grant(f"eu-ka103-{year}", activity=activity, **within)) == ["ACTIVITY_NOT_FUNDED"]
    for activity in ("SMS", "SMT"):
        student = grant(f"eu-ka103-{year}", activity=activity, end_date="2020-02-29", **within)
        assert against(student) == ["ACTIVITY_NOT_FUNDED"]
    invited = grant(f"eu-ka103-{year}", role="invited_staff", **within)
    if year < 2018:
        assert against(invited) == ["ACTIVITY_NOT_FUNDED", "ROLE_NOT_ELIGIBLE"]
        assert invited.status is GrantStatus.NOT_ELIGIBLE
    else:
        assert against(invited) == ["RATE_NOT_PUBLISHED"]
        assert invited.status is GrantStatus.UNDETERMINED


def test_the_instrument_that_bars_outgoing_students_is_printed_for_2015_and_warned_of_since() -> None:
    assert KA107[0] == "eu-ka107-2015"
    for rulebook_id in KA107:
        for role in ("student", "doctoral_candidate"):
            found = codes(
                grant(
                    rulebook_id,
                    activity="SMS",
                    role=role,
                    direction="outgoing",
                    sending_country="FR",
                    receiving_country="PE",
                    end_date="2020-02-29",
                )
            )
            assert ("MOBILITY_RESTRICTION_POSSIBLE" in found) is (role == "student")


@pytest.mark.parametrize(
    ("rulebook_id", "receiving", "waits"),
    [
        ("eu-ka107-2015", "IT", True),
        ("eu-ka107-2016", "SE", True),
        ("eu-ka107-2017", "ES", False),
        ("eu-ka107-2018", "DE", True),
        ("eu-ka107-2018", "PL", False),
        ("eu-ka107-2019", "SE", True),
        ("eu-ka107-2020", "RS", False),
    ],
)
def test_staff_rates_of_other_receiving_countries_are_not_guessed(
    rulebook_id: str, receiving: str, waits: bool
) -> None:
    found = grant(rulebook_id, receiving_country=receiving)
    assert against(found) == (["RATE_NOT_PUBLISHED"] if waits else [])
    if waits:
        assert bounds(found) == ("820.00", "None")  # 4070 km, and whatever the days are paid
    else:
        assert found.status is GrantStatus.GRANTED


@pytest.mark.parametrize("rulebook_id", KA107)
def test_who_comes_in_says_where_to_and_who_goes_out_need_not(rulebook_id: str) -> None:
    nowhere = grant(rulebook_id, receiving_country=None)
    assert against(nowhere) == ["COUNTRY_MISSING"]
    assert (nowhere.status, nowhere.eligible) == (GrantStatus.UNDETERMINED, None)
    # it may yet be refused, and which rate it has depends on the country
    assert (str(nowhere.minimum_total_eur), nowhere.maximum_total_eur) == ("0.00", None)
    assert against(grant(rulebook_id, direction="outgoing", sending_country=None, receiving_country=None)) == []


# --- how sure each year is


def source_of_daily_rate(rulebook_id: str, *groups: str) -> Source:
    (source,) = [
        entry.source
        for entry in get_rulebook(rulebook_id).daily_rates
        if isinstance(entry, DailyRate) and entry.scope.receiving_groups == (groups or None)
    ]
    return source


@pytest.mark.parametrize(
    ("group", "confidences"),
    [
        ("france", {2015: "MED", 2016: "HIGH", 2017: "MED", 2018: "HIGH", 2019: "HIGH", 2020: "HIGH"}),
        ("germany", {2015: "MED", 2016: "MED", 2017: "HIGH"}),
        ("spain", {2015: "MED", 2016: "HIGH", 2017: "MED", 2018: "HIGH", 2019: "HIGH", 2020: "MED"}),
        ("ireland", {2018: "HIGH", 2019: "MED", 2020: "MED"}),
        ("poland", {2018: "HIGH", 2019: "MED", 2020: "HIGH"}),
        ("united-kingdom", {2018: "MED", 2019: "MED", 2020: "MED"}),
        ("serbia", {2019: "MED", 2020: "MED"}),
        (None, {2015: "HIGH", 2016: "HIGH", 2017: "HIGH", 2018: "HIGH", 2019: "HIGH", 2020: "HIGH"}),
    ],
)
def test_a_daily_rate_is_as_sure_as_its_year_is_dated(group: str | None, confidences: dict[int, str]) -> None:
    named = () if group is None else (group,)
    found = {year: source_of_daily_rate(f"eu-ka107-{year}", *named).confidence.value for year in confidences}
    assert found == confidences


@pytest.mark.parametrize(
    ("rulebook_id", "below_100_km", "between", "from_8000_km"),
    [
        ("eu-ka103-2014", None, "MED", "MED"),
        ("eu-ka103-2016", None, "MED", "MED"),
        ("eu-ka103-2017", "MED", "MED", "MED"),
        ("eu-ka103-2018", "HIGH", "HIGH", "HIGH"),
        ("eu-ka103-2019", "HIGH", "HIGH", "HIGH"),
        ("eu-ka103-2020", "MED", "MED", "MED"),
        ("eu-ka107-2015", None, "MED", "MED"),
        ("eu-ka107-2016", None, "MED", "HIGH"),
        ("eu-ka107-2018", "MED", "HIGH", "HIGH"),
        ("eu-ka107-2019", "MED", "HIGH", "HIGH"),
        ("eu-ka107-2020", "MED", "MED", "MED"),
    ],
)
def test_a_band_is_as_sure_as_its_page(
    rulebook_id: str, below_100_km: str | None, between: str, from_8000_km: str
) -> None:
    table, *_ = get_rulebook(rulebook_id).travel_support  # a second entry has no bands
    assert isinstance(table, DistanceBands)
    sure = {band.from_km: (band.source or table.source).confidence.value for band in table.bands}
    assert (sure.get(10), sure[100], sure[2000], sure[8000]) == (below_100_km, between, between, from_8000_km)


@pytest.mark.parametrize("rulebook_id", ["eu-ka103-2018", "eu-ka103-2019", "eu-ka103-2020"])
def test_a_range_is_as_sure_as_its_weaker_bound(rulebook_id: str) -> None:
    entries: tuple[Entry, ...] = get_rulebook(rulebook_id).daily_rate_ranges
    assert {entry.source.confidence.value for entry in entries} == {"MED"}
    assert all("lowest" in entry.source.note for entry in entries)


@pytest.mark.parametrize(
    ("rulebook_id", "start", "outside"),
    [
        ("eu-ka107-2016", "2015-12-31", True),  # before the call
        ("eu-ka107-2016", "2016-01-01", False),
        ("eu-ka107-2016", "2019-12-27", False),  # to 31 December of the third year after it
        ("eu-ka107-2016", "2019-12-28", True),
        ("eu-ka103-2014", "2010-03-01", True),
        ("na-de-ka131-2021", "2025-03-01", True),
        # Programme Guides 2023 and 2026, p. 52: 26 months from 1 June of the call year, so to 31 July two years later
        ("eu-ka131-2023", "2025-12-27", False),
        ("eu-ka131-2023", "2026-01-01", True),
        ("eu-ka131-2024", "2024-03-01", False),
        ("eu-ka131-2024", "2026-12-28", True),  # to 1 January 2027
        ("eu-ka131-2024", "2028-03-01", True),
        ("na-hr-ka131-2026", "2028-12-27", False),
        ("na-hr-ka131-2026", "2029-01-01", True),
        # the same pages: at most 36 months from 1 August, so to 31 July three years later
        ("eu-ka171-2023", "2026-12-27", False),
        ("eu-ka171-2023", "2027-01-01", True),
        ("eu-ka171-2025", "2028-12-01", False),
        ("eu-ka171-2026", "2029-12-27", False),
        ("eu-ka171-2026", "2030-01-01", True),
    ],
)
def test_a_stay_far_from_its_call_is_warned_of(rulebook_id: str, start: str, outside: bool) -> None:
    five_days = {"start_date": start, "end_date": str(date.fromisoformat(start) + timedelta(days=4))}
    found = [finding for finding in grant(rulebook_id, **five_days).findings if finding.code == "OUTSIDE_CALL_YEARS"]
    assert bool(found) is outside
    assert all(finding.severity == "warning" for finding in found)


@pytest.mark.parametrize(
    ("rulebook_id", "publisher", "confidence", "printed"),
    [
        ("eu-ka107-2016", "Université Savoie Mont Blanc", "MED", "third year after"),
        ("eu-ka131-2022", "Université Savoie Mont Blanc", "MED", "third year after"),
        ("eu-ka131-2023", "European Commission", "HIGH", "1 June 2023 to 31 July 2025"),
        ("eu-ka171-2023", "European Commission", "HIGH", "1 August 2023 to 31 July 2026"),
        ("eu-ka131-2024", "European Commission", "MED", "1 June"),
        ("eu-ka171-2025", "European Commission", "MED", "1 August"),
        ("eu-ka131-2026", "European Commission", "HIGH", "1 June 2026 to 31 July 2028"),
        ("eu-ka171-2026", "European Commission", "HIGH", "1 August 2026 to 31 July 2029"),
    ],
)
def test_the_years_of_a_call_name_the_page_that_prints_them(
    rulebook_id: str, publisher: str, confidence: str, printed: str
) -> None:
    years = get_rulebook(rulebook_id).agreement_years
    assert years is not None
    assert (years.source.publisher, years.source.confidence) == (publisher, confidence)
    assert printed in years.source.note
    assert ("p. 52" in years.source.locator) is (publisher == "European Commission")


@pytest.mark.parametrize("rulebook", [name for name in known_rulebooks() if name.startswith(("eu-ka103", "eu-ka107"))])
@pytest.mark.parametrize(
    ("months_used", "code"),
    [("7", None), ("14", "ELIGIBILITY_NOT_PUBLISHED"), ("19.1", "MONTHS_PER_CYCLE_EXCEEDED")],  # with five months more
)
def test_the_months_of_one_cycle_programmes_are_not_confirmed(
    rulebook: str, months_used: str, code: str | None
) -> None:
    year = int(rulebook[-4:])
    student = Mobility(
        activity="SMS",
        direction="outgoing",
        sending_country="FR",
        receiving_country="ES" if "ka103" in rulebook else "TN",
        start_date=f"{year}-09-01",
        end_date=f"{year + 1}-01-31",
        one_cycle_programme=True,
        months_used=months_used,
    )
    found = {finding.code.value for finding in GrantCalculator(rulebook).check(student)}
    assert found & {"ELIGIBILITY_NOT_PUBLISHED", "MONTHS_PER_CYCLE_EXCEEDED"} == ({code} if code else set())
