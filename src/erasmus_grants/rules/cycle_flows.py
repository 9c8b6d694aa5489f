"""Students of which study cycle may go, where that depends on the countries.

Who states no study cycle is asked for it where it decides.  A doctoral candidate has a role of their own; whoever is in
a one-cycle programme is below the third cycle.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, mobility projects supported by external policy
    funds: towards countries of some regions that receive official development assistance, only students at doctoral
    level go out: https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_source
    >>> flow = CycleFlow(cycles="third", source=toy_source())
    >>> bachelor = toy_mobility(activity="SMT", study_cycle="first")
    >>> [found.message for found in cycle_flow_findings(bachelor, flow)]
    ["The study cycle 'first' is not eligible for SMT outgoing; possible: third."]
"""

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from erasmus_grants.basics.algebra import AnyWord, Condition, is_one_of, is_stated, is_word, not_
from erasmus_grants.basics.scope import Entry, NotPublished, SomeMembers, WrittenMembers, published_or_not
from erasmus_grants.basics.vocabulary import FindingCode, ParticipantRole, Phrase, StudyCycle
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility, Traits

STATING_ROLES = (ParticipantRole.STUDENT, ParticipantRole.RECENT_GRADUATE)
"""Who states a study cycle: a doctoral candidate is in the third in any case, and nobody else studies."""

_BELOW_THIRD = (StudyCycle.SHORT, StudyCycle.FIRST, StudyCycle.SECOND)
"""The study cycles of a student, and of a one-cycle programme; the third is that of doctoral candidates."""


class CycleFlow(Entry):
    """Students of which study cycles may go; staff may in any case."""

    cycles: SomeMembers[StudyCycle] = Field(description="the study cycles whose students may go")


class CycleFlowNotPublished(NotPublished):
    """Mobilities of which nobody confirms whether students of every study cycle may go."""

    cycles_confirmed: WrittenMembers[StudyCycle] = Field(
        default=(), description="the study cycles whose students may go in any case; omitted: none"
    )


CycleFlowEntry = Annotated[
    Annotated[CycleFlow, Tag("published")] | Annotated[CycleFlowNotPublished, Tag("not_published")],
    Discriminator(published_or_not),
]
"""Students of which study cycles may go, or the statement that it is not confirmed."""


def certain_cycles(rule: CycleFlow | CycleFlowNotPublished) -> tuple[StudyCycle, ...]:
    """Return the study cycles whose students may go for certain.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> certain_cycles(CycleFlowNotPublished(not_published="ask.", source=toy_source()))
        ()
    """
    return rule.cycles if isinstance(rule, CycleFlow) else rule.cycles_confirmed


def is_of_other_cycle(
    cycle: AnyWord, role: AnyWord, rule: CycleFlow | CycleFlowNotPublished, *, one_cycle: Condition
) -> Condition:
    """Return whether a participant studies, and is of another cycle than those that may go.

    Args:
        cycle: The study cycle, as it is stated.
        role: The participant.
        rule: The entry of the rulebook that applies.
        one_cycle: Whether the mobility states a one-cycle programme.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> flow = CycleFlow(cycles="third", source=toy_source())
        >>> is_of_other_cycle(StudyCycle.FIRST, ParticipantRole.STUDENT, flow, one_cycle=False)
        True
        >>> [is_of_other_cycle(None, ParticipantRole.STUDENT, flow, one_cycle=one_cycle) for one_cycle in (True, False)]
        [True, False]
    """
    left_out = _left_out(rule)
    other = is_one_of(cycle, sorted(left_out)) | (not certain_cycles(rule))
    may_be_third = is_word(role, ParticipantRole.RECENT_GRADUATE) & is_stated(cycle)
    below = one_cycle & not_(may_be_third) & left_out.issuperset(_BELOW_THIRD)
    third = is_word(role, ParticipantRole.DOCTORAL_CANDIDATE) & (StudyCycle.THIRD in left_out)
    return is_one_of(role, STATING_ROLES) & (other | below) | third


def lacks_cycle(
    cycle: AnyWord, role: AnyWord, rule: CycleFlow | CycleFlowNotPublished, *, one_cycle: Condition
) -> Condition:
    """Return whether the study cycle would decide, and is not stated.

    Of a student it decides, too, where only the third cycle goes: it is not known whether this is a doctoral candidate.

    Args:
        cycle: The study cycle, as it is stated.
        role: The participant.
        rule: The entry of the rulebook that applies.
        one_cycle: Whether the mobility states a one-cycle programme.

    Examples:
        >>> from erasmus_grants.testing import toy_source
        >>> flow = CycleFlow(cycles="third", source=toy_source())
        >>> roles = (ParticipantRole.STUDENT, ParticipantRole.DOCTORAL_CANDIDATE, ParticipantRole.STAFF)
        >>> [lacks_cycle(None, role, flow, one_cycle=False) for role in roles]
        [True, False, False]
    """
    left_out = _left_out(rule)
    some = is_one_of(role, STATING_ROLES) & (not left_out.isdisjoint(_BELOW_THIRD))
    third = is_word(role, ParticipantRole.RECENT_GRADUATE) & not_(one_cycle) & (StudyCycle.THIRD in left_out)
    decided = is_stated(cycle) | is_of_other_cycle(cycle, role, rule, one_cycle=one_cycle)
    return (some | third) & not_(decided)


def cycle_flow_findings(mobility: Mobility | Traits, rule: CycleFlow | CycleFlowNotPublished) -> tuple[Finding, ...]:
    """Return whether the study cycle may not go, or has to be stated first, or nobody confirms that it may go.

    Source:
        Programme Guide, Part B, "Additional eligibility criteria for mobility projects supported by external policy
        funds"; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> flow = CycleFlow(cycles="third", source=toy_source())
        >>> [found.code.value for found in cycle_flow_findings(toy_mobility(activity="SMT"), flow)]
        ['STUDY_CYCLE_MISSING']
        >>> cycle_flow_findings(toy_mobility(activity="SMT", role="doctoral_candidate"), flow)
        ()
    """
    cycle, role, one_cycle = mobility.study_cycle, mobility.role, mobility.one_cycle_programme
    if is_of_other_cycle(cycle, role, rule, one_cycle=one_cycle):
        if isinstance(rule, CycleFlowNotPublished):
            return (Finding.of(FindingCode.ELIGIBILITY_NOT_PUBLISHED, rule.source, why=rule.not_published),)
        told = {"cycle": _told(mobility), "given": cycle or StudyCycle.THIRD}
        return (Finding.of(FindingCode.STUDY_CYCLE_NOT_ELIGIBLE, rule.source, **told, **_compared(mobility, rule)),)
    if lacks_cycle(cycle, role, rule, one_cycle=one_cycle):
        return (Finding.of(FindingCode.STUDY_CYCLE_MISSING, rule.source, **_compared(mobility, rule)),)
    return ()


def _left_out(rule: CycleFlow | CycleFlowNotPublished) -> frozenset[StudyCycle]:
    """Return the study cycles that are not among those that may go."""
    return frozenset(StudyCycle).difference(certain_cycles(rule))


def _told(mobility: Mobility | Traits) -> Phrase:
    """Return the phrase for the study cycles of a participant who may not go."""
    is_one = mobility.study_cycle is not None or mobility.role is ParticipantRole.DOCTORAL_CANDIDATE
    return Phrase.ONE_STUDY_CYCLE if is_one else Phrase.STUDY_CYCLES_OF_ONE_CYCLE_PROGRAMMES


def _compared(mobility: Mobility | Traits, rule: CycleFlow | CycleFlowNotPublished) -> dict[str, str]:
    """Return what a finding compares; the country only where the entry is about some."""
    country = mobility.receiving_country if rule.scope.receiving_groups else None
    return {
        "activity": mobility.activity,
        "direction": mobility.direction,
        "towards": "" if country is None else Phrase.TO_COUNTRY,
        "country": country or "",
        "allowed": ", ".join(certain_cycles(rule)),
    }
