"""One rulebook over the rows of a frame: to which rows an entry applies, and what was found so far.

Examples:
    >>> import narwhals.stable.v2 as nw
    >>> import polars
    >>> from erasmus_grants.basics.algebra import Steps
    >>> from erasmus_grants.frames.facts import facts_of
    >>> from erasmus_grants.frames.fields import Reader
    >>> from erasmus_grants.testing import toy_rulebook
    >>> frame = nw.from_native(polars.DataFrame({"activity": ["STA"], "direction": ["outgoing"]}))
    >>> names = {"activity": "activity", "direction": "direction"}
    >>> rows = RulebookOverRows(toy_rulebook(), Reader(facts_of(frame, names), Steps(nw)).mobilities())
    >>> rows.covers(Scope(roles=("staff",))), rows.covers(Scope(terms=("long_term_physical",)))
    (True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property

from erasmus_grants.basics.algebra import Condition, Text, Word, any_of, is_one_of, is_word, not_, once
from erasmus_grants.basics.scope import Entry, RowsKey, Scope
from erasmus_grants.basics.vocabulary import (
    STAFF_ACTIVITIES,
    STUDENT_ACTIVITIES,
    Direction,
    FindingCode,
    Funding,
    Severity,
    Term,
)
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.records.mobility import MobilityColumns
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.countries import members_of
from erasmus_grants.rules.short_term import is_short

_DECIDING = (Severity.REFUSING, Severity.UNKNOWN)


class Side:
    """The country on one side of a mobility, and the groups in which it is.

    Attributes:
        given: The country as the row states it.
        stated: Whether it is known: stated, or the home of the rulebook on its own side.
        home: The home of the rulebook; empty: it has none.
        by_home: Whether it is not stated, and is the home of the rulebook.
    """

    def __init__(self, given: Text, *, at_home: Condition, home: str, members: Mapping[str, tuple[str, ...]]) -> None:
        self.given = given
        self.stated = given.stated | at_home
        self.home = home
        self.by_home = not_(given.stated) & at_home
        self._members = members
        self._within: dict[tuple[str, ...], Condition] = {}
        self._stated_within: dict[tuple[str, ...], Condition] = {}

    def within(self, groups: tuple[str, ...] | None) -> Condition:
        """Return whether the country is in one of these groups; None allows any, also one that is not known."""
        if groups is None:
            return True
        if groups not in self._within:
            is_home = self.home in self._countries(groups)
            self._within[groups] = self.stated_within(groups) | (self.by_home if is_home else False)
        return self._within[groups]

    def stated_within(self, groups: tuple[str, ...] | None) -> Condition:
        """Return whether the row itself states a country of one of these groups; None allows any."""
        if groups is None:
            return True
        if groups not in self._stated_within:
            self._stated_within[groups] = once(is_one_of(self.given, self._countries(groups)), "within")
        return self._stated_within[groups]

    def _countries(self, groups: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(country for group in groups for country in self._members.get(group, ())))


class RulebookOverRows:
    """One rulebook over all rows.

    Attributes:
        rulebook: The rulebook.
        mobilities: The fields of all rows.
        found: For each code of a finding the rows in which it was found.
        explained: Whether findings that decide nothing are looked for too.
        sending: The sending country.
        receiving: The receiving country.
    """

    def __init__(self, rulebook: Rulebook, mobilities: MobilityColumns, *, explained: bool = True) -> None:
        self.rulebook = rulebook
        self.mobilities = mobilities
        self.explained = explained
        self.found: dict[FindingCode, Condition] = {}
        self._covered: dict[Scope, Condition] = {}
        self._covered_anywhere: dict[Scope, Condition] = {}
        self._reached_km: dict[int, Condition] = {}
        home = "" if rulebook.home is None else rulebook.home.country
        self._members = members = members_of(rulebook.country_groups)
        ours, theirs, direction = mobilities.sending_country, mobilities.receiving_country, mobilities.direction
        outgoing, incoming = is_word(direction, Direction.OUTGOING), is_word(direction, Direction.INCOMING)
        self.sending = Side(ours, at_home=bool(home) & outgoing, home=home, members=members)
        self.receiving = Side(theirs, at_home=bool(home) & incoming, home=home, members=members)

    def note(self, code: FindingCode, where: Condition) -> None:
        """Note in which rows a finding is found, besides those in which it was found so far."""
        if self.explained or SEVERITIES[code] in _DECIDING:
            self.found[code] = self.found.get(code, False) | where

    def at_least_km(self, kilometres: int) -> Condition:
        """Return whether a distance reaches so many kilometres; one that is not stated is 0."""
        if kilometres not in self._reached_km:
            reached = self.mobilities.distance_km.value >= kilometres
            self._reached_km[kilometres] = once(reached, f"from_{kilometres}_km")
        return self._reached_km[kilometres]

    def covers(self, scope: Scope) -> Condition:
        """Return whether a scope covers a row."""
        if scope not in self._covered:
            sides = self.sending.within(scope.sending_groups) & self.receiving.within(scope.receiving_groups)
            self._covered[scope] = once(self.covers_but_for_countries(scope) & sides, "scope")
        return self._covered[scope]

    def covers_but_for_countries(self, scope: Scope) -> Condition:
        """Return whether a scope covers a row, whatever its countries."""
        if scope not in self._covered_anywhere:
            self._covered_anywhere[scope] = scope.covers_but_for_countries(self._key)
        return self._covered_anywhere[scope]

    def applies(self, entry: Entry, table: Iterable[Entry]) -> Condition:
        """Return whether an entry applies to a row; one that gives way does where no other of its table does."""
        where = self.covers(entry.scope)
        if entry.gives_way:
            for other in table:
                if not other.gives_way and entry.scope.overlaps(other.scope, self._members):
                    where = where & not_(self.covers(other.scope))
        return where

    def lacks_country(self, entries: Iterable[Entry]) -> Condition:
        """Return whether a country that is not stated would decide between entries."""
        scopes = dict.fromkeys(entry.scope for entry in entries)
        lacks_sending = any_of(
            self.covers_but_for_countries(scope) & _open_or_within(self.receiving, scope.receiving_groups)
            for scope in scopes
            if scope.sending_groups
        )
        lacks_receiving = any_of(
            self.covers_but_for_countries(scope) & _open_or_within(self.sending, scope.sending_groups)
            for scope in scopes
            if scope.receiving_groups
        )
        return not_(self.sending.stated) & lacks_sending | not_(self.receiving.stated) & lacks_receiving

    def of_term(self, term: Term) -> Condition:
        """Return whether a stay counts as staff, short-term or long-term mobility."""
        return is_word(self._key.term, term)

    @cached_property
    def funded(self) -> Condition:
        """Whether the rulebook pays for the activity, and the participant takes its money."""
        rules = [rule for rule in self.rulebook.activities if rule.funding is Funding.FUNDED]
        return once(any_of(self.covers(rule.scope) for rule in rules) & not_(self.mobilities.zero_grant), "funded")

    @cached_property
    def lacks_activity(self) -> Condition:
        """Whether a country that is not stated decides which activity it is."""
        return once(self.lacks_country(self.rulebook.activities), "lacks_activity")

    @cached_property
    def lacks_tables(self) -> Condition:
        """Whether it is not known which tables pay for the activity, or whether any does."""
        unpublished = [rule for rule in self.rulebook.activities if rule.funding is Funding.NOT_PUBLISHED]
        unknown = any_of(self.covers(rule.scope) for rule in unpublished) | self.lacks_activity
        return once(unknown & not_(self.mobilities.zero_grant), "lacks_tables")

    @cached_property
    def _key(self) -> RowsKey:
        row = self.mobilities
        return RowsKey(
            activity=row.activity,
            direction=row.direction,
            role=row.role,
            term=self._terms(),
            blended_intensive_programme=row.blended_intensive_programme,
            fewer_opportunities=row.fewer_opportunities,
        )

    def _terms(self) -> Word:
        row, rule = self.mobilities, self.rulebook.short_term
        short = row.blended_intensive_programme
        if rule is not None:
            short = short | is_short(row, row.stay.net_days, rule=rule)
        for_students = is_one_of(row.activity, STUDENT_ACTIVITIES)
        members: dict[StrEnum, Condition] = {
            Term.STAFF: once(is_one_of(row.activity, STAFF_ACTIVITIES), "staff"),
            Term.SHORT_TERM_PHYSICAL: once(for_students & short, "short_term"),
            Term.LONG_TERM_PHYSICAL: once(for_students & not_(short), "long_term"),
        }
        return Word(members, stated=True)


def _open_or_within(side: Side, groups: tuple[str, ...] | None) -> Condition:
    return not_(side.stated) | side.within(groups)
