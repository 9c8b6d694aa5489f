"""Does the reference agree with the rows that were computed by hand?  The library has no part in this."""

import csv
import re
from pathlib import Path

import pytest

from erasmus_grants import known_rulebooks
from tests.reference.answers import answer, bounds, payments
from tests.reference.calendars import Day, calendar_days, days_later, last_of_months, thirty_day_months
from tests.reference.cases import Case, Line

GOLDEN = Path(__file__).parents[1] / "golden"
Row = dict[str, str]

LEFT_OUT = {"CONFERENCE_NOT_ELIGIBLE", "PURPOSE_NOT_ELIGIBLE", "PARTNER_NOT_IN_AGREEMENT"}
HOSTS = {"RECEIVING_ORGANISATION_NOT_ELIGIBLE"}
"""What the reference does not know: purposes and partners; before call 2021, and of universities' pages, hosts too."""

LINE = re.compile(r"(\w+):(\w+):(\d+)x([\d.]+)(/30)?=([\d.]+)")
USUAL_ROLES = {"SMS": "student", "SMT": "student", "SMP": "student", "STA": "staff", "STT": "staff"}


def rows() -> list[Row]:
    """Return the rows of all grants."""
    found: list[Row] = []
    for path in sorted(GOLDEN.rglob("*.csv")):
        if path.stem not in {"settlements", "printed"}:
            with path.open(encoding="utf-8", newline="") as file:
                found += csv.DictReader(file, strict=True)
    return found


ROWS = rows()


def whole(text: str, parts: int) -> int | None:
    """Return a number as so many parts of one, the rest cut off, or None where nothing is stated."""
    if not text:
        return None
    before, _, after = text.partition(".")
    return int(before + after) * parts // int("1" + "0" * len(after))


def day(text: str) -> Day:
    """Return a day of the form YYYY-MM-DD."""
    year, month, number = text.split("-")
    return int(year), int(month), int(number)


def case_of(row: Row) -> Case:
    """Return what a row asks."""
    bip = row["blended_intensive_programme"] == "true"
    return {
        "activity": "SMT" if row["activity"] == "SMP" else row["activity"],  # the older name
        "direction": row["direction"],
        "role": row["role"] or USUAL_ROLES[row["activity"]],
        "combined": row["combined"] == "true",
        "teaching_contract": row.get("teaching_contract") == "true",
        "sending": row["sending_country"] or None,
        "receiving": row["receiving_country"] or None,
        "start": day(row["start_date"]),
        "end": day(row["end_date"]),
        "interruption": int(row["interruption_days"] or 0),
        "academic_term": row["academic_term"] == "true",
        "virtual": bip or row["virtual_component"] == "true",
        "bip": bip,
        "half_km": whole(row["distance_km"], 2),
        "green": row["travel_mode"] == "green",
        "travel_days": int(row["travel_days"]) if row["travel_days"] else None,
        "fewer_opportunities": row["fewer_opportunities"] == "true",
        "teaching_tenths": whole(row["teaching_hours"], 10),
        "months_used_hundredths": whole(row["months_used"], 100) or 0,
        "study_cycle": row.get("study_cycle", ""),
        "one_cycle": row.get("one_cycle_programme") == "true",
        "residence": row.get("residence_country") or None,
        "zero_grant": row.get("zero_grant") == "true",
        "zero_grant_days": int(row.get("zero_grant_days") or 0),
        "host": row.get("receiving_organisation", ""),
    }


def lines_of(cell: str) -> list[Line]:
    """Return the lines of a cell."""
    lines: list[Line] = []
    for text in cell.split(" + ") if cell else []:
        found = LINE.fullmatch(text)
        assert found, text
        kind, basis, quantity, rate, monthly, amount = found.groups()
        rate_cents, cents = whole(rate, 100), whole(amount, 100)
        assert rate_cents is not None
        assert cents is not None
        lines.append((kind, basis, int(quantity), rate_cents, 30 if monthly else 1, cents))
    return lines


@pytest.mark.parametrize("rulebook", sorted({row["rulebook"] for row in ROWS}))
def test_the_reference_agrees_with_what_was_computed_by_hand(rulebook: str) -> None:
    compared = 0
    left_out = LEFT_OUT if rulebook.startswith(("eu-ka131", "eu-ka171", "na-")) else LEFT_OUT | HOSTS
    for row in ROWS:
        if row["rulebook"] != rulebook or not left_out.isdisjoint(row["findings"].split(";")):
            continue
        case = case_of(row)
        lines, status = lines_of(row["lines"]), row["status"]
        known = (lines, whole(row["minimum"], 100), whole(row["maximum"], 100))
        assert answer(rulebook, case) == (lines if status == "granted" else None), row["case"]
        assert bounds(rulebook, case) == (known if status == "undetermined" else None), row["case"]
        if row.get("payments"):
            paid = payments(rulebook, case, lines)
            assert paid is not None
            amounts = [whole(found, 100) for found in re.findall(r"\d+\.\d\d", row["payments"])]
            assert [cents for _, cents in paid] == amounts, row["case"]
        compared += 1
    assert compared >= 12


def test_every_rulebook_has_rows() -> None:
    assert {row["rulebook"] for row in ROWS} == set(known_rulebooks())
    assert len(ROWS) >= 3000


# --- days, by hand -----------------------------------------------------------------------------------------------------


def test_days_are_counted_as_the_beneficiary_module_prints_them() -> None:
    assert thirty_day_months((2023, 1, 1), (2023, 4, 15)) == 105
    assert thirty_day_months((2023, 1, 1), (2023, 2, 28)) == 58
    assert thirty_day_months((2023, 2, 1), (2023, 3, 1)) == 31
    assert calendar_days((2024, 2, 28), (2024, 3, 1)) == 3
    assert calendar_days((2023, 2, 28), (2023, 3, 1)) == 2
    assert calendar_days((2023, 12, 31), (2024, 12, 31)) == 367
    assert days_later((2024, 2, 28), 2) == (2024, 3, 1)
    assert days_later((2023, 11, 30), 62) == (2024, 1, 31)
    assert last_of_months((2024, 3, 1), 12) == (2025, 2, 28)


def test_a_period_of_months_ends_with_a_month_that_lacks_the_day() -> None:
    # Regulation 1182/71, article 3(2)(c)
    assert last_of_months((2023, 7, 31), 2) == (2023, 9, 30)  # September has no 31st
    assert last_of_months((2023, 7, 31), 1) == (2023, 8, 30)  # August has
    assert last_of_months((2023, 12, 31), 2) == (2024, 2, 29)
    assert last_of_months((2022, 12, 29), 2) == (2023, 2, 28)
    assert last_of_months((2023, 12, 29), 2) == (2024, 2, 28)  # there is a 29 February
    assert last_of_months((2024, 2, 29), 12) == (2025, 2, 28)


# --- the guides of 2023 and 2026, by hand --------------------------------------------------------------------------------

BARE: Case = {
    "activity": "SMS",
    "direction": "outgoing",
    "role": "student",
    "combined": False,
    "teaching_contract": False,
    "sending": "FR",
    "receiving": "IT",
    "start": (2026, 9, 1),
    "end": (2026, 12, 31),  # 120 days of thirty-day months
    "interruption": 0,
    "academic_term": False,
    "virtual": False,
    "bip": False,
    "half_km": 2 * 742,
    "green": False,
    "travel_days": None,
    "fewer_opportunities": False,
    "teaching_tenths": None,
    "months_used_hundredths": 0,
}
FIVE_DAYS: Case = {**BARE, "start": (2026, 10, 5), "end": (2026, 10, 9)}
SHORT: Case = {**FIVE_DAYS, "virtual": True}
STAFF: Case = {**FIVE_DAYS, "activity": "STT", "role": "staff"}
TWENTY_DAYS: Case = {**STAFF, "end": (2026, 10, 24)}
INVITED: Case = {**FIVE_DAYS, "activity": "STA", "role": "invited_staff", "direction": "incoming", "receiving": "FR"}

JOURNEY_2023 = ("travel_support", "participant", 1, 275_00, 1, 275_00)  # 500 to 1999 km, 2023, p. 73
JOURNEY = ("travel_support", "participant", 1, 309_00, 1, 309_00)  # the same, 2026, p. 63
Known = tuple[list[Line], int | None, int | None]

KA131 = tuple(f"eu-ka131-{year}" for year in range(2021, 2027))
KA171 = tuple(f"eu-ka171-{year}" for year in range(2022, 2027))


def month(eur: int, cents: int, kind: str = "individual_support") -> Line:
    """Return the line of 120 days."""
    return kind, "days_of_month_rate", 120, eur * 100, 30, cents


def by_day(basis: str, days: int, eur: int) -> Line:
    """Return a line of individual support by the day."""
    return "individual_support", basis, days, eur * 100, 1, days * eur * 100


def until(case: Case, days: int) -> Case:
    """Return a stay of so many days."""
    return {**case, "end": days_later(case["start"], days - 1)}


def refused(rulebook: str, case: Case) -> bool:
    """Return whether a mobility is not eligible."""
    return answer(rulebook, case) is None and bounds(rulebook, case) is None


def is_open(rulebook: str, case: Case) -> bool:
    """Return whether a mobility may yet be refused: nothing is the least of what it comes to."""
    known = bounds(rulebook, case)
    return known is not None and known[1] == 0


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2026"])
@pytest.mark.parametrize(
    ("sending", "receiving", "low", "high"),
    [
        ("HU", "SE", 348, 674),  # towards higher costs: group 3 to 1 (2023, p. 70; 2026, p. 68)
        ("PL", "HU", 292, 606),  # similar: group 3 to 3
        ("SE", "PL", 225, 550),  # lower: group 1 to 3
        ("ES", "CH", 348, 674),  # Region 14 stands in group 1 (2023, p. 69; 2026, p. 67)
    ],
)
def test_a_month_of_students_lies_in_its_range(year: str, sending: str, receiving: str, low: int, high: int) -> None:
    case: Case = {**BARE, "sending": sending, "receiving": receiving}
    # 120 x 348 / 30 = 4 x 348 = 1392; from call 2025 on with the journey, in call 2024 up to it
    journey = {"2023": (0, 0), "2024": (0, 309_00)}.get(year, (309_00, 309_00))
    lines = [JOURNEY] if year >= "2025" else []
    expected: Known = (lines, 4 * low * 100 + journey[0], 4 * high * 100 + journey[1])
    assert bounds(f"eu-ka131-{year}", case) == expected


def test_region_13_is_medium_in_2023_and_higher_from_2024_on() -> None:
    case: Case = {**BARE, "sending": "ES", "receiving": "AD"}
    assert bounds("eu-ka131-2023", case) == ([], 1168_00, 2424_00)  # 4 x 292, 4 x 606
    assert bounds("eu-ka131-2026", case) == ([JOURNEY], 1392_00 + 309_00, 2696_00 + 309_00)  # 4 x 348, 4 x 674


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2026"])
def test_a_short_stay_has_79_and_56(year: str) -> None:
    case: Case = {**SHORT, "end": (2026, 10, 24), "travel_days": 2, "fewer_opportunities": True}  # 20 days
    journey = JOURNEY_2023 if year == "2023" else JOURNEY
    assert answer(f"eu-ka131-{year}", case) == [
        journey,
        ("individual_support", "days_on_site", 14, 79_00, 1, 1106_00),
        ("individual_support", "days_on_site_reduced", 6, 56_00, 1, 336_00),
        ("individual_support", "travel_days", 2, 79_00, 1, 158_00),  # 2023, p. 72; 2026, p. 64
        ("top_up_fewer_opportunities", "participant", 1, 150_00, 1, 150_00),
    ]


@pytest.mark.parametrize(
    ("year", "lowest", "highest"),
    [
        # Five days and two travel days to Italy.
        ("2022", None, 7 * 160),  # the least is printed nowhere
        ("2023", 7 * 79, 7 * 160),  # group 2, p. 75
        ("2024", None, 7 * 190),
        ("2025", None, 7 * 190),
        ("2026", 7 * 96, 7 * 190),  # group 1, p. 71
    ],
)
def test_a_day_of_staff_lies_in_its_range(year: str, lowest: int | None, highest: int) -> None:
    journey = JOURNEY_2023 if year <= "2023" else JOURNEY
    least = journey[5] + (0 if lowest is None else lowest * 100)
    assert bounds(f"eu-ka131-{year}", STAFF) == ([journey], least, journey[5] + highest * 100)


def test_seventy_percent_is_rounded_to_whole_euros_from_2026_on() -> None:
    case: Case = {**TWENTY_DAYS, "direction": "incoming", "sending": "JP", "receiving": "PL"}
    full = ("individual_support", "days_on_site", 14, 148_00, 1, 2072_00)
    travel = ("individual_support", "travel_days", 2, 148_00, 1, 296_00)
    # 70 % of 148 is 103.60: 104 in call 2026 (p. 70), and in calls 2024 and 2025 6 x 103 to 6 x 104
    reduced = ("individual_support", "days_on_site_reduced", 6, 104_00, 1, 624_00)
    assert answer("eu-ka171-2026", case) == [JOURNEY, full, reduced, travel]
    known = 309_00 + 2072_00 + 296_00
    for year in ("2024", "2025"):
        assert bounds(f"eu-ka171-{year}", case) == ([JOURNEY, full, travel], known + 618_00, known + 624_00)
    # To Spain, group 2, 84 to 170: 70 % are 58.80 and 119, so 59 and 119.
    # 14 x 84 + 6 x 59 + 2 x 84 = 1176 + 354 + 168 = 1698; 14 x 170 + 6 x 119 + 2 x 170 = 2380 + 714 + 340 = 3434
    to_spain: Case = {**TWENTY_DAYS, "receiving": "ES"}
    assert bounds("eu-ka131-2026", to_spain) == ([JOURNEY], 309_00 + 1698_00, 309_00 + 3434_00)


@pytest.mark.parametrize(("year", "eur"), [("2021", 180), ("2023", 180), ("2024", 190), ("2025", 190), ("2026", 190)])
def test_staff_go_to_third_countries_at_one_rate(year: str, eur: int) -> None:
    case: Case = {**STAFF, "receiving": "JP"}
    assert answer(f"eu-ka131-{year}", case) == [
        JOURNEY_2023 if year <= "2023" else JOURNEY,
        ("individual_support", "days_on_site", 5, eur * 100, 1, 5 * eur * 100),
        ("individual_support", "travel_days", 2, eur * 100, 1, 2 * eur * 100),
    ]


@pytest.mark.parametrize(
    ("year", "days", "months"),
    [
        ("2022", (180, 160, 140), (None, 850, 800)),  # a month in group 1 is not confirmed
        ("2023", (180, 160, 140), (900, 850, 800)),  # pp. 71 and 75
        ("2024", (190, 170, 148), (900, 850, 800)),
        ("2025", (190, 170, 148), (900, 850, 800)),
        ("2026", (190, 170, 148), (900, 850, 800)),  # pp. 69 and 71
    ],
)
def test_those_who_come_in_ka171_have_the_rate_of_the_group(
    year: str, days: tuple[int, ...], months: tuple[int | None, ...]
) -> None:
    journey = JOURNEY_2023 if year <= "2023" else JOURNEY
    for receiving, day_eur, month_eur in zip(("SE", "ES", "PL"), days, months, strict=True):
        case: Case = {**STAFF, "direction": "incoming", "sending": "SN", "receiving": receiving}
        found = answer(f"eu-ka171-{year}", case)
        assert found is not None
        assert found[1] == ("individual_support", "days_on_site", 5, day_eur * 100, 1, 5 * day_eur * 100)
        studies: Case = {**BARE, "direction": "incoming", "sending": "SN", "receiving": receiving}
        expected = None if month_eur is None else [journey, month(month_eur, 4 * month_eur * 100)]
        assert answer(f"eu-ka171-{year}", studies) == expected


# --- travel --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", ["2021", "2022", "2023"])
def test_travel_days_of_students_to_2023(year: str) -> None:
    def days(case: Case, asked: int, *, green: bool) -> int:
        found = answer(f"eu-ka131-{year}", {**case, "travel_days": asked, "green": green})
        assert found is not None
        return sum(quantity for _kind, basis, quantity, *_ in found if basis == "travel_days")

    long: Case = {**BARE, "receiving": "JP"}
    # 2023, p. 72: one day before and one after; pp. 72 and 73: up to four more with green travel
    assert [days(SHORT, 7, green=green) for green in (False, True)] == [2, 6]
    assert [days(long, 7, green=green) for green in (False, True)] == [0, 4]
    assert days(SHORT, 1, green=False) == 1


@pytest.mark.parametrize("sending", ["CY", "IS", "MT", "RE", "PF", "PT-20"])
def test_those_from_far_away_have_travel_support_whatever_the_length(sending: str) -> None:
    # 2023, p. 72: outermost regions, three islands, overseas countries and territories
    case: Case = {**SHORT, "sending": sending, "green": True}
    green = ("travel_support", "participant", 1, 320_00, 1, 320_00)
    days = ("individual_support", "days_on_site", 5, 79_00, 1, 395_00)
    fifty = ("top_up_green_travel", "participant", 1, 50_00, 1, 50_00)
    assert answer("eu-ka131-2023", case) == [green, days]
    assert answer("eu-ka131-2023", {**case, "sending": "DE"}) == [days, fifty]
    assert answer("eu-ka131-2021", case) == [green, ("individual_support", "days_on_site", 5, 70_00, 1, 350_00)]


@pytest.mark.parametrize("sending", ["CY", "IS", "MT", "RE", "PF", "GL", "ES-CN"])
def test_those_from_far_away_have_it_in_2024_too(sending: str) -> None:
    # 2023, p. 72, and 2026, p. 63, pay them; here to Portugal, with 5 x 79 = 395
    short: Case = {**SHORT, "sending": sending, "receiving": "PT"}
    days = ("individual_support", "days_on_site", 5, 79_00, 1, 395_00)
    assert answer("eu-ka131-2024", short) == [JOURNEY, days]
    known = bounds("eu-ka131-2024", {**BARE, "sending": "CY", "receiving": "PT"})
    assert known == ([JOURNEY], 309_00 + 1168_00, 309_00 + 2424_00)  # group 2 to 2: 4 x 292, 4 x 606
    far: Case = {**BARE, "sending": "RE", "receiving": "PT"}
    assert answer("eu-ka131-2024", far) == [JOURNEY, month(786, 3144_00)]
    assert is_open("eu-ka131-2024", {**short, "sending": None})


def test_below_the_first_band_nothing_is_left_to_decide() -> None:
    days = ("individual_support", "days_on_site", 5, 79_00, 1, 395_00)
    nothing = ("travel_support", "participant", 1, 0, 1, 0)
    assert answer("eu-ka131-2024", {**SHORT, "half_km": 2 * 9}) == [nothing, days]


def test_in_2024_the_agency_decides_and_afterwards_all_travel() -> None:
    days = ("individual_support", "days_on_site", 5, 79_00, 1, 395_00)
    assert bounds("eu-ka131-2024", SHORT) == ([days], 395_00, 395_00 + 309_00)
    # without a distance up to the dearest band, 1735
    assert bounds("eu-ka131-2024", {**SHORT, "half_km": None}) == ([days], 395_00, 395_00 + 1735_00)
    assert answer("eu-ka131-2025", SHORT) == [JOURNEY, days]
    assert answer("eu-ka131-2026", SHORT) == [JOURNEY, days]  # p. 63
    # all participants from Poland in call 2024, here to Switzerland, at the rate of group 1
    polish: Case = {**BARE, "sending": "PL", "receiving": "CH"}
    assert answer("na-pl-ka131-2024", polish) == [JOURNEY, month(670, 2680_00)]


# --- by the month ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", ["2023", "2025", "2026"])
def test_those_from_far_away_have_786_and_only_the_150(year: str) -> None:
    case: Case = {**BARE, "activity": "SMT", "sending": "GF", "receiving": "ES", "fewer_opportunities": True}
    # 4 x 786 = 3144, 4 x 150 = 600; no 250 (2023, pp. 70 and 71; 2026, p. 69)
    expected = [month(786, 3144_00), month(150, 600_00, "top_up_traineeship")]
    assert answer(f"eu-ka131-{year}", case) == [JOURNEY_2023 if year == "2023" else JOURNEY, *expected]
    # to Region 12 as everybody: 4 x 700 = 2800, 4 x 250 = 1000
    found = answer(f"eu-ka131-{year}", {**case, "receiving": "US"})
    assert found is not None
    assert found[1:] == [month(700, 2800_00), month(250, 1000_00, "top_up_fewer_opportunities")]


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2026"])
def test_studies_with_a_traineeship_have_no_150_and_ka171_has_none(year: str) -> None:
    case: Case = {**BARE, "combined": True}
    assert bounds(f"eu-ka131-{year}", case) == bounds(f"eu-ka131-{year}", BARE)  # 2023, p. 55; 2026, p. 53
    ka171: Case = {**BARE, "activity": "SMT", "receiving": "JP", "fewer_opportunities": True}
    found = answer(f"eu-ka171-{year}", ka171)
    assert found is not None
    assert found[1:] == [month(700, 2800_00), month(250, 1000_00, "top_up_fewer_opportunities")]  # 2023, p. 71


# --- who may go ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rulebook", [*(f"eu-ka103-{year}" for year in range(2014, 2021)), *KA131])
def test_the_stay_is_in_another_country(rulebook: str) -> None:
    assert not refused(rulebook, BARE)
    assert refused(rulebook, {**BARE, "receiving": "FR"})
    assert refused(rulebook, {**BARE, "residence": "IT"})  # 2023, pp. 56 and 59; 2026, pp. 54 and 57
    assert not refused(rulebook, {**BARE, "residence": "FR"})
    assert refused(rulebook, {**BARE, "sending": "IT", "receiving": "FR", "residence": "GP"})  # a part of France
    assert not refused(rulebook, {**BARE, "residence": "GP"})
    training: Case = {**STAFF, "residence": "IT"}
    assert refused(rulebook, training)
    assert not refused(rulebook, {**training, "residence": "CH"})


@pytest.mark.parametrize("rulebook", [*(f"eu-ka107-{year}" for year in range(2015, 2021)), *KA171])
def test_the_same_of_mobilities_with_third_countries(rulebook: str) -> None:
    going: Case = {**BARE, "receiving": "JP"}
    coming: Case = {**BARE, "direction": "incoming", "sending": "JP", "receiving": "FR"}
    for case in (going, coming):
        assert not refused(rulebook, case)
        assert not refused(rulebook, {**case, "residence": "SN"})
        assert refused(rulebook, {**case, "residence": case["receiving"]})
    assert refused(rulebook, {**going, "receiving": "FR"})


@pytest.mark.parametrize("rulebook", KA131)
def test_far_away_places_are_part_of_their_member_state(rulebook: str) -> None:
    def is_refused(sending: str, receiving: str) -> bool:
        return refused(rulebook, {**BARE, "sending": sending, "receiving": receiving})

    # 2023, p. 33, note 19; 2026, p. 33, note 41
    within = (("RE", "FR"), ("FR", "RE"), ("GL", "DK"), ("AW", "NL"), ("NL", "SX"), ("AW", "CW"), ("RE", "NC"))
    within += (("ES-CN", "ES"), ("ES", "ES-CN"), ("PT-20", "PT"), ("PT-20", "PT-30"))
    assert all(is_refused(*pair) for pair in within)
    abroad = (("RE", "NL"), ("AW", "FR"), ("GL", "RE"), ("DK", "FO"), ("DE", "GL"), ("FR", "AW"))
    abroad += (("ES-CN", "PT"), ("PT-30", "ES-CN"), ("RE", "PT-20"), ("FR", "ES-CN"))
    assert not any(is_refused(*pair) for pair in abroad)


def test_towards_far_away_places_the_group_of_the_member_state_counts() -> None:
    # From Hungary, group 3, to France, 348 to 674 (2023, p. 70; 2026, p. 68); to Denmark the same
    for receiving in ("RE", "PF", "GL"):
        case: Case = {**BARE, "sending": "HU", "receiving": receiving}
        assert bounds("eu-ka131-2023", case) == ([], 1392_00, 2696_00)  # 4 x 348, 4 x 674
        assert bounds("eu-ka131-2026", case) == ([JOURNEY], 309_00 + 1392_00, 309_00 + 2696_00)
    # From Spain: to the Netherlands 292 to 606 in call 2023, and 348 to 674 in 2026, when they are in group 1
    to_aruba: Case = {**BARE, "sending": "ES", "receiving": "AW"}
    assert bounds("eu-ka131-2023", to_aruba) == ([], 1168_00, 2424_00)  # 4 x 292, 4 x 606
    assert bounds("eu-ka131-2026", to_aruba) == ([JOURNEY], 309_00 + 1392_00, 309_00 + 2696_00)
    # From Hungary to Spain and Portugal, group 2: 4 x 348, 4 x 674 in both calls
    for receiving in ("ES-CN", "PT-20", "PT-30"):
        case = {**BARE, "sending": "HU", "receiving": receiving}
        assert bounds("eu-ka131-2023", case) == ([], 1392_00, 2696_00)
        assert bounds("eu-ka131-2026", case) == ([JOURNEY], 309_00 + 1392_00, 309_00 + 2696_00)
    # Two days of staff and two of travel: in group 1 4 x 90 = 360 and 4 x 180 = 720, in 2 4 x 79 = 316 and 4 x 160 = 640
    two_days: Case = {**STAFF, "sending": "HU", "end": days_later(STAFF["start"], 1)}
    to_greenland: Case = {**two_days, "receiving": "GL"}
    to_curacao: Case = {**two_days, "receiving": "CW"}
    assert bounds("eu-ka131-2023", to_greenland) == ([JOURNEY_2023], 275_00 + 360_00, 275_00 + 720_00)
    assert bounds("eu-ka131-2023", to_curacao) == ([JOURNEY_2023], 275_00 + 316_00, 275_00 + 640_00)
    # The agencies' rates: 4 x 540 = 2160 to France in call 2022, 4 x 670 = 2680 in 2024
    assert answer("na-de-ka131-2022", {**BARE, "sending": "DE", "receiving": "RE"}) == [month(540, 2160_00)]
    assert answer("na-pl-ka131-2024", {**BARE, "sending": "PL", "receiving": "RE"}) == [JOURNEY, month(670, 2680_00)]
    assert answer("na-pl-ka131-2024", {**BARE, "sending": "PL", "receiving": "PT-30"}) == [JOURNEY, month(670, 2680_00)]


def test_an_agency_pays_from_its_outermost_regions_what_the_programme_pays() -> None:
    # 2023, p. 71; 2026, p. 69: 4 x 786 = 3144, and not the agency's 350 or 400
    canaries: Case = {**BARE, "sending": "ES-CN", "receiving": "DE"}
    assert answer("na-es-ka131-2026", canaries) == [JOURNEY, month(786, 3144_00)]
    assert answer("na-es-ka131-2023", canaries) == [JOURNEY_2023, month(786, 3144_00)]
    assert answer("na-pt-ka131-2024", {**canaries, "sending": "PT-30"}) == [JOURNEY, month(786, 3144_00)]
    assert bounds("na-es-ka131-2022", canaries) == ([JOURNEY_2023], 275_00, None)  # before call 2023 not confirmed


@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025", "2026"])
def test_far_away_places_are_a_home_of_ka171(year: str) -> None:
    name, journey = f"eu-ka171-{year}", JOURNEY_2023 if year <= "2023" else JOURNEY
    # 2023, p. 71; 2026, p. 69: they are included
    going: Case = {**BARE, "sending": "GF", "receiving": "JP"}
    assert answer(name, going) == [journey, month(700, 2800_00)]
    coming: Case = {**BARE, "direction": "incoming", "sending": "MU", "receiving": "RE"}
    eur = 850 if year <= "2023" else 900  # France is in group 2 to call 2023, and in group 1 afterwards
    assert answer(name, coming) == [journey, month(eur, 4 * eur * 100)]
    assert answer(name, {**going, "sending": "PT-20"}) == [journey, month(700, 2800_00)]
    assert answer(name, {**coming, "receiving": "ES-CN"}) == [journey, month(850, 3400_00)]  # Spain stays in group 2
    training: Case = {**STAFF, "direction": "incoming", "sending": "MU", "receiving": "GL"}
    found, day = answer(name, training), 180 if year <= "2023" else 190
    assert found is not None
    assert found[1] == ("individual_support", "days_on_site", 5, day * 100, 1, 5 * day * 100)
    assert refused(name, {**BARE, "receiving": "RE"})  # no third country
    assert refused(name, {**BARE, "receiving": "GG"})  # no page says how Guernsey counts


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2026"])
def test_students_go_out_to_recipients_of_assistance_in_the_third_cycle_only(year: str) -> None:
    name = f"eu-ka171-{year}"
    georgia: Case = {**BARE, "receiving": "GE"}
    for cycle in ("short", "first", "second"):  # 2023, p. 63; 2026, p. 61
        assert refused(name, {**georgia, "study_cycle": cycle})
    assert is_open(name, georgia)  # neither the cycle nor the role tells
    assert refused(name, {**georgia, "one_cycle": True})
    graduate: Case = {**georgia, "role": "recent_graduate", "activity": "SMT"}
    assert is_open(name, graduate)
    assert refused(name, {**graduate, "one_cycle": True})
    assert answer(name, {**georgia, "role": "doctoral_candidate"}) is not None
    assert answer(name, {**georgia, "role": "recent_graduate", "activity": "SMT", "study_cycle": "third"}) is not None
    for free in ("AL", "JP", "CL", "CK", "SC", "IL"):  # Region 1, or not on the list
        assert answer(name, {**BARE, "receiving": free, "study_cycle": "first"}) is not None
    assert answer(name, {**STAFF, "receiving": "GE"}) is not None
    assert answer(name, {**BARE, "direction": "incoming", "sending": "GE", "study_cycle": "first"}) is not None
    assert is_open(name, {**BARE, "receiving": None, "study_cycle": "first"})


def test_whether_that_held_in_2022_is_not_known() -> None:
    georgia: Case = {**BARE, "receiving": "GE", "study_cycle": "first"}
    assert is_open("eu-ka171-2022", georgia)
    assert is_open("eu-ka171-2022", {**georgia, "study_cycle": ""})
    assert answer("eu-ka171-2022", {**georgia, "receiving": "JP"}) is not None
    assert answer("eu-ka171-2022", {**georgia, "role": "doctoral_candidate", "study_cycle": ""}) is not None


@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025", "2026"])
def test_whether_antigua_and_barbuda_is_a_recipient_is_not_known(year: str) -> None:
    name = f"eu-ka171-{year}"
    antigua: Case = {**BARE, "receiving": "AG", "study_cycle": "first"}
    assert is_open(name, antigua)
    assert is_open(name, {**antigua, "study_cycle": ""})
    assert answer(name, {**antigua, "role": "doctoral_candidate", "study_cycle": ""}) is not None
    assert answer(name, {**STAFF, "receiving": "AG"}) is not None


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2026"])
def test_recent_graduates_are_asked_for_their_cycle(year: str) -> None:
    georgia: Case = {**BARE, "receiving": "GE", "activity": "SMT", "role": "recent_graduate"}
    assert is_open(f"eu-ka171-{year}", georgia)
    assert refused(f"eu-ka171-{year}", {**georgia, "study_cycle": "second"})
    assert answer(f"eu-ka171-{year}", {**georgia, "receiving": "JP"}) is not None


@pytest.mark.parametrize("rulebook", KA171)
def test_those_who_come_take_part_in_a_blended_intensive_programme(rulebook: str) -> None:
    year = rulebook[-4:]
    journey, day = (JOURNEY_2023, 160) if year <= "2023" else (JOURNEY, 190)
    # 2023, pp. 61 and 62; 2026, pp. 58 and 59: of third countries, and of KA131 alone
    student: Case = {**SHORT, "direction": "incoming", "sending": "SN", "receiving": "FR", "bip": True}
    eur = 70 if year == "2022" else 79
    assert answer(rulebook, student) == [
        journey,
        ("individual_support", "days_on_site", 5, eur * 100, 1, 5 * eur * 100),
    ]
    training: Case = {**student, "activity": "STT", "role": "staff"}
    teaching: Case = {**training, "activity": "STA", "teaching_tenths": 80}
    days = [by_day("days_on_site", 5, day), by_day("travel_days", 2, day)]
    for case in (training, teaching):
        assert answer(rulebook, case) == [journey, *days]
    assert refused(rulebook, {**student, "activity": "SMT"})
    for case in (student, training, teaching):
        assert refused(rulebook, {**case, "direction": "outgoing", "sending": "FR", "receiving": "JP"})


def test_how_long_those_who_come_stay_in_a_blended_intensive_programme() -> None:
    base: Case = {**STAFF, "direction": "incoming", "sending": "SN", "receiving": "FR", "virtual": True, "bip": True}

    def most(year: str, case: Case) -> int:
        lengths = [days for days in (5, 30, 31, 60, 61) if not refused(f"eu-ka171-{year}", until(case, days))]
        return lengths[-1]

    for year in ("2023", "2026"):
        assert most(year, base) == 30  # 2023, p. 61; 2026, p. 57
        days = 30 if year == "2023" else 60  # 2023, p. 61; 2026, p. 56
        assert most(year, {**base, "activity": "STA", "teaching_tenths": 6000}) == days
        assert refused(f"eu-ka171-{year}", until(base, 4))


@pytest.mark.parametrize("year", ["2022", "2023", "2024", "2025", "2026"])
def test_invited_staff_and_recent_graduates_in_ka171(year: str) -> None:
    name = f"eu-ka171-{year}"
    coming: Case = {**INVITED, "sending": "JP"}
    going: Case = {**INVITED, "direction": "outgoing", "sending": "FR", "receiving": "JP"}
    if year == "2022":  # nothing is published of them
        assert all(bounds(name, case) == ([], None, None) for case in (coming, going))
    else:
        assert answer(name, coming) is not None
        assert is_open(name, going) is (year != "2026")  # 2023, pp. 58 and 62: nobody is said to pay
        assert refused(name, going) is (year == "2026")  # 2026, p. 71
    graduate: Case = {**BARE, "activity": "SMT", "role": "recent_graduate", "receiving": "JP"}
    assert refused(name, graduate) is (year == "2022")


@pytest.mark.parametrize("year", range(2014, 2021))
def test_recent_graduates_before_2021(year: int) -> None:
    graduate: Case = {**BARE, "activity": "SMT", "role": "recent_graduate"}
    assert bounds(f"eu-ka103-{year}", graduate) == ([], None, None)  # eligible, and no amount is printed
    assert refused(f"eu-ka103-{year}", {**graduate, "activity": "SMS"})
    assert refused(f"eu-ka103-{year}", {**graduate, "activity": "STT"})
    assert year == 2014 or refused(f"eu-ka107-{year}", {**graduate, "receiving": "JP"})


@pytest.mark.parametrize(("year", "word"), [("2023", "yes"), ("2024", "open"), ("2025", "open"), ("2026", "no")])
def test_nobody_goes_to_belarus_and_russia_in_2026(year: str, word: str) -> None:
    def said(rulebook: str, case: Case) -> str:
        if refused(rulebook, case):
            return "no"
        return "open" if is_open(rulebook, case) else "yes"

    for country in ("BY", "RU"):  # 2023, pp. 34, 35, 51; 2026, pp. 50 and 51
        assert said(f"eu-ka131-{year}", {**BARE, "receiving": country}) == word
        invited: Case = {**INVITED, "sending": country, "receiving": "PL"}
        assert said(f"eu-ka131-{year}", invited) == ("no" if year == "2026" else "open")
        assert said(f"eu-ka171-{year}", {**BARE, "direction": "incoming", "sending": country}) == "yes"
        is_known = country == "RU" and year == "2025"  # of KA171 alone: only students come
        assert said(f"eu-ka171-{year}", {**STAFF, "receiving": country}) == ("no" if is_known else word)
        assert said(f"eu-ka171-{year}", {**STAFF, "direction": "incoming", "sending": country}) == (
            "no" if is_known else word
        )


def test_two_years_in_a_one_cycle_programme() -> None:
    case: Case = {**BARE, "receiving": "JP", "months_used_hundredths": 2000}
    # 20 months and 4: 24 at most (2023, p. 55; 2026, p. 54)
    assert refused("eu-ka131-2026", case)
    assert answer("eu-ka131-2026", {**case, "one_cycle": True}) is not None
    assert refused("eu-ka131-2026", {**case, "one_cycle": True, "months_used_hundredths": 2003})  # 601 + 120
    half_a_day: Case = {**case, "one_cycle": True, "months_used_hundredths": 2001}  # 600.3 days
    assert answer("eu-ka131-2026", half_a_day) is not None
    for rulebook in (*KA131, *KA171):
        assert refused(rulebook, case)
        assert answer(rulebook, {**case, "one_cycle": True}) is not None
        assert refused(rulebook, {**case, "one_cycle": True, "role": "doctoral_candidate"})  # is past it
    for rulebook, receiving in (("eu-ka107-2018", "JP"), ("eu-ka103-2018", "IT")):  # not printed for these calls
        long: Case = {**case, "receiving": receiving, "one_cycle": True}
        assert not refused(rulebook, long)
        assert refused(rulebook, {**long, "months_used_hundredths": 2003})


def test_staff_in_a_blended_intensive_programme() -> None:
    def lengths(rulebook: str, case: Case) -> list[int]:
        found: list[int] = []
        for days in (1, 2, 4, 5, 30, 31, 60, 61):
            one: Case = {**case, "end": days_later(case["start"], days - 1), "virtual": True, "bip": True}
            if not refused(rulebook, one):
                found.append(days)
        return found

    teaching: Case = {**STAFF, "activity": "STA", "teaching_tenths": 6000}
    assert lengths("eu-ka131-2026", STAFF) == [5, 30]  # p. 57
    assert lengths("eu-ka131-2026", teaching) == [2, 4, 5, 30]
    for sending in ("DE", "JP"):
        assert lengths("eu-ka131-2026", INVITED | {"sending": sending}) == [1, 2, 4, 5, 30]
    assert lengths("eu-ka131-2025", INVITED | {"sending": "JP"}) == [5, 30]  # 2023, p. 59
    assert lengths("eu-ka131-2023", STAFF) == [5, 30]  # p. 61
    for year in range(2021, 2026):
        assert lengths(f"eu-ka131-{year}", teaching) == [2, 4, 5, 30]  # p. 61


@pytest.mark.parametrize("rulebook", KA131)
def test_a_blended_intensive_programme_is_held_where_the_charter_is(rulebook: str) -> None:
    for there in ("US", "CH", "GB"):  # 2023, p. 61; 2026, pp. 43 and 58
        assert refused(rulebook, {**FIVE_DAYS, "activity": "SMS", "role": "student", "receiving": there, "bip": True})
        assert refused(rulebook, {**FIVE_DAYS, "activity": "STT", "receiving": there, "bip": True})
    assert not refused(rulebook, {**FIVE_DAYS, "activity": "SMS", "role": "student", "bip": True})
    assert refused(
        rulebook, {**FIVE_DAYS, "activity": "SMT", "role": "student", "bip": True}
    )  # 2023, p. 62; 2026, p. 59


@pytest.mark.parametrize("rulebook", KA131)
def test_staff_of_enterprises_of_other_countries(rulebook: str) -> None:
    for sending in ("US", "CH"):  # no flow from there, and enterprises of any country (2023, pp. 51 and 59)
        assert is_open(rulebook, {**INVITED, "sending": sending})
    going: Case = {**INVITED, "direction": "outgoing", "sending": "FR", "receiving": "JP"}
    assert is_open(rulebook, going) is (rulebook != "eu-ka131-2026")
    assert refused(rulebook, going) is (rulebook == "eu-ka131-2026")  # 2026, p. 71
    assert refused(rulebook, {**going, "receiving": "IT"})  # who is invited comes in there


@pytest.mark.parametrize("rulebook", KA131)
def test_regions_13_and_14_may_send_by_an_arrangement_in_call_2026(rulebook: str) -> None:
    case: Case = {**BARE, "sending": "AD", "receiving": "FR"}
    assert is_open(rulebook, case) is (rulebook == "eu-ka131-2026")  # 2026, p. 67, note 78
    assert refused(rulebook, case) is (rulebook != "eu-ka131-2026")  # 2023, p. 69, note 49
    assert refused(rulebook, {**case, "receiving": "US"})


def test_staff_whom_regions_13_and_14_send_in_call_2026_have_the_days_of_third_countries() -> None:
    # 2026, p. 71, table A1.2: 190, 170 and 148 to groups 1, 2 and 3; p. 56: five days at least
    for sending, receiving, day_eur in (("CH", "DE", 190), ("MC", "ES", 170), ("GB", "HU", 148)):
        case: Case = {**STAFF, "sending": sending, "receiving": receiving}
        days = [by_day("days_on_site", 5, day_eur), by_day("travel_days", 2, day_eur)]
        assert bounds("eu-ka131-2026", case) == ([JOURNEY, *days], 0, 309_00 + 7 * day_eur * 100)
        assert refused("eu-ka131-2026", until(case, 4))
    unstated: Case = {**STAFF, "sending": None, "receiving": "DE"}
    assert is_open("eu-ka131-2026", unstated)
    assert not is_open("eu-ka131-2025", unstated)  # nobody else sends there (2023, p. 69, note 49)


def test_invited_staff_from_near_and_far() -> None:
    from_spain: Case = {**INVITED, "sending": "ES", "end": INVITED["start"]}
    from_japan: Case = {**INVITED, "sending": "JP"}
    # one day and two travel days: 3 x 79 = 237 and 3 x 160 = 480 in call 2023 (p. 75), 3 x 190 = 570 in 2026 (p. 71)
    assert bounds("eu-ka131-2023", from_spain) == ([JOURNEY_2023], 275_00 + 237_00, 275_00 + 480_00)
    assert answer("eu-ka131-2026", from_spain) == [
        JOURNEY,
        ("individual_support", "days_on_site", 1, 190_00, 1, 190_00),
        ("individual_support", "travel_days", 2, 190_00, 1, 380_00),
    ]
    for rulebook, day_eur in (("eu-ka131-2023", 160), ("eu-ka131-2024", 190), ("eu-ka171-2026", 190)):
        known = bounds(rulebook, from_japan)  # KA131 may not pay them; what it would pay is printed
        found = answer(rulebook, from_japan) if known is None else known[0]
        assert found is not None
        assert found[1] == ("individual_support", "days_on_site", 5, day_eur * 100, 1, 5 * day_eur * 100)
        four_days = days_later(from_japan["start"], 3)
        assert refused(rulebook, {**from_japan, "end": four_days})  # five at least (2023, p. 59; 2026, p. 56)


@pytest.mark.parametrize(
    ("rulebook", "activity", "host", "eligible"),
    [
        ("eu-ka131-2026", "SMS", "higher_education", True),
        ("eu-ka131-2026", "SMS", "other", False),  # 2023, p. 54; 2026, p. 52
        ("eu-ka131-2026", "SMT", "other", True),
        ("eu-ka131-2026", "SMT", "eu_body", False),  # 2023, p. 54, note 42; 2026, p. 53, note 65
        ("eu-ka131-2026", "SMS", "eu_body", False),
        ("eu-ka131-2026", "STA", "other", False),  # 2023, p. 58; 2026, p. 56
        ("eu-ka131-2026", "STA", "eu_body", False),
        ("eu-ka131-2026", "STT", "other", True),
        ("eu-ka131-2026", "STT", "eu_body", True),
        ("eu-ka171-2026", "SMT", "eu_body", False),
        ("eu-ka171-2026", "STT", "eu_body", False),
        ("eu-ka171-2026", "STT", "other", False),  # the same: not in third countries
        ("eu-ka171-2026", "STT", "higher_education", True),
    ],
)
def test_hosts(rulebook: str, activity: str, host: str, *, eligible: bool) -> None:
    stay = STAFF if activity.startswith("ST") else BARE
    case: Case = {**stay, "activity": activity, "receiving": "JP", "host": host, "teaching_tenths": 80}
    assert (answer(rulebook, case) is not None) is eligible


def test_those_who_come_may_train_anywhere() -> None:
    case: Case = {**STAFF, "direction": "incoming", "sending": "JP", "host": "other"}
    assert answer("eu-ka171-2026", case) is not None
    assert answer("eu-ka171-2026", {**case, "host": "eu_body"}) is not None
    assert refused("eu-ka171-2026", {**case, "activity": "STA", "teaching_tenths": 80, "host": "eu_body"})


# --- without money -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rulebook", [*KA131, *KA171])
def test_a_whole_zero_grant_is_granted_and_has_no_lines(rulebook: str) -> None:
    case: Case = {**BARE, "receiving": "JP", "zero_grant": True}
    assert answer(rulebook, case) == []  # 2023, p. 68; 2026, p. 66
    fewer: Case = {**case, "fewer_opportunities": True}
    if rulebook.endswith("2026"):
        assert refused(rulebook, fewer)  # 2026, p. 66
    else:
        assert bounds(rulebook, fewer) == ([], 0, 0)  # not printed (2023, p. 68)
    assert refused(rulebook, {**case, "end": case["start"]})


def test_a_partial_zero_grant_funds_the_shortest_stay() -> None:
    case: Case = {**BARE, "receiving": "JP", "zero_grant_days": 61}
    # Funded to 31 October: 60 days, 2 x 700 = 1400 (2026, p. 66)
    sixty = ("individual_support", "days_of_month_rate", 60, 700_00, 30, 1400_00)
    assert answer("eu-ka131-2026", case) == [JOURNEY, sixty]
    assert not refused("eu-ka131-2026", {**case, "zero_grant_days": 62})  # to 30 October: 60 days as well
    assert refused("eu-ka131-2026", {**case, "zero_grant_days": 63})
    assert refused("eu-ka131-2026", {**case, "fewer_opportunities": True})
    assert refused("eu-ka171-2026", case)  # for KA131 alone
    for earlier in (*KA131, *KA171):
        if not earlier.endswith("2026"):  # not printed (2023, p. 68)
            journey = JOURNEY_2023 if earlier[-4:] <= "2023" else JOURNEY
            assert bounds(earlier, case) == ([journey, sixty], 0, journey[5] + 1400_00)
            assert is_open(earlier, {**case, "zero_grant_days": 63})
            assert is_open(earlier, {**case, "fewer_opportunities": True})


def test_the_first_days_are_the_funded_ones() -> None:
    # Twelve of 20 days, none of them at the second rate: 12 x 79 = 948; travel days are paid as ever
    short: Case = {**SHORT, "end": TWENTY_DAYS["end"], "travel_days": 2, "zero_grant_days": 8}
    assert answer("eu-ka131-2026", short) == [JOURNEY, by_day("days_on_site", 12, 79), by_day("travel_days", 2, 79)]
    assert refused("eu-ka131-2026", {**short, "zero_grant_days": 16})  # four of five
    # Sixteen of 20 days of staff: 14 x 190 = 2660, 2 x 133 = 266
    staff: Case = {**TWENTY_DAYS, "receiving": "JP", "zero_grant_days": 4}
    reduced = by_day("days_on_site_reduced", 2, 133)
    days = [by_day("days_on_site", 14, 190), reduced, by_day("travel_days", 2, 190)]
    assert answer("eu-ka131-2026", staff) == [JOURNEY, *days]
    # Top-ups by the month for ninety of 120 days, to 30 November: 3 x 786 = 2358, 3 x 150 = 450
    trainee: Case = {**BARE, "activity": "SMT", "sending": "GP", "receiving": "DE", "zero_grant_days": 31}
    assert answer("eu-ka131-2026", trainee) == [
        JOURNEY,
        ("individual_support", "days_of_month_rate", 90, 786_00, 30, 2358_00),
        ("top_up_traineeship", "days_of_month_rate", 90, 150_00, 30, 450_00),
    ]
    # What is paid once is not divided: 50 for green travel, and 4 x 79 = 316
    green: Case = {**SHORT, "green": True, "zero_grant_days": 1}
    fifty = ("top_up_green_travel", "participant", 1, 50_00, 1, 50_00)
    assert bounds("eu-ka131-2023", green) == ([by_day("days_on_site", 4, 79), fifty], 0, 366_00)


def test_other_pages_say_nothing_of_zero_grants() -> None:
    for year in range(2014, 2021):
        among: Case = {**BARE, "zero_grant": True, "fewer_opportunities": True}
        assert bounds(f"eu-ka103-{year}", among) == ([], 0, 0)
        assert not refused(f"eu-ka103-{year}", {**BARE, "zero_grant_days": 30})
    case: Case = {**BARE, "receiving": "JP", "start": (2018, 9, 1), "end": (2018, 12, 31)}
    assert answer("eu-ka107-2018", case) is not None
    assert bounds("eu-ka107-2018", {**case, "zero_grant": True}) == ([], 0, 0)
    assert is_open("eu-ka107-2018", {**case, "zero_grant_days": 30})
