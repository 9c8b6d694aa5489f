from datetime import date

import pytest
from pydantic import ValidationError

from erasmus_grants.rules.documents import ApplicationDeadline, DocumentRule, deadline_findings, required_documents
from erasmus_grants.testing import toy_mobility, toy_source


def paper(document: str, stage: str, **more: object) -> DocumentRule:
    return DocumentRule.model_validate({"document": document, "stage": stage, "source": toy_source()} | more)


def test_papers_stand_in_the_order_in_which_they_are_due() -> None:
    rules = (
        paper("participant_report", "after_stay"),
        paper("grant_agreement", "before_departure"),
        paper("certificate_of_attendance", "during_stay"),
        paper("cv", "application"),
        paper("learning_agreement", "before_departure"),
    )
    assert [required.document for required in required_documents(rules)] == [
        "cv",
        "grant_agreement",
        "learning_agreement",
        "certificate_of_attendance",
        "participant_report",
    ]


def test_a_paper_says_who_signs_it_and_when_it_applies() -> None:
    rule = paper(
        "disability_certificate",
        "application",
        signed_by=("receiving_organisation", "participant"),
        applies_if="Only if asked",
        note="A copy",
    )
    (required,) = required_documents((rule,))
    assert required.signed_by == ("participant", "receiving_organisation")
    assert (required.stage, required.applies_if, required.note) == ("application", "Only if asked", "A copy")
    assert required.source == toy_source()


@pytest.mark.parametrize(
    ("start", "months", "deadline"),
    [("2024-05-20", 2, "2024-03-20"), ("2024-04-30", 2, "2024-02-29"), ("2023-04-30", 2, "2023-02-28")],
)
def test_an_application_is_due_so_many_months_before_the_start(start: str, months: int, deadline: str) -> None:
    rule = ApplicationDeadline(months_before_start=months, source=toy_source())
    (finding,) = deadline_findings(toy_mobility(start_date=date.fromisoformat(start), end_date="2024-06-01"), rule)
    assert (finding.code, finding.severity) == ("APPLICATION_DEADLINE", "info")
    assert dict(finding.details) == {"deadline": deadline, "months": str(months)}


def test_a_deadline_before_the_calendar_starts_is_not_said() -> None:
    rule = ApplicationDeadline(months_before_start=2, source=toy_source())
    assert deadline_findings(toy_mobility(start_date="0001-01-15", end_date="0001-01-20"), rule) == ()


@pytest.mark.parametrize("months", [0, 25])
def test_a_deadline_out_of_its_range_is_refused(months: int) -> None:
    with pytest.raises(ValidationError):
        ApplicationDeadline(months_before_start=months, source=toy_source())
