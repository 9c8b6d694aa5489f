"""Which student stays are short-term physical mobility, and when such a stay needs a virtual component.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education, "Blended mobility":
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
    >>> term_of(toy_mobility(activity="SMS", role="doctoral_candidate"), toy_rulebook().short_term).value
    'short_term_physical'
"""

from typing import Self

from pydantic import Field, model_validator

from erasmus_grants.basics.algebra import AnyWord, Condition, Whole, is_one_of, not_
from erasmus_grants.basics.model import Model, invalid
from erasmus_grants.basics.scope import SomeMembers, WrittenMembers
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import ActivityType, FindingCode, ParticipantRole, Term
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility


class ShortTermRule(Model):
    """Which student stays count as short-term physical mobility."""

    activities: WrittenMembers[ActivityType] = Field(
        default=(), description="activities that may be short, besides blended intensive programmes"
    )
    roles: SomeMembers[ParticipantRole] = Field(description="who may go for a short stay")
    roles_without_virtual_component: SomeMembers[ParticipantRole] | None = Field(
        default=None, description="who needs no virtual component for it"
    )
    minimum_days: int = Field(ge=1, description="shortest such stay [days]")
    maximum_days: int = Field(ge=1, description="longest such stay [days]")
    source: Source = Field(description="where it is printed")

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.minimum_days > self.maximum_days:
            sentence = f"the longest short stay is not shorter than the shortest, {self.minimum_days} days"
            raise invalid(ShortTermRule, ("maximum_days", sentence, self.maximum_days))
        return self


def term_of(mobility: Mobility, rule: ShortTermRule | None) -> Term:
    """Return whether a stay counts as short-term, long-term or staff mobility.

    Source:
        Programme Guide, Part B, "Blended mobility" and "Short-term physical mobility"; the rulebook names its page.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> term_of(toy_mobility(activity="SMS", virtual_component=True), toy_rulebook().short_term).value
        'short_term_physical'
    """
    if not mobility.activity.is_for_students:
        return Term.STAFF
    short = mobility.blended_intensive_programme or (
        rule is not None
        and (days := mobility.net_days) <= rule.maximum_days  # of most students it is not, so it is asked first
        and is_short(mobility.activity, mobility.role, days, virtual=mobility.virtual_component, rule=rule)
    )
    return Term.SHORT_TERM_PHYSICAL if short else Term.LONG_TERM_PHYSICAL


def is_short(
    activity: AnyWord, role: AnyWord, net_days: Whole, *, virtual: Condition, rule: ShortTermRule
) -> Condition:
    """Return whether a student's stay outside of blended intensive programmes counts as short-term.

    Args:
        activity: The activity type.
        role: The participant.
        net_days: Calendar days of the stay, interruptions taken off [days].
        virtual: Whether there is a virtual component.
        rule: The rule of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rule = toy_rulebook().short_term
        >>> is_short(ActivityType.SMS, ParticipantRole.STUDENT, 30, virtual=True, rule=rule)
        True
    """
    short_enough = net_days <= rule.maximum_days
    return _may_be_short(activity, role, rule) & short_enough & not_(_lacks_virtual(role, virtual, rule))


def needs_virtual_component(
    activity: AnyWord, role: AnyWord, net_days: Whole, *, virtual: Condition, rule: ShortTermRule
) -> Condition:
    """Return whether a stay is so short that it needs a virtual component, and has none.

    Args:
        activity: The activity type.
        role: The participant.
        net_days: Calendar days of the stay, interruptions taken off [days].
        virtual: Whether there is a virtual component.
        rule: The rule of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_rulebook
        >>> rule = toy_rulebook().short_term
        >>> needs_virtual_component(ActivityType.SMS, ParticipantRole.STUDENT, 30, virtual=True, rule=rule)
        False
    """
    so_long = (net_days >= rule.minimum_days) & (net_days <= rule.maximum_days)
    return _may_be_short(activity, role, rule) & so_long & _lacks_virtual(role, virtual, rule)


def virtual_part_findings(mobility: Mobility, rule: ShortTermRule) -> tuple[Finding, ...]:
    """Return whether a stay is so short that it needs a virtual component, and has none.

    Source:
        Programme Guide, Part B, "Blended mobility"; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> student = toy_mobility(activity="SMS")
        >>> [found.code.value for found in virtual_part_findings(student, toy_rulebook().short_term)]
        ['VIRTUAL_COMPONENT_MISSING']
    """
    activity, role, days = mobility.activity, mobility.role, mobility.net_days
    if days > rule.maximum_days:
        return ()  # as of most students, so it is asked first
    if needs_virtual_component(activity, role, days, virtual=mobility.virtual_component, rule=rule):
        minimum, maximum = rule.minimum_days, rule.maximum_days
        code = FindingCode.VIRTUAL_COMPONENT_MISSING
        return (Finding.of(code, rule.source, days=days, minimum=minimum, maximum=maximum),)
    return ()


def _may_be_short(activity: AnyWord, role: AnyWord, rule: ShortTermRule) -> Condition:
    return is_one_of(activity, rule.activities) & is_one_of(role, rule.roles)


def _lacks_virtual(role: AnyWord, virtual: Condition, rule: ShortTermRule) -> Condition:
    return not_(virtual) & not_(is_one_of(role, rule.roles_without_virtual_component or ()))
