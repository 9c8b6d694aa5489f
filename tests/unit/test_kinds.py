"""What was not read, and stands where a mobility, a grant or an attendance is taken, is refused in a sentence."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from erasmus_grants import Attendance, compare, verify_grant
from erasmus_grants.engine.audit import StatedAmounts, explain_difference
from erasmus_grants.plots import plot_grant_by_distance, plot_grant_by_length
from erasmus_grants.testing import toy_calculator, toy_mobility, toy_rulebook

TOY = toy_rulebook()
CALCULATOR = toy_calculator()
MOBILITY = toy_mobility()
GRANT = CALCULATOR.calculate(MOBILITY)
ATTENDED = Attendance.model_validate({"start_date": "2030-03-04", "end_date": "2030-03-08"})
STATED = StatedAmounts(total_eur=Decimal(800))

OTHERS = [
    *((None, "a NoneType"), (5, "an int"), ("{}", "a str"), ({}, "a dict"), ([], "a list")),
    (STATED, "a StatedAmounts"),
]


@pytest.mark.parametrize(("given", "kind"), [*OTHERS, (GRANT, "a GrantBreakdown")])
@pytest.mark.parametrize(
    "entrance",
    [
        CALCULATOR.calculate,
        CALCULATOR.check,
        CALCULATOR.travel_bands,
        lambda given: list(CALCULATOR.calculate_many([given])),
        lambda given: compare(given, TOY),
        lambda given: compare(given, TOY, what_if={"later": {"reference": "7"}}),
        lambda given: plot_grant_by_length(given, TOY),
        lambda given: plot_grant_by_distance(given, TOY),
    ],
)
def test_what_is_no_mobility_is_refused(entrance: Callable[[Any], object], given: object, kind: str) -> None:
    with pytest.raises(TypeError) as caught:
        entrance(given)
    assert str(caught.value) == (
        f"a grant is calculated of a Mobility, not of {kind}: Mobility.model_validate reads a dict"
    )


@pytest.mark.parametrize(("given", "kind"), [*OTHERS, (MOBILITY, "a Mobility")])
@pytest.mark.parametrize(
    "entrance",
    [
        lambda given: CALCULATOR.settle(given, ATTENDED),
        CALCULATOR.verify,
        verify_grant,
        lambda given: verify_grant(given, TOY),
        lambda given: explain_difference(given, STATED),
        lambda given: explain_difference(given, STATED, TOY),
    ],
)
def test_what_is_no_grant_is_refused(entrance: Callable[[Any], object], given: object, kind: str) -> None:
    with pytest.raises(TypeError) as caught:
        entrance(given)
    assert str(caught.value) == f"a grant is a GrantBreakdown, not {kind}: read_grant reads one that was stored"


@pytest.mark.parametrize(("given", "kind"), OTHERS)
def test_what_is_no_attendance_is_refused(given: Any, kind: str) -> None:
    with pytest.raises(TypeError) as caught:
        CALCULATOR.settle(GRANT, given)
    assert str(caught.value) == (f"an attendance is an Attendance, not {kind}: Attendance.model_validate reads a dict")


@pytest.mark.parametrize(("given", "kind"), [*OTHERS[:-1], (GRANT, "a GrantBreakdown")])
def test_what_is_no_statement_of_amounts_is_refused(given: Any, kind: str) -> None:
    with pytest.raises(TypeError) as caught:
        explain_difference(GRANT, given, TOY)
    assert str(caught.value) == (
        f"their amounts are StatedAmounts, not {kind}: StatedAmounts.model_validate reads a dict"
    )


def test_a_difference_is_explained_by_a_rulebook_or_its_file(tmp_path: Path) -> None:
    file = tmp_path / "toy.json"
    file.write_text(TOY.model_dump_json(), encoding="utf-8")
    expected = explain_difference(GRANT, STATED, TOY)
    assert explain_difference(GRANT, STATED, file) == explain_difference(GRANT, STATED, str(file)) == expected
    with pytest.raises(TypeError, match="a rulebook is a Rulebook, an id, or the name of a file, not an int"):
        explain_difference(GRANT, STATED, 5)  # type: ignore[arg-type]
