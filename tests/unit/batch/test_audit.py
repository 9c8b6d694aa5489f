"""A list with amounts of somebody else, checked row by row against ours."""

from decimal import Decimal
from pathlib import Path

import pytest

from erasmus_grants import get_rulebook
from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.errors import InputFileError
from erasmus_grants.batch import ListAudit, audit_file, list_files
from erasmus_grants.batch import audit as audit_of_lists
from tests.unit.batch.files import write
from tests.unit.engine.test_audit import TEACHING

HEADINGS = (
    "Mobility ID;Activity Type;Sending Country;Receiving Country;Start Date;End Date;Distance;Teaching hours;"
    "EU Travel Grant;EU Individual Support;EU Mobility Total Grant Calculated\n"
)
ROWS = (
    # five days and two of travel at 180, and 309 for 900 km: 1260 + 309
    "1;HE-STA;DE;FR;07-10-2024;11-10-2024;900;8;309,00;1260,00;1.569,00",
    "2;HE-STA;DE;FR;07-10-2024;11-10-2024;900;8;211,00;1260,00;1.471,00",  # the band from 100 km
    "3;HE-STA;DE;FR;07-10-2024;11-10-2024;900;8;309,00;900,00;1.209,00",  # no days of travel
    # 136 days at 540 a month, without travel support: 2448; and at 600
    "4;HE-SMS;DE;ES;15-09-2024;31-01-2025;1870;;0,00;2448,00;2.448,00",
    "5;HE-SMS;DE;ES;15-09-2024;31-01-2025;1870;;0,00;2720,00;2.720,00",
)
RATE = "the rate is that towards group-1; due: 540.00"


def audited(path: Path, rows: tuple[str, ...] = ROWS, headings: str = HEADINGS, **how: object) -> ListAudit:
    path.write_text(headings + "\n".join(rows) + "\n", encoding="utf-8")
    return audit_file(str(path), "na-de-ka131-2024", **how)  # type: ignore[arg-type]


def test_exactly_the_planted_errors_are_found(tmp_path: Path) -> None:
    audit = audited(tmp_path / "export.csv")
    assert (audit.rows, audit.agreeing, audit.unreadable) == (5, 2, 0)
    assert [(row.row, row.reference, str(row.theirs_eur), str(row.ours_eur)) for row in audit.differing] == [
        (2, "2", "1471.00", "1569.00"),
        (3, "3", "1209.00", "1569.00"),
        (5, "5", "2720.00", "2448.00"),
    ]
    assert [row.causes[0] for row in audit.differing] == [
        "the distance band: 100 to less than 500 km; the distance is 900 km",
        "travel days paid: 0; due: 2",
        RATE,
    ]
    assert {(one.what, one.rows, str(one.too_much_eur), str(one.too_little_eur)) for one in audit.counts} == {
        ("band", 1, "0.00", "98.00"),
        ("travel_days", 1, "0.00", "360.00"),
        ("rate", 1, "272.00", "0.00"),
    }


def test_the_report_counts_by_cause_and_names_the_rows(tmp_path: Path) -> None:
    text = " ".join(audited(tmp_path / "export.csv").to_text().split())
    assert text.startswith("3 of 5 rows differ from ours; 0 not yet known; 0 could not be compared By cause")
    assert "6 5 2720.00 2448.00 the rate is that towards group-1; due: 540.00" in text


def test_what_cannot_be_read_is_told_with_its_row_column_and_reason(tmp_path: Path) -> None:
    far = ROWS[0].replace("900;8", "far;8")
    both = "7" + far[1:].replace("1.569,00", "ca. 1569").replace("309,00", "-309,00")
    audit = audited(tmp_path / "export.csv", (ROWS[0], both, "", far))  # an empty row is none
    assert audit.unreadable == 2
    assert [tuple(dict(cell).values()) for cell in audit.unreadable_cells] == [
        (2, "line 3", "7", "Distance", "distance_km", "far", "'far' is not a number"),
        (2, "line 3", "7", "EU Travel Grant", "travel_support_eur", "-309,00", "an amount of money is not negative"),
        (2, "line 3", "7", "EU Mobility Total Grant Calculated", "total_eur", "ca. 1569", "'ca. 1569' is not a number"),
        (3, "line 5", "1", "Distance", "distance_km", "far", "'far' is not a number"),
    ]
    (table,) = (table for table in audit.report().tables if table.title == "What cannot be read")
    assert table.head == ("line", "reference", "column", "field", "what stands there", "what is wrong")
    assert table.rows[3] == ("5", "1", "Distance", "distance_km", "far", "'far' is not a number")


@pytest.mark.parametrize(
    "amount",
    [
        *("1569 Euro", "1569 euros", "EUR 1.569,00", "€1569", "1569EUR", "1.569,- €", "1.569,-- Euro", "1569.-"),
        *("1.569,\u2013 EUR", "Euro 1.569,00", "1 569,00 (EUR)", "1569,-"),
    ],
)
def test_an_amount_may_have_its_currency_in_words_or_dashes_for_no_cents(tmp_path: Path, amount: str) -> None:
    audit = audited(tmp_path / "export.csv", (ROWS[0].replace("1.569,00", amount),))
    assert (audit.agreeing, audit.unreadable_cells) == (1, ())


@pytest.mark.parametrize("amount", ["1569 Euro?", "1569 Eurasian", "15€69", "15 Euro 69", "1569 CHF", "1569-,"])
def test_an_amount_that_cannot_be_read_is_quoted_as_it_stands(tmp_path: Path, amount: str) -> None:
    audit = audited(tmp_path / "export.csv", (ROWS[0].replace("1.569,00", amount), ROWS[0]))
    told = [(cell.value, cell.sentence) for cell in audit.unreadable_cells]
    assert told == [(amount, f"'{amount}' is not a number")]


@pytest.mark.parametrize("amount", ["-", "€", "- €", "EUR", "Euro"])
def test_a_currency_alone_states_no_amount(tmp_path: Path, amount: str) -> None:
    headings, row = (
        HEADINGS.replace(";EU Travel Grant;EU Individual Support", ""),
        ROWS[0].replace(";309,00;1260,00", ""),
    )
    audit = audited(tmp_path / "export.csv", (row.replace("1.569,00", amount),), headings)
    assert (audit.without_amount, audit.unreadable_cells) == (1, ())


def test_an_amount_with_two_readings_is_quoted_as_it_stands(tmp_path: Path) -> None:
    headings, row = (
        HEADINGS.replace(";EU Travel Grant;EU Individual Support", ""),
        ROWS[0].replace(";309,00;1260,00", ""),
    )
    audit = audited(tmp_path / "export.csv", (row.replace("1.569,00", "1.569 Euro"),), headings)
    (cell,) = audit.unreadable_cells
    assert (cell.value, cell.sentence) == (
        "1.569 Euro",
        "'1.569 Euro' is 1569 or 1.5690; write it in one of these ways",
    )


def test_so_many_cells_that_cannot_be_read_are_told_and_all_rows_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_of_lists, "MOST_TOLD", 3)
    both = ROWS[0].replace("900;8", "far;8").replace("1.569,00", "much")
    audit = audited(tmp_path / "export.csv", (both,) * 3)
    assert (audit.unreadable, [cell.row for cell in audit.unreadable_cells]) == (3, [1, 1, 2])


def test_the_columns_that_are_compared_are_told(tmp_path: Path) -> None:
    headings = HEADINGS.replace("EU Individual Support", "Bewilligt").replace("EU Travel Grant", "travel_support_eur")
    audit = audited(tmp_path / "export.csv", headings=headings, columns={"Bewilligt": "individual_support_eur"})
    assert [(one.column, one.field, one.how.value) for one in audit.amounts] == [
        ("travel_support_eur", "travel_support_eur", "named"),
        ("Bewilligt", "individual_support_eur", "stated"),
        ("EU Mobility Total Grant Calculated", "total_eur", "known"),
    ]
    (table,) = (table for table in audit.report().tables if table.title == "Amounts compared")
    assert table.head == ("column", "amount", "how it is known")
    assert table.rows[2] == ("EU Mobility Total Grant Calculated", "total_eur", "known")


def test_two_columns_of_one_amount_have_to_agree_unless_the_caller_names_one(tmp_path: Path) -> None:
    total = "EU Mobility Total Grant Calculated"
    headings = HEADINGS.replace("\n", ";Grant amount\n")
    rows = (f"{ROWS[0]};1569,00", f"{ROWS[1]};", f"{ROWS[0]};1,00")  # the same, nothing, another amount
    audit = audited(tmp_path / "export.csv", rows, headings)
    assert (audit.agreeing, [row.row for row in audit.differing], audit.unreadable) == (1, [2], 1)
    (cell,) = audit.unreadable_cells
    assert (cell.row, cell.column, cell.field, cell.value) == (3, "Grant amount", "total_eur", "1,00")
    assert cell.sentence == "another column of this amount has 1569.00; say which: --columns 'Grant amount=total_eur'"
    assert [(one.column, one.field) for one in audit.amounts][-2:] == [
        (total, "total_eur"),
        ("Grant amount", "total_eur"),
    ]
    for chosen, agreeing in ({total: "total_eur"}, 2), ({"Grant amount": ""}, 2), ({"Grant amount": "total_eur"}, 1):
        audit = audited(tmp_path / "export.csv", rows, headings, columns=chosen)
        assert (audit.agreeing, audit.unreadable) == (agreeing, 0), chosen
    with pytest.raises(InputFileError) as refused:
        audited(tmp_path / "export.csv", rows, headings, columns={total: "total_eur", "Grant amount": "total_eur"})
    assert refused.value.problems == (f"total_eur is both in the column '{total}' and in 'Grant amount'",)


def test_a_long_reference_is_shortened_in_the_table(tmp_path: Path) -> None:
    audit = audited(tmp_path / "export.csv", ("x" * 200 + ROWS[1][1:],))
    assert audit.report().tables[1].rows[0][1] == "x" * 78 + "..."  # as a quotation is cut
    assert audit.differing[0].reference == "x" * 200


def test_a_row_that_cannot_be_read_or_states_no_amount_is_counted_apart(tmp_path: Path) -> None:
    much, far = ROWS[0].replace("1.569,00", "much"), ROWS[0].replace("900;8", "far;8")
    without = ROWS[0].replace("309,00;1260,00;1.569,00", ";;")
    audit = audited(tmp_path / "export.csv", (much, far, without, much, far, without, ROWS[0]))
    assert (audit.rows, audit.agreeing, audit.unreadable, audit.without_amount, audit.counts) == (7, 1, 4, 2, ())
    report = audit.report()
    assert report.title == "0 of 7 rows differ from ours; 0 not yet known; 6 could not be compared"
    assert report.notes == ("No amount is stated in 2 rows, and nothing is compared there.",)
    one = audited(tmp_path / "export.csv", (without, ROWS[0]))
    assert one.report().notes == ("No amount is stated in 1 row, and nothing is compared there.",)
    assert audited(tmp_path / "export.csv", (much, ROWS[0])).report().notes == ()


def test_amounts_of_one_cause_are_added_up(tmp_path: Path) -> None:
    audit = audited(tmp_path / "export.csv", (ROWS[1], ROWS[4], ROWS[1], ROWS[4]))
    assert [(one.what, one.rows, str(one.too_much_eur), str(one.too_little_eur)) for one in audit.counts] == [
        ("band", 2, "0.00", "196.00"),  # twice 1569 less 1471
        ("rate", 2, "544.00", "0.00"),  # twice 2720 less 2448
    ]
    text = [" ".join(line.split()) for line in audit.to_text().splitlines()]
    assert any(line.endswith(" 2 0.00 196.00") for line in text)
    assert any(line.endswith(" 2 544.00 0.00") for line in text)


def test_several_causes_and_amounts_that_are_not_there_are_told_in_the_rows(tmp_path: Path) -> None:
    parts_alone = ROWS[2].replace(";1.209,00", ";")
    open_grant = ROWS[0].replace(";900;8;309,00;1260,00;1.569,00", ";;8;;1260,00;2.000,00")
    twice_wrong = ROWS[0].replace("309,00;1260,00;1.569,00", "211,00;900,00;1.111,00")
    audit = audited(tmp_path / "export.csv", (parts_alone, open_grant, twice_wrong))
    assert len(audit.differing[1].causes) > 1
    differing, not_known = audit.report().tables[1:3]
    parts, several = differing.rows
    (unknown,) = not_known.rows
    assert (parts[2:4], unknown[2:4]) == (("", "1569.00"), ("2000.00", "1260.00 to 2995.00"))
    assert several[4] == " / ".join(audit.differing[1].causes)
    assert not_known.head == differing.head


def test_the_mark_before_decimals_is_learnt_from_all_parts_of_a_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_files, "ROWS_AT_ONCE", 1)
    in_two_ways = ROWS[0].replace("1.569,00", "1.569")  # which is 1569, since another row has a comma
    audit = audited(tmp_path / "export.csv", (in_two_ways, ROWS[1], in_two_ways))
    assert (audit.rows, audit.agreeing, audit.unreadable, len(audit.differing)) == (3, 2, 0, 1)


def test_the_mark_before_decimals_is_learnt_from_amounts_with_their_currency(tmp_path: Path) -> None:
    in_two_ways = ROWS[0].replace("1.569,00", "1.569 €")
    audit = audited(tmp_path / "export.csv", (in_two_ways, ROWS[1].replace("1.471,00", "EUR 1471,00")))
    assert (audit.agreeing, audit.unreadable, [str(row.theirs_eur) for row in audit.differing]) == (1, 0, ["1471.00"])


def test_parts_of_a_grant_are_added_up_where_no_total_is_stated(tmp_path: Path) -> None:
    rows = [row.rpartition(";")[0] + ";" for row in ROWS]
    audit = audited(tmp_path / "export.csv", tuple(rows))
    assert {(one.what, one.rows, str(one.too_much_eur), str(one.too_little_eur)) for one in audit.counts} == {
        ("band", 1, "0.00", "98.00"),  # 309 less 211
        ("travel_days", 1, "0.00", "360.00"),  # 1260 less 900
        ("rate", 1, "272.00", "0.00"),  # 2720 less 2448
    }


def test_a_list_of_one_part_says_nothing_of_the_others(tmp_path: Path) -> None:
    headings = HEADINGS.replace(";EU Individual Support;EU Mobility Total Grant Calculated", "")
    audit = audited(tmp_path / "export.csv", (ROWS[0].replace("309,00;1260,00;1.569,00", "0,00"),), headings)
    assert [row.causes for row in audit.differing] == [("travel support is left out; due: 309.00",)]
    assert [(one.what, str(one.too_little_eur)) for one in audit.counts] == [("left_out", "309.00")]


@pytest.mark.parametrize("suffix", ["xlsx", "jsonl", "parquet"])
@pytest.mark.parametrize(
    ("amount", "theirs_eur"),
    [
        (523 + 523 + 523.0000000000002, "1569.00"),  # which is not 1569
        (1569.004, "1569.00"),
        (1568.995, "1569.00"),  # the nearest binary number is below 1568.995
        (1568.994, "1568.99"),
        (2520.33333333333, "2520.33"),
        (0.0049, "0.00"),
    ],
)
def test_a_number_is_compared_as_the_cents_that_a_spreadsheet_shows(
    tmp_path: Path, suffix: str, amount: float, theirs_eur: str
) -> None:
    source = write(tmp_path / f"list.{suffix}", [TEACHING | {"Total grant": amount}])
    audit = audit_file(source, "na-de-ka131-2024")
    assert (audit.agreeing, audit.unreadable) == (int(theirs_eur == "1569.00"), 0)
    assert [str(row.theirs_eur) for row in audit.differing] == [theirs_eur] * (1 - audit.agreeing)


def test_an_exact_decimal_is_compared_in_cents_too(tmp_path: Path) -> None:
    # a column of a database, with more digits than a float has
    amounts = [Decimal("1568.995000000000000000"), Decimal("1568.994999999999999999")]
    source = write(tmp_path / "list.parquet", [TEACHING | {"Total grant": amount} for amount in amounts])
    audit = audit_file(source, "na-de-ka131-2024")
    assert (audit.agreeing, [str(row.theirs_eur) for row in audit.differing]) == (1, ["1568.99"])


@pytest.mark.parametrize(
    ("suffix", "amount", "sentence"),
    [
        *(
            (suffix, "1569.0040", "an amount of money has no fraction of a cent")
            for suffix in ("csv", "xlsx", "jsonl", "parquet")
        ),
        *((suffix, -1569.004, "an amount of money is not negative") for suffix in ("xlsx", "jsonl", "parquet")),
    ],
)
def test_a_fraction_of_a_cent_that_people_typed_and_a_negative_amount_are_refused(
    tmp_path: Path, suffix: str, amount: object, sentence: str
) -> None:
    source = write(tmp_path / f"list.{suffix}", [TEACHING | {"Total grant": amount}])
    audit = audit_file(source, "na-de-ka131-2024")
    assert [cell.sentence for cell in audit.unreadable_cells] == [sentence]


def test_a_rulebook_of_ones_own_is_compared_with(tmp_path: Path) -> None:
    ours = get_rulebook("na-de-ka131-2024").model_copy(update={"id": "ours-2024"})
    file = tmp_path / "ours.json"
    file.write_text(ours.model_dump_json(), encoding="utf-8")
    source = tmp_path / "export.csv"
    source.write_text(HEADINGS + "\n".join(ROWS) + "\n", encoding="utf-8")
    assert [row.row for row in audit_file(str(source), str(file)).differing] == [2, 3, 5]


def test_a_column_that_the_caller_calls_something_else_is_no_amount(tmp_path: Path) -> None:
    headings = HEADINGS.replace("Mobility ID", "Number")
    audit = audited(
        tmp_path / "export.csv", headings=headings, columns={"EU Mobility Total Grant Calculated": "reference"}
    )
    assert [(row.reference, row.theirs_eur) for row in audit.differing[:1]] == [("1.471,00", None)]


def test_a_grant_that_is_not_yet_known_is_held_to_its_bounds(tmp_path: Path) -> None:
    # 1260.00, and for a journey of unknown length nothing below 10 km, and at most 1735.00: 2995.00 in all
    totals = ("1.259,99", "1.260,00", "2.995,00", "2.995,01")
    rows = [ROWS[0].replace(";900;8;309,00;1260,00;1.569,00", f";;8;;1260,00;{total}") for total in totals]
    audit = audited(tmp_path / "export.csv", tuple(rows))
    assert audit.report().title == "2 of 4 rows differ from ours; 2 not yet known; 0 could not be compared"
    assert (audit.rows_that_differ, audit.rows_not_known) == (2, 2)
    assert [(row.row, row.causes[0].partition(":")[0]) for row in audit.differing] == [
        (1, "the total"),
        (4, "the total"),
    ]
    assert [(row.row, row.causes[0].partition(":")[0]) for row in audit.not_known] == [
        (2, "our grant is not yet known"),
        (3, "our grant is not yet known"),
    ]
    assert audit.differing[0].causes == ("the total: 1259.99; due: 1260.00 to 2995.00",)
    assert {(one.what, one.rows, str(one.too_much_eur), str(one.too_little_eur)) for one in audit.counts} == {
        ("out_of_bounds", 2, "0.01", "0.01"),
        ("not_known", 2, "0.00", "0.00"),
    }
    by_cause, differing, not_known = audit.report().tables[:3]
    assert [row[:2] for row in by_cause.rows] == [("out of bounds", "2")]
    assert (differing.title, [row[0] for row in differing.rows]) == ("Rows that differ", ["2", "5"])
    assert (not_known.title, [row[0] for row in not_known.rows]) == ("Not yet known", ["3", "4"])


def test_a_row_that_is_not_yet_known_is_none_that_differs(tmp_path: Path) -> None:
    audit = audited(tmp_path / "export.csv", (ROWS[0].replace(";900;8;309,00;1260,00;1.569,00", ";;8;;;1.569,00"),))
    assert (audit.rows_that_differ, audit.rows_not_known, audit.differing) == (0, 1, ())
    report = audit.report()
    assert report.title == "0 of 1 rows differ from ours; 1 not yet known; 0 could not be compared"
    assert [table.title for table in report.tables] == ["Not yet known", "Amounts compared"]


def test_the_rows_that_are_not_yet_known_have_a_label_of_their_own(tmp_path: Path) -> None:
    labels = ENGLISH.labels._replace(is_undetermined="offen", rows_not_known="Zeilen, die noch offen sind")
    row = ROWS[0].replace(";900;8;309,00;1260,00;1.569,00", ";;8;;;1.569,00")
    report = audited(tmp_path / "export.csv", (row,)).report(ENGLISH._replace(labels=labels))
    assert [table.title for table in report.tables] == ["Zeilen, die noch offen sind", "Amounts compared"]


def test_the_caller_may_name_the_column_of_an_amount(tmp_path: Path) -> None:
    headings = HEADINGS.replace("EU Mobility Total Grant Calculated", "Bewilligt").replace("EU Travel Grant", "A")
    headings = headings.replace("EU Individual Support", "B")
    with pytest.raises(
        InputFileError, match=r"export.csv: no column is known as an amount; name one: --columns Grant=total_eur$"
    ):
        audited(tmp_path / "export.csv", headings=headings)
    with pytest.raises(InputFileError, match=r"export.csv: there is no column 'Bewiligt'; did you mean 'Bewilligt'"):
        audited(tmp_path / "export.csv", headings=headings, columns={"Bewiligt": "total_eur"})
    audit = audited(tmp_path / "export.csv", headings=headings, columns={"Bewilligt": "total_eur"})
    assert (audit.agreeing, len(audit.differing)) == (2, 3)


def test_an_amount_may_have_its_currency_and_be_a_number_of_any_format(tmp_path: Path) -> None:
    for name, amount in (("a.jsonl", 1569), ("b.jsonl", "1569.00 EUR"), ("c.xlsx", 1569.0), ("d.csv", "1569 €")):
        source = write(tmp_path / name, [TEACHING | {"Total grant": amount}])
        assert audit_file(source, "na-de-ka131-2024").agreeing == 1, name


def test_each_row_may_name_its_rulebook(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = [f"{row};na-de-ka131-2024" for row in ROWS[:2]]
    path.write_text(HEADINGS.replace("\n", ";rulebook\n") + "\n".join(rows) + "\n", encoding="utf-8")
    audit = audit_file(str(path))
    assert (audit.agreeing, len(audit.differing)) == (1, 1)


def test_so_many_rows_are_told_and_all_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert audit_of_lists.MOST_TOLD == 1000
    monkeypatch.setattr(audit_of_lists, "MOST_TOLD", 2)
    audit = audited(tmp_path / "export.csv", (ROWS[2],) * 3)
    assert (len(audit.differing), audit.counts[0].rows) == (2, 3)
    open_grant = ROWS[0].replace(";900;8;309,00;1260,00;1.569,00", ";;8;;;1.569,00")
    audit = audited(tmp_path / "export.csv", (*[open_grant] * 3, *[ROWS[2]] * 3))
    assert (len(audit.differing), len(audit.not_known)) == (2, 2)
    assert (audit.rows_that_differ, audit.rows_not_known) == (3, 3)


def test_a_list_whose_days_have_their_month_first_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputFileError, match=r"export.csv: start_date: .*has its month first, and so may others; write 2024-10-17"
    ):
        audited(tmp_path / "export.csv", (ROWS[0].replace("07-10-2024", "10-17-2024"),))


def test_two_columns_of_two_amounts_are_no_problem() -> None:
    names = ["Support", "Journey", "Total"]
    stated = {"Support": "individual_support_eur", "Journey": "travel_support_eur"}
    assert list(audit_of_lists._problems_of_amounts(stated, names)) == []
    (problem,) = audit_of_lists._problems_of_amounts(stated | {"Total": "travel_support_eur"}, names)
    assert problem == "travel_support_eur is both in the column 'Journey' and in 'Total'"


def test_a_row_that_adds_up_others_is_told_and_not_compared(tmp_path: Path) -> None:
    audit = audited(tmp_path / "export.csv", (ROWS[0], "Total;;;;;;;;309,00;1260,00;1.569,00"))
    assert (audit.rows, audit.agreeing, audit.unreadable) == (1, 1, 0)
    assert [(one.sentence, one.records) for one in audit.left_out] == [("it adds up other rows", 1)]
