"""KA103 (calls 2014 to 2020) and KA107, International Credit Mobility (calls 2015 to 2020).

KA103 alone leaves every eligible mobility undetermined, since the programme prints ranges and the National Agencies set
the amounts of students; what it would pay is answered with the rates of an invented institution, in `own`.

Source:
    Programme countries: https://erasmus-plus.ec.europa.eu/programme-guide/part-a/eligible-countries
    Travel, and staff of KA103: https://docest.com/doc/425664/key-action-1-learning-mobility (to 2017),
    http://www.uni-koblenz-landau.de/de/international/wissenschaftler/erasmus/foerderung (2017),
    https://uniba.sk/medzinarodne-vztahy/erasmusplus/pracovnici-stt/vseobecne-podmienky/ (from 2018)
    Ranges of staff of KA103: the first page of these (to 2017), https://international.ue-varna.bg/bg/96/ (2018, 2019),
    https://puss.pila.pl/pl/erasmusplus/pracownicy/stypendia-dla-pracownikow.html (2020)
    Ranges of students sent from France in 2016/17:
    https://doczz.fr/doc/3348857/taux-des-bourses-mobilit%C3%A9s-%C3%A9tudiantes-erasmus--2016-2017
    KA107, staff: https://www.slideshare.net/ErasmusPlusUK/23062015-he-ka107-icm-overview ,
    https://u-bordeaux.fr./Actualites/De-l-international/Un-nouvel-elan-pour-la-mobilite-internationale-a-l-universite-de-Bordeaux ,
    https://ehu.eus/en/web/nazioarteko-harremanak/en-erasmus-partner-countries/2016-international-credit-mobility ,
    http://www.uni-leipzig.de/de/universitaet/uni-international/erasmus/erasmus-2015-2020-international/foerderungen.html ,
    https://eurireland.ie/2018/01/18/international-credit-mobility-budget-2018/ ,
    http://bwz.uw.edu.pl/zasady-finansowania-w-projekcie-ka107-2018/ ,
    https://www.cardiffmet.ac.uk/international/erasmus/international/Pages/The%20Mobility%20Grant.aspx ,
    https://en.univ-adrar.edu.dz/unikragujevac-erasmuska107-calls-mobility-in-the-summer-semester/
    KA107, students of calls 2015 to 2017: https://www.univ-mosta.dz/vrcc/key-action1-international-credit-mobility/
    Durations: https://www.erasmusplus.fr/penelope/mobilite/87/mobilite-internationale-de-credits-2019 ,
    https://www.erasmusplus.fr/penelope/beneficiaire/84/mobilite-enseignement-superieur-2019/ ; invited staff:
    https://erasmusplustogo.org/mobility.php
"""

from tests.reference.cases import (
    UNKNOWN,
    Bands,
    Case,
    Grant,
    Part,
    certain,
    days_360_of,
    days_of,
    exceeds_cycle,
    is_abroad,
    is_in_one_cycle,
    is_outgoing,
    is_staff,
    is_student,
    is_student_activity,
    lacks_hours,
    long_days,
    month_range,
    staff_days,
    staff_range,
    teaches_enough,
    travel_days,
    travel_part,
)

Own = tuple[int, int]
"""Rates that an institution sets where the programme prints ranges: a day of staff, a month of students [EUR]."""

MEMBERS_2014 = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
OTHER_PROGRAMME_COUNTRIES = ("IS", "LI", "MK", "NO", "TR")

NEITHER = (
    *("CH", "AD", "MC", "SM", "VA", "AE", "BH", "KW", "OM", "QA", "SA"),  # not eligible
    *("AI", "AQ", "AS", "AW", "BL", "BM", "BQ", "BV", "CC", "CW", "CX", "EH", "FK", "FO", "GF", "GG", "GI", "GL"),
    *("GP", "GS", "GU", "HM", "IM", "IO", "JE", "KY", "MF", "MP", "MQ", "MS", "NC", "NF", "PF", "PM", "PN", "PR", "RE"),
    *("SH", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT"),  # territories: no page says how they count
    *("ES-CN", "PT-20", "PT-30"),  # regions of Spain and Portugal: the same
)
"""In no group of KA107."""

TERRITORIES = (
    *("GF", "GP", "MF", "MQ", "RE", "YT", "BL", "NC", "PF", "PM", "TF", "WF"),  # of France
    *("AW", "BQ", "CW", "SX", "GL"),  # of the Netherlands and Denmark
    *("ES-CN", "PT-20", "PT-30"),  # of Spain and Portugal
)
"""The annex of the agreement names outermost regions in KA103; no page says which take part, nor in which group."""

OUTERMOST_COUNTRIES = ("CY", "IS", "MT")
"""Programme countries that may be the outermost ones, whose students the annex pays for the journey."""

TRAVEL_TO_2016: Bands = (
    (100, 180, None),
    (500, 275, None),
    (2000, 360, None),
    (3000, 530, None),
    (4000, 820, None),
    (8000, 1100, None),
)
TRAVEL_2017: Bands = (
    (10, None, None),  # 20 or nothing: no page is dated to this call
    (100, 180, None),
    (500, 275, None),
    (2000, 360, None),
    (3000, 530, None),
    (4000, 820, None),
    (8000, None, None),  # 1100 or 1500
)
TRAVEL_FROM_2018: Bands = (
    (10, 20, None),
    (100, 180, None),
    (500, 275, None),
    (2000, 360, None),
    (3000, 530, None),
    (4000, 820, None),
    (8000, 1500, None),
)

STAFF_RANGES_TO_2017 = {
    (80, 160): ("DK", "GB", "IE", "NL", "SE"),
    (70, 140): ("AT", "BE", "BG", "CY", "CZ", "FI", "FR", "GR", "HU", "IS", "IT", "LI", "LU", "NO", "PL", "RO", "TR"),
    (60, 120): ("DE", "ES", "LV", "MK", "MT", "PT", "SK"),
    (50, 100): ("EE", "HR", "LT", "SI"),
}
STAFF_RANGES_FROM_2018 = {
    (80, 180): ("DK", "FI", "GB", "IE", "IS", "LI", "LU", "NO", "SE"),
    (70, 160): ("AT", "BE", "CY", "DE", "ES", "FR", "GR", "IT", "MT", "NL", "PT"),
    (60, 140): ("BG", "CZ", "EE", "HR", "HU", "LT", "LV", "MK", "PL", "RO", "RS", "SI", "SK", "TR"),
}
"""Lowest and highest day of staff of KA103, by receiving country [EUR]."""

FRENCH_RANGES_2016 = {
    (200, 300): ("AT", "DK", "FI", "FR", "GB", "IE", "IT", "LI", "NO", "SE"),
    (150, 250): (
        *("BE", "CY", "CZ", "DE", "ES", "GR", "HR", "IS", "LU", "NL", "PT", "SI", "TR"),
        *("BG", "EE", "HU", "LT", "LV", "MK", "MT", "PL", "RO", "SK"),
    ),
}
"""Lowest and highest month of studies that French institutions send to in 2016/17, by receiving country [EUR]."""

INCOMING_DAY_TO_2017 = {"FR": 140, "DE": 120, "ES": 120}
INCOMING_DAY_FROM_2018 = {"FR": 160, "ES": 160, "IE": 180, "GB": 180, "PL": 140, "RS": 140}
INCOMING_MONTH_TO_2017 = {
    850: ("DK", "IE", "FR", "IT", "AT", "FI", "SE", "GB", "LI", "NO"),
    800: ("BE", "CZ", "DE", "GR", "ES", "HR", "CY", "LU", "NL", "PT", "SI", "IS", "TR"),
    750: ("BG", "EE", "LV", "LT", "HU", "MT", "PL", "RO", "SK", "MK"),
}
INCOMING_MONTH_FROM_2018 = {"IE": 900, "GB": 900, "FR": 850, "ES": 850, "PL": 800, "RS": 800}
"""By receiving country; no page prints the others [EUR]."""


def is_programme_country(country: str, year: int) -> bool:
    """Return whether a country is in the programme; Serbia is from 2019 on."""
    return country in MEMBERS_2014 or country in OTHER_PROGRAMME_COUNTRIES or (country == "RS" and year >= 2019)


def is_partner_country(country: str, year: int) -> bool:
    """Return whether a country is one of those of KA107; Iran, Iraq and Yemen are from 2018 on."""
    if country in ("IR", "IQ", "YE") and year < 2018:
        return False
    return country not in NEITHER and not is_programme_country(country, year)


def bands_of(year: int) -> Bands:
    """Return travel support of a call."""
    if year <= 2016:
        return TRAVEL_TO_2016
    return TRAVEL_2017 if year == 2017 else TRAVEL_FROM_2018


def may_stay(case: Case, year: int, least_days: int, *, graduates: bool) -> bool:
    """Return whether who goes, where, how long and with how many hours of teaching is eligible in either action.

    Recent graduates go to traineeships in KA103, in all its calls, and not in KA107.

    Args:
        case: The mobility; hours that are not stated may be enough.
        year: Call year.
        least_days: Fewest days of staff.
        graduates: Whether recent graduates may go to traineeships.
    """
    if not is_abroad(case):
        return False
    if is_student_activity(case):
        least = 90 if case["activity"] == "SMS" and not case["academic_term"] else 60
        goes = is_student(case) or (graduates and case["role"] == "recent_graduate" and case["activity"] == "SMT")
        most = 24 if is_in_one_cycle(case) else 12  # whether a one-cycle programme has 24 is not known
        return goes and least <= days_360_of(case) <= 360 and not exceeds_cycle(case, most)
    if case["role"] == "invited_staff" and case["activity"] == "STA" and year >= 2018 and not is_outgoing(case):
        return 1 <= days_of(case) <= 60  # from one day on, without hours of teaching
    if not is_staff(case) or not least_days <= days_of(case) <= 60:
        return False
    # that four hours are enough for teaching combined with training is confirmed from 2019 on
    return teaches_enough(case, 40 if case["combined"] and year >= 2019 else 80)


def ka103(year: int, case: Case, own: Own | None) -> Grant | None:
    """Return what a mobility between programme countries comes to; None: not eligible."""
    countries = (case["sending"], case["receiving"])
    within = all(
        country is None or country in TERRITORIES or is_programme_country(country, year) for country in countries
    )
    invited = case["activity"] == "STA" and case["role"] == "invited_staff" and year >= 2018
    if not within or not (is_outgoing(case) or invited):
        return None  # the sending institution's project pays its own participants
    if case["bip"] or not may_stay(case, year, 2, graduates=True):
        return None  # blended intensive programmes exist from call 2021 on
    if is_student_activity(case):
        lacks_country = case["sending"] is None or _lacks_country_of_french_range(year, case)
        is_open = lacks_country or _is_of_unknown_cycle(case)
        parts = [UNKNOWN if lacks_country else _month_103(year, case, own)]
        if case["sending"] in OUTERMOST_COUNTRIES or case["sending"] in TERRITORIES:
            parts.append(UNKNOWN)  # the journey, of which no page says who these are
        if case["activity"] == "SMT":
            parts.append(UNKNOWN)  # the top-up of traineeships is not printed
    else:
        is_open = lacks_hours(case) or case["receiving"] is None  # the range depends on it
        parts = [travel_part(case, bands_of(year)), _days_103(year, case, own)]
    is_open = is_open or any(country in TERRITORIES for country in countries)
    return {"is_open": is_open, "parts": [*parts, *_fewer_opportunities(case)]}


def _is_of_unknown_cycle(case: Case) -> bool:
    """Return whether only a one-cycle programme has so many months: 24 are printed from call 2023 on (p. 55)."""
    return is_student_activity(case) and is_in_one_cycle(case) and exceeds_cycle(case)


def _days_103(year: int, case: Case, own: Own | None) -> Part:
    """Return individual support of staff: of an institution's rate, or of the range of where they go."""
    receiving, further_days = case["receiving"], travel_days(case, 2, 2, 2)
    if receiving is None:
        return UNKNOWN
    if own is not None:
        return certain(staff_days(case, own[0], further_days))
    for (low_eur, high_eur), countries in (STAFF_RANGES_TO_2017 if year <= 2017 else STAFF_RANGES_FROM_2018).items():
        if receiving in countries:
            low, high = (staff_days(case, eur, further_days) for eur in (low_eur, high_eur))
            return staff_range(low, high)
    return UNKNOWN


def _month_103(year: int, case: Case, own: Own | None) -> Part:
    """Return individual support of students: of an institution's rate, or of the only ranges that are printed."""
    if own is not None:
        return certain(long_days(case, own[1], 0))
    if year == 2016 and case["activity"] == "SMS" and case["sending"] == "FR":
        for (low_eur, high_eur), countries in FRENCH_RANGES_2016.items():
            if case["receiving"] in countries:
                return month_range(case, low_eur, high_eur, 0)
    return UNKNOWN


def _fewer_opportunities(case: Case) -> list[Part]:
    """Return what is added for fewer opportunities, of which no amount is printed in either action."""
    return [UNKNOWN] if case["fewer_opportunities"] else []


def _lacks_country_of_french_range(year: int, case: Case) -> bool:
    """Return whether the ranges of students of call 2016 decide, which are those of France, and a country is missing."""
    return (year, case["activity"], case["sending"], case["receiving"]) == (2016, "SMS", "FR", None)


def ka107(year: int, case: Case) -> Grant | None:
    """Return what a mobility with a partner country comes to; None: not eligible."""
    home, partner = case["sending"], case["receiving"]
    if not is_outgoing(case):
        home, partner = partner, home
    if (home is not None and not is_programme_country(home, year)) or (
        partner is not None and not is_partner_country(partner, year)
    ):
        return None
    if is_student_activity(case) and year <= 2017 and (case["activity"] == "SMT" or case["combined"]):
        return None  # traineeships are eligible from call 2018 on
    if case["bip"] or not may_stay(case, year, 5, graduates=False):
        return None  # blended intensive programmes exist from call 2021 on
    rate = _rate(year, case, home)
    if rate is None:
        individual = UNKNOWN
    elif is_student_activity(case):
        individual = certain(long_days(case, rate, 0))
    else:
        individual = certain(staff_days(case, rate, travel_days(case, 2, 2, 2)))
    return {
        "is_open": lacks_hours(case)
        or _is_of_unknown_cycle(case)
        or (home is None and not is_outgoing(case)),  # the rate depends on where they come
        "parts": [travel_part(case, bands_of(year)), individual, *_fewer_opportunities(case)],
    }


def _rate(year: int, case: Case, receiving: str | None) -> int | None:
    """Return the rate of a day of staff, or of a month of students [EUR]; None: no page prints it."""
    old, students = year <= 2017, is_student_activity(case)
    if not is_outgoing(case):
        return None if receiving is None else _incoming_rate(receiving, old=old, students=students)
    if students:
        return 650 if old else 700
    return 160 if old else 180


def _incoming_rate(receiving: str, *, old: bool, students: bool) -> int | None:
    if not students:
        return (INCOMING_DAY_TO_2017 if old else INCOMING_DAY_FROM_2018).get(receiving)
    if not old:
        return INCOMING_MONTH_FROM_2018.get(receiving)
    for month_eur, countries in INCOMING_MONTH_TO_2017.items():
        if receiving in countries:
            return month_eur
    return None
