"""The answer of the reference for any rulebook."""

from tests.reference import calls_2014, calls_2021, national_rates, printed_pages
from tests.reference.calls_2014 import Own
from tests.reference.cases import Case, Grant, Line, is_zero_grant, unfunded_days_of

PRINTED_PAGES = ("usmb-icm-2018", "usmb-icm-2023", "usmb-bip-2024", "lille-ka171-2022")
CALLS = {
    "eu-ka103": ("2014", "2015", "2016", "2017", "2018", "2019", "2020"),
    "eu-ka107": ("2015", "2016", "2017", "2018", "2019", "2020"),
    "eu-ka131": ("2021", "2022", "2023", "2024", "2025", "2026"),
    "eu-ka171": ("2022", "2023", "2024", "2025", "2026"),
    **national_rates.calls(),
}
"""The rulebooks that the reference knows."""


def answer(rulebook: str, case: Case, own: Own | None = None) -> list[Line] | None:
    """Return the lines of a grant; None: it is not eligible, or undetermined, of which `bounds` says more.

    Args:
        rulebook: The id of a rulebook of the library.
        case: The mobility.
        own: For KA103 and KA131, the rates of an institution: a day of staff and a month of students [EUR].

    Raises:
        LookupError: The reference does not know such a rulebook.
    """
    grant = _grant_of(rulebook, case, own)
    return _certain_lines(grant) if grant is not None and _is_determined(grant) else None


def bounds(rulebook: str, case: Case) -> tuple[list[Line], int | None, int | None] | None:
    """Return what is known of an undetermined mobility; None: it is granted, or not eligible.

    A mobility is undetermined if nothing refuses it, and a figure that it needs is printed nowhere or depends on what
    is not stated.  A rule that depends on a country that is not stated refuses nothing.

    Args:
        rulebook: The id of a rulebook of the library.
        case: The mobility.

    Returns:
        The lines that are certain, the least and the most that the grant comes to [cents].  No least: nothing of it is
        known; no most: it has no known limit.

    Raises:
        LookupError: The reference does not know such a rulebook.
    """
    grant = _grant_of(rulebook, case, None)
    if grant is None or _is_determined(grant):
        return None
    least, most, is_least_known, is_most_known = 0, 0, True, True
    for _lines, low, high in grant["parts"]:
        least += 0 if low is None else low
        most += 0 if high is None else high
        is_least_known &= low is not None
        is_most_known &= high is not None
    minimum = least if is_least_known or least > 0 else None
    if grant["is_open"] and minimum is not None:
        minimum = 0  # it may yet be refused
    return _certain_lines(grant), minimum, most if is_most_known else None


def _is_determined(grant: Grant) -> bool:
    return not grant["is_open"] and all(lines is not None for lines, _low, _high in grant["parts"])


def _certain_lines(grant: Grant) -> list[Line]:
    found: list[Line] = []
    for lines, _low, _high in grant["parts"]:
        found += lines or []
    return found


def _grant_of(rulebook: str, case: Case, own: Own | None) -> Grant | None:
    if rulebook in PRINTED_PAGES:
        return _without_rule_on_zero_grants(case, printed_pages.grant_of(rulebook, case))
    kind, year = rulebook[:-5], rulebook[-4:]
    if year not in CALLS.get(kind, ()):
        raise LookupError(rulebook)
    if kind == "eu-ka103":
        return _without_rule_on_zero_grants(case, calls_2014.ka103(int(year), case, own))
    if kind == "eu-ka107":
        return _without_rule_on_zero_grants(case, calls_2014.ka107(int(year), case))
    if kind == "eu-ka171":
        return calls_2021.ka171(int(year), case)
    agency = None if kind == "eu-ka131" else kind.removeprefix("na-").removesuffix("-ka131").upper()
    return calls_2021.ka131(int(year), case, own, agency)


def _without_rule_on_zero_grants(case: Case, grant: Grant | None) -> Grant | None:
    """Return a grant by pages that say nothing of participants without money: whether they may go is not known."""
    if grant is None or not (is_zero_grant(case) or unfunded_days_of(case)):
        return grant
    return {"is_open": True, "parts": [] if is_zero_grant(case) else grant["parts"]}


def payments(rulebook: str, case: Case, lines: list[Line]) -> list[tuple[str, int]] | None:
    """Return kind and amount of each payment of a grant [cents]; None: no page prints a split."""
    return printed_pages.payments_of(rulebook, case, lines)
