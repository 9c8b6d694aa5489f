"""KA131 (calls 2021 to 2025), KA171 (calls 2022 to 2025), and the rates of two National Agencies.

KA131 alone pays nobody between programme countries but short-term students, since the programme prints ranges; what
it would pay is answered with the rates of an invented institution, in `own`.

Source:
    Groups, students and staff of Germany: the page of its agency, "Förderraten und Aufstockungsbeträge (top ups) in der
    Mobilität von Einzelpersonen, KA131", https://eu.daad.de/ ; groups of 2024: https://uol.de/erasmus/erasmus-finanzierung
    Travel: https://erasmus.uctm.edu/2022-1-bg01-ka131-hed-000060529 ,
    https://erasmus.gidatarim.edu.tr/pages/sure-hibe-hesap-personel (2021 to 2023);
    https://erasmusplus.uni.opole.pl/en/?p=6568 (from 2024), which prints the rates of Poland too
    Travel days: https://wikis.ec.europa.eu/x/UINTC
    Students to third countries: https://www.umanresa.cat/ca/internacional/out/beques/erasmus-estudi ; of outermost
    regions: https://mfja.fr/erasmus-bourse-mobilite-montant-guide-complet-aides
    Short stays: http://www.erasmusplus.agh.edu.pl/erasmus-student/finansowanie-erasmus/finansowanie-erasmus-20212022-semestr-letni/ ,
    https://erasmus.ukw.edu.pl/cms/stawki-stypendiow-praktyki
    KA171: https://erasmus.yildiz.edu.tr/ (page 346), https://erasmus.tuke.sk/grants-staff/ ,
    https://erasmuska171.zut.edu.pl/pol/wyjazdy-dydaktyczne/stawki-stypendialne.html , and the page of the German agency
    Durations and hours: https://evtos.hr/en/nase-osoblje/odlazno ,
    https://diku.no/programmer/erasmus-2021-2027-europeisk-mobilitet-for-studenter-og-ansatte-i-hoeyere-utdanning ,
    https://monprojet.erasmusplus.fr/fiche-action/appel=2023&codeAction=KA171-HED
"""

from tests.reference.calls_2014 import Own
from tests.reference.cases import (
    Bands,
    Case,
    Line,
    by_month,
    days_360_of,
    days_of,
    exceeds_cycle,
    fewer_opportunities_once,
    has_hours,
    is_outgoing,
    is_staff,
    is_student,
    is_student_activity,
    long_days,
    once,
    short_days,
    staff_days,
    travel,
    travel_days,
)

GROUPS_TO_2023 = {
    1: ("DK", "FI", "IE", "IS", "LI", "LU", "NO", "SE"),
    2: ("AT", "BE", "CY", "DE", "ES", "FR", "GR", "IT", "MT", "NL", "PT"),
    3: ("BG", "CZ", "EE", "HR", "HU", "LT", "LV", "MK", "PL", "RO", "RS", "SI", "SK", "TR"),
}
GROUPS_FROM_2024 = {
    1: ("AT", "BE", "DE", "DK", "FI", "FR", "IE", "IS", "IT", "LI", "LU", "NL", "NO", "SE"),
    2: ("CY", "CZ", "EE", "ES", "GR", "LV", "MT", "PT", "SI", "SK"),
    3: ("BG", "HR", "HU", "LT", "MK", "PL", "RO", "RS", "TR"),
}
REGION_13 = ("AD", "MC", "SM", "VA")
REGION_14 = ("CH", "FO", "GB")
ISLANDS = ("CY", "IS", "MT")
OUTERMOST_REGIONS = ("GF", "GP", "MF", "MQ", "RE", "YT")
NOWHERE = (
    *("AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CW", "CX", "EH", "FK", "GF", "GG", "GI", "GL", "GP"),
    *("GS", "GU", "HM", "IM", "IO", "JE", "KY", "MF", "MP", "MQ", "MS", "NC", "NF", "PF", "PM", "PN", "PR", "RE", "SH"),
    *("SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT"),
)
"""Territories: no page says how they count as a place to go to."""

BANDS_TO_2023: Bands = (
    (10, 23, None),
    (100, 180, 210),
    (500, 275, 320),
    (2000, 360, 410),
    (3000, 530, 610),
    (4000, 820, None),
    (8000, 1500, None),
)
BANDS_FROM_2024: Bands = (
    (10, 28, 56),
    (100, 211, 285),
    (500, 309, 417),
    (2000, 395, 535),
    (3000, 580, 785),
    (4000, 1188, 1188),
    (8000, 1735, 1735),
)

GERMAN_MONTHS = {2021: (450, 390, 330), 2022: (600, 540, 490), 2023: (600, 540, 490)}
GERMAN_DAYS = (180, 160, 140)
POLISH_MONTHS = (670, 670, 600)
POLISH_DAYS = ((190, 133_00), (170, 119_00), (148, 103_00))
"""To groups 1, 2 and 3: a full day [EUR], and one from day 15 on, as printed [cents]."""


# --- countries ---------------------------------------------------------------------------------------------------------


def group_of(country: str, year: int) -> int | None:
    """Return the group of a programme country by its costs of living; None: it is none."""
    for group, countries in (GROUPS_TO_2023 if year <= 2023 else GROUPS_FROM_2024).items():
        if country in countries:
            return group
    return None


def group_with_regions(country: str, year: int) -> int | None:
    """Return the same of students, where Regions 13 and 14 have a group too: 2 and 1, from 2024 on both 1."""
    if country in REGION_14:
        return 1
    if country in REGION_13:
        return 2 if year <= 2023 else 1
    return group_of(country, year)


def is_third_country(country: str, year: int) -> bool:
    """Return whether a country is in Regions 1 to 12."""
    return country not in NOWHERE and group_with_regions(country, year) is None


def bands_of(year: int) -> Bands:
    """Return travel support of a call."""
    return BANDS_TO_2023 if year <= 2023 else BANDS_FROM_2024


def day_rates_of_short_stays(year: int) -> tuple[int, int] | None:
    """Return the amounts of a day to day 14, and to day 30 [EUR]; those of call 2023 are not printed."""
    if year == 2023:
        return None
    return (70, 50) if year <= 2022 else (79, 56)


def is_short(case: Case) -> bool:
    """Return whether a student's stay is short-term: at most 30 days, hybrid or of a doctoral candidate."""
    return case["bip"] or (days_of(case) <= 30 and (case["virtual"] or case["role"] == "doctoral_candidate"))


def may_study(case: Case) -> bool:
    """Return whether a student's stay has an eligible length."""
    if exceeds_cycle(case):
        return False
    return 5 <= days_of(case) <= 30 if is_short(case) else 60 <= days_360_of(case) <= 360


def may_work(case: Case, least_days: int) -> bool:
    """Return whether a stay of staff is eligible: who, how long, how many hours of teaching."""
    if not is_staff(case) or not least_days <= days_of(case) <= 60:
        return False
    return case["activity"] != "STA" or has_hours(case, 40 if case["combined"] else 80)


# --- KA131 -------------------------------------------------------------------------------------------------------------


def ka131(year: int, case: Case, own: Own | None, agency: str | None) -> list[Line] | None:
    """Return the lines of a mobility of KA131; None: not eligible, or no rate is printed.

    Args:
        year: Call year.
        case: The mobility.
        own: Rates that an institution sets everywhere, in place of all printed ones.
        agency: The country whose National Agency sets rates.
    """
    receiving = case["receiving"]
    if receiving is None or not _is_flow_131(year, case, receiving, agency):
        return None  # everything depends on where it goes
    if is_student_activity(case):
        return _student_131(year, case, receiving, own, agency)
    return _staff_131(year, case, receiving, own, agency)


def _is_flow_131(year: int, case: Case, receiving: str, agency: str | None) -> bool:
    """Return whether mobilities go from and to the countries that are stated."""
    sending = case["sending"]
    if agency is not None:
        ours, theirs = (sending, receiving) if is_outgoing(case) else (receiving, sending)
        if ours not in (None, agency) or theirs == agency:
            return False
    if not is_outgoing(case):
        return group_of(receiving, year) is not None
    from_there = sending is None or group_of(sending, year) is not None or _is_outermost(sending, year)
    return from_there and receiving not in NOWHERE


def _is_outermost(country: str, year: int) -> bool:
    return year == 2024 and country in OUTERMOST_REGIONS


def _staff_131(year: int, case: Case, receiving: str, own: Own | None, agency: str | None) -> list[Line] | None:
    """Return the lines of staff; of those who come, only staff of an enterprise who teach are paid."""
    if is_outgoing(case):
        if not may_work(case, 2 if group_of(receiving, year) is not None else 5):
            return None
    elif case["activity"] != "STA" or case["role"] != "invited_staff" or not 1 <= days_of(case) <= 60:
        return None
    journey = travel(case, bands_of(year))
    rate = (own[0], own[0] * 70) if own is not None else _day_rates_131(year, receiving, agency)
    if journey is None or rate is None:
        return None
    day_eur, reduced_cents = rate
    return [journey, *staff_days(case, day_eur, travel_days(case, 2, 2, 6), reduced_cents=reduced_cents)]


def _day_rates_131(year: int, receiving: str, agency: str | None) -> tuple[int, int] | None:
    """Return a full day [EUR] and a day from day 15 on [cents]."""
    if is_third_country(receiving, year):
        if year == 2025:
            return None
        return (180, 126_00) if year <= 2023 else (190, 133_00)
    if agency == "DE":
        group = group_with_regions(receiving, year)
        return None if group is None else (GERMAN_DAYS[group - 1], GERMAN_DAYS[group - 1] * 70)
    if agency == "PL":
        group = group_of(receiving, year)  # of Regions 13 and 14 no page says in which group they are for staff
        return None if group is None else POLISH_DAYS[group - 1]
    return None


def _student_131(year: int, case: Case, receiving: str, own: Own | None, agency: str | None) -> list[Line] | None:
    third = is_third_country(receiving, year)
    if not _may_study_131(case) or (not third and _lacks_more_131(year, case)):
        return None
    paid = _is_journey_paid(year, case, receiving, agency)
    days = _student_days_131(year, case, receiving, own, agency)
    if paid is None or days is None:
        return None
    journey: list[Line] = []
    if paid:
        line = travel(case, bands_of(year))
        if line is None:
            return None
        journey.append(line)
    return [*journey, *days, *_top_ups_131(year, case, third=third, journey_is_paid=paid)]


def _may_study_131(case: Case) -> bool:
    graduate = case["role"] == "recent_graduate" and case["activity"] == "SMT"
    return is_outgoing(case) and (is_student(case) or graduate) and may_study(case)


def _lacks_more_131(year: int, case: Case) -> bool:
    """Return whether a stay within the programme, or in Regions 13 and 14, lacks a country or an amount."""
    if case["combined"] and not is_short(case):
        return True  # whether studies with a traineeship in them have its top-up, and for which days, is not printed
    if case["sending"] is not None or year >= 2024:
        return False
    # Cyprus, Iceland and Malta have travel support, and others 50 EUR for green travel
    return not (is_short(case) and case["fewer_opportunities"])


def _is_journey_paid(year: int, case: Case, receiving: str, agency: str | None) -> bool | None:
    """Return whether a student has travel support; None: that is for others to decide, and not printed."""
    if is_third_country(receiving, year):
        return True
    if is_short(case):
        if case["fewer_opportunities"]:
            return True
        return False if year <= 2023 and case["sending"] not in ISLANDS else None
    if year <= 2023:
        return case["sending"] in ISLANDS
    return True if agency == "PL" and group_of(receiving, year) is not None else None


def _student_days_131(year: int, case: Case, receiving: str, own: Own | None, agency: str | None) -> list[Line] | None:
    paid = _is_journey_paid(year, case, receiving, agency)
    extra = travel_days(case, 0, 0, 4) if year <= 2023 and paid is False else travel_days(case, 0, 2, 6)
    if is_short(case):
        rates = day_rates_of_short_stays(year)
        return None if rates is None else short_days(case, *rates, extra)
    month_eur = own[1] if own is not None else _month_rate_131(year, case, receiving, agency)
    return None if month_eur is None else long_days(case, month_eur, extra)


def _month_rate_131(year: int, case: Case, receiving: str, agency: str | None) -> int | None:
    if is_third_country(receiving, year):
        return None if year == 2025 else 700
    sending = case["sending"]
    if sending is None:
        return None
    group = group_with_regions(receiving, year)
    if agency is not None and group is not None and sending == agency:
        return (GERMAN_MONTHS[year] if agency == "DE" else POLISH_MONTHS)[group - 1]
    return 786 if agency is None and _is_outermost(sending, year) else None


def _top_ups_131(year: int, case: Case, *, third: bool, journey_is_paid: bool) -> list[Line]:
    lines: list[Line] = []
    if case["fewer_opportunities"]:
        if is_short(case):
            lines.append(fewer_opportunities_once(case))
        else:
            lines.append(by_month("top_up_fewer_opportunities", "days_of_month_rate", days_360_of(case), 250))
    if not is_short(case) and not third and case["activity"] == "SMT":
        lines.append(by_month("top_up_traineeship", "days_of_month_rate", days_360_of(case), 150))
    if case["green"] and not journey_is_paid and year <= 2023:
        lines.append(once("top_up_green_travel", 50))
    return lines


# --- KA171 -------------------------------------------------------------------------------------------------------------


def ka171(year: int, case: Case) -> list[Line] | None:
    """Return the lines of a mobility with a third country; None: not eligible, or no rate is printed."""
    home, partner = case["sending"], case["receiving"]
    if not is_outgoing(case):
        home, partner = partner, home
    if partner is not None and not _is_partner_171(year, case, partner):
        return None
    group = None if home is None else group_of(home, year)
    if case["bip"] or (home is not None and group is None):
        return None  # in this action there are no blended intensive programmes
    journey = travel(case, bands_of(year))
    days = _student_days_171(year, case, group) if is_student_activity(case) else _staff_days_171(year, case, group)
    return None if journey is None or days is None else [journey, *days]


def _staff_days_171(year: int, case: Case, group: int | None) -> list[Line] | None:
    if not may_work(case, 5):
        return None  # of invited staff nothing is known
    day_eur = _day_rate_171(year, case, group)
    return None if day_eur is None else staff_days(case, day_eur, travel_days(case, 2, 2, 6))


def _is_partner_171(year: int, case: Case, partner: str) -> bool:
    if partner == "RU" and year == 2025:
        return is_student_activity(case) and not is_outgoing(case)
    return is_third_country(partner, year)


def _day_rate_171(year: int, case: Case, group: int | None) -> int | None:
    if year == 2025:
        return None
    if is_outgoing(case):
        return 180 if year <= 2023 else 190
    if group != 3:
        return None
    return 140 if year <= 2023 else 148


def _student_days_171(year: int, case: Case, group: int | None) -> list[Line] | None:
    if not is_student(case) or not may_study(case):
        return None
    extra = travel_days(case, 0, 2, 6)
    if is_short(case):
        rates = day_rates_of_short_stays(year)
        if rates is None:
            return None
        top_up = [fewer_opportunities_once(case)] if case["fewer_opportunities"] else []
        return [*short_days(case, *rates, extra), *top_up]
    if case["fewer_opportunities"] or case["activity"] == "SMT" or case["combined"]:
        return None  # the monthly top-ups are printed for KA131, and not for this action
    month_eur = _month_rate_171(year, case, group)
    return None if month_eur is None else long_days(case, month_eur, extra)


def _month_rate_171(year: int, case: Case, group: int | None) -> int | None:
    if year == 2023:
        return None
    if is_outgoing(case):
        return 700
    if group == 1 and year >= 2024:
        return 900
    return 800 if group == 3 and year in (2022, 2024) else None
