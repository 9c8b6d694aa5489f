"""Countries of a mobility: whether they agree with its direction, and which group they are in.

Source:
    Erasmus+ Programme Guide, Part A, "Eligible countries":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-a/eligible-countries

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_source
    >>> home = HomeCountry(country="FR", source=toy_source())
    >>> [found.message for found in country_findings(toy_mobility(receiving_country="FR"), home)]
    ['receiving_country is FR; an outgoing mobility of this rulebook needs it to be another country than FR.']
"""

from collections.abc import Mapping

from pydantic import Field

from erasmus_grants.countries import Country
from erasmus_grants.findings import Finding, found
from erasmus_grants.mobility import Mobility
from erasmus_grants.model import Many, Model
from erasmus_grants.provenance import Key, Source
from erasmus_grants.vocabulary import Direction, FindingCode


class HomeCountry(Model):
    """The country of the institution whose rulebook it is."""

    country: Country = Field(description="where the institution is")
    source: Source = Field(description="where that is printed")


class CountryGroup(Model):
    """Countries that share a rate."""

    id: Key = Field(description="the name that scopes use")
    countries: Many[Country] = Field(min_length=1, description="the countries in it")
    source: Source = Field(description="where the group is printed")


def country_findings(mobility: Mobility, home: HomeCountry) -> tuple[Finding, ...]:
    """Return how the stated countries contradict the direction; a country that is not stated contradicts nothing.

    Source:
        The direction is seen from the institution; its country is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> country_findings(toy_mobility(receiving_country="SN"), HomeCountry(country="FR", source=toy_source()))
        ()
    """
    ours, theirs = ("sending_country", mobility.sending_country), ("receiving_country", mobility.receiving_country)
    if mobility.direction is Direction.INCOMING:
        ours, theirs = theirs, ours
    return _disagreement(*ours, mobility.direction, home, should_be_home=True) + _disagreement(
        *theirs, mobility.direction, home, should_be_home=False
    )


def _disagreement(
    field: str, given: str | None, direction: Direction, home: HomeCountry, *, should_be_home: bool
) -> tuple[Finding, ...]:
    if given is None or (given == home.country) is should_be_home:
        return ()
    expected = home.country if should_be_home else f"another country than {home.country}"
    code = FindingCode.COUNTRY_DISAGREES
    return (found(code, home.source, field=field, given=given, direction=direction, expected=expected),)


def groups_by_country(groups: tuple[CountryGroup, ...]) -> Mapping[str, str]:
    """Return the id of the group of each country, prepared for look-ups.

    Source:
        The table of the rulebook; each group names its own.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> groups_by_country((CountryGroup(id="group-1", countries=("DK", "SE"), source=toy_source()),))
        {'DK': 'group-1', 'SE': 'group-1'}
    """
    return {country: group.id for group in groups for country in group.countries}
