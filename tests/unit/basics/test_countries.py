import pickle

import pytest
from pydantic import ValidationError

from erasmus_grants import UnknownCountryError
from erasmus_grants.basics.countries import COUNTRIES, REGIONS, country_name, nearest_country
from erasmus_grants.testing import toy_mobility


def test_the_codes_are_those_of_the_standard_and_kosovo_and_three_regions() -> None:
    countries = [code for code in COUNTRIES if code not in REGIONS]
    assert len(countries) == 249 - 2 + 1  # Åland and Svalbard are parts of Finland and Norway
    assert list(COUNTRIES) == sorted(COUNTRIES)
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in countries)
    assert "XK" in COUNTRIES
    assert not {"EL", "UK", "EU", "AN", "SU"} & set(COUNTRIES)


@pytest.mark.parametrize(
    ("code", "name"), [("SN", "Senegal"), ("JP", "Japan"), ("CI", "Côte d'Ivoire"), ("NO", "Norway"), ("XK", "Kosovo")]
)
def test_a_code_has_a_name(code: str, name: str) -> None:
    assert country_name(code) == name


# Outermost regions (Treaty on the Functioning of the European Union, article 349) without a code of ISO 3166-1, by their
# codes of ISO 3166-2.
@pytest.mark.parametrize(
    ("code", "state", "name"),
    [("ES-CN", "ES", "Canary Islands"), ("PT-20", "PT", "Azores"), ("PT-30", "PT", "Madeira")],
)
@pytest.mark.parametrize("field", ["sending_country", "receiving_country", "residence_country"])
def test_an_outermost_region_without_a_country_code_is_written_by_that_of_the_region(
    field: str, code: str, state: str, name: str
) -> None:
    assert (country_name(code), REGIONS[code]) == (name, state)
    assert toy_mobility(**{field: code}).model_dump()[field] == code


def test_no_other_region_is_a_country() -> None:
    assert set(REGIONS) == {code for code in COUNTRIES if "-" in code} == {"ES-CN", "PT-20", "PT-30"}


def test_no_two_codes_share_a_name() -> None:
    assert len({country_name(code) for code in COUNTRIES}) == len(COUNTRIES)


@pytest.mark.parametrize(
    ("given", "nearest"),
    [
        ("sn", "SN"),
        (" sn ", "SN"),
        ("EL", "GR"),
        ("uk", "GB"),
        ("Senegal", "SN"),
        ("senegall", "SN"),
        ("es-cn", "ES-CN"),
        ("IC", "ES-CN"),  # the code that is reserved for them, as customs and posts write it
        ("azores", "PT-20"),
        ("ES-MD", ""),
        ("??", ""),
        ("", ""),
        ("x" * 100_000, ""),
        ("Turkey", "TR"),  # the usual English name
        ("USA", "US"),
        ("Bosnia", "BA"),  # the beginning of one name alone, Bosnia and Herzegovina
        ("Dominican", "DO"),  # and not Dominica, which is more alike
        ("Saint", ""),  # the beginning of several
        ("Iri", ""),  # too short to be more than a code of another list
    ],
)
def test_the_nearest_country(given: str, nearest: str) -> None:
    assert nearest_country(given) == nearest


@pytest.mark.parametrize(("given", "nearest"), [("fr", "FR"), ("EL", "GR"), ("France", "FR"), ("ZZ", "")])
def test_an_unknown_country_is_refused_with_the_nearest_one(given: str, nearest: str) -> None:
    with pytest.raises(UnknownCountryError) as caught:
        country_name(given)
    assert caught.value.given == given
    assert caught.value.nearest == nearest
    assert (f"did you mean '{nearest}'?" in str(caught.value)) is bool(nearest)


@pytest.mark.parametrize("field", ["sending_country", "receiving_country"])
def test_an_unknown_country_in_a_mobility_names_field_and_nearest(field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        toy_mobility(**{field: "EL"})
    (error,) = caught.value.errors()
    assert error["loc"] == (field,)
    assert "ISO 3166-1" in error["msg"]
    assert "did you mean 'GR'?" in error["msg"]


@pytest.mark.parametrize(("part", "whole", "name"), [("AX", "FI", "Finland"), ("SJ", "NO", "Norway")])
def test_a_part_of_a_country_is_told_as_one(part: str, whole: str, name: str) -> None:
    sentence = f"'{part}' is a part of {name}; write '{whole}'"
    with pytest.raises(UnknownCountryError) as caught:
        country_name(part)
    assert str(caught.value) == sentence
    assert str(pickle.loads(pickle.dumps(caught.value))) == sentence  # noqa: S301 - ours
    assert nearest_country(part) == whole
    with pytest.raises(ValidationError) as refused:
        toy_mobility(receiving_country=part)
    assert [(error["loc"], error["msg"]) for error in refused.value.errors()] == [(("receiving_country",), sentence)]
