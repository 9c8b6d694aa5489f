from datetime import date

import polars as pl
import pytest
from pydantic import ValidationError

from erasmus_grants import GrantCalculator, HostKind, Mobility
from erasmus_grants.frames import calculate_frame
from erasmus_grants.rules.activities import (
    ActivityRule,
    ExcludedPurpose,
    MobilityRestriction,
    activity_findings,
    exclusion_findings,
    restriction_findings,
)
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source
from tests.frames.rows import difference

ALL = {"roles": ("student", "doctoral_candidate", "staff"), "source": toy_source()}


def rule(**changes: object) -> ActivityRule:
    return ActivityRule.model_validate(ALL | changes)


def codes(mobility_changes: dict[str, object], **rule_changes: object) -> list[str]:
    entry = rule(**rule_changes)
    return [
        finding.code.value for finding in activity_findings(toy_mobility(**mobility_changes), entry, rules=(entry,))
    ]


def test_an_activity_that_is_covered_has_no_finding() -> None:
    assert codes({}) == []


@pytest.mark.parametrize(
    ("funding", "code", "severity"),
    [
        ("funded", [], []),
        ("not_funded", ["ACTIVITY_NOT_FUNDED"], ["refusing"]),
        ("not_published", ["RATE_NOT_PUBLISHED"], ["unknown"]),
    ],
)
def test_an_activity_that_is_not_paid_for_says_why(funding: str, code: list[str], severity: list[str]) -> None:
    entry = rule(funding=funding, why="another budget pays.")
    findings = activity_findings(toy_mobility(), entry, rules=(entry,))
    assert [finding.code for finding in findings] == code
    assert [finding.severity for finding in findings] == severity
    assert all("another budget pays." in finding.message for finding in findings)
    said = {"activity": "STA", "direction": "outgoing"} if funding == "not_funded" else {}
    assert [dict(finding.details) for finding in findings] == [said | {"why": "another budget pays."}] * len(code)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "staff"}, []),
        ({"role": "invited_staff"}, ["ROLE_NOT_ELIGIBLE"]),
        ({"role": "recent_graduate", "activity": "SMT"}, ["ROLE_NOT_ELIGIBLE"]),
        ({"role": "doctoral_candidate"}, ["TEACHING_CONTRACT_MISSING"]),
        ({"role": "doctoral_candidate", "activity": "STT"}, ["TEACHING_CONTRACT_MISSING"]),
        ({"role": "doctoral_candidate", "teaching_contract": True}, []),
        ({"role": "doctoral_candidate", "activity": "SMS"}, []),  # as a student, no contract
    ],
)
def test_the_role_of_the_participant(changes: dict[str, object], code: list[str]) -> None:
    assert codes(changes) == code


def test_a_doctoral_candidate_whose_role_is_not_listed_is_not_asked_for_a_contract() -> None:
    assert codes({"role": "doctoral_candidate"}, roles=("staff",)) == ["ROLE_NOT_ELIGIBLE"]


def test_a_role_that_is_not_eligible_says_who_is() -> None:
    entry = rule()
    (finding,) = activity_findings(toy_mobility(role="invited_staff"), entry, rules=(entry,))
    assert dict(finding.details) == {
        "given": "invited_staff",
        "activity": "STA",
        "allowed": "student, doctoral_candidate, staff",
    }


@pytest.mark.parametrize(
    ("given", "hosts", "code"),
    [
        (None, ("higher_education",), []),
        ("higher_education", ("higher_education",), []),
        ("other", ("higher_education",), ["RECEIVING_ORGANISATION_NOT_ELIGIBLE"]),
        ("other", None, []),
        ("eu_body", ("higher_education", "other"), ["RECEIVING_ORGANISATION_NOT_ELIGIBLE"]),
        ("eu_body", ("higher_education", "eu_body"), []),
        ("eu_body", None, []),
        ("other", ("higher_education", "other"), []),
        (None, ("higher_education", "other"), []),
    ],
)
def test_the_receiving_organisation(given: str | None, hosts: tuple[str, ...] | None, code: list[str]) -> None:
    assert codes({"receiving_organisation": given}, hosts=hosts) == code


@pytest.mark.parametrize(
    ("purpose", "combined", "code"),
    [
        (None, False, []),
        ("teaching", False, []),
        ("observation", False, ["PURPOSE_NOT_LISTED"]),
        ("observation", True, []),  # combined with training
        ("structured_course", False, ["PURPOSE_NOT_LISTED"]),
    ],
)
def test_the_purpose_of_the_stay(purpose: str | None, combined: bool, code: list[str]) -> None:
    assert codes({"purpose": purpose, "combined": combined}, purposes=("teaching",)) == code


def excluded(purpose: str) -> ExcludedPurpose:
    return ExcludedPurpose.model_validate({"purpose": purpose, "source": toy_source().at(purpose, "page 2")})


@pytest.mark.parametrize(
    ("purpose", "code"),
    [
        (None, []),
        ("teaching", []),
        ("conference", ["CONFERENCE_NOT_ELIGIBLE"]),
        ("internship", ["PURPOSE_NOT_ELIGIBLE"]),
    ],
)
def test_a_purpose_that_is_never_eligible_refuses(purpose: str | None, code: list[str]) -> None:
    exclusions = (excluded("internship"), excluded("conference"))
    findings = exclusion_findings(toy_mobility(purpose=purpose), exclusions)
    assert [finding.code for finding in findings] == code
    assert all(finding.is_refusing and finding.source.id == purpose for finding in findings)
    assert [dict(finding.details) for finding in findings] == [{"given": purpose}] * len(code)


@pytest.mark.parametrize(
    ("purpose", "host", "sentence"),
    [
        ("internship", "higher_education", ["The purpose 'internship' at 'higher_education' is not eligible."]),
        ("internship", "other", []),
        ("internship", None, []),
        ("teaching", "higher_education", []),
    ],
)
def test_a_purpose_may_be_excluded_at_some_hosts_alone(purpose: str, host: str | None, sentence: list[str]) -> None:
    exclusions = (ExcludedPurpose(purpose="internship", hosts="higher_education", source=toy_source()),)
    findings = exclusion_findings(toy_mobility(purpose=purpose, receiving_organisation=host), exclusions)
    assert [finding.message for finding in findings] == sentence


def test_a_purpose_that_is_not_listed_only_warns() -> None:
    entry = rule(purposes=("teaching", "internship"))
    (finding,) = activity_findings(toy_mobility(purpose="observation"), entry, rules=(entry,))
    assert finding.severity == "warning"
    assert dict(finding.details) == {"given": "observation", "activity": "STA", "listed": "teaching, internship"}


def test_without_a_list_every_purpose_is_as_good_as_another() -> None:
    assert codes({"purpose": "conference"}) == []


def test_everything_that_stands_against_an_activity_is_said() -> None:
    changes = {"role": "invited_staff", "receiving_organisation": "other", "purpose": "internship"}
    against = {"funding": "not_funded", "why": "no.", "hosts": ("higher_education",), "purposes": ("teaching",)}
    assert codes(changes, **against) == [
        "ACTIVITY_NOT_FUNDED",
        "ROLE_NOT_ELIGIBLE",
        "RECEIVING_ORGANISATION_NOT_ELIGIBLE",
        "PURPOSE_NOT_LISTED",
    ]


def test_an_activity_that_is_not_covered_says_what_is() -> None:
    rules = (
        rule(scope={"activities": ("STA", "STT"), "directions": ("incoming",)}),
        rule(scope={"activities": ("SMS",), "blended_intensive_programme": True}),
        rule(scope={"activities": ("SMS",), "blended_intensive_programme": True, "roles": ("student",)}),
        rule(scope={"blended_intensive_programme": False}),
    )
    (finding,) = activity_findings(toy_mobility(), None, rules=rules)
    assert (finding.code, finding.is_refusing) == ("ACTIVITY_NOT_COVERED", True)
    assert dict(finding.details) == {
        "activity": "STA",
        "direction": "outgoing",
        "programme": "OUTSIDE_BLENDED_INTENSIVE_PROGRAMME",
        "covered": "STA/STT incoming; SMS incoming/outgoing, IN_BLENDED_INTENSIVE_PROGRAMME; "
        "SMS/SMT/STA/STT incoming/outgoing, OUTSIDE_BLENDED_INTENSIVE_PROGRAMME",
    }
    assert finding.message == (
        "This rulebook has no rules for STA outgoing, outside a blended intensive programme; it has for: "
        "STA/STT incoming; SMS incoming/outgoing, in a blended intensive programme; "
        "SMS/SMT/STA/STT incoming/outgoing, outside a blended intensive programme."
    )


def test_a_programme_that_is_not_covered_is_named() -> None:
    mobility = toy_mobility(activity="SMS", blended_intensive_programme=True)
    (finding,) = activity_findings(mobility, None, rules=(rule(),))
    assert dict(finding.details)["programme"] == "IN_BLENDED_INTENSIVE_PROGRAMME"


def test_each_restriction_that_may_apply_is_a_note() -> None:
    restrictions = tuple(MobilityRestriction(why=why, source=toy_source()) for why in ("some places.", "others."))
    findings = restriction_findings(restrictions)
    assert [(finding.code, finding.severity, dict(finding.details)["why"]) for finding in findings] == [
        ("MOBILITY_RESTRICTION_POSSIBLE", "info", "some places."),
        ("MOBILITY_RESTRICTION_POSSIBLE", "info", "others."),
    ]


@pytest.mark.parametrize("funding", ["not_funded", "not_published"])
@pytest.mark.parametrize("why", ["", " "])
def test_an_activity_that_is_not_paid_for_has_to_say_why(funding: str, why: str) -> None:
    with pytest.raises(ValidationError, match="says why"):
        rule(funding=funding, why=why)


@pytest.mark.parametrize(
    "changes", [{"roles": ()}, {"hosts": ()}, {"purposes": ()}, {"roles": ("professor",)}, {"source": None}]
)
def test_a_rule_that_lets_nobody_in_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        rule(**changes)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"combined": True}, "STA outgoing cannot be combined with training: the university forbids it."),
        (
            {"activity": "SMS", "direction": "incoming", "combined": True},
            "SMS incoming cannot be combined with a traineeship: the university forbids it.",
        ),
        ({}, None),
        ({"activity": "SMS"}, None),
    ],
)
def test_a_combination_that_is_excluded_is_refused_and_says_why(
    changes: dict[str, object], sentence: str | None
) -> None:
    entry = rule(not_combined="the university forbids it.")
    findings = activity_findings(toy_mobility(**changes), entry, rules=(entry,))
    assert [finding.message for finding in findings] == ([] if sentence is None else [sentence])
    assert all(finding.code == "COMBINATION_NOT_ELIGIBLE" and finding.is_refusing for finding in findings)


def test_activities_may_be_combined_unless_a_rulebook_says_no() -> None:
    assert codes({"combined": True}) == []


def test_a_host_that_is_not_eligible_is_told_with_those_that_are() -> None:
    entry = rule(hosts=("higher_education",))
    (finding,) = activity_findings(toy_mobility(receiving_organisation="other"), entry, rules=(entry,))
    assert dict(finding.details) == {
        "given": "other",
        "activity": "STA",
        "direction": "outgoing",
        "allowed": "higher_education",
    }


BODIES_REFUSED = toy_rulebook().model_copy(
    update={
        "agreements": (),
        "activities": tuple(
            {
                "scope": {"activities": activity},
                "roles": "student doctoral_candidate recent_graduate staff",
                "source": toy_source(),
                **({"hosts": "higher_education other"} if activity == "SMT" else {}),
            }
            for activity in ("SMS", "SMT", "STA", "STT")
        ),
    }
)
"""The toy rulebook, with a list of hosts for traineeships and none for anything else."""


def test_bodies_of_the_eu_are_hosts_only_where_no_list_leaves_them_out() -> None:
    calculator = GrantCalculator(BODIES_REFUSED)
    trainee = toy_mobility(activity="SMT", end_date="2030-07-15", receiving_organisation="eu_body")
    (finding,) = (one for one in calculator.check(trainee) if one.is_refusing)
    assert finding.message == (
        "The receiving organisation is 'eu_body'; SMT outgoing is possible only at: higher_education, other."
    )
    for changes in ({"receiving_organisation": "other"}, {"receiving_organisation": None}, {"activity": "SMS"}):
        other = Mobility.model_validate(trainee.model_dump() | changes)
        assert [one for one in calculator.check(other) if one.is_refusing] == []


def test_a_frame_refuses_the_same_hosts() -> None:
    stay = {"direction": "outgoing", "receiving_country": "SN", "distance_km": 742.0, "start_date": date(2030, 3, 4)}
    rows = [
        stay | {"activity": activity, "end_date": end, "receiving_organisation": host}
        for activity, end in (("SMS", date(2030, 7, 15)), ("SMT", date(2030, 7, 15)), ("STT", date(2030, 3, 8)))
        for host in (*HostKind, None)
    ]
    frame = pl.DataFrame(rows)
    for given in (frame, frame.lazy()):
        said = calculate_frame(given, BODIES_REFUSED, explain="text").lazy().collect()
        assert difference(rows, said.rows(named=True), BODIES_REFUSED) == ""
        refused = said["finding_codes"].str.contains("RECEIVING_ORGANISATION_NOT_ELIGIBLE").to_list()
        assert [row["receiving_organisation"] for row, no in zip(rows, refused, strict=True) if no] == ["eu_body"]


def test_a_form_asks_for_the_host_where_there_is_a_list_of_hosts() -> None:
    asked = {one.field: one for one in GrantCalculator(BODIES_REFUSED).questions({"activity": "SMT"}).asked}
    assert asked["receiving_organisation"].choices == ("higher_education", "eu_body", "other")
    assert "receiving_organisation" in GrantCalculator(BODIES_REFUSED).questions({"activity": "SMS"}).not_asked


def test_a_contract_that_is_missing_is_told_with_the_activity_that_needs_it() -> None:
    entry = rule()
    (finding,) = activity_findings(toy_mobility(role="doctoral_candidate"), entry, rules=(entry,))
    assert finding.message == "A doctoral candidate is eligible for STA only with a teaching contract."
