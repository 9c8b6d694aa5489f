"""Countries of a mobility: whether it goes where the rulebook says, and which groups they are in.

Source:
    Erasmus+ Programme Guide, Part A, "Eligible countries":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-a/eligible-countries

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_source
    >>> home = HomeCountry(country="FR", source=toy_source())
    >>> [found.message for found in country_findings(toy_mobility(receiving_country="FR"), home)]
    ['receiving_country is FR; an outgoing mobility of this rulebook needs it to be another country than FR.']
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple, TypeAlias

from pydantic import Field

from erasmus_grants.basics.algebra import AnyText, Condition, any_of, is_one_of, is_stated, not_, once
from erasmus_grants.basics.countries import Country
from erasmus_grants.basics.field_types import Many
from erasmus_grants.basics.home import HomeCountry
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.scope import Entry
from erasmus_grants.basics.sources import SENTENCE, Key, Source, Words
from erasmus_grants.basics.vocabulary import Direction, FindingCode, Phrase
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility, Traits


class CountryFlow(Entry):
    """Between which country groups mobilities go: those of its scope."""

    not_published: Annotated[Words | None, SENTENCE] = Field(
        default=None, description="why nobody confirms that they go there; omitted: they do"
    )


class ClosedFlow(Entry):
    """Between which country groups no mobilities go, although flows are open: those of its scope."""

    needed: Annotated[Words, SENTENCE] = Field(
        description="what the country has to be: the end of a sentence, without a full stop"
    )


class CountryGroup(Model):
    """Countries that share a rate, or are otherwise alike; a country may be in several groups."""

    id: Key = Field(description="the name that scopes use")
    countries: Many[Country] = Field(min_length=1, description="the countries in it")
    source: Source = Field(description="where the group is printed")


def country_findings(mobility: Mobility | Traits, home: HomeCountry) -> tuple[Finding, ...]:
    """Return how the stated countries contradict the direction; a country that is not stated contradicts nothing.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> country_findings(toy_mobility(receiving_country="SN"), HomeCountry(country="FR", source=toy_source()))
        ()
    """
    ours, theirs = ("sending_country", mobility.sending_country), ("receiving_country", mobility.receiving_country)
    way = mobility.direction
    if way is Direction.INCOMING:
        ours, theirs = theirs, ours
    return _differing(*ours, way, home, should_be_home=True) + _differing(*theirs, way, home, should_be_home=False)


def contradicts_home(given: AnyText, home: HomeCountry, *, should_be_home: bool) -> Condition:
    """Return whether the country of one side is stated and cannot be that of this side.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> home = HomeCountry(country="FR", source=toy_source())
        >>> contradicts_home("FR", home, should_be_home=True), contradicts_home("FR", home, should_be_home=False)
        (False, True)
    """
    return is_stated(given) & (is_one_of(given, home.countries) ^ should_be_home)


def _differing(
    field: str, given: str | None, way: Direction, home: HomeCountry, *, should_be_home: bool
) -> tuple[Finding, ...]:
    if given is None or not contradicts_home(given, home, should_be_home=should_be_home):
        return ()
    said = {"expected": home.country} if should_be_home else {"expected": Phrase.ANOTHER_COUNTRY, "home": home.country}
    return (Finding.of(FindingCode.COUNTRY_DISAGREES, home.source, field=field, given=given, direction=way, **said),)


def flow_findings(
    mobility: Mobility | Traits, flows: tuple[CountryFlow, ...], groups: Mapping[str, tuple[str, ...]]
) -> tuple[Finding, ...]:
    """Return how the stated countries contradict all the ways that are open to such a mobility.

    Where only ways are left that nobody confirms, that is what is found.

    Args:
        mobility: The mobility.
        flows: The entries that apply to it, whatever its countries; none: it may go anywhere.
        groups: The groups of each country, as `groups_by_country` gives them.

    Source:
        Programme Guide, Part A, "Eligible countries"; the entry compared is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> flow = CountryFlow(scope={"receiving_groups": ("third-countries",)}, source=toy_source())
        >>> groups = {"SN": ("third-countries",), "DK": ("group-1",)}
        >>> flow_findings(toy_mobility(receiving_country="SN"), (flow,), groups)
        ()
        >>> (found,) = flow_findings(toy_mobility(receiving_country="DK"), (flow,), groups)
        >>> found.message.partition("of this rulebook ")[2]
        'needs it to be in its country group third countries.'
    """
    findings: tuple[Finding, ...] = ()
    stated = {"sending_country": mobility.sending_country, "receiving_country": mobility.receiving_country}

    def allows(flow: CountryFlow, field: str) -> bool:
        allowed, country = groups_allowed(flow, field), stated[field]
        return allowed is None or not set(allowed).isdisjoint(groups.get(country or "", ()))

    confirmed = (flow for flow in flows if flow.not_published is None)
    if any(allows(flow, "sending_country") & allows(flow, "receiving_country") for flow in confirmed):
        return ()  # as nearly always: a way that is open on both sides leaves none closed
    ways: Ways = [(True, flow) for flow in flows]
    for side in closed_sides(ways, {field: country is not None for field, country in stated.items()}, allows):
        country, ways = stated[side.field], side.left
        if side.closed and country is not None:
            findings += (_closed(mobility, side.field, country, tuple(flow for applies, flow in side.open if applies)),)
    return (
        findings
        or tuple(
            Finding.of(FindingCode.ELIGIBILITY_NOT_PUBLISHED, flow.source, why=flow.not_published or "")
            for applies, flow in unconfirmed(ways)
            if applies
        )[:1]
    )


def closed_flow_findings(
    direction: Direction, closed: tuple[ClosedFlow, ...], *, sending: str | None, receiving: str | None
) -> tuple[Finding, ...]:
    """Return how the countries contradict what is closed: of the receiving one, if the entry is about one.

    Args:
        direction: The direction of the mobility.
        closed: The entries that apply to it.
        sending: The sending country: as it is stated, or else the home of the rulebook on its own side.
        receiving: The receiving country, in the same way.

    Source:
        Programme Guide, Part A, "Eligible countries", and Part B, "Eligible participating organisations"; the entry is
        in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> entry = ClosedFlow(scope={"receiving_groups": ("far",)}, needed="nearer", source=toy_source())
        >>> found = closed_flow_findings(Direction.OUTGOING, (entry,), sending="FR", receiving="SN")
        >>> [finding.message for finding in found]
        ['receiving_country is SN; an outgoing mobility of this rulebook needs it to be nearer.']
    """
    here, there = ("sending_country", sending), ("receiving_country", receiving)
    sides = ((entry, *(here if entry.scope.receiving_groups is None else there)) for entry in closed)
    code = FindingCode.COUNTRY_DISAGREES
    return tuple(
        Finding.of(code, entry.source, field=field, given=given, direction=direction, expected=entry.needed)
        for entry, field, given in sides
        if given is not None
    )


Ways: TypeAlias = Sequence[tuple[Condition, CountryFlow]]
"""Ways that may be open to a mobility, and whether they are."""


class Side(NamedTuple):
    """One side of a mobility, and the ways that are open to it.

    Attributes:
        field: The field of its country.
        closed: Whether the country closes all ways that the sides before it left open.
        open: The ways that were open until then.
        left: The ways that are open after it; the same ones, where it closes all of them.
    """

    field: str
    closed: Condition
    open: Ways
    left: Ways


def unconfirmed(ways: Ways) -> Ways:
    """Return the ways that nobody confirms, and whether each is open to a mobility to which no confirmed one is.

    Args:
        ways: The ways, and whether they are open.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> way, other = CountryFlow(source=toy_source()), CountryFlow(not_published="ask.", source=toy_source())
        >>> [applies for applies, _ in unconfirmed([(True, other)])]
        [True]
        >>> [applies for applies, _ in unconfirmed([(True, way), (True, other)])]
        [False]
    """
    confirmed = any_of(applies for applies, flow in ways if flow.not_published is None)
    return [(applies & not_(confirmed), flow) for applies, flow in ways if flow.not_published is not None]


def closed_sides(
    ways: Ways, stated: Mapping[str, Condition], allows: Callable[[CountryFlow, str], Condition]
) -> Iterator[Side]:
    """Yield for each side whether its country closes all ways that the sides before it left open.

    Args:
        ways: The ways, and whether they apply to the mobility, whatever its countries.
        stated: For each side, by its field, whether a country is stated.
        allows: Whether a way is open to the country on a side.

    Yields:
        Each side.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> way = CountryFlow(scope={"receiving_groups": ("third-countries",)}, source=toy_source())
        >>> stated = {"sending_country": False, "receiving_country": True}
        >>> [side.closed for side in closed_sides([(True, way)], stated, lambda flow, field: False)]
        [False, True]
    """
    for field, is_given in stated.items():
        allowed = [once(allows(flow, field), "allowed") for _, flow in ways]
        applies = any_of(applies for applies, _ in ways)
        some = any_of(applies & fits for (applies, _), fits in zip(ways, allowed, strict=True))
        closed = once(is_given & applies & not_(some), "closed")
        as_before = not_(is_given) | closed  # a side that is not stated, or was reported, closes no way for the next
        left = [(applies & (as_before | fits), flow) for (applies, flow), fits in zip(ways, allowed, strict=True)]
        yield Side(field, closed, ways, left)
        ways = left


def groups_allowed(flow: CountryFlow, field: str) -> tuple[str, ...] | None:
    """Return the groups that a flow allows on one side; None: any country.

    Args:
        flow: The flow.
        field: The field of the side, `sending_country` or `receiving_country`.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> flow = CountryFlow(scope={"receiving_groups": ("third-countries",)}, source=toy_source())
        >>> groups_allowed(flow, "receiving_country"), groups_allowed(flow, "sending_country")
        (('third-countries',), None)
    """
    return flow.scope.sending_groups if field == "sending_country" else flow.scope.receiving_groups


def _closed(mobility: Mobility | Traits, field: str, country: str, flows: tuple[CountryFlow, ...]) -> Finding:
    flows = tuple(flow for flow in flows if flow.not_published is None) or flows
    allowed = dict.fromkeys(group for flow in flows for group in groups_allowed(flow, field) or ())
    return Finding.of(
        FindingCode.COUNTRY_DISAGREES,
        flows[0].source,
        field=field,
        given=country,
        direction=mobility.direction,
        expected=Phrase.IN_COUNTRY_GROUPS,
        groups=", ".join(allowed),
    )


def members_of(groups: tuple[CountryGroup, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the countries of each group, by its id.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> members_of((CountryGroup(id="group-1", countries=("DK", "SE"), source=toy_source()),))
        {'group-1': ('DK', 'SE')}
    """
    return {group.id: group.countries for group in groups}


def groups_by_country(groups: tuple[CountryGroup, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the groups of each country, prepared for look-ups.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> groups_by_country((CountryGroup(id="group-1", countries=("DK", "SE"), source=toy_source()),))
        {'DK': ('group-1',), 'SE': ('group-1',)}
    """
    by_country: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for country in group.countries:
            by_country[country] = (*by_country.get(country, ()), group.id)
    return by_country
