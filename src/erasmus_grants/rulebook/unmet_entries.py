"""Entries of a whole rulebook that apply to none of its mobilities.

Such an entry is a slip, and what it was to say or to pay is missing without a word.

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> list(entries_without_mobilities(toy_rulebook()))
    []
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from erasmus_grants.basics.problems import Place
from erasmus_grants.basics.scope import CountryAsked, Entry, Scope, TableUse, scope_in_words, tables_of
from erasmus_grants.basics.vocabulary import STUDENT_ACTIVITIES, ActivityType, Funding, ParticipantRole, TopUpKind
from erasmus_grants.rulebook.checks import NO_MOBILITY
from erasmus_grants.rulebook.domain import Domain, domain_of
from erasmus_grants.rulebook.overlays import Merged
from erasmus_grants.rulebook.tables import RulebookTables
from erasmus_grants.rules.activities import ActivityRule

Unmet = tuple[Place, str, None]
"""The place of an entry, a sentence, and nothing, as nothing is wrong with what was given."""

_ROLES, _FLOWS = " and has a role that may take part", " and goes where the flows lead"
_OF_STUDENTS = ("cycle_limits", "cycle_flows")
_WHO_TEACHES = (ParticipantRole.STAFF, ParticipantRole.INVITED_STAFF, ParticipantRole.DOCTORAL_CANDIDATE)


def entries_without_mobilities(rulebook: RulebookTables) -> Iterator[Unmet]:
    """Yield each entry of a whole rulebook that applies to none of its mobilities.

    They are those of its activities, of a role that may take part, between countries of its flows.  What pays applies
    to those that may be funded, a rate to those of its term, and a top-up to those who have it.  Study cycles are those
    of students, and hours of teaching those of whoever teaches.  An activity that is not funded and a closed flow say
    why a mobility is refused, so flows need not lead there.  Of a rulebook that is based on another all this is no
    fault: the base has entries for all countries.

    Args:
        rulebook: The rulebook, whose tables go together.

    Yields:
        The place, the sentence, and nothing.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook, toy_source
        >>> hours = {"scope": {"roles": "invited_staff"}, "hours_per_week": 8, "hours_per_week_combined": 4}
        >>> toy = toy_rulebook().model_copy(update={"teaching_hours": [{**hours, "source": toy_source()}]})
        >>> [sentence.rpartition(" within ")[2] for _, sentence, _ in entries_without_mobilities(toy)]
        ['{"roles": ["invited_staff"]} and teaches and has a role that may take part']
    """
    covered = _mobilities(rulebook, rulebook.activities)
    funded = _mobilities(rulebook, [rule for rule in rulebook.activities if rule.funding is not Funding.NOT_FUNDED])
    of_kind: dict[object, _Mobilities] = {  # any other kind is for all
        kind: funded.narrowed(f" and can have {kind}", scope) for kind, scope in _scopes_of_kinds().items()
    }
    for name, use in tables_of(type(rulebook)).items():
        usual = tuple(_of_table(name, use, covered, funded))
        entries: tuple[Entry, ...] = getattr(rulebook, name)
        for number, entry in enumerate(entries):
            kind = of_kind.get(getattr(entry, "kind", None))
            who = usual if kind is None else (kind,)
            lacking = _lacking(entry.scope, who, refused_too=_says_why_not(name, entry))
            if lacking is not None:
                yield (name, number), f"{NO_MOBILITY} {scope_in_words(entry.scope)}{lacking}", None
    yield from _of_agreements(rulebook, covered)


def unmet_in_overlay(rulebook: RulebookTables, both: Merged) -> Iterator[Unmet]:
    """Yield each entry that applies to no mobility of a rulebook and is no entry of the one that it is based on.

    Args:
        rulebook: The rulebook, which has entries of both.
        both: The tables as they were merged.

    Yields:
        The place in what is based on the other, the sentence, and nothing.

    Examples:
        >>> from erasmus_grants.rulebook.overlays import merged
        >>> from erasmus_grants.testing import toy_rulebook
        >>> list(unmet_in_overlay(toy_rulebook(), merged(toy_rulebook(), {}, replace=())))
        []
    """
    for place, sentence, given in entries_without_mobilities(rulebook):
        merged = both.place_in_overlay(place)
        if place[0] in both.origins and len(merged) == len(place):
            yield merged, sentence, given


class _Mobilities(NamedTuple):
    """Mobilities that an entry may be for.

    Attributes:
        said: What they have in common, after the words of a scope.
        all: All of them, whoever takes part, wherever they go.
        eligible: Those of a role that may take part.
        led: Those that go where a flow leads, or that no flow is about.
        eligible_led: Those that are both.
        closed: Between which groups they do not go, although they would by the flows.
    """

    said: str
    all: Domain
    eligible: Domain
    led: Domain
    eligible_led: Domain
    closed: tuple[Scope, ...]

    def narrowed(self, said: str, scope: Scope) -> "_Mobilities":
        """Return those that are within a scope, and what they have in common."""
        every, eligible, led, both = (
            domain.within([scope]) for domain in (self.all, self.eligible, self.led, self.eligible_led)
        )
        return _Mobilities(said, every, eligible, led, both, self.closed)

    def lacking(self, scope: Scope, *, refused_too: bool) -> str | None:
        """Return what no mobility of a scope is; None: some are all that.

        Args:
            scope: The scope of an entry.
            refused_too: Whether it may be for roles that cannot take part, and for where no flow leads.
        """
        if not self.all.mobilities(scope):
            return self.said
        if refused_too:
            return None
        if self.led.is_taken(scope, self.closed):
            return self.said + _FLOWS
        if not self.eligible.mobilities(scope):
            return self.said + _ROLES
        return f"{self.said}{_ROLES}{_FLOWS}" if self.eligible_led.is_taken(scope, self.closed) else None


def _of_table(name: str, use: TableUse, covered: _Mobilities, funded: _Mobilities) -> Iterator[_Mobilities]:
    """Yield the mobilities of which an entry of a table needs some, those that it is really about last."""
    if name == "teaching_hours":
        yield covered.narrowed(" and teaches", Scope(activities=(ActivityType.STA,)))
        yield covered.narrowed(" and teaches", Scope(activities=(ActivityType.STA,), roles=_WHO_TEACHES))
    elif use.country is CountryAsked.IF_FUNDED or name == "payment_splits":
        yield (paid := funded._replace(said=" and may be funded"))
        if use.term is not None:
            yield paid.narrowed(f"{paid.said} and has the term {use.term}", Scope(terms=(use.term,)))
    else:
        yield covered
        if name in _OF_STUDENTS:
            yield covered.narrowed(" and is one of students", Scope(activities=STUDENT_ACTIVITIES))


def _lacking(scope: Scope, who: Iterable[_Mobilities], *, refused_too: bool) -> str | None:
    """Return what no mobility of a scope is of the first of some mobilities that has none; None: each has some."""
    found = (mobilities.lacking(scope, refused_too=refused_too) for mobilities in who)
    return next((lacking for lacking in found if lacking is not None), None)


def _scopes_of_kinds() -> dict[TopUpKind, Scope]:
    """Return who can have a kind of top-up that is not for all."""
    return {
        TopUpKind.TOP_UP_FEWER_OPPORTUNITIES: Scope(fewer_opportunities=True),
        TopUpKind.TOP_UP_TRAINEESHIP: Scope(activities=(ActivityType.SMS, ActivityType.SMT)),
    }


def _mobilities(rulebook: RulebookTables, rules: Sequence[ActivityRule]) -> _Mobilities:
    """Return the mobilities of some activities of a rulebook."""
    domain, flows = domain_of(rulebook), [flow.scope for flow in rulebook.flows]
    about = [_wherever(flow) for flow in flows]
    led = domain.within(flows).beside(domain.without(about))
    scopes, eligible = [rule.scope for rule in rules], [scope for rule in rules for scope in _of_eligible_roles(rule)]
    return _Mobilities(
        said="",
        all=domain.within(scopes),
        eligible=domain.within(eligible),
        led=led.within(scopes),
        eligible_led=led.within(eligible),
        closed=tuple(flow.scope for flow in rulebook.closed_flows),
    )


def _of_eligible_roles(rule: ActivityRule) -> Iterator[Scope]:
    """Yield the scope of an activity for those who may take part; none, if it is for nobody of them."""
    roles = [role for role in rule.roles if rule.scope.roles is None or role in rule.scope.roles]
    if roles:
        yield rule.scope.model_copy(update={"roles": roles})


def _wherever(flow: Scope) -> Scope:
    return flow.model_copy(update={"sending_groups": None, "receiving_groups": None})


def _says_why_not(table: str, entry: Entry) -> bool:
    """Return whether an entry is there to say why a mobility is refused."""
    return table == "closed_flows" or (isinstance(entry, ActivityRule) and entry.funding is Funding.NOT_FUNDED)


def _of_agreements(rulebook: RulebookTables, covered: _Mobilities) -> Iterator[Unmet]:
    """Yield each row of an agreement that may be open, and that no mobility of the rulebook is about."""
    for number, agreement in enumerate(rulebook.agreements):
        for row, flow in enumerate(agreement.flows):
            scope = Scope(activities=(flow.activity,), directions=(flow.direction,))
            lacking = None if flow.marked_open is False else covered.lacking(scope, refused_too=False)
            if lacking is not None:
                place = ("agreements", number, "flows", row)
                yield place, f"{NO_MOBILITY} {scope_in_words(scope)}{lacking}", None
