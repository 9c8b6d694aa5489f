"""The printed pages in plain Python, typed apart from the library: whole numbers, loops, and no model of ours.

Money is whole cents here, so that no arithmetic is shared with what is tested.

Source:
    Université Savoie Mont Blanc (ICM, ICM for staff, Blended Intensive Programmes) and University of Lille (KA171), as
    `docs/reference/rulebooks.md` cites them; call 2024 for what Blended Intensive Programmes do not print.
"""

from typing import NamedTuple

Day = tuple[int, int, int]
"""Year, month, day."""

BEFORE_2024 = ((100, 180), (500, 275), (2000, 360), (3000, 530), (4000, 820), (8000, 1500))
"""Lower bound of each band [km] and travel support [EUR], as Savoie Mont Blanc prints it."""

STANDARD_2024 = ((10, 28), (100, 211), (500, 309), (2000, 395), (3000, 580), (4000, 1188), (8000, 1735))
GREEN_2024 = ((10, 56), (100, 285), (500, 417), (2000, 535), (3000, 785), (4000, 1188), (8000, 1735))

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


# --- the calendar ------------------------------------------------------------------------------------------------------


def month_length(year: int, month: int) -> int:
    """Return the days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def next_day(day: Day) -> Day:
    """Return the day after."""
    year, month, number = day
    if number < month_length(year, month):
        return year, month, number + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def last_of_months(start: Day, months: int) -> Day:
    """Return the last of so many calendar months: the day before the same day, or before the end of a shorter month."""
    year, month, number = start
    years, month = divmod(month - 1 + months, 12)
    year, month = year + years, month + 1
    number = min(number, month_length(year, month)) - 1
    if number:
        return year, month, number
    return (year, month - 1, month_length(year, month - 1)) if month > 1 else (year - 1, 12, 31)


def thirty_day_months(start: Day, end: Day) -> int:
    """Return the days from start to end, both counted, where a month has thirty days and day 31 is day 30."""
    first, last = (360 * year + 30 * month + min(number, 30) for year, month, number in (start, end))
    return last - first + 1


# --- amounts -----------------------------------------------------------------------------------------------------------


def travel_eur(distance_km: float, table: tuple[tuple[int, int], ...]) -> int:
    """Return the amount of the last band that has begun, and nothing below the first [EUR]."""
    amount = 0
    for starts_at, eur in table:
        if distance_km >= starts_at:
            amount = eur
    return amount


class Kind(NamedTuple):
    """What the pages distinguish between mobilities."""

    activity: str
    outgoing: bool
    role: str
    programme: bool
    """In a blended intensive programme."""
    virtual: bool
    fewer_opportunities: bool
    green: bool
    contract: bool
    """A doctoral candidate's teaching contract."""


class Length(NamedTuple):
    """How long a stay is, counted in every way that a page counts."""

    start: Day
    end: Day
    days: int


def grant_cents(rulebook: str, kind: Kind, stay: Length, *, distance_km: float) -> int | None:
    """Return the grant of a mobility that only its kind and length could make ineligible [cents]; None: not eligible.

    Enough hours are taught, no months are used, the dates lie in an agreement, and nothing else is stated.
    """
    return {
        "usmb-icm-2018": _staff_2018,
        "usmb-icm-2023": _savoie,
        "lille-ka171-2022": _lille,
        "usmb-bip-2024": _programme,
    }[rulebook](kind, stay, distance_km)


def is_short_term(kind: Kind, days: int, *, short_activities: tuple[str, ...]) -> bool:
    """Return whether a student's stay is short-term, for which neither Savoie nor Lille prints a rate."""
    hybrid_or_doctoral = kind.virtual or kind.role == "doctoral_candidate"
    return kind.programme or (kind.activity in short_activities and hybrid_or_doctoral and days <= 30)


def _months(stay: Length, least: int, most: int) -> bool:
    return last_of_months(stay.start, least) <= stay.end <= last_of_months(stay.start, most)


def _is_staff(kind: Kind) -> bool:
    return kind.role == "staff" or (kind.role == "doctoral_candidate" and kind.contract)


def _is_student(kind: Kind) -> bool:
    return kind.role in ("student", "doctoral_candidate")


def _daily(kind: Kind) -> int:
    return 180_00 if kind.outgoing else 160_00


def _reduced_from_day_15(kind: Kind, days: int) -> int:
    return sum(_daily(kind) if day <= 14 else _daily(kind) * 7 // 10 for day in range(1, min(days, 60) + 1))


def _by_month(stay: Length, month_eur: int) -> int:
    return (2 * thirty_day_months(stay.start, stay.end) * month_eur * 100 + 30) // 60  # half a cent goes up


def _staff_2018(kind: Kind, stay: Length, distance_km: float) -> int | None:
    invited = kind.role == "invited_staff" and kind.activity == "STA"
    if kind.activity not in ("STA", "STT") or not (_is_staff(kind) or invited) or not 5 <= stay.days <= 60:
        return None
    journey = travel_eur(distance_km, BEFORE_2024) * 100 + 2 * _daily(kind)
    return journey + _reduced_from_day_15(kind, stay.days)


def _savoie(kind: Kind, stay: Length, distance_km: float) -> int | None:
    travel = travel_eur(distance_km, BEFORE_2024) * 100
    if kind.activity in ("STA", "STT"):
        long_enough = stay.days >= 5 and stay.end <= last_of_months(stay.start, 2)
        return travel + 7 * _daily(kind) if _is_staff(kind) and long_enough else None
    short = is_short_term(kind, stay.days, short_activities=("SMS",))
    if kind.outgoing or short or not _is_student(kind) or not _months(stay, 2, 12):
        return None
    return travel + _by_month(stay, 850)


def _lille(kind: Kind, stay: Length, distance_km: float) -> int | None:
    travel = travel_eur(distance_km, BEFORE_2024) * 100
    if kind.activity in ("STA", "STT"):
        long_enough = stay.days >= 5 and stay.end <= last_of_months(stay.start, 2)
        reduced = travel + 2 * _daily(kind) + _reduced_from_day_15(kind, stay.days)
        return reduced if _is_staff(kind) and long_enough else None
    short = is_short_term(kind, stay.days, short_activities=("SMS", "SMT"))
    if short or not _is_student(kind) or not _months(stay, 3 if kind.activity == "SMS" else 2, 12):
        return None
    return travel + _by_month(stay, 700 if kind.outgoing else 850)


def _programme(kind: Kind, stay: Length, distance_km: float) -> int | None:
    student = kind.activity == "SMS" and kind.outgoing and _is_student(kind)
    if not student or not kind.programme or not 5 <= stay.days <= 30:
        return None
    days_eur = sum(79 if day <= 14 else 56 for day in range(1, stay.days + 1))
    if not kind.fewer_opportunities:
        return days_eur * 100
    top_up_eur = 100 if stay.days <= 14 else 150
    return (days_eur + top_up_eur + travel_eur(distance_km, GREEN_2024 if kind.green else STANDARD_2024)) * 100
