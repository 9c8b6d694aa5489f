"""The official rulebooks of calls 2014 to 2020, against figures that are typed from the pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from erasmus_grants import GrantBreakdown, GrantCalculator, Mobility, Rulebook, get_rulebook
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import Source
from erasmus_grants.rulebook.checks import used_sources
from erasmus_grants.rules.daily_rates import DailyRate
from erasmus_grants.rules.distance_bands import DistanceBands

KA103 = tuple(f"eu-ka103-{year}" for year in range(2014, 2021))
KA107 = tuple(f"eu-ka107-{year}" for year in range(2015, 2021))
UNIVERSITY_PAGES = ("usmb-icm-2018", "usmb-icm-2023")
FRENCH_CALLS = ("eu-ka107-2018", "eu-ka107-2019", "eu-ka107-2020")


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


def blocking(breakdown: GrantBreakdown) -> list[str]:
    return [finding.code.value for finding in breakdown.findings if finding.is_blocking]


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
    assert "COUNTRY_DISAGREES" in blocking(closed)
    assert blocking(open_) == []


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
    assert "COUNTRY_DISAGREES" in blocking(grant(rulebook_id, sending_country=country, receiving_country=receiving))


# --- the pages of Savoie Mont Blanc print what the programme pays to France


@pytest.mark.parametrize("rulebook_id", [*UNIVERSITY_PAGES, *FRENCH_CALLS])
def test_a_week_of_staff_in_france(rulebook_id: str) -> None:
    # 4070 km: 820.  5 x 160 = 800; 2 travel days x 160 = 320.
    assert amounts(grant(rulebook_id)) == [
        ("participant", 1, "820.00"),
        ("days_on_site", 5, "800.00"),
        ("travel_days", 2, "320.00"),
    ]


@pytest.mark.parametrize("rulebook_id", [*UNIVERSITY_PAGES, *FRENCH_CALLS])
def test_a_week_of_staff_from_france(rulebook_id: str) -> None:
    # 4070 km: 820.  5 x 180 = 900; 2 travel days x 180 = 360.
    outgoing = grant(rulebook_id, direction="outgoing", sending_country="FR", receiving_country="SN")
    assert amounts(outgoing) == [
        ("participant", 1, "820.00"),
        ("days_on_site", 5, "900.00"),
        ("travel_days", 2, "360.00"),
    ]


@pytest.mark.parametrize("rulebook_id", ["usmb-icm-2018", *FRENCH_CALLS])
def test_three_weeks_of_staff_in_france_are_reduced_from_day_15_unless_a_page_funds_five_days_only(
    rulebook_id: str,
) -> None:
    # 21 days: 14 x 160 = 2240; 7 x 112 = 784; 2 travel days x 160 = 320.
    three_weeks = grant(rulebook_id, end_date="2019-10-27", teaching_hours=24)
    assert amounts(three_weeks)[1:] == [
        ("days_on_site", 14, "2240.00"),
        ("days_on_site_reduced", 7, "784.00"),
        ("travel_days", 2, "320.00"),
    ]
    capped = grant("usmb-icm-2023", end_date="2019-10-27", teaching_hours=24)
    assert amounts(capped)[1:] == [("days_on_site", 5, "800.00"), ("travel_days", 2, "320.00")]


@pytest.mark.parametrize("rulebook_id", ["usmb-icm-2023", *FRENCH_CALLS])
def test_a_term_of_a_student_in_france(rulebook_id: str) -> None:
    # 1 September to 20 January: 4 months and 20 days, 140 days; 140 x 850 / 30 = 3966.666..., 4070 km: 820.
    student = grant(rulebook_id, activity="SMS", start_date="2019-09-01", end_date="2020-01-20")
    assert [line for line in amounts(student) if line[1]] == [
        ("participant", 1, "820.00"),
        ("days_of_month_rate", 140, "3966.67"),
    ]


def test_the_page_of_2018_prints_no_rate_for_students() -> None:
    assert get_rulebook("usmb-icm-2018").monthly_rates == ()
    assert "ACTIVITY_NOT_COVERED" in blocking(grant("usmb-icm-2018", activity="SMS", end_date="2020-01-20"))


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


@pytest.mark.parametrize(
    ("rulebook_id", "travel_eur"),
    [*((page, "0.00") for page in UNIVERSITY_PAGES), *((call, "20.00") for call in FRENCH_CALLS)],
)
def test_50_km_are_paid_by_the_programme_from_call_2018_and_not_by_the_university(
    rulebook_id: str, travel_eur: str
) -> None:
    near = grant(rulebook_id, distance_km=50)
    assert amounts(near)[0] == ("participant", 1, travel_eur)
    assert ("BELOW_FIRST_DISTANCE_BAND" in codes(near)) is (travel_eur == "0.00")


# --- amounts, one or more for each rulebook


@pytest.mark.parametrize(
    ("rulebook_id", "changes", "total_eur"),
    [
        # 820 + 5 x 160 + 2 x 160 = 820 + 800 + 320
        ("eu-ka107-2015", {"direction": "outgoing", "sending_country": "FR", "receiving_country": "SN"}, "1940.00"),
        # 1 February to 30 June: 150 days x 850 / 30 = 4250; + 820
        ("eu-ka107-2016", {"activity": "SMS", "start_date": "2017-02-01", "end_date": "2017-06-30"}, "5070.00"),
        # 1500 km: 275; + 5 x 140 + 2 x 140 = 275 + 980
        ("eu-ka107-2016", {"sending_country": "TN", "distance_km": 1500}, "1255.00"),
        # 275 + 7 x 120 = 275 + 840
        (
            "eu-ka107-2017",
            {"activity": "STT", "sending_country": "UA", "receiving_country": "DE", "distance_km": 1500},
            "1115.00",
        ),
        # Italy is in group 1: 90 days x 850 / 30 = 2550; + 180
        (
            "eu-ka107-2017",
            {"activity": "SMS", "receiving_country": "IT", "sending_country": "AL", "distance_km": 450}
            | {"start_date": "2018-03-01", "end_date": "2018-05-30"},
            "2730.00",
        ),
        # 16 days: 14 x 140 + 2 x 98 + 2 x 140 = 1960 + 196 + 280; + 275
        (
            "eu-ka107-2018",
            {"sending_country": "UA", "receiving_country": "PL", "end_date": "2019-10-22", "distance_km": 700},
            "2711.00",
        ),
        # 15 February to 1 July: 137 days x 800 / 30 = 3653.333...; + 180
        (
            "eu-ka107-2019",
            {"activity": "SMS", "sending_country": "BA", "receiving_country": "RS", "distance_km": 300}
            | {"start_date": "2020-02-15", "end_date": "2020-07-01"},
            "3833.33",
        ),
        # 1 March to 30 April: 60 days x 700 / 30 = 1400; + 275
        (
            "eu-ka107-2020",
            {"activity": "SMT", "direction": "outgoing", "sending_country": "FR", "receiving_country": "MA"}
            | {"start_date": "2021-03-01", "end_date": "2021-04-30", "distance_km": 1900},
            "1675.00",
        ),
    ],
)
def test_a_grant_of_ka107(rulebook_id: str, changes: dict[str, object], total_eur: str) -> None:
    paid = grant(rulebook_id, **changes)
    assert str(paid.total_eur) == total_eur
    assert codes(paid) == ["PAYMENT_SPLIT_NOT_PUBLISHED"]
    assert paid.payments == ()


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


@pytest.mark.parametrize(
    ("rulebook_id", "group", "rate_eur", "changes", "total_eur"),
    [
        # 2 days: 275 + 2 x 120 + 2 x 120
        (
            "eu-ka103-2014",
            "group-b",
            120,
            {"receiving_country": "IT", "end_date": "2019-10-08", "distance_km": 1200},
            "755.00",
        ),
        # 275 + 5 x 160 + 2 x 160
        ("eu-ka103-2015", "group-a", 160, {"receiving_country": "DK", "distance_km": 900}, "1395.00"),
        # 3 days: 360 + 3 x 100 + 2 x 100
        (
            "eu-ka103-2016",
            "group-d",
            100,
            {"receiving_country": "EE", "end_date": "2019-10-09", "distance_km": 2100},
            "860.00",
        ),
        # 180 + 5 x 110 + 2 x 110
        ("eu-ka103-2017", "group-c", 110, {"receiving_country": "DE", "distance_km": 450}, "950.00"),
        # 16 days: 275 + 14 x 130 + 2 x 91 + 2 x 130 = 275 + 1820 + 182 + 260
        (
            "eu-ka103-2018",
            "group-2",
            130,
            {"sending_country": "PL", "receiving_country": "FR", "end_date": "2019-10-22", "distance_km": 1500},
            "2537.00",
        ),
        # 4 days, 99 km: 20 + 4 x 140 + 2 x 140
        (
            "eu-ka103-2019",
            "group-3",
            140,
            {"sending_country": "HU", "receiving_country": "RS", "end_date": "2019-10-10", "distance_km": 99},
            "860.00",
        ),
        # a day of an invited expert: 275 + 180 + 2 x 180
        (
            "eu-ka103-2020",
            "group-1",
            180,
            {"direction": "incoming", "role": "invited_staff", "receiving_country": "IE"}
            | {"end_date": "2019-10-07", "distance_km": 800},
            "815.00",
        ),
    ],
)
def test_a_grant_of_ka103_by_a_rate_of_the_institution(
    rulebook_id: str, group: str, rate_eur: int, changes: dict[str, object], total_eur: str
) -> None:
    ours = with_daily_rate(rulebook_id, group, rate_eur)
    paid = grant(ours, **{"direction": "outgoing", "sending_country": "FR", **changes})
    assert str(paid.total_eur) == total_eur
    assert codes(paid) == ["PAYMENT_SPLIT_NOT_PUBLISHED"]


@pytest.mark.parametrize(
    ("rulebook_id", "receiving", "bounds"),
    [
        ("eu-ka103-2014", "DK", "80.00 to 160.00 EUR"),
        ("eu-ka103-2015", "IT", "70.00 to 140.00 EUR"),
        ("eu-ka103-2016", "ES", "60.00 to 120.00 EUR"),
        ("eu-ka103-2017", "SI", "50.00 to 100.00 EUR"),
        ("eu-ka103-2018", "SE", "80.00 to 180.00 EUR"),
        ("eu-ka103-2019", "DE", "70.00 to 160.00 EUR"),
        ("eu-ka103-2020", "RS", "60.00 to 140.00 EUR"),
    ],
)
def test_staff_of_ka103_have_a_range_and_no_rate(rulebook_id: str, receiving: str, bounds: str) -> None:
    refused = grant(rulebook_id, direction="outgoing", sending_country="FR", receiving_country=receiving)
    (finding,) = [one for one in refused.findings if one.is_blocking]
    assert finding.code.value == "RATE_NOT_PUBLISHED"
    assert f"the programme prints a range, {bounds} a day, " in finding.message


TERM = {"direction": "outgoing", "start_date": "2016-09-01", "end_date": "2017-01-31"}


@pytest.mark.parametrize(
    ("receiving", "bounds"),
    [("IT", "200.00 to 300.00 EUR"), ("DE", "150.00 to 250.00 EUR"), ("PL", "150.00 to 250.00 EUR")],
)
def test_students_of_french_institutions_had_ranges_in_2016(receiving: str, bounds: str) -> None:
    found = {}
    for year in range(2014, 2021):
        student = grant(f"eu-ka103-{year}", activity="SMS", sending_country="FR", receiving_country=receiving, **TERM)
        assert blocking(student) == ["RATE_NOT_PUBLISHED"]
        found[year] = f"the programme prints a range, {bounds} a month, " in student.findings[0].message
    assert found == dict.fromkeys(range(2014, 2021), False) | {2016: True}


def test_other_students_of_ka103_are_told_that_amounts_are_national() -> None:
    for sending, activity, how_often in (("DE", "SMS", 1), ("FR", "SMT", 2)):  # a trainee lacks the top-up too
        student = grant("eu-ka103-2016", activity=activity, sending_country=sending, receiving_country="IT", **TERM)
        assert blocking(student) == ["RATE_NOT_PUBLISHED"] * how_often
        assert "the amounts are national" in student.findings[0].message


@pytest.mark.parametrize("rulebook_id", KA103)
def test_students_of_ka103_have_no_travel_support(rulebook_id: str) -> None:
    rate = {"rate_eur_per_month": 250, "source": get_rulebook(rulebook_id).sources[0]}
    source = get_rulebook(rulebook_id).sources[0].at("OURS", "rates of students")
    ours = get_rulebook(rulebook_id).adapt(id="ours", title="Ours", source=source, monthly_rates=[rate])
    paid = grant(ours, activity="SMS", sending_country="FR", receiving_country="IT", **TERM)
    # 1 September to 31 January: 150 days x 250 / 30, and no line for the journey
    assert amounts(paid) == [("days_of_month_rate", 150, "1250.00")]


# --- what one call has and another has not


@pytest.mark.parametrize("distance_km", ["10", "50", "99.99", "8000", "9000"])
def test_call_2017_has_no_travel_support_below_100_km_nor_from_8000_km(distance_km: str) -> None:
    refused = grant("eu-ka107-2017", distance_km=distance_km)
    assert blocking(refused) == ["RATE_NOT_PUBLISHED"]
    ours = with_daily_rate("eu-ka103-2017", "group-b", 100)
    staff = {"direction": "outgoing", "sending_country": "DE", "receiving_country": "FR", "distance_km": distance_km}
    assert blocking(grant(ours, **staff)) == ["RATE_NOT_PUBLISHED"]


@pytest.mark.parametrize(("distance_km", "travel_eur"), [("9.99", "0.00"), ("100", "180.00"), ("7999.99", "820.00")])
def test_call_2017_has_travel_support_elsewhere(distance_km: str, travel_eur: str) -> None:
    assert amounts(grant("eu-ka107-2017", distance_km=distance_km))[0] == ("participant", 1, travel_eur)


@pytest.mark.parametrize("rulebook_id", ["eu-ka107-2015", "eu-ka107-2016"])
@pytest.mark.parametrize(("distance_km", "travel_eur"), [("50", "0.00"), ("99.99", "0.00"), ("9000", "1100.00")])
def test_calls_to_2016_start_at_100_km_and_end_with_1100(rulebook_id: str, distance_km: str, travel_eur: str) -> None:
    assert amounts(grant(rulebook_id, distance_km=distance_km))[0] == ("participant", 1, travel_eur)


@pytest.mark.parametrize("rulebook_id", KA107)
@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_traineeships_of_ka107_begin_in_2018(rulebook_id: str, direction: str) -> None:
    countries = {"sending_country": "FR", "receiving_country": "SN"} if direction == "outgoing" else {}
    dates = {"start_date": "2020-02-01", "end_date": "2020-06-30"}
    trainee = grant(rulebook_id, activity="SMT", direction=direction, **countries, **dates)
    combined = grant(rulebook_id, activity="SMS", combined=True, direction=direction, **countries, **dates)
    plain = grant(rulebook_id, activity="SMS", direction=direction, **countries, **dates)
    early = rulebook_id < "eu-ka107-2018"
    assert blocking(trainee) == (["ACTIVITY_NOT_FUNDED"] if early else [])
    assert blocking(combined) == (["COMBINATION_NOT_ELIGIBLE"] if early else [])
    assert blocking(plain) == []


@pytest.mark.parametrize("rulebook_id", KA107)
def test_outgoing_training_is_bound_to_universities_in_2019_alone(rulebook_id: str) -> None:
    training = {"activity": "STT", "receiving_organisation": "other"}
    outgoing = grant(rulebook_id, direction="outgoing", sending_country="FR", receiving_country="SN", **training)
    expected = ["RECEIVING_ORGANISATION_NOT_ELIGIBLE"] if rulebook_id == "eu-ka107-2019" else []
    assert blocking(outgoing) == expected
    assert blocking(grant(rulebook_id, **training)) == []


@pytest.mark.parametrize("rulebook_id", KA107)
def test_four_hours_of_a_combined_stay_are_confirmed_from_2019(rulebook_id: str) -> None:
    enough = rulebook_id >= "eu-ka107-2019"
    assert blocking(grant(rulebook_id, combined=True, teaching_hours=4)) == (
        [] if enough else ["TEACHING_HOURS_TOO_FEW"]
    )
    assert blocking(grant(rulebook_id, combined=True, teaching_hours=8)) == []
    assert blocking(grant(rulebook_id, teaching_hours=4)) == ["TEACHING_HOURS_TOO_FEW"]


@pytest.mark.parametrize("rulebook_id", KA107)
def test_invited_staff_come_from_2018_for_a_day_and_without_hours(rulebook_id: str) -> None:
    invited = grant(rulebook_id, role="invited_staff", end_date="2019-10-07")
    if rulebook_id < "eu-ka107-2018":
        assert blocking(invited) == ["ROLE_NOT_ELIGIBLE"]
    else:
        # 820 + 160 + 2 x 160
        assert str(invited.total_eur) == "1300.00"
    sent = grant(rulebook_id, role="invited_staff", direction="outgoing", sending_country="FR", receiving_country="SN")
    assert blocking(sent) == ["ROLE_NOT_ELIGIBLE"]


@pytest.mark.parametrize("year", range(2014, 2021))
def test_nobody_but_invited_staff_comes_in_with_ka103(year: int) -> None:
    within = {"sending_country": "DE", "receiving_country": "FR"}
    for activity in ("STA", "STT"):
        assert blocking(grant(f"eu-ka103-{year}", activity=activity, **within)) == ["ACTIVITY_NOT_FUNDED"]
    for activity in ("SMS", "SMT"):
        student = grant(f"eu-ka103-{year}", activity=activity, end_date="2020-02-29", **within)
        assert blocking(student) == ["ACTIVITY_NOT_FUNDED"]
    invited = blocking(grant(f"eu-ka103-{year}", role="invited_staff", **within))
    assert invited == (["ACTIVITY_NOT_FUNDED", "ROLE_NOT_ELIGIBLE"] if year < 2018 else ["RATE_NOT_PUBLISHED"])


def test_the_instrument_that_bars_outgoing_students_is_printed_for_2015() -> None:
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
            barred = rulebook_id == "eu-ka107-2015" and role == "student"
            assert ("MOBILITY_RESTRICTION_POSSIBLE" in found) is barred


@pytest.mark.parametrize(
    ("rulebook_id", "receiving", "refused"),
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
    rulebook_id: str, receiving: str, refused: bool
) -> None:
    assert blocking(grant(rulebook_id, receiving_country=receiving)) == (["RATE_NOT_PUBLISHED"] if refused else [])


@pytest.mark.parametrize("rulebook_id", KA107)
def test_who_comes_in_says_where_to_and_who_goes_out_need_not(rulebook_id: str) -> None:
    assert blocking(grant(rulebook_id, receiving_country=None)) == ["COUNTRY_MISSING"]
    assert blocking(grant(rulebook_id, direction="outgoing", sending_country=None, receiving_country=None)) == []


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
    (table,) = get_rulebook(rulebook_id).travel_support
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
        ("eu-ka131-2024", "2024-03-01", False),
        ("eu-ka131-2024", "2028-03-01", True),
        ("na-de-ka131-2021", "2025-03-01", True),
        ("eu-ka171-2025", "2028-12-01", False),
    ],
)
def test_a_stay_far_from_its_call_is_warned_of(rulebook_id: str, start: str, outside: bool) -> None:
    five_days = {"start_date": start, "end_date": str(date.fromisoformat(start) + timedelta(days=4))}
    found = [finding for finding in grant(rulebook_id, **five_days).findings if finding.code == "OUTSIDE_CALL_YEARS"]
    assert bool(found) is outside
    assert all((finding.severity, finding.source.id) == ("warning", "EU-AGREEMENT-YEARS") for finding in found)
