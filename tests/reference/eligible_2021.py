"""Who may go where, and for how long, in KA131 and KA171 of calls 2021 to 2026.

Source:
    Programme Guide 2023: flows p. 51, students pp. 54 to 56, staff pp. 58 and 59, blended intensive programmes pp. 61 and
    62, official development assistance p. 63, zero grants p. 68
    Programme Guide 2026: flows pp. 50 and 51, students pp. 52 to 55, staff pp. 55 to 57, official development assistance
    p. 61, zero grants p. 66
    Of other calls: https://evtos.hr/en/nase-osoblje/odlazno (durations and hours),
    https://diku.no/programmer/erasmus-2021-2027-europeisk-mobilitet-for-studenter-og-ansatte-i-hoeyere-utdanning ,
    https://monprojet.erasmusplus.fr/fiche-action/appel=2023&codeAction=KA171-HED
    What both guides print alike is taken for the calls between.
"""

from tests.reference.cases import (
    Case,
    days_360_of,
    days_of,
    exceeds_cycle,
    funded_days_360_of,
    funded_days_of,
    is_abroad,
    is_in_one_cycle,
    is_outgoing,
    is_staff,
    is_student,
    is_student_activity,
    is_zero_grant,
    lacks_hours,
    study_cycle_of,
    teaches_enough,
    unfunded_days_of,
)
from tests.reference.oda import receives_assistance
from tests.reference.places_2021 import (
    NOWHERE,
    OUTERMOST_REGIONS,
    group_of,
    is_third_country,
    member_state_of,
    region_of,
    sends,
)

YES, OPEN, NO = "yes", "open", "no"
"""What may be said of a mobility; open: it may yet be refused."""

Limits = tuple[int, int]
"""Fewest and most days."""


def may_go_131(year: int, case: Case, agency: str | None) -> str:
    """Return whether a mobility of KA131 is eligible.

    Args:
        year: Call year.
        case: The mobility.
        agency: The country whose National Agency sets rates.
    """
    limits = _limits_131(year, case)
    return _least(
        _flow_131(year, case, agency),
        _belarus_and_russia(131, year, case),
        _participant_131(year, case),
        _length(year, case, limits),
        _hours(case),
        _host(131, case),
        _zero_grant(131, year, case, limits),
    )


def may_go_171(year: int, case: Case) -> str:
    """Return whether a mobility of KA171 is eligible."""
    limits = _limits_171(year, case)
    return _least(
        _flow_171(year, case),
        _belarus_and_russia(171, year, case),
        _participant_171(year, case),
        _study_cycle_171(year, case),
        _length(year, case, limits),
        _hours(case),
        _host(171, case),
        _zero_grant(171, year, case, limits),
    )


def is_short(year: int, case: Case) -> bool:
    """Return whether a student's stay is short-term: at most 30 days, hybrid or of a doctoral candidate.

    Post-docs are as doctoral candidates (2023, p. 49; 2026, p. 48); no page of calls 2021 and 2022 says so.
    """
    is_post_doc = case["role"] == "recent_graduate" and study_cycle_of(case) == "third" and year >= 2023
    in_third_cycle = case["role"] == "doctoral_candidate" or is_post_doc
    return case["bip"] or (days_of(case) <= 30 and (case["virtual"] or in_third_cycle))


def _least(*words: str) -> str:
    if NO in words:
        return NO
    return OPEN if OPEN in words else YES


def _is(*, true: bool) -> str:
    return YES if true else NO


# --- where to ----------------------------------------------------------------------------------------------------------


def _flow_131(year: int, case: Case, agency: str | None) -> str:
    """Return whether mobilities go from and to the countries that are stated (2023, p. 51; 2026, p. 50).

    A blended intensive programme is held where the receiving institution can sign the Charter (2023, p. 61; 2026, pp. 43
    and 58).  In call 2026 Regions 13 and 14 may send by an arrangement with a neighbour (p. 67, note 78).  Of staff of
    enterprises of other countries the pages contradict each other (2023, pp. 51 and 59; 2026, pp. 51 and 57).
    """
    sending, receiving = case["sending"], case["receiving"]
    if not is_abroad(case) or _is_within_a_member_state(sending, receiving):
        return NO
    if agency is not None:
        ours, theirs = (sending, receiving) if is_outgoing(case) else (receiving, sending)
        homes = (agency, *OUTERMOST_REGIONS.get(agency, ()))
        if ours not in (None, *homes) or theirs in homes:
            return NO
    return _going_131(year, case) if is_outgoing(case) else _coming_131(year, case)


def _coming_131(year: int, case: Case) -> str:
    sending, receiving = case["sending"], case["receiving"]
    if receiving is not None and group_of(receiving, year) is None:
        return NO
    if sending in NOWHERE and not is_student_activity(case):
        return NO
    return OPEN if sending is not None and not sends(sending, year) and _may_be_invited(case) else YES


def _going_131(year: int, case: Case) -> str:
    sending, receiving = case["sending"], case["receiving"]
    stays = receiving is None or group_of(receiving, year) is not None
    if receiving in NOWHERE or (case["bip"] and not stays):
        return NO
    if sending is not None and region_of(sending) is not None and year == 2026:
        return OPEN if stays else NO
    return _is(true=sending is None or sends(sending, year))


def _is_within_a_member_state(sending: str | None, receiving: str | None) -> bool:
    """Return whether both are parts of one member state: its outermost regions and overseas territories are no abroad."""
    if sending is None or receiving is None:
        return False
    return member_state_of(sending) == member_state_of(receiving)


def _flow_171(year: int, case: Case) -> str:
    """Return whether a mobility goes between a programme country and Regions 1 to 12 (2023, p. 51; 2026, p. 51)."""
    home, partner = case["sending"], case["receiving"]
    if not is_outgoing(case):
        home, partner = partner, home
    is_home = home is None or group_of(home, year) is not None
    return _is(true=is_abroad(case) and is_home and (partner is None or is_third_country(partner, year)))


def _belarus_and_russia(action: int, year: int, case: Case) -> str:
    """Return whether a mobility with Belarus or Russia is eligible.

    To call 2023 they are countries like others (2023, pp. 34, 35 and 51); in call 2026 nobody goes there, and of those
    who come only students (2026, pp. 50 and 51).  Of the calls between it is known that in KA171 of 2025 only students
    come from Russia.
    """
    goes_there = case["receiving"] in ("BY", "RU")
    staff_come = case["sending"] in ("BY", "RU") and not is_student_activity(case)
    if year <= 2023 or not (goes_there or staff_come):
        return YES
    is_russia_2025 = action == 171 and year == 2025 and "RU" in (case["sending"], case["receiving"])
    return NO if year == 2026 or is_russia_2025 else OPEN


def _host(action: int, case: Case) -> str:
    """Return whether the receiving organisation is of the right kind, if it is stated (2023, pp. 54, 58; 2026, p. 53, 56).

    KA171 pays no training in enterprises of third countries.
    """
    host = case.get("host", "")
    if case["activity"] in ("SMS", "STA"):
        return _is(true=host in ("", "higher_education"))
    if case["activity"] == "SMT":
        return _is(true=host != "eu_body")
    return _is(true=action == 131 or not is_outgoing(case) or host in ("", "higher_education"))


# --- who ---------------------------------------------------------------------------------------------------------------


def _may_be_student(case: Case) -> bool:
    """Return whether a student goes, or a recent graduate to a traineeship (2023, p. 56; 2026, p. 55)."""
    return is_student(case) or (case["role"] == "recent_graduate" and case["activity"] == "SMT")


def _may_be_invited(case: Case) -> bool:
    """Return whether staff of an enterprise are invited to teach (2023, p. 59; 2026, p. 57)."""
    return case["role"] == "invited_staff" and case["activity"] == "STA"


def _participant_131(year: int, case: Case) -> str:
    """Return whether the participant may take part; of those who come, only staff of an enterprise who teach.

    Who is invited within the programme comes in; whether somebody pays those who go elsewhere is not printed, until call
    2026, in which nobody does (p. 71).  A blended intensive programme is no traineeship (2023, p. 62; 2026, p. 59).
    """
    if not is_outgoing(case):
        return _is(true=_may_be_invited(case))
    if case["bip"] and case["activity"] == "SMT":
        return NO
    if _may_be_invited(case):
        stays = case["receiving"] is not None and group_of(case["receiving"], year) is not None
        return NO if year == 2026 or stays else OPEN
    return _is(true=_may_be_student(case) if is_student_activity(case) else is_staff(case))


def _participant_171(year: int, case: Case) -> str:
    """Return the same of KA171.

    It organises no blended intensive programmes (2023, p. 51; 2026, p. 50), but those who come may take part in one of
    KA131, as learners or to teach (2023, pp. 61 and 62; 2026, pp. 58 and 59), which is no traineeship.  Of recent graduates no page of call 2022 says anything.  Whether
    anybody pays invited staff who go out is not printed (2023, pp. 58 and 62); in call 2026 nobody does (p. 71).
    """
    if case["bip"] and (is_outgoing(case) or case["activity"] == "SMT"):
        return NO
    if is_student_activity(case):
        return _is(true=is_student(case) or (year >= 2023 and _may_be_student(case)))
    if _may_be_invited(case) and is_outgoing(case):
        return NO if year == 2026 else OPEN
    return _is(true=is_staff(case) or _may_be_invited(case))


def _study_cycle_171(year: int, case: Case) -> str:
    """Return whether a student may go to a country that receives assistance (2023, p. 63; 2026, p. 61).

    Only the third cycle goes out there.  Whether that held in call 2022 is not known, nor of one country whether it is
    still a recipient.
    """
    if not is_student_activity(case) or not is_outgoing(case) or study_cycle_of(case) == "third":
        return YES
    if case["receiving"] is None:
        return OPEN
    receives = receives_assistance(case["receiving"])
    if receives is False:
        return YES
    may_be_third = not study_cycle_of(case) and not is_in_one_cycle(case)
    return OPEN if receives is None or year == 2022 or may_be_third else NO


# --- how long ----------------------------------------------------------------------------------------------------------


def _limits_131(year: int, case: Case) -> Limits | None:
    """Return fewest and most days of short-term students and of staff; None: they depend on what is not stated.

    Within the programme staff stay from two days on, and invited staff from one; from and to other countries five days
    (2023, p. 59; 2026, p. 56).  In a blended intensive programme they train for 5 to 30 days (2023, p. 61; 2026, p. 57),
    in calls 2021 and 2022 from two days on, and teach for at most 30 (2023, p. 61; 2026, p. 57):
    from call 2026 on, invited staff from one day on wherever they come from.  Staff whom Regions 13 and 14 send in call
    2026 (p. 67, note 78) stay for five days too.
    """
    if is_student_activity(case):
        return 5, 30
    least = 1 if case["role"] == "invited_staff" else 2
    if case["bip"] and case["activity"] == "STT" and year >= 2023:
        return 5, 30
    if case["bip"] and (is_outgoing(case) or year >= 2026):
        return least, 30
    other = case["receiving"] if is_outgoing(case) else case["sending"]
    if other is None:
        return None
    if is_outgoing(case) and year >= 2026 and sends(other, year):
        if case["sending"] is None:
            return None
        other = case["sending"]  # Regions 13 and 14 may send, and are third countries
    return least if sends(other, year) else 5, 30 if case["bip"] else 60


def _limits_171(year: int, case: Case) -> Limits | None:
    """Return the same of KA171; of invited staff of call 2022 no page prints any.

    Who comes for training in a blended intensive programme stays for at most 30 days, as in KA131, and in call 2023 who
    comes to teach there (p. 61); later that is printed of teaching with internal policy funds alone (2026, p. 57).
    """
    if is_student_activity(case) or (case["bip"] and year >= 2023 and (case["activity"] == "STT" or year == 2023)):
        return 5, 30
    return None if case["role"] == "invited_staff" and year == 2022 else (5, 60)


def _length(year: int, case: Case, limits: Limits | None) -> str:
    """Return whether a stay has an eligible length; without limits that is not known."""
    if is_student_activity(case):
        if exceeds_cycle(case, 24 if is_in_one_cycle(case) else 12):  # 2023, p. 55; 2026, p. 54
            return NO
        if not is_short(year, case):
            return _is(true=(_is_a_term(case) or days_360_of(case) >= 60) and days_360_of(case) <= 360)
    if limits is None:
        return OPEN
    fewest, most = limits
    if not is_student_activity(case) and case["interruption"] and fewest > 1:
        fewest += 1  # the fewest days are in a row (2023, p. 59; 2026, p. 56), and a day after the interruption is not
    return _is(true=fewest <= days_of(case) <= most)


def _is_a_term(case: Case) -> bool:
    """Return whether studies last an academic term, which is long enough whatever its length (2023, p. 55; 2026, p. 53)."""
    return case["activity"] == "SMS" and case["academic_term"]


def _hours(case: Case) -> str:
    """Return whether enough is taught; of invited staff no hours are asked (2023, p. 59; 2026, p. 57)."""
    if lacks_hours(case):
        return OPEN
    return _is(true=case["role"] == "invited_staff" or teaches_enough(case, 40 if case["combined"] else 80))


# --- without money -----------------------------------------------------------------------------------------------------


def _zero_grant(action: int, year: int, case: Case, limits: Limits | None) -> str:
    """Return whether a participant may take part without money, for all of the stay or for a part.

    Participants with fewer opportunities may not (2026, p. 66); the guide of 2023 does not say it (p. 68).  A part is for KA131 alone, which has to fund the
    shortest stay (the same): two months of studies, since some days of a term are no term.  The guide of 2023 has the whole one only (p. 68), so that of a part in any call before
    2026 nobody knows.
    """
    if not is_zero_grant(case) and not unfunded_days_of(case):
        return YES
    if case["fewer_opportunities"]:
        return NO if year == 2026 else OPEN
    if is_zero_grant(case):
        return YES
    if year <= 2025:
        return OPEN
    return _is(true=action == 131 and _funds_the_shortest_stay(year, case, limits))


def _funds_the_shortest_stay(year: int, case: Case, limits: Limits | None) -> bool:
    if is_student_activity(case) and not is_short(year, case):
        return funded_days_360_of(case) >= 60
    return limits is None or funded_days_of(case) >= limits[0]
