"""Grants that version 0.1 stored are read and settled; the file is never changed."""

import json
import pickle
from pathlib import Path

import pytest

from erasmus_grants import Attendance, GrantBreakdown, GrantCalculator, RulebookMismatchError, get_rulebook
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.rulebooks import known_rulebooks, same_fingerprint
from erasmus_grants.testing import toy_mobility, toy_rulebook

STORED = [
    json.loads(line)
    for line in (Path(__file__).parent / "stored" / "grants-0.1.jsonl").read_text(encoding="utf-8").splitlines()
]


def rulebook_of(stored: dict[str, dict[str, str]]) -> str:
    return stored["grant"]["rulebook_id"]


@pytest.mark.parametrize("stored", STORED, ids=rulebook_of)
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


def test_most_rulebooks_have_a_stored_grant() -> None:
    assert len({rulebook_of(stored) for stored in STORED}) == len(STORED) > 20


@pytest.mark.parametrize("stored", STORED[:3], ids=rulebook_of)
def test_a_grant_of_another_rulebook_is_refused_whichever_version_stored_it(stored: dict[str, dict[str, str]]) -> None:
    grant = GrantBreakdown.model_validate(stored["grant"])
    other = GrantCalculator(next(name for name in known_rulebooks() if name != grant.rulebook_id))
    with pytest.raises(RulebookMismatchError):
        other.settle(grant, Attendance.model_validate(stored["attendance"]))


def test_an_earlier_fingerprint_stands_for_one_of_today_and_no_longer_when_a_figure_changes() -> None:
    today = {fingerprint(get_rulebook(name)) for name in known_rulebooks()}
    for stored in STORED:
        assert same_fingerprint(stored["grant"]["rulebook_fingerprint"]) in today
    assert same_fingerprint("0" * 64) is None


def test_a_grant_of_a_rulebook_of_ones_own_is_settled_after_an_upgrade_and_not_after_a_change() -> None:
    toy = toy_rulebook()
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
    assert GrantBreakdown.model_validate_json(grant.model_dump_json()) == grant
    assert stored["rulebook"] == get_rulebook("usmb-bip-2024")
    assert stored["split"] == get_rulebook("usmb-icm-2023").payment_splits[0]
    assert [str(case.grant.total_eur) for case in stored["comparison"].cases][1] == "2080.00"
    assert stored["error"].given == "usmb-icm-2032"
