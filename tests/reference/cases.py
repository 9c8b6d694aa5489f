"""What is asked, what is answered, and the arithmetic that every page shares.

Source:
    Programme Guide, Part B, Key Action 1, higher education, as the pages in the other modules print it; days:
    https://wikis.ec.europa.eu/display/NAITDOC/Duration+Calculated+%28days%29+field+in+KA131+mobility+activities ;
    hours of teaching: https://evtos.hr/en/nase-osoblje/odlazno ; a thirtieth of the month for each day:
    https://lawinsider.com/de/clause/finanzielle-unterstützung/_1
"""

from typing import NotRequired, TypedDict

from tests.reference.calendars import Day, calendar_days, day_before, last_of_months, thirty_day_months
from tests.reference.places_2021 import member_state_of

Line = tuple[str, str, int, int, int, int]
"""Kind, basis, quantity, rate [cents], days that the rate pays for, amount [cents]."""

Bands = tuple[tuple[int, int | None, int | None], ...]
"""First kilometre of each band, standard and green travel [EUR]; no standard amount: not printed; no green: the same."""

Part = tuple[list[Line] | None, int | None, int | None]
"""One kind of support: its lines, the least and the most that it comes to [cents].

No lines: some figure that it needs is printed nowhere, or depends on what is not stated; no least or most: the same.
"""

UNKNOWN: Part = (None, None, None)
"""Support of which no amount is known."""


class Grant(TypedDict):
    """What a mobility comes to that nothing refuses."""

    is_open: bool
    """Whether it may yet be refused: hours of teaching, or a country that something depends on, are not stated."""
    parts: list[Part]
    """Travel support, individual support, and each top-up that is due."""


class Case(TypedDict):
    """One mobility, as plain words and whole numbers; a plain dict."""

    activity: str
    """SMS, SMT, STA or STT."""
    direction: str
    role: str
    combined: bool
    teaching_contract: bool
    sending: str | None
    receiving: str | None
    start: Day
    end: Day
    interruption: int
    """Days in between that do not count."""
    academic_term: bool
    virtual: bool
    bip: bool
    """In a blended intensive programme."""
    half_km: int | None
    """One-way distance, in half kilometres."""
    green: bool
    travel_days: int | None
    """Explored for; None: what is usual."""
    fewer_opportunities: bool
    teaching_tenths: int | None
    """Hours of teaching, in tenths."""
    months_used_hundredths: int
    """Months used in this study cycle, in hundredths."""
    study_cycle: NotRequired[str]
    """Of a student or graduate: short, first, second, third, or nothing if it is not stated."""
    one_cycle: NotRequired[bool]
    """In studies such as medicine, which lead to the second cycle in one go."""
    residence: NotRequired[str | None]
    """The country where the participant lives."""
    zero_grant: NotRequired[bool]
    """Without any money of the programme."""
    zero_grant_days: NotRequired[int]
    """Days of the stay that are not funded."""
    host: NotRequired[str]
    """higher_education, other or eu_body, or nothing if it is not stated."""


# --- who, and how long -------------------------------------------------------------------------------------------------


def is_student_activity(case: Case) -> bool:
    """Return whether it is a stay of students."""
    return case["activity"] in ("SMS", "SMT")


def is_outgoing(case: Case) -> bool:
    """Return whether the participant leaves the country that the rulebook is seen from."""
    return case["direction"] == "outgoing"


def is_student(case: Case) -> bool:
    """Return whether a student or a doctoral candidate goes."""
    return case["role"] in ("student", "doctoral_candidate")


def is_staff(case: Case) -> bool:
    """Return whether staff go, or a doctoral candidate with a teaching contract."""
    return case["role"] == "staff" or (case["role"] == "doctoral_candidate" and case["teaching_contract"])


def study_cycle_of(case: Case) -> str:
    """Return the study cycle, or nothing if it is not stated; a doctoral candidate is in the third."""
    return "third" if case["role"] == "doctoral_candidate" else case.get("study_cycle", "")


def is_in_one_cycle(case: Case) -> bool:
    """Return whether studies lead to the second cycle in one go; a doctoral candidate is past that."""
    return case.get("one_cycle", False) and case["role"] in ("student", "recent_graduate")


def is_abroad(case: Case) -> bool:
    """Return whether the stay is in another country than the sending organisation, and than the participant lives in.

    Guide 2023, pp. 56 and 59; guide 2026, pp. 54 and 57.  A country that is not stated may be another one.  Who lives in
    an outermost region or an overseas territory lives in its member state; from where it sends is said of each call.
    """
    receiving, home = case["receiving"], case.get("residence")
    lives_there = receiving and home and member_state_of(home) == member_state_of(receiving)
    return receiving is None or not (receiving == case["sending"] or lives_there)


def is_zero_grant(case: Case) -> bool:
    """Return whether nothing at all is funded."""
    return case.get("zero_grant", False)


def unfunded_days_of(case: Case) -> int:
    """Return the days that are not funded."""
    return case.get("zero_grant_days", 0)


def days_of(case: Case) -> int:
    """Return the calendar days of a stay, interruptions taken off."""
    return calendar_days(case["start"], case["end"]) - case["interruption"]


def days_360_of(case: Case) -> int:
    """Return the days of thirty-day months of a stay, interruptions taken off."""
    return max(0, thirty_day_months(case["start"], case["end"]) - case["interruption"])


def funded_days_of(case: Case) -> int:
    """Return the calendar days that are funded."""
    return days_of(case) - unfunded_days_of(case)


def funded_days_360_of(case: Case) -> int:
    """Return the days of thirty-day months that are funded."""
    last = case["end"]
    for _ in range(unfunded_days_of(case)):
        last = day_before(last)
    return max(0, thirty_day_months(case["start"], last) - case["interruption"])


def last_day_of(case: Case) -> Day:
    """Return the last day of a stay, moved back by its interruptions."""
    day = case["end"]
    for _ in range(case["interruption"]):
        day = day_before(day)
    return day


def has_months(case: Case, least: int, most: int) -> bool:
    """Return whether a stay lasts so many calendar months, from the first day to the day before the same day.

    A month that lacks this day ends with its last one.
    """
    last, start = last_day_of(case), case["start"]
    return last_of_months(start, least) <= last <= last_of_months(start, most)


def exceeds_cycle(case: Case, months: int = 12) -> bool:
    """Return whether a student would be away for more than so many months of thirty days in a study cycle.

    The months used before are so many whole days, the nearest; half a day is none.
    """
    tenths_of_days = 3 * case["months_used_hundredths"]
    days_used = tenths_of_days // 10 + (1 if tenths_of_days % 10 > 5 else 0)
    return days_used + days_360_of(case) > 30 * months


def lacks_hours(case: Case) -> bool:
    """Return whether staff teach, for hours that are not stated."""
    return case["activity"] == "STA" and is_staff(case) and case["teaching_tenths"] is None


def teaches_enough(case: Case, week_tenths: int) -> bool:
    """Return whether enough is taught: a week's hours for a week or less, a fifth for each further day, five at most.

    Hours that are not stated may be enough.

    Args:
        case: The mobility.
        week_tenths: Hours of a week [tenths of an hour, a multiple of 5].
    """
    taught = case["teaching_tenths"]
    if case["activity"] != "STA" or taught is None:
        return True
    days = days_of(case)
    needed = week_tenths
    if days > 7:
        needed = days // 7 * week_tenths + min(days % 7, 5) * (week_tenths // 5)
    return taught >= needed


# --- lines -------------------------------------------------------------------------------------------------------------


def travel(case: Case, bands: Bands) -> Line | None:
    """Return the line of travel support, at nothing below the first band; None: no distance, or no amount is printed."""
    if case["half_km"] is None:
        return None
    amount: int | None = 0
    for first_km, standard_eur, green_eur in bands:
        if case["half_km"] >= 2 * first_km:
            amount = green_eur if case["green"] and green_eur is not None else standard_eur
    return None if amount is None else ("travel_support", "participant", 1, amount * 100, 1, amount * 100)


def travel_days(case: Case, usual: int, most: int, green: int) -> int:
    """Return the travel days that are funded.

    Args:
        case: The mobility.
        usual: If none are asked for.
        most: The most with standard travel.
        green: The most with green travel.
    """
    asked = case["travel_days"]
    return min(usual if asked is None else asked, green if case["green"] else most)


def by_day(basis: str, days: int, cents: int) -> Line:
    """Return a line of individual support by the day."""
    return "individual_support", basis, days, cents, 1, days * cents


def by_month(kind: str, basis: str, days: int, eur: int) -> Line:
    """Return a line by the month: a thirtieth for each day, half a cent up."""
    return kind, basis, days, eur * 100, 30, (2 * days * eur * 100 + 30) // 60


def staff_days(case: Case, eur: int, further_days: int, *, reduced_cents: int | None = None) -> list[Line]:
    """Return the lines of staff: fourteen funded days in full, to day 60 at 70 % or what is printed, travel days.

    Args:
        case: The mobility.
        eur: A full day [EUR].
        further_days: Funded travel days.
        reduced_cents: A day from the 15th on, where it is printed otherwise [cents].
    """
    full = reduced = 0
    for day in range(1, funded_days_of(case) + 1):
        if day <= 14:
            full += 1
        elif day <= 60:
            reduced += 1
    lines = [by_day("days_on_site", full, eur * 100)]
    if reduced:
        lines.append(by_day("days_on_site_reduced", reduced, eur * 70 if reduced_cents is None else reduced_cents))
    return [*lines, by_day("travel_days", further_days, eur * 100)]


def short_days(case: Case, first_eur: int, then_eur: int, further_days: int) -> list[Line]:
    """Return the lines of a short-term student: fourteen funded days, those to day 30, travel days if there are any."""
    full = then = 0
    for day in range(1, funded_days_of(case) + 1):
        if day <= 14:
            full += 1
        elif day <= 30:
            then += 1
    lines = [by_day("days_on_site", full, first_eur * 100)]
    if then:
        lines.append(by_day("days_on_site_reduced", then, then_eur * 100))
    if further_days:
        lines.append(by_day("travel_days", further_days, first_eur * 100))
    return lines


def long_days(case: Case, month_eur: int, further_days: int) -> list[Line]:
    """Return the lines of a long-term student: a thirtieth for each funded day, and travel days if there are any."""
    lines = [by_month("individual_support", "days_of_month_rate", funded_days_360_of(case), month_eur)]
    if further_days:
        lines.append(by_month("individual_support", "travel_days", further_days, month_eur))
    return lines


def once(kind: str, eur: int) -> Line:
    """Return a line that is paid once."""
    return kind, "participant", 1, eur * 100, 1, eur * 100


def top_up_by_month(case: Case, kind: str, eur: int) -> Line:
    """Return a top-up by the month: a thirtieth for each funded day."""
    return by_month(kind, "days_of_month_rate", funded_days_360_of(case), eur)


def fewer_opportunities_once(case: Case) -> Line:
    """Return the top-up of a short stay: 100 EUR to day 14, 150 EUR from day 15 on."""
    return once("top_up_fewer_opportunities", 100 if days_of(case) <= 14 else 150)


# --- parts -------------------------------------------------------------------------------------------------------------


def certain(lines: list[Line]) -> Part:
    """Return support of which every line is known."""
    cents = sum(amount for *_, amount in lines)
    return lines, cents, cents


def travel_part(case: Case, bands: Bands) -> Part:
    """Return travel support: the line of its band; without a distance, between nothing and the dearest band."""
    line = travel(case, bands)
    if line is not None:
        return certain([line])
    if case["half_km"] is not None:
        return UNKNOWN  # the amount of its band is not printed
    dearest = 0
    for _first_km, standard_eur, green_eur in bands:
        eur = green_eur if case["green"] and green_eur is not None else standard_eur
        if eur is None:
            return UNKNOWN  # it may be the band of which no amount is printed
        dearest = max(dearest, eur)
    return None, 0, dearest * 100  # every table starts above 0 km, and below that there is nothing


def perhaps(part: Part) -> Part:
    """Return support that somebody decides about: nothing, or up to all of it; below the first band it is nothing."""
    return part if part[2] == 0 else (None, 0, part[2])


def staff_range(lowest: list[Line] | None, highest: list[Line] | None) -> Part:
    """Return individual support of staff between the lines of two rates, of which one may be printed nowhere."""
    low = None if lowest is None else certain(lowest)[1]
    high = None if highest is None else certain(highest)[2]
    return None, low, high


def month_range(case: Case, low_eur: int | None, high_eur: int | None, further_days: int) -> Part:
    """Return individual support of a student between two rates of a month, of which one may be printed nowhere [EUR]."""
    low = None if low_eur is None else certain(long_days(case, low_eur, further_days))[1]
    high = None if high_eur is None else certain(long_days(case, high_eur, further_days))[2]
    return None, low, high
