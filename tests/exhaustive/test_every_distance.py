"""Every whole kilometre to the far side of the Earth, and every half around each edge, by every rulebook's bands."""

from decimal import Decimal

import pytest

from erasmus_grants import TravelMode, get_rulebook, known_rulebooks
from erasmus_grants.basics.decimals import LARGEST_DISTANCE_KM
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.rules.distance_bands import travel_support
from tests.reference import calls_2014, calls_2021, printed_pages
from tests.reference.cases import Bands

FARTHEST_KM = 20_040
HALF = Decimal("0.5")
UNIVERSITIES = {
    "usmb-icm-2018": printed_pages.BEFORE_2024,
    "usmb-icm-2023": printed_pages.BEFORE_2024,
    "lille-ka171-2022": printed_pages.BEFORE_2024,
    "usmb-bip-2024": printed_pages.CALL_2024,
}
ONE_OF_EACH = ("usmb-icm-2018", "usmb-bip-2024", "eu-ka107-2016", "eu-ka107-2017", "eu-ka103-2020", "eu-ka131-2023")
"""A rulebook for each table that is printed."""


def printed(rulebook_id: str) -> Bands:
    """Return the bands of a rulebook, as typed from the pages."""
    if rulebook_id in UNIVERSITIES:
        return UNIVERSITIES[rulebook_id]
    year = int(rulebook_id[-4:])
    return calls_2014.bands_of(year) if year <= 2020 else calls_2021.bands_of(year)


def tables(rulebook_id: str) -> list[DistanceBands]:
    """Return the tables of a rulebook: one for each kind of mobility that has travel support."""
    entries = get_rulebook(rulebook_id).travel_support
    return [entry for entry in entries if isinstance(entry, DistanceBands)]


def distances(table: Bands) -> list[Decimal]:
    """Return every whole kilometre, and the halves within two kilometres of an edge."""
    around = [starts_at + step * HALF for starts_at, _, _ in table for step in (-3, -1, 1, 3)]
    return [*map(Decimal, range(FARTHEST_KM + 1)), *around]


def expected(distance_km: Decimal, table: Bands, mode: str) -> tuple[list[int], list[str]]:
    """Return the amounts of the lines [cents] and what there is to say, by a printed table of whole kilometres."""
    if distance_km < table[0][0]:
        return [0], ["BELOW_FIRST_DISTANCE_BAND"]
    standard = green = None
    for starts_at, standard_eur, green_eur in table:
        if distance_km >= starts_at:
            standard, green = standard_eur, green_eur
    if standard is None:
        return [], ["RATE_NOT_PUBLISHED"]
    between = any(starts_at - 1 < distance_km < starts_at for starts_at, _, _ in table[1:])
    codes = ["DISTANCE_BETWEEN_PRINTED_BOUNDS"] * between
    if mode == "standard":
        return [standard * 100], codes
    return ([standard * 100], ["GREEN_AMOUNT_NOT_PUBLISHED", *codes]) if green is None else ([green * 100], codes)


def test_every_table_and_every_mode_is_compared() -> None:
    assert {printed(rulebook_id) for rulebook_id in ONE_OF_EACH} == {printed(name) for name in known_rulebooks()}
    assert LARGEST_DISTANCE_KM == FARTHEST_KM


@pytest.mark.parametrize("rulebook_id", known_rulebooks())
def test_every_table_of_every_rulebook_is_the_printed_one(rulebook_id: str) -> None:
    assert tables(rulebook_id)
    for table in tables(rulebook_id):
        assert tuple((band.from_km, band.standard_eur, band.green_eur) for band in table.bands) == printed(rulebook_id)


@pytest.mark.parametrize("mode", TravelMode)
@pytest.mark.parametrize("rulebook_id", ONE_OF_EACH)
def test_every_distance_has_the_amount_that_is_printed_for_it(rulebook_id: str, mode: TravelMode) -> None:
    table, bands = printed(rulebook_id), tables(rulebook_id)[0]
    for distance_km in distances(table):
        outcome = travel_support(distance_km, mode=mode, bands=bands)
        codes = [finding.code.value for finding in outcome.findings]
        assert ([int(line.amount_eur * 100) for line in outcome.lines], codes) == expected(distance_km, table, mode), (
            distance_km
        )
