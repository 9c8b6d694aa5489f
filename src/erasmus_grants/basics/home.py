"""Where the institution is whose rulebook it is.

Examples:
    >>> from erasmus_grants.testing import toy_source
    >>> HomeCountry(country="PT", regions="PT-20 PT-30", source=toy_source()).countries
    ('PT', 'PT-20', 'PT-30')
"""

from typing import Self

from pydantic import Field, model_validator

from erasmus_grants.basics.countries import Country, is_part_of
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import WrittenRegions
from erasmus_grants.basics.sources import Source


class HomeCountry(Model):
    """The country of the institution whose rulebook it is."""

    country: Country = Field(description="where the institution is")
    regions: WrittenRegions = Field(default=(), description="its regions with codes of their own, which send too")
    source: Source = Field(description="where that is printed")

    @model_validator(mode="after")
    def _has_its_own_regions(self) -> Self:
        for region in self.regions:
            if not is_part_of(region, self.country):
                sentence = f"{region} is no region of {self.country} with a code of its own"
                raise invalid(HomeCountry, ("regions", sentence, region))
        return self

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes that a mobility may state on this side, that of the country first."""
        return (self.country, *self.regions)
