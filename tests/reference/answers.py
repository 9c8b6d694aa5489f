"""The answer of the reference for any rulebook."""

from tests.reference import calls_2014, calls_2021, printed_pages
from tests.reference.calls_2014 import Own
from tests.reference.cases import Case, Line

PRINTED_PAGES = ("usmb-icm-2018", "usmb-icm-2023", "usmb-bip-2024", "lille-ka171-2022")
CALLS = {
    "eu-ka103": ("2014", "2015", "2016", "2017", "2018", "2019", "2020"),
    "eu-ka107": ("2015", "2016", "2017", "2018", "2019", "2020"),
    "eu-ka131": ("2021", "2022", "2023", "2024", "2025"),
    "eu-ka171": ("2022", "2023", "2024", "2025"),
    "na-de-ka131": ("2021", "2022", "2023"),
    "na-pl-ka131": ("2024",),
}
"""The rulebooks that the reference knows."""


def answer(rulebook: str, case: Case, own: Own | None = None) -> list[Line] | None:
    """Return the lines of a grant; None: not eligible, or some figure that it needs is printed nowhere.

    Args:
        rulebook: The id of a rulebook of the library.
        case: The mobility.
        own: For KA103 and KA131, the rates of an institution: a day of staff and a month of students [EUR].

    Raises:
        LookupError: The reference does not know such a rulebook.
    """
    if rulebook in PRINTED_PAGES:
        return printed_pages.lines_of(rulebook, case)
    kind, year = rulebook[:-5], rulebook[-4:]
    if year not in CALLS.get(kind, ()):
        raise LookupError(rulebook)
    if kind == "eu-ka103":
        return calls_2014.ka103(int(year), case, own)
    if kind == "eu-ka107":
        return calls_2014.ka107(int(year), case)
    if kind == "eu-ka171":
        return calls_2021.ka171(int(year), case)
    agency = {"eu": None, "na-de": "DE", "na-pl": "PL"}[kind.removesuffix("-ka131")]
    return calls_2021.ka131(int(year), case, own, agency)


def payments(rulebook: str, case: Case, lines: list[Line]) -> list[tuple[str, int]] | None:
    """Return kind and amount of each payment of a grant [cents]; None: no page prints a split."""
    return printed_pages.payments_of(rulebook, case, lines)
