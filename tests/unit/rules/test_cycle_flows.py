"""Students of some study cycles go to some countries only; staff and doctoral candidates are never asked."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from erasmus_grants import GrantBreakdown, GrantCalculator, GrantStatus, Rulebook
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.cli.dialogue import Dialogue
from erasmus_grants.frames import calculate_frame
from erasmus_grants.rules.cycle_flows import CycleFlow, CycleFlowNotPublished, cycle_flow_findings
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source
from tests.frames.rows import difference

STUDIES: dict[str, Any] = {"activity": "SMS", "end_date": "2030-07-15"}
NOT, MISSING, OPEN = "STUDY_CYCLE_NOT_ELIGIBLE", "STUDY_CYCLE_MISSING", "ELIGIBILITY_NOT_PUBLISHED"


def flow(cycles: str, **changes: object) -> CycleFlow:
    return CycleFlow.model_validate({"cycles": cycles, "source": toy_source(), **changes})


def unconfirmed(cycles: str = "", **changes: object) -> CycleFlowNotPublished:
    why = {"not_published": "no page says whether the country is in the list.", "source": toy_source()}
    return CycleFlowNotPublished.model_validate({**why, "cycles_confirmed": cycles, **changes})


@pytest.mark.parametrize(
    ("rule", "role", "cycle", "expected"),
    [
        (flow("third"), "student", "first", NOT),
        (flow("third"), "student", None, MISSING),
        (flow("third"), "recent_graduate", "second", NOT),
        (flow("third"), "recent_graduate", "third", None),
        (flow("third"), "recent_graduate", None, MISSING),
        (flow("third"), "doctoral_candidate", "third", None),
        (flow("third"), "doctoral_candidate", None, None),
        (flow("third"), "staff", None, None),
        (flow("third"), "invited_staff", "first", None),
        (flow("first second"), "doctoral_candidate", None, NOT),
        (flow("first second"), "student", "short", NOT),
        (flow("first second"), "student", "second", None),
        (flow("first second"), "student", None, MISSING),
        (flow("short first second"), "student", None, None),  # whatever the answer, it is one of them
        (flow("short first second"), "recent_graduate", None, MISSING),
        (flow("short first second third"), "recent_graduate", None, None),
        (flow("short first second third"), "doctoral_candidate", None, None),
        (unconfirmed(), "student", "first", OPEN),
        (unconfirmed(), "student", None, OPEN),  # no answer helps
        (unconfirmed(), "doctoral_candidate", None, OPEN),
        (unconfirmed(), "staff", None, None),
        (unconfirmed("third"), "doctoral_candidate", None, None),
        (unconfirmed("third"), "student", "first", OPEN),
        (unconfirmed("third"), "student", None, MISSING),
        (unconfirmed("third"), "recent_graduate", "third", None),
    ],
)
def test_who_may_go(
    rule: CycleFlow | CycleFlowNotPublished, role: str, cycle: str | None, expected: str | None
) -> None:
    mobility = toy_mobility(**STUDIES, role=role, study_cycle=cycle)
    assert [found.code for found in cycle_flow_findings(mobility, rule)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("rule", "role", "cycle", "expected"),
    [
        (flow("third"), "student", None, NOT),
        (flow("third"), "recent_graduate", None, NOT),  # who was in such a programme is no post-doc
        (flow("third"), "recent_graduate", "third", None),
        (flow("third"), "doctoral_candidate", None, None),
        (flow("second third"), "student", None, MISSING),
        (flow("second third"), "recent_graduate", None, MISSING),
        (flow("short first second"), "student", None, None),
        (flow("short first second"), "recent_graduate", None, None),
        (unconfirmed("third"), "recent_graduate", None, OPEN),
        (unconfirmed("third"), "staff", None, None),
    ],
)
def test_a_one_cycle_programme_is_below_the_third_cycle(
    rule: CycleFlow | CycleFlowNotPublished, role: str, cycle: str | None, expected: str | None
) -> None:
    mobility = toy_mobility(**STUDIES | {"activity": "SMT"}, role=role, study_cycle=cycle, one_cycle_programme=True)
    assert [found.code for found in cycle_flow_findings(mobility, rule)] == ([expected] if expected else [])


def test_a_cycle_that_is_not_stated_is_named_by_the_programme() -> None:
    for role in ("student", "recent_graduate"):
        mobility = toy_mobility(**STUDIES | {"activity": "SMT"}, role=role, one_cycle_programme=True)
        (found,) = cycle_flow_findings(mobility, flow("third"))
        assert found.message == (
            "The study cycles of a one-cycle programme are not eligible for SMT outgoing; possible: third."
        )


def test_the_sentences_say_what_is_possible_and_name_the_country_where_the_entry_does() -> None:
    far = flow("second third", scope={"receiving_groups": "far"})
    told = [
        found.message
        for rule in (far, flow("second third"), unconfirmed())
        for cycle in ("first", None)
        for found in cycle_flow_findings(toy_mobility(**STUDIES, study_cycle=cycle, receiving_country="SN"), rule)
    ]
    assert told == [
        "The study cycle 'first' is not eligible for SMS outgoing to SN; possible: second, third.",
        "The study cycle is not stated; SMS outgoing to SN is possible only for: second, third.",
        "The study cycle 'first' is not eligible for SMS outgoing; possible: second, third.",
        "The study cycle is not stated; SMS outgoing is possible only for: second, third.",
        *["It is not confirmed whether this mobility is eligible: no page says whether the country is in the list."]
        * 2,
    ]
    (third,) = cycle_flow_findings(toy_mobility(**STUDIES, role="doctoral_candidate"), flow("first"))
    assert dict(third.details)["given"] == "third"


@pytest.mark.parametrize("cycles", ["", "bachelor", []])
def test_an_entry_names_a_study_cycle(cycles: object) -> None:
    with pytest.raises(ValidationError):
        CycleFlow.model_validate({"cycles": cycles, "source": toy_source()})


# --- in a rulebook ----------------------------------------------------------------------------------------------------


def group(name: str, countries: str) -> dict[str, object]:
    return {"id": name, "countries": countries.split(), "source": toy_source()}


def towards(name: str, **changes: object) -> dict[str, object]:
    scope = {"activities": "SMS SMT", "directions": "outgoing", "receiving_groups": name}
    return {"scope": scope, "source": toy_source(), **changes}


BOOK: Rulebook = toy_rulebook().model_copy(
    update={
        "home": None,
        "agreements": (),
        "country_groups": (group("list", "SN ML"), group("perhaps", "MA"), group("known", "MA")),
        "cycle_flows": (
            towards("list", cycles="third"),
            towards("perhaps", cycles_confirmed="third", not_published="ask them."),
        ),
    }
)


def calculated(book: Rulebook = BOOK, **changes: object) -> GrantBreakdown:
    return GrantCalculator(book).calculate(toy_mobility(**{**STUDIES, "receiving_country": "SN", **changes}))


def codes(grant: GrantBreakdown) -> list[str]:
    return [finding.code.value for finding in grant.findings]


def test_students_go_to_other_countries_and_come_from_these() -> None:
    assert codes(calculated(study_cycle="first")) == [NOT]
    assert codes(calculated(study_cycle="first", receiving_country="JP")) == []
    assert codes(calculated(direction="incoming", sending_country="SN", receiving_country="FR")) == []
    assert codes(calculated(activity="STT", end_date="2030-03-08")) == []


def test_a_cycle_that_is_not_stated_leaves_it_open_whether_the_student_may_go() -> None:
    grant = calculated()
    assert (grant.status, grant.eligible, str(grant.minimum_total_eur)) == (GrantStatus.UNDETERMINED, None, "0.00")
    assert codes(grant) == [MISSING]
    cycle, role = grant.questions  # the role has the third cycle
    assert (cycle.field, cycle.choices) == ("study_cycle", ("short", "first", "second"))
    assert (role.field, role.choices) == ("role", ("doctoral_candidate",))
    assert [one.value for question in (cycle, role) for one in question.decides] == ["eligibility"] * 2
    (of_graduate,) = calculated(activity="SMT", role="recent_graduate").questions
    assert (of_graduate.field, of_graduate.choices) == ("study_cycle", ("short", "first", "second", "third"))


@pytest.mark.parametrize(
    ("cycles", "statuses"),
    [
        ("third", ["not_eligible", "not_eligible", "not_eligible", "granted"]),
        ("second third", ["not_eligible", "not_eligible", "granted", "granted"]),
    ],
)
def test_every_answer_to_the_questions_of_a_grant_can_be_given_and_one_reaches_its_highest_total(
    cycles: str, statuses: list[str]
) -> None:
    book = BOOK.model_copy(update={"cycle_flows": (towards("list", cycles=cycles),)})
    open_grant = calculated(book)
    answers = [{str(question.field): choice} for question in open_grant.questions for choice in question.choices]
    answered = [calculated(book, **answer) for answer in answers]
    assert [grant.status.value for grant in answered] == statuses
    assert answered[-1].total_eur == open_grant.maximum_total_eur


def test_a_student_of_a_one_cycle_programme_is_refused_and_asked_nothing() -> None:
    grant = calculated(one_cycle_programme=True)
    assert (grant.status, codes(grant), grant.questions) == (GrantStatus.NOT_ELIGIBLE, [NOT], ())


def test_a_form_refuses_whom_the_calculator_refuses() -> None:
    known = {"activity": "SMS", "direction": "outgoing", "receiving_country": "SN", "end_date": "2030-07-15"}
    known |= {"start_date": "2030-03-04"}
    ask = GrantCalculator(BOOK).questions
    in_one_cycle = ask(known | {"role": "student", "one_cycle_programme": True})
    assert in_one_cycle.is_refused
    assert "study_cycle" not in {one.field for one in in_one_cycle.asked}
    for open_ in ({}, {"role": "student"}, {"one_cycle_programme": True}):
        assert not ask(known | open_).is_refused
        assert "study_cycle" in {one.field for one in ask(known | open_).asked}
    assert ask(known | {"role": "student", "study_cycle": "first"}).is_refused
    assert not ask(known | {"role": "doctoral_candidate"}).is_refused
    graduate = known | {"activity": "SMT", "role": "recent_graduate", "one_cycle_programme": True}
    assert not ask(graduate | {"study_cycle": "third"}).is_refused


def test_what_nobody_confirms_is_a_question_to_who_knows_it() -> None:
    grant = calculated(receiving_country="MA", study_cycle="second")
    assert (codes(grant), grant.status, grant.eligible) == ([OPEN], GrantStatus.UNDETERMINED, None)
    (question,) = grant.questions
    assert (question.table, question.kind.value, question.answers_told()) == ("cycle_flows", "yes_or_no", "yes or no")
    assert [one.value for one in question.answered_by] == ["institution"]
    assert question.in_language().startswith("May students of every study cycle go?")
    assert codes(calculated(receiving_country="MA", role="doctoral_candidate")) == []
    missing = calculated(receiving_country="MA")
    assert (codes(missing), [one.field for one in missing.questions]) == ([MISSING], ["study_cycle", "role"])


def test_an_entry_that_knows_it_answers_one_that_does_not() -> None:
    known = BOOK.model_copy(update={"cycle_flows": (*BOOK.cycle_flows, towards("known", cycles="second third"))})
    assert codes(calculated(known, receiving_country="MA", study_cycle="second")) == []
    assert codes(calculated(known, receiving_country="MA", study_cycle="first")) == [NOT]


def test_a_frame_says_the_same() -> None:
    stay = {"start_date": date(2030, 3, 4), "end_date": date(2030, 7, 15), "distance_km": 742.0}
    rows = [
        {"activity": activity, "direction": way, "role": role, "study_cycle": cycle, "receiving_country": country}
        | {"one_cycle_programme": one_cycle}
        | stay
        for activity, role in (
            *(("SMS", role) for role in ("student", "doctoral_candidate", "recent_graduate", None)),
            *(("STT", role) for role in ("staff", "doctoral_candidate", None)),
        )
        for one_cycle in (True, False)
        for way in ("outgoing", "incoming")
        for cycle in ("short", "first", "second", "third", None)
        for country in ("SN", "MA", "JP", None)
    ]
    frame = pl.DataFrame(rows)
    some = BOOK.model_copy(update={"cycle_flows": (towards("list", cycles="second third"),)})
    for given, book in ((frame, some), (frame, BOOK), (frame.lazy(), BOOK)):
        said = calculate_frame(given, book, explain="text").lazy().collect()
        assert difference(rows, said.rows(named=True), book) == ""
        if book is some:
            continue
        codes_said = {code for codes in said["finding_codes"] for code in codes.split(", ")}
        assert {NOT, MISSING, OPEN, "INVALID_INPUT(study_cycle)"} <= codes_said


# --- a form -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({}, True),
        ({"activity": "SMS"}, True),
        ({"activity": "SMS", "direction": "outgoing", "receiving_country": "SN"}, True),
        ({"activity": "SMS", "direction": "outgoing", "receiving_country": "JP"}, False),
        ({"activity": "SMS", "direction": "incoming"}, False),
        ({"activity": "STA"}, False),
        ({"role": "doctoral_candidate"}, False),
        ({"role": "staff", "receiving_country": "SN"}, False),
        ({"role": "student", "receiving_country": "SN"}, True),
    ],
)
def test_a_form_asks_for_the_study_cycle_only_where_it_decides(known: dict[str, object], asked: bool) -> None:
    assert ("study_cycle" in {one.field for one in GrantCalculator(BOOK).questions(known).asked}) is asked


def test_a_form_may_hear_of_the_third_cycle_before_it_hears_of_the_role() -> None:
    questions = GrantCalculator(BOOK).questions({"activity": "SMS", "study_cycle": "third"})
    assert "role" in {one.field for one in questions.asked}
    with pytest.raises(ValidationError, match="a student of the third cycle has the role doctoral_candidate"):
        GrantCalculator(BOOK).questions({"activity": "SMS", "role": "student", "study_cycle": "third"})
    unlike = ({"role": "doctoral_candidate", "study_cycle": "first"}, "a doctoral_candidate is in the third cycle")
    with pytest.raises(ValidationError, match=unlike[1]):
        GrantCalculator(BOOK).questions(unlike[0])


def test_where_every_cycle_may_go_none_is_asked_for() -> None:
    assert "study_cycle" in GrantCalculator(toy_rulebook()).questions({"activity": "SMS"}).not_asked


DOCTORAL: dict[str, object] = {
    "activity": "SMT",
    "direction": "outgoing",
    "sending_country": "FR",
    "receiving_country": "SN",
    "start_date": "2030-03-04",
    "end_date": "2030-07-15",
}


def told(known: dict[str, object], answers: dict[str, str]) -> tuple[dict[str, object], list[str]]:
    """Return what a dialogue finds out, and what it says; a question that has no answer here is left open."""
    said = list[str]()
    questions = {ENGLISH.questions[field]: answer for field, answer in answers.items()}

    def heard() -> str | None:
        asked = max((said.index(one), one) for one in ENGLISH.questions.values() if one in said)[1]
        assert said.count(asked) == 1, f"it asks again: {asked}"
        return questions.get(asked, "?")

    return Dialogue(said.append, heard).about(GrantCalculator(BOOK), known), said


@pytest.mark.parametrize("activity", ["SMS", "SMT"])
def test_a_student_of_the_third_cycle_whose_role_is_left_open_is_read_as_in_a_list(activity: str) -> None:
    known, said = told(DOCTORAL | {"activity": activity}, {"role": "?", "study_cycle": "third"})
    assert (known["study_cycle"], known["role"]) == ("third", "doctoral_candidate")
    assert said.count("  a student of the third cycle is read as: doctoral candidate") == 1
    assert calculated(BOOK, **known).status is not GrantStatus.NOT_ELIGIBLE


@pytest.mark.parametrize("missing", [(), ("end_date",), ("activity",)])
@pytest.mark.parametrize("role", ["?", "recent_graduate"])
def test_who_knows_the_third_cycle_before_is_asked_for_a_role_that_goes_with_it(
    missing: tuple[str, ...], role: str
) -> None:
    before = {field: value for field, value in DOCTORAL.items() if field not in missing} | {"study_cycle": "third"}
    known, _ = told(before, {field: str(DOCTORAL[field]) for field in missing} | {"role": role})
    assert {**DOCTORAL, "study_cycle": "third"}.items() <= known.items()
    assert known["role"] == ("doctoral_candidate" if role == "?" else role)


def test_where_the_answers_end_the_third_cycle_says_the_role_too() -> None:
    dialogue = Dialogue([].append, lambda: None)
    assert dialogue.about(GrantCalculator(BOOK), DOCTORAL | {"study_cycle": "third"})["role"] == "doctoral_candidate"
