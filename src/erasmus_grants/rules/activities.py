"""Which activities a rulebook covers, for whom, with which host and purpose.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, "Eligible activities" and "Eligible participants":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> rules = toy_rulebook().activities
    >>> [found.code.value for found in activity_findings(toy_mobility(role="student"), rules[0], rules=rules)]
    ['ROLE_NOT_ELIGIBLE']
"""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from erasmus_grants.basics.algebra import AnyWord, Condition, is_one_of, is_stated, is_word, not_
from erasmus_grants.basics.field_types import Choice
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import Entry, Scope, SomeMembers
from erasmus_grants.basics.sources import REMARK, SENTENCE
from erasmus_grants.basics.vocabulary import (
    STAFF_ACTIVITIES,
    ActivityType,
    Direction,
    FindingCode,
    Funding,
    HostKind,
    ParticipantRole,
    Phrase,
    Purpose,
)
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility, Traits


class ActivityRule(Entry):
    """What a rulebook says of an activity in a direction."""

    funding: Choice[Funding] = Field(default=Funding.FUNDED, description="whether this rulebook pays for it")
    why: Annotated[str, REMARK] = Field(default="", description="why it does not, in a sentence")
    roles: SomeMembers[ParticipantRole] = Field(description="who may take part")
    hosts: SomeMembers[HostKind] | None = Field(default=None, description="where; omitted means anywhere")
    purposes: SomeMembers[Purpose] | None = Field(default=None, description="what is listed; omitted means no list")
    not_combined: Annotated[str, SENTENCE] = Field(
        default="", description="why it cannot be combined, in a sentence; empty: it can"
    )

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if self.funding is not Funding.FUNDED and not self.why.strip():
            raise invalid(ActivityRule, ("why", "an activity that is not funded says why, in a sentence", self.why))
        return self


class ExcludedPurpose(Entry):
    """A purpose that is never eligible, or not at some hosts."""

    purpose: Choice[Purpose] = Field(description="what is not eligible")
    hosts: SomeMembers[HostKind] | None = Field(default=None, description="at which hosts; omitted means anywhere")


class MobilityRestriction(Entry):
    """A warning that mobility with some places may be restricted."""

    why: Annotated[str, REMARK] = Field(min_length=1, description="what is printed about it, in a sentence")


def activity_findings(
    mobility: Mobility | Traits,
    rule: ActivityRule | None,
    *,
    rules: tuple[ActivityRule, ...],
    exclusions: tuple[ExcludedPurpose, ...] = (),
) -> tuple[Finding, ...]:
    """Return what stands against the activity, its participant, host and purpose.

    Args:
        mobility: The mobility.
        rule: The entry of the rulebook that applies, or None.
        rules: The whole table, to say what is covered instead.
        exclusions: The purposes that are never eligible for this mobility.

    Source:
        Programme Guide, Part B, Key Action 1, higher education, "Eligible activities"; the entry used is in
        `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> rules = toy_rulebook().activities
        >>> activity_findings(toy_mobility(), None, rules=rules)[0].code.value
        'ACTIVITY_NOT_COVERED'
    """
    excluded = exclusion_findings(mobility, exclusions)
    if rule is None:
        return (_not_covered(mobility, rules), *excluded)
    found_so_far = (
        *_funding(mobility, rule),
        *_role(mobility, rule),
        *_host(mobility, rule),
        *_combination(mobility, rule),
        *excluded,
    )
    return found_so_far if excluded else (*found_so_far, *_unlisted_purpose(mobility, rule))


def exclusion_findings(mobility: Mobility | Traits, exclusions: tuple[ExcludedPurpose, ...]) -> tuple[Finding, ...]:
    """Return whether the purpose is one that is never eligible.

    Args:
        mobility: The mobility.
        exclusions: The entries of the rulebook that apply.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> exclusions = toy_rulebook().excluded_purposes
        >>> [found.code.value for found in exclusion_findings(toy_mobility(purpose="conference"), exclusions)]
        ['CONFERENCE_NOT_ELIGIBLE']
    """
    purpose, host = mobility.purpose, mobility.receiving_organisation
    return tuple(_excluded(entry, host) for entry in exclusions if is_excluded(purpose, host, entry))


def code_of_exclusion(entry: ExcludedPurpose) -> FindingCode:
    """Return what is found where a purpose is excluded.

    Args:
        entry: The entry that excludes it.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> code_of_exclusion(toy_rulebook().excluded_purposes[0]).value
        'CONFERENCE_NOT_ELIGIBLE'
    """
    conference = entry.purpose is Purpose.CONFERENCE
    return FindingCode.CONFERENCE_NOT_ELIGIBLE if conference else FindingCode.PURPOSE_NOT_ELIGIBLE


def is_excluded(purpose: AnyWord, host: AnyWord, entry: ExcludedPurpose) -> Condition:
    """Return whether a purpose is stated and excluded, at a host that is stated if the entry is about some.

    Source:
        Programme Guide, Part B, "Eligible activities" and "Other requirements"; the entry of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> is_excluded(Purpose.CONFERENCE, None, toy_rulebook().excluded_purposes[0])
        True
    """
    return is_word(purpose, entry.purpose) & is_one_of(host, entry.hosts)


def _excluded(entry: ExcludedPurpose, host: HostKind | None) -> Finding:
    code, purpose = code_of_exclusion(entry), entry.purpose
    if entry.hosts is None or host is None:
        return Finding.of(code, entry.source, given=purpose)
    return Finding.of(code, entry.source, given=Phrase.PURPOSE_AT_HOST, purpose=purpose, host=host)


def restriction_findings(restrictions: tuple[MobilityRestriction, ...]) -> tuple[Finding, ...]:
    """Return a note for each restriction that may apply.

    Examples:
        >>> restriction_findings(())
        ()
    """
    return tuple(
        Finding.of(FindingCode.MOBILITY_RESTRICTION_POSSIBLE, entry.source, why=entry.why) for entry in restrictions
    )


def lacks_teaching_contract(activity: AnyWord, role: AnyWord, contract: Condition, rule: ActivityRule) -> Condition:
    """Return whether a doctoral candidate is to teach or train without a teaching contract.

    Source:
        Programme Guide, Part B, "Eligible participants": staff are employed there; the entry of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rule = toy_rulebook().activities[0]
        >>> lacks_teaching_contract(ActivityType.STA, ParticipantRole.STAFF, False, rule)
        False
    """
    doctoral = is_word(role, ParticipantRole.DOCTORAL_CANDIDATE) & is_one_of(role, rule.roles)
    return doctoral & is_one_of(activity, STAFF_ACTIVITIES) & not_(contract)


def is_other_host(host: AnyWord, rule: ActivityRule) -> Condition:
    """Return whether the receiving organisation is stated and none that the activity allows.

    Source:
        Programme Guide, Part B, "Eligible participating organisations"; the entry of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> is_other_host(None, toy_rulebook().activities[0])
        False
    """
    return is_stated(host) & not_(is_one_of(host, rule.hosts))


def is_unlisted_purpose(purpose: AnyWord, combined: Condition, rule: ActivityRule) -> Condition:
    """Return whether the purpose is stated and none of those that are listed for the activity.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> is_unlisted_purpose(None, False, toy_rulebook().activities[0])
        False
    """
    return is_stated(purpose) & not_(is_one_of(purpose, rule.purposes)) & not_(combined)


def _funding(mobility: Mobility | Traits, rule: ActivityRule) -> Iterator[Finding]:
    if rule.funding is Funding.NOT_FUNDED:
        activity, direction = mobility.activity, mobility.direction
        yield Finding.of(
            FindingCode.ACTIVITY_NOT_FUNDED, rule.source, activity=activity, direction=direction, why=rule.why
        )
    if rule.funding is Funding.NOT_PUBLISHED and not mobility.zero_grant:
        yield Finding.of(FindingCode.RATE_NOT_PUBLISHED, rule.source, why=rule.why)


def _role(mobility: Mobility | Traits, rule: ActivityRule) -> Iterator[Finding]:
    role, activity = mobility.role, mobility.activity
    if not is_one_of(role, rule.roles):
        allowed = ", ".join(rule.roles)
        yield Finding.of(FindingCode.ROLE_NOT_ELIGIBLE, rule.source, given=role, activity=activity, allowed=allowed)
    elif lacks_teaching_contract(activity, role, mobility.teaching_contract, rule):
        yield Finding.of(FindingCode.TEACHING_CONTRACT_MISSING, rule.source, activity=activity)


def _host(mobility: Mobility | Traits, rule: ActivityRule) -> Iterator[Finding]:
    host = mobility.receiving_organisation
    if host is not None and rule.hosts is not None and is_other_host(host, rule):
        yield Finding.of(
            FindingCode.RECEIVING_ORGANISATION_NOT_ELIGIBLE,
            rule.source,
            given=host,
            activity=mobility.activity,
            direction=mobility.direction,
            allowed=", ".join(rule.hosts),
        )


def _combination(mobility: Mobility | Traits, rule: ActivityRule) -> Iterator[Finding]:
    if mobility.combined and rule.not_combined:
        activity, direction = mobility.activity, mobility.direction
        other = Phrase.A_TRAINEESHIP if activity.is_for_students else Phrase.STAFF_TRAINING
        code, why = FindingCode.COMBINATION_NOT_ELIGIBLE, rule.not_combined
        yield Finding.of(code, rule.source, activity=activity, direction=direction, other=other, why=why)


def _unlisted_purpose(mobility: Mobility | Traits, rule: ActivityRule) -> Iterator[Finding]:
    purpose, listed = mobility.purpose, rule.purposes
    if purpose is not None and listed is not None and is_unlisted_purpose(purpose, mobility.combined, rule):
        code, words = FindingCode.PURPOSE_NOT_LISTED, ", ".join(listed)
        yield Finding.of(code, rule.source, given=purpose, activity=mobility.activity, listed=words)


def _not_covered(mobility: Mobility | Traits, rules: tuple[ActivityRule, ...]) -> Finding:
    return Finding.of(
        FindingCode.ACTIVITY_NOT_COVERED,
        rules[0].source,
        activity=mobility.activity,
        direction=mobility.direction,
        programme=_programme(blended_intensive=mobility.blended_intensive_programme),
        covered="; ".join(dict.fromkeys(_covered(rule.scope) for rule in rules)),
    )


def _covered(scope: Scope) -> str:
    activities = "/".join(scope.activities or tuple(ActivityType))
    directions = "/".join(scope.directions or tuple(Direction))
    programme = scope.blended_intensive_programme
    return f"{activities} {directions}" + ("" if programme is None else f", {_programme(blended_intensive=programme)}")


def _programme(*, blended_intensive: bool) -> Phrase:
    inside, outside = Phrase.IN_BLENDED_INTENSIVE_PROGRAMME, Phrase.OUTSIDE_BLENDED_INTENSIVE_PROGRAMME
    return inside if blended_intensive else outside
