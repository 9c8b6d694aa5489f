"""Which papers a mobility needs, when, and who signs them; and by when to apply.

Source:
    Erasmus+ Programme Guide, Part B, Key Action 1, higher education; institutions add papers of their own:
    https://erasmus-plus.ec.europa.eu/programme-guide/part-b/key-action-1

Examples:
    >>> from erasmus_grants.testing import toy_rulebook
    >>> [paper.document.value for paper in required_documents(toy_rulebook().documents)]
    ['certificate_of_attendance', 'participant_report']
"""

from typing import Annotated

from pydantic import Field

from erasmus_grants.basics.field_types import Choice
from erasmus_grants.basics.periods import months_before
from erasmus_grants.basics.scope import Entry, WrittenMembers
from erasmus_grants.basics.sources import REMARK
from erasmus_grants.basics.vocabulary import Document, DocumentStage, FindingCode, Signatory
from erasmus_grants.records.findings import Finding
from erasmus_grants.records.lines import RequiredDocument
from erasmus_grants.records.mobility import Mobility


class DocumentRule(Entry):
    """A paper, when it is due, and who signs it."""

    document: Choice[Document] = Field(description="which paper")
    stage: Choice[DocumentStage] = Field(description="when it is due")
    signed_by: WrittenMembers[Signatory] = Field(default=(), description="who signs it")
    applies_if: Annotated[str, REMARK] = Field(
        default="", description="the condition under which it is needed; omitted: always"
    )
    note: Annotated[str, REMARK] = Field(default="", description="what else is printed about it")


class ApplicationDeadline(Entry):
    """How long before the start an application is due."""

    months_before_start: int = Field(ge=1, le=24, description="calendar months before the first day [months]")


def required_documents(rules: tuple[DocumentRule, ...]) -> tuple[RequiredDocument, ...]:
    """Return the papers that a mobility needs, in the order in which they are due.

    Args:
        rules: The entries of the rulebook that apply.

    Examples:
        >>> required_documents(())
        ()
    """
    stages = list(DocumentStage)
    return tuple(
        RequiredDocument(
            document=rule.document,
            stage=rule.stage,
            signed_by=rule.signed_by,
            applies_if=rule.applies_if,
            note=rule.note,
            source=rule.source,
        )
        for rule in sorted(rules, key=lambda rule: stages.index(rule.stage))
    )


def deadline_findings(mobility: Mobility, rule: ApplicationDeadline) -> tuple[Finding, ...]:
    """Return by when to apply; it is only said, since no date of application is known.

    Examples:
        >>> from erasmus_grants.testing import toy_mobility, toy_source
        >>> rule = ApplicationDeadline(months_before_start=2, source=toy_source())
        >>> deadline_findings(toy_mobility(), rule)[0].message
        'Apply by 2030-01-04, 2 months before the start.'
    """
    deadline = months_before(mobility.start_date, rule.months_before_start)
    if deadline is None:
        return ()
    months = rule.months_before_start
    return (Finding.of(FindingCode.APPLICATION_DEADLINE, rule.source, deadline=deadline, months=months),)
