import pytest
from pydantic import ValidationError

from erasmus_grants.rules.short_term import ShortTermRule, term_of, virtual_part_findings
from erasmus_grants.testing import toy_mobility, toy_source

RULE = ShortTermRule.model_validate(
    {
        "activities": ("SMS",),
        "roles": ("student", "doctoral_candidate"),
        "roles_without_virtual_component": ("doctoral_candidate",),
        "minimum_days": 5,
        "maximum_days": 30,
        "source": toy_source(),
    }
)
HYBRID: dict[str, object] = {"activity": "SMS", "virtual_component": True}


@pytest.mark.parametrize(
    ("changes", "term"),
    [
        ({}, "staff"),
        ({"blended_intensive_programme": True}, "staff"),
        ({"activity": "SMS"}, "long_term_physical"),  # no virtual component
        (HYBRID, "short_term_physical"),
        (HYBRID | {"end_date": "2030-03-05"}, "short_term_physical"),  # too short, but of this kind
        (HYBRID | {"end_date": "2030-04-02"}, "short_term_physical"),  # 30 days
        (HYBRID | {"end_date": "2030-04-03"}, "long_term_physical"),
        (HYBRID | {"end_date": "2030-04-03", "interruption_days": 1}, "short_term_physical"),
        (HYBRID | {"role": "recent_graduate"}, "long_term_physical"),
        ({"activity": "SMS", "role": "doctoral_candidate"}, "short_term_physical"),
        ({"activity": "SMT", "virtual_component": True}, "long_term_physical"),
        ({"activity": "SMT", "blended_intensive_programme": True}, "short_term_physical"),
        ({"activity": "SMS", "blended_intensive_programme": True, "end_date": "2030-04-03"}, "short_term_physical"),
    ],
)
def test_the_term_of_a_stay(changes: dict[str, object], term: str) -> None:
    assert term_of(toy_mobility(**changes), RULE) == term


def test_without_a_rule_only_a_blended_intensive_programme_is_short() -> None:
    assert term_of(toy_mobility(**HYBRID), None) == "long_term_physical"
    assert term_of(toy_mobility(activity="SMS", blended_intensive_programme=True), None) == "short_term_physical"
    assert term_of(toy_mobility(blended_intensive_programme=True), None) == "staff"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"activity": "SMS"}, True),
        ({"activity": "SMS", "end_date": "2030-04-02"}, True),
        ({"activity": "SMS", "end_date": "2030-03-07"}, False),  # 4 days are too short in any case
        ({"activity": "SMS", "end_date": "2030-04-03"}, False),  # 31 days are too long
        ({"activity": "SMS", "role": "doctoral_candidate"}, False),
        ({"activity": "SMS", "role": "recent_graduate"}, False),
        ({"activity": "SMT"}, False),
        ({}, False),
        (HYBRID, False),
    ],
)
def test_a_short_stay_of_a_student_needs_a_virtual_component(changes: dict[str, object], missing: bool) -> None:
    findings = virtual_part_findings(toy_mobility(**changes), RULE, whole_term=False)
    assert [finding.code for finding in findings] == ["VIRTUAL_COMPONENT_MISSING"] * missing
    assert all(finding.is_refusing for finding in findings)
    assert virtual_part_findings(toy_mobility(**changes), RULE, whole_term=True) == ()


@pytest.mark.parametrize(
    ("changes", "short"),
    [
        ({"role": "recent_graduate", "study_cycle": "third"}, True),
        ({"role": "recent_graduate", "study_cycle": "second"}, False),
        ({"role": "recent_graduate"}, False),  # the cycle is not stated
        ({"role": "student", "study_cycle": "second"}, False),
        ({"role": "doctoral_candidate"}, True),
        ({"role": "recent_graduate", "study_cycle": "third", "end_date": "2030-04-03"}, False),  # 31 days
    ],
)
def test_a_post_doc_may_need_no_virtual_component(changes: dict[str, object], short: bool) -> None:
    fields = {"activities": ("SMS", "SMT"), "roles": ("student", "doctoral_candidate", "recent_graduate")}
    rule = RULE.model_copy(update=fields | {"post_docs_without_virtual_component": True})
    mobility = toy_mobility(activity="SMT", **changes)
    assert (term_of(mobility, rule) == "short_term_physical") is short
    lacks = [finding.code for finding in virtual_part_findings(mobility, rule, whole_term=False)]
    assert lacks == ["VIRTUAL_COMPONENT_MISSING"] * (not short and "end_date" not in changes)
    if changes["role"] == "recent_graduate":
        assert term_of(mobility, RULE.model_copy(update=fields)) == "long_term_physical"


def test_without_exceptions_a_doctoral_candidate_needs_it_too() -> None:
    strict = RULE.model_copy(update={"roles_without_virtual_component": None})
    candidate = toy_mobility(activity="SMS", role="doctoral_candidate")
    (finding,) = virtual_part_findings(candidate, strict, whole_term=False)
    assert dict(finding.details) == {"days": "5", "minimum": "5", "maximum": "30"}
    assert term_of(candidate, strict) == "long_term_physical"


@pytest.mark.parametrize(
    "changes", [{"minimum_days": 0}, {"maximum_days": 0}, {"roles": ()}, {"minimum_days": 31}, {"maximum_days": 4}]
)
def test_a_rule_out_of_its_range_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        RULE.model_copy(update=changes)
