"""What a whole file comes to."""

import pytest
from pydantic import ValidationError

from erasmus_grants.basics.vocabulary import FindingCode
from erasmus_grants.batch.summary import BatchSummary, Tally
from erasmus_grants.frames.trace import FIELD_BITS, FINDING_BITS
from erasmus_grants.rulebook.model import fingerprint
from erasmus_grants.testing import toy_rulebook


def trace(*codes: FindingCode) -> int:
    return sum(1 << FINDING_BITS[code] for code in codes)


def unreadable(*fields: str) -> int:
    return -sum(1 << FIELD_BITS[field] for field in fields)


@pytest.fixture
def tally() -> Tally:
    counted = Tally()
    short, missing, warned = (
        trace(FindingCode.DURATION_TOO_SHORT),
        trace(FindingCode.DURATION_TOO_SHORT, FindingCode.DISTANCE_MISSING, FindingCode.FUNDED_DAYS_CAPPED),
        trace(FindingCode.FUNDED_DAYS_CAPPED),
    )
    counted.add([True, False, False], [warned, short, missing], ["toy"] * 3)
    counted.add([True, False, False], [0, unreadable("activity", "end_date"), unreadable("end_date")], ["toy"] * 3)
    # 100.01 + 50.00 of it 50.00 without a split; 75.01 before and 25.00 after
    counted.add_amounts([10001, 0, 0], [7501, 0, 0], [2500, 0, 0])
    counted.add_amounts([5000, 0, 0], [None, 0, 0], [None, 0, 0])
    return counted


def test_rows_and_reasons_are_counted_and_cents_added_up(tally: Tally) -> None:
    summary = tally.summary([toy_rulebook()])
    assert (summary.rows, summary.eligible, summary.not_eligible, summary.unreadable) == (6, 2, 4, 2)
    assert [(one.code.value, one.rows) for one in summary.findings] == [
        ("DURATION_TOO_SHORT", 2),
        ("INVALID_INPUT", 2),
        ("DISTANCE_MISSING", 1),
    ]
    assert [(one.field, one.rows) for one in summary.unreadable_fields] == [("end_date", 2), ("activity", 1)]
    amounts = (summary.total_eur, summary.pre_financing_eur, summary.balance_eur, summary.without_split_eur)
    assert list(map(str, amounts)) == ["150.01", "75.01", "25.00", "50.00"]
    assert summary.without_split == 1
    assert [(book.id, book.fingerprint, book.rows) for book in summary.rulebooks] == [
        ("toy", fingerprint(toy_rulebook()), 4)
    ]
    assert tally.named() == ["toy"]


def test_the_report_says_all_of_it(tally: Tally) -> None:
    text = tally.summary([toy_rulebook()]).to_text()
    for line in (
        "Grants of 2 of 6 mobilities: 150.01 EUR",
        "of these unreadable  2",
        "DURATION_TOO_SHORT  2",
        "end_date  2",
        "total               150.01",
        "no split published   50.00",
        "No split between payments is published for 1 grant: in the total, and in neither payment.",
    ):
        assert line in text
    assert f"Rulebook toy ({fingerprint(toy_rulebook())[:12]}): 4 rows, erasmus_grants " in text


def test_the_report_of_nothing_leaves_out_what_there_is_not() -> None:
    summary = Tally().summary([])
    assert [table.title for table in summary.report().tables] == ["Rows", "Amounts"]
    assert summary.report().title == "Grants of 0 of 0 mobilities: 0.00 EUR"


def test_a_summary_survives_json(tally: Tally) -> None:
    summary = tally.summary([toy_rulebook()])
    assert BatchSummary.model_validate_json(summary.model_dump_json()) == summary


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"eligible": 3}, "each row is eligible, or is not"),
        ({"balance_eur": "25.01"}, "the total is the sum of its parts"),
    ],
)
def test_a_summary_adds_up(tally: Tally, changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        tally.summary([]).model_copy(update=changes)
