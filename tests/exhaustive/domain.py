"""The whole domain of a rulebook as numbered cases, and what the library answers for one.

A *field of cases* is a product of a few lists: a number picks one value of each list, as the digits of an odometer do,
so that any case can be had without those before it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from math import prod
from typing import NamedTuple

from erasmus_grants import GrantBreakdown, GrantCalculator, GrantStatus, Mobility, Rulebook, get_rulebook
from tests.reference.answers import answer, bounds, payments
from tests.reference.calendars import Day, days_later
from tests.reference.calls_2014 import Own
from tests.reference.cases import Case, Line

# --- kinds -------------------------------------------------------------------------------------------------------------

STUDENTS = ("student", "doctoral_candidate", "recent_graduate")
WHO = (
    *(("SMS", role, False, combined) for role in (*STUDENTS, "staff", "invited_staff") for combined in (False, True)),
    *(("SMT", role, False, False) for role in (*STUDENTS, "staff", "invited_staff")),
    *(("STA", role, False, combined) for role in ("student", "staff", "invited_staff") for combined in (False, True)),
    *(("STA", "doctoral_candidate", contract, combined) for contract in (False, True) for combined in (False, True)),
    ("STA", "recent_graduate", False, False),
    *(("STT", role, False, False) for role in ("student", "recent_graduate", "staff", "invited_staff")),
    *(("STT", "doctoral_candidate", contract, False) for contract in (False, True)),
)
"""Activity, role, whether there is a teaching contract, whether it is combined: all that go together."""

FORMS = ((False, False), (True, False), (True, True))
"""Virtual part, blended intensive programme."""

TRAVEL_DAYS = (None, 0, 1, 2, 3, 4, 5, 6, 7)
DAYS = (1, 2, 4, 5, 6, 7, 8, 13, 14, 15, 16, 29, 30, 31, 32, 58, 59, 60, 61, 62, 88, 89, 90, 91, 92, 93, 300, 359)
SHORT_DAYS = (4, 5, 6, 14, 15, 16, 29, 30, 31)
STAFF_DAYS = (1, 2, 4, 5, 6, 14, 15, 16, 59, 60, 61)
LONG_DAYS = (59, 60, 61, 62, 89, 90, 91, 92, 93, 120, 359, 360, 364, 365, 366, 367)
LONGEST = (360, 361, 364, 365, 366, 367, 400)
MONTHS_USED = (0, 10, 150, 800, 900, 990, 1000, 1162, 1163, 1190, 1200, 2000, 2200)
INTERRUPTIONS = (0, 1, 3, 30)
HOURS = (None, 0, 39, 40, 79, 80, 96, 128, 160, 600)
EDGES_KM = (10, 100, 500, 2000, 3000, 4000, 8000)
HALF_KM = (None, 0, *(2 * km + step for km in EDGES_KM for step in (-1, 0)), 2 * 742, 2 * 20_040)

FRENCH = (
    (None, None),
    ("FR", None),
    (None, "FR"),
    ("FR", "SN"),
    ("SN", "FR"),
    ("FR", "IT"),
    ("IT", "FR"),
    ("SN", "US"),
)
PROGRAMME = (
    "DK",
    "NO",
    "IS",
    "CY",
    "MT",
    "FR",
    "DE",
    "ES",
    "IE",
    "PL",
    "CZ",
    "SI",
    "BE",
    "HR",
    "EE",
    "HU",
    "RS",
    "GB",
    "TR",
)
ELSEWHERE = ("SN", "RU", "IQ", "QA", "CH", "AD", "RS", "GB", "GF", "PF", "GL", "AW", "UA", "AG", "GG")
REGIONS = {"ES": ("ES-CN",), "PT": ("PT-20", "PT-30")}
AMONG = (
    *((sending, receiving) for sending in ("FR", "PL", "DE", "DK", "CY", "IS") for receiving in PROGRAMME),
    *((sending, "FR") for sending in PROGRAMME if sending not in ("FR", "PL", "DE", "DK", "CY", "IS")),
)
WITHIN_A_STATE = (
    *(("DK", "GL"), ("GL", "DK"), ("AW", "NL"), ("FR", "RE"), ("RE", "NC")),
    *(("ES-CN", "ES"), ("PT", "PT-20"), ("PT-20", "PT-30")),
)
ABROAD = tuple((home, there) for home in ("FR", "PL", "CY", "RS", "GB", "GF") for there in ELSEWHERE)
FROM_REGIONS = tuple(("ES-CN", there) for there in ("DE", "CZ", "PL", "CH", "AD", "SN", "US", "PT-30", "GF"))
TO_REGIONS = (("PL", "ES-CN"), ("GF", "ES-CN"), ("PT", "ES-CN"), ("DE", "PT-20"), ("PT-20", "ES"))
HOMEWARD = (
    *((there, "FR") for there in ELSEWHERE),
    *(("SN", home) for home in PROGRAMME if home != "FR"),
    ("RU", "PL"),
    ("RU", "ES"),
    ("SN", "RE"),
    ("SN", "GL"),
)
UNSTATED = (
    (None, None),
    *((None, country) for country in ("FR", "PL", "SN", "CH", "GF")),
    *((country, None) for country in ("FR", "PL", "SN", "GF", "IS")),
)
EVERYWHERE = (*AMONG, *ABROAD, *FROM_REGIONS, *TO_REGIONS, *HOMEWARD, *WITHIN_A_STATE, *UNSTATED)
"""Sending and receiving country: one of each group, of each kind of place outside, and none."""

STARTS: tuple[Day, ...] = ((2021, 1, 18), (2021, 3, 31), (2020, 2, 29), (2023, 12, 1))
AGREEMENT_STARTS: tuple[Day, ...] = (
    *((2019, 9, 1), (2021, 1, 18), (2026, 4, 3), (2026, 4, 4)),
    *((2018, 5, 31), (2018, 6, 1), (2019, 7, 31), (2019, 8, 1), (2020, 2, 29), (2020, 7, 27), (2021, 1, 31)),
    *((2021, 3, 15), (2022, 7, 27), (2022, 7, 28), (2022, 8, 1), (2025, 12, 1), (2026, 7, 27), (2026, 7, 28)),
)


def pairs_of(rulebook: str) -> tuple[tuple[str | None, str | None], ...]:
    """Return the pairs of countries that make a difference to a rulebook, and some that do not."""
    return EVERYWHERE if rulebook.startswith(("eu-", "na-")) else FRENCH


def starts_of(rulebook: str) -> tuple[Day, ...]:
    """Return first days; around the ends of the agreements for a rulebook that has any."""
    return AGREEMENT_STARTS if rulebook.startswith("usmb-icm") else STARTS


# --- fields of cases ---------------------------------------------------------------------------------------------------

Kind = tuple[str, str, bool, bool]
Form = tuple[bool, bool]


class Stay(NamedTuple):
    """Who stays for how long, in which form."""

    who: Kind
    form: Form
    days: int
    interruption: int
    teaching_tenths: int | None
    months_used_hundredths: int


class Extra(NamedTuple):
    """What else is said of a mobility."""

    study_cycle: str = ""
    one_cycle: bool = False
    residence: str | None = None
    zero_grant: bool = False
    zero_grant_days: int = 0
    host: str = ""


THERE = "there"
"""A residence in the receiving country."""

EXTRAS = (
    Extra(),
    Extra(study_cycle="first"),
    Extra(study_cycle="short", host="higher_education"),
    Extra(study_cycle="second", one_cycle=True),
    Extra(study_cycle="third"),
    Extra(study_cycle="first", residence="SN"),
    Extra(study_cycle="second", residence=THERE),
    Extra(study_cycle="first", residence="GP"),
    Extra(study_cycle="first", host="other"),
    Extra(study_cycle="second", host="eu_body"),
    Extra(study_cycle="first", zero_grant=True),
    Extra(study_cycle="first", zero_grant_days=1),
    Extra(study_cycle="second", zero_grant_days=30),
)
CYCLES = {
    "student": ("short", "first", "second"),
    "doctoral_candidate": ("third",),
    "recent_graduate": ("short", "first", "second", "third"),
}
"""What may be stated of whom."""


def extras_of(rulebook: str) -> tuple[Extra, ...]:
    """Return what else is said; the reference knows kinds of host from call 2021 on, and not of universities' pages."""
    if "study_cycle" not in Mobility.model_fields:
        return (Extra(),)
    has_hosts = rulebook.startswith(("eu-ka131", "eu-ka171", "na-"))
    return tuple(extra if has_hosts else extra._replace(host="") for extra in EXTRAS)


Way = tuple[str, str | None, str | None]
"""Direction, sending and receiving country."""


@cache
def every_stay() -> list[Stay]:
    """Return every stay, whether or not anybody pays it; teaching only for STA, months used only for students."""
    kinds = product(WHO, FORMS, (*DAYS, *LONGEST), INTERRUPTIONS)
    return [
        Stay(who, form, days, min(away, days - 1), hours, used)
        for who, form, days, away in kinds
        for hours in (HOURS if who[0] == "STA" else (None,))
        for used in (MONTHS_USED if who[0] in ("SMS", "SMT") else (0,))
    ]


@cache
def fitting_stays() -> list[Stay]:
    """Return the stays that some rulebook pays, and those that are a little too short, too long or too empty."""
    studies = (("SMS", "student", False, False), ("SMS", "doctoral_candidate", False, False))
    traineeships = (("SMT", "student", False, False), ("SMT", "recent_graduate", False, False))
    combined = ("SMS", "student", False, True)
    staff = (("STT", "staff", False, False), ("STT", "doctoral_candidate", True, False))
    teaching = (
        *(("STA", "staff", False, False), ("STA", "staff", False, True), ("STA", "doctoral_candidate", True, True)),
        ("STA", "invited_staff", False, False),
    )
    alone, virtual, programme = FORMS
    return [
        *(Stay(who, alone, days, 0, None, 0) for who in (*studies, *traineeships, combined) for days in LONG_DAYS),
        *(
            Stay(who, alone, 120, 0, None, used)
            for who in (*studies, *traineeships)
            for used in (799, 800, 801, 2000, 2001)
        ),
        *(Stay(who, virtual, days, 0, None, 0) for who in (*studies, *traineeships) for days in SHORT_DAYS),
        *(Stay(who, programme, days, 0, None, 0) for who in studies for days in SHORT_DAYS),
        *(Stay(who, alone, days, 0, None, 0) for who in staff for days in STAFF_DAYS),
        *(Stay(who, alone, days, 0, 600, 0) for who in teaching for days in STAFF_DAYS),
        *(Stay(who, alone, 10, away, 128, 0) for who in (*staff, *teaching) for away in (0, 1, 4, 5, 6)),
        *(Stay(who, alone, 9, 0, hours, 0) for who in teaching for hours in (55, 56, 111, 112)),
        *(Stay(who, alone, 5, 0, hours, 0) for who in teaching for hours in (39, 40, 79, 80)),
    ]


def fitting_stays_of(rulebook: str) -> list[Stay]:
    """Return the same; for the rulebook of blended intensive programmes, those that are in one."""
    return [stay for stay in fitting_stays() if stay.form[1] or "bip" not in rulebook]


def every_way(rulebook: str) -> list[Way]:
    """Return both directions between all pairs of countries."""
    return [(way, *pair) for way in ("outgoing", "incoming") for pair in pairs_of(rulebook)]


def fitting_ways(rulebook: str) -> list[Way]:
    """Return the ways that a rulebook may pay, and some that it does not."""
    family = rulebook.split("-ka")[1][:3] if "-ka" in rulebook else ""
    if not rulebook.startswith(("eu-", "na-")):
        outgoing = [("outgoing", "FR", "SN"), ("outgoing", None, "JP"), ("outgoing", None, None)]
        return outgoing if "bip" in rulebook else [*outgoing, ("incoming", "SN", "FR"), ("incoming", None, None)]
    if family in ("107", "171"):
        outgoing = [("outgoing", *pair) for pair in ABROAD if pair[0] in ("FR", "PL", "GF")]
        return [*outgoing, *(("incoming", *pair) for pair in HOMEWARD)]
    if rulebook.startswith("na-"):
        home = rulebook[3:5].upper()
        regions = REGIONS.get(home, ())
        places = [there for there in (*PROGRAMME, *ELSEWHERE, "ES-CN", "PT-30") if there not in (home, *regions)]
        return [("outgoing", here, there) for here in (home, *regions) for there in places]
    incoming = [("incoming", there, "FR") for there in ("DE", "SN", None)]
    outgoing = [("outgoing", *pair) for pair in AMONG]
    further = [("outgoing", *pair) for pair in (*ABROAD, *FROM_REGIONS, *TO_REGIONS)]
    return [*outgoing, *incoming] if family == "103" else [*outgoing, *further, *incoming]


class Field:
    """A product of lists, each of which says something of a mobility."""

    def __init__(self, rulebook: str, *, fitting: bool) -> None:
        """Prepare a field.

        Args:
            rulebook: Its id.
            fitting: Leave out most of what is refused in any case, so that most cases have lines.
        """
        self.stays = fitting_stays_of(rulebook) if fitting else every_stay()
        self.ways = fitting_ways(rulebook) if fitting else every_way(rulebook)
        self.starts = starts_of(rulebook)
        self.half_km = HALF_KM[1:] if fitting else HALF_KM
        self.extras = extras_of(rulebook)
        self.sizes = (
            *(len(self.stays), len(self.ways), len(self.starts), 2, len(self.half_km)),
            *(2, len(TRAVEL_DAYS), 2, len(self.extras)),
        )
        self.size = prod(self.sizes)

    def case(self, number: int) -> Case:
        """Return a case by its number, 0 to less than the size."""
        digits: list[int] = []
        for size in self.sizes:
            number, digit = divmod(number, size)
            digits.append(digit)
        stay, way, start, term, half_km, green, travel_days, fewer, more = digits
        who, (virtual, bip), days, away, hours, used = self.stays[stay]
        activity, role, contract, combined = who
        direction, sending, receiving = self.ways[way]
        first, extra = self.starts[start], self.extras[more]
        return {
            "activity": activity,
            "direction": direction,
            "role": role,
            "combined": combined,
            "teaching_contract": contract,
            "sending": sending,
            "receiving": receiving,
            "start": first,
            "end": days_later(first, days - 1),
            "interruption": away,
            "academic_term": term == 1,
            "virtual": virtual,
            "bip": bip,
            "half_km": self.half_km[half_km],
            "green": green == 1,
            "travel_days": TRAVEL_DAYS[travel_days],
            "fewer_opportunities": fewer == 1,
            "teaching_tenths": hours,
            "months_used_hundredths": used,
            "study_cycle": extra.study_cycle if extra.study_cycle in CYCLES.get(role, ()) else "",
            "one_cycle": extra.one_cycle,
            "residence": receiving if extra.residence == THERE else extra.residence,
            "zero_grant": extra.zero_grant,
            "zero_grant_days": extra.zero_grant_days if extra.zero_grant_days < days - away else 0,
            "host": extra.host,
        }

    def numbers(self, most: int) -> range:
        """Return the numbers of about so many cases, or of all if there are no more, spread evenly.

        They are a step apart.  The step is the first prime number from size / most on that divides no length of a
        list, so that every list turns, and each against all others.
        """
        step = -(-self.size // most)
        while step > 1 and (not is_prime(step) or any(size % step == 0 for size in self.sizes)):
            step += 1
        return range(0, self.size, step)

    def cases(self, most: int) -> Iterator[Case]:
        """Yield the cases of `numbers`."""
        return map(self.case, self.numbers(most))


def is_prime(number: int) -> bool:
    """Return whether a number is a prime number."""
    if number < 2:
        return False
    divisor = 2
    while divisor * divisor <= number:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


# --- what the library answers --------------------------------------------------------------------------------------------


def mobility_of(case: Case) -> Mobility:
    """Return a case as the library reads it."""
    half_km, hours = case["half_km"], case["teaching_tenths"]
    return Mobility.model_validate(
        {
            "activity": case["activity"],
            "direction": case["direction"],
            "role": case["role"],
            "combined": case["combined"],
            "teaching_contract": case["teaching_contract"],
            "sending_country": case["sending"],
            "receiving_country": case["receiving"],
            "start_date": date(*case["start"]),
            "end_date": date(*case["end"]),
            "interruption_days": case["interruption"],
            "academic_term": case["academic_term"],
            "virtual_component": case["virtual"],
            "blended_intensive_programme": case["bip"],
            "distance_km": None if half_km is None else Decimal(half_km) / 2,
            "travel_mode": "green" if case["green"] else "standard",
            "travel_days": case["travel_days"],
            "fewer_opportunities": case["fewer_opportunities"],
            "teaching_hours": None if hours is None else Decimal(hours) / 10,
            "months_used": Decimal(case["months_used_hundredths"]) / 100,
            "receiving_organisation": case.get("host") or None,
            **what_else_of(case),
        }
    )


def what_else_of(case: Case) -> dict[str, object]:
    """Return the fields of call 2026 as the library reads them."""
    said = {
        "study_cycle": case.get("study_cycle") or None,
        "one_cycle_programme": case.get("one_cycle", False),
        "residence_country": case.get("residence"),
        "zero_grant": case.get("zero_grant", False),
        "zero_grant_days": case.get("zero_grant_days", 0),
    }
    return {field: value for field, value in said.items() if field in Mobility.model_fields}


def lines_of(grant: GrantBreakdown) -> list[Line] | None:
    """Return the lines of a grant as the reference writes them; None: not granted."""
    return _certain(grant) if grant.status is GrantStatus.GRANTED else None


def known_of(grant: GrantBreakdown) -> tuple[list[Line], int | None, int | None] | None:
    """Return what is known of an undetermined grant as the reference writes it; None: granted, or not eligible."""
    if grant.status is not GrantStatus.UNDETERMINED:
        return None
    least, most = grant.minimum_total_eur, grant.maximum_total_eur
    return (
        _certain(grant),
        None if least is None else int(least * 100),
        None if most is None else int(most * 100),
    )


def _certain(grant: GrantBreakdown) -> list[Line]:
    return [
        (
            line.kind.value,
            line.basis.value,
            line.quantity,
            int(line.rate_eur * 100),
            line.rate_days,
            int(line.amount_eur * 100),
        )
        for line in grant.lines
    ]


def payments_of(grant: GrantBreakdown) -> list[tuple[str, int]] | None:
    """Return the payments of a grant as the reference writes them; None: there is no split."""
    return [(payment.kind.value, int(payment.amount_eur * 100)) for payment in grant.payments] or None


OWN_RATES: dict[str, Own] = {"eu-ka103": (90, 200), "eu-ka131": (100, 350)}
"""Within every range of the action: a day of staff, and a month of students [EUR]."""


def with_own_rates(rulebook: str) -> tuple[Rulebook, Own]:
    """Return an official rulebook with one rate for all staff and one for all students in place of its own tables."""
    book, own = get_rulebook(rulebook), OWN_RATES[rulebook.rpartition("-")[0]]
    apart = {"least_difference_eur": None}  # one rate towards all living costs is not 50 EUR from itself
    alike = [entry.model_copy(update=apart) for entry in book.monthly_rate_ranges]
    book = book.model_copy(update={"monthly_rate_ranges": alike})
    policy = book.sources[0].at("POLICY", "rates of an invented institution")
    tiers = [{"from_day": 1, "to_day": 14, "share": "1"}, {"from_day": 15, "to_day": 60, "share": "0.7"}]
    day_eur, month_eur = own
    adapted = book.adapt(
        id="own",
        title="Own rates",
        source=policy,
        replace=["daily_rates", "monthly_rates"],
        departs_from_programme="it is invented.",
        daily_rates=[{"rate_eur_per_day": f"{day_eur}.00", "tiers": tiers, "source": policy}],
        monthly_rates=[{"rate_eur_per_month": f"{month_eur}.00", "source": policy}],
    )
    return adapted, own


class Compared(NamedTuple):
    """What came of a comparison.

    Attributes:
        cases: How many were compared.
        with_lines: How many of them are granted.
        difference: The first case on which library and reference disagree, with both answers; or nothing.
    """

    cases: int
    with_lines: int
    difference: str


def compare(calculator: GrantCalculator, rulebook: str, cases: Iterable[Case], own: Own | None = None) -> Compared:
    """Compare the answer, lines, payments and bounds of each case, up to the first difference.

    Args:
        calculator: Of a rulebook.
        rulebook: The id by which the reference knows it.
        cases: What to ask both.
        own: The rates of an institution, if it has any.
    """
    number = with_lines = 0
    for number, case in enumerate(cases, start=1):
        expected = answer(rulebook, case, own)
        grant = calculator.calculate(mobility_of(case))
        given = lines_of(grant)
        paid = None if expected is None else payments(rulebook, case, expected)
        with_lines += given is not None
        open_, expected_open = known_of(grant), bounds(rulebook, case) if own is None else known_of(grant)
        if given != expected or payments_of(grant) != paid or open_ != expected_open:
            why = [finding.message for finding in grant.findings if finding.is_refusing or finding.is_unknown]
            ours = f"reference {expected}, {paid}, {expected_open}"
            told = (f"case {case}", ours, f"library {given}, {payments_of(grant)}, {open_}", *why)
            return Compared(number, with_lines, "\n".join(told))
    return Compared(number, with_lines, "")
