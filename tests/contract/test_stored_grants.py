"""Grants that version 0.1 stored are read and settled; the file is never changed."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from erasmus_grants import (
    Attendance,
    Comparison,
    GrantBreakdown,
    GrantCalculator,
    GrantStatus,
    Mobility,
    RulebookMismatchError,
    Settlement,
    StatedAmounts,
    UndeterminedGrantError,
    explain_difference,
    get_rulebook,
    read_grant,
)
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.engine.comparison import Case
from erasmus_grants.engine.tampering import first_difference
from erasmus_grants.records.grant import _code_of
from erasmus_grants.records.parts import PARTS
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.rulebooks import known_rulebooks, same_fingerprint
from erasmus_grants.testing import toy_mobility, toy_rulebook

STORED = [
    json.loads(line)
    for line in (Path(__file__).parent / "stored" / "grants-0.1.jsonl").read_text(encoding="utf-8").splitlines()
]

ANSWERS = [
    json.loads(line)
    for line in (Path(__file__).parent / "stored" / "answers-0.1.jsonl").read_text(encoding="utf-8").splitlines()
]
"""What version 0.1 answered for mobilities of many kinds: the total if there was one, and the codes that were blocking.

The rulebooks of universities are answered by the release 0.1.0, the official ones by what came after it, up to the last
version that stored grants as version 0.1 did.
"""

PUT_RIGHT = ("eu-ka103-", "eu-ka131-", "eu-ka171-", "na-", "usmb-bip-")
"""Rulebooks whose figures or flows were put right after version 0.1, by the programme guides."""


def rulebook_of(stored: dict[str, dict[str, str]]) -> str:
    return stored["grant"]["rulebook_id"]


AS_BEFORE = [stored for stored in STORED if not stored["grant"]["rulebook_id"].startswith(PUT_RIGHT)]
CHANGED = [stored for stored in STORED if stored not in AS_BEFORE]


@pytest.mark.parametrize("stored", AS_BEFORE, ids=rulebook_of)
def test_a_grant_of_an_earlier_version_is_settled_as_it_was(stored: dict[str, dict[str, str]]) -> None:
    grant = GrantBreakdown.model_validate(stored["grant"])
    calculator = GrantCalculator(grant.rulebook_id)
    assert grant.rulebook_fingerprint != calculator.fingerprint  # it covered titles and addresses too
    settlement = calculator.settle(grant, Attendance.model_validate(stored["attendance"]))
    assert (str(settlement.entitled_eur), str(settlement.balance_eur)) == (
        stored["entitled_eur"],
        stored["balance_eur"],
    )
    assert settlement.rulebook_fingerprint == calculator.fingerprint


@pytest.mark.parametrize("stored", CHANGED, ids=rulebook_of)
def test_a_grant_of_figures_that_were_put_right_is_read_and_not_settled_by_the_new_ones(
    stored: dict[str, dict[str, str]],
) -> None:
    grant = GrantBreakdown.model_validate(stored["grant"])
    assert str(grant.total_eur) == str(stored["grant"]["total_eur"])
    with pytest.raises(RulebookMismatchError, match="settled and verified by the very rulebook"):
        GrantCalculator(grant.rulebook_id).settle(grant, Attendance.model_validate(stored["attendance"]))


def test_most_rulebooks_have_a_stored_grant() -> None:
    assert len({rulebook_of(stored) for stored in STORED}) == len(STORED) > 20


@pytest.mark.parametrize("stored", STORED[:3], ids=rulebook_of)
def test_a_grant_of_another_rulebook_is_refused_whichever_version_stored_it(stored: dict[str, dict[str, str]]) -> None:
    grant = GrantBreakdown.model_validate(stored["grant"])
    other = GrantCalculator(next(name for name in known_rulebooks() if name != grant.rulebook_id))
    with pytest.raises(RulebookMismatchError):
        other.settle(grant, Attendance.model_validate(stored["attendance"]))


# --- what version 0.1 called not eligible, whether refused or unknown --------------------------------------------------

_CYCLE = toy_rulebook().cycle_limits[0].model_copy(update={"maximum_months_one_cycle": None})

TOY = toy_rulebook().model_copy(update={"abroad": (), "cycle_flows": (), "zero_grants": (), "cycle_limits": (_CYCLE,)})
"""The toy rulebook with the tables and the cells that version 0.1 had, and no others."""

SOURCE = {
    "id": "TOY",
    "document": "Toy guide",
    "publisher": "Toy agency",
    "locator": "page 1",
    "url": "https://example.org/toy",
    "read_on": "2030-01-01",
    "confidence": "HIGH",
    "note": "",
}
SENTENCES = {
    "DISTANCE_MISSING": "The distance is not stated, and travel support depends on it.",
    "RATE_NOT_PUBLISHED": "No rate is published for this mobility: ask the office.",
    "TEACHING_HOURS_MISSING": "The hours of teaching are not stated; 8 are required for 5 days.",
    "COUNTRY_MISSING": "receiving_country is not stated, and a rate depends on it.",
    "DURATION_TOO_SHORT": "The stay has 1 calendar days; at least 2 calendar days are required.",
}


def written(*codes: str) -> dict[str, object]:
    """Return the JSON that version 0.1 wrote of a grant with these findings, all of them blocking: by hand."""
    mobility = STORED[0]["grant"]["mobility"] | {"distance_km": None}
    findings = [
        {
            "code": code,
            "severity": "blocking",
            "message": SENTENCES.get(code, "It is said otherwise."),
            "details": {},
            "source": SOURCE,
        }
        for code in codes
    ]
    return {
        "rulebook_id": "toy",
        "rulebook_fingerprint": "43a0f6de7df403a4a7dd046295a4df19751bdfe242cce43e777e4192ab6b1bc8",
        "rulebook_based_on": None,
        "library_version": "0.1.0",
        "schema_version": "1",
        "mobility": mobility,
        "eligible": False,
        "findings": findings,
        "lines": [],
        "total_eur": "0.00",
        "payments": [],
        "documents": [],
    }


@pytest.mark.parametrize(
    ("codes", "status", "eligible", "severities"),
    [
        (["DISTANCE_MISSING"], "undetermined", True, ["unknown"]),
        (["RATE_NOT_PUBLISHED", "DISTANCE_MISSING"], "undetermined", True, ["unknown", "unknown"]),
        (["TEACHING_HOURS_MISSING"], "undetermined", None, ["unknown"]),
        (["COUNTRY_MISSING", "DISTANCE_MISSING"], "undetermined", None, ["unknown", "unknown"]),
        (["DURATION_TOO_SHORT"], "not_eligible", False, ["refusing"]),
        (["DISTANCE_MISSING", "DURATION_TOO_SHORT"], "not_eligible", False, ["unknown", "refusing"]),
    ],
)
def test_what_was_not_eligible_is_undetermined_if_nothing_refuses_it(
    codes: list[str], status: str, eligible: bool | None, severities: list[str]
) -> None:
    stored = written(*codes)
    before = json.dumps(stored)
    for grant in (GrantBreakdown.model_validate(stored), GrantBreakdown.model_validate_json(before)):
        assert (grant.status.value, grant.eligible, grant.schema_version) == (status, eligible, "2")
        assert [(finding.code.value, finding.severity.value) for finding in grant.findings] == list(
            zip(codes, severities, strict=True)
        )
        assert (grant.all_lines, grant.payments, grant.documents) == ((), (), ())
        totals = [grant.total_eur, grant.minimum_total_eur, grant.maximum_total_eur]
        # what was not stored is not known; a refused mobility has nothing
        assert [None if total is None else str(total) for total in totals] == (
            [None] * 3 if status == "undetermined" else ["0.00"] * 3
        )
        again = GrantBreakdown.model_validate_json(grant.model_dump_json())
        assert again == grant
        assert again.model_dump_json() == grant.model_dump_json()
        assert GrantBreakdown.model_validate(json.loads(grant.model_dump_json())) == grant
        assert pickle.loads(pickle.dumps(grant)) == grant  # noqa: S301 - our own
        assert grant.to_text()
        assert grant.to_markdown()
    assert json.dumps(stored) == before, "what was handed in is left as it is"


def test_what_was_not_eligible_and_is_undetermined_is_not_settled() -> None:
    calculator = GrantCalculator(TOY)
    waits = GrantBreakdown.model_validate(written("DISTANCE_MISSING"))
    with pytest.raises(UndeterminedGrantError, match="not yet known: The distance is not stated"):
        calculator.settle(waits, Attendance())
    one_day = json.loads(toy_mobility(end_date="2030-03-04").model_dump_json())  # of two at least
    refused = GrantBreakdown.model_validate(written("DURATION_TOO_SHORT") | {"mobility": one_day})
    assert str(calculator.settle(refused, Attendance()).entitled_eur) == "0.00"


def test_a_grant_of_an_earlier_version_that_is_not_known_yet_is_verified_as_far_as_it_goes() -> None:
    mobility = json.loads(toy_mobility(distance_km=None).model_dump_json())
    waits = GrantBreakdown.model_validate(written("DISTANCE_MISSING") | {"mobility": mobility})
    assert waits.lines == ()
    GrantCalculator(TOY).verify(waits)


def test_an_undetermined_grant_of_an_earlier_version_says_that_its_amount_is_open() -> None:
    grant = GrantBreakdown.model_validate(written("DISTANCE_MISSING"))
    assert grant.report().title == "Not yet known: open"
    (record,) = grant.to_records()
    assert (record["kind"], record["basis"]) == ("DISTANCE_MISSING", "unknown")
    assert [record[amount] for amount in ("rate_eur", "amount_eur", "minimum_eur", "maximum_eur")] == [None] * 4


def test_the_parts_of_an_undetermined_grant_of_an_earlier_version_are_open() -> None:
    grant = read_grant(json.dumps(written("DISTANCE_MISSING")))  # no lines were stored, so no part of it is known
    theirs = StatedAmounts(total_eur="1569.00", travel_support_eur="0.00", individual_support_eur="1260.00")
    found = explain_difference(grant, theirs, toy_rulebook())
    assert [row[2] for row in found.report().tables[0].rows] == ["open", "open", "open"]
    assert not explain_difference(grant, StatedAmounts(travel_support_eur="0.00"), toy_rulebook()).agrees
    (record,) = Comparison(cases=(Case(name="0.1", grant=grant),)).to_records()
    assert [record[part] for part in PARTS] == [None, None, None]


@pytest.mark.parametrize("stored", STORED, ids=rulebook_of)
def test_what_was_granted_is_granted_with_its_total_as_bounds(stored: dict[str, dict[str, str]]) -> None:
    given: dict[str, object] = {**stored["grant"]}
    assert (given["schema_version"], given["eligible"]) == ("1", True)
    grant = GrantBreakdown.model_validate(given)
    assert (grant.status, grant.eligible, grant.open_lines) == (GrantStatus.GRANTED, True, ())
    assert grant.schema_version == "2"
    totals = (grant.total_eur, grant.minimum_total_eur, grant.maximum_total_eur)
    assert [str(total) for total in totals] == [given["total_eur"]] * 3
    assert GrantBreakdown.model_validate_json(grant.model_dump_json()) == grant


@pytest.mark.parametrize(
    "changes",
    [
        {"eligible": True},  # though it is refused
        {"total_eur": "1.00"},
        {"schema_version": "0"},
        {"findings": [{"code": "DURATION_TOO_SHORT", "severity": "severe"}]},
        {"findings": None},
    ],
)
def test_a_grant_of_an_earlier_version_that_contradicts_itself_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        GrantBreakdown.model_validate(written("DURATION_TOO_SHORT") | changes)


def test_a_settlement_of_an_earlier_version_is_read() -> None:
    line = {
        "kind": "individual_support",
        "basis": "days_on_site",
        "rate_eur": "100.00",
        "rate_days": 1,
        "rounding": "half_up_to_cent",
        "agreed_quantity": 5,
        "agreed_eur": "500.00",
        "entitled_quantity": 4,
        "entitled_eur": "400.00",
        "reasons": [],
        "source": SOURCE,
    }
    refused = written("DURATION_TOO_SHORT")
    stored: dict[str, object] = {
        name: refused[name] for name in ("rulebook_id", "rulebook_fingerprint", "library_version", "schema_version")
    } | {
        "reference": None,
        "attendance": {
            "start_date": "2030-03-04",
            "end_date": "2030-03-07",
            "paid_eur": "300.00",
            "documents": ["certificate_of_attendance"],
        },
        "agreed_eur": "500.00",
        "entitled_eur": "400.00",
        "reduction_eur": "100.00",
        "paid_eur": "300.00",
        "balance_eur": "100.00",
        "recovery_eur": "0.00",
        "payable_now_eur": "0.00",
        "missing_documents": ["participant_report"],
        "lines": [line],
        "findings": refused["findings"],  # those of a grant that was refused
        "source": SOURCE,
    }
    for settlement in (Settlement.model_validate(stored), Settlement.model_validate_json(json.dumps(stored))):
        assert settlement.schema_version == "2"
        assert str(settlement.balance_eur) == "100.00"
        assert [finding.severity.value for finding in settlement.findings] == ["refusing"]
        assert Settlement.model_validate_json(settlement.model_dump_json()) == settlement
    with pytest.raises(ValidationError, match="schema_version"):
        Settlement.model_validate(stored | {"schema_version": "0"})


def test_an_earlier_fingerprint_stands_for_one_of_today_and_no_longer_when_a_figure_changes() -> None:
    today = {fingerprint(get_rulebook(name)) for name in known_rulebooks()}
    for stored in AS_BEFORE:
        assert same_fingerprint(stored["grant"]["rulebook_fingerprint"]) in today
    for stored in CHANGED:
        assert same_fingerprint(stored["grant"]["rulebook_fingerprint"]) is None
    assert same_fingerprint("0" * 64) is None


@pytest.mark.parametrize("name", sorted({answer["rulebook_id"] for answer in ANSWERS}))
def test_an_earlier_fingerprint_stands_for_one_of_today_only_if_every_answer_is_the_same(name: str) -> None:
    answers = [answer for answer in ANSWERS if answer["rulebook_id"] == name]
    (stored,) = {answer["rulebook_fingerprint"] for answer in answers}
    differ = [answer for answer in answers if not _is_answered_as_before(answer)]
    assert same_fingerprint(stored) == (None if differ else fingerprint(get_rulebook(name)))


def test_each_rulebook_with_an_earlier_fingerprint_has_answers_of_that_time() -> None:
    answered = {answer["rulebook_fingerprint"] for answer in ANSWERS}
    assert answered >= {stored["grant"]["rulebook_fingerprint"] for stored in AS_BEFORE}


def _is_answered_as_before(answer: dict[str, Any]) -> bool:
    """Return whether a mobility has the total of that time today, or is refused or waits for what it waited for."""
    mobility = Mobility.model_validate(answer["mobility"])
    today = GrantCalculator(answer["rulebook_id"]).calculate(mobility)
    if answer["total_eur"] is not None:
        return answer["total_eur"] == str(today.total_eur)
    of_that_time = written(*answer["blocking"]) | {"mobility": json.loads(mobility.model_dump_json())}
    return first_difference(GrantBreakdown.model_validate(of_that_time), today) is None


def test_a_programme_in_a_third_country_is_settled_by_no_rulebook_that_refuses_it() -> None:
    # Chambéry to Japan, 12 days at 79 EUR, as version 0.1.0 granted it; such a programme is held in no third country
    mobility = Mobility(
        activity="SMS",
        direction="outgoing",
        sending_country="FR",
        receiving_country="JP",
        start_date="2024-05-20",
        end_date="2024-05-31",
        blended_intensive_programme=True,
    )
    (stored,) = (stored["grant"] for stored in STORED if rulebook_of(stored) == "usmb-bip-2024")
    given: dict[str, object] = {**stored, "mobility": json.loads(mobility.model_dump_json())}
    grant = read_grant(given)
    assert GrantCalculator("usmb-bip-2024").calculate(mobility).eligible is False
    with pytest.raises(RulebookMismatchError, match=r"by rulebook usmb-bip-2024 \(0b5a3e7747f6\), and not by usmb-bip"):
        GrantCalculator("usmb-bip-2024").settle(grant, Attendance())


def test_a_grant_of_a_rulebook_of_ones_own_is_settled_after_an_upgrade_and_not_after_a_change() -> None:
    toy = TOY
    grant = GrantCalculator(toy).calculate(toy_mobility())
    # what version 0.1 printed for the toy rulebook: the sha256 of its whole JSON
    former = grant.model_copy(
        update={"rulebook_fingerprint": "43a0f6de7df403a4a7dd046295a4df19751bdfe242cce43e777e4192ab6b1bc8"}
    )
    whole = Attendance(start_date=grant.mobility.start_date, end_date=grant.mobility.end_date)
    assert GrantCalculator(toy).settle(former, whole).entitled_eur == grant.total_eur
    dearer = toy.model_copy(
        update={"monthly_rates": (toy.monthly_rates[0].model_copy(update={"rate_eur_per_month": 301}),)}
    )
    with pytest.raises(RulebookMismatchError):
        GrantCalculator(dearer).settle(former, whole)


def test_results_that_version_0_1_pickled_are_read() -> None:
    stored = pickle.loads((Path(__file__).parent / "stored" / "results-of-0.1.pickle").read_bytes())  # noqa: S301 - ours
    grant, settlement = stored["grant"], stored["settlement"]
    assert type(grant) is GrantBreakdown
    # 820 of the journey, 5 + 2 days at 180, as in the tutorial; four days of five were attended
    assert (str(grant.total_eur), str(settlement.entitled_eur)) == ("2080.00", "1900.00")
    assert (grant.status, grant.eligible, grant.schema_version) == (GrantStatus.GRANTED, True, "2")
    assert grant.minimum_total_eur == grant.maximum_total_eur == grant.total_eur
    assert GrantBreakdown.model_validate_json(grant.model_dump_json()) == grant
    added = {"country_groups": (), "flows": (), "sources": stored["rulebook"].sources}  # said of places since then
    assert stored["rulebook"] == get_rulebook("usmb-bip-2024").model_copy(update=added)
    assert stored["split"] == get_rulebook("usmb-icm-2023").payment_splits[0]
    assert [str(case.grant.total_eur) for case in stored["comparison"].cases][1] == "2080.00"
    assert stored["error"].given == "usmb-icm-2032"


@pytest.mark.parametrize("findings", [[{"code": ["x"]}], [{"code": {}}], [{}], [5], {"code": "x"}, None])
def test_a_stored_grant_that_is_no_grant_is_refused_in_words(findings: object) -> None:
    with pytest.raises(ValidationError):
        GrantBreakdown.model_validate({**STORED[0]["grant"], "findings": findings})


def test_a_field_that_an_earlier_version_did_not_have_is_at_its_default_in_a_pickle() -> None:
    mobility = toy_mobility(residence_country="SN", role="staff")
    state = mobility.__getstate__()
    without = {name: value for name, value in state["__dict__"].items() if name != "residence_country"}
    read = object.__new__(Mobility)
    read.__setstate__(state | {"__dict__": without})
    assert (read.residence_country, read.role, read.reference) == (None, "staff", None)
    assert read.model_copy(update={"residence_country": "SN"}) == mobility


def test_the_code_of_a_finding_is_read_from_an_object_as_from_a_mapping() -> None:
    (found,) = GrantCalculator(toy_rulebook()).calculate(toy_mobility(zero_grant=True)).findings
    assert [_code_of(found), _code_of({"code": "ZERO_GRANT"}), _code_of({}), _code_of(None)] == [
        *2 * ["ZERO_GRANT"],
        None,
        None,
    ]


@pytest.mark.parametrize("stored", STORED, ids=rulebook_of)
def test_a_stored_grant_is_read_as_text_bytes_or_data(stored: dict[str, dict[str, str]]) -> None:
    expected = GrantBreakdown.model_validate(stored["grant"])
    text = json.dumps(stored["grant"])
    for given in (text, text.encode(), dict[str, object](stored["grant"])):
        grant = read_grant(given)
        assert grant == expected
        assert read_grant(json.dumps(grant.model_dump(), default=str)) == grant


@pytest.mark.parametrize(
    ("stored", "problem"),
    [
        ("", "it is not JSON"),
        (b"\xff", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ('{"schema_version": "3"}', "a later version stored it, with schema 3; this reads 1 and 2"),
        ('{"schema_version": "999999999"}', "a later version stored it, with schema 999999999; this reads 1 and 2"),
        pytest.param(f'{{"schema_version": "{"9" * 5000}"}}', "schema_version: ", id="endless schema"),
        ('{"schema_version": "\u0663"}', "schema_version: "),  # a three of Arabic
        ("5", "it is no table of fields"),
        ("{}", "rulebook_id: "),
    ],
)
def test_what_is_no_grant_of_this_version_is_one_error(stored: str | bytes, problem: str) -> None:
    with pytest.raises(InputFileError) as raised:
        read_grant(stored)
    assert problem in raised.value.problems[0] or any(one.startswith(problem) for one in raised.value.problems)
