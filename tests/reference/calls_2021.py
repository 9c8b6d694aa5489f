"""KA131 (calls 2021 to 2026), with the rates of National Agencies, and KA171 (calls 2022 to 2026).

KA131 alone grants nothing between programme countries but short stays of students, and from call 2026 on invited staff,
since the programme prints ranges: all else there is undetermined; what it would pay is answered with the rates of an
invented institution, in `own`.

Source:
    Programme Guide 2023 (version 3): top-ups p. 70, students pp. 69 to 72, travel pp. 72 and 73, staff pp. 74 to 76
    Programme Guide 2026 (version 1): travel pp. 63 and 64, students pp. 67 to 70, staff pp. 70 and 71
    What both print alike is taken for calls 2024 and 2025.  Of the other calls:
    Students and staff of Germany: the page of its agency, "Förderraten und Aufstockungsbeträge (top ups) in der Mobilität
    von Einzelpersonen, KA131", https://eu.daad.de/
    Travel: https://erasmus.uctm.edu/2022-1-bg01-ka131-hed-000060529 ,
    https://erasmus.gidatarim.edu.tr/pages/sure-hibe-hesap-personel (2021 to 2023);
    https://erasmusplus.uni.opole.pl/en/?p=6568 (from 2024), which prints the rates of Poland too
    Travel of all students from call 2025 on, and of all participants from Poland in call 2024: https://eu.daad.de/ (page
    81749), https://erasmus.ukw.edu.pl/cms/stawki-stypendiow-praktyki
    Travel days of calls 2021 and 2022: https://erasmuspluss.no/ (handbook, grants to students and staff)
    Highest days of staff: the pages of the German agency (to 2023) and of Opole (2024), https://ebs.ee/en/international/ ;
    ranges of students in 2021 and 2022:
    https://www.letudiant.fr/etudes/international/le-montant-des-bourses-erasmus-pour-les-etudiants-en-mobilite.html
    Students to third countries: https://www.umanresa.cat/ca/internacional/out/beques/erasmus-estudi
    Short stays: http://www.erasmusplus.agh.edu.pl/erasmus-student/finansowanie-erasmus/finansowanie-erasmus-20212022-semestr-letni/
    KA171 of 2022: https://erasmus.yildiz.edu.tr/ (page 346), https://kfh-mainz.de/international/erasmus/ ,
    https://eurep.auth.gr/en/staff/international/teaching/grants
"""

from tests.reference import national_rates
from tests.reference.calls_2014 import Own
from tests.reference.cases import (
    UNKNOWN,
    Bands,
    Case,
    Grant,
    Line,
    Part,
    certain,
    fewer_opportunities_once,
    is_outgoing,
    is_student_activity,
    is_zero_grant,
    long_days,
    month_range,
    once,
    perhaps,
    short_days,
    staff_days,
    staff_range,
    top_up_by_month,
    travel_days,
    travel_part,
)
from tests.reference.eligible_2021 import NO, OPEN, is_short, may_go_131, may_go_171
from tests.reference.places_2021 import (
    ISLANDS,
    group_of,
    group_with_regions,
    is_remote,
    is_third_country,
    region_of,
    sends,
)

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

LOWEST_DAYS = {2023: (90, 79, 67), 2026: (96, 84, 71)}
"""The least of a day of staff to groups 1, 2 and 3, table A1.1; printed for two calls [EUR]."""

HIGHEST_DAYS_TO_2023 = (180, 160, 140)
HIGHEST_DAYS_FROM_2024 = (190, 170, 148)
"""The most of a day, table A1.1; and the fixed day of staff from third countries, table A1.2 [EUR]."""

MONTHS_TO_2022 = {"higher": (310, 600), "similar": (260, 540), "lower": (200, 490)}
MONTHS_FROM_2023 = {"higher": (348, 674), "similar": (292, 606), "lower": (225, 550)}
"""Lowest and highest month of students towards higher, similar and lower costs of living [EUR]."""

MONTHS_171 = (900, 850, 800)
"""A month of students who come to groups 1, 2 and 3 [EUR]."""


def bands_of(year: int) -> Bands:
    """Return travel support of a call."""
    return BANDS_TO_2023 if year <= 2023 else BANDS_FROM_2024


def highest_days(year: int) -> tuple[int, int, int]:
    """Return the most of a day of staff to groups 1, 2 and 3 [EUR]."""
    return HIGHEST_DAYS_TO_2023 if year <= 2023 else HIGHEST_DAYS_FROM_2024


def day_to_third_countries(year: int) -> int:
    """Return a day of staff who go to Regions 1 to 12 (2023, p. 76; 2026, p. 71) [EUR]."""
    return 180 if year <= 2023 else 190


def day_rates_of_short_stays(year: int) -> tuple[int, int]:
    """Return the amounts of a day to day 14, and to day 30 (2023, p. 72; 2026, p. 70) [EUR]."""
    return (70, 50) if year <= 2022 else (79, 56)


def seventy_percent(year: int, eur: int) -> int:
    """Return a day of staff from the 15th on; from 2026 on to the nearest whole euro, half up (2026, p. 70) [cents]."""
    return (eur * 70 + 50) // 100 * 100 if year >= 2026 else eur * 70


def days_of_staff(year: int, case: Case, eur: int) -> list[Line]:
    """Return the lines of staff at a rate: two travel days, and with green travel up to six (2023, p. 74; 2026, p. 64)."""
    return staff_days(case, eur, travel_days(case, 2, 2, 6), reduced_cents=seventy_percent(year, eur))


def staff_parts(year: int, lines: list[Line]) -> list[Part]:
    """Return the support of staff of whom the rate is known.

    The guide of 2023 prints 70 % and no rounding (p. 74), that of 2026 rounds to whole euros (p. 70), and those between
    were not read: there a later day may be paid in cents, or be rounded down or half up to whole euros.
    """
    later = [line for line in lines if line[1] == "days_on_site_reduced" and line[3] % 100]
    if not later or year not in {2024, 2025}:
        return [certain(lines)]
    ((_kind, _basis, days, cents, _parts, _amount),) = later
    least, most = cents // 100 * 100, max(cents, (cents + 50) // 100 * 100)
    return [certain([line for line in lines if line not in later]), (None, days * least, days * most)]


def further_days_of_students(year: int, case: Case) -> int:
    """Return the travel days of a student that are funded, if they are asked for.

    To call 2023 short stays have up to two, and up to six with green travel; long stays have up to four with green
    travel, and none without (2023, pp. 72 and 73).  From call 2024 on all have up to two, and up to six with green travel
    (2026, p. 64).
    """
    if year <= 2023 and not is_short(year, case):
        return travel_days(case, 0, 0, 4)
    return travel_days(case, 0, 2, 6)


# --- KA131 -------------------------------------------------------------------------------------------------------------


def ka131(year: int, case: Case, own: Own | None, agency: str | None) -> Grant | None:
    """Return what a mobility of KA131 comes to; None: not eligible.

    Args:
        year: Call year.
        case: The mobility.
        own: Rates that an institution sets everywhere, in place of all printed ones.
        agency: The country whose National Agency sets rates.
    """
    answer = may_go_131(year, case, agency)
    if answer == NO:
        return None
    if is_zero_grant(case):
        return {"is_open": answer == OPEN, "parts": []}
    if is_student_activity(case):
        lacks_a_country = _students_lack_a_country(year, case)
        parts = [
            *_student_travel_131(year, case, agency),
            _student_days_131(year, case, own, agency),
            *_top_ups_131(year, case),
        ]
    else:
        lacks_a_country = _staff_lack_a_country(year, case)
        parts = [travel_part(case, bands_of(year)), *_days_131(year, case, own, agency)]
    return {"is_open": answer == OPEN or lacks_a_country, "parts": parts}


def _is_invited(case: Case) -> bool:
    return case["role"] == "invited_staff"


def _staff_lack_a_country(year: int, case: Case) -> bool:
    """Return whether the rate depends on a country that is not stated.

    It does on where they go, on where invited staff come from in calls 2023 to 2025, and from call 2026 on, when Regions
    13 and 14 may send (p. 67, note 78), on who sends staff to where table A1.1 has a range (p. 71).
    """
    if case["receiving"] is None:
        return True
    if case["sending"] is not None:
        return False
    if year >= 2026:
        return is_outgoing(case) and group_with_regions(case["receiving"], year) is not None
    return _is_invited(case) and year >= 2023


def _days_131(year: int, case: Case, own: Own | None, agency: str | None) -> list[Part]:
    """Return individual support of staff: of a rate, or of a range of which the least may not be printed."""
    receiving = case["receiving"]
    if receiving is None or (own is None and _staff_lack_a_country(year, case)):
        return [UNKNOWN]
    if own is not None:
        return [certain(days_of_staff(year, case, own[0]))]
    group = group_with_regions(receiving, year)
    if group is None:
        return staff_parts(year, days_of_staff(year, case, day_to_third_countries(year)))
    highest = staff_parts(year, days_of_staff(year, case, highest_days(year)[group - 1]))
    if _is_fixed(year, case):
        return highest
    printed = None if agency is None else national_rates.day_of(agency, year, group, region_of(receiving))
    if printed is not None:
        day_eur, reduced_cents = printed
        days = staff_days(case, day_eur, travel_days(case, 2, 2, 6), reduced_cents=reduced_cents)
        return staff_parts(year, days)
    lowest = days_of_staff(year, case, LOWEST_DAYS[year][group - 1]) if year in LOWEST_DAYS else None
    return [(None, staff_range(lowest, None)[1], sum(most or 0 for _lines, _least, most in highest))]


def _is_fixed(year: int, case: Case) -> bool:
    """Return whether staff have the fixed rate of table A1.2.

    Invited staff from third countries (2023, p. 75); from call 2026 on all invited staff, and all staff from third
    countries (p. 71).  Of the calls before 2023 no page prints it.
    """
    if year <= 2022:
        return False
    is_from_elsewhere = case["sending"] is not None and not sends(case["sending"], year)
    if year >= 2026:
        return _is_invited(case) or is_from_elsewhere
    return _is_invited(case) and is_from_elsewhere


def _goes_to_third_country(year: int, case: Case) -> bool:
    return case["receiving"] is not None and is_third_country(case["receiving"], year)


def _is_from_afar(case: Case) -> bool:
    """Return whether an island, an outermost region or an overseas territory sends a student."""
    return case["sending"] is not None and (case["sending"] in ISLANDS or is_remote(case["sending"]))


def _has_travel_anyway(year: int, case: Case) -> bool:
    """Return whether a student has travel support wherever it comes from, to call 2024 (2023, p. 72)."""
    return _goes_to_third_country(year, case) or (is_short(year, case) and case["fewer_opportunities"])


def _all_have_travel(year: int) -> bool:
    """Return whether all participants have travel support: from call 2025 on (2026, p. 63)."""
    return year >= 2025


def _students_lack_a_country(year: int, case: Case) -> bool:
    """Return whether travel support or the month of a student depends on a country that is not stated."""
    if case["sending"] is not None and case["receiving"] is not None:
        return False
    if not is_short(year, case):  # the month depends on both countries, but to third countries it is one
        return not _goes_to_third_country(year, case)
    if _all_have_travel(year):
        return False
    return case["receiving"] is None or not _has_travel_anyway(year, case)


def _student_travel_131(year: int, case: Case, agency: str | None) -> list[Part]:
    """Return travel support of a student, if there is any.

    Both guides pay those from islands and from far away, whatever the length (2023, p. 72; 2026, p. 63); of the others
    within the programme the National Agency decides in call 2024, and to call 2023 they have none.
    """
    paid = travel_part(case, bands_of(year))
    if _all_have_travel(year):
        return [paid]
    if case["receiving"] is None:
        return [UNKNOWN]
    if _has_travel_anyway(year, case):
        return [paid]
    if case["sending"] is None:
        return [UNKNOWN]
    pays = True if _is_from_afar(case) else national_rates.travel_of(agency, year, is_short=is_short(year, case))
    if pays is None:
        return [perhaps(paid)] if year == 2024 else []
    return [paid] if pays else []


def _student_days_131(year: int, case: Case, own: Own | None, agency: str | None) -> Part:
    """Return individual support of a student."""
    further_days = further_days_of_students(year, case)
    if is_short(year, case):
        return certain(short_days(case, *day_rates_of_short_stays(year), further_days))
    if case["receiving"] is None:
        return UNKNOWN
    month_eur = own[1] if own is not None else _month_rate_131(year, case, case["receiving"], agency)
    if month_eur is not None:
        return certain(long_days(case, month_eur, further_days))
    low_eur, high_eur = _month_range_131(year, case["sending"], case["receiving"])
    return month_range(case, low_eur, high_eur, further_days)


def _month_rate_131(year: int, case: Case, receiving: str, agency: str | None) -> int | None:
    """Return a month: to third countries, of an agency, or from far away (2023, p. 71; 2026, p. 69) [EUR]."""
    if is_third_country(receiving, year):
        return 700
    group, sending = group_with_regions(receiving, year), case["sending"]
    if sending is None or group is None:
        return None
    if sending == agency:
        return national_rates.month_of(sending, year, group, region_of(receiving))
    return 786 if is_remote(sending) and year >= 2023 else None


def _month_range_131(year: int, sending: str | None, receiving: str) -> tuple[int | None, int | None]:
    """Return lowest and highest rate of a month, by the costs of living there and at home (2023, p. 70; 2026, p. 68)."""
    if sending is None or is_remote(sending):
        return None, None  # to call 2022 no page says what those from far away have
    home, there = group_of(sending, year), group_with_regions(receiving, year)
    if home is None or there is None:
        return None, None
    costs = "similar" if home == there else "higher" if there < home else "lower"
    return (MONTHS_TO_2022 if year <= 2022 else MONTHS_FROM_2023)[costs]


def _top_ups_131(year: int, case: Case) -> list[Part]:
    return [
        *_fewer_opportunities_131(year, case),
        *_traineeship_131(year, case),
        *_green_travel_131(year, case),
    ]


def _fewer_opportunities_131(year: int, case: Case) -> list[Part]:
    """Return the top-up for fewer opportunities, which is not added to the 786 EUR (2023, p. 71; 2026, p. 69)."""
    if not case["fewer_opportunities"]:
        return []
    if is_short(year, case):
        return [certain([fewer_opportunities_once(case)])]
    month = certain([top_up_by_month(case, "top_up_fewer_opportunities", 250)])
    if _goes_to_third_country(year, case) or (case["sending"] is not None and not is_remote(case["sending"])):
        return [month]
    if case["sending"] is None or case["receiving"] is None or year <= 2022:
        return [UNKNOWN]  # to call 2022 no page says what those from far away have
    return []


def _traineeship_131(year: int, case: Case) -> list[Part]:
    """Return the top-up of long traineeships, towards all but third countries (2023, pp. 70 and 71; 2026, pp. 68 and 69).

    Studies with a traineeship in them follow the rules of studies (2023, p. 55; 2026, p. 53); to call 2022 no page says so.
    """
    if is_short(year, case) or _goes_to_third_country(year, case):
        return []
    if case["activity"] == "SMS":
        return [UNKNOWN] if case["combined"] and year <= 2022 else []
    is_known = case["receiving"] is not None
    return [certain([top_up_by_month(case, "top_up_traineeship", 150)]) if is_known else UNKNOWN]


def _green_travel_131(year: int, case: Case) -> list[Part]:
    """Return the top-up of those who have no travel support, to call 2023 (p. 72)."""
    if year >= 2024 or not case["green"] or _has_travel_anyway(year, case) or _is_from_afar(case):
        return []
    is_known = case["receiving"] is not None and case["sending"] is not None
    return [certain([once("top_up_green_travel", 50)]) if is_known else UNKNOWN]


# --- KA171 -------------------------------------------------------------------------------------------------------------


def ka171(year: int, case: Case) -> Grant | None:
    """Return what a mobility with a third country comes to; None: not eligible."""
    answer = may_go_171(year, case)
    if answer == NO:
        return None
    is_open = answer == OPEN
    if is_zero_grant(case):
        return {"is_open": is_open, "parts": []}
    if _is_invited(case) and year == 2022:
        return {"is_open": is_open, "parts": [UNKNOWN]}  # of invited staff of that call nothing is known
    journey, depends = travel_part(case, bands_of(year)), case["receiving"] is None and not is_outgoing(case)
    if not is_student_activity(case):
        return {"is_open": is_open or depends, "parts": [journey, *_staff_days_171(year, case)]}
    return {
        "is_open": is_open or (depends and not is_short(year, case)),
        "parts": [journey, _student_days_171(year, case), *_top_ups_171(year, case)],
    }


def _group_171(year: int, case: Case) -> int | None:
    """Return the group of the programme country that participants come to, if it is stated."""
    return None if case["receiving"] is None else group_of(case["receiving"], year)


def _staff_days_171(year: int, case: Case) -> list[Part]:
    """Return individual support of staff who go out, or who come: table A1.2 (2023, pp. 75 and 76; 2026, p. 71)."""
    if is_outgoing(case):
        return [certain(days_of_staff(year, case, day_to_third_countries(year)))]
    group = _group_171(year, case)
    return [UNKNOWN] if group is None else staff_parts(year, days_of_staff(year, case, highest_days(year)[group - 1]))


def _student_days_171(year: int, case: Case) -> Part:
    further_days = further_days_of_students(year, case)
    if is_short(year, case):
        return certain(short_days(case, *day_rates_of_short_stays(year), further_days))
    month_eur = _month_rate_171(year, case)
    return UNKNOWN if month_eur is None else certain(long_days(case, month_eur, further_days))


def _month_rate_171(year: int, case: Case) -> int | None:
    """Return a month of students (2023, p. 71; 2026, p. 69); that of group 1 is not confirmed for call 2022 [EUR]."""
    if is_outgoing(case):
        return 700
    group = _group_171(year, case)
    if group is None or (group == 1 and year == 2022):
        return None
    return MONTHS_171[group - 1]


def _top_ups_171(year: int, case: Case) -> list[Part]:
    """Return the top-ups: that of traineeships is paid towards Regions 13 and 14 alone (2023, p. 71; 2026, p. 69).

    Of call 2022 no page says what is added by the month.
    """
    parts: list[Part] = []
    if case["fewer_opportunities"]:
        if is_short(year, case):
            parts.append(certain([fewer_opportunities_once(case)]))
        else:
            month = certain([top_up_by_month(case, "top_up_fewer_opportunities", 250)])
            parts.append(UNKNOWN if year == 2022 else month)
    if year == 2022 and not is_short(year, case) and (case["activity"] == "SMT" or case["combined"]):
        parts.append(UNKNOWN)
    return parts
