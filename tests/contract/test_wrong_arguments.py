"""What was not read, and stands where a mobility, a grant or an attendance is taken, is refused in a sentence."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import find

from erasmus_grants import Attendance, GrantCalculator, compare, get_rulebook, load_rulebook, verify_grant
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.basics.vocabulary import DifferenceCause
from erasmus_grants.batch import audit_file, calculate_file, columns_of_file, missing_figures, read_mobilities
from erasmus_grants.engine.audit import Cause, StatedAmounts, explain_difference
from erasmus_grants.plots import plot_comparison, plot_grant_by_distance, plot_grant_by_length, plot_list
from erasmus_grants.report.has_report import HasReport
from erasmus_grants.testing import distance_band_tables, toy_calculator, toy_mobility, toy_rulebook
from erasmus_grants.testing.verification import verify

TOY = toy_rulebook()
CALCULATOR = toy_calculator()
MOBILITY = toy_mobility()
TOO_SHORT = toy_mobility(end_date="2030-03-04")
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


def refused(entrance: Callable[[Any], object], given: object) -> str:
    with pytest.raises(TypeError) as caught:
        entrance(given)
    return str(caught.value)


def reports() -> list[HasReport]:
    """Return something of each kind that the library says in words."""
    source, stated = Path("list.csv"), "activity,direction,start_date,end_date"
    source.write_text(f"{stated}\nSTT,outgoing,2030-03-04,2030-03-08\n", "utf-8")
    amounts = Path("amounts.csv")
    amounts.write_text(f"{stated},total_eur\nSTT,outgoing,2030-03-04,2030-03-08,9\n", "utf-8")
    return [
        GRANT,
        CALCULATOR.settle(GRANT, ATTENDED),
        TOY,
        TOY.diff(TOY),
        compare(MOBILITY, TOY),
        explain_difference(GRANT, STATED, TOY),
        verify(TOY, examples=1),
        columns_of_file(str(source)),
        calculate_file(str(source), "grants.csv", TOY),
        audit_file(str(amounts), TOY),
        missing_figures(str(source), TOY),
    ]


def test_something_of_each_kind_that_has_a_report_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert {type(told) for told in reports()} == set(HasReport.__subclasses__())


@pytest.mark.parametrize(("given", "kind"), [("de", "a str"), (None, "a NoneType")])
def test_what_is_no_language_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: object, kind: str
) -> None:
    monkeypatch.chdir(tmp_path)
    compared = compare(MOBILITY, TOY)
    (question, *_), finding = CALCULATOR.questions().asked, CALCULATOR.check(TOO_SHORT)[0]
    entrances: list[Callable[[Any], object]] = [
        *(way for told in reports() for way in (told.report, told.to_text, told.to_markdown)),
        question.in_language,
        question.answers_told,
        finding.in_language,
        Cause(what=DifferenceCause.RATE, theirs="8", ours="7").in_language,
        TOY.sources[0].cite,
        lambda language: plot_grant_by_length(MOBILITY, TOY, language=language),
        lambda language: plot_grant_by_distance(MOBILITY, TOY, language=language),
        lambda language: plot_comparison(compared, language=language),
        lambda language: plot_list(None, language=language),
    ]
    for entrance in entrances:
        assert refused(entrance, given) == f"a language is a Language, as ENGLISH, not {kind}"


@pytest.mark.parametrize(("given", "kind"), OTHERS)
def test_a_rulebook_differs_from_a_rulebook(given: object, kind: str) -> None:
    assert refused(TOY.diff, given) == (
        f"a rulebook differs from a Rulebook, not from {kind}: get_rulebook and load_rulebook return one"
    )


@pytest.mark.parametrize(("given", "kind"), [(None, "a NoneType"), (5, "an int"), (b"toy", "a bytes"), ([], "a list")])
def test_an_id_is_text_and_a_file_has_a_name(given: object, kind: str) -> None:
    assert refused(get_rulebook, given) == f"the id of a rulebook is text, not {kind}"
    assert refused(load_rulebook, given) == f"the name of a file is text or a path, not {kind}"


def test_the_id_of_a_rulebook_is_no_path() -> None:
    kind = type(Path()).__name__
    assert refused(get_rulebook, Path("usmb-icm-2023")) == f"the id of a rulebook is text, not a {kind}"


def test_a_case_of_a_comparison_is_a_mapping_with_a_name() -> None:
    def compared(what_if: Any) -> object:
        return compare(MOBILITY, TOY, what_if=what_if)

    as_this = "as {'by train': {'travel_mode': 'green'}}"
    assert refused(compared, 5) == f"what_if is a mapping from names to changes, {as_this}, not an int"
    assert refused(compared, ["a"]) == f"what_if is a mapping from names to changes, {as_this}, not a list"
    for changes, kind in ((5, "an int"), (None, "a NoneType"), ("green", "a str")):
        assert refused(compared, {"a": changes}) == f"a case of what_if is a mapping, {as_this}, not {kind}"
    assert refused(compared, {5: {}}) == f"a case of what_if is named by text, {as_this}, not by an int"


@pytest.mark.parametrize(("given", "kind"), [([5], "a list"), (5, "an int"), ("5", "a str"), ((1, 2), "a tuple")])
def test_lengths_are_a_range(given: object, kind: str) -> None:
    assert refused(lambda days: plot_grant_by_length(MOBILITY, TOY, days=days), given) == (
        f"days are a range of whole lengths, as range(1, 61), not {kind}"
    )


@pytest.mark.parametrize(("given", "kind"), [(GRANT, "a GrantBreakdown"), ([GRANT], "a list"), (None, "a NoneType")])
def test_a_comparison_is_drawn_of_what_compare_returns(given: object, kind: str) -> None:
    assert (
        refused(plot_comparison, given)
        == f"what is drawn side by side is a Comparison, not {kind}: compare returns one"
    )


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"columns": ["a"]}, "columns is a mapping from names of columns to fields, not a list"),
        ({"set_fields": None}, "set_fields is a mapping from fields to values, not a NoneType"),
        ({"sheet": 1}, "the name of a sheet is text, not an int"),
        ({"encoding": b"cp1250"}, "the name of an encoding is text, as 'cp1250', not a bytes"),
        ({"heading_row": True}, "the row of the headings is a whole number from 1, not a bool"),
        ({"heading_row": 1.0}, "the row of the headings is a whole number from 1, not a float"),
        ({"heading_row": "1"}, "the row of the headings is a whole number from 1, not a str"),
    ],
)
def test_what_is_said_of_a_list_is_of_its_kind(tmp_path: Path, how: Any, sentence: str) -> None:
    (tmp_path / "list.csv").write_text("activity,direction,start_date,end_date\n", encoding="utf-8")
    source = str(tmp_path / "list.csv")
    entrances: list[Callable[[Any], object]] = [
        lambda how: columns_of_file(source, **how),
        lambda how: calculate_file(source, str(tmp_path / "grants.csv"), TOY, **how),
        lambda how: audit_file(source, TOY, **how),
        lambda how: missing_figures(source, TOY, **how),
        lambda how: list(read_mobilities(source, TOY, **how)),
    ]
    for entrance in entrances:
        assert refused(entrance, how) == sentence


@pytest.mark.parametrize("row", [0, -1])
def test_a_row_of_headings_is_counted_from_1(tmp_path: Path, row: int) -> None:
    source = tmp_path / "list.csv"
    source.write_text("activity,direction,start_date,end_date\n", encoding="utf-8")
    with pytest.raises(InputFileError) as caught:
        columns_of_file(str(source), heading_row=row)
    assert caught.value.problems == (f"the row of the headings is counted from 1, and is not {row}",)


def test_a_split_is_a_payment_split() -> None:
    assert refused(lambda split: GrantCalculator(TOY, payment_split=split), 5) == (
        "payment_split is a PaymentSplit, not an int: PaymentSplit.model_validate reads a dict"
    )


def test_a_calculator_is_told_by_its_rulebook() -> None:
    assert repr(GrantCalculator("usmb-icm-2023")) == "<GrantCalculator of usmb-icm-2023 (c4a52e5096f3)>"
    assert repr(GrantCalculator("usmb-icm-2023", strict=True)) == (
        "<GrantCalculator of usmb-icm-2023 (c4a52e5096f3), strict>"
    )


@pytest.mark.parametrize(("given", "kind"), [("false", "a str"), (0, "an int"), (None, "a NoneType")])
@pytest.mark.parametrize(
    ("entrance", "name"),
    [
        (lambda given: GrantCalculator(TOY, strict=given), "strict"),
        (lambda given: GrantCalculator.for_call(2023, action="KA131", strict=given), "strict"),
        (lambda given: find(distance_band_tables(decided=given), lambda _: True), "decided"),
    ],
)
def test_what_is_neither_true_nor_false_is_no_flag(
    entrance: Callable[[Any], object], name: str, given: object, kind: str
) -> None:
    with pytest.raises(TypeError) as caught:
        entrance(given)
    assert str(caught.value) == f"{name} is True or False, not {kind}"
