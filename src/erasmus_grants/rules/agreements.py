"""Whether a mobility lies within an agreement: its period, its partners, its flows, its conditions.

However a page spells a partner, it has one code; case, accents and punctuation make no difference.

Source:
    The page of the institution that prints its agreements, named by each entry; the programme funds only what the
    agreement with the National Agency covers: https://erasmus-plus.ec.europa.eu/programme-guide/part-c

Examples:
    >>> normalised("Universidade Federal de Viçosa (UFV)*")
    'universidadefederaldevicosaufv'
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Self, TypeAlias, overload
from unicodedata import combining, normalize

from pydantic import Field, model_validator

from erasmus_grants.basics.algebra import AnyText, AnyWord, Condition, any_of, is_one_of, is_stated, is_word, not_
from erasmus_grants.basics.countries import Country
from erasmus_grants.basics.errors import nearest_word
from erasmus_grants.basics.field_types import Choice, Many
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.periods import CalendarDay, IsoDate
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.sources import REMARK, Key, Source, Words
from erasmus_grants.basics.vocabulary import ActivityType, Confidence, Direction, FindingCode, Phrase
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility

_BRACKETS = re.compile(r"\s*\([^()]*\)\W*$")


class Partner(Model):
    """A partner organisation."""

    code: Key = Field(description="the one name that agreements use")
    names: Many[Words] = Field(min_length=1, description="every printed spelling")
    country: Country | None = Field(default=None, description="where it is")
    country_confidence: Annotated[Choice[Confidence], REMARK] = Field(
        default=Confidence.MED, description="how sure that is; MED where it was inferred from the name"
    )
    source: Source = Field(description="where it is printed")


class Flow(Model):
    """An activity in a direction, as an agreement lists it."""

    activity: Choice[ActivityType] = Field(description="activity type")
    direction: Choice[Direction] = Field(description="direction")
    marked_open: bool | None = Field(default=None, description="whether a cross is printed; omitted: not readable")
    security_condition: bool = Field(default=False, description="only when the security situation permits")
    source: Source | None = Field(default=None, description="where the row is printed, if not with the agreement")


class Agreement(Model):
    """An agreement: its period, its partners, and its flows."""

    id: Key = Field(description="the name of the agreement, such as its call year")
    start_date: IsoDate = Field(description="first day")
    end_date: IsoDate = Field(description="last day")
    partners: Many[Key] = Field(default=(), description="codes of its partners")
    flows: Many[Flow] = Field(default=(), description="what is open")
    note: Annotated[str, REMARK] = Field(default="", description="what else is printed about it")
    source: Source = Field(description="where it is printed")

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if self.end_date < self.start_date:
            raise invalid(Agreement, ("end_date", "an agreement does not end before it starts", str(self.end_date)))
        rows = [f"{flow.activity} {flow.direction}" for flow in self.flows]
        for field, names in (("partners", self.partners), ("flows", rows)):
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise invalid(Agreement, (field, f"{twice} stands twice", twice))
        return self

    @overload
    def covers(self, start: date, end: date) -> bool: ...
    @overload
    def covers(self, start: CalendarDay, end: CalendarDay) -> Condition: ...
    def covers(self, start: CalendarDay, end: CalendarDay) -> Condition:
        """Return whether both dates lie within the period."""
        return (start >= self.start_date) & (end <= self.end_date)


def normalised(name: str) -> str:
    """Return a name without case, accents and punctuation.

    Source:
        Our own reading: pages spell one partner in many ways.

    Examples:
        >>> normalised("Université du Québec à Trois-Rivières") == normalised("UNIVERSITE DU QUEBEC A TROIS RIVIERES")
        True
    """
    letters = (letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))
    return re.sub(r"[\W_]+", "", "".join(letters))


def partners_by_name(partners: tuple[Partner, ...]) -> Mapping[str, Partner]:
    """Return the partner of each normalised name and code, prepared for look-ups.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> partners_by_name(toy_rulebook().partners)["universitedujouet"].code
        'TOY-U'
    """
    spellings = ((partner, name) for partner in partners for name in (partner.code, *partner.names))
    return {key: partner for partner, name in spellings for key in _keys(name)}


@lru_cache(maxsize=4096)
def _keys(name: str) -> tuple[str, ...]:
    """Return a normalised name, with and without what stands in brackets at its end."""
    return normalised(name), normalised(_BRACKETS.sub("", name))


def partner_named(name: str, partners: Mapping[str, Partner]) -> Partner | None:
    """Return the partner of a name or code, with or without what stands in brackets at its end.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> partner_named("TOY-U (in Toyland)", partners_by_name(toy_rulebook().partners)).code
        'TOY-U'
    """
    return next((partners[key] for key in _keys(name) if key in partners), None)


def agreement_findings(
    mobility: Mobility, agreements: tuple[Agreement, ...], partners: Mapping[str, Partner]
) -> tuple[Finding, ...]:
    """Return what stands against the dates, the partner and the flow.

    Args:
        mobility: The mobility.
        agreements: The table of the rulebook, not empty.
        partners: Partners by normalised name, as `partners_by_name` prepares them.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> toy = toy_rulebook()
        >>> names = partners_by_name(toy.partners)
        >>> agreement_findings(toy_mobility(partner="Nowhere"), toy.agreements, names)[0].code.value
        'PARTNER_NOT_IN_AGREEMENT'
    """
    start, end, given = mobility.start_date, mobility.end_date, mobility.partner
    in_period = agreements_holding(start, end, agreements)
    if not in_period:
        return (_outside(start, end, agreements, FindingCode.OUTSIDE_AGREEMENT_PERIOD),)
    if given is None:
        return tuple(_flow_findings(mobility, in_period))
    partner = partner_named(given, partners)
    with_partner = tuple(entry for entry in in_period if partner is not None and partner.code in entry.partners)
    if partner is None or not with_partner:
        return (_not_in(given, partner, in_period, agreements, partners),)
    return (*_partner_country(mobility, partner), *_flow_findings(mobility, with_partner))


def agreements_holding(start: date, end: date, agreements: tuple[Agreement, ...]) -> tuple[Agreement, ...]:
    """Return the agreements whose period holds a stay.

    Examples:
        >>> agreements_holding(date(2030, 3, 4), date(2030, 3, 8), ())
        ()
    """
    return tuple([entry for entry in agreements if entry.covers(start, end)])


def attendance_period_findings(start: date, end: date, agreements: tuple[Agreement, ...]) -> tuple[Finding, ...]:
    """Return a warning if the days attended do not lie within one agreement.

    Examples:
        >>> attendance_period_findings(date(2030, 3, 4), date(2030, 3, 8), ())
        ()
    """
    if not agreements or agreements_holding(start, end, agreements):
        return ()
    return (_outside(start, end, agreements, FindingCode.ATTENDANCE_OUTSIDE_AGREEMENT_PERIOD),)


def _outside(start: date, end: date, agreements: tuple[Agreement, ...], code: FindingCode) -> Finding:
    periods = "; ".join(f"{entry.id}: {entry.start_date}/{entry.end_date}" for entry in agreements)
    return Finding.of(code, agreements[0].source, start=start, end=end, periods=periods)


def _not_in(
    given: str,
    partner: Partner | None,
    in_period: tuple[Agreement, ...],
    agreements: tuple[Agreement, ...],
    partners: Mapping[str, Partner],
) -> Finding:
    elsewhere = _unknown_partner(given, partners) if partner is None else _listed_elsewhere(partner, agreements)
    return Finding.of(
        FindingCode.PARTNER_NOT_IN_AGREEMENT,
        in_period[0].source,
        given=given,
        agreements=_ids(in_period),
        **elsewhere,
    )


def is_elsewhere(stated: AnyText, country: str) -> Condition:
    """Return whether a country is stated for a partner and is another than the agreement's.

    Examples:
        >>> is_elsewhere("SN", "CA"), is_elsewhere(None, "CA")
        (True, False)
    """
    return is_stated(stated) & not_(is_one_of(stated, (country,)))


FlowRow: TypeAlias = tuple[Condition, Agreement, Flow]
"""A row of an agreement, and whether it is about the mobility."""


def rows_about(
    agreements: Iterable[tuple[Condition, Agreement]], activity: AnyWord, direction: AnyWord
) -> list[FlowRow]:
    """Return the rows of agreements, each with whether it is about an activity in a direction.

    Args:
        agreements: The agreements, each with whether it is one of the mobility.
        activity: The activity type.
        direction: Where the participant goes.

    Examples:
        >>> rows_about([], ActivityType.STA, Direction.OUTGOING)
        []
    """
    return [
        (where & is_word(activity, flow.activity) & is_word(direction, flow.direction), entry, flow)
        for where, entry in agreements
        for flow in entry.flows
    ]


def is_not_marked_open(agreements: Iterable[tuple[Condition, Agreement]], rows: Iterable[FlowRow]) -> Condition:
    """Return whether agreements list what is open, and no row about the mobility is marked so.

    Examples:
        >>> is_not_marked_open([], [])
        False
    """
    listed = any_of(where for where, entry in agreements if entry.flows)
    return listed & not_(any_of(where for where, _, flow in rows if flow.marked_open is not False))


def _unknown_partner(given: str, partners: Mapping[str, Partner]) -> dict[str, str]:
    spellings = [name for known in partners.values() for name in (known.code, *known.names)]
    nearest = nearest_word(given, spellings)
    if nearest is None:
        return {"elsewhere": Phrase.IN_NO_AGREEMENT}
    return {"elsewhere": Phrase.IN_NO_AGREEMENT_AND_NEAR, "nearest": nearest}


def _listed_elsewhere(partner: Partner, agreements: tuple[Agreement, ...]) -> dict[str, str]:
    listing = _ids(entry for entry in agreements if partner.code in entry.partners)
    if not listing:
        return {"elsewhere": Phrase.IN_NO_OTHER_AGREEMENT, "partner": partner.code}
    return {"elsewhere": Phrase.IN_OTHER_AGREEMENTS, "partner": partner.code, "listed_in": listing}


def _partner_country(mobility: Mobility, partner: Partner) -> Iterator[Finding]:
    outgoing = mobility.direction is Direction.OUTGOING
    field = "receiving_country" if outgoing else "sending_country"
    stated = mobility.receiving_country if outgoing else mobility.sending_country
    if stated is not None and partner.country is not None and is_elsewhere(stated, partner.country):
        yield Finding.of(
            FindingCode.PARTNER_COUNTRY_DISAGREES,
            partner.source,
            field=field,
            given=stated,
            partner=partner.code,
            expected=partner.country,
            confidence=partner.country_confidence,
        )


def _flow_findings(mobility: Mobility, matching: tuple[Agreement, ...]) -> Iterator[Finding]:
    activity, direction = mobility.activity, mobility.direction
    theirs = [(True, entry) for entry in matching]
    rows = rows_about(theirs, activity, direction)
    if is_not_marked_open(theirs, rows):
        code, ids = FindingCode.FLOW_NOT_MARKED_OPEN, _ids(matching)
        yield Finding.of(code, matching[0].source, activity=activity, direction=direction, agreements=ids)
    conditional = [
        (entry, flow.source or entry.source) for about, entry, flow in rows if about and flow.security_condition
    ]
    if conditional:
        code, ids = FindingCode.SECURITY_CONDITION, _ids(entry for entry, _ in conditional)
        yield Finding.of(code, conditional[0][1], activity=activity, direction=direction, agreements=ids)


def _ids(agreements: Iterable[Agreement]) -> str:
    return ", ".join(entry.id for entry in agreements)
