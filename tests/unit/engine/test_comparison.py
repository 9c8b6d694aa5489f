"""Grants side by side: each is that of its calculator, and every difference is to the first one."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from erasmus_grants import (
    Comparison,
    GrantCalculator,
    Mobility,
    Rulebook,
    UnknownRulebookError,
    compare,
    known_rulebooks,
)
from erasmus_grants.basics.problems import error_sentences
from erasmus_grants.report.rendering import Table
from erasmus_grants.testing import toy_mobility, toy_rulebook, toy_source
from tests import strategies

TOY = toy_rulebook()
POLICY = toy_source().at("POLICY", "page 9")
GREEN = {"by train": {"travel_mode": "green"}}
KEYS = [
    *("case", "rulebook_id", "reference", "status", "eligible"),
    *("travel_support_eur", "individual_support_eur", "top_ups_eur", "total_eur"),
    *("minimum_total_eur", "maximum_total_eur", "findings"),
]
AMOUNTS = ["travel_support_eur", "individual_support_eur", "top_ups_eur", "total_eur"]
BOUNDS = ["minimum_total_eur", "maximum_total_eur"]


DEPARTS = {"departs_from_programme": "the board decided it."}


def overlay(rate_eur: int, *, rulebook_id: str = "ours", locator: str = "page 9") -> Rulebook:
    """Return the toy rulebook with another daily rate, and a source of its own for it."""
    source = toy_source().at("POLICY", locator)
    rate = {"rate_eur_per_day": rate_eur, "tiers": [{"from_day": 1, "share": 1}], "source": source}
    return TOY.adapt(id=rulebook_id, title="Ours", source=source, daily_rates=[rate], **DEPARTS)


def table(comparison: Comparison, title: str) -> Table:
    (found,) = [each for each in comparison.report().tables if each.title == title]
    return found


def totals(comparison: Comparison) -> dict[str, str]:
    return {case.name: str(case.grant.total_eur) for case in comparison.cases}


# --- what is compared -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rulebooks", ["usmb-icm-2023", ["usmb-icm-2023"], ("usmb-icm-2023",)])
def test_one_id_gives_one_case(rulebooks: str | list[str]) -> None:
    mobility = toy_mobility(start_date="2022-03-07", end_date="2022-03-11", distance_km=4070)
    # 4000 to 8000 km: 820; five days on site and two of travel at 180
    assert totals(compare(mobility, rulebooks)) == {"usmb-icm-2023": "2080.00"}


def test_several_rulebooks_are_compared_in_the_order_given() -> None:
    # 742 km: 200; five days on site and two of travel: 7 x 100, 7 x 110, 7 x 90
    comparison = compare(toy_mobility(), [overlay(110), TOY, overlay(90, rulebook_id="poorer")])
    assert list(totals(comparison).items()) == [("ours", "970.00"), ("toy", "900.00"), ("poorer", "830.00")]


def test_a_rulebook_object_alone_and_rulebooks_that_come_one_by_one_are_taken() -> None:
    assert totals(compare(toy_mobility(), TOY)) == {"toy": "900.00"}
    assert totals(compare(toy_mobility(), iter([TOY, overlay(110)]))) == {"toy": "900.00", "ours": "970.00"}


def test_ids_and_rulebooks_may_be_mixed() -> None:
    assert [case.name for case in compare(toy_mobility(), ["usmb-icm-2018", TOY]).cases] == ["usmb-icm-2018", "toy"]


def test_files_are_compared_with_what_comes_with_the_library(tmp_path: Path) -> None:
    ours = tmp_path / "ours.json"
    ours.write_text(overlay(110).model_dump_json(), encoding="utf-8")
    comparison = compare(toy_mobility(), [str(ours), "usmb-icm-2018"])
    assert [case.name for case in comparison.cases] == ["ours", "usmb-icm-2018"]
    assert comparison.cases[0].grant == GrantCalculator(overlay(110)).calculate(toy_mobility())


def test_each_rulebook_answers_the_mobility_as_planned_and_then_each_case_of_what_if() -> None:
    what_if = GREEN | {"a day less": {"end_date": "2030-03-07"}}
    # as planned 200 + 7 x 100; by train 250 + 7 x 100, of which two travel days as stated; a day less 200 + 6 x 100
    comparison = compare(toy_mobility(travel_days=2), [TOY, overlay(110)], what_if=what_if)
    assert list(totals(comparison).items()) == [
        ("toy", "900.00"),
        ("toy, by train", "950.00"),
        ("toy, a day less", "800.00"),
        ("ours", "970.00"),
        ("ours, by train", "1020.00"),
        ("ours, a day less", "860.00"),
    ]


def test_a_case_without_a_name_does_not_replace_the_mobility_as_planned() -> None:
    comparison = compare(toy_mobility(), TOY, what_if={"": {"end_date": "2030-03-07"}})
    assert [str(case.grant.total_eur) for case in comparison.cases] == ["900.00", "800.00"]


def test_what_if_nothing_is_the_mobility_as_planned() -> None:
    first, same = compare(toy_mobility(), TOY, what_if={"all the same": {}}).cases
    assert first.grant == same.grant
    assert compare(toy_mobility(), TOY, what_if={}) == compare(toy_mobility(), TOY)


# --- what is refused --------------------------------------------------------------------------------------------------


def test_an_unknown_id_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownRulebookError, match="did you mean 'usmb-icm-2023'"):
        compare(toy_mobility(), [TOY, "usmb-icm-2032"])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"end_date": "2030-03-01"}, "end_date: the last day is not before the first day, 2030-03-04"),
        ({"travel_mod": "green"}, "travel_mod: there is no field of this name; did you mean 'travel_mode'?"),
        ({"travel_mode": "blue"}, "travel_mode: this is 'standard' or 'green'"),
        ({"activity": "SMS"}, "teaching_hours: students (SMS, SMT) have no teaching hours"),
        ({"distance_km": None, "fewer_opportunities": "yes"}, "fewer_opportunities: this is true or false"),
    ],
    ids=["disagreement", "unknown field", "wrong word", "rest of the mobility", "wrong type"],
)
def test_a_case_that_is_not_sound_names_the_field(changes: dict[str, object], expected: str) -> None:
    with pytest.raises(ValidationError) as caught:
        compare(toy_mobility(), TOY, what_if=GREEN | {"wrong": changes})
    assert error_sentences(caught.value, Mobility) == (expected,)


@pytest.mark.parametrize("rulebooks", [[], (), iter(())], ids=["list", "tuple", "iterator"])
def test_no_rulebooks_are_nothing_to_compare(rulebooks: list[Rulebook]) -> None:
    with pytest.raises(ValidationError) as caught:
        compare(toy_mobility(), rulebooks, what_if=GREEN)
    assert error_sentences(caught.value, Comparison) == (
        "rulebooks: there is nothing to compare: give at least one rulebook",
    )


# --- how it is told ---------------------------------------------------------------------------------------------------


def test_the_grants_table_adds_up_and_shows_the_difference_to_the_first_one() -> None:
    conference = {"at a conference": {"purpose": "conference"}}
    comparison = compare(toy_mobility(), [TOY, overlay(110), overlay(90, rulebook_id="poorer")], what_if=conference)
    assert table(comparison, "Grants").head == (
        *("case", "answer", "travel EUR", "individual EUR", "top-ups EUR", "total EUR", "to the first EUR"),
    )
    assert table(comparison, "Grants").rows == (
        ("toy", "granted", "200.00", "700.00", "0.00", "900.00", "0.00"),
        ("toy, at a conference", "not eligible", "0.00", "0.00", "0.00", "0.00", "-900.00"),
        ("ours", "granted", "200.00", "770.00", "0.00", "970.00", "+70.00"),
        ("ours, at a conference", "not eligible", "0.00", "0.00", "0.00", "0.00", "-900.00"),
        ("poorer", "granted", "200.00", "630.00", "0.00", "830.00", "-70.00"),
        ("poorer, at a conference", "not eligible", "0.00", "0.00", "0.00", "0.00", "-900.00"),
    )


UNMEASURED = {"from wherever": {"distance_km": None}}


def test_what_is_not_known_is_shown_by_its_bounds_and_has_no_difference_to_the_first_one() -> None:
    rows = table(compare(toy_mobility(), TOY, what_if=UNMEASURED), "Grants").rows
    assert rows == (
        ("toy", "granted", "200.00", "700.00", "0.00", "900.00", "0.00"),
        # nothing below 10 km, and at most the 500 EUR from 1000 km on
        ("toy, from wherever", "not yet known", "0.00 to 500.00", "700.00", "0.00", "700.00 to 1200.00", ""),
    )


def test_nothing_differs_from_a_first_one_that_is_not_known() -> None:
    measured: dict[str, dict[str, object]] = {
        "measured": {"distance_km": 742},
        "at a conference": {"purpose": "conference"},
    }
    rows = table(compare(toy_mobility(distance_km=None), TOY, what_if=measured), "Grants").rows
    assert [(row[0], row[5], row[6]) for row in rows] == [
        ("toy", "700.00 to 1200.00", ""),
        ("toy, measured", "900.00", ""),
        ("toy, at a conference", "0.00", ""),
    ]


def test_a_total_that_nothing_bounds_is_shown_as_open() -> None:
    bare = TOY.model_copy(update={"monthly_rates": (), "travel_support": ()})
    (row,) = table(
        compare(toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-05-31"), bare), "Grants"
    ).rows
    assert row == ("toy", "not yet known", "0.00", "open", "0.00", "open", "")


def test_records_of_what_is_not_known_are_null_and_say_the_bounds() -> None:
    measured, unmeasured = compare(toy_mobility(), TOY, what_if=UNMEASURED).to_records()
    assert list(measured) == list(unmeasured) == KEYS
    assert [unmeasured[key] for key in AMOUNTS] == [None, Decimal("700.00"), Decimal("0.00"), None]
    assert [unmeasured[key] for key in BOUNDS] == [Decimal("700.00"), Decimal("1200.00")]
    assert (unmeasured["status"], unmeasured["eligible"]) == ("undetermined", True)
    assert unmeasured["findings"] == "DISTANCE_MISSING"
    hours = compare(toy_mobility(teaching_hours=None), TOY).to_records()[0]
    assert (hours["status"], hours["eligible"]) == ("undetermined", None)
    # all components are certain, and only whether they are paid is not
    assert [str(hours[key]) for key in (*AMOUNTS, *BOUNDS)] == ["200.00", "700.00", "0.00", "None", "0.00", "900.00"]


def test_lines_that_are_not_known_are_shown_with_their_ends() -> None:
    comparison = compare(toy_mobility(distance_km=None), TOY)
    assert [row[1:5] for row in table(comparison, "Lines").rows] == [
        ("individual support, days on site", "5", "100.00", "500.00"),
        ("individual support, travel days", "2", "100.00", "200.00"),
        ("travel support, participant", "1", "0.00 to 500.00", "0.00 to 500.00"),
    ]
    assert [row[0] for row in table(comparison, "Sources").rows] == ["TOY"]


def test_top_ups_have_a_column_of_their_own() -> None:
    student = toy_mobility(activity="SMT", start_date="2030-01-01", end_date="2030-05-31", fewer_opportunities=True)
    comparison = compare(student, TOY, what_if={"without": {"fewer_opportunities": False}})
    # five months: 5 x 300; the traineeship top-up 5 x 30 is for all, the one of 60 for fewer opportunities: 5 x 60
    assert table(comparison, "Grants").rows == (
        ("toy", "granted", "200.00", "1500.00", "450.00", "2150.00", "0.00"),
        ("toy, without", "granted", "200.00", "1500.00", "150.00", "1850.00", "-300.00"),
    )
    (record, _) = comparison.to_records()
    assert [record[key] for key in AMOUNTS] == [Decimal("200.00"), Decimal(1500), Decimal(450), Decimal(2150)]


def test_lines_name_their_case_once() -> None:
    lines = table(compare(toy_mobility(), [TOY, overlay(110)]), "Lines")
    assert lines.head == ("case", "line", "quantity", "rate EUR", "EUR", "why", "source")
    assert lines.rows == (
        (
            *("toy", "travel support, participant", "1", "200.00", "200.00"),
            *("100 <= 742 km < 1000; the amount covers the return journey", "TOY"),
        ),
        ("", "individual support, days on site", "5", "100.00", "500.00", "5 days on site at the full rate", "TOY"),
        (
            "",
            "individual support, travel days",
            "2",
            "100.00",
            "200.00",
            "2 funded travel days at the full rate",
            "TOY",
        ),
        (
            *("ours", "travel support, participant", "1", "200.00", "200.00"),
            *("100 <= 742 km < 1000; the amount covers the return journey", "TOY"),
        ),
        ("", "individual support, days on site", "5", "110.00", "550.00", "5 days on site at the full rate", "POLICY"),
        (
            *("", "individual support, travel days", "2", "110.00", "220.00"),
            *("2 funded travel days at the full rate", "POLICY"),
        ),
    )


def test_a_monthly_rate_is_told_as_one() -> None:
    student = toy_mobility(activity="SMS", start_date="2030-01-01", end_date="2030-05-31")
    row = table(compare(student, TOY), "Lines").rows[1]
    assert row[1:5] == ("individual support, days of the monthly rate", "150", "300.00 a month", "1500.00")


def test_a_finding_is_told_once_with_every_case_that_has_it() -> None:
    what_if = {"conference": {"purpose": "conference"}, "both": {"purpose": "conference", "distance_km": None}}
    comparison = compare(toy_mobility(), TOY, what_if=what_if)
    findings = table(comparison, "Findings")
    assert findings.head == ("case", "severity", "code", "what was found", "source")
    assert [row[:3] for row in findings.rows] == [
        ("toy, conference; toy, both", "refusing", "CONFERENCE_NOT_ELIGIBLE"),
        ("toy, both", "unknown", "DISTANCE_MISSING"),
    ]
    assert findings.rows[0][3:] == ("Taking part in a conference is not eligible.", "TOY")


def test_where_every_case_is_refused_there_are_no_lines() -> None:
    comparison = compare(toy_mobility(purpose="conference"), [TOY, overlay(110)])
    assert [each.title for each in comparison.report().tables] == ["Grants", "Findings", "Sources"]
    assert [row[5:] for row in table(comparison, "Grants").rows] == [("0.00", "0.00"), ("0.00", "0.00")]


def test_where_nothing_is_found_there_are_no_findings() -> None:
    titles = [each.title for each in compare(toy_mobility(), TOY).report().tables]
    assert titles == ["Grants", "Lines", "Sources"]


def test_the_sources_of_lines_and_findings_are_cited_once_each() -> None:
    comparison = compare(toy_mobility(), [TOY, overlay(110), overlay(90, rulebook_id="poorer")])
    assert table(comparison, "Sources").rows == (
        ("TOY", "HIGH", 'Toy agency, "Toy guide", page 1, https://example.org/toy (read 2030-01-01)'),
        ("POLICY", "HIGH", 'Toy agency, "Toy guide", page 9, https://example.org/toy (read 2030-01-01)'),
    )
    refused = compare(toy_mobility(purpose="conference"), TOY)
    assert [row[0] for row in table(refused, "Sources").rows] == ["TOY"]


def test_the_source_of_a_finding_that_refuses_nothing_is_cited_too() -> None:
    warned = TOY.adapt(
        id="ours", title="Ours", source=POLICY, restrictions=[{"why": "some places are closed.", "source": POLICY}]
    )
    comparison = compare(toy_mobility(), [TOY, warned])
    (row,) = table(comparison, "Findings").rows
    assert row[:3] == ("ours", "info", "MOBILITY_RESTRICTION_POSSIBLE")
    assert row[4] == "POLICY"
    assert [source[0] for source in table(comparison, "Sources").rows] == ["TOY", "POLICY"]


def test_different_sources_of_one_id_are_told_apart() -> None:
    other = overlay(90, rulebook_id="theirs", locator="page 10")
    comparison = compare(toy_mobility(), [overlay(110), other], what_if={"next year": {"reference": "2031"}})
    cited = {row[0]: row[2] for row in table(comparison, "Sources").rows}
    assert list(cited) == ["TOY", "POLICY", "POLICY #2"]
    assert "page 9" in cited["POLICY"]
    assert "page 10" in cited["POLICY #2"]
    used = [row[6] for row in table(comparison, "Lines").rows]
    assert used == [*["TOY", "POLICY", "POLICY"] * 2, *["TOY", "POLICY #2", "POLICY #2"] * 2]


def test_different_findings_of_one_id_of_a_source_are_told_apart() -> None:
    def strict(rulebook_id: str, locator: str) -> Rulebook:
        source = toy_source().at("POLICY", locator)
        purposes = [{"purpose": "conference", "source": source}]
        return TOY.adapt(id=rulebook_id, title="Ours", source=source, excluded_purposes=purposes)

    comparison = compare(toy_mobility(purpose="conference"), [strict("ours", "page 9"), strict("theirs", "page 10")])
    assert [(row[0], row[4]) for row in table(comparison, "Findings").rows] == [
        ("ours", "POLICY"),
        ("theirs", "POLICY #2"),
    ]


def test_the_note_names_each_rulebook_once_with_its_fingerprint_and_its_base() -> None:
    ours, same_id = overlay(110), overlay(120)
    marks = [GrantCalculator(book).fingerprint[:12] for book in (TOY, ours, same_id)]
    report = compare(toy_mobility(), [TOY, ours, same_id], what_if=GREEN).report()
    assert report.title == "Grants side by side"
    told = f"toy ({marks[0]}), ours ({marks[1]}, based on toy), ours ({marks[2]}, based on toy)"
    assert report.notes == (f"Rulebooks {told}.",)


HOSTILE = "<script>alert(1)</script> | *x* \x1b[2J\u202e"


def test_names_of_cases_are_carried_but_never_act() -> None:
    comparison = compare(toy_mobility(), TOY, what_if={HOSTILE: {"purpose": "conference"}})
    assert comparison.cases[1].name == f"toy, {HOSTILE}"
    assert comparison.to_records()[1]["case"] == f"toy, {HOSTILE}"
    for text in (comparison.to_text(), comparison.to_markdown(), comparison._repr_html_()):
        assert not {"\x1b", "\u202e"} & set(text)
        assert "\\u001b" in text.replace("\\\\", "\\")
    for markup in (comparison.to_markdown(), comparison._repr_html_()):
        assert "<script>" not in markup
        assert "&lt;script&gt;" in markup
    assert "*x*" not in comparison.to_markdown().replace("\\*", "")
    rows = [line for line in comparison.to_markdown().splitlines() if "alert" in line]
    # a bar in a name makes no further column: those of the grants are seven, those of the findings five
    assert [line.replace("\\|", "").count("|") for line in rows] == [8, 6]


# --- records and JSON -------------------------------------------------------------------------------------------------


def test_records_have_the_same_keys_and_exact_amounts() -> None:
    what_if = {"conference": {"purpose": "conference", "reference": "M-1"}}
    records = compare(toy_mobility(), [TOY, "usmb-icm-2018"], what_if=what_if).to_records()
    assert [list(record) for record in records] == [KEYS] * 4
    assert {type(record[key]) for record in records for key in (*AMOUNTS, *BOUNDS)} == {Decimal}
    assert records[0] == {
        "case": "toy",
        "rulebook_id": "toy",
        "reference": None,
        "status": "granted",
        "eligible": True,
        "travel_support_eur": Decimal("200.00"),
        "individual_support_eur": Decimal("700.00"),
        "top_ups_eur": Decimal("0.00"),
        "total_eur": Decimal("900.00"),
        "minimum_total_eur": Decimal("900.00"),
        "maximum_total_eur": Decimal("900.00"),
        "findings": "",
    }
    assert (records[1]["status"], records[1]["eligible"]) == ("not_eligible", False)
    assert records[1]["findings"] == "CONFERENCE_NOT_ELIGIBLE"
    assert records[1]["reference"] == "M-1"
    assert [str(records[1][key]) for key in ("total_eur", *BOUNDS)] == ["0.00"] * 3


def test_json_goes_there_and_back() -> None:
    comparison = compare(toy_mobility(), [TOY, overlay(110)], what_if=GREEN)
    assert Comparison.model_validate_json(comparison.model_dump_json()) == comparison


# --- whatever the mobility and the rulebooks --------------------------------------------------------------------------


@given(strategies.mobilities(), st.sampled_from(known_rulebooks()))
def test_each_case_is_the_grant_of_its_calculator(mobility: Mobility, rulebook_id: str) -> None:
    comparison = compare(mobility, [rulebook_id, TOY], what_if={"without": {"interruption_days": 0}})
    variants = (mobility, mobility.model_copy(update={"interruption_days": 0}))
    expected = [GrantCalculator(book).calculate(variant) for book in (rulebook_id, TOY) for variant in variants]
    assert [case.grant for case in comparison.cases] == expected


@given(strategies.fundable_mobilities(), strategies.rulebooks(), strategies.rulebooks())
def test_records_and_the_grants_table_add_up(mobility: Mobility, ours: Rulebook, theirs: Rulebook) -> None:
    comparison = compare(mobility, [ours, theirs])
    first = comparison.cases[0].grant.total_eur
    for case, record, row in zip(
        comparison.cases, comparison.to_records(), table(comparison, "Grants").rows, strict=True
    ):
        total = case.grant.total_eur
        assert total is not None
        assert first is not None
        parts = [record[key] for key in AMOUNTS[:-1]]
        assert sum((part for part in parts if isinstance(part, Decimal)), Decimal(0)) == total == record["total_eur"]
        assert list(map(Decimal, row[2:6])) == [*parts, total]
        assert Decimal(row[6]) == total - first
        assert (row[6][0] == "+") is (total > first)
