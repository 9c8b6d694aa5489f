"""Every whole kilometre to the far side of the Earth, and every half around each edge, by every rulebook's bands."""

from decimal import Decimal

import pytest

from erasmus_grants import TravelMode, get_rulebook, known_rulebooks
from erasmus_grants.quantities import LARGEST_DISTANCE_KM
from erasmus_grants.rules.distance_bands import travel_support
from tests.exhaustive.printed_pages import BEFORE_2024, GREEN_2024, STANDARD_2024, travel_eur

FARTHEST_KM = 20_040
HALF = Decimal("0.5")
PRINTED = {
    ("usmb-icm-2018", "standard"): BEFORE_2024,
    ("usmb-icm-2018", "green"): BEFORE_2024,
    ("usmb-icm-2023", "standard"): BEFORE_2024,
    ("usmb-icm-2023", "green"): BEFORE_2024,
    ("lille-ka171-2022", "standard"): BEFORE_2024,
    ("lille-ka171-2022", "green"): BEFORE_2024,
    ("usmb-bip-2024", "standard"): STANDARD_2024,
    ("usmb-bip-2024", "green"): GREEN_2024,
}


def distances(table: tuple[tuple[int, int], ...]) -> list[Decimal]:
    """Return every whole kilometre, and the halves within two kilometres of an edge."""
    around = [starts_at + step * HALF for starts_at, _ in table for step in (-3, -1, 1, 3)]
    return [*map(Decimal, range(FARTHEST_KM + 1)), *around]


def expected_codes(distance_km: Decimal, table: tuple[tuple[int, int], ...], *, green_is_printed: bool) -> list[str]:
    """Return what there is to say about a distance by a printed table of whole kilometres."""
    if distance_km < table[0][0]:
        return ["BELOW_FIRST_DISTANCE_BAND"]
    between = any(starts_at - 1 < distance_km < starts_at for starts_at, _ in table[1:])
    return ["GREEN_AMOUNT_NOT_PUBLISHED"] * (not green_is_printed) + ["DISTANCE_BETWEEN_PRINTED_BOUNDS"] * between


def test_every_rulebook_and_every_mode_is_compared() -> None:
    assert set(PRINTED) == {(rulebook_id, mode.value) for rulebook_id in known_rulebooks() for mode in TravelMode}
    assert LARGEST_DISTANCE_KM == FARTHEST_KM


@pytest.mark.parametrize(("rulebook_id", "mode"), sorted(PRINTED))
def test_every_distance_has_the_amount_that_is_printed_for_it(rulebook_id: str, mode: str) -> None:
    (bands,) = get_rulebook(rulebook_id).travel_support
    table, travel_mode = PRINTED[rulebook_id, mode], TravelMode(mode)
    green_is_printed = travel_mode is TravelMode.STANDARD or table is GREEN_2024
    for distance_km in distances(table):
        outcome = travel_support(distance_km, mode=travel_mode, bands=bands)
        (line,) = outcome.lines
        assert line.amount_eur == travel_eur(float(distance_km), table), distance_km
        codes = [finding.code.value for finding in outcome.findings]
        assert codes == expected_codes(distance_km, table, green_is_printed=green_is_printed), distance_km
