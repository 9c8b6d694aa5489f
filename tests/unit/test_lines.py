from decimal import Decimal

import pytest
from pydantic import ValidationError

from erasmus_grants import GrantLine, LineBasis, LineKind
from erasmus_grants.basics.scope import NotPublished
from erasmus_grants.basics.vocabulary import ReasonCode, Rounding
from erasmus_grants.records.findings import Reason
from erasmus_grants.records.lines import RuleResult, grant_line, no_rate
from erasmus_grants.testing import toy_source

FIELDS: dict[str, object] = {
    "kind": "individual_support",
    "basis": "days_of_month_rate",
    "quantity": 143,
    "rate_eur": "850.00",
    "rate_days": 30,
    "amount_eur": "4051.67",  # 143 * 850 / 30 = 4051.666...
    "reasons": (),
    "source": toy_source(),
}


def test_a_line_whose_amount_follows_is_sound() -> None:
    assert GrantLine.model_validate(FIELDS).amount_eur == Decimal("4051.67")


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_eur": "4051.66"},
        {"amount_eur": "4051.68"},
        {"quantity": 144},
        {"rate_eur": "850.01"},
        {"rate_days": 1},
    ],
)
def test_an_amount_that_does_not_follow_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="quantity x rate / rate_days"):
        GrantLine.model_validate(FIELDS | changes)


@pytest.mark.parametrize(
    "changes", [{"quantity": -1}, {"quantity": True}, {"rate_days": 7}, {"rate_eur": 850.0}, {"source": None}]
)
def test_a_line_out_of_its_range_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        GrantLine.model_validate(FIELDS | changes)


def test_a_line_is_made_with_the_amount_that_follows() -> None:
    reason = Reason.of(ReasonCode.FULL_RATE_DAYS, days=5)
    line = grant_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.DAYS_ON_SITE,
        quantity=5,
        rate_eur=Decimal("180.00"),
        reasons=(reason,),
        source=toy_source(),
    )
    assert (line.rate_days, line.amount_eur, line.reasons) == (1, Decimal("900.00"), (reason,))


def test_an_outcome_is_empty_unless_told_otherwise() -> None:
    assert RuleResult() == ((), ())


def test_where_no_rate_is_published_nothing_is_paid_and_the_reason_is_said() -> None:
    outcome = no_rate(NotPublished(not_published="ask the office.", source=toy_source()))
    assert outcome.lines == ()
    assert [(found.code.value, found.is_blocking, found.message) for found in outcome.findings] == [
        ("RATE_NOT_PUBLISHED", True, "No rate is published for this mobility: ask the office.")
    ]


@pytest.mark.parametrize(
    ("rounding", "amount_eur"),
    [("half_up_to_cent", "4051.67"), ("half_up_to_euro", "4052.00"), ("down_to_euro", "4051.00")],
)
def test_an_amount_follows_by_the_rounding_of_its_line(rounding: str, amount_eur: str) -> None:
    line = GrantLine.model_validate(FIELDS | {"rounding": rounding, "amount_eur": amount_eur})
    assert (line.rounding, str(line.amount_eur)) == (rounding, amount_eur)
    for other in {"4051.67", "4052.00", "4051.00"} - {amount_eur}:
        with pytest.raises(ValidationError, match=f"rate_days, here {amount_eur}"):
            line.model_copy(update={"amount_eur": other})


def test_a_line_is_made_with_the_rounding_that_it_names() -> None:
    line = grant_line(
        LineKind.INDIVIDUAL_SUPPORT,
        LineBasis.DAYS_OF_MONTH_RATE,
        quantity=143,
        rate_eur=Decimal("850.00"),
        rate_days=30,
        rounding=Rounding.DOWN_TO_EURO,
        reasons=(),
        source=toy_source(),
    )
    assert (line.rounding, str(line.amount_eur)) == (Rounding.DOWN_TO_EURO, "4051.00")
    assert GrantLine.model_validate(FIELDS).rounding is Rounding.HALF_UP_TO_CENT
