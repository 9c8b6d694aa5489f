"""What a typed program writes does what it says; `mypy` and `pyright` check its types."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants import Attendance, GrantCalculator
from tests.contract.consumer import (
    agrees,
    attended,
    attended_once,
    guarda,
    month,
    office,
    settled,
    split_of_instalments,
    split_of_tables,
    stated,
)

PAPERS = ("participant_report", "certificate_of_attendance")


def test_what_is_written_in_several_ways_is_the_same() -> None:
    assert office().read_on.isoformat() == "2024-01-15"
    assert split_of_instalments().instalments == split_of_tables().instalments
    assert len(set(stated())) == 1
    first, *others = attended(*PAPERS)
    assert first.documents == ("certificate_of_attendance", "participant_report")
    assert others == [first] * 3


def test_a_program_computes_and_settles_by_them() -> None:
    assert month() == Decimal("800.00")  # 40 / 30 x 600
    # 12 x 79 = 948, of which 700 were paid
    assert settled(split_of_tables(), attended(*PAPERS)[0]).balance_eur == Decimal("248.00")
    assert not agrees(GrantCalculator("usmb-bip-2024").calculate(guarda()), stated()[0])


def test_papers_that_can_be_read_but_once_are_refused() -> None:
    with pytest.raises(ValidationError, match="this is a list"):
        attended_once(iter(PAPERS))


@pytest.mark.parametrize("given", ["participant_report", {"participant_report": True}, b"participant_report"])
def test_text_and_a_table_are_no_papers(given: object) -> None:
    with pytest.raises(ValidationError, match="this is a list"):
        Attendance.model_validate({"documents": given})
