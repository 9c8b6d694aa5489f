"""Rows of mobilities, good ones and broken ones, drawn from a seed; and what one calculation says of each.

The expected values come from `GrantCalculator`, which has its own proofs: the question here is only whether a frame says
the same.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from pydantic import ValidationError

from erasmus_grants import GrantCalculator, GrantStatus, LineKind, Mobility, PaymentKind, Rulebook, get_rulebook
from erasmus_grants.basics.vocabulary import FindingCode, LineBasis

Row = dict[str, Any]

ACTIVITIES = ("SMS", "SMT", "SMP", "STA", "STT")
ROLES = ("student", "doctoral_candidate", "recent_graduate", "staff", "invited_staff")
STUDY_CYCLES = ("short", "first", "second", "third")
PURPOSES = ("teaching", "observation", "internship", "structured_course", "language_training", "conference")
LENGTHS = (1, 2, 4, 5, 6, 7, 10, 14, 15, 20, 29, 30, 31, 58, 59, 60, 61, 62, 63, 89, 90, 91, 120, 150, 180, 300, 359)
LENGTHS_OF_YEARS = (360, 361, 362, 364, 365, 366, 367, 380, 400)
DISTANCES = (
    0,
    0.5,
    9.99,
    10,
    99,
    99.5,
    99.999,
    100,
    499,
    499.7,
    500,
    1999.5,
    2000,
    2999,
    3000,
    4070,
    7999.01,
    8000,
    20040,
)
HOURS = (0, 3.2, 4, 6.4, 8, 9.6, 11.2, 12.8, 14.4, 16, 17.6, 19.2, 40)
MONTHS = (
    0,
    0.05,
    7 / 60,
    11 / 60,
    0.5,
    1,
    2,
    100 / 30,
    9 + 1 / 3,
    310 / 30,
    10.333333333333332,
    10.5,
    11,
    11.9,
    12,
    13,
)
MONTHS_OF_ONE_CYCLE = (12, 21, 22, 661 / 30, 23.9, 24)
COUNTRIES = ("FR", "SN", "DE", "PL", "TR", "JP", "BR", "CH", "GB", "MA", "AL", "UA", "US", "IE", "AD", "MK")

ZERO = 0.05
"""The part of rows with a zero grant, and with one for some days."""

LONG_MOBILE = 0.2
"""The part of rows in one-cycle programmes with more months than another study cycle allows."""

EU_BODIES = 0.3
"""The part of rows at another host whose host is a body of the EU."""

FITTING = 0.7
"""The part of rows that are near to what some rulebook grants."""

BROKEN: tuple[Row, ...] = (
    {"activity": "STX"},
    {"activity": None},
    {"activity": ""},
    {"direction": "outwards"},
    {"direction": None},
    {"role": "teacher"},
    {"sending_country": "EL"},
    {"receiving_country": "fr"},
    {"residence_country": "Senegal"},
    {"study_cycle": "bachelor"},
    {"role": "student", "study_cycle": "third"},
    {"role": "doctoral_candidate", "study_cycle": "second"},
    {"partner": "x" * 201},
    {"start_date": None},
    {"end_date": None},
    {"end_date": date(1999, 12, 31)},
    {"interruption_days": -1},
    {"interruption_days": 10_001},
    {"interruption_days": 5_000},
    {"distance_km": -1.0},
    {"distance_km": 20_040.5},
    {"travel_mode": "by train"},
    {"travel_days": 61},
    {"zero_grant_days": -1},
    {"zero_grant_days": 10_000},
    {"zero_grant": True, "zero_grant_days": 1},
    {"teaching_hours": -0.5},
    {"months_used": 1_201.0},
    {"purpose": "fun"},
    {"receiving_organisation": "hospital"},
    {"activity": "SMS", "teaching_hours": 8.0},
    {"activity": "STT", "combined": True},
    {"blended_intensive_programme": True, "virtual_component": False},
    {"activity": "STX", "distance_km": -1.0, "end_date": date(1999, 12, 31)},
    {"reference": "r" * 201},
)
"""What makes a row unreadable."""


@cache
def spellings(rulebook: str) -> tuple[str, ...]:
    """Return ways to name the partners of a rulebook, and some that it does not know."""
    names = [name for partner in get_rulebook(rulebook).partners for name in (partner.code, *partner.names)]
    others = (
        [name.upper() for name in names]
        + [f"{name} (campus)" for name in names]
        + [f" {name}-\N{SPARKLES}\x07-" for name in names]
    )
    return (*names, *others, "Nowhere", "Café", "()", "été")


def drawn_row(random: Random, rulebook: str, *, broken: float = 0.0) -> Row:
    """Return a row; most are near to what some rulebook grants."""
    activity = random.choice(ACTIVITIES)
    student = activity[:2] == "SM"
    days = random.choice(LENGTHS if random.random() < 0.9 or not student else LENGTHS_OF_YEARS)
    book = get_rulebook(rulebook)
    start = date(random.choice(book.call_years or (2023,)), 1, 1) + timedelta(days=random.randrange(800))
    row: Row = {
        "activity": activity,
        "combined": activity in {"SMS", "STA"} and random.random() < 0.15,
        "direction": random.choice(("outgoing", "incoming")),
        "role": random.choice((None, None, None, *ROLES)),
        "teaching_contract": random.random() < 0.5,
        "sending_country": random.choice((None, "FR", "FR", *COUNTRIES)),
        "receiving_country": random.choice((None, *COUNTRIES)),
        "partner": random.choice((None, random.choice(spellings(rulebook)))),
        "start_date": start,
        "end_date": start + timedelta(days=days - 1),
        "interruption_days": random.choice((0, 0, 0, 0, 1, 3)) if days > 3 else 0,
        "academic_term": random.random() < 0.2,
        "blended_intensive_programme": random.random() < 0.1,
        "virtual_component": None,
        "distance_km": random.choice((*DISTANCES, None, round(random.uniform(0, 20_000), 1))),
        "travel_mode": random.choice((None, "standard", "green")),
        "travel_days": random.choice((None, None, 0, 1, 2, 3, 4, 6, 7)),
        "fewer_opportunities": random.random() < 0.3,
        "teaching_hours": None if student else random.choice((None, *HOURS, 40.0, 80.0)),
        "purpose": random.choice((None, None, *PURPOSES)),
        "receiving_organisation": random.choice((None, "higher_education", "other")),
        "months_used": random.choice((None, *MONTHS)) if student else None,
        "reference": random.choice((None, "r-1")),
    }
    others = [name for name, field in Mobility.model_fields.items() if field.annotation is bool and name not in row]
    apart = Random(str(row))  # noqa: S311 - so that a field that is added moves no other
    row |= {field: apart.choice((None, True, False)) for field in others}
    countries = (None, None, row["sending_country"], row["receiving_country"], *COUNTRIES)
    cycles = {"doctoral_candidate": ("third",), "student": STUDY_CYCLES[:3]}.get(row["role"] or "student", STUDY_CYCLES)
    row["study_cycle"] = apart.choice((None, *cycles))
    row["residence_country"] = apart.choice(countries)
    if not row["blended_intensive_programme"]:
        row["virtual_component"] = random.choice((None, True, False))
    if random.random() < FITTING:
        row |= _fitting(random, rulebook, row)
    if row["receiving_organisation"] == "other" and apart.random() < EU_BODIES:
        row["receiving_organisation"] = "eu_body"
    if student and row["one_cycle_programme"] and apart.random() < LONG_MOBILE:
        row["months_used"] = apart.choice(MONTHS_OF_ONE_CYCLE)
    row["zero_grant"] = apart.random() < ZERO
    net_days = (row["end_date"] - row["start_date"]).days + 1 - row["interruption_days"]
    partial = not row["zero_grant"] and net_days > 1 and apart.random() < ZERO
    row["zero_grant_days"] = apart.choice((1, net_days // 2, net_days - 1)) if partial else 0
    if random.random() < broken:
        row |= random.choice(BROKEN)
    for field in ("distance_km", "teaching_hours", "months_used"):
        row[field] = None if row[field] is None else float(row[field])
    return row


def _fitting(random: Random, rulebook: str, row: Row) -> Row:
    """Return fields with which a mobility is eligible more often than not."""
    book, student = get_rulebook(rulebook), row["activity"][:2] == "SM"
    home = "FR" if book.home is None else book.home.country
    ours = random.choice(("FR", "DE", "PL", "IE", "ES", home))
    listed = [country for group in book.country_groups for country in group.countries]
    theirs = random.choice((*listed, "SN", "MA"))
    outgoing = row["direction"] == "outgoing"
    days = (
        random.choice((90, 91, 120, 150, 183, 300)) if student else random.choice((5, 6, 7, 10, 14, 15, 20, 31, 45, 60))
    )
    if student and random.random() < 0.3:
        row["blended_intensive_programme"], days = True, random.choice((5, 9, 14, 15, 20, 30))
    fitting = {
        "role": None,
        "study_cycle": row["study_cycle"] if row["study_cycle"] != "third" else None,
        "purpose": None,
        "receiving_organisation": None,
        "sending_country": ours if outgoing else theirs,
        "receiving_country": theirs if outgoing else ours,
        "residence_country": row["residence_country"] if row["reference"] else None,
        "partner": None if random.random() < 0.8 else row["partner"],
        "virtual_component": None,
        "blended_intensive_programme": row["blended_intensive_programme"] and student,
        "end_date": row["start_date"] + timedelta(days=days - 1),
        "interruption_days": random.choice((0, 0, 0, 1)),
        "combined": row["combined"] and random.random() < 0.3,
        "months_used": random.choice((None, 0, 1.5, 10 / 3)) if student else None,
        "teaching_hours": None if student else random.choice((40, 80, 12.8)),
    }
    if row["distance_km"] is None:
        fitting["distance_km"] = 742
    if book.agreements:
        agreement = random.choice(book.agreements)
        span = (agreement.end_date - agreement.start_date).days - days
        fitting["start_date"] = agreement.start_date + timedelta(days=random.randrange(span))
        fitting["end_date"] = fitting["start_date"] + timedelta(days=days - 1)
    return fitting


def drawn_rows(rulebook: str, number: int, *, seed: int = 0, broken: float = 0.0) -> list[Row]:
    """Return so many rows."""
    random = Random(f"{rulebook} {seed}")  # noqa: S311 - rows are no secret
    return [drawn_row(random, rulebook, broken=broken) for _ in range(number)]


@cache
def calculator(rulebook: str) -> GrantCalculator:
    return GrantCalculator(rulebook)


def expected(row: Row, book: GrantCalculator) -> Row:
    """Return what a frame has to say of a row."""
    try:
        mobility = Mobility.model_validate({field: value for field, value in row.items() if value is not None})
    except ValidationError as error:
        fields = ", ".join(sorted({str(problem["loc"][0]) for problem in error.errors()}))
        return unknown() | {"status": "unreadable", "finding_codes": {f"INVALID_INPUT({fields})"}}
    grant = book.calculate(mobility)
    answer = {
        "status": grant.status.value,
        "eligible": grant.eligible,
        "minimum_total_eur": grant.minimum_total_eur,
        "maximum_total_eur": grant.maximum_total_eur,
        "finding_codes": {finding.code.value for finding in grant.findings},
    }
    if grant.status is GrantStatus.NOT_ELIGIBLE:
        return nothing() | answer
    if grant.total_eur is None:
        return unknown() | answer
    on_site = {LineBasis.DAYS_ON_SITE, LineBasis.DAYS_ON_SITE_REDUCED, LineBasis.DAYS_OF_MONTH_RATE}
    support = [line for line in grant.lines if line.kind is LineKind.INDIVIDUAL_SUPPORT]
    by_kind = {
        kind: sum((line.amount_eur for line in grant.lines if line.kind is kind), Decimal("0.00")) for kind in LineKind
    }
    before = sum((one.amount_eur for one in grant.payments if one.kind is PaymentKind.PRE_FINANCING), Decimal("0.00"))
    unpaid = not grant.payments and not mobility.zero_grant
    return answer | {
        "funded_days": sum(line.quantity for line in support if line.basis in on_site),
        "travel_support_eur": by_kind[LineKind.TRAVEL_SUPPORT],
        "individual_support_eur": by_kind[LineKind.INDIVIDUAL_SUPPORT],
        "top_ups_eur": grant.total_eur - by_kind[LineKind.TRAVEL_SUPPORT] - by_kind[LineKind.INDIVIDUAL_SUPPORT],
        "total_eur": grant.total_eur,
        "pre_financing_eur": None if unpaid else before,
        "balance_eur": None if unpaid else grant.total_eur - before,
        "source_ids": {line.source.id for line in grant.lines},
    }


ANSWERS = ("status", "eligible", "funded_days")
AMOUNTS = (
    *("travel_support_eur", "individual_support_eur", "top_ups_eur", "total_eur"),
    *("minimum_total_eur", "maximum_total_eur", "pre_financing_eur", "balance_eur"),
)


def nothing() -> Row:
    """Return what a frame says of a row that is refused."""
    refused = {"status": "not_eligible", "eligible": False, "funded_days": 0}
    return {**refused, **dict.fromkeys(AMOUNTS, Decimal("0.00")), "source_ids": set()}


def unknown() -> Row:
    """Return what a frame says of a row of which it knows nothing."""
    return {**dict.fromkeys((*ANSWERS, *AMOUNTS)), "source_ids": set()}


def said(row: Mapping[str, Any]) -> Row:
    """Return what a row of `calculate_frame(..., explain="text")` says, to be compared with `expected`."""
    said = {name: row[name] for name in (*ANSWERS, *AMOUNTS)}
    text = row["finding_codes"]
    codes = set(text.split(", ")) - {""}
    if text.startswith("INVALID_INPUT("):
        fields = sorted(text.removeprefix("INVALID_INPUT(").removesuffix(")").split(", "))
        codes = {f"INVALID_INPUT({', '.join(fields)})"}
    return said | {"finding_codes": codes, "source_ids": set(row["source_ids"].split(", ")) - {""}}


def difference(rows: list[Row], said_rows: list[Mapping[str, Any]], book: Rulebook | str) -> str:
    """Return the first row of which the frame says something else, or an empty text."""
    counted = calculator(book) if isinstance(book, str) else GrantCalculator(book)
    assert len(rows) == len(said_rows)
    for number, (row, answer) in enumerate(zip(rows, said_rows, strict=True)):
        wanted, given = expected(row, counted), said(answer)
        if wanted != given:
            other = {name: (wanted[name], given[name]) for name in wanted if wanted[name] != given[name]}
            return f"row {number}: {other} (expected, said)\n{row}"
    return ""


CALCULATED = tuple(code for code in FindingCode if code is not FindingCode.INVALID_INPUT)
