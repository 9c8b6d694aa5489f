"""What a whole file comes to."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants.basics.english import ENGLISH
from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.batch.cities import RowDistance
from erasmus_grants.batch.left_out import LeftOut
from erasmus_grants.batch.row_places import rows_told
from erasmus_grants.batch.summary import MOST_UNREADABLE, BatchSummary, Tally, UnreadableCell
from erasmus_grants.frames.trace import FIELD_BITS, FINDING_BITS
from erasmus_grants.places import distance_between
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.testing import toy_rulebook

GRANTED, NOT_ELIGIBLE, UNDETERMINED, UNREADABLE = "granted", "not_eligible", "undetermined", "unreadable"

Cents = list[int | None]


def trace(*codes: FindingCode) -> int:
    return sum(1 << FINDING_BITS[code] for code in codes)


def unreadable(*fields: str) -> int:
    return -sum(1 << FIELD_BITS[field] for field in fields)


def amounts(*, total: Cents, before: Cents, least: Cents, most: Cents) -> dict[str, Cents]:
    """Return columns of amounts, of which what is paid after is the rest."""
    paid = zip(total, before, strict=True)
    after = [None if whole is None or first is None else whole - first for whole, first in paid]
    bounds = {"minimum_total_eur": least, "maximum_total_eur": most}
    return {"total_eur": total, "pre_financing_eur": before, "balance_eur": after, **bounds}


@pytest.fixture
def tally() -> Tally:
    counted = Tally()
    short, missing, warned = (
        trace(FindingCode.DURATION_TOO_SHORT),
        trace(FindingCode.DURATION_TOO_SHORT, FindingCode.DISTANCE_MISSING, FindingCode.FUNDED_DAYS_CAPPED),
        trace(FindingCode.FUNDED_DAYS_CAPPED),
    )
    open_ = trace(FindingCode.DISTANCE_MISSING, FindingCode.RATE_NOT_PUBLISHED)
    first = [GRANTED, NOT_ELIGIBLE, NOT_ELIGIBLE, UNDETERMINED]
    second = [GRANTED, UNREADABLE, UNREADABLE, UNDETERMINED]
    counted.add(first, [warned, short, missing, open_], ["toy"] * 4)
    counted.add(second, [0, unreadable("activity", "end_date"), unreadable("end_date"), open_], ["toy"] * 4)
    # 100.01 + 50.00, of it 50.00 without a split; 75.01 before and 25.00 after; and 10.00 to 20.00, and 1.00 to 3.00
    counted.add_amounts(
        first,
        amounts(
            total=[10001, 0, 0, None], before=[7501, 0, 0, None], most=[10001, 0, 0, 2000], least=[10001, 0, 0, 1000]
        ),
    )
    counted.add_amounts(
        second,
        amounts(
            total=[5000, None, None, None],
            before=[None] * 4,
            most=[5000, None, None, 300],
            least=[5000, None, None, 100],
        ),
    )
    return counted


def test_rows_and_reasons_are_counted_and_cents_added_up(tally: Tally) -> None:
    summary = tally.summary([toy_rulebook()])
    assert summary.rows == 8
    assert (summary.granted, summary.not_eligible, summary.undetermined, summary.unreadable) == (2, 2, 2, 2)
    assert [(one.code.value, one.severity.value, one.rows) for one in summary.findings] == [
        ("DISTANCE_MISSING", "unknown", 3),
        ("DURATION_TOO_SHORT", "refusing", 2),
        ("INVALID_INPUT", "unknown", 2),
        ("RATE_NOT_PUBLISHED", "unknown", 2),
        ("FUNDED_DAYS_CAPPED", "warning", 2),
    ]
    assert [(one.field, one.rows) for one in summary.unreadable_fields] == [("end_date", 2), ("activity", 1)]
    amounts = (summary.total_eur, summary.pre_financing_eur, summary.balance_eur, summary.without_split_eur)
    assert list(map(str, amounts)) == ["150.01", "75.01", "25.00", "50.00"]
    assert summary.without_split == 1
    # 150.01, and 10.00 + 1.00 at least, and 20.00 + 3.00 at most
    assert (str(summary.minimum_total_eur), str(summary.maximum_total_eur)) == ("161.01", "173.01")
    assert [(book.id, book.fingerprint, book.rows) for book in summary.rulebooks] == [
        ("toy", fingerprint(toy_rulebook()), 6)
    ]
    assert tally.named() == ["toy"]


def test_the_report_says_all_of_it(tally: Tally) -> None:
    text = tally.summary([toy_rulebook()]).to_text()
    for line in (
        "2 granted, 2 not eligible, 2 not yet known, 2 to correct: 150.01 EUR\n",
        "rows           8\ngranted        2\nnot eligible   2\nnot yet known  2\nunreadable     2\n",
        "Why rows have no grant\ncode                rows\nDISTANCE_MISSING    3\nDURATION_TOO_SHORT  2\n",
        "Warnings: somebody should look at these rows\ncode                rows\nFUNDED_DAYS_CAPPED  2\n",
        "end_date  2",
        "total                                 150.01\n",
        "no split published                     50.00\n",
        "with what is not yet known  161.01 to 173.01\n",
        "No split between payments is published for 1 grant: in the total, and in neither payment.",
    ):
        assert line in text
    assert f"Rulebook toy ({fingerprint(toy_rulebook())[:12]}): 6 rows, erasmus_grants " in text


BOUNDS_OF_SUMS: list[tuple[list[tuple[str, int | None, int | None]], str | None, str | None, str]] = [
    # of each row its answer and its bounds in cents; then the bounds of the sum, and what the report says
    ([(GRANTED, 20000, 20000), (UNDETERMINED, 500, 700)], "205.00", "207.00", "205.00 to 207.00"),
    ([(GRANTED, 20000, 20000), (UNDETERMINED, 500, None)], "205.00", None, "at least 205.00"),
    ([(UNDETERMINED, 500, None), (GRANTED, 20000, 20000)], "205.00", None, "at least 205.00"),
    ([(UNDETERMINED, 500, 700), (UNDETERMINED, 300, None)], "8.00", None, "at least 8.00"),
    ([(GRANTED, 20000, 20000), (UNDETERMINED, None, None)], "200.00", None, "at least 200.00"),
    ([(UNDETERMINED, 500, 700), (UNDETERMINED, None, None)], "5.00", None, "at least 5.00"),
    ([(UNDETERMINED, None, None)], None, None, "open"),
    ([(NOT_ELIGIBLE, 0, 0), (UNDETERMINED, None, None)], None, None, "open"),
    ([(UNDETERMINED, 0, 700), (UNDETERMINED, None, None)], None, None, "open"),
    ([(UNDETERMINED, None, 700)], None, "7.00", "at most 7.00"),
    ([(UNDETERMINED, 0, 700)], "0.00", "7.00", "0.00 to 7.00"),
    ([(UNDETERMINED, 0, 0)], "0.00", "0.00", "0.00"),
    ([(UNREADABLE, None, None), (UNDETERMINED, 500, 700)], "5.00", "7.00", "5.00 to 7.00"),
    ([(UNREADABLE, None, None)], "0.00", "0.00", ""),
    ([(GRANTED, 20000, 20000), (UNREADABLE, None, None), (NOT_ELIGIBLE, 0, 0)], "200.00", "200.00", ""),
]


@pytest.mark.parametrize(("rows", "least", "most", "told"), BOUNDS_OF_SUMS)
@pytest.mark.parametrize("at_once", [True, False])
def test_the_sum_is_bounded_as_far_as_each_row_is(
    rows: list[tuple[str, int | None, int | None]], least: str | None, most: str | None, told: str, at_once: bool
) -> None:
    counted = Tally()
    for chunk in [rows] if at_once else [[row] for row in rows]:
        status = [answer for answer, _, _ in chunk]
        total = [low if answer in {GRANTED, NOT_ELIGIBLE} else None for answer, low, _ in chunk]
        bounds = {"least": [low for _, low, _ in chunk], "most": [high for _, _, high in chunk]}
        counted.add(status, [-1 if answer == UNREADABLE else 0 for answer in status], ["toy"] * len(chunk))
        counted.add_amounts(status, amounts(total=total, before=total, **bounds))
    summary = counted.summary([])
    known = [bound and Decimal(bound) for bound in (least, most)]
    assert [summary.minimum_total_eur, summary.maximum_total_eur] == known
    lines = [line for line in summary.to_text().splitlines() if line.startswith("with what is not yet known")]
    assert [line.removeprefix("with what is not yet known").strip() for line in lines] == ([told] if told else [])
    granted = [low or 0 for answer, low, _ in rows if answer == GRANTED]
    is_open = not granted and any(answer != NOT_ELIGIBLE for answer, _, _ in rows)
    assert summary.total_eur == (None if is_open else sum(granted) / Decimal(100))
    assert BatchSummary.model_validate_json(summary.model_dump_json()) == summary


def test_only_a_grant_has_payments_that_are_not_known() -> None:
    counted = Tally()
    status = [GRANTED, UNDETERMINED, UNREADABLE, NOT_ELIGIBLE]
    counted.add(status, [0, 0, -1, 0], ["toy"] * 4)
    nothing: Cents = [5000, None, None, 0]
    counted.add_amounts(status, amounts(total=nothing, before=[None, None, None, 0], least=nothing, most=nothing))
    summary = counted.summary([])
    assert (summary.without_split, str(summary.without_split_eur)) == (1, "50.00")


def test_a_sum_of_no_grant_is_not_told_as_zero_where_something_is_not_known() -> None:
    counted = Tally()
    status = [UNDETERMINED, NOT_ELIGIBLE]
    counted.add(status, [0, 0], ["toy"] * 2)
    counted.add_amounts(status, amounts(total=[None, 0], before=[None, 0], least=[500, 0], most=[700, 0]))
    summary = counted.summary([])
    assert (summary.total_eur, summary.pre_financing_eur, summary.balance_eur) == (None, None, None)
    report = summary.report()
    assert report.title == "0 granted, 1 not eligible, 1 not yet known: 5.00 to 7.00 EUR"
    assert report.tables[-1].rows == (("with what is not yet known", "5.00 to 7.00"),)
    assert BatchSummary.model_validate_json(summary.model_dump_json()) == summary
    counted.add([UNDETERMINED], [0], ["toy"])
    counted.add_amounts([UNDETERMINED], amounts(total=[None], before=[None], least=[None], most=[None]))
    assert counted.summary([]).report().title == "0 granted, 1 not eligible, 2 not yet known: at least 5.00 EUR"


def test_payments_of_grants_without_a_published_split_are_not_told_as_zero() -> None:
    counted = Tally()
    counted.add([GRANTED], [0], ["toy"])
    one: Cents = [5000]
    counted.add_amounts([GRANTED], amounts(total=one, before=[None], least=one, most=one))
    summary = counted.summary([])
    assert (str(summary.total_eur), summary.pre_financing_eur, summary.balance_eur) == ("50.00", None, None)
    assert summary.report().tables[-1].rows == (("total", "50.00"), ("no split published", "50.00"))
    counted.add([NOT_ELIGIBLE], [0], ["toy"])
    counted.add_amounts([NOT_ELIGIBLE], amounts(total=[0], before=[0], least=[0], most=[0]))
    assert counted.summary([]).pre_financing_eur is None


def test_unreadable_rows_alone_come_to_nothing_that_is_known() -> None:
    counted = Tally()
    counted.add([UNREADABLE], [-1], ["toy"])
    counted.add_amounts([UNREADABLE], amounts(total=[None], before=[None], least=[None], most=[None]))
    summary = counted.summary([])
    assert (summary.total_eur, summary.pre_financing_eur, summary.balance_eur) == (None, None, None)
    assert summary.report().title == "0 granted, 1 to correct: open"
    assert "Amounts" not in [table.title for table in summary.report().tables]


def test_refused_rows_alone_come_to_zero() -> None:
    counted = Tally()
    counted.add([NOT_ELIGIBLE], [0], ["toy"])
    counted.add_amounts([NOT_ELIGIBLE], amounts(total=[0], before=[0], least=[0], most=[0]))
    summary = counted.summary([])
    assert list(map(str, (summary.total_eur, summary.pre_financing_eur, summary.balance_eur))) == ["0.00"] * 3


def test_the_report_of_nothing_leaves_out_what_there_is_not() -> None:
    summary = Tally().summary([])
    assert [table.title for table in summary.report().tables] == ["Rows", "Amounts"]
    assert summary.report().title == "0 granted: 0.00 EUR"


def test_a_summary_survives_json(tally: Tally) -> None:
    summary = tally.summary([toy_rulebook()])
    assert BatchSummary.model_validate_json(summary.model_dump_json()) == summary


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"granted": 3}, "each row has one answer, or cannot be read"),
        ({"not_eligible": 3}, "each row has one answer, or cannot be read"),
        ({"undetermined": 0}, "each row has one answer, or cannot be read"),
        ({"unreadable": 1}, "each row has one answer, or cannot be read"),
        ({"balance_eur": "25.01"}, "the total is the sum of its parts"),
    ],
)
def test_a_summary_adds_up(tally: Tally, changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        tally.summary([]).model_copy(update=changes)


def test_distances_between_cities_are_counted_with_their_sources_and_why_there_is_none() -> None:
    estimate = distance_between("41.89, 12.51", "48.85, 2.35")
    counted = Tally()
    counted.add_distances(
        [
            RowDistance(estimate=estimate),
            RowDistance(estimate=estimate, is_near_edge=True, note="an edge is near"),
            RowDistance(note="no place is called Xqzzy"),
            RowDistance(note="no place is called Xqzzy"),
            RowDistance(note="no place is called Aqzzy"),
            RowDistance(),
        ]
    )
    summary = counted.summary([])
    assert (summary.estimated_distances, summary.near_edges) == (2, 1)
    assert summary.estimate_sources == (estimate.source,)
    report = summary.report()
    tables = {table.title: (table.head, table.rows) for table in report.tables}
    assert tables["Distances"] == (
        ("", ""),
        (("estimated between cities", "2"), ("of these, near the edge of a band", "1")),
    )
    assert tables["Cities that give no distance"] == (
        ("what is wrong", "rows"),
        (("no place is called Xqzzy", "2"), ("no place is called Aqzzy", "1")),
    )
    assert f"win. {estimate.source}." in report.notes[0]


def wrong(row: int, field: str, sentence: str, **further: str) -> UnreadableCell:
    told = {"value": "x", **further}
    return UnreadableCell.model_validate({"row": row, "field": field, "sentence": sentence, **told})


@pytest.mark.parametrize(
    ("reference", "column", "head", "row"),
    [
        (
            "7/B",
            "Start",
            ("row", "reference", "column", "field", "what stands there", "what is wrong"),
            ("4", "7/B", "Start", "start_date", "x", "no day"),
        ),
        ("", "start_date", ("row", "field", "what stands there", "what is wrong"), ("4", "start_date", "x", "no day")),
        ("", "", ("row", "field", "what stands there", "what is wrong"), ("4", "start_date", "x", "no day")),
    ],
)
def test_what_cannot_be_read_is_told_with_references_and_columns_if_they_say_more(
    reference: str, column: str, head: tuple[str, ...], row: tuple[str, ...]
) -> None:
    counted = Tally()
    assert counted.add_unreadable([wrong(4, "start_date", "no day", reference=reference, column=column)])
    (table,) = (table for table in counted.summary([]).report().tables if table.title == "Where, and why")
    assert (table.head, table.rows) == (head, (row,))


@pytest.mark.parametrize(
    ("length", "shown"),
    [(80, "x" * 80), (81, "x" * 78 + "..."), (32_767, "x" * 78 + "...")],  # as a quotation is cut
)
def test_long_texts_are_shortened_in_the_table_and_not_in_the_data(length: int, shown: str) -> None:
    counted = Tally()
    long = "x" * length
    counted.add_unreadable([wrong(4, "partner", "no name", value=long, reference=long, column=long)])
    summary = counted.summary([])
    (table,) = (table for table in summary.report().tables if table.title == "Where, and why")
    assert table.rows == (("4", shown, shown, "partner", shown, "no name"),)
    assert {len(cell.value) for cell in summary.unreadable_cells} == {length}


def test_only_the_first_hundred_of_what_cannot_be_read_is_kept() -> None:
    counted = Tally()
    assert all(counted.add_unreadable([wrong(row, "km", "no number")]) for row in range(1, MOST_UNREADABLE))
    assert not counted.add_unreadable(
        [wrong(MOST_UNREADABLE, "km", "no number"), wrong(MOST_UNREADABLE, "end_date", "no day")]
    )
    cells = counted.summary([]).unreadable_cells
    assert len(cells) == MOST_UNREADABLE == 100
    assert (cells[-1].row, cells[-1].field) == (100, "km")


def test_grants_without_a_split_are_counted_and_added_up() -> None:
    counted = Tally()
    for cents in (10000, 2050):
        counted.add([GRANTED], [0], ["toy"])
        part: Cents = [cents]
        counted.add_amounts([GRANTED], amounts(total=part, before=[None], least=part, most=part))
    summary = counted.summary([toy_rulebook(), toy_rulebook().model_copy(update={"id": "other"})])
    assert (summary.without_split, str(summary.without_split_eur)) == (2, "120.50")
    assert summary.report().notes[0].startswith("No split between payments is published for 2 grants: ")
    (made_by,) = summary.report().notes[1:]
    assert ": 2 rows, Rulebook other (" in made_by
    assert made_by.endswith(f": 0 rows, erasmus_grants {summary.library_version}.")


def test_one_row_of_a_rulebook_is_told_as_one() -> None:
    counted = Tally()
    counted.add([GRANTED], [0], ["toy"])
    assert ": 1 row, erasmus_grants " in counted.summary([toy_rulebook()]).report().notes[-1]


def test_heads_of_amounts_name_the_unit() -> None:
    rows, *_, sums = Tally().summary([]).report().tables
    assert (rows.head, sums.head) == (("", ""), ("", "EUR"))


def test_records_that_are_no_rows_are_told() -> None:
    counted = Tally()
    counted.left_out = (LeftOut(sentence="they are of another academic year", records=3),)
    summary = counted.summary([])
    assert summary.left_out == counted.left_out
    assert ("they are of another academic year", "3") in [
        row for table in summary.report().tables for row in table.rows
    ]


def test_rows_are_told_by_their_numbers_in_the_file_if_it_numbers_them() -> None:
    labels = ENGLISH.labels
    assert rows_told([(1, "line 3"), (2, "")], labels) == (labels.line_of_file, ["3", "2"])
    assert rows_told([(1, ""), (2, "line 5")], labels) == (labels.line_of_file, ["1", "5"])
    assert rows_told([(1, "row 7")], labels) == (labels.row, ["7"])
    assert rows_told([], labels) == (labels.row, [])
