from decimal import ROUND_DOWN, Context, Decimal, localcontext

import pytest
from pydantic import TypeAdapter, ValidationError

from erasmus_grants import GrantLine, LineBasis, LineKind, Payment
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.records.lines import grant_line
from erasmus_grants.rules.payment_split import (
    PaymentBounds,
    PaymentSplit,
    PaymentSplitEntry,
    bounds_findings,
    payments,
)
from erasmus_grants.testing import toy_source


def split(*shares: tuple[object, object]) -> PaymentSplit:
    instalments = [
        {"kind": "pre_financing", "trigger": "before_departure", "travel_share": travel, "individual_share": other}
        for travel, other in shares
    ]
    return PaymentSplit.model_validate({"instalments": tuple(instalments), "source": toy_source()})


def lines(travel_eur: str, *other_eur: str) -> tuple[GrantLine, ...]:
    amounts = [(LineKind.TRAVEL_SUPPORT, travel_eur), *((LineKind.INDIVIDUAL_SUPPORT, each) for each in other_eur)]
    return tuple(
        grant_line(kind, LineBasis.PARTICIPANT, quantity=1, rate_eur=Decimal(eur), reasons=(), source=toy_source())
        for kind, eur in amounts
    )


def amounts(payment_split: PaymentSplit, *eur: str) -> list[str]:
    return [str(payment.amount_eur) for payment in payments(lines(*eur), split=payment_split)]


@pytest.mark.parametrize(
    ("shares", "eur", "expected"),
    [
        ([(1, "0.75"), (0, "0.25")], ("820.00", "900.00", "360.00"), ["1765.00", "315.00"]),  # 820 + 945; 315
        ([(1, 1)], ("180.00", "800.00"), ["980.00"]),
        ([("0.5", "0.5"), ("0.5", "0.5")], ("0.01", "0.00"), ["0.01", "0.00"]),  # half a cent goes up, and once
        ([("0.5", "0.5"), ("0.5", "0.5")], ("0.01", "0.01"), ["0.01", "0.01"]),  # one cent in all at half
        # a third and a third of 1.00: 0.333 is 0.33 due; 0.666 is 0.67 due, 0.34 more; the rest is 0.33
        ([("0.333", "0.333"), ("0.333", "0.333"), ("0.334", "0.334")], ("0.00", "1.00"), ["0.33", "0.34", "0.33"]),
        ([(0, 0), (1, 1)], ("20.00", "30.00"), ["0.00", "50.00"]),
        ([(1, 0), (0, 1)], ("0.00", "0.00"), ["0.00", "0.00"]),
        ([(0, 1), (1, 0)], ("20.00", "30.00"), ["30.00", "20.00"]),
    ],
)
def test_each_payment_is_what_is_due_by_then_less_what_was_paid(
    shares: list[tuple[object, object]], eur: tuple[str, ...], expected: list[str]
) -> None:
    assert amounts(split(*shares), *eur) == expected


def test_everything_that_is_not_travel_support_is_split_alike() -> None:
    top_up = grant_line(
        LineKind.TOP_UP_FEWER_OPPORTUNITIES,
        LineBasis.PARTICIPANT,
        quantity=1,
        rate_eur=Decimal("100.00"),
        reasons=(),
        source=toy_source(),
    )
    paid = payments((*lines("200.00", "300.00"), top_up), split=split((1, "0.8"), (0, "0.2")))
    assert [str(payment.amount_eur) for payment in paid] == ["520.00", "80.00"]  # 200 + 0.8 * 400


def test_a_payment_says_what_lets_it_be_made() -> None:
    table = PaymentSplit.model_validate(
        {
            "instalments": (
                {
                    "kind": "balance",
                    "trigger": "after_report",
                    "travel_share": 1,
                    "individual_share": 1,
                    "conditions": ("participant_report", "certificate_of_attendance"),
                },
            ),
            "source": toy_source(),
        }
    )
    (payment,) = payments((), split=table)
    assert (payment.kind, payment.trigger) == ("balance", "after_report")
    assert payment.conditions == ("certificate_of_attendance", "participant_report")
    assert payment.source == toy_source()


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ([(1, "0.75"), (0, "0.24")], "the individual_share of all instalments adds up to 1, here to 0.99"),
        ([(1, "0.75"), ("0.1", "0.25")], "the travel_share of all instalments adds up to 1, here to 1.1"),
        ([("0.33333333333333333333", 1), ("0.66666666666666666666", 0)], "here to 0.99999999999999999999"),
        ([(1, "1.1")], "this is 1 or less"),
        ([(1, "-0.1"), (0, "1.1")], "this is 0 or more"),
        ([], "this has one entry or more"),
    ],
)
def test_shares_that_are_not_the_whole_are_refused(shares: list[tuple[object, object]], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        split(*shares)


def test_shares_are_added_exactly_and_payments_too_under_any_decimal_context() -> None:
    rough = Context(prec=3, rounding=ROUND_DOWN)
    for signal in rough.traps:
        rough.traps[signal] = True
    with localcontext(rough):
        table = split(("0.333333", "0.333333"), ("0.666667", "0.666667"))
        assert amounts(table, "1234.56", "8765.44") == ["3333.33", "6666.67"]  # 10000 * 0.333333 = 3333.33


def test_a_float_share_is_taken_as_it_prints() -> None:
    assert amounts(split((1, 0.1), (0, 0.2), (0, 0.7)), "0.00", "100.00") == ["10.00", "20.00", "70.00"]


def test_an_entry_is_a_split_or_says_that_none_is_published() -> None:
    entry: TypeAdapter[PaymentSplit | NotPublished] = TypeAdapter(PaymentSplitEntry)
    table = split((1, "0.75"), (0, "0.25"))
    assert entry.validate_json(table.model_dump_json()) == table
    assert isinstance(entry.validate_python({"not_published": "ask.", "source": toy_source()}), NotPublished)


def paid(*eur: str, kinds: tuple[str, ...] = ("pre_financing", "balance")) -> tuple[Payment, ...]:
    rows = zip(kinds, eur, strict=True)
    return tuple(
        Payment.model_validate(
            {"kind": kind, "amount_eur": each, "trigger": "after_report", "conditions": (), "source": toy_source()}
        )
        for kind, each in rows
    )


def bounds(least: object = "0.7", most: object = 1) -> PaymentBounds:
    fields = {"minimum_pre_financing_share": least, "maximum_pre_financing_share": most, "balance_within_days": 45}
    return PaymentBounds.model_validate(fields | {"source": toy_source().at("BOUNDS", "article 4")})


@pytest.mark.parametrize(
    ("least", "most", "before_eur", "after_eur", "outside"),
    [
        ("0.7", 1, "69.99", "30.01", True),
        ("0.7", 1, "70.00", "30.00", False),
        ("0.7", 1, "100.00", "0.00", False),
        ("0.7", "0.8", "80.00", "20.00", False),
        ("0.7", "0.8", "80.01", "19.99", True),
        ("0.7", "0.8", "100.00", "0.00", True),
        ("0.7", 1, "0.00", "0.00", False),  # a grant of nothing
        ("0.7", 1, "0.00", "100.00", True),
        (0, 0, "0.00", "100.00", False),
        (0, 0, "50.00", "50.00", True),
        # 70 % of 100.01 are 70.007, which is paid as 70.01 or, where other shares are rounded first, as 70.00
        ("0.7", 1, "70.01", "30.00", False),
        ("0.7", 1, "70.00", "30.01", False),
        ("0.7", 1, "69.99", "30.02", True),
        # 80 % of 100.01 are 80.008, which is paid as 80.01
        ("0.7", "0.8", "80.01", "20.00", False),
        ("0.7", "0.8", "80.02", "19.99", True),
    ],
)
def test_payments_outside_of_the_bounds_warn(
    least: object, most: object, before_eur: str, after_eur: str, outside: bool
) -> None:
    findings = bounds_findings(paid(before_eur, after_eur), bounds(least, most))
    assert [(finding.code.value, finding.severity) for finding in findings] == (
        [("PAYMENT_OUTSIDE_BOUNDS", "warning")] * outside
    )


def test_the_warning_says_what_is_paid_and_what_is_allowed() -> None:
    (finding,) = bounds_findings(paid("60.00", "40.00"), bounds("0.7", "0.9"))
    assert dict(finding.details) == {
        "pre_financing_eur": "60.00",
        "total_eur": "100.00",
        "minimum": "0.7",
        "maximum": "0.9",
    }
    assert finding.message == (
        "60.00 of 100.00 EUR are paid before the balance; the grant agreement allows 0.7 to 0.9 of the grant."
    )
    assert finding.source.id == "BOUNDS"


def test_every_payment_before_the_balance_counts() -> None:
    three = paid("40.00", "30.00", "30.00", kinds=("pre_financing", "pre_financing", "balance"))
    assert bounds_findings(three, bounds()) == ()
    two = paid("40.00", "30.00", "30.00", kinds=("pre_financing", "balance", "balance"))
    assert [dict(finding.details)["pre_financing_eur"] for finding in bounds_findings(two, bounds())] == ["40.00"]


@pytest.mark.parametrize("cents", [1, 2, 3, 7, 33, 99, 101, 12_345, 99_999])
def test_a_split_at_a_bound_is_within_whatever_the_grant(cents: int) -> None:
    due = payments(lines("0.00", str(Decimal(cents) / 100)), split=split_with_balance("0.7"))
    assert bounds_findings(due, bounds("0.7", "0.7")) == ()


def split_with_balance(share: str) -> PaymentSplit:
    rest = Decimal(1) - Decimal(share)
    table = split((share, share), (rest, rest))
    first, last = table.instalments
    return table.model_copy(update={"instalments": (first, last.model_copy(update={"kind": "balance"}))})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"minimum_pre_financing_share": "0.71", "maximum_pre_financing_share": "0.7"}, "not below the smallest, 0.71"),
        ({"minimum_pre_financing_share": "-0.1"}, "greater than or equal to 0"),
        ({"maximum_pre_financing_share": "1.1"}, "less than or equal to 1"),
        ({"balance_within_days": -1}, "balance_within_days"),
        ({"balance_within_days": 1001}, "balance_within_days"),
    ],
)
def test_bounds_that_cannot_be_met_are_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        bounds().model_copy(update=changes)
    assert bounds("0.7", "0.7").balance_within_days == 45


def test_every_line_of_travel_support_counts() -> None:
    paid = payments((*lines("200.00", "300.00"), *lines("50.00")), split=split((1, 0), (0, 1)))
    assert [str(payment.amount_eur) for payment in paid] == ["250.00", "300.00"]
