"""KA131 (calls 2021 to 2025), KA171 (calls 2022 to 2025), and the rates of two National Agencies.

KA131 alone grants nothing between programme countries but short stays of students, since the programme prints ranges:
all else there is undetermined; what it would pay is answered with the rates of an invented institution, in `own`.

Source:
    Groups, students and staff of Germany: the page of its agency, "Förderraten und Aufstockungsbeträge (top ups) in der
    Mobilität von Einzelpersonen, KA131", https://eu.daad.de/ ; groups of 2024: https://uol.de/erasmus/erasmus-finanzierung
    Travel: https://erasmus.uctm.edu/2022-1-bg01-ka131-hed-000060529 ,
    https://erasmus.gidatarim.edu.tr/pages/sure-hibe-hesap-personel (2021 to 2023);
    https://erasmusplus.uni.opole.pl/en/?p=6568 (from 2024), which prints the rates of Poland too
    Travel days: https://wikis.ec.europa.eu/x/UINTC
    Highest days of staff: the pages of the German agency (to 2023) and of Opole (2024), and for Regions 13 and 14
    https://erasmus.tuke.sk/grants-staff/ ; ranges of students:
    https://www.letudiant.fr/etudes/international/le-montant-des-bourses-erasmus-pour-les-etudiants-en-mobilite.html (2021,
    2022), and the span from 225 to 674 EUR of https://mfja.fr/erasmus-bourse-mobilite-montant-guide-complet-aides (from 2024)
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
    UNKNOWN,
    Bands,
    Case,
    Grant,
    Part,
    by_month,
    certain,
    days_360_of,
    days_of,
    exceeds_cycle,
    fewer_opportunities_once,
    is_outgoing,
    is_staff,
    is_student,
    is_student_activity,
    lacks_hours,
    long_days,
    month_range,
    once,
    short_days,
    staff_days,
    staff_range,
    teaches_enough,
    travel_days,
    travel_part,
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

HIGHEST_DAYS_TO_2023 = (180, 160, 140)
HIGHEST_DAYS_2024 = (190, 170, 148)
"""The most of a day of staff to groups 1, 2 and 3; the least is printed nowhere [EUR]."""

MONTHS_TO_2022 = {"higher": (310, 600), "similar": (260, 540), "lower": (200, 490)}
MONTHS_FROM_2024: dict[str, tuple[int | None, int | None]] = {"higher": (None, 674), "lower": (225, None)}
"""Lowest and highest month of students towards higher, similar and lower costs of living [EUR].

Call 2023: none; from call 2024 on only the ends of the whole span are printed, and none between similar costs.
"""

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
    return is_staff(case) and least_days <= days_of(case) <= 60 and has_the_hours(case)


def has_the_hours(case: Case) -> bool:
    """Return whether enough is taught; hours that are not stated may be enough."""
    return teaches_enough(case, 40 if case["combined"] else 80)


# --- KA131 -------------------------------------------------------------------------------------------------------------


def ka131(year: int, case: Case, own: Own | None, agency: str | None) -> Grant | None:
    """Return what a mobility of KA131 comes to; None: not eligible.

    Args:
        year: Call year.
        case: The mobility.
        own: Rates that an institution sets everywhere, in place of all printed ones.
        agency: The country whose National Agency sets rates.
    """
    if not _is_flow_131(year, case, agency):
        return None
    if is_student_activity(case):
        return _student_131(year, case, own, agency)
    return _staff_131(year, case, own, agency)


def _is_flow_131(year: int, case: Case, agency: str | None) -> bool:
    """Return whether mobilities go from and to the countries that are stated."""
    sending, receiving = case["sending"], case["receiving"]
    if agency is not None:
        ours, theirs = (sending, receiving) if is_outgoing(case) else (receiving, sending)
        if ours not in (None, agency) or theirs == agency:
            return False
    if not is_outgoing(case):
        return receiving is None or group_of(receiving, year) is not None
    from_there = sending is None or group_of(sending, year) is not None or _is_outermost(sending, year)
    return from_there and receiving not in NOWHERE


def _is_outermost(country: str, year: int) -> bool:
    return year == 2024 and country in OUTERMOST_REGIONS


def _staff_131(year: int, case: Case, own: Own | None, agency: str | None) -> Grant | None:
    """Return what staff come to; of those who come, only staff of an enterprise who teach are paid."""
    receiving = case["receiving"]
    if not is_outgoing(case):
        if case["activity"] != "STA" or case["role"] != "invited_staff" or not 1 <= days_of(case) <= 60:
            return None
    elif receiving is None:
        if not is_staff(case) or not has_the_hours(case):
            return None  # how long they may stay depends on where they go
    elif not may_work(case, 2 if group_of(receiving, year) is not None else 5):
        return None
    individual = UNKNOWN if receiving is None else _days_131(year, case, receiving, own, agency)
    return {
        "is_open": receiving is None or lacks_hours(case),
        "parts": [travel_part(case, bands_of(year)), individual],
    }


def _days_131(year: int, case: Case, receiving: str, own: Own | None, agency: str | None) -> Part:
    """Return individual support of staff: of a rate, or below the highest one."""
    further_days = travel_days(case, 2, 2, 6)
    rate = (own[0], own[0] * 70) if own is not None else _day_rates_131(year, receiving, agency)
    if rate is not None:
        day_eur, reduced_cents = rate
        return certain(staff_days(case, day_eur, further_days, reduced_cents=reduced_cents))
    # from call 2024 on no page says in which group Regions 13 and 14 are for staff
    group = group_with_regions(receiving, year) if year <= 2023 else group_of(receiving, year)
    if group is None or year == 2025:
        return UNKNOWN
    highest = HIGHEST_DAYS_TO_2023 if year <= 2023 else HIGHEST_DAYS_2024
    return staff_range(case, None, highest[group - 1], further_days)


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


def _student_131(year: int, case: Case, own: Own | None, agency: str | None) -> Grant | None:
    graduate = case["role"] == "recent_graduate" and case["activity"] == "SMT"
    if not is_outgoing(case) or not (is_student(case) or graduate) or not may_study(case):
        return None
    return {
        "is_open": _lacks_a_country(year, case),
        "parts": [
            *_student_travel_131(year, case, agency),
            _student_days_131(year, case, own, agency),
            *_top_ups_131(year, case),
        ],
    }


def _goes_to_third_country(year: int, case: Case) -> bool:
    return case["receiving"] is not None and is_third_country(case["receiving"], year)


def _is_island_asked(year: int, case: Case) -> bool:
    """Return whether travel support, travel days and green travel depend on which country sends a student.

    To call 2023 those sent from islands have travel support; short-term students with fewer opportunities, and those
    who go to third countries, have it wherever they come from.
    """
    return (
        year <= 2023 and not _goes_to_third_country(year, case) and not (is_short(case) and case["fewer_opportunities"])
    )


def _lacks_a_country(year: int, case: Case) -> bool:
    """Return whether something depends on a country that is not stated."""
    if case["receiving"] is None:
        return True
    if case["sending"] is not None or _goes_to_third_country(year, case):
        return False
    return _is_island_asked(year, case) or not is_short(case)  # the month depends on both countries


def _student_travel_131(year: int, case: Case, agency: str | None) -> list[Part]:
    """Return travel support of a student, if there is any."""
    receiving, paid = case["receiving"], [travel_part(case, bands_of(year))]
    if receiving is None:
        return [UNKNOWN]
    if _goes_to_third_country(year, case) or (is_short(case) and case["fewer_opportunities"]):
        return paid
    if year >= 2024:
        # that is for others to decide, and printed for Poland alone
        is_polish = agency == "PL" and not is_short(case) and group_of(receiving, year) is not None
        return paid if is_polish else [UNKNOWN]
    if case["sending"] is None:
        return [UNKNOWN]
    if case["sending"] in ISLANDS:
        return [UNKNOWN] if is_short(case) else paid  # of short stays it is not confirmed
    return []


def _further_days(year: int, case: Case) -> int | None:
    """Return the travel days of a student that are funded; None: they depend on a country that is not stated."""
    asked, sending = case["travel_days"], case["sending"]
    if year >= 2024:
        return travel_days(case, 0, 2, 6)
    if not asked:
        return 0  # wherever it goes, there are none but those that are asked for
    if case["receiving"] is None or (_is_island_asked(year, case) and sending is None):
        return None
    if not _is_island_asked(year, case):
        return travel_days(case, 0, 2, 6)
    if sending not in ISLANDS:
        return travel_days(case, 0, 0, 4)
    return 0 if is_short(case) else travel_days(case, 0, 2, 6)  # no page gives short stays from islands any


def _student_days_131(year: int, case: Case, own: Own | None, agency: str | None) -> Part:
    """Return individual support of a student; of travel days that depend on a country, nobody knows how many."""
    further_days = _further_days(year, case)
    if further_days is None:
        lines, low, _ = _days_there_131(year, case, own, agency, 0)
        return lines, low, None
    return _days_there_131(year, case, own, agency, further_days)


def _days_there_131(year: int, case: Case, own: Own | None, agency: str | None, further_days: int) -> Part:
    """Return what a student has for so many travel days and the days there."""
    if is_short(case):
        rates = day_rates_of_short_stays(year)
        return UNKNOWN if rates is None else certain(short_days(case, *rates, further_days))
    if case["receiving"] is None:
        return UNKNOWN
    month_eur = own[1] if own is not None else _month_rate_131(year, case, case["receiving"], agency)
    if month_eur is not None:
        return certain(long_days(case, month_eur, further_days))
    low_eur, high_eur = _month_range_131(year, case["sending"], case["receiving"])
    return month_range(case, low_eur, high_eur, further_days)


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


def _month_range_131(year: int, sending: str | None, receiving: str) -> tuple[int | None, int | None]:
    """Return lowest and highest rate of a month [EUR], by the costs of living there and at home."""
    home, there = None if sending is None else group_of(sending, year), group_with_regions(receiving, year)
    if home is None or there is None or year == 2023:
        return None, None
    costs = "similar" if home == there else "higher" if there < home else "lower"
    return MONTHS_TO_2022[costs] if year <= 2022 else MONTHS_FROM_2024.get(costs, (None, None))


def _top_ups_131(year: int, case: Case) -> list[Part]:
    parts: list[Part] = []
    third, receiving = _goes_to_third_country(year, case), case["receiving"]
    if case["fewer_opportunities"]:
        if is_short(case):
            parts.append(certain([fewer_opportunities_once(case)]))
        else:
            month = by_month("top_up_fewer_opportunities", "days_of_month_rate", days_360_of(case), 250)
            parts.append(certain([month]))
    if not is_short(case) and not third and (case["activity"] == "SMT" or case["combined"]):
        if receiving is None or case["combined"]:
            # whether studies with a traineeship in them have its top-up, and for which days, is not printed
            parts.append(UNKNOWN)
        else:
            month = by_month("top_up_traineeship", "days_of_month_rate", days_360_of(case), 150)
            parts.append(certain([month]))
    if case["green"] and _is_island_asked(year, case) and case["sending"] not in ISLANDS:
        is_stated = receiving is not None and case["sending"] is not None
        parts.append(certain([once("top_up_green_travel", 50)]) if is_stated else UNKNOWN)
    return parts


# --- KA171 -------------------------------------------------------------------------------------------------------------


def ka171(year: int, case: Case) -> Grant | None:
    """Return what a mobility with a third country comes to; None: not eligible."""
    home, partner = case["sending"], case["receiving"]
    if not is_outgoing(case):
        home, partner = partner, home
    if partner is not None and not _is_partner_171(year, case, partner):
        return None
    group = None if home is None else group_of(home, year)
    if case["bip"] or (home is not None and group is None):
        return None  # in this action there are no blended intensive programmes
    if case["activity"] == "STA" and case["role"] == "invited_staff":
        return {"is_open": False, "parts": [UNKNOWN]}  # of invited staff nothing is known
    journey, depends = travel_part(case, bands_of(year)), home is None and not is_outgoing(case)
    if not is_student_activity(case) and may_work(case, 5):
        return {"is_open": depends or lacks_hours(case), "parts": [journey, _staff_days_171(year, case, group)]}
    if is_student_activity(case) and is_student(case) and may_study(case):
        days, is_open = _student_days_171(year, case, group), depends and not is_short(case)
        return {"is_open": is_open, "parts": [journey, days, *_top_ups_171(case)]}
    return None


def _is_partner_171(year: int, case: Case, partner: str) -> bool:
    if partner == "RU" and year == 2025:
        return is_student_activity(case) and not is_outgoing(case)
    return is_third_country(partner, year)


def _staff_days_171(year: int, case: Case, group: int | None) -> Part:
    day_eur = _day_rate_171(year, case, group)
    return UNKNOWN if day_eur is None else certain(staff_days(case, day_eur, travel_days(case, 2, 2, 6)))


def _day_rate_171(year: int, case: Case, group: int | None) -> int | None:
    if year == 2025:
        return None
    if is_outgoing(case):
        return 180 if year <= 2023 else 190
    if group != 3:
        return None
    return 140 if year <= 2023 else 148


def _student_days_171(year: int, case: Case, group: int | None) -> Part:
    extra = travel_days(case, 0, 2, 6)
    if is_short(case):
        rates = day_rates_of_short_stays(year)
        return UNKNOWN if rates is None else certain(short_days(case, *rates, extra))
    month_eur = _month_rate_171(year, case, group)
    return UNKNOWN if month_eur is None else certain(long_days(case, month_eur, extra))


def _top_ups_171(case: Case) -> list[Part]:
    """Return the top-ups; the monthly ones are printed for KA131, and not for this action."""
    parts: list[Part] = []
    if case["fewer_opportunities"]:
        parts.append(certain([fewer_opportunities_once(case)]) if is_short(case) else UNKNOWN)
    if not is_short(case) and (case["activity"] == "SMT" or case["combined"]):
        parts.append(UNKNOWN)
    return parts


def _month_rate_171(year: int, case: Case, group: int | None) -> int | None:
    if year == 2023:
        return None
    if is_outgoing(case):
        return 700
    if group == 1 and year >= 2024:
        return 900
    return 800 if group == 3 and year in (2022, 2024) else None
