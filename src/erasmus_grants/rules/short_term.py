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

from erasmus_grants.basics.algebra import Condition, Whole, is_one_of, is_word, not_
from erasmus_grants.basics.model import Model
from erasmus_grants.basics.problems import invalid
from erasmus_grants.basics.scope import SomeMembers, WrittenMembers
from erasmus_grants.basics.sources import Source
from erasmus_grants.basics.vocabulary import ActivityType, FindingCode, ParticipantRole, StudyCycle, Term
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.mobility import Mobility, MobilityColumns


class ShortTermRule(Model):
    """Which student stays count as short-term physical mobility."""

    activities: WrittenMembers[ActivityType] = Field(
        default=(), description="activities that may be short, besides blended intensive programmes"
    )
    roles: SomeMembers[ParticipantRole] = Field(description="who may go for a short stay")
    roles_without_virtual_component: SomeMembers[ParticipantRole] | None = Field(
        default=None, description="who needs no virtual component for it"
    )
    post_docs_without_virtual_component: bool = Field(
        default=False, description="whether recent graduates of the third cycle, post-docs, need none either"
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
        and is_short(mobility, days, rule=rule)
    )
    return Term.SHORT_TERM_PHYSICAL if short else Term.LONG_TERM_PHYSICAL


def is_short(mobility: Mobility | MobilityColumns, net_days: Whole, *, rule: ShortTermRule) -> Condition:
    """Return whether a student's stay outside of blended intensive programmes counts as short-term.

    Args:
        mobility: The mobility.
        net_days: Calendar days of the stay, interruptions taken off [days].
        rule: The rule of the rulebook.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> hybrid = toy_mobility(activity="SMS", virtual_component=True)
        >>> is_short(hybrid, 30, rule=toy_rulebook().short_term)
        True
    """
    short_enough = net_days <= rule.maximum_days
    return _may_be_short(mobility, rule) & short_enough & not_(_lacks_virtual(mobility, rule))


def needs_virtual_component(
    mobility: Mobility | MobilityColumns, net_days: Whole, *, rule: ShortTermRule, whole_term: Condition
) -> Condition:
    """Return whether a stay is so short that it needs a virtual component, and has none.

    Args:
        mobility: The mobility.
        net_days: Calendar days of the stay, interruptions taken off [days].
        rule: The rule of the rulebook.
        whole_term: Whether the stay is an academic term that is long enough as one: it is a long stay, however short.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> student, rule = toy_mobility(activity="SMS"), toy_rulebook().short_term
        >>> [needs_virtual_component(student, 30, rule=rule, whole_term=is_term) for is_term in (False, True)]
        [True, False]
    """
    so_long = (net_days >= rule.minimum_days) & (net_days <= rule.maximum_days)
    return _may_be_short(mobility, rule) & so_long & _lacks_virtual(mobility, rule) & not_(whole_term)


def virtual_part_findings(mobility: Mobility, rule: ShortTermRule, *, whole_term: Condition) -> tuple[Finding, ...]:
    """Return whether a stay is so short that it needs a virtual component, and has none.

    Args:
        mobility: The mobility.
        rule: The rule of the rulebook.
        whole_term: Whether the stay is an academic term that is long enough as one.

    Source:
        Programme Guide, Part B, "Blended mobility"; the entry used is in `finding.source`.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_rulebook
        >>> student = toy_mobility(activity="SMS")
        >>> [found.code.value for found in virtual_part_findings(student, toy_rulebook().short_term, whole_term=False)]
        ['VIRTUAL_COMPONENT_MISSING']
    """
    days = mobility.net_days
    if days > rule.maximum_days or not _may_be_short(mobility, rule):
        return ()  # as of most mobilities, so it is asked first
    if needs_virtual_component(mobility, days, rule=rule, whole_term=whole_term):
        minimum, maximum = rule.minimum_days, rule.maximum_days
        code = FindingCode.VIRTUAL_COMPONENT_MISSING
        return (Finding.of(code, rule.source, days=days, minimum=minimum, maximum=maximum),)
    return ()


def _may_be_short(mobility: Mobility | MobilityColumns, rule: ShortTermRule) -> Condition:
    return is_one_of(mobility.activity, rule.activities) & is_one_of(mobility.role, rule.roles)


def _lacks_virtual(mobility: Mobility | MobilityColumns, rule: ShortTermRule) -> Condition:
    role = mobility.role
    needs_none = is_one_of(role, rule.roles_without_virtual_component or ())
    if rule.post_docs_without_virtual_component:
        is_graduate = is_word(role, ParticipantRole.RECENT_GRADUATE)
        needs_none = needs_none | (is_graduate & is_word(mobility.study_cycle, StudyCycle.THIRD))
    return not_(mobility.virtual_component) & not_(needs_none)
