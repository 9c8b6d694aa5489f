"""One rulebook laid over the rows of a frame: to which rows an entry applies, and what was found so far.

Examples:
    >>> import narwhals.stable.v2 as nw
    >>> import polars
    >>> from erasmus_grants.frames.fields import Reader
    >>> from erasmus_grants.testing import toy_rulebook
    >>> frame = nw.from_native(polars.DataFrame({"activity": ["STA"], "direction": ["outgoing"]}))
    >>> names = {"activity": "activity", "direction": "direction"}
    >>> steps = Steps()
    >>> row = Reader(frame, names, steps).row()
    >>> sheet = Sheet(toy_rulebook(), row, Stays(row.start, row.end, 0, steps), steps)
    >>> sheet.covers(Scope(roles=("staff",))), sheet.covers(Scope(terms=("long_term_physical",)))
    (True, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from erasmus_grants.basics.scope import Entry, NotPublished, Scope
from erasmus_grants.basics.vocabulary import Direction, FindingCode, Funding, Severity, Term
from erasmus_grants.frames.algebra import (
    AnyValue,
    Column,
    Number,
    Steps,
    Truth,
    all_of,
    any_of,
    both,
    either,
    opposite,
    quotient,
)
from erasmus_grants.frames.fields import Row, Text
from erasmus_grants.frames.stays import Stays
from erasmus_grants.records.findings import SEVERITIES
from erasmus_grants.rulebook.model import Rulebook
from erasmus_grants.rules.countries import members_of


class Side:
    """The country on one side of a mobility, and the groups in which it is.

    Attributes:
        given: The country as the row states it.
        stated: Whether it is known: stated, or the home of the rulebook on its own side.
    """

    def __init__(self, given: Text, *, at_home: Truth, home: str, members: Mapping[str, tuple[str, ...]]) -> None:
        self.given = given
        self.stated = either(given.stated, at_home)
        self._home = home
        self._by_home = both(opposite(given.stated), at_home)
        self._members = members

    def within(self, groups: Iterable[str] | None) -> Truth:
        """Return whether the country is in one of these groups; None allows any, also one that is not known."""
        if groups is None:
            return True
        countries = self._countries(groups)
        return either(self.given.within(countries), self._by_home if self._home in countries else False)

    def stated_within(self, groups: Iterable[str] | None) -> Truth:
        """Return whether the row itself states a country of one of these groups; None allows any."""
        return True if groups is None else self.given.within(self._countries(groups))

    def _countries(self, groups: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(country for group in groups for country in self._members.get(group, ())))


class Sheet:
    """One rulebook over all rows.

    Attributes:
        found: For each code of a finding the rows in which it was found.
        explained: Whether findings that do not block a grant are looked for too.
    """

    def __init__(self, book: Rulebook, row: Row, stays: Stays, steps: Steps, *, explained: bool = True) -> None:
        self.book = book
        self.row = row
        self.stays = stays
        self.explained = explained
        self.found: dict[FindingCode, Truth] = {}
        self._steps = steps
        self._covered: dict[Scope, Truth] = {}
        self._reached_km: dict[int, Truth] = {}
        home = "" if book.home is None else book.home.country
        self._members = members = members_of(book.country_groups)
        outgoing, incoming = row.direction.is_(Direction.OUTGOING), row.direction.is_(Direction.INCOMING)
        self.sending = Side(row.sending_country, at_home=both(bool(home), outgoing), home=home, members=members)
        self.receiving = Side(row.receiving_country, at_home=both(bool(home), incoming), home=home, members=members)

    def keep(self, value: AnyValue | Column, name: str) -> AnyValue | Column:
        """Return a value that is computed once."""
        return self._steps.keep(value, name)

    def quotient(self, number: Number, divisor: int) -> Number:
        """Return the float nearest to a quotient."""
        return quotient(number, divisor, self._steps)

    def find(self, code: FindingCode, where: Truth) -> None:
        """Note a finding."""
        if self.explained or SEVERITIES[code] is Severity.BLOCKING:
            self.found[code] = either(self.found.get(code, False), where)

    def at_least_km(self, kilometres: int) -> Truth:
        """Return whether a distance reaches so many kilometres; one that is not stated is 0."""
        if kilometres not in self._reached_km:
            reached = self.row.distance_km.value >= kilometres
            self._reached_km[kilometres] = self.keep(reached, f"from_{kilometres}_km")
        return self._reached_km[kilometres]

    def covers(self, scope: Scope) -> Truth:
        """Return whether a scope covers a row."""
        if scope not in self._covered:
            sides = both(self.sending.within(scope.sending_groups), self.receiving.within(scope.receiving_groups))
            where = both(self.covers_but_for_countries(scope), sides)
            self._covered[scope] = self.keep(where, "scope")
        return self._covered[scope]

    def answers(self, entry: Entry, table: Iterable[Entry]) -> Truth:
        """Return whether an entry applies to a row; one without figures does where no other of its table does."""
        where = self.covers(entry.scope)
        if isinstance(entry, NotPublished):
            for other in table:
                if not isinstance(other, NotPublished) and entry.scope.overlaps(other.scope, self._members):
                    where = both(where, opposite(self.covers(other.scope)))
        return where

    def covers_but_for_countries(self, scope: Scope) -> Truth:
        """Return whether a scope covers a row, whatever its countries."""
        row = self.row
        return all_of(
            row.activity.within(scope.activities),
            row.direction.within(scope.directions),
            row.role.within(scope.roles),
            True if scope.terms is None else any_of(self.terms[term] for term in scope.terms),
            _agrees(row.blended_intensive_programme, scope.blended_intensive_programme),
            _agrees(row.fewer_opportunities, scope.fewer_opportunities),
        )

    @cached_property
    def terms(self) -> Mapping[Term, Truth]:
        """For each term whether a stay counts as that."""
        row, rule = self.row, self.book.short_term
        short = row.blended_intensive_programme
        if rule is not None:
            possible = both(row.activity.within(rule.activities), row.role.within(rule.roles))
            short_enough = self.stays.net_days <= rule.maximum_days
            short = either(short, all_of(possible, short_enough, opposite(self.lacks_virtual_component)))
        return {
            Term.STAFF: self.keep(row.for_staff, "staff"),
            Term.SHORT_TERM_PHYSICAL: self.keep(both(row.for_students, short), "short_term"),
            Term.LONG_TERM_PHYSICAL: self.keep(both(row.for_students, opposite(short)), "long_term"),
        }

    @cached_property
    def lacks_virtual_component(self) -> Truth:
        """Whether there is no virtual component, and a short stay of this participant needs one."""
        rule = self.book.short_term
        free = () if rule is None else rule.roles_without_virtual_component or ()
        return both(opposite(self.row.virtual_component), opposite(self.row.role.within(free)))

    @cached_property
    def funded(self) -> Truth:
        """Whether the rulebook pays for the activity."""
        rules = [rule for rule in self.book.activities if rule.funding is Funding.FUNDED]
        return self.keep(any_of(self.covers(rule.scope) for rule in rules), "funded")


def _agrees(given: Truth, wanted: bool | None) -> Truth:  # noqa: FBT001 - what a scope says
    if wanted is None:
        return True
    return given if wanted else opposite(given)
