"""What a rulebook may not change of its base without a reason, in files and figures of the library."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from erasmus_grants import Rulebook, get_rulebook
from erasmus_grants.basics.home import HomeCountry
from erasmus_grants.basics.model import error_sentences
from erasmus_grants.testing import toy_rulebook, toy_source

TOY = toy_rulebook()
POLICY = toy_source().at("POLICY", "page 3")
UNPAID = {"not_paid": "the senate.", "source": POLICY}
HOLE = {"not_published": "ask the office.", "source": POLICY}
SAY_WHY = '; if that is meant, say why: departs_from_programme = "..."'
EXAMPLE = Path("docs/how-to/example-agency.toml")


def adapted(base: Rulebook, **tables: Any) -> Rulebook:
    return base.adapt(id="ours", title="Ours", source=POLICY, **tables)


def refused(base: Rulebook, **tables: Any) -> tuple[str, ...]:
    with pytest.raises(ValidationError) as caught:
        adapted(base, **tables)
    return error_sentences(caught.value, Rulebook)


def departures(base: Rulebook, **tables: Any) -> tuple[str, ...]:
    """Return what is refused without a reason; the same is taken with one."""
    found = refused(base, **tables)
    assert adapted(base, departs_from_programme="we pay more.", **tables).departs_from_programme is not None
    assert all(problem.endswith(SAY_WHY) for problem in found)
    return tuple(problem.removesuffix(SAY_WHY) for problem in found)


def at_home(country: str) -> dict[str, object]:
    return {"country": country, "source": POLICY}


def bands(*rows: dict[str, object], **more: object) -> dict[str, object]:
    return {"bands": rows, "source": POLICY, **more}


# --- regions of a home ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "region"), [("FR", "PT-20"), ("PT", "PT"), ("PT", "ES-CN"), ("ES", "FR"), ("PT-20", "PT-20"), ("NL", "GP")]
)  # fmt: skip
def test_a_region_of_another_country_is_none_of_the_home(country: str, region: str) -> None:
    with pytest.raises(ValidationError) as caught:
        HomeCountry(country=country, regions=region, source=POLICY)
    assert error_sentences(caught.value, HomeCountry) == (f"regions: {region} is no region of {country} with a code of its own",)  # fmt: skip


@pytest.mark.parametrize(
    ("country", "regions"), [("ES", "ES-CN"), ("PT", "PT-30 PT-20"), ("FR", "GP RE"), ("DK", "GL")]
)
def test_regions_of_a_country_are_those_that_belong_to_it(country: str, regions: str) -> None:
    home = HomeCountry(country=country, regions=regions, source=POLICY)
    assert home.countries == (country, *regions.split())


def test_a_rulebook_pays_from_no_region_that_its_base_does_not_pay_from() -> None:
    base = TOY.model_copy(update={"home": {"country": "PT", "regions": "PT-20", "source": toy_source()}})
    (found,) = refused(base, home=at_home("PT") | {"regions": "PT-20 PT-30"})
    assert found == "home: the rates of toy are those of PT, PT-20, and not of PT-30"
    for regions in ("", "PT-20"):
        assert adapted(base, home=at_home("PT") | {"regions": regions}).home is not None
    official = get_rulebook("na-es-ka131-2024")
    told = refused(official, home=at_home("ES") | {"regions": "FR PT-20"})
    assert "home.regions: FR is no region of ES with a code of its own" in told
