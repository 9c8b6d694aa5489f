"""What an estimate consists of: two points, the kilometres between them, and the edge of a band that may be near.

Examples:
    >>> place = Place(name="Chambéry", country="FR", latitude=45.56628, longitude=5.92079)
    >>> print(place)
    Chambéry, FR (45.56628, 5.92079)
    >>> print(Place(latitude=45.6, longitude=5.9))
    45.6, 5.9
"""

from pydantic import Field

from erasmus_grants.basics.countries import Country
from erasmus_grants.basics.decimals import Kilometres
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.sources import Words
from erasmus_grants.basics.travel_table import DistanceBand


class Place(Model):
    """A point on the earth, with its name if it has one."""

    name: Words | None = Field(default=None, description="as the gazetteer calls it; null: a point without a name")
    country: Country | None = Field(default=None, description="the country in which the gazetteer has it")
    latitude: float = Field(ge=-90, le=90, description="northern latitude [degrees]")
    longitude: float = Field(ge=-180, le=180, description="eastern longitude [degrees]")

    def __str__(self) -> str:
        """Return the place as it is told."""
        point = f"{self.latitude}, {self.longitude}"
        named = ", ".join(filter(None, (self.name, self.country)))
        return f"{named} ({point})" if named else point


class NearEdge(Model):
    """An edge between two bands of a travel table that is so near that an official distance may be beyond it."""

    edge_km: int = Field(ge=0, description="where the upper band starts [km]")
    below: DistanceBand | None = Field(description="the band below the edge; null: nothing is paid there")
    above: DistanceBand = Field(description="the band that starts at the edge")


class DistanceEstimate(Model):
    """An estimate of the distance between two places, which is not the official one."""

    distance_km: Kilometres = Field(description="one way, with two decimals [km]")
    from_place: Place = Field(description="where the journey starts")
    to_place: Place = Field(description="where it ends")
    source: Words = Field(description="where the points and the formula are from, with their versions")
    near_edge: NearEdge | None = Field(
        default=None, description="the edge of the travel table that is within 3 % of its kilometres; null: none is"
    )
