"""The pages of two universities, as four rulebooks.

Source:
    Université Savoie Mont Blanc, ICM and Blended Intensive Programmes:
    https://www.univ-smb.fr/en/international/cooperation-internationale/erasmus/ ;
    the same, ICM for staff, agreements 2018 and 2019:
    https://www.univ-smb.fr/en/international/partir-a-letranger/personnels/erasmus-mobilite-internationales-de-credits/ ;
    University of Lille, KA171, with the French rates of its call, which the pages of Savoie Mont Blanc print:
    https://international.univ-lille.fr/en/international-cooperation/key-action-171-icm ; the outgoing students' 700 EUR:
    https://www.univ-nantes.fr/etudier-se-former/incoming-students-venir-etudier-a-nantes/erasmus-mobilite-internationale-de-credits ;
    Programme Guide 2026, pp. 43, 58 and 59, for where they are held;
    amounts of call 2024 for what Blended Intensive Programmes promise without an amount:
    https://erasmusplus.uni.opole.pl/en/?p=6568
"""

from tests.reference.calendars import Day, last_of_months
from tests.reference.cases import (
    UNKNOWN,
    Bands,
    Case,
    Grant,
    Line,
    Part,
    by_day,
    certain,
    days_of,
    exceeds_cycle,
    fewer_opportunities_once,
    funded_days_of,
    has_months,
    is_outgoing,
    is_staff,
    is_student,
    is_student_activity,
    lacks_hours,
    last_day_of,
    long_days,
    short_days,
    staff_days,
    teaches_enough,
    travel_days,
    travel_part,
)
from tests.reference.places_2021 import group_of

BEFORE_2024: Bands = (
    (100, 180, None),
    (500, 275, None),
    (2000, 360, None),
    (3000, 530, None),
    (4000, 820, None),
    (8000, 1500, None),
)
"""As Savoie Mont Blanc prints it; nothing is printed below 100 km, nor for green travel."""

CALL_2024: Bands = (
    (10, 28, 56),
    (100, 211, 285),
    (500, 309, 417),
    (2000, 395, 535),
    (3000, 580, 785),
    (4000, 1188, 1188),
    (8000, 1735, 1735),
)

AGREEMENTS: dict[str, tuple[tuple[Day, Day], ...]] = {
    "usmb-icm-2018": (((2018, 6, 1), (2020, 7, 31)), ((2019, 8, 1), (2022, 7, 31))),
    "usmb-icm-2023": (
        ((2019, 8, 1), (2022, 7, 31)),
        ((2020, 8, 1), (2023, 7, 31)),
        ((2022, 8, 1), (2025, 7, 31)),
        ((2023, 8, 1), (2026, 7, 31)),
    ),
}
"""First and last day of each agreement; the other pages print none."""


def grant_of(rulebook: str, case: Case) -> Grant | None:
    """Return what a mobility comes to by one of the four rulebooks; None: not eligible."""
    if not _agrees_with_france(case) or not _is_in_an_agreement(rulebook, case):
        return None
    if rulebook == "usmb-icm-2018":
        return _staff_2018(case)
    if rulebook == "usmb-icm-2023":
        return _savoie(case)
    if rulebook == "lille-ka171-2022":
        return _lille(case)
    return _blended_intensive_programme(case)


def payments_of(rulebook: str, case: Case, lines: list[Line]) -> list[tuple[str, int]] | None:
    """Return kind and amount of each payment [cents]; None: the page prints no shares.

    Incoming participants are paid all on arrival.  Outgoing staff are paid all of travel support and 75 % of the rest
    before departure; the rest is whole euros, so that 75 % of it are whole cents.
    """
    if not rulebook.startswith("usmb-icm"):
        return None
    journey = rest = 0
    for kind, _basis, _quantity, _rate, _days, amount in lines:
        if kind == "travel_support":
            journey += amount
        else:
            rest += amount
    if not is_outgoing(case):
        return [("pre_financing", journey + rest)]
    return [("pre_financing", journey + 75 * rest // 100), ("balance", 25 * rest // 100)]


def _agrees_with_france(case: Case) -> bool:
    ours, theirs = case["sending"], case["receiving"]
    if not is_outgoing(case):
        ours, theirs = theirs, ours
    return ours in (None, "FR") and theirs != "FR"


def _is_in_an_agreement(rulebook: str, case: Case) -> bool:
    periods = AGREEMENTS.get(rulebook)
    return periods is None or any(first <= case["start"] and case["end"] <= last for first, last in periods)


def _teaches_enough(case: Case) -> bool:
    return teaches_enough(case, 40 if case["combined"] else 80)


def _is_short(case: Case, activities: tuple[str, ...]) -> bool:
    """Return whether a student's stay is short-term, for which neither Savoie nor Lille prints a rate."""
    hybrid_or_doctoral = case["virtual"] or case["role"] == "doctoral_candidate"
    return case["bip"] or (case["activity"] in activities and hybrid_or_doctoral and days_of(case) <= 30)


def _staff(case: Case, *parts: Part) -> Grant:
    """Return what staff come to: all is known, but the hours of teaching may be missing."""
    return {"is_open": lacks_hours(case), "parts": [*parts]}


def _student(case: Case, least_months: int, *parts: Part) -> Grant | None:
    """Return what a long-term student comes to; None: the stay has no eligible length."""
    if not has_months(case, least_months, 12) or exceeds_cycle(case):
        return None
    return {"is_open": False, "parts": [*parts]}


def _short_student(case: Case) -> Grant | None:
    """Return what a short-term student comes to: the journey is paid, and no page prints a day."""
    if not 5 <= days_of(case) <= 30 or exceeds_cycle(case):
        return None
    return {"is_open": False, "parts": [travel_part(case, BEFORE_2024), UNKNOWN]}


def _staff_2018(case: Case) -> Grant | None:
    if is_student_activity(case):
        return None
    invited = case["role"] == "invited_staff" and case["activity"] == "STA"
    if not (is_staff(case) or invited) or not 5 <= days_of(case) <= 60:
        return None
    if not invited and not _teaches_enough(case):
        return None
    days = staff_days(case, 180 if is_outgoing(case) else 160, travel_days(case, 2, 2, 2))
    return _staff(case, travel_part(case, BEFORE_2024), certain(days))


def _savoie(case: Case) -> Grant | None:
    journey = travel_part(case, BEFORE_2024)
    if not is_student_activity(case):
        if not is_staff(case) or not _is_five_days_to_two_months(case) or not _teaches_enough(case):
            return None
        cents = 180_00 if is_outgoing(case) else 160_00
        days = [
            by_day("days_on_site", min(5, funded_days_of(case)), cents),  # five at most, however long the stay
            by_day("travel_days", travel_days(case, 2, 2, 2), cents),
        ]
        return _staff(case, journey, certain(days))
    if is_outgoing(case) or not is_student(case):
        return None
    if _is_short(case, ("SMS",)):
        return _short_student(case)
    return _student(case, 2, journey, certain(long_days(case, 850, 0)))


def _lille(case: Case) -> Grant | None:
    journey = travel_part(case, BEFORE_2024)
    if not is_student_activity(case):
        if not is_staff(case) or not _is_five_days_to_two_months(case) or not _teaches_enough(case):
            return None
        days = staff_days(case, 180 if is_outgoing(case) else 160, travel_days(case, 2, 2, 2))
        return _staff(case, journey, certain(days))
    if not is_student(case):
        return None
    if _is_short(case, ("SMS", "SMT")):
        return _short_student(case)
    least_months = 3 if case["activity"] == "SMS" and not case["academic_term"] else 2
    return _student(case, least_months, journey, certain(long_days(case, 700 if is_outgoing(case) else 850, 0)))


def _is_five_days_to_two_months(case: Case) -> bool:
    return days_of(case) >= 5 and last_day_of(case) <= last_of_months(case["start"], 2)


def _blended_intensive_programme(case: Case) -> Grant | None:
    if not is_outgoing(case) or not case["bip"] or case["activity"] == "SMT":
        return None
    if case["receiving"] is not None and group_of(case["receiving"], 2024) is None:
        return None  # the receiving institution holds the Charter
    if case["activity"] != "SMS":
        # some programmes are for staff, and the page prints the amount of students only
        return {"is_open": False, "parts": [UNKNOWN]} if is_staff(case) else None
    if not is_student(case) or not 5 <= days_of(case) <= 30 or exceeds_cycle(case):
        return None
    days = certain(short_days(case, 79, 56, 0))
    if not case["fewer_opportunities"]:
        return {"is_open": False, "parts": [days]}  # 79 EUR a day cover the journey
    top_up = certain([fewer_opportunities_once(case)])
    return {"is_open": False, "parts": [travel_part(case, CALL_2024), days, top_up]}
